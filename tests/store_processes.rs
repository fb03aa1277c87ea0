//! Several processes on one file: killed at any moment, editing one record, backing up while others write.
//!
//! The processes are this test program again, told by the environment what to do. `SENCO_TORTURE=N` kills N times
//! instead of a few.
#![allow(clippy::unwrap_used)] // a test

mod store_support;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use senco::domain::ids::{PupilId, RecordId, Seq};
use senco::domain::record::Recorded;
use senco::domain::review::Review;
use senco::store::{CommitError, Refused, Store};
use store_support::*;

/// Starts one of the children below.
fn child(name: &str, path: &Path, pupil: PupilId, id: RecordId) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--ignored", "--nocapture", "--test-threads=1"])
        .env("SENCO_CHILD", format!("{} {} {}", pupil.0, id.0, path.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    (child, out)
}

/// What a child is told.
fn told() -> Option<(Store, PupilId, RecordId)> {
    let told = std::env::var("SENCO_CHILD").ok()?;
    let mut parts = told.splitn(3, ' ');
    let mut number = || parts.next().unwrap().parse::<u32>().unwrap();
    let (pupil, id) = (PupilId(number()), RecordId(number()));
    let mut store = Store::open(Path::new(parts.next().unwrap())).unwrap();
    store.set_patience(Duration::from_secs(60));
    Some((store, pupil, id))
}

fn note_of(store: &Store, pupil: PupilId, id: RecordId) -> u64 {
    read_review(store, pupil, id).note.parse().unwrap_or(0)
}

/// Counts up in one review's note for ever, saying each number after it was saved.
#[test]
#[ignore = "a child of the tests below"]
fn child_counts() {
    let Some((mut store, pupil, id)) = told() else { return };
    let mut n = note_of(&store, pupil, id);
    loop {
        n += 1;
        let mut mine = op("count");
        mine.id = u128::from(fastrand::u64(..)) << 64 | u128::from(fastrand::u64(..));
        store
            .commit(mine, |edit| {
                let mut held = edit.record::<Review>(pupil, id)?.unwrap().value;
                held.note = n.to_string();
                held.pupil_voice = format!("voice {n} ").repeat(usize::try_from(n % 300).unwrap_or(0));
                edit.put(Review::key(pupil, id), held.wrap())
            })
            .unwrap();
        println!("\nsaved {n}");
    }
}

/// Appends 40 letters to one review's note, each based on what stands there.
#[test]
#[ignore = "a child of the tests below"]
fn child_appends() {
    let Some((mut store, pupil, id)) = told() else { return };
    for _ in 0..40 {
        let mut mine = op("append");
        mine.id = u128::from(fastrand::u64(..)) << 64 | u128::from(fastrand::u64(..));
        store
            .commit(mine, |edit| {
                let mut held = edit.record::<Review>(pupil, id)?.unwrap().value;
                held.note.push('c');
                edit.put(Review::key(pupil, id), held.wrap())
            })
            .unwrap();
    }
    println!("\nsaved 40");
}

fn number(line: &str) -> Option<u64> {
    line.trim().strip_prefix("saved ")?.parse().ok()
}

/// Reads what a child says until it has said `more` more, or has ended; the last number said.
fn hear(out: &mut BufReader<ChildStdout>, more: u32) -> Option<u64> {
    let (mut last, mut heard, mut line) = (None, 0, String::new());
    while heard < more {
        line.clear();
        if out.read_line(&mut line).unwrap() == 0 {
            break;
        }
        if let Some(n) = number(&line) {
            last = Some(n);
            heard += 1;
        }
    }
    last
}

#[test]
fn killed_writers_lose_nothing_that_they_said_was_saved() {
    let rounds: u32 = std::env::var("SENCO_TORTURE").ok().and_then(|n| n.parse().ok()).unwrap_or(9);
    // A new store now and then, so that the checks do not come to last longer than the writing.
    for (seed, first) in (0..rounds).step_by(15).enumerate() {
        torture(seed as u64, (rounds - first).min(15));
    }
}

fn torture(seed: u64, rounds: u32) {
    let (_dir, path, mut store) = store();
    let reviews: Vec<_> =
        (0..3).map(|n| add_pupil(&mut store, "Ana", &format!("Cole{n}"), day(12, 3))).collect();
    drop(store);
    let mut random = fastrand::Rng::with_seed(seed);
    let start = |n: usize| child("child_counts", &path, reviews[n].0, reviews[n].1);
    let mut children: Vec<_> = (0..3).map(start).collect();
    let mut said = [0_u64; 3];
    for round in 0..rounds {
        let victim = random.usize(..3);
        let heard = hear(&mut children[victim].1, random.u32(1..12));
        // Between two saves, or in the middle of one.
        for _ in 0..random.u32(..200_000) {
            std::hint::spin_loop();
        }
        children[victim].0.kill().unwrap();
        children[victim].0.wait().unwrap();
        let mut rest = String::new();
        children[victim].1.read_to_string(&mut rest).unwrap();
        let last = rest.lines().rev().find_map(number).or(heard).unwrap_or(said[victim]);
        said[victim] = last;
        // Every third time everybody is killed, so that the next open recovers.
        if round % 3 == 2 {
            for (other, (child, out)) in children.iter_mut().enumerate().filter(|(other, _)| *other != victim)
            {
                child.kill().unwrap();
                child.wait().unwrap();
                let mut rest = String::new();
                out.read_to_string(&mut rest).unwrap();
                said[other] = rest.lines().rev().find_map(number).unwrap_or(said[other]).max(said[other]);
            }
        }
        let store = if round % 2 == 0 { Store::open_reading(&path) } else { Store::open(&path) }.unwrap();
        let (pupil, id) = reviews[victim];
        let stands = note_of(&store, pupil, id);
        assert!(stands == last || stands == last + 1, "round {round}: said {last}, stands {stands}");
        if round % 3 == 2 {
            for (n, (pupil, id)) in reviews.iter().enumerate() {
                assert!(note_of(&store, *pupil, *id) >= said[n], "round {round}: writer {n}");
            }
            assert_good(&store);
            drop(store);
            children = (0..3).map(start).collect();
        } else {
            children[victim] = start(victim);
        }
    }
    for (mut child, _) in children {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let store = Store::open(&path).unwrap();
    assert_good(&store);
    // Every number in between stands in the journal: entries of one writer count up by one.
    let entries = store.read(|view| view.journal(Seq(0), usize::MAX)).unwrap();
    assert_eq!(entries.len() as u64, store.generation().unwrap());
}

#[test]
fn two_processes_on_one_record_lose_no_change_and_conflict_where_both_changed() {
    let (_dir, path, mut store) = store();
    store.set_patience(Duration::from_secs(60));
    let (pupil, id) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let key = Review::key(pupil, id);
    let base = read_review(&store, pupil, id);
    let (mut child, mut out) = child("child_appends", &path, pupil, id);
    for n in 0..40 {
        // As a form does it: read, type, then merge with what stands there.
        let read = read_review(&store, pupil, id);
        let mine = Review { parent_voice: format!("{n}"), ..read.clone() };
        store
            .commit(op("write a voice"), |edit| {
                let merged = edit.merge(key, &read.clone().wrap(), mine.clone().wrap())?;
                edit.put(key, merged)
            })
            .unwrap();
    }
    assert_eq!(hear(&mut out, 1), Some(40));
    assert!(child.wait().unwrap().success());
    let now = read_review(&store, pupil, id);
    assert_eq!((now.note.len(), now.parent_voice.as_str()), (40, "39"));
    let mine = Review { note: "mine".into(), ..base.clone() };
    let error = store
        .commit(op("write a note"), |edit| {
            edit.merge(key, &base.clone().wrap(), mine.clone().wrap())
                .and_then(|merged| edit.put(key, merged))
        })
        .unwrap_err();
    let CommitError::Refused(Refused::Conflict(fields)) = error else { panic!("{error}") };
    assert_eq!(fields.len(), 1);
    assert_eq!(read_review(&store, pupil, id).note.len(), 40);
    assert_good(&store);
}

#[test]
fn a_backup_taken_while_somebody_writes_is_a_good_store_of_one_moment() {
    let (dir, path, mut store) = store();
    let (pupil, id) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let (mut child, mut out) = child("child_counts", &path, pupil, id);
    let mut last = 0;
    for n in 0..5 {
        let heard = hear(&mut out, 3).unwrap();
        let to = dir.path().join(format!("school.redb.backup-{n}"));
        let report = store.backup(&to).unwrap();
        let copy = Store::open(&to).unwrap();
        assert_good(&copy);
        assert_eq!(copy.generation().unwrap(), report.seq.0);
        let stands = note_of(&copy, pupil, id);
        assert!(stands >= heard && stands > last, "the copy has {stands}, {heard} was saved before it");
        last = stands;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_good(&store);
}

#[test]
fn a_save_waits_its_time_for_another_and_then_says_busy() {
    let (_dir, path, mut store) = store();
    let (pupil, id) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let mut other = Store::open(&path).unwrap();
    other.set_patience(Duration::from_millis(20));
    store
        .commit(op("a long save"), |edit| {
            let error = other.commit(op("a note"), |_| Ok(())).unwrap_err();
            assert!(matches!(error, CommitError::Busy), "{error:?}");
            // Reads go on beside it.
            assert_eq!(read_review(&other, pupil, id).note, "");
            edit.put(Review::key(pupil, id), review(day(12, 4)).wrap())
        })
        .unwrap();
    set_note(&mut other, pupil, id, "now");
    assert_eq!(read_review(&store, pupil, id).note, "now");
}
