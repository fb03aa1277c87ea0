//! Where the terminal's cursor is, and the shortest way to another place.

use std::io::Write as _;

/// What is known of the terminal's cursor. Columns and rows count from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cursor {
    At {
        x: usize,
        y: usize,
    },
    /// On row `y`; the column is not sure: after the last column was printed, or a character whose
    /// width terminals do not agree on.
    Row(usize),
    Unknown,
}

/// Appends the shortest sequence that brings the cursor from `from` to column `x` of row `y`.
///
/// Needs raw mode: a line feed must keep the column.
pub(super) fn go(from: Cursor, x: usize, y: usize, out: &mut Vec<u8>) {
    if from == (Cursor::At { x, y }) {
        return;
    }
    let mut best = absolute(x, y);
    let mut offer = |way: Vec<u8>| {
        if way.len() < best.len() {
            best = way;
        }
    };
    match from {
        Cursor::Unknown => {}
        Cursor::Row(row) => {
            // A carriage return is sure wherever the row is.
            offer(joined(&[b"\r", &down_or_up(row, y), &right(x)]));
            if row == y {
                offer(column(x));
            }
        }
        Cursor::At { x: col, y: row } => {
            let vertical = down_or_up(row, y);
            offer(joined(&[&vertical, b"\r", &right(x)]));
            offer(joined(&[&vertical, &column(x)]));
            if x >= col {
                offer(joined(&[&vertical, &right(x - col)]));
            } else {
                offer(joined(&[&vertical, &vec![b'\x08'; col - x]]));
                offer(joined(&[&vertical, &sequence(col - x, 'D')]));
            }
        }
    }
    out.extend_from_slice(&best);
}

/// `ESC [ n letter`, with the number left out where it is 1.
pub(super) fn sequence(n: usize, letter: char) -> Vec<u8> {
    if n == 1 { format!("\x1b[{letter}") } else { format!("\x1b[{n}{letter}") }.into_bytes()
}

fn absolute(x: usize, y: usize) -> Vec<u8> {
    match (x, y) {
        (0, 0) => b"\x1b[H".to_vec(),
        (0, _) => sequence(y.saturating_add(1), 'H'),
        _ => {
            let mut out = b"\x1b[".to_vec();
            // Writing to a Vec cannot fail.
            if y > 0 {
                let _ = write!(out, "{}", y.saturating_add(1));
            }
            let _ = write!(out, ";{}H", x.saturating_add(1));
            out
        }
    }
}

fn column(x: usize) -> Vec<u8> {
    sequence(x.saturating_add(1), 'G')
}

fn right(n: usize) -> Vec<u8> {
    if n == 0 { Vec::new() } else { sequence(n, 'C') }
}

fn down_or_up(from: usize, to: usize) -> Vec<u8> {
    match (from, to) {
        _ if from == to => Vec::new(),
        _ if to > from => {
            let n = to - from;
            let step = sequence(n, 'B');
            if n <= step.len() { vec![b'\n'; n] } else { step }
        }
        // Reverse index: on the first row it would scroll, but nobody goes up from there.
        _ if from - to == 1 => b"\x1bM".to_vec(),
        _ => sequence(from - to, 'A'),
    }
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use super::*;

    #[test]
    fn the_shortest_way_is_taken() {
        let at = |x, y| Cursor::At { x, y };
        let cases = [
            (at(3, 3), (3, 3), ""),
            (at(3, 3), (0, 3), "\r"),
            (at(0, 3), (0, 4), "\n"),
            (at(9, 3), (0, 5), "\n\n\r"),
            (at(0, 5), (0, 4), "\x1bM"),
            (at(0, 9), (0, 4), "\x1b[5A"),
            (at(5, 2), (4, 2), "\x08"),
            (at(50, 2), (30, 2), "\x1b[31G"),
            (at(5, 2), (6, 2), "\x1b[C"),
            (at(5, 2), (60, 2), "\x1b[61G"),
            (at(5, 2), (60, 20), "\x1b[21;61H"),
            (at(5, 2), (0, 0), "\x1b[H"),
            (at(2, 9), (2, 39), "\x1b[30B"),
            (Cursor::Row(7), (0, 8), "\r\n"),
            (Cursor::Row(7), (9, 7), "\x1b[10G"),
            (Cursor::Unknown, (0, 6), "\x1b[7H"),
            (Cursor::Unknown, (4, 0), "\x1b[;5H"),
        ];
        for (from, (x, y), bytes) in cases {
            let mut out = Vec::new();
            go(from, x, y, &mut out);
            assert!(out.len() <= bytes.len(), "{from:?} to {x},{y}: {:?}", String::from_utf8_lossy(&out));
            assert_eq!(where_it_ends(from, &out), (x, y), "{from:?}: {:?}", String::from_utf8_lossy(&out));
        }
    }

    /// Plays the bytes on a terminal that stands at `from`.
    fn where_it_ends(from: Cursor, bytes: &[u8]) -> (usize, usize) {
        let mut terminal = vt100::Parser::new(NonZero::new(50).unwrap(), NonZero::new(100).unwrap(), 0);
        let (x, y) = match from {
            Cursor::At { x, y } => (x, y),
            Cursor::Row(y) => (70, y),
            Cursor::Unknown => (70, 30),
        };
        terminal.process(format!("\x1b[{};{}H", y + 1, x + 1).as_bytes());
        terminal.process(bytes);
        let (row, col) = terminal.screen().cursor_position();
        (usize::from(col), usize::from(row))
    }

    #[test]
    fn every_way_arrives() {
        let places = [0usize, 1, 2, 5, 9, 10, 31, 49];
        for x in places {
            for y in places {
                for col in places {
                    for row in places {
                        for from in [Cursor::At { x: col, y: row }, Cursor::Row(row), Cursor::Unknown] {
                            let mut out = Vec::new();
                            go(from, x, y, &mut out);
                            assert_eq!(where_it_ends(from, &out), (x, y), "{from:?}");
                        }
                    }
                }
            }
        }
    }
}
