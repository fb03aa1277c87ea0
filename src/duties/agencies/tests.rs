//! Worked examples of involvements: every state of the line, and when a specialist is asked for.

use super::*;
use crate::domain::code::{Outcome, SenCode};
use crate::domain::ids::Typed;
use crate::domain::people::Agency;
use crate::domain::pupil::StageSpan;
use crate::domain::record::Record;
use crate::domain::review::{Review, ReviewKind};
use crate::domain::school::{RuleChoice, Settings};
use crate::duties::due_items;
use crate::duties::testing::{Lines, date, due_of, file_of, lines, school_of};

fn on(text: &str) -> Option<NaiveDate> {
    Some(date(text))
}

fn involvement(change: impl FnOnce(&mut Involvement)) -> Involvement {
    let mut case = Involvement::began(date("2026-11-02"), Typed::default());
    case.agency = "CAMHS".into();
    change(&mut case);
    case
}

#[test]
fn each_involvement_is_one_line_its_next_step() {
    type Change = fn(&mut Involvement);
    let cases: [(Change, &str); 15] = [
        (|_| {}, "2026-11-09 Code school CAMHS · ask for the parents' consent"),
        (|c| c.consent = on("2026-11-05"), "2026-11-12 practice school CAMHS · refer to the agency"),
        (|c| c.without = "at risk".into(), "2026-11-09 practice school CAMHS · refer to the agency"),
        // A reason of blanks is none.
        (|c| c.without = "  ".into(), "2026-11-09 Code school CAMHS · ask for the parents' consent"),
        // Referred without consent or reason: the consent still stands.
        (|c| c.referred = on("2026-11-06"), "2026-11-09 Code school CAMHS · ask for the parents' consent"),
        (
            |c| {
                c.consent = on("2026-11-05");
                c.referred = on("2026-11-06");
            },
            "2026-12-18 practice school CAMHS · chase the agency",
        ),
        (
            |c| {
                c.consent = on("2026-11-05");
                c.referred = on("2026-11-06");
                c.chased = on("2026-12-21");
            },
            "2027-02-01 practice school CAMHS · chase the agency",
        ),
        (
            |c| {
                c.without = "at risk".into();
                c.referred = on("2026-11-06");
                c.seen = on("2026-11-20");
            },
            "2027-01-01 practice school CAMHS · chase the report",
        ),
        (
            |c| {
                c.consent = on("2026-11-05");
                c.referred = on("2026-11-06");
                c.report = on("2026-11-20");
            },
            "2026-12-04 Code school CAMHS · share the report with parents and staff",
        ),
        // A report without a referral is there all the same.
        (
            |c| {
                c.consent = on("2026-11-05");
                c.report = on("2026-11-20");
            },
            "2026-12-04 Code school CAMHS · share the report with parents and staff",
        ),
        (
            |c| {
                c.consent = on("2026-11-05");
                c.report = on("2026-11-20");
                c.shared = on("2026-11-27");
            },
            "",
        ),
        // What it advised waits to be used, from the day on which it was shared.
        (
            |c| {
                c.consent = on("2026-11-05");
                c.report = on("2026-11-20");
                c.shared = on("2026-11-27");
                c.advice = "Visual timetable".into();
            },
            "2026-12-11 practice school CAMHS · turn the advice into targets or provision",
        ),
        (
            |c| {
                c.consent = on("2026-11-05");
                c.report = on("2026-11-20");
                c.shared = on("2026-11-27");
                c.advice = "Visual timetable".into();
                c.used = on("2026-11-30");
            },
            "",
        ),
        (|c| c.ended = on("2026-11-03"), ""),
        (|c| c.agency.clear(), "2026-11-09 Code school agency · ask for the parents' consent"),
    ];
    for (change, expected) in cases {
        let expected: Vec<&str> = if expected.is_empty() { vec![] } else { vec![expected] };
        let case = involvement(change);
        assert_eq!(due_of(&file_of([Record::Involvement(case.clone())])), expected, "{case:?}");
    }
}

#[test]
fn why_tells_of_missing_consent() {
    let steps = |change: fn(&mut Involvement)| {
        let file = file_of([Record::Involvement(involvement(change))]);
        due_items(&file, &school_of([])).remove(0).steps.join(" ")
    };
    assert!(steps(|c| c.referred = on("2026-11-06")).contains("why it went without"));
    assert!(steps(|c| c.without = "at risk.".into()).contains("without the parents' consent: at risk."));
}

#[test]
fn the_case_shows_what_was_done() {
    let case = involvement(|c| {
        c.consent = on("2026-11-05");
        c.referred = on("2026-11-06");
    });
    let file = file_of([Record::Involvement(case)]);
    let about = Key::new(file.id, Kind::Involvement, file.involvements[0].id);
    let chain = crate::duties::chain(&file, about, &school_of([]));
    let done: Vec<_> = chain.iter().map(|dated| dated.done).collect();
    assert_eq!(done, [on("2026-11-05"), on("2026-11-06"), None]);
}

