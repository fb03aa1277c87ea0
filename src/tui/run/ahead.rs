//! Keys that come before what the last one asked for is there: on a poor line many arrive at once.
//!
//! Rule: a key is for the screen that the one before it leads to. `c` opens a form as soon as the store has answered, and
//! the letters behind it are its first words, not commands of the pane below. The wait is short: a store that does not
//! answer never takes the keyboard away.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::tui::term::input::Input;

/// How long keys wait for an answer of the store, which takes some milliseconds.
const PATIENCE: Duration = Duration::from_millis(500);

/// The most that wait; more is no typing.
const MOST: usize = 1024;

/// Keys and pastes that wait their turn.
#[derive(Default)]
pub struct Ahead {
    held: VecDeque<Input>,
    until: Option<Instant>,
}

impl Ahead {
    /// One more at the end of the queue.
    pub fn push(&mut self, input: Input) {
        self.held.push_back(input);
    }

    /// The last one that was taken asked the store for something at this moment.
    pub fn asked(&mut self, now: Instant) {
        self.until = Some(now + PATIENCE);
    }

    /// The next one whose turn it is; `busy` says whether the store still owes an answer.
    pub fn next(&mut self, busy: bool, now: Instant) -> Option<Input> {
        if busy && self.held.len() < MOST && self.until.is_some_and(|until| now < until) {
            return None;
        }
        self.held.pop_front()
    }

    /// When the queue must be looked at, whatever happens; `None` if nothing waits.
    pub fn wakes(&self) -> Option<Instant> {
        self.until.filter(|_| !self.held.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(c: char) -> Input {
        Input::Key(crossterm::event::KeyCode::Char(c).into())
    }

    fn taken(ahead: &mut Ahead, busy: bool, now: Instant) -> Option<char> {
        match ahead.next(busy, now) {
            Some(Input::Key(key)) => key.code.as_char(),
            _ => None,
        }
    }

    #[test]
    fn keys_wait_for_the_answer_but_not_for_ever() {
        let now = Instant::now();
        let mut ahead = Ahead::default();
        ahead.push(letter('c'));
        // Nothing was asked for: the store may be busy with what it likes.
        assert_eq!(taken(&mut ahead, true, now), Some('c'));
        ahead.asked(now);
        ahead.push(letter('m'));
        ahead.push(letter('u'));
        assert_eq!(taken(&mut ahead, true, now), None);
        assert_eq!(ahead.wakes(), Some(now + PATIENCE));
        assert_eq!(taken(&mut ahead, false, now), Some('m'));
        assert_eq!(taken(&mut ahead, true, now), None);
        assert_eq!(taken(&mut ahead, true, now + PATIENCE), Some('u'));
        assert_eq!(ahead.wakes(), None);
    }

    #[test]
    fn a_flood_is_no_typing() {
        let now = Instant::now();
        let mut ahead = Ahead::default();
        ahead.asked(now);
        for _ in 0..MOST {
            ahead.push(letter('x'));
        }
        assert_eq!(taken(&mut ahead, true, now), Some('x'));
        assert_eq!(taken(&mut ahead, true, now), None);
    }
}
