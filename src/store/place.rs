//! Where a store may stand: a plain file on a local disk that nobody else can read.
//!
//! Rule: what is looser than 0700 and 0600, or than 2770 and 0660 for a group, is refused with the command that mends
//! it. Nothing is loosened or tightened silently on a file that exists.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::error::StoreError;

/// Whether a file is opened for reading alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reads only.
    Read,
    /// Reads and writes.
    Write,
}

/// The directory that a path stands in; `.` for a bare name.
pub fn directory(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Opens the file of a store after every check of its place.
///
/// # Errors
/// No such file, not a plain file, a network file system, rights that are too loose or too tight.
pub fn open_file(path: &Path, access: Access) -> Result<File, StoreError> {
    let meta = fs::symlink_metadata(path).map_err(|error| missing(path, error))?;
    judge_type(path, &meta)?;
    check_file_system(path)?;
    let dir = directory(path);
    let dir_meta = fs::metadata(&dir).map_err(|error| missing(path, error))?;
    judge_modes(path, dir_meta.mode(), meta.mode())?;
    OpenOptions::new()
        .read(true)
        .write(access == Access::Write)
        .open(path)
        .map_err(|error| missing(path, error))
}

/// Makes an empty file for a new store, with its directory if need be.
///
/// # Errors
/// Something is there already, the place is refused, or the disk says no.
pub fn create_file(path: &Path) -> Result<File, StoreError> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(StoreError::Exists(path.to_owned()));
    }
    let dir = directory(path);
    if !dir.exists() {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&dir)
            .map_err(|error| denied(&dir, "making its directory", error))?;
        set_mode(&dir, 0o700)?;
    } else if is_empty_and_ours(&dir) {
        // An empty directory of one's own was made for this: nothing else in it can be shut off.
        set_mode(&dir, 0o700)?;
    }
    check_file_system(&dir)?;
    let dir_mode =
        fs::metadata(&dir).map_err(|error| denied(&dir, "looking at its directory", error))?.mode();
    let mode = if shared(dir_mode) { 0o660 } else { 0o600 };
    judge_modes(path, dir_mode, mode)?;
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)
        .map_err(|error| denied(path, "making the store", error))?;
    // Explicitly: the umask would lock the second user out.
    file.set_permissions(fs::Permissions::from_mode(mode))
        .map_err(|error| StoreError::io("setting rights", error))?;
    Ok(file)
}

fn set_mode(path: &Path, mode: u32) -> Result<(), StoreError> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .map_err(|error| StoreError::io("setting rights", error))
}

fn is_empty_and_ours(dir: &Path) -> bool {
    let Ok(meta) = fs::metadata(dir) else { return false };
    let empty = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none());
    empty && meta.uid() == nix::unistd::geteuid().as_raw() && !shared(meta.mode())
}

/// A directory that a group shares: its members' files belong to the group, nobody else looks in.
fn shared(dir_mode: u32) -> bool {
    dir_mode & 0o7777 == 0o2770
}

fn missing(path: &Path, error: io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => StoreError::NoStore(path.to_owned()),
        _ => denied(path, "opening the store", error),
    }
}

fn denied(path: &Path, doing: &'static str, error: io::Error) -> StoreError {
    let here = path.display();
    match error.kind() {
        io::ErrorKind::PermissionDenied => StoreError::NotPermitted(format!(
            "you have no right to use {here}: its owner can share it with a group, `chgrp GROUP DIR FILE; chmod 2770 DIR; chmod 660 FILE`"
        )),
        io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::NotPermitted(format!("{here} stands on a disk that is mounted read-only"))
        }
        _ => StoreError::io(doing, error),
    }
}

fn judge_type(path: &Path, meta: &fs::Metadata) -> Result<(), StoreError> {
    let here = path.display();
    let kind = meta.file_type();
    if kind.is_symlink() {
        let target = fs::read_link(path).map(|target| target.display().to_string()).unwrap_or_default();
        return Err(StoreError::NotPermitted(format!("{here} is a link to {target}: name the file itself")));
    }
    if !kind.is_file() {
        return Err(StoreError::NotPermitted(format!("{here} is not a file: name the store's file")));
    }
    Ok(())
}

