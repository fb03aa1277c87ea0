//! What can be done about the pupils chosen, in every list that has pupils in it; and about a line of the Pupil view.
//!
//! Rule: the commands ask the pane shown whom they are about, and never which pane it is, so that they work in all.

use super::PupilPane;
use crate::domain::ids::{Key, Kind, PupilId};
use crate::tui::app::App;
use crate::tui::command::{Command, Scope, always};
use crate::tui::effect::Effect;
use crate::tui::forms;
use crate::tui::panes::{one, some, with_one};
use crate::views::cycle::Step;
use crate::views::pupil::Part;
use crate::views::subject::Target;

const GROUP: &str = "Pupils";

const fn about(
    id: &'static str,
    title: &'static str,
    words: &'static str,
    help: &'static str,
    hint: &'static str,
    when: fn(&App) -> Result<(), String>,
    run: fn(&mut App, usize) -> Vec<Effect>,
) -> Command {
    Command { id, title, words, help, group: GROUP, scope: Scope::List, hint, when, run }
}

/// The commands about pupils.
pub const COMMANDS: &[Command] = &[
    Command {
        id: "pupil.line",
        title: "See to this line",
        words: "edit change record correct enter do",
        help: "Records what is due, changes a need, corrects a stage or the profile: whatever the line under the cursor shows.",
        group: GROUP,
        scope: Scope::Pupil,
        hint: "see to it",
        when: |app| match app.pane_ref::<PupilPane>() {
            Some(pane) if pane.line().is_some() => Ok(()),
            _ => Err("no line is selected".to_owned()),
        },
        run: |app, _| see_to(app),
    },
    about(
        "pupil.open",
        "Open the pupil's file",
        "show view profile details child go to",
        "Shows the pupil's whole file: what is due, needs, stages, provision, reviews, contacts, profile.",
        "open",
        |app| if app.scope() == Scope::Pupil { Err("this is the pupil's file".to_owned()) } else { one(app) },
        |app, _| with_one(app, |app, pupil| app.go_to_pupil(Scope::Pupil, pupil)),
    ),
    about(
        "pupil.checklist",
        "Tick the stage's checklist",
        "duties of the stage obliges school who pays monitors done tick list",
        "Shows what the pupil's stage obliges the school to do, what of it is on file, and ticks the rest.",
        "",
        one,
        |app, _| with_one(app, open_checklist),
    ),
    about(
        "pupil.timeline",
        "Open the pupil's timeline",
        "story history chronology events notes contacts go to",
        "Shows the pupil's story, newest first.",
        "timeline",
        |app| {
            if app.scope() == Scope::Timeline {
                Err("this is the pupil's timeline".to_owned())
            } else {
                one(app)
            }
        },
        |app, _| with_one(app, |app, pupil| app.go_to_pupil(Scope::Timeline, pupil)),
    ),
    about(
        "pupil.review",
        "Record a review",
        "held meeting outcome progress parents termly plan iep annual",
        "Records the review that is agreed next, or one that was not planned, and agrees the one after it.",
        "review",
        one,
        |app, _| with_one(app, forms::review::open_for_pupil),
    ),
    about(
        "pupil.plan",
        "Agree a review",
        "plan schedule date next arrange appointment transition",
        "Agrees a review for the pupil, or one for each that is marked.",
        "",
        some,
        |app, _| forms::agree::open_agree(app.pupils()),
    ),
    about(
        "pupil.passport",
        "Passport",
        "one page profile strengths matters helps avoid write change inclusion",
        "Writes the pupil's passport, or opens the one in force to change it or to write it anew.",
        "",
        one,
        |app, _| with_one(app, |_, pupil| forms::passport::open(pupil)),
    ),
    about(
        "pupil.passport_anew",
        "Write the passport anew",
        "one page profile new replace inclusion",
        "Writes a new passport in place of the one in force, which is kept.",
        "",
        one,
        |app, _| with_one(app, |_, pupil| forms::passport::open_anew(pupil)),
    ),
    about(
        "pupil.voice",
        "Keep somebody's words",
        "voice view views pupil child parent mum dad said opinion wishes feelings",
        "Keeps what the pupil or a parent said, in their words, with its day; it stands with the plan that runs.",
        "",
        one,
        |app, _| with_one(app, |_, pupil| forms::voice::open(pupil)),
    ),
    about(
        "pupil.stage",
        "Change the stage",
        "sen support register watch list ehc plan k e n code move on off add remove level",
        "Brings the pupil, or all that are marked, to another stage or off the register, from a day on.",
        "stage",
        some,
        |app, _| forms::stage::open_change(app.pupils()),
    ),
    about(
        "pupil.needs",
        "Settle the needs",
        "need type slcn asd semh spld mld primary main second rank area",
        "Says which needs the pupil has, the main one first. What goes ends; what comes begins; the history stays.",
        "needs",
        one,
        |app, _| with_one(app, |_, pupil| forms::need::open_set(pupil)),
    ),
    about(
        "pupil.edit",
        "Change the profile",
        "edit name class year upn date of birth site premium eal correct",
        "Changes who the pupil is: names, date of birth, UPN, year, class, site, flags. On a case of the Pupil view, the case.",
        "edit",
        one,
        |app, _| match case_here(app) {
            Some(key) if key.kind == Kind::Passport => forms::passport::open_held(key.pupil, key.id),
            Some(case) => forms::case::open_edit(case),
            None => with_one(app, |_, pupil| forms::pupil::open_edit(pupil, None)),
        },
    ),
    about(
        "pupil.add",
        "Add a pupil",
        "new child create register admit start join",
        "Adds a pupil, with stage and main need if they have one already.",
        "add",
        always,
        |app, _| forms::pupil::open_add(app),
    ),
    about(
        "pupil.end",
        "The pupil leaves",
        "leaver left end remove delete move away transfer off roll",
        "Ends the file of the pupil, or of all that are marked, on a day. Nothing is deleted.",
        "leaves",
        some,
        |app, _| forms::pupil::open_end(app.pupils()),
    ),
    about(
        "pupil.back",
        "Bring a leaver back",
        "return readmit re-admit rejoin on roll again undo leaver",
        "Brings a leaver back on roll from a day on; the stage goes on, the time away shows.",
        "",
        some,
        |app, _| forms::pupil::open_back(app.pupils()),
    ),
];

