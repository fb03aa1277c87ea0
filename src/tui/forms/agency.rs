//! Forms about agencies: the catalogue's own, and what an agency advised turned into a target or a provision.
//!
//! Rule: what becomes of an advice is saved in one change with the day on which it was used.

use std::time::Duration;

use super::about::{save_warned_then, with_file};
use super::case::{read_key, write_key};
use crate::actions::agency as act;
use crate::actions::{By, case, cycle};
use crate::domain::case::Involvement;
use crate::domain::field::Value;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind, PupilId, RecordId, Typed};
use crate::domain::people::Agency;
use crate::domain::support::Target;
use crate::domain::words::plural;
use crate::store::{Edit, Refused};
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::said::{names, said};
use crate::tui::forms::{self, Form, FormField, Pick};
use crate::tui::save::{save, save_form};

const ADD: &[&str] = &["name", "contact", "phone", "email", "how", "wait_weeks", "note"];
const EDIT: &[&str] = &["name", "contact", "phone", "email", "how", "wait_weeks", "note", "active"];

/// Opens the form that puts an agency into the catalogue; `name` stands in it already.
pub fn open_add(app: &mut App, name: &str) -> Vec<Effect> {
    let base = Agency { name: name.to_owned(), active: true, ..Agency::default() };
    let form = Form::new("agency.add", "", "Add an agency").record(&base, ADD, &app.ctx).on_save(move |values, ctx| {
        let mut mine = base.clone();
        values.apply(&mut mine)?;
        let done = said(names([mine.name.as_str()]), "in the catalogue".to_owned(), None);
        let act = move |edit: &mut Edit<'_>| act::add(edit, &mine).map(|_| ());
        Ok(vec![save_form(values, ctx, "Add an agency", act, done)])
    });
    forms::open(app, form)
}

/// As [`open_add`], from a draft.
pub fn resume_add(app: &mut App, _: &str) -> Vec<Effect> {
    open_add(app, "")
}

/// Opens the form that changes an agency.
pub fn open_edit(app: &mut App, id: RecordId) -> Vec<Effect> {
    let Some(held) = app.ctx.school.agencies.iter().find(|agency| agency.id == id).cloned() else {
        app.refuse("This agency is no longer in the catalogue");
        return Vec::new();
    };
    let form = Form::new("agency.edit", id.0.to_string(), "Change an agency")
        .note("Another name is another name wherever it stands: in work with pupils and in provisions.")
        .record(&held.value, EDIT, &app.ctx)
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
            Ok(vec![save_warned_then(values, ctx, "Change an agency", act, then)])
        });
    forms::open(app, form)
}

/// As [`open_edit`], from a draft.
pub fn resume_edit(app: &mut App, about: &str) -> Vec<Effect> {
    about.parse().map_or_else(|_| Vec::new(), |id| open_edit(app, RecordId(id)))
}

/// An agency's work with an advice, and whose file it stands in.
struct Advised {
    key: Key,
    agency: String,
    /// The line of the advice that is acted on.
    line: String,
}

