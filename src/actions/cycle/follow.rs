//! What follows when a cycle is changed, or its review is: the two stay in step.
//!
//! Rule: an agreed plan has one open review, on the plan's day. A review that is held closes its cycle; a cycle that closes has
//! its review held, and put right with it; one that is given up has it called off.

use chrono::NaiveDate;

use super::{carry, never_agreed, targets_of, unjudged};
use crate::actions::review::{self, Recording};
use crate::actions::{By, Warnings, pupil};
use crate::domain::day;
use crate::domain::ids::{Held, Key, PupilId, RecordId};
use crate::domain::pupil::StageSpan;
use crate::domain::record::{Record, Recorded};
use crate::domain::review::{Move, Review, ReviewKind};
use crate::domain::stage;
use crate::domain::support::{Cycle, plan_kind};
use crate::store::{Edit, Refused, Snapshot};

/// The day on which a plan of this kind is reviewed if no other is agreed: its weeks from `agreed`, or the next school day.
///
/// # Errors
/// The store fails.
pub fn review_day(
    edit: &Snapshot<'_>,
    pupil_id: PupilId,
    kind: &str,
    agreed: NaiveDate,
) -> Result<NaiveDate, Refused> {
    let weeks = chrono::Days::new(7 * u64::from(plan_kind::of(kind).weeks));
    let on = agreed.checked_add_days(weeks).filter(|on| day::in_range(*on)).unwrap_or(agreed);
    let site = pupil(edit, pupil_id)?.site;
    Ok(edit.school()?.calendar_of(site).next_teaching_day(on))
}

fn open_review(
    edit: &Snapshot<'_>,
    of: PupilId,
    id: Option<RecordId>,
) -> Result<Option<Held<Review>>, Refused> {
    let Some(id) = id else { return Ok(None) };
    Ok(edit.record::<Review>(of, id)?.filter(|review| review.is_open()))
}

/// A cycle as it is to be put, with its review in step.
///
/// # Errors
/// An agreed plan loses its review date, another cycle runs, or the store fails.
pub fn settle(
    edit: &mut Edit<'_>,
    by: &By,
    key: Key,
    before: Option<&Cycle>,
    mut now: Cycle,
) -> Result<(Cycle, Warnings), Refused> {
    let ran = before.is_none_or(|before| before.ended().is_none());
    let mut said = Warnings::new();
    match (now.ended().is_some(), ran) {
        (true, true) if now.reviewed.is_some() => {
            hold(edit, by, key.pupil, &mut now, ("", ""))?;
            said.extend(never_agreed(&now));
            said.extend(unjudged(&targets_of(edit, key.pupil, key.id)?));
        }
        (true, true) => {
            if let Some(review) = open_review(edit, key.pupil, now.review)? {
                review::call_off(edit, by, key.pupil, review.id, "the cycle was given up")?;
            }
        }
        (true, false) => put_right(edit, key.pupil, before, &now)?,
        (false, _) => {
            let other = |other: &Held<Cycle>| other.id != key.id && other.ended().is_none();
            if !ran && edit.list::<Cycle>(key.pupil)?.iter().any(other) {
                return Err(Refused::because("another cycle runs since: this one stays closed"));
            }
            said.extend(plan(edit, by, key.pupil, before, &mut now)?);
        }
    }
    Ok((now, said))
}

/// Sees to the review of a plan that is agreed.
fn plan(
    edit: &mut Edit<'_>,
    by: &By,
    of: PupilId,
    before: Option<&Cycle>,
    now: &mut Cycle,
) -> Result<Option<String>, Refused> {
    let Some(agreed) = now.agreed else { return Ok(None) };
    let had = before.filter(|before| before.agreed.is_some());
    match (now.review_on, had) {
        (None, None) => now.review_on = Some(review_day(edit, of, &now.kind, agreed)?),
        (None, Some(had)) if had.review_on.is_some() => {
            return Err(Refused::because(
                "a plan that is agreed has a clear date for its review (Code 6.48): give another day",
            ));
        }
        _ => {}
    }
    let Some(on) = now.review_on else { return Ok(None) };
    let who = pupil(edit, of)?;
    if !who.on_roll(on) {
        let fresh = had.is_none_or(|had| had.review_on != now.review_on);
        let words = format!("{} will have left by {}: no review is agreed", who.name(), day::full(on));
        return Ok(fresh.then_some(words));
    }
    let open = match open_review(edit, of, now.review)? {
        Some(review) => Some(review),
        // One that was agreed before there was a plan is the plan's.
        None => {
            let plans = |review: &Held<Review>| review.is_open() && review.kind == ReviewKind::Plan;
            edit.list::<Review>(of)?.into_iter().find(plans)
        }
    };
    now.review = Some(match open {
        Some(held) => {
            if held.due != on {
                let mut review = held.value;
                let reason = "another day agreed in the plan".to_owned();
                review.moves.push(Move { from: review.due, to: on, reason, typed: by.typed.clone() });
                review.due = on;
                edit.put(Review::key(of, held.id), review.wrap())?;
            }
            held.id
        }
        None => edit.add(of, Review::planned(ReviewKind::Plan, on, now.lead, by.typed.clone()))?,
    });
    Ok(None)
}

