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
    let own = Calendar::new(vec![autumn()], Vec::new(), true).unwrap();
    assert_eq!(own.teaching_week(d(2026, 11, 2)), Some(("Autumn".into(), 8)), "a half-term of two weeks");
    assert_eq!(own.teaching_week(d(2026, 10, 20)), None);
}

#[test]
fn a_half_term_of_part_of_a_week_leaves_the_week_counted() {
    let mut term = autumn();
    term.half_term = Some(Span { start: d(2026, 10, 28), end: d(2026, 10, 30) });
    let own = Calendar::new(vec![term], Vec::new(), true).unwrap();
    assert_eq!(own.teaching_week(d(2026, 10, 26)), Some(("Autumn".into(), 9)));
    assert_eq!(own.teaching_week(d(2026, 11, 2)), Some(("Autumn".into(), 10)));
    assert!(own.is_teaching_day(d(2026, 10, 27)));
    assert!(!own.is_teaching_day(d(2026, 10, 28)));
}

#[test]
fn teaching_days() {
    let own = Calendar::new(vec![autumn()], Vec::new(), true).unwrap();
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
    let own = Calendar::new(vec![autumn()], Vec::new(), true).unwrap();
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
    let own = Calendar::new(vec![autumn()], Vec::new(), true).unwrap();
    assert!(!own.is_provisional(d(2026, 11, 21)));
    assert!(own.is_provisional(d(2026, 12, 25)), "the next term is assumed");
    assert!(own.is_provisional(d(2027, 2, 1)));
    assert!(Calendar::assumed(2025, 2027).is_provisional(d(2026, 11, 21)));
    let both = Calendar::new(vec![autumn(), term("Spring", d(2027, 1, 5), d(2027, 3, 25))], Vec::new(), true)
        .unwrap();
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
        Vec::new(),
        true,
    )
    .unwrap();
    assert_eq!(six.label(d(2026, 11, 21)), "Term 2 week 3");
    assert_eq!(six.label(d(2026, 10, 28)), "holidays, Term 2 from Mon 2 Nov");
    assert_eq!(six.label(d(2027, 6, 7)), "Summer week 8", "nothing given for the summer");
}

#[test]
fn faults_in_words() {
    let fault = |terms| Calendar::new(terms, Vec::new(), true).unwrap_err();
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
    let text = serde_json::to_string(&autumn()).unwrap();
    assert!(text.contains("\"start\":739862"), "{text}");
    assert_eq!(serde_json::from_str::<Term>(&text).unwrap(), autumn());
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

fn closure(kind: ClosureKind, name: &str, from: NaiveDate, to: NaiveDate) -> Closure {
    Closure { kind, name: name.into(), from, to, site: None, typed: Default::default() }
}

#[test]
fn why_a_day_is_no_school_day() {
    use ClosureKind::{BankHoliday, Closed, Inset, Open};
    let own = Calendar::new(
        vec![autumn()],
        vec![
            closure(Inset, "Autumn INSET day", d(2026, 9, 2), d(2026, 9, 3)),
            closure(Closed, "snow", d(2027, 1, 20), d(2027, 1, 21)),
            closure(BankHoliday, "Coronation", d(2027, 5, 10), d(2027, 5, 10)),
            closure(Open, "", d(2027, 5, 3), d(2027, 5, 3)),
        ],
        true,
    )
    .unwrap();
    for (date, why) in [
        (d(2026, 9, 2), Some("Autumn INSET day")),
        (d(2026, 9, 3), Some("Autumn INSET day")),
        (d(2026, 9, 4), None),
        (d(2026, 9, 5), Some("Sat")),
        (d(2026, 9, 6), Some("Sun")),
        (d(2026, 10, 20), Some("half-term")),
        (d(2026, 12, 18), Some("holidays")),
        (d(2026, 12, 25), Some("Christmas Day")),
        (d(2027, 1, 20), Some("closed (snow)")),
        (d(2027, 1, 22), None),
        (d(2027, 3, 26), Some("Good Friday")),
        (d(2027, 5, 3), None),
        (d(2027, 5, 10), Some("Coronation bank holiday")),
        (d(2027, 5, 31), Some("Spring bank holiday")),
        (d(2027, 6, 1), Some("half-term")),
        (d(2200, 1, 1), Some("outside the years 1900 to 2199")),
    ] {
        assert_eq!(own.why_not(date).as_deref(), why, "{date}");
        assert_eq!(own.is_teaching_day(date), why.is_none(), "{date}");
    }
    assert!(!own.is_working_day(d(2027, 5, 10)) && own.is_working_day(d(2027, 5, 3)));
    assert!(own.is_working_day(d(2026, 9, 3)), "offices work on an INSET day");
}

#[test]
fn closures_that_contradict_are_refused_in_words() {
    use ClosureKind::{BankHoliday, Closed, Inset, Open};
    let fault = |closures| Calendar::new(vec![autumn()], closures, true).unwrap_err();
    let monday = d(2027, 5, 3);
    assert_eq!(
        fault(vec![closure(Open, "", monday, monday), closure(Closed, "polling", monday, monday)]),
        "Mon 3 May 2027 cannot be both “open” and “closed (polling)”: change one of them"
    );
    let wednesday = d(2027, 5, 5);
    let words = fault(vec![closure(Open, "exams", wednesday, wednesday)]);
    assert!(words.starts_with("open (exams) on Wed 5 May 2027: that is no bank holiday"), "{words}");
    assert!(fault(vec![closure(Inset, "", wednesday, monday)]).contains("must not come before"));
    let proclaimed =
        vec![closure(Open, "", wednesday, wednesday), closure(BankHoliday, "", wednesday, wednesday)];
    let own = Calendar::new(vec![autumn()], proclaimed, true).unwrap();
    assert!(own.is_teaching_day(wednesday), "a bank holiday that was given is taken away too");
    let twice = vec![closure(Inset, "", monday, wednesday), closure(Closed, "snow", wednesday, wednesday)];
    assert!(Calendar::new(vec![autumn()], twice, true).is_ok(), "snow may fall on an INSET day");
}

#[test]
fn calendars_are_equal_by_what_they_hold() {
    let inset = || vec![closure(ClosureKind::Inset, "", d(2026, 9, 3), d(2026, 9, 3))];
    let one = Calendar::new(vec![autumn()], inset(), true).unwrap();
    assert_eq!(one, Calendar::new(vec![autumn()], inset(), true).unwrap());
    assert_eq!(one, one.clone());
    assert_ne!(one, Calendar::new(vec![autumn()], Vec::new(), true).unwrap());
    assert_eq!(Calendar::default(), Calendar::new(Vec::new(), Vec::new(), false).unwrap());
}

#[test]
fn provisional_as_the_terms_around_say_it() {
    let old = |own: &Calendar, date| match own.term_or_previous(date) {
        Some(Cow::Borrowed(term)) => {
            !term.contains(date) && matches!(own.next_term(date), Some(Cow::Owned(_)) | None)
        }
        _ => true,
    };
    let terms = vec![
        autumn(),
        term("Spring", d(2027, 1, 5), d(2027, 3, 25)),
        term("Autumn", d(2027, 9, 1), d(2027, 10, 20)),
        term("Term 2", d(2027, 11, 1), d(2027, 12, 17)),
        term("Spring", d(2029, 1, 5), d(2029, 3, 25)),
    ];
    let own = Calendar::new(terms, Vec::new(), true).unwrap();
    for date in d(2026, 1, 1).iter_days().take(1_500) {
        assert_eq!(own.is_provisional(date), old(&own, date), "{date}");
    }
}
