//! What is said once a form about pupils is saved: whom it was about, what was recorded, and what comes next.
//!
//! Rule: the line at the bottom may name a pupil; the journal, which names the change for ever, never does.

use chrono::NaiveDate;

use crate::actions::Warnings;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind, PupilId, RecordId, SCHOOL};
use crate::duties::{self, DueItem};
use crate::store::Committed;
use crate::text::fit;
use crate::tui::app::App;
use crate::tui::effect::{Effect, read};

/// Columns that a name may take: the rest of the line is for what was done.
const NAME: usize = 24;

/// Where to look for what comes next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Next {
    pupil: PupilId,
    kind: Kind,
    /// `None` means the newest of its kind: the one just begun.
    id: Option<RecordId>,
    /// The day that is said if nothing is due of that record.
    otherwise: Option<NaiveDate>,
}

impl Next {
    /// What is due next of this record, else on the day given.
    pub(super) fn of(Key { pupil, kind, id }: Key, otherwise: Option<NaiveDate>) -> Next {
        Next { pupil, kind, id: Some(id), otherwise }
    }

    /// What is due next of the case of this kind that was just begun.
    pub(super) fn begun(pupil: PupilId, kind: Kind) -> Next {
        Next { pupil, kind, id: None, otherwise: None }
    }

    fn date(&self, items: &[DueItem]) -> Option<NaiveDate> {
        let own = |item: &&DueItem| {
            item.about.pupil == self.pupil
                && item.about.kind == self.kind
                && self.id.is_none_or(|id| item.about.id == id)
        };
        let newest = items.iter().filter(own).map(|item| item.about.id).max();
        let dates =
            items.iter().filter(own).filter(|item| Some(item.about.id) == newest).map(|item| item.date);
        dates.min().or(self.otherwise)
    }
}

/// One pupil by name, more by their number.
pub(super) fn names<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names[..] {
        [] => "School".to_owned(),
        [one] => fit(one, NAME).into_owned(),
        _ => format!("all {}", names.len()),
    }
}

/// As [`names`], of files.
pub(super) fn names_of(files: &[PupilFile]) -> String {
    let all: Vec<String> = files.iter().map(|file| file.pupil.name()).collect();
    names(all.iter().map(String::as_str))
}

/// Says "Saved: Ama Otter, advice circulated · next Thu 26 Nov · u takes it back". If nothing was saved, nothing is said here.
pub(super) fn said(
    whom: String,
    did: String,
    next: Option<Next>,
) -> impl FnOnce(&mut App, Committed) -> Vec<Effect> + Send + 'static {
    let say = said_minding(whom, did, next);
    move |app, committed| say(app, committed, Warnings::new())
}

/// As [`said`], with what should be looked at all the same: "… · mind: the parents' words are missing".
pub(super) fn said_minding(
    whom: String,
    did: String,
    next: Option<Next>,
) -> impl FnOnce(&mut App, Committed, Warnings) -> Vec<Effect> + Send + 'static {
    move |app, committed, warnings| {
        if committed.touched == 0 {
            return Vec::new();
        }
        let mind = warnings.first().map(|first| format!(" · mind: {first}")).unwrap_or_default();
        let did = format!("Saved: {whom}, {did}");
        let Some(next) = next else {
            tell(app, &did, None, &mind);
            return Vec::new();
        };
        if next.pupil == SCHOOL {
            let date = next.date(&duties::school_items(&app.ctx.school));
            tell(app, &did, date, &mind);
            return Vec::new();
        }
        let first = tell(app, &did, next.otherwise, &mind);
        let school = app.ctx.school.clone();
        vec![read(
            move |snapshot| {
                let file = snapshot.pupil_file(next.pupil)?;
                Ok(file.map(|file| duties::due_items(&file, &school)))
            },
            move |app, items| {
                // Something else may have been said by now.
                if app.notice.as_ref().is_some_and(|notice| notice.text == first) {
                    tell(app, &did, items.and_then(|items| next.date(&items)), &mind);
                }
                Vec::new()
            },
        )]
    }
}

/// Says it with the key that takes it back, and gives the words.
fn tell(app: &mut App, did: &str, next: Option<NaiveDate>, mind: &str) -> String {
    let today = app.ctx.own_day();
    let next = next.map_or(String::new(), |date| format!(" · next {}", day::near(date, today)));
    let undo = app.ctx.keymap.keys_of("app.undo").into_iter().next();
    let undo = undo.map_or(String::new(), |key| format!(" · {key} takes it back"));
    let words = format!("{did}{next}{mind}{undo}");
    app.tell(words.clone());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_named_and_more_are_counted() {
        assert_eq!(names(["Ama Otter"]), "Ama Otter");
        assert_eq!(names(["Ama Otter", "Ben Quill"]), "all 2");
        assert_eq!(names([]), "School");
        assert_eq!(names(["Wilhelmina Featherstonehaugh-Smythe"]), "Wilhelmina Featherstone…");
    }
}
