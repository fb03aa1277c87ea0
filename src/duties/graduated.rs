//! The graduated approach: a referral is answered, a cycle's plan is agreed, those who work with the child are told of it, a
//! passport is looked at again.
//!
//! Rule: one cycle is one line, its next undone step; its review is the review's own line (`sen_support`), never a second one.
//! The Code asks for a plan and that staff know it, and names no days: how many is the school's own setting.

use chrono::NaiveDate;

use super::rule::{Example, Given, Ground, Param, Sure, Unit};
use super::sum::Sum;
use super::{Act, Dated, DueItem, Family, NONE, Rule, next_of};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind};
use crate::domain::rows::{Duty, Force};
use crate::domain::support::{Cycle, Passport, Referral, plan_kind};

/// The family.
pub const FAMILY: Family =
    Family { name: "Referrals, plans and passports", rules: RULES, due, chain, ..NONE };

const fn school_days(label: &'static str, help: &'static str, default: i64) -> Param {
    Param { key: "school_days", label, help, unit: Unit::SchoolDays, min: 0, max: 100, default }
}

const RULES: &[Rule] = &[
    Rule {
        duty: Duty::Referral,
        id: "graduated.referral",
        title: "Answer a referral",
        source: "what practitioners do; the school's own setting",
        limit: "So many school days from the day it was raised until it is decided what follows.",
        params: &[school_days("Answer within", "School days from the referral to its outcome.", 10)],
        example: Example::Date { given: &[("raised", "2026-11-20")], gives: "2026-12-04" },
        work: Some(|given| later("It was raised on", given, "raised", Duty::Referral)),
        ..Rule::BASE
    },
    Rule {
        duty: Duty::PlanAgreed,
        id: "graduated.plan-agreed",
        title: "Agree the plan of a cycle",
        who: "teacher, SENCO",
        source: "the Code asks for a plan (6.48) and names no days; the school's own setting",
        limit: "So many school days from the day the assessment began until the plan is agreed with parents and child.",
        params: &[school_days("Agree within", "School days from the start of the cycle to its plan.", 15)],
        example: Example::Date { given: &[("began", "2026-11-20")], gives: "2026-12-11" },
        work: Some(|given| later("The cycle began on", given, "began", Duty::PlanAgreed)),
        ..Rule::BASE
    },
    Rule {
        duty: Duty::StaffTold,
        id: "graduated.staff-told",
        title: "All who work with the child know the plan",
        force: Force::Code,
        source: "Code 6.49; within how many days is the school's own setting",
        sure: Sure::Seen,
        limit: "All teachers and support staff who work with the child are made aware of needs, outcomes, support and strategies; within how many school days, the school says.",
        params: &[school_days("Tell within", "School days from the agreed plan until staff know it.", 5)],
        example: Example::Date { given: &[("agreed", "2026-11-20")], gives: "2026-11-27" },
        work: Some(|given| later("The plan was agreed on", given, "agreed", Duty::StaffTold)),
        ..Rule::BASE
    },
    Rule {
        duty: Duty::PassportLook,
        id: "graduated.passport",
        title: "Look at the passport again",
        who: "key person, SENCO",
        source: "what practitioners do (S3 §5.10 has passports and names no days); the school's own setting",
        limit: "On the day set in the passport; where none is, so many weeks from the day it was written.",
        params: &[Param {
            key: "weeks",
            label: "Again after",
            help: "Weeks from writing a passport until it is looked at again.",
            unit: Unit::Weeks,
            min: 1,
            max: 156,
            default: 52,
        }],
        example: Example::Date { given: &[("written", "2026-11-20")], gives: "2027-11-19" },
        work: Some(passport),
        ..Rule::BASE
    },
];

fn later(words: &str, given: &Given<'_>, fact: &str, duty: Duty) -> Option<Sum> {
    let days = given.ground.param(duty, "school_days");
    Sum::from(words, given.date(fact)?).school_days(days, given.ground.calendar)
}

