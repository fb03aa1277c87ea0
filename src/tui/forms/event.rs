//! Forms that write on the timeline: a contact, a note, a meeting; and correct one.
//!
//! Rule: the date asked for is the day it happened. Opening, typing what was said and saving is all that a call needs.

use crate::actions::event::{self, Entry};
use crate::domain::event::{Event, EventKind, Method};
use crate::domain::field::field;
use crate::domain::ids::{Held, PupilId, RecordId};
use crate::store::Edit;
use crate::tui::app::App;
use crate::tui::effect::{Effect, read};
use crate::tui::forms::said::{self, said};
use crate::tui::forms::{self, Form, FormField, Pick, Wrong};
use crate::tui::save::save_form;

fn title(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Note => "Write a note",
        EventKind::Contact => "Log a contact",
        EventKind::Meeting => "Log a meeting",
    }
}

fn done(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Note => "note written",
        EventKind::Contact => "contact logged",
        EventKind::Meeting => "meeting logged",
    }
}

fn form_id(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Note => "event.note",
        EventKind::Contact => "event.contact",
        EventKind::Meeting => "event.meeting",
    }
}

fn numbers(about: &str) -> Vec<u32> {
    about.split_whitespace().filter_map(|one| one.parse().ok()).collect()
}

/// The help of a field of the timeline's table.
fn help(key: &str) -> &'static str {
    field::<Event>(key).map_or("", |field| field.help)
}

/// Opens the form for some pupils.
pub fn open(kind: EventKind, pupils: Vec<PupilId>) -> Vec<Effect> {
    vec![read(
        move |snapshot| {
            let mut found = Vec::new();
            for id in pupils {
                if let Some(pupil) = snapshot.pupil(id)? {
                    found.push((id, pupil.name()));
                }
            }
            Ok(found)
        },
        move |app, pupils| open_for(app, kind, pupils),
    )]
}

/// Brings a draft of a contact back.
pub fn resume_contact(_: &mut App, about: &str) -> Vec<Effect> {
    open(EventKind::Contact, numbers(about).into_iter().map(PupilId).collect())
}

/// Brings a draft of a note back.
pub fn resume_note(_: &mut App, about: &str) -> Vec<Effect> {
    open(EventKind::Note, numbers(about).into_iter().map(PupilId).collect())
}

/// Brings a draft of a meeting back.
pub fn resume_meeting(_: &mut App, about: &str) -> Vec<Effect> {
    open(EventKind::Meeting, numbers(about).into_iter().map(PupilId).collect())
}

fn open_for(app: &mut App, kind: EventKind, pupils: Vec<(PupilId, String)>) -> Vec<Effect> {
    let names: Vec<&str> = pupils.iter().map(|(_, name)| name.as_str()).collect();
    if names.is_empty() {
        app.refuse("This pupil is no longer on file");
        return Vec::new();
    }
    let who = if names.len() == 1 {
        format!("for {}", names[0])
    } else {
        format!("for {} pupils: {}", names.len(), names.join(", "))
    };
    let about: Vec<String> = pupils.iter().map(|(id, _)| id.0.to_string()).collect();
    let ids: Vec<PupilId> = pupils.iter().map(|(id, _)| *id).collect();
    let whom = said::names(names.iter().copied());
    let mut form = Form::new(form_id(kind), about.join(" "), title(kind)).note(who);
    // What was said comes first: the rest is nearly always right as it stands.
    form = form.field(FormField::long("text", "What").help(help("text")).required());
    if kind != EventKind::Note {
        form = form.field(FormField::line("with", "With").help(help("with")));
    }
    if kind == EventKind::Contact {
        let picks =
            Method::ALL.iter().map(|one| Pick { code: one.code().to_owned(), label: one.label().to_owned() });
        form = form
            .field(FormField::pick("method", "How", picks).help(help("method")).text(Method::Phone.code()));
    }
    form = form.field(
        FormField::date("happened", "Happened on", true).help(help("happened")).required().text("today"),
    );
    form = form.field(
        FormField::date("review_on", "Review on", false)
            .help("Agrees a review in the same step: +6w, end of term. May be empty."),
    );
    let form = form.on_save(move |values, ctx| {
        let by = ctx.by();
        let Some(happened) = values.date("happened") else {
            return Err(vec![Wrong::new("happened", "needs a date")]);
        };
        let entry = Entry {
            pupils: ids.clone(),
            kind,
            happened,
            method: Method::parse(&values.text("method")),
            with: values.text("with"),
            text: values.text("text"),
            review_on: values.date("review_on"),
        };
        Ok(vec![save_form(
            values,
            ctx,
            title(kind),
            move |edit: &mut Edit<'_>| event::add(edit, &by, &entry),
            said(whom.clone(), done(kind).to_owned(), None),
        )])
    });
    forms::open(app, form)
}

/// Opens the form that corrects an entry.
pub fn open_correct(pupil: PupilId, id: RecordId) -> Vec<Effect> {
    vec![read(
        move |snapshot| {
            let name = snapshot.pupil(pupil)?.map(|found| found.name()).unwrap_or_default();
            Ok((name, snapshot.record::<Event>(pupil, id)?))
        },
        move |app, (name, found)| match found {
            Some(held) => correct(app, pupil, &name, held),
            None => {
                app.refuse("This entry is no longer there");
                Vec::new()
            }
        },
    )]
}

/// Brings a draft of a correction back.
pub fn resume_correct(_: &mut App, about: &str) -> Vec<Effect> {
    match numbers(about)[..] {
        [pupil, id] => open_correct(PupilId(pupil), RecordId(id)),
        _ => Vec::new(),
    }
}

fn correct(app: &mut App, pupil: PupilId, name: &str, held: Held<Event>) -> Vec<Effect> {
    let ctx = &app.ctx;
    let keys: &[&'static str] = if held.kind == EventKind::Contact {
        &["text", "with", "method", "happened", "kind"]
    } else {
        &["text", "with", "happened", "kind"]
    };
    let form = Form::new("event.correct", format!("{} {}", pupil.0, held.id.0), "Correct an entry")
        .note(name.to_owned())
        .record(&held.value, keys, ctx)
        .on_save(move |values, ctx| {
            let by = ctx.by();
            let mut mine = held.value.clone();
            values.apply(&mut mine)?;
            let base = values.base(&held);
            Ok(vec![save_form(
                values,
                ctx,
                "Correct an entry",
                move |edit: &mut Edit<'_>| event::correct(edit, &by, pupil, &base, &mine),
                |_, _| Vec::new(),
            )])
        });
    forms::open(app, form)
}
