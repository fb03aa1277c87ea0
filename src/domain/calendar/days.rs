//! Sets of days, one bit a day from 1900 to 2199: so that counting school days is counting bits.
//!
//! Rule kept here: a day outside those years is in no set, and a walk that would leave them finds none.

use chrono::NaiveDate;

use super::Span;
use crate::domain::day;

/// The day number of Monday 1 January 1900, which has bit 0.
const FIRST: i32 = 693_596;
/// The days from 1900 to 2199, both included.
const DAYS: usize = 109_573;
const WORDS: usize = DAYS.div_ceil(64);

/// A set of days of the years 1900 to 2199.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct DaySet {
    words: Vec<u64>,
}

impl std::fmt::Debug for DaySet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let days: u32 = self.words.iter().map(|word| word.count_ones()).sum();
        write!(f, "DaySet({days} days)")
    }
}

/// The bit of a day; None outside the years.
fn bit(date: NaiveDate) -> Option<usize> {
    if !day::in_range(date) {
        return None;
    }
    usize::try_from(day::number(date).checked_sub(FIRST)?).ok()
}

fn date(bit: usize) -> Option<NaiveDate> {
    day::from_number(FIRST.checked_add(i32::try_from(bit).ok()?)?)
}

/// The words that a span touches, each with the bits that it takes there; cut at the ends of the years.
fn masks(span: Span) -> impl Iterator<Item = (usize, u64)> {
    let first = if day::number(span.start) < FIRST { Some(0) } else { bit(span.start) };
    let last = if day::number(span.end) < FIRST { None } else { Some(bit(span.end).unwrap_or(DAYS - 1)) };
    let ends = first.zip(last).filter(|(first, last)| first <= last);
    ends.into_iter().flat_map(|(first, last)| {
        (first / 64..=last / 64).map(move |at| {
            let low = if at == first / 64 { u64::MAX << (first % 64) } else { u64::MAX };
            let high = if at == last / 64 { u64::MAX >> (63 - last % 64) } else { u64::MAX };
            (at, low & high)
        })
    })
}

impl DaySet {
    /// No day.
    pub(super) fn none() -> Self {
        Self { words: vec![0; WORDS] }
    }

    /// Every Monday to Friday.
    pub(super) fn weekdays() -> Self {
        // 1 January 1900 was a Monday, and seven words are 64 whole weeks.
        let pattern: Vec<u64> = (0..7)
            .map(|word| (0..64).filter(|bit| (word * 64 + bit) % 7 < 5).fold(0, |set, bit| set | 1 << bit))
            .collect();
        let mut set = Self { words: pattern.into_iter().cycle().take(WORDS).collect() };
        if let Some(last) = set.words.last_mut() {
            *last &= u64::MAX >> (63 - (DAYS - 1) % 64);
        }
        set
    }

    /// Takes in every day of a span.
    pub(super) fn insert(&mut self, span: Span) {
        masks(span).for_each(|(at, mask)| self.words.get_mut(at).into_iter().for_each(|word| *word |= mask));
    }

    /// Takes out every day of a span.
    pub(super) fn remove(&mut self, span: Span) {
        masks(span).for_each(|(at, mask)| self.words.get_mut(at).into_iter().for_each(|word| *word &= !mask));
    }

    /// Leaves only the days that the other has too.
    pub(super) fn keep(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// Takes out the days that the other has.
    pub(super) fn drop(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
    }

    /// Whether the day is in it.
    pub(super) fn contains(&self, date: NaiveDate) -> bool {
        bit(date).is_some_and(|bit| self.words.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1))
    }

    /// How many of its days lie from the one to the other, both included.
    pub(super) fn count(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        masks(Span { start: from, end: to })
            .filter_map(|(at, mask)| self.words.get(at).map(|word| (word & mask).count_ones()))
            .sum()
    }

    /// The n-th of its days after this one; the day itself for 0. None where the years end before it.
    pub(super) fn nth_after(&self, from: NaiveDate, n: u32) -> Option<NaiveDate> {
        let start = bit(from)?.saturating_add(1);
        let mut left = match n {
            0 => return Some(from),
            n => n - 1,
        };
        for (at, word) in self.words.iter().enumerate().skip(start / 64) {
            let mut word = *word;
            if at == start / 64 {
                word &= u64::MAX << (start % 64);
            }
            if left >= word.count_ones() {
                left -= word.count_ones();
                continue;
            }
            for _ in 0..left {
                word &= word - 1;
            }
            return date(at * 64 + word.trailing_zeros() as usize);
        }
        None
    }

