//! The journal: what was done, when, by whom, to which records; and the images that undo needs.
//!
//! Rule: an entry is never changed. Each carries a SHA-256 over the one before it and itself, so that a changed or
//! missing entry shows. Images stand in rows of their own, one a pupil, outside the chain: erasing a pupil takes them
//! away and leaves the chain whole. They follow their entry in the same table, so that a save writes one page for both.
//! No pupil's data stands in an entry, only keys and digests.

use std::collections::HashSet;
use std::ops::Bound;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::codec::{self, BULK_LIMIT};
use super::error::StoreError;
use super::tables::{Row, Table, Tables, decode, unseal};
use crate::domain::ids::{Key, PupilId, RecordId, Revision, Seq, Stamp};

/// What a change is and who makes it. The store asks no clock: the moment is handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// A number that no other operation has: decides, after a failure, whether it happened.
    pub id: u128,
    /// The command's title in words, with no pupil's data.
    pub action: String,
    /// The Unix user.
    pub user: String,
    /// The moment.
    pub at: Stamp,
}

/// The first 16 bytes of a SHA-256 over a record's version and content.
pub type Digest = [u8; 16];

/// One record that an entry changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Which record.
    pub key: Key,
    /// What it was; `None` if there was none.
    pub before: Option<Digest>,
    /// What it became; `None` if it was taken away.
    pub after: Option<Digest>,
}

/// One entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place, from 1.
    pub seq: Seq,
    /// The operation's number.
    pub op: u128,
    /// When.
    pub at: Stamp,
    /// The Unix user.
    pub user: String,
    /// The command's title.
    pub action: String,
    /// The entry that this one undoes; `None` for a change of its own.
    pub undoes: Option<Seq>,
    /// Whether it made the store; such an entry names no records and cannot be undone.
    pub founding: bool,
    /// The records changed, by key.
    pub touched: Vec<Touch>,
}

#[derive(Serialize, Deserialize)]
struct TouchV1 {
    key: [u8; Key::LEN],
    before: Option<Digest>,
    after: Option<Digest>,
}

#[derive(Serialize, Deserialize)]
enum StoredEntry {
    V1 {
        op: u128,
        at: i64,
        user: String,
        action: String,
        undoes: Option<u64>,
        founding: bool,
        touched: Vec<TouchV1>,
    },
}

const ENTRY_VERSION: u16 = 1;
const CHAIN: usize = 32;

/// A record's content as an image keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Content {
    pub(crate) version: u16,
    pub(crate) payload: Vec<u8>,
}

/// One record before and after an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Image {
    pub(crate) key: Key,
    pub(crate) before: Option<Content>,
    pub(crate) after: Option<Content>,
}

#[derive(Serialize, Deserialize)]
struct ImageV1 {
    kind: u8,
    id: u32,
    before: Option<Content>,
    after: Option<Content>,
}

#[derive(Serialize, Deserialize)]
enum StoredImages {
    V1(Vec<ImageV1>),
}

impl Content {
    pub(crate) fn of(row: Row) -> Content {
        Content { version: row.version, payload: row.payload }
    }

    pub(crate) fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        hash.update(self.version.to_le_bytes());
        hash.update(&self.payload);
        let full: [u8; CHAIN] = hash.finalize().into();
        let mut out = Digest::default();
        out.iter_mut().zip(full).for_each(|(to, from)| *to = from);
        out
    }
}

/// How a journal ends: what the next entry goes on from. The id counter stands in the newest entry, so that giving out
/// a number touches no table of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tail {
    /// The place of the newest entry; 0 if there is none.
    pub(crate) seq: Seq,
    /// The next number to give to a pupil or a record.
    pub(crate) next_id: u32,
    chain: [u8; CHAIN],
}

fn link(before: &[u8], seq: Seq, body: &[u8]) -> [u8; CHAIN] {
    let mut hash = Sha256::new();
    hash.update(before);
    hash.update(seq.0.to_be_bytes());
    hash.update(body);
    hash.finalize().into()
}

fn broken(seq: Seq, why: &str) -> StoreError {
    StoreError::damaged(format!("journal entry {}: {why}", seq.0))
}

fn seq_of(key: &[u8]) -> Result<Seq, StoreError> {
    let seq = key.first_chunk().ok_or_else(|| StoreError::damaged("a row of its journal has no number"))?;
    Ok(Seq(u64::from_be_bytes(*seq)))
}

fn key_of(seq: Seq) -> [u8; 8] {
    seq.0.to_be_bytes()
}

/// An entry's row; entries follow one another without a gap.
fn row_of(tables: &Tables<'_>, seq: Seq) -> Result<Row, StoreError> {
    tables.get(Table::Journal, &key_of(seq))?.ok_or_else(|| broken(seq, "it is missing"))
}

/// The link and what it covers: the id counter and the entry.
fn parts(seq: Seq, payload: &[u8]) -> Result<([u8; CHAIN], &[u8]), StoreError> {
    payload
        .split_first_chunk()
        .map(|(chain, body)| (*chain, body))
        .ok_or_else(|| broken(seq, "it is cut off"))
}

