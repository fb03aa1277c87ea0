//! Bytes from a keyboard become keys and pastes.
//!
//! The rules: a sequence that arrives in pieces is one key; a lone `Esc` is known by the silence after
//! it; a sequence nobody knows is dropped whole, never taken for typed letters; no input grows without
//! bound.
//!
//! Decoded here and not by crossterm, whose reader spins for ever on a line that hung up, holds a paste
//! of any size in memory, stays deaf after one that never ends, and takes `Esc` and `[` for keys when a
//! sequence is split on a slow line. The events are crossterm's own.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::paste::{Collector, Paste};

/// Silence after which a started sequence is complete: an `Esc` stands for itself.
const ESCAPE: Duration = Duration::from_millis(30);

/// Silence after which a paste whose end never came is over: the line dropped it.
const PASTE: Duration = Duration::from_secs(3);

/// No sequence that a keyboard sends is longer.
const LONGEST: usize = 64;

/// What the keyboard said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Typed {
    Key(KeyEvent),
    Paste(Paste),
}

/// Turns bytes into keys, remembering what is incomplete.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// An incomplete sequence or character.
    held: Vec<u8>,
    paste: Option<Collector>,
}

impl Decoder {
    /// Takes bytes and gives `typed` what they complete.
    pub(super) fn feed(&mut self, mut bytes: &[u8], typed: &mut impl FnMut(Typed)) {
        while let Some((first, rest)) = bytes.split_first() {
            if let Some(paste) = &mut self.paste {
                let (done, rest) = paste.take(bytes);
                bytes = rest;
                if done {
                    self.end_paste(false, typed);
                }
                continue;
            }
            bytes = rest;
            self.byte(*first, typed);
        }
    }

    /// How long to wait for more before calling `expire`; `None`: nothing is incomplete.
    pub(super) fn patience(&self) -> Option<Duration> {
        match (&self.paste, self.held.first()) {
            (Some(_), _) => Some(PASTE),
            (None, Some(_)) => Some(ESCAPE),
            (None, None) => None,
        }
    }

    /// Nothing more came: what is incomplete is all there is.
    pub(super) fn expire(&mut self, typed: &mut impl FnMut(Typed)) {
        self.end_paste(true, typed);
        match std::mem::take(&mut self.held).as_slice() {
            [0x1b] => typed(key(KeyCode::Esc, KeyModifiers::NONE)),
            [0x1b, letter @ (b'[' | b'O')] => {
                typed(key(KeyCode::Char(char::from(*letter)), KeyModifiers::ALT))
            }
            _ => {}
        }
    }

    fn end_paste(&mut self, cut: bool, typed: &mut impl FnMut(Typed)) {
        if let Some(collector) = self.paste.take() {
            typed(Typed::Paste(collector.finish(cut)));
        }
    }

    fn byte(&mut self, byte: u8, typed: &mut impl FnMut(Typed)) {
        // An escape inside of a sequence begins a new one; the old one was cut short.
        if byte == 0x1b && !self.held.is_empty() {
            self.expire(typed);
        }
        self.held.push(byte);
        match self.held.as_slice() {
            [0x1b] | [0x1b, b'[' | b'O'] => {}
            [0x1b, b'[', b'[', rest @ ..] => {
                // The console's own F1 to F5.
                if let [letter] = rest {
                    if let b'A'..=b'E' = letter {
                        typed(key(KeyCode::F(letter - b'A' + 1), KeyModifiers::NONE));
                    }
                    self.held.clear();
                }
            }
            [0x1b, b'[', params @ .., last] => match last {
                0x40..=0x7e => {
                    match control(params, *last) {
                        Some(Sequence::Key(event)) => typed(Typed::Key(event)),
                        Some(Sequence::PasteBegins) => self.paste = Some(Collector::default()),
                        None => {}
                    }
                    self.held.clear();
                }
                // The end of an overlong sequence is still waited for, or its tail would be typed.
                0x20..=0x3f => {
                    if self.held.len() > LONGEST {
                        self.held.truncate(LONGEST);
                    }
                }
                _ => self.held.clear(),
            },
            [0x1b, b'O', letter] => {
                let code = if *letter == b'M' { Some(KeyCode::Enter) } else { letter_key(*letter) };
                if let Some(code) = code {
                    typed(key(code, KeyModifiers::NONE));
                }
                self.held.clear();
            }
            [0x1b, text @ ..] => {
                if let Some(found) = plain(text) {
                    if let Some((code, modifiers)) = found {
                        typed(key(code, modifiers | KeyModifiers::ALT));
                    }
                    self.held.clear();
                }
            }
            text => {
                if let Some(found) = plain(text) {
                    if let Some((code, modifiers)) = found {
                        typed(key(code, modifiers));
                    }
                    self.held.clear();
                }
            }
        }
    }
}

