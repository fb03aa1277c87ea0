//! Periods in days or months by which day is their first.
//!
//! Rule: the answer is the last day of the period; a period has at least one day. None for less, and outside 1900–2199.

use chrono::NaiveDate;

use super::roll;

/// The last of `n_days` calendar days beginning with `from`, which is day 1.
///
/// Worked example: a draft served on 2026-11-10, 15 days: 2026-11-24.
pub fn beginning_with(from: NaiveDate, n_days: i64) -> Option<NaiveDate> {
    if n_days < 1 { None } else { roll::days(from, n_days.checked_sub(1)?) }
}

/// The last of `n_days` calendar days of which day 1 is the day after `from`.
///
/// Worked example: a consultation received on 2026-11-10, 15 days: 2026-11-25.
pub fn day_after(from: NaiveDate, n_days: i64) -> Option<NaiveDate> {
    if n_days < 1 { None } else { roll::days(from, n_days) }
}

/// The last day within so many calendar months starting on `from`: the day before the one that many months on, clamped to
/// the month's end. From the 29th to the 31st of a month it may say a day too early, never a day too late.
///
/// Worked example: 12 months starting on 2026-01-15: 2027-01-14.
pub fn within_months_starting_on(from: NaiveDate, months: i32) -> Option<NaiveDate> {
    if months < 1 { None } else { roll::days(roll::months(from, months)?, -1) }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{any_day, d};
    use super::*;
    use crate::domain::day;
    use proptest::prelude::*;

    #[test]
    fn day_one_is_the_day_or_the_day_after() {
        assert_eq!(beginning_with(d(2026, 11, 10), 15), Some(d(2026, 11, 24)));
        assert_eq!(beginning_with(d(2026, 11, 10), 1), Some(d(2026, 11, 10)));
        assert_eq!(day_after(d(2026, 11, 10), 15), Some(d(2026, 11, 25)));
        assert_eq!(day_after(d(2026, 11, 10), 1), Some(d(2026, 11, 11)));
    }

    #[test]
    fn months_starting_on_a_day_end_the_day_before() {
        for (from, months, last) in [
            (d(2026, 1, 15), 12, d(2027, 1, 14)),
            (d(2026, 1, 1), 12, d(2026, 12, 31)),
            (d(2023, 3, 1), 12, d(2024, 2, 29)),
            (d(2024, 2, 29), 12, d(2025, 2, 27)),
            (d(2026, 8, 31), 6, d(2027, 2, 27)),
        ] {
            assert_eq!(within_months_starting_on(from, months), Some(last), "{from}");
        }
    }

    #[test]
    fn no_period_no_day() {
        let from = d(2026, 1, 15);
        for n in [i64::MIN, -1, 0, i64::MAX] {
            assert_eq!(beginning_with(from, n), None);
            assert_eq!(day_after(from, n), None);
        }
        for n in [i32::MIN, -1, 0, i32::MAX] {
            assert_eq!(within_months_starting_on(from, n), None);
        }
        assert_eq!(beginning_with(d(2199, 12, 31), 1), Some(d(2199, 12, 31)));
        assert_eq!(day_after(d(2199, 12, 31), 1), None);
        assert_eq!(beginning_with(NaiveDate::MAX, 1), None);
        assert_eq!(within_months_starting_on(NaiveDate::MIN, 1), None);
    }

    proptest! {
        #[test]
        fn a_period_has_its_days(from in any_day(), n in 1_i64..1_000) {
            if let Some(last) = beginning_with(from, n) {
                prop_assert_eq!(from.iter_days().take_while(|date| *date <= last).count() as i64, n);
            }
            if let Some(last) = day_after(from, n) {
                prop_assert_eq!(beginning_with(from, n + 1), Some(last));
            }
        }

        #[test]
        fn months_rise_with_the_day(from in any_day(), later in 0_i64..400, months in 1_i32..120) {
            let next = roll::days(from, later).and_then(|from| within_months_starting_on(from, months));
            if let (Some(one), Some(other)) = (within_months_starting_on(from, months), next) {
                prop_assert!(from <= one && one <= other);
                prop_assert!(day::between(from, one) <= i64::from(months) * 31);
            }
        }
    }
}
