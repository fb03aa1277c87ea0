//! Keys, pastes, resizes and the end of the line, on a channel. One thread reads the terminal and nothing
//! else waits on it.
//!
//! The rule: a line that is closed (end of file, an error, a hang-up) is told once as `Closed`, and the
//! thread is gone; the process follows within a second.
//!
//! The channel is bounded, so that what is pasted into a terminal without bracketed paste waits in the terminal
//! and not in memory. Drain it before drawing: one frame for many keys.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::fd::AsFd;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use crossterm::event::KeyEvent;
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::keys::{Decoder, Typed};
pub use super::paste::Paste;
pub use super::signals::Leave;
use super::signals::end_within_a_second;

/// Events that wait before the reader does.
const WAITING: usize = 1024;

/// What comes from outside to the screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// A key was pressed. Keys let go are not told.
    Key(KeyEvent),
    /// Text was pasted: one edit.
    Paste(Paste),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// A signal asks the program to leave: save the draft, restore the terminal, end.
    Signal(Leave),
    /// The terminal is gone: save the draft and end.
    Closed,
}

impl From<Typed> for Input {
    fn from(typed: Typed) -> Input {
        match typed {
            Typed::Key(key) => Input::Key(key),
            Typed::Paste(paste) => Input::Paste(paste),
        }
    }
}

/// The channel that inputs travel on. A loop that waits for other things too makes its own, of a
/// type that is `From<Input>`.
pub fn channel() -> (SyncSender<Input>, Receiver<Input>) {
    sync_channel(WAITING)
}

/// Reads the terminal on a thread of its own until it is closed or nobody listens.
///
/// # Errors
/// There is no terminal to read, or no thread to be had.
pub fn spawn<T: From<Input> + Send + 'static>(to: SyncSender<T>) -> io::Result<()> {
    let tty = terminal()?;
    thread::Builder::new().name("keys".into()).spawn(move || {
        listen(tty, |input| {
            if input == Input::Closed {
                end_within_a_second(Leave::Hangup);
            }
            to.send(T::from(input)).is_ok()
        });
    })?;
    Ok(())
}

/// Whether this error of reading or drawing means that the terminal is gone for good.
pub fn is_closed(error: &io::Error) -> bool {
    let gone = [Errno::EIO, Errno::ENXIO, Errno::EBADF, Errno::ENODEV].map(|errno| Some(errno as i32));
    error.kind() == io::ErrorKind::BrokenPipe || gone.contains(&error.raw_os_error())
}

fn terminal() -> io::Result<File> {
    let stdin = io::stdin();
    if stdin.is_terminal() { Ok(stdin.as_fd().try_clone_to_owned()?.into()) } else { File::open("/dev/tty") }
}

/// Posts what `tty` says, `Closed` last. Ends when `post` says that nobody listens.
fn listen(mut tty: File, mut post: impl FnMut(Input) -> bool) {
    let mut decoder = Decoder::default();
    let mut bytes = [0; 4096];
    let mut heard = true;
    while heard {
        let mut typed = |typed: Typed| heard = heard && post(typed.into());
        if let Some(patience) = decoder.patience()
            && !more(&tty, Some(patience))
        {
            decoder.expire(&mut typed);
            continue;
        }
        match tty.read(&mut bytes) {
            Ok(0) => break,
            Ok(n) => decoder.feed(bytes.get(..n).unwrap_or_default(), &mut typed),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // Someone set our terminal to non-blocking.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                more(&tty, None);
            }
            Err(_) => break,
        }
    }
    if heard {
        post(Input::Closed);
    }
}

/// Waits until there is something to read, or the end; `false` after `patience` without either.
fn more(tty: &File, patience: Option<Duration>) -> bool {
    let timeout =
        patience.map_or(PollTimeout::NONE, |wait| PollTimeout::try_from(wait).unwrap_or(PollTimeout::MAX));
    loop {
        match poll(&mut [PollFd::new(tty.as_fd(), PollFlags::POLLIN)], timeout) {
            Ok(ready) => return ready > 0,
            Err(Errno::EINTR) => {}
            Err(_) => return true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyModifiers};
    use nix::pty::openpty;
    use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};
    use std::io::Write;

    /// A raw terminal with a listener on it: its far end, and what it says.
    fn line() -> (File, Receiver<Input>) {
        let pty = openpty(None, None).unwrap();
        let mut mode = tcgetattr(&pty.slave).unwrap();
        cfmakeraw(&mut mode);
        tcsetattr(&pty.slave, SetArg::TCSANOW, &mode).unwrap();
        let (to, from) = channel();
        let tty = File::from(pty.slave);
        thread::spawn(move || listen(tty, |input| to.send(input).is_ok()));
        (File::from(pty.master), from)
    }

    fn next(from: &Receiver<Input>) -> Input {
        from.recv_timeout(Duration::from_secs(20)).expect("the listener says something")
    }

    fn key(code: KeyCode) -> Input {
        Input::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    #[test]
    fn keys_arrive_and_a_lone_escape_is_one() {
        let (mut far, from) = line();
        far.write_all(b"j\x1b[B\x1b").unwrap();
        assert_eq!(next(&from), key(KeyCode::Char('j')));
        assert_eq!(next(&from), key(KeyCode::Down));
        assert_eq!(next(&from), key(KeyCode::Esc));
    }

    #[test]
    fn a_closed_line_is_told_once_and_ends_the_thread() {
        for held in [&b""[..], b"\x1b", b"\x1b[200~half"] {
            let (mut far, from) = line();
            far.write_all(b"x").unwrap();
            assert_eq!(next(&from), key(KeyCode::Char('x')));
            far.write_all(held).unwrap();
            drop(far);
            let rest: Vec<Input> = from.iter().collect();
            assert_eq!(rest.last(), Some(&Input::Closed), "{rest:?}");
            assert_eq!(rest.iter().filter(|input| **input == Input::Closed).count(), 1);
        }
    }

    #[test]
    fn ten_megabytes_are_one_paste() {
        let (mut far, from) = line();
        let writer = thread::spawn(move || {
            far.write_all(b"\x1b[200~").unwrap();
            for _ in 0..160 {
                far.write_all(&[b'x'; 64 * 1024]).unwrap();
            }
            far.write_all(b"\x1b[201~q").unwrap();
            far
        });
        match next(&from) {
            Input::Paste(paste) => assert!(paste.cut && paste.text.len() == super::super::paste::LIMIT),
            other => panic!("{other:?}"),
        }
        assert_eq!(next(&from), key(KeyCode::Char('q')));
        drop(writer.join().unwrap());
        assert_eq!(next(&from), Input::Closed);
    }

    #[test]
    fn drawing_on_a_closed_line_says_so() {
        let pty = openpty(None, None).unwrap();
        drop(pty.master);
        let error = File::from(pty.slave).write_all(b"x").unwrap_err();
        assert!(is_closed(&error), "{error}");
        assert!(!is_closed(&io::ErrorKind::Interrupted.into()));
    }
}
