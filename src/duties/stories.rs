//! Strange but possible stories: what is asked for when reviews are late, plans end, children are taught out of year, and
//! records lie at the ends of what can be recorded.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::testing::{Lines, date, due_of, file_of, lines, school_of};
use super::{chain, due_items, rules};
use crate::domain::case::{
    Answer, Assessment, Consultation, Dispute, EhcPlan, Involvement, KINDS, Notice, RecordsRequest,
    Suspension, Transfer,
};
use crate::domain::code::{SenCode, YearGroup};
use crate::domain::day;
use crate::domain::field::{FieldKind, Value};
use crate::domain::ids::{Kind, Typed};
use crate::domain::pupil::{Pupil, StageSpan};
use crate::domain::record::{Record, Recorded};
use crate::domain::review::{PlanDecision, Review, ReviewKind};
use crate::domain::rows::Duty;
use crate::domain::school::{RuleChoice, Settings};
use crate::domain::stage;
use crate::domain::support::FollowUp;
use crate::duties::derive::derive;

fn pupil(born: &str, year: &str) -> Record {
    let year = YearGroup::parse(year);
    Record::Pupil(Pupil { surname: "Otter".into(), born: Some(date(born)), year, ..Pupil::default() })
}

fn plan(dated: &str, change: impl FnOnce(&mut EhcPlan)) -> Record {
    let mut plan = EhcPlan::dated(date(dated), Typed::default());
    change(&mut plan);
    Record::EhcPlan(plan)
}

fn at(code: &str, from: &str) -> Record {
    Record::StageSpan(StageSpan {
        stage: code.into(),
        census: stage::find(code).map_or(SenCode::N, |stage| stage.census),
        from: date(from),
        to: None,
        reason: String::new(),
        original: String::new(),
        typed: Typed::default(),
    })
}

fn review(kind: ReviewKind, on: &str, change: impl FnOnce(&mut Review)) -> Record {
    let mut review = Review::planned(kind, date(on), None, Typed::default());
    change(&mut review);
    Record::Review(review)
}

fn held(on: &str) -> Record {
    review(ReviewKind::Annual, on, |review| {
        review.held = Some(review.due);
        review.annual.decided = Some(review.due);
        review.annual.decision = Some(PlanDecision::Keep);
    })
}

fn request(received: &str, change: impl FnOnce(&mut Assessment)) -> Record {
    let mut case = Assessment::received(date(received), Typed::default());
    change(&mut case);
    Record::Assessment(case)
}

fn of(records: Vec<Record>, words: &str) -> Lines {
    due_of(&file_of(records)).into_iter().filter(|line| line.contains(words)).collect()
}

fn settings(rules: Vec<RuleChoice>, clock_from: Option<&str>) -> Record {
    Record::Settings(Settings { rules, clock_from: clock_from.map(date), ..Settings::default() })
}

#[test]
fn a_last_safe_meeting_in_the_holidays_is_the_school_day_before() {
    for (dated, safe, last) in [
        ("2026-09-17", "Thu 19 Aug 2027", "Wed 21 Jul 2027"), // the summer holidays
        ("2026-11-23", "Mon 25 Oct 2027", "Fri 22 Oct 2027"), // half-term
        ("2026-03-01", "Sun 31 Jan 2027", "Fri 29 Jan 2027"), // a weekend
        ("2026-01-29", "Thu 31 Dec 2026", "Fri 18 Dec 2026"), // Christmas
    ] {
        let file = file_of([plan(dated, |_| {})]);
        let item = due_items(&file, &school_of([])).remove(0);
        assert!(item.what.ends_with(&format!("last safe {last}")), "{}", item.what);
        let steps = item.steps.join(" ");
        let says = format!("{safe} is no school day: the last one before it is {last}.");
        assert!(steps.contains(&says), "{steps}");
    }
    let off = RuleChoice { duty: Duty::AskAdvice as u16, on: Some(false), values: Vec::new() };
    let school = school_of([settings(vec![off], None)]);
    let said = lines(&due_items(&file_of([plan("2026-09-17", |_| {})]), &school));
    assert_eq!(
        said,
        ["2027-07-21 practice school annual review · agree the meeting, last safe Wed 21 Jul 2027"],
        "the day itself is one on which a meeting can be held"
    );
}

