//! What happened to a pupil: stages, needs, reviews, talks; and what is agreed to come.

use chrono::NaiveDate;

use super::dice::{Dice, shift, weekday};
use super::pupil::{Made, Part};
use super::runs::Runs;
use super::school::School;
use super::{Plan, places, typed, words};
use crate::domain::code::{Area, Outcome, SenCode, SenType};
use crate::domain::day;
use crate::domain::event::{Event, EventKind, Method};
use crate::domain::provision::{Allocation, ImpactCheck};
use crate::domain::pupil::{Need, Pupil, StageSpan};
use crate::domain::record::Record;
use crate::domain::review::{Move, Review, ReviewKind};
use crate::domain::stage;
use crate::domain::support::{Cycle, Target, Voice};

/// A pupil's whole file, not yet numbered.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Who.
    pub pupil: Pupil,
    /// Stages.
    pub stages: Vec<StageSpan>,
    /// Needs.
    pub needs: Vec<Need>,
    /// Reviews held and to come.
    pub reviews: Vec<Review>,
    /// Places in provisions with their checks, whose allocation is not numbered yet.
    pub places: Vec<(Allocation, Vec<ImpactCheck>)>,
    /// Notes, contacts and meetings.
    pub events: Vec<Event>,
    /// Cases of every kind, referrals and passports among them.
    pub cases: Vec<Record>,
    /// Cycles, oldest first.
    pub plans: Vec<Planned>,
}

/// A cycle of a story, not yet numbered.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The cycle.
    pub cycle: Cycle,
    /// Which of the story's reviews is its own; `None` while its plan is being made.
    pub review: Option<usize>,
    /// Its targets, each with the place of the one it carries on among those of the cycle before.
    pub targets: Vec<(Target, Option<usize>)>,
    /// What was said when the plan was made.
    pub voices: Vec<Voice>,
}

/// How reviews and checks went, in hundredths.
pub const OUTCOMES: &[(u32, Outcome)] = &[
    (4, Outcome::MuchLess),
    (17, Outcome::Less),
    (45, Outcome::AsHoped),
    (26, Outcome::More),
    (8, Outcome::MuchMore),
];

/// Types of need at SEN support and on the watch list, near to what primary schools have.
const NEEDS: &[(u32, SenType)] = &[
    (34, SenType::Slcn),
    (18, SenType::Semh),
    (12, SenType::Spld),
    (12, SenType::Mld),
    (10, SenType::Asd),
    (3, SenType::Pd),
    (2, SenType::Hi),
    (1, SenType::Vi),
    (4, SenType::Oth),
    (4, SenType::Nsa),
];

/// Types of need of an EHC plan.
const EHC_NEEDS: &[(u32, SenType)] = &[
    (34, SenType::Asd),
    (26, SenType::Slcn),
    (13, SenType::Semh),
    (7, SenType::Mld),
    (7, SenType::Sld),
    (4, SenType::Pd),
    (3, SenType::Ds),
    (2, SenType::Hi),
    (2, SenType::Vi),
    (1, SenType::Pmld),
    (1, SenType::Msi),
];

/// Tells it.
pub fn tell(dice: &mut Dice, plan: &Plan, school: &School, runs: &Runs, made: &Made) -> Story {
    let mut story = Story {
        pupil: made.pupil.clone(),
        stages: Vec::new(),
        needs: Vec::new(),
        reviews: Vec::new(),
        places: Vec::new(),
        events: Vec::new(),
        cases: Vec::new(),
        plans: Vec::new(),
    };
    let until = made.pupil.left.unwrap_or(plan.today);
    let code = match made.part {
        Part::Stage(code) => code,
        Part::Leaver { staged: true } => dice.pick(&["W", "K", "K", "E"]),
        Part::Leaver { staged: false } | Part::Roll => {
            if dice.chance(4) {
                events(dice, school, until, made.came, 1, &mut story);
            }
            return story;
        }
    };
    stages(dice, made, code, until, &mut story);
    let Some(since) = story.stages.first().map(|span| span.from) else { return story };
    needs(dice, code, since, made.pupil.left, &mut story);
    let area = story.needs.first().and_then(|need| need.sen_type.area());
    if code != "W" && dice.chance(35) {
        story.pupil.note = dice.pick(words::at_once(area)).to_owned();
    }
    let current = story.stages.last().map_or(since, |span| span.from);
    reviews(dice, plan, school, made, code, since.max(shift(until, -700)), current, &mut story);
    places::fill(dice, plan, runs, made, code, &mut story);
    let talks = dice.between(if code == "W" { 0 } else { 1 }, if code == "E" { 7 } else { 4 });
    events(dice, school, until, since, talks, &mut story);
    story
}

