//! What people type, and what it must become. Today is Saturday 21 November 2026 unless said.

use chrono::Datelike;
use proptest::prelude::*;

use super::*;
use Lean::{Future, Near, Past};

fn d(y: i32, m: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, day).unwrap()
}

const SATURDAY: (i32, u32, u32) = (2026, 11, 21);

fn on(today: (i32, u32, u32), text: &str, lean: Lean) -> Result<String, String> {
    parse(text, d(today.0, today.1, today.2), &Calendar::default(), lean)
        .map(day::full)
        .map_err(|error| error.0)
}

fn check(lean: Lean, cases: &[(&str, &str)]) {
    for (text, want) in cases {
        assert_eq!(on(SATURDAY, text, lean).as_deref(), Ok(*want), "{text}");
        let loud = format!("  {}  ", text.to_uppercase().replace(' ', "   "));
        assert_eq!(on(SATURDAY, &loud, lean).as_deref(), Ok(*want), "{loud}");
    }
}

#[test]
fn written_dates() {
    check(
        Future,
        &[
            ("3/12", "Thu 3 Dec 2026"),
            ("03/12/26", "Thu 3 Dec 2026"),
            ("3/12/2026", "Thu 3 Dec 2026"),
            ("3.12.26", "Thu 3 Dec 2026"),
            ("3.12.", "Thu 3 Dec 2026"),
            ("w/c 30/11", "Mon 30 Nov 2026"),
            ("wc mon 30 nov", "Mon 30 Nov 2026"),
            ("3-12", "Thu 3 Dec 2026"),
            ("3 12", "Thu 3 Dec 2026"),
            ("2026-12-03", "Thu 3 Dec 2026"),
            ("2026/12/3", "Thu 3 Dec 2026"),
            ("3 dec", "Thu 3 Dec 2026"),
            ("3dec", "Thu 3 Dec 2026"),
            ("3-Dec-26", "Thu 3 Dec 2026"),
            ("3rd December", "Thu 3 Dec 2026"),
            ("the 3rd of december, 2026", "Thu 3 Dec 2026"),
            ("dec 3", "Thu 3 Dec 2026"),
            ("dec. 3rd 2026", "Thu 3 Dec 2026"),
            ("thu 3 dec", "Thu 3 Dec 2026"),
            ("Thursday, 3 December 2026", "Thu 3 Dec 2026"),
            ("1 sept", "Wed 1 Sep 2027"),
            ("20/11", "Sat 20 Nov 2027"),
            ("21/11", "Sat 21 Nov 2026"),
            ("29/2", "Tue 29 Feb 2028"),
            ("5/6/88", "Sun 5 Jun 1988"),
            ("5/6/45", "Mon 5 Jun 2045"),
            ("12", "Sat 12 Dec 2026"),
            ("the 12th", "Sat 12 Dec 2026"),
            ("31", "Thu 31 Dec 2026"),
            ("21", "Sat 21 Nov 2026"),
            ("fri 27", "Fri 27 Nov 2026"),
            ("fri 20 nov", "Fri 20 Nov 2026"),
        ],
    );
    check(
        Past,
        &[
            ("3/12", "Wed 3 Dec 2025"),
            ("5/6/45", "Tue 5 Jun 1945"),
            ("5/6/18", "Tue 5 Jun 2018"),
            ("21/11", "Sat 21 Nov 2026"),
            ("29/2", "Thu 29 Feb 2024"),
            ("22", "Thu 22 Oct 2026"),
            ("31", "Sat 31 Oct 2026"),
        ],
    );
    check(
        Near,
        &[
            ("3/12", "Thu 3 Dec 2026"),
            ("20/11", "Fri 20 Nov 2026"),
            ("3/7", "Fri 3 Jul 2026"),
            ("19", "Thu 19 Nov 2026"),
        ],
    );
}