enum Sequence {
    Key(KeyEvent),
    PasteBegins,
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Typed {
    Typed::Key(KeyEvent::new(code, modifiers))
}

/// A character or a control code. `None`: more bytes are needed. `Some(None)`: no character at all.
fn plain(bytes: &[u8]) -> Option<Option<(KeyCode, KeyModifiers)>> {
    let [first, ..] = bytes else {
        return None;
    };
    let ctrl = |letter: u8| Some(Some((KeyCode::Char(char::from(letter)), KeyModifiers::CONTROL)));
    match first {
        b'\r' => Some(Some((KeyCode::Enter, KeyModifiers::NONE))),
        b'\t' => Some(Some((KeyCode::Tab, KeyModifiers::NONE))),
        // Some terminals send Ctrl-H for the Backspace key; nothing else is meant by it.
        0x08 | 0x7f => Some(Some((KeyCode::Backspace, KeyModifiers::NONE))),
        0 => ctrl(b' '),
        0x01..=0x1a => ctrl(first - 1 + b'a'),
        // Ctrl-\ ] ^ _ by the names on the keys.
        0x1b..=0x1f => ctrl(first - 0x1b + b'['),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.chars().next().map(char_key)),
            Err(error) if error.error_len().is_none() => None,
            Err(_) => Some(None),
        },
    }
}

/// As crossterm tells it: a capital letter comes with Shift.
fn char_key(c: char) -> (KeyCode, KeyModifiers) {
    (KeyCode::Char(c), if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE })
}

/// `ESC [ params last`.
fn control(params: &[u8], last: u8) -> Option<Sequence> {
    let keyboard = |byte: &u8| matches!(byte, b'0'..=b'9' | b';' | b':');
    let params = std::str::from_utf8(params).ok().filter(|params| params.as_bytes().iter().all(keyboard))?;
    // `1:3` is a number with an event kind.
    let mut numbers = params.split(';').map(|field| {
        let mut parts = field.split(':').map(|part| part.parse::<u32>().unwrap_or(0));
        (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
    });
    let (first, _) = numbers.next().unwrap_or((0, 0));
    let (second, kind) = numbers.next().unwrap_or((0, 0));
    if kind == 3 {
        // A key let go is no key.
        return None;
    }
    let mut modifiers = modifiers(second);
    let code = match last {
        b'~' if first == 200 => return Some(Sequence::PasteBegins),
        b'~' if first == 27 => named(numbers.next().unwrap_or((0, 0)).0)?,
        b'~' => tilde_key(first)?,
        b'u' => named(first)?,
        b'Z' => {
            modifiers |= KeyModifiers::SHIFT;
            KeyCode::BackTab
        }
        // `ESC [ 24 ; 80 R` is where the cursor stands, not a key.
        _ if first > 1 => return None,
        _ => letter_key(last)?,
    };
    if let KeyCode::Char(c) = code
        && c.is_uppercase()
    {
        modifiers |= KeyModifiers::SHIFT;
    }
    Some(Sequence::Key(KeyEvent::new(code, modifiers)))
}

/// 1 and a bit for each modifier; 0 where nothing was said.
fn modifiers(number: u32) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
    ] {
        if bits & bit != 0 {
            modifiers |= modifier;
        }
    }
    modifiers
}

fn letter_key(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(letter - b'P' + 1),
        _ => return None,
    })
}

fn tilde_key(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(u8::try_from(number - 10).ok()?),
        17..=21 => KeyCode::F(u8::try_from(number - 11).ok()?),
        23 | 24 => KeyCode::F(u8::try_from(number - 12).ok()?),
        _ => return None,
    })
}

/// A key told by its code point.
fn named(number: u32) -> Option<KeyCode> {
    Some(match number {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        _ => KeyCode::Char(char::from_u32(number).filter(|c| !c.is_control())?),
    })
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
