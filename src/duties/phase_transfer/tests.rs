//! Who moves when, and what the line says until the plan names the school.

use super::super::testing::{Lines, date, due_of, file_of, lines, school_of};
use super::super::{chain, due_items};
use crate::domain::case::EhcPlan;
use crate::domain::code::{SenCode, YearGroup};
use crate::domain::ids::{Key, Kind, RecordId, Typed};
use crate::domain::pupil::{Pupil, StageSpan};
use crate::domain::record::Record;
use crate::domain::review::{Review, ReviewKind};
use crate::domain::rows::Duty;
use crate::domain::school::{RuleChoice, Settings};

fn pupil(born: &str, year: Option<&str>) -> Record {
    let year = year.map(|year| YearGroup::parse(year).unwrap());
    let born = (!born.is_empty()).then(|| date(born));
    Record::Pupil(Pupil { surname: "Otter".into(), born, year, ..Pupil::default() })
}

fn plan(dated: &str, change: impl FnOnce(&mut EhcPlan)) -> Record {
    let mut plan = EhcPlan::dated(date(dated), Typed::default());
    change(&mut plan);
    Record::EhcPlan(plan)
}

fn held(on: &str) -> Record {
    let mut review = Review::planned(ReviewKind::Annual, date(on), None, Typed::default());
    review.held = Some(date(on));
    review.annual.decided = Some(date(on));
    Record::Review(review)
}

fn said(records: impl IntoIterator<Item = Record>) -> Lines {
    due_of(&file_of(records))
}

/// Born in the school year of those who are in Year 6 in 2026/27.
const YEAR_6: &str = "2016-03-09";

#[test]
fn in_the_year_of_a_move_the_review_comes_earlier() {
    let records = [pupil(YEAR_6, Some("6")), plan("2026-06-01", |_| {})];
    let file = file_of(records);
    assert_eq!(
        due_of(&file),
        [
            "2026-08-30 practice school annual review · agree the meeting, phase transfer: last safe Fri 20 Nov 2026"
        ]
    );
    let steps = due_items(&file, &school_of([])).remove(0).steps.join(" ");
    for words in ["before 15 Feb 2027", "Sun 14 Feb 2027", "would be Mon 23 Nov 2026", "Mon 31 May 2027"] {
        assert!(steps.contains(words), "{words}: {steps}");
    }
    let dates = chain(&file, Key::new(file.id, Kind::EhcPlan, RecordId(1)), &school_of([]));
    let of =
        |duty| dates.iter().filter(|dated| dated.duty == duty).map(|dated| dated.date).collect::<Vec<_>>();
    assert_eq!(of(Duty::PhaseSchool), [date("2027-02-14")]);
    assert_eq!(of(Duty::LastSafeMeeting), [date("2026-11-22"), date("2027-05-03")]);
    assert!(
        said([pupil(YEAR_6, Some("6")), plan("2025-11-10", |_| {})])[0]
            .ends_with("meeting, last safe Mon 12 Oct 2026"),
        "its own year ends sooner"
    );
}

#[test]
fn a_meeting_agreed_too_late_for_the_move_says_so() {
    let mut late = Review::planned(ReviewKind::Annual, date("2026-11-23"), None, Typed::default());
    late.annual.asked = Some(date("2026-09-21"));
    late.annual.invited = late.annual.asked;
    late.annual.circulated = late.annual.asked;
    let line = said([pupil(YEAR_6, Some("6")), plan("2026-06-01", |_| {}), Record::Review(late)]).remove(0);
    assert!(
        line.ends_with(
            "hold the meeting, after the last safe meeting for the phase transfer Sun 22 Nov 2026"
        ),
        "{line}"
    );
}

#[test]
fn once_that_years_review_is_held_the_authority_has_a_line() {
    let records = |named: Option<&str>| {
        [
            pupil(YEAR_6, Some("6")),
            plan("2025-11-10", |plan| plan.named = named.map(date)),
            held("2026-10-12"),
        ]
    };
    let next = "2027-06-21 practice school annual review · agree the meeting, last safe Mon 13 Sep 2027";
    let authority = "2027-02-14 LAW authority phase transfer · authority names the school before 15 Feb";
    assert_eq!(said(records(None)), [authority, next]);
    assert_eq!(said(records(Some("2027-01-20"))), [next], "the plan names it");
    assert_eq!(said(records(Some("2020-01-20"))), [authority, next], "that was an earlier move");
    let summer = said([pupil(YEAR_6, Some("6")), plan("2025-07-10", |_| {}), held("2026-07-01")]);
    assert!(summer[0].contains("phase transfer: last safe Fri 20 Nov 2026"), "{summer:?}");
    let new = said([pupil(YEAR_6, Some("6")), plan("2026-12-01", |_| {})]);
    assert_eq!(new[0], authority, "made after the last safe meeting: no review can help: {new:?}");
}

