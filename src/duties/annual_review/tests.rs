//! The worked examples, every state of the chain, and what must hold for any plan.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::super::testing::{AMA, Lines, date, due_of, file_of, lines, school_of};
use super::super::{DueItem, chain, due_items, ground};
use super::*;
use crate::domain::case::EhcPlan;
use crate::domain::code::YearGroup;
use crate::domain::ids::{RecordId, Typed};
use crate::domain::pupil::Pupil;
use crate::domain::record::Record;
use crate::domain::review::{Annual, PlanDecision};
use crate::domain::school::{RuleChoice, Settings};

fn plan(dated: &str) -> Record {
    Record::EhcPlan(EhcPlan::dated(date(dated), Typed::default()))
}

fn agreed(kind: ReviewKind, on: &str, change: impl FnOnce(&mut Review)) -> Record {
    let mut review = Review::planned(kind, date(on), None, Typed::default());
    change(&mut review);
    Record::Review(review)
}

fn annual(on: &str, change: impl FnOnce(&mut Review)) -> Record {
    agreed(ReviewKind::Annual, on, change)
}

fn held(on: &str, change: impl FnOnce(&mut Annual)) -> Record {
    annual(on, |review| {
        review.held = Some(review.due);
        change(&mut review.annual);
    })
}

fn pupil(born: &str, year: Option<&str>) -> Record {
    let year = year.map(|year| YearGroup::parse(year).unwrap());
    Record::Pupil(Pupil { surname: "Otter".into(), born: Some(date(born)), year, ..Pupil::default() })
}

fn said(records: impl IntoIterator<Item = Record>) -> Lines {
    due_of(&file_of(records))
}

fn dates_of(file: &PupilFile, about: Key) -> Vec<(String, String)> {
    let dated = chain(file, about, &school_of([])).into_iter();
    dated.map(|dated| (dated.date.to_string(), dated.what)).collect()
}

fn has(dates: &[(String, String)], date: &str, what: &str) {
    assert!(dates.iter().any(|(on, said)| on == date && said.contains(what)), "{date} {what}: {dates:#?}");
}

#[test]
fn a_plan_without_a_meeting_asks_for_one() {
    // Limit 14 Jan 2027, last safe 17 Dec, aim 19 Nov, advice 8 weeks before that.
    let file = file_of([plan("2026-01-15")]);
    assert_eq!(
        due_of(&file),
        ["2026-09-24 practice school annual review · agree the meeting, last safe Thu 17 Dec 2026"]
    );
    let item = due_items(&file, &school_of([])).remove(0);
    assert_eq!((item.duty, item.act), (Duty::AskAdvice, Act::Agree(ReviewKind::Annual)));
    assert_eq!(item.about, Key::new(AMA, Kind::EhcPlan, RecordId(0)));
    let steps = item.steps.join(" ");
    for day in ["Thu 15 Jan 2026", "Thu 14 Jan 2027", "Thu 17 Dec 2026", "Thu 19 Nov 2026", "Thu 24 Sep 2026"]
    {
        assert!(steps.contains(day), "{day}: {steps}");
    }
    let dates = dates_of(&file, item.about);
    has(&dates, "2026-09-24", "begin");
    has(&dates, "2026-12-17", "last safe meeting");
    has(&dates, "2027-01-14", "limit");
}

