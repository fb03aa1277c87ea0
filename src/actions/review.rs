//! Reviews: agree one, record one, agree another date, give it to somebody else, call it off.
//!
//! Rule: recording a review writes the next one in the same step, so that no pupil falls out of the rhythm.

use chrono::NaiveDate;

use super::staff::{Adult, resolve, resolve_opt};
use super::{By, Warnings, cycle, not_ahead, pupil, words};
use crate::domain::code::Outcome;
use crate::domain::day;
use crate::domain::ids::{Held, Kind, PupilId, RecordId};
use crate::domain::provision::Allocation;
use crate::domain::record::Recorded;
use crate::domain::review::{Move, Review, ReviewKind};
use crate::duties::{self, interventions};
use crate::store::{Edit, Refused};

/// A review as it was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Whose.
    pub pupil: PupilId,
    /// The review that was planned; `None` records one that was not.
    pub review: Option<RecordId>,
    /// What kind, for one that was not planned.
    pub kind: ReviewKind,
    /// The day it was held.
    pub held: NaiveDate,
    /// Against what was hoped.
    pub outcome: Outcome,
    /// What was found and agreed; may be empty.
    pub note: String,
    /// In the pupil's words; may be empty.
    pub pupil_voice: String,
    /// In the parents' words; may be empty.
    pub parent_voice: String,
    /// When to look again; `None` agrees no date, and the rhythm of the stage asks for one.
    pub next: Option<NaiveDate>,
}

fn open_review(edit: &Edit<'_>, pupil_id: PupilId, id: RecordId) -> Result<Held<Review>, Refused> {
    let Some(found) = edit.record::<Review>(pupil_id, id)? else {
        return Err(Refused::because("this review is no longer there"));
    };
    if let Some(held) = found.held {
        let by = found.recorded.as_ref().map(|typed| format!(" by {}", typed.by)).unwrap_or_default();
        return Err(Refused::because(format!(
            "the review of {} was already recorded{by}: held on {}",
            pupil(edit, pupil_id)?.name(),
            day::full(held)
        )));
    }
    if let Some(cancelled) = found.cancelled {
        return Err(Refused::because(format!(
            "the review of {} was called off on {}",
            pupil(edit, pupil_id)?.name(),
            day::full(cancelled)
        )));
    }
    Ok(found)
}

/// One that was not planned, recorded by two people at once.
fn not_twice(edit: &Edit<'_>, input: &Recording) -> Result<(), Refused> {
    let reviews = edit.list::<Review>(input.pupil)?;
    let same = reviews.iter().find(|one| one.held == Some(input.held) && one.kind == input.kind);
    let Some(same) = same else { return Ok(()) };
    let by = same.recorded.as_ref().map(|typed| format!(" by {}", typed.by)).unwrap_or_default();
    Err(Refused::because(format!(
        "the review of {} was already recorded{by}: held on {}",
        pupil(edit, input.pupil)?.name(),
        day::full(input.held)
    )))
}

/// Records a review as held, and writes the next one. Other open reviews of the pupil stay as they are. The review of a plan
/// closes its cycle; what that leaves open is said.
///
/// # Errors
/// It is already recorded or called off; it lies ahead; the next does not follow it; the store fails.
pub fn record(edit: &mut Edit<'_>, by: &By, input: &Recording) -> Result<Warnings, Refused> {
    let (id, kind, lead) = hold(edit, by, input)?;
    let next = match input.next {
        None => None,
        Some(next) => {
            // What follows an annual review held early is the annual review.
            let kind = if kind == ReviewKind::Interim { ReviewKind::Annual } else { kind };
            Some(edit.add(input.pupil, Review::planned(kind, next, lead, by.typed.clone()))?)
        }
    };
    cycle::follow::reviewed(edit, by, input, id, next)
}

