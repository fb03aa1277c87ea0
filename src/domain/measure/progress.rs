//! From one figure to another, in the scale's own words; and months of progress a month.
//!
//! Rule: what was written against another whole is not compared. A ratio gain is practice in reading tests and no law; it
//! is not reckoned over a time too short to mean anything.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::Scale;
use super::read::{Figure, read};
use crate::domain::day;
use crate::domain::words::plural;

/// How far it is from one figure to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// On which scale.
    pub scale: Scale,
    /// The later figure less the earlier, in thousandths of the scale's unit.
    pub by: i64,
}

/// The least time for a ratio gain, in days: under it the chance of the day weighs more than what was learned.
pub const LEAST_DAYS: i64 = 14;

/// Days of a month, in ten-thousandths: 30.4375.
const MONTH: i64 = 304_375;

impl Progress {
    /// From what was written first to what was written later; `None` where either cannot be read or they are not of one
    /// whole.
    pub fn of(scale: Scale, entry: &str, now: &str, levels: &str) -> Option<Progress> {
        let entry = read(scale, entry, levels).ok()??;
        let now = read(scale, now, levels).ok()??;
        Progress::between(scale, entry, now)
    }

    /// As [`Progress::of`], of figures that were read.
    pub fn between(scale: Scale, entry: Figure, now: Figure) -> Option<Progress> {
        let alike = entry.of.is_none() || now.of.is_none() || entry.of == now.of;
        alike.then(|| Progress { scale, by: now.thousandths.saturating_sub(entry.thousandths) })
    }

    /// Greater where it is better now, less where it is worse, by what the scale calls better.
    pub fn better(self) -> Ordering {
        match self.scale {
            Scale::Fewer => 0.cmp(&self.by),
            _ => self.by.cmp(&0),
        }
    }

    /// In words: "+7", "+8 months", "two levels up", "now yes", "3 fewer", "no change".
    pub fn words(self) -> String {
        let by = self.by;
        let size = say(by.saturating_abs());
        match (self.scale, by.cmp(&0)) {
            (_, Ordering::Equal) => "no change".to_owned(),
            (Scale::Score | Scale::Words, _) => signed(by),
            (Scale::Fewer, Ordering::Less) => format!("{size} fewer"),
            (Scale::Fewer, Ordering::Greater) => format!("{size} more"),
            (Scale::Months, way) => {
                let sign = if way == Ordering::Less { "−" } else { "+" };
                format!("{sign}{}", units(by.saturating_abs(), "month"))
            }
            (Scale::Level, way) => {
                let way = if way == Ordering::Less { "down" } else { "up" };
                let many = match by.saturating_abs() {
                    1000 => "one level".to_owned(),
                    2000 => "two levels".to_owned(),
                    3000 => "three levels".to_owned(),
                    more => units(more, "level"),
                };
                format!("{many} {way}")
            }
            (Scale::YesNo, Ordering::Greater) => "now yes".to_owned(),
            (Scale::YesNo, Ordering::Less) => "now no".to_owned(),
        }
    }
}

/// Thousandths as a number without nought at its end: "12.5".
pub(super) fn say(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "−" } else { "" };
    let size = thousandths.unsigned_abs();
    let part = format!("{:03}", size % 1000);
    let part = part.trim_end_matches('0');
    let dot = if part.is_empty() { "" } else { "." };
    format!("{sign}{}{dot}{part}", size / 1000)
}

fn signed(thousandths: i64) -> String {
    if thousandths > 0 { format!("+{}", say(thousandths)) } else { say(thousandths) }
}

fn units(thousandths: i64, noun: &str) -> String {
    if thousandths % 1000 == 0 {
        plural(thousandths / 1000, noun)
    } else {
        format!("{} {noun}s", say(thousandths))
    }
}

