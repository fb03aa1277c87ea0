//! SEN support: reviews on the dates agreed, and the rhythm of the stage where none is agreed.
//!
//! Sources: every plan has a review date and is reviewed on it (Code 6.48 and 6.53); reviews with pupil and parents at
//! least three times a year (S1 ¶11). The rhythm of a stage is in its row of the stage set.
//!
//! - `notice` has the letter to the parents and its slip; `advice` what is said and never asked for.

mod advice;
mod notice;

use chrono::NaiveDate;

pub use advice::{against_threshold, cycles, two_cycles};

use super::rule::{Example, Given, Ground, Param, Sure, Unit};
use super::shapes::window;
use super::sum::Sum;
use super::{Act, Dated, DueItem, Family, NONE, Rule, next_of};
use crate::domain::calendar::academic_year;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind};
use crate::domain::review::{Review, ReviewKind};
use crate::domain::rows::{Duty, Force};
use crate::domain::stage;
use crate::domain::support::Cycle;
use crate::domain::words::plural;

/// The family.
pub const FAMILY: Family = Family { name: "SEN support", rules: RULES, due, chain: notice::chain, ..NONE };

const RULES: &[Rule] = &[
    notice::TELL,
    notice::SLIP,
    Rule {
        duty: Duty::ReviewDate,
        id: "sen-support.review-date",
        title: "Every plan has a review date",
        who: "teacher, SENCO",
        force: Force::Code,
        source: "Code 6.48: a clear date for review",
        sure: Sure::Seen,
        limit: "It must exist. A plan that is agreed without one is asked for at once; without a plan, the line of the next review says “no review agreed yet”.",
        example: Example::Date { given: &[("agreed", "2026-11-24")], gives: "2026-11-24" },
        work: Some(|given| Some(Sum::from("The plan was agreed on", given.date("agreed")?))),
        ..Rule::BASE
    },
    Rule {
        duty: Duty::AgreedReview,
        id: "sen-support.agreed-review",
        title: "Review the plan on its date",
        who: "teacher, SENCO",
        force: Force::Code,
        source: "Code 6.53",
        sure: Sure::Seen,
        limit: "On the date agreed for it.",
        example: Example::Date { given: &[("agreed", "2026-11-24")], gives: "2026-11-24" },
        work: Some(|given| Some(Sum::from("Agreed for", given.date("agreed")?))),
        ..Rule::BASE
    },
    Rule {
        duty: Duty::ReviewRhythm,
        id: "sen-support.reviews-with-parents",
        title: "Reviews with pupil and parents",
        who: "teacher, SENCO",
        force: Force::Code,
        source: "Code of Practice, chapter 6: at least three times a year",
        sure: Sure::Seen,
        limit: "At least three in an academic year; paced one a term here.",
        params: &[
            Param {
                key: "a_year",
                label: "A year",
                help: "Reviews in an academic year: 3, or 2 as some schools hold them.",
                unit: Unit::Times,
                min: 1,
                max: 12,
                default: 3,
            },
            Param {
                key: "a_week",
                label: "A week",
                help: "The most reviews in one week when the year is planned.",
                unit: Unit::Times,
                min: 1,
                max: 200,
                default: 10,
            },
        ],
        dispute: "The Code asks for at least three a year; one authority's schools hold two, or one a term.",
        example: Example::Date { given: &[("last", "2026-09-14")], gives: "2027-01-14" },
        work: Some(|given| rhythm(given, Duty::ReviewRhythm)),
        ..Rule::BASE
    },
    Rule {
        duty: Duty::IepReview,
        id: "sen-support.iep-review",
        title: "The teacher reviews the IEP",
        who: "teacher",
        force: Force::Local,
        source: "S2, a school's policy: at least half-termly",
        sure: Sure::Seen,
        limit: "Once in each half-term: by the end of the one after the last.",
        on: false,
        dispute: "One school's policy asks for it each half-term; the Code asks for reviews three times a year.",
        example: Example::Date { given: &[("last", "2026-09-14")], gives: "2026-12-18" },
        work: Some(iep),
        ..Rule::BASE
    },
    Rule {
        duty: Duty::WatchRhythm,
        id: "sen-support.watch-list",
        title: "Look again at a child on the watch list",
        force: Force::Local,
        source: "the school's own setting",
        sure: Sure::Seen,
        limit: "Twice in an academic year.",
        params: &[Param {
            key: "a_year",
            label: "A year",
            help: "Looks in an academic year.",
            unit: Unit::Times,
            min: 1,
            max: 12,
            default: 2,
        }],
        example: Example::Date { given: &[("last", "2026-09-14")], gives: "2027-03-15" },
        work: Some(|given| rhythm(given, Duty::WatchRhythm)),
        ..Rule::BASE
    },
    advice::CYCLES,
    advice::COST,
];

