//! Forms driven by lines of keys, as a person presses them: the real keymap, a screen of memory, a real store.

mod drafts;
mod drawing;
mod saving;
mod typing;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::field::Value;
use crate::domain::ids::{Held, PupilId, RecordId, Revision, SCHOOL, Stamp};
use crate::domain::provision::Provision;
use crate::domain::record::Recorded;
use crate::domain::school::{SchoolFile, Site, Staff};
use crate::store::{CommitError, Operation, Store, StoreError};
use crate::tui::app::Ctx;
use crate::tui::draft::Draft;
use crate::tui::keymap::Keymap;
use crate::tui::layer::Layer;
use crate::tui::save::{not_saved, save_form};
use crate::tui::theme::Theme;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn app_with(map: &str) -> App {
    let mut school = SchoolFile::from_records([]);
    school.calendar = Calendar::assumed(2025, 2028);
    let held = |id, name: &str, here| Held {
        id: RecordId(id),
        revision: Revision(0),
        value: Staff { name: name.into(), role: String::new(), site: None, here },
    };
    school.staff = vec![held(4, "J Moor", true), held(5, "R Dale", true), held(6, "Z Gone", false)];
    school.sites = vec![Held { id: RecordId(9), revision: Revision(0), value: Site { name: "Lark".into() } }];
    App::new(Ctx {
        today: day("2026-11-21"),
        user: "sen".into(),
        school: Arc::new(school),
        keymap: Keymap::built_in(map).unwrap(),
        theme: Theme::plain(),
        site: None,
        now: || Stamp(1_795_000_000),
        another_day: false,
        look_from: None,
    })
}

fn app() -> App {
    app_with("simple")
}

/// Presses keys: names of keys, `C-x`, else letters to type, `_` for a blank. What follows is given back.
fn press(app: &mut App, script: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for word in script.split_whitespace() {
        let code = match word.trim_start_matches("C-") {
            "Tab" => Some(KeyCode::Tab),
            "S-Tab" => Some(KeyCode::BackTab),
            "Enter" => Some(KeyCode::Enter),
            "Esc" => Some(KeyCode::Esc),
            "Up" => Some(KeyCode::Up),
            "Down" => Some(KeyCode::Down),
            "Left" => Some(KeyCode::Left),
            "Right" => Some(KeyCode::Right),
            "Home" => Some(KeyCode::Home),
            "Bs" => Some(KeyCode::Backspace),
            "Space" => Some(KeyCode::Char(' ')),
            rest if word.starts_with("C-") => rest.chars().next().map(KeyCode::Char),
            _ => None,
        };
        let ctrl = if word.starts_with("C-") { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
        match code {
            Some(code) => effects.extend(app.key(KeyEvent::new(code, ctrl))),
            None => {
                for c in word.chars().map(|c| if c == '_' { ' ' } else { c }) {
                    effects.extend(app.key(KeyEvent::from(KeyCode::Char(c))));
                }
            }
        }
    }
    effects
}

fn top(app: &mut App) -> &mut Form {
    app.layers.last_mut().and_then(|layer| layer.as_any().downcast_mut::<Form>()).expect("a form is open")
}

fn screen(app: &mut App, cols: u16, rows: u16) -> Vec<String> {
    let mut terminal = Terminal::new(TestBackend::new(cols, rows)).unwrap();
    let App { layers, ctx, .. } = app;
    let layer = layers.last_mut().expect("something is open");
    terminal.draw(|frame| layer.draw(frame, frame.area(), ctx)).unwrap();
    let cursor = terminal.get_cursor_position().unwrap();
    assert!(cursor.x < cols && cursor.y < rows, "the cursor stands on the screen");
    let buffer = terminal.backend().buffer();
    (0..rows)
        .map(|y| (0..cols).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned())
        .collect()
}

fn pick(code: &str, label: &str) -> Pick {
    Pick { code: code.into(), label: label.into() }
}

/// One field of every kind.
fn every_kind(ctx: &Ctx) -> Form {
    let outcomes = [
        ("-2", "much less than hoped"),
        ("-1", "less"),
        ("0", "as hoped"),
        ("+1", "more"),
        ("+2", "much more"),
    ];
    let ways = [("phone", "Phone"), ("meeting", "Meeting"), ("email", "E-mail")];
    Form::new("test.every", "7/3", "Every kind of field")
        .note("Ama Otter · Y4 Lark")
        .field(FormField::shown("who", "About", "Language group, 3 × 20 min"))
        .field(FormField::line("with", "With").help("Whom you spoke to."))
        .field(FormField::long("note", "Note"))
        .field(FormField::date("held", "Held on", true).required().text("today"))
        .field(FormField::date("next", "Next", false).help("When you meet again."))
        .field(FormField::number("times", "Times a week", 1, 25))
        .field(FormField::money("cost", "Cost"))
        .field(FormField::flag("invited", "Invited"))
        .field(FormField::pick("outcome", "Outcome", outcomes.map(|(code, label)| pick(code, label))))
        .field(FormField::pick("way", "How", ways.map(|(code, label)| pick(code, label))))
        .field(FormField::staff("lead", "Lead adult", ctx))
        .field(FormField::pupils(
            "pupils",
            "Pupils",
            [
                (PupilId(1), "Ama Otter".into()),
                (PupilId(2), "Ben Quill".into()),
                (PupilId(3), "Hamid Amsel".into()),
            ],
        ))
}

fn words(values: &Values) -> String {
    let one = |(key, given): &(&str, values::Given)| {
        let said = match given {
            values::Given::One(Value::Empty) => return None,
            values::Given::One(Value::Text(text)) => format!("{text:?}"),
            values::Given::One(Value::Date(date)) => date.to_string(),
            values::Given::One(Value::Number(number)) => number.to_string(),
            values::Given::One(Value::Flag(flag)) => flag.to_string(),
            values::Given::One(Value::Id(id)) => format!("#{}", id.0),
            values::Given::Pupils(pupils) if pupils.is_empty() => return None,
            values::Given::Pupils(pupils) => {
                format!("{:?}", pupils.iter().map(|pupil| pupil.0).collect::<Vec<_>>())
            }
        };
        Some(format!("{key}={said}"))
    };
    values.given.iter().filter_map(one).collect::<Vec<_>>().join(" ")
}