/// Refuses rights that let anybody else in, with the command that mends them.
///
/// # Errors
/// [`StoreError::NotPermitted`] with the words.
pub fn judge_modes(path: &Path, dir_mode: u32, file_mode: u32) -> Result<(), StoreError> {
    let dir = directory(path);
    let (dir_mode, file_mode) = (dir_mode & 0o7777, file_mode & 0o7777);
    // The set-group-id bit alone gives nobody anything.
    let dir_private = dir_mode & 0o077 == 0;
    let dir_shared = dir_mode & 0o007 == 0 && dir_mode & 0o2000 != 0;
    if !dir_private && !dir_shared {
        return Err(StoreError::NotPermitted(format!(
            "others can look into {} ({dir_mode:04o}), where pupils' data stands: `chmod 700 {}`, or for a group `chmod 2770 {}`",
            dir.display(),
            dir.display(),
            dir.display()
        )));
    }
    let loose = if dir_shared { 0o117 } else { 0o177 };
    if file_mode & loose != 0 {
        let right = if dir_shared { "660" } else { "600" };
        return Err(StoreError::NotPermitted(format!(
            "others can read {} ({file_mode:04o}), which holds pupils' data: `chmod {right} {}`",
            path.display(),
            path.display()
        )));
    }
    Ok(())
}

fn check_file_system(path: &Path) -> Result<(), StoreError> {
    let found = nix::sys::statfs::statfs(path)
        .map_err(|errno| StoreError::io("asking what disk this is", io::Error::from(errno)))?;
    // The type differs from machine to machine; the numbers are 32 bits everywhere.
    #[allow(clippy::unnecessary_cast)]
    judge_file_system(path, (found.filesystem_type().0 as u64 & 0xFFFF_FFFF) as u32)
}

/// Refuses file systems on which locks or syncs are not what they say.
///
/// # Errors
/// [`StoreError::NotPermitted`] with the reason.
pub fn judge_file_system(path: &Path, magic: u32) -> Result<(), StoreError> {
    // Numbers from linux/magic.h and the kernel's cifs and smb2 headers.
    let name = match magic {
        0x6969 => "NFS",
        0x517B | 0xFF53_4D42 | 0xFE53_4D42 => "SMB",
        0x6573_5546 => "FUSE",
        0x5346_414F => "AFS",
        0x0102_1997 => "9P",
        0x00C3_6400 => "Ceph",
        _ => return Ok(()),
    };
    Err(StoreError::NotPermitted(format!(
        "{} stands on a network or user file system ({name}), where locks and syncs do not hold and two people's saves can destroy each other: put the store on a local disk of this machine",
        path.display()
    )))
}

/// The name of a backup beside the store: `school.redb.backup-YYYYMMDD-HHMMSS`. The store asks no clock: `day` is
/// `YYYYMMDD-HHMMSS` or the like.
pub fn backup_name(path: &Path, day: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".backup-");
    name.push(day);
    path.with_file_name(name)
}

/// The newest backup beside the store, by its last change; `None` if there is none.
pub fn newest_backup(path: &Path) -> Option<PathBuf> {
    let mut wanted = path.file_name()?.to_owned();
    wanted.push(".backup-");
    let wanted = wanted.into_encoded_bytes();
    fs::read_dir(directory(path))
        .ok()?
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().as_encoded_bytes().starts_with(&wanted))
        // One that is being written has a name of its own, but a plain file it must be.
        .filter_map(|entry| {
            let meta = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            Some((meta.modified().ok()?, entry.file_name(), entry.path()))
        })
        .max()
        .map(|(_, _, path)| path)
}