#[test]
fn weekdays() {
    check(
        Future,
        &[
            ("fri", "Fri 27 Nov 2026"),
            ("friday", "Fri 27 Nov 2026"),
            ("next fri", "Fri 27 Nov 2026"),
            ("next friday", "Fri 27 Nov 2026"),
            ("this fri", "Fri 27 Nov 2026"),
            ("this sun", "Sun 22 Nov 2026"),
            ("last tue", "Tue 10 Nov 2026"),
            ("sat", "Sat 28 Nov 2026"),
            ("fri week", "Fri 4 Dec 2026"),
            ("friday fortnight", "Fri 11 Dec 2026"),
            ("tuesday week", "Tue 1 Dec 2026"),
            ("a week on tuesday", "Tue 1 Dec 2026"),
            ("week on tues.", "Tue 1 Dec 2026"),
            ("two weeks on wed", "Wed 9 Dec 2026"),
            ("tuesday next week", "Tue 24 Nov 2026"),
        ],
    );
    check(
        Past,
        &[
            ("fri", "Fri 20 Nov 2026"),
            ("sat", "Sat 21 Nov 2026"),
            ("this fri", "Fri 20 Nov 2026"),
            ("thurs", "Thu 19 Nov 2026"),
        ],
    );
    check(
        Near,
        &[
            ("fri", "Fri 20 Nov 2026"),
            ("sat", "Sat 21 Nov 2026"),
            ("tue", "Tue 24 Nov 2026"),
            ("wed", "Wed 18 Nov 2026"),
        ],
    );
}

#[test]
fn weekdays_from_the_middle_of_a_week() {
    let wednesday = (2026, 11, 25);
    for (text, lean, want) in [
        ("fri", Future, "Fri 27 Nov 2026"),
        ("next fri", Future, "Fri 4 Dec 2026"),
        ("this fri", Future, "Fri 27 Nov 2026"),
        ("this mon", Future, "Mon 30 Nov 2026"),
        ("this mon", Near, "Mon 23 Nov 2026"),
        ("last tue", Past, "Tue 17 Nov 2026"),
        ("wed", Future, "Wed 2 Dec 2026"),
        ("wed", Past, "Wed 25 Nov 2026"),
        ("tue", Past, "Tue 24 Nov 2026"),
        ("fri week", Future, "Fri 4 Dec 2026"),
    ] {
        assert_eq!(on(wednesday, text, lean).as_deref(), Ok(want), "{text} {lean:?}");
    }
    assert_eq!(on((2026, 11, 22), "next fri", Future).as_deref(), Ok("Fri 27 Nov 2026"), "on a Sunday");
    assert_eq!(on((2026, 11, 23), "next fri", Future).as_deref(), Ok("Fri 4 Dec 2026"), "on a Monday");
}

#[test]
fn from_today() {
    for lean in [Past, Future, Near] {
        check(
            lean,
            &[
                ("today", "Sat 21 Nov 2026"),
                ("tod", "Sat 21 Nov 2026"),
                ("tomorrow", "Sun 22 Nov 2026"),
                ("tom", "Sun 22 Nov 2026"),
                ("yesterday", "Fri 20 Nov 2026"),
                ("yes", "Fri 20 Nov 2026"),
                ("+6w", "Sat 2 Jan 2027"),
                ("+ 6 w", "Sat 2 Jan 2027"),
                ("6w", "Sat 2 Jan 2027"),
                ("-3d", "Wed 18 Nov 2026"),
                ("−3d", "Wed 18 Nov 2026"),
                ("+1m", "Mon 21 Dec 2026"),
                ("+1y", "Sun 21 Nov 2027"),
                ("+2 weeks", "Sat 5 Dec 2026"),
                ("in 2 weeks", "Sat 5 Dec 2026"),
                ("in two weeks' time", "Sat 5 Dec 2026"),
                ("2 weeks from now", "Sat 5 Dec 2026"),
                ("2 weeks ago", "Sat 7 Nov 2026"),
                ("a week ago", "Sat 14 Nov 2026"),
                ("in a fortnight", "Sat 5 Dec 2026"),
                ("a week today", "Sat 28 Nov 2026"),
                ("a week tomorrow", "Sun 29 Nov 2026"),
                ("tomorrow week", "Sun 29 Nov 2026"),
                ("next week", "Mon 23 Nov 2026"),
                ("last week", "Mon 9 Nov 2026"),
                ("end of next week", "Fri 27 Nov 2026"),
                ("next month", "Tue 1 Dec 2026"),
                ("end of next month", "Thu 31 Dec 2026"),
            ],
        );
    }
    assert_eq!(on((2027, 1, 31), "+1m", Future).as_deref(), Ok("Sun 28 Feb 2027"));
    assert_eq!(on((2028, 3, 31), "-1m", Future).as_deref(), Ok("Tue 29 Feb 2028"));
}

