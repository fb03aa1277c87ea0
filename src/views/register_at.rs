//! The register as it stood, or will stand, on another day, out of the pupils' files.
//!
//! Rule: what bears a date is as at that day: who was on roll, the stage, the needs, reviews held and to come, provision.
//! Names, sites and flags are as they are now. Year and class change each September and their history is not kept: in
//! another academic year nothing is said of them. When a pupil came to the school is not recorded, so "on roll" holds
//! everybody who had been born and had not left; nor is a time away kept once a leaver is back: such a pupil was at no stage
//! meanwhile.

use chrono::NaiveDate;

use super::register::{Order, RegisterLine, Shown, glimpse_of, sort};
use super::timeline::DayOf;
use crate::domain::calendar::academic_year;
use crate::domain::ids::PupilId;
use crate::domain::school::SchoolFile;
use crate::duties::derive::derive;
use crate::store::{Snapshot, StoreError};

/// Which day, and what is needed to go there.
#[derive(Clone, Copy, Debug)]
pub struct AsAt {
    /// The day, past or to come.
    pub on: NaiveDate,
    /// Today: the academic year that years and classes are recorded for.
    pub today: NaiveDate,
    /// On which day something was typed.
    pub day_of: DayOf,
}

/// Every line as at the day, in order. Reads all files.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn all(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    shown: Shown,
    order: Order,
    at: AsAt,
) -> Result<Vec<RegisterLine>, StoreError> {
    let mut lines = Vec::new();
    for pupil in snapshot.pupils()? {
        let Some(file) = snapshot.pupil_file(pupil)? else { continue };
        if file.pupil.born.is_some_and(|born| at.on < born) {
            continue;
        }
        let mut row = derive(&file.as_at(at.on, at.day_of), school).register;
        if !shown.groups().contains(&row.group) {
            continue;
        }
        if academic_year(at.on) != academic_year(at.today) {
            row.who.year = None;
            row.who.class.clear();
        }
        lines.push(RegisterLine::of(row, school));
    }
    sort(&mut lines, order);
    Ok(lines)
}

