//! The nearest known word to one that is not known, for "did you mean". Case and punctuation never count.

/// A heading or key reduced to what identifies it: letters and digits in lower case, accents kept.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How many single-character insertions, deletions and replacements lie between two words.
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let above = *cell;
            let here = if ca == *cb { diagonal } else { 1 + diagonal.min(above).min(left) };
            diagonal = above;
            *cell = here;
            left = here;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// How far apart two plain words are for a suggestion, or None when nobody would mean the one by the other.
///
/// A word that contains the other is near ("SEN Status Code" and "SEN Status"); otherwise a third of the letters may differ.
pub fn closeness(word: &str, known: &str) -> Option<usize> {
    if word.is_empty() || known.is_empty() || word.len() > 80 {
        return None;
    }
    let (short, long) = if word.len() < known.len() { (word, known) } else { (known, word) };
    if short.chars().count() >= 3 && long.contains(short) {
        return Some((long.len() - short.len()) / 3 + 1);
    }
    let apart = distance(word, known);
    (apart * 3 <= known.chars().count().max(word.chars().count())).then_some(apart)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_forgets_case_spaces_and_punctuation() {
        for (given, want) in
            [("Date of Birth", "dateofbirth"), ("D.O.B.", "dob"), ("SEN_Status?", "senstatus")]
        {
            assert_eq!(plain(given), want, "{given}");
        }
    }

    #[test]
    fn distance_counts_changes() {
        for (a, b, want) in
            [("", "", 0), ("abc", "", 3), ("", "ab", 2), ("surname", "surnam", 1), ("dob", "bod", 2)]
        {
            assert_eq!(distance(a, b), want, "{a} {b}");
        }
    }

    #[test]
    fn closeness_draws_a_line() {
        assert_eq!(closeness("surnme", "surname"), Some(1));
        assert!(closeness("senstatuscode", "senstatus").is_some());
        assert_eq!(closeness("shoesize", "surname"), None);
        assert_eq!(closeness("", "surname"), None);
    }
}
