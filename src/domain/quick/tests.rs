//! Lines as people type them, and what they are read as; no word of any line is lost.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{Line, parse, words};
use crate::domain::calendar::Calendar;
use crate::domain::day;

/// Sunday.
fn today() -> NaiveDate {
    "2026-11-22".parse().unwrap()
}

/// Ama Otter and Ben Quill, both of Lark in Year 4.
fn fits(words: &[&str], whole: bool) -> bool {
    let place = |word: &str| matches!(word.to_lowercase().as_str(), "y4" | "4" | "lark");
    ["ama otter", "ben quill"].iter().any(|name| {
        let mut named = false;
        let initials: String = name.split(' ').filter_map(|part| part.chars().next()).collect();
        let all = words.iter().all(|word| {
            let small = word.to_lowercase();
            let capitals = word.chars().all(char::is_uppercase);
            let is = small == initials && (capitals || !whole)
                || name.split(' ').any(|part| part == small || (!whole && part.starts_with(&small)));
            named |= is;
            is || place(word)
        });
        named && all
    })
}

fn read(text: &str) -> Line {
    parse(text, today(), &Calendar::assumed(2020, 2030), &fits)
}

/// "who | how with | when | what | follows".
fn said(text: &str) -> String {
    let line = read(text);
    let follow: Vec<String> = line
        .follow
        .iter()
        .map(|one| {
            let what =
                one.review.map_or_else(|| one.promise(&line.with), |kind| format!("[{}]", kind.label()));
            format!("{what} {}", day::short(one.due))
        })
        .collect();
    let when = if line.when.is_empty() { "-".to_owned() } else { day::short(line.happened) };
    format!("{} | {} | {when} | {} | {}", line.whom, line.how(), line.text, follow.join(", "))
}

#[test]
fn lines_are_read_as_they_are_typed() {
    for (typed, expected) in [
        (
            "AB phone mum sleep poor; review +6w",
            "AB | phone with mum | - | sleep poor | [review with parents] Mon 4 Jan",
        ),
        ("AO phone mum sleep poor", "AO | phone with mum | - | sleep poor | "),
        ("ao rang Dad no answer", "ao | phone with Dad | - | no answer | "),
        (
            "Ama Otter email class teacher more time needed",
            "Ama Otter | e-mail with class teacher | - | more time needed | ",
        ),
        (
            "ama y4 lark met with mum and dad: worried",
            "ama y4 lark | in person with mum and dad | - | worried | ",
        ),
        ("ben yesterday met EP seen in class", "ben | in person with EP | Sat 21 Nov | seen in class | "),
        ("ben met EP yesterday seen in class", "ben | in person with EP | Sat 21 Nov | seen in class | "),
        ("ben met fri EP seen in class", "ben | in person with EP | Fri 20 Nov | seen in class | "),
        ("ben met EP on 3/11 seen", "ben | in person with EP | Tue 3 Nov | seen | "),
        ("ben met EP 3 nov, seen", "ben | in person with EP | Tue 3 Nov | seen | "),
        ("ben met EP last tue seen", "ben | in person with EP | Tue 10 Nov | seen | "),
        ("ben met EP 3 days ago seen", "ben | in person with EP | Thu 19 Nov | seen | "),
        ("fri ben phone mum x", "fri ben | phone with mum | - | x | "),
        ("yesterday phone mum x", " | phone with mum | Sat 21 Nov | x | "),
        ("phone mum sleep poor", " | phone with mum | - | sleep poor | "),
        ("sleep poor, tired", " | note | - | sleep poor, tired | "),
        ("AO sleep poor", "AO | note | - | sleep poor | "),
        ("Ama sleep poor", "Ama | note | - | sleep poor | "),
        ("Am sleep poor", "Am | note | - | sleep poor | "),
        ("am I right", " | note | - | am I right | "),
        ("AO note: mum said phone broken", "AO | note | - | mum said phone broken | "),
        ("AO sleep poor, phone mum tomorrow", "AO | note | - | sleep poor, phone mum tomorrow | "),
        ("xyz phone mum x", "xyz | phone with mum | - | x | "),
        ("AO meeting Mrs Bell SALT report read", "AO | meeting with Mrs Bell | - | SALT report read | "),
        ("AO meeting Dr A Patel came", "AO | meeting with Dr A Patel | - | came | "),
        ("AO text to Jo Reed running late", "AO | text or app with Jo Reed | - | running late | "),
        ("AO phone Jo Reed at home: running late", "AO | phone with Jo Reed at home | - | running late | "),
        ("AO meeting agreed: more time", "AO | meeting | - | agreed: more time | "),
        ("AO letter from CAMHS declined", "AO | letter with CAMHS | - | declined | "),
        ("AO in person gran x", "AO | in person with gran | - | x | "),
        ("AO phone mum & school nurse x", "AO | phone with mum & school nurse | - | x | "),
        ("AO phone mum says reading age 7.2 now", "AO | phone with mum | - | says reading age 7.2 now | "),
        ("AO phone mum 1-1 wanted", "AO | phone with mum | - | 1-1 wanted | "),
        ("AO met mum sat in hall", "AO | in person with mum | - | sat in hall | "),
        ("AO met mum on sat in hall", "AO | in person with mum | Sat 21 Nov | in hall | "),
        ("AO note end of term trip", "AO | note | - | end of term trip | "),
        ("AO phone mum 3/12/2027 trip", "AO | phone with mum | - | 3/12/2027 trip | "),
        ("AO phone mum x; call +3d", "AO | phone with mum | - | x | call mum Wed 25 Nov"),
        (
            "AO phone mum x; chase fri; see tue",
            "AO | phone with mum | - | x | chase mum Fri 27 Nov, see mum Tue 24 Nov",
        ),
        (
            "AO phone mum x; chase EP report in 2 weeks",
            "AO | phone with mum | - | x | chase EP report Mon 7 Dec",
        ),
        ("AO phone mum x; call her by fri", "AO | phone with mum | - | x | call her Fri 27 Nov"),
        ("AO phone mum x; +3d ring back", "AO | phone with mum | - | x | ring back Wed 25 Nov"),
        ("AO phone mum x; plan review 3/12", "AO | phone with mum | - | x | [plan review] Thu 3 Dec"),
        (
            "AO phone mum x; review end of term",
            "AO | phone with mum | - | x | [review with parents] Fri 18 Dec",
        ),
        (
            "AO phone mum x; review with mum +1w",
            "AO | phone with mum | - | x | [review with parents] Mon 30 Nov",
        ),
        (
            "AO phone mum x; mum worried; call fri",
            "AO | phone with mum | - | x; mum worried | call mum Fri 27 Nov",
        ),
        (
            "AO phone mum x; review +6w, call fri",
            "AO | phone with mum | - | x | [review with parents] Mon 4 Jan, call mum Fri 27 Nov",
        ),
        (
            "AO phone mum x; call about trip, tests fri",
            "AO | phone with mum | - | x | call about trip, tests Fri 27 Nov",
        ),
        ("AO phone mum x; call fri, 4 Dec", "AO | phone with mum | - | x | call mum Fri 4 Dec"),
        ("AO; call mum fri", "AO | note | - |  | call mum Fri 27 Nov"),
        ("AO phone mum x; call her", "AO | phone with mum | - | x; call her | "),
        ("AO phone mum x; fri", "AO | phone with mum | - | x; fri | "),
        ("", " | note | - |  | "),
        (" ; ;; ", " | note | - |  | "),
    ] {
        assert_eq!(said(typed), expected, "{typed}");
    }
}

