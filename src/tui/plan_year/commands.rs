//! The commands of "Plan the year": rows of THE table, so that keymaps bind them and the help shows them.
//!
//! Rule: the screen takes its own through `Layer::command`; `run` of those rows does nothing by itself.

use crate::tui::command::{Command, Scope, always};

const fn row(id: &'static str, title: &'static str, help: &'static str, hint: &'static str) -> Command {
    Command {
        id,
        title,
        words: "",
        help,
        group: "In the plan of the year",
        scope: Scope::Plan,
        hint,
        when: always,
        run: |_, _| Vec::new(),
    }
}

/// In the order of the help.
pub const COMMANDS: &[Command] = &[
    Command {
        id: "app.plan_year",
        title: "Plan the year",
        words: "spread reviews weeks strip heat calendar three a year agree all",
        help: "Proposes a day for every review that the year still asks for, so that no week has too many; nothing is saved \
               until you agree them.",
        group: "Program",
        scope: Scope::Global,
        hint: "",
        when: always,
        run: |app, _| super::open(app),
    },
    row(
        "plan.earlier",
        "A week earlier",
        "Moves the proposed review to the school week before, if that is legal.",
        "earlier",
    ),
    row(
        "plan.later",
        "A week later",
        "Moves the proposed review to the next school week, if that is legal.",
        "later",
    ),
    row(
        "plan.save",
        "Agree all",
        "Agrees every review that is proposed, as one change; asks first.",
        "agree all",
    ),
    row("plan.prev", "Week before", "To the week before.", "week before"),
    row("plan.next", "Next week", "To the next week.", "next week"),
    row("plan.up", "Up", "One review up.", ""),
    row("plan.down", "Down", "One review down.", ""),
    row("plan.page_up", "Page up", "One page of reviews up.", ""),
    row("plan.page_down", "Page down", "One page of reviews down.", ""),
    row("plan.close", "Leave the plan", "Leaves; nothing is saved. Asks if something was moved.", "leave"),
];
