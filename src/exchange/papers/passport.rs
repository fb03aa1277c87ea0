//! The passport: one page with four boxes, and the first name alone at its top (S3 "Inclusion Passport").
//!
//! Rule: it goes where the child goes, so it says nothing that a stranger should not read: no surname, no date of birth, no
//! diagnosis but in the child's own words. It is one page; what is too long for that is said before it is printed.

use super::folder::{Folder, joined, plain};
use crate::domain::ids::Held;
use crate::domain::support::Passport;
use crate::exchange::paper::{Block, Paper, Size};
use crate::text::fit;

/// Columns of the line below the boxes, which must not grow into more than two.
const BELOW: usize = 120;

/// Why it cannot be made now; `None` if it can.
pub fn not_yet(folder: &Folder) -> Option<String> {
    folder.file.passport().is_none().then(|| "no passport is written".to_owned())
}

/// What is missing in it, and what is too much for one page, in words.
pub fn missing(folder: &Folder) -> Vec<String> {
    let Some(passport) = folder.file.passport() else { return Vec::new() };
    let mut missing: Vec<String> = over(passport).into_iter().collect();
    let empty =
        |(title, said): (&'static str, &str)| said.trim().is_empty().then(|| format!("nothing in “{title}”"));
    missing.extend(passport.titled().into_iter().filter_map(empty));
    missing
}

/// What runs over the page, in words; `None` if it fits.
fn over(passport: &Held<Passport>) -> Option<String> {
    if !paper_of(passport).overflows() {
        return None;
    }
    let why = crate::domain::support::fits(passport.boxes()).err();
    Some(format!(
        "it runs over one page: {}",
        why.unwrap_or_else(|| "its letters are wide; shorten the longest box".to_owned())
    ))
}

fn paper_of(passport: &Passport) -> Paper {
    Paper {
        title: String::new(),
        slug: "passport",
        initials: String::new(),
        dated: passport.written,
        letterhead: false,
        size: Size::A4,
        one_page: true,
        blocks: blocks(passport),
    }
}

fn blocks(passport: &Passport) -> Vec<Block> {
    let boxes = passport.titled().map(|(title, said)| (title.to_owned(), said.to_owned()));
    let with = passport.agreed_with.trim();
    let with = if with.is_empty() { String::new() } else { format!("Agreed with {with}") };
    let again = passport.look_again.map(|day| format!("Look again by {}", plain(day))).unwrap_or_default();
    let below = joined(&[&format!("Written {}", plain(passport.written)), &again, &with], " · ");
    vec![Block::Boxes(boxes.to_vec()), Block::Note(fit(&below, BELOW).into_owned())]
}

/// The passport.
pub fn build(folder: &Folder) -> Paper {
    let mut paper = folder.paper(format!("My passport: {}", fit(folder.first(), 40)), "passport");
    if let Some(passport) = folder.file.passport() {
        paper.one_page = true;
        paper.blocks = blocks(passport);
    }
    paper
}

#[cfg(test)]
mod tests {
    use super::super::testing::{date, folder, text};
    use super::*;
    use crate::domain::ids::Typed;
    use crate::domain::record::Record;
    use crate::domain::support::fits;

    fn a_passport() -> Passport {
        let mut passport = Passport::written(date("2026-11-03"), Typed::default());
        passport.strengths = "Drawing\nBeing kind".into();
        passport.matters = "My rabbit".into();
        passport.helps = "Time to answer".into();
        passport.agreed_with = "Ama and mum".into();
        passport.look_again = Some(date("2027-05-03"));
        passport.note = "never printed".into();
        passport
    }

    #[test]
    fn it_has_four_boxes_and_the_first_name_alone() {
        let paper = build(&folder(vec![Record::Passport(a_passport())]));
        assert!(paper.one_page && !paper.size.lies());
        let said = text(&paper);
        assert_eq!(
            said,
            "My passport: Ama\nStrengths: Drawing\nBeing kind\nWhat matters to me: My rabbit\nWhat helps: Time to answer\n\
             What to avoid: \nWritten 3 Nov 2026 · Look again by 3 May 2027 · Agreed with Ama and mum"
        );
        assert_eq!(paper.file_stem(), "AO-2026-11-22-passport");
    }

    #[test]
    fn what_is_empty_or_too_long_is_said_before() {
        let mut long = a_passport();
        assert_eq!(missing(&folder(vec![Record::Passport(long.clone())])), ["nothing in “What to avoid”"]);
        long.helps = "Give me a minute before I have to answer you.\n".repeat(60);
        long.avoid = "noise".into();
        let folder_of = folder(vec![Record::Passport(long)]);
        let said = missing(&folder_of);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("it runs over one page: “What helps” has 60 lines"), "{said:?}");
        assert!(build(&folder_of).overflows());
        assert_eq!(not_yet(&folder(Vec::new())).unwrap(), "no passport is written");
    }

    /// As many of these lines as the form lets pass.
    fn full(line: &str) -> Option<String> {
        let lines = |count: usize| format!("{line}\n").repeat(count);
        (1..=20).rev().map(lines).find(|text| fits([text, text, text, text]).is_ok())
    }

    #[test]
    fn what_the_form_lets_pass_stays_on_one_page() {
        for line in [
            "Give me a minute before I have to answer you",
            &"x".repeat(46),
            &"0".repeat(46),
            &"m".repeat(46),
            &"W".repeat(46),
            &"Wm ".repeat(15),
            &"i".repeat(600),
            &"0".repeat(600),
            "DO NOT SHOUT; DO NOT STAND BEHIND ME",
            "é".repeat(40).as_str(),
            "漢字漢字漢字漢字漢字",
            "…—…—…—…—",
            "x",
        ] {
            let text = full(line).unwrap_or_else(|| panic!("not one line of {line}"));
            let mut full = a_passport();
            (full.strengths, full.matters, full.helps, full.avoid) =
                (text.clone(), text.clone(), text.clone(), text);
            assert!(!build(&folder(vec![Record::Passport(full)])).overflows(), "{line}");
        }
    }
}
