//! Saving into a real store, refusals, and two people on one record.

use super::*;

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
        let op =
            Operation { id: fastrand::u128(..), action: "other".into(), user: "other".into(), at: Stamp(0) };
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
        (
            CommitError::Refused(crate::store::Refused::because("the office is closed")),
            "the office is closed",
        ),
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
    for (choice, name, role) in
        [("m t", "R Mine", "theirs"), ("t m", "R Theirs", "TA mine"), ("m m", "R Mine", "TA mine")]
    {
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
fn saving_what_stood_so_already_says_so() {
    let mut kit = Kit::new();
    kit.open();
    kit.keys("C-s");
    assert!(kit.app.layers.is_empty());
    assert!(kit.app.notice.as_ref().unwrap().text.starts_with("Nothing to save"));
}
