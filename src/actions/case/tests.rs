//! Cases in a small school: what begins, what is refused and why.

use super::*;
use crate::actions::testing::{Lab, date};
use crate::domain::case::{Answer, Asked, Reply};

fn ama(lab: &mut Lab) -> PupilId {
    lab.pupil("Ama", "Otter")
}

fn new(lab: &Lab, kind: Kind, on: &str) -> Record {
    blank(kind, date(on), lab.by.typed.clone()).unwrap()
}

fn begun(lab: &mut Lab, pupil: PupilId, record: Record) -> Result<Key, String> {
    let kind = record.kind();
    lab.try_make(|edit, by| begin(edit, by, pupil, record.clone())).map(|id| Key::new(pupil, kind, id))
}

fn stepped(lab: &mut Lab, key: Key, values: &[(&str, &str)]) -> Result<(), String> {
    let values: Vec<(&str, Value)> = values
        .iter()
        .map(|(key, text)| (*key, text.parse().map_or_else(|_| Value::from(*text), Value::Date)))
        .collect();
    lab.try_make(|edit, by| step(edit, by, key, &values))
}

fn assessment(lab: &mut Lab) -> (PupilId, Key) {
    let id = ama(lab);
    let record = new(lab, Kind::Assessment, "2026-09-07");
    (id, begun(lab, id, record).unwrap())
}

#[test]
fn every_kind_of_case_begins_with_the_few_fields_that_must_be_there() {
    let mut lab = Lab::new();
    let id = ama(&mut lab);
    for kind in crate::domain::case::KINDS {
        let mut record = new(&lab, kind, "2026-11-20");
        if kind == Kind::Involvement {
            let refused = begun(&mut lab, id, record.clone()).unwrap_err();
            assert!(refused.contains("Agency is missing"), "{refused}");
            record.set("agency", "CAMHS".into()).unwrap();
        }
        begun(&mut lab, id, record).unwrap();
    }
    assert_eq!(lab.file(id).cases().len(), crate::domain::case::KINDS.len());
    assert_eq!(blank(Kind::Event, date("2026-11-20"), Typed::default()), None);
}

#[test]
fn a_case_cannot_begin_ahead_twice_or_for_a_leaver() {
    let mut lab = Lab::new();
    let (id, _) = assessment(&mut lab);
    let ahead = new(&lab, Kind::Suspension, "2026-11-23");
    assert!(begun(&mut lab, id, ahead).unwrap_err().contains("First day on Mon 23 Nov 2026 lies ahead"));
    let again = new(&lab, Kind::Assessment, "2026-11-02");
    let words = begun(&mut lab, id, again).unwrap_err();
    assert!(words.contains("already, since Mon 7 Sep 2026"), "{words}");

    let mut gone = lab.file(id).pupil.value;
    gone.left = Some(date("2026-10-23"));
    lab.make(|edit, _| edit.put(Key::profile(id), gone.clone().wrap()));
    let late = new(&lab, Kind::Dispute, "2026-11-02");
    let words = begun(&mut lab, id, late).unwrap_err();
    assert!(words.contains("Ama Otter left on Fri 23 Oct 2026"), "{words}");
    for (kind, on) in
        [(Kind::RecordsRequest, "2026-11-02"), (Kind::Transfer, "2026-11-02"), (Kind::Dispute, "2026-10-23")]
    {
        let record = new(&lab, kind, on);
        assert!(begun(&mut lab, id, record).is_ok(), "{kind:?} on {on}");
    }
}

#[test]
fn the_schools_own_file_takes_a_consultation_with_the_childs_name() {
    let mut lab = Lab::new();
    let mut record = new(&lab, Kind::Consultation, "2026-11-10");
    let words = begun(&mut lab, SCHOOL, record.clone()).unwrap_err();
    assert!(words.contains("the child's name is missing"), "{words}");
    record.set("child", "Bo Finch".into()).unwrap();
    let key = begun(&mut lab, SCHOOL, record.clone()).unwrap();
    let school = lab.store.read(|view| view.school()).unwrap();
    assert_eq!(school.consultations[0].child, "Bo Finch");
    let mut mine = record.clone();
    mine.set("child", Value::Empty).unwrap();
    let refused = lab.try_make(|edit, by| change(edit, by, key, &record, mine.clone())).unwrap_err();
    assert!(refused.contains("the child's name is missing"));

    let stray = new(&lab, Kind::Suspension, "2026-11-10");
    assert!(begun(&mut lab, SCHOOL, stray).unwrap_err().contains("needs a pupil"));
    let id = ama(&mut lab);
    begun(&mut lab, id, record).unwrap();
    assert_eq!(lab.file(id).consultations[0].child, "", "a pupil's own file names nobody else");
}

