//! The measure at entry of an allocation, and at its exit.
//!
//! Rule: where a check was made, its measure stands for the one at entry; one made shortly before the end for the one at
//! exit. What was not measured at entry is not asked for at exit: there is nothing to compare it with.

use chrono::NaiveDate;

use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind};
use crate::domain::provision::Allocation;
use crate::domain::rows::{Duty, Force};
use crate::duties::rule::{Example, Ground, Param, Rule, Sure, Unit};
use crate::duties::sum::Sum;
use crate::duties::{Act, DueItem};

/// The measure at entry.
pub const ENTRY: Rule = Rule {
    duty: Duty::EntryMeasure,
    id: "interventions.entry-measure",
    title: "Measure at entry",
    who: "lead adult",
    force: Force::Local,
    source: "S3 §5.2, a school's policy: a baseline on entry; within how many days is the school's own setting",
    sure: Sure::Seen,
    limit: "So many school days from the pupil's first day.",
    params: &[Param {
        key: "school_days",
        label: "Within",
        help: "School days from the pupil's first day.",
        unit: Unit::SchoolDays,
        min: 0,
        max: 60,
        default: 5,
    }],
    example: Example::Date { given: &[("began", "2026-09-14")], gives: "2026-09-21" },
    work: Some(|given| {
        let sum = Sum::from("The pupil began on", given.date("began")?);
        sum.school_days(given.ground.param(Duty::EntryMeasure, "school_days"), given.ground.calendar)
    }),
    ..Rule::BASE
};

/// The measure at exit.
pub const EXIT: Rule = Rule {
    duty: Duty::ExitMeasure,
    id: "interventions.exit-measure",
    title: "Measure at exit",
    who: "lead adult",
    source: "what practitioners do",
    limit: "On the pupil's last day, unless a check within so many days before it has a measure.",
    params: &[Param {
        key: "days",
        label: "A check counts",
        help: "Days before the last day within which a check's measure stands for the one at exit.",
        unit: Unit::Days,
        min: 0,
        max: 60,
        default: 7,
    }],
    example: Example::Date { given: &[("ended", "2026-12-18")], gives: "2026-12-18" },
    work: Some(|given| Some(Sum::from("The pupil's last day is", given.date("ended")?))),
    ..Rule::BASE
};

/// The measure that is due of an allocation; `None` if there is none. `check` says that a check of it is shown: a missed
/// check of one that has ended asks the same question, so that it alone stands.
pub fn due(
    file: &PupilFile,
    allocation: &Held<Allocation>,
    check: bool,
    ground: &Ground<'_>,
) -> Option<DueItem> {
    let (duty, what, act, sum) = if allocation.entry.trim().is_empty() {
        if !allocation.exit.trim().is_empty() || file.checks_of(allocation.id).next().is_some() {
            return None;
        }
        let sum = ground.work(Duty::EntryMeasure, &[("began", allocation.from)])?;
        (Duty::EntryMeasure, "measure at entry", Act::Fields(&["entry"]), sum)
    } else {
        let to = allocation.to.filter(|_| !check && allocation.exit.trim().is_empty())?;
        let near = ground.param(Duty::ExitMeasure, "days");
        let measured = file.checks_of(allocation.id).any(|check| {
            !check.measure.trim().is_empty() && (0..=near).contains(&day::between(check.held, to))
        });
        if measured {
            return None;
        }
        let sum = ground.work(Duty::ExitMeasure, &[("ended", to)])?;
        (Duty::ExitMeasure, "measure at exit", Act::Fields(&["exit"]), sum)
    };
    asked(sum.date, ground).then(|| DueItem {
        date: sum.date,
        duty,
        about: Key::new(file.id, Kind::Allocation, allocation.id),
        what: what.to_owned(),
        lead: None,
        provision: Some(allocation.provision),
        act,
        steps: sum.steps,
        then: Vec::new(),
    })
}

