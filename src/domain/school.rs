//! What belongs to the school and to no pupil: its name, sites, staff, terms and own choices.

use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Span, Term};
use super::field::{Field, FieldKind, Fields, RefKind, Value};
use super::ids::{Held, Key, Kind, RecordId, Revision, SCHOOL};
use super::record::Record;

/// The school or federation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct SchoolInfo {
    /// Its name, as it stands at the top of the screen.
    pub name: String,
    /// Whether this is the made-up school of `senco demo`.
    pub demo: bool,
}

impl Fields for SchoolInfo {
    const FIELDS: &'static [Field<SchoolInfo>] = &[Field {
        key: "name",
        label: "School",
        help: "The name of the school or federation.",
        kind: FieldKind::Text,
        required: true,
        get: |s| (&s.name).into(),
        set: |s, v| v.text().map(|text| s.name = text),
    }];
}

/// The school's own choices where sources leave one or disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Days from an allocation's start, or its last check, to the next one. 42 is six weeks (S3 §5.11).
    pub check_every_days: u16,
    /// Whether the dates of the terms were confirmed by the school, or are the made-up default.
    pub calendar_confirmed: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { check_every_days: 42, calendar_confirmed: false }
    }
}

impl Fields for Settings {
    const FIELDS: &'static [Field<Settings>] = &[
        Field {
            key: "check_every_days",
            label: "Check every",
            help: "Days between impact checks; 42 is six weeks.",
            kind: FieldKind::Number { min: 7, max: 366 },
            required: true,
            get: |s| Value::Number(i64::from(s.check_every_days)),
            set: |s, v| v.number().map(|days| s.check_every_days = days),
        },
        Field {
            key: "calendar_confirmed",
            label: "Terms confirmed",
            help: "Whether the dates of the terms are the school's own.",
            kind: FieldKind::Flag,
            required: false,
            get: |s| s.calendar_confirmed.into(),
            set: |s, v| v.flag().map(|flag| s.calendar_confirmed = flag),
        },
    ];
}

/// A site of the school or federation; every list filters by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Site {
    /// Its name.
    pub name: String,
}

impl Fields for Site {
    const FIELDS: &'static [Field<Site>] = &[Field {
        key: "name",
        label: "Site",
        help: "Its name.",
        kind: FieldKind::Text,
        required: true,
        get: |s| (&s.name).into(),
        set: |s, v| v.text().map(|text| s.name = text),
    }];
}

/// An adult who leads, assesses or is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Staff {
    /// Name, as the school writes it: R Dale.
    pub name: String,
    /// Class teacher, teaching assistant, SENCO…; may be empty.
    pub role: String,
    /// Where they work; `None` if on all sites.
    pub site: Option<RecordId>,
    /// Whether they still work here.
    pub here: bool,
}

impl Fields for Staff {
    const FIELDS: &'static [Field<Staff>] = &[
        Field {
            key: "name",
            label: "Name",
            help: "As the school writes it: R Dale.",
            kind: FieldKind::Text,
            required: true,
            get: |s| (&s.name).into(),
            set: |s, v| v.text().map(|text| s.name = text),
        },
        Field {
            key: "role",
            label: "Role",
            help: "Class teacher, teaching assistant, SENCO…",
            kind: FieldKind::Text,
            required: false,
            get: |s| (&s.role).into(),
            set: |s, v| v.text().map(|text| s.role = text),
        },
        Field {
            key: "site",
            label: "Site",
            help: "Where they work; empty if on all sites.",
            kind: FieldKind::Ref(RefKind::Site),
            required: false,
            get: |s| s.site.into(),
            set: |s, v| v.opt_id().map(|id| s.site = id),
        },
        Field {
            key: "here",
            label: "Works here",
            help: "Whether they still work here.",
            kind: FieldKind::Flag,
            required: false,
            get: |s| s.here.into(),
            set: |s, v| v.flag().map(|flag| s.here = flag),
        },
    ];
}

