//! A backup is a good store of its own; a restore is one more change.
//!
//! Rule: a backup is a logical copy inside one read transaction, written beside its name, synced, opened again, compared
//! and only then given its name. A restore never renames a file under people at work: it makes the records what the
//! backup says in one write transaction, which is a journal entry and can be undone.

use std::collections::HashSet;
use std::fs::{self, File};
use std::ops::Bound;
use std::path::{Path, PathBuf};

use super::commit::Committed;
use super::edit;
use super::error::{CommitError, Refused, StoreError};
use super::handle::{self, Handle};
use super::journal::{self, Content, Operation};
use super::place::{self, Access};
use super::snapshot::Snapshot;
use super::tables::{Table, Tables, Txn, guarded, unseal};
use super::{Store, migrate};
use crate::domain::ids::{Key, Seq};

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupReport {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// How many records it holds.
    pub records: u64,
    /// The journal entry it goes up to.
    pub seq: Seq,
}

fn temporary(dest: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(dest.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    dest.with_file_name(name)
}

/// Removes a half-written file whatever happens.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl Store {
    /// Writes a verified copy of the store as it is at this moment to `dest`, which must not exist. Others go on working.
    ///
    /// # Errors
    /// `dest` exists, the store is damaged, or the disk fails; then no file is left.
    pub fn backup(&self, dest: &Path) -> Result<BackupReport, StoreError> {
        if fs::symlink_metadata(dest).is_ok() {
            return Err(StoreError::Exists(dest.to_owned()));
        }
        let part = Temporary(temporary(dest));
        let _ = fs::remove_file(&part.0);
        let (records, seq) = self.read(|view| {
            copy(view, &part.0)?;
            compare(view, &part.0)?;
            Ok((view.tables.len(Table::Records)?, view.generation()?))
        })?;
        // A link refuses to take a name that exists; disks without links get a rename.
        if let Err(error) = fs::hard_link(&part.0, dest) {
            if error.kind() == std::io::ErrorKind::AlreadyExists {
                return Err(StoreError::Exists(dest.to_owned()));
            }
            fs::rename(&part.0, dest).map_err(|error| StoreError::io("naming the backup", error))?;
        }
        place::sync_directory(dest)?;
        let bytes = fs::metadata(dest).map_err(|error| StoreError::io("looking at the backup", error))?.len();
        Ok(BackupReport { path: dest.to_owned(), bytes, records, seq })
    }

    /// Makes every record what the backup says, in one transaction that is a journal entry. The backup is checked whole
    /// first. Other screens see it as a change.
    ///
    /// # Errors
    /// The backup is missing, damaged or of a newer program; else as [`Store::commit`].
    pub fn restore(&mut self, src: &Path, op: Operation) -> Result<Committed, CommitError> {
        let source = open_backup(src)?;
        source.read(|from| {
            let next = journal::tail(&from.tables)?.next_id;
            Ok(self.commit(op.clone(), |edit| {
                edit.ids_from(next);
                bring_back(edit, from)
            }))
        })?
    }

    /// Makes a store of a backup where none is: the way back when the store's own file cannot be opened any more. The
    /// journal comes with it.
    ///
    /// # Errors
    /// Something is at `path` already, the backup is damaged, or the disk fails; then no file is left.
    pub fn create_from_backup(path: &Path, src: &Path) -> Result<Store, StoreError> {
        if fs::symlink_metadata(path).is_ok() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        // Makes the directory and judges it.
        drop(place::create_file(path)?);
        let made = fs::remove_file(path)
            .map_err(|error| StoreError::io("making the store", error))
            .and_then(|()| open_backup(src)?.backup(path));
        made?;
        let dir =
            fs::metadata(place::directory(path)).map_err(|error| StoreError::io("setting rights", error))?;
        if std::os::unix::fs::MetadataExt::mode(&dir) & 0o7777 == 0o2770 {
            let shared = std::os::unix::fs::PermissionsExt::from_mode(0o660);
            fs::set_permissions(path, shared).map_err(|error| StoreError::io("setting rights", error))?;
        }
        Store::open(path)
    }
}

