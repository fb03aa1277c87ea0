//! A family disagrees with a decision of the authority: mediation, and the appeal to the SEND Tribunal. It is the
//! family's clock; the school keeps it in sight.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rows::{choice, choice_of, day, lead, start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields, RefKind, choices};
use crate::domain::ids::{RecordId, Typed};

choice_of! {
    /// What the family disagrees with.
    About {
        /// The authority will not assess.
        NoAssessment = "no-assessment", "refusal to assess";
        /// The authority will make no plan.
        NoPlan = "no-plan", "refusal to make a plan";
        /// What the plan says, or the school that it names.
        Content = "content", "what the plan says";
        /// The authority will not change the plan after a review.
        NoChange = "no-change", "refusal to change the plan";
        /// The authority ends the plan.
        Ceased = "ceased", "the end of the plan";
    }
}

/// One disagreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// What it is about.
    pub about: About,
    /// The date of the authority's decision letter: two months run from here.
    #[serde(with = "stored")]
    pub letter: NaiveDate,
    /// The date of the mediation certificate: one month runs from here; `None` if there is none yet.
    #[serde(with = "stored::opt")]
    pub certificate: Option<NaiveDate>,
    /// The day the appeal was made; `None` until then.
    #[serde(with = "stored::opt")]
    pub appealed: Option<NaiveDate>,
    /// The day it came to an end: agreed, decided, or given up; `None` while it lasts.
    #[serde(with = "stored::opt")]
    pub ended: Option<NaiveDate>,
    /// What came of it, and anything else.
    pub note: String,
    /// Who sees to the school's part; `None` means the SENCO.
    pub lead: Option<RecordId>,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Dispute {
    /// About a decision with a letter of this day.
    pub fn since(letter: NaiveDate, typed: Typed) -> Dispute {
        Dispute {
            about: About::NoAssessment,
            letter,
            certificate: None,
            appealed: None,
            ended: None,
            note: String::new(),
            lead: None,
            typed,
        }
    }
}

impl Fields for Dispute {
    const FIELDS: &'static [Field<Dispute>] = &[
        start!(letter, "Decision letter", "The date on the authority's letter: two months run from here."),
        choice!(about, About, "About", "What the family disagrees with."),
        day!(certificate, "Mediation certificate", "Its date: one month runs from here."),
        day!(appealed, "Appeal made", "The day the appeal went to the tribunal."),
        day!(ended, "Ended", "The day it was agreed, decided or given up."),
        words!(note, LongText, false, "Note", "What came of it, and anything else."),
        lead!(),
    ];
}
