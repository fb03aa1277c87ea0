//! The clock shapes counted a second time: day by day down a list of days, without chrono and without what they are made of.
//! Both must agree on 10,000 random cases a shape, from 1900 to 2199 and over both ends.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod brute_force {
    pub mod days;
    pub mod holidays;
    pub mod school;
}

use std::fmt::Debug;

use brute_force::days::{Days, Ymd};
use brute_force::school::School;
use chrono::{NaiveDate, Weekday};
use fastrand::Rng;
use senco::duties::shapes::count::{self, Suspended};
use senco::duties::shapes::{first_day, fixed, later, roll, window};

const CASES: usize = 10_000;

fn date(day: Ymd) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.0, day.1, day.2).unwrap()
}

fn said(date: NaiveDate) -> Ymd {
    let text = date.to_string();
    let mut parts = text.split('-').map(|part| part.parse::<u32>().unwrap());
    let mut part = || parts.next().unwrap();
    (part() as i32, part(), part())
}

#[track_caller]
fn agree(case: &impl Debug, quick: Option<NaiveDate>, counted: Option<Ymd>) {
    assert_eq!(quick.map(said), counted, "{case:?}");
}

/// Any day of the list, often near a month's end, a leap day or either end of the years.
fn any_day(rng: &mut Rng, days: &Days) -> usize {
    let len = days.all.len();
    match rng.u8(0..8) {
        0 => rng.usize(0..400),
        1 => len - 1 - rng.usize(0..400),
        2 => {
            let at = days.at((rng.i32(1900..=2199), rng.u32(1..=12), 28)).unwrap();
            (at + rng.usize(0..5)).min(len - 1)
        }
        _ => rng.usize(0..len),
    }
}

#[test]
fn days_weeks_and_months() {
    let (days, mut rng) = (Days::new(), Rng::with_seed(1));
    for _ in 0..CASES {
        let from = any_day(&mut rng, &days);
        let (day, n) = (days.all[from], rng.i64(-800..800));
        agree(&(day, n), roll::days(date(day), n), days.walk(from, n));
        let n = rng.i64(-120..120);
        agree(&(day, n), roll::weeks(date(day), n), days.walk(from, 7 * n));
        let n = rng.i32(-60..60);
        agree(&(day, n), roll::months(date(day), n), days.months(from, n));
    }
}

#[test]
fn first_day_counted_or_not() {
    let (days, mut rng) = (Days::new(), Rng::with_seed(2));
    for _ in 0..CASES {
        let from = any_day(&mut rng, &days);
        let (day, n) = (days.all[from], rng.i64(1..400));
        // Say "one" on the first day, and on until n is said.
        let said_n = |first: usize| (first..days.all.len()).zip(1..).find(|(_, said)| *said == n);
        let nth = |first: usize| said_n(first).map(|(at, _)| days.all[at]);
        agree(&(day, n), first_day::beginning_with(date(day), n), nth(from));
        agree(&(day, n), first_day::day_after(date(day), n), nth(from + 1));
        let months = rng.i32(1..60);
        let anniversary = days.months(from, months).and_then(|day| days.at(day));
        agree(
            &(day, months),
            first_day::within_months_starting_on(date(day), months),
            anniversary.and_then(|at| days.walk(at, -1)),
        );
    }
}

#[test]
fn days_that_the_calendar_fixes() {
    let (days, mut rng) = (Days::new(), Rng::with_seed(3));
    let weekdays =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    for _ in 0..CASES {
        let from = any_day(&mut rng, &days);
        let day = days.all[from];
        agree(&day, fixed::before(date(day)), days.walk(from, -1));

        let (month, on) = (rng.u32(1..=12), rng.u32(1..=31));
        agree(&(day, month, on), fixed::next_on(date(day), month, on), days.next_on(from, month, on));
        agree(&(day, "29 Feb"), fixed::next_on(date(day), 2, 29), days.next_on(from, 2, 29));

        let (year, weekday, n) = (rng.i32(1898..=2201), rng.u8(0..7), rng.u8(0..7));
        agree(
            &(year, month, weekday, n),
            fixed::nth_weekday(year, month, weekdays[usize::from(weekday)], n),
            days.nth_weekday(year, month, weekday, n),
        );

        // Try each day: so many weeks from it, is that before the date? Is it by the date?
        let weeks = rng.usize(0..30);
        let tried = from.saturating_sub(7 * weeks + 3)..=from;
        let before = tried.clone().rfind(|at| at + 7 * weeks < from).map(|at| days.all[at]);
        let by = tried.clone().rfind(|at| at + 7 * weeks <= from).map(|at| days.all[at]);
        agree(&(day, weeks), fixed::last_safe_before(date(day), weeks as i64), before);
        agree(&(day, weeks), fixed::last_safe_by(date(day), weeks as i64), by);
    }
}

#[test]
fn the_later_of_two_clocks_and_the_tribunal() {
    let (days, mut rng) = (Days::new(), Rng::with_seed(4));
    for _ in 0..CASES {
        let letter = any_day(&mut rng, &days);
        let day = days.all[letter];
        let certificate = days.walk(letter, rng.i64(0..150)).filter(|_| rng.bool());
        let case = (day, certificate);
        agree(&case, later::later_of(Some(date(day)), certificate.map(date)), certificate.max(Some(day)));

        let calendar = senco::domain::calendar::Calendar::default();
        let appeal = later::tribunal(date(day), certificate.map(date), &calendar);
        let counted = days.months(letter, 2).and_then(|two_on| match certificate {
            Some(certificate) => days.months(days.at(certificate)?, 1).map(|one_on| one_on.max(two_on)),
            None => Some(two_on),
        });
        let last = counted.and_then(|day| days.tribunal_opens(days.at(day)?));
        agree(&case, appeal.map(|appeal| appeal.last), last);
        agree(&case, appeal.map(|appeal| appeal.counted), counted.filter(|_| last.is_some()));
    }
}