#[test]
fn an_agency_is_not_chased_before_its_usual_wait_is_over() {
    type Change = fn(&mut Involvement);
    let cases: [(Change, Option<u16>, &str); 5] = [
        (|_| {}, Some(18), "2027-03-12"),
        (|_| {}, None, "2026-12-18"),
        (|_| {}, Some(0), "2026-12-18"),
        // Once it has been asked again, or has seen the pupil, the setting counts.
        (|c| c.chased = on("2027-03-15"), Some(18), "2027-04-26"),
        (|c| c.seen = on("2026-11-20"), Some(18), "2027-01-01"),
    ];
    for (change, wait_weeks, expected) in cases {
        let case = involvement(|c| {
            c.consent = on("2026-11-05");
            c.referred = on("2026-11-06");
            change(c);
        });
        let agency = Agency { name: "camhs".into(), wait_weeks, active: true, ..Agency::default() };
        let items = due_items(&file_of([Record::Involvement(case)]), &school_of([Record::Agency(agency)]));
        assert_eq!(items[0].date, date(expected), "{wait_weeks:?}");
        let told = items[0].steps.join(" ").contains("usually takes");
        assert_eq!(told, expected == "2027-03-12");
    }
}

fn stage(code: &str) -> Record {
    Record::StageSpan(StageSpan {
        stage: code.into(),
        census: SenCode::K,
        from: date("2026-01-05"),
        to: None,
        reason: String::new(),
        original: String::new(),
        typed: Typed::default(),
    })
}

fn held(day: &str, outcome: Option<Outcome>) -> Record {
    let mut review = Review::planned(ReviewKind::WithParents, date(day), None, Typed::default());
    review.held = on(day);
    review.outcome = outcome;
    Record::Review(review)
}

fn asked(records: Vec<Record>, reviews: i64) -> Lines {
    let values = vec![("reviews".to_owned(), reviews)];
    let rule = RuleChoice { duty: Duty::Specialist as u16, on: None, values };
    let settings = Settings { rules: vec![rule], ..Settings::default() };
    let items = due_items(&file_of(records), &school_of([Record::Settings(settings)]));
    let items: Vec<_> = items.into_iter().filter(|item| item.duty == Duty::Specialist).collect();
    lines(&items)
}

#[test]
fn a_specialist_is_asked_for_after_reviews_in_a_row_below_what_was_hoped() {
    use Outcome::{AsHoped, Less, MuchLess};
    let (march, june, october) = ("2026-03-10", "2026-06-09", "2026-10-06");
    let involved = |began: &str, ended: Option<&str>| {
        Record::Involvement(involvement(|c| {
            c.began = date(began);
            c.ended = ended.map(date);
        }))
    };
    for (code, records, reviews, expected) in [
        ("K", vec![held(june, Some(Less)), held(october, Some(MuchLess))], 2, true),
        ("K", vec![held(october, Some(Less))], 2, false),
        ("K", vec![held(october, Some(Less))], 1, true),
        ("K", vec![held(march, Some(Less)), held(june, Some(Less)), held(october, Some(AsHoped))], 2, false),
        ("K", vec![held(march, Some(Less)), held(june, Some(AsHoped)), held(october, Some(Less))], 2, false),
        // One without an outcome neither counts nor breaks the row.
        ("K", vec![held(march, Some(Less)), held(june, None), held(october, Some(Less))], 2, true),
        ("K", vec![held(june, Some(Less)), held(october, Some(Less))], 3, false),
        // Two of one day are one look, and below only if both are.
        ("K", vec![held(october, Some(Less)), held(october, Some(Less))], 2, false),
        ("K", vec![held(june, Some(Less)), held(june, Some(Less)), held(october, Some(Less))], 2, true),
        (
            "K",
            vec![held(june, Some(Less)), held(october, Some(Less)), held(october, Some(AsHoped))],
            2,
            false,
        ),
        ("W", vec![held(june, Some(Less)), held(october, Some(Less))], 2, false),
        // Somebody is involved, or was since the first of them.
        (
            "K",
            vec![held(june, Some(Less)), held(october, Some(Less)), involved("2026-02-01", None)],
            2,
            false,
        ),
        (
            "K",
            vec![held(june, Some(Less)), held(october, Some(Less)), involved(june, Some(october))],
            2,
            false,
        ),
        (
            "K",
            vec![
                held(june, Some(Less)),
                held(october, Some(Less)),
                involved("2026-02-01", Some("2026-06-08")),
            ],
            2,
            true,
        ),
    ] {
        let expected: Lines =
            expected.then(|| "2026-10-20 Code school involve a specialist?".to_owned()).into_iter().collect();
        let records: Vec<Record> = [stage(code)].into_iter().chain(records).collect();
        assert_eq!(asked(records.clone(), reviews), expected, "{records:?}");
    }
}
