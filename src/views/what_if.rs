//! What if a meeting or a start were on another day: every date that hangs on it, before and after, with what would clash.
//!
//! Rule: it works on a copy of the pupil's file and asks the same rules as the Due pane; nothing is written. The same day
//! gives the same table, whatever way led to it.

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::day;
use crate::domain::field::{Fields, Value, set_field};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind, RecordId};
use crate::domain::rows::{Duty, Whose};
use crate::domain::school::SchoolFile;
use crate::duties::{self, Dated, interventions, sen_support, sum};

/// How many checks of an allocation are looked ahead to.
const CHECKS: usize = 3;

/// The date that is moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// What it is the date of.
    pub about: Key,
    /// In a few words: "annual review", "EHC needs assessment · received".
    pub what: String,
    /// As it stands now.
    pub date: NaiveDate,
    /// Whether it is a meeting, which no holiday and no past day fits, or the day something began.
    pub meeting: bool,
}

/// One date before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Which rule gives it; `None` for the date that is moved.
    pub duty: Option<Duty>,
    /// What it is, in a few words.
    pub what: String,
    /// As it stands now; `None` if it would be new.
    pub before: Option<NaiveDate>,
    /// As it would be; `None` if it would no longer be asked for.
    pub after: Option<NaiveDate>,
    /// Whether it is done.
    pub done: bool,
    /// Whether it rests on term dates that nobody has confirmed.
    pub provisional: bool,
    /// What would clash, in words: "half-term", "Sat", "past", "after the limit 14 Jan 2027".
    pub clash: Vec<String>,
}

/// The date that can be moved of what stands under the cursor: an open review, a place in a provision, the start of a case;
/// of a pupil the next review that is agreed.
///
/// # Errors
/// Why there is none, in words that follow "not now:".
pub fn start(file: &PupilFile, about: Key) -> Result<Start, String> {
    let about = match about.kind {
        Kind::Pupil => {
            let open = file.open_reviews().next();
            let open = open.ok_or("no review is agreed yet; agree one first, then move it")?;
            Key::new(file.id, Kind::Review, open.id)
        }
        _ => about,
    };
    let gone = "this is no longer on file";
    match about.kind {
        Kind::Review => {
            let review = file.reviews.iter().find(|review| review.id == about.id).ok_or(gone)?;
            if !review.is_open() {
                return Err("this review was held or called off".to_owned());
            }
            let what = review.kind.label().to_owned();
            Ok(Start { about, what, date: review.due, meeting: true })
        }
        Kind::Allocation => {
            let place = file.allocations.iter().find(|place| place.id == about.id).ok_or(gone)?;
            Ok(Start { about, what: "first day of the intervention".into(), date: place.from, meeting: true })
        }
        _ => {
            let cases = file.cases();
            let (_, _, case) = cases.iter().find(|(key, _, _)| *key == about).ok_or(gone)?;
            let days = case.days();
            let label = days.iter().find(|(_, _, day)| *day == case.began()).map_or("began", |day| day.1);
            let what = format!("{} · {}", case.title(), label.to_lowercase());
            Ok(Start { about, what, date: case.began(), meeting: false })
        }
    }
}

/// Sets the date on which a case began.
fn begin_on<T: Case + Fields>(cases: &mut [Held<T>], id: RecordId, on: NaiveDate) -> bool {
    let Some(case) = cases.iter_mut().find(|case| case.id == id) else { return false };
    let began = case.value.began();
    let field = T::FIELDS.iter().find(|field| (field.get)(&case.value) == Value::Date(began));
    field.is_some_and(|field| set_field(&mut case.value, field.key, Value::Date(on)).is_ok())
}

/// A copy of the file in which this begins, or is held, on another day; `None` if it has no such record.
fn with(file: &PupilFile, about: Key, on: NaiveDate) -> Option<PupilFile> {
    let mut copy = file.clone();
    let id = about.id;
    let done = match about.kind {
        Kind::Review => copy
            .reviews
            .iter_mut()
            .find(|review| review.id == id)
            .map(|review| review.value.due = on)
            .is_some(),
        Kind::Allocation => copy
            .allocations
            .iter_mut()
            .find(|place| place.id == id)
            .map(|place| place.value.from = on)
            .is_some(),
        Kind::Assessment => begin_on(&mut copy.assessments, id, on),
        Kind::EhcPlan => begin_on(&mut copy.plans, id, on),
        Kind::Consultation => begin_on(&mut copy.consultations, id, on),
        Kind::Dispute => begin_on(&mut copy.disputes, id, on),
        Kind::Suspension => begin_on(&mut copy.suspensions, id, on),
        Kind::RecordsRequest => begin_on(&mut copy.requests, id, on),
        Kind::Transfer => begin_on(&mut copy.transfers, id, on),
        Kind::Notice => begin_on(&mut copy.notices, id, on),
        Kind::Involvement => begin_on(&mut copy.involvements, id, on),
        _ => false,
    };
    done.then_some(copy)
}

