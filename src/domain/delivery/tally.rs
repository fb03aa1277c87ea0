//! How much of what was planned took place.
//!
//! Rule: what nobody recorded does not count as delivered. It is counted as such, in words, beside the reasons.

use chrono::NaiveDate;

use super::Span;
use super::planned::Occasion;
use super::session::{Missed, State};
use crate::domain::ids::PupilId;

/// Sessions counted by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that took place.
    pub delivered: u32,
    /// Those missed, in the order of [`Missed::ALL`].
    pub missed: [u32; Missed::ALL.len()],
    /// Those of days past that nobody recorded.
    pub open: u32,
}

impl Tally {
    /// All that should have taken place by now.
    pub fn due(&self) -> u32 {
        self.delivered + self.missed.iter().sum::<u32>() + self.open
    }

    /// Delivered of all that was due, in per cent, rounded; `None` where nothing was due or nothing was recorded.
    pub fn percent(&self) -> Option<u32> {
        let due = self.due();
        if due == 0 || due == self.open {
            return None;
        }
        Some((self.delivered * 100 + due / 2) / due)
    }

    /// [`Tally::percent`] as it is read: "80 %"; empty for `None`.
    pub fn percent_words(&self) -> String {
        self.percent().map(|percent| format!("{percent} %")).unwrap_or_default()
    }

    /// Two put together.
    pub fn plus(mut self, other: &Tally) -> Tally {
        self.delivered += other.delivered;
        self.open += other.open;
        for (mine, theirs) in self.missed.iter_mut().zip(other.missed) {
            *mine += theirs;
        }
        self
    }

    /// Why sessions were missed, in words: "adult away 3, trip 1, not recorded 2"; empty if none was.
    pub fn reasons(&self) -> String {
        let mut parts: Vec<String> = Missed::ALL
            .iter()
            .zip(self.missed)
            .filter(|(_, count)| *count > 0)
            .map(|(why, count)| format!("{} {count}", why.label()))
            .collect();
        if self.open > 0 {
            parts.push(format!("not recorded {}", self.open));
        }
        parts.join(", ")
    }

    /// In words: "14 of 18 delivered (adult away 3, trip 1)"; "no session yet" where none was due.
    pub fn words(&self) -> String {
        let due = self.due();
        if due == 0 {
            return "no session yet".to_owned();
        }
        if self.percent().is_none() {
            return match due {
                1 => "its 1 session is not recorded".to_owned(),
                _ => format!("none of {due} sessions recorded"),
            };
        }
        let why = self.reasons();
        let why = if why.is_empty() { String::new() } else { format!(" ({why})") };
        format!("{} of {due} delivered{why}", self.delivered)
    }

    fn count(&mut self, state: State, on: NaiveDate, today: NaiveDate) {
        match state {
            State::Delivered => self.delivered += 1,
            State::Missed(why) => {
                if let Some(count) = self.missed.get_mut(why as usize) {
                    *count += 1;
                }
            }
            // Today's may still be recorded today.
            State::Planned if on < today => self.open += 1,
            State::Planned => {}
        }
    }
}

/// The sessions of a provision as a whole.
pub fn of_group(occasions: &[Occasion], today: NaiveDate) -> Tally {
    let mut tally = Tally::default();
    for one in occasions {
        tally.count(one.state, one.on, today);
    }
    tally
}

/// One pupil's sessions, on the days of `span`: those of the pupil's place.
pub fn of_pupil(occasions: &[Occasion], pupil: PupilId, span: Span, today: NaiveDate) -> Tally {
    let mut tally = Tally::default();
    for one in occasions.iter().filter(|one| span.has(one.on)) {
        let away = one.away.iter().find(|(who, _)| *who == pupil).map(|(_, why)| State::Missed(*why));
        let state = if one.state == State::Delivered { away.unwrap_or(one.state) } else { one.state };
        tally.count(state, one.on, today);
    }
    tally
}
