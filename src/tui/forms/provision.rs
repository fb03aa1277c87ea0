//! Forms about provisions: edit one, take pupils in, end it, correct one pupil's place; `start` starts one for a group.
//!
//! Rule: what is usual stands there when a form opens, so that a name and the pupils are all that must be typed.

use crate::actions::provision::{self as act, Joining};
use crate::domain::day;
use crate::domain::field::Value;
use crate::domain::ids::{Held, PupilId, RecordId};
use crate::domain::measure::{fault, read as read_measure};
use crate::domain::provision::{Allocation, Provision};
use crate::store::Edit;
use crate::tui::app::App;
use crate::tui::effect::{Effect, read};
use crate::tui::forms::{self, Form, FormField, Values, Wrong};
use crate::tui::save::save_form;
use crate::views::provision::{self as view, PlaceLine};

mod start;

pub use start::{open_start, open_start_from, open_start_of};

const START: &str = "provision.start";
const EDIT: &str = "provision.edit";
const ADD: &str = "provision.add_pupil";
const END: &str = "provision.end";
const END_PLACE: &str = "provision.end_place";
const CORRECT: &str = "provision.correct";

fn unreadable(app: &mut App) -> Vec<Effect> {
    app.refuse("This draft cannot be read");
    Vec::new()
}

fn again(app: &mut App, about: &str, open: fn(&mut App, RecordId) -> Vec<Effect>) -> Vec<Effect> {
    match about.parse() {
        Ok(id) => open(app, RecordId(id)),
        Err(_) => unreadable(app),
    }
}

/// Starts a provision, from a draft.
pub fn resume_start(app: &mut App, about: &str) -> Vec<Effect> {
    forms::agency::resume_provision(app, about).unwrap_or_else(|| open_start(app))
}

/// As [`open_edit`], from a draft.
pub fn resume_edit(app: &mut App, about: &str) -> Vec<Effect> {
    again(app, about, open_edit)
}

/// As [`open_add`], from a draft.
pub fn resume_add(app: &mut App, about: &str) -> Vec<Effect> {
    again(app, about, open_add)
}

/// As [`open_end`], from a draft.
pub fn resume_end(app: &mut App, about: &str) -> Vec<Effect> {
    again(app, about, open_end)
}

/// As [`open_end_place`], from a draft.
pub fn resume_end_place(app: &mut App, about: &str) -> Vec<Effect> {
    again_place(app, about, end_place)
}

/// As [`open_correct`], from a draft.
pub fn resume_correct(app: &mut App, about: &str) -> Vec<Effect> {
    again_place(app, about, correct)
}

type OpenPlace = fn(&mut App, PupilId, Beside, Held<Allocation>) -> Vec<Effect>;

fn again_place(app: &mut App, about: &str, open: OpenPlace) -> Vec<Effect> {
    let ids = about.split_once('/').and_then(|(pupil, id)| Some((pupil.parse().ok()?, id.parse().ok()?)));
    match ids {
        Some((pupil, id)) => with_place(PupilId(pupil), RecordId(id), open),
        None => unreadable(app),
    }
}

/// The record of a provision and the pupils on roll, then a form.
fn with_provision(
    id: RecordId,
    then: impl FnOnce(&mut App, Held<Provision>, Vec<(PupilId, String)>) -> Vec<Effect> + Send + 'static,
) -> Vec<Effect> {
    vec![read(
        move |snapshot| Ok((snapshot.provision(id)?, view::roll(snapshot)?)),
        move |app, (held, roll)| match held {
            Some(held) => then(app, held, roll),
            None => {
                app.refuse("This provision is no longer there");
                Vec::new()
            }
        },
    )]
}

/// What stands beside a place in its forms: "Ama Otter · Language group", and the run with its scale.
struct Beside {
    who: String,
    run: Provision,
}

fn with_place(pupil: PupilId, id: RecordId, then: OpenPlace) -> Vec<Effect> {
    vec![read(
        move |snapshot| {
            let held = snapshot.record::<Allocation>(pupil, id)?;
            let name = snapshot.pupil(pupil)?.map(|held| held.name()).unwrap_or_default();
            let run = match &held {
                Some(held) => snapshot.provision(held.provision)?.map(|held| held.value).unwrap_or_default(),
                None => Provision::default(),
            };
            Ok((held, Beside { who: format!("{name} · {}", run.name), run }))
        },
        move |app, (held, beside)| match held {
            Some(held) => then(app, pupil, beside, held),
            None => {
                app.refuse("This pupil's place in the provision is no longer there");
                Vec::new()
            }
        },
    )]
}