fn dated(duty: Duty, what: String, date: NaiveDate, steps: Vec<String>) -> Dated {
    Dated { duty, what, date, done: None, steps }
}

/// The next three looks at a place.
fn checks(file: &PupilFile, id: RecordId, school: &SchoolFile) -> Vec<Dated> {
    let ground = duties::ground(file, school);
    let Some(place) = file.allocations.iter().find(|place| place.id == id) else { return Vec::new() };
    let mut found: Vec<Dated> = Vec::new();
    let mut next = interventions::next_check(file, place, &ground);
    while let Some((date, steps)) = next.filter(|_| found.len() < CHECKS) {
        if place.to.is_some_and(|to| to <= date) {
            break;
        }
        found.push(dated(Duty::ImpactCheck, format!("6-week check {}", found.len() + 1), date, steps));
        next = ground.work(Duty::ImpactCheck, &[("checked", date)]).map(|sum| (sum.date, sum.steps));
    }
    found
}

/// Every date that hangs on this one.
fn hanging(file: &PupilFile, about: Key, school: &SchoolFile) -> Vec<Dated> {
    if about.kind == Kind::Allocation {
        return checks(file, about.id, school);
    }
    let chain = duties::chain(file, about, school);
    if !chain.is_empty() {
        return chain;
    }
    if about.kind != Kind::Review {
        let mut found = Vec::new();
        for item in duties::due_items(file, school).into_iter().filter(|item| item.about == about) {
            found.push(dated(item.duty, item.what, item.date, item.steps));
            found.extend(item.then);
        }
        return found;
    }
    let ground = duties::ground(file, school);
    let due = file.reviews.iter().find(|review| review.id == about.id).map(|review| review.due);
    let next = due.and_then(|due| sen_support::next_review(file, due, &ground));
    // A rhythm is paced over the terms.
    let steps = |date| {
        if ground.calendar.is_provisional(date) { vec![sum::PROVISIONAL.to_owned()] } else { Vec::new() }
    };
    let what = "the next review, by the rhythm".to_owned();
    next.map(|date| dated(Duty::ReviewRhythm, what, date, steps(date))).into_iter().collect()
}

/// What tells a date of a chain from the others by the same rule: what is said behind the comma may name the day itself.
fn mark(dated: &Dated) -> (Duty, &str) {
    (dated.duty, dated.what.split(',').next().unwrap_or_default())
}

fn same(one: &Dated, other: &Dated) -> bool {
    mark(one) == mark(other)
}

/// What a date is, without the meeting's day, which stands above.
fn said(what: &str) -> String {
    what.split(", meeting ").next().unwrap_or(what).to_owned()
}

/// Whether a date of a chain bounds the meeting itself, and the words for it.
fn bounds(duty: Duty) -> Option<&'static str> {
    match duty {
        Duty::LastSafeMeeting => Some("after the last safe meeting"),
        Duty::AnnualReview | Duty::UnderFive => Some("after the limit"),
        _ => None,
    }
}

/// Whether a date bounds the last step of a chain, the final amended plan.
fn bounds_the_plan(duty: Duty) -> bool {
    matches!(duty, Duty::PhaseSchool | Duty::PhasePost16 | Duty::PhaseBetween)
}

struct Clashes<'a> {
    calendar: &'a Calendar,
    today: NaiveDate,
    /// The dates that stay where they are, whatever is moved.
    fixed: Vec<(Duty, NaiveDate)>,
}

