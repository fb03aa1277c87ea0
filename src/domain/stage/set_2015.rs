//! The stages since the Code of Practice of 2015, with a watch list before them.

use chrono::NaiveDate;

use super::duty::{Proof, StageDuty, duty, proved};
use super::{BASE, Stage, StageSet, WATCH_WORDS};
use crate::domain::code::SenCode;

/// Since the Children and Families Act came into force.
const SINCE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2014, 9, 1);

/// Who pays for SEN support.
const SCHOOL_PAYS: &str = "the school, out of its own budget, up to £6,000 a pupil a year; above it, in one authority, its high needs money (S1 ¶14)";

/// The set.
pub(super) const SET: StageSet = StageSet {
    code: "2015",
    label: "Code of 2015",
    stages: STAGES,
    layers: false,
    source: "SEND Code of Practice 2015, chapters 6 and 9; the watch list is the school's own",
    note: "What the law has now: SEN support, then an EHC plan where it is needed.",
};

const WATCH: &[StageDuty] = &[
    proved(
        "parents-heard",
        "Talk with the parents and hear what they say",
        "Code 6.45, S1 ¶5",
        Proof::ParentsHeard,
    ),
    duty("tests", "Look at progress: peers, own rate, gap not closing, gap widening", "S3 §5.2"),
    duty("teaching", "High quality teaching aimed at what is weak, before anything else", "S1 ¶5 and ¶8"),
    duty("not-sen", "Ask whether something other than SEN explains it", "S1 ¶6"),
];

const SUPPORT: &[StageDuty] = &[
    proved("need", "Say which need it is, the main one first", "S1 ¶7", Proof::Need),
    proved("assess", "Assess: a clear analysis of the child's needs", "Code 6.45", Proof::Assessed),
    proved(
        "parents-told",
        "Tell the parents formally that SEN support begins",
        "Code 6.48",
        Proof::ParentsTold,
    ),
    proved("plan", "Agree the plan with parents and child", "Code 6.48", Proof::PlanAgreed),
    proved("review-date", "Agree a clear date for review", "Code 6.48", Proof::ReviewAgreed),
    proved("staff-told", "Tell all who work with the child", "Code 6.49", Proof::StaffTold),
    proved("provision", "Give support that meets the outcomes sought", "Code 6.50", Proof::Provision),
    proved("reviewed", "Review with child and parents, this year", "Code 6.53, S1 ¶11", Proof::Reviewed),
    proved("pupil-heard", "Have the child's own views on file, this year", "Code 6.54", Proof::PupilHeard),
];

const ASSESSMENT: &[StageDuty] = &[
    proved("specialist", "Involve a specialist", "Code 6.59", Proof::SpecialistAsked),
    proved(
        "cycle",
        "Evidence of the action taken: a cycle gone through is such, no condition",
        "Code 6.63",
        Proof::CycleCompleted,
    ),
    proved("requested", "The request is with the authority", "SEND Regulations 2014", Proof::Requested),
    proved(
        "advice",
        "Give the school's advice within 6 weeks of being asked",
        "SEND Regulations 2014, reg 8",
        Proof::Advised,
    ),
];

const PLAN: &[StageDuty] = &[
    proved(
        "plan-on-file",
        "Have the EHC plan on file, with its date",
        "practice: its reviews are counted from that date",
        Proof::PlanOnFile,
    ),
    duty("delivered", "Give the provision that the plan names", "practice"),
    proved(
        "annual",
        "Hold the annual review, this year",
        "Children and Families Act 2014, s.44",
        Proof::AnnualReview,
    ),
    proved(
        "report",
        "Send its report to all and to the authority",
        "practice, as generally understood",
        Proof::AnnualReport,
    ),
    proved("need", "Say which need it is, the main one first", "S1 ¶7", Proof::Need),
    proved("staff-told", "Tell all who work with the child", "Code 6.49", Proof::StaffTold),
    proved("reviewed", "Review with child and parents, this year", "S1 ¶11", Proof::Reviewed),
    proved("pupil-heard", "Have the child's own views on file, this year", "Code 6.54", Proof::PupilHeard),
];

const MONITORS: &[(&str, &str)] = &[
    ("parents", "reviews at least three times a year (S1 ¶11)"),
    ("the school", "SENCO and class teacher, each review (Code 6.54)"),
];

const STAGES: &[Stage] = &[
    Stage {
        code: "W",
        label: "Watch list",
        short: "watch",
        order: 0,
        duties: WATCH,
        pays: "the school, out of its own budget",
        monitors: &[("the school", "class teacher and SENCO, as often as the school says")],
        words: WATCH_WORDS,
        ..BASE
    },
    Stage {
        code: "K",
        label: "SEN support",
        short: "support",
        order: 1,
        census: SenCode::K,
        on_register: true,
        like: &["A", "T"],
        duties: SUPPORT,
        pays: SCHOOL_PAYS,
        monitors: MONITORS,
        valid: (SINCE, None),
        words: &["send support", "support"],
        ..BASE
    },
    Stage {
        code: "KA",
        label: "Assessment requested",
        short: "assess",
        order: 2,
        census: SenCode::K,
        on_register: true,
        like: &["Q", "TP"],
        as_well: &["K"],
        duties: ASSESSMENT,
        pays: SCHOOL_PAYS,
        monitors: MONITORS,
        valid: (SINCE, None),
        words: &[
            "ehc assessment",
            "ehc needs assessment",
            "ehcna",
            "ehc requested",
            "ehcp requested",
            "ehc assessment requested",
            "ehcp assessment requested",
            "ehc needs assessment requested",
            "statutory assessment",
        ],
        ..BASE
    },
    Stage {
        code: "E",
        label: "EHC plan",
        short: "EHC",
        order: 3,
        census: SenCode::E,
        on_register: true,
        like: &["S", "SP"],
        duties: PLAN,
        pays: "the school up to £6,000 a pupil a year; above it, in one authority, its high needs money (S1 ¶14)",
        monitors: &[
            ("parents", "reviews, and the annual review"),
            ("the authority", "the annual review of the plan (Code 6.56)"),
        ],
        valid: (SINCE, None),
        words: &["ehc", "ehcp", "education health and care plan"],
        ..BASE
    },
];
