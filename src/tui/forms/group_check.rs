//! The check of a whole group on one screen: a row a pupil, saved as one change.
//!
//! Rule: a pupil whose row nobody touched stays unrecorded; a row that was begun must have an outcome before anything is
//! saved. What was typed is never lost: Esc and a dropped line keep it as a draft.

mod cells;
mod commands;
mod draw;
#[cfg(test)]
mod tests;

use super::group_keys::group_key;
use std::any::Any;

use chrono::NaiveDate;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::saving::{forget, leave};
use crate::actions::By;
use crate::actions::check::Checked;
use crate::actions::provision::record_group;
use crate::domain::code::Decision;
use crate::domain::date_input::{self, Lean};
use crate::domain::day;
use crate::domain::ids::{RecordId, Typed};
use crate::domain::provision::Provision;
use crate::store::{CommitError, Operation};
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::draft::Draft;
use crate::tui::effect::{Effect, read};
use crate::tui::keymap::Found;
use crate::tui::layer::{Layer, Taken};
use crate::tui::save::saved;
use crate::tui::widgets::text_input::TextInput;
use crate::views::check::{self, CheckLine};
use crate::views::provision::ProvisionLine;

pub use commands::COMMANDS;

use cells::{Cell, PupilRow};

/// Its name in the table of forms, for drafts.
pub const FORM: &str = "provision.check";

/// The screen; see the module.
pub struct GroupCheck {
    provision: RecordId,
    /// "Language group · R Dale".
    title: String,
    /// The record: what is measured, and on which scale.
    run: Provision,
    held: TextInput,
    /// The cursor stands in the date at the top.
    at_held: bool,
    rows: Vec<PupilRow>,
    at: usize,
    /// The cell in which a pupil begins: the outcome where nothing is measured.
    first: Cell,
    cell: Cell,
    /// What is wrong, or what happened to the draft.
    message: Option<String>,
    saving: bool,
    /// The number of the save, kept while the store cannot say whether it happened.
    ticket: Option<u128>,
    /// Rows on screen when it was drawn last.
    page: usize,
}

/// Opens the check of a group, with its draft if one is kept.
pub fn open(app: &mut App, id: RecordId) -> Vec<Effect> {
    let (school, today) = (app.ctx.school.clone(), app.ctx.own_day());
    vec![read(
        move |snapshot| check::group(snapshot, &school, id, today),
        move |app, found| match found {
            None => {
                app.refuse("This provision is no longer there");
                Vec::new()
            }
            Some((_, rows)) if rows.is_empty() => {
                app.refuse("No pupil of this provision is left to check");
                Vec::new()
            }
            Some((line, rows)) => {
                let mut screen = GroupCheck::new(&line, rows, today);
                let name = screen.draft_name();
                if let Some(draft) = app.drafts.iter().find(|draft| draft.name() == name) {
                    screen.lay(draft);
                }
                app.open(screen)
            }
        },
    )]
}

/// Opens it from what a draft says that it is about.
pub fn resume(app: &mut App, about: &str) -> Vec<Effect> {
    match about.parse() {
        Ok(id) => open(app, RecordId(id)),
        Err(_) => {
            app.refuse("This draft cannot be read");
            Vec::new()
        }
    }
}

impl GroupCheck {
    /// An empty check of these pupils, held today.
    pub fn new(line: &ProvisionLine, rows: Vec<CheckLine>, today: NaiveDate) -> GroupCheck {
        let lead = if line.lead.is_empty() { String::new() } else { format!(" · {}", line.lead) };
        let rows: Vec<PupilRow> = rows.into_iter().map(PupilRow::new).collect();
        let measured = !line.provision.measure.trim().is_empty()
            || rows.iter().any(|row| !row.line.place.entry.trim().is_empty());
        let first = if measured { Cell::Now } else { Cell::Outcome };
        GroupCheck {
            provision: line.id,
            title: format!("{}{lead}", line.provision.name),
            run: line.provision.clone(),
            held: TextInput::new(&day::plain(today), false),
            at_held: false,
            rows,
            at: 0,
            first,
            cell: first,
            message: None,
            saving: false,
            ticket: None,
            page: 1,
        }
    }

    fn draft_name(&self) -> String {
        Draft::name_of(FORM, &self.provision.0.to_string())
    }

