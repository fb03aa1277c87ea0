//! The calendar walked through: keys in, text out, and what the store then holds.

use super::*;
use crate::actions::calendar::{add_closure, take_over};
use crate::actions::testing::{Lab, date};
use crate::domain::calendar::{Closure, ClosureKind};
use crate::domain::ids::SCHOOL;
use crate::domain::ids::Typed;
use crate::domain::school::{SchoolFile, Site};
use crate::tui::testing::Screen;

fn inset(on: &str) -> Closure {
    Closure {
        kind: ClosureKind::Inset,
        name: "first aid".into(),
        from: date(on),
        to: date(on),
        site: None,
        typed: Typed::default(),
    }
}

fn own() -> Lab {
    let mut lab = Lab::new();
    lab.make(|edit, by| {
        take_over(edit, 2026, None)?;
        add_closure(edit, &inset("2026-11-02"), by).map(|_| ())
    });
    lab
}

fn at(lab: Lab) -> Screen {
    Screen::at(lab, Scope::Calendar)
}

fn school(screen: &Screen) -> SchoolFile {
    screen.lab.store.read(|view| view.school()).unwrap()
}

fn select(screen: &mut Screen, words: &str) {
    let pane = screen.app.pane_mut::<CalendarPane>().unwrap();
    let key = pane.list.rows().iter().find(|line| line.words == words).map(Row::key).unwrap();
    assert!(pane.list.select(&key));
}

#[test]
fn the_year_at_80_by_24() {
    insta::assert_snapshot!(at(own()).pane(80, 24));
}

#[test]
fn an_assumed_year_at_120_by_40() {
    let mut lab = Lab::new();
    lab.make(|edit, by| add_closure(edit, &inset("2026-11-02"), by));
    let mut screen = at(lab);
    insta::assert_snapshot!(screen.pane(120, 40));
    let short = screen.pane(120, 24);
    assert!(short.contains("Sep M T W T F S S") && !short.contains("Jun M"), "{short}");
    select(&mut screen, "Summer bank holiday");
    let short = screen.pane(120, 24);
    assert!(
        short.contains("Aug M T W T F S S") && !short.contains("Sep M"),
        "the months of the cursor: {short}"
    );
}

#[test]
fn every_size_is_drawn() {
    let mut screen = at(own());
    for width in [1, 2, 5, 20, 40, 60, 80, 109, 110, 130, 200] {
        for height in [1, 2, 3, 5, 12, 24, 60] {
            screen.text(width, height);
        }
    }
}

#[test]
fn an_inset_day_is_typed_in_one_line_and_undone() {
    let mut screen = at(own());
    screen.press(&["a"]);
    screen.write("4/1");
    screen.press(&["C-s"]);
    assert!(screen.notice().contains("Saved: Add INSET day"), "{}", screen.notice());
    assert!(!school(&screen).calendar.is_teaching_day(date("2027-01-04")));
    assert!(
        screen.pane(80, 24).contains("192 school days"),
        "{}",
        screen.pane(80, 24).lines().next().unwrap()
    );
    screen.press(&["u"]);
    assert!(school(&screen).calendar.is_teaching_day(date("2027-01-04")));
}

#[test]
fn a_day_that_moves_asks_for_its_new_day_alone() {
    let mut screen = at(own());
    select(&mut screen, "INSET day (first aid)");
    screen.press(&["Enter"]);
    assert!(screen.text(80, 24).contains("Change days"), "{}", screen.text(80, 24));
    screen.write("3/11");
    screen.press(&["C-s"]);
    let moved = school(&screen).closures[0].value.clone();
    assert_eq!((moved.from, moved.to), (date("2026-11-03"), date("2026-11-03")));
    // It is still under the cursor: its number is its key.
    screen.press(&["x", "y"]);
    assert!(school(&screen).closures.is_empty(), "{}", screen.notice());
    screen.press(&["u"]);
    assert_eq!(school(&screen).closures.len(), 1);
}

#[test]
fn a_term_is_changed_and_a_wrong_one_refused_beside_its_field() {
    let mut screen = at(own());
    select(&mut screen, "Autumn term");
    screen.press(&["Enter", "Tab", "Tab"]);
    screen.write("17/12");
    screen.press(&["C-s"]);
    let end = |screen: &Screen| school(screen).terms[0].end;
    assert_eq!(end(&screen), date("2026-12-17"), "{}", screen.text(80, 24));
    select(&mut screen, "half-term");
    screen.press(&["Enter", "C-x", "C-s"]);
    assert!(screen.text(80, 24).contains("is needed: the first day of half-term"), "{}", screen.text(80, 24));
    screen.press(&["Tab", "C-x", "C-s"]);
    assert_eq!(school(&screen).terms[0].half_term, None);
    select(&mut screen, "Autumn term");
    screen.press(&["Enter", "Tab", "Tab"]);
    screen.write("5/1");
    screen.press(&["C-s"]);
    assert!(screen.text(80, 24).contains("overlap"), "{}", screen.text(80, 24));
    assert_eq!(end(&screen), date("2026-12-17"));
}

