//! What stands on the screen, in every size and with hostile text.

use super::*;

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
        assert!(
            shown[18..].iter().any(|row| row.contains(expected)),
            "{field} {keys}: {expected}\n{}",
            shown.join("\n")
        );
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
    assert!(
        !screen(&mut app, 80, 24).iter().any(|row| row.contains("is needed")),
        "typing takes the error away"
    );
}

const HOSTILE: [&str; 4] = [
    "\u{1b}[31mAma\u{1b}]0;x\u{7}",
    "\u{202e}reversed\u{2066}",
    "王小明\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "a\nb\tc\r",
];

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
            for (cols, rows) in
                [(1, 1), (2, 1), (1, 9), (3, 3), (8, 2), (12, 6), (20, 10), (40, 12), (80, 24), (200, 60)]
            {
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