#[test]
fn the_next_undone_step_is_the_one_line() {
    let told = "meeting Mon 23 Nov 2026";
    let next = "2027-08-02 practice school annual review · agree the meeting, last safe Fri 22 Oct 2027";
    let steps: &[(&str, &[&str], &[String])] = &[
        ("", &[], &[format!("2026-09-28 practice school annual review · ask for advice, {told}")]),
        ("asked", &["2026-09-28"], &[format!("2026-11-09 LAW school annual review · invite, {told}")]),
        (
            "invited",
            &["2026-10-01"],
            &[format!("2026-11-09 LAW school annual review · circulate advice, {told}")],
        ),
        (
            "circulated",
            &["2026-11-09"],
            &["2026-11-23 LAW school annual review · hold the meeting".to_owned()],
        ),
        (
            "held",
            &["2026-11-23"],
            &["2026-12-07 practice school annual review · send the report to all and to the authority"
                .to_owned()],
        ),
        (
            "report_sent",
            &["2026-12-01"],
            &["2026-12-21 LAW authority annual review · authority decides".to_owned(), next.to_owned()],
        ),
        (
            "decided",
            &["2026-12-18", "amend"],
            &[
                "2026-12-21 LAW authority annual review · authority sends the notice of amendments"
                    .to_owned(),
                next.to_owned(),
            ],
        ),
        (
            "notice",
            &["2026-12-21"],
            &[
                "2027-01-04 practice family annual review · family comments on the amendments".to_owned(),
                next.to_owned(),
            ],
        ),
        (
            "comments",
            &["2027-01-04"],
            &[
                "2027-02-15 practice authority annual review · authority makes the final amended plan"
                    .to_owned(),
                next.to_owned(),
            ],
        ),
        ("final_plan", &["2027-02-10"], &[next.to_owned()]),
    ];
    let mut review = annual("2026-11-23", |_| {});
    for (key, values, want) in steps {
        if let [day, rest @ ..] = values {
            review.set(key, date(day).into()).unwrap();
            if rest == ["amend"] {
                review.set("decision", "amend".into()).unwrap();
            }
        }
        assert_eq!(said([plan("2026-01-15"), review.clone()]), *want, "after {key}");
    }
}

#[test]
fn a_decision_to_keep_or_to_end_the_plan_asks_for_no_more() {
    let next = ["2027-08-02 practice school annual review · agree the meeting, last safe Fri 22 Oct 2027"];
    for decision in [PlanDecision::Keep, PlanDecision::Cease] {
        let review = held("2026-11-23", |steps| {
            steps.decided = Some(date("2026-12-18"));
            steps.decision = Some(decision);
        });
        assert_eq!(said([plan("2026-01-15"), review]), next, "the decision covers the report: {decision:?}");
    }
    let mut ceased = EhcPlan::dated(date("2026-01-15"), Typed::default());
    ceased.ceased = Some(date("2026-12-31"));
    assert_eq!(said([Record::EhcPlan(ceased), held("2026-11-23", |_| {})]), [""; 0]);
}

#[test]
fn a_chain_has_every_date_in_order() {
    let file = file_of([plan("2026-01-15"), annual("2026-11-23", |_| {})]);
    let about = Key::new(AMA, Kind::Review, RecordId(1));
    let dates = dates_of(&file, about);
    for (on, what) in [
        ("2026-09-28", "ask for advice"),
        ("2026-11-09", "invite"),
        ("2026-11-09", "circulate advice"),
        ("2026-11-23", "hold the meeting"),
        ("2026-12-07", "report"),
        ("2026-12-17", "annual review: last safe meeting"),
        ("2026-12-21", "authority decides"),
        ("2027-01-14", "annual review: limit"),
        ("2027-02-15", "final amended plan"),
        ("2027-10-25", "next annual review: last safe meeting"),
        ("2027-11-22", "next annual review: limit"),
    ] {
        has(&dates, on, what);
    }
    assert_eq!(dates.len(), 11, "{dates:#?}");
    assert!(dates.is_sorted_by(|a, b| a.0 <= b.0), "{dates:#?}");
    assert_eq!(
        dates_of(&file, Key::new(AMA, Kind::EhcPlan, RecordId(0))),
        dates,
        "the plan's year is that review"
    );
    assert!(chain(&file, Key::profile(AMA), &school_of([])).is_empty());
}