#[test]
fn assumed_dates_become_the_schools_own_one_by_one_or_all_at_once() {
    let mut screen = at(Lab::new());
    assert!(screen.text(80, 24).contains("~Autumn week"), "{}", screen.text(80, 24));
    select(&mut screen, "Spring term");
    screen.press(&["x"]);
    assert!(screen.notice().contains("these dates are assumed"), "{}", screen.notice());
    screen.press(&["Enter", "C-s"]);
    assert_eq!(school(&screen).terms[0].name, "Spring");
    assert!(screen.pane(80, 24).contains("Autumn term and Summer term assumed"), "{}", screen.pane(80, 24));
    screen.press(&["y", "y"]);
    assert_eq!(school(&screen).terms.len(), 3, "{}", screen.notice());
    assert!(screen.pane(80, 24).contains("the school's own dates"));
    assert!(!screen.text(80, 24).contains("~Autumn"));
    screen.press(&["y"]);
    assert!(screen.notice().contains("2026/27 was confirmed already"), "{}", screen.notice());
    screen.press(&[">"]);
    let next = screen.pane(80, 24);
    assert!(
        next.contains("2027/28") && next.contains("assumed, not the school's own"),
        "a year without a calendar: {next}"
    );
    screen.press(&["a"]);
    screen.write("4/1");
    screen.press(&["C-s"]);
    assert_eq!(school(&screen).closures[0].from, date("2028-01-04"), "4 January of the year shown");
    screen.press(&["Esc"]);
    assert!(screen.pane(80, 24).contains("2026/27"), "Esc goes back to this year");
}

#[test]
fn a_term_is_added_from_the_assumed_one_or_blank() {
    let mut screen = at(Lab::new());
    screen.press(&["+", "C-s"]);
    assert_eq!(school(&screen).terms[0].name, "Autumn");
    screen.press(&["y", "y"]);
    assert_eq!(school(&screen).terms.len(), 3);
    screen.press(&["+"]);
    screen.write("Half");
    screen.press(&["C-s"]);
    assert!(screen.text(80, 24).contains("is needed"), "a blank form names what it needs");
    screen.press(&["Esc"]);
    assert_eq!(screen.app.drafts.len(), 1);
    screen.run("draft.resume");
    assert!(screen.text(80, 24).contains("Half"), "{}", screen.text(80, 24));
}

#[test]
fn bank_holidays_stand_by_rule() {
    let mut screen = at(own());
    select(&mut screen, "Good Friday");
    for key in ["Enter", "x"] {
        screen.press(&[key]);
        assert!(screen.notice().contains("stands by rule"), "{}", screen.notice());
    }
}

#[test]
fn a_site_shows_its_own_year() {
    let mut lab = own();
    let site = lab.make(|edit, _| {
        edit.add(SCHOOL, Site { name: "Juniors".into() })?;
        edit.add(SCHOOL, Site { name: "Infants".into() })
    });
    lab.make(|edit, by| {
        let day = Closure { site: Some(site), name: String::new(), ..inset("2026-11-03") };
        add_closure(edit, &day, by)
    });
    let mut screen = at(lab);
    assert!(screen.pane(80, 24).contains("Infants"), "{}", screen.pane(80, 24));
    let days = |screen: &mut Screen| screen.pane(80, 24).lines().next().unwrap().to_owned();
    assert!(days(&mut screen).contains("193 school days"), "{}", days(&mut screen));
    screen.press(&["S"]);
    assert!(days(&mut screen).contains("192 school days"), "{}", days(&mut screen));
    screen.press(&["a"]);
    screen.write("4/11");
    screen.press(&["C-s"]);
    let last = school(&screen).closures.last().unwrap().value.clone();
    assert_eq!((last.from, last.site), (date("2026-11-04"), Some(site)), "{}", screen.notice());
}

#[test]
fn a_file_is_shown_before_it_is_taken() {
    let mut screen = at(own());
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let lines = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270104\r\nSUMMARY:INSET day\r\nEND:VEVENT\r\n\
                 BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261210\r\nSUMMARY:Carol concert\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    std::io::Write::write_all(&mut file, lines.as_bytes()).unwrap();
    let path = file.path().to_str().unwrap().to_owned();
    let open = |screen: &mut Screen, path: &str| {
        screen.press(&["I", "C-x"]);
        screen.write(path);
        screen.press(&["Enter"]);
    };
    open(&mut screen, &path);
    let shown = screen.text(100, 24);
    for words in [
        "Mon 4 Jan 2027: INSET day",
        "They take the place of",
        "Mon 2 Nov 2026: INSET day (first aid)",
        "left out",
        "Carol concert",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    screen.press(&["Esc"]);
    assert_eq!(school(&screen).closures[0].from, date("2026-11-02"), "nothing was taken");
    open(&mut screen, &path);
    screen.press(&["Enter"]);
    assert!(screen.notice().contains("Saved: Take term dates from a file"), "{}", screen.notice());
    let closures = school(&screen).closures;
    assert_eq!((closures.len(), closures[0].from), (1, date("2027-01-04")));
    screen.press(&["u"]);
    assert_eq!(school(&screen).closures[0].from, date("2026-11-02"));
    open(&mut screen, "/nowhere/dates.csv");
    assert!(screen.notice().contains("No dates were taken: cannot read"), "{}", screen.notice());
    open(&mut screen, "");
    assert!(screen.notice().contains("no file was named"), "{}", screen.notice());
}

#[test]
fn a_look_at_another_day_shows_its_year_and_types_none_of_its_dates() {
    let mut screen = at(own());
    let effects = screen.app.look_at(date("2028-03-01"));
    screen.perform(effects);
    assert!(screen.pane(80, 24).contains("2027/28"));
    screen.press(&["a"]);
    screen.write("tomorrow");
    screen.press(&["C-s"]);
    let last = school(&screen).closures.last().unwrap().value.clone();
    assert_eq!(last.from, date("2026-11-22"), "tomorrow is of the day that it is");
}
