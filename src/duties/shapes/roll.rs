//! Rolling forward and, with a negative count, backward from a date.
//!
//! Rule: the day that is rolled from is not counted; day 1 comes after it. See `first_day` for the other way.

use chrono::{Months, NaiveDate, TimeDelta};

use super::kept;
use crate::domain::calendar::{Calendar, monday};
use crate::domain::day;

/// `n` calendar days on; back where `n` is negative. None outside 1900–2199.
pub fn days(from: NaiveDate, n: i64) -> Option<NaiveDate> {
    kept(kept(from)?.checked_add_signed(TimeDelta::try_days(n)?)?)
}

/// `n` weeks of 7 calendar days on; back where `n` is negative. None outside 1900–2199.
///
/// Worked example: a request received on 2026-09-07, 20 weeks: 2027-01-25.
pub fn weeks(from: NaiveDate, n: i64) -> Option<NaiveDate> {
    days(from, n.checked_mul(7)?)
}

/// `n` calendar months on, the day clamped to the month's end; back where `n` is negative. None outside 1900–2199.
///
/// Worked example: 2027-01-31, 1 month: 2027-02-28.
pub fn months(from: NaiveDate, n: i32) -> Option<NaiveDate> {
    let (from, step) = (kept(from)?, Months::new(n.unsigned_abs()));
    kept(if n < 0 { from.checked_sub_months(step) } else { from.checked_add_months(step) }?)
}

/// The `n`-th school day after a date (day 1 is the first school day after it), or before it where `n` is negative.
/// 0 is the date itself if it is a school day, else the next one. None outside 1900–2199.
///
/// Worked example: asked on Fri 2026-10-23, before half-term: 1 school day is Mon 2026-11-02.
pub fn school_days(from: NaiveDate, n: i64, calendar: &Calendar) -> Option<NaiveDate> {
    let (from, count) = (kept(from)?, u32::try_from(n.unsigned_abs()).ok()?);
    if n < 0 { calendar.school_days_before(from, count) } else { calendar.school_days_after(from, count) }
}

