//! Imports into a real store in a temporary folder: round trips, what a second file changes, doubts, undo.

use chrono::NaiveDate;

use super::*;
use crate::actions::review;
use crate::domain::code::Outcome as Progress;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Seq, Stamp, Typed};
use crate::domain::pupil::Pupil;
use crate::domain::review::ReviewKind;
use crate::exchange::headings::choice;
use crate::exchange::incoming;
use crate::store::{Committed, Operation, Store};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn by() -> By {
    By { today: date("2026-11-21"), typed: Typed { at: Stamp(1_795_000_000), by: "sen".into() } }
}

struct Kit {
    store: Store,
    _folder: tempfile::TempDir,
    operations: u128,
}

impl Kit {
    fn new() -> Kit {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data").join("school.redb");
        let store = Store::create(&path, operation(1), |_| Ok(())).unwrap();
        Kit { store, _folder: folder, operations: 1 }
    }

    fn operation(&mut self) -> Operation {
        self.operations += 1;
        operation(self.operations)
    }

    fn read(&self, text: &str, maps: &[&str]) -> (Incoming, Vec<Choice>) {
        let told: Vec<Choice> = maps.iter().map(|map| choice(map).unwrap()).collect();
        let remembered = self.store.read(remembered).unwrap();
        (incoming::read(text.as_bytes(), "r.csv", &told, &remembered, by().today).unwrap(), told)
    }

    /// Imports, having proved that the rehearsal says the same and writes nothing.
    fn import(&mut self, text: &str, maps: &[&str]) -> (Report, Committed) {
        let (incoming, told) = self.read(text, maps);
        let before = self.generation();
        let rehearsed = self.store.read(|store| rehearse(store, &by(), &incoming, &told)).unwrap();
        assert_eq!(self.generation(), before);
        let (op, mut report) = (self.operation(), Report::default());
        let committed = self
            .store
            .commit(op, |edit| {
                report = import(edit, &by(), &incoming, &told)?;
                Ok(())
            })
            .unwrap();
        assert_eq!(report, rehearsed);
        assert_eq!(committed.touched > 0, report.changes_anything());
        (report, committed)
    }

    fn generation(&self) -> Seq {
        self.store.read(|store| store.generation()).unwrap()
    }

    /// Every pupil's file, in the order of the numbers.
    fn files(&self) -> Vec<PupilFile> {
        let read = |store: &Snapshot<'_>| {
            let mut files = Vec::new();
            for id in store.pupils()? {
                files.extend(store.pupil_file(id)?);
            }
            Ok(files)
        };
        self.store.read(read).unwrap()
    }

    fn file(&self, forename: &str) -> PupilFile {
        self.files().into_iter().find(|file| file.pupil.forename == forename).unwrap()
    }

    fn school(&self) -> SchoolFile {
        self.store.read(|store| store.school()).unwrap()
    }
}

fn operation(id: u128) -> Operation {
    Operation { id, action: ACTION.into(), user: "sen".into(), at: Stamp(1_795_000_000) }
}

/// "changed: class Lark → Wren" of each row.
fn said(report: &Report) -> Vec<String> {
    let row = |row: &RowReport| {
        let what = if row.changes.is_empty() { row.why.clone() } else { row.changes.join("; ") };
        format!("{} {}: {what}", row.line, row.outcome.label())
    };
    report.rows.iter().map(row).collect()
}

fn stages(file: &PupilFile) -> Vec<String> {
    let to = |to: Option<NaiveDate>| to.map(|to| to.to_string()).unwrap_or_default();
    file.stages.iter().map(|s| format!("{} {} {}..{}", s.stage, s.original, s.from, to(s.to))).collect()
}

fn needs(file: &PupilFile) -> Vec<String> {
    file.open_needs().map(|need| format!("{}{}", need.sen_type.code(), need.rank)).collect()
}

const SYSTEM: &str = include_str!("../../../tests/fixtures/import/system.csv");
const AMA: &str = "UPN,Surname,Forename,DOB,Class,SEN status,SEN start date,Primary need,Next review\n\
                   B801200005001,Otter,Ama,01/02/2018,Lark,K,01/09/2025,SLCN,11/01/2027\n";

