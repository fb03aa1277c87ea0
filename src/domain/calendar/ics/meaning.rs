//! What the summary of an event says it is.
//!
//! Rule kept here: the surest words first; half-term before term, since one name is in the other.

use super::events::Event;
use crate::domain::day;
use crate::domain::words::fold;

/// What an event is, as far as school days go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A whole term.
    Term,
    /// Its first day.
    TermStarts,
    /// Its last day.
    TermEnds,
    /// The holiday at half-term.
    HalfTerm,
    /// The first day of that holiday.
    HalfTermStarts,
    /// Its last day.
    HalfTermEnds,
    /// Staff are in, pupils are not.
    Inset,
    /// A bank holiday.
    BankHoliday,
    /// Shut for another reason.
    Closed,
    /// A holiday between terms, which follows from the terms.
    Holiday,
    /// Anything else.
    Unknown,
}

const INSET: [&str; 9] = [
    "inset",
    "training day",
    "staff training",
    "non pupil day",
    "teacher day",
    "staff development day",
    "professional development day",
    "pd day",
    "in service day",
];
const BANK_HOLIDAYS: [&str; 8] = [
    "bank holiday",
    "public holiday",
    "good friday",
    "easter monday",
    "christmas day",
    "boxing day",
    "new years day",
    "may day",
];
const STARTS: [&str; 8] =
    ["starts", "begins", "commences", "start of", "beginning of", "first day", "opens", "term start"];
const ENDS: [&str; 9] =
    ["ends", "finishes", "end of", "last day", "closes", "break up", "breaks up", "term end", "final day"];

/// What an event is by its summary, and for a whole term by its length.
pub(super) fn of(event: &Event) -> Meaning {
    let said = format!(" {} ", fold(&event.summary));
    let has = |words: &str| said.contains(&format!(" {words} ")) || said.contains(&format!(" {words}s "));
    let any = |all: &[&str]| all.iter().any(|words| has(words));
    let days = day::between(event.span.start, event.span.end).saturating_add(1);
    if any(&INSET) {
        Meaning::Inset
    } else if any(&BANK_HOLIDAYS) && days <= 4 {
        Meaning::BankHoliday
    } else if has("half term") {
        match (any(&STARTS), any(&ENDS)) {
            (false, false) if any(&["return", "back", "break up", "after", "before"]) => Meaning::Unknown,
            (false, false) => Meaning::HalfTerm,
            // "End of half-term" is the end of the holiday to some and of the teaching before it to others.
            (true, false) if any(&["starts", "begins"]) => Meaning::HalfTermStarts,
            (false, true) if has("ends") => Meaning::HalfTermEnds,
            _ => Meaning::Unknown,
        }
    } else if has("half") {
        Meaning::Unknown
    } else if has("term") {
        match (any(&STARTS), any(&ENDS)) {
            (true, false) => Meaning::TermStarts,
            (false, true) => Meaning::TermEnds,
            (false, false) if days > 20 => Meaning::Term,
            _ => Meaning::Unknown,
        }
    } else if any(&["holiday", "vacation"]) || (has("break") && any(&["christmas", "easter", "summer"])) {
        Meaning::Holiday
    } else if any(&["school closed", "closed", "closure", "snow day"]) {
        Meaning::Closed
    } else {
        Meaning::Unknown
    }
}
