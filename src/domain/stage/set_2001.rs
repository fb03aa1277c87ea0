//! The stages of the Code of Practice of 2001, for the history of older files and for schools abroad that kept them (S0).

use chrono::NaiveDate;

use super::duty::{Proof, StageDuty, duty, proved, school};
use super::{BASE, Stage, StageSet, WATCH_WORDS};
use crate::domain::code::SenCode;

/// Which days the stages were in use.
const VALID: (Option<NaiveDate>, Option<NaiveDate>) =
    (NaiveDate::from_ymd_opt(2002, 1, 1), NaiveDate::from_ymd_opt(2014, 8, 31));

const SOURCE: &str = "S0, one authority's table";

/// The set.
pub(super) const SET: StageSet = StageSet {
    code: "2001",
    label: "Code of 2001",
    stages: STAGES,
    layers: false,
    source: "S0, one authority's table of the SEN Code of Practice 2001",
    note: "History: School Action and Statements ended with the Code of 2015. The census knows K and E only.",
};

const BASIC: &[StageDuty] = &[
    school("curriculum", "Make curriculum and buildings accessible to all pupils", SOURCE),
    school("disability", "Keep the law on disability discrimination", SOURCE),
    school("broad", "Give a broad and balanced curriculum", SOURCE),
    school("safe", "Give a safe and supportive learning environment", SOURCE),
    duty("care-plan", "Make and follow a care plan where one is needed", SOURCE),
    duty("mentor", "Give access to a learning mentor", SOURCE),
    proved("parents-told", "Tell the parents when SEN is first identified", SOURCE, Proof::ParentsTold),
    proved("parents", "Work in partnership with parents and carers", SOURCE, Proof::ParentsHeard),
    proved("pupil-heard", "Make sure that the child's views are heard", SOURCE, Proof::PupilHeard),
    school("report", "Report on the SEN policy to parents each year", SOURCE),
    school("senco", "Appoint a SENCO", SOURCE),
    school("governor", "Appoint a SEN governor", SOURCE),
];

const ACTION: &[StageDuty] = &[
    proved("assess", "Assess needs, learning and behaviour in detail", SOURCE, Proof::Assessed),
    proved("consult", "Consult the parents and inform them about SEN", SOURCE, Proof::ParentsHeard),
    proved("iep", "Prepare an IEP, for the child or a group", SOURCE, Proof::PlanAgreed),
    duty("differentiate", "Differentiate the curriculum", SOURCE),
    duty("care", "Arrange individual care where needed, by a trained assistant", SOURCE),
    proved("reviewed", "Review with child and parents each term, or twice a year", SOURCE, Proof::Reviewed),
    proved("programme", "Use the SEN budget for individual programmes", SOURCE, Proof::Provision),
    duty("equipment", "Use the SEN budget for special equipment where needed", SOURCE),
];

const PLUS: &[StageDuty] = &[
    proved("advice", "Seek advice from professionals outside the school", SOURCE, Proof::SpecialistAsked),
    proved("advice-used", "Make use of that advice", SOURCE, Proof::AdviceUsed),
    duty("specialist", "Give learning programmes from specialists as needed", SOURCE),
];

const ASSESSED: &[StageDuty] = &[
    duty("evidence", "Gather the evidence that progress was not made at School Action Plus", SOURCE),
    proved("requested", "The request for a statutory assessment is made", SOURCE, Proof::Requested),
];

const STATEMENT: &[StageDuty] = &[
    duty("provision", "Give the provision that the Statement names", SOURCE),
    proved("annual", "Hold the annual review of the Statement", SOURCE, Proof::AnnualReview),
];

const IN_LIEU: &[StageDuty] =
    &[duty("note", "Act on the note: needs go on being met at School Action Plus", SOURCE)];

const DELEGATED: &str = "the school, out of the SEN money delegated to it";

/// The table has one answer for statutory assessment and Statement.
const BY_INCIDENCE: &str = "high-incidence needs: the school, out of the SEN money delegated to it; low-incidence needs: the authority";

const MONITORS: &[(&str, &str)] = &[
    ("parents", "IEP reviews; the governors' annual report"),
    (
        "the school",
        "teachers and SEN staff by assessment, targets and IEPs; SENCO; leadership; self-evaluation",
    ),
    ("governors", "reports of head and SENCO; the SEN governor; the finance committee"),
    ("the authority", "the year's review of the self-evaluation; SEN audit; educational psychology"),
    ("inspectors", "inspection of schools and authority"),
];

const STAGES: &[Stage] = &[
    Stage {
        code: "B",
        label: "Basic provision",
        short: "basic",
        order: 0,
        duties: BASIC,
        like: &["W", "U"],
        pays: "the school, out of its own budget",
        monitors: &[
            ("parents", "parents' evenings; the governors' annual report"),
            ("the school", "teachers by assessment and targets; leadership; self-evaluation"),
            ("governors", "reports of the head; the finance committee"),
            ("the authority", "the year's review of the self-evaluation; educational psychology"),
            ("inspectors", "inspection of schools and authority"),
        ],
        valid: VALID,
        words: WATCH_WORDS,
        ..BASE
    },
    Stage {
        code: "A",
        label: "School Action",
        short: "action",
        order: 1,
        census: SenCode::K,
        on_register: true,
        like: &["K", "T"],
        as_well: &["B"],
        duties: ACTION,
        pays: DELEGATED,
        monitors: MONITORS,
        valid: VALID,
        words: &["sa", "early years action", "school early years action"],
        ..BASE
    },
    Stage {
        code: "P",
        label: "School Action Plus",
        short: "plus",
        order: 2,
        census: SenCode::K,
        on_register: true,
        like: &["TP", "K"],
        as_well: &["B", "A"],
        duties: PLUS,
        pays: DELEGATED,
        monitors: MONITORS,
        valid: VALID,
        words: &["sap", "sa plus", "early years action plus"],
        ..BASE
    },
    Stage {
        code: "Q",
        label: "Statutory assessment",
        short: "assess",
        order: 3,
        census: SenCode::K,
        on_register: true,
        like: &["KA", "TP"],
        as_well: &["B", "A", "P"],
        duties: ASSESSED,
        pays: BY_INCIDENCE,
        monitors: MONITORS,
        valid: VALID,
        words: &["school action plus and statutory assessment"],
        ..BASE
    },
    Stage {
        code: "NL",
        label: "Note in lieu",
        short: "in lieu",
        order: 4,
        census: SenCode::K,
        on_register: true,
        like: &["TP", "K"],
        as_well: &["B", "A", "P"],
        duties: IN_LIEU,
        pays: DELEGATED,
        monitors: MONITORS,
        valid: VALID,
        words: &["note in lieu of statement"],
        ..BASE
    },
    Stage {
        code: "S",
        label: "Statement",
        short: "stmt",
        order: 5,
        census: SenCode::E,
        on_register: true,
        like: &["E", "SP"],
        as_well: &["B", "A", "P"],
        duties: STATEMENT,
        pays: BY_INCIDENCE,
        monitors: &[
            ("parents", "IEP reviews; annual reviews; the governors' annual report"),
            (
                "the school",
                "teachers and SEN staff by assessment, targets and IEPs; the annual review; self-evaluation",
            ),
            ("governors", "reports of head and SENCO; the SEN governor; the finance committee"),
            (
                "the authority",
                "the year's review of the self-evaluation; SEN audit; educational psychology; its panel's look at the annual reviews",
            ),
            ("inspectors", "inspection of schools and authority"),
        ],
        valid: VALID,
        words: &["statement of sen", "statemented"],
        ..BASE
    },
];
