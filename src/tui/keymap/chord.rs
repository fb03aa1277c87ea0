//! How a key is written and read: `a`, `A`, `C-p`, `Space`, `S-Tab`, `PageDown`, and `g g` for one after the other.
//!
//! Rule: what a terminal cannot tell apart is one key here, so that a binding works on every line: Shift is in the
//! letter, Ctrl does not know capitals, and C-_ and C-/ are the same byte.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// One key with what is held down beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd)]
pub struct Chord {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Names of keys that are no character, as they are written.
const NAMED: &[(&str, KeyCode)] = &[
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
];

impl Chord {
    /// The key as it came from the terminal.
    pub fn from_event(event: &KeyEvent) -> Chord {
        let mut code = event.code;
        let mut modifiers =
            event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        if code == KeyCode::BackTab {
            code = KeyCode::Tab;
            modifiers |= KeyModifiers::SHIFT;
        }
        if let KeyCode::Char(c) = code {
            modifiers -= KeyModifiers::SHIFT;
            if modifiers.contains(KeyModifiers::CONTROL) {
                // C-_ and C-/ send the byte that crossterm calls C-7.
                code = KeyCode::Char(if matches!(c, '_' | '/') { '7' } else { c.to_ascii_lowercase() });
            }
        }
        Chord { code, modifiers }
    }

    /// The key that this means.
    ///
    /// # Errors
    /// In words that follow the key itself: what is wrong, and what was perhaps meant.
    pub fn parse(text: &str) -> Result<Chord, String> {
        let mut rest = text;
        let mut modifiers = KeyModifiers::NONE;
        loop {
            let (modifier, after) = match rest.as_bytes() {
                [b'C', b'-', _, ..] => (KeyModifiers::CONTROL, &rest[2..]),
                [b'A' | b'M', b'-', _, ..] => (KeyModifiers::ALT, &rest[2..]),
                [b'S', b'-', _, ..] => (KeyModifiers::SHIFT, &rest[2..]),
                _ => break,
            };
            modifiers |= modifier;
            rest = after;
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) => KeyCode::Char(c),
            (None, _) => return Err("is no key".into()),
            _ => match NAMED.iter().find(|(name, _)| *name == rest) {
                Some((_, code)) => *code,
                None => match rest.strip_prefix('F').and_then(|figure| figure.parse().ok()) {
                    Some(number @ 1..=12) => KeyCode::F(number),
                    _ => return Err(format!("is no key{}", meant(rest))),
                },
            },
        };
        if let KeyCode::Char(c) = code {
            if modifiers.contains(KeyModifiers::SHIFT) {
                return Err(if modifiers == KeyModifiers::SHIFT && c.is_lowercase() {
                    format!("is written {}", c.to_uppercase())
                } else {
                    "needs Shift with Ctrl or a sign, which terminals do not send".into()
                });
            }
            if modifiers.contains(KeyModifiers::CONTROL) {
                match c.to_ascii_lowercase() {
                    'i' => return Err("is what terminals send for Tab: write Tab".into()),
                    'm' => return Err("is what terminals send for Enter: write Enter".into()),
                    '[' => return Err("is what terminals send for Esc: write Esc".into()),
                    _ if c.is_ascii_uppercase() => {
                        return Err(format!(
                            "is written C-{}: Ctrl knows no capitals",
                            c.to_ascii_lowercase()
                        ));
                    }
                    'a'..='z' | ' ' | '_' | '/' | '\\' | ']' | '^' => {}
                    _ => return Err("is a key that terminals do not send with Ctrl".into()),
                }
            }
        }
        Ok(Chord::from_event(&KeyEvent::new(code, modifiers)))
    }

    /// Whether every terminal sends it: no Alt, no F-key.
    pub fn is_sent_everywhere(self) -> bool {
        !self.modifiers.contains(KeyModifiers::ALT) && !matches!(self.code, KeyCode::F(_))
    }
}

