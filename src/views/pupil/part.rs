//! The parts of a pupil's file, in the order in which it is read: what is pressing first, who the pupil is last.

use serde::Serialize;

/// A part of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// What one should know at once: the note, a UPN at fault, that the pupil has left.
    Know,
    /// What is due.
    Due,
    /// Cases: what runs first, with whose clock it is; then what has come to its end.
    Cases,
    /// Referrals, those still to be decided first.
    Referrals,
    /// The cycle that runs with its targets; then those before it.
    Plan,
    /// Needs, those that ended too.
    Needs,
    /// Stage history, the newest first.
    Stages,
    /// Provision, what runs first.
    Provision,
    /// Reviews, those to come first.
    Reviews,
    /// The last contacts, notes and meetings.
    Recent,
    /// The passport in force, then those it replaced.
    Passport,
    /// What the pupil and the parents said, the newest first.
    Voices,
    /// The duties of the pupil's stage.
    Checklist,
    /// Who the pupil is.
    Profile,
}

impl Part {
    /// Every part, in the order of the view.
    pub const ALL: [Part; 14] = [
        Part::Know,
        Part::Due,
        Part::Cases,
        Part::Referrals,
        Part::Plan,
        Part::Needs,
        Part::Stages,
        Part::Provision,
        Part::Reviews,
        Part::Recent,
        Part::Passport,
        Part::Voices,
        Part::Checklist,
        Part::Profile,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Part::Know => "To know at once",
            Part::Due => "Due",
            Part::Cases => "Cases",
            Part::Referrals => "Referrals",
            Part::Plan => "Plan",
            Part::Needs => "Needs",
            Part::Stages => "Stages",
            Part::Provision => "Provision",
            Part::Reviews => "Reviews",
            Part::Passport => "Passport",
            Part::Voices => "Voices",
            Part::Recent => "Contacts and notes",
            Part::Checklist => "Stage checklist",
            Part::Profile => "Profile",
        }
    }

    /// Whether it is asked for of pupils at a stage alone: of the rest it is left out while there is nothing.
    pub(super) fn of_a_stage(self) -> bool {
        matches!(self, Part::Passport | Part::Voices)
    }

    /// What stands there when there is nothing; empty where the part is then left out.
    pub(super) fn nothing(self) -> &'static str {
        match self {
            Part::Know | Part::Cases | Part::Checklist | Part::Profile | Part::Referrals | Part::Plan => "",
            Part::Due => "nothing is due",
            Part::Needs => "no need is recorded",
            Part::Stages => "never at a stage",
            Part::Provision => "no provision yet",
            Part::Reviews => "no review yet",
            Part::Passport => "no passport yet",
            Part::Voices => "no words of the pupil or the parents yet",
            Part::Recent => "no contact or note yet",
        }
    }
}
