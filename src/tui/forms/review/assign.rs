//! Give what is due to another adult, or back to the SENCO.

use super::{due_form, read_about, targets, whom, with_subjects};
use crate::actions;
use crate::actions::review;
use crate::actions::staff::Adult;
use crate::domain::ids::{Key, Kind};
use crate::domain::review::Review;
use crate::duties::Act;
use crate::store::{Edit, Refused};
use crate::tui::app::{App, Ctx};
use crate::tui::effect::Effect;
use crate::tui::forms::said::said;
use crate::tui::forms::{self, FormField};
use crate::tui::save::save_form;
use crate::views::due::DueLine;
use crate::views::subject::{Subject, Target};

/// Opens the form that gives the rows to another adult.
pub fn open_assign(app: &mut App, lines: Vec<DueLine>) -> Vec<Effect> {
    assign_targets(app, targets(&lines))
}

/// As [`open_assign`], from a draft.
pub fn resume_assign(app: &mut App, about: &str) -> Vec<Effect> {
    assign_targets(app, read_about(about))
}

fn given_to(to: Option<&Adult>, ctx: &Ctx) -> String {
    match to {
        Some(Adult::Known(id)) => format!("given to {}", ctx.school.staff_name(Some(*id))),
        Some(Adult::Named(name)) => format!("given to {name}"),
        None => "given back to the SENCO".to_owned(),
    }
}

/// Why a row cannot be given to anybody; `None` if it can.
fn nobody_elses(subject: &Subject) -> Option<&'static str> {
    match (subject.target.about.kind, subject.act) {
        (_, Act::Tick) => Some("what comes round by the calendar falls to the SENCO"),
        (Kind::Pupil, Act::Review | Act::Agree(_)) => None,
        (Kind::Pupil, _) => Some("nothing is begun yet that could be given to somebody"),
        _ => None,
    }
}

fn assign_one(
    edit: &mut Edit<'_>,
    ctx_by: &crate::actions::By,
    subject: &Subject,
    to: Option<&Adult>,
) -> Result<(), Refused> {
    let Key { pupil, kind, id } = subject.target.about;
    match kind {
        Kind::Review => review::assign(edit, pupil, id, to),
        Kind::Allocation => review::assign_check(edit, pupil, id, to),
        // None is agreed yet: giving it to somebody agrees it for the day that the rhythm asks for.
        Kind::Pupil if matches!(subject.act, Act::Review | Act::Agree(_)) => {
            review::agree(edit, ctx_by, pupil, subject.kind, subject.due, to).map(|_| ())
        }
        _ => match nobody_elses(subject) {
            Some(why) => Err(Refused::because(why)),
            None => actions::case::assign(edit, subject.target.about, to),
        },
    }
}

fn assign_targets(app: &mut App, targets: Vec<Target>) -> Vec<Effect> {
    with_subjects(app, targets, |app, subjects| {
        if let Some(why) = subjects.iter().find_map(nobody_elses) {
            app.refuse(format!("Not given: {why}"));
            return Vec::new();
        }
        let form = due_form("due.assign", &subjects, "Give it to somebody");
        let help = crate::domain::field::field::<Review>("lead").map_or("", |field| field.help);
        // Whose it is now stands there, so that saving at once takes it from nobody.
        let now = match &subjects[..] {
            [one] => one.lead.map(|id| id.0.to_string()).unwrap_or_default(),
            _ => String::new(),
        };
        let form = form
            .field(
                FormField::staff("lead", "To", &app.ctx)
                    .help(format!("{help} A new name is added to the staff."))
                    .text(now),
            )
            .on_save(move |values, ctx| {
                let by = ctx.by();
                let to = values.adult("lead");
                let done = said(whom(&subjects), given_to(to.as_ref(), ctx), None);
                let subjects = subjects.clone();
                Ok(vec![save_form(
                    values,
                    ctx,
                    "Give to another adult",
                    move |edit: &mut Edit<'_>| {
                        subjects.iter().try_for_each(|subject| assign_one(edit, &by, subject, to.as_ref()))
                    },
                    done,
                )])
            });
        forms::open(app, form)
    })
}
