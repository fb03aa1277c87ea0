//! Forms driven by lines of keys, as a person presses them: the real keymap, a screen of memory, a real store.

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
    let outcomes = [("-2", "much less than hoped"), ("-1", "less"), ("0", "as hoped"), ("+1", "more"), ("+2", "much more")];
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
            [(PupilId(1), "Ama Otter".into()), (PupilId(2), "Ben Quill".into()), (PupilId(3), "Hamid Amsel".into())],
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
            values::Given::Pupils(pupils) => format!("{:?}", pupils.iter().map(|pupil| pupil.0).collect::<Vec<_>>()),
        };
        Some(format!("{key}={said}"))
    };
    values.given.iter().filter_map(one).collect::<Vec<_>>().join(" ")
}

/// Presses the keys in the form of every kind, begun in one field, and saves: what was given, or what was wrong.
fn check(field: &str, keys: &str) -> String {
    let mut app = app();
    let given = Rc::new(RefCell::new(None));
    let told = given.clone();
    let form = every_kind(&app.ctx).start_at(field).on_save(move |values, _| {
        *told.borrow_mut() = Some(words(values));
        Ok(Vec::new())
    });
    open(&mut app, form);
    press(&mut app, keys);
    press(&mut app, "C-s");
    let given = given.borrow_mut().take();
    match given {
        Some(given) => given.replace(" held=2026-11-21", "").replace("held=2026-11-21 ", "").replace("held=2026-11-21", ""),
        None => top(&mut app).wrong.iter().map(|one| format!("! {} {}", one.key, one.words)).collect(),
    }
}

#[test]
fn what_is_typed_is_what_is_given() {
    for (field, keys, given) in [
        ("with", "", ""),
        ("with", "mum", "with=\"mum\""),
        ("with", "mum_ C-w dad", "with=\"dad\""),
        ("with", "mum C-x", ""),
        ("with", "mum Enter a Enter b Tab", "with=\"mum\" note=\"a\\nb\""),
        ("note", "a Enter b Up x Down y", "note=\"ax\\nby\""),
        ("next", "3/12", "next=2026-12-03"),
        ("next", "+6w", "next=2027-01-02"),
        ("next", "+6w Tab S-Tab Enter", "next=2027-01-02"),
        ("next", "fri Tab S-Tab 4/12", "next=2026-12-04"),
        ("held", "3/12", "held=2025-12-03"),
        ("held", "Bs", "! held cannot read “toda” as a date: try 3/12, 3 dec, fri, +6w, in 2 weeks or end of term"),
        ("held", "C-u", "! held is needed"),
        ("times", "3", "times=3"),
        ("times", "26", "! times needs a whole number from 1 to 25"),
        ("cost", "240.5", "cost=24050"),
        ("cost", "£1,200", "cost=120000"),
        ("cost", "x", "! cost needs pounds and pence: 240.50"),
        ("invited", "y", "invited=true"),
        ("invited", "Space Space", "invited=false"),
        ("invited", "y Bs", ""),
        ("outcome", "-1", "outcome=\"-1\""),
        ("outcome", "+2", "outcome=\"+2\""),
        ("outcome", "2", "outcome=\"+2\""),
        ("outcome", "0", "outcome=\"0\""),
        ("outcome", "−1", "outcome=\"-1\""),
        ("outcome", "-1 +2", "outcome=\"+2\""),
        ("outcome", "0 Tab S-Tab Right", "outcome=\"+1\""),
        ("outcome", "Right Right Left", "outcome=\"-2\""),
        ("outcome", "hoped", "outcome=\"-2\""),
        ("outcome", "hoped Down", "outcome=\"0\""),
        ("outcome", "qqq", "! outcome nothing on the list is like “qqq”"),
        ("way", "mee", "way=\"meeting\""),
        ("way", "2", "way=\"meeting\""),
        ("way", "mee Bs Bs Bs", ""),
        ("lead", "dale", "lead=#5"),
        ("lead", "dle", "lead=\"dle\""),
        ("lead", "dle Up", "lead=#5"),
        ("lead", "R_Dack", "lead=\"R Dack\""),
        ("lead", "R_Dack Tab S-Tab Bs Bs Bs Bs dale", "lead=#5"),
        ("lead", "r_dale", "lead=#5"),
        ("lead", "gone", "lead=\"gone\""),
        ("pupils", "ama Enter ben Enter", "pupils=[1, 2]"),
        ("pupils", "ama Enter am Enter", "pupils=[1, 3]"),
        ("pupils", "ama Enter ben", "pupils=[1, 2]"),
        ("pupils", "ama Enter ben Enter Bs", "pupils=[1]"),
    ] {
        assert_eq!(check(field, keys), given, "{field}: {keys}");
    }
}

