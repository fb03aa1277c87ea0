//! Vague wording: words that sound like help and promise nothing, pointed out while they are written; and what a record does
//! not say: who, how often, how long, until when.
//!
//! Rule: advice, never a gate. The list is the school's own where it has one; a line that cannot be read is passed over.
//! Which fields are looked at stands in [`WATCHED`], what a record should say in [`GAPS`], and nowhere else.

use std::collections::HashMap;
use std::ops::Range;

use super::field::Value;
use super::ids::Kind;
use super::record::Record;

/// The list as it comes, with what its lines mean at its head.
pub const BUILT_IN: &str = include_str!("words.txt");

/// The most bytes of a text that are looked at: what stands after that is no target any more.
const MOST: usize = 16_000;

/// The fields in which vague words are pointed out.
pub const WATCHED: &[(Kind, &str)] = &[
    (Kind::Target, "aim"),
    (Kind::Target, "criteria"),
    (Kind::Target, "resources"),
    (Kind::Target, "strategies"),
    (Kind::Cycle, "outcomes"),
    (Kind::Cycle, "adjustments"),
    (Kind::Cycle, "impact"),
    (Kind::Cycle, "home"),
    (Kind::Provision, "name"),
    (Kind::Provision, "measure"),
    (Kind::Provision, "note"),
    (Kind::Allocation, "aim"),
    (Kind::Passport, "helps"),
    (Kind::Passport, "avoid"),
    (Kind::Involvement, "reason"),
    (Kind::Involvement, "advice"),
    (Kind::Referral, "action"),
];

/// What a record should say: fields of which one at least must be filled, and the words for what is missing if none is.
pub type Gap = (&'static [&'static str], &'static str);

/// What records should say, by kind.
pub const GAPS: &[(Kind, &[Gap])] = &[
    (
        Kind::Provision,
        &[
            (&["lead", "agency"], "who"),
            (&["times_a_week", "slots"], "how often"),
            (&["minutes"], "how long"),
            (&["end"], "until when"),
            (&["measure"], "what is measured"),
        ],
    ),
    (Kind::Allocation, &[(&["to"], "until when")]),
    (Kind::Target, &[(&["criteria"], "how it is known that it is reached")]),
];

/// Whether vague words are pointed out in this field.
pub fn is_watched(kind: Kind, key: &str) -> bool {
    WATCHED.contains(&(kind, key))
}

/// What a record of this kind should say; empty for most kinds.
pub fn should_say(kind: Kind) -> &'static [Gap] {
    GAPS.iter().find(|(of, _)| *of == kind).map_or(&[], |(_, gaps)| gaps)
}

/// "does not say who, until when": what a record should say and does not. `None` if it says all.
pub fn gaps(record: &Record) -> Option<String> {
    let empty = |key: &&str| match record.value(key) {
        Value::Number(number) => number == 0,
        value => value.is_empty(),
    };
    unsaid(
        should_say(record.kind()).iter().filter(|(keys, _)| keys.iter().all(empty)).map(|(_, words)| *words),
    )
}

/// "does not say who, until when", of what is missing; `None` if nothing is.
pub fn unsaid(missing: impl Iterator<Item = &'static str>) -> Option<String> {
    let missing: Vec<&str> = missing.collect();
    (!missing.is_empty()).then(|| format!("does not say {}", missing.join(", ")))
}

/// A phrase of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// As it stands in the file.
    pub phrase: String,
    /// What to say instead.
    pub instead: String,
    /// In small letters, word by word.
    words: Vec<String>,
}

/// A line of the file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which line, from 1.
    pub line: usize,
    /// Why, in words.
    pub words: String,
}

/// Phrases, ready to be looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    phrases: Vec<Phrase>,
    /// First word → the phrases that begin with it, the longest first.
    first: HashMap<String, Vec<usize>>,
}

/// A phrase found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vague<'l> {
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// Which it is.
    pub phrase: &'l Phrase,
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '\'' || c == '’'
}

/// The words of a text with their places.
fn words(text: &str) -> Vec<(Range<usize>, String)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_of_word(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push((
                    from..at,
                    text.get(from..at).unwrap_or_default().to_lowercase().replace('’', "'"),
                ));
                start = None;
            }
            _ => {}
        }
    }
    words
}

impl List {
    /// The list as it comes.
    pub fn built_in() -> List {
        List::parse(BUILT_IN).0
    }

