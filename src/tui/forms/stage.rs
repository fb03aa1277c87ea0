//! Forms about stages: bring pupils to one or off the register, correct a time at one.

use super::about::{
    read_one, read_pupils, save_warned, whom, with_file, with_files, write_one, write_pupils,
};
use crate::actions::Warnings;
use crate::actions::stage::{self, Change};
use crate::domain::code::SenCode;
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::stage::{self as stages, StageSet};
use crate::tui::app::{App, Ctx};
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Form, FormField, Pick, Wrong};

/// What stands for no stage among the picks.
const OFF: &str = "-";

/// The set that the school works with.
fn set_in_force(ctx: &Ctx) -> &'static StageSet {
    stages::of(&ctx.school.settings.stage_set)
}

/// A stage as it is picked: "SEN support (K)"; a layer has no census code of its own.
pub(super) fn pick(stage: &stages::Stage, set: &StageSet) -> Pick {
    let census = if set.layers { String::new() } else { format!(" ({})", stage.census.code()) };
    Pick { code: stage.code.to_owned(), label: format!("{}{census}", stage.label) }
}

/// The stages of the set in force to pick from, and with `off` none of them.
pub(super) fn stage_picks(off: bool, ctx: &Ctx) -> Vec<Pick> {
    let set = set_in_force(ctx);
    let mut picks: Vec<Pick> = set.stages.iter().map(|stage| pick(stage, set)).collect();
    if off {
        picks
            .push(Pick { code: OFF.to_owned(), label: "off the register and the watch list (N)".to_owned() });
    }
    picks
}

/// Opens the form that changes the stage of one pupil or of all marked.
pub fn open_change(pupils: Vec<PupilId>) -> Vec<Effect> {
    with_files(pupils, |app, files| {
        let pupils: Vec<PupilId> = files.iter().map(|file| file.id).collect();
        let census = SenCode::ALL.into_iter().map(|code| Pick {
            code: code.code().to_owned(),
            label: format!("{} {}", code.code(), code.label()),
        });
        let form = whom(Form::new("stage.change", write_pupils(&pupils), "Change the stage"), &files)
            .field(
                FormField::pick("to", "New stage", stage_picks(true, &app.ctx))
                    .help("Off the register ends the needs too.")
                    .required(),
            )
            .field(
                FormField::date("from", "From", true).help("The first day at it.").required().text("today"),
            )
            .field(FormField::line("reason", "Why").help("What led to it, in a sentence; may be empty."))
            .field(FormField::pick("census", "Census code", census).help(if set_in_force(&app.ctx).layers {
                "Only if it changes: a layer of the draft keeps the code that the pupil has."
            } else {
                "Only if it differs from the stage's own."
            }))
            .on_save(move |values, ctx| {
                let by = ctx.by();
                let Some(from) = values.date("from") else {
                    return Err(vec![Wrong::new("from", "needs a date")]);
                };
                let change = Change {
                    to: Some(values.text("to")).filter(|code| code != OFF),
                    census: SenCode::parse(&values.text("census")),
                    from,
                    reason: values.text("reason"),
                };
                let pupils = pupils.clone();
                Ok(vec![save_warned(values, ctx, "Change the stage", move |edit| {
                    let mut warnings = Warnings::new();
                    for id in &pupils {
                        warnings.extend(stage::change(edit, &by, *id, &change)?);
                    }
                    Ok(warnings)
                })])
            });
        forms::open(app, form)
    })
}

/// As [`open_change`], from a draft.
pub fn resume_change(_app: &mut App, about: &str) -> Vec<Effect> {
    open_change(read_pupils(about))
}

/// Opens the form that corrects a recorded time at a stage.
pub fn open_correct(pupil: PupilId, span: RecordId) -> Vec<Effect> {
    with_file(pupil, move |app, file| {
        let Some(held) = file.stages.iter().find(|held| held.id == span).cloned() else {
            app.refuse("This stage is no longer on file");
            return Vec::new();
        };
        // What stands there is offered too, whichever set it is of.
        let mut picks = stage_picks(false, &app.ctx);
        if let (Some(stands), Some(set)) = (stages::find(&held.stage), stages::set_of(&held.stage))
            && !picks.iter().any(|pick| pick.code == stands.code)
        {
            picks.push(pick(stands, set));
        }
        let stage_field = FormField::of("stage", &held.value, &app.ctx).offering(picks);
        let form = Form::new("stage.correct", write_one(pupil, span), "Correct the stage");
        let form = whom(form, std::slice::from_ref(&file)).field(stage_field);
        let form = form.record(&held.value, &["census", "from", "to", "reason"], &app.ctx).on_save(
            move |values, ctx| {
                let by = ctx.by();
                let mut mine = held.value.clone();
                values.apply(&mut mine)?;
                let base = values.base(&held).value;
                Ok(vec![save_warned(values, ctx, "Correct a stage", move |edit| {
                    stage::correct(edit, &by, pupil, span, &base, mine.clone())
                })])
            },
        );
        forms::open(app, form)
    })
}

/// As [`open_correct`], from a draft.
pub fn resume_correct(_app: &mut App, about: &str) -> Vec<Effect> {
    match read_one(about) {
        Some((pupil, span)) => open_correct(pupil, span),
        None => Vec::new(),
    }
}
