//! Term dates from a sheet: `name,start,end,half term start,half term end,site`, one term a line, and lines of INSET days, bank
//! holidays and closures among them.
//!
//! Rule kept here: a wrong line is named by its number and refused; nothing is guessed.

use chrono::NaiveDate;

use super::file::{CalendarFile, Sites, short};
use super::{Closure, ClosureKind, Span, Term};
use crate::domain::date_input;
use crate::domain::ids::{RecordId, Typed};
use crate::domain::words::fold;

/// The most lines with dates: a federation of ten sites over ten years has some hundreds.
const MOST: usize = 2_000;

/// The most characters in a name: longer ones are a file that was put together wrongly.
const NAME: usize = 80;

const ORDER: [&str; 5] = ["name", "start", "end", "half term start", "half term end"];

/// Where each of `ORDER` stands, and the site after them.
type Columns = [Option<usize>; 6];

/// Reads terms and closures out of a CSV text (comma, semicolon or tab).
pub(super) fn read(text: &str, sites: &Sites) -> Result<CalendarFile, String> {
    let first_line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let separator =
        [b',', b';', b'\t'].into_iter().find(|sep| first_line.contains(char::from(*sep))).unwrap_or(b',');
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut columns = [0, 1, 2, 3, 4, 5].map(Some);
    let mut file = CalendarFile::default();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(|error| format!("the file cannot be read as CSV: {error}"))?;
        let line = record.position().map_or(0, |position| line_of(text, position));
        if record.iter().all(str::is_empty) {
            continue;
        }
        if at == 0
            && let Some(found) = headings(&record)
        {
            columns = found;
            continue;
        }
        if file.terms.len().saturating_add(file.closures.len()) >= MOST {
            return Err(format!("line {line}: more than {MOST} lines of dates are no calendar of a school"));
        }
        let at = |fault: String| format!("line {line}: {fault}");
        let first = columns[0].and_then(|at| record.get(at)).unwrap_or_default();
        match closure_kind(first) {
            Some((kind, name)) => {
                file.closures.push(closure(&record, &columns, kind, name, sites).map_err(at)?);
            }
            None => file.terms.push(term(&record, &columns, sites).map_err(at)?),
        }
    }
    if file.terms.is_empty() && file.closures.is_empty() {
        return Err(
            "there are no terms: write one a line, as Autumn,2/9/2026,18/12/2026,26/10/2026,30/10/2026; INSET days as \
             INSET,1/9/2026"
                .into(),
        );
    }
    Ok(file)
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
fn headings(record: &::csv::StringRecord) -> Option<Columns> {
    let folded: Vec<String> = record.iter().map(fold).collect();
    let place = |names: &[&str]| folded.iter().position(|heading| names.contains(&heading.as_str()));
    let found = [
        place(&["name", "term", "term name", "what"]),
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
        place(&["site", "setting", "campus"]),
    ];
    (found.iter().take(3).all(Option::is_some)).then_some(found)
}

/// The site of a line.
fn site(record: &::csv::StringRecord, columns: &Columns, sites: &Sites) -> Result<Option<RecordId>, String> {
    sites.find(columns[5].and_then(|at| record.get(at)).unwrap_or_default())
}

/// The kind of closure that a first cell says, and the name after its colon: "INSET: first aid". None for a term.
fn closure_kind(cell: &str) -> Option<(ClosureKind, &str)> {
    let (word, name) = cell.split_once(':').unwrap_or((cell, ""));
    let word = fold(word);
    let kind = match word.as_str() {
        "closed" | "closure" | "school closed" => ClosureKind::Closed,
        "open" | "school open" => ClosureKind::Open,
        "bank holiday" => ClosureKind::BankHoliday,
        "training day" | "staff training" | "staff training day" | "non pupil day" => ClosureKind::Inset,
        word if word == "inset" || word.starts_with("inset ") => ClosureKind::Inset,
        _ => return None,
    };
    Some((kind, name.trim()))
}

/// A line of days that are no term: besides its kind and site, one or two dates and at most one name, in any cells.
fn closure(
    record: &::csv::StringRecord,
    columns: &Columns,
    kind: ClosureKind,
    name: &str,
    sites: &Sites,
) -> Result<Closure, String> {
    let (mut dates, mut name) = (Vec::new(), name);
    let skip = [columns[0], columns[5]];
    for (_, cell) in
        record.iter().enumerate().filter(|(at, cell)| !skip.contains(&Some(*at)) && !cell.is_empty())
    {
        match date_input::parse_written(cell) {
            Ok(date) => dates.push(date),
            Err(_) if name.is_empty() && !cell.starts_with(|c: char| c.is_ascii_digit()) => name = cell,
            Err(error) if cell.starts_with(|c: char| c.is_ascii_digit()) => return Err(error.to_string()),
            Err(_) => {
                return Err(format!("“{}” is neither a date nor the only name: write {WANTED}", short(cell)));
            }
        }
    }
    let (from, to) = match dates.as_slice() {
        [only] => (*only, *only),
        [from, to] => (*from, *to),
        [] => return Err(format!("the date is missing: write {WANTED}")),
        _ => return Err(format!("there are more than two dates: write {WANTED}")),
    };
    let (site, name) = (site(record, columns, sites)?, named(name)?);
    let closure = Closure { kind, name, from, to, site, typed: Typed::default() };
    closure.fault().map_or(Ok(closure), Err)
}

