//! Stages of the graduated approach, as data: a row a stage, a table a set.
//!
//! Rule kept here: no code asks "is this SEN support?" by a name; it asks the row (`on_register`, `census`, `reviewed`).
//! The 2015 set is the one in force; another set is another table with the same rows.

use super::code::SenCode;
use super::words::fold;

/// One stage of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// What is stored; never changed once used.
    pub code: &'static str,
    /// As said in full on screen.
    pub label: &'static str,
    /// For narrow columns, at most 8 wide.
    pub short: &'static str,
    /// Rising with the support given.
    pub order: u8,
    /// The census's SEN provision code that a pupil at this stage has.
    pub census: SenCode,
    /// Whether a pupil at this stage stands on the SEN register; the watch list does not.
    pub on_register: bool,
    /// Whether reviews fall due at this stage. How many a year is a number of the rule, which the school sets.
    pub reviewed: bool,
    /// Other words that files use for the stage, folded (lower case, no signs).
    words: &'static [&'static str],
}

/// The stages of the 2015 Code of Practice, with a watch list before them.
pub static SET_2015: &[Stage] = &[
    Stage {
        code: "W",
        label: "Watch list",
        short: "watch",
        order: 0,
        census: SenCode::N,
        on_register: false,
        reviewed: true,
        words: &[
            "watch",
            "watching",
            "monitor",
            "monitoring",
            "monitored",
            "sen monitoring",
            "concern",
            "cause for concern",
        ],
    },
    Stage {
        code: "K",
        label: "SEN support",
        short: "support",
        order: 1,
        census: SenCode::K,
        on_register: true,
        reviewed: true,
        words: &["send support", "support"],
    },
    Stage {
        code: "KA",
        label: "Assessment requested",
        short: "assess",
        order: 2,
        census: SenCode::K,
        on_register: true,
        reviewed: true,
        words: &[
            "ehc assessment",
            "ehc needs assessment",
            "ehcna",
            "ehc requested",
            "ehcp requested",
            "ehc assessment requested",
            "ehcp assessment requested",
            "ehc needs assessment requested",
            "statutory assessment",
        ],
    },
    Stage {
        code: "E",
        label: "EHC plan",
        short: "EHC",
        order: 3,
        census: SenCode::E,
        on_register: true,
        reviewed: true,
        words: &["ehc", "ehcp", "education health and care plan"],
    },
];

/// The stage with this code, as stored. None for a code that the set does not have.
pub fn find(code: &str) -> Option<&'static Stage> {
    SET_2015.iter().find(|stage| stage.code == code)
}

/// The plain stage for a census code. None for N: a pupil without SEN is at no stage.
pub fn for_census(census: SenCode) -> Option<&'static Stage> {
    match census {
        SenCode::N => None,
        SenCode::K => find("K"),
        SenCode::E => find("E"),
    }
}

/// A stage as files and people name it: by code, label or other words, else through the census code's words.
/// None for "no SEN" and for what nobody understands; tell them apart with [`SenCode::parse`].
pub fn parse(text: &str) -> Option<&'static Stage> {
    let said = fold(text);
    SET_2015
        .iter()
        .find(|stage| {
            fold(stage.code) == said || fold(stage.label) == said || stage.words.contains(&said.as_str())
        })
        .or_else(|| SenCode::parse(text).and_then(for_census))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        for (at, stage) in SET_2015.iter().enumerate() {
            assert_eq!(usize::from(stage.order), at, "{}", stage.code);
            assert_eq!(find(stage.code), Some(stage));
            assert_eq!(parse(stage.code), Some(stage));
            assert_eq!(parse(stage.label), Some(stage));
            assert!(stage.short.len() <= 8, "{}", stage.short);
            assert_eq!(stage.on_register, stage.census != SenCode::N);
            for words in stage.words {
                assert_eq!(fold(words), *words);
                assert_eq!(parse(words), Some(stage), "{words}");
            }
        }
        assert_eq!(find("k"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn stages_by_census_code_and_words() {
        assert_eq!(for_census(SenCode::N), None);
        assert_eq!(for_census(SenCode::K).map(|s| s.code), Some("K"));
        assert_eq!(for_census(SenCode::E).map(|s| s.code), Some("E"));
        for (text, code) in [
            ("watch list", Some("W")),
            ("Monitoring", Some("W")),
            ("SEN Support (K)", Some("K")),
            ("School Action Plus", Some("K")),
            ("EHCP", Some("E")),
            ("ehcp requested", Some("KA")),
            ("Statement", Some("E")),
            ("No SEN", None),
            ("banana", None),
            ("", None),
        ] {
            assert_eq!(parse(text).map(|s| s.code), code, "{text}");
        }
    }
}