#[test]
fn keys_move_between_fields() {
    for (start, keys, field) in [
        ("with", "Tab", "note"),
        ("with", "Down", "note"),
        ("with", "Enter", "note"),
        ("note", "Enter", "note"),
        ("note", "Enter Up", "note"),
        ("note", "Enter Up Up", "with"),
        ("note", "Down", "held"),
        ("with", "S-Tab", "[Save]"),
        ("with", "Up", "[Save]"),
        ("with", "S-Tab Tab", "with"),
        ("pupils", "Tab", "[Save]"),
        ("pupils", "Enter Tab", "held"),
        ("lead", "d Down Down", "lead"),
    ] {
        let mut app = app();
        let form = every_kind(&app.ctx).start_at(start).on_save(|_, _| Err(vec![Wrong::new("with", "x")]));
        open(&mut app, form);
        press(&mut app, keys);
        let form = top(&mut app);
        let now = form.entries.get(form.focus).map_or("[Save]", |entry| entry.field.key);
        if keys == "Enter Tab" {
            // Enter in the last field saves; what is wrong gets the cursor.
            assert_eq!(now, "note");
        } else {
            assert_eq!(now, field, "{start}: {keys}");
        }
    }
}

#[test]
fn a_form_at_80_by_24() {
    let mut app = app();
    let form = every_kind(&app.ctx);
    open(&mut app, form);
    press(&mut app, "mum Tab sleep_poor,_will_call_back Tab Tab 4/12");
    let shown = screen(&mut app, 80, 24).join("\n");
    insta::assert_snapshot!(shown);
}

#[test]
fn what_belongs_to_the_field_stands_below() {
    for (field, keys, expected) in [
        ("next", "fri", "Fri 27 Nov 2026, in 6 days, Autumn week 12"),
        ("next", "5/12", "Sat 5 Dec 2026, in 2 weeks"),
        ("next", "5/12", "a weekend"),
        ("next", "25/12", "not a school day"),
        ("next", "20/11/2026", "already past"),
        ("held", "20/11", "Fri 20 Nov 2026, yesterday"),
        ("next", "31/2", "February"),
        ("with", "", "Whom you spoke to."),
        ("outcome", "", "-2 much less than hoped"),
        ("way", "", "1 Phone"),
        ("lead", "", "R Dale"),
        ("lead", "dack", "new: dack"),
        ("invited", "", "y yes"),
        ("pupils", "am", "Hamid Amsel"),
    ] {
        let mut app = app();
        let form = every_kind(&app.ctx).start_at(field);
        open(&mut app, form);
        press(&mut app, keys);
        let shown = screen(&mut app, 80, 24);
        assert!(shown[18..].iter().any(|row| row.contains(expected)), "{field} {keys}: {expected}\n{}", shown.join("\n"));
    }
}

#[test]
fn errors_stand_beside_their_fields() {
    let mut app = app();
    let form = every_kind(&app.ctx);
    open(&mut app, form);
    press(&mut app, "Tab Tab C-u Tab Tab 26 C-s");
    let shown = screen(&mut app, 80, 24);
    let row = |label: &str| shown.iter().find(|row| row.contains(label)).unwrap().clone();
    assert!(row("Held on").contains("! is needed"), "{shown:#?}");
    assert!(row("Times a week").contains("! needs a whole number from 1 to 25"));
    assert!(row("Held on").starts_with("› "), "the first that is wrong has the cursor");
    press(&mut app, "today");
    assert!(!screen(&mut app, 80, 24).iter().any(|row| row.contains("is needed")), "typing takes the error away");
}

