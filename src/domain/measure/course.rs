//! Everything measured of one pupil's place: at entry, at its checks, at exit.
//!
//! Rule: entry is dated by the place's first day, a check by its own, exit by the place's last day. A chart never stands
//! alone: the figures stand beside it as they were written.

use chrono::NaiveDate;

use super::read::{Figure, read};
use super::{Progress, Scale, ratio_gain, say_tenths};
use crate::domain::provision::Provision;
use crate::domain::rows::PlaceRow;

/// One figure of a pupil's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The day.
    pub on: NaiveDate,
    /// As it was written.
    pub text: String,
    /// As it was read; `None` where it could not be.
    pub figure: Option<Figure>,
}

/// What was measured of one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Whatever was measured, oldest first.
    pub points: Vec<Point>,
    /// From entry to the last figure that can be compared with it; `None` without entry, without a later one, or where they
    /// cannot be compared.
    pub progress: Option<Progress>,
    /// Months of progress a month from entry to the same figure, in tenths: of ages alone, and not over too short a time.
    pub ratio: Option<i64>,
}

impl Course {
    /// Of one place in a provision.
    pub fn of(place: &PlaceRow, provision: &Provision) -> Course {
        let looks = place.looks.iter().map(|look| (look.held, look.measure.as_str()));
        Course::measured((place.from, &place.entry), looks, (place.to, &place.exit), provision)
    }

