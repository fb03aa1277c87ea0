//! Random edits: derived rows equal what is derived anew, undoing everything gives the start back, a refused edit leaves
//! nothing.
#![allow(clippy::unwrap_used)] // a test

mod store_support;

use chrono::NaiveDate;
use proptest::prelude::*;
use senco::actions::{calendar, case};
use senco::domain::calendar::{Closure, ClosureKind, Term};
use senco::domain::case::{Consultation, KINDS, Tick};
use senco::domain::field::Value;
use senco::domain::ids::{Key, Kind, PupilId, RecordId, SCHOOL};
use senco::domain::provision::Allocation;
use senco::domain::pupil::{Pupil, StageSpan};
use senco::domain::record::{Record, Recorded};
use senco::domain::review::Review;
use senco::domain::rows::Duty;
use senco::domain::school::{RuleChoice, SchoolFile, Settings};
use senco::duties::rule::Param;
use senco::store::{Edit, Refused, Store};
use store_support::*;

/// One random change; indexes pick from what there is.
#[derive(Clone, Debug)]
enum Change {
    AddPupil(String),
    Rename(usize, String),
    Leave(usize),
    AddReview(usize, u32),
    Hold(usize, usize),
    EndStage(usize),
    StartProvision(Vec<usize>),
    EndPlace(usize),
    CheckEvery(u16),
    Case(usize, usize, u32),
    Step(usize, usize, u32),
    OffRoll(u32),
    Tick(usize, u32),
    Appoint(u32),
    Close(u32),
    TermTo(u32),
    Rule(usize, bool, bool),
    AsksFrom(u32),
    Delete(usize),
    Refused(usize),
}

/// Impact checks every so many days.
fn every(days: i64) -> RuleChoice {
    RuleChoice { duty: Duty::ImpactCheck as u16, on: None, values: vec![("days".into(), days)] }
}

fn change() -> impl Strategy<Value = Change> {
    let name = "[A-Z][a-z\u{1}é]{0,6}";
    prop_oneof![
        4 => name.prop_map(Change::AddPupil),
        2 => (any::<usize>(), name).prop_map(|(at, name)| Change::Rename(at, name)),
        1 => any::<usize>().prop_map(Change::Leave),
        4 => (any::<usize>(), 1..28_u32).prop_map(|(at, day)| Change::AddReview(at, day)),
        3 => (any::<usize>(), any::<usize>()).prop_map(|(at, which)| Change::Hold(at, which)),
        1 => any::<usize>().prop_map(Change::EndStage),
        2 => prop::collection::vec(any::<usize>(), 0..4).prop_map(Change::StartProvision),
        1 => any::<usize>().prop_map(Change::EndPlace),
        1 => (14..90_u16).prop_map(Change::CheckEvery),
        4 => (any::<usize>(), any::<usize>(), 1..300_u32).prop_map(|(at, kind, on)| Change::Case(at, kind, on)),
        4 => (any::<usize>(), any::<usize>(), 1..300_u32).prop_map(|(at, which, on)| Change::Step(at, which, on)),
        1 => (1..300_u32).prop_map(Change::OffRoll),
        1 => (any::<usize>(), 1..300_u32).prop_map(|(duty, on)| Change::Tick(duty, on)),
        1 => (1..300_u32).prop_map(Change::Appoint),
        1 => (1..300_u32).prop_map(Change::Close),
        1 => (1..60_u32).prop_map(Change::TermTo),
        2 => (any::<usize>(), any::<bool>(), any::<bool>()).prop_map(|(at, on, most)| Change::Rule(at, on, most)),
        1 => (1..300_u32).prop_map(Change::AsksFrom),
        1 => any::<usize>().prop_map(Change::Delete),
        1 => any::<usize>().prop_map(Change::Refused),
    ]
}

/// So many days into 2026.
fn later(days: u32) -> NaiveDate {
    day(1, 1) + chrono::Days::new(days.into())
}

fn pick<T: Copy>(all: &[T], at: usize) -> Option<T> {
    all.get(at.checked_rem(all.len())?).copied()
}

