//! Every day from 1900 to 2199 in a list, made by walking from one day to the next; and what can be read off such a list.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::holidays;

/// Year, month, day.
pub type Ymd = (i32, u32, u32);

pub struct Days {
    pub all: Vec<Ymd>,
    places: HashMap<Ymd, usize>,
    bank_holidays: HashSet<usize>,
}

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 400 == 0 => 29,
        2 if year % 100 == 0 => 28,
        2 if year % 4 == 0 => 29,
        2 => 28,
        _ => 31,
    }
}

impl Days {
    pub fn new() -> Self {
        let mut all = vec![(1900, 1, 1)];
        loop {
            let (year, month, day) = *all.last().unwrap();
            let next = if day < days_in(year, month) {
                (year, month, day + 1)
            } else if month < 12 {
                (year, month + 1, 1)
            } else {
                (year + 1, 1, 1)
            };
            if next.0 == 2200 {
                break;
            }
            all.push(next);
        }
        let places = all.iter().enumerate().map(|(at, day)| (*day, at)).collect();
        let mut days = Self { all, places, bank_holidays: HashSet::new() };
        days.bank_holidays = holidays::bank_holidays(&days);
        days
    }

    pub fn at(&self, day: Ymd) -> Option<usize> {
        self.places.get(&day).copied()
    }

    /// 0 is Monday, as 1 January 1900 was.
    pub fn weekday(&self, at: usize) -> u8 {
        (at % 7) as u8
    }

    pub fn is_weekend(&self, at: usize) -> bool {
        self.weekday(at) >= 5
    }

    /// A day at a time, forward or back.
    pub fn walk(&self, from: usize, n: i64) -> Option<Ymd> {
        let mut at = from;
        for _ in 0..n.abs() {
            at = if n > 0 { at + 1 } else { at.checked_sub(1)? };
        }
        self.all.get(at).copied()
    }

    /// Month by month, then down from the 31st to the first day that there is.
    pub fn months(&self, from: usize, n: i32) -> Option<Ymd> {
        let (mut year, mut month, day) = self.all[from];
        for _ in 0..n.abs() {
            (year, month) = match (n > 0, month) {
                (true, 12) => (year + 1, 1),
                (true, _) => (year, month + 1),
                (false, 1) => (year - 1, 12),
                (false, _) => (year, month - 1),
            };
        }
        (1..=day).rev().map(|day| (year, month, day)).find(|day| self.at(*day).is_some())
    }

    pub fn next_on(&self, from: usize, month: u32, on: u32) -> Option<Ymd> {
        self.all
            .iter()
            .skip(from)
            .copied()
            .find(|(year, m, d)| {
                (*m, *d) == (month, on)
                    || ((month, on) == (2, 29) && (*m, *d) == (2, 28) && days_in(*year, 2) == 28)
            })
            .filter(|_| on <= days_in(2000, month))
    }

    pub fn nth_weekday(&self, year: i32, month: u32, weekday: u8, n: u8) -> Option<Ymd> {
        let first = self.at((year, month, 1))?;
        let mut seen = 0;
        (first..first + days_in(year, month) as usize)
            .find(|at| {
                seen += u8::from(self.weekday(*at) == weekday);
                self.weekday(*at) == weekday && seen == n
            })
            .map(|at| self.all[at])
    }

    /// The day itself, or out of August or Christmas to the first day that somebody works at the Tribunal.
    pub fn tribunal_opens(&self, counted: usize) -> Option<Ymd> {
        let is_shut = |(_, month, day): Ymd| month == 8 || (month, day) >= (12, 25) || (month, day) == (1, 1);
        if !is_shut(self.all[counted]) {
            return Some(self.all[counted]);
        }
        let mut at = counted;
        loop {
            let day = *self.all.get(at)?;
            if !is_shut(day) && !self.is_weekend(at) && !self.is_bank_holiday(at) {
                return Some(day);
            }
            at += 1;
        }
    }

    /// From 1 September to 31 August around a day, cut off at the ends of the list; the end is the first day after.
    pub fn academic_year(&self, at: usize) -> Range<usize> {
        let begins = |at: &usize| matches!(self.all[*at], (_, 9, 1));
        let end = (at + 1..self.all.len()).find(begins).unwrap_or(self.all.len());
        (0..=at).rev().find(begins).unwrap_or(0)..end
    }

    pub fn is_bank_holiday(&self, at: usize) -> bool {
        self.bank_holidays.contains(&at)
    }
}