    /// Of a first day with the entry, the checks oldest first, and a last day with the exit.
    pub fn measured<'a>(
        entry: (NaiveDate, &'a str),
        looks: impl Iterator<Item = (NaiveDate, &'a str)>,
        exit: (Option<NaiveDate>, &'a str),
        provision: &Provision,
    ) -> Course {
        let (scale, levels) = (provision.scale, provision.levels.as_str());
        let mut points: Vec<Point> = Vec::new();
        let mut last = None;
        let mut take = |on: NaiveDate, text: &str| {
            let text = text.trim();
            if !text.is_empty() {
                let figure = read(scale, text, levels).ok().flatten();
                points.push(Point { on, text: text.to_owned(), figure });
            }
        };
        take(entry.0, entry.1);
        for (held, measure) in looks {
            take(held, measure);
            last = Some((held, measure)).filter(|_| !measure.trim().is_empty());
        }
        let out = exit.0.or(last.map(|(held, _)| held)).unwrap_or(entry.0);
        // A check that ends the place writes its measure as the exit too: that is one figure.
        if last.is_none_or(|(held, measure)| held != out || measure.trim() != exit.1.trim()) {
            take(out, exit.1);
        }
        let first = points.first().filter(|_| !entry.1.trim().is_empty());
        let found = first.and_then(|entry| {
            let first = entry.figure?;
            points.iter().skip(1).rev().find_map(|point| {
                let progress = Progress::between(scale, first, point.figure?)?;
                let ages = (scale == Scale::Months).then(|| ratio_gain(progress.by, entry.on, point.on));
                Some((progress, ages.flatten()))
            })
        });
        let (progress, ratio) = found.map_or((None, None), |(progress, ratio)| (Some(progress), ratio));
        Course { points, progress, ratio }
    }

    /// The chart over everything that could be read; empty under two figures.
    pub fn spark(&self) -> String {
        let values: Vec<i64> =
            self.points.iter().filter_map(|point| Some(point.figure?.thousandths)).collect();
        sparkline(&values)
    }

    /// The figures as they were written, first and last: "34 → 41", "entry 34", "now 41"; empty if there is none.
    pub fn figures(&self, place: &PlaceRow) -> String {
        self.figures_of(&place.entry)
    }

    fn figures_of(&self, entry: &str) -> String {
        match (entry.trim(), self.points.last()) {
            ("", None) => String::new(),
            ("", Some(last)) => format!("now {}", last.text),
            (entry, _) if self.points.len() < 2 => format!("entry {entry}"),
            (entry, last) => format!("{entry} → {}", last.map_or("", |last| &last.text)),
        }
    }

    /// Progress and ratio gain in words: "+8 months, ratio gain 2.0"; empty where nothing can be compared.
    pub fn gained(&self) -> String {
        let ratio = self.ratio.map(|tenths| format!("ratio gain {}", say_tenths(tenths)));
        let parts: Vec<String> = self.progress.map(Progress::words).into_iter().chain(ratio).collect();
        parts.join(", ")
    }

    /// All of it in a line: "34 → 41 ▁▄█ +7"; empty if nothing was measured.
    pub fn line(&self, place: &PlaceRow) -> String {
        self.line_of(&place.entry)
    }

    /// As [`Course::line`], with the entry as it was written.
    pub fn line_of(&self, entry: &str) -> String {
        let parts = [self.figures_of(entry), self.spark(), self.gained()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// A bar a value, from the lowest to the highest of them; all in the middle where all are the same. Empty under two values.
pub fn sparkline(values: &[i64]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let (Some(least), Some(most)) = (values.iter().min(), values.iter().max()) else { return String::new() };
    if values.len() < 2 {
        return String::new();
    }
    let span = i128::from(*most) - i128::from(*least);
    let bar = |value: &i64| {
        let place =
            if span == 0 { 3 } else { ((i128::from(*value) - i128::from(*least)) * 7 + span / 2) / span };
        usize::try_from(place).ok().and_then(|place| BARS.get(place)).copied().unwrap_or(' ')
    };
    values.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Outcome;
    use crate::domain::ids::{PupilId, RecordId};
    use crate::domain::rows::{Look, Who};
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn place(entry: &str, looks: &[(&str, &str)], exit: &str, to: Option<&str>) -> PlaceRow {
        let looks: Vec<Look> = looks
            .iter()
            .map(|(held, measure)| Look {
                held: date(held),
                outcome: Outcome::AsHoped,
                measure: (*measure).into(),
            })
            .collect();
        PlaceRow {
            provision: RecordId(1),
            allocation: RecordId(2),
            who: Who {
                pupil: PupilId(1),
                name: "Ama Otter".into(),
                sort_name: "Otter Ama".into(),
                year: None,
                class: String::new(),
                site: None,
            },
            from: date("2026-09-14"),
            to: to.map(date),
            entry: entry.into(),
            now: String::new(),
            checks: u16::try_from(looks.len()).unwrap(),
            outcome: None,
            next_check: None,
            exit: exit.into(),
            looks,
        }
    }

    fn line(scale: Scale, place: &PlaceRow) -> String {
        let provision = Provision { scale, levels: "pink, red, yellow".into(), ..Provision::default() };
        Course::of(place, &provision).line(place)
    }

    #[test]
    fn a_course_is_told_in_a_line() {
        let looks = [("2026-10-26", "36"), ("2026-12-07", "41")];
        for (scale, place, says) in [
            (Scale::Score, place("34", &looks, "", None), "34 → 41 ▁▃█ +7"),
            (Scale::Score, place("34", &looks, "48", Some("2026-12-18")), "34 → 48 ▁▂▅█ +14"),
            // The check that ended it has the exit measure: one figure.
            (Scale::Score, place("34", &looks, "41", Some("2026-12-07")), "34 → 41 ▁▃█ +7"),
            (Scale::Score, place("34", &[], "", None), "entry 34"),
            (Scale::Score, place("", &looks, "", None), "now 41 ▁█"),
            (Scale::Score, place("", &[], "", None), ""),
            (Scale::Score, place("absent", &looks, "", None), "absent → 41 ▁█"),
            (
                Scale::Score,
                place("34", &[("2026-10-26", "36"), ("2026-12-07", "ill")], "", None),
                "34 → ill ▁█ +2",
            ),
            (
                Scale::Months,
                place("6y4m", &[("2026-10-26", "6y7m"), ("2027-01-14", "7y0m")], "", None),
                "6y4m → 7y0m ▁▄█ +8 months, ratio gain 2.0",
            ),
            (Scale::Months, place("6y4m", &[("2026-09-20", "6y5m")], "", None), "6y4m → 6y5m ▁█ +1 month"),
            (
                Scale::Level,
                place("pink", &[("2026-10-26", "yellow")], "", None),
                "pink → yellow ▁█ two levels up",
            ),
            (Scale::Fewer, place("9", &[("2026-10-26", "4")], "", None), "9 → 4 █▁ 5 fewer"),
            (Scale::YesNo, place("no", &[("2026-10-26", "yes")], "", None), "no → yes ▁█ now yes"),
            (Scale::Words, place("shy", &[("2026-10-26", "talks")], "", None), "shy → talks"),
        ] {
            assert_eq!(line(scale, &place), says);
        }
    }

    proptest! {
        #[test]
        fn a_chart_has_a_bar_a_value(values in prop::collection::vec(any::<i64>(), 0..12)) {
            let chart = sparkline(&values);
            prop_assert_eq!(chart.chars().count(), if values.len() < 2 { 0 } else { values.len() });
            prop_assert!(!chart.contains(' '));
        }

        #[test]
        fn the_highest_has_the_highest_bar(values in prop::collection::vec(-1000i64..1000, 2..12)) {
            let bars: Vec<char> = sparkline(&values).chars().collect();
            for (a, left) in values.iter().zip(&bars) {
                for (b, right) in values.iter().zip(&bars) {
                    prop_assert!(a >= b || left <= right);
                }
            }
        }
    }
}