#[test]
fn terms() {
    check(
        Future,
        &[
            ("end of term", "Fri 18 Dec 2026"),
            ("end of the term", "Fri 18 Dec 2026"),
            ("start of term", "Mon 4 Jan 2027"),
            ("next term", "Mon 4 Jan 2027"),
            ("end of next term", "Thu 25 Mar 2027"),
            ("half term", "Mon 15 Feb 2027"),
            ("half-term", "Mon 15 Feb 2027"),
            ("halfterm", "Mon 15 Feb 2027"),
            ("end of half term", "Fri 19 Feb 2027"),
            ("last half term", "Mon 26 Oct 2026"),
            ("end of month", "Mon 30 Nov 2026"),
            ("end of march", "Wed 31 Mar 2027"),
            ("end of summer", "Wed 21 Jul 2027"),
            ("start of spring term", "Mon 4 Jan 2027"),
            ("end of the school year", "Wed 21 Jul 2027"),
        ],
    );
    check(
        Past,
        &[
            ("start of term", "Wed 2 Sep 2026"),
            ("end of term", "Tue 21 Jul 2026"),
            ("half term", "Mon 26 Oct 2026"),
            ("end of month", "Sat 31 Oct 2026"),
        ],
    );
    check(
        Near,
        &[
            ("start of term", "Wed 2 Sep 2026"),
            ("end of term", "Fri 18 Dec 2026"),
            ("end of month", "Mon 30 Nov 2026"),
        ],
    );
    assert_eq!(on((2026, 12, 25), "end of term", Near).as_deref(), Ok("Thu 25 Mar 2027"));
    assert_eq!(on((2026, 10, 28), "end of half term", Near).as_deref(), Ok("Fri 30 Oct 2026"));
}

#[test]
fn errors_say_what_would_work() {
    for (text, words) in [
        ("", "type a date"),
        ("   ", "type a date"),
        ("31/2", "February has no 31st: it ends on the 28th, or the 29th in a leap year"),
        ("31 june", "June has no 31st: it ends on the 30th"),
        ("29/2/2027", "February 2027 has no 29th: it ends on the 28th"),
        ("32nd", "no month has a 32nd"),
        ("0", "no month has a 0th"),
        ("32/1", "January has no 32nd"),
        ("13/13", "there is no month 13: write the day, then the month"),
        ("12/25", "there is no month 25: the day comes first, as 25/12 for 25 December"),
        ("12/25/2026", "there is no month 25: the day comes first"),
        ("2026-13-03", "there is no month 13"),
        ("tue 23/11/2026", "23 Nov 2026 is a Monday, not a Tuesday"),
        ("wed 23 nov", "23 Nov 2026 is a Monday, not a Wednesday; add the year"),
        ("2026", "2026 is a year"),
        ("dec 2026", "which day of December 2026?"),
        ("12/2026", "which day of December 2026?"),
        ("dec", "which day of the month?"),
        ("03122026", "put something between"),
        ("3/12/226", "two or four digits"),
        ("1/1/1899", "only dates from 1900 to 2199"),
        ("1/1/2200", "only dates from 1900 to 2199"),
        ("+6", "+6 of what? Type +6d, +6w or +6m"),
        ("+99999999y", "only dates from 1900 to 2199"),
        ("+999999999d", "only dates"),
        ("weeks", "how many?"),
        ("end of", "of what?"),
        ("in 3 school days", "cannot read"),
        ("half", "cannot read"),
        ("w/c", "cannot read"),
        ("soonish", "cannot read “soonish” as a date: try 3/12"),
        ("3 brumaire", "“brumaire” is no word"),
        ("3//12", "cannot read"),
        ("3/12/", "cannot read"),
        ("/3/12", "cannot read"),
        ("3/12/2026/4", "cannot read"),
        ("fri fri", "cannot read"),
        ("٣/١٢", "cannot read"),
        ("\u{1b}[2J", "cannot read “[2J”"),
    ] {
        let error = on(SATURDAY, text, Future).unwrap_err();
        assert!(error.contains(words), "{text:?}: {error}");
    }
    let long = on(SATURDAY, &"3".repeat(10_000), Future).unwrap_err();
    assert!(long.len() < 200, "{long}");
}

#[test]
fn written_out_for_files() {
    for text in ["3/12/2026", "03.12.2026", "2026-12-03", "3 Dec 2026", "Thu 3rd December 2026"] {
        assert_eq!(parse_written(text), Ok(d(2026, 12, 3)), "{text}");
    }
    for (text, words) in [
        ("3/12/26", "four digits"),
        ("3/12", "year is missing"),
        ("12", "year is missing"),
        ("fri", "is no date such as"),
        ("+6w", "is no date such as"),
        ("31/11/2026", "November has no 31st"),
    ] {
        let error = parse_written(text).unwrap_err().0;
        assert!(error.contains(words), "{text}: {error}");
    }
}

