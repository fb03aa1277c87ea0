//! The days that the map is looked at over: this term, one earlier or later, or any that is typed.
//!
//! Rule: what is typed is said back before Enter takes it; what cannot be read stays to be mended.

use std::any::Any;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;

use super::{ProvisionPane, with_pane};
use crate::text::fit;
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::effect::Effect;
use crate::tui::layer::{Layer, Taken};
use crate::tui::panes::Pane;
use crate::tui::widgets::line;
use crate::tui::widgets::put::put;
use crate::tui::widgets::text_input::TextInput;
use crate::views::provision::{self as view, Range, RangeKind};

const LABEL: &str = " Range: ";
const EXAMPLES: &str = "this, last, next, year, last-year, all, Spring 2027, 2025/26, or 3 Nov to 28 Nov";

/// The term of the day shown.
pub(super) fn usual(ctx: &Ctx) -> Range {
    view::range(RangeKind::This, &ctx.school.calendar, ctx.today)
}

impl ProvisionPane {
    /// Shows other days: all that ran then where they are past, else what runs.
    pub(super) fn look_over(&mut self, range: Range, ctx: &Ctx) -> Vec<Effect> {
        self.which = None;
        self.range = (range.span != usual(ctx).span).then_some(range);
        self.load(ctx)
    }

    /// The term, or the year, before or after.
    pub(super) fn step(&mut self, on: bool, count: usize, ctx: &Ctx) -> Vec<Effect> {
        let calendar = &ctx.school.calendar;
        let mut span = self.range(ctx).span;
        for _ in 0..count.min(100) {
            let next = if on { view::later(span, calendar) } else { view::earlier(span, calendar) };
            let Some(next) = next else { break };
            span = next;
        }
        self.look_over(Range { kind: None, span, title: view::title(span, calendar) }, ctx)
    }
}

/// Asks for other days.
pub(super) fn ask(app: &mut App) -> Vec<Effect> {
    app.open(AskRange { input: TextInput::new("", false), refused: false })
}

/// The question while it is asked.
struct AskRange {
    input: TextInput,
    /// Enter was pressed on words that are no range.
    refused: bool,
}

impl AskRange {
    fn read(&self, ctx: &Ctx) -> Result<Range, String> {
        if self.input.text().trim().is_empty() {
            return Ok(usual(ctx));
        }
        view::parse_range(self.input.text(), &ctx.school.calendar, ctx.today)
    }

    fn done(&mut self, ctx: &Ctx) -> Taken {
        match self.read(ctx) {
            Ok(range) => {
                Taken::Close(Box::new(move |app| with_pane(app, |pane, ctx| pane.look_over(range, ctx))))
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
            Ok(_) if self.input.text().trim().is_empty() => (EXAMPLES.to_owned(), ctx.theme.quiet()),
            Ok(range) => (format!("{}: Enter shows it", range.title), ctx.theme.text()),
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