    /// The list that a file holds, and its lines that cannot be read.
    pub fn parse(text: &str) -> (List, Vec<Fault>) {
        let mut list = List::default();
        let mut faults = Vec::new();
        for (line, row) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let row = row.trim();
            if row.is_empty() || row.starts_with('#') {
                continue;
            }
            match list.row(row) {
                Ok(()) => {}
                Err(words) => faults.push(Fault { line, words }),
            }
        }
        for at in list.first.values_mut() {
            at.sort_by_key(|at| std::cmp::Reverse(list.phrases.get(*at).map_or(0, |one| one.words.len())));
        }
        (list, faults)
    }

    fn row(&mut self, row: &str) -> Result<(), String> {
        let Some((phrase, instead)) = row.split_once('=') else {
            return Err("has no “=”: write  phrase = what to say instead".to_owned());
        };
        let (phrase, instead) = (phrase.trim(), instead.trim());
        let words: Vec<String> = words(phrase).into_iter().map(|(_, word)| word).collect();
        let Some(first) = words.first().cloned() else {
            return Err("has no word before the “=”".to_owned());
        };
        if instead.is_empty() {
            return Err(format!("“{phrase}” does not say what to say instead"));
        }
        if self.phrases.iter().any(|one| one.words == words) {
            return Err(format!("“{phrase}” stands above already"));
        }
        self.first.entry(first).or_default().push(self.phrases.len());
        self.phrases.push(Phrase { phrase: phrase.to_owned(), instead: instead.to_owned(), words });
        Ok(())
    }

    /// Its phrases, in the order of the file.
    pub fn phrases(&self) -> &[Phrase] {
        &self.phrases
    }

    /// The phrases that stand in a text, in its order, none inside another and none twice.
    pub fn find(&self, text: &str) -> Vec<Vague<'_>> {
        let mut end = text.len().min(MOST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = text.get(..end).unwrap_or_default();
        let all = words(text);
        let mut found: Vec<Vague<'_>> = Vec::new();
        let mut at = 0;
        while let Some((place, word)) = all.get(at) {
            let candidates = self.first.get(word.as_str()).into_iter().flatten();
            let phrase =
                candidates.filter_map(|one| self.phrases.get(*one)).find(|one| stands(one, &all, at, text));
            let Some(phrase) = phrase else {
                at += 1;
                continue;
            };
            let last = all.get(at + phrase.words.len() - 1).map_or(place.end, |(place, _)| place.end);
            if !found.iter().any(|one| one.phrase == phrase) {
                found.push(Vague { at: place.start..last, phrase });
            }
            at += phrase.words.len();
        }
        found
    }

    /// What to say of a text, in a line: “regularly”: say how often. Empty if nothing is vague in it.
    pub fn advice(&self, text: &str) -> String {
        let found = self.find(text);
        let said = |one: &Vague<'_>| {
            let typed = text.get(one.at.clone()).unwrap_or_default();
            let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("“{typed}”: say {}", one.phrase.instead)
        };
        // The last is the one that was just typed.
        let mut words: Vec<String> = found.iter().rev().take(2).map(said).collect();
        let more = found.len().saturating_sub(2);
        if more > 0 {
            words.push(format!("{more} more"));
        }
        words.join(" · ")
    }
}

