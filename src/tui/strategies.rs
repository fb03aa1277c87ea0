//! What helps, for a teacher who asks: one screen that staff may see.
//!
//! Rule: it shows what `views::strategies` says and nothing of its own; while it is open no pupil's full name stands anywhere on
//! the screen.

#[cfg(test)]
mod tests;

use std::any::Any;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::app::{App, Ctx};
use super::command::{Command, Scope, always};
use super::effect::{Effect, read};
use super::layer::{Layer, Taken};
use super::widgets::line;
use super::widgets::put::put;
use super::widgets::text_input::TextInput;
use super::widgets::wrap::wrap;
use crate::domain::ids::PupilId;
use crate::fuzzy::begins_words;
use crate::text::{clean, pad};
use crate::views::strategies::safe::NOT_CLEANED;
use crate::views::strategies::{self, Sheet, Whom};

const GROUP: &str = "Strategies";

/// Columns of a part's heading.
const HEADING: usize = 15;

const fn here(id: &'static str, title: &'static str, help: &'static str, hint: &'static str) -> Command {
    let run = |_: &mut App, _| Vec::new();
    Command { id, title, words: "", help, group: GROUP, scope: Scope::Strategies, hint, when: always, run }
}

/// The command that opens it, and those of the view.
pub const COMMANDS: &[Command] = &[
    Command {
        id: "app.strategies",
        title: "Strategies: what helps, for staff to see",
        words: "teacher asks class year passport adjustments avoid help supply staff safe handover",
        help: "What helps the pupil, the class or the year, safe for any member of staff to see: first names and initials alone.",
        group: GROUP,
        scope: Scope::Global,
        hint: "",
        when: always,
        run: |app, _| open(app),
    },
    here("strategies.class", "The whole class", "Shows everybody in the pupil's class.", "class"),
    here("strategies.year", "The whole year", "Shows everybody in the pupil's year.", "year"),
    here("strategies.pupil", "The pupil alone", "Back to the pupil that it was opened for.", "pupil"),
    here(
        "strategies.filter",
        "Find",
        "Finds anybody on roll by a few letters: Enter keeps them, Esc clears them.",
        "find",
    ),
    here("strategies.down", "Down", "One line down.", ""),
    here("strategies.up", "Up", "One line up.", ""),
    here("strategies.page_down", "Page down", "One page down.", "more"),
    here("strategies.page_up", "Page up", "One page up.", ""),
    here("strategies.close", "Close", "Back to the list.", "close"),
];

/// Opens it for the pupils chosen; where none is, for everybody, ready to be searched.
pub fn open(app: &mut App) -> Vec<Effect> {
    let pupils = app.pupils();
    let whom = if pupils.is_empty() { Whom::School(app.ctx.site) } else { Whom::Pupils(pupils.clone()) };
    vec![read(
        move |snapshot| strategies::sheet(snapshot, &whom),
        move |app, sheet| {
            let typing = pupils.is_empty();
            app.open(Strategies { pupils, sheet, top: 0, page: 1, query: TextInput::new("", false), typing })
        },
    )]
}

/// The view, while it is open.
pub struct Strategies {
    /// Whom it was opened for.
    pupils: Vec<PupilId>,
    sheet: Sheet,
    /// The first line shown.
    top: usize,
    /// Lines that the last drawing had room for.
    page: usize,
    query: TextInput,
    /// Whether letters go into the query.
    typing: bool,
}

/// A line as it is drawn.
type Drawn = (String, Style);

impl Strategies {
    /// Asks for other pupils; those shown stay until they have come.
    fn ask(&mut self, whom: Whom) -> Taken {
        self.top = 0;
        Taken::Yes(vec![read(
            move |snapshot| strategies::sheet(snapshot, &whom),
            |app, sheet| {
                let view =
                    app.layers.iter_mut().find_map(|layer| layer.as_any().downcast_mut::<Strategies>());
                if let Some(view) = view {
                    (view.sheet, view.top) = (sheet, 0);
                }
                Vec::new()
            },
        )])
    }

    fn refuse(words: &'static str) -> Taken {
        Taken::Then(Box::new(move |app| {
            app.refuse(words);
            Vec::new()
        }))
    }

    fn act(&mut self, id: &str, ctx: &Ctx) -> Taken {
        let page = isize::try_from(self.page.saturating_sub(1).max(1)).unwrap_or(1);
        let site = self.sheet.site;
        match id {
            "strategies.class" if self.sheet.class.is_empty() => {
                Strategies::refuse("No class is recorded for this pupil: y shows the year, / finds anybody")
            }
            "strategies.class" => self.fresh(Whom::Class(self.sheet.class.clone(), site)),
            "strategies.year" => match self.sheet.year {
                Some(year) => self.fresh(Whom::Year(year, site)),
                None => Strategies::refuse("No year is recorded for this pupil"),
            },
            "strategies.pupil" if self.pupils.is_empty() => {
                Strategies::refuse("It was opened for no pupil: / finds one")
            }
            "strategies.pupil" => self.fresh(Whom::Pupils(self.pupils.clone())),
            "strategies.filter" => {
                self.typing = true;
                self.ask(Whom::School(ctx.site))
            }
            "strategies.down" => self.scroll(1),
            "strategies.up" => self.scroll(-1),
            "strategies.page_down" => self.scroll(page),
            "strategies.page_up" => self.scroll(-page),
            "strategies.close" if self.typing || !self.query.is_empty() => {
                self.typing = false;
                self.query.set("");
                self.top = 0;
                if self.pupils.is_empty() {
                    return Taken::Close(Box::new(|_| Vec::new()));
                }
                self.ask(Whom::Pupils(self.pupils.clone()))
            }
            "strategies.close" => Taken::Close(Box::new(|_| Vec::new())),
            _ => Taken::No,
        }
    }

