//! What belongs to the school and to no pupil: its name, sites, staff, terms and own choices.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Calendars, Closure, Span, Term};
use super::case::{Consultation, SencoPost, Tick, number, words};
use super::catalogue::{Intervention, Rate};
use super::day;
use super::field::{Choice, Field, FieldKind, Fields, RefKind, Value};
use super::ids::{Held, Key, Kind, RecordId, Revision, SCHOOL};
use super::people::{Agency, Training};
use super::record::Record;
use super::rows::Duty;
use super::support::plan_kind;

/// The school or federation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct SchoolInfo {
    /// Its name, as it stands at the top of the screen.
    pub name: String,
    /// Whether this is the made-up school of `senco demo`.
    pub demo: bool,
    /// Its address as it stands on letters, a line each; may be empty.
    pub address: String,
    /// Telephone; may be empty.
    pub phone: String,
    /// E-mail; may be empty.
    pub email: String,
    /// The local authority; may be empty.
    pub authority: String,
    /// The head teacher; `None` if not recorded.
    pub head: Option<RecordId>,
    /// The governor for SEN (S1 ¶2); `None` if not recorded.
    pub governor: Option<RecordId>,
}

impl Fields for SchoolInfo {
    const FIELDS: &'static [Field<SchoolInfo>] = &[
        words!(name, Text, true, "School", "The name of the school or federation."),
        words!(address, LongText, false, "Address", "As it stands on letters, a line each."),
        words!(phone, Text, false, "Telephone", "As it stands on letters."),
        words!(email, Text, false, "E-mail", "As it stands on letters."),
        words!(authority, Text, false, "Authority", "The local authority."),
        Field {
            key: "head",
            label: "Head teacher",
            help: "A new name is added to the staff.",
            kind: FieldKind::Ref(RefKind::Staff),
            required: false,
            get: |s| s.head.into(),
            set: |s, v| v.opt_id().map(|id| s.head = id),
        },
        Field {
            key: "governor",
            label: "SEN governor",
            help: "The governor with responsibility for SEN.",
            kind: FieldKind::Ref(RefKind::Staff),
            required: false,
            get: |s| s.governor.into(),
            set: |s, v| v.opt_id().map(|id| s.governor = id),
        },
    ];
}

/// The school's own choices where sources leave one or disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Settings {
    /// Whether the dates of the terms were confirmed by the school, or are the made-up default.
    pub calendar_confirmed: bool,
    /// The day from which what comes round by the calendar is asked for: the founding of the store. `None` asks for none.
    #[serde(with = "day::opt")]
    pub clock_from: Option<NaiveDate>,
    /// Rules that the school has set otherwise than they come, by number.
    pub rules: Vec<RuleChoice>,
    /// The code of the stage set in force; empty means the usual one.
    pub stage_set: String,
    /// The code of the kind of plan that a new cycle makes; empty means the usual one.
    pub plan_kind: String,
    /// How many targets a plan has at most; `None` leaves it to the kind of plan.
    pub targets: Option<u8>,
    /// How many cases an average needs before it is said whether an intervention works; `None` means [`LEAST_CASES`].
    pub least_cases: Option<u16>,
}

/// How many cases an average needs before it says anything, where the school did not choose.
pub const LEAST_CASES: u16 = 5;

/// What a school chose for one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleChoice {
    /// The number of its duty.
    pub duty: u16,
    /// On or off; `None` leaves it as it comes.
    pub on: Option<bool>,
    /// Its parameters that differ: key and value, in the parameter's unit.
    pub values: Vec<(String, i64)>,
}

impl Settings {
    /// What the school chose for a rule; `None` if it left all as it comes.
    pub fn choice(&self, duty: Duty) -> Option<&RuleChoice> {
        self.rules.iter().find(|choice| choice.duty == duty as u16)
    }
}

fn plan_kinds() -> Vec<Choice> {
    let choice =
        |kind: &plan_kind::PlanKind| Choice { code: kind.code.to_owned(), label: kind.label.to_owned() };
    plan_kind::of_cycles().map(choice).collect()
}

