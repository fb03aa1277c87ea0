//! The school in a file: redb behind a narrow face.
//!
//! Rules: any number of processes share one file, one write transaction at a time. Memory changes after the disk said yes.
//! A read never gives wrong data: damage is named. No read transaction outlives its closure. What happens here:
//!
//! - `place` says where a store may stand; `handle` opens the file; `tables` reads and writes its rows, guarded.
//! - `envelope` and `codec` turn records into bytes that can be trusted and versioned.
//! - `snapshot` is a view at one moment, `edit` a change being built, `commit` brings it to the disk, or undoes it.
//! - `journal` has what was done and the images that undo needs; `derived` the rows that first screens read, `sessions` those
//!   of recorded sessions.
//! - `watch` sees other people's changes; `worker` owns the store on a thread of its own.
//! - `backup`, `check`, `compact` and `migrate` look after the file.

pub mod backup;
pub mod check;
pub mod codec;
mod commit;
mod compact;
mod derived;
mod edit;
pub mod envelope;
pub mod error;
mod handle;
mod journal;
mod migrate;
pub mod place;
mod sessions;
mod snapshot;
mod tables;
mod undo;
mod watch;
pub mod worker;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use backup::BackupReport;
pub use check::{CheckReport, Verified};
pub use commit::Committed;
pub use edit::Edit;
pub use error::{CommitError, Damage, ErrorKind, Refused, StoreError};
pub use handle::Opener;
pub use journal::{Digest, Entry, Operation, Touch};
pub use snapshot::{Counts, RegisterKey, Snapshot, Versioned};
pub use tables::panic_is_expected;
pub use worker::Worker;

use edit::How;
use handle::Handle;
use place::Access;
use tables::{Tables, Txn};

/// How long a save waits for others before it says "busy".
const PATIENCE: Duration = Duration::from_secs(3);

/// Told how far a long change is: done, of how many.
type OnProgress = Box<dyn Fn(u64, u64) + Send>;

/// An open store. Owned by one thread; it may be sent to another.
pub struct Store {
    path: PathBuf,
    access: Access,
    opener: Opener,
    patience: Duration,
    handle: RefCell<Option<Handle>>,
    watch: RefCell<watch::Watch>,
    unsure: Option<u128>,
    progress: OnProgress,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.path.display())
    }
}

impl Store {
    fn closed(path: &Path, access: Access, opener: Opener) -> Store {
        Store {
            path: path.to_owned(),
            access,
            opener,
            patience: PATIENCE,
            handle: RefCell::new(None),
            watch: RefCell::default(),
            unsure: None,
            progress: Box::new(|_, _| {}),
        }
    }

    /// Makes a new store, its file and directory for nobody else to read, and what it starts with in one transaction.
    /// What it starts with cannot be undone.
    ///
    /// # Errors
    /// Something is there already, the place is refused, the edit is refused, or the disk fails; then no file is left.
    pub fn create(
        path: &Path,
        op: Operation,
        start: impl FnMut(&mut Edit<'_>) -> Result<(), Refused>,
    ) -> Result<Store, CommitError> {
        Store::create_with(path, op, start, handle::plain())
    }

    /// As [`Store::create`], through an opener of one's own: for tests with a failing disk.
    ///
    /// # Errors
    /// As [`Store::create`].
    #[doc(hidden)]
    pub fn create_with(
        path: &Path,
        op: Operation,
        mut start: impl FnMut(&mut Edit<'_>) -> Result<(), Refused>,
        opener: Opener,
    ) -> Result<Store, CommitError> {
        let file = place::create_file(path)?;
        let mut store = Store::closed(path, Access::Write, opener);
        let made = Handle::fresh(file, &store.opener).map_err(CommitError::from).and_then(|handle| {
            store.handle = RefCell::new(Some(handle));
            migrate::found(&store)?;
            store.attempt(&op, How::Founding, &mut start, false).map_err(CommitError::from)?;
            Ok(place::sync_directory(path)?)
        });
        match made {
            Ok(()) => Ok(store),
            Err(error) => {
                store.close();
                // Half a store is none: the next try must not find it.
                let _ = std::fs::remove_file(path);
                Err(error)
            }
        }
    }

    /// Opens a store for reading and writing: brings an older file up to this program, refuses a newer one. Does not verify
    /// the whole file: see [`Store::verify_if_small`].
    ///
    /// # Errors
    /// No store, a refused place, a newer file, damage that shows at once, or busy.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        Store::open_with(path, handle::plain())
    }

    /// As [`Store::open`], through an opener of one's own: for tests with a failing disk.
    ///
    /// # Errors
    /// As [`Store::open`].
    #[doc(hidden)]
    pub fn open_with(path: &Path, opener: Opener) -> Result<Store, StoreError> {
        let store = Store::closed(path, Access::Write, opener);
        store.ensure_open()?;
        migrate::bring_up(&store).map_err(|error| error.at(path))?;
        Ok(store)
    }

    /// Opens a store for reading alone: the fast road to the first screen. A file that was not closed cleanly is opened
    /// for writing once, which recovers it.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_reading(path: &Path) -> Result<Store, StoreError> {
        let store = Store::closed(path, Access::Read, handle::plain());
        match Handle::read(path) {
            Ok(handle) => {
                *store.handle.borrow_mut() = Some(handle);
                // A file that must be brought up first is no fast road.
                if migrate::is_current(&store).map_err(|error| error.at(path))? {
                    return Ok(store);
                }
                store.close();
                Store::open(path)
            }
            Err(StoreError::Latched(_)) => Store::open(path),
            Err(error) => Err(error.at(path)),
        }
    }

    /// Where the store is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it was opened for reading alone.
    pub fn is_reading(&self) -> bool {
        self.access == Access::Read
    }

    /// How long a save waits for others; 3 s unless told.
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Who is told how far a long change is: done, of how many.
    pub fn set_progress(&mut self, progress: impl Fn(u64, u64) + Send + 'static) {
        self.progress = Box::new(progress);
    }

    pub(crate) fn ensure_open(&self) -> Result<(), StoreError> {
        if self.handle.borrow().is_some() {
            return Ok(());
        }
        let opened = match self.access {
            Access::Write => Handle::write(&self.path, &self.opener, self.patience),
            Access::Read => Handle::read(&self.path),
        };
        let handle = opened.map_err(|error| error.at(&self.path))?;
        *self.handle.borrow_mut() = Some(handle);
        Ok(())
    }

    /// Drops the handle; the next call opens it again.
    pub(crate) fn close(&self) {
        // While a read is going on inside another, the outer one closes.
        if let Ok(mut handle) = self.handle.try_borrow_mut()
            && let Some(handle) = handle.take()
        {
            handle.close();
        }
    }

    /// Calls `f` with a view of the store at this moment. Keep it short: the view pins the file's old pages.
    ///
    /// # Errors
    /// What `f` gives, or the store cannot be read.
    pub fn read<R>(&self, f: impl FnOnce(&Snapshot<'_>) -> Result<R, StoreError>) -> Result<R, StoreError> {
        self.ensure_open()?;
        let result = {
            let handle = self.handle.borrow();
            let handle = handle.as_ref().ok_or_else(|| StoreError::Latched("it is closed".into()))?;
            handle.begin_read().and_then(|txn| {
                let result = f(&Snapshot { tables: Tables::new(Txn::Read(&txn)) });
                let closed = tables::guarded(|| {
                    drop(txn);
                    Ok(())
                });
                result.and_then(|value| closed.map(|()| value))
            })
        };
        result.map_err(|error| {
            if error.latches() {
                self.close();
            }
            error.at(&self.path)
        })
    }
}