/// A step that says "earlier" or "later" counts from the day that the step before it ends with.
#[test]
fn every_step_of_a_meeting_counts_from_the_one_before() {
    let moving = [pupil("2016-03-09", "6"), plan("2026-06-01", |_| {})];
    for file in [file_of([plan("2026-09-17", |_| {})]), file_of(moving)] {
        let item = due_items(&file, &school_of([])).remove(0);
        let ends = |step: &str| {
            let words: Vec<&str> = step.trim_end_matches('.').split(' ').collect();
            let on = words[words.len().saturating_sub(3)..].join(" ");
            NaiveDate::parse_from_str(&on, "%d %b %Y").ok()
        };
        let (mut last, mut counted) = (None, 0);
        for step in &item.steps {
            if step.contains(" earlier is ") {
                let weeks: i64 = step.split(' ').next().unwrap().parse().unwrap();
                assert_eq!(
                    last,
                    ends(step).map(|on| on + TimeDelta::weeks(weeks)),
                    "{step} {:#?}",
                    item.steps
                );
                counted += 1;
            }
            last = ends(step).or(last);
        }
        assert!(counted >= 2, "{:#?}", item.steps);
    }
}

#[test]
fn a_move_that_is_near_does_not_wait_for_the_date_of_a_plan() {
    for (born, year, from, line) in [
        (
            "2015-10-14",
            "6",
            "2026-11-20",
            "2026-11-22 practice school EHC plan · record its date, phase transfer is near",
        ),
        (
            "2015-10-14",
            "6",
            "2026-12-01",
            "2026-12-01 practice school EHC plan · record its date, phase transfer is near",
        ),
        ("2015-10-14", "6", "2026-09-07", "2026-10-05 practice school EHC plan · record its date"),
        ("2016-10-14", "5", "2026-11-20", "2026-12-18 practice school EHC plan · record its date"),
    ] {
        assert_eq!(of(vec![pupil(born, year), at("E", from)], "EHC plan · "), [line], "{born} {from}");
    }
}

#[test]
fn nobody_with_a_plan_falls_out_of_the_clock() {
    let asks = "EHC plan · ";
    assert_eq!(
        of(vec![at("E", "2026-09-07")], asks),
        ["2026-10-05 practice school EHC plan · record its date"],
        "20 school days from the stage's first day"
    );
    assert_eq!(of(vec![at("K", "2026-09-07")], asks), [""; 0]);
    assert_eq!(of(vec![at("E", "2026-09-07"), plan("2026-03-02", |_| {})], asks), [""; 0]);
    assert_eq!(
        of(
            vec![at("E", "2020-09-07"), plan("2020-01-01", |plan| plan.ceased = Some(date("2026-10-01")))],
            asks
        ),
        [
            "2026-11-05 practice school EHC plan · the last one ceased: record the new one, or change the stage"
        ]
    );
    assert_eq!(
        of(vec![at("E", "2026-09-07"), plan("1926-03-02", |_| {})], asks),
        ["2026-10-05 practice school EHC plan · record its date"],
        "a slip of the pen"
    );
    // A register that is taken over: nothing is overdue on the day it comes.
    let school = school_of([settings(Vec::new(), Some("2026-11-02"))]);
    let items = due_items(&file_of([at("E", "2019-09-02")]), &school);
    let item = items.iter().find(|item| item.duty == Duty::PlanDate).unwrap();
    assert_eq!((item.date, item.act), (date("2026-11-30"), super::Act::Begin(Kind::EhcPlan)));
    let mut left = file_of([at("E", "2026-09-07")]);
    left.pupil.value.left = Some(date("2026-10-25"));
    assert_eq!(due_of(&left), [""; 0]);
}

