//! A pupil's cases: since when, what, whose clock is running and until when, and the whole chain of dates.
//!
//! Rule: whose clock it is comes from the next date that is not done; a case says no more than its dates do.

use chrono::NaiveDate;

use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind};
use crate::domain::rows::{Duty, Force, Whose};
use crate::domain::school::SchoolFile;
use crate::duties::{self, Dated};

/// The next date of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// Which rule gives it.
    pub duty: Duty,
    /// What is to be done.
    pub what: String,
    /// The day it is due.
    pub date: NaiveDate,
    /// Whose clock is running.
    pub whose: Whose,
    /// How binding it is.
    pub force: Force,
}

impl Next {
    /// "authority until Mon 19 Oct", "school was due by Fri 2 Oct: 50 days late".
    pub fn clock(&self, today: NaiveDate) -> String {
        let (whose, when) = (self.whose.label(), day::near(self.date, today));
        if self.date < today {
            format!("{whose} was due by {when}, {}", day::how_late(self.date, today))
        } else {
            format!("{whose} until {when}")
        }
    }
}

/// One case.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseView {
    /// Which record.
    pub key: Key,
    /// What kind of case.
    pub title: &'static str,
    /// What tells it from others of its kind; may be empty.
    pub about: String,
    /// The day it began.
    pub began: NaiveDate,
    /// The day it came to its end; `None` while it runs.
    pub ended: Option<NaiveDate>,
    /// What is to be known of it; may be empty.
    pub note: String,
    /// Who sees to it; empty means the SENCO.
    pub lead: String,
    /// The next thing to do; `None` if nothing more is due.
    pub next: Option<Next>,
    /// Every date, done and to come, in order.
    pub chain: Vec<Dated>,
}

impl CaseView {
    /// Whose clock is running and until when; or since when it has ended.
    pub fn state(&self, today: NaiveDate) -> String {
        match (self.ended, &self.next) {
            (Some(ended), _) => format!("ended {}", day::near(ended, today)),
            (None, Some(next)) => next.clock(today),
            (None, None) => "nothing more is due".to_owned(),
        }
    }

