//! A number out of what was written.
//!
//! Rule: nothing is guessed. What could be meant in two ways is read in none, and says how to write it instead. Figures
//! are thousandths in whole numbers: no rounding comes in by reading.

use super::Scale;

/// A figure that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// In thousandths of the scale's unit: of a point, a month, a level (the lowest is 1), a yes (no is 0).
    pub thousandths: i64,
    /// The whole that it was written against, in thousandths: 100 in "34/100"; `None` if none was.
    pub of: Option<i64>,
}

impl Figure {
    fn whole(units: i64) -> Figure {
        Figure { thousandths: units.saturating_mul(1000), of: None }
    }
}

/// No measure of a pupil is larger: beyond it something else was typed.
const MOST: i64 = 1_000_000;

/// Ages under so many months, written without a unit, may be years as well.
const BARE_MONTHS: i64 = 20;

/// The figure in `text` on `scale`; `levels` are the scale's levels from the lowest, with commas. `Ok(None)` where nothing
/// was written, and where the scale is words.
///
/// # Errors
/// What is wrong, to be shown beside the field: "not an age: six".
pub fn read(scale: Scale, text: &str, levels: &str) -> Result<Option<Figure>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match scale {
        Scale::Score | Scale::Fewer => score(text).map(Some),
        Scale::Months => age(text).map(Some),
        Scale::Level => level(text, levels).map(Some),
        Scale::YesNo => yes_no(text).map(Some),
        Scale::Words => Ok(None),
    }
}

/// What is wrong with a figure beside the one at entry: it cannot be read, or is of another whole; `None` if nothing is. It
/// warns, and refuses nothing.
pub fn fault(scale: Scale, entry: &str, text: &str, levels: &str) -> Option<String> {
    let now = match read(scale, text, levels) {
        Ok(now) => now?,
        Err(words) => return Some(words),
    };
    let entry = read(scale, entry, levels).ok()??;
    match (entry.of, now.of) {
        (Some(first), Some(of)) if first != of => {
            Some(format!("of {} now, of {} at entry", super::progress::say(of), super::progress::say(first)))
        }
        _ => None,
    }
}

