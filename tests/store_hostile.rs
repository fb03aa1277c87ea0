//! Records with any dates, rules with any numbers: what is derived stays within the years, and the store stays good.
#![allow(clippy::unwrap_used)] // a test

#[allow(dead_code)] // a part of it is used here
#[path = "store_support/samples.rs"]
mod samples;
mod store_support;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::prelude::*;
use senco::actions::rule;
use senco::demo;
use senco::domain::day;
use senco::domain::field::{FieldKind, Value};
use senco::domain::file::PupilFile;
use senco::domain::ids::{Key, Kind, PupilId, RecordId, SCHOOL};
use senco::domain::record::Record;
use senco::domain::rows::DueKey;
use senco::domain::school::{RuleChoice, SchoolFile};
use senco::duties::derive::{derive, derive_school};
use senco::duties::{self, Rule};
use senco::store::Store;
use senco::views::{case, plan_year, why};
use store_support::*;

/// What the rules make of a school, looked at from every side: dates in range, no two lines under one key, none lost.
fn sound(files: &[PupilFile], school: &SchoolFile, what: &str) {
    let mut keys: BTreeSet<DueKey> = BTreeSet::new();
    let rows = files.iter().flat_map(|file| derive(file, school).due).chain(derive_school(school));
    for row in rows {
        assert!(day::in_range(row.key.date), "{what}: {:?} on {}", row.key.duty, row.key.date);
        assert!(keys.insert(row.key), "{what}: two lines are one in the store: {:?}", row.key);
    }
    for file in files {
        for case in case::cases(file, school) {
            let dates = case.chain.iter().map(|dated| dated.date);
            assert!(
                dates.chain(case.next.map(|next| next.date)).all(day::in_range),
                "{what}: {:?}",
                case.key
            );
        }
        assert!(
            derive(file, school).places.iter().all(|row| row.next_check.is_none_or(day::in_range)),
            "{what}"
        );
    }
}

fn all(store: &Store) -> (Vec<PupilFile>, SchoolFile) {
    store
        .read(|view| {
            let mut files = Vec::new();
            for id in view.pupils()? {
                files.extend(view.pupil_file(id)?);
            }
            Ok((files, view.school()?))
        })
        .unwrap()
}

fn chosen(rule: &Rule, on: bool, most: bool) -> RuleChoice {
    let value = |param: &duties::rule::Param| if most { param.max } else { param.min };
    let values = rule.params.iter().map(|param| (param.key.to_owned(), value(param))).collect();
    RuleChoice { duty: rule.duty as u16, on: Some(on), values }
}

#[test]
fn every_rule_at_its_bounds_gives_dates_and_takes_no_line_away() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("demo.redb");
    let today = day(11, 22);
    let plan = demo::Plan { pupils: 60, seed: 3, today };
    let mut store = Store::create(&path, op("demo"), |edit| demo::write(edit, &plan, &|_, _| {})).unwrap();
    let (files, plain) = all(&store);
    let days = [
        day(1, 1),
        today,
        NaiveDate::from_ymd_opt(1900, 1, 1).unwrap(),
        NaiveDate::from_ymd_opt(2199, 12, 31).unwrap(),
    ];
    let mut everything = [Vec::new(), Vec::new(), Vec::new()];
    for rule in duties::rules() {
        for (at, (on, most)) in [(true, false), (true, true), (false, false)].into_iter().enumerate() {
            let mut school = plain.clone();
            school.settings.value.rules.retain(|choice| choice.duty != rule.duty as u16);
            school.settings.value.rules.push(chosen(rule, on, most));
            everything[at].push(chosen(rule, on, most));
            if at < 2 && !rule.params.is_empty() {
                sound(&files, &school, rule.id);
            }
        }
    }
    for (at, rules) in everything.into_iter().enumerate() {
        let mut school = plain.clone();
        school.settings.value.rules = rules.clone();
        sound(&files, &school, "all at once");
        for today in days {
            let plan = plan_year::plan(&files, &school, None, today);
            assert!(plan.reviews.iter().all(|review| day::in_range(review.date)), "{today}");
        }
        // Through the action too, as a school would, and the store agrees with itself.
        store
            .commit(op("rules"), |edit| {
                rules.iter().try_for_each(|choice| {
                    let base = edit
                        .school()?
                        .settings
                        .choice(duties::rules().find(|rule| rule.duty as u16 == choice.duty).unwrap().duty)
                        .cloned();
                    rule::set(edit, base.as_ref(), choice)
                })
            })
            .unwrap();
        assert_good(&store);
        let (_, school) = all(&store);
        store
            .read(|view| {
                for file in files.iter().map(|file| file.id).chain([SCHOOL]) {
                    let found = why::all(view, &school, file, |_| day(11, 22))?;
                    for one in found.into_iter().flatten() {
                        assert!(at < 2 || !one.steps.is_empty() || !one.rule.is_empty());
                        for today in days {
                            assert!(!one.letter(today).is_empty() && !one.when(today).is_empty());
                        }
                    }
                }
                Ok(())
            })
            .unwrap();
    }
}

