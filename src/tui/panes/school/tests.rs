//! The School pane walked through: keys in, text out, and what the store then holds.

use super::*;
use crate::actions::testing::{Lab, date};
use crate::domain::case::Involvement;
use crate::domain::ids::SCHOOL;
use crate::domain::people::Agency;
use crate::domain::provision::Provision;
use crate::domain::record::Recorded;
use crate::domain::school::{SchoolFile, Staff};
use crate::tui::testing::Screen;

fn staff(name: &str, role: &str) -> Staff {
    Staff { name: name.into(), role: role.into(), site: None, here: true }
}

/// Two adults, two agencies, and two pupils who wait for one of them.
fn school() -> Lab {
    let mut lab = Lab::new();
    lab.make(|edit, _| {
        edit.add(SCHOOL, staff("R Dale", "Teaching assistant"))?;
        edit.add(SCHOOL, staff("J Moor", "Class teacher"))?;
        let agency = |name: &str| Agency { name: name.into(), active: true, ..Agency::default() };
        edit.add(SCHOOL, Agency { phone: "01234 567890".into(), wait_weeks: Some(18), ..agency("CAMHS") })?;
        edit.add(SCHOOL, agency("Speech and language"))
    });
    for (forename, surname, referred) in [("Ama", "Otter", "2026-09-07"), ("Ben", "Quill", "2026-10-05")] {
        let id = lab.pupil(forename, surname);
        lab.make(|edit, by| {
            let mut case = Involvement::began(date("2026-09-01"), by.typed.clone());
            case.agency = "CAMHS".into();
            case.consent = Some(date("2026-09-02"));
            case.referred = Some(date(referred));
            edit.add(id, case)
        });
    }
    lab
}

fn at(lab: Lab) -> Screen {
    Screen::at(lab, Scope::School)
}

fn file(screen: &Screen) -> SchoolFile {
    screen.lab.store.read(|view| view.school()).unwrap()
}

fn select(screen: &mut Screen, label: &str) {
    let pane = screen.app.pane_mut::<SchoolPane>().unwrap();
    let is = |item: &&Item| matches!(item, Item::Line { line, .. } if line.label == label);
    let key = pane.list.rows().iter().find(is).map(Row::key).unwrap();
    assert!(pane.list.select(&key));
}

#[test]
fn the_page_at_80_by_24() {
    let mut screen = at(school());
    select(&mut screen, "CAMHS");
    screen.press(&["Up", "Down"]);
    insta::assert_snapshot!(screen.pane(80, 24));
}

#[test]
fn every_size_is_drawn() {
    let mut screen = at(school());
    for shown in ["8", "A"] {
        screen.press(&[shown]);
        for width in [1, 2, 5, 20, 40, 60, 80, 109, 110, 130, 200] {
            for height in [1, 2, 3, 5, 12, 24, 60] {
                screen.text(width, height);
            }
        }
    }
}

#[test]
fn an_agency_shows_who_waits_and_one_key_chases_all_marked() {
    let mut screen = at(school());
    select(&mut screen, "CAMHS");
    screen.press(&["Enter"]);
    insta::assert_snapshot!(screen.pane(80, 20));
    screen.press(&["V", "t"]);
    assert_eq!(screen.notice(), "Saved: 2 pupils, chased today · u takes it back");
    let chased = |screen: &Screen| {
        let pupils = screen.lab.store.read(|view| view.pupils()).unwrap();
        pupils.iter().map(|id| screen.lab.file(*id).involvements[0].chased).collect::<Vec<_>>()
    };
    assert_eq!(chased(&screen), [Some(date("2026-11-21")); 2]);
    screen.press(&["u"]);
    assert_eq!(chased(&screen), [None; 2]);
    screen.press(&["Esc"]);
    let pane = screen.app.pane_ref::<SchoolPane>().unwrap();
    assert!(pane.line().is_some_and(|line| line.label == "CAMHS"), "back where it was left");
}

