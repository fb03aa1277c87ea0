//! Referring to an agency and using its advice, as keys on a screen of memory: how many it takes, and what the store then holds.

use crate::actions::agency as action;
use crate::actions::testing::{Lab, date};
use crate::domain::case::Involvement;
use crate::domain::ids::{PupilId, RecordId, SCHOOL};
use crate::domain::people::Agency;
use crate::domain::record::Recorded;
use crate::domain::support::{Cycle, plan_kind};
use crate::tui::command::Scope;
use crate::tui::testing::Screen;

fn agency(name: &str) -> Agency {
    Agency { name: name.into(), active: true, ..Agency::default() }
}

/// A pupil at SEN support, in Register, and a catalogue of two.
fn register() -> (Screen, PupilId) {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    lab.at_stage(id, "K", "2026-09-08");
    lab.make(|edit, _| {
        action::add(edit, &agency("CAMHS"))?;
        action::add(edit, &agency("Speech and language"))
    });
    (Screen::at(lab, Scope::Register), id)
}

fn cases(screen: &Screen, id: PupilId) -> Vec<Involvement> {
    screen.lab.file(id).involvements.into_iter().map(|held| held.value).collect()
}

#[test]
fn a_referral_with_consent_given_today_is_seven_keys() {
    let (mut screen, id) = register();
    let keys = ["f", "2", "Enter", "t", "Enter", "t", "C-s"];
    screen.press(&keys);
    let [case] = &cases(&screen, id)[..] else { panic!("{}", screen.text(80, 24)) };
    let today = Some(screen.lab.by.today);
    assert_eq!((case.agency.as_str(), case.consent, case.referred), ("Speech and language", today, today));
    assert!(screen.notice().contains("agency begun: Speech and language · next"), "{}", screen.notice());
    assert_eq!(keys.len(), 7, "counted for the common jobs");
}

#[test]
fn the_form_offers_the_catalogue_and_takes_another_name_into_it() {
    let (mut screen, id) = register();
    screen.press(&["f"]);
    let text = screen.text(80, 24);
    assert!(text.contains("1 CAMHS") && text.contains("2 Speech and language"), "{text}");
    screen.write("vision");
    assert!(screen.text(80, 24).contains("→ new: vision"), "{}", screen.text(80, 24));
    screen.press(&["C-s"]);
    assert_eq!(cases(&screen, id)[0].agency, "vision");
    let names: Vec<String> = screen.app.ctx.school.agencies.iter().map(|one| one.name.clone()).collect();
    assert_eq!(names, ["CAMHS", "Speech and language", "vision"]);
    // What stands there is offered when it is changed, even out of use.
    let out = screen.app.ctx.school.agencies[2].id;
    screen.lab.make(|edit, _| action::set_active(edit, &[out], false));
    let school = screen.lab.store.read(|view| view.school()).ok();
    screen.app.know_school(school);
    screen.press(&["f"]);
    let text = screen.text(80, 24);
    assert!(text.contains("2 Speech and language") && !text.contains("3 vision"), "{text}");
}

#[test]
fn no_agency_is_asked_before_consent_unless_it_is_said_why() {
    let (mut screen, id) = register();
    screen.press(&["f", "1", "Enter", "Enter", "t", "C-s"]);
    let text = screen.text(80, 24);
    assert!(text.contains("the parents' consent is not recorded"), "{text}");
    assert!(cases(&screen, id).is_empty());
    screen.press(&["Enter"]);
    screen.write("a safeguarding concern");
    screen.press(&["C-s"]);
    assert_eq!(cases(&screen, id)[0].without, "a safeguarding concern", "{}", screen.text(80, 24));
}

/// As [`register`], with a report whose advice of two lines was shared, in Due.
fn advised() -> (Screen, PupilId, RecordId) {
    let (screen, id) = register();
    let mut lab = screen.lab;
    let case = lab.make(|edit, by| {
        let mut case = Involvement::began(date("2026-09-01"), by.typed.clone());
        case.agency = "CAMHS".into();
        case.consent = Some(date("2026-09-02"));
        (case.referred, case.report) = (Some(date("2026-09-03")), Some(date("2026-11-02")));
        case.shared = Some(date("2026-11-05"));
        case.advice = "Visual timetable\nCalm corner twice a day".into();
        edit.add(id, case)
    });
    (Screen::at(lab, Scope::Due), id, case)
}

