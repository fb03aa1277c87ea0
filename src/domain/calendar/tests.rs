//! What the calendar must answer, with and without terms of the school's own.

use super::*;
use proptest::prelude::*;

fn d(y: i32, m: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, day).unwrap()
}

fn term(name: &str, start: NaiveDate, end: NaiveDate) -> Term {
    Term { name: name.into(), start, end, half_term: None, site: None }
}

fn autumn() -> Term {
    let half_term = Some(Span { start: d(2026, 10, 19), end: d(2026, 10, 30) });
    Term { name: "Autumn".into(), start: d(2026, 9, 3), end: d(2026, 12, 17), half_term, site: None }
}

#[test]
fn weeks_of_term() {
    let assumed = Calendar::default();
    for (date, label) in [
        (d(2026, 9, 2), "Autumn week 1"),
        (d(2026, 9, 6), "Autumn week 1"),
        (d(2026, 9, 7), "Autumn week 2"),
        (d(2026, 10, 25), "Autumn week 8"),
        (d(2026, 10, 28), "Autumn half-term"),
        (d(2026, 11, 1), "Autumn half-term"),
        (d(2026, 11, 2), "Autumn week 9"),
        (d(2026, 11, 21), "Autumn week 11"),
        (d(2026, 12, 18), "Autumn week 15"),
        (d(2026, 12, 19), "holidays, Spring term from Mon 4 Jan"),
        (d(2027, 8, 3), "holidays, Autumn term from Thu 2 Sep"),
        (d(2027, 1, 4), "Spring week 1"),
    ] {
        assert_eq!(assumed.label(date), label, "{date}");
    }
    let own = Calendar::new(vec![autumn()], true).unwrap();
    assert_eq!(own.teaching_week(d(2026, 11, 2)), Some(("Autumn".into(), 8)), "a half-term of two weeks");
    assert_eq!(own.teaching_week(d(2026, 10, 20)), None);
}

#[test]
fn a_half_term_of_part_of_a_week_leaves_the_week_counted() {
    let mut term = autumn();
    term.half_term = Some(Span { start: d(2026, 10, 28), end: d(2026, 10, 30) });
    let own = Calendar::new(vec![term], true).unwrap();
    assert_eq!(own.teaching_week(d(2026, 10, 26)), Some(("Autumn".into(), 9)));
    assert_eq!(own.teaching_week(d(2026, 11, 2)), Some(("Autumn".into(), 10)));
    assert!(own.is_teaching_day(d(2026, 10, 27)));
    assert!(!own.is_teaching_day(d(2026, 10, 28)));
}

#[test]
fn teaching_days() {
    let own = Calendar::new(vec![autumn()], true).unwrap();
    for (from, to) in [
        (d(2026, 11, 21), d(2026, 11, 23)),
        (d(2026, 11, 23), d(2026, 11, 23)),
        (d(2026, 10, 17), d(2026, 11, 2)),
        (d(2026, 12, 18), d(2027, 1, 4)),
        (d(2026, 8, 1), d(2026, 9, 3)),
    ] {
        assert_eq!(own.next_teaching_day(from), to, "{from}");
    }
}

#[test]
fn terms_before_and_after() {
    let own = Calendar::new(vec![autumn()], true).unwrap();
    let name = |term: Option<Cow<'_, Term>>| term.map(|t| format!("{} {}", t.name, t.start.year()));
    assert_eq!(name(own.term_of(d(2026, 11, 21))).as_deref(), Some("Autumn 2026"));
    assert_eq!(own.term_of(d(2026, 12, 18)), None, "the school's own end, not the assumed one");
    assert_eq!(name(own.term_or_previous(d(2026, 12, 25))).as_deref(), Some("Autumn 2026"));
    assert_eq!(name(own.next_term(d(2026, 12, 25))).as_deref(), Some("Spring 2027"));
    assert_eq!(name(own.next_term(d(2026, 11, 21))).as_deref(), Some("Spring 2027"));
    assert_eq!(name(own.term_or_previous(d(2026, 9, 2))).as_deref(), Some("Summer 2026"));
    assert_eq!(name(own.term_or_previous(d(2027, 9, 1))).as_deref(), Some("Summer 2027"));
    assert_eq!(name(own.next_term(d(2027, 8, 31))).as_deref(), Some("Autumn 2027"));
}