#[test]
fn late_reviews_and_plans_made_again() {
    let safe = |records: Vec<Record>, day: &str| {
        let said = of(records, "agree the meeting");
        assert!(said.len() == 1 && said[0].ends_with(&format!("last safe {day}")), "{said:?} {day}");
    };
    // Seven weeks late: counted from the day it was held.
    safe(vec![plan("2024-01-10", |_| {}), held("2025-03-03")], "Mon 2 Feb 2026");
    // Two plans that are kept: the later counts.
    safe(vec![plan("2025-01-06", |_| {}), plan("2026-03-02", |_| {})], "Mon 1 Feb 2027");
    // Ceased and made again, with a review of the first.
    let ceased = plan("2020-01-06", |plan| plan.ceased = Some(date("2025-10-01")));
    safe(vec![ceased, held("2025-06-02"), plan("2026-03-02", |_| {})], "Mon 1 Feb 2027");
    // Off the register with the plan kept.
    safe(vec![plan("2026-03-02", |_| {})], "Mon 1 Feb 2027");
    // Refused, and asked again: one clock runs.
    let refused = request("2026-03-02", |case| {
        case.decided = Some(date("2026-04-10"));
        case.answer = Some(Answer::Refuse);
    });
    assert_eq!(
        of(vec![refused, request("2026-09-07", |_| {})], "EHC"),
        ["2026-10-19 LAW authority EHC assessment · authority says whether it will assess"]
    );
}

#[test]
fn a_later_step_covers_what_nobody_wrote_down() {
    assert_eq!(
        of(vec![request("2026-09-07", |case| case.draft = Some(date("2026-11-10")))], "EHC"),
        ["2026-11-24 LAW family EHC assessment · family comments on the draft"]
    );
    assert_eq!(
        of(vec![request("2026-09-07", |case| case.asked = Some(date("2026-10-12")))], "EHC"),
        ["2026-11-23 LAW school EHC assessment · school gives its advice"]
    );
}

#[test]
fn an_iep_review_is_no_review_with_parents() {
    for kind in [ReviewKind::Iep, ReviewKind::Transition] {
        let agreed = vec![at("K", "2026-09-14"), review(kind, "2027-06-14", |_| {})];
        assert_eq!(of(agreed, "no review agreed").len(), 1, "{kind:?} leaves the rhythm standing");
    }
    let agreed = vec![at("K", "2026-09-14"), review(ReviewKind::Plan, "2026-12-01", |_| {})];
    assert_eq!(of(agreed, "no review agreed"), [""; 0]);
    let seen = review(ReviewKind::Iep, "2026-11-02", |review| review.held = Some(review.due));
    assert_eq!(
        of(vec![at("K", "2026-09-14"), seen], "no review agreed"),
        ["2027-01-14 Code school no review agreed yet"],
        "counted from the stage, and not from the teacher's look"
    );
}

#[test]
fn a_child_taught_out_of_year_moves_a_year_later() {
    // By age in Year 7 since September 2026, taught in Year 6.
    let child = || vec![pupil("2015-08-20", "6"), at("K", "2025-09-08")];
    assert_eq!(of(child(), "transition").len(), 1);
    let mut agreed = child();
    agreed.push(review(ReviewKind::Transition, "2027-06-14", |_| {}));
    assert_eq!(
        of(agreed, "transition"),
        ["2027-06-14 Code school transition review"],
        "agreed for the year of the real move: the line by age goes"
    );
    let mut with_plan = vec![pupil("2015-08-20", "6"), at("E", "2025-09-08")];
    with_plan.push(plan("2026-03-02", |plan| plan.transfer_year = Some(2027)));
    let said = of(with_plan, "phase transfer").remove(0);
    assert!(said.ends_with("phase transfer: last safe Fri 20 Nov 2026"), "{said}");
}

#[test]
fn years_turn_between_31_august_and_1_september() {
    for (born, moves) in [("2016-08-31", true), ("2016-09-01", false), ("2015-09-01", true)] {
        let year = if moves { "6" } else { "5" };
        let said = of(vec![pupil(born, year), plan("2026-06-01", |_| {})], "agree the meeting").remove(0);
        assert_eq!(said.contains("phase transfer: last safe Fri 20 Nov 2026"), moves, "{born}: {said}");
    }
}