fn passport(given: &Given<'_>) -> Option<Sum> {
    match given.date("look_again") {
        Some(on) => Some(Sum::from("It is to be looked at again by", on)),
        None => {
            let written = Sum::from("It was written on", given.date("written")?);
            written.weeks(given.ground.param(Duty::PassportLook, "weeks"))
        }
    }
}

fn dated(
    ground: &Ground<'_>,
    duty: Duty,
    what: &str,
    given: (&'static str, NaiveDate),
    done: Option<NaiveDate>,
) -> Option<Dated> {
    let sum = ground.work(duty, &[given])?;
    Some(Dated { duty, what: what.to_owned(), date: sum.date, done, steps: sum.steps })
}

fn referral(case: &Referral, ground: &Ground<'_>) -> Vec<(Dated, Act)> {
    let act = Act::Fields(&["reviewed", "outcome", "action"]);
    let raised = ("raised", case.raised);
    let one = dated(ground, Duty::Referral, "decide what follows", raised, case.reviewed);
    one.map(|dated| (dated, act)).into_iter().collect()
}

/// The dates of a cycle but for its review, which is a record of its own.
fn cycle(case: &Cycle, ground: &Ground<'_>) -> Vec<(Dated, Act)> {
    let agree = dated(ground, Duty::PlanAgreed, "agree the plan", ("began", case.began), case.agreed)
        .map(|dated| (dated, Act::Fields(&["agreed", "review_on"])));
    let tell = case.agreed.and_then(|agreed| {
        let what = "tell all who work with the child";
        let one = dated(ground, Duty::StaffTold, what, ("agreed", agreed), case.staff_told)?;
        Some((one, Act::Fields(&["staff_told", "told"])))
    });
    agree.into_iter().chain(tell).collect()
}

fn look(case: &Passport, ground: &Ground<'_>) -> Option<(Dated, Act)> {
    let given = case.look_again.map_or(("written", case.written), |on| ("look_again", on));
    let one = dated(ground, Duty::PassportLook, "look at it again", given, case.replaced)?;
    Some((one, Act::Fields(&["look_again"])))
}

fn due(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    let referrals = file.referrals.iter().filter(|case| case.reviewed.is_none()).filter_map(|case| {
        let title = format!("{} referral", case.concern.label());
        next_of(Key::new(file.id, Kind::Referral, case.id), case.lead, &title, referral(case, ground))
    });
    let cycles = file.cycle().and_then(|case: &Held<Cycle>| {
        let title = plan_kind::of(&case.kind).label;
        next_of(Key::new(file.id, Kind::Cycle, case.id), case.lead, title, cycle(case, ground))
    });
    let passport = file.passport().and_then(|case| {
        let about = Key::new(file.id, Kind::Passport, case.id);
        next_of(about, None, "passport", look(case, ground).into_iter().collect())
    });
    referrals.chain(cycles).chain(passport).collect()
}

fn chain(file: &PupilFile, about: Key, ground: &Ground<'_>) -> Vec<Dated> {
    let dates = match about.kind {
        Kind::Referral => {
            file.referrals.iter().find(|case| case.id == about.id).map(|case| referral(case, ground))
        }
        Kind::Cycle => file.cycles.iter().find(|case| case.id == about.id).map(|case| cycle(case, ground)),
        Kind::Passport => file
            .passports
            .iter()
            .find(|case| case.id == about.id)
            .map(|case| look(case, ground).into_iter().collect()),
        _ => None,
    };
    let mut dates: Vec<Dated> = dates.unwrap_or_default().into_iter().map(|(dated, _)| dated).collect();
    if about.kind == Kind::Cycle
        && let Some(case) = file.cycles.iter().find(|case| case.id == about.id)
        && let Some(on) = case.review_on
    {
        dates.extend(dated(ground, Duty::AgreedReview, "review the plan", ("agreed", on), case.reviewed));
    }
    dates
}

#[cfg(test)]
mod tests;
