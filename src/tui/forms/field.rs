//! What a field of a form is, before anything is typed into it.

use std::sync::Arc;

use crate::domain::date_input::Lean;
use crate::domain::day;
use crate::domain::field::{Field, FieldKind, Fields, RefKind, Shape, Value};
use crate::domain::ids::{PupilId, RecordId};
use crate::fuzzy::Names;
use crate::tui::app::Ctx;

/// One of the things that a field offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// What is stored or sent on: a code, a record's number, a pupil's number.
    pub code: String,
    /// What is read and searched.
    pub label: String,
}

/// The list of a field that is picked, ready to be searched.
#[derive(Clone, Debug)]
pub struct Picks {
    /// In the order in which they are shown.
    pub all: Arc<[Pick]>,
    pub(super) names: Arc<Names>,
}

impl Picks {
    /// A list in this order.
    pub fn new(all: impl IntoIterator<Item = Pick>) -> Picks {
        let all: Arc<[Pick]> = all.into_iter().collect();
        let names = Arc::new(Names::new(all.iter().map(|pick| &pick.label)));
        Picks { all, names }
    }
}

/// What a picked code becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// The code itself, as [`Value::Text`].
    Code,
    /// A record's number, as [`Value::Id`].
    Id,
    /// What is read, as [`Value::Text`]: the name of a record, or other words.
    Name,
}

/// What is typed into a field, and how.
#[derive(Clone, Debug)]
pub enum Kind {
    /// One line of words.
    Line,
    /// Words over several lines.
    Long,
    /// A date as people type it.
    Date {
        /// Which year is meant where none is typed, and what is odd.
        lean: Lean,
    },
    /// A whole number within bounds.
    Number {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// Pounds and pence.
    Money,
    /// Yes or no.
    Flag,
    /// One of a list.
    Pick {
        /// The list.
        picks: Picks,
        /// What it becomes.
        gives: Gives,
        /// Whether words that are not on the list may be given too: a new member of staff.
        new: bool,
    },
    /// Several of a list, as pupils' numbers.
    Pupils(Picks),
    /// Only to be read.
    Shown,
}

/// A field of a form.
#[derive(Clone, Debug)]
pub struct FormField {
    /// Its name in drafts and values.
    pub key: &'static str,
    /// Its name on screen.
    pub label: &'static str,
    /// One line that says what belongs there.
    pub help: String,
    /// What is typed into it.
    pub kind: Kind,
    /// Whether it may not be left empty.
    pub required: bool,
    /// What stands in it at first: as typed, and for lists the codes with commas between.
    pub initial: String,
}

impl FormField {
    fn new(key: &'static str, label: &'static str, kind: Kind) -> FormField {
        FormField { key, label, help: String::new(), kind, required: false, initial: String::new() }
    }

    /// One line of words.
    pub fn line(key: &'static str, label: &'static str) -> FormField {
        FormField::new(key, label, Kind::Line)
    }

    /// Words over several lines.
    pub fn long(key: &'static str, label: &'static str) -> FormField {
        FormField::new(key, label, Kind::Long)
    }

    /// A date that has been (`past`) or is to come.
    pub fn date(key: &'static str, label: &'static str, past: bool) -> FormField {
        FormField::new(key, label, Kind::Date { lean: if past { Lean::Past } else { Lean::Future } })
    }

    /// A whole number within bounds.
    pub fn number(key: &'static str, label: &'static str, min: i64, max: i64) -> FormField {
        FormField::new(key, label, Kind::Number { min, max })
    }

    /// Pounds and pence.
    pub fn money(key: &'static str, label: &'static str) -> FormField {
        FormField::new(key, label, Kind::Money)
    }

    /// Yes or no.
    pub fn flag(key: &'static str, label: &'static str) -> FormField {
        FormField::new(key, label, Kind::Flag)
    }

    /// One of a list, given as its code.
    pub fn pick(key: &'static str, label: &'static str, picks: impl IntoIterator<Item = Pick>) -> FormField {
        let picks = Picks::new(picks);
        FormField::new(key, label, Kind::Pick { picks, gives: Gives::Code, new: false })
    }

    /// One of a list of records.
    pub fn record(
        key: &'static str,
        label: &'static str,
        records: impl IntoIterator<Item = (RecordId, String)>,
    ) -> FormField {
        let picks = Picks::new(records.into_iter().map(|(id, label)| Pick { code: id.0.to_string(), label }));
        FormField::new(key, label, Kind::Pick { picks, gives: Gives::Id, new: false })
    }

    /// Words that mostly are one of these names: they are offered, and any others are taken. [`FormField::words`] fills it.
    pub fn offered(
        key: &'static str,
        label: &'static str,
        names: impl IntoIterator<Item = String>,
    ) -> FormField {
        let picks = names.into_iter().enumerate().map(|(at, label)| Pick { code: format!("n{at}"), label });
        let kind = Kind::Pick { picks: Picks::new(picks), gives: Gives::Name, new: true };
        FormField::new(key, label, kind)
    }