/// What stands beside the list about one pupil, as at the day. Empty if there is no such pupil.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn glimpse(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    pupil: PupilId,
    at: AsAt,
) -> Result<Vec<String>, StoreError> {
    match snapshot.pupil_file(pupil)? {
        Some(file) => glimpse_of(snapshot, school, &file.as_at(at.on, at.day_of), at.on),
        None => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::need::{self, New};
    use crate::actions::testing::{Lab, date};
    use crate::actions::{pupil, stage};
    use crate::clock;
    use crate::domain::code::{SenCode, SenType, YearGroup};
    use crate::domain::pupil::Pupil;
    use crate::domain::review::{Review, ReviewKind};

    fn lines(lab: &Lab, shown: Shown, on: &str) -> Vec<RegisterLine> {
        let at = AsAt { on: date(on), today: lab.by.today, day_of: clock::day_of };
        lab.store
            .read(|view| {
                let school = view.school()?;
                all(view, &school, shown, Order::Name, at)
            })
            .unwrap()
    }

    /// "Ama K SLCN": name, stage, needs.
    fn said(lab: &Lab, shown: Shown, on: &str) -> Vec<String> {
        let said = |line: &RegisterLine| {
            let name = line.row.who.name.split(' ').next().unwrap_or_default().to_owned();
            format!("{name} {} {}", line.row.stage, line.needs()).trim_end().to_owned()
        };
        lines(lab, shown, on).iter().map(said).collect()
    }

    fn child(lab: &mut Lab, name: &str, born: &str) -> PupilId {
        let who = Pupil {
            forename: name.into(),
            surname: "Otter".into(),
            born: Some(date(born)),
            year: YearGroup::parse("4"),
            class: "Lark".into(),
            ..Pupil::default()
        };
        lab.make(|edit, by| pupil::add(edit, by, who.clone(), false)).0
    }

    fn to_stage(lab: &mut Lab, id: PupilId, to: &str, from: &str) {
        let to = (!to.is_empty()).then(|| to.to_owned());
        let change = stage::Change { to, census: None, from: date(from), reason: String::new() };
        lab.make(|edit, by| stage::change(edit, by, id, &change));
    }

    #[test]
    fn leavers_stood_there_and_those_who_joined_later_did_not() {
        let mut lab = Lab::new();
        let [ama, ben, _cy, _] =
            [("Ama", "2018-02-01"), ("Ben", "2018-03-04"), ("Cy", "2018-05-06"), ("Dee", "2026-03-01")]
                .map(|(name, born)| child(&mut lab, name, born));
        to_stage(&mut lab, ama, "K", "2025-09-08");
        to_stage(&mut lab, ben, "K", "2026-09-07");
        lab.make(|edit, by| pupil::end(edit, by, ama, date("2026-10-23"), "Elm School"));
        assert_eq!(said(&lab, Shown::Register, "2025-09-07"), [""; 0]);
        assert_eq!(said(&lab, Shown::Register, "2026-01-20"), ["Ama K"], "she left since");
        assert_eq!(said(&lab, Shown::Register, "2026-10-23"), ["Ama K", "Ben K"]);
        assert_eq!(said(&lab, Shown::Register, "2026-10-24"), ["Ben K"]);
        assert_eq!(said(&lab, Shown::Leavers, "2026-10-23"), [""; 0]);
        assert_eq!(said(&lab, Shown::Leavers, "2026-10-24"), ["Ama K"]);
        assert_eq!(said(&lab, Shown::Roll, "2026-01-20"), ["Ama K", "Ben", "Cy"], "Dee was not born");
        assert_eq!(said(&lab, Shown::Roll, "2030-01-20"), ["Ben K", "Cy", "Dee"], "to come: as it stands");
    }

    #[test]
    fn a_pupil_who_was_away_was_not_on_the_register_meanwhile() {
        let mut lab = Lab::new();
        let ama = child(&mut lab, "Ama", "2018-02-01");
        to_stage(&mut lab, ama, "K", "2025-09-08");
        lab.make(|edit, by| pupil::end(edit, by, ama, date("2026-03-27"), "Elm School"));
        lab.make(|edit, by| pupil::bring_back(edit, by, ama, date("2026-09-07")));
        for (on, expected) in [("2026-03-27", 1), ("2026-03-28", 0), ("2026-09-06", 0), ("2026-09-07", 1)] {
            assert_eq!(lines(&lab, Shown::Register, on).len(), expected, "{on}");
        }
    }

    #[test]
    fn a_corrected_stage_holds_from_its_corrected_day() {
        let mut lab = Lab::new();
        let ama = child(&mut lab, "Ama", "2018-02-01");
        to_stage(&mut lab, ama, "W", "2026-01-12");
        assert_eq!(said(&lab, Shown::Register, "2026-01-20"), ["Ama W"]);
        let base = lab.file(ama).stages[0].clone();
        let mut mine = base.value.clone();
        (mine.stage, mine.census, mine.from) = ("K".into(), SenCode::K, date("2026-01-19"));
        lab.make(|edit, by| stage::correct(edit, by, ama, base.id, &base.value, mine.clone()));
        assert_eq!(said(&lab, Shown::Register, "2026-01-18"), [""; 0]);
        assert_eq!(said(&lab, Shown::Register, "2026-01-20"), ["Ama K"]);
        let line = &lines(&lab, Shown::Register, "2026-01-20")[0];
        assert_eq!((line.row.since, line.row.census), (Some(date("2026-01-19")), SenCode::K));
    }

    #[test]
    fn needs_and_stage_that_ended_hold_until_their_last_day() {
        let mut lab = Lab::new();
        let ama = child(&mut lab, "Ama", "2018-02-01");
        to_stage(&mut lab, ama, "K", "2025-09-08");
        for (one, from) in [(SenType::Slcn, "2025-09-08"), (SenType::Semh, "2026-02-02")] {
            let new = New { from: Some(date(from)), ..New::of(one) };
            lab.make(|edit, by| need::add(edit, by, ama, &new));
        }
        let first = lab.file(ama).needs[0].id;
        lab.make(|edit, by| need::end(edit, by, ama, first, date("2026-05-01")));
        to_stage(&mut lab, ama, "", "2026-07-01");
        for (on, expected) in [
            ("2026-01-20", vec!["Ama K SLCN"]),
            ("2026-05-01", vec!["Ama K SLCN, SEMH"]),
            ("2026-05-02", vec!["Ama K SEMH"]),
            ("2026-06-30", vec!["Ama K SEMH"]),
            ("2026-07-01", vec![]),
        ] {
            assert_eq!(said(&lab, Shown::Register, on), expected, "{on}");
        }
        assert_eq!(said(&lab, Shown::Roll, "2026-07-01"), ["Ama"]);
    }

    #[test]
    fn reviews_and_provision_are_as_at_the_day() {
        let mut lab = Lab::new();
        let ama = child(&mut lab, "Ama", "2018-02-01");
        to_stage(&mut lab, ama, "K", "2025-09-08");
        for (due, held) in [("2025-12-08", "2025-12-10"), ("2026-03-09", "2026-03-16"), ("2027-01-11", "")] {
            lab.make(|edit, by| {
                let mut review = Review::planned(ReviewKind::Plan, date(due), None, by.typed.clone());
                review.held = (!held.is_empty()).then(|| date(held));
                edit.add(ama, review)
            });
        }
        let group = lab.provision("Lexia", "2025-09-08");
        lab.allocation(ama, group, "2026-01-12", Some("2026-02-13"));
        for (on, last, next, provisions) in [
            ("2025-12-09", "", "yesterday", 0),
            ("2026-01-20", "2025-12-10", "Mon 9 Mar", 1),
            ("2026-03-12", "2025-12-10", "3 days late", 0),
            ("2026-03-16", "2026-03-16", "11 Jan 2027", 0),
        ] {
            let line = &lines(&lab, Shown::Register, on)[0];
            let held = line.row.last_review.map(|held| held.to_string()).unwrap_or_default();
            assert_eq!((held.as_str(), line.next_cell(date(on)).as_str()), (last, next), "{on}");
            assert_eq!(line.row.provisions(date(on)), provisions, "{on}");
        }
    }

    #[test]
    fn year_and_class_are_said_within_their_academic_year_alone() {
        let mut lab = Lab::new();
        let ama = child(&mut lab, "Ama", "2018-02-01");
        to_stage(&mut lab, ama, "K", "2025-09-08");
        for (on, place) in [("2026-08-31", ""), ("2026-09-01", "Y4 Lark"), ("2027-09-01", "")] {
            assert_eq!(lines(&lab, Shown::Register, on)[0].place(), place, "{on}");
        }
    }

    #[test]
    fn as_at_today_it_is_the_register() {
        let mut lab = Lab::new();
        for (name, stage) in [("Ama", "K"), ("Ben", "W"), ("Cy", ""), ("Dee", "E"), ("Eve", "K")] {
            let id = child(&mut lab, name, "2018-02-01");
            if !stage.is_empty() {
                to_stage(&mut lab, id, stage, "2025-09-08");
            }
            if name == "Eve" {
                lab.make(|edit, by| pupil::end(edit, by, id, date("2026-10-23"), "Elm School"));
            }
            if name == "Dee" {
                lab.make(|edit, by| need::add(edit, by, id, &New::of(SenType::Asd)));
                let due = Review::planned(ReviewKind::Annual, date("2027-01-11"), None, lab.by.typed.clone());
                lab.make(|edit, _| edit.add(id, due.clone()));
            }
        }
        let school = lab.store.read(|view| view.school()).unwrap();
        for shown in Shown::ALL {
            let now = lab
                .store
                .read(|view| super::super::register::all(view, &school, shown, Order::Name))
                .unwrap();
            assert_eq!(lines(&lab, shown, "2026-11-21"), now, "{shown:?}");
        }
    }

    /// What of a line bears a date: list, name, stage, since, census code, needs, last review.
    fn dated(lines: &[RegisterLine]) -> Vec<String> {
        let said = |line: &RegisterLine| {
            let row = &line.row;
            let (group, since, last) = (row.group, row.since, row.last_review);
            format!("{group:?} {} {} {since:?} {} {last:?}", row.who.name, row.stage, line.needs())
        };
        lines.iter().map(said).collect()
    }

    /// Some months with a change or two a day; each evening the register is written down. Afterwards the register as at
    /// each of those days is what was written down. With leavers who come back that holds for the register itself alone.
    #[test]
    fn as_at_each_day_it_is_what_it_was_that_evening() {
        for (seed, come_back) in [(9, true), (10, true), (11, false), (12, false)] {
            months(seed, come_back);
        }
    }

    fn months(seed: u64, come_back: bool) {
        let mut lab = Lab::new();
        let mut dice = fastrand::Rng::with_seed(seed);
        let start = date("2026-01-05");
        let ids: Vec<PupilId> =
            ["Ama", "Ben", "Cy", "Dee"].iter().map(|name| child(&mut lab, name, "2018-02-01")).collect();
        let mut evenings = Vec::new();
        for today in start.iter_days().take(120) {
            lab.by.today = today;
            let yesterday = today.pred_opt().unwrap();
            let id = ids[dice.usize(..ids.len())];
            let file = lab.file(id);
            // What cannot be done on this day is refused, and nothing changes.
            let _ = match dice.u8(..7) {
                0 | 1 => {
                    let to = [Some("W"), Some("K"), Some("E"), None][dice.usize(..4)].map(str::to_owned);
                    let change = stage::Change { to, census: None, from: today, reason: String::new() };
                    lab.try_make(|edit, by| stage::change(edit, by, id, &change)).map(|_| ())
                }
                2 | 3 => {
                    let base: Vec<SenType> = file.open_needs().map(|need| need.sen_type).collect();
                    let mut wanted = vec![SenType::Slcn, SenType::Asd, SenType::Mld, SenType::Semh];
                    dice.shuffle(&mut wanted);
                    wanted.retain(|one| base.contains(one));
                    wanted.truncate(dice.usize(..4));
                    let new = [SenType::Slcn, SenType::Asd, SenType::Mld, SenType::Semh][dice.usize(..4)];
                    if !wanted.contains(&new) {
                        wanted.push(new);
                    }
                    // Which of those that go on comes first is their rank, and no date tells when it changed.
                    wanted.sort_by_key(|one| base.iter().position(|other| other == one).unwrap_or(9));
                    lab.try_make(|edit, by| need::set(edit, by, id, &base, &wanted, today)).map(|_| ())
                }
                4 => lab
                    .try_make(|edit, by| {
                        let mut review = Review::planned(ReviewKind::Plan, today, None, by.typed.clone());
                        review.held = Some(today);
                        edit.add(id, review)
                    })
                    .map(|_| ()),
                5 if come_back || dice.u8(..4) == 0 => {
                    lab.try_make(|edit, by| pupil::end(edit, by, id, yesterday, "")).map(|_| ())
                }
                6 if come_back => lab.try_make(|edit, by| pupil::bring_back(edit, by, id, today)),
                _ => Ok(()),
            };
            let now = Shown::ALL.map(|shown| {
                let school = lab.store.read(|view| view.school()).unwrap();
                dated(
                    &lab.store
                        .read(|view| super::super::register::all(view, &school, shown, Order::Name))
                        .unwrap(),
                )
            });
            evenings.push((today, now));
        }
        assert!(evenings.iter().any(|(_, [_, _, leavers])| !leavers.is_empty()), "some left");
        for (evening, then) in evenings {
            let found = Shown::ALL.map(|shown| dated(&lines(&lab, shown, &evening.to_string())));
            assert_eq!(found[0], then[0], "{seed} {evening}");
            if !come_back {
                assert_eq!(found, then, "{seed} {evening}");
            }
        }
    }
}
