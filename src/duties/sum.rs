//! A date with the way that led to it, a sentence a step: what "why" shows is what was reckoned, and not a tale beside it.

use chrono::NaiveDate;

use super::shapes::{first_day, roll};
use crate::domain::calendar::Calendar;
use crate::domain::day;
use crate::domain::words::plural;

/// A date under way, and how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Where it stands now.
    pub date: NaiveDate,
    /// A sentence a step.
    pub steps: Vec<String>,
}

impl Sum {
    /// From a recorded fact: "The authority received the request on", a date.
    pub fn from(fact: &str, date: NaiveDate) -> Sum {
        Sum { date, steps: vec![format!("{fact} {}.", day::full(date))] }
    }

    /// Moved to a date, for a reason that the date follows: "The last school day before is".
    pub fn to(mut self, date: Option<NaiveDate>, words: &str) -> Option<Sum> {
        self.date = date.filter(|date| day::in_range(*date))?;
        self.steps.push(format!("{words} {}.", day::full(self.date)));
        Some(self)
    }

    /// With a sentence more, on the same date.
    pub fn note(mut self, words: impl Into<String>) -> Sum {
        self.steps.push(words.into());
        self
    }

    /// With sentences more, on the same date.
    pub fn notes(mut self, words: impl IntoIterator<Item = String>) -> Sum {
        self.steps.extend(words);
        self
    }

    /// So many weeks of seven days later; earlier if negative.
    pub fn weeks(self, n: i64) -> Option<Sum> {
        let words = format!("{} ({} days) {} is", plural(n.abs(), "week"), n.abs().saturating_mul(7), way(n));
        let to = roll::weeks(self.date, n);
        self.to(to, &words)
    }

    /// So many calendar days later; earlier if negative. The first counted is the day after.
    pub fn days(self, n: i64) -> Option<Sum> {
        let words = format!("{} {} is", plural(n.abs(), "day"), way(n));
        let to = roll::days(self.date, n);
        self.to(to, &words)
    }

    /// The last of so many days that begin with the day itself.
    pub fn days_beginning_with(self, n: i64) -> Option<Sum> {
        let words = format!("{} beginning with that day end on", plural(n, "day"));
        let to = first_day::beginning_with(self.date, n);
        self.to(to, &words)
    }

    /// So many calendar months later; earlier if negative. A day that the month lacks becomes its last.
    pub fn months(self, n: i32) -> Option<Sum> {
        let words = format!("{} {} is", plural(i64::from(n.abs()), "month"), way(i64::from(n)));
        let to = roll::months(self.date, n);
        self.to(to, &words)
    }

    /// The last day of so many months that start on the day itself.
    pub fn months_starting_on(self, n: i32) -> Option<Sum> {
        let words = format!("{} starting on that day end on", plural(i64::from(n), "month"));
        let to = first_day::within_months_starting_on(self.date, n);
        self.to(to, &words)
    }

    /// So many school days later; earlier if negative. The first counted is the first school day after.
    pub fn school_days(self, n: i64, calendar: &Calendar) -> Option<Sum> {
        let words = format!("{} {} is", plural(n.abs(), "school day"), way(n));
        let to = roll::school_days(self.date, n, calendar);
        let sum = self.to(to, &words)?;
        Some(sum.if_provisional(calendar))
    }

    /// Says that the terms are not confirmed, where the date rests on them.
    pub fn if_provisional(self, calendar: &Calendar) -> Sum {
        if calendar.is_provisional(self.date) {
            return self.note(PROVISIONAL);
        }
        self
    }
}

/// What stands beside a date that rests on terms nobody has confirmed.
pub const PROVISIONAL: &str = "Provisional: the school's own term dates are not confirmed for then.";

/// The last school day on or before a day; the day itself where there is none in 1900–2199. No meeting is held in the holidays.
pub fn last_school_day(date: NaiveDate, calendar: &Calendar) -> NaiveDate {
    calendar.previous_teaching_day(date).unwrap_or(date)
}

/// What is said of a day that is none of school: the last one before it. Nothing of a school day.
pub fn no_school_day(date: NaiveDate, calendar: &Calendar) -> Vec<String> {
    let last = last_school_day(date, calendar);
    if last == date {
        return Vec::new();
    }
    let (on, last) = (day::full(date), day::full(last));
    let mut says = vec![format!("{on} is no school day: the last one before it is {last}.")];
    if calendar.is_provisional(date) {
        says.push(PROVISIONAL.to_owned());
    }
    says
}

fn way(n: i64) -> &'static str {
    if n < 0 { "earlier" } else { "later" }
}
