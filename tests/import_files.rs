//! Files as schools have them, and one bad file a mistake: the words that a person reads are asserted.
#![allow(clippy::unwrap_used)] // a test may

use chrono::NaiveDate;
use senco::exchange::headings::choice;
use senco::exchange::incoming::{self, Incoming, Unreadable};
use senco::exchange::register::{Fate, IncomingRow};
use senco::exchange::text::Encoding;
use std::path::PathBuf;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-21")
}

fn path(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(file)
}

fn open(file: &str) -> Result<Incoming, Unreadable> {
    incoming::open(&path(file), &[], &[], today())
}

/// Every word that a person is told about the rows and columns of a file.
fn said(incoming: &Incoming) -> Vec<String> {
    let left = incoming.mapping.left_out().map(|(heading, why)| format!("{heading}: {why}"));
    let mut said: Vec<String> = incoming.notes.iter().cloned().chain(left).collect();
    for row in &incoming.rows {
        said.extend(row.warnings.iter().map(|warning| format!("{}: {warning}", row.line)));
        match &row.fate {
            Fate::Read => {}
            Fate::Repeats(line) => said.push(format!("{}: repeats {line}", row.line)),
            Fate::Joins(line) => said.push(format!("{}: joins {line}", row.line)),
            Fate::Refused(why) => said.push(format!("{}: refused: {why}", row.line)),
        }
    }
    said
}

fn needs(row: &IncomingRow) -> Vec<&'static str> {
    row.needs.iter().flatten().map(|need| need.sen_type.code()).collect()
}

#[test]
fn an_export_of_a_school_system_is_read_whole() {
    let file = open("system.csv").unwrap();
    assert_eq!((file.encoding, file.separator, file.rows.len()), (Encoding::Utf8, ',', 5));
    assert_eq!(
        said(&file),
        [
            "lines 1 to 2 are above the headings and left out (\"Holly Bank Federation\")",
            "Shoe size: not a heading senco knows: --map \"Shoe size=FIELD\" takes it",
        ]
    );
    let ama = &file.rows[0];
    assert_eq!(ama.line, 5);
    assert_eq!(ama.upn.as_deref(), Some("B801200005001"));
    assert_eq!(ama.name(), "Otter, Ama");
    assert_eq!((ama.dob, ama.status_from), (Some(day("2018-02-01")), Some(day("2025-09-01"))));
    assert_eq!(ama.year.map(|y| y.code()).as_deref(), Some("4"));
    assert_eq!((ama.class.as_deref(), ama.site.as_deref()), (Some("4 Lark"), Some("Holly Bank")));
    assert_eq!(needs(ama), ["SLCN", "SEMH"]);
    assert_eq!((ama.pupil_premium, ama.eal), (Some(true), Some(false)));
    assert_eq!(ama.next_review, Some(day("2027-01-11")));
    assert_eq!(file.rows[1].known_as.as_deref(), Some("Ben"));
    let stages: Vec<_> = file.rows.iter().map(|r| r.status.as_ref().and_then(|s| s.stage)).collect();
    assert_eq!(stages, [Some("K"), Some("E"), Some("K"), None, Some("W")]);
    assert_eq!(file.rows[2].status.as_ref().unwrap().original, "A");
    assert_eq!(file.rows[3].needs, None);
}

#[test]
fn names_in_one_column_of_a_windows_file() {
    let file = open("names-in-one-column.csv").unwrap();
    assert_eq!((file.encoding, file.separator), (Encoding::Windows1252, ';'));
    assert_eq!(said(&file), Vec::<String>::new());
    let names: Vec<_> = file.rows.iter().map(|r| (r.name(), r.known_as.clone())).collect();
    let want = [("Zorille, Zoë", None), ("Genet, Gilbert", Some("Gil")), ("Ñandú, Noé", None)];
    assert_eq!(names, want.map(|(name, known)| (name.to_owned(), known.map(str::to_owned))));
    let born: Vec<_> = file.rows.iter().map(|r| r.dob.unwrap().to_string()).collect();
    assert_eq!(born, ["2018-02-01", "2017-05-06", "2017-05-06"]);
    assert_eq!(
        file.rows.iter().map(needs).collect::<Vec<_>>(),
        [vec!["ASD"], vec!["SLCN", "MLD"], vec!["SPLD"]]
    );
}

#[test]
fn one_row_a_need_is_joined_by_rank_and_said() {
    let file = open("unicode-text.txt").unwrap();
    assert_eq!((file.encoding, file.separator), (Encoding::Utf16Le, '\t'));
    assert_eq!(said(&file), ["3: joins 2"]);
    assert_eq!(needs(&file.rows[0]), ["SLCN", "SEMH"]);
}

