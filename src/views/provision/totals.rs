//! The sums of a group of the map.
//!
//! Rule: minutes and sessions count each provision once, outcomes each place once, pupils each child once.

use crate::domain::code::Outcome;
use crate::domain::delivery::Tally;
use crate::domain::words::{plural, pounds};

/// Outcomes put together: their sum and how many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// The sum of −2…+2.
    pub sum: i32,
    /// Of so many places.
    pub n: u32,
}

impl Outcomes {
    /// One more, where there was a check.
    pub fn add(&mut self, outcome: Option<Outcome>) {
        if let Some(outcome) = outcome {
            self.sum += i32::from(outcome.value());
            self.n += 1;
        }
    }

    /// Their mean, −2 to +2; `None` where there are none.
    pub fn mean(self) -> Option<f64> {
        (self.n > 0).then(|| f64::from(self.sum) / f64::from(self.n))
    }

    /// "+0.8 (12)": the mean with how many it is of; empty where there are none.
    pub fn words(self) -> String {
        let Some(mean) = self.mean() else { return String::new() };
        let tenths = (mean * 10.0).round() / 10.0;
        let sign = if tenths > 0.0 { "+" } else { "" };
        // A minus as it stands with the outcomes themselves; nought has no sign.
        let figure = format!("{:.1}", if tenths == 0.0 { 0.0 } else { tenths }).replace('-', "−");
        format!("{sign}{figure} ({})", self.n)
    }
}

/// The sums of a group, or of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Distinct provisions.
    pub provisions: u32,
    /// Distinct pupils.
    pub pupils: u32,
    /// Minutes a week, each provision once: the dosage that stood at the span's end, or today.
    pub minutes: u32,
    /// What was delivered in the span up to today cost, in pence.
    pub cost: i64,
    /// What it comes to, in pence, if all takes place that is still planned, to the span's end (and not past the end of
    /// the academic year). Of a span that is past, the cost itself.
    pub projected: i64,
    /// Delivered sessions of which no rate is known: their hours are not in `cost`. Of a pupil, those the pupil was at.
    pub unrated: u32,
    /// Sessions of the span up to today. Of a pupil, the pupil's own.
    pub tally: Tally,
    /// The last check of each place.
    pub outcomes: Outcomes,
}

impl Totals {
    /// The cost to date in words: "£1,234.50", "£12 (3 sessions without a rate)", "no rate for 3 sessions" where nothing
    /// of it is known; empty where nothing was delivered that costs anything.
    pub fn cost_words(&self) -> String {
        let sessions = plural(i64::from(self.unrated), "session");
        match (self.cost, self.unrated) {
            (0, 0) => String::new(),
            (0, _) => format!("no rate for {sessions}"),
            (cost, 0) => pounds(cost),
            (cost, _) => format!("{} ({sessions} without a rate)", pounds(cost)),
        }
    }

    /// All of it in a line: "2 provisions, 8 pupils, 120 min a week, £54.20 to date, £410 projected, 83 % delivered, outcome
    /// +0.8 (5)". What is not known is left out.
    pub fn words(&self) -> String {
        let mut parts = vec![
            plural(i64::from(self.provisions), "provision"),
            plural(i64::from(self.pupils), "pupil"),
            format!("{} min a week", self.minutes),
        ];
        parts.extend(
            Some(self.cost_words())
                .filter(|said| !said.is_empty())
                .map(|said| if self.cost == 0 { said } else { format!("{said} to date") }),
        );
        if self.projected > self.cost {
            parts.push(format!("{} projected", pounds(self.projected)));
        }
        parts.extend(self.tally.percent().map(|percent| format!("{percent} % delivered")));
        parts.extend(
            Some(self.outcomes.words()).filter(|said| !said.is_empty()).map(|said| format!("outcome {said}")),
        );
        parts.join(", ")
    }

    /// Adds all but the pupils, who may be in both.
    pub(super) fn add(&mut self, other: &Totals) {
        self.provisions += other.provisions;
        self.minutes += other.minutes;
        self.cost += other.cost;
        self.projected += other.projected;
        self.unrated += other.unrated;
        self.tally = self.tally.plus(&other.tally);
        self.outcomes.sum += other.outcomes.sum;
        self.outcomes.n += other.outcomes.n;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_left_out_of_the_words() {
        let mut totals = Totals { provisions: 1, pupils: 2, minutes: 60, ..Totals::default() };
        assert_eq!(totals.words(), "1 provision, 2 pupils, 60 min a week");
        totals.unrated = 1;
        assert_eq!(totals.words(), "1 provision, 2 pupils, 60 min a week, no rate for 1 session");
        totals = Totals { provisions: 2, cost: 123_450, projected: 200_000, unrated: 3, ..totals };
        totals.tally.delivered = 5;
        totals.tally.open = 1;
        totals.outcomes = Outcomes { sum: 1, n: 2 };
        assert_eq!(
            totals.words(),
            "2 provisions, 2 pupils, 60 min a week, £1,234.50 (3 sessions without a rate) to date, £2,000 projected, \
             83 % delivered, outcome +0.5 (2)"
        );
    }

    #[test]
    fn a_mean_is_said_with_its_sign_and_how_many_it_is_of() {
        for (sum, n, said) in
            [(0, 0, ""), (0, 4, "0.0 (4)"), (5, 4, "+1.3 (4)"), (-3, 2, "−1.5 (2)"), (-1, 40, "0.0 (40)")]
        {
            assert_eq!(Outcomes { sum, n }.words(), said);
        }
    }
}
