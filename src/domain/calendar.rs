//! The calendar: which day is a school day and why not, which week of term it is, which academic year.
//!
//! Rule kept here: there is always an answer. Where a school has given no term for a stretch of a year, the made-up English
//! default for that year stands in, and `is_provisional` says so. Every sum stays in the years 1900 to 2199 or is None.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `term`, `closure` | what a school gives: its terms; INSET days, one-off bank holidays, snow |
//! | `bank_holidays`, `easter` | the bank holidays of England and Wales, by rule and by a list of exceptions |
//! | `assumed` | the made-up default |
//! | `prepared`, `days` | school days and working days as sets of bits, made once for a calendar |
//! | `count`, `why` | school-day arithmetic; why a day is no school day |
//! | `sites` | the calendar of one site of a federation |
//! | `file`, `csv`, `ics` | a calendar out of a file |

use std::borrow::Cow;
use std::sync::OnceLock;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::day;
use assumed::Assumed;
use prepared::Prepared;

mod assumed;
mod bank_holidays;
mod closure;
mod count;
mod csv;
mod days;
mod easter;
mod file;
mod ics;
mod prepared;
mod sites;
mod term;
mod why;

pub use assumed::assumed_terms;
pub use bank_holidays::{BankHoliday, bank_holiday, bank_holidays};
pub use closure::{Closure, ClosureKind};
pub use easter::easter;
pub use file::{CalendarFile, LIMIT, LeftOut, Sites, parse_calendar};
pub use sites::Calendars;
pub use term::Term;

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

/// A school's terms and closures. The default has none of its own: every year is assumed.
///
/// What is worked out from them comes when it is first asked for: most starts of the program ask for no school day.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    terms: Vec<Term>,
    closures: Vec<Closure>,
    /// Whether somebody has said that these are the school's real dates.
    pub confirmed: bool,
    prepared: OnceLock<Prepared>,
    given: OnceLock<Vec<Span>>,
}

/// What is worked out follows from the rest.
impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        (&self.terms, &self.closures, self.confirmed) == (&other.terms, &other.closures, other.confirmed)
    }
}

impl Calendar {
    /// A calendar of these terms and closures, put in order.
    ///
    /// # Errors
    /// In words: a term that ends before it starts, a half-term outside its term, two terms that overlap, a closure that ends before
    /// it starts or is too long, a day open and closed at once, a day open that nothing closes.
    pub fn new(mut terms: Vec<Term>, mut closures: Vec<Closure>, confirmed: bool) -> Result<Self, String> {
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
        closures.sort_by_key(|closure| (closure.from, closure.to));
        if let Some(fault) = closures.iter().find_map(|one| one.fault().or_else(|| one.clash(&closures))) {
            return Err(fault);
        }
        Ok(Self { terms, closures, confirmed, ..Self::default() })
    }

    fn prepared(&self) -> &Prepared {
        self.prepared.get_or_init(|| Prepared::new(&self.terms, &self.closures))
    }

    /// Whether given terms stand on this day or on both sides of it, with no assumed one between.
    fn is_given(&self, date: NaiveDate) -> bool {
        let given = self.given.get_or_init(|| prepared::given(&self.terms));
        let after = given.partition_point(|span| span.start <= date);
        after.checked_sub(1).and_then(|at| given.get(at)).is_some_and(|span| span.contains(date))
    }

    /// The made-up English default for the academic years from `first` to `last` (each by the year it starts in), not confirmed.
    pub fn assumed(first: i32, last: i32) -> Self {
        let years = first.max(day::FIRST_YEAR)..=last.min(day::LAST_YEAR);
        Self::new(years.flat_map(assumed_terms).collect(), Vec::new(), false).unwrap_or_default()
    }

    /// The terms that the school has given, in order.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The closures that the school has given, by first day.
    pub fn closures(&self) -> &[Closure] {
        &self.closures
    }

    /// The terms of the academic year that starts in `year`: the school's own, and assumed ones where they leave room.
    pub fn terms_of_year(&self, year: i32) -> Vec<Cow<'_, Term>> {
        let mut terms: Vec<Cow<'_, Term>> =
            self.terms.iter().filter(|term| academic_year(term.start) == year).map(Cow::Borrowed).collect();
        terms.extend(self.stand_ins(year).map(|assumed| Cow::Owned(assumed.term())));
        terms.sort_by_key(|term| term.start);
        terms
    }

    /// The terms of the academic year of a date, the one before and the one after, in order.
    pub fn terms_around(&self, date: NaiveDate) -> Vec<Cow<'_, Term>> {
        let year = academic_year(date);
        (year.saturating_sub(1)..=year.saturating_add(1)).flat_map(|year| self.terms_of_year(year)).collect()
    }

    /// The assumed terms that stand in for the academic year that starts in `year`, where the school's own leave room.
    pub fn assumed_of_year(&self, year: i32) -> Vec<Term> {
        self.stand_ins(year).map(Assumed::term).collect()
    }

    fn stand_ins(&self, year: i32) -> impl Iterator<Item = &'static Assumed> {
        assumed::of_year(year).iter().filter(|assumed| prepared::leaves_room(&self.terms, assumed.span))
    }

    /// Whether what is said of this day rests on assumed terms: the school has given none around it, or none are confirmed.
    pub fn is_provisional(&self, date: NaiveDate) -> bool {
        !self.confirmed || !self.is_given(date)
    }

    /// The term that a day lies in, half-term and weekends included; None in the holidays.
    pub fn term_of(&self, date: NaiveDate) -> Option<Cow<'_, Term>> {
        let after = self.terms.partition_point(|term| term.start <= date);
        let own = after.checked_sub(1).and_then(|at| self.terms.get(at)).filter(|term| term.contains(date));
        match own {
            Some(term) => Some(Cow::Borrowed(term)),
            None => self
                .stand_ins(academic_year(date))
                .find(|assumed| assumed.span.contains(date))
                .map(|assumed| Cow::Owned(assumed.term())),
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
