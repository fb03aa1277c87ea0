//! The table of recorded sessions follows its records through everything that changes them; two who record one session at
//! once notice each other; a store from before there were sessions gets the table.
#![allow(clippy::unwrap_used)] // a test

mod store_support;

use chrono::{Datelike, Days, NaiveDate};
use senco::actions::By;
use senco::actions::session::{self, Recording, Which};
use senco::domain::delivery::{Missed, Session, SessionRow, State};
use senco::domain::ids::{Key, Kind, RecordId, SCHOOL, Seq};
use senco::domain::provision::Provision;
use senco::domain::record::{Record, Recorded};
use senco::store::Store;
use senco::views::sessions::Seen;
use store_support::*;

fn session(provision: RecordId, on: NaiveDate, state: State) -> Session {
    Session {
        provision,
        on,
        nth: 0,
        at: None,
        state,
        stands_for: None,
        minutes: 20,
        adult: None,
        away: Vec::new(),
        note: String::new(),
        typed: typed(),
    }
}

fn run(store: &mut Store, name: &str) -> (RecordId, Seq) {
    let mut id = RecordId(0);
    let done = store.commit(op("start a provision"), |edit| {
        id = edit.add(SCHOOL, provision(name))?;
        Ok(())
    });
    (id, done.unwrap().seq)
}

fn add(store: &mut Store, value: &Session) -> (RecordId, Seq) {
    let mut id = RecordId(0);
    let done = store.commit(op("record a session"), |edit| {
        id = edit.add(SCHOOL, value.clone())?;
        Ok(())
    });
    (id, done.unwrap().seq)
}

/// What the records say, apart from the table.
fn expected(store: &Store, provision: RecordId) -> Vec<SessionRow> {
    let mut rows: Vec<SessionRow> = store
        .read(|view| view.list::<Session>(SCHOOL))
        .unwrap()
        .iter()
        .filter(|held| held.provision == provision)
        .map(|held| SessionRow::of(held.id, held))
        .collect();
    rows.sort_by_key(|row| (row.on, row.nth, row.id));
    rows
}

fn assert_follows(store: &Store, provisions: &[RecordId]) {
    let all = store.read(|view| view.sessions_all()).unwrap();
    for id in provisions {
        let expected = expected(store, *id);
        assert_eq!(store.read(|view| view.sessions_of(*id)).unwrap(), expected);
        assert_eq!(all.get(id).cloned().unwrap_or_default(), expected);
    }
    assert_good(store);
}

#[test]
fn rows_follow_their_records_through_changes_undo_and_redo() {
    let (_dir, _path, mut store) = store();
    let (one, _) = run(&mut store, "Language group");
    let (two, _) = run(&mut store, "Phonics");
    let mut numbers = fastrand::Rng::with_seed(7);
    let mut made: Vec<RecordId> = Vec::new();
    let (mut undone, mut taken_back): (Vec<Seq>, u32) = (Vec::new(), 0);
    for turn in 0..150 {
        let days = numbers.u64(0..500);
        let on = day(9, 1) + Days::new(days);
        let provision = if numbers.bool() { one } else { two };
        match turn % 5 {
            0 | 1 => made.push(add(&mut store, &session(provision, on, State::Delivered)).0),
            // Another day, perhaps of another year, perhaps of another provision.
            2 => {
                let id = made[numbers.usize(..made.len())];
                let value = session(provision, on, State::Missed(Missed::Trip));
                store
                    .commit(op("change"), |edit| match edit.session(id)? {
                        Some(_) => edit.put(Session::school_key(id), value.clone().wrap()),
                        None => Ok(()),
                    })
                    .unwrap();
            }
            3 => {
                let id = made[numbers.usize(..made.len())];
                store.commit(op("take back"), |edit| edit.delete(Session::school_key(id))).unwrap();
            }
            _ => match undone.pop() {
                Some(seq) if numbers.bool() => {
                    // Redo; refused where the record was changed since.
                    let _ = store.undo(Some(seq), op("redo"));
                }
                _ => {
                    // Refused where it would bring a session back beside another of its day.
                    if let Ok(done) = store.undo(None, op("undo")) {
                        undone.push(done.seq);
                        taken_back += 1;
                    }
                }
            },
        }
        if turn % 10 == 0 {
            assert_follows(&store, &[one, two]);
        }
    }
    assert_follows(&store, &[one, two]);
    assert!(!store.read(|view| view.sessions_all()).unwrap().is_empty());
    assert!(taken_back > 0);
}

#[test]
fn sessions_come_back_with_a_backup_and_stay_when_a_pupil_is_erased() {
    let (dir, _path, mut store) = store();
    let (ana, _) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let (id, _) = run(&mut store, "Language group");
    let away = vec![(ana, Missed::PupilAway)];
    add(&mut store, &Session { away: away.clone(), ..session(id, day(11, 16), State::Delivered) });
    let copy = dir.path().join("copy.redb");
    store.backup(&copy).unwrap();
    add(&mut store, &session(id, day(11, 18), State::Delivered));
    store.commit(op("erase"), |edit| edit.erase(ana)).unwrap();
    assert_follows(&store, &[id]);
    assert_eq!(store.read(|view| view.sessions_of(id)).unwrap().len(), 2);
    store.restore(&copy, op("restore a backup")).unwrap();
    assert_follows(&store, &[id]);
    let rows = store.read(|view| view.sessions_of(id)).unwrap();
    assert_eq!((rows.len(), &rows[0].away), (1, &away));
}

