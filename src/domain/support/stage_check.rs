//! One of the duties of a stage, done for one pupil: a tick on the stage's checklist (S0).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::case::{start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields};
use crate::domain::ids::Typed;

/// A tick: which duty of which stage, and since when it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageCheck {
    /// The stage's code.
    pub stage: String,
    /// The duty's key in the stage's list.
    pub item: String,
    /// The day it was done.
    #[serde(with = "stored")]
    pub done: NaiveDate,
    /// How; may be empty.
    pub note: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Fields for StageCheck {
    const FIELDS: &'static [Field<StageCheck>] = &[
        start!(done, "Done", "The day it was done."),
        words!(note, LongText, false, "Note", "How it was done."),
    ];
}
