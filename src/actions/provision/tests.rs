//! Provisions against a real store: worked examples of each action as the map shows it, and undo of each.

use super::*;
use crate::domain::code::{Area, Decision, Outcome, Wave};
use crate::domain::ids::{SCHOOL, Stamp, Typed};
use crate::domain::pupil::Pupil;
use crate::domain::school::{SchoolFile, SchoolInfo, Site};
use crate::store::{CommitError, Operation, Snapshot, Store};
use crate::views::provision::{self as view, ProvisionLine, Which};

/// A school of six pupils on two sites, in a file that goes when it is dropped.
pub(crate) struct School {
    pub(crate) store: Store,
    pub(crate) pupils: Vec<PupilId>,
    pub(crate) sites: Vec<RecordId>,
    _dir: tempfile::TempDir,
}

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Sat 21 Nov 2026.
pub(crate) fn today() -> NaiveDate {
    date("2026-11-21")
}

pub(crate) fn by() -> By {
    By { today: today(), typed: Typed { at: Stamp(1_795_000_000), by: "rdale".into() } }
}

fn operation(id: u128) -> Operation {
    Operation { id, action: "try".into(), user: "rdale".into(), at: Stamp(1_795_000_000) }
}

pub(crate) fn school() -> School {
    let dir = tempfile::tempdir().unwrap();
    let mut pupils = Vec::new();
    let mut sites = Vec::new();
    let store = Store::create(&dir.path().join("school.redb"), operation(1), |edit| {
        edit.put(
            SchoolFile::info_key(),
            SchoolInfo { name: "Holly Bank".into(), demo: true, ..SchoolInfo::default() }.wrap(),
        )?;
        sites = vec![
            edit.add(SCHOOL, Site { name: "Lower".into() })?,
            edit.add(SCHOOL, Site { name: "Upper".into() })?,
        ];
        let names = ["Ama Otter", "Ben Quill", "Cy Marten", "Dee Plover", "Eve Siskin", "Finn Badger"];
        pupils.clear();
        for (at, name) in names.into_iter().enumerate() {
            let (forename, surname) = name.split_once(' ').unwrap();
            let id = edit.new_pupil();
            let site = sites.get(at % 2).copied();
            let pupil = Pupil {
                forename: forename.into(),
                surname: surname.into(),
                class: "Lark".into(),
                site,
                ..Pupil::default()
            };
            edit.put(Pupil::key(id, RecordId(0)), pupil.wrap())?;
            pupils.push(id);
        }
        Ok(())
    })
    .unwrap();
    School { store, pupils, sites, _dir: dir }
}

pub(crate) fn language_group() -> Provision {
    Provision {
        name: "Language group".into(),
        area: Some(Area::Communication),
        wave: Wave::Targeted,
        minutes: 20,
        times_a_week: 3,
        lead: None,
        agency: String::new(),
        start: date("2026-10-05"),
        end: None,
        cost_pence: None,
        measure: "words of 100".into(),
        site: None,
        note: String::new(),
        typed: Typed::default(),
        ..Provision::default()
    }
}

