//! The passport's form: four boxes, and a word of warning while it is written if they will not go on one page.
//!
//! Rule: a small change of the same season changes the passport in force; later, or when asked, it is written anew and the one
//! before is kept.

use chrono::NaiveDate;

use super::about::{read_one, read_pupils, whom, with_file, write_one};
use super::said::{names_of, said};
use crate::actions::{self, case};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, PupilId, RecordId};
use crate::domain::record::Recorded;
use crate::domain::support::{Passport, fits};
use crate::store::Edit;
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Form, FormField};
use crate::tui::save::save_form;

/// The fields that are asked: the boxes first, since that is what is written.
const KEYS: [&str; 8] =
    ["strengths", "matters", "helps", "avoid", "agreed_with", "look_again", "written", "note"];

/// Days after which a passport that is changed is one written anew, unless somebody says otherwise.
const SEASON: i64 = 120;

/// Opens the passport in force to be changed; where there is none, an empty one.
pub fn open(pupil: PupilId) -> Vec<Effect> {
    with_file(pupil, |app, file| match file.passport().cloned() {
        Some(held) => edit(app, &file, held),
        None => write(app, &file),
    })
}

/// Opens a passport to be written anew; what the one in force says stands in it.
pub fn open_anew(pupil: PupilId) -> Vec<Effect> {
    with_file(pupil, |app, file| write(app, &file))
}

/// Opens this passport to be changed, in force or not.
pub fn open_held(pupil: PupilId, id: RecordId) -> Vec<Effect> {
    with_file(pupil, move |app, file| match file.passports.iter().find(|held| held.id == id).cloned() {
        Some(held) => edit(app, &file, held),
        None => {
            app.refuse("This passport is no longer there");
            Vec::new()
        }
    })
}

/// Brings a draft of a new one back.
pub fn resume_write(_: &mut App, about: &str) -> Vec<Effect> {
    read_pupils(about).first().map_or_else(Vec::new, |pupil| open_anew(*pupil))
}

/// Brings a draft of a change back.
pub fn resume_edit(_: &mut App, about: &str) -> Vec<Effect> {
    read_one(about).map_or_else(Vec::new, |(pupil, id)| open_held(pupil, id))
}

/// Says while it is written that it will not go on one page.
fn one_page(form: Form) -> Form {
    form.remark(|text| {
        let boxes = ["strengths", "matters", "helps", "avoid"].map(text);
        fits(boxes.each_ref().map(String::as_str)).err().map(|why| format!("Not on one page: {why}"))
    })
}

fn write(app: &mut App, file: &PupilFile) -> Vec<Effect> {
    let (pupil, name) = (file.id, names_of(std::slice::from_ref(file)));
    let mut blank = Passport::written(app.ctx.own_day(), app.ctx.by().typed);
    let mut form = Form::new("passport.write", pupil.0.to_string(), "Write the passport");
    form = whom(form, std::slice::from_ref(file));
    if let Some(held) = file.passport() {
        form = form
            .note(format!("It takes the place of the one of {}, which is kept.", day::full(held.written)));
        let Passport { strengths, matters, helps, avoid, agreed_with, .. } = held.value.clone();
        blank = Passport { strengths, matters, helps, avoid, agreed_with, ..blank };
    }
    let form = one_page(form.record(&blank, &KEYS, &app.ctx)).on_save(move |values, ctx| {
        let by = ctx.by();
        let mut new = Passport::written(ctx.own_day(), by.typed.clone());
        values.apply(&mut new)?;
        let act =
            move |edit: &mut Edit<'_>| actions::passport::write(edit, &by, pupil, new.clone()).map(|_| ());
        Ok(vec![save_form(
            values,
            ctx,
            "Write a passport",
            act,
            said(name.clone(), "passport written".into(), None),
        )])
    });
    forms::open(app, form)
}

/// The new one out of the old one as it was changed: of today, unless another day was given, and to be looked at again on a day
/// that is still to come.
fn anew(mine: Passport, old: &Passport, today: NaiveDate) -> Passport {
    Passport {
        written: if mine.written == old.written { today } else { mine.written },
        look_again: mine.look_again.filter(|on| mine.look_again != old.look_again || *on > today),
        replaced: None,
        ..mine
    }
}

fn edit(app: &mut App, file: &PupilFile, held: Held<Passport>) -> Vec<Effect> {
    let (pupil, name) = (file.id, names_of(std::slice::from_ref(file)));
    let in_force = held.replaced.is_none();
    let mut form = Form::new("passport.edit", write_one(pupil, held.id), "Change the passport");
    form = whom(form, std::slice::from_ref(file));
    form = form.note(match held.replaced {
        None => format!("In force since {}.", day::full(held.written)),
        Some(on) => format!("Written on {}, replaced on {}.", day::full(held.written), day::full(on)),
    });
    form = form.record(&held.value, &KEYS, &app.ctx);
    if in_force {
        let old = day::between(held.written, app.ctx.own_day()) > SEASON;
        form = form.field(
            FormField::flag("anew", "Written anew")
                .help("Yes keeps the one before with its days and puts this one in its place; no changes it.")
                .text(if old { "yes" } else { "no" }),
        );
    }
    let form = one_page(form).on_save(move |values, ctx| {
        let by = ctx.by();
        let mut mine = held.value.clone();
        values.apply(&mut mine)?;
        if values.flag("anew") {
            let new = Passport { typed: by.typed.clone(), ..anew(mine, &held, ctx.own_day()) };
            let act = move |edit: &mut Edit<'_>| {
                actions::passport::write(edit, &by, pupil, new.clone()).map(|_| ())
            };
            let done = said(name.clone(), "passport written anew, the one before is kept".into(), None);
            return Ok(vec![save_form(values, ctx, "Write a passport", act, done)]);
        }
        let (key, base) = (Passport::key(pupil, held.id), values.base(&held).value.wrap());
        let act = move |edit: &mut Edit<'_>| {
            actions::passport::not_empty(&mine)?;
            case::change(edit, &by, key, &base, mine.clone().wrap())
        };
        let done = said(name.clone(), "passport changed".into(), None);
        Ok(vec![save_form(values, ctx, "Change a passport", act, done)])
    });
    forms::open(app, form)
}

#[cfg(test)]
mod tests;
