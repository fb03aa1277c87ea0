//! The panes. Each is a vertical slice: its rows, its columns, its commands, its tests.
//!
//! A new pane is a file here, a row in [`PANES`], a command to go to it, and its keys.

pub mod calendar;
pub mod due;
pub mod figures;
pub mod provision;
pub mod pupil;
pub mod register;
pub mod rules;
pub mod school;
pub mod sessions;
pub mod timeline;
pub mod works;

use std::any::Any;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::app::{App, Ctx};
use super::command::{Command, Scope};
use super::effect::Effect;
use super::widgets::list::ListControl;
use crate::domain::ids::{Key, PupilId};
use crate::domain::rows::Duty;

/// What stands under the cursor, for why it is due and what if it were not then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointed {
    /// The record that it is about; a pupil's profile stands for the next review.
    pub about: Key,
    /// The rule that asks for it; `None` for what is due first about the record.
    pub duty: Option<Duty>,
}

/// One pane.
pub trait Pane: Any {
    /// Its name in the tab line.
    fn title(&self) -> &'static str;
    /// Where its commands stand in the keymap.
    fn scope(&self) -> Scope;
    /// Whether it stands in the tab line and in the round of Tab while another is shown; what is seldom looked at does not, since
    /// 80 columns hold five names.
    fn in_tabs(&self) -> bool {
        true
    }
    /// A number for the tab line: how many are overdue; `None` for none.
    fn badge(&self) -> Option<usize> {
        None
    }
    /// What stands at the top left in place of the school's name: the pupil shown; `None` for the school.
    fn header(&self, _ctx: &Ctx) -> Option<String> {
        None
    }
    /// What stands at the right of the tab line beside the site: "all kinds, 38"; `None` for nothing.
    fn aside(&self, _ctx: &Ctx) -> Option<String> {
        None
    }
    /// Asks for what it shows: when it is first shown, and whenever the store has changed. Selection, marks and filter
    /// stay.
    fn load(&mut self, ctx: &Ctx) -> Vec<Effect>;
    /// Draws it, and puts the cursor on the selected row.
    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx);
    /// The list that arrows, marks and filter move in; `None` if it has none.
    fn list(&mut self) -> Option<&mut dyn ListControl>;
    /// The pupils that a command would be about: those marked, else the one selected.
    fn pupils(&self) -> Vec<PupilId>;
    /// The date under the cursor that can be explained; `None` if the row has none.
    fn pointed(&self) -> Option<Pointed> {
        None
    }
    /// The selection moved, or the filter changed: what follows it?
    fn moved(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }
    /// Esc, when filter and marks are gone: takes away what else was asked for, and says what follows. `None` if there is
    /// nothing.
    fn step_back(&mut self, _ctx: &Ctx) -> Option<Vec<Effect>> {
        None
    }
    /// Another pupil was chosen for the panes that show one.
    fn show_pupil(&mut self, _pupil: PupilId) {}
    /// For its own commands.
    fn as_any(&mut self) -> &mut dyn Any;
    /// For its own commands' `when`.
    fn as_any_ref(&self) -> &dyn Any;
}

/// A row of the table of panes.
pub struct PaneRow {
    /// Makes it, empty.
    pub make: fn() -> Box<dyn Pane>,
    /// Its commands.
    pub commands: &'static [Command],
}

/// The panes in the order of the tab line; the first is shown first.
pub const PANES: &[PaneRow] = &[
    PaneRow { make: due::DuePane::make, commands: due::COMMANDS },
    PaneRow { make: register::RegisterPane::make, commands: register::COMMANDS },
    PaneRow { make: provision::ProvisionPane::make, commands: provision::COMMANDS },
    PaneRow { make: timeline::TimelinePane::make, commands: timeline::COMMANDS },
    PaneRow { make: pupil::PupilPane::make, commands: pupil::COMMANDS },
    PaneRow { make: rules::RulesPane::make, commands: rules::COMMANDS },
    PaneRow { make: calendar::CalendarPane::make, commands: calendar::COMMANDS },
    PaneRow { make: school::SchoolPane::make, commands: school::COMMANDS },
    PaneRow { make: figures::FiguresPane::make, commands: figures::COMMANDS },
    PaneRow { make: works::WorksPane::make, commands: works::COMMANDS },
    PaneRow { make: sessions::SessionsPane::make, commands: sessions::COMMANDS },
];

/// Why a command has no pupil to be about: the row is the school's own, or these words.
pub fn nobody(app: &App, else_words: &str) -> String {
    match app.pane_ref::<due::DuePane>() {
        Some(pane) if app.scope() == Scope::Due && !pane.chosen().is_empty() => {
            "this is the school's own: no pupil on roll stands behind it".to_owned()
        }
        _ => else_words.to_owned(),
    }
}

/// For a command about pupils: whether there is any.
pub(in crate::tui) fn some(app: &App) -> Result<(), String> {
    if app.pupils().is_empty() { Err(nobody(app, "select a pupil first")) } else { Ok(()) }
}

/// For a command about one pupil: whether it is one.
pub(in crate::tui) fn one(app: &App) -> Result<(), String> {
    match app.pupils().len() {
        0 => Err(nobody(app, "select a pupil first")),
        1 => Ok(()),
        many => Err(format!("{many} pupils are marked; this is for one at a time")),
    }
}

/// Does it with the pupil that the command is about.
pub(in crate::tui) fn with_one(
    app: &mut App,
    act: impl FnOnce(&mut App, PupilId) -> Vec<Effect>,
) -> Vec<Effect> {
    match app.pupils().first() {
        Some(pupil) => act(app, *pupil),
        None => Vec::new(),
    }
}

/// The commands of all panes.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    PANES.iter().flat_map(|row| row.commands)
}