fn blank(kind: Kind, on: NaiveDate) -> Record {
    let typed = Typed::default;
    match kind {
        Kind::EhcPlan => EhcPlan::dated(on, typed()).wrap(),
        Kind::Consultation => Consultation::received(on, typed()).wrap(),
        Kind::Dispute => Dispute::since(on, typed()).wrap(),
        Kind::Suspension => Suspension::since(on, typed()).wrap(),
        Kind::RecordsRequest => RecordsRequest::received(on, typed()).wrap(),
        Kind::Transfer => Transfer::since(on, typed()).wrap(),
        Kind::Notice => Notice::decided(on, typed()).wrap(),
        Kind::Involvement => Involvement::began(on, typed()).wrap(),
        Kind::Review => Record::Review(Review::planned(ReviewKind::Annual, on, None, typed())),
        Kind::FollowUp => FollowUp::promised("call mum", on, on, typed()).wrap(),
        Kind::StageSpan => at("E", &on.to_string()),
        Kind::Pupil => Record::Pupil(Pupil { surname: "Otter".into(), ..Pupil::default() }),
        _ => Assessment::received(on, typed()).wrap(),
    }
}

prop_compose! {
    /// A day anywhere, near the ends, or in the years in which there are plans.
    fn any_day()(where_ in 0_u8..4, days in 0_i64..109_571, near in 0_i64..900) -> NaiveDate {
        let first = date("1900-01-01");
        match where_ {
            0 => first + TimeDelta::days(days),
            1 => first + TimeDelta::days(near),
            2 => date("2199-12-31") - TimeDelta::days(near),
            _ => date("2025-01-01") + TimeDelta::days(near),
        }
    }
}

prop_compose! {
    fn any_record()(
        kind in prop::sample::select([&KINDS[..], &[Kind::Review, Kind::StageSpan, Kind::Pupil, Kind::FollowUp]].concat()),
        on in any_day(),
        dates in proptest::collection::vec(proptest::option::of(any_day()), 24),
        picks in proptest::collection::vec(0_usize..12, 24),
    ) -> Record {
        let mut record = blank(kind, on);
        for (shape, (date, pick)) in record.shapes().into_iter().zip(dates.into_iter().zip(picks)) {
            let value = match shape.kind {
                FieldKind::Choice(all) => {
                    let all = all();
                    all.get(pick).map(|choice| Value::from(choice.code.as_str()))
                }
                FieldKind::Number { min, max } => Some(Value::Number([min, max, 11, 2027][pick % 4])),
                FieldKind::Flag => Some(Value::Flag(pick < 3)),
                _ => date.map(Value::from),
            };
            // What does not fit the field is refused, and the field stays.
            if let Some(value) = value {
                let _ = record.set(shape.key, value);
            }
        }
        record
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever was recorded and chosen: no panic, every date within the years, no line twice, every next step in its chain.
    #[test]
    fn no_story_is_too_strange(
        records in proptest::collection::vec(any_record(), 1..7),
        chosen in proptest::collection::vec((0_usize..65, proptest::option::of(any::<bool>()), 0_u8..3), 0..12),
    ) {
        let all: Vec<_> = rules().collect();
        let choices = chosen.into_iter().filter_map(|(at, on, end)| {
            let rule = all.get(at)?;
            let value = |param: &super::rule::Param| [param.min, param.max, i64::MAX][usize::from(end)];
            let values = rule.params.iter().map(|param| (param.key.to_owned(), value(param))).collect();
            Some(RuleChoice { duty: rule.duty as u16, on, values })
        });
        let school = school_of([settings(choices.collect(), None)]);
        let mut pupils = 0;
        let one = records.into_iter().filter(|record| {
            pupils += usize::from(record.kind() == Kind::Pupil);
            record.kind() != Kind::Pupil || pupils == 1
        });
        let file = file_of(one.collect::<Vec<_>>());
        let items = due_items(&file, &school);
        let mut keys: Vec<_> = items.iter().map(|item| (item.about, item.duty)).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), items.len(), "{:#?}", items);
        for item in &items {
            prop_assert!(day::in_range(item.date), "{:?}", item);
            prop_assert!(!item.steps.is_empty() && !item.what.is_empty());
            prop_assert!(item.then.iter().all(|dated| dated.done.is_none()));
            prop_assert!(chain(&file, item.about, &school).iter().all(|dated| day::in_range(dated.date)));
        }
        derive(&file, &school);
    }
}
