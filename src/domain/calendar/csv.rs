//! Term dates from a file: `name,start,end,half term start,half term end`, one term a line.
//!
//! Rule kept here: a wrong line is named by its number and refused; nothing is guessed.

use chrono::NaiveDate;

use super::{Calendar, Span, Term};
use crate::domain::date_input;
use crate::domain::words::fold;

const ORDER: [&str; 5] = ["name", "start", "end", "half term start", "half term end"];

/// Reads the terms of a CSV text (comma, semicolon or tab). The headings may be left out, and with headings the columns may
/// stand in any order; half-term may be empty. Dates as 3/9/2026, 2026-09-03 or 3 Sep 2026, always with the year in full.
///
/// # Errors
/// In words, with the line's number; also where the terms overlap or the text holds none.
pub fn parse_terms(csv_text: &str) -> Result<Vec<Term>, String> {
    let text = csv_text.trim_start_matches('\u{feff}');
    let first_line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let separator =
        [b',', b';', b'\t'].into_iter().find(|sep| first_line.contains(char::from(*sep))).unwrap_or(b',');
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut columns = [Some(0), Some(1), Some(2), Some(3), Some(4)];
    let mut terms = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(|error| format!("the file cannot be read as CSV: {error}"))?;
        let line = record.position().map_or(0, |position| line_of(text, position));
        if record.iter().all(str::is_empty) {
            continue;
        }
        if at == 0
            && terms.is_empty()
            && let Some(found) = headings(&record)
        {
            columns = found;
            continue;
        }
        terms.push(term(&record, &columns).map_err(|fault| format!("line {line}: {fault}"))?);
    }
    if terms.is_empty() {
        return Err(
            "there are no terms: write one a line, as Autumn,2/9/2026,18/12/2026,26/10/2026,30/10/2026"
                .into(),
        );
    }
    Calendar::new(terms, Vec::new(), true).map(|calendar| calendar.terms)
}

/// The line that a record stands on; the reader's own position lies before the blank lines that it skipped.
fn line_of(text: &str, position: &::csv::Position) -> u64 {
    let from =
        usize::try_from(position.byte()).ok().and_then(|at| text.as_bytes().get(at..)).unwrap_or_default();
    let skipped =
        from.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| **byte == b'\n').count();
    position.line().saturating_add(skipped as u64)
}

/// The column of each of `ORDER`, if the record is a line of headings.
fn headings(record: &::csv::StringRecord) -> Option<[Option<usize>; 5]> {
    let folded: Vec<String> = record.iter().map(fold).collect();
    let place = |names: &[&str]| folded.iter().position(|heading| names.contains(&heading.as_str()));
    let found = [
        place(&["name", "term", "term name"]),
        place(&["start", "starts", "from", "start date", "term start", "first day"]),
        place(&["end", "ends", "to", "end date", "term end", "last day"]),
        place(&[
            "half term start",
            "half term starts",
            "half term from",
            "half term",
            "half term start date",
        ]),
        place(&["half term end", "half term ends", "half term to", "half term end date"]),
    ];
    (found.iter().take(3).all(Option::is_some)).then_some(found)
}

fn term(record: &::csv::StringRecord, columns: &[Option<usize>; 5]) -> Result<Term, String> {
    let cell = |which: usize| {
        columns.get(which).copied().flatten().and_then(|at| record.get(at)).unwrap_or_default()
    };
    let date = |which: usize| -> Result<Option<NaiveDate>, String> {
        let text = cell(which);
        let column = ORDER.get(which).copied().unwrap_or_default();
        if text.is_empty() {
            return Ok(None);
        }
        date_input::parse_written(text).map(Some).map_err(|error| format!("{column}: {error}"))
    };
    let need = |which: usize| {
        let column = ORDER.get(which).copied().unwrap_or_default();
        date(which)?.ok_or_else(|| format!("{column}: the date is missing"))
    };
    let half_term = match (date(3)?, date(4)?) {
        (Some(start), Some(end)) => Some(Span { start, end }),
        (None, None) => None,
        (Some(_), None) => return Err("half term end: the date is missing".into()),
        (None, Some(_)) => return Err("half term start: the date is missing".into()),
    };
    let term = Term { name: cell(0).to_owned(), start: need(1)?, end: need(2)?, half_term, site: None };
    term.fault().map_or(Ok(term), Err)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day;

    fn said(text: &str) -> Vec<String> {
        parse_terms(text)
            .unwrap()
            .iter()
            .map(|t| {
                let half =
                    t.half_term.map_or("-".into(), |h| format!("{}..{}", day::iso(h.start), day::iso(h.end)));
                format!("{} {}..{} {half}", t.name, day::iso(t.start), day::iso(t.end))
            })
            .collect()
    }

    #[test]
    fn files_as_schools_write_them() {
        let want =
            ["Autumn 2026-09-03..2026-12-18 2026-10-26..2026-10-30", "Spring 2027-01-04..2027-03-25 -"];
        for text in [
            "Autumn,3/9/2026,18/12/2026,26/10/2026,30/10/2026\nSpring,4/1/2027,25/3/2027\n",
            "name,start,end,half term start,half term end\r\nSpring,2027-01-04,2027-03-25,,\r\nAutumn,2026-09-03,2026-12-18,2026-10-26,2026-10-30\r\n",
            "\u{feff}Term;Ends;Starts;Half-term start;Half-term end\nAutumn;18 Dec 2026;3rd September 2026;26 Oct 2026;30 Oct 2026\n\nSpring;25.3.2027;4.1.2027;;\n",
            "Autumn\t\"03/09/2026\"\t18/12/2026\t26/10/2026\t30/10/2026\nSpring\t04/01/2027\t25/03/2027",
        ] {
            assert_eq!(said(text), want, "{text}");
        }
    }

    #[test]
    fn faults_name_the_line() {
        for (text, words) in [
            ("", "there are no terms"),
            ("name,start,end\n", "there are no terms"),
            ("Autumn,3/9/2026\n", "line 1: end: the date is missing"),
            ("name,start,end\nAutumn,3/9/2026,31/11/2026", "line 2: end: "),
            ("name,start,end\nAutumn,3/9/26,18/12/2026", "line 2: start: "),
            ("Autumn,3/9/2026,18/12/2026\n\nSpring,4/1/2027,3/1/2027", "line 3: Spring: the end"),
            ("Autumn,3/9/2026,18/12/2026,26/10/2026", "line 1: half term end: the date is missing"),
            ("Autumn,3/9/2026,18/12/2026,26/12/2026,30/12/2026", "line 1: Autumn: half-term"),
            (",3/9/2026,18/12/2026", "line 1: a term needs a name"),
            (
                "Autumn,3/9/2026,18/12/2026\nSpring,18/12/2026,1/4/2027",
                "Autumn term (to Fri 18 Dec 2026) and Spring term",
            ),
            ("Autumn,soon,18/12/2026", "line 1: start: "),
        ] {
            let fault = parse_terms(text).unwrap_err();
            assert!(fault.contains(words), "{text:?}: {fault}");
        }
    }
}
