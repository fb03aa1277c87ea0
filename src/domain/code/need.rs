//! The census's SEN types.
//!
//! Rule kept here: a type that a file holds is kept even where the census no longer takes it; `flag` says what to do about it.
//! The words are data (`WORDS`); the parser only knows how cells are written.

use serde::{Deserialize, Serialize};

use super::Area;
use crate::domain::words::fold;

/// A SEN type of the school census. Append-only: stored by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each variant is the census's own code; WORDS gives its label")]
pub enum SenType {
    Spld,
    Mld,
    Sld,
    Pmld,
    Slcn,
    Asd,
    Semh,
    Hi,
    Vi,
    Msi,
    Pd,
    Ds,
    Oth,
    Nsa,
    Dyna,
    Ukn,
    Besd,
}

/// A type, its census code, its label, and the words for it as comparisons want them (folded), the label among them.
type Row = (SenType, &'static str, &'static str, &'static [&'static str]);

const WORDS: &[Row] = &[
    (
        SenType::Spld,
        "SPLD",
        "Specific learning difficulty",
        &[
            "specific learning difficulty",
            "specific learning difficulties",
            "specific learning disability",
            "dyslexia",
            "dyslexic",
            "dyscalculia",
            "dysgraphia",
            "dyspraxia",
            "literacy difficulty",
            "literacy difficulties",
        ],
    ),
    (
        SenType::Mld,
        "MLD",
        "Moderate learning difficulty",
        &["moderate learning difficulty", "moderate learning difficulties", "moderate learning disability"],
    ),
    (
        SenType::Sld,
        "SLD",
        "Severe learning difficulty",
        &["severe learning difficulty", "severe learning difficulties", "severe learning disability"],
    ),
    (
        SenType::Pmld,
        "PMLD",
        "Profound and multiple learning difficulty",
        &[
            "profound and multiple learning difficulty",
            "profound and multiple learning difficulties",
            "profound multiple learning difficulty",
            "profound multiple learning difficulties",
            "profound and multiple learning disability",
        ],
    ),
    (
        SenType::Slcn,
        "SLCN",
        "Speech, language and communication needs",
        &[
            "speech language and communication needs",
            "speech language and communication need",
            "speech language communication needs",
            "speech language and communication",
            "speech language and communication difficulties",
            "speech and language",
            "speech and language needs",
            "speech and language difficulties",
            "communication needs",
            "speech language and communications needs",
            "developmental language disorder",
            "dld",
            "slc",
        ],
    ),
    (
        SenType::Asd,
        "ASD",
        "Autistic spectrum disorder",
        &[
            "autistic spectrum disorder",
            "aut",
            "asc",
            "autism",
            "autistic",
            "autism spectrum disorder",
            "autism spectrum condition",
            "autistic spectrum condition",
            "autistic spectrum",
            "autism spectrum",
            "asperger",
            "aspergers",
            "aspergers syndrome",
        ],
    ),
    (
        SenType::Semh,
        "SEMH",
        "Social, emotional and mental health",
        &[
            "social emotional and mental health",
            "social emotional mental health",
            "social emotional and mental health needs",
            "social emotional and mental health difficulties",
            "social emotional and mental health difficulty",
            "social emotional and mental health need",
            "mental health",
            "social and emotional",
            "adhd",
        ],
    ),
    (
        SenType::Hi,
        "HI",
        "Hearing impairment",
        &["hearing impairment", "hearing impaired", "hearing", "deaf", "deafness", "hearing loss"],
    ),
    (
        SenType::Vi,
        "VI",
        "Vision impairment",
        &[
            "vision impairment",
            "visual impairment",
            "visually impaired",
            "vision impaired",
            "vision",
            "visual",
            "sight impairment",
        ],
    ),
    (
        SenType::Msi,
        "MSI",
        "Multi-sensory impairment",
        &[
            "multi sensory impairment",
            "multisensory impairment",
            "deafblind",
            "deaf blind",
            "dual sensory impairment",
        ],
    ),
    (
        SenType::Pd,
        "PD",
        "Physical disability",
        &[
            "physical disability",
            "physical disabilities",
            "physical",
            "physical difficulty",
            "physical difficulties",
        ],
    ),
    (SenType::Ds, "DS", "Down syndrome", &["down syndrome", "downs syndrome", "downs", "down s syndrome"]),
    (
        SenType::Oth,
        "OTH",
        "Other difficulty or disability",
        &[
            "other difficulty or disability",
            "other",
            "other difficulty disability",
            "other difficulty",
            "other disability",
            "other difficulties",
            "other need",
            "other difficulties or disabilities",
        ],
    ),
    (
        SenType::Nsa,
        "NSA",
        "SEN support, no specialist assessment of the type of need",
        &[
            "sen support no specialist assessment of the type of need",
            "no specialist assessment",
            "sen support but no specialist assessment of type of need",
            "sen support but no specialist assessment",
            "no specialist assessment of type of need",
            "no specialist assessment of need",
        ],
    ),
    (SenType::Dyna, "DYNA", "DYNA, a code met in files", &["dyna a code met in files"]),
    (SenType::Ukn, "UKN", "Unknown", &["unknown", "not known", "unknown need", "unspecified"]),
    (
        SenType::Besd,
        "BESD",
        "Behavioural, emotional and social difficulty",
        &[
            "behavioural emotional and social difficulty",
            "behaviour emotional and social difficulty",
            "behaviour emotional and social difficulties",
            "behavioural emotional and social difficulties",
            "behaviour emotional social difficulties",
            "ebd",
            "behavioural emotional social difficulties",
            "emotional and behavioural difficulties",
        ],
    ),
];

