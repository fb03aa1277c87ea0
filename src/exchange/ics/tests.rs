use proptest::prelude::*;

use super::*;
use crate::text::clean;

#[path = "reader.rs"]
mod reader;

fn entry(summary: &str, description: &str) -> Entry {
    Entry {
        uid: "1-12-345@00000000000000ff.senco".into(),
        date: "2026-11-30".parse().unwrap(),
        summary: summary.into(),
        description: description.into(),
        category: "policy".into(),
    }
}

const AT: Stamp = Stamp(1_795_000_000);

#[test]
fn an_entry_is_a_whole_day_with_an_end_that_is_the_next() {
    for (day, start, end) in [
        ("2026-11-30", "20261130", "20261201"),
        ("2028-02-28", "20280228", "20280229"),
        ("2026-12-31", "20261231", "20270101"),
        ("1900-01-01", "19000101", "19000102"),
        ("2199-12-31", "21991231", "22000101"),
    ] {
        let file = write("Holly Bank", AT, &[Entry { date: day.parse().unwrap(), ..entry("a", "b") }]);
        let read = reader::read(file.as_bytes());
        assert_eq!(read.events[0]["DTSTART"], start);
        assert_eq!(read.events[0]["DTEND"], end);
        assert_eq!(read.events[0]["DTSTAMP"], "20261118T110640Z");
        assert!(file.contains(&format!("\r\nDTSTART;VALUE=DATE:{start}\r\nDTEND;VALUE=DATE:{end}\r\n")));
    }
}

#[test]
fn a_moment_that_no_calendar_has_does_no_harm() {
    for at in [i64::MIN, -1, 0, i64::MAX] {
        let file = write("x", Stamp(at), &[entry("a", "b")]);
        assert_eq!(reader::read(file.as_bytes()).events[0]["DTSTAMP"].len(), 16, "{at}");
    }
}

#[test]
fn hostile_text_ends_no_line_and_opens_no_property() {
    for (text, read) in [
        ("Ama\r\nEND:VEVENT\r\nBEGIN:VALARM", "Ama END:VEVENT BEGIN:VALARM"),
        ("Ama\nATTENDEE:mailto:x@example.org", "Ama ATTENDEE:mailto:x@example.org"),
        ("Ama\rX", "Ama X"),
        ("Ama\u{85}X\u{2028}Y\u{2029}Z", "Ama X Y Z"),
        ("a\\nb", "a\\nb"),
        ("a\\", "a\\"),
        ("a;b,c:d\"e", "a;b,c:d\"e"),
        ("\x1b]0;x\x07\0\x08Ben", "]0;xBen"),
        ("Cy\u{202e}nevraM", "CynevraM"),
        (" DTSTAMP:1", "DTSTAMP:1"),
    ] {
        let file = write(text, AT, &[Entry { category: text.into(), uid: text.into(), ..entry(text, text) }]);
        let calendar = reader::read(file.as_bytes());
        assert_eq!(calendar.events.len(), 1, "{text:?}");
        let event = &calendar.events[0];
        assert_eq!(event["SUMMARY"], read, "{text:?}");
        assert_eq!(event["CATEGORIES"], read, "{text:?}");
        assert_eq!(event["DESCRIPTION"].replace('\n', " ").trim(), read, "{text:?}");
        assert_eq!(event.len(), 8, "{event:?}");
        assert_eq!(calendar.head["X-WR-CALNAME"].replace('\n', " ").trim(), read);
    }
}

#[test]
fn long_lines_are_folded_between_characters() {
    let text = "é王👩x".repeat(40);
    let file = write("x", AT, &[entry(&text, &text)]);
    assert_eq!(reader::read(file.as_bytes()).events[0]["SUMMARY"], text);
    // As full as they may be, and no fuller.
    let text = "x".repeat(75 - "SUMMARY:".len());
    assert!(write("x", AT, &[entry(&text, "")]).contains(&format!("\r\nSUMMARY:{text}\r\n")));
    let text = format!("{text}y");
    assert!(write("x", AT, &[entry(&text, "")]).contains("x\r\n y\r\n"));
}

#[test]
fn only_what_is_said_makes_a_file_another() {
    let file = write("x", AT, &[entry("a", "b")]);
    assert!(same(&file, &write("x", Stamp(5), &[entry("a", "b")])));
    assert!(!same(&file, &write("x", AT, &[entry("a", "c")])));
    assert!(!same(&file, &write("y", AT, &[entry("a", "b")])));
    assert!(!same(&file, &write("x", AT, &[])));
    // A text that says DTSTAMP is a text.
    let (one, other) = (entry("a", "\nDTSTAMP:1"), entry("a", "\nDTSTAMP:2"));
    assert!(!same(&write("x", AT, &[one]), &write("x", AT, &[other])));
    assert!(is_ours(&file));
    assert!(!is_ours("BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\nEND:VCALENDAR\r\n"));
    assert!(!is_ours(&file.replace("\r\n", "\n")));
}

proptest! {
    #[test]
    fn any_text_comes_back(
        texts in prop::collection::vec(("[ -~]{0,200}|.{0,120}|[\\\\;,\\nné王\\r:\" ]{0,120}", ".{0,90}|[a\\n\\r\\\\,;]{0,90}"), 0..4),
        name in ".{0,90}",
        at in any::<i64>(),
    ) {
        let entries: Vec<Entry> = texts.iter().map(|(summary, description)| entry(summary, description)).collect();
        let file = write(&name, Stamp(at), &entries);
        let calendar = reader::read(file.as_bytes());
        prop_assert_eq!(calendar.events.len(), entries.len());
        for (event, entry) in calendar.events.iter().zip(&entries) {
            prop_assert_eq!(&event["SUMMARY"], &clean(&entry.summary).trim().to_owned());
            prop_assert_eq!(&event["DESCRIPTION"], &clean_multiline(&entry.description).into_owned());
        }
        prop_assert_eq!(&calendar.head["NAME"], &clean_multiline(&name).into_owned());
        prop_assert!(same(&file, &file) && is_ours(&file));
    }
}
