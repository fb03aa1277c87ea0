//! One session pupil by pupil: who was there, and why who was not; saved as delivered.
//!
//! Rule: everybody was there unless a key says otherwise. What was said is never lost: Esc and a dropped line keep it as a
//! draft.

mod draw;
#[cfg(test)]
mod tests;

use super::group_keys::group_key;
use std::any::Any;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::saving::{forget, leave};
use super::session;
use crate::actions::By;
use crate::actions::session::{Recording, Which, record};
use crate::domain::delivery::{Missed, State};
use crate::domain::ids::Typed;
use crate::store::{CommitError, Operation};
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::draft::Draft;
use crate::tui::effect::Effect;
use crate::tui::layer::{Layer, Taken};
use crate::tui::panes::sessions::{REASONS, SessionsPane};
use crate::tui::save::saved;
use crate::views::sessions::{Part, SessionLine};

/// Its name in the table of forms, for drafts.
pub const FORM: &str = "session.pupils";

/// A pupil, and why they were away.
struct PupilRow {
    part: Part,
    away: Option<Missed>,
}

/// The screen; see the module.
pub struct SessionPupils {
    line: SessionLine,
    /// "Language group, Mon 23 Nov 9:30, R Dale".
    title: String,
    rows: Vec<PupilRow>,
    at: usize,
    /// What is wrong, or what happened to the draft.
    message: Option<String>,
    saving: bool,
    /// The number of the save, kept while the store cannot say whether it happened.
    ticket: Option<u128>,
    /// Rows on screen when it was drawn last.
    page: usize,
}

/// Opens a session, with its draft if one is kept.
pub fn open(app: &mut App, line: SessionLine) -> Vec<Effect> {
    let title = session::said(&line, &app.ctx);
    let mut screen = SessionPupils::new(line, title);
    let name = screen.draft_name();
    if let Some(draft) = app.drafts.iter().find(|draft| draft.name() == name) {
        screen.lay(draft);
    }
    app.open(screen)
}

/// Opens it from what a draft says that it is about.
pub fn resume(app: &mut App, about: &str) -> Vec<Effect> {
    session::with_lines(app, about, |app, lines| {
        lines.into_iter().next().map(|line| open(app, line)).unwrap_or_default()
    })
}

impl SessionPupils {
    /// A session as it was recorded; everybody there if it was not.
    pub fn new(line: SessionLine, title: String) -> SessionPupils {
        let rows = line.pupils.iter().map(|part| PupilRow { part: part.clone(), away: part.away }).collect();
        SessionPupils { line, title, rows, at: 0, message: None, saving: false, ticket: None, page: 1 }
    }

    fn about(&self) -> String {
        session::about(&self.line)
    }

    fn draft_name(&self) -> String {
        Draft::name_of(FORM, &self.about())
    }

    /// Lays a draft over the rows; pupils who have left the group since are passed over.
    fn lay(&mut self, draft: &Draft) {
        for (pupil, code) in &draft.fields {
            if let Some(row) = self.rows.iter_mut().find(|row| row.part.who.pupil.0.to_string() == *pupil) {
                row.away = Missed::parse(code);
            }
        }
        self.at = draft.focus.min(self.rows.len().saturating_sub(1));
        self.message = Some("Your unfinished draft is back".into());
    }

    fn away(&self) -> usize {
        self.rows.iter().filter(|row| row.away.is_some()).count()
    }

    fn go_by(&mut self, rows: isize) {
        self.at = self.at.saturating_add_signed(rows).min(self.rows.len().saturating_sub(1));
    }

    fn say(&mut self, away: Option<Missed>) {
        if let Some(row) = self.rows.get_mut(self.at) {
            row.away = away;
        }
        self.go_by(1);
    }

    /// The pupil with this number on screen was away, or was there after all.
    fn turn(&mut self, at: usize) {
        match self.rows.get_mut(at) {
            Some(row) => {
                row.away = if row.away.is_some() { None } else { Some(Missed::PupilAway) };
                self.at = at;
            }
            None => self.message = Some(format!("There is no pupil {}", at.saturating_add(1))),
        }
    }

    fn as_above(&mut self) {
        let above = self.at.checked_sub(1).and_then(|above| self.rows.get(above)).map(|row| row.away);
        match above {
            Some(above) => self.say(above),
            None => self.message = Some("There is no row above the first".into()),
        }
    }

