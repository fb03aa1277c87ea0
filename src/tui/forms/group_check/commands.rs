//! The commands of the group's check: rows of THE table, so that keymaps bind them and the help shows them.
//!
//! Rule: the screen takes them through `Layer::command`; `run` of these rows does nothing by itself.

use crate::tui::command::{Command, Scope, always};

const fn row(id: &'static str, title: &'static str, help: &'static str, hint: &'static str) -> Command {
    Command {
        id,
        title,
        words: "",
        help,
        group: "In a group's check",
        scope: Scope::Group,
        hint,
        when: always,
        run: |_, _| Vec::new(),
    }
}

/// In the order of the help.
pub const COMMANDS: &[Command] = &[
    row(
        "group.save",
        "Save all",
        "Saves every pupil that has an outcome, as one change; the others stay due.",
        "save all",
    ),
    row(
        "group.next",
        "Next field",
        "Now, outcome, decision, word, then the next pupil. Outcome: -2 -1 0 1 2 or the arrows. Decision: c continue, g change, s stop.",
        "next field",
    ),
    row(
        "group.prev",
        "Field before",
        "To the field before; from the very first to the day of the check.",
        "",
    ),
    row("group.enter", "Next pupil, from the first field", "To the next pupil's measure.", "next pupil"),
    row(
        "group.above",
        "As above",
        "Outcome, decision and word of the row above, then the next pupil; in a field where nothing is typed yet.",
        "as above",
    ),
    row("group.down", "Next pupil", "The same field of the next pupil.", ""),
    row(
        "group.up",
        "Pupil before",
        "The same field of the pupil before; above the first stands the day.",
        "",
    ),
    row("group.page_down", "Page down", "The next screen of pupils.", ""),
    row("group.page_up", "Page up", "The screen of pupils before.", ""),
    row(
        "group.clear",
        "Empty the row",
        "Takes back what was typed for this pupil, who then stays unrecorded.",
        "",
    ),
    row("group.close", "Leave", "Closes it and keeps what was typed as a draft.", "keep draft"),
];
