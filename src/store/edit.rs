//! A change being built, inside its write transaction.
//!
//! Rule: an edit writes through, so that it reads what it wrote; it remembers what each record was before. At the end the
//! derived rows of every pupil touched, the images and the journal entry go into the same transaction, so that all of
//! it happens or none.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use super::codec::{self, CodecError};
use super::derived::{self, Rows};
use super::error::{Refused, StoreError, name_of};
use super::journal::{self, Content, Digest, Entry, Image, Operation, Tail, Touch};
use super::sessions;
use super::snapshot::{Keyed, Snapshot, record_of};
use super::tables::{Row, Table, Tables};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind, PupilId, RecordId, Revision, SCHOOL, Seq};
use crate::domain::record::{Record, Recorded};
use crate::domain::school::{SchoolFile, Settings};

/// Keys of the table `meta`.
pub(crate) const FORMAT: &[u8] = b"format";
pub(crate) const DERIVED: &[u8] = b"derived";

/// A number out of `meta`; `None` if it is not there.
pub(crate) fn meta(tables: &Tables<'_>, key: &[u8]) -> Result<Option<u32>, StoreError> {
    let Some(row) = tables.get(Table::Meta, key)? else { return Ok(None) };
    let bytes = <[u8; 4]>::try_from(row.payload.as_slice());
    bytes
        .map(|bytes| Some(u32::from_le_bytes(bytes)))
        .map_err(|_| StoreError::damaged("a number in its table `meta`"))
}

/// Puts a number into `meta`.
pub(crate) fn set_meta(tables: &mut Tables<'_>, key: &[u8], value: u32) -> Result<(), StoreError> {
    tables.insert(Table::Meta, key, 1, Revision(0), &value.to_le_bytes())
}

/// Told how far a long change is: done, of how many.
pub type Progress<'p> = &'p dyn Fn(u64, u64);

/// How an edit is entered into the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// A change of its own.
    Work,
    /// The undoing of an earlier entry.
    Undo(Seq),
    /// The making of the store: no images, no keys.
    Founding,
}

/// What a finished edit is.
pub(crate) struct Finished {
    pub(crate) seq: Seq,
    pub(crate) touched: usize,
}

/// A change being built; see the module.
pub struct Edit<'a> {
    snapshot: Snapshot<'a>,
    seq: Seq,
    how: How,
    before: BTreeMap<Key, Option<Content>>,
    founded: BTreeSet<PupilId>,
    erased: BTreeSet<PupilId>,
    tail: Tail,
    next_id: u32,
}

/// Reads see what the edit wrote, but for rows of register, due and places, which follow at the end.
impl<'a> Deref for Edit<'a> {
    type Target = Snapshot<'a>;
    fn deref(&self) -> &Snapshot<'a> {
        &self.snapshot
    }
}

