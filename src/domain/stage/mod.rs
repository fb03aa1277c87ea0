//! Stages of the graduated approach, as data: a row a stage, a table a set, a list of duties a stage.
//!
//! Rule: no code asks "is this SEN support?" by a name; it asks the row (`on_register`, `census`, `reviewed`), and the set which
//! of its rows is the watch list or SEN support. A school works with one set ([`Settings::stage_set`]); what was recorded in
//! another keeps its codes, which are unique across sets, so that history is read in any.
//!
//! - `set_2015`, `set_2001` and `set_2026` are the tables; `duty` is one duty of a stage, and what in a file proves it done.
//!
//! [`Settings::stage_set`]: crate::domain::school::Settings

mod duty;
mod set_2001;
mod set_2015;
mod set_2026;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::code::SenCode;
use super::words::fold;
pub use duty::{Proof, StageDuty};

/// One stage of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// What is stored; never changed once used, and the same in no two sets.
    pub code: &'static str,
    /// As said in full on screen.
    pub label: &'static str,
    /// For narrow columns, at most 8 wide.
    pub short: &'static str,
    /// Rising with the support given.
    pub order: u8,
    /// The census's SEN provision code that a pupil at this stage has as a rule. The code itself is held beside the stage.
    pub census: SenCode,
    /// Whether a pupil at this stage stands on the SEN register; the watch list does not.
    pub on_register: bool,
    /// Whether reviews fall due at this stage. How many a year is a number of the rule, which the school sets.
    pub reviewed: bool,
    /// Codes of the stages of other sets that it is most like, the likest first: where a change of set brings a pupil unless the
    /// school says otherwise. What is not named goes by the register and the census code.
    pub like: &'static [&'static str],
    /// Codes of the stages whose duties hold here too.
    pub as_well: &'static [&'static str],
    /// What the stage obliges the school to do, beside the duties of `as_well`.
    pub duties: &'static [StageDuty],
    /// Who pays.
    pub pays: &'static str,
    /// Who looks whether it is done, and by what.
    pub monitors: &'static [(&'static str, &'static str)],
    /// The first and the last day of its being in use; `None` for no such day.
    pub valid: (Option<NaiveDate>, Option<NaiveDate>),
    /// Other words that files use for the stage, folded (lower case, no signs).
    words: &'static [&'static str],
}

/// What a stage is that says no more.
const BASE: Stage = Stage {
    code: "",
    label: "",
    short: "",
    order: 0,
    census: SenCode::N,
    on_register: false,
    reviewed: true,
    like: &[],
    as_well: &[],
    duties: &[],
    pays: "",
    monitors: &[],
    valid: (None, None),
    words: &[],
};

/// Words of files for pupils who are watched.
const WATCH_WORDS: &[&str] = &[
    "watch",
    "watch list",
    "watching",
    "monitor",
    "monitoring",
    "monitored",
    "sen monitoring",
    "concern",
    "cause for concern",
];

/// A set of stages that a school works with.
#[derive(Debug, PartialEq, Eq)]
pub struct StageSet {
    /// What the settings store; never changed once used.
    pub code: &'static str,
    /// As said on screen.
    pub label: &'static str,
    /// Its stages, rising with the support given.
    pub stages: &'static [Stage],
    /// Whether its stages are layers beside the census code: then a change of stage keeps the code unless another is said.
    pub layers: bool,
    /// Where it comes from.
    pub source: &'static str,
    /// What one should know before choosing it.
    pub note: &'static str,
}

/// Every set, the usual one first.
pub static SETS: &[StageSet] = &[set_2015::SET, set_2001::SET, set_2026::SET];

/// The set with this code; `None` for a code that is none.
pub fn set(code: &str) -> Option<&'static StageSet> {
    SETS.iter().find(|set| set.code.eq_ignore_ascii_case(code.trim()))
}

/// The set with this code, else the usual one: what the school's settings mean.
pub fn of(code: &str) -> &'static StageSet {
    set(code).unwrap_or(&SETS[0])
}

