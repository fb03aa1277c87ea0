use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::*;
use crate::exchange::paper::testing::{HOSTILE, every_block, head};
use crate::exchange::paper::{Bar, Block, Size};

/// One part of a file.
fn part(file: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The letters of a part, paragraphs apart.
fn letters(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let mut out = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return out,
            Event::Text(text) => out.push_str(&text.xml10_content()),
            Event::GeneralRef(one) => out.push_str(match one.into_inner().as_ref() {
                "lt" => "<",
                "gt" => ">",
                "amp" => "&",
                "quot" => "\"",
                "apos" => "'",
                other => panic!("{other}"),
            }),
            Event::End(end) if end.name().as_ref() == "w:p" => out.push('\n'),
            _ => {}
        }
    }
}

#[test]
fn every_block_stands_in_the_file_in_order() {
    let file = super::file(&every_block(true, Size::A4), &head()).unwrap();
    let said = letters(&part(&file, "word/document.xml"));
    let mut from = 0;
    for want in [
        "Anytown Primary School",
        "1 High Street, Anytown",
        "22 November 2026",
        "A letter home",
        "First heading",
        "Second heading",
        "one line",
        "small print",
        "Name",
        "Ama Otter",
        "a dot",
        "Target",
        "counts to ten",
        "Mum, 3 November",
        "He likes it.",
        "Missing: ",
        "What helps",
        "a quiet place",
        "Pupils by area",
        "fewer than 5",
        "Cut here",
        "Signed",
    ] {
        let at = said[from..].find(want).unwrap_or_else(|| panic!("{want} after {from} in {said}"));
        from += at;
    }
    for name in
        ["word/styles.xml", "word/settings.xml", "word/footer1.xml", "[Content_Types].xml", "_rels/.rels"]
    {
        letters(&part(&file, name));
    }
}

#[test]
fn rows_stay_whole_and_headings_repeat() {
    let xml = part(&super::file(&every_block(false, Size::A4Lying), &head()).unwrap(), "word/document.xml");
    assert!(xml.contains("<w:tblHeader/>") && xml.contains("<w:cantSplit/>"));
    assert!(xml.contains(r#"w:orient="landscape""#));
    assert!(xml.contains(r#"<w:pStyle w:val="SencoHeading1"/>"#));
    assert!(xml.contains("<w:pageBreakBefore/>"));
    // Every style that is named is there.
    let styles = styles::part();
    for piece in xml.split("<w:pStyle w:val=\"").skip(1) {
        let name = piece.split('"').next().unwrap();
        assert!(styles.contains(&format!("w:styleId=\"{name}\"")), "{name}");
    }
    // Two tables never touch, and no cell ends without a paragraph.
    assert!(!xml.contains("</w:tbl><w:tbl>") && !xml.contains("</w:tbl></w:tc>"));
}

/// The body of a paper with these blocks.
fn body(blocks: Vec<Block>) -> String {
    let paper = crate::exchange::paper::Paper { blocks, ..every_block(false, Size::A4) };
    part(&super::file(&paper, &head()).unwrap(), "word/document.xml")
}

#[test]
fn a_table_before_a_new_page_leaves_no_gap_that_could_fall_on_an_empty_one() {
    let table = || Block::Table {
        widths: vec![100],
        head: vec!["To write".into()],
        rows: vec![vec![String::new()]; 2],
    };
    let next = || Block::Heading(1, "Next".into());
    let gaps = |blocks| body(blocks).matches(r#"w:val="SencoGap""#).count();
    assert_eq!(gaps(vec![table(), Block::PageBreak, next()]), 0);
    assert_eq!(gaps(vec![table(), next()]), 0);
    assert_eq!(gaps(vec![table(), table()]), 2);
    // A page that begins with a table needs a paragraph to begin with, and no table ends what it stands in.
    assert_eq!(gaps(vec![table(), Block::PageBreak, table()]), 2);
    assert_eq!(gaps(vec![table(), Block::PageBreak]), 1);
    assert!(!body(vec![table(), Block::PageBreak, table()]).contains("</w:tbl><w:tbl>"));
    // Rows to write in are high enough for a hand.
    assert_eq!(body(vec![table()]).matches(r#"<w:trHeight w:val="400""#).count(), 2);
}

#[test]
fn what_is_signed_stays_together() {
    let xml = body(vec![Block::Sign(vec!["Name".into(), "Setting".into(), "Date".into()])]);
    assert_eq!(xml.matches("<w:keepNext/>").count(), 1, "the first of two lines: {xml}");
    let xml = body(vec![Block::Para("Yours sincerely\n\nR Dale".into()), Block::Para("One line.".into())]);
    assert_eq!(xml.matches("<w:keepLines/>").count(), 1, "{xml}");
}

#[test]
fn the_same_paper_gives_the_same_bytes_and_no_author() {
    let make = || super::file(&every_block(true, Size::A4), &head()).unwrap();
    let file = make();
    assert_eq!(file, make());
    let archive = ZipArchive::new(Cursor::new(&file)).unwrap();
    assert!(archive.file_names().all(|name| !name.unwrap().starts_with("docProps")));
    assert!(!part(&file, "word/footer1.xml").contains("Otter"));
}

#[test]
fn what_is_hostile_is_text_and_nothing_else() {
    let mut paper = every_block(true, Size::A4);
    paper.title = HOSTILE.into();
    paper.blocks = vec![
        Block::Heading(200, HOSTILE.into()),
        Block::Heading(0, HOSTILE.into()),
        Block::Para(HOSTILE.into()),
        Block::List(vec![HOSTILE.into()]),
        Block::Facts(vec![(HOSTILE.into(), HOSTILE.into())]),
        Block::Table {
            widths: vec![0, 255],
            head: vec![HOSTILE.into()],
            rows: vec![vec![HOSTILE.into(); 3]],
        },
        Block::Table { widths: vec![], head: vec![], rows: vec![] },
        Block::Sign(vec![HOSTILE.into(); 3]),
        Block::Chart {
            title: HOSTILE.into(),
            bars: vec![Bar { label: HOSTILE.into(), value: Some(u32::MAX), text: HOSTILE.into() }],
        },
    ];
    let xml = part(&super::file(&paper, &head()).unwrap(), "word/document.xml");
    let said = letters(&xml);
    assert!(said.contains("<script>alert(1)</script>"), "{said}");
    assert!(!xml.contains('\u{202e}') && !xml.contains('\u{1b}') && !xml.contains("<script"));
}
