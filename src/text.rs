//! Text made fit to show: what reaches a terminal passes `clean` first, on the screen and on the
//! command line alike, and is measured in columns, never in bytes or `char`s.
//!
//! The rule: nothing that could drive a terminal, reorder what is read or hide from the reader.
//! What has no shape (controls, bidi marks, joiners, selectors, fillers, noncharacters) is dropped;
//! what has a shape nobody can know (private use) becomes `�`. The store keeps what was given:
//! these functions are for showing.
//!
//! Known wart: joiners go too, so an emoji family shows as its members, which every terminal measures alike.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Marks one character may carry. Names in Vietnamese need two; a tower of them overdraws other rows.
const MAX_MARKS: usize = 4;

/// What becomes of one `char`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Keep,
    Drop,
    /// A blank in its place: tabs and line ends.
    Space,
    /// A line end, kept by `clean_multiline`.
    Line,
    Unknown,
}

/// Characters that drive a terminal or reorder text: controls, bidi marks and line separators.
/// `\n` and `\t` count as such too.
pub fn is_dangerous(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
        | '\u{2028}' | '\u{2029}')
}

/// Characters without a shape of their own that hide or alter what stands beside them.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

fn fate(c: char) -> Fate {
    match c {
        ' '..='~' => Fate::Keep,
        '\t' => Fate::Space,
        '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Line,
        _ if is_dangerous(c) || is_hidden(c) => Fate::Drop,
        '\u{fdd0}'..='\u{fdef}' => Fate::Drop,
        _ if u32::from(c) & 0xfffe == 0xfffe => Fate::Drop,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => Fate::Unknown,
        _ => Fate::Keep,
    }
}

/// A `char` that takes no column of its own and stands on the one before.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && unicode_width::UnicodeWidthChar::width(c) == Some(0)
}

fn cleaned(text: &str, lines: bool) -> Cow<'_, str> {
    let mut marks = 0;
    let fine = text.bytes().all(|b| matches!(b, b' '..=b'~'))
        || text.chars().all(|c| {
            marks = if is_mark(c) { marks + 1 } else { 0 };
            marks <= MAX_MARKS && (fate(c) == Fate::Keep || (lines && c == '\n'))
        });
    if fine {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match fate(c) {
            Fate::Keep => {
                marks = if is_mark(c) { marks + 1 } else { 0 };
                if marks <= MAX_MARKS {
                    out.push(c);
                }
            }
            Fate::Space => out.push(' '),
            Fate::Line => out.push(if lines { '\n' } else { ' ' }),
            Fate::Unknown => out.push('\u{fffd}'),
            // A lone CR was a line end once; before LF it is half of one.
            Fate::Drop if c == '\r' && chars.peek() != Some(&'\n') => {
                out.push(if lines { '\n' } else { ' ' })
            }
            Fate::Drop => {}
        }
    }
    Cow::Owned(out)
}

/// One line of text, safe to show: tabs and line ends become blanks.
pub fn clean(text: &str) -> Cow<'_, str> {
    cleaned(text, false)
}

/// Text safe to show whose line ends stay, each as one `\n`.
pub fn clean_multiline(text: &str) -> Cow<'_, str> {
    cleaned(text, true)
}

/// Columns that `text` takes on a terminal, counted as the screen counts them: by what a person
/// sees as one character. Meant for text that was cleaned.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(grapheme_width).sum()
}

fn grapheme_width(grapheme: &str) -> usize {
    // As ratatui: terminals give the halfwidth sound marks a cell of their own.
    let sound_marks = grapheme.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count();
    grapheme.width() + sound_marks
}

/// `text` in at most `cols` columns, cut with `…` where it is longer; never half a wide character.
pub fn fit(text: &str, cols: usize) -> Cow<'_, str> {
    if width(text) <= cols {
        return Cow::Borrowed(text);
    }
    let Some(room) = cols.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let mut used = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme_width(grapheme);
        if used > room {
            break;
        }
        end = at + grapheme.len();
    }
    Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default()))
}

/// `text` in exactly `cols` columns: cut as `fit` does, filled with blanks on the right.
pub fn pad(text: &str, cols: usize) -> String {
    let mut out = fit(text, cols).into_owned();
    out.extend(std::iter::repeat_n(' ', cols.saturating_sub(width(&out))));
    out
}

