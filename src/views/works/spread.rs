//! How many cases at each outcome.

use crate::domain::code::Outcome;

/// Cases by their last check's outcome, from −2 to +2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread(pub [u32; Outcome::ALL.len()]);

impl Spread {
    /// One more case.
    pub fn add(&mut self, outcome: Outcome) {
        for (count, one) in self.0.iter_mut().zip(Outcome::ALL) {
            *count += u32::from(one == outcome);
        }
    }

    /// Those of another put to these.
    pub fn plus(&mut self, other: &Spread) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }

    /// How many cases.
    pub fn cases(&self) -> u32 {
        self.0.iter().sum()
    }

    /// Steps of outcome, counted from −2: as hoped is two steps, +2 is four.
    pub fn steps(&self) -> u32 {
        self.0.iter().zip(0_u32..).map(|(count, steps)| count * steps).sum()
    }

    /// How many are as hoped or better.
    pub fn as_hoped(&self) -> u32 {
        self.0.iter().skip(2).sum()
    }

    /// The mean outcome in tenths, −20 to +20, rounded half away from nought; `None` without a case.
    pub fn mean(&self) -> Option<i64> {
        let cases = i64::from(self.cases());
        if cases == 0 {
            return None;
        }
        let tenths = (i64::from(self.steps()) - 2 * cases) * 10;
        let half = if tenths < 0 { -cases } else { cases };
        Some((tenths * 2 + half) / (cases * 2))
    }

    /// "+0.8 of 12"; empty without a case.
    pub fn mean_words(&self) -> String {
        let Some(tenths) = self.mean() else { return String::new() };
        let sign = match tenths {
            ..0 => "−",
            0 => "",
            _ => "+",
        };
        let size = tenths.unsigned_abs();
        format!("{sign}{}.{} of {}", size / 10, size % 10, self.cases())
    }

    /// In figures: "−2 0 · −1 1 · 0 2 · +1 5 · +2 1".
    pub fn words(&self) -> String {
        let parts: Vec<String> =
            Outcome::ALL.iter().zip(self.0).map(|(one, count)| format!("{} {count}", one.sign())).collect();
        parts.join(" · ")
    }

    /// The same on a few columns, from −2 to +2: "0 1 2 5 1"; empty without a case.
    pub fn short(&self) -> String {
        if self.cases() == 0 {
            return String::new();
        }
        self.0.map(|count| count.to_string()).join(" ")
    }

    /// A line for each outcome with its bar, the longest of them `room` columns: "+1 █████ 5".
    pub fn bars(&self, room: usize) -> Vec<String> {
        let most = self.0.iter().copied().max().unwrap_or(0).max(1);
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        Outcome::ALL
            .iter()
            .zip(self.0)
            .map(|(one, count)| {
                let cases = usize::try_from(count).unwrap_or(0);
                // No bar is longer than a block a case, and what is there is seen.
                let long = if most <= room { cases } else { (cases * room).div_ceil(most) };
                let bar = "█".repeat(long);
                let gap = if bar.is_empty() { "" } else { " " };
                format!("{:>2} {bar}{gap}{count}", one.sign())
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_spread_is_counted_out() {
        for (counts, mean, steps, hoped) in [
            ([0, 0, 0, 0, 0], "", 0, 0),
            ([0, 1, 2, 5, 1], "+0.7 of 9", 24, 8),
            ([3, 0, 0, 0, 0], "−2.0 of 3", 0, 0),
            ([0, 1, 1, 0, 0], "−0.5 of 2", 3, 1),
            ([0, 0, 4, 0, 0], "0.0 of 4", 8, 4),
            ([0, 1, 19, 0, 0], "−0.1 of 20", 39, 19),
        ] {
            let spread = Spread(counts);
            assert_eq!(
                (spread.mean_words().as_str(), spread.steps(), spread.as_hoped()),
                (mean, steps, hoped)
            );
        }
        assert_eq!(Spread([0, 1, 2, 5, 1]).words(), "−2 0 · −1 1 · 0 2 · +1 5 · +2 1");
        assert_eq!(Spread([0, 1, 2, 5, 1]).short(), "0 1 2 5 1");
    }

    #[test]
    fn bars_are_read_without_colour() {
        assert_eq!(Spread([0, 1, 2, 5, 1]).bars(20), ["−2 0", "−1 █ 1", " 0 ██ 2", "+1 █████ 5", "+2 █ 1"]);
        assert_eq!(
            Spread([0, 0, 1, 100, 0]).bars(10),
            ["−2 0", "−1 0", " 0 █ 1", "+1 ██████████ 100", "+2 0"]
        );
    }

    proptest! {
        #[test]
        fn a_mean_lies_between_the_ends(counts in prop::array::uniform5(0u32..1000), room in 1usize..60) {
            let spread = Spread(counts);
            prop_assert_eq!(spread.mean().is_some(), spread.cases() > 0);
            prop_assert!(spread.mean().is_none_or(|mean| (-20..=20).contains(&mean)));
            for bar in spread.bars(room) {
                prop_assert!(bar.chars().filter(|letter| *letter == '█').count() <= room);
            }
        }
    }
}
