//! Finding names by a few letters: what the palette, every filter and every picker share.
//!
//! Rule: the only file that names `fuzzy-matcher` (archived, the client's choice). One or two letters mean the start of
//! a word, else a part of one; only longer words are matched fuzzily, and only where all their letters occur, so that
//! 20,000 names are filtered between two key presses. Accents and case never matter.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// The points of a short word at the start of a word, and inside one; a fuzzy match of three letters has about 70.
const AT_START: i64 = 60;
const INSIDE: i64 = 20;
/// Words that are found as they were typed stand above those found by letters apart.
const AS_TYPED: i64 = 40;
/// A whole word stands above one that only begins so: "sar" is the request before it is Sara.
const WHOLE: i64 = 20;

/// Names to filter, prepared once.
#[derive(Clone, Debug, Default)]
pub struct Names {
    names: Vec<Name>,
}

#[derive(Clone, Debug)]
struct Name {
    plain: String,
    letters: u64,
}

/// The outcome of one query; the next, longer query starts from it.
#[derive(Clone, Debug, Default)]
pub struct Found {
    words: Vec<String>,
    /// Which names match, best first, equals in their own order; all of them for an empty query.
    pub hits: Vec<usize>,
}

impl Names {
    /// Prepares names; their numbers in [`Found::hits`] are their places here.
    pub fn new<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Names {
        let names = names.into_iter().map(|name| {
            let plain = plain(name.as_ref());
            Name { letters: letters(&plain), plain }
        });
        Names { names: names.collect() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names that match every word of the query. With the `last` outcome on the same names, a query that only grew
    /// looks at the last hits alone.
    pub fn find(&self, query: &str, last: Option<&Found>) -> Found {
        let words = words(query);
        if words.is_empty() {
            return Found { words, hits: (0..self.names.len()).collect() };
        }
        let finder = Finder::new(&words);
        let mut scored: Vec<(i64, usize)> =
            match last.filter(|last| !last.words.is_empty() && narrows(&last.words, &words)) {
                Some(last) => last.hits.iter().filter_map(|&at| self.score(&finder, at)).collect(),
                None => (0..self.names.len()).filter_map(|at| self.score(&finder, at)).collect(),
            };
        scored.sort_unstable_by_key(|&(score, at)| (std::cmp::Reverse(score), at));
        Found { words, hits: scored.into_iter().map(|(_, at)| at).collect() }
    }

    fn score(&self, finder: &Finder<'_>, at: usize) -> Option<(i64, usize)> {
        let name = self.names.get(at)?;
        if finder.letters & !name.letters != 0 {
            return None;
        }
        finder.score(&name.plain).map(|score| (score, at))
    }
}

/// Whether every word of the query begins a word of the text, as it was typed.
pub fn begins_words(text: &str, query: &str) -> bool {
    let text = plain(text);
    words(query).iter().all(|word| place(&text, word).is_some_and(|byte| starts_word(&text, byte)))
}

/// Which characters of `text` the query matched, by number, for showing; empty if it does not match.
pub fn marks(text: &str, query: &str) -> Vec<usize> {
    let text = plain(text);
    let mut out = Vec::new();
    for word in words(query) {
        let found = if is_short(&word) || text.contains(word.as_str()) {
            place(&text, &word).map(|byte| {
                let start = text.get(..byte).map_or(0, |before| before.chars().count());
                (start..start + word.chars().count()).collect()
            })
        } else {
            SkimMatcherV2::default().fuzzy_indices(&text, &word).map(|(_, marks)| marks)
        };
        match found {
            Some(found) => out.extend(found),
            None => return Vec::new(),
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// One query, ready for many names.
struct Finder<'a> {
    words: &'a [String],
    letters: u64,
    matcher: SkimMatcherV2,
}

impl<'a> Finder<'a> {
    fn new(words: &'a [String]) -> Finder<'a> {
        let letters = words.iter().fold(0, |all, word| all | letters(word));
        Finder { words, letters, matcher: SkimMatcherV2::default().ignore_case() }
    }

    fn score(&self, name: &str) -> Option<i64> {
        self.words
            .iter()
            .try_fold(0_i64, |sum, word| self.score_word(name, word).map(|score| sum.saturating_add(score)))
    }

    fn score_word(&self, name: &str, word: &str) -> Option<i64> {
        let typed = place(name, word).map(|byte| if starts_word(name, byte) { AT_START } else { INSIDE });
        if is_short(word) {
            return typed;
        }
        match typed {
            Some(score) => {
                let whole = if score == AT_START && has_word(name, word) { WHOLE } else { 0 };
                Some(score + AS_TYPED + whole + word.len() as i64)
            }
            None if in_order(name, word) => {
                self.matcher.fuzzy_match(name, word).map(|score| score.min(AT_START))
            }
            None => None,
        }
    }
}

fn is_short(word: &str) -> bool {
    word.chars().nth(2).is_none()
}

fn words(query: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in plain(query).split_whitespace() {
        if !words.iter().any(|one| one == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// Whether whatever matches `new` matched `old` too.
fn narrows(old: &[String], new: &[String]) -> bool {
    old.len() <= new.len()
        && old.iter().zip(new).all(|(old, new)| {
            old == new || (new.starts_with(old.as_str()) && (!is_short(old) || is_short(new)))
        })
}

/// Where a word stands in a name: at the start of a word if it does anywhere, else inside one.
fn place(name: &str, word: &str) -> Option<usize> {
    let first = name.find(word)?;
    if starts_word(name, first) {
        return Some(first);
    }
    Some(name.match_indices(word).map(|(at, _)| at).find(|at| starts_word(name, *at)).unwrap_or(first))
}

fn has_word(name: &str, word: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(|one| one == word)
}

fn starts_word(name: &str, byte: usize) -> bool {
    name.get(..byte).and_then(|before| before.chars().next_back()).is_none_or(|c| !c.is_alphanumeric())
}

fn in_order(name: &str, word: &str) -> bool {
    let mut rest = name.chars();
    word.chars().all(|wanted| rest.any(|c| c == wanted))
}

/// One bit a letter or figure, one for all else: a name that lacks a bit of the query cannot match.
fn letters(plain: &str) -> u64 {
    plain.chars().filter(|c| !c.is_whitespace()).fold(0, |mask, c| {
        mask | match c {
            'a'..='z' => 1 << (c as u32 - 'a' as u32),
            '0'..='9' => 1 << (26 + c as u32 - '0' as u32),
            _ => 1 << 40,
        }
    })
}

/// Lower case without accents, one character for one, so that places stay what they were.
pub fn plain(text: &str) -> String {
    text.chars().map(plain_char).collect()
}

/// A letter without its accent; any other sign as it is.
pub fn plain_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let lower = c.to_lowercase().next().unwrap_or(c);
    match lower {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ğ' | 'ĝ' | 'ġ' | 'ģ' => 'g',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ' | 'ị' => 'i',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ'..='ợ' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        '’' => '\'',
        '−' | '–' => '-',
        _ => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PEOPLE: [&str; 8] = [
        "Ama Otter",
        "Ben Quill",
        "Hamid Amsel",
        "Zoë Łukasz",
        "R Dale",
        "O’Neill Siskin",
        "Dee Plover",
        "Adam Tern",
    ];

    fn found(query: &str) -> Vec<&'static str> {
        Names::new(PEOPLE).find(query, None).hits.into_iter().map(|at| PEOPLE[at]).collect()
    }

    #[test]
    fn names_are_found_by_few_letters() {
        let cases: [(&str, &[&str]); 12] = [
            ("am", &["Ama Otter", "Hamid Amsel", "Adam Tern"]),
            ("ams", &["Hamid Amsel"]),
            ("zoe", &["Zoë Łukasz"]),
            ("luk", &["Zoë Łukasz"]),
            ("ZOE LU", &["Zoë Łukasz"]),
            ("o'n", &["O’Neill Siskin"]),
            ("ama ot", &["Ama Otter"]),
            ("ot ama", &["Ama Otter"]),
            ("dplv", &["Dee Plover"]),
            ("d", &["R Dale", "Dee Plover", "Hamid Amsel", "Adam Tern"]),
            ("xyz", &[]),
            ("  ", &PEOPLE),
        ];
        for (query, expected) in cases {
            assert_eq!(found(query), expected, "{query:?}");
        }
    }

    #[test]
    fn marks_show_what_matched() {
        assert_eq!(marks("Zoë Łukasz", "luk"), [4, 5, 6]);
        assert_eq!(marks("Ama Otter", "ot am"), [0, 1, 4, 5]);
        assert_eq!(marks("Dee Plover", "dplv"), [0, 4, 5, 7]);
        assert_eq!(marks("Ama", "x"), [] as [usize; 0]);
    }

    #[test]
    fn a_whole_word_stands_above_one_that_begins_so() {
        let names = Names::new(["Sara Otter", "Request for records: subject access, sar"]);
        assert_eq!(names.find("sar", None).hits, [1, 0]);
        assert_eq!(names.find("sara", None).hits, [0]);
    }

    proptest! {
        #[test]
        fn narrowing_finds_the_same(names in prop::collection::vec("[a-eA-E ]{0,12}", 0..30), query in "[a-e ]{0,8}") {
            let names = Names::new(&names);
            let mut last = Found::default();
            for end in 0..=query.len() {
                let narrowed = names.find(&query[..end], Some(&last));
                prop_assert_eq!(&narrowed.hits, &names.find(&query[..end], None).hits);
                last = narrowed;
            }
        }

        #[test]
        fn nothing_panics(name in "\\PC{0,20}", query in "\\PC{0,6}") {
            let names = Names::new([&name]);
            let hit = !names.find(&query, None).hits.is_empty();
            if hit && !query.trim().is_empty() {
                prop_assert!(!marks(&name, &query).is_empty() || words(&query).is_empty());
            }
        }
    }
}