#[test]
fn files_that_are_no_register_are_refused_in_words() {
    let save_as = "open it in Excel or LibreOffice, choose Save As, \"CSV UTF-8\", and import that file";
    for (file, words) in [
        ("absent.csv", "absent.csv: look at the name, or give the whole path".to_owned()),
        ("bad", "is a folder, not a file: give the name of the register sheet in it".to_owned()),
        ("bad/empty.csv", "empty.csv is empty: export the register again".to_owned()),
        ("bad/workbook.csv", format!("is an Excel workbook or another zip file, not a CSV file: {save_as}")),
        ("bad/old-workbook.csv", format!("is an old Excel workbook, not a CSV file: {save_as}")),
        ("bad/web-page.csv", format!("is a web page or XML, not a CSV file: {save_as}")),
        ("bad/report.csv", "is a PDF, not a CSV file: export the register from the school's system as CSV".to_owned()),
        ("bad/picture.csv", "is not text, not a CSV file: export the register".to_owned()),
        ("bad/no-headings.csv", "has no headings: line 1 looks like a pupil. Put a row of headings on top".to_owned()),
        (
            "bad/no-names.csv",
            "line 1: no heading is a UPN or a name, so pupils cannot be told apart. The headings are \"Class\", \"Year\", \
             \"Shoe size\"; say which is which, such as --map"
                .to_owned(),
        ),
    ] {
        let why = open(file).unwrap_err().to_string();
        assert!(why.contains(&words), "{file}: {why}");
    }
    let device = incoming::open(&PathBuf::from("/dev/null"), &[], &[], today()).unwrap_err().to_string();
    assert!(device.contains("/dev/null is a device or pipe, not a file"), "{device}");
}

#[test]
fn each_mistake_is_said_with_its_line() {
    let month_first = "is left out: the date on line 3 shows that this column is probably written month first; export it \
                       as day/month/year or as 2026-09-03";
    let cases: Vec<(&str, Vec<String>)> = vec![
        (
            "american-dates.csv",
            vec![format!("2: DOB: \"02/01/2018\" {month_first}"), format!("3: DOB: \"11/14/2015\" {month_first}")],
        ),
        (
            "one-american-date.csv",
            vec!["3: DOB: \"11/14/2015\" is left out: it is written month first, unlike the rest".to_owned()],
        ),
        (
            "ragged.csv",
            vec![
                "2: refused: the row has 4 cells where the headings have 3, so its cells would stand under the wrong \
                 heading: put quotation marks around text with the separator in it"
                    .to_owned(),
                "3: the row has 2 cells where the headings have 3: the missing ones are taken as empty".to_owned(),
                "4: refused: the row has 2 cells where the headings have 3, so its cells may stand under the wrong \
                 heading: Full name: the name \"Marten\" has only one part: write \"Surname, Forename\""
                    .to_owned(),
            ],
        ),
        (
            "open-quote.csv",
            vec!["2: refused: a quotation mark (\") is opened on this line and never closed: mend the line".to_owned()],
        ),
        (
            "bad-upn.csv",
            vec![
                "2: UPN: A801200005001 is kept, but the check letter should be B, not A".to_owned(),
                "3: UPN: B80120000500 is kept, but its length is 12, not 13".to_owned(),
            ],
        ),
        (
            "same-upn-twice.csv",
            vec![
                "3: refused: the UPN B801200005001 stands on line 2 too (Otter, Ama): line 2 is kept, mend one of them"
                    .to_owned(),
                "4: repeats 2".to_owned(),
            ],
        ),
        (
            "two-upns.csv",
            vec![
                "3: refused: the same name and date of birth as line 2 under another UPN (B801200005001 there, \
                 Q801200005002 here): nothing is merged, line 2 is kept"
                    .to_owned(),
                "4: refused: the same name and date of birth as line 2: nothing is merged, line 2 is kept".to_owned(),
            ],
        ),
        (
            "nobody.csv",
            vec![
                "2: refused: \"Otter\" has no forename and no UPN".to_owned(),
                "3: refused: \"Ama\" has no surname and no UPN".to_owned(),
                "4: refused: the row has neither a name nor a UPN".to_owned(),
            ],
        ),
        (
            "odd-cells.csv",
            vec![
                "2: DOB: \"soon\" is not a date (write 3/9/2026)".to_owned(),
                "2: Gender: \"?\" is neither F nor M".to_owned(),
                "2: Year: \"Lark\" is no year group (N2, R, 4)".to_owned(),
                "2: SEN Status: \"Yes\" is no SEN status senco knows (N, K or E); the stage stays as it is".to_owned(),
                "2: Next review: \"31/02/2027\" is not a day of the calendar".to_owned(),
                "2: Pupil premium: \"perhaps\" is neither yes nor no".to_owned(),
                "2: Primary need: \"left-handed\" is no need type senco knows and is left out (--map \"Primary \
                 need=notes\" keeps the text)"
                    .to_owned(),
                "3: DOB: \"1/2/2030\" lies ahead and is left out".to_owned(),
                "3: Primary need: BESD is an older code: choose SEMH or the need behind it (kept as it is)".to_owned(),
            ],
        ),
        (
            "two-headings-one-field.csv",
            vec![
                "Legal surname: surname is taken from \"Surname\"; --map \"Legal surname=surname\" takes it from here \
                 instead"
                    .to_owned(),
                "Tutor: class is taken from \"Class\"; --map \"Tutor=class\" takes it from here instead".to_owned(),
                "Surnme: not a heading senco knows; nearest is surname: --map \"Surnme=surname\" takes it".to_owned(),
            ],
        ),
    ];
    for (file, want) in cases {
        let got = said(&open(&format!("bad/{file}")).unwrap());
        assert_eq!(got, want, "{file}");
    }
}

