//! The rules: a pupil's file, the calendar and the school's settings in; dated due items with their reasons out.
//!
//! Rule: nothing here asks what day it is. A duty gives a date, and a view compares it with today. One line for each thing to
//! do: a case gives its next step, and tells what follows from it.
//!
//! - `rule` is what a rule is: source, parameters, worked example; `sum` is a date with the way that led to it; `shapes` are the
//!   clocks that sums are made of.
//! - A file a family, each with its `RULES` and what falls `due` by them: `sen_support`, `graduated`, `interventions`, `agencies`,
//!   `needs_assessment`, `annual_review`, `phase_transfer`, `disputes`, `suspension`, `records`, `follow_up`;
//!   `school_wide` and `qualification` are the school's own.
//! - `sen_support` has the reviews: those agreed, and the rhythm of a stage that asks for one.
//! - `graduated` has referrals, the plans of cycles and passports.
//! - `interventions` has the 6-week impact checks.
//! - `shapes` are the clocks that the rules are put together from.
//! - `derive` turns a file into the rows of the first screens.

pub mod agencies;
pub mod annual_review;
pub mod derive;
pub mod disputes;
pub mod follow_up;
pub mod graduated;
pub mod interventions;
pub mod needs_assessment;
pub mod phase_transfer;
pub mod qualification;
pub mod records;
pub mod rule;
pub mod school_wide;
pub mod sen_support;
pub mod shapes;
#[cfg(test)]
mod stories;
pub mod sum;
pub mod suspension;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind, RecordId};
use crate::domain::review::ReviewKind;
use crate::domain::rows::{Duty, Force, Whose};
use crate::domain::school::SchoolFile;
pub use rule::{Ground, Rule};
pub use sum::Sum;

/// What recording a due item asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The review that it is about was held.
    Review,
    /// The allocation that it is about was looked at.
    Check,
    /// A review of this kind is to be agreed.
    Agree(ReviewKind),
    /// These fields of the record that it is about are filled in; the first is the day it was done.
    Fields(&'static [&'static str]),
    /// A case of this kind is to be begun.
    Begin(Kind),
    /// It is ticked: it comes round again.
    Tick,
}

/// One duty falling on one date for one pupil, or for the school.
#[derive(Clone, Debug, PartialEq)]
pub struct DueItem {
    /// The day it is due.
    pub date: NaiveDate,
    /// Which rule.
    pub duty: Duty,
    /// What it is about: the review, the allocation, the case, or the pupil's profile.
    pub about: Key,
    /// What to do, in a few words: "annual review · circulate advice".
    pub what: String,
    /// The adult it falls to; `None` means the provision's lead adult for a check, the SENCO for the rest.
    pub lead: Option<RecordId>,
    /// The provision, for a check; `None` for the rest.
    pub provision: Option<RecordId>,
    /// What recording it asks for.
    pub act: Act,
    /// How the date came about, a sentence a step.
    pub steps: Vec<String>,
    /// What follows from it in the same case, in order; empty for what stands alone.
    pub then: Vec<Dated>,
}

impl DueItem {
    /// Its rule.
    pub fn rule(&self) -> &'static Rule {
        rule(self.duty)
    }

    /// How binding it is.
    pub fn force(&self) -> Force {
        self.rule().force
    }

    /// Whose clock runs.
    pub fn whose(&self) -> Whose {
        self.rule().whose
    }
}

/// A date of a case: past, next or to follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated {
    /// Which rule gives it.
    pub duty: Duty,
    /// What it is, in a few words.
    pub what: String,
    /// The day it is due.
    pub date: NaiveDate,
    /// The day it was done; `None` until then.
    pub done: Option<NaiveDate>,
    /// How the date came about, a sentence a step.
    pub steps: Vec<String>,
}

