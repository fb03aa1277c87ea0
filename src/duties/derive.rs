//! A file's rows of the first screens. The store writes them in the transaction that changes the file; `senco check`
//! proves that what is stored equals what this gives.

use super::{DueItem, due_items, ground, interventions, school_items};
use crate::domain::code::SenCode;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Kind, SCHOOL};
use crate::domain::rows::{DueKey, DueRow, Duty, Group, Look, PlaceRow, RegisterRow, Stay, Who};
use crate::domain::school::SchoolFile;

/// Every row that one pupil's file gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// The pupil's line in the register pane.
    pub register: RegisterRow,
    /// What is due, earliest first.
    pub due: Vec<DueRow>,
    /// The pupil's places in provisions.
    pub places: Vec<PlaceRow>,
}

fn row(item: DueItem, who: Who) -> DueRow {
    DueRow {
        key: DueKey { date: item.date, force: item.force(), duty: item.duty, about: item.about },
        who,
        whose: item.whose(),
        what: item.what,
        lead: item.lead,
        provision: item.provision,
    }
}

/// Whether a duty's date is that of the pupil's next review.
pub fn is_review(duty: Duty) -> bool {
    matches!(
        duty,
        Duty::AgreedReview
            | Duty::ReviewRhythm
            | Duty::WatchRhythm
            | Duty::AnnualReview
            | Duty::TransitionReview
    )
}

/// The rows of what the school itself owes. A consultation's row has the child's name.
pub fn derive_school(school: &SchoolFile) -> Vec<DueRow> {
    school_items(school)
        .into_iter()
        .map(|item| {
            let child = school
                .consultations
                .iter()
                .find(|case| item.about.kind == Kind::Consultation && item.about.id == case.id);
            let name = child.map(|case| case.child.clone()).unwrap_or_default();
            let who = Who {
                pupil: SCHOOL,
                sort_name: name.to_lowercase(),
                name,
                year: None,
                class: String::new(),
                site: None,
            };
            row(item, who)
        })
        .collect()
}

/// The rows of one pupil's file.
pub fn derive(file: &PupilFile, school: &SchoolFile) -> Derived {
    let who = Who {
        pupil: file.id,
        name: file.pupil.name(),
        sort_name: file.pupil.sort_name(),
        year: file.pupil.year,
        class: file.pupil.class.clone(),
        site: file.pupil.site,
    };
    let due: Vec<DueRow> = due_items(file, school).into_iter().map(|item| row(item, who.clone())).collect();
    let ground = ground(file, school);
    let places = file
        .allocations
        .iter()
        .map(|allocation| {
            let last = file.checks_of(allocation.id).next_back();
            let measured = last.map(|check| check.measure.clone()).unwrap_or_default();
            PlaceRow {
                provision: allocation.provision,
                allocation: allocation.id,
                who: who.clone(),
                from: allocation.from,
                to: allocation.to,
                entry: allocation.entry.clone(),
                now: if allocation.exit.is_empty() { measured } else { allocation.exit.clone() },
                checks: u16::try_from(file.checks_of(allocation.id).count()).unwrap_or(u16::MAX),
                outcome: last.map(|check| check.outcome),
                next_check: interventions::next_check(file, allocation, &ground)
                    .map(|(date, _)| date)
                    .filter(|_| file.pupil.left.is_none()),
                exit: allocation.exit.clone(),
                looks: file
                    .checks_of(allocation.id)
                    .map(|check| Look {
                        held: check.held,
                        outcome: check.outcome,
                        measure: check.measure.clone(),
                    })
                    .collect(),
            }
        })
        .collect();
    let stage = file.stage();
    let group = match (file.pupil.left, stage) {
        (Some(_), _) => Group::Leaver,
        (None, Some(_)) => Group::Register,
        (None, None) => Group::Roll,
    };
    let reviews = due.iter().filter(|row| is_review(row.key.duty)).map(|row| row.key.date);
    // An annual review's line may be a step before the meeting: the meeting is the review.
    let meetings = file.open_reviews().filter(|review| review.kind.is_annual()).map(|review| review.due);
    let meetings = meetings.filter(|_| file.pupil.left.is_none());
    let register = RegisterRow {
        group,
        upn: file.pupil.upn.clone(),
        born: file.pupil.born,
        sex: file.pupil.sex,
        stage: stage.map(|span| span.stage.clone()).unwrap_or_default(),
        since: stage.map(|span| span.from),
        census: stage.map_or(SenCode::N, |span| span.census),
        needs: file.open_needs().map(|need| need.sen_type).collect(),
        last_review: file.last_review().and_then(|review| review.held),
        next_review: reviews.chain(meetings).min(),
        places: file.allocations.iter().map(|place| Stay { from: place.from, to: place.to }).collect(),
        pupil_premium: file.pupil.pupil_premium,
        eal: file.pupil.eal,
        left: file.pupil.left,
        who,
    };
    Derived { register, due, places }
}
