//! A file of term dates → terms and closures, whatever wrote it: CSV or ICS, UTF-8, UTF-16 or Windows-1252.
//!
//! Rule kept here: a file that is something else is refused by what it is, and no more of one is read than the limit.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::text::{self, NotText};
use crate::domain::calendar::{CalendarFile, LIMIT, Sites, parse_calendar};

/// Reads the dates at `path`. A pipe will do.
///
/// # Errors
/// In words, with the file's name: it cannot be read, is no text, is too long, or is not understood.
pub fn open(path: &Path, sites: &Sites) -> Result<CalendarFile, String> {
    let name = path.display();
    let bytes = bytes(path).map_err(|error| format!("cannot read {name}: {error}"))?;
    // Every character takes at most four bytes, so nothing that the parser would take is lost here.
    if bytes.len() > MOST {
        return Err(format!("{name} is too long for a file of term dates: at most 1 MB is read"));
    }
    let decoded = text::decode(&bytes).map_err(|why| format!("{name} is {}", words(why)))?;
    parse_calendar(&decoded.text, sites).map_err(|why| format!("{name}: {why}"))
}

const MOST: usize = LIMIT * 4;

fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(u64::try_from(MOST).unwrap_or(u64::MAX).saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn words(why: NotText) -> &'static str {
    match why {
        NotText::Empty => "empty: write one term a line, as Autumn,2/9/2026,18/12/2026",
        NotText::Zip | NotText::OldExcel => "a workbook: save it as CSV first",
        NotText::Pdf => "a PDF: type its dates into a CSV, one term a line",
        NotText::Markup => {
            "a web page: look there for the calendar to download (.ics), or type its dates into a CSV"
        }
        NotText::Binary => "not text: give a CSV or an .ics file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<CalendarFile, String> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        std::io::Write::write_all(&mut file, bytes).unwrap();
        open(file.path(), &Sites::default())
    }

    #[test]
    fn whatever_wrote_it() {
        let csv = "Autumn,3/9/2026,18/12/2026\r\n";
        let wide: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(csv.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let windows = b"Autumn,3/9/2026,18/12/2026\r\nINSET: caf\xE9,1/9/2026\r\n";
        assert_eq!(read(csv.as_bytes()).unwrap().terms.len(), 1);
        assert_eq!(read(&wide).unwrap().terms.len(), 1);
        assert_eq!(read(windows).unwrap().closures[0].name, "café");
        let ics = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260901\r\nSUMMARY:INSET\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(read(ics).unwrap().closures.len(), 1);
    }

    #[test]
    fn what_is_no_file_of_dates_is_named() {
        for (bytes, words) in [
            (&b"  \n"[..], "is empty: write"),
            (b"PK\x03\x04abc", "is a workbook"),
            (b"%PDF-1.7", "is a PDF"),
            (b"<!DOCTYPE html>", "is a web page"),
            (b"\0\0\0\0", "is not text"),
            (b"Autumn,soon,later", "line 1: start"),
        ] {
            let fault = read(bytes).unwrap_err();
            assert!(fault.contains(words), "{fault}");
        }
        assert!(read(&vec![b'x'; MOST + 2]).unwrap_err().contains("too long"));
        assert!(
            open(Path::new("/nowhere.csv"), &Sites::default())
                .unwrap_err()
                .starts_with("cannot read /nowhere")
        );
    }
}