#[test]
fn a_provision_with_recorded_sessions_is_not_taken_away_from_under_them() {
    let (_dir, _path, mut store) = store();
    let (id, started) = run(&mut store, "Language group");
    let (_, first) = add(&mut store, &session(id, day(11, 16), State::Delivered));
    let (_, second) = add(&mut store, &session(id, day(11, 18), State::Delivered));
    let before = image(&store);
    let said = store.undo(Some(started), op("undo")).unwrap_err().to_string();
    assert!(said.contains("2 sessions of it were recorded since"), "{said}");
    assert_eq!(image(&store), before);
    store.undo(Some(second), op("undo")).unwrap();
    let taken = store.undo(Some(first), op("undo")).unwrap().seq;
    let ended = store.undo(Some(started), op("undo")).unwrap().seq;
    // The session cannot come back before its provision does.
    let said = store.undo(Some(taken), op("redo")).unwrap_err().to_string();
    assert!(said.contains("a session would be left without its provision"), "{said}");
    store.undo(Some(ended), op("redo")).unwrap();
    store.undo(Some(taken), op("redo")).unwrap();
    assert_follows(&store, &[id]);
}

#[test]
fn a_check_names_a_session_whose_provision_is_missing() {
    let (_dir, _path, mut store) = store();
    let (id, _) = run(&mut store, "Language group");
    add(&mut store, &session(id, day(11, 16), State::Delivered));
    store.commit(op("lose it"), |edit| edit.delete(Provision::school_key(id))).unwrap();
    let problems = store.check().unwrap().problems;
    assert!(
        problems.iter().any(|words| words.contains(&format!("its provision {} is missing", id.0))),
        "{problems:?}"
    );
}

#[test]
fn a_check_names_rows_that_are_wrong_or_missing() {
    let (_dir, path, mut store) = store();
    let (id, _) = run(&mut store, "Language group");
    add(&mut store, &session(id, day(11, 16), State::Delivered));
    drop(store);
    let key: Vec<u8> = [id.0, 2026].iter().flat_map(|part| part.to_be_bytes()).collect();
    for (payload, words) in [(Some(vec![0_u8]), "out of date"), (None, "is missing")] {
        let db = redb::Database::open(&path).unwrap();
        let txn = db.begin_write().unwrap();
        {
            let mut rows = txn.open_table(redb::TableDefinition::<&[u8], &[u8]>::new("sessions")).unwrap();
            let there = rows.remove(key.as_slice()).unwrap().is_some();
            assert!(there, "the row that the test is about");
            if let Some(payload) = &payload {
                let value =
                    senco::store::envelope::seal(b's', &key, 1, senco::domain::ids::Revision(0), payload);
                rows.insert(key.as_slice(), value.as_slice()).unwrap();
            }
        }
        txn.commit().unwrap();
        drop(db);
        let problems = Store::open(&path).unwrap().check().unwrap().problems;
        assert!(
            problems.iter().any(|said| said.contains("`sessions` row") && said.contains(words)),
            "{problems:?}"
        );
    }
}

#[test]
fn of_two_who_record_one_session_at_once_the_second_is_told() {
    let (_dir, path, mut store) = store();
    let (id, _) = run(&mut store, "Language group");
    let monday = day(11, 16);
    assert_eq!(monday.weekday(), chrono::Weekday::Mon);
    let mut other = Store::open(&path).unwrap();
    let by = |who: &str| {
        let mut typed = typed();
        typed.by = who.into();
        By { today: day(11, 21), typed }
    };
    let which = Which { provision: id, on: monday, nth: 0, seen: Seen::Nothing };
    let record = |store: &mut Store, who: &str, state| {
        let (by, one) = (by(who), Recording::new(which, state));
        store.commit(op_by(who, "record"), |edit| session::record(edit, &by, &one)).map_err(|e| e.to_string())
    };
    record(&mut store, "ana", State::Delivered).unwrap();
    let said = record(&mut other, "ben", State::Missed(Missed::Trip)).unwrap_err();
    assert!(said.contains("was recorded meanwhile by ana: delivered"), "{said}");
    // Both said the same: there is nothing to tell.
    let before = store.generation().unwrap();
    record(&mut other, "ben", State::Delivered).unwrap();
    assert_eq!(other.generation().unwrap(), before);
    assert_follows(&other, &[id]);
    let held = other.read(|view| view.list::<Session>(SCHOOL)).unwrap();
    assert_eq!((held.len(), held[0].typed.by.as_str()), (1, "ana"));
}

#[test]
fn a_store_from_before_there_were_sessions_takes_them() {
    let (_dir, path) = store_of_version_1();
    let mut store = Store::open(&path).unwrap();
    assert!(store.read(|view| view.sessions_all()).unwrap().is_empty());
    let (id, _) = run(&mut store, "Language group");
    let (made, _) = add(&mut store, &session(id, day(11, 16), State::Delivered));
    assert_follows(&store, &[id]);
    drop(store);
    let store = Store::open(&path).unwrap();
    let key = Key::new(SCHOOL, Kind::Session, made);
    assert!(matches!(store.read(|view| view.get(key)).unwrap().unwrap().value, Record::Session(_)));
    assert_follows(&store, &[id]);
}