#[test]
fn a_held_meeting_moves_what_follows() {
    let review = annual("2026-11-23", |review| review.held = Some(date("2026-11-30")));
    let file = file_of([plan("2026-01-15"), review]);
    let dates = dates_of(&file, Key::new(AMA, Kind::Review, RecordId(1)));
    has(&dates, "2026-12-14", "report");
    has(&dates, "2026-12-28", "decides");
    has(&dates, "2027-11-29", "next annual review: limit");
    let late = held("2026-11-23", |steps| {
        steps.notice = Some(date("2027-01-11"));
        steps.comments = Some(date("2027-01-12"));
    });
    let line = said([plan("2026-01-15"), late]).remove(0);
    assert!(line.starts_with("2027-03-08"), "8 weeks from the notice: {line}");
}

#[test]
fn a_meeting_too_late_says_so() {
    for (on, want) in [
        ("2026-12-17", ""),
        ("2026-12-18", ", after the last safe meeting Thu 17 Dec 2026"),
        ("2027-01-14", ", after the last safe meeting Thu 17 Dec 2026"),
        ("2027-01-15", ", after the limit Thu 14 Jan 2027"),
    ] {
        let ready = annual(on, |review| review.annual.circulated = Some(date("2026-11-01")));
        let mut line = said([plan("2026-01-15"), ready.clone()]).remove(0);
        assert!(line.ends_with(want), "{line}");
        assert!(line.contains("invite"), "{line}");
        let mut invited = ready;
        invited.set("invited", date("2026-11-01").into()).unwrap();
        line = said([plan("2026-01-15"), invited]).remove(0);
        assert_eq!(line, format!("{on} LAW school annual review · hold the meeting{want}"));
    }
}

#[test]
fn leap_days_shift_nothing_past_the_limit() {
    for (dated, safe) in [
        ("2024-02-29", "Thu 30 Jan 2025"), // limit Thu 27 Feb 2025, a day early rather than late
        ("2023-03-01", "Thu 1 Feb 2024"),  // limit Thu 29 Feb 2024
        ("2023-02-28", "Tue 30 Jan 2024"), // limit Tue 27 Feb 2024
        ("2024-03-01", "Fri 31 Jan 2025"), // limit Fri 28 Feb 2025
    ] {
        let line = said([plan(dated)]).remove(0);
        assert!(line.ends_with(&format!("last safe {safe}")), "{line}");
    }
}

#[test]
fn the_year_is_counted_from_the_last_review_of_this_plan() {
    let done = |on: &str| held(on, |steps| steps.decided = Some(date(on)));
    let last = |records: Vec<Record>| said(records).pop().unwrap();
    assert!(
        last(vec![plan("2024-01-15"), done("2025-01-06"), done("2025-12-15")]).contains("Mon 16 Nov 2026")
    );
    let interim = agreed(ReviewKind::Interim, "2026-03-02", |review| {
        review.held = Some(review.due);
        review.annual.decided = Some(review.due);
    });
    assert!(last(vec![plan("2024-01-15"), done("2025-12-15"), interim]).contains("Mon 1 Feb 2027"));
    assert!(
        last(vec![plan("2026-09-07"), done("2025-12-15")]).contains("Wed 21 Jul 2027"),
        "a review before the plan was made is another plan's"
    );
}

#[test]
fn a_review_without_a_plan_on_file_keeps_its_line() {
    assert_eq!(
        said([annual("2026-11-23", |_| {})]),
        ["2026-09-28 practice school annual review · ask for advice, meeting Mon 23 Nov 2026"]
    );
    assert_eq!(
        said([held("2026-11-23", |_| {})]),
        ["2026-12-07 practice school annual review · send the report to all and to the authority"]
    );
    assert_eq!(said([held("2026-11-23", |steps| steps.decided = Some(date("2026-12-18")))]), [""; 0]);
}

