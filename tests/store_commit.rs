//! Saving, reading back, merging, refusing, undoing: the store's face as the actions use it.
#![allow(clippy::unwrap_used)] // a test

mod store_support;

use senco::domain::ids::{Key, Kind, RecordId, Revision, SCHOOL, Seq};
use senco::domain::record::{Record, Recorded};
use senco::domain::review::Review;
use senco::domain::rows::Duty;
use senco::domain::school::{RuleChoice, SchoolFile, Settings};
use senco::store::{CommitError, ErrorKind, Refused, Store};
use store_support::*;

/// Impact checks every so many days.
fn every(days: i64) -> RuleChoice {
    RuleChoice { duty: Duty::ImpactCheck as u16, on: None, values: vec![("days".into(), days)] }
}

#[test]
fn what_is_saved_is_there_after_opening_again_by_either_road() {
    let (_dir, path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    set_note(&mut store, ana, first, "settled");
    drop(store);
    for store in [Store::open(&path).unwrap(), Store::open_reading(&path).unwrap()] {
        assert_eq!(read_review(&store, ana, first).note, "settled");
        let file = store.read(|view| view.pupil_file(ana)).unwrap().unwrap();
        assert_eq!((file.pupil.name().as_str(), file.stages.len(), file.reviews.len()), ("Ana Cole", 1, 1));
        let school = store.read(|view| view.school()).unwrap();
        assert_eq!(school.info.name, "Test School");
    }
    assert_good(&Store::open(&path).unwrap());
}

#[test]
fn a_writer_and_a_fast_reader_share_the_file() {
    let (_dir, path, mut store) = store();
    let reader = Store::open_reading(&path).unwrap();
    assert!(reader.is_reading());
    let before = reader.generation().unwrap();
    let (ana, _) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    assert_eq!(reader.generation().unwrap(), before + 1);
    assert!(reader.read(|view| view.pupil(ana)).unwrap().is_some());
}

#[test]
fn first_screens_are_ranges_in_their_order() {
    let (_dir, _path, mut store) = store();
    let (late, _) = add_pupil(&mut store, "Ana", "Cole", day(12, 20));
    let (soon, _) = add_pupil(&mut store, "Ben", "Adams", day(12, 3));
    let due = store.read(|view| view.due_all()).unwrap();
    assert_eq!(due.iter().map(|row| row.who.pupil).collect::<Vec<_>>(), [soon, late]);
    let first = store.read(|view| view.due_from(None, 1)).unwrap();
    let rest = store.read(|view| view.due_from(Some(first[0].0), 9)).unwrap();
    assert_eq!((first.len(), rest.len()), (1, 1));
    assert_eq!(rest[0].1, due[1]);
    let register = store.read(|view| view.register_all()).unwrap();
    assert_eq!(
        register.iter().map(|row| row.who.name.as_str()).collect::<Vec<_>>(),
        ["Ben Adams", "Ana Cole"]
    );
    let (key, _) = store.read(|view| view.register_from(None, 1)).unwrap().remove(0);
    let rest = store.read(|view| view.register_from(Some(key.clone()), 9)).unwrap();
    assert_eq!(rest.iter().map(|(_, row)| row.who.pupil).collect::<Vec<_>>(), [late]);
}

#[test]
fn places_follow_allocations_and_their_provision() {
    let (_dir, _path, mut store) = store();
    let (ana, _) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let mut made = None;
    store
        .commit(op("start a provision"), |edit| {
            let run = edit.add(SCHOOL, provision("Language group"))?;
            made = Some((run, edit.add(ana, allocation(run, day(9, 14)))?));
            Ok(())
        })
        .unwrap();
    let (run, place) = made.unwrap();
    let rows = store.read(|view| view.places_of(run)).unwrap();
    assert_eq!(rows.iter().map(|row| (row.allocation, row.who.pupil)).collect::<Vec<_>>(), [(place, ana)]);
    // Worked example: 42 days from 14 September are 26 October.
    assert_eq!(rows[0].next_check, Some(day(10, 26)));
    assert!(store.read(|view| view.places_of(RecordId(run.0 + 1))).unwrap().is_empty());
    assert_good(&store);
}

#[test]
fn new_settings_recompute_every_row() {
    let (_dir, _path, mut store) = store();
    let (ana, _) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let run = std::cell::Cell::new(RecordId(0));
    store
        .commit(op("start a provision"), |edit| {
            run.set(edit.add(SCHOOL, provision("Language group"))?);
            edit.add(ana, allocation(run.get(), day(9, 14))).map(drop)
        })
        .unwrap();
    store
        .commit(op("change the settings"), |edit| {
            let settings = Settings { rules: vec![every(28)], ..edit.school()?.settings.value };
            edit.put(SchoolFile::settings_key(), Record::Settings(settings))
        })
        .unwrap();
    assert_eq!(store.read(|view| view.places_of(run.get())).unwrap()[0].next_check, Some(day(10, 12)));
    assert_good(&store);
}

#[test]
fn a_refused_edit_leaves_nothing_behind() {
    let (_dir, _path, mut store) = store();
    let before = (image(&store), store.generation().unwrap());
    let refused = store.commit(op("add a pupil"), |edit| {
        let id = edit.new_pupil();
        edit.add(id, pupil("Ana", "Cole"))?;
        Err(Refused::because("the UPN is taken"))
    });
    assert_eq!(refused.unwrap_err().to_string(), "the UPN is taken");
    assert_eq!((image(&store), store.generation().unwrap()), before);
    assert_good(&store);
}

#[test]
fn an_edit_that_changes_nothing_is_no_entry() {
    let (_dir, _path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let before = store.generation().unwrap();
    let done = store
        .commit(op("write a note"), |edit| {
            let same = edit.record::<Review>(ana, first)?.unwrap().value;
            edit.put(Review::key(ana, first), same.wrap())
        })
        .unwrap();
    assert_eq!((done.touched, done.seq.0, store.generation().unwrap()), (0, before, before));
}

#[test]
fn a_text_too_long_to_save_is_refused_in_words() {
    let (_dir, _path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let error = store
        .commit(op("write a note"), |edit| {
            let mut long = edit.record::<Review>(ana, first)?.unwrap().value;
            long.note = "x".repeat(2 << 20);
            edit.put(Review::key(ana, first), long.wrap())
        })
        .unwrap_err();
    assert!(error.to_string().contains("too long to save"), "{error}");
}

#[test]
fn an_edit_based_on_an_old_state_is_refused_naming_the_record() {
    let (_dir, _path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let key = Review::key(ana, first);
    let based_on = store.read(|view| view.get(key)).unwrap().unwrap().revision;
    set_note(&mut store, ana, first, "changed by Ben");
    let error = store.commit(op("write a note"), |edit| edit.expect(key, based_on)).unwrap_err();
    assert!(
        matches!(&error, CommitError::Refused(Refused::Changed { what }) if what == "the review of Ana Cole"),
        "{error}"
    );
    let now = store.read(|view| view.get(key)).unwrap().unwrap().revision;
    assert_eq!(now, Revision(store.generation().unwrap()));
    store.commit(op("write a note"), |edit| edit.expect(key, now)).unwrap();
}

#[test]
fn changes_of_different_fields_merge_and_of_one_field_conflict() {
    let (_dir, _path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let key = Review::key(ana, first);
    let base = read_review(&store, ana, first);
    set_note(&mut store, ana, first, "Ben's note");
    let merged = |store: &mut Store, mine: Review| {
        store.commit(op("edit a review"), |edit| {
            let merged = edit.merge(key, &base.clone().wrap(), mine.clone().wrap())?;
            edit.put(key, merged)
        })
    };
    merged(&mut store, Review { pupil_voice: "I like maths".into(), ..base.clone() }).unwrap();
    let now = read_review(&store, ana, first);
    assert_eq!((now.note.as_str(), now.pupil_voice.as_str()), ("Ben's note", "I like maths"));
    match merged(&mut store, Review { note: "my note".into(), ..base.clone() }).unwrap_err() {
        CommitError::Refused(Refused::Conflict(fields)) => {
            assert_eq!(fields.iter().map(|field| field.key).collect::<Vec<_>>(), ["note"]);
        }
        other => panic!("{other}"),
    }
    assert_eq!(read_review(&store, ana, first).note, "Ben's note");
}

#[test]
fn undo_redo_and_undo_again() {
    let (_dir, _path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    set_note(&mut store, ana, first, "one");
    set_note(&mut store, ana, first, "two");
    let note = |store: &Store| read_review(store, ana, first).note;
    let undone = store.undo(None, op("undo")).unwrap();
    assert_eq!((undone.summary.as_str(), note(&store).as_str()), ("undo: write a note", "one"));
    let redone = store.undo(Some(undone.seq), op("undo")).unwrap();
    assert_eq!((redone.summary.as_str(), note(&store).as_str()), ("redo: write a note", "two"));
    store.undo(None, op("undo")).unwrap();
    store.undo(None, op("undo")).unwrap();
    assert_eq!(note(&store), "");
    store.undo(None, op("undo")).unwrap();
    assert!(store.read(|view| view.pupil(ana)).unwrap().is_none());
    let error = store.undo(None, op("undo")).unwrap_err();
    assert_eq!(error.to_string(), "there is nothing of yours to undo");
    assert_eq!(store.read(|view| view.counts()).unwrap().due, 0);
    assert_good(&store);
}

#[test]
fn undo_takes_ones_own_newest_change_and_names_what_stands_in_the_way() {
    let (_dir, _path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    set_note(&mut store, ana, first, "Ana's");
    store
        .commit(op_by("ben", "write a note"), |edit| {
            let mut held = edit.record::<Review>(ana, first)?.unwrap().value;
            held.note = "Ben's".into();
            edit.put(Review::key(ana, first), held.wrap())
        })
        .unwrap();
    let error = store.undo(None, op("undo")).unwrap_err();
    assert!(error.to_string().contains("the review of Ana Cole changed since"), "{error}");
    store.undo(None, op_by("ben", "undo")).unwrap();
    store.undo(None, op("undo")).unwrap();
    assert_eq!(read_review(&store, ana, first).note, "");
    let again = store.undo(Some(Seq(3)), op("undo")).unwrap_err();
    assert_eq!(again.to_string(), "that has been undone already");
    let founding = store.undo(Some(Seq(1)), op("undo")).unwrap_err();
    assert_eq!(founding.to_string(), "the making of the store cannot be undone");
    let none = store.undo(Some(Seq(99)), op("undo")).unwrap_err();
    assert_eq!(none.to_string(), "there is no such journal entry");
}

#[test]
fn a_bulk_change_is_one_entry_and_one_undo() {
    let (_dir, _path, mut store) = store();
    let pupils: Vec<_> =
        (0..20).map(|n| add_pupil(&mut store, "Ana", &format!("Cole{n:02}"), day(12, 3))).collect();
    let (before, at) = (image(&store), store.generation().unwrap());
    store
        .commit(op("move 20 reviews"), |edit| {
            for (pupil, id) in &pupils {
                let mut moved = edit.record::<Review>(*pupil, *id)?.unwrap().value;
                moved.due = day(12, 17);
                edit.put(Review::key(*pupil, *id), moved.wrap())?;
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(store.generation().unwrap(), at + 1);
    assert_eq!(store.read(|view| view.entry(Seq(at + 1))).unwrap().unwrap().touched.len(), 20);
    store.undo(None, op("undo")).unwrap();
    assert_eq!(image(&store), before);
    assert_good(&store);
}

#[test]
fn an_erased_pupil_leaves_a_whole_chain_and_no_image() {
    let (_dir, path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Zebedee", "Quillfeather", day(12, 3));
    let edit = store.generation().unwrap();
    set_note(&mut store, ana, first, "xylophone");
    store.commit(op("erase a pupil"), |edit| edit.erase(ana)).unwrap();
    assert!(store.read(|view| view.pupil_file(ana)).unwrap().is_none());
    for seq in [edit, edit + 1, edit + 2] {
        let error = store.undo(Some(Seq(seq)), op("undo")).unwrap_err();
        assert!(matches!(error, CommitError::Refused(_)), "{error}");
    }
    assert_eq!(store.read(|view| view.counts()).unwrap().pupils, 0);
    assert_good(&store);
    drop(store);
    assert_good(&Store::open(&path).unwrap());
}

#[test]
fn the_journal_is_a_feed_and_a_list() {
    let (_dir, _path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    set_note(&mut store, ana, first, "one");
    let feed = store.read(|view| view.journal(Seq(1), 10)).unwrap();
    assert_eq!(
        feed.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(),
        ["add a pupil", "write a note"]
    );
    assert_eq!(feed[1].touched.iter().map(|touch| touch.key).collect::<Vec<_>>(), [Review::key(ana, first)]);
    let newest = store.read(|view| view.journal_newest(None, 2)).unwrap();
    assert_eq!(newest.iter().map(|entry| entry.seq.0).collect::<Vec<_>>(), [3, 2]);
    let older = store.read(|view| view.journal_newest(Some(Seq(2)), 9)).unwrap();
    assert!(older.len() == 1 && older[0].founding);
}

#[test]
fn a_record_cannot_stand_under_a_key_of_another_kind() {
    let (_dir, _path, mut store) = store();
    let key = Key::new(SCHOOL, Kind::Site, RecordId(1));
    let error =
        store.commit(op("x"), |edit| edit.put(key, Record::Settings(Settings::default()))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Other);
}

#[test]
fn making_a_store_never_overwrites_and_leaves_nothing_half_made() {
    let (_dir, path, store) = store();
    drop(store);
    let before = bytes(&path);
    let error = Store::create(&path, op("make"), start).unwrap_err();
    assert!(error.to_string().contains("exists already"), "{error}");
    assert_eq!(bytes(&path), before);
    let other = path.with_file_name("other.redb");
    let error = Store::create(&other, op("make"), |_| Err(Refused::because("no"))).unwrap_err();
    assert_eq!(error.to_string(), "no");
    assert!(!other.exists());
}
