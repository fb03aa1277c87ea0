//! The school's own dates on paper: what comes first, what a tick moves, every year from 1900 to 2199.

use chrono::{Datelike, Weekday};
use proptest::prelude::*;

use super::*;
use crate::domain::case::Tick;
use crate::domain::day;
use crate::domain::ids::Typed;
use crate::domain::record::Record;
use crate::domain::school::{RuleChoice, Settings};
use crate::duties::school_items;
use crate::duties::testing::{date, lines, school_of};

fn tick(duty: Duty, due: NaiveDate, done: NaiveDate) -> Record {
    Record::Tick(Tick { duty: duty as u16, due, done, note: String::new(), typed: Typed::default() })
}

fn settings(from: &str, rules: Vec<RuleChoice>) -> Record {
    Record::Settings(Settings { clock_from: from.parse().ok(), rules, ..Settings::default() })
}

fn choice(duty: Duty, on: Option<bool>, values: &[(&str, i64)]) -> RuleChoice {
    let values = values.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
    RuleChoice { duty: duty as u16, on, values }
}

/// When a duty is due next at a school with these records.
fn due(duty: Duty, records: Vec<Record>) -> Option<String> {
    next(duty, &school_of(records)).map(|item| day::iso(item.date))
}

#[test]
fn a_school_that_begins_is_asked_for_one_of_each_in_order() {
    let school = school_of([settings("2026-11-22", vec![])]);
    assert_eq!(
        lines(&school_items(&school)),
        [
            "2026-12-18 policy school Monitor the IEPs",
            "2026-12-18 policy school Review the register",
            "2026-12-18 policy school Bring the provision map up to date",
            "2026-12-18 policy school Progress meetings",
            "2026-12-31 practice school Inclusion strategy on the website",
            "2027-01-21 practice school School census, spring, with SEN need types",
            "2027-05-20 practice school School census, summer",
            "2027-10-07 practice school School census, autumn",
            "2027-11-22 practice school SEN information report and SEN policy",
            "2027-11-22 practice school Accessibility plan",
            "2027-11-22 practice school Equality objectives",
        ]
    );
}

#[test]
fn a_school_without_a_beginning_is_asked_for_nothing_but_what_it_ticked() {
    assert!(school_items(&school_of([])).is_empty());
    let census = tick(Duty::CensusSpring, date("2027-01-21"), date("2027-01-21"));
    assert_eq!(lines(&school_items(&school_of([census]))).len(), 1);
}

#[test]
fn a_tick_moves_it_on_and_a_late_one_skips_nothing() {
    let ticked = |duty, due_on: &str, done: &str| {
        due(duty, vec![settings("2026-09-01", vec![]), tick(duty, date(due_on), date(done))]).unwrap()
    };
    for (duty, due_on, done, next) in [
        (Duty::MonitorIeps, "2026-12-18", "2026-12-10", "2027-03-25"),
        (Duty::MonitorIeps, "2026-12-18", "2027-05-01", "2027-03-25"),
        (Duty::ProgressMeetings, "2026-10-23", "2026-10-23", "2026-12-18"),
        (Duty::CensusAutumn, "2026-10-01", "2026-10-01", "2027-10-07"),
        (Duty::CensusSpring, "2027-01-21", "2027-01-22", "2028-01-20"),
        (Duty::InclusionStrategy, "2026-12-31", "2026-11-30", "2027-12-31"),
        // What is published counts from the day it was.
        (Duty::InformationReport, "2027-09-01", "2026-03-02", "2027-03-02"),
        (Duty::Accessibility, "2027-09-01", "2025-01-31", "2028-01-31"),
        (Duty::Equality, "2027-09-01", "2024-02-29", "2028-02-29"),
    ] {
        assert_eq!(ticked(duty, due_on, done), next, "{duty:?}");
    }
}

