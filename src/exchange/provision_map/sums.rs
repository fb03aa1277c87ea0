//! Costs by area and wave, and how each intervention worked, in the span of the map.
//!
//! Rule: an average of fewer places than the school's least number of cases is not given: it would pass for a verdict.

use crate::domain::code::{Area, Outcome, Wave};
use crate::domain::measure::{Course, median};
use crate::views::provision::{By, Sort, Totals, area_rank, area_title, regroup};
use crate::views::works;

use super::Order;

/// The areas in the map's order, those of no one area last.
pub(super) fn areas() -> impl Iterator<Item = Option<Area>> {
    Area::ALL.into_iter().map(Some).chain([None])
}

/// An area's heading.
pub(super) fn title(area: Option<Area>) -> &'static str {
    area_title(area_rank(area))
}

/// What one thing costs, by wave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    /// To date in each wave, in pence, in the order of [`Wave::ALL`].
    pub(super) waves: [i64; Wave::ALL.len()],
    /// With what is still planned, in pence.
    pub(super) projected: i64,
    /// Delivered sessions of which no rate is known.
    pub(super) unrated: u32,
    /// Provisions.
    pub(super) provisions: u32,
}

impl Cost {
    /// To date in all waves, in pence.
    pub(super) fn all(&self) -> i64 {
        self.waves.iter().fold(0, |sum, wave| sum.saturating_add(*wave))
    }
}

/// The cost of the provisions that these words hold for.
pub(super) fn cost(order: &Order<'_>, which: impl Fn(&crate::views::provision::Run) -> bool) -> Cost {
    let mut out = Cost::default();
    for run in order.data.runs.iter().filter(|run| which(run)) {
        let wave = Wave::ALL.iter().position(|wave| *wave == run.line.provision.wave);
        if let Some(sum) = wave.and_then(|at| out.waves.get_mut(at)) {
            *sum = sum.saturating_add(run.totals.cost);
        }
        out.projected = out.projected.saturating_add(run.totals.projected);
        out.unrated = out.unrated.saturating_add(run.totals.unrated);
        out.provisions = out.provisions.saturating_add(1);
    }
    out
}

/// How one intervention worked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Worked {
    /// Its name.
    pub(super) name: String,
    /// Its name as runs are compared.
    pub(super) folded: String,
    /// Its sums.
    pub(super) totals: Totals,
    /// Places by the outcome of their last check, in the order of [`Outcome::ALL`].
    pub(super) spread: [u32; Outcome::ALL.len()],
    /// The mean outcome; `None` under the least number of cases.
    pub(super) mean: Option<f64>,
    /// The middle ratio gain of the places whose measure is an age, in tenths; `None` under the least number of cases.
    pub(super) ratio: Option<i64>,
}

/// Places that an average needs.
pub(super) fn least(order: &Order<'_>) -> u32 {
    works::least_cases(order.school)
}

/// Every intervention of the span, by name.
pub(super) fn worked(order: &Order<'_>) -> Vec<Worked> {
    let least = least(order);
    let groups = regroup(order.data, order.school, By::Intervention, Sort::Name).groups;
    let one = |group: crate::views::provision::MapGroup| {
        let mut spread = [0; Outcome::ALL.len()];
        let mut ratios = Vec::new();
        let mut folded = String::new();
        for row in &group.rows {
            let Some(run) = row.run(order.data) else { continue };
            folded.clone_from(&run.folded);
            for (place, part) in row.places(order.data) {
                let at = part.outcome.and_then(|found| Outcome::ALL.iter().position(|one| *one == found));
                if let Some(count) = at.and_then(|at| spread.get_mut(at)) {
                    *count += 1;
                }
                ratios.extend(Course::of(place, &run.line.provision).ratio);
            }
        }
        let enough = u32::try_from(ratios.len()).unwrap_or(u32::MAX) >= least;
        Worked {
            name: group.title,
            folded,
            spread,
            mean: group.totals.outcomes.mean().filter(|_| group.totals.outcomes.n >= least),
            ratio: median(ratios).filter(|_| enough),
            totals: group.totals,
        }
    };
    groups.into_iter().map(one).collect()
}