#[test]
fn esc_keeps_a_draft_and_it_comes_back() {
    let mut app = app();
    let form = every_kind(&app.ctx);
    open(&mut app, form);
    press(&mut app, "Tab Tab");
    let effects = press(&mut app, "Esc");
    assert!(app.layers.is_empty() && app.drafts.is_empty(), "nothing typed, nothing kept");
    assert!(matches!(&effects[..], [Effect::DropDraft { .. }]), "{effects:?}");

    let form = every_kind(&app.ctx);
    open(&mut app, form);
    press(&mut app, "mum Tab sleep Tab Tab fri Tab Tab Tab y Tab -1 Tab Tab R_Da Tab am Enter be");
    let effects = press(&mut app, "Esc");
    let [Effect::SaveDraft(draft)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(app.drafts, [(**draft).clone()]);
    assert!(app.notice.as_ref().unwrap().text.contains("D brings it back"));
    assert!(draft.fields.contains(&("next".into(), "27 Nov 2026".into())), "fri moves on, the draft does not");

    // Another day: the same form, as it was left.
    app.ctx.today = day("2026-12-15");
    let written = serde_json::to_string(&app.drafts[0]).unwrap();
    app.drafts = vec![serde_json::from_str::<Draft>(&written).unwrap()];
    let form = every_kind(&app.ctx);
    open(&mut app, form);
    assert!(top(&mut app).message.as_ref().unwrap().contains("C-r puts it aside"));
    assert_eq!(
        words(&top(&mut app).values(&app_with("simple").ctx).unwrap()),
        "with=\"mum\" note=\"sleep\" held=2026-11-21 next=2026-11-27 invited=true outcome=\"-1\" lead=#5 pupils=[1, 2]"
    );
    press(&mut app, "C-r");
    assert!(!top(&mut app).entries.iter().any(entry::Entry::changed));
    press(&mut app, "C-r");
    assert_eq!(top(&mut app).entries[1].text(), "mum");
}

#[test]
fn a_draft_says_when_the_record_has_changed_since() {
    let mut app = app();
    let form = |said: &str| Form::new("t", "1", "T").field(FormField::line("class", "Class").text(said));
    open(&mut app, form("Lark"));
    press(&mut app, "y Esc");
    open(&mut app, form("Wren"));
    let shown = screen(&mut app, 80, 24).join("\n");
    assert!(shown.contains("Larky") && shown.contains("has changed since"), "{shown}");
}

#[test]
fn pasting_is_one_edit() {
    let mut app = app();
    let form = every_kind(&app.ctx);
    open(&mut app, form);
    app.paste("mum\nand dad\x1b[2J\u{202e}", false);
    press(&mut app, "Tab");
    app.paste("one\r\ntwo", false);
    assert_eq!(top(&mut app).entries[1].text(), "mum and dad[2J");
    assert_eq!(top(&mut app).entries[2].text(), "one\ntwo");
    app.paste(&"x".repeat(100_000), false);
    assert!(top(&mut app).message.as_ref().unwrap().contains("too long"));
    screen(&mut app, 80, 24);
}

#[test]
fn every_field_of_a_record_goes_through_a_form_unchanged() {
    let mut app = app();
    let provision = Provision {
        name: "Language group".into(),
        area: None,
        wave: crate::domain::code::Wave::Targeted,
        minutes: 20,
        times_a_week: 3,
        lead: Some(RecordId(6)),
        agency: String::new(),
        start: day("2026-10-05"),
        end: None,
        cost_pence: Some(24_050),
        measure: "words of 100".into(),
        site: Some(RecordId(9)),
        note: "two\nlines".into(),
        typed: Default::default(),
    };
    let keys: Vec<&'static str> =
        <Provision as crate::domain::field::Fields>::FIELDS.iter().map(|field| field.key).collect();
    let form = Form::new("t", "1", "T").record(&provision, &keys, &app.ctx);
    open(&mut app, form);
    assert!(top(&mut app).draft().is_none());
    let ctx = app_with("simple").ctx;
    let values = top(&mut app).values(&ctx).unwrap();
    let mut again = provision.clone();
    again.name.clear();
    again.cost_pence = None;
    again.lead = None;
    values.apply(&mut again).unwrap();
    assert_eq!(again, provision);
}

/// A real store with one site in it.
struct Kit {
    app: App,
    store: Store,
    site: RecordId,
    _folder: tempfile::TempDir,
}

impl Kit {
    fn new() -> Kit {
        let folder = tempfile::tempdir().unwrap();
        let mut site = RecordId(0);
        let op = |id| Operation { id, action: "start".into(), user: "sen".into(), at: Stamp(0) };
        let store = Store::create(&folder.path().join("data").join("school.redb"), op(1), |edit| {
            let staff = Staff { name: "R Dale".into(), role: "TA".into(), site: None, here: true };
            site = edit.add(SCHOOL, staff)?;
            Ok(())
        });
        Kit { app: app(), store: store.unwrap(), site, _folder: folder }
    }

    fn held(&self) -> Held<Staff> {
        self.store.read(|snapshot| snapshot.record::<Staff>(SCHOOL, self.site)).unwrap().unwrap()
    }

    /// What `run.rs` does: the work on the store, and what follows it.
    fn run(&mut self, effects: Vec<Effect>) -> Vec<String> {
        let mut rest = Vec::new();
        let mut queue: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            match effect {
                Effect::Work(job) => queue.extend(job(&mut self.store)(&mut self.app)),
                Effect::DropDraft { name } => rest.push(format!("drop {name}")),
                other => rest.push(format!("{other:?}")),
            }
        }
        rest
    }

    fn open(&mut self) {
        let held = self.held();
        let id = self.site;
        let form = Form::new("staff.edit", id.0.to_string(), "Edit a member of staff")
            .record(&held.value, &["name", "role"], &self.app.ctx)
            .on_save(move |values, ctx| {
                let mut mine = held.value.clone();
                values.apply(&mut mine)?;
                if mine.name == "Nobody" {
                    return Err(vec![Wrong::new("name", "is taken")]);
                }
                let base = values.base(&held).value.wrap();
                let key = Staff::school_key(id);
                let act = move |edit: &mut crate::store::Edit<'_>| {
                    let merged = edit.merge(key, &base, mine.clone().wrap())?;
                    edit.put(key, merged)
                };
                Ok(vec![save_form(values, ctx, "Edit a member of staff", act, |_, _| Vec::new())])
            });
        open(&mut self.app, form);
    }

    fn keys(&mut self, keys: &str) -> Vec<String> {
        let effects = press(&mut self.app, keys);
        self.run(effects)
    }

    /// What somebody else saves in the meantime.
    fn other(&mut self, change: impl Fn(&mut Staff)) {
        let mut theirs = self.held().value;
        change(&mut theirs);
        let op = Operation { id: fastrand::u128(..), action: "other".into(), user: "other".into(), at: Stamp(0) };
        let key = Staff::school_key(self.site);
        self.store.commit(op, |edit| edit.put(key, theirs.clone().wrap())).unwrap();
    }

    fn screen(&mut self) -> String {
        screen(&mut self.app, 80, 24).join("\n")
    }
}

