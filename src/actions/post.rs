//! The SENCO's post: who was appointed when, the course, the qualification.
//!
//! Rule: the days of a post follow each other. A post is ended with a day, and never taken away.

use super::staff::{Adult, resolve};
use super::{By, not_ahead};
use crate::domain::case::SencoPost;
use crate::domain::day;
use crate::domain::ids::{RecordId, SCHOOL};
use crate::domain::record::{Record, Recorded};
use crate::store::{Edit, Refused};

/// Records that somebody was appointed. A name that is not among the staff is added.
///
/// # Errors
/// Two days contradict each other, a day that was lies ahead, or the store fails.
pub fn add(edit: &mut Edit<'_>, by: &By, who: &Adult, mut post: SencoPost) -> Result<RecordId, Refused> {
    post.staff = Some(resolve(edit, who)?);
    post.typed = by.typed.clone();
    fits(&post, by)?;
    edit.add(SCHOOL, post)
}

/// Changes a post: `mine` on the footing of `base`.
///
/// # Errors
/// As [`add`]; the post is no longer there; somebody else changed the same field.
pub fn change(
    edit: &mut Edit<'_>,
    by: &By,
    id: RecordId,
    who: &Adult,
    base: &SencoPost,
    mut mine: SencoPost,
) -> Result<(), Refused> {
    mine.staff = Some(resolve(edit, who)?);
    let key = SencoPost::key(SCHOOL, id);
    let merged = edit.merge(key, &Record::SencoPost(base.clone()), Record::SencoPost(mine))?;
    let Some(post) = SencoPost::unwrap(merged) else {
        return Err(Refused::because("this post is no longer on file"));
    };
    fits(&post, by)?;
    edit.put(key, post.wrap())
}

fn fits(post: &SencoPost, by: &By) -> Result<(), Refused> {
    for (date, what) in [(post.course, "the course on"), (post.qualified, "the award on")] {
        if let Some(date) = date {
            not_ahead(date, by, what)?;
        }
    }
    for (first, then, words) in [
        (Some(post.appointed), post.ended, "the post ends before it begins"),
        (post.course, post.qualified, "the award comes before the course"),
    ] {
        if let (Some(first), Some(then)) = (first, then)
            && then < first
        {
            let (first, then) = (day::full(first), day::full(then));
            return Err(Refused::because(format!("{words}: {then}, {first}")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::ids::{Held, Typed};
    use crate::domain::rows::Duty;

    fn post(appointed: &str) -> SencoPost {
        SencoPost {
            staff: None,
            appointed: date(appointed),
            course: None,
            qualified: None,
            ended: None,
            note: String::new(),
            typed: Typed::default(),
        }
    }

    fn posts(lab: &Lab) -> Vec<Held<SencoPost>> {
        lab.store.read(|view| view.school()).unwrap().posts
    }

    fn dale() -> Adult {
        Adult::Named("R Dale".into())
    }

    fn asked(lab: &Lab) -> Vec<Duty> {
        lab.store.read(|view| view.due_all()).unwrap().iter().map(|row| row.key.duty).collect()
    }

    #[test]
    fn an_appointment_asks_for_the_course_and_the_course_for_the_award() {
        let mut lab = Lab::new();
        let id = lab.make(|edit, by| add(edit, by, &dale(), post("2026-09-01")));
        assert_eq!(asked(&lab), [Duty::QualificationCourse]);
        let base = posts(&lab)[0].value.clone();
        assert_eq!((base.staff.is_some(), base.typed.by.as_str()), (true, "sue"));
        let begun = SencoPost { course: Some(date("2026-11-02")), ..base.clone() };
        lab.make(|edit, by| change(edit, by, id, &dale(), &base, begun.clone()));
        assert_eq!(asked(&lab), [Duty::Qualification]);
        lab.undo();
        assert_eq!(asked(&lab), [Duty::QualificationCourse]);
        let ended = SencoPost { ended: Some(date("2026-11-20")), ..base.clone() };
        lab.make(|edit, by| change(edit, by, id, &dale(), &base, ended.clone()));
        assert!(asked(&lab).is_empty());
    }

    #[test]
    fn days_that_contradict_each_other_are_refused() {
        let mut lab = Lab::new();
        for (wrong, words) in [
            (SencoPost { course: Some(date("2026-12-01")), ..post("2026-09-01") }, "lies ahead"),
            (SencoPost { ended: Some(date("2026-08-01")), ..post("2026-09-01") }, "ends before it begins"),
            (
                SencoPost {
                    course: Some(date("2026-10-01")),
                    qualified: Some(date("2026-09-10")),
                    ..post("2026-09-01")
                },
                "the award comes before the course",
            ),
        ] {
            let refused = lab.try_make(|edit, by| add(edit, by, &dale(), wrong.clone())).unwrap_err();
            assert!(refused.contains(words), "{refused}");
        }
        assert!(posts(&lab).is_empty());
    }
}