fn apply(edit: &mut Edit<'_>, change: &Change) -> Result<(), Refused> {
    // Ids come one after another, so pupils are found without the derived rows under test.
    let mut pupils: Vec<PupilId> = Vec::new();
    for id in 1..200 {
        if edit.pupil(PupilId(id))?.is_some() {
            pupils.push(PupilId(id));
        }
    }
    let whose = |at: &usize| pick(&pupils, *at);
    match change {
        Change::AddPupil(name) => {
            let id = edit.new_pupil();
            edit.add(id, pupil("Ana", name))?;
            edit.add(id, stage(day(1, 5)))?;
        }
        Change::Rename(at, name) => {
            let Some(id) = whose(at) else { return Ok(()) };
            let now = edit.pupil(id)?.unwrap().value;
            edit.put(Pupil::key(id, RecordId(0)), Pupil { surname: name.clone(), ..now }.wrap())?;
        }
        Change::Leave(at) => {
            let Some(id) = whose(at) else { return Ok(()) };
            let now = edit.pupil(id)?.unwrap().value;
            edit.put(Pupil::key(id, RecordId(0)), Pupil { left: Some(day(7, 17)), ..now }.wrap())?;
        }
        Change::AddReview(at, on) => {
            let Some(id) = whose(at) else { return Ok(()) };
            edit.add(id, review(day(11, *on)))?;
        }
        Change::Hold(at, which) => {
            let Some(id) = whose(at) else { return Ok(()) };
            let reviews = edit.list::<Review>(id)?;
            let Some(which) = which.checked_rem(reviews.len()) else { return Ok(()) };
            let held = Review { held: Some(day(10, 1)), ..reviews[which].value.clone() };
            edit.put(Review::key(id, reviews[which].id), held.wrap())?;
        }
        Change::EndStage(at) => {
            let Some(id) = whose(at) else { return Ok(()) };
            for held in edit.list::<StageSpan>(id)? {
                let ended = StageSpan { to: Some(day(9, 1)), ..held.value };
                edit.put(StageSpan::key(id, held.id), ended.wrap())?;
            }
        }
        Change::StartProvision(whom) => {
            let run = edit.add(SCHOOL, provision("Language group"))?;
            for at in whom {
                if let Some(id) = whose(at) {
                    edit.add(id, allocation(run, day(9, 14)))?;
                }
            }
        }
        Change::EndPlace(at) => {
            let Some(id) = whose(at) else { return Ok(()) };
            for held in edit.list::<Allocation>(id)? {
                let ended = Allocation { to: Some(day(10, 9)), ..held.value };
                edit.put(Allocation::key(id, held.id), ended.wrap())?;
            }
        }
        Change::CheckEvery(days) => {
            let settings = Settings { rules: vec![every(i64::from(*days))], ..edit.school()?.settings.value };
            edit.put(SchoolFile::settings_key(), Record::Settings(settings))?;
        }
        Change::Case(at, kind, on) => {
            let Some(id) = whose(at) else { return Ok(()) };
            let Some(kind) = pick(&KINDS[..], *kind) else { return Ok(()) };
            if let Some(case) = case::blank(kind, later(*on), typed()) {
                let number = edit.new_id(kind);
                edit.put(Key::new(id, kind, number), case)?;
            }
        }
        Change::Step(at, which, on) => {
            let Some(id) = whose(at) else { return Ok(()) };
            let mut cases = Vec::new();
            for kind in KINDS {
                cases.extend(
                    edit.of_kind(id, kind)?.into_iter().map(|(record, found)| (kind, record, found.value)),
                );
            }
            let Some((kind, number, mut record)) =
                which.checked_rem(cases.len()).and_then(|at| cases.into_iter().nth(at))
            else {
                return Ok(());
            };
            let shapes = record.shapes();
            let Some(shape) = which.checked_rem(shapes.len()).and_then(|at| shapes.get(at)) else {
                return Ok(());
            };
            // A field of another kind takes no day.
            if record.set(shape.key, Value::Date(later(*on))).is_ok() {
                edit.put(Key::new(id, kind, number), record)?;
            }
        }
        Change::OffRoll(on) => {
            let child =
                Consultation { child: "Ida Finch".into(), ..Consultation::received(later(*on), typed()) };
            edit.add(SCHOOL, child)?;
        }
        Change::Tick(duty, on) => {
            let Some(duty) = pick(&Duty::ALL[..], *duty) else { return Ok(()) };
            let tick = Tick {
                duty: duty as u16,
                due: later(*on),
                done: later(*on),
                note: String::new(),
                typed: typed(),
            };
            edit.add(SCHOOL, tick)?;
        }
        Change::Appoint(on) => {
            if let Some(post) = case::blank(Kind::SencoPost, later(*on), typed()) {
                let number = edit.new_id(Kind::SencoPost);
                edit.put(Key::new(SCHOOL, Kind::SencoPost, number), post)?;
            }
        }
        Change::Close(on) => {
            let days = later(*on);
            let snow = Closure {
                kind: ClosureKind::Closed,
                name: "snow".into(),
                from: days,
                to: days,
                site: None,
                typed: typed(),
            };
            edit.add(SCHOOL, snow)?;
            calendar::check(edit)?;
        }
        Change::TermTo(on) => {
            let term = Term {
                name: "Autumn".into(),
                start: day(9, 3),
                end: later(200 + *on),
                half_term: None,
                site: None,
            };
            calendar::add_term(edit, &term)?;
        }
        Change::Rule(at, on, most) => {
            let Some(rule) = at.checked_rem(Duty::ALL.len()).and_then(|at| senco::duties::rules().nth(at))
            else {
                return Ok(());
            };
            let value = |param: &Param| if *most { param.max } else { param.min };
            let values = rule.params.iter().map(|param| (param.key.to_owned(), value(param))).collect();
            let mut settings = edit.school()?.settings.value;
            settings.rules.retain(|choice| choice.duty != rule.duty as u16);
            settings.rules.push(RuleChoice { duty: rule.duty as u16, on: Some(*on), values });
            edit.put(SchoolFile::settings_key(), Record::Settings(settings))?;
        }
        Change::AsksFrom(on) => {
            let settings = Settings { clock_from: Some(later(*on)), ..edit.school()?.settings.value };
            edit.put(SchoolFile::settings_key(), Record::Settings(settings))?;
        }
        Change::Delete(at) => {
            let Some(id) = whose(at) else { return Ok(()) };
            for kind in Kind::ALL {
                for (record, _) in edit.of_kind(id, kind)? {
                    edit.delete(Key::new(id, kind, record))?;
                }
            }
        }
        Change::Refused(at) => {
            if let Some(id) = whose(at) {
                edit.add(id, review(day(12, 1)))?;
            }
            return Err(Refused::because("no"));
        }
    }
    Ok(())
}

