//! Provisions, the pupils in them, and the 6-week looks at whether they work.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::case::{choice, money, words};
use super::code::{Area, Decision, Outcome, Wave};
use super::day;
use super::delivery::{Dosage, Slot, parse_slots, say_slots};
use super::field::{Choice, Field, FieldKind, Fields, Invalid, RefKind, Value, choices};
use super::ids::{RecordId, Typed};
use super::measure::Scale;
use super::review::Move;

/// One run of an intervention. Belongs to the school; the pupils in it have [`Allocation`]s.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provision {
    /// The intervention's name: Language group, PECS, Lexia…
    pub name: String,
    /// The broad area of need; `None` if it serves no one area.
    pub area: Option<Area>,
    /// Universal, targeted or specialist.
    pub wave: Wave,
    /// Minutes a session.
    pub minutes: u16,
    /// Sessions a week.
    pub times_a_week: u8,
    /// The adult who leads it; `None` if not settled.
    pub lead: Option<RecordId>,
    /// The outside service that delivers or advises; empty if none.
    pub agency: String,
    /// The first day.
    #[serde(with = "day")]
    pub start: NaiveDate,
    /// The last day, planned or past; `None` if open.
    #[serde(with = "day::opt")]
    pub end: Option<NaiveDate>,
    /// What the whole run costs, in pence; `None` if not known.
    pub cost_pence: Option<i64>,
    /// What is measured at entry and exit: "words read of 100"; may be empty.
    pub measure: String,
    /// Where it runs; `None` where the school has one site or it runs on all.
    pub site: Option<RecordId>,
    /// Anything else.
    pub note: String,
    /// The days and times of the week; empty if none are named, and then the usual days for so many times stand in.
    pub slots: Vec<Slot>,
    /// Dosages that stood before this one, oldest first.
    pub earlier: Vec<Dosage>,
    /// The measure's scale.
    pub scale: Scale,
    /// The levels' names from the lowest, with commas, where the scale is levels; may be empty.
    pub levels: String,
    /// Materials for the run, in pence; `None` if none.
    pub materials_pence: Option<i64>,
    /// What an agency charges a session, in pence; `None` if nothing.
    pub fee_pence: Option<i64>,
    /// The last day that `cost_pence` covers; `None` means the whole run.
    #[serde(with = "day::opt")]
    pub cost_until: Option<NaiveDate>,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Provision {
    /// Whether it runs on this day.
    pub fn runs(&self, on: NaiveDate) -> bool {
        self.start <= on && self.end.is_none_or(|end| on <= end)
    }

    /// Dosage in words: "3 × 20 min".
    pub fn dosage(&self) -> String {
        format!("{} × {} min", self.times_a_week, self.minutes)
    }

    /// The dosage that stood, or stands, on a day, in words: "3 × 20 min".
    pub fn dosage_on(&self, on: NaiveDate) -> String {
        match self.earlier.iter().find(|old| on <= old.until) {
            Some(old) => format!("{} × {} min", old.times_a_week, old.minutes),
            None => self.dosage(),
        }
    }
}

fn areas() -> Vec<Choice> {
    choices(&Area::ALL, Area::code, Area::label)
}

fn waves() -> Vec<Choice> {
    choices(&Wave::ALL, Wave::code, Wave::label)
}

