//! A register file from path to rows in one call: what `senco import` knows before it asks the store.
use super::headings::{self, Choice, Mapping};
use super::register::{self, IncomingRow};
use super::sheet::{self, Sheet, SheetError};
use super::text::Encoding;
use chrono::NaiveDate;
use std::path::Path;

/// A register file, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// How its characters were written.
    pub encoding: Encoding,
    /// What stands between two cells.
    pub separator: char,
    /// What each column is.
    pub mapping: Mapping,
    /// Its rows, in the file's order.
    pub rows: Vec<IncomingRow>,
    /// What a person should know about the file as a whole, in sentences.
    pub notes: Vec<String>,
}

/// Why a file gives no rows.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is no sheet.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The `--map` does not fit it, or its headings do not tell pupils apart.
    #[error("{0}")]
    Headings(String),
}

/// Reads the register at `path`. `told` are this run's `--map`, `remembered` those of earlier runs; `today` places births.
///
/// # Errors
/// [`Unreadable`], in words.
pub fn open(
    path: &Path,
    told: &[Choice],
    remembered: &[Choice],
    today: NaiveDate,
) -> Result<Incoming, Unreadable> {
    let sheet = sheet::open(path, &known(told, remembered))?;
    of_sheet(&sheet, told, remembered, today)
}

/// The same from bytes; `name` is what messages call the file.
///
/// # Errors
/// [`Unreadable`], in words.
pub fn read(
    bytes: &[u8],
    name: &str,
    told: &[Choice],
    remembered: &[Choice],
    today: NaiveDate,
) -> Result<Incoming, Unreadable> {
    let sheet = sheet::read(bytes, name, &known(told, remembered))?;
    of_sheet(&sheet, told, remembered, today)
}

fn known(told: &[Choice], remembered: &[Choice]) -> Vec<String> {
    told.iter().chain(remembered).map(|choice| choice.heading.clone()).collect()
}

fn of_sheet(
    sheet: &Sheet,
    told: &[Choice],
    remembered: &[Choice],
    today: NaiveDate,
) -> Result<Incoming, Unreadable> {
    let mapping = headings::recognise(&sheet.headings, told, remembered).map_err(Unreadable::Headings)?;
    let rows = register::rows(sheet, &mapping, today).map_err(Unreadable::Headings)?;
    let mut notes = sheet.notes.clone();
    if rows.is_empty() {
        notes.push("there is no row below the headings".to_owned());
    }
    Ok(Incoming { encoding: sheet.encoding, separator: sheet.separator, mapping, rows, notes })
}
