//! Counting: one pass over all files.
//!
//! Rule: what bears a date is as at the day ([`PupilFile::as_at`]); sex, pupil premium, EAL and year have none and are as they are
//! now. Nothing is kept of a pupil but that they were counted.

use std::collections::{BTreeMap, HashMap};

use chrono::{Months, NaiveDate};

use super::super::register_at::AsAt;
use crate::domain::calendar::academic_year;
use crate::domain::code::{Area, Sex, Wave, YearGroup};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, RecordId};
use crate::domain::provision::Provision;
use crate::domain::review::ReviewKind;
use crate::domain::stage::{self, Stage};
use crate::domain::support::TargetOutcome;

/// Now, and the days that it is compared with.
pub(super) const TIMES: usize = 3;

/// The day, the same day four months before (a term ago), and the same day a year before.
pub(super) fn days(on: NaiveDate) -> [NaiveDate; TIMES] {
    let back = |months| on.checked_sub_months(Months::new(months)).unwrap_or(on);
    [on, back(4), back(12)]
}

/// On the register, and the others on roll.
pub(super) type Sides = [u32; 2];

/// Everything counted.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// By stage of whichever set: at each time.
    pub(super) stages: BTreeMap<(u32, String), [u32; TIMES]>,
    /// By main area: the four, then those of no fixed area, then those without a need; at each time.
    pub(super) areas: [[u32; TIMES]; 6],
    pub(super) years: BTreeMap<Option<YearGroup>, Sides>,
    pub(super) sex: [Sides; 3],
    pub(super) premium: [Sides; 2],
    pub(super) eal: [Sides; 2],
    /// By kind, as in [`ReviewKind::ALL`]: on time, late, not held yet.
    pub(super) reviews: BTreeMap<usize, [u32; 3]>,
    /// By intervention: last look of the year below, at, above what was hoped.
    pub(super) impact: BTreeMap<String, [u32; 3]>,
    /// Of this year: reviewed, given up, running.
    pub(super) cycles: [u32; 3],
    /// Judged this year: met, partly, not, no longer aimed at.
    pub(super) targets: [u32; 4],
    /// Places in runs that run, by wave.
    pub(super) places: [u32; 3],
}

fn add(to: Option<&mut u32>) {
    if let Some(count) = to {
        *count = count.saturating_add(1);
    }
}

fn side(registered: bool) -> usize {
    usize::from(!registered)
}

pub(super) const WAVES: [Wave; 3] = [Wave::Universal, Wave::Targeted, Wave::Specialist];

/// What is needed to count a file.
pub(super) struct Counter<'a> {
    pub(super) at: AsAt,
    pub(super) days: [NaiveDate; TIMES],
    pub(super) provisions: &'a HashMap<RecordId, Held<Provision>>,
    pub(super) tally: Tally,
}

/// The stage at which a pupil on roll stood on a day.
fn stood(file: &PupilFile, on: NaiveDate) -> Option<(&'static Stage, &str)> {
    let code = file.stage_on(on)?.stage.as_str();
    Some((stage::find(code)?, code))
}

fn on_roll(file: &PupilFile, on: NaiveDate) -> bool {
    let born = file.pupil.born.is_none_or(|born| born <= on);
    born && file.pupil.left.is_none_or(|left| on <= left)
}

impl Counter<'_> {
    /// Counts a pupil.
    pub(super) fn count(&mut self, file: &PupilFile) {
        for (time, on) in self.days.into_iter().enumerate() {
            if !on_roll(file, on) {
                continue;
            }
            let stood = stood(file, on);
            if let Some((stage, code)) = stood {
                let counts = self.tally.stages.entry((stage.rank(), code.to_owned())).or_default();
                add(counts.get_mut(time));
            }
            let registered = stood.is_some_and(|(stage, _)| stage.on_register);
            if registered {
                let place = area(&file.as_at(on, self.at.day_of));
                add(self.tally.areas.get_mut(place).and_then(|counts| counts.get_mut(time)));
            }
            if time == 0 {
                self.who(file, side(registered));
            }
        }
        let quiet = file.reviews.is_empty() && file.cycles.is_empty() && file.allocations.is_empty();
        if !quiet {
            self.work(&file.as_at(self.at.on, self.at.day_of));
        }
    }

    fn who(&mut self, file: &PupilFile, side: usize) {
        let pupil = &file.pupil;
        let sex = match pupil.sex {
            Some(Sex::F) => 0,
            Some(Sex::M) => 1,
            None => 2,
        };
        let tally = &mut self.tally;
        add(tally.years.entry(pupil.year).or_default().get_mut(side));
        add(tally.sex.get_mut(sex).and_then(|sides| sides.get_mut(side)));
        add(tally.premium.get_mut(usize::from(!pupil.pupil_premium)).and_then(|sides| sides.get_mut(side)));
        add(tally.eal.get_mut(usize::from(!pupil.eal)).and_then(|sides| sides.get_mut(side)));
    }

    /// What was done for a pupil in the academic year, out of the file as at the day.
    fn work(&mut self, file: &PupilFile) {
        let on = self.at.on;
        let this_year = |date: NaiveDate| date <= on && academic_year(date) == academic_year(on);
        for review in file.reviews.iter().filter(|review| review.cancelled.is_none() && this_year(review.due))
        {
            let how = match review.held {
                Some(held) if held <= review.due => 0,
                Some(_) => 1,
                None => 2,
            };
            let kind = ReviewKind::ALL.iter().position(|kind| *kind == review.kind).unwrap_or(0);
            add(self.tally.reviews.entry(kind).or_default().get_mut(how));
        }
        for place in &file.allocations {
            let Some(provision) = self.provisions.get(&place.provision) else { continue };
            if place.runs(on) && provision.runs(on) {
                let wave = WAVES.iter().position(|wave| *wave == provision.wave).unwrap_or(0);
                add(self.tally.places.get_mut(wave));
            }
            if let Some(last) = file.checks_of(place.id).rev().find(|check| this_year(check.held)) {
                let how = match last.outcome.value() {
                    ..0 => 0,
                    0 => 1,
                    _ => 2,
                };
                add(self.tally.impact.entry(provision.name.clone()).or_default().get_mut(how));
            }
        }
        for cycle in file.cycles.iter().filter(|cycle| cycle.ended().unwrap_or(on) >= first_day(on)) {
            let how = match (cycle.reviewed, cycle.dropped) {
                (Some(_), _) => 0,
                (None, Some(_)) => 1,
                (None, None) => 2,
            };
            add(self.tally.cycles.get_mut(how));
        }
        for target in file.targets.iter().filter(|target| target.judged.is_some_and(this_year)) {
            let how = match target.outcome {
                Some(TargetOutcome::Met) => 0,
                Some(TargetOutcome::Partly) => 1,
                Some(TargetOutcome::NotMet) => 2,
                Some(TargetOutcome::Dropped) => 3,
                None => continue,
            };
            add(self.tally.targets.get_mut(how));
        }
    }
}

/// The first day of the academic year of a day.
pub(super) fn first_day(on: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(academic_year(on), 9, 1).unwrap_or(on)
}

/// The place of a pupil's main area in [`Tally::areas`].
fn area(file: &PupilFile) -> usize {
    let Some(main) = file.needs.iter().find(|need| need.to.is_none()) else { return 5 };
    let area = main.sen_type.area();
    Area::ALL.iter().position(|one| Some(*one) == area).unwrap_or(4)
}