impl Fields for Provision {
    const FIELDS: &'static [Field<Provision>] = &[
        Field {
            key: "name",
            label: "Intervention",
            help: "Its name: Language group, PECS, Lexia…",
            kind: FieldKind::Named(RefKind::Intervention),
            required: true,
            get: |p| (&p.name).into(),
            set: |p, v| v.text().map(|text| p.name = text),
        },
        Field {
            key: "area",
            label: "Area",
            help: "The broad area of need that it serves.",
            kind: FieldKind::Choice(areas),
            required: false,
            get: |p| p.area.map(Area::code).into(),
            set: |p, v| v.opt_choice(Area::parse).map(|area| p.area = area),
        },
        Field {
            key: "wave",
            label: "Wave",
            help: "Universal, targeted or specialist.",
            kind: FieldKind::Choice(waves),
            required: true,
            get: |p| p.wave.code().into(),
            set: |p, v| v.choice(Wave::parse).map(|wave| p.wave = wave),
        },
        Field {
            key: "times_a_week",
            label: "Times a week",
            help: "Sessions a week.",
            kind: FieldKind::Number { min: 1, max: 25 },
            required: true,
            get: |p| Value::Number(i64::from(p.times_a_week)),
            set: |p, v| v.number().map(|times| p.times_a_week = times),
        },
        Field {
            key: "minutes",
            label: "Minutes",
            help: "Minutes a session.",
            kind: FieldKind::Number { min: 1, max: 400 },
            required: true,
            get: |p| Value::Number(i64::from(p.minutes)),
            set: |p, v| v.number().map(|minutes| p.minutes = minutes),
        },
        Field {
            key: "slots",
            label: "Days",
            help: "mon wed fri 9:30, or tue 10:15, thu 14:00; empty: the usual days for so many times.",
            kind: FieldKind::Text,
            required: false,
            get: |p| say_slots(&p.slots).as_str().into(),
            set: |p, v| {
                p.slots = parse_slots(&v.text()?).map_err(Invalid)?;
                Ok(())
            },
        },
        Field {
            key: "lead",
            label: "Lead adult",
            help: "Who leads it; a new name is added to the staff.",
            kind: FieldKind::Ref(RefKind::Staff),
            required: false,
            get: |p| p.lead.into(),
            set: |p, v| v.opt_id().map(|id| p.lead = id),
        },
        Field {
            key: "agency",
            label: "Agency",
            help: "The outside service, if one delivers or advises.",
            kind: FieldKind::Named(RefKind::Agency),
            required: false,
            get: |p| (&p.agency).into(),
            set: |p, v| v.text().map(|text| p.agency = text),
        },
        Field {
            key: "start",
            label: "Starts",
            help: "The first day. The first 6-week check counts from it.",
            kind: FieldKind::NearDate,
            required: true,
            get: |p| p.start.into(),
            set: |p, v| v.date().map(|date| p.start = date),
        },
        Field {
            key: "end",
            label: "Ends",
            help: "The planned last day: 18/12, end of term. May be empty.",
            kind: FieldKind::FutureDate,
            required: false,
            get: |p| p.end.into(),
            set: |p, v| v.opt_date().map(|date| p.end = date),
        },
        Field {
            key: "measure",
            label: "Measure",
            help: "What is measured at entry and exit: words read of 100.",
            kind: FieldKind::Text,
            required: false,
            get: |p| (&p.measure).into(),
            set: |p, v| v.text().map(|text| p.measure = text),
        },
        choice!(scale, Scale, "Scale", "How the measure counts."),
        words!(levels, Text, false, "Levels", "Their names from the lowest, with commas: pink, red, yellow."),
        money!(materials_pence, "Materials", "For the run, in pounds."),
        money!(fee_pence, "Fee a session", "What an agency charges for each session, in pounds."),
        Field {
            key: "cost",
            label: "Agreed cost",
            help: "Of the whole run, where one price was agreed for it, in pounds: it takes the place of hours and fees.",
            kind: FieldKind::Money,
            required: false,
            get: |p| p.cost_pence.map(Value::Number).unwrap_or_default(),
            set: |p, v| v.opt_number().map(|pence| p.cost_pence = pence),
        },
        Field {
            key: "cost_until",
            label: "Cost covers to",
            help: "The last day that the agreed cost covers; empty: the whole run.",
            kind: FieldKind::FutureDate,
            required: false,
            get: |p| p.cost_until.into(),
            set: |p, v| v.opt_date().map(|date| p.cost_until = date),
        },
        Field {
            key: "site",
            label: "Site",
            help: "Where it runs.",
            kind: FieldKind::Ref(RefKind::Site),
            required: false,
            get: |p| p.site.into(),
            set: |p, v| v.opt_id().map(|id| p.site = id),
        },
        Field {
            key: "note",
            label: "Note",
            help: "Anything else.",
            kind: FieldKind::LongText,
            required: false,
            get: |p| (&p.note).into(),
            set: |p, v| v.text().map(|text| p.note = text),
        },
    ];
}

