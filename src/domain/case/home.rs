//! What goes home and to others: the letter that SEN support begins with its reply slip, and an agency's work with a pupil.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::choice_of;
use super::rows::{choice, day, flag, lead, start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields, RefKind, choices};
use crate::domain::ids::{RecordId, Typed};

choice_of! {
    /// What a letter home is about.
    Letter {
        /// That SEN support begins (Code 6.48).
        Begins = "begins", "SEN support begins";
        /// An invitation to a review or a meeting.
        Invitation = "invitation", "invitation";
        /// What a review found and agreed.
        Summary = "summary", "review summary";
        /// The plan, for the home.
        Plan = "plan", "plan sent home";
        /// Asking whether an agency may be asked.
        Consent = "consent", "consent for an agency";
        /// Anything else.
        Other = "other", "letter";
    }
}

/// A letter home and its slip. The one that tells parents that SEN support begins is begun with the stage (Code 6.48).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What the letter is about.
    pub letter: Letter,
    /// Whether it has a slip that is to come back.
    pub slip: bool,
    /// The day it was decided on: for the letter that SEN support begins, the day SEN support was.
    #[serde(with = "stored")]
    pub decided: NaiveDate,
    /// The day the parents were told; `None` until then.
    #[serde(with = "stored::opt")]
    pub sent: Option<NaiveDate>,
    /// The day the slip was asked for again; `None` unless it was. The latest, if several.
    #[serde(with = "stored::opt")]
    pub chased: Option<NaiveDate>,
    /// The day the slip came back; `None` until then.
    #[serde(with = "stored::opt")]
    pub returned: Option<NaiveDate>,
    /// The day it was given up: told in another way, no slip wanted; `None` unless it was.
    #[serde(with = "stored::opt")]
    pub closed: Option<NaiveDate>,
    /// What the parents wrote, and anything else.
    pub note: String,
    /// Who sees to it; `None` means the SENCO.
    pub lead: Option<RecordId>,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Notice {
    /// Of SEN support decided on this day.
    pub fn decided(decided: NaiveDate, typed: Typed) -> Notice {
        Notice {
            letter: Letter::Begins,
            slip: true,
            decided,
            sent: None,
            chased: None,
            returned: None,
            closed: None,
            note: String::new(),
            lead: None,
            typed,
        }
    }
}

impl Notice {
    /// The day it came to its end: the slip is back, it was given up, or it went and has no slip. `None` while it runs.
    pub fn ended(&self) -> Option<NaiveDate> {
        self.returned.or(self.closed).or(self.sent.filter(|_| !self.slip))
    }
}

impl Fields for Notice {
    const FIELDS: &'static [Field<Notice>] = &[
        choice!(letter, Letter, "Letter", "What it is about."),
        start!(decided, "Decided", "The day SEN support was decided, or the letter was."),
        day!(sent, "Sent home", "The day the letter went home: the parents are told."),
        flag!(slip, "With a slip", "Whether a slip is to come back."),
        day!(chased, "Chased", "The day the slip was asked for again."),
        day!(returned, "Slip back", "The day the slip came back."),
        day!(closed, "Closed", "The day it was given up: told in another way, no slip wanted."),
        words!(note, LongText, false, "Note", "What the parents wrote, and anything else."),
        lead!(),
    ];
}

/// An agency's work with one pupil: consent, then referred, seen, report, shared (Code 6.58 to 6.62).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Involvement {
    /// The agency: speech and language, educational psychology…
    pub agency: String,
    /// Why the agency is asked: what it should look at; may be empty.
    pub reason: String,
    /// The day it began: the parents were asked, or it was thought of.
    #[serde(with = "stored")]
    pub began: NaiveDate,
    /// The day the parents agreed; `None` until then.
    #[serde(with = "stored::opt")]
    pub consent: Option<NaiveDate>,
    /// Why the agency was asked without their consent; empty if it was not.
    pub without: String,
    /// The day the referral went; `None` until then.
    #[serde(with = "stored::opt")]
    pub referred: Option<NaiveDate>,
    /// The day the agency was chased; `None` unless it was. The latest, if several.
    #[serde(with = "stored::opt")]
    pub chased: Option<NaiveDate>,
    /// The day the agency saw the pupil; `None` until then.
    #[serde(with = "stored::opt")]
    pub seen: Option<NaiveDate>,
    /// The day the report came; `None` until then.
    #[serde(with = "stored::opt")]
    pub report: Option<NaiveDate>,
    /// The day the report was shared with parents and staff; `None` until then.
    #[serde(with = "stored::opt")]
    pub shared: Option<NaiveDate>,
    /// What the agency advised; may be empty.
    pub advice: String,
    /// The day its advice became targets or provision; `None` until then.
    #[serde(with = "stored::opt")]
    pub used: Option<NaiveDate>,
    /// The day it ended; `None` while it lasts.
    #[serde(with = "stored::opt")]
    pub ended: Option<NaiveDate>,
    /// What is to be known of it.
    pub note: String,
    /// Who sees to it; `None` means the SENCO.
    pub lead: Option<RecordId>,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Involvement {
    /// One begun on this day.
    pub fn began(began: NaiveDate, typed: Typed) -> Involvement {
        Involvement {
            agency: String::new(),
            reason: String::new(),
            began,
            consent: None,
            without: String::new(),
            referred: None,
            chased: None,
            seen: None,
            report: None,
            shared: None,
            advice: String::new(),
            used: None,
            ended: None,
            note: String::new(),
            lead: None,
            typed,
        }
    }
}

impl Fields for Involvement {
    const FIELDS: &'static [Field<Involvement>] = &[
        Field {
            key: "agency",
            label: "Agency",
            help: "Speech and language, educational psychology, CAMHS…",
            kind: FieldKind::Named(RefKind::Agency),
            required: true,
            get: |case| (&case.agency).into(),
            set: |case, value| value.text().map(|text| case.agency = text),
        },
        words!(reason, LongText, false, "What for", "What the agency is asked to look at."),
        start!(began, "Began", "The day the parents were asked, or it was thought of."),
        day!(consent, "Consent", "The day the parents agreed. Before it, no referral."),
        words!(
            without,
            Text,
            false,
            "Without consent",
            "Why the agency is asked without the parents' consent."
        ),
        day!(referred, "Referred", "The day the referral went."),
        day!(chased, "Chased", "The day the agency was chased."),
        day!(seen, "Seen", "The day the agency saw the pupil."),
        day!(report, "Report in", "The day the report came."),
        day!(shared, "Shared", "The day the report was shared with parents and staff."),
        words!(advice, LongText, false, "Advice", "What the agency advised; a line each."),
        day!(used, "Advice used", "The day its advice became targets or provision."),
        day!(ended, "Ended", "The day it ended."),
        words!(note, LongText, false, "Note", "Anything else."),
        lead!(),
    ];
}
