//! What can be done in the map.

use super::ProvisionPane;
use crate::domain::ids::RecordId;
use crate::tui::app::App;
use crate::tui::command::{Command, Scope, always};
use crate::tui::effect::Effect;
use crate::tui::forms;
use crate::tui::panes::Pane;
use crate::views::provision::{PlaceLine, ProvisionLine, Which};

fn chosen(app: &App) -> Vec<&ProvisionLine> {
    app.pane_ref::<ProvisionPane>().map(ProvisionPane::chosen).unwrap_or_default()
}

fn one(app: &App) -> Result<(), String> {
    match chosen(app).len() {
        0 => Err("no provision is selected".to_owned()),
        1 => Ok(()),
        _ => Err("several provisions are marked; one at a time".to_owned()),
    }
}

fn running(app: &App) -> Result<(), String> {
    one(app)?;
    match chosen(app).first().and_then(|line| line.provision.end) {
        Some(end) if end < app.ctx.own_day() => Err("this provision has ended".to_owned()),
        _ => Ok(()),
    }
}

fn can_check(app: &App) -> Result<(), String> {
    one(app)?;
    let Some(line) = chosen(app).into_iter().next() else { return Ok(()) };
    if line.provision.start > app.ctx.own_day() {
        return Err("this provision has not begun".to_owned());
    }
    if line.pupils == 0 {
        return Err("no pupil is in this provision".to_owned());
    }
    Ok(())
}

fn one_place(app: &App) -> Result<(), String> {
    match app.pane_ref::<ProvisionPane>().map_or(0, |pane| pane.places().len()) {
        0 => Err("show the map by pupil and put the cursor on a pupil's provision first".to_owned()),
        1 => Ok(()),
        _ => Err("several are marked; one at a time".to_owned()),
    }
}

fn place(app: &App) -> Option<PlaceLine> {
    app.pane_ref::<ProvisionPane>().and_then(|pane| pane.places().into_iter().next().cloned())
}

fn with_one(app: &mut App, then: fn(&mut App, RecordId) -> Vec<Effect>) -> Vec<Effect> {
    match chosen(app).first().map(|line| line.id) {
        Some(id) => then(app, id),
        None => Vec::new(),
    }
}

const fn row(
    id: &'static str,
    title: &'static str,
    words: &'static str,
    help: &'static str,
    hint: &'static str,
    when: fn(&App) -> Result<(), String>,
    run: fn(&mut App, usize) -> Vec<Effect>,
) -> Command {
    Command { id, title, words, help, group: "Provision", scope: Scope::Provision, hint, when, run }
}

/// The commands of the pane.
pub const COMMANDS: &[Command] = &[
    row(
        "provision.check",
        "Check the whole group",
        "record 6-week impact check review outcome measure six weeks",
        "Records the 6-week check of every pupil in the provision on one screen: outcome, measure, decision, a word.",
        "check group",
        can_check,
        |app, _| with_one(app, forms::group_check::open),
    ),
    // Everywhere: the pupils marked in another pane come with it.
    Command {
        id: "provision.start",
        title: "Start a provision",
        words: "add new intervention begin group allocate",
        help: "Starts a provision with its pupils in one form; those chosen in another pane stand in it already.",
        group: "Provision",
        scope: Scope::Global,
        hint: "start",
        when: always,
        run: |app, _| forms::provision::open_start(app),
    },
    row(
        "provision.edit",
        "Edit the provision",
        "change correct lead adult dosage minutes times cost agency",
        "Changes what a provision says; pupils who began and end with it follow its days.",
        "edit",
        one,
        |app, _| with_one(app, forms::provision::open_edit),
    ),
    row(
        "provision.add_pupil",
        "Take pupils in",
        "add pupil join allocate include child",
        "Takes one pupil or several into the provision from a day.",
        "pupils",
        running,
        |app, _| with_one(app, forms::provision::open_add),
    ),
    row(
        "provision.end",
        "End it",
        "stop finish close leave exit measure remove",
        "Ends the provision for all its pupils; by pupil, ends that one pupil's place, with the exit measure.",
        "end",
        |app| {
            running(app)?;
            match place(app) {
                Some(line) if line.place.to.is_some_and(|to| to < app.ctx.own_day()) => {
                    Err("this pupil has left the provision".to_owned())
                }
                _ => Ok(()),
            }
        },
        |app, _| match place(app) {
            Some(line) => forms::provision::open_end_place(app, &line),
            None => with_one(app, forms::provision::open_end),
        },
    ),
    row(
        "provision.correct",
        "Correct a pupil's place",
        "entry exit baseline measure aim dates allocation change",
        "Corrects entry and exit measure, aim and days of one pupil in one provision; show the map by pupil first.",
        "",
        one_place,
        |app, _| match place(app) {
            Some(line) => forms::provision::open_correct(app, &line),
            None => Vec::new(),
        },
    ),
    row(
        "provision.group",
        "By area or by pupil",
        "group turn map view sort arrange",
        "Shows the map by area of need, or pupil by pupil.",
        "by pupil",
        always,
        |app, _| {
            let App { ctx, panes, .. } = app;
            let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<ProvisionPane>());
            if let Some(pane) = pane {
                pane.turn(ctx);
            }
            Vec::new()
        },
    ),
    row(
        "provision.ended",
        "Running, ended, or all",
        "show past finished old history toggle",
        "Shows the provisions that run, then those that have ended, then all.",
        "ended",
        always,
        |app, _| {
            let App { ctx, panes, notice, .. } = app;
            let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<ProvisionPane>());
            let Some(pane) = pane else { return Vec::new() };
            pane.which = match pane.which {
                Which::Running => Which::Ended,
                Which::Ended => Which::All,
                Which::All => Which::Running,
            };
            *notice = None;
            pane.load(ctx)
        },
    ),
];
