//! SEN support: reviews on the dates agreed, and the rhythm of the stage where none is agreed.
//!
//! Sources: every plan has a review date and is reviewed on it (Code 6.48 and 6.53); reviews with pupil and parents at
//! least three times a year (S1 ¶11). The rhythm of a stage is in its row of the stage set.

use chrono::{Months, NaiveDate};

use super::DueItem;
use crate::domain::calendar::{Calendar, academic_year};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::Key;
use crate::domain::review::{Review, ReviewKind};
use crate::domain::rows::{Duty, Force};
use crate::domain::stage;

/// When a review should follow one on `from` at so many reviews a year, moved on to the next teaching day.
///
/// `None` if the rhythm is none or the date is out of range. Worked example: three a year, from Mon 14 Sep 2026, is
/// four months on: Thu 14 Jan 2027.
pub fn next_by_rhythm(from: NaiveDate, reviews_a_year: u8, calendar: &Calendar) -> Option<NaiveDate> {
    let months = 12 / u32::from(std::num::NonZeroU8::new(reviews_a_year)?.get());
    let date = from.checked_add_months(Months::new(months.max(1)))?;
    Some(calendar.next_teaching_day(date))
}

/// What a review to come is called: with parents, which of the year's it is.
fn title(file: &PupilFile, review: &Review, a_year: Option<u8>) -> String {
    let Some(a_year) = a_year.filter(|_| review.kind == ReviewKind::WithParents) else {
        return review.kind.label().to_owned();
    };
    let year = academic_year(review.due);
    let held = file
        .reviews
        .iter()
        .filter(|other| other.kind == ReviewKind::WithParents)
        .filter(|other| other.held.is_some_and(|held| academic_year(held) == year))
        .count();
    format!("{} ({} of {a_year})", review.kind.label(), held + 1)
}

/// The reviews due for a pupil.
pub fn due(file: &PupilFile, calendar: &Calendar) -> Vec<DueItem> {
    let mut items = Vec::new();
    let stage = file.stage().and_then(|span| stage::find(&span.stage).map(|stage| (span, stage)));
    let a_year = stage.map(|(_, stage)| stage.reviews_per_year).filter(|a_year| *a_year > 0);
    for review in file.open_reviews() {
        let mut reason = vec![match review.moves.last() {
            Some(made) => format!(
                "Agreed for {} instead of {}: {}.",
                day::full(review.due),
                day::full(made.from),
                made.reason.trim_end_matches('.')
            ),
            None => format!("Agreed for {}.", day::full(review.due)),
        }];
        if let Some(last) = file.last_review().and_then(|last| last.held) {
            reason.push(format!("The last review was on {}.", day::full(last)));
        }
        items.push(DueItem {
            date: review.due,
            duty: Duty::AgreedReview,
            force: Force::Code,
            source: "Code 6.53",
            about: Key::new(file.id, crate::domain::ids::Kind::Review, review.id),
            what: title(file, review, a_year),
            lead: review.lead,
            provision: None,
            reason,
        });
    }
    if items.is_empty()
        && let Some((span, stage)) = stage
        && let Some(a_year) = a_year
    {
        let last = file.last_review().and_then(|last| last.held).filter(|held| *held >= span.from);
        let (from, what) = match last {
            Some(held) => (held, "The last review was on"),
            None => (span.from, "The pupil came to this stage on"),
        };
        if let Some(date) = next_by_rhythm(from, a_year, calendar) {
            items.push(DueItem {
                date,
                duty: Duty::ReviewRhythm,
                force: if stage.on_register { Force::Code } else { Force::Local },
                source: if stage.on_register {
                    "Code 6.48; three a year"
                } else {
                    "the school's own rhythm for the watch list"
                },
                about: Key::profile(file.id),
                what: "no review agreed yet".to_owned(),
                lead: None,
                provision: None,
                reason: vec![
                    format!("{what} {}.", day::full(from)),
                    format!("{} reviews a year asks for the next by {}.", a_year, day::full(date)),
                    "No date is agreed.".to_owned(),
                ],
            });
        }
    }
    items
}
