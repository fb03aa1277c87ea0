//! Plain tables: columns as wide as what stands in them, counted as a terminal counts.

use std::io;

use super::out::Out;
use crate::text::{clean, pad, pad_left, width};

/// A table being filled.
pub struct Table {
    heads: Vec<&'static str>,
    right: Vec<bool>,
    rows: Vec<Vec<String>>,
}

/// Columns between columns.
const GAP: &str = "  ";

/// No column is made wider than this; a longer cell shifts the rest of its own line.
const WIDEST: usize = 48;

impl Table {
    /// A table with these headings; one that begins with `>` stands right-aligned, for numbers.
    pub fn new(heads: &[&'static str]) -> Table {
        Table {
            right: heads.iter().map(|head| head.starts_with('>')).collect(),
            heads: heads.iter().map(|head| head.trim_start_matches('>')).collect(),
            rows: Vec::new(),
        }
    }

    /// One row, a cell a heading.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells.iter().map(|cell| clean(cell).into_owned()).collect());
    }

    /// Prints it. A column in which nothing stands is left out.
    ///
    /// # Errors
    /// Stdout cannot be written.
    pub fn print(&self, out: &mut Out) -> io::Result<()> {
        let widths: Vec<usize> = (0..self.heads.len())
            .map(|at| {
                self.rows.iter().map(|row| row.get(at).map_or(0, |cell| width(cell))).max().unwrap_or(0)
            })
            .collect();
        let last = widths.iter().rposition(|width| *width > 0);
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            let mut text = String::new();
            for (at, cell) in cells.enumerate() {
                let Some(content) = widths.get(at).copied().filter(|width| *width > 0) else { continue };
                let cols = content.max(self.heads.get(at).map_or(0, |head| width(head))).min(WIDEST);
                if !text.is_empty() {
                    text.push_str(GAP);
                }
                let right = self.right.get(at).copied().unwrap_or(false);
                match (right, Some(at) == last) {
                    _ if width(cell) > cols => text.push_str(cell),
                    (true, _) => text.push_str(&pad_left(cell, cols)),
                    (false, true) => text.push_str(cell),
                    (false, false) => text.push_str(&pad(cell, cols)),
                }
            }
            text
        };
        if self.heads.iter().any(|head| !head.is_empty()) {
            out.head(&line(&mut self.heads.iter().copied()))?;
        }
        for row in &self.rows {
            out.line(&line(&mut row.iter().map(String::as_str)))?;
        }
        Ok(())
    }
}
