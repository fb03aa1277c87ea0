//! Choices that a seed repeats.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

/// A source of choices: the same seed and today give the same row of them.
pub struct Dice {
    rng: fastrand::Rng,
    today: NaiveDate,
}

impl Dice {
    /// The dice of one school.
    pub fn new(seed: u64, today: NaiveDate) -> Dice {
        Dice { rng: fastrand::Rng::with_seed(seed), today }
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.rng.u32(..100) < percent
    }

    /// A number from `from` to `to`, both included.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        self.rng.i64(from..=to.max(from))
    }

    /// An index below `len`; 0 if there is nothing to choose from.
    pub fn below(&mut self, len: usize) -> usize {
        if len == 0 { 0 } else { self.rng.usize(..len) }
    }

    /// One of a table that is not empty.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// One of a table that is not empty, by weight.
    pub fn weigh<T: Copy>(&mut self, from: &[(u32, T)]) -> T {
        let total: u32 = from.iter().map(|(weight, _)| weight).sum();
        let mut at = self.rng.u32(..total.max(1));
        for (weight, one) in from {
            match at.checked_sub(*weight) {
                Some(rest) => at = rest,
                None => return *one,
            }
        }
        from[0].1
    }

    /// A day from `from` to `to` days after today (before it, if negative), moved off the weekend towards today.
    pub fn day(&mut self, from: i64, to: i64) -> NaiveDate {
        let days = self.between(from, to);
        weekday(shift(self.today, days), days > 0)
    }
}

/// A date so many days on; the date itself where that would leave the calendar.
pub fn shift(date: NaiveDate, days: i64) -> NaiveDate {
    TimeDelta::try_days(days).and_then(|delta| date.checked_add_signed(delta)).unwrap_or(date)
}

/// The day itself, or the Friday before or Monday after where it falls on a weekend.
pub fn weekday(date: NaiveDate, back: bool) -> NaiveDate {
    match (date.weekday(), back) {
        (Weekday::Sat, true) => shift(date, -1),
        (Weekday::Sun, true) => shift(date, -2),
        (Weekday::Sat, false) => shift(date, 2),
        (Weekday::Sun, false) => shift(date, 1),
        _ => date,
    }
}
