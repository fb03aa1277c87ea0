//! Entries on a pupil's timeline that somebody writes: notes, contacts, meetings.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::day;
use super::field::{Choice, Field, FieldKind, Fields, Value, choices};
use super::ids::Typed;

/// What kind of entry. Stored by position: added to at the end, never reordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EventKind {
    /// Something to remember.
    Note,
    /// A talk, call or message with one person.
    Contact,
    /// Several people at one table.
    Meeting,
}

impl EventKind {
    /// Every kind.
    pub const ALL: &'static [EventKind] = &[EventKind::Note, EventKind::Contact, EventKind::Meeting];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            EventKind::Note => "note",
            EventKind::Contact => "contact",
            EventKind::Meeting => "meeting",
        }
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        self.code()
    }

    /// The kind with this code; `None` if there is none.
    pub fn parse(text: &str) -> Option<EventKind> {
        EventKind::ALL.iter().copied().find(|kind| kind.code().eq_ignore_ascii_case(text.trim()))
    }
}

/// How a contact was made. Stored by position: added to at the end, never reordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Method {
    /// By telephone.
    Phone,
    /// Face to face.
    InPerson,
    /// By e-mail.
    Email,
    /// By letter.
    Letter,
    /// By text message or the school's app.
    Message,
}

impl Method {
    /// Every method, the usual one first.
    pub const ALL: &'static [Method] =
        &[Method::Phone, Method::InPerson, Method::Email, Method::Letter, Method::Message];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Method::Phone => "phone",
            Method::InPerson => "in-person",
            Method::Email => "email",
            Method::Letter => "letter",
            Method::Message => "message",
        }
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Method::Phone => "phone",
            Method::InPerson => "in person",
            Method::Email => "e-mail",
            Method::Letter => "letter",
            Method::Message => "text or app",
        }
    }

    /// The method with this code; `None` if there is none.
    pub fn parse(text: &str) -> Option<Method> {
        Method::ALL.iter().copied().find(|method| method.code().eq_ignore_ascii_case(text.trim()))
    }
}

/// An entry on the timeline. It has two dates: when it happened and when it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Note, contact or meeting.
    pub kind: EventKind,
    /// The day it happened.
    #[serde(with = "day")]
    pub happened: NaiveDate,
    /// How, for a contact; `None` for the rest.
    pub method: Option<Method>,
    /// With whom: mum, class teacher, Ed Psych; may be empty.
    pub with: String,
    /// What was said or seen.
    pub text: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

fn kinds() -> Vec<Choice> {
    choices(EventKind::ALL, EventKind::code, EventKind::label)
}

fn methods() -> Vec<Choice> {
    choices(Method::ALL, Method::code, Method::label)
}

impl Fields for Event {
    const FIELDS: &'static [Field<Event>] = &[
        Field {
            key: "kind",
            label: "Kind",
            help: "Note, contact or meeting.",
            kind: FieldKind::Choice(kinds),
            required: true,
            get: |e| e.kind.code().into(),
            set: |e, v| v.choice(EventKind::parse).map(|kind| e.kind = kind),
        },
        Field {
            key: "happened",
            label: "Happened on",
            help: "The day it happened, not the day you type it: today, fri, 3/11.",
            kind: FieldKind::PastDate,
            required: true,
            get: |e| e.happened.into(),
            set: |e, v| v.date().map(|date| e.happened = date),
        },
        Field {
            key: "method",
            label: "How",
            help: "Phone, in person, e-mail…",
            kind: FieldKind::Choice(methods),
            required: false,
            get: |e| e.method.map(Method::code).map(Value::from).unwrap_or_default(),
            set: |e, v| v.opt_choice(Method::parse).map(|method| e.method = method),
        },
        Field {
            key: "with",
            label: "With",
            help: "Mum, class teacher, Ed Psych…",
            kind: FieldKind::Text,
            required: false,
            get: |e| (&e.with).into(),
            set: |e, v| v.text().map(|text| e.with = text),
        },
        Field {
            key: "text",
            label: "What",
            help: "What was said or seen, in your words.",
            kind: FieldKind::LongText,
            required: true,
            get: |e| (&e.text).into(),
            set: |e, v| v.text().map(|text| e.text = text),
        },
    ];
}
