//! Commands that work in every pane and in every list.
//!
//! Rule: none of them knows a pane by name but by its scope, and a list only by `ListControl`.

use super::app::App;
use super::command::{Command, Scope, always};
use super::effect::Effect;
use super::filter::FilterLine;
use super::widgets::list::ListControl;
use super::{help, ics, palette, save};

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
    Command {
        id,
        title,
        words: "",
        help,
        group: "While a filter is typed",
        scope: Scope::Filter,
        hint,
        when: always,
        run,
    }
}

const fn picker(id: &'static str, title: &'static str, help: &'static str, hint: &'static str) -> Command {
    let run = |_: &mut App, _| Vec::new();
    let group = "In a list to choose from";
    Command { id, title, words: "", help, group, scope: Scope::Picker, hint, when: always, run }
}

/// The commands of every pane and list.
pub const COMMANDS: &[Command] = &[
    list(
        "list.mark",
        "Mark",
        "select choose tick",
        "Marks the row, or takes its mark away, and goes on to the next. \
        Commands then work on all that are marked.",
        "mark",
        |app, count| each(app, count, |list| list.mark()),
    ),
    list(
        "list.mark_all",
        "Mark all shown",
        "select everything tick",
        "Marks all that the filter shows, or takes those \
        marks away.",
        "",
        |app, _| with_list(app, |list| list.mark_all()),
    ),
    list(
        "list.filter",
        "Filter",
        "find search narrow look for",
        "Narrows the list as you type: Enter keeps the filter, Esc \
        clears it.",
        "filter",
        |app, _| FilterLine::open(app),
    ),
    list("list.up", "Up", "previous row", "One row up.", "", |app, count| {
        with_list(app, |list| list.move_by(-rows(count)))
    }),
    list("list.down", "Down", "next row", "One row down.", "", |app, count| {
        with_list(app, |list| list.move_by(rows(count)))
    }),
    list("list.page_up", "Page up", "previous screen", "One page up.", "", |app, count| {
        with_list(app, |list| list.page(-rows(count)))
    }),
    list("list.page_down", "Page down", "next screen", "One page down.", "", |app, count| {
        with_list(app, |list| list.page(rows(count)))
    }),
    list(
        "list.first",
        "To the first row",
        "top beginning start",
        "The first row of the list.",
        "",
        |app, _| with_list(app, |list| list.first()),
    ),
    list("list.last", "To the last row", "bottom end", "The last row of the list.", "", |app, _| {
        with_list(app, |list| list.last())
    }),
    pane(
        "pane.due",
        "Due",
        "what is due overdue coming reviews checks phase transfer first pane",
        |app, _| app.go(Scope::Due),
    ),
    pane("pane.register", "Register", "pupils list sen stages needs pane", |app, _| app.go(Scope::Register)),
    pane("pane.provision", "Provision", "map interventions groups pane", |app, _| app.go(Scope::Provision)),
    pane("pane.timeline", "Timeline", "story history chronology pane", |app, _| app.go(Scope::Timeline)),
    pane("pane.pupil", "Pupil", "file profile child pane", |app, _| app.go(Scope::Pupil)),
    pane(
        "pane.calendar",
        "Calendar",
        "term dates inset days bank holiday half-term holidays closures school days year pane",
        |app, _| app.go(Scope::Calendar),
    ),
    pane(
        "pane.rules",
        "Rules and settings",
        "options duties law policy parameters sources why pane",
        |app, _| app.go(Scope::Rules),
    ),
    pane(
        "pane.school",
        "School",
        "details people staff adults training agencies sites plans governor head address pane",
        |app, _| app.go(Scope::School),
    ),
    pane(
        "pane.figures",
        "Figures",
        "governors head numbers counts statistics charts report stage area year premium eal reviews on time impact costs pane",
        |app, _| app.go(Scope::Figures),
    ),
    pane(
        "pane.sessions",
        "Sessions",
        "today's groups day delivered missed record interventions register delivery pane",
        |app, _| app.go(Scope::Sessions),
    ),
    pane(
        "pane.works",
        "What works",
        "interventions outcome impact ratio gain cost step runs compare evidence evaluate effective pane",
        |app, _| app.go(Scope::Works),
    ),
    pane("pane.next", "Next pane", "tab right", |app, count| turn(app, rows(count))),
    pane("pane.previous", "Pane before", "tab left", |app, count| turn(app, -rows(count))),
    global(
        "app.back",
        "Back",
        "escape clear cancel",
        "Takes away the filter, then the marks, then a list as at another day; \
        then goes back to the pane before.",
        "",
        |app, _| back(app),
    ),
    global(
        "app.palette",
        "Find a command or a pupil",
        "palette search go to menu",
        "Type a few letters of what you want to do, \
        or of a name.",
        "find",
        |app, _| palette::open(app),
    ),
    global(
        "app.undo",
        "Undo",
        "take back revert mistake redo",
        "Takes back what you saved last; a bulk action as one. Once more \
        takes back what you saved before that.",
        "undo",
        |app, _| undo(app),
    ),
    global(
        "app.site",
        "Next site",
        "filter school setting federation",
        "Narrows every list to one site after the other, then \
        shows all again.",
        "",
        |app, _| site(app),
    ),
    global(
        "app.refresh",
        "Read again",
        "reload refresh update",
        "Reads what is shown anew. Changes of others come by \
        themselves.",
        "",
        |app, _| app.changed(),
    ),
    global(
        "app.repaint",
        "Paint the screen again",
        "redraw repair garbled",
        "For when something else has written on the \
        terminal.",
        "",
        |_, _| vec![Effect::Repaint],
    ),
    global(
        "app.ics",
        "Write the calendar file (ics)",
        "ics ical export subscribe outlook google diary dates",
        "Asks for a file and writes what is due into it, for calendars to read; the same file again is brought up \
        to date. Initials only.",
        "",
        |app, _| ics::ask(app),
    ),
    global(
        "app.quit",
        "Quit",
        "exit leave close bye",
        "Leaves at once: everything saved is on the disk, and a form left \
        unfinished is kept as a draft.",
        "",
        |_, _| vec![Effect::Quit],
    ),
    global(
        "app.help",
        "Help",
        "keys what can i press",
        "What can be pressed here, then everything.",
        "help",
        |app, _| help::open(app),
    ),
    picker("picker.choose", "Choose", "Does what the cursor is on.", "choose"),
    picker("picker.close", "Close", "Goes back; nothing is done.", "close"),
    picker("picker.up", "Up", "One line up.", ""),
    picker("picker.down", "Down", "One line down.", ""),
    picker("picker.page_up", "Page up", "One page up.", ""),
    picker("picker.page_down", "Page down", "One page down.", ""),
    filter("filter.keep", "Keep the filter", "Goes back to the list, still narrowed.", "keep"),
    filter("filter.clear", "Clear the filter", "Shows everything again.", "clear"),
    filter("filter.up", "Up", "One row up while typing.", ""),
    filter("filter.down", "Down", "One row down while typing.", ""),
    filter("filter.page_up", "Page up", "One page up while typing.", ""),
    filter("filter.page_down", "Page down", "One page down while typing.", ""),
];

