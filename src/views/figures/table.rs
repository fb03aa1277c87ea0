//! A table of figures as it is shown: on screen, on paper, in a file.

use super::keep_back::{LEAST, Shown};
use crate::domain::words::pounds;

/// What stands in one place of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// How many.
    Count(Shown),
    /// How many more or fewer than then; `None` where one of the two is not shown.
    Change(Option<i64>),
    /// Of a hundred, rounded; `None` where it is not shown, or of nothing.
    Share(Option<u32>),
    /// Something of which the number tells of no child: runs of a provision.
    Plain(u32),
    /// Pence; `None` where none is recorded.
    Money(Option<i64>),
    /// Nothing belongs there.
    Empty,
}

impl Cell {
    /// In full: "12", "fewer than 5", "kept back", "+3", "8 %", "£1,240".
    pub fn text(self) -> String {
        match self {
            Cell::Count(Shown::Number(number)) | Cell::Plain(number) => number.to_string(),
            Cell::Count(Shown::Fewer) => format!("fewer than {LEAST}"),
            Cell::Count(Shown::Back) => "kept back".to_owned(),
            Cell::Change(Some(0)) => "as then".to_owned(),
            Cell::Change(Some(more)) if more > 0 => format!("+{more}"),
            Cell::Change(Some(fewer)) => format!("−{}", fewer.unsigned_abs()),
            Cell::Share(Some(share)) => format!("{share} %"),
            Cell::Money(Some(pence)) => pounds(pence),
            Cell::Change(None) | Cell::Share(None) | Cell::Money(None) => "–".to_owned(),
            Cell::Empty => String::new(),
        }
    }

    /// For a narrow column: "<5" and "–" with a legend.
    pub fn short(self) -> String {
        match self {
            Cell::Count(Shown::Fewer) => format!("<{LEAST}"),
            Cell::Count(Shown::Back) => "–".to_owned(),
            other => other.text(),
        }
    }

    /// For programs: the figure alone, "fewer than 5" or "kept back" in its place; empty for none.
    pub fn plain(self) -> String {
        match self {
            Cell::Change(Some(change)) => change.to_string(),
            Cell::Share(Some(share)) => share.to_string(),
            Cell::Money(Some(pence)) => format!("{}.{:02}", pence / 100, (pence % 100).abs()),
            Cell::Change(None) | Cell::Share(None) | Cell::Money(None) => String::new(),
            other => other.text(),
        }
    }

    /// How long its bar is; `None` where it has none.
    pub fn bar(self) -> Option<u32> {
        match self {
            Cell::Count(shown) => shown.number(),
            Cell::Plain(number) => Some(number),
            _ => None,
        }
    }
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is, in words.
    pub label: String,
    /// Its figures, one a column.
    pub cells: Vec<Cell>,
    /// Whether it is a total of rows above it.
    pub total: bool,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name in files.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// What the rows are.
    pub rows_are: &'static str,
    /// The columns: name in files, and heading.
    pub columns: Vec<(&'static str, String)>,
    /// The rows in order.
    pub rows: Vec<Row>,
    /// What one should know to read it; empty for nothing.
    pub note: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_in_words() {
        for (cell, full, short, plain) in [
            (Cell::Count(Shown::Number(12)), "12", "12", "12"),
            (Cell::Count(Shown::Fewer), "fewer than 5", "<5", "fewer than 5"),
            (Cell::Count(Shown::Back), "kept back", "–", "kept back"),
            (Cell::Change(Some(3)), "+3", "+3", "3"),
            (Cell::Change(Some(-3)), "−3", "−3", "-3"),
            (Cell::Change(None), "–", "–", ""),
            (Cell::Share(Some(8)), "8 %", "8 %", "8"),
            (Cell::Money(Some(1_234_050)), "£12,340.50", "£12,340.50", "12340.50"),
            (Cell::Money(Some(100)), "£1", "£1", "1.00"),
            (Cell::Empty, "", "", ""),
        ] {
            assert_eq!((cell.text(), cell.short(), cell.plain()), (full.into(), short.into(), plain.into()));
        }
    }
}
