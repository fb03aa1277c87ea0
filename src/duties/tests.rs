//! Worked examples of the rules, with the dates written out.

use super::testing::{date, file_of, school_of};
use super::{derive, due_items, rule, rules};
use crate::domain::calendar::Calendar;
use crate::domain::code::{Decision, Outcome, SenCode};
use crate::domain::ids::{RecordId, Typed};
use crate::domain::provision::{Allocation, ImpactCheck};
use crate::domain::pupil::StageSpan;
use crate::domain::record::Record;
use crate::domain::review::{Move, Review, ReviewKind};
use crate::domain::rows::{Duty, Force, Group};
use crate::domain::school::{RuleChoice, SchoolFile, Settings};
use crate::duties::rule::{Example, Given, Ground, Sure};

fn stage(code: &str, from: &str) -> Record {
    Record::StageSpan(StageSpan {
        stage: code.into(),
        census: SenCode::K,
        from: date(from),
        to: None,
        reason: String::new(),
        original: String::new(),
        typed: Typed::default(),
    })
}

fn allocation(from: &str, to: Option<&str>) -> Allocation {
    Allocation {
        provision: RecordId(99),
        from: date(from),
        to: to.map(date),
        entry: String::new(),
        exit: String::new(),
        aim: String::new(),
        check_on: None,
        check_by: None,
        moves: Vec::new(),
        typed: Typed::default(),
    }
}

fn checked(allocation: u32, held: &str) -> Record {
    Record::Check(ImpactCheck {
        allocation: RecordId(allocation),
        due: date(held),
        held: date(held),
        outcome: Outcome::AsHoped,
        measure: String::new(),
        word: String::new(),
        decision: Decision::Continue,
        typed: Typed::default(),
    })
}

fn dates(records: Vec<Record>) -> Vec<(String, Duty)> {
    due_items(&file_of(records), &school_of([]))
        .into_iter()
        .map(|item| (item.date.to_string(), item.duty))
        .collect()
}

#[test]
fn an_impact_check_is_due_six_weeks_after_the_start_and_after_each_check() {
    let check = |day: &str| vec![(day.to_owned(), Duty::ImpactCheck)];
    assert_eq!(dates(vec![Record::Allocation(allocation("2026-09-14", None))]), check("2026-10-26"));
    assert_eq!(
        dates(vec![Record::Allocation(allocation("2026-09-14", None)), checked(0, "2026-11-02")]),
        check("2026-12-14"),
        "it counts from the check made, late or not"
    );
    let ended = allocation("2026-09-14", Some("2026-10-26"));
    assert_eq!(
        dates(vec![Record::Allocation(ended)]),
        [],
        "it ended on that day: the exit measure closes it"
    );
    assert_eq!(
        dates(vec![Record::Allocation(allocation("2026-09-14", Some("2026-10-27")))]),
        check("2026-10-26")
    );
    let mut agreed = allocation("2026-09-14", None);
    agreed.check_on = Some(date("2026-11-06"));
    assert_eq!(dates(vec![Record::Allocation(agreed)]), check("2026-11-06"));
}

#[test]
fn the_school_sets_how_many_days_lie_between_checks() {
    let rule = RuleChoice { duty: Duty::ImpactCheck as u16, on: None, values: vec![("days".into(), 28)] };
    let settings = Settings { rules: vec![rule], ..Settings::default() };
    let file = file_of(vec![Record::Allocation(allocation("2026-09-14", None))]);
    let items = due_items(&file, &school_of([Record::Settings(settings)]));
    assert_eq!(items[0].date, date("2026-10-12"));
    assert!(items[0].steps.join(" ").contains("4 weeks (28 days)"), "{:?}", items[0].steps);
}

#[test]
fn a_review_is_due_on_the_day_agreed() {
    let mut review = Review::planned(ReviewKind::WithParents, date("2026-12-01"), None, Typed::default());
    let agreed = vec![("2026-12-01".to_owned(), Duty::AgreedReview)];
    assert_eq!(dates(vec![stage("K", "2026-09-07"), Record::Review(review.clone())]), agreed);
    review.moves.push(Move {
        from: date("2026-11-20"),
        to: date("2026-12-01"),
        reason: "mum could not come".into(),
        typed: Typed::default(),
    });
    let items = due_items(&file_of(vec![Record::Review(review.clone())]), &school_of([]));
    assert!(items[0].steps[1].contains("mum could not come"), "{:?}", items[0].steps);
    review.held = Some(date("2026-12-01"));
    assert_eq!(dates(vec![Record::Review(review.clone())]), [], "held, and at no stage");
    let mut called_off = Review::planned(ReviewKind::Plan, date("2026-12-01"), None, Typed::default());
    called_off.cancelled = Some(date("2026-11-01"));
    assert_eq!(dates(vec![Record::Review(called_off)]), []);
}

