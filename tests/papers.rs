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

use std::io::{Cursor, Read};

use office::{Office, in_order, solid, texts};
use senco::demo;
use senco::domain::field::{FieldKind, Fields, Value};
use senco::domain::ids::{Held, Stamp};
use senco::domain::support::{BOX_LINES, LINE_CHARS, fits};
use senco::exchange::paper::{Block, Format, Head, Paper, write};
use senco::exchange::papers::documents;
use senco::exchange::provision_map::{self, Form, Order};
use senco::store::{Operation, Store};
use senco::views::provision::{self, Asked, By, RangeKind, Sort, Which};

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
    in_order(
        &pdf.text,
        &["First heading", "Missing:", "Pupils by area", "fewer than 5", "Row 1 ", "Row 40 "],
    );
    let heads = pdf.text.matches("How it is known").count();
    assert!(heads >= 2, "headings stand on each page: {heads} of {}", pdf.pages);
}

#[test]
fn a_row_longer_than_a_page_loses_nothing() {
    let Some(office) = Office::here() else { return };
    let long: String = (0..120).map(|number| format!("line {number}\n")).collect();
    let paper = Paper {
        blocks: vec![Block::Table {
            widths: vec![50, 50],
            head: vec!["A".into(), "B".into()],
            rows: vec![vec![long, "b".into()]],
        }],
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
        in_order(
            &pdf.text,
            &["Anytown Primary School", "Dear Mrs Otter", "Cut here", "Signed", "Confidential"],
        );
    }
    office.browse("blocks-html", &write(&story::every_block(), Format::Html, &head(), None).unwrap());
}

#[test]
fn a_letter_on_the_schools_own_letterhead() {
    let Some(office) = Office::here() else { return };
    let file =
        made::made(&format!("{}{}", made::split_body(), made::runs(&["Anytown is a charity."]))).file();
    let pdf =
        office.print("letterhead", &write(&story::letter(), Format::Docx, &head(), Some(&file)).unwrap());
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
    let pdf = office.print(
        "letterhead-cell",
        &write(&blocks, Format::Docx, &head(), Some(&made::made(&cell).file())).unwrap(),
    );
    in_order(&pdf.text, &["First heading", "Row 1 ", "Row 40 "]);
}

#[test]
fn every_document_of_a_full_file_has_all_its_words_in_their_order() {
    let Some(office) = Office::here() else { return };
    let folder = story::folder();
    let papers: Vec<(&str, Paper)> =
        documents::ALL.iter().map(|document| (document.code, document.make(&folder).unwrap())).collect();
    let head = Head::of(&folder.school, folder.today);
    let files: Vec<(&str, Vec<u8>)> = papers
        .iter()
        .map(|(code, paper)| (*code, write(paper, Format::Docx, &head, None).unwrap()))
        .collect();
    let lent: Vec<(&str, &[u8])> = files.iter().map(|(code, bytes)| (*code, bytes.as_slice())).collect();
    for ((code, paper), pdf) in papers.iter().zip(office.print_all(&lent)) {
        let mut from = 0;
        for text in texts(paper) {
            let want = solid(&text);
            let at = pdf.written[from..].find(&want);
            let at = at.unwrap_or_else(|| {
                panic!("{code}: {text:?} is not there, or not there yet, in {}", &pdf.written[from..])
            });
            from += at + want.len();
        }
        assert_eq!(pdf.width > pdf.height, paper.size.lies(), "{code}");
        assert!(!paper.one_page || pdf.pages == 1, "{code}");
        office.keep(&format!("{code}.html"), &write(paper, Format::Html, &head, None).unwrap());
    }
    for code in ["plan", "passport", "letter"] {
        let paper = &papers.iter().find(|(one, _)| *one == code).unwrap().1;
        office.browse(&format!("{code}-html"), &write(paper, Format::Html, &head, None).unwrap());
    }
}