#[test]
fn steps_are_recorded_once_and_say_who_did() {
    let mut lab = Lab::new();
    let (id, key) = assessment(&mut lab);
    stepped(&mut lab, key, &[("decided", "2026-10-15"), ("answer", "assess"), ("asked", "2026-10-20")])
        .unwrap();
    let held = lab.file(id).assessments[0].clone();
    assert_eq!((held.decided, held.answer), (Some(date("2026-10-15")), Some(Answer::Assess)));
    let words = stepped(&mut lab, key, &[("decided", "2026-10-16")]).unwrap_err();
    assert!(
        words.contains("Authority answered is recorded already: Thu 15 Oct 2026 · last written by "),
        "{words}"
    );
    let words = stepped(&mut lab, key, &[("answer", "refuse")]).unwrap_err();
    assert!(words.contains("Answer is recorded already: will assess"), "{words}");
    stepped(&mut lab, key, &[("decided", "2026-10-15")]).unwrap();
    assert_eq!(lab.file(id).assessments[0].revision, held.revision, "the same again changes nothing");
    let gone = Key::new(id, Kind::Assessment, RecordId(9_999));
    assert!(stepped(&mut lab, gone, &[("asked", "2026-10-20")]).unwrap_err().contains("no longer there"));
    assert!(stepped(&mut lab, key, &[("nonsense", "2026-10-20")]).unwrap_err().contains("has no nonsense"));
    assert!(stepped(&mut lab, key, &[("draft", "words")]).unwrap_err().contains("Draft served needs a date"));
}

#[test]
fn what_was_seen_may_be_put_right_and_what_came_since_may_not() {
    let mut lab = Lab::new();
    let id = ama(&mut lab);
    let record = new(&lab, Kind::Transfer, "2026-10-23");
    let key = begun(&mut lab, id, record.clone()).unwrap();
    let hold = [("hold", Value::Flag(true)), ("note", Value::from("A claim."))];
    lab.make(|edit, by| step_on(edit, by, key, Some(&record), &hold));
    assert!(lab.file(id).transfers[0].hold);
    let other = [("note", Value::from("No claim."))];
    let words = lab.try_make(|edit, by| step_on(edit, by, key, Some(&record), &other)).unwrap_err();
    assert!(words.contains("Note is recorded already: A claim."), "{words}");
    assert_eq!(lab.file(id).transfers[0].note, "A claim.");
}

#[test]
fn what_may_come_again_takes_the_latest_day() {
    let mut lab = Lab::new();
    let id = ama(&mut lab);
    let record = new(&lab, Kind::Notice, "2026-10-05");
    let key = begun(&mut lab, id, record).unwrap();
    let words = stepped(&mut lab, key, &[("chased", "2026-10-20")]).unwrap_err();
    assert!(words.contains("Chased needs Sent home beside it"), "{words}");
    stepped(&mut lab, key, &[("sent", "2026-10-07")]).unwrap();
    stepped(&mut lab, key, &[("chased", "2026-10-20")]).unwrap();
    stepped(&mut lab, key, &[("chased", "2026-11-02")]).unwrap();
    assert_eq!(lab.file(id).notices[0].chased, Some(date("2026-11-02")));
}

#[test]
fn days_in_the_wrong_order_are_refused_in_words() {
    for (steps, words) in [
        (
            &[("final_plan", "2026-09-01")][..],
            "Final plan on Tue 1 Sep 2026 comes before Request received on Mon 7 Sep 2026",
        ),
        (
            &[("asked", "2026-10-20"), ("advised", "2026-10-19")],
            "Advice given on Mon 19 Oct 2026 comes before Advice asked for",
        ),
        (
            &[("draft", "2026-11-02"), ("final_plan", "2026-11-01")],
            "Final plan on Sun 1 Nov 2026 comes before Draft served",
        ),
        (&[("comments", "2026-11-02")], "Family commented needs Draft served beside it"),
        (&[("decided", "2026-10-15")], "Authority answered needs Answer beside it"),
        (&[("no_plan", "2026-11-02"), ("final_plan", "2026-11-03")], "either a final plan or no plan"),
        (&[("asked", "2026-11-23")], "Advice asked for on Mon 23 Nov 2026 lies ahead"),
    ] {
        let mut lab = Lab::new();
        let (_, key) = assessment(&mut lab);
        let refused = stepped(&mut lab, key, steps).unwrap_err();
        assert!(refused.contains(words), "{steps:?}: {refused}");
    }
}