#[test]
fn the_panel_is_off_until_a_school_wants_it_and_then_comes_each_month_with_a_school_day() {
    assert_eq!(due(Duty::EarlyHelp, vec![settings("2026-11-22", vec![])]), None);
    let on = || settings("2026-11-22", vec![choice(Duty::EarlyHelp, Some(true), &[])]);
    assert_eq!(due(Duty::EarlyHelp, vec![on()]).unwrap(), "2026-11-30");
    for (last, next) in
        [("2026-11-30", "2026-12-18"), ("2027-06-30", "2027-07-21"), ("2027-07-21", "2027-09-30")]
    {
        let last = tick(Duty::EarlyHelp, date(last), date(last));
        assert_eq!(due(Duty::EarlyHelp, vec![on(), last]).unwrap(), next, "no panel in August");
    }
}

#[test]
fn a_term_that_is_moved_by_a_week_does_not_ask_twice() {
    let ticked = tick(Duty::UpdateMap, date("2026-12-11"), date("2026-12-11"));
    assert_eq!(due(Duty::UpdateMap, vec![ticked]).unwrap(), "2027-03-25");
}

#[test]
fn a_school_chooses_how_often_and_turns_off() {
    let done = || tick(Duty::Accessibility, date("2026-11-22"), date("2026-11-22"));
    let with = |one| vec![settings("2026-11-22", vec![one]), done()];
    let two = choice(Duty::Accessibility, None, &[("years", 2)]);
    assert_eq!(due(Duty::Accessibility, with(two)).unwrap(), "2028-11-22");
    let off = choice(Duty::Accessibility, Some(false), &[]);
    assert_eq!(due(Duty::Accessibility, with(off)), None);
}

#[test]
fn the_steps_say_how_it_came_about() {
    let school = school_of([settings("2026-11-22", vec![])]);
    let said = |duty| next(duty, &school).unwrap().steps.join(" ");
    assert!(said(Duty::CensusSpring).contains("The next third Thursday of January is Thu 21 Jan 2027."));
    assert!(said(Duty::MonitorIeps).contains("Provisional"), "{}", said(Duty::MonitorIeps));
    assert!(said(Duty::Equality).contains("not recorded when it was last done"));
}

/// Thursdays counted day by day, without the shapes.
#[test]
fn censuses_of_three_centuries() {
    for year in 1900..2199 {
        for (duty, month, nth) in
            [(Duty::CensusAutumn, 10, 1), (Duty::CensusSpring, 1, 3), (Duty::CensusSummer, 5, 3)]
        {
            let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
            let counted = first.iter_days().filter(|day| day.weekday() == Weekday::Thu).nth(nth - 1).unwrap();
            let from = format!("{year}-01-01");
            let got = due(duty, vec![settings(&from, vec![])]).unwrap();
            assert_eq!(got, day::iso(counted), "{duty:?} {year}");
            if year < 2198 {
                let after = next(duty, &school_of([tick(duty, counted, counted)])).unwrap().date;
                assert_eq!((after.year(), after.month()), (year + 1, month), "{duty:?} {year}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Ten years of ticks, each on its day: always on, never twice, never out of the calendar.
    #[test]
    fn ticks_lead_on_for_ever(days in 0_i64..100_000, which in 0_usize..13) {
        let from = roll::days(date("1900-06-01"), days).unwrap();
        let duty = RULES[which].duty;
        let on = || Record::Settings(Settings {
            clock_from: Some(from),
            rules: vec![choice(duty, Some(true), &[])],
            ..Settings::default()
        });
        let mut records = vec![on()];
        let mut last = None;
        for _ in 0..10 {
            let Some(item) = next(duty, &school_of(records.clone())) else { break };
            prop_assert!(item.date >= from && last.is_none_or(|last| item.date > last));
            prop_assert!(day::in_range(item.date));
            last = Some(item.date);
            records = vec![on(), tick(duty, item.date, item.date)];
        }
        prop_assert!(last.is_some());
    }
}
