//! The catalogue of interventions, and what an hour of an adult costs.
//!
//! Rule: a provision names its intervention by name. The catalogue gives a new one its defaults; what runs is what the
//! provision says.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::case::{choice, flag, money, number, start, words};
use super::code::{Area, Wave};
use super::day as stored;
use super::field::{Field, FieldKind, Fields, RefKind, Value, choices};
use super::ids::Held;
use super::measure::Scale;

/// An intervention, as the school's catalogue has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intervention {
    /// Its name: Language group, PECS, Lexia…
    pub name: String,
    /// The broad area of need; `None` if it serves no one area.
    pub area: Option<Area>,
    /// Universal, targeted or specialist.
    pub wave: Wave,
    /// Minutes a session, as usual; `None` if there is no usual.
    pub minutes: Option<u16>,
    /// Sessions a week, as usual; `None` if there is no usual.
    pub times_a_week: Option<u8>,
    /// Calendar weeks that a run usually takes, holidays in them too; `None` if open.
    pub weeks: Option<u16>,
    /// Pupils in a group, as usual; 1 for one to one; `None` if there is no usual.
    pub group: Option<u16>,
    /// What is known of whether it works, and from where; may be empty.
    pub evidence: String,
    /// The outside service that delivers or advises; empty if none.
    pub agency: String,
    /// What is measured at entry and exit; may be empty.
    pub measure: String,
    /// The measure's scale.
    pub scale: Scale,
    /// The levels' names from the lowest, with commas, where the scale is levels; may be empty.
    pub levels: String,
    /// Materials for one run, in pence; `None` if none.
    pub materials_pence: Option<i64>,
    /// What an agency charges a session, in pence; `None` if nothing.
    pub fee_pence: Option<i64>,
    /// Anything else.
    pub note: String,
    /// Whether the school still offers it.
    pub active: bool,
}

impl Intervention {
    /// One of which nothing but the name is known.
    pub fn named(name: &str) -> Intervention {
        Intervention {
            name: name.to_owned(),
            area: None,
            wave: Wave::Targeted,
            minutes: None,
            times_a_week: None,
            weeks: None,
            group: None,
            evidence: String::new(),
            agency: String::new(),
            measure: String::new(),
            scale: Scale::Score,
            levels: String::new(),
            materials_pence: None,
            fee_pence: None,
            note: String::new(),
            active: true,
        }
    }
}

impl Fields for Intervention {
    const FIELDS: &'static [Field<Intervention>] = &[
        words!(name, Text, true, "Intervention", "Its name: Language group, PECS, Lexia…"),
        Field {
            key: "area",
            label: "Area",
            help: "The broad area of need that it serves.",
            kind: FieldKind::Choice(|| choices(&Area::ALL, Area::code, Area::label)),
            required: false,
            get: |i| i.area.map(Area::code).into(),
            set: |i, v| v.opt_choice(Area::parse).map(|area| i.area = area),
        },
        Field {
            key: "wave",
            label: "Wave",
            help: "Universal, targeted or specialist.",
            kind: FieldKind::Choice(|| choices(&Wave::ALL, Wave::code, Wave::label)),
            required: true,
            get: |i| i.wave.code().into(),
            set: |i, v| v.choice(Wave::parse).map(|wave| i.wave = wave),
        },
        number!(times_a_week, 1, 25, "Times a week", "Sessions a week, as usual."),
        number!(minutes, 1, 400, "Minutes", "Minutes a session, as usual."),
        number!(
            weeks,
            1,
            60,
            "Weeks",
            "Calendar weeks that a run usually takes, holidays in them too; empty if open."
        ),
        number!(group, 1, 60, "Pupils", "How many are in a group, as usual; 1 is one to one."),
        words!(
            evidence,
            LongText,
            false,
            "Evidence",
            "What is known of whether it works, and where that is said."
        ),
        words!(
            agency,
            Named(RefKind::Agency),
            false,
            "Agency",
            "The outside service, if one delivers or advises."
        ),
        words!(measure, Text, false, "Measure", "What is measured at entry and exit: words read of 100."),
        choice!(scale, Scale, "Scale", "How the measure counts."),
        words!(levels, Text, false, "Levels", "Their names from the lowest, with commas: pink, red, yellow."),
        money!(materials_pence, "Materials", "For one run, in pounds."),
        money!(fee_pence, "Fee a session", "What an agency charges for each session, in pounds."),
        words!(note, LongText, false, "Note", "Anything else."),
        flag!(active, "In use", "Whether the school still offers it."),
    ];
}

/// The entry with this name, capitals and outer blanks apart; `None` if there is none.
pub fn named<'a>(catalogue: &'a [Held<Intervention>], name: &str) -> Option<&'a Held<Intervention>> {
    let wanted = name.trim().to_lowercase();
    catalogue.iter().find(|entry| entry.name.trim().to_lowercase() == wanted)
}

/// What an hour of an adult of one role costs the school, from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// The role, as it stands with the staff: teaching assistant.
    pub role: String,
    /// The first day on which it counts.
    #[serde(with = "stored")]
    pub from: NaiveDate,
    /// Pence an hour, with what the school pays on top.
    pub pence: i64,
    /// Anything else: where the figure is from.
    pub note: String,
}

impl Fields for Rate {
    const FIELDS: &'static [Field<Rate>] = &[
        words!(role, Text, true, "Role", "As it stands with the staff: teaching assistant."),
        start!(from, "From", "The first day on which it counts."),
        Field {
            key: "pence",
            label: "An hour",
            help: "In pounds, with what the school pays on top: 15.20.",
            kind: FieldKind::Money,
            required: true,
            get: |r| Value::Number(r.pence),
            set: |r, v| v.number().map(|pence| r.pence = pence),
        },
        words!(note, LongText, false, "Note", "Where the figure is from."),
    ];
}