/// Opens a backup for reading and checks it whole. It may stand where a store may not: on a stick, on a share.
fn open_backup(src: &Path) -> Result<Store, StoreError> {
    let source = Store::closed(src, Access::Read, handle::plain());
    let handle = Handle::read_unjudged(src).map_err(|error| match error {
        StoreError::Latched(_) => StoreError::Other(format!(
            "{} was copied while it was in use and is no backup: `senco backup` makes one",
            src.display()
        )),
        error => error.at(src),
    })?;
    *source.handle.borrow_mut() = Some(handle);
    let with_rows = migrate::judge_backup(&source).map_err(|error| error.at(src))?;
    let report = source.check_parts(with_rows)?;
    match report.problems.first() {
        None => Ok(source),
        Some(problem) => Err(StoreError::damaged(problem.clone()).at(src)),
    }
}

fn bring_back(edit: &mut edit::Edit<'_>, from: &Snapshot<'_>) -> Result<(), Refused> {
    let mut kept: HashSet<Vec<u8>> = HashSet::new();
    let mut wanted = Vec::new();
    from.tables.walk_raw(Table::Records, Bound::Unbounded, Bound::Unbounded, false, |bytes, value| {
        let key = Key::from_bytes(bytes).ok_or_else(|| StoreError::damaged("a record of no known kind"))?;
        kept.insert(bytes.to_vec());
        wanted.push((key, Content::of(unseal(Table::Records, bytes, value)?)));
        Ok(true)
    })?;
    let standing = edit.tables.raw_prefix(Table::Records, &[])?;
    for (bytes, value) in &standing {
        let Some(key) = Key::from_bytes(bytes) else { continue };
        if unseal(Table::Records, bytes, value).is_err() {
            edit.drop_damaged(key)?;
        } else if !kept.contains(bytes) {
            edit.put_content(key, None)?;
        }
    }
    for (key, content) in &wanted {
        edit.put_content(*key, Some(content))?;
    }
    Ok(())
}

fn copy(view: &Snapshot<'_>, to: &Path) -> Result<(), StoreError> {
    let file = new_file(to)?;
    let synced = file.try_clone().map_err(|error| StoreError::io("writing the backup", error))?;
    let Handle::Writer(db) = Handle::fresh(file, &handle::plain())? else {
        return Err(StoreError::Other("the backup cannot be written".into()));
    };
    let txn = guarded(|| Ok(db.begin_write()?))?;
    {
        let mut tables = Tables::new(Txn::Write(&txn));
        for table in Table::ALL {
            tables.len(table)?;
            view.tables.walk_raw(table, Bound::Unbounded, Bound::Unbounded, false, |key, value| {
                // A backup of what is damaged would be no backup.
                unseal(table, key, value)?;
                tables.insert_raw(table, key, value)?;
                Ok(true)
            })?;
        }
    }
    guarded(|| Ok(txn.commit()?))?;
    guarded(|| Ok(db.close()?))?;
    synced.sync_all().map_err(|error| StoreError::io("syncing the backup", error))
}

fn new_file(to: &Path) -> Result<File, StoreError> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .map_err(|error| StoreError::io("making the backup", error))
}

/// Opens the copy and holds it against the view, row by row.
fn compare(view: &Snapshot<'_>, copy: &Path) -> Result<(), StoreError> {
    let handle = Handle::read_unjudged(copy)?;
    let txn = handle.begin_read()?;
    let tables = Tables::new(Txn::Read(&txn));
    for table in Table::ALL {
        let mut rows = 0_u64;
        view.tables.walk_raw(table, Bound::Unbounded, Bound::Unbounded, false, |key, value| {
            rows += 1;
            if tables.raw(table, key)?.as_deref() == Some(value) {
                Ok(true)
            } else {
                Err(StoreError::Other("the backup does not say what the store says; it was not kept".into()))
            }
        })?;
        if tables.len(table)? != rows || view.tables.len(table)? != rows {
            return Err(StoreError::Other(
                "the backup has not as many rows as the store; it was not kept".into(),
            ));
        }
    }
    Ok(())
}