impl Fields for Settings {
    const FIELDS: &'static [Field<Settings>] = &[
        Field {
            key: "calendar_confirmed",
            label: "Terms confirmed",
            help: "Whether the dates of the terms are the school's own.",
            kind: FieldKind::Flag,
            required: false,
            get: |s| s.calendar_confirmed.into(),
            set: |s, v| v.flag().map(|flag| s.calendar_confirmed = flag),
        },
        Field {
            key: "clock_from",
            label: "Asks from",
            help: "The day from which what comes round by the calendar is asked for.",
            kind: FieldKind::NearDate,
            required: false,
            get: |s| s.clock_from.into(),
            set: |s, v| v.opt_date().map(|date| s.clock_from = date),
        },
        Field {
            key: "plan_kind",
            label: "Kind of plan",
            help: "What a new cycle makes: IEP, My Plan, ISP.",
            kind: FieldKind::Choice(plan_kinds),
            required: false,
            get: |s| s.plan_kind.as_str().into(),
            set: |s, v| {
                v.opt_choice(|code| plan_kind::find(code).map(|kind| kind.code.to_owned()))
                    .map(|code| s.plan_kind = code.unwrap_or_default())
            },
        },
        number!(
            targets,
            1,
            12,
            "Targets",
            "How many a plan has at most; empty leaves it to the kind of plan."
        ),
        number!(
            least_cases,
            1,
            200,
            "Least cases",
            "How many outcomes it takes before it is said what works; empty means 5."
        ),
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
        Field {
            key: "site",
            label: "Site",
            help: "Which site keeps it; empty for the whole school.",
            kind: FieldKind::Ref(RefKind::Site),
            required: false,
            get: |t| t.site.into(),
            set: |t, v| v.opt_id().map(|id| t.site = id),
        },
    ];
}

/// Which heading of a register sheet means which field, as once settled with `--map`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct HeadingMap {
    /// Heading as written → key of the field; "-" leaves the column out.
    pub pairs: Vec<(String, String)>,
}