/// Some rules that belong together.
pub struct Family {
    /// Their heading.
    pub name: &'static str,
    /// The rules.
    pub rules: &'static [Rule],
    /// What falls due by them for a pupil on roll.
    pub due: fn(&PupilFile, &Ground<'_>) -> Vec<DueItem>,
    /// What falls due by them for a pupil who has left.
    pub left: fn(&PupilFile, &Ground<'_>) -> Vec<DueItem>,
    /// What falls due by them for the school itself.
    pub school: fn(&SchoolFile) -> Vec<DueItem>,
    /// Every date of one case of the pupil, done and to come, in order; empty for what is no case of theirs.
    pub chain: fn(&PupilFile, Key, &Ground<'_>) -> Vec<Dated>,
}

fn no_pupil(_: &PupilFile, _: &Ground<'_>) -> Vec<DueItem> {
    Vec::new()
}

fn no_school(_: &SchoolFile) -> Vec<DueItem> {
    Vec::new()
}

fn no_chain(_: &PupilFile, _: Key, _: &Ground<'_>) -> Vec<Dated> {
    Vec::new()
}

const NONE: Family =
    Family { name: "", rules: &[], due: no_pupil, left: no_pupil, school: no_school, chain: no_chain };

/// Every family, in the order of the settings screen.
pub const FAMILIES: &[Family] = &[
    sen_support::FAMILY,
    graduated::FAMILY,
    interventions::FAMILY,
    agencies::FAMILY,
    needs_assessment::FAMILY,
    annual_review::FAMILY,
    phase_transfer::FAMILY,
    disputes::FAMILY,
    suspension::FAMILY,
    records::FAMILY,
    follow_up::FAMILY,
    school_wide::FAMILY,
    qualification::FAMILY,
];

/// Every rule, family by family.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.rules)
}

/// The rule of a duty. Every duty has one, which a test proves.
pub fn rule(duty: Duty) -> &'static Rule {
    rules().find(|rule| rule.duty == duty).unwrap_or(&UNKNOWN)
}

static UNKNOWN: Rule =
    Rule { id: "unknown", title: "a rule that this program does not know", on: false, ..Rule::BASE };

/// What a pupil's rules stand on: the calendar of the pupil's site, and the school's settings.
pub fn ground<'a>(file: &PupilFile, school: &'a SchoolFile) -> Ground<'a> {
    Ground {
        calendar: school.calendar_of(file.pupil.site),
        settings: &school.settings,
        agencies: &school.agencies,
    }
}

fn in_order(mut items: Vec<DueItem>) -> Vec<DueItem> {
    items.sort_by_key(|item| (item.date, item.force(), item.duty, item.about));
    items
}

/// Everything due for one pupil, earliest first. A leaver owes no review and no check: what was not done by the last day no
/// longer can be.
pub fn due_items(file: &PupilFile, school: &SchoolFile) -> Vec<DueItem> {
    let ground = ground(file, school);
    let left = file.pupil.left.is_some();
    in_order(
        FAMILIES
            .iter()
            .flat_map(|family| if left { (family.left)(file, &ground) } else { (family.due)(file, &ground) })
            .collect(),
    )
}

/// Everything due for the school itself, earliest first.
pub fn school_items(school: &SchoolFile) -> Vec<DueItem> {
    in_order(FAMILIES.iter().flat_map(|family| (family.school)(school)).collect())
}

/// Every date of one case of a pupil, done and to come, in order; empty for what is no case.
pub fn chain(file: &PupilFile, about: Key, school: &SchoolFile) -> Vec<Dated> {
    let ground = ground(file, school);
    FAMILIES.iter().flat_map(|family| (family.chain)(file, about, &ground)).collect()
}

/// The due item of a case: its first date that is not done, with what follows. `None` if all is done.
fn next_of(about: Key, lead: Option<RecordId>, title: &str, chain: Vec<(Dated, Act)>) -> Option<DueItem> {
    let mut open = chain.into_iter().filter(|(dated, _)| dated.done.is_none());
    let (next, act) = open.next()?;
    let then = open.map(|(dated, _)| dated).collect();
    Some(DueItem {
        date: next.date,
        duty: next.duty,
        about,
        what: if title.is_empty() { next.what } else { format!("{title} · {}", next.what) },
        lead,
        provision: None,
        act,
        steps: next.steps,
        then,
    })
}
