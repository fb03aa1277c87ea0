//! The figures of one run, and of several put together.
//!
//! Rule: sums are added and averages are reckoned from what was added, so that it is the same however runs are put together.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::Spread;
use crate::domain::cost::{self, Rates, Run};
use crate::domain::delivery::{Span, Tally, occasions, of_group};
use crate::domain::ids::PupilId;
use crate::domain::measure::{Course, Progress, median, say_mean, say_tenths};
use crate::domain::rows::PlaceRow;
use crate::domain::words::{plural, pounds};

/// Which places of a run are counted.
pub(super) struct Counted {
    /// Their places in the list.
    pub(super) which: Vec<usize>,
    /// Whether that is the whole run.
    pub(super) whole: bool,
}

/// The figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// How many runs.
    pub runs: u32,
    /// Distinct pupils, by number.
    pupils: Vec<PupilId>,
    /// The group's sessions so far.
    pub tally: Tally,
    /// The last check of each place.
    pub spread: Spread,
    /// How far each place has come that was measured twice.
    pub progress: Vec<Progress>,
    /// Months of progress a month of each place that was measured in ages, in tenths.
    pub ratios: Vec<i64>,
    /// What the delivered sessions cost, in pence.
    pub pence: i64,
    /// Delivered sessions of which no rate is known: their hours are not in `pence`.
    pub no_rate: u32,
    /// The part of the cost that stands with the cases, in pence.
    pub case_pence: i64,
    /// Sessions of the cases of which no rate is known.
    pub case_no_rate: u32,
}

impl Figures {
    /// Of one run up to `until`, as it is seen `today`: what nobody recorded on days before that is counted as such.
    pub(super) fn of(
        run: &Run<'_>,
        rates: &Rates,
        places: &[PlaceRow],
        counted: &Counted,
        (until, today): (NaiveDate, NaiveDate),
    ) -> Figures {
        let provision = run.provision;
        let span = Span { from: provision.start, to: until };
        let all = occasions(provision, run.calendar, run.rows, span);
        let charges = cost::charges(run, rates, span);
        let mut figures = Figures {
            runs: 1,
            tally: of_group(&all, today),
            pence: charges.pence,
            no_rate: charges.no_rate,
            ..Figures::default()
        };
        if !counted.whole {
            let shares = counted.which.iter().filter_map(|at| charges.shares.get(*at));
            figures.pence = shares.map(|share| share.pence).sum();
        }
        for at in &counted.which {
            let Some(place) = places.get(*at) else { continue };
            if place.from > until {
                continue;
            }
            figures.pupils.push(place.who.pupil);
            if let Some(last) = place.looks.iter().rfind(|look| look.held <= until) {
                figures.spread.add(last.outcome);
                if let Some(share) = charges.shares.get(*at) {
                    figures.case_pence += share.pence;
                    figures.case_no_rate += share.no_rate;
                }
            }
            // What was measured after the days asked for is not of them.
            let mut seen = place.clone();
            seen.looks.retain(|look| look.held <= until);
            if place.to.is_none_or(|to| to > until) {
                seen.exit.clear();
            }
            let course = Course::of(&seen, provision);
            figures.progress.extend(course.progress);
            figures.ratios.extend(course.ratio);
        }
        figures.pupils.sort_unstable();
        figures.pupils.dedup();
        figures
    }

    /// Those of another run put to these.
    pub fn add(&mut self, other: &Figures) {
        self.runs += other.runs;
        self.pupils.extend(&other.pupils);
        self.pupils.sort_unstable();
        self.pupils.dedup();
        self.tally = self.tally.plus(&other.tally);
        self.spread.plus(&other.spread);
        self.progress.extend(&other.progress);
        self.ratios.extend(&other.ratios);
        self.pence = self.pence.saturating_add(other.pence);
        self.no_rate += other.no_rate;
        self.case_pence = self.case_pence.saturating_add(other.case_pence);
        self.case_no_rate += other.case_no_rate;
    }

    /// How many pupils, each once.
    pub fn pupils(&self) -> usize {
        self.pupils.len()
    }

    /// The median ratio gain in tenths: one pupil's leap moves it little. `None` without any.
    pub fn ratio(&self) -> Option<i64> {
        median(self.ratios.clone())
    }

    /// Pence for each step of outcome, over the cases alone: their part of the cost by their steps, −2 none, as hoped two, +2
    /// four. `None` without a step, without a cost, and where a session of theirs has no rate that is known.
    pub fn per_step(&self) -> Option<i64> {
        let steps = i64::from(self.spread.steps());
        if steps == 0 || self.case_pence <= 0 || self.case_no_rate > 0 {
            return None;
        }
        Some(self.case_pence.saturating_add(steps / 2) / steps)
    }

    /// "82 % delivered"; what is wanting where that cannot be said.
    pub fn delivered(&self) -> String {
        match self.tally.percent() {
            Some(percent) => format!("{percent} % delivered"),
            None => self.tally.words(),
        }
    }

    /// "+7.3 of 8, better for 6"; empty where nothing can be compared.
    pub fn progress_words(&self) -> String {
        let Some(mean) = say_mean(&self.progress) else {
            return match self.progress.len() {
                0 => String::new(),
                // Of several scales there is no mean, but each says what is better on it.
                count => format!("better for {} of {count}", self.better()),
            };
        };
        format!("{mean} on average of {}, better for {}", self.progress.len(), self.better())
    }

    fn better(&self) -> usize {
        self.progress.iter().filter(|one| one.better() == Ordering::Greater).count()
    }

    /// "ratio gain 1.8, median of 8"; empty without any.
    pub fn ratio_words(&self) -> String {
        self.ratio().map_or_else(String::new, |tenths| {
            format!("ratio gain {}, median of {}", say_tenths(tenths), self.ratios.len())
        })
    }

    /// "£1,240.50", with the sessions of which no rate is known.
    pub fn cost_words(&self) -> String {
        if self.tally.delivered == 0 {
            return "no session delivered, no cost".to_owned();
        }
        match self.no_rate {
            0 => format!("{} to date", pounds(self.pence)),
            some => format!(
                "{} to date, without {} of no known rate",
                pounds(self.pence),
                plural(i64::from(some), "session")
            ),
        }
    }

    /// "£32.10 a step, 12 cases"; why not, where it cannot be said; empty without a case.
    pub fn per_step_words(&self) -> String {
        let cases = i64::from(self.spread.cases());
        match self.per_step() {
            _ if cases == 0 => String::new(),
            Some(pence) => format!("{} a step, {}", pounds(pence), plural(cases, "case")),
            None if self.case_no_rate > 0 => "cost a step not known: a rate is wanting".to_owned(),
            None if self.spread.steps() == 0 => "no step above −2 to share the cost".to_owned(),
            None => "no cost to share among the steps".to_owned(),
        }
    }

    /// Whether it works, counted out: "as hoped or better for 8 of 12, with 82 % delivered"; under `least` cases, that
    /// nothing can be said.
    pub fn verdict(&self, least: u32) -> String {
        let cases = self.spread.cases();
        if cases < least {
            let count = match cases {
                0 => "no case yet".to_owned(),
                cases => plural(i64::from(cases), "case"),
            };
            return format!("{count}: too few to say, {least} are needed");
        }
        format!("as hoped or better for {} of {cases}, with {}", self.spread.as_hoped(), self.delivered())
    }

    /// "3 runs, 14 pupils".
    pub fn extent(&self) -> String {
        let pupils = i64::try_from(self.pupils()).unwrap_or(i64::MAX);
        format!("{}, {}", plural(i64::from(self.runs), "run"), plural(pupils, "pupil"))
    }
}