/// Does what is to be done about the line under the cursor.
fn see_to(app: &mut App) -> Vec<Effect> {
    let Some(pane) = app.pane_ref::<PupilPane>() else { return Vec::new() };
    let (Some(pupil), Some((part, line))) = (pane.whose(), pane.line()) else { return Vec::new() };
    let (about, field, duty) = (line.about, line.field, line.duty);
    match (part, about, duty) {
        (Part::Due | Part::Reviews, Some(about), Some(duty)) => {
            forms::review::open_targets(app, vec![Target { about, duty }])
        }
        (Part::Cases, Some(key), _) => forms::case::open_edit(key),
        (Part::Referrals, Some(key), _) => forms::referral::open_decide(pupil, key.id),
        (Part::Plan, about, _) => plan_line(app, pupil, about, field),
        (Part::Passport, Some(key), _) => forms::passport::open_held(pupil, key.id),
        (Part::Passport, None, _) => forms::passport::open(pupil),
        (Part::Voices, Some(key), _) if key.kind == Kind::Review => app.go_to_pupil(Scope::Timeline, pupil),
        (Part::Voices, Some(key), _) => forms::case::open_edit(key),
        (Part::Voices, None, _) => forms::voice::open(pupil),
        (Part::Reviews | Part::Recent, Some(_), _) => app.go_to_pupil(Scope::Timeline, pupil),
        (Part::Reviews | Part::Due, None, _) => forms::agree::open_agree(vec![pupil]),
        (Part::Needs, Some(key), _) => forms::need::open_edit(pupil, key.id),
        (Part::Needs, None, _) => forms::need::open_set(pupil),
        (Part::Stages, Some(key), _) => forms::stage::open_correct(pupil, key.id),
        (Part::Stages, None, _) => forms::stage::open_change(vec![pupil]),
        (Part::Checklist, _, _) => field.map(|key| forms::stage_check::open(pupil, key)).unwrap_or_default(),
        (Part::Provision, _, _) => app.go(Scope::Provision),
        (Part::Recent, None, _) => app.go_to_pupil(Scope::Timeline, pupil),
        _ => forms::pupil::open_edit(pupil, field),
    }
}

/// Opens the form of a line of the plan: a target, a step of the cycle, a field of the plan.
fn plan_line(app: &mut App, pupil: PupilId, about: Option<Key>, field: Option<&'static str>) -> Vec<Effect> {
    let Some(key) = about else {
        if field == Some(Step::Begin.code()) {
            return forms::cycle::open_begin(vec![pupil]);
        }
        app.refuse("This is advice: nothing is to be done about it");
        return Vec::new();
    };
    if key.kind == Kind::Target {
        return forms::cycle::open_target(key);
    }
    match field {
        None => forms::cycle::open_edit(key),
        Some("no targets") => forms::cycle::open_add(pupil),
        Some("no plan") => forms::cycle::open_step(key, Step::Plan, Some("agreed")),
        Some("no assess") => forms::cycle::open_step(key, Step::Assess, Some("pupil")),
        Some("no review") => forms::cycle::open_step(key, Step::Review, None),
        Some(name) => match Step::parse(name) {
            Some(step) => forms::cycle::open_step(key, step, None),
            None => forms::cycle::open_step(key, Step::Plan, Some(name)),
        },
    }
}

/// Shows a pupil's plan on the Pupil view. Where the cursor stands there already and no plan runs, begins one.
pub fn open_plan(app: &mut App, pupil: PupilId) -> Vec<Effect> {
    if app.scope() == Scope::Pupil
        && let Some((Part::Plan, line)) = app.pane_ref::<PupilPane>().and_then(PupilPane::line)
        && line.field == Some(Step::Begin.code())
    {
        return forms::cycle::open_begin(vec![pupil]);
    }
    let effects = app.go_to_pupil(Scope::Pupil, pupil);
    if let Some(pane) = app.pane_mut::<PupilPane>() {
        pane.go_to_part(Part::Plan);
    }
    effects
}

/// Shows the checklist of the pupil's stage.
fn open_checklist(app: &mut App, pupil: PupilId) -> Vec<Effect> {
    let effects = app.go_to_pupil(Scope::Pupil, pupil);
    if let Some(pane) = app.pane_mut::<PupilPane>() {
        pane.go_to_part(Part::Checklist);
    }
    effects
}

/// The case under the cursor of the Pupil view; an annual review counts as one.
fn case_here(app: &App) -> Option<Key> {
    let pane = app.pane_ref::<PupilPane>().filter(|_| app.scope() == Scope::Pupil)?;
    let (part, line) = pane.line()?;
    line.about.filter(|key| match part {
        Part::Cases | Part::Referrals | Part::Plan | Part::Due => forms::case::is_case(*key),
        Part::Passport => true,
        Part::Voices => key.kind != Kind::Review,
        _ => part == Part::Reviews && line.steps && key.kind == Kind::Review,
    })
}
