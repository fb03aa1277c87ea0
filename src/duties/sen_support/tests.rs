//! Worked examples of the letter, the IEP's half-terms, the missing date and the cycles.

use super::*;
use crate::domain::case::{Letter, Notice};
use crate::domain::code::SenCode;
use crate::domain::ids::{RecordId, Typed};
use crate::domain::pupil::StageSpan;
use crate::domain::record::Record;
use crate::domain::school::{RuleChoice, SchoolFile, Settings};
use crate::domain::support::{Target, TargetOutcome};
use crate::duties::testing::{Lines, date, file_of, lines, school_of};
use crate::duties::{due_items, ground};

fn stage(code: &str, from: &str, to: Option<&str>) -> Record {
    let census = match code {
        "W" => SenCode::N,
        "E" => SenCode::E,
        _ => SenCode::K,
    };
    Record::StageSpan(StageSpan {
        stage: code.into(),
        census,
        from: date(from),
        to: to.map(date),
        reason: String::new(),
        original: String::new(),
        typed: Typed::default(),
    })
}

fn held(kind: ReviewKind, day: &str) -> Record {
    let mut review = Review::planned(kind, date(day), None, Typed::default());
    review.held = Some(date(day));
    Record::Review(review)
}

fn switched(rules: &[(Duty, bool)]) -> SchoolFile {
    let rules = rules
        .iter()
        .map(|(duty, on)| RuleChoice { duty: *duty as u16, on: Some(*on), values: Vec::new() })
        .collect();
    school_of([Record::Settings(Settings { rules, ..Settings::default() })])
}

/// What is due besides the rhythm of the stage.
fn besides(records: Vec<Record>, rules: &[(Duty, bool)]) -> Lines {
    let rules: Vec<_> =
        rules.iter().copied().chain([(Duty::ReviewRhythm, false), (Duty::WatchRhythm, false)]).collect();
    lines(&due_items(&file_of(records), &switched(&rules)))
}

#[test]
fn a_letter_is_one_line_told_then_the_slip_then_again() {
    type Change = fn(&mut Notice);
    let cases: [(Change, &str); 7] = [
        (|_| {}, "2026-11-27 Code school letter to parents · tell them that SEN support begins"),
        (
            |n| n.sent = Some(date("2026-11-24")),
            "2026-12-08 policy school letter to parents · ask for the slip",
        ),
        (
            |n| {
                n.sent = Some(date("2026-11-24"));
                n.chased = Some(date("2026-12-09"));
            },
            "2027-01-06 policy school letter to parents · ask for the slip",
        ),
        (
            |n| {
                n.sent = Some(date("2026-11-24"));
                n.returned = Some(date("2026-12-01"));
            },
            "",
        ),
        (|n| n.returned = Some(date("2026-12-01")), ""),
        (|n| n.closed = Some(date("2026-12-01")), ""),
        (
            |n| {
                n.sent = Some(date("2026-11-24"));
                n.closed = Some(date("2026-12-01"));
            },
            "",
        ),
    ];
    for (change, expected) in cases {
        let mut case = Notice::decided(date("2026-11-20"), Typed::default());
        change(&mut case);
        let expected: Vec<&str> = if expected.is_empty() { vec![] } else { vec![expected] };
        let records = |code| vec![stage(code, "2026-11-20", None), Record::Notice(case.clone())];
        assert_eq!(besides(records("K"), &[]), expected, "{case:?}");
        assert_eq!(besides(records("W"), &[]), Lines::new(), "not on the register: {case:?}");
    }
}

#[test]
fn other_letters_are_asked_for_only_where_they_have_a_slip() {
    for (letter, slip, sent, expected) in [
        (Letter::Invitation, true, None, None),
        (
            Letter::Invitation,
            true,
            Some("2026-11-24"),
            Some("2026-12-08 policy school invitation · ask for the slip"),
        ),
        (Letter::Summary, false, Some("2026-11-24"), None),
        (Letter::Begins, false, Some("2026-11-24"), None),
    ] {
        let case = Notice {
            letter,
            slip,
            sent: sent.map(date),
            ..Notice::decided(date("2026-11-20"), Typed::default())
        };
        for code in ["K", "W"] {
            let records = vec![stage(code, "2026-11-20", None), Record::Notice(case.clone())];
            let expected: Vec<&str> = expected.into_iter().collect();
            assert_eq!(besides(records, &[]), expected, "{letter:?} {code}");
        }
    }
}

