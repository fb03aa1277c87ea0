//! What an import does or would do, row by row, for the eyes of a person.

use crate::domain::words::plural;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A new pupil.
    Added,
    /// A pupil on file who changes.
    Changed,
    /// Nothing to change.
    Left,
    /// Not taken.
    Refused,
}

impl Outcome {
    /// In one word.
    pub fn label(self) -> &'static str {
        match self {
            Outcome::Added => "added",
            Outcome::Changed => "changed",
            Outcome::Left => "left",
            Outcome::Refused => "refused",
        }
    }
}

/// One row of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowReport {
    /// The line of the file, from 1.
    pub line: usize,
    /// "Otter, Ama".
    pub name: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What changes, a phrase each: "class 3 Lark → 4 Lark".
    pub changes: Vec<String>,
    /// Why it is left or refused; empty otherwise.
    pub why: String,
    /// What a person should look at.
    pub warnings: Vec<String>,
}

/// What an import does or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// In the file's order.
    pub rows: Vec<RowReport>,
    /// What comes with the rows: new sites, new adults, headings remembered.
    pub notes: Vec<String>,
}

impl Report {
    /// How many rows have this outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.rows.iter().filter(|row| row.outcome == outcome).count()
    }

    /// Whether anything is written.
    pub fn changes_anything(&self) -> bool {
        !self.notes.is_empty()
            || self.rows.iter().any(|r| matches!(r.outcome, Outcome::Added | Outcome::Changed))
    }

    /// "12 added, 3 changed, 230 left, 2 refused; 4 warnings".
    pub fn summary(&self) -> String {
        let counts = [Outcome::Added, Outcome::Changed, Outcome::Left, Outcome::Refused]
            .map(|outcome| format!("{} {}", self.count(outcome), outcome.label()))
            .join(", ");
        let warnings: usize = self.rows.iter().map(|row| row.warnings.len()).sum();
        match i64::try_from(warnings) {
            Ok(0) | Err(_) => counts,
            Ok(warnings) => format!("{counts}; {}", plural(warnings, "warning")),
        }
    }
}
