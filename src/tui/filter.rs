//! The line in which a list's filter is typed. The list narrows on every key and can be moved in meanwhile.

use std::any::Any;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::app::{App, Ctx};
use super::command::{Command, Scope};
use super::effect::Effect;
use super::general::with_list;
use super::layer::{Layer, Taken};
use super::widgets::line;
use super::widgets::text_input::TextInput;

/// The filter line, while it is typed in.
pub struct FilterLine {
    line: TextInput,
}

impl FilterLine {
    /// Opens it with the filter that the list has.
    pub fn open(app: &mut App) -> Vec<Effect> {
        let pane = app.pane;
        let Some(list) = app.panes.get_mut(pane).and_then(|pane| pane.list()) else {
            app.refuse("Nothing to filter here");
            return Vec::new();
        };
        let line = TextInput::new(list.filter(), false);
        app.open(FilterLine { line })
    }

    fn narrow(&self) -> Taken {
        let filter = self.line.text().to_owned();
        Taken::Then(Box::new(move |app| with_list(app, |list| list.set_filter(&filter))))
    }
}

impl Layer for FilterLine {
    fn scope(&self) -> Scope {
        Scope::Filter
    }

    fn key(&mut self, key: KeyEvent, _ctx: &Ctx) -> Taken {
        if self.line.key(&key) { self.narrow() } else { Taken::No }
    }

    fn command(&mut self, command: &'static Command, _count: usize, _ctx: &Ctx) -> Taken {
        let go = |by: fn(&mut dyn super::widgets::list::ListControl)| {
            Taken::Then(Box::new(move |app: &mut App| with_list(app, by)))
        };
        match command.id {
            "filter.keep" => Taken::Close(Box::new(|_| Vec::new())),
            "filter.clear" => Taken::Close(Box::new(|app| with_list(app, |list| list.set_filter("")))),
            "filter.up" => go(|list| list.move_by(-1)),
            "filter.down" => go(|list| list.move_by(1)),
            "filter.page_up" => go(|list| list.page(-1)),
            "filter.page_down" => go(|list| list.page(1)),
            _ => Taken::No,
        }
    }

    fn paste(&mut self, text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        self.line.insert(text);
        self.narrow()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, _ctx: &Ctx) {
        line::draw(&self.line, frame, area, " / ");
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
