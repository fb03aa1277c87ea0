//! Rows that moved: finds a block of rows that stands `n` rows higher or lower than before, so
//! that the terminal can move it itself.
//!
//! Lines are deleted at one end of the block and inserted at the other (`ESC [ M`, `ESC [ L`): as
//! short as a scroll region, known to every terminal since the VT102, and no state is left behind if the line
//! drops half-way.

use ratatui::buffer::Cell;

use super::grid::is_blank;
use super::moves::{Cursor, sequence};
use super::paint::Painter;

/// Cells compared to recognise a row elsewhere.
const PROBE: usize = 8;

/// What a jump to another run of changed cells costs, roughly.
const JUMP: usize = 4;

/// Rows `top..=bottom` move by `by` rows, up or down; the rows uncovered are blank.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Scroll {
    pub(super) top: usize,
    pub(super) bottom: usize,
    pub(super) by: usize,
    pub(super) up: bool,
}

impl Scroll {
    /// The old row that stands at row `y` after the scroll; `None` for a blank one.
    pub(super) fn source(self, y: usize) -> Option<usize> {
        if y < self.top || y > self.bottom {
            return Some(y);
        }
        let from = if self.up { y.checked_add(self.by) } else { y.checked_sub(self.by) };
        from.filter(|from| (self.top..=self.bottom).contains(from))
    }

    /// Sends the scroll to a terminal of `rows` rows.
    pub(super) fn send(self, rows: usize, to: &mut Painter) {
        to.wipe_pen();
        let low = (self.bottom + 1).saturating_sub(self.by);
        let (delete, insert) = if self.up { (self.top, low) } else { (low, self.top) };
        // Below the last row nothing needs to be put back, or taken away.
        let at_end = self.bottom + 1 == rows;
        if self.up || !at_end {
            edit(to, delete, self.by, 'M');
        }
        if !self.up || !at_end {
            edit(to, insert, self.by, 'L');
        }
    }
}

fn edit(to: &mut Painter, y: usize, by: usize, letter: char) {
    to.go(0, y);
    to.out.extend_from_slice(&sequence(by, letter));
    to.cursor = Cursor::At { x: 0, y };
}

/// Scrolls worth a try, likeliest first: none, one or two.
pub(super) fn candidates(old: &[&[Cell]], new: &[&[Cell]]) -> Vec<Scroll> {
    let rows = old.len().min(new.len());
    let (mut ups, mut downs) = (vec![0usize; rows], vec![0usize; rows]);
    for (y, (was, now)) in old.iter().zip(new).enumerate() {
        let Some(x) = was.iter().zip(*now).position(|(was, now)| was != now) else {
            continue;
        };
        let span = x..x.saturating_add(PROBE).min(now.len());
        let Some(probe) = now.get(span.clone()).filter(|probe| !probe.iter().all(is_blank)) else {
            continue;
        };
        for (from, row) in old.iter().enumerate() {
            if row.get(span.clone()) == Some(probe) {
                let votes = if from > y { &mut ups } else { &mut downs };
                if let Some(vote) = votes.get_mut(from.abs_diff(y)) {
                    *vote += 1;
                }
            }
        }
    }
    let mut shifts: Vec<(usize, usize, bool)> = Vec::new();
    for (up, votes) in [(true, &ups), (false, &downs)] {
        shifts.extend(
            votes.iter().enumerate().skip(1).filter(|(_, votes)| **votes > 1).map(|(by, v)| (*v, by, up)),
        );
    }
    shifts.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    shifts.truncate(2);
    if shifts.is_empty() {
        return Vec::new();
    }
    let stay = sums(rows, |y| Some(cost(old.get(y)?, Some(new.get(y)?))));
    let fresh = sums(rows, |y| Some(cost(new.get(y)?, None)));
    shifts.into_iter().filter_map(|(_, by, up)| block(old, new, by, up, &stay, &fresh)).collect()
}

