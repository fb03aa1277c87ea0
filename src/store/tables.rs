//! The tables of the file, and the one way of reading a row: guarded, copied out, its envelope opened.
//!
//! Rule: redb may panic on a file that was altered behind its back, so every call into it goes through [`guarded`],
//! which makes damage of a panic. No row leaves here whose envelope was not found whole.

use std::cell::{Cell, OnceCell};
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};

use redb::{
    ReadOnlyTable, ReadTransaction, ReadableTable, ReadableTableMetadata, TableDefinition, WriteTransaction,
};

use super::codec;
use super::envelope;
use super::error::{StoreError, name_of};
use crate::domain::ids::{Key, Revision};

/// Keys and values are bytes: keys sort as they are, values are envelopes.
pub(crate) type Bytes = &'static [u8];

/// A table of the file. Few: each one touched adds to the cost of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    /// Format, version of the derived tables.
    Meta,
    /// `(pupil, kind, id)` → record.
    Records,
    /// `seq` → entry, `(seq, pupil)` → what it changed in that pupil's file.
    Journal,
    /// `(sort name, pupil)` → row.
    Register,
    /// `(day, …)` → row.
    Due,
    /// `(provision, pupil, allocation)` → row.
    Places,
    /// `(provision, academic year)` → its recorded sessions.
    Sessions,
}

impl Table {
    /// Every table, in the order in which [`Tables`] holds them.
    pub(crate) const ALL: [Table; 7] = [
        Table::Meta,
        Table::Records,
        Table::Journal,
        Table::Register,
        Table::Due,
        Table::Places,
        Table::Sessions,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Table::Meta => "meta",
            Table::Records => "records",
            Table::Journal => "journal",
            Table::Register => "register",
            Table::Due => "due",
            Table::Places => "places",
            Table::Sessions => "sessions",
        }
    }

    /// The letter that the checksum covers.
    pub(crate) fn tag(self) -> u8 {
        match self {
            Table::Meta => b'm',
            Table::Records => b'r',
            Table::Journal => b'j',
            Table::Register => b'g',
            Table::Due => b'd',
            Table::Places => b'p',
            Table::Sessions => b's',
        }
    }

    pub(crate) fn definition(self) -> TableDefinition<'static, Bytes, Bytes> {
        TableDefinition::new(self.name())
    }

    /// A row in words, for what is damaged.
    pub(crate) fn row_name(self, key: &[u8]) -> String {
        match (self, Key::from_bytes(key)) {
            (Table::Records, Some(key)) => name_of(key),
            (Table::Journal, _) => match key.first_chunk() {
                Some(seq) => format!("journal entry {}", u64::from_be_bytes(*seq)),
                None => "a journal entry".to_owned(),
            },
            _ => format!("a row of its table `{}`", self.name()),
        }
    }
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic on this thread is about to be caught and told as damage: a panic hook should then stay silent.
pub fn panic_is_expected() -> bool {
    GUARDED.get()
}

/// Runs a call into redb; a panic in it is damage.
pub(crate) fn guarded<R>(f: impl FnOnce() -> Result<R, StoreError>) -> Result<R, StoreError> {
    let before = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(f));
    GUARDED.set(before);
    done.unwrap_or_else(|panic| {
        let words = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no words");
        Err(StoreError::damaged(format!("its structure cannot be followed ({words})")))
    })
}

/// A row whose envelope was found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) version: u16,
    pub(crate) revision: Revision,
    pub(crate) payload: Vec<u8>,
}

/// Opens an envelope, or says which row is damaged.
pub(crate) fn unseal(table: Table, key: &[u8], bytes: &[u8]) -> Result<Row, StoreError> {
    match envelope::open(table.tag(), key, bytes) {
        Ok(opened) => {
            Ok(Row { version: opened.version, revision: opened.revision, payload: opened.payload.to_vec() })
        }
        Err(flaw) => Err(StoreError::damaged(format!("{}: {flaw}", table.row_name(key)))),
    }
}