    /// What stands at first in a field whose names are offered: a known name, or other words.
    pub fn words(self, words: &str) -> FormField {
        let initial = if matches!(self.kind, Kind::Pick { gives: Gives::Name, .. }) {
            named_text(words)
        } else {
            words.to_owned()
        };
        FormField { initial, ..self }
    }

    /// Several adults who work here, or all of them at once: see [`Values::adults`](super::Values::adults).
    pub fn adults(key: &'static str, label: &'static str, ctx: &Ctx) -> FormField {
        let all = Pick { code: EVERYBODY.to_owned(), label: "whole staff".to_owned() };
        let staff = references(RefKind::Staff, "", ctx);
        let kind = Kind::Pupils(Picks::new([all].into_iter().chain(staff.all.iter().cloned())));
        FormField::new(key, label, kind)
    }

    /// A member of staff, or the name of a new one: see [`Values::adult`](super::Values::adult).
    pub fn staff(key: &'static str, label: &'static str, ctx: &Ctx) -> FormField {
        let kind = Kind::Pick { picks: references(RefKind::Staff, "", ctx), gives: Gives::Id, new: true };
        FormField::new(key, label, kind)
    }

    /// One pupil or several of a list, in the order of the list.
    pub fn pupils(
        key: &'static str,
        label: &'static str,
        pupils: impl IntoIterator<Item = (PupilId, String)>,
    ) -> FormField {
        let picks = pupils.into_iter().map(|(id, label)| Pick { code: id.0.to_string(), label });
        FormField::new(key, label, Kind::Pupils(Picks::new(picks)))
    }

    /// A line that is only read.
    pub fn shown(key: &'static str, label: &'static str, text: impl Into<String>) -> FormField {
        FormField { initial: text.into(), ..FormField::new(key, label, Kind::Shown) }
    }

    /// The field of a record's table with this key, filled with what the record says. A key that the table lacks gives a
    /// line that is only read and says so: tests walk every form.
    pub fn of<T: Fields>(key: &'static str, record: &T, ctx: &Ctx) -> FormField {
        match crate::domain::field::field::<T>(key) {
            Some(field) => FormField::from_row(field, record, ctx),
            None => FormField::shown(key, key, "there is no such field"),
        }
    }

    fn from_row<T>(field: &Field<T>, record: &T, ctx: &Ctx) -> FormField {
        let Field { key, label, help, kind, required, .. } = *field;
        FormField::of_shape(&Shape { key, label, help, kind, required }, &(field.get)(record), ctx)
    }

    /// The field of any record, filled with this value.
    pub fn of_shape(field: &Shape, value: &Value, ctx: &Ctx) -> FormField {
        let mut initial = text_of(value, matches!(field.kind, FieldKind::Money));
        let kind = match field.kind {
            FieldKind::Named(what) => {
                let picks = named(what, &initial, ctx);
                initial = named_text(&initial);
                Kind::Pick { picks, gives: Gives::Name, new: true }
            }
            FieldKind::Text => Kind::Line,
            FieldKind::LongText => Kind::Long,
            FieldKind::PastDate => Kind::Date { lean: Lean::Past },
            FieldKind::FutureDate => Kind::Date { lean: Lean::Future },
            FieldKind::NearDate => Kind::Date { lean: Lean::Near },
            FieldKind::Number { min, max } => Kind::Number { min, max },
            FieldKind::Money => Kind::Money,
            FieldKind::Flag => Kind::Flag,
            FieldKind::Choice(list) => {
                let picks = list().into_iter().map(|choice| Pick { code: choice.code, label: choice.label });
                Kind::Pick { picks: Picks::new(picks), gives: Gives::Code, new: false }
            }
            FieldKind::Ref(what) => Kind::Pick {
                picks: references(what, &initial, ctx),
                gives: Gives::Id,
                new: what == RefKind::Staff,
            },
        };
        FormField {
            help: field.help.into(),
            required: field.required,
            initial,
            ..FormField::new(field.key, field.label, kind)
        }
    }

    /// One line that says what belongs there.
    pub fn help(mut self, help: impl Into<String>) -> FormField {
        self.help = help.into();
        self
    }

    /// It may not be left empty.
    pub fn required(mut self) -> FormField {
        self.required = true;
        self
    }

    /// It may be left empty, whatever its table says.
    pub fn optional(mut self) -> FormField {
        self.required = false;
        self
    }

    /// What stands in it at first, as it would be typed (`+6w` for a date); the code of a pick, codes with commas between
    /// of several.
    pub fn text(mut self, initial: impl Into<String>) -> FormField {
        self.initial = initial.into();
        self
    }