    /// The n-th of its days before this one; the day itself for 0. None where the years begin after it.
    pub(super) fn nth_before(&self, from: NaiveDate, n: u32) -> Option<NaiveDate> {
        let end = bit(from)?;
        let mut left = match n {
            0 => return Some(from),
            n => n - 1,
        };
        for (at, word) in self.words.iter().enumerate().take(end / 64 + 1).rev() {
            let mut word = *word;
            if at == end / 64 {
                word &= (1 << (end % 64)) - 1;
            }
            if left >= word.count_ones() {
                left -= word.count_ones();
                continue;
            }
            for _ in 0..left {
                word &= !(1 << (63 - word.leading_zeros()));
            }
            return date(at * 64 + 63 - word.leading_zeros() as usize);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, Weekday};
    use proptest::prelude::*;

    fn d(y: i32, m: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, day).unwrap()
    }

    #[test]
    fn the_ends_of_the_years_are_the_ends_of_the_bits() {
        assert_eq!((bit(d(1900, 1, 1)), date(0)), (Some(0), Some(d(1900, 1, 1))));
        assert_eq!((bit(d(2199, 12, 31)), date(DAYS - 1)), (Some(DAYS - 1), Some(d(2199, 12, 31))));
        assert_eq!((bit(d(1899, 12, 31)), bit(d(2200, 1, 1)), date(DAYS)), (None, None, None));
    }

    #[test]
    fn weekdays_are_monday_to_friday() {
        let set = DaySet::weekdays();
        for date in d(1900, 1, 1).iter_days().take(DAYS) {
            assert_eq!(set.contains(date), !matches!(date.weekday(), Weekday::Sat | Weekday::Sun), "{date}");
        }
    }

    #[test]
    fn beyond_the_years_is_none_and_never_a_panic() {
        let mut set = DaySet::weekdays();
        for far in [NaiveDate::MIN, d(1899, 12, 31), d(2200, 1, 1), NaiveDate::MAX] {
            assert!(!set.contains(far));
            assert_eq!((set.nth_after(far, 1), set.nth_before(far, 1)), (None, None));
        }
        assert_eq!(set.nth_after(d(2199, 12, 31), 1), None);
        assert_eq!(set.nth_before(d(1900, 1, 1), 1), None);
        assert_eq!(set.nth_after(d(1900, 1, 1), u32::MAX), None);
        assert_eq!(set.nth_before(d(2199, 12, 31), u32::MAX), None);
        assert_eq!(set.count(d(2026, 1, 2), d(2026, 1, 1)), 0);
        let all = set.count(NaiveDate::MIN, NaiveDate::MAX);
        assert_eq!(all, set.count(d(1900, 1, 1), d(2199, 12, 31)));
        assert_eq!(set.count(d(2200, 1, 1), NaiveDate::MAX), 0);
        assert_eq!(set.count(NaiveDate::MIN, d(1899, 12, 31)), 0);
        set.remove(Span { start: NaiveDate::MIN, end: NaiveDate::MAX });
        assert_eq!(set, DaySet::none());
    }

    proptest! {
        #[test]
        fn as_a_walk_day_by_day(
            spans in proptest::collection::vec((0_usize..1000, 0_usize..90), 0..20),
            from in 0_usize..1100,
            length in 0_usize..400,
            n in 0_u32..200,
        ) {
            let mut set = DaySet::none();
            for (start, length) in spans {
                let of = |bit| date(bit).unwrap();
                set.insert(Span { start: of(start), end: of(start + length) });
            }
            let inside = |at: &usize| set.contains(date(*at).unwrap());
            let start = date(from).unwrap();
            prop_assert_eq!(
                set.count(start, date(from + length).unwrap()),
                u32::try_from((from..=from + length).filter(inside).count()).unwrap()
            );
            if n > 0 {
                let steps = n as usize - 1;
                prop_assert_eq!(set.nth_after(start, n), (from + 1..2000).filter(inside).nth(steps).and_then(date));
                prop_assert_eq!(set.nth_before(start, n), (0..from).rev().filter(inside).nth(steps).and_then(date));
            } else {
                prop_assert_eq!((set.nth_after(start, 0), set.nth_before(start, 0)), (Some(start), Some(start)));
            }
        }
    }
}
