//! Text being typed: one line or several, soft-wrapped, with a cursor that moves by what a person sees as one character.
//!
//! Rule: what it holds is clean (see `text`), however it came in; the cursor stands between graphemes. Of the crates,
//! `ratatui-textarea` moves by `char` and paints a cursor of its own, where ours is the terminal's: hence this one.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation;

use super::wrap::{row_of, wrap};
use crate::text::{clean, clean_multiline, width};

/// The most bytes that one field takes: a line, and a text of several. Far above what a person types.
const MOST: (usize, usize) = (1_000, 64_000);

/// A text and the cursor in it.
#[derive(Clone, Debug, Default)]
pub struct TextInput {
    text: String,
    cursor: usize,
    lines: bool,
    /// The column that moves up and down keep to.
    goal: Option<usize>,
}

impl TextInput {
    /// A line, or several `lines`, with the cursor at its end.
    pub fn new(text: &str, lines: bool) -> TextInput {
        let mut input = TextInput { text: String::new(), cursor: 0, lines, goal: None };
        input.insert(text);
        input
    }

    /// What stands there.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the cursor stands, in bytes.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Whether nothing but blanks stands there.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Puts another text in its place, the cursor at its end.
    pub fn set(&mut self, text: &str) {
        self.text.clear();
        self.cursor = 0;
        self.goal = None;
        self.insert(text);
    }

    /// Writes at the cursor as one edit: in a line, line ends become blanks. False if it was too long and its end is
    /// missing.
    pub fn insert(&mut self, text: &str) -> bool {
        let text = if self.lines { clean_multiline(text) } else { clean(text) };
        let most = if self.lines { MOST.1 } else { MOST.0 };
        let room = most.saturating_sub(self.text.len());
        let mut end = text.len().min(room);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let (before, after) = self.text.split_at(self.cursor);
        let joined = [before, &text[..end], after].concat();
        self.text = joined;
        self.cursor += end;
        self.settle();
        self.goal = None;
        end == text.len()
    }

    /// Moves the cursor on to the end of a grapheme: a mark may have joined the letter before it.
    fn settle(&mut self) {
        let ends = self.text.grapheme_indices(true).map(|(at, grapheme)| at + grapheme.len());
        self.cursor =
            if self.cursor == 0 { 0 } else { ends.into_iter().find(|end| *end >= self.cursor).unwrap_or(0) };
    }