#[test]
fn a_new_school_takes_its_register_in_one_entry() {
    let mut kit = Kit::new();
    let before = kit.generation();
    let (report, committed) = kit.import(SYSTEM, &[]);
    assert_eq!(report.summary(), "5 added, 0 changed, 0 left, 0 refused");
    assert_eq!(report.notes, ["new: 2 sites: \"Holly Bank\", \"Ivy Lane\""]);
    assert_eq!(committed.seq.0, before.0 + 1);
    let ama = kit.file("Ama");
    assert_eq!(kit.school().site_name(ama.pupil.site), "Holly Bank");
    assert_eq!(stages(&ama), ["K  2025-09-01.."]);
    assert_eq!(needs(&ama), ["SLCN1", "SEMH2"]);
    assert_eq!(ama.needs[0].from, Some(date("2025-09-01")));
    assert_eq!(ama.reviews[0].due, date("2027-01-11"));
    assert_eq!(stages(&kit.file("Cy")), ["K A 2026-11-21.."]);
    assert_eq!(kit.file("Cy").needs[0].from, None);
    assert!(kit.file("Dee").stages.is_empty());
    assert_eq!(stages(&kit.file("Eve")), ["W Watch list 2026-11-04.."]);
    assert_eq!(kit.file("Benjamin").pupil.known_as, "Ben");
}

#[test]
fn a_second_import_of_the_same_file_changes_nothing() {
    let mut kit = Kit::new();
    let names = std::fs::read("tests/fixtures/import/names-in-one-column.csv").unwrap();
    let names: String = names.iter().map(|byte| char::from(*byte)).collect();
    for text in
        [SYSTEM, AMA, &names, "Surname,Forename\nBadger,Finn\n", "Full name,Notes\n\"Heron, Io\",\"a\nb\"\n"]
    {
        kit.import(text, &[]);
        let (before, files) = (kit.generation(), kit.files());
        let (report, committed) = kit.import(text, &[]);
        assert_eq!(report.count(Outcome::Left), report.rows.len(), "{:?}", said(&report));
        assert_eq!((committed.touched, kit.generation()), (0, before));
        assert_eq!(kit.files(), files);
    }
}

#[test]
fn a_file_never_wipes_what_it_lacks() {
    let mut kit = Kit::new();
    kit.import(SYSTEM, &[]);
    let before = kit.file("Ama");
    let (report, _) = kit.import("UPN,Class,DOB,EAL\nB801200005001,5 Wren,,\n", &[]);
    assert_eq!(said(&report), ["2 changed: class 4 Lark → 5 Wren"]);
    let after = kit.file("Ama");
    assert_eq!(after.pupil.class, "5 Wren");
    let put_back = Pupil { class: before.pupil.class.clone(), ..after.pupil.value.clone() };
    assert_eq!(put_back, before.pupil.value);
    assert_eq!((after.stages, after.needs, after.reviews), (before.stages, before.needs, before.reviews));
}

#[test]
fn a_year_follows_from_the_date_of_birth_and_a_missing_need_is_said() {
    let mut kit = Kit::new();
    let (report, _) =
        kit.import("Surname,Forename,DOB,SEN status\nOtter,Ama,1/2/2018,K\nQuill,Ben,,N\n", &[]);
    assert_eq!(report.notes, ["K or E without a need: 1 pupil; the census asks for a main need"]);
    assert_eq!(kit.file("Ama").pupil.year.map(|year| year.code()).as_deref(), Some("4"));
    assert_eq!(kit.file("Ben").pupil.year, None);
}

