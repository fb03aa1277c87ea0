//! A made-up school: some years of terms, drawn at random, as a list of open days; and the same as a `Calendar`.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use fastrand::Rng;
use senco::domain::calendar::{Calendar, Span, Term};

use super::days::{Days, Ymd};

/// First day, last day, first and last day of half-term, as places in the list of days.
type Times = (usize, usize, Option<(usize, usize)>);

pub struct School<'a> {
    days: &'a Days,
    terms: Vec<Times>,
    pub calendar: Calendar,
    first: usize,
    last: usize,
}

fn date(day: Ymd) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.0, day.1, day.2).unwrap()
}

impl<'a> School<'a> {
    /// Six academic years, at either end of the years or somewhere between. No assumed term finds room among them.
    pub fn new(days: &'a Days, rng: &mut Rng) -> Self {
        let (year, first, last) = match rng.u8(0..5) {
            0 => (1899, 1900, 1903),
            1 => (2194, 2196, 2199),
            _ => {
                let year = rng.i32(1900..=2193);
                (year, year + 2, year + 3)
            }
        };
        let mut terms = Vec::new();
        for year in year..year + 6 {
            // Three terms with a half-term, or each of them cut in two at half-term.
            let cut = rng.u8(0..4) == 0;
            for (start, half, end) in [
                ((year, 9, rng.u32(1..=8)), (year, 10, rng.u32(16..=31)), (year, 12, rng.u32(12..=22))),
                (
                    (year + 1, 1, rng.u32(2..=9)),
                    (year + 1, 2, rng.u32(8..=22)),
                    (year + 1, 3, rng.u32(20..=31)),
                ),
                (
                    (year + 1, 4, rng.u32(8..=22)),
                    (year + 1, 5, rng.u32(20..=31)),
                    (year + 1, 7, rng.u32(12..=26)),
                ),
            ] {
                let (Some(start), Some(half), Some(end)) = (days.at(start), days.at(half), days.at(end))
                else {
                    continue;
                };
                let half_end = half + rng.usize(0..12);
                if cut {
                    terms.push((start, half - 1, None));
                    terms.push((half_end + 1, end, None));
                } else {
                    terms.push((start, end, Some((half, half_end)).filter(|_| rng.u8(0..9) > 0)));
                }
            }
        }
        let on = |at: usize| date(days.all[at]);
        let as_term = |(start, end, half): &Times| Term {
            name: "Term".into(),
            start: on(*start),
            end: on(*end),
            half_term: half.map(|(start, end)| Span { start: on(start), end: on(end) }),
            site: None,
        };
        let calendar = Calendar::new(terms.iter().map(as_term).collect(), Vec::new(), rng.bool()).unwrap();
        let first = days.at((first, 1, 1)).unwrap();
        Self { days, terms, calendar, first, last: days.at((last, 12, 31)).unwrap() }
    }

    /// A day around which the school's own terms reach far enough.
    pub fn any_day(&self, rng: &mut Rng) -> usize {
        rng.usize(self.first..=self.last)
    }

    /// Which term a day lies in, and whether after its half-term; None on days without school.
    fn open(&self, at: usize) -> Option<(usize, bool)> {
        if self.days.is_weekend(at) || self.days.is_bank_holiday(at) {
            return None;
        }
        let term = self.terms.iter().position(|(start, end, _)| *start <= at && at <= *end)?;
        match self.terms[term].2 {
            Some((start, end)) if start <= at && at <= end => None,
            half => Some((term, half.is_some_and(|(_, end)| at > end))),
        }
    }

    fn open_from(&self, from: usize) -> impl Iterator<Item = usize> {
        (from..self.days.all.len()).filter(|at| self.open(*at).is_some())
    }

    fn open_before(&self, from: usize) -> impl Iterator<Item = usize> {
        (0..from).rev().filter(|at| self.open(*at).is_some())
    }

    fn day(&self, at: Option<usize>) -> Option<Ymd> {
        at.map(|at| self.days.all[at])
    }

