//! What is due recorded by what it asks for: the day of a step, a review agreed, a case begun, a tick.
//!
//! Rule: the usual answer stands there when the form opens: today, and the first of a choice. What the authority and the
//! family did is recorded in the same way.

use super::first_choice;
use crate::actions::{Warnings, case, review, tick};
use crate::domain::day;
use crate::domain::field::{FieldKind, Shape, Value};
use crate::domain::ids::{Key, Kind, PupilId};
use crate::domain::record::Record;
use crate::domain::review::ReviewKind;
use crate::domain::rows::{Duty, Force};
use crate::domain::words::uncapital;
use crate::duties::Act;
use crate::store::Edit;
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::about::save_saying;
use crate::tui::forms::review::due_form;
use crate::tui::forms::said::{Next, names, said, said_minding};
use crate::tui::forms::{self, FormField, Wrong};
use crate::tui::save::{save, save_form};
use crate::views::subject::Subject;

/// Opens the form for subjects whose acts are this one.
pub(in crate::tui::forms) fn record(app: &mut App, act: Act, subjects: Vec<Subject>) -> Vec<Effect> {
    match act {
        Act::Fields(_) if subjects.iter().all(|one| one.target.about.kind == Kind::FollowUp) => {
            done_today(app, subjects)
        }
        Act::Fields(keys) => match &subjects[..] {
            // What becomes of an advice is asked: the day follows from it.
            [one] if one.target.duty == Duty::AdviceUsed => {
                forms::agency::open_advice(one.target.about.pupil, Some(one.target.about))
            }
            _ => steps(app, keys, subjects),
        },
        Act::Agree(kind) => agree(app, kind, subjects),
        Act::Begin(kind) => super::open_begin(kind, pupils(&subjects)),
        Act::Tick => ticks(app, subjects),
        // The form of reviews and checks has them.
        Act::Review | Act::Check => Vec::new(),
    }
}

fn pupils(subjects: &[Subject]) -> Vec<PupilId> {
    subjects.iter().map(|subject| subject.target.about.pupil).collect()
}

fn whom(subjects: &[Subject]) -> String {
    names(subjects.iter().map(|subject| subject.name.as_str()))
}

/// What comes next of a case of which one step was recorded; of many cases nothing is said.
fn next(subjects: &[Subject]) -> Option<Next> {
    match subjects {
        [one] => Some(Next::of(one.target.about, None)),
        _ => None,
    }
}