/// Whether a phrase stands in the text from this word on: its words, with blanks, line ends or a hyphen between them.
fn stands(phrase: &Phrase, all: &[(Range<usize>, String)], at: usize, text: &str) -> bool {
    let Some(here) = all.get(at..at + phrase.words.len()) else { return false };
    let same = here.iter().zip(&phrase.words).all(|((_, word), wanted)| word == wanted);
    same && here.windows(2).all(|pair| match pair {
        [(before, _), (after, _)] => {
            let between = text.get(before.end..after.start).unwrap_or_default();
            between.chars().all(|c| c.is_whitespace() || c == '-')
        }
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{RecordId, Typed};
    use crate::domain::record::Recorded;
    use crate::domain::support::Target;
    use proptest::prelude::*;

    #[test]
    fn the_list_that_comes_has_no_fault_and_finds_itself() {
        let (list, faults) = List::parse(BUILT_IN);
        assert_eq!(faults, []);
        assert!(list.phrases().len() > 40);
        for phrase in list.phrases() {
            let text = format!("Give {}, please.", phrase.phrase.to_uppercase());
            let found = list.find(&text);
            assert!(found.iter().any(|one| one.phrase == phrase), "{text}: {found:?}");
        }
    }

    #[test]
    fn whole_words_across_lines_the_longer_first() {
        let list = List::built_in();
        for (text, found) in [
            ("regular breaks", "regular"),
            ("Regularly, and REGULARLY again", "Regularly"),
            ("irregular verbs", ""),
            ("access\n  to a laptop", "access to"),
            ("access, to be sure", ""),
            ("on-going support as needed", "on-going|support as needed"),
            ("Ama would benefit from some help where possible", "would benefit from|some|where possible"),
            ("somebody handsome", ""),
            ("3 × 20 min with Mrs Bell until 18 Dec", ""),
            ("", ""),
        ] {
            let said: Vec<String> =
                list.find(text).iter().map(|one| text[one.at.clone()].replace("\n ", "")).collect();
            assert_eq!(said.join("|"), found, "{text}");
        }
        assert_eq!(list.advice("regularly"), "“regularly”: say how often: every day, 3 × a week");
        assert_eq!(list.advice("nothing vague"), "");
        let many = list.advice("regularly, access\nto some help");
        assert_eq!(
            many,
            "“some”: say how much or how many · “access to”: say what is given, how often, how long, by whom · 1 more"
        );
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named_and_passed_over() {
        let (list, faults) =
            List::parse("\u{feff}# note\n\nlots of = how many\nlots\n = x\nplenty =\nLots  of = again\n");
        let said: Vec<String> =
            faults.iter().map(|fault| format!("{}: {}", fault.line, fault.words)).collect();
        assert_eq!(
            said,
            [
                "4: has no “=”: write  phrase = what to say instead",
                "5: has no word before the “=”",
                "6: “plenty” does not say what to say instead",
                "7: “Lots  of” stands above already",
            ]
        );
        assert_eq!(list.find("Lots of time").len(), 1);
    }

    #[test]
    fn every_watched_field_and_gap_is_a_field_of_its_record() {
        let on = "2026-11-20".parse().unwrap();
        let known = |kind: Kind, key: &str| {
            let keys: Vec<&str> = match kind {
                Kind::Provision => crate::domain::field::shapes_of::<crate::domain::provision::Provision>()
                    .iter()
                    .map(|shape| shape.key)
                    .collect(),
                Kind::Allocation => crate::domain::field::shapes_of::<crate::domain::provision::Allocation>()
                    .iter()
                    .map(|shape| shape.key)
                    .collect(),
                Kind::Target => Target::of(RecordId(1), on, Typed::default())
                    .wrap()
                    .shapes()
                    .iter()
                    .map(|s| s.key)
                    .collect(),
                Kind::Cycle => crate::domain::field::shapes_of::<crate::domain::support::Cycle>()
                    .iter()
                    .map(|s| s.key)
                    .collect(),
                Kind::Passport => crate::domain::field::shapes_of::<crate::domain::support::Passport>()
                    .iter()
                    .map(|s| s.key)
                    .collect(),
                Kind::Involvement => crate::domain::field::shapes_of::<crate::domain::case::Involvement>()
                    .iter()
                    .map(|s| s.key)
                    .collect(),
                Kind::Referral => crate::domain::field::shapes_of::<crate::domain::support::Referral>()
                    .iter()
                    .map(|s| s.key)
                    .collect(),
                _ => Vec::new(),
            };
            keys.contains(&key)
        };
        for (kind, key) in WATCHED {
            assert!(known(*kind, key), "{kind:?} {key}");
        }
        for (kind, gaps) in GAPS {
            assert!(gaps.iter().all(|(keys, _)| keys.iter().all(|key| known(*kind, key))), "{kind:?}");
        }
    }

    #[test]
    fn a_record_says_what_it_does_not_say() {
        let on = "2026-11-20".parse().unwrap();
        let mut target = Target::of(RecordId(1), on, Typed::default());
        let unsaid = "does not say how it is known that it is reached";
        assert_eq!(gaps(&target.clone().wrap()).as_deref(), Some(unsaid));
        target.criteria = "8 of 10".into();
        assert_eq!(gaps(&target.wrap()), None);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,200}", file in "(\\PC{0,20}(=)?\\PC{0,20}\n){0,6}") {
            let (list, _) = List::parse(&file);
            for one in list.find(&text) {
                prop_assert!(text.get(one.at.clone()).is_some());
            }
            List::built_in().advice(&text);
        }
    }
}
