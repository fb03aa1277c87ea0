//! The census's SEN provision code: N, K or E.
//!
//! Rule kept here: what a file said is never lost. A legacy code or a word that says more than N, K or E comes back with the
//! original, for the pupil's history.

use serde::{Deserialize, Serialize};

use crate::domain::words::fold;

/// SEN provision. Append-only: stored by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SenCode {
    /// No special educational need.
    N,
    /// SEN support.
    K,
    /// Education, health and care plan.
    E,
}

impl SenCode {
    /// Every code, from least to most.
    pub const ALL: [Self; 3] = [Self::N, Self::K, Self::E];

    /// The census's letter.
    pub fn code(self) -> &'static str {
        match self {
            Self::N => "N",
            Self::K => "K",
            Self::E => "E",
        }
    }

    /// As said on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::N => "No SEN",
            Self::K => "SEN support",
            Self::E => "EHC plan",
        }
    }

    /// A code by letter or words; legacy codes count. None where the text says neither (an empty cell says nothing, not N).
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_legacy(text).map(|(code, _)| code)
    }

    /// As [`SenCode::parse`], with the original text where it is a legacy code (A, P, Q, S, O, School Action, Statement) or
    /// says more than the code can (watch list, assessment requested).
    pub fn parse_legacy(text: &str) -> Option<(Self, Option<String>)> {
        let said = fold(text);
        let now = |code| Some((code, None));
        let once = |code| Some((code, Some(text.trim().to_owned())));
        let letter = |letter: &str| match letter {
            "n" => now(Self::N),
            "k" => now(Self::K),
            "e" => now(Self::E),
            "a" | "p" | "q" => once(Self::K),
            "s" => once(Self::E),
            "o" => once(Self::N),
            _ => None,
        };
        // "EHCP (E)", "Support (K)", "(K) SEN support": a letter in brackets settles it.
        if let Some(found) = bracketed(text).and_then(|inner| letter(&fold(inner))) {
            return Some(found);
        }
        if let Some(found) = letter(&said) {
            return Some(found);
        }
        let has = |part: &str| format!(" {said} ").contains(&format!(" {part} "));
        let ehc =
            ["ehc", "ehcp", "ehcps", "ehcna", "health and care", "health care"].iter().any(|part| has(part));
        // A plan that is no more, or never was: what stands now is for a person to say.
        let over = [
            "ceased",
            "former",
            "formerly",
            "previous",
            "previously",
            "refused",
            "declined",
            "ended",
            "removed",
        ];
        let denied = said.starts_with("no ") || said.starts_with("not ") || over.iter().any(|part| has(part));
        let asked =
            ["assessment", "request", "requested", "applied", "application", "pending", "in progress"]
                .iter()
                .any(|part| has(part));
        if matches!(
            said.as_str(),
            "no" | "none" | "no need" | "no needs" | "non sen" | "non send" | "not on register"
        ) || ["no sen", "no send", "not sen", "not send", "no special"].iter().any(|part| has(part))
        {
            now(Self::N)
        } else if denied {
            None
        } else if has("school action")
            || has("action plus")
            || has("early years action")
            || has("statutory assessment")
            || (ehc && asked)
        {
            once(Self::K)
        } else if ehc {
            now(Self::E)
        } else if has("statement") || has("statemented") {
            once(Self::E)
        } else if has("watch") || has("monitor") || has("monitoring") || has("monitored") || has("concern") {
            once(Self::N)
        } else if said == "support" || has("sen support") || has("send support") {
            now(Self::K)
        } else {
            // "K - SEN register", "SEN K", "Code E": one letter among words that add nothing.
            let mut letters = said.split(' ').filter(|word| word.len() == 1);
            let noise = |word: &str| {
                word.len() == 1
                    || matches!(word, "sen" | "send" | "code" | "status" | "provision" | "register")
            };
            match (letters.next(), letters.next()) {
                (Some(only), None) if said.split(' ').all(noise) => letter(only),
                _ => None,
            }
        }
    }
}

/// What stands in the first pair of round brackets.
fn bracketed(text: &str) -> Option<&str> {
    let (_, after) = text.split_once('(')?;
    after.split_once(')').map(|(inner, _)| inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use SenCode::{E, K, N};

    #[test]
    fn codes_and_labels_read_back() {
        for code in SenCode::ALL {
            assert_eq!(SenCode::parse_legacy(code.code()), Some((code, None)));
            assert_eq!(SenCode::parse_legacy(code.label()), Some((code, None)));
        }
        assert!(N < K && K < E);
    }

    #[test]
    fn what_files_say() {
        for (text, want) in [
            (" k ", K),
            ("SEN Support", K),
            ("SEND Support", K),
            ("K - SEN support", K),
            ("K: SEN Support", K),
            ("SEN K", K),
            ("EHC Plan", E),
            ("EHCP", E),
            ("E.H.C.P (E)", E),
            ("EHCP (E)", E),
            ("Education, health and care plan", E),
            ("Education, Health & Care Plan", E),
            ("E - Education Health Care plan", E),
            ("No SEN", N),
            ("N - No Special Educational Need", N),
            ("No Special Educational Needs", N),
            ("none", N),
        ] {
            assert_eq!(SenCode::parse_legacy(text), Some((want, None)), "{text}");
        }
    }

    #[test]
    fn legacy_codes_keep_the_original() {
        for (text, want) in [
            ("A", K),
            ("P", K),
            ("Q", K),
            ("S", E),
            ("o", N),
            ("School Action", K),
            ("School Action Plus", K),
            ("Action Plus (P)", K),
            ("Statement", E),
            ("Statement of SEN", E),
            ("School Action Plus and Statutory Assessment", K),
            ("EHCP requested", K),
            ("Watch list", N),
            ("Monitoring", N),
        ] {
            assert_eq!(
                SenCode::parse_legacy(&format!(" {text} ")),
                Some((want, Some(text.into()))),
                "{text}"
            );
        }
    }

    #[test]
    fn what_says_nothing_is_not_n() {
        for text in [
            "",
            "  ",
            "-",
            "?",
            "Yes",
            "Y",
            "banana",
            "x",
            "()",
            "(",
            ")(",
            "SEN",
            "K E",
            "No EHCP",
            "EHCP ceased",
            "no support",
            "N/A",
        ] {
            assert_eq!(SenCode::parse(text), None, "{text:?}");
        }
    }
}
