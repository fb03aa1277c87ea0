//! The papers that a school prints and sends: what each says, out of a pupil's file and the school's.
//!
//! Rule: a paper repeats what is recorded and invents nothing; what should be there and is not is said to be missing.
//!
//! - `folder` is what they are made of, `said` what child and parents said; `documents` is the list of all of them.
//! - `iep` is the plan of a cycle, `passport` the child's one page, `provision` one page of what runs for a meeting.
//! - `letter`, `invitation`, `summary`, `consent` go home; `referral` is the form of a concern.
//! - `transition` goes to the next setting, `annual` makes an annual review, `evidence` a request to the authority.

pub mod annual;
pub mod consent;
pub mod documents;
pub mod evidence;
pub mod figures;
pub mod folder;
pub mod iep;
pub mod invitation;
pub mod letter;
pub mod passport;
pub mod print;
pub mod provision;
pub mod referral;
pub mod said;
pub mod strategies;
pub mod summary;
#[cfg(test)]
pub(crate) mod testing;
pub mod transition;
