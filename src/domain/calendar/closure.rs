//! Days on which a school is shut, or open all the same: INSET days, one-off bank holidays, snow, polling.
//!
//! Rule kept here: a closure says what it is, from when to when, and for which site; what it does to a day is the calendar's to say.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::day;
use crate::domain::field::{Choice, Field, FieldKind, Fields, RefKind, choices};
use crate::domain::ids::{RecordId, Typed};

/// The most days that a planned closure lasts. A school may be shut for longer, as after a fire.
const LONGEST_PLANNED: i64 = 14;
/// The most days that any closure lasts.
const LONGEST: i64 = 366;

/// What kind of day. Stored by position: added to at the end, never reordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ClosureKind {
    /// In-service training: staff are in, pupils are not.
    Inset,
    /// A bank holiday that the rules do not give: a coronation.
    BankHoliday,
    /// Shut for another reason: snow, polling, no heating.
    Closed,
    /// Open although it would be a bank holiday.
    Open,
}

impl ClosureKind {
    /// Every kind, the usual one first.
    pub const ALL: &'static [ClosureKind] =
        &[ClosureKind::Inset, ClosureKind::BankHoliday, ClosureKind::Closed, ClosureKind::Open];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            ClosureKind::Inset => "inset",
            ClosureKind::BankHoliday => "bank-holiday",
            ClosureKind::Closed => "closed",
            ClosureKind::Open => "open",
        }
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            ClosureKind::Inset => "INSET day",
            ClosureKind::BankHoliday => "bank holiday",
            ClosureKind::Closed => "closed",
            ClosureKind::Open => "open",
        }
    }

    /// The kind with this code; `None` if there is none.
    pub fn parse(text: &str) -> Option<ClosureKind> {
        ClosureKind::ALL.iter().copied().find(|kind| kind.code().eq_ignore_ascii_case(text.trim()))
    }
}

/// Days on which a school is shut, or open all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// What kind of day.
    pub kind: ClosureKind,
    /// What the school calls it: "Autumn INSET day", "snow". May be empty.
    pub name: String,
    /// The first day.
    #[serde(with = "day")]
    pub from: NaiveDate,
    /// The last day; the first one again for a single day.
    #[serde(with = "day")]
    pub to: NaiveDate,
    /// Which site; `None` for all of them.
    pub site: Option<RecordId>,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Closure {
    /// Whether the day is one of its days.
    pub fn contains(&self, date: NaiveDate) -> bool {
        (self.from..=self.to).contains(&date)
    }

    /// What a SENCO reads: "Autumn INSET day", "INSET day (first aid)", "closed (snow)", "Coronation bank holiday".
    pub fn label(&self) -> String {
        let (name, kind) = (self.name.trim(), self.kind.label());
        let said = name.to_lowercase();
        let known: &[&str] = match self.kind {
            ClosureKind::Inset => &["inset", "training", "non-pupil"],
            ClosureKind::BankHoliday => &["holiday", " day"],
            ClosureKind::Closed => &["closed", "closure", "shut"],
            ClosureKind::Open => &["open"],
        };
        if name.is_empty() {
            kind.to_owned()
        } else if known.iter().any(|word| said.contains(word)) {
            name.to_owned()
        } else if self.kind == ClosureKind::BankHoliday {
            format!("{name} bank holiday")
        } else {
            format!("{kind} ({name})")
        }
    }

    /// Why it cannot stand by itself, in words; `None` if it can.
    pub fn fault(&self) -> Option<String> {
        let label = self.label();
        if !day::in_range(self.from) || !day::in_range(self.to) {
            return Some(format!("{label}: the dates must lie in the years 1900 to 2199"));
        }
        if self.from > self.to {
            return Some(format!(
                "{label}: the last day ({}) must not come before the first ({})",
                day::full(self.to),
                day::full(self.from)
            ));
        }
        let most = if self.kind == ClosureKind::Closed { LONGEST } else { LONGEST_PLANNED };
        let days = day::between(self.from, self.to).saturating_add(1);
        (days > most).then(|| {
            format!(
                "{label}: from {} to {} are {days} days, at most {most} can be right",
                day::full(self.from),
                day::full(self.to)
            )
        })
    }
}

fn kinds() -> Vec<Choice> {
    choices(ClosureKind::ALL, ClosureKind::code, ClosureKind::label)
}

