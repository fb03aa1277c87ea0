//! Why a day is no school day, in words; and which closures contradict each other.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Calendar, Closure, ClosureKind, Span, bank_holiday, bank_holidays};
use crate::domain::day;

impl Calendar {
    /// Why a day is no school day: "Sat", "Good Friday", "Autumn INSET day", "closed (snow)", "half-term", "holidays".
    /// None on a school day.
    pub fn why_not(&self, date: NaiveDate) -> Option<String> {
        if self.is_teaching_day(date) {
            return None;
        }
        if !day::in_range(date) {
            return Some("outside the years 1900 to 2199".to_owned());
        }
        if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            return Some(date.format("%a").to_string());
        }
        if let Some(name) = self.bank_holiday(date) {
            return Some(name);
        }
        let shut = |kind| self.on(date, kind).map(Closure::label);
        if let Some(label) = shut(ClosureKind::Closed).or_else(|| shut(ClosureKind::Inset)) {
            return Some(label);
        }
        Some(if self.term_of(date).is_some() { "half-term" } else { "holidays" }.to_owned())
    }

    /// The bank holiday of a day as the school keeps it: by rule or given, and not taken away. None where there is none.
    pub fn bank_holiday(&self, date: NaiveDate) -> Option<String> {
        if self.on(date, ClosureKind::Open).is_some() {
            return None;
        }
        let given = || self.on(date, ClosureKind::BankHoliday).map(Closure::label);
        bank_holiday(date).map(str::to_owned).or_else(given)
    }

    fn on(&self, date: NaiveDate, kind: ClosureKind) -> Option<&Closure> {
        self.closures.iter().find(|closure| closure.kind == kind && closure.contains(date))
    }
}

impl Closure {
    /// Why it cannot stand beside the others, in words: only what is open can clash. None if it can.
    pub(super) fn clash(&self, all: &[Closure]) -> Option<String> {
        if self.kind != ClosureKind::Open {
            return None;
        }
        let shut = all.iter().find(|other| {
            matches!(other.kind, ClosureKind::Inset | ClosureKind::Closed)
                && other.from <= self.to
                && self.from <= other.to
        });
        if let Some(shut) = shut {
            return Some(format!(
                "{} cannot be both “{}” and “{}”: change one of them",
                day::full(self.from.max(shut.from)),
                self.label(),
                shut.label()
            ));
        }
        let span = Span { start: self.from, end: self.to };
        let ruled = (self.from.year()..=self.to.year())
            .flat_map(bank_holidays)
            .any(|holiday| span.contains(holiday.date));
        let given = all.iter().any(|other| {
            other.kind == ClosureKind::BankHoliday && other.from <= self.to && self.from <= other.to
        });
        (!ruled && !given).then(|| {
            format!(
                "{} on {}: that is no bank holiday, so there is nothing to take away; to be open in the holidays, change the \
                 dates of the term",
                self.label(),
                day::full(self.from)
            )
        })
    }
}