    /// Which year is meant where none is typed into a date; nothing else leans.
    pub fn lean(mut self, to: Lean) -> FormField {
        if let Kind::Date { lean } = &mut self.kind {
            *lean = to;
        }
        self
    }

    /// Another name on screen.
    pub fn label(mut self, label: &'static str) -> FormField {
        self.label = label;
        self
    }

    /// What it offers in place of the whole list of its table.
    pub fn offering(mut self, list: impl IntoIterator<Item = Pick>) -> FormField {
        if let Kind::Pick { picks, .. } = &mut self.kind {
            *picks = Picks::new(list);
        }
        self
    }

    /// The records that it picks from: provisions, which the school's small file does not hold.
    pub fn from_records(mut self, records: impl IntoIterator<Item = (RecordId, String)>) -> FormField {
        let list = Picks::new(records.into_iter().map(|(id, label)| Pick { code: id.0.to_string(), label }));
        if let Kind::Pick { picks, .. } = &mut self.kind {
            *picks = list;
        }
        self
    }
}

/// The code of the pick that stands for everybody who works here; no record has this number.
pub(super) const EVERYBODY: &str = "0";

/// Words as a field of [`Gives::Name`] begins with: a known name is found by them, and any others stand as they are.
pub(super) fn named_text(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("!{words}") }
}

/// Agencies that most schools ask, offered by name until the catalogue has them (S2, S3; Code 6.58 to 6.62).
const USUAL_AGENCIES: &[&str] = &[
    "Speech and language therapy",
    "Educational psychology",
    "Occupational therapy",
    "CAMHS",
    "Health visitor",
    "Child development service",
    "Sensory team",
    "Autism advisory team",
];

/// Records whose names are offered: agencies in use, and the one that stands there now; then the usual ones that the catalogue
/// lacks, so that a new school need not type them.
fn named(what: RefKind, now: &str, ctx: &Ctx) -> Picks {
    match what {
        RefKind::Agency => {}
        RefKind::Intervention => return interventions(now, ctx),
        _ => return references(what, "", ctx),
    }
    let now = now.trim().to_lowercase();
    let agencies = &ctx.school.agencies;
    let offered = agencies.iter().filter(|agency| agency.active || agency.name.to_lowercase() == now);
    let listed = offered.map(|agency| Pick { code: agency.id.0.to_string(), label: agency.name.clone() });
    let lacks = |name: &&&str| !agencies.iter().any(|agency| agency.name.eq_ignore_ascii_case(name));
    let usual = USUAL_AGENCIES.iter().filter(lacks);
    Picks::new(listed.chain(usual.map(|name| Pick { code: (*name).to_owned(), label: (*name).to_owned() })))
}

/// The catalogue's interventions in use, and the one that stands there now.
fn interventions(now: &str, ctx: &Ctx) -> Picks {
    let now = now.trim().to_lowercase();
    let offered =
        ctx.school.catalogue.iter().filter(|entry| entry.active || entry.name.to_lowercase() == now);
    Picks::new(offered.map(|entry| Pick { code: entry.id.0.to_string(), label: entry.name.clone() }))
}

/// Sites, or the staff who work here; with what stands there now, even if it would no longer be offered.
fn references(what: RefKind, now: &str, ctx: &Ctx) -> Picks {
    let school = &ctx.school;
    let mut all: Vec<Pick> = match what {
        RefKind::Site => school
            .sites
            .iter()
            .map(|site| Pick { code: site.id.0.to_string(), label: site.name.clone() })
            .collect(),
        RefKind::Staff => school
            .staff
            .iter()
            .filter(|staff| staff.here || staff.id.0.to_string() == now)
            .map(|staff| Pick { code: staff.id.0.to_string(), label: staff.name.clone() })
            .collect(),
        RefKind::Agency => school
            .agencies
            .iter()
            .filter(|agency| agency.active || agency.id.0.to_string() == now)
            .map(|agency| Pick { code: agency.id.0.to_string(), label: agency.name.clone() })
            .collect(),
        RefKind::Provision | RefKind::Intervention => Vec::new(),
    };
    if !now.is_empty() && !all.iter().any(|pick| pick.code == now) {
        all.push(Pick { code: now.to_owned(), label: format!("number {now}") });
    }
    Picks::new(all)
}

/// A value as it would be typed into a field of this kind; a pick gives its code.
pub(super) fn text_of(value: &Value, is_money: bool) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.clone(),
        Value::Date(date) => day::plain(*date),
        Value::Number(pence) if is_money => money(*pence),
        Value::Number(number) => number.to_string(),
        Value::Flag(true) => "yes".into(),
        Value::Flag(false) => "no".into(),
        Value::Id(id) => id.0.to_string(),
    }
}

/// Pence as pounds: "240.50".
pub(super) fn money(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    let whole = pence.unsigned_abs();
    format!("{sign}{}.{:02}", whole / 100, whole % 100)
}
