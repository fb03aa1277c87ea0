//! The words that a quick line knows: ways of contact, people, what one promises.
//!
//! Rule: whole words, whatever their case; the longer reading counts ("class teacher" before "class").

use crate::domain::event::{EventKind, Method};
use crate::domain::review::ReviewKind;

/// A way: its words, what it makes.
pub type Way = (&'static str, EventKind, Option<Method>);

const CONTACT: EventKind = EventKind::Contact;

/// The ways of contact by the words that say them.
pub const WAYS: &[Way] = &[
    ("phone", CONTACT, Some(Method::Phone)),
    ("phoned", CONTACT, Some(Method::Phone)),
    ("rang", CONTACT, Some(Method::Phone)),
    ("called", CONTACT, Some(Method::Phone)),
    ("call", CONTACT, Some(Method::Phone)),
    ("tel", CONTACT, Some(Method::Phone)),
    ("email", CONTACT, Some(Method::Email)),
    ("e-mail", CONTACT, Some(Method::Email)),
    ("emailed", CONTACT, Some(Method::Email)),
    ("mail", CONTACT, Some(Method::Email)),
    ("met", CONTACT, Some(Method::InPerson)),
    ("in person", CONTACT, Some(Method::InPerson)),
    ("face to face", CONTACT, Some(Method::InPerson)),
    ("spoke", CONTACT, Some(Method::InPerson)),
    ("text", CONTACT, Some(Method::Message)),
    ("texted", CONTACT, Some(Method::Message)),
    ("message", CONTACT, Some(Method::Message)),
    ("messaged", CONTACT, Some(Method::Message)),
    ("app", CONTACT, Some(Method::Message)),
    ("letter", CONTACT, Some(Method::Letter)),
    ("meeting", EventKind::Meeting, None),
    ("mtg", EventKind::Meeting, None),
    ("note", EventKind::Note, None),
];

/// People who are spoken with, in small letters.
pub const PEOPLE: &[&str] = &[
    "mum",
    "mom",
    "mam",
    "mother",
    "dad",
    "father",
    "parent",
    "parents",
    "both parents",
    "family",
    "home",
    "gran",
    "granny",
    "grandma",
    "grandmother",
    "nan",
    "nana",
    "grandad",
    "granddad",
    "grandpa",
    "grandfather",
    "aunt",
    "auntie",
    "uncle",
    "brother",
    "sister",
    "stepmum",
    "stepdad",
    "carer",
    "carers",
    "foster carer",
    "foster carers",
    "guardian",
    "childminder",
    "teacher",
    "class teacher",
    "form tutor",
    "tutor",
    "head",
    "headteacher",
    "deputy",
    "ta",
    "hlta",
    "lsa",
    "elsa",
    "dsl",
    "senco",
    "key person",
    "key worker",
    "pastoral lead",
    "governor",
    "ep",
    "ed psych",
    "educational psychologist",
    "salt",
    "slt",
    "speech therapist",
    "ot",
    "physio",
    "camhs",
    "gp",
    "hv",
    "health visitor",
    "nurse",
    "school nurse",
    "paediatrician",
    "doctor",
    "sw",
    "social worker",
    "family support",
    "early help",
    "sendiass",
    "caseworker",
    "la",
    "agency",
    "previous school",
    "new school",
    "nursery",
];

/// Titles: a name follows.
pub const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "rev"];

/// What joins two people.
pub const JOINS: &[&str] = &["and", "&", "+"];

/// Words between the way and the person.
pub const TOWARDS: &[&str] = &["with", "to", "from"];

/// What one promises, in small letters: a part that begins so and has no day is pointed out.
pub const VERBS: &[&str] = &[
    "call", "ring", "phone", "email", "text", "message", "write", "see", "meet", "chase", "ask", "tell",
    "remind", "send", "check", "visit", "review", "book", "contact", "invite",
];

/// The review that these words agree; `None` if they are no review. "review" alone is one with parents.
pub fn review(said: &str) -> Option<ReviewKind> {
    let said = said.to_lowercase();
    let words: Vec<&str> = said.split_whitespace().collect();
    match words[..] {
        ["review"] | ["review", "with", "mum" | "dad" | "parents" | "parent" | "carer" | "carers"] => {
            Some(ReviewKind::WithParents)
        }
        _ => ReviewKind::ALL.iter().copied().find(|kind| kind.label().to_lowercase() == words.join(" ")),
    }
}
