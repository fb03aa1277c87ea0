//! What works: for each intervention over the years, what was delivered, what came of it, and what it cost.
//!
//! Rule: the number of cases stands beside every average, and under the least number that the school set nothing is said of
//! whether it works. What is said is counted out in words; nothing is graded.
//!
//! A case is one pupil's place with a check made by the last day asked for. A run counts if it has a day among those asked
//! for, and then whole, from its first day on: half a cost beside a whole outcome would be no comparison.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `spread` | how many cases at −2, −1, 0, +1, +2 |
//! | `figures` | the figures of a run, and of several put together |

mod figures;
mod spread;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::staff::delivers;
use crate::domain::catalogue;
use crate::domain::code::{Area, Wave};
use crate::domain::cost::{self, Rates, Stay};
use crate::domain::delivery::{SessionRow, Span};
use crate::domain::ids::{Held, RecordId};
use crate::domain::provision::Provision;
use crate::domain::rows::PlaceRow;
use crate::domain::school::{LEAST_CASES, SchoolFile};
use crate::store::{Snapshot, StoreError};

pub use figures::Figures;
pub use spread::Spread;

/// Academic years that are looked at where no days are asked for, this one counted.
const YEARS: i32 = 3;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Runs that have one of these days.
    pub span: Span,
    /// The site; `None` for all. Of a run on all sites, that site's pupils alone with their part of the cost.
    pub site: Option<RecordId>,
    /// The day that it is looked at.
    pub today: NaiveDate,
}

impl Asked {
    /// The last three academic years, this one counted.
    pub fn usual(today: NaiveDate, site: Option<RecordId>) -> Asked {
        let year = cost::year(today);
        let first = chrono::Datelike::year(&year.from).saturating_sub(YEARS - 1);
        let from = NaiveDate::from_ymd_opt(first, 9, 1).unwrap_or(year.from);
        Asked { span: Span { from, to: year.to }, site, today }
    }

    /// The last day that counts: what lies ahead has come to nothing yet.
    fn until(&self) -> NaiveDate {
        self.span.to.min(self.today)
    }
}

/// One run of an intervention.
#[derive(Clone, Debug, PartialEq)]
pub struct RunLine {
    /// Its number.
    pub id: RecordId,
    /// The first day.
    pub start: NaiveDate,
    /// The last day; `None` while open.
    pub end: Option<NaiveDate>,
    /// The lead adult; empty if not settled.
    pub lead: String,
    /// Its figures.
    pub figures: Figures,
}

/// One intervention.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Its name: the catalogue's, else that of its newest run.
    pub name: String,
    /// The broad area of need; `None` if it serves no one area.
    pub area: Option<Area>,
    /// Universal, targeted or specialist.
    pub wave: Wave,
    /// What is known of whether it works, from the catalogue; empty if nothing is, or it is not in the catalogue.
    pub evidence: String,
    /// Who works here and can deliver it today, by name.
    pub trained: Vec<String>,
    /// All its runs put together.
    pub figures: Figures,
    /// Its runs, the newest first.
    pub runs: Vec<RunLine>,
    /// Whether it works, counted out in words, or that there are too few cases to say.
    pub verdict: String,
}

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By name.
    #[default]
    Name,
    /// The best mean outcome first; those with too few cases last.
    Outcome,
    /// The least cost for each step of outcome first; those of which it is not known last.
    Cost,
    /// The most cases first.
    Cases,
}

impl Sort {
    /// Every way.
    pub const ALL: [Sort; 4] = [Sort::Name, Sort::Outcome, Sort::Cost, Sort::Cases];

    /// In a word.
    pub fn label(self) -> &'static str {
        match self {
            Sort::Name => "name",
            Sort::Outcome => "outcome",
            Sort::Cost => "cost",
            Sort::Cases => "cases",
        }
    }

    /// The next way, round and round.
    pub fn next(self) -> Sort {
        match self {
            Sort::Name => Sort::Outcome,
            Sort::Outcome => Sort::Cost,
            Sort::Cost => Sort::Cases,
            Sort::Cases => Sort::Name,
        }
    }
}

/// How many cases the school wants to see before it is said whether something works.
pub fn least_cases(school: &SchoolFile) -> u32 {
    u32::from(school.settings.value.least_cases.unwrap_or(LEAST_CASES))
}

