//! Text → records of cells with the number of the line each begins on, true to the file even with quoted line breaks.
//!
//! A quotation mark that is never closed would swallow the rest of the file as one cell: it is read as plain text instead,
//! and said so.
use csv::{ReaderBuilder, StringRecord};

/// One record and where it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The line of the file it begins on, from 1.
    pub line: usize,
    /// Its cells as written, without the quoting.
    pub cells: Vec<String>,
    /// True when a quotation mark was opened and never closed, so that the line was read without quoting.
    pub open_quote: bool,
}

impl Record {
    /// Whether every cell is blank: Excel writes such rows for formatted but empty ones.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// After so many unclosed quotation marks the file does not use them for quoting.
const OPEN_QUOTES_BEFORE_PLAIN: usize = 10;

/// The records of `text`, at most `limit` of them, empty lines left out.
pub fn split(text: &str, separator: u8, limit: usize) -> Vec<Record> {
    let mut records = Vec::new();
    let mut rest = text;
    let mut place = Place { byte: 0, line: 1 };
    let mut open_quotes = 0;
    loop {
        let quoting = open_quotes < OPEN_QUOTES_BEFORE_PLAIN;
        let Some(open_at) = read_into(&mut records, rest, separator, quoting, limit, &mut place) else {
            return records;
        };
        open_quotes += 1;
        rest = rest.get(open_at..).unwrap_or_default();
        let end = rest.find(['\n', '\r']).map_or(rest.len(), |at| at + 1);
        let (bad_line, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        // "\r\n" was cut in two: the "\n" begins the rest and counts as that line's break.
        let (bad_line, after) = match after.strip_prefix('\n') {
            Some(stripped) if bad_line.ends_with('\r') => (bad_line, stripped),
            _ => (bad_line, after),
        };
        let line = place.line;
        let mut one = Vec::new();
        read_into(&mut one, bad_line, separator, false, 1, &mut Place { byte: 0, line });
        records.extend(one.into_iter().map(|record| Record { line, open_quote: true, ..record }));
        rest = after;
        place = Place { byte: 0, line: line + 1 };
        if records.len() >= limit {
            return records;
        }
    }
}

/// How far the counting of lines has come in the text being read.
struct Place {
    byte: usize,
    line: usize,
}

impl Place {
    /// Counts the line breaks up to `byte`; `\r\n` is one, as is a lone `\r` (an old Mac's).
    fn advance(&mut self, text: &[u8], byte: usize) {
        let mut before = self.byte.checked_sub(1).and_then(|at| text.get(at)).copied();
        for &b in text.get(self.byte..byte).unwrap_or_default() {
            self.line += usize::from(b == b'\r' || (b == b'\n' && before != Some(b'\r')));
            before = Some(b);
        }
        self.byte = byte.max(self.byte);
    }
}

/// Reads records until the end, the limit, or an unclosed quotation mark, whose record's first byte it returns.
fn read_into(
    records: &mut Vec<Record>,
    text: &str,
    separator: u8,
    quoting: bool,
    limit: usize,
    place: &mut Place,
) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .quoting(quoting)
        .flexible(true)
        .has_headers(false)
        .from_reader(bytes);
    let mut record = StringRecord::new();
    while records.len() < limit && reader.read_record(&mut record).unwrap_or(false) {
        let from = record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(usize::MAX));
        let to = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(bytes.len());
        let raw = bytes.get(from..to).unwrap_or_default();
        // The reader's position of a record is before the empty lines that precede it.
        let blank = raw.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
        place.advance(bytes, from + blank);
        if quoting && to == bytes.len() && swallowed_the_rest(raw.get(blank..).unwrap_or_default()) {
            return Some(from + blank);
        }
        records.push(Record {
            line: place.line,
            cells: record.iter().map(str::to_owned).collect(),
            open_quote: false,
        });
    }
    None
}

/// An odd number of quotation marks in a record of several lines that runs to the end of the file.
fn swallowed_the_rest(raw: &[u8]) -> bool {
    let body = raw.trim_ascii_end();
    body.iter().any(|b| matches!(b, b'\n' | b'\r')) && body.iter().filter(|b| **b == b'"').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(text: &str) -> Vec<(usize, String)> {
        split(text, b',', 1000).into_iter().map(|r| (r.line, r.cells.join("|"))).collect()
    }

    fn want(rows: &[(usize, &str)]) -> Vec<(usize, String)> {
        rows.iter().map(|(line, cells)| (*line, (*cells).to_owned())).collect()
    }

    #[test]
    fn line_numbers_are_those_of_the_file() {
        let cases: [(&str, &[(usize, &str)]); 8] = [
            ("a,b\nc,d\n", &[(1, "a|b"), (2, "c|d")]),
            ("a,b\r\nc,d\r\n", &[(1, "a|b"), (2, "c|d")]),
            ("a,b\rc,d\r", &[(1, "a|b"), (2, "c|d")]),
            ("\n\na,b\n\n\nc,d", &[(3, "a|b"), (6, "c|d")]),
            ("\r\n\r\na\r\n\r\nb", &[(3, "a"), (5, "b")]),
            ("a,\"x\ny\nz\"\nc,d\n", &[(1, "a|x\ny\nz"), (4, "c|d")]),
            ("a,\"x\r\ny\"\r\n\r\nc,d\r\n", &[(1, "a|x\r\ny"), (4, "c|d")]),
            ("\"say \"\"hi\"\"\",b\nc,5\" pipe\n", &[(1, "say \"hi\"|b"), (2, "c|5\" pipe")]),
        ];
        for (text, rows) in cases {
            assert_eq!(brief(text), want(rows), "{text:?}");
        }
    }

    #[test]
    fn an_unclosed_quotation_mark_costs_one_line_only() {
        let rows = split("a,b\nc,\"d\ne,f\r\ng,h\n", b',', 100);
        let got: Vec<_> = rows.iter().map(|r| (r.line, r.cells.join("|"), r.open_quote)).collect();
        let want: Vec<_> = [(1, "a|b", false), (2, "c|\"d", true), (3, "e|f", false), (4, "g|h", false)]
            .into_iter()
            .map(|(line, cells, open)| (line, cells.to_owned(), open))
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn an_inch_mark_on_the_last_line_is_no_opened_quote() {
        assert_eq!(brief("a,b\nc,5\"\n"), want(&[(1, "a|b"), (2, "c|5\"")]));
    }

    #[test]
    fn the_limit_holds() {
        assert_eq!(split("a\nb\nc\nd\n", b',', 2).len(), 2);
    }

    #[test]
    fn a_file_of_unclosed_quotes_ends() {
        let text = "x,\"y\n".repeat(2001);
        assert!(!split(&text, b',', usize::MAX).is_empty());
    }
}
