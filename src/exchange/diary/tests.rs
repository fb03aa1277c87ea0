use super::*;
use crate::actions::testing::{Lab, date};
use crate::domain::ids::{Held, Key, Kind, PupilId, Revision};
use crate::domain::rows::{DueKey, Duty, Force, Whose};
use crate::domain::school::RuleChoice;
use crate::domain::school::{SchoolInfo, Site, Staff};

fn school() -> SchoolFile {
    let held = |id| (RecordId(id), Revision(1));
    let mut school = SchoolFile::from_records([]);
    let value =
        SchoolInfo { name: "Holly Bank, Nursery; Infants".into(), demo: true, ..SchoolInfo::default() };
    school.info = Held { id: RecordId(0), revision: Revision(1), value };
    let site = |id, name: &str| {
        let (id, revision) = held(id);
        Held { id, revision, value: Site { name: name.into() } }
    };
    school.sites = vec![site(1, "Nursery"), site(2, "Infants")];
    let (id, revision) = held(3);
    let value = Staff { name: "B Moor".into(), here: true, ..Staff::default() };
    school.staff = vec![Held { id, revision, value }];
    school
}

fn who(pupil: u32, name: &str, year: Option<i8>, class: &str, site: Option<u32>) -> Who {
    let sort_name = name.split_once(' ').map_or(name.to_owned(), |(first, last)| format!("{last}, {first}"));
    let year = year.and_then(YearGroup::from_number);
    Who {
        pupil: PupilId(pupil),
        name: name.into(),
        sort_name,
        year,
        class: class.into(),
        site: site.map(RecordId),
    }
}

fn line(day: &str, force: Force, duty: Duty, record: u32, who: Who, what: &str, lead: &str) -> DueLine {
    let about = Key::new(who.pupil, Kind::Review, RecordId(record));
    let key = DueKey { date: date(day), force, duty, about };
    let row = DueRow { key, who, whose: Whose::School, what: what.into(), lead: None, provision: None };
    DueLine { row, what: what.into(), lead: lead.into() }
}

/// A small school's due list with everything that makes a name hard.
fn diary() -> Diary {
    let lines = vec![
        line(
            "2026-10-30",
            Force::Code,
            Duty::AgreedReview,
            41,
            who(12, "Ama Otter", Some(4), "Lark", Some(2)),
            "review with parents (2 of 3)",
            "",
        ),
        line(
            "2026-11-16",
            Force::Local,
            Duty::ImpactCheck,
            52,
            who(12, "Ama Otter", Some(4), "Lark", Some(2)),
            "6-week check · 1:1 for Ama, with AMA's book",
            "B Moor",
        ),
        line(
            "2026-11-30",
            Force::Code,
            Duty::AgreedReview,
            43,
            who(13, "Ali Owen-Óg", Some(4), "Finch", Some(1)),
            "plan review",
            "B Moor",
        ),
        line(
            "2026-11-30",
            Force::Practice,
            Duty::ReviewRhythm,
            0,
            who(14, "Will\r\nSUMMARY:May", None, "", None),
            "no review agreed; you will, may be, agree one",
            "",
        ),
        line(
            "2026-12-01",
            Force::Law,
            Duty::AgreedReview,
            9,
            who(0, "Information report", None, "", None),
            "publish it on the website",
            "",
        ),
        line(
            "2026-12-18",
            Force::Local,
            Duty::ImpactCheck,
            77,
            who(15, "王小明", Some(-1), "Teal", Some(1)),
            "6-week check · Sprache und Hören für Anfängerinnen und Anfänger, Gruppe zwei · 王小明",
            "Zoë Ó Briain",
        ),
        line("2027-01-04", Force::Law, Duty::AgreedReview, 9, who(0, "Census", None, "", None), "Census", ""),
        line(
            "2199-12-31",
            Force::Local,
            Duty::AgreedReview,
            80,
            who(16, "1 2", None, "", None),
            "plan review",
            "",
        ),
    ];
    Diary { school: school(), lines, at: Stamp(1_795_000_000), mark: 0x5e_c0 }
}

fn summaries(wanted: &Wanted) -> Vec<String> {
    diary().entries(wanted).into_iter().map(|entry| entry.summary).collect()
}

#[test]
fn initials_stand_for_pupils_and_the_school_keeps_its_words() {
    assert_eq!(
        summaries(&Wanted::default()),
        [
            "AO Y4 Lark: review with parents (2 of 3)",
            "AO Y4 Lark: 6-week check · 1:1 for A, with A's book",
            "AO Y4 Finch: plan review",
            "WS: no review agreed; you will, may be, agree one",
            "Information report: publish it on the website",
            "王 N2 Teal: 6-week check · Sprache und Hören für Anfängerinnen und Anfänger, Gruppe zwei · 王",
            "Census",
            "Pupil 16: plan review",
        ]
    );
    let file = diary().file(&diary().entries(&Wanted::default()));
    for name in ["Otter", "Owen", "Moor", "Briain", "小明"] {
        assert!(!file.replace("\r\n ", "").contains(name), "{name}");
    }
}

