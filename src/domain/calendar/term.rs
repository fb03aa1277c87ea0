//! A term: its first and last day for pupils, and its half-term.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Span;
use crate::domain::day;
use crate::domain::ids::RecordId;

/// A term as the school keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// "Autumn", "Spring", "Summer", or as the school says: "Term 3".
    pub name: String,
    /// The first day for pupils.
    #[serde(with = "crate::domain::day")]
    pub start: NaiveDate,
    /// The last day for pupils.
    #[serde(with = "crate::domain::day")]
    pub end: NaiveDate,
    /// The half-term holiday; None where the term has none.
    pub half_term: Option<Span>,
    /// Which site keeps it; `None` for the whole school.
    pub site: Option<RecordId>,
}

impl Term {
    /// Whether the day lies between the term's first and last day, half-term included.
    pub fn contains(&self, date: NaiveDate) -> bool {
        (self.start..=self.end).contains(&date)
    }

    /// "Autumn term", or the name as it is where it says "term" already.
    pub fn label(&self) -> String {
        if self.name.to_lowercase().contains("term") {
            self.name.clone()
        } else {
            format!("{} term", self.name)
        }
    }

    /// Whether they have a day in common.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Why it cannot stand by itself, in words; None if it can.
    pub fn fault(&self) -> Option<String> {
        let name = self.name.trim();
        if name.is_empty() {
            return Some("a term needs a name".into());
        }
        if !day::in_range(self.start) || !day::in_range(self.end) {
            return Some(format!("{name}: the dates must lie in the years 1900 to 2199"));
        }
        if self.start >= self.end {
            return Some(format!(
                "{name}: the end ({}) must come after the start ({})",
                day::full(self.end),
                day::full(self.start)
            ));
        }
        if day::between(self.start, self.end) > 300 {
            return Some(format!(
                "{name}: a term from {} to {} is too long",
                day::full(self.start),
                day::full(self.end)
            ));
        }
        let half = self.half_term?;
        if half.start > half.end {
            return Some(format!("{name}: half-term must end on or after the day it starts"));
        }
        if half.start <= self.start || half.end >= self.end {
            return Some(format!(
                "{name}: half-term ({} to {}) must lie inside the term",
                day::full(half.start),
                day::full(half.end)
            ));
        }
        None
    }
}