#[test]
fn a_map_settles_headings_that_nobody_knows() {
    let file = "Shoe size;Kid;Born on\n31;Otter, Ama;1/2/2018\n";
    let told: Vec<_> =
        ["Kid=name", "born ON=dob", "Shoe size=-"].iter().map(|t| choice(t).unwrap()).collect();
    let read = incoming::read(file.as_bytes(), "r.csv", &told, &[], today()).unwrap();
    assert_eq!((read.rows[0].name(), read.rows[0].dob), ("Otter, Ama".to_owned(), Some(day("2018-02-01"))));
    assert_eq!(said(&read), ["Shoe size: left out as you chose"]);
    let remembered = incoming::read(file.as_bytes(), "r.csv", &[], &told, today()).unwrap();
    assert_eq!(remembered, read);
}

#[test]
fn the_same_rows_whatever_the_encoding_and_separator() {
    let text = std::fs::read_to_string(path("system.csv")).unwrap();
    let plain = open("system.csv").unwrap();
    let body = text.trim_start_matches('\u{feff}');
    let utf16: Vec<u8> = body.encode_utf16().flat_map(u16::to_be_bytes).collect();
    // No cell of the fixture holds a semicolon or a tab; the one with commas is quoted.
    let variants = [
        body.as_bytes().to_vec(),
        utf16,
        body.replace("\r\n", "\n").into_bytes(),
        body.replace("\r\n", "\r").into_bytes(),
        swap(body, ";").into_bytes(),
        swap(body, "\t").into_bytes(),
    ];
    for (at, bytes) in variants.iter().enumerate() {
        let read = incoming::read(bytes, "r.csv", &[], &[], today()).unwrap();
        assert_eq!(read.rows, plain.rows, "variant {at}");
    }
}

/// Separators outside quotation marks, changed.
fn swap(text: &str, separator: &str) -> String {
    let parts: Vec<String> = text
        .split('"')
        .enumerate()
        .map(|(at, part)| if at % 2 == 0 { part.replace(',', separator) } else { part.to_owned() })
        .collect();
    parts.join("\"")
}

#[test]
fn two_thousand_rows_keep_their_lines_and_their_order() {
    let mut text = "Surname,Forename,DOB,Notes\n".to_owned();
    for n in 0..2000 {
        text.push_str(&format!("Otter{n},Ama,{}/{}/2018,\"one\ntwo\"\n", n % 28 + 1, n % 12 + 1));
    }
    let read = incoming::read(text.as_bytes(), "r.csv", &[], &[], today()).unwrap();
    assert_eq!(said(&read), Vec::<String>::new());
    assert!(read.rows.iter().enumerate().all(|(n, row)| row.line == 2 + 2 * n));
    assert_eq!(read.rows.len(), 2000);
}

mod never_panics {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn on_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = incoming::read(&bytes, "r.csv", &[], &[], today());
        }

        #[test]
        fn on_what_looks_like_a_sheet(text in "(UPN|Surname|Forename|Full name|DOB|SEN status|Needs|SEN rank|Notes|[,;\t|\"\r\n]){0,12}\n\
                                              ([A-Za-z0-9é()/. -]|[,;\t|\"\r\n\u{1a}\u{202e}]){0,200}") {
            if let Ok(read) = incoming::read(text.as_bytes(), "r.csv", &[], &[], today()) {
                let lines = text.split(['\n', '\r']).count();
                prop_assert!(read.rows.iter().all(|row| row.line >= 1 && row.line <= lines));
                prop_assert!(read.rows.windows(2).all(|pair| pair[0].line < pair[1].line));
            }
        }

        #[test]
        fn on_one_cell(cell in "\\PC{0,40}") {
            let quoted = cell.replace('"', "\"\"");
            for heading in ["UPN", "Full name", "DOB", "Year", "Gender", "SEN status", "Needs", "SEN rank", "EAL", "Notes"] {
                let text = format!("Surname,Forename,{heading}\nOtter,Ama,\"{quoted}\"\n");
                let read = incoming::read(text.as_bytes(), "r.csv", &[], &[], today());
                prop_assert!(read.is_ok_and(|read| read.rows.iter().all(|row| row.fate == Fate::Read)), "{heading}");
            }
        }
    }
}
