//! The SENCO's qualification: three years from the appointment, and a course that begins early enough.
//!
//! Rule: general knowledge, worded as practice; look it up. A post that has ended, or whose holder is qualified or was
//! appointed before 1 September 2009, asks for nothing. The row names nobody: whose post it is, the adult's name beside it says.

use chrono::NaiveDate;

use super::rule::{Example, Given, Ground, Param, Unit};
use super::sum::Sum;
use super::{Act, Dated, DueItem, Family, NONE, Rule, next_of};
use crate::domain::case::SencoPost;
use crate::domain::ids::{Held, Key, Kind, SCHOOL};
use crate::domain::rows::Duty;
use crate::domain::school::SchoolFile;

/// The family.
pub const FAMILY: Family = Family { name: "SENCO's qualification", rules: RULES, school, ..NONE };

/// Who was appointed before needs no qualification.
const EXEMPT_BEFORE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2009, 9, 1);

const RULES: &[Rule] = &[
    Rule {
        duty: Duty::QualificationCourse,
        id: "qualification.course",
        title: "The course for the SENCO's qualification begins",
        limit: "So many months before the qualification is due as the course takes: 18 to 22.",
        params: &[Param {
            key: "months",
            label: "The course takes",
            help: "Months from the course's first day to the award: 18 to 22.",
            unit: Unit::Months,
            min: 1,
            max: 36,
            default: 22,
        }],
        dispute: "Courses take 18 to 22 months; the longest is assumed.",
        example: Example::Date { given: &[("appointed", "2026-09-01")], gives: "2027-11-01" },
        work: Some(|given| {
            let months = i32::try_from(given.ground.param(Duty::QualificationCourse, "months")).ok()?;
            award(given)?.note("The course has to begin as early as it takes.").months(months.checked_neg()?)
        }),
        ..AWARD
    },
    AWARD,
];

const AWARD: Rule = Rule {
    duty: Duty::Qualification,
    id: "qualification.award",
    title: "The SENCO is qualified",
    who: "SENCO, head",
    source: "as generally understood; look it up in the SENCO regulations of 2014 and the Department's guidance",
    limit: "3 years from the day of the appointment; who was appointed before 1 September 2009 is exempt.",
    example: Example::Date { given: &[("appointed", "2026-09-01")], gives: "2029-09-01" },
    work: Some(award),
    ..Rule::BASE
};

fn award(given: &Given<'_>) -> Option<Sum> {
    Sum::from("Appointed on", given.date("appointed")?).months(36)
}

fn item(post: &Held<SencoPost>, ground: &Ground<'_>) -> Option<DueItem> {
    let exempt = EXEMPT_BEFORE.is_some_and(|before| post.appointed < before);
    if post.staff.is_none() || post.ended.is_some() || post.qualified.is_some() || exempt {
        return None;
    }
    let mut chain = Vec::new();
    for (duty, what, done, act) in [
        (Duty::QualificationCourse, "the course begins", post.course, Act::Fields(&["course"])),
        (Duty::Qualification, "it is awarded", post.qualified, Act::Fields(&["qualified"])),
    ] {
        if let Some(sum) = ground.work(duty, &[("appointed", post.appointed)]) {
            chain.push((Dated { duty, what: what.to_owned(), date: sum.date, done, steps: sum.steps }, act));
        }
    }
    next_of(Key::new(SCHOOL, Kind::SencoPost, post.id), post.staff, "SENCO's qualification", chain)
}

fn school(school: &SchoolFile) -> Vec<DueItem> {
    let ground =
        Ground { calendar: &school.calendar, settings: &school.settings, agencies: &school.agencies };
    school.posts.iter().filter_map(|post| item(post, &ground)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{RecordId, Typed};
    use crate::domain::record::Record;
    use crate::domain::school::{RuleChoice, Settings};
    use crate::duties::school_items;
    use crate::duties::testing::{Lines, date, lines, school_of};

    fn post(appointed: &str) -> SencoPost {
        SencoPost {
            staff: Some(RecordId(9)),
            appointed: date(appointed),
            course: None,
            qualified: None,
            ended: None,
            note: String::new(),
            typed: Typed::default(),
        }
    }

    fn due(appointed: &str, change: impl FnOnce(&mut SencoPost)) -> Lines {
        let mut post = post(appointed);
        change(&mut post);
        lines(&school_items(&school_of([Record::SencoPost(post)])))
    }

    #[test]
    fn the_course_comes_first_and_then_the_award() {
        assert_eq!(
            due("2026-09-01", |_| {}),
            ["2027-11-01 practice school SENCO's qualification · the course begins"]
        );
        assert_eq!(
            due("2026-09-01", |post| post.course = Some(date("2027-01-11"))),
            ["2029-09-01 practice school SENCO's qualification · it is awarded"]
        );
        assert_eq!(
            due("2024-02-29", |post| post.course = Some(date("2025-01-11"))),
            ["2027-02-28 practice school SENCO's qualification · it is awarded"],
            "a leap day"
        );
    }

    #[test]
    fn nothing_is_asked_of_the_qualified_the_exempt_and_those_who_have_left() {
        assert!(due("2026-09-01", |post| post.qualified = Some(date("2026-10-01"))).is_empty());
        assert!(due("2026-09-01", |post| post.ended = Some(date("2026-10-01"))).is_empty());
        assert!(due("2026-09-01", |post| post.staff = None).is_empty());
        assert!(due("2009-08-31", |_| {}).is_empty());
        assert_eq!(due("2009-09-01", |_| {}).len(), 1);
    }

    #[test]
    fn each_post_has_its_own_line_and_the_course_its_own_length() {
        let months = RuleChoice {
            duty: Duty::QualificationCourse as u16,
            on: None,
            values: vec![("months".into(), 18)],
        };
        let school = school_of([
            Record::Settings(Settings { rules: vec![months], ..Settings::default() }),
            Record::SencoPost(post("2026-09-01")),
            Record::SencoPost(post("2025-09-01")),
        ]);
        let items = school_items(&school);
        assert_eq!(items.iter().map(|item| item.about.id.0).collect::<Vec<_>>(), [2, 1], "by date");
        assert_eq!((items[0].date, items[1].date), (date("2027-03-01"), date("2028-03-01")));
        assert_eq!(items[0].lead, Some(RecordId(9)));
        assert!(items.iter().all(|item| item.then.len() == 1));
    }
}
