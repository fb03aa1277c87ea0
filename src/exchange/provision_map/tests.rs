use std::io::{Cursor, Read};

use chrono::NaiveDate;

use super::*;
use crate::domain::calendar::Term;
use crate::domain::code::{Area, Outcome, Wave, YearGroup};
use crate::domain::delivery::Tally;
use crate::domain::ids::{Key, PupilId, RecordId, Revision, SCHOOL};
use crate::domain::provision::Provision;
use crate::domain::record::Record;
use crate::domain::rows::{Look, PlaceRow};
use crate::domain::school::SchoolInfo;
use crate::exchange::xlsx::{Cell, Weight};
use crate::views::provision::{Asked, Outcomes, Part, ProvisionLine, Run, Totals, Which};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn school() -> SchoolFile {
    let info = SchoolInfo { name: "Reed Primary".into(), ..SchoolInfo::default() };
    let term = Term {
        name: "Autumn".into(),
        start: date("2026-09-01"),
        end: date("2026-12-18"),
        half_term: None,
        site: None,
    };
    let records = [Record::School(info), Record::Term(term)];
    let keyed =
        records.into_iter().map(|record| (Key::new(SCHOOL, record.kind(), RecordId(1)), Revision(1), record));
    SchoolFile::from_records(keyed.collect::<Vec<_>>())
}

fn place(number: u32, name: &str, outcome: Outcome) -> PlaceRow {
    let who = Who {
        pupil: PupilId(number),
        name: name.into(),
        sort_name: name.to_lowercase(),
        year: YearGroup::parse("4"),
        class: "Lark".into(),
        site: None,
    };
    PlaceRow {
        provision: RecordId(1),
        allocation: RecordId(number),
        who,
        from: date("2026-09-14"),
        to: None,
        entry: "34".into(),
        now: "41".into(),
        checks: 1,
        outcome: Some(outcome),
        next_check: Some(date("2026-12-07")),
        exit: String::new(),
        looks: vec![Look { held: date("2026-10-26"), outcome, measure: "41".into() }],
    }
}

fn run(id: u32, provision: Provision, places: Vec<PlaceRow>, cost: i64) -> Run {
    let each = if places.is_empty() { 0 } else { cost / i64::try_from(places.len()).unwrap() };
    let tally = Tally { delivered: 14, missed: [3, 0, 1, 0, 0], open: 0 };
    let parts: Vec<Part> = places
        .iter()
        .enumerate()
        .map(|(at, place)| Part {
            at,
            tally,
            cost: each,
            projected: each * 2,
            unrated: 0,
            outcome: place.outcome,
            open: true,
        })
        .collect();
    let mut outcomes = Outcomes::default();
    places.iter().for_each(|place| outcomes.add(place.outcome));
    let totals = Totals {
        provisions: 1,
        pupils: u32::try_from(places.len()).unwrap(),
        minutes: 60,
        cost,
        projected: cost * 2,
        unrated: 0,
        tally,
        outcomes,
    };
    Run {
        folded: provision.name.trim().to_lowercase(),
        slots: crate::domain::delivery::parse_slots("mon wed fri 9:30").unwrap(),
        minutes: 20,
        usual: false,
        nobody: if places.is_empty() { cost } else { 0 },
        nobody_projected: if places.is_empty() { cost * 2 } else { 0 },
        line: ProvisionLine {
            id: RecordId(id),
            revision: Revision(1),
            lead: "R Dale".into(),
            site: String::new(),
            pupils: places.len(),
            next_check: None,
            due: 0,
            overdue: 0,
            provision,
            places,
        },
        parts,
        totals,
        unrecorded: 0,
    }
}

/// A language group of two, of whom one is named as a sum is, and a group of nobody.
fn data() -> MapData {
    let group = Provision {
        name: "Language group".into(),
        area: Some(Area::Communication),
        wave: Wave::Targeted,
        measure: "words of 100".into(),
        start: date("2026-09-14"),
        ..Provision::default()
    };
    let empty = Provision { name: "=Lexia".into(), start: date("2026-09-14"), ..Provision::default() };
    let places =
        vec![place(7, "Ama Otter", Outcome::More), place(8, "=cmd|' /C calc'!A0", Outcome::MuchLess)];
    MapData {
        asked: Asked {
            span: Span { from: date("2026-09-01"), to: date("2026-12-18") },
            which: Which::All,
            site: None,
            today: date("2026-11-22"),
        },
        runs: vec![run(2, empty, Vec::new(), 999), run(1, group, places, 12_346)],
        without: Vec::new(),
        recording: true,
    }
}

