//! What staff may see of a pupil: first name and initial; and texts in which nothing more stands.
//!
//! Rule: the pupil's own surname becomes its initial wherever it stands as a word, in capitals or small letters, with blank,
//! hyphen or apostrophe in any of their shapes, with its accents or without, and so does the surname behind the first name of any other pupil; UPN and date of
//! birth are taken out. What cannot be known cannot be taken out: see [`NOT_CLEANED`].

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use crate::domain::pupil::Pupil;
use crate::fuzzy::plain_char;
use crate::text::clean_multiline;

/// What may still stand in the words that somebody wrote, said to the SENCO before the view is shown.
pub const NOT_CLEANED: &str = "Surname, UPN and date of birth of the child are taken out of these words, and full names of other \
    pupils. Another's surname alone, a need or a plan that somebody wrote of, is not: read before you show it.";

/// What stands for a number or a date that is taken out.
const GONE: &str = "…";

/// Words of a surname that are no name alone.
const PARTICLES: [&str; 16] = [
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "du", "el", "ibn", "la", "le", "van", "von",
];

/// The names of everybody on file, to be taken out of texts about somebody else.
#[derive(Default)]
pub struct Others {
    /// By the first word of the surname in small letters: the full name as it is compared, and what to put in its place.
    named: HashMap<String, Vec<(Vec<char>, String)>>,
}

impl Others {
    /// Of these pupils: name as spoken, and surname.
    pub fn new<'n>(names: impl IntoIterator<Item = (&'n str, &'n str)>) -> Others {
        let mut others = Others::default();
        for (name, surname) in names {
            let (whole, last) = (plain(name), plain(surname));
            let Some(first) = whole.strip_suffix(last.as_slice()).filter(|_| !last.is_empty()) else {
                continue;
            };
            let Some(key) = words(&last).into_iter().next().filter(|_| !first.is_empty()) else { continue };
            let letters: Vec<char> = clean_multiline(name).trim().chars().collect();
            let long = matched(&letters, 0, first).unwrap_or(first.len());
            let called: String = letters.into_iter().take(long).collect();
            let shown = format!("{} {}.", called.trim_end(), initial(surname));
            others.named.entry(key).or_default().push((whole, shown));
        }
        others
    }
}

/// The words of a text, in small letters.
fn words(text: &[char]) -> Vec<String> {
    let words = text.split(|c| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.iter().flat_map(|c| c.to_lowercase()).collect()).collect()
}

/// What is taken out of the texts about one pupil.
pub struct Safe<'o> {
    /// What to look for and what to put in its place, the longest first.
    swaps: Vec<(Vec<char>, String)>,
    others: &'o Others,
}

impl Safe<'_> {
    /// For texts about this pupil, in which the others may be named.
    pub fn of<'o>(pupil: &Pupil, others: &'o Others) -> Safe<'o> {
        let mut swaps: Vec<(Vec<char>, String)> = Vec::new();
        let mut add = |what: &str, with: &str| {
            let letters = plain(what);
            if letters.iter().any(|c| c.is_alphanumeric()) {
                swaps.push((letters, with.to_owned()));
            }
        };
        let initial = initial(&pupil.surname);
        add(&pupil.surname, &format!("{initial}."));
        // Of a name of several words, each that is a name by itself.
        let parts: Vec<&str> = pupil.surname.split(|c: char| c.is_whitespace() || is_hyphen(c)).collect();
        if parts.len() > 1 {
            for word in parts {
                let small = word.to_lowercase();
                if word.chars().count() > 2 && !PARTICLES.contains(&small.as_str()) {
                    add(word, &format!("{}.", self::initial(word)));
                }
            }
        }
        for number in [&pupil.upn, &pupil.former_upn] {
            add(number, GONE);
        }
        for born in pupil.born.into_iter().flat_map(written) {
            add(&born, GONE);
        }
        swaps.sort_by_key(|(what, _)| std::cmp::Reverse(what.len()));
        Safe { swaps, others }
    }

    /// The text with nothing in it that may not be shown.
    pub fn clean(&self, text: &str) -> String {
        // Marks that are not shown could stand between the letters of a name.
        let mut text: Vec<char> = clean_multiline(text).chars().collect();
        for (what, with) in &self.swaps {
            text = swapped(&text, what, with);
        }
        let mut said = words(&folded(&text));
        said.sort();
        said.dedup();
        for (what, with) in said.iter().filter_map(|word| self.others.named.get(word)).flatten() {
            text = swapped(&text, what, with);
        }
        text.into_iter().collect()
    }
}

/// The first letter of a surname as a capital; empty if it has none.
pub fn initial(surname: &str) -> String {
    surname.chars().find(|c| c.is_alphabetic()).map(|c| c.to_uppercase().collect()).unwrap_or_default()
}