impl Fields for HeadingMap {
    // Pairs are settled whole by an import; no form shows them.
    const FIELDS: &'static [Field<HeadingMap>] = &[];
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
    /// Days closed or open against the rule, by date.
    pub closures: Vec<Held<Closure>>,
    /// What came round by the calendar and was done, by the day it was due.
    pub ticks: Vec<Held<Tick>>,
    /// Who was and is SENCO, by appointment.
    pub posts: Vec<Held<SencoPost>>,
    /// Consultations about children who are not on roll, by the day received.
    pub consultations: Vec<Held<Consultation>>,
    /// Agencies by name.
    pub agencies: Vec<Held<Agency>>,
    /// What adults were trained in, by day.
    pub trainings: Vec<Held<Training>>,
    /// The catalogue of interventions by name.
    pub catalogue: Vec<Held<Intervention>>,
    /// What an hour of an adult costs, by role and day.
    pub rates: Vec<Held<Rate>>,
    /// Headings settled at an import.
    pub headings: Held<HeadingMap>,
    /// The calendar that the school's own terms and closures make.
    pub calendar: Calendar,
    /// The calendars of sites that keep terms or closures of their own.
    pub site_calendars: Vec<(RecordId, Calendar)>,
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
            closures: Vec::new(),
            ticks: Vec::new(),
            posts: Vec::new(),
            consultations: Vec::new(),
            agencies: Vec::new(),
            trainings: Vec::new(),
            catalogue: Vec::new(),
            rates: Vec::new(),
            headings: first(),
            calendar: Calendar::default(),
            site_calendars: Vec::new(),
        };
        for (key, revision, record) in records {
            let id = key.id;
            match record {
                Record::School(value) => file.info = Held { id, revision, value },
                Record::Settings(value) => file.settings = Held { id, revision, value },
                Record::Site(value) => file.sites.push(Held { id, revision, value }),
                Record::Staff(value) => file.staff.push(Held { id, revision, value }),
                Record::Term(value) => file.terms.push(Held { id, revision, value }),
                Record::Closure(value) => file.closures.push(Held { id, revision, value }),
                Record::Tick(value) => file.ticks.push(Held { id, revision, value }),
                Record::SencoPost(value) => file.posts.push(Held { id, revision, value }),
                Record::Consultation(value) => file.consultations.push(Held { id, revision, value }),
                Record::Agency(value) => file.agencies.push(Held { id, revision, value }),
                Record::Training(value) => file.trainings.push(Held { id, revision, value }),
                Record::Intervention(value) => file.catalogue.push(Held { id, revision, value }),
                Record::Rate(value) => file.rates.push(Held { id, revision, value }),
                Record::Headings(value) => file.headings = Held { id, revision, value },
                _ => {}
            }
        }
        file.sites.sort_by(|a, b| a.name.cmp(&b.name));
        file.staff.sort_by(|a, b| a.name.cmp(&b.name));
        file.terms.sort_by_key(|term| term.start);
        file.closures.sort_by_key(|closure| (closure.from, closure.id));
        file.ticks.sort_by_key(|tick| (tick.due, tick.id));
        file.posts.sort_by_key(|post| (post.appointed, post.id));
        file.agencies.sort_by(|a, b| a.name.cmp(&b.name));
        file.trainings.sort_by_key(|training| (training.on, training.id));
        file.catalogue.sort_by_cached_key(|entry| entry.name.to_lowercase());
        file.rates.sort_by_cached_key(|rate| (rate.role.to_lowercase(), rate.from));
        file.consultations.sort_by_key(|case| (case.received, case.id));
        // What contradicts itself is refused when saved; should some stand here all the same, closures are passed over, then
        // terms, and the calendar says that it is not the school's own.
        let calendars = file
            .calendars(&file.closures)
            .or_else(|_| file.calendars(&[]).map(Calendars::unconfirmed))
            .unwrap_or_default();
        (file.calendar, file.site_calendars) = (calendars.school, calendars.sites);
        file
    }

    fn calendars(&self, closures: &[Held<Closure>]) -> Result<Calendars, String> {
        let terms: Vec<Term> = self.terms.iter().map(|term| term.value.clone()).collect();
        let closures: Vec<Closure> = closures.iter().map(|closure| closure.value.clone()).collect();
        Calendars::new(&terms, &closures, self.settings.calendar_confirmed)
    }

    /// What of the terms and closures contradicts itself, in words; `None` if nothing does. Whoever saves one asks this.
    pub fn calendar_fault(&self) -> Option<String> {
        self.calendars(&self.closures).err()
    }

    /// The name of a site; empty if there is none with this number.
    pub fn site_name(&self, id: Option<RecordId>) -> &str {
        id.and_then(|id| self.sites.iter().find(|site| site.id == id)).map_or("", |site| &site.name)
    }

    /// The name of a member of staff; empty if there is none with this number.
    pub fn staff_name(&self, id: Option<RecordId>) -> &str {
        id.and_then(|id| self.staff.iter().find(|staff| staff.id == id)).map_or("", |staff| &staff.name)
    }

    /// The calendar of a site; the school's where the site keeps none of its own, and for `None`.
    pub fn calendar_of(&self, site: Option<RecordId>) -> &Calendar {
        site.and_then(|site| self.site_calendars.iter().find(|(id, _)| *id == site))
            .map_or(&self.calendar, |(_, calendar)| calendar)
    }

    /// The agencies of which a usual wait is known, by name in lower case: with the settings, all of the school's choices that
    /// pupils' dates hang on.
    pub fn waits(&self) -> Vec<(String, u16)> {
        let wait = |agency: &Held<Agency>| Some((agency.name.trim().to_lowercase(), agency.wait_weeks?));
        self.agencies.iter().filter_map(wait).collect()
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
