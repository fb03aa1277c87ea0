//! A view of the store at one moment.
//!
//! Rule: reads are short. A snapshot lives inside one closure of [`super::Store::read`] and hands out values, never guards
//! or iterators: a read transaction that is kept makes the file grow without bound.

use std::collections::BTreeMap;
use std::ops::Bound;

use chrono::NaiveDate;

use super::codec::{self, CodecError};
use super::derived;
use super::error::{StoreError, name_of};
use super::journal::{self, Entry};
use super::tables::{Row, Table, Tables, unseal};
use crate::domain::field::Value;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind, PupilId, RecordId, Revision, SCHOOL, Seq, Stamp};
use crate::domain::provision::Provision;
use crate::domain::record::{Record, Recorded};
use crate::domain::rows::{DueKey, DueRow, Group, PlaceRow, RegisterRow};
use crate::domain::school::SchoolFile;

/// A value with the revision that an edit of it is based on.
#[derive(Clone, Debug, PartialEq)]
pub struct Versioned<T> {
    /// The journal entry that last wrote it.
    pub revision: Revision,
    /// The value.
    pub value: T,
}

/// Where a line of the register stands: its list, then its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RegisterKey {
    /// Which list.
    pub group: Group,
    /// What the list sorts by.
    pub sort_name: String,
    /// Whose line.
    pub pupil: PupilId,
}

impl From<&RegisterRow> for RegisterKey {
    fn from(row: &RegisterRow) -> RegisterKey {
        RegisterKey { group: row.group, sort_name: row.who.sort_name.clone(), pupil: row.who.pupil }
    }
}

/// How much there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counts {
    /// Pupils of every kind, leavers too.
    pub pupils: u64,
    /// Due rows, however far ahead.
    pub due: u64,
    /// Places in provisions.
    pub places: u64,
    /// Records of every kind.
    pub records: u64,
    /// Journal entries.
    pub entries: u64,
}

/// A view of the store at one moment; see the module.
pub struct Snapshot<'a> {
    pub(crate) tables: Tables<'a>,
}

/// A record out of a row, or which record is damaged.
pub(crate) fn record_of(key: Key, row: &Row) -> Result<Record, StoreError> {
    codec::decode_record(key.kind, row.version, &row.payload).map_err(|flaw| match flaw {
        CodecError::Version(found) => {
            StoreError::Newer { found: found.into(), known: codec::version_of(key.kind).into() }
        }
        flaw => StoreError::damaged(format!("{}: {flaw}", name_of(key))),
    })
}

/// A record with its place and revision.
pub(crate) type Keyed = (Key, Revision, Record);

