//! What can be done in the calendar.

use super::CalendarPane;
use crate::actions::calendar as action;
use crate::domain::calendar::academic_year_label;
use crate::tui::app::App;
use crate::tui::command::{Command, Scope, always, rows_of};
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Ask};
use crate::tui::save::save;
use crate::tui::term_dates;
use crate::views::calendar::{DayLine, What};

fn chosen(app: &App) -> Option<&DayLine> {
    app.pane_ref::<CalendarPane>().and_then(|pane| pane.list.chosen().into_iter().next())
}

fn starts(app: &App) -> i32 {
    app.pane_ref::<CalendarPane>().map_or(0, |pane| pane.shown(&app.ctx))
}

fn one(app: &App) -> Result<(), String> {
    match app.pane_ref::<CalendarPane>().map_or(0, |pane| pane.list.chosen().len()) {
        0 => Err("no day is selected".to_owned()),
        1 => Ok(()),
        _ => Err("several are marked; one at a time".to_owned()),
    }
}

fn can_edit(app: &App) -> Result<(), String> {
    one(app)?;
    match chosen(app).map(|line| line.what) {
        Some(What::BankHoliday) => {
            Err("a bank holiday stands by rule; to be open on it, add a day of the kind “open”".to_owned())
        }
        _ => Ok(()),
    }
}

fn can_remove(app: &App) -> Result<(), String> {
    can_edit(app)?;
    match chosen(app).map(|line| line.what) {
        Some(What::Assumed(_) | What::AssumedHalfTerm(_)) => {
            Err("these dates are assumed; Enter gives the school's own".to_owned())
        }
        Some(What::HalfTerm(_)) => Err("empty the half-term in the form of its term, with Enter".to_owned()),
        _ => Ok(()),
    }
}

fn edit(app: &mut App) -> Vec<Effect> {
    let Some(what) = chosen(app).map(|line| line.what) else { return Vec::new() };
    let year = starts(app);
    match what {
        What::Term(id) => forms::calendar::open_term(app, id, ""),
        What::HalfTerm(id) => forms::calendar::open_term(app, id, "half_start"),
        What::Assumed(place) | What::AssumedHalfTerm(place) => {
            forms::calendar::open_add_term(app, year, Some(place))
        }
        What::Closure(id) => forms::calendar::open_day(app, id),
        What::BankHoliday => Vec::new(),
    }
}

fn remove(app: &mut App) -> Vec<Effect> {
    let Some((what, words)) = chosen(app).map(|line| (line.what, line.words.clone())) else {
        return Vec::new();
    };
    match what {
        What::Term(id) => {
            let question = format!("Remove {words}? Usual dates then stand in.");
            app.open(Ask::new(question, move |app| {
                vec![save(
                    &app.ctx,
                    "Remove a term",
                    move |edit| action::remove_term(edit, id),
                    |_, _| Vec::new(),
                )]
            }))
        }
        What::Closure(id) => app.open(Ask::new(format!("Remove {words}?"), move |app| {
            vec![save(
                &app.ctx,
                "Remove days from the calendar",
                move |edit| action::remove_closure(edit, id),
                |_, _| Vec::new(),
            )]
        })),
        _ => Vec::new(),
    }
}

fn can_confirm(app: &App) -> Result<(), String> {
    let pane = app.pane_ref::<CalendarPane>();
    match pane.and_then(|pane| pane.year.as_ref()) {
        Some(year) if year.is_provisional() => Ok(()),
        Some(year) => Err(format!("{} was confirmed already", year.label())),
        None => Err("no year is shown".to_owned()),
    }
}

fn confirm(app: &mut App) -> Vec<Effect> {
    let (year, site) = (starts(app), app.ctx.site);
    let label = academic_year_label(year);
    app.open(Ask::new(format!("Are the dates of {label} as shown the school's own?"), move |app| {
        vec![save(
            &app.ctx,
            &format!("Confirm the dates of {label}"),
            move |edit| action::take_over(edit, year, site),
            |_, _| Vec::new(),
        )]
    }))
}

fn turn(app: &mut App, count: usize, on: bool) -> Vec<Effect> {
    let by = i32::try_from(count).unwrap_or(i32::MAX);
    let App { ctx, panes, .. } = app;
    let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<CalendarPane>());
    let turned = pane.is_some_and(|pane| pane.turn(if on { by } else { by.saturating_neg() }, ctx));
    if !turned {
        app.refuse("Only years from 1900 to 2199 have a calendar");
    }
    Vec::new()
}

rows_of!("Calendar", Scope::Calendar);

/// The commands of the pane.
pub const COMMANDS: &[Command] = &[
    row(
        "calendar.edit",
        "Change it",
        "edit correct term half-term inset closure move date",
        "Changes the term or the days under the cursor; assumed dates stand in the form and become the school's own when saved. \
         All that is reckoned from them moves with them, in one step that Undo takes back.",
        "change",
        can_edit,
        |app, _| edit(app),
    ),
    // Everywhere: snow falls while another pane is shown.
    Command {
        scope: Scope::Global,
        ..row(
            "calendar.add_day",
            "Add an INSET day or days closed",
            "training snow polling closure bank holiday open calendar new",
            "Adds an INSET day, a bank holiday that no rule gives, days closed, or a bank holiday on which the school is open.",
            "add a day",
            always,
            |app, _| {
                let year = (app.scope() == Scope::Calendar).then(|| starts(app));
                forms::calendar::open_add_day(app, year)
            },
        )
    },
    row(
        "calendar.add_term",
        "Add a term",
        "new dates autumn spring summer",
        "Adds a term of the year shown; the next assumed one stands in the form.",
        "term",
        always,
        |app, _| {
            let year = starts(app);
            let place = forms::calendar::next_assumed(app, year);
            forms::calendar::open_add_term(app, year, place)
        },
    ),
    row(
        "calendar.remove",
        "Remove it",
        "delete take away term inset closure",
        "Takes the term or the days under the cursor out of the calendar, once asked.",
        "remove",
        can_remove,
        |app, _| remove(app),
    ),
    row(
        "calendar.confirm",
        "These are the school's own dates",
        "confirm yes assumed provisional take over usual real",
        "Confirms the year as it is shown: assumed terms become the school's own, and its dates are no longer provisional.",
        "confirm",
        can_confirm,
        |app, _| confirm(app),
    ),
    row(
        "calendar.next",
        "The year after",
        "next forward on",
        "Shows the next academic year.",
        "",
        always,
        |app, count| turn(app, count, true),
    ),
    row(
        "calendar.previous",
        "The year before",
        "previous back last",
        "Shows the academic year before.",
        "",
        always,
        |app, count| turn(app, count, false),
    ),
    Command {
        id: "calendar.file",
        title: "Take term dates from a file",
        words: "import csv ics calendar council authority terms inset read",
        help: "Asks for a CSV or calendar file (.ics), shows what it gives, what it replaces and what was not understood, and \
               saves when you say so.",
        group: "Calendar",
        scope: Scope::Global,
        hint: "",
        when: always,
        run: |app, _| term_dates::ask(app),
    },
];
