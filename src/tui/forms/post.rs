//! The form about the SENCO's post: who, since when, the course, the award.

use crate::actions::post;
use crate::domain::case::SencoPost;
use crate::domain::ids::{Held, RecordId, Typed};
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Form, Wrong};
use crate::tui::save::save_form;

/// What stands for a post that is not on file yet.
const NEW: &str = "new";

/// Opens the form on the post that runs; a new one if none does.
pub fn open(app: &mut App) -> Vec<Effect> {
    let held = app.ctx.school.posts.iter().rfind(|post| post.ended.is_none()).cloned();
    form(app, held)
}

fn form(app: &mut App, held: Option<Held<SencoPost>>) -> Vec<Effect> {
    let post = held.as_ref().map_or_else(
        || SencoPost {
            staff: None,
            appointed: app.ctx.today,
            course: None,
            qualified: None,
            ended: None,
            note: String::new(),
            typed: Typed::default(),
        },
        |held| held.value.clone(),
    );
    let about = held.as_ref().map_or_else(|| NEW.to_owned(), |held| held.id.0.to_string());
    let keys = ["staff", "appointed", "course", "qualified", "ended", "note"];
    let form = Form::new("school.senco", about, "SENCO's appointment")
        .note("A qualification within 3 years, as generally understood; who was appointed before 1 September 2009 is exempt.")
        .record(&post, &keys, &app.ctx)
        .on_save(move |values, ctx| {
            let by = ctx.by();
            let mut mine = post.clone();
            values.apply(&mut mine)?;
            let Some(who) = values.adult("staff") else {
                return Err(vec![Wrong::new("staff", "needs a name")]);
            };
            let old = held.as_ref().map(|held| (held.id, values.base(held).value));
            let act = move |edit: &mut crate::store::Edit<'_>| match &old {
                Some((id, base)) => post::change(edit, &by, *id, &who, base, mine.clone()),
                None => post::add(edit, &by, &who, mine.clone()).map(|_| ()),
            };
            Ok(vec![save_form(values, ctx, "SENCO's appointment", act, |_, _| Vec::new())])
        });
    forms::open(app, form)
}

/// As [`open`], from a draft.
pub fn resume(app: &mut App, about: &str) -> Vec<Effect> {
    if about == NEW {
        return form(app, None);
    }
    let id = about.parse().ok().map(RecordId);
    let held = app.ctx.school.posts.iter().find(|post| Some(post.id) == id).cloned();
    if held.is_none() {
        app.refuse("This post is no longer on file");
        return Vec::new();
    }
    form(app, held)
}