#[test]
fn whom_to_chase_stands_one_key_away_and_what_is_not_the_agencys_turn_is_refused() {
    let mut screen = at(school());
    let id = screen.lab.pupil("Cy", "Marten");
    screen.lab.make(|edit, by| {
        let mut case = Involvement::began(date("2026-11-09"), by.typed.clone());
        case.agency = "Vision".into();
        edit.add(id, case)?;
        let mut over = Involvement::began(date("2026-09-07"), by.typed.clone());
        over.agency = "Physiotherapy".into();
        over.consent = Some(date("2026-09-07"));
        over.referred = over.consent;
        over.report = over.consent;
        over.shared = over.consent;
        edit.add(id, over)
    });
    let effects = screen.app.changed();
    screen.perform(effects);
    screen.press(&["A"]);
    let text = screen.text(120, 24);
    assert!(!text.contains("Physiotherapy"), "nothing is left to chase: {text}");
    for words in ["CAMHS", "01234 567890", "Vision", "waits for consent", "2 wait for an agency"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    screen.press(&["j", "j", "t"]);
    assert!(screen.notice().contains("Cy Marten waits for consent"), "{}", screen.notice());
}

#[test]
fn the_details_are_typed_where_they_stand() {
    let mut screen = at(school());
    select(&mut screen, "SEN governor");
    screen.press(&["Enter"]);
    screen.write("A Wren");
    screen.press(&["C-s"]);
    assert!(screen.text(80, 24).contains("is needed"), "the school of the test has no name yet");
    screen.write("Holly Bank");
    screen.press(&["C-s"]);
    let info = file(&screen).info.value.clone();
    assert_eq!((info.name.as_str(), file(&screen).staff_name(info.governor)), ("Holly Bank", "A Wren"));
    assert!(screen.pane(80, 24).contains("A Wren"), "{}", screen.pane(80, 24));
}

#[test]
fn people_come_and_go_and_train_together() {
    let mut screen = at(school());
    select(&mut screen, "J Moor");
    screen.press(&["+"]);
    screen.write("A Wren");
    screen.press(&["C-s"]);
    assert_eq!(file(&screen).staff.len(), 3, "{}", screen.text(80, 24));
    // The whole staff at once, however many they are: a figure picks from a short list alone.
    screen.run("school.training");
    assert!(
        screen.text(80, 24).contains("“whole” and Enter takes the whole staff"),
        "{}",
        screen.text(80, 24)
    );
    screen.write("whole");
    screen.press(&["Enter", "Tab"]);
    screen.write("Makaton");
    screen.press(&["C-s"]);
    assert_eq!(screen.notice(), "Saved: Makaton, recorded for 3 adults · u takes it back");
    assert_eq!(file(&screen).trainings.len(), 3);
    let text = screen.pane(80, 40);
    assert!(text.contains("21 Nov 2026 · 3 adults") && text.contains("1 training"), "{text}");
    // Put right for all three.
    select(&mut screen, "Makaton");
    screen.press(&["Enter"]);
    screen.write(" level 1");
    screen.press(&["C-s"]);
    assert!(
        file(&screen).trainings.iter().all(|one| one.what == "Makaton level 1"),
        "{}",
        screen.text(80, 24)
    );
    select(&mut screen, "Makaton level 1");
    screen.press(&["x"]);
    assert!(screen.notice().contains("undo takes back"), "{}", screen.notice());
    select(&mut screen, "A Wren");
    screen.press(&["x"]);
    assert!(screen.text(80, 24).contains("Leads nothing that is open"), "{}", screen.text(80, 24));
    screen.press(&["C-s"]);
    assert!(file(&screen).staff.iter().any(|one| one.name == "A Wren" && !one.here), "{}", screen.notice());
}

#[test]
fn an_agency_is_added_renamed_and_put_out_of_use() {
    let mut screen = at(school());
    select(&mut screen, "Speech and language");
    screen.press(&["+"]);
    screen.write("camhs");
    screen.press(&["C-s"]);
    assert!(screen.text(80, 24).contains("CAMHS is in the catalogue already"), "{}", screen.text(80, 24));
    screen.press(&["C-x"]);
    screen.write("Vision");
    screen.press(&["C-s"]);
    assert_eq!(file(&screen).agencies.len(), 3);
    select(&mut screen, "CAMHS");
    screen.press(&["e"]);
    screen.write(" North");
    screen.press(&["C-s"]);
    assert_eq!(screen.notice(), "Saved: CAMHS North, so called in 2 other places too · u takes it back");
    select(&mut screen, "Vision");
    screen.press(&["x", "y"]);
    assert!(screen.pane(80, 40).contains("out of use"), "{}", screen.pane(80, 40));
    screen.press(&["u"]);
    assert!(file(&screen).agencies.iter().all(|one| one.active));
}

#[test]
fn sites_and_plans_are_the_schools_own() {
    let mut screen = at(school());
    select(&mut screen, "one site");
    screen.press(&["Enter"]);
    screen.write("Infants");
    screen.press(&["C-s"]);
    select(&mut screen, "Infants");
    screen.press(&["Enter", "C-x"]);
    screen.write("Nursery");
    screen.press(&["C-s"]);
    assert_eq!(file(&screen).sites[0].name, "Nursery");
    select(&mut screen, "My Plan");
    screen.press(&["Enter", "2", "Tab", "3", "C-s"]);
    let settings = file(&screen).settings.value.clone();
    assert_eq!(
        (settings.plan_kind.as_str(), settings.targets),
        ("my-plan", Some(3)),
        "{}",
        screen.text(80, 24)
    );
    assert!(screen.pane(80, 40).contains("at most 3"), "{}", screen.pane(80, 40));
}

#[test]
fn an_intervention_is_added_renamed_everywhere_and_put_out_of_use() {
    let mut lab = school();
    lab.provision("Chess", "2026-09-14");
    let mut screen = at(lab);
    // What runs under a name that the catalogue lacks is put there by Enter.
    select(&mut screen, "Chess");
    assert!(screen.pane(80, 60).contains("not in the catalogue"), "{}", screen.pane(80, 60));
    screen.press(&["Enter", "C-s"]);
    assert_eq!(file(&screen).catalogue[0].name, "Chess", "{}", screen.text(80, 24));
    select(&mut screen, "Chess");
    screen.press(&["+"]);
    screen.write("chess");
    screen.press(&["C-s"]);
    assert!(screen.text(80, 24).contains("Chess is in the catalogue already"), "{}", screen.text(80, 24));
    screen.press(&["C-x"]);
    screen.write("Lexia");
    screen.press(&["C-s"]);
    select(&mut screen, "Chess");
    screen.press(&["e"]);
    screen.write(" club");
    screen.press(&["C-s"]);
    assert_eq!(screen.notice(), "Saved: Chess club, so called in 1 other place too · u takes it back");
    let run = screen.lab.store.read(|view| view.provisions()).unwrap().remove(0).value;
    assert_eq!(run.name, "Chess club");
    select(&mut screen, "Lexia");
    screen.press(&["x", "y"]);
    assert!(file(&screen).catalogue.iter().any(|one| one.name == "Lexia" && !one.active));
    // One key starts a run of it.
    select(&mut screen, "Chess club");
    screen.press(&["a"]);
    let text = screen.text(100, 30);
    assert!(text.contains("Start a provision") && text.contains("Chess club"), "{text}");
}

#[test]
fn a_role_that_leads_gets_its_rate_and_a_wrong_one_is_taken_away() {
    let mut lab = school();
    let id = lab.provision("Chess", "2026-09-14");
    lab.make(|edit, _| {
        let held = edit.provision(id)?.unwrap();
        let lead = edit.list::<Staff>(SCHOOL)?.iter().find(|one| one.name == "R Dale").map(|one| one.id);
        edit.put(Provision::school_key(id), Provision { lead, ..held.value }.wrap())
    });
    let mut screen = at(lab);
    let text = screen.pane(100, 60);
    assert!(text.contains("Hourly rates") && text.contains("no rate is set"), "{text}");
    select(&mut screen, "Teaching assistant");
    screen.press(&["Enter"]);
    screen.write("15.20");
    screen.press(&["C-s"]);
    let rates = file(&screen).rates;
    assert_eq!((rates[0].pence, rates[0].from), (1_520, date("2026-09-01")), "{}", screen.text(80, 24));
    assert!(screen.pane(100, 60).contains("£15.20 an hour from 1 Sep 2026"), "{}", screen.pane(100, 60));
    select(&mut screen, "Teaching assistant");
    screen.press(&["Enter"]);
    screen.write("16");
    screen.press(&["C-s"]);
    assert_eq!(file(&screen).rates[0].pence, 1_600, "{}", screen.text(80, 24));
    select(&mut screen, "Teaching assistant");
    screen.press(&["x", "y"]);
    assert!(file(&screen).rates.is_empty(), "{}", screen.text(80, 24));
    screen.press(&["u"]);
    assert_eq!(file(&screen).rates.len(), 1);
}
