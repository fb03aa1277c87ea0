//! Taking the terminal over and giving it back as it was found.
//!
//! The rules: giving back happens once, from wherever it is asked first (the end of the program, a panic, a
//! signal), and never waits for a lock that a stuck writer might hold; a panic says where it happened
//! and where a draft is, and never what was being worked on, since its message may hold a pupil's name.
//!
//! No mouse capture, no queries, no title: there is nothing else to undo.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::panic::PanicHookInfo;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

use crossterm::terminal;
use ratatui::layout::Size;

/// Alternate screen, bracketed paste. The first frame clears the screen.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h";

/// Plain pen, paste as before, cursor shown, nothing left on the alternate screen, back to the other one.
const LEAVE: &[u8] = b"\x1b[m\x1b[?2004l\x1b[?25h\x1b[H\x1b[2J\x1b[?1049l";

/// What a terminal that does not know its size is taken for.
const USUAL: Size = Size::new(80, 24);

/// Whether the terminal is taken over.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The thread that draws.
static SCREEN: Mutex<Option<ThreadId>> = Mutex::new(None);

/// Where drafts are kept.
static DRAFTS: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Holds the terminal in raw mode on a screen of its own, until dropped.
#[derive(Debug)]
pub struct Guard {
    out: File,
}

impl Guard {
    /// Takes over the terminal on standard output.
    ///
    /// # Errors
    /// Standard output is not a terminal, or it cannot be set up; it is left as it was then.
    pub fn enter() -> io::Result<Guard> {
        if !io::stdout().is_terminal() {
            return Err(io::Error::other("standard output is not a terminal"));
        }
        let out = output()?;
        if let Ok(mut screen) = SCREEN.lock() {
            *screen = Some(thread::current().id());
        }
        terminal::enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        // From here on dropping it gives the terminal back.
        let mut guard = Guard { out };
        guard.out.write_all(ENTER)?;
        Ok(guard)
    }

    /// The terminal to draw on, unbuffered: for [`LineBackend`](super::backend::LineBackend).
    ///
    /// # Errors
    /// No more files can be opened.
    pub fn writer(&self) -> io::Result<File> {
        self.out.try_clone()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back, if it is taken: whether it was. Safe to call from any thread, any
/// number of times. A terminal that is gone cannot be given back, which is no error.
pub fn restore() -> bool {
    let taken = TAKEN.swap(false, Ordering::SeqCst);
    if taken {
        if let Ok(mut out) = output() {
            let _ = out.write_all(LEAVE);
        }
        let _ = terminal::disable_raw_mode();
    }
    taken
}

/// Standard output without its lock and its buffer.
fn output() -> io::Result<File> {
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

/// The terminal's size in columns and rows; 80 by 24 if it does not know.
///
/// # Errors
/// There is no terminal any more.
pub fn size() -> io::Result<Size> {
    let size = terminal::window_size()?;
    Ok(Size::new(
        if size.columns == 0 { USUAL.width } else { size.columns },
        if size.rows == 0 { USUAL.height } else { size.rows },
    ))
}

/// Names the directory of the drafts, for the message of a panic; `None`: there are none.
pub fn set_drafts(place: Option<PathBuf>) {
    if let Ok(mut drafts) = DRAFTS.lock() {
        *drafts = place;
    }
}

/// From now on a panic gives the terminal back before it speaks, and speaks without data.
///
/// If another thread than the one that draws panics while the screen is up, the process ends: the
/// screen is gone then, and half a program is worse than none.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|panic| {
        // The store catches what a damaged file makes of its reader, and says so in words.
        if crate::store::panic_is_expected() {
            return;
        }
        let taken = restore();
        let _ = writeln!(io::stderr(), "{}", message(panic));
        // Never wait in here: the panicking thread may hold the lock.
        let screen = SCREEN.try_lock().ok().and_then(|screen| *screen);
        if taken && screen != Some(thread::current().id()) {
            std::process::exit(101);
        }
    }));
}

fn message(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
    let drafts = DRAFTS.try_lock().ok().and_then(|drafts| drafts.clone());
    let mut message = words(&place, drafts);
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        message.push_str(&format!("\n{trace}"));
    }
    message
}

fn words(place: &str, drafts: Option<PathBuf>) -> String {
    let mut words = format!("senco stopped: a fault in the program{place}.\nWhat was saved is safe.");
    if let Some(drafts) = drafts {
        words.push_str(&format!(
            " What was being typed is kept as a draft in {}\nand offered at the next start.",
            drafts.display()
        ));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_taken_is_not_given_back() {
        assert!(!restore());
        assert!(!restore());
    }

    #[test]
    fn leaving_undoes_entering() {
        let (enter, leave) = (ENTER.escape_ascii().to_string(), LEAVE.escape_ascii().to_string());
        let modes: Vec<&str> = enter.split("\\x1b[?").skip(1).collect();
        assert_eq!(modes, ["1049h", "2004h"]);
        for mode in modes {
            assert!(leave.contains(&format!("\\x1b[?{}", mode.replace('h', "l"))), "{mode} in {leave}");
        }
        assert!(leave.contains("\\x1b[?25h"));
        assert!(leave.ends_with("\\x1b[2J\\x1b[?1049l"), "cleared first: {leave}");
    }

    #[test]
    fn a_panic_tells_where_but_not_what() {
        let words = words(" at src/x.rs:7", Some(PathBuf::from("/home/a/drafts")));
        assert_eq!(
            words,
            "senco stopped: a fault in the program at src/x.rs:7.\nWhat was saved is safe. What was being typed is \
             kept as a draft in /home/a/drafts\nand offered at the next start."
        );
    }
}
