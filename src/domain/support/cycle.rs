//! One round of assess, plan, do, review (Code 6.44 to 6.54), with the plan that it makes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::plan_kind;
use crate::domain::case::{day, lead, maybe, start, words};
use crate::domain::code::{Area, Outcome};
use crate::domain::day as stored;
use crate::domain::field::{Choice, Field, FieldKind, Fields, RefKind, Value, choices};
use crate::domain::ids::{RecordId, Typed};

/// A source of evidence that the assessment drew on (Code 6.45).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Source {
    /// The day it was drawn on; `None` if it was not.
    #[serde(with = "stored::opt")]
    pub on: Option<NaiveDate>,
    /// What it said; may be empty.
    pub note: String,
}

/// A cycle: assessed from `began`, planned when `agreed`, done until `reviewed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cycle {
    /// The day the assessment began.
    #[serde(with = "stored")]
    pub began: NaiveDate,
    /// Which kind of plan it makes: the code of a [`PlanKind`](super::PlanKind).
    pub kind: String,
    /// The teacher's assessment and experience of the child.
    pub teacher: Source,
    /// Previous progress, attainment and behaviour.
    pub progress: Source,
    /// Other teachers' assessments.
    pub others: Source,
    /// In comparison with peers and national data.
    pub peers: Source,
    /// The parents' views.
    pub parents: Source,
    /// The child's own views.
    pub pupil: Source,
    /// Advice from outside.
    pub outside: Source,
    /// The area of need that the plan is for; `None` if it is for more than one.
    pub area: Option<Area>,
    /// What the child is good at.
    pub strengths: String,
    /// What is hard for the child.
    pub concerns: String,
    /// What it should lead to in the end: hopes, outcomes sought.
    pub outcomes: String,
    /// Adjustments, and support from day to day.
    pub adjustments: String,
    /// The impact expected on progress, development or behaviour (Code 6.48).
    pub impact: String,
    /// How the parents help at home.
    pub home: String,
    /// The day the plan was agreed with parents and child, from which it runs; `None` while it is being made.
    #[serde(with = "stored::opt")]
    pub agreed: Option<NaiveDate>,
    /// The day agreed for its review (Code 6.48); `None` if none is.
    #[serde(with = "stored::opt")]
    pub review_on: Option<NaiveDate>,
    /// The review that was agreed with it, as a record of its own; `None` if none was.
    pub review: Option<RecordId>,
    /// The day all who work with the child were told (Code 6.49); `None` until then.
    #[serde(with = "stored::opt")]
    pub staff_told: Option<NaiveDate>,
    /// Who was told; may be empty.
    pub told: String,
    /// The day it was reviewed: then the cycle is closed. `None` while it runs.
    #[serde(with = "stored::opt")]
    pub reviewed: Option<NaiveDate>,
    /// How the child did against what was hoped; `None` until reviewed.
    pub outcome: Option<Outcome>,
    /// What was found, and what changes.
    pub found: String,
    /// The day it was given up without a review; `None` unless it was.
    #[serde(with = "stored::opt")]
    pub dropped: Option<NaiveDate>,
    /// The cycle before, from which targets were carried over; `None` for a first one.
    pub after: Option<RecordId>,
    /// Anything else.
    pub note: String,
    /// Who leads it: the class teacher as a rule; `None` means the SENCO.
    pub lead: Option<RecordId>,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Cycle {
    /// One begun on this day, to make a plan of this kind.
    pub fn began(began: NaiveDate, kind: &str, typed: Typed) -> Cycle {
        Cycle {
            began,
            kind: kind.to_owned(),
            teacher: Source::default(),
            progress: Source::default(),
            others: Source::default(),
            peers: Source::default(),
            parents: Source::default(),
            pupil: Source::default(),
            outside: Source::default(),
            area: None,
            strengths: String::new(),
            concerns: String::new(),
            outcomes: String::new(),
            adjustments: String::new(),
            impact: String::new(),
            home: String::new(),
            agreed: None,
            review_on: None,
            review: None,
            staff_told: None,
            told: String::new(),
            reviewed: None,
            outcome: None,
            found: String::new(),
            dropped: None,
            after: None,
            note: String::new(),
            lead: None,
            typed,
        }
    }

    /// The day it came to its end; `None` while it runs.
    pub fn ended(&self) -> Option<NaiveDate> {
        self.reviewed.or(self.dropped)
    }

    /// Whether it was gone through to its review: what counts as a cycle completed.
    pub fn is_complete(&self) -> bool {
        self.agreed.is_some() && self.reviewed.is_some()
    }

    /// Its sources of evidence with the keys of their fields, in the order of the Code.
    pub fn sources(&self) -> [(&'static str, &Source); 7] {
        [
            ("teacher", &self.teacher),
            ("progress", &self.progress),
            ("others", &self.others),
            ("peers", &self.peers),
            ("parents", &self.parents),
            ("pupil", &self.pupil),
            ("outside", &self.outside),
        ]
    }
}

/// A source's two rows: when, and what it said.
macro_rules! source_on {
    ($member:ident, $label:literal, $help:literal) => {
        Field {
            key: stringify!($member),
            label: $label,
            help: $help,
            kind: FieldKind::PastDate,
            required: false,
            get: |c| c.$member.on.into(),
            set: |c, v| v.opt_date().map(|date| c.$member.on = date),
        }
    };
}

macro_rules! source_note {
    ($member:ident, $key:literal, $help:literal) => {
        Field {
            key: $key,
            label: "… said",
            help: $help,
            kind: FieldKind::LongText,
            required: false,
            get: |c| (&c.$member.note).into(),
            set: |c, v| v.text().map(|text| c.$member.note = text),
        }
    };
}

fn kinds() -> Vec<Choice> {
    let choice = |kind: &super::PlanKind| Choice { code: kind.code.to_owned(), label: kind.label.to_owned() };
    plan_kind::of_cycles().map(choice).collect()
}

impl Fields for Cycle {
    const FIELDS: &'static [Field<Cycle>] = &[
        Field {
            key: "kind",
            label: "Kind of plan",
            help: "IEP, My Plan, ISP…",
            kind: FieldKind::Choice(kinds),
            required: true,
            get: |c| c.kind.as_str().into(),
            set: |c, v| {
                v.choice(|code| plan_kind::find(code).map(|kind| kind.code.to_owned()))
                    .map(|code| c.kind = code)
            },
        },
        start!(began, "Assessed from", "The day the assessment began."),
        source_on!(teacher, "Teacher", "The day the teacher's assessment was drawn on."),
        source_note!(teacher, "teacher_note", "What the teacher sees."),
        source_on!(
            progress,
            "Progress",
            "The day previous progress, attainment and behaviour were looked at."
        ),
        source_note!(progress, "progress_note", "What previous progress, attainment and behaviour show."),
        source_on!(others, "Other teachers", "The day other teachers' assessments were drawn on."),
        source_note!(others, "others_note", "What other teachers see."),
        source_on!(peers, "Peers", "The day the child was compared with peers and national data."),
        source_note!(peers, "peers_note", "How the child stands beside peers and national data."),
        source_on!(parents, "Parents", "The day the parents were asked for their views."),
        source_note!(parents, "parents_note", "What the parents say, in their words."),
        source_on!(pupil, "Child", "The day the child was asked."),
        source_note!(pupil, "pupil_note", "What the child says, in their words."),
        source_on!(outside, "From outside", "The day advice from outside was drawn on."),
        source_note!(outside, "outside_note", "What those outside advise."),
        maybe!(area, Area, "Area of need", "The area that the plan is for."),
        words!(strengths, LongText, false, "Strengths", "What the child is good at."),
        words!(concerns, LongText, false, "Concerns", "What is hard for the child."),
        words!(outcomes, LongText, false, "Outcomes sought", "What it should lead to in the end."),
        words!(adjustments, LongText, false, "Adjustments", "Adjustments, and support from day to day."),
        words!(impact, LongText, false, "Expected impact", "On progress, development or behaviour."),
        words!(home, LongText, false, "Parents can help by", "What parents can do at home."),
        day!(agreed, "Plan agreed", "The day it was agreed with parents and child: it runs from here."),
        Field {
            key: "review_on",
            label: "Review on",
            help: "The day agreed for its review: +6w, 14/1.",
            kind: FieldKind::FutureDate,
            required: false,
            get: |c| c.review_on.into(),
            set: |c, v| v.opt_date().map(|date| c.review_on = date),
        },
        day!(staff_told, "Staff told", "The day all who work with the child were told."),
        words!(told, Text, false, "Who was told", "Class teacher, teaching assistant, midday staff…"),
        day!(reviewed, "Reviewed", "The day it was reviewed: this closes the cycle."),
        maybe!(outcome, Outcome, "Outcome", "How the child did against what was hoped."),
        words!(found, LongText, false, "Found", "What was found, and what changes."),
        day!(dropped, "Given up", "The day it was given up without a review."),
        lead!(),
        words!(note, LongText, false, "Note", "Anything else."),
    ];
}
