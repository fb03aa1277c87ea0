//! Rolling forward on one screen: a row a provision that runs out with the term, decided with one key, saved as one change.
//!
//! Rule: nothing is decided until a key says so; what is undecided stays as it is, and is named. What was decided is never
//! lost: Esc and a dropped line keep it as a draft. Its commands are those of a group's check.

mod cells;
mod draw;
#[cfg(test)]
mod tests;

use super::group_keys::group_key;
use std::any::Any;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::saving::{forget, leave};
use crate::actions::roll::{ACTION, Decided, roll};
use crate::actions::{By, Warnings};
use crate::domain::day;
use crate::domain::ids::Typed;
use crate::domain::words::{list, plural};
use crate::store::{CommitError, Operation};
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::draft::Draft;
use crate::tui::effect::{Effect, read};
use crate::tui::keymap::Found;
use crate::tui::layer::{Layer, Taken};
use crate::tui::save::saved;
use crate::tui::widgets::text_input::TextInput;
use crate::views::roll::{self as view, Onward, RollView, Turn};

use cells::{Cell, Row};

/// Its name in the table of forms, for drafts.
pub const FORM: &str = "provision.roll";

/// The screen; see the module.
pub struct RollForward {
    turn: Turn,
    rows: Vec<Row>,
    at: usize,
    cell: Cell,
    /// What is wrong, or what happened to the draft.
    message: Option<String>,
    saving: bool,
    /// The number of the save, kept while the store cannot say whether it happened.
    ticket: Option<u128>,
    /// Rows on screen when it was drawn last.
    page: usize,
}

/// Opens it for the term that runs, or that ended last, with its draft if one is kept.
pub fn open(app: &mut App) -> Vec<Effect> {
    let today = app.ctx.own_day();
    at(app, today)
}

/// Opens it from what a draft says that it is about.
pub fn resume(app: &mut App, about: &str) -> Vec<Effect> {
    match about.parse() {
        Ok(on) => at(app, on),
        Err(_) => {
            app.refuse("This draft cannot be read");
            Vec::new()
        }
    }
}

fn at(app: &mut App, on: NaiveDate) -> Vec<Effect> {
    let (school, today, site) = (app.ctx.school.clone(), app.ctx.own_day(), app.ctx.site);
    vec![read(
        move |snapshot| view::read(snapshot, &school, on, site, today),
        move |app, found| match found {
            None => {
                app.refuse("The calendar has no term after this one");
                Vec::new()
            }
            Some(found) if found.lines.is_empty() => {
                app.refuse(format!("Nothing runs out with the {}", found.turn.term.label()));
                Vec::new()
            }
            Some(found) => {
                let mut screen = RollForward::new(found);
                let name = screen.draft_name();
                if let Some(draft) = app.drafts.iter().find(|draft| draft.name() == name) {
                    screen.lay(draft);
                }
                app.open(screen)
            }
        },
    )]
}

impl RollForward {
    /// With nothing decided.
    pub fn new(found: RollView) -> RollForward {
        RollForward {
            turn: found.turn,
            rows: found.lines.into_iter().map(Row::new).collect(),
            at: 0,
            cell: Cell::Goes,
            message: None,
            saving: false,
            ticket: None,
            page: 1,
        }
    }

    fn about(&self) -> String {
        day::iso(self.turn.term.end)
    }

    fn draft_name(&self) -> String {
        Draft::name_of(FORM, &self.about())
    }

    /// Lays a draft over the rows; provisions that are no longer asked for are passed over.
    fn lay(&mut self, draft: &Draft) {
        for (key, text) in &draft.fields {
            let Some((id, cell)) = key.split_once('/') else { continue };
            if let Some(row) = self.rows.iter_mut().find(|row| row.line.line.id.0.to_string() == id) {
                row.put(cell, text);
            }
        }
        self.at = draft.focus.min(self.rows.len().saturating_sub(1));
        self.message = Some("Your unfinished draft is back".into());
    }

    fn count(&self) -> usize {
        self.rows.iter().filter(|row| row.goes.is_some()).count()
    }

    fn row(&mut self) -> Option<&mut Row> {
        self.rows.get_mut(self.at)
    }

    fn input(&mut self) -> Option<&mut TextInput> {
        let cell = self.cell;
        self.row().and_then(|row| row.input(cell))
    }

    fn step(&mut self, on: bool) {
        let (cell, changes) = (self.cell, self.rows.get(self.at).is_some_and(Row::changes));
        match cell.step(on, changes) {
            Some(cell) => self.cell = cell,
            None => self.go_by(if on { 1 } else { -1 }),
        }
    }

