//! A file → a [`Sheet`]: headings, rows with their line numbers, and notes on what was left out above them.
//!
//! Nothing is guessed silently: encoding and separator are reported, title lines are named, and a file that is not a sheet
//! is refused with what it is and what to do.
use super::headings;
use super::lines::{self, Record};
use super::text::{self, Encoding, NotText};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The largest file that is read, in bytes. A register of 20,000 pupils is about 4 MB.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// How many records from the top are looked at to find separator and headings.
const LOOKED_AT: usize = 60;
/// How many of those may stand above the headings.
const TITLE_LINES: usize = 20;

/// A register sheet as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The headings in the file's order, trimmed.
    pub headings: Vec<String>,
    /// The line of the headings, from 1.
    pub headings_line: usize,
    /// The rows below the headings, blank ones left out.
    pub rows: Vec<SheetRow>,
    /// How the characters were written.
    pub encoding: Encoding,
    /// What stands between two cells.
    pub separator: char,
    /// What a person should know about the reading, in sentences.
    pub notes: Vec<String>,
}

/// One row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The line of the file it begins on, from 1.
    pub line: usize,
    /// Its cells as written. Fewer or more than the headings when the row is ragged.
    pub cells: Vec<String>,
    /// True when a quotation mark on this line is never closed.
    pub open_quote: bool,
}

/// Why a file could not be read as a sheet: what is wrong, where, what to do.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// No such file.
    #[error("there is no file {0}: look at the name, or give the whole path")]
    Missing(String),
    /// A directory, a device or a pipe.
    #[error("{0} is a {1}, not a file: give the name of the register sheet in it, such as register.csv")]
    NotAFile(String, &'static str),
    /// The system would not let it be read.
    #[error("{0} cannot be read ({1}): ask for permission to read it, or copy it to where you can")]
    Unreadable(String, std::io::Error),
    /// Larger than [`MAX_BYTES`].
    #[error("{0} is larger than 64 MB, far more than a register: export the register alone")]
    TooBig(String),
    /// Nothing in it.
    #[error("{0} is empty: export the register again")]
    Empty(String),
    /// Another kind of file.
    #[error("{0} is {1}, not a CSV file: {2}")]
    NotASheet(String, &'static str, &'static str),
    /// Data where the headings should be.
    #[error(
        "{0} has no headings: line {1} looks like a pupil. Put a row of headings on top, such as \
         UPN, Surname, Forename, Date of birth, Year, SEN status"
    )]
    NoHeadings(String, usize),
}

/// What to do with a workbook.
const SAVE_AS: &str = "open it in Excel or LibreOffice, choose Save As, \"CSV UTF-8\", and import that file";

/// Opens and reads the register sheet at `path`.
///
/// `known` are headings, besides those recognised everywhere, that this school has settled with `--map`.
///
/// # Errors
/// [`SheetError`] when there is no readable sheet there.
pub fn open(path: &Path, known: &[String]) -> Result<Sheet, SheetError> {
    let name = super::cells::clean(&path.display().to_string());
    let unreadable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => SheetError::Missing(name.clone()),
        _ => SheetError::Unreadable(name.clone(), error),
    };
    // Looked at before opening: opening a pipe would wait for a writer.
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if about.is_dir() {
        return Err(SheetError::NotAFile(name, "folder"));
    }
    if !about.is_file() {
        return Err(SheetError::NotAFile(name, "device or pipe"));
    }
    if about.len() > MAX_BYTES {
        return Err(SheetError::TooBig(name));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    read(&bytes, &name, known)
}

