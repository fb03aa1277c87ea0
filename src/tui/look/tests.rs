//! Days that are looked at, and days that turn, with a clock given from outside.

use super::*;
use crate::actions::pupil;
use crate::actions::testing::{Lab, date};
use crate::domain::event::Event;
use crate::domain::ids::{PupilId, Seq, Stamp};
use crate::domain::pupil::Pupil;
use crate::domain::review::{Review, ReviewKind};
use crate::store::Operation;
use crate::tui::testing::Screen;

/// Three pupils with a review agreed each: late, on the day, to come. Today is Saturday 21 November 2026.
fn lab() -> (Lab, Vec<PupilId>) {
    let mut lab = Lab::new();
    let made = [("Ama", "2026-11-16"), ("Ben", "2026-11-23"), ("Cy", "2026-12-07")].map(|(name, due)| {
        let who = Pupil { forename: name.into(), surname: "Otter".into(), ..Pupil::default() };
        let (id, _) = lab.make(|edit, by| pupil::add(edit, by, who.clone(), false));
        lab.at_stage(id, "K", "2026-09-07");
        lab.make(|edit, by| {
            edit.add(id, Review::planned(ReviewKind::Plan, date(due), None, by.typed.clone()))
        });
        id
    });
    (lab, made.to_vec())
}

/// "Overdue Ama 5 days late": the headings and rows of the Due pane.
fn due(screen: &mut Screen) -> Vec<String> {
    let text = screen.pane(100, 24);
    let shown = text.lines().filter(|line| line.contains("Otter") || line.contains("──"));
    let words = |line: &str| match ["Ama", "Ben", "Cy"].iter().find(|name| line.contains(**name)) {
        Some(name) => format!("{name} {}", line.chars().skip(3).take(13).collect::<String>().trim()),
        None => line.split(" ─").next().unwrap_or_default().trim().to_owned(),
    };
    shown.map(words).filter(|words| !words.starts_with('─')).collect()
}

fn header(screen: &mut Screen) -> String {
    screen.text(80, 24).lines().next().unwrap_or_default().to_owned()
}

fn look(screen: &mut Screen, day: &str) {
    screen.press(&["T"]);
    screen.write(day);
    screen.press(&["Enter"]);
}

const TODAY: [&str; 6] =
    ["Overdue", "Ama 5 days late", "Next week", "Ben Mon 23 Nov", "Week of Mon 7 Dec", "Cy Mon 7 Dec"];

#[test]
fn another_day_is_looked_at_and_left_again() {
    let (lab, _) = lab();
    let mut screen = Screen::new(lab);
    let before = due(&mut screen);
    screen.press(&["T"]);
    screen.write("+6w");
    let asked = screen.text(80, 24);
    assert!(asked.contains("Ama Otter"), "the list is still seen: {asked}");
    assert!(asked.contains("Sat 2 Jan 2027, in 6 weeks"), "{asked}");
    screen.press(&["Enter"]);
    assert!(
        header(&mut screen).ends_with("looking at Sat 2 Jan 2027 · T Enter back"),
        "{}",
        header(&mut screen)
    );
    assert_eq!(screen.notice(), "Another day, in 6 weeks; what you save stays dated Sat 21 Nov");
    assert_eq!(due(&mut screen), ["Overdue", "Ama 6 weeks late", "Ben 5 weeks late", "Cy 3 weeks late"]);
    screen.press(&["["]);
    assert!(header(&mut screen).contains("looking at Sat 26 Dec 2026"));
    screen.press(&["]", "]"]);
    assert!(header(&mut screen).contains("looking at Sat 9 Jan 2027"));
    screen.press(&["T", "Enter"]);
    assert_eq!(due(&mut screen), before);
    assert!(!header(&mut screen).contains("looking"), "{}", header(&mut screen));
    assert_eq!(screen.app.ctx.look_from, None);
}

#[test]
fn today_esc_and_a_week_on_to_it_end_a_look_too() {
    for keys in [&["T", "t", "o", "d", "a", "y", "Enter"][..], &["Esc"], &["]"]] {
        let mut screen = Screen::new(lab().0);
        look(&mut screen, "-1w");
        assert!(screen.notice().contains("7 days ago"), "{}", screen.notice());
        assert_eq!(screen.app.ctx.today, date("2026-11-14"));
        screen.press(keys);
        assert_eq!((screen.app.ctx.today, screen.app.ctx.look_from), (date("2026-11-21"), None), "{keys:?}");
        assert_eq!(screen.notice(), "Back at Sat 21 Nov 2026");
    }
}

