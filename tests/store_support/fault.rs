//! A disk that fails when it is told to: at the n-th call, once or from then on, or when it is full.
#![allow(clippy::unwrap_used)] // a test

use std::fs::File;
use std::io::{self, Error};
use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use redb::backends::FileBackend;
use redb::{BackendError, StorageBackend};
use senco::store::Opener;

/// What fails, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The call fails and nothing of it happens.
    Once,
    /// A write does half of its bytes, then fails.
    Torn,
    /// Every call from then on fails.
    ForEver,
}

/// Counts the calls of every backend made through it, and fails one.
#[derive(Debug)]
pub struct Plan {
    calls: AtomicU64,
    at: u64,
    fault: Fault,
    room: AtomicU64,
}

impl Plan {
    /// Fails call number `at`, counted from 1; 0 never fails.
    pub fn at(at: u64, fault: Fault) -> Arc<Plan> {
        Arc::new(Plan { calls: AtomicU64::new(0), at, fault, room: AtomicU64::new(u64::MAX) })
    }

    /// A disk with room for a file of so many bytes.
    pub fn room(bytes: u64) -> Arc<Plan> {
        Arc::new(Plan { calls: AtomicU64::new(0), at: 0, fault: Fault::Once, room: AtomicU64::new(bytes) })
    }

    /// Makes room, or takes it away.
    pub fn set_room(&self, bytes: u64) {
        self.room.store(bytes, Ordering::SeqCst);
    }

    /// How many calls there were.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::SeqCst)
    }

    /// An opener that puts this disk under the store.
    pub fn opener(self: &Arc<Plan>) -> Opener {
        let plan = self.clone();
        Arc::new(move |builder, file: File| {
            builder.create_with_backend(Backend { inner: FileBackend::new(file)?, plan: plan.clone() })
        })
    }

    fn call(&self) -> Result<(), Error> {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        let fails = match self.fault {
            Fault::ForEver => self.at != 0 && call >= self.at,
            _ => call == self.at,
        };
        // EIO.
        if fails { Err(Error::from_raw_os_error(5)) } else { Ok(()) }
    }

    fn check_room(&self, end: u64) -> Result<(), Error> {
        // ENOSPC.
        if end > self.room.load(Ordering::SeqCst) { Err(Error::from_raw_os_error(28)) } else { Ok(()) }
    }
}

#[derive(Debug)]
struct Backend {
    inner: FileBackend,
    plan: Arc<Plan>,
}

type Locked = Result<bool, BackendError>;

impl StorageBackend for Backend {
    fn len(&self) -> Result<u64, io::Error> {
        self.plan.call()?;
        self.inner.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), io::Error> {
        self.plan.call()?;
        self.inner.read(offset, out)
    }

    fn set_len(&self, len: u64) -> Result<(), io::Error> {
        self.plan.call()?;
        if len > self.inner.len()? {
            self.plan.check_room(len)?;
        }
        self.inner.set_len(len)
    }

    fn sync_data(&self) -> Result<(), io::Error> {
        self.plan.call()?;
        self.inner.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        if let Err(error) = self.plan.call() {
            if self.plan.fault == Fault::Torn {
                self.inner.write(offset, &data[..data.len() / 2])?;
            }
            return Err(error);
        }
        self.plan.check_room(offset + data.len() as u64)?;
        self.inner.write(offset, data)
    }

    fn close(&self) -> Result<(), io::Error> {
        self.inner.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Locked {
        self.plan.call()?;
        self.inner.try_lock_range(start, end)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Locked {
        self.plan.call()?;
        self.inner.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.plan.call()?;
        self.inner.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.plan.call()?;
        self.inner.lock_shared_range(start, end)
    }

    // Giving a lock back does not fail on any file system that a store may stand on.
    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.inner.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Locked {
        self.plan.call()?;
        self.inner.query_lock_range(start, end)
    }
}
