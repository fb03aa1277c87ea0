//! Days that the calendar fixes: "before 15 February", 31 December, the third Thursday of January.
//!
//! Rule: "before" a day never is that day. None outside 1900–2199, and for a day that no year has.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{kept, roll};

/// The last day that is before a date.
pub fn before(date: NaiveDate) -> Option<NaiveDate> {
    roll::days(date, -1)
}

/// The first such day of the calendar on or after a date. 29 February is the 28th in years that have none.
///
/// Worked example: 31 December from 2026-11-22: 2026-12-31.
pub fn next_on(from: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let this = kept(from)?.year();
    let next = this.checked_add(1)?;
    [this, next]
        .into_iter()
        .filter_map(|year| in_year(year, month, day))
        .find(|date| *date >= from)
        .and_then(kept)
}

fn in_year(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let leap_day = (month, day) == (2, 29);
    NaiveDate::from_ymd_opt(year, month, day)
        .or_else(|| NaiveDate::from_ymd_opt(year, 2, 28).filter(|_| leap_day))
}

/// The `n`-th such weekday of a month. None if the month has fewer, or for `n` of 0.
///
/// Worked example: the school census of spring 2027, third Thursday of January: 2027-01-21.
pub fn nth_weekday(year: i32, month: u32, weekday: Weekday, n: u8) -> Option<NaiveDate> {
    kept(NaiveDate::from_weekday_of_month_opt(year, month, weekday, n)?)
}

/// The last day from which `weeks` later still lies before a date.
///
/// Worked example: a plan amended before 2027-02-15, 12 weeks after the meeting: Sun 2026-11-22.
pub fn last_safe_before(date: NaiveDate, weeks: i64) -> Option<NaiveDate> {
    before(last_safe_by(date, weeks)?)
}

/// The last day from which `weeks` later is the date itself at the latest: "before" read as "by".
///
/// Worked example: by 2027-02-15, 12 weeks after the meeting: Mon 2026-11-23.
pub fn last_safe_by(date: NaiveDate, weeks: i64) -> Option<NaiveDate> {
    roll::weeks(date, weeks.checked_neg()?)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{any_day, d};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn before_and_by() {
        assert_eq!(before(d(2027, 2, 15)), Some(d(2027, 2, 14)));
        assert_eq!(before(d(2028, 3, 1)), Some(d(2028, 2, 29)));
        assert_eq!(before(d(1900, 1, 1)), None);
        assert_eq!(last_safe_before(d(2027, 2, 15), 12), Some(d(2026, 11, 22)));
        assert_eq!(last_safe_by(d(2027, 2, 15), 12), Some(d(2026, 11, 23)));
        assert_eq!(last_safe_by(d(2027, 2, 15), i64::MIN), None);
        assert_eq!(last_safe_before(d(2027, 2, 15), i64::MAX), None);
    }

    #[test]
    fn days_of_the_year() {
        for (from, month, day, next) in [
            (d(2026, 11, 22), 12, 31, d(2026, 12, 31)),
            (d(2026, 12, 31), 12, 31, d(2026, 12, 31)),
            (d(2027, 2, 16), 2, 15, d(2028, 2, 15)),
            (d(2026, 11, 22), 2, 29, d(2027, 2, 28)),
            (d(2027, 3, 1), 2, 29, d(2028, 2, 29)),
            (d(2028, 2, 29), 2, 29, d(2028, 2, 29)),
            (d(2099, 3, 1), 2, 29, d(2100, 2, 28)),
        ] {
            assert_eq!(next_on(from, month, day), Some(next), "{from} {day}/{month}");
        }
        for (month, day) in [(13, 1), (0, 1), (2, 30), (4, 31), (1, 0)] {
            assert_eq!(next_on(d(2026, 1, 1), month, day), None);
        }
        assert_eq!(next_on(d(2199, 12, 31), 1, 1), None);
        assert_eq!(next_on(NaiveDate::MAX, 1, 1), None);
    }

    #[test]
    fn census_days() {
        assert_eq!(nth_weekday(2026, 10, Weekday::Thu, 1), Some(d(2026, 10, 1)));
        assert_eq!(nth_weekday(2027, 1, Weekday::Thu, 3), Some(d(2027, 1, 21)));
        assert_eq!(nth_weekday(2027, 5, Weekday::Thu, 3), Some(d(2027, 5, 20)));
        for (year, month, n) in [(2027, 1, 0), (2027, 1, 5), (2027, 1, u8::MAX), (2027, 13, 1), (2200, 1, 1)]
        {
            assert_eq!(nth_weekday(year, month, Weekday::Thu, n), None, "{year} {month} {n}");
        }
    }

    proptest! {
        #[test]
        fn the_last_safe_day_is_safe_and_the_next_is_not(date in any_day(), weeks in 0_i64..60) {
            if let Some(safe) = last_safe_before(date, weeks) {
                let next = safe.succ_opt().unwrap();
                prop_assert!(roll::weeks(safe, weeks).unwrap() < date);
                prop_assert!(roll::weeks(next, weeks).unwrap() >= date);
                prop_assert_eq!(last_safe_by(date, weeks), Some(next));
            }
        }

        #[test]
        fn a_day_of_the_year_comes_within_a_year(from in any_day(), other in any_day()) {
            if let Some(next) = next_on(from, other.month(), other.day()) {
                prop_assert!(next >= from && next <= roll::days(from, 366).unwrap_or(NaiveDate::MAX));
                prop_assert!(next.month() == other.month() && next.day() + 1 >= other.day());
                prop_assert_eq!(next_on(next, other.month(), other.day()), Some(next));
            } else {
                prop_assert_eq!(from.year(), 2199);
            }
        }
    }
}
