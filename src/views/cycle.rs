//! A pupil's plan as it stands: the cycle that runs with its evidence, its targets and what it lacks; the cycles before it.
//!
//! Rule: what is missing is said in words, beside what is there. How many cycles are completed is advice and no gate.

use chrono::{Days, NaiveDate};

use crate::domain::calendar::Calendar;
use crate::domain::code::SenCode;
use crate::domain::day;
use crate::domain::field::{field, value_of};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind, RecordId};
use crate::domain::school::SchoolFile;
use crate::domain::support::{Cycle, PlanKind, Speaker, Target, TargetOutcome, plan_kind};
use crate::domain::words::plural;
use crate::duties::{self, sen_support};
use crate::views::pupil::said;
use crate::views::voices::{self, Said};

/// A part of a cycle that has a form of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Which plan, since when, who leads it; given up.
    Basics,
    /// The sources of evidence.
    Assess,
    /// The plan's own fields, when it was agreed, when it is reviewed, who was told.
    Plan,
    /// Its targets.
    Targets,
    /// Its review, which closes it.
    Review,
    /// The next one, where none runs.
    Begin,
}

impl Step {
    /// Every step, in the order in which a cycle goes.
    pub const ALL: [Step; 6] =
        [Step::Basics, Step::Assess, Step::Plan, Step::Targets, Step::Review, Step::Begin];

    /// Its name in lines and drafts.
    pub fn code(self) -> &'static str {
        match self {
            Step::Basics => "basics",
            Step::Assess => "assess",
            Step::Plan => "plan",
            Step::Targets => "targets",
            Step::Review => "review",
            Step::Begin => "begin",
        }
    }

    /// The step of this name; `None` if there is none.
    pub fn parse(code: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.code() == code)
    }
}

/// One source of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its field's key.
    pub key: &'static str,
    /// Its name: "teacher".
    pub label: String,
    /// The day it was drawn on; `None` if it was not.
    pub on: Option<NaiveDate>,
    /// What it said; may be empty.
    pub note: String,
}

/// One target.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetView {
    /// Its record.
    pub key: Key,
    /// Its place in the plan, from 1.
    pub number: usize,
    /// All that is recorded of it.
    pub target: Target,
}

impl TargetView {
    /// "Reads 20 words · 18 of 20, three days running · met".
    pub fn line(&self) -> String {
        let target = &self.target;
        let carried = if target.carried.is_some() { "carried over" } else { "" };
        let outcome = target.outcome.map_or("", TargetOutcome::label);
        joined(&[
            first_line(&target.aim),
            first_line(&target.criteria),
            outcome,
            first_line(&target.result),
            carried,
        ])
    }
}

/// What a cycle lacks, and the form that mends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// In words.
    pub words: String,
    /// Where it is put right.
    pub step: Step,
}

/// One cycle.
#[derive(Clone, Debug, PartialEq)]
pub struct CycleView {
    /// Its record.
    pub key: Key,
    /// What kind of plan it makes.
    pub kind: &'static PlanKind,
    /// All that is recorded of it.
    pub cycle: Cycle,
    /// Who leads it; empty means the SENCO.
    pub lead: String,
    /// The seven sources of evidence, in the order of the Code.
    pub evidence: Vec<Evidence>,
    /// The fields of its kind of plan: key, label, what it says; empty where nothing is written.
    pub fields: Vec<(&'static str, &'static str, String)>,
    /// Its targets, in the order in which they were set.
    pub targets: Vec<TargetView>,
    /// How many targets it has at most.
    pub most: u8,
    /// What it lacks while it runs; empty for one that has ended.
    pub missing: Vec<Missing>,
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.trim().is_empty()).copied().collect::<Vec<_>>().join(" · ")
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// How many targets a plan of this kind has at most: as the school has it, else as the kind says.
pub fn most_targets(kind: &PlanKind, school: &SchoolFile) -> u8 {
    school.settings.targets.filter(|_| kind.most > 0).unwrap_or(kind.most)
}