fn entries_field() -> FormField {
    FormField::line("entries", "Entry measures")
        .help("One a pupil in the order above, commas between: 34, 28, 40. May be empty.")
}

fn joining(values: &Values) -> Result<Vec<Joining>, Vec<Wrong>> {
    let pupils = values.pupils("pupils");
    let text = values.text("entries");
    let entries: Vec<&str> = match pupils.len() {
        _ if text.is_empty() => Vec::new(),
        1 => vec![text.as_str()],
        _ => text.split(',').map(str::trim).collect(),
    };
    if !entries.is_empty() && entries.len() != pupils.len() {
        let words = format!("needs {} measures with commas between, or none", pupils.len());
        return Err(vec![Wrong::new("entries", words)]);
    }
    let entry = |at: usize| entries.get(at).map(|entry| (*entry).to_owned()).unwrap_or_default();
    Ok(pupils
        .iter()
        .enumerate()
        .map(|(at, pupil)| Joining { entry: entry(at), ..Joining::new(*pupil) })
        .collect())
}

fn codes(pupils: &[PupilId]) -> String {
    pupils.iter().map(|pupil| pupil.0.to_string()).collect::<Vec<_>>().join(",")
}

/// Edits a provision.
pub fn open_edit(_: &mut App, id: RecordId) -> Vec<Effect> {
    open_edit_at(id, "name")
}

/// As [`open_edit`], with the cursor in this field.
pub fn open_edit_at(id: RecordId, key: &'static str) -> Vec<Effect> {
    with_provision(id, move |app, held, _| {
        let ctx = &app.ctx;
        let form = Form::new(EDIT, held.id.0.to_string(), "Edit a provision")
            .note(held.name.clone())
            .record(
                &held.value,
                &[
                    "name",
                    "area",
                    "wave",
                    "times_a_week",
                    "minutes",
                    "slots",
                    "lead",
                    "start",
                    "end",
                    "measure",
                    "scale",
                    "levels",
                    "agency",
                    "fee_pence",
                    "materials_pence",
                    "cost",
                    "cost_until",
                    "site",
                    "note",
                ],
                ctx,
            )
            .start_at(key)
            .filling(|holds, _| {
                let times = start::times_named(holds).map(|times| Value::Number(i64::from(times)));
                times.map(|times| ("times_a_week", times)).into_iter().collect()
            })
            .on_save(move |values, ctx| {
                let mut mine = held.value.clone();
                values.apply(&mut mine)?;
                let (base, lead, id) = (values.base(&held), values.adult("lead"), held.id);
                Ok(vec![save_form(
                    values,
                    ctx,
                    "Edit a provision",
                    move |edit: &mut Edit<'_>| act::edit(edit, id, &base.value, &mine, lead.as_ref()),
                    |_, _| Vec::new(),
                )])
            });
        forms::open(app, form)
    })
}

/// Takes pupils into a provision.
pub fn open_add(_: &mut App, id: RecordId) -> Vec<Effect> {
    with_provision(id, |app, held, roll| {
        let from = held.start.max(app.ctx.own_day());
        let id = held.id;
        let form = Form::new(ADD, id.0.to_string(), "Take pupils in")
            .note(format!("{}, {}", held.name, held.dosage()))
            .field(
                FormField::pupils("pupils", "Pupils", roll)
                    .help("Type part of a name, Enter takes it.")
                    .required(),
            )
            .field(entries_field())
            .field(
                FormField::date("from", "From", true)
                    .help("Their first day. The first 6-week check counts from it.")
                    .required()
                    .text(day::plain(from)),
            )
            .on_save(move |values, ctx| {
                let (joining, by) = (joining(values)?, ctx.by());
                let from = values.date("from").ok_or_else(|| vec![Wrong::new("from", "needs a date")])?;
                Ok(vec![save_form(
                    values,
                    ctx,
                    "Take pupils into a provision",
                    move |edit: &mut Edit<'_>| act::add_pupils(edit, &by, id, from, &joining),
                    |_, _| Vec::new(),
                )])
            });
        forms::open(app, form)
    })
}

