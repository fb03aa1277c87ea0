//! Commands that work in every pane and in every list.
//!
//! Rule: none of them knows a pane by name but by its scope, and a list only by `ListControl`.

use super::app::App;
use super::command::{Command, Scope, always};
use super::effect::Effect;
use super::filter::FilterLine;
use super::{help, palette};

const HERE: &str = "Moving";
const LISTS: &str = "Lists";
const PROGRAM: &str = "Program";

const fn global(
    id: &'static str,
    title: &'static str,
    words: &'static str,
    help: &'static str,
    hint: &'static str,
    run: fn(&mut App, usize) -> Vec<Effect>,
) -> Command {
    Command { id, title, words, help, group: PROGRAM, scope: Scope::Global, hint, when: always, run }
}

const fn pane(
    id: &'static str,
    title: &'static str,
    words: &'static str,
    run: fn(&mut App, usize) -> Vec<Effect>,
) -> Command {
    let help = "Goes there; the list keeps its filter and marks.";
    Command { id, title, words, help, group: HERE, scope: Scope::Global, hint: "", when: always, run }
}

const fn list(
    id: &'static str,
    title: &'static str,
    words: &'static str,
    help: &'static str,
    hint: &'static str,
    run: fn(&mut App, usize) -> Vec<Effect>,
) -> Command {
    Command { id, title, words, help, group: LISTS, scope: Scope::List, hint, when: always, run }
}

const fn filter(id: &'static str, title: &'static str, help: &'static str, hint: &'static str) -> Command {
    let run = |_: &mut App, _| Vec::new();
    Command { id, title, words: "", help, group: "While a filter is typed", scope: Scope::Filter, hint, when: always, run }
}

/// The commands of every pane and list.
pub const COMMANDS: &[Command] = &[
    list("list.mark", "Mark", "select choose tick", "Marks the row, or takes its mark away, and goes on to the next. \
        Commands then work on all that are marked.", "mark", |app, count| each(app, count, |list| list.mark())),
    list("list.mark_all", "Mark all shown", "select everything tick", "Marks all that the filter shows, or takes those \
        marks away.", "", |app, _| with_list(app, |list| list.mark_all())),
    list("list.filter", "Filter", "find search narrow look for", "Narrows the list as you type: Enter keeps the filter, Esc \
        clears it.", "filter", |app, _| FilterLine::open(app)),
    list("list.up", "Up", "previous row", "One row up.", "", |app, count| with_list(app, |list| list.move_by(-rows(count)))),
    list("list.down", "Down", "next row", "One row down.", "", |app, count| with_list(app, |list| list.move_by(rows(count)))),
    list("list.page_up", "Page up", "previous screen", "One page up.", "",
        |app, count| with_list(app, |list| list.page(-rows(count)))),
    list("list.page_down", "Page down", "next screen", "One page down.", "",
        |app, count| with_list(app, |list| list.page(rows(count)))),
    list("list.first", "To the first row", "top beginning start", "The first row of the list.", "",
        |app, _| with_list(app, |list| list.first())),
    list("list.last", "To the last row", "bottom end", "The last row of the list.", "",
        |app, _| with_list(app, |list| list.last())),
    pane("pane.due", "Due", "what is due overdue coming reviews checks first pane", |app, _| app.go(Scope::Due)),
    pane("pane.register", "Register", "pupils list sen stages needs pane", |app, _| app.go(Scope::Register)),
    pane("pane.provision", "Provision", "map interventions groups pane", |app, _| app.go(Scope::Provision)),
    pane("pane.timeline", "Timeline", "story history chronology pane", |app, _| app.go(Scope::Timeline)),
    pane("pane.pupil", "Pupil", "file profile child pane", |app, _| app.go(Scope::Pupil)),
    pane("pane.next", "Next pane", "tab right", |app, count| turn(app, rows(count))),
    pane("pane.previous", "Pane before", "tab left", |app, count| turn(app, -rows(count))),
    global("app.back", "Back", "escape clear cancel", "Takes away the filter, then the marks; then goes back to the pane \
        before.", "", |app, _| back(app)),
    global("app.palette", "Find a command or a pupil", "palette search go to menu", "Type a few letters of what you want to do, \
        or of a name.", "find", |app, _| palette::open(app)),
    Command {
        when: |app| match app.last_saved {
            true => Ok(()),
            false => Ok(()),
        },
        ..global("app.undo", "Undo", "take back revert mistake", "Takes back what you saved last; a bulk action as one.", "undo",
            |app, _| undo(app))
    },
    global("app.site", "Next site", "filter school setting federation", "Narrows every list to one site after the other, then \
        shows all again.", "", |app, _| site(app)),
    global("app.draft", "Bring the draft back", "unfinished form restore recover", "Opens the form that was left unfinished.", "",
        |app, _| draft(app)),
    global("app.refresh", "Read again", "reload refresh update", "Reads what is shown anew. Changes of others come by \
        themselves.", "", |app, _| app.changed()),
    global("app.repaint", "Paint the screen again", "redraw repair garbled", "For when something else has written on the \
        terminal.", "", |_, _| vec![Effect::Repaint]),
    global("app.quit", "Quit", "exit leave close bye", "Leaves at once: everything saved is on the disk, and a form left \
        unfinished is kept as a draft.", "", |_, _| vec![Effect::Quit]),
    global("app.help", "Help", "keys what can i press", "What can be pressed here, then everything.", "help",
        |app, _| help::open(app)),
    filter("filter.keep", "Keep the filter", "Goes back to the list, still narrowed.", "keep"),
    filter("filter.clear", "Clear the filter", "Shows everything again.", "clear"),
    filter("filter.up", "Up", "One row up while typing.", ""),
    filter("filter.down", "Down", "One row down while typing.", ""),
    filter("filter.page_up", "Page up", "One page up while typing.", ""),
    filter("filter.page_down", "Page down", "One page down while typing.", ""),
];
