//! Backups that are good stores, restores that others see as a change, and files of other programs and times.
#![allow(clippy::unwrap_used)] // a test

mod store_support;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use senco::domain::ids::Seq;
use senco::store::{ErrorKind, Store, StoreError};
use store_support::*;

#[test]
fn a_backup_is_private_named_at_last_and_never_overwrites() {
    let (dir, _path, mut store) = store();
    add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let to = dir.path().join("school.redb.backup-1");
    let report = store.backup(&to).unwrap();
    assert_eq!((report.seq, report.bytes), (Seq(2), fs::metadata(&to).unwrap().len()));
    assert_eq!(fs::metadata(&to).unwrap().mode() & 0o7777, 0o600);
    assert_eq!(image(&Store::open(&to).unwrap()), image(&store));
    let before = bytes(&to);
    assert!(matches!(store.backup(&to), Err(StoreError::Exists(_))));
    assert_eq!(bytes(&to), before);
    let names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "nothing half-made is left: {names:?}");
    assert!(store.backup(&dir.path().join("none/here")).is_err());
}

#[test]
fn a_restore_brings_everything_back_is_seen_by_others_and_can_be_undone() {
    let (dir, path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let to = dir.path().join("school.redb.backup-1");
    store.backup(&to).unwrap();
    let then = image(&store);
    set_note(&mut store, ana, first, "later");
    add_pupil(&mut store, "Ben", "Dale", day(12, 5));
    let later = image(&store);
    let other = Store::open_reading(&path).unwrap();
    assert_eq!(other.changed().unwrap(), None);
    let inode = fs::metadata(&path).unwrap().ino();
    let done = store.restore(&to, op("restore a backup")).unwrap();
    assert_eq!(image(&store), then);
    assert_eq!(fs::metadata(&path).unwrap().ino(), inode, "never a rename under live users");
    assert_eq!(other.changed().unwrap(), Some(done.seq.0));
    assert_eq!(image(&other), then);
    assert_good(&store);
    store.undo(None, op("undo")).unwrap();
    assert_eq!(image(&store), later);
    // Numbers are never given out again.
    let (carl, _) = add_pupil(&mut store, "Carl", "Early", day(12, 6));
    assert!(later.iter().all(|(key, _)| key.pupil != carl));
    assert_good(&store);
}

#[test]
fn a_damaged_backup_is_refused_whole() {
    let (dir, _path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    set_note(&mut store, ana, first, "a note that can be found in the file");
    let to = dir.path().join("school.redb.backup-1");
    store.backup(&to).unwrap();
    let mut bad = bytes(&to);
    let word = b"a note that can be found";
    let at: Vec<usize> = (0..bad.len() - word.len()).filter(|at| bad[*at..].starts_with(word)).collect();
    at.iter().for_each(|at| bad[*at] ^= 1);
    fs::write(&to, &bad).unwrap();
    set_note(&mut store, ana, first, "newer");
    let before = (image(&store), store.generation().unwrap());
    let error = store.restore(&to, op("restore a backup")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged, "{error}");
    assert_eq!((image(&store), store.generation().unwrap()), before);
    let missing = dir.path().join("none");
    assert_eq!(store.restore(&missing, op("restore a backup")).unwrap_err().kind(), ErrorKind::NoStore);
}

#[test]
fn a_damaged_store_is_not_backed_up_as_if_it_were_good_and_comes_back_from_its_backup() {
    let (dir, path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    set_note(&mut store, ana, first, "a note that can be found in the file");
    let to = dir.path().join("school.redb.backup-1");
    store.backup(&to).unwrap();
    let then = image(&store);
    drop(store);
    let mut bad = bytes(&path);
    let word = b"a note that can be found";
    let at: Vec<usize> = (0..bad.len() - word.len()).filter(|at| bad[*at..].starts_with(word)).collect();
    at.iter().for_each(|at| bad[*at] ^= 1);
    fs::write(&path, &bad).unwrap();
    let mut store = Store::open(&path).unwrap();
    let error = store.backup(&dir.path().join("second")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged);
    assert!(!dir.path().join("second").exists());
    // The damaged record is put right by a restore into the same file.
    store.restore(&to, op("restore a backup")).unwrap();
    assert_eq!(image(&store), then);
    // A file that cannot be opened at all is put aside, and a new one made of the backup.
    drop(store);
    fs::rename(&path, dir.path().join("broken")).unwrap();
    let store = Store::create_from_backup(&path, &to).unwrap();
    assert_eq!(image(&store), then);
    assert_good(&store);
    assert!(matches!(Store::create_from_backup(&path, &to), Err(StoreError::Exists(_))));
}

#[test]
fn a_file_of_a_newer_program_is_refused_and_left_alone() {
    let (_dir, path, store) = store();
    drop(store);
    let key: &[u8] = b"format";
    let db = redb::Database::open(&path).unwrap();
    let txn = db.begin_write().unwrap();
    {
        let value = senco::store::envelope::seal(
            b'm',
            key,
            1,
            senco::domain::ids::Revision(0),
            &99_u32.to_le_bytes(),
        );
        let mut meta = txn.open_table(redb::TableDefinition::<&[u8], &[u8]>::new("meta")).unwrap();
        meta.insert(key, value.as_slice()).unwrap();
    }
    txn.commit().unwrap();
    drop(db);
    for open in [Store::open, Store::open_reading] {
        let error = open(&path).unwrap_err();
        assert!(matches!(error, StoreError::Newer { found: 99, known: 1 }), "{error:?}");
        assert!(error.to_string().contains("newer senco"), "{error}");
    }
}

#[test]
fn rows_of_an_older_form_are_written_anew_when_the_store_is_opened() {
    let (_dir, path, mut store) = store();
    add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let due = store.read(|view| view.due_all()).unwrap();
    drop(store);
    let db = redb::Database::open(&path).unwrap();
    let txn = db.begin_write().unwrap();
    {
        let key: &[u8] = b"derived";
        let value =
            senco::store::envelope::seal(b'm', key, 1, senco::domain::ids::Revision(0), &0_u32.to_le_bytes());
        let mut meta = txn.open_table(redb::TableDefinition::<&[u8], &[u8]>::new("meta")).unwrap();
        meta.insert(key, value.as_slice()).unwrap();
        let mut rows = txn.open_table(redb::TableDefinition::<&[u8], &[u8]>::new("due")).unwrap();
        rows.retain(|_, _| false).unwrap();
    }
    txn.commit().unwrap();
    drop(db);
    let store = Store::open_reading(&path).unwrap();
    assert_eq!(store.read(|view| view.due_all()).unwrap(), due);
    assert_good(&store);
}

#[test]
fn rights_that_are_too_loose_are_refused_with_the_command_that_mends_them() {
    let (dir, path, store) = store();
    drop(store);
    let set = |dir_mode, file_mode| {
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(dir_mode)).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(file_mode)).unwrap();
    };
    for (dir_mode, file_mode, command) in [
        (0o755, 0o600, Some("chmod 700")),
        (0o700, 0o644, Some("chmod 600")),
        (0o700, 0o600, None),
        (0o2770, 0o660, None),
    ] {
        set(dir_mode, file_mode);
        for open in [Store::open, Store::open_reading] {
            match (open(&path), command) {
                (Ok(_), None) => {}
                (Err(error), Some(command)) => {
                    assert_eq!(error.kind(), ErrorKind::NotPermitted);
                    assert!(error.to_string().contains(command), "{error}");
                }
                (found, _) => panic!("{dir_mode:o} {file_mode:o}: {found:?}"),
            }
        }
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, file_mode, "nothing is changed silently");
    }
}
