//! One request for an EHC needs assessment and all that follows, up to the plan or the refusal (20 weeks).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rows::{choice, choice_of, day, lead, maybe, start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields, RefKind, Value, choices};
use crate::domain::ids::{RecordId, Typed};

choice_of! {
    /// Who asked the authority for an assessment.
    Requester {
        /// The school.
        School = "school", "school";
        /// A parent.
        Parent = "parent", "parent";
        /// The young person.
        YoungPerson = "young-person", "young person";
        /// Anybody else.
        Other = "other", "somebody else";
    }
}

choice_of! {
    /// What the authority answered to the request.
    Answer {
        /// It will assess.
        Assess = "assess", "will assess";
        /// It will not.
        Refuse = "refuse", "will not assess";
    }
}

choice_of! {
    /// Why a time limit need not be kept (SEND Regulations 2014). It explains a late date and never moves it.
    Exception {
        /// The school was closed for at least 4 weeks.
        Closed = "closed", "school closed for 4 weeks or more";
        /// The family was away for at least 4 weeks.
        Away = "away", "family away for 4 weeks or more";
        /// Exceptional circumstances.
        Circumstances = "circumstances", "exceptional circumstances";
        /// An appointment was missed.
        Missed = "missed", "a missed appointment";
    }
}

/// A request for an EHC needs assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Who asked.
    pub requester: Requester,
    /// The day the authority received the request: the clock starts.
    #[serde(with = "stored")]
    pub received: NaiveDate,
    /// The day it said whether it will assess; `None` until then.
    #[serde(with = "stored::opt")]
    pub decided: Option<NaiveDate>,
    /// What it said; `None` until then.
    pub answer: Option<Answer>,
    /// The day the school was asked for its advice; `None` until then.
    #[serde(with = "stored::opt")]
    pub asked: Option<NaiveDate>,
    /// The day the school gave its advice; `None` until then.
    #[serde(with = "stored::opt")]
    pub advised: Option<NaiveDate>,
    /// The day the draft plan was served on the family; `None` until then.
    #[serde(with = "stored::opt")]
    pub draft: Option<NaiveDate>,
    /// The day the family commented on the draft; `None` until then.
    #[serde(with = "stored::opt")]
    pub comments: Option<NaiveDate>,
    /// The day the authority said that it will make no plan; `None` unless it did.
    #[serde(with = "stored::opt")]
    pub no_plan: Option<NaiveDate>,
    /// The day of the final plan; `None` until then.
    #[serde(with = "stored::opt")]
    pub final_plan: Option<NaiveDate>,
    /// The day the request was withdrawn; `None` unless it was.
    #[serde(with = "stored::opt")]
    pub withdrawn: Option<NaiveDate>,
    /// Why a limit need not be kept; `None` if none was claimed.
    pub exception: Option<Exception>,
    /// What is to be known of it, the exception's reason among it.
    pub note: String,
    /// Who sees to the school's part; `None` means the SENCO.
    pub lead: Option<RecordId>,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Assessment {
    /// A request received on this day.
    pub fn received(received: NaiveDate, typed: Typed) -> Assessment {
        Assessment {
            requester: Requester::School,
            received,
            decided: None,
            answer: None,
            asked: None,
            advised: None,
            draft: None,
            comments: None,
            no_plan: None,
            final_plan: None,
            withdrawn: None,
            exception: None,
            note: String::new(),
            lead: None,
            typed,
        }
    }

    /// The day on which it came to its end; `None` while it runs.
    pub fn ended(&self) -> Option<NaiveDate> {
        let refused = self.decided.filter(|_| self.answer == Some(Answer::Refuse));
        self.final_plan.or(self.no_plan).or(refused).or(self.withdrawn)
    }
}

impl Fields for Assessment {
    const FIELDS: &'static [Field<Assessment>] = &[
        start!(
            received,
            "Request received",
            "The day the authority received it: the 20 weeks run from here."
        ),
        choice!(requester, Requester, "Asked by", "Who asked the authority."),
        day!(decided, "Authority answered", "The day it said whether it will assess."),
        maybe!(answer, Answer, "Answer", "Whether it will assess."),
        day!(asked, "Advice asked for", "The day the school was asked for its advice."),
        day!(advised, "Advice given", "The day the school's advice went to the authority."),
        day!(draft, "Draft served", "The day the draft plan was served on the family."),
        day!(comments, "Family commented", "The day the family's comments on the draft went back."),
        day!(no_plan, "No plan", "The day the authority said that it will make no plan."),
        day!(final_plan, "Final plan", "The day of the final plan."),
        day!(withdrawn, "Withdrawn", "The day the request was withdrawn."),
        maybe!(
            exception,
            Exception,
            "Exception",
            "Why a limit was not kept; it explains a late date, it moves none."
        ),
        words!(note, LongText, false, "Note", "Anything else, with the reason for an exception."),
        lead!(),
    ];
}