/// Reads the bytes of a register sheet; `name` is what messages call the file, `known` as in [`open`].
///
/// # Errors
/// [`SheetError`] when the bytes are no sheet.
pub fn read(bytes: &[u8], name: &str, known: &[String]) -> Result<Sheet, SheetError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(SheetError::TooBig(name.to_owned()));
    }
    let decoded = text::decode(bytes).map_err(|why| not_text(why, name))?;
    let mut notes = Vec::new();
    if decoded.damaged {
        notes.push(format!(
            "some characters are not {} and were read as \u{fffd}: save the file as \"CSV UTF-8\" if names look wrong",
            decoded.encoding
        ));
    }
    let (told, body, skipped) = told_separator(&decoded.text);
    let found = find(body, told, known);
    let Found { separator, headings_at } = found;
    let mut records = lines::split(body, separator, usize::MAX);
    records.retain(|record| !record.is_blank());
    let mut records = records.into_iter().map(|r| Record { line: r.line + skipped, ..r });
    let above: Vec<Record> = records.by_ref().take(headings_at).collect();
    if let (Some(first), Some(last)) = (above.first(), above.last()) {
        let lines = if first.line == last.line {
            format!("line {} is", first.line)
        } else {
            format!("lines {} to {} are", first.line, last.line)
        };
        let text: Vec<String> =
            first.cells.iter().map(|c| super::cells::clean(c)).filter(|c| !c.is_empty()).collect();
        let text: String = text.join(" ").chars().take(60).collect();
        notes.push(format!("{lines} above the headings and left out (\"{text}\")"));
    }
    let Some(top) = records.next() else {
        return Err(SheetError::Empty(name.to_owned()));
    };
    let mut names: Vec<String> = top.cells.iter().map(|c| super::cells::clean(c)).collect();
    while names.len() > 1 && names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    if headings::recognised(&names, known) == 0 && looks_like_data(&names) {
        return Err(SheetError::NoHeadings(name.to_owned(), top.line));
    }
    let rows = records
        .map(|r| {
            let mut cells = r.cells;
            // Trailing separators are no cells: Excel writes them where a neighbouring column was once used.
            while cells.len() > names.len() && cells.last().is_some_and(|c| c.trim().is_empty()) {
                cells.pop();
            }
            SheetRow { line: r.line, cells, open_quote: r.open_quote }
        })
        .collect();
    Ok(Sheet {
        headings: names,
        headings_line: top.line,
        rows,
        encoding: decoded.encoding,
        separator: char::from(separator),
        notes,
    })
}

fn not_text(why: NotText, name: &str) -> SheetError {
    let (what, then) = match why {
        NotText::Empty => return SheetError::Empty(name.to_owned()),
        NotText::Zip => ("an Excel workbook or another zip file", SAVE_AS),
        NotText::OldExcel => ("an old Excel workbook", SAVE_AS),
        NotText::Pdf => ("a PDF", "export the register from the school's system as CSV instead"),
        NotText::Markup => ("a web page or XML", SAVE_AS),
        NotText::Binary => ("not text", "export the register from the school's system as CSV"),
    };
    SheetError::NotASheet(name.to_owned(), what, then)
}

/// Excel's own first line `sep=;`, the text below it, and how many lines that took.
fn told_separator(text: &str) -> (Option<u8>, &str, usize) {
    let Some((first, rest)) = text.split_once('\n') else { return (None, text, 0) };
    let first = first.trim_end_matches('\r').trim_matches('"');
    match first.to_ascii_lowercase().strip_prefix("sep=").map(str::as_bytes) {
        Some(&[separator]) if SEPARATORS.contains(&separator) => (Some(separator), rest, 1),
        _ => (None, text, 0),
    }
}

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The separator, and how many records stand above the headings.
struct Found {
    separator: u8,
    headings_at: usize,
}

/// Tries every separator and keeps the one under which most headings are known, then the one whose rows agree best.
fn find(text: &str, told: Option<u8>, known: &[String]) -> Found {
    let mut best = (0, 0, 0);
    let mut found = Found { separator: told.unwrap_or(b','), headings_at: 0 };
    for separator in SEPARATORS {
        if told.is_some_and(|told| told != separator) {
            continue;
        }
        let mut records = lines::split(text, separator, LOOKED_AT);
        records.retain(|record| !record.is_blank());
        let (at, score) = headings_row(&records, known);
        let width = records.get(at).map_or(0, |r| r.cells.len());
        let alike = records.iter().skip(at + 1).filter(|r| r.cells.len() == width).count();
        // One cell a row agrees with everything, so agreement counts only where something is separated …
        let score = (score, if width > 1 || score > 0 { alike } else { 0 }, width);
        // … and the comma, tried first, wins a tie.
        if score > best {
            best = score;
            found = Found { separator, headings_at: at };
        }
    }
    found
}

