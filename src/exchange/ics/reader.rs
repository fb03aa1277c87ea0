//! A small reader of calendar files for the tests, written from RFC 5545 and not from the writer: strict where the writer
//! must be exact, and with no part of it in common.

use std::collections::BTreeMap;

/// The properties of one component by name, parameters left out of the name.
pub type Properties = BTreeMap<String, String>;

/// A calendar read back.
#[derive(Debug)]
pub struct Calendar {
    /// The calendar's own properties.
    pub head: Properties,
    /// Its events in the order of the file.
    pub events: Vec<Properties>,
}

/// Reads a file; panics on anything that the standard forbids.
pub fn read(file: &[u8]) -> Calendar {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    let mut rest = file;
    while !rest.is_empty() {
        let end = rest.windows(2).position(|two| two == b"\r\n").expect("a line without its end");
        let line = &rest[..end];
        assert!(line.len() <= 75, "{} octets in a line", line.len());
        std::str::from_utf8(line).expect("a character cut in two");
        assert!(line.iter().all(|octet| *octet >= b' ' && *octet != 0x7f), "a control character: {line:?}");
        match line.split_first() {
            Some((b' ' | b'\t', more)) => lines.last_mut().expect("a first line").extend(more),
            _ => lines.push(line.to_vec()),
        }
        rest = &rest[end + 2..];
    }
    let mut open: Vec<String> = Vec::new();
    let mut calendar = Calendar { head: Properties::new(), events: Vec::new() };
    for line in lines {
        let line = String::from_utf8(line).unwrap();
        let (name, value) = line.split_once(':').expect("a property without a value");
        let name = name.split(';').next().unwrap().to_owned();
        assert!(name.bytes().all(|octet| octet.is_ascii_uppercase() || octet == b'-'), "{name}");
        match name.as_str() {
            "BEGIN" => {
                open.push(value.to_owned());
                if value == "VEVENT" {
                    calendar.events.push(Properties::new());
                }
            }
            "END" => assert_eq!(open.pop().as_deref(), Some(value)),
            _ => {
                let into = match open.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                    ["VCALENDAR"] => &mut calendar.head,
                    ["VCALENDAR", "VEVENT"] => calendar.events.last_mut().unwrap(),
                    other => panic!("a property within {other:?}"),
                };
                assert!(into.insert(name.clone(), unescape(value)).is_none(), "{name} twice");
            }
        }
    }
    assert!(open.is_empty(), "{open:?} is not ended");
    for event in &calendar.events {
        for must in ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"] {
            assert!(event.contains_key(must), "{must} is missing in {event:?}");
        }
    }
    calendar
}

fn unescape(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next().expect("an escape without its letter") {
                'n' | 'N' => out.push('\n'),
                sign @ ('\\' | ';' | ',') => out.push(sign),
                other => panic!("an unknown escape {other:?}"),
            },
            ',' | ';' => panic!("a bare {c:?} in {value:?}"),
            c => out.push(c),
        }
    }
    out
}
