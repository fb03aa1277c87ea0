//! A line typed in a hurry, read: `AB phone mum sleep poor; review +6w`.
//!
//! The order is: who · when · how · with whom · what was said; then, each behind a `;`, what is to follow and when. All but
//! what was said may be left out.
//!
//! - Who: the words before the way of contact, or the words at the start that name a pupil. Whom they fit is asked of
//!   `fits`; which of several is meant is not decided here.
//! - How: one word of a list ([`words::WAYS`]): phone, email, met, text, letter, meeting, note. None of them: a note.
//! - With whom: right behind the way, somebody of a list ([`words::PEOPLE`]: mum, class teacher, EP, SALT…), a title and a name
//!   (Mrs Bell), `with`, `to` or `from` and a name with a capital, or a name with a capital and a colon behind it. Several of
//!   the list are joined by `and`.
//! - When: before what was said: yesterday, fri, last tue, 3/11, on 3 Nov. None: today. It never lies ahead.
//! - What follows: a part behind a `;` with a day at its end or start: `call mum fri`, `+3d chase the report`. `review` agrees
//!   a review. A comma does for the `;` between two that each begin with what is to be done and have a day. A part without a day belongs to what was said.
//!
//! Rule: no word is lost: whatever was typed stands in one of the fields of [`Line`], as it was typed.

mod dates;
mod parse;
#[cfg(test)]
mod tests;
pub mod words;

use chrono::NaiveDate;

use super::event::{EventKind, Method};
use super::review::ReviewKind;
pub use parse::parse;

/// A line as it was read. Texts are as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The words that name the pupil; empty if the line does not say who.
    pub whom: String,
    /// Note, contact or meeting.
    pub kind: EventKind,
    /// How, for a contact; `None` for the rest.
    pub method: Option<Method>,
    /// The words that said so: "phone", "met with"; empty if none did.
    pub way: String,
    /// With whom; empty if the line does not say.
    pub with: String,
    /// The day it happened.
    pub happened: NaiveDate,
    /// The words that said so; empty means today.
    pub when: String,
    /// What was said; may be empty.
    pub text: String,
    /// What is to follow.
    pub follow: Vec<Follow>,
    /// Something to know that is no error: a part that looks like a follow-up and has no day.
    pub hint: Option<String>,
}

/// One thing that is to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follow {
    /// What is to be done, as typed.
    pub what: String,
    /// The day.
    pub due: NaiveDate,
    /// The words that said the day.
    pub when: String,
    /// The day that was reckoned, where it is no school day and `due` is the next that is one; `None` where nothing moved.
    pub moved: Option<NaiveDate>,
    /// The review that it agrees; `None` for a promise.
    pub review: Option<ReviewKind>,
}

impl Follow {
    /// What the follow-up says by itself: a lone "call" is completed with whom the talk was: "call mum".
    pub fn promise(&self, with: &str) -> String {
        let alone = words::VERBS.contains(&self.what.to_lowercase().as_str());
        if alone && !with.is_empty() { format!("{} {with}", self.what) } else { self.what.clone() }
    }
}

impl Line {
    /// Whether it has an entry for the timeline: one that only promises something has none.
    pub fn has_entry(&self) -> bool {
        !(self.text.is_empty() && self.way.is_empty() && !self.follow.is_empty())
    }

    /// "phone with mum", "note", "meeting with class teacher".
    pub fn how(&self) -> String {
        let how = self.method.map_or(self.kind.label(), |method| method.label());
        if self.with.is_empty() { how.to_owned() } else { format!("{how} with {}", self.with) }
    }
}
