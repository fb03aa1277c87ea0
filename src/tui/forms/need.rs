//! Forms about needs: settle which a pupil has and in which order, change one.

use super::about::{read_one, read_pupils, save_warned, whom, with_file, write_one, write_pupils};
use crate::actions::need;
use crate::domain::code::SenType;
use crate::domain::ids::{PupilId, RecordId};
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Form, FormField, Pick, Wrong};

/// The rows of the form: few pupils have more, and those who do keep them.
const ROWS: [(&str, &str); 4] =
    [("need1", "Main need"), ("need2", "Second need"), ("need3", "Third need"), ("need4", "Fourth need")];

/// The census types, found by code and by name. Types that only old files hold are not offered.
pub(super) fn need_picks() -> Vec<Pick> {
    let current = SenType::ALL.into_iter().filter(|one| one.flag().is_none());
    current.map(pick).collect()
}

fn pick(one: SenType) -> Pick {
    Pick { code: one.code().to_owned(), label: format!("{} {}", one.code(), one.label()) }
}

/// The census types, with the one that stands there even if only old files hold it.
fn picks_with(now: Option<SenType>) -> Vec<Pick> {
    let mut picks = need_picks();
    picks.extend(now.filter(|one| one.flag().is_some()).map(pick));
    picks
}

/// Opens the form that settles a pupil's needs and their order.
pub fn open_set(pupil: PupilId) -> Vec<Effect> {
    with_file(pupil, move |app, file| {
        let base: Vec<SenType> = file.open_needs().map(|need| need.sen_type).collect();
        let mut form = whom(
            Form::new("need.set", write_pupils(&[pupil]), "Settle the needs"),
            std::slice::from_ref(&file),
        );
        for ((key, label), at) in ROWS.into_iter().zip(0..) {
            let now = base.get(at).copied();
            let help =
                "A code or a few letters of its name. Emptied, the need ends; it stays in the history.";
            let field = FormField::pick(key, label, picks_with(now)).help(help);
            form = form.field(field.text(now.map(SenType::code).unwrap_or_default()));
        }
        let beyond: Vec<SenType> = base.iter().skip(ROWS.len()).copied().collect();
        if !beyond.is_empty() {
            let codes: Vec<&str> = beyond.iter().map(|one| one.code()).collect();
            form = form.field(FormField::shown("beyond", "And", codes.join(", ")));
        }
        let form = form
            .field(
                FormField::date("on", "From", true).help("When what is new begins.").required().text("today"),
            )
            .on_save(move |values, ctx| {
                let by = ctx.by();
                let Some(on) = values.date("on") else { return Err(vec![Wrong::new("on", "needs a date")]) };
                let mut wanted: Vec<SenType> =
                    ROWS.iter().filter_map(|(key, _)| SenType::parse(&values.text(key))).collect();
                wanted.extend(beyond.iter().copied());
                let base = base.clone();
                Ok(vec![save_warned(values, ctx, "Settle the needs", move |edit| {
                    need::set(edit, &by, pupil, &base, &wanted, on)
                })])
            });
        forms::open(app, form)
    })
}

/// As [`open_set`], from a draft.
pub fn resume_set(_app: &mut App, about: &str) -> Vec<Effect> {
    match read_pupils(about).first() {
        Some(pupil) => open_set(*pupil),
        None => Vec::new(),
    }
}

/// Opens the form that changes one need: type, rank, dates, note.
pub fn open_edit(pupil: PupilId, id: RecordId) -> Vec<Effect> {
    with_file(pupil, move |app, file| {
        let Some(held) = file.needs.iter().find(|held| held.id == id).cloned() else {
            app.refuse("This need is no longer on file");
            return Vec::new();
        };
        let picks = picks_with(Some(held.sen_type));
        let form = whom(
            Form::new("need.edit", write_one(pupil, id), "Change the need"),
            std::slice::from_ref(&file),
        )
        .field(FormField::pick("type", "Need", picks).required().text(held.sen_type.code()))
        .record(&held.value, &["rank", "from", "to", "note"], &app.ctx)
        .on_save(move |values, ctx| {
            let by = ctx.by();
            let mut mine = held.value.clone();
            values.apply(&mut mine)?;
            let base = values.base(&held).value;
            Ok(vec![save_warned(values, ctx, "Change a need", move |edit| {
                need::edit(edit, &by, pupil, id, &base, mine.clone())
            })])
        });
        forms::open(app, form)
    })
}

/// As [`open_edit`], from a draft.
pub fn resume_edit(_app: &mut App, about: &str) -> Vec<Effect> {
    match read_one(about) {
        Some((pupil, id)) => open_edit(pupil, id),
        None => Vec::new(),
    }
}
