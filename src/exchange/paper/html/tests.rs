use chrono::NaiveDate;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;
use crate::exchange::paper::testing::{HOSTILE, every_block, head};

fn made(letterhead: bool, size: Size) -> String {
    page(&every_block(letterhead, size), &head())
}

/// What an XML reader reads to its end.
fn well_formed(html: &str) {
    let mut reader = Reader::from_str(html);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{error} at {}: {html}", reader.error_position()),
        }
    }
}

#[test]
fn every_block_makes_a_well_formed_page_that_fetches_and_runs_nothing() {
    for (letterhead, size, said) in [
        (true, Size::A4, "A4 portrait"),
        (false, Size::A4Lying, "A4 landscape"),
        (false, Size::A3Lying, "A3 landscape"),
    ] {
        let html = made(letterhead, size);
        well_formed(&html);
        for word in ["<script", "http://", "https://", "url(", "@import", " src=", "href", " onload"] {
            assert!(!html.contains(word), "{word}");
        }
        assert!(html.contains(said));
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
    }
}

#[test]
fn headings_skip_no_level_and_columns_have_a_scope() {
    let html = made(true, Size::A4);
    let mut last = 0;
    for piece in html.split("<h").skip(1) {
        if let Some(level) = piece.chars().next().and_then(|c| c.to_digit(10)) {
            assert!(level <= last + 1, "h{level} after h{last}");
            last = level;
        }
    }
    assert_eq!(html.matches("<h1>").count(), 1);
    assert!(html.contains("<th scope=\"col\">") && html.contains("<th scope=\"row\">"));
    assert!(!html.contains("<th>"));
}

#[test]
fn what_is_hostile_is_text_and_nothing_else() {
    let mut paper = every_block(true, Size::A4);
    paper.title = HOSTILE.into();
    paper.blocks = vec![
        Block::Para(HOSTILE.into()),
        Block::Boxes(vec![(HOSTILE.into(), HOSTILE.into())]),
        Block::Chart {
            title: HOSTILE.into(),
            bars: vec![Bar { label: HOSTILE.into(), value: None, text: HOSTILE.into() }],
        },
    ];
    let html = page(&paper, &Head { school: HOSTILE.into(), ..head() });
    well_formed(&html);
    assert!(!html.contains("<script") && !html.contains('\u{202e}') && !html.contains('\u{1b}'));
    assert!(html.contains("&lt;script&gt;"));
}

#[test]
fn a_windows_title_names_nobody() {
    let mut paper = every_block(true, Size::A4);
    paper.title = "Ama Otter".into();
    paper.dated = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let html = page(&paper, &head());
    assert!(html.contains("<title>AO-2026-11-22-letter</title>"), "{html}");
}

#[test]
fn bars_are_as_long_as_their_figures_and_none_where_one_is_kept_back() {
    let html = made(true, Size::A4);
    assert!(html.contains("width=\"100.0%\" height=\"14\"/>"));
    assert!(html.contains("width=\"33.3%\""));
    assert!(html.contains("<td></td><td class=\"figure\">fewer than 5</td>"));
}
