//! Soft wrap: where a text breaks into rows of a given width, by words, by what a person sees as one character.
//!
//! Rule: every grapheme but `\n` stands in exactly one row, in order; a blank at a break hangs at the end of its row.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::width;

/// The rows of `text` in `cols` columns (at least 1), as byte ranges. Without its hanging blank no row is wider than
/// `cols`, but for a single character that is wider by itself. An empty text has one empty row.
pub fn wrap(text: &str, cols: usize) -> Vec<Range<usize>> {
    let cols = cols.max(1);
    let mut rows = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        wrap_line(line, at, cols, &mut rows);
        at += line.len() + 1;
    }
    rows
}

/// Whether these lines, wrapped, take more rows than an area has: what is cut off must not look like the end.
pub fn is_cut(lines: &[Line<'_>], area: Rect) -> bool {
    let cols = usize::from(area.width);
    let rows = |line: &Line<'_>| {
        let text: String = line.spans.iter().map(|span| span.content.as_ref()).collect();
        wrap(&text, cols).len()
    };
    lines.iter().map(rows).sum::<usize>() > usize::from(area.height)
}

/// Draws lines wrapped into an area, with "…" at the end of its last row if there is more than fits.
pub fn draw_cut(lines: Vec<Line<'_>>, frame: &mut Frame<'_>, area: Rect, trim: bool) {
    let cut = is_cut(&lines, area);
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim }), area);
    if cut
        && let (Some(x), Some(y)) = (area.right().checked_sub(1), area.bottom().checked_sub(1))
        && let Some(cell) = frame.buffer_mut().cell_mut((x, y))
    {
        cell.set_symbol("…");
    }
}

fn wrap_line(line: &str, offset: usize, cols: usize, rows: &mut Vec<Range<usize>>) {
    let mut start = 0; // of the row
    let mut used = 0; // columns of the row
    let mut word = 0; // where the word began that is being read
    let mut word_cols = 0;
    for (at, grapheme) in line.grapheme_indices(true) {
        let wide = width(grapheme);
        let blank = grapheme.chars().all(char::is_whitespace);
        if used + wide > cols && at > start && !(blank && used <= cols) {
            if !blank && word > start {
                rows.push(offset + start..offset + word);
                start = word;
                used = word_cols;
            } else {
                rows.push(offset + start..offset + at);
                start = at;
                used = 0;
            }
            // A word that is wider than a row breaks where the row ends.
            if used + wide > cols && at > start {
                rows.push(offset + start..offset + at);
                start = at;
                used = 0;
            }
        }
        used += wide;
        if blank {
            word = at + grapheme.len();
            word_cols = 0;
        } else {
            word_cols += wide;
        }
    }
    rows.push(offset + start..offset + line.len());
}

/// Which row of [`wrap`] the byte `at` stands in: the later one where two meet.
pub fn row_of(rows: &[Range<usize>], at: usize) -> usize {
    rows.partition_point(|row| row.start <= at).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, cols: usize) -> Vec<&str> {
        wrap(text, cols).into_iter().map(|row| &text[row]).collect()
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        let cases: [(&str, usize, &[&str]); 11] = [
            ("", 5, &[""]),
            ("sleep poor", 20, &["sleep poor"]),
            ("sleep poor", 5, &["sleep ", "poor"]),
            ("sleep poor", 7, &["sleep ", "poor"]),
            ("sleeping", 5, &["sleep", "ing"]),
            ("a sleeping", 5, &["a ", "sleep", "ing"]),
            ("a\n\nb", 5, &["a", "", "b"]),
            ("a\n", 5, &["a", ""]),
            ("王小明王小明", 5, &["王小", "明王", "小明"]),
            ("ab   cd", 2, &["ab ", "  ", "cd"]),
            ("王", 1, &["王"]),
        ];
        for (text, cols, rows) in cases {
            assert_eq!(shown(text, cols), rows, "{text:?} in {cols}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_wide(text in "[a-c \\n王é]{0,40}|\\PC{0,30}", cols in 1usize..12) {
            let text = crate::text::clean_multiline(&text).into_owned();
            let rows = wrap(&text, cols);
            let joined: String = rows.iter().map(|row| &text[row.clone()]).collect();
            prop_assert_eq!(joined, text.replace('\n', ""));
            for pair in rows.windows(2) {
                prop_assert!(pair[0].end == pair[1].start || &text[pair[0].end..pair[1].start] == "\n");
            }
            for row in rows {
                let line = &text[row];
                let hung = line.strip_suffix(char::is_whitespace).unwrap_or(line);
                prop_assert!(width(hung) <= cols || hung.graphemes(true).count() == 1, "{:?} in {}", line, cols);
            }
        }
    }
}
