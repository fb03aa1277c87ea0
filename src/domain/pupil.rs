//! Who a pupil is, the stages they have stood at, and their needs.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::code::{SenCode, SenType, Sex, YearGroup};
use super::field::{Choice, Field, FieldKind, Fields, RefKind, Value, choices};
use super::ids::{RecordId, Typed};
use super::{day, stage};

/// A child on roll, or one who has left: a leaver is ended, never deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Pupil {
    /// Unique Pupil Number as recorded, in capitals; empty if none is known. May be one that fails its check letter.
    pub upn: String,
    /// A UPN held before; empty if none.
    pub former_upn: String,
    /// Given name.
    pub forename: String,
    /// Family name.
    pub surname: String,
    /// The name the child goes by, where it is not the forename; else empty.
    pub known_as: String,
    /// Date of birth; `None` if not known.
    #[serde(with = "day::opt")]
    pub born: Option<NaiveDate>,
    /// As the census has it; `None` if not recorded.
    pub sex: Option<Sex>,
    /// The year the pupil is taught in; `None` if not recorded.
    pub year: Option<YearGroup>,
    /// Class or form, as the school names it; empty if none.
    pub class: String,
    /// Where the pupil is taught; `None` where the school has one site or it is not recorded.
    pub site: Option<RecordId>,
    /// Pupil premium.
    pub pupil_premium: bool,
    /// English as an additional language.
    pub eal: bool,
    /// Ethnicity as the school records it; empty if not recorded.
    pub ethnicity: String,
    /// The number in the school's own system; empty if none.
    pub school_number: String,
    /// The member of staff who knows the pupil best: key person, class teacher; `None` if not recorded.
    pub key_person: Option<RecordId>,
    /// In a unit for pupils with SEN (census flag).
    pub sen_unit: bool,
    /// In resourced provision (census flag).
    pub resourced: bool,
    /// What anyone who opens the file should know at once.
    pub note: String,
    /// The last day on roll; `None` while on roll.
    #[serde(with = "day::opt")]
    pub left: Option<NaiveDate>,
    /// Where the pupil went and why; empty while on roll.
    pub left_for: String,
}