/// Records the review of a cycle that closes: the one agreed, else one that was not planned.
///
/// # Errors
/// The outcome is missing, such a review is recorded already, or the store fails.
pub fn hold(
    edit: &mut Edit<'_>,
    by: &By,
    of: PupilId,
    cycle: &mut Cycle,
    (pupil_voice, parent_voice): (&str, &str),
) -> Result<RecordId, Refused> {
    let (Some(held), Some(outcome)) = (cycle.reviewed, cycle.outcome) else {
        return Err(Refused::because("a review needs its day and its outcome"));
    };
    let open = open_review(edit, of, cycle.review)?;
    if open.is_none() && pupil_voice.is_empty() && parent_voice.is_empty() {
        let that_day = |one: &Held<Review>| one.held == Some(held) && one.kind == ReviewKind::Plan;
        if let Some(known) = edit.list::<Review>(of)?.into_iter().find(that_day) {
            cycle.review = Some(known.id);
            return Ok(known.id);
        }
    }
    let recording = Recording {
        pupil: of,
        review: open.map(|review| review.id),
        kind: ReviewKind::Plan,
        held,
        outcome,
        note: cycle.found.clone(),
        pupil_voice: pupil_voice.to_owned(),
        parent_voice: parent_voice.to_owned(),
        next: None,
    };
    let (id, _, _) = review::hold(edit, by, &recording)?;
    cycle.review = Some(id);
    Ok(id)
}

/// After the day or the outcome of a closed cycle was put right: its review, recorded with it, says the same.
fn put_right(edit: &mut Edit<'_>, of: PupilId, before: Option<&Cycle>, now: &Cycle) -> Result<(), Refused> {
    let (Some(before), Some(id)) = (before, now.review) else { return Ok(()) };
    let Some(held) = edit.record::<Review>(of, id)? else { return Ok(()) };
    let told = (held.held, held.outcome) == (before.reviewed, before.outcome);
    if !told || now.reviewed.is_none() || (before.reviewed, before.outcome) == (now.reviewed, now.outcome) {
        return Ok(());
    }
    let review = Review { held: now.reviewed, outcome: now.outcome, ..held.value };
    edit.put(Review::key(of, id), review.wrap())
}

/// The running cycle that has this review.
fn cycle_of(edit: &Snapshot<'_>, of: PupilId, review: RecordId) -> Result<Option<Held<Cycle>>, Refused> {
    let has = |cycle: &Held<Cycle>| cycle.ended().is_none() && cycle.review == Some(review);
    Ok(edit.list::<Cycle>(of)?.into_iter().find(has))
}

/// After a review was recorded by itself: the cycle it belongs to is closed with it. Where a next day is agreed, the next
/// cycle opens with the targets that nobody judged or that are not met; its plan is to be agreed.
///
/// # Errors
/// The review comes before the plan was agreed, or the store fails.
pub fn reviewed(
    edit: &mut Edit<'_>,
    by: &By,
    recording: &Recording,
    id: RecordId,
    next: Option<RecordId>,
) -> Result<Warnings, Refused> {
    let of = recording.pupil;
    let found = match cycle_of(edit, of, id)? {
        Some(cycle) => Some(cycle),
        None if recording.kind == ReviewKind::Plan && recording.review.is_none() => unlinked(edit, of)?,
        None => None,
    };
    // One that is typed up from before the plan was agreed is not the plan's.
    let Some(held) = found.filter(|cycle| cycle.agreed.unwrap_or(cycle.began) <= recording.held) else {
        return Ok(Warnings::new());
    };
    let mut cycle = held.value;
    cycle.reviewed = Some(recording.held);
    cycle.outcome = Some(recording.outcome);
    recording.note.trim().clone_into(&mut cycle.found);
    cycle.review = Some(id);
    let key = Cycle::key(of, held.id);
    edit.put(key, cycle.clone().wrap())?;
    let targets = targets_of(edit, of, held.id)?;
    let lacks: Vec<String> = never_agreed(&cycle).into_iter().chain(unjudged(&targets)).collect();
    let said = |what: &str| match lacks.is_empty() {
        true => Warnings::new(),
        false => vec![format!("{what}: {}", lacks.join("; "))],
    };
    let Some((next, on)) = next.zip(recording.next) else {
        return Ok(said("the cycle is closed with this review"));
    };
    let follows = Cycle {
        review: Some(next),
        review_on: Some(on),
        after: Some(held.id),
        area: cycle.area,
        strengths: cycle.strengths,
        concerns: cycle.concerns,
        outcomes: cycle.outcomes,
        adjustments: cycle.adjustments,
        impact: cycle.impact,
        home: cycle.home,
        lead: cycle.lead,
        ..Cycle::began(recording.held, &cycle.kind, by.typed.clone())
    };
    let new = edit.add(of, follows)?;
    let goes_on: Vec<RecordId> = targets
        .iter()
        .filter(|target| target.outcome.is_none_or(|outcome| outcome.carries_over()))
        .map(|target| target.id)
        .collect();
    carry(edit, by, key, (new, recording.held), &goes_on)?;
    Ok(said("the cycle is closed with this review, and the next has begun"))
}