    fn go_by(&mut self, rows: isize) {
        self.cell = Cell::Goes;
        self.at = self.at.saturating_add_signed(rows).min(self.rows.len().saturating_sub(1));
    }

    fn next_row(&mut self) {
        if self.at.saturating_add(1) < self.rows.len() {
            self.go_by(1);
        } else {
            self.cell = Cell::Goes;
            self.message = Some("That was the last: save, or go up to change something".into());
        }
    }

    /// What the row above has. A new dosage is taken with it.
    fn as_above(&mut self) {
        let above = self.at.checked_sub(1).and_then(|above| self.rows.get(above)).cloned();
        match above {
            Some(above) if above.goes.is_some() => {
                if let Some(row) = self.row() {
                    row.goes = above.goes;
                    if above.changes() {
                        (row.times, row.minutes, row.days) = (above.times, above.minutes, above.days);
                    }
                }
                self.next_row();
            }
            Some(_) => self.message = Some("The row above is not decided yet".into()),
            None => self.message = Some("There is no row above the first".into()),
        }
    }

    /// Everything that is not decided goes on.
    fn rest_goes_on(&mut self) {
        for row in self.rows.iter_mut().filter(|row| row.goes.is_none()) {
            row.goes = Some(Onward::Continue);
        }
    }

    fn decided(&mut self) -> Result<Vec<Decided>, String> {
        let mut all = Vec::new();
        for at in 0..self.rows.len() {
            match self.rows.get(at).map(Row::decided) {
                Some(Ok(one)) => all.extend(one),
                Some(Err((cell, words))) => {
                    (self.at, self.cell) = (at, cell);
                    let name = self.rows.get(at).map(|row| row.name().to_owned()).unwrap_or_default();
                    return Err(format!("{name}: {words}"));
                }
                None => {}
            }
        }
        if all.is_empty() {
            Err("Nothing is decided yet: c continue, g change, e end".into())
        } else {
            Ok(all)
        }
    }

    fn save(&mut self, ctx: &Ctx) -> Taken {
        if self.saving {
            return Taken::Yes(Vec::new());
        }
        self.message = None;
        for row in &mut self.rows {
            row.refused = false;
        }
        let decided = match self.decided() {
            Ok(decided) => decided,
            Err(words) => {
                self.message = Some(words);
                return Taken::Yes(Vec::new());
            }
        };
        self.saving = true;
        let mut op = ctx.operation(ACTION);
        // The same save again, of which the store could not say whether it happened, must not happen twice.
        op.id = *self.ticket.get_or_insert(op.id);
        let by = By { today: ctx.own_day(), typed: Typed { at: op.at, by: op.user.clone() } };
        let open: Vec<&str> = self.rows.iter().filter(|row| row.goes.is_none()).map(Row::name).collect();
        let job = Job { term: self.turn.term.end, decided, left: undecided(&open), draft: self.draft_name() };
        Taken::Yes(vec![commit(op, by, job)])
    }

    fn failed(&mut self, error: &CommitError) {
        self.saving = false;
        if !matches!(error, CommitError::Unsure(_)) {
            self.ticket = None;
        }
        let words = error.to_string();
        for row in &mut self.rows {
            row.refused = row.goes.is_some() && words.contains(row.name());
        }
        if let Some(at) = self.rows.iter().position(|row| row.refused) {
            (self.at, self.cell) = (at, Cell::Goes);
        }
        self.message = Some(format!("Not saved: {words}"));
    }

    fn close(&mut self) -> Taken {
        let (name, kept) = (self.draft_name(), self.draft());
        leave(self.saving, &mut self.message, name, kept)
    }

    fn act(&mut self, id: &str, ctx: &Ctx) -> Taken {
        if self.saving && id != "group.close" {
            return Taken::Yes(Vec::new());
        }
        self.message = None;
        let page = isize::try_from(self.page.max(1)).unwrap_or(1);
        match id {
            "group.next" => self.step(true),
            "group.prev" => self.step(false),
            "group.down" => self.go_by(1),
            "group.up" => self.go_by(-1),
            "group.page_down" => self.go_by(page),
            "group.page_up" => self.go_by(-page),
            "group.enter" => self.next_row(),
            "group.above" => self.as_above(),
            "group.clear" => {
                self.cell = Cell::Goes;
                if let Some(row) = self.row() {
                    *row = Row::new(row.line.clone());
                }
            }
            "group.save" => return self.save(ctx),
            "group.close" => return self.close(),
            _ => return Taken::No,
        }
        Taken::Yes(Vec::new())
    }