    /// Asks for others, with nothing typed.
    fn fresh(&mut self, whom: Whom) -> Taken {
        self.query.set("");
        self.ask(whom)
    }

    fn scroll(&mut self, by: isize) -> Taken {
        // The end is held to when it is drawn, since it depends on the width.
        self.top = self.top.saturating_add_signed(by);
        Taken::Yes(Vec::new())
    }

    fn lines(&self, cols: usize, ctx: &Ctx) -> Vec<Drawn> {
        let theme = ctx.theme;
        let mut lines: Vec<Drawn> = Vec::new();
        let query = self.query.text();
        let found: Vec<_> =
            self.sheet.pupils.iter().filter(|one| begins_words(&one.heading(), query)).collect();
        for one in &found {
            lines.push((format!(" {}", clean(&one.heading())), theme.title()));
            for (title, said) in one.parts() {
                for (at, text) in said.iter().enumerate() {
                    let head = if at == 0 { title } else { "" };
                    write(&mut lines, head, text, cols, theme.text());
                }
            }
            lines.push((String::new(), theme.text()));
        }
        if found.is_empty() {
            let words = if query.trim().is_empty() || self.sheet.pupils.is_empty() {
                "Nothing is recorded here yet: what helps stands in the passport, and what is done in class with the targets of the plan."
            } else {
                "Nobody here for whom something is recorded is called that."
            };
            write_all(&mut lines, words, cols, theme.text());
            lines.push((String::new(), theme.text()));
        }
        if query.trim().is_empty()
            && let Some(nothing) = self.sheet.nothing_line()
        {
            write_all(&mut lines, &nothing, cols, theme.quiet());
        }
        if !found.is_empty() {
            write_all(&mut lines, NOT_CLEANED, cols, theme.quiet());
        }
        lines
    }
}

/// A line of a part behind its heading.
fn write(lines: &mut Vec<Drawn>, head: &str, text: &str, cols: usize, style: Style) {
    let text = clean(text);
    let room = cols.saturating_sub(HEADING + 4).max(8);
    for (at, row) in wrap(&text, room).into_iter().enumerate() {
        let head = if at == 0 { head } else { "" };
        let said = text.get(row).unwrap_or_default().trim_end();
        lines.push((format!("   {}{said}", pad(head, HEADING)), style));
    }
}

/// A text over the whole width.
fn write_all(lines: &mut Vec<Drawn>, text: &str, cols: usize, style: Style) {
    let text = clean(text);
    for row in wrap(&text, cols.saturating_sub(2).max(8)) {
        lines.push((format!(" {}", text.get(row).unwrap_or_default().trim_end()), style));
    }
}

impl Layer for Strategies {
    fn scope(&self) -> Scope {
        Scope::Strategies
    }

    fn key(&mut self, key: KeyEvent, ctx: &Ctx) -> Taken {
        match key.code {
            KeyCode::Esc => self.act("strategies.close", ctx),
            KeyCode::Enter if self.typing => {
                self.typing = false;
                Taken::Yes(Vec::new())
            }
            _ if self.typing && self.query.key(&key) => {
                self.top = 0;
                Taken::Yes(Vec::new())
            }
            _ => Taken::No,
        }
    }

    fn command(&mut self, command: &'static Command, _count: usize, ctx: &Ctx) -> Taken {
        self.act(command.id, ctx)
    }

    fn paste(&mut self, text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        if !self.typing {
            return Taken::No;
        }
        self.query.insert(text);
        Taken::Yes(Vec::new())
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        if area.is_empty() {
            return;
        }
        let theme = ctx.theme;
        frame.render_widget(Clear, area);
        let title = Line::from(vec![
            Span::raw(" "),
            Span::styled(format!("Strategies · {}", clean(&self.sheet.title)), theme.heading()),
        ]);
        put(&title, Rect { height: 1, ..area }, frame.buffer_mut());
        frame.set_cursor_position(Position { x: area.x, y: area.y });
        // Below the title a line is free, or has what is looked for.
        let head = area.height.min(2);
        let body = Rect { y: area.y.saturating_add(head), height: area.height - head, ..area };
        let lines = self.lines(usize::from(area.width), ctx);
        let rows = usize::from(body.height);
        let room = if lines.len() > rows { rows.saturating_sub(1).max(1) } else { rows };
        self.page = room;
        self.top = self.top.min(lines.len().saturating_sub(room));
        let left = lines.len().saturating_sub(self.top + room);
        for (y, (text, style)) in (body.y..body.bottom()).zip(lines.iter().skip(self.top).take(room)) {
            let line = Line::styled(text.as_str(), *style);
            put(&line, Rect { y, height: 1, ..body }, frame.buffer_mut());
        }
        if room < rows {
            let said = if left == 0 { "the end".to_owned() } else { format!("{left} more below") };
            let place = Rect { y: body.bottom().saturating_sub(1), height: 1, ..body };
            put(&Line::styled(format!(" {said}"), theme.quiet()), place, frame.buffer_mut());
        }
        if head == 2 && (self.typing || !self.query.is_empty()) {
            let place = Rect { y: area.y.saturating_add(1), height: 1, ..area };
            if self.typing {
                line::draw(&self.query, frame, place, " / ");
            } else {
                let words = format!(" / {}", clean(self.query.text()));
                put(&Line::styled(words, theme.flag()), place, frame.buffer_mut());
            }
        }
    }

    fn takes_text(&self) -> bool {
        self.typing
    }

    fn covers(&self) -> bool {
        true
    }

    fn hides_names(&self) -> bool {
        true
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