    fn save(&mut self, ctx: &Ctx) -> Taken {
        self.saving = true;
        let recording = Recording {
            away: self.rows.iter().filter_map(|row| Some((row.part.who.pupil, row.away?))).collect(),
            ..Recording::new(Which::of(&self.line), State::Delivered)
        };
        let mut op = ctx.operation("Session delivered, pupil by pupil");
        // The same save again, of which the store could not say whether it happened, must not happen twice.
        op.id = *self.ticket.get_or_insert(op.id);
        let by = By { today: ctx.own_day(), typed: Typed { at: op.at, by: op.user.clone() } };
        Taken::Yes(vec![commit(op, by, self.line.clone(), recording)])
    }

    fn failed(&mut self, error: &CommitError) {
        self.saving = false;
        if !matches!(error, CommitError::Unsure(_)) {
            self.ticket = None;
        }
        self.message = Some(format!("Not saved: {error}"));
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
            "group.next" | "group.down" | "group.enter" => self.go_by(1),
            "group.prev" | "group.up" => self.go_by(-1),
            "group.page_down" => self.go_by(page),
            "group.page_up" => self.go_by(-page),
            "group.above" => self.as_above(),
            "group.clear" => {
                if let Some(row) = self.rows.get_mut(self.at) {
                    row.away = row.part.away;
                }
            }
            "group.save" => return self.save(ctx),
            "group.close" => return self.close(),
            _ => return Taken::No,
        }
        Taken::Yes(Vec::new())
    }
}

fn commit(op: Operation, by: By, line: SessionLine, recording: Recording) -> Effect {
    let (title, about) = (op.action.clone(), session::about(&line));
    Effect::Work(Box::new(move |store| {
        let outcome = store.commit(op, |edit| record(edit, &by, &recording));
        Box::new(move |app: &mut App| match outcome {
            Ok(committed) => {
                let mut effects = Vec::new();
                let at = app.layers.iter_mut().position(|layer| is_about(layer.as_mut(), &about).is_some());
                if let Some(at) = at {
                    app.layers.remove(at);
                    effects.extend(forget(app, Draft::name_of(FORM, &about)));
                }
                effects.extend(saved(app, None, &title, committed, move |app, _| {
                    let today = app.ctx.own_day();
                    if let Some(pane) = app.pane_mut::<SessionsPane>() {
                        pane.recorded(&line, today);
                    }
                    Vec::new()
                }));
                effects
            }
            Err(error) => {
                let screen = app.layers.iter_mut().find_map(|layer| is_about(layer.as_mut(), &about));
                match screen {
                    Some(screen) => screen.failed(&error),
                    None => app.tell_error(format!("Not saved: {error}")),
                }
                Vec::new()
            }
        })
    }))
}

fn is_about<'a>(layer: &'a mut dyn Layer, about: &str) -> Option<&'a mut SessionPupils> {
    layer.as_any().downcast_mut::<SessionPupils>().filter(|screen| screen.about() == about)
}

impl Layer for SessionPupils {
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
        self.message = None;
        match key.code {
            KeyCode::Backspace | KeyCode::Char(' ') => self.say(None),
            KeyCode::Char(figure @ '1'..='9') => self.turn(figure as usize - '1' as usize),
            KeyCode::Char(letter) => {
                let known = REASONS.iter().find(|(known, _, _)| *known == letter.to_ascii_lowercase());
                match known {
                    Some((_, _, why)) => self.say(Some(*why)),
                    None => return Taken::No,
                }
            }
            _ => return Taken::No,
        }
        Taken::Yes(Vec::new())
    }

    fn command(&mut self, command: &'static Command, _count: usize, ctx: &Ctx) -> Taken {
        self.act(command.id, ctx)
    }

    fn paste(&mut self, _text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        Taken::No
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        draw::screen(self, frame, area, ctx);
    }

    fn takes_text(&self) -> bool {
        false
    }

    fn draft(&self) -> Option<Draft> {
        let changed = self.rows.iter().filter(|row| row.away != row.part.away);
        let fields: Vec<(String, String)> = changed
            .map(|row| {
                let code = row.away.map(|why| why.code().to_owned()).unwrap_or_default();
                (row.part.who.pupil.0.to_string(), code)
            })
            .collect();
        if fields.is_empty() {
            return None;
        }
        Some(Draft { form: FORM.into(), about: self.about(), fields, focus: self.at })
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