/// A value of a row that is no record.
pub(crate) fn decode<T: serde::de::DeserializeOwned>(
    table: Table,
    key: &[u8],
    row: &Row,
) -> Result<T, StoreError> {
    codec::decode(&row.payload)
        .map_err(|flaw| StoreError::damaged(format!("{}: {flaw}", table.row_name(key))))
}

enum Source<'a> {
    Read(ReadOnlyTable<Bytes, Bytes>),
    Write(redb::Table<'a, Bytes, Bytes>),
}

/// The transaction that tables are read from, or written in.
pub(crate) enum Txn<'a> {
    Read(&'a ReadTransaction),
    Write(&'a WriteTransaction),
}

/// The tables of one transaction, opened when first asked for.
pub(crate) struct Tables<'a> {
    txn: Txn<'a>,
    open: [OnceCell<Source<'a>>; Table::ALL.len()],
}

/// Raw rows: key and envelope.
pub(crate) type RawRows = Vec<(Vec<u8>, Vec<u8>)>;

impl<'a> Tables<'a> {
    pub(crate) fn new(txn: Txn<'a>) -> Tables<'a> {
        Tables { txn, open: [const { OnceCell::new() }; Table::ALL.len()] }
    }

    fn cell(&self, table: Table) -> Result<&OnceCell<Source<'a>>, StoreError> {
        self.open.get(table as usize).ok_or_else(|| StoreError::Other("no such table".into()))
    }

    fn source(&self, table: Table) -> Result<&Source<'a>, StoreError> {
        let cell = self.cell(table)?;
        if let Some(source) = cell.get() {
            return Ok(source);
        }
        let source = match &self.txn {
            Txn::Read(txn) => Source::Read(guarded(|| Ok(txn.open_table(table.definition())?))?),
            Txn::Write(txn) => Source::Write(guarded(|| Ok(txn.open_table(table.definition())?))?),
        };
        Ok(cell.get_or_init(|| source))
    }

    /// An envelope as it stands, unopened.
    pub(crate) fn raw(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let source = self.source(table)?;
        guarded(|| {
            let found = match source {
                Source::Read(rows) => ReadableTable::get(rows, key)?,
                Source::Write(rows) => rows.get(key)?,
            };
            Ok(found.map(|value| value.value().to_vec()))
        })
    }

    /// A row, its envelope opened.
    pub(crate) fn get(&self, table: Table, key: &[u8]) -> Result<Option<Row>, StoreError> {
        self.raw(table, key)?.map(|bytes| unseal(table, key, &bytes)).transpose()
    }

    /// Calls `each` on raw rows in a range, from its start or backwards from its end, until it says `false`.
    pub(crate) fn walk_raw(
        &self,
        table: Table,
        from: Bound<&[u8]>,
        to: Bound<&[u8]>,
        backwards: bool,
        mut each: impl FnMut(&[u8], &[u8]) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let source = self.source(table)?;
        let mut range = guarded(|| {
            Ok(match source {
                Source::Read(rows) => ReadableTable::range::<&[u8]>(rows, (from, to))?,
                Source::Write(rows) => rows.range::<&[u8]>((from, to))?,
            })
        })?;
        let mut last: Option<Vec<u8>> = None;
        loop {
            // Copied out inside the guard: an entry of a damaged page may point anywhere.
            let next = guarded(|| {
                let next = if backwards { range.next_back() } else { range.next() }.transpose()?;
                Ok(next.map(|(key, value)| (key.value().to_vec(), value.value().to_vec())))
            })?;
            let Some((key, value)) = next else { return Ok(()) };
            let onwards = last.is_none_or(|last| if backwards { key < last } else { key > last });
            if !onwards {
                return Err(StoreError::damaged(format!(
                    "the rows of its table `{}` are out of order",
                    table.name()
                )));
            }
            if !each(&key, &value)? {
                return Ok(());
            }
            last = Some(key);
        }
    }

    /// As [`Tables::walk_raw`] forwards over opened rows, at most `limit` of them.
    pub(crate) fn rows(
        &self,
        table: Table,
        from: Bound<&[u8]>,
        to: Bound<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, Row)>, StoreError> {
        let mut out = Vec::new();
        if limit == 0 {
            return Ok(out);
        }
        self.walk_raw(table, from, to, false, |key, value| {
            out.push((key.to_vec(), unseal(table, key, value)?));
            Ok(out.len() < limit)
        })?;
        Ok(out)
    }

    /// All rows of a table; fewer than the table says it has is damage.
    pub(crate) fn all(&self, table: Table) -> Result<Vec<(Vec<u8>, Row)>, StoreError> {
        let rows = self.rows(table, Bound::Unbounded, Bound::Unbounded, usize::MAX)?;
        let expected = self.len(table)?;
        if rows.len() as u64 != expected {
            return Err(StoreError::damaged(format!(
                "its table `{}` shows {} rows of {expected}",
                table.name(),
                rows.len()
            )));
        }
        Ok(rows)
    }

    /// Raw rows whose keys begin with `prefix`.
    pub(crate) fn raw_prefix(&self, table: Table, prefix: &[u8]) -> Result<RawRows, StoreError> {
        let mut out = Vec::new();
        self.walk_raw(table, Bound::Included(prefix), Bound::Unbounded, false, |key, value| {
            let inside = key.starts_with(prefix);
            if inside {
                out.push((key.to_vec(), value.to_vec()));
            }
            Ok(inside)
        })?;
        Ok(out)
    }

    /// How many rows the table says it has.
    pub(crate) fn len(&self, table: Table) -> Result<u64, StoreError> {
        let source = self.source(table)?;
        guarded(|| {
            Ok(match source {
                Source::Read(rows) => rows.len()?,
                Source::Write(rows) => rows.len()?,
            })
        })
    }

    /// The last key of a table.
    pub(crate) fn last_key(&self, table: Table) -> Result<Option<Vec<u8>>, StoreError> {
        let source = self.source(table)?;
        guarded(|| {
            let last = match source {
                Source::Read(rows) => ReadableTable::last(rows)?,
                Source::Write(rows) => rows.last()?,
            };
            Ok(last.map(|(key, _)| key.value().to_vec()))
        })
    }

    fn writer(&mut self, table: Table) -> Result<&mut redb::Table<'a, Bytes, Bytes>, StoreError> {
        self.source(table)?;
        match self.open.get_mut(table as usize).and_then(OnceCell::get_mut) {
            Some(Source::Write(rows)) => Ok(rows),
            _ => Err(StoreError::Other("a read view cannot write".into())),
        }
    }

    /// Puts an envelope as it is.
    pub(crate) fn insert_raw(&mut self, table: Table, key: &[u8], bytes: &[u8]) -> Result<(), StoreError> {
        let rows = self.writer(table)?;
        guarded(|| {
            rows.insert(key, bytes)?;
            Ok(())
        })
    }

    /// Puts a payload into an envelope, and that into the table.
    pub(crate) fn insert(
        &mut self,
        table: Table,
        key: &[u8],
        version: u16,
        revision: Revision,
        payload: &[u8],
    ) -> Result<(), StoreError> {
        let bytes = envelope::seal(table.tag(), key, version, revision, payload);
        self.insert_raw(table, key, &bytes)
    }

    /// Takes a row away.
    pub(crate) fn remove(&mut self, table: Table, key: &[u8]) -> Result<(), StoreError> {
        let rows = self.writer(table)?;
        guarded(|| {
            rows.remove(key)?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_below_is_damage_and_is_announced_to_the_hook() {
        assert!(!panic_is_expected());
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let mut expected = false;
        let error = guarded::<()>(|| {
            expected = panic_is_expected();
            panic!("page 7 is nowhere")
        });
        std::panic::set_hook(hook);
        assert!(expected && !panic_is_expected());
        assert!(error.unwrap_err().to_string().contains("page 7 is nowhere"));
    }
}