    /// Lays a draft over the rows; pupils who have left the group since are passed over.
    fn lay(&mut self, draft: &Draft) {
        for (key, text) in &draft.fields {
            match key.split_once('/') {
                None if key == "held" => self.held.set(text),
                Some((allocation, cell)) => {
                    let row = self.rows.iter_mut().find(|row| row.allocation().0.to_string() == allocation);
                    if let Some(row) = row {
                        row.put(cell, text);
                    }
                }
                None => {}
            }
        }
        self.at = draft.focus.min(self.rows.len().saturating_sub(1));
        self.message = Some("Your unfinished draft is back".into());
    }

    fn checked(&self) -> usize {
        self.rows.iter().filter(|row| row.outcome.is_some()).count()
    }

    fn row(&mut self) -> Option<&mut PupilRow> {
        self.rows.get_mut(self.at)
    }

    fn held_on(&self, ctx: &Ctx) -> Result<NaiveDate, String> {
        let text = self.held.text();
        if text.trim().is_empty() {
            return Err("the day of the check is missing".into());
        }
        date_input::parse(text, ctx.own_day(), &ctx.school.calendar, Lean::Past)
            .map_err(|error| error.to_string())
    }

    /// The text that is being typed into; `None` where the cell is a choice.
    fn input(&mut self) -> Option<&mut TextInput> {
        if self.at_held {
            return Some(&mut self.held);
        }
        let cell = self.cell;
        match (cell, self.row()) {
            (Cell::Now, Some(row)) => Some(&mut row.now),
            (Cell::Word, Some(row)) => Some(&mut row.word),
            _ => None,
        }
    }

    fn rest(&mut self) {
        if let Some(row) = self.row() {
            row.minus = false;
        }
    }

    fn step(&mut self, on: bool) {
        self.rest();
        if self.at_held {
            if on {
                self.at_held = false;
            }
            return;
        }
        match (self.cell.step(on), on) {
            (Some(cell), _) => self.cell = cell,
            (None, true) if self.at + 1 < self.rows.len() => {
                self.at += 1;
                self.cell = Cell::Now;
            }
            (None, false) if self.at > 0 => {
                self.at -= 1;
                self.cell = Cell::Word;
            }
            (None, false) => self.at_held = true,
            (None, true) => {}
        }
    }

    fn go_by(&mut self, rows: isize) {
        self.rest();
        if self.at_held {
            self.at_held = rows < 0;
        } else if rows < 0 && self.at == 0 {
            self.at_held = true;
        } else {
            self.at = self.at.saturating_add_signed(rows).min(self.rows.len().saturating_sub(1));
        }
    }

    /// The next pupil, from the first cell on.
    fn next_pupil(&mut self) {
        self.rest();
        if self.at_held {
            self.at_held = false;
        } else if self.at + 1 < self.rows.len() {
            self.at += 1;
            self.cell = self.first;
        } else {
            self.message = Some("That was the last pupil: save, or go up to change something".into());
        }
    }

    /// Outcome, decision and word of the row above; the measure is each pupil's own.
    fn as_above(&mut self) {
        let above = self.at.checked_sub(1).and_then(|above| self.rows.get(above)).cloned();
        match above {
            Some(above) if above.outcome.is_some() => {
                if let Some(row) = self.row() {
                    row.outcome = above.outcome;
                    row.decision = above.decision;
                    row.word = above.word;
                }
                self.next_pupil();
            }
            Some(_) => self.message = Some("The row above has no outcome yet".into()),
            None => self.message = Some("There is no row above the first".into()),
        }
    }

    /// Outcome and decision of this pupil's own last look; the measure is taken anew.
    fn as_before(&mut self) {
        let on_outcome = !self.at_held && self.cell == Cell::Outcome;
        let Some(row) = self.row() else { return };
        match row.line.before.clone() {
            Some(before) => {
                row.outcome = Some(before.outcome);
                row.decision = Some(before.decision);
                // There the key may be a plus whose Shift was missed: the figure still to come belongs to this pupil.
                if !on_outcome {
                    self.next_pupil();
                }
            }
            None => self.message = Some("No check before this one: there is nothing to repeat".into()),
        }
    }