#[test]
fn the_rhythm_asks_for_a_review_where_none_is_agreed() {
    let rhythm = |day: &str| vec![(day.to_owned(), Duty::ReviewRhythm)];
    // Three a year: four months on, moved to a teaching day.
    assert_eq!(dates(vec![stage("K", "2026-09-14")]), rhythm("2027-01-14"));
    // Two a year on the watch list: six months on.
    let watched = vec![("2027-03-15".to_owned(), Duty::WatchRhythm)];
    assert_eq!(dates(vec![stage("W", "2026-09-14")]), watched);
    let mut held = Review::planned(ReviewKind::WithParents, date("2026-10-12"), None, Typed::default());
    held.held = Some(date("2026-10-12"));
    assert_eq!(dates(vec![stage("K", "2026-09-14"), Record::Review(held.clone())]), rhythm("2027-02-12"));
    held.held = Some(date("2026-06-01"));
    assert_eq!(
        dates(vec![stage("K", "2026-09-14"), Record::Review(held)]),
        rhythm("2027-01-14"),
        "a review before this stage does not count"
    );
    assert_eq!(
        dates(vec![stage("unknown", "2026-09-14")]),
        [],
        "a stage of another set asks for nothing here"
    );
}

#[test]
fn which_review_of_the_year_it_is_stands_in_its_title() {
    let mut first = Review::planned(ReviewKind::WithParents, date("2026-10-12"), None, Typed::default());
    first.held = Some(date("2026-10-12"));
    let mut last_year = first.clone();
    last_year.held = Some(date("2026-07-01"));
    let next = Review::planned(ReviewKind::WithParents, date("2027-02-11"), None, Typed::default());
    let file = file_of(vec![
        stage("K", "2026-01-05"),
        Record::Review(first),
        Record::Review(last_year),
        Record::Review(next),
    ]);
    let items = due_items(&file, &school_of([]));
    assert_eq!(items[0].what, "review with parents (2 of 3)");
}

#[test]
fn nothing_is_due_for_a_leaver() {
    let mut left =
        file_of(vec![stage("K", "2026-09-14"), Record::Allocation(allocation("2026-09-14", None))]);
    left.pupil.value.left = Some(date("2026-10-25"));
    assert_eq!(due_items(&left, &school_of([])), []);
    let rows = derive::derive(&left, &SchoolFile::from_records([]));
    assert_eq!((rows.register.group, rows.due.len()), (Group::Leaver, 0));
    assert_eq!(rows.places[0].next_check, None);
}

#[test]
fn every_duty_has_one_rule_and_every_rule_a_source() {
    for duty in Duty::ALL {
        assert_eq!(rules().filter(|rule| rule.duty == duty).count(), 1, "{duty:?}");
    }
    let mut ids: Vec<&str> = rules().map(|rule| rule.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), rules().count(), "two rules have one name");
    for rule in rules() {
        for words in [rule.title, rule.who, rule.source, rule.limit] {
            assert!(!words.trim().is_empty(), "{}", rule.id);
        }
        // A school's own setting is a policy whether or not anything was seen.
        let known = matches!(rule.force, Force::Practice | Force::Local);
        assert!(rule.sure == Sure::Seen || known, "{}: worded as law or Code, not seen", rule.id);
        for param in rule.params {
            assert!((param.min..=param.max).contains(&param.default), "{} {}", rule.id, param.key);
        }
        for end in [rule.valid.0, rule.valid.1] {
            assert!(end.is_empty() || end.parse::<chrono::NaiveDate>().is_ok(), "{}: {end}", rule.id);
        }
    }
    assert_eq!(rule(Duty::FinalPlan).duty, Duty::FinalPlan);
}

#[test]
fn every_worked_example_works() {
    let (calendar, settings) = (Calendar::default(), Settings::default());
    let ground = Ground { calendar: &calendar, settings: &settings, agencies: &[] };
    for rule in rules() {
        match (rule.example, rule.work) {
            (Example::Date { given, gives }, Some(work)) => {
                let dates: Vec<_> = given.iter().map(|(fact, day)| (*fact, date(day))).collect();
                let sum = work(&Given { dates: &dates, ground: &ground });
                let sum = sum.unwrap_or_else(|| panic!("{} gives no date", rule.id));
                assert_eq!(sum.date, date(gives), "{}: {:?}", rule.id, sum.steps);
                assert!(rule.holds(sum.date), "{}", rule.id);
            }
            (Example::Words(words), _) => assert!(!words.is_empty(), "{}", rule.id),
            (Example::Date { .. }, None) => panic!("{} has a date to give and no sum", rule.id),
        }
    }
}
