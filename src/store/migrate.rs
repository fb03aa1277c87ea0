//! The door that every file passes when it is opened for writing: newer files are refused, older ones brought up.
//!
//! Rule: a migration is one transaction, after a verified backup beside the file. Steps are only added.

use super::Store;
use super::edit::{self, DERIVED, FORMAT};
use super::error::StoreError;
use super::snapshot::Snapshot;
use super::tables::{Table, Tables, Txn, guarded};
use super::{derived, place};

/// The format that this program writes. Goes up with every step added below.
pub(crate) const CURRENT: u32 = 1;

/// Brings a file of format `n + 1` to the next, by position `n`.
type Step = fn(&mut Tables<'_>) -> Result<(), StoreError>;

const STEPS: &[Step] = &[];

/// Writes what every store has before anything else: its tables and its numbers.
pub(crate) fn found(store: &Store) -> Result<(), StoreError> {
    in_transaction(store, |view| {
        for table in Table::ALL {
            view.tables.len(table)?;
        }
        edit::set_meta(&mut view.tables, FORMAT, CURRENT)?;
        edit::set_meta(&mut view.tables, DERIVED, derived::VERSION)
    })
}

fn in_transaction(
    store: &Store,
    f: impl FnOnce(&mut Snapshot<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    store.ensure_open()?;
    let handle = store.handle.borrow();
    let handle = handle.as_ref().ok_or_else(|| StoreError::Latched("it is closed".into()))?;
    let txn = handle.begin_write(store.patience)?;
    let mut view = Snapshot { tables: Tables::new(Txn::Write(&txn)) };
    let done = f(&mut view);
    drop(view);
    match done {
        Ok(()) => guarded(|| Ok(txn.commit()?)),
        Err(error) => {
            // What matters is the first failure.
            let _ = guarded(|| Ok(txn.abort()?));
            Err(error)
        }
    }
}

fn versions(store: &Store) -> Result<(u32, u32), StoreError> {
    let found =
        store.read(|view| Ok((edit::meta(&view.tables, FORMAT)?, edit::meta(&view.tables, DERIVED)?)));
    match found {
        Ok((Some(format), derived)) => Ok((format, derived.unwrap_or(0))),
        Ok((None, _)) => Err(StoreError::Foreign {
            path: store.path.clone(),
            why: "it says no format; `senco check` may tell more".into(),
        }),
        Err(error) => Err(error),
    }
}

/// Whether nothing needs to be done before the file is read.
pub(crate) fn is_current(store: &Store) -> Result<bool, StoreError> {
    let (format, derived) = versions(store)?;
    refuse_newer(format, derived)?;
    Ok(format == CURRENT && derived == derived::VERSION)
}

/// Whether a backup's derived rows have the form of today; they are made anew anyway.
pub(crate) fn judge_backup(store: &Store) -> Result<bool, StoreError> {
    let (format, derived) = versions(store)?;
    if format > CURRENT {
        return Err(StoreError::Newer { found: format, known: CURRENT });
    }
    if format < CURRENT {
        return Err(StoreError::Other(format!(
            "{} was made by an older senco: open a copy of it once, which brings it up, and restore that",
            store.path.display()
        )));
    }
    Ok(derived == derived::VERSION)
}

fn refuse_newer(format: u32, derived: u32) -> Result<(), StoreError> {
    if format > CURRENT {
        return Err(StoreError::Newer { found: format, known: CURRENT });
    }
    if derived > derived::VERSION {
        return Err(StoreError::Newer { found: derived, known: derived::VERSION });
    }
    Ok(())
}

/// Brings an older file up to this program.
pub(crate) fn bring_up(store: &Store) -> Result<(), StoreError> {
    bring_up_by(store, STEPS)
}

fn bring_up_by(store: &Store, steps: &[Step]) -> Result<(), StoreError> {
    let (format, derived) = versions(store)?;
    let current = u32::try_from(steps.len()).unwrap_or(u32::MAX).saturating_add(1);
    if format > current {
        return Err(StoreError::Newer { found: format, known: current });
    }
    if derived > derived::VERSION {
        return Err(StoreError::Newer { found: derived, known: derived::VERSION });
    }
    if format < current {
        let beside = place::backup_name(&store.path, &format!("before-format-{current}"));
        if !beside.exists() {
            store.backup(&beside)?;
        }
    }
    if format == current && derived == derived::VERSION {
        return Ok(());
    }
    in_transaction(store, |view| {
        // Somebody else may have done it while the backup was made.
        let format = edit::meta(&view.tables, FORMAT)?.unwrap_or(format);
        for step in steps.iter().skip(usize::try_from(format.saturating_sub(1)).unwrap_or(usize::MAX)) {
            step(&mut view.tables)?;
        }
        edit::set_meta(&mut view.tables, FORMAT, current)?;
        edit::set_meta(&mut view.tables, DERIVED, derived::VERSION)?;
        edit::rebuild(view, &store.progress)
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::domain::ids::{Kind, RecordId, SCHOOL, Stamp};
    use crate::domain::record::Record;
    use crate::domain::school::{SchoolFile, Site};
    use crate::store::Operation;

    fn op() -> Operation {
        Operation { id: 1, action: "make the store".into(), user: "ana".into(), at: Stamp(0) }
    }

    fn made(path: &Path) -> Store {
        Store::create(path, op(), |edit| {
            edit.put(SchoolFile::settings_key(), Record::Settings(Default::default()))?;
            edit.add(SCHOOL, Site { name: "Lower".into() }).map(drop)
        })
        .unwrap()
    }

    fn format_of(store: &Store) -> u32 {
        versions(store).unwrap().0
    }

    /// A step as one might be: every site's record is taken away.
    fn drop_sites(tables: &mut Tables<'_>) -> Result<(), StoreError> {
        let key = crate::domain::ids::Key::new(SCHOOL, Kind::Site, RecordId(1));
        tables.remove(Table::Records, &key.to_bytes())
    }

    fn fail(_: &mut Tables<'_>) -> Result<(), StoreError> {
        Err(StoreError::Other("the step fails".into()))
    }

    fn sites(store: &Store) -> usize {
        store.read(|view| view.list::<Site>(SCHOOL)).unwrap().len()
    }

    #[test]
    fn an_older_file_is_backed_up_and_brought_up_in_one_step() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("school.redb");
        let store = made(&path);
        bring_up_by(&store, &[drop_sites]).unwrap();
        assert_eq!((format_of(&store), sites(&store)), (2, 0));
        let backup = place::newest_backup(&path).unwrap();
        let backup = Store::open(&backup).unwrap();
        assert_eq!((format_of(&backup), sites(&backup)), (1, 1));
        // A second time nothing is left to do; an older program refuses the file.
        bring_up_by(&store, &[drop_sites]).unwrap();
        assert!(matches!(bring_up_by(&store, &[]), Err(StoreError::Newer { found: 2, known: 1 })));
        drop(store);
        assert!(matches!(Store::open(&path), Err(StoreError::Newer { found: 2, known: 1 })));
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("school.redb");
        let store = made(&path);
        assert!(bring_up_by(&store, &[drop_sites, fail]).is_err());
        assert_eq!((format_of(&store), sites(&store)), (1, 1));
    }
}
