//! The only question to the machine's clock.

use std::time::SystemTime;

use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, TimeZone, Utc};

use crate::domain::day;
use crate::domain::ids::Stamp;

/// Today where the server stands.
#[allow(clippy::disallowed_methods)] // this is the one place
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

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