/// Records a review as held and nothing else: its number, its kind and who led it.
pub(super) fn hold(
    edit: &mut Edit<'_>,
    by: &By,
    input: &Recording,
) -> Result<(RecordId, ReviewKind, Option<RecordId>), Refused> {
    not_ahead(input.held, by, "the review on")?;
    if let Some(next) = input.next
        && next <= input.held
    {
        return Err(Refused::because(format!(
            "the next review, {}, must come after this one",
            day::full(next)
        )));
    }
    pupil(edit, input.pupil)?;
    let (id, mut review) = match input.review {
        Some(id) => (id, open_review(edit, input.pupil, id)?.value),
        None => {
            not_twice(edit, input)?;
            (edit.new_id(Kind::Review), Review::planned(input.kind, input.held, None, by.typed.clone()))
        }
    };
    review.held = Some(input.held);
    review.outcome = Some(input.outcome);
    review.note = input.note.trim().to_owned();
    review.pupil_voice = input.pupil_voice.trim().to_owned();
    review.parent_voice = input.parent_voice.trim().to_owned();
    review.recorded = Some(by.typed.clone());
    let (kind, lead) = (review.kind, review.lead);
    edit.put(Review::key(input.pupil, id), review.wrap())?;
    Ok((id, kind, lead))
}

/// Two agreed reviews of one kind nearer than this are one that two people agreed, in days.
const NEAR: i64 = 14;

/// Agrees a review.
///
/// # Errors
/// The pupil has left before that day, one of its kind is agreed for about then, or the store fails.
pub fn agree(
    edit: &mut Edit<'_>,
    by: &By,
    pupil_id: PupilId,
    kind: ReviewKind,
    due: NaiveDate,
    lead: Option<&Adult>,
) -> Result<RecordId, Refused> {
    let who = pupil(edit, pupil_id)?;
    if !who.on_roll(due) {
        return Err(Refused::because(format!("{} will have left by {}", who.name(), day::full(due))));
    }
    let reviews = edit.list::<Review>(pupil_id)?;
    let twice = |review: &&Held<Review>| {
        review.is_open() && review.kind == kind && day::between(review.due, due).abs() < NEAR
    };
    if let Some(agreed) = reviews.iter().find(twice) {
        return Err(Refused::because(format!(
            "{} has one agreed already by {}, for {}: agree another date for that",
            who.name(),
            agreed.planned.by,
            day::full(agreed.due)
        )));
    }
    let lead = resolve_opt(edit, lead)?;
    let id = edit.add(pupil_id, Review::planned(kind, due, lead, by.typed.clone()))?;
    if kind == ReviewKind::Plan {
        cycle::follow::agreed(edit, pupil_id, id, due)?;
    }
    Ok(id)
}

/// Agrees a review where the rhythm asked for another day, with the reason why it is not that day.
///
/// # Errors
/// There is no reason, the day is past, the pupil has left before it, or the store fails.
pub fn agree_instead(
    edit: &mut Edit<'_>,
    by: &By,
    pupil_id: PupilId,
    kind: ReviewKind,
    (from, to): (NaiveDate, NaiveDate),
    reason: &str,
) -> Result<RecordId, Refused> {
    let reason = words(reason, "the reason")?;
    not_past(to, by)?;
    let id = agree(edit, by, pupil_id, kind, to, None)?;
    let mut review = open_review(edit, pupil_id, id)?.value;
    review.moves.push(Move { from, to, reason, typed: by.typed.clone() });
    edit.put(Review::key(pupil_id, id), review.wrap())?;
    Ok(id)
}

/// Another date is one still to come: a review held in the past is recorded, not moved there.
fn not_past(to: NaiveDate, by: &By) -> Result<(), Refused> {
    if to < by.today {
        return Err(Refused::because(format!(
            "{} is past: agree a day to come, or record what was held then",
            day::full(to)
        )));
    }
    Ok(())
}

