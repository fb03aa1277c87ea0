//! The shapes of the law's clocks: small pure functions from dates to dates, which every rule is put together from.
//!
//! Rule: None where an answer (or what it is asked of) lies outside 1900–2199; never a panic, never today.
//!
//! - `roll` goes forward or backward: days, weeks, months, school days, teaching weeks.
//! - `first_day` says which day is day 1 of a period.
//! - `fixed` has days of the calendar: "before 15 February", the third Thursday of January.
//! - `window` has what comes back: terms, half-terms, reviews a year, days spread over a stretch.
//! - `count` counts in a period: school days, half days, times a year.
//! - `later` takes the later of two clocks, and knows the Tribunal's days.
//!
//! `tests/brute_force.rs` counts the same again day by day, without any of this.

pub mod count;
pub mod first_day;
pub mod fixed;
pub mod later;
pub mod roll;
#[cfg(test)]
mod testing;
pub mod window;

use chrono::NaiveDate;

use crate::domain::day;

/// A stretch of days: its first and its last, both in it.
pub type Period = (NaiveDate, NaiveDate);

/// The date, if it lies in 1900–2199.
fn kept(date: NaiveDate) -> Option<NaiveDate> {
    Some(date).filter(|date| day::in_range(*date))
}
