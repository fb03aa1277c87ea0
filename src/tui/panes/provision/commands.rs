//! What can be done in the map.

use super::rows::Item;
use super::{ProvisionPane, choose, mend, range, timetable, with_pane, write};
use crate::domain::ids::RecordId;
use crate::tui::app::App;
use crate::tui::command::{self, Command, Scope, always, rows_of};
use crate::tui::effect::Effect;
use crate::tui::forms;
use crate::tui::panes::Pane;
use crate::tui::widgets::list::ListControl;
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
        0 => Err("group the map by pupil and put the cursor on a pupil's provision first".to_owned()),
        1 => Ok(()),
        _ => Err("several are marked; one at a time".to_owned()),
    }
}

fn place(app: &App) -> Option<PlaceLine> {
    app.pane_ref::<ProvisionPane>().and_then(|pane| pane.places().into_iter().next())
}

fn with_one(app: &mut App, then: fn(&mut App, RecordId) -> Vec<Effect>) -> Vec<Effect> {
    match chosen(app).first().map(|line| line.id) {
        Some(id) => then(app, id),
        None => Vec::new(),
    }
}

rows_of!("Provision", Scope::Provision);

/// The commands of the pane.
pub const COMMANDS: &[Command] = &[
    row(
        "provision.enter",
        "Open the row",
        "fold unfold heading group mend finding check enter",
        "On a provision, checks the whole group; on a heading, folds or opens it; on what was found, goes where it is mended.",
        "open",
        always,
        |app, _| enter(app),
    ),
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
        "provision.roll",
        "Roll forward to the next term",
        "end of term continue change end next new year renew extend carry over",
        "Decides for each provision that runs out with the term: it goes on, goes on with another dosage, or ends; one change.",
        "",
        always,
        |app, _| forms::roll::open(app),
    ),
    row(
        "provision.correct",
        "Correct a pupil's place",
        "entry exit baseline measure aim dates allocation change",
        "Corrects entry and exit measure, aim and days of one pupil in one provision; group the map by pupil first.",
        "",
        one_place,
        |app, _| match place(app) {
            Some(line) => forms::provision::open_correct(app, &line),
            None => Vec::new(),
        },
    ),
    row(
        "provision.dosage",
        "Change the dosage",
        "days times minutes week slots timetable from more less often",
        "New days, times or minutes from a day on; sessions and costs of the days before stay as they are.",
        "",
        running,
        |app, _| with_one(app, forms::dosage::open),
    ),
    row(
        "provision.group",
        "Group by…",
        "area wave intervention pupil year class adult site agency turn map view arrange",
        "Groups the map by area, wave, intervention, pupil, year, class, lead adult, site or agency: one letter.",
        "group",
        always,
        |app, _| {
            let now = app.pane_ref::<ProvisionPane>().map(|pane| pane.by).unwrap_or_default();
            choose::by(app, now)
        },
    ),
    row(
        "provision.sort",
        "Sort by…",
        "order name minutes cost delivered outcome check pupils start arrange dearest poorest",
        "Sorts the map by name, minutes, cost, delivered, outcome, next check, pupils or start: one letter.",
        "sort",
        always,
        |app, _| {
            let now = app.pane_ref::<ProvisionPane>().map(|pane| pane.sort).unwrap_or_default();
            choose::sort(app, now)
        },
    ),
    row(
        "provision.earlier",
        "The term before",
        "earlier previous last term year back range",
        "The map of the term before; of a year, of the year before.",
        "",
        always,
        |app, count| with_pane(app, |pane, ctx| pane.step(false, count, ctx)),
    ),
    row(
        "provision.later",
        "The next term",
        "later following term year on range",
        "The map of the next term; of a year, of the next year.",
        "",
        always,
        |app, count| with_pane(app, |pane, ctx| pane.step(true, count, ctx)),
    ),
    row(
        "provision.range",
        "Another range of days",
        "term year dates from to period all time past",
        "The map of any days: this term, last, next, year, all, a term's name, or two dates.",
        "range",
        always,
        |app, _| range::ask(app),
    ),
    row(
        "provision.fold",
        "Fold the group",
        "close collapse hide left",
        "Folds the group under the cursor; its sums stay.",
        "fold",
        always,
        |app, _| folded(app, |pane| pane.list.fold(), "this is folded already"),
    ),
    row(
        "provision.unfold",
        "Open the group",
        "unfold expand show right",
        "Opens the group, or what was found, under the cursor.",
        "",
        always,
        |app, _| folded(app, |pane| pane.list.unfold(), "nothing is folded here"),
    ),
    row(
        "provision.fold_all",
        "Fold or open all groups",
        "collapse expand everything totals only",
        "Folds all groups, so that their sums stand below each other; once more opens them.",
        "",
        always,
        |app, _| folded(app, |pane| pane.list.turn_all().is_some(), "there is no group to fold"),
    ),
    row(
        "provision.timetable",
        "Timetables of the adults",
        "week who when clash double booked teaching assistant minutes hours timetable",
        "Each adult's week by day and time with minutes a week, clashes first; Enter changes days and times.",
        "timetables",
        |app| match app.pane_ref::<ProvisionPane>().is_some_and(|pane| pane.data.is_some()) {
            true => Ok(()),
            false => Err("the map is not read yet".to_owned()),
        },
        |app, _| timetable::open(app),
    ),
    row(
        "provision.write",
        "Write the map out",
        "export print excel xlsx workbook spreadsheet html csv a3 wall governors page save download initials report",
        "Writes the map as it is shown: a workbook with charts, a page for A3, or comma-separated values; by name or initials.",
        "write",
        |app| match app.pane_ref::<ProvisionPane>().is_some_and(|pane| pane.data.is_some()) {
            true => Ok(()),
            false => Err("the map is not read yet".to_owned()),
        },
        |app, _| write::ask(app),
    ),
    row(
        "provision.ended",
        "Running, ended, or all",
        "show past finished old history toggle",
        "Shows the provisions that run, then those that have ended, then all.",
        "ended",
        always,
        |app, _| {
            with_pane(app, |pane, ctx| {
                pane.which = Some(match pane.which(ctx) {
                    Which::Running => Which::Ended,
                    Which::Ended => Which::All,
                    Which::All => Which::Running,
                });
                pane.load(ctx)
            })
        },
    ),
];

/// What Enter does: a heading folds, a finding is mended, a provision's group is checked.
fn enter(app: &mut App) -> Vec<Effect> {
    let at = app.pane_ref::<ProvisionPane>().and_then(|pane| pane.list.selected());
    match at {
        Some(Item::Kind { .. } | Item::Group { .. }) => {
            folded(app, |pane| pane.list.turn_fold(), "there is nothing to fold")
        }
        Some(Item::Found { finding, .. }) => {
            let finding = finding.clone();
            mend::mend(app, &finding)
        }
        Some(Item::Nothing) => forms::provision::open_start(app),
        _ => match command::find("provision.check") {
            Some(check) => app.dispatch(check, 1),
            None => Vec::new(),
        },
    }
}

/// Folds or opens something, or says why there was nothing to.
fn folded(app: &mut App, act: fn(&mut ProvisionPane) -> bool, nothing: &str) -> Vec<Effect> {
    let mut refused = None;
    let effects = with_pane(app, |pane, ctx| {
        if !act(pane) {
            let filtered = !pane.list.filter().trim().is_empty();
            refused = Some(if filtered { "while a filter is typed every group is open" } else { nothing });
        }
        pane.moved(ctx)
    });
    if let Some(why) = refused {
        app.refuse(crate::domain::words::capital(why));
    }
    effects
}
