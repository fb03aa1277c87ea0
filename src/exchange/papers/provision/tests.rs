use super::super::testing::{date, folder, run, text};
use super::*;
use crate::domain::code::{Decision, Outcome};
use crate::domain::delivery::parse_slots;
use crate::domain::ids::{RecordId, Typed};
use crate::domain::provision::ImpactCheck;
use crate::domain::record::Record;

fn place(provision: u32, from: &str, to: Option<&str>) -> Record {
    Record::Allocation(Allocation {
        provision: RecordId(provision),
        from: date(from),
        to: to.map(date),
        entry: "34".into(),
        exit: String::new(),
        aim: "names 15 of 20 pictures".into(),
        check_on: None,
        check_by: None,
        moves: Vec::new(),
        typed: Typed::default(),
    })
}

fn a_folder() -> Folder {
    let check = ImpactCheck {
        allocation: RecordId(1),
        due: date("2026-10-26"),
        held: date("2026-10-27"),
        outcome: Outcome::More,
        measure: "41".into(),
        word: "names more by herself".into(),
        decision: Decision::Continue,
        typed: Typed::default(),
    };
    let mut folder = folder(vec![
        place(1, "2026-09-14", None),
        place(2, "2026-09-14", Some("2026-10-16")),
        place(3, "2025-09-14", Some("2026-07-16")),
        Record::Check(check),
    ]);
    let mut group = run("Language group", "2026-09-14");
    group.provision.slots = parse_slots("mon wed fri 9:30").unwrap();
    group.provision.lead = Some(RecordId(1));
    folder.runs.insert(RecordId(1), group);
    let mut alone = run("Lexia", "2026-09-14");
    alone.others = 0;
    folder.runs.insert(RecordId(2), alone);
    folder.runs.insert(RecordId(3), run("Last year's", "2025-09-14"));
    folder.tallies.insert(RecordId(1), Tally { delivered: 14, missed: [3, 2, 1, 0, 0], open: 2 });
    folder
}

#[test]
fn it_says_what_parents_ask_in_words_that_they_use() {
    let said = text(&build(&a_folder()));
    for words in [
        "Provision map: Ama Otter",
        "Year and class: Year 4 · Lark",
        "Support a week in all: 1 hour",
        "3 times a week, 20 minutes\nMondays, Wednesdays and Fridays at 9:30\nwith 3 others, led by R Dale",
        "14 of 22 sessions; missed: the adult was away 3, Ama was away 2, a trip or visit 1; 2 not recorded",
        "34 → 41 (+7)\nwords read of 100",
        "More than hoped; it goes on\nnames more by herself\n27 Oct 2026",
        "one to one",
        "names 15 of 20 pictures",
    ] {
        assert!(said.contains(words), "{words:?} in {said}");
    }
    assert!(!said.contains("Last year's"), "{said}");
    assert!(said.find("Language group") < said.find("Lexia"), "what lasts comes first");
}

#[test]
fn costs_are_said_only_where_somebody_asks() {
    let mut folder = a_folder();
    assert!(!text(&build(&folder)).contains('£') && !text(&build(&folder)).contains("Cost"));
    folder.with_costs = true;
    let said = text(&build(&folder));
    assert!(said.contains("Cost so far"), "{said}");
}

#[test]
fn a_year_without_provision_has_none_and_too_much_is_said() {
    assert_eq!(not_yet(&folder(Vec::new())).unwrap(), "no provision is recorded this academic year");
    let folder = a_folder();
    assert_eq!(missing(&folder), ["Lexia has no session recorded"]);
    let many: Vec<Record> = (0..14).map(|_| place(1, "2026-09-14", None)).collect();
    let mut many = super::super::testing::folder(many);
    many.runs = folder.runs.clone();
    assert!(missing(&many)[0].starts_with("it runs over one page"), "{:?}", missing(&many));
}

#[test]
fn minutes_and_times_are_words() {
    assert_eq!(
        [20, 60, 61, 140].map(minutes),
        ["20 minutes", "1 hour", "1 hour 1 minute", "2 hours 20 minutes"]
    );
    assert_eq!([1, 2, 5].map(times), ["once a week", "twice a week", "5 times a week"]);
    assert_eq!(days(&parse_slots("tue 10:15, thu 14:00").unwrap()), "Tuesdays at 10:15; Thursdays at 14:00");
    assert_eq!(days(&[]), "");
}
