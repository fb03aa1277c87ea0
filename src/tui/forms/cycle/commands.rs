//! The commands about referrals and plans, in every list that has pupils in it.
//!
//! Rule: they ask the pane shown whom they are about. What a pupil lacks for one, a plan or a referral, is said once their file
//! has been read.

use crate::domain::ids::Kind;
use crate::tui::app::App;
use crate::tui::command::{Command, Scope};
use crate::tui::effect::Effect;
use crate::tui::forms::{case, referral};
use crate::tui::panes::pupil::open_plan;
use crate::tui::panes::{one, some, with_one};
use crate::views::cycle::Step;

const fn about(
    id: &'static str,
    title: &'static str,
    words: &'static str,
    help: &'static str,
    when: fn(&App) -> Result<(), String>,
    run: fn(&mut App, usize) -> Vec<Effect>,
) -> Command {
    Command { id, title, words, help, group: "Plans and targets", scope: Scope::List, hint: "", when, run }
}

/// In the order of the help.
pub const COMMANDS: &[Command] = &[
    Command {
        hint: "plan",
        ..about(
            "pupil.cycle",
            "Open the plan",
            "iep my plan isp cycle assess plan do review graduated approach targets outcomes",
            "Shows the pupil's plan: evidence, targets, review, and what is missing. Once more, where no plan runs, begins one.",
            one,
            |app, _| with_one(app, open_plan),
        )
    },
    Command {
        hint: "target",
        ..about(
            "pupil.target",
            "Add a target",
            "aim outcome goal smart new plan iep",
            "Adds a target to the pupil's plan: type the aim and save.",
            one,
            |app, _| with_one(app, |_, pupil| super::open_add(pupil)),
        )
    },
    about(
        "pupil.cycle_begin",
        "Begin a cycle: assess",
        "new plan iep my plan assess start round graduated approach evidence",
        "Begins a cycle for the pupil, or for all that are marked: which plan, and which evidence was drawn on.",
        some,
        |app, _| super::open_begin(app.pupils()),
    ),
    about(
        "pupil.cycle_assess",
        "Tick the evidence",
        "assess sources teacher parents views progress peers outside advice cycle",
        "Which sources the assessment drew on, on which day, and what each said.",
        one,
        |app, _| with_one(app, |_, pupil| super::open_running(pupil, Step::Assess)),
    ),
    about(
        "pupil.cycle_plan",
        "Write the plan",
        "agree plan agreed adjustments impact expected review date staff told strengths concerns iep cycle",
        "The fields of the plan, the day it was agreed, its review date, and who was told.",
        one,
        |app, _| with_one(app, |_, pupil| super::open_running(pupil, Step::Plan)),
    ),
    about(
        "pupil.cycle_close",
        "Close the cycle and open the next",
        "review plan outcomes targets met finish end next round carry over cycle",
        "Judges the targets, records the review with the voices, and opens the next plan with what carries over.",
        one,
        |app, _| with_one(app, |_, pupil| super::open_running(pupil, Step::Review)),
    ),
    about(
        "pupil.refer",
        "Refer a pupil",
        "referral concern worry new raise send pastoral appendix",
        "Raises a concern about the pupil: why, what was tried, how progress is slow, what parents and child say.",
        one,
        |app, _| with_one(app, |_, pupil| case::open_begin(Kind::Referral, vec![pupil])),
    ),
    about(
        "pupil.decide",
        "Decide the referral",
        "outcome concern sen support watch list no action review referral",
        "What the pupil's referral leads to: SEN support, the watch list, no action, or other help.",
        one,
        |app, _| with_one(app, |_, pupil| referral::open_first(pupil)),
    ),
];
