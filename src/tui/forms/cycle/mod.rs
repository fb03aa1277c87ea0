//! Forms about a child's plan, one a step: begin a cycle, tick its evidence, write its plan, set its targets. `close` is the
//! screen that closes it and opens the next.
//!
//! Rule: no step asks for more than it needs. The fields of a plan are those of its kind, under that kind's names.

mod close;
mod commands;
mod target;
#[cfg(test)]
pub(in crate::tui::forms::cycle) mod tests;

pub use close::{open as open_close, resume as resume_close};
pub use commands::COMMANDS;
pub use target::{open_add, open_edit as open_target, resume_add, resume_edit as resume_target};

use super::about::{
    read_one, read_pupils, save_saying, whom, with_file, with_files, write_one, write_pupils,
};
use super::case::{adults, put_adults};
use super::said::{Next, names_of, said_minding};
use crate::actions::cycle;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind, PupilId, RecordId, SCHOOL, Typed};
use crate::domain::record::{Record, Recorded};
use crate::domain::support::{Cycle, PlanKind, plan_kind};
use crate::store::Edit;
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Form, FormField};
use crate::views::cycle::{self as view, Step};

/// The sources of evidence with what each said.
const EVIDENCE: [&str; 14] = [
    "teacher",
    "teacher_note",
    "progress",
    "progress_note",
    "others",
    "others_note",
    "peers",
    "peers_note",
    "parents",
    "parents_note",
    "pupil",
    "pupil_note",
    "outside",
    "outside_note",
];

/// What beginning asks: a tick a source.
const BEGIN: [&str; 10] =
    ["kind", "began", "teacher", "progress", "others", "peers", "parents", "pupil", "outside", "lead"];

/// The fields of a step; none for a step that has another form.
fn keys_of(step: Step, kind: &PlanKind) -> Vec<&'static str> {
    match step {
        Step::Basics => vec!["kind", "began", "lead", "note", "dropped"],
        Step::Assess => EVIDENCE.to_vec(),
        Step::Plan => {
            let own = kind.fields.iter().map(|(key, _)| *key);
            own.chain(["agreed", "review_on", "staff_told", "told"]).collect()
        }
        Step::Review => vec!["kind", "began", "agreed", "reviewed", "outcome", "found", "dropped", "note"],
        Step::Targets | Step::Begin => Vec::new(),
    }
}

/// What a step's form is called.
fn title_of(step: Step, kind: &PlanKind) -> String {
    match step {
        Step::Basics => format!("The {}", kind.label),
        Step::Assess => "Assess: the evidence drawn on".to_owned(),
        Step::Plan => format!("Plan: {}", kind.title),
        Step::Review => format!("Correct the {} that has ended", kind.label),
        Step::Targets | Step::Begin => String::new(),
    }
}

/// Opens the form that begins a cycle, for one pupil or for all marked.
pub fn open_begin(pupils: Vec<PupilId>) -> Vec<Effect> {
    let pupils: Vec<PupilId> = pupils.into_iter().filter(|pupil| *pupil != SCHOOL).collect();
    with_files(pupils, begin)
}

/// As [`open_begin`], from a draft.
pub fn resume_begin(_: &mut App, about: &str) -> Vec<Effect> {
    open_begin(read_pupils(about))
}

fn begin(app: &mut App, files: Vec<PupilFile>) -> Vec<Effect> {
    if let Some(file) = files.iter().find(|file| file.cycle().is_some()) {
        let key = app.ctx.keymap.keys_of("pupil.cycle").into_iter().next();
        let key = key.map_or(String::new(), |key| format!(": {key} opens it"));
        app.refuse(format!("{} has a plan that runs{key}", file.pupil.name()));
        return Vec::new();
    }
    let pupils: Vec<PupilId> = files.iter().map(|file| file.id).collect();
    let name = names_of(&files);
    let kind = view::usual_kind(&app.ctx.school);
    let blank = Cycle::began(app.ctx.own_day(), kind.code, Typed::default());
    let form = Form::new("cycle.begin", write_pupils(&pupils), "Begin a cycle: assess");
    let form = whom(form, &files)
        .any_record(&blank.clone().wrap(), &BEGIN, &app.ctx)
        .start_at("teacher")
        .on_save(move |values, ctx| {
            let by = ctx.by();
            let mut record = Cycle { typed: by.typed.clone(), ..blank.clone() }.wrap();
            values.apply_to(&mut record)?;
            let (adults, pupils) = (adults(values, &record), pupils.clone());
            let label = match &record {
                Record::Cycle(cycle) => plan_kind::of(&cycle.kind).label,
                _ => "cycle",
            };
            let next = match pupils[..] {
                [one] => Some(Next::begun(one, Kind::Cycle)),
                _ => None,
            };
            let key = ctx.keymap.keys_of("pupil.target").into_iter().next();
            let key = key.map_or(String::new(), |key| format!(" · {key} adds a target"));
            let did = format!("{label} begun{key}");
            let act = move |edit: &mut Edit<'_>| {
                let mut record = record.clone();
                put_adults(edit, &mut record, &adults)?;
                let Some(cycle) = Cycle::unwrap(record) else { return Ok(Vec::new()) };
                for pupil in &pupils {
                    cycle::begin(edit, &by, *pupil, cycle.clone())?;
                }
                Ok(Vec::new())
            };
            Ok(vec![save_saying(values, ctx, "Begin a cycle", act, said_minding(name.clone(), did, next))])
        });
    forms::open(app, form)
}