    /// A key where a row is decided.
    fn decide(&mut self, key: &KeyEvent) -> bool {
        if key.code == KeyCode::Char('C') {
            self.rest_goes_on();
            return true;
        }
        let Some(row) = self.row() else { return false };
        if !row.choose(key) {
            return false;
        }
        let goes = row.goes;
        // A letter decides and goes on; a change asks for the dosage first, and arrows are still choosing.
        match (key.code, goes) {
            (KeyCode::Char(_), Some(Onward::Change)) => self.cell = Cell::Times,
            (KeyCode::Char(_), Some(_)) => self.next_row(),
            _ => {}
        }
        true
    }
}

/// "2 undecided: Lexia and PECS"; empty if none is.
fn undecided(names: &[&str]) -> String {
    const NAMED: usize = 4;
    let count = names.len();
    match names.get(..NAMED).filter(|_| count > NAMED) {
        _ if count == 0 => String::new(),
        None => format!("{count} undecided: {}", list(names)),
        Some(first) => {
            let more = i64::try_from(count - NAMED).unwrap_or(i64::MAX);
            format!("{count} undecided: {} and {}", first.join(", "), plural(more, "other"))
        }
    }
}

/// What is saved, and what is said of it afterwards.
struct Job {
    term: NaiveDate,
    decided: Vec<Decided>,
    left: String,
    draft: String,
}

fn commit(op: Operation, by: By, job: Job) -> Effect {
    let title = op.action.clone();
    Effect::Work(Box::new(move |store| {
        let mut warnings = Warnings::new();
        let outcome = store.commit(op, |edit| {
            warnings = roll(edit, &by, job.term, &job.decided)?;
            Ok(())
        });
        Box::new(move |app: &mut App| match outcome {
            Ok(committed) => {
                let mut effects = Vec::new();
                let at = app.layers.iter_mut().position(|layer| is_it(layer.as_mut(), job.term).is_some());
                if let Some(at) = at {
                    app.layers.remove(at);
                    effects.extend(forget(app, job.draft));
                }
                let more: Vec<String> =
                    std::iter::once(job.left).filter(|left| !left.is_empty()).chain(warnings).collect();
                effects.extend(saved(app, None, &title, committed, move |app, _| {
                    if let (Some(notice), false) = (app.notice.as_mut(), more.is_empty()) {
                        notice.text.push_str(&format!(" · {}", more.join("; ")));
                    }
                    Vec::new()
                }));
                effects
            }
            Err(error) => {
                match app.layers.iter_mut().find_map(|layer| is_it(layer.as_mut(), job.term)) {
                    Some(screen) => screen.failed(&error),
                    None => app.tell_error(format!("Not saved: {error}")),
                }
                Vec::new()
            }
        })
    }))
}

fn is_it(layer: &mut dyn Layer, term: NaiveDate) -> Option<&mut RollForward> {
    layer.as_any().downcast_mut::<RollForward>().filter(|screen| screen.turn.term.end == term)
}

impl Layer for RollForward {
    fn scope(&self) -> Scope {
        Scope::Group
    }

    fn key(&mut self, key: KeyEvent, ctx: &Ctx) -> Taken {
        if let Some(id) = group_key(&key) {
            return self.act(id, ctx);
        }
        if self.saving {
            return Taken::Yes(Vec::new());
        }
        if let Some(input) = self.input() {
            if input.is_empty()
                && let Found::Command(command) = ctx.keymap.find(&[Scope::Group], &[key])
                && command.id == "group.above"
            {
                return self.act(command.id, ctx);
            }
            if !input.key(&key) {
                return Taken::No;
            }
        } else if !(key.modifiers - crossterm::event::KeyModifiers::SHIFT).is_empty() || !self.decide(&key) {
            return Taken::No;
        } else {
            return Taken::Yes(Vec::new());
        }
        self.message = None;
        Taken::Yes(Vec::new())
    }

    fn command(&mut self, command: &'static Command, _count: usize, ctx: &Ctx) -> Taken {
        self.act(command.id, ctx)
    }

    fn paste(&mut self, text: &str, cut: bool, _ctx: &Ctx) -> Taken {
        if self.saving {
            return Taken::No;
        }
        let Some(input) = self.input() else { return Taken::No };
        let whole = input.insert(text.trim());
        self.message = (cut || !whole).then(|| "That was too long: its end is missing".into());
        Taken::Yes(Vec::new())
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        draw::screen(self, frame, area, ctx);
    }

    fn takes_text(&self) -> bool {
        self.cell != Cell::Goes
    }

    fn draft(&self) -> Option<Draft> {
        let mut fields: Vec<(String, String)> = Vec::new();
        for row in &self.rows {
            let id = row.line.line.id.0;
            fields.extend(row.texts().into_iter().map(|(cell, text)| (format!("{id}/{cell}"), text)));
        }
        (!fields.is_empty()).then(|| Draft { form: FORM.into(), about: self.about(), fields, focus: self.at })
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
