//! The days and times of a week on which a provision runs.
//!
//! Rule: where a school names no days, the usual ones stand in for them and are shown as such.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::day;

/// A place in the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    /// The day: 0 is Monday, 4 is Friday.
    pub weekday: u8,
    /// When it begins, in minutes from midnight; `None` if no time is settled.
    pub at: Option<u16>,
}

/// What a provision's dosage was before it was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dosage {
    /// The last day on which it stood.
    #[serde(with = "day")]
    pub until: NaiveDate,
    /// Minutes a session.
    pub minutes: u16,
    /// Sessions a week.
    pub times_a_week: u8,
    /// The days and times; empty if none were named.
    pub slots: Vec<Slot>,
}

const DAYS: [&str; 5] = ["Mon", "Tue", "Wed", "Thu", "Fri"];

/// The days that stand in for those that nobody named: spread over the week, more than five a second time each day.
pub fn usual_days(times_a_week: u8) -> Vec<Slot> {
    let once: &[u8] = match times_a_week % 5 {
        0 => &[],
        1 => &[2],
        2 => &[1, 3],
        3 => &[0, 2, 4],
        _ => &[0, 1, 3, 4],
    };
    let whole = std::iter::repeat_n([0, 1, 2, 3, 4], usize::from(times_a_week / 5)).flatten();
    let mut days: Vec<u8> = whole.chain(once.iter().copied()).collect();
    days.sort_unstable();
    days.into_iter().map(|weekday| Slot { weekday, at: None }).collect()
}

/// A time of day as it is read: "9:05", "13:30".
pub fn say_time(at: u16) -> String {
    format!("{}:{:02}", at / 60, at % 60)
}

/// Days and times in words: "Mon Wed Fri 9:30", "Tue 10:15, Thu 14:00"; empty if there are none. [`parse_slots`] reads it.
pub fn say_slots(slots: &[Slot]) -> String {
    let mut parts: Vec<(Vec<&str>, Option<u16>)> = Vec::new();
    for slot in slots {
        let name = DAYS.get(usize::from(slot.weekday)).copied().unwrap_or("?");
        match parts.last_mut() {
            Some((names, at)) if *at == slot.at => names.push(name),
            _ => parts.push((vec![name], slot.at)),
        }
    }
    let said: Vec<String> = parts
        .into_iter()
        .map(|(names, at)| match at {
            Some(at) => format!("{} {}", names.join(" "), say_time(at)),
            None => names.join(" "),
        })
        .collect();
    said.join(", ")
}

fn time(word: &str) -> Option<u16> {
    let (hours, minutes) = word.split_once([':', '.'])?;
    if minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

fn weekday(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let full = ["monday", "tuesday", "wednesday", "thursday", "friday"];
    let found: Vec<usize> = (0..full.len())
        .filter(|at| word.len() >= 2 && full.get(*at).is_some_and(|day| day.starts_with(&word)))
        .collect();
    match found.as_slice() {
        [one] => u8::try_from(*one).ok(),
        _ => None,
    }
}

/// Days and times as they are typed: "mon wed fri 9:30", "tue 10.15, thu 14:00", "daily 9:00". A time belongs to the days
/// before it, up to a comma.
///
/// # Errors
/// The first word that is neither a school day nor a time.
pub fn parse_slots(text: &str) -> Result<Vec<Slot>, String> {
    let mut out: Vec<Slot> = Vec::new();
    for part in text.split([',', ';', '\n']) {
        let mut days: Vec<u8> = Vec::new();
        let mut at = None;
        for word in part.split_whitespace() {
            if let Some(found) = time(word) {
                if at.replace(found).is_some() || days.is_empty() {
                    return Err(format!("“{word}” needs its days before it: mon wed 9:30"));
                }
            } else if matches!(word.to_lowercase().as_str(), "daily" | "every" | "day") {
                days = vec![0, 1, 2, 3, 4];
            } else if let Some((first, last)) = word.split_once(['-', '–']) {
                match (weekday(first), weekday(last)) {
                    (Some(first), Some(last)) if first <= last => days.extend(first..=last),
                    _ => return Err(format!("“{word}” is no run of school days: mon-fri")),
                }
            } else {
                days.push(weekday(word).ok_or_else(|| {
                    format!("“{word}” is neither a school day nor a time: mon wed fri 9:30")
                })?);
            }
        }
        out.extend(days.into_iter().map(|weekday| Slot { weekday, at }));
    }
    out.sort_unstable();
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_read_as_they_are_typed_and_said_as_they_are_read() {
        for (typed, said) in [
            ("mon wed fri 9:30", "Mon Wed Fri 9:30"),
            ("tue 10.15, Thursday 14:00", "Tue 10:15, Thu 14:00"),
            ("mon-fri 8:05", "Mon Tue Wed Thu Fri 8:05"),
            ("daily", "Mon Tue Wed Thu Fri"),
            ("every day 9:00", "Mon Tue Wed Thu Fri 9:00"),
            ("mon 13:00, mon 9:00", "Mon 9:00, Mon 13:00"),
            ("", ""),
        ] {
            let slots = parse_slots(typed).unwrap();
            assert_eq!(say_slots(&slots), said, "{typed}");
            assert_eq!(parse_slots(said).unwrap(), slots, "{said}");
        }
        for wrong in ["t 9:30", "9:30", "mon 9:30 10:30", "mon 25:00", "sat", "fri-mon", "mon 9:3"] {
            assert!(parse_slots(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_usual_days_are_as_many_as_the_dosage_says() {
        for times in 0..=25 {
            assert_eq!(usual_days(times).len(), usize::from(times));
        }
        assert_eq!(say_slots(&usual_days(3)), "Mon Wed Fri");
        assert_eq!(say_slots(&usual_days(6)), "Mon Tue Wed Wed Thu Fri");
    }
}
