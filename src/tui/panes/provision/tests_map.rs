//! The map's own tests: groups, sorting, folds, findings and their mends, ranges, timetables.

use super::tests::{Stage, inner};
use super::*;
use crate::actions::provision::tests::{School, by, date, language_group, school};
use crate::actions::session::{self, Recording, record_many};
use crate::actions::stage;
use crate::domain::code::Area;
use crate::domain::delivery::{Missed, State, parse_slots};
use crate::domain::provision::Provision;
use crate::views::provision::FindingKind;
use crate::views::sessions::Seen;

/// A language group and a reading group that meet at the same time on Mondays, both led by R Dale; a third in the spring.
fn timed() -> (School, [RecordId; 2]) {
    let mut school = school();
    let group = Provision {
        slots: parse_slots("mon wed fri 9:30").unwrap(),
        end: Some(date("2026-12-18")),
        ..language_group()
    };
    let first = school.start(&group, 3);
    let second = school.start(
        &Provision {
            name: "Lexia".into(),
            area: Some(Area::Cognition),
            times_a_week: 2,
            slots: parse_slots("mon 9:40, thu 14:00").unwrap(),
            ..group.clone()
        },
        2,
    );
    let spring = Provision { name: "Zones".into(), start: date("2027-01-11"), end: None, ..group };
    school.start(&spring, 1);
    let record = |on: &str, state| {
        let which = session::Which { provision: first, on: date(on), nth: 0, seen: Seen::Any };
        Recording::new(which, state)
    };
    let many = [
        record("2026-11-16", State::Delivered),
        record("2026-11-18", State::Delivered),
        record("2026-11-20", State::Missed(Missed::AdultAway)),
    ];
    school.try_to(|edit| record_many(edit, &by(), &many)).unwrap();
    (school, [first, second])
}

fn pane(stage: &Stage) -> &ProvisionPane {
    stage.app.pane_ref::<ProvisionPane>().unwrap()
}

fn shown(stage: &mut Stage) -> String {
    inner(&stage.shown(80, 24).0)
}

fn at(stage: &Stage) -> String {
    pane(stage).chosen().first().map(|line| line.provision.name.clone()).unwrap_or_default()
}