/// A plain decimal number in thousandths, and what stands behind it; `None` if none stands at the beginning.
fn number(text: &str) -> Option<(i64, &str)> {
    let (sign, rest) = match text.chars().next()? {
        '-' | '−' | '–' => (-1, text.get(text.chars().next()?.len_utf8()..)?),
        '+' => (1, text.get(1..)?),
        _ => (1, text),
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (whole, mut rest) = rest.split_at_checked(digits)?;
    if whole.is_empty() || whole.len() > 7 {
        return None;
    }
    let mut thousandths = whole.parse::<i64>().ok()?.checked_mul(1000)?;
    if let Some(behind) = rest.strip_prefix('.') {
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let (part, after) = behind.split_at_checked(digits)?;
        // "12." is twelve with a full stop; more than three places is no measure that a school takes.
        if part.len() > 3 {
            return None;
        }
        if !part.is_empty() {
            thousandths += format!("{part:0<3}").parse::<i64>().ok()?;
        }
        rest = after;
    }
    (thousandths <= MOST.saturating_mul(1000)).then_some((sign * thousandths, rest))
}

/// Whether what stands behind a number is a unit or a remark, and no second number.
fn is_remark(rest: &str) -> bool {
    let rest = rest.trim_start();
    !rest.starts_with(['/', '-', '−', '–', ',', ':', ';', '.', '<', '>'])
        && !rest.bytes().any(|letter| letter.is_ascii_digit())
}

/// "34", "34/100", "12 of 20", "12.5", "85 (standard score)", "40 %".
fn score(text: &str) -> Result<Figure, String> {
    let wrong = || format!("not a number: {text}");
    let (thousandths, rest) = number(text).ok_or_else(wrong)?;
    let rest = rest.trim_start();
    let against = ["/", "out of ", "of "].iter().find_map(|word| rest.strip_prefix(word));
    let Some(against) = against else {
        return if is_remark(rest) { Ok(Figure { thousandths, of: None }) } else { Err(wrong()) };
    };
    let (of, rest) = number(against.trim_start()).ok_or_else(wrong)?;
    if of <= 0 || !is_remark(rest) {
        return Err(wrong());
    }
    if thousandths > of {
        return Err(format!("more than the whole: {text}"));
    }
    Ok(Figure { thousandths, of: Some(of) })
}

/// A whole number at the beginning, of at most three figures, and what stands behind it.
fn short(text: &str) -> Option<(i64, &str)> {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (figures, rest) = text.split_at_checked(digits)?;
    if figures.is_empty() || figures.len() > 3 {
        return None;
    }
    Some((figures.parse().ok()?, rest.trim_start()))
}

/// What stands behind a unit, its ending passed over: "ears 4m" is " 4m".
fn behind(rest: &str) -> &str {
    rest.trim_start_matches(|letter: char| letter.is_ascii_alphabetic() || letter == '.').trim_start()
}

/// An age: "6y4m", "6 years 4 months", "6:04", "6;4", "6.04", "6y", "76m", "76".
fn age(text: &str) -> Result<Figure, String> {
    let wrong = || format!("not an age: {text}. 6y4m, 6:04 or 76m");
    let lower = text.to_lowercase();
    let (first, rest) = short(&lower).ok_or_else(wrong)?;
    let months = |years: i64, months: i64| {
        if months < 12 && years < 100 { Ok(Figure::whole(years * 12 + months)) } else { Err(wrong()) }
    };
    let Some(mark) = rest.chars().next() else {
        return if first < BARE_MONTHS {
            Err(format!("years or months? Write {text}y or {text}m"))
        } else {
            Ok(Figure::whole(first))
        };
    };
    match mark {
        'y' => match behind(rest) {
            "" => months(first, 0),
            rest => {
                let (second, rest) = short(rest).ok_or_else(wrong)?;
                if rest.is_empty() || (rest.starts_with('m') && behind(rest).is_empty()) {
                    months(first, second)
                } else {
                    Err(wrong())
                }
            }
        },
        'm' if behind(rest).is_empty() => Ok(Figure::whole(first)),
        ':' | ';' => match short(rest.get(1..).unwrap_or_default()) {
            Some((second, "")) => months(first, second),
            _ => Err(wrong()),
        },
        '.' => {
            let part = rest.get(1..).unwrap_or_default();
            match (part.len(), short(part)) {
                // Years and months as reading tests print them; "6.4" may be four months or four tenths.
                (2, Some((second, ""))) => months(first, second),
                (1, Some(_)) => Err(format!("{text}: years and months are written {first}y{part}m")),
                _ => Err(wrong()),
            }
        }
        _ => Err(wrong()),
    }
}

/// The place of one of the named levels, 1 the lowest; where none are named, the number that the level has.
fn level(text: &str, levels: &str) -> Result<Figure, String> {
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    let names: Vec<&str> = levels.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        // "P8", "level 3", "4b": the first number.
        let at = text.find(|letter: char| letter.is_ascii_digit());
        let found = at.and_then(|at| text.get(at..)).and_then(number);
        return match found {
            Some((thousandths, _)) => Ok(Figure { thousandths, of: None }),
            None => Err(format!("no level is named in the provision: {text}")),
        };
    }
    if let Some(at) = names.iter().position(|name| same(name, text)) {
        return Ok(Figure::whole(i64::try_from(at).unwrap_or(0) + 1));
    }
    let places = i64::try_from(names.len()).unwrap_or(i64::MAX);
    // A bare figure is a place, unless the school calls its levels by figures of its own.
    let figures = names.iter().any(|name| name.bytes().any(|letter| letter.is_ascii_digit()));
    match text.parse::<i64>() {
        Ok(place) if !figures && (1..=places).contains(&place) => Ok(Figure::whole(place)),
        _ => Err(format!("not one of {}: {text}", names.join(", "))),
    }
}

