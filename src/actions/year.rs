//! The year's reviews agreed, as one change.
//!
//! Rule: all of them or none. Whoever has a review near one of the days by now, agreed or held since the plan was made, is named,
//! and nothing is written: the plan is made anew then.

use chrono::NaiveDate;

use super::{By, pupil};
use crate::domain::day;
use crate::domain::ids::PupilId;
use crate::domain::review::{Review, ReviewKind};
use crate::store::{Edit, Refused};

/// What the journal calls it.
pub const ACTION: &str = "Agree the year's reviews";

/// Two reviews of a pupil nearer than this were planned without knowing of each other, in days.
const NEAR: i64 = 14;

/// Agrees a review with parents for each pupil on the day beside them, led by whoever led their last.
///
/// # Errors
/// A pupil has gone, or has a review near that day; a day is past; the store fails.
pub fn agree(edit: &mut Edit<'_>, by: &By, reviews: &[(PupilId, NaiveDate)]) -> Result<(), Refused> {
    for (id, due) in reviews {
        let who = pupil(edit, *id)?;
        if *due <= by.today {
            return Err(Refused::because(format!("{} is no day to come", day::full(*due))));
        }
        if !who.on_roll(*due) {
            return Err(Refused::because(format!("{} will have left by {}", who.name(), day::full(*due))));
        }
        let known = edit.list::<Review>(*id)?;
        let dated = known.iter().filter(|review| review.cancelled.is_none());
        let near = dated
            .map(|review| review.held.unwrap_or(review.due))
            .find(|date| day::between(*date, *due).abs() < NEAR);
        if let Some(near) = near {
            return Err(Refused::because(format!(
                "{} has a review on {} by now: plan the year anew",
                who.name(),
                day::full(near)
            )));
        }
        let last =
            known.iter().filter(|review| review.held.is_some()).max_by_key(|review| (review.held, review.id));
        let lead = last.and_then(|review| review.lead);
        edit.add(*id, Review::planned(ReviewKind::WithParents, *due, lead, by.typed.clone()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};

    #[test]
    fn all_are_agreed_in_one_step_or_none() {
        let mut lab = Lab::new();
        let (ama, ben) = (lab.pupil("Ama", "Otter"), lab.pupil("Ben", "Quill"));
        let reviews = [(ama, date("2026-12-01")), (ben, date("2026-12-02")), (ama, date("2027-03-02"))];
        lab.make(|edit, by| agree(edit, by, &reviews));
        let open = |lab: &Lab, id| lab.file(id).open_reviews().map(|review| review.due).collect::<Vec<_>>();
        assert_eq!(open(&lab, ama), [date("2026-12-01"), date("2027-03-02")]);
        assert_eq!(open(&lab, ben), [date("2026-12-02")]);
        let again =
            lab.try_make(|edit, by| agree(edit, by, &[(ben, date("2027-03-01")), (ama, date("2026-12-10"))]));
        assert_eq!(again.unwrap_err(), "Ama Otter has a review on Tue 1 Dec 2026 by now: plan the year anew");
        assert_eq!(open(&lab, ben).len(), 1, "nothing was written");
        let past = lab.try_make(|edit, by| agree(edit, by, &[(ben, date("2026-11-21"))]));
        assert!(past.unwrap_err().contains("no day to come"));
        lab.undo();
        assert!(open(&lab, ama).is_empty() && open(&lab, ben).is_empty(), "one undo");
    }
}
