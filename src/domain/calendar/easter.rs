//! Easter Sunday, from which Good Friday, Easter Monday and the end of a usual spring term follow.

use chrono::NaiveDate;

/// Easter Sunday of a year, by the anonymous Gregorian rule (Meeus). None for years that no calendar of ours has.
pub fn easter(year: i32) -> Option<NaiveDate> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
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
    use chrono::{Datelike, Weekday};

    #[test]
    fn easter_sundays() {
        for (y, m, d) in [
            (1900, 4, 15),
            (1943, 4, 25),
            (2000, 4, 23),
            (2008, 3, 23),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2028, 4, 16),
            (2038, 4, 25),
        ] {
            assert_eq!(easter(y), NaiveDate::from_ymd_opt(y, m, d));
        }
        assert_eq!((easter(i32::MIN), easter(i32::MAX), easter(0)), (None, None, None));
    }

    /// The Church's own tables, as the Book of Common Prayer reckons: golden number and epact give the full moon, and
    /// Easter is the Sunday after it. A way of its own, so that the two check each other.
    fn by_golden_number(year: i32) -> NaiveDate {
        let golden = year % 19 + 1;
        let century = year / 100 + 1;
        let (skipped, moon) = (3 * century / 4 - 12, (8 * century + 5) / 25 - 5);
        let sunday = 5 * year / 4 - skipped - 10;
        let mut epact = (11 * golden + 20 + moon - skipped).rem_euclid(30);
        if (epact == 25 && golden > 11) || epact == 24 {
            epact += 1;
        }
        let mut full = 44 - epact;
        if full < 21 {
            full += 30;
        }
        let on = full + 7 - (sunday + full).rem_euclid(7);
        let (month, day) = if on > 31 { (4, on - 31) } else { (3, on) };
        NaiveDate::from_ymd_opt(year, month, u32::try_from(day).unwrap()).unwrap()
    }

    #[test]
    fn two_ways_of_reckoning_agree() {
        for year in 1900..=2199 {
            let found = easter(year).unwrap();
            assert_eq!(found, by_golden_number(year));
            assert_eq!(found.weekday(), Weekday::Sun);
        }
    }
}
