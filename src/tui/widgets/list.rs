//! A list of rows with a selection, marks, a filter and headed sections. Every list pane is one of these.
//!
//! Rule: selection, marks and filter follow the rows' keys, so that they survive a refresh. A move redraws the cursor
//! and not the row; past the edge the list jumps half a page, since on a slow line a page costs what a line does.

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
    /// How many rows are shown.
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

    /// Puts the cursor on the row with this key, if it is shown.
    pub fn select(&mut self, key: &R::Key) -> bool {
        let at = self
            .shown
            .iter()
            .position(|number| self.rows.get(*number as usize).is_some_and(|row| row.key() == *key));
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

    fn narrow_to(&mut self, among: Option<Vec<u32>>) {
        if self.filter.trim().is_empty() {
            self.shown = (0..u32::try_from(self.rows.len()).unwrap_or(u32::MAX)).collect();
        } else {
            let narrow = self.narrow.get_or_insert_with(|| Narrow::new(self.rows.iter().map(Row::words)));
            self.shown = narrow.find(&self.filter, among.as_deref());
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
                width: width.saturating_sub(3),
            };
            let cursor = if look.selected { "›" } else { " " };
            let mark = if look.marked { "•" } else { " " };
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
        if let Some(key) = self.selected().map(Row::key)
            && !self.marks.remove(&key)
        {
            self.marks.insert(key);
        }
        self.move_by(1);
    }

    fn mark_all(&mut self) {
        let keys: Vec<R::Key> =
            self.shown.iter().filter_map(|number| self.rows.get(*number as usize)).map(Row::key).collect();
        if keys.iter().all(|key| self.marks.contains(key)) {
            for key in &keys {
                self.marks.remove(key);
            }
        } else {
            self.marks.extend(keys);
        }
    }

    fn clear_marks(&mut self) {
        self.marks.clear();
    }

    fn marked(&self) -> usize {
        self.marks.len()
    }

    fn set_filter(&mut self, filter: &str) {
        let longer = !self.filter.trim().is_empty() && filter.starts_with(&self.filter);
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
        }
    }

    fn filter(&self) -> &str {
        &self.filter
    }

    fn shown(&self) -> usize {
        self.shown.len()
    }

    fn total(&self) -> usize {
        self.rows.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Item(u32, &'static str, u32);

    impl Row for Item {
        type Key = u32;
        fn key(&self) -> u32 {
            self.0
        }
        fn words(&self) -> String {
            self.1.to_owned()
        }
        fn section(&self) -> u32 {
            self.2
        }
    }

    fn list() -> List<Item> {
        let mut list = List::headed();
        list.set(vec![Item(1, "ama", 0), Item(2, "ben", 0), Item(3, "cy", 1), Item(4, "amos", 1)]);
        list
    }

    #[test]
    fn marks_filter_and_selection_survive_a_refresh() {
        let mut list = list();
        list.move_by(1);
        list.mark();
        list.set_filter("am");
        list.mark_all();
        assert_eq!((list.shown(), list.marked()), (2, 3));
        list.set(vec![Item(4, "amos", 1), Item(2, "ben", 0), Item(9, "amy", 2)]);
        assert_eq!(list.filter(), "am");
        assert_eq!(list.shown(), 2);
        assert_eq!(list.marked(), 2, "the marks of rows that are still there");
        list.set_filter("");
        assert_eq!(list.chosen().iter().map(|row| row.0).collect::<Vec<_>>(), [4, 2]);
    }

    #[test]
    fn a_row_that_goes_leaves_the_cursor_on_the_one_that_followed() {
        let mut list = list();
        list.move_by(1);
        list.set(vec![Item(1, "ama", 0), Item(3, "cy", 1), Item(4, "amos", 1)]);
        assert_eq!(list.selected().map(|row| row.0), Some(3));
        list.set(Vec::new());
        assert!(list.selected().is_none());
        list.move_by(5);
        list.page(-3);
        list.last();
        list.mark();
        assert_eq!(list.marked(), 0);
    }

    #[test]
    fn the_selected_row_is_always_in_sight() {
        for height in 1..12 {
            let mut list = List::headed();
            list.set((0..50).map(|n| Item(n, "x", n / 7)).collect());
            list.height = height;
            for step in [1, 1, 5, 20, -3, -1, -40, 60, -1, -1, -1, -60, 7] {
                list.move_by(step);
                let line = list.line_of(list.selected);
                assert!(line >= list.top && line < list.top + height, "{height} {step}");
            }
            for pages in [1, 1, 1, -1, 3, -9, 1] {
                list.page(pages);
                let line = list.line_of(list.selected);
                assert!(line >= list.top && line < list.top + height, "{height} page {pages}");
            }
        }
    }
}
