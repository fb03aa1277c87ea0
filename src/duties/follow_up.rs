//! Follow-ups: what somebody promised, on the day that they said.
//!
//! Rule: nothing is reckoned. The date is the one that was typed, for a leaver too: a promise outlives the last day.

use super::rule::{Example, Ground};
use super::sum::Sum;
use super::{Act, Dated, DueItem, Family, NONE, Rule, next_of};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind};
use crate::domain::rows::Duty;
use crate::domain::support::FollowUp;

/// The family.
pub const FAMILY: Family = Family { name: "Follow-ups", rules: RULES, due, left: due, chain, ..NONE };

const RULES: &[Rule] = &[Rule {
    duty: Duty::FollowUp,
    id: "follow-ups.promised",
    title: "Follow up what was promised",
    who: "who promised it, else the SENCO",
    source: "what was said, on the day that was typed with it",
    limit: "On the day that was said.",
    example: Example::Date { given: &[("said", "2026-11-25")], gives: "2026-11-25" },
    work: Some(|given| Some(Sum::from("It was said for", given.date("said")?))),
    ..Rule::BASE
}];

/// The dates of a follow-up: one.
fn dates(one: &FollowUp, ground: &Ground<'_>) -> Vec<(Dated, Act)> {
    let Some(sum) = ground.work(Duty::FollowUp, &[("said", one.due)]) else { return Vec::new() };
    let sum = sum.note(format!("It was promised on {}.", day::full(one.promised)));
    let dated = Dated {
        duty: Duty::FollowUp,
        what: one.what.clone(),
        date: sum.date,
        done: one.ended(),
        steps: sum.steps,
    };
    vec![(dated, Act::Fields(&["done"]))]
}

fn due(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    let item = |one: &crate::domain::ids::Held<FollowUp>| {
        let about = Key::new(file.id, Kind::FollowUp, one.id);
        next_of(about, one.lead, "follow up", dates(one, ground))
    };
    file.follow_ups.iter().filter_map(item).collect()
}

fn chain(file: &PupilFile, about: Key, ground: &Ground<'_>) -> Vec<Dated> {
    if about.kind != Kind::FollowUp {
        return Vec::new();
    }
    let one = file.follow_ups.iter().find(|one| one.id == about.id);
    one.map(|one| dates(one, ground).into_iter().map(|(dated, _)| dated).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{date, due_of, file_of, school_of};
    use super::*;
    use crate::domain::ids::Typed;
    use crate::domain::pupil::Pupil;
    use crate::domain::record::Record;
    use crate::duties::due_items;

    fn promised(due: &str) -> FollowUp {
        FollowUp::promised("call mum", date("2026-11-22"), date(due), Typed::default())
    }

    #[test]
    fn a_promise_is_due_on_its_day_until_it_is_done_or_dropped() {
        let one = promised("2026-11-25");
        let line = "2026-11-25 practice school follow up · call mum";
        assert_eq!(due_of(&file_of([Record::FollowUp(one.clone())])), [line]);
        let left = Pupil { left: Some(date("2026-11-23")), ..Pupil::default() };
        let file = file_of([Record::Pupil(left), Record::FollowUp(one.clone())]);
        assert!(due_of(&file).contains(&line.to_owned()), "a promise outlives the last day");
        let done = FollowUp { done: Some(date("2026-11-24")), ..one.clone() };
        let dropped = FollowUp { dropped: Some(date("2026-11-24")), ..one };
        assert!(due_of(&file_of([Record::FollowUp(done)])).is_empty());
        assert!(due_of(&file_of([Record::FollowUp(dropped)])).is_empty());
    }

    #[test]
    fn why_says_what_was_typed() {
        let file = file_of([Record::FollowUp(promised("2026-11-25"))]);
        let item = due_items(&file, &school_of([])).remove(0);
        assert_eq!(
            item.steps,
            ["It was said for Wed 25 Nov 2026.", "It was promised on Sun 22 Nov 2026."],
            "{:?}",
            item.act
        );
        let about = Key::new(file.id, Kind::FollowUp, file.follow_ups[0].id);
        assert_eq!(crate::duties::chain(&file, about, &school_of([])).len(), 1);
    }
}
