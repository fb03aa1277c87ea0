//! The frame on a screen of memory, with a small pane of its own.

use std::any::Any;
use std::sync::Arc;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::domain::ids::{PupilId, Stamp};
use crate::domain::school::SchoolFile;
use crate::tui::app::Ctx;
use crate::tui::effect::Effect;
use crate::tui::keymap::Keymap;
use crate::tui::panes::Pane;
use crate::tui::theme::Theme;
use crate::tui::widgets::list::{List, ListControl, Row};

struct Bird(u32, String);

impl Row for Bird {
    type Key = u32;
    fn key(&self) -> u32 {
        self.0
    }
    fn words(&self) -> String {
        self.1.clone()
    }
}

struct Aviary {
    list: List<Bird>,
}

impl Pane for Aviary {
    fn title(&self) -> &'static str {
        "Due"
    }
    fn scope(&self) -> Scope {
        Scope::Due
    }
    fn badge(&self) -> Option<usize> {
        Some(14)
    }
    fn load(&mut self, _: &Ctx) -> Vec<Effect> {
        Vec::new()
    }
    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        self.list.draw(frame, area, &ctx.theme, |_, _| Line::default(), |bird, _| Line::from(bird.1.clone()));
    }
    fn list(&mut self) -> Option<&mut dyn ListControl> {
        Some(&mut self.list)
    }
    fn pupils(&self) -> Vec<PupilId> {
        Vec::new()
    }
    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
    fn as_any_ref(&self) -> &dyn Any {
        self
    }
}

fn app(map: &str) -> App {
    let mut school = SchoolFile::from_records([]);
    school.info.value.name = "Holly Bank Federation".into();
    school.info.value.demo = true;
    let mut app = App::new(Ctx {
        today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
        user: "a".into(),
        school: Arc::new(school),
        keymap: Keymap::built_in(map).unwrap(),
        theme: Theme::plain(),
        site: None,
        now: || Stamp(0),
        another_day: false,
        look_from: None,
    });
    let mut list = List::default();
    list.set(
        ["Ama Otter", "Ben Quill", "Cy Marten", "Dee Plover"]
            .iter()
            .zip(1..)
            .map(|(n, i)| Bird(i, (*n).into()))
            .collect(),
    );
    app.panes = vec![Box::new(Aviary { list })];
    app.loaded = vec![true];
    app.pane = 0;
    app
}

fn shown(app: &mut App, width: u16, height: u16) -> (Vec<String>, (u16, u16)) {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(app, frame)).unwrap();
    let at = terminal.get_cursor_position().unwrap();
    let cells = terminal.backend().buffer().content();
    let rows =
        cells.chunks(usize::from(width)).map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>());
    (rows.map(|row| row.trim_end().to_owned()).collect(), (at.x, at.y))
}

fn press(app: &mut App, keys: &str) {
    for key in keys.split(' ') {
        let (code, modifiers) = match key {
            "Esc" => (KeyCode::Esc, KeyModifiers::NONE),
            "Enter" => (KeyCode::Enter, KeyModifiers::NONE),
            "Down" => (KeyCode::Down, KeyModifiers::NONE),
            "Space" => (KeyCode::Char(' '), KeyModifiers::NONE),
            "C-p" => (KeyCode::Char('p'), KeyModifiers::CONTROL),
            _ => (KeyCode::Char(key.chars().next().unwrap()), KeyModifiers::NONE),
        };
        let _ = app.key(KeyEvent::new(code, modifiers));
    }
}

#[test]
fn the_frame_at_80_by_24() {
    let (rows, cursor) = shown(&mut app("simple"), 80, 24);
    assert_eq!(rows[0], " senco · Holly Bank Federation  demo          Sat 21 Nov 2026 · ~Autumn week 11");
    assert_eq!(rows[1], " 1 Due 14");
    assert_eq!(rows[2], "›  Ama Otter");
    assert_eq!(
        rows[23], " Space mark  / filter  : find  u undo  ? help",
        "what can be pressed, and nothing else"
    );
    assert_eq!(cursor, (0, 2));
}

#[test]
fn another_day_is_said() {
    let mut app = app("simple");
    app.ctx.another_day = true;
    let (rows, _) = shown(&mut app, 80, 24);
    assert!(rows[0].ends_with("another day: Sat 21 Nov 2026"), "{}", rows[0]);
    let (rows, _) = shown(&mut app, 100, 24);
    assert!(rows[0].ends_with("another day: Sat 21 Nov 2026 · ~Autumn week 11"), "{}", rows[0]);
}

#[test]
fn no_size_panics_and_the_cursor_is_always_on_the_screen() {
    for keys in ["", "/ a", ":", ": u n", "?", "? m a r k", "Space Space"] {
        for width in [1, 2, 3, 5, 10, 20, 40, 79, 80, 120, 200] {
            for height in [1, 2, 3, 4, 5, 10, 24, 60] {
                let mut app = app("simple");
                if !keys.is_empty() {
                    press(&mut app, keys);
                }
                let (_, (x, y)) = shown(&mut app, width, height);
                assert!(x < width && y < height, "{keys} {width}×{height}: {x} {y}");
            }
        }
    }
}