#[test]
fn school_days_and_teaching_weeks() {
    let (days, mut rng) = (Days::new(), Rng::with_seed(5));
    each_school(&days, &mut rng, |school, rng| {
        let calendar = &school.calendar;
        let from = school.any_day(rng);
        let (day, n) = (days.all[from], rng.i64(-40..40));
        agree(&(day, n), roll::school_days(date(day), n, calendar), school.school_days(from, n));
        let n = rng.i64(-12..12);
        agree(&(day, n), roll::teaching_weeks(date(day), n, calendar), school.teaching_weeks(from, n));
    });
}

#[test]
fn terms_half_terms_and_reviews() {
    let (days, mut rng) = (Days::new(), Rng::with_seed(6));
    each_school(&days, &mut rng, |school, rng| {
        let calendar = &school.calendar;
        let from = school.any_day(rng);
        let day = days.all[from];
        agree(&day, window::term_ends_after(date(day), calendar), school.term_ends_after(from));
        agree(&day, window::half_terms_end_after(date(day), calendar), school.half_terms_end_after(from));
        let n = rng.i32(1..36);
        agree(&(day, n), window::months_every(date(day), n), days.months(from, n));
        let a_year = rng.u8(1..14);
        agree(&(day, a_year), window::pace(date(day), a_year, calendar), school.pace(from, a_year));
    });
}

#[test]
fn days_spread_over_a_window() {
    let (days, mut rng) = (Days::new(), Rng::with_seed(7));
    each_school(&days, &mut rng, |school, rng| {
        let from = school.any_day(rng);
        let to = (from + rng.usize(0..80)).min(days.all.len() - 1);
        let n = rng.u16(0..30);
        let spread = window::spread((date(days.all[from]), date(days.all[to])), n, &school.calendar);
        let spread = spread.map(|spread| spread.into_iter().map(said).collect());
        assert_eq!(spread, school.spread(from, to, usize::from(n)), "{:?} {n}", days.all[from]);
    });
}

#[test]
fn school_days_and_half_days_in_a_period() {
    let (days, mut rng) = (Days::new(), Rng::with_seed(8));
    each_school(&days, &mut rng, |school, rng| {
        let calendar = &school.calendar;
        let on = |at: usize| date(days.all[at]);
        let near = |at: usize, rng: &mut Rng| (at + rng.usize(0..60)).min(days.all.len() - 1);
        let from = school.any_day(rng);
        let period = (near(from, rng), near(from, rng));
        let spans: Vec<_> = (0..rng.usize(0..4)).map(|_| (near(from, rng), near(from, rng))).collect();
        let dated: Vec<_> = spans.iter().map(|(from, to)| (on(*from), on(*to))).collect();
        let within = (on(period.0), on(period.1));
        let counted = Some(school.school_days_in(&spans, period));
        assert_eq!(count::school_days_in(&dated, within, calendar), counted, "{dated:?} {within:?}");

        let half_days: Vec<_> =
            (0..rng.usize(0..4)).map(|_| (near(from, rng), rng.bool(), rng.u32(0..24))).collect();
        let starts: Vec<_> = half_days.iter().map(|(at, pm, n)| (2 * at + usize::from(*pm), *n)).collect();
        let suspended: Vec<_> = half_days
            .iter()
            .map(|(at, afternoon, n)| Suspended { from: on(*at), afternoon: *afternoon, half_days: *n })
            .collect();
        let lost = school.halves_lost(&starts, period);
        let case = (&suspended, within);
        assert_eq!(count::half_days_in(&suspended, within, calendar), Some(lost.len() as u32), "{case:?}");
        let limit = rng.u32(0..12);
        let over = count::goes_over(&suspended, within, limit, calendar);
        agree(&case, over, lost.get(limit as usize).copied());
    });
}

#[test]
fn academic_years() {
    let (days, mut rng) = (Days::new(), Rng::with_seed(9));
    for _ in 0..CASES {
        let at = any_day(&mut rng, &days);
        let day = days.all[at];
        let year = days.academic_year(at);
        let whole = days.all[year.start].1 == 9 && days.all[year.end - 1].1 == 8;
        let period = Some((days.all[year.start], days.all[year.end - 1])).filter(|_| whole);
        let given = count::in_academic_year(date(day)).map(|(first, last)| (said(first), said(last)));
        assert_eq!(given, period, "{day:?}");
        let dates: Vec<usize> =
            (0..8).map(|_| (at + rng.usize(0..500)).saturating_sub(250).min(days.all.len() - 1)).collect();
        let times = dates.iter().filter(|at| year.contains(*at)).count() as u32;
        let dated: Vec<_> = dates.iter().map(|at| date(days.all[*at])).collect();
        let starts = days.all[year.start].0;
        if whole {
            assert_eq!(count::times_in_year(&dated, starts), Some(times), "{dated:?} {starts}");
        }
    }
}

/// So many cases, over forty schools.
fn each_school(days: &Days, rng: &mut Rng, mut check: impl FnMut(&School<'_>, &mut Rng)) {
    for _ in 0..40 {
        let school = School::new(days, rng);
        for _ in 0..CASES / 40 {
            check(&school, rng);
        }
    }
}
