use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::made::{Made, made, runs, split_body};
use super::*;
use crate::exchange::paper::testing::{HOSTILE, every_block, head};
use crate::exchange::paper::{Block, Size};

fn letter() -> Paper {
    Paper { blocks: vec![Block::Para("Dear Mrs Otter".into())], ..every_block(true, Size::A4) }
}

fn part(file: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

fn text(file: &[u8], name: &str) -> String {
    String::from_utf8(part(file, name)).unwrap()
}

/// The document of a letter on a letterhead with this body.
fn document(body: &str) -> String {
    let file = fill(&made(body).file(), &letter(), &head()).unwrap();
    let document = text(&file, "word/document.xml");
    Part::read("word/document.xml", &document).map(drop).unwrap();
    document
}

fn refused(made: &Made) -> String {
    fill(&made.file(), &letter(), &head()).unwrap_err().to_string()
}

/// Where these stand, which must be one after the other.
fn in_order(text: &str, wanted: &[&str]) {
    let mut from = 0;
    for want in wanted {
        from +=
            text[from..].find(want).unwrap_or_else(|| panic!("{want} after {from} in {text}")) + want.len();
    }
}

#[test]
fn a_body_that_word_has_cut_into_runs_becomes_the_paper() {
    let document =
        document(&format!("{}{}{}", runs(&["before"]), split_body(), runs(&["after {{se", "nco}}"])));
    in_order(
        &document,
        &[
            "before",
            "22 November 2026",
            "SencoTitle",
            "A letter home",
            "Dear Mrs Otter",
            "after R Dale",
            "<w:sectPr>",
        ],
    );
    assert!(!document.contains("{{") && !document.contains("}}"), "{document}");
    assert_eq!(document.matches("Dear Mrs Otter").count(), 1);
}

#[test]
fn all_that_holds_no_field_goes_over_byte_for_byte() {
    let made = made(&split_body());
    let file = fill(&made.file(), &letter(), &head()).unwrap();
    for name in [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/_rels/document.xml.rels",
        "word/media/image1.png",
        "word/_rels/header1.xml.rels",
    ] {
        let (_, was) = made.parts.iter().find(|(known, _)| known == name).unwrap();
        assert_eq!(&part(&file, name), was, "{name}");
    }
    // Of the parts with fields, all else stays.
    let (_, was) = made.parts.iter().find(|(known, _)| known == "word/header1.xml").unwrap();
    let was = String::from_utf8(was.clone()).unwrap();
    let now = text(&file, "word/header1.xml");
    assert_eq!(
        now.split("<w:drawing>").nth(1).unwrap().split("</w:drawing>").next(),
        was.split("<w:drawing>").nth(1).unwrap().split("</w:drawing>").next()
    );
    assert_eq!(fill(&made.file(), &letter(), &head()).unwrap(), file, "the same bytes each time");
}

#[test]
fn headers_and_footers_are_filled_in_the_look_of_the_run_where_a_field_begins() {
    let file = fill(&made(&split_body()).file(), &letter(), &head()).unwrap();
    let header = text(&file, "word/header1.xml");
    assert!(
        header.contains(r#"<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Anytown Primary School</w:t>"#),
        "{header}"
    );
    assert!(
        header.contains(r#">1 High Street,</w:t><w:br/><w:t xml:space="preserve">Anytown</w:t>"#),
        "{header}"
    );
    assert!(text(&file, "word/footer1.xml").contains("Head: M Heron · 01632 960000"));
}

#[test]
fn date_and_title_stand_once() {
    let document = document(&format!("{}{}", runs(&["{{date}} {{title}}"]), split_body()));
    assert_eq!(document.matches("22 November 2026").count(), 1);
    assert_eq!(document.matches("A letter home").count(), 1);
    in_order(&document, &["22 November 2026 A letter home", "Dear Mrs Otter"]);
}

#[test]
fn a_letterhead_without_a_body_is_followed_by_it() {
    in_order(&document(&runs(&["Our school"])), &["Our school", "Dear Mrs Otter", "<w:sectPr>"]);
}

#[test]
fn a_paragraph_that_says_more_stays() {
    let with =
        |before: &str, after: &str| format!("<w:p>{before}<w:r><w:t>{{{{body}}}}</w:t></w:r>{after}</w:p>");
    in_order(&document(&with("<w:r><w:t>Hello </w:t></w:r>", "")), &["Hello ", "</w:p>", "Dear Mrs Otter"]);
    in_order(
        &document(&with("<w:r><w:drawing>crest</w:drawing></w:r>", "")),
        &["crest", "</w:p>", "Dear Mrs Otter"],
    );
    in_order(
        &document(&with(r#"<w:bookmarkStart w:id="0" w:name="x"/>"#, "")),
        &["bookmarkStart", "</w:p>", "Dear Mrs Otter"],
    );
    let section = r#"<w:pPr><w:sectPr><w:pgSz w:w="1" w:h="2"/></w:sectPr></w:pPr>"#;
    in_order(&document(&with(section, "")), &["Dear Mrs Otter", "<w:pPr><w:sectPr>"]);
    // Tabs of its own and a whole bookmark are nothing that would be missed.
    let bare = document(&with(
        r#"<w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr><w:bookmarkStart w:id="0" w:name="_GoBack"/>"#,
        r#"<w:bookmarkEnd w:id="0"/>"#,
    ));
    assert!(!bare.contains("_GoBack"), "{bare}");
}

#[test]
fn a_body_in_a_cell_leaves_the_cell_whole() {
    let cell = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", split_body());
    let file = fill(&made(&cell).file(), &every_block(true, Size::A4), &head()).unwrap();
    let document = text(&file, "word/document.xml");
    assert!(!document.contains("</w:tbl></w:tc>"), "a cell ends with a paragraph");
}

#[test]
fn the_schools_styles_stay_and_ours_stand_on_its_usual_paragraph() {
    let file = fill(&made(&split_body()).file(), &letter(), &head()).unwrap();
    let styles = text(&file, "word/styles.xml");
    assert_eq!(styles.matches(r#"w:styleId="SencoTitle""#).count(), 1);
    assert!(styles.contains("7F0000"), "the school's own title stays");
    assert!(styles.contains(
        r#"w:styleId="SencoHeading1"><w:name w:val="Senco Heading 1"/><w:basedOn w:val="Standard"/>"#
    ));
    assert!(styles.ends_with("</w:styles>"));
}

#[test]
fn values_are_text_and_no_fields() {
    let head = Head { school: HOSTILE.into(), ..head() };
    let file = fill(&made(&split_body()).file(), &letter(), &head).unwrap();
    let header = text(&file, "word/header1.xml");
    assert!(header.contains("&lt;script&gt;") && !header.contains("<script"), "{header}");
    Part::read("word/header1.xml", &header).map(drop).unwrap();
}

#[test]
fn braces_that_are_no_field_stay() {
    let document = document(&runs(&["{{ {{}} {{a<w:tab/>"]).replace("a<w:tab/>", "a</w:t><w:tab/><w:t>}}"));
    assert!(document.contains("{{ {{}} {{a"), "{document}");
}

#[test]
fn hostile_files_are_refused_in_words() {
    let plain = || made(&split_body());
    let tie = |kind: &str, target: &str, mode: &str| {
        plain().changed(
            "word/_rels/document.xml.rels",
            "</Relationships>",
            &format!(
                r#"<Relationship Id="x" Type="http://x/{kind}" Target="{target}"{mode}/></Relationships>"#
            ),
        )
    };
    let out = r#" TargetMode="External""#;
    let field = |name: &str| made(&runs(&["{{", name, "}}"]));
    let code = |code: &str| {
        made(&format!("<w:p><w:r><w:instrText>{code}</w:instrText></w:r></w:p>{}", split_body()))
    };
    for (made, want) in [
        (plain().with("word/vbaProject.bin", "x"), "macros"),
        (plain().changed("[Content_Types].xml", "document.main", "document.macroEnabled.main"), "macros"),
        (plain().changed("[Content_Types].xml", "document.main", "template.main"), "template (.dotx)"),
        (
            plain().changed(
                "[Content_Types].xml",
                "wordprocessingml.document.main",
                "spreadsheetml.sheet.main",
            ),
            "not a Word document",
        ),
        (tie("image", "https://example.com/x.png", out), "tied to something outside"),
        (tie("hyperlink", "file://server/x", out), "tied to something outside"),
        (tie("attachedTemplate", "http://example.com/x.dotm", out), "hangs on a template"),
        (tie("oleObject", "embeddings/x.bin", ""), "another file"),
        (tie("aFChunk", "x.html", ""), "another file"),
        (field("pupil"), "{{pupil}} that is not known"),
        (made(&format!("{0}{0}", split_body())), "more than once"),
        (
            made(&format!(
                "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>",
                split_body()
            )),
            "in a text box",
        ),
        (plain().changed("word/header1.xml", "{{ADDRESS}}", "{{body}}"), "in its header or footer"),
        (code("DDEAUTO c:\\x"), "fetches or runs"),
        (code(r#"INCLUDEPICTURE "http://x""#), "fetches or runs"),
        (plain().with("word/document.xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><w:document/>"), "document type"),
        (plain().with("word/document.xml", "<w:document><w:body>"), "damaged"),
        (plain().with("word/document.xml", b"\xff\xfe<"), "UTF-8"),
        (
            plain().changed(
                "word/document.xml",
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            ),
            "strict",
        ),
        (plain().with("word/STYLES.xml", "x"), "twice"),
        (plain().without("word/styles.xml"), "is not there"),
        (plain().without("_rels/.rels"), "is not there"),
        (plain().with("word/styles.xml", "<w:x/>"), "no place for styles"),
    ] {
        let error = refused(&made);
        assert!(error.starts_with("the letterhead ") && error.contains(want), "{want}: {error}");
    }
}

#[test]
fn files_that_are_no_archive_or_too_large_are_refused() {
    let no = |bytes: &[u8]| fill(bytes, &letter(), &head()).unwrap_err().to_string();
    assert!(no(b"").contains("not a DOCX file"));
    assert!(no(b"Dear parents").contains("not a DOCX file"));
    assert!(no(&[0xd0, 0xcf, 0x11, 0xe0, 0, 0]).contains("password"));
    assert!(no(b"PK\x03\x04 and then nothing").contains("damaged"));
    let whole = made(&split_body()).file();
    for cut in (0..whole.len()).step_by(97) {
        no(&whole[..cut]);
    }
    // 65 MB of nothing pack into 65 kB.
    let bomb = made(&split_body()).with("word/media/image2.png", vec![0; 65 << 20]).file();
    assert!(bomb.len() < 1 << 20);
    assert!(no(&bomb).contains("larger than 64 MB"));
    let mut many = made(&split_body());
    for number in 0..1000 {
        many.parts.push((format!("word/x{number}"), Vec::new()));
    }
    assert!(no(&many.file()).contains("more than the 1000"));
}

#[test]
fn a_long_paragraph_of_braces_takes_no_long_time() {
    let braces = "{".repeat(2 << 20);
    document(&format!("{}{}", runs(&[&braces]), split_body()));
}

#[test]
fn bytes_turned_at_random_never_panic() {
    let whole = made(&split_body()).file();
    let mut dice = fastrand::Rng::with_seed(4);
    for _ in 0..300 {
        let mut file = whole.clone();
        for _ in 0..dice.usize(1..4) {
            let at = dice.usize(..file.len());
            file[at] = dice.u8(..);
        }
        let _ = fill(&file, &letter(), &head());
    }
}
