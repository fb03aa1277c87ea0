//! Why something is due: the rule and its source, how the date came about, which recorded facts it used, what would change
//! it, what follows.
//!
//! Rule: nothing is told here that the rules did not reckon with. The way to the date is the due item's own steps, and a
//! fact counts as used if a step names its date.
//!
//! - `facts` finds the recorded dates that the steps name, with who typed them; `letter` says all of it in paragraphs.

mod facts;
mod letter;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use facts::Fact;
pub use letter::Paragraph;

use super::timeline::DayOf;
use crate::domain::ids::{Key, Kind, PupilId, SCHOOL};
use crate::domain::rows::{Duty, Force, Whose};
use crate::domain::school::SchoolFile;
use crate::domain::words::plural;
use crate::duties::rule::{Ground, Param, Sure, Unit};
use crate::duties::{self, Act, Dated, DueItem, Rule, derive};
use crate::store::{Snapshot, StoreError};

/// What follows in the same case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follows {
    /// The day.
    pub date: NaiveDate,
    /// What it is, in a few words.
    pub what: String,
    /// How binding it is.
    pub force: Force,
    /// Whose clock runs then.
    pub whose: Whose,
}

/// A number in the rule that the school may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name on screen.
    pub label: &'static str,
    /// What it is now: "42 days".
    pub now: String,
    /// What it is unless the school chooses; `None` where it is that.
    pub comes_as: Option<String>,
}

/// What the terms have to do with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// It counts no school days and asks for no term.
    Unused,
    /// It rests on term dates that the school has confirmed.
    Confirmed,
    /// It rests on term dates that nobody has confirmed for then.
    Provisional,
}

/// Why one thing is due on its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// What it is about.
    pub about: Key,
    /// Which rule.
    pub duty: Duty,
    /// The pupil's name, or that of the child who is not on roll; empty for what the school itself owes.
    pub name: String,
    /// What to do, in a few words.
    pub what: String,
    /// The day it is due.
    pub date: NaiveDate,
    /// The day it was done; `None` while it is open.
    pub done: Option<NaiveDate>,
    /// The rule's title.
    pub title: &'static str,
    /// The rule's name for scripts.
    pub rule: &'static str,
    /// Who has to act.
    pub who: &'static str,
    /// Whose clock runs.
    pub whose: Whose,
    /// How binding it is.
    pub force: Force,
    /// Whether the source was seen; if not, it is told as generally understood.
    pub seen: bool,
    /// Act, regulation, paragraph or policy.
    pub source: &'static str,
    /// The limit in a sentence.
    pub limit: &'static str,
    /// How the date came about, a sentence a step.
    pub steps: Vec<String>,
    /// The recorded dates that it used.
    pub facts: Vec<Fact>,
    /// The rule's numbers.
    pub choices: Vec<Choice>,
    /// What the terms have to do with it.
    pub terms: Terms,
    /// The labels of the fields in which it is recorded as done; empty where that is no field.
    pub done_in: Vec<&'static str>,
    /// What follows from it, in order.
    pub then: Vec<Follows>,
    /// What the sources disagree about; empty if they do not.
    pub dispute: &'static str,
}

/// A due item or a date of a chain, with whose it is: what is explained.
struct Subject {
    about: Key,
    name: String,
    what: String,
    dated: Dated,
    act: Option<Act>,
    then: Vec<Dated>,
}

impl Subject {
    fn of(item: DueItem, name: String) -> Subject {
        let DueItem { date, duty, about, what, act, steps, then, .. } = item;
        let dated = Dated { duty, what: what.clone(), date, done: None, steps };
        Subject { about, name, what, dated, act: Some(act), then }
    }
}

/// The words for how binding a rule is; they head its limit.
pub fn force_words(force: Force, seen: bool) -> &'static str {
    match (force, seen) {
        (_, false) => "As generally understood, and not looked up",
        (Force::Law, true) => "This is law",
        (Force::Code, true) => "The Code says",
        (Force::Local, true) => "Policy, for the school to choose",
        (Force::Practice, true) => "Practice, no rule",
    }
}

/// A parameter's value as it is said: "42 days", "£6,000", "yes".
fn said(value: i64, param: &Param) -> String {
    let unit = param.unit.label();
    match param.unit {
        // The label has the word already: "Teaching weeks 6".
        _ if !unit.is_empty() && param.label.to_lowercase().ends_with(unit) => value.to_string(),
        Unit::YesNo => if value == 0 { "no" } else { "yes" }.to_owned(),
        Unit::Times => value.to_string(),
        Unit::Pence => format!("£{}.{:02}", value / 100, value.rem_euclid(100)),
        _ => plural(value, unit.trim_end_matches('s')),
    }
}

fn choices(rule: &'static Rule, ground: &Ground<'_>) -> Vec<Choice> {
    let one = |param: &'static Param| {
        let now = ground.param(rule.duty, param.key);
        Choice {
            label: param.label,
            now: said(now, param),
            comes_as: (now != param.default).then(|| said(param.default, param)),
        }
    };
    rule.params.iter().map(one).collect()
}