/// Whether the school asks for what falls on this day; a school that has set no day asks for nothing.
fn asked(on: NaiveDate, ground: &Ground<'_>) -> bool {
    ground.settings.clock_from.is_some_and(|from| from <= on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::{Decision, Outcome};
    use crate::domain::ids::{RecordId, Typed};
    use crate::domain::provision::ImpactCheck;
    use crate::domain::record::Record;
    use crate::domain::school::Settings;
    use crate::duties::due_items;
    use crate::duties::testing::{date, file_of, lines, school_of};

    /// The measures asked for of an allocation from 14 September, with its checks: allocation, entry, exit, last day.
    fn asked_of(
        (entry, exit, to): (&str, &str, Option<&str>),
        checks: &[(&str, &str)],
        clock_from: Option<&str>,
    ) -> Vec<String> {
        let allocation = Allocation {
            provision: RecordId(99),
            from: date("2026-09-14"),
            to: to.map(date),
            entry: entry.into(),
            exit: exit.into(),
            aim: String::new(),
            check_on: None,
            check_by: None,
            moves: Vec::new(),
            typed: Typed::default(),
        };
        let checks = checks.iter().map(|(held, measure)| {
            Record::Check(ImpactCheck {
                allocation: RecordId(0),
                due: date(held),
                held: date(held),
                outcome: Outcome::AsHoped,
                measure: (*measure).into(),
                word: String::new(),
                decision: Decision::Continue,
                typed: Typed::default(),
            })
        });
        let file = file_of([Record::Allocation(allocation)].into_iter().chain(checks));
        let settings = Settings { clock_from: clock_from.map(date), ..Settings::default() };
        let items = due_items(&file, &school_of([Record::Settings(settings)]));
        let items: Vec<_> = items.into_iter().filter(|item| item.duty != Duty::ImpactCheck).collect();
        lines(&items)
    }

    #[test]
    fn measures_are_asked_for_where_none_stands_for_them() {
        let entry = "2026-09-21 policy school measure at entry";
        let exit = |day: &str| format!("{day} practice school measure at exit");
        for (facts, checks, expected) in [
            (("", "", None), vec![], entry.to_owned()),
            ((" ", "", None), vec![], entry.to_owned()),
            (("34", "", None), vec![], String::new()),
            (("", "", None), vec![("2026-10-26", "40")], String::new()),
            (("", "", None), vec![("2026-10-26", "")], String::new()),
            (("", "51", Some("2026-10-20")), vec![], String::new()),
            // It ended before the first check.
            (("34", "", Some("2026-10-20")), vec![], exit("2026-10-20")),
            (("34", "51", Some("2026-10-20")), vec![], String::new()),
            // The first check was missed: that line stands and this one does not.
            (("34", "", Some("2026-11-20")), vec![], String::new()),
            // Checks 8 and 7 days before the end, the second with and without a measure, and one after it.
            (("34", "", Some("2026-11-03")), vec![("2026-10-26", "40")], exit("2026-11-03")),
            (("34", "", Some("2026-11-02")), vec![("2026-10-26", "40")], String::new()),
            (("34", "", Some("2026-11-02")), vec![("2026-10-26", "")], exit("2026-11-02")),
            (("34", "", Some("2026-10-23")), vec![("2026-10-26", "40")], exit("2026-10-23")),
        ] {
            let expected: Vec<String> = (!expected.is_empty()).then_some(expected).into_iter().collect();
            assert_eq!(asked_of(facts, &checks, Some("2026-09-01")), expected, "{facts:?} {checks:?}");
        }
    }

    #[test]
    fn nothing_is_asked_for_of_the_time_before_the_school_asked() {
        let ended = ("34", "", Some("2026-10-20"));
        assert_eq!(asked_of(("", "", None), &[], Some("2026-09-21")).len(), 1);
        assert_eq!(asked_of(("", "", None), &[], Some("2026-09-22")), Vec::<String>::new());
        assert_eq!(asked_of(("", "", None), &[], None), Vec::<String>::new());
        assert_eq!(asked_of(ended, &[], Some("2026-10-20")).len(), 1);
        assert_eq!(asked_of(ended, &[], Some("2026-10-21")), Vec::<String>::new());
    }

    #[test]
    fn the_lead_adult_of_the_provision_is_asked() {
        let file = file_of([Record::Allocation(Allocation {
            provision: RecordId(99),
            from: date("2026-09-14"),
            to: None,
            entry: String::new(),
            exit: String::new(),
            aim: String::new(),
            check_on: None,
            check_by: Some(RecordId(5)),
            moves: Vec::new(),
            typed: Typed::default(),
        })]);
        let settings = Settings { clock_from: Some(date("2026-09-01")), ..Settings::default() };
        let items = due_items(&file, &school_of([Record::Settings(settings)]));
        assert_eq!(
            (items[0].duty, items[0].lead, items[0].provision),
            (Duty::EntryMeasure, None, Some(RecordId(99)))
        );
    }
}
