//! Forms about the school itself: its details, its choice of plans, its sites.

use crate::actions::school as act;
use crate::domain::ids::RecordId;
use crate::domain::school::Site;
use crate::store::Edit;
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Form};
use crate::tui::save::save_form;

const DETAILS: &[&str] = &["name", "address", "phone", "email", "authority", "head", "governor"];

/// Opens the form of the school's details. `key` is where the cursor stands first.
pub fn open_details(app: &mut App, key: &str) -> Vec<Effect> {
    let held = app.ctx.school.info.clone();
    let form = Form::new("school.details", "", "School's details")
        .note("What stands on letters, and who is head and SEN governor.")
        .record(&held.value, DETAILS, &app.ctx)
        .start_at(key)
        .on_save(move |values, ctx| {
            let mut mine = held.value.clone();
            values.apply(&mut mine)?;
            let (head, governor) = (values.adult("head"), values.adult("governor"));
            let base = values.base(&held).value;
            let act = move |edit: &mut Edit<'_>| {
                act::set_info(edit, &base, &mine, head.as_ref(), governor.as_ref())
            };
            Ok(vec![save_form(values, ctx, "Change the school's details", act, |_, _| Vec::new())])
        });
    forms::open(app, form)
}

/// As [`open_details`], from a draft.
pub fn resume_details(app: &mut App, _: &str) -> Vec<Effect> {
    open_details(app, "")
}

/// Opens the form of the kind of plan that a new cycle makes, and of how many targets it has.
pub fn open_plans(app: &mut App) -> Vec<Effect> {
    let held = app.ctx.school.settings.clone();
    let form = Form::new("school.plans", "", "Plans of a new cycle")
        .note("Cycles that have begun keep their kind of plan.")
        .record(&held.value, &["plan_kind", "targets"], &app.ctx)
        .on_save(move |values, ctx| {
            let mut mine = held.value.clone();
            values.apply(&mut mine)?;
            let base = values.base(&held).value;
            let act = move |edit: &mut Edit<'_>| act::set_plans(edit, &base, &mine);
            Ok(vec![save_form(values, ctx, "Choose the plans of a new cycle", act, |_, _| Vec::new())])
        });
    forms::open(app, form)
}

/// As [`open_plans`], from a draft.
pub fn resume_plans(app: &mut App, _: &str) -> Vec<Effect> {
    open_plans(app)
}

/// Opens the form of how many cases it takes before it is said what works.
pub fn open_least_cases(app: &mut App) -> Vec<Effect> {
    let held = app.ctx.school.settings.clone();
    let form = Form::new("school.least_cases", "", "When it is said what works")
        .note("Under so many cases no verdict is given: chance would have the say.")
        .record(&held.value, &["least_cases"], &app.ctx)
        .on_save(move |values, ctx| {
            let mut mine = held.value.clone();
            values.apply(&mut mine)?;
            let base = values.base(&held).value;
            let act = move |edit: &mut Edit<'_>| act::set_least_cases(edit, &base, &mine);
            Ok(vec![save_form(values, ctx, "Set the least number of cases", act, |_, _| Vec::new())])
        });
    forms::open(app, form)
}

/// As [`open_least_cases`], from a draft.
pub fn resume_least_cases(app: &mut App, _: &str) -> Vec<Effect> {
    open_least_cases(app)
}

/// Opens the form that adds a site.
pub fn open_add_site(app: &mut App) -> Vec<Effect> {
    let form = Form::new("school.site_add", "", "Add a site")
        .record(&Site::default(), &["name"], &app.ctx)
        .on_save(|values, ctx| {
            let name = values.text("name");
            let act = move |edit: &mut Edit<'_>| act::add_site(edit, &name).map(|_| ());
            Ok(vec![save_form(values, ctx, "Add a site", act, |_, _| Vec::new())])
        });
    forms::open(app, form)
}

/// As [`open_add_site`], from a draft.
pub fn resume_add_site(app: &mut App, _: &str) -> Vec<Effect> {
    open_add_site(app)
}

/// Opens the form that renames a site.
pub fn open_site(app: &mut App, id: RecordId) -> Vec<Effect> {
    let Some(held) = app.ctx.school.sites.iter().find(|site| site.id == id).cloned() else {
        app.refuse("This site is no longer there");
        return Vec::new();
    };
    let form = Form::new("school.site", id.0.to_string(), "Rename a site")
        .note("Everything that stands there goes with the name.")
        .record(&held.value, &["name"], &app.ctx)
        .on_save(move |values, ctx| {
            let (name, base) = (values.text("name"), values.base(&held));
            let act = move |edit: &mut Edit<'_>| act::rename_site(edit, &base, &name);
            Ok(vec![save_form(values, ctx, "Rename a site", act, |_, _| Vec::new())])
        });
    forms::open(app, form)
}

/// As [`open_site`], from a draft.
pub fn resume_site(app: &mut App, about: &str) -> Vec<Effect> {
    about.parse().map_or_else(|_| Vec::new(), |id| open_site(app, RecordId(id)))
}
