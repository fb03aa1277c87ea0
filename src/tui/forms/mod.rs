//! The one form engine of the screen: a column of labelled fields, built from the table of fields of a record.
//!
//! Rule: a form asks and checks, it writes nothing. `on_save` gets the values and returns effects; what saves is
//! [`save_form`](super::save::save_form), which closes the form when the disk said yes and keeps it otherwise. Esc keeps
//! the draft; nothing typed is ever lost.
//!
//! ```ignore
//! // A form about one review. `held` is the record as it was read, `about` its numbers (never a name).
//! pub fn edit_review(app: &mut App, pupil: PupilId, held: Held<Review>, who: String) -> Vec<Effect> {
//!     let ctx = &app.ctx;
//!     let form = Form::new("review.edit", format!("{}/{}", pupil.0, held.id.0), "Edit a review")
//!         .note(who)
//!         .record(&held.value, &["due", "with", "note"], ctx)      // rows of Review::FIELDS by key
//!         .field(FormField::date("next", "Next review", false).help("When you meet again.").text("+12w"))
//!         .on_save(move |values, ctx| {
//!             let mut mine = held.value.clone();
//!             values.apply(&mut mine)?;                             // errors stand beside their fields
//!             let base = values.base(&held);                        // knows what was chosen in a conflict
//!             let next = values.date("next");
//!             Ok(vec![save_form(values, ctx, "Edit a review", move |edit| {
//!                 actions::edit_review(edit, pupil, &base, mine.clone(), next)
//!             }, |_app, _done| Vec::new())])
//!         });
//!     forms::open(app, form)
//! }
//! ```
//!
//! Open with [`open`], not with `App::open`: it lays a kept draft over the fields. A form that can be drafted has a row in
//! [`FORMS`], whose `open` reads `about` back. Without fields of the table: [`FormField::line`], `long`, `date`, `number`,
//! `money`, `flag`, `pick`, `pupils`, `staff`, `shown`. A saving command without a form uses [`save`](super::save::save).
//!
//! - `form` is the layer: focus and keys. `draw` draws it. `conflict` is the choice between two people's edits.
//! - `group_keys` are the keys that move in every screen of rows.
//! - `saving` is how a form ends: saved, refused, in conflict, left with a draft.
//! - `field` describes a field; `entry` is one being filled in, `read` reads it, `pick` is one that is picked from a list.
//! - `review`, `pupil`, `stage`, `need`, `agree`, `school`, `staff`, `training`, `agency`, `intervention`… are the forms themselves; `about` is what those about pupils share,
//!   `said` what is said once they are saved.
//! - `case` is the one form of cases of every kind, and of what is due by its act; `referral` decides one.
//! - `cycle` has the forms of a plan, one a step, and the screen that closes a cycle and opens the next.
//! - `group_check` is the 6-week check of a whole group, `roll` the provisions that run out with a term, `dosage` a dated change of one.
//! - `session` has the small forms about sessions; `session_pupils` is one session pupil by pupil, `adult_away` an adult's
//!   absence, each on one screen. `one_key` is a question that one key answers.
//! - `wording` points out vague words, and what the record does not say.
//! - `values` is what `on_save` gets. `commands` are the keys. `ask`, `ask_day` and `ask_range` have the smaller questions. `resume` brings drafts back.

mod about;
pub mod adult_away;
pub mod agency;
pub mod agree;
mod ask;
mod ask_day;
mod ask_range;
pub mod calendar;
pub mod case;
mod commands;
mod conflict;
pub mod cycle;
pub mod dosage;
mod draw;
mod entry;
pub mod event;
mod field;
pub(super) mod form;
pub mod group_check;
mod group_keys;
pub mod intervention;
pub mod need;
mod one_key;
pub mod passport;
mod pick;
pub mod provision;
pub mod pupil;
mod read;
pub mod referral;
mod resume;
pub mod review;
pub mod roll;
pub mod rule;
mod said;
mod saving;
pub mod school;
pub mod session;
pub mod session_pupils;
pub mod staff;
pub mod stage;
pub mod stage_check;
pub mod stage_set;
#[cfg(test)]
mod tests;
pub mod training;
mod values;
pub mod voice;
mod wording;

pub use ask::{Ask, Prompt};
pub use ask_day::AskDay;
pub use ask_range::AskRange;
pub use commands::COMMANDS;
pub use field::{FormField, Gives, Kind, Pick, Picks};
pub use form::Form;
pub use one_key::OneKey;
pub use resume::{discard, open, resume};
pub(super) use saving::{forget, leave, put_aside};
pub use values::{Values, Wrong};

use super::app::App;
use super::effect::Effect;

/// A form that a draft can open again.
#[derive(Debug)]
pub struct FormRow {
    /// Its name, as given to [`Form::new`].
    pub id: &'static str,
    /// What it is, for the list of drafts: "Log a contact".
    pub title: &'static str,
    /// Opens it about this; refuses in words if what it was about is gone.
    pub open: fn(&mut App, about: &str) -> Vec<Effect>,
}

