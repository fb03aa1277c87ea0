//! The pane on a screen of memory, over a real store.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::actions::provision::tests::{School, date, language_group, school, today};
use crate::domain::code::{Area, Wave};
use crate::domain::ids::Stamp;
use crate::domain::provision::Provision;
use crate::tui::command::find;
use crate::tui::draw::draw;
use crate::tui::keymap::Keymap;
use crate::tui::theme::Theme;

/// A screen over a school.
pub(crate) struct Stage {
    pub(crate) school: School,
    pub(crate) app: App,
    /// Names of the drafts that were to be written, and with "-" those to be dropped.
    pub(crate) drafts: Vec<String>,
}

impl Stage {
    /// Shows the Provision pane of this school.
    pub(crate) fn of(school: School) -> Stage {
        let file = school.store.read(|snapshot| snapshot.school()).unwrap();
        let app = App::new(Ctx {
            today: today(),
            user: "rdale".into(),
            school: Arc::new(file),
            keymap: Keymap::built_in("simple").unwrap(),
            theme: Theme::plain(),
            site: None,
            now: || Stamp(1_795_000_000),
            another_day: false,
            look_from: None,
        });
        let mut stage = Stage { school, app, drafts: Vec::new() };
        let effects = stage.app.go(Scope::Provision);
        stage.perform(effects);
        stage
    }

    pub(crate) fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let then = match effect {
                Effect::Work(job) => job(&mut self.school.store),
                Effect::Rest { then, .. } => then,
                Effect::SaveDraft(draft) => {
                    self.drafts.push(draft.name());
                    continue;
                }
                Effect::DropDraft { name } => {
                    self.drafts.push(format!("-{name}"));
                    continue;
                }
                _ => continue,
            };
            let more = then(&mut self.app);
            self.perform(more);
        }
    }

    /// Presses keys with blanks between; a word of several letters that is no key's name is typed.
    pub(crate) fn press(&mut self, keys: &str) {
        for word in keys.split_whitespace() {
            let control = KeyModifiers::CONTROL;
            let none = KeyModifiers::NONE;
            let named = match word {
                "Enter" => Some((KeyCode::Enter, none)),
                "Tab" => Some((KeyCode::Tab, none)),
                "S-Tab" => Some((KeyCode::BackTab, none)),
                "Down" => Some((KeyCode::Down, none)),
                "Up" => Some((KeyCode::Up, none)),
                "Left" => Some((KeyCode::Left, none)),
                "Right" => Some((KeyCode::Right, none)),
                "Home" => Some((KeyCode::Home, none)),
                "Space" => Some((KeyCode::Char(' '), none)),
                "PageDown" => Some((KeyCode::PageDown, none)),
                "Back" => Some((KeyCode::Backspace, none)),
                "Esc" => Some((KeyCode::Esc, none)),
                "C-s" => Some((KeyCode::Char('s'), control)),
                "C-x" => Some((KeyCode::Char('x'), control)),
                "C-u" => Some((KeyCode::Char('u'), control)),
                _ => None,
            };
            let typed: Vec<_> = match named {
                Some(key) => vec![key],
                None => word.chars().map(|letter| (KeyCode::Char(letter), none)).collect(),
            };
            for (code, modifiers) in typed {
                let effects = self.app.key(KeyEvent::new(code, modifiers));
                self.perform(effects);
            }
        }
        // What run.rs does after keys: what follows the selection.
        let App { ctx, panes, pane, .. } = &mut self.app;
        let effects = panes[*pane].moved(ctx);
        self.perform(effects);
    }

    pub(crate) fn run(&mut self, id: &str) {
        let effects = self.app.dispatch(find(id).unwrap(), 1);
        self.perform(effects);
    }

    /// The screen as lines, and where the cursor stands.
    pub(crate) fn shown(&mut self, width: u16, height: u16) -> (Vec<String>, (u16, u16)) {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| draw(&mut self.app, frame)).unwrap();
        let at = terminal.get_cursor_position().unwrap();
        let cells = terminal.backend().buffer().content();
        let rows = cells
            .chunks(usize::from(width))
            .map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>());
        (rows.map(|row| row.trim_end().to_owned()).collect(), (at.x, at.y))
    }

    pub(crate) fn notice(&self) -> &str {
        self.app.notice.as_ref().map_or("", |notice| &notice.text)
    }
}

/// Three provisions: two late, one yet to come to its check, one ended.
fn three() -> School {
    let mut school = school();
    school.start(&language_group(), 3);
    let lexia = Provision {
        name: "Lexia".into(),
        area: Some(Area::Cognition),
        wave: Wave::Specialist,
        minutes: 15,
        times_a_week: 5,
        start: date("2026-11-02"),
        end: Some(date("2027-03-26")),
        agency: "EP".into(),
        cost_pence: Some(24_050),
        ..language_group()
    };
    school.start(&lexia, 2);
    school.start(
        &Provision { name: "Zones".into(), area: None, end: Some(date("2026-11-13")), ..language_group() },
        1,
    );
    school
}

/// The lines of the pane alone: tabs and hints are other files' concern.
pub(crate) fn inner(lines: &[String]) -> String {
    lines.get(2..lines.len().saturating_sub(1)).unwrap_or_default().join("\n")
}

fn all(lines: &[String]) -> String {
    lines.join("\n")
}

