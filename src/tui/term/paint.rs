//! From one screen to the next in few bytes: cells that changed, gaps printed where that is shorter
//! than a jump, blank tails erased.
//!
//! The rule: what is painted depends on the old rows, the new rows and the state of the terminal
//! alone, so that several ways can be tried and the shortest sent.

use std::ptr;

use ratatui::buffer::Cell;
use unicode_width::UnicodeWidthChar;

use super::grid::{is_bare, is_blank, is_far_half};
use super::moves::{self, Cursor};
use super::sgr::Pen;

/// Blanks that are printed rather than erased: `ESC [ K` is three bytes.
const ERASE: usize = 3;

/// A terminal's pen and cursor, and the bytes that brought it there.
#[derive(Clone, Debug)]
pub(super) struct Painter {
    pub(super) pen: Pen,
    pub(super) cursor: Cursor,
    pub(super) out: Vec<u8>,
}

impl Painter {
    pub(super) fn go(&mut self, x: usize, y: usize) {
        moves::go(self.cursor, x, y, &mut self.out);
        self.cursor = Cursor::At { x, y };
    }

    /// Makes sure that what is erased becomes plain background.
    pub(super) fn wipe_pen(&mut self) {
        if !self.pen.erases_plainly() {
            self.pen.change(Pen::default(), &mut self.out);
        }
    }

    /// Erases everything, leaving the cursor where it is.
    pub(super) fn erase_all(&mut self) {
        self.wipe_pen();
        self.out.extend_from_slice(b"\x1b[2J");
    }

    /// Turns a terminal that shows `old` into one that shows `new`; both have the same size. A row
    /// that is the same slice in both is known not to have changed. False, and left half done, once it has become no
    /// shorter than `limit` bytes: another way is better then.
    pub(super) fn frame(&mut self, old: &[&[Cell]], new: &[&[Cell]], limit: usize) -> bool {
        let bare_from = new.iter().rposition(|row| !row.iter().all(is_bare)).map_or(0, |y| y + 1);
        let to_wipe = old.iter().skip(bare_from).filter(|row| !row.iter().all(is_bare)).count();
        let end = if to_wipe > 1 { bare_from } else { new.len() };
        for (y, (old, new)) in old.iter().zip(new).enumerate().take(end) {
            if !ptr::eq(*old, *new) && old != new {
                self.row(y, old, new);
                if self.out.len() >= limit {
                    return false;
                }
            }
        }
        if end < new.len() {
            self.go(0, end);
            self.wipe_pen();
            self.out.extend_from_slice(b"\x1b[J");
        }
        self.out.len() < limit
    }

    fn row(&mut self, y: usize, old: &[Cell], new: &[Cell]) {
        let tail = new.iter().rposition(|cell| !is_bare(cell)).map_or(0, |x| x + 1);
        let inked = |(x, cell): (usize, &Cell)| (x >= tail && !is_bare(cell)).then_some(x);
        let first = old.iter().enumerate().find_map(inked);
        let last = old.iter().enumerate().rev().find_map(inked);
        let erase = first.zip(last).filter(|(first, last)| last - first >= ERASE).map(|(first, _)| first);
        let end = if erase.is_some() { tail } else { new.len() };

        for (x, (was, cell)) in old.iter().zip(new).enumerate().take(end) {
            if is_far_half(cell) || was == cell && wide(old, x) == wide(new, x) {
                continue;
            }
            self.reach(x, y, new);
            self.print(x, y, cell, new);
        }
        if let Some(x) = erase {
            self.reach(x, y, new);
            self.wipe_pen();
            self.out.extend_from_slice(b"\x1b[K");
        }
    }

    /// Brings the cursor to column `x` of its row or of another: a short gap of cells that stand
    /// there already is printed again if that is shorter than a jump.
    fn reach(&mut self, x: usize, y: usize, row: &[Cell]) {
        let mut jump = Vec::new();
        moves::go(self.cursor, x, y, &mut jump);
        if let Cursor::At { x: from, y: at } = self.cursor
            && at == y
            && let Some(gap) = row.get(from..x)
            && gap.len() <= jump.len()
        {
            let bytes: usize = gap.iter().map(|cell| cell.symbol().len()).sum();
            let target = row.get(x).map_or(self.pen, Pen::of);
            let served = |pen: Pen| gap.iter().all(|cell| pen.serves(Pen::of(cell), is_blank(cell)));
            let sure = gap.iter().all(|cell| is_sure(cell, 1));
            if sure && bytes <= jump.len() && (served(self.pen) || served(target)) {
                if !served(self.pen) {
                    self.pen.change(target, &mut self.out);
                }
                for cell in gap {
                    self.out.extend_from_slice(cell.symbol().as_bytes());
                }
                self.cursor = Cursor::At { x, y };
                return;
            }
        }
        self.out.append(&mut jump);
        self.cursor = Cursor::At { x, y };
    }

    fn print(&mut self, x: usize, y: usize, cell: &Cell, row: &[Cell]) {
        let look = Pen::of(cell);
        if !self.pen.serves(look, is_blank(cell)) {
            self.pen.change(look, &mut self.out);
        }
        self.out.extend_from_slice(cell.symbol().as_bytes());
        let cols = if wide(row, x) { 2 } else { 1 };
        // Past the last column terminals differ: some wait there, some are in the next row.
        self.cursor = if x + cols < row.len() && is_sure(cell, cols) {
            Cursor::At { x: x + cols, y }
        } else {
            Cursor::Row(y)
        };
    }
}

fn wide(row: &[Cell], x: usize) -> bool {
    row.get(x.saturating_add(1)).is_some_and(is_far_half)
}

/// Whether every terminal moves by `cols` columns for this cell. They disagree on emoji, on what
/// joins and on variation selectors.
fn is_sure(cell: &Cell, cols: usize) -> bool {
    let mut chars = cell.symbol().chars();
    let Some(first) = chars.next() else {
        return false;
    };
    first.is_ascii()
        || (first < '\u{1f000}'
            && first.width() == Some(cols)
            && chars.all(|c| c.width() == Some(0) && !matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}')))
}
