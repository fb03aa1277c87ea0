//! The annual review of an EHC plan: what leads to the meeting, and what follows from it.
//!
//! Rule: whoever has to act has one line. The school's is the next undone step of the meeting to come, or of the report of
//! the one held, or that a meeting has to be agreed. What the authority and the family owe after a meeting is a line of its
//! own beside it: a decision that is months late must not hide the next year's meeting.
//!
//! - `rules` are the rules.
//! - `cycle` is one year of the plan: its limit, the last safe meeting, when to begin.
//! - `steps` are the dates of one review.

mod cycle;
mod rules;
mod steps;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use cycle::{counted, last_held, may_bind};

use super::phase_transfer;
use super::rule::Ground;
use super::sum::last_school_day;
use super::{Act, Dated, DueItem, Family, NONE, next_of};
use crate::domain::code::SenCode;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind};
use crate::domain::review::{Review, ReviewKind};
use crate::domain::rows::{Duty, Whose};
use cycle::Cycle;
use steps::{after, before, mark};

/// The family.
pub const FAMILY: Family = Family { name: "Annual review", rules: rules::RULES, due, chain, ..NONE };

/// The day to propose for the meeting that is to be agreed: the day aimed at, or the last school day before it. Where that is
/// sooner than `from`, the first school day on or after `from`. `None` if nothing is to be agreed, or the rule is off.
///
/// Worked example, the assumed terms: a plan of 15 Jan 2026 aims at Thu 19 Nov 2026; asked for from 4 Dec, it is Fri 4 Dec.
pub fn meeting_to_agree(file: &PupilFile, from: NaiveDate, ground: &Ground<'_>) -> Option<NaiveDate> {
    let aim = Cycle::of(file, ground)?.aim.date;
    let early = ground.calendar.previous_teaching_day(aim).filter(|day| *day >= from);
    early.or_else(|| Some(ground.calendar.next_teaching_day(from)))
}

/// The review to come that is agreed for first; `None` if none is agreed.
fn to_come(file: &PupilFile) -> Option<&Held<Review>> {
    file.open_reviews().find(|review| review.kind.is_annual())
}

fn key(file: &PupilFile, review: &Held<Review>) -> Key {
    Key::new(file.id, Kind::Review, review.id)
}

/// A review that was held: the school's report, or else what the authority and the family owe.
fn held_item(file: &PupilFile, ground: &Ground<'_>) -> Option<DueItem> {
    // A plan that has ceased owes nothing more; a review without a plan on file may be older than the file.
    if file.plan().is_none() && !file.plans.is_empty() {
        return None;
    }
    let held = last_held(file)?;
    next_of(key(file, held), held.lead, held.kind.label(), after(held, ground))
}

/// The meeting to come, or that there is none agreed.
fn next_item(file: &PupilFile, ground: &Ground<'_>) -> Option<DueItem> {
    let cycle = Cycle::of(file, ground);
    if let Some(review) = to_come(file) {
        let mut steps = before(file, review, cycle.as_ref(), ground);
        steps.extend(after(review, ground));
        let mut item = next_of(key(file, review), review.lead, review.kind.label(), steps)?;
        if let Some(next) = Cycle::after("meeting", review.due, file, ground) {
            item.then.extend(next.marks(None, "next annual review"));
        }
        return Some(item);
    }
    let plan = file.plan()?;
    agree(file, Key::new(file.id, Kind::EhcPlan, plan.id), &cycle?, ground)
}

/// No meeting is agreed.
fn agree(file: &PupilFile, about: Key, cycle: &Cycle, ground: &Ground<'_>) -> Option<DueItem> {
    let (duty, sum) = cycle.begin(ground)?;
    let school_day = |date| day::full(last_school_day(date, ground.calendar));
    let last = match (&cycle.bound, &cycle.under_five, &cycle.safe) {
        (_, Some(sum), _) => format!("under five: by {}", school_day(sum.date)),
        (Some(of), None, _) => format!("phase transfer: last safe {}", school_day(of.safe.date)),
        (None, None, Some(safe)) => format!("last safe {}", school_day(safe.date)),
        (None, None, None) => format!("by {}", day::full(cycle.limit.date)),
    };
    let also = steps::adulthood(file, cycle.aim.date, ground);
    Some(DueItem {
        date: sum.date,
        duty,
        about,
        what: format!("annual review · agree the meeting, {last}{also}"),
        lead: None,
        provision: None,
        act: Act::Agree(ReviewKind::Annual),
        steps: sum.note("No meeting is agreed.").steps,
        then: cycle.marks(None, "annual review"),
    })
}