/// The last school day of the half-term after the one of the last IEP review, or of the pupil's coming to the stage.
fn iep(given: &Given<'_>) -> Option<Sum> {
    let (fact, from) = match (given.date("last"), given.date("agreed")) {
        (Some(last), _) => ("The IEP was looked at last on", last),
        (None, Some(agreed)) => ("The plan was agreed on", agreed),
        (None, None) => ("The pupil came to this stage on", given.date("since")?),
    };
    let calendar = given.ground.calendar;
    // What was done in a holiday belongs to the half-term before it.
    let own = window::half_terms_end_after(calendar.previous_teaching_day(from)?, calendar)?;
    let next = window::half_terms_end_after(own.succ_opt()?, calendar);
    let sum = Sum::from(fact, from).to(next, "The next half-term ends on")?;
    Some(sum.if_provisional(calendar))
}

fn rhythm(given: &Given<'_>, duty: Duty) -> Option<Sum> {
    let (fact, from) = match given.date("last") {
        Some(last) => ("The last review was on", last),
        None => ("The pupil came to this stage on", given.date("since")?),
    };
    let a_year = u8::try_from(given.ground.param(duty, "a_year")).ok()?;
    let calendar = given.ground.calendar;
    let words = format!(
        "{} a year {} for the next by",
        plural(i64::from(a_year), "review"),
        match a_year {
            1 => "asks",
            _ => "ask",
        }
    );
    Some(Sum::from(fact, from).to(window::pace(from, a_year, calendar), &words)?.if_provisional(calendar))
}

/// Which rule has the rhythm of a stage; `None` for a stage that asks for no review.
fn rhythm_of(stage: &stage::Stage) -> Option<Duty> {
    match (stage.reviewed, stage.on_register) {
        (false, _) => None,
        (true, true) => Some(Duty::ReviewRhythm),
        (true, false) => Some(Duty::WatchRhythm),
    }
}

/// When to look again after a review held on `held`, by the rhythm of the pupil's stage. `None` if the stage asks for none.
///
/// Worked example: three a year, from Mon 14 Sep 2026: Thu 14 Jan 2027.
pub fn next_review(file: &PupilFile, held: NaiveDate, ground: &Ground<'_>) -> Option<NaiveDate> {
    let duty = rhythm_of(stage::find(&file.stage()?.stage)?)?;
    ground.work(duty, &[("last", held)]).map(|sum| sum.date)
}

/// What a review to come is called: with parents, which of the year's it is.
fn title(file: &PupilFile, review: &Review, a_year: Option<i64>) -> String {
    let Some(a_year) = a_year.filter(|_| review.kind == ReviewKind::WithParents) else {
        return review.kind.label().to_owned();
    };
    let year = academic_year(review.due);
    let held = file
        .reviews
        .iter()
        .filter(|other| other.kind == ReviewKind::WithParents)
        .filter(|other| other.held.is_some_and(|held| academic_year(held) == year))
        .count();
    format!("{} ({} of {a_year})", review.kind.label(), held + 1)
}

fn agreed(file: &PupilFile, review: &Review, ground: &Ground<'_>) -> Option<Sum> {
    let mut sum = ground.work(Duty::AgreedReview, &[("agreed", review.due)])?;
    if let Some(made) = review.moves.last() {
        let why = made.reason.trim_end_matches('.');
        sum = sum.note(format!("It was {} before: {why}.", day::full(made.from)));
    }
    if let Some(last) = file.last_review().and_then(|last| last.held) {
        sum = sum.note(format!("The last review was on {}.", day::full(last)));
    }
    Some(sum)
}

