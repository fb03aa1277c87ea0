//! What if it were another day: the date is moved by day, week or month, and all that hangs on it moves along.
//!
//! Rule: moving writes nothing. Enter goes on to the form that agrees another date, with this one filled in, and only that
//! form saves.

mod draw;
#[cfg(test)]
mod tests;

use std::any::Any;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::app::{App, Ctx};
use super::command::{Command, Scope, always};
use super::effect::{Effect, read};
use super::forms;
use super::layer::{Layer, Taken};
use super::why::a_date;
use super::widgets::text_input::TextInput;
use crate::domain::date_input::{self, Lean};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind, SCHOOL};
use crate::domain::rows::Duty;
use crate::duties::shapes::roll;
use crate::views::subject::Target;
use crate::views::what_if::{self, Moved, Start};

const GROUP: &str = "What if it were another day";

const fn here(id: &'static str, title: &'static str, help: &'static str, hint: &'static str) -> Command {
    let run = |_: &mut App, _| Vec::new();
    Command { id, title, words: "", help, group: GROUP, scope: Scope::WhatIf, hint, when: always, run }
}

/// The command that opens it, and those of the layer.
pub const COMMANDS: &[Command] = &[
    Command {
        id: "app.what_if",
        title: "What if it were another day?",
        words: "move meeting start date try shift plan before clash holiday",
        help: "Moves the meeting or the start by day, week or month and shows every date that would move with it. Nothing is saved by moving.",
        group: GROUP,
        scope: Scope::List,
        hint: "",
        when: a_date,
        run: |app, _| app.current().pointed().map_or_else(Vec::new, |pointed| ask(app, pointed.about)),
    },
    here(
        "what_if.keep",
        "Keep this date",
        "Opens the form that agrees another date, with this one filled in.",
        "agree it",
    ),
    here("what_if.week_before", "A week earlier", "Moves it a week earlier.", ""),
    here("what_if.week_after", "A week later", "Moves it a week later.", "week"),
    here("what_if.day_before", "A day earlier", "Moves it a day earlier.", ""),
    here("what_if.day_after", "A day later", "Moves it a day later.", "day"),
    here("what_if.type", "Type a date", "Moves it to a day as you say it: fri, +6w, 3/12.", "type a date"),
    here("what_if.month_before", "A month earlier", "Moves it a month earlier.", ""),
    here("what_if.month_after", "A month later", "Moves it a month later.", "month"),
    here("what_if.back", "As it stands", "Moves it back to the day on which it stands.", "as it stands"),
    here("what_if.more", "More", "Shows the rest of a long list, then its beginning again.", ""),
    here("what_if.close", "Close", "Leaves all as it stands.", "leave"),
];

/// Opens it on what this key names.
pub fn ask(app: &mut App, about: Key) -> Vec<Effect> {
    if about.pupil == SCHOOL {
        app.refuse("What if: a pupil's meeting or start can be moved to try it; this is the school's own");
        return Vec::new();
    }
    vec![read(
        move |snapshot| snapshot.pupil_file(about.pupil),
        move |app, file| {
            let Some(file) = file else {
                app.refuse("This pupil is no longer on file");
                return Vec::new();
            };
            match what_if::start(&file, about) {
                Ok(start) => {
                    let layer = Trying::new(file, start, &app.ctx);
                    app.open(layer)
                }
                Err(why) => {
                    app.refuse(format!("What if: not now: {why}"));
                    Vec::new()
                }
            }
        },
    )]
}

/// A date being tried, while the layer is open.
pub struct Trying {
    file: PupilFile,
    start: Start,
    on: NaiveDate,
    rows: Vec<Moved>,
    /// The first row shown below the head.
    top: usize,
    /// Rows that the last drawing had room for.
    page: usize,
    /// The date while it is typed.
    typing: Option<TextInput>,
    /// Why what was typed is no date; empty if nothing is wrong.
    wrong: String,
}

impl Trying {
    fn new(file: PupilFile, start: Start, ctx: &Ctx) -> Trying {
        let on = start.date;
        let mut layer =
            Trying { file, start, on, rows: Vec::new(), top: 0, page: 1, typing: None, wrong: String::new() };
        layer.go(Some(on), ctx);
        layer
    }

