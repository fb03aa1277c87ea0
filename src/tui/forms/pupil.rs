//! Forms about who a pupil is: add one, change the profile, end the file, bring a leaver back.
//!
//! Rule: a second file for a child who has one is refused by the action, unless "another child" is ticked.

use super::about::{read_pupils, save_warned, save_warned_then, whom, with_file, with_files, write_pupils};
use super::need::need_picks;
use super::stage::stage_picks;
use crate::actions::staff::{self, Adult};
use crate::actions::{Warnings, need, pupil, stage};
use crate::domain::code::SenType;
use crate::domain::file::PupilFile;
use crate::domain::ids::PupilId;
use crate::domain::pupil::Pupil;
use crate::store::{Edit, Refused};
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Form, FormField, Values, Wrong};
use crate::tui::panes::register::RegisterPane;

/// The profile's fields, the first ones needed for any pupil.
const FIRST: &[&str] = &["forename", "surname", "known_as", "born", "upn", "year", "class", "site"];
const REST: &[&str] = &[
    "key_person",
    "sex",
    "pupil_premium",
    "eal",
    "sen_unit",
    "resourced",
    "ethnicity",
    "school_number",
    "former_upn",
    "note",
];

fn another_child() -> FormField {
    FormField::flag("anyway", "Another child")
        .help("Yes saves even if somebody on file has the same UPN, or the same name and date of birth.")
        .text("no")
}

/// The profile as typed. A new name as key person is added to the staff when it is saved.
fn typed(values: &Values, from: &Pupil) -> Result<(Pupil, Option<Adult>), Vec<Wrong>> {
    let mut mine = from.clone();
    values.apply(&mut mine)?;
    let named = values.adult("key_person").filter(|adult| matches!(adult, Adult::Named(_)));
    Ok((mine, named))
}

fn with_key_person(edit: &mut Edit<'_>, mut who: Pupil, named: Option<&Adult>) -> Result<Pupil, Refused> {
    if let Some(id) = staff::resolve_opt(edit, named)? {
        who.key_person = Some(id);
    }
    Ok(who)
}

/// Opens the form that adds a pupil, with stage and main need if they have one already.
pub fn open_add(app: &mut App) -> Vec<Effect> {
    let ctx = &app.ctx;
    let blank = Pupil { site: ctx.site, ..Pupil::default() };
    let form = Form::new("pupil.add", "", "Add a pupil")
        .record(&blank, FIRST, ctx)
        .field(
            FormField::pick("stage", "Stage", stage_picks(false, ctx))
                .help("Where the pupil stands; empty for no SEN. The watch list is a stage too."),
        )
        .field(
            FormField::pick("need", "Main need", need_picks())
                .help("A code or a few letters of its name; may be empty."),
        )
        .field(FormField::date("since", "Since", true).help("The first day at the stage.").text("today"))
        .record(&blank, REST, ctx)
        .field(another_child())
        .on_save(move |values, ctx| {
            let by = ctx.by();
            let (who, named) = typed(values, &blank)?;
            let since = values.date("since").unwrap_or(by.today);
            let to = Some(values.text("stage")).filter(|code| !code.is_empty());
            let main = SenType::parse(&values.text("need"));
            let anyway = values.flag("anyway");
            let at_stage = to.is_some();
            let act = move |edit: &mut Edit<'_>| {
                let who = with_key_person(edit, who.clone(), named.as_ref())?;
                let (id, mut warnings) = pupil::add(edit, &by, who, anyway)?;
                if let Some(main) = main {
                    let new = need::New { from: Some(since), ..need::New::of(main) };
                    warnings.extend(need::add(edit, &by, id, &new)?.1);
                }
                if to.is_some() {
                    let change =
                        stage::Change { to: to.clone(), census: None, from: since, reason: String::new() };
                    warnings.extend(stage::change(edit, &by, id, &change)?);
                }
                Ok((warnings, id))
            };
            Ok(vec![save_warned_then(values, ctx, "Add a pupil", act, move |app, id| {
                if let Some(pane) = app.pane_mut::<RegisterPane>() {
                    pane.go_to(id, at_stage);
                }
            })])
        });
    forms::open(app, form)
}

/// As [`open_add`], from a draft.
pub fn resume_add(app: &mut App, _about: &str) -> Vec<Effect> {
    open_add(app)
}

/// Opens the form that changes who a pupil is. `field` has the cursor, if the form has it.
pub fn open_edit(pupil: PupilId, field: Option<&'static str>) -> Vec<Effect> {
    with_file(pupil, move |app, file| edit(app, file, field))
}