/// The kind of plan that the school makes as a rule.
pub fn usual_kind(school: &SchoolFile) -> &'static PlanKind {
    let chosen = plan_kind::find(&school.settings.plan_kind).filter(|kind| kind.held_in == Kind::Cycle);
    chosen.unwrap_or_else(|| plan_kind::of(""))
}

/// When a plan of this kind that is agreed on a day is reviewed, unless another day is agreed: its weeks later, and if that is no
/// school day, the next one.
///
/// Worked example: an IEP (6 weeks) agreed on Mon 16 Nov 2026: Mon 28 Dec is a holiday, so Mon 4 Jan 2027.
pub fn review_day(kind: &PlanKind, agreed: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let later = agreed.checked_add_days(Days::new(u64::from(kind.weeks) * 7)).unwrap_or(agreed);
    calendar.next_teaching_day(later)
}

/// The cycle that runs; `None` if none does.
pub fn running(file: &PupilFile, school: &SchoolFile) -> Option<CycleView> {
    file.cycle().map(|held| view(file, school, held))
}

/// The cycles that have ended, the latest first.
pub fn past(file: &PupilFile, school: &SchoolFile) -> Vec<CycleView> {
    let ended = file.cycles.iter().rev().filter(|held| held.ended().is_some());
    ended.map(|held| view(file, school, held)).collect()
}

/// One cycle by its number; `None` if it is not there.
pub fn one(file: &PupilFile, school: &SchoolFile, id: RecordId) -> Option<CycleView> {
    file.cycles.iter().find(|held| held.id == id).map(|held| view(file, school, held))
}

/// What is said of the cycles completed, while a request for an assessment may be thought of: in short, then the rest. `None` for
/// a pupil who is not at SEN support, or where the school has switched it off.
pub fn advice(file: &PupilFile, school: &SchoolFile) -> Option<(String, String)> {
    let supported = file.stage().is_some_and(|span| span.census == SenCode::K) && file.pupil.left.is_none();
    let words = sen_support::two_cycles(file, &duties::ground(file, school)).filter(|_| supported)?;
    let (short, rest) = words.split_once(". ").unwrap_or((&words, ""));
    Some((short.to_owned(), rest.to_owned()))
}

fn view(file: &PupilFile, school: &SchoolFile, held: &Held<Cycle>) -> CycleView {
    let cycle = &held.value;
    let kind = plan_kind::of(&cycle.kind);
    let label = |key: &str| field::<Cycle>(key).map_or("", |field| field.label);
    let evidence = cycle.sources().into_iter().map(|(key, source)| Evidence {
        key,
        label: label(key).to_lowercase(),
        on: source.on,
        note: source.note.clone(),
    });
    let fields = kind.labels().map(|(key, name)| {
        let kind = field::<Cycle>(key).map(|field| field.kind);
        let value = value_of(cycle, key);
        (key, name, kind.map_or_else(String::new, |kind| said(&value, kind, school)))
    });
    let targets = file.targets_of(held.id).enumerate().map(|(at, target)| TargetView {
        key: Key::new(file.id, Kind::Target, target.id),
        number: at + 1,
        target: target.value.clone(),
    });
    let mut view = CycleView {
        key: Key::new(file.id, Kind::Cycle, held.id),
        kind,
        lead: school.staff_name(cycle.lead).to_owned(),
        evidence: evidence.collect(),
        fields: fields.collect(),
        targets: targets.collect(),
        most: most_targets(kind, school),
        missing: Vec::new(),
        cycle: cycle.clone(),
    };
    if cycle.ended().is_none() {
        view.missing = missing(&view, file);
    }
    view
}

