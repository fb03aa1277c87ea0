//! Vague words pointed out while they are written, and what the record does not say as it stands.
//!
//! Rule: advice, never a gate. The list is read once, by the worker, when the first form opens: a start costs nothing more.

use std::sync::Arc;

use super::Form;
use super::entry::{Entry, State};
use crate::domain::wording::{is_watched, should_say, unsaid};
use crate::exchange::wording;
use crate::tui::app::App;
use crate::tui::effect::Effect;

/// Opens a form with the list of vague words, and has the list read if none was yet.
pub(super) fn open(app: &mut App, mut form: Form) -> Vec<Effect> {
    form.wording = app.wording.clone();
    let mut effects = app.open(form);
    if app.wording.is_none() {
        effects.push(Effect::Work(Box::new(|store| {
            let list = Arc::new(wording::read(store.path()).list);
            Box::new(move |app: &mut App| {
                for layer in &mut app.layers {
                    if let Some(form) = layer.as_any().downcast_mut::<Form>() {
                        form.wording = Some(list.clone());
                    }
                }
                app.wording = Some(list);
                Vec::new()
            })
        })));
    }
    effects
}

impl Form {
    /// What is vague in the field that has the cursor, and what to say instead; `None` if nothing is.
    pub(super) fn vague(&self) -> Option<String> {
        let (list, of, entry) = (self.wording.as_ref()?, self.of?, self.entries.get(self.focus)?);
        if !is_watched(of, entry.field.key) {
            return None;
        }
        let said = match &entry.state {
            State::Text(input) => input.text().to_owned(),
            // Where names are offered, others may be given: what is typed counts as much as what was taken.
            State::Pick(picker) if picker.query.is_empty() => picker.label(),
            State::Pick(picker) => picker.query.clone(),
            _ => return None,
        };
        Some(list.advice(&said)).filter(|words| !words.is_empty())
    }

    /// "It does not say who, until when", of the fields that stand in this form; `None` if they say all.
    pub(super) fn gaps(&self) -> Option<String> {
        let of = |key: &str| self.entries.iter().find(|entry| entry.field.key == key);
        let empty = |entry: &Entry| {
            let text = entry.display(false).text;
            text.trim().is_empty() || text.trim() == "0"
        };
        let missing = should_say(self.of?).iter().filter(|(keys, _)| {
            let mut here = keys.iter().filter_map(|key| of(key)).peekable();
            here.peek().is_some() && here.all(empty)
        });
        unsaid(missing.map(|(_, words)| *words)).map(|words| format!("As it stands it {words}."))
    }
}

#[cfg(test)]
mod tests {
    use crate::actions::testing::Lab;
    use crate::tui::command::Scope;
    use crate::tui::testing::Screen;

    #[test]
    fn vague_words_and_what_is_not_said_stand_below_the_field_and_hinder_nobody() {
        let mut lab = Lab::new();
        lab.pupil("Ama", "Otter");
        let mut screen = Screen::at(lab, Scope::Provision);
        screen.press(&["a"]);
        screen.write("Regular access to a laptop");
        let shown = screen.text(80, 24);
        assert!(shown.contains("“access to”: say what is given"), "{shown}");
        assert!(shown.contains("“Regular”: say"), "{shown}");
        assert!(shown.contains("it does not say who, until when, what is measured."), "{shown}");
        // Another field is none of those that are looked at.
        screen.press(&["Tab"]);
        assert!(!screen.text(80, 24).contains("“Regular”"));
        screen.press(&["C-s"]);
        assert!(screen.notice().starts_with("Saved"), "{}", screen.notice());
        let shown = screen.text(80, 24);
        assert!(shown.contains("does not say who, until when, what is"), "{shown}");
    }

    #[test]
    fn the_schools_own_list_counts() {
        let lab = Lab::new();
        let beside = lab.store.path().with_file_name("wording.txt");
        std::fs::write(beside, "lots of = how many\nno equals sign\n").unwrap();
        let mut screen = Screen::at(lab, Scope::Provision);
        screen.press(&["a"]);
        screen.write("regular lots of");
        let shown = screen.text(80, 24);
        assert!(shown.contains("“lots of”: say how many") && !shown.contains("“regular”"), "{shown}");
        for (width, height) in [(1, 1), (20, 4), (30, 6), (200, 60)] {
            screen.text(width, height);
        }
    }
}
