//! Flipped bits, cut files, other programs' files: never wrong data, never a panic, and words that help.
#![allow(clippy::unwrap_used)] // a test

mod store_support;

use std::path::Path;

use senco::domain::ids::{Key, PupilId};
use senco::domain::record::Record;
use senco::store::{ErrorKind, Snapshot, Store, StoreError, Verified};
use store_support::*;

/// What everybody reads: whole files by number, and the rows of the first screens.
#[derive(Debug, PartialEq)]
struct Seen {
    files: Vec<(PupilId, Vec<(Key, Record)>)>,
    due: Vec<senco::domain::rows::DueRow>,
    register: Vec<senco::domain::rows::RegisterRow>,
    school: String,
}

fn see(view: &Snapshot<'_>, pupils: &[PupilId]) -> Result<Seen, StoreError> {
    let mut files = Vec::new();
    for pupil in pupils {
        let mut records = Vec::new();
        for kind in senco::domain::ids::Kind::ALL {
            for (id, found) in view.of_kind(*pupil, kind)? {
                records.push((Key::new(*pupil, kind, id), found.value));
            }
        }
        files.push((*pupil, records));
    }
    Ok(Seen {
        files,
        due: view.due_all()?,
        register: view.register_all()?,
        school: view.school()?.info.name.clone(),
    })
}

/// No value that was not written: rows may be missing (only pages' own checksums can tell), none may differ.
fn no_wrong_value(seen: &Seen, truth: &Seen) -> bool {
    let rows = seen.due.iter().all(|row| truth.due.contains(row))
        && seen.register.iter().all(|row| truth.register.contains(row));
    let files = seen
        .files
        .iter()
        .zip(&truth.files)
        .all(|((_, seen), (_, truth))| seen.iter().all(|r| truth.contains(r)));
    let school = seen.school == truth.school || seen.school.is_empty();
    rows && files && school
}

fn quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !senco::store::panic_is_expected() {
                hook(info);
            }
        }));
    });
}

fn base() -> (tempfile::TempDir, std::path::PathBuf, Vec<PupilId>, Seen) {
    quiet();
    let (dir, path, mut store) = store();
    let pupils: Vec<_> = (0..60)
        .map(|n| add_pupil(&mut store, "Ana", &format!("Cole{n:02}"), day(11, 1 + n % 28)).0)
        .collect();
    for pupil in &pupils {
        let (_, id) = (*pupil, store.read(|view| view.pupil_file(*pupil)).unwrap().unwrap().reviews[0].id);
        set_note(&mut store, *pupil, id, &"settled well in the group ".repeat(12));
    }
    let truth = store.read(|view| see(view, &pupils)).unwrap();
    (dir, path, pupils, truth)
}

/// What a start does with a damaged file, by either road. Returns whether the damage was named.
fn try_file(path: &Path, pupils: &[PupilId], truth: &Seen, what: &str) -> bool {
    let mut named = false;
    for open in [Store::open_reading, Store::open] {
        match open(path) {
            Ok(store) => {
                let seen = store.read(|view| see(view, pupils));
                let verified = store.verify();
                match seen {
                    Ok(seen) if seen == *truth => {}
                    Ok(seen) => {
                        assert!(no_wrong_value(&seen, truth), "{what}: wrong data");
                        // A reader cannot verify; the writer beside it does before the first save.
                        if !store.is_reading() {
                            assert!(
                                !matches!(verified, Ok(Verified::Good | Verified::Skipped)),
                                "{what}: rows are missing and nothing says so"
                            );
                        }
                        named = true;
                    }
                    Err(error) => {
                        assert!(!error.to_string().is_empty());
                        named = true;
                    }
                }
                named |= !matches!(verified, Ok(Verified::Good | Verified::Skipped));
            }
            Err(error) => {
                assert!(!matches!(error, StoreError::NoStore(_)), "{what}: {error}");
                named = true;
            }
        }
    }
    named
}