#[test]
fn no_agency_is_asked_before_the_parents_agreed_without_a_reason() {
    let mut lab = Lab::new();
    let id = ama(&mut lab);
    let mut record = new(&lab, Kind::Involvement, "2026-10-05");
    record.set("agency", "CAMHS".into()).unwrap();
    let key = begun(&mut lab, id, record).unwrap();
    let words = stepped(&mut lab, key, &[("referred", "2026-10-12")]).unwrap_err();
    assert!(words.contains("the parents' consent is not recorded: record the day they agreed"), "{words}");
    let words = stepped(&mut lab, key, &[("referred", "2026-10-12"), ("consent", "2026-10-14")]).unwrap_err();
    assert!(words.contains("before the parents agreed on Wed 14 Oct 2026"), "{words}");
    stepped(&mut lab, key, &[("referred", "2026-10-12"), ("without", "Safeguarding")]).unwrap();
    assert!(stepped(&mut lab, key, &[("shared", "2026-11-02")]).unwrap_err().contains("needs Report in"));
}

#[test]
fn only_a_subject_access_request_is_extended() {
    let mut lab = Lab::new();
    let id = ama(&mut lab);
    let record = new(&lab, Kind::RecordsRequest, "2026-11-02");
    let key = begun(&mut lab, id, record.clone()).unwrap();
    assert!(
        stepped(&mut lab, key, &[("extended", "2026-11-09")]).unwrap_err().contains("only a subject access")
    );
    let mut mine = record.clone();
    mine.set("kind", Asked::Subject.code().into()).unwrap();
    mine.set("extended", date("2026-11-09").into()).unwrap();
    lab.make(|edit, by| change(edit, by, key, &record, mine.clone()));
    assert_eq!(lab.file(id).requests[0].extended, Some(date("2026-11-09")));
}

#[test]
fn two_who_change_a_case_both_keep_what_they_wrote() {
    let mut lab = Lab::new();
    let (id, key) = assessment(&mut lab);
    let base = Record::Assessment(lab.file(id).assessments[0].value.clone());
    stepped(&mut lab, key, &[("asked", "2026-10-20")]).unwrap();
    let mut mine = base.clone();
    mine.set("note", "Mum rang.".into()).unwrap();
    lab.make(|edit, by| change(edit, by, key, &base, mine.clone()));
    let held = lab.file(id).assessments[0].value.clone();
    assert_eq!((held.asked, held.note.as_str()), (Some(date("2026-10-20")), "Mum rang."));
    mine.set("asked", date("2026-10-21").into()).unwrap();
    assert!(
        lab.try_make(|edit, by| change(edit, by, key, &base, mine.clone())).is_err(),
        "both wrote that day"
    );
}

#[test]
fn a_day_that_stands_already_is_not_held_against_an_edit() {
    let mut lab = Lab::new();
    let id = ama(&mut lab);
    let case = Transfer::since(date("2026-12-18"), lab.by.typed.clone());
    let key = lab.make(|edit, _| Ok(Transfer::key(id, edit.add(id, case.clone())?)));
    stepped(&mut lab, key, &[("ctf_sent", "2026-11-20")]).unwrap();
    assert_eq!(lab.file(id).transfers[0].ctf_sent, Some(date("2026-11-20")));
}

#[test]
fn a_final_plan_begins_the_plan_and_undo_takes_both_back() {
    let mut lab = Lab::new();
    let (id, key) = assessment(&mut lab);
    stepped(&mut lab, key, &[("draft", "2026-11-02"), ("final_plan", "2026-11-19")]).unwrap();
    assert_eq!(lab.file(id).plan().map(|plan| plan.dated), Some(date("2026-11-19")));
    lab.undo();
    assert_eq!((lab.file(id).plan(), lab.file(id).assessments[0].final_plan), (None, None));
}