impl Pupil {
    /// The name to call the child by: the name they go by, else the forename, then the surname.
    pub fn name(&self) -> String {
        let first = if self.known_as.is_empty() { &self.forename } else { &self.known_as };
        [first.as_str(), self.surname.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// What lists sort by: surname, then first name, in small letters.
    pub fn sort_name(&self) -> String {
        let first = if self.known_as.is_empty() { &self.forename } else { &self.known_as };
        format!("{}\u{1}{}", self.surname.to_lowercase(), first.to_lowercase())
    }

    /// Whether the pupil is on roll on this day.
    pub fn on_roll(&self, on: NaiveDate) -> bool {
        self.left.is_none_or(|left| on <= left)
    }
}

fn sexes() -> Vec<Choice> {
    choices(&Sex::ALL, Sex::code, Sex::label)
}

fn years() -> Vec<Choice> {
    YearGroup::ALL.iter().map(|year| Choice { code: year.code(), label: year.label() }).collect()
}

impl Fields for Pupil {
    const FIELDS: &'static [Field<Pupil>] = &[
        Field {
            key: "forename",
            label: "Forename",
            help: "Given name, as on the admission form.",
            kind: FieldKind::Text,
            required: true,
            get: |p| (&p.forename).into(),
            set: |p, v| v.text().map(|text| p.forename = text),
        },
        Field {
            key: "surname",
            label: "Surname",
            help: "Family name.",
            kind: FieldKind::Text,
            required: true,
            get: |p| (&p.surname).into(),
            set: |p, v| v.text().map(|text| p.surname = text),
        },
        Field {
            key: "known_as",
            label: "Known as",
            help: "The name the child goes by, if it is not the forename.",
            kind: FieldKind::Text,
            required: false,
            get: |p| (&p.known_as).into(),
            set: |p, v| v.text().map(|text| p.known_as = text),
        },
        Field {
            key: "born",
            label: "Date of birth",
            help: "Day, month, year: 14/3/2017.",
            kind: FieldKind::PastDate,
            required: false,
            get: |p| p.born.into(),
            set: |p, v| v.opt_date().map(|date| p.born = date),
        },
        Field {
            key: "upn",
            label: "UPN",
            help: "Unique Pupil Number: a letter and twelve figures.",
            kind: FieldKind::Text,
            required: false,
            get: |p| (&p.upn).into(),
            set: |p, v| v.text().map(|text| p.upn = text.to_uppercase()),
        },
        Field {
            key: "year",
            label: "Year",
            help: "The year the pupil is taught in: N2, R, 1 to 14.",
            kind: FieldKind::Choice(years),
            required: false,
            get: |p| p.year.map(|year| Value::Text(year.code())).unwrap_or_default(),
            set: |p, v| v.opt_choice(YearGroup::parse).map(|year| p.year = year),
        },
        Field {
            key: "class",
            label: "Class",
            help: "Class or form, as the school names it.",
            kind: FieldKind::Text,
            required: false,
            get: |p| (&p.class).into(),
            set: |p, v| v.text().map(|text| p.class = text),
        },
        Field {
            key: "site",
            label: "Site",
            help: "Where the pupil is taught.",
            kind: FieldKind::Ref(RefKind::Site),
            required: false,
            get: |p| p.site.into(),
            set: |p, v| v.opt_id().map(|id| p.site = id),
        },
        Field {
            key: "key_person",
            label: "Key person",
            help: "The member of staff who knows the pupil best.",
            kind: FieldKind::Ref(RefKind::Staff),
            required: false,
            get: |p| p.key_person.into(),
            set: |p, v| v.opt_id().map(|id| p.key_person = id),
        },
        Field {
            key: "sex",
            label: "Sex",
            help: "As the census has it.",
            kind: FieldKind::Choice(sexes),
            required: false,
            get: |p| p.sex.map(Sex::code).into(),
            set: |p, v| v.opt_choice(Sex::parse).map(|sex| p.sex = sex),
        },
        Field {
            key: "pupil_premium",
            label: "Pupil premium",
            help: "Whether the pupil brings the premium.",
            kind: FieldKind::Flag,
            required: false,
            get: |p| p.pupil_premium.into(),
            set: |p, v| v.flag().map(|flag| p.pupil_premium = flag),
        },
        Field {
            key: "eal",
            label: "EAL",
            help: "English as an additional language.",
            kind: FieldKind::Flag,
            required: false,
            get: |p| p.eal.into(),
            set: |p, v| v.flag().map(|flag| p.eal = flag),
        },
        Field {
            key: "sen_unit",
            label: "SEN unit",
            help: "In a unit for pupils with SEN (census).",
            kind: FieldKind::Flag,
            required: false,
            get: |p| p.sen_unit.into(),
            set: |p, v| v.flag().map(|flag| p.sen_unit = flag),
        },
        Field {
            key: "resourced",
            label: "Resourced prov.",
            help: "In resourced provision (census).",
            kind: FieldKind::Flag,
            required: false,
            get: |p| p.resourced.into(),
            set: |p, v| v.flag().map(|flag| p.resourced = flag),
        },
        Field {
            key: "ethnicity",
            label: "Ethnicity",
            help: "As the school records it.",
            kind: FieldKind::Text,
            required: false,
            get: |p| (&p.ethnicity).into(),
            set: |p, v| v.text().map(|text| p.ethnicity = text),
        },
        Field {
            key: "school_number",
            label: "School number",
            help: "The number in the school's own system.",
            kind: FieldKind::Text,
            required: false,
            get: |p| (&p.school_number).into(),
            set: |p, v| v.text().map(|text| p.school_number = text),
        },
        Field {
            key: "former_upn",
            label: "Former UPN",
            help: "A UPN held before.",
            kind: FieldKind::Text,
            required: false,
            get: |p| (&p.former_upn).into(),
            set: |p, v| v.text().map(|text| p.former_upn = text.to_uppercase()),
        },
        Field {
            key: "note",
            label: "Note",
            help: "What anyone who opens the file should know at once.",
            kind: FieldKind::LongText,
            required: false,
            get: |p| (&p.note).into(),
            set: |p, v| v.text().map(|text| p.note = text),
        },
        Field {
            key: "left",
            label: "Left on",
            help: "The last day on roll; empty while on roll.",
            kind: FieldKind::PastDate,
            required: false,
            get: |p| p.left.into(),
            set: |p, v| v.opt_date().map(|date| p.left = date),
        },
        Field {
            key: "left_for",
            label: "Left for",
            help: "Where the pupil went, and why.",
            kind: FieldKind::Text,
            required: false,
            get: |p| (&p.left_for).into(),
            set: |p, v| v.text().map(|text| p.left_for = text),
        },
    ];
}

/// A time at a stage of the graduated approach. At most one is open (`to` is `None`) at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageSpan {
    /// The stage's code in the school's stage set.
    pub stage: String,
    /// The census code held beside the stage, not derived from its name.
    pub census: SenCode,
    /// The first day.
    #[serde(with = "day")]
    pub from: NaiveDate,
    /// The last day; `None` while it lasts.
    #[serde(with = "day::opt")]
    pub to: Option<NaiveDate>,
    /// Why the pupil came to this stage; may be empty.
    pub reason: String,
    /// The code as it was imported where it was a legacy one (A, P, Q, S, O); else empty.
    pub original: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

fn stages() -> Vec<Choice> {
    // A table of fields knows no school: forms offer the set in force, and what was recorded in another stays valid.
    stage::stages()
        .map(|stage| Choice { code: stage.code.to_owned(), label: stage.label.to_owned() })
        .collect()
}

fn sen_codes() -> Vec<Choice> {
    choices(&SenCode::ALL, SenCode::code, SenCode::label)
}

impl Fields for StageSpan {
    const FIELDS: &'static [Field<StageSpan>] = &[
        Field {
            key: "stage",
            label: "Stage",
            help: "Where the pupil stands in the graduated approach.",
            kind: FieldKind::Choice(stages),
            required: true,
            get: |s| s.stage.as_str().into(),
            set: |s, v| {
                v.choice(|code| stage::find(code).map(|found| found.code.to_owned())).map(|c| s.stage = c)
            },
        },
        Field {
            key: "census",
            label: "Census code",
            help: "N none, K SEN support, E EHC plan.",
            kind: FieldKind::Choice(sen_codes),
            required: true,
            get: |s| s.census.code().into(),
            set: |s, v| v.choice(SenCode::parse).map(|code| s.census = code),
        },
        Field {
            key: "from",
            label: "From",
            help: "The first day at this stage.",
            kind: FieldKind::PastDate,
            required: true,
            get: |s| s.from.into(),
            set: |s, v| v.date().map(|date| s.from = date),
        },
        Field {
            key: "to",
            label: "To",
            help: "The last day; empty while it lasts.",
            kind: FieldKind::PastDate,
            required: false,
            get: |s| s.to.into(),
            set: |s, v| v.opt_date().map(|date| s.to = date),
        },
        Field {
            key: "reason",
            label: "Why",
            help: "What led to this stage, in a sentence.",
            kind: FieldKind::LongText,
            required: false,
            get: |s| (&s.reason).into(),
            set: |s, v| v.text().map(|text| s.reason = text),
        },
    ];
}

