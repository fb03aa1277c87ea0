//! A line of text into the cells of the screen, and rooms cut off a rectangle, quickly.
//!
//! Rule: they show what ratatui's `Line` and `Layout` would, which a test compares. A frame is drawn anew for every key,
//! and two thirds of its time went into looking for grapheme clusters in plain text and into solving equations for
//! "so many columns at the right".

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// Letters that take one column and join with nothing before them.
fn is_plain(letter: char) -> bool {
    matches!(letter, ' '..='~' | 'À'..='ſ' | '·' | '…' | '─' | '›' | '•' | '–' | '’' | '“' | '”')
}

/// Writes a line that begins at the left of `area`, as far as there is room.
pub fn put(line: &Line<'_>, area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return;
    }
    let mut x = area.x;
    for span in &line.spans {
        let style = line.style.patch(span.style);
        let room = area.right().saturating_sub(x);
        if room == 0 {
            return;
        }
        if span.content.chars().all(is_plain) {
            let from = buffer.index_of(x, area.y);
            let cells = buffer.content.get_mut(from..from.saturating_add(usize::from(room)));
            let mut used = 0_u16;
            for (cell, letter) in cells.into_iter().flatten().zip(span.content.chars()) {
                cell.set_char(letter).set_style(style);
                used += 1;
            }
            x += used;
        } else {
            (x, _) = buffer.set_stringn(x, area.y, &span.content, room.into(), style);
            // A wide letter that does not fit leaves a column free; what follows it is not for that column.
            if span.width() > usize::from(room) {
                return;
            }
        }
    }
}

/// What is left of an area, and so many columns of it at the right.
pub fn beside(area: Rect, columns: u16) -> [Rect; 2] {
    let columns = columns.min(area.width);
    let rest = area.width - columns;
    [Rect { width: rest, ..area }, Rect { x: area.x + rest, width: columns, ..area }]
}

/// What is left of an area, and so many rows of it at the bottom.
pub fn below(area: Rect, rows: u16) -> [Rect; 2] {
    let rows = rows.min(area.height);
    let rest = area.height - rows;
    [Rect { height: rest, ..area }, Rect { y: area.y + rest, height: rows, ..area }]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::layout::{Constraint, Layout};
    use ratatui::style::Style;
    use ratatui::text::Span;
    use ratatui::widgets::Widget;

    use super::*;

    proptest! {
        #[test]
        fn it_draws_what_ratatui_draws(
            words in prop::collection::vec(
                prop_oneof!["[ -~]{0,9}", "[é─…·a-c]{0,5}", "(王|e\u{301}|🦦|a){0,4}"],
                0..6,
            ),
            width in 0_u16..30,
            x in 0_u16..5,
        ) {
            let styles = [Style::new(), Style::new().bold(), Style::new().italic().reversed()];
            let spans: Vec<_> =
                words.iter().enumerate().map(|(at, text)| Span::styled(text.as_str(), styles[at % 3])).collect();
            let line = Line::from(spans);
            let area = Rect::new(x, 1, width, 1);
            let (mut ours, mut theirs) = (Buffer::empty(Rect::new(0, 0, 24, 3)), Buffer::empty(Rect::new(0, 0, 24, 3)));
            put(&line, area, &mut ours);
            line.render(area, &mut theirs);
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn rooms_are_those_of_a_layout(x in 0_u16..9, y in 0_u16..9, width in 0_u16..99, height in 0_u16..99, part in 0_u16..120) {
            let area = Rect::new(x, y, width, height);
            let of = |part: u16, whole: u16| [Constraint::Min(0), Constraint::Length(part.min(whole))];
            prop_assert_eq!(beside(area, part), area.layout(&Layout::horizontal(of(part, width))));
            prop_assert_eq!(below(area, part), area.layout(&Layout::vertical(of(part, height))));
        }
    }
}
