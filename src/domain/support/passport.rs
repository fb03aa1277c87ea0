//! The passport: one page that a child takes along (S3 "Inclusion Passport").

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::case::{day, start, words};
use crate::domain::day as stored;
use crate::domain::field::{Field, FieldKind, Fields, field};
use crate::domain::ids::Typed;

/// A passport: in force until it is replaced. The latest that is not replaced is the child's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passport {
    /// The day it was written.
    #[serde(with = "stored")]
    pub written: NaiveDate,
    /// What the child is good at.
    pub strengths: String,
    /// What matters to me.
    pub matters: String,
    /// What helps.
    pub helps: String,
    /// What to avoid.
    pub avoid: String,
    /// With whom it was agreed: the child, mum; may be empty.
    pub agreed_with: String,
    /// The day by which it is looked at again; `None` leaves it to the school's setting.
    #[serde(with = "stored::opt")]
    pub look_again: Option<NaiveDate>,
    /// The day it was replaced or taken back; `None` while it is in force.
    #[serde(with = "stored::opt")]
    pub replaced: Option<NaiveDate>,
    /// Anything else, for the SENCO: never printed.
    pub note: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Passport {
    /// One written on this day.
    pub fn written(written: NaiveDate, typed: Typed) -> Passport {
        Passport {
            written,
            strengths: String::new(),
            matters: String::new(),
            helps: String::new(),
            avoid: String::new(),
            agreed_with: String::new(),
            look_again: None,
            replaced: None,
            note: String::new(),
            typed,
        }
    }
}

/// The most characters that one page takes in all four boxes.
pub const PAGE_CHARS: usize = 2_600;
/// The most lines that one box takes.
pub const BOX_LINES: usize = 14;
/// About so many characters fill a line of a box; with [`BOX_LINES`] in four boxes, a page. The paper's own measure allows
/// as much and a little more, so that what is passed here is printed on one page.
pub const LINE_CHARS: usize = 46;

/// Whether strengths, what matters, what helps and what to avoid go on one page, as screen and paper reckon it.
///
/// # Errors
/// They do not: in words, what is too long and by how much.
pub fn fits(boxes: [&str; 4]) -> Result<(), String> {
    for (key, text) in ["strengths", "matters", "helps", "avoid"].into_iter().zip(boxes) {
        let lines = lines_of(text);
        if lines > BOX_LINES {
            let label = field::<Passport>(key).map_or(key, |field| field.label);
            return Err(format!("“{label}” has {lines} lines, and a box takes {BOX_LINES}"));
        }
    }
    let all: usize = boxes.iter().map(|text| text.trim().chars().count()).sum();
    if all > PAGE_CHARS {
        return Err(format!("it has {all} characters, and a page takes {PAGE_CHARS}"));
    }
    Ok(())
}

/// How wide a letter is, in halves of a usual one, which is two; a blank is one.
fn halves(letter: char) -> usize {
    match letter {
        'W' | '@' | '%' => 4,
        'm' | 'w' | 'A'..='H' | 'K'..='Z' | '&' | '+' | '<'..='>' | '~' => 3,
        ' '..='~' | '‘' | '’' | '–' => 2,
        _ if letter < '\u{250}' => 3,
        _ => 4,
    }
}

/// How many lines a text fills in a box, its words kept whole.
fn lines_of(text: &str) -> usize {
    const LINE: usize = LINE_CHARS * 2;
    let mut lines = 0;
    for line in text.trim().lines() {
        lines += 1;
        let mut used = 0;
        for word in line.split_whitespace() {
            let wide: usize = word.chars().map(halves).sum();
            if used > 0 && used + 1 + wide > LINE {
                lines += 1;
                used = 0;
            }
            used += wide + usize::from(used > 0);
            // A word that is longer than a line is broken.
            lines += used.saturating_sub(1) / LINE;
            used = if used > LINE { used % LINE } else { used };
        }
    }
    lines
}

impl Passport {
    /// What stands in its four boxes, in their order.
    pub fn boxes(&self) -> [&str; 4] {
        [&self.strengths, &self.matters, &self.helps, &self.avoid]
    }

    /// Its four boxes with their headings, in their order; an empty one too.
    pub fn titled(&self) -> [(&'static str, &str); 4] {
        let keys = ["strengths", "matters", "helps", "avoid"];
        let titles = keys.map(|key| field::<Passport>(key).map_or(key, |field| field.label));
        let [a, b, c, d] = titles;
        [(a, &self.strengths), (b, &self.matters), (c, &self.helps), (d, &self.avoid)]
    }
}

impl Fields for Passport {
    const FIELDS: &'static [Field<Passport>] = &[
        words!(strengths, LongText, false, "Strengths", "What I am good at, and what others like in me."),
        words!(matters, LongText, false, "What matters to me", "In the child's words."),
        words!(helps, LongText, false, "What helps", "What adults do that helps; a line each."),
        words!(avoid, LongText, false, "What to avoid", "What makes it harder; a line each."),
        start!(written, "Written", "The day it was written."),
        words!(agreed_with, Text, false, "Agreed with", "The child, mum, class teacher…"),
        Field {
            key: "look_again",
            label: "Look again by",
            help: "The day by which it is looked at again; empty leaves it to the school's setting.",
            kind: FieldKind::FutureDate,
            required: false,
            get: |p| p.look_again.into(),
            set: |p, v| v.opt_date().map(|date| p.look_again = date),
        },
        day!(replaced, "Replaced", "The day it was replaced or taken back."),
        words!(note, LongText, false, "Note", "For the SENCO: never printed."),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_a_box_breaks_them() {
        for (text, lines) in [
            ("", 0),
            ("  \n ", 0),
            ("one", 1),
            ("one\ntwo\n", 2),
            ("one\n\ntwo", 3),
            (&"word ".repeat(9), 1),
            (&"word ".repeat(10), 2),
            (&"x".repeat(46), 1),
            (&"x".repeat(47), 2),
            (&"x".repeat(93), 3),
        ] {
            assert_eq!(lines_of(text), lines, "{text}");
        }
    }

    #[test]
    fn a_page_takes_so_much_and_no_more() {
        let line = format!("{}\n", "word ".repeat(9).trim());
        let full = line.repeat(BOX_LINES);
        assert_eq!(fits([&full, &full, &full, &full]), Ok(()));
        let more = line.repeat(BOX_LINES + 1);
        let said = fits(["", "", &more, ""]).unwrap_err();
        assert_eq!(said, "“What helps” has 15 lines, and a box takes 14");
        let wide = format!("{}\n", "x".repeat(LINE_CHARS)).repeat(BOX_LINES);
        let said = fits([&wide, &wide, &wide, &wide]).unwrap_err();
        assert_eq!(said, "it has 2628 characters, and a page takes 2600");
        assert_eq!(fits(["one", "two", "three", "four"]), Ok(()));
    }

    #[test]
    fn the_boxes_have_the_names_of_their_fields() {
        let mut passport = Passport::written("2026-11-21".parse().unwrap(), Typed::default());
        passport.helps = "time to answer".into();
        let titles = passport.titled();
        assert_eq!(
            titles.map(|(title, _)| title),
            ["Strengths", "What matters to me", "What helps", "What to avoid"]
        );
        assert_eq!(titles.map(|(_, text)| text), passport.boxes());
        assert_eq!(passport.boxes()[2], "time to answer");
    }
}
