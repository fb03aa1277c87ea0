//! What works, out of a real store.

use super::*;
use crate::actions::By;
use crate::actions::check::Checked;
use crate::actions::provision::record_group;
use crate::actions::provision::tests::{School, date, language_group, school, today};
use crate::domain::catalogue::{Intervention, Rate};
use crate::domain::code::{Decision, Outcome};
use crate::domain::delivery::{Missed, Session, State};
use crate::domain::ids::{SCHOOL, Typed};
use crate::domain::measure::Scale;

/// Records sessions of these days as delivered, one as missed.
fn deliver(school: &mut School, id: RecordId, days: &[&str], missed: &str) {
    school
        .try_to(|edit| {
            for on in days.iter().chain([&missed]) {
                let state = if *on == missed { State::Missed(Missed::AdultAway) } else { State::Delivered };
                let session = Session {
                    provision: id,
                    on: date(on),
                    nth: 0,
                    at: None,
                    state,
                    stands_for: None,
                    minutes: 20,
                    adult: None,
                    away: Vec::new(),
                    note: String::new(),
                    typed: Typed::default(),
                };
                edit.add(SCHOOL, session)?;
            }
            Ok(())
        })
        .unwrap();
}

/// Checks pupils of a run on a day: outcome and measure each.
fn check(school: &mut School, id: RecordId, held: &str, found: &[(usize, Outcome, &str)]) {
    let line = school.one(id);
    let by = By { today: today(), typed: Typed::default() };
    let checks: Vec<Checked> = found
        .iter()
        .map(|(who, outcome, measure)| {
            let pupil = school.pupils[*who];
            let place = line.places.iter().find(|place| place.who.pupil == pupil).unwrap();
            Checked {
                pupil,
                allocation: place.allocation,
                held: date(held),
                outcome: *outcome,
                measure: (*measure).into(),
                word: String::new(),
                decision: Decision::Continue,
            }
        })
        .collect();
    school.try_to(|edit| record_group(edit, &by, id, &checks)).unwrap();
}

fn works(school: &School, asked: Asked) -> Vec<Work> {
    school.store.read(|snapshot| read(snapshot, &snapshot.school()?, asked)).unwrap()
}

/// Two runs of the language group, the second in capitals, and Lexia whose measure is an age.
pub(crate) fn two_and_one() -> School {
    let mut school = school();
    school
        .try_to(|edit| {
            let entry =
                Intervention { evidence: "Trial of 2019".into(), ..Intervention::named("Language group") };
            edit.add(SCHOOL, entry)?;
            let rate = Rate { role: "TA".into(), from: date("2020-09-01"), pence: 1500, note: String::new() };
            edit.add(SCHOOL, rate)?;
            Ok(())
        })
        .unwrap();
    let first = school.start(&language_group(), 3);
    let other = crate::domain::provision::Provision {
        name: "LANGUAGE GROUP ".into(),
        start: date("2025-09-15"),
        end: Some(date("2025-12-12")),
        ..language_group()
    };
    let second = school.start(&other, 2);
    let lexia = crate::domain::provision::Provision {
        name: "Lexia".into(),
        scale: Scale::Months,
        start: date("2026-09-14"),
        ..language_group()
    };
    let third = school.start(&lexia, 2);
    // R Dale is a teaching assistant, so that the hours have a rate.
    school
        .try_to(|edit| {
            let staff = edit.school()?.staff.into_iter().find(|staff| staff.name == "R Dale").unwrap();
            let mut value = staff.value.clone();
            value.role = "TA".into();
            edit.put(crate::domain::ids::Key::new(SCHOOL, crate::domain::ids::Kind::Staff, staff.id), {
                use crate::domain::record::Recorded;
                value.wrap()
            })
        })
        .unwrap();
    deliver(&mut school, first, &["2026-10-05", "2026-10-07", "2026-10-09"], "2026-10-12");
    deliver(&mut school, second, &["2025-09-15"], "2025-09-17");
    check(
        &mut school,
        first,
        "2026-11-16",
        &[(0, Outcome::More, "37"), (1, Outcome::AsHoped, "38"), (2, Outcome::Less, "")],
    );
    check(&mut school, second, "2025-11-10", &[(0, Outcome::MuchMore, "40"), (1, Outcome::AsHoped, "30")]);
    check(&mut school, third, "2026-11-16", &[(0, Outcome::More, "34m"), (1, Outcome::More, "33m")]);
    school
}

#[test]
fn an_intervention_is_told_over_all_its_runs() {
    let school = two_and_one();
    let found = works(&school, Asked::usual(today(), None));
    let names: Vec<&str> = found.iter().map(|work| work.name.as_str()).collect();
    assert_eq!(names, ["Language group", "Lexia"]);
    let group = &found[0];
    assert_eq!(group.evidence, "Trial of 2019");
    assert_eq!(group.figures.extent(), "2 runs, 3 pupils");
    assert_eq!(
        group.runs.iter().map(|run| run.start).collect::<Vec<_>>(),
        [date("2026-10-05"), date("2025-09-15")]
    );
    assert_eq!(group.figures.spread, Spread([0, 1, 2, 1, 1]));
    assert_eq!(group.figures.spread.mean_words(), "+0.4 of 5");
    // +7 and +7, then +10 and −1.
    assert_eq!(group.figures.progress_words(), "+5.8 on average of 4, better for 3");
    assert_eq!(group.figures.ratio_words(), "", "no ages");
    // Four sessions of 20 minutes at £15 an hour, all of them with the cases: 1 + 2 × 2 + 3 + 4 steps.
    assert_eq!(group.figures.cost_words(), "£20 to date");
    assert_eq!(group.figures.per_step_words(), "£1.67 a step, 5 cases");
    assert_eq!(group.figures.spread.steps(), 12);
    assert!(group.verdict.starts_with("as hoped or better for 4 of 5, with "), "{}", group.verdict);
}

