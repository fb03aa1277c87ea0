//! What the tests of the shapes share: dates in short, and any day of the years that we accept.

use chrono::NaiveDate;
use proptest::prelude::*;

use crate::domain::day;

pub fn d(y: i32, m: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, day).unwrap()
}

/// Any day from 1900 to 2199.
pub fn any_day() -> impl Strategy<Value = NaiveDate> {
    (day::number(d(1900, 1, 1))..=day::number(d(2199, 12, 31))).prop_map(|n| day::from_number(n).unwrap())
}

/// Any day with whole school years before and after it.
pub fn inner_day() -> impl Strategy<Value = NaiveDate> {
    (day::number(d(1905, 1, 1))..=day::number(d(2190, 12, 31))).prop_map(|n| day::from_number(n).unwrap())
}