fn with<T>(by: By, initials: bool, test: impl Fn(&Order<'_>) -> T) -> T {
    let (data, school) = (data(), school());
    test(&Order { data: &data, school: &school, by, sort: Sort::Name, initials })
}

#[test]
fn files_are_named_by_their_days_and_nobody() {
    let school = school();
    for (from, to, name) in [
        ("2026-09-01", "2026-12-18", "2026-autumn"),
        ("2026-09-01", "2027-08-31", "2026-27"),
        ("2026-11-03", "2026-11-28", "2026-11-03-to-2026-11-28"),
        ("1900-01-01", "2199-12-31", "all"),
    ] {
        let span = Span { from: date(from), to: date(to) };
        assert_eq!(span_name(span, &school.calendar), name);
    }
    assert_eq!(with(By::Area, false, stem), "provision-map-2026-autumn");
    assert_eq!(with(By::Pupil, true, stem), "provision-map-2026-autumn-initials");
}

#[test]
fn a_row_a_place_and_one_for_what_stands_under_nobody() {
    let csv = with(By::Area, false, columns::csv);
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert!(lines[0].starts_with("pupil,year,class,site,provision,area,wave,lead,"), "{}", lines[0]);
    assert!(lines[1].starts_with("'=cmd|' /C calc'!A0,Y4,Lark,,Language group,"), "{}", lines[1]);
    assert!(lines[2].starts_with("Ama Otter,"), "{}", lines[2]);
    assert!(lines[2].contains(",34,41,+7,"), "{}", lines[2]);
    assert!(lines[2].contains(",14,18,78,\"adult away 3, trip 1\",61.73,123.46,"), "{}", lines[2]);
    assert!(lines[3].starts_with("No pupil,,,,'=Lexia,"), "{}", lines[3]);
    assert!(lines[3].contains(",9.99,19.98,"), "{}", lines[3]);
    let whole = lines[0].split(',').count();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert!(reader.records().all(|record| record.unwrap().len() == whole));
}

#[test]
fn the_money_of_every_sheet_comes_to_the_same_penny() {
    for by in By::ALL {
        let book = with(by, false, book::book);
        let sum = |name: &str, column: usize, weight: Weight| -> i64 {
            let sheet = book.sheets.iter().find(|sheet| sheet.name == name).unwrap();
            let rows = sheet.rows.iter().filter(|row| row.weight == weight);
            rows.filter_map(|row| match row.cells.get(column) {
                Some(Cell::Pence(pence)) => Some(*pence),
                _ => None,
            })
            .sum()
        };
        let column = columns::COLUMNS.len() - 3;
        for (sheet, column, weight) in [
            ("Map", 18, Weight::Plain),
            ("Map", 18, Weight::Group),
            ("Map", 18, Weight::Total),
            ("By pupil", column, Weight::Plain),
            ("Costs", 4, Weight::Total),
            ("What works", 14, Weight::Plain),
        ] {
            assert_eq!(sum(sheet, column, weight), 13_345, "{sheet} by {by:?}");
        }
    }
}

#[test]
fn initials_leave_no_name_in_any_form_whatever_it_is_grouped_by() {
    for by in By::ALL {
        for form in Form::ALL {
            for initials in [false, true] {
                let bytes = with(by, initials, |order| write(order, form).unwrap());
                let text = match form {
                    Form::Xlsx => unpacked(&bytes),
                    _ => String::from_utf8(bytes).unwrap(),
                };
                assert_eq!(text.contains("Otter"), !initials, "{form:?} by {by:?}");
                assert!(!initials || !text.contains("cmd|"), "{form:?} by {by:?}");
                assert!(!initials || by == By::Class || !text.contains("Lark"), "{form:?} by {by:?}");
            }
        }
    }
}

fn unpacked(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    for at in 0..archive.len() {
        archive.by_index(at).unwrap().read_to_string(&mut out).unwrap();
    }
    out
}

#[test]
fn no_cell_of_the_map_is_a_sum() {
    let text = unpacked(&with(By::Pupil, false, |order| write(order, Form::Xlsx).unwrap()));
    assert!(!text.contains("<f>") && !text.contains("<f "), "{text}");
    assert!(text.contains("<c:f>") && text.contains("=Lexia") && !text.contains("<hyperlink"));
}

#[test]
fn a_mean_of_few_is_not_given() {
    let works = with(By::Area, false, book::book).sheets.remove(3);
    let row = &works.rows[1].cells;
    assert_eq!(row[0], Cell::text("Language group"));
    assert_eq!(row[6..11], [1, 0, 0, 1, 0].map(Cell::Count));
    assert_eq!((&row[11], &row[12]), (&Cell::Count(2), &Cell::Empty));
}

#[test]
fn the_page_is_whole_and_hangs_on_a3() {
    for by in By::ALL {
        let paper = with(by, false, page::paper);
        assert_eq!(paper.size, crate::exchange::paper::Size::A3Lying);
        let said = crate::exchange::papers::testing::text(&paper);
        for words in ["Reed Primary: 1 Sep 2026 to 18 Dec 2026", "34 → 41", "14 of 18 delivered"] {
            assert!(by != By::Pupil || said.contains(words), "{words} in {said}");
        }
        assert!(said.contains("£133.45 to date, £266.90 projected"), "{said}");
        let page = String::from_utf8(with(by, false, |order| write(order, Form::Html).unwrap())).unwrap();
        assert!(page.contains("size: A3 landscape") && !page.contains("http:") && !page.contains("<script"));
    }
}
