//! One provision's row: what is decided, and the new dosage where it changes.

use crossterm::event::{KeyCode, KeyEvent};

use crate::actions::provision::NewDosage;
use crate::actions::roll::{Decided, Goes};
use crate::domain::delivery::{parse_slots, say_slots};
use crate::tui::widgets::text_input::TextInput;
use crate::views::roll::{Onward, RollLine};

/// A cell of a row. The three of the dosage are there where it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Goes,
    Times,
    Minutes,
    Days,
}

impl Cell {
    const ALL: [Cell; 4] = [Cell::Goes, Cell::Times, Cell::Minutes, Cell::Days];

    /// The next cell of a row, or the one before; `None` past its ends.
    pub(super) fn step(self, on: bool, changes: bool) -> Option<Cell> {
        let cells = if changes { &Cell::ALL[..] } else { &Cell::ALL[..1] };
        let at = cells.iter().position(|cell| *cell == self)?;
        let to = if on { at.checked_add(1) } else { at.checked_sub(1) };
        to.and_then(|to| cells.get(to)).copied()
    }
}

/// One provision's row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) line: RollLine,
    /// `None` while nobody has said.
    pub(super) goes: Option<Onward>,
    pub(super) times: TextInput,
    pub(super) minutes: TextInput,
    pub(super) days: TextInput,
    /// The last save was refused because of it.
    pub(super) refused: bool,
}

impl Row {
    pub(super) fn new(line: RollLine) -> Row {
        let provision = &line.line.provision;
        let text = |text: &str| TextInput::new(text, false);
        Row {
            goes: None,
            times: text(&provision.times_a_week.to_string()),
            minutes: text(&provision.minutes.to_string()),
            days: text(&say_slots(&provision.slots)),
            refused: false,
            line,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.line.line.provision.name
    }

    pub(super) fn changes(&self) -> bool {
        self.goes == Some(Onward::Change)
    }

    /// The text of a cell; `None` where it is a choice.
    pub(super) fn input(&mut self, cell: Cell) -> Option<&mut TextInput> {
        match cell {
            Cell::Goes => None,
            Cell::Times => Some(&mut self.times),
            Cell::Minutes => Some(&mut self.minutes),
            Cell::Days => Some(&mut self.days),
        }
    }

    /// The dosage as it is typed. Where days are named, there are as many times.
    ///
    /// # Errors
    /// Which cell is wrong, and why.
    pub(super) fn dosage(&self) -> Result<NewDosage, (Cell, String)> {
        let slots = parse_slots(self.days.text()).map_err(|words| (Cell::Days, words))?;
        let number = |input: &TextInput, most: u16| {
            input.text().trim().parse::<u16>().ok().filter(|number| (1..=most).contains(number))
        };
        let times = match u8::try_from(slots.len()).unwrap_or(u8::MAX) {
            0 => number(&self.times, 25)
                .and_then(|times| u8::try_from(times).ok())
                .ok_or((Cell::Times, "times a week: 1 to 25".to_owned()))?,
            named => named,
        };
        let minutes = number(&self.minutes, 400).ok_or((Cell::Minutes, "minutes: 1 to 400".to_owned()))?;
        Ok(NewDosage { times_a_week: times, minutes, slots })
    }

    /// What is saved; `None` while nothing is decided.
    ///
    /// # Errors
    /// Which cell of a new dosage is wrong, and why.
    pub(super) fn decided(&self) -> Result<Option<Decided>, (Cell, String)> {
        let goes = match self.goes {
            None => return Ok(None),
            Some(Onward::Continue) => Goes::On,
            Some(Onward::End) => Goes::Ends,
            Some(Onward::Change) => {
                let new = self.dosage()?;
                if new == NewDosage::of(&self.line.line.provision) {
                    return Err((Cell::Times, "the dosage is as it was: change it, or press c".to_owned()));
                }
                Goes::OnWith(new)
            }
        };
        Ok(Some(Decided { provision: self.line.line.id, seen: self.line.line.provision.end, goes }))
    }

    /// What a draft keeps, by cell.
    pub(super) fn texts(&self) -> Vec<(&'static str, String)> {
        let Some(goes) = self.goes else { return Vec::new() };
        let mut texts = vec![("goes", goes.label().to_owned())];
        if self.changes() {
            let of = |input: &TextInput| input.text().to_owned();
            texts.extend([
                ("times", of(&self.times)),
                ("minutes", of(&self.minutes)),
                ("days", of(&self.days)),
            ]);
        }
        texts
    }

    /// Puts back what a draft kept.
    pub(super) fn put(&mut self, cell: &str, text: &str) {
        match cell {
            "goes" => self.goes = Onward::parse(text),
            "times" => self.times.set(text),
            "minutes" => self.minutes.set(text),
            "days" => self.days.set(text),
            _ => {}
        }
    }

    /// A key where it is decided. False if it means nothing there.
    pub(super) fn choose(&mut self, key: &KeyEvent) -> bool {
        let at = |goes: Option<Onward>| goes.and_then(|goes| Onward::ALL.iter().position(|one| *one == goes));
        match key.code {
            KeyCode::Char('c') => self.goes = Some(Onward::Continue),
            KeyCode::Char('g' | 'G') => self.goes = Some(Onward::Change),
            KeyCode::Char('e' | 'E') => self.goes = Some(Onward::End),
            KeyCode::Left => {
                let to = at(self.goes).map_or(0, |at| at.saturating_sub(1));
                self.goes = Onward::ALL.get(to).copied();
            }
            KeyCode::Right => {
                let to = at(self.goes).map_or(0, |at| at.saturating_add(1).min(2));
                self.goes = Onward::ALL.get(to).copied();
            }
            KeyCode::Backspace | KeyCode::Delete => self.goes = None,
            _ => return false,
        }
        true
    }
}
