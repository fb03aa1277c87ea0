//! Everything a SENCO can do, one function each: read, check, write into the edit.
//!
//! Rule: an action is the only thing that changes a record. It works inside the store's write transaction, so that what
//! it checks still holds when it writes; a refusal is words for the screen. It asks no clock: today and the moment of
//! typing are given.

pub mod agency;
pub mod calendar;
pub mod case;
pub mod check;
pub mod cycle;
pub mod event;
pub mod import;
pub mod intervention;
pub mod letter;
pub mod need;
pub mod passport;
pub mod provision;
pub mod pupil;
pub mod quick;
pub mod rate;
pub mod referral;
pub mod review;
pub mod roll;
pub mod rule;
pub mod school;
pub mod session;
pub mod staff;
pub mod stage;
pub mod stage_check;
pub mod stage_set;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub mod tick;
pub mod training;
pub mod year;

use crate::domain::ids::{PupilId, Typed};
use crate::domain::pupil::Pupil;
use crate::store::{Refused, Snapshot};

/// In words, what was done all the same and should be looked at; empty if nothing.
pub type Warnings = Vec<String>;

/// What every action is given besides its input.
#[derive(Clone, Debug)]
pub struct By {
    /// Today, as the screen or the command line has it.
    pub today: chrono::NaiveDate,
    /// Who types, and when.
    pub typed: Typed,
}

/// Who a pupil is, or a refusal.
///
/// # Errors
/// There is no such pupil, or the store fails.
pub fn pupil(edit: &Snapshot<'_>, id: PupilId) -> Result<Pupil, Refused> {
    match edit.pupil(id)? {
        Some(found) => Ok(found.value),
        None => Err(Refused::because("this pupil is no longer on file")),
    }
}

/// A day on which something happened cannot lie ahead.
///
/// # Errors
/// It does.
pub fn not_ahead(date: chrono::NaiveDate, by: &By, what: &str) -> Result<(), Refused> {
    if date > by.today {
        return Err(Refused::because(format!(
            "{what} {} lies ahead: give the day it happened",
            crate::domain::day::full(date)
        )));
    }
    Ok(())
}

/// The words of a field with nothing around them; a refusal if there are none.
///
/// # Errors
/// It is empty.
pub fn words(text: &str, what: &str) -> Result<String, Refused> {
    let text = text.trim();
    if text.is_empty() { Err(Refused::because(format!("{what} is missing"))) } else { Ok(text.to_owned()) }
}