#[test]
fn the_hints_shrink_but_help_stays() {
    for width in [8, 12, 20, 30, 46, 80] {
        let (rows, _) = shown(&mut app("simple"), width, 24);
        assert!(rows[23].ends_with("? help"), "{width}: {}", rows[23]);
    }
}

#[test]
fn a_filter_narrows_while_it_is_typed_and_esc_clears_it() {
    let mut app = app("simple");
    press(&mut app, "/ q u i");
    let (rows, cursor) = shown(&mut app, 80, 24);
    assert_eq!(
        (rows[2].as_str(), rows[3].as_str(), rows[23].as_str()),
        ("›  Ben Quill", "", &*format!(" / qui{}Enter keep  Esc clear", " ".repeat(52)))
    );
    assert_eq!(cursor, (6, 23));
    press(&mut app, "Enter");
    assert_eq!(shown(&mut app, 80, 24).0[3], "");
    press(&mut app, "Esc");
    assert_eq!(shown(&mut app, 80, 24).0[5], "   Dee Plover");
}

#[test]
fn esc_clears_filter_then_marks() {
    let mut app = app("simple");
    press(&mut app, "Space / m a r Enter");
    let marked = |app: &mut App| app.panes[0].list().unwrap().marked();
    assert!(shown(&mut app, 80, 24).0[23].starts_with(" 1 marked  filter: mar"));
    press(&mut app, "Esc");
    assert_eq!(marked(&mut app), 1);
    press(&mut app, "Esc");
    assert_eq!(marked(&mut app), 0);
}

#[test]
fn a_count_and_a_begun_sequence_show_and_esc_gives_them_up() {
    let mut app = app("vim");
    press(&mut app, "Space 2");
    assert_eq!(shown(&mut app, 80, 24).0[23], " 2");
    press(&mut app, "g");
    assert_eq!(shown(&mut app, 80, 24).0[23], " 2 g");
    press(&mut app, "Esc");
    assert_eq!(app.panes[0].list().unwrap().marked(), 1, "Esc did nothing else");
    press(&mut app, "g g 2 j");
    assert_eq!(shown(&mut app, 80, 24).1, (0, 4));
}

#[test]
fn a_long_name_gives_way_to_the_day_where_there_is_little_room() {
    let mut app = app("simple");
    app.ctx.another_day = true;
    let mut school = (*app.ctx.school).clone();
    school.info.value.name = "The Very Long Federation of Holly Bank and Many Other Schools".into();
    app.ctx.school = Arc::new(school);
    let (rows, _) = shown(&mut app, 60, 24);
    assert!(rows[0].ends_with("…  demo   Sat 21 Nov"), "{}", rows[0]);
}

#[test]
fn the_palette_finds_commands_by_other_words_and_says_why_not() {
    let mut app = app("simple");
    press(&mut app, ": r e v e r t");
    let (rows, cursor) = shown(&mut app, 80, 24);
    assert_eq!(cursor, (9, 2));
    assert!(rows[3].starts_with("›  Undo") && rows[3].ends_with('u'), "{}", rows[3]);
    press(&mut app, "Esc");
    assert!(app.layers.is_empty());
    press(&mut app, ": m a r k Enter");
    assert!(app.layers.is_empty());
    assert_eq!(app.panes[0].list().unwrap().marked(), 1, "it ran by dispatch");
}

#[test]
fn help_runs_what_is_chosen() {
    let mut app = app("simple");
    press(&mut app, "?");
    let (rows, _) = shown(&mut app, 80, 24);
    assert_eq!(rows[3], " What you can press in Due");
    press(&mut app, "t i c k Space e v e r y Enter");
    assert_eq!(app.panes[0].list().unwrap().marked(), 4);
}

#[test]
fn what_names_a_command_stands_before_what_only_means_it() {
    let mut app = app("simple");
    // "Bring a leaver back" has the word too, and stands first in the help.
    press(&mut app, "? u n d o");
    let (rows, _) = shown(&mut app, 80, 24);
    assert!(rows.iter().any(|row| row.starts_with('›') && row.ends_with("Undo")), "{rows:?}");
    press(&mut app, "Esc : c h e c k");
    let (rows, _) = shown(&mut app, 80, 24);
    assert!(rows[3].starts_with("›  Check the whole group"), "{}", rows[3]);
}

#[test]
fn hostile_names_draw_nothing_dangerous() {
    let mut app = app("simple");
    let mut school = (*app.ctx.school).clone();
    school.info.value.name = "\x1b[31mEvil\u{202e}".into();
    app.ctx.school = Arc::new(school);
    app.tell("saved \x1b]0;x\x07 \u{202e}");
    let (rows, _) = shown(&mut app, 80, 24);
    assert!(!rows.concat().chars().any(crate::text::is_dangerous));
}

#[test]
fn a_long_notice_keeps_the_key_at_its_end() {
    let words = "Saved: Wilhelmina Featherstone, review with parents agreed for Mon 22 Mar · u takes it back";
    assert_eq!(shortened(words, 60), "Saved: Wilhelmina Featherstone, review wi… · u takes it back");
    assert_eq!(shortened(words, 120), words);
    assert_eq!(shortened(words, 30), "Saved: Wilhelmina Featherston…");
}
