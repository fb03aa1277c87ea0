//! Terms: which day is a school day, which week of term it is, which academic year.
//!
//! Rule kept here: there is always an answer. Where a school has given no term for a stretch of a year, the made-up English
//! default for that year stands in, and `is_provisional` says so. INSET days, bank holidays and terms of single sites come with
//! the full clock; `is_teaching_day` is where they will be asked.

use std::borrow::Cow;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::day;

mod assumed;
mod closure;
mod csv;

pub use assumed::assumed_terms;
pub use closure::{Closure, ClosureKind};
pub use csv::parse_terms;

/// Days from `start` to `end`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first day.
    #[serde(with = "crate::domain::day")]
    pub start: NaiveDate,
    /// The last day.
    #[serde(with = "crate::domain::day")]
    pub end: NaiveDate,
}

impl Span {
    /// Whether the day lies in the span.
    pub fn contains(&self, date: NaiveDate) -> bool {
        (self.start..=self.end).contains(&date)
    }
}

/// A term as the school keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// "Autumn", "Spring", "Summer", or as the school says: "Term 3".
    pub name: String,
    /// The first day for pupils.
    #[serde(with = "crate::domain::day")]
    pub start: NaiveDate,
    /// The last day for pupils.
    #[serde(with = "crate::domain::day")]
    pub end: NaiveDate,
    /// The half-term holiday; None where the term has none.
    pub half_term: Option<Span>,
}

impl Term {
    /// Whether the day lies between the term's first and last day, half-term included.
    pub fn contains(&self, date: NaiveDate) -> bool {
        (self.start..=self.end).contains(&date)
    }

    /// "Autumn term", or the name as it is where it says "term" already.
    pub fn label(&self) -> String {
        if self.name.to_lowercase().contains("term") {
            self.name.clone()
        } else {
            format!("{} term", self.name)
        }
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    fn fault(&self) -> Option<String> {
        let name = self.name.trim();
        if name.is_empty() {
            return Some("a term needs a name".into());
        }
        if !day::in_range(self.start) || !day::in_range(self.end) {
            return Some(format!("{name}: the dates must lie in the years 1900 to 2199"));
        }
        if self.start >= self.end {
            return Some(format!(
                "{name}: the end ({}) must come after the start ({})",
                day::full(self.end),
                day::full(self.start)
            ));
        }
        if day::between(self.start, self.end) > 300 {
            return Some(format!(
                "{name}: a term from {} to {} is too long",
                day::full(self.start),
                day::full(self.end)
            ));
        }
        let half = self.half_term?;
        if half.start > half.end {
            return Some(format!("{name}: half-term must end on or after the day it starts"));
        }
        if half.start <= self.start || half.end >= self.end {
            return Some(format!(
                "{name}: half-term ({} to {}) must lie inside the term",
                day::full(half.start),
                day::full(half.end)
            ));
        }
        None
    }
}

/// The school's terms. The default has none of its own: every year is assumed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    terms: Vec<Term>,
    /// Whether somebody has said that these are the school's real dates.
    pub confirmed: bool,
}

impl Calendar {
    /// A calendar of these terms, put in order.
    ///
    /// # Errors
    /// In words: a term that ends before it starts, a half-term outside its term, two terms that overlap.
    pub fn new(mut terms: Vec<Term>, confirmed: bool) -> Result<Self, String> {
        if let Some(fault) = terms.iter().find_map(Term::fault) {
            return Err(fault);
        }
        terms.sort_by_key(|term| term.start);
        for (earlier, later) in terms.iter().zip(terms.iter().skip(1)) {
            if earlier.overlaps(later) {
                return Err(format!(
                    "{} (to {}) and {} (from {}) overlap",
                    earlier.label(),
                    day::full(earlier.end),
                    later.label(),
                    day::full(later.start)
                ));
            }
        }
        Ok(Self { terms, confirmed })
    }

    /// The made-up English default for the academic years from `first` to `last` (each by the year it starts in), not confirmed.
    pub fn assumed(first: i32, last: i32) -> Self {
        let years = first.max(day::FIRST_YEAR)..=last.min(day::LAST_YEAR);
        Self { terms: years.flat_map(assumed_terms).collect(), confirmed: false }
    }