fn everything(store: &Store) -> (Vec<(Key, Record)>, String) {
    let rows = store
        .read(|view| Ok(format!("{:?}{:?}{:?}", view.due_all()?, view.register_all()?, view.places_all()?)))
        .unwrap();
    (image(store), rows)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn derived_rows_hold_and_undoing_everything_gives_the_start_back(
        steps in prop::collection::vec(prop::collection::vec(change(), 1..4), 1..14)
    ) {
        let (_dir, _path, mut store) = store();
        let start = everything(&store);
        let mut entries = Vec::new();
        for step in &steps {
            let before = everything(&store);
            match store.commit(op("random edits"), |edit| step.iter().try_for_each(|change| apply(edit, change))) {
                Ok(done) if done.touched > 0 => entries.push(done.seq),
                Ok(_) => prop_assert_eq!(everything(&store), before),
                Err(_) => prop_assert_eq!(everything(&store), before),
            }
            let report = store.check().unwrap();
            prop_assert!(report.is_good(), "{:#?}", report.problems);
        }
        let end = everything(&store);
        let mut undone = Vec::new();
        for _ in &entries {
            undone.push(store.undo(None, op("undo")).unwrap().seq);
        }
        prop_assert_eq!(everything(&store), start);
        prop_assert!(store.undo(None, op("undo")).is_err());
        for seq in undone.into_iter().rev() {
            store.undo(Some(seq), op("redo")).unwrap();
        }
        prop_assert_eq!(everything(&store), end);
        let report = store.check().unwrap();
        prop_assert!(report.is_good(), "{:#?}", report.problems);
    }
}
