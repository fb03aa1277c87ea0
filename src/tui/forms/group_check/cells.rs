//! One pupil's row: what is typed into its four cells.

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent};

use crate::actions::check::Checked;
use crate::domain::code::{Decision, Outcome};
use crate::domain::ids::RecordId;
use crate::tui::widgets::text_input::TextInput;
use crate::views::check::CheckLine;

/// A cell of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Now,
    Outcome,
    Decision,
    Word,
}

impl Cell {
    const ALL: [Cell; 4] = [Cell::Now, Cell::Outcome, Cell::Decision, Cell::Word];

    /// The next cell of the row, or the one before; `None` past its ends.
    pub(super) fn step(self, on: bool) -> Option<Cell> {
        let at = Cell::ALL.iter().position(|cell| *cell == self)?;
        let to = if on { at.checked_add(1) } else { at.checked_sub(1) };
        to.and_then(|to| Cell::ALL.get(to)).copied()
    }
}

/// One pupil's row.
#[derive(Clone, Debug)]
pub(super) struct PupilRow {
    pub(super) line: CheckLine,
    pub(super) now: TextInput,
    pub(super) outcome: Option<Outcome>,
    /// `None` while nobody chose: an outcome alone means to continue.
    pub(super) decision: Option<Decision>,
    pub(super) word: TextInput,
    /// A minus was typed and its figure is still to come.
    pub(super) minus: bool,
    /// The last save was refused because of this pupil.
    pub(super) refused: bool,
}

fn neighbour<T: Copy + PartialEq>(all: &[T], now: Option<T>, first: T, on: bool) -> T {
    let Some(at) = now.and_then(|now| all.iter().position(|one| *one == now)) else { return first };
    let to = if on { at.saturating_add(1).min(all.len().saturating_sub(1)) } else { at.saturating_sub(1) };
    all.get(to).copied().unwrap_or(first)
}

impl PupilRow {
    pub(super) fn new(line: CheckLine) -> PupilRow {
        PupilRow {
            line,
            now: TextInput::new("", false),
            outcome: None,
            decision: None,
            word: TextInput::new("", false),
            minus: false,
            refused: false,
        }
    }

    pub(super) fn allocation(&self) -> RecordId {
        self.line.place.allocation
    }

    /// Whether somebody wrote something.
    pub(super) fn is_touched(&self) -> bool {
        !self.now.is_empty() || self.outcome.is_some() || self.decision.is_some() || !self.word.is_empty()
    }

    /// What is decided: to continue where an outcome stands and nobody chose otherwise.
    pub(super) fn decided(&self) -> Option<Decision> {
        self.decision.or_else(|| self.outcome.map(|_| Decision::Continue))
    }

    /// What is saved; `None` without an outcome.
    pub(super) fn checked(&self, held: NaiveDate) -> Option<Checked> {
        Some(Checked {
            pupil: self.line.place.who.pupil,
            allocation: self.allocation(),
            held,
            outcome: self.outcome?,
            measure: self.now.text().trim().to_owned(),
            word: self.word.text().trim().to_owned(),
            decision: self.decided()?,
        })
    }

    /// Takes back all that was written.
    pub(super) fn clear(&mut self) {
        *self = PupilRow::new(self.line.clone());
    }

    /// What a draft keeps, by cell.
    pub(super) fn texts(&self) -> Vec<(&'static str, String)> {
        let texts = [
            ("now", self.now.text().to_owned()),
            ("outcome", self.outcome.map(|one| one.code().to_owned()).unwrap_or_default()),
            ("decision", self.decision.map(|one| one.code().to_owned()).unwrap_or_default()),
            ("word", self.word.text().to_owned()),
        ];
        texts.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }

    /// Puts back what a draft kept.
    pub(super) fn put(&mut self, cell: &str, text: &str) {
        match cell {
            "now" => self.now.set(text),
            "outcome" => self.outcome = Outcome::parse(text),
            "decision" => self.decision = Decision::parse(text),
            "word" => self.word.set(text),
            _ => {}
        }
    }

    /// A key in a cell that is chosen: outcome or decision. False if it means nothing there.
    pub(super) fn choose(&mut self, cell: Cell, key: &KeyEvent) -> bool {
        if !key.modifiers.is_empty() && !matches!(key.code, KeyCode::Char('+')) {
            return false;
        }
        let minus = std::mem::take(&mut self.minus);
        match (cell, key.code) {
            (Cell::Outcome, KeyCode::Char('-' | '−' | '–')) => self.minus = true,
            (Cell::Outcome, KeyCode::Char('+')) => {}
            (Cell::Outcome, KeyCode::Char('0')) => self.outcome = Some(Outcome::AsHoped),
            (Cell::Outcome, KeyCode::Char('1')) => {
                self.outcome = Some(if minus { Outcome::Less } else { Outcome::More });
            }
            (Cell::Outcome, KeyCode::Char('2')) => {
                self.outcome = Some(if minus { Outcome::MuchLess } else { Outcome::MuchMore });
            }
            (Cell::Outcome, KeyCode::Left | KeyCode::Right) => {
                let on = key.code == KeyCode::Right;
                self.outcome = Some(neighbour(&Outcome::ALL, self.outcome, Outcome::AsHoped, on));
            }
            (Cell::Outcome, KeyCode::Backspace | KeyCode::Delete) => self.outcome = None,
            (Cell::Decision, KeyCode::Char('c' | 'C')) => self.decision = Some(Decision::Continue),
            (Cell::Decision, KeyCode::Char('g' | 'G')) => self.decision = Some(Decision::Change),
            (Cell::Decision, KeyCode::Char('s' | 'S')) => self.decision = Some(Decision::Stop),
            (Cell::Decision, KeyCode::Left | KeyCode::Right) => {
                let on = key.code == KeyCode::Right;
                self.decision = Some(neighbour(&Decision::ALL, self.decided(), Decision::Continue, on));
            }
            (Cell::Decision, KeyCode::Backspace | KeyCode::Delete) => self.decision = None,
            _ => return false,
        }
        true
    }
}