    /// The terms that the school has given, in order.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The terms of the academic year that starts in `year`: the school's own, and assumed ones where they leave room.
    pub fn terms_of_year(&self, year: i32) -> Vec<Cow<'_, Term>> {
        let mut terms: Vec<Cow<'_, Term>> =
            self.terms.iter().filter(|term| academic_year(term.start) == year).map(Cow::Borrowed).collect();
        terms.extend(self.stand_ins(year).map(Cow::Owned));
        terms.sort_by_key(|term| term.start);
        terms
    }

    /// The terms of the academic year of a date, the one before and the one after, in order.
    pub fn terms_around(&self, date: NaiveDate) -> Vec<Cow<'_, Term>> {
        let year = academic_year(date);
        (year.saturating_sub(1)..=year.saturating_add(1)).flat_map(|year| self.terms_of_year(year)).collect()
    }

    fn stand_ins(&self, year: i32) -> impl Iterator<Item = Term> {
        assumed_terms(year)
            .into_iter()
            .filter(|assumed| !self.terms.iter().any(|term| term.overlaps(assumed)))
    }

    /// Whether what is said of this day rests on assumed terms: the school has given none around it, or none are confirmed.
    pub fn is_provisional(&self, date: NaiveDate) -> bool {
        !self.confirmed
            || match self.term_or_previous(date) {
                Some(Cow::Borrowed(term)) => {
                    !term.contains(date) && matches!(self.next_term(date), Some(Cow::Owned(_)) | None)
                }
                _ => true,
            }
    }

    /// The term that a day lies in, half-term and weekends included; None in the holidays.
    pub fn term_of(&self, date: NaiveDate) -> Option<Cow<'_, Term>> {
        let after = self.terms.partition_point(|term| term.start <= date);
        let own = after.checked_sub(1).and_then(|at| self.terms.get(at)).filter(|term| term.contains(date));
        match own {
            Some(term) => Some(Cow::Borrowed(term)),
            None => self.stand_ins(academic_year(date)).find(|term| term.contains(date)).map(Cow::Owned),
        }
    }

    /// The term that a day lies in, or in the holidays the one before. None only outside 1900–2199.
    pub fn term_or_previous(&self, date: NaiveDate) -> Option<Cow<'_, Term>> {
        self.term_of(date).or_else(|| self.terms_around(date).into_iter().rfind(|term| term.start <= date))
    }

    /// The first term that starts after a day. None only outside 1900–2199.
    pub fn next_term(&self, date: NaiveDate) -> Option<Cow<'_, Term>> {
        self.terms_around(date).into_iter().find(|term| term.start > date)
    }

    /// The term's name and the number of its week (Monday to Sunday, from the week of the term's first day, half-term weeks not
    /// counted): ("Autumn", 11). None in the holidays and in a half-term week.
    pub fn teaching_week(&self, date: NaiveDate) -> Option<(String, u32)> {
        let term = self.term_of(date)?;
        let this = monday(date)?;
        let mut week = monday(term.start)?;
        let mut number = 0;
        // A term is at most 300 days, so this ends.
        while week <= this {
            if !is_half_term_week(&term, week) {
                number += 1;
            }
            week = week.checked_add_days(Days::new(7))?;
        }
        (!is_half_term_week(&term, this)).then(|| (term.name.clone(), number))
    }

    /// Where in the year a day lies, for the top line: "Autumn week 11", "Autumn half-term", "holidays, Spring term from Mon 4 Jan".
    pub fn label(&self, date: NaiveDate) -> String {
        if let Some((name, week)) = self.teaching_week(date) {
            return format!("{name} week {week}");
        }
        if let Some(term) = self.term_of(date) {
            return format!("{} half-term", term.name);
        }
        match self.next_term(date) {
            Some(term) => format!("holidays, {} from {}", term.label(), day::short(term.start)),
            None => String::new(),
        }
    }

    /// Whether pupils are in school: Monday to Friday in a term, not in half-term.
    pub fn is_teaching_day(&self, date: NaiveDate) -> bool {
        !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
            && self.term_of(date).is_some_and(|term| !term.half_term.is_some_and(|half| half.contains(date)))
    }

    /// The first day on or after this one when pupils are in school; the day itself where none follows within a year.
    pub fn next_teaching_day(&self, on_or_after: NaiveDate) -> NaiveDate {
        on_or_after.iter_days().take(366).find(|date| self.is_teaching_day(*date)).unwrap_or(on_or_after)
    }
}

/// The academic year (1 September to 31 August) of a day, by the calendar year that it starts in.
pub fn academic_year(date: NaiveDate) -> i32 {
    if date.month() >= 9 { date.year() } else { date.year().saturating_sub(1) }
}

/// An academic year as it is said: "2026/27".
pub fn academic_year_label(year: i32) -> String {
    format!("{year}/{:02}", year.saturating_add(1).rem_euclid(100))
}

/// The Monday of a day's week. None only at the very beginning of time.
pub fn monday(date: NaiveDate) -> Option<NaiveDate> {
    date.checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday())))
}

fn is_half_term_week(term: &Term, monday: NaiveDate) -> bool {
    let Some(half) = term.half_term else { return false };
    monday.iter_days().take(5).all(|date| half.contains(date))
}

#[cfg(test)]
mod tests;
