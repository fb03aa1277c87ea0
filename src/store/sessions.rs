//! The table of recorded sessions: for each provision and academic year, its sessions by day, so that a map of tens of
//! thousands of them is some hundred reads.
//!
//! Rule: a row is what the session records say, no more. A commit that touches sessions changes the rows of those alone,
//! without reading the others; `senco check` proves that what stands equals what is made anew.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::codec::{self, BULK_LIMIT};
use super::derived::Rows;
use super::error::StoreError;
use super::journal::{Content, Image};
use super::snapshot::{Snapshot, record_of};
use super::tables::{Row, Table, Tables, decode, unseal};
use crate::domain::calendar::academic_year;
use crate::domain::delivery::{Session, SessionRow};
use crate::domain::ids::{Key, Kind, RecordId, Revision, SCHOOL};
use crate::domain::record::Record;

/// Whether a change of records of this kind leaves the school's own file as it is.
pub(crate) fn apart(kind: Kind) -> bool {
    matches!(kind, Kind::Provision | Kind::Session)
}

fn key_of(session: &Session) -> Vec<u8> {
    let year = academic_year(session.on).cast_unsigned();
    [session.provision.0, year].iter().flat_map(|part| part.to_be_bytes()).collect()
}

fn payload(rows: &[SessionRow]) -> Result<Vec<u8>, StoreError> {
    codec::encode(&rows, BULK_LIMIT).map_err(|flaw| StoreError::Other(flaw.to_string()))
}

fn sort(rows: &mut [SessionRow]) {
    rows.sort_by_key(|row| (row.on, row.nth, row.id));
}

fn session_of(key: Key, content: &Option<Content>) -> Result<Option<Session>, StoreError> {
    let Some(content) = content else { return Ok(None) };
    let row = Row { version: content.version, revision: Revision(0), payload: content.payload.clone() };
    match record_of(key, &row)? {
        Record::Session(session) => Ok(Some(session)),
        _ => Ok(None),
    }
}

/// Brings the rows up to what `images` changed.
pub(crate) fn follow<'i>(
    tables: &mut Tables<'_>,
    images: impl Iterator<Item = &'i Image>,
) -> Result<(), StoreError> {
    let mut changed: BTreeMap<Vec<u8>, (BTreeSet<RecordId>, Vec<SessionRow>)> = BTreeMap::new();
    for image in images.filter(|image| image.key.kind == Kind::Session) {
        let id = image.key.id;
        if let Some(before) = session_of(image.key, &image.before)? {
            changed.entry(key_of(&before)).or_default().0.insert(id);
        }
        if let Some(after) = session_of(image.key, &image.after)? {
            let (gone, come) = changed.entry(key_of(&after)).or_default();
            gone.insert(id);
            come.push(SessionRow::of(id, &after));
        }
    }
    for (key, (gone, come)) in changed {
        let mut rows: Vec<SessionRow> = match tables.get(Table::Sessions, &key)? {
            Some(row) => decode(Table::Sessions, &key, &row)?,
            None => Vec::new(),
        };
        rows.retain(|row| !gone.contains(&row.id));
        rows.extend(come);
        sort(&mut rows);
        if rows.is_empty() {
            tables.remove(Table::Sessions, &key)?;
        } else {
            tables.insert(Table::Sessions, &key, 1, Revision(0), &payload(&rows)?)?;
        }
    }
    Ok(())
}

/// Every row, made anew from the records.
pub(crate) fn all(snapshot: &Snapshot<'_>) -> Result<Rows, StoreError> {
    let mut by_key: BTreeMap<Vec<u8>, Vec<SessionRow>> = BTreeMap::new();
    let first = Key::school(Kind::Session, RecordId(0)).to_bytes();
    let last = Key::school(Kind::Session, RecordId(u32::MAX)).to_bytes();
    snapshot.tables.walk_raw(
        Table::Records,
        Bound::Included(&first),
        Bound::Included(&last),
        false,
        |bytes, value| {
            let key =
                Key::from_bytes(bytes).ok_or_else(|| StoreError::damaged("a record of no known kind"))?;
            if let Record::Session(session) = record_of(key, &unseal(Table::Records, bytes, value)?)? {
                by_key.entry(key_of(&session)).or_default().push(SessionRow::of(key.id, &session));
            }
            Ok(true)
        },
    )?;
    let mut rows = Rows::new();
    for (key, mut sessions) in by_key {
        sort(&mut sessions);
        rows.insert((Table::Sessions.tag(), key), (Table::Sessions, payload(&sessions)?));
    }
    Ok(rows)
}

impl Snapshot<'_> {
    /// The recorded sessions of one provision, by day.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn sessions_of(&self, provision: RecordId) -> Result<Vec<SessionRow>, StoreError> {
        let years: Vec<Vec<SessionRow>> =
            super::derived::read_prefix(&self.tables, Table::Sessions, &provision.0.to_be_bytes())?;
        Ok(years.into_iter().flatten().collect())
    }

    /// The recorded sessions of every provision that has any, by day.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn sessions_all(&self) -> Result<BTreeMap<RecordId, Vec<SessionRow>>, StoreError> {
        let mut out: BTreeMap<RecordId, Vec<SessionRow>> = BTreeMap::new();
        for (key, row) in self.tables.all(Table::Sessions)? {
            let provision = key.first_chunk().map(|id| RecordId(u32::from_be_bytes(*id)));
            let Some(provision) = provision else {
                return Err(StoreError::damaged("a row of its table `sessions` names no provision"));
            };
            let rows: Vec<SessionRow> = decode(Table::Sessions, &key, &row)?;
            out.entry(provision).or_default().extend(rows);
        }
        Ok(out)
    }

    /// One session's record; `None` if there is none with this number.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn session(&self, id: RecordId) -> Result<Option<crate::domain::ids::Held<Session>>, StoreError> {
        self.record(SCHOOL, id)
    }
}
