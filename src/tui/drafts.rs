//! Drafts on the disk: one file a user, store and form, a second or two behind the typing.
//!
//! Rule: a draft holds pupils' data, so its file is for this user alone (0600 in a 0700 directory) and its name says
//! nothing of anybody. A file is written whole beside its place, synced and renamed: a line that drops half-way leaves
//! the draft before. A disk that refuses never stops the typing; the next `flush` says so.

use std::collections::BTreeMap;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use sha2::{Digest, Sha256};

use super::draft::Draft;

/// How long typing may go on before it is written.
const BEHIND: Duration = Duration::from_millis(1_000);

/// The most drafts that are read at the start, and the most bytes of one: ours are far smaller.
const MOST: usize = 200;
const MOST_BYTES: u64 = 1 << 20;

/// Where this user's drafts lie: `$XDG_STATE_HOME/senco/drafts`, else `~/.local/state/senco/drafts`; `None` without a home.
pub fn place(state_home: Option<&str>, home: Option<&str>) -> Option<PathBuf> {
    let base = match (state_home, home) {
        // As the XDG rules say, a path that is not absolute does not count.
        (Some(state), _) if state.starts_with('/') => PathBuf::from(state),
        (_, Some(home)) if home.starts_with('/') => Path::new(home).join(".local/state"),
        _ => return None,
    };
    Some(base.join("senco/drafts"))
}

enum Order {
    Note(Draft),
    Drop(String),
    Flush(Sender<Result<(), String>>),
}

/// Keeps drafts on a small thread of its own, so that the screen never waits for the disk.
pub struct DraftKeeper {
    orders: Sender<Order>,
    thread: Option<JoinHandle<()>>,
}

impl DraftKeeper {
    /// Keeps the drafts of one store in this directory, which is made when the first draft comes.
    pub fn start(directory: PathBuf, store: &Path) -> DraftKeeper {
        let (orders, inbox) = channel();
        let files = Files { directory, store: store.as_os_str().as_encoded_bytes().to_vec() };
        let thread =
            std::thread::Builder::new().name("drafts".into()).spawn(move || run(&files, &inbox)).ok();
        DraftKeeper { orders, thread }
    }

    /// Notes what a form holds now; written within two seconds. A draft of the same form about the same is replaced.
    pub fn note(&self, draft: &Draft) {
        // Without the thread nothing can be kept, and `flush` says so.
        let _ = self.orders.send(Order::Note(draft.clone()));
    }

    /// A draft is done with: `name` as [`Draft::name`] gives it.
    pub fn drop(&self, name: &str) {
        let _ = self.orders.send(Order::Drop(name.to_owned()));
    }

    /// Comes back when all that was noted is on the disk.
    ///
    /// # Errors
    /// In words, if something could not be written since the last time, or not within three seconds.
    pub fn flush(&self) -> Result<(), String> {
        let (answer, wait) = channel();
        let lost = || "drafts are not being kept".to_owned();
        self.orders.send(Order::Flush(answer)).map_err(|_| lost())?;
        wait.recv_timeout(Duration::from_secs(3)).map_err(|_| lost())?
    }
}