impl Snapshot<'_> {
    /// The record under a key; `None` if there is none.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn get(&self, key: Key) -> Result<Option<Versioned<Record>>, StoreError> {
        let Some(row) = self.tables.get(Table::Records, &key.to_bytes())? else { return Ok(None) };
        Ok(Some(Versioned { revision: row.revision, value: record_of(key, &row)? }))
    }

    /// The record of one kind in a pupil's file, or in the school's; `None` if there is none.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn record<T: Recorded>(&self, pupil: PupilId, id: RecordId) -> Result<Option<Held<T>>, StoreError> {
        let found = self.get(T::key(pupil, id))?;
        Ok(found.and_then(|found| {
            T::unwrap(found.value).map(|value| Held { id, revision: found.revision, value })
        }))
    }

    /// Who a pupil is; `None` if there is no such pupil.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn pupil(&self, pupil: PupilId) -> Result<Option<Held<crate::domain::pupil::Pupil>>, StoreError> {
        self.record(pupil, RecordId(0))
    }

    fn range(&self, from: &[u8], to: Bound<&[u8]>) -> Result<Vec<Keyed>, StoreError> {
        let mut out = Vec::new();
        self.tables.walk_raw(Table::Records, Bound::Included(from), to, false, |key, value| {
            let row = unseal(Table::Records, key, value)?;
            let key = Key::from_bytes(key).ok_or_else(|| StoreError::damaged("a record of no known kind"))?;
            out.push((key, row.revision, record_of(key, &row)?));
            Ok(true)
        })?;
        Ok(out)
    }

    /// Every record of a pupil, by key.
    pub(crate) fn records_of(&self, pupil: PupilId) -> Result<Vec<Keyed>, StoreError> {
        let from = pupil.0.to_be_bytes();
        match pupil.0.checked_add(1) {
            Some(next) => self.range(&from, Bound::Excluded(&next.to_be_bytes())),
            None => self.range(&from, Bound::Unbounded),
        }
    }

    /// A pupil's whole file; `None` if there is no such pupil.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn pupil_file(&self, pupil: PupilId) -> Result<Option<PupilFile>, StoreError> {
        if pupil == SCHOOL {
            return Ok(None);
        }
        Ok(PupilFile::from_records(pupil, self.records_of(pupil)?))
    }

    /// Gives every pupil's whole file in turn, by number, in one walk over the records: for counts of the whole school.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn each_file(&self, mut take: impl FnMut(PupilFile)) -> Result<(), StoreError> {
        let mut after = SCHOOL;
        loop {
            let chunk = derived::next_pupils(self, after)?;
            let Some((last, _)) = chunk.last() else { return Ok(()) };
            after = *last;
            for (pupil, records) in chunk {
                if let Some(file) = PupilFile::from_records(pupil, records) {
                    take(file);
                }
            }
        }
    }

    /// What belongs to the school, but for its provisions.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn school(&self) -> Result<SchoolFile, StoreError> {
        Ok(SchoolFile::from_records(self.school_records()?))
    }

    /// The records of the school's own file.
    pub(crate) fn school_records(&self) -> Result<Vec<Keyed>, StoreError> {
        let end = Key::school(Kind::Provision, RecordId(0)).to_bytes();
        let start = SCHOOL.0.to_be_bytes();
        let mut records = self.range(&start, Bound::Excluded(&end))?;
        // Behind the provisions stand the consultations about children who are not on roll.
        let of_kind = |id| Key::school(Kind::Consultation, RecordId(id)).to_bytes();
        records.extend(self.range(&of_kind(0), Bound::Included(&of_kind(u32::MAX)))?);
        Ok(records)
    }

    /// Every record of one kind in a file, by number.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn of_kind(
        &self,
        pupil: PupilId,
        kind: Kind,
    ) -> Result<Vec<(RecordId, Versioned<Record>)>, StoreError> {
        let from = Key::new(pupil, kind, RecordId(0)).to_bytes();
        let to = Key::new(pupil, kind, RecordId(u32::MAX)).to_bytes();
        let found = self.range(&from, Bound::Included(&to))?;
        Ok(found.into_iter().map(|(key, revision, value)| (key.id, Versioned { revision, value })).collect())
    }

    /// Every record of one type in a file, by number.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn list<T: Recorded>(&self, pupil: PupilId) -> Result<Vec<Held<T>>, StoreError> {
        let found = self.of_kind(pupil, T::KIND)?;
        let held = |(id, found): (RecordId, Versioned<Record>)| {
            T::unwrap(found.value).map(|value| Held { id, revision: found.revision, value })
        };
        Ok(found.into_iter().filter_map(held).collect())
    }

    /// A provision; `None` if there is none with this number.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn provision(&self, id: RecordId) -> Result<Option<Held<Provision>>, StoreError> {
        self.record(SCHOOL, id)
    }

    /// Every provision, by number.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn provisions(&self) -> Result<Vec<Held<Provision>>, StoreError> {
        self.list(SCHOOL)
    }

    /// Every pupil's number, leavers too, in the order of their numbers.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn pupils(&self) -> Result<Vec<PupilId>, StoreError> {
        let mut out: Vec<PupilId> = self.register_all()?.into_iter().map(|row| row.who.pupil).collect();
        out.sort_unstable();
        Ok(out)
    }

    /// Due rows after a place, or from the first, the earliest day first.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn due_from(&self, after: Option<DueKey>, limit: usize) -> Result<Vec<(DueKey, DueRow)>, StoreError> {
        let from = after.map(|key| derived::due_key(&key));
        derived::read(&self.tables, Table::Due, from.as_deref(), limit, |row: DueRow| (row.key, row))
    }

    /// Every due row.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn due_all(&self) -> Result<Vec<DueRow>, StoreError> {
        derived::read_all(&self.tables, Table::Due)
    }

    /// Lines of the register after a place, or from the first: those at a stage, those on roll, leavers.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn register_from(
        &self,
        after: Option<RegisterKey>,
        limit: usize,
    ) -> Result<Vec<(RegisterKey, RegisterRow)>, StoreError> {
        let from = after.map(|key| derived::register_key(&key));
        derived::read(&self.tables, Table::Register, from.as_deref(), limit, |row: RegisterRow| {
            (RegisterKey::from(&row), row)
        })
    }

    /// Every line of one of the register's lists.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn register_group(&self, group: Group) -> Result<Vec<RegisterRow>, StoreError> {
        derived::read_prefix(&self.tables, Table::Register, &[group as u8])
    }

    /// Every line of the register.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn register_all(&self) -> Result<Vec<RegisterRow>, StoreError> {
        derived::read_all(&self.tables, Table::Register)
    }

    /// The places of one provision, by pupil.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn places_of(&self, provision: RecordId) -> Result<Vec<PlaceRow>, StoreError> {
        derived::read_prefix(&self.tables, Table::Places, &provision.0.to_be_bytes())
    }

    /// Every place, by provision.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn places_all(&self) -> Result<Vec<PlaceRow>, StoreError> {
        derived::read_all(&self.tables, Table::Places)
    }

    /// How much there is, without reading it.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        Ok(Counts {
            pupils: self.tables.len(Table::Register)?,
            due: self.tables.len(Table::Due)?,
            places: self.tables.len(Table::Places)?,
            records: self.tables.len(Table::Records)?,
            entries: self.generation()?.0,
        })
    }

    /// The place of the newest journal entry: grows by one with every change.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn generation(&self) -> Result<Seq, StoreError> {
        journal::last_seq(&self.tables)
    }

    /// Journal entries after a place, oldest first: what changed since.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn journal(&self, after: Seq, limit: usize) -> Result<Vec<Entry>, StoreError> {
        journal::after(&self.tables, after, limit)
    }

    /// Journal entries before a place, or from the newest, newest first.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn journal_newest(&self, before: Option<Seq>, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let mut out = Vec::new();
        if limit > 0 {
            journal::backwards(&self.tables, before, |entry| {
                out.push(entry);
                Ok(out.len() < limit)
            })?;
        }
        Ok(out)
    }

    /// The journal entry at a place; `None` if there is none.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn entry(&self, seq: Seq) -> Result<Option<Entry>, StoreError> {
        journal::entry(&self.tables, seq)
    }

    /// When each day that a pupil's records tell of came to stand there: by the record and the day. It goes through the whole
    /// journal, so it is for a paper and not for a screen.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn typed_days(&self, pupil: PupilId) -> Result<BTreeMap<(Key, NaiveDate), Stamp>, StoreError> {
        let mut typed = BTreeMap::new();
        let read = |key: Key, content: journal::Content| {
            let row = Row { version: content.version, revision: Revision(0), payload: content.payload };
            record_of(key, &row)
        };
        for seq in (1..=self.generation()?.0).map(Seq) {
            let Some(images) = journal::images(&self.tables, pupil, seq)? else { continue };
            let Some(entry) = self.entry(seq)? else { continue };
            for image in images {
                let Some(after) = image.after.map(|after| read(image.key, after)).transpose()? else {
                    continue;
                };
                let before = image.before.map(|before| read(image.key, before)).transpose()?;
                for shape in after.shapes() {
                    let now = after.value(shape.key);
                    let stood = before.as_ref().is_some_and(|before| before.value(shape.key) == now);
                    if let (Value::Date(on), false) = (now, stood) {
                        typed.insert((image.key, on), entry.at);
                    }
                }
            }
        }
        Ok(typed)
    }

    /// A record in words for the screen: "review of Ana Cole". Not for logs: it may hold a name.
    pub fn describe(&self, key: Key) -> String {
        match self.pupil(key.pupil) {
            Ok(Some(pupil)) if key.kind == Kind::Pupil => format!("the file of {}", pupil.name()),
            Ok(Some(pupil)) => format!("the {} of {}", key.kind.label(), pupil.name()),
            _ => name_of(key),
        }
    }
}
