//! "Take term dates from a file": asks which, shows what it gives and what it replaces, and saves when told to.
//!
//! Rule: the same reader and the same action as `senco terms FILE`; nothing is saved before the person has seen what was understood
//! and what was not.

use std::any::Any;
use std::path::PathBuf;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::app::{App, Ctx};
use super::command::{Command, Scope};
use super::effect::Effect;
use super::forms::Prompt;
use super::layer::{Layer, Taken};
use super::save::save;
use super::widgets::list::{List, ListControl, Row};
use super::widgets::put::{below, put};
use crate::actions::calendar as action;
use crate::domain::calendar::{CalendarFile, Closure, Sites, Term};
use crate::domain::day;
use crate::domain::school::SchoolFile;
use crate::exchange::{calendar, replace};
use crate::text::{clean, fit};

/// Asks for the file.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let label = match app.ctx.school.site_name(app.ctx.site) {
        "" => "Term dates, a CSV or .ics file:".to_owned(),
        site => format!("Term dates of {site}, a CSV or .ics file:"),
    };
    app.open(Prompt::new(label, "~/", |app, path| read(app, &path)))
}

fn read(app: &mut App, path: &str) -> Vec<Effect> {
    if path.is_empty() || path == "~/" {
        app.refuse("No dates were taken: no file was named");
        return Vec::new();
    }
    let path = replace::typed(path);
    let school = &app.ctx.school;
    let sites = Sites {
        known: school.sites.iter().map(|site| (site.id, site.name.clone())).collect(),
        usual: app.ctx.site,
    };
    // The disk may be slow, and a file of another's is not the screen's to wait for.
    vec![Effect::Work(Box::new(move |_| {
        let found = calendar::open(&path, &sites);
        Box::new(move |app: &mut App| match found {
            Ok(file) => {
                let layer = Found::new(path, file, &app.ctx.school);
                app.open(layer)
            }
            Err(why) => {
                app.refuse(format!("No dates were taken: {why}"));
                Vec::new()
            }
        })
    }))]
}

/// A line of what was found.
struct Told {
    at: usize,
    part: Part,
    words: String,
}

/// What a line tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Term,
    Day,
    Goes,
    LeftOut,
}

impl Part {
    const ALL: [(Part, &'static str); 4] = [
        (Part::Term, "Terms"),
        (Part::Day, "INSET days and days closed"),
        (Part::Goes, "They take the place of"),
        (Part::LeftOut, "Not understood, and left out"),
    ];
}

impl Row for Told {
    type Key = usize;
    fn key(&self) -> usize {
        self.at
    }
    fn words(&self) -> String {
        self.words.clone()
    }
    fn section(&self) -> u32 {
        let at = Part::ALL.iter().position(|(part, _)| *part == self.part).unwrap_or_default();
        u32::try_from(at).unwrap_or_default()
    }
}

/// What a file gives, while it is looked at.
struct Found {
    path: PathBuf,
    file: CalendarFile,
    list: List<Told>,
}

fn term_words(term: &Term, school: &SchoolFile) -> String {
    let half = term.half_term.map_or_else(
        || "no half-term".to_owned(),
        |half| format!("half-term {} – {}", day::short(half.start), day::short(half.end)),
    );
    let words = format!("{}: {} – {}, {half}", term.label(), day::plain(term.start), day::plain(term.end));
    of_site(words, school.site_name(term.site))
}

fn day_words(closure: &Closure, school: &SchoolFile) -> String {
    let to =
        if closure.to == closure.from { String::new() } else { format!(" – {}", day::full(closure.to)) };
    let words = format!("{}{to}: {}", day::full(closure.from), closure.label());
    of_site(words, school.site_name(closure.site))
}

fn of_site(words: String, site: &str) -> String {
    if site.is_empty() { words } else { format!("{words} · {site}") }
}

impl Found {
    fn new(path: PathBuf, file: CalendarFile, school: &SchoolFile) -> Found {
        let mut told: Vec<(Part, String)> = Vec::new();
        told.extend(file.terms.iter().map(|term| (Part::Term, term_words(term, school))));
        told.extend(file.closures.iter().map(|one| (Part::Day, day_words(one, school))));
        let (terms, closures) = action::goes(&school.terms, &school.closures, &file);
        told.extend(terms.into_iter().map(|held| (Part::Goes, term_words(held, school))));
        told.extend(closures.into_iter().map(|held| (Part::Goes, day_words(held, school))));
        let left =
            |one: &crate::domain::calendar::LeftOut| format!("line {}: {}: {}", one.line, one.text, one.why);
        told.extend(file.left_out.iter().map(|one| (Part::LeftOut, left(one))));
        let rows = told.into_iter().enumerate().map(|(at, (part, words))| Told { at, part, words }).collect();
        let mut list = List::headed();
        list.set(rows);
        Found { path, file, list }
    }

    fn take(&mut self, ctx: &Ctx) -> Taken {
        let (file, by) = (std::mem::take(&mut self.file), ctx.by());
        let effect = save(
            ctx,
            "Take term dates from a file",
            move |edit| action::set_calendar(edit, &file, &by),
            |_, _| Vec::new(),
        );
        Taken::Close(Box::new(move |_| vec![effect]))
    }

    fn moved(&mut self, act: impl FnOnce(&mut dyn ListControl)) -> Taken {
        act(&mut self.list);
        Taken::Yes(Vec::new())
    }
}

impl Layer for Found {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn key(&mut self, _key: KeyEvent, _ctx: &Ctx) -> Taken {
        Taken::No
    }

    fn command(&mut self, command: &'static Command, _count: usize, ctx: &Ctx) -> Taken {
        match command.id {
            "picker.up" => self.moved(|list| list.move_by(-1)),
            "picker.down" => self.moved(|list| list.move_by(1)),
            "picker.page_up" => self.moved(|list| list.page(-1)),
            "picker.page_down" => self.moved(|list| list.page(1)),
            "picker.choose" => self.take(ctx),
            "picker.close" => Taken::Close(Box::new(|app| {
                app.tell("Nothing was taken from the file");
                Vec::new()
            })),
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
        frame.render_widget(ratatui::widgets::Clear, area);
        let theme = ctx.theme;
        let [head, body] = below(area, area.height.saturating_sub(2));
        let columns = usize::from(area.width).saturating_sub(2);
        let name = self.path.display().to_string();
        let key = |id: &str| ctx.keymap.keys_of(id).into_iter().next().unwrap_or_default();
        let ask =
            format!(" {} takes them, {} leaves all as it is", key("picker.choose"), key("picker.close"));
        put(
            &Line::styled(format!(" {}", fit(&clean(&name), columns)), theme.title()),
            head,
            frame.buffer_mut(),
        );
        if head.height > 1 {
            let second = Rect { y: head.y.saturating_add(1), height: 1, ..head };
            put(&Line::styled(ask, theme.key()), second, frame.buffer_mut());
        }
        self.list.draw(
            frame,
            body,
            &theme,
            |section, rows| {
                let at = usize::try_from(section).unwrap_or_default();
                let title = Part::ALL.get(at).map_or("", |(_, title)| *title);
                Line::from(vec![
                    Span::raw(" "),
                    Span::styled(title, theme.heading()),
                    Span::styled(format!("  {rows}"), theme.quiet()),
                ])
            },
            |told, look| Line::from(fit(&clean(&told.words), usize::from(look.width)).into_owned()),
        );
    }

    fn covers(&self) -> bool {
        true
    }

    fn takes_text(&self) -> bool {
        false
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
