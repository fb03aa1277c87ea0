//! The form that keeps what a child or a parent said, in their words.
//!
//! Rule: the words belong to the plan that runs on the day they are typed, if one does.

use super::about::{read_pupils, whom, with_file};
use super::said::{names_of, said};
use crate::actions::case;
use crate::domain::file::PupilFile;
use crate::domain::ids::PupilId;
use crate::domain::record::Recorded;
use crate::domain::support::{Speaker, Voice, plan_kind};
use crate::store::Edit;
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Form};
use crate::tui::save::save_form;

const KEYS: [&str; 5] = ["speaker", "words", "said", "who", "how"];

/// Opens it for one pupil.
pub fn open(pupil: PupilId) -> Vec<Effect> {
    with_file(pupil, |app, file| add(app, &file))
}

/// Brings a draft back.
pub fn resume(_: &mut App, about: &str) -> Vec<Effect> {
    read_pupils(about).first().map_or_else(Vec::new, |pupil| open(*pupil))
}

fn add(app: &mut App, file: &PupilFile) -> Vec<Effect> {
    let (pupil, name) = (file.id, names_of(std::slice::from_ref(file)));
    let cycle = file.cycle().map(|cycle| cycle.id);
    let blank = Voice::said(app.ctx.own_day(), Speaker::Pupil, app.ctx.by().typed);
    let mut form = whom(
        Form::new("voice.add", pupil.0.to_string(), "Keep somebody's words"),
        std::slice::from_ref(file),
    );
    if let Some(cycle) = file.cycle() {
        form = form.note(format!("It stands with the {} that runs.", plan_kind::of(&cycle.kind).label));
    }
    let form = form.record(&blank, &KEYS, &app.ctx).on_save(move |values, ctx| {
        let by = ctx.by();
        let mut voice = Voice { cycle, ..Voice::said(ctx.own_day(), Speaker::Pupil, by.typed.clone()) };
        values.apply(&mut voice)?;
        let whose = voice.speaker.label();
        let act = move |edit: &mut Edit<'_>| case::begin(edit, &by, pupil, voice.clone().wrap()).map(|_| ());
        let done = said(name.clone(), format!("the {whose}'s words kept"), None);
        Ok(vec![save_form(values, ctx, "Keep somebody's words", act, done)])
    });
    forms::open(app, form)
}

#[cfg(test)]
mod tests;