#[test]
fn saving_closes_the_form_when_the_disk_said_yes() {
    let mut kit = Kit::new();
    kit.open();
    let effects = press(&mut kit.app, "y Enter x Enter");
    assert!(kit.app.notice.is_none() && kit.app.layers.len() == 1);
    assert!(kit.screen().contains("saving…"));
    assert!(press(&mut kit.app, "C-s Enter Esc z").is_empty(), "no second save, and no way out in between");
    assert_eq!(kit.run(effects), ["drop staff.edit 2".replace('2', &kit.site.0.to_string())]);
    assert!(kit.app.layers.is_empty());
    assert_eq!(kit.app.notice.as_ref().unwrap().text, "Saved: Edit a member of staff · u takes it back");
    assert_eq!((kit.held().name.as_str(), kit.held().role.as_str()), ("R Daley", "TAx"));
}

#[test]
fn what_a_rule_refuses_stays_in_the_form() {
    let mut kit = Kit::new();
    kit.open();
    kit.keys("C-u Nobody C-s");
    assert!(kit.screen().contains("! is taken"));
    press(&mut kit.app, "C-u Ann");
    for (error, words) in [
        (CommitError::Busy, "Not saved: the store is busy"),
        (CommitError::Full, "Not saved: the disk is full"),
        (CommitError::Unsure(StoreError::Busy), "Not saved"),
        (CommitError::Refused(crate::store::Refused::because("the office is closed")), "the office is closed"),
    ] {
        let ticket = {
            press(&mut kit.app, "C-s");
            let form = top(&mut kit.app);
            assert!(form.saving);
            form.ticket
        };
        not_saved(&mut kit.app, Some(ticket), error);
        let shown = kit.screen();
        assert!(shown.contains(words) && shown.contains("Ann"), "{shown}");
        assert!(!top(&mut kit.app).saving);
    }
    assert!(kit.app.layers.len() == 1 && top(&mut kit.app).draft().is_some());
}