#[test]
fn a_new_status_ends_the_stage_and_opens_the_next() {
    for (status, from, want) in [
        ("E", "02/11/2026", vec!["K  2025-09-01..2026-11-01", "E  2026-11-02.."]),
        ("E", "", vec!["K  2025-09-01..2026-11-20", "E  2026-11-21.."]),
        ("S", "02/11/2026", vec!["K  2025-09-01..2026-11-01", "E S 2026-11-02.."]),
        // The day on which SEN began is not that of the new stage.
        ("E", "01/09/2025", vec!["K  2025-09-01..2026-11-20", "E  2026-11-21.."]),
        ("E", "01/09/2027", vec!["K  2025-09-01..2026-11-20", "E  2026-11-21.."]),
        ("N", "02/11/2026", vec!["K  2025-09-01..2026-11-01"]),
        ("EHCP requested", "", vec!["K  2025-09-01..2026-11-20", "KA EHCP requested 2026-11-21.."]),
        ("A", "", vec!["K  2025-09-01.."]),
        ("K", "01/09/2024", vec!["K  2024-09-01.."]),
        ("", "02/11/2026", vec!["K  2025-09-01.."]),
    ] {
        let mut kit = Kit::new();
        kit.import(AMA, &[]);
        let text = format!("UPN,SEN status,SEN start date\nB801200005001,{status},{from}\n");
        kit.import(&text, &[]);
        let after = kit.file("Ama");
        assert_eq!(stages(&after), want, "{status} {from}");
        assert_eq!(needs(&after).is_empty(), status == "N", "{status}");
        let (report, _) = kit.import(&text, &[]);
        assert_eq!(report.count(Outcome::Left), 1, "{status} {from}: {:?}", said(&report));
    }
}

#[test]
fn a_stage_that_began_today_is_put_right() {
    let mut kit = Kit::new();
    kit.import("Surname,Forename,SEN status\nOtter,Ama,K\n", &[]);
    kit.import("Surname,Forename,SEN status\nOtter,Ama,E\n", &[]);
    assert_eq!(stages(&kit.file("Ama")), ["E  2026-11-21.."]);
    let (report, _) = kit.import("Surname,Forename,SEN status\nOtter,Ama,N\n", &[]);
    assert_eq!(said(&report), ["2 changed: EHC plan ends Sat 21 Nov 2026"]);
}

#[test]
fn a_plain_census_code_does_not_undo_a_finer_stage() {
    let mut kit = Kit::new();
    kit.import("Surname,Forename,SEN status\nOtter,Ama,Watch list\nQuill,Ben,EHCP requested\n", &[]);
    let (report, _) = kit.import("Surname,Forename,SEN status\nOtter,Ama,N\nQuill,Ben,K\n", &[]);
    assert_eq!(report.count(Outcome::Left), 2, "{:?}", said(&report));
}

#[test]
fn needs_change_where_the_file_speaks_of_them() {
    for (heading, cell, want) in [
        ("Primary need", "ASD", vec!["ASD1", "SEMH2"]),
        ("Primary need", "SEMH", vec!["SEMH1"]),
        ("Secondary need", "ASD", vec!["SLCN1", "ASD2"]),
        ("SEN type 3", "ASD", vec!["SLCN1", "SEMH2", "ASD3"]),
        ("SEN needs", "SEMH; SLCN", vec!["SEMH1", "SLCN2"]),
        ("SEN needs", "ASD", vec!["ASD1"]),
        ("SEN needs", "", vec!["SLCN1", "SEMH2"]),
        ("SEN needs", "left-handed", vec!["SLCN1", "SEMH2"]),
    ] {
        let mut kit = Kit::new();
        kit.import("UPN,Surname,Forename,Needs\nB801200005001,Otter,Ama,SLCN; SEMH\n", &[]);
        let text = format!("UPN,{heading}\nB801200005001,{cell}\n");
        kit.import(&text, &[]);
        assert_eq!(needs(&kit.file("Ama")), want, "{heading} {cell}");
        let (report, _) = kit.import(&text, &[]);
        assert_eq!(report.count(Outcome::Left), 1, "{heading} {cell}: {:?}", said(&report));
    }
}

