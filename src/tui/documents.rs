//! The documents of the pupil under the cursor: what can be made, the likely first, each with what is missing.
//!
//! Rule: reading and writing is the worker's; the screen says where the file stands. A letter that was made is asked for
//! with one key: whether it goes home today. Its answer is one change, which undo takes back; the file stays.

#[cfg(test)]
mod tests;

use std::any::Any;
use std::path::{Path, PathBuf};

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::app::{App, Ctx};
use super::command::{Command, Scope};
use super::effect::{Effect, read};
use super::forms::Ask;
use super::layer::{Layer, Taken};
use super::panes::nobody;
use super::save::save;
use super::widgets::put::put;
use super::widgets::wrap::wrap;
use crate::actions::letter::{self, Printed as Sending};
use crate::clock;
use crate::domain::ids::PupilId;
use crate::domain::words::{plural, plural_as};
use crate::exchange::paper::Format;
use crate::exchange::paper::save::documents_dir;
use crate::exchange::papers::documents::{self, Document, Offer};
use crate::exchange::papers::folder::Folder;
use crate::exchange::papers::print::{Order, Printed, print};
use crate::text;

/// The command of the lists.
pub const COMMANDS: &[Command] = &[Command {
    id: "pupil.documents",
    title: "Documents: letters, plans, packs",
    words: "print paper letter parents slip invitation summary iep passport transition annual evidence referral strategies word docx html",
    help: "What can be made for the pupil under the cursor, or for all that are marked, each with what is missing.",
    group: "Documents",
    scope: Scope::List,
    hint: "",
    when: |app| {
        if app.pupils().is_empty() { Err(nobody(app, "select a pupil first")) } else { Ok(()) }
    },
    run: |app, _| open(app.pupils(), app.ctx.own_day()),
}];

/// Reads what can be made and shows it.
fn open(pupils: Vec<PupilId>, today: chrono::NaiveDate) -> Vec<Effect> {
    let [first, rest @ ..] = pupils.as_slice() else { return Vec::new() };
    let (first, alone) = (*first, rest.is_empty());
    vec![read(
        move |view| Folder::read(view, first, today, clock::day_of),
        move |app, folder| {
            let Some(folder) = folder else {
                app.refuse("This pupil is no longer on file");
                return Vec::new();
            };
            let whom = if alone {
                folder.name()
            } else {
                plural(i64::try_from(pupils.len()).unwrap_or(i64::MAX), "pupil")
            };
            // What several lack differs from child to child: it is said when it is made.
            let offers = if alone {
                documents::offers(&folder)
            } else {
                let plain = |document| Offer { document, not_yet: None, missing: Vec::new() };
                documents::ALL.iter().map(plain).collect()
            };
            app.open(Shelf { pupils, whom, offers, selected: 0, dir: documents_dir(), costs: false })
        },
    )]
}

/// What can be made, to choose from.
pub(super) struct Shelf {
    pupils: Vec<PupilId>,
    whom: String,
    offers: Vec<Offer>,
    selected: usize,
    /// Where files go.
    dir: PathBuf,
    /// Whether a document that may leave costs out says them.
    costs: bool,
}

const DOCX: &[Format] = &[Format::Docx];
const HTML: &[Format] = &[Format::Html];

impl Shelf {
    fn step(&mut self, by: isize) -> Taken {
        self.selected = self.selected.saturating_add_signed(by).min(self.offers.len().saturating_sub(1));
        Taken::Yes(Vec::new())
    }

    fn make(&self, formats: &'static [Format]) -> Taken {
        let Some(offer) = self.offers.get(self.selected) else { return Taken::No };
        if offer.not_yet.is_some() {
            let words = format!("{}: {}", offer.document.title, offer.words());
            return Taken::Then(Box::new(move |app| {
                app.refuse(words);
                Vec::new()
            }));
        }
        let (document, pupils, dir) = (offer.document, self.pupils.clone(), self.dir.clone());
        let costs = self.costs && document.costs;
        Taken::Close(Box::new(move |app| make(app, document, pupils, formats, (dir, costs))))
    }

