//! Cycles: begin one, make and change its plan, set its targets, close it and open the next.
//!
//! Rule: one cycle runs at a time, and a plan that is agreed has a review on a day that was agreed (Code 6.48). Whichever
//! road a cycle is changed by (its form, a step in Due, an ordinary review), its review follows: `follow` keeps the two in step.
//! Closing is one step: targets, cycle, review and the next cycle.

pub(super) mod follow;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use follow::review_day;

use super::case::{self, sound};
use super::{By, Warnings, not_ahead, pupil, words};
use crate::domain::code::Outcome;
use crate::domain::day;
use crate::domain::ids::{Held, Key, PupilId, RecordId};
use crate::domain::record::{Record, Recorded};
use crate::domain::support::{Cycle, Target, TargetOutcome, plan_kind};
use crate::domain::words::plural;
use crate::store::{Edit, Refused, Snapshot};

/// What is said of one target when its cycle closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Which target of the cycle.
    pub id: RecordId,
    /// What came of it; `None` leaves it unjudged, or as it was judged before.
    pub outcome: Option<TargetOutcome>,
    /// What came of it, in words; empty leaves what stands.
    pub result: String,
    /// Whether it goes on in the next cycle.
    pub carry: bool,
}

/// The cycle that opens when one closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Following {
    /// The code of its kind of plan; empty for the kind of the one that closes.
    pub kind: String,
    /// The day agreed for its review: then its plan is agreed at once. `None` leaves the plan to be made.
    pub review_on: Option<NaiveDate>,
}

/// How a cycle closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    /// The day of its review.
    pub on: NaiveDate,
    /// How the child did against what was hoped.
    pub outcome: Outcome,
    /// What was found, and what changes; may be empty.
    pub found: String,
    /// In the pupil's words; may be empty.
    pub pupil_voice: String,
    /// In the parents' words; may be empty.
    pub parent_voice: String,
    /// Its targets; one that is left out stays as it stands and goes no further.
    pub targets: Vec<Judged>,
    /// The cycle that opens; `None` for none.
    pub next: Option<Following>,
}

/// What closing a cycle made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The review that was recorded.
    pub review: RecordId,
    /// The cycle that opened; `None` if none did.
    pub next: Option<RecordId>,
    /// What was missing.
    pub warnings: Warnings,
}

/// Begins a cycle. An empty kind of plan is the school's.
///
/// # Errors
/// Another runs, something is missing, a day lies ahead or in the wrong order, the pupil has left, or the store fails.
pub fn begin(edit: &mut Edit<'_>, by: &By, pupil_id: PupilId, mut cycle: Cycle) -> Result<RecordId, Refused> {
    if cycle.kind.trim().is_empty() {
        cycle.kind = usual_kind(edit)?;
    }
    case::begin(edit, by, pupil_id, cycle.wrap())
}

/// The code of the kind of plan that the school makes.
///
/// # Errors
/// The store fails.
pub fn usual_kind(edit: &Snapshot<'_>) -> Result<String, Refused> {
    Ok(plan_kind::of(&edit.school()?.settings.plan_kind).code.to_owned())
}

/// Changes a cycle: what `mine` has otherwise than `base`. A plan that becomes agreed gets its review.
///
/// # Errors
/// It is no longer there, fields that both changed, a day ahead or in the wrong order, an agreed plan without a review
/// date, another cycle that runs, or the store fails.
pub fn change(
    edit: &mut Edit<'_>,
    by: &By,
    key: Key,
    base: &Cycle,
    mine: Cycle,
) -> Result<Warnings, Refused> {
    case::change_saying(edit, by, key, &base.clone().wrap(), mine.wrap())
}

/// How many targets a plan of this kind has at most: the school's number, else the kind's.
///
/// # Errors
/// The store fails.
pub fn most(edit: &Snapshot<'_>, kind: &str) -> Result<usize, Refused> {
    let own = edit.school()?.settings.targets;
    Ok(usize::from(own.unwrap_or(plan_kind::of(kind).most)))
}