/// Every form that keeps drafts. A form without a row here is kept too, but cannot be opened from its draft.
pub const FORMS: &[FormRow] = &[
    FormRow { id: "due.record", title: "Record what is due", open: review::resume_record },
    FormRow { id: "due.reschedule", title: "Agree another date", open: review::resume_reschedule },
    FormRow { id: "due.assign", title: "Give it to somebody", open: review::resume_assign },
    FormRow { id: "event.contact", title: "Log a contact", open: event::resume_contact },
    FormRow { id: "event.note", title: "Write a note", open: event::resume_note },
    FormRow { id: "event.meeting", title: "Log a meeting", open: event::resume_meeting },
    FormRow { id: "event.correct", title: "Correct an entry", open: event::resume_correct },
    FormRow { id: "pupil.add", title: "Add a pupil", open: pupil::resume_add },
    FormRow { id: "pupil.edit", title: "Change the profile", open: pupil::resume_edit },
    FormRow { id: "pupil.end", title: "The pupil leaves", open: pupil::resume_end },
    FormRow { id: "pupil.back", title: "Bring back on roll", open: pupil::resume_back },
    FormRow { id: "stage.change", title: "Change the stage", open: stage::resume_change },
    FormRow { id: "stage.correct", title: "Correct the stage", open: stage::resume_correct },
    FormRow { id: "stage.set", title: "Change the stage set", open: stage_set::resume },
    FormRow { id: "stage.check", title: "Tick a duty of the stage", open: stage_check::resume },
    FormRow { id: "need.set", title: "Settle the needs", open: need::resume_set },
    FormRow { id: "need.edit", title: "Change the need", open: need::resume_edit },
    FormRow { id: "rule.edit", title: "Set the rule", open: rule::resume },
    FormRow { id: "passport.write", title: "Write the passport", open: passport::resume_write },
    FormRow { id: "passport.edit", title: "Change the passport", open: passport::resume_edit },
    FormRow { id: "voice.add", title: "Keep somebody's words", open: voice::resume },
    FormRow { id: "review.agree", title: "Agree a review", open: agree::resume_agree },
    FormRow { id: "case.begin", title: "Begin a case", open: case::resume_begin },
    FormRow { id: "case.edit", title: "Change a case", open: case::resume_edit },
    FormRow { id: "referral.decide", title: "Decide the referral", open: referral::resume },
    FormRow { id: "cycle.begin", title: "Begin a cycle", open: cycle::resume_begin },
    FormRow { id: "cycle.step", title: "A child's plan", open: cycle::resume_step },
    FormRow { id: "cycle.close", title: "Close the cycle", open: cycle::resume_close },
    FormRow { id: "target.add", title: "Add a target", open: cycle::resume_add },
    FormRow { id: "target.edit", title: "Change the target", open: cycle::resume_target },
    FormRow { id: "provision.start", title: "Start a provision", open: provision::resume_start },
    FormRow { id: "provision.edit", title: "Edit a provision", open: provision::resume_edit },
    FormRow { id: "provision.dosage", title: "Change the dosage", open: dosage::resume },
    FormRow { id: "provision.add_pupil", title: "Take pupils into a provision", open: provision::resume_add },
    FormRow { id: "provision.end", title: "End a provision", open: provision::resume_end },
    FormRow { id: "provision.end_place", title: "End a pupil's place", open: provision::resume_end_place },
    FormRow { id: "provision.correct", title: "Correct a pupil's place", open: provision::resume_correct },
    FormRow { id: "calendar.add_term", title: "Add a term", open: calendar::resume_add_term },
    FormRow { id: "calendar.term", title: "Change a term", open: calendar::resume_term },
    FormRow { id: "calendar.add_day", title: "Add days", open: calendar::resume_add_day },
    FormRow { id: "calendar.day", title: "Change days", open: calendar::resume_day },
    FormRow { id: "agency.add", title: "Add an agency", open: agency::resume_add },
    FormRow { id: "agency.edit", title: "Change an agency", open: agency::resume_edit },
    FormRow { id: "agency.target", title: "A target of the advice", open: agency::resume_target },
    FormRow { id: "intervention.add", title: "Add an intervention", open: intervention::resume_add },
    FormRow { id: "intervention.edit", title: "Change an intervention", open: intervention::resume_edit },
    FormRow { id: "rate.add", title: "Set an hourly rate", open: intervention::resume_add_rate },
    FormRow { id: "rate.edit", title: "Correct an hourly rate", open: intervention::resume_edit_rate },
    FormRow { id: "staff.add", title: "Add an adult", open: staff::resume_add },
    FormRow { id: "staff.edit", title: "Change an adult", open: staff::resume_edit },
    FormRow { id: "staff.leave", title: "An adult leaves", open: staff::resume_leave },
    FormRow { id: "training.add", title: "Record training", open: training::resume_add },
    FormRow { id: "training.edit", title: "Change training", open: training::resume_edit },
    FormRow { id: "school.details", title: "School's details", open: school::resume_details },
    FormRow {
        id: "school.least_cases",
        title: "When it is said what works",
        open: school::resume_least_cases,
    },
    FormRow { id: "school.plans", title: "Plans of a new cycle", open: school::resume_plans },
    FormRow { id: "school.site_add", title: "Add a site", open: school::resume_add_site },
    FormRow { id: "school.site", title: "Rename a site", open: school::resume_site },
    FormRow { id: "quick.log", title: "Log in one line", open: super::quick::resume },
    FormRow { id: "session.move", title: "Move a session", open: session::resume_move },
    FormRow { id: "session.adult", title: "Who takes a session", open: session::resume_adult },
    FormRow { id: "session.extra", title: "Record an extra session", open: session::resume_extra },
    FormRow { id: session_pupils::FORM, title: "Who was there", open: session_pupils::resume },
    FormRow { id: adult_away::FORM, title: "An adult is away", open: adult_away::resume },
    FormRow { id: "provision.check", title: "Check a group", open: group_check::resume },
    FormRow { id: "provision.roll", title: "Roll forward", open: roll::resume },
];
