//! Records as earlier programs wrote them. Read for ever, written never.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Span, Term};
use crate::domain::case::{Involvement, Letter, Notice, Transfer};
use crate::domain::code::{Area, Outcome, Wave};
use crate::domain::day;
use crate::domain::ids::{RecordId, Typed};
use crate::domain::provision::Provision;
use crate::domain::review::{Annual, Move, Review, ReviewKind};
use crate::domain::rows::Duty;
use crate::domain::school::{RuleChoice, SchoolInfo, Settings};

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
            ..Settings::default()
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

/// The school before letters asked for its address.
#[derive(Serialize, Deserialize)]
pub struct SchoolInfoV1 {
    name: String,
    demo: bool,
}

impl From<SchoolInfoV1> for SchoolInfo {
    fn from(old: SchoolInfoV1) -> SchoolInfo {
        SchoolInfo { name: old.name, demo: old.demo, ..SchoolInfo::default() }
    }
}

/// Settings before stages and plans were the school's choice.
#[derive(Serialize, Deserialize)]
pub struct SettingsV2 {
    calendar_confirmed: bool,
    #[serde(with = "day::opt")]
    clock_from: Option<NaiveDate>,
    rules: Vec<RuleChoice>,
}

impl From<SettingsV2> for Settings {
    fn from(old: SettingsV2) -> Settings {
        Settings {
            calendar_confirmed: old.calendar_confirmed,
            clock_from: old.clock_from,
            rules: old.rules,
            ..Settings::default()
        }
    }
}

/// A letter home before there were others than the one that SEN support begins.
#[derive(Serialize, Deserialize)]
pub struct NoticeV1 {
    #[serde(with = "day")]
    decided: NaiveDate,
    #[serde(with = "day::opt")]
    sent: Option<NaiveDate>,
    #[serde(with = "day::opt")]
    chased: Option<NaiveDate>,
    #[serde(with = "day::opt")]
    returned: Option<NaiveDate>,
    #[serde(with = "day::opt")]
    closed: Option<NaiveDate>,
    note: String,
    lead: Option<RecordId>,
    typed: Typed,
}

impl From<NoticeV1> for Notice {
    fn from(old: NoticeV1) -> Notice {
        Notice {
            letter: Letter::Begins,
            slip: true,
            decided: old.decided,
            sent: old.sent,
            chased: old.chased,
            returned: old.returned,
            closed: old.closed,
            note: old.note,
            lead: old.lead,
            typed: old.typed,
        }
    }
}

/// An agency's work before what it was asked and what it advised had places of their own.
#[derive(Serialize, Deserialize)]
pub struct InvolvementV1 {
    agency: String,
    #[serde(with = "day")]
    began: NaiveDate,
    #[serde(with = "day::opt")]
    consent: Option<NaiveDate>,
    without: String,
    #[serde(with = "day::opt")]
    referred: Option<NaiveDate>,
    #[serde(with = "day::opt")]
    chased: Option<NaiveDate>,
    #[serde(with = "day::opt")]
    seen: Option<NaiveDate>,
    #[serde(with = "day::opt")]
    report: Option<NaiveDate>,
    #[serde(with = "day::opt")]
    shared: Option<NaiveDate>,
    #[serde(with = "day::opt")]
    ended: Option<NaiveDate>,
    note: String,
    lead: Option<RecordId>,
    typed: Typed,
}

impl From<InvolvementV1> for Involvement {
    fn from(old: InvolvementV1) -> Involvement {
        Involvement {
            agency: old.agency,
            reason: String::new(),
            began: old.began,
            consent: old.consent,
            without: old.without,
            referred: old.referred,
            chased: old.chased,
            seen: old.seen,
            report: old.report,
            shared: old.shared,
            advice: String::new(),
            used: None,
            ended: old.ended,
            note: old.note,
            lead: old.lead,
            typed: old.typed,
        }
    }
}

/// Settings before the school chose how many cases an average needs.
#[derive(Serialize, Deserialize)]
pub struct SettingsV3 {
    calendar_confirmed: bool,
    #[serde(with = "day::opt")]
    clock_from: Option<NaiveDate>,
    rules: Vec<RuleChoice>,
    stage_set: String,
    plan_kind: String,
    targets: Option<u8>,
}

impl From<SettingsV3> for Settings {
    fn from(old: SettingsV3) -> Settings {
        Settings {
            calendar_confirmed: old.calendar_confirmed,
            clock_from: old.clock_from,
            rules: old.rules,
            stage_set: old.stage_set,
            plan_kind: old.plan_kind,
            targets: old.targets,
            ..Settings::default()
        }
    }
}

/// A provision before sessions: its days had no names, its dosage no past, its measure no scale.
#[derive(Serialize, Deserialize)]
pub struct ProvisionV1 {
    name: String,
    area: Option<Area>,
    wave: Wave,
    minutes: u16,
    times_a_week: u8,
    lead: Option<RecordId>,
    agency: String,
    #[serde(with = "day")]
    start: NaiveDate,
    #[serde(with = "day::opt")]
    end: Option<NaiveDate>,
    cost_pence: Option<i64>,
    measure: String,
    site: Option<RecordId>,
    note: String,
    typed: Typed,
}

impl From<ProvisionV1> for Provision {
    fn from(old: ProvisionV1) -> Provision {
        Provision {
            name: old.name,
            area: old.area,
            wave: old.wave,
            minutes: old.minutes,
            times_a_week: old.times_a_week,
            lead: old.lead,
            agency: old.agency,
            start: old.start,
            end: old.end,
            cost_pence: old.cost_pence,
            measure: old.measure,
            site: old.site,
            note: old.note,
            typed: old.typed,
            ..Provision::default()
        }
    }
}