/// One pupil's place in a provision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// The provision.
    pub provision: RecordId,
    /// The first day.
    #[serde(with = "day")]
    pub from: NaiveDate,
    /// The last day, planned or past; `None` while open.
    #[serde(with = "day::opt")]
    pub to: Option<NaiveDate>,
    /// The measure at entry, as written; empty if none was taken.
    pub entry: String,
    /// The measure at exit, as written; empty until taken.
    pub exit: String,
    /// What it should achieve for this pupil; may be empty.
    pub aim: String,
    /// Another date agreed for the next check; `None` means the rule's own date. Falls away when a check is recorded.
    #[serde(with = "day::opt")]
    pub check_on: Option<NaiveDate>,
    /// Who makes the next check; `None` means the provision's lead adult.
    pub check_by: Option<RecordId>,
    /// Every change of a check's date, oldest first.
    pub moves: Vec<Move>,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Allocation {
    /// Whether the pupil is in the provision on this day.
    pub fn runs(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

impl Fields for Allocation {
    const FIELDS: &'static [Field<Allocation>] = &[
        Field {
            key: "provision",
            label: "Provision",
            help: "The run that the pupil is in.",
            kind: FieldKind::Ref(RefKind::Provision),
            required: true,
            get: |a| a.provision.into(),
            set: |a, v| {
                let id = v.opt_id()?.ok_or_else(|| Invalid("needs a provision".into()))?;
                a.provision = id;
                Ok(())
            },
        },
        Field {
            key: "from",
            label: "From",
            help: "The pupil's first day.",
            kind: FieldKind::PastDate,
            required: true,
            get: |a| a.from.into(),
            set: |a, v| v.date().map(|date| a.from = date),
        },
        Field {
            key: "to",
            label: "To",
            help: "The pupil's last day; empty while it runs.",
            kind: FieldKind::FutureDate,
            required: false,
            get: |a| a.to.into(),
            set: |a, v| v.opt_date().map(|date| a.to = date),
        },
        Field {
            key: "entry",
            label: "Entry",
            help: "The measure at entry.",
            kind: FieldKind::Text,
            required: false,
            get: |a| (&a.entry).into(),
            set: |a, v| v.text().map(|text| a.entry = text),
        },
        Field {
            key: "exit",
            label: "Exit",
            help: "The measure at exit.",
            kind: FieldKind::Text,
            required: false,
            get: |a| (&a.exit).into(),
            set: |a, v| v.text().map(|text| a.exit = text),
        },
        Field {
            key: "aim",
            label: "Aim",
            help: "What it should achieve for this pupil.",
            kind: FieldKind::LongText,
            required: false,
            get: |a| (&a.aim).into(),
            set: |a, v| v.text().map(|text| a.aim = text),
        },
        Field {
            key: "check_on",
            label: "Check on",
            help: "Another date agreed for the next check.",
            kind: FieldKind::FutureDate,
            required: false,
            get: |a| a.check_on.into(),
            set: |a, v| v.opt_date().map(|date| a.check_on = date),
        },
        Field {
            key: "check_by",
            label: "Check by",
            help: "Who makes the next check; empty means the lead adult.",
            kind: FieldKind::Ref(RefKind::Staff),
            required: false,
            get: |a| a.check_by.into(),
            set: |a, v| v.opt_id().map(|id| a.check_by = id),
        },
    ];
}

/// The look at an allocation 6 weeks after it began, and every 6 weeks while it runs (S3 §5.11, a school's policy).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpactCheck {
    /// The allocation that was looked at.
    pub allocation: RecordId,
    /// The date on which it was due.
    #[serde(with = "day")]
    pub due: NaiveDate,
    /// The day of the look.
    #[serde(with = "day")]
    pub held: NaiveDate,
    /// −2…+2 against what was hoped.
    pub outcome: Outcome,
    /// The measure on that day, as written; may be empty.
    pub measure: String,
    /// In a word or two.
    pub word: String,
    /// Continue, change or stop.
    pub decision: Decision,
    /// When and by whom it was typed.
    pub typed: Typed,
}

fn outcomes() -> Vec<Choice> {
    choices(&Outcome::ALL, Outcome::code, Outcome::label)
}

fn decisions() -> Vec<Choice> {
    choices(&Decision::ALL, Decision::code, Decision::label)
}

impl Fields for ImpactCheck {
    const FIELDS: &'static [Field<ImpactCheck>] = &[
        Field {
            key: "held",
            label: "Checked on",
            help: "The day of the check.",
            kind: FieldKind::PastDate,
            required: true,
            get: |c| c.held.into(),
            set: |c, v| v.date().map(|date| c.held = date),
        },
        Field {
            key: "outcome",
            label: "Outcome",
            help: "−2…+2 against what was hoped.",
            kind: FieldKind::Choice(outcomes),
            required: true,
            get: |c| c.outcome.code().into(),
            set: |c, v| v.choice(Outcome::parse).map(|outcome| c.outcome = outcome),
        },
        Field {
            key: "measure",
            label: "Now",
            help: "The measure on that day.",
            kind: FieldKind::Text,
            required: false,
            get: |c| (&c.measure).into(),
            set: |c, v| v.text().map(|text| c.measure = text),
        },
        Field {
            key: "word",
            label: "In a word",
            help: "What stands out, in a word or two.",
            kind: FieldKind::Text,
            required: false,
            get: |c| (&c.word).into(),
            set: |c, v| v.text().map(|text| c.word = text),
        },
        Field {
            key: "decision",
            label: "Decision",
            help: "Continue, change or stop.",
            kind: FieldKind::Choice(decisions),
            required: true,
            get: |c| c.decision.code().into(),
            set: |c, v| v.choice(Decision::parse).map(|decision| c.decision = decision),
        },
    ];
}