#[test]
fn a_plan_that_was_agreed_or_judged_counts_as_the_look_at_the_iep() {
    let on = [(Duty::IepReview, true), (Duty::StaffTold, false), (Duty::ReviewDate, false)];
    let cycle = |agreed: &str, review: Option<RecordId>| {
        Record::Cycle(Cycle {
            agreed: Some(date(agreed)),
            review,
            ..Cycle::began(date("2026-09-14"), "iep", Typed::default())
        })
    };
    let judged = |on: &str| {
        let mut target = Target::of(RecordId(1), date("2026-09-21"), Typed::default());
        (target.judged, target.outcome) = (Some(date(on)), Some(TargetOutcome::Met));
        Record::Target(target)
    };
    let review =
        |due: &str| Record::Review(Review::planned(ReviewKind::Plan, date(due), None, Typed::default()));
    let since = stage("K", "2025-09-08", None);
    for (records, expected) in [
        (vec![since.clone(), cycle("2026-11-02", None)], vec!["2027-02-12 policy school IEP review"]),
        (
            vec![since.clone(), cycle("2026-09-21", None), judged("2026-11-16")],
            vec!["2027-02-12 policy school IEP review"],
        ),
        // The plan's own review comes first: that is the look.
        (
            vec![since.clone(), review("2026-12-14"), cycle("2026-11-02", Some(RecordId(1)))],
            vec!["2026-12-14 Code school plan review"],
        ),
    ] {
        assert_eq!(besides(records.clone(), &on), expected, "{records:?}");
    }
}

#[test]
fn a_letters_dates_are_a_chain() {
    let mut case = Notice::decided(date("2026-11-20"), Typed::default());
    case.sent = Some(date("2026-11-24"));
    let file = file_of([Record::Notice(case)]);
    let about = Key::new(file.id, Kind::Notice, file.notices[0].id);
    let chain = crate::duties::chain(&file, about, &school_of([]));
    let said: Vec<_> = chain.iter().map(|dated| (dated.date, dated.done)).collect();
    assert_eq!(said, [(date("2026-11-27"), Some(date("2026-11-24"))), (date("2026-12-08"), None)]);
}

#[test]
fn the_iep_is_looked_at_in_each_half_term_where_a_school_asks_for_it() {
    let on = [(Duty::IepReview, true)];
    for (records, expected) in [
        (vec![stage("K", "2026-09-14", None)], Some("2026-12-18")),
        (vec![stage("K", "2026-09-14", None), held(ReviewKind::Iep, "2026-10-23")], Some("2026-12-18")),
        (vec![stage("K", "2026-09-14", None), held(ReviewKind::Iep, "2026-11-02")], Some("2027-02-12")),
        // In half-term: what the half before it asked for.
        (vec![stage("K", "2026-09-14", None), held(ReviewKind::Iep, "2026-10-28")], Some("2026-12-18")),
        // Another kind of review is not the teacher's look.
        (vec![stage("K", "2026-09-14", None), held(ReviewKind::Plan, "2026-11-02")], Some("2026-12-18")),
        (vec![stage("K", "2026-11-02", None), held(ReviewKind::Iep, "2026-09-14")], Some("2027-02-12")),
        (vec![stage("W", "2026-09-14", None)], None),
    ] {
        let expected: Lines =
            expected.map(|day| format!("{day} policy school IEP review")).into_iter().collect();
        assert_eq!(besides(records.clone(), &on), expected, "{records:?}");
        assert_eq!(besides(records, &[]), Lines::new(), "it is off as it comes");
    }
    let agreed = Review::planned(ReviewKind::Iep, date("2026-11-30"), None, Typed::default());
    let records = vec![stage("K", "2026-09-14", None), Record::Review(agreed)];
    assert_eq!(besides(records, &on), ["2026-11-30 Code school IEP review"]);
}

