//! The graduated approach: what is recorded of a child's support, from the concern to the next round.
//!
//! Rule: dated facts, as in `case`; nothing here is overwritten by the next round. A target belongs to its cycle, what a
//! child or a parent said stays in their words, and a passport that is written anew ends the one before.
//!
//! - `referral` is the concern that somebody raises, with its outcome; `cycle` one round of assess, plan, do, review.
//! - `target` is what a plan aims at; `plan_kind` says which fields a kind of plan has and what they are called.
//! - `passport` is the page that a child takes along; `voice` what a child or a parent said.
//! - `follow_up` is something promised, with its day.
//! - `stage_check` is one of a stage's duties, done for one pupil.

mod cycle;
mod follow_up;
mod passport;
pub mod plan_kind;
mod referral;
mod stage_check;
mod target;
mod voice;

pub use cycle::{Cycle, Source};
pub use follow_up::FollowUp;
pub use passport::{BOX_LINES, LINE_CHARS, PAGE_CHARS, Passport, fits};
pub use plan_kind::PlanKind;
pub use referral::{Concern, Referral, ReferralOutcome};
pub use stage_check::StageCheck;
pub use target::{Target, TargetOutcome};
pub use voice::{Speaker, Voice};