#[test]
fn a_follow_up_without_a_day_is_pointed_out() {
    let hint = read("AO phone mum x; call her").hint.unwrap();
    assert!(hint.contains("“call her” says no day"), "{hint}");
    assert_eq!(read("AO phone mum x; mum worried").hint, None);
}

#[test]
fn a_reckoned_day_without_school_moves_and_says_so() {
    let line = read("AO x; review +6w; see wed");
    assert_eq!(line.follow[0].moved, Some("2027-01-03".parse().unwrap()));
    assert_eq!(line.follow[1].moved, None);
    assert_eq!(read("AO x; review 3/1").follow[0].moved, None, "a day that was named stands");
}

#[test]
fn every_way_and_person_is_in_small_letters_and_once() {
    let mut all: Vec<&str> = words::WAYS.iter().map(|way| way.0).collect();
    all.extend(words::PEOPLE);
    for word in &all {
        assert_eq!(**word, word.to_lowercase());
    }
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}

fn bag(texts: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = texts
        .iter()
        .flat_map(|text| text.split(|c: char| c.is_whitespace() || c == ';'))
        .map(|word| word.trim_end_matches([',', ':']).to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    all.sort_unstable();
    all
}

fn keeps_all(typed: &str) -> Result<(), TestCaseError> {
    let line = read(typed);
    let mut held = vec![&line.whom, &line.way, &line.with, &line.when, &line.text];
    for one in &line.follow {
        held.extend([&one.what, &one.when]);
        prop_assert!(one.due >= today());
    }
    prop_assert!(line.happened <= today());
    let held: Vec<&str> = held.into_iter().map(String::as_str).collect();
    prop_assert_eq!(bag(&held), bag(&[typed]), "{:?}", line);
    Ok(())
}

proptest! {
    #[test]
    fn no_word_is_lost_and_nothing_panics(typed in "\\PC{0,80}") {
        keeps_all(&typed)?;
    }

    #[test]
    fn no_word_of_likely_lines_is_lost(picked in prop::collection::vec(prop::sample::select(vec![
        "AO", "Ama", "Otter", "ben", "y4", "xyz", "phone", "met", "in", "person", "note:", "meeting", "text", "letter",
        "with", "to", "from", "mum", "mum,", "dad:", "and", "&", "class", "teacher", "Mrs", "Dr", "A", "Bell", "Jo",
        "yesterday", "fri", "on", "3/11", "3", "nov", "last", "tue", "+6w", "+3d", "review", "call", "in", "2", "weeks",
        "end", "of", "term", ";", ";", "sleep", "poor", "2026-11-20", "by", "7.2", "ago", "days", "\n",
    ]), 0..16)) {
        keeps_all(&picked.join(" "))?;
    }
}
