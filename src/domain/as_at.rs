//! A pupil's file as it stood on another day, out of the file as it is known now.
//!
//! Rule: only what has a date goes back with it. A stage or a need that was corrected since stands as corrected: it is what
//! held on that day, not what was typed by then. What bears no date of its own (name, class, flags) stays as it is now.

use chrono::NaiveDate;

use super::field::{FieldKind, Fields, Value};
use super::file::PupilFile;
use super::ids::{Held, Stamp};
use super::pupil::Need;
use super::review::Review;

/// Cases that had begun by the day, each with the steps taken by then.
macro_rules! cases_at {
    ($file:ident, $on:ident: $($list:ident $began:ident),*) => {$(
        $file.$list.retain(|case| case.$began <= $on);
        for case in &mut $file.$list {
            steps_at(&mut case.value, $on);
        }
    )*};
}

impl PupilFile {
    /// The file as it stood at the end of this day, past or to come: what began later is not in it, what ended later had
    /// not ended, what was held later was still to be held. A review that was agreed for another date later (by the day
    /// that was typed, which `day_of` tells) is due on the date before. The last day counts as one on roll, at the stage,
    /// with the need.
    #[must_use]
    pub fn as_at(&self, on: NaiveDate, day_of: fn(Stamp) -> NaiveDate) -> PupilFile {
        let mut file = self.clone();
        let pupil = &mut file.pupil.value;
        if pupil.left.is_some_and(|left| on <= left) {
            pupil.left = None;
            pupil.left_for.clear();
        }
        file.stages.retain(|span| span.from <= on);
        for span in &mut file.stages {
            span.value.to = span.value.to.filter(|to| *to < on);
        }
        file.needs = needs_at(file.needs, on);
        for review in &mut file.reviews {
            review_at(&mut review.value, on, day_of);
        }
        file.reviews.sort_by_key(|review| (review.held.unwrap_or(review.due), review.id));
        file.allocations.retain(|place| place.from <= on);
        for place in &mut file.allocations {
            if place.to.is_none_or(|to| on < to) {
                place.value.exit.clear();
            }
        }
        file.checks.retain(|check| check.held <= on);
        file.events.retain(|event| event.happened <= on);
        cases_at!(
            file, on: assessments received, plans dated, consultations received, disputes letter, suspensions from,
            requests received, transfers left, notices decided, involvements began, referrals raised, cycles began,
            targets set, passports written, voices said, stage_checks done, follow_ups promised
        );
        for case in &mut file.assessments {
            case.value.answer = case.answer.filter(|_| case.decided.is_some());
        }
        for case in &mut file.consultations {
            case.value.reply = case.reply.filter(|_| case.answered.is_some());
        }
        for case in &mut file.referrals {
            case.value.outcome = case.outcome.filter(|_| case.reviewed.is_some());
        }
        for case in &mut file.cycles {
            case.value.outcome = case.outcome.filter(|_| case.reviewed.is_some());
            case.value.review_on = case.review_on.filter(|_| case.agreed.is_some());
        }
        for case in &mut file.targets {
            case.value.outcome = case.outcome.filter(|_| case.judged.is_some());
        }
        file
    }
}

/// Takes away the days of a record that had not come: a step not yet taken has no day. A day that must be there stays, and so
/// does one agreed ahead.
fn steps_at<T: Fields>(value: &mut T, on: NaiveDate) {
    for field in T::FIELDS {
        let taken = matches!(field.kind, FieldKind::PastDate);
        if taken && matches!((field.get)(value), Value::Date(day) if on < day) {
            // A field that must hold a day refuses none, and keeps it.
            let _ = (field.set)(value, Value::Empty);
        }
    }
}

