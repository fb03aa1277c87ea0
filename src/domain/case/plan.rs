//! An EHC plan: the day it was made, from which its annual reviews are counted, and the moves between phases of education.
//!
//! The reviews themselves are [`Review`](crate::domain::review::Review)s of the kind "annual" or "interim".

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rows::{day, number, start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields, Value};
use crate::domain::ids::Typed;

/// An EHC plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EhcPlan {
    /// The day it was made.
    #[serde(with = "stored")]
    pub dated: NaiveDate,
    /// The authority that keeps it; empty if not recorded.
    pub authority: String,
    /// The year of the next move between phases, where it is not the one of the child's age: 2027 for a move in September
    /// 2027. `None` goes by the date of birth.
    pub transfer_year: Option<u16>,
    /// The day of the amended plan that names the next school; `None` until there is one. The latest, if there were several.
    #[serde(with = "stored::opt")]
    pub named: Option<NaiveDate>,
    /// The day it ceased; `None` while it is kept.
    #[serde(with = "stored::opt")]
    pub ceased: Option<NaiveDate>,
    /// What is to be known of it.
    pub note: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl EhcPlan {
    /// A plan made on this day.
    pub fn dated(dated: NaiveDate, typed: Typed) -> EhcPlan {
        EhcPlan {
            dated,
            authority: String::new(),
            transfer_year: None,
            named: None,
            ceased: None,
            note: String::new(),
            typed,
        }
    }
}

impl Fields for EhcPlan {
    const FIELDS: &'static [Field<EhcPlan>] = &[
        start!(dated, "Plan made", "The date on the plan: its first annual review is counted from here."),
        words!(authority, Text, false, "Authority", "The local authority that keeps it."),
        number!(
            transfer_year,
            1900,
            2199,
            "Moves in",
            "The year of the next move of phase, if not by age: 2027."
        ),
        day!(named, "Next school named", "The day of the amended plan that names the next school."),
        day!(ceased, "Ceased", "The day the plan ceased; empty while it is kept."),
        words!(note, LongText, false, "Note", "Anything else."),
    ];
}
