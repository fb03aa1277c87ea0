//! Small turns of English that several places need, so that they are said alike everywhere.

/// "1 day", "2 days", "0 days": a count with its noun, which takes a plain "s".
pub fn plural(count: i64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// As [`plural`], for nouns with a plural of their own: "1 entry", "2 entries".
pub fn plural_as(count: i64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// "1st", "2nd", "3rd", "11th", "22nd".
pub fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The first letter of each word of a name, upper-cased: "Ama Otter" gives "AO", "Jo-Ann Smith" "JS".
/// Words that begin with no letter give nothing, so an empty or odd name may give an empty string.
pub fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .filter(|first| first.is_alphabetic())
        .flat_map(char::to_uppercase)
        .collect()
}

/// The text with a capital at its beginning: "watch list" gives "Watch list".
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A label inside a sentence: "Advice circulated" gives "advice circulated", "EHC plan" stays.
pub fn uncapital(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}

/// Pence as they are read: "£6,000", "£4,250.50", "−£12".
pub fn pounds(pence: i64) -> String {
    let (sign, pence) = (if pence < 0 { "−" } else { "" }, pence.unsigned_abs());
    let digits = (pence / 100).to_string();
    let mut whole = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            whole.push(',');
        }
        whole.push(digit);
    }
    match pence % 100 {
        0 => format!("{sign}£{whole}"),
        rest => format!("{sign}£{whole}.{rest:02}"),
    }
}

/// "a", "a and b", "a, b and c".
pub fn list(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A text as comparisons want it: lower case, "&" as "and", every other sign a blank, single blanks.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let mut push = |part: &str, gap: &mut bool| {
        if *gap && !out.is_empty() {
            out.push(' ');
        }
        *gap = false;
        out.push_str(part);
    };
    for c in text.chars() {
        if c.is_alphanumeric() {
            let lower: String = c.to_lowercase().collect();
            push(&lower, &mut gap);
        } else if c == '&' {
            gap = true;
            push("and", &mut gap);
            gap = true;
        } else if c != '\'' && c != '’' {
            gap = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_in_pounds() {
        for (pence, said) in [(600_000, "£6,000"), (425_050, "£4,250.50"), (-1_205, "−£12.05"), (0, "£0")]
        {
            assert_eq!(pounds(pence), said);
        }
    }

    #[test]
    fn a_label_begins_as_the_place_asks() {
        for (label, capitals, inside) in [
            ("watch list", "Watch list", "watch list"),
            ("Advice circulated", "Advice circulated", "advice circulated"),
            ("EHC plan", "EHC plan", "EHC plan"),
            ("", "", ""),
        ] {
            assert_eq!((capital(label).as_str(), uncapital(label).as_str()), (capitals, inside));
        }
    }

    #[test]
    fn counts_take_their_nouns() {
        assert_eq!(plural(1, "day"), "1 day");
        assert_eq!(plural(0, "day"), "0 days");
        assert_eq!(plural(2, "week"), "2 weeks");
        assert_eq!(plural_as(3, "entry", "entries"), "3 entries");
    }

    #[test]
    fn ordinals() {
        let said: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 22, 31, 111].map(ordinal).into();
        assert_eq!(said.join(" "), "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 31st 111th");
    }

    #[test]
    fn initials_of_names() {
        for (name, want) in
            [("Ama Otter", "AO"), ("  élodie  de la Tour ", "ÉDLT"), ("", ""), ("(Ben) Quill", "Q")]
        {
            assert_eq!(initials(name), want, "{name}");
        }
    }

    #[test]
    fn lists_end_with_and() {
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn folding_keeps_letters_and_digits() {
        assert_eq!(
            fold("  Speech,  Language & Communication\tNeeds. "),
            "speech language and communication needs"
        );
        assert_eq!(fold("Down's"), "downs");
        assert_eq!(fold("K - SEN support"), "k sen support");
        assert_eq!(fold("--"), "");
    }
}
