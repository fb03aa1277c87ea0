//! What is left unfinished comes back as it was; small questions.

use super::*;

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
    assert!(
        draft.fields.contains(&("next".into(), "27 Nov 2026".into())),
        "fri moves on, the draft does not"
    );

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
fn a_question_is_answered_by_y_alone() {
    for (keys, done, open) in
        [("y", true, 0), ("n", false, 0), ("Esc", false, 0), ("Enter x", false, 1), ("Enter y", true, 0)]
    {
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
    for (keys, told, open) in
        [("ll Enter", Some("ill"), 0), ("C-x x C-s", Some("x"), 0), ("x Esc", None, 0), ("x", None, 1)]
    {
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
    assert!(
        app.drafts.is_empty()
            && matches!(&effects[..], [Effect::DropDraft { name }] if name == "due.record 1")
    );
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

#[test]
fn one_of_several_drafts_is_chosen() {
    let mut app = app();
    let draft = |about: &str, text: &str| Draft {
        form: "due.assign".into(),
        about: about.into(),
        fields: vec![("note".into(), text.into()), ("was:note".into(), "something much longer".into())],
        focus: 0,
    };
    app.drafts = vec![draft("1", "sleep poor"), draft("2", "will call\u{1b}[J back")];
    discard(&mut app);
    let shown = screen(&mut app, 80, 24).join("\n");
    assert!(
        shown.contains("1 Give it to somebody: will call[J back")
            && shown.contains("2 Give it to somebody: sleep")
    );
    press(&mut app, "Esc");
    assert_eq!((app.layers.len(), app.drafts.len()), (0, 2), "a choice of a moment keeps no draft");
    discard(&mut app);
    for effect in press(&mut app, "2 Enter") {
        if let Effect::Rest { then, .. } = effect {
            then(&mut app);
        }
    }
    assert!(screen(&mut app, 80, 2)[1].contains("sleep poor"));
    press(&mut app, "y");
    assert_eq!(app.drafts.iter().map(|draft| draft.about.as_str()).collect::<Vec<_>>(), ["2"]);
}

#[test]
fn a_draft_put_aside_is_not_thrown_away() {
    let mut app = app();
    let form = every_kind(&app.ctx);
    open(&mut app, form);
    press(&mut app, "mum Esc");
    let form = every_kind(&app.ctx);
    open(&mut app, form);
    let effects = press(&mut app, "C-r Esc");
    assert!(app.layers.is_empty() && app.drafts.len() == 1 && effects.is_empty(), "{effects:?}");
}
