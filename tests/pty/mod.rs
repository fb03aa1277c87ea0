//! The real program in a terminal of memory: keys go in, the screen comes out.
//!
//! Rule: a test waits for text that it expects on a screen that has come to rest; it never sleeps. What did not come is told
//! with the screen as it was.
#![allow(dead_code)] // each test file uses its part
#![allow(clippy::unwrap_used)] // a journey that cannot go on must stop

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{ChildKiller, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// The day on which every journey takes place: a Saturday in the autumn term.
pub const DAY: &str = "2026-11-21";

/// How long a test waits for what must come; far more than it takes, since the machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A screen that has not changed for this long has come to rest.
const REST: Duration = Duration::from_millis(60);

/// The program that is tested.
pub const SENCO: &str = env!("CARGO_BIN_EXE_senco");

/// What the terminal shows.
struct Seen {
    parser: vt100::Parser,
    /// Everything that was sent, for tests that look at bytes.
    bytes: Vec<u8>,
    /// The reader must stop.
    stop: bool,
    closed: bool,
}

/// The program, running.
pub struct Screen {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    reader: Option<JoinHandle<()>>,
    killer: Box<dyn ChildKiller + Send + Sync>,
    exit: Receiver<ExitStatus>,
    /// The process.
    pub pid: u32,
}

fn some(size: u16) -> std::num::NonZeroU16 {
    std::num::NonZeroU16::new(size).expect("a terminal has a size")
}

/// A made-up school in a directory of its own, which goes with it.
pub struct School {
    /// Keeps the directory.
    pub home: tempfile::TempDir,
    /// The store's file.
    pub store: PathBuf,
}

/// A made-up school of so many pupils, the same every time.
pub fn school(pupils: u32) -> School {
    let home = tempfile::tempdir().unwrap();
    let store = home.path().join("school.redb");
    let made = plain(home.path())
        .args([
            "demo",
            "--no-screen",
            "--seed",
            "7",
            "--today",
            DAY,
            "--pupils",
            &pupils.to_string(),
            "--store",
        ])
        .arg(&store)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    School { home, store }
}

/// A real store, made and filled with this register sheet on the command line.
pub fn real_school(sheet: &str) -> School {
    let home = tempfile::tempdir().unwrap();
    let school = School { store: home.path().join("school.redb"), home };
    school.run(&["init", "--school", "Hedge End Primary", "--site", "Main"]);
    school.run(&["import", &school.sheet(sheet)]);
    school
}

/// The program without a terminal, with a home of its own.
pub fn plain(home: &Path) -> Command {
    let mut command = Command::new(SENCO);
    command.env_clear().env("HOME", home).env("PATH", "/usr/bin:/bin").env("TZ", "Europe/London");
    command
}

impl School {
    /// Opens the screen on the store at 80×24, on the usual day.
    pub fn open(&self) -> Screen {
        self.open_with(&[], (80, 24), &[])
    }

    /// Opens the screen with further arguments and environment.
    pub fn open_with(&self, args: &[&str], size: (u16, u16), env: &[(&str, &str)]) -> Screen {
        let store = self.store.to_str().unwrap();
        let mut all = vec!["--store", store, "--today", DAY];
        all.extend(args);
        let home = self.home.path().to_str().unwrap();
        let mut full = vec![("HOME", home)];
        full.extend(env);
        Screen::start(&all, size, &full)
    }

    /// Writes a register sheet; its path.
    pub fn sheet(&self, text: &str) -> String {
        let path = self.home.path().join("register.csv");
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// What a subcommand prints on this store.
    pub fn run(&self, args: &[&str]) -> String {
        let out = plain(self.home.path())
            .args(args)
            .args(["--today", DAY, "--store"])
            .arg(&self.store)
            .output()
            .unwrap();
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    }
}

impl Screen {
    /// Starts the program in a terminal of so many columns and rows, with this environment alone and `TERM`.
    pub fn start(args: &[&str], (cols, rows): (u16, u16), env: &[(&str, &str)]) -> Screen {
        let pair =
            native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(SENCO);
        command.args(args);
        command.env_clear();
        for (name, value) in [("TERM", "xterm-256color"), ("PATH", "/usr/bin:/bin"), ("TZ", "Europe/London")]
        {
            command.env(name, value);
        }
        for (name, value) in env {
            command.env(name, value);
        }
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let pid = child.process_id().unwrap();
        let killer = child.clone_killer();
        let (told, exit) = channel();
        std::thread::spawn(move || told.send(child.wait().unwrap()));
        let seen = Arc::new((
            Mutex::new(Seen {
                parser: vt100::Parser::new(some(rows), some(cols), 0),
                bytes: Vec::new(),
                stop: false,
                closed: false,
            }),
            Condvar::new(),
        ));
        let mut from = pair.master.try_clone_reader().unwrap();
        let shared = Arc::clone(&seen);
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            loop {
                let read = from.read(&mut bytes);
                // A test that fails while it looks must not make this thread fail too.
                let mut seen = shared.0.lock().unwrap_or_else(PoisonError::into_inner);
                match read {
                    Ok(n) if n > 0 && !seen.stop => {
                        seen.parser.process(&bytes[..n]);
                        seen.bytes.extend_from_slice(&bytes[..n]);
                    }
                    _ => seen.closed = true,
                }
                shared.1.notify_all();
                if seen.closed {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Screen {
            seen,
            master: Some(pair.master),
            writer: Some(writer),
            reader: Some(reader),
            killer,
            exit,
            pid,
        }
    }

    fn look(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().unwrap()
    }

    /// The whole screen as text.
    pub fn text(&self) -> String {
        self.look().parser.screen().contents()
    }

    /// One row as text.
    pub fn row(&self, row: u16) -> String {
        let seen = self.look();
        let (_, cols) = seen.parser.screen().size();
        seen.parser.screen().rows(0, cols.get()).nth(usize::from(row)).unwrap_or_default()
    }

    /// Column and row of the cursor.
    pub fn cursor(&self) -> (u16, u16) {
        let (row, col) = self.look().parser.screen().cursor_position();
        (col, row)
    }

    /// Whether the cursor is seen.
    pub fn cursor_is_seen(&self) -> bool {
        !self.look().parser.screen().hide_cursor()
    }

    /// How many bytes were sent so far.
    pub fn sent(&self) -> usize {
        self.look().bytes.len()
    }

    /// Everything that was sent since the first so many bytes.
    pub fn bytes_since(&self, start: usize) -> Vec<u8> {
        self.look().bytes[start..].to_vec()
    }

    /// Presses keys: `C-p`, `Enter`, `Esc`, `Space`, `Down`…; anything else is typed as it stands, so `"/ ama Enter"` filters.
    pub fn keys(&mut self, keys: &str) -> &mut Screen {
        for key in keys.split_whitespace() {
            let bytes = match key {
                "Enter" => b"\r".to_vec(),
                "Esc" => b"\x1b".to_vec(),
                "Space" => b" ".to_vec(),
                "Tab" => b"\t".to_vec(),
                "S-Tab" => b"\x1b[Z".to_vec(),
                "Backspace" => b"\x7f".to_vec(),
                "Delete" => b"\x1b[3~".to_vec(),
                "Up" => b"\x1b[A".to_vec(),
                "Down" => b"\x1b[B".to_vec(),
                "Right" => b"\x1b[C".to_vec(),
                "Left" => b"\x1b[D".to_vec(),
                "Home" => b"\x1b[H".to_vec(),
                "End" => b"\x1b[F".to_vec(),
                "PageUp" => b"\x1b[5~".to_vec(),
                "PageDown" => b"\x1b[6~".to_vec(),
                _ => match key.as_bytes() {
                    [b'C', b'-', letter] => vec![letter & 0x1f],
                    other => other.to_vec(),
                },
            };
            self.send(&bytes);
            if key == "Esc" {
                // A lone Esc is one only if nothing follows at once; what it does is seen before the next key.
                self.rest();
            }
        }
        self
    }

    /// Types text as it stands, blanks too.
    pub fn text_in(&mut self, text: &str) -> &mut Screen {
        self.send(text.as_bytes());
        self
    }

    /// Pastes text, bracketed as terminals do.
    pub fn paste(&mut self, text: &str) -> &mut Screen {
        self.send(format!("\x1b[200~{text}\x1b[201~").as_bytes());
        self
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) {
        let writer = self.writer.as_mut().expect("the line is there");
        writer.write_all(bytes).unwrap();
        writer.flush().unwrap();
    }

    /// Another size of the terminal.
    pub fn resize(&mut self, cols: u16, rows: u16) -> &mut Screen {
        self.look().parser.screen_mut().set_size(some(rows), some(cols));
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("the line is there").resize(size).unwrap();
        self
    }

    /// Waits until the screen shows this text and rests.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> &mut Screen {
        self.wait(&format!("“{text}”"), |screen| screen.contains(text))
    }

    /// Waits until the screen no longer shows this text and rests.
    #[track_caller]
    pub fn wait_gone(&mut self, text: &str) -> &mut Screen {
        self.wait(&format!("no “{text}”"), |screen| !screen.contains(text))
    }

    /// Waits until the screen is as wanted and rests.
    #[track_caller]
    pub fn wait(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> &mut Screen {
        let end = Instant::now() + PATIENCE;
        let (lock, changed) = &*self.seen;
        let mut seen = lock.lock().unwrap();
        loop {
            let shown = seen.parser.screen().contents();
            let fits = wanted(&shown);
            let left = end.saturating_duration_since(Instant::now());
            if !fits && (left.is_zero() || seen.closed) {
                panic!("waited for {what}; the screen is:\n{shown}");
            }
            if fits && seen.closed {
                break;
            }
            let before = seen.bytes.len();
            let (after, waited) = changed.wait_timeout(seen, if fits { REST } else { left }).unwrap();
            seen = after;
            if fits && waited.timed_out() && seen.bytes.len() == before {
                break;
            }
        }
        drop(seen);
        self
    }

    /// Waits until nothing has been sent for a moment.
    pub fn rest(&mut self) -> &mut Screen {
        self.wait("anything", |_| true)
    }

    /// Drops the line, as a lost SSH connection does.
    pub fn drop_line(&mut self) {
        self.look().stop = true;
        // The reader holds the line too, and lets go when something comes: another size makes the program draw.
        let (rows, cols) = self.look().parser.screen().size();
        let size = PtySize { rows: rows.get() + 1, cols: cols.get() + 1, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("the line is there").resize(size).unwrap();
        self.reader.take().expect("the line is there").join().unwrap();
        self.writer = None;
        self.master = None;
    }

    /// Whether the program still runs.
    pub fn runs(&self) -> bool {
        matches!(self.exit.try_recv(), Err(TryRecvError::Empty))
    }

    /// Ends it as a power cut would: no handler runs.
    pub fn kill_9(mut self) {
        let killed = Command::new("sh").args(["-c", &format!("kill -9 {}", self.pid)]).status().unwrap();
        assert!(killed.success());
        self.ended();
    }

    /// Waits until the program has ended, for so long at most; how it ended.
    #[track_caller]
    pub fn ended_within(&mut self, most: Duration) -> ExitStatus {
        match self.exit.recv_timeout(most) {
            Ok(status) => status,
            Err(_) => panic!("still running after {most:?}; the screen is:\n{}", self.text()),
        }
    }

    /// Waits until the program has ended; how.
    #[track_caller]
    pub fn ended(&mut self) -> ExitStatus {
        self.ended_within(PATIENCE)
    }

    /// Quits and waits for the end.
    #[track_caller]
    pub fn quit(mut self) {
        self.keys("q");
        assert!(self.ended().success());
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // It has ended already in most tests.
        let _ = self.killer.kill();
    }
}