/// The step that was recorded, as its field names it: "advice circulated".
fn did(shapes: &[Shape], given: &[(&'static str, Value)]) -> String {
    let first = given.iter().find(|(_, value)| !value.is_empty()).map(|(key, _)| *key);
    let label = shapes.iter().find(|shape| Some(shape.key) == first).map_or("step", |shape| shape.label);
    uncapital(label)
}

/// "Record a step", "Record 3 steps": what it is stands below, with the pupil.
fn title(one: &str, many: &str, subjects: &[Subject]) -> String {
    match subjects.len() {
        1 => one.to_owned(),
        count => many.replace('#', &count.to_string()),
    }
}

/// What a row asks for first, and what may have happened in its place: the row that asks to chase is the row in which the report
/// comes in.
const INSTEAD: &[(&str, &[&str])] = &[
    ("chased", &["seen", "report"]),
    ("returned", &["chased", "closed"]),
    ("consent", &["without"]),
    ("sent", &["extended", "closed"]),
    ("draft", &["no_plan"]),
    ("appealed", &["certificate", "ended"]),
];

/// The first step's "today" is a proposal: it gives way where something else was recorded in its place, or a chase would be on
/// file that nobody made.
fn give_way(given: &mut Vec<(&'static str, Value)>, stood: &[Value], today: chrono::NaiveDate) {
    let Some((first, value)) = given.first() else { return };
    let instead = INSTEAD.iter().find(|(key, _)| key == first).map_or(&[][..], |(_, instead)| *instead);
    let is_new = |(key, value): &(&str, Value), stood: &Value| {
        instead.contains(key) && !value.is_empty() && value != stood
    };
    if *value == Value::Date(today) && given.iter().zip(stood).any(|(one, stood)| is_new(one, stood)) {
        given.remove(0);
    }
}

fn steps(app: &mut App, keys: &'static [&'static str], subjects: Vec<Subject>) -> Vec<Effect> {
    let Some(record) = subjects.first().and_then(|subject| subject.record.clone()) else {
        app.refuse("This is no longer on file: somebody else has seen to it");
        return Vec::new();
    };
    let single = subjects.len() == 1;
    let shapes = record.shapes();
    let mut form = due_form("due.record", &subjects, title("Record a step", "Record # steps", &subjects));
    for (at, key) in keys.iter().enumerate() {
        let Some(shape) = shapes.iter().find(|shape| shape.key == *key) else { continue };
        let mut stands = if single { record.value(key) } else { Value::Empty };
        if stands.is_empty() {
            stands = first_choice(shape.kind).unwrap_or_default();
        }
        let mut field = FormField::of_shape(shape, &stands, &app.ctx).optional();
        if at == 0 && (stands.is_empty() || case::comes_again(key)) {
            // What lies ahead is put off by a year unless somebody says otherwise.
            field = field.text(if matches!(shape.kind, FieldKind::FutureDate) { "+52w" } else { "today" });
        }
        form = form.field(field);
    }
    let stood: Vec<Value> = keys.iter().map(|key| record.value(key)).collect();
    let form = form.on_save(move |values, ctx| {
        let by = ctx.by();
        let mut given: Vec<(&'static str, Value)> = keys.iter().map(|key| (*key, values.get(key))).collect();
        give_way(&mut given, &stood, ctx.own_day());
        if let (Some(first), true) = (keys.first(), given.iter().all(|(_, value)| value.is_empty())) {
            return Err(vec![Wrong::new(first, "needs a day")]);
        }
        let about: Vec<Key> = subjects.iter().map(|subject| subject.target.about).collect();
        let done = said_minding(whom(&subjects), did(&shapes, &given), next(&subjects));
        let act = move |edit: &mut Edit<'_>| {
            let mut mind = Warnings::new();
            for key in &about {
                mind.extend(case::step_saying(edit, &by, *key, None, &given)?);
            }
            Ok(mind)
        };
        Ok(vec![save_saying(values, ctx, "Record a step", act, done)])
    });
    forms::open(app, form)
}

/// What was promised is done today, by the one key that asked for it. Another day is put right with the key that changes it.
fn done_today(app: &mut App, subjects: Vec<Subject>) -> Vec<Effect> {
    let by = app.ctx.by();
    let done = said(whom(&subjects), "followed up".to_owned(), None);
    let keys: Vec<Key> = subjects.iter().map(|subject| subject.target.about).collect();
    let act = move |edit: &mut Edit<'_>| {
        keys.iter().try_for_each(|key| case::step(edit, &by, *key, &[("done", by.today.into())]))
    };
    vec![save(&app.ctx, "Follow up", act, done)]
}

/// Agrees a review of the kind that is due. The day that is proposed stands there.
fn agree(app: &mut App, kind: ReviewKind, subjects: Vec<Subject>) -> Vec<Effect> {
    let ahead = match &subjects[..] {
        [one] => one.next.map(day::plain).unwrap_or_default(),
        _ => String::new(),
    };
    // What is due of an annual review is arranging it: its own limit is a later day, named above.
    let help = if kind.is_annual() {
        "As you say it: fri, +6w, 3/12, end of term. Above stands by when it must be held."
    } else {
        "As you say it: fri, +6w, 3/12, end of term. The day that stands here is a proposal."
    };
    let form = due_form("due.record", &subjects, format!("Agree: {}", kind.label()))
        .field(FormField::date("due", "Agreed for", false).help(help).required().text(ahead))
        .field(FormField::staff("lead", "Lead", &app.ctx).help("Who leads it; empty means the SENCO."));
    let form = form.on_save(move |values, ctx| {
        let by = ctx.by();
        let Some(due) = values.date("due") else {
            return Err(vec![Wrong::new("due", "needs a date")]);
        };
        let (lead, pupils) = (values.adult("lead"), pupils(&subjects));
        let agreed = format!("{} agreed for {}", kind.label(), day::near(due, ctx.own_day()));
        let done = said(whom(&subjects), agreed, None);
        let act = move |edit: &mut Edit<'_>| {
            pupils
                .iter()
                .try_for_each(|pupil| review::agree(edit, &by, *pupil, kind, due, lead.as_ref()).map(|_| ()))
        };
        Ok(vec![save_form(values, ctx, "Agree a review", act, done)])
    });
    forms::open(app, form)
}

fn ticks(app: &mut App, subjects: Vec<Subject>) -> Vec<Effect> {
    let form = due_form("due.record", &subjects, title("Tick it off", "Tick # off", &subjects))
        .field(FormField::date("done", "Done on", true).help("The day it was done.").required().text("today"))
        .field(FormField::long("note", "Note").help("Anything to remember for the next time."));
    let form = form.on_save(move |values, ctx| {
        let by = ctx.by();
        let Some(done) = values.date("done") else {
            return Err(vec![Wrong::new("done", "needs a date")]);
        };
        let note = values.text("note");
        let ticked = match &subjects[..] {
            [one] => format!("{} ticked off", one.what),
            many => format!("{} ticked off", many.len()),
        };
        let rows: Vec<_> = subjects.iter().map(|subject| (subject.target.duty, subject.due)).collect();
        let act = move |edit: &mut Edit<'_>| {
            rows.iter().try_for_each(|(duty, due)| tick::record(edit, &by, *duty, *due, done, &note))
        };
        Ok(vec![save_form(values, ctx, "Tick it off", act, said("School".into(), ticked, None))])
    });
    forms::open(app, form)
}

/// Whether a step's row has a meeting that can still be moved: that of an annual review, or the row is the review itself.
pub(in crate::tui::forms) fn moves(subject: &Subject) -> Result<(), String> {
    let open = matches!(&subject.record, Some(Record::Review(review)) if review.is_open());
    match (subject.target.about.kind, subject.act) {
        (Kind::Allocation | Kind::FollowUp, _) => Ok(()),
        (Kind::Review, _) if open => Ok(()),
        (Kind::Pupil, Act::Review | Act::Agree(_)) => Ok(()),
        (_, Act::Tick) => Err("this comes round by the calendar · Enter ticks it off".into()),
        _ => Err(match crate::duties::rule(subject.target.duty).force {
            Force::Law => "this date is law · e changes the case that it is counted from".into(),
            Force::Code => "this date is the Code's · e changes the case that it is counted from".into(),
            Force::Local | Force::Practice => {
                "this date is counted from what is recorded: e changes the case".to_owned()
            }
        }),
    }
}
