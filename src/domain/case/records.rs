//! Papers that somebody may ask for or must be sent: a request for records, and a leaver's file on its way.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rows::{choice, choice_of, day, flag, lead, start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields, RefKind, choices};
use crate::domain::ids::{RecordId, Typed};

choice_of! {
    /// What was asked for.
    Asked {
        /// The educational record, by a parent.
        Educational = "educational", "educational record";
        /// Everything held about a person: a subject access request.
        Subject = "subject", "subject access";
    }
}

/// A request for records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordsRequest {
    /// What was asked for.
    pub kind: Asked,
    /// The day the school received it.
    #[serde(with = "stored")]
    pub received: NaiveDate,
    /// Who asked.
    pub by: String,
    /// The day the school said that it is complex and takes two months more; `None` unless it did.
    #[serde(with = "stored::opt")]
    pub extended: Option<NaiveDate>,
    /// The day the records were sent; `None` until then.
    #[serde(with = "stored::opt")]
    pub sent: Option<NaiveDate>,
    /// The day it was refused or withdrawn; `None` unless it was.
    #[serde(with = "stored::opt")]
    pub closed: Option<NaiveDate>,
    /// What is to be known of it.
    pub note: String,
    /// Who sees to it; `None` means the SENCO.
    pub lead: Option<RecordId>,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl RecordsRequest {
    /// One received on this day.
    pub fn received(received: NaiveDate, typed: Typed) -> RecordsRequest {
        RecordsRequest {
            kind: Asked::Educational,
            received,
            by: String::new(),
            extended: None,
            sent: None,
            closed: None,
            note: String::new(),
            lead: None,
            typed,
        }
    }
}

impl Fields for RecordsRequest {
    const FIELDS: &'static [Field<RecordsRequest>] = &[
        start!(received, "Received", "The day the school received it."),
        choice!(kind, Asked, "Asked for", "The educational record, or everything held about a person."),
        words!(by, Text, false, "Asked by", "Who asked."),
        day!(extended, "Extended", "The day the school said that it is complex and takes two months more."),
        day!(sent, "Sent", "The day the records were sent."),
        day!(closed, "Closed", "The day it was refused or withdrawn; empty unless it was."),
        words!(note, LongText, false, "Note", "Anything else."),
        lead!(),
    ];
}

/// A leaver's file on its way to the next school. Begun when the pupil leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// The pupil's last day on roll.
    #[serde(with = "stored")]
    pub left: NaiveDate,
    /// The next school; empty if not known.
    pub to: String,
    /// The day the common transfer file was sent; `None` until then.
    #[serde(with = "stored::opt")]
    pub ctf_sent: Option<NaiveDate>,
    /// The day the SEN file was sent; `None` until then.
    #[serde(with = "stored::opt")]
    pub file_sent: Option<NaiveDate>,
    /// The day the next school said that it has them; `None` until then.
    #[serde(with = "stored::opt")]
    pub acknowledged: Option<NaiveDate>,
    /// The day it was given up: the pupil came back, or there is no next school; `None` unless it was.
    #[serde(with = "stored::opt")]
    pub closed: Option<NaiveDate>,
    /// Whether the school's own copy must be kept longer: a claim, an inquiry.
    pub hold: bool,
    /// What is to be known of it.
    pub note: String,
    /// Who sees to it; `None` means the SENCO.
    pub lead: Option<RecordId>,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Transfer {
    /// Of a pupil whose last day was this.
    pub fn since(left: NaiveDate, typed: Typed) -> Transfer {
        Transfer {
            left,
            to: String::new(),
            ctf_sent: None,
            file_sent: None,
            acknowledged: None,
            closed: None,
            hold: false,
            note: String::new(),
            lead: None,
            typed,
        }
    }
}

impl Fields for Transfer {
    const FIELDS: &'static [Field<Transfer>] = &[
        start!(left, "Left", "The last day on roll."),
        words!(to, Text, false, "To", "The next school."),
        day!(ctf_sent, "CTF sent", "The day the common transfer file was sent."),
        day!(file_sent, "SEN file sent", "The day the SEN file was sent."),
        day!(acknowledged, "Acknowledged", "The day the next school said that it has them."),
        day!(closed, "Closed", "The day it was given up: the pupil came back, or there is no next school."),
        flag!(hold, "Legal hold", "Keep the school's own copy longer: a claim, an inquiry."),
        words!(note, LongText, false, "Note", "Anything else."),
        lead!(),
    ];
}
