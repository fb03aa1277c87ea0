//! The tables that screens read: `register`, `due`, `places`, and `sessions`, which `sessions.rs` keeps.
//!
//! Rule: a row is what [`derive()`] gives, no more. Rows are written in the transaction that changes a file, only those
//! that changed; `senco check` proves that what stands equals what is derived anew. When `derive` or a row changes
//! its form, [`VERSION`] goes up, and the next open writes them all anew.

use std::collections::BTreeMap;
use std::ops::Bound;

use chrono::Datelike;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::codec::{self, RECORD_LIMIT};
use super::error::StoreError;
use super::snapshot::{Keyed, RegisterKey, Snapshot};
use super::tables::{Table, Tables, decode, unseal};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, PupilId, Revision};
use crate::domain::rows::{DueKey, PlaceRow};
use crate::domain::school::SchoolFile;
use crate::duties::derive::{derive, derive_school};

/// The form of the rows. Goes up when they, or the rules behind them, change.
pub(crate) const VERSION: u32 = 5;

/// Tables whose rows are derived.
pub(crate) const TABLES: [Table; 4] = [Table::Register, Table::Due, Table::Places, Table::Sessions];

/// Bytes that sort as due rows do: day, force, duty, what it is about.
pub(crate) fn due_key(key: &DueKey) -> Vec<u8> {
    // Days before the year 1 sort first too.
    let day = key.date.num_days_from_ce().cast_unsigned() ^ (1 << 31);
    let mut out = day.to_be_bytes().to_vec();
    out.push(key.force as u8);
    out.extend_from_slice(&(key.duty as u16).to_be_bytes());
    out.extend_from_slice(&key.about.to_bytes());
    out
}

/// Bytes that sort as the register does: list, name, pupil.
pub(crate) fn register_key(key: &RegisterKey) -> Vec<u8> {
    let mut out = vec![key.group as u8];
    // A zero byte ends the name, so that "Lee" sorts before "Leeds".
    out.extend(key.sort_name.bytes().map(|byte| byte.max(1)));
    out.push(0);
    out.extend_from_slice(&key.pupil.0.to_be_bytes());
    out
}

fn place_key(row: &PlaceRow) -> Vec<u8> {
    [row.provision.0, row.who.pupil.0, row.allocation.0].iter().flat_map(|part| part.to_be_bytes()).collect()
}

/// Rows by table and key, as the payloads that are stored.
pub(crate) type Rows = BTreeMap<(u8, Vec<u8>), (Table, Vec<u8>)>;

fn add<T: Serialize>(rows: &mut Rows, table: Table, key: Vec<u8>, row: &T) -> Result<(), StoreError> {
    let payload = codec::encode(row, RECORD_LIMIT).map_err(|flaw| StoreError::Other(flaw.to_string()))?;
    rows.insert((table.tag(), key), (table, payload));
    Ok(())
}

/// Every row of one pupil's file.
pub(crate) fn rows_of(file: &PupilFile, school: &SchoolFile) -> Result<Rows, StoreError> {
    let derived = derive(file, school);
    let mut rows = Rows::new();
    add(&mut rows, Table::Register, register_key(&RegisterKey::from(&derived.register)), &derived.register)?;
    for row in &derived.due {
        add(&mut rows, Table::Due, due_key(&row.key), row)?;
    }
    for row in &derived.places {
        add(&mut rows, Table::Places, place_key(row), row)?;
    }
    Ok(rows)
}

/// Every row of what the school itself owes.
pub(crate) fn rows_of_school(school: &SchoolFile) -> Result<Rows, StoreError> {
    let mut rows = Rows::new();
    for row in derive_school(school) {
        add(&mut rows, Table::Due, due_key(&row.key), &row)?;
    }
    Ok(rows)
}

/// Turns the rows of one pupil from what they were into what they are now, touching those that differ.
pub(crate) fn replace(tables: &mut Tables<'_>, old: &Rows, new: &Rows) -> Result<(), StoreError> {
    for ((tag, key), (table, _)) in old {
        if !new.contains_key(&(*tag, key.clone())) {
            tables.remove(*table, key)?;
        }
    }
    for ((tag, key), (table, payload)) in new {
        let same = old.get(&(*tag, key.clone())).is_some_and(|(_, before)| before == payload);
        if !same {
            tables.insert(*table, key, 1, Revision(0), payload)?;
        }
    }
    Ok(())
}

/// How many pupils are read at a time when all are.
const CHUNK: usize = 256;

/// The records of the next pupils after one, a bounded number of them; empty when there are no more.
pub(crate) fn next_pupils(
    snapshot: &Snapshot<'_>,
    after: PupilId,
) -> Result<Vec<(PupilId, Vec<Keyed>)>, StoreError> {
    let mut out: Vec<(PupilId, Vec<Keyed>)> = Vec::new();
    let Some(from) = after.0.checked_add(1) else { return Ok(out) };
    let from = from.to_be_bytes();
    snapshot.tables.walk_raw(
        Table::Records,
        Bound::Included(&from),
        Bound::Unbounded,
        false,
        |bytes, value| {
            let key =
                Key::from_bytes(bytes).ok_or_else(|| StoreError::damaged("a record of no known kind"))?;
            if out.last().is_none_or(|(pupil, _)| *pupil != key.pupil) {
                if out.len() == CHUNK {
                    return Ok(false);
                }
                out.push((key.pupil, Vec::new()));
            }
            let row = unseal(Table::Records, bytes, value)?;
            let record = super::snapshot::record_of(key, &row)?;
            if let Some((_, records)) = out.last_mut() {
                records.push((key, row.revision, record));
            }
            Ok(true)
        },
    )?;
    Ok(out)
}

/// Some rows of a table after a key, each made into what is wanted.
pub(crate) fn read<T: DeserializeOwned, U>(
    tables: &Tables<'_>,
    table: Table,
    after: Option<&[u8]>,
    limit: usize,
    make: impl Fn(T) -> U,
) -> Result<Vec<U>, StoreError> {
    let from = after.map_or(Bound::Unbounded, Bound::Excluded);
    tables
        .rows(table, from, Bound::Unbounded, limit)?
        .into_iter()
        .map(|(key, row)| decode(table, &key, &row).map(&make))
        .collect()
}

/// Every row of a table.
pub(crate) fn read_all<T: DeserializeOwned>(tables: &Tables<'_>, table: Table) -> Result<Vec<T>, StoreError> {
    tables.all(table)?.into_iter().map(|(key, row)| decode(table, &key, &row)).collect()
}

/// Every row whose key begins with `prefix`.
pub(crate) fn read_prefix<T: DeserializeOwned>(
    tables: &Tables<'_>,
    table: Table,
    prefix: &[u8],
) -> Result<Vec<T>, StoreError> {
    tables
        .raw_prefix(table, prefix)?
        .into_iter()
        .map(|(key, value)| decode(table, &key, &unseal(table, &key, &value)?))
        .collect()
}