#[test]
fn provisional_where_the_school_has_said_nothing() {
    let own = Calendar::new(vec![autumn()], true).unwrap();
    assert!(!own.is_provisional(d(2026, 11, 21)));
    assert!(own.is_provisional(d(2026, 12, 25)), "the next term is assumed");
    assert!(own.is_provisional(d(2027, 2, 1)));
    assert!(Calendar::assumed(2025, 2027).is_provisional(d(2026, 11, 21)));
    let both = Calendar::new(vec![autumn(), term("Spring", d(2027, 1, 5), d(2027, 3, 25))], true).unwrap();
    assert!(!both.is_provisional(d(2026, 12, 25)));
}

#[test]
fn assumed_by_name_or_by_default_is_the_same() {
    let named = Calendar::assumed(2020, 2030);
    let default = Calendar::default();
    assert_eq!(named.terms().len(), 33);
    for date in d(2021, 1, 1).iter_days().take(3_000) {
        assert_eq!(named.label(date), default.label(date));
    }
}

#[test]
fn six_terms_are_taken_as_given() {
    let six = Calendar::new(
        vec![
            term("Term 1", d(2026, 9, 1), d(2026, 10, 23)),
            term("Term 2", d(2026, 11, 2), d(2026, 12, 18)),
            term("Term 3", d(2027, 1, 4), d(2027, 2, 12)),
            term("Term 4", d(2027, 2, 22), d(2027, 3, 25)),
        ],
        true,
    )
    .unwrap();
    assert_eq!(six.label(d(2026, 11, 21)), "Term 2 week 3");
    assert_eq!(six.label(d(2026, 10, 28)), "holidays, Term 2 from Mon 2 Nov");
    assert_eq!(six.label(d(2027, 6, 7)), "Summer week 8", "nothing given for the summer");
}

#[test]
fn faults_in_words() {
    let fault = |terms| Calendar::new(terms, true).unwrap_err();
    assert_eq!(
        fault(vec![term("Spring", d(2026, 12, 17), d(2027, 4, 1)), autumn()]),
        "Autumn term (to Thu 17 Dec 2026) and Spring term (from Thu 17 Dec 2026) overlap"
    );
    assert!(fault(vec![term("Spring", d(2027, 4, 1), d(2027, 1, 1))]).contains("must come after the start"));
    assert!(fault(vec![term(" ", d(2027, 1, 1), d(2027, 4, 1))]).contains("needs a name"));
    assert!(fault(vec![term("Long", d(2026, 1, 1), d(2027, 4, 1))]).contains("too long"));
    assert!(fault(vec![term("Old", d(1899, 9, 1), d(1899, 12, 1))]).contains("1900 to 2199"));
    let outside = Term { half_term: Some(Span { start: d(2026, 9, 3), end: d(2026, 9, 4) }), ..autumn() };
    assert!(fault(vec![outside]).contains("must lie inside the term"));
}

#[test]
fn academic_years() {
    assert_eq!(academic_year(d(2026, 9, 1)), 2026);
    assert_eq!(academic_year(d(2026, 8, 31)), 2025);
    assert_eq!(academic_year_label(2026), "2026/27");
    assert_eq!(academic_year_label(1999), "1999/00");
}

#[test]
fn storage_reads_back() {
    let own = Calendar::new(vec![autumn(), term("Spring", d(2027, 1, 5), d(2027, 3, 25))], true).unwrap();
    let text = serde_json::to_string(&own).unwrap();
    assert!(text.contains("\"start\":739862"), "{text}");
    assert_eq!(serde_json::from_str::<Calendar>(&text).unwrap(), own);
}

proptest! {
    #[test]
    fn there_is_always_an_answer(days in 0i64..109_000) {
        let date = d(1901, 1, 1).checked_add_signed(chrono::TimeDelta::days(days)).unwrap();
        prop_assume!(date.year() < 2198);
        let calendar = Calendar::default();
        let next = calendar.next_teaching_day(date);
        prop_assert!(next >= date && day::between(date, next) < 60);
        prop_assert!(calendar.is_teaching_day(next));
        prop_assert!(calendar.teaching_week(next).is_some());
        let previous = calendar.term_or_previous(date).unwrap();
        prop_assert!(previous.start <= date);
        prop_assert!(calendar.next_term(date).unwrap().start > date);
    }

    #[test]
    fn no_date_panics(number in proptest::num::i32::ANY) {
        if let Some(date) = NaiveDate::from_num_days_from_ce_opt(number) {
            let calendar = Calendar::default();
            let _ = (calendar.label(date), calendar.next_teaching_day(date), calendar.is_provisional(date));
        }
    }
}