/// The first letters of the lines of the list.
fn lines(stage: &mut Stage) -> Vec<String> {
    let text = shown(stage);
    let list = text.lines().skip(2).take_while(|line| !line.starts_with('─'));
    list.map(|line| line.chars().take(20).collect::<String>().trim_end().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

#[test]
fn a_group_folds_to_its_sums_and_stays_so() {
    let mut stage = Stage::of(timed().0);
    assert_eq!(at(&stage), "Language group");
    stage.press("Left");
    assert!(lines(&mut stage).contains(&"›▸ Communication and".to_owned()), "{:?}", lines(&mut stage));
    let without = |stage: &mut Stage| !lines(stage).iter().any(|line| line.contains("Language group"));
    assert!(without(&mut stage));
    stage.run("app.refresh");
    assert!(without(&mut stage), "after a refresh");
    stage.press("Left");
    assert_eq!(stage.notice(), "This is folded already");
    stage.press("Enter");
    assert!(!without(&mut stage), "Enter opens it");
    stage.press("z");
    assert!(without(&mut stage) && !lines(&mut stage).iter().any(|line| line.contains("Lexia")));
    // The filter looks into folded groups, and gives them back folded.
    stage.press("/ lex Enter");
    assert_eq!(at(&stage), "Lexia");
    stage.press("Left");
    assert_eq!(stage.notice(), "While a filter is typed every group is open");
    stage.press("Esc");
    assert!(without(&mut stage));
    stage.press("z");
    assert!(!without(&mut stage));
}

#[test]
fn one_letter_groups_and_the_cursor_stays_on_its_provision() {
    let mut stage = Stage::of(timed().0);
    stage.press("/ lex Enter Esc");
    assert_eq!(at(&stage), "Lexia");
    for (letter, words) in [
        ("w", "by wave"),
        ("i", "by intervention"),
        ("p", "by pupil"),
        ("y", "by year"),
        ("c", "by class"),
        ("l", "by adult"),
        ("s", "by site"),
        ("g", "by agency"),
        ("a", "by area"),
    ] {
        stage.press("g");
        assert!(shown(&mut stage).contains("Group by: a letter chooses at once"));
        stage.press(letter);
        assert!(stage.app.layers.is_empty());
        assert!(shown(&mut stage).contains(words), "{words}: {}", shown(&mut stage));
        assert_eq!(at(&stage), "Lexia", "{words}");
    }
    // Down and Enter choose too; Esc leaves it as it is.
    stage.press("g Down Enter");
    assert!(shown(&mut stage).contains("by wave"));
    stage.press("g Down Esc");
    assert!(shown(&mut stage).contains("by wave"));
}

#[test]
fn one_letter_sorts() {
    let mut stage = Stage::of(timed().0);
    stage.press("g l");
    for (letter, words, first) in [
        ("m", "most minutes first", "Language group"),
        ("s", "newest first", "Language group"),
        ("d", "least delivered first", "Language group"),
        ("k", "next check first", "Language group"),
        ("p", "most pupils first", "Language group"),
        ("n", "by adult ·", "Language group"),
    ] {
        stage.press("s");
        stage.press(letter);
        let text = shown(&mut stage);
        assert!(text.contains(words), "{words}: {text}");
        let names: Vec<String> = pane(&stage)
            .list
            .rows()
            .iter()
            .filter_map(Item::line)
            .map(|line| line.provision.name.clone())
            .collect();
        assert_eq!((names.len(), names[0].as_str()), (2, first), "{words}");
    }
}

#[test]
fn a_pupil_who_is_to_come_has_not_left() {
    let mut stage = Stage::of(timed().0);
    stage.press(">");
    assert_eq!(at(&stage), "Zones");
    let text = shown(&mut stage);
    assert!(text.contains("from Mon 11 Jan") && !text.contains("has left"), "{text}");
}

#[test]
fn other_terms_are_one_key_away_and_any_days_can_be_typed() {
    let mut stage = Stage::of(timed().0);
    assert!(shown(&mut stage).contains("Autumn term 2026"));
    stage.press(">");
    let text = shown(&mut stage);
    assert!(text.contains("Spring term 2027") && text.contains("Zones"), "{text}");
    assert!(!text.contains("Language group"), "{text}");
    stage.press("< <");
    let text = shown(&mut stage);
    assert!(text.contains("Summer term 2026") && text.contains("< and > go to other terms"), "{text}");
    stage.press("Esc");
    assert!(shown(&mut stage).contains("Autumn term 2026"), "Esc comes back to the term of today");
    for (typed, words) in [
        ("year", "1 Sep 2026 to 31 Aug 2027"),
        ("all", "All time"),
        ("last", "Summer term 2026"),
        ("1/11/2026", "no range"),
    ] {
        stage.press("r");
        stage.press(typed);
        stage.press("Enter");
        let text = shown(&mut stage);
        assert!(text.contains(words), "{typed}: {text}");
    }
    stage.press("Esc r");
    for letter in "2 nov to 13 nov".chars() {
        let key = crossterm::event::KeyEvent::from(crossterm::event::KeyCode::Char(letter));
        let effects = stage.app.key(key);
        stage.perform(effects);
    }
    assert!(shown(&mut stage).contains("2 Nov to 13 Nov 2026: Enter shows it"), "{}", shown(&mut stage));
    stage.press("Enter");
    let text = shown(&mut stage);
    assert!(text.contains("2 Nov to 13 Nov 2026 · by area · 2 provisions"), "{text}");
}

#[test]
fn a_finding_opens_and_enter_goes_where_it_is_mended() {
    let (mut school, _) = timed();
    let eve = school.pupils[4];
    let change =
        stage::Change { to: Some("K".into()), census: None, from: date("2026-09-14"), reason: String::new() };
    school.try_to(|edit| stage::change(edit, &by(), eve, &change).map(drop)).unwrap();
    let mut stage = Stage::of(school);
    stage.press("Home");
    let text = shown(&mut stage);
    assert!(text.contains("▸ 1 pupil with no provision"), "{text}");
    stage.press("Right Down");
    let text = shown(&mut stage);
    assert!(
        text.contains("Eve Siskin") && text.contains("Enter starts a provision with the pupil in it"),
        "{text}"
    );
    assert_eq!(stage.app.pupils(), [eve], "other commands are about the pupil too");
    stage.press("Enter");
    let text = stage.shown(80, 24).0.join("\n");
    assert!(text.contains("Start a provision") && text.contains("Eve Siskin"), "{text}");
    stage.press("Esc Left");
    // The others, each with what it opens.
    let all = pane(&stage).findings.clone();
    for (kind, opens) in [
        (FindingKind::Clash, "Change the dosage"),
        (FindingKind::CheckOverdue, "0 of 3 checked"),
        (FindingKind::NotRecorded, "Sessions"),
    ] {
        let found =
            all.iter().find(|finding| finding.kind == kind).unwrap_or_else(|| panic!("{kind:?}: {all:?}"));
        let effects = mend::mend(&mut stage.app, found);
        stage.perform(effects);
        let text = stage.shown(80, 24).0.join("\n");
        assert!(text.contains(opens), "{kind:?}: {text}");
        stage.app.layers.clear();
    }
}

#[test]
fn what_a_provision_lacks_is_one_key_from_its_field() {
    let mut school = school();
    let bare = Provision { name: "Zones".into(), ..language_group() };
    school.try_to(|edit| crate::actions::provision::start(edit, &by(), &bare, None, &[]).map(drop)).unwrap();
    let pupil = school.pupils[0];
    let joining = crate::actions::provision::Joining::new(pupil);
    let other = Provision { name: "Lexia".into(), ..language_group() };
    school
        .try_to(|edit| {
            crate::actions::provision::start(edit, &by(), &other, None, std::slice::from_ref(&joining))
                .map(drop)
        })
        .unwrap();
    let mut stage = Stage::of(school);
    let all = pane(&stage).findings.clone();
    for (kind, opens, typed) in [
        (FindingKind::NoPupils, "Take pupils in", ""),
        (FindingKind::NoLead, "Edit a provision", "R New"),
        (FindingKind::NoEnd, "Edit a provision", "18/12/2026"),
        (FindingKind::NoEntry, "Correct a pupil's place", "12"),
    ] {
        let found =
            all.iter().find(|finding| finding.kind == kind).unwrap_or_else(|| panic!("{kind:?}: {all:?}"));
        assert!(!mend::words(kind).is_empty());
        let effects = mend::mend(&mut stage.app, found);
        stage.perform(effects);
        let text = stage.shown(80, 24).0.join("\n");
        assert!(text.contains(opens), "{kind:?}: {text}");
        if !typed.is_empty() {
            stage.press("C-u");
            for letter in typed.chars() {
                let key = crossterm::event::KeyEvent::from(crossterm::event::KeyCode::Char(letter));
                let effects = stage.app.key(key);
                stage.perform(effects);
            }
            stage.press("C-s");
            assert!(stage.app.layers.is_empty(), "{kind:?}: {}", stage.shown(80, 24).0.join("\n"));
            let same = |one: &&Finding| (one.kind, one.about.provision) == (kind, found.about.provision);
            assert!(!pane(&stage).findings.iter().any(|one| same(&one)), "{kind:?} is mended");
        }
        stage.app.layers.clear();
    }
}

#[test]
fn timetables_say_clashes_first_and_enter_changes_the_days() {
    let (school, [_, lexia]) = timed();
    let mut stage = Stage::of(school);
    stage.press("b");
    insta::assert_snapshot!(inner(&stage.shown(80, 24).0));
    let wide = inner(&stage.shown(120, 40).0);
    assert!(wide.contains("Mon ") && wide.contains("CLASH"), "{wide}");
    stage.press("Esc");
    stage.press("/ lex Enter E");
    stage.press("C-u");
    for letter in "tue 9:40, thu 14:00".chars() {
        let key = crossterm::event::KeyEvent::from(crossterm::event::KeyCode::Char(letter));
        let effects = stage.app.key(key);
        stage.perform(effects);
    }
    stage.press("C-s");
    assert!(stage.notice().contains("Lexia, new dosage from Sat 21 Nov"), "{}", stage.notice());
    let line = stage.school.one(lexia);
    assert_eq!(
        (line.provision.slots, line.provision.earlier.len()),
        (parse_slots("tue 9:40, thu 14:00").unwrap(), 1)
    );
    stage.press("Esc b");
    let text = shown(&mut stage);
    assert!(text.contains("No clash of times"), "{text}");
}

#[test]
fn moving_reads_nothing() {
    let mut stage = Stage::of(timed().0);
    for code in
        [crossterm::event::KeyCode::Down, crossterm::event::KeyCode::Up, crossterm::event::KeyCode::Left]
    {
        let effects = stage.app.key(crossterm::event::KeyEvent::from(code));
        assert!(effects.iter().all(|effect| matches!(effect, Effect::Rest { .. })), "{code:?}");
        stage.perform(effects);
    }
}

#[test]
fn delivered_and_reasons_stand_in_row_and_detail() {
    let mut stage = Stage::of(timed().0);
    let text = shown(&mut stage);
    assert!(text.contains("(adult away 1"), "{text}");
    insta::assert_snapshot!(text);
}