/// Sets a target in a cycle that runs. More than the school's number is said, not refused.
///
/// # Errors
/// The aim is missing, the cycle is not there or closed, a day lies ahead, or the store fails.
pub fn add_target(
    edit: &mut Edit<'_>,
    by: &By,
    pupil_id: PupilId,
    mut target: Target,
) -> Result<(RecordId, Warnings), Refused> {
    let cycle = running(edit, Cycle::key(pupil_id, target.cycle))?;
    target.aim = words(&target.aim, "the target")?;
    not_ahead(target.set, by, "the target of")?;
    if let Some(judged) = target.judged {
        not_ahead(judged, by, "the target judged on")?;
    }
    sound::check(&target.clone().wrap())?;
    let others = targets_of(edit, pupil_id, target.cycle)?;
    if others.iter().any(|other| other.aim == target.aim && other.judged.is_none()) {
        return Err(Refused::because("this target stands in the plan already"));
    }
    let most = most(edit, &cycle.kind)?;
    let count = others.iter().filter(|other| other.outcome != Some(TargetOutcome::Dropped)).count() + 1;
    let id = edit.add(pupil_id, target)?;
    let many = format!(
        "that makes {}: the school has set {most} at most for a plan",
        plural(i64::try_from(count).unwrap_or(i64::MAX), "target")
    );
    Ok((id, if count > most && most > 0 { vec![many] } else { Warnings::new() }))
}

/// Changes a target: what `mine` has otherwise than `base`.
///
/// # Errors
/// As [`case::change`].
pub fn change_target(
    edit: &mut Edit<'_>,
    by: &By,
    key: Key,
    base: &Target,
    mine: Target,
) -> Result<(), Refused> {
    case::change(edit, by, key, &base.clone().wrap(), mine.wrap())
}

fn targets_of(edit: &Snapshot<'_>, of: PupilId, cycle: RecordId) -> Result<Vec<Held<Target>>, Refused> {
    Ok(edit.list::<Target>(of)?.into_iter().filter(|target| target.cycle == cycle).collect())
}

/// The cycle under this key, which must run.
fn running(edit: &Snapshot<'_>, key: Key) -> Result<Cycle, Refused> {
    let Some(held) = edit.record::<Cycle>(key.pupil, key.id)? else {
        return Err(Refused::because("this cycle is no longer there"));
    };
    match held.ended() {
        None => Ok(held.value),
        Some(ended) => Err(Refused::because(format!(
            "the cycle of {} was {} on {}: begin the next one",
            pupil(edit, key.pupil)?.name(),
            if held.reviewed.is_some() { "closed" } else { "given up" },
            day::full(ended)
        ))),
    }
}

/// Closes a cycle: judges its targets, records its review, opens the next with what carries over.
///
/// # Errors
/// It is closed already, its day lies ahead or before the plan was agreed, a target is not its own, the next review does not
/// follow, or the store fails.
pub fn close(edit: &mut Edit<'_>, by: &By, key: Key, close: &Close) -> Result<Closed, Refused> {
    let mut cycle = running(edit, key)?;
    not_ahead(close.on, by, "the review on")?;
    let held = targets_of(edit, key.pupil, key.id)?;
    if close.targets.iter().any(|judged| held.iter().all(|target| target.id != judged.id)) {
        return Err(Refused::because("a target is no longer in this plan: look at it again"));
    }
    for judged in &close.targets {
        if let Some(target) = held.iter().find(|target| target.id == judged.id) {
            judge(edit, key.pupil, target, judged, close.on)?;
        }
    }
    cycle.reviewed = Some(close.on);
    cycle.outcome = Some(close.outcome);
    cycle.found = close.found.trim().to_owned();
    sound::check(&cycle.clone().wrap())?;
    let voices = (close.pupil_voice.trim(), close.parent_voice.trim());
    let review = follow::hold(edit, by, key.pupil, &mut cycle, voices)?;
    let mut warnings = missing(close, &cycle, &targets_of(edit, key.pupil, key.id)?);
    edit.put(key, cycle.clone().wrap())?;
    let next = match &close.next {
        None => None,
        Some(following) => {
            let carried: Vec<RecordId> =
                close.targets.iter().filter(|judged| judged.carry).map(|judged| judged.id).collect();
            let (next, said) = open_next(edit, by, (key, &cycle), close.on, following, &carried)?;
            warnings.extend(said);
            Some(next)
        }
    };
    Ok(Closed { review, next, warnings })
}