/// Yes or no by the first word; what stands behind it is a remark.
fn yes_no(text: &str) -> Result<Figure, String> {
    let lower = text.to_lowercase();
    let word =
        lower.split(|letter: char| !letter.is_alphanumeric() && letter != '’' && letter != '\'').next();
    match word {
        Some("yes" | "y" | "true" | "can" | "met" | "1") => Ok(Figure::whole(1)),
        Some("no" | "n" | "not" | "false" | "cannot" | "can’t" | "can't" | "0") => Ok(Figure::whole(0)),
        _ => Err(format!("neither yes nor no: {text}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The figure as it is read, or what is wrong with it.
    fn said(scale: Scale, text: &str, levels: &str) -> String {
        match read(scale, text, levels) {
            Ok(None) => "-".into(),
            Ok(Some(Figure { thousandths, of: None })) => thousandths.to_string(),
            Ok(Some(Figure { thousandths, of: Some(of) })) => format!("{thousandths}/{of}"),
            Err(words) => words,
        }
    }

    #[test]
    fn scores() {
        for (text, is) in [
            ("34", "34000"),
            (" 34/100 ", "34000/100000"),
            ("34 / 100", "34000/100000"),
            ("12 of 20", "12000/20000"),
            ("12 out of 20", "12000/20000"),
            ("12.5", "12500"),
            ("12.", "12000"),
            ("0.125", "125"),
            ("-3", "-3000"),
            ("−1.5", "-1500"),
            ("+2", "2000"),
            ("40 %", "40000"),
            ("85 (standard score)", "85000"),
            ("34 words", "34000"),
            ("", "-"),
            ("34-36", "not a number: 34-36"),
            ("12,5", "not a number: 12,5"),
            ("1.2.3", "not a number: 1.2.3"),
            ("34/", "not a number: 34/"),
            ("34/0", "not a number: 34/0"),
            ("34/30", "more than the whole: 34/30"),
            ("about 30", "not a number: about 30"),
            ("0.12345", "not a number: 0.12345"),
            ("99999999", "not a number: 99999999"),
            ("absent", "not a number: absent"),
        ] {
            assert_eq!(said(Scale::Score, text, ""), is, "{text}");
            assert_eq!(said(Scale::Fewer, text, ""), is, "{text}");
        }
    }

    #[test]
    fn ages() {
        for (text, is) in [
            ("6y4m", "76000"),
            ("6y 4m", "76000"),
            ("6 years 4 months", "76000"),
            ("6 yrs, 4 mths", "not an age: 6 yrs, 4 mths. 6y4m, 6:04 or 76m"),
            ("6 yrs. 4 mths.", "76000"),
            ("6Y", "72000"),
            ("6y4", "76000"),
            ("6:04", "76000"),
            ("6;4", "76000"),
            ("6.04", "76000"),
            ("6.11", "83000"),
            ("76m", "76000"),
            ("76 months", "76000"),
            ("8m", "8000"),
            ("76", "76000"),
            ("6.4", "6.4: years and months are written 6y4m"),
            ("6", "years or months? Write 6y or 6m"),
            ("6.12", "not an age: 6.12. 6y4m, 6:04 or 76m"),
            ("6y12m", "not an age: 6y12m. 6y4m, 6:04 or 76m"),
            ("6:", "not an age: 6:. 6y4m, 6:04 or 76m"),
            ("<5y", "not an age: <5y. 6y4m, 6:04 or 76m"),
            ("six", "not an age: six. 6y4m, 6:04 or 76m"),
            ("6y4m2", "not an age: 6y4m2. 6y4m, 6:04 or 76m"),
            ("1234", "not an age: 1234. 6y4m, 6:04 or 76m"),
        ] {
            assert_eq!(said(Scale::Months, text, ""), is, "{text}");
        }
    }

    #[test]
    fn levels_yes_and_words() {
        let levels = "pink, Red,yellow";
        for (text, levels, is) in [
            ("pink", levels, "1000"),
            ("RED ", levels, "2000"),
            ("3", levels, "3000"),
            ("4", levels, "not one of pink, Red, yellow: 4"),
            ("blue", levels, "not one of pink, Red, yellow: blue"),
            ("P8", "P7, P8, 1", "2000"),
            ("1", "P7, P8, 1", "3000"),
            ("2", "P7, P8, 1", "not one of P7, P8, 1: 2"),
            ("4b", "", "4000"),
            ("level 3", " , ", "3000"),
            ("red", "", "no level is named in the provision: red"),
        ] {
            assert_eq!(said(Scale::Level, text, levels), is, "{text} of {levels}");
        }
        for (text, is) in [
            ("yes", "1000"),
            ("Y", "1000"),
            ("Yes, with help", "1000"),
            ("no", "0"),
            ("not yet", "0"),
            ("can't", "0"),
            ("maybe", "neither yes nor no: maybe"),
        ] {
            assert_eq!(said(Scale::YesNo, text, ""), is, "{text}");
        }
        assert_eq!(said(Scale::Words, "reads with joy, 3 of 4", ""), "-");
    }

    #[test]
    fn a_fault_is_said_beside_the_entry() {
        for (scale, entry, text, says) in [
            (Scale::Score, "34/100", "41", None),
            (Scale::Score, "34/100", "41/50", Some("of 50 now, of 100 at entry")),
            (Scale::Score, "absent", "41/50", None),
            (Scale::Score, "34", "6y4m", Some("not a number: 6y4m")),
            (Scale::Months, "6y4m", "6", Some("years or months? Write 6y or 6m")),
            (Scale::Score, "34", "", None),
            (Scale::Words, "34", "better", None),
        ] {
            assert_eq!(fault(scale, entry, text, "").as_deref(), says, "{entry} {text}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_fails_otherwise_than_in_words(
            text in "[-+−0-9.,:;/ ymof%]{0,12}|\\PC{0,16}", levels in "\\PC{0,12}", at in 0..Scale::ALL.len()
        ) {
            let scale = Scale::ALL[at];
            match read(scale, &text, &levels) {
                Ok(Some(figure)) => prop_assert!(figure.thousandths.abs() <= MOST * 1000),
                Ok(None) => prop_assert!(text.trim().is_empty() || scale == Scale::Words),
                Err(words) => prop_assert!(!words.is_empty()),
            }
        }

        #[test]
        fn a_number_is_read_as_it_was_written(whole in 0i64..100_000, part in 0u16..1000, of in 0i64..10) {
            let text = format!("{whole}.{part:03}");
            let found = read(Scale::Score, &text, "").unwrap().unwrap();
            prop_assert_eq!(found.thousandths, whole * 1000 + i64::from(part));
            let text = format!("{whole}/{}", whole + of + 1);
            let found = read(Scale::Score, &text, "").unwrap().unwrap();
            prop_assert_eq!(found, Figure { thousandths: whole * 1000, of: Some((whole + of + 1) * 1000) });
        }

        #[test]
        fn every_way_to_write_an_age_is_the_same_age(years in 2i64..19, months in 0i64..12) {
            for text in [
                format!("{years}y{months}m"),
                format!("{years}:{months:02}"),
                format!("{years};{months}"),
                format!("{years}.{months:02}"),
                format!("{} months", years * 12 + months),
            ] {
                let found = read(Scale::Months, &text, "").unwrap().unwrap();
                prop_assert_eq!(found.thousandths, (years * 12 + months) * 1000, "{}", text);
            }
        }
    }
}