/// Rounded half away from nought; `by` is not nought.
fn divide(value: i128, by: i128) -> i64 {
    let half = by / 2;
    let rounded = if value < 0 { (value - half) / by } else { (value + half) / by };
    i64::try_from(rounded).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

/// The mean of several progresses on one scale, in words and one decimal: "+7.3", "+5.5 months", "1.2 levels up", "2.5 fewer",
/// "4 of 6 now yes"; `None` where there is none, where they are of several scales, and where the scale is words.
///
/// Worked example: +7 and +8 months: "+7.5 months".
pub fn say_mean(all: &[Progress]) -> Option<String> {
    let scale = all.first()?.scale;
    if scale == Scale::Words || all.iter().any(|one| one.scale != scale) {
        return None;
    }
    let count = i128::try_from(all.len()).ok()?;
    if scale == Scale::YesNo {
        let now = all.iter().filter(|one| one.by > 0).count();
        return Some(format!("{now} of {count} now yes"));
    }
    let sum: i128 = all.iter().map(|one| i128::from(one.by)).sum();
    // To the tenth of a unit.
    let mean = divide(sum, count * 100).saturating_mul(100);
    Some(Progress { scale, by: mean }.words())
}

/// Months of progress for each month that went by, in tenths; `None` under [`LEAST_DAYS`]. `gained` is in thousandths of a
/// month. A month is 30.4375 days. Practice in reading and spelling tests: 10 tenths keep pace, 20 are often called good.
///
/// Worked example: 8 months gained from 14 Sep 2026 to 14 Jan 2027 (122 days, 4 months): 2.0.
pub fn ratio_gain(gained: i64, from: NaiveDate, to: NaiveDate) -> Option<i64> {
    let days = day::between(from, to);
    if days < LEAST_DAYS {
        return None;
    }
    Some(divide(i128::from(gained) * i128::from(MONTH), i128::from(days) * 1_000_000))
}

/// Tenths as a number: "2.0".
pub fn say_tenths(tenths: i64) -> String {
    let sign = if tenths < 0 { "−" } else { "" };
    let size = tenths.unsigned_abs();
    format!("{sign}{}.{}", size / 10, size % 10)
}

/// The middle one of these, of an even number the mean of the two in the middle, rounded half away from nought; `None` of
/// none.
pub fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *values.get(middle.checked_sub(1)?)?;
    Some(divide(i128::from(lower) + i128::from(upper), 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn progress_is_said_in_the_scales_own_words() {
        let levels = "pink, red, yellow, blue, green";
        for (scale, entry, now, words, better) in [
            (Scale::Score, "34", "41", "+7", Ordering::Greater),
            (Scale::Score, "34/100", "41", "+7", Ordering::Greater),
            (Scale::Score, "12.5", "11", "−1.5", Ordering::Less),
            (Scale::Score, "34", "34", "no change", Ordering::Equal),
            (Scale::Fewer, "5", "2", "3 fewer", Ordering::Greater),
            (Scale::Fewer, "5", "6", "1 more", Ordering::Less),
            (Scale::Months, "6y4m", "7:00", "+8 months", Ordering::Greater),
            (Scale::Months, "76m", "75", "−1 month", Ordering::Less),
            (Scale::Level, "pink", "yellow", "two levels up", Ordering::Greater),
            (Scale::Level, "red", "pink", "one level down", Ordering::Less),
            (Scale::Level, "pink", "green", "4 levels up", Ordering::Greater),
            (Scale::YesNo, "no", "yes, alone", "now yes", Ordering::Greater),
            (Scale::YesNo, "yes", "no", "now no", Ordering::Less),
        ] {
            let progress = Progress::of(scale, entry, now, levels).unwrap();
            assert_eq!((progress.words().as_str(), progress.better()), (words, better), "{entry} {now}");
        }
        for (scale, entry, now) in [
            (Scale::Score, "34/100", "17/50"),
            (Scale::Score, "", "41"),
            (Scale::Score, "34", "absent"),
            (Scale::Words, "34", "41"),
        ] {
            assert_eq!(Progress::of(scale, entry, now, ""), None, "{entry} {now}");
        }
    }

    #[test]
    fn a_mean_keeps_the_unit() {
        let all = |scale, by: &[i64]| by.iter().map(|by| Progress { scale, by: *by }).collect::<Vec<_>>();
        for (scale, by, words) in [
            (Scale::Score, &[7000, 8000, 7000][..], "+7.3"),
            (Scale::Score, &[-1000, 0], "−0.5"),
            (Scale::Months, &[7000, 8000], "+7.5 months"),
            (Scale::Months, &[1000, 1000], "+1 month"),
            (Scale::Level, &[2000, 1000], "1.5 levels up"),
            (Scale::Fewer, &[-3000, -2000], "2.5 fewer"),
            (Scale::YesNo, &[1000, 0, 1000], "2 of 3 now yes"),
            (Scale::Score, &[10, -10], "no change"),
        ] {
            assert_eq!(say_mean(&all(scale, by)).as_deref(), Some(words), "{scale:?} {by:?}");
        }
        assert_eq!(say_mean(&[]), None);
        let mixed = [Progress { scale: Scale::Score, by: 1 }, Progress { scale: Scale::Months, by: 1 }];
        assert_eq!(say_mean(&mixed), None);
    }

    #[test]
    fn months_a_month() {
        for (gained, from, to, tenths) in [
            (8000, "2026-09-14", "2027-01-14", Some("2.0")),
            (4000, "2026-09-14", "2027-01-14", Some("1.0")),
            (-2000, "2026-09-14", "2027-01-14", Some("−0.5")),
            (0, "2026-09-14", "2027-01-14", Some("0.0")),
            (3000, "2026-09-14", "2026-09-28", Some("6.5")),
            (3000, "2026-09-14", "2026-09-27", None),
            (3000, "2026-09-14", "2026-09-01", None),
        ] {
            let found = ratio_gain(gained, date(from), date(to)).map(say_tenths);
            assert_eq!(found.as_deref(), tenths, "{gained} {from} {to}");
        }
    }

    #[test]
    fn the_middle_one() {
        for (values, middle) in [
            (vec![], None),
            (vec![5], Some(5)),
            (vec![9, 1, 5], Some(5)),
            (vec![4, 1], Some(3)),
            (vec![-4, -1], Some(-3)),
        ] {
            assert_eq!(median(values.clone()), middle, "{values:?}");
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_no_change(a in "[0-9]{1,3}(\\.[0-9]{1,2})?", b in "[0-9]{1,3}", at in 0..Scale::ALL.len()) {
            let scale = Scale::ALL[at];
            let there = Progress::of(scale, &a, &b, "");
            let back = Progress::of(scale, &b, &a, "");
            prop_assert_eq!(there.map(|one| -one.by), back.map(|one| one.by));
            prop_assert_eq!(there.map(|one| one.better().reverse()), back.map(Progress::better));
            if let Some(there) = there {
                prop_assert!(!there.words().is_empty());
            }
        }

        #[test]
        fn a_ratio_never_overflows(gained in any::<i64>(), days in 0i64..40_000) {
            let from = date("2000-01-01");
            let to = from + chrono::TimeDelta::days(days);
            prop_assert_eq!(ratio_gain(gained, from, to).is_some(), days >= LEAST_DAYS);
        }

        #[test]
        fn the_middle_lies_among_them(values in prop::collection::vec(any::<i64>(), 1..9)) {
            let (least, most) = (*values.iter().min().unwrap(), *values.iter().max().unwrap());
            let middle = median(values).unwrap();
            prop_assert!(least <= middle && middle <= most);
        }
    }
}
