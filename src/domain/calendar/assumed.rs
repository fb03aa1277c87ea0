//! The made-up English default: three terms for any academic year, near to what most schools keep, so that a new store works
//! before anybody has typed a term date. Never said to be the school's own.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::{Span, Term};
use crate::domain::day;

/// The three assumed terms of the academic year that starts in `year`; none outside the years that we accept.
pub fn assumed_terms(year: i32) -> Vec<Term> {
    if !(day::FIRST_YEAR..day::LAST_YEAR).contains(&year) {
        return Vec::new();
    }
    [autumn(year), spring(year.saturating_add(1)), summer(year.saturating_add(1))]
        .into_iter()
        .flatten()
        .collect()
}

fn term(name: &str, start: NaiveDate, end: NaiveDate, half: NaiveDate) -> Option<Term> {
    let half_term = Span { start: half, end: half.checked_add_days(Days::new(4))? };
    Some(Term { name: name.into(), start, end, half_term: Some(half_term), site: None })
}

/// From 2 September to the Friday by 20 December; half-term in the last full week of October.
fn autumn(year: i32) -> Option<Term> {
    let start = weekday_from(NaiveDate::from_ymd_opt(year, 9, 2)?)?;
    let end = back_to(NaiveDate::from_ymd_opt(year, 12, 20)?, Weekday::Fri)?;
    term("Autumn", start, end, back_to(NaiveDate::from_ymd_opt(year, 10, 28)?, Weekday::Mon)?)
}

/// From 4 January to the Friday by 4 April, or the Thursday before Good Friday if that is earlier; half-term in mid February.
fn spring(year: i32) -> Option<Term> {
    let start = weekday_from(NaiveDate::from_ymd_opt(year, 1, 4)?)?;
    term("Spring", start, spring_end(year)?, back_to(NaiveDate::from_ymd_opt(year, 2, 19)?, Weekday::Mon)?)
}

fn spring_end(year: i32) -> Option<NaiveDate> {
    let friday = back_to(NaiveDate::from_ymd_opt(year, 4, 4)?, Weekday::Fri)?;
    Some(friday.min(easter(year)?.checked_sub_days(Days::new(3))?))
}

/// From the Monday after two weeks (not Easter Monday) to 21 July; half-term in the week of the last Monday of May.
fn summer(year: i32) -> Option<Term> {
    let after = spring_end(year)?.checked_add_days(Days::new(21))?;
    let mut start = back_to(after, Weekday::Mon)?;
    if start.pred_opt()? == easter(year)? {
        start = start.succ_opt()?;
    }
    let mut end = NaiveDate::from_ymd_opt(year, 7, 21)?;
    while matches!(end.weekday(), Weekday::Sat | Weekday::Sun) {
        end = end.pred_opt()?;
    }
    term("Summer", start, end, back_to(NaiveDate::from_ymd_opt(year, 5, 31)?, Weekday::Mon)?)
}

/// The last such weekday on or before a date.
fn back_to(date: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    date.checked_sub_days(Days::new(u64::from(date.weekday().days_since(weekday))))
}

/// The first Monday-to-Friday day on or after a date.
fn weekday_from(mut date: NaiveDate) -> Option<NaiveDate> {
    while matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        date = date.succ_opt()?;
    }
    Some(date)
}

/// Easter Sunday, by the anonymous Gregorian rule (Meeus).
fn easter(year: i32) -> Option<NaiveDate> {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_sundays() {
        for (y, m, d) in
            [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2038, 4, 25)]
        {
            assert_eq!(easter(y), NaiveDate::from_ymd_opt(y, m, d));
        }
    }

    #[test]
    fn terms_of_2026() {
        let said: Vec<String> = assumed_terms(2026)
            .iter()
            .map(|t| {
                let half = t.half_term.unwrap();
                format!(
                    "{} {} {} {} {}",
                    t.name,
                    day::iso(t.start),
                    day::iso(half.start),
                    day::iso(half.end),
                    day::iso(t.end)
                )
            })
            .collect();
        assert_eq!(
            said,
            [
                "Autumn 2026-09-02 2026-10-26 2026-10-30 2026-12-18",
                "Spring 2027-01-04 2027-02-15 2027-02-19 2027-03-25",
                "Summer 2027-04-12 2027-05-31 2027-06-04 2027-07-21",
            ]
        );
    }

    #[test]
    fn every_year_has_three_terms_that_make_a_calendar() {
        for year in 1900..2199 {
            let terms = assumed_terms(year);
            assert_eq!(terms.len(), 3, "{year}");
            let names = terms.iter().map(|t| t.name.as_str()).collect::<Vec<_>>();
            assert_eq!(names, ["Autumn", "Spring", "Summer"]);
            for term in &terms {
                assert_eq!(super::super::academic_year(term.start), year);
                assert_eq!(super::super::academic_year(term.end), year);
                let weeks = day::between(term.start, term.end) / 7;
                assert!((9..=17).contains(&weeks), "{year} {}: {weeks} weeks", term.name);
                assert!(super::super::Calendar::new(terms.clone(), true).is_ok(), "{year}");
            }
        }
        assert!(assumed_terms(1899).is_empty());
        assert!(assumed_terms(i32::MAX).is_empty());
        assert!(assumed_terms(i32::MIN).is_empty());
    }
}