impl SenType {
    /// Every type, in the census's order by area; those that only files still hold come last.
    pub const ALL: [Self; 17] = [
        Self::Spld,
        Self::Mld,
        Self::Sld,
        Self::Pmld,
        Self::Slcn,
        Self::Asd,
        Self::Semh,
        Self::Hi,
        Self::Vi,
        Self::Msi,
        Self::Pd,
        Self::Ds,
        Self::Oth,
        Self::Nsa,
        Self::Dyna,
        Self::Ukn,
        Self::Besd,
    ];

    fn row(self) -> Option<&'static Row> {
        WORDS.iter().find(|row| row.0 == self)
    }

    /// The census's code, upper case: "SPLD".
    pub fn code(self) -> &'static str {
        self.row().map_or("", |row| row.1)
    }

    /// As said in full on screen.
    pub fn label(self) -> &'static str {
        self.row().map_or("", |row| row.2)
    }

    /// The broad area that the type belongs to; None where the school chooses (DS, OTH, NSA and what files still hold).
    pub fn area(self) -> Option<Area> {
        match self {
            Self::Spld | Self::Mld | Self::Sld | Self::Pmld => Some(Area::Cognition),
            Self::Slcn | Self::Asd => Some(Area::Communication),
            Self::Semh => Some(Area::Semh),
            Self::Hi | Self::Vi | Self::Msi | Self::Pd => Some(Area::Sensory),
            Self::Ds | Self::Oth | Self::Nsa | Self::Dyna | Self::Ukn | Self::Besd => None,
        }
    }

    /// What to do about a type that was kept from a file but is no type of today's census; None for the others.
    pub fn flag(self) -> Option<&'static str> {
        match self {
            Self::Dyna => Some("DYNA is no census code: choose the pupil's need"),
            Self::Ukn => Some("the need is unknown: choose it, or NSA until it has been assessed"),
            Self::Besd => Some("BESD is an older code: choose SEMH or the need behind it"),
            _ => None,
        }
    }

    /// By code, by name, or by both: "ASD", "Autism", "Moderate learning difficulty (MLD)", "SpLD (Dyslexia)",
    /// "SPLD - dyslexia", "1. ASD", "Primary: SLCN". None where no type is meant, or more than one.
    pub fn parse(text: &str) -> Option<Self> {
        let text =
            text.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '#'));
        if let Some(found) = exact(&fold(text)) {
            return Some(found);
        }
        // Behind a name in brackets: the code says it, or the name does, or what stands in the brackets.
        if let Some((head, inner)) = text.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
            let name = exact(&fold(head));
            if inner.contains(['(', ')']) {
                return None;
            }
            let alone = name.is_some() || !head.contains(APART);
            let code = exact_code(&fold(inner)).filter(|_| alone);
            return code.or(name).or_else(|| exact(&fold(inner)).filter(|_| alone));
        }
        // "SPLD - dyslexia", "Primary: SLCN": one side says it, if the other is not a list.
        let dash = ['-', '–', '—', ':', '='];
        let side = |said: &str, other: &str| {
            exact(&fold(said)).filter(|_| !other.contains(APART) || exact(&fold(other)).is_some())
        };
        text.split_once(dash)
            .and_then(|(head, tail)| side(head, tail))
            .or_else(|| text.rsplit_once(dash).and_then(|(head, tail)| side(tail, head)))
    }
}