#[test]
fn the_same_save_after_an_unsure_one_has_the_same_number() {
    let mut kit = Kit::new();
    kit.open();
    press(&mut kit.app, "y C-s");
    let first = top(&mut kit.app).ticket;
    not_saved(&mut kit.app, Some(first), CommitError::Unsure(StoreError::Busy));
    press(&mut kit.app, "C-s");
    assert_eq!(top(&mut kit.app).ticket, first);
    not_saved(&mut kit.app, Some(first), CommitError::Unsure(StoreError::Busy));
    press(&mut kit.app, "z C-s");
    assert_ne!(top(&mut kit.app).ticket, first, "another change is another operation");
}

#[test]
fn fields_that_one_side_changed_merge() {
    let mut kit = Kit::new();
    kit.open();
    kit.other(|staff| staff.role = "SENCO".into());
    kit.keys("y C-s");
    assert!(kit.app.layers.is_empty());
    assert_eq!((kit.held().name.as_str(), kit.held().role.as_str()), ("R Daley", "SENCO"));
}

#[test]
fn a_conflict_is_shown_and_settled() {
    for (choice, name, role) in [("m t", "R Mine", "theirs"), ("t m", "R Theirs", "TA mine"), ("m m", "R Mine", "TA mine")] {
        let mut kit = Kit::new();
        kit.open();
        kit.other(|staff| {
            staff.name = "R Theirs".into();
            staff.role = "theirs".into();
        });
        kit.keys("C-u R_Mine Tab _mine C-s");
        let shown = kit.screen();
        for words in ["Somebody else changed this", "was    R Dale", "t theirs R Theirs", "m mine   R Mine"] {
            assert!(shown.contains(words), "{words}\n{shown}");
        }
        kit.keys("Enter");
        assert_eq!(kit.app.layers.len(), 1, "nothing is saved before all is chosen");
        kit.keys(choice);
        kit.keys("Enter");
        assert!(kit.app.layers.is_empty(), "{}", kit.screen());
        assert_eq!((kit.held().name.as_str(), kit.held().role.as_str()), (name, role), "{choice}");
    }
}

#[test]
fn a_conflict_can_be_left_and_nothing_is_lost() {
    let mut kit = Kit::new();
    kit.open();
    kit.other(|staff| staff.name = "R Theirs".into());
    kit.keys("y C-s Esc");
    assert!(kit.screen().contains("R Daley"));
    kit.keys("C-s t Enter");
    assert_eq!(kit.held().name, "R Theirs");
    assert!(kit.app.layers.is_empty());
}

#[test]
fn a_question_is_answered_by_y_alone() {
    for (keys, done, open) in [("y", true, 0), ("n", false, 0), ("Esc", false, 0), ("Enter x", false, 1), ("Enter y", true, 0)] {
        let mut app = app();
        let layer = Ask::new("Throw it away?", |app| {
            app.tell("done");
            Vec::new()
        });
        app.open(layer);
        assert!(screen(&mut app, 40, 3)[2].contains("Throw it away?  y yes  n no"));
        press(&mut app, keys);
        assert_eq!((app.notice.is_some(), app.layers.len()), (done, open), "{keys}");
    }
}

#[test]
fn a_prompt_gives_its_words() {
    for (keys, told, open) in [("ll Enter", Some("ill"), 0), ("C-x x C-s", Some("x"), 0), ("x Esc", None, 0), ("x", None, 1)] {
        let mut app = app();
        app.open(Prompt::new("Why?", "i", |app, text| {
            app.tell(text);
            Vec::new()
        }));
        press(&mut app, keys);
        assert_eq!(app.notice.as_ref().map(|notice| notice.text.as_str()), told, "{keys}");
        assert_eq!(app.layers.len(), open);
        if open == 1 {
            for (cols, rows) in [(1, 1), (7, 1), (80, 24)] {
                screen(&mut app, cols, rows);
            }
        }
    }
}