/// The lines of an advice, without empty ones.
fn lines(case: &Involvement) -> Vec<String> {
    case.advice.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The work whose advice is meant: the one that is pointed at, else the latest whose advice is not used, else the latest with one.
fn advised(file: &PupilFile, at: Option<Key>) -> Option<&Held<Involvement>> {
    let has = |case: &&Held<Involvement>| !case.advice.trim().is_empty();
    let all = || file.involvements.iter().filter(has);
    let own = all().find(|case| at == Some(Key::new(file.id, Kind::Involvement, case.id)));
    own.or_else(|| all().rfind(|case| case.used.is_none())).or_else(|| all().next_back())
}

/// Asks what becomes of an advice: of the work `at`, else of the pupil's latest that is not used.
pub fn open_advice(pupil: PupilId, at: Option<Key>) -> Vec<Effect> {
    with_file(pupil, move |app, file| {
        let Some(case) = advised(&file, at) else {
            app.refuse("No agency's advice is recorded for this pupil: it is a field of the agency's work");
            return Vec::new();
        };
        let key = Key::new(file.id, Kind::Involvement, case.id);
        let (lines, agency) = (lines(case), case.agency.clone());
        let mut form = Form::new("agency.advice", "", "Turn advice into a target or provision")
            .fleeting()
            .note(format!("{} · {agency}", file.pupil.name()));
        if let [only] = &lines[..] {
            form = form.field(FormField::shown("shown", "Advice", only.clone()));
        } else {
            let picks = lines.iter().enumerate().map(|(at, line)| Pick { code: format!("l{at}"), label: line.clone() });
            form = form.field(FormField::pick("line", "Advice", picks).required().text("l0"));
        }
        let picks = [
            ("target", "make a target of it"),
            ("provision", "make a provision of it"),
            ("used", "it is used already"),
        ];
        let picks = picks.map(|(code, label)| Pick { code: code.into(), label: label.into() });
        let form = form.field(FormField::pick("make", "Make", picks).required()).on_save(move |values, _| {
            let at = values.text("line").trim_start_matches('l').parse::<usize>().unwrap_or(0);
            let line = lines.get(at).cloned().unwrap_or_default();
            let (make, advised) = (values.text("make"), Advised { key, agency: agency.clone(), line });
            // The form must be gone before the next one opens.
            Ok(vec![Effect::Rest {
                name: "agency.advice",
                after: Duration::ZERO,
                then: Box::new(move |app| match make.as_str() {
                    "target" => target(app, advised),
                    "provision" => provision(app, &advised),
                    _ => mark_used(app, key),
                }),
            }])
        });
        app.open(form)
    })
}

/// Records today as the day on which the advice was used, unless a day stands there.
fn use_it(edit: &mut Edit<'_>, by: &By, key: Key) -> Result<(), Refused> {
    let stands = edit.record::<Involvement>(key.pupil, key.id)?;
    match stands {
        Some(case) if case.used.is_none() => case::step(edit, by, key, &[("used", Value::Date(by.today))]),
        _ => Ok(()),
    }
}

fn mark_used(app: &mut App, key: Key) -> Vec<Effect> {
    let by = app.ctx.by();
    vec![save(&app.ctx, "Agency's advice used", move |edit| use_it(edit, &by, key), |_, _| Vec::new())]
}

/// The form of a target that follows an advice: its line is the aim, which is nearly always worded anew.
fn target(app: &mut App, Advised { key, agency, line }: Advised) -> Vec<Effect> {
    let _ = app;
    with_file(key.pupil, move |app, file| {
        let Some(cycle) = file.cycle().map(|cycle| cycle.id) else {
            app.refuse("No cycle runs for this pupil: begin one first, then its targets");
            return Vec::new();
        };
        let mut base = Target::of(cycle, app.ctx.own_day(), Typed::default());
        (base.aim, base.advice) = (line, Some(key.id));
        let form = Form::new("agency.target", write_key(key), "A target of the advice")
            .note(format!("{} · {agency}", file.pupil.name()))
            .record(&base, &["aim", "criteria", "strategies", "resources"], &app.ctx);
        let name = file.pupil.name();
        let form = form.on_save(move |values, ctx| {
            let by = ctx.by();
            let mut mine = Target { typed: by.typed.clone(), ..base.clone() };
            values.apply(&mut mine)?;
            let whom = name.clone();
            let act = move |edit: &mut Edit<'_>| {
                let (_, warnings) = cycle::add_target(edit, &by, key.pupil, mine.clone())?;
                use_it(edit, &by, key)?;
                Ok((warnings.clone(), warnings.is_empty()))
            };
            let then = move |app: &mut App, plain: bool| {
                if plain {
                    let undo = app.ctx.keymap.keys_of("app.undo").into_iter().next();
                    let undo = undo.map_or(String::new(), |key| format!(" · {key} takes it back"));
                    let whom = names([whom.as_str()]);
                    app.tell(format!("Saved: {whom}, target set · the advice is used{undo}"));
                }
            };
            Ok(vec![save_warned_then(values, ctx, "Set a target of an advice", act, then)])
        });
        forms::open(app, form)
    })
}

/// As the target's form, from a draft: the aim that was typed stands in the draft.
pub fn resume_target(app: &mut App, about: &str) -> Vec<Effect> {
    match read_key(about) {
        Some(key) => target(app, Advised { key, agency: String::new(), line: String::new() }),
        None => Vec::new(),
    }
}

fn provision(app: &mut App, advised: &Advised) -> Vec<Effect> {
    let key = advised.key;
    let used = move |edit: &mut Edit<'_>, by: &By| use_it(edit, by, key);
    forms::provision::open_start_from(app, write_key(key), &advised.agency, &advised.line, key.pupil, used)
}

/// Brings the draft of a provision that was made of an advice back; the name that was proposed stands in the draft.
pub(super) fn resume_provision(app: &mut App, about: &str) -> Option<Vec<Effect>> {
    let key = read_key(about)?;
    let advised = Advised { key, agency: String::new(), line: String::new() };
    Some(provision(app, &advised))
}

#[cfg(test)]
mod tests;
