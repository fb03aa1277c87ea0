//! A pupil's place in a provision, running or long past: from entry to exit, how much of it took place, what the looks found.
//!
//! Rule: what has ended keeps its story. How much was delivered stands beside what came of it.

use super::{PupilLine, Reading, checked, in_full, joined, line, span};
use crate::domain::ids::{Held, Kind};
use crate::domain::measure::Course;
use crate::domain::provision::{Allocation, Provision};
use crate::views::check::delivered;

impl Reading<'_> {
    /// Every place, those that run first.
    pub(super) fn places(&self) -> Vec<PupilLine> {
        let mut held: Vec<&Held<Allocation>> = self.file.allocations.iter().collect();
        let past = |held: &Allocation| held.to.is_some_and(|to| to < self.today);
        held.sort_by_key(|held| (past(held), std::cmp::Reverse(held.from), held.id));
        held.into_iter().map(|held| self.place(held, past(held))).collect()
    }

    fn place(&self, held: &Held<Allocation>, past: bool) -> PupilLine {
        let provision = self.provision(held.provision);
        let name = provision.map_or("a provision", |provision| provision.name.as_str());
        let dosage = provision.map(Provision::dosage).unwrap_or_default();
        let lead = self.school.staff_name(provision.and_then(|provision| provision.lead));
        let looks: Vec<_> = self.file.checks_of(held.id).collect();
        let course = Course::measured(
            (held.from, &held.entry),
            looks.iter().map(|check| (check.held, check.measure.as_str())),
            (held.to, &held.exit),
            provision.unwrap_or(&Provision::default()),
        );
        let tally =
            self.tallies.iter().find(|(allocation, _)| *allocation == held.id).map(|(_, tally)| *tally);
        let percent = tally.and_then(|tally| tally.percent());
        let percent = percent.map(|percent| format!("{percent} % delivered")).unwrap_or_default();
        let checks: Vec<String> = looks.iter().map(|check| checked(check)).collect();
        let last = checks.last().map(String::as_str).unwrap_or_default();
        let text = joined(&[name, &dosage, lead, &course.line_of(&held.entry), &percent, last], " · ");
        let mut one = line(span(Some(held.from), held.to), text, self.key(Kind::Allocation, held.id));
        one.more.extend(in_full("Aim", &held.aim));
        one.more.extend(tally.filter(|_| !percent.is_empty()).map(|tally| delivered(&tally)));
        if checks.len() > 1 {
            let found: Vec<&str> = looks.iter().map(|check| check.outcome.sign()).collect();
            one.more.push(format!("outcomes {}, oldest first", found.join(" ")));
            one.more.extend(checks.into_iter().rev());
        }
        one.past = past;
        one
    }
}
