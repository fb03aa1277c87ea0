//! A question for a day, over the last two rows of the pane: what is typed, and what was understood.
//!
//! Rule: the day is said back in full before Enter takes it; what cannot be read stays to be mended. It covers nothing but
//! its two rows, so that the list it is about is still seen.

use std::any::Any;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::draw::Pen;
use super::read::{date_words, read_date};
use crate::domain::date_input::Lean;
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::effect::Effect;
use crate::tui::layer::{Layer, Taken};
use crate::tui::widgets::text_input::TextInput;

type Answer = Box<dyn FnOnce(&mut App, Option<NaiveDate>) -> Vec<Effect>>;

/// Asks for a day; Enter gives it, Esc gives up.
pub struct AskDay {
    label: String,
    empty: String,
    lean: Lean,
    input: TextInput,
    /// Enter was pressed on words that are no date.
    refused: bool,
    then: Option<Answer>,
}

impl AskDay {
    /// Asks; `then` gets the day, or `None` for Enter alone, which `empty` says the meaning of.
    pub fn new(
        label: impl Into<String>,
        empty: impl Into<String>,
        lean: Lean,
        then: impl FnOnce(&mut App, Option<NaiveDate>) -> Vec<Effect> + 'static,
    ) -> AskDay {
        AskDay {
            label: label.into(),
            empty: empty.into(),
            lean,
            input: TextInput::new("", false),
            refused: false,
            then: Some(Box::new(then)),
        }
    }

    fn done(&mut self, ctx: &Ctx) -> Taken {
        match read_date(self.input.text(), self.lean, ctx) {
            Ok(day) => match self.then.take() {
                Some(then) => Taken::Close(Box::new(move |app| then(app, day))),
                None => Taken::Close(Box::new(|_| Vec::new())),
            },
            Err(_) => {
                self.refused = true;
                Taken::Yes(Vec::new())
            }
        }
    }
}

impl Layer for AskDay {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn key(&mut self, key: KeyEvent, ctx: &Ctx) -> Taken {
        match key.code {
            KeyCode::Enter => self.done(ctx),
            KeyCode::Esc => Taken::Close(Box::new(|_| Vec::new())),
            _ if self.input.key(&key) => {
                self.refused = false;
                Taken::Yes(Vec::new())
            }
            _ => Taken::No,
        }
    }

    fn command(&mut self, command: &'static Command, _count: usize, ctx: &Ctx) -> Taken {
        match command.id {
            "form.save" | "form.enter" => self.done(ctx),
            "form.close" => Taken::Close(Box::new(|_| Vec::new())),
            "form.clear" => {
                self.input.set("");
                self.refused = false;
                Taken::Yes(Vec::new())
            }
            _ => Taken::No,
        }
    }

    fn paste(&mut self, text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        self.input.insert(text.trim());
        Taken::Yes(Vec::new())
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        let rows = area.height.min(2);
        let area = Rect { y: area.bottom().saturating_sub(rows), height: rows, ..area };
        let mut pen = Pen::new(frame, area);
        let (words, style) = match read_date(self.input.text(), self.lean, ctx) {
            Ok(None) => (self.empty.clone(), ctx.theme.quiet()),
            Ok(Some(day)) => (date_words(day, Lean::Near, ctx).0, ctx.theme.text()),
            Err(why) if self.refused => (why, ctx.theme.error()),
            Err(_) => ("…".to_owned(), ctx.theme.quiet()),
        };
        pen.line(1, 1, &words, style);
        pen.typed(&self.label, &self.input, &ctx.theme);
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