#[test]
fn the_map_at_80_by_24() {
    let mut stage = Stage::of(three());
    let (lines, at) = stage.shown(80, 24);
    insta::assert_snapshot!(inner(&lines));
    assert!(
        lines[usize::from(at.1)].starts_with("›  Language group"),
        "the cursor stands on the first provision"
    );
}

#[test]
fn the_map_at_120_by_40() {
    let mut stage = Stage::of(three());
    stage.press("Down Down");
    insta::assert_snapshot!(inner(&stage.shown(120, 40).0));
}

#[test]
fn the_map_by_pupil() {
    let mut stage = Stage::of(three());
    stage.press("Down Down g p");
    insta::assert_snapshot!(inner(&stage.shown(80, 24).0));
    stage.press("g a");
    let pane = stage.app.pane_ref::<ProvisionPane>().unwrap();
    assert_eq!(pane.chosen()[0].provision.name, "Lexia", "the cursor stays on the provision");
}

#[test]
fn every_size_is_drawn() {
    let mut stage = Stage::of(three());
    for keys in ["g p", "z", "g", "Esc b", "Esc r", "Esc Home Right Down"] {
        for width in [1, 2, 5, 20, 40, 60, 80, 109, 110, 200] {
            for height in [1, 2, 3, 5, 12, 24, 60] {
                let (_, at) = stage.shown(width, height);
                assert!(at.0 < width && at.1 < height, "{width}×{height} before {keys}");
            }
        }
        stage.press(keys);
    }
}

#[test]
fn ended_ones_are_shown_when_asked_for_and_an_empty_map_says_which_key_comes_next() {
    let mut stage = Stage::of(three());
    let names = |stage: &Stage| {
        let pane = stage.app.pane_ref::<ProvisionPane>().unwrap();
        let runs = pane.list.rows().iter().filter_map(Item::line);
        runs.map(|line| line.provision.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&stage), ["Language group", "Lexia"]);
    stage.press("t");
    assert_eq!(names(&stage), ["Zones"]);
    stage.press("t");
    assert_eq!(names(&stage), ["Language group", "Lexia", "Zones"]);
    let mut stage = Stage::of(school());
    let (lines, _) = stage.shown(80, 24);
    assert!(
        all(&lines).contains("a starts one for a group of pupils; t shows those that have ended"),
        "{lines:?}"
    );
}

#[test]
fn a_command_that_cannot_run_says_why() {
    let mut stage = Stage::of(school());
    for (keys, words) in [
        ("Enter", "no provision is selected"),
        ("e", "no provision is selected"),
        ("C", "group the map by pupil"),
    ] {
        stage.press(keys);
        assert!(stage.notice().contains(words), "{keys}: {}", stage.notice());
    }
    let mut stage = Stage::of(three());
    stage.press("t +");
    assert!(stage.notice().contains("this provision has ended"), "{}", stage.notice());
    assert_eq!(stage.app.current().badge(), Some(0));
    stage.press("t t");
    assert_eq!(stage.app.current().badge(), Some(3), "three checks of the language group are overdue");
}

#[test]
fn a_provision_starts_with_its_pupils_in_one_form_and_undo_takes_it_back() {
    let mut stage = Stage::of(school());
    stage.press("a");
    stage.press("Lexia Tab ama Enter ben Enter Tab 30 C-s");
    let (lines, _) = stage.shown(80, 24);
    assert!(all(&lines).contains("needs 2 measures"), "{}", all(&lines));
    stage.press("C-u 30,41 C-s");
    assert!(stage.app.layers.is_empty(), "{}", all(&stage.shown(80, 24).0));
    let map = stage.school.map(Which::Running);
    let line = &map[0];
    assert_eq!((line.provision.name.as_str(), line.provision.start, line.pupils), ("Lexia", today(), 2));
    let entries: Vec<_> =
        line.places.iter().map(|place| (place.who.name.as_str(), place.entry.as_str())).collect();
    assert_eq!(entries, [("Ama Otter", "30"), ("Ben Quill", "41")]);
    stage.press("u");
    assert!(stage.school.map(Which::All).is_empty());
}

#[test]
fn a_provision_is_edited_joined_and_ended_from_the_row() {
    let mut stage = Stage::of(three());
    stage.press("e C-u Talking C-s");
    assert_eq!(stage.school.map(Which::Running)[0].provision.name, "Talking");
    stage.press("+ finn Enter C-s");
    assert_eq!(stage.school.map(Which::Running)[0].pupils, 4);
    stage.press("x C-s");
    assert_eq!(stage.school.map(Which::Running)[0].provision.end, Some(today()));
    // By pupil, one place ends and the rest go on.
    stage.press("g p");
    let lexia = stage.school.map(Which::Running)[1].id;
    let pane = stage.app.pane_mut::<ProvisionPane>().unwrap();
    let rows = || pane.list.rows().iter().filter(|item| item.place().is_some());
    let item = rows().find(|item| item.provision() == Some(lexia)).unwrap();
    let (key, at) = (item.key(), item.place().map(|place| place.allocation));
    pane.list.select(&key);
    stage.press("x Tab 52 C-s");
    let line = stage.school.one(lexia);
    let place = line.places.iter().find(|place| Some(place.allocation) == at).unwrap();
    assert_eq!((place.to, place.now.as_str()), (Some(today()), "52"));
    stage.press("C C-u 12 C-s");
    let line = stage.school.one(lexia);
    let place = line.places.iter().find(|place| Some(place.allocation) == at).unwrap();
    assert_eq!(place.entry, "12");
}