#[test]
fn what_is_no_date_stays_to_be_mended_and_weeks_need_a_look() {
    let mut screen = Screen::new(lab().0);
    look(&mut screen, "bananas");
    assert!(screen.text(100, 24).contains("cannot read “bananas” as a date"), "{}", screen.text(100, 24));
    screen.press(&["C-x"]);
    screen.write("+1d");
    screen.press(&["Enter"]);
    assert_eq!(screen.app.ctx.today, date("2026-11-22"));
    screen.press(&["T", "Enter", "]"]);
    assert!(screen.notice().contains("not now: first look at another day, with T"), "{}", screen.notice());
    look(&mut screen, "31/12/2199");
    screen.press(&["]"]);
    assert_eq!(screen.notice(), "Only days from 1900 to 2199 can be looked at");
}

#[test]
fn a_short_screen_and_a_long_name_still_say_it() {
    let mut screen = Screen::new(lab().0);
    let mut school = (*screen.app.ctx.school).clone();
    school.info.value.name = "The Federation of Holly Bank and Saint Bartholomew the Great".into();
    screen.app.ctx.school = std::sync::Arc::new(school);
    look(&mut screen, "+12d");
    assert!(
        header(&mut screen).ends_with("looking at Thu 3 Dec 2026 · T Enter back"),
        "{}",
        header(&mut screen)
    );
}

#[test]
fn what_is_recorded_during_a_look_is_dated_by_today() {
    let (lab, ids) = lab();
    let mut screen = Screen::new(lab);
    look(&mut screen, "+6w");
    assert_eq!(screen.app.ctx.by().today, date("2026-11-21"));
    // "today" in a form is no made-up day.
    screen.press(&["n"]);
    screen.write("umbrella lost");
    screen.press(&["C-s"]);
    assert!(screen.notice().starts_with("Saved"), "{} {}", screen.notice(), screen.text(80, 24));
    let happened = |screen: &Screen| -> Vec<NaiveDate> {
        let events: Vec<Event> =
            screen.lab.file(ids[0]).events.into_iter().map(|event| event.value).collect();
        events.iter().map(|event| event.happened).collect()
    };
    assert_eq!(happened(&screen), [date("2026-11-21")]);
    // A day that has not come is refused, though it is looked at.
    screen.press(&["n"]);
    screen.write("from the future");
    screen.press(&["Tab", "C-x"]);
    screen.write("2/1/2027");
    let said = screen.text(80, 24);
    assert!(said.contains("still to come"), "{said}");
    screen.press(&["C-s"]);
    assert!(screen.text(80, 24).contains("lies ahead"), "{}", screen.text(80, 24));
    assert_eq!(happened(&screen).len(), 1);
}

#[test]
fn at_midnight_rows_regroup_by_themselves() {
    let mut screen = Screen::new(lab().0);
    assert_eq!(due(&mut screen), TODAY);
    let effects = screen.app.day_is(date("2026-11-21"));
    assert!(effects.is_empty(), "the same day reads nothing");
    for (clock, expected) in [
        ("2026-11-22", TODAY.map(|row| row.replace("5 days", "6 days").replace("Mon 23 Nov", "tomorrow"))),
        (
            "2026-11-23",
            ["Overdue", "Ama 7 days late", "This week", "Ben today", "Week of Mon 7 Dec", "Cy Mon 7 Dec"]
                .map(str::to_owned),
        ),
        (
            "2026-11-24",
            ["Overdue", "Ama 8 days late", "Ben yesterday", "Week of Mon 7 Dec", "Cy Mon 7 Dec", ""]
                .map(str::to_owned),
        ),
    ] {
        let effects = screen.app.day_is(date(clock));
        screen.perform(effects);
        let expected: Vec<String> = expected.into_iter().filter(|row| !row.is_empty()).collect();
        assert_eq!(due(&mut screen), expected, "{clock}");
        assert_eq!(screen.notice(), "");
        assert!(header(&mut screen).contains(&day::full(date(clock))));
    }
}

#[test]
fn at_midnight_a_look_stays_and_an_open_form_keeps_its_words() {
    let mut screen = Screen::new(lab().0);
    look(&mut screen, "+2d");
    let effects = screen.app.day_is(date("2026-11-22"));
    screen.perform(effects);
    assert_eq!((screen.app.ctx.today, screen.app.ctx.own_day()), (date("2026-11-23"), date("2026-11-22")));
    screen.press(&["n"]);
    screen.write("half a note");
    let effects = screen.app.day_is(date("2026-11-23"));
    screen.perform(effects);
    // The day looked at has come: it is no look any more.
    assert_eq!((screen.app.ctx.today, screen.app.ctx.look_from), (date("2026-11-23"), None));
    assert!(screen.text(80, 24).contains("half a note"));
}

#[test]
fn a_year_without_activity_changes_nothing_but_how_late_it_is() {
    let (lab, ids) = lab();
    let files: Vec<_> = ids.iter().map(|id| lab.file(*id)).collect();
    let mut screen = Screen::new(lab);
    let effects = screen.app.day_is(date("2027-11-21"));
    screen.perform(effects);
    assert_eq!(
        due(&mut screen),
        ["Overdue", "Ama 52 weeks late", "Ben 51 weeks late", "Cy 49 weeks late"],
        "{}",
        screen.pane(80, 24)
    );
    assert_eq!(ids.iter().map(|id| screen.lab.file(*id)).collect::<Vec<_>>(), files);
    assert!(!screen.lab.store.read(|view| view.due_all()).unwrap().is_empty());
}