/// The reviews due for a pupil. Annual reviews have a family of their own.
fn due(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    let mut items = Vec::new();
    let stage = file.stage().and_then(|span| stage::find(&span.stage).map(|stage| (span, stage)));
    let rhythm = stage.and_then(|(_, stage)| rhythm_of(stage));
    let a_year = rhythm.map(|duty| ground.param(duty, "a_year"));
    for review in file.open_reviews().filter(|review| !review.kind.is_annual()) {
        let Some(sum) = agreed(file, review, ground) else { continue };
        items.push(DueItem {
            date: sum.date,
            duty: Duty::AgreedReview,
            about: Key::new(file.id, Kind::Review, review.id),
            what: title(file, review, a_year),
            lead: review.lead,
            provision: None,
            act: Act::Review,
            steps: sum.steps,
            then: Vec::new(),
        });
    }
    let undated = undated(file, ground);
    let agreed = |review: &Held<Review>| review.kind.is_of_rhythm() && !review.kind.is_annual();
    if undated.is_none()
        && !file.open_reviews().any(agreed)
        && let Some((span, _)) = stage
        && let Some(duty) = rhythm
    {
        let last = file.last_of_rhythm().filter(|held| *held >= span.from);
        let given = last.map_or(("since", span.from), |held| ("last", held));
        if let Some(sum) = ground.work(duty, &[given]) {
            let flagged = ground.on(Duty::ReviewDate);
            let no_date = match duty {
                Duty::ReviewRhythm if flagged => "No date is agreed: every plan has a clear one (Code 6.48).",
                _ => "No date is agreed.",
            };
            items.push(DueItem {
                date: sum.date,
                duty,
                about: Key::profile(file.id),
                what: if flagged { "no review agreed yet" } else { "the next review" }.to_owned(),
                lead: None,
                provision: None,
                act: Act::Review,
                steps: sum.note(no_date).steps,
                then: Vec::new(),
            });
        }
    }
    items.extend(undated);
    items.extend(iep_review(file, ground));
    items.extend(notice::due(file, ground));
    items
}

/// Whether a review is that of the plan: the one agreed with it, whatever its kind, or one of the plan's kind.
fn is_of_plan(review: &Held<Review>, cycle: &Held<Cycle>) -> bool {
    review.kind == ReviewKind::Plan || cycle.review == Some(review.id)
}

/// A plan that is agreed and has no review to come.
fn undated(file: &PupilFile, ground: &Ground<'_>) -> Option<DueItem> {
    let cycle = file.cycle()?;
    if file.open_reviews().any(|review| is_of_plan(review, cycle)) {
        return None;
    }
    let sum = ground.work(Duty::ReviewDate, &[("agreed", cycle.agreed?)])?;
    Some(DueItem {
        date: sum.date,
        duty: Duty::ReviewDate,
        about: Key::profile(file.id),
        what: "the plan has no review date".to_owned(),
        lead: cycle.lead,
        provision: None,
        act: Act::Agree(ReviewKind::Plan),
        steps: sum.note("No review of it is agreed: every plan has a clear date for one (Code 6.48).").steps,
        then: Vec::new(),
    })
}

/// The teacher's look at the IEP where none is agreed: asked for on the register only. A plan that is agreed, closed or whose
/// targets are judged was looked at; where its own review comes first, that is the look.
fn iep_review(file: &PupilFile, ground: &Ground<'_>) -> Option<DueItem> {
    let span = file.stage()?;
    stage::find(&span.stage).filter(|stage| stage.on_register)?;
    if file.open_reviews().any(|review| review.kind == ReviewKind::Iep) {
        return None;
    }
    let looks = file.reviews.iter().filter(|review| review.kind == ReviewKind::Iep).map(|review| review.held);
    let closed = file.cycles.iter().map(|cycle| cycle.reviewed);
    let judged = file.targets.iter().map(|target| target.judged);
    let last = looks.chain(closed).chain(judged).flatten().max().filter(|held| *held >= span.from);
    let agreed = file.cycle().and_then(|cycle| cycle.agreed);
    let given = match (last, agreed) {
        (Some(last), agreed) if agreed.is_none_or(|agreed| agreed <= last) => ("last", last),
        (_, Some(agreed)) => ("agreed", agreed),
        _ => ("since", span.from),
    };
    let sum = ground.work(Duty::IepReview, &[given])?;
    let plans = file.cycle().filter(|cycle| cycle.agreed.is_some());
    let comes_first = |review: &Held<Review>, cycle| review.due <= sum.date && is_of_plan(review, cycle);
    if plans.is_some_and(|cycle| file.open_reviews().any(|review| comes_first(review, cycle))) {
        return None;
    }
    let dated = Dated {
        duty: Duty::IepReview,
        what: "IEP review".to_owned(),
        date: sum.date,
        done: None,
        steps: sum.steps,
    };
    next_of(Key::profile(file.id), None, "", vec![(dated, Act::Agree(ReviewKind::Iep))])
}

#[cfg(test)]
mod tests;