#[test]
fn the_map_opens_as_a_workbook_and_hangs_on_a3() {
    let Some(office) = Office::here() else { return };
    let dir = tempfile::tempdir().unwrap();
    let today = "2026-11-22".parse().unwrap();
    let plan = demo::Plan { pupils: 80, seed: 3, today };
    let op = Operation { id: 1, action: "demo".into(), user: "rdale".into(), at: Stamp(1_795_000_000) };
    let store =
        Store::create(&dir.path().join("school.redb"), op, |edit| demo::write(edit, &plan, &|_, _| {}))
            .unwrap();
    let school = store.read(|view| view.school()).unwrap();
    let span = provision::range(RangeKind::This, &school.calendar, today).span;
    let asked = Asked { span, which: Which::All, site: None, today };
    let data = store.read(|view| provision::read(view, &school, asked)).unwrap();
    let order = |by| Order { data: &data, school: &school, by, sort: Sort::Name, initials: false };

    if let Some(pdf) = office.calculate("map", &provision_map::write(&order(By::Area), Form::Xlsx).unwrap()) {
        assert!(pdf.width > 1_180.0 && pdf.height > 835.0, "A3 on its side: {} by {}", pdf.width, pdf.height);
        let mut wanted = vec!["Map", "Who", "All", "By pupil", "Costs", "What works", "About"];
        wanted.extend(["Delivered: sessions that somebody recorded"]);
        for words in wanted {
            assert!(pdf.text.contains(words), "{words}");
        }
        assert!(
            pdf.text.contains('£') && !pdf.text.contains("Err:") && !pdf.text.contains("#"),
            "{}",
            pdf.text
        );
    }

    for by in [By::Area, By::Pupil] {
        let page = provision_map::write(&order(by), Form::Html).unwrap();
        let Some(pdf) = office.browse(&format!("map-{}", by.code()), &page) else { return };
        assert!(pdf.width > 1_180.0 && pdf.width > pdf.height, "A3 on its side");
        let heads = pdf.text.matches("Projected").count();
        assert!(heads >= pdf.pages - 1, "headings stand on each page: {heads} of {}", pdf.pages);
    }
}

/// As many of these lines as the form lets pass, in all four boxes.
fn full(line: &str) -> Paper {
    let text = (1..=BOX_LINES).rev().map(|count| format!("{line}\n").repeat(count));
    let text = text.into_iter().find(|text| fits([text, text, text, text]).is_ok()).unwrap();
    let mut folder = story::folder();
    let passport = &mut folder.file.passports[0].value;
    for part in [&mut passport.strengths, &mut passport.matters, &mut passport.helps, &mut passport.avoid] {
        part.clone_from(&text);
    }
    passport.agreed_with =
        "Ama, mum, dad, grandmother, class teacher and everybody else who was there that day".into();
    documents::find("passport").unwrap().make(&folder).unwrap()
}

#[test]
fn a_passport_that_the_form_lets_pass_is_one_page() {
    let Some(office) = Office::here() else { return };
    let lines = [
        ("full-usual", "Give me a minute before I have to answer you".to_owned()),
        (
            "full-words",
            "a ab abc abcd abcde abcdef abcdefg abcdefgh i ij ijk ijkl ijklm ijklmn ijklmno ijklmnop"
                .to_owned(),
        ),
        ("full-wide", "W".repeat(LINE_CHARS)),
        ("full-m", "mw ".repeat(LINE_CHARS / 3)),
        ("full-capitals", "DO NOT SHOUT; DO NOT STAND BEHIND ME".to_owned()),
        ("full-digits", "0".repeat(600)),
        ("full-accents", "Élodie préfère qu’on l’écoute d’abord, très près".to_owned()),
        ("full-other", "漢字漢字漢字漢字漢字 привет мир".to_owned()),
    ];
    let papers: Vec<(&str, Paper)> = lines.iter().map(|(name, line)| (*name, full(line))).collect();
    let files: Vec<(&str, Vec<u8>)> = papers
        .iter()
        .map(|(name, paper)| (*name, write(paper, Format::Docx, &head(), None).unwrap()))
        .collect();
    let lent: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    for ((name, paper), pdf) in papers.iter().zip(office.print_all(&lent)) {
        assert!(!paper.overflows(), "{name}");
        assert_eq!(pdf.pages, 1, "{name}");
    }
    for (name, paper) in [&papers[0], &papers[2]] {
        if let Some(pdf) =
            office.browse(&format!("{name}-html"), &write(paper, Format::Html, &head(), None).unwrap())
        {
            assert_eq!(pdf.pages, 1, "{name} in a browser");
        }
    }
}

