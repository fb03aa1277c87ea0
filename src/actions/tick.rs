//! What comes round by the calendar and was done: ticked off for the date for which it was due.

use chrono::NaiveDate;

use super::{By, not_ahead};
use crate::domain::case::Tick;
use crate::domain::day;
use crate::domain::ids::SCHOOL;
use crate::domain::rows::Duty;
use crate::store::{Edit, Refused};

/// Ticks a duty off: done on this day for the date for which it was due.
///
/// # Errors
/// The day lies ahead, it is ticked already, or the store fails.
pub fn record(
    edit: &mut Edit<'_>,
    by: &By,
    duty: Duty,
    due: NaiveDate,
    done: NaiveDate,
    note: &str,
) -> Result<(), Refused> {
    not_ahead(done, by, "what was done on")?;
    let known = edit.list::<Tick>(SCHOOL)?;
    if let Some(tick) = known.iter().find(|tick| tick.duty == duty as u16 && tick.due == due) {
        return Err(Refused::because(format!(
            "it is ticked already: done on {}, typed by {}",
            day::full(tick.done),
            tick.typed.by
        )));
    }
    let tick = Tick { duty: duty as u16, due, done, note: note.trim().to_owned(), typed: by.typed.clone() };
    edit.add(SCHOOL, tick)?;
    Ok(())
}
