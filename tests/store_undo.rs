//! Taking back what others have built on since: refused in words, and the store stays good.
#![allow(clippy::unwrap_used)] // a test

mod store_support;

use senco::actions::calendar;
use senco::domain::calendar::Term;
use senco::domain::case::Assessment;
use senco::domain::code::{Decision, Outcome};
use senco::domain::ids::{Key, Kind, RecordId, SCHOOL, Seq};
use senco::domain::provision::{Allocation, ImpactCheck};
use senco::domain::record::Recorded;
use senco::domain::review::Review;
use senco::domain::school::Staff;
use senco::store::Store;
use store_support::*;

fn refused(store: &mut Store, seq: Seq, words: &str) {
    let before = image(store);
    let said = store.undo(Some(seq), op("undo")).unwrap_err().to_string();
    assert!(said.contains(words), "{said}");
    assert_eq!(image(store), before, "nothing was written");
    assert_good(store);
}

#[test]
fn a_pupil_with_a_case_begun_since_is_not_taken_away_from_under_it() {
    let (_dir, _path, mut store) = store();
    let (ana, _) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let added = Seq(store.generation().unwrap());
    let case = store
        .commit(op("begin a case"), |edit| {
            edit.add(ana, Assessment::received(day(10, 1), typed()))?;
            Ok(())
        })
        .unwrap();
    refused(&mut store, added, "1 record in the file of Ana Cole would be left without it");
    store.undo(Some(case.seq), op("undo")).unwrap();
    let gone = store.undo(Some(added), op("undo")).unwrap();
    let redo_case = Seq(gone.seq.0 - 1);
    refused(&mut store, redo_case, "would be left without it");
    store.undo(Some(gone.seq), op("redo")).unwrap();
    store.undo(Some(redo_case), op("redo")).unwrap();
    assert_eq!(store.read(|view| view.pupil_file(ana)).unwrap().unwrap().assessments.len(), 1);
    assert_good(&store);
}

#[test]
fn a_provision_with_pupils_and_a_place_with_checks_stay() {
    let (_dir, _path, mut store) = store();
    let (ana, _) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let mut run = RecordId(0);
    let started = store.commit(op("start a provision"), |edit| {
        run = edit.add(SCHOOL, provision("Language group"))?;
        Ok(())
    });
    let mut place = RecordId(0);
    let placed = store.commit(op("give a place"), |edit| {
        place = edit.add(ana, allocation(run, day(9, 14)))?;
        Ok(())
    });
    let (started, placed) = (started.unwrap().seq, placed.unwrap().seq);
    refused(&mut store, started, "1 pupil came into it since");
    let check = ImpactCheck {
        allocation: place,
        due: day(10, 26),
        held: day(10, 26),
        outcome: Outcome::AsHoped,
        measure: "20".into(),
        word: String::new(),
        decision: Decision::Continue,
        typed: typed(),
    };
    let checked = store.commit(op("check"), |edit| edit.add(ana, check.clone()).map(|_| ())).unwrap().seq;
    refused(&mut store, placed, "would be left without its place in a provision");
    store.undo(Some(checked), op("undo")).unwrap();
    let unplaced = store.undo(Some(placed), op("undo")).unwrap().seq;
    let unstarted = store.undo(Some(started), op("undo")).unwrap().seq;
    refused(&mut store, unplaced, "would be left without its provision");
    store.undo(Some(unstarted), op("redo")).unwrap();
    store.undo(Some(unplaced), op("redo")).unwrap();
    assert!(store.read(|view| view.record::<Allocation>(ana, place)).unwrap().is_some());
    assert_good(&store);
}

#[test]
fn an_adult_whom_others_named_since_stays_on_the_list() {
    let (_dir, _path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let (ben, second) = add_pupil(&mut store, "Ben", "Reed", day(12, 4));
    let mut adult = RecordId(0);
    let given = store.commit(op("give a review"), |edit| {
        adult = edit.add(SCHOOL, Staff { name: "R Dale".into(), here: true, ..Staff::default() })?;
        let review = edit.record::<Review>(ana, first)?.unwrap().value;
        edit.put(Review::key(ana, first), Review { lead: Some(adult), ..review }.wrap())
    });
    store
        .commit(op_by("ben", "give another"), |edit| {
            let review = edit.record::<Review>(ben, second)?.unwrap().value;
            edit.put(Review::key(ben, second), Review { lead: Some(adult), ..review }.wrap())
        })
        .unwrap();
    let undone = store.undo(Some(given.unwrap().seq), op("undo")).unwrap();
    assert_eq!((undone.touched, read_review(&store, ana, first).lead), (1, None));
    let key = Key::new(SCHOOL, Kind::Staff, adult);
    assert!(store.read(|view| view.get(key)).unwrap().is_some(), "ben's review is still R Dale's");
    store.undo(None, op_by("ben", "undo")).unwrap();
    store.undo(Some(undone.seq), op("redo")).unwrap();
    assert_eq!(read_review(&store, ana, first).lead, Some(adult));
    assert_good(&store);
}

#[test]
fn dates_that_contradict_those_set_since_do_not_come_back() {
    let (_dir, _path, mut store) = store();
    let term = |start, end| Term { name: "Autumn".into(), start, end, half_term: None, site: None };
    let (mut old, mut new) = (RecordId(0), RecordId(0));
    store
        .commit(op("add a term"), |edit| {
            calendar::add_term(edit, &term(day(9, 3), day(12, 18))).map(|id| old = id)
        })
        .unwrap();
    let removed = store.commit(op("take a term away"), |edit| calendar::remove_term(edit, old)).unwrap().seq;
    let again = store.commit(op("add a term"), |edit| {
        calendar::add_term(edit, &term(day(9, 7), day(12, 11))).map(|id| new = id)
    });
    refused(&mut store, removed, "the dates would contradict those set since: ");
    let school = store.read(|view| view.school()).unwrap();
    assert!(school.calendar.confirmed && school.calendar.terms().len() == 1);
    store.undo(Some(again.unwrap().seq), op("undo")).unwrap();
    store.undo(Some(removed), op("undo")).unwrap();
    assert_eq!(store.read(|view| view.school()).unwrap().calendar.terms()[0].start, day(9, 3));
    assert_good(&store);
}