/// As [`open_edit`], from a draft.
pub fn resume_edit(_app: &mut App, about: &str) -> Vec<Effect> {
    match read_pupils(about).first() {
        Some(pupil) => open_edit(*pupil, None),
        None => Vec::new(),
    }
}

fn edit(app: &mut App, file: PupilFile, field: Option<&'static str>) -> Vec<Effect> {
    let ctx = &app.ctx;
    let held = file.pupil.clone();
    let id = file.id;
    let mut form = Form::new("pupil.edit", write_pupils(&[id]), "Change the profile");
    form = whom(form, std::slice::from_ref(&file)).record(&held.value, FIRST, ctx).record(
        &held.value,
        REST,
        ctx,
    );
    if held.left.is_some() {
        form = form.record(&held.value, &["left", "left_for"], ctx);
    }
    form = form.field(another_child());
    if let Some(field) = field {
        form = form.start_at(field);
    }
    let form = form.on_save(move |values, ctx| {
        let by = ctx.by();
        let (mine, named) = typed(values, &held.value)?;
        let base = values.base(&held).value;
        let anyway = values.flag("anyway");
        Ok(vec![save_warned(values, ctx, "Change a profile", move |edit| {
            let mine = with_key_person(edit, mine.clone(), named.as_ref())?;
            pupil::edit(edit, &by, id, &base, mine, anyway)
        })])
    });
    forms::open(app, form)
}

/// Opens the form that ends the files of leavers.
pub fn open_end(pupils: Vec<PupilId>) -> Vec<Effect> {
    with_files(pupils, |app, files| {
        let on_roll: Vec<PupilFile> = files.into_iter().filter(|file| file.pupil.left.is_none()).collect();
        if on_roll.is_empty() {
            app.refuse("Already a leaver");
            return Vec::new();
        }
        let pupils: Vec<PupilId> = on_roll.iter().map(|file| file.id).collect();
        let title = if pupils.len() == 1 {
            "The pupil leaves".to_owned()
        } else {
            format!("{} pupils leave", pupils.len())
        };
        let form = whom(Form::new("pupil.end", write_pupils(&pupils), title), &on_roll)
            .note("The file is kept. Provision ends that day; reviews after it are called off.")
            .field(
                FormField::date("left", "Last day", true)
                    .help("The last day on roll.")
                    .required()
                    .text("today"),
            )
            .field(
                FormField::line("left_for", "Left for").help("Where to, and why: Elm School, moved house."),
            )
            .on_save(move |values, ctx| {
                let by = ctx.by();
                let Some(last) = values.date("left") else {
                    return Err(vec![Wrong::new("left", "needs a date")]);
                };
                let left_for = values.text("left_for");
                let pupils = pupils.clone();
                Ok(vec![save_warned(values, ctx, "End the files of leavers", move |edit| {
                    for id in &pupils {
                        pupil::end(edit, &by, *id, last, &left_for)?;
                    }
                    Ok(Warnings::new())
                })])
            });
        forms::open(app, form)
    })
}

/// As [`open_end`], from a draft.
pub fn resume_end(_app: &mut App, about: &str) -> Vec<Effect> {
    open_end(read_pupils(about))
}

/// Opens the form that brings leavers back on roll.
pub fn open_back(pupils: Vec<PupilId>) -> Vec<Effect> {
    with_files(pupils, |app, files| {
        let left: Vec<PupilFile> = files.into_iter().filter(|file| file.pupil.left.is_some()).collect();
        if left.is_empty() {
            app.refuse("Still on roll: only a leaver can be brought back");
            return Vec::new();
        }
        let pupils: Vec<PupilId> = left.iter().map(|file| file.id).collect();
        let form = whom(Form::new("pupil.back", write_pupils(&pupils), "Bring back on roll"), &left)
            .note("The stage goes on from that day. Reviews and provision are agreed anew.")
            .field(
                FormField::date("from", "First day back", true)
                    .help("The first day on roll again.")
                    .required()
                    .text("today"),
            )
            .on_save(move |values, ctx| {
                let by = ctx.by();
                let Some(from) = values.date("from") else {
                    return Err(vec![Wrong::new("from", "needs a date")]);
                };
                let pupils = pupils.clone();
                Ok(vec![save_warned(values, ctx, "Bring back on roll", move |edit| {
                    for id in &pupils {
                        pupil::bring_back(edit, &by, *id, from)?;
                    }
                    Ok(Warnings::new())
                })])
            });
        forms::open(app, form)
    })
}

/// As [`open_back`], from a draft.
pub fn resume_back(_app: &mut App, about: &str) -> Vec<Effect> {
    open_back(read_pupils(about))
}
