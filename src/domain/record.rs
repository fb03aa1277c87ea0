//! Any record that the store holds.

use super::calendar::Term;
use super::event::Event;
use super::ids::{Key, Kind, PupilId, RecordId, SCHOOL};
use super::merge::{FieldConflict, merge};
use super::provision::{Allocation, ImpactCheck, Provision};
use super::pupil::{Need, Pupil, StageSpan};
use super::review::Review;
use super::school::{HeadingMap, SchoolInfo, Settings, Site, Staff};

/// One record of any kind.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // each says what it is at its own type
pub enum Record {
    School(SchoolInfo),
    Settings(Settings),
    Site(Site),
    Staff(Staff),
    Term(Term),
    Headings(HeadingMap),
    Provision(Provision),
    Pupil(Pupil),
    StageSpan(StageSpan),
    Need(Need),
    Review(Review),
    Allocation(Allocation),
    Check(ImpactCheck),
    Event(Event),
}

impl Record {
    /// What kind of record it is.
    pub fn kind(&self) -> Kind {
        match self {
            Record::School(_) => Kind::School,
            Record::Settings(_) => Kind::Settings,
            Record::Site(_) => Kind::Site,
            Record::Staff(_) => Kind::Staff,
            Record::Term(_) => Kind::Term,
            Record::Headings(_) => Kind::Headings,
            Record::Provision(_) => Kind::Provision,
            Record::Pupil(_) => Kind::Pupil,
            Record::StageSpan(_) => Kind::StageSpan,
            Record::Need(_) => Kind::Need,
            Record::Review(_) => Kind::Review,
            Record::Allocation(_) => Kind::Allocation,
            Record::Check(_) => Kind::Check,
            Record::Event(_) => Kind::Event,
        }
    }

    /// This record with what `mine` changed since `base`.
    ///
    /// # Errors
    /// The fields that both sides changed. Records of different kinds, and kinds without a table of fields, conflict
    /// whole, with no field named, unless one side changed nothing.
    pub fn merge(base: &Record, theirs: &Record, mine: &Record) -> Result<Record, Vec<FieldConflict>> {
        use Record as R;
        match (base, theirs, mine) {
            (R::School(b), R::School(t), R::School(m)) => merge(b, t, m).map(R::School),
            (R::Settings(b), R::Settings(t), R::Settings(m)) => merge(b, t, m).map(R::Settings),
            (R::Site(b), R::Site(t), R::Site(m)) => merge(b, t, m).map(R::Site),
            (R::Staff(b), R::Staff(t), R::Staff(m)) => merge(b, t, m).map(R::Staff),
            (R::Term(b), R::Term(t), R::Term(m)) => merge(b, t, m).map(R::Term),
            (R::Provision(b), R::Provision(t), R::Provision(m)) => merge(b, t, m).map(R::Provision),
            (R::Pupil(b), R::Pupil(t), R::Pupil(m)) => merge(b, t, m).map(R::Pupil),
            (R::StageSpan(b), R::StageSpan(t), R::StageSpan(m)) => merge(b, t, m).map(R::StageSpan),
            (R::Need(b), R::Need(t), R::Need(m)) => merge(b, t, m).map(R::Need),
            (R::Review(b), R::Review(t), R::Review(m)) => merge(b, t, m).map(R::Review),
            (R::Allocation(b), R::Allocation(t), R::Allocation(m)) => merge(b, t, m).map(R::Allocation),
            (R::Check(b), R::Check(t), R::Check(m)) => merge(b, t, m).map(R::Check),
            (R::Event(b), R::Event(t), R::Event(m)) => merge(b, t, m).map(R::Event),
            _ if base == theirs => Ok(mine.clone()),
            _ if base == mine => Ok(theirs.clone()),
            _ => Err(Vec::new()),
        }
    }
}

/// A type that is one kind of record.
pub trait Recorded: Sized + Clone {
    /// Its kind.
    const KIND: Kind;
    /// Wrapped as any record.
    fn wrap(self) -> Record;
    /// Out of any record; `None` if it is of another kind.
    fn unwrap(record: Record) -> Option<Self>;

    /// The key of the record with this number in a pupil's file.
    fn key(pupil: PupilId, id: RecordId) -> Key {
        Key::new(pupil, Self::KIND, id)
    }

    /// The key of the record with this number in the school's file.
    fn school_key(id: RecordId) -> Key {
        Key::new(SCHOOL, Self::KIND, id)
    }
}

macro_rules! recorded {
    ($($kind:ident: $type:ty),* $(,)?) => {$(
        impl Recorded for $type {
            const KIND: Kind = Kind::$kind;
            fn wrap(self) -> Record { Record::$kind(self) }
            fn unwrap(record: Record) -> Option<Self> {
                match record { Record::$kind(value) => Some(value), _ => None }
            }
        }
    )*};
}

recorded! {
    School: SchoolInfo, Settings: Settings, Site: Site, Staff: Staff, Term: Term, Headings: HeadingMap,
    Provision: Provision, Pupil: Pupil, StageSpan: StageSpan, Need: Need, Review: Review,
    Allocation: Allocation, Check: ImpactCheck, Event: Event,
}
