//! Dates as people in England type them, read into a date or an error that says what would work.
//!
//! Rules kept here:
//! - The day comes before the month; the American order is never guessed. `12/25` is an error.
//! - Weeks run from Monday to Sunday. `next fri` is the Friday of next week and `last fri` that of last week, whatever today is;
//!   `this fri` is this week's, or the coming one where a date ahead is wanted and this week's is over.
//! - A weekday alone goes where the field leans: ahead it is the first one **after** today, for the past the last one up to and
//!   **including** today, else the nearest. `fri week` and `a week on friday` count from the first Friday after today.
//! - A date without a year, or a day without a month, goes to the nearest side that the field leans to; today counts.
//! - `+6w`, `6w` and `in 6 weeks` are ahead, `-3d` and `3 days ago` back. Months end where they must: 31 January +1m is 28 February.
//! - Terms come from the calendar. `end of term` for a date ahead is the first end from today on.
//!
//! What was read is always shown back in full before it is saved, so a guess that can be seen is allowed; nonsense is not.

use chrono::NaiveDate;
use thiserror::Error;

use super::calendar::Calendar;
use super::day;

mod spoken;
mod tokens;
mod written;

#[cfg(test)]
mod tests;

pub use tokens::month_named;

/// To which side of today a field expects its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lean {
    /// What has happened: a note, a talk, a date of birth.
    Past,
    /// What is planned: a review, an end.
    Future,
    /// Either.
    Near,
    /// Either; a day and a month without a year fall in the academic year that starts in this one.
    Year(i32),
}

/// Why a text is no date, in words that say what would work.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct DateError(pub String);

impl DateError {
    fn new<T>(words: impl Into<String>) -> Result<T, Self> {
        Err(Self(words.into()))
    }
}

/// The most that is read of what was typed, in bytes; longer is no date.
const LONGEST: usize = 60;

/// Reads a date as typed. Case, commas and blanks do not matter.
///
/// # Errors
/// Nonsense, a day that does not exist, a date outside 1900–2199: in words.
pub fn parse(text: &str, today: NaiveDate, calendar: &Calendar, lean: Lean) -> Result<NaiveDate, DateError> {
    let tokens = tokens::read(text)?;
    let date = match spoken::read(&tokens, today, calendar, lean) {
        Some(found) => found?,
        None => match written::read(&tokens, Some((today, lean))) {
            Some(found) => found?,
            None => return DateError::new(unreadable(text)),
        },
    };
    within(date)
}

/// Reads a date that is written out with its year in full, as in files: 3/12/2026, 2026-12-03, 3 Dec 2026, Thu 3rd December 2026.
///
/// # Errors
/// As [`parse`]; also where the year is missing or has two digits.
pub fn parse_written(text: &str) -> Result<NaiveDate, DateError> {
    match written::read(&tokens::read(text)?, None) {
        Some(found) => within(found?),
        None => DateError::new(format!("{} is no date such as 3/12/2026 or 2026-12-03", quoted(text))),
    }
}

fn within(date: NaiveDate) -> Result<NaiveDate, DateError> {
    if day::in_range(date) { Ok(date) } else { DateError::new("only dates from 1900 to 2199 can be kept") }
}

fn unreadable(text: &str) -> String {
    format!("cannot read {} as a date: try 3/12, 3 dec, fri, +6w, in 2 weeks or end of term", quoted(text))
}

/// The text as an error may repeat it: short, and free of signs that a terminal would obey.
fn quoted(text: &str) -> String {
    let shown: String = text
        .trim()
        .chars()
        .filter(|c| c.is_alphanumeric() || c.is_ascii_punctuation() || *c == ' ')
        .collect();
    match shown.char_indices().nth(24) {
        Some((at, _)) => format!("“{}…”", shown.get(..at).unwrap_or_default()),
        None => format!("“{shown}”"),
    }
}
