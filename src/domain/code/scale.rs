//! Sex, and three short scales of ours: the wave of a provision, the outcome of a check, the decision after it.

use serde::{Deserialize, Serialize};

use crate::domain::words::fold;

/// Sex as the census records it. Append-only: stored by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Sex {
    /// Female.
    F,
    /// Male.
    M,
}

impl Sex {
    /// Both.
    pub const ALL: [Self; 2] = [Self::F, Self::M];

    /// The census's letter.
    pub fn code(self) -> &'static str {
        match self {
            Self::F => "F",
            Self::M => "M",
        }
    }

    /// As said on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::F => "Female",
            Self::M => "Male",
        }
    }

    /// By letter or word.
    pub fn parse(text: &str) -> Option<Self> {
        match fold(text).as_str() {
            "f" | "female" | "girl" | "g" => Some(Self::F),
            "m" | "male" | "boy" | "b" => Some(Self::M),
            _ => None,
        }
    }
}

/// How far a provision goes beyond the class. Append-only: stored by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Wave {
    /// Wave 1: for everyone, in class.
    Universal,
    /// Wave 2: for a group, for a time.
    #[default]
    Targeted,
    /// Wave 3: for one pupil, or from a specialist.
    Specialist,
}

impl Wave {
    /// Every wave, in order.
    pub const ALL: [Self; 3] = [Self::Universal, Self::Targeted, Self::Specialist];

    /// 1, 2 or 3.
    pub fn number(self) -> u8 {
        match self {
            Self::Universal => 1,
            Self::Targeted => 2,
            Self::Specialist => 3,
        }
    }

    /// "1", "2" or "3".
    pub fn code(self) -> &'static str {
        match self {
            Self::Universal => "1",
            Self::Targeted => "2",
            Self::Specialist => "3",
        }
    }

    /// As said on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Universal => "Universal",
            Self::Targeted => "Targeted",
            Self::Specialist => "Specialist",
        }
    }

    /// By number or word: "2", "Wave 2", "W2", "targeted".
    pub fn parse(text: &str) -> Option<Self> {
        let said = fold(text);
        let said = said.strip_prefix("wave").or_else(|| said.strip_prefix("tier")).unwrap_or(&said).trim();
        match said {
            "1" | "w1" | "universal" | "quality first" | "quality first teaching" | "qft" => {
                Some(Self::Universal)
            }
            "2" | "w2" | "targeted" => Some(Self::Targeted),
            "3" | "w3" | "specialist" => Some(Self::Specialist),
            _ => None,
        }
    }
}

/// What a check found, beside what was hoped for when the provision began. Append-only: stored by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// −2.
    MuchLess,
    /// −1.
    Less,
    /// 0.
    AsHoped,
    /// +1.
    More,
    /// +2.
    MuchMore,
}

impl Outcome {
    /// Every outcome, from −2 to +2.
    pub const ALL: [Self; 5] = [Self::MuchLess, Self::Less, Self::AsHoped, Self::More, Self::MuchMore];

    /// −2 to +2.
    pub fn value(self) -> i8 {
        match self {
            Self::MuchLess => -2,
            Self::Less => -1,
            Self::AsHoped => 0,
            Self::More => 1,
            Self::MuchMore => 2,
        }
    }