/// What a running cycle lacks, the plan before the voices.
fn missing(view: &CycleView, file: &PupilFile) -> Vec<Missing> {
    let cycle = &view.cycle;
    let mut missing = Vec::new();
    let mut lacks = |words: &str, step| missing.push(Missing { words: words.to_owned(), step });
    if view.most > 0 && view.targets.is_empty() {
        let one = view.kind.targets.trim_end_matches('s');
        lacks(&format!("no {one} yet"), Step::Targets);
    }
    if cycle.agreed.is_none() {
        lacks("not agreed yet with parents and child", Step::Plan);
    }
    let review = cycle.review.and_then(|id| file.reviews.iter().find(|review| review.id == id));
    if let Some(held) = review.and_then(|review| review.held) {
        lacks(&format!("reviewed on {}, and not closed yet", day::short(held)), Step::Review);
    } else if cycle.review_on.is_none() {
        lacks("no review date", Step::Plan);
    }
    if cycle.agreed.is_some() && cycle.staff_told.is_none() {
        lacks("those who work with the child are not told yet", Step::Plan);
    }
    for (key, speaker, whose) in
        [("pupil", Speaker::Pupil, "child's"), ("parents", Speaker::Parent, "parents'")]
    {
        let ticked =
            view.evidence.iter().any(|one| one.key == key && (one.on.is_some() || !one.note.is_empty()));
        let said = |one: &Said| one.speaker == speaker && one.on >= cycle.began;
        let own = file.voices.iter().any(|one| one.cycle == Some(view.key.id) && one.speaker == speaker);
        let heard = ticked || own || voices::voices(file).iter().any(said);
        if !heard {
            lacks(&format!("{whose} voice missing"), Step::Assess);
        }
    }
    missing
}

impl CycleView {
    /// How the evidence stands: "5 of 7: teacher 14 Sep, progress 14 Sep".
    pub fn assessed(&self, today: NaiveDate) -> String {
        let drawn: Vec<String> = self
            .evidence
            .iter()
            .filter_map(|one| Some(format!("{} {}", one.label, without_weekday(one.on?, today))))
            .collect();
        let count = format!("{} of {} sources", drawn.len(), self.evidence.len());
        if drawn.is_empty() { count } else { format!("{count}: {}", drawn.join(", ")) }
    }

    /// What the targets came to: "3 targets: 2 met, 1 partly met"; "2 targets" while none is judged; empty for none.
    pub fn tally(&self) -> String {
        let count = i64::try_from(self.targets.len()).unwrap_or(i64::MAX);
        if count == 0 {
            return String::new();
        }
        let one = self.kind.targets.trim_end_matches('s');
        let judged = TargetOutcome::ALL.iter().filter_map(|outcome| {
            let some = self.targets.iter().filter(|one| one.target.outcome == Some(*outcome)).count();
            (some > 0).then(|| format!("{some} {}", outcome.label()))
        });
        let mut parts: Vec<String> = judged.collect();
        let open = self.targets.iter().filter(|one| one.target.outcome.is_none()).count();
        if open > 0 && !parts.is_empty() {
            parts.push(format!("{open} not judged"));
        }
        match parts.is_empty() {
            true => plural(count, one),
            false => format!("{}: {}", plural(count, one), parts.join(", ")),
        }
    }

    /// An ended cycle in a line: "IEP · as hoped · 3 targets: 2 met, 1 partly met · what was found".
    pub fn past_line(&self) -> String {
        let ended = match (self.cycle.dropped, self.cycle.outcome) {
            (Some(_), _) => "given up",
            (None, outcome) => outcome.map_or("", |outcome| outcome.label()),
        };
        joined(&[self.kind.label, ended, &self.tally(), first_line(&self.cycle.found)])
    }
}

/// "14 Sep", or "14 Sep 2025" where the year is not clear.
pub fn without_weekday(date: NaiveDate, today: NaiveDate) -> String {
    let near = day::near(date, today);
    near.split_once(' ').map_or(near.clone(), |(_, rest)| rest.to_owned())
}

#[cfg(test)]
mod tests;
