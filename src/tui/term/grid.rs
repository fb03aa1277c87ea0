//! A copy of a screen: what the terminal shows, or what it shall show next.
//!
//! The rule: two cells are equal exactly when a person could not tell them apart. So a blank
//! forgets the colour of its ink, and the second half of a wide character has no text and the look
//! of the first.

use ratatui::buffer::{Cell, CellDiffOption, CellWidth};
use ratatui::layout::Size;
use ratatui::style::Color;

use super::sgr::SEEN_ON_BLANK;
use crate::text;

/// Rows of cells, all of one length.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    cells: Vec<Cell>,
    cols: usize,
    size: Size,
}

impl Grid {
    pub(super) fn new(size: Size) -> Grid {
        let cols = usize::from(size.width);
        Grid { cells: vec![Cell::EMPTY; cols.saturating_mul(usize::from(size.height))], cols, size }
    }

    pub(super) fn size(&self) -> Size {
        self.size
    }

    pub(super) fn cols(&self) -> usize {
        self.cols
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        // A screen without columns has no rows either: chunks of 0 would panic.
        self.cells.chunks_exact(self.cols.max(1))
    }

    pub(super) fn clear(&mut self) {
        self.cells.fill(Cell::EMPTY);
    }

    /// Blanks from cell `from` up to, not including, cell `to`, counted row by row.
    pub(super) fn blank(&mut self, from: usize, to: usize) {
        let to = to.min(self.cells.len());
        if let Some(cells) = self.cells.get_mut(from..to) {
            cells.fill(Cell::EMPTY);
        }
    }

    /// Takes over the row `y` of `other`, a grid of the same size.
    pub(super) fn copy_row(&mut self, y: usize, other: &Grid) {
        let span = y.saturating_mul(self.cols)..y.saturating_add(1).saturating_mul(self.cols);
        if let (Some(to), Some(from)) = (self.cells.get_mut(span.clone()), other.cells.get(span)) {
            to.clone_from_slice(from);
        }
    }

    /// Writes one cell as ratatui tells it. Outside of the grid nothing happens.
    pub(super) fn set(&mut self, x: usize, y: usize, cell: &Cell) {
        let Some(row) = self.cells.get_mut(y.saturating_mul(self.cols)..).filter(|_| x < self.cols) else {
            return;
        };
        let Some(row) = row.get_mut(..self.cols) else {
            return;
        };
        // ratatui repaints the far half of some emoji as a blank: the near half covers it.
        if row.get(x).is_some_and(is_far_half) {
            return;
        }
        let was_wide = row.get(x.saturating_add(1)).is_some_and(is_far_half);
        let mut cell = plain(cell);
        let mut wide = cell.cell_width() > 1;
        if wide && x.saturating_add(2) > row.len() {
            cell.set_symbol(" ");
            wide = false;
        }
        if wide {
            let mut far = cell.clone();
            far.set_symbol("");
            if let Some(beyond) = row.get_mut(x.saturating_add(2)).filter(|beyond| is_far_half(beyond)) {
                beyond.reset();
            }
            if let Some(next) = row.get_mut(x.saturating_add(1)) {
                *next = far;
            }
        } else if was_wide && let Some(next) = row.get_mut(x.saturating_add(1)) {
            next.reset();
        }
        if let Some(here) = row.get_mut(x) {
            *here = cell;
        }
    }
}

/// Whether `cell` is the second half of a wide character.
pub(super) fn is_far_half(cell: &Cell) -> bool {
    cell.symbol().is_empty()
}

pub(super) fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " "
}

/// Nothing to see: what an erased cell looks like.
pub(super) fn is_bare(cell: &Cell) -> bool {
    is_blank(cell) && cell.bg == Color::Reset && cell.modifier.is_empty()
}

/// `cell` without what cannot be seen, and without what must not reach a terminal. Data is cleaned
/// long before; this is the last gate.
fn plain(cell: &Cell) -> Cell {
    let mut plain = cell.clone();
    plain.set_diff_option(CellDiffOption::None);
    let symbol = cell.symbol();
    if symbol.chars().any(text::is_dangerous) {
        let safe = text::clean(symbol).into_owned();
        plain.set_symbol(if safe.is_empty() { " " } else { &safe });
    }
    if plain.symbol().cell_width() == 0 {
        plain.set_symbol(" ");
    }
    if is_blank(&plain) {
        plain.modifier &= SEEN_ON_BLANK;
        if plain.modifier.is_empty() {
            plain.fg = Color::Reset;
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Modifier;

    fn text(grid: &Grid) -> String {
        grid.rows().flatten().map(|cell| if is_far_half(cell) { "_" } else { cell.symbol() }).collect()
    }

    #[test]
    fn a_wide_character_is_never_left_in_halves() {
        let cases: [(&[(usize, &'static str)], &str); 8] = [
            (&[(0, "王")], "王_  "),
            (&[(0, "王"), (0, "a")], "a   "),
            (&[(0, "王"), (1, "a")], "王_  "),
            (&[(1, "王"), (0, "小")], "小_  "),
            (&[(0, "a"), (1, "王"), (0, "小"), (2, "b")], "小_b "),
            (&[(3, "王")], "    "),
            (&[(2, "王"), (4, "x")], "  王_"),
            (&[(0, ""), (1, "\u{301}"), (2, "\x1b"), (3, "\u{202e}")], "    "),
        ];
        for (writes, shown) in cases {
            let mut grid = Grid::new(Size::new(4, 1));
            for (x, symbol) in writes {
                grid.set(*x, 0, &Cell::new(symbol));
            }
            assert_eq!(text(&grid), shown, "{writes:?}");
        }
    }

    #[test]
    fn a_blank_forgets_its_ink() {
        let mut grid = Grid::new(Size::new(2, 1));
        let mut cell = Cell::new(" ");
        cell.fg = Color::Red;
        cell.modifier = Modifier::BOLD;
        grid.set(0, 0, &cell);
        cell.modifier = Modifier::REVERSED | Modifier::BOLD;
        grid.set(1, 0, &cell);
        let row = grid.rows().next().unwrap();
        assert!(is_bare(&row[0]));
        assert_eq!((row[1].fg, row[1].modifier), (Color::Red, Modifier::REVERSED));
    }

    #[test]
    fn no_size_panics() {
        for size in [Size::new(0, 0), Size::new(0, 3), Size::new(3, 0), Size::new(1, 1)] {
            let mut grid = Grid::new(size);
            grid.set(0, 0, &Cell::new("王"));
            grid.blank(0, 9);
            grid.copy_row(2, &Grid::new(size));
            assert_eq!(grid.rows().count(), usize::from(size.width.min(1) * size.height));
        }
    }
}