#[test]
fn ages_have_a_ratio_gain_and_few_cases_no_verdict() {
    let school = two_and_one();
    let found = works(&school, Asked::usual(today(), None));
    let lexia = &found[1];
    // 30 months and 31 at entry: +4 and +2 months in 63 days.
    assert_eq!(lexia.figures.progress_words(), "+3 months on average of 2, better for 2");
    assert_eq!(lexia.figures.ratio_words(), "ratio gain 1.5, median of 2");
    assert_eq!(lexia.verdict, "2 cases: too few to say, 5 are needed");
    assert_eq!(lexia.figures.cost_words(), "no session delivered, no cost");
}

#[test]
fn the_least_number_of_cases_is_the_schools() {
    let mut school = two_and_one();
    school
        .try_to(|edit| {
            let mut settings = edit.school()?.settings.value.clone();
            settings.least_cases = Some(2);
            edit.put(SchoolFile::settings_key(), {
                use crate::domain::record::Recorded;
                settings.wrap()
            })
        })
        .unwrap();
    let found = works(&school, Asked::usual(today(), None));
    assert!(
        found[1].verdict.starts_with("as hoped or better for 2 of 2, with none of"),
        "{}",
        found[1].verdict
    );
}

#[test]
fn days_and_sites_narrow_it() {
    let school = two_and_one();
    let last_year = Asked {
        span: Span { from: date("2025-09-01"), to: date("2026-08-31") },
        ..Asked::usual(today(), None)
    };
    let found = works(&school, last_year);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].figures.extent(), "1 run, 2 pupils");
    assert_eq!(found[0].name, "Language group", "as the catalogue has it");
    // The end of the days is the end of what is known of them.
    let early = Asked { span: Span { from: date("2025-09-01"), to: date("2025-10-31") }, ..last_year };
    let found = works(&school, early);
    assert_eq!((found[0].figures.spread.cases(), found[0].figures.progress.len()), (0, 0));
    assert_eq!(found[0].verdict, "no case yet: too few to say, 5 are needed");
    // A day of the past that nobody recorded is that, though it is the last that is asked for: Fri 19 September.
    let sums = |to: &str| {
        let days = Asked { span: Span { from: date("2025-09-01"), to: date(to) }, ..last_year };
        works(&school, days)[0].figures.tally.words()
    };
    assert_eq!(sums("2025-09-18"), "1 of 2 delivered (adult away 1)");
    assert_eq!(sums("2025-09-19"), "1 of 3 delivered (adult away 1, not recorded 1)");
    // Not all are at Lower; the part of the cost of those who are comes with them.
    let lower = works(&school, Asked::usual(today(), Some(school.sites[0])));
    assert_eq!(lower[0].figures.pupils(), 2);
    assert!(lower[0].figures.pence < 2000, "{}", lower[0].figures.pence);
}

#[test]
fn the_list_is_sorted_as_asked() {
    let school = two_and_one();
    let mut found = works(&school, Asked::usual(today(), None));
    let mut names = |by, least| {
        sort(&mut found, by, least);
        found.iter().map(|work| work.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(Sort::Outcome, 5), ["Language group", "Lexia"], "of two cases nothing is said");
    assert_eq!(names(Sort::Outcome, 2), ["Lexia", "Language group"]);
    assert_eq!(names(Sort::Cases, 5), ["Language group", "Lexia"]);
    assert_eq!(names(Sort::Cost, 5), ["Language group", "Lexia"]);
    assert_eq!(Sort::ALL.map(Sort::next), [Sort::Outcome, Sort::Cost, Sort::Cases, Sort::Name]);
}

#[test]
fn runs_put_together_are_the_sum_of_the_runs() {
    let school = two_and_one();
    for work in works(&school, Asked::usual(today(), None)) {
        let mut sum = Figures::default();
        work.runs.iter().rev().for_each(|run| sum.add(&run.figures));
        assert_eq!(sum.pence, work.figures.pence);
        assert_eq!(sum.spread, work.figures.spread);
        assert_eq!((sum.ratio(), sum.per_step()), (work.figures.ratio(), work.figures.per_step()));
        assert_eq!(sum.progress_words(), work.figures.progress_words());
        assert!(work.figures.case_pence <= work.figures.pence);
    }
}

#[test]
fn the_usual_days_are_three_academic_years() {
    let asked = Asked::usual(date("2026-11-21"), None);
    assert_eq!((asked.span.from, asked.span.to), (date("2024-09-01"), date("2027-08-31")));
    let asked = Asked::usual(date("2026-08-31"), None);
    assert_eq!((asked.span.from, asked.span.to), (date("2023-09-01"), date("2026-08-31")));
}