#[test]
fn flipped_bits_never_give_wrong_data_and_never_a_panic() {
    let (_dir, path, pupils, truth) = base();
    let good = bytes(&path);
    let flips: u32 = std::env::var("SENCO_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    let mut random = fastrand::Rng::with_seed(42);
    let mut named = 0;
    for flip in 0..flips {
        let mut bad = good.clone();
        // Half of them where the file's first pages are, which steer everything else.
        let end = if flip % 2 == 0 { good.len() } else { 64 * 1024 };
        let (at, bit) = (random.usize(..end.min(good.len())), random.u8(..8));
        bad[at] ^= 1 << bit;
        std::fs::write(&path, &bad).unwrap();
        named += u32::from(try_file(&path, &pupils, &truth, &format!("flip {flip}: byte {at}, bit {bit}")));
    }
    assert!(named > 0, "no flip of {flips} was noticed: nothing was tested");
}

#[test]
fn a_flipped_bit_in_a_record_names_the_record_and_the_newest_backup() {
    let (_dir, path, pupils, _) = base();
    let backup = path.with_file_name("school.redb.backup-20261101-080000");
    Store::open(&path).unwrap().backup(&backup).unwrap();
    let mut bad = bytes(&path);
    let word = b"settled well in the group settled well";
    let places: Vec<usize> = (0..bad.len() - word.len()).filter(|at| bad[*at..].starts_with(word)).collect();
    assert!(places.len() >= pupils.len());
    for at in places {
        bad[at] ^= 1;
    }
    std::fs::write(&path, &bad).unwrap();
    let error = Store::open_reading(&path).unwrap().read(|view| view.pupil_file(pupils[0])).unwrap_err();
    let words = error.to_string();
    assert_eq!(error.kind(), ErrorKind::Damaged);
    assert!(words.contains("review") && words.contains(&format!("of pupil {}", pupils[0].0)), "{words}");
    assert!(words.contains(&backup.display().to_string()) && words.contains("senco restore"), "{words}");
    let report = Store::open(&path).map(|store| store.check().unwrap());
    if let Ok(report) = report {
        assert!(!report.is_good());
    }
}

#[test]
fn cut_files_are_errors() {
    let (_dir, path, pupils, truth) = base();
    let good = bytes(&path);
    for part in [0, 1, 100, 320, 4096, 8192, good.len() / 2, good.len() - 4096, good.len() - 1] {
        std::fs::write(&path, &good[..part]).unwrap();
        try_file(&path, &pupils, &truth, &format!("cut to {part} bytes"));
    }
    std::fs::write(&path, b"").unwrap();
    let words = Store::open(&path).unwrap_err().to_string();
    assert!(words.contains("is not a senco store"), "{words}");
}

#[test]
fn other_programs_files_are_called_what_they_are() {
    let (_dir, path, store) = store();
    drop(store);
    std::fs::write(&path, "UPN,Surname,Forename\n".repeat(500)).unwrap();
    for open in [Store::open_reading, Store::open] {
        let error = open(&path).unwrap_err();
        assert!(matches!(error, StoreError::Foreign { .. }), "{error:?}");
    }
    // A redb file of somebody else's.
    std::fs::remove_file(&path).unwrap();
    let db = redb::Database::create(&path).unwrap();
    let txn = db.begin_write().unwrap();
    txn.open_table(redb::TableDefinition::<u64, u64>::new("theirs")).unwrap();
    txn.commit().unwrap();
    drop(db);
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    for open in [Store::open_reading, Store::open] {
        let error = open(&path).unwrap_err();
        assert!(!error.to_string().is_empty());
    }
    let missing = path.with_file_name("none.redb");
    assert_eq!(Store::open(&missing).unwrap_err().kind(), ErrorKind::NoStore);
    assert_eq!(Store::open_reading(&missing).unwrap_err().kind(), ErrorKind::NoStore);
}