fn last_day(initial: String) -> FormField {
    FormField::date("on", "Last day", true)
        .help("Places that would last longer end that day too.")
        .required()
        .text(initial)
}

/// Ends a provision.
pub fn open_end(_: &mut App, id: RecordId) -> Vec<Effect> {
    with_provision(id, |app, held, _| {
        let id = held.id;
        let form = Form::new(END, id.0.to_string(), "End a provision")
            .note(format!("{}, {}", held.name, held.dosage()))
            .field(last_day(day::plain(held.start.max(app.ctx.own_day()))))
            .field(FormField::line("reason", "Reason").help("It joins the provision's note; may be empty."))
            .on_save(move |values, ctx| {
                let on = values.date("on").ok_or_else(|| vec![Wrong::new("on", "needs a date")])?;
                let reason = values.text("reason");
                Ok(vec![save_form(
                    values,
                    ctx,
                    "End a provision",
                    move |edit: &mut Edit<'_>| act::end(edit, id, on, &reason),
                    |_, _| Vec::new(),
                )])
            });
        forms::open(app, form)
    })
}

/// Ends one pupil's place in a provision.
pub fn open_end_place(_: &mut App, line: &PlaceLine) -> Vec<Effect> {
    with_place(line.place.who.pupil, line.place.allocation, end_place)
}

fn end_place(app: &mut App, pupil: PupilId, beside: Beside, held: Held<Allocation>) -> Vec<Effect> {
    let (id, entry, run) = (held.id, held.entry.clone(), beside.run);
    let form = Form::new(END_PLACE, format!("{}/{}", pupil.0, id.0), "End a pupil's place")
        .note(beside.who)
        .remark(move |text| misfit(&run, &entry, &text("exit")))
        .field(last_day(day::plain(app.ctx.own_day())).help("The pupil's last day."))
        .field(FormField::of("exit", &held.value, &app.ctx).help(entry_beside(&held)))
        .on_save(move |values, ctx| {
            let on = values.date("on").ok_or_else(|| vec![Wrong::new("on", "needs a date")])?;
            let (exit, by) = (values.text("exit"), ctx.by());
            Ok(vec![save_form(
                values,
                ctx,
                "End a pupil's place",
                move |edit: &mut Edit<'_>| act::end_place(edit, &by, pupil, id, on, &exit),
                |_, _| Vec::new(),
            )])
        });
    forms::open(app, form)
}

/// What of entry and exit does not fit the measure's scale; it warns, and what is written stays as written.
fn misfit(run: &Provision, entry: &str, exit: &str) -> Option<String> {
    let at_entry = read_measure(run.scale, entry, &run.levels).err().map(|words| format!("Entry: {words}"));
    at_entry.or_else(|| fault(run.scale, entry, exit, &run.levels).map(|words| format!("Exit: {words}")))
}

fn entry_beside(held: &Held<Allocation>) -> String {
    match held.entry.as_str() {
        "" => "The measure at exit. None was taken at entry.".to_owned(),
        entry => format!("The measure at exit. At entry it was {entry}."),
    }
}

/// Corrects one pupil's place in a provision.
pub fn open_correct(_: &mut App, line: &PlaceLine) -> Vec<Effect> {
    with_place(line.place.who.pupil, line.place.allocation, correct)
}

fn correct(app: &mut App, pupil: PupilId, beside: Beside, held: Held<Allocation>) -> Vec<Effect> {
    let run = beside.run;
    let form = Form::new(CORRECT, format!("{}/{}", pupil.0, held.id.0), "Correct a pupil's place")
        .note(beside.who)
        .remark(move |text| misfit(&run, &text("entry"), &text("exit")))
        .record(&held.value, &["entry", "exit", "aim", "from", "to"], &app.ctx)
        .on_save(move |values, ctx| {
            let mut mine = held.value.clone();
            values.apply(&mut mine)?;
            let (base, id) = (values.base(&held), held.id);
            Ok(vec![save_form(
                values,
                ctx,
                "Correct a pupil's place",
                move |edit: &mut Edit<'_>| act::correct_place(edit, pupil, id, &base.value, &mine),
                |_, _| Vec::new(),
            )])
        });
    forms::open(app, form)
}
