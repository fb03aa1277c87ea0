//! Worked examples: what is due of referrals, cycles and passports, with the dates written out.

use super::*;
use crate::domain::code::SenCode;
use crate::domain::ids::Typed;
use crate::domain::pupil::StageSpan;
use crate::domain::record::Record;
use crate::domain::review::{Review, ReviewKind};
use crate::domain::school::{RuleChoice, Settings};
use crate::domain::support::ReferralOutcome;
use crate::duties::due_items;
use crate::duties::testing::{Lines, date, due_of, file_of, lines, school_of};

fn support(from: &str) -> Record {
    Record::StageSpan(StageSpan {
        stage: "K".into(),
        census: SenCode::K,
        from: date(from),
        to: None,
        reason: String::new(),
        original: String::new(),
        typed: Typed::default(),
    })
}

fn a_cycle(change: impl FnOnce(&mut Cycle)) -> Record {
    let mut cycle = Cycle::began(date("2026-11-20"), "iep", Typed::default());
    change(&mut cycle);
    Record::Cycle(cycle)
}

#[test]
fn a_referral_is_one_line_until_it_is_answered() {
    let mut case = Referral::raised(date("2026-11-20"), Typed::default());
    let open = file_of([Record::Referral(case.clone())]);
    assert_eq!(due_of(&open), ["2026-12-04 practice school SEND referral · decide what follows"]);
    let item = due_items(&open, &school_of([])).remove(0);
    assert_eq!(item.act, Act::Fields(&["reviewed", "outcome", "action"]));
    case.reviewed = Some(date("2026-11-27"));
    case.outcome = Some(ReferralOutcome::Nothing);
    assert_eq!(due_of(&file_of([Record::Referral(case)])), Lines::new());
}

#[test]
fn a_cycle_is_one_line_its_next_step() {
    let agree = "2026-12-11 practice school IEP · agree the plan";
    let tell = "2026-12-01 Code school IEP · tell all who work with the child";
    let undated = "2026-11-24 Code school the plan has no review date";
    type Change = fn(&mut Cycle);
    let cases: [(Change, &[&str]); 6] = [
        (|_| {}, &[agree]),
        (|c| c.agreed = Some(date("2026-11-24")), &[undated, tell]),
        (
            |c| {
                c.agreed = Some(date("2026-11-24"));
                c.staff_told = Some(date("2026-11-25"));
            },
            &[undated],
        ),
        (|c| c.dropped = Some(date("2026-11-24")), &[]),
        (|c| c.kind = "my-plan".into(), &["2026-12-11 practice school My Plan · agree the plan"]),
        (
            |c| {
                c.agreed = Some(date("2026-11-24"));
                c.reviewed = Some(date("2027-01-12"));
            },
            &[],
        ),
    ];
    for (change, expected) in cases {
        assert_eq!(due_of(&file_of([a_cycle(change)])), expected);
    }
}

#[test]
fn the_review_of_a_plan_is_one_line_and_the_rhythm_asks_for_no_other() {
    let review = Review::planned(ReviewKind::Plan, date("2027-01-12"), None, Typed::default());
    // Records are numbered from 0: the review is 1.
    let cycle = |c: &mut Cycle| {
        c.agreed = Some(date("2026-11-24"));
        c.staff_told = Some(date("2026-11-25"));
        c.review_on = Some(date("2027-01-12"));
        c.review = Some(crate::domain::ids::RecordId(1));
    };
    let file = file_of([support("2026-11-20"), Record::Review(review), a_cycle(cycle)]);
    assert_eq!(due_of(&file), ["2027-01-12 Code school plan review"]);
    let about = Key::new(file.id, Kind::Cycle, file.cycles[0].id);
    let chain: Vec<_> = crate::duties::chain(&file, about, &school_of([]))
        .into_iter()
        .map(|dated| (dated.what, dated.done.is_some()))
        .collect();
    let says = |what: &str, done| (what.to_owned(), done);
    assert_eq!(
        chain,
        [
            says("agree the plan", true),
            says("tell all who work with the child", true),
            says("review the plan", false)
        ]
    );
}

#[test]
fn a_plan_without_a_review_date_is_said_in_place_of_the_rhythm() {
    let cycle = |c: &mut Cycle| {
        c.agreed = Some(date("2026-11-24"));
        c.staff_told = Some(date("2026-11-25"));
    };
    let file = file_of([support("2026-11-20"), a_cycle(cycle)]);
    let items = due_items(&file, &school_of([]));
    assert_eq!(lines(&items), ["2026-11-24 Code school the plan has no review date"]);
    assert_eq!((items[0].duty, items[0].act), (Duty::ReviewDate, Act::Agree(ReviewKind::Plan)));
    let off = RuleChoice { duty: Duty::ReviewDate as u16, on: Some(false), values: Vec::new() };
    let school = school_of([Record::Settings(Settings { rules: vec![off], ..Settings::default() })]);
    assert_eq!(lines(&due_items(&file, &school)), ["2027-03-22 Code school the next review"]);
}

#[test]
fn a_passport_is_looked_at_again() {
    let mut passport = Passport::written(date("2026-11-20"), Typed::default());
    let of = |passport: &Passport| due_of(&file_of([Record::Passport(passport.clone())]));
    assert_eq!(of(&passport), ["2027-11-19 practice school passport · look at it again"]);
    passport.look_again = Some(date("2027-04-12"));
    assert_eq!(of(&passport), ["2027-04-12 practice school passport · look at it again"]);
    passport.replaced = Some(date("2027-02-01"));
    assert_eq!(of(&passport), Lines::new());
}