/// The same weekday `n` teaching weeks on; back where `n` is negative. A teaching week runs from Monday to Sunday and has a
/// school day in it: half-term and holidays are passed over. A date in a week without a school day counts as the Monday of
/// the next week with one, since nothing is taught until then. None outside 1900–2199.
///
/// Worked example: Mon 2026-09-14, 6 teaching weeks, half-term passed over: Mon 2026-11-02 (42 days would be 2026-10-26).
pub fn teaching_weeks(from: NaiveDate, n: i64, calendar: &Calendar) -> Option<NaiveDate> {
    let (from, count) = (kept(from)?, u32::try_from(n.unsigned_abs()).ok()?);
    if n >= 0 {
        return calendar.teaching_weeks_after(from, count);
    }
    let from = calendar.teaching_weeks_after(from, 0)?;
    let own = monday(from)?;
    let mut week = own;
    for _ in 0..count {
        week = monday(calendar.school_days_before(week, 1)?)?;
    }
    days(week, day::between(own, from))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{any_day, d, inner_day};
    use super::*;
    use chrono::Datelike;
    use proptest::prelude::*;

    #[test]
    fn needs_assessment_and_annual_review() {
        let request = d(2026, 9, 7);
        assert_eq!(weeks(request, 6), Some(d(2026, 10, 19)));
        assert_eq!(weeks(request, 16), Some(d(2026, 12, 28)));
        assert_eq!(weeks(request, 20), Some(d(2027, 1, 25)));
        let meeting = d(2026, 11, 23);
        assert_eq!(weeks(meeting, -2), Some(d(2026, 11, 9)));
        assert_eq!(weeks(meeting, 2), Some(d(2026, 12, 7)));
        assert_eq!(weeks(meeting, 4), Some(d(2026, 12, 21)));
        assert_eq!(weeks(meeting, 12), Some(d(2027, 2, 15)));
        let limit = d(2027, 1, 14);
        assert_eq!(weeks(limit, -4), Some(d(2026, 12, 17)));
        assert_eq!(weeks(limit, -8), Some(d(2026, 11, 19)));
        assert_eq!(days(d(2026, 9, 14), 42), Some(d(2026, 10, 26)));
    }

    #[test]
    fn months_end_with_the_month() {
        for (from, n, to) in [
            (d(2027, 1, 31), 1, d(2027, 2, 28)),
            (d(2028, 1, 31), 1, d(2028, 2, 29)),
            (d(2100, 1, 31), 1, d(2100, 2, 28)),
            (d(2000, 1, 31), 1, d(2000, 2, 29)),
            (d(2027, 3, 31), -1, d(2027, 2, 28)),
            (d(2024, 2, 29), 12, d(2025, 2, 28)),
            (d(2024, 2, 29), -48, d(2020, 2, 29)),
            (d(2026, 10, 1), 2, d(2026, 12, 1)),
            (d(2026, 11, 29), 1, d(2026, 12, 29)),
            (d(2027, 1, 15), 0, d(2027, 1, 15)),
        ] {
            assert_eq!(months(from, n), Some(to), "{from} {n}");
        }
    }

    #[test]
    fn school_days_pass_over_weekends_and_half_term() {
        let calendar = Calendar::default();
        for (from, n, to) in [
            (d(2026, 10, 23), 1, d(2026, 11, 2)),
            (d(2026, 10, 23), 0, d(2026, 10, 23)),
            (d(2026, 10, 24), 0, d(2026, 11, 2)),
            (d(2026, 10, 28), 1, d(2026, 11, 2)),
            (d(2026, 10, 28), -1, d(2026, 10, 23)),
            (d(2026, 11, 2), -1, d(2026, 10, 23)),
            (d(2026, 11, 20), 5, d(2026, 11, 27)),
            (d(2026, 12, 18), 15, d(2027, 1, 22)),
        ] {
            assert_eq!(school_days(from, n, &calendar), Some(to), "{from} {n}");
        }
    }

    #[test]
    fn teaching_weeks_pass_over_half_term_and_holidays() {
        let calendar = Calendar::default();
        for (from, n, to) in [
            (d(2026, 9, 14), 6, d(2026, 11, 2)),
            (d(2026, 9, 14), 0, d(2026, 9, 14)),
            (d(2026, 11, 2), -6, d(2026, 9, 14)),
            (d(2026, 10, 28), 0, d(2026, 11, 2)),
            (d(2026, 10, 28), 6, d(2026, 12, 14)),
            (d(2026, 12, 17), 1, d(2027, 1, 7)),
        ] {
            assert_eq!(teaching_weeks(from, n, &calendar), Some(to), "{from} {n}");
        }
    }

    #[test]
    fn out_of_the_years_is_none() {
        let (calendar, last) = (Calendar::default(), d(2199, 12, 31));
        for n in [1, i64::MAX] {
            assert_eq!(days(last, n), None);
            assert_eq!(weeks(last, n), None);
            assert_eq!(school_days(last, n, &calendar), None);
            assert_eq!(teaching_weeks(last, n, &calendar), None);
        }
        for n in [-1, i64::MIN] {
            assert_eq!(days(d(1900, 1, 1), n), None);
            assert_eq!(weeks(d(1900, 1, 1), n), None);
            assert_eq!(school_days(d(1900, 1, 1), n, &calendar), None);
            assert_eq!(teaching_weeks(d(1900, 1, 1), n, &calendar), None);
        }
        for n in [i32::MIN, -1, i32::MAX] {
            assert_eq!(months(d(1900, 1, 1), n), None);
        }
        for outside in [d(1899, 12, 31), d(2200, 1, 1), NaiveDate::MIN, NaiveDate::MAX] {
            assert_eq!(days(outside, 0), None);
            assert_eq!(months(outside, 0), None);
            assert_eq!(school_days(outside, 0, &calendar), None);
            assert_eq!(teaching_weeks(outside, 0, &calendar), None);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn days_and_weeks_come_back(from in any_day(), n in -60_000_i64..60_000) {
            if let Some(to) = days(from, n) {
                prop_assert_eq!(days(to, -n), Some(from));
                prop_assert_eq!(day::between(from, to), n);
            }
            if let Some(to) = weeks(from, n) {
                prop_assert_eq!(weeks(to, -n), Some(from));
                prop_assert_eq!(to.weekday(), from.weekday());
            }
        }

        #[test]
        fn months_keep_the_day_or_end_the_month(a in any_day(), b in any_day(), n in -1_200_i32..1_200) {
            if let (Some(one), Some(other)) = (months(a, n), months(b, n)) {
                prop_assert!(a > b || one <= other);
                let ends = one.succ_opt().unwrap().day() == 1;
                prop_assert!(one.day() == a.day() || (one.day() < a.day() && ends));
                if one.day() == a.day() {
                    prop_assert_eq!(months(one, -n), Some(a));
                }
            }
        }

        #[test]
        fn school_days_rise_and_come_back(from in inner_day(), n in -30_i64..30, later in 0_i64..30) {
            let calendar = Calendar::default();
            let to = school_days(from, n, &calendar).unwrap();
            prop_assert!(calendar.is_teaching_day(to));
            prop_assert!(school_days(from, n + 1, &calendar).unwrap() > to || n == 0);
            prop_assert!(school_days(days(from, later).unwrap(), n, &calendar).unwrap() >= to);
            if calendar.is_teaching_day(from) {
                prop_assert_eq!(school_days(to, -n, &calendar), Some(from));
            }
        }

        #[test]
        fn teaching_weeks_rise_and_come_back(from in inner_day(), n in -9_i64..9, later in 0_i64..60) {
            let calendar = Calendar::default();
            let to = teaching_weeks(from, n, &calendar).unwrap();
            let monday = monday(to).unwrap();
            prop_assert!(calendar.school_days_between(monday, days(monday, 6).unwrap()) > 0);
            prop_assert!(teaching_weeks(from, n + 1, &calendar).unwrap() > to);
            prop_assert!(teaching_weeks(days(from, later).unwrap(), n, &calendar).unwrap() >= to);
            prop_assert_eq!(teaching_weeks(to, -n, &calendar), teaching_weeks(from, 0, &calendar));
        }
    }
}
