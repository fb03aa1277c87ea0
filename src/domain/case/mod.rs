//! Cases: what starts a clock. A request, a plan, a consultation, a dispute, a suspension, a letter, a referral.
//!
//! Rule: a case is dated facts and nothing else. Which date follows from which is the business of `duties`; whose turn it
//! is, too. A case is ended with a date, never deleted.
//!
//! - `assessment` is a request for an EHC needs assessment; `plan` the EHC plan. Annual reviews are reviews.
//! - `consultation`, `dispute`, `suspension` are each one case; `records` has requests for records and leavers' files.
//! - `home` has the letter home with its slip, and the agency's work with a pupil.
//! - `school` is what the school itself owes: ticks, and the SENCO's post.
//! - `rows` are the rows of their tables of fields, in short.

mod assessment;
mod consultation;
mod dispute;
mod home;
mod plan;
mod records;
mod rows;
mod school;
mod suspension;

use chrono::NaiveDate;

pub use assessment::{Answer, Assessment, Exception, Requester};
pub use consultation::{Consultation, Reply};
pub use dispute::{About, Dispute};
pub use home::{Involvement, Letter, Notice};
pub use plan::EhcPlan;
pub use records::{Asked, RecordsRequest, Transfer};
pub use school::{SencoPost, Tick};
pub use suspension::Suspension;

pub(in crate::domain) use rows::{choice, choice_of, day, flag, lead, maybe, money, number, start, words};

use super::field::{Fields, Value};
use super::ids::{Kind, RecordId, Typed};
use super::support::{Cycle, FollowUp, Passport, Referral, Target, Voice, plan_kind};

/// The kinds of a pupil's cases, in the order in which a page shows them.
pub const KINDS: [Kind; 9] = [
    Kind::Assessment,
    Kind::EhcPlan,
    Kind::Notice,
    Kind::Involvement,
    Kind::Consultation,
    Kind::Dispute,
    Kind::Suspension,
    Kind::RecordsRequest,
    Kind::Transfer,
];

/// A dated step of a case: the field's key, its label, the day.
pub type Step = (&'static str, &'static str, NaiveDate);

/// What every case can say of itself.
pub trait Case {
    /// What kind of case it is, as the screen names it.
    fn title(&self) -> &'static str;
    /// What tells it from others of its kind: the agency, the authority, what was asked for; may be empty.
    fn about(&self) -> String;
    /// The day it began.
    fn began(&self) -> NaiveDate;
    /// The day it came to its end; `None` while it runs.
    fn ended(&self) -> Option<NaiveDate>;
    /// Who sees to it; `None` means the SENCO.
    fn lead(&self) -> Option<RecordId>;
    /// What is to be known of it; may be empty.
    fn note(&self) -> &str;
    /// When and by whom it was typed.
    fn typed(&self) -> &Typed;
    /// Every day that it records, in the order of its form.
    fn days(&self) -> Vec<Step>;
}

fn days_of<T: Fields>(value: &T) -> Vec<Step> {
    T::FIELDS
        .iter()
        .filter_map(|field| match (field.get)(value) {
            Value::Date(date) => Some((field.key, field.label, date)),
            _ => None,
        })
        .collect()
}

macro_rules! cases {
    ($($type:ident, $title:literal, $began:ident, $lead:expr, $about:expr, $ended:expr;)*) => {$(
        impl Case for $type {
            fn title(&self) -> &'static str {
                $title
            }
            fn about(&self) -> String {
                let about: fn(&$type) -> String = $about;
                about(self)
            }
            fn began(&self) -> NaiveDate {
                self.$began
            }
            fn ended(&self) -> Option<NaiveDate> {
                let ended: fn(&$type) -> Option<NaiveDate> = $ended;
                ended(self)
            }
            fn lead(&self) -> Option<RecordId> {
                let lead: fn(&$type) -> Option<RecordId> = $lead;
                lead(self)
            }
            fn note(&self) -> &str {
                &self.note
            }
            fn typed(&self) -> &Typed {
                &self.typed
            }
            fn days(&self) -> Vec<Step> {
                days_of(self)
            }
        }
    )*};
}

cases! {
    Assessment, "EHC needs assessment", received, |c| c.lead,
        |c| format!("asked for by {}", c.requester.label()), Assessment::ended;
    EhcPlan, "EHC plan", dated, |_| None, |c| c.authority.clone(), |c| c.ceased;
    Consultation, "consultation", received, |c| c.lead, |c| c.authority.clone(), |c| c.answered;
    Dispute, "disagreement", letter, |c| c.lead, |c| c.about.label().to_owned(), |c| c.ended;
    Suspension, "suspension", from, |c| c.lead,
        |c| if c.permanent { "permanent exclusion".to_owned() } else { c.length() }, |c| c.cancelled;
    RecordsRequest, "records request", received, |c| c.lead, |c| c.kind.label().to_owned(), |c| c.sent.or(c.closed);
    Transfer, "leaver's file", left, |c| c.lead, |c| c.to.clone(), |c| c.acknowledged.or(c.closed);
    Notice, "letter to parents", decided, |c| c.lead,
        |c| if c.letter == Letter::Begins { String::new() } else { c.letter.label().to_owned() }, Notice::ended;
    Involvement, "agency", began, |c| c.lead, |c| c.agency.clone(), |c| c.ended;
    Referral, "referral", raised, |c| c.lead, |c| c.concern.label().to_owned(), |c| c.reviewed;
    Cycle, "cycle", began, |c| c.lead, |c| plan_kind::of(&c.kind).label.to_owned(), Cycle::ended;
    Target, "target", set, |_| None, |c| c.aim.clone(), |c| c.judged;
    Passport, "passport", written, |_| None, |_| String::new(), |c| c.replaced;
    FollowUp, "follow-up", promised, |c| c.lead, |c| c.what.clone(), FollowUp::ended;
    Voice, "voice", said, |_| None, |c| c.speaker.label().to_owned(), |c| Some(c.said);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_tells_its_days_in_the_order_of_its_form() {
        let day = |text: &str| text.parse().unwrap();
        let mut case = Assessment::received(day("2026-09-07"), Typed::default());
        case.asked = Some(day("2026-10-20"));
        case.decided = Some(day("2026-10-19"));
        let said: Vec<_> = case.days().into_iter().map(|(key, _, _)| key).collect();
        assert_eq!(said, ["received", "decided", "asked"]);
        assert_eq!(case.ended(), None);
        case.answer = Some(Answer::Refuse);
        assert_eq!(case.ended(), case.decided, "a refusal ends it");
    }
}