/// The stage with this code, as stored, in whichever set. `None` for a code that no set has.
pub fn find(code: &str) -> Option<&'static Stage> {
    stages().find(|stage| stage.code == code)
}

/// The set that has this stage; `None` for a code that no set has.
pub fn set_of(code: &str) -> Option<&'static StageSet> {
    SETS.iter().find(|set| set.stage(code).is_some())
}

/// Every stage of every set.
pub fn stages() -> impl DoubleEndedIterator<Item = &'static Stage> {
    SETS.iter().flat_map(|set| set.stages)
}

/// A stage as files and people name it, in the usual set, else in the others. `None` for "no SEN" and for what nobody
/// understands; tell them apart with [`SenCode::parse`].
pub fn parse(text: &str) -> Option<&'static Stage> {
    SETS.iter().find_map(|set| set.parse(text))
}

impl Stage {
    /// Where it stands among the stages of all sets: rising with the support given, alike ones of two sets side by side.
    pub fn rank(&self) -> u32 {
        let set = SETS.iter().position(|set| set.stage(self.code).is_some()).unwrap_or(SETS.len());
        u32::from(self.order) * 16 + u32::try_from(set).unwrap_or(0)
    }

    /// Its duties, those of the stages that it builds on first, each with the stage whose duty it is. Those of the whole
    /// school, which no pupil's list shows, are among them.
    pub fn all_duties(&self) -> Vec<(&'static Stage, &'static StageDuty)> {
        let before = self.as_well.iter().filter_map(|code| find(code));
        before
            .chain(find(self.code))
            .flat_map(|stage| stage.duties.iter().map(move |duty| (stage, duty)))
            .collect()
    }
}

impl StageSet {
    /// Its stage with this code; `None` if it has none.
    pub fn stage(&self, code: &str) -> Option<&'static Stage> {
        self.stages.iter().find(|stage| stage.code == code)
    }

    /// The stage at which a child is watched and not on the register: the watch list, or what is most like it.
    pub fn watch(&self) -> Option<&'static Stage> {
        self.stages.iter().find(|stage| !stage.on_register)
    }

    /// The first stage on the register whose census code is K as a rule: where SEN support begins.
    pub fn support(&self) -> Option<&'static Stage> {
        self.for_census(SenCode::K)
    }

    /// The plain stage for a census code: the first on the register that has it as a rule. `None` for N: a pupil without SEN
    /// is at no stage.
    pub fn for_census(&self, census: SenCode) -> Option<&'static Stage> {
        self.stages.iter().find(|stage| stage.on_register && stage.census == census)
    }

    /// The stage most like one of another set; `None` where there is none.
    pub fn like(&self, stage: &Stage) -> Option<&'static Stage> {
        let alike = || stage.like.iter().find_map(|code| self.stage(code));
        self.stage(stage.code).or_else(alike).or_else(|| match stage.on_register {
            false => self.watch(),
            true => self.for_census(stage.census),
        })
    }

    /// The census code of a pupil who comes to this stage with none said: the stage's own. Where the stages are layers beside the
    /// code a K or E that the pupil has stays; a pupil without SEN who comes onto the register begins with the usual code.
    /// `None` for `has` is a pupil at no stage.
    pub fn census(&self, stage: &Stage, has: Option<SenCode>) -> SenCode {
        has.filter(|has| self.layers && *has != SenCode::N).unwrap_or(stage.census)
    }

    /// Its stage as files and people name it: by code, label or other words, else through the census code's words. `None` for
    /// "no SEN" and for what it does not know.
    pub fn parse(&self, text: &str) -> Option<&'static Stage> {
        self.named(text).or_else(|| SenCode::parse(text).and_then(|census| self.for_census(census)))
    }

    /// Its stage with this code, label or other words; `None` for what names none of its own.
    pub fn named(&self, text: &str) -> Option<&'static Stage> {
        let said = fold(text);
        self.stages.iter().find(|stage| {
            fold(stage.code) == said || fold(stage.label) == said || stage.words.contains(&said.as_str())
        })
    }
}
