//! A list of rows with a selection, marks, a filter and headed sections. Every list pane is one of these.
//!
//! Rule: selection, marks and filter follow the rows' keys, so that they survive a refresh. A move redraws the cursor
//! and not the row; past the edge the list jumps half a page, since on a slow line a page costs what a line does.
//! Sections have headings that are drawn between the rows, or rows of their own that the cursor stands on and that fold
//! (`fold`).

mod fold;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::hash::Hash;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::narrow::Narrow;
use super::put::put;
use crate::tui::theme::Theme;

/// A row of a list.
pub trait Row {
    /// What stays the same when the row changes.
    type Key: Clone + Eq + Hash;
    /// Its key.
    fn key(&self) -> Self::Key;
    /// What the filter looks in.
    fn words(&self) -> String;
    /// The section it stands in: rows of one section follow each other.
    fn section(&self) -> u32 {
        0
    }
    /// Whether some rows of this type are headings that fold.
    const FOLDS: bool = false;
    /// What kind of row it is, where rows fold.
    fn part(&self) -> Part {
        Part::Row
    }
}

/// What a row is in a list that folds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A row of a section.
    Row,
    /// A row that no filter finds, no count counts and no mark marks: a remark on the rows.
    Remark,
    /// The heading of the rows that follow it up to the next heading.
    Heading {
        /// Whether its rows are hidden until somebody opens it.
        closed: bool,
    },
}

impl Part {
    /// Whether it is a heading.
    pub fn is_heading(self) -> bool {
        matches!(self, Part::Heading { .. })
    }
}

/// What the general commands do with whatever list is shown.
pub trait ListControl {
    /// Down (or up) by so many rows; stops at the ends.
    fn move_by(&mut self, rows: isize);
    /// Down (or up) by so many pages.
    fn page(&mut self, pages: isize);
    /// To the first row.
    fn first(&mut self);
    /// To the last row.
    fn last(&mut self);
    /// Marks the selected row, or takes its mark away, and goes on to the next.
    fn mark(&mut self);
    /// Marks all shown, or takes the marks of all shown away if all had one.
    fn mark_all(&mut self);
    /// Takes all marks away.
    fn clear_marks(&mut self);
    /// How many are marked.
    fn marked(&self) -> usize;
    /// Narrows to what was typed.
    fn set_filter(&mut self, filter: &str);
    /// What was typed.
    fn filter(&self) -> &str;
    /// How many rows the filter leaves; headings are no rows, and what is folded away counts.
    fn shown(&self) -> usize;
    /// How many rows there are.
    fn total(&self) -> usize;
}

/// The state of a list.
pub struct List<R: Row> {
    rows: Vec<R>,
    narrow: Option<Narrow>,
    /// Numbers of the rows that the filter left.
    shown: Vec<u32>,
    /// Where each section begins, in `shown`, and how many rows it has.
    sections: Vec<(u32, usize, usize)>,
    selected: usize,
    /// The first line on screen, headings counted.
    top: usize,
    height: usize,
    marks: HashSet<R::Key>,
    filter: String,
    headed: bool,
    /// The headings that are not as they were at first: open for closed, closed for open.
    turned: HashSet<R::Key>,
    /// How many rows the filter leaves, folded away or not, headings not counted.
    found: usize,
}

impl<R: Row> Default for List<R> {
    fn default() -> List<R> {
        List {
            rows: Vec::new(),
            narrow: None,
            shown: Vec::new(),
            sections: Vec::new(),
            selected: 0,
            top: 0,
            height: 0,
            marks: HashSet::new(),
            filter: String::new(),
            headed: false,
            turned: HashSet::new(),
            found: 0,
        }
    }
}

/// How a row looks now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The cursor is on it.
    pub selected: bool,
    /// It is marked.
    pub marked: bool,
    /// Whether it is a heading whose rows are hidden.
    pub folded: bool,
    /// Columns it may fill.
    pub width: u16,
}

impl<R: Row> List<R> {
    /// A list whose sections have headings.
    pub fn headed() -> List<R> {
        List { headed: true, ..List::default() }
    }

    /// Whether the sections have headings, from the next rows on.
    pub fn set_headed(&mut self, headed: bool) {
        self.headed = headed;
    }

    /// New rows in place of the old. Selection, marks and filter stay where their rows are still there; a selection
    /// whose row has gone stays at its place, on the row that followed.
    pub fn set(&mut self, rows: Vec<R>) {
        self.set_prepared(rows, None);
    }

    /// As [`List::set`], with the rows' words prepared for the filter elsewhere: for 20,000 rows that takes longer than a
    /// key press should. `None` prepares them when the filter is first typed.
    pub fn set_prepared(&mut self, rows: Vec<R>, narrow: Option<Narrow>) {
        let wanted = self.selected().map(Row::key);
        // Words of other rows would find the wrong ones.
        self.narrow = narrow.filter(|narrow| narrow.len() == rows.len());
        self.rows = rows;
        if !self.marks.is_empty() {
            let there: HashSet<R::Key> = self.rows.iter().map(Row::key).collect();
            self.marks.retain(|key| there.contains(key));
        }
        self.narrow_to(None);
        if let Some(wanted) = wanted {
            self.select(&wanted);
        }
    }

