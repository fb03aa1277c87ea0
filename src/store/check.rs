//! Checking a store: all of it, or what can be checked in a moment.
//!
//! Rule: a check says what is wrong by kind and number, and goes on to the next finding.

use std::collections::HashSet;
use std::ops::Bound;

use super::Store;
use super::derived::{self, Rows};
use super::error::{StoreError, name_of};
use super::handle::Handle;
use super::journal;
use super::snapshot::{Snapshot, record_of};
use super::tables::{Table, guarded, unseal};
use crate::domain::delivery::Session;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind, PupilId, RecordId, SCHOOL};
use crate::domain::provision::Allocation;
use crate::domain::record::Record;

/// Files up to this size are verified whole in the background of a start.
pub const SMALL: u64 = 64 << 20;

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct CheckReport {
    /// Records looked at.
    pub records: u64,
    /// Journal entries looked at.
    pub entries: u64,
    /// Derived rows looked at.
    pub rows: u64,
    /// What is wrong, in words; empty if all is well.
    pub problems: Vec<String>,
}

impl CheckReport {
    /// Whether all is well.
    pub fn is_good(&self) -> bool {
        self.problems.is_empty()
    }
}

/// What verifying the file's own checksums gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Every page is as it was written.
    Good,
    /// Something was wrong and was repaired; the newest saves may be missing.
    Repaired,
    /// Too large, or opened for reading: not looked at.
    Skipped,
}