impl<'a> Edit<'a> {
    pub(crate) fn new(tables: Tables<'a>, how: How) -> Result<Edit<'a>, StoreError> {
        let snapshot = Snapshot { tables };
        let tail = journal::tail(&snapshot.tables)?;
        Ok(Edit {
            snapshot,
            seq: Seq(tail.seq.0.saturating_add(1)),
            how,
            before: BTreeMap::new(),
            founded: BTreeSet::new(),
            erased: BTreeSet::new(),
            tail,
            next_id: tail.next_id,
        })
    }

    /// The journal place that this edit will have.
    pub fn seq(&self) -> Seq {
        self.seq
    }

    fn take_id(&mut self) -> u32 {
        let id = self.next_id;
        // Running out is refused when the edit is finished.
        self.next_id = self.next_id.saturating_add(1);
        id
    }

    /// A number for a new pupil, never used before.
    pub fn new_pupil(&mut self) -> PupilId {
        PupilId(self.take_id())
    }

    /// A number for a new record, never used before. Kinds of which a file has one only have number 0.
    pub fn new_id(&mut self, kind: Kind) -> RecordId {
        match kind {
            Kind::School | Kind::Settings | Kind::Headings | Kind::Pupil => RecordId(0),
            _ => RecordId(self.take_id()),
        }
    }

    /// Gives out no number below `next`: what a restore brings back keeps its numbers.
    pub(crate) fn ids_from(&mut self, next: u32) {
        self.next_id = self.next_id.max(next);
    }

    fn content(&self, key: Key) -> Result<Option<Content>, StoreError> {
        Ok(self.snapshot.tables.get(Table::Records, &key.to_bytes())?.map(Content::of))
    }

    /// The digest of what stands under a key; `None` if nothing does.
    pub(crate) fn digest(&self, key: Key) -> Result<Option<Digest>, StoreError> {
        Ok(self.content(key)?.map(|content| content.digest()))
    }

    /// What the record was before the edit, remembered at its first touch.
    fn remember(&mut self, key: Key, now: &Option<Content>) {
        match self.how {
            How::Founding => {
                if key.pupil != SCHOOL {
                    self.founded.insert(key.pupil);
                }
            }
            _ => {
                self.before.entry(key).or_insert_with(|| now.clone());
            }
        }
    }

    pub(crate) fn put_content(&mut self, key: Key, content: Option<&Content>) -> Result<(), StoreError> {
        let now = self.content(key)?;
        if now.as_ref() == content {
            return Ok(());
        }
        self.remember(key, &now);
        let bytes = key.to_bytes();
        match content {
            Some(content) => {
                let revision = Revision(self.seq.0);
                self.snapshot.tables.insert(
                    Table::Records,
                    &bytes,
                    content.version,
                    revision,
                    &content.payload,
                )
            }
            None => self.snapshot.tables.remove(Table::Records, &bytes),
        }
    }

    /// Takes away a record that is damaged, so that a restore can put a good one there. Its image is lost.
    pub(crate) fn drop_damaged(&mut self, key: Key) -> Result<(), StoreError> {
        self.remember(key, &None);
        self.snapshot.tables.remove(Table::Records, &key.to_bytes())
    }

    /// Puts a record under its key. Saying what is there already changes nothing.
    ///
    /// # Errors
    /// The record is too long, or the store fails.
    pub fn put(&mut self, key: Key, record: Record) -> Result<(), Refused> {
        if record.kind() != key.kind {
            return Err(StoreError::Other(format!(
                "a {} cannot stand as {}",
                record.kind().label(),
                name_of(key)
            ))
            .into());
        }
        let payload = codec::encode_record(&record).map_err(|flaw| match flaw {
            CodecError::TooLong(long, most) => Refused::because(format!(
                "the {} is too long to save: {long} bytes, at most {most}",
                key.kind.label()
            )),
            flaw => StoreError::Other(flaw.to_string()).into(),
        })?;
        let content = Content { version: codec::version_of(key.kind), payload };
        Ok(self.put_content(key, Some(&content))?)
    }

    /// Puts a new record into a pupil's file, or the school's, and says which number it has.
    ///
    /// # Errors
    /// As [`Edit::put`].
    pub fn add<T: Recorded>(&mut self, pupil: PupilId, value: T) -> Result<RecordId, Refused> {
        let id = self.new_id(T::KIND);
        self.put(T::key(pupil, id), value.wrap())?;
        Ok(id)
    }

    /// Takes a record away. Only undo, restore and erasing do: everything else ends a record with a date.
    ///
    /// # Errors
    /// The store fails.
    pub fn delete(&mut self, key: Key) -> Result<(), Refused> {
        Ok(self.put_content(key, None)?)
    }

    /// Erases a pupil: every record and every image, for good. The journal keeps its keys and digests, and its chain.
    ///
    /// # Errors
    /// The store fails.
    pub fn erase(&mut self, pupil: PupilId) -> Result<(), Refused> {
        if pupil == SCHOOL {
            return Err(Refused::because("the school's own file cannot be erased"));
        }
        let keys: Vec<Key> = self.records_of(pupil)?.into_iter().map(|(key, _, _)| key).collect();
        for key in keys {
            self.put_content(key, None)?;
        }
        journal::erase_images(&mut self.snapshot.tables, pupil)?;
        self.erased.insert(pupil);
        Ok(())
    }

    /// Goes on only if the record is still what the edit was based on.
    ///
    /// # Errors
    /// [`Refused::Changed`] if it is not.
    pub fn expect(&self, key: Key, revision: Revision) -> Result<(), Refused> {
        let now = self.tables.get(Table::Records, &key.to_bytes())?.map(|row| row.revision);
        if now == Some(revision) { Ok(()) } else { Err(Refused::Changed { what: self.describe(key) }) }
    }

    /// `mine` put together with what others changed since `base`: fields that one side alone changed merge. The result is
    /// not put; the caller puts it.
    ///
    /// # Errors
    /// [`Refused::Conflict`] with the fields that both changed, [`Refused::Changed`] if the record is gone.
    pub fn merge(&self, key: Key, base: &Record, mine: Record) -> Result<Record, Refused> {
        let theirs = self.get(key)?.ok_or_else(|| Refused::Changed { what: self.describe(key) })?;
        Record::merge(base, &theirs.value, &mine).map_err(Refused::Conflict)
    }

    /// Ends the edit: derived rows, images, journal entry, counter. `None` if it changed nothing.
    pub(crate) fn finish(
        mut self,
        op: &Operation,
        progress: Progress<'_>,
    ) -> Result<Option<Finished>, StoreError> {
        if self.next_id == u32::MAX {
            return Err(StoreError::Other("the store has no numbers left for new records".into()));
        }
        let mut changes: BTreeMap<PupilId, Vec<Image>> = BTreeMap::new();
        for (key, before) in std::mem::take(&mut self.before) {
            let after = self.content(key)?;
            if before != after {
                changes.entry(key.pupil).or_default().push(Image { key, before, after });
            }
        }
        let touched: Vec<Touch> = changes
            .values()
            .flatten()
            .map(|image| Touch {
                key: image.key,
                before: image.before.as_ref().map(Content::digest),
                after: image.after.as_ref().map(Content::digest),
            })
            .collect();
        if touched.is_empty() && self.how != How::Founding {
            return Ok(None);
        }
        if self.how == How::Founding {
            build(&mut self.snapshot, progress)?;
        } else {
            self.derive(&changes, progress)?;
        }
        for (pupil, images) in changes {
            if !self.erased.contains(&pupil) {
                journal::keep_images(&mut self.snapshot.tables, pupil, self.seq, images)?;
            }
        }
        let finished = Finished { seq: self.seq, touched: touched.len() };
        let entry = Entry {
            seq: self.seq,
            op: op.id,
            at: op.at,
            user: op.user.clone(),
            action: op.action.clone(),
            undoes: if let How::Undo(seq) = self.how { Some(seq) } else { None },
            founding: self.how == How::Founding,
            touched,
        };
        journal::append(&mut self.snapshot.tables, &self.tail, entry, self.next_id)?;
        Ok(Some(finished))
    }

    fn derive(
        &mut self,
        changes: &BTreeMap<PupilId, Vec<Image>>,
        progress: Progress<'_>,
    ) -> Result<(), StoreError> {
        let now = self.snapshot.school()?;
        // A session or a provision changes nothing in the school's own file, and there may be tens of thousands.
        let own: Vec<Image> = changes
            .get(&SCHOOL)
            .into_iter()
            .flatten()
            .filter(|image| !sessions::apart(image.key.kind))
            .cloned()
            .collect();
        let before = if own.is_empty() {
            None
        } else {
            Some(SchoolFile::from_records(earlier(self.snapshot.school_records()?, &own)?))
        };
        sessions::follow(&mut self.snapshot.tables, changes.get(&SCHOOL).into_iter().flatten())?;
        let was = before.as_ref().unwrap_or(&now);
        let rows = |pupil: PupilId, records: Vec<Keyed>| {
            let old = match changes.get(&pupil) {
                Some(images) => earlier(records.clone(), images)?,
                None => records.clone(),
            };
            let old = file_rows(PupilFile::from_records(pupil, old), was)?;
            let new = file_rows(PupilFile::from_records(pupil, records), &now)?;
            Ok((old, new))
        };
        // Pupils whose every record went are met by no walk over all records, so those touched come first.
        let total = changes.len() as u64;
        for (done, pupil) in changes.keys().filter(|pupil| **pupil != SCHOOL).enumerate() {
            progress(done as u64, total);
            let (old, new) = rows(*pupil, self.snapshot.records_of(*pupil)?)?;
            derived::replace(&mut self.snapshot.tables, &old, &new)?;
        }
        if before.is_some() {
            let (old, new) = (derived::rows_of_school(was)?, derived::rows_of_school(&now)?);
            derived::replace(&mut self.snapshot.tables, &old, &new)?;
        }
        let calendar = was.calendar != now.calendar || was.site_calendars != now.site_calendars;
        if calendar || choices(was) != choices(&now) || was.waits() != now.waits() {
            all_pupils(&mut self.snapshot, progress, rows)?;
        }
        Ok(())
    }
}

/// The school's choices that rows follow from. The stage set is none: a row is derived from the pupil's own stage.
fn choices(school: &SchoolFile) -> Settings {
    Settings { stage_set: String::new(), ..school.settings.value.clone() }
}

fn file_rows(file: Option<PupilFile>, school: &SchoolFile) -> Result<Rows, StoreError> {
    file.map_or(Ok(Rows::new()), |file| derived::rows_of(&file, school))
}

/// A file's records as they were before `images`.
fn earlier(records: Vec<Keyed>, images: &[Image]) -> Result<Vec<Keyed>, StoreError> {
    let mut by_key: BTreeMap<Key, (Revision, Record)> =
        records.into_iter().map(|(key, revision, record)| (key, (revision, record))).collect();
    for image in images {
        match &image.before {
            Some(content) => {
                let row =
                    Row { version: content.version, revision: Revision(0), payload: content.payload.clone() };
                by_key.insert(image.key, (row.revision, record_of(image.key, &row)?));
            }
            None => {
                by_key.remove(&image.key);
            }
        }
    }
    Ok(by_key.into_iter().map(|(key, (revision, record))| (key, revision, record)).collect())
}

/// Writes every derived row into tables that hold none.
fn build(snapshot: &mut Snapshot<'_>, progress: Progress<'_>) -> Result<(), StoreError> {
    let school = snapshot.school()?;
    derived::replace(&mut snapshot.tables, &Rows::new(), &derived::rows_of_school(&school)?)?;
    let sessions = sessions::all(snapshot)?;
    derived::replace(&mut snapshot.tables, &Rows::new(), &sessions)?;
    all_pupils(snapshot, progress, |pupil, records| {
        Ok((Rows::new(), file_rows(PupilFile::from_records(pupil, records), &school)?))
    })
}

/// Writes every derived row anew, when the rules or the rows have another form.
pub(crate) fn rebuild(snapshot: &mut Snapshot<'_>, progress: Progress<'_>) -> Result<(), StoreError> {
    for table in derived::TABLES {
        for (key, _) in snapshot.tables.raw_prefix(table, &[])? {
            snapshot.tables.remove(table, &key)?;
        }
    }
    build(snapshot, progress)
}

/// Replaces the rows of every pupil by what `rows` gives: those that stood, and those that shall stand.
fn all_pupils(
    snapshot: &mut Snapshot<'_>,
    progress: Progress<'_>,
    rows: impl Fn(PupilId, Vec<Keyed>) -> Result<(Rows, Rows), StoreError>,
) -> Result<(), StoreError> {
    let total = snapshot.tables.len(Table::Register)?;
    let (mut done, mut at) = (0_u64, SCHOOL);
    loop {
        let chunk = derived::next_pupils(snapshot, at)?;
        let Some((last, _)) = chunk.last() else { return Ok(()) };
        at = *last;
        for (pupil, records) in chunk {
            let (old, new) = rows(pupil, records)?;
            derived::replace(&mut snapshot.tables, &old, &new)?;
            done += 1;
        }
        progress(done, total.max(done));
    }
}
