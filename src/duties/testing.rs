//! What the families' tests share: a file of made-up records, and what is due as lines that can be read.

use chrono::NaiveDate;

use super::{DueItem, due_items};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind, PupilId, RecordId, Revision, SCHOOL};
use crate::domain::pupil::Pupil;
use crate::domain::record::Record;
use crate::domain::school::SchoolFile;

/// The made-up pupil.
pub const AMA: PupilId = PupilId(7);

/// What is due, a line each: date, force, whose clock, what.
pub type Lines = Vec<String>;

/// A date written as ISO.
pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A file of these records, numbered from 0, with a pupil unless there is one among them.
pub fn file_of(records: impl IntoIterator<Item = Record>) -> PupilFile {
    let mut all: Vec<Record> = records.into_iter().collect();
    if !all.iter().any(|record| record.kind() == Kind::Pupil) {
        let pupil = Pupil { forename: "Ama".into(), surname: "Otter".into(), ..Pupil::default() };
        all.push(Record::Pupil(pupil));
    }
    let keyed = all.into_iter().zip(0..).map(|(record, number)| {
        let id = if record.kind() == Kind::Pupil { RecordId(0) } else { RecordId(number) };
        (Key::new(AMA, record.kind(), id), Revision(1), record)
    });
    PupilFile::from_records(AMA, keyed.collect::<Vec<_>>()).unwrap()
}

/// A school of these records, numbered from 0.
pub fn school_of(records: impl IntoIterator<Item = Record>) -> SchoolFile {
    let keyed = records
        .into_iter()
        .zip(0..)
        .map(|(record, number)| (Key::new(SCHOOL, record.kind(), RecordId(number)), Revision(1), record));
    SchoolFile::from_records(keyed.collect::<Vec<_>>())
}

/// What is due in a file at a school with nothing chosen.
pub fn due_of(file: &PupilFile) -> Lines {
    lines(&due_items(file, &school_of([])))
}

/// Items as lines.
pub fn lines(items: &[DueItem]) -> Lines {
    items
        .iter()
        .map(|item| {
            format!("{} {} {} {}", day::iso(item.date), item.force().label(), item.whose().label(), item.what)
        })
        .collect()
}
