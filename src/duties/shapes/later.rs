//! The later of two clocks, and the last day for an appeal to the SEND Tribunal.
//!
//! Rule: a clock that does not run (None) never holds the other back.

use chrono::{Datelike, NaiveDate};

use super::{kept, roll};
use crate::domain::calendar::Calendar;

/// The later of two days; the one there is where the other is missing or outside 1900–2199.
pub fn later_of(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    a.and_then(kept).max(b.and_then(kept))
}

/// The last day for an appeal, and the day it was counted to before August and Christmas moved it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appeal {
    /// The later of the two clocks.
    pub counted: NaiveDate,
    /// The last day: `counted`, or the working day that it is moved to.
    pub last: NaiveDate,
}

/// The last day to appeal to the SEND Tribunal: the later of 2 months from the decision letter and 1 month from the mediation
/// certificate. In August it moves to the first working day of September, from 25 December to 1 January to the next working
/// day in January. None outside 1900–2199.
///
/// Worked example: letter of 2026-10-01, certificate of 2026-11-29: counted to 2026-12-29, so Mon 2027-01-04.
pub fn tribunal(letter: NaiveDate, certificate: Option<NaiveDate>, calendar: &Calendar) -> Option<Appeal> {
    let certified = match certificate {
        Some(certificate) => Some(roll::months(certificate, 1)?),
        None => None,
    };
    let counted = later_of(Some(roll::months(letter, 2)?), certified)?;
    let year = counted.year();
    let opens = match (counted.month(), counted.day()) {
        (8, _) => NaiveDate::from_ymd_opt(year, 9, 1),
        (12, 25..) => NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 2),
        (1, 1) => NaiveDate::from_ymd_opt(year, 1, 2),
        _ => return Some(Appeal { counted, last: counted }),
    };
    Some(Appeal { counted, last: calendar.next_working_day(opens?)? })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{any_day, d};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_later_of_what_there_is() {
        let (one, other) = (d(2026, 12, 1), d(2026, 12, 29));
        assert_eq!(later_of(Some(one), Some(other)), Some(other));
        assert_eq!(later_of(Some(other), Some(one)), Some(other));
        assert_eq!(later_of(Some(one), None), Some(one));
        assert_eq!(later_of(None, Some(one)), Some(one));
        assert_eq!(later_of(Some(NaiveDate::MAX), Some(one)), Some(one));
        assert_eq!(later_of(None, None), None);
    }

    #[test]
    fn the_tribunal_is_shut_in_august_and_at_christmas() {
        for (letter, certificate, counted, last) in [
            (d(2026, 10, 1), Some(d(2026, 11, 29)), d(2026, 12, 29), d(2027, 1, 4)),
            (d(2026, 10, 1), None, d(2026, 12, 1), d(2026, 12, 1)),
            (d(2026, 10, 1), Some(d(2026, 10, 20)), d(2026, 12, 1), d(2026, 12, 1)),
            (d(2026, 10, 24), None, d(2026, 12, 24), d(2026, 12, 24)),
            (d(2026, 10, 25), None, d(2026, 12, 25), d(2027, 1, 4)),
            (d(2026, 11, 1), None, d(2027, 1, 1), d(2027, 1, 4)),
            (d(2026, 11, 2), None, d(2027, 1, 2), d(2027, 1, 2)),
            // 1 January 2028 is a Saturday, and Monday the 3rd its bank holiday.
            (d(2027, 11, 1), None, d(2028, 1, 1), d(2028, 1, 4)),
            (d(2026, 6, 1), None, d(2026, 8, 1), d(2026, 9, 1)),
            (d(2027, 6, 30), None, d(2027, 8, 30), d(2027, 9, 1)),
            // 1 September 2029 is a Saturday.
            (d(2029, 6, 30), None, d(2029, 8, 30), d(2029, 9, 3)),
            (d(2026, 7, 1), None, d(2026, 9, 1), d(2026, 9, 1)),
            // Clamped to the end of February.
            (d(2026, 12, 31), None, d(2027, 2, 28), d(2027, 2, 28)),
        ] {
            let appeal = tribunal(letter, certificate, &Calendar::default());
            assert_eq!(appeal, Some(Appeal { counted, last }), "{letter} {certificate:?}");
        }
    }

    #[test]
    fn out_of_the_years_is_none() {
        let calendar = Calendar::default();
        for letter in [d(2199, 11, 1), d(2199, 10, 25), NaiveDate::MIN, NaiveDate::MAX] {
            assert_eq!(tribunal(letter, None, &calendar), None);
        }
        assert_eq!(tribunal(d(2026, 10, 1), Some(NaiveDate::MAX), &calendar), None);
    }

    proptest! {
        #[test]
        fn an_appeal_is_never_early(letter in any_day(), after in 0_i64..200, later in 0_i64..60) {
            let calendar = Calendar::default();
            let certificate = roll::days(letter, after);
            let Some(appeal) = tribunal(letter, certificate, &calendar) else { return Ok(()) };
            prop_assert!(appeal.counted >= roll::months(letter, 2).unwrap());
            prop_assert!(appeal.last >= appeal.counted);
            // Nothing lies beyond 2199 to compare with.
            prop_assert!(roll::days(appeal.counted, 40).is_none_or(|most| appeal.last <= most));
            prop_assert!(appeal.last.month() != 8 && (appeal.last.month(), appeal.last.day()) != (1, 1));
            if let Some(other) = roll::days(letter, later).and_then(|letter| tribunal(letter, certificate, &calendar)) {
                prop_assert!(other.counted >= appeal.counted);
                // Only a day that nothing moves, a Saturday 2 January, comes before what Christmas moved past it.
                let unmoved = other.last == other.counted && roll::days(other.last, 4) >= Some(appeal.last);
                prop_assert!(other.last >= appeal.last || unmoved);
            }
        }
    }
}
