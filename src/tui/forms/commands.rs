//! The commands of forms and drafts: rows of THE table, so that keymaps bind them and the help shows them.
//!
//! Rule: a form takes its commands through `Layer::command`; `run` of these rows does nothing by itself.

use super::resume::{discard, has_draft, resume};
use crate::tui::command::{Command, Scope, always};

const fn form(id: &'static str, title: &'static str, help: &'static str, hint: &'static str) -> Command {
    Command {
        id,
        title,
        words: "",
        help,
        group: "In a form",
        scope: Scope::Form,
        hint,
        when: always,
        run: |_, _| Vec::new(),
    }
}

/// In the order of the help.
pub const COMMANDS: &[Command] = &[
    form("form.save", "Save", "Saves the form from any field.", "save"),
    form("form.next", "Next field", "To the next field; a list takes what it offers.", "next"),
    form("form.prev", "Field before", "To the field before.", ""),
    form("form.down", "Down", "A line down in a text, the next offer of a list, else the next field.", ""),
    form("form.up", "Up", "A line up in a text, the offer before in a list, else the field before.", ""),
    form("form.enter", "Enter", "The next field, a new line in a text; in the last field it saves.", ""),
    form("form.clear", "Empty the field", "Empties the field that has the cursor.", ""),
    form(
        "form.fresh",
        "Without the draft",
        "Puts a draft that was brought back aside; once more brings it again.",
        "",
    ),
    form("form.close", "Leave the form", "Closes it and keeps what was typed as a draft.", "keep draft"),
    Command {
        id: "draft.resume",
        title: "Bring a draft back",
        words: "unfinished form restore recover continue",
        help: "Opens a form that was left unfinished, as it was left.",
        group: "Program",
        scope: Scope::Global,
        hint: "",
        when: has_draft,
        run: |app, _| resume(app),
    },
    Command {
        id: "draft.discard",
        title: "Throw a draft away",
        words: "unfinished form delete forget remove",
        help: "Throws a form away that was left unfinished; asks first.",
        group: "Program",
        scope: Scope::Global,
        hint: "",
        when: has_draft,
        run: |app, _| discard(app),
    },
];
