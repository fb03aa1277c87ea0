//! Reviews: dated looks at a pupil's progress, planned or held.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::case::choice_of;
use super::code::Outcome;
use super::day;
use super::field::{Choice, Field, FieldKind, Fields, RefKind, Value, choices};
use super::ids::{RecordId, Typed};

/// What kind of look it is. Stored by position: added to at the end, never reordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReviewKind {
    /// The plan's review on its agreed date (Code 6.53).
    Plan,
    /// With the pupil and the parents, at least three times a year (S1 ¶11).
    WithParents,
    /// The teacher's look at the IEP, at least each half-term (a school's policy).
    Iep,
    /// The annual review of an EHC plan.
    Annual,
    /// With the next setting, before a move (Code 6.57).
    Transition,
    /// An annual review held early, before the year is over.
    Interim,
}

impl ReviewKind {
    /// Every kind, the usual one first.
    pub const ALL: &'static [ReviewKind] = &[
        ReviewKind::WithParents,
        ReviewKind::Plan,
        ReviewKind::Iep,
        ReviewKind::Annual,
        ReviewKind::Interim,
        ReviewKind::Transition,
    ];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            ReviewKind::Plan => "plan",
            ReviewKind::WithParents => "with-parents",
            ReviewKind::Iep => "iep",
            ReviewKind::Annual => "annual",
            ReviewKind::Interim => "interim",
            ReviewKind::Transition => "transition",
        }
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            ReviewKind::Plan => "plan review",
            ReviewKind::WithParents => "review with parents",
            ReviewKind::Iep => "IEP review",
            ReviewKind::Annual => "annual review",
            ReviewKind::Interim => "interim review",
            ReviewKind::Transition => "transition review",
        }
    }

    /// Whether it reviews an EHC plan: then [`Annual`] steps lead to it and follow from it.
    pub fn is_annual(self) -> bool {
        matches!(self, ReviewKind::Annual | ReviewKind::Interim)
    }

    /// Whether it counts among the year's reviews with pupil and parents. The teacher's look at the IEP and the meeting with
    /// the next setting do not.
    pub fn is_of_rhythm(self) -> bool {
        !matches!(self, ReviewKind::Iep | ReviewKind::Transition)
    }

    /// The kind with this code; `None` if there is none.
    pub fn parse(text: &str) -> Option<ReviewKind> {
        ReviewKind::ALL.iter().copied().find(|kind| kind.code().eq_ignore_ascii_case(text.trim()))
    }
}

choice_of! {
    /// What the authority decided after an annual review.
    PlanDecision {
        /// The plan stays as it is.
        Keep = "keep", "keep the plan";
        /// It is to be changed.
        Amend = "amend", "amend the plan";
        /// It is to end.
        Cease = "cease", "end the plan";
    }
}

/// The steps that lead to an annual review's meeting and follow from it. The meeting itself is the review's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Annual {
    /// The day advice was asked for; `None` until then.
    #[serde(with = "day::opt")]
    pub asked: Option<NaiveDate>,
    /// The day those to come were invited; `None` until then.
    #[serde(with = "day::opt")]
    pub invited: Option<NaiveDate>,
    /// The day the advice was sent round; `None` until then.
    #[serde(with = "day::opt")]
    pub circulated: Option<NaiveDate>,
    /// The day the school's report went to all and to the authority; `None` until then.
    #[serde(with = "day::opt")]
    pub report_sent: Option<NaiveDate>,
    /// The day the authority decided; `None` until then.
    #[serde(with = "day::opt")]
    pub decided: Option<NaiveDate>,
    /// What it decided; `None` until then.
    pub decision: Option<PlanDecision>,
    /// The day of the notice with the proposed amendments; `None` until then.
    #[serde(with = "day::opt")]
    pub notice: Option<NaiveDate>,
    /// The day the family commented on them; `None` until then.
    #[serde(with = "day::opt")]
    pub comments: Option<NaiveDate>,
    /// The day of the final amended plan; `None` until then.
    #[serde(with = "day::opt")]
    pub final_plan: Option<NaiveDate>,
}

impl Annual {
    /// The keys of its days in the review's table of fields, in the order in which they come.
    pub const KEYS: [&'static str; 8] =
        ["asked", "invited", "circulated", "report_sent", "decided", "notice", "comments", "final_plan"];
}

/// A date that was agreed anew, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The date before.
    #[serde(with = "day")]
    pub from: NaiveDate,
    /// The date agreed instead.
    #[serde(with = "day")]
    pub to: NaiveDate,
    /// Why.
    pub reason: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

/// A review of one pupil: open until `held` or `cancelled` has a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// What kind of look.
    pub kind: ReviewKind,
    /// The agreed date.
    #[serde(with = "day")]
    pub due: NaiveDate,
    /// Who leads it; `None` means the SENCO.
    pub lead: Option<RecordId>,
    /// The day it was held; `None` while it is to come.
    #[serde(with = "day::opt")]
    pub held: Option<NaiveDate>,
    /// How the pupil did against what was hoped; `None` until held.
    pub outcome: Option<Outcome>,
    /// What was found and agreed.
    pub note: String,
    /// The pupil's view, in their words; empty if none was recorded.
    pub pupil_voice: String,
    /// The parents' view, in their words; empty if none was recorded.
    pub parent_voice: String,
    /// The day it was called off; `None` unless it was.
    #[serde(with = "day::opt")]
    pub cancelled: Option<NaiveDate>,
    /// Every change of the agreed date, oldest first.
    pub moves: Vec<Move>,
    /// When and by whom the plan for it was typed.
    pub planned: Typed,
    /// When and by whom it was recorded as held; `None` until then.
    pub recorded: Option<Typed>,
    /// The steps of an annual or interim review; as they begin, for the rest.
    pub annual: Annual,
}

