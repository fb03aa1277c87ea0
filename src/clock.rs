//! The only question to the machine's clock.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};

use crate::domain::day;
use crate::domain::ids::Stamp;

/// Today where the server stands.
#[allow(clippy::disallowed_methods)] // this is the one place
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// How long until the day turns where the server stands: a moment more than the wall clock says, and never nothing.
#[allow(clippy::disallowed_methods)] // this is the one place
pub fn until_tomorrow() -> Duration {
    rest_of_day(Local::now().time())
}

fn rest_of_day(time: NaiveTime) -> Duration {
    Duration::from_secs(u64::from(86_400_u32.saturating_sub(time.num_seconds_from_midnight()))) + JUST_AFTER
}

/// So much after midnight the new day is certain.
const JUST_AFTER: Duration = Duration::from_millis(100);

/// This moment, in seconds since 1970 in UTC.
#[allow(clippy::disallowed_methods)] // this is the one place
pub fn now() -> Stamp {
    Stamp(Utc::now().timestamp())
}

/// The day of a moment where the server stands; the first day there is for a moment out of range.
pub fn day_of(stamp: Stamp) -> NaiveDate {
    Local.timestamp_opt(stamp.0, 0).earliest().map_or(NaiveDate::MIN, |moment| moment.date_naive())
}

/// A moment as the clock on the server's wall showed it; `None` for one that no calendar has.
pub fn local(stamp: Stamp) -> Option<NaiveDateTime> {
    DateTime::<Utc>::from_timestamp(stamp.0, 0).map(|moment| moment.with_timezone(&Local).naive_local())
}

/// A moment as people here say it: "21:40" on this day, else "Fri 20 Nov".
pub fn said(at: SystemTime, today: NaiveDate) -> String {
    let at: DateTime<Local> = at.into();
    if at.date_naive() == today { at.format("%H:%M").to_string() } else { day::near(at.date_naive(), today) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_a_day_ends_in_the_next() {
        for (time, seconds) in [("00:00:00", 86_400), ("12:00:00", 43_200), ("23:59:59", 1)] {
            let rest = rest_of_day(time.parse().unwrap());
            assert_eq!(rest, Duration::from_secs(seconds) + JUST_AFTER, "{time}");
        }
    }
}
