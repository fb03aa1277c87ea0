//! What a rule is: a row of data with its source, its parameters and a worked example, and the sum that gives its date.
//!
//! Rule: a date is worded as law only where the source was seen. A worked example is test and help in one.

use chrono::NaiveDate;

use super::sum::Sum;
use crate::domain::calendar::Calendar;
use crate::domain::ids::Held;
use crate::domain::people::{Agency, named};
use crate::domain::rows::{Duty, Force, Whose};
use crate::domain::school::Settings;

/// How sure a rule's source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// Seen in the source that is named.
    Seen,
    /// General knowledge: never worded as law.
    Known,
}

/// What a parameter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Calendar days.
    Days,
    /// School days.
    SchoolDays,
    /// Weeks of seven days.
    Weeks,
    /// Calendar months.
    Months,
    /// Years.
    Years,
    /// How often.
    Times,
    /// Pence.
    Pence,
    /// 1 for yes, 0 for no.
    YesNo,
}

impl Unit {
    /// The word behind a number; empty for how often, pence, and yes or no.
    pub fn label(self) -> &'static str {
        match self {
            Unit::Days => "days",
            Unit::SchoolDays => "school days",
            Unit::Weeks => "weeks",
            Unit::Months => "months",
            Unit::Years => "years",
            Unit::Times | Unit::Pence | Unit::YesNo => "",
        }
    }
}

/// A number in a rule that a school may choose.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name in the store and in JSON.
    pub key: &'static str,
    /// Its name on screen.
    pub label: &'static str,
    /// One line that says what it does.
    pub help: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// The least that makes sense.
    pub min: i64,
    /// The most that makes sense.
    pub max: i64,
    /// What it is unless the school chooses.
    pub default: i64,
}

/// A rule at work on made-up facts.
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// These dates give that one, on the assumed calendar with every parameter as it comes.
    Date {
        /// Fact and date, as `work` asks for them.
        given: &'static [(&'static str, &'static str)],
        /// What it gives.
        gives: &'static str,
    },
    /// For a rule that gives no date; its family tests it.
    Words(&'static str),
}

/// The dates that a rule works on, by the names that its example uses, and what it stands on.
pub struct Given<'a> {
    /// Fact and date.
    pub dates: &'a [(&'static str, NaiveDate)],
    /// Calendar and settings.
    pub ground: &'a Ground<'a>,
}

impl Given<'_> {
    /// The date of a fact; `None` if it is not recorded.
    pub fn date(&self, name: &str) -> Option<NaiveDate> {
        self.dates.iter().find(|(known, _)| *known == name).map(|(_, date)| *date)
    }
}

/// A rule; see the module.
pub struct Rule {
    /// Which duty it makes due.
    pub duty: Duty,
    /// Its name for scripts: "needs-assessment.final-plan".
    pub id: &'static str,
    /// What it asks for, in a SENCO's words.
    pub title: &'static str,
    /// Who has to act, in words: "head, SENCO".
    pub who: &'static str,
    /// Whose clock runs.
    pub whose: Whose,
    /// How binding it is.
    pub force: Force,
    /// Act, regulation, paragraph or policy.
    pub source: &'static str,
    /// Whether the source was seen.
    pub sure: Sure,
    /// The limit in one sentence.
    pub limit: &'static str,
    /// From when to when it holds: ISO dates, empty where it has no such end. What falls due outside is not asked for.
    pub valid: (&'static str, &'static str),
    /// What the school may choose.
    pub params: &'static [Param],
    /// Whether it is on unless the school chooses.
    pub on: bool,
    /// What the sources disagree about; empty if they do not.
    pub dispute: &'static str,
    /// The worked example.
    pub example: Example,
    /// The sum that gives its date; `None` for a rule that gives none, and from it where a fact is missing.
    pub work: Option<fn(&Given<'_>) -> Option<Sum>>,
}

impl Rule {
    /// What a row of a table begins from: the SENCO's, on, without an end or a parameter, and sure of nothing. A row says what is
    /// different, its source first.
    pub const BASE: Rule = Rule {
        duty: Duty::AgreedReview,
        id: "",
        title: "",
        who: "SENCO",
        whose: Whose::School,
        force: Force::Practice,
        source: "",
        sure: Sure::Known,
        limit: "",
        valid: ("", ""),
        params: &[],
        on: true,
        dispute: "",
        example: Example::Words(""),
        work: None,
    };

    /// Whether it holds for what falls due on this day.
    pub fn holds(&self, on: NaiveDate) -> bool {
        let (from, to) = self.valid;
        let end = |text: &str| text.parse::<NaiveDate>().ok();
        end(from).is_none_or(|from| from <= on) && end(to).is_none_or(|to| on <= to)
    }

    /// The parameter with this name; `None` if it has none.
    pub fn param(&self, key: &str) -> Option<&'static Param> {
        self.params.iter().find(|param| param.key == key)
    }
}

/// What every rule stands on: the pupil's site's calendar, and what the school has chosen.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// Terms, holidays, school days.
    pub calendar: &'a Calendar,
    /// The school's choices.
    pub settings: &'a Settings,
    /// The school's catalogue of agencies; empty for a rule on made-up facts.
    pub agencies: &'a [Held<Agency>],
}

impl Ground<'_> {
    /// Weeks that the agency of this name usually takes until it sees a pupil; `None` if the catalogue does not know.
    pub fn wait(&self, agency: &str) -> Option<u16> {
        named(self.agencies, agency).and_then(|agency| agency.wait_weeks)
    }

    /// Whether a rule is on.
    pub fn on(&self, duty: Duty) -> bool {
        self.settings.choice(duty).and_then(|choice| choice.on).unwrap_or_else(|| super::rule(duty).on)
    }

    /// A rule's parameter: the school's, else as it comes. 0 for one that the rule does not have, which a test rules out.
    pub fn param(&self, duty: Duty, key: &str) -> i64 {
        let Some(param) = super::rule(duty).param(key) else { return 0 };
        let chosen = self
            .settings
            .choice(duty)
            .and_then(|choice| choice.values.iter().find(|(known, _)| known == key).map(|(_, value)| *value));
        // A value from another program's store may lie outside.
        chosen.unwrap_or(param.default).clamp(param.min, param.max)
    }

    /// A rule's sum on these facts; `None` if the rule is off, gives no date, or a fact is missing.
    pub fn work(&self, duty: Duty, dates: &[(&'static str, NaiveDate)]) -> Option<Sum> {
        if !self.on(duty) {
            return None;
        }
        let rule = super::rule(duty);
        let sum = (rule.work?)(&Given { dates, ground: self })?;
        rule.holds(sum.date).then_some(sum)
    }
}
