//! A question that one key answers, over the last two rows of the pane.
//!
//! Rule: the keys and their words stand there to be read; a key that is none of them answers nothing, and Esc gives up.

use std::any::Any;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::draw::Pen;
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::effect::Effect;
use crate::tui::layer::{Layer, Taken};

type Answer<T> = Box<dyn FnOnce(&mut App, T) -> Vec<Effect>>;

/// Asks for one of a few things, each by its letter.
pub struct OneKey<T> {
    question: String,
    choices: Vec<(char, &'static str, T)>,
    then: Option<Answer<T>>,
}

impl<T: Copy + 'static> OneKey<T> {
    /// Asks; `then` gets what was chosen. Letters are lower case.
    pub fn new(
        question: impl Into<String>,
        choices: impl IntoIterator<Item = (char, &'static str, T)>,
        then: impl FnOnce(&mut App, T) -> Vec<Effect> + 'static,
    ) -> OneKey<T> {
        OneKey {
            question: question.into(),
            choices: choices.into_iter().collect(),
            then: Some(Box::new(then)),
        }
    }
}

impl<T: Copy + 'static> Layer for OneKey<T> {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn key(&mut self, key: KeyEvent, _ctx: &Ctx) -> Taken {
        let KeyCode::Char(letter) = key.code else {
            return if key.code == KeyCode::Esc { Taken::Close(Box::new(|_| Vec::new())) } else { Taken::No };
        };
        let chosen = self.choices.iter().find(|(known, _, _)| *known == letter.to_ascii_lowercase());
        match (chosen.map(|(_, _, what)| *what), self.then.take()) {
            (Some(what), Some(then)) => Taken::Close(Box::new(move |app| then(app, what))),
            (_, then) => {
                self.then = then;
                Taken::No
            }
        }
    }

    fn command(&mut self, command: &'static Command, _count: usize, _ctx: &Ctx) -> Taken {
        match command.id {
            "form.close" => Taken::Close(Box::new(|_| Vec::new())),
            _ => Taken::No,
        }
    }

    fn paste(&mut self, _text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        Taken::No
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        let rows = area.height.min(2);
        let area = Rect { y: area.bottom().saturating_sub(rows), height: rows, ..area };
        let mut pen = Pen::new(frame, area);
        // With one row, the keys are what must be seen.
        let keys = rows.saturating_sub(1);
        if keys > 0 {
            pen.line(1, 0, &self.question, ctx.theme.title());
        }
        let mut at = 1;
        for (letter, words, _) in &self.choices {
            at = pen.line(at, keys, &letter.to_string(), ctx.theme.key()).saturating_add(1);
            at = pen.line(at, keys, words, ctx.theme.text()).saturating_add(2);
        }
        pen.cursor(at, keys);
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn says_keys(&self) -> bool {
        true
    }

    fn covers(&self) -> bool {
        false
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