fn judge(
    edit: &mut Edit<'_>,
    of: PupilId,
    held: &Held<Target>,
    judged: &Judged,
    on: NaiveDate,
) -> Result<(), Refused> {
    let mut target = held.value.clone();
    if let Some(outcome) = judged.outcome
        && (target.outcome, target.judged.is_some()) != (Some(outcome), true)
    {
        target.judged = Some(on);
        target.outcome = Some(outcome);
    }
    let result = judged.result.trim();
    if !result.is_empty() {
        target.result = result.to_owned();
    }
    let record = target.wrap();
    sound::check(&record)?;
    edit.put(Target::key(of, held.id), record)
}

/// What is worth saying of a cycle that closes.
fn missing(close: &Close, cycle: &Cycle, targets: &[Held<Target>]) -> Warnings {
    let mut said = Warnings::new();
    said.extend(never_agreed(cycle));
    said.extend(unjudged(targets));
    if close.pupil_voice.trim().is_empty() {
        said.push("the pupil's own words are missing".to_owned());
    }
    if close.parent_voice.trim().is_empty() {
        said.push("the parents' words are missing".to_owned());
    }
    said
}

/// Says that a cycle is closed whose plan was never agreed; `None` for one that was.
fn never_agreed(cycle: &Cycle) -> Option<String> {
    let words = "the plan was never agreed: it does not count as a cycle completed";
    cycle.agreed.is_none().then(|| words.to_owned())
}

/// Says how many targets nobody has judged; `None` if all are.
fn unjudged(targets: &[Held<Target>]) -> Option<String> {
    let count = targets.iter().filter(|target| target.judged.is_none()).count();
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let verb = if count == 1 { "is" } else { "are" };
    (count > 0).then(|| format!("{} {verb} not judged", plural(count, "target")))
}

/// Begins the cycle after this one, with what stays true, and copies the targets that go on.
fn open_next(
    edit: &mut Edit<'_>,
    by: &By,
    (key, before): (Key, &Cycle),
    on: NaiveDate,
    following: &Following,
    carried: &[RecordId],
) -> Result<(RecordId, Warnings), Refused> {
    if let Some(review_on) = following.review_on
        && review_on <= on
    {
        return Err(Refused::because(format!(
            "the next review, {}, must come after this one",
            day::full(review_on)
        )));
    }
    let kind = if following.kind.trim().is_empty() { &before.kind } else { &following.kind };
    let mut next = Cycle::began(on, plan_kind::of(kind).code, by.typed.clone());
    next.area = before.area;
    next.strengths.clone_from(&before.strengths);
    next.concerns.clone_from(&before.concerns);
    next.outcomes.clone_from(&before.outcomes);
    next.adjustments.clone_from(&before.adjustments);
    next.impact.clone_from(&before.impact);
    next.home.clone_from(&before.home);
    next.lead = before.lead;
    next.after = Some(key.id);
    next.review_on = following.review_on;
    next.agreed = following.review_on.map(|_| on);
    let (id, mut said) = case::begin_saying(edit, by, key.pupil, Record::Cycle(next.clone()))?;
    carry(edit, by, key, (id, on), carried)?;
    let most = most(edit, &next.kind)?;
    if carried.len() > most && most > 0 {
        said.push(format!("{} targets go on: the school has set {most} at most for a plan", carried.len()));
    }
    Ok((id, said))
}

/// Copies targets into the next cycle.
fn carry(
    edit: &mut Edit<'_>,
    by: &By,
    from: Key,
    (to, on): (RecordId, NaiveDate),
    carried: &[RecordId],
) -> Result<(), Refused> {
    for held in targets_of(edit, from.pupil, from.id)?.iter().filter(|held| carried.contains(&held.id)) {
        let next = Target {
            cycle: to,
            set: on,
            judged: None,
            outcome: None,
            result: String::new(),
            carried: Some(held.id),
            typed: by.typed.clone(),
            ..held.value.clone()
        };
        edit.add(from.pupil, next)?;
    }
    Ok(())
}
