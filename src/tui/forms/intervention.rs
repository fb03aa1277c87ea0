//! Forms of the catalogue: an intervention with what is usual of it, and what an hour of an adult costs.
//!
//! Rule: a run keeps what it was started with; the catalogue is for what begins.

use crate::actions::{intervention as act, rate};
use crate::domain::calendar::academic_year;
use crate::domain::catalogue::{Intervention, Rate};
use crate::domain::day;
use crate::domain::ids::RecordId;
use crate::domain::words::{plural, pounds};
use crate::store::Edit;
use crate::tui::app::{App, Ctx};
use crate::tui::effect::Effect;
use crate::tui::forms::about::save_warned_then;
use crate::tui::forms::said::{names, said};
use crate::tui::forms::{self, Form, FormField};
use crate::tui::save::save_form;

const ADD: &[&str] = &[
    "name",
    "area",
    "wave",
    "times_a_week",
    "minutes",
    "weeks",
    "group",
    "measure",
    "scale",
    "levels",
    "agency",
    "fee_pence",
    "materials_pence",
    "evidence",
    "note",
];

/// Opens the form that puts an intervention into the catalogue; what is known of it stands in it already.
pub fn open_add(app: &mut App, base: Intervention) -> Vec<Effect> {
    let form = Form::new("intervention.add", "", "Add an intervention")
        .note("What is usual of it fills the form when a provision is started.")
        .record(&base, ADD, &app.ctx)
        .on_save(move |values, ctx| {
            let mut mine = base.clone();
            values.apply(&mut mine)?;
            let done = said(names([mine.name.as_str()]), "in the catalogue".to_owned(), None);
            let act = move |edit: &mut Edit<'_>| act::add(edit, &mine).map(|_| ());
            Ok(vec![save_form(values, ctx, "Add an intervention", act, done)])
        });
    forms::open(app, form)
}

/// As [`open_add`], from a draft.
pub fn resume_add(app: &mut App, _: &str) -> Vec<Effect> {
    open_add(app, Intervention::named(""))
}

/// Opens the form that changes an intervention.
pub fn open_edit(app: &mut App, id: RecordId) -> Vec<Effect> {
    let Some(held) = app.ctx.school.catalogue.iter().find(|entry| entry.id == id).cloned() else {
        app.refuse("This intervention is no longer in the catalogue");
        return Vec::new();
    };
    let form = Form::new("intervention.edit", id.0.to_string(), "Change an intervention")
        .note("Another name is another name wherever it stands. What runs keeps its dosage and its costs.")
        .record(&held.value, ADD, &app.ctx)
        .record(&held.value, &["active"], &app.ctx)
        .on_save(move |values, ctx| {
            let mut mine = held.value.clone();
            values.apply(&mut mine)?;
            let (base, name) = (values.base(&held), mine.name.clone());
            let act = move |edit: &mut Edit<'_>| Ok((Vec::new(), act::change(edit, &base, &mine)?));
            let then = move |app: &mut App, renamed: usize| {
                if renamed > 0 {
                    let undo = app.ctx.keymap.keys_of("app.undo").into_iter().next();
                    let undo = undo.map_or(String::new(), |key| format!(" · {key} takes it back"));
                    let places = plural(i64::try_from(renamed).unwrap_or(i64::MAX), "other place");
                    app.tell(format!("Saved: {name}, so called in {places} too{undo}"));
                }
            };
            Ok(vec![save_warned_then(values, ctx, "Change an intervention", act, then)])
        });
    forms::open(app, form)
}

/// As [`open_edit`], from a draft.
pub fn resume_edit(app: &mut App, about: &str) -> Vec<Effect> {
    about.parse().map_or_else(|_| Vec::new(), |id| open_edit(app, RecordId(id)))
}

/// The roles of those who work here, to be offered.
fn roles(ctx: &Ctx) -> Vec<String> {
    let here = ctx.school.staff.iter().filter(|staff| staff.here && !staff.role.trim().is_empty());
    let mut roles: Vec<String> = here.map(|staff| staff.role.trim().to_owned()).collect();
    roles.extend(ctx.school.rates.iter().map(|rate| rate.role.clone()));
    roles.sort_by_key(|role| role.to_lowercase());
    roles.dedup_by_key(|role| role.to_lowercase());
    roles
}

fn role_field(ctx: &Ctx, role: &str) -> FormField {
    FormField::offered("role", "Role", roles(ctx))
        .words(role)
        .required()
        .help("As it stands with the staff: it is by their role that an adult's hour is known.")
}

/// Opens the form that sets what an hour of a role costs; the role stands in it already. The first rate of a role counts from the
/// school year's beginning, a rise from today.
pub fn open_add_rate(app: &mut App, role: &str) -> Vec<Effect> {
    let ctx = &app.ctx;
    let known = ctx.school.rates.iter().any(|rate| rate.role.eq_ignore_ascii_case(role));
    let year = chrono::NaiveDate::from_ymd_opt(academic_year(ctx.own_day()), 9, 1);
    let from = year.filter(|_| !known).unwrap_or(ctx.own_day());
    let base = Rate { role: role.to_owned(), from, pence: 0, note: String::new() };
    let form = Form::new("rate.add", "", "Set an hourly rate")
        .note("Pay with what the school pays on top of it (pension, National Insurance). What was delivered before the day keeps its cost.")
        .field(role_field(ctx, role))
        .record(&base, &["pence", "from", "note"], ctx)
        .unfilled("pence")
        .start_at(if role.is_empty() { "role" } else { "pence" })
        .on_save(move |values, ctx| {
            let mut mine = base.clone();
            values.apply(&mut mine)?;
            let what = format!("{} an hour from {}", pounds(mine.pence), day::near(mine.from, ctx.own_day()));
            let done = said(mine.role.clone(), what, None);
            let act = move |edit: &mut Edit<'_>| rate::add(edit, &mine).map(|_| ());
            Ok(vec![save_form(values, ctx, "Set an hourly rate", act, done)])
        });
    forms::open(app, form)
}

/// As [`open_add_rate`], from a draft.
pub fn resume_add_rate(app: &mut App, _: &str) -> Vec<Effect> {
    open_add_rate(app, "")
}

/// Opens the form that corrects a rate.
pub fn open_edit_rate(app: &mut App, id: RecordId) -> Vec<Effect> {
    let Some(held) = app.ctx.school.rates.iter().find(|rate| rate.id == id).cloned() else {
        app.refuse("This rate is no longer there");
        return Vec::new();
    };
    let form = Form::new("rate.edit", id.0.to_string(), "Correct an hourly rate")
        .note("Every session since its day costs what stands here. A rise is a new rate with its own day.")
        .field(role_field(&app.ctx, &held.role))
        .record(&held.value, &["pence", "from", "note"], &app.ctx)
        .start_at("pence")
        .on_save(move |values, ctx| {
            let mut mine = held.value.clone();
            values.apply(&mut mine)?;
            let base = values.base(&held);
            let act = move |edit: &mut Edit<'_>| rate::change(edit, &base, &mine);
            Ok(vec![save_form(values, ctx, "Correct an hourly rate", act, |_, _| Vec::new())])
        });
    forms::open(app, form)
}

/// As [`open_edit_rate`], from a draft.
pub fn resume_edit_rate(app: &mut App, about: &str) -> Vec<Effect> {
    about.parse().map_or_else(|_| Vec::new(), |id| open_edit_rate(app, RecordId(id)))
}