impl Review {
    /// A review to come.
    pub fn planned(kind: ReviewKind, due: NaiveDate, lead: Option<RecordId>, typed: Typed) -> Review {
        Review {
            kind,
            due,
            lead,
            held: None,
            outcome: None,
            note: String::new(),
            pupil_voice: String::new(),
            parent_voice: String::new(),
            cancelled: None,
            moves: Vec::new(),
            planned: typed,
            recorded: None,
            annual: Annual::default(),
        }
    }

    /// Whether it is still to be held.
    pub fn is_open(&self) -> bool {
        self.held.is_none() && self.cancelled.is_none()
    }
}

fn kinds() -> Vec<Choice> {
    choices(ReviewKind::ALL, ReviewKind::code, ReviewKind::label)
}

fn outcomes() -> Vec<Choice> {
    choices(&Outcome::ALL, Outcome::code, Outcome::label)
}

fn decisions() -> Vec<Choice> {
    choices(PlanDecision::ALL, PlanDecision::code, PlanDecision::label)
}

/// A step of an annual review.
macro_rules! step {
    ($member:ident, $label:literal, $help:literal) => {
        Field {
            key: stringify!($member),
            label: $label,
            help: $help,
            kind: FieldKind::PastDate,
            required: false,
            get: |r| r.annual.$member.into(),
            set: |r, v| v.opt_date().map(|date| r.annual.$member = date),
        }
    };
}

impl Fields for Review {
    const FIELDS: &'static [Field<Review>] = &[
        Field {
            key: "kind",
            label: "Kind",
            help: "What kind of look it is.",
            kind: FieldKind::Choice(kinds),
            required: true,
            get: |r| r.kind.code().into(),
            set: |r, v| v.choice(ReviewKind::parse).map(|kind| r.kind = kind),
        },
        Field {
            key: "due",
            label: "Agreed for",
            help: "The day agreed for it.",
            kind: FieldKind::FutureDate,
            required: true,
            get: |r| r.due.into(),
            set: |r, v| v.date().map(|date| r.due = date),
        },
        Field {
            key: "lead",
            label: "Lead",
            help: "Who leads it; empty means the SENCO.",
            kind: FieldKind::Ref(RefKind::Staff),
            required: false,
            get: |r| r.lead.into(),
            set: |r, v| v.opt_id().map(|id| r.lead = id),
        },
        Field {
            key: "held",
            label: "Held on",
            help: "The day it took place; empty while it is to come.",
            kind: FieldKind::PastDate,
            required: false,
            get: |r| r.held.into(),
            set: |r, v| v.opt_date().map(|date| r.held = date),
        },
        Field {
            key: "outcome",
            label: "Outcome",
            help: "How the pupil did against what was hoped.",
            kind: FieldKind::Choice(outcomes),
            required: false,
            get: |r| r.outcome.map(Outcome::code).map(Value::from).unwrap_or_default(),
            set: |r, v| v.opt_choice(Outcome::parse).map(|outcome| r.outcome = outcome),
        },
        Field {
            key: "note",
            label: "Note",
            help: "What was found and agreed.",
            kind: FieldKind::LongText,
            required: false,
            get: |r| (&r.note).into(),
            set: |r, v| v.text().map(|text| r.note = text),
        },
        Field {
            key: "pupil_voice",
            label: "Pupil's view",
            help: "In the pupil's words.",
            kind: FieldKind::LongText,
            required: false,
            get: |r| (&r.pupil_voice).into(),
            set: |r, v| v.text().map(|text| r.pupil_voice = text),
        },
        Field {
            key: "parent_voice",
            label: "Parents' view",
            help: "In the parents' words.",
            kind: FieldKind::LongText,
            required: false,
            get: |r| (&r.parent_voice).into(),
            set: |r, v| v.text().map(|text| r.parent_voice = text),
        },
        Field {
            key: "cancelled",
            label: "Called off on",
            help: "The day it was called off; empty unless it was.",
            kind: FieldKind::PastDate,
            required: false,
            get: |r| r.cancelled.into(),
            set: |r, v| v.opt_date().map(|date| r.cancelled = date),
        },
        step!(asked, "Advice asked for", "The day advice was asked for."),
        step!(invited, "Invited", "The day the family and the others were invited."),
        step!(circulated, "Advice circulated", "The day the advice was sent round to all who come."),
        step!(report_sent, "Report sent", "The day the school's report went to all and to the authority."),
        step!(decided, "Authority decided", "The day the authority decided."),
        Field {
            key: "decision",
            label: "Decision",
            help: "Keep the plan, amend it, or end it.",
            kind: FieldKind::Choice(decisions),
            required: false,
            get: |r| r.annual.decision.map(PlanDecision::code).map(Value::from).unwrap_or_default(),
            set: |r, v| v.opt_choice(PlanDecision::parse).map(|decision| r.annual.decision = decision),
        },
        step!(notice, "Amendment notice", "The day of the notice with the proposed amendments."),
        step!(comments, "Family commented", "The day the family commented on the amendments."),
        step!(final_plan, "Final amended plan", "The day of the final amended plan."),
    ];
}