#[test]
fn a_review_moves_with_the_file_unless_the_file_is_the_older() {
    let mut kit = Kit::new();
    kit.import(AMA, &[]);
    let (report, _) = kit.import("UPN,Next review\nB801200005001,18/01/2027\n", &[]);
    assert_eq!(said(&report), ["2 changed: review Mon 11 Jan 2027 → Mon 18 Jan 2027"]);
    let (report, _) = kit.import(AMA, &[]);
    assert_eq!(said(&report), ["2 left: nothing new"]);
    let ama = kit.file("Ama");
    let (op, held) = (kit.operation(), date("2026-11-20"));
    let recording = review::Recording {
        pupil: ama.id,
        review: Some(ama.reviews[0].id),
        kind: ReviewKind::WithParents,
        held,
        outcome: Progress::AsHoped,
        note: String::new(),
        pupil_voice: String::new(),
        parent_voice: String::new(),
        next: None,
    };
    kit.store.commit(op, |edit| review::record(edit, &by(), &recording).map(|_| ())).unwrap();
    let (report, _) = kit.import("UPN,Next review,Last review\nB801200005001,18/01/2027,01/09/2026\n", &[]);
    assert_eq!(said(&report), ["2 left: nothing new"]);
    let (report, _) = kit.import("UPN,Next review,Last review\nB801200005001,22/03/2027,21/11/2026\n", &[]);
    assert_eq!(said(&report), ["2 changed: reviewed Sat 21 Nov 2026; review agreed for Mon 22 Mar 2027"]);
}

#[test]
fn a_cycle_that_runs_follows_what_the_file_says() {
    use crate::domain::support::Cycle;
    let mut kit = Kit::new();
    kit.import("UPN,Surname,Forename,DOB,SEN status,SEN start date\nB801200005001,Otter,Ama,01/02/2018,K,01/09/2026\n", &[]);
    let id = kit.file("Ama").id;
    let op = kit.operation();
    let cycle = Cycle {
        agreed: Some(date("2026-09-21")),
        review_on: Some(date("2027-01-11")),
        ..Cycle::began(date("2026-09-14"), "iep", by().typed)
    };
    kit.store.commit(op, |edit| cycle::begin(edit, &by(), id, cycle.clone()).map(|_| ())).unwrap();
    let days = |kit: &Kit| {
        let ama = kit.file("Ama");
        assert!(kit.store.check().unwrap().is_good());
        (ama.cycles[0].review_on, ama.reviews[0].due, ama.cycles[0].dropped, ama.reviews[0].cancelled)
    };
    kit.import("UPN,Next review\nB801200005001,18/01/2027\n", &[]);
    let moved = Some(date("2027-01-18"));
    assert_eq!(days(&kit), (moved, date("2027-01-18"), None, None));
    let (report, _) = kit.import("UPN,Next review\nB801200005001,14/09/2026\n", &[]);
    assert_eq!(
        report.rows[0].warnings,
        ["the review on Mon 14 Sep 2026 comes before the plan was agreed on Mon 21 Sep 2026: it is left out"]
    );
    assert_eq!(days(&kit), (moved, date("2027-01-18"), None, None));
    kit.import("UPN,SEN status\nB801200005001,E\n", &[]);
    assert_eq!(days(&kit), (moved, date("2027-01-18"), None, None));
    kit.import("UPN,SEN status\nB801200005001,N\n", &[]);
    let today = Some(by().today);
    let (review_on, _, dropped, cancelled) = days(&kit);
    assert_eq!((review_on, dropped, cancelled), (moved, today, today));
}

