//! Changing the stage set: which one, then the rehearsal, in which each old stage has its new one to agree or to alter.
//!
//! Rule: what is shown is the rehearsal; nothing is written before the second form is saved, and then all of it is one change.

use std::time::Duration;

use super::stage::pick;
use crate::actions::stage_set;
use crate::domain::day;
use crate::domain::stage::{self, StageSet};
use crate::domain::words::{plural, plural_as};
use crate::tui::app::App;
use crate::tui::command::{Command, Scope, always};
use crate::tui::effect::{Effect, read};
use crate::tui::forms::{self, Form, FormField, Pick, Values, Wrong};
use crate::tui::save::save_form;
use crate::views::stage_set::{Going, Plan, Rehearsal, rehearse};

/// The command.
pub const COMMANDS: &[Command] = &[Command {
    id: "app.stage_set",
    title: "Change the stage set",
    words: "stages 2015 2001 2026 draft reform layers universal targeted specialist school action statement rehearse code of practice",
    help: "Rehearses going over to another set of stages: who would stand where. Saved, it is one change for all pupils.",
    group: "Program",
    scope: Scope::Global,
    hint: "",
    when: always,
    run: |app, _| ask_set(app),
}];

/// How many names a line of the rehearsal has.
const NAMES: usize = 4;

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Asks which set.
fn ask_set(app: &mut App) -> Vec<Effect> {
    let now = stage::of(&app.ctx.school.settings.stage_set);
    let picks = stage::SETS.iter().map(|set| Pick {
        code: set.code.to_owned(),
        label: if set == now { format!("{} (in force)", set.label) } else { set.label.to_owned() },
    });
    let mut form = Form::new("stage.set_choose", "", "Which stage set? The rehearsal comes first").fleeting();
    for set in stage::SETS {
        let stages: Vec<&str> = set.stages.iter().map(|stage| stage.label).collect();
        form = form.note(format!("{}: {}.", set.label, stages.join(", ")));
    }
    let form = form
        .field(
            FormField::pick("set", "Stage set", picks).required().help("Enter shows who would stand where."),
        )
        .on_save(|values, _| {
            let set = values.text("set");
            // This form must be gone before the next one opens.
            Ok(vec![Effect::Rest {
                name: "stage.set_choose",
                after: Duration::ZERO,
                then: Box::new(move |app| open(app, &set)),
            }])
        });
    app.open(form)
}

/// Reads the register and opens the rehearsal of going over to this set today.
pub fn open(app: &mut App, set: &str) -> Vec<Effect> {
    let plan = match Plan::told(set, app.ctx.own_day(), &[]) {
        Ok(plan) => plan,
        Err(words) => {
            app.refuse(words);
            return Vec::new();
        }
    };
    let school = app.ctx.school.clone();
    let asked = plan.clone();
    vec![read(
        move |snapshot| rehearse(snapshot, &school, &asked),
        move |app, rehearsal| {
            if rehearsal.now == rehearsal.set && rehearsal.count() == 0 {
                app.refuse(format!("“{}” is the stage set already", rehearsal.set.label));
                return Vec::new();
            }
            let form = rehearsed(&plan, &rehearsal);
            forms::open(app, form)
        },
    )]
}

/// As [`open`], from a draft.
pub fn resume(app: &mut App, about: &str) -> Vec<Effect> {
    open(app, about)
}

