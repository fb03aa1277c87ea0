//! THE table of commands. It feeds keymaps, palette, hints, help, README's key table and the tests.
//!
//! Rule: whatever a person can do on the screen is a row here, and runs by [`App::dispatch`] alone. A command that
//! cannot run now says why. Each pane and each layer keeps its own rows; this file puts them together.

use super::app::App;
use super::effect::Effect;
use super::{documents, forms, general, look, panes, plan_year, quick, strategies, what_if, why};

/// Where a command can be pressed. Lookup goes from the narrow to the wide: the pane, any list, everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// In every pane.
    Global,
    /// In every pane that is a list.
    List,
    /// In the Due pane.
    Due,
    /// In the Register pane.
    Register,
    /// In the Provision pane.
    Provision,
    /// In the Sessions pane.
    Sessions,
    /// In the Timeline pane.
    Timeline,
    /// In the Pupil view.
    Pupil,
    /// In the Calendar pane.
    Calendar,
    /// In the Rules pane.
    Rules,
    /// In the School pane.
    School,
    /// In the Figures pane.
    Figures,
    /// In the pane of what works.
    Works,
    /// While a filter is typed.
    Filter,
    /// In a form.
    Form,
    /// In a list to choose from: palette, help, picker.
    Picker,
    /// In the form that records a whole group's check.
    Group,
    /// In the letter that says why something is due.
    Why,
    /// Where a date is moved to see what would move with it.
    WhatIf,
    /// In the plan of the year.
    Plan,
    /// In the view of what helps, for staff.
    Strategies,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 21] = [
        Scope::Global,
        Scope::List,
        Scope::Due,
        Scope::Register,
        Scope::Provision,
        Scope::Sessions,
        Scope::Timeline,
        Scope::Pupil,
        Scope::Calendar,
        Scope::Rules,
        Scope::School,
        Scope::Figures,
        Scope::Works,
        Scope::Filter,
        Scope::Form,
        Scope::Picker,
        Scope::Group,
        Scope::Why,
        Scope::WhatIf,
        Scope::Plan,
        Scope::Strategies,
    ];

    /// The name in keymap files.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Global => "global",
            Scope::List => "list",
            Scope::Due => "due",
            Scope::Register => "register",
            Scope::Provision => "provision",
            Scope::Sessions => "sessions",
            Scope::Timeline => "timeline",
            Scope::Pupil => "pupil",
            Scope::Calendar => "calendar",
            Scope::Rules => "rules",
            Scope::School => "school",
            Scope::Figures => "figures",
            Scope::Works => "works",
            Scope::Filter => "filter",
            Scope::Form => "form",
            Scope::Picker => "picker",
            Scope::Group => "group",
            Scope::Why => "why",
            Scope::WhatIf => "what-if",
            Scope::Plan => "plan",
            Scope::Strategies => "strategies",
        }
    }

    /// Whether it is a pane.
    pub fn is_pane(self) -> bool {
        matches!(
            self,
            Scope::Due
                | Scope::Register
                | Scope::Provision
                | Scope::Sessions
                | Scope::Timeline
                | Scope::Pupil
                | Scope::Calendar
                | Scope::Rules
                | Scope::School
                | Scope::Figures
                | Scope::Works
        )
    }

    /// Whether it belongs to what lies over a pane and takes all keys.
    pub fn is_layer(self) -> bool {
        matches!(
            self,
            Scope::Filter
                | Scope::Form
                | Scope::Picker
                | Scope::Group
                | Scope::Why
                | Scope::WhatIf
                | Scope::Plan
                | Scope::Strategies
        )
    }

    /// The scope with this name; `None` if there is none.
    pub fn parse(name: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// The function `row` of a pane's `COMMANDS`: a command of this heading and scope from what it alone has, in the order
/// id, title, words, help, hint, when, run.
macro_rules! rows_of {
    ($group:literal, $scope:expr) => {
        const fn row(
            id: &'static str,
            title: &'static str,
            words: &'static str,
            help: &'static str,
            hint: &'static str,
            when: fn(&$crate::tui::app::App) -> Result<(), String>,
            run: fn(&mut $crate::tui::app::App, usize) -> Vec<$crate::tui::effect::Effect>,
        ) -> $crate::tui::command::Command {
            $crate::tui::command::Command {
                id,
                title,
                words,
                help,
                group: $group,
                scope: $scope,
                hint,
                when,
                run,
            }
        }
    };
}
pub(super) use rows_of;

/// One thing that a person can do.
pub struct Command {
    /// Its name in keymaps: "due.record".
    pub id: &'static str,
    /// What it does, as the palette and the help show it.
    pub title: &'static str,
    /// Other words to find it by, with spaces between.
    pub words: &'static str,
    /// One sentence for the help.
    pub help: &'static str,
    /// Its heading in the help.
    pub group: &'static str,
    /// Where it can be pressed.
    pub scope: Scope,
    /// The word in the hint line; empty if it does not stand there.
    pub hint: &'static str,
    /// Whether it can run now; if not, why not, in words that follow "not now:".
    pub when: fn(&App) -> Result<(), String>,
    /// Runs it. The count is 1 unless the person typed one.
    pub run: fn(&mut App, count: usize) -> Vec<Effect>,
}

impl Command {
    /// Whether it can run now: it belongs to what is shown, and its own `when` agrees.
    ///
    /// # Errors
    /// Why not, in words that follow "not now:".
    pub fn may_run(&self, app: &App) -> Result<(), String> {
        if self.scope.is_layer() {
            return Err(format!("only in the {}", self.scope.name()));
        }
        if self.scope.is_pane() && self.scope != app.scope() {
            let pane = app.panes.iter().find(|pane| pane.scope() == self.scope);
            return Err(format!("only in {}", pane.map_or(self.scope.name(), |pane| pane.title())));
        }
        (self.when)(app)
    }
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Command({})", self.id)
    }
}

/// For commands that always can.
pub fn always(_: &App) -> Result<(), String> {
    Ok(())
}

/// Every command, in the order of the help.
pub fn all() -> impl Iterator<Item = &'static Command> {
    panes::commands()
        .chain(forms::cycle::COMMANDS)
        .chain(forms::case::COMMANDS)
        .chain(forms::stage_set::COMMANDS)
        .chain(documents::COMMANDS)
        .chain(general::COMMANDS)
        .chain(quick::COMMANDS)
        .chain(look::COMMANDS)
        .chain(why::COMMANDS)
        .chain(what_if::COMMANDS)
        .chain(forms::COMMANDS)
        .chain(forms::group_check::COMMANDS)
        .chain(plan_year::COMMANDS)
        .chain(strategies::COMMANDS)
}

/// The command with this name; `None` if there is none.
pub fn find(id: &str) -> Option<&'static Command> {
    all().find(|command| command.id == id)
}