/// A census SEN type with its rank and dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The census type.
    pub sen_type: SenType,
    /// 1 for the main need, then 2, 3…
    pub rank: u8,
    /// Since when; `None` if not known.
    #[serde(with = "day::opt")]
    pub from: Option<NaiveDate>,
    /// Until when; `None` while it lasts.
    #[serde(with = "day::opt")]
    pub to: Option<NaiveDate>,
    /// In the school's own words; may be empty.
    pub note: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

fn sen_types() -> Vec<Choice> {
    choices(&SenType::ALL, SenType::code, SenType::label)
}

impl Fields for Need {
    const FIELDS: &'static [Field<Need>] = &[
        Field {
            key: "type",
            label: "Need",
            help: "The census type: type a code or a few letters of its name.",
            kind: FieldKind::Choice(sen_types),
            required: true,
            get: |n| n.sen_type.code().into(),
            set: |n, v| v.choice(SenType::parse).map(|one| n.sen_type = one),
        },
        Field {
            key: "rank",
            label: "Rank",
            help: "1 for the main need, then 2, 3…",
            kind: FieldKind::Number { min: 1, max: 9 },
            required: true,
            get: |n| Value::Number(i64::from(n.rank)),
            set: |n, v| v.number().map(|rank| n.rank = rank),
        },
        Field {
            key: "from",
            label: "From",
            help: "Since when; may be empty.",
            kind: FieldKind::PastDate,
            required: false,
            get: |n| n.from.into(),
            set: |n, v| v.opt_date().map(|date| n.from = date),
        },
        Field {
            key: "to",
            label: "To",
            help: "Until when; empty while it lasts.",
            kind: FieldKind::PastDate,
            required: false,
            get: |n| n.to.into(),
            set: |n, v| v.opt_date().map(|date| n.to = date),
        },
        Field {
            key: "note",
            label: "Note",
            help: "In the school's own words.",
            kind: FieldKind::LongText,
            required: false,
            get: |n| (&n.note).into(),
            set: |n, v| v.text().map(|text| n.note = text),
        },
    ];
}