#[test]
fn who_moves_when_is_a_matter_of_age_or_record() {
    for (born, year, dated, moves, want) in [
        (YEAR_6, None, "2026-06-01", None, "phase transfer: last safe Fri 20 Nov 2026"),
        // Year 11: before 31 March, 12 weeks earlier.
        ("2011-03-09", Some("11"), "2026-06-01", None, "phase transfer: last safe Tue 5 Jan 2027"),
        // Nursery to school.
        ("2023-03-09", Some("N2"), "2026-10-01", None, "phase transfer: last safe Fri 20 Nov 2026"),
        ("2023-03-09", Some("N2"), "2025-12-01", None, "under five: by Mon 1 Jun 2026"),
        // A child who is already in Reception has no such move to come.
        ("2023-03-09", Some("R"), "2025-12-01", None, "under five: by Mon 1 Jun 2026"),
        // Year 2 changes school only where the school says so.
        ("2020-03-09", Some("2"), "2026-06-01", None, "last safe Fri 30 Apr 2027"),
        // Year 8 with an old plan: Year 6 is long over, Year 11 far ahead.
        ("2014-03-09", Some("8"), "2019-06-01", None, "last safe Fri 1 May 2020"),
        // Recorded: a year after those of the same age, and without a date of birth.
        (YEAR_6, Some("5"), "2026-06-01", Some(2028), "last safe Fri 30 Apr 2027"),
        ("", Some("6"), "2026-06-01", Some(2027), "phase transfer: last safe Fri 20 Nov 2026"),
        ("", Some("11"), "2026-06-01", Some(2027), "phase transfer: last safe Tue 5 Jan 2027"),
        ("", Some("12"), "2026-06-01", Some(2027), "phase transfer: last safe Thu 7 Jan 2027"),
        ("", Some("6"), "2026-06-01", None, "last safe Fri 30 Apr 2027"),
    ] {
        let line = said([pupil(born, year), plan(dated, |plan| plan.transfer_year = moves)]).remove(0);
        let line = line.trim_end_matches(", with preparing for adulthood");
        assert!(line.ends_with(&format!("agree the meeting, {want}")), "{born} {year:?}: {line}");
    }
}

#[test]
fn a_nursery_child_held_in_the_year_waits_for_the_school_named() {
    let lines = said([pupil("2023-03-09", Some("N2")), plan("2026-03-01", |_| {}), held("2026-10-12")]);
    assert!(
        lines.iter().any(|line| line.starts_with("2027-02-14 LAW authority phase transfer")),
        "{lines:?}"
    );
    let school = said([pupil("2023-03-09", Some("R")), plan("2026-03-01", |_| {}), held("2026-10-12")]);
    assert!(!school.iter().any(|line| line.contains("phase transfer")), "{school:?}");
}

#[test]
fn the_school_says_which_moves_it_has() {
    let year_2 = || [pupil("2020-03-09", Some("2")), plan("2026-06-01", |_| {})];
    let values = vec![("infant_junior".to_owned(), 1)];
    let rule = RuleChoice { duty: Duty::PhaseSchool as u16, on: None, values };
    let school = school_of([Record::Settings(Settings { rules: vec![rule], ..Settings::default() })]);
    let line = lines(&due_items(&file_of(year_2()), &school)).remove(0);
    assert!(line.contains("phase transfer: last safe Fri 20 Nov 2026"), "{line}");
}

#[test]
fn a_review_after_the_move_ends_it() {
    let file = [pupil(YEAR_6, None), plan("2025-11-10", |_| {}), held("2027-10-11")];
    let lines = said(file);
    assert!(!lines.iter().any(|line| line.contains("phase transfer")), "{lines:?}");
}

#[test]
fn a_transition_review_is_due_before_the_move() {
    let stage = || {
        Record::StageSpan(StageSpan {
            stage: "K".into(),
            census: SenCode::K,
            from: date("2026-09-07"),
            to: None,
            reason: String::new(),
            original: String::new(),
            typed: Typed::default(),
        })
    };
    let transitions = |records: Vec<Record>| {
        said(records).into_iter().filter(|line| line.contains("transition")).collect::<Vec<_>>()
    };
    assert_eq!(
        transitions(vec![pupil(YEAR_6, Some("6")), stage()]),
        ["2027-07-21 Code school transition review · agree it with the next setting's SENCO"]
    );
    assert_eq!(transitions(vec![pupil(YEAR_6, Some("5")), stage()]), [""; 0]);
    assert_eq!(transitions(vec![pupil(YEAR_6, Some("6"))]), [""; 0], "not on the register");
    let review = |change: fn(&mut Review)| {
        let mut review = Review::planned(ReviewKind::Transition, date("2027-06-14"), None, Typed::default());
        change(&mut review);
        vec![pupil(YEAR_6, Some("6")), stage(), Record::Review(review)]
    };
    assert_eq!(
        transitions(review(|_| {})),
        ["2027-06-14 Code school transition review"],
        "it is agreed: one line, that of the review"
    );
    assert_eq!(transitions(review(|review| review.held = Some(review.due))), [""; 0]);
    assert_eq!(transitions(review(|review| review.cancelled = Some(review.due))).len(), 1);
}

#[test]
fn why_says_how_the_move_is_known() {
    let steps = |records: Vec<Record>| {
        let items = due_items(&file_of(records), &school_of([]));
        items.iter().flat_map(|item| item.steps.clone()).collect::<Vec<_>>().join(" ")
    };
    let by_age = steps(vec![pupil(YEAR_6, Some("6")), plan("2026-06-01", |_| {})]);
    assert!(by_age.contains("1 Sep 2027. By the date of birth the pupil goes into Year 7 then."), "{by_age}");
    let recorded =
        steps(vec![pupil("", Some("6")), plan("2026-06-01", |plan| plan.transfer_year = Some(2027))]);
    assert!(recorded.contains("1 Sep 2027. The plan's record says so."), "{recorded}");
}
