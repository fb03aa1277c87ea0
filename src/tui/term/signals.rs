//! Signals as inputs, from a thread of their own: hang-up, termination and interrupt ask the program
//! to leave; a changed window is a resize.
//!
//! The rules: who is asked to leave is gone within a second, in order if it can, else by force; and a
//! stop from outside (SIGTSTP) is ignored, since it would leave a pupil's data on a terminal in raw
//! mode. Ctrl-C and Ctrl-Z from the keyboard are keys.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, channel};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use super::guard;
use super::input::Input;

/// What the program has to leave in order: to save a draft, and to finish a commit.
const GRACE: Duration = Duration::from_millis(750);

/// How long giving back the terminal may take then: a stopped line takes no bytes.
const LAST_TRY: Duration = Duration::from_millis(100);

/// Why the program has to leave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Leave {
    /// The line dropped (SIGHUP).
    Hangup,
    /// SIGTERM.
    Terminate,
    /// SIGINT from outside; Ctrl-C is a key.
    Interrupt,
}

impl Leave {
    /// 128 and the signal's number, as shells have it.
    pub fn exit_code(self) -> i32 {
        128 + match self {
            Leave::Hangup => SIGHUP,
            Leave::Terminate => SIGTERM,
            Leave::Interrupt => SIGINT,
        }
    }

    fn of(signal: i32) -> Option<Leave> {
        match signal {
            SIGHUP => Some(Leave::Hangup),
            SIGTERM => Some(Leave::Terminate),
            SIGINT => Some(Leave::Interrupt),
            _ => None,
        }
    }
}

/// Posts signals as inputs, for as long as somebody listens.
///
/// # Errors
/// The signals cannot be had, or no thread.
pub fn spawn<T: From<Input> + Send + 'static>(to: SyncSender<T>) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGWINCH])?;
    // A handler that does next to nothing takes the place of stopping.
    signal_hook::flag::register(SIGTSTP, Arc::new(AtomicBool::new(false)))?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let input = match Leave::of(signal) {
                Some(leave) => {
                    end_within_a_second(leave);
                    Input::Signal(leave)
                }
                None => match guard::size() {
                    Ok(size) => Input::Resize(size.width, size.height),
                    Err(_) => continue,
                },
            };
            match to.try_send(T::from(input)) {
                Ok(()) => {}
                Err(TrySendError::Disconnected(_)) => break,
                // Nobody drains the channel now: this thread must stay free for the next signal.
                Err(TrySendError::Full(input)) => {
                    let to = to.clone();
                    thread::spawn(move || to.send(input));
                }
            }
        }
    })?;
    Ok(())
}

/// Ends the process within a second, whatever it is stuck in; does nothing the second time. The
/// screen's own loop, if it is alive, is faster.
pub fn end_within_a_second(why: Leave) {
    static ENDING: AtomicBool = AtomicBool::new(false);
    if ENDING.swap(true, Ordering::SeqCst) {
        return;
    }
    let last = move || {
        wait(GRACE);
        // On a line that takes no bytes this blocks for ever: in a thread of its own.
        let (done, given_back) = channel();
        thread::spawn(move || {
            guard::restore();
            done.send(())
        });
        let _ = given_back.recv_timeout(LAST_TRY);
        std::process::exit(why.exit_code());
    };
    if thread::Builder::new().name("end".into()).spawn(last).is_err() {
        guard::restore();
        std::process::exit(why.exit_code());
    }
}

#[expect(clippy::disallowed_methods, reason = "a deadline is all there is to wait for here")]
fn wait(time: Duration) {
    thread::sleep(time);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_and_their_exit_codes() {
        let cases = [(SIGHUP, Some(129)), (SIGINT, Some(130)), (SIGTERM, Some(143)), (SIGWINCH, None)];
        for (signal, code) in cases {
            assert_eq!(Leave::of(signal).map(Leave::exit_code), code);
        }
    }
}
