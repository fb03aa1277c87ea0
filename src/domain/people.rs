//! Those around the pupils: the agencies that a school asks, and what its own adults are trained in.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::case::{flag, number, start, words};
use super::day as stored;
use super::field::{Field, FieldKind, Fields, Invalid, RefKind, Value};
use super::ids::{Held, RecordId, Typed};

/// An outside service, as the school's catalogue has it. An agency's work with a pupil names it by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Agency {
    /// Its name: Speech and language therapy, CAMHS…
    pub name: String,
    /// Whom to ask for; may be empty.
    pub contact: String,
    /// Telephone; may be empty.
    pub phone: String,
    /// E-mail; may be empty.
    pub email: String,
    /// How a referral is made: a form, a portal, by telephone; may be empty.
    pub how: String,
    /// Weeks that it usually takes until it sees a pupil; `None` if not known.
    pub wait_weeks: Option<u16>,
    /// Anything else.
    pub note: String,
    /// Whether the school still asks it.
    pub active: bool,
}

impl Fields for Agency {
    const FIELDS: &'static [Field<Agency>] = &[
        words!(name, Text, true, "Agency", "Its name: Speech and language therapy, CAMHS…"),
        words!(contact, Text, false, "Contact", "Whom to ask for."),
        words!(phone, Text, false, "Telephone", "With the extension."),
        words!(email, Text, false, "E-mail", "Where a referral or a question goes."),
        words!(how, Text, false, "Refer by", "A form, a portal, by telephone…"),
        number!(wait_weeks, 0, 200, "Usual wait", "Weeks until it sees a pupil, as a rule."),
        words!(note, LongText, false, "Note", "Anything else."),
        flag!(active, "In use", "Whether the school still asks it."),
    ];
}

/// The agency of a catalogue with this name, capitals and outer blanks apart; `None` if there is none.
pub fn named<'a>(agencies: &'a [Held<Agency>], name: &str) -> Option<&'a Held<Agency>> {
    let wanted = name.trim().to_lowercase();
    agencies.iter().find(|agency| agency.name.trim().to_lowercase() == wanted)
}

/// Something that an adult was trained in (S3 §5.9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    /// Who.
    pub staff: RecordId,
    /// In what: Makaton, PECS, first aid…
    pub what: String,
    /// The intervention that it allows the adult to deliver, by its name; empty if none.
    pub delivers: String,
    /// The day of it, the last if it took several.
    #[serde(with = "stored")]
    pub on: NaiveDate,
    /// Who gave it; may be empty.
    pub provider: String,
    /// The last day on which it counts; `None` if it does not run out.
    #[serde(with = "stored::opt")]
    pub until: Option<NaiveDate>,
    /// Anything else.
    pub note: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Training {
    /// Of this adult, on this day.
    pub fn of(staff: RecordId, on: NaiveDate, typed: Typed) -> Training {
        Training {
            staff,
            what: String::new(),
            delivers: String::new(),
            on,
            provider: String::new(),
            until: None,
            note: String::new(),
            typed,
        }
    }

    /// Whether it counts on this day.
    pub fn counts(&self, on: NaiveDate) -> bool {
        self.on <= on && self.until.is_none_or(|until| on <= until)
    }
}

impl Fields for Training {
    const FIELDS: &'static [Field<Training>] = &[
        Field {
            key: "staff",
            label: "Who",
            help: "The adult; a new name is added to the staff.",
            kind: FieldKind::Ref(RefKind::Staff),
            required: true,
            get: |t| t.staff.into(),
            set: |t, v| {
                t.staff = v.opt_id()?.ok_or_else(|| Invalid("needs an adult".into()))?;
                Ok(())
            },
        },
        words!(what, Text, true, "Trained in", "Makaton, PECS, first aid…"),
        words!(delivers, Text, false, "Can deliver", "The intervention that it allows the adult to deliver."),
        start!(on, "On", "The day of it, the last if it took several."),
        words!(provider, Text, false, "Given by", "Who gave it."),
        Field {
            key: "until",
            label: "Counts until",
            help: "The last day on which it counts; empty if it does not run out.",
            kind: FieldKind::FutureDate,
            required: false,
            get: |t| t.until.into(),
            set: |t, v| v.opt_date().map(|date| t.until = date),
        },
        words!(note, LongText, false, "Note", "Anything else."),
    ];
}