    pub fn school_days(&self, from: usize, n: i64) -> Option<Ymd> {
        let steps = n.unsigned_abs() as usize;
        self.day(match n {
            0 => self.open_from(from).next(),
            1.. => self.open_from(from + 1).nth(steps - 1),
            _ => self.open_before(from).nth(steps - 1),
        })
    }

    /// Whether the week of a day has school.
    fn is_taught(&self, at: usize) -> bool {
        let monday = at - at % 7;
        (monday..self.days.all.len().min(monday + 7)).any(|at| self.open(at).is_some())
    }

    /// Week by week along the day's own weekday.
    pub fn teaching_weeks(&self, from: usize, n: i64) -> Option<Ymd> {
        let mut at = from;
        if !self.is_taught(at) {
            at -= at % 7;
            while !self.is_taught(at) {
                at = Some(at + 7).filter(|at| *at < self.days.all.len())?;
            }
        }
        let mut left = n.abs();
        while left > 0 {
            at = if n > 0 { at + 7 } else { at.checked_sub(7)? };
            // The Monday of the last week lies in the years, its Friday may not.
            if at - at % 7 >= self.days.all.len() {
                return None;
            }
            left -= i64::from(self.is_taught(at));
        }
        self.days.all.get(at).copied()
    }

    /// The first open day after which the next one lies in another term, or half of a term.
    fn end_of<T: PartialEq>(&self, from: usize, part: impl Fn((usize, bool)) -> T) -> Option<usize> {
        let part = |at: usize| self.open(at).map(&part);
        self.open_from(from).find(|at| part(*at) != self.open_from(at + 1).next().and_then(part))
    }

    pub fn term_ends_after(&self, from: usize) -> Option<Ymd> {
        self.day(self.end_of(from, |(term, _)| term))
    }

    pub fn half_terms_end_after(&self, from: usize) -> Option<Ymd> {
        self.day(self.end_of(from, |half| half))
    }

    pub fn pace(&self, last: usize, a_year: u8) -> Option<Ymd> {
        let months = if a_year > 12 { 1 } else { 12 / i32::from(a_year) };
        let next = self.open_from(self.days.at(self.days.months(last, months)?)?).next()?;
        let year = self.days.academic_year(last);
        let terms = self.terms.iter().filter(|term| year.contains(&term.0)).count();
        let start = (last + 1..self.days.all.len()).find(|at| self.terms.iter().any(|term| term.0 == *at));
        match start.and_then(|start| self.end_of(start, |(term, _)| term)) {
            Some(end) if usize::from(a_year) >= terms => self.day(Some(next.min(end))),
            _ => self.day(Some(next)),
        }
    }

    /// With `n` shares of a window, the day on which the middle of each share has been passed.
    pub fn spread(&self, from: usize, to: usize, n: usize) -> Option<Vec<Ymd>> {
        let open: Vec<usize> = self.open_from(from).take_while(|at| *at <= to).collect();
        let mut spread = Vec::new();
        let mut passed = 0;
        for at in &open {
            passed += 2 * n;
            while passed > (2 * spread.len() + 1) * open.len() && spread.len() < n {
                spread.push(self.days.all[*at]);
            }
        }
        Some(spread).filter(|_| !open.is_empty())
    }

    pub fn school_days_in(&self, spans: &[(usize, usize)], (first, last): (usize, usize)) -> u32 {
        let counts =
            |at: &usize| self.open(*at).is_some() && spans.iter().any(|(from, to)| from <= at && at <= to);
        (first..=last).filter(counts).count() as u32
    }

    /// The days of the halves lost, in order; each suspension a first half day (two a day) and a number of them.
    pub fn halves_lost(&self, suspended: &[(usize, u32)], (first, last): (usize, usize)) -> Vec<Ymd> {
        let mut lost = BTreeSet::new();
        for (start, length) in suspended {
            let open = (*start..2 * self.days.all.len()).filter(|half| self.open(half / 2).is_some());
            lost.extend(open.take(*length as usize));
        }
        lost.into_iter()
            .map(|half| half / 2)
            .filter(|at| (first..=last).contains(at))
            .map(|at| self.days.all[at])
            .collect()
    }
}
