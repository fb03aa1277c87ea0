//! Targets: add one to the plan that runs, change one.
//!
//! Rule: the aim is all that must be typed. Those that stand in the plan already are named above, so that none is set twice.

use super::none_runs;
use crate::actions::cycle;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind, PupilId, Typed};
use crate::domain::record::Recorded;
use crate::domain::support::Target;
use crate::store::Edit;
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::about::{
    read_one, read_pupils, save_saying, whom, with_file, write_one, write_pupils,
};
use crate::tui::forms::said::{names_of, said, said_minding};
use crate::tui::forms::{self, Form};
use crate::tui::save::save_form;
use crate::views::cycle as view;

/// Opens the form that adds a target to the pupil's plan.
pub fn open_add(pupil: PupilId) -> Vec<Effect> {
    with_file(pupil, add)
}

/// As [`open_add`], from a draft.
pub fn resume_add(_: &mut App, about: &str) -> Vec<Effect> {
    read_pupils(about).first().map(|pupil| open_add(*pupil)).unwrap_or_default()
}

fn add(app: &mut App, file: PupilFile) -> Vec<Effect> {
    let Some(plan) = view::running(&file, &app.ctx.school) else { return none_runs(app, &file) };
    let (pupil, cycle_id, number) = (file.id, plan.key.id, plan.targets.len() + 1);
    let name = names_of(std::slice::from_ref(&file));
    let blank = Target::of(cycle_id, app.ctx.own_day(), Typed::default());
    let of = if plan.most > 0 { format!(" of {}", plan.most) } else { String::new() };
    let mut form =
        Form::new("target.add", write_pupils(&[pupil]), format!("{}: target {number}{of}", plan.kind.label));
    form = whom(form, std::slice::from_ref(&file));
    for one in &plan.targets {
        form = form.note(format!("{}. {}", one.number, one.line()));
    }
    let form = form.record(&blank, &["aim", "criteria", "resources", "strategies"], &app.ctx).on_save(
        move |values, ctx| {
            let by = ctx.by();
            let mut mine = Target { typed: by.typed.clone(), ..blank.clone() };
            values.apply(&mut mine)?;
            let key = ctx.keymap.keys_of("pupil.target").into_iter().next();
            let key = key.map_or(String::new(), |key| format!(" · {key} adds another"));
            let did = format!("target {number}{of}{key}");
            let act = move |edit: &mut Edit<'_>| {
                cycle::add_target(edit, &by, pupil, mine.clone()).map(|(_, warnings)| warnings)
            };
            Ok(vec![save_saying(values, ctx, "Add a target", act, said_minding(name.clone(), did, None))])
        },
    );
    forms::open(app, form)
}

/// Opens the form that changes a target.
pub fn open_edit(key: Key) -> Vec<Effect> {
    with_file(key.pupil, move |app, file| match file.targets.iter().find(|held| held.id == key.id) {
        Some(held) => edit(app, &file, held.clone()),
        None => {
            app.refuse("This target is no longer there");
            Vec::new()
        }
    })
}

/// As [`open_edit`], from a draft.
pub fn resume_edit(_: &mut App, about: &str) -> Vec<Effect> {
    match read_one(about) {
        Some((pupil, id)) => open_edit(Key::new(pupil, Kind::Target, id)),
        None => Vec::new(),
    }
}

fn edit(app: &mut App, file: &PupilFile, held: Held<Target>) -> Vec<Effect> {
    let key = Target::key(file.id, held.id);
    let name = names_of(std::slice::from_ref(file));
    let form = Form::new("target.edit", write_one(file.id, held.id), "Change the target");
    let keys = ["aim", "criteria", "resources", "strategies", "set", "judged", "outcome", "result", "note"];
    let form = whom(form, std::slice::from_ref(file)).record(&held.value, &keys, &app.ctx).on_save(
        move |values, ctx| {
            let by = ctx.by();
            let mut mine = held.value.clone();
            values.apply(&mut mine)?;
            let base = values.base(&held).value;
            let act = move |edit: &mut Edit<'_>| cycle::change_target(edit, &by, key, &base, mine.clone());
            let done = said(name.clone(), "target changed".to_owned(), None);
            Ok(vec![save_form(values, ctx, "Change a target", act, done)])
        },
    );
    forms::open(app, form)
}