    fn line(&self, at: usize, width: usize, ctx: &Ctx) -> Line<'static> {
        let theme = ctx.theme;
        let Some(offer) = self.offers.get(at) else { return Line::default() };
        let chosen = at == self.selected;
        let title = offer.document.title;
        let said = text::fit(&offer.words(), width.saturating_sub(38)).into_owned();
        let style = match (chosen, &offer.not_yet) {
            (true, _) => theme.choice(),
            (false, Some(_)) => theme.quiet(),
            (false, None) => theme.text(),
        };
        let gap = 31_usize.saturating_sub(text::width(title)).max(2);
        Line::from(vec![
            Span::styled(if chosen { "›" } else { " " }, theme.cursor()),
            Span::raw(" "),
            Span::styled(offer.document.key.to_string(), theme.key()),
            Span::raw("  "),
            Span::styled(title, style),
            Span::raw(" ".repeat(gap)),
            Span::styled(said, theme.quiet()),
        ])
    }

    /// Below the list: what the document is, and all that is missing in it.
    fn below(&self, width: usize) -> Vec<String> {
        let Some(offer) = self.offers.get(self.selected) else { return Vec::new() };
        let mut said = vec![offer.document.help.to_owned()];
        if offer.document.costs {
            let costs = if self.costs {
                "It says what it costs; £ leaves that out."
            } else {
                "It leaves costs out; £ puts them in."
            };
            said.push(costs.to_owned());
        }
        if offer.missing.len() > 1 {
            said.push(format!("Missing: {}", offer.missing.join("; ")));
        }
        let rows = |line: &String| {
            wrap(line, width).into_iter().map(|row| line.get(row).unwrap_or_default().to_owned()).collect()
        };
        said.iter().flat_map(|line| -> Vec<String> { rows(line) }).collect()
    }
}

impl Layer for Shelf {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn key(&mut self, key: KeyEvent, _ctx: &Ctx) -> Taken {
        let KeyCode::Char(letter) = key.code else { return Taken::No };
        match letter {
            'h' => self.make(HTML),
            'b' => self.make(&Format::ALL),
            'j' => self.step(1),
            'k' => self.step(-1),
            '£' | '$' if self.offers.get(self.selected).is_some_and(|offer| offer.document.costs) => {
                self.costs = !self.costs;
                Taken::Yes(Vec::new())
            }
            letter => match self.offers.iter().position(|offer| offer.document.key == letter) {
                Some(at) => {
                    self.selected = at;
                    self.make(DOCX)
                }
                None => Taken::No,
            },
        }
    }

