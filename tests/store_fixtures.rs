//! Every version of every record ever written is read for ever.
//!
//! `SENCO_BLESS=1 cargo test --test store_fixtures` writes the fixtures that are missing; one that exists is never
//! overwritten, since it stands for bytes in somebody's file.
#![allow(clippy::unwrap_used)] // a test

mod store_support;

use std::fs;
use std::path::PathBuf;

use senco::domain::ids::{Kind, PupilId, Seq};
use senco::domain::record::Record;
use senco::store::Store;
use senco::store::codec::{decode_record, encode_record, version_of};
use store_support::*;

fn path_of(kind: Kind, version: u16) -> PathBuf {
    let name = format!("{:?}-v{version}.bin", kind).to_lowercase();
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/records").join(name)
}

fn bless() -> bool {
    std::env::var_os("SENCO_BLESS").is_some()
}

/// What the fixtures of the newest version say; every field has a value that shows if it moves.
fn sample(kind: Kind) -> Record {
    samples::all().into_iter().find(|record| record.kind() == kind).expect("a sample of every kind")
}

#[path = "store_support/samples.rs"]
mod samples;

#[test]
fn every_version_ever_written_is_read() {
    for kind in Kind::ALL {
        for version in 1..=version_of(kind) {
            let path = path_of(kind, version);
            if !path.exists() && bless() && version == version_of(kind) {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, encode_record(&sample(kind)).unwrap()).unwrap();
            }
            let bytes = fs::read(&path).unwrap_or_else(|error| {
                panic!("{}: {error}: SENCO_BLESS=1 writes what is missing", path.display())
            });
            let read = decode_record(kind, version, &bytes).unwrap_or_else(|error| {
                panic!("{}: {error}: a stored version must never change", path.display())
            });
            assert_eq!(read, samples::of_version(sample(kind), version), "{}", path.display());
        }
    }
}

#[test]
fn what_is_written_today_is_the_newest_fixture() {
    for kind in Kind::ALL {
        let path = path_of(kind, version_of(kind));
        if path.exists() {
            let words = "bytes changed without a new version: add one in src/store/codec.rs";
            assert_eq!(
                encode_record(&sample(kind)).unwrap(),
                fs::read(&path).unwrap(),
                "{}: {words}",
                path.display()
            );
        }
    }
}

#[test]
fn a_choice_keeps_its_place_for_ever() {
    // bincode writes a choice by its place: one put in between would read as another.
    let path = path_of(Kind::Pupil, 1).with_file_name("choices.txt");
    let today: Vec<String> = samples::choices()
        .into_iter()
        .flat_map(|(name, all)| {
            all.into_iter().map(move |(code, bytes)| format!("{name}: {code} = {bytes:?}"))
        })
        .collect();
    if !path.exists() && bless() {
        fs::write(&path, today.join("\n") + "\n").unwrap();
    }
    let pinned = fs::read_to_string(&path).expect("SENCO_BLESS=1 writes what is missing");
    for line in pinned.lines() {
        assert!(
            today.iter().any(|now| now == line),
            "`{line}` no longer holds: choices are only added, at the end"
        );
    }
    for line in &today {
        assert!(
            pinned.lines().any(|known| known == line),
            "add the new choice `{line}` to {}",
            path.display()
        );
    }
}

#[test]
fn no_fixture_is_without_its_version() {
    let known: Vec<PathBuf> = Kind::ALL
        .into_iter()
        .flat_map(|kind| (1..=version_of(kind)).map(move |version| path_of(kind, version)))
        .collect();
    let known = [known, vec![path_of(Kind::Pupil, 1).with_file_name("choices.txt")]].concat();
    let dir = path_of(Kind::Pupil, 1).parent().unwrap().to_owned();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        assert!(known.contains(&path), "{} is read by nothing", path.display());
    }
}

#[test]
fn a_whole_store_of_version_1_is_read() {
    // The journal, its images and the derived rows have their own forms, which a file shows together.
    let fixture = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store-v1.hex");
    if !fixture.exists() && bless() {
        let (_dir, path, mut store) = store();
        let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
        set_note(&mut store, ana, first, "settled");
        store.undo(None, op("undo")).unwrap();
        // A backup has no page that is not in use.
        let copy = path.with_file_name("copy.redb");
        store.backup(&copy).unwrap();
        fs::write(&fixture, packed(&bytes(&copy))).unwrap();
    }
    let (_dir, path) = store_of_version_1();
    let mut store = Store::open(&path).unwrap();
    assert_good(&store);
    let file = store.read(|view| view.pupil_file(PupilId(1))).unwrap().unwrap();
    assert_eq!((file.pupil.name().as_str(), file.reviews[0].note.as_str()), ("Ana Cole", ""));
    store.undo(Some(Seq(4)), op("redo")).unwrap();
    let file = store.read(|view| view.pupil_file(PupilId(1))).unwrap().unwrap();
    assert_eq!(file.reviews[0].note, "settled");
    assert_good(&store);
}

/// A file as text: pages of zeros left out, so that a repository keeps it well.
fn packed(bytes: &[u8]) -> String {
    let mut out = format!("{}\n", bytes.len());
    for (at, line) in bytes.chunks(32).enumerate().filter(|(_, line)| line.iter().any(|byte| *byte != 0)) {
        let hex: String = line.iter().map(|byte| format!("{byte:02x}")).collect();
        out.push_str(&format!("{:x} {}\n", at * 32, hex.trim_end_matches("00")));
    }
    out
}
