//! The form that agrees a review, for one pupil or for all marked.

use super::about::{read_pupils, whom, with_files, write_pupils};
use crate::actions::review;
use crate::domain::day;
use crate::domain::ids::PupilId;
use crate::domain::review::ReviewKind;
use crate::store::Edit;
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::said::{names_of, said};
use crate::tui::forms::{self, Form, FormField, Pick, Wrong};
use crate::tui::save::save_form;
use crate::views::subject::next_review;

/// Opens the form that agrees a review. For one pupil the date that the rhythm of the stage asks for stands in it.
pub fn open_agree(pupils: Vec<PupilId>) -> Vec<Effect> {
    with_files(pupils, |app, files| {
        let here: Vec<_> = files.into_iter().filter(|file| file.pupil.left.is_none()).collect();
        let pupils: Vec<PupilId> = here.iter().map(|file| file.id).collect();
        let ctx = &app.ctx;
        let due = match here.as_slice() {
            [] => {
                app.refuse("A leaver has no reviews to come");
                return Vec::new();
            }
            [one] => {
                let last = one.last_review().and_then(|review| review.held).unwrap_or(ctx.own_day());
                next_review(one, ReviewKind::WithParents, last, &ctx.school)
                    .filter(|date| *date > ctx.own_day())
                    .map(day::plain)
            }
            _ => None,
        };
        let kinds =
            ReviewKind::ALL.iter().map(|kind| Pick { code: kind.code().into(), label: kind.label().into() });
        let name = names_of(&here);
        let form = whom(Form::new("review.agree", write_pupils(&pupils), "Agree a review"), &here)
            .field(
                FormField::date("due", "Agreed for", false)
                    .help("As you say it: fri, +6w, 3/12, end of term.")
                    .required()
                    .text(due.unwrap_or_default()),
            )
            .field(FormField::pick("kind", "Kind", kinds).required().text(ReviewKind::WithParents.code()))
            .field(FormField::staff("lead", "Lead", ctx).help("Who leads it; empty means the SENCO."))
            .on_save(move |values, ctx| {
                let by = ctx.by();
                let Some(due) = values.date("due") else {
                    return Err(vec![Wrong::new("due", "needs a date")]);
                };
                let Some(kind) = ReviewKind::parse(&values.text("kind")) else {
                    return Err(vec![Wrong::new("kind", "needs one of the list")]);
                };
                let lead = values.adult("lead");
                let pupils = pupils.clone();
                let agreed = format!("{} agreed for {}", kind.label(), day::near(due, ctx.own_day()));
                let act = move |edit: &mut Edit<'_>| {
                    pupils.iter().try_for_each(|id| {
                        review::agree(edit, &by, *id, kind, due, lead.as_ref()).map(|_| ())
                    })
                };
                Ok(vec![save_form(values, ctx, "Agree a review", act, said(name.clone(), agreed, None))])
            });
        forms::open(app, form)
    })
}

/// As [`open_agree`], from a draft.
pub fn resume_agree(_app: &mut App, about: &str) -> Vec<Effect> {
    open_agree(read_pupils(about))
}