impl std::fmt::Display for Chord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let control = self.modifiers.contains(KeyModifiers::CONTROL);
        for (modifier, prefix) in
            [(KeyModifiers::CONTROL, "C-"), (KeyModifiers::ALT, "A-"), (KeyModifiers::SHIFT, "S-")]
        {
            if self.modifiers.contains(modifier) {
                f.write_str(prefix)?;
            }
        }
        match self.code {
            KeyCode::Char('7') if control => f.write_str("_"),
            KeyCode::F(number) => write!(f, "F{number}"),
            code => match (NAMED.iter().find(|(_, known)| *known == code), code) {
                (Some((name, _)), _) => f.write_str(name),
                (None, KeyCode::Char(c)) => write!(f, "{c}"),
                (None, _) => f.write_str("?"),
            },
        }
    }
}

/// Keys one after the other, with blanks between.
///
/// # Errors
/// In words: which key is none, and why.
pub fn parse_sequence(text: &str) -> Result<Vec<Chord>, String> {
    let keys: Vec<Chord> = text
        .split_whitespace()
        .map(|one| Chord::parse(one).map_err(|why| format!("{one} {why}")))
        .collect::<Result<_, _>>()?;
    match keys.len() {
        0 if text.is_empty() => Err("an empty key".into()),
        0 => Err("a blank is written Space".into()),
        1..=3 => Ok(keys),
        _ => Err(format!("{text} is too long: three keys at most")),
    }
}

/// Keys as they are written.
pub fn show_sequence(keys: &[Chord]) -> String {
    keys.iter().map(Chord::to_string).collect::<Vec<_>>().join(" ")
}

/// "; did you mean Enter?", or nothing.
fn meant(text: &str) -> String {
    let other = match text.to_lowercase().as_str() {
        "return" | "ret" | "cr" => "Enter",
        "escape" => "Esc",
        "spc" => "Space",
        "del" => "Delete",
        "bs" => "Backspace",
        "pgup" => "PageUp",
        "pgdn" | "pgdown" => "PageDown",
        "backtab" | "shift-tab" => "S-Tab",
        _ => return super::did_you_mean(text, NAMED.iter().map(|(name, _)| *name)),
    };
    format!("; did you mean {other}?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_shown_again() {
        for text in [
            "a", "A", "?", ":", "C-p", "C-_", "C-Space", "Space", "S-Tab", "Tab", "Enter", "Esc", "PageDown",
            "g g", "é", "C-x C-s", "F1", "A-x",
        ] {
            assert_eq!(show_sequence(&parse_sequence(text).unwrap()), text, "{text}");
        }
        assert_eq!(parse_sequence("C-/"), parse_sequence("C-_"));
    }

    #[test]
    fn what_the_terminal_sends_is_what_is_written() {
        let sent = |code, modifiers| Chord::from_event(&KeyEvent::new(code, modifiers)).to_string();
        assert_eq!(sent(KeyCode::BackTab, KeyModifiers::SHIFT), "S-Tab");
        assert_eq!(sent(KeyCode::BackTab, KeyModifiers::NONE), "S-Tab");
        assert_eq!(sent(KeyCode::Char('A'), KeyModifiers::SHIFT), "A");
        assert_eq!(sent(KeyCode::Char('7'), KeyModifiers::CONTROL), "C-_");
        assert_eq!(sent(KeyCode::Char(' '), KeyModifiers::CONTROL), "C-Space");
    }

    #[test]
    fn a_wrong_key_is_explained() {
        for (text, words) in [
            ("Entr", "Entr is no key; did you mean Enter?"),
            ("Return", "did you mean Enter?"),
            ("S-a", "is written A"),
            ("C-P", "is written C-p"),
            ("C-i", "write Tab"),
            ("C-m", "write Enter"),
            ("C-1", "do not send"),
            ("C-S-a", "needs Shift"),
            ("", "an empty key"),
            (" ", "written Space"),
            ("a b c d", "too long"),
            ("F13", "is no key"),
        ] {
            let error = parse_sequence(text).unwrap_err();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}
