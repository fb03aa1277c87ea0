//! Bytes and values: the only file that names bincode.
//!
//! Rule: bincode is positional. An appended field fails on old bytes and an inserted variant reads as another one, so a
//! kind's `Stored…` enum is append-only: before a record's type changes, its old form is copied into `V1` (`V2`, …),
//! a new variant is added at the end, and both `From`s follow. Every version ever written has a fixture in
//! `tests/fixtures/records` that is read for ever. No `skip_serializing_if`, `untagged`, `tag` or `flatten`. Dates
//! are day numbers. Bytes left over are refused, and a limit keeps a hostile length from asking for memory.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Closure, Term};
use crate::domain::case::{
    Assessment, Consultation, Dispute, EhcPlan, Involvement, Notice, RecordsRequest, SencoPost, Suspension,
    Tick, Transfer,
};
use crate::domain::catalogue::{Intervention, Rate};
use crate::domain::delivery::Session;
use crate::domain::event::Event;
use crate::domain::ids::Kind;
use crate::domain::people::{Agency, Training};
use crate::domain::provision::{Allocation, ImpactCheck, Provision};
use crate::domain::pupil::{Need, Pupil, StageSpan};
use crate::domain::record::Record;
use crate::domain::review::Review;
use crate::domain::school::{HeadingMap, SchoolInfo, Settings, Site, Staff};
use crate::domain::support::{Cycle, FollowUp, Passport, Referral, StageCheck, Target, Voice};

mod old;

/// The most bytes that one record may take: a long report is some thousands.
pub const RECORD_LIMIT: usize = 1 << 20;

/// The most bytes of one journal entry or one set of images: an import of a large school in one entry.
pub const BULK_LIMIT: usize = 1 << 28;

/// Why bytes are no value, or a value cannot be bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// The bytes are not what the type writes.
    #[error("its content cannot be read ({0})")]
    Unreadable(String),
    /// Bytes are left over after the value.
    #[error("{0} bytes are left over after its content")]
    Trailing(usize),
    /// A version that this program does not know.
    #[error("it has version {0}, which this program does not know")]
    Version(u16),
    /// More bytes than the limit.
    #[error("it is too long to save: {0} bytes, at most {1}")]
    TooLong(usize, usize),
}

/// A value's bytes, at most `limit` of them.
///
/// # Errors
/// Too long, or not writable.
pub fn encode<T: Serialize>(value: &T, limit: usize) -> Result<Vec<u8>, CodecError> {
    let bytes = bincode::serde::encode_to_vec(value, bincode::config::standard())
        .map_err(|error| CodecError::Unreadable(error.to_string()))?;
    if bytes.len() > limit { Err(CodecError::TooLong(bytes.len(), limit)) } else { Ok(bytes) }
}

/// The value that `bytes` are, all of them.
///
/// # Errors
/// Unreadable, or bytes are left over.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    // The limit stands in the type: the smaller one wherever it is enough.
    let (value, used) = if bytes.len() <= RECORD_LIMIT {
        bincode::serde::decode_from_slice(bytes, bincode::config::standard().with_limit::<RECORD_LIMIT>())
    } else {
        bincode::serde::decode_from_slice(bytes, bincode::config::standard().with_limit::<BULK_LIMIT>())
    }
    .map_err(|error| CodecError::Unreadable(error.to_string()))?;
    match bytes.len().saturating_sub(used) {
        0 => Ok(value),
        left => Err(CodecError::Trailing(left)),
    }
}

macro_rules! stored {
    ($($kind:ident: $stored:ident { $($old:ident($was:ty),)* => $new:ident($type:ty) = $version:literal })*) => {
        $(
            #[derive(Serialize, Deserialize)]
            enum $stored {
                $($old($was),)*
                $new($type),
            }
        )*

        /// The version that this program writes for each kind.
        pub fn version_of(kind: Kind) -> u16 {
            match kind { $(Kind::$kind => $version,)* }
        }

        /// A record's bytes in the newest version.
        ///
        /// # Errors
        /// Longer than [`RECORD_LIMIT`].
        pub fn encode_record(record: &Record) -> Result<Vec<u8>, CodecError> {
            match record {
                $(Record::$kind(value) => encode(&$stored::$new(value.clone()), RECORD_LIMIT),)*
            }
        }

        /// A record out of the bytes of any version ever written.
        ///
        /// # Errors
        /// Unreadable bytes, or a version of a later program.
        pub fn decode_record(kind: Kind, version: u16, payload: &[u8]) -> Result<Record, CodecError> {
            if version == 0 || version > version_of(kind) {
                return Err(CodecError::Version(version));
            }
            match kind {
                $(Kind::$kind => match decode::<$stored>(payload)? {
                    $($stored::$old(value) => Ok(Record::$kind(value.into())),)*
                    $stored::$new(value) => Ok(Record::$kind(value)),
                },)*
            }
        }
    };
}