    /// "EHC plan · Hackney · school until Thu 17 Dec · J Moor". Who asked for an assessment comes after whose clock it is.
    pub fn line(&self, today: NaiveDate) -> String {
        let state = self.state(today);
        let lead = if self.ended.is_some() { "" } else { self.lead.as_str() };
        let parts = match self.key.kind {
            Kind::Assessment => [self.title, &state, &self.about, lead],
            _ => [self.title, &self.about, &state, lead],
        };
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// What is due about a record, the first of it; `None` if nothing is.
pub fn due_of(file: &PupilFile, school: &SchoolFile, about: Key) -> Option<Next> {
    first_due(&duties::due_items(file, school), |item| item.about == about)
}

fn first_due(items: &[duties::DueItem], wanted: impl Fn(&duties::DueItem) -> bool) -> Option<Next> {
    items.iter().find(|item| wanted(item)).map(|item| Next {
        duty: item.duty,
        what: item.what.clone(),
        date: item.date,
        whose: item.whose(),
        force: item.force(),
    })
}

/// Whether a rule tells until when an EHC plan must be reviewed.
fn reviews_plan(duty: Duty) -> bool {
    matches!(duty, Duty::AnnualReview | Duty::LastSafeMeeting | Duty::UnderFive)
}

/// Every case of a pupil: those that run first, in the order of the page; then those that ended, the latest first.
pub fn cases(file: &PupilFile, school: &SchoolFile) -> Vec<CaseView> {
    let items = duties::due_items(file, school);
    let one = |(key, _, case): (Key, crate::domain::ids::Revision, &dyn crate::domain::case::Case)| {
        let running = case.ended().is_none();
        let next = first_due(&items, |item| item.about == key).or_else(|| {
            // The limit of a plan is that of its annual review.
            first_due(&items, |item| reviews_plan(item.duty)).filter(|_| key.kind == Kind::EhcPlan && running)
        });
        CaseView {
            key,
            title: case.title(),
            about: case.about(),
            began: case.began(),
            ended: case.ended(),
            note: case.note().to_owned(),
            lead: school.staff_name(case.lead()).to_owned(),
            next,
            chain: duties::chain(file, key, school),
        }
    };
    let mut cases: Vec<CaseView> = file.cases().into_iter().map(one).collect();
    cases.sort_by_key(|case| case.ended.map(std::cmp::Reverse));
    cases
}

/// A chain in words, a line a date: what is done with its day, what is next, what is to follow.
pub fn chain_lines(chain: &[Dated], today: NaiveDate) -> Vec<String> {
    let mut next = true;
    let one = |dated: &Dated| {
        let due = day::near(dated.date, today);
        match dated.done {
            Some(done) if done > dated.date => {
                format!("done {} (due {due}) · {}", day::near(done, today), dated.what)
            }
            Some(done) => format!("done {} · {}", day::near(done, today), dated.what),
            None => {
                let word = if std::mem::take(&mut next) { "next" } else { "to follow" };
                format!("{word} {due} · {} · {}", dated.what, duties::rule(dated.duty).whose.label())
            }
        }
    };
    chain.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::case::{Answer, Assessment, EhcPlan, Involvement};
    use crate::domain::ids::Typed;

    fn lines(lab: &Lab, id: crate::domain::ids::PupilId) -> Vec<String> {
        let school = lab.store.read(|view| view.school()).unwrap();
        cases(&lab.file(id), &school).iter().map(|case| case.line(lab.by.today)).collect()
    }

    fn assessment(change: impl FnOnce(&mut Assessment)) -> (Lab, crate::domain::ids::PupilId) {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        let mut case = Assessment::received(date("2026-09-07"), Typed::default());
        change(&mut case);
        lab.make(|edit, _| edit.add(id, case.clone()));
        (lab, id)
    }

    #[test]
    fn a_case_says_whose_clock_is_running() {
        let (lab, id) = assessment(|_| {});
        let late = "EHC needs assessment · authority was due by Mon 19 Oct, 4 weeks, 5 days late (33 days) · asked for by school";
        assert_eq!(lines(&lab, id), [late]);
        let (lab, id) = assessment(|case| {
            case.decided = Some(date("2026-10-15"));
            case.answer = Some(Answer::Assess);
            case.asked = Some(date("2026-10-20"));
        });
        assert_eq!(lines(&lab, id), ["EHC needs assessment · school until Tue 1 Dec · asked for by school"]);
        let (lab, id) = assessment(|case| case.withdrawn = Some(date("2026-10-15")));
        assert_eq!(lines(&lab, id), ["EHC needs assessment · ended Thu 15 Oct · asked for by school"]);
    }

    #[test]
    fn what_runs_stands_before_what_ended_the_latest_first() {
        let (mut lab, id) = assessment(|case| case.withdrawn = Some(date("2026-10-15")));
        let began = |on: &str, ended: Option<&str>, agency: &str| Involvement {
            agency: agency.into(),
            ended: ended.map(date),
            ..Involvement::began(date(on), Typed::default())
        };
        let all = [began("2026-09-01", Some("2026-11-02"), "CAMHS"), began("2026-10-01", None, "EP")];
        lab.make(|edit, _| {
            edit.add(
                id,
                EhcPlan {
                    ceased: Some(date("2024-07-19")),
                    ..EhcPlan::dated(date("2020-01-15"), Typed::default())
                },
            )?;
            all.iter().try_for_each(|one| edit.add(id, one.clone()).map(|_| ()))
        });
        let school = lab.store.read(|view| view.school()).unwrap();
        let ended: Vec<_> = cases(&lab.file(id), &school).iter().map(|case| case.ended).collect();
        let day = |text: &str| Some(date(text));
        assert_eq!(ended, [None, day("2026-11-02"), day("2026-10-15"), day("2024-07-19")]);
    }

    #[test]
    fn a_chain_says_what_is_done_next_and_to_follow() {
        let (lab, id) = assessment(|case| {
            case.decided = Some(date("2026-10-20"));
            case.answer = Some(Answer::Assess);
        });
        let school = lab.store.read(|view| view.school()).unwrap();
        let file = lab.file(id);
        let chain = &cases(&file, &school)[0].chain;
        assert_eq!(
            chain_lines(chain, lab.by.today),
            [
                "done Tue 20 Oct (due Mon 19 Oct) · authority says whether it will assess",
                "next Mon 28 Dec · authority: a draft plan, or no plan · authority",
                "to follow Mon 25 Jan · authority makes the final plan · authority",
            ]
        );
    }
}