/// A count as steps; nobody means more than the largest list.
fn rows(count: usize) -> isize {
    isize::try_from(count).unwrap_or(isize::MAX)
}

/// Does something with the list of the pane shown, and lets what follows the selection follow.
pub fn with_list(app: &mut App, act: impl FnOnce(&mut dyn ListControl)) -> Vec<Effect> {
    let Some(pane) = app.panes.get_mut(app.pane) else { return Vec::new() };
    let Some(list) = pane.list() else { return Vec::new() };
    act(list);
    pane.moved(&app.ctx)
}

fn each(app: &mut App, count: usize, act: impl Fn(&mut dyn ListControl)) -> Vec<Effect> {
    with_list(app, |list| {
        for _ in 0..count.min(list.shown()) {
            act(list);
        }
    })
}

fn turn(app: &mut App, by: isize) -> Vec<Effect> {
    let here = app.scope();
    let round: Vec<Scope> = app
        .panes
        .iter()
        .filter(|pane| pane.in_tabs() || pane.scope() == here)
        .map(|pane| pane.scope())
        .collect();
    let count = isize::try_from(round.len()).unwrap_or(0);
    let at =
        round.iter().position(|scope| *scope == here).and_then(|at| isize::try_from(at).ok()).unwrap_or(0);
    let Some(next) = at.saturating_add(by).checked_rem_euclid(count) else { return Vec::new() };
    let scope = usize::try_from(next).ok().and_then(|next| round.get(next)).copied();
    scope.map_or_else(Vec::new, |scope| app.go(scope))
}

fn back(app: &mut App) -> Vec<Effect> {
    let Some(pane) = app.panes.get_mut(app.pane) else { return Vec::new() };
    if let Some(list) = pane.list() {
        if !list.filter().is_empty() {
            list.set_filter("");
            return pane.moved(&app.ctx);
        }
        if list.marked() > 0 {
            list.clear_marks();
            return pane.moved(&app.ctx);
        }
    }
    if let Some(effects) = pane.step_back(&app.ctx) {
        return effects;
    }
    if app.back.is_empty() && app.ctx.look_from.is_some() {
        let own = app.ctx.own_day();
        return app.look_at(own);
    }
    app.go_back()
}

fn undo(app: &mut App) -> Vec<Effect> {
    let operation = app.ctx.operation("undo");
    vec![Effect::Work(Box::new(move |store| {
        let answer = store.undo(None, operation);
        let school = save::school_after(store);
        Box::new(move |app: &mut App| {
            app.know_school(school);
            match answer {
                Ok(done) => {
                    app.tell(match done.summary.split_once(": ") {
                        Some(("undo", what)) => format!("Taken back: {what}"),
                        Some(("redo", what)) => format!("Done again: {what}"),
                        _ => done.summary,
                    });
                    app.changed()
                }
                Err(error) => {
                    app.refuse(format!("Not undone: {error}"));
                    Vec::new()
                }
            }
        })
    }))]
}

fn site(app: &mut App) -> Vec<Effect> {
    let sites = &app.ctx.school.sites;
    if sites.len() < 2 {
        app.refuse("There is one site only");
        return Vec::new();
    }
    let at = app.ctx.site.and_then(|id| sites.iter().position(|site| site.id == id));
    app.ctx.site = sites.get(at.map_or(0, |at| at + 1)).map(|site| site.id);
    app.changed()
}