fn any_date() -> impl Strategy<Value = NaiveDate> {
    (day::number(d(1900, 1, 1))..=day::number(d(2199, 12, 31)))
        .prop_map(|number| day::from_number(number).unwrap())
}

fn any_lean() -> impl Strategy<Value = Lean> {
    prop_oneof![Just(Past), Just(Future), Just(Near)]
}

#[test]
fn in_an_academic_year_day_and_month_say_all() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    for (text, year, want) in [
        ("1/9", 2026, "2026-09-01"),
        ("19 oct", 2026, "2026-10-19"),
        ("31/8", 2026, "2027-08-31"),
        ("4/1", 2027, "2028-01-04"),
        ("29 feb", 2027, "2028-02-29"),
        ("4/1/2027", 2027, "2027-01-04"),
        ("tue 4/1", 2027, "2028-01-04"),
        ("tomorrow", 2027, "2026-11-22"),
    ] {
        let found = parse(text, today, &Calendar::default(), Lean::Year(year)).unwrap();
        assert_eq!(day::iso(found), want, "{text}");
    }
    for (text, words) in [("29 feb", "ends on the 28th"), ("fri 4/1", "is a Mon")] {
        let error = parse(text, today, &Calendar::default(), Lean::Year(2026)).unwrap_err();
        assert!(error.0.contains(words), "{error}");
    }
    assert!(parse("4/1", today, &Calendar::default(), Lean::Year(i32::MAX)).is_err());
}

proptest! {
    #[test]
    fn what_is_shown_reads_back(date in any_date(), today in any_date(), lean in any_lean()) {
        let calendar = Calendar::default();
        for text in [day::full(date), day::numeric(date), day::iso(date), day::plain(date)] {
            prop_assert_eq!(parse(&text, today, &calendar, lean), Ok(date), "{}", text);
            prop_assert_eq!(parse_written(&text), Ok(date), "{}", text);
        }
    }

    #[test]
    fn a_short_date_reads_back_from_nearby(date in any_date(), off in -180i64..180, lean in any_lean()) {
        let today = date.checked_add_signed(chrono::TimeDelta::days(off)).unwrap();
        prop_assume!(day::in_range(today));
        prop_assert_eq!(parse(&day::short(date), today, &Calendar::default(), lean), Ok(date));
    }

    #[test]
    fn leaning_holds(date in any_date(), lean in any_lean(), month in 1u32..=12, day_of in 1u32..=28) {
        prop_assume!((1910..2190).contains(&date.year()));
        for text in [format!("{day_of}/{month}"), day_of.to_string(), "mon".into(), "end of term".into(), "half term".into(), "end of month".into()] {
            let found = parse(&text, date, &Calendar::default(), lean).unwrap();
            match lean {
                Past => prop_assert!(found <= date, "{} {} {}", text, date, found),
                Future => prop_assert!(found >= date, "{} {} {}", text, date, found),
                Near | Lean::Year(_) => prop_assert!(day::between(date, found).abs() < 250, "{} {} {}", text, date, found),
            }
        }
    }

    #[test]
    fn no_text_panics_and_every_date_is_in_range(text in "\\PC{0,40}", number in proptest::num::i32::ANY, lean in any_lean()) {
        if let Some(today) = NaiveDate::from_num_days_from_ce_opt(number)
            && let Ok(date) = parse(&text, today, &Calendar::default(), lean) {
            prop_assert!(day::in_range(date));
        }
    }

    #[test]
    fn no_heap_of_date_words_panics(
        words in proptest::collection::vec(prop_oneof![
            Just("next"), Just("last"), Just("this"), Just("fri"), Just("week"), Just("weeks"), Just("end of"), Just("start"), Just("term"),
            Just("half"), Just("+"), Just("-"), Just("/"), Just("."), Just("3"), Just("31"), Just("2026"), Just("99999999"), Just("0"), Just("dec"),
            Just("feb"), Just("ago"), Just("m"), Just("y"), Just("d"), Just("today"), Just("tom"), Just("summer"), Just("fortnight"), Just("th"), Just("a"),
        ], 1..5),
        number in proptest::num::i32::ANY, near in any_date(), lean in any_lean(),
    ) {
        let text = words.join(" ");
        for today in [NaiveDate::from_num_days_from_ce_opt(number), Some(near)].into_iter().flatten() {
            if let Ok(date) = parse(&text, today, &Calendar::default(), lean) {
                prop_assert!(day::in_range(date));
            }
        }
    }
}
