//! The bank holidays of England and Wales from 1900 to 2199, found by looking down the list of days.

use std::collections::HashSet;

use super::days::{Days, Ymd};

/// Days of a rule that were moved in single years, and where to.
const MOVED: &[(Ymd, Ymd)] = &[
    ((1995, 5, 1), (1995, 5, 8)),
    ((2002, 5, 27), (2002, 6, 4)),
    ((2012, 5, 28), (2012, 6, 4)),
    ((2020, 5, 4), (2020, 5, 8)),
    ((2022, 5, 30), (2022, 6, 2)),
];

/// Days of one year only.
const ONCE: &[Ymd] = &[
    (1973, 11, 14),
    (1977, 6, 7),
    (1981, 7, 29),
    (1999, 12, 31),
    (2002, 6, 3),
    (2011, 4, 29),
    (2012, 6, 5),
    (2022, 6, 3),
    (2022, 9, 19),
    (2023, 5, 8),
];

/// Their places in the list.
pub fn bank_holidays(days: &Days) -> HashSet<usize> {
    let mut found = HashSet::new();
    for year in 1900..2200 {
        let at = |month, day| days.at((year, month, day)).unwrap();
        let monday_from = |at: usize| (at..).find(|at| days.weekday(*at) == 0).unwrap();
        let sunday = easter(days, year);
        found.extend([sunday - 2, sunday + 1]);
        if year >= 1978 {
            found.insert(monday_from(at(5, 1)));
        }
        if year >= 1971 {
            // The last Mondays of May and August.
            found.extend([monday_from(at(5, 25)), monday_from(at(8, 25))]);
        }
        // Days at a weekend wait until those that are not have their places.
        let (wait, mut fixed): (Vec<usize>, Vec<usize>) =
            [at(1, 1), at(12, 25), at(12, 26)].into_iter().partition(|at| days.is_weekend(*at));
        for day in wait {
            fixed.push((day..).find(|at| !days.is_weekend(*at) && !fixed.contains(at)).unwrap());
        }
        found.extend(fixed.into_iter().filter(|place| year >= 1974 || days.all[*place].1 == 12));
    }
    for (from, to) in MOVED {
        assert!(found.remove(&days.at(*from).unwrap()));
        found.insert(days.at(*to).unwrap());
    }
    found.extend(ONCE.iter().map(|day| days.at(*day).unwrap()));
    found
}

/// The Sunday after the full moon of spring, by Gauss's number for 1900 to 2199.
fn easter(days: &Days, year: i32) -> usize {
    let golden = year % 19;
    let moon = match (19 * golden + 24) % 30 {
        29 => 28,
        28 if golden > 10 => 27,
        other => other,
    };
    let full = days.at((year, 3, 21)).unwrap() + moon as usize;
    (full + 1..).find(|at| days.weekday(*at) == 6).unwrap()
}
