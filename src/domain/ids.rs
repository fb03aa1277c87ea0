//! Names of things in the store: whose file, which kind of record, which one.
//!
//! Rule: numbers of a [`Kind`] are the file format. They are added to, never changed or used again.

use serde::{Deserialize, Serialize};

/// A pupil's number in this store. Given once by a counter, never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PupilId(pub u32);

/// The file that belongs to the school and to no pupil: sites, staff, terms, settings, provisions.
pub const SCHOOL: PupilId = PupilId(0);

/// A record's number within the store. Given once by a counter, never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordId(pub u32);

/// What a record is. The number stands in every key of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Kind {
    /// The school's name; one record.
    School = 1,
    /// The school's own choices; one record.
    Settings = 2,
    /// A site of the school or federation.
    Site = 3,
    /// An adult who leads, assesses or is told.
    Staff = 4,
    /// A term with its half-term.
    Term = 5,
    /// Which heading of a sheet means which field, as once settled; one record.
    Headings = 6,
    /// A day or more on which the school is closed, or open, against the rule: INSET, a bank holiday, snow.
    Closure = 7,
    /// Something that comes round by the calendar was done.
    Tick = 8,
    /// Somebody's time as SENCO.
    SencoPost = 9,
    /// An outside service of the school's catalogue.
    Agency = 10,
    /// Something that an adult was trained in.
    Training = 11,
    /// An entry of the catalogue of interventions.
    Intervention = 12,
    /// What an hour of an adult of one role costs.
    Rate = 13,
    /// A run of an intervention.
    Provision = 20,
    /// One session of a provision.
    Session = 23,
    /// Who the pupil is; one record a file.
    Pupil = 32,
    /// A time at a stage.
    StageSpan = 33,
    /// A need with its rank and dates.
    Need = 34,
    /// A review, planned or held.
    Review = 35,
    /// A pupil's place in a provision.
    Allocation = 36,
    /// A 6-week look at an allocation.
    Check = 37,
    /// A note, contact or meeting.
    Event = 38,
    /// A request for an EHC needs assessment.
    Assessment = 39,
    /// An EHC plan.
    EhcPlan = 40,
    /// A local authority's consultation; in the school's file for a child who is not on roll.
    Consultation = 41,
    /// Mediation and appeal.
    Dispute = 42,
    /// A suspension or exclusion.
    Suspension = 43,
    /// A request for records.
    RecordsRequest = 44,
    /// A leaver's file on its way.
    Transfer = 45,
    /// The letter that SEN support begins, and its slip.
    Notice = 46,
    /// An agency's work with a pupil.
    Involvement = 47,
    /// A concern that somebody raised.
    Referral = 48,
    /// One round of assess, plan, do, review.
    Cycle = 49,
    /// A target of a cycle's plan.
    Target = 50,
    /// The page that a child takes along.
    Passport = 51,
    /// What a child or a parent said.
    Voice = 52,
    /// A stage's duty, done for a pupil.
    StageCheck = 53,
    /// Something promised, with its day.
    FollowUp = 54,
}

impl Kind {
    /// Every kind, in the order of the store.
    pub const ALL: [Kind; 38] = [
        Kind::School,
        Kind::Settings,
        Kind::Site,
        Kind::Staff,
        Kind::Term,
        Kind::Headings,
        Kind::Closure,
        Kind::Tick,
        Kind::SencoPost,
        Kind::Agency,
        Kind::Training,
        Kind::Intervention,
        Kind::Rate,
        Kind::Provision,
        Kind::Session,
        Kind::Pupil,
        Kind::StageSpan,
        Kind::Need,
        Kind::Review,
        Kind::Allocation,
        Kind::Check,
        Kind::Event,
        Kind::Assessment,
        Kind::EhcPlan,
        Kind::Consultation,
        Kind::Dispute,
        Kind::Suspension,
        Kind::RecordsRequest,
        Kind::Transfer,
        Kind::Notice,
        Kind::Involvement,
        Kind::Referral,
        Kind::Cycle,
        Kind::Target,
        Kind::Passport,
        Kind::Voice,
        Kind::StageCheck,
        Kind::FollowUp,
    ];

