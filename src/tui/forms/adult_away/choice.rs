//! What is done about one session whose adult is away.

use crate::domain::day;
use crate::domain::delivery::say_time;
use crate::domain::ids::RecordId;
use crate::views::sessions::{AwayLine, MoveChoice};

/// What is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Choice {
    /// Nothing: it stays as it is planned.
    #[default]
    Leave,
    /// It is missed, the adult away.
    Missed,
    /// It is moved to one of the days offered, by its place among them.
    Move(usize),
    /// One of the adults offered takes it, by their place among them.
    Cover(usize),
}

impl Choice {
    /// The first day offered, or the one after that chosen; round again after the last. `None` if none is offered.
    pub(super) fn next_move(self, line: &AwayLine) -> Option<Choice> {
        let at = if let Choice::Move(at) = self { at.saturating_add(1) } else { 0 };
        at.checked_rem(line.moves.len()).map(Choice::Move)
    }

    /// The first adult offered, or the one after that chosen; round again after the last. `None` if none is offered.
    pub(super) fn next_cover(self, line: &AwayLine) -> Option<Choice> {
        let at = if let Choice::Cover(at) = self { at.saturating_add(1) } else { 0 };
        at.checked_rem(line.covers.len()).map(Choice::Cover)
    }

    /// The same for another session: missed too, moved to its own first day, or its own first adult. `None` if there is none.
    pub(super) fn alike(self, line: &AwayLine) -> Option<Choice> {
        match self {
            Choice::Leave | Choice::Missed => Some(self),
            Choice::Move(_) => Choice::Leave.next_move(line),
            Choice::Cover(_) => Choice::Leave.next_cover(line),
        }
    }

    /// In words: "missed", "moved to Tue 24 Nov 10:15", "J Moor takes it".
    pub(super) fn words(self, line: &AwayLine) -> String {
        match self {
            Choice::Leave => String::new(),
            Choice::Missed => "missed".to_owned(),
            Choice::Move(at) => {
                let said = |one: &MoveChoice| {
                    let time = one.at.map(|at| format!(" {}", say_time(at))).unwrap_or_default();
                    format!("moved to {}{time}", day::short(one.on))
                };
                line.moves.get(at).map(said).unwrap_or_default()
            }
            Choice::Cover(at) => {
                line.covers.get(at).map(|one| format!("{} takes it", one.name)).unwrap_or_default()
            }
        }
    }

    /// As a draft keeps it: by day, time and number, since places among what is offered change.
    pub(super) fn written(self, line: &AwayLine) -> String {
        match self {
            Choice::Leave => String::new(),
            Choice::Missed => "missed".to_owned(),
            Choice::Move(at) => line
                .moves
                .get(at)
                .map(|one| format!("move {} {}", day::iso(one.on), one.at.map_or(-1, i32::from)))
                .unwrap_or_default(),
            Choice::Cover(at) => {
                line.covers.get(at).map(|one| format!("cover {}", one.adult.0)).unwrap_or_default()
            }
        }
    }

    /// As [`Choice::written`] wrote it; `None` if that is offered no more.
    pub(super) fn read(text: &str, line: &AwayLine) -> Option<Choice> {
        let (what, which) = text.split_once(' ').unwrap_or((text, ""));
        match what {
            "missed" => Some(Choice::Missed),
            "move" => (0..line.moves.len()).map(Choice::Move).find(|choice| choice.written(line) == text),
            "cover" => {
                let id = RecordId(which.parse().ok()?);
                line.covers.iter().position(|one| one.adult == id).map(Choice::Cover)
            }
            _ => None,
        }
    }
}