/// Needs that lasted on a day, by the rank they had then; after them those that had ended. A need that has ended keeps the
/// rank it had, and those behind it moved up: so they are put back where they stood, the one that ended last first.
fn needs_at(needs: Vec<Held<Need>>, on: NaiveDate) -> Vec<Held<Need>> {
    let (ended, lasting): (Vec<_>, Vec<_>) =
        needs.into_iter().partition(|need| need.to.is_some_and(|to| to < on));
    let (mut since, mut then): (Vec<_>, Vec<_>) = lasting.into_iter().partition(|need| need.to.is_some());
    then.sort_by_key(|need| (need.rank, need.from, need.id));
    since.sort_by_key(|need| {
        (std::cmp::Reverse(need.to), need.rank, std::cmp::Reverse(need.from), std::cmp::Reverse(need.id))
    });
    for mut need in since {
        need.value.to = None;
        let place = usize::from(need.rank.saturating_sub(1)).min(then.len());
        then.insert(place, need);
    }
    then.retain(|need| need.from.is_none_or(|from| from <= on));
    for (rank, need) in (1..).zip(&mut then) {
        need.value.rank = rank;
    }
    then.extend(ended);
    then
}

fn review_at(review: &mut Review, on: NaiveDate, day_of: fn(Stamp) -> NaiveDate) {
    let steps = &mut review.annual;
    for step in [
        &mut steps.asked,
        &mut steps.invited,
        &mut steps.circulated,
        &mut steps.report_sent,
        &mut steps.decided,
        &mut steps.notice,
        &mut steps.comments,
        &mut steps.final_plan,
    ] {
        *step = step.filter(|day| *day <= on);
    }
    steps.decision = steps.decision.filter(|_| steps.decided.is_some());
    let later = |day: Option<NaiveDate>| day.is_some_and(|day| on < day);
    if later(review.held) || later(review.cancelled) {
        review.held = review.held.filter(|held| *held <= on);
        review.cancelled = review.cancelled.filter(|off| *off <= on);
        review.outcome = None;
        review.recorded = None;
        for words in [&mut review.note, &mut review.pupil_voice, &mut review.parent_voice] {
            words.clear();
        }
    }
    while let Some(made) = review.moves.pop_if(|made| on < day_of(made.typed.at)) {
        if made.to == review.due {
            review.due = made.from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{Answer, Assessment, EhcPlan};
    use crate::domain::code::{Outcome, SenCode, SenType};
    use crate::domain::event::{Event, EventKind};
    use crate::domain::ids::{Key, PupilId, RecordId, Revision, Typed};
    use crate::domain::provision::Allocation;
    use crate::domain::pupil::{Pupil, StageSpan};
    use crate::domain::record::Recorded;
    use crate::domain::review::{Move, PlanDecision, ReviewKind};
    use crate::domain::support::Cycle;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn some(text: &str) -> Option<NaiveDate> {
        (!text.is_empty()).then(|| date(text))
    }

    fn held<T>(id: u32, value: T) -> Held<T> {
        Held { id: RecordId(id), revision: Revision(0), value }
    }

    /// A moment whose number is its day.
    fn day_of(stamp: Stamp) -> NaiveDate {
        super::super::day::from_number(i32::try_from(stamp.0).unwrap()).unwrap()
    }

    fn typed(day: &str) -> Typed {
        Typed { at: Stamp(super::super::day::number(date(day)).into()), by: "sue".into() }
    }

    fn span(stage: &str, from: &str, to: &str) -> StageSpan {
        StageSpan {
            stage: stage.into(),
            census: SenCode::K,
            from: date(from),
            to: some(to),
            reason: String::new(),
            original: String::new(),
            typed: Typed::default(),
        }
    }

    fn need(sen_type: SenType, rank: u8, from: &str, to: &str) -> Need {
        Need { sen_type, rank, from: some(from), to: some(to), note: String::new(), typed: Typed::default() }
    }

    fn empty() -> PupilFile {
        let who = Pupil { left: some("2026-10-23"), left_for: "Elm".into(), ..Pupil::default() };
        let key = Key::profile(PupilId(1));
        PupilFile::from_records(PupilId(1), [(key, Revision(0), who.wrap())]).unwrap()
    }

    #[test]
    fn a_plan_keeps_the_day_agreed_ahead_and_loses_what_was_found_since() {
        let mut file = empty();
        let mut cycle = Cycle::began(date("2026-09-07"), "iep", Typed::default());
        cycle.agreed = some("2026-09-14");
        cycle.review_on = some("2026-10-26");
        cycle.reviewed = some("2026-10-28");
        cycle.outcome = Some(Outcome::More);
        file.cycles = vec![held(1, cycle)];
        let at = |on: &str| file.as_at(date(on), day_of).cycles.first().map(|cycle| cycle.value.clone());
        assert_eq!(at("2026-09-06"), None);
        let planning = at("2026-09-08").unwrap();
        assert_eq!((planning.agreed, planning.review_on), (None, None), "not agreed yet");
        let running = at("2026-10-01").unwrap();
        assert_eq!((running.agreed, running.review_on), (some("2026-09-14"), some("2026-10-26")));
        assert_eq!((running.ended(), running.outcome), (None, None));
        assert_eq!(at("2026-10-28").unwrap().outcome, Some(Outcome::More));
    }

    #[test]
    fn stages_and_roll_go_by_first_and_last_day() {
        let mut file = empty();
        file.stages = vec![
            held(1, span("W", "2025-09-08", "2026-01-19")),
            held(2, span("K", "2026-01-20", "2026-06-30")),
            held(3, span("E", "2026-09-07", "")),
        ];
        for (on, stage, left) in [
            ("2025-09-07", None, false),
            ("2025-09-08", Some("W"), false),
            ("2026-01-19", Some("W"), false),
            ("2026-01-20", Some("K"), false),
            ("2026-06-30", Some("K"), false),
            ("2026-07-01", None, false),
            ("2026-10-23", Some("E"), false),
            ("2026-10-24", Some("E"), true),
        ] {
            let then = file.as_at(date(on), day_of);
            assert_eq!(then.stage().map(|span| span.stage.as_str()), stage, "{on}");
            assert_eq!(then.stage().map(|span| span.id), file.stage_on(date(on)).map(|span| span.id), "{on}");
            assert_eq!((then.pupil.left.is_some(), then.pupil.left_for.is_empty()), (left, !left), "{on}");
        }
    }

    #[test]
    fn needs_stand_in_the_order_they_had() {
        use SenType::{Asd, Mld, Semh, Slcn};
        let mut file = empty();
        // MLD ended first, from the second place; then SLCN from the first; the others moved up each time.
        file.needs = vec![
            held(3, need(Semh, 1, "", "")),
            held(4, need(Asd, 2, "2026-02-02", "")),
            held(1, need(Slcn, 1, "2025-09-08", "2026-06-30")),
            held(2, need(Mld, 2, "2025-09-08", "2026-03-31")),
        ];
        for (on, expected) in [
            ("2025-09-01", vec![Semh]),
            ("2026-01-20", vec![Slcn, Mld, Semh]),
            ("2026-03-31", vec![Slcn, Mld, Semh, Asd]),
            ("2026-04-01", vec![Slcn, Semh, Asd]),
            ("2026-07-01", vec![Semh, Asd]),
        ] {
            let then = file.as_at(date(on), day_of);
            let found: Vec<(SenType, u8)> =
                then.open_needs().map(|need| (need.sen_type, need.rank)).collect();
            assert_eq!(found, expected.into_iter().zip(1..).collect::<Vec<_>>(), "{on}");
        }
    }

    #[test]
    fn a_review_was_to_come_until_it_was_held_on_the_date_agreed_by_then() {
        let mut review = Review::planned(ReviewKind::Plan, date("2026-02-02"), None, typed("2025-11-01"));
        review.held = some("2026-02-05");
        review.outcome = Some(Outcome::ALL[0]);
        review.note = "went well".into();
        review.moves = vec![
            Move {
                from: date("2026-01-12"),
                to: date("2026-01-26"),
                reason: "ill".into(),
                typed: typed("2026-01-10"),
            },
            Move {
                from: date("2026-01-26"),
                to: date("2026-02-02"),
                reason: "snow".into(),
                typed: typed("2026-01-25"),
            },
        ];
        let mut file = empty();
        file.reviews = vec![held(1, review)];
        for (on, due, held) in [
            ("2026-01-09", "2026-01-12", ""),
            ("2026-01-10", "2026-01-26", ""),
            ("2026-01-25", "2026-02-02", ""),
            ("2026-02-04", "2026-02-02", ""),
            ("2026-02-05", "2026-02-02", "2026-02-05"),
        ] {
            let then = file.as_at(date(on), day_of);
            let review = &then.reviews[0];
            assert_eq!((review.due, review.held), (date(due), some(held)), "{on}");
            assert_eq!(review.note.is_empty(), held.is_empty(), "{on}");
        }
    }

    #[test]
    fn what_was_called_off_later_was_still_to_come_and_what_began_later_is_not_there() {
        let mut file = empty();
        let mut off = Review::planned(ReviewKind::Plan, date("2026-12-01"), None, Typed::default());
        off.cancelled = some("2026-10-23");
        file.reviews = vec![held(1, off)];
        file.allocations = vec![held(
            2,
            Allocation {
                provision: RecordId(9),
                from: date("2026-09-14"),
                to: some("2026-10-23"),
                entry: "34".into(),
                exit: "40".into(),
                aim: String::new(),
                check_on: None,
                check_by: None,
                moves: Vec::new(),
                typed: Typed::default(),
            },
        )];
        file.events = vec![held(
            3,
            Event {
                kind: EventKind::Note,
                happened: date("2026-10-01"),
                method: None,
                with: String::new(),
                text: "x".into(),
                typed: Typed::default(),
            },
        )];
        let counts = |on: &str| {
            let then = file.as_at(date(on), day_of);
            let exit = then.allocations.iter().any(|place| !place.exit.is_empty());
            (then.open_reviews().count(), then.allocations.len(), exit, then.events.len())
        };
        assert_eq!(counts("2026-09-13"), (1, 0, false, 0));
        assert_eq!(counts("2026-10-22"), (1, 1, false, 1));
        assert_eq!(counts("2026-10-23"), (0, 1, true, 1));
    }

    #[test]
    fn cases_had_only_the_steps_that_were_taken() {
        let mut file = empty();
        let mut case = Assessment::received(date("2026-01-12"), Typed::default());
        case.decided = some("2026-02-20");
        case.answer = Some(Answer::Assess);
        case.asked = some("2026-02-23");
        case.final_plan = some("2026-06-01");
        file.assessments = vec![held(1, case)];
        let mut plan = EhcPlan::dated(date("2026-06-01"), Typed::default());
        plan.ceased = some("2026-10-01");
        file.plans = vec![held(2, plan)];
        let mut review = Review::planned(ReviewKind::Annual, date("2026-09-14"), None, typed("2026-06-02"));
        review.held = some("2026-09-14");
        review.annual.invited = some("2026-08-31");
        review.annual.decided = some("2026-09-28");
        review.annual.decision = Some(PlanDecision::Cease);
        file.reviews = vec![held(3, review)];
        for (on, steps) in [
            ("2026-01-11", ""),
            ("2026-01-12", "case "),
            ("2026-02-20", "case decided answer "),
            ("2026-05-31", "case decided answer asked "),
            ("2026-06-01", "case decided answer asked final plan "),
            ("2026-09-13", "case decided answer asked final plan invited "),
            ("2026-09-27", "case decided answer asked final plan invited held "),
            ("2026-09-28", "case decided answer asked final plan invited held cease "),
            ("2026-10-01", "case decided answer asked final invited held cease "),
        ] {
            let then = file.as_at(date(on), day_of);
            let case = then.assessments.first();
            let review = &then.reviews[0];
            let has = [
                (case.is_some(), "case "),
                (case.is_some_and(|case| case.decided.is_some()), "decided "),
                (case.is_some_and(|case| case.answer.is_some()), "answer "),
                (case.is_some_and(|case| case.asked.is_some()), "asked "),
                (case.is_some_and(|case| case.final_plan.is_some()), "final "),
                (then.plan().is_some(), "plan "),
                (review.annual.invited.is_some(), "invited "),
                (review.held.is_some(), "held "),
                (review.annual.decision.is_some(), "cease "),
            ];
            let said: String = has.iter().filter(|(there, _)| *there).map(|(_, word)| *word).collect();
            assert_eq!(said, steps, "{on}");
        }
    }
}
