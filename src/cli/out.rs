//! Results on stdout: lines for people, one JSON object for programs. Messages on stderr.
//!
//! Rule: nothing from a record reaches the terminal without passing `text::clean`. JSON keeps every character, the
//! dangerous ones escaped as `\u….`, so that a reader gets the true value and a terminal nothing to obey.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::text::clean;

/// Whether to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Whether what goes to stdout is coloured.
    pub fn on(self) -> bool {
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                !plain && io::stdout().is_terminal()
            }
        }
    }
}

/// Where results go.
pub struct Out {
    to: BufWriter<StdoutLock<'static>>,
    color: bool,
}

impl Out {
    /// Stdout.
    pub fn new(color: Color) -> Out {
        Out { to: BufWriter::new(io::stdout().lock()), color: color.on() }
    }

    /// One line, cleaned.
    ///
    /// # Errors
    /// Stdout cannot be written.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.to, "{}", clean(text).trim_end())
    }

    /// One line that heads others: bold where there is colour.
    ///
    /// # Errors
    /// Stdout cannot be written.
    pub fn head(&mut self, text: &str) -> io::Result<()> {
        if self.color {
            writeln!(self.to, "\x1b[1m{}\x1b[0m", clean(text).trim_end())
        } else {
            self.line(text)
        }
    }

    /// Text of our own making, as it is: a man page, a completion script.
    ///
    /// # Errors
    /// Stdout cannot be written.
    pub fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.to.write_all(bytes)
    }

    /// The one JSON object: `{"schema":1,"items":[…]}`, an item a line.
    ///
    /// # Errors
    /// Stdout cannot be written.
    pub fn items<T: Serialize>(&mut self, items: impl IntoIterator<Item = T>) -> io::Result<()> {
        self.to.write_all(b"{\"schema\":1,\"items\":[")?;
        for (at, item) in items.into_iter().enumerate() {
            self.to.write_all(if at == 0 { b"\n" } else { b",\n" })?;
            item.serialize(&mut Serializer::with_formatter(&mut self.to, Safe))?;
        }
        self.to.write_all(b"\n]}\n")
    }

    /// Brings everything out.
    ///
    /// # Errors
    /// Stdout cannot be written.
    pub fn finish(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Compact JSON in which whatever `clean` would alter is escaped.
struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if matches!(clean(fragment), std::borrow::Cow::Borrowed(_)) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut buffer = [0; 4];
        for c in fragment.chars() {
            let one: &str = c.encode_utf8(&mut buffer);
            if clean(one) == one {
                writer.write_all(one.as_bytes())?;
            } else {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(())
    }
}

/// One line on stderr, cleaned: what a terminal or a log shows is never a command to it.
pub fn say(text: &str) {
    let mut err = io::stderr().lock();
    for line in text.lines() {
        // Nobody to tell: nothing to do about it.
        let _ = writeln!(err, "{}", clean(line));
    }
}

/// How far a long command is, on stderr if that is a terminal.
pub struct Progress {
    shown: bool,
    what: &'static str,
    last: std::cell::Cell<u64>,
}

impl Progress {
    /// Of what it tells: "pupils".
    pub fn of(what: &'static str) -> Progress {
        Progress { shown: io::stderr().is_terminal(), what, last: std::cell::Cell::new(u64::MAX) }
    }

    /// So many are done, of so many.
    pub fn tell(&self, done: u64, total: u64) {
        let percent = done.saturating_mul(100) / total.max(1);
        if self.shown && self.last.replace(percent) != percent {
            let _ = write!(io::stderr().lock(), "\r{percent:3} % of {total} {}", self.what);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown && self.last.get() != u64::MAX {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_the_value_and_gives_a_terminal_nothing_to_obey() {
        for text in
            ["Ama Otter", "\x1b[31mAma", "Cy\u{202e}nevraM", "a\"b\\c\n", "\u{9b}2J", "\u{e0041}x", "王小明"]
        {
            let mut written = Vec::new();
            text.serialize(&mut Serializer::with_formatter(&mut written, Safe)).unwrap();
            let written = String::from_utf8(written).unwrap();
            assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
            assert_eq!(clean(&written), written, "{written:?}");
        }
    }
}