impl Fields for Term {
    const FIELDS: &'static [Field<Term>] = &[
        Field {
            key: "name",
            label: "Term",
            help: "Autumn, Spring or Summer.",
            kind: FieldKind::Text,
            required: true,
            get: |t| (&t.name).into(),
            set: |t, v| v.text().map(|text| t.name = text),
        },
        Field {
            key: "start",
            label: "Starts",
            help: "The first day of teaching.",
            kind: FieldKind::FutureDate,
            required: true,
            get: |t| t.start.into(),
            set: |t, v| v.date().map(|date| t.start = date),
        },
        Field {
            key: "end",
            label: "Ends",
            help: "The last day of teaching.",
            kind: FieldKind::FutureDate,
            required: true,
            get: |t| t.end.into(),
            set: |t, v| v.date().map(|date| t.end = date),
        },
        Field {
            key: "half_start",
            label: "Half-term from",
            help: "The first day without teaching; empty if the term has no half-term.",
            kind: FieldKind::FutureDate,
            required: false,
            get: |t| t.half_term.as_ref().map(|half| half.start).into(),
            set: |t, v| {
                let end = t.half_term.as_ref().map(|half| half.end);
                t.half_term = v.opt_date()?.map(|start| Span { start, end: end.unwrap_or(start) });
                Ok(())
            },
        },
        Field {
            key: "half_end",
            label: "Half-term to",
            help: "The last day without teaching.",
            kind: FieldKind::FutureDate,
            required: false,
            get: |t| t.half_term.as_ref().map(|half| half.end).into(),
            set: |t, v| {
                if let (Some(half), Some(end)) = (&mut t.half_term, v.opt_date()?) {
                    half.end = end;
                }
                Ok(())
            },
        },
    ];
}

/// Which heading of a register sheet means which field, as once settled with `--map`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct HeadingMap {
    /// Heading as written → key of the field; "-" leaves the column out.
    pub pairs: Vec<(String, String)>,
}

/// The school's whole file but for its provisions: small, and read at every start.
#[derive(Clone, Debug, PartialEq)]
pub struct SchoolFile {
    /// The school or federation.
    pub info: Held<SchoolInfo>,
    /// The school's own choices.
    pub settings: Held<Settings>,
    /// Sites by name.
    pub sites: Vec<Held<Site>>,
    /// Staff by name.
    pub staff: Vec<Held<Staff>>,
    /// Terms by date.
    pub terms: Vec<Held<Term>>,
    /// Headings settled at an import.
    pub headings: Held<HeadingMap>,
    /// The calendar that these terms make.
    pub calendar: Calendar,
}

fn first<T: Default>() -> Held<T> {
    Held { id: RecordId(0), revision: Revision(0), value: T::default() }
}

impl SchoolFile {
    /// The file out of the school's records; kinds that belong elsewhere are passed over.
    pub fn from_records(records: impl IntoIterator<Item = (Key, Revision, Record)>) -> SchoolFile {
        let mut file = SchoolFile {
            info: first(),
            settings: first(),
            sites: Vec::new(),
            staff: Vec::new(),
            terms: Vec::new(),
            headings: first(),
            calendar: Calendar::default(),
        };
        for (key, revision, record) in records {
            let id = key.id;
            match record {
                Record::School(value) => file.info = Held { id, revision, value },
                Record::Settings(value) => file.settings = Held { id, revision, value },
                Record::Site(value) => file.sites.push(Held { id, revision, value }),
                Record::Staff(value) => file.staff.push(Held { id, revision, value }),
                Record::Term(value) => file.terms.push(Held { id, revision, value }),
                Record::Headings(value) => file.headings = Held { id, revision, value },
                _ => {}
            }
        }
        file.sites.sort_by(|a, b| a.name.cmp(&b.name));
        file.staff.sort_by(|a, b| a.name.cmp(&b.name));
        file.terms.sort_by_key(|term| term.start);
        let terms = file.terms.iter().map(|term| term.value.clone()).collect();
        // Terms that contradict each other are refused when saved; should some stand here all the same, the assumed
        // calendar is used, and says that it is one.
        file.calendar = Calendar::new(terms, Vec::new(), file.settings.calendar_confirmed).unwrap_or_default();
        file
    }

    /// The name of a site; empty if there is none with this number.
    pub fn site_name(&self, id: Option<RecordId>) -> &str {
        id.and_then(|id| self.sites.iter().find(|site| site.id == id)).map_or("", |site| &site.name)
    }

    /// The name of a member of staff; empty if there is none with this number.
    pub fn staff_name(&self, id: Option<RecordId>) -> &str {
        id.and_then(|id| self.staff.iter().find(|staff| staff.id == id)).map_or("", |staff| &staff.name)
    }

    /// The key of the one settings record.
    pub fn settings_key() -> Key {
        Key::new(SCHOOL, Kind::Settings, RecordId(0))
    }

    /// The key of the one record with the school's name.
    pub fn info_key() -> Key {
        Key::new(SCHOOL, Kind::School, RecordId(0))
    }

    /// The key of the one record with the settled headings.
    pub fn headings_key() -> Key {
        Key::new(SCHOOL, Kind::Headings, RecordId(0))
    }
}