#[test]
fn the_line_without_a_date_says_so_unless_the_flag_is_off() {
    let file = file_of([stage("K", "2026-09-14", None)]);
    let item = |school: &SchoolFile| due_items(&file, school).remove(0);
    let flagged = item(&school_of([]));
    assert_eq!((flagged.what.as_str(), flagged.date), ("no review agreed yet", date("2027-01-14")));
    assert!(flagged.steps.last().unwrap().contains("Code 6.48"));
    let plain = item(&switched(&[(Duty::ReviewDate, false)]));
    assert_eq!((plain.what.as_str(), plain.date), ("the next review", date("2027-01-14")));
    assert!(!plain.steps.join(" ").contains("6.48"));
    let watched = due_items(&file_of([stage("W", "2026-09-14", None)]), &school_of([])).remove(0);
    assert!(!watched.steps.join(" ").contains("6.48"), "the watch list has no plan");
}

#[test]
fn cycles_are_reviews_held_at_sen_support() {
    let file = file_of([
        stage("W", "2025-09-08", Some("2026-01-11")),
        stage("K", "2026-01-12", Some("2026-08-31")),
        stage("E", "2026-09-01", None),
        held(ReviewKind::Plan, "2025-12-01"),
        held(ReviewKind::Plan, "2026-03-10"),
        held(ReviewKind::WithParents, "2026-03-10"),
        held(ReviewKind::WithParents, "2026-06-09"),
        held(ReviewKind::Iep, "2026-06-23"),
        held(ReviewKind::Plan, "2026-10-06"),
        Record::Review(Review::planned(ReviewKind::Plan, date("2026-07-01"), None, Typed::default())),
    ]);
    assert_eq!(cycles(&file), 2, "one on the watch list, two on one day, one with a plan, one not held");
    let school = school_of([]);
    let says = two_cycles(&file, &ground(&file, &school)).unwrap();
    assert!(says.starts_with("2 of 2 cycles reviewed at SEN support. Advice, never a gate"), "{says}");
    let days = ["2026-01-20", "2026-03-10", "2026-06-09"];
    let more = file_of(
        [stage("K", "2026-01-12", None)].into_iter().chain(days.map(|day| held(ReviewKind::Plan, day))),
    );
    let says = two_cycles(&more, &ground(&more, &school)).unwrap();
    assert!(says.starts_with("3 cycles reviewed at SEN support, 2 looked for. Advice"), "{says}");
    let off = switched(&[(Duty::TwoCycles, false)]);
    assert_eq!(two_cycles(&file, &ground(&file, &off)), None);
    assert_eq!(cycles(&file_of([])), 0);
}

#[test]
fn cycles_completed_count_and_old_reviews_stand_for_those_before_them() {
    let support = || stage("K", "2025-09-08", None);
    let cycle = |began: &str, agreed: Option<&str>, reviewed: Option<&str>| {
        Record::Cycle(Cycle {
            agreed: agreed.map(date),
            reviewed: reviewed.map(date),
            ..Cycle::began(date(began), "iep", Typed::default())
        })
    };
    for (records, expected) in [
        (vec![support(), cycle("2026-09-14", Some("2026-09-21"), None)], 0),
        (vec![support(), cycle("2026-09-14", None, Some("2026-11-02"))], 0),
        (vec![support(), cycle("2026-09-14", Some("2026-09-21"), Some("2026-11-02"))], 1),
        (
            vec![
                support(),
                held(ReviewKind::Plan, "2026-03-02"),
                held(ReviewKind::Plan, "2026-11-02"),
                cycle("2026-09-14", Some("2026-09-21"), Some("2026-11-02")),
            ],
            2,
        ),
    ] {
        assert_eq!(cycles(&file_of(records.clone())), expected, "{records:?}");
    }
}
