//! One session of a provision as it was recorded.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::case::choice_of;
use crate::domain::day;
use crate::domain::field::{Field, Fields};
use crate::domain::ids::{PupilId, RecordId, Typed};

choice_of! {
    /// Why a session, or a pupil's part in it, did not take place.
    Missed {
        /// The adult who leads it was away.
        AdultAway = "adult-away", "adult away";
        /// The pupil was away.
        PupilAway = "pupil-away", "pupil away";
        /// A trip, a visit, a rehearsal.
        Trip = "trip", "trip";
        /// The school was closed.
        Closure = "closure", "closure";
        /// Another reason, in the note.
        Other = "other", "other reason";
    }
}

/// A planned session's name: the day, and which of that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceInDay {
    /// The day.
    #[serde(with = "day")]
    pub on: NaiveDate,
    /// Which of the provision's sessions of that day, 0 the first.
    pub nth: u8,
}

/// What became of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum State {
    /// It is planned otherwise than the dosage says: moved here, or another adult takes it.
    Planned,
    /// It took place.
    Delivered,
    /// It did not.
    Missed(Missed),
}

/// One session of a provision. Belongs to the school; of one provision, day and place in the day there is one at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The provision.
    pub provision: RecordId,
    /// The day.
    #[serde(with = "day")]
    pub on: NaiveDate,
    /// Which of the provision's sessions of that day, 0 the first.
    pub nth: u8,
    /// When it begins, in minutes from midnight, if otherwise than planned; `None` as planned.
    pub at: Option<u16>,
    /// What became of it.
    pub state: State,
    /// The planned day and place in the day that it stands for, where it was moved; `None` if it was not.
    pub stands_for: Option<PlaceInDay>,
    /// Minutes that it took, or was to take: a later change of dosage leaves them.
    pub minutes: u16,
    /// Who took it, or will; `None` means the provision's lead adult.
    pub adult: Option<RecordId>,
    /// Pupils who missed it though it took place, and why.
    pub away: Vec<(PupilId, Missed)>,
    /// Anything else.
    pub note: String,
    /// When and by whom it was typed.
    pub typed: Typed,
}

impl Fields for Session {
    // A session is recorded in the day's list, whole; no form of fields shows it.
    const FIELDS: &'static [Field<Session>] = &[];
}

/// A session as lists and sums read it. Derived from the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// Its record.
    pub id: RecordId,
    /// The day.
    #[serde(with = "day")]
    pub on: NaiveDate,
    /// Which of that day, 0 the first.
    pub nth: u8,
    /// When it begins if otherwise than planned, in minutes from midnight.
    pub at: Option<u16>,
    /// What became of it.
    pub state: State,
    /// The planned day and place that it stands for; `None` if it was not moved.
    pub stands_for: Option<PlaceInDay>,
    /// Minutes.
    pub minutes: u16,
    /// Who took it; `None` means the lead adult.
    pub adult: Option<RecordId>,
    /// Pupils who missed it though it took place, and why.
    pub away: Vec<(PupilId, Missed)>,
}

impl SessionRow {
    /// The row of a record.
    pub fn of(id: RecordId, session: &Session) -> SessionRow {
        SessionRow {
            id,
            on: session.on,
            nth: session.nth,
            at: session.at,
            state: session.state,
            stands_for: session.stands_for,
            minutes: session.minutes,
            adult: session.adult,
            away: session.away.clone(),
        }
    }
}