#[test]
fn a_leaver_is_ended_and_keeps_the_file() {
    let mut kit = Kit::new();
    kit.import(AMA, &[]);
    let (report, _) = kit.import("UPN,Leaving date\nB801200005001,23/10/2026\n", &[]);
    assert_eq!(said(&report), ["2 changed: left on – → Fri 23 Oct 2026"]);
    assert_eq!(kit.file("Ama").pupil.left, Some(date("2026-10-23")));
    let after = kit.file("Ama");
    assert_eq!((after.reviews[0].cancelled, after.reviews[0].note.as_str()), (Some(by().today), "left"));
    assert!(after.stage().is_some() && after.open_needs().next().is_some());
    let (report, _) = kit.import("UPN,SEN status,Next review\nB801200005001,E,1/2/2027\n", &[]);
    assert_eq!(
        report.rows[0].warnings,
        [
            "on file as left on Fri 23 Oct 2026: bring the pupil back before stage, needs and reviews are taken"
        ]
    );
    assert_eq!(kit.file("Ama"), after);
    let (report, _) = kit.import("Surname,Forename,Left\nQuill,Ben,1/4/2027\n", &[]);
    assert_eq!(
        report.rows[0].warnings,
        ["the last day, Thu 1 Apr 2027, lies ahead: it is taken once it is there"]
    );
    assert_eq!(kit.file("Ben").pupil.left, None);
}

#[test]
fn a_note_is_added_to_and_an_adult_is_found_again() {
    let mut kit = Kit::new();
    kit.import(
        "Surname,Forename,Notes,Key worker\nOtter,Ama,wears glasses,R Dale\nQuill,Ben,,r. dale\n",
        &[],
    );
    kit.import("Surname,Forename,Notes,Key worker\nOtter,Ama,sits in front,R DALE\n", &[]);
    let ama = kit.file("Ama");
    assert_eq!(ama.pupil.note, "wears glasses\nsits in front");
    assert_eq!(kit.school().staff.len(), 1);
    assert_eq!(kit.school().staff_name(ama.pupil.key_person), "R Dale");
    assert_eq!(kit.file("Ben").pupil.key_person, ama.pupil.key_person);
}

#[test]
fn a_upn_that_changed_is_followed_and_a_doubt_is_refused() {
    let mut kit = Kit::new();
    kit.import("UPN,Surname,Forename,DOB\nM80120000500A,Otter,Ama,1/2/2018\n", &[]);
    let (report, _) = kit.import("UPN,Surname,Forename,DOB\nB801200005001,Otter,Ama,1/2/2018\n", &[]);
    assert!(
        said(&report)[0]
            .starts_with("2 refused: Ama Otter is on file with this date of birth under the UPN M80")
    );
    let (report, _) = kit.import("UPN,Former UPN\nB801200005001,M80120000500A\n", &[]);
    assert_eq!(said(&report), ["2 changed: UPN M80120000500A → B801200005001; former UPN – → M80120000500A"]);
    let (report, _) =
        kit.import("UPN,Surname,Forename\nM80120000500A,Otter,Ama\nB801200005001,Otter,Ama\n", &[]);
    assert_eq!(
        said(&report),
        ["2 left: nothing new", "3 refused: speaks of the pupil of line 2 too: line 2 is kept"]
    );
    let (report, _) = kit.import("UPN,Class\nQ801200005002,Lark\n", &[]);
    assert_eq!(
        said(&report),
        ["2 refused: this UPN is not on file, and a new pupil needs a surname and a forename"]
    );
}

