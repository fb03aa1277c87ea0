//! Bytes of a file → text. A file that is no text is refused by what it is, and no byte string ever fails otherwise.
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::fmt;

/// How the characters of a file were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without the byte order mark.
    Utf8,
    /// UTF-16, low byte first ("Unicode text" of Excel).
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// What Excel's plain "CSV" writes in England.
    Windows1252,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::Windows1252 => "Windows-1252",
        })
    }
}

/// Why some bytes are not the text of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotText {
    /// Nothing in it but blanks.
    Empty,
    /// A zip archive: .xlsx and .ods are zips.
    Zip,
    /// An Excel file from before 2007 (.xls).
    OldExcel,
    /// A PDF.
    Pdf,
    /// A web page or other XML, which some systems call .xls; also a CTF.
    Markup,
    /// Something else that is not text.
    Binary,
}

/// The text of a file, with how it was written and whether a character could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// How it was written.
    pub encoding: Encoding,
    /// True when some bytes did not fit the encoding and stand as U+FFFD.
    pub damaged: bool,
}

/// Reads bytes as text.
///
/// # Errors
/// [`NotText`] when the bytes are empty or another kind of file.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Err(NotText::Zip);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(NotText::OldExcel);
    }
    if bytes.starts_with(b"%PDF") {
        return Err(NotText::Pdf);
    }
    let encoding = guess(bytes)?;
    let (decoder, encoding) = match encoding {
        Encoding::Utf8 => (UTF_8, encoding),
        Encoding::Utf16Le => (UTF_16LE, encoding),
        Encoding::Utf16Be => (UTF_16BE, encoding),
        Encoding::Windows1252 => (WINDOWS_1252, encoding),
    };
    let (text, damaged) = decoder.decode_with_bom_removal(bytes);
    if is_binary(&text) {
        return Err(NotText::Binary);
    }
    // Ctrl-Z ended text files once, and some school systems still write it.
    let text = text.trim_end_matches('\u{1a}');
    if text.trim().is_empty() {
        return Err(NotText::Empty);
    }
    let start = text.trim_start().get(..5).unwrap_or_default().to_ascii_lowercase();
    if start == "<?xml" || start == "<html" || start == "<!doc" || start == "<tabl" {
        return Err(NotText::Markup);
    }
    Ok(Decoded { text: text.to_owned(), encoding, damaged })
}

/// A zero byte, or more control characters than a stray one here and there, which is left out when its cell is read.
fn is_binary(text: &str) -> bool {
    let odd = |c: &char| *c < ' ' && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}');
    text.contains('\0') || text.chars().filter(odd).count().saturating_mul(10) > text.chars().count()
}

fn guess(bytes: &[u8]) -> Result<Encoding, NotText> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        return Ok(Encoding::Utf8);
    }
    if bytes.starts_with(b"\xFF\xFE") {
        return Ok(Encoding::Utf16Le);
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return Ok(Encoding::Utf16Be);
    }
    let head = bytes.get(..4096).unwrap_or(bytes);
    let (mut low, mut high, mut pairs) = (0_usize, 0_usize, 0_usize);
    for pair in head.chunks_exact(2) {
        if let [a, b] = pair {
            pairs += 1;
            high += usize::from(*a == 0 && *b != 0);
            low += usize::from(*b == 0 && *a != 0);
        }
    }
    // English text in UTF-16 has a zero in nearly every pair; half is plenty.
    if pairs > 1 && low * 2 > pairs {
        return Ok(Encoding::Utf16Le);
    }
    if pairs > 1 && high * 2 > pairs {
        return Ok(Encoding::Utf16Be);
    }
    if bytes.contains(&0) {
        return Err(NotText::Binary);
    }
    Ok(if mostly_utf8(bytes) { Encoding::Utf8 } else { Encoding::Windows1252 })
}

/// Valid UTF-8, or UTF-8 with a few broken characters: more good ones outside ASCII than bad.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > bad
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, little: bool, bom: bool) -> Vec<u8> {
        let mark = if bom { "\u{feff}" } else { "" };
        format!("{mark}{text}")
            .encode_utf16()
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "Surname,Forename\r\nZoë,Ñandú\r\n";
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let cases: Vec<(Vec<u8>, Encoding)> = vec![
            (text.as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Encoding::Utf8),
            (utf16(text, true, true), Encoding::Utf16Le),
            (utf16(text, true, false), Encoding::Utf16Le),
            (utf16(text, false, true), Encoding::Utf16Be),
            (utf16(text, false, false), Encoding::Utf16Be),
            (latin, Encoding::Windows1252),
        ];
        for (bytes, encoding) in cases {
            let got = decode(&bytes).unwrap();
            assert_eq!((got.text.as_str(), got.encoding, got.damaged), (text, encoding, false));
        }
    }

    #[test]
    fn windows_1252_has_curly_quotes() {
        let got = decode(b"Surname\nO\x92Stoat\n").unwrap();
        assert_eq!(got.text, "Surname\nO’Stoat\n");
    }

    #[test]
    fn one_broken_character_does_not_spoil_the_others() {
        let got = decode(b"Zo\xC3\xAB\nNo\xC3\xAB\nBad \xFF\n").unwrap();
        assert_eq!(got.encoding, Encoding::Utf8);
        assert!(got.damaged && got.text.starts_with("Zoë\nNoë\nBad \u{fffd}"));
    }

    #[test]
    fn what_is_no_text_is_named() {
        let cases: [(&[u8], NotText); 12] = [
            (b"", NotText::Empty),
            (b" \r\n\t\n", NotText::Empty),
            (b"\xEF\xBB\xBF", NotText::Empty),
            (b"\xFF\xFE", NotText::Empty),
            (b"PK\x03\x04rest", NotText::Zip),
            (b"\xD0\xCF\x11\xE0\xA1\xB1", NotText::OldExcel),
            (b"%PDF-1.7", NotText::Pdf),
            (b"\n<!DOCTYPE html>", NotText::Markup),
            (b"<?xml version='1.0'?>", NotText::Markup),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", NotText::Binary),
            (b"abc\x01\x02", NotText::Binary),
            (b"\xFF\xFE\0\0A\0\0\0", NotText::Binary),
        ];
        for (bytes, want) in cases {
            assert_eq!(decode(bytes).unwrap_err(), want, "{bytes:?}");
        }
    }
}
