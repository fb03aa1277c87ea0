//! What can be done on the school's page and in the list of whom to chase.

use super::{SchoolPane, Shown};
use crate::actions::{agency as action, intervention, rate};
use crate::domain::catalogue::Intervention;
use crate::domain::ids::{Key, Kind, RecordId};
use crate::domain::words::plural;
use crate::tui::app::App;
use crate::tui::command::{Command, Scope, always, rows_of};
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Ask};
use crate::tui::save::save;
use crate::views::school::{Line, Section, What};
use crate::views::subject::Target;

fn pane(app: &App) -> Option<&SchoolPane> {
    app.pane_ref::<SchoolPane>()
}

fn line(app: &App) -> Option<Line> {
    pane(app).and_then(SchoolPane::line).cloned()
}

fn one_is_there(app: &App) -> Result<(), String> {
    let there = pane(app).is_some_and(|pane| pane.list.selected().is_some());
    if there { Ok(()) } else { Err("no line is selected".into()) }
}

fn show(app: &mut App, shown: Shown) -> Vec<Effect> {
    if let Some(pane) = app.pane_mut::<SchoolPane>() {
        pane.show(shown);
    }
    Vec::new()
}

/// Enter: an agency shows its pupils; what waits is recorded; all else is changed.
fn enter(app: &mut App) -> Vec<Effect> {
    if let Some(work) = pane(app).and_then(SchoolPane::work) {
        let about = work.key;
        return match work.due {
            Some((duty, _)) => forms::review::open_targets(app, vec![Target { about, duty }]),
            None => forms::case::open_edit(about),
        };
    }
    let Some(line) = line(app) else { return Vec::new() };
    match &line.what {
        What::Agency(name)
            if pane(app).and_then(|pane| pane.agency(name)).is_some_and(|one| !one.works.is_empty()) =>
        {
            let name = name.clone();
            show(app, Shown::Agency(name))
        }
        _ => edit(app),
    }
}

fn senco(app: &App) -> Vec<Effect> {
    match app.ctx.school.posts.iter().rfind(|post| post.ended.is_none()) {
        Some(post) => forms::case::open_edit(Key::school(Kind::SencoPost, post.id)),
        None => forms::case::open_begin(Kind::SencoPost, Vec::new()),
    }
}

fn edit(app: &mut App) -> Vec<Effect> {
    if let Some(work) = pane(app).and_then(SchoolPane::work) {
        return forms::case::open_edit(work.key);
    }
    let Some(line) = line(app) else { return Vec::new() };
    match line.what {
        What::Detail(key) => forms::school::open_details(app, key),
        What::Senco => senco(app),
        What::Person(id) => forms::staff::open_edit(app, id),
        What::Training(id) => forms::training::open_edit(app, id),
        What::Deliver(name) => {
            let found = pane(app).and_then(|pane| pane.view.as_ref());
            let found =
                found.and_then(|view| view.delivers.iter().find(|one| one.name.to_lowercase() == name));
            match found.cloned() {
                Some(one) => forms::training::open_add(app, one.untrained, one.name),
                None => Vec::new(),
            }
        }
        What::Intervention(name) => {
            match pane(app).and_then(|pane| pane.intervention(&name)).map(|one| (one.id, one.entry.clone())) {
                Some((Some(id), _)) => forms::intervention::open_edit(app, id),
                Some((None, entry)) => forms::intervention::open_add(app, entry),
                None => Vec::new(),
            }
        }
        What::Rate(id) => forms::intervention::open_edit_rate(app, id),
        What::Role(role) => forms::intervention::open_add_rate(app, &role),
        What::Agency(name) => {
            match pane(app).and_then(|pane| pane.agency(&name)).map(|one| (one.id, one.agency.name.clone())) {
                Some((Some(id), _)) => forms::agency::open_edit(app, id),
                Some((None, name)) => forms::agency::open_add(app, &name),
                None => Vec::new(),
            }
        }
        What::Site(id) => forms::school::open_site(app, id),
        What::Plan(_) => forms::school::open_plans(app),
        What::Nothing(section) => add_to(app, section),
    }
}

