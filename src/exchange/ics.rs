//! A calendar file (RFC 5545) of whole days: CRLF, lines of at most 75 octets, escaped text.
//!
//! Rule: nothing that stands in a record can end a line or a property: every text is cleaned, escaped and folded here and
//! nowhere else. The same entries give the same bytes; the clock is not asked.

use chrono::{DateTime, NaiveDate};

use crate::domain::day;
use crate::domain::ids::Stamp;
use crate::text::clean_multiline;

/// One day in the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What stays the same when the day moves, so that a calendar moves the entry and does not add one.
    pub uid: String,
    /// The day.
    pub date: NaiveDate,
    /// Its one line.
    pub summary: String,
    /// What is said when it is opened; lines end in `\n`.
    pub description: String,
    /// What calendars can colour by: the force.
    pub category: String,
}

/// Who writes the file, and how a file of ours is known.
const MAKER: &str = "-//senco//senco//EN";

/// Octets in a line, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// How often a calendar that subscribes should look again.
const AGAIN: &str = "PT6H";

/// The file: its name as calendars show it, the moment of the data, and the entries in the order given.
pub fn write(name: &str, at: Stamp, entries: &[Entry]) -> String {
    let stamp = moment(at);
    let name = text(name);
    let mut out = String::new();
    for (property, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", MAKER),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("NAME", &name),
        ("X-WR-CALNAME", &name),
        ("REFRESH-INTERVAL;VALUE=DURATION", AGAIN),
        ("X-PUBLISHED-TTL", AGAIN),
    ] {
        line(&mut out, property, value);
    }
    for entry in entries {
        // The end of a whole day is the day after it. There is one after the last day of 2199 too.
        let end = entry.date.succ_opt().unwrap_or(entry.date);
        for (property, value) in [
            ("BEGIN", "VEVENT"),
            ("UID", text(&entry.uid).as_str()),
            ("DTSTAMP", stamp.as_str()),
            ("DTSTART;VALUE=DATE", basic(entry.date).as_str()),
            ("DTEND;VALUE=DATE", basic(end).as_str()),
            ("SUMMARY", text(&one_line(&entry.summary)).as_str()),
            ("DESCRIPTION", text(&entry.description).as_str()),
            ("CATEGORIES", text(&one_line(&entry.category)).as_str()),
            // Something to do, not hours taken: nobody is busy all day for it.
            ("TRANSP", "TRANSPARENT"),
            ("END", "VEVENT"),
        ] {
            line(&mut out, property, value);
        }
    }
    line(&mut out, "END", "VCALENDAR");
    out
}

/// Whether two files say the same, whenever they were written.
pub fn same(one: &str, other: &str) -> bool {
    // A continued line begins with a blank, so no text of ours can pass for a stamp.
    let lines = |text: &'_ str| -> Vec<String> {
        text.split("\r\n").filter(|line| !line.starts_with("DTSTAMP:")).map(str::to_owned).collect()
    };
    lines(one) == lines(other)
}

/// Whether this is a file that [`write()`] made.
pub fn is_ours(file: &str) -> bool {
    file.starts_with("BEGIN:VCALENDAR\r\n") && file.contains(&format!("\r\nPRODID:{MAKER}\r\n"))
}

fn line(out: &mut String, property: &str, value: &str) {
    let mut used = 0;
    for c in property.chars().chain([':']).chain(value.chars()) {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

/// A text as a property's value: what ends a line or parts a list is escaped, what a terminal obeys is gone.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in clean_multiline(value).chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn one_line(value: &str) -> String {
    crate::text::clean(value).trim().to_owned()
}

fn basic(date: NaiveDate) -> String {
    date.format("%Y%m%d").to_string()
}

/// A moment in UTC; one that no calendar has becomes the first that computers count.
fn moment(at: Stamp) -> String {
    DateTime::from_timestamp(at.0, 0)
        .filter(|moment| day::in_range(moment.date_naive()))
        .unwrap_or_default()
        .format("%Y%m%dT%H%M%SZ")
        .to_string()
}

#[cfg(test)]
#[path = "ics/tests.rs"]
mod tests;
