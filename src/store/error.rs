//! What can go wrong with the store, in words that say what, where and what to do.
//!
//! Rule: no error carries a pupil's data; a damaged record is named by its kind and number.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::ids::{Key, SCHOOL};
use crate::domain::merge::FieldConflict;

/// What sort of failure it is: decides the exit code and whether waiting helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// There is no store at that place.
    NoStore,
    /// Somebody else is writing; trying again helps.
    Busy,
    /// The file does not say what was written to it.
    Damaged,
    /// Rights, or a place where a store must not stand.
    NotPermitted,
    /// A later program wrote it.
    Newer,
    /// Anything else: no room, an I/O error.
    Other,
}

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing is there.
    #[error("there is no store at {0}: `senco init` makes one, `senco demo` makes a made-up school")]
    NoStore(PathBuf),
    /// Something is there that must not be overwritten.
    #[error("{0} exists already and is left as it is")]
    Exists(PathBuf),
    /// It is a file, but not one of ours.
    #[error("{path} is not a senco store: {why}")]
    Foreign {
        /// Which file.
        path: PathBuf,
        /// What shows it.
        why: String,
    },
    /// Another program holds the store.
    #[error("the store is busy: somebody else is saving; try again in a moment")]
    Busy,
    /// The file does not say what was written to it.
    #[error("{0}")]
    Damaged(Box<Damage>),
    /// Rights, or a place where a store must not stand; the words hold the command that mends it.
    #[error("{0}")]
    NotPermitted(String),
    /// A later program wrote it.
    #[error(
        "the store was written by a newer senco (format {found}, this program knows {known}): use the newer program"
    )]
    Newer {
        /// The format that the file has.
        found: u32,
        /// The newest that this program reads.
        known: u32,
    },
    /// The disk has no room.
    #[error("the disk is full: nothing was saved and nothing is lost; make room and save again")]
    Full,
    /// The machine refused to read or write.
    #[error("the disk failed while {doing}: {source}")]
    Io {
        /// What was going on.
        doing: &'static str,
        /// The machine's own words.
        source: io::Error,
    },
    /// An earlier failure closed the handle; it is opened again for the next try.
    #[error("the store had to be closed after a failure ({0}); try again")]
    Latched(String),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// Where a file is damaged, and what stands beside it to go back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// What was found, in words.
    pub what: String,
    /// The file, where known.
    pub path: Option<PathBuf>,
    /// The newest backup beside the file; `None` if there is none.
    pub backup: Option<PathBuf>,
}

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{} is damaged: {}.", path.display(), self.what)?,
            None => write!(f, "the store is damaged: {}.", self.what)?,
        }
        f.write_str(" Nothing of it is shown as if it were right. ")?;
        match &self.backup {
            Some(backup) => write!(
                f,
                "The newest backup beside it is {}: `senco restore {}` brings it back",
                backup.display(),
                backup.display()
            ),
            None => f.write_str(
                "There is no backup beside it; `senco check` lists what is damaged, `senco restore FILE` brings a backup back",
            ),
        }
    }
}

/// A record's key in words: its kind and numbers, never its content.
pub fn name_of(key: Key) -> String {
    if key.pupil == SCHOOL {
        format!("{} {} of the school", key.kind.label(), key.id.0)
    } else {
        format!("{} {} of pupil {}", key.kind.label(), key.id.0, key.pupil.0)
    }
}

impl StoreError {
    /// A damaged store, where only the finding is known yet.
    pub fn damaged(what: impl Into<String>) -> StoreError {
        StoreError::Damaged(Box::new(Damage { what: what.into(), path: None, backup: None }))
    }

    /// An I/O error with what was going on.
    pub fn io(doing: &'static str, source: io::Error) -> StoreError {
        if is_full(&source) { StoreError::Full } else { StoreError::Io { doing, source } }
    }

    /// What sort it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            StoreError::NoStore(_) => ErrorKind::NoStore,
            StoreError::Busy => ErrorKind::Busy,
            StoreError::Damaged(_) => ErrorKind::Damaged,
            StoreError::NotPermitted(_) => ErrorKind::NotPermitted,
            StoreError::Newer { .. } => ErrorKind::Newer,
            _ => ErrorKind::Other,
        }
    }

    /// Names the file, and the newest backup beside it, where the store is damaged.
    pub(crate) fn at(mut self, path: &Path) -> StoreError {
        if let StoreError::Damaged(damage) = &mut self {
            damage.path.get_or_insert_with(|| path.to_owned());
            if damage.backup.is_none() {
                damage.backup = super::place::newest_backup(path);
            }
        }
        self
    }

    /// Whether the handle cannot be used again.
    pub(crate) fn latches(&self) -> bool {
        matches!(
            self,
            StoreError::Io { .. } | StoreError::Full | StoreError::Latched(_) | StoreError::Damaged(_)
        )
    }
}

/// Why a change was not made, in words for the screen.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// A rule says no.
    #[error("{0}")]
    Because(String),
    /// The record is not what the edit was based on.
    #[error("{what} was changed by somebody else in the meantime")]
    Changed {
        /// Which record, in words.
        what: String,
    },
    /// Fields that two people changed in different ways.
    #[error("{}", conflict_words(.0))]
    Conflict(Vec<FieldConflict>),
    /// The store failed while the edit was being built.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn conflict_words(fields: &[FieldConflict]) -> String {
    let labels: Vec<&str> = fields.iter().map(|field| field.label).collect();
    format!("somebody else changed this too: {}", labels.join(", "))
}