    /// The kind with this number; `None` for a number of a later program.
    pub fn from_number(number: u8) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| *kind as u8 == number)
    }

    /// The kind in a SENCO's words, for messages.
    pub fn label(self) -> &'static str {
        match self {
            Kind::School => "school",
            Kind::Settings => "settings",
            Kind::Site => "site",
            Kind::Staff => "member of staff",
            Kind::Term => "term",
            Kind::Headings => "headings of the register sheet",
            Kind::Provision => "provision",
            Kind::Intervention => "intervention",
            Kind::Rate => "hourly rate",
            Kind::Session => "session",
            Kind::Pupil => "pupil",
            Kind::StageSpan => "stage",
            Kind::Need => "need",
            Kind::Review => "review",
            Kind::Allocation => "allocation",
            Kind::Check => "impact check",
            Kind::Event => "timeline entry",
            Kind::Closure => "closure",
            Kind::Tick => "tick",
            Kind::SencoPost => "SENCO's post",
            Kind::Assessment => "EHC needs assessment",
            Kind::EhcPlan => "EHC plan",
            Kind::Consultation => "consultation",
            Kind::Dispute => "disagreement",
            Kind::Suspension => "suspension",
            Kind::RecordsRequest => "records request",
            Kind::Transfer => "leaver's file",
            Kind::Notice => "letter to parents",
            Kind::Involvement => "agency's work",
            Kind::Agency => "agency",
            Kind::Training => "training",
            Kind::Referral => "referral",
            Kind::Cycle => "cycle",
            Kind::Target => "target",
            Kind::Passport => "passport",
            Kind::Voice => "voice",
            Kind::StageCheck => "stage's duty",
            Kind::FollowUp => "follow-up",
        }
    }
}

/// Where a record stands: whose file, what, which. Sorts as the store does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// Whose file; [`SCHOOL`] for what belongs to the school.
    pub pupil: PupilId,
    /// What it is.
    pub kind: Kind,
    /// Which one; 0 where a file has one only.
    pub id: RecordId,
}

impl Key {
    /// How many bytes a key takes.
    pub const LEN: usize = 9;

    /// A key from its parts.
    pub fn new(pupil: PupilId, kind: Kind, id: RecordId) -> Key {
        Key { pupil, kind, id }
    }

    /// The key of a school record.
    pub fn school(kind: Kind, id: RecordId) -> Key {
        Key { pupil: SCHOOL, kind, id }
    }

    /// The key of the record that says who the pupil is.
    pub fn profile(pupil: PupilId) -> Key {
        Key { pupil, kind: Kind::Pupil, id: RecordId(0) }
    }

    /// Bytes that sort as the key does.
    pub fn to_bytes(self) -> [u8; Key::LEN] {
        let mut out = [0; Key::LEN];
        out[..4].copy_from_slice(&self.pupil.0.to_be_bytes());
        out[4] = self.kind as u8;
        out[5..].copy_from_slice(&self.id.0.to_be_bytes());
        out
    }

    /// The key that these bytes are; `None` if they are none of ours.
    pub fn from_bytes(bytes: &[u8]) -> Option<Key> {
        let bytes: &[u8; Key::LEN] = bytes.try_into().ok()?;
        let [a, b, c, d, kind, e, f, g, h] = *bytes;
        Some(Key {
            pupil: PupilId(u32::from_be_bytes([a, b, c, d])),
            kind: Kind::from_number(kind)?,
            id: RecordId(u32::from_be_bytes([e, f, g, h])),
        })
    }
}

/// Place of an entry in the journal, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub struct Seq(pub u64);

/// Which journal entry last wrote a record: what an edit was based on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub struct Revision(pub u64);

/// A moment: seconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub struct Stamp(pub i64);

/// When something was typed and by whom. An entry has this beside the date on which it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Typed {
    /// The moment of saving.
    pub at: Stamp,
    /// The Unix user who saved.
    pub by: String,
}

/// A record as it stands in the store: its number, its revision, its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Held<T> {
    /// Which one.
    pub id: RecordId,
    /// The state that an edit is based on.
    pub revision: Revision,
    /// What it says.
    pub value: T,
}

impl<T> std::ops::Deref for Held<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_bytes_and_sorts_like_them() {
        let mut keys = Vec::new();
        for pupil in [0, 1, 255, 256, u32::MAX] {
            for kind in Kind::ALL {
                for id in [0, 1, 256, u32::MAX] {
                    keys.push(Key::new(PupilId(pupil), kind, RecordId(id)));
                }
            }
        }
        for key in &keys {
            assert_eq!(Key::from_bytes(&key.to_bytes()), Some(*key));
        }
        let mut by_bytes = keys.clone();
        by_bytes.sort_by_key(|key| key.to_bytes());
        keys.sort();
        assert_eq!(keys, by_bytes);
        assert_eq!(Key::from_bytes(b"short"), None);
        assert_eq!(Kind::from_number(0), None);
    }
}