/// The running cycle whose agreed plan has no open review.
fn unlinked(edit: &Snapshot<'_>, of: PupilId) -> Result<Option<Held<Cycle>>, Refused> {
    for cycle in edit.list::<Cycle>(of)? {
        let runs = cycle.ended().is_none() && cycle.agreed.is_some();
        if runs && open_review(edit, of, cycle.review)?.is_none() {
            return Ok(Some(cycle));
        }
    }
    Ok(None)
}

/// After a review of the plan was agreed by itself: it is that of the plan which has none.
///
/// # Errors
/// The store fails.
pub fn agreed(edit: &mut Edit<'_>, of: PupilId, id: RecordId, on: NaiveDate) -> Result<(), Refused> {
    let Some(held) = unlinked(edit, of)?.filter(|cycle| cycle.agreed.is_some_and(|agreed| agreed <= on))
    else {
        return Ok(());
    };
    let cycle = Cycle { review: Some(id), review_on: Some(on), ..held.value };
    edit.put(Cycle::key(of, held.id), cycle.wrap())
}

/// After another day was agreed for a review, or it was called off (`None`): its plan says the same.
///
/// # Errors
/// The store fails.
pub fn moved(
    edit: &mut Edit<'_>,
    of: PupilId,
    review: RecordId,
    to: Option<NaiveDate>,
) -> Result<(), Refused> {
    let Some(held) = cycle_of(edit, of, review)? else { return Ok(()) };
    let mut cycle = held.value;
    cycle.review_on = to;
    if to.is_none() {
        cycle.review = None;
    }
    edit.put(Cycle::key(of, held.id), cycle.wrap())
}

/// After an import wrote records of a pupil: a plan follows its review to another day, and ends with the time on the register.
///
/// # Errors
/// The store fails.
pub fn imported(edit: &mut Edit<'_>, by: &By, of: PupilId, written: &[(Key, Record)]) -> Result<(), Refused> {
    for (key, record) in written {
        if let Record::Review(review) = record
            && review.is_open()
        {
            moved(edit, of, key.id, Some(review.due))?;
        }
    }
    let staged = written.iter().any(|(_, record)| matches!(record, Record::StageSpan(_)));
    let on_register = |span: &Held<StageSpan>| {
        span.to.is_none() && stage::find(&span.stage).is_some_and(|stage| stage.on_register)
    };
    if staged && !edit.list::<StageSpan>(of)?.iter().any(on_register) {
        drop_all(edit, by, of, by.today)?;
    }
    Ok(())
}

/// Begins the first cycle of a pupil who comes onto the register; none if one runs.
///
/// # Errors
/// The store fails.
pub fn first(edit: &mut Edit<'_>, by: &By, of: PupilId, from: NaiveDate) -> Result<(), Refused> {
    if edit.list::<Cycle>(of)?.iter().all(|cycle| cycle.ended().is_some()) {
        let kind = super::usual_kind(edit)?;
        edit.add(of, Cycle::began(from, &kind, by.typed.clone()))?;
    }
    Ok(())
}

/// Gives up the cycles that run, for a pupil who goes off the register.
///
/// # Errors
/// The store fails.
pub fn drop_all(edit: &mut Edit<'_>, by: &By, of: PupilId, on: NaiveDate) -> Result<(), Refused> {
    for held in edit.list::<Cycle>(of)?.into_iter().filter(|cycle| cycle.ended().is_none()) {
        let before = held.value;
        let now = Cycle { dropped: Some(on.max(before.agreed.unwrap_or(before.began))), ..before.clone() };
        let key = Cycle::key(of, held.id);
        let (now, _) = settle(edit, by, key, Some(&before), now)?;
        edit.put(key, now.wrap())?;
    }
    Ok(())
}
