//! Counting in a period: school days, half school days of suspension, times a year.
//!
//! Rule: a school day counts once, however many stretches it lies in. None outside 1900–2199; a period that ends before it
//! begins has nothing in it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Period, kept};
use crate::domain::calendar::{Calendar, academic_year};

/// One suspension as it is recorded: from when, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suspended {
    /// The first day.
    pub from: NaiveDate,
    /// Whether it begins after the midday break of that day.
    pub afternoon: bool,
    /// How long it lasts, in half school days: 2 is one school day.
    pub half_days: u32,
}

/// How many school days of a period lie in these stretches.
pub fn school_days_in(spans: &[Period], period: Period, calendar: &Calendar) -> Option<u32> {
    let (first, last) = (kept(period.0)?, kept(period.1)?);
    let mut spans = spans.to_vec();
    spans.sort_unstable();
    let (mut unseen, mut count) = (first, 0_u32);
    for (from, to) in spans {
        let (from, to) = (from.max(unseen), to.min(last));
        count = count.saturating_add(calendar.school_days_between(from, to));
        unseen = unseen.max(to.succ_opt()?);
    }
    Some(count)
}

/// How many half school days of a period were lost to these suspensions. Each runs on over school days only.
///
/// Worked example: from Thu 2026-10-22, 6 half days: Thursday, Friday, and the Monday after half-term; 4 of them before it.
pub fn half_days_in(suspensions: &[Suspended], period: Period, calendar: &Calendar) -> Option<u32> {
    u32::try_from(lost(suspensions, period, calendar)?.len()).ok()
}

/// The day on which suspensions in a period go over a limit of half school days ("more than 5 days" is over 10); None also
/// where they never do.
pub fn goes_over(
    suspensions: &[Suspended],
    period: Period,
    limit: u32,
    calendar: &Calendar,
) -> Option<NaiveDate> {
    lost(suspensions, period, calendar)?.into_iter().nth(usize::try_from(limit).ok()?).map(|(date, _)| date)
}

/// The half days of a period that are lost, in order: the day, and whether it is its afternoon.
fn lost(
    suspensions: &[Suspended],
    period: Period,
    calendar: &Calendar,
) -> Option<BTreeSet<(NaiveDate, bool)>> {
    let (first, last) = (kept(period.0)?, kept(period.1)?);
    let mut lost = BTreeSet::new();
    for suspended in suspensions {
        let (mut date, mut left) = (kept(suspended.from)?, suspended.half_days);
        while left > 0 && date <= last {
            for afternoon in [false, true] {
                let begun = date > suspended.from || afternoon >= suspended.afternoon;
                if left > 0 && begun && calendar.is_teaching_day(date) {
                    left -= 1;
                    if date >= first {
                        lost.insert((date, afternoon));
                    }
                }
            }
            date = date.succ_opt()?;
        }
    }
    Some(lost)
}

/// The academic year of a day: its 1 September and its 31 August.
pub fn in_academic_year(date: NaiveDate) -> Option<Period> {
    year_period(academic_year(kept(date)?))
}

/// How many of these days lie in the academic year that starts in `year`.
pub fn times_in_year(dates: &[NaiveDate], year: i32) -> Option<u32> {
    let (first, last) = year_period(year)?;
    u32::try_from(dates.iter().filter(|date| (first..=last).contains(*date)).count()).ok()
}

