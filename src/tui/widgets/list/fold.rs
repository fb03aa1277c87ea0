//! Headings that are rows: the cursor stands on them, and they fold the rows below them away.
//!
//! Rule: what is folded is remembered by the heading's key, so that it survives a refresh and another grouping. While a
//! filter is typed nothing is folded: what is looked for is found wherever it stands.

use super::{List, ListControl, Part, Row};

impl<R: Row> List<R> {
    /// Whether this heading's rows are hidden; a row is never.
    pub(super) fn is_folded(&self, row: &R) -> bool {
        match row.part() {
            Part::Row | Part::Remark => false,
            Part::Heading { closed } => {
                self.filter.trim().is_empty() && closed != self.turned.contains(&row.key())
            }
        }
    }

    /// Takes out of the shown rows what is folded away, and headings that the filter left without a row.
    pub(super) fn fold_away(&mut self) {
        let filtered = !self.filter.trim().is_empty();
        let left = std::mem::take(&mut self.shown);
        let mut left = left.into_iter().peekable();
        self.found = 0;
        let mut shown = Vec::new();
        let mut folded = false;
        for (number, row) in (0_u32..).zip(&self.rows) {
            let kept = left.next_if_eq(&number).is_some();
            match row.part() {
                Part::Heading { .. } => {
                    if shown.last().is_some_and(|last| filtered && self.heads(*last)) {
                        shown.pop();
                    }
                    folded = self.is_folded(row);
                    shown.push(number);
                }
                Part::Remark if filtered || folded => {}
                Part::Remark => shown.push(number),
                Part::Row => {
                    self.found += usize::from(kept);
                    if kept && !folded {
                        shown.push(number);
                    }
                }
            }
        }
        if shown.last().is_some_and(|last| filtered && self.heads(*last)) {
            shown.pop();
        }
        self.shown = shown;
    }

    fn heads(&self, number: u32) -> bool {
        self.rows.get(number as usize).is_some_and(|row| row.part().is_heading())
    }

    /// The heading, among the shown, of a row that is there and folded away.
    pub(super) fn heading_in_place_of(&self, key: &R::Key) -> Option<usize> {
        let at = self.rows.iter().position(|row| row.key() == *key)?;
        let heading = self.rows.get(..at)?.iter().rposition(|row| row.part().is_heading())?;
        self.shown.iter().position(|number| *number as usize == heading)
    }

    /// The keys of the rows that the filter leaves below the heading under the cursor, folded away or not; of a remark none.
    pub(super) fn rows_below(&self) -> Vec<R::Key> {
        let Some(number) = self.shown.get(self.selected).copied() else { return Vec::new() };
        if !self.heads(number) {
            return Vec::new();
        }
        let keys = |row: &R| (row.part() == Part::Row).then(|| row.key());
        if self.filter.trim().is_empty() {
            let below = self.rows.get(number as usize + 1..).unwrap_or_default();
            return below.iter().take_while(|row| !row.part().is_heading()).filter_map(keys).collect();
        }
        let shown = self.shown.iter().skip(self.selected + 1).filter_map(|at| self.rows.get(*at as usize));
        shown.take_while(|row| !row.part().is_heading()).filter_map(keys).collect()
    }

    /// Whether the cursor stands on a heading, and whether that is folded; `None` on a row, or where nothing is.
    pub fn heading(&self) -> Option<bool> {
        let row = self.selected()?;
        row.part().is_heading().then(|| self.is_folded(row))
    }

    /// Folds the section of the cursor, which goes to its heading. False if there is nothing to fold, or a filter is typed.
    pub fn fold(&mut self) -> bool {
        if !self.filter.trim().is_empty() {
            return false;
        }
        let Some(at) = (0..=self.selected)
            .rev()
            .find(|at| self.shown.get(*at).is_some_and(|number| self.heads(*number)))
        else {
            return false;
        };
        let moved = at != self.selected;
        self.selected = at;
        self.turn(true) || moved
    }

    /// Opens the heading under the cursor. False if it is none, or open.
    pub fn unfold(&mut self) -> bool {
        self.heading() == Some(true) && self.turn(false)
    }

    /// Folds what is open, opens what is folded. False if the cursor is on no heading.
    pub fn turn_fold(&mut self) -> bool {
        self.heading().is_some_and(|folded| self.turn(!folded))
    }

    /// Folds or opens the heading under the cursor. False if it is so already, or a filter is typed.
    fn turn(&mut self, fold: bool) -> bool {
        let Some(row) = self.selected().filter(|row| row.part().is_heading()) else { return false };
        if !self.filter.trim().is_empty() || self.is_folded(row) == fold {
            return false;
        }
        let key = row.key();
        if !self.turned.remove(&key) {
            self.turned.insert(key);
        }
        self.narrow_to(None);
        // What was opened should be seen: the heading goes up, by half a page at most.
        if !fold && self.height > 0 {
            let below = self.shown.iter().skip(self.selected + 1);
            let rows = below.take_while(|number| !self.heads(**number)).count().min(self.height / 2);
            if self.selected + rows >= self.top + self.height {
                self.top = (self.selected + rows + 1).saturating_sub(self.height);
            }
            self.keep_in_sight();
        }
        true
    }

    /// Folds all headings that are open at first, or opens them if all are folded; those closed at first stay as they are.
    /// Says whether they are folded now; `None` if there is none, or a filter is typed.
    pub fn turn_all(&mut self) -> Option<bool> {
        if !self.filter().trim().is_empty() {
            return None;
        }
        let open = |row: &&R| row.part() == Part::Heading { closed: false };
        let keys: Vec<R::Key> = self.rows.iter().filter(open).map(Row::key).collect();
        if keys.is_empty() {
            return None;
        }
        let wanted = self.selected().map(Row::key);
        let fold = keys.iter().any(|key| !self.turned.contains(key));
        for key in keys {
            if fold {
                self.turned.insert(key);
            } else {
                self.turned.remove(&key);
            }
        }
        self.narrow_to(None);
        if let Some(key) = wanted {
            self.select(&key);
        }
        Some(fold)
    }
}
