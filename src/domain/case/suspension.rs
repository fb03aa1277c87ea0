//! A suspension or a permanent exclusion, counted in half school days.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rows::{day, flag, lead, number, start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields, RefKind, Value};
use crate::domain::ids::{RecordId, Typed};

/// One suspension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// Its first day.
    #[serde(with = "stored")]
    pub from: NaiveDate,
    /// How long, in half school days: 3 is a day and a half; `None` if not recorded, or permanent.
    pub half_days: Option<u16>,
    /// Whether it is a permanent exclusion.
    pub permanent: bool,
    /// The day the parents were told; `None` until then.
    #[serde(with = "stored::opt")]
    pub parents_told: Option<NaiveDate>,
    /// The day the authority was told; `None` until then.
    #[serde(with = "stored::opt")]
    pub authority_told: Option<NaiveDate>,
    /// The day the governors were told; `None` until then.
    #[serde(with = "stored::opt")]
    pub governors_told: Option<NaiveDate>,
    /// The day other education began; `None` until then.
    #[serde(with = "stored::opt")]
    pub education: Option<NaiveDate>,
    /// The day the parents asked the governors to look at it; `None` unless they did.
    #[serde(with = "stored::opt")]
    pub parents_wrote: Option<NaiveDate>,
    /// The day the governors met; `None` until then.
    #[serde(with = "stored::opt")]
    pub board_met: Option<NaiveDate>,
    /// The day it was cancelled or set aside; `None` unless it was.
    #[serde(with = "stored::opt")]
    pub cancelled: Option<NaiveDate>,
    /// Why, and what was done to prevent it.
    pub note: String,
    /// Who sees to it; `None` means the SENCO.
    pub lead: Option<RecordId>,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Suspension {
    /// One from this day.
    pub fn since(from: NaiveDate, typed: Typed) -> Suspension {
        Suspension {
            from,
            half_days: None,
            permanent: false,
            parents_told: None,
            authority_told: None,
            governors_told: None,
            education: None,
            parents_wrote: None,
            board_met: None,
            cancelled: None,
            note: String::new(),
            lead: None,
            typed,
        }
    }

    /// How long, in words: "1½ school days"; empty if not recorded.
    pub fn length(&self) -> String {
        let Some(half_days) = self.half_days else { return String::new() };
        let half = if half_days % 2 == 1 { "½" } else { "" };
        match half_days / 2 {
            0 => "½ school day".to_owned(),
            1 if half.is_empty() => "1 school day".to_owned(),
            whole => format!("{whole}{half} school days"),
        }
    }
}

impl Fields for Suspension {
    const FIELDS: &'static [Field<Suspension>] = &[
        start!(from, "First day", "The day it began."),
        number!(half_days, 1, 90, "Half days", "How long, in half school days: 3 is a day and a half."),
        flag!(permanent, "Permanent", "Whether it is a permanent exclusion."),
        words!(note, LongText, false, "Reason", "Why, and what was done to prevent it."),
        day!(parents_told, "Parents told", "The day the parents were told."),
        day!(authority_told, "Authority told", "The day the authority was told."),
        day!(governors_told, "Governors told", "The day the governors were told."),
        day!(education, "Education from", "The day other education began."),
        day!(parents_wrote, "Parents wrote", "The day the parents asked the governors to look at it."),
        day!(board_met, "Governors met", "The day the governors met."),
        day!(cancelled, "Cancelled", "The day it was cancelled or set aside; empty unless it was."),
        lead!(),
    ];
}