/// The block of rows for which moving by `by` saves most, if it saves anything.
fn block(
    old: &[&[Cell]],
    new: &[&[Cell]],
    by: usize,
    up: bool,
    stay: &[usize],
    fresh: &[usize],
) -> Option<Scroll> {
    let rows = old.len().min(new.len());
    let moved = sums(rows, |y| {
        let from = if up { y.checked_add(by)? } else { y.checked_sub(by)? };
        Some(cost(old.get(from)?, Some(new.get(y)?)))
    });
    let total = |sums: &[usize], from: usize, to: usize| -> usize {
        sums.get(to).copied().unwrap_or(0).saturating_sub(sums.get(from).copied().unwrap_or(0))
    };
    let mut best: Option<(usize, Scroll)> = None;
    for top in 0..rows {
        for end in top + by + 1..=rows {
            // Rows `top..end` are the block; `kept` of it shows old rows, `bare` begins blank.
            let (kept, bare) =
                if up { ((top, end - by), (end - by, end)) } else { ((top + by, end), (top, top + by)) };
            let with = total(&moved, kept.0, kept.1) + total(fresh, bare.0, bare.1);
            let saved = total(stay, top, end).saturating_sub(with);
            if saved > best.map_or(0, |(saved, _)| saved) {
                best = Some((saved, Scroll { top, bottom: end - 1, by, up }));
            }
        }
    }
    best.map(|(_, scroll)| scroll)
}

/// Running sums: entry `n` is the cost of the rows before `n`. A row without a source counts as nothing.
fn sums(rows: usize, cost: impl Fn(usize) -> Option<usize>) -> Vec<usize> {
    let mut sum = 0;
    let mut out = vec![0];
    for y in 0..rows {
        sum += cost(y).unwrap_or(0);
        out.push(sum);
    }
    out
}

/// Roughly the bytes that turn row `old` into `new`; without `new`, a blank row into `old`.
fn cost(old: &[Cell], new: Option<&&[Cell]>) -> usize {
    let mut bytes = 0;
    let mut last = None;
    for (x, cell) in old.iter().enumerate() {
        let changed = match new {
            Some(new) => new.get(x) != Some(cell),
            None => !is_blank(cell),
        };
        if changed {
            bytes += 1;
            if last.is_none_or(|last| x - last > JUMP) {
                bytes += JUMP;
            }
            last = Some(x);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::term::grid::Grid;
    use ratatui::layout::Size;

    fn grid(lines: &[String]) -> Grid {
        let mut grid = Grid::new(Size::new(30, u16::try_from(lines.len()).unwrap()));
        for (y, line) in lines.iter().enumerate() {
            for (x, c) in line.chars().enumerate() {
                grid.set(x, y, &Cell::from(c));
            }
        }
        grid
    }

    fn page(first: usize) -> Vec<String> {
        let mut lines = vec!["Register".to_owned()];
        lines.extend((first..first + 12).map(|n| format!("P{:06} pupil number {n}", n * 7919)));
        lines.push("a add  ? help".to_owned());
        lines
    }

    #[test]
    fn a_moved_block_is_found() {
        let cases = [(10, 11, 1, true), (10, 13, 3, true), (10, 9, 1, false), (13, 10, 3, false)];
        for (before, after, by, up) in cases {
            let (old, new) = (grid(&page(before)), grid(&page(after)));
            let old: Vec<&[Cell]> = old.rows().collect();
            let new: Vec<&[Cell]> = new.rows().collect();
            let scroll = candidates(&old, &new).first().copied();
            assert_eq!(scroll, Some(Scroll { top: 1, bottom: 12, by, up }), "{before} to {after}");
        }
    }

    #[test]
    fn nothing_is_found_where_nothing_moved() {
        let (old, new) = (grid(&page(10)), grid(&page(500)));
        let old: Vec<&[Cell]> = old.rows().collect();
        let new: Vec<&[Cell]> = new.rows().collect();
        assert_eq!(candidates(&old, &new), []);
        assert_eq!(candidates(&old, &old), []);
        assert_eq!(candidates(&[], &[]), []);
    }
}