/// A pupil who counts as having a plan, and none is kept on file: without its date nothing would ever ask for a review.
fn no_plan(file: &PupilFile, ground: &Ground<'_>) -> Option<DueItem> {
    let span = file.stage().filter(|span| span.census == SenCode::E)?;
    // A plan with a day from before there were any gives no date either.
    if file.plan().is_some() && Cycle::of(file, ground).is_some() {
        return None;
    }
    let ceased = file.plans.iter().filter_map(|plan| plan.ceased).max().map(|on| ("ceased", on));
    // A register that is taken over has pupils with plans of many years ago.
    let from = ground.settings.clock_from.map(|from| ("from", from));
    let given = [Some(("since", span.from)), from, ceased].into_iter().flatten().max_by_key(|(_, on)| *on)?;
    let mut sum = ground.work(Duty::PlanDate, &[given])?;
    // The limit of a move needs no plan's date, and does not wait for one.
    let near = match file.plan() {
        None => phase_transfer::without_plan(file, given.1, ground).filter(|of| of.safe.date < sum.date),
        Some(_) => None,
    };
    if let Some(of) = &near {
        let words = "A phase transfer is near, and its last safe meeting sooner: the date is asked for by";
        sum = sum.to(Some(of.safe.date.max(given.1)), words)?;
    }
    let what = match ceased {
        None if near.is_some() => "EHC plan · record its date, phase transfer is near",
        Some(_) if file.plan().is_none() => {
            "EHC plan · the last one ceased: record the new one, or change the stage"
        }
        _ => "EHC plan · record its date",
    };
    let (about, act, note) = match file.plan() {
        Some(plan) => {
            let on = day::full(plan.dated);
            let note = format!("The plan on file is of {on}: no annual review can be counted from there.");
            (Key::new(file.id, Kind::EhcPlan, plan.id), Act::Fields(&["dated"]), note)
        }
        None => {
            let note = "No plan is kept on file: its annual reviews are counted from its date.".to_owned();
            (Key::profile(file.id), Act::Begin(Kind::EhcPlan), note)
        }
    };
    Some(DueItem {
        date: sum.date,
        duty: Duty::PlanDate,
        about,
        what: what.to_owned(),
        lead: None,
        provision: None,
        act,
        steps: sum.note(note).steps,
        then: Vec::new(),
    })
}

fn due(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    if !ground.on(Duty::AnnualReview) {
        return Vec::new();
    }
    let mut items = reviews(file, ground);
    items.extend(no_plan(file, ground));
    items
}

fn reviews(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    let (held, next) = (held_item(file, ground), next_item(file, ground));
    match (held, next) {
        // Both are the school's: the earlier is the line, the other follows from it.
        (Some(mut held), Some(mut next)) if held.whose() == Whose::School => {
            let other = |item: &DueItem| Dated {
                duty: item.duty,
                what: item.what.clone(),
                date: item.date,
                done: None,
                steps: item.steps.clone(),
            };
            if held.date <= next.date {
                held.then.push(other(&next));
                return vec![held];
            }
            next.then.insert(0, other(&held));
            vec![next]
        }
        (held, next) => held.into_iter().chain(next).collect(),
    }
}

/// Every date of a review, or of the plan's year that runs, with the limits that bind it.
fn chain(file: &PupilFile, about: Key, ground: &Ground<'_>) -> Vec<Dated> {
    let mut dates: Vec<Dated> = match about.kind {
        Kind::EhcPlan => {
            let Some(plan) = file.plan().filter(|plan| plan.id == about.id) else { return Vec::new() };
            let held = last_held(file).filter(|held| held.held.is_some_and(|day| day >= plan.dated));
            let next = to_come(file);
            let mut dates = held.map(|held| of_review(file, held, ground)).unwrap_or_default();
            // The limits of a year that is over say nothing more, and those of the one that runs come below.
            dates.retain(|dated| {
                !["last safe meeting", "limit"].iter().any(|mark| dated.what.ends_with(mark))
            });
            dates.extend(next.map(|next| of_review(file, next, ground)).unwrap_or_default());
            if next.is_none()
                && let Some(cycle) = Cycle::of(file, ground)
            {
                dates.extend(
                    cycle.begin(ground).map(|(duty, sum)| mark(duty, "annual review: begin", sum, None)),
                );
                dates.extend(cycle.marks(None, "annual review"));
            }
            dates
        }
        Kind::Review => match file.reviews.iter().find(|one| one.id == about.id && one.kind.is_annual()) {
            Some(review) => of_review(file, review, ground),
            None => Vec::new(),
        },
        _ => Vec::new(),
    };
    dates.sort_by_key(|dated| dated.date);
    dates.dedup();
    dates
}

fn of_review(file: &PupilFile, review: &Held<Review>, ground: &Ground<'_>) -> Vec<Dated> {
    let cycle = Cycle::for_review(file, review, ground);
    let mut steps = before(file, review, cycle.as_ref(), ground);
    steps.extend(after(review, ground));
    let mut dates: Vec<Dated> = steps.into_iter().map(|(dated, _)| dated).collect();
    dates.extend(cycle.into_iter().flat_map(|cycle| cycle.marks(review.held, review.kind.label())));
    let from = review.held.map_or(("meeting", review.due), |held| ("held", held));
    let next = Cycle::after(from.0, from.1, file, ground).filter(|_| file.plan().is_some());
    if let Some(next) = &next {
        dates.extend(next.marks(None, "next annual review"));
    }
    // The limit of a move belongs to every chain that it may bind.
    if let Some(of) = phase_transfer::pending(file, ground)
        && next.is_some_and(|next| of.opens() <= next.limit.date)
        && !dates.iter().any(|dated| dated.duty == of.duty)
    {
        dates.push(of.dated());
    }
    dates
}