/// "41 pupils: Ama Otter, Ben Quill and 39 more. They go off the register."
fn who(groups: &[&Going]) -> String {
    let pupils: Vec<&str> =
        groups.iter().flat_map(|one| &one.pupils).map(|pupil| pupil.who.name.as_str()).collect();
    let names = pupils.iter().take(NAMES).copied().collect::<Vec<_>>().join(", ");
    let more = pupils.len().saturating_sub(NAMES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let minds: Vec<String> = groups
        .iter()
        .flat_map(|one| one.minds().into_iter().map(|words| format!(" To {}: {words}.", one.to.label)))
        .collect();
    format!("{}: {names}{more}.{}", plural(number(pupils.len()), "pupil"), minds.concat())
}

fn rehearsed(plan: &Plan, rehearsal: &Rehearsal) -> Form {
    let set: &'static StageSet = plan.set;
    let mut form = Form::new("stage.set", set.code, format!("Rehearsal: over to “{}”", set.label))
        .note(set.note)
        .note(format!(
            "{} over, {} stay. Census codes stay; no letter or cycle begins.",
            plural_as(number(rehearsal.count()), "pupil goes", "pupils go"),
            rehearsal.staying
        ));
    if !rehearsal.no_place.is_empty() {
        let count = plural(number(rehearsal.no_place.len()), "pupil");
        form = form.note(format!("{count} at a stage that no set knows: they stay as they are."));
    }
    let mut olds: Vec<&'static stage::Stage> = Vec::new();
    for going in &rehearsal.going {
        if let Some(old) = stage::find(&going.from)
            && !olds.contains(&old)
        {
            olds.push(old);
        }
    }
    for old in &olds {
        let groups: Vec<&Going> = rehearsal.going.iter().filter(|one| one.from == old.code).collect();
        let picks = set.stages.iter().map(|stage| pick(stage, set));
        let mut field = FormField::pick(old.code, old.label, picks).help(who(&groups));
        if let [one] = groups.as_slice() {
            field = field.text(one.to.code).required();
        } else {
            field.help.push_str(" Left empty, each goes by the census code.");
        }
        form = form.field(field);
    }
    let usual = plan.clone();
    form.field(
        FormField::date("from", "From", true)
            .help("The first day of the new stages; history before it keeps the old ones.")
            .required()
            .text("today"),
    )
    .on_save(move |values, ctx| {
        let plan = told(&usual, &olds, values)?;
        let by = ctx.by();
        let said = format!("The stage set is “{}” from {}", plan.set.label, day::plain(plan.from));
        Ok(vec![save_form(
            values,
            ctx,
            stage_set::ACTION,
            move |edit| stage_set::change(edit, &by, &plan).map(|_| ()),
            move |app, _| {
                let undo = app.ctx.keymap.keys_of("app.undo").into_iter().next();
                let undo = undo.map_or(String::new(), |key| format!(" · {key} takes all of it back"));
                app.tell(format!("Saved: {said}{undo}"));
                Vec::new()
            },
        )])
    })
}

/// The plan as it was altered.
fn told(usual: &Plan, olds: &[&'static stage::Stage], values: &Values) -> Result<Plan, Vec<Wrong>> {
    let Some(from) = values.date("from") else { return Err(vec![Wrong::new("from", "needs a date")]) };
    let mut plan = Plan { from, ..usual.clone() };
    for old in olds {
        let new = values.text(old.code);
        if new.is_empty() {
            continue;
        }
        let Some(to) = plan.set.stage(&new) else {
            return Err(vec![Wrong::new(old.code, "needs one of the list")]);
        };
        plan.map.push((old.code.to_owned(), to));
    }
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::ids::PupilId;
    use crate::tui::testing::Screen;

    fn screen() -> (Screen, PupilId) {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.at_stage(id, "K", "2026-09-07");
        let ben = lab.pupil("Ben", "Quill");
        lab.at_stage(ben, "W", "2026-09-07");
        (Screen::at(lab, Scope::Register), id)
    }

    #[test]
    fn the_rehearsal_comes_first_and_is_altered_before_it_is_real() {
        let (mut screen, id) = screen();
        screen.run("app.stage_set");
        screen.write("draft");
        screen.press(&["Enter"]);
        insta::assert_snapshot!(screen.pane(80, 22), @r#"
         Rehearsal: over to “Draft of 2026”
         A draft. The law has not changed: each pupil keeps the census code, and with
         an EHC plan all that goes with it.
         2 pupils go over, 0 stay. Census codes stay; no letter or cycle begins.

        › Watch list   Universal (draft)
          SEN support  Targeted (draft)
          From         today

          [Save]  C-s



         ──────────────────────────────────────────────────────────────────────────────
         1 pupil: Ben Quill.
         ›1 Universal (draft)   2 Targeted (draft)   3 Targeted plus (draft)
          4 Specialist (draft)
        "#);
        assert_eq!(screen.lab.file(id).stages.len(), 1, "nothing is written yet");
        // The second stage is SEN support: it goes to the layer above the usual one.
        screen.press(&["Tab"]);
        screen.write("plus");
        screen.press(&["C-s"]);
        assert_eq!(
            screen.notice(),
            "Saved: The stage set is “Draft of 2026” from 21 Nov 2026 · u takes all of it back"
        );
        let open = screen.lab.file(id).stage().unwrap().value.clone();
        assert_eq!((open.stage.as_str(), open.from), ("TP", date("2026-11-21")));
        screen.press(&["b", "b"]);
        let text = screen.text(80, 24);
        assert!(text.contains("Targeted plus (draft) ─") && text.contains("Universal (draft) ─"), "{text}");
        screen.run("app.undo");
        let text = screen.text(80, 24);
        assert_eq!(screen.lab.file(id).stages.len(), 1, "{text}");
    }

    #[test]
    fn the_set_in_force_is_no_change_and_forms_offer_it() {
        let (mut screen, _) = screen();
        screen.run("app.stage_set");
        screen.write("2015");
        screen.press(&["Enter"]);
        assert!(screen.notice().contains("“Code of 2015” is the stage set already"), "{}", screen.notice());
        screen.run("app.stage_set");
        screen.write("2001");
        screen.press(&["Enter", "C-s"]);
        screen.press(&["s"]);
        let text = screen.text(80, 24);
        assert!(text.contains("School Action Plus (K)") && !text.contains("SEN support (K)"), "{text}");
    }
}
