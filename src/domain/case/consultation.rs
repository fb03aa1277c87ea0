//! A local authority asks the school whether it can meet a child's needs: a pupil's, or a child's who is not on roll.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rows::{choice_of, day, lead, maybe, start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields, RefKind, Value, choices};
use crate::domain::ids::{RecordId, Typed};

choice_of! {
    /// What the school answered.
    Reply {
        /// It can meet the needs.
        Can = "can", "can meet the needs";
        /// It can, on conditions that the answer names.
        Conditions = "conditions", "can, on conditions";
        /// It cannot.
        Cannot = "cannot", "cannot meet the needs";
    }
}

/// One consultation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consultation {
    /// The day the school received it: day 1 is the day after.
    #[serde(with = "stored")]
    pub received: NaiveDate,
    /// The authority that asks.
    pub authority: String,
    /// The child, where they are not on roll; empty in a pupil's own file.
    pub child: String,
    /// The day the school answered; `None` until then.
    #[serde(with = "stored::opt")]
    pub answered: Option<NaiveDate>,
    /// What it answered; `None` until then.
    pub reply: Option<Reply>,
    /// What is to be known of it.
    pub note: String,
    /// Who answers; `None` means the SENCO.
    pub lead: Option<RecordId>,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Consultation {
    /// One received on this day.
    pub fn received(received: NaiveDate, typed: Typed) -> Consultation {
        Consultation {
            received,
            authority: String::new(),
            child: String::new(),
            answered: None,
            reply: None,
            note: String::new(),
            lead: None,
            typed,
        }
    }
}

impl Fields for Consultation {
    const FIELDS: &'static [Field<Consultation>] = &[
        start!(received, "Received", "The day the school received it: the 15 days begin on the day after."),
        words!(authority, Text, false, "Authority", "The local authority that asks."),
        words!(child, Text, false, "Child", "The child's name, if not on roll."),
        day!(answered, "Answered", "The day the school answered."),
        maybe!(reply, Reply, "Reply", "What the school said."),
        words!(note, LongText, false, "Note", "Anything else."),
        lead!(),
    ];
}
