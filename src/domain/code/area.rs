//! The four broad areas of need.

use serde::{Deserialize, Serialize};

use crate::domain::words::fold;

/// A broad area of need of the Code of Practice. Append-only: stored by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Area {
    /// Cognition and learning.
    Cognition,
    /// Communication and interaction.
    Communication,
    /// Social, emotional and mental health.
    Semh,
    /// Sensory and/or physical.
    Sensory,
}

impl Area {
    /// Every area, in the Code's order of listing needs.
    pub const ALL: [Self; 4] = [Self::Communication, Self::Cognition, Self::Semh, Self::Sensory];

    /// A short code of ours, for files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Cognition => "CL",
            Self::Communication => "CI",
            Self::Semh => "SEMH",
            Self::Sensory => "SP",
        }
    }

    /// As said on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cognition => "Cognition and learning",
            Self::Communication => "Communication and interaction",
            Self::Semh => "Social, emotional and mental health",
            Self::Sensory => "Sensory and/or physical",
        }
    }

    /// For narrow columns.
    pub fn short(self) -> &'static str {
        match self {
            Self::Cognition => "Learning",
            Self::Communication => "Communication",
            Self::Semh => "SEMH",
            Self::Sensory => "Sensory",
        }
    }

    /// By code, label or the words in use.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match fold(text).as_str() {
            "cl" | "c and l" | "cognition" | "cognition and learning" | "learning" | "cognition learning" => {
                Self::Cognition
            }
            "ci" | "c and i" | "communication" | "communication and interaction" | "interaction" => {
                Self::Communication
            }
            "semh"
            | "social emotional and mental health"
            | "social emotional mental health"
            | "mental health"
            | "social emotional and mental health difficulties" => Self::Semh,
            "sp"
            | "s and p"
            | "sensory"
            | "physical"
            | "sensory and or physical"
            | "sensory and physical"
            | "sensory or physical"
            | "physical and sensory"
            | "sensory physical" => Self::Sensory,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_area_reads_back() {
        for area in Area::ALL {
            for text in [area.code(), area.label(), area.short()] {
                assert_eq!(Area::parse(text), Some(area), "{text}");
            }
        }
        assert_eq!(Area::parse("C&I"), Some(Area::Communication));
        assert_eq!(Area::parse("needs"), None);
    }
}