type Step = fn(&Snapshot<'_>, &mut CheckReport) -> Result<(), StoreError>;

/// A finding more or less does not help: a file that is damaged throughout has thousands.
const MOST: usize = 200;

impl Store {
    /// Verifies every page if the file is small enough for the background of a start (64 MB, about 60 ms).
    ///
    /// # Errors
    /// Damage that cannot be repaired.
    pub fn verify_if_small(&self) -> Result<Verified, StoreError> {
        match std::fs::metadata(&self.path) {
            Ok(meta) if meta.len() <= SMALL => self.verify(),
            _ => Ok(Verified::Skipped),
        }
    }

    /// Verifies every page of the file, whatever its size.
    ///
    /// # Errors
    /// Damage that cannot be repaired.
    pub fn verify(&self) -> Result<Verified, StoreError> {
        self.ensure_open()?;
        let found = {
            let mut handle = self.handle.borrow_mut();
            match handle.as_mut() {
                Some(Handle::Writer(db)) => guarded(|| Ok(db.check_integrity()?)),
                _ => return Ok(Verified::Skipped),
            }
        };
        match found {
            Ok(true) => Ok(Verified::Good),
            Ok(false) => Ok(Verified::Repaired),
            Err(StoreError::Busy) => Ok(Verified::Skipped),
            Err(error) => {
                self.close();
                Err(error.at(&self.path))
            }
        }
    }

    /// Checks everything: pages, envelopes, values, references, derived rows against what is derived anew, the journal's
    /// chain, numbers below the counter.
    ///
    /// # Errors
    /// The store cannot be read at all. What is wrong inside stands in the report.
    pub fn check(&self) -> Result<CheckReport, StoreError> {
        let mut report = self.check_parts(true)?;
        // No damage: a backup of it is good, and brings it back as it is.
        if let Ok(Some(fault)) = self.read(|view| Ok(view.school()?.calendar_fault())) {
            report.problems.push(format!(
                "the terms and closures contradict each other, and the usual dates stand in for them: {fault}"
            ));
        }
        Ok(report)
    }

    /// As [`Store::check`]; without `rows`, derived rows are left out.
    pub(crate) fn check_parts(&self, rows: bool) -> Result<CheckReport, StoreError> {
        let mut report = CheckReport::default();
        match self.verify() {
            Ok(Verified::Repaired) => {
                report
                    .problems
                    .push("the file was damaged and was repaired; the newest saves may be missing".into());
            }
            Ok(_) => {}
            Err(error) => report.problems.push(error.to_string()),
        }
        let walked = self.read(|view| {
            let steps: [Step; 3] = [check_rows, check_records, check_journal];
            for step in steps.into_iter().skip(usize::from(!rows)) {
                if let Err(error) = step(view, &mut report) {
                    note(&mut report, &error);
                }
            }
            Ok(())
        });
        if let Err(error) = walked {
            note(&mut report, &error);
        }
        Ok(report)
    }
}

fn note(report: &mut CheckReport, error: &StoreError) {
    if report.problems.len() < MOST {
        report.problems.push(match error {
            StoreError::Damaged(damage) => damage.what.clone(),
            other => other.to_string(),
        });
    }
}

fn problem(report: &mut CheckReport, words: String) {
    note(report, &StoreError::damaged(words));
}

fn check_records(view: &Snapshot<'_>, report: &mut CheckReport) -> Result<(), StoreError> {
    let tail = journal::tail(&view.tables)?;
    let (next, last) = (tail.next_id, tail.seq);
    let provisions: HashSet<RecordId> =
        view.provisions().map(|all| all.into_iter().map(|held| held.id).collect()).unwrap_or_default();
    let mut profile = None;
    view.tables.walk_raw(Table::Records, Bound::Unbounded, Bound::Unbounded, false, |bytes, value| {
        report.records += 1;
        let Some(key) = Key::from_bytes(bytes) else {
            problem(report, "a record of no known kind".into());
            return Ok(true);
        };
        let record = match unseal(Table::Records, bytes, value).and_then(|row| {
            if row.revision.0 > last.0 {
                problem(
                    report,
                    format!("{}: it was written by a journal entry that is missing", name_of(key)),
                );
            }
            record_of(key, &row)
        }) {
            Ok(record) => record,
            Err(error) => {
                note(report, &error);
                return Ok(true);
            }
        };
        if key.id.0 >= next || (key.pupil != SCHOOL && key.pupil.0 >= next) {
            problem(report, format!("{}: its number was never given out", name_of(key)));
        }
        match &record {
            Record::Pupil(_) => profile = Some(key.pupil),
            Record::Allocation(Allocation { provision, .. }) if !provisions.contains(provision) => {
                problem(report, format!("{}: its provision {} is missing", name_of(key), provision.0));
            }
            Record::Session(Session { provision, .. }) if !provisions.contains(provision) => {
                problem(report, format!("{}: its provision {} is missing", name_of(key), provision.0));
            }
            _ => {}
        }
        if key.pupil != SCHOOL
            && key.kind != Kind::Pupil
            && profile != Some(key.pupil)
            && key.kind > Kind::Pupil
        {
            problem(report, format!("{}: nothing says who the pupil is", name_of(key)));
        }
        Ok(true)
    })?;
    count(view, Table::Records, report.records, report)
}

fn count(view: &Snapshot<'_>, table: Table, seen: u64, report: &mut CheckReport) -> Result<(), StoreError> {
    let says = view.tables.len(table)?;
    if says != seen {
        problem(report, format!("its table `{}` shows {seen} rows of {says}", table.name()));
    }
    Ok(())
}

/// Compares the rows that are derived for one pupil, or the school, with those that stand.
fn check_derived(
    view: &Snapshot<'_>,
    pupil: PupilId,
    rows: &Rows,
    expected: &mut [u64; derived::TABLES.len()],
    report: &mut CheckReport,
) {
    let whose = if pupil == SCHOOL { "the school".to_owned() } else { format!("pupil {}", pupil.0) };
    for ((_, key), (table, payload)) in rows {
        report.rows += 1;
        if let Some(place) = derived::TABLES.iter().position(|one| one == table)
            && let Some(count) = expected.get_mut(place)
        {
            *count += 1;
        }
        match view.tables.get(*table, key) {
            Ok(Some(row)) if row.payload == *payload => {}
            Ok(Some(_)) => problem(report, format!("a `{}` row of {whose} is out of date", table.name())),
            Ok(None) => problem(report, format!("a `{}` row of {whose} is missing", table.name())),
            Err(error) => note(report, &error),
        }
    }
}

fn check_rows(view: &Snapshot<'_>, report: &mut CheckReport) -> Result<(), StoreError> {
    let school = view.school()?;
    let (mut at, mut expected) = (SCHOOL, [0_u64; derived::TABLES.len()]);
    let own = derived::rows_of_school(&school)?;
    check_derived(view, SCHOOL, &own, &mut expected, report);
    check_derived(view, SCHOOL, &super::sessions::all(view)?, &mut expected, report);
    loop {
        let chunk = derived::next_pupils(view, at)?;
        let Some((last, _)) = chunk.last() else { break };
        at = *last;
        for (pupil, records) in chunk {
            let rows = match PupilFile::from_records(pupil, records) {
                Some(file) => derived::rows_of(&file, &school)?,
                None => Rows::new(),
            };
            check_derived(view, pupil, &rows, &mut expected, report);
        }
    }
    for (table, expected) in derived::TABLES.into_iter().zip(expected) {
        let stands = view.tables.len(table)?;
        if stands != expected {
            problem(
                report,
                format!("its table `{}` has {stands} rows where {expected} are derived", table.name()),
            );
        }
        let mut seen = 0;
        view.tables.walk_raw(table, Bound::Unbounded, Bound::Unbounded, false, |_, _| {
            seen += 1;
            Ok(true)
        })?;
        count(view, table, seen, report)?;
    }
    Ok(())
}

fn check_journal(view: &Snapshot<'_>, report: &mut CheckReport) -> Result<(), StoreError> {
    let mut found = Vec::new();
    let (entries, rows) = journal::check_chain(&view.tables, |error| found.push(error))?;
    report.entries = entries;
    for error in &found {
        note(report, error);
    }
    count(view, Table::Journal, rows, report)
}