    /// The outcome of a value from −2 to +2; None for any other.
    pub fn from_value(value: i8) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.value() == value)
    }

    /// In plain ASCII, for files: "-2" to "+2".
    pub fn code(self) -> &'static str {
        match self {
            Self::MuchLess => "-2",
            Self::Less => "-1",
            Self::AsHoped => "0",
            Self::More => "+1",
            Self::MuchMore => "+2",
        }
    }

    /// For the screen, with a real minus sign.
    pub fn sign(self) -> &'static str {
        match self {
            Self::MuchLess => "−2",
            Self::Less => "−1",
            Self::AsHoped => "0",
            Self::More => "+1",
            Self::MuchMore => "+2",
        }
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::MuchLess => "much less than hoped",
            Self::Less => "less than hoped",
            Self::AsHoped => "as hoped",
            Self::More => "more than hoped",
            Self::MuchMore => "much more than hoped",
        }
    }

    /// Whether it fell short of what was hoped for; two of these running are the sign to ask a specialist.
    pub fn is_below(self) -> bool {
        self < Self::AsHoped
    }

    /// By value or words: "+1", "1", "-2", "−2", "as hoped", "as expected".
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace(['−', '–'], "-");
        if let Ok(value) = text.parse::<i8>() {
            return Self::from_value(value);
        }
        let said = fold(&text).replace("expected", "hoped");
        match said.as_str() {
            "met" | "on track" => Some(Self::AsHoped),
            _ => Self::ALL
                .into_iter()
                .find(|one| one.label() == said || one.label().strip_suffix(" than hoped") == Some(&said)),
        }
    }
}

/// What is done after a check. Append-only: stored by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Decision {
    /// Go on as before; the next check is in six weeks.
    Continue,
    /// Go on, but otherwise.
    Change,
    /// End the pupil's place.
    Stop,
}

impl Decision {
    /// Every decision.
    pub const ALL: [Self; 3] = [Self::Continue, Self::Change, Self::Stop];

    /// For files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Continue => "continue",
            Self::Change => "change",
            Self::Stop => "stop",
        }
    }

    /// As said on screen.
    pub fn label(self) -> &'static str {
        self.code()
    }

    /// By word or the beginning of it ("con", "ch", "s").
    pub fn parse(text: &str) -> Option<Self> {
        let said = fold(text);
        match said.as_str() {
            "" | "c" => None,
            "carry on" | "go on" => Some(Self::Continue),
            "end" | "ended" | "stopped" => Some(Self::Stop),
            "continued" => Some(Self::Continue),
            "changed" => Some(Self::Change),
            _ => Self::ALL.into_iter().find(|one| one.code().starts_with(&said)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels_read_back() {
        for one in Sex::ALL {
            assert_eq!((Sex::parse(one.code()), Sex::parse(one.label())), (Some(one), Some(one)));
        }
        for one in Wave::ALL {
            assert_eq!((Wave::parse(one.code()), Wave::parse(one.label())), (Some(one), Some(one)));
            assert_eq!(Wave::parse(&format!("Wave {}", one.number())), Some(one));
        }
        for one in Outcome::ALL {
            assert_eq!((Outcome::parse(one.code()), Outcome::parse(one.label())), (Some(one), Some(one)));
            assert_eq!(
                (Outcome::parse(one.sign()), Outcome::from_value(one.value())),
                (Some(one), Some(one))
            );
        }
        for one in Decision::ALL {
            assert_eq!((Decision::parse(one.code()), Decision::parse(one.label())), (Some(one), Some(one)));
        }
    }

    #[test]
    fn what_people_type() {
        assert_eq!(Sex::parse(" girl "), Some(Sex::F));
        assert_eq!(Sex::parse("x"), None);
        assert_eq!(Wave::parse("W3"), Some(Wave::Specialist));
        assert_eq!(Wave::parse("4"), None);
        assert_eq!(Outcome::parse("1"), Some(Outcome::More));
        assert_eq!(Outcome::parse(" -2 "), Some(Outcome::MuchLess));
        assert_eq!(Outcome::parse("as expected"), Some(Outcome::AsHoped));
        assert_eq!(Outcome::parse("much more"), Some(Outcome::MuchMore));
        for bad in ["3", "-3", "", "+", "999"] {
            assert_eq!(Outcome::parse(bad), None, "{bad}");
        }
        assert_eq!(Decision::parse("c"), None, "continue or change");
        assert_eq!(Decision::parse("ch"), Some(Decision::Change));
        assert_eq!(Decision::parse("Stopped"), Some(Decision::Stop));
    }

    #[test]
    fn below_is_below_what_was_hoped_for() {
        let below: Vec<i8> =
            Outcome::ALL.into_iter().filter(|one| one.is_below()).map(Outcome::value).collect();
        assert_eq!(below, [-2, -1]);
    }
}
