//! A made-up register planned: worked examples, and what holds for any register.

use proptest::prelude::*;

use super::*;
use crate::domain::case::EhcPlan;
use crate::domain::code::SenCode;
use crate::domain::ids::{Key, Kind, Revision, SCHOOL, Typed};
use crate::domain::pupil::{self, StageSpan};
use crate::domain::record::{Record, Recorded};
use crate::domain::review::Review;
use crate::domain::school::{RuleChoice, Settings};
use crate::duties::shapes::window;

fn d(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn stage(code: &str, from: NaiveDate) -> Record {
    StageSpan {
        stage: code.into(),
        census: SenCode::K,
        from,
        to: None,
        reason: String::new(),
        original: String::new(),
        typed: Typed::default(),
    }
    .wrap()
}

fn held(on: NaiveDate) -> Record {
    let mut review = Review::planned(ReviewKind::WithParents, on, None, Typed::default());
    review.held = Some(on);
    review.wrap()
}

fn agreed(kind: ReviewKind, on: NaiveDate) -> Record {
    Review::planned(kind, on, None, Typed::default()).wrap()
}

fn file(number: u32, records: Vec<Record>) -> PupilFile {
    let who =
        pupil::Pupil { forename: format!("P{number}"), surname: "Otter".into(), ..pupil::Pupil::default() };
    let id = PupilId(number);
    let keyed = records.into_iter().chain([who.wrap()]).zip(0..).map(|(record, at)| {
        let number = if record.kind() == Kind::Pupil { RecordId(0) } else { RecordId(at) };
        (Key::new(id, record.kind(), number), Revision(1), record)
    });
    PupilFile::from_records(id, keyed.collect::<Vec<_>>()).unwrap()
}

fn school(a_year: i64, a_week: i64) -> SchoolFile {
    let values = vec![("a_year".to_owned(), a_year), ("a_week".to_owned(), a_week)];
    let choice = RuleChoice { duty: Duty::ReviewRhythm as u16, on: None, values };
    let settings = Settings { rules: vec![choice], ..Settings::default() };
    SchoolFile::from_records([(Key::new(SCHOOL, Kind::Settings, RecordId(0)), Revision(1), settings.wrap())])
}

fn dates(plan: &YearPlan) -> Vec<String> {
    plan.reviews
        .iter()
        .map(|review| {
            format!("{}{}", day::iso(review.date), if review.agreed.is_some() { " agreed" } else { "" })
        })
        .collect()
}

#[test]
fn one_a_term_after_the_reviews_held_and_around_those_agreed() {
    let today = d("2026-11-21");
    let since = d("2025-09-08");
    let annual = |on| agreed(ReviewKind::Annual, d(on));
    for (about, records, expected) in [
        ("one was held in autumn", vec![held(d("2026-10-01"))], vec!["2027-01-", "2027-04-"]),
        ("none yet, and late", vec![held(d("2026-07-06"))], vec!["2026-11-2", "2027-01-", "2027-04-"]),
        (
            "an annual review is one of the year's",
            vec![held(d("2026-10-01")), annual("2027-02-02")],
            vec!["2027-02-02 agreed", "2027-04-"],
        ),
        (
            "an agreed one in summer",
            vec![held(d("2026-10-01")), annual("2027-06-08")],
            vec!["2027-01-", "2027-06-08 agreed"],
        ),
        ("three held", vec![held(d("2026-09-10")), held(d("2026-10-20")), held(d("2026-11-19"))], vec![]),
    ] {
        let records = records.into_iter().chain([stage("K", since)]).collect();
        let plan = plan(&[file(1, records)], &school(3, 10), None, today);
        let got = dates(&plan);
        assert_eq!(got.len(), expected.len(), "{about}: {got:?}");
        for (got, expected) in got.iter().zip(expected) {
            assert!(got.starts_with(expected), "{about}: {got} {expected}");
        }
    }
}

#[test]
fn who_needs_no_plan_and_who_owes_a_part_of_the_year() {
    let today = d("2026-11-21");
    for (code, since, expected) in
        [("W", "2025-09-08", 0), ("K", "2026-11-20", 3), ("E", "2027-01-04", 2), ("KA", "2025-01-01", 3)]
    {
        let today = today.max(d(since));
        let plan = plan(&[file(1, vec![stage(code, d(since))])], &school(3, 10), None, today);
        assert_eq!(plan.proposed().count(), expected, "{code} {since}: {:?}", dates(&plan));
        assert!(plan.pupils[0].short == 0);
    }
    let mut gone = file(1, vec![stage("K", d("2025-09-08"))]);
    gone.pupil.value.left = Some(d("2026-11-20"));
    assert!(plan(&[gone], &school(3, 10), None, today).pupils.is_empty());
    let mut off = school(3, 10);
    off.settings.value.rules[0].on = Some(false);
    let off = plan(&[file(1, vec![stage("K", d("2025-09-08"))])], &off, None, today);
    assert_eq!(off.proposed().count(), 0);
    assert!(off.warnings()[0].contains("is off"), "{:?}", off.warnings());
}

#[test]
fn a_year_with_no_room_says_so_by_name() {
    let plan = plan(&[file(1, vec![stage("K", d("2025-09-08"))])], &school(12, 10), None, d("2027-06-30"));
    assert!(plan.pupils[0].short > 0, "{:?}", dates(&plan));
    assert!(plan.warnings().iter().any(|words| words.starts_with("P1 Otter: no room this year for")));
    let proposed = plan.proposed().count();
    assert_eq!(proposed + usize::from(plan.pupils[0].short), 12);
}

#[test]
fn more_than_the_weeks_can_hold_is_said_and_nobody_is_dropped() {
    let today = d("2027-07-07");
    let files: Vec<_> =
        (1..=30).map(|n| file(n, vec![stage("K", d("2027-04-01")), held(d("2027-04-20"))])).collect();
    let plan = plan(&files, &school(1, 5), None, today);
    assert_eq!(plan.proposed().count(), 0, "one a year was held");
    let files: Vec<_> =
        (1..=30).map(|n| file(n, vec![stage("K", d("2026-08-01")), held(d("2026-09-20"))])).collect();
    let plan = super::plan(&files, &school(2, 5), None, today);
    assert_eq!(plan.proposed().count(), 30);
    assert_eq!(plan.weeks.iter().map(|week| week.count).sum::<usize>(), 30);
    assert_eq!(plan.over().count(), 3 - plan.weeks.iter().filter(|week| week.count <= 5).count());
    assert!(
        plan.warnings().iter().any(|words| words.contains("over the limit of 5")),
        "{:?}",
        plan.warnings()
    );
}

#[test]
fn weeks_of_rest_are_named_and_the_summer_plans_the_next_year() {
    let plan = plan(&[file(1, vec![stage("K", d("2025-09-08"))])], &school(3, 10), None, d("2027-07-28"));
    assert_eq!(plan.label(), "2027/28");
    assert!(plan.first >= d("2027-09-01") && plan.last < d("2028-08-31"));
    let rests: Vec<&str> =
        plan.weeks.iter().map(|week| week.rest.as_str()).filter(|rest| !rest.is_empty()).collect();
    assert!(rests.contains(&"half-term") && rests.contains(&"holidays"), "{rests:?}");
    for review in &plan.reviews {
        assert!(plan.weeks[plan.week_of(review.date).unwrap()].rest.is_empty());
    }
    assert_eq!(plan.proposed().count(), 3);
}

#[test]
fn a_site_sees_its_own_and_counts_the_others() {
    let today = d("2026-11-21");
    let (mut here, mut there) = (
        file(1, vec![stage("K", d("2025-09-08")), held(d("2026-10-01"))]),
        file(2, vec![stage("K", d("2025-09-08")), agreed(ReviewKind::Annual, d("2026-12-01"))]),
    );
    here.pupil.value.site = Some(RecordId(1));
    there.pupil.value.site = Some(RecordId(2));
    let plan = plan(&[here, there], &school(3, 10), Some(RecordId(1)), today);
    assert_eq!(plan.pupils.len(), 1);
    let week = &plan.weeks[plan.week_of(d("2026-12-01")).unwrap()];
    assert_eq!((week.count, week.elsewhere), (1, 1));
}

#[test]
fn moving_one_says_why_not() {
    let today = d("2026-11-21");
    let school = school(3, 1);
    let records = |n| file(n, vec![stage("K", d("2025-09-08")), held(d("2026-10-01"))]);
    let mut plan = plan(&[records(1)], &school, None, today);
    let at = 0;
    let mut words = String::new();
    for _ in 0..40 {
        match plan.shift(at, true, &school) {
            Ok(date) => assert!(plan.reviews.iter().any(|review| review.date == date && review.moved)),
            Err(why) => {
                words = why;
                break;
            }
        }
    }
    assert!(
        words.starts_with("later than the rhythm allows: by ") || words.starts_with("too near"),
        "{words}"
    );
    let mut words = String::new();
    for _ in 0..40 {
        if let Err(why) = plan.shift(at, false, &school) {
            words = why;
            break;
        }
    }
    assert!(
        words.starts_with("too near to the review before: Thu 1 Oct")
            || words.contains("the earliest")
            || words.contains("would come later than the rhythm allows")
            || words.contains("no school day"),
        "{words}"
    );
    let mut both = super::plan(&[records(1), records(2)], &school, None, today);
    let full = (0..20).find_map(|_| both.shift(0, true, &school).err());
    assert!(full.is_some());
}

/// A register of one kind of pupil or another, by numbers.
fn register(pupils: &[(u8, u16, u16)], today: NaiveDate) -> Vec<PupilFile> {
    let back = |days: u16| today.checked_sub_days(Days::new(days.into())).unwrap();
    let on = |days: u16| today.checked_add_days(Days::new(u64::from(days) + 1)).unwrap();
    pupils
        .iter()
        .zip(1..)
        .map(|((kind, one, two), number)| {
            let mut records = vec![stage(if kind % 7 == 0 { "W" } else { "K" }, back(400))];
            if kind & 1 > 0 {
                records.push(held(back(one % 200)));
            }
            if kind & 2 > 0 {
                records.push(agreed(
                    if kind & 4 > 0 { ReviewKind::Annual } else { ReviewKind::Plan },
                    on(*two % 250),
                ));
            }
            if kind & 8 > 0 {
                records.push(agreed(ReviewKind::WithParents, back(one % 40)));
            }
            if kind & 16 > 0 {
                records.push(EhcPlan::dated(back(300), Typed::default()).wrap());
            }
            file(number, records)
        })
        .collect()
}

/// Whether single reviews, each with its first and last week, can be held with so many a week: by Hall's rule on intervals.
fn can_be(windows: &[(usize, usize)], room: &[usize]) -> bool {
    (0..room.len()).all(|from| {
        (from..room.len()).all(|to| {
            let inside = windows.iter().filter(|(lo, hi)| from <= *lo && *hi <= to).count();
            inside <= room[from..=to].iter().sum()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_register_is_planned_legally(
        pupils in prop::collection::vec((0_u8..32, any::<u16>(), any::<u16>()), 1..60),
        start in 0_u64..365,
        a_year in 1_i64..=4,
        a_week in 1_i64..12,
    ) {
        let today = d("2026-08-25").checked_add_days(Days::new(start)).unwrap();
        let school = school(a_year, a_week);
        let files = register(&pupils, today);
        let made = plan(&files, &school, None, today);
        prop_assert_eq!(&made, &plan(&files, &school, None, today), "twice the same");
        let mut turned = files.clone();
        turned.reverse();
        prop_assert_eq!(&made, &plan(&turned, &school, None, today), "in any order");
        let begins = NaiveDate::from_ymd_opt(made.year, 9, 1).unwrap();
        for (at, pupil) in made.pupils.iter().enumerate() {
            let file = files.iter().find(|file| file.id == pupil.who.pupil).unwrap();
            let on_register = file.stage().unwrap().stage == "K";
            let held = file.reviews.iter().filter(|one| one.held.is_some_and(|held| held >= begins)).count();
            let open = file.open_reviews().filter(|one| one.due <= made.last).count();
            let mine: Vec<&Planned> = made.reviews.iter().filter(|one| one.pupil == at).collect();
            let proposed = mine.iter().filter(|one| one.agreed.is_none()).count();
            let owed = if on_register { usize::try_from(a_year).unwrap().saturating_sub(held + open) } else { 0 };
            prop_assert_eq!(proposed + usize::from(pupil.short), owed, "every pupil gets his number");
            let mut before = pupil.base;
            for review in mine {
                if review.agreed.is_none() {
                    prop_assert!(school.calendar.is_teaching_day(review.date));
                    prop_assert!(review.date > today && review.date <= made.last);
                    prop_assert!(day::between(before, review.date) >= made.gap, "{before} {review:?}");
                    let by = window::pace(before, u8::try_from(a_year).unwrap(), &school.calendar);
                    prop_assert_eq!(review.by, by);
                    if review.is_late() {
                        // Only where it was late before anything was planned.
                        let least = before.checked_add_days(Days::new(made.gap.unsigned_abs())).unwrap();
                        let least = school.calendar.next_teaching_day(least.max(made.first));
                        prop_assert!(by.unwrap() < least, "{before} {review:?}");
                    }
                }
                before = before.max(review.date);
            }
        }
        let counted: usize = made.weeks.iter().map(|week| week.count).sum();
        prop_assert_eq!(counted, made.reviews.len());
    }

    #[test]
    fn no_week_is_over_unless_it_must(
        lasts in prop::collection::vec(36_u64..130, 1..80),
        a_week in 1_usize..8,
        start in 0_u64..60,
    ) {
        // One review each, of two a year, in the second half of the year: each has one stretch, and no more follows.
        let today = d("2027-02-22").checked_add_days(Days::new(start)).unwrap();
        let school = school(2, i64::try_from(a_week).unwrap());
        let files: Vec<PupilFile> = lasts
            .iter()
            .zip(1..)
            .map(|(back, n)| {
                let last = today.checked_sub_days(Days::new(*back)).unwrap();
                let extra = if last >= d("2026-09-01") { vec![] } else { vec![held(d("2026-09-02"))] };
                file(n, [vec![stage("K", d("2025-01-06")), held(last)], extra].concat())
            })
            .collect();
        let made = plan(&files, &school, None, today);
        let rooms: Vec<usize> =
            made.weeks.iter().map(|week| if week.rest.is_empty() { a_week } else { 0 }).collect();
        let windows: Vec<(usize, usize)> = made
            .proposed()
            .map(|review| {
                let base = made.pupils[review.pupil].base;
                let least = base.checked_add_days(Days::new(made.gap.unsigned_abs())).unwrap().max(made.first);
                let least = school.calendar.next_teaching_day(least);
                let hi = review.by.unwrap().min(made.last).max(least);
                (made.week_of(least).unwrap(), made.week_of(hi).unwrap())
            })
            .collect();
        if made.over().count() > 0 {
            // The early start is bounded, so a plan may be possible that moves a review more than its term ahead.
            let near: Vec<(usize, usize)> = windows.iter().map(|(lo, hi)| ((*lo).max(hi.saturating_sub(4)), *hi)).collect();
            prop_assert!(!can_be(&near, &rooms), "{:?}", made.weeks);
        }
        prop_assert_eq!(made.proposed().count() + made.pupils.iter().map(|one| usize::from(one.short)).sum::<usize>(), files.len());
    }

    #[test]
    fn moving_one_keeps_the_rest(
        pupils in prop::collection::vec((0_u8..32, any::<u16>(), any::<u16>()), 1..30),
        moves in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..20),
    ) {
        let today = d("2026-11-21");
        let school = school(3, 8);
        let mut made = plan(&register(&pupils, today), &school, None, today);
        if made.reviews.is_empty() {
            return Ok(());
        }
        for (which, later) in moves {
            let at = which.index(made.reviews.len());
            let before = made.clone();
            let was = before.reviews[at].clone();
            match made.shift(at, later, &school) {
                Err(words) => {
                    prop_assert!(!words.is_empty());
                    prop_assert_eq!(&made, &before);
                }
                Ok(date) => {
                    prop_assert_eq!(was.agreed, None);
                    prop_assert!(school.calendar.is_teaching_day(date) && date > today);
                    prop_assert_eq!(date > was.date, later);
                    let week = &made.weeks[made.week_of(date).unwrap()];
                    prop_assert!(week.count <= made.limit);
                    let rest = |plan: &YearPlan, date| {
                        let mut rest: Vec<_> = plan.reviews.iter().map(|one| (one.pupil, one.date, one.agreed)).collect();
                        let gone = rest.iter().position(|one| *one == (was.pupil, date, None)).unwrap();
                        rest.remove(gone);
                        rest
                    };
                    prop_assert_eq!(rest(&made, date), rest(&before, was.date));
                    for one in made.proposed().filter(|one| one.is_late()) {
                        let known = before.reviews.iter().any(|old| old.pupil == one.pupil && old.is_late());
                        prop_assert!(known, "{one:?} was not late before");
                    }
                }
            }
        }
    }
}
