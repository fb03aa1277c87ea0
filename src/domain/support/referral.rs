//! A concern that a teacher raises (S2 Appendix A), and what became of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::case::choice_of;
use crate::domain::case::{choice, day, flag, lead, maybe, start, words};
use crate::domain::code::Area;
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields, RefKind, Value, choices};
use crate::domain::ids::{RecordId, Typed};

choice_of! {
    /// What the concern is about.
    Concern {
        /// Learning, language, senses, body: special educational needs.
        Send = "send", "SEND";
        /// How the child is: at home, with others, in themselves.
        Pastoral = "pastoral", "pastoral";
    }
}

choice_of! {
    /// What a referral led to.
    ReferralOutcome {
        /// The child comes onto SEN support.
        Support = "support", "SEN support";
        /// The child is watched, and looked at again.
        Watch = "watch", "watch list";
        /// The teacher goes on as before.
        Nothing = "none", "no action";
        /// Needs other than SEN: early help, health, family (S1 ¶6).
        Other = "other", "other help, not SEN";
    }
}

/// A referral: open until `reviewed` has a date and `outcome` says what follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// SEND or pastoral.
    pub concern: Concern,
    /// The day it was raised.
    #[serde(with = "stored")]
    pub raised: NaiveDate,
    /// Who raised it: the class teacher, a parent; may be empty.
    pub by: String,
    /// The parent or carer; may be empty.
    pub carer: String,
    /// Why, with evidence from the classroom.
    pub reasons: String,
    /// The main area of need; `None` if nobody can say yet.
    pub area: Option<Area>,
    /// Every intervention so far, with how often and how long.
    pub tried: String,
    /// Slower than peers from the same baseline (S3 §5.2).
    pub slower: bool,
    /// What shows it.
    pub slower_note: String,
    /// Below the child's own previous rate of progress (S3 §5.2).
    pub below: bool,
    /// What shows it.
    pub below_note: String,
    /// The gap to the peers does not close (S3 §5.2).
    pub not_closing: bool,
    /// What shows it.
    pub not_closing_note: String,
    /// The gap to the peers widens (S3 §5.2).
    pub widening: bool,
    /// What shows it.
    pub widening_note: String,
    /// The day the parents were talked to; `None` until then.
    #[serde(with = "stored::opt")]
    pub talked: Option<NaiveDate>,
    /// What the parents say, in their words.
    pub parents: String,
    /// What the child says, in their words.
    pub pupil: String,
    /// The day it was looked at; `None` while it is open.
    #[serde(with = "stored::opt")]
    pub reviewed: Option<NaiveDate>,
    /// What it led to; `None` while it is open.
    pub outcome: Option<ReferralOutcome>,
    /// The action taken.
    pub action: String,
    /// Who looks at it; `None` means the SENCO.
    pub lead: Option<RecordId>,
    /// Anything else.
    pub note: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Referral {
    /// One raised on this day.
    pub fn raised(raised: NaiveDate, typed: Typed) -> Referral {
        Referral {
            concern: Concern::Send,
            raised,
            by: String::new(),
            carer: String::new(),
            reasons: String::new(),
            area: None,
            tried: String::new(),
            slower: false,
            slower_note: String::new(),
            below: false,
            below_note: String::new(),
            not_closing: false,
            not_closing_note: String::new(),
            widening: false,
            widening_note: String::new(),
            talked: None,
            parents: String::new(),
            pupil: String::new(),
            reviewed: None,
            outcome: None,
            action: String::new(),
            lead: None,
            note: String::new(),
            typed,
        }
    }
}

impl Fields for Referral {
    const FIELDS: &'static [Field<Referral>] = &[
        choice!(concern, Concern, "Concern", "SEND or pastoral."),
        start!(raised, "Raised", "The day it was raised."),
        words!(by, Text, false, "Referred by", "Class teacher, key person, a parent…"),
        words!(carer, Text, false, "Carer", "The parent or carer."),
        words!(reasons, LongText, true, "Reasons", "Why, with evidence from the classroom."),
        maybe!(area, Area, "Main area", "The child's main area of need."),
        words!(
            tried,
            LongText,
            false,
            "Tried so far",
            "Every intervention so far, with how often and how long."
        ),
        flag!(slower, "Slower than peers", "Slower than peers who started from the same baseline."),
        words!(
            slower_note,
            Text,
            false,
            "… seen in",
            "What shows that progress is slower than that of peers."
        ),
        flag!(below, "Below own rate", "Below the child's own previous rate of progress."),
        words!(
            below_note,
            Text,
            false,
            "… seen in",
            "What shows that progress is below the child's own rate."
        ),
        flag!(not_closing, "Gap not closing", "The gap between the child and the peers does not close."),
        words!(not_closing_note, Text, false, "… seen in", "What shows that the gap does not close."),
        flag!(widening, "Gap widening", "The gap between the child and the peers widens."),
        words!(widening_note, Text, false, "… seen in", "What shows that the gap widens."),
        day!(talked, "Parents talked to", "The day the parents were talked to about it."),
        words!(parents, LongText, false, "Parents say", "In their words."),
        words!(pupil, LongText, false, "Child says", "In their words."),
        day!(reviewed, "Reviewed", "The day it was looked at."),
        maybe!(outcome, ReferralOutcome, "Outcome", "SEN support, watch list, no action, or other help."),
        words!(action, LongText, false, "Action taken", "What is done about it."),
        lead!(),
        words!(note, LongText, false, "Note", "Anything else."),
    ];
}
