//! The rules: a pupil's file, the calendar and the school's settings in; dated due items with their reasons out.
//!
//! Rule: nothing here asks what day it is. A duty gives a date, and a view compares it with today.
//!
//! - `sen_support` has the reviews: those agreed, and the rhythm of a stage that asks for one.
//! - `interventions` has the 6-week impact checks.
//! - `shapes` are the clocks that the rules are put together from.
//! - `derive` turns a file into the rows of the first screens.

pub mod derive;
pub mod interventions;
pub mod sen_support;
pub mod shapes;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, RecordId};
use crate::domain::rows::{Duty, Force};
use crate::domain::school::Settings;

/// One duty falling on one date for one pupil.
#[derive(Clone, Debug, PartialEq)]
pub struct DueItem {
    /// The day it is due.
    pub date: NaiveDate,
    /// Which rule.
    pub duty: Duty,
    /// How binding.
    pub force: Force,
    /// Where the rule stands: "Code 6.53".
    pub source: &'static str,
    /// What it is about: the review, the allocation, or the pupil's profile.
    pub about: Key,
    /// What to do, in a few words.
    pub what: String,
    /// The adult it falls to; `None` means the provision's lead adult for a check, the SENCO for the rest.
    pub lead: Option<RecordId>,
    /// The provision, for a check; `None` for the rest.
    pub provision: Option<RecordId>,
    /// How the date came about, a sentence a step.
    pub reason: Vec<String>,
}

/// Everything due for one pupil, earliest first. A leaver has nothing due: what was not done by the last day no longer can
/// be.
pub fn due_items(file: &PupilFile, calendar: &Calendar, settings: &Settings) -> Vec<DueItem> {
    if file.pupil.left.is_some() {
        return Vec::new();
    }
    let mut items = sen_support::due(file, calendar);
    items.extend(interventions::due(file, settings));
    items.sort_by_key(|item| (item.date, item.force, item.duty, item.about));
    items
}
