//! The keys that move in every screen of rows: a group's check, who was there, an adult's absence, rolling forward, closing
//! a cycle.
//!
//! Rule: a key of every terminal means the same in all of them, should the keymap bind none to it: nobody is locked in.

use crossterm::event::{KeyCode, KeyEvent};

/// The command of the scope of groups that such a key means; `None` for any other key.
pub(super) fn group_key(key: &KeyEvent) -> Option<&'static str> {
    Some(match key.code {
        KeyCode::Esc => "group.close",
        KeyCode::Tab => "group.next",
        KeyCode::BackTab => "group.prev",
        KeyCode::Down => "group.down",
        KeyCode::Up => "group.up",
        KeyCode::PageDown => "group.page_down",
        KeyCode::PageUp => "group.page_up",
        KeyCode::Enter => "group.enter",
        _ => return None,
    })
}
