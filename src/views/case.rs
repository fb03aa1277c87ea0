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
