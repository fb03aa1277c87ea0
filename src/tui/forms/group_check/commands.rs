//! The commands of the group's check, and of the screen that closes a cycle: rows of THE table, so that keymaps bind them and the help shows them.
//!
//! Rule: the screen takes them through `Layer::command`; `run` of these rows does nothing by itself.

use crate::tui::command::{Command, Scope, always};

const fn row(id: &'static str, title: &'static str, help: &'static str, hint: &'static str) -> Command {
    Command {
        id,
        title,
        words: "",
        help,
        group: "In a group's check, closing a cycle, rolling forward",
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
        "Saves all of it as one change: every pupil that has an outcome, the others stay due; or the whole cycle.",
        "save all",
    ),
    row(
        "group.next",
        "Next field",
        "Now, outcome, decision, word, then the next row. Outcome: -2 -1 0 1 2 or the arrows. Decision: c continue, g change, s stop.",
        "next field",
    ),
    row("group.prev", "Field before", "To the field before; from the very first to the day at the top.", ""),
    row(
        "group.enter",
        "Next row, from the first field",
        "To the next pupil's measure, or the next target.",
        "next row",
    ),
    row(
        "group.above",
        "As above",
        "What the row above has, then the next row; in a field where nothing is typed yet.",
        "as above",
    ),
    row(
        "group.last",
        "As last time",
        "Outcome and decision of this pupil's own last check, then the next pupil; in the outcome it stays. The measure is taken anew.",
        "as last time",
    ),
    row("group.down", "Next row", "The same field of the next row.", ""),
    row("group.up", "Row before", "The same field of the row before; above the first stands the day.", ""),
    row("group.page_down", "Page down", "The next screen of rows.", ""),
    row("group.page_up", "Page up", "The screen of rows before.", ""),
    row(
        "group.clear",
        "Empty the row",
        "Takes back what was typed for this pupil, who then stays unrecorded; of a cycle, what was typed in this field.",
        "",
    ),
    row("group.close", "Leave", "Closes it and keeps what was typed as a draft.", "keep draft"),
];
