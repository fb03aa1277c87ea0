//! The archive of a DOCX file, read within bounds.
//!
//! Rule: nothing is believed of what an archive says of itself: it is unpacked up to a limit and no further, and nothing of it
//! ever becomes a file's name.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::exchange::paper::PaperError;

/// Parts that are read; a letter of Word's has some twenty.
const PARTS: usize = 1000;

/// Bytes of all parts together, unpacked.
const UNPACKED: u64 = 64 << 20;

/// What can be said of a file that is none: the same advice each time.
const ADVICE: &str =
    "open it in Word or LibreOffice, save it again as a Word document (.docx), and put it in the same place";

/// A part that does not read as it should.
pub fn broken(part: &str, why: impl std::fmt::Display) -> PaperError {
    PaperError::new(format!("the letterhead is damaged in {part}: {why}; {ADVICE}"))
}

/// The parts of a DOCX file in their order.
pub struct Package {
    files: Vec<(String, Vec<u8>)>,
}

impl Package {
    /// Reads the archive.
    ///
    /// # Errors
    /// It is none, is locked, or is larger than a letterhead can be.
    pub fn open(file: &[u8]) -> Result<Package, PaperError> {
        // The mark of the file format before DOCX, in which Word also wraps a file with a password.
        if file.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(PaperError::new(format!(
                "the letterhead is an old Word file (.doc) or has a password: take the password off, then {ADVICE}"
            )));
        }
        if !file.starts_with(b"PK") {
            return Err(PaperError::new(format!("the letterhead is not a DOCX file: {ADVICE}")));
        }
        let read = |error: &dyn std::fmt::Display| {
            PaperError::new(format!("the letterhead is damaged, or not a DOCX file ({error}): {ADVICE}"))
        };
        let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|error| read(&error))?;
        if archive.len() > PARTS {
            return Err(PaperError::new(format!(
                "the letterhead has {} parts, more than the {PARTS} that are read: make it anew from a plain document",
                archive.len()
            )));
        }
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        let mut left = UNPACKED;
        for number in 0..archive.len() {
            let part = archive.by_index(number).map_err(|error| read(&error))?;
            let name = part.name().map_err(|error| read(&error))?.into_owned();
            if part.is_dir() {
                continue;
            }
            // Programs that disagree about which of two parts counts show different letters.
            if files.iter().any(|(known, _)| known.eq_ignore_ascii_case(&name)) {
                return Err(broken(&name, "it is there twice"));
            }
            let mut bytes = Vec::new();
            part.take(left + 1).read_to_end(&mut bytes).map_err(|error| broken(&name, error))?;
            left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
                PaperError::new(format!(
                    "the letterhead is larger than {} MB when unpacked: save it with smaller pictures",
                    UNPACKED >> 20
                ))
            })?;
            files.push((name, bytes));
        }
        Ok(Package { files })
    }

    /// Names of all parts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(name, _)| name.as_str())
    }

    /// A part as text.
    ///
    /// # Errors
    /// It is not there, or not in UTF-8.
    pub fn text(&self, name: &str) -> Result<&str, PaperError> {
        let (_, bytes) = self
            .files
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .ok_or_else(|| broken(name, "it is not there"))?;
        std::str::from_utf8(bytes).map_err(|_| broken(name, "it is not written in UTF-8"))
    }

    /// Puts another text in a part's place.
    pub fn replace(&mut self, name: &str, text: String) {
        if let Some((_, bytes)) = self.files.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            *bytes = text.into_bytes();
        }
    }

    /// All parts in order.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }
}