#[test]
fn an_interim_review_close_by_and_the_report_are_one_line() {
    let soon =
        agreed(ReviewKind::Interim, "2026-12-11", |review| review.annual.asked = Some(date("2026-11-24")));
    let file = file_of([plan("2026-01-15"), held("2026-11-23", |_| {}), soon]);
    let items = due_items(&file, &school_of([]));
    assert_eq!(lines(&items), ["2026-11-27 LAW school interim review · invite, meeting Fri 11 Dec 2026"]);
    assert!(items[0].then[0].what.contains("report"), "{:?}", items[0].then);
}

#[test]
fn a_decision_that_is_late_does_not_hide_the_meeting_to_agree() {
    let waiting = held("2025-12-15", |steps| steps.report_sent = Some(date("2025-12-18")));
    let next = annual("2026-11-10", |_| {});
    assert_eq!(
        said([plan("2025-01-15"), waiting, next]),
        [
            "2026-01-12 LAW authority annual review · authority decides",
            "2026-09-15 practice school annual review · ask for advice, meeting Tue 10 Nov 2026",
        ]
    );
}

#[test]
fn a_child_under_five_is_looked_at_twice_a_year() {
    let young = pupil("2022-09-01", Some("N2"));
    assert_eq!(
        said([plan("2026-01-15"), young.clone()]),
        ["2026-05-20 practice school annual review · agree the meeting, under five: by Wed 15 Jul 2026"]
    );
    let five_by_then = pupil("2021-07-15", Some("R"));
    assert!(said([plan("2026-01-15"), five_by_then]).remove(0).contains("last safe"));
    let off = RuleChoice { duty: Duty::UnderFive as u16, on: Some(false), values: Vec::new() };
    let school = school_of([Record::Settings(Settings { rules: vec![off], ..Settings::default() })]);
    let items = due_items(&file_of([plan("2026-01-15"), young]), &school);
    assert!(items[0].what.contains("last safe"), "{}", items[0].what);
}

#[test]
fn from_year_nine_the_line_speaks_of_adulthood() {
    for (born, year, yes) in [
        ("2013-01-10", Some("9"), true),
        ("2013-01-10", Some("8"), true), // in Year 9 by age on the day aimed at
        ("2014-01-10", Some("8"), false),
        ("2015-01-10", Some("9"), true), // taught out of year
        ("2003-01-10", None, true),
    ] {
        let line = said([plan("2026-01-15"), pupil(born, year)]).remove(0);
        assert_eq!(line.contains("preparing for adulthood"), yes, "{born} {year:?}: {line}");
    }
}

#[test]
fn a_meeting_is_proposed_for_the_aim_on_a_school_day_or_as_soon_as_can_be() {
    let school = school_of([]);
    for (made, from, proposed) in [
        ("2026-01-15", "2026-09-01", "2026-11-19"),
        ("2026-01-15", "2026-12-04", "2026-12-04"),
        ("2026-01-15", "2026-12-25", "2027-01-04"),
        ("2026-10-23", "2026-11-23", "2027-07-21"), // the aim, 27 Aug 2027, is in the holidays
    ] {
        let file = file_of([plan(made)]);
        let day = meeting_to_agree(&file, date(from), &ground(&file, &school));
        assert_eq!(day, Some(date(proposed)), "{made} {from}");
    }
    let none = file_of([]);
    assert_eq!(meeting_to_agree(&none, date("2026-11-23"), &ground(&none, &school)), None);
}

#[test]
fn rules_that_are_off_are_not_asked_for() {
    let without = |duties: &[Duty]| {
        let off = |duty: &Duty| RuleChoice { duty: *duty as u16, on: Some(false), values: Vec::new() };
        let settings = Settings { rules: duties.iter().map(off).collect(), ..Settings::default() };
        lines(&due_items(&file_of([plan("2026-01-15")]), &school_of([Record::Settings(settings)])))
    };
    assert_eq!(
        without(&[Duty::AskAdvice]),
        ["2026-12-17 practice school annual review · agree the meeting, last safe Thu 17 Dec 2026"]
    );
    assert_eq!(
        without(&[Duty::AskAdvice, Duty::LastSafeMeeting]),
        ["2027-01-14 LAW school annual review · agree the meeting, by Thu 14 Jan 2027"]
    );
    assert_eq!(without(&[Duty::AnnualReview]), [""; 0]);
}

