//! The layers of the reform that is being drafted, to try out before it is law.
//!
//! Rule: worded as a draft throughout. The law has not changed: the layers sit beside the census code, and whoever comes to one
//! keeps the code.

use super::duty::{Proof, StageDuty, duty, proved};
use super::{BASE, Stage, StageSet, WATCH_WORDS};
use crate::domain::code::SenCode;

const SOURCE: &str = "the 2026 draft reform as generally understood: not law";

/// The set.
pub(super) const SET: StageSet = StageSet {
    code: "2026-draft",
    label: "Draft of 2026",
    stages: STAGES,
    layers: true,
    source: "the 2026 draft reform as generally understood: not law, and its layers may change",
    note: "A draft. The law has not changed: each pupil keeps the census code, and with an EHC plan all that goes with it.",
};

const UNIVERSAL: &[StageDuty] = &[
    duty("teaching", "Teaching and a school that include all, as the draft has it", SOURCE),
    proved("parents-heard", "Talk with the parents and hear what they say", "Code 6.45", Proof::ParentsHeard),
];

const TARGETED: &[StageDuty] = &[
    proved("need", "Say which need it is, the main one first", "S1 ¶7", Proof::Need),
    proved(
        "parents-told",
        "Tell the parents formally that SEN support begins",
        "Code 6.48",
        Proof::ParentsTold,
    ),
    proved("isp", "Agree a plan; the draft calls it an ISP", SOURCE, Proof::PlanAgreed),
    proved("staff-told", "Tell all who work with the child", "Code 6.49", Proof::StaffTold),
    proved("provision", "Give support that meets the outcomes sought", "Code 6.50", Proof::Provision),
    proved("reviewed", "Review with child and parents, this year", "Code 6.53, S1 ¶11", Proof::Reviewed),
    proved("pupil-heard", "Have the child's own views on file, this year", "Code 6.54", Proof::PupilHeard),
];

const PLUS: &[StageDuty] = &[
    proved("specialist", "Involve a specialist", "Code 6.59", Proof::SpecialistAsked),
    proved(
        "shared",
        "Share with parents and staff what the specialist says",
        "Code 6.59",
        Proof::ReportShared,
    ),
];

const SPECIALIST: &[StageDuty] = &[
    duty("package", "Give the specialist provision, as the draft has it", SOURCE),
    proved(
        "annual",
        "With an EHC plan: hold the annual review, this year",
        "Children and Families Act 2014, s.44",
        Proof::AnnualReview,
    ),
];

const PAYS: &str = "as now: the draft does not settle it";

const MONITORS: &[(&str, &str)] = &[
    ("parents", "reviews at least three times a year (S1 ¶11)"),
    ("the school", "SENCO and class teacher, each review (Code 6.54)"),
];

const STAGES: &[Stage] = &[
    Stage {
        code: "U",
        label: "Universal (draft)",
        short: "univ.",
        order: 0,
        duties: UNIVERSAL,
        like: &["W", "B"],
        pays: PAYS,
        monitors: &[("the school", "class teacher and SENCO, as often as the school says")],
        words: WATCH_WORDS,
        ..BASE
    },
    Stage {
        code: "T",
        label: "Targeted (draft)",
        short: "target",
        order: 1,
        census: SenCode::K,
        on_register: true,
        duties: TARGETED,
        like: &["K", "A"],
        pays: PAYS,
        monitors: MONITORS,
        words: &["targeted"],
        ..BASE
    },
    Stage {
        code: "TP",
        label: "Targeted plus (draft)",
        short: "target+",
        order: 2,
        census: SenCode::K,
        on_register: true,
        as_well: &["T"],
        duties: PLUS,
        like: &["P", "K"],
        pays: PAYS,
        monitors: MONITORS,
        words: &["targeted plus"],
        ..BASE
    },
    Stage {
        code: "SP",
        label: "Specialist (draft)",
        short: "special",
        order: 3,
        census: SenCode::E,
        on_register: true,
        as_well: &["T", "TP"],
        duties: SPECIALIST,
        like: &["E", "S"],
        pays: PAYS,
        monitors: &[
            ("parents", "reviews, and the annual review"),
            ("the authority", "the annual review, where there is an EHC plan"),
        ],
        words: &["specialist"],
        ..BASE
    },
];
