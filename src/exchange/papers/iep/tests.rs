use super::super::testing::{date, folder, text};
use super::*;
use crate::domain::ids::{RecordId, Typed};
use crate::domain::record::Record;
use crate::domain::support::TargetOutcome;

fn a_cycle(kind: &str, area: Option<Area>) -> Cycle {
    let mut cycle = Cycle::began(date("2026-09-07"), kind, Typed::default());
    cycle.area = area;
    cycle.strengths = "Kind; draws well".into();
    cycle.concerns = "Finds words hard to recall".into();
    cycle.home = "playing word games".into();
    cycle.agreed = Some(date("2026-09-21"));
    cycle.review_on = Some(date("2026-12-03"));
    cycle.pupil.on = Some(date("2026-09-14"));
    cycle.pupil.note = "I like it when there are pictures.".into();
    cycle
}

fn a_target() -> Target {
    let mut target = Target::of(RecordId(1), date("2026-09-21"), Typed::default());
    target.aim = "Name 20 new objects".into();
    target.criteria = "8 of 10, three days running".into();
    target.resources = "picture cards".into();
    target.strategies = "pre-teach words".into();
    target
}

#[test]
fn the_layout_of_an_area_is_headed_with_it() {
    let cycle = Record::Cycle(a_cycle("iep", Some(Area::Communication)));
    let paper = build(&folder(vec![cycle, Record::Target(a_target())]));
    assert!(paper.size.lies() && !paper.letterhead);
    assert_eq!(paper.file_stem(), "AO-2026-11-22-iep");
    assert_eq!(
        text(&paper),
        "Individual Education Plan – Communication and interaction\n\
         Name | Date of birth | Year | Start date | Review date\n\
         Ama Otter | 1 Feb 2018 | Year 4 · Lark | 21 Sep 2026 | 3 Dec 2026\n\
         Areas of strength: Kind; draws well\n\
         Areas of concern: Finds words hard to recall\n\
         Target | Achievement criteria | Possible resources and techniques | Possible class strategies and support | Outcome\n\
         Name 20 new objects | 8 of 10, three days running | picture cards | pre-teach words | \n\
         Parents can support by: playing word games\n\
         “I like it when there are pictures.” Ama · 14 Sep 2026"
    );
}

#[test]
fn the_layout_of_learning_has_the_level() {
    let said = text(&build(&folder(vec![Record::Cycle(a_cycle("iep", Some(Area::Cognition)))])));
    assert!(said.starts_with("Individual Education Plan – Learning\n"), "{said}");
    assert!(said.contains("| Level of SEN |") && said.contains("| SEN support |"), "{said}");
}

#[test]
fn another_kind_has_its_own_words() {
    let mut target = a_target();
    target.outcome = Some(TargetOutcome::Met);
    target.judged = Some(date("2026-11-20"));
    target.result = "by sight".into();
    let said = text(&build(&folder(vec![Record::Cycle(a_cycle("my-plan", None)), Record::Target(target)])));
    assert!(said.starts_with("My Plan\n"), "{said}");
    for want in [
        "What is going well: Kind",
        "Outcome we want |",
        "| What came of it",
        "met, 20 Nov 2026\nby sight",
        "How my family helps: ",
    ] {
        assert!(said.contains(want), "{want}: {said}");
    }
}

#[test]
fn what_is_missing_is_said_and_left_free() {
    let bare = folder(vec![Record::Cycle(Cycle::began(date("2026-11-20"), "iep", Typed::default()))]);
    assert_eq!(not_yet(&bare), None);
    assert_eq!(
        missing(&bare),
        [
            "no target is set",
            "not agreed with parents and child yet",
            "no day for its review",
            "no strengths",
            "no concerns",
            "nothing on how parents help"
        ]
    );
    let said = text(&build(&bare));
    assert!(said.contains("MISSING This plan is not agreed"), "{said}");
    assert!(said.contains("Areas of strength: ……"), "{said}");
    let none = folder(Vec::new());
    assert_eq!(not_yet(&none).unwrap(), "no plan is begun: begin a cycle first");
    assert!(missing(&none).is_empty());
}

#[test]
fn when_no_cycle_runs_the_one_reviewed_last_is_printed() {
    let mut cycle = a_cycle("iep", None);
    cycle.reviewed = Some(date("2026-11-19"));
    cycle.found = "half the words stay".into();
    let said = text(&build(&folder(vec![Record::Cycle(cycle)])));
    assert!(said.ends_with("Reviewed 19 Nov 2026: half the words stay"), "{said}");
}
