//! A target of a plan (S2 Appendix B and C): what is aimed at, how it is known, with what, and what came of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::case::choice_of;
use crate::domain::case::{day, maybe, start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields, Value, choices};
use crate::domain::ids::{RecordId, Typed};

choice_of! {
    /// What came of a target.
    TargetOutcome {
        /// Reached.
        Met = "met", "met";
        /// On the way.
        Partly = "partly", "partly met";
        /// Not reached.
        NotMet = "not-met", "not met";
        /// No longer aimed at.
        Dropped = "dropped", "no longer aimed at";
    }
}

impl TargetOutcome {
    /// Whether it goes into the next plan unless somebody says otherwise.
    pub fn carries_over(self) -> bool {
        matches!(self, TargetOutcome::Partly | TargetOutcome::NotMet)
    }
}

/// One target of one cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The cycle whose plan it belongs to.
    pub cycle: RecordId,
    /// The day it was set.
    #[serde(with = "stored")]
    pub set: NaiveDate,
    /// What is aimed at.
    pub aim: String,
    /// How it is known that it is reached.
    pub criteria: String,
    /// Resources and techniques.
    pub resources: String,
    /// Strategies and support in class.
    pub strategies: String,
    /// The day its outcome was judged; `None` until then.
    #[serde(with = "stored::opt")]
    pub judged: Option<NaiveDate>,
    /// What came of it; `None` until then.
    pub outcome: Option<TargetOutcome>,
    /// What came of it, in words.
    pub result: String,
    /// The target of the cycle before that it carries on; `None` for a new one.
    pub carried: Option<RecordId>,
    /// The agency's work whose advice it follows; `None` if none.
    pub advice: Option<RecordId>,
    /// Anything else.
    pub note: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Target {
    /// A target of this cycle, set on this day.
    pub fn of(cycle: RecordId, set: NaiveDate, typed: Typed) -> Target {
        Target {
            cycle,
            set,
            aim: String::new(),
            criteria: String::new(),
            resources: String::new(),
            strategies: String::new(),
            judged: None,
            outcome: None,
            result: String::new(),
            carried: None,
            advice: None,
            note: String::new(),
            typed,
        }
    }
}

impl Fields for Target {
    const FIELDS: &'static [Field<Target>] = &[
        words!(aim, LongText, true, "Target", "What is aimed at."),
        words!(
            criteria,
            LongText,
            false,
            "Criteria",
            "How it is known that it is reached: 8 of 10, three days running."
        ),
        words!(resources, LongText, false, "Resources", "Resources and techniques."),
        words!(strategies, LongText, false, "In class", "Strategies and support in class."),
        start!(set, "Set", "The day it was set."),
        day!(judged, "Judged", "The day its outcome was judged."),
        maybe!(outcome, TargetOutcome, "Outcome", "Met, partly met, not met, or no longer aimed at."),
        words!(result, LongText, false, "What came of it", "In a sentence."),
        words!(note, LongText, false, "Note", "Anything else."),
    ];
}
