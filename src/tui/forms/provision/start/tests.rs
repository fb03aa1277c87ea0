//! Starting a provision as keys on a screen of memory: how many it takes, what the catalogue fills, and what it leaves alone.

use crate::actions::staff::Adult;
use crate::actions::testing::{Lab, date};
use crate::actions::{intervention, training};
use crate::domain::catalogue::Intervention;
use crate::domain::code::{Area, Wave};
use crate::domain::ids::{RecordId, Typed};
use crate::domain::measure::Scale;
use crate::domain::people::Training;
use crate::domain::provision::Provision;
use crate::tui::command::Scope;
use crate::tui::testing::Screen;

/// A catalogue of two, one adult trained for each, and six pupils.
fn school() -> Screen {
    let mut lab = Lab::new();
    let language = Intervention {
        area: Some(Area::Communication),
        times_a_week: Some(4),
        minutes: Some(25),
        weeks: Some(4),
        measure: "words named of 100".into(),
        ..Intervention::named("Language group")
    };
    let pecs = Intervention {
        area: Some(Area::Communication),
        wave: Wave::Specialist,
        times_a_week: Some(5),
        minutes: Some(15),
        agency: "Speech and language".into(),
        scale: Scale::Level,
        levels: "one, two".into(),
        fee_pence: Some(4_050),
        materials_pence: Some(1_200),
        ..Intervention::named("PECS")
    };
    lab.make(|edit, _| {
        intervention::add(edit, &language)?;
        intervention::add(edit, &pecs)
    });
    for (who, delivers) in [("R Dale", "Language group"), ("A Wren", "PECS")] {
        let mut can = Training::of(RecordId(0), date("2026-01-12"), Typed::default());
        (can.what, can.delivers) = (delivers.into(), delivers.into());
        lab.make(|edit, by| training::add(edit, by, &[Adult::Named(who.into())], &can));
    }
    for (forename, surname) in [
        ("Ama", "Otter"),
        ("Ben", "Quill"),
        ("Cy", "Marten"),
        ("Dee", "Finch"),
        ("Eve", "Siskin"),
        ("Finn", "Badger"),
    ] {
        lab.pupil(forename, surname);
    }
    Screen::at(lab, Scope::Provision)
}

fn kept(screen: &Screen) -> Provision {
    screen.lab.store.read(|view| view.provisions()).unwrap().remove(0).value
}

#[test]
fn a_group_of_six_is_under_fifteen_keys_beyond_the_names() {
    let mut screen = school();
    let mut keys = 0;
    let mut press = |screen: &mut Screen, key: &str| {
        screen.press(&[key]);
        keys += 1;
    };
    press(&mut screen, "a");
    for letter in ["l", "a"] {
        press(&mut screen, letter);
    }
    press(&mut screen, "Enter");
    for name in ["am", "be", "cy", "de", "ev", "fi"] {
        screen.write(name);
        press(&mut screen, "Enter");
    }
    press(&mut screen, "C-s");
    assert!(screen.notice().starts_with("Saved"), "{}", screen.text(80, 30));
    assert_eq!(keys, 11);
    let run = kept(&screen);
    assert_eq!((run.name.as_str(), run.times_a_week, run.minutes), ("Language group", 4, 25));
    assert_eq!((run.area, run.wave), (Some(Area::Communication), Wave::Targeted));
    assert_eq!(run.measure, "words named of 100");
    let dale = screen.app.ctx.school.staff.iter().find(|one| one.name == "R Dale").unwrap().id;
    assert_eq!((run.lead, run.end), (Some(dale), Some(date("2026-12-18"))), "four weeks on");
    let id = screen.lab.store.read(|view| view.provisions()).unwrap()[0].id;
    assert_eq!(screen.lab.store.read(|view| view.places_of(id)).unwrap().len(), 6);
}

#[test]
fn entry_measures_stand_in_the_same_form() {
    let mut screen = school();
    screen.press(&["a", "l", "a", "Enter", "a", "m", "Enter", "b", "e", "Enter", "Enter"]);
    screen.write("34, 28");
    screen.press(&["C-s"]);
    let id = screen.lab.store.read(|view| view.provisions()).unwrap()[0].id;
    let places = screen.lab.store.read(|view| view.places_of(id)).unwrap();
    let mut entries: Vec<&str> = places.iter().map(|place| place.entry.as_str()).collect();
    entries.sort_unstable();
    assert_eq!(entries, ["28", "34"], "{}", screen.text(80, 30));
}

#[test]
fn another_name_fills_anew_and_never_what_somebody_typed() {
    let mut screen = school();
    screen.press(&["a", "l", "a", "Enter"]);
    let text = screen.text(100, 40);
    assert!(text.contains("trained: R Dale") && text.contains("4 × 25 min, 4 weeks"), "{text}");
    assert!(text.contains("16 sessions planned to Fri 18 Dec."), "{text}");
    // Minutes are the person's own from here on.
    screen.press(&["Tab", "Tab", "Tab", "Tab", "Tab"]);
    screen.write("40");
    // Back to the name.
    screen.press(&["Up", "Up", "Up", "Up", "Up", "Up", "C-x"]);
    screen.write("pecs");
    screen.press(&["Tab"]);
    let text = screen.text(100, 44);
    for words in ["40.50", "12.00", "Speech and language", "one, two", "A Wren", "Specialist"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    screen.press(&["C-s"]);
    let run = kept(&screen);
    assert_eq!((run.minutes, run.times_a_week), (40, 5), "{}", screen.text(80, 30));
    assert_eq!((run.scale, run.fee_pence, run.materials_pence), (Scale::Level, Some(4_050), Some(1_200)));
}

#[test]
fn as_many_times_as_days_are_named() {
    let mut screen = school();
    screen.press(&["a", "l", "a", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab"]);
    screen.write("mon wed 9:30");
    screen.press(&["Tab"]);
    let text = screen.text(100, 44);
    assert!(text.contains("Mon Wed 9:30: 8 sessions planned to"), "{text}");
    screen.press(&["C-s"]);
    let run = kept(&screen);
    assert_eq!((run.times_a_week, run.slots.len()), (2, 2), "{}", screen.text(80, 30));
}

#[test]
fn a_draft_comes_back_with_what_its_name_fills() {
    let mut screen = school();
    screen.press(&["a", "l", "a", "Enter", "a", "m", "Enter", "Esc"]);
    screen.press(&["a"]);
    let text = screen.text(100, 44);
    assert!(text.contains("Ama Otter") && text.contains("trained: R Dale"), "{text}");
    assert!(!text.contains("has changed since"), "{text}");
    screen.press(&["C-s"]);
    assert_eq!((kept(&screen).times_a_week, kept(&screen).minutes), (4, 25));
}

#[test]
fn a_new_name_joins_the_catalogue_with_what_stands_in_the_form() {
    let mut screen = school();
    screen.press(&["a"]);
    screen.write("Chess club");
    screen.press(&["Tab"]);
    let text = screen.text(100, 44);
    assert!(text.contains("New in the catalogue") && text.contains("with no last day"), "{text}");
    screen.press(&["C-s"]);
    let names: Vec<String> = screen.app.ctx.school.catalogue.iter().map(|one| one.name.clone()).collect();
    assert_eq!(names, ["Chess club", "Language group", "PECS"]);
    for (width, height) in [(1, 1), (20, 4), (30, 6), (200, 60)] {
        screen.press(&["a"]);
        screen.text(width, height);
    }
}