impl School {
    pub(crate) fn try_to(
        &mut self,
        f: impl FnMut(&mut Edit<'_>) -> Result<(), Refused>,
    ) -> Result<(), String> {
        let result = self.store.commit(operation(fastrand::u128(..)), f);
        result.map(|_| ()).map_err(|error: CommitError| error.to_string())
    }

    /// Does it, and proves that undo brings the map back to what it was.
    pub(crate) fn act(&mut self, mut f: impl FnMut(&mut Edit<'_>) -> Result<(), Refused>) {
        let before = self.map(Which::All);
        self.try_to(&mut f).unwrap();
        self.store.undo(None, operation(fastrand::u128(..))).unwrap();
        assert_eq!(stripped(self.map(Which::All)), stripped(before), "undone");
        self.try_to(&mut f).unwrap();
    }

    pub(crate) fn map(&self, which: Which) -> Vec<ProvisionLine> {
        self.map_at(which, None)
    }

    fn map_at(&self, which: Which, site: Option<RecordId>) -> Vec<ProvisionLine> {
        let read = |snapshot: &Snapshot<'_>| view::lines(snapshot, &snapshot.school()?, site, today());
        let mut lines = self.store.read(read).unwrap();
        lines.retain(|line| which.takes(&line.provision, today()));
        lines
    }

    /// Starts the language group for the first so many, with the entry measures 30, 31…
    pub(crate) fn start(&mut self, provision: &Provision, pupils: usize) -> RecordId {
        let joining: Vec<Joining> = self
            .pupils
            .iter()
            .take(pupils)
            .enumerate()
            .map(|(at, pupil)| Joining { entry: (30 + at).to_string(), ..Joining::new(*pupil) })
            .collect();
        let mut id = RecordId(0);
        let lead = Adult::Named("R Dale".into());
        self.act(|edit| {
            id = start(edit, &by(), provision, Some(&lead), &joining)?;
            Ok(())
        });
        id
    }

    pub(crate) fn one(&self, id: RecordId) -> ProvisionLine {
        self.store.read(|snapshot| view::one(snapshot, &snapshot.school()?, id, today())).unwrap().unwrap()
    }

    fn checked(&self, id: RecordId, who: usize, decision: Decision) -> Checked {
        let line = self.one(id);
        let pupil = self.pupils[who];
        let place = line.places.iter().find(|place| place.who.pupil == pupil).unwrap();
        Checked {
            pupil,
            allocation: place.allocation,
            held: today(),
            outcome: Outcome::More,
            measure: "41".into(),
            word: "names 15 of 20".into(),
            decision,
        }
    }
}

fn stripped(mut lines: Vec<ProvisionLine>) -> Vec<ProvisionLine> {
    for line in &mut lines {
        line.revision = crate::domain::ids::Revision(0);
    }
    lines
}

#[test]
fn a_group_starts_in_one_step_and_its_checks_follow() {
    let mut school = school();
    let id = school.start(&language_group(), 3);
    let line = school.one(id);
    assert_eq!((line.lead.as_str(), line.pupils, line.due, line.overdue), ("R Dale", 3, 3, 3));
    assert_eq!(line.next_check, Some(date("2026-11-16")), "42 days after 5 Oct");
    let names: Vec<_> =
        line.places.iter().map(|place| (place.who.name.as_str(), place.entry.as_str())).collect();
    assert_eq!(names, [("Cy Marten", "32"), ("Ama Otter", "30"), ("Ben Quill", "31")], "by surname");
}

#[test]
fn what_makes_no_sense_is_refused_in_words() {
    let mut school = school();
    let (ama, ben) = (school.pupils[0], school.pupils[1]);
    school
        .try_to(|edit| {
            let mut left = pupil(edit, ben)?;
            left.left = Some(date("2026-09-30"));
            edit.put(Pupil::key(ben, RecordId(0)), left.wrap())
        })
        .unwrap();
    let good = language_group();
    for (provision, pupils, words) in [
        (
            Provision { name: "  ".into(), ..good.clone() },
            vec![ama],
            "the name of the intervention is missing",
        ),
        (Provision { minutes: 0, ..good.clone() }, vec![ama], "dosage is missing"),
        (
            Provision { end: Some(date("2026-10-04")), ..good.clone() },
            vec![ama],
            "before it starts on Mon 5 Oct 2026",
        ),
        (good.clone(), vec![ama, ama], "Ama Otter is named twice"),
        (good.clone(), vec![ama, ben], "Ben Quill will have left by Mon 5 Oct 2026"),
        (good.clone(), vec![PupilId(999)], "no longer on file"),
    ] {
        let joining: Vec<Joining> = pupils.into_iter().map(Joining::new).collect();
        let refused =
            school.try_to(|edit| start(edit, &by(), &provision, None, &joining).map(|_| ())).unwrap_err();
        assert!(refused.contains(words), "{refused}");
    }
    assert!(school.map(Which::All).is_empty(), "a refusal leaves nothing behind");
}

#[test]
fn pupils_join_later_and_only_once() {
    let mut school = school();
    let id = school.start(&Provision { end: Some(date("2026-12-18")), ..language_group() }, 1);
    let (ama, ben) = (school.pupils[0], school.pupils[1]);
    school.act(|edit| add_pupils(edit, &by(), id, date("2026-11-09"), &[Joining::new(ben)]));
    let line = school.one(id);
    assert_eq!(line.pupils, 2);
    let place = line.places.iter().find(|place| place.who.pupil == ben).unwrap();
    assert_eq!((place.from, place.to), (date("2026-11-09"), Some(date("2026-12-18"))));
    assert_eq!(
        place.next_check, None,
        "the block ends before six weeks are over: the exit measure closes it"
    );
    for (who, from, words) in [
        (ama, "2026-11-09", "Ama Otter is already in Language group"),
        (school.pupils[2], "2026-10-04", "starts only on Mon 5 Oct 2026"),
        (school.pupils[2], "2026-12-19", "ends on Fri 18 Dec 2026"),
    ] {
        let refused =
            school.try_to(|edit| add_pupils(edit, &by(), id, date(from), &[Joining::new(who)])).unwrap_err();
        assert!(refused.contains(words), "{refused}");
    }
    assert!(
        school.try_to(|edit| add_pupils(edit, &by(), id, today(), &[])).unwrap_err().contains("no pupil")
    );
}

#[test]
fn an_edit_merges_and_the_places_follow_the_days() {
    let mut school = school();
    let id = school.start(&language_group(), 2);
    let base = school.one(id).provision;
    school
        .try_to(|edit| {
            let agency = Provision { agency: "SALT".into(), ..base.clone() };
            super::edit(edit, id, &base, &agency, base.lead.map(Adult::Known).as_ref())
        })
        .unwrap();
    let mine =
        Provision { minutes: 30, start: date("2026-10-12"), end: Some(date("2026-12-18")), ..base.clone() };
    school.act(|edit| super::edit(edit, id, &base, &mine, base.lead.map(Adult::Known).as_ref()));
    let line = school.one(id);
    assert_eq!((line.provision.agency.as_str(), line.provision.minutes), ("SALT", 30), "both changes stand");
    assert_eq!(line.lead, "R Dale");
    for place in &line.places {
        assert_eq!((place.from, place.to), (date("2026-10-12"), Some(date("2026-12-18"))));
        assert_eq!(place.next_check, Some(date("2026-11-23")));
    }
    let clash = Provision { agency: "EP".into(), ..base.clone() };
    let refused = school.try_to(|edit| super::edit(edit, id, &base, &clash, None)).unwrap_err();
    assert!(refused.contains("Agency"), "{refused}");
    let backwards = Provision { end: Some(date("2026-09-01")), ..line.provision.clone() };
    assert!(school.try_to(|edit| super::edit(edit, id, &line.provision, &backwards, None)).is_err());
}

#[test]
fn ending_a_provision_ends_the_places_that_are_open() {
    let mut school = school();
    let id = school.start(&language_group(), 3);
    let place =
        school.one(id).places.iter().find(|place| place.who.pupil == school.pupils[0]).unwrap().clone();
    let ama = school.pupils[0];
    school.act(|edit| end_place(edit, &by(), ama, place.allocation, date("2026-10-30"), " 52 "));
    school.act(|edit| end(edit, id, date("2026-11-13"), "adult moved"));
    let line = school.one(id);
    let days: Vec<_> = line.places.iter().map(|place| (place.who.name.as_str(), place.to)).collect();
    let (early, late) = (Some(date("2026-10-30")), Some(date("2026-11-13")));
    assert_eq!(days, [("Cy Marten", late), ("Ben Quill", late), ("Ama Otter", early)]);
    assert_eq!(line.places.iter().find(|place| place.who.pupil == ama).unwrap().now, "52");
    assert_eq!(line.provision.note, "Ends Fri 13 Nov 2026: adult moved");
    assert_eq!((line.pupils, line.due), (2, 0));
    assert!(school.map(Which::Running).is_empty());
    assert_eq!(school.map(Which::Ended).len(), 1);
    let refused = school.try_to(|edit| end(edit, id, date("2026-10-01"), "")).unwrap_err();
    assert!(refused.contains("starts only on"), "{refused}");
    assert!(
        school.try_to(|edit| end(edit, id, date("2026-11-13"), "")).unwrap_err().contains("already ends")
    );
}

#[test]
fn one_place_ends_and_its_measures_are_corrected() {
    let mut school = school();
    let id = school.start(&language_group(), 1);
    let ama = school.pupils[0];
    let place = school.one(id).places[0].clone();
    for (on, words) in [("2026-11-22", "lies ahead"), ("2026-10-04", "began only on Mon 5 Oct 2026")] {
        let refused =
            school.try_to(|edit| end_place(edit, &by(), ama, place.allocation, date(on), "")).unwrap_err();
        assert!(refused.contains(words), "{refused}");
    }
    let base = |school: &School| {
        school
            .store
            .read(|snapshot| snapshot.record::<Allocation>(ama, place.allocation))
            .unwrap()
            .unwrap()
            .value
    };
    let before = base(&school);
    let mine = Allocation { entry: "34".into(), exit: "55".into(), ..before.clone() };
    school.act(|edit| correct_place(edit, ama, place.allocation, &before, &mine));
    assert_eq!((base(&school).entry, base(&school).exit), ("34".to_owned(), "55".to_owned()));
    let backwards = Allocation { to: Some(date("2026-10-01")), ..before.clone() };
    let refused =
        school.try_to(|edit| correct_place(edit, ama, place.allocation, &before, &backwards)).unwrap_err();
    assert!(refused.contains("Ama Otter would leave before beginning"), "{refused}");
}

#[test]
fn a_group_is_checked_as_one_change_and_who_is_left_blank_stays_due() {
    let mut school = school();
    let id = school.start(&language_group(), 3);
    let checks = vec![school.checked(id, 0, Decision::Continue), school.checked(id, 2, Decision::Stop)];
    school.act(|edit| record_group(edit, &by(), id, &checks));
    let line = school.one(id);
    assert_eq!((line.pupils, line.due), (3, 1), "who stops today is in it until tonight");
    let of = |who: usize| line.places.iter().find(|place| place.who.pupil == school.pupils[who]).unwrap();
    assert_eq!((of(0).checks, of(0).next_check), (1, Some(date("2027-01-02"))), "42 days on");
    assert_eq!((of(1).checks, of(1).next_check), (0, Some(date("2026-11-16"))), "left blank");
    assert_eq!((of(2).to, of(2).now.as_str(), of(2).next_check), (Some(today()), "41", None), "stopped");
}

#[test]
fn refusals_of_a_group_name_each_pupil_and_nothing_is_saved() {
    let mut school = school();
    let id = school.start(&language_group(), 3);
    let ben = school.checked(id, 1, Decision::Continue);
    school.try_to(|edit| record_group(edit, &by(), id, std::slice::from_ref(&ben))).unwrap();
    let checks = vec![
        school.checked(id, 0, Decision::Continue),
        ben,
        Checked { held: date("2026-10-01"), ..school.checked(id, 2, Decision::Continue) },
    ];
    let refused = school.try_to(|edit| record_group(edit, &by(), id, &checks)).unwrap_err();
    assert!(refused.contains("Ben Quill") && refused.contains("already recorded by rdale"), "{refused}");
    assert!(refused.contains("Cy Marten began only on"), "{refused}");
    assert!(!refused.contains("Ama"), "{refused}");
    assert_eq!(school.one(id).places.iter().filter(|place| place.checks > 0).count(), 1);
    assert!(
        school.try_to(|edit| record_group(edit, &by(), id, &[])).unwrap_err().contains("no pupil is checked")
    );
}

#[test]
fn a_block_shorter_than_six_weeks_can_be_checked_as_it_ends() {
    let mut school = school();
    let id = school.start(&Provision { end: Some(date("2026-11-15")), ..language_group() }, 1);
    assert_eq!(school.one(id).next_check, None);
    let check = Checked { held: date("2026-11-15"), ..school.checked(id, 0, Decision::Stop) };
    let late = Checked { held: date("2026-11-16"), ..check.clone() };
    let refused =
        school.try_to(|edit| record_group(edit, &by(), id, std::slice::from_ref(&late))).unwrap_err();
    assert!(refused.contains("Ama Otter has already left"), "{refused}");
    school.act(|edit| record_group(edit, &by(), id, std::slice::from_ref(&check)));
    let rows = school
        .store
        .read(|snapshot| crate::views::check::group(snapshot, &snapshot.school()?, id, today()))
        .unwrap()
        .unwrap()
        .1;
    assert!(rows.is_empty(), "looked at on its last day: nothing is left to check");
}

#[test]
fn the_map_stands_by_area_and_wave_and_narrows_to_a_site() {
    let mut school = school();
    let (lower, upper) = (school.sites[0], school.sites[1]);
    for (name, area, wave, site, pupils) in [
        ("Zones", Some(Area::Semh), Wave::Universal, None, 2),
        ("Lexia", Some(Area::Cognition), Wave::Specialist, Some(upper), 1),
        ("Catch up", Some(Area::Cognition), Wave::Targeted, Some(lower), 1),
        ("Lunch club", None, Wave::Universal, None, 0),
        ("Talk boost", Some(Area::Communication), Wave::Targeted, None, 1),
    ] {
        school.start(&Provision { name: name.into(), area, wave, site, ..language_group() }, pupils);
    }
    let names =
        |lines: Vec<ProvisionLine>| lines.into_iter().map(|line| line.provision.name).collect::<Vec<_>>();
    assert_eq!(names(school.map(Which::All)), ["Talk boost", "Catch up", "Lexia", "Zones", "Lunch club"]);
    assert_eq!(
        names(school.map_at(Which::All, Some(upper))),
        ["Lexia", "Zones", "Lunch club"],
        "Ama is at Lower"
    );
    let of_ama = school
        .store
        .read(|snapshot| view::of_pupil(snapshot, &snapshot.school()?, school.pupils[0]))
        .unwrap();
    assert_eq!((of_ama.len(), of_ama[0].lead.as_str()), (4, "R Dale"));
    assert_eq!(view::area_title(view::area_rank(None)), "All areas");
}