fn counter(seq: Seq, body: &[u8]) -> Result<(u32, &[u8]), StoreError> {
    let (next, entry) = body.split_first_chunk().ok_or_else(|| broken(seq, "it is cut off"))?;
    Ok((u32::from_le_bytes(*next), entry))
}

/// The entry that a row is.
fn read(seq: Seq, row: &Row) -> Result<Entry, StoreError> {
    let (_, entry) = counter(seq, parts(seq, &row.payload)?.1)?;
    let stored: StoredEntry = codec::decode(entry).map_err(|flaw| broken(seq, &flaw.to_string()))?;
    let StoredEntry::V1 { op, at, user, action, undoes, founding, touched } = stored;
    let touched = touched
        .into_iter()
        .map(|touch| {
            let key = Key::from_bytes(&touch.key)
                .ok_or_else(|| broken(seq, "it names a record of no known kind"))?;
            Ok(Touch { key, before: touch.before, after: touch.after })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    Ok(Entry { seq, op, at: Stamp(at), user, action, undoes: undoes.map(Seq), founding, touched })
}

/// How the journal ends.
pub(crate) fn tail(tables: &Tables<'_>) -> Result<Tail, StoreError> {
    let seq = last_seq(tables)?;
    if seq == Seq(0) {
        return Ok(Tail { seq, next_id: 1, chain: [0; CHAIN] });
    }
    let row = row_of(tables, seq)?;
    let (chain, body) = parts(seq, &row.payload)?;
    Ok(Tail { seq, next_id: counter(seq, body)?.0, chain })
}

/// The place of the last entry; 0 if there is none.
pub(crate) fn last_seq(tables: &Tables<'_>) -> Result<Seq, StoreError> {
    tables.last_key(Table::Journal)?.map_or(Ok(Seq(0)), |key| seq_of(&key))
}

/// The entry at a place; `None` if there is none.
pub(crate) fn entry(tables: &Tables<'_>, seq: Seq) -> Result<Option<Entry>, StoreError> {
    let row = tables.get(Table::Journal, &key_of(seq))?;
    row.map(|row| read(seq, &row)).transpose()
}

/// Entries after a place, oldest first.
pub(crate) fn after(tables: &Tables<'_>, seq: Seq, limit: usize) -> Result<Vec<Entry>, StoreError> {
    let last = last_seq(tables)?;
    let places = (seq.0.saturating_add(1)..=last.0).take(limit).map(Seq);
    places.map(|seq| read(seq, &row_of(tables, seq)?)).collect()
}

/// Calls `each` on entries, newest first, until it says `false`.
pub(crate) fn backwards(
    tables: &Tables<'_>,
    before: Option<Seq>,
    mut each: impl FnMut(Entry) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    let last = last_seq(tables)?;
    let from = before.map_or(last, |before| last.min(Seq(before.0.saturating_sub(1))));
    for seq in (1..=from.0).rev().map(Seq) {
        if !each(read(seq, &row_of(tables, seq)?)?)? {
            break;
        }
    }
    Ok(())
}

/// Writes the entry that follows `tail`, with the counter as it stands after it.
pub(crate) fn append(
    tables: &mut Tables<'_>,
    tail: &Tail,
    entry: Entry,
    next_id: u32,
) -> Result<(), StoreError> {
    let seq = entry.seq;
    let touched = entry
        .touched
        .iter()
        .map(|touch| TouchV1 { key: touch.key.to_bytes(), before: touch.before, after: touch.after })
        .collect();
    let stored = StoredEntry::V1 {
        op: entry.op,
        at: entry.at.0,
        user: entry.user,
        action: entry.action,
        undoes: entry.undoes.map(|seq| seq.0),
        founding: entry.founding,
        touched,
    };
    let mut body = next_id.to_le_bytes().to_vec();
    body.extend(codec::encode(&stored, BULK_LIMIT).map_err(|flaw| StoreError::Other(flaw.to_string()))?);
    let mut payload = link(&tail.chain, seq, &body).to_vec();
    payload.extend_from_slice(&body);
    tables.insert(Table::Journal, &key_of(seq), ENTRY_VERSION, Revision(seq.0), &payload)
}

/// Walks the whole chain, and every image; calls `bad` with each finding. Returns how many entries and how many rows
/// there are.
pub(crate) fn check_chain(
    tables: &Tables<'_>,
    mut bad: impl FnMut(StoreError),
) -> Result<(u64, u64), StoreError> {
    let (mut before, mut last, mut rows, mut entries) = ([0; CHAIN], Seq(0), 0_u64, 0_u64);
    tables.walk_raw(Table::Journal, Bound::Unbounded, Bound::Unbounded, false, |key, value| {
        rows += 1;
        let seq = seq_of(key)?;
        let row = unseal(Table::Journal, key, value);
        if key.len() != key_of(seq).len() {
            let whole = row.and_then(|row| decode::<StoredImages>(Table::Journal, key, &row));
            if let Err(error) = whole {
                bad(error);
            } else if seq != last {
                bad(broken(seq, "it is missing, but what it changed is there"));
            }
            return Ok(true);
        }
        entries += 1;
        if seq.0 != last.0.saturating_add(1) {
            bad(broken(Seq(last.0.saturating_add(1)), "it is missing"));
        }
        last = seq;
        match row.and_then(|row| {
            let (chain, body) = parts(seq, &row.payload)?;
            let good = link(&before, seq, body) == chain;
            read(seq, &row)?;
            Ok((good, chain))
        }) {
            Ok((good, chain)) => {
                if !good {
                    bad(broken(seq, "it does not follow from the one before it"));
                }
                before = chain;
            }
            Err(error) => bad(error),
        }
        Ok(true)
    })?;
    Ok((entries, rows))
}

fn images_key(pupil: PupilId, seq: Seq) -> [u8; 12] {
    let mut key = [0; 12];
    key[..8].copy_from_slice(&key_of(seq));
    key[8..].copy_from_slice(&pupil.0.to_be_bytes());
    key
}

/// Keeps what an entry changed in one pupil's file.
pub(crate) fn keep_images(
    tables: &mut Tables<'_>,
    pupil: PupilId,
    seq: Seq,
    images: Vec<Image>,
) -> Result<(), StoreError> {
    let images = images
        .into_iter()
        .map(|image| ImageV1 {
            kind: image.key.kind as u8,
            id: image.key.id.0,
            before: image.before,
            after: image.after,
        })
        .collect();
    let payload = codec::encode(&StoredImages::V1(images), BULK_LIMIT)
        .map_err(|flaw| StoreError::Other(flaw.to_string()))?;
    tables.insert(Table::Journal, &images_key(pupil, seq), 1, Revision(seq.0), &payload)
}

/// What an entry changed in one pupil's file; `None` if the pupil was erased since.
pub(crate) fn images(
    tables: &Tables<'_>,
    pupil: PupilId,
    seq: Seq,
) -> Result<Option<Vec<Image>>, StoreError> {
    let key = images_key(pupil, seq);
    let Some(row) = tables.get(Table::Journal, &key)? else { return Ok(None) };
    let StoredImages::V1(images) = decode(Table::Journal, &key, &row)?;
    images
        .into_iter()
        .map(|image| {
            let kind = crate::domain::ids::Kind::from_number(image.kind)
                .ok_or_else(|| broken(seq, "an image is of no known kind"))?;
            let key = Key::new(pupil, kind, RecordId(image.id));
            Ok(Image { key, before: image.before, after: image.after })
        })
        .collect::<Result<Vec<_>, StoreError>>()
        .map(Some)
}

/// Takes away every image of a pupil.
pub(crate) fn erase_images(tables: &mut Tables<'_>, pupil: PupilId) -> Result<(), StoreError> {
    for seq in (1..=last_seq(tables)?.0).map(Seq) {
        let key = images_key(pupil, seq);
        if tables.raw(Table::Journal, &key)?.is_some() {
            tables.remove(Table::Journal, &key)?;
        }
    }
    Ok(())
}

/// Whether an operation stands in the newest part of the journal.
pub(crate) fn find_operation(tables: &Tables<'_>, op: u128) -> Result<Option<Entry>, StoreError> {
    // A retry follows its first try within minutes; other people do not save a thousand times in between.
    let (mut found, mut left) = (None, 1_000_u32);
    backwards(tables, None, |entry| {
        left = left.saturating_sub(1);
        if entry.op == op {
            found = Some(entry);
        }
        Ok(found.is_none() && left > 0)
    })?;
    Ok(found)
}

/// What to undo.
pub(crate) enum Target {
    /// This entry.
    Entry(Entry),
    /// Nothing is left to undo.
    Nothing,
    /// The entry asked for has been undone, and that has not been undone.
    Undone,
}

/// The entry at `seq`, or the newest of this user's own changes that still stands.
pub(crate) fn undo_target(tables: &Tables<'_>, seq: Option<Seq>, user: &str) -> Result<Target, StoreError> {
    // Newest first: an undo is met before what it undoes, and the undo of an undo before both.
    let mut undone: HashSet<Seq> = HashSet::new();
    let mut target = Target::Nothing;
    backwards(tables, None, |entry| {
        let cancelled = undone.contains(&entry.seq);
        if let Some(wanted) = seq {
            if entry.seq == wanted {
                target = if cancelled { Target::Undone } else { Target::Entry(entry) };
                return Ok(false);
            }
            if entry.seq < wanted {
                return Ok(false);
            }
        }
        if cancelled {
            return Ok(true);
        }
        if let Some(earlier) = entry.undoes {
            undone.insert(earlier);
            return Ok(true);
        }
        if seq.is_none() && entry.user == user && !entry.founding {
            target = Target::Entry(entry);
            return Ok(false);
        }
        Ok(true)
    })?;
    Ok(target)
}
