//! What cannot be true of a case: days in the wrong order, a step without the one that it rests on.
//!
//! Rule: two tables by kind and key, and a few words for what is no matter of order. What is unusual but possible is let in:
//! the facts are the school's.

use chrono::NaiveDate;

use crate::domain::case::{Asked, Involvement};
use crate::domain::day;
use crate::domain::field::Value;
use crate::domain::ids::Kind;
use crate::domain::record::Record;
use crate::domain::review::Review;
use crate::store::Refused;

/// The first of two comes first, where both are recorded.
const ORDER: &[(Kind, &str, &str)] = &[
    (Kind::Assessment, "received", "decided"),
    (Kind::Assessment, "received", "asked"),
    (Kind::Assessment, "asked", "advised"),
    (Kind::Assessment, "received", "draft"),
    (Kind::Assessment, "decided", "draft"),
    (Kind::Assessment, "draft", "comments"),
    (Kind::Assessment, "received", "no_plan"),
    (Kind::Assessment, "decided", "no_plan"),
    (Kind::Assessment, "received", "final_plan"),
    (Kind::Assessment, "draft", "final_plan"),
    (Kind::Assessment, "received", "withdrawn"),
    (Kind::EhcPlan, "dated", "named"),
    (Kind::EhcPlan, "dated", "ceased"),
    (Kind::Consultation, "received", "answered"),
    (Kind::Dispute, "letter", "certificate"),
    (Kind::Dispute, "letter", "appealed"),
    (Kind::Dispute, "letter", "ended"),
    (Kind::Suspension, "from", "education"),
    (Kind::Suspension, "from", "board_met"),
    (Kind::RecordsRequest, "received", "extended"),
    (Kind::RecordsRequest, "received", "sent"),
    (Kind::RecordsRequest, "received", "closed"),
    (Kind::Transfer, "file_sent", "acknowledged"),
    (Kind::Transfer, "ctf_sent", "acknowledged"),
    (Kind::Notice, "decided", "closed"),
    (Kind::Notice, "sent", "chased"),
    (Kind::Notice, "sent", "returned"),
    (Kind::Involvement, "began", "ended"),
    (Kind::Involvement, "began", "referred"),
    (Kind::Involvement, "referred", "chased"),
    (Kind::Involvement, "referred", "seen"),
    (Kind::Involvement, "referred", "report"),
    (Kind::Involvement, "report", "shared"),
    (Kind::Review, "asked", "held"),
    (Kind::Review, "invited", "held"),
    (Kind::Review, "held", "report_sent"),
    (Kind::Review, "held", "decided"),
    (Kind::Review, "held", "notice"),
    (Kind::Review, "notice", "comments"),
    (Kind::Review, "notice", "final_plan"),
    (Kind::FollowUp, "promised", "done"),
    (Kind::FollowUp, "promised", "dropped"),
    (Kind::FollowUp, "promised", "due"),
    (Kind::SencoPost, "appointed", "ended"),
    (Kind::Referral, "raised", "reviewed"),
    (Kind::Cycle, "began", "agreed"),
    (Kind::Cycle, "agreed", "review_on"),
    (Kind::Cycle, "began", "staff_told"),
    (Kind::Cycle, "began", "reviewed"),
    (Kind::Cycle, "agreed", "reviewed"),
    (Kind::Cycle, "began", "dropped"),
    (Kind::Cycle, "agreed", "dropped"),
    (Kind::Target, "set", "judged"),
    (Kind::Passport, "written", "look_again"),
    (Kind::Passport, "written", "replaced"),
];

/// The first of two cannot stand without the second.
const RESTS_ON: &[(Kind, &str, &str)] = &[
    (Kind::Assessment, "decided", "answer"),
    (Kind::Assessment, "answer", "decided"),
    (Kind::Assessment, "comments", "draft"),
    (Kind::Consultation, "reply", "answered"),
    (Kind::Notice, "chased", "sent"),
    (Kind::Notice, "returned", "sent"),
    (Kind::Involvement, "shared", "report"),
    (Kind::Review, "decided", "decision"),
    (Kind::Review, "decision", "decided"),
    (Kind::Review, "comments", "notice"),
    (Kind::Referral, "reviewed", "outcome"),
    (Kind::Referral, "outcome", "reviewed"),
    (Kind::Cycle, "reviewed", "outcome"),
    (Kind::Cycle, "outcome", "reviewed"),
    (Kind::Target, "judged", "outcome"),
    (Kind::Target, "outcome", "judged"),
];

/// A case as it would stand.
///
/// # Errors
/// In words, what cannot be true of it.
pub fn check(record: &Record) -> Result<(), Refused> {
    let kind = record.kind();
    let shapes = record.shapes();
    let label = |key: &str| shapes.iter().find(|shape| shape.key == key).map_or("", |shape| shape.label);
    let date = |key: &str| match record.value(key) {
        Value::Date(date) => Some(date),
        _ => None,
    };
    for (_, first, then) in ORDER.iter().filter(|(of, _, _)| *of == kind) {
        if let (Some(earlier), Some(later)) = (date(first), date(then))
            && later < earlier
        {
            return Err(wrong_order((label(then), later), (label(first), earlier)));
        }
    }
    for (_, what, needs) in RESTS_ON.iter().filter(|(of, _, _)| *of == kind) {
        if !record.value(what).is_empty() && record.value(needs).is_empty() {
            return Err(Refused::because(format!("{} needs {} beside it", label(what), label(needs))));
        }
    }
    match record {
        Record::Involvement(case) => consent(case),
        Record::Assessment(case) if case.no_plan.is_some() && case.final_plan.is_some() => {
            Err(Refused::because("there is either a final plan or no plan: take one of the two days away"))
        }
        Record::RecordsRequest(case) if case.extended.is_some() && case.kind == Asked::Educational => {
            Err(Refused::because("only a subject access request can be extended"))
        }
        Record::Review(review) => not_yet_held(review),
        Record::Cycle(cycle) if cycle.reviewed.is_some() && cycle.dropped.is_some() => {
            Err(Refused::because("a cycle is either reviewed or given up: take one of the two days away"))
        }
        _ => Ok(()),
    }
}

fn wrong_order((label, later): (&str, NaiveDate), (before, earlier): (&str, NaiveDate)) -> Refused {
    Refused::because(format!(
        "{label} on {} comes before {before} on {}: one of the two days is wrong",
        day::full(later),
        day::full(earlier)
    ))
}

/// No agency is asked before the parents agreed, or a reason is recorded (Code 6.47, a school's policy).
fn consent(case: &Involvement) -> Result<(), Refused> {
    let Some(referred) = case.referred.filter(|_| case.without.trim().is_empty()) else { return Ok(()) };
    let words = match case.consent {
        None => "the parents' consent is not recorded: record the day they agreed, or say in Without consent why the agency is asked without it".to_owned(),
        Some(consent) if consent > referred => format!(
            "the referral of {} went before the parents agreed on {}: put the day right, or say in Without consent why",
            day::full(referred),
            day::full(consent)
        ),
        Some(_) => return Ok(()),
    };
    Err(Refused::because(words))
}

/// What follows from a meeting waits for it.
fn not_yet_held(review: &Review) -> Result<(), Refused> {
    let steps = &review.annual;
    let follows = steps.report_sent.or(steps.decided).or(steps.notice).or(steps.final_plan);
    match follows.filter(|_| review.held.is_none()) {
        Some(_) => Err(Refused::because(
            "the meeting is not recorded as held yet: record it first, then what follows from it",
        )),
        None => Ok(()),
    }
}
