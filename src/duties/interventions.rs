//! Interventions: the look at an allocation 6 weeks after it began, and every 6 weeks while it runs.
//!
//! Source: S3 §5.11, a school's own policy ("reviewing the impact of interventions after 6 weeks"). The number of days
//! is the school's setting, 42 by default.

use chrono::{Days, NaiveDate};

use super::DueItem;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind};
use crate::domain::provision::Allocation;
use crate::domain::rows::{Duty, Force};
use crate::domain::school::Settings;
use crate::domain::words::plural;

/// Where the rule stands.
pub const SOURCE: &str = "the school's policy: impact of interventions after 6 weeks";

/// When the next check of an allocation is due, and how that came about; `None` if the allocation ends on or before that
/// day, or has ended with an exit measure: that closes it instead. One that ended without a measure keeps its missed check
/// until somebody says whether it worked.
///
/// It counts from the last check made, else from the pupil's first day, so that two looks are never further apart than
/// the setting says.
///
/// Worked example: first day 2026-09-14, every 42 days: due 2026-10-26.
pub fn next_check(
    file: &PupilFile,
    allocation: &Held<Allocation>,
    settings: &Settings,
) -> Option<(NaiveDate, Vec<String>)> {
    let days = settings.check_every_days;
    let last = file.checks_of(allocation.id).next_back();
    let (from, what) = match last {
        Some(check) => (check.held, "The last check was on"),
        None => (allocation.from, "The pupil began on"),
    };
    let by_rule = from.checked_add_days(Days::new(u64::from(days)))?;
    let weeks = if days.is_multiple_of(7) {
        format!("{} ({days} days)", plural(i64::from(days / 7), "week"))
    } else {
        plural(i64::from(days), "day")
    };
    let mut reason =
        vec![format!("{what} {}.", day::full(from)), format!("{weeks} later is {}.", day::full(by_rule))];
    let date = allocation.check_on.unwrap_or(by_rule);
    if date != by_rule {
        let why = allocation.moves.last().map(|made| format!(": {}", made.reason)).unwrap_or_default();
        reason.push(format!("It was agreed for {} instead{why}.", day::full(date)));
    }
    if allocation.to.is_some_and(|to| to <= date || !allocation.exit.is_empty()) {
        return None;
    }
    Some((date, reason))
}

/// The checks due for a pupil.
pub fn due(file: &PupilFile, settings: &Settings) -> Vec<DueItem> {
    let mut items = Vec::new();
    for allocation in &file.allocations {
        let Some((date, reason)) = next_check(file, allocation, settings) else { continue };
        items.push(DueItem {
            date,
            duty: Duty::ImpactCheck,
            force: Force::Local,
            source: SOURCE,
            about: Key::new(file.id, Kind::Allocation, allocation.id),
            what: "6-week check".to_owned(),
            lead: allocation.check_by,
            provision: Some(allocation.provision),
            reason,
        });
    }
    items
}