fn can_add(app: &App) -> Result<(), String> {
    match line(app).map(|line| line.section) {
        None => Err("stand on a section to add to it: People, Training, Interventions, Agencies…".into()),
        Some(Section::Details | Section::Plans) => Err("nothing is added here; Enter changes it".into()),
        Some(_) => Ok(()),
    }
}

fn add_to(app: &mut App, section: Section) -> Vec<Effect> {
    match section {
        Section::People => forms::staff::open_add(app),
        Section::Training | Section::Deliver => {
            let marked = pane(app).map(SchoolPane::marked_people).unwrap_or_default();
            forms::training::open_add(app, marked, String::new())
        }
        Section::Interventions => forms::intervention::open_add(app, Intervention::named("")),
        Section::Rates => {
            let role = match line(app).map(|line| (line.what, line.label)) {
                Some((What::Rate(_) | What::Role(_), role)) => role,
                _ => String::new(),
            };
            forms::intervention::open_add_rate(app, &role)
        }
        Section::Agencies => forms::agency::open_add(app, ""),
        Section::Sites => forms::school::open_add_site(app),
        Section::Details => forms::school::open_details(app, ""),
        Section::Plans => forms::school::open_plans(app),
    }
}

fn can_end(app: &App) -> Result<(), String> {
    let lines = pane(app).map(SchoolPane::lines).unwrap_or_default();
    match &lines[..] {
        [] => Err("stand on an adult, an intervention, a rate or an agency".into()),
        [one] if matches!(one.what, What::Person(_) | What::Rate(_)) => Ok(()),
        many if many.iter().all(|line| matches!(line.what, What::Intervention(_))) => Ok(()),
        many if many.iter().all(|line| matches!(line.what, What::Agency(_))) => Ok(()),
        [one] if matches!(one.what, What::Training(_)) => {
            Err("training is not taken away: undo takes back what was just typed, Enter puts it right".into())
        }
        [_] => Err("only an adult leaves, and an intervention or an agency goes out of use".into()),
        _ => Err("several are marked; one adult at a time, or interventions or agencies alone".into()),
    }
}

/// Interventions go out of use, or come into it again.
fn end_interventions(app: &mut App, lines: &[Line]) -> Vec<Effect> {
    let found = lines.iter().filter_map(|line| match &line.what {
        What::Intervention(name) => pane(app).and_then(|pane| pane.intervention(name)),
        _ => None,
    });
    let found: Vec<(RecordId, bool, String)> =
        found.filter_map(|one| Some((one.id?, one.entry.active, one.entry.name.clone()))).collect();
    let Some((_, active, name)) = found.first().cloned() else {
        app.refuse("This intervention is not in the catalogue: Enter or e puts it there");
        return Vec::new();
    };
    let ids: Vec<RecordId> = found.iter().map(|(id, _, _)| *id).collect();
    let way = if active { "out of use" } else { "into use again" };
    let what = match ids.len() {
        1 => name,
        many => plural(i64::try_from(many).unwrap_or(i64::MAX), "intervention"),
    };
    app.open(Ask::new(format!("Put {what} {way}? What runs goes on."), move |app| {
        let act = move |edit: &mut crate::store::Edit<'_>| intervention::set_active(edit, &ids, !active);
        let title =
            if active { "Put an intervention out of use" } else { "Put an intervention into use again" };
        vec![save(&app.ctx, title, act, |_, _| Vec::new())]
    }))
}

fn end_rate(app: &mut App, id: RecordId, role: &str) -> Vec<Effect> {
    let question = format!("Take this rate of {role} away? The one before it counts on.");
    app.open(Ask::new(question, move |app| {
        let act = move |edit: &mut crate::store::Edit<'_>| rate::remove(edit, id);
        vec![save(&app.ctx, "Take an hourly rate away", act, |_, _| Vec::new())]
    }))
}

