//! Entries on the timeline: write one for a pupil or several, and correct one.
//!
//! Rule: an entry is never deleted. Undo takes back a fresh mistake; an old one is corrected, and the journal keeps both.

use chrono::NaiveDate;

use super::{By, not_ahead, pupil, review, words};
use crate::domain::event::{Event, EventKind, Method};
use crate::domain::ids::{Held, Key, Kind, PupilId};
use crate::domain::record::{Record, Recorded};
use crate::domain::review::ReviewKind;
use crate::store::{Edit, Refused};

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// For whom: each gets an entry of their own.
    pub pupils: Vec<PupilId>,
    /// Note, contact or meeting.
    pub kind: EventKind,
    /// The day it happened.
    pub happened: NaiveDate,
    /// How, for a contact; `None` for the rest.
    pub method: Option<Method>,
    /// With whom; may be empty.
    pub with: String,
    /// What was said or seen.
    pub text: String,
    /// A review to agree in the same step; `None` for none.
    pub review_on: Option<NaiveDate>,
}

/// Writes the entry for every pupil.
///
/// # Errors
/// No pupil, no words, a day ahead, a review in the past, or the store fails.
pub fn add(edit: &mut Edit<'_>, by: &By, input: &Entry) -> Result<(), Refused> {
    if input.pupils.is_empty() {
        return Err(Refused::because("say for which pupil"));
    }
    not_ahead(input.happened, by, "an entry of")?;
    let text = words(&input.text, "what was said or seen")?;
    for id in &input.pupils {
        pupil(edit, *id)?;
        let event = Event {
            kind: input.kind,
            happened: input.happened,
            method: input.method.filter(|_| input.kind == EventKind::Contact),
            with: input.with.trim().to_owned(),
            text: text.clone(),
            typed: by.typed.clone(),
        };
        edit.add(*id, event)?;
        if let Some(on) = input.review_on {
            if on < by.today {
                return Err(Refused::because("a review is agreed for a day to come"));
            }
            review::agree(edit, by, *id, ReviewKind::WithParents, on, None)?;
        }
    }
    Ok(())
}

/// Corrects an entry. What somebody else changed in other fields since it was read stays.
///
/// # Errors
/// No words, a day ahead, fields that both changed, or the store fails.
pub fn correct(
    edit: &mut Edit<'_>,
    by: &By,
    pupil_id: PupilId,
    base: &Held<Event>,
    mine: &Event,
) -> Result<(), Refused> {
    not_ahead(mine.happened, by, "an entry of")?;
    words(&mine.text, "what was said or seen")?;
    let key = Key::new(pupil_id, Kind::Event, base.id);
    let merged = edit.merge(key, &base.value.clone().wrap(), Record::Event(mine.clone()))?;
    edit.put(key, merged)
}