/// A day anywhere, most often near the ends of the years, the end of a month, or the present.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    let number = |y, m, d| day::number(NaiveDate::from_ymd_opt(y, m, d).unwrap());
    let (first, last) = (number(1900, 1, 1), number(2199, 12, 31));
    let now = number(2026, 11, 22);
    prop_oneof![
        1 => Just(first),
        1 => Just(last),
        1 => first..first + 800,
        1 => last - 800..=last,
        1 => first..=last,
        6 => now - 500..now + 500,
        1 => Just(number(2024, 2, 29)),
    ]
    .prop_map(|number| day::from_number(number).unwrap())
}

/// Every record there is, with dates, choices and numbers of chance.
fn any_records() -> impl Strategy<Value = Vec<Record>> {
    prop::collection::vec((any_day(), any::<u32>()), 400).prop_map(|dice| {
        let mut dice = dice.into_iter().cycle();
        let mut roll = move || dice.next().unwrap();
        let mut out = Vec::new();
        for round in 0..2 {
            for mut record in samples::all() {
                for shape in record.shapes() {
                    let (date, chance) = roll();
                    let value = match shape.kind {
                        FieldKind::PastDate | FieldKind::FutureDate | FieldKind::NearDate => {
                            if chance.is_multiple_of(3) && !shape.required {
                                Value::Empty
                            } else {
                                Value::Date(date)
                            }
                        }
                        FieldKind::Choice(choices) => {
                            let all = choices();
                            if all.is_empty() || (chance.is_multiple_of(5) && !shape.required) {
                                Value::Empty
                            } else {
                                Value::Text(all[chance as usize % all.len()].code.clone())
                            }
                        }
                        FieldKind::Flag => Value::Flag(chance.is_multiple_of(4)),
                        FieldKind::Number { min, max } => {
                            Value::Number(if chance.is_multiple_of(2) { min } else { max })
                        }
                        FieldKind::Text | FieldKind::LongText if round == 1 => {
                            Value::Text("\u{202e}ev\u{1b}[2J\u{0}il\u{7}".into())
                        }
                        _ => continue,
                    };
                    // What a record cannot hold stays as it was.
                    let _ = record.set(shape.key, value);
                }
                out.push(record);
            }
        }
        out
    })
}

fn of_the_school(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::School
            | Kind::Settings
            | Kind::Site
            | Kind::Staff
            | Kind::Term
            | Kind::Headings
            | Kind::Closure
            | Kind::Tick
            | Kind::SencoPost
            | Kind::Provision
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_dates_that_can_be_stored_can_be_derived(records in any_records(), number in 0..60_u32, left in any::<bool>(), today in any_day()) {
        let (_dir, _path, mut store) = store();
        let id = PupilId(900);
        store.commit(op("any"), |edit| {
            for (at, record) in records.iter().enumerate() {
                let at = at as u32;
                let mut record = record.clone();
                if let Record::Pupil(pupil) = &mut record && !left {
                    pupil.left = None;
                }
                if let Record::StageSpan(span) = &mut record {
                    span.stage = ["K", "E", "W", "S"][(number % 4) as usize].into();
                    if number.is_multiple_of(2) {
                        span.to = None;
                    }
                }
                if let Record::Tick(tick) = &mut record {
                    tick.duty = duties::rules().nth(((number + at) % 60) as usize).map_or(1, |rule| rule.duty as u16);
                }
                let kind = record.kind();
                let whose = if of_the_school(kind) || (kind == Kind::Consultation && at.is_multiple_of(2)) { SCHOOL } else { id };
                let number = match kind {
                    Kind::School | Kind::Settings | Kind::Headings | Kind::Pupil => RecordId(0),
                    _ => RecordId(901 + at),
                };
                edit.put(Key::new(whose, kind, number), record)?;
            }
            Ok(())
        }).unwrap();
        let (files, school) = all(&store);
        sound(&files, &school, "any dates");
        let plan = plan_year::plan(&files, &school, None, today);
        prop_assert!(plan.reviews.iter().all(|review| day::in_range(review.date)));
        store.read(|view| {
            for whose in [id, SCHOOL] {
                for one in why::all(view, &school, whose, |_| day(11, 22))?.into_iter().flatten() {
                    one.letter(today);
                }
            }
            Ok(())
        }).unwrap();
        let report = store.check().unwrap();
        let wrong: Vec<&String> = report.problems.iter().filter(|problem| problem.contains("row") || problem.contains("derive")).collect();
        prop_assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
