//! The terminal, without a word about pupils: a [`backend`] that sends few bytes, a [`guard`] that leaves
//! the terminal as it was found, keys and pastes from an [`input`] thread, [`signals`], and what happens
//! when the line drops.
//!
//! The rules: the terminal is never asked anything, the mouse is never captured, the title is
//! never set, nothing waits on the reader, and a closed line ends the process within a second.
//!
//! How the screen uses it:
//!
//! ```no_run
//! # use senco::tui::term::{backend::LineBackend, guard, input::{self, Input}, signals};
//! # fn main() -> std::io::Result<()> {
//! guard::install_panic_hook();
//! let guard = guard::Guard::enter()?;
//! let (to, inputs) = input::channel();
//! signals::spawn(to.clone())?;
//! input::spawn(to)?;
//! let mut terminal = ratatui::Terminal::new(LineBackend::new(guard.writer()?, guard::size()?))?;
//! while let Ok(input) = inputs.recv() {
//!     if let Input::Resize(cols, rows) = input {
//!         terminal.backend_mut().resize((cols, rows).into());
//!     }
//!     terminal.draw(|frame| frame.set_cursor_position((0, 0)))?;
//! }
//! # Ok(())
//! # }
//! ```

pub mod backend;
mod grid;
pub mod guard;
pub mod input;
mod keys;
mod moves;
mod paint;
mod paste;
mod scroll;
mod sgr;
pub mod signals;
