//! What a cell says: cleaned text, yes or no; and how one is written. A cell that says nothing is None; one that cannot be read is an error in
//! words, and the caller leaves the field as it was.

/// What shows as nothing, reorders text or moves a cursor has no place in a record.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}' | '\u{61c}')
        || (c.is_control() && !c.is_whitespace())
}

/// A cell as one line: blanks (also unbreakable ones) to single spaces, hidden characters gone, Excel's `="0123"` and `'0123`
/// unwrapped.
pub fn clean(cell: &str) -> String {
    let text: String = cell.chars().filter(|c| !is_hidden(*c)).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(inner) = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')) {
        return inner.trim().to_owned();
    }
    match text.strip_prefix('\'') {
        Some(digits) if digits.starts_with(|c: char| c.is_ascii_digit()) => digits.to_owned(),
        _ => text,
    }
}

/// A cell of several lines, each cleaned as [`clean`] does; blank lines at the ends are gone.
pub fn clean_lines(cell: &str) -> String {
    let lines: Vec<String> = cell.replace("\r\n", "\n").split(['\n', '\r', '\u{b}']).map(clean).collect();
    lines.join("\n").trim().to_owned()
}

/// A cell as a message quotes it: cleaned, and cut where it is long.
pub fn quoted(cell: &str) -> String {
    let text = clean(cell);
    if text.chars().count() > 40 {
        let start: String = text.chars().take(39).collect();
        format!("\"{start}…\"")
    } else {
        format!("\"{text}\"")
    }
}

/// Yes or no. `own` are the words that mean yes in this column ("PP", "EAL").
///
/// # Errors
/// In words, when it is neither.
pub fn flag(cell: &str, own: &[&str]) -> Result<Option<bool>, String> {
    let text = clean(cell).to_lowercase();
    match text.trim_end_matches('.') {
        "" => Ok(None),
        "y" | "yes" | "t" | "true" | "1" | "✓" | "✔" | "☑" | "x" | "eligible" | "ever" => {
            Ok(Some(true))
        }
        "n" | "no" | "f" | "false" | "0" | "✗" | "✘" | "☐" | "-" | "–" | "none" | "not eligible" | "n/a" => {
            Ok(Some(false))
        }
        word if own.iter().any(|o| o.eq_ignore_ascii_case(word)) => Ok(Some(true)),
        _ => Err(format!("{} is neither yes nor no", quoted(cell))),
    }
}

/// A cell as a file of comma-separated values has it: one that no spreadsheet takes for a sum and no comma splits. A number
/// stays one.
pub fn written(cell: &str) -> String {
    let first = cell.trim_start_matches([' ', '\u{a0}']);
    let sum = first.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && cell.parse::<f64>().is_err();
    let cell = if sum { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaning_leaves_what_a_person_sees() {
        let cases = [
            ("  Ama\u{a0} Otter ", "Ama Otter"),
            ("=\"00123\"", "00123"),
            ("'00123", "00123"),
            ("'Otter", "'Otter"),
            ("A\u{1b}[31mB", "A[31mB"),
            ("A\u{202e}B\u{200b}C\u{feff}", "ABC"),
            ("a\nb\tc", "a b c"),
        ];
        for (given, want) in cases {
            assert_eq!(clean(given), want, "{given:?}");
        }
        assert_eq!(clean_lines("\r\n a  b\r\n\r\nc \u{7}\n"), "a b\n\nc");
    }

    #[test]
    fn flags_are_yes_no_or_asked() {
        for yes in ["Y", "yes", "TRUE", "t", "1", "✓", "X", "PP", "pp", "Eligible"] {
            assert_eq!(flag(yes, &["PP"]), Ok(Some(true)), "{yes}");
        }
        for no in ["N", "No", "FALSE", "f", "0", "-", "n/a"] {
            assert_eq!(flag(no, &["PP"]), Ok(Some(false)), "{no}");
        }
        assert_eq!(flag(" ", &[]), Ok(None));
        assert_eq!(flag("perhaps", &[]), Err("\"perhaps\" is neither yes nor no".to_owned()));
    }

    #[test]
    fn a_cell_that_is_written_is_neither_a_sum_nor_two() {
        for (given, want) in [
            ("Ama Otter", "Ama Otter"),
            ("=cmd|x", "'=cmd|x"),
            (" =1+1", "' =1+1"),
            ("\t=1", "'\t=1"),
            ("+1 x", "'+1 x"),
            ("@x, y", "\"'@x, y\""),
            ("-2", "-2"),
            ("−2", "−2"),
            ("a \"b\"", "\"a \"\"b\"\"\""),
        ] {
            assert_eq!(written(given), want, "{given:?}");
        }
    }

    #[test]
    fn long_cells_are_cut_in_messages() {
        assert_eq!(quoted(&"é".repeat(50)).chars().count(), 42);
    }
}