    /// Puts the cursor on the row with this key, if it is shown; on its heading, if it is folded away.
    pub fn select(&mut self, key: &R::Key) -> bool {
        let mut at = self
            .shown
            .iter()
            .position(|number| self.rows.get(*number as usize).is_some_and(|row| row.key() == *key));
        if R::FOLDS && at.is_none() {
            at = self.heading_in_place_of(key);
        }
        if let Some(at) = at {
            self.selected = at;
        }
        self.keep_in_sight();
        at.is_some()
    }

    /// As [`List::select`], with that row and the heading above it at the top, so that what follows is seen.
    pub fn select_at_top(&mut self, key: &R::Key) -> bool {
        let found = self.select(key);
        if found {
            let heading = self.headed && self.sections.iter().any(|(_, start, _)| *start == self.selected);
            self.top = self.line_of(self.selected).saturating_sub(usize::from(heading));
            self.keep_in_sight();
        }
        found
    }

    /// The row under the cursor; `None` if none is shown.
    pub fn selected(&self) -> Option<&R> {
        self.shown.get(self.selected).and_then(|number| self.rows.get(*number as usize))
    }

    /// The marked rows in order, else the selected one.
    pub fn chosen(&self) -> Vec<&R> {
        if self.marks.is_empty() {
            return self.selected().into_iter().collect();
        }
        self.rows.iter().filter(|row| self.marks.contains(&row.key())).collect()
    }

    /// Every row, narrowed or not.
    pub fn rows(&self) -> &[R] {
        &self.rows
    }

    /// Marks all of these, or takes their marks away if all had one.
    fn turn_marks(&mut self, keys: Vec<R::Key>) {
        if keys.iter().all(|key| self.marks.contains(key)) {
            for key in &keys {
                self.marks.remove(key);
            }
        } else {
            self.marks.extend(keys);
        }
    }

    fn narrow_to(&mut self, among: Option<Vec<u32>>) {
        if self.filter.trim().is_empty() {
            self.shown = (0..u32::try_from(self.rows.len()).unwrap_or(u32::MAX)).collect();
        } else {
            let narrow = self.narrow.get_or_insert_with(|| Narrow::new(self.rows.iter().map(Row::words)));
            self.shown = narrow.find(&self.filter, among.as_deref());
        }
        if R::FOLDS {
            self.fold_away();
        } else {
            self.found = self.shown.len();
        }
        self.sections.clear();
        for (at, number) in self.shown.iter().enumerate() {
            let Some(row) = self.rows.get(*number as usize) else { continue };
            let id = row.section();
            match self.sections.last_mut() {
                Some((last, _, rows)) if *last == id => *rows += 1,
                _ => self.sections.push((id, at, 1)),
            }
        }
        self.selected = self.selected.min(self.shown.len().saturating_sub(1));
        self.keep_in_sight();
    }

    /// The line that a shown row stands on, headings counted.
    fn line_of(&self, at: usize) -> usize {
        if !self.headed {
            return at;
        }
        at + self.sections.partition_point(|(_, start, _)| *start <= at)
    }

    fn lines(&self) -> usize {
        self.shown.len() + if self.headed { self.sections.len() } else { 0 }
    }

    fn keep_in_sight(&mut self) {
        let height = self.height;
        if height == 0 {
            return;
        }
        let line = self.line_of(self.selected);
        // The heading above the first row of a section should be seen with it.
        let heading = self.headed && self.sections.iter().any(|(_, start, _)| *start == self.selected);
        let first = line.saturating_sub(usize::from(heading));
        if first < self.top {
            self.top = if line + height / 2 < self.top || line < height {
                first.saturating_sub(height / 2)
            } else {
                (line + 1).saturating_sub(height / 2)
            };
            self.top = self.top.min(first);
        } else if line >= self.top + height {
            self.top = line + 1 - height.div_ceil(2).max(1);
        }
        self.top = self.top.min(self.lines().saturating_sub(height));
        if line >= self.top + height {
            self.top = line + 1 - height;
        }
    }

