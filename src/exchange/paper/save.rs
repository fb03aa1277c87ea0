//! A paper into a folder, and the school's letterhead out of one.
//!
//! Rule: the folder is made for its owner alone (0700) and the file too (0600); a paper never takes another's place: the
//! second of one name gets "-2". Whoever looks sees the whole file or none.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::{Format, Head, Paper, PaperError, write};
use crate::exchange::{beside, replace};

/// What the letterhead's file is called, beside the store.
pub const LETTERHEAD: &str = "letterhead.docx";

/// Bytes of a letterhead that are read; a page with pictures is far below.
pub const LETTERHEAD_MOST: u64 = 20 << 20;

/// Copies of one name that are told apart.
const COPIES: u32 = 999;

/// Where papers go unless another place is named: `$SENCO_DOCUMENTS`, else `senco-documents` in the user's own folder.
pub fn documents_dir() -> PathBuf {
    match std::env::var_os("SENCO_DOCUMENTS").filter(|named| !named.is_empty()) {
        Some(named) => PathBuf::from(named),
        None => replace::typed("~/senco-documents"),
    }
}

/// The letterhead beside this store file; `None` if there is none.
///
/// # Errors
/// It is there and cannot be read, or is too large to be a letterhead.
pub fn letterhead_beside(store: &Path) -> Result<Option<Vec<u8>>, PaperError> {
    let path = store.with_file_name(LETTERHEAD);
    let here = path.display();
    let file = match beside::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidInput => {
            return Err(PaperError::new(format!("{here} is not a file: put the letterhead there")));
        }
        Err(error) => {
            return Err(PaperError::new(format!(
                "cannot read the letterhead {here}: {error}; mend its rights (chmod u+r) or move it away"
            )));
        }
    };
    let mut bytes = Vec::new();
    match file.take(LETTERHEAD_MOST + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > LETTERHEAD_MOST => Err(PaperError::new(format!(
            "the letterhead {here} is larger than {} MB: save it with smaller pictures",
            LETTERHEAD_MOST >> 20
        ))),
        Ok(_) => Ok(Some(bytes)),
        Err(error) => Err(PaperError::new(format!("cannot read the letterhead {here}: {error}"))),
    }
}

/// Writes the paper into the folder, which is made if it is not there, and gives back where it stands.
///
/// # Errors
/// The letterhead cannot be used; the folder is none, is open to everybody, is not ours to write; the disk says no.
/// Nothing is left behind.
pub fn save(
    paper: &Paper,
    format: Format,
    head: &Head,
    letterhead: Option<&[u8]>,
    dir: &Path,
) -> Result<PathBuf, PaperError> {
    let bytes = write(paper, format, head, letterhead)?;
    put(dir, &paper.file_stem(), format.ending(), &bytes)
}

/// Writes bytes under a name that is free: "stem.ending", else "stem-2.ending"…
///
/// # Errors
/// As [`save`].
pub fn put(dir: &Path, stem: &str, ending: &str, bytes: &[u8]) -> Result<PathBuf, PaperError> {
    prepare(dir)?;
    for copy in 1..=COPIES {
        let name = if copy == 1 { format!("{stem}.{ending}") } else { format!("{stem}-{copy}.{ending}") };
        let path = dir.join(name);
        // The name is taken first, so that another who writes at the same moment takes the next one.
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(replace::failed(&path, &error).into()),
        }
        return match replace::put(&path, bytes, None) {
            Ok(()) => Ok(path),
            Err(error) => {
                let _ = fs::remove_file(&path);
                Err(replace::failed(&path, &error).into())
            }
        };
    }
    Err(PaperError::new(format!(
        "there are {COPIES} papers named {stem} in {}: move old ones away",
        dir.display()
    )))
}

/// The folder, made if it is not there.
fn prepare(dir: &Path) -> Result<(), PaperError> {
    let here = dir.display();
    if let Err(error) = DirBuilder::new().recursive(true).mode(0o700).create(dir) {
        return Err(match error.kind() {
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory => PaperError::new(format!(
                "{here} is not a folder, or something above it is not: name another place for papers"
            )),
            _ => replace::failed(dir, &error).into(),
        });
    }
    let meta = fs::metadata(dir).map_err(|error| PaperError::from(replace::failed(dir, &error)))?;
    let mode = meta.permissions().mode();
    // Where everybody may rename, anybody may put a file of theirs in a paper's place.
    if mode & 0o002 != 0 && mode & 0o1000 == 0 {
        return Err(PaperError::new(format!(
            "everybody on this machine may change the folder {here}: close it first (chmod o-w {here}), or name another place for papers"
        )));
    }
    Ok(())
}

#[cfg(test)]
#[path = "save/tests.rs"]
mod tests;