fn year_period(year: i32) -> Option<Period> {
    let first = NaiveDate::from_ymd_opt(year, 9, 1)?;
    let last = NaiveDate::from_ymd_opt(year.checked_add(1)?, 8, 31)?;
    Some((kept(first)?, kept(last)?))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{d, inner_day};
    use super::*;
    use crate::duties::shapes::roll;
    use proptest::prelude::*;

    #[test]
    fn school_days_count_once() {
        let calendar = Calendar::default();
        let autumn = (d(2026, 9, 1), d(2026, 12, 31));
        let week = (d(2026, 11, 2), d(2026, 11, 6));
        for (spans, count) in [
            (vec![], 0),
            (vec![week], 5),
            (vec![week, week], 5),
            (vec![(d(2026, 11, 5), d(2026, 11, 9)), week], 6),
            (vec![(d(2026, 10, 22), d(2026, 11, 3))], 4),
            (vec![(d(2026, 12, 18), d(2027, 1, 4))], 1),
            (vec![(d(2026, 11, 6), d(2026, 11, 2))], 0),
            (vec![(NaiveDate::MIN, d(2026, 9, 3)), (d(2026, 12, 17), NaiveDate::MAX)], 4),
        ] {
            assert_eq!(school_days_in(&spans, autumn, &calendar), Some(count), "{spans:?}");
        }
        assert_eq!(school_days_in(&[week], (autumn.1, autumn.0), &calendar), Some(0));
        assert_eq!(school_days_in(&[week], (autumn.0, NaiveDate::MAX), &calendar), None);
    }

    #[test]
    fn half_days_run_over_half_term_and_terms() {
        let calendar = Calendar::default();
        let before = (d(2026, 9, 1), d(2026, 10, 30));
        let autumn = (d(2026, 9, 1), d(2026, 12, 18));
        let six = Suspended { from: d(2026, 10, 22), afternoon: false, half_days: 6 };
        assert_eq!(half_days_in(&[six], before, &calendar), Some(4));
        assert_eq!(half_days_in(&[six], autumn, &calendar), Some(6));
        let late = Suspended { afternoon: true, ..six };
        assert_eq!(half_days_in(&[late], before, &calendar), Some(3));
        // The two halves of one day, and the same half twice.
        let morning = Suspended { half_days: 1, ..six };
        assert_eq!(
            half_days_in(&[morning, Suspended { afternoon: true, ..morning }], autumn, &calendar),
            Some(2)
        );
        assert_eq!(half_days_in(&[morning, morning], autumn, &calendar), Some(1));
        let long = Suspended { half_days: u32::MAX, ..six };
        assert_eq!(half_days_in(&[long], before, &calendar), Some(4));
    }

    #[test]
    fn five_days_in_a_term_are_not_more_than_five() {
        let calendar = Calendar::default();
        let autumn = (d(2026, 9, 1), d(2026, 12, 18));
        let five = Suspended { from: d(2026, 9, 14), afternoon: false, half_days: 10 };
        let one = Suspended { from: d(2026, 11, 4), afternoon: true, half_days: 1 };
        assert_eq!(goes_over(&[five], autumn, 10, &calendar), None);
        assert_eq!(goes_over(&[five, one], autumn, 10, &calendar), Some(d(2026, 11, 4)));
        assert_eq!(goes_over(&[five], autumn, 0, &calendar), Some(d(2026, 9, 14)));
    }

    #[test]
    fn academic_years_run_from_september() {
        let year = (d(2026, 9, 1), d(2027, 8, 31));
        for date in [year.0, d(2026, 12, 31), d(2027, 1, 1), year.1] {
            assert_eq!(in_academic_year(date), Some(year));
        }
        for outside in [d(1900, 8, 31), d(2199, 9, 1), NaiveDate::MIN, NaiveDate::MAX] {
            assert_eq!(in_academic_year(outside), None);
        }
        let days = [d(2026, 8, 31), d(2026, 9, 1), d(2027, 8, 31), d(2027, 8, 31), d(2027, 9, 1)];
        assert_eq!(times_in_year(&days, 2026), Some(3));
        for year in [i32::MIN, 1899, 2199, i32::MAX] {
            assert_eq!(times_in_year(&days, year), None);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn more_is_never_less(from in inner_day(), n in 0_i64..60, more in 0_i64..30, half_days in 0_u32..80) {
            let calendar = Calendar::default();
            let period = (from, roll::days(from, n).unwrap());
            let longer = (from, roll::days(from, n + more).unwrap());
            let whole = school_days_in(&[period], period, &calendar).unwrap();
            prop_assert_eq!(school_days_in(&[longer], period, &calendar), Some(whole));
            prop_assert!(school_days_in(&[longer], longer, &calendar).unwrap() >= whole);
            let suspended = Suspended { from, afternoon: false, half_days };
            prop_assert_eq!(half_days_in(&[suspended], period, &calendar), Some(half_days.min(2 * whole)));
        }

        /// The n-th school day from a school day is found again by counting.
        #[test]
        fn counting_undoes_rolling(from in inner_day(), n in 1_i64..60) {
            let calendar = Calendar::default();
            let period = (roll::days(from, 1).unwrap(), roll::school_days(from, n, &calendar).unwrap());
            prop_assert_eq!(school_days_in(&[period], period, &calendar).map(i64::from), Some(n));
        }
    }
}