    /// Draws the lines that fit, and puts the cursor on the selected row. `heading` names a section and how many stand
    /// in it; `line` draws a row without its first three columns, which are the list's.
    pub fn draw(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        theme: &Theme,
        heading: impl Fn(u32, usize) -> Line<'static>,
        line: impl Fn(&R, Look) -> Line<'static>,
    ) {
        if area.height == 0 || area.width == 0 {
            return;
        }
        if self.height != usize::from(area.height) {
            self.height = usize::from(area.height);
            self.keep_in_sight();
        }
        let mut y = 0;
        let mut at_line = self.top;
        // The first shown row at or after the top line.
        let mut at = if self.headed {
            let mut low = 0;
            let mut high = self.shown.len();
            while low < high {
                let middle = (low + high) / 2;
                if self.line_of(middle) < self.top { low = middle + 1 } else { high = middle }
            }
            low
        } else {
            self.top
        };
        let width = area.width;
        while y < area.height {
            let Some(row) = self.shown.get(at).and_then(|number| self.rows.get(*number as usize)) else {
                break;
            };
            let here = Rect { x: area.x, y: area.y + y, width, height: 1 };
            if self.headed
                && let Ok(found) = self.sections.binary_search_by_key(&at, |(_, start, _)| *start)
                && self.line_of(at) == at_line + 1
            {
                let (id, _, rows) = self.sections[found];
                put(&heading(id, rows), here, frame.buffer_mut());
                at_line += 1;
                y += 1;
                continue;
            }
            let look = Look {
                selected: at == self.selected,
                marked: self.marks.contains(&row.key()),
                folded: R::FOLDS && self.is_folded(row),
                width: width.saturating_sub(3),
            };
            let cursor = if look.selected { "›" } else { " " };
            let mark = match row.part() {
                Part::Heading { .. } if look.folded => "▸",
                Part::Heading { .. } => "▾",
                Part::Row if look.marked => "•",
                Part::Row | Part::Remark => " ",
            };
            let mut drawn = Line::from(vec![
                Span::styled(cursor, theme.cursor()),
                Span::styled(mark, theme.mark()),
                Span::raw(" "),
            ]);
            drawn.spans.extend(line(row, look).spans);
            put(&drawn, here, frame.buffer_mut());
            if look.selected {
                frame.set_cursor_position(Position { x: area.x, y: area.y + y });
            }
            at += 1;
            at_line += 1;
            y += 1;
        }
    }
}

impl<R: Row> ListControl for List<R> {
    fn move_by(&mut self, rows: isize) {
        self.selected = self.selected.saturating_add_signed(rows).min(self.shown.len().saturating_sub(1));
        self.keep_in_sight();
    }

    fn page(&mut self, pages: isize) {
        let rows = isize::try_from(self.height.saturating_sub(1).max(1)).unwrap_or(1);
        let line = self.line_of(self.selected);
        let offset = line.saturating_sub(self.top);
        self.selected = self
            .selected
            .saturating_add_signed(rows.saturating_mul(pages))
            .min(self.shown.len().saturating_sub(1));
        // The cursor stays on its line of the screen, so that a page moves the rows and not the eye.
        self.top = self.line_of(self.selected).saturating_sub(offset);
        self.top = self.top.min(self.lines().saturating_sub(self.height));
        self.keep_in_sight();
    }

    fn first(&mut self) {
        self.selected = 0;
        self.top = 0;
    }

    fn last(&mut self) {
        self.selected = self.shown.len().saturating_sub(1);
        self.keep_in_sight();
    }

    fn mark(&mut self) {
        if self.selected().is_some_and(|row| row.part() != Part::Row) {
            let keys = self.rows_below();
            self.turn_marks(keys);
        } else if let Some(key) = self.selected().map(Row::key)
            && !self.marks.remove(&key)
        {
            self.marks.insert(key);
        }
        self.move_by(1);
    }

    fn mark_all(&mut self) {
        let shown = self.shown.iter().filter_map(|number| self.rows.get(*number as usize));
        let keys = shown.filter(|row| row.part() == Part::Row).map(Row::key).collect();
        self.turn_marks(keys);
    }

    fn clear_marks(&mut self) {
        self.marks.clear();
    }

    fn marked(&self) -> usize {
        self.marks.len()
    }

    fn set_filter(&mut self, filter: &str) {
        // What is folded away must be found too: a list that folds looks at all anew.
        let longer = !R::FOLDS && !self.filter.trim().is_empty() && filter.starts_with(&self.filter);
        let among = longer.then(|| std::mem::take(&mut self.shown));
        let wanted = self
            .rows
            .get(among.as_ref().unwrap_or(&self.shown).get(self.selected).map_or(usize::MAX, |n| *n as usize))
            .map(Row::key);
        filter.clone_into(&mut self.filter);
        self.narrow_to(among);
        // The best answer to a filter is its first row; back without a filter, the row one was on.
        if self.filter.is_empty() {
            if let Some(wanted) = wanted {
                self.select(&wanted);
            }
        } else {
            self.first();
            if R::FOLDS && self.heading().is_some() {
                self.move_by(1);
            }
        }
    }

    fn filter(&self) -> &str {
        &self.filter
    }

    fn shown(&self) -> usize {
        self.found
    }

    fn total(&self) -> usize {
        if R::FOLDS {
            self.rows.iter().filter(|row| row.part() == Part::Row).count()
        } else {
            self.rows.len()
        }
    }
}