/// A name on one line, without what no name has.
fn named(text: &str) -> Result<String, String> {
    if text.chars().count() > NAME {
        return Err(format!("“{}” is too long for a name: at most {NAME} characters", short(text)));
    }
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    Ok(text.chars().map(plain).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
}

const WANTED: &str = "it as INSET,1/9/2026 or closed: snow,20/1/2027,21/1/2027";

fn term(record: &::csv::StringRecord, columns: &Columns, sites: &Sites) -> Result<Term, String> {
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
    let (start, end, site) = (need(1)?, need(2)?, site(record, columns, sites)?);
    let term = Term { name: named(cell(0))?, start, end, half_term, site };
    term.fault().map_or(Ok(term), Err)
}

#[cfg(test)]
mod tests {
    use super::super::parse_calendar;
    use super::*;
    use crate::domain::day;

    fn sites() -> Sites {
        let known = vec![(RecordId(3), "Infants".to_owned()), (RecordId(4), "Juniors".to_owned())];
        Sites { known, usual: None }
    }

    fn said(text: &str) -> Vec<String> {
        let file = parse_calendar(text, &sites()).unwrap();
        assert!(file.left_out.is_empty());
        let terms = file.terms.iter().map(|t| {
            let half =
                t.half_term.map_or("-".into(), |h| format!("{}..{}", day::iso(h.start), day::iso(h.end)));
            let site = t.site.map_or(String::new(), |site| format!(" @{}", site.0));
            format!("{} {}..{} {half}{site}", t.name, day::iso(t.start), day::iso(t.end))
        });
        let closures = file.closures.iter().map(|c| {
            let site = c.site.map_or(String::new(), |site| format!(" @{}", site.0));
            format!("{} [{}] {}..{}{site}", c.kind.code(), c.name, day::iso(c.from), day::iso(c.to))
        });
        terms.chain(closures).collect()
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
    fn closures_and_sites_among_the_terms() {
        let text = "name,start,end,half term start,half term end,site\n\
            Autumn,3/9/2026,18/12/2026,26/10/2026,30/10/2026,\n\
            Autumn,7/9/2026,11/12/2026,,,infants\n\
            INSET,1/9/2026,2/9/2026\n\
            INSET day 3,5/7/2027,,,,Juniors\n\
            Closed: snow,20/1/2027,21/1/2027\n\
            closed,6/5/2027,,polling\n\
            Bank holiday: Coronation,10/5/2027\n\
            open,3/5/2027\n";
        let want = [
            "Autumn 2026-09-03..2026-12-18 2026-10-26..2026-10-30",
            "Autumn 2026-09-07..2026-12-11 - @3",
            "inset [] 2026-09-01..2026-09-02",
            "closed [snow] 2027-01-20..2027-01-21",
            "open [] 2027-05-03..2027-05-03",
            "closed [polling] 2027-05-06..2027-05-06",
            "bank-holiday [Coronation] 2027-05-10..2027-05-10",
            "inset [] 2027-07-05..2027-07-05 @4",
        ];
        assert_eq!(said(text), want);
        assert_eq!(said("INSET,1/9/2026\nclosed,snow,20/1/2027\n").len(), 2, "closures alone will do");
        let one_site = Sites { usual: Some(RecordId(4)), ..sites() };
        let file =
            parse_calendar("Autumn,3/9/2026,18/12/2026\nAutumn,3/9/2026,18/12/2026,,,Infants", &one_site);
        let at: Vec<_> = file.unwrap().terms.iter().map(|term| term.site).collect();
        assert_eq!(at, [Some(RecordId(3)), Some(RecordId(4))]);
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
            (
                "Autumn,3/9/2026,18/12/2026,,,Nursery",
                "line 1: there is no site “Nursery”: there are Infants and Juniors",
            ),
            (
                "\"Autumn,3/9/2026,18/12/2026\nSpring,4/1/2027,25/3/2027\nSummer,19/4/2027,21/7/2027\nAutumn\",3/9/2026,18/12/2026",
                "is too long for a name: at most 80 characters",
            ),
            ("INSET\n", "line 1: the date is missing: write it as INSET,1/9/2026"),
            ("INSET,31/11/2026\n", "line 1: "),
            ("INSET,1/9/2026,2/9/2026,3/9/2026\n", "line 1: there are more than two dates"),
            (
                "INSET,first aid,1/9/2026,with lunch\n",
                "line 1: “with lunch” is neither a date nor the only name",
            ),
            ("INSET,2/9/2026,1/9/2026\n", "line 1: INSET day: the last day (Tue 1 Sep 2026)"),
            ("open,5/5/2027\n", "open on Wed 5 May 2027: that is no bank holiday"),
        ] {
            let fault = parse_calendar(text, &sites()).unwrap_err();
            assert!(fault.contains(words), "{text:?}: {fault}");
        }
    }

    #[test]
    fn names_are_one_plain_line() {
        assert_eq!(
            said("\"Au\x1b[2J\ntumn  term\",3/9/2026,18/12/2026"),
            ["Au [2J tumn term 2026-09-03..2026-12-18 -"]
        );
    }

    #[test]
    fn too_much_is_refused() {
        let fault = |text: String| parse_calendar(&text, &sites()).unwrap_err();
        assert!(fault("INSET,1/9/2026\n".repeat(2_001)).starts_with("line 2001: more than 2000 lines"));
        assert!(fault("x".repeat(2 << 20)).contains("too long"));
        assert!(fault(",".repeat(1 << 19)).contains("there are no terms"));
        assert!(fault("\"".repeat(1 << 19)).contains("line 1"));
    }
}