    /// Another day; a day outside the years of the program changes nothing.
    fn go(&mut self, to: Option<NaiveDate>, ctx: &Ctx) -> Taken {
        if let Some(to) = to.filter(|to| day::in_range(*to)) {
            self.on = to;
            self.rows = what_if::what_if(&self.file, &self.start, to, &ctx.school, ctx.today);
        }
        Taken::Yes(Vec::new())
    }

    /// What was typed becomes the day.
    fn typed(&mut self, ctx: &Ctx) -> Taken {
        let Some(input) = &self.typing else { return Taken::No };
        let calendar = ctx.school.calendar_of(self.file.pupil.site);
        match date_input::parse(input.text(), ctx.today, calendar, Lean::Future) {
            Ok(to) => {
                self.typing = None;
                self.wrong.clear();
                self.go(Some(to), ctx)
            }
            Err(error) => {
                self.wrong = error.to_string();
                Taken::Yes(Vec::new())
            }
        }
    }

    fn keep(&self) -> Taken {
        let (about, to) = (self.start.about, self.on);
        let refuse = |words: &'static str| {
            Taken::Then(Box::new(move |app: &mut App| {
                app.refuse(words);
                Vec::new()
            }))
        };
        match about.kind {
            _ if to == self.start.date => refuse("It stands on this day already: move it first, or Esc"),
            Kind::Review => Taken::Close(Box::new(move |app| {
                let target = Target { about, duty: Duty::AgreedReview };
                forms::review::open_reschedule_to(app, target, to)
            })),
            Kind::Allocation => refuse("To look at only: a pupil's first day is corrected in Provision"),
            _ => refuse("To look at only: the day a case began is corrected in the case itself"),
        }
    }
}

impl Layer for Trying {
    fn scope(&self) -> Scope {
        Scope::WhatIf
    }

    fn key(&mut self, key: KeyEvent, ctx: &Ctx) -> Taken {
        match &mut self.typing {
            Some(_) if key.code == KeyCode::Enter => self.typed(ctx),
            Some(input) => {
                if input.key(&key) {
                    self.wrong.clear();
                }
                Taken::Yes(Vec::new())
            }
            None => Taken::No,
        }
    }

    fn command(&mut self, command: &'static Command, _count: usize, ctx: &Ctx) -> Taken {
        if let Some(input) = &mut self.typing {
            return match command.id {
                "what_if.keep" => self.typed(ctx),
                "what_if.close" => {
                    self.typing = None;
                    self.wrong.clear();
                    Taken::Yes(Vec::new())
                }
                // In a line of text the arrows move the cursor.
                "what_if.day_before" => {
                    input.key(&KeyCode::Left.into());
                    Taken::Yes(Vec::new())
                }
                "what_if.day_after" => {
                    input.key(&KeyCode::Right.into());
                    Taken::Yes(Vec::new())
                }
                _ => Taken::Yes(Vec::new()),
            };
        }
        match command.id {
            "what_if.day_before" => self.go(roll::days(self.on, -1), ctx),
            "what_if.day_after" => self.go(roll::days(self.on, 1), ctx),
            "what_if.week_before" => self.go(roll::weeks(self.on, -1), ctx),
            "what_if.week_after" => self.go(roll::weeks(self.on, 1), ctx),
            "what_if.month_before" => self.go(roll::months(self.on, -1), ctx),
            "what_if.month_after" => self.go(roll::months(self.on, 1), ctx),
            "what_if.back" => self.go(Some(self.start.date), ctx),
            "what_if.more" => {
                self.top = self.top.saturating_add(self.page.max(1));
                Taken::Yes(Vec::new())
            }
            "what_if.type" => {
                self.typing = Some(TextInput::new("", false));
                Taken::Yes(Vec::new())
            }
            "what_if.keep" => self.keep(),
            "what_if.close" => Taken::Close(Box::new(|_| Vec::new())),
            _ => Taken::No,
        }
    }

    fn paste(&mut self, text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        match &mut self.typing {
            Some(input) => {
                input.insert(text);
                Taken::Yes(Vec::new())
            }
            None => Taken::No,
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        self.draw_in(frame, area, ctx);
    }

    fn takes_text(&self) -> bool {
        self.typing.is_some()
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