/// The first name as the child is called, without the surname should somebody have written it there.
pub fn first(pupil: &Pupil) -> String {
    let name = if pupil.known_as.trim().is_empty() { &pupil.forename } else { &pupil.known_as };
    let name = clean_multiline(name).into_owned();
    let surname = plain(&pupil.surname);
    let words: Vec<&str> = name.split_whitespace().filter(|word| plain(word) != surname).collect();
    match words.is_empty() {
        // Both names are the same word: the first one is what the child is called.
        true => name.trim().to_owned(),
        false => words.join(" "),
    }
}

/// First name and initial of each, with more letters of the surname only where two would be the same, and never all of it: then
/// a number tells them apart.
pub fn names(pupils: &[(String, String)]) -> Vec<String> {
    let letters = |surname: &str| surname.chars().filter(|c| c.is_alphabetic()).collect::<Vec<char>>();
    let folded = |letters: &[char]| letters.iter().flat_map(|c| c.to_lowercase()).collect::<Vec<char>>();
    let all: Vec<(String, Vec<char>)> =
        pupils.iter().map(|(first, surname)| (first.to_lowercase(), letters(surname))).collect();
    let mut named: Vec<String> = Vec::with_capacity(pupils.len());
    for (at, (first, own)) in all.iter().enumerate() {
        let small = folded(own);
        let shared = |other: &Vec<char>| folded(other).iter().zip(&small).take_while(|(a, b)| a == b).count();
        let others = all.iter().enumerate().filter(|(other, one)| *other != at && one.0 == *first);
        let needed = others.map(|(_, (_, other))| shared(other)).max().map_or(1, |same| same + 1);
        let taken = needed.min(own.len().saturating_sub(1)).max(1);
        let mut part: String = own.iter().take(taken).collect();
        if taken == 1 {
            part = part.to_uppercase();
        }
        let called = pupils.get(at).map_or("", |(first, _)| first.as_str());
        named.push([called, part.as_str()].join(" ").trim().to_owned());
    }
    let plain = named.clone();
    for (at, name) in named.iter_mut().enumerate() {
        let same = |one: &&String| one.to_lowercase() == name.to_lowercase();
        if plain.iter().filter(same).count() > 1 {
            let nth = plain.iter().take(at + 1).filter(same).count();
            *name = format!("{name} ({nth})");
        }
    }
    named
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Letters as they are compared: small, one sign for every apostrophe, one blank for blanks and hyphens in a row.
fn plain(text: &str) -> Vec<char> {
    folded(&clean_multiline(text).trim().chars().collect::<Vec<char>>())
}

fn folded(text: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    for c in text {
        match signs(*c) {
            Sign::Gap if out.last() == Some(&' ') => {}
            Sign::Gap => out.push(' '),
            Sign::Apostrophe => out.push('\''),
            Sign::Accent => {}
            Sign::Other => out.extend(small(*c)),
        }
    }
    out
}

/// A letter as it is compared: small and without its accent.
fn small(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().filter(|c| !is_accent(*c)).map(plain_char)
}

/// An accent that stands behind its letter, as some systems write them.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

enum Sign {
    Gap,
    Apostrophe,
    Accent,
    Other,
}

fn signs(c: char) -> Sign {
    match c {
        c if c.is_whitespace() || is_hyphen(c) => Sign::Gap,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' | '\u{b4}' => Sign::Apostrophe,
        c if is_accent(c) => Sign::Accent,
        _ => Sign::Other,
    }
}

/// How many characters of `text` from `at` on are `what`; `None` if they are not.
fn matched(text: &[char], at: usize, what: &[char]) -> Option<usize> {
    let mut end = at;
    let mut left = what;
    while !left.is_empty() {
        let c = *text.get(end)?;
        end += 1;
        match signs(c) {
            Sign::Gap => {
                left = left.strip_prefix(&[' '])?;
                while text.get(end).is_some_and(|next| matches!(signs(*next), Sign::Gap)) {
                    end += 1;
                }
            }
            Sign::Apostrophe => left = left.strip_prefix(&['\''])?,
            Sign::Accent => {}
            Sign::Other => {
                let small: Vec<char> = small(c).collect();
                left = left.strip_prefix(small.as_slice())?;
            }
        }
    }
    while text.get(end).is_some_and(|next| is_accent(*next)) {
        end += 1;
    }
    Some(end - at)
}

/// Whether words of this script stand apart from each other: where they do not, a name ends anywhere.
fn has_words(what: &[char]) -> bool {
    what.iter().filter(|c| c.is_alphabetic()).all(|c| c.is_lowercase() || c.is_uppercase())
}

fn swapped(text: &[char], what: &[char], with: &str) -> Vec<char> {
    let words = has_words(what);
    let inside = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|c| c.is_alphanumeric());
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let found = matched(text, at, what).filter(|long| {
            let end = at + long;
            let many = matches!(text.get(end), Some('s' | 'S')) && !inside(Some(end + 1));
            !words || (!inside(at.checked_sub(1)) && (!inside(Some(end)) || many))
        });
        match found {
            Some(long) => {
                out.extend(with.chars());
                at += long;
                // "Otter." is the end of a sentence, and one full stop is enough.
                if with.ends_with('.') && text.get(at) == Some(&'.') {
                    at += 1;
                }
            }
            None => {
                out.extend(text.get(at));
                at += 1;
            }
        }
    }
    out
}

