//! The keys of the closing screen. Its commands are those of a group's check.
//!
//! Rule: a figure judges at once, so that Enter goes on to the next line; inside a text Enter and the arrows stay.

use crate::tui::forms::group_keys::group_key;
use std::any::Any;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::rows::{Cell, Spot};
use super::{CloseCycle, FORM, draw};
use crate::tui::app::Ctx;
use crate::tui::command::{Command, Scope};
use crate::tui::draft::Draft;
use crate::tui::forms::entry::State;
use crate::tui::keymap::Found;
use crate::tui::layer::{Layer, Taken};

impl CloseCycle {
    /// The cursor leaves its place: what is typed there is taken, and a day that follows from it is proposed anew.
    pub(super) fn leave(&mut self, ctx: &Ctx) {
        let focus = self.focus;
        if let Some(entry) = self.entry_mut(focus) {
            entry.leave(ctx);
        }
        if matches!(focus, Spot::On | Spot::Next) {
            self.propose(ctx);
        }
    }

    pub(super) fn go(&mut self, spot: Spot) {
        self.focus = spot;
        if let Some(entry) = self.entry_mut(spot) {
            entry.enter();
        }
    }

    /// To the next place or the one before; it stays at the ends.
    fn step(&mut self, on: bool, ctx: &Ctx) {
        self.leave(ctx);
        let spots = self.spots();
        let at = spots.iter().position(|spot| *spot == self.focus).unwrap_or(0);
        let to = if on { at.saturating_add(1) } else { at.saturating_sub(1) };
        if let Some(spot) = spots.get(to) {
            self.go(*spot);
        }
    }

    /// So many lines up or down, in the same cell of a target.
    fn go_by(&mut self, lines: isize, cell: Cell, ctx: &Ctx) {
        self.leave(ctx);
        let targets = self.rows.len();
        let line = self.focus.line(targets).saturating_add_signed(lines);
        self.go(Spot::on_line(line, targets, cell));
    }

    /// Up or down: inside a text or an open list first.
    fn vertical(&mut self, down: bool, ctx: &Ctx) {
        let (cols, focus) = (self.cols, self.focus);
        let stays = match self.entry_mut(focus) {
            Some(entry) if entry.is_picking() => {
                if let State::Pick(picker) = &mut entry.state {
                    picker.step(down);
                }
                true
            }
            Some(entry) if entry.is_long() => match &mut entry.state {
                State::Text(input) => input.vertical(down, cols),
                _ => false,
            },
            _ => false,
        };
        if !stays {
            let cell = match focus {
                Spot::Target(_, cell) => cell,
                _ => Cell::Outcome,
            };
            self.go_by(if down { 1 } else { -1 }, cell, ctx);
        }
    }

    fn enter(&mut self, ctx: &Ctx) -> Taken {
        let focus = self.focus;
        match self.entry_mut(focus) {
            Some(entry) if entry.is_long() => {
                entry.key(&KeyEvent::from(KeyCode::Enter), ctx);
                Taken::Yes(Vec::new())
            }
            _ if focus == Spot::NextOn => self.save(ctx),
            _ => {
                self.go_by(1, Cell::Outcome, ctx);
                Taken::Yes(Vec::new())
            }
        }
    }

    /// What came of the target above, in this line too; then the next.
    fn as_above(&mut self, ctx: &Ctx) {
        let Spot::Target(at, _) = self.focus else { return };
        let above = at.checked_sub(1).and_then(|above| self.rows.get(above));
        match above.map(|row| (row.judged(ctx), row.carry.text())) {
            Some((Some(outcome), carry)) => {
                if let Some(row) = self.rows.get_mut(at) {
                    row.outcome.set_text(outcome.code());
                    row.carry.set_text(&carry);
                }
                self.go_by(1, Cell::Outcome, ctx);
            }
            Some((None, _)) => self.message = Some("The line above is not judged yet".into()),
            None => self.message = Some("There is no line above the first".into()),
        }
    }

    fn act(&mut self, id: &str, ctx: &Ctx) -> Taken {
        if self.saving && id != "group.close" {
            return Taken::Yes(Vec::new());
        }
        if id != "group.save" {
            self.message = None;
        }
        match id {
            "group.next" => self.step(true, ctx),
            "group.prev" => self.step(false, ctx),
            "group.down" => self.vertical(true, ctx),
            "group.up" => self.vertical(false, ctx),
            "group.page_down" => {
                self.leave(ctx);
                self.go(Spot::NextOn);
            }
            "group.page_up" => {
                self.leave(ctx);
                self.go(Spot::on_line(1, self.rows.len(), Cell::Outcome));
            }
            "group.enter" => return self.enter(ctx),
            "group.above" => self.as_above(ctx),
            "group.clear" => {
                let focus = self.focus;
                if let Some(entry) = self.entry_mut(focus) {
                    entry.clear();
                }
            }
            "group.save" => return self.save(ctx),
            "group.close" => return self.close(),
            _ => return Taken::No,
        }
        Taken::Yes(Vec::new())
    }

    /// A key in the cell that says whether a target goes on: what shows is what changes.
    fn carry(&mut self, at: usize, key: &KeyEvent, ctx: &Ctx) -> bool {
        let Some(row) = self.rows.get_mut(at) else { return false };
        if matches!(key.code, KeyCode::Char(' ') | KeyCode::Left | KeyCode::Right) {
            let turned = if row.carries(ctx) { "no" } else { "yes" };
            row.carry.set_text(turned);
            return true;
        }
        row.carry.key(key, ctx)
    }
}

impl Layer for CloseCycle {
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
        let focus = self.focus;
        let judges = matches!(focus, Spot::Target(_, Cell::Outcome));
        if judges
            && let Found::Command(command) = ctx.keymap.find(&[Scope::Group], &[key])
            && command.id == "group.above"
        {
            return self.act(command.id, ctx);
        }
        let used = match focus {
            Spot::Target(at, Cell::Carry) => self.carry(at, &key, ctx),
            _ => self.entry_mut(focus).is_some_and(|entry| entry.key(&key, ctx)),
        };
        if !used {
            return Taken::No;
        }
        let figure = matches!(key.code, KeyCode::Char('0'..='9'));
        if figure
            && (judges || matches!(focus, Spot::Outcome | Spot::Next))
            && let Some(entry) = self.entry_mut(focus)
        {
            entry.leave(ctx);
        }
        self.message = None;
        self.sure = false;
        Taken::Yes(Vec::new())
    }

    fn command(&mut self, command: &'static Command, _count: usize, ctx: &Ctx) -> Taken {
        self.act(command.id, ctx)
    }

    fn paste(&mut self, text: &str, cut: bool, ctx: &Ctx) -> Taken {
        if self.saving {
            return Taken::No;
        }
        let focus = self.focus;
        let Some(entry) = self.entry_mut(focus) else { return Taken::No };
        let whole = entry.paste(text, ctx);
        self.message = (cut || !whole).then(|| "That was too long: its end is missing".into());
        Taken::Yes(Vec::new())
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        draw::screen(self, frame, area, ctx);
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn draft(&self) -> Option<Draft> {
        let fields = self.texts();
        if fields.is_empty() {
            return None;
        }
        let focus = self.spots().iter().position(|spot| *spot == self.focus).unwrap_or(0);
        Some(Draft { form: FORM.into(), about: self.about(), fields, focus })
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