#[test]
fn names_stand_there_when_asked_for() {
    let entries = diary().entries(&Wanted { names: true, ..Wanted::default() });
    assert_eq!(entries[1].summary, "Ama Otter Y4 Lark: 6-week check · 1:1 for Ama, with AMA's book");
    assert_eq!(entries[1].description, "For: B Moor\nForce: policy\nSite: Infants\nPupil's number: 12");
    assert_eq!(entries[4].summary, "Information report: publish it on the website");
    let short = diary().entries(&Wanted::default());
    assert_eq!(short[1].description, "For: BM\nForce: policy\nSite: Infants\nPupil's number: 12");
    assert_eq!(short[4].description, "For: SENCO\nForce: LAW");
    let uids = |entries: &[Entry]| entries.iter().map(|entry| entry.uid.clone()).collect::<Vec<_>>();
    assert_eq!(uids(&entries), uids(&short));
}

#[test]
fn what_is_wanted_narrows_it() {
    let count = |wanted: Wanted| summaries(&wanted).len();
    let all = Wanted::default;
    assert_eq!(count(Wanted { until: Some(date("2026-11-30")), ..all() }), 4);
    assert_eq!(count(Wanted { until: Some(date("2026-11-29")), ..all() }), 2);
    assert_eq!(count(Wanted { site: Some(RecordId(1)), ..all() }), 4, "the school's own are every site's");
    assert_eq!(count(Wanted { year: YearGroup::from_number(4), ..all() }), 3);
    assert_eq!(count(Wanted { lead: Some("b moor".into()), ..all() }), 2);
    assert_eq!(count(Wanted { lead: Some("senco".into()), ..all() }), 5);
    let school = school();
    assert!(Wanted::lead_named(&school, "B  Moor").is_ok());
    assert!(Wanted::lead_named(&school, "C Moor").unwrap_err().contains("C Moor"));
    assert_eq!(Wanted::site_named(&school, "infants"), Ok(RecordId(2)));
    assert!(Wanted::site_named(&school, "x").unwrap_err().contains("Nursery and Infants"));
}

#[test]
fn a_uid_holds_numbers_only_and_nobody_shares_it() {
    let entries = diary().entries(&Wanted::default());
    assert_eq!(entries[0].uid, "1-12-41@0000000000005ec0.senco");
    assert_eq!(entries[4].uid, "1-0-9@0000000000005ec0.senco");
    assert_eq!(entries[6].uid, "1-0-9-2@0000000000005ec0.senco");
    let mut uids: Vec<_> = entries.iter().map(|entry| &entry.uid).collect();
    uids.sort();
    uids.dedup();
    assert_eq!(uids.len(), entries.len());
    let late = Wanted { year: None, site: Some(RecordId(2)), ..Wanted::default() };
    let narrowed = diary().entries(&late);
    assert!(
        narrowed.iter().all(|one| entries.iter().any(|other| one == other)),
        "the same entries, only fewer"
    );
}

#[test]
fn the_file_is_the_one_agreed() {
    let file = diary().file(&diary().entries(&Wanted::default()));
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/ics/due.ics");
    // After a change that is meant: SENCO_GOLDEN=1 cargo test the_file_is_the_one_agreed, and look at the difference.
    if std::env::var_os("SENCO_GOLDEN").is_some() {
        std::fs::write(golden, &file).unwrap();
    }
    assert_eq!(file, std::fs::read_to_string(golden).unwrap());
}

#[test]
fn an_entry_moves_with_its_record() {
    let mut lab = Lab::new();
    let ama = lab.pupil("Ama", "Otter");
    let group = lab.provision("Language group", "2026-10-05");
    lab.allocation(ama, group, "2026-10-05", None);
    let read = |lab: &Lab| {
        let diary = lab.store.read(Diary::read).unwrap();
        let entries = diary.entries(&Wanted::default());
        (diary.file(&entries), entries)
    };
    let (file, before) = read(&lab);
    assert_eq!(before.len(), 1);
    assert_eq!(before[0].summary, "AO: 6-week check · Language group");
    assert!(!file.contains("Otter"));
    // Another change, elsewhere: the same entries.
    lab.pupil("Ben", "Newt");
    assert!(ics::same(&file, &read(&lab).0));
    // Six weeks becomes seven.
    lab.make(|edit, _| {
        let every =
            RuleChoice { duty: Duty::ImpactCheck as u16, on: None, values: vec![("days".into(), 49)] };
        let settings = crate::domain::school::Settings { rules: vec![every], ..Default::default() };
        edit.put(SchoolFile::settings_key(), crate::domain::record::Recorded::wrap(settings))
    });
    let (_, after) = read(&lab);
    assert_eq!(after[0].uid, before[0].uid);
    assert_eq!(after[0].date, date("2026-11-23"));
    assert_eq!(before[0].date, date("2026-11-16"));
}
