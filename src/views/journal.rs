//! The journal: what was done, when, by whom, the newest first, and what was undone.

use std::collections::HashSet;

use crate::domain::ids::{Key, Kind, PupilId, SCHOOL, Seq, Stamp};
use crate::store::{Entry, Snapshot, StoreError};

/// One entry, with the names that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalLine {
    /// Its place, from 1.
    pub seq: Seq,
    /// When.
    pub at: Stamp,
    /// The Unix user.
    pub user: String,
    /// What was done: the command's title.
    pub action: String,
    /// How many records it changed.
    pub records: usize,
    /// How many pupils it touched.
    pub pupils: usize,
    /// Whom or what it was about, for a change of one pupil or one school record; else empty.
    pub about: String,
    /// The entry that this one undid; `None` for a change of its own.
    pub undoes: Option<Seq>,
    /// Whether it has been undone, and that still stands.
    pub undone: bool,
    /// Whether it made the store.
    pub founding: bool,
}

/// The newest entries, at most so many.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn newest(snapshot: &Snapshot<'_>, limit: usize) -> Result<Vec<JournalLine>, StoreError> {
    let mut undone = HashSet::new();
    let mut lines = Vec::new();
    for entry in snapshot.journal_newest(None, limit)? {
        // Newest first: whatever undoes this entry has been seen, and whether that was undone in its turn.
        let gone = undone.contains(&entry.seq);
        if let Some(target) = entry.undoes.filter(|_| !gone) {
            undone.insert(target);
        }
        lines.push(line(snapshot, entry, gone)?);
    }
    Ok(lines)
}

fn line(snapshot: &Snapshot<'_>, entry: Entry, undone: bool) -> Result<JournalLine, StoreError> {
    let keys: Vec<Key> = entry.touched.iter().map(|touch| touch.key).collect();
    let pupils: HashSet<PupilId> =
        keys.iter().map(|key| key.pupil).filter(|pupil| *pupil != SCHOOL).collect();
    let about = match (pupils.iter().next(), keys.as_slice()) {
        (Some(pupil), _) if pupils.len() == 1 => {
            snapshot.pupil(*pupil)?.map(|held| held.name()).unwrap_or_default()
        }
        (None, [key]) => {
            let provision = if key.kind == Kind::Provision { snapshot.provision(key.id)? } else { None };
            provision.map_or_else(|| snapshot.describe(*key), |held| held.value.name)
        }
        _ => String::new(),
    };
    Ok(JournalLine {
        seq: entry.seq,
        at: entry.at,
        user: entry.user,
        action: entry.action,
        records: keys.len(),
        pupils: pupils.len(),
        about,
        undoes: entry.undoes,
        undone,
        founding: entry.founding,
    })
}