/// An adult leaves; interventions and agencies go out of use, or come into it again; a wrong rate is taken away.
fn end(app: &mut App) -> Vec<Effect> {
    let lines = pane(app).map(SchoolPane::lines).unwrap_or_default();
    if let [one] = &lines[..]
        && let What::Person(id) = one.what
    {
        return forms::staff::open_leave(app, id);
    }
    if let [one] = &lines[..]
        && let What::Rate(id) = one.what
    {
        let role = one.label.clone();
        return end_rate(app, id, &role);
    }
    if lines.iter().any(|line| matches!(line.what, What::Intervention(_))) {
        let lines: Vec<Line> = lines.into_iter().cloned().collect();
        return end_interventions(app, &lines);
    }
    let found = lines.iter().filter_map(|line| match &line.what {
        What::Agency(name) => pane(app).and_then(|pane| pane.agency(name)),
        _ => None,
    });
    let found: Vec<(RecordId, bool, String)> =
        found.filter_map(|one| Some((one.id?, one.agency.active, one.agency.name.clone()))).collect();
    let Some((_, active, name)) = found.first().cloned() else {
        app.refuse("This agency is not in the catalogue: Enter or e puts it there");
        return Vec::new();
    };
    let ids: Vec<RecordId> = found.iter().map(|(id, _, _)| *id).collect();
    let way = if active { "out of use" } else { "into use again" };
    let whom = match ids.len() {
        1 => name,
        many => plural_agencies(many),
    };
    let question = format!("Put {whom} {way}?");
    app.open(Ask::new(question, move |app| {
        let act = move |edit: &mut crate::store::Edit<'_>| action::set_active(edit, &ids, !active);
        let title = if active { "Put an agency out of use" } else { "Put an agency into use again" };
        vec![save(&app.ctx, title, act, |_, _| Vec::new())]
    }))
}

fn can_start(app: &App) -> Result<(), String> {
    match line(app).map(|line| line.what) {
        Some(What::Intervention(_)) => Ok(()),
        _ => Err("stand on an intervention".into()),
    }
}

fn plural_agencies(many: usize) -> String {
    crate::domain::words::plural_as(i64::try_from(many).unwrap_or(i64::MAX), "agency", "agencies")
}

fn can_chase(app: &App) -> Result<(), String> {
    let works = pane(app).map(SchoolPane::works).unwrap_or_default();
    match works.iter().find(|work| !work.step.is_agencys()) {
        _ if works.is_empty() => Err("stand on a pupil who waits: Enter on an agency shows them".into()),
        Some(work) => Err(format!("{} {}: it is not the agency's turn", work.who.name, work.step.label())),
        None => Ok(()),
    }
}

/// Records today as the day on which the agency was asked again, for one pupil or for all marked.
fn chased(app: &mut App) -> Vec<Effect> {
    let works = pane(app).map(SchoolPane::works).unwrap_or_default();
    let keys: Vec<Key> = works.iter().map(|work| work.key).collect();
    let whom = match &works[..] {
        [one] => one.who.name.clone(),
        many => plural(i64::try_from(many.len()).unwrap_or(i64::MAX), "pupil"),
    };
    let by = app.ctx.by();
    let act = move |edit: &mut crate::store::Edit<'_>| action::chased(edit, &by, &keys);
    let done = move |app: &mut App, committed: crate::store::Committed| {
        if committed.touched > 0 {
            let undo = app.ctx.keymap.keys_of("app.undo").into_iter().next();
            let undo = undo.map_or(String::new(), |key| format!(" · {key} takes it back"));
            app.tell(format!("Saved: {whom}, chased today{undo}"));
            if let Some(pane) = app.pane_mut::<SchoolPane>() {
                crate::tui::widgets::list::ListControl::clear_marks(&mut pane.list);
            }
        }
        Vec::new()
    };
    vec![save(&app.ctx, "Chase an agency", act, done)]
}

fn chase_list(app: &mut App) -> Vec<Effect> {
    let effects = if app.scope() == Scope::School { Vec::new() } else { app.go(Scope::School) };
    show(app, Shown::Chase);
    effects
}