/// The way to the stage of today, from the watch list or from support.
fn stages(dice: &mut Dice, made: &Made, code: &'static str, until: NaiveDate, story: &mut Story) {
    let way: &[&str] = match code {
        "W" => &["W"],
        "K" if dice.chance(45) => &["W", "K"],
        "K" => &["K"],
        "KA" => &["K", "KA"],
        _ if dice.chance(25) => &["E"],
        _ => &["K", "KA", "E"],
    };
    // Counted back from now: how long each stage has lasted.
    let mut to = None;
    let mut spans = Vec::new();
    for (back, stage_code) in way.iter().rev().enumerate() {
        let end = to.map_or(until, |to| shift(to, 1));
        let days = match (*stage_code, back) {
            ("W", 0) => dice.between(20, 300),
            ("W", _) => dice.between(60, 250),
            ("KA", _) => dice.between(30, 140),
            _ => dice.between(45, 900),
        };
        let from = weekday(shift(end, -days), true);
        let first = from <= made.came;
        let from = from.max(made.came);
        let census = stage::find(stage_code).map_or(SenCode::K, |stage| stage.census);
        spans.push(StageSpan {
            stage: (*stage_code).to_owned(),
            census,
            from,
            to,
            reason: dice.pick(words::stage_reason(stage_code)).to_owned(),
            original: String::new(),
            typed: typed(shift(from, dice.between(0, 5)).min(until)),
        });
        to = Some(shift(from, -1));
        if first {
            break;
        }
    }
    spans.reverse();
    if let (Some(left), Some(last)) = (made.pupil.left, spans.last_mut()) {
        last.to = Some(left.max(last.from));
    }
    if let Some(first) = spans.first_mut()
        && first.stage == "K"
        && dice.chance(6)
    {
        // Old sheets still carry the codes of the 2001 Code.
        first.original = dice.pick(&["A", "P"]).to_owned();
        first.reason = "From the former school's sheet.".to_owned();
    }
    story.stages = spans;
}

fn needs(dice: &mut Dice, code: &str, since: NaiveDate, to: Option<NaiveDate>, story: &mut Story) {
    let table = if code == "E" { EHC_NEEDS } else { NEEDS };
    let wanted = match code {
        "W" => u8::from(dice.chance(60)),
        "E" => dice.weigh(&[(25, 1), (55, 2), (20, 3)]),
        _ => dice.weigh(&[(58, 1), (34, 2), (8, 3)]),
    };
    let mut types: Vec<SenType> = Vec::new();
    for _ in 0..wanted {
        let one = dice.weigh(table);
        if !types.contains(&one) {
            types.push(one);
        }
    }
    for (rank, sen_type) in (1..).zip(types) {
        let note = if rank == 1 && dice.chance(15) { "as described by the class teacher" } else { "" };
        let to = to.map(|left| left.max(since));
        story.needs.push(Need {
            sen_type,
            rank,
            from: Some(since),
            to,
            note: note.to_owned(),
            typed: typed(since),
        });
    }
    if code == "K" && dice.chance(5) {
        // One that was looked into and set aside.
        let ended = Some(shift(since, 60)).filter(|end| *end < shift(since, 80));
        let sen_type = if story.needs.iter().any(|need| need.sen_type == SenType::Hi) {
            SenType::Vi
        } else {
            SenType::Hi
        };
        let note = "tested, nothing found".to_owned();
        story.needs.push(Need { sen_type, rank: 9, from: Some(since), to: ended, note, typed: typed(since) });
    }
}

