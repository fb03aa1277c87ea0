//! A paste is one edit: collected to its end, cleaned and capped.
//!
//! The rule: however much arrives, no more than `LIMIT` is kept, and the rest is read and thrown away, so that
//! it is never taken for keys.

use crate::text::is_dangerous;

/// The most that is kept of one paste, in bytes.
pub const LIMIT: usize = 64 * 1024;

/// What a terminal sends after the text.
const END: &[u8] = b"\x1b[201~";

/// Text that was pasted: line ends as `\n`, tabs as blanks, nothing that could drive a terminal.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Paste {
    /// The text, at most `LIMIT` bytes.
    pub text: String,
    /// There was more, which is lost: say so.
    pub cut: bool,
}

/// Collects the bytes of a paste up to its end.
#[derive(Debug, Default)]
pub(super) struct Collector {
    bytes: Vec<u8>,
    /// Bytes of `END` that were seen last.
    matched: usize,
    cut: bool,
}

impl Collector {
    /// Takes bytes up to the end of the paste: whether it ended, and the bytes after it.
    pub(super) fn take<'a>(&mut self, bytes: &'a [u8]) -> (bool, &'a [u8]) {
        for (at, byte) in bytes.iter().enumerate() {
            if END.get(self.matched) == Some(byte) {
                self.matched += 1;
                if self.matched == END.len() {
                    return (true, bytes.get(at + 1..).unwrap_or_default());
                }
                continue;
            }
            // END begins with the only ESC in it, so a failed match can start anew only here.
            for held in END.iter().take(std::mem::take(&mut self.matched)) {
                self.keep(*held);
            }
            if END.first() == Some(byte) {
                self.matched = 1;
            } else {
                self.keep(*byte);
            }
        }
        (false, &[])
    }

    fn keep(&mut self, byte: u8) {
        if self.bytes.len() < LIMIT {
            self.bytes.push(byte);
        } else {
            self.cut = true;
        }
    }

    /// The cleaned text. `cut`: the end never came.
    pub(super) fn finish(self, cut: bool) -> Paste {
        let cut = cut || self.cut;
        let mut bytes = self.bytes.as_slice();
        // Where it was cut, half a character may be left over.
        if cut
            && let Err(error) = std::str::from_utf8(bytes)
            && error.error_len().is_none()
        {
            bytes = bytes.get(..error.valid_up_to()).unwrap_or_default();
        }
        let mut text = clean(&String::from_utf8_lossy(bytes));
        // What is no text grows when it is replaced.
        let fits = text.floor_char_boundary(LIMIT);
        let cut = cut || fits < text.len();
        text.truncate(fits);
        Paste { text, cut }
    }
}

fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            // Terminals paste a line end as CR.
            '\r' => out.push('\n'),
            '\n' if after_return => {}
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            c if is_dangerous(c) => {}
            c => out.push(c),
        }
        after_return = c == '\r';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pasted(pieces: &[&[u8]]) -> (Paste, Vec<u8>) {
        let mut collector = Collector::default();
        let mut after = Vec::new();
        let mut done = false;
        for piece in pieces {
            if done {
                after.extend_from_slice(piece);
                continue;
            }
            let (ended, rest) = collector.take(piece);
            done = ended;
            after.extend_from_slice(rest);
        }
        (collector.finish(!done), after)
    }

    #[test]
    fn a_paste_is_cleaned() {
        let cases: [(&[u8], &str); 6] = [
            (b"slept badly", "slept badly"),
            (b"a\r\nb\rc\nd\te", "a\nb\nc\nd e"),
            (b"\x1b[31mred\x1b[0m\x07", "[31mred[0m"),
            ("Cy\u{202e}x\u{2028}y\u{9b}2J".as_bytes(), "Cyx\ny2J"),
            (b"bad \xff byte", "bad \u{fffd} byte"),
            (b"\x1b[201x\x1b\x1b[20", "[201x[20"),
        ];
        for (bytes, text) in cases {
            let (paste, after) = pasted(&[bytes, END, b"j"]);
            assert_eq!((paste.text.as_str(), paste.cut), (text, false), "{bytes:?}");
            assert_eq!(after, b"j");
        }
    }

    #[test]
    fn the_end_is_seen_wherever_the_line_splits_it() {
        let all = b"Otter\x1b[201~q";
        for at in 0..all.len() {
            let (paste, after) = pasted(&[&all[..at], &all[at..]]);
            assert_eq!(paste, Paste { text: "Otter".into(), cut: false }, "split at {at}");
            assert_eq!(after, b"q", "split at {at}");
        }
    }

    #[test]
    fn more_than_the_limit_is_read_and_thrown_away() {
        let mut collector = Collector::default();
        // 10 MB, with a character across the limit.
        collector.take(&vec![b'x'; LIMIT - 1]);
        for _ in 0..160 {
            assert!(!collector.take("é".repeat(32 * 1024).as_bytes()).0);
        }
        assert!(collector.bytes.capacity() <= 2 * LIMIT);
        assert!(collector.take(END).0);
        let paste = collector.finish(false);
        assert_eq!(paste.text, "x".repeat(LIMIT - 1));
        assert!(paste.cut);
    }

    #[test]
    fn what_is_no_text_stays_within_the_limit() {
        let mut collector = Collector::default();
        collector.take(&vec![0xff; LIMIT]);
        let paste = collector.finish(false);
        assert!(paste.text.len() <= LIMIT && paste.cut);
    }
}
