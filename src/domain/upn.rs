//! The unique pupil number: 13 characters, of which the first checks the rest.
//!
//! Rule kept here: a UPN at fault is described, never refused; the caller keeps it with a warning. An authority number that
//! nobody knows is no fault.

use thiserror::Error;

/// The letters that check, in order; I, O and S are left out. A letter's index is its value.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// What a sound UPN is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpnKind {
    /// Twelve digits behind the check letter.
    Permanent,
    /// Ends in a letter: given until the former UPN is known.
    Temporary,
}

/// What is wrong with a UPN, in words that say what would be right.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UpnFault {
    /// Nothing but blanks.
    #[error("there is no UPN")]
    Empty,
    /// Not 13 characters long.
    #[error("its length is {0}, not 13")]
    Length(usize),
    /// The first character is no check letter.
    #[error("a UPN begins with a letter (never I, O or S), this one with {0:?}")]
    First(char),
    /// A character between that should be a digit.
    #[error("character {at} should be a digit, not {found:?}")]
    NotDigit {
        /// Counted from 1.
        at: usize,
        /// What stands there.
        found: char,
    },
    /// The last character is neither digit nor a letter that counts.
    #[error("the last character should be a digit or a letter (never I, O or S), not {0:?}")]
    Last(char),
    /// Everything has its shape, but the check letter does not fit the rest.
    #[error("the check letter should be {expected}, not {found}")]
    Check {
        /// What the other characters give.
        expected: char,
        /// What stands there.
        found: char,
    },
}

/// A UPN as it is kept: upper case, without blanks around or within.
pub fn normalise(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// Checks a UPN; blanks and lower case do not matter.
///
/// # Errors
/// The first fault found, in words.
pub fn check(text: &str) -> Result<UpnKind, UpnFault> {
    let chars: Vec<char> = normalise(text).chars().collect();
    let [first, middle @ .., last] = chars.as_slice() else {
        return Err(if chars.is_empty() { UpnFault::Empty } else { UpnFault::Length(chars.len()) });
    };
    if chars.len() != 13 {
        return Err(UpnFault::Length(chars.len()));
    }
    if index(*first).is_none() {
        return Err(UpnFault::First(*first));
    }
    let mut sum = 0;
    // Characters 2 to 12 weigh 2 to 12; the 13th weighs 13.
    for (weight, &c) in (2..).zip(middle) {
        let digit = c.to_digit(10).ok_or(UpnFault::NotDigit { at: weight as usize, found: c })?;
        sum += digit * weight;
    }
    let (value, kind) = match (last.to_digit(10), index(*last)) {
        (Some(digit), _) => (digit, UpnKind::Permanent),
        (None, Some(letter)) => (letter, UpnKind::Temporary),
        (None, None) => return Err(UpnFault::Last(*last)),
    };
    sum += value * 13;
    let expected = LETTERS.get((sum % 23) as usize).map_or('A', |letter| char::from(*letter));
    if expected == *first { Ok(kind) } else { Err(UpnFault::Check { expected, found: *first }) }
}

fn index(c: char) -> Option<u32> {
    (0..).zip(LETTERS).find(|(_, letter)| char::from(**letter) == c).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn worked_examples() {
        for (upn, kind) in [
            ("B801200005001", UpnKind::Permanent),
            ("P207000016049", UpnKind::Permanent),
            ("M80120000500A", UpnKind::Temporary),
            (" b801 2000 05001 ", UpnKind::Permanent),
        ] {
            assert_eq!(check(upn), Ok(kind), "{upn}");
        }
    }

    #[test]
    fn faults_say_what_would_be_right() {
        for (upn, words) in [
            ("A801200005001", "the check letter should be B, not A"),
            ("", "there is no UPN"),
            ("B", "its length is 1, not 13"),
            ("B80120000500", "its length is 12, not 13"),
            ("B8012000050011", "its length is 14, not 13"),
            ("S801200005001", "a UPN begins with a letter (never I, O or S), this one with 'S'"),
            ("8801200005001", "a UPN begins with a letter (never I, O or S), this one with '8'"),
            ("B8O1200005001", "character 3 should be a digit, not 'O'"),
            ("B80120000500?", "the last character should be a digit or a letter (never I, O or S), not '?'"),
            ("B80120000500I", "the last character should be a digit or a letter (never I, O or S), not 'I'"),
        ] {
            assert_eq!(check(upn).unwrap_err().to_string(), words, "{upn:?}");
        }
    }

    #[test]
    fn normal_form() {
        assert_eq!(normalise("  b801 2000\t05001 "), "B801200005001");
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC*") {
            let _ = check(&text);
        }

        #[test]
        fn one_check_letter_fits_and_a_changed_digit_is_noticed(
            digits in proptest::collection::vec(0u32..10, 12), at in 0usize..12, by in 1u32..10,
        ) {
            let body = |digits: &[u32]| digits.iter().map(u32::to_string).collect::<String>();
            let fits: Vec<char> = LETTERS.iter().map(|l| char::from(*l))
                .filter(|l| check(&format!("{l}{}", body(&digits))).is_ok()).collect();
            prop_assert_eq!(fits.len(), 1);
            let mut changed = digits.clone();
            changed[at] = (changed[at] + by) % 10;
            let wrong = [fits[0].to_string(), body(&changed)].concat();
            prop_assert!(check(&wrong).is_err());
        }
    }
}
