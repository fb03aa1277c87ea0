//! The passport: one page that a child takes along (S3 "Inclusion Passport").

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::case::{day, start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields};
use crate::domain::ids::Typed;

/// A passport: in force until it is replaced. The latest that is not replaced is the child's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passport {
    /// The day it was written.
    #[serde(with = "stored")]
    pub written: NaiveDate,
    /// What the child is good at.
    pub strengths: String,
    /// What matters to me.
    pub matters: String,
    /// What helps.
    pub helps: String,
    /// What to avoid.
    pub avoid: String,
    /// With whom it was agreed: the child, mum; may be empty.
    pub agreed_with: String,
    /// The day by which it is looked at again; `None` leaves it to the school's setting.
    #[serde(with = "stored::opt")]
    pub look_again: Option<NaiveDate>,
    /// The day it was replaced or taken back; `None` while it is in force.
    #[serde(with = "stored::opt")]
    pub replaced: Option<NaiveDate>,
    /// Anything else, for the SENCO: never printed.
    pub note: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Passport {
    /// One written on this day.
    pub fn written(written: NaiveDate, typed: Typed) -> Passport {
        Passport {
            written,
            strengths: String::new(),
            matters: String::new(),
            helps: String::new(),
            avoid: String::new(),
            agreed_with: String::new(),
            look_again: None,
            replaced: None,
            note: String::new(),
            typed,
        }
    }
}

impl Fields for Passport {
    const FIELDS: &'static [Field<Passport>] = &[
        words!(strengths, LongText, false, "Strengths", "What I am good at, and what others like in me."),
        words!(matters, LongText, false, "What matters to me", "In the child's words."),
        words!(helps, LongText, false, "What helps", "What adults do that helps; a line each."),
        words!(avoid, LongText, false, "What to avoid", "What makes it harder; a line each."),
        start!(written, "Written", "The day it was written."),
        words!(agreed_with, Text, false, "Agreed with", "The child, mum, class teacher…"),
        Field {
            key: "look_again",
            label: "Look again by",
            help: "The day by which it is looked at again; empty leaves it to the school's setting.",
            kind: FieldKind::FutureDate,
            required: false,
            get: |p| p.look_again.into(),
            set: |p, v| v.opt_date().map(|date| p.look_again = date),
        },
        day!(replaced, "Replaced", "The day it was replaced or taken back."),
        words!(note, LongText, false, "Note", "For the SENCO: never printed."),
    ];
}