/// What stands between several types in one cell; some of it also inside a name.
const APART: [char; 7] = [',', ';', '/', '|', '+', '\n', '\r'];

fn exact_code(folded: &str) -> Option<SenType> {
    WORDS.iter().find(|row| row.1.eq_ignore_ascii_case(folded)).map(|row| row.0)
}

fn exact(folded: &str) -> Option<SenType> {
    exact_code(folded).or_else(|| WORDS.iter().find(|row| row.3.contains(&folded)).map(|row| row.0))
}

/// Several types in one cell, separated by ; / , | + "and" or a new line, in their order and once each; beside them the pieces
/// that nobody understands. "Speech, language and communication needs" is one, its comma notwithstanding.
pub fn parse_many(text: &str) -> (Vec<SenType>, Vec<String>) {
    let mut found = Vec::new();
    let mut unknown = Vec::new();
    for piece in text.split([';', '|', '+', '\n', '\r']) {
        if let Some(one) = SenType::parse(piece) {
            add(&mut found, one);
            continue;
        }
        let parts: Vec<&str> =
            piece.split([',', '/']).map(str::trim).filter(|part| !part.is_empty()).collect();
        let mut rest = parts.as_slice();
        while let [first, after @ ..] = rest {
            // The longest run of parts that is one type: a name may hold commas.
            let run = (1..=rest.len().min(4)).rev().find_map(|length| {
                let (run, left) = rest.split_at_checked(length)?;
                Some((SenType::parse(&run.join(", "))?, left))
            });
            rest = match run {
                Some((one, left)) => {
                    add(&mut found, one);
                    left
                }
                None => {
                    match joined(first) {
                        Some(several) => several.into_iter().for_each(|one| add(&mut found, one)),
                        None => unknown.push((*first).to_owned()),
                    }
                    after
                }
            };
        }
    }
    (found, unknown)
}

/// "ASD and SLCN": only where every side of the "and" is a type.
fn joined(part: &str) -> Option<Vec<SenType>> {
    let spaced = format!(" {} ", fold(part));
    let types: Vec<SenType> =
        spaced.split(" and ").map(|side| SenType::parse(side.trim())).collect::<Option<_>>()?;
    (types.len() > 1).then_some(types)
}

