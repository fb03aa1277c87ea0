//! A voice: what the child or a parent says, in their words (Code 6.45 and 6.54).
//!
//! A review keeps what was said in it with itself; this is what was said beside a plan, or on any other day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::case::choice_of;
use crate::domain::case::{choice, start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields, choices};
use crate::domain::ids::{RecordId, Typed};

choice_of! {
    /// Whose words they are.
    Speaker {
        /// The child's own.
        Pupil = "pupil", "pupil";
        /// A parent's or carer's.
        Parent = "parent", "parent";
    }
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// Whose words they are.
    pub speaker: Speaker,
    /// The day they were said.
    #[serde(with = "stored")]
    pub said: NaiveDate,
    /// Who it was: mum, grandad; may be empty.
    pub who: String,
    /// How they were given: asked by the teacher, a drawing, a letter; may be empty.
    pub how: String,
    /// The words.
    pub words: String,
    /// The cycle that they were said for; `None` if for none.
    pub cycle: Option<RecordId>,
    /// Anything else.
    pub note: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Voice {
    /// Words said on this day.
    pub fn said(said: NaiveDate, speaker: Speaker, typed: Typed) -> Voice {
        Voice {
            speaker,
            said,
            who: String::new(),
            how: String::new(),
            words: String::new(),
            cycle: None,
            note: String::new(),
            typed,
        }
    }
}

impl Fields for Voice {
    const FIELDS: &'static [Field<Voice>] = &[
        choice!(speaker, Speaker, "Whose", "The pupil's own words, or a parent's."),
        words!(words, LongText, true, "Words", "As they said it."),
        start!(said, "Said", "The day they were said, not the day you type them."),
        words!(who, Text, false, "Who", "Mum, grandad…; empty for the pupil."),
        words!(how, Text, false, "How", "Asked by the teacher, a drawing, a letter…"),
        words!(note, LongText, false, "Note", "Anything else."),
    ];
}