prop_compose! {
    fn some_review()(
        interim: bool,
        from in 0_i64..1_500,
        state in 0_u8..3,
        done in proptest::collection::vec(any::<bool>(), 8),
        decision in 0_u8..4,
    ) -> Review {
        let due = date("2024-06-01") + TimeDelta::days(from);
        let kind = if interim { ReviewKind::Interim } else { ReviewKind::Annual };
        let mut review = Review::planned(kind, due, None, Typed::default());
        match state {
            0 => {}
            1 => review.held = Some(due),
            _ => review.cancelled = Some(due),
        }
        let mut record = Record::Review(review);
        for (key, done) in Annual::KEYS.iter().zip(done) {
            if done {
                record.set(key, due.into()).unwrap();
            }
        }
        let Record::Review(mut review) = record else { unreachable!() };
        review.annual.decision = [None, Some(PlanDecision::Keep), Some(PlanDecision::Amend), Some(PlanDecision::Cease)]
            [usize::from(decision)];
        review
    }
}

fn of_family(item: &DueItem) -> bool {
    (40..=50).contains(&(item.duty as u16))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// A plan always has the school's one line, whatever was recorded; what others owe is one beside it at most.
    #[test]
    fn one_line_for_each_who_has_to_act(
        dated in 0_i64..1_500,
        born in 0_i64..7_000,
        with_plan: bool,
        reviews in proptest::collection::vec(some_review(), 0..4),
    ) {
        let dated = date("2024-01-01") + TimeDelta::days(dated);
        let born = date("2005-01-01") + TimeDelta::days(born);
        let mut records = vec![pupil(&born.to_string(), None)];
        if with_plan {
            records.push(plan(&dated.to_string()));
        }
        records.extend(reviews.into_iter().map(Record::Review));
        let file = file_of(records);
        let school = school_of([]);
        let items: Vec<DueItem> = due_items(&file, &school).into_iter().filter(of_family).collect();
        let (ours, others): (Vec<&DueItem>, Vec<&DueItem>) =
            items.iter().partition(|item| item.whose() == Whose::School);
        prop_assert!(ours.len() <= 1 && others.len() <= 1, "{items:#?}");
        prop_assert!(!with_plan || ours.len() == 1, "{items:#?}");
        let keys: BTreeSet<_> = items.iter().map(|item| (item.about, item.duty)).collect();
        prop_assert_eq!(keys.len(), items.len());
        for item in &items {
            let dates = chain(&file, item.about, &school);
            prop_assert!(dates.is_sorted_by_key(|dated| dated.date));
            prop_assert!(dates.iter().any(|dated| dated.date == item.date), "{item:#?} {dates:#?}");
        }
    }

    /// A day later for the meeting is a day later for what hangs on it, and no step overtakes another.
    #[test]
    fn a_chain_moves_with_its_meeting(from in 0_i64..60_000, later in 1_i64..60) {
        let due = date("2016-01-01") + TimeDelta::days(from);
        let of = |due: NaiveDate| {
            let file = file_of([annual(&due.to_string(), |_| {})]);
            let mut dates = chain(&file, Key::new(AMA, Kind::Review, RecordId(0)), &school_of([]));
            dates.sort_by_key(|dated| dated.duty);
            dates.into_iter().map(|dated| dated.date).collect::<Vec<_>>()
        };
        let (one, other) = (of(due), of(due + TimeDelta::days(later)));
        prop_assert_eq!(one.len(), other.len());
        for (one, other) in one.into_iter().zip(other) {
            prop_assert_eq!(day::between(one, other), later);
        }
    }
}
