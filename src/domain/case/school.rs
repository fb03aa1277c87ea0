//! What the school itself owes: a tick for what comes round by the calendar, and the SENCO's post with its qualification.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rows::{day, start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields, RefKind};
use crate::domain::ids::{RecordId, Typed};

/// Something that comes round by the calendar was done: a census sent, a report published, a register looked through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// The number of the duty.
    pub duty: u16,
    /// The date for which it was due.
    #[serde(with = "stored")]
    pub due: NaiveDate,
    /// The day it was done.
    #[serde(with = "stored")]
    pub done: NaiveDate,
    /// What is to be known of it.
    pub note: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Fields for Tick {
    const FIELDS: &'static [Field<Tick>] = &[
        start!(done, "Done on", "The day it was done."),
        words!(note, LongText, false, "Note", "Anything to remember for the next time."),
    ];
}

/// Somebody's time as SENCO.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SencoPost {
    /// Who.
    pub staff: Option<RecordId>,
    /// The day of the appointment: three years for the qualification run from here.
    #[serde(with = "stored")]
    pub appointed: NaiveDate,
    /// The day the course began; `None` until then.
    #[serde(with = "stored::opt")]
    pub course: Option<NaiveDate>,
    /// The day the qualification was awarded; `None` until then.
    #[serde(with = "stored::opt")]
    pub qualified: Option<NaiveDate>,
    /// The last day in post; `None` while in post.
    #[serde(with = "stored::opt")]
    pub ended: Option<NaiveDate>,
    /// What is to be known of it.
    pub note: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Fields for SencoPost {
    const FIELDS: &'static [Field<SencoPost>] = &[
        Field {
            key: "staff",
            label: "Who",
            help: "The member of staff who is SENCO.",
            kind: FieldKind::Ref(RefKind::Staff),
            required: true,
            get: |post| post.staff.into(),
            set: |post, value| value.opt_id().map(|id| post.staff = id),
        },
        start!(
            appointed,
            "Appointed",
            "The first day in post: three years for the qualification run from here."
        ),
        day!(course, "Course began", "The day the course for the qualification began."),
        day!(qualified, "Qualified", "The day the qualification was awarded."),
        day!(ended, "Ended", "The last day in post; empty while in post."),
        words!(note, LongText, false, "Note", "Anything else."),
    ];
}