/// Agrees another date for a review, with the reason.
///
/// # Errors
/// There is no reason, the day is past, it is the same date, the review is no longer open, or the store fails.
pub fn reschedule(
    edit: &mut Edit<'_>,
    by: &By,
    pupil_id: PupilId,
    id: RecordId,
    to: NaiveDate,
    reason: &str,
) -> Result<(), Refused> {
    let reason = words(reason, "the reason")?;
    not_past(to, by)?;
    let mut review = open_review(edit, pupil_id, id)?.value;
    if review.due == to {
        return Err(Refused::because(format!("it is already agreed for {}", day::full(to))));
    }
    review.moves.push(Move { from: review.due, to, reason, typed: by.typed.clone() });
    review.due = to;
    edit.put(Review::key(pupil_id, id), review.wrap())?;
    cycle::follow::moved(edit, pupil_id, id, Some(to))
}

/// Gives a review to somebody else to lead; `None` gives it to the SENCO.
///
/// # Errors
/// The review is no longer open, or the store fails.
pub fn assign(
    edit: &mut Edit<'_>,
    pupil_id: PupilId,
    id: RecordId,
    to: Option<&Adult>,
) -> Result<(), Refused> {
    let mut review = open_review(edit, pupil_id, id)?.value;
    review.lead = to.map(|adult| resolve(edit, adult)).transpose()?;
    edit.put(Review::key(pupil_id, id), review.wrap())
}

/// Calls a review off. It stays on the timeline, with the reason.
///
/// # Errors
/// There is no reason, the review is no longer open, or the store fails.
pub fn call_off(
    edit: &mut Edit<'_>,
    by: &By,
    pupil_id: PupilId,
    id: RecordId,
    reason: &str,
) -> Result<(), Refused> {
    let reason = words(reason, "the reason")?;
    let mut review = open_review(edit, pupil_id, id)?.value;
    review.cancelled = Some(by.today);
    review.note = reason;
    edit.put(Review::key(pupil_id, id), review.wrap())?;
    cycle::follow::moved(edit, pupil_id, id, None)
}

/// Agrees another date for the next check of an allocation, with the reason.
///
/// # Errors
/// There is no reason, the day is past, the allocation has ended, or the store fails.
pub fn reschedule_check(
    edit: &mut Edit<'_>,
    by: &By,
    pupil_id: PupilId,
    id: RecordId,
    to: NaiveDate,
    reason: &str,
) -> Result<(), Refused> {
    let reason = words(reason, "the reason")?;
    let Some(file) = edit.pupil_file(pupil_id)? else {
        return Err(Refused::because("this pupil is no longer on file"));
    };
    let Some(held) = file.allocations.iter().find(|allocation| allocation.id == id) else {
        return Err(Refused::because("this allocation is no longer there"));
    };
    let school = edit.school()?;
    let ground = duties::ground(&file, &school);
    let Some((from, _)) = interventions::next_check(&file, held, &ground) else {
        return Err(Refused::because(format!("{} is no longer in this provision", file.pupil.name())));
    };
    not_past(to, by)?;
    if from == to {
        return Err(Refused::because(format!("it is already agreed for {}", day::full(to))));
    }
    let mut allocation = held.value.clone();
    if allocation.to.is_some_and(|end| end <= to) {
        return Err(Refused::because(format!(
            "{} leaves this provision before {}",
            file.pupil.name(),
            day::full(to)
        )));
    }
    allocation.check_on = Some(to);
    allocation.moves.push(Move { from, to, reason, typed: by.typed.clone() });
    edit.put(Allocation::key(pupil_id, id), allocation.wrap())
}

/// Gives the next check of an allocation to somebody; `None` gives it to the provision's lead adult.
///
/// # Errors
/// The allocation is not there, or the store fails.
pub fn assign_check(
    edit: &mut Edit<'_>,
    pupil_id: PupilId,
    id: RecordId,
    to: Option<&Adult>,
) -> Result<(), Refused> {
    let Some(held) = edit.record::<Allocation>(pupil_id, id)? else {
        return Err(Refused::because("this allocation is no longer there"));
    };
    let mut allocation = held.value;
    allocation.check_by = to.map(|adult| resolve(edit, adult)).transpose()?;
    edit.put(Allocation::key(pupil_id, id), allocation.wrap())
}
