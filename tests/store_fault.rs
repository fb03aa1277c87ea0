//! A disk that fails at every call in turn: what was said to be saved is there, what was said to be lost is not, and the
//! store goes on when the disk does.
#![allow(clippy::unwrap_used)] // a test

#[path = "store_support/fault.rs"]
mod fault;
mod store_support;

use std::path::Path;

use fault::{Fault, Plan};
use senco::domain::ids::{PupilId, RecordId};
use senco::domain::record::Recorded;
use senco::domain::review::Review;
use senco::store::{CommitError, Committed, Operation, Store, StoreError};
use store_support::*;

fn write_note(
    store: &mut Store,
    op: Operation,
    pupil: PupilId,
    id: RecordId,
) -> Result<Committed, CommitError> {
    store.commit(op, |edit| {
        let mut held = edit.record::<Review>(pupil, id)?.unwrap().value;
        held.note.push_str("new");
        edit.add(pupil, review(day(12, 24)))?;
        edit.put(Review::key(pupil, id), held.wrap())
    })
}

/// A closed store with one pupil.
fn base() -> (tempfile::TempDir, Vec<u8>, PupilId, RecordId) {
    let (dir, path, mut store) = store();
    let (pupil, id) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    for n in 0..20 {
        add_pupil(&mut store, "Ben", &format!("Dale{n}"), day(12, 4));
    }
    drop(store);
    let bytes = bytes(&path);
    (dir, bytes, pupil, id)
}

fn fresh(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}

/// Every call of an open, a read, a commit and a close fails in turn.
fn each_call(fault: Fault) {
    let (dir, base, pupil, id) = base();
    let path = dir.path().join("school.redb");
    let (mut at, mut saved, mut lost, mut unsure) = (0, 0, 0, 0);
    loop {
        at += 1;
        fresh(&path, &base);
        let plan = Plan::at(at, fault);
        let op = op("write a note");
        let said = Store::open_with(&path, plan.opener()).map(|mut store| {
            let said = write_note(&mut store, op.clone(), pupil, id);
            // Whatever happened, a read gives good data or an error.
            if let Ok(file) = store.read(|view| view.pupil_file(pupil)) {
                let note = file.unwrap().reviews[0].note.clone();
                assert!(note.is_empty() || note == "new", "call {at}: {note}");
            }
            said
        });
        let over = plan.calls() < at;
        let mut store = Store::open(&path).unwrap_or_else(|error| panic!("call {at}: {error}"));
        let note = read_review(&store, pupil, id).note;
        let reviews = store.read(|view| view.pupil_file(pupil)).unwrap().unwrap().reviews.len();
        assert_eq!(reviews == 2, note == "new", "call {at}: all of an edit or nothing");
        match said {
            Ok(Ok(_)) => {
                saved += 1;
                assert_eq!(note, "new", "call {at}: said to be saved");
            }
            Ok(Err(CommitError::Unsure(_))) => {
                unsure += 1;
                // Saving again is safe: it happens once.
                write_note(&mut store, op, pupil, id)
                    .map(drop)
                    .unwrap_or_else(|error| panic!("call {at}: {error}"));
            }
            Ok(Err(error)) => {
                lost += 1;
                assert_eq!(note, "", "call {at}: said not to be saved: {error}");
            }
            Err(error) => {
                assert!(
                    matches!(error, StoreError::Io { .. } | StoreError::Latched(_)),
                    "call {at}: {error:?}"
                );
                assert_eq!(note, "", "call {at}: {error}");
            }
        }
        assert_good(&store);
        drop(store);
        if over {
            break;
        }
    }
    assert!(at > 40, "only {at} calls were made to fail");
    assert!(saved > 10, "{saved} saved, {lost} lost, {unsure} unsure");
    if fault == Fault::ForEver {
        assert!(lost + unsure > 10, "{saved} saved, {lost} lost, {unsure} unsure");
    }
}

#[test]
fn each_call_fails_once() {
    each_call(Fault::Once);
}

#[test]
fn each_write_is_torn_once() {
    each_call(Fault::Torn);
}

#[test]
fn each_call_is_the_first_of_a_disk_that_is_gone() {
    each_call(Fault::ForEver);
}

#[test]
fn a_full_disk_is_said_as_such_and_the_same_save_goes_through_when_there_is_room() {
    let (dir, base, pupil, id) = base();
    let path = dir.path().join("school.redb");
    fresh(&path, &base);
    let plan = Plan::room(base.len() as u64);
    let mut store = Store::open_with(&path, plan.opener()).unwrap();
    let long = "words ".repeat(100_000);
    let fill = |store: &mut Store, op: Operation| {
        store.commit(op, |edit| {
            for month in [10, 11, 12] {
                let mut big = review(day(month, 1));
                big.note = long.clone();
                edit.add(pupil, big)?;
            }
            Ok(())
        })
    };
    let op = op("write much");
    let error = (0..20).find_map(|_| fill(&mut store, op.clone()).err()).expect("the disk fills");
    assert!(matches!(error, CommitError::Full), "{error:?}");
    assert!(error.to_string().contains("make room"), "{error}");
    assert_eq!(read_review(&store, pupil, id).note, "");
    assert_good(&Store::open(&path).unwrap());
    plan.set_room(u64::MAX);
    fill(&mut store, op).unwrap();
    write_note(&mut store, store_support::op("write a note"), pupil, id).unwrap();
    drop(store);
    assert_good(&Store::open(&path).unwrap());
}

/// A small tmpfs of one's own, where the machine lets a test mount one.
struct Tmpfs(std::path::PathBuf);

impl Tmpfs {
    fn mount(at: &Path) -> Option<Tmpfs> {
        let done = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=3m,mode=700", "tmpfs"])
            .arg(at)
            .output()
            .ok()?;
        done.status.success().then(|| Tmpfs(at.to_owned()))
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

#[test]
fn a_full_tmpfs_keeps_the_store_whole_and_usable() {
    let dir = tempfile::tempdir().unwrap();
    let Some(disk) = Tmpfs::mount(dir.path()) else {
        eprintln!("no right to mount here: the disk of `a_full_disk_is_said_as_such…` stands in");
        return;
    };
    let path = disk.0.join("school.redb");
    let mut store = Store::create(&path, op("make the store"), start).unwrap();
    let (pupil, id) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let ballast = disk.0.join("ballast");
    let room = 3 * 1024 * 1024 - bytes(&path).len() - 16 * 1024;
    std::fs::write(&ballast, vec![1; room]).unwrap();
    let mut notes = 0;
    let error = loop {
        let text = "x".repeat(20_000);
        match store.commit(op("log a talk"), |edit| {
            let mut big = review(day(12, 1));
            big.note.clone_from(&text);
            edit.add(pupil, big).map(drop)
        }) {
            Ok(_) => notes += 1,
            Err(error) => break error,
        }
        assert!(notes < 1_000, "the disk never filled");
    };
    assert!(matches!(error, CommitError::Full), "{error:?}");
    assert_eq!(store.read(|view| view.pupil_file(pupil)).unwrap().unwrap().reviews.len(), notes + 1);
    std::fs::remove_file(&ballast).unwrap();
    write_note(&mut store, op("write a note"), pupil, id).unwrap();
    assert_eq!(read_review(&store, pupil, id).note, "new");
    assert_good(&store);
    drop(store);
    assert_good(&Store::open(&path).unwrap());
}