/// Makes a rename or a new file in this directory last.
///
/// # Errors
/// The disk says no.
pub fn sync_directory(path: &Path) -> Result<(), StoreError> {
    File::open(directory(path))
        .and_then(|dir| dir.sync_all())
        .map_err(|error| StoreError::io("syncing the directory", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_that_let_nobody_else_in_are_good_and_looser_ones_come_with_the_command() {
        let path = Path::new("/srv/s/school.redb");
        let good = [
            (0o700, 0o600),
            (0o700, 0o400),
            (0o2700, 0o600),
            (0o2770, 0o660),
            (0o2770, 0o600),
            (0o2750, 0o640),
        ];
        for (dir, file) in good {
            assert!(judge_modes(path, dir, file).is_ok(), "{dir:o} {file:o}");
        }
        let bad = [
            (0o755, 0o600, "chmod 700 /srv/s"),
            (0o750, 0o600, "chmod 700 /srv/s"),
            (0o770, 0o660, "chmod 2770 /srv/s"),
            (0o1777, 0o600, "chmod 700 /srv/s"),
            (0o2771, 0o660, "chmod 2770 /srv/s"),
            (0o700, 0o640, "chmod 600 /srv/s/school.redb"),
            (0o700, 0o660, "chmod 600 /srv/s/school.redb"),
            (0o700, 0o604, "chmod 600 /srv/s/school.redb"),
            (0o2770, 0o664, "chmod 660 /srv/s/school.redb"),
            (0o2770, 0o670, "chmod 660 /srv/s/school.redb"),
        ];
        for (dir, file, command) in bad {
            let words = judge_modes(path, dir, file).unwrap_err().to_string();
            assert!(words.contains(command), "{dir:o} {file:o}: {words}");
        }
    }

    #[test]
    fn network_and_user_file_systems_are_refused_with_the_reason() {
        let path = Path::new("/srv/s/school.redb");
        for (magic, name) in
            [(0x6969, "NFS"), (0xFF53_4D42, "SMB"), (0xFE53_4D42, "SMB"), (0x6573_5546, "FUSE")]
        {
            let words = judge_file_system(path, magic).unwrap_err().to_string();
            assert!(words.contains(name) && words.contains("local disk"), "{words}");
        }
        // ext4, btrfs, xfs, tmpfs.
        for magic in [0xEF53, 0x9123_683E, 0x5846_5342, 0x0102_1994] {
            assert!(judge_file_system(path, magic).is_ok());
        }
    }

    #[test]
    fn the_newest_backup_is_found_and_nothing_else_is_taken_for_one() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("school.redb");
        assert_eq!(newest_backup(&store), None);
        fs::write(dir.path().join("school.redb.tmp"), b"").unwrap();
        fs::create_dir(dir.path().join("school.redb.backup-dir")).unwrap();
        assert_eq!(newest_backup(&store), None);
        let (old, new) = (backup_name(&store, "20260101"), backup_name(&store, "20260102"));
        fs::write(&old, b"").unwrap();
        fs::write(&new, b"").unwrap();
        let past = std::time::SystemTime::UNIX_EPOCH;
        File::options().write(true).open(&old).unwrap().set_modified(past).unwrap();
        assert_eq!(newest_backup(&store), Some(new.clone()));
        assert!(new.ends_with("school.redb.backup-20260102"));
    }

    #[test]
    fn what_is_no_file_is_refused_by_what_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("school.redb");
        assert!(matches!(open_file(&store, Access::Read), Err(StoreError::NoStore(_))));
        let deep = dir.path().join("none/here/school.redb");
        assert!(matches!(open_file(&deep, Access::Read), Err(StoreError::NoStore(_))));
        drop(create_file(&store).unwrap());
        assert_eq!(fs::metadata(&store).unwrap().mode() & 0o7777, 0o600);
        assert!(matches!(create_file(&store), Err(StoreError::Exists(_))));
        let link = dir.path().join("link.redb");
        std::os::unix::fs::symlink(&store, &link).unwrap();
        let words = open_file(&link, Access::Read).unwrap_err().to_string();
        assert!(words.contains("is a link to"), "{words}");
        let words = open_file(dir.path(), Access::Read).unwrap_err().to_string();
        assert!(words.contains("is not a file"), "{words}");
    }

    #[test]
    fn a_new_directory_is_private_and_a_group_keeps_its_file() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("a/b/school.redb");
        drop(create_file(&store).unwrap());
        assert_eq!(fs::metadata(directory(&store)).unwrap().mode() & 0o7777, 0o700);
        let group = dir.path().join("group");
        fs::create_dir(&group).unwrap();
        set_mode(&group, 0o2770).unwrap();
        let store = group.join("school.redb");
        drop(create_file(&store).unwrap());
        assert_eq!(fs::metadata(&store).unwrap().mode() & 0o7777, 0o660);
        set_mode(&group, 0o755).unwrap();
        // Not empty any more: it is not ours to shut.
        let words = create_file(&group.join("other.redb")).unwrap_err().to_string();
        assert!(words.contains("chmod 700"), "{words}");
        assert!(!group.join("other.redb").exists());
    }
}