stored! {
    School: StoredSchool { V1(old::SchoolInfoV1), => V2(SchoolInfo) = 2 }
    Settings: StoredSettings { V1(old::SettingsV1), V2(old::SettingsV2), V3(old::SettingsV3), => V4(Settings) = 4 }
    Site: StoredSite { => V1(Site) = 1 }
    Staff: StoredStaff { => V1(Staff) = 1 }
    Term: StoredTerm { V1(old::TermV1), => V2(Term) = 2 }
    Headings: StoredHeadings { => V1(HeadingMap) = 1 }
    Closure: StoredClosure { => V1(Closure) = 1 }
    Tick: StoredTick { => V1(Tick) = 1 }
    SencoPost: StoredSencoPost { => V1(SencoPost) = 1 }
    Provision: StoredProvision { V1(old::ProvisionV1), => V2(Provision) = 2 }
    Intervention: StoredIntervention { => V1(Intervention) = 1 }
    Rate: StoredRate { => V1(Rate) = 1 }
    Session: StoredSession { => V1(Session) = 1 }
    Pupil: StoredPupil { => V1(Pupil) = 1 }
    StageSpan: StoredStageSpan { => V1(StageSpan) = 1 }
    Need: StoredNeed { => V1(Need) = 1 }
    Review: StoredReview { V1(old::ReviewV1), => V2(Review) = 2 }
    Allocation: StoredAllocation { => V1(Allocation) = 1 }
    Check: StoredCheck { => V1(ImpactCheck) = 1 }
    Event: StoredEvent { => V1(Event) = 1 }
    Assessment: StoredAssessment { => V1(Assessment) = 1 }
    EhcPlan: StoredEhcPlan { => V1(EhcPlan) = 1 }
    Consultation: StoredConsultation { => V1(Consultation) = 1 }
    Dispute: StoredDispute { => V1(Dispute) = 1 }
    Suspension: StoredSuspension { => V1(Suspension) = 1 }
    RecordsRequest: StoredRecordsRequest { => V1(RecordsRequest) = 1 }
    Transfer: StoredTransfer { V1(old::TransferV1), => V2(Transfer) = 2 }
    Notice: StoredNotice { V1(old::NoticeV1), => V2(Notice) = 2 }
    Involvement: StoredInvolvement { V1(old::InvolvementV1), => V2(Involvement) = 2 }
    Agency: StoredAgency { => V1(Agency) = 1 }
    Training: StoredTraining { => V1(Training) = 1 }
    Referral: StoredReferral { => V1(Referral) = 1 }
    Cycle: StoredCycle { => V1(Cycle) = 1 }
    Target: StoredTarget { => V1(Target) = 1 }
    Passport: StoredPassport { => V1(Passport) = 1 }
    Voice: StoredVoice { => V1(Voice) = 1 }
    StageCheck: StoredStageCheck { => V1(StageCheck) = 1 }
    FollowUp: StoredFollowUp { => V1(FollowUp) = 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_left_over_are_refused() {
        let mut bytes = encode(&7_u32, 16).unwrap();
        bytes.push(0);
        assert_eq!(decode::<u32>(&bytes), Err(CodecError::Trailing(1)));
    }

    #[test]
    fn a_hostile_length_is_an_error_and_asks_for_no_memory() {
        // A list that says it has 2^60 strings, and one string that says it has 2^60 bytes.
        let mut bytes = vec![253];
        bytes.extend_from_slice(&(1_u64 << 60).to_le_bytes());
        bytes.extend_from_slice(b"xyz");
        assert!(matches!(decode::<Vec<String>>(&bytes), Err(CodecError::Unreadable(_))));
        assert!(matches!(decode::<String>(&bytes), Err(CodecError::Unreadable(_))));
        assert!(matches!(decode::<Vec<u8>>(&bytes), Err(CodecError::Unreadable(_))));
    }

    #[test]
    fn a_value_over_the_limit_is_refused_before_it_is_written() {
        assert!(matches!(encode(&"x".repeat(100), 50), Err(CodecError::TooLong(_, 50))));
    }

    #[test]
    fn a_version_of_a_later_program_is_named() {
        let bytes = encode_record(&Record::Settings(Settings::default())).unwrap();
        assert!(decode_record(Kind::Settings, 4, &bytes).is_ok());
        assert_eq!(decode_record(Kind::Settings, 5, &bytes), Err(CodecError::Version(5)));
        assert_eq!(decode_record(Kind::Settings, 0, &bytes), Err(CodecError::Version(0)));
    }
}
