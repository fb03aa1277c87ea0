//! A name in one column → surname, forename and the name used. What had to be guessed is said.
use super::cells::clean;

/// The parts of a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    /// Surname, never empty.
    pub surname: String,
    /// Forename with middle names, never empty.
    pub forename: String,
    /// The name used every day, when the cell gives one in brackets or quotation marks.
    pub known_as: Option<String>,
    /// What was guessed, for a warning; None when the cell left no doubt.
    pub guessed: Option<String>,
}

/// Words that begin a surname of several words.
const PARTICLES: [&str; 20] = [
    "van", "von", "der", "den", "de", "da", "do", "dos", "das", "del", "della", "di", "du", "el", "al",
    "bin", "ibn", "la", "le", "st",
];

/// Splits "Surname, Forename", "Forename Surname" or, where the heading says so, "Surname Forename".
///
/// # Errors
/// In words, when only one name is there.
pub fn split(cell: &str, surname_first: bool) -> Result<Option<Name>, String> {
    let text = clean(cell);
    if text.is_empty() {
        return Ok(None);
    }
    let (text, known_as) = bracketed(&text);
    let alone = || format!("the name \"{text}\" has only one part: write \"Surname, Forename\"");
    if let Some((surname, forename)) = text.split_once(',') {
        let (surname, forename) = (surname.trim(), forename.trim().trim_end_matches(',').trim());
        if surname.is_empty() || forename.is_empty() {
            return Err(alone());
        }
        return Ok(Some(Name {
            surname: surname.to_owned(),
            forename: forename.to_owned(),
            known_as,
            guessed: None,
        }));
    }
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let cut = cut(&words, surname_first);
    let (first, second) = words.split_at_checked(cut).unwrap_or((&[], &[]));
    if first.is_empty() || second.is_empty() {
        return Err(alone());
    }
    let (surname, forename) = if surname_first { (first, second) } else { (second, first) };
    let (surname, forename) = (surname.join(" "), forename.join(" "));
    let guessed = (words.len() > 2)
        .then(|| format!("\"{text}\" is read as surname \"{surname}\", forename \"{forename}\""));
    Ok(Some(Name { surname, forename, known_as, guessed }))
}

/// Where the first name of the two ends.
fn cut(words: &[&str], surname_first: bool) -> usize {
    let loud = |word: &&&str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase)
    };
    if surname_first {
        let capitals = words.iter().take_while(loud).count();
        return if capitals > 0 && capitals < words.len() { capitals } else { 1.min(words.len()) };
    }
    let capitals = words.iter().rev().take_while(loud).count();
    if capitals > 0 && capitals < words.len() {
        return words.len() - capitals;
    }
    let mut cut = words.len().saturating_sub(1);
    while cut > 1 && words.get(cut - 1).is_some_and(|w| PARTICLES.contains(&w.to_lowercase().as_str())) {
        cut -= 1;
    }
    cut
}

/// The name without its bracket, and what stood in the bracket.
fn bracketed(text: &str) -> (String, Option<String>) {
    for (open, close) in [('(', ')'), ('[', ']'), ('"', '"'), ('“', '”')] {
        if let Some((before, rest)) = text.split_once(open)
            && let Some((inside, after)) = rest.split_once(close)
        {
            let inside = inside.trim();
            let known = inside.strip_prefix("known as ").unwrap_or(inside).trim();
            let outside = clean(&format!("{before} {after}"));
            return (outside, (!known.is_empty()).then(|| known.to_owned()));
        }
    }
    (text.to_owned(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split() {
        let cases = [
            ("Otter, Ama", false, "Otter", "Ama", None),
            ("OTTER , Ama Rose", false, "OTTER", "Ama Rose", None),
            ("Ama Otter", false, "Otter", "Ama", None),
            ("Ama OTTER QUILL", false, "OTTER QUILL", "Ama", None),
            ("AMA OTTER", false, "OTTER", "AMA", None),
            ("Finn van der Badger", false, "van der Badger", "Finn", None),
            ("Otter, Ama (Am)", false, "Otter", "Ama", Some("Am")),
            ("Ama \"Am\" Otter", false, "Otter", "Ama", Some("Am")),
            ("Otter Ama", true, "Otter", "Ama", None),
            ("OTTER QUILL Ama", true, "OTTER QUILL", "Ama", None),
            ("Otter, Ama", true, "Otter", "Ama", None),
        ];
        for (cell, surname_first, surname, forename, known) in cases {
            let got = split(cell, surname_first).unwrap().unwrap();
            assert_eq!(
                (got.surname.as_str(), got.forename.as_str(), got.known_as.as_deref()),
                (surname, forename, known),
                "{cell}"
            );
        }
    }

    #[test]
    fn guesses_are_said_and_half_names_refused() {
        assert_eq!(split("Ama Otter", false).unwrap().unwrap().guessed, None);
        let guessed = split("Ama Rose Otter", false).unwrap().unwrap().guessed.unwrap();
        assert_eq!(guessed, "\"Ama Rose Otter\" is read as surname \"Otter\", forename \"Ama Rose\"");
        for cell in ["Otter", "Otter,", ", Ama", "(Am)", ","] {
            assert!(split(cell, false).unwrap_err().contains("only one part"), "{cell}");
        }
        assert_eq!(split("  ", false), Ok(None));
    }
}