fn add(found: &mut Vec<SenType>, one: SenType) {
    if !found.contains(&one) {
        found.push(one);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SenType::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_is_sound() {
        assert_eq!(WORDS.len(), SenType::ALL.len());
        let mut seen = std::collections::HashMap::new();
        for one in SenType::ALL {
            let row = one.row().unwrap();
            assert!(row.3.contains(&fold(row.2).as_str()), "{}", row.1);
            for words in
                [&fold(row.1), &fold(row.2)].into_iter().cloned().chain(row.3.iter().map(|w| (*w).to_owned()))
            {
                assert_eq!(fold(&words), words);
                assert_eq!(SenType::parse(&words), Some(one), "{words}");
                let other = seen.insert(words.clone(), one);
                assert!(other.is_none_or(|other| other == one), "{words} is said of two");
            }
            assert_eq!(SenType::parse(&format!("{} ({})", one.label(), one.code())), Some(one));
            assert_eq!(SenType::parse(&format!("{} - {}", one.code(), one.label())), Some(one));
        }
    }

    #[test]
    fn what_files_say() {
        for (text, want) in [
            ("SpLD", Some(Spld)),
            ("SpLD (Dyslexia)", Some(Spld)),
            ("SPLD - dyslexia", Some(Spld)),
            ("AUT", Some(Asd)),
            ("Autistic Spectrum Disorder", Some(Asd)),
            ("Autistic Spectrum Disorder (ASD)", Some(Asd)),
            ("Moderate learning difficulty (MLD)", Some(Mld)),
            ("Speech, Language and Communication Needs", Some(Slcn)),
            ("Speech, Language & Communication Needs", Some(Slcn)),
            ("Primary: SLCN", Some(Slcn)),
            ("1. Hearing Impairment", Some(Hi)),
            ("Multi-Sensory Impairment", Some(Msi)),
            ("Down's Syndrome", Some(Ds)),
            ("Other Difficulty/Disability", Some(Oth)),
            ("BESD", Some(Besd)),
            ("SEN support but no specialist assessment of type of need", Some(Nsa)),
            ("SLCN, ASD", None),
            ("SLCN ASD", None),
            ("", None),
            ("(", None),
            ("left-handed", None),
        ] {
            assert_eq!(SenType::parse(text), want, "{text}");
        }
    }

    #[test]
    fn several_in_a_cell() {
        let none: &[&str] = &[];
        for (text, types, unknown) in [
            ("SLCN; ASD", vec![Slcn, Asd], none),
            ("SLCN/ASD", vec![Slcn, Asd], none),
            ("SLCN,ASD,SLCN", vec![Slcn, Asd], none),
            ("SLCN | SEMH + HI\nVI", vec![Slcn, Semh, Hi, Vi], none),
            ("ASD and SLCN", vec![Asd, Slcn], none),
            ("Speech, Language and Communication Needs, Autism", vec![Slcn, Asd], none),
            (
                "Social, Emotional and Mental Health (SEMH), Speech, Language and Communication Needs (SLCN)",
                vec![Semh, Slcn],
                none,
            ),
            ("Other Difficulty/Disability; MLD", vec![Oth, Mld], none),
            ("MLD, left-handed", vec![Mld], &["left-handed"]),
            ("", vec![], none),
            (" ,; ", vec![], none),
        ] {
            let (found, left) = parse_many(text);
            assert_eq!(found, types, "{text}");
            assert_eq!(left, unknown, "{text}");
        }
    }

    #[test]
    fn kept_types_are_flagged_and_the_census_types_are_not() {
        let flagged: Vec<SenType> = SenType::ALL.into_iter().filter(|one| one.flag().is_some()).collect();
        assert_eq!(flagged, [Dyna, Ukn, Besd]);
        assert!(flagged.iter().all(|one| one.area().is_none()));
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC*") {
            let _ = parse_many(&text);
        }

        #[test]
        fn lists_of_codes_read_back(picks in proptest::collection::vec(0usize..17, 0..6), by in "[;,/|+\n]") {
            let types: Vec<SenType> = picks.iter().map(|at| SenType::ALL[*at]).collect();
            let text = types.iter().map(|one| one.code()).collect::<Vec<_>>().join(&by);
            let mut want = Vec::new();
            types.into_iter().for_each(|one| add(&mut want, one));
            prop_assert_eq!(parse_many(&text), (want, vec![]));
        }
    }
}
