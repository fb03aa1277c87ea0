//! Forms about adults: add one, change one, one who leaves.
//!
//! Rule: what somebody who leaves leads stands in the form before it is saved, with one field that gives all of it away.

use crate::actions::staff::{self as act, Led};
use crate::domain::ids::{Held, RecordId};
use crate::domain::school::Staff;
use crate::domain::words::plural;
use crate::store::Edit;
use crate::tui::app::{App, Ctx};
use crate::tui::effect::{Effect, read};
use crate::tui::forms::said::{names, said};
use crate::tui::forms::{self, Form, FormField};
use crate::tui::save::save_form;

/// How many of the things that somebody leads are named before the rest is counted.
const NAMED: usize = 8;

fn keys(ctx: &Ctx, staff: &Staff) -> Vec<&'static str> {
    let mut keys = vec!["name", "role"];
    if !ctx.school.sites.is_empty() {
        keys.push("site");
    }
    if !staff.here {
        keys.push("here");
    }
    keys
}

fn known(app: &mut App, id: RecordId) -> Option<Held<Staff>> {
    let found = app.ctx.school.staff.iter().find(|staff| staff.id == id).cloned();
    if found.is_none() {
        app.refuse("This adult is no longer on the list");
    }
    found
}

/// Opens the form that puts an adult on the list.
pub fn open_add(app: &mut App) -> Vec<Effect> {
    let base = Staff { here: true, site: app.ctx.site, ..Staff::default() };
    let keys = keys(&app.ctx, &base);
    let form = Form::new("staff.add", "", "Add an adult").record(&base, &keys, &app.ctx).on_save(
        move |values, ctx| {
            let mut mine = base.clone();
            values.apply(&mut mine)?;
            let done = said(names([mine.name.as_str()]), "added".to_owned(), None);
            let act = move |edit: &mut Edit<'_>| act::add(edit, &mine).map(|_| ());
            Ok(vec![save_form(values, ctx, "Add an adult", act, done)])
        },
    );
    forms::open(app, form)
}

/// As [`open_add`], from a draft.
pub fn resume_add(app: &mut App, _: &str) -> Vec<Effect> {
    open_add(app)
}

/// Opens the form that changes an adult; one who has left can come back there.
pub fn open_edit(app: &mut App, id: RecordId) -> Vec<Effect> {
    let Some(held) = known(app, id) else { return Vec::new() };
    let keys = keys(&app.ctx, &held.value);
    let form = Form::new("staff.edit", id.0.to_string(), "Change an adult")
        .record(&held.value, &keys, &app.ctx)
        .on_save(move |values, ctx| {
            let mut mine = held.value.clone();
            values.apply(&mut mine)?;
            let base = values.base(&held);
            let act = move |edit: &mut Edit<'_>| act::change(edit, &base, &mine);
            Ok(vec![save_form(values, ctx, "Change an adult", act, |_, _| Vec::new())])
        });
    forms::open(app, form)
}

/// As [`open_edit`], from a draft.
pub fn resume_edit(app: &mut App, about: &str) -> Vec<Effect> {
    about.parse().map_or_else(|_| Vec::new(), |id| open_edit(app, RecordId(id)))
}

/// What somebody leads, in words: "Leads 2: Language group; agency: CAMHS (Ama Otter)".
fn leads(led: &[Led]) -> String {
    if led.is_empty() {
        return "Leads nothing that is open.".to_owned();
    }
    let one =
        |led: &Led| if led.who.is_empty() { led.what.clone() } else { format!("{} ({})", led.what, led.who) };
    let mut words: Vec<String> = led.iter().take(NAMED).map(one).collect();
    if let Some(rest) = led.len().checked_sub(NAMED).filter(|rest| *rest > 0) {
        words.push(format!("and {rest} more"));
    }
    format!("Leads {}: {}.", led.len(), words.join("; "))
}

/// Opens the form of an adult who leaves.
pub fn open_leave(app: &mut App, id: RecordId) -> Vec<Effect> {
    let Some(held) = known(app, id) else { return Vec::new() };
    let today = app.ctx.own_day();
    vec![read(
        move |snapshot| act::leads(snapshot, id, today),
        move |app, led| {
            let name = held.name.clone();
            let mut form = Form::new("staff.leave", id.0.to_string(), "An adult leaves")
                .note(name.clone())
                .note(leads(&led));
            if app.ctx.school.posts.iter().any(|post| post.staff == Some(id) && post.ended.is_none()) {
                form = form.note("Is the SENCO: the post ends in a form of its own.");
            }
            let help = "Who takes all of it over; a new name is added to the staff. Empty leaves it where it stands.";
            let form = form.field(FormField::staff("to", "Give it to", &app.ctx).help(help)).on_save(
                move |values, ctx| {
                    let (to, today) = (values.adult("to"), ctx.own_day());
                    let given = match (&to, led.len()) {
                        (Some(_), many @ 1..) => {
                            format!(
                                "has left · {} given away",
                                plural(i64::try_from(many).unwrap_or(i64::MAX), "thing")
                            )
                        }
                        _ => "has left".to_owned(),
                    };
                    let done = said(names([name.as_str()]), given, None);
                    let act = move |edit: &mut Edit<'_>| act::leave(edit, today, id, to.as_ref()).map(|_| ());
                    Ok(vec![save_form(values, ctx, "An adult leaves", act, done)])
                },
            );
            forms::open(app, form)
        },
    )]
}

/// As [`open_leave`], from a draft.
pub fn resume_leave(app: &mut App, about: &str) -> Vec<Effect> {
    about.parse().map_or_else(|_| Vec::new(), |id| open_leave(app, RecordId(id)))
}