impl Refused {
    /// A refusal in words.
    pub fn because(words: impl Into<String>) -> Refused {
        Refused::Because(words.into())
    }
}

/// Why a commit did not happen. But for [`CommitError::Unsure`], nothing of the edit stands in the store.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// The edit was refused.
    #[error(transparent)]
    Refused(Refused),
    /// Somebody else was writing the whole time.
    #[error("the store is busy: somebody else is saving; try again in a moment")]
    Busy,
    /// The disk has no room.
    #[error("the disk is full: nothing was saved and nothing is lost; make room and save again")]
    Full,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
    /// The disk failed while saving and the store cannot be read: trying the same operation again finds out first.
    #[error(
        "the disk failed while saving, and whether it was saved cannot be told yet ({0}); saving again is safe"
    )]
    Unsure(StoreError),
}

impl CommitError {
    /// What sort it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            CommitError::Busy => ErrorKind::Busy,
            CommitError::Store(error) | CommitError::Unsure(error) => error.kind(),
            CommitError::Refused(Refused::Store(error)) => error.kind(),
            CommitError::Refused(_) | CommitError::Full => ErrorKind::Other,
        }
    }
}

impl From<StoreError> for CommitError {
    fn from(error: StoreError) -> CommitError {
        match error {
            StoreError::Busy => CommitError::Busy,
            StoreError::Full => CommitError::Full,
            other => CommitError::Store(other),
        }
    }
}

impl From<Refused> for CommitError {
    fn from(refused: Refused) -> CommitError {
        match refused {
            Refused::Store(error) => error.into(),
            other => CommitError::Refused(other),
        }
    }
}

/// No room on the disk, or the user's quota used up.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

impl From<redb::StorageError> for StoreError {
    fn from(error: redb::StorageError) -> StoreError {
        match error {
            redb::StorageError::Corrupted(what) => StoreError::damaged(what),
            // A page that lies past the end: the file was cut off.
            redb::StorageError::Io(source) if source.kind() == io::ErrorKind::UnexpectedEof => {
                StoreError::damaged("it ends too early")
            }
            redb::StorageError::Io(source) => StoreError::io("reading or writing the store", source),
            redb::StorageError::ValueTooLarge(_) => {
                StoreError::Other("the record is too large to save".into())
            }
            other => StoreError::Latched(other.to_string()),
        }
    }
}

impl From<redb::TransactionError> for StoreError {
    fn from(error: redb::TransactionError) -> StoreError {
        match error {
            redb::TransactionError::WouldBlock => StoreError::Busy,
            redb::TransactionError::Storage(error) => error.into(),
            other => StoreError::Latched(other.to_string()),
        }
    }
}

impl From<redb::TableError> for StoreError {
    fn from(error: redb::TableError) -> StoreError {
        match error {
            redb::TableError::Storage(error) => error.into(),
            redb::TableError::TableDoesNotExist(name) => {
                StoreError::damaged(format!("its table `{name}` is missing"))
            }
            other => StoreError::damaged(other.to_string()),
        }
    }
}

impl From<redb::CommitError> for StoreError {
    fn from(error: redb::CommitError) -> StoreError {
        match error {
            redb::CommitError::Storage(error) => error.into(),
            other => StoreError::Latched(other.to_string()),
        }
    }
}

impl From<redb::DatabaseError> for StoreError {
    fn from(error: redb::DatabaseError) -> StoreError {
        match error {
            redb::DatabaseError::Storage(error) => error.into(),
            redb::DatabaseError::DatabaseAlreadyOpen => StoreError::Busy,
            redb::DatabaseError::TransactionInProgress => StoreError::Busy,
            redb::DatabaseError::RepairAborted => StoreError::Latched("it was not closed cleanly".into()),
            other => StoreError::Other(format!("the store cannot be opened: {other}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{Kind, PupilId, RecordId};

    #[test]
    fn a_damaged_store_names_the_file_and_the_way_back() {
        let error = StoreError::damaged("review 3 of pupil 7 fails its checksum")
            .at(Path::new("/nowhere/school.redb"));
        assert_eq!(error.kind(), ErrorKind::Damaged);
        let words = error.to_string();
        assert!(words.contains("/nowhere/school.redb") && words.contains("review 3 of pupil 7"), "{words}");
        assert!(words.contains("no backup beside it"), "{words}");
    }

    #[test]
    fn no_room_is_said_as_such_whatever_road_it_comes() {
        let full = || io::Error::from_raw_os_error(28);
        assert!(matches!(StoreError::from(redb::StorageError::Io(full())), StoreError::Full));
        let error =
            CommitError::from(StoreError::from(redb::CommitError::Storage(redb::StorageError::Io(full()))));
        assert!(matches!(error, CommitError::Full));
    }

    #[test]
    fn a_key_is_named_without_its_content() {
        assert_eq!(name_of(Key::new(PupilId(7), Kind::Review, RecordId(3))), "review 3 of pupil 7");
        assert_eq!(name_of(Key::school(Kind::Site, RecordId(2))), "site 2 of the school");
    }
}
