//! Why something is due, as a short letter over the pane: how binding it is first, then how the date came about.
//!
//! Rule: it says what `views::why` says and nothing of its own, so that screen and command line never differ.

#[cfg(test)]
mod tests;

use std::any::Any;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Clear;

use super::app::{App, Ctx};
use super::command::{Command, Scope, always};
use super::effect::{Effect, read};
use super::layer::{Layer, Taken};
use super::panes::Pointed;
use super::what_if;
use super::widgets::put::put;
use super::widgets::wrap::wrap;
use crate::clock::day_of;
use crate::domain::rows::Force;
use crate::text::clean;
use crate::views::why::{self, Why};

const GROUP: &str = "Why it is due";

/// The word of the hint line for it.
const HINT: &str = "why";

const fn here(id: &'static str, title: &'static str, help: &'static str, hint: &'static str) -> Command {
    let run = |_: &mut App, _| Vec::new();
    Command { id, title, words: "", help, group: GROUP, scope: Scope::Why, hint, when: always, run }
}

/// The command that opens it, and those of the letter.
pub const COMMANDS: &[Command] = &[
    Command {
        id: "app.why",
        title: "Why is this due?",
        words: "reason rule source law code explain how come date arithmetic",
        help: "The rule behind the date under the cursor, its source, how the date came about, and what would change it.",
        group: GROUP,
        scope: Scope::List,
        hint: HINT,
        when: a_date,
        run: |app, _| app.current().pointed().map_or_else(Vec::new, |pointed| ask(app, pointed)),
    },
    here("why.down", "Down", "One line down.", ""),
    here("why.up", "Up", "One line up.", ""),
    here("why.page_down", "Page down", "One page down.", "more"),
    here("why.page_up", "Page up", "One page up.", ""),
    here(
        "why.what_if",
        "What if it were another day?",
        "Moves the date and shows what would move with it.",
        "what if",
    ),
    here("why.close", "Close", "Back to the list.", "close"),
];

/// Whether the row under the cursor has a date to explain.
pub fn a_date(app: &App) -> Result<(), String> {
    match app.current().pointed() {
        Some(_) => Ok(()),
        None => Err("put the cursor on something that is due".to_owned()),
    }
}

fn ask(app: &App, pointed: Pointed) -> Vec<Effect> {
    let school = app.ctx.school.clone();
    vec![read(
        move |snapshot| why::why(snapshot, &school, pointed.about, pointed.duty, day_of),
        |app, found| match found {
            Some(why) => app.open(Letter::new(why)),
            None => {
                app.refuse("Nothing is due here any more: somebody has seen to it, or its rule is off");
                Vec::new()
            }
        },
    )]
}

/// The letter, while it is open.
pub struct Letter {
    why: Why,
    /// The first line shown.
    top: usize,
    /// Lines that the last drawing had room for.
    page: usize,
}

/// A line of the letter as it is drawn.
type Drawn = (String, Style);

impl Letter {
    fn new(why: Why) -> Letter {
        Letter { why, top: 0, page: 1 }
    }

    fn lines(&self, cols: usize, ctx: &Ctx) -> Vec<Drawn> {
        let theme = ctx.theme;
        let mut lines: Vec<Drawn> = Vec::new();
        let mut write = |text: &str, indent: usize, style: Style| {
            let text = clean(text);
            let room = cols.saturating_sub(indent + 1);
            for (at, row) in wrap(&text, room.saturating_sub(2)).into_iter().enumerate() {
                let more = if at > 0 { 2 } else { 0 };
                let said = text.get(row).unwrap_or_default().trim_end();
                lines.push((format!("{}{said}", " ".repeat(indent + more)), style));
            }
        };
        let why = &self.why;
        let parts: Vec<&str> =
            [why.name.as_str(), &why.what].into_iter().filter(|part| !part.is_empty()).collect();
        write(&parts.join(" · "), 1, theme.title());
        write(&format!("{}: {}", why.title, why.when(ctx.today)), 1, theme.text());
        for (at, paragraph) in why.letter(ctx.today).iter().enumerate() {
            write("", 0, theme.text());
            if !paragraph.heading.is_empty() {
                write(paragraph.heading, 1, theme.heading());
            }
            for (place, line) in paragraph.lines.iter().enumerate() {
                let law = at == 0 && place == 0 && why.force == Force::Law;
                let indent = if paragraph.heading.is_empty() { 1 } else { 3 };
                write(line, indent, if law { theme.law() } else { theme.text() });
            }
        }
        lines
    }

    fn scroll(&mut self, by: isize) -> Taken {
        // The end is held to when it is drawn, since it depends on the width.
        self.top = self.top.saturating_add_signed(by);
        Taken::Yes(Vec::new())
    }
}

impl Layer for Letter {
    fn scope(&self) -> Scope {
        Scope::Why
    }

    fn key(&mut self, _key: KeyEvent, _ctx: &Ctx) -> Taken {
        Taken::No
    }

    fn command(&mut self, command: &'static Command, _count: usize, _ctx: &Ctx) -> Taken {
        let page = isize::try_from(self.page.saturating_sub(1).max(1)).unwrap_or(1);
        match command.id {
            "why.down" => self.scroll(1),
            "why.up" => self.scroll(-1),
            "why.page_down" => self.scroll(page),
            "why.page_up" => self.scroll(-page),
            "why.what_if" => {
                let about = self.why.about;
                Taken::Close(Box::new(move |app| what_if::ask(app, about)))
            }
            "why.close" => Taken::Close(Box::new(|_| Vec::new())),
            _ => Taken::No,
        }
    }

    fn paste(&mut self, _text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        Taken::No
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        if area.is_empty() {
            return;
        }
        frame.render_widget(Clear, area);
        let lines = self.lines(usize::from(area.width), ctx);
        let rows = usize::from(area.height);
        // A line is kept for saying that there is more.
        let room = if lines.len() > rows { rows.saturating_sub(1).max(1) } else { rows };
        self.page = room;
        self.top = self.top.min(lines.len().saturating_sub(room));
        let left = lines.len().saturating_sub(self.top + room);
        for (y, (text, style)) in (area.y..area.bottom()).zip(lines.iter().skip(self.top).take(room)) {
            let line = Line::styled(text.as_str(), *style);
            put(&line, Rect { y, height: 1, ..area }, frame.buffer_mut());
        }
        if room < rows {
            let said = if left == 0 { "the end".to_owned() } else { format!("{left} more below") };
            let place = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
            put(&Line::styled(format!(" {said}"), ctx.theme.quiet()), place, frame.buffer_mut());
        }
        frame.set_cursor_position(Position { x: area.x, y: area.y });
    }

    fn takes_text(&self) -> bool {
        false
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
