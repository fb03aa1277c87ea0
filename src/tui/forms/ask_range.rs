//! A question for days, over the last two rows of the pane: a term, a year, or from one day to another.
//!
//! Rule: what is typed is said back before Enter takes it; what cannot be read stays to be mended.

use std::any::Any;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;

use crate::text::fit;
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::effect::Effect;
use crate::tui::layer::{Layer, Taken};
use crate::tui::widgets::line;
use crate::tui::widgets::put::put;
use crate::tui::widgets::text_input::TextInput;
use crate::views::provision::{Range, parse_range};

const LABEL: &str = " Range: ";
const EXAMPLES: &str = "this, last, next, year, last-year, all, Spring 2027, 2025/26, or 3 Nov to 28 Nov";

/// Asks for days; Enter gives them, Esc gives up.
pub struct AskRange {
    input: TextInput,
    /// Enter was pressed on words that are no range.
    refused: bool,
    then: fn(&mut App, Option<Range>) -> Vec<Effect>,
}

impl AskRange {
    /// Asks; `then` gets the days, or `None` for Enter alone: the usual ones.
    pub fn new(then: fn(&mut App, Option<Range>) -> Vec<Effect>) -> AskRange {
        AskRange { input: TextInput::new("", false), refused: false, then }
    }

    fn read(&self, ctx: &Ctx) -> Result<Option<Range>, String> {
        match self.input.text().trim() {
            "" => Ok(None),
            text => parse_range(text, &ctx.school.calendar, ctx.shown_day()).map(Some),
        }
    }

    fn done(&mut self, ctx: &Ctx) -> Taken {
        match self.read(ctx) {
            Ok(range) => {
                let then = self.then;
                Taken::Close(Box::new(move |app| then(app, range)))
            }
            Err(_) => {
                self.refused = true;
                Taken::Yes(Vec::new())
            }
        }
    }
}

impl Layer for AskRange {
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
        frame.render_widget(Clear, area);
        let (words, style) = match self.read(ctx) {
            Ok(None) => (EXAMPLES.to_owned(), ctx.theme.quiet()),
            Ok(Some(range)) => (format!("{}: Enter shows it", range.title), ctx.theme.text()),
            Err(why) if self.refused => (why, ctx.theme.error()),
            Err(_) => (EXAMPLES.to_owned(), ctx.theme.quiet()),
        };
        let room = usize::from(area.width).saturating_sub(2);
        let below = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
        put(&Line::styled(format!(" {}", fit(&words, room)), style), below, frame.buffer_mut());
        line::draw(&self.input, frame, Rect { height: area.height.min(1), ..area }, LABEL);
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
