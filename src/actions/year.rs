//! The year's reviews agreed, as one change.
//!
//! Rule: all of them or none. Whoever has a review that was agreed, moved or held since the plan was made is named, and nothing is
//! written: the plan is made anew then.

use chrono::NaiveDate;

use super::{By, pupil};
use crate::domain::day;
use crate::domain::ids::{PupilId, Seq};
use crate::domain::pupil::StageSpan;
use crate::domain::review::{Review, ReviewKind};
use crate::store::{Edit, Refused};

/// What the journal calls it.
pub const ACTION: &str = "Agree the year's reviews";

/// Two reviews of a pupil nearer than this were planned without knowing of each other, in days.
const NEAR: i64 = 14;

/// Agrees a review with parents for each pupil on the day beside them, led by whoever led their last. `seen` is the journal's
/// place when the plan was made.
///
/// # Errors
/// A pupil has gone, has another review or stage since, or has a review near that day; a day is past, or no school day by now;
/// the store fails.
pub fn agree(
    edit: &mut Edit<'_>,
    by: &By,
    reviews: &[(PupilId, NaiveDate)],
    seen: Seq,
) -> Result<(), Refused> {
    let school = edit.school()?;
    for (id, due) in reviews {
        let who = pupil(edit, *id)?;
        if *due <= by.today {
            return Err(Refused::because(format!("{} is no day to come", day::full(*due))));
        }
        if !school.calendar_of(who.site).is_teaching_day(*due) {
            return Err(Refused::because(format!(
                "{} is no school day by now: plan the year anew",
                day::full(*due)
            )));
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
        let stages = edit.list::<StageSpan>(*id)?;
        let written =
            known.iter().map(|review| review.revision).chain(stages.iter().map(|span| span.revision));
        if written.into_iter().any(|one| one.0 > seen.0 && one.0 != edit.seq().0) {
            return Err(Refused::because(format!(
                "{} has other reviews or another stage since the plan was made: plan the year anew",
                who.name()
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

    /// Nothing is written since the plan was made.
    const NOW: Seq = Seq(u64::MAX);

    #[test]
    fn what_was_moved_or_called_off_since_the_plan_is_planned_anew() {
        let mut lab = Lab::new();
        let (ama, ben) = (lab.pupil("Ama", "Otter"), lab.pupil("Ben", "Quill"));
        let due = date("2026-11-24");
        let first = lab.make(|edit, by| {
            crate::actions::review::agree(edit, by, ama, ReviewKind::WithParents, due, None)
        });
        let seen = Seq(lab.store.generation().unwrap());
        let reviews = [(ben, date("2027-03-01")), (ama, date("2027-03-02")), (ama, date("2027-06-15"))];
        lab.make(|edit, by| {
            crate::actions::review::reschedule(edit, by, ama, first, date("2027-02-02"), "mum is away")
        });
        let refused = lab.try_make(|edit, by| agree(edit, by, &reviews, seen)).unwrap_err();
        assert!(refused.contains("Ama Otter has other reviews"), "{refused}");
        assert_eq!(lab.file(ben).open_reviews().count(), 0, "nothing was written");
        lab.undo();
        let seen = Seq(lab.store.generation().unwrap());
        lab.make(|edit, by| agree(edit, by, &reviews, seen));
        assert_eq!(lab.file(ama).open_reviews().count(), 3);
    }

    #[test]
    fn a_day_that_became_an_inset_day_is_not_agreed() {
        let mut lab = Lab::new();
        let ama = lab.pupil("Ama", "Otter");
        let day = date("2027-03-02");
        let inset = crate::domain::calendar::Closure {
            kind: crate::domain::calendar::ClosureKind::Inset,
            name: String::new(),
            from: day,
            to: day,
            site: None,
            typed: lab.by.typed.clone(),
        };
        lab.make(|edit, by| crate::actions::calendar::add_closure(edit, &inset, by));
        let refused = lab.try_make(|edit, by| agree(edit, by, &[(ama, day)], NOW)).unwrap_err();
        assert_eq!(refused, "Tue 2 Mar 2027 is no school day by now: plan the year anew");
    }

    #[test]
    fn all_are_agreed_in_one_step_or_none() {
        let mut lab = Lab::new();
        let (ama, ben) = (lab.pupil("Ama", "Otter"), lab.pupil("Ben", "Quill"));
        let reviews = [(ama, date("2026-12-01")), (ben, date("2026-12-02")), (ama, date("2027-03-02"))];
        lab.make(|edit, by| agree(edit, by, &reviews, NOW));
        let open = |lab: &Lab, id| lab.file(id).open_reviews().map(|review| review.due).collect::<Vec<_>>();
        assert_eq!(open(&lab, ama), [date("2026-12-01"), date("2027-03-02")]);
        assert_eq!(open(&lab, ben), [date("2026-12-02")]);
        let again = lab.try_make(|edit, by| {
            agree(edit, by, &[(ben, date("2027-03-01")), (ama, date("2026-12-10"))], NOW)
        });
        assert_eq!(again.unwrap_err(), "Ama Otter has a review on Tue 1 Dec 2026 by now: plan the year anew");
        assert_eq!(open(&lab, ben).len(), 1, "nothing was written");
        let past = lab.try_make(|edit, by| agree(edit, by, &[(ben, date("2026-11-20"))], NOW));
        assert!(past.unwrap_err().contains("no day to come"));
        lab.undo();
        assert!(open(&lab, ama).is_empty() && open(&lab, ben).is_empty(), "one undo");
    }
}