impl Fields for Closure {
    const FIELDS: &'static [Field<Closure>] = &[
        Field {
            key: "kind",
            label: "Kind",
            help: "INSET day, bank holiday, closed (snow, polling), or open although it would be a bank holiday.",
            kind: FieldKind::Choice(kinds),
            required: true,
            get: |c| c.kind.code().into(),
            set: |c, v| v.choice(ClosureKind::parse).map(|kind| c.kind = kind),
        },
        Field {
            key: "name",
            label: "Name",
            help: "What the school calls it: Autumn INSET day, snow.",
            kind: FieldKind::Text,
            required: false,
            get: |c| (&c.name).into(),
            set: |c, v| v.text().map(|text| c.name = text),
        },
        Field {
            key: "from",
            label: "From",
            help: "The first day.",
            kind: FieldKind::NearDate,
            required: true,
            get: |c| c.from.into(),
            set: |c, v| v.date().map(|date| c.from = date),
        },
        Field {
            key: "to",
            label: "To",
            help: "The last day; empty for one day.",
            kind: FieldKind::NearDate,
            required: false,
            get: |c| c.to.into(),
            set: |c, v| v.opt_date().map(|date| c.to = date.unwrap_or(c.from)),
        },
        Field {
            key: "site",
            label: "Site",
            help: "Which site; empty for all of them.",
            kind: FieldKind::Ref(RefKind::Site),
            required: false,
            get: |c| c.site.into(),
            set: |c, v| v.opt_id().map(|id| c.site = id),
        },
    ];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::Value;

    fn d(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn closure(kind: ClosureKind, name: &str) -> Closure {
        Closure { kind, name: name.into(), from: d(9, 1), to: d(9, 1), site: None, typed: Typed::default() }
    }

    #[test]
    fn codes_read_back() {
        for kind in ClosureKind::ALL {
            assert_eq!(ClosureKind::parse(kind.code()), Some(*kind));
        }
        assert_eq!(ClosureKind::parse(" INSET "), Some(ClosureKind::Inset));
        assert_eq!(ClosureKind::parse("half-day"), None);
    }

    #[test]
    fn labels_say_kind_and_name_once() {
        use ClosureKind::{BankHoliday, Closed, Inset, Open};
        for (kind, name, label) in [
            (Inset, "", "INSET day"),
            (Inset, "Autumn INSET day", "Autumn INSET day"),
            (Inset, "first aid", "INSET day (first aid)"),
            (BankHoliday, "Coronation", "Coronation bank holiday"),
            (BankHoliday, "Platinum Jubilee bank holiday", "Platinum Jubilee bank holiday"),
            (Closed, "snow", "closed (snow)"),
            (Closed, "Closed for polling", "Closed for polling"),
            (Open, "", "open"),
        ] {
            assert_eq!(closure(kind, name).label(), label);
        }
    }

    #[test]
    fn faults_in_words() {
        let mut one = closure(ClosureKind::Inset, "");
        assert_eq!(one.fault(), None);
        one.to = d(8, 31);
        assert_eq!(
            one.fault().unwrap(),
            "INSET day: the last day (Mon 31 Aug 2026) must not come before the first (Tue 1 Sep 2026)"
        );
        one.to = d(9, 30);
        assert!(one.fault().unwrap().contains("are 30 days, at most 14 can be right"));
        one.kind = ClosureKind::Closed;
        assert_eq!(one.fault(), None);
        one.from = NaiveDate::MIN;
        assert!(one.fault().unwrap().contains("1900 to 2199"));
    }

    #[test]
    fn an_empty_last_day_is_the_first_one() {
        let mut one = closure(ClosureKind::Closed, "snow");
        let to = crate::domain::field::field::<Closure>("to").unwrap();
        (to.set)(&mut one, Value::Date(d(9, 3))).unwrap();
        assert_eq!(one.to, d(9, 3));
        (to.set)(&mut one, Value::Empty).unwrap();
        assert_eq!(one.to, d(9, 1));
    }

    #[test]
    fn every_field_takes_its_own_value() {
        let mut one = closure(ClosureKind::Open, "exam");
        one.site = Some(RecordId(4));
        let mut other = closure(ClosureKind::Inset, "");
        for field in Closure::FIELDS {
            (field.set)(&mut other, (field.get)(&one)).unwrap();
        }
        assert_eq!(other, one);
    }
}
