//! Writing a calendar file so that whoever reads it sees the old one or the new one, never half of one.
//!
//! Rule: written beside its name, synced, then renamed; readable by its owner alone unless the file that stands there was
//! given other rights. Only a calendar of ours is replaced, and only if it says something else.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use super::ics;

/// What became of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// There was none, or an empty one.
    New,
    /// It took the old one's place.
    Replaced,
    /// The one that stands there says the same: it was not touched.
    Unchanged,
}

/// Why it was not written: what, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{words}")]
pub struct NotWritten {
    words: String,
    /// Whether somebody with other rights could have.
    pub not_permitted: bool,
}

fn refused(words: String) -> NotWritten {
    NotWritten { words, not_permitted: false }
}

/// Writes the calendar.
///
/// # Errors
/// The place is a folder, is not there, is not ours to write, holds something else, or the disk says no. What stood there
/// stands there still.
pub fn calendar(path: &Path, text: &str) -> Result<Written, NotWritten> {
    // A link stays one: what it points to is replaced.
    let path = match fs::canonicalize(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(failed(path, &error)),
    };
    let standing = match fs::metadata(&path) {
        Ok(meta) => Some(meta),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(failed(&path, &error)),
    };
    let mut written = Written::New;
    if let Some(meta) = &standing {
        match judge(&path, meta)? {
            None => {}
            Some(old) if ics::same(&old, text) => return Ok(Written::Unchanged),
            Some(_) => written = Written::Replaced,
        }
    }
    put(&path, text.as_bytes(), standing.as_ref()).map_err(|error| failed(&path, &error))?;
    Ok(written)
}

/// Writes a file where none stands yet.
///
/// # Errors
/// Something stands there, the place is no folder of ours, or the disk says no.
pub fn fresh(path: &Path, bytes: &[u8]) -> Result<(), NotWritten> {
    if fs::symlink_metadata(path).is_ok() {
        let here = path.display();
        return Err(refused(format!("{here} is there already: name another file, or move it away")));
    }
    put(path, bytes, None).map_err(|error| failed(path, &error))
}

/// The calendar that stands there; `None` if the file is empty.
fn judge(path: &Path, meta: &Metadata) -> Result<Option<String>, NotWritten> {
    let here = path.display();
    if meta.is_dir() {
        return Err(refused(format!("{here} is a folder: name a file in it, such as {here}/senco.ics")));
    }
    if !meta.is_file() {
        return Err(refused(format!("{here} is not a file: name one, such as senco.ics")));
    }
    if meta.len() == 0 {
        return Ok(None);
    }
    let old = fs::read(path).map_err(|error| failed(path, &error))?;
    match String::from_utf8(old) {
        Ok(old) if ics::is_ours(&old) => Ok(Some(old)),
        _ => Err(refused(format!(
            "{here} is there and is no calendar that senco wrote, so it is left as it is: name another file, or move it away"
        ))),
    }
}

/// Removes a half-written file whatever happens.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Writes beside the name, syncs, renames; private unless something with other rights stands there.
pub(super) fn put(path: &Path, bytes: &[u8], standing: Option<&Metadata>) -> io::Result<()> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{:016x}.part", fastrand::u64(..)));
    let part = path.with_file_name(name);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part)?;
    let part = Part(part);
    file.write_all(bytes)?;
    if let Some(meta) = standing {
        // The group first: its rights must not go to another one.
        if file.metadata()?.gid() != meta.gid() {
            fchown(&file, None, Some(meta.gid()))?;
        }
        file.set_permissions(fs::Permissions::from_mode(meta.mode() & 0o777))?;
    }
    file.sync_all()?;
    fs::rename(&part.0, path)?;
    File::open(folder(path))?.sync_all()
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The words for what the disk said.
pub(super) fn failed(path: &Path, error: &io::Error) -> NotWritten {
    let (here, dir) = (path.display(), folder(path).display());
    let permitted = !matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem);
    let words = match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            format!("there is no folder {dir} for {here}: make it (mkdir -p {dir}), or name another place")
        }
        ErrorKind::PermissionDenied => format!(
            "you have no right to write {here} in {dir}: name a file in a folder of your own, or ask the folder's owner"
        ),
        ErrorKind::ReadOnlyFilesystem => {
            format!("{here} stands on a disk that is mounted read-only: name another place")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => format!(
            "there is no room left on the disk for {here}: what stood there stands there still; make room and write it again"
        ),
        _ => format!("cannot write {here}: {error}; what stood there stands there still"),
    };
    NotWritten { words, not_permitted: !permitted }
}

/// The file that a person typed: `~` is the user's own folder, and the place is said in full.
pub fn typed(text: &str) -> PathBuf {
    let home = crate::user::home;
    let path = match text.strip_prefix('~') {
        Some("") => home(),
        Some(rest) => rest.strip_prefix('/').and_then(|rest| Some(home()?.join(rest))),
        None => None,
    };
    let path = path.unwrap_or_else(|| PathBuf::from(text));
    std::path::absolute(&path).unwrap_or(path)
}

#[cfg(test)]
#[path = "replace/tests.rs"]
mod tests;
