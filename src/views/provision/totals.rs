//! The sums of a group of the map.
//!
//! Rule: minutes and sessions count each provision once, outcomes each place once, pupils each child once.

use crate::domain::code::Outcome;
use crate::domain::delivery::Tally;

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
    fn a_mean_is_said_with_its_sign_and_how_many_it_is_of() {
        for (sum, n, said) in
            [(0, 0, ""), (0, 4, "0.0 (4)"), (5, 4, "+1.3 (4)"), (-3, 2, "−1.5 (2)"), (-1, 40, "0.0 (40)")]
        {
            assert_eq!(Outcomes { sum, n }.words(), said);
        }
    }
}
