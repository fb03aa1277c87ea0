//! The handle on the file: opening it for reading or writing, and telling what is wrong if that fails.
//!
//! Rule: a handle that reported a storage error is dropped and opened again; redb latches it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use redb::backends::FileBackend;
use redb::{
    Builder, ConcurrencyMode, Database, DatabaseError, ReadOnlyDatabase, ReadTransaction, ReadableDatabase,
    WriteTransaction,
};

use super::error::StoreError;
use super::place::{self, Access};
use super::tables::guarded;

/// Memory for pages of a handle that writes.
const WRITER_CACHE: usize = 32 << 20;

/// Memory for pages of a handle that reads.
const READER_CACHE: usize = 8 << 20;

/// The first bytes of every redb file.
const MAGIC: [u8; 9] = [b'r', b'e', b'd', b'b', 0x1A, 0x0A, 0xA9, 0x0D, 0x0A];

/// How a file becomes a database; tests put a failing disk in between.
pub type Opener = Arc<dyn Fn(&Builder, File) -> Result<Database, DatabaseError> + Send + Sync>;

/// The plain opener.
pub(crate) fn plain() -> Opener {
    Arc::new(|builder, file| builder.create_with_backend(FileBackend::new(file)?))
}

/// An open file.
pub(crate) enum Handle {
    Writer(Database),
    Reader(ReadOnlyDatabase),
}

fn builder(cache: usize) -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(cache).set_concurrency_mode(ConcurrencyMode::MultiWriter);
    builder
}

/// Waits a little longer each time, up to a moment; `false` when the time is over.
pub(crate) struct Patience {
    until: Instant,
    pause: Duration,
}

impl Patience {
    pub(crate) fn new(most: Duration) -> Patience {
        Patience { until: Instant::now() + most, pause: Duration::from_micros(200) }
    }

    pub(crate) fn wait(&mut self) -> bool {
        if Instant::now() >= self.until {
            return false;
        }
        // Uneven, so that two who wait do not wake together for ever.
        let uneven =
            Duration::from_micros(fastrand::u64(0..=self.pause.as_micros().try_into().unwrap_or(1_000)));
        #[expect(clippy::disallowed_methods, reason = "another process's lock gives no signal to wait for")]
        std::thread::sleep(self.pause + uneven);
        self.pause = (self.pause * 2).min(Duration::from_millis(2));
        true
    }
}

/// Runs `f` until it is not busy, or patience ends.
fn patiently<R>(most: Duration, mut f: impl FnMut() -> Result<R, StoreError>) -> Result<R, StoreError> {
    let mut patience = Patience::new(most);
    loop {
        match f() {
            Err(StoreError::Busy) if patience.wait() => {}
            done => return done,
        }
    }
}

fn check_magic(path: &Path, file: &mut File) -> Result<(), StoreError> {
    let mut first = [0; MAGIC.len()];
    let foreign = |why: &str| StoreError::Foreign { path: path.to_owned(), why: why.to_owned() };
    if let Err(error) = file.read_exact(&mut first) {
        return Err(match error.kind() {
            std::io::ErrorKind::UnexpectedEof => foreign("it is empty or nearly so"),
            _ => StoreError::io("reading the store", error),
        });
    }
    // A few wrong bytes are damage, many are another program's file.
    match first.iter().zip(MAGIC).filter(|(a, b)| **a != *b).count() {
        0 => Ok(()),
        1..=3 => Err(StoreError::damaged("its first bytes are wrong")),
        _ => Err(foreign("it does not begin like one")),
    }
}

impl Handle {
    /// Opens an existing file for writing.
    pub(crate) fn write(path: &Path, opener: &Opener, most: Duration) -> Result<Handle, StoreError> {
        patiently(most, || {
            let mut file = place::open_file(path, Access::Write)?;
            check_magic(path, &mut file)?;
            guarded(|| Ok(Handle::Writer(opener(&builder(WRITER_CACHE), file)?)))
        })
    }

    /// Makes a database of an empty file.
    pub(crate) fn fresh(file: File, opener: &Opener) -> Result<Handle, StoreError> {
        guarded(|| Ok(Handle::Writer(opener(&builder(WRITER_CACHE), file)?)))
    }

    /// Opens an existing file for reading; a file that was not closed cleanly needs [`Handle::write`].
    pub(crate) fn read(path: &Path) -> Result<Handle, StoreError> {
        let mut file = place::open_file(path, Access::Read)?;
        check_magic(path, &mut file)?;
        Handle::reader(file)
    }

    /// Opens a backup for reading, wherever it stands.
    pub(crate) fn read_unjudged(path: &Path) -> Result<Handle, StoreError> {
        let mut file = File::open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => StoreError::NoStore(path.to_owned()),
            _ => StoreError::io("opening the backup", error),
        })?;
        check_magic(path, &mut file)?;
        Handle::reader(file)
    }

    fn reader(file: File) -> Result<Handle, StoreError> {
        guarded(|| {
            let backend = FileBackend::new(file)?;
            Ok(Handle::Reader(builder(READER_CACHE).open_read_only_with_backend(backend)?))
        })
    }

    pub(crate) fn begin_read(&self) -> Result<ReadTransaction, StoreError> {
        guarded(|| {
            Ok(match self {
                Handle::Writer(db) => db.begin_read()?,
                Handle::Reader(db) => db.begin_read()?,
            })
        })
    }

    pub(crate) fn begin_write(&self, most: Duration) -> Result<WriteTransaction, StoreError> {
        let Handle::Writer(db) = self else {
            return Err(StoreError::Other("the store was opened for reading".into()));
        };
        patiently(most, || guarded(|| Ok(db.try_begin_write()?)))
    }

    /// Closes it; whatever goes wrong then, the file is as the last commit left it.
    pub(crate) fn close(self) {
        let _ = guarded(|| {
            drop(self);
            Ok(())
        });
    }
}