    fn command(&mut self, command: &'static Command, _count: usize, _ctx: &Ctx) -> Taken {
        match command.id {
            "picker.up" => self.step(-1),
            "picker.down" => self.step(1),
            "picker.page_up" => self.step(-99),
            "picker.page_down" => self.step(99),
            "picker.choose" => self.make(DOCX),
            "picker.close" => Taken::Close(Box::new(|_| Vec::new())),
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
        let theme = ctx.theme;
        let width = usize::from(area.width);
        let below = self.below(width.saturating_sub(2));
        let room = usize::from(area.height).saturating_sub(3).min(self.offers.len());
        let top = (self.selected + 1).saturating_sub(room.max(1));
        let mut lines = vec![Line::styled(
            format!(" Documents · {}", text::fit(&text::clean(&self.whom), width.saturating_sub(14))),
            theme.title(),
        )];
        let cursor = lines.len() + self.selected.saturating_sub(top);
        lines.extend((top..self.offers.len()).take(room).map(|at| self.line(at, width, ctx)));
        // The keys go before what is said below: a low screen has no room for both.
        let spare = usize::from(area.height).saturating_sub(lines.len() + 2);
        if spare > 1 {
            lines.push(Line::default());
            let said = below.iter().take(spare - 1);
            lines.extend(said.map(|line| Line::styled(format!(" {}", text::clean(line)), theme.text())));
        }
        lines.push(Line::styled(" Enter or its letter DOCX  h HTML  b both  Esc close", theme.key()));
        lines.push(Line::styled("─".repeat(width), theme.quiet()));
        let high = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height);
        frame.render_widget(Clear, Rect { height: high, ..area });
        for (line, y) in lines.iter().zip(area.y..area.y.saturating_add(high)) {
            put(line, Rect { y, height: 1, ..area }, frame.buffer_mut());
        }
        let y =
            area.y.saturating_add(u16::try_from(cursor).unwrap_or(0)).min(area.bottom().saturating_sub(1));
        frame.set_cursor_position(Position { x: area.x, y });
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn says_keys(&self) -> bool {
        true
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

/// A path as a person says it: below their own folder with `~`.
pub(super) fn shown(path: &Path) -> String {
    let home = std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute());
    match home.as_ref().and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}

/// Where one document stands: "~/senco-documents/AO-2026-11-22-letter.docx and .html".
fn where_to(files: &[PathBuf]) -> String {
    let Some((first, rest)) = files.split_first() else { return String::new() };
    let ending =
        |path: &PathBuf| path.extension().map(|end| format!(" and .{}", end.display())).unwrap_or_default();
    format!("{}{}", shown(first), rest.iter().map(ending).collect::<String>())
}

fn make(
    app: &App,
    document: &'static Document,
    pupils: Vec<PupilId>,
    formats: &'static [Format],
    (dir, costs): (PathBuf, bool),
) -> Vec<Effect> {
    let today = app.ctx.own_day();
    vec![Effect::Work(Box::new(move |store| {
        let mut done: Vec<(PupilId, Printed)> = Vec::new();
        let mut not = Vec::new();
        for pupil in pupils {
            let order = Order { document, formats, dir: &dir, costs, today, day_of: clock::day_of };
            match print(store, pupil, order) {
                Ok(printed) => done.push((pupil, printed)),
                Err(why) => not.push(why.to_string()),
            }
        }
        Box::new(move |app: &mut App| said(app, document, done, &not, &dir))
    }))]
}

/// What is said of a file that was written with mode 0600.
const OWN: &str = "for you alone to read";

/// Says what was written, and asks of a letter whether it goes home today.
fn said(
    app: &mut App,
    document: &'static Document,
    done: Vec<(PupilId, Printed)>,
    not: &[String],
    dir: &Path,
) -> Vec<Effect> {
    let words = match done.as_slice() {
        [] => {
            app.refuse(format!(
                "Nothing was written: {}",
                not.first().map_or("nobody was chosen", |why| why)
            ));
            return Vec::new();
        }
        [(_, printed)] if not.is_empty() => format!("Written: {}, {OWN}", where_to(&printed.files)),
        several => {
            let count = i64::try_from(several.len()).unwrap_or(i64::MAX);
            let left = not.first().map(|why| format!("; {} not: {why}", not.len())).unwrap_or_default();
            format!("Written: {} in {}, {OWN}{left}", plural_as(count, "paper", "papers"), shown(dir))
        }
    };
    let waits: Vec<(PupilId, Sending)> = match document.home {
        Some((letter, slip)) => done
            .into_iter()
            .filter(|(_, printed)| printed.to_send)
            .map(|(pupil, printed)| (pupil, Sending { letter, slip, about: printed.about, sent: false }))
            .collect(),
        None => Vec::new(),
    };
    if !waits.is_empty() {
        let question = match waits.len() {
            1 => "Does the letter go home today?".to_owned(),
            count => format!("Do the {count} letters go home today?"),
        };
        let later = waits.clone();
        let ask = Ask::new(question, move |app| record(app, waits, true))
            .otherwise(move |app| record(app, later, false));
        app.open(ask);
    }
    app.tell(words);
    Vec::new()
}

/// Puts the letters on file: as sent today, or as waiting to be sent.
fn record(app: &App, letters: Vec<(PupilId, Sending)>, sent: bool) -> Vec<Effect> {
    let by = app.ctx.by();
    let title = if sent { "Letter sent home" } else { "Letter to send" };
    let act = move |edit: &mut crate::store::Edit<'_>| {
        letters.iter().try_for_each(|(pupil, letter)| {
            letter::printed(edit, &by, *pupil, &Sending { sent, ..letter.clone() })
        })
    };
    vec![save(&app.ctx, title, act, move |app, committed| {
        if !sent && committed.touched == 0 {
            app.tell("The letter waits to be sent: say so here, or on the pupil's page, when it has gone");
        }
        Vec::new()
    })]
}