impl Drop for DraftKeeper {
    fn drop(&mut self) {
        // The thread writes what waits and ends when its orders end.
        self.orders = channel().0;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Writes what was noted when it has waited long enough.
fn run(files: &Files, inbox: &Receiver<Order>) {
    let mut waiting: BTreeMap<String, Draft> = BTreeMap::new();
    let mut since: Option<Instant> = None;
    let mut failed: Option<String> = None;
    loop {
        let order = match since {
            Some(since) => inbox.recv_timeout(BEHIND.saturating_sub(since.elapsed())),
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let ended = matches!(order, Err(RecvTimeoutError::Disconnected));
        let mut answer = None;
        match order {
            Ok(Order::Note(draft)) => {
                waiting.insert(draft.name(), draft);
                since.get_or_insert_with(Instant::now);
                continue;
            }
            Ok(Order::Drop(name)) => {
                waiting.remove(&name);
                if let Err(error) = files.remove(&name) {
                    failed = Some(format!("a draft could not be removed: {error}"));
                }
                continue;
            }
            Ok(Order::Flush(to)) => answer = Some(to),
            Err(_) => {}
        }
        for (_, draft) in std::mem::take(&mut waiting) {
            if let Err(error) = files.write(&draft) {
                failed = Some(format!("the draft could not be kept: {error}"));
            }
        }
        since = None;
        if let Some(to) = answer {
            let _ = to.send(failed.take().map_or(Ok(()), Err));
        }
        if ended {
            return;
        }
    }
}

/// The drafts kept of one store, the one left last at the end; what cannot be read is passed over.
pub fn list(directory: &Path, store: &Path) -> Vec<Draft> {
    let files =
        Files { directory: directory.to_owned(), store: store.as_os_str().as_encoded_bytes().to_vec() };
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries.flatten().take(MOST) {
        let Ok(meta) = entry.metadata() else { continue };
        if !meta.is_file() || meta.len() > MOST_BYTES {
            continue;
        }
        let Ok(bytes) = std::fs::read(entry.path()) else { continue };
        let Ok(draft) = serde_json::from_slice::<Draft>(&bytes) else { continue };
        // Of another store, or renamed by hand: not ours to offer.
        if entry.file_name().to_str() == Some(files.name(&draft.name()).as_str()) {
            found.push((meta.modified().ok(), draft));
        }
    }
    found.sort_by_key(|(left, draft)| (*left, draft.name()));
    found.into_iter().map(|(_, draft)| draft).collect()
}

/// When a draft was written; `None` if it is not there.
pub fn written(directory: &Path, store: &Path, draft: &Draft) -> Option<SystemTime> {
    let files =
        Files { directory: directory.to_owned(), store: store.as_os_str().as_encoded_bytes().to_vec() };
    std::fs::metadata(directory.join(files.name(&draft.name()))).ok()?.modified().ok()
}

/// The directory and the store whose drafts are meant.
struct Files {
    directory: PathBuf,
    store: Vec<u8>,
}

impl Files {
    /// The file of a draft: its form, and a digest of the store and of what it is about.
    fn name(&self, name: &str) -> String {
        let form: String = name
            .split(' ')
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
            .take(40)
            .collect();
        let digest = Sha256::new().chain_update(&self.store).chain_update([0]).chain_update(name).finalize();
        let digest: String = digest.iter().take(10).map(|byte| format!("{byte:02x}")).collect();
        format!("{}-{digest}.json", form.trim_start_matches('.'))
    }

    fn write(&self, draft: &Draft) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.directory)?;
        let path = self.directory.join(self.name(&draft.name()));
        // Two screens of one user may write the same draft: each has a file of its own until it is whole.
        let beside = path.with_extension(format!("{}.part", std::process::id()));
        let bytes = serde_json::to_vec(draft)?;
        let written = (|| {
            let mut file =
                OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            std::fs::rename(&beside, &path)?;
            File::open(&self.directory)?.sync_all()
        })();
        if written.is_err() {
            let _ = std::fs::remove_file(&beside);
        }
        written
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        match std::fs::remove_file(self.directory.join(self.name(name))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn draft(form: &str, about: &str, text: &str) -> Draft {
        Draft { form: form.into(), about: about.into(), fields: vec![("note".into(), text.into())], focus: 1 }
    }

    #[test]
    fn drafts_come_back_and_go() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("senco/drafts");
        let store = Path::new("/school/a.redb");
        let keeper = DraftKeeper::start(directory.clone(), store);
        keeper.note(&draft("event.add", "7", "sle"));
        keeper.note(&draft("event.add", "7", "sleep poor\n“ü” \u{1b}[2J"));
        keeper.flush().unwrap();
        keeper.note(&draft("event.add", "8", "other pupil"));
        drop(keeper);
        let mut found = list(&directory, store);
        found.sort_by(|a, b| a.about.cmp(&b.about));
        assert_eq!(
            found,
            [draft("event.add", "7", "sleep poor\n“ü” \u{1b}[2J"), draft("event.add", "8", "other pupil")]
        );
        assert_eq!(list(&directory, Path::new("/school/b.redb")), [], "of this store alone");

        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&directory), 0o700);
        for entry in std::fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(&path), 0o600);
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(name.starts_with("event.add-") && name.ends_with(".json"), "{name}");
        }

        let keeper = DraftKeeper::start(directory.clone(), store);
        keeper.drop("event.add 7");
        keeper.drop("event.add 99");
        keeper.note(&draft("x", "", "gone before it was written"));
        keeper.drop("x ");
        keeper.flush().unwrap();
        assert_eq!(list(&directory, store), [draft("event.add", "8", "other pupil")]);
    }

    #[test]
    fn rubbish_is_passed_over() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("event.add-00.json"), b"{").unwrap();
        std::fs::write(home.path().join("x.123.part"), b"").unwrap();
        std::fs::create_dir(home.path().join("dir")).unwrap();
        assert_eq!(list(home.path(), Path::new("/s")), []);
        assert_eq!(list(&home.path().join("none"), Path::new("/s")), []);
    }

    #[test]
    fn a_disk_that_refuses_is_told_once() {
        let home = tempfile::tempdir().unwrap();
        let blocked = home.path().join("file");
        std::fs::write(&blocked, b"").unwrap();
        let keeper = DraftKeeper::start(blocked.join("drafts"), Path::new("/s"));
        keeper.note(&draft("x", "1", "y"));
        assert!(keeper.flush().unwrap_err().starts_with("the draft could not be kept"));
        assert_eq!(keeper.flush(), Ok(()));
    }

    #[test]
    fn hostile_form_names_stay_in_the_directory() {
        let files = Files { directory: "/d".into(), store: b"s".to_vec() };
        for name in ["../../etc/passwd 1", "/abs 1", " 1", ".hidden 1", "a/b\0c 1"] {
            let file = files.name(name);
            assert!(!file.contains('/') && !file.contains('\0') && !file.starts_with('.'), "{file}");
        }
    }

    #[test]
    fn drafts_lie_where_the_rules_say() {
        for (state, home, expected) in [
            (Some("/state"), Some("/home/a"), Some("/state/senco/drafts")),
            (Some("relative"), Some("/home/a"), Some("/home/a/.local/state/senco/drafts")),
            (None, Some("/home/a"), Some("/home/a/.local/state/senco/drafts")),
            (None, Some("home"), None),
            (None, None, None),
        ] {
            assert_eq!(place(state, home), expected.map(PathBuf::from));
        }
    }
}
