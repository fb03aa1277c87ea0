//! Forms about training: for one adult or for many at once, and put right for all of whom it was typed together.

use crate::actions::training as act;
use crate::domain::catalogue::Intervention;
use crate::domain::ids::{RecordId, SCHOOL, Typed};
use crate::domain::people::Training;
use crate::domain::school::SchoolFile;
use crate::store::{Edit, Snapshot, StoreError};
use crate::tui::app::App;
use crate::tui::effect::{Effect, read};
use crate::tui::forms::said::said;
use crate::tui::forms::{self, Form, FormField, Wrong};
use crate::tui::save::save_form;
use crate::views::staff;

/// Names of interventions, to be offered: those of the catalogue, and those that run or ran, each once.
fn interventions(snapshot: &Snapshot<'_>) -> Result<Vec<String>, StoreError> {
    let mut names: Vec<String> = snapshot.provisions()?.into_iter().map(|held| held.value.name).collect();
    let catalogue = snapshot.list::<Intervention>(SCHOOL)?;
    names.extend(catalogue.into_iter().filter(|one| one.active).map(|one| one.value.name));
    names.sort_by_key(|name| name.to_lowercase());
    names.dedup_by_key(|name| name.to_lowercase());
    Ok(names)
}

fn fields(form: Form, training: &Training, names: Vec<String>, app: &App) -> Form {
    let ctx = &app.ctx;
    let help =
        "The intervention that it allows them to deliver, by its name in the provision map. May be empty.";
    form.record(training, &["what"], ctx)
        .field(FormField::offered("delivers", "Can deliver", names).words(&training.delivers).help(help))
        .record(training, &["on", "until", "provider", "note"], ctx)
}

/// Opens the form that records training. `staff` and `delivers` stand in it already.
pub fn open_add(app: &mut App, staff: Vec<RecordId>, delivers: String) -> Vec<Effect> {
    let _ = app;
    vec![read(interventions, move |app, names| {
        let mut base = Training::of(RecordId(0), app.ctx.own_day(), Typed::default());
        base.delivers = delivers.clone();
        let who = staff.iter().map(|id| id.0.to_string()).collect::<Vec<_>>().join(",");
        let help = "Part of a name, Enter takes it; “whole” and Enter takes the whole staff.";
        let form = Form::new("training.add", "", "Record training")
            .field(FormField::adults("staff", "Who", &app.ctx).help(help).required().text(who));
        let form = fields(form, &base, names, app).on_save(move |values, ctx| {
            let (by, staff) = (ctx.by(), values.adults("staff", ctx));
            if staff.is_empty() {
                return Err(vec![Wrong::new("staff", "is needed")]);
            }
            let mut mine = base.clone();
            values.apply(&mut mine)?;
            let whom = match staff.len() {
                1 => "one adult".to_owned(),
                many => format!("{many} adults"),
            };
            let done = said(mine.what.clone(), format!("recorded for {whom}"), None);
            let act = move |edit: &mut Edit<'_>| act::add(edit, &by, &staff, &mine);
            Ok(vec![save_form(values, ctx, "Record training", act, done)])
        });
        forms::open(app, form)
    })]
}

/// As [`open_add`], from a draft.
pub fn resume_add(app: &mut App, _: &str) -> Vec<Effect> {
    open_add(app, Vec::new(), String::new())
}

fn together(school: &SchoolFile, id: RecordId, today: chrono::NaiveDate) -> Option<staff::TrainingLine> {
    staff::trainings(school, today).into_iter().find(|line| line.ids.contains(&id))
}

/// Opens the form that changes a training for all of whom it was typed together.
pub fn open_edit(app: &mut App, id: RecordId) -> Vec<Effect> {
    let Some(line) = together(&app.ctx.school, id, app.ctx.own_day()) else {
        app.refuse("This training is no longer there");
        return Vec::new();
    };
    vec![read(interventions, move |app, names| {
        let first = line.ids.first().copied().unwrap_or(id);
        let form =
            Form::new("training.edit", first.0.to_string(), "Change training").note(line.who.join(", "));
        let (ids, base) = (line.ids.clone(), line.training.clone());
        let form = fields(form, &base.clone(), names, app).on_save(move |values, ctx| {
            let (by, ids) = (ctx.by(), ids.clone());
            let mut mine = base.clone();
            values.apply(&mut mine)?;
            let held =
                crate::domain::ids::Held { id: first, revision: Default::default(), value: base.clone() };
            let base = values.base(&held).value;
            let act = move |edit: &mut Edit<'_>| act::change(edit, &by, &ids, &base, &mine);
            Ok(vec![save_form(values, ctx, "Change training", act, |_, _| Vec::new())])
        });
        forms::open(app, form)
    })]
}

/// As [`open_edit`], from a draft.
pub fn resume_edit(app: &mut App, about: &str) -> Vec<Effect> {
    about.parse().map_or_else(|_| Vec::new(), |id| open_edit(app, RecordId(id)))
}
