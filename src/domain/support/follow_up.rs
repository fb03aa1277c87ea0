//! A follow-up: something that somebody said they would do, and by when. "Call mum on Wednesday", "chase the report".
//!
//! Rule: its date is what was said, not what a rule reckons. It is done or dropped with a date, never deleted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::case::{day, lead, start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields, RefKind};
use crate::domain::ids::{RecordId, Typed};

/// Something promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// What is to be done: "call mum", "chase".
    pub what: String,
    /// The day it was promised.
    #[serde(with = "stored")]
    pub promised: NaiveDate,
    /// The day it is to be done.
    #[serde(with = "stored")]
    pub due: NaiveDate,
    /// The day it was done; `None` until then.
    #[serde(with = "stored::opt")]
    pub done: Option<NaiveDate>,
    /// The day it was dropped: no longer needed; `None` unless it was.
    #[serde(with = "stored::opt")]
    pub dropped: Option<NaiveDate>,
    /// Anything else; may be empty.
    pub note: String,
    /// Who does it; `None` means the SENCO.
    pub lead: Option<RecordId>,
    /// The timeline entry that it came from; `None` if it stands alone.
    pub from: Option<RecordId>,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl FollowUp {
    /// One promised on a day for another.
    pub fn promised(what: &str, promised: NaiveDate, due: NaiveDate, typed: Typed) -> FollowUp {
        FollowUp {
            what: what.to_owned(),
            promised,
            due,
            done: None,
            dropped: None,
            note: String::new(),
            lead: None,
            from: None,
            typed,
        }
    }

    /// The day it came to its end: done or dropped. `None` while it is to come.
    pub fn ended(&self) -> Option<NaiveDate> {
        self.done.or(self.dropped)
    }
}

impl Fields for FollowUp {
    const FIELDS: &'static [Field<FollowUp>] = &[
        words!(what, Text, true, "What", "What is to be done: call mum, chase the report."),
        Field {
            key: "due",
            label: "Due",
            help: "The day it is to be done: fri, +3d, 3/12.",
            kind: FieldKind::NearDate,
            required: true,
            get: |one| one.due.into(),
            set: |one, value| value.date().map(|date| one.due = date),
        },
        day!(done, "Done", "The day it was done."),
        day!(dropped, "Dropped", "The day it was no longer needed; empty unless it was."),
        start!(promised, "Promised", "The day it was promised."),
        words!(note, LongText, false, "Note", "Anything else."),
        lead!(),
    ];
}
