//! A school of which every number is known.

use super::*;
use crate::actions::testing::{Lab, date};
use crate::clock;
use crate::domain::code::{Decision, Outcome, SenType};
use crate::domain::ids::{Key, PupilId};
use crate::domain::provision::ImpactCheck;
use crate::domain::pupil::{Need, Pupil, StageSpan};
use crate::domain::record::Recorded;
use crate::domain::review::Review;
use crate::domain::support::{Cycle, Target};

/// So many pupils at a stage since a day, with this need; every second one with pupil premium.
fn pupils(lab: &mut Lab, count: u32, stage: &str, from: &str, need: SenType, year: &str) -> Vec<PupilId> {
    lab.make(|edit, by| {
        let mut ids = Vec::new();
        for number in 0..count {
            let id = edit.new_pupil();
            let pupil = Pupil {
                forename: format!("A{number}"),
                surname: "Reed".into(),
                year: YearGroup::parse(year),
                pupil_premium: number % 2 == 0,
                ..Pupil::default()
            };
            edit.put(Key::profile(id), pupil.wrap())?;
            ids.push(id);
            if stage.is_empty() {
                continue;
            }
            let found = stage::find(stage).unwrap();
            let span = StageSpan {
                stage: stage.into(),
                census: found.census,
                from: date(from),
                to: None,
                reason: String::new(),
                original: String::new(),
                typed: by.typed.clone(),
            };
            edit.add(id, span)?;
            let typed = by.typed.clone();
            edit.add(
                id,
                Need {
                    sen_type: need,
                    rank: 1,
                    from: Some(date(from)),
                    to: None,
                    note: String::new(),
                    typed,
                },
            )?;
        }
        Ok(ids)
    })
}

fn figures(lab: &Lab, on: &str) -> Figures {
    let at = AsAt { on: date(on), today: lab.by.today, day_of: clock::day_of };
    lab.store
        .read(|view| {
            let school = view.school()?;
            read(view, &school, at, None)
        })
        .unwrap()
}

/// A table as lines: "label | cells".
fn lines(figures: &Figures, key: &str) -> Vec<String> {
    let table = figures.tables.iter().find(|table| table.key == key).unwrap();
    let line = |row: &Row| {
        let cells: Vec<String> = row.cells.iter().map(|cell| cell.short()).collect();
        format!("{} | {}", row.label, cells.join(" "))
    };
    table.rows.iter().map(line).collect()
}

fn school() -> Lab {
    let mut lab = Lab::new();
    pupils(&mut lab, 6, "W", "2026-09-07", SenType::Slcn, "1");
    pupils(&mut lab, 8, "K", "2025-09-08", SenType::Slcn, "1");
    pupils(&mut lab, 12, "K", "2026-09-07", SenType::Semh, "2");
    pupils(&mut lab, 3, "E", "2025-09-08", SenType::Asd, "2");
    pupils(&mut lab, 40, "", "", SenType::Asd, "1");
    pupils(&mut lab, 30, "", "", SenType::Asd, "2");
    lab
}

#[test]
fn stages_and_areas_with_what_changed() {
    let found = figures(&school(), "2026-11-21");
    // Three with a plan and nobody at an assessment make under five: SEN support is kept back with them.
    assert!(lines(&found, "stage")[0].starts_with("SEN support | – – –"), "{:?}", lines(&found, "stage"));
    assert_eq!(
        lines(&found, "stage")[3..],
        ["on the register | 23 11 11 +12 +12", "Watch list | 6 <5 <5 – –"]
    );
    assert_eq!(lines(&found, "area")[4], "no fixed area | <5 <5 <5 – –");
    assert_eq!(lines(&found, "area").last().unwrap(), "on the register | 23 11 11 +12 +12");
}

#[test]
fn beside_all_on_roll() {
    let found = figures(&school(), "2026-11-21");
    assert_eq!(lines(&found, "year"), ["Year 1 | 8 54 15 %", "Year 2 | 15 45 33 %", "all | 23 99 23 %"]);
    assert_eq!(
        lines(&found, "pupil_premium"),
        ["Pupil premium | 12 50 24 %", "the others | 11 49 22 %", "all | 23 99 23 %"]
    );
    assert_eq!(lines(&found, "eal"), ["EAL | <5 <5 –", "the others | – – –", "all | 23 99 23 %"]);
    let before = figures(&school(), "2026-07-21");
    assert!(
        before.tables.iter().all(|table| table.key != "year"),
        "years of another academic year are not known"
    );
}

#[test]
fn reviews_checks_cycles_and_costs() {
    let mut lab = Lab::new();
    let ids = pupils(&mut lab, 20, "K", "2025-09-08", SenType::Slcn, "1");
    let lexia = lab.provision("Lexia", "2026-09-07");
    let mut places = Vec::new();
    for id in &ids {
        places.push(lab.allocation(*id, lexia, "2026-09-07", None));
    }
    lab.make(|edit, by| {
        for (number, (id, place)) in ids.iter().zip(&places).enumerate() {
            let held = match number {
                0..8 => Some("2026-10-05"),
                8..14 => Some("2026-10-20"),
                _ => None,
            };
            let mut review =
                Review::planned(ReviewKind::WithParents, date("2026-10-12"), None, by.typed.clone());
            review.held = held.map(date);
            edit.add(*id, review)?;
            let outcome = if number < 9 { Outcome::More } else { Outcome::Less };
            let check = ImpactCheck {
                allocation: *place,
                due: date("2026-10-19"),
                held: date("2026-10-19"),
                outcome,
                measure: String::new(),
                word: String::new(),
                decision: Decision::Continue,
                typed: by.typed.clone(),
            };
            edit.add(*id, check)?;
            let mut cycle = Cycle::began(date("2026-09-14"), "iep", by.typed.clone());
            cycle.agreed = Some(date("2026-09-14"));
            cycle.reviewed = (number < 10).then(|| date("2026-11-09"));
            let cycle = edit.add(*id, cycle)?;
            let mut target = Target::of(cycle, date("2026-09-14"), by.typed.clone());
            target.judged = (number < 12).then(|| date("2026-11-09"));
            target.outcome =
                target.judged.map(|_| if number < 6 { TargetOutcome::Met } else { TargetOutcome::Partly });
            edit.add(*id, target)?;
        }
        Ok(())
    });
    let found = figures(&lab, "2026-11-21");
    assert_eq!(lines(&found, "reviews"), ["review with parents | 20 8 6 6"]);
    assert_eq!(lines(&found, "impact").first().unwrap(), "Lexia | 20 11 <5 –");
    assert_eq!(
        lines(&found, "costs"),
        ["Universal | 0 <5 –", "Targeted | 1 – –", "Specialist | 0 <5 –", "all | 1 20 £0"]
    );
    // As at a day before any of it was held.
    let before = figures(&lab, "2026-10-13");
    assert_eq!(lines(&before, "reviews").last().unwrap(), "review with parents | 20 – <5 12");
}
