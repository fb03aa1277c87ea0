//! Provision on the timeline: a pupil's places, from the first day to the last, with the checks between.
//!
//! Rule: what was measured is told in the words of the measure's own scale, and not at all where nothing can be compared.

use chrono::NaiveDate;

use super::{EntryKind, Teller, joined};
use crate::domain::day;
use crate::domain::ids::{Held, Kind};
use crate::domain::measure::Course;
use crate::domain::provision::{Allocation, Provision};

impl Teller<'_> {
    /// How far a place has come, in the words of its scale; empty where nothing can be compared.
    fn gained(&self, allocation: &Held<Allocation>) -> String {
        let Some(provision) = self.names.get(&allocation.provision) else { return String::new() };
        let looks = self.file.checks_of(allocation.id).map(|check| (check.held, check.measure.as_str()));
        let (entry, exit) =
            ((allocation.from, allocation.entry.as_str()), (allocation.to, allocation.exit.as_str()));
        Course::measured(entry, looks, exit, provision).gained()
    }

    pub(super) fn provisions(&mut self, today: NaiveDate) {
        for allocation in &self.file.allocations {
            let at = (Kind::Allocation, allocation.id);
            let name = self.provision_name(allocation.provision);
            let dosage = self.names.get(&allocation.provision).map(Provision::dosage).unwrap_or_default();
            let entry = if allocation.entry.is_empty() {
                String::new()
            } else {
                format!("entry {}", allocation.entry)
            };
            let verb = if allocation.from > today { "will begin" } else { "began" };
            let what = joined(&[&format!("{name} {verb}"), &dosage, &entry]);
            let detail = vec![allocation.aim.clone()];
            self.tell(EntryKind::Provision, allocation.from, what, detail, Some(&allocation.typed), at);
            for made in &allocation.moves {
                let what = format!(
                    "6-week check of {name} moved from {} to {} · {}",
                    day::short(made.from),
                    day::short(made.to),
                    made.reason
                );
                let on = (self.day_of)(made.typed.at);
                self.tell(EntryKind::Provision, on, what, Vec::new(), Some(&made.typed), at);
            }
            if let Some(to) = allocation.to {
                let exit = if allocation.exit.is_empty() {
                    String::new()
                } else {
                    format!("exit {}", allocation.exit)
                };
                let verb = if to > today { "is to end" } else { "ended" };
                self.tell(
                    EntryKind::Provision,
                    to,
                    joined(&[&format!("{name} {verb}"), &exit, &self.gained(allocation)]),
                    Vec::new(),
                    None,
                    at,
                );
            }
            for check in self.file.checks_of(allocation.id) {
                let what = joined(&[
                    &format!("6-week check of {name}"),
                    check.outcome.sign(),
                    &check.measure,
                    &check.word,
                    check.decision.label(),
                ]);
                let detail = vec![format!(
                    "Outcome: {}. It was due on {}.",
                    check.outcome.label(),
                    day::full(check.due)
                )];
                self.tell(
                    EntryKind::Provision,
                    check.held,
                    what,
                    detail,
                    Some(&check.typed),
                    (Kind::Check, check.id),
                );
            }
        }
    }
}
