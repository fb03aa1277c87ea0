//! Records as earlier programs wrote them. Read for ever, written never.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Span, Term};
use crate::domain::case::Transfer;
use crate::domain::code::Outcome;
use crate::domain::day;
use crate::domain::ids::{RecordId, Typed};
use crate::domain::review::{Annual, Move, Review, ReviewKind};
use crate::domain::rows::Duty;
use crate::domain::school::{RuleChoice, Settings};

/// Settings before rules had parameters: the days between impact checks had a place of their own.
#[derive(Serialize, Deserialize)]
pub struct SettingsV1 {
    check_every_days: u16,
    calendar_confirmed: bool,
}

impl From<SettingsV1> for Settings {
    fn from(old: SettingsV1) -> Settings {
        let days = i64::from(old.check_every_days);
        let rules = (days != 42).then(|| RuleChoice {
            duty: Duty::ImpactCheck as u16,
            on: None,
            values: vec![("days".to_owned(), days)],
        });
        Settings {
            calendar_confirmed: old.calendar_confirmed,
            clock_from: None,
            rules: rules.into_iter().collect(),
        }
    }
}

/// A term before sites could have their own.
#[derive(Serialize, Deserialize)]
pub struct TermV1 {
    name: String,
    #[serde(with = "day")]
    start: NaiveDate,
    #[serde(with = "day")]
    end: NaiveDate,
    half_term: Option<Span>,
}

impl From<TermV1> for Term {
    fn from(old: TermV1) -> Term {
        Term { name: old.name, start: old.start, end: old.end, half_term: old.half_term, site: None }
    }
}

/// A review before annual reviews had steps.
#[derive(Serialize, Deserialize)]
pub struct ReviewV1 {
    kind: ReviewKind,
    #[serde(with = "day")]
    due: NaiveDate,
    lead: Option<RecordId>,
    #[serde(with = "day::opt")]
    held: Option<NaiveDate>,
    outcome: Option<Outcome>,
    note: String,
    pupil_voice: String,
    parent_voice: String,
    #[serde(with = "day::opt")]
    cancelled: Option<NaiveDate>,
    moves: Vec<Move>,
    planned: Typed,
    recorded: Option<Typed>,
}

impl From<ReviewV1> for Review {
    fn from(old: ReviewV1) -> Review {
        Review {
            kind: old.kind,
            due: old.due,
            lead: old.lead,
            held: old.held,
            outcome: old.outcome,
            note: old.note,
            pupil_voice: old.pupil_voice,
            parent_voice: old.parent_voice,
            cancelled: old.cancelled,
            moves: old.moves,
            planned: old.planned,
            recorded: old.recorded,
            annual: Annual::default(),
        }
    }
}

/// A leaver's file before it could be given up.
#[derive(Serialize, Deserialize)]
pub struct TransferV1 {
    #[serde(with = "day")]
    left: NaiveDate,
    to: String,
    #[serde(with = "day::opt")]
    ctf_sent: Option<NaiveDate>,
    #[serde(with = "day::opt")]
    file_sent: Option<NaiveDate>,
    #[serde(with = "day::opt")]
    acknowledged: Option<NaiveDate>,
    hold: bool,
    note: String,
    lead: Option<RecordId>,
    typed: Typed,
}

impl From<TransferV1> for Transfer {
    fn from(old: TransferV1) -> Transfer {
        Transfer {
            left: old.left,
            to: old.to,
            ctf_sent: old.ctf_sent,
            file_sent: old.file_sent,
            acknowledged: old.acknowledged,
            closed: None,
            hold: old.hold,
            note: old.note,
            lead: old.lead,
            typed: old.typed,
        }
    }
}
