//! The only question to the machine's clock.

use chrono::{Local, NaiveDate, Utc};

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