/// Sorts what was read.
pub fn sort(works: &mut [Work], by: Sort, least: u32) {
    works.sort_by_cached_key(|work| {
        let name = work.name.to_lowercase();
        let figures = &work.figures;
        let number = match by {
            Sort::Name => 0,
            Sort::Outcome if figures.spread.cases() < least => i64::MAX,
            Sort::Outcome => figures.spread.mean().map_or(i64::MAX, |mean| -mean),
            Sort::Cost => figures.per_step().unwrap_or(i64::MAX),
            Sort::Cases => -i64::from(figures.spread.cases()),
        };
        (number, name)
    });
}

fn fold(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Every intervention with a run on the days asked for, by name.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn read(snapshot: &Snapshot<'_>, school: &SchoolFile, asked: Asked) -> Result<Vec<Work>, StoreError> {
    let mut places: HashMap<RecordId, Vec<PlaceRow>> = HashMap::new();
    for place in snapshot.places_all()? {
        places.entry(place.provision).or_default().push(place);
    }
    let mut sessions: BTreeMap<RecordId, Vec<SessionRow>> = snapshot.sessions_all()?;
    let provisions = snapshot.provisions()?;
    let rates = Rates::of(school);
    let mut by_name: BTreeMap<String, Vec<(&Held<Provision>, Figures)>> = BTreeMap::new();
    for held in &provisions {
        if held.start > asked.until() || held.end.is_some_and(|end| end < asked.span.from) {
            continue;
        }
        let places = places.remove(&held.id).unwrap_or_default();
        let rows = sessions.remove(&held.id).unwrap_or_default();
        let Some(counted) = counted(held, &places, asked.site) else { continue };
        let stays: Vec<Stay> = places.iter().map(Stay::from).collect();
        let calendar = school.calendar_of(held.site);
        let run = cost::Run { provision: held, calendar, rows: &rows, stays: &stays };
        let figures = Figures::of(&run, &rates, &places, &counted, (asked.until(), asked.today));
        by_name.entry(fold(&held.name)).or_default().push((held, figures));
    }
    let trained = delivers(school, &provisions, asked.today);
    let least = least_cases(school);
    let work = |(name, mut runs): (String, Vec<(&Held<Provision>, Figures)>)| {
        runs.sort_by_key(|(held, _)| (std::cmp::Reverse(held.start), held.id));
        let mut figures = Figures::default();
        runs.iter().for_each(|(_, one)| figures.add(one));
        let entry = catalogue::named(&school.catalogue, &name);
        let newest = runs.first().map(|(held, _)| *held)?;
        Some(Work {
            name: entry.map_or_else(|| newest.name.trim().to_owned(), |entry| entry.name.trim().to_owned()),
            area: entry.map_or(newest.area, |entry| entry.area),
            wave: entry.map_or(newest.wave, |entry| entry.wave),
            evidence: entry.map(|entry| entry.evidence.clone()).unwrap_or_default(),
            trained: trained
                .iter()
                .find(|line| fold(&line.name) == name)
                .map(|line| line.trained.clone())
                .unwrap_or_default(),
            verdict: figures.verdict(least),
            runs: runs
                .into_iter()
                .map(|(held, figures)| RunLine {
                    id: held.id,
                    start: held.start,
                    end: held.end,
                    lead: school.staff_name(held.lead).to_owned(),
                    figures,
                })
                .collect(),
            figures,
        })
    };
    let mut works: Vec<Work> = by_name.into_iter().filter_map(work).collect();
    sort(&mut works, Sort::Name, least);
    Ok(works)
}

/// Which places of a run are counted, and whether that is all of it; `None` if the run is not of the site asked for.
fn counted(provision: &Provision, places: &[PlaceRow], site: Option<RecordId>) -> Option<figures::Counted> {
    let Some(site) = site.filter(|site| provision.site != Some(*site)) else {
        return Some(figures::Counted { which: (0..places.len()).collect(), whole: true });
    };
    let of_site = |at: &usize| places.get(*at).is_some_and(|place| place.who.site == Some(site));
    let which: Vec<usize> = (0..places.len()).filter(of_site).collect();
    (provision.site.is_none() && !which.is_empty()).then_some(figures::Counted { which, whole: false })
}