fn choose(screen: &mut Screen, line: &str, make: &str) {
    screen.press(&["/"]);
    screen.write("advice");
    screen.press(&["Enter", "Enter"]);
    let text = screen.text(80, 24);
    assert!(text.contains("1 Visual timetable") && text.contains("2 Calm corner"), "{text}");
    screen.press(&[line, "Enter"]);
    assert!(screen.text(80, 24).contains("2 make a provision of it"), "{}", screen.text(80, 24));
    screen.press(&[make, "Enter"]);
}

#[test]
fn a_line_of_advice_becomes_a_provision_with_agency_name_and_pupil_filled() {
    let (mut screen, id, _) = advised();
    choose(&mut screen, "2", "2");
    let text = screen.text(80, 40);
    for words in ["Start a provision", "Calm corner twice a day", "Ama Otter", "CAMHS"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    screen.press(&["C-s"]);
    let provisions = screen.lab.store.read(|view| view.provisions()).unwrap();
    assert_eq!(
        (provisions[0].name.as_str(), provisions[0].agency.as_str()),
        ("Calm corner twice a day", "CAMHS")
    );
    assert_eq!(screen.lab.file(id).allocations.len(), 1);
    assert_eq!(cases(&screen, id)[0].used, Some(screen.lab.by.today));
    screen.press(&["u"]);
    assert_eq!(cases(&screen, id)[0].used, None, "one change, taken back as one");
    assert!(screen.lab.store.read(|view| view.provisions()).unwrap().is_empty());
}

#[test]
fn a_line_of_advice_becomes_a_target_of_the_cycle_that_runs() {
    let (mut screen, id, case) = advised();
    choose(&mut screen, "1", "1");
    assert!(screen.notice().contains("No cycle runs"), "{}", screen.notice());
    screen.lab.make(|edit, by| {
        edit.add(id, Cycle::began(date("2026-11-02"), plan_kind::of("").code, by.typed.clone()))
    });
    screen.press(&["Esc"]);
    choose(&mut screen, "1", "1");
    let text = screen.text(80, 24);
    assert!(text.contains("A target of the advice") && text.contains("Visual timetable"), "{text}");
    screen.press(&["C-s"]);
    let target = screen.lab.file(id).targets[0].value.clone();
    assert_eq!(
        (target.aim.as_str(), target.advice),
        ("Visual timetable", Some(case)),
        "{}",
        screen.text(80, 24)
    );
    assert_eq!(cases(&screen, id)[0].used, Some(screen.lab.by.today));
    assert!(screen.notice().contains("target set · the advice is used"), "{}", screen.notice());
}

#[test]
fn advice_that_is_used_already_needs_no_form_and_none_at_all_is_said() {
    let (mut screen, id, case) = advised();
    choose(&mut screen, "1", "3");
    assert_eq!(cases(&screen, id)[0].used, Some(screen.lab.by.today));
    screen.lab.make(|edit, _| edit.delete(Involvement::key(id, case)));
    screen.perform(super::open_advice(id, None));
    assert!(screen.notice().contains("No agency's advice is recorded"), "{}", screen.notice());
    let known = screen.lab.store.read(|view| view.list::<Agency>(SCHOOL)).unwrap();
    assert_eq!(known.len(), 2);
}

#[test]
fn people_write_an_agency_by_its_first_letters_and_a_new_school_has_the_usual_ones() {
    for (typed, expected) in [
        ("slt", "Speech and language therapy"),
        ("SALT", "Speech and language therapy"),
        ("ep", "Educational psychology"),
        ("camhs", "CAMHS"),
        ("Lighthouse", "Lighthouse"),
    ] {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.at_stage(id, "K", "2026-09-08");
        let mut screen = Screen::at(lab, Scope::Register);
        screen.press(&["f"]);
        screen.write(typed);
        screen.press(&["Enter", "t", "C-s"]);
        let [case] = &cases(&screen, id)[..] else { panic!("{}", screen.text(80, 24)) };
        assert_eq!(case.agency, expected, "{typed}");
    }
}

#[test]
fn a_report_that_comes_in_is_no_chase() {
    let (mut screen, id) = register();
    screen.press(&["f", "2", "Enter", "t", "Enter", "t", "C-s", "4", "o"]);
    screen.press(&["Enter", "Tab", "Tab", "t", "C-s"]);
    let [case] = &cases(&screen, id)[..] else { panic!("{}", screen.text(80, 24)) };
    assert_eq!((case.chased, case.report), (None, Some(screen.lab.by.today)), "{}", screen.text(80, 24));
    assert!(screen.notice().starts_with("Saved: Ama Otter, report in"), "{}", screen.notice());
}