/// As `pad`, filled on the left: for numbers.
pub fn pad_left(text: &str, cols: usize) -> String {
    let text = fit(text, cols);
    let mut out = " ".repeat(cols.saturating_sub(width(&text)));
    out.push_str(&text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hostile_names_are_disarmed() {
        let cases = [
            ("Ama Otter", "Ama Otter"),
            ("Zoë Ó Briain", "Zoë Ó Briain"),
            ("Nguye\u{302}\u{303}n", "Nguye\u{302}\u{303}n"),
            ("王小明", "王小明"),
            ("\x1b[31mAma\x1b[0m", "[31mAma[0m"),
            ("\x1b]0;title\x07Ben", "]0;titleBen"),
            ("\u{9b}2JBen", "2JBen"),
            ("Cy\u{202e}nevraM", "CynevraM"),
            ("\u{2066}Dee\u{2069} \u{200f}Plover\u{61c}", "Dee Plover"),
            ("Eve\u{200b}\u{feff}\u{ad} Siskin", "Eve Siskin"),
            ("Finn\u{2028}Badger\u{2029}", "Finn Badger "),
            ("Gil\tAvocet\r\nY3", "Gil Avocet Y3"),
            ("Gil\rAvocet", "Gil Avocet"),
            ("\u{e000}Hana\u{f0001}", "\u{fffd}Hana\u{fffd}"),
            ("Ivy\u{fffe}\u{fdd0}\u{10ffff}", "Ivy"),
            ("👩\u{200d}👧 ❤\u{fe0f}", "👩👧 ❤"),
            ("a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}b", "a\u{301}\u{301}\u{301}\u{301}b"),
            ("\u{e0041}tag\u{e007f}", "tag"),
            ("\0\x08\x7f", ""),
        ];
        for (given, shown) in cases {
            assert_eq!(clean(given), shown, "{given:?}");
        }
    }

    #[test]
    fn clean_text_is_not_copied() {
        for text in ["", "Ama", "Zoë 王"] {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text}");
        }
        assert!(matches!(clean_multiline("a\nb"), Cow::Borrowed(_)));
    }

    #[test]
    fn lines_stay_when_asked_for() {
        let cases =
            [("a\r\nb\rc\nd", "a\nb\nc\nd"), ("a\u{2028}b\u{85}c", "a\nb\nc"), ("\x1b[2J\n\tx", "[2J\n x")];
        for (given, shown) in cases {
            assert_eq!(clean_multiline(given), shown, "{given:?}");
        }
    }

    #[test]
    fn fitting_counts_columns() {
        let cases = [
            ("Otter", 5, "Otter"),
            ("Otter", 4, "Ott…"),
            ("Otter", 1, "…"),
            ("Otter", 0, ""),
            ("", 0, ""),
            ("王小明", 6, "王小明"),
            ("王小明", 5, "王小…"),
            ("王小明", 4, "王…"),
            ("王小明", 2, "…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
        ];
        for (text, cols, fitted) in cases {
            assert_eq!(fit(text, cols), fitted, "{text} in {cols}");
            assert_eq!(width(&pad(text, cols)), cols, "{text} padded to {cols}");
        }
        assert_eq!(pad("王小明", 4), "王… ");
        assert_eq!(pad_left("34", 5), "   34");
        assert_eq!(pad_left("12345", 3), "12…");
    }

    proptest! {
        #[test]
        fn nothing_dangerous_is_left(text in "\\PC{0,20}|.{0,20}|[\\x00-\\x1f\\x7f-\\u{9f}\\u{200b}-\\u{206f}a\\n]{0,30}") {
            let once = clean(&text).into_owned();
            prop_assert!(!once.chars().any(|c| is_dangerous(c) || is_hidden(c)));
            let lines = clean_multiline(&text).into_owned();
            prop_assert!(!lines.chars().any(|c| c != '\n' && (is_dangerous(c) || is_hidden(c))));
            prop_assert_eq!(clean(&once), once.as_str());
            prop_assert_eq!(clean_multiline(&lines), lines.as_str());
        }

        #[test]
        fn a_fitted_text_keeps_to_its_columns(text in ".{0,30}", cols in 0usize..20) {
            let text = clean(&text);
            prop_assert!(width(&fit(&text, cols)) <= cols);
            prop_assert_eq!(width(&pad(&text, cols)), cols);
            prop_assert_eq!(width(&pad_left(&text, cols)), cols);
        }
    }
}
