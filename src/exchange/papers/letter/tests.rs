use super::super::testing::{date, folder, text};
use super::*;
use crate::domain::case::Notice;
use crate::domain::ids::{RecordId, Typed};
use crate::domain::record::Record;
use crate::domain::support::{Cycle, Target};

fn planned() -> Vec<Record> {
    let mut cycle = Cycle::began(date("2026-11-16"), "iep", Typed::default());
    cycle.home = "Read together for ten minutes.".into();
    cycle.review_on = Some(date("2027-01-14"));
    let aims = ["Names 20 words", "Waits for a turn"].map(|aim| {
        let mut target = Target::of(RecordId(1), date("2026-11-16"), Typed::default());
        target.aim = aim.into();
        Record::Target(target)
    });
    let notice = Notice::decided(date("2026-11-13"), Typed::default());
    [Record::Cycle(cycle), Record::Notice(notice)].into_iter().chain(aims).collect()
}

#[test]
fn it_says_what_begins_with_the_targets_and_the_slip() {
    let folder = folder(planned());
    let paper = build(&folder);
    assert_eq!(paper.file_stem(), "AO-2026-11-22-letter");
    assert!(paper.letterhead);
    let said = text(&paper);
    for part in [
        "Since 13 November 2026 Ama has had SEN support",
        "the Individual Education Plan with 2 targets. A copy comes with this letter",
        "- Names 20 words\n- Waits for a turn",
        "What you can do at home: Read together",
        "We look at it together next on 14 January 2027.",
        "get in touch with the school (01234 567890)",
        "R Dale\nSENCO",
    ] {
        assert!(said.contains(part), "{part} not in\n{said}");
    }
    let (letter, slip) = said.split_once('✂').unwrap();
    assert!(!letter.contains("I have received"));
    assert!(slip.contains("I have received the letter about my child, Ama Otter (Year 4, Lark)"), "{slip}");
    assert!(slip.ends_with("SIGN Signed, Date"), "{slip}");
    assert!(missing(&folder).is_empty());
}

#[test]
fn one_target_is_one_and_support_of_today_begins_today() {
    let mut records = planned();
    records.pop();
    if let Some(Record::Notice(notice)) = records.get_mut(1) {
        notice.decided = date("2026-11-22");
    }
    let said = text(&build(&folder(records)));
    assert!(said.contains("the Individual Education Plan with 1 target. A"), "{said}");
    assert!(said.contains("From 22 November 2026 Ama has SEN support"), "{said}");
}

#[test]
fn a_plan_that_is_not_made_follows_and_is_said_to_be_missing() {
    let folder = folder(Vec::new());
    let said = text(&build(&folder));
    assert!(said.contains("We are now making a plan for Ama"), "{said}");
    assert!(
        said.contains("Since 7 September 2026 Ama has had SEN support"),
        "since the stage, where no letter is: {said}"
    );
    assert_eq!(missing(&folder), ["no plan is begun: it says that one follows"]);
    assert_eq!(not_yet(&folder), None);
}

#[test]
fn the_schools_own_number_of_targets_counts() {
    let mut folder = folder(Vec::new());
    folder.school.settings.value.targets = Some(3);
    assert!(text(&build(&folder)).contains("with up to 3 targets"));
}

#[test]
fn a_child_without_sen_gets_no_such_letter() {
    let mut folder = folder(Vec::new());
    folder.file.stages.clear();
    assert_eq!(not_yet(&folder).as_deref(), Some("Ama is not at SEN support"));
}
