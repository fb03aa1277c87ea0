//! What a group of the map stands for, its title, and its place among the others.
//!
//! Rule: a group's key is the same after every read, so that what was folded stays folded; what belongs to no group
//! stands last, under a title that says so.

use super::line::{area_rank, area_title};
use crate::domain::code::{Area, Wave, YearGroup};
use crate::domain::ids::{PupilId, RecordId};

/// What the map is grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum By {
    /// The broad area of need.
    #[default]
    Area,
    /// Universal, targeted, specialist.
    Wave,
    /// The intervention's name.
    Intervention,
    /// The pupil: rows are the pupil's places.
    Pupil,
    /// Year taught in: a provision stands in each year of its pupils, with those alone and their share.
    Year,
    /// The class, in the same way.
    Class,
    /// The lead adult.
    Adult,
    /// The provision's site, or its pupils' where it has none.
    Site,
    /// The outside service.
    Agency,
}

impl By {
    /// All of them, in the order in which they are offered.
    pub const ALL: [By; 9] = [
        By::Area,
        By::Wave,
        By::Intervention,
        By::Pupil,
        By::Year,
        By::Class,
        By::Adult,
        By::Site,
        By::Agency,
    ];

    /// The word on the command line.
    pub fn code(self) -> &'static str {
        match self {
            By::Area => "area",
            By::Wave => "wave",
            By::Intervention => "intervention",
            By::Pupil => "pupil",
            By::Year => "year",
            By::Class => "class",
            By::Adult => "adult",
            By::Site => "site",
            By::Agency => "agency",
        }
    }

    /// As a list offers it.
    pub fn label(self) -> &'static str {
        match self {
            By::Area => "area of need",
            By::Adult => "lead adult",
            other => other.code(),
        }
    }

    /// By its word.
    pub fn parse(text: &str) -> Option<By> {
        let said = text.trim().to_lowercase();
        By::ALL.into_iter().find(|by| by.code() == said || by.label() == said)
    }

    /// Whether its groups have an order of their own, which no sorting changes.
    pub(super) fn ordered(self) -> bool {
        matches!(self, By::Area | By::Wave | By::Year)
    }

    /// Whether a provision may stand in several groups, with some of its pupils in each.
    pub(super) fn splits(self) -> bool {
        matches!(self, By::Pupil | By::Year | By::Class | By::Site)
    }
}

/// What one group stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupKey {
    /// An area by its rank, or none.
    Area(Option<Area>),
    /// A wave.
    Wave(Wave),
    /// An intervention by its name in lower case.
    Intervention(String),
    /// A pupil.
    Pupil(PupilId),
    /// A year taught in; `None` where it is not recorded.
    Year(Option<YearGroup>),
    /// A class with its site; empty where it is not recorded.
    Class(Option<RecordId>, String),
    /// A lead adult; `None` where none is settled.
    Adult(Option<RecordId>),
    /// A site; `None` for all sites.
    Site(Option<RecordId>),
    /// An agency by its name in lower case; empty for none.
    Agency(String),
    /// What has no pupil, where the map is by pupil, year or class.
    Nobody,
}

impl GroupKey {
    /// The titles that need no name looked up; `None` for the others.
    pub(super) fn title(&self) -> Option<String> {
        let said = match self {
            GroupKey::Area(area) => area_title(area_rank(*area)),
            GroupKey::Wave(wave) => return Some(format!("Wave {} · {}", wave.number(), wave.label())),
            GroupKey::Year(Some(year)) => return Some(year.label()),
            GroupKey::Year(None) => "No year recorded",
            GroupKey::Class(_, class) if class.is_empty() => "No class recorded",
            GroupKey::Adult(None) => "No lead adult",
            GroupKey::Site(None) => "All sites",
            GroupKey::Agency(name) if name.is_empty() => "No agency",
            GroupKey::Nobody => "No pupil",
            _ => return None,
        };
        Some(said.to_owned())
    }

    /// Where it stands among the others before its title is asked: those with an order of their own by it, what has no
    /// name last.
    pub(super) fn rank(&self) -> u32 {
        match self {
            GroupKey::Area(area) => area_rank(*area),
            GroupKey::Wave(wave) => u32::from(wave.number()),
            GroupKey::Year(Some(year)) => u32::try_from(i32::from(year.number()) + 128).unwrap_or(0),
            GroupKey::Nobody => u32::MAX,
            GroupKey::Year(None) | GroupKey::Adult(None) | GroupKey::Site(None) => u32::MAX - 1,
            GroupKey::Class(_, name) | GroupKey::Agency(name) if name.is_empty() => u32::MAX - 1,
            _ => 0,
        }
    }
}