    /// What would be saved.
    ///
    /// # Errors
    /// What is missing, in words; the cursor goes there.
    fn checks(&mut self, ctx: &Ctx) -> Result<Vec<Checked>, String> {
        let held = self.held_on(ctx).inspect_err(|_| self.at_held = true)?;
        if let Some(at) = self.rows.iter().position(|row| row.is_touched() && row.outcome.is_none()) {
            self.at_held = false;
            (self.at, self.cell) = (at, Cell::Outcome);
            let name = self.row().map(|row| row.line.place.who.name.clone()).unwrap_or_default();
            return Err(format!("{name}: the outcome is missing, −2 to +2"));
        }
        let checks: Vec<Checked> = self.rows.iter().filter_map(|row| row.checked(held)).collect();
        if checks.is_empty() {
            Err("No pupil is checked yet: an outcome, −2 to +2, does it".into())
        } else {
            Ok(checks)
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
        let checks = match self.checks(ctx) {
            Ok(checks) => checks,
            Err(words) => {
                self.message = Some(words);
                return Taken::Yes(Vec::new());
            }
        };
        self.saving = true;
        let title = "Check a group";
        let mut op = ctx.operation(title);
        // The same save again, of which the store could not say whether it happened, must not happen twice.
        op.id = *self.ticket.get_or_insert(op.id);
        let by = By { today: ctx.own_day(), typed: Typed { at: op.at, by: op.user.clone() } };
        let change = checks.iter().any(|check| check.decision == Decision::Change);
        Taken::Yes(vec![commit(op, by, self.provision, checks, change)])
    }

    fn failed(&mut self, error: &CommitError) {
        self.saving = false;
        if !matches!(error, CommitError::Unsure(_)) {
            self.ticket = None;
        }
        let words = error.to_string();
        for row in &mut self.rows {
            row.refused = row.outcome.is_some() && words.contains(row.line.place.who.name.as_str());
        }
        if let Some(at) = self.rows.iter().position(|row| row.refused) {
            self.at_held = false;
            self.at = at;
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
            "group.enter" => self.next_pupil(),
            "group.above" => self.as_above(),
            "group.last" => self.as_before(),
            "group.clear" => {
                if let Some(row) = self.row() {
                    row.clear();
                }
            }
            "group.save" => return self.save(ctx),
            "group.close" => return self.close(),
            _ => return Taken::No,
        }
        Taken::Yes(Vec::new())
    }
}

/// Saves them; where one decides on a change, the dosage is asked for next.
fn commit(op: Operation, by: By, provision: RecordId, checks: Vec<Checked>, change: bool) -> Effect {
    let title = op.action.clone();
    Effect::Work(Box::new(move |store| {
        let outcome = store.commit(op, |edit| record_group(edit, &by, provision, &checks));
        Box::new(move |app: &mut App| match outcome {
            Ok(committed) => {
                let mut effects = Vec::new();
                let at =
                    app.layers.iter_mut().position(|layer| is_about(layer.as_mut(), provision).is_some());
                if let Some(at) = at {
                    app.layers.remove(at);
                    effects.extend(forget(app, Draft::name_of(FORM, &provision.0.to_string())));
                }
                effects.extend(saved(app, None, &title, committed, |app, committed| {
                    if change && committed.touched > 0 {
                        super::dosage::open(app, provision)
                    } else {
                        Vec::new()
                    }
                }));
                effects
            }
            Err(error) => {
                let screen = app.layers.iter_mut().find_map(|layer| is_about(layer.as_mut(), provision));
                match screen {
                    Some(screen) => screen.failed(&error),
                    None => app.tell_error(format!("Not saved: {error}")),
                }
                Vec::new()
            }
        })
    }))
}

fn is_about(layer: &mut dyn Layer, provision: RecordId) -> Option<&mut GroupCheck> {
    layer.as_any().downcast_mut::<GroupCheck>().filter(|screen| screen.provision == provision)
}

impl Layer for GroupCheck {
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
        let at_held = self.at_held;
        if let Some(input) = self.input() {
            // "As above" in a cell where nothing is typed yet; elsewhere its key is a letter like any other.
            if !at_held
                && input.is_empty()
                && let Found::Command(command) = ctx.keymap.find(&[Scope::Group], &[key])
                && matches!(command.id, "group.above" | "group.last")
            {
                return self.act(command.id, ctx);
            }
            if !input.key(&key) {
                return Taken::No;
            }
        } else {
            let cell = self.cell;
            if !self.row().is_some_and(|row| row.choose(cell, &key)) {
                return Taken::No;
            }
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
        self.at_held || matches!(self.cell, Cell::Now | Cell::Word)
    }

    fn draft(&self) -> Option<Draft> {
        let mut fields: Vec<(String, String)> = Vec::new();
        for row in self.rows.iter().filter(|row| row.is_touched()) {
            let allocation = row.allocation().0;
            fields.extend(row.texts().into_iter().map(|(cell, text)| (format!("{allocation}/{cell}"), text)));
        }
        if fields.is_empty() {
            return None;
        }
        fields.push(("held".into(), self.held.text().to_owned()));
        Some(Draft { form: FORM.into(), about: self.provision.0.to_string(), fields, focus: self.at })
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