impl Clashes<'_> {
    /// "23 Dec", with the year where it is not clear from today.
    fn said(&self, date: NaiveDate) -> String {
        let said = day::near(date, self.today);
        said.split_once(' ').map_or(said.clone(), |(_, rest)| rest.to_owned())
    }

    /// Why a day is no school day; where only the terms say so and nobody has confirmed them, with that word.
    fn why_not(&self, date: NaiveDate) -> Option<String> {
        let why = self.calendar.why_not(date)?;
        let assumed = matches!(why.as_str(), "half-term" | "holidays") && self.calendar.is_provisional(date);
        Some(if assumed { format!("{why}, provisional") } else { why })
    }

    fn of_start(&self, start: &Start, on: NaiveDate) -> Vec<String> {
        let mut clash = Vec::new();
        if start.meeting {
            clash.extend(self.why_not(on));
            clash.extend((on < self.today).then(|| "past".to_owned()));
        }
        for bound in [Duty::LastSafeMeeting, Duty::UnderFive, Duty::AnnualReview] {
            // Of several meetings the first that is safe counts.
            let limits = self.fixed.iter().filter(|(duty, limit)| *duty == bound && on > *limit);
            let first = limits.map(|(_, limit)| *limit).min();
            let words = bounds(bound).zip(first);
            clash.extend(words.map(|(words, limit)| format!("{words} {}", self.said(limit))));
        }
        clash
    }

    fn of(&self, dated: &Dated) -> Vec<String> {
        if dated.done.is_some() {
            return Vec::new();
        }
        let mut clash = Vec::new();
        // A limit may fall on any day; what the school is to do on a day needs the school.
        if duties::rule(dated.duty).whose == Whose::School && bounds(dated.duty).is_none() {
            clash.extend(self.why_not(dated.date));
        }
        clash.extend((dated.date < self.today).then(|| "past".to_owned()));
        let last = dated.duty == Duty::AmendFinal;
        for (_, limit) in
            self.fixed.iter().filter(|(duty, limit)| last && bounds_the_plan(*duty) && dated.date > *limit)
        {
            clash.push(format!("after the limit {}", self.said(*limit)));
        }
        clash
    }
}

fn is_provisional(dated: &Dated) -> bool {
    dated.steps.iter().any(|step| step == sum::PROVISIONAL)
}

/// Every date that hangs on a start, if that were on another day: the start first, then the rest in order. Empty if the
/// record is gone.
pub fn what_if(
    file: &PupilFile,
    start: &Start,
    on: NaiveDate,
    school: &SchoolFile,
    today: NaiveDate,
) -> Vec<Moved> {
    let Some(copy) = with(file, start.about, on).filter(|_| day::in_range(on)) else { return Vec::new() };
    let before = hanging(file, start.about, school);
    let after = hanging(&copy, start.about, school);
    let ground = duties::ground(file, school);
    // What another start moves is no limit of the meeting. A shift by a day shows what would move, even on the same day.
    let shifted = on.succ_opt().filter(|next| day::in_range(*next)).or(on.pred_opt());
    let shifted = shifted.and_then(|next| with(file, start.about, next));
    let shifted = shifted.map(|copy| hanging(&copy, start.about, school)).unwrap_or_default();
    // The chain of a review tells of its meeting too, which stands above already.
    let meeting = |one: &Dated| {
        let next = shifted.iter().find(|other| same(one, other));
        bounds(one.duty).is_some() && one.date == on && next.is_some_and(|next| next.date != on)
    };
    let stays = |one: &&Dated| shifted.iter().any(|other| same(one, other) && one.date == other.date);
    let mut fixed: Vec<(Duty, NaiveDate)> =
        after.iter().filter(stays).map(|one| (one.duty, one.date)).collect();
    if start.about.kind == Kind::Review && !after.iter().any(|one| bounds(one.duty).is_some()) {
        fixed.extend(rhythm(file, start.about, school).map(|date| (Duty::ReviewRhythm, date)));
    }
    let clashes = Clashes { calendar: ground.calendar, today, fixed };
    let mut clash = clashes.of_start(start, on);
    for (_, limit) in clashes.fixed.iter().filter(|(duty, _)| *duty == Duty::ReviewRhythm) {
        clash.extend((on > *limit).then(|| format!("later than the rhythm asks, {}", clashes.said(*limit))));
    }
    let mut moved = vec![Moved {
        duty: None,
        what: start.what.clone(),
        before: Some(start.date),
        after: Some(on),
        done: false,
        provisional: false,
        clash,
    }];
    for one in after.iter().filter(|one| !meeting(one)) {
        let was = before.iter().find(|other| same(one, other));
        moved.push(Moved {
            duty: Some(one.duty),
            what: said(&one.what),
            before: was.map(|was| was.date),
            after: Some(one.date),
            done: one.done.is_some(),
            provisional: is_provisional(one),
            clash: clashes.of(one),
        });
    }
    for gone in before.iter().filter(|one| !after.iter().any(|other| same(one, other))) {
        moved.push(Moved {
            duty: Some(gone.duty),
            what: said(&gone.what),
            before: Some(gone.date),
            after: None,
            done: gone.done.is_some(),
            provisional: is_provisional(gone),
            clash: vec!["no longer asked for".to_owned()],
        });
    }
    moved
}

/// By when the rhythm of the stage asks for a review after the last one held; `None` if none was, or the stage has none.
fn rhythm(file: &PupilFile, about: Key, school: &SchoolFile) -> Option<NaiveDate> {
    let review = file.reviews.iter().find(|review| review.id == about.id)?;
    let last = file.last_review().filter(|_| !review.kind.is_annual())?.held?;
    sen_support::next_review(file, last, &duties::ground(file, school))
}