#[test]
fn a_case_is_given_to_somebody_unless_nobody_sees_to_it() {
    let mut lab = Lab::new();
    let (id, key) = assessment(&mut lab);
    let moor = Adult::Named("J Moor".into());
    lab.make(|edit, _| assign(edit, key, Some(&moor)));
    assert!(lab.file(id).assessments[0].lead.is_some());
    lab.make(|edit, _| assign(edit, key, None));
    assert_eq!(lab.file(id).assessments[0].lead, None);
    let plan = new(&lab, Kind::EhcPlan, "2026-01-15");
    let plan = begun(&mut lab, id, plan).unwrap();
    let words = lab.try_make(|edit, _| assign(edit, plan, Some(&moor))).unwrap_err();
    assert!(words.contains("nobody in particular sees to the EHC plan"), "{words}");
}

#[test]
fn the_steps_after_a_meeting_wait_for_it() {
    let mut lab = Lab::new();
    let id = ama(&mut lab);
    let review = lab.make(|edit, by| {
        let kind = crate::domain::review::ReviewKind::Annual;
        crate::actions::review::agree(edit, by, id, kind, date("2026-11-23"), None)
    });
    let key = Key::new(id, Kind::Review, review);
    stepped(&mut lab, key, &[("invited", "2026-11-05"), ("circulated", "2026-11-09")]).unwrap();
    let words = stepped(&mut lab, key, &[("report_sent", "2026-11-20")]).unwrap_err();
    assert!(words.contains("the meeting is not recorded as held yet"), "{words}");
}

#[test]
fn an_answer_has_its_day() {
    let mut lab = Lab::new();
    let id = ama(&mut lab);
    let record = new(&lab, Kind::Consultation, "2026-11-10");
    let key = begun(&mut lab, id, record).unwrap();
    assert!(stepped(&mut lab, key, &[("reply", "can")]).unwrap_err().contains("Reply needs Answered"));
    stepped(&mut lab, key, &[("reply", "can"), ("answered", "2026-11-20")]).unwrap();
    assert_eq!(lab.file(id).consultations[0].reply, Some(Reply::Can));
}

#[test]
fn two_who_begin_one_case_begin_it_once() {
    use crate::actions::review;
    use crate::domain::code::Outcome;
    use crate::domain::review::ReviewKind;
    let mut lab = Lab::new();
    let ama = lab.pupil("Ama", "Otter");
    let agency = |name: &str| {
        let mut record = blank(Kind::Involvement, date("2026-11-20"), Typed::default()).unwrap();
        record.set("agency", name.into()).unwrap();
        record
    };
    lab.make(|edit, by| begin(edit, by, ama, agency("Speech")));
    let again = lab.try_make(|edit, by| begin(edit, by, ama, agency("Speech"))).unwrap_err();
    assert!(again.contains("is on file already, written by sue"), "{again}");
    lab.make(|edit, by| begin(edit, by, ama, agency("Physio")));
    let file = |to: &str| {
        let mut record = blank(Kind::Transfer, date("2026-11-20"), Typed::default()).unwrap();
        record.set("to", to.into()).unwrap();
        record
    };
    lab.make(|edit, by| begin(edit, by, ama, file("Hill School")));
    assert!(lab.try_make(|edit, by| begin(edit, by, ama, file("the Hill"))).is_err());
    let agree = |kind, on: &'static str| {
        move |edit: &mut Edit<'_>, by: &By| review::agree(edit, by, ama, kind, date(on), None)
    };
    lab.make(agree(ReviewKind::WithParents, "2026-12-01"));
    let twice = lab.try_make(agree(ReviewKind::WithParents, "2026-12-03")).unwrap_err();
    assert!(twice.contains("agreed already by sue, for Tue 1 Dec 2026"), "{twice}");
    lab.make(agree(ReviewKind::Annual, "2026-12-03"));
    lab.make(agree(ReviewKind::WithParents, "2027-03-03"));
    let held = review::Recording {
        pupil: ama,
        review: None,
        kind: ReviewKind::WithParents,
        held: date("2026-11-19"),
        outcome: Outcome::AsHoped,
        note: String::new(),
        pupil_voice: String::new(),
        parent_voice: String::new(),
        next: None,
    };
    lab.make(|edit, by| review::record(edit, by, &held));
    let twice = lab.try_make(|edit, by| review::record(edit, by, &held)).unwrap_err();
    assert!(twice.contains("already recorded by sue: held on Thu 19 Nov 2026"), "{twice}");
}
