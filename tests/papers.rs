//! Papers as a school sees them: written, opened by LibreOffice, printed to PDF and read again. Where LibreOffice or the tools
//! that read PDF are not installed, each test says so and passes.
//!
//! `SENCO_LOOK=folder` keeps what was made there, with a picture of every page, to be looked at.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../src/exchange/paper/letterhead/made.rs"]
#[allow(dead_code, reason = "the tests beside it use more of it")]
mod made;
#[path = "papers/office.rs"]
mod office;
#[path = "papers/story.rs"]
mod story;

use office::{Office, in_order};
use senco::exchange::paper::{Block, Format, Head, Paper, write};

fn head() -> Head {
    Head {
        school: "Anytown Primary School".into(),
        address: "1 High Street\nAnytown\nAN1 2YT".into(),
        phone: "01632 960000".into(),
        email: "office@anytown.example".into(),
        senco: "R Dale".into(),
        head: "M Heron".into(),
    }
}

#[test]
fn a_letter_with_a_slip_to_tear_off() {
    let Some(office) = Office::here() else { return };
    let pdf = office.print("letter", &write(&story::letter(), Format::Docx, &head(), None).unwrap());
    assert_eq!(pdf.pages, 1);
    in_order(
        &pdf.text,
        &[
            "Anytown Primary School",
            "1 High Street, Anytown, AN1 2YT",
            "01632 960000",
            "22 November 2026",
            "Support for Ama",
            "Dear Mrs Otter",
            "Yours sincerely",
            "R Dale",
            "Cut here",
            "I confirm",
            "Signed",
            "Date",
            "Confidential",
            "Page 1 of 1",
        ],
    );
}

#[test]
fn every_block_on_a_sheet_that_lies() {
    let Some(office) = Office::here() else { return };
    let paper = story::every_block();
    let pdf = office.print("blocks", &write(&paper, Format::Docx, &head(), None).unwrap());
    assert!(pdf.width > pdf.height, "it lies on its side");
    in_order(&pdf.text, &["First heading", "Missing:", "Pupils by area", "fewer than 5", "Row 1 ", "Row 40 "]);
    let heads = pdf.text.matches("How it is known").count();
    assert!(heads >= 2, "headings stand on each page: {heads} of {}", pdf.pages);
}

#[test]
fn a_row_longer_than_a_page_loses_nothing() {
    let Some(office) = Office::here() else { return };
    let long: String = (0..120).map(|number| format!("line {number}\n")).collect();
    let paper = Paper {
        blocks: vec![Block::Table { widths: vec![50, 50], head: vec!["A".into(), "B".into()], rows: vec![vec![long, "b".into()]] }],
        ..story::every_block()
    };
    let pdf = office.print("long-row", &write(&paper, Format::Docx, &head(), None).unwrap());
    in_order(&pdf.text, &["line 0", "line 60", "line 119"]);
}

#[test]
fn a_page_for_a_browser_prints() {
    let Some(office) = Office::here() else { return };
    let paper = story::letter();
    office.keep("letter.html", &write(&paper, Format::Html, &head(), None).unwrap());
    office.keep("blocks.html", &write(&story::every_block(), Format::Html, &head(), None).unwrap());
    if let Some(pdf) = office.browse("letter-html", &write(&paper, Format::Html, &head(), None).unwrap()) {
        assert_eq!(pdf.pages, 1);
        in_order(&pdf.text, &["Anytown Primary School", "Dear Mrs Otter", "Cut here", "Signed", "Confidential"]);
    }
    office.browse("blocks-html", &write(&story::every_block(), Format::Html, &head(), None).unwrap());
}

#[test]
fn a_letter_on_the_schools_own_letterhead() {
    let Some(office) = Office::here() else { return };
    let file = made::made(&format!("{}{}", made::split_body(), made::runs(&["Anytown is a charity."]))).file();
    let pdf = office.print("letterhead", &write(&story::letter(), Format::Docx, &head(), Some(&file)).unwrap());
    assert_eq!(pdf.pages, 1);
    in_order(
        &pdf.text,
        &[
            "Anytown Primary School",
            "1 High Street",
            "AN1 2YT",
            "22 November 2026",
            "Support for Ama",
            "Dear Mrs Otter",
            "Cut here",
            "Signed",
            "Anytown is a charity.",
            "Head: M Heron",
        ],
    );
    let cell = format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="2500"/><w:gridCol w:w="6500"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="2500" w:type="dxa"/></w:tcPr>{}</w:tc><w:tc><w:tcPr><w:tcW w:w="6500" w:type="dxa"/></w:tcPr>{}</w:tc></w:tr></w:tbl><w:p/>"#,
        made::runs(&["Governors:\u{a0}A, B, C"]),
        made::split_body()
    );
    let blocks = Paper { letterhead: true, ..story::every_block() };
    let pdf = office
        .print("letterhead-cell", &write(&blocks, Format::Docx, &head(), Some(&made::made(&cell).file())).unwrap());
    in_order(&pdf.text, &["First heading", "Row 1 ", "Row 40 "]);
}
