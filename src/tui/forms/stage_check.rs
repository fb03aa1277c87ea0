//! The form that ticks a duty of a pupil's stage, or corrects the tick.

use super::about::{whom, with_file};
use crate::actions::stage_check::{self, correct};
use crate::domain::ids::PupilId;
use crate::domain::stage::{self, Stage, StageDuty};
use crate::domain::words::list;
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Form, FormField, Wrong};
use crate::tui::save::save_form;

/// Opens the form about the duty of the pupil's stage with this key.
pub fn open(pupil: PupilId, key: &str) -> Vec<Effect> {
    let key = key.to_owned();
    with_file(pupil, move |app, file| {
        let stands = file.stage().and_then(|span| stage::find(&span.stage));
        let found = stands.and_then(|stage| stage.all_duties().into_iter().find(|(_, duty)| duty.key == key));
        let Some((stage, duty)) = found else {
            app.refuse("The pupil's stage has no such duty any more");
            return Vec::new();
        };
        let ticked =
            file.stage_checks.iter().rev().find(|tick| tick.stage == stage.code && tick.item == duty.key);
        let about = format!("{}/{}", pupil.0, duty.key);
        let form = Form::new("stage.check", about, duty.text);
        let mut form = whom(form, std::slice::from_ref(&file)).note(said(stage, duty));
        if let Some(day) = duty.proof.day(&file, app.ctx.own_day()) {
            form = form.note(format!("The file proves it: {}.", crate::domain::day::plain(day)));
        }
        let form = match ticked.cloned() {
            Some(held) => {
                form.record(&held.value, &["done", "note"], &app.ctx).on_save(move |values, ctx| {
                    let by = ctx.by();
                    let mut mine = held.value.clone();
                    values.apply(&mut mine)?;
                    let (id, base) = (held.id, values.base(&held).value);
                    let act = move |edit: &mut crate::store::Edit<'_>| {
                        correct(edit, &by, pupil, id, &base, mine.clone())
                    };
                    Ok(vec![save_form(values, ctx, "Correct a tick", act, |_, _| Vec::new())])
                })
            }
            None => form
                .field(
                    FormField::date("done", "Done", true)
                        .help("The day it was done.")
                        .required()
                        .text("today"),
                )
                .field(FormField::long("note", "Note").help("How it was done; may be empty."))
                .on_save(move |values, ctx| {
                    let by = ctx.by();
                    let Some(done) = values.date("done") else {
                        return Err(vec![Wrong::new("done", "needs a date")]);
                    };
                    let note = values.text("note");
                    let act = move |edit: &mut crate::store::Edit<'_>| {
                        stage_check::tick(edit, &by, pupil, (stage.code, duty.key), done, &note).map(|_| ())
                    };
                    Ok(vec![save_form(values, ctx, "Tick a duty of the stage", act, |_, _| Vec::new())])
                }),
        };
        forms::open(app, form)
    })
}

/// As [`open`], from a draft.
pub fn resume(_app: &mut App, about: &str) -> Vec<Effect> {
    match about.split_once('/').and_then(|(id, key)| Some((id.parse().ok()?, key))) {
        Some((id, key)) => open(PupilId(id), key),
        None => Vec::new(),
    }
}

/// "SEN support · Code 6.45 · monitored by parents and the school".
fn said(stage: &Stage, duty: &StageDuty) -> String {
    let who: Vec<&str> = stage.monitors.iter().map(|(who, _)| *who).collect();
    format!("{} · {} · monitored by {}", stage.label, duty.source, list(&who))
}