/// A date as people write it: 2018-02-01, 1/2/18, 01.02.2018, 1 February 2018, 1st Feb 2018, February 1, 2018.
fn written(date: NaiveDate) -> Vec<String> {
    let (day, month, year) = (date.day(), date.month(), date.year());
    let years = [format!("{year:04}"), format!("{:02}", year.rem_euclid(100))];
    let days = [format!("{day}"), format!("{day:02}"), crate::domain::words::ordinal(day)];
    let figures = [format!("{month}"), format!("{month:02}")];
    let named = [date.format("%b").to_string(), date.format("%B").to_string()];
    let mut all = Vec::new();
    for year in &years {
        for day in &days {
            for month in &figures {
                for sign in ["/", ".", "-", ". "] {
                    all.push(format!("{day}{sign}{month}{sign}{year}"));
                    all.push(format!("{year}{sign}{month}{sign}{day}"));
                }
            }
            for month in &named {
                for joined in [format!("{day} {month} {year}"), format!("{day} {month}, {year}")] {
                    all.push(joined);
                }
                all.push(format!("{day} of {month} {year}"));
                all.push(format!("{day}{month}{year}"));
                all.push(format!("{month} {day} {year}"));
                all.push(format!("{month} {day}, {year}"));
            }
        }
        all.push(format!("{}{}{year}", days[1], figures[1]));
    }
    all.push(format!("{year:04}{}{}", figures[1], days[1]));
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pupil(forename: &str, surname: &str) -> Pupil {
        Pupil {
            forename: forename.into(),
            surname: surname.into(),
            upn: "A801200005001".into(),
            born: "2018-02-01".parse().ok(),
            ..Pupil::default()
        }
    }

    #[test]
    fn the_own_surname_becomes_its_initial() {
        for (surname, text, shown) in [
            ("Otter", "Ama Otter likes quiet", "Ama O. likes quiet"),
            ("Otter", "OTTER, otter and Otter.", "O., O. and O."),
            ("Otter", "Otter's mum, the Otters' dog", "O.'s mum, the O.s' dog"),
            ("Otter", "an otterly potter stays", "an otterly potter stays"),
            ("O'Brien", "Ama O’Brien", "Ama O."),
            ("Featherstone-Smythe", "Featherstone Smythe, Smythe, featherstone – smythe", "F., S., F."),
            ("de la Tour", "de la Tour, Tour, de la", "D., T., de la"),
            ("王", "王小明", "王.小明"),
            ("Otter", "Ot\u{200b}ter", "O."),
            ("Núñez", "Ama Nunez, NÚÑEZ, Nu\u{301}n\u{303}ez's", "Ama N., N., N.'s"),
            ("Nunez\u{301}", "Ama Núñez, nunez", "Ama N., N."),
            ("Zoë", "zoo, Zoe\u{308}.", "zoo, Z."),
            ("", "as it is", "as it is"),
        ] {
            let nobody = Others::default();
            assert_eq!(Safe::of(&pupil("Ama", surname), &nobody).clean(text), shown, "{surname}: {text}");
        }
    }

    #[test]
    fn other_pupils_full_names_lose_their_surnames() {
        let others = Others::new([
            ("Ben Quill", "Quill"),
            ("Jo Ann O’Brien Lee", "O’Brien Lee"),
            ("Ama Otter", "Otter"),
            ("Béa Müller", "Müller"),
            ("Cy", ""),
        ]);
        let safe = Safe::of(&pupil("Ama", "Otter"), &others);
        for (text, shown) in [
            ("beside Ben Quill.", "beside Ben Q."),
            ("BEN QUILL and jo ann O'Brien-Lee", "Ben Q. and Jo Ann O."),
            ("a quill pen, Benny Quill, Quill", "a quill pen, Benny Quill, Quill"),
            ("Cy and Ama Otter", "Cy and Ama O."),
            ("Béa Müller, Bea Muller and Be\u{301}a Mu\u{308}ller", "Béa M., Béa M. and Béa M."),
        ] {
            assert_eq!(safe.clean(text), shown, "{text}");
        }
    }

    #[test]
    fn numbers_and_the_day_of_birth_are_taken_out() {
        let nobody = Others::default();
        let safe = Safe::of(&pupil("Ama", "Otter"), &nobody);
        for text in [
            "a801200005001",
            "2018-02-01",
            "1/2/18",
            "01/02/2018",
            "1.2.2018",
            "1 Feb 2018",
            "1st February 2018",
            "February 1, 2018",
            "01022018",
        ] {
            assert_eq!(safe.clean(&format!("born {text}!")), "born …!", "{text}");
        }
        assert_eq!(safe.clean("11/2/18 and 1/2/180"), "11/2/18 and 1/2/180", "other days stay");
    }

    #[test]
    fn two_of_one_name_get_more_letters_only_as_needed() {
        for (given, shown) in [
            (vec![("Ama", "Otter"), ("Ben", "Otter")], vec!["Ama O", "Ben O"]),
            (vec![("Ama", "Otter"), ("ama", "Oakes")], vec!["Ama Ot", "ama Oa"]),
            (
                vec![("Ama", "Otter"), ("Ama", "Otley"), ("Ama", "Oakes"), ("Ama", "Finch")],
                vec!["Ama Ott", "Ama Otl", "Ama Oa", "Ama F"],
            ),
            (vec![("Ama", "Ott"), ("Ama", "Otter")], vec!["Ama Ot", "Ama Otte"]),
            (vec![("Ama", "Otter"), ("Ama", "Otter")], vec!["Ama Otte (1)", "Ama Otte (2)"]),
            (vec![("Ama", ""), ("Ama", "O")], vec!["Ama", "Ama O"]),
        ] {
            let given: Vec<(String, String)> =
                given.into_iter().map(|(first, last)| (first.to_owned(), last.to_owned())).collect();
            assert_eq!(names(&given), shown, "{given:?}");
        }
    }

    #[test]
    fn a_first_name_with_the_surname_in_it_loses_it() {
        let mut one = pupil("Ama Otter", "Otter");
        assert_eq!(first(&one), "Ama");
        one.known_as = "Otter".into();
        assert_eq!(first(&one), "Otter");
    }

    /// Whether a text has this as a word, however it is written.
    fn says(text: &str, word: &str) -> bool {
        let (text, word): (Vec<char>, Vec<char>) = (plain(text), plain(word));
        let edge =
            |at: Option<usize>| !at.and_then(|at| text.get(at)).is_some_and(|c: &char| c.is_alphanumeric());
        (0..text.len())
            .any(|at| text[at..].starts_with(&word) && edge(at.checked_sub(1)) && edge(Some(at + word.len())))
    }

    proptest! {
        #[test]
        fn no_text_keeps_surname_number_or_day_of_birth(
            surname in "[A-Z][a-zé]{2,8}([ '-][A-Z][a-z]{2,6})?",
            before in "\\PC{0,20}",
            after in "\\PC{0,20}",
            how in 0..3,
            days in 0..8000_i64,
        ) {
            let mut who = pupil("Ama", &surname);
            let born = "2004-01-01".parse::<NaiveDate>().unwrap() + chrono::Days::new(days as u64);
            who.born = Some(born);
            let written_name = match how { 0 => surname.clone(), 1 => surname.to_lowercase(), _ => surname.to_uppercase() };
            let day = [
                born.to_string(),
                crate::domain::day::plain(born),
                crate::domain::day::numeric(born),
                format!("{}.{}.{}", born.day(), born.month(), born.year()),
            ];
            let text = format!("{before} {written_name} {after} {} {} {written_name}'s {} {} {}", who.upn, day[0], day[1], day[2], day[3]);
            let shown = Safe::of(&who, &Others::default()).clean(&text);
            prop_assert!(!says(&shown, &surname), "{shown}");
            prop_assert!(!shown.to_uppercase().contains(&who.upn), "{shown}");
            for day in day {
                prop_assert!(!says(&shown, &day), "{day} in {shown}");
            }
        }

        #[test]
        fn no_two_names_are_alike_and_none_is_whole(
            surnames in proptest::collection::vec("[A-C][a-c]{1,3}", 1..6),
        ) {
            let given: Vec<(String, String)> = surnames.iter().map(|one| ("Ama".to_owned(), one.clone())).collect();
            let shown = names(&given);
            for (at, name) in shown.iter().enumerate() {
                prop_assert!(shown.iter().filter(|one| *one == name).count() == 1, "{shown:?}");
                prop_assert!(!says(name, &surnames[at]), "{name} of {surnames:?}");
            }
        }
    }
}
