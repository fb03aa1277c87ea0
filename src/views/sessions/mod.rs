//! Sessions of a day: what each adult takes, with which pupils, what became of it, and what of the days before nobody
//! recorded yet.
//!
//! Rule: a line has all that a row and its detail show, and what a recording is based on, so that moving reads nothing and
//! two people who record one session at once notice each other.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `ground` | what is read once for a view: provisions that run, their places, their recorded sessions |
//! | `day` | one day's sessions |
//! | `next` | the next session after a day without one |
//! | `away` | an adult is away: who misses what, and what could be done |
//! | `timetable` | who is busy when |
//! | `tallies` | a provision's sessions counted, for the group and for each place |

mod away;
mod day;
mod ground;
mod next;
mod tallies;
#[cfg(test)]
mod tests;
mod timetable;

use chrono::NaiveDate;

use crate::domain::delivery::{Missed, PlaceInDay, Span, State, Tally, say_time};
use crate::domain::ids::{RecordId, Revision, Typed};
use crate::domain::rows::Who;

pub use away::{AwayLine, AwayView, CoverChoice, Misses, MoveChoice, away};
pub use day::{OPEN_DAYS, day, open};
pub use next::next;
pub use tallies::{PlaceTally, Tallies, tallies};

/// What of a session stood when it was shown: what a recording of it is based on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seen {
    /// It does not matter: what stands is overwritten.
    #[default]
    Any,
    /// Nobody had recorded it.
    Nothing,
    /// A record of this state.
    At(Revision),
}

/// A pupil's part in a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Who.
    pub who: Who,
    /// The pupil's place.
    pub allocation: RecordId,
    /// Why the pupil missed it though it took place; `None` if there.
    pub away: Option<Missed>,
}

/// One session, planned or recorded, with all that its row and its detail show.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionLine {
    /// The provision.
    pub provision: RecordId,
    /// Its name.
    pub name: String,
    /// The day.
    pub on: NaiveDate,
    /// Which of the provision's sessions of that day, 0 the first.
    pub nth: u8,
    /// When it begins, in minutes from midnight; `None` if no time is settled.
    pub at: Option<u16>,
    /// Minutes.
    pub minutes: u16,
    /// The provision's dosage in words: "3 × 20 min".
    pub dosage: String,
    /// What became of it; [`State::Planned`] if nobody recorded it.
    pub state: State,
    /// Who takes it: the cover, or the lead; `None` if not settled.
    pub adult: Option<RecordId>,
    /// Their name; empty if not settled.
    pub adult_name: String,
    /// The provision's lead adult; `None` if not settled.
    pub lead: Option<RecordId>,
    /// Whether somebody else than the lead takes it.
    pub cover: bool,
    /// Where the provision runs; `None` on all sites.
    pub site: Option<RecordId>,
    /// The site's name; empty on all sites.
    pub site_name: String,
    /// The planned session that it stands for, where it was moved here.
    pub moved_from: Option<PlaceInDay>,
    /// Where it was moved to, day and time: this row is what was planned here first, and nothing is recorded of it.
    pub moved_to: Option<(NaiveDate, Option<u16>)>,
    /// Whether the dosage plans no such session on this day: an extra one that was recorded.
    pub extra: bool,
    /// The pupils whose place lasts that day, by name.
    pub pupils: Vec<Part>,
    /// Which of the provision's sessions of this week it is, from 1, and of how many.
    pub week: (u32, u32),
    /// The provision's sessions so far.
    pub tally: Tally,
    /// The record's note; empty if there is none.
    pub note: String,
    /// Who recorded it and when; `None` if nobody did.
    pub recorded: Option<Typed>,
    /// Its record; `None` if it is planned by the dosage alone.
    pub id: Option<RecordId>,
    /// What a recording is based on.
    pub seen: Seen,
}

impl SessionLine {
    /// Whether somebody could record it now: it is not ahead, and it was not moved to another day.
    pub fn recordable(&self, today: NaiveDate) -> bool {
        self.on <= today && self.moved_to.is_none()
    }

    /// Whether it waits to be recorded: its day has come, and nobody said what became of it.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        self.recordable(today) && self.state == State::Planned
    }

    /// "9:30"; empty if no time is settled.
    pub fn time(&self) -> String {
        self.at.map(say_time).unwrap_or_default()
    }

    /// "3rd of 4 this week".
    pub fn week_words(&self) -> String {
        let (at, of) = self.week;
        let end = match (at % 10, at % 100) {
            (_, 11..=13) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };
        format!("{at}{end} of {of} this week")
    }
}

/// Monday to Sunday of the week that a day lies in.
pub fn week_of(on: NaiveDate) -> Span {
    let week = on.week(chrono::Weekday::Mon);
    Span { from: week.checked_first_day().unwrap_or(on), to: week.checked_last_day().unwrap_or(on) }
}

/// A day's sessions.
#[derive(Clone, Debug, PartialEq)]
pub struct DayView {
    /// The day.
    pub on: NaiveDate,
    /// Why it is no school day, in words; `None` if it is one. Where sites differ, that of the site asked for.
    pub closed: Option<String>,
    /// Its sessions by time, then name; those without a time last.
    pub rows: Vec<SessionLine>,
    /// Sessions of the last [`OPEN_DAYS`] school days before it that nobody recorded, the oldest first.
    pub open: Vec<SessionLine>,
    /// The day's sessions counted; those of today that are not recorded yet are in no number of it.
    pub tally: Tally,
}
