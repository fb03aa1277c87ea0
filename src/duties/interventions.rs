//! Interventions: a measure at entry, the look at an allocation 6 weeks after it began and every 6 weeks while it runs, a
//! measure at exit.
//!
//! Rule: measures are asked for from the day that the school set for it, and of none before: what began long ago can no
//! longer be measured at its beginning. `measures` has them.
//!
//! Source: S3 §5.11, a school's own policy ("reviewing the impact of interventions after 6 weeks"). The number of days
//! is the school's setting, 42 by default.

mod measures;

use chrono::NaiveDate;

use super::rule::{Example, Given, Ground, Param, Sure, Unit};
use super::sum::Sum;
use super::{Act, DueItem, Family, NONE, Rule};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind};
use crate::domain::provision::Allocation;
use crate::domain::rows::{Duty, Force};
use crate::domain::words::plural;

/// The family.
pub const FAMILY: Family = Family { name: "Interventions", rules: RULES, due, ..NONE };

const RULES: &[Rule] = &[CHECK, measures::ENTRY, measures::EXIT];

const CHECK: Rule = Rule {
    duty: Duty::ImpactCheck,
    id: "interventions.impact-check",
    title: "Look whether an intervention works",
    who: "lead adult, SENCO",
    force: Force::Local,
    source: "S3 §5.11, a school's policy: impact of interventions after 6 weeks",
    sure: Sure::Seen,
    limit: "Six weeks after the pupil began, then every six weeks while it runs.",
    params: &[
        Param {
            key: "days",
            label: "Every",
            help: "Days between two looks; 42 is six weeks. Not used where teaching weeks are counted.",
            unit: Unit::Days,
            min: 7,
            max: 366,
            default: 42,
        },
        Param {
            key: "teaching_weeks",
            label: "Teaching weeks",
            help: "Count so many teaching weeks instead of days, holidays left out; 0 counts days.",
            unit: Unit::Weeks,
            min: 0,
            max: 39,
            default: 0,
        },
    ],
    dispute: "Six weeks may be 42 days or six teaching weeks: 42 days from mid September end in half-term.",
    example: Example::Date { given: &[("began", "2026-09-14")], gives: "2026-10-26" },
    work: Some(work),
    ..Rule::BASE
};

fn work(given: &Given<'_>) -> Option<Sum> {
    let (what, from) = match given.date("checked") {
        Some(held) => ("The last check was on", held),
        None => ("The pupil began on", given.date("began")?),
    };
    let sum = Sum::from(what, from);
    let ground = given.ground;
    let weeks = ground.param(Duty::ImpactCheck, "teaching_weeks");
    if weeks > 0 {
        let to = super::shapes::roll::teaching_weeks(from, weeks, ground.calendar);
        let words = format!("{} later is", plural(weeks, "teaching week"));
        return Some(sum.to(to, &words)?.if_provisional(ground.calendar));
    }
    match ground.param(Duty::ImpactCheck, "days") {
        days if days % 7 == 0 => sum.weeks(days / 7),
        days => sum.days(days),
    }
}

/// When the next check of an allocation is due, and how that came about; `None` if the allocation ends on or before that
/// day, or has ended with an exit measure: that closes it instead. One that ended without a measure keeps its missed check
/// until somebody says whether it worked.
///
/// It counts from the last check made, else from the pupil's first day, so that two looks are never further apart than
/// the setting says.
///
/// Worked example: first day 2026-09-14, every 42 days: due 2026-10-26.
pub fn next_check(
    file: &PupilFile,
    allocation: &Held<Allocation>,
    ground: &Ground<'_>,
) -> Option<(NaiveDate, Vec<String>)> {
    let last = file.checks_of(allocation.id).next_back();
    let given = last.map_or(("began", allocation.from), |check| ("checked", check.held));
    let mut sum = ground.work(Duty::ImpactCheck, &[given])?;
    if let Some(agreed) = allocation.check_on.filter(|agreed| *agreed != sum.date) {
        let why = allocation.moves.last().map(|made| format!(": {}", made.reason)).unwrap_or_default();
        sum = sum.note(format!("It was agreed for {} instead{why}.", day::full(agreed)));
        sum.date = agreed;
    }
    if allocation.to.is_some_and(|to| to <= sum.date || !allocation.exit.is_empty()) {
        return None;
    }
    Some((sum.date, sum.steps))
}

/// The checks and measures due for a pupil.
fn due(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    let mut items = Vec::new();
    for allocation in &file.allocations {
        let next = next_check(file, allocation, ground);
        items.extend(measures::due(file, allocation, next.is_some(), ground));
        let Some((date, steps)) = next else { continue };
        items.push(DueItem {
            date,
            duty: Duty::ImpactCheck,
            about: Key::new(file.id, Kind::Allocation, allocation.id),
            what: "6-week check".to_owned(),
            lead: allocation.check_by,
            provision: Some(allocation.provision),
            act: Act::Check,
            steps,
            then: Vec::new(),
        });
    }
    items
}