#[test]
fn what_is_reckoned_to_overflow_is_not_far_off() {
    let Some(office) = Office::here() else { return };
    let mut paper = full("Give me a minute before I have to answer you");
    let four = |lines: usize| {
        let said = "Give me a minute before I have to answer you\n".repeat(lines);
        Block::Boxes(vec![(String::from("What helps"), said); 4])
    };
    let most = (1..60)
        .take_while(|lines| {
            paper.blocks[0] = four(*lines);
            !paper.overflows()
        })
        .last()
        .unwrap();
    paper.blocks[0] = four(most);
    let just = write(&paper, Format::Docx, &head(), None).unwrap();
    paper.blocks[0] = four(most + 5);
    let over = write(&paper, Format::Docx, &head(), None).unwrap();
    let pdfs = office.print_all(&[("most", &just), ("more", &over)]);
    assert_eq!(pdfs[0].pages, 1, "{most} lines a box");
    assert!(pdfs[1].pages > 1, "{} lines a box", most + 5);
}

/// Markup of HTML and of Word, a letterhead's field, what XML forbids, what turns letters round, drives a terminal or is a sum.
const HOSTILE: &str = "=cmd|' /C calc'!A0 </script><script>alert(1)</script> ]]> <!-- &amp; &#0; </w:t></w:r> {{body}} \u{0}\u{1b}[31m\u{fffe}\u{ffff}\u{202e}\u{2066}\u{7} e\u{301}\u{300}\u{302} 👩‍👩‍👧 محمد \u{b}\u{c}\u{85}\u{2028}";

/// Puts it into every field of words, behind what stands there.
fn spoil<T: Fields>(record: &mut T, more: &str) {
    for field in T::FIELDS {
        let words = matches!(field.kind, FieldKind::Text | FieldKind::LongText | FieldKind::Named(_));
        if let (true, Value::Text(said)) = (words, (field.get)(record)) {
            let _ = (field.set)(record, Value::Text(format!("{said}{HOSTILE}{more}")));
        }
    }
}

fn spoil_all<T: Fields>(records: &mut [Held<T>], more: &str) {
    records.iter_mut().for_each(|held| spoil(&mut held.value, more));
}

/// Whether it is XML from beginning to end, with nothing in it that XML forbids or that turns letters round.
fn assert_xml(what: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{what}: {error}"),
        }
    }
    let bad = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(text.chars().find(|c| bad(*c)), None, "{what}");
    assert!(!text.to_ascii_lowercase().contains("<script"), "{what}");
}

#[test]
fn what_is_hostile_in_every_field_is_text_in_every_document() {
    let mut folder = story::folder();
    let more = format!("\n{}", "W".repeat(100_000));
    for more in ["", &more] {
        let file = &mut folder.file;
        spoil(&mut file.pupil.value, "");
        spoil_all(&mut file.stages, more);
        spoil_all(&mut file.reviews, more);
        spoil_all(&mut file.involvements, more);
        spoil_all(&mut file.referrals, more);
        spoil_all(&mut file.cycles, more);
        spoil_all(&mut file.targets, more);
        spoil_all(&mut file.passports, more);
        spoil_all(&mut file.voices, more);
        spoil_all(&mut file.notices, more);
        spoil(&mut folder.school.info.value, "");
        let head = Head::of(&folder.school, folder.today);
        for document in documents::ALL {
            let paper = document.make(&folder).unwrap();
            let name = paper.file_stem();
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && name.len() < 60, "{name}");
            let html = String::from_utf8(write(&paper, Format::Html, &head, None).unwrap()).unwrap();
            assert_xml(document.code, &html);
            for letterhead in [None, Some(made::made("").file())] {
                let docx = write(&paper, Format::Docx, &head, letterhead.as_deref()).unwrap();
                let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
                for part in 0..archive.len() {
                    let mut text = String::new();
                    let mut part = archive.by_index(part).unwrap();
                    let name = part.name().unwrap().into_owned();
                    if (name.ends_with(".xml") || name.ends_with(".rels"))
                        && part.read_to_string(&mut text).is_ok()
                    {
                        assert_xml(&format!("{}: {name}", document.code), &text);
                    }
                }
            }
        }
    }
}