#[test]
fn discarding_asks_first() {
    let mut app = app();
    app.drafts = vec![Draft { form: "due.record".into(), about: "1".into(), fields: Vec::new(), focus: 0 }];
    discard(&mut app);
    assert!(screen(&mut app, 80, 2)[1].contains("Record what is due"));
    press(&mut app, "n");
    assert_eq!(app.drafts.len(), 1);
    discard(&mut app);
    let effects = press(&mut app, "y");
    assert!(app.drafts.is_empty() && matches!(&effects[..], [Effect::DropDraft { name }] if name == "due.record 1"));
}

#[test]
fn every_form_keymap_can_be_left_and_saved() {
    for map in ["simple", "vim", "emacs"] {
        for (keys, open) in [("x Esc", 0), ("Tab C-c", 0), ("S-Tab Space", 0), ("x C-s", 0), ("x", 1)] {
            let mut app = app_with(map);
            let form = every_kind(&app.ctx);
            super::open(&mut app, form);
            press(&mut app, keys);
            assert_eq!(app.layers.len(), open, "{map}: {keys}");
        }
    }
}

const HOSTILE: [&str; 4] = ["\u{1b}[31mAma\u{1b}]0;x\u{7}", "\u{202e}reversed\u{2066}", "王小明\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "a\nb\tc\r"];

#[test]
fn every_size_and_hostile_text_can_be_drawn() {
    for text in HOSTILE {
        let mut app = app();
        let form = every_kind(&app.ctx)
            .note(text)
            .field(FormField::line("h1", "Hostile").text(text).help(text))
            .field(FormField::long("h2", "王小明王小明王小明王小明").text(text.repeat(50)))
            .field(FormField::pick("h3", "Pick", [pick("1", text), pick("2", "ok")]).text("1"))
            .field(FormField::shown("h4", "Shown", text));
        open(&mut app, form);
        top(&mut app).message = Some(text.repeat(9));
        let fields = top(&mut app).entries.len() + 1;
        for focus in 0..fields {
            top(&mut app).focus = focus;
            top(&mut app).wrong = vec![Wrong::new("h2", text), Wrong::new("with", "is needed")];
            for (cols, rows) in [(1, 1), (2, 1), (1, 9), (3, 3), (8, 2), (12, 6), (20, 10), (40, 12), (80, 24), (200, 60)] {
                for row in screen(&mut app, cols, rows) {
                    assert!(!row.chars().any(crate::text::is_dangerous), "{row:?}");
                }
            }
        }
        top(&mut app).entries.iter_mut().for_each(entry::Entry::clear);
        screen(&mut app, 80, 24);
    }
}

#[test]
fn the_focused_field_is_on_the_page() {
    for rows in [3, 5, 8, 12, 16] {
        let mut app = app();
        let form = every_kind(&app.ctx);
        open(&mut app, form);
        for _ in 0..30 {
            let shown = screen(&mut app, 60, rows);
            assert!(shown.iter().any(|row| row.starts_with('›')), "{rows}: {shown:#?}");
            press(&mut app, "Tab");
        }
    }
}

/// The texts of all fields as they are once the cursor has left them.
fn written_out(app: &mut App) -> Vec<String> {
    let ctx = app_with("simple").ctx;
    let mut entries = top(app).entries.clone();
    entries.iter_mut().for_each(|entry| entry.leave(&ctx));
    entries.iter().map(entry::Entry::text).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_keys_panic_and_nothing_typed_is_lost(keys in prop::collection::vec(0usize..24, 0..60), cols in 1u16..90, rows in 1u16..26) {
        let mut app = app();
        let form = every_kind(&app.ctx);
        open(&mut app, form);
        let names = ["Tab", "S-Tab", "Up", "Down", "Left", "Right", "Home", "Bs", "Enter", "C-w", "C-x", "C-r", "a", "3", "/", "-",
            "+", "y", "_", "é", "王", "m", "t", "Space"];
        for key in keys {
            press(&mut app, names[key]);
            if app.layers.is_empty() {
                return Ok(());
            }
            screen(&mut app, cols, rows);
        }
        let typed = written_out(&mut app);
        press(&mut app, "Esc");
        let form = every_kind(&app.ctx);
        open(&mut app, form);
        prop_assert_eq!(typed, written_out(&mut app));
    }
}
