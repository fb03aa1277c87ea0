//! What the tests of the store share: a small school, made by hand.
//!
//! Rule: nothing here asks a clock; operation numbers come from a counter.
#![allow(dead_code)] // each test file uses a part of it
#![allow(clippy::unwrap_used)] // helpers of tests

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;
use senco::domain::code::{SenCode, Wave};
use senco::domain::ids::{Key, Kind, PupilId, RecordId, SCHOOL, Stamp, Typed};
use senco::domain::provision::{Allocation, Provision};
use senco::domain::pupil::{Pupil, StageSpan};
use senco::domain::record::{Record, Recorded};
use senco::domain::review::{Review, ReviewKind};
use senco::domain::school::{SchoolFile, SchoolInfo, Settings};
use senco::store::{Edit, Operation, Refused, Store};

/// A day of 2026.
pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// An operation that no other call gives.
pub fn op(action: &str) -> Operation {
    op_by("ana", action)
}

/// An operation by a user.
pub fn op_by(user: &str, action: &str) -> Operation {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let id = u128::from(std::process::id()) << 64 | u128::from(NEXT.fetch_add(1, Ordering::Relaxed));
    Operation { id, action: action.to_owned(), user: user.to_owned(), at: Stamp(1_800_000_000) }
}

/// Typed by somebody at some moment.
pub fn typed() -> Typed {
    Typed { at: Stamp(1_800_000_000), by: "ana".into() }
}

/// A pupil with a name.
pub fn pupil(forename: &str, surname: &str) -> Pupil {
    Pupil { forename: forename.into(), surname: surname.into(), class: "4B".into(), ..Pupil::default() }
}

/// A review to come.
pub fn review(due: NaiveDate) -> Review {
    Review::planned(ReviewKind::WithParents, due, None, typed())
}

/// A provision that runs from September.
pub fn provision(name: &str) -> Provision {
    Provision {
        name: name.into(),
        area: None,
        wave: Wave::Targeted,
        minutes: 20,
        times_a_week: 3,
        lead: None,
        agency: String::new(),
        start: day(9, 7),
        end: None,
        cost_pence: None,
        measure: String::new(),
        site: None,
        note: String::new(),
        typed: typed(),
        ..Provision::default()
    }
}

/// A pupil's place in a provision.
pub fn allocation(provision: RecordId, from: NaiveDate) -> Allocation {
    Allocation {
        provision,
        from,
        to: None,
        entry: "12".into(),
        exit: String::new(),
        aim: String::new(),
        check_on: None,
        check_by: None,
        moves: Vec::new(),
        typed: typed(),
    }
}

/// A stage that is open.
pub fn stage(from: NaiveDate) -> StageSpan {
    StageSpan {
        stage: "K".into(),
        census: SenCode::K,
        from,
        to: None,
        reason: String::new(),
        original: String::new(),
        typed: typed(),
    }
}

/// What every store of the tests starts with.
pub fn start(edit: &mut Edit<'_>) -> Result<(), Refused> {
    edit.put(
        SchoolFile::info_key(),
        Record::School(SchoolInfo { name: "Test School".into(), demo: true, ..SchoolInfo::default() }),
    )?;
    edit.put(SchoolFile::settings_key(), Record::Settings(Settings::default()))
}

/// A new store in a directory of its own.
pub fn store() -> (tempfile::TempDir, PathBuf, Store) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("school.redb");
    let store = Store::create(&path, op("make the store"), start).unwrap();
    (dir, path, store)
}

/// Adds a pupil at a stage, with a review to come.
pub fn add_pupil(store: &mut Store, forename: &str, surname: &str, due: NaiveDate) -> (PupilId, RecordId) {
    let mut made = None;
    store
        .commit(op("add a pupil"), |edit| {
            let id = edit.new_pupil();
            edit.add(id, pupil(forename, surname))?;
            edit.add(id, stage(day(1, 5)))?;
            made = Some((id, edit.add(id, review(due))?));
            Ok(())
        })
        .unwrap();
    made.unwrap()
}

/// Every record with its content, apart from revisions.
pub fn image(store: &Store) -> Vec<(Key, Record)> {
    store
        .read(|view| {
            let mut out = Vec::new();
            let mut files = vec![SCHOOL];
            files.extend(view.pupils()?);
            for file in files {
                for kind in Kind::ALL {
                    for (id, found) in view.of_kind(file, kind)? {
                        out.push((Key::new(file, kind, id), found.value));
                    }
                }
            }
            Ok(out)
        })
        .unwrap()
}

/// Fails the test with the findings if a check has any.
pub fn assert_good(store: &Store) {
    let report = store.check().unwrap();
    assert!(report.is_good(), "{:#?}", report.problems);
}

/// The review under a number.
pub fn read_review(store: &Store, pupil: PupilId, id: RecordId) -> Review {
    store.read(|view| Ok(view.record::<Review>(pupil, id)?.unwrap().value)).unwrap()
}

/// Changes a review's note.
pub fn set_note(store: &mut Store, pupil: PupilId, id: RecordId, note: &str) {
    store
        .commit(op("write a note"), |edit| {
            let mut held = edit.record::<Review>(pupil, id)?.unwrap().value;
            held.note = note.to_owned();
            edit.put(Review::key(pupil, id), held.wrap())
        })
        .unwrap();
}

/// The bytes of a file.
pub fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

/// A file that the first version wrote, in a directory of its own.
pub fn store_of_version_1() -> (tempfile::TempDir, PathBuf) {
    let fixture = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store-v1.hex");
    let text = std::fs::read_to_string(fixture).expect("SENCO_BLESS=1 writes what is missing");
    let dir = tempfile::tempdir().unwrap();
    let rights = |mode| std::os::unix::fs::PermissionsExt::from_mode(mode);
    std::fs::set_permissions(dir.path(), rights(0o700)).unwrap();
    let path = dir.path().join("school.redb");
    std::fs::write(&path, unpacked(&text)).unwrap();
    std::fs::set_permissions(&path, rights(0o600)).unwrap();
    (dir, path)
}

fn unpacked(text: &str) -> Vec<u8> {
    let mut lines = text.lines();
    let mut out = vec![0; lines.next().unwrap().parse().unwrap()];
    for line in lines {
        let (at, hex) = line.split_once(' ').unwrap();
        let at = usize::from_str_radix(at, 16).unwrap();
        for (n, byte) in hex.as_bytes().chunks(2).enumerate() {
            let byte = std::str::from_utf8(byte).unwrap();
            // A last half byte lost its zero.
            out[at + n] = u8::from_str_radix(&format!("{byte:0<2}"), 16).unwrap();
        }
    }
    out
}