/// Reviews held since `since`, and the one to come, laid around today.
#[expect(clippy::too_many_arguments, reason = "the parts of one story")]
fn reviews(
    dice: &mut Dice,
    plan: &Plan,
    school: &School,
    made: &Made,
    code: &str,
    since: NaiveDate,
    current: NaiveDate,
    story: &mut Story,
) {
    let kind = match code {
        "E" => dice.weigh(&[(30, ReviewKind::Annual), (70, ReviewKind::WithParents)]),
        "W" => ReviewKind::WithParents,
        _ => dice.weigh(&[(80, ReviewKind::WithParents), (20, ReviewKind::Plan)]),
    };
    let lead = made.pupil.key_person.filter(|_| dice.chance(if code == "E" { 5 } else { 25 }));
    let rhythm = stage::find(code).map_or(120, |stage| 365 / if stage.on_register { 3 } else { 2 });
    let area = story.needs.first().and_then(|need| need.sen_type.area());
    let next = next_review(dice, school, plan);
    let mut at = shift(next, -rhythm - dice.between(-6, 6));
    while at >= plan.today {
        at = shift(at, -rhythm);
    }
    let mut held = Vec::new();
    while at > shift(since, 25) && held.len() < 6 {
        let mut on = on_a_school_day(school, at);
        if day::between(at, on) > 4 {
            // After a holiday nobody meets on the first morning.
            on = weekday(shift(on, dice.between(3, 20)), true);
        }
        let on = on.min(made.pupil.left.unwrap_or(plan.today)).min(shift(plan.today, -1));
        // A year's meeting on the plan, talks with the family between.
        let kind = match kind {
            ReviewKind::Annual if held.len() % 3 != 2 => ReviewKind::WithParents,
            kind => kind,
        };
        held.push(held_review(dice, kind, weekday(on, true), lead, area, plan));
        at = shift(at, -rhythm - dice.between(-8, 8));
    }
    held.reverse();
    story.reviews = held;
    if made.pupil.left.is_none() && dice.chance(92) && next > current {
        let planned = story.reviews.last().and_then(|last| last.held).unwrap_or(current);
        let mut review = Review::planned(kind, next, lead, typed(planned.min(plan.today)));
        if dice.chance(8) {
            let moved = typed(shift(plan.today, -dice.between(1, 12)));
            let from = on_a_school_day(school, shift(next, -dice.between(3, 14)));
            let reason = dice.pick(words::MOVED_BECAUSE).to_owned();
            if from != next {
                review.moves.push(Move { from, to: next, reason, typed: moved });
            }
        }
        story.reviews.push(review);
    }
}

fn on_a_school_day(school: &School, date: NaiveDate) -> NaiveDate {
    school.calendar.next_teaching_day(date)
}

/// The day agreed: some late, some this week, most in the weeks ahead.
fn next_review(dice: &mut Dice, school: &School, plan: &Plan) -> NaiveDate {
    let (from, to) =
        dice.weigh(&[(3, (-44, -15)), (9, (-14, -1)), (13, (0, 6)), (30, (7, 34)), (45, (35, 118))]);
    let date = dice.day(from, to);
    // What is due this week is left where it is: a holiday must not empty the screen.
    if date < shift(plan.today, 7) { date } else { on_a_school_day(school, date) }
}

fn held_review(
    dice: &mut Dice,
    kind: ReviewKind,
    held: NaiveDate,
    lead: Option<crate::domain::ids::RecordId>,
    area: Option<Area>,
    plan: &Plan,
) -> Review {
    let due = if dice.chance(70) { held } else { weekday(shift(held, -dice.between(1, 9)), true) };
    let outcome = dice.weigh(OUTCOMES);
    let mut review = Review::planned(kind, due, lead, typed(shift(due, -dice.between(60, 120))));
    review.held = Some(held);
    review.outcome = Some(outcome);
    review.note = dice.pick(words::review_note(outcome, area)).to_owned();
    if dice.chance(45) {
        review.pupil_voice = dice.pick(words::PUPIL_SAYS).to_owned();
    }
    if dice.chance(45) {
        review.parent_voice = dice.pick(words::PARENT_SAYS).to_owned();
    }
    review.recorded = Some(typed(shift(held, dice.between(0, 3)).min(plan.today)));
    review
}

/// Talks, calls and notes; most typed on the day, some days after it.
fn events(
    dice: &mut Dice,
    school: &School,
    until: NaiveDate,
    since: NaiveDate,
    count: i64,
    story: &mut Story,
) {
    for _ in 0..count {
        let back = dice.between(0, 150);
        let happened = school.last_in_term(dice, shift(until, -back)).max(since);
        let late = dice.weigh(&[(55, 0), (25, 1), (15, 3), (5, 7)]);
        let typed = typed(shift(happened, late).min(until).max(happened));
        let kind = dice.weigh(&[(58, EventKind::Contact), (17, EventKind::Meeting), (25, EventKind::Note)]);
        let (method, with, text) = match kind {
            EventKind::Contact => {
                let (with, text) = dice.pick(words::CONTACTS);
                let method = dice.weigh(&[
                    (50, Method::Phone),
                    (28, Method::InPerson),
                    (12, Method::Email),
                    (8, Method::Message),
                    (2, Method::Letter),
                ]);
                (Some(method), with, text)
            }
            EventKind::Meeting => {
                let (with, text) = dice.pick(words::MEETINGS);
                (None, with, text)
            }
            EventKind::Note => (None, "", dice.pick(words::NOTES)),
        };
        story.events.push(Event {
            kind,
            happened,
            method,
            with: with.to_owned(),
            text: text.to_owned(),
            typed,
        });
    }
}
