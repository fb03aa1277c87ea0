//! The dates of one review: what leads to its meeting, and what follows from it, with what recording each asks for.
//!
//! Rule: a later step that is done covers the earlier ones of which nobody wrote the day.

use chrono::NaiveDate;

use super::cycle::Cycle;
use crate::domain::calendar::academic_year;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::review::{PlanDecision, Review};
use crate::domain::rows::Duty;
use crate::duties::phase_transfer::group_by_age;
use crate::duties::rule::Ground;
use crate::duties::sum::{Sum, no_school_day};
use crate::duties::{Act, Dated};

pub fn mark(duty: Duty, what: &str, sum: Sum, done: Option<NaiveDate>) -> Dated {
    Dated { duty, what: what.to_owned(), date: sum.date, done, steps: sum.steps }
}

/// ", with preparing for adulthood" for a review from Year 9; else nothing.
pub fn adulthood(file: &PupilFile, on: NaiveDate, ground: &Ground<'_>) -> &'static str {
    let taught = file.pupil.year.map(|year| i32::from(year.number()));
    let by_age = file.pupil.born.map(|born| group_by_age(born, academic_year(on)));
    let from_nine = taught.max(by_age).is_some_and(|year| year >= 9);
    if from_nine && ground.on(Duty::Adulthood) { ", with preparing for adulthood" } else { "" }
}

/// What is said of a meeting that is agreed too late; nothing of one in time.
fn too_late(due: NaiveDate, cycle: Option<&Cycle>) -> String {
    let Some(cycle) = cycle else { return String::new() };
    if due > cycle.limit.date {
        return format!(", after the limit {}", day::full(cycle.limit.date));
    }
    match cycle.last_safe().filter(|(safe, _)| due > *safe) {
        Some((safe, what)) => format!(", after the {what} {}", day::full(safe)),
        None => String::new(),
    }
}

/// What leads to the meeting, and the meeting. The cycle that it belongs to says whether it is in time.
pub fn before(
    file: &PupilFile,
    review: &Review,
    cycle: Option<&Cycle>,
    ground: &Ground<'_>,
) -> Vec<(Dated, Act)> {
    let (steps, due) = (review.annual, review.due);
    let given = review.held.map_or(("meeting", due), |held| ("held", held));
    let late = if review.held.is_none() { too_late(due, cycle) } else { String::new() };
    let also = adulthood(file, given.1, ground);
    let mut dates = Vec::new();
    let mut add = |duty, what: &str, done, act| {
        if let Some(sum) = ground.work(duty, &[given]) {
            let what = format!("{what}, meeting {}{late}", day::full(given.1));
            dates.push((mark(duty, &what, sum, done), act));
        }
    };
    let asked = steps.asked.or(steps.circulated).or(review.held);
    add(Duty::AskAdvice, "ask for advice", asked, Act::Fields(&["asked"]));
    add(Duty::Invite, "invite", steps.invited.or(review.held), Act::Fields(&["invited"]));
    add(Duty::Circulate, "circulate advice", steps.circulated.or(review.held), Act::Fields(&["circulated"]));
    let mut sum = match review.held {
        Some(held) => Sum::from("The meeting was held on", held),
        None => Sum::from("The meeting is agreed for", due),
    };
    if let Some(made) = review.moves.last() {
        let why = made.reason.trim_end_matches('.');
        sum = sum.note(format!("It was {} before: {why}.", day::full(made.from)));
    }
    if let Some(cycle) = cycle {
        sum.steps.extend(cycle.limit.steps.iter().cloned());
        if let Some((safe, what)) = cycle.last_safe() {
            sum = sum.note(format!("The {what} is {}.", day::full(safe)));
            sum = sum.notes(no_school_day(safe, ground.calendar));
        }
    }
    let what = format!("hold the meeting{late}{also}");
    dates.push((mark(Duty::AnnualReview, &what, sum, review.held), Act::Review));
    // What is asked for weeks before may be set shorter than the law's two weeks, never longer than the way to the meeting.
    dates.sort_by_key(|(dated, _)| dated.date);
    dates
}

/// What follows from the meeting: the report, the decision, and the amended plan where there is to be one.
pub fn after(review: &Review, ground: &Ground<'_>) -> Vec<(Dated, Act)> {
    let steps = review.annual;
    let given = review.held.map_or(("meeting", review.due), |held| ("held", held));
    let amend = steps.decision == Some(PlanDecision::Amend) || steps.notice.is_some();
    let settled = steps.decided.is_some() && !amend;
    let mut dates = Vec::new();
    let mut add = |duty, what: &str, given: &[(&'static str, NaiveDate)], done, act| {
        if let Some(sum) = ground.work(duty, given) {
            dates.push((mark(duty, what, sum, done), act));
        }
    };
    let decided = steps.decided.or(steps.notice).or(steps.final_plan);
    add(
        Duty::ReviewReport,
        "send the report to all and to the authority",
        &[given],
        steps.report_sent.or(decided),
        Act::Fields(&["report_sent"]),
    );
    add(
        Duty::ReviewDecision,
        "authority decides",
        &[given],
        decided,
        Act::Fields(&["decided", "decision", "notice"]),
    );
    if settled && steps.final_plan.is_none() {
        return dates;
    }
    if let Some(notice) = steps.notice {
        add(
            Duty::AmendComments,
            "family comments on the amendments",
            &[("notice", notice)],
            steps.comments.or(steps.final_plan),
            Act::Fields(&["comments"]),
        );
        let served = [("notice", notice)];
        add(Duty::AmendFinal, FINAL, &served, steps.final_plan, Act::Fields(&["final_plan"]));
    } else {
        if amend && steps.final_plan.is_none() {
            let act = Act::Fields(&["notice"]);
            add(Duty::ReviewDecision, "authority sends the notice of amendments", &[given], None, act);
        }
        let what = if amend { FINAL } else { "final amended plan, if the plan is amended" };
        add(Duty::AmendFinal, what, &[given], steps.final_plan, Act::Fields(&["final_plan"]));
    }
    dates
}

const FINAL: &str = "authority makes the final amended plan";