fn terms(steps: &[String]) -> Terms {
    let any = |words: &str| steps.iter().any(|step| step.contains(words));
    if any(duties::sum::PROVISIONAL) {
        Terms::Provisional
    } else if ["school day", "teaching week", " term", " for the next by"].iter().any(|words| any(words)) {
        Terms::Confirmed
    } else {
        Terms::Unused
    }
}

fn follows(dated: Dated) -> Follows {
    let rule = duties::rule(dated.duty);
    Follows { date: dated.date, what: dated.what, force: rule.force, whose: rule.whose }
}

fn explain(subject: Subject, records: &facts::Records, ground: &Ground<'_>) -> Why {
    let Subject { about, name, what, dated, act, then } = subject;
    let rule = duties::rule(dated.duty);
    let keys = match act {
        Some(Act::Fields(keys)) => keys,
        _ => &[],
    };
    Why {
        about,
        duty: dated.duty,
        name,
        what,
        date: dated.date,
        done: dated.done,
        title: rule.title,
        rule: rule.id,
        who: rule.who,
        whose: rule.whose,
        force: rule.force,
        seen: rule.sure == Sure::Seen,
        source: rule.source,
        limit: rule.limit,
        facts: records.used(about, &dated.steps),
        choices: choices(rule, ground),
        terms: terms(&dated.steps),
        done_in: records.labels(about, keys),
        then: then.into_iter().map(follows).collect(),
        dispute: rule.dispute,
        steps: dated.steps,
    }
}

/// The child's name where a school's item is a consultation about one who is not on roll.
fn child(school: &SchoolFile, about: Key) -> String {
    let mut cases = school.consultations.iter();
    let found = cases.find(|case| about.kind == Kind::Consultation && about.id == case.id);
    found.map(|case| case.child.clone()).unwrap_or_default()
}

/// Why this is due: the rule `duty` about this record. Without a duty it is what is due first about the record, and about a
/// pupil the next review. A date of a case that is no due item by itself, because it follows or is done, is explained too.
/// `None` if nothing of the kind is due.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn why(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    about: Key,
    duty: Option<Duty>,
    day_of: DayOf,
) -> Result<Option<Why>, StoreError> {
    let wanted = |item: &DueItem| match duty {
        Some(duty) => item.about == about && item.duty == duty,
        None if about.kind == Kind::Pupil => derive::is_review(item.duty),
        None => item.about == about,
    };
    if about.pupil == SCHOOL {
        let ground =
            Ground { calendar: &school.calendar, settings: &school.settings, agencies: &school.agencies };
        let Some(item) = duties::school_items(school).into_iter().find(wanted) else { return Ok(None) };
        let records = facts::Records::read(snapshot, SCHOOL, day_of)?;
        return Ok(Some(explain(Subject::of(item, child(school, about)), &records, &ground)));
    }
    let Some(file) = snapshot.pupil_file(about.pupil)? else { return Ok(None) };
    let ground = duties::ground(&file, school);
    let item = duties::due_items(&file, school).into_iter().find(wanted);
    let subject = match (item, duty) {
        (Some(item), _) => Subject::of(item, file.pupil.name()),
        (None, None) => return Ok(None),
        (None, Some(duty)) => {
            let chain = duties::chain(&file, about, school);
            let Some(at) = chain.iter().position(|dated| dated.duty == duty) else { return Ok(None) };
            let mut rest = chain.into_iter().skip(at);
            let Some(dated) = rest.next() else { return Ok(None) };
            let then = rest.filter(|dated| dated.done.is_none()).collect();
            Subject { about, name: file.pupil.name(), what: dated.what.clone(), dated, act: None, then }
        }
    };
    let records = facts::Records::read(snapshot, about.pupil, day_of)?;
    Ok(Some(explain(subject, &records, &ground)))
}

/// Why each thing is due that is due for one pupil, or with [`SCHOOL`] for the school itself; earliest first. `None` if
/// there is no such pupil.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn all(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    whose: PupilId,
    day_of: DayOf,
) -> Result<Option<Vec<Why>>, StoreError> {
    let records = facts::Records::read(snapshot, whose, day_of)?;
    if whose == SCHOOL {
        let ground =
            Ground { calendar: &school.calendar, settings: &school.settings, agencies: &school.agencies };
        let one = |item: DueItem| {
            let name = child(school, item.about);
            explain(Subject::of(item, name), &records, &ground)
        };
        return Ok(Some(duties::school_items(school).into_iter().map(one).collect()));
    }
    let Some(file) = snapshot.pupil_file(whose)? else { return Ok(None) };
    let ground = duties::ground(&file, school);
    let one = |item| explain(Subject::of(item, file.pupil.name()), &records, &ground);
    Ok(Some(duties::due_items(&file, school).into_iter().map(one).collect()))
}
