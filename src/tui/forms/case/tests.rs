//! Cases on a screen of memory: begun, recorded from Due by what each asks for, changed by two, left as a draft.

use super::*;
use crate::actions::testing::{Lab, date};
use crate::domain::case::{Answer, Assessment, Consultation, Reply};
use crate::domain::record::Recorded;
use crate::domain::review::ReviewKind;
use crate::domain::rows::Duty;
use crate::duties::Act;
use crate::tui::testing::Screen;
use crate::views::subject::{Subject, Target};

/// A pupil with a request of 7 September, in Due: the authority's answer was due on 19 October.
fn screen() -> (Screen, PupilId) {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    lab.at_stage(id, "K", "2026-11-16");
    lab.make(|edit, by| edit.add(id, Assessment::received(date("2026-09-07"), by.typed.clone())));
    (Screen::new(lab), id)
}

fn case_of(screen: &Screen, id: PupilId) -> Assessment {
    screen.lab.file(id).assessments[0].value.clone()
}

#[test]
fn the_usual_answer_is_two_keys_away() {
    let (mut screen, id) = screen();
    screen.press(&["Enter"]);
    insta::assert_snapshot!(screen.pane(80, 14), @r#"
     Record a step
     Ama Otter · EHC assessment · authority says whether it will assess
     The authority received the request on Mon 7 Sep 2026. 6 weeks (42 days) later
     is Mon 19 Oct 2026.

    › Authority answered  today
      Answer              will assess
      Advice asked for
     ───────────────────────────────────────────────────────────────── more below ─
     Sat 21 Nov 2026, today · a weekend · Autumn week 11
     The day it said whether it will assess.
    "#);
    screen.press(&["C-s"]);
    assert_eq!(screen.notice(), "Saved: Ama Otter, authority answered · next Mon 28 Dec · u takes it back");
    let case = case_of(&screen, id);
    assert_eq!((case.decided, case.answer), (Some(date("2026-11-21")), Some(Answer::Assess)));
}

#[test]
fn the_heading_of_what_is_overdue_says_how_much_of_it_is_law() {
    let (mut screen, _) = screen();
    let text = screen.text(80, 24);
    assert!(text.contains(" Overdue · 1 LAW ─"), "{text}");
    screen.press(&["/"]);
    screen.write("nothing of this name");
    let text = screen.text(80, 24);
    assert!(!text.contains("Overdue"), "{text}");
}

#[test]
fn the_date_of_a_plan_is_never_guessed() {
    let (mut screen, id) = screen();
    screen.press(&["2", "C", "2", "Enter", "C-s"]);
    let text = screen.text(80, 24);
    assert!(text.contains("Plan made") && !text.contains("Saved"), "{text}");
    assert!(screen.lab.file(id).plans.is_empty());
    screen.write("15/1/2026");
    screen.press(&["C-s"]);
    assert_eq!(screen.lab.file(id).plans[0].dated, date("2026-01-15"));
}

#[test]
fn a_case_begins_with_a_letter_and_a_figure() {
    let (mut screen, id) = screen();
    screen.press(&["2", "C", "5", "Enter"]);
    insta::assert_snapshot!(screen.pane(80, 20), @r#"
     Suspension
     Ama Otter · SEN support since 16 Nov 2026

    › First day       21 Nov 2026
      Half days
      Permanent       no
      Parents told
      Authority told
      Reason
      Lead

     ───────────────────────────────────────────────────────────────── more below ─
     Sat 21 Nov 2026, today · a weekend · Autumn week 11
     The day it began.
    "#);
    screen.press(&["C-s"]);
    assert_eq!(screen.notice(), "Saved: Ama Otter, suspension begun · next Sat 21 Nov · u takes it back");
    assert_eq!(screen.lab.file(id).suspensions[0].from, date("2026-11-21"), "{}", screen.text(80, 24));
}

#[test]
fn every_kind_has_its_form_and_its_fields_are_of_its_table() {
    for row in ROWS {
        let blank = case::blank(row.kind, date("2026-11-21"), Typed::default()).unwrap();
        for key in row.keys {
            assert!(blank.shapes().iter().any(|shape| shape.key == *key), "{}: {key}", row.title);
        }
        let (mut screen, id) = screen();
        let pupils = if row.school { Vec::new() } else { vec![id] };
        screen.perform(open_begin(row.kind, pupils));
        assert!(screen.text(80, 24).contains(row.title), "{}", row.title);
    }
    let codes: std::collections::BTreeSet<_> = ROWS.iter().map(|row| (row.kind, row.school)).collect();
    assert_eq!(codes.len(), ROWS.len());
    let on_pupils = ROWS.iter().filter(|row| !row.school && row.kind != Kind::Referral).count();
    assert_eq!(on_pupils, crate::domain::case::KINDS.len(), "a figure picks each");
}

#[test]
fn a_childs_consultation_stands_in_the_schools_file_and_opens_no_pupil() {
    let (mut screen, id) = screen();
    screen.run("school.consultation");
    screen.press(&["C-s"]);
    assert!(screen.text(80, 24).contains("is needed"), "the child's name");
    screen.write("Bo Finch");
    screen.press(&["C-s"]);
    screen.press(&["/"]);
    screen.write("finch");
    screen.press(&["Enter"]);
    assert!(screen.pane(80, 24).contains("Bo Finch"), "{}", screen.pane(80, 24));
    for key in ["o", "l", "c", "n", "r", "p", "C"] {
        screen.press(&[key]);
        assert!(screen.notice().contains("no pupil on roll stands behind it"), "{key}: {}", screen.notice());
        assert!(screen.app.layers.is_empty());
    }
    screen.press(&["s"]);
    assert!(
        screen.notice().contains("Not moved: this date is the Code's · e changes"),
        "{}",
        screen.notice()
    );
    screen.press(&["a"]);
    screen.write("J Moor");
    screen.press(&["C-s"]);
    assert_eq!(screen.notice(), "Saved: Bo Finch, given to J Moor · u takes it back");
    let case =
        |screen: &Screen| screen.lab.store.read(|view| view.school()).unwrap().consultations[0].value.clone();
    assert!(case(&screen).lead.is_some());
    screen.press(&["Enter", "C-s"]);
    let Consultation { answered, reply, .. } = case(&screen);
    assert_eq!(screen.notice(), "Saved: Bo Finch, answered · u takes it back");
    assert_eq!((answered, reply), (Some(date("2026-11-21")), Some(Reply::Can)));
    assert_eq!(screen.lab.file(id).consultations.len(), 0);
}

#[test]
fn what_is_law_does_not_move_and_says_so() {
    let (mut screen, _) = screen();
    screen.press(&["s"]);
    assert_eq!(screen.notice(), "Not moved: this date is law · e changes the case that it is counted from");
    screen.press(&["e"]);
    assert!(screen.text(80, 24).contains("Change: EHC needs assessment"));
}

#[test]
fn a_step_that_somebody_recorded_meanwhile_says_who() {
    let (mut screen, id) = screen();
    screen.press(&["Enter"]);
    let key: Key =
        <Assessment as crate::domain::record::Recorded>::key(id, screen.lab.file(id).assessments[0].id);
    let theirs = [("decided", Value::Date(date("2026-10-15"))), ("answer", Value::Text("refuse".to_owned()))];
    screen.lab.make(|edit, by| case::step(edit, by, key, &theirs));
    screen.press(&["C-s"]);
    let text = screen.text(80, 24);
    assert!(text.contains("Authority answered is recorded already: Thu 15 Oct 2026"), "{text}");
    assert_eq!(case_of(&screen, id).answer, Some(Answer::Refuse));
}

#[test]
fn two_edits_of_one_field_are_chosen_between() {
    let (mut screen, id) = screen();
    screen.press(&["e"]);
    let key = <Assessment as crate::domain::record::Recorded>::key(id, screen.lab.file(id).assessments[0].id);
    screen.lab.make(|edit, by| case::step(edit, by, key, &[("asked", Value::Date(date("2026-10-20")))]));
    // Received, asked by, answered, answer: then the day on which advice was asked for.
    screen.press(&["Tab", "Tab", "Tab", "Tab"]);
    screen.write("21/10");
    screen.press(&["C-s"]);
    let text = screen.text(80, 24);
    assert!(text.contains("20 Oct 2026") && text.contains("21 Oct 2026"), "{text}");
    screen.press(&["m", "C-s"]);
    assert_eq!(case_of(&screen, id).asked, Some(date("2026-10-21")), "{}", screen.text(80, 24));
}

#[test]
fn an_unfinished_case_is_kept_and_comes_back() {
    let (mut screen, id) = screen();
    for (open, typed) in [("begin", "CAMHS"), ("edit", "")] {
        if open == "begin" {
            screen.perform(open_begin(Kind::Involvement, vec![id]));
            screen.write(typed);
        } else {
            screen.press(&["1", "e", "Tab", "Tab"]);
            screen.write("15/10");
        }
        screen.press(&["Esc"]);
        assert!(screen.notice().contains("kept as a draft"), "{open}: {}", screen.notice());
        screen.press(&["D"]);
        let text = screen.text(80, 24);
        assert!(text.contains("Your unfinished draft is back"), "{open}: {text}");
        let back = if open == "begin" { "CAMHS" } else { "15 Oct 2026" };
        assert!(text.contains(back), "{open}: {text}");
        if open == "begin" {
            screen.press(&["C-s"]);
            assert_eq!(screen.lab.file(id).involvements[0].agency, "CAMHS");
        }
    }
}

fn subject(id: PupilId, act: Act, about: Key, duty: Duty) -> Subject {
    Subject {
        target: Target { about, duty },
        act,
        name: if id == SCHOOL { "School".into() } else { "Ama Otter".into() },
        what: "what is due".into(),
        due: date("2026-12-14"),
        kind: ReviewKind::Annual,
        lead: None,
        next: None,
        detail: Vec::new(),
        closes: None,
        unheard: Vec::new(),
        record: None,
        place: None,
    }
}

#[test]
fn a_review_that_is_due_is_agreed_for_the_day_that_is_proposed() {
    let (mut screen, id) = screen();
    let one = Subject {
        next: Some(date("2026-12-14")),
        ..subject(id, Act::Agree(ReviewKind::Annual), Key::profile(id), Duty::LastSafeMeeting)
    };
    let effects = record(&mut screen.app, Act::Agree(ReviewKind::Annual), vec![one.clone()]);
    screen.perform(effects);
    screen.press(&["C-s"]);
    let review = screen.lab.file(id).reviews[0].value.clone();
    assert_eq!((review.kind, review.due), (ReviewKind::Annual, date("2026-12-14")));
    assert_eq!(moves(&one), Ok(()), "none is agreed yet: another day can be agreed instead");
}

#[test]
fn what_asks_for_a_case_opens_its_beginning() {
    let (mut screen, id) = screen();
    let one = subject(id, Act::Begin(Kind::Involvement), Key::profile(id), Duty::Specialist);
    assert!(moves(&one).is_err());
    let effects = record(&mut screen.app, Act::Begin(Kind::Involvement), vec![one]);
    screen.perform(effects);
    screen.write("CAMHS");
    screen.press(&["C-s"]);
    assert_eq!(screen.lab.file(id).involvements[0].agency, "CAMHS");
}

#[test]
fn what_comes_round_is_ticked_for_its_own_date() {
    let (mut screen, _) = screen();
    let about = Key::school(Kind::School, RecordId(0));
    let one = subject(SCHOOL, Act::Tick, about, Duty::CensusAutumn);
    assert!(moves(&one).unwrap_err().contains("Enter ticks it off"));
    let effects = record(&mut screen.app, Act::Tick, vec![one]);
    screen.perform(effects);
    screen.press(&["C-s"]);
    let ticks = screen.lab.store.read(|view| view.school()).unwrap().ticks;
    assert_eq!((ticks[0].duty, ticks[0].due), (Duty::CensusAutumn as u16, date("2026-12-14")));
    assert_eq!(ticks[0].done, date("2026-11-21"));
}

#[test]
fn due_says_whose_clock_it_is_and_the_timeline_opens_the_case() {
    let (mut screen, id) = screen();
    let list = screen.pane(190, 12);
    let row = list.lines().find(|line| line.contains("EHC assessment")).unwrap();
    assert!(row.contains("authority LAW"), "{row}");
    screen.press(&["l", "/"]);
    screen.write("request received");
    screen.press(&["Enter", "Enter"]);
    assert!(screen.text(80, 24).contains("Change: EHC needs assessment"), "{}", screen.text(80, 24));
    screen.press(&["Tab", "Tab"]);
    screen.write("15/10");
    screen.press(&["Tab"]);
    screen.write("refuse");
    screen.press(&["C-s"]);
    assert_eq!(case_of(&screen, id).ended(), Some(date("2026-10-15")), "{}", screen.text(80, 24));
    assert!(screen.pane(80, 24).contains("EHC needs assessment"));
}

#[test]
fn rows_of_one_rule_are_recorded_together_and_others_not() {
    let (mut screen, first) = screen();
    let second = screen.lab.pupil("Ben", "Quill");
    screen.lab.at_stage(second, "K", "2026-11-16");
    screen.lab.make(|edit, by| edit.add(second, Assessment::received(date("2026-09-08"), by.typed.clone())));
    screen.run("app.refresh");
    screen.press(&["Home", "Space", "Space", "Enter"]);
    assert!(screen.text(80, 24).contains("Record 2 steps"), "{}", screen.text(80, 24));
    screen.press(&["C-s"]);
    for id in [first, second] {
        assert_eq!(case_of(&screen, id).decided, Some(date("2026-11-21")));
    }
    screen.press(&["V", "Enter"]);
    assert!(screen.notice().contains("mark one kind only"), "{}", screen.notice());
}

#[test]
fn a_draft_names_a_case_by_numbers() {
    let key = Key::new(PupilId(7), Kind::Dispute, RecordId(12));
    assert_eq!(read_key(&write_key(key)), Some(key));
    for bad in ["", "7", "7/42", "7/255/1", "7/999/1", "a/b/c"] {
        assert_eq!(read_key(bad), None, "{bad}");
    }
}

#[test]
fn a_draft_about_several_comes_back_for_those_that_are_left() {
    let mut lab = Lab::new();
    let pupils = [lab.pupil("Ama", "Otter"), lab.pupil("Ben", "Quill")];
    let keys = pupils.map(|id| {
        let case = |by: &crate::actions::By| Assessment::received(date("2026-09-07"), by.typed.clone());
        Assessment::key(id, lab.make(|edit, by| edit.add(id, case(by))))
    });
    let mut screen = Screen::new(lab);
    let rows = keys.map(|about| Target { about, duty: Duty::AssessDecide });
    let effects = crate::tui::forms::review::open_targets(&mut screen.app, rows.to_vec());
    screen.perform(effects);
    screen.press(&["C-x"]);
    screen.write("20 nov 2026");
    screen.press(&["Esc"]);
    assert_eq!(screen.app.drafts.len(), 1, "{}", screen.notice());
    let answered = |about: Key, screen: &mut Screen| {
        let day = [("decided", Value::Date(date("2026-11-19"))), ("answer", "assess".into())];
        screen.lab.make(|edit, by| crate::actions::case::step(edit, by, about, &day));
    };
    answered(keys[0], &mut screen);
    screen.run("draft.resume");
    let text = screen.text(80, 24);
    assert!(text.contains("Ben Quill") && text.contains("20 Nov 2026"), "{text}");
    assert!(text.contains("Your unfinished draft is back"), "{text}");
    screen.press(&["Esc"]);
    assert_eq!(screen.app.drafts.len(), 1, "one draft still");
    answered(keys[1], &mut screen);
    screen.run("draft.resume");
    assert!(screen.notice().contains("no longer due: somebody else has seen to it"), "{}", screen.notice());
    assert_eq!((screen.app.drafts.len(), screen.app.layers.len()), (1, 0), "nothing typed is lost");
}