/// Opens the form of a step of a cycle; the cursor goes to this field, if it is given.
pub fn open_step(key: Key, step: Step, at: Option<&'static str>) -> Vec<Effect> {
    match step {
        Step::Begin => open_begin(vec![key.pupil]),
        Step::Targets => open_add(key.pupil),
        _ => with_file(key.pupil, move |app, file| match file.cycles.iter().find(|held| held.id == key.id) {
            Some(held) if step == Step::Review && held.ended().is_none() => open_close(key),
            Some(held) => change(app, &file, held.clone(), step, at),
            None => {
                app.refuse("This cycle is no longer there");
                Vec::new()
            }
        }),
    }
}

/// Opens the form of a step of the cycle that runs; says how to begin one where none does.
pub fn open_running(pupil: PupilId, step: Step) -> Vec<Effect> {
    with_file(pupil, move |app, file| match file.cycle() {
        Some(held) => open_step(Key::new(pupil, Kind::Cycle, held.id), step, None),
        None => none_runs(app, &file),
    })
}

/// Says that no plan runs, and which key begins one.
fn none_runs(app: &mut App, file: &PupilFile) -> Vec<Effect> {
    let key = app.ctx.keymap.keys_of("pupil.cycle").into_iter().next();
    let key = key.map_or(String::new(), |key| format!(": {key}, then Enter begins one"));
    app.refuse(format!("No plan of {} runs{key}", file.pupil.name()));
    Vec::new()
}

/// Opens the form that puts a cycle right: of one that runs its first facts, of one that has ended its review.
pub fn open_edit(key: Key) -> Vec<Effect> {
    with_file(key.pupil, move |app, file| match file.cycles.iter().find(|held| held.id == key.id) {
        Some(held) => {
            let step = if held.ended().is_some() { Step::Review } else { Step::Basics };
            change(app, &file, held.clone(), step, None)
        }
        None => {
            app.refuse("This cycle is no longer there");
            Vec::new()
        }
    })
}

/// As [`open_step`], from a draft: pupil, number, step.
pub fn resume_step(_: &mut App, about: &str) -> Vec<Effect> {
    let read = about.rsplit_once('/').and_then(|(one, step)| Some((read_one(one)?, Step::parse(step)?)));
    match read {
        Some(((pupil, id), step)) => open_step(Key::new(pupil, Kind::Cycle, id), step, None),
        None => Vec::new(),
    }
}

fn change(
    app: &mut App,
    file: &PupilFile,
    held: Held<Cycle>,
    step: Step,
    at: Option<&'static str>,
) -> Vec<Effect> {
    let key = Key::new(file.id, Kind::Cycle, held.id);
    let kind = plan_kind::of(&held.kind);
    let ctx = &app.ctx;
    let about = format!("{}/{}", write_one(file.id, held.id), step.code());
    let name = names_of(std::slice::from_ref(file));
    let mut form = whom(Form::new("cycle.step", about, title_of(step, kind)), std::slice::from_ref(file));
    // Nobody has agreed on a day yet: the one that the kind of plan asks for stands there, and counts once the plan is agreed.
    let proposed = (step == Step::Plan && held.review_on.is_none()).then(|| {
        let from = held.agreed.unwrap_or(ctx.own_day());
        view::review_day(kind, from, ctx.school.calendar_of(file.pupil.site))
    });
    for name in keys_of(step, kind) {
        let mut field = FormField::of(name, &held.value, ctx);
        if let Some((_, label)) = kind.labels().find(|(own, _)| *own == name) {
            field = field.label(label);
        }
        if let Some(day) = proposed.filter(|_| name == "review_on") {
            let weeks = format!(
                "{} weeks on, by the kind of plan: another day, if one is agreed. It counts once the plan is agreed.",
                kind.weeks
            );
            field = field.text(day::plain(day)).help(weeks);
        }
        if name == "agreed" && at == Some(name) && held.agreed.is_none() {
            // Whoever comes to say that it is agreed has agreed it today.
            field = field.text("today");
        }
        form = form.field(field);
    }
    if let Some(at) = at {
        form = form.start_at(at);
    }
    let form = form.on_save(move |values, ctx| {
        let by = ctx.by();
        let mut record = held.value.clone().wrap();
        values.apply_to(&mut record)?;
        let adults = adults(values, &record);
        let Some(mut mine) = Cycle::unwrap(record.clone()) else { return Ok(Vec::new()) };
        if mine.agreed.is_none() && proposed.is_some() && mine.review_on == proposed {
            mine.review_on = None;
        }
        let agreed_now = mine.agreed.is_some() && held.agreed.is_none();
        let did = match step {
            Step::Plan if agreed_now => "plan agreed",
            Step::Plan => "plan changed",
            Step::Assess => "evidence noted",
            _ => "cycle changed",
        };
        let next = Next::of(key, mine.review_on);
        let base = values.base(&held).value;
        let act = move |edit: &mut Edit<'_>| {
            let mut record = mine.clone().wrap();
            put_adults(edit, &mut record, &adults)?;
            match Cycle::unwrap(record) {
                Some(mine) => cycle::change(edit, &by, key, &base, mine),
                None => Ok(Vec::new()),
            }
        };
        let done = said_minding(name.clone(), did.to_owned(), Some(next));
        Ok(vec![save_saying(values, ctx, "Change a cycle", act, done)])
    });
    forms::open(app, form)
}

/// The key of the cycle with this number in a pupil's file.
fn key_of(pupil: PupilId, id: RecordId) -> Key {
    Key::new(pupil, Kind::Cycle, id)
}