rows_of!("School", Scope::School);

/// The commands of the pane, and those about the school that work everywhere.
pub const COMMANDS: &[Command] = &[
    row(
        "school.enter",
        "Open the line",
        "change edit see to agency pupils record",
        "An agency shows its pupils; what a pupil waits for is recorded; all else is changed.",
        "open",
        one_is_there,
        |app, _| enter(app),
    ),
    row(
        "school.edit",
        "Change the line",
        "edit correct agency adult site details training intervention rate rename",
        "Changes what the line is about: the school's details, an adult, a training, an intervention, a rate, an agency, a site, a kind of plan.",
        "change",
        one_is_there,
        |app, _| edit(app),
    ),
    row(
        "school.add",
        "Add to this section",
        "new adult person staff training intervention rate agency site",
        "Adds an adult, a training, an intervention, a rate, an agency or a site: whatever the section under the cursor holds.",
        "add",
        can_add,
        |app, _| line(app).map(|line| line.section).map_or_else(Vec::new, |section| add_to(app, section)),
    ),
    row(
        "school.end",
        "An adult leaves, an agency goes out of use",
        "remove delete retire left gone handover intervention rate",
        "An adult leaves, with what they lead given to another in one step; an intervention or an agency goes out of use, or comes into it again; a wrong rate is taken away.",
        "leaves",
        can_end,
        |app, _| end(app),
    ),
    row(
        "school.start",
        "Start a provision of it",
        "begin group run intervention catalogue",
        "Starts a provision of the intervention under the cursor, with all that the catalogue says of it.",
        "start",
        can_start,
        |app, _| match line(app).map(|line| (line.what, line.label)) {
            Some((What::Intervention(_), name)) => forms::provision::open_start_of(app, &name),
            _ => Vec::new(),
        },
    ),
    row(
        "school.chased",
        "Chased today",
        "agency asked again rang reminder report waiting",
        "Records that the agency was asked again today, for the pupil under the cursor or for all that are marked.",
        "chased",
        can_chase,
        |app, _| chased(app),
    ),
    Command {
        scope: Scope::Global,
        ..row(
            "school.chase",
            "Whom to chase, by agency",
            "agencies waiting list referral report camhs salt long",
            "Every pupil who waits for an agency, by agency: since when, when it was chased last, whom to ask.",
            "chase list",
            always,
            |app, _| chase_list(app),
        )
    },
    Command {
        scope: Scope::Global,
        ..row(
            "school.training",
            "Record training",
            "cpd course inset whole staff adult trained makaton pecs first aid certificate",
            "Records what adults were trained in: one, several, or the whole staff at once.",
            "",
            always,
            |app, _| {
                let marked = pane(app).map(SchoolPane::marked_people).unwrap_or_default();
                forms::training::open_add(app, marked, String::new())
            },
        )
    },
    Command {
        scope: Scope::Global,
        ..row(
            "school.intervention",
            "Add an intervention",
            "catalogue new entry usual dosage area wave evidence measure",
            "Puts an intervention into the catalogue with what is usual of it: area, wave, dosage, measure, fee. A provision starts from it.",
            "",
            always,
            |app, _| forms::intervention::open_add(app, Intervention::named("")),
        )
    },
    Command {
        scope: Scope::Global,
        ..row(
            "school.rate",
            "Set an hourly rate",
            "cost hour pay wage money pounds role teaching assistant salary",
            "What an hour of a role costs the school from a day on: from it and the sessions delivered come the costs of provisions.",
            "",
            always,
            |app, _| forms::intervention::open_add_rate(app, ""),
        )
    },
    Command {
        scope: Scope::Global,
        ..row(
            "school.details",
            "School's details",
            "address telephone email authority head teacher sen governor letterhead name",
            "The school's name, address and authority, its head teacher and its SEN governor.",
            "",
            always,
            |app, _| forms::school::open_details(app, ""),
        )
    },
];
