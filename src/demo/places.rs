//! A pupil's places in provisions, with entry measures and the checks made so far.

use super::dice::{Dice, shift};
use super::pupil::Made;
use super::runs::{Run, Runs};
use super::story::{OUTCOMES, Story};
use super::{Plan, typed, words};
use crate::domain::code::{Decision, Outcome};
use crate::domain::ids::RecordId;
use crate::domain::provision::{Allocation, ImpactCheck};

/// Gives the pupil places.
pub fn fill(dice: &mut Dice, plan: &Plan, runs: &Runs, made: &Made, code: &str, story: &mut Story) {
    let wanted = match code {
        "W" => dice.weigh(&[(75, 0), (25, 1)]),
        "E" => dice.weigh(&[(10, 1), (50, 2), (40, 3)]),
        _ => dice.weigh(&[(14, 0), (40, 1), (36, 2), (10, 3)]),
    };
    let area = story.needs.first().and_then(|need| need.sen_type.area());
    let mut taken = Vec::new();
    for _ in 0..wanted {
        let wish = area.filter(|_| dice.chance(75));
        let Some(run) = runs.take(dice, wish, made.year, &taken) else { continue };
        taken.push(run.id);
        if let Some(place) = place(dice, plan, made, &run) {
            story.places.push(place);
        }
    }
}

fn place(dice: &mut Dice, plan: &Plan, made: &Made, run: &Run) -> Option<(Allocation, Vec<ImpactCheck>)> {
    // A few joined a group that was running.
    let joined = dice.chance(12).then(|| shift(run.start, 14)).filter(|day| *day < plan.today);
    let from = joined.unwrap_or(run.start);
    let left = made.pupil.left;
    if left.is_some_and(|left| left <= from) {
        return None;
    }
    let mut now = dice.between(8, 30);
    let entry = now;
    let measure = |value: i64| run.measure.value(value);
    let mut allocation = Allocation {
        provision: run.id,
        from,
        to: None,
        entry: if dice.chance(93) { measure(entry) } else { String::new() },
        exit: String::new(),
        aim: if dice.chance(40) { dice.pick(AIMS).to_owned() } else { String::new() },
        check_on: None,
        check_by: None,
        moves: Vec::new(),
        typed: typed(from.min(plan.today)),
    };
    let mut checks = Vec::new();
    let mut due = shift(from, 42);
    for held in
        run.checked.iter().filter(|held| **held > shift(from, 20) && left.is_none_or(|left| **held <= left))
    {
        let outcome = dice.weigh(OUTCOMES);
        now += i64::from(outcome.value()) + dice.between(1, 5);
        let stops = checks.len() == 1 && outcome == Outcome::MuchMore;
        checks.push(ImpactCheck {
            allocation: RecordId(0),
            due,
            held: *held,
            outcome,
            measure: measure(now),
            word: dice.pick(words::check_word(outcome)).to_owned(),
            decision: match outcome {
                _ if stops => Decision::Stop,
                outcome if outcome.is_below() && dice.chance(60) => Decision::Change,
                _ => Decision::Continue,
            },
            typed: typed(shift(*held, dice.between(0, 2)).min(plan.today)),
        });
        due = shift(*held, 42);
        if stops {
            allocation.to = Some(*held);
            break;
        }
    }
    allocation.to = [allocation.to, run.end, left].into_iter().flatten().min().map(|to| to.max(from));
    if allocation.to.is_some_and(|to| to <= plan.today) {
        allocation.exit = measure(now + if checks.is_empty() { 4 } else { 0 });
    }
    Some((allocation, checks))
}

const AIMS: &[&str] = &[
    "Joins in with the whole class without prompting.",
    "Reads the first 100 words at sight.",
    "Comes in calmly four mornings of five.",
    "Writes a sentence that others can read.",
    "Asks for help in words.",
];
