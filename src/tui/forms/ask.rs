//! Two small questions over the pane's last row: yes or no, and one line of words.

use std::any::Any;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::draw::Pen;
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::effect::Effect;
use crate::tui::layer::{Layer, Taken};
use crate::tui::widgets::text_input::TextInput;

type Answer<T> = Box<dyn FnOnce(&mut App, T) -> Vec<Effect>>;

fn last_row(area: Rect) -> Rect {
    Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area }
}

/// A question that `y` answers with yes, and `n` or Esc with no. Enter does nothing: a slip must not answer.
pub struct Ask {
    question: String,
    yes: Option<Answer<()>>,
    no: Option<Answer<()>>,
}

impl Ask {
    /// Asks; `yes` happens on yes, nothing on no.
    pub fn new(question: impl Into<String>, yes: impl FnOnce(&mut App) -> Vec<Effect> + 'static) -> Ask {
        Ask { question: question.into(), yes: Some(Box::new(|app, ()| yes(app))), no: None }
    }

    /// What happens on no, which Esc says too.
    #[must_use]
    pub fn otherwise(mut self, no: impl FnOnce(&mut App) -> Vec<Effect> + 'static) -> Ask {
        self.no = Some(Box::new(|app, ()| no(app)));
        self
    }

    fn refused(&mut self) -> Taken {
        match self.no.take() {
            Some(no) => Taken::Close(Box::new(|app| no(app, ()))),
            None => Taken::Close(Box::new(|_| Vec::new())),
        }
    }
}

impl Layer for Ask {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn key(&mut self, key: KeyEvent, _ctx: &Ctx) -> Taken {
        match key.code {
            KeyCode::Char('y' | 'Y') => match self.yes.take() {
                Some(yes) => Taken::Close(Box::new(|app| yes(app, ()))),
                None => Taken::Close(Box::new(|_| Vec::new())),
            },
            KeyCode::Char('n' | 'N') | KeyCode::Esc => self.refused(),
            _ => Taken::No,
        }
    }

    fn command(&mut self, command: &'static Command, _count: usize, _ctx: &Ctx) -> Taken {
        match command.id {
            "form.close" => self.refused(),
            _ => Taken::No,
        }
    }

    fn paste(&mut self, _text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        Taken::No
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        let mut pen = Pen::new(frame, last_row(area));
        let end = pen.line(1, 0, &self.question, ctx.theme.title());
        let end = pen.line(end.saturating_add(2), 0, "y yes  n no", ctx.theme.key());
        pen.cursor(end.saturating_add(1), 0);
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

/// One line of words; Enter gives it, Esc gives up.
pub struct Prompt {
    label: String,
    input: TextInput,
    then: Option<Answer<String>>,
}

impl Prompt {
    /// Asks for words, beginning with `initial`; `then` gets them trimmed, maybe empty.
    pub fn new(
        label: impl Into<String>,
        initial: &str,
        then: impl FnOnce(&mut App, String) -> Vec<Effect> + 'static,
    ) -> Prompt {
        Prompt { label: label.into(), input: TextInput::new(initial, false), then: Some(Box::new(then)) }
    }

    fn done(&mut self) -> Taken {
        let text = self.input.text().trim().to_owned();
        match self.then.take() {
            Some(then) => Taken::Close(Box::new(|app| then(app, text))),
            None => Taken::Close(Box::new(|_| Vec::new())),
        }
    }
}

impl Layer for Prompt {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn key(&mut self, key: KeyEvent, _ctx: &Ctx) -> Taken {
        match key.code {
            KeyCode::Enter => self.done(),
            KeyCode::Esc => Taken::Close(Box::new(|_| Vec::new())),
            _ if self.input.key(&key) => Taken::Yes(Vec::new()),
            _ => Taken::No,
        }
    }

    fn command(&mut self, command: &'static Command, _count: usize, _ctx: &Ctx) -> Taken {
        match command.id {
            "form.save" | "form.enter" => self.done(),
            "form.close" => Taken::Close(Box::new(|_| Vec::new())),
            "form.clear" => {
                self.input.set("");
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
        pen.line(1, 1, "Enter goes on  Esc leaves", ctx.theme.key());
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