/// A change of a pupil's file at a moment, as a clock has it.
fn change_at(lab: &mut Lab, id: PupilId, op: u128, at: i64) {
    let operation = Operation { id: op, action: format!("change {op}"), user: "sue".into(), at: Stamp(at) };
    lab.store
        .commit(operation, |edit| {
            let found = edit.pupil(id)?.unwrap();
            let mut pupil = found.value.clone();
            pupil.note = format!("change {op}");
            edit.put(crate::domain::ids::Key::profile(id), crate::domain::record::Recorded::wrap(pupil))
        })
        .unwrap();
}

#[test]
fn a_clock_set_back_loses_and_reorders_nothing_and_is_said() {
    let (mut lab, ids) = lab();
    let begun = lab.store.read(|view| view.generation()).unwrap();
    // Typed in January, then, by a clock set back, in the October before.
    change_at(&mut lab, ids[0], 901, 1_800_000_000);
    change_at(&mut lab, ids[0], 902, 1_792_000_000);
    let entries = lab.store.read(|view| view.journal(begun, 10)).unwrap();
    let said: Vec<(Seq, Stamp, &str)> =
        entries.iter().map(|entry| (entry.seq, entry.at, entry.action.as_str())).collect();
    assert_eq!(
        said,
        [
            (Seq(begun.0 + 1), Stamp(1_800_000_000), "change 901"),
            (Seq(begun.0 + 2), Stamp(1_792_000_000), "change 902")
        ]
    );
    // Undo takes back what was saved last, whatever the clock said.
    lab.undo();
    assert_eq!(lab.file(ids[0]).pupil.note, "change 901");
    lab.store.check().unwrap();

    // On opening: the newest entry is of a later day than the clock says.
    change_at(&mut lab, ids[0], 903, 1_800_000_000);
    let mut screen = Screen::new(lab);
    screen.app.tell("D brings back an unfinished “Write a note”");
    screen.perform(vec![compare_clocks()]);
    assert!(
        screen
            .notice()
            .starts_with("Is the clock set back? Today is 21 Nov 2026, the last entry is of 15 Jan 2027"),
        "{}",
        screen.notice()
    );
    assert!(screen.notice().ends_with("D brings back an unfinished “Write a note”"));
    // While the screen is open.
    let effects = screen.app.day_is(date("2026-11-20"));
    screen.perform(effects);
    assert!(
        screen.notice().starts_with("The clock went back from 21 Nov 2026 to 20 Nov 2026"),
        "{}",
        screen.notice()
    );
    assert_eq!(due(&mut screen)[1], "Ama 4 days late");
}

#[test]
fn a_clock_that_goes_right_is_not_talked_about() {
    let mut screen = Screen::new(lab().0);
    screen.perform(vec![compare_clocks()]);
    assert_eq!(screen.notice(), "");
}

/// What a form reads, offers and saves goes by the day that it is, whatever day is looked at.
#[test]
fn no_form_goes_by_the_day_looked_at() {
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui/forms")];
    let mut looked_in = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(!text.contains("ctx.today"), "{}: use ctx.own_day()", path.display());
                looked_in += 1;
            }
        }
    }
    assert!(looked_in > 20, "{looked_in} files");
}

#[test]
fn every_pane_stands_at_both_ends_of_the_years() {
    let mut lab = Lab::new();
    let plan = crate::demo::Plan { pupils: 40, seed: 2, today: lab.by.today };
    lab.make(|edit, _| crate::demo::write(edit, &plan, &|_, _| {}));
    let mut screen = Screen::new(lab);
    for (day, further, back) in [("1/1/1900", "[", "]"), ("31/12/2199", "]", "["), ("29/2/2024", "]", "[")] {
        look(&mut screen, day);
        assert!(header(&mut screen).contains("looking at"), "{day}: {}", screen.notice());
        for key in [further, further, back, back, further] {
            screen.press(&[key]);
            for pane in ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] {
                screen.press(&[pane]);
                for (width, height) in [(120, 40), (80, 24), (20, 6)] {
                    screen.text(width, height);
                }
            }
        }
        screen.press(&["1"]);
        for layer in ["app.plan_year", "app.why", "app.what_if"] {
            screen.run(layer);
            for key in ["Down", "l", "h", "]", "["] {
                screen.press(&[key]);
                screen.text(80, 24);
            }
            for _ in 0..4 {
                screen.press(&["Esc"]);
            }
        }
        screen.press(&["T", "Enter"]);
        assert!(!header(&mut screen).contains("looking"), "{}", header(&mut screen));
    }
}