#[test]
fn what_map_says_is_remembered() {
    let mut kit = Kit::new();
    let text = "Kid;Tag;Pen\nOtter, Ama;Lark;x\n";
    let (report, _) = kit.import(text, &["Kid=name", "Tag=class", "Pen=-"]);
    assert_eq!(report.notes, ["what --map says is remembered for the next import"]);
    let (incoming, _) = kit.read(text, &[]);
    assert_eq!(incoming.mapping.column(Field::FullName), Some(0));
    let (report, _) = kit.import(text, &["tag=CLASS"]);
    assert!(!report.changes_anything());
    kit.import(text, &["Tag=notes"]);
    let pairs = kit.school().headings.pairs.clone();
    assert_eq!(
        pairs,
        [("Kid", "name"), ("Tag", "notes"), ("Pen", "-")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
}

#[test]
fn undo_takes_all_of_it_back() {
    let mut kit = Kit::new();
    kit.import(AMA, &[]);
    let (files, school) = (kit.files(), kit.school());
    kit.import(SYSTEM, &["Shoe size=notes"]);
    kit.import("UPN,SEN status,Needs,Next review,Leaving date\nB801200005001,E,ASD,1/2/2027,1/4/2027\n", &[]);
    for _ in 0..2 {
        let op = kit.operation();
        kit.store.undo(None, op).unwrap();
    }
    let bare = |files: Vec<PupilFile>| -> Vec<_> {
        let values = |file: PupilFile| {
            let stages: Vec<_> = file.stages.into_iter().map(|held| held.value).collect();
            let needs: Vec<_> = file.needs.into_iter().map(|held| held.value).collect();
            let reviews: Vec<_> = file.reviews.into_iter().map(|held| held.value).collect();
            (file.id, file.pupil.value, stages, needs, reviews)
        };
        files.into_iter().map(values).collect()
    };
    assert_eq!(bare(kit.files()), bare(files));
    assert_eq!(kit.school().sites, school.sites);
    assert_eq!(kit.school().headings.value, school.headings.value);
}

#[test]
fn an_import_that_fails_at_the_end_never_happened() {
    let mut kit = Kit::new();
    kit.import(AMA, &[]);
    let (before, files) = (kit.generation(), kit.files());
    let (incoming, told) = kit.read(SYSTEM, &["Shoe size=notes"]);
    let op = kit.operation();
    let result = kit.store.commit(op, |edit| {
        import(edit, &by(), &incoming, &told)?;
        Err(Refused::because("the line dropped"))
    });
    assert!(result.is_err());
    assert_eq!((kit.generation(), kit.files()), (before, files));
}

#[test]
fn two_thousand_rows_come_in_whole_and_come_back_the_same() {
    let mut kit = Kit::new();
    let mut text = "Surname,Forename,DOB,Year,Class,SEN status,SEN start date,Needs,Next review\n".to_owned();
    for n in 0..2000 {
        let (day, month, year) = (n % 28 + 1, n % 12 + 1, 2010 + n % 10);
        let sen = if n % 4 == 0 { "K,1/9/2025,SLCN; SEMH,11/1/2027" } else { "N,,," };
        text.push_str(&format!("Otter{n},Ama,{day}/{month}/{year},{},Lark,{sen}\n", n % 11 + 1));
    }
    let (report, _) = kit.import(&text, &[]);
    assert_eq!(report.summary(), "2000 added, 0 changed, 0 left, 0 refused");
    let rows = kit.store.read(|store| store.register_all()).unwrap();
    assert_eq!((rows.len(), rows.iter().filter(|row| row.stage == "K").count()), (2000, 500));
    let (report, committed) = kit.import(&text, &[]);
    assert_eq!((report.count(Outcome::Left), committed.touched), (2000, 0));
}

#[test]
fn a_plan_follows_its_review_and_ends_with_the_time_on_the_register() {
    use crate::domain::support::Cycle;
    let mut kit = Kit::new();
    kit.import(AMA, &[]);
    let ama = kit.file("Ama");
    assert!(ama.cycles.is_empty(), "an import begins none");
    let (op, review) = (kit.operation(), ama.reviews[0].id);
    let cycle = Cycle {
        agreed: Some(date("2026-11-02")),
        review_on: Some(date("2027-01-11")),
        review: Some(review),
        ..Cycle::began(date("2026-11-02"), "iep", by().typed)
    };
    kit.store.commit(op, |edit| edit.add(ama.id, cycle.clone()).map(|_| ())).unwrap();
    kit.import("UPN,Next review\nB801200005001,18/01/2027\n", &[]);
    assert_eq!(kit.file("Ama").cycle().unwrap().review_on, Some(date("2027-01-18")));
    // From one stage of the register to another it runs on.
    kit.import("UPN,SEN status\nB801200005001,E\n", &[]);
    assert!(kit.file("Ama").cycle().is_some());
    kit.import("UPN,SEN status\nB801200005001,N\n", &[]);
    let after = kit.file("Ama");
    assert_eq!(after.cycles[0].dropped, Some(by().today));
    assert!(after.reviews[0].cancelled.is_some());
    assert_eq!(after.cycles[0].revision, after.reviews[0].revision, "in the import's own step");
}
