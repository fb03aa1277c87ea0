//! Any record that the store holds.
//!
//! Rule: the list below is the only one. A kind that is missing from it does not exist for store, merging and forms.

use super::calendar::{Closure, Term};
use super::case::{
    Assessment, Case, Consultation, Dispute, EhcPlan, Involvement, Notice, RecordsRequest, SencoPost,
    Suspension, Tick, Transfer,
};
use super::catalogue::{Intervention, Rate};
use super::delivery::Session;
use super::event::Event;
use super::field::{Fields, Invalid, Shape, Value, set_field, shapes_of, value_of};
use super::ids::{Key, Kind, PupilId, RecordId, SCHOOL};
use super::merge::{FieldConflict, merge};
use super::people::{Agency, Training};
use super::provision::{Allocation, ImpactCheck, Provision};
use super::pupil::{Need, Pupil, StageSpan};
use super::review::Review;
use super::school::{HeadingMap, SchoolInfo, Settings, Site, Staff};
use super::support::{Cycle, FollowUp, Passport, Referral, StageCheck, Target, Voice};

macro_rules! records {
    ($($kind:ident($type:ty)),* $(,)?) => {
        /// One record of any kind.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs)] // each says what it is at its own type
        pub enum Record {
            $($kind($type),)*
        }

        impl Record {
            /// What kind of record it is.
            pub fn kind(&self) -> Kind {
                match self {
                    $(Record::$kind(_) => Kind::$kind,)*
                }
            }

            /// This record with what `mine` changed since `base`.
            ///
            /// # Errors
            /// The fields that both sides changed. Records of different kinds conflict whole, with no field named, unless one
            /// side changed nothing.
            pub fn merge(base: &Record, theirs: &Record, mine: &Record) -> Result<Record, Vec<FieldConflict>> {
                match (base, theirs, mine) {
                    $((Record::$kind(b), Record::$kind(t), Record::$kind(m)) => {
                        merge(b, t, m).map(Record::$kind)
                    })*
                    _ if base == theirs => Ok(mine.clone()),
                    _ if base == mine => Ok(theirs.clone()),
                    _ => Err(Vec::new()),
                }
            }

            /// What its fields are, whatever its kind, in the order of its form.
            pub fn shapes(&self) -> Vec<Shape> {
                match self {
                    $(Record::$kind(_) => shapes_of::<$type>(),)*
                }
            }

            /// What stands in the field with this key; empty for a key that it does not have.
            pub fn value(&self, key: &str) -> Value {
                match self {
                    $(Record::$kind(value) => value_of(value, key),)*
                }
            }

            /// Puts a value into the field with this key.
            ///
            /// # Errors
            /// It has no such field, or the value cannot stand there.
            pub fn set(&mut self, key: &str, new: Value) -> Result<(), Invalid> {
                match self {
                    $(Record::$kind(value) => set_field(value, key, new),)*
                }
            }
        }

        $(impl Recorded for $type {
            const KIND: Kind = Kind::$kind;
            fn wrap(self) -> Record {
                Record::$kind(self)
            }
            fn unwrap(record: Record) -> Option<Self> {
                match record {
                    Record::$kind(value) => Some(value),
                    _ => None,
                }
            }
        })*
    };
}

records! {
    School(SchoolInfo),
    Settings(Settings),
    Site(Site),
    Staff(Staff),
    Term(Term),
    Headings(HeadingMap),
    Closure(Closure),
    Tick(Tick),
    SencoPost(SencoPost),
    Agency(Agency),
    Training(Training),
    Provision(Provision),
    Intervention(Intervention),
    Rate(Rate),
    Session(Session),
    Pupil(Pupil),
    StageSpan(StageSpan),
    Need(Need),
    Review(Review),
    Allocation(Allocation),
    Check(ImpactCheck),
    Event(Event),
    Assessment(Assessment),
    EhcPlan(EhcPlan),
    Consultation(Consultation),
    Dispute(Dispute),
    Suspension(Suspension),
    RecordsRequest(RecordsRequest),
    Transfer(Transfer),
    Notice(Notice),
    Involvement(Involvement),
    Referral(Referral),
    Cycle(Cycle),
    Target(Target),
    Passport(Passport),
    Voice(Voice),
    StageCheck(StageCheck),
    FollowUp(FollowUp),
}

impl Record {
    /// The record as a case; `None` if it is none.
    pub fn case(&self) -> Option<&dyn Case> {
        match self {
            Record::Assessment(case) => Some(case),
            Record::EhcPlan(case) => Some(case),
            Record::Consultation(case) => Some(case),
            Record::Dispute(case) => Some(case),
            Record::Suspension(case) => Some(case),
            Record::RecordsRequest(case) => Some(case),
            Record::Transfer(case) => Some(case),
            Record::Notice(case) => Some(case),
            Record::Involvement(case) => Some(case),
            Record::Referral(case) => Some(case),
            Record::Cycle(case) => Some(case),
            Record::Target(case) => Some(case),
            Record::Passport(case) => Some(case),
            Record::Voice(case) => Some(case),
            Record::FollowUp(case) => Some(case),
            _ => None,
        }
    }
}

/// A type that is one kind of record.
pub trait Recorded: Sized + Clone + Fields {
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