/// Which record is the headings, and how many of its cells are known. Without any known heading, the first record that is
/// as wide as most: a title stands in one cell.
fn headings_row(records: &[Record], known: &[String]) -> (usize, usize) {
    let mut best = (0, 0);
    for (at, record) in records.iter().take(TITLE_LINES + 1).enumerate() {
        let score = headings::recognised(&record.cells, known);
        if score > best.1 {
            best = (at, score);
        }
    }
    if best.1 == 0 {
        let filled = |r: &Record| r.cells.iter().filter(|c| !c.trim().is_empty()).count();
        let widest = records.iter().map(filled).max().unwrap_or(0);
        let at = records.iter().take(TITLE_LINES + 1).position(|r| filled(r) * 2 >= widest).unwrap_or(0);
        return (at, 0);
    }
    best
}

/// A heading has no digits to speak of; a UPN and a date of birth have.
fn looks_like_data(cells: &[String]) -> bool {
    cells.iter().any(|cell| cell.chars().filter(char::is_ascii_digit).count() >= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        read(text.as_bytes(), "register.csv", &[]).unwrap()
    }

    #[test]
    fn separators_are_found() {
        let cases = [
            ("Surname,Forename,DOB\nOtter,Ama,1/2/2018\n", ','),
            ("Surname;Forename;DOB\nOtter;Ama, known as Am;1/2/2018\n", ';'),
            ("Surname\tForename\tDOB\nOtter\tAma\t1/2/2018\n", '\t'),
            ("Surname|Forename|DOB\nOtter|Ama|1/2/2018\n", '|'),
            ("\"Full Name\";\"Need types, all\"\n\"Otter, Ama\";\"SLCN, SEMH\"\n", ';'),
            ("sep=;\r\nSurname;Forename\r\nOtter;Ama\r\n", ';'),
            ("Full name\tNotes\nOtter, Ama\ta, b; c, d\n", '\t'),
        ];
        for (text, want) in cases {
            let got = sheet(text);
            assert_eq!(got.separator, want, "{text:?}");
            assert_eq!(got.rows.len(), 1, "{text:?}");
            assert_eq!(got.rows[0].cells.len(), got.headings.len(), "{text:?}");
        }
    }

    #[test]
    fn a_sheet_of_one_column_is_a_sheet() {
        let got = sheet("Full name\nOtter, Ama\nQuill, Ben\n");
        assert_eq!(got.headings, ["Full name"]);
        assert_eq!(got.rows[0].cells, ["Otter, Ama"]);
    }

    #[test]
    fn title_lines_above_are_left_out_and_named() {
        let got = sheet(
            "Holly Bank Federation,,\n\"Register printed 3/9/2026\",,\n\nSurname,Forename,DOB\nOtter,Ama,1/2/2018\n",
        );
        assert_eq!(got.headings, ["Surname", "Forename", "DOB"]);
        assert_eq!((got.headings_line, got.rows[0].line), (4, 5));
        assert_eq!(
            got.notes,
            ["lines 1 to 2 are above the headings and left out (\"Holly Bank Federation\")"]
        );
    }

    #[test]
    fn lines_are_true_with_sep_blank_rows_and_quoted_breaks() {
        let got = sheet("sep=,\nSurname,Notes\nOtter,\"one\ntwo\"\n,,\n\nQuill,x\n");
        assert_eq!(got.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [3, 7]);
    }

    #[test]
    fn ragged_rows_keep_their_cells_but_trailing_blanks_are_none() {
        let got = sheet("Surname,Forename\nOtter,Ama,,\nQuill\nStoat,Cy,extra\n");
        let cells: Vec<usize> = got.rows.iter().map(|r| r.cells.len()).collect();
        assert_eq!(cells, [2, 1, 3]);
    }

    #[test]
    fn headings_settled_by_the_school_are_found_below_a_title() {
        let known = ["Kid".to_owned(), "Born".to_owned()];
        let got = read(b"List of 3/9/2026;;\nKid;Born;Zog\nAma Otter;1/2/2018;x\n", "f", &known).unwrap();
        assert_eq!(got.headings, ["Kid", "Born", "Zog"]);
    }

    #[test]
    fn a_sheet_without_headings_is_refused() {
        let why = read(b"B801200005001,Otter,Ama,01/02/2018\n", "r.csv", &[]).unwrap_err().to_string();
        assert!(why.contains("no headings: line 1 looks like a pupil"), "{why}");
    }
}