    fn before(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    fn after(&self) -> &str {
        self.text.get(self.cursor..).unwrap_or_default()
    }

    fn prev(&self) -> usize {
        self.before().grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn next(&self) -> usize {
        self.cursor + self.after().graphemes(true).next().map_or(0, str::len)
    }

    fn prev_word(&self) -> usize {
        let words = self.before().unicode_word_indices();
        words.map(|(at, _)| at).next_back().unwrap_or(0)
    }

    fn next_word(&self) -> usize {
        let mut words = self.after().unicode_word_indices();
        words.next().map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }

    fn line_start(&self) -> usize {
        self.before().rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        self.after().find('\n').map_or(self.text.len(), |at| self.cursor + at)
    }

    fn go(&mut self, to: usize) {
        self.cursor = to;
        self.goal = None;
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
        self.settle();
        self.goal = None;
    }

    /// The cursor's column and row where the text is wrapped in `cols` columns.
    pub fn place(&self, cols: usize) -> (usize, usize) {
        let rows = wrap(&self.text, cols);
        let row = row_of(&rows, self.cursor);
        let start = rows.get(row).map_or(0, |row| row.start);
        (width(self.text.get(start..self.cursor).unwrap_or_default()), row)
    }

    /// Moves by rows of the wrapped text; false if there is no row that way.
    pub fn vertical(&mut self, down: bool, cols: usize) -> bool {
        let rows = wrap(&self.text, cols);
        let (col, row) = self.place(cols);
        let goal = self.goal.unwrap_or(col);
        let Some(target) = (if down { row.checked_add(1) } else { row.checked_sub(1) }) else { return false };
        let Some(range) = rows.get(target) else { return false };
        let line = self.text.get(range.clone()).unwrap_or_default();
        let mut at = range.start;
        let mut used = 0;
        for grapheme in line.graphemes(true) {
            let wide = width(grapheme);
            // The place after a hanging blank is the start of the row below.
            let past = at + grapheme.len() == range.end
                && rows.get(target + 1).is_some_and(|next| next.start == range.end);
            if used + wide > goal || past {
                break;
            }
            used += wide;
            at += grapheme.len();
        }
        self.cursor = at;
        self.goal = Some(goal);
        true
    }

    /// The editing keys that every text has, whatever the keymap: those of the arrow keys and of readline. False if the
    /// key means nothing here.
    pub fn key(&mut self, key: &KeyEvent) -> bool {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Char(c) if !ctrl && !alt => {
                self.insert(c.encode_utf8(&mut [0; 4]));
            }
            KeyCode::Left if ctrl || alt => self.go(self.prev_word()),
            KeyCode::Right if ctrl || alt => self.go(self.next_word()),
            KeyCode::Char('b') if alt => self.go(self.prev_word()),
            KeyCode::Char('f') if alt => self.go(self.next_word()),
            KeyCode::Left | KeyCode::Char('b') => self.go(self.prev()),
            KeyCode::Right | KeyCode::Char('f') => self.go(self.next()),
            KeyCode::Home if ctrl => self.go(0),
            KeyCode::End if ctrl => self.go(self.text.len()),
            KeyCode::Home | KeyCode::Char('a') if !alt => self.go(self.line_start()),
            KeyCode::End | KeyCode::Char('e') if !alt => self.go(self.line_end()),
            KeyCode::Backspace if ctrl || alt => self.cut(self.prev_word(), self.cursor),
            KeyCode::Char('w') if ctrl => self.cut(self.prev_word(), self.cursor),
            KeyCode::Char('d') if alt => self.cut(self.cursor, self.next_word()),
            KeyCode::Char('u') if ctrl => self.cut(self.line_start(), self.cursor),
            KeyCode::Char('k') if ctrl => self.cut(self.cursor, self.line_end()),
            KeyCode::Backspace | KeyCode::Char('h') if !alt => self.cut(self.prev(), self.cursor),
            KeyCode::Delete | KeyCode::Char('d') => self.cut(self.cursor, self.next()),
            KeyCode::Enter if self.lines => {
                self.insert("\n");
            }
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn press(input: &mut TextInput, keys: &str) {
        for name in keys.split_whitespace() {
            let (modifiers, name) = match name.split_once('-') {
                Some(("C", rest)) => (KeyModifiers::CONTROL, rest),
                Some(("A", rest)) => (KeyModifiers::ALT, rest),
                _ => (KeyModifiers::NONE, name),
            };
            let code = match name {
                "Left" => KeyCode::Left,
                "Right" => KeyCode::Right,
                "Home" => KeyCode::Home,
                "End" => KeyCode::End,
                "Bs" => KeyCode::Backspace,
                "Del" => KeyCode::Delete,
                "Enter" => KeyCode::Enter,
                _ => KeyCode::Char(name.chars().next().unwrap()),
            };
            input.key(&KeyEvent::new(code, modifiers));
        }
    }

    #[test]
    fn keys_edit() {
        let cases = [
            ("sleep poor", "x", "sleep poorx|"),
            ("sleep poor", "Home x", "x|sleep poor"),
            ("sleep poor", "C-Left x", "sleep x|poor"),
            ("sleep poor", "C-Left C-Left C-Right x", "sleepx| poor"),
            ("sleep poor", "C-w", "sleep |"),
            ("sleep poor", "C-w C-w C-w", "|"),
            ("sleep poor", "C-Left C-u", "|poor"),
            ("sleep poor", "C-Left C-k", "sleep |"),
            ("e\u{301}e\u{301}", "Bs", "e\u{301}|"),
            ("e\u{301}e\u{301}", "Left Left Del", "|e\u{301}"),
            ("王小", "Left Bs", "|小"),
            ("a\nb", "Home x", "a\nx|b"),
            ("a\nb", "Home Bs", "a|b"),
            ("a\nb", "C-Home C-k", "|\nb"),
            ("ab", "Left Enter", "a\n|b"),
            ("", "Left Right Bs Del C-w C-u C-k Home End", "|"),
        ];
        for (text, keys, expected) in cases {
            let mut input = TextInput::new(text, true);
            press(&mut input, keys);
            let mut shown = input.text().to_owned();
            shown.insert(input.cursor(), '|');
            assert_eq!(shown, expected, "{text:?} {keys}");
        }
    }

    #[test]
    fn a_line_has_no_line_ends_and_no_escapes() {
        let mut input = TextInput::new("", false);
        input.insert("a\r\nb\x1b[31m\u{202e}c");
        assert_eq!(input.text(), "a b[31mc");
        assert!(!input.insert(&"x".repeat(2_000)), "too long is said");
        assert_eq!(input.text().len(), 1_000);
    }

    #[test]
    fn up_and_down_keep_the_column() {
        let mut input = TextInput::new("sleeping poor\nx\nwill call back", true);
        assert_eq!(input.place(80), (14, 2));
        assert!(input.vertical(false, 80));
        assert_eq!(input.place(80), (1, 1));
        assert!(input.vertical(false, 80));
        assert_eq!(input.place(80), (13, 0));
        assert!(!input.vertical(false, 80));
        assert!(input.vertical(true, 80));
        assert!(input.vertical(true, 80));
        assert!(!input.vertical(true, 80));
    }

    proptest! {
        #[test]
        fn the_cursor_always_stands_between_graphemes(
            text in "[a-b \\n王é\u{301}🇬🇧]{0,20}", keys in prop::collection::vec(0usize..14, 0..30), cols in 1usize..8,
        ) {
            let mut input = TextInput::new(&text, true);
            for key in keys {
                let names = ["Left", "Right", "Home", "End", "Bs", "Del", "Enter", "C-Left", "C-Right", "C-w", "a", "é"];
                match names.get(key) {
                    Some(name) => press(&mut input, name),
                    None => { input.vertical(key == 12, cols); }
                }
                let cursor = input.cursor();
                let ends = input.text().grapheme_indices(true).any(|(at, _)| at == cursor);
                prop_assert!(cursor == input.text().len() || ends);
                let (col, _) = input.place(cols);
                prop_assert!(col <= cols.max(2) + 1, "only a hanging blank stands past the last column");
            }
        }
    }
}
