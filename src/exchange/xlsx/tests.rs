use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;

const HOSTILE: [&str; 9] = [
    "=cmd|' /C calc'!A0",
    "+1",
    "@x",
    "-2",
    "\t=1+1",
    "\r\n=1+1",
    "https://example.org/=HYPERLINK(1)",
    "<f>1+1</f>&amp;",
    "mailto:a@example.org",
];

fn book() -> Book {
    let hostile = HOSTILE.iter().map(|text| {
        Row::plain(vec![
            Cell::text(*text),
            Cell::Pence(123_456),
            Cell::Percent(78),
            Cell::Day("2026-11-22".parse().unwrap()),
            Cell::Mean(-0.5),
        ])
    });
    let total = Row { weight: Weight::Total, cells: vec![Cell::text("All"), Cell::Pence(-99), Cell::Empty] };
    Book {
        title: "Provision map & costs".into(),
        made: "2026-11-22".parse().unwrap(),
        sheets: vec![Sheet {
            name: "Map",
            columns: vec![
                Column::new("=Who", 30),
                Column::new("Cost", 12),
                Column::new("Delivered", 10),
                Column::new("On", 12),
                Column::new("Mean", 8),
            ],
            rows: hostile.chain([total]).collect(),
            filter: true,
            fold: false,
            chart: Some(Chart {
                title: "Cost".into(),
                counts: "Of so many",
                look: Look::StackedColumns,
                rows: (0, 2),
                labels: 0,
                series: vec![(1, Fill { rgb: 0x0033_6699, hatched: true })],
                money: true,
            }),
        }],
    }
}

/// Every part of the file.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        out.insert(file.name().unwrap().into_owned(), text);
    }
    out
}

/// The elements of a part by name, with their attributes; the part must be XML.
fn elements(xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    let mut out = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(one) | Event::Empty(one) => {
                out.push((one.name().as_ref().to_owned(), one.to_string()))
            }
            Event::Eof => return out,
            _ => {}
        }
    }
}

#[test]
fn no_text_becomes_a_sum_or_a_link() {
    let parts = parts(&file(&book()).unwrap());
    let mut sums = 0;
    for (name, xml) in &parts {
        for (element, raw) in elements(xml) {
            assert!(!matches!(element.as_str(), "f" | "hyperlink" | "ddeLink" | "oleLink"), "{name}: {raw}");
            assert!(!raw.contains("TargetMode=\"External\""), "{name}: {raw}");
            assert!(element != "c" || !raw.contains("t=\"str\""), "{name}: {raw}");
            if element == "c:f" {
                assert!(name.starts_with("xl/charts/"), "{name}");
                sums += 1;
            }
        }
        assert!(!name.contains("externalLink") && !name.ends_with(".bin"), "{name}");
    }
    assert_eq!(sums, 3, "a chart refers to its name, its labels and its numbers");
    let shared = &parts["xl/sharedStrings.xml"];
    for text in ["=cmd|' /C calc'!A0", "+1", "@x", "-2", "=Who", "&lt;f&gt;1+1&lt;/f&gt;&amp;amp;"] {
        assert!(shared.contains(&format!(">{text}<")), "{text} in {shared}");
    }
}

#[test]
fn what_would_be_a_sum_if_typed_again_is_marked_as_text() {
    let parts = parts(&file(&book()).unwrap());
    let formats: Vec<bool> = {
        let styles = &parts["xl/styles.xml"];
        let cells = styles.split("<cellXfs").nth(1).unwrap().split("</cellXfs>").next().unwrap();
        cells.split("<xf ").skip(1).map(|xf| xf.contains("quotePrefix=\"1\"")).collect()
    };
    let sheet = elements(&parts["xl/worksheets/sheet1.xml"]);
    let marked = |cell: &str| {
        let (_, raw) = sheet.iter().find(|(_, raw)| raw.starts_with(&format!("c r=\"{cell}\""))).unwrap();
        let at = raw.split(" s=\"").nth(1).unwrap().split('"').next().unwrap();
        formats[at.parse::<usize>().unwrap()]
    };
    for (row, text) in (2..).zip(HOSTILE) {
        let sum = text.trim_start().starts_with(['=', '+', '-', '@']);
        assert_eq!(marked(&format!("A{row}")), sum, "{text:?}");
        assert!(!marked(&format!("B{row}")));
    }
    assert!(marked("A1"), "a heading too");
}

#[test]
fn numbers_are_numbers_in_pounds_per_cent_and_days() {
    let parts = parts(&file(&book()).unwrap());
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    for value in ["<v>1234.56</v>", "<v>0.78</v>", "<v>46348</v>", "<v>-0.5</v>", "<v>-0.99</v>"] {
        assert!(sheet.contains(value), "{value}: {sheet}");
    }
    let styles = &parts["xl/styles.xml"];
    for format in ["£#,##0.00", "dd mmm yyyy", "+0.0;-0.0;0.0"] {
        assert!(styles.contains(format), "{format}: {styles}");
    }
}

#[test]
fn it_prints_on_a3_with_its_headings_on_each_page() {
    let parts = parts(&file(&book()).unwrap());
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    assert!(sheet.contains("paperSize=\"8\"") && sheet.contains("orientation=\"landscape\""), "{sheet}");
    assert!(sheet.contains("fitToHeight=\"0\"") && sheet.contains("state=\"frozen\""), "{sheet}");
    assert!(sheet.contains("Provision map &amp;&amp; costs"), "{sheet}");
    assert!(parts["xl/workbook.xml"].contains("_xlnm.Print_Titles"));
}

#[test]
fn the_same_book_gives_the_same_bytes_and_names_no_user() {
    let bytes = file(&book()).unwrap();
    assert_eq!(bytes, file(&book()).unwrap());
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for at in 0..archive.len() {
        let year = archive.by_index(at).unwrap().last_modified().map(|time| time.year());
        assert_eq!(year, Some(1980), "no clock was asked");
    }
    let parts = parts(&bytes);
    let core = &parts["docProps/core.xml"];
    assert!(core.contains("2026-11-22T00:00:00Z"), "{core}");
    assert!(core.contains("<dc:creator/>") || core.contains("<dc:creator></dc:creator>"), "{core}");
    if let Some(user) = std::env::var("USER").ok().filter(|user| !user.is_empty()) {
        assert!(!core.contains(&user));
    }
}

#[test]
fn a_text_longer_than_a_cell_is_cut_and_not_refused() {
    let mut book = book();
    book.sheets[0].rows = vec![Row::plain(vec![Cell::text("é🎈".repeat(40_000))])];
    book.sheets[0].chart = None;
    assert!(file(&book).is_ok());
    book.sheets[0].rows.clear();
    assert!(file(&book).is_ok(), "and an empty sheet is one");
}
