//! How cases begin: a row a kind, with the few fields that are asked, and its command.

use std::time::Duration;

use crate::domain::file::PupilFile;
use crate::domain::ids::{Kind, PupilId};
use crate::tui::app::App;
use crate::tui::command::{Command, Scope, always};
use crate::tui::effect::Effect;
use crate::tui::forms::about::{whom, with_files};
use crate::tui::forms::{Form, FormField, Pick};
use crate::tui::panes::nobody;
use crate::tui::panes::pupil::PupilPane;

/// One kind of case as it is begun.
pub(super) struct Row {
    pub(super) kind: Kind,
    /// Whether it stands in the school's own file.
    pub(super) school: bool,
    /// The letter or word that picks it.
    code: &'static str,
    /// What the form and the list are called.
    pub(super) title: &'static str,
    /// The fields asked at the beginning, in this order.
    pub(super) keys: &'static [&'static str],
}

const fn row(kind: Kind, code: &'static str, title: &'static str, keys: &'static [&'static str]) -> Row {
    Row { kind, school: false, code, title, keys }
}

/// Every way to begin one, a pupil's first.
pub(super) const ROWS: &[Row] = &[
    row(
        Kind::Assessment,
        "needs",
        "EHC needs assessment: request received",
        &["received", "requester", "note", "lead"],
    ),
    row(Kind::EhcPlan, "plan", "EHC plan", &["dated", "authority", "note"]),
    row(
        Kind::Consultation,
        "consultation",
        "Consultation from an authority",
        &["received", "authority", "note", "lead"],
    ),
    row(
        Kind::Dispute,
        "disagreement",
        "Disagreement: mediation or appeal",
        &["letter", "about", "certificate", "note", "lead"],
    ),
    row(
        Kind::Suspension,
        "suspension",
        "Suspension",
        &["from", "half_days", "permanent", "parents_told", "authority_told", "note", "lead"],
    ),
    row(Kind::RecordsRequest, "records", "Request for records", &["received", "kind", "by", "note", "lead"]),
    row(Kind::Transfer, "file", "Leaver's file", &["left", "to", "note", "lead"]),
    row(Kind::Notice, "letter", "Letter to parents", &["decided", "sent", "note", "lead"]),
    row(
        Kind::Referral,
        "refer",
        "Refer a pupil: a concern",
        &[
            "concern",
            "raised",
            "by",
            "carer",
            "reasons",
            "area",
            "tried",
            "slower",
            "slower_note",
            "below",
            "below_note",
            "not_closing",
            "not_closing_note",
            "widening",
            "widening_note",
            "talked",
            "parents",
            "pupil",
            "lead",
        ],
    ),
    row(
        Kind::Involvement,
        "agency",
        "Refer to an agency",
        &["agency", "consent", "referred", "without", "reason", "lead"],
    ),
    Row {
        school: true,
        ..row(
            Kind::Consultation,
            "roll",
            "Consultation about a child not on roll",
            &["child", "received", "authority", "note", "lead"],
        )
    },
    Row { school: true, ..row(Kind::SencoPost, "post", "SENCO's post", &["staff", "appointed", "note"]) },
];

/// Asks which kind of case begins: a figure or the first letters, then Enter.
pub fn choose(pupils: Vec<PupilId>) -> Vec<Effect> {
    with_files(pupils, |app, files| which(app, &files))
}

fn which(app: &mut App, files: &[PupilFile]) -> Vec<Effect> {
    let rows = ROWS.iter().filter(|row| !row.school);
    let picks = rows.map(|row| Pick { code: row.code.into(), label: row.title.into() });
    let field =
        FormField::pick("kind", "Which", picks).help("A figure or a few letters, then Enter.").required();
    let pupils: Vec<PupilId> = files.iter().map(|file| file.id).collect();
    let form = whom(Form::new("case.choose", "", "Begin a case").fleeting(), files).field(field);
    let form = form.on_save(move |values, _| {
        let code = values.text("kind");
        let kind = ROWS.iter().find(|row| row.code == code).map(|row| row.kind);
        let pupils = pupils.clone();
        // The form must be gone before the next one opens.
        Ok(vec![Effect::Rest {
            name: "case.choose",
            after: Duration::ZERO,
            then: Box::new(move |_| kind.map(|kind| super::open_begin(kind, pupils)).unwrap_or_default()),
        }])
    });
    app.open(form)
}

fn some(app: &App) -> Result<(), String> {
    if app.pupils().is_empty() { Err(nobody(app, "select a pupil first")) } else { Ok(()) }
}

/// The advice of the agency's work that is pointed at, else of the pupil's latest.
fn advice(app: &App) -> Vec<Effect> {
    let page = app.pane_ref::<PupilPane>().filter(|_| app.scope() == Scope::Pupil).and_then(PupilPane::about);
    let at = page.or_else(|| app.current().pointed().map(|pointed| pointed.about));
    let at = at.filter(|key| key.kind == Kind::Involvement);
    let pupil = at.map(|key| key.pupil).or_else(|| app.pupils().first().copied());
    pupil.map(|pupil| crate::tui::forms::agency::open_advice(pupil, at)).unwrap_or_default()
}

fn pupils_begin(app: &App, kind: Kind) -> Vec<Effect> {
    super::open_begin(kind, app.pupils())
}

const fn begins(
    id: &'static str,
    title: &'static str,
    words: &'static str,
    help: &'static str,
    run: fn(&mut App, usize) -> Vec<Effect>,
) -> Command {
    Command { id, title, words, help, group: "Cases", scope: Scope::List, hint: "", when: some, run }
}

/// The commands that begin cases.
pub const COMMANDS: &[Command] = &[
    Command {
        hint: "case",
        ..begins(
            "pupil.case",
            "Begin a case",
            "new start clock request referral",
            "Begins a case for the pupil, or for all that are marked: asks which kind.",
            |app, _| choose(app.pupils()),
        )
    },
    begins(
        "pupil.assessment",
        "EHC needs assessment: request received",
        "ehcna statutory assessment 20 weeks begin case request",
        "Begins an EHC needs assessment: the authority's 20 weeks run from the day it received the request.",
        |app, _| pupils_begin(app, Kind::Assessment),
    ),
    begins(
        "pupil.ehcp",
        "EHC plan",
        "ehcp education health care plan begin case annual review phase transfer",
        "Puts an EHC plan on file: its annual reviews are counted from its date.",
        |app, _| pupils_begin(app, Kind::EhcPlan),
    ),
    begins(
        "pupil.consultation",
        "Consultation from an authority",
        "consult place naming 15 days begin case local authority",
        "Begins a consultation about the pupil: the school's answer is due after 15 days.",
        |app, _| pupils_begin(app, Kind::Consultation),
    ),
    Command {
        when: always,
        ..begins(
            "school.consultation",
            "Consultation about a child not on roll",
            "consult place naming 15 days begin case local authority new child",
            "Begins a consultation about a child who is not on roll: it stands in the school's own file.",
            |_, _| super::open_begin(Kind::Consultation, Vec::new()),
        )
    },
    begins(
        "pupil.dispute",
        "Disagreement: mediation or appeal",
        "tribunal sendist mediation certificate begin case",
        "Begins a family's disagreement with a decision of the authority: until when they may appeal.",
        |app, _| pupils_begin(app, Kind::Dispute),
    ),
    begins(
        "pupil.suspension",
        "Suspension",
        "exclusion excluded fixed term permanent begin case",
        "Records a suspension: who is told, education from the sixth day, the governors.",
        |app, _| pupils_begin(app, Kind::Suspension),
    ),
    begins(
        "pupil.records",
        "Request for records",
        "sar subject access educational record data protection begin case",
        "Begins a request for records: the educational record, or everything held.",
        |app, _| pupils_begin(app, Kind::RecordsRequest),
    ),
    begins(
        "pupil.transfer",
        "Leaver's file",
        "ctf transfer next school leaver begin case",
        "Begins the transfer of a leaver's file to the next school.",
        |app, _| pupils_begin(app, Kind::Transfer),
    ),
    begins(
        "pupil.letter",
        "Letter to parents",
        "notify sen support parents slip reply begin case",
        "Begins the letter that tells parents that SEN support begins, with its reply slip.",
        |app, _| pupils_begin(app, Kind::Notice),
    ),
    Command {
        hint: "refer",
        ..begins(
            "pupil.agency",
            "Refer to an agency",
            "referral consent salt speech language educational psychologist camhs occupational outside begin case",
            "Begins an agency's work with the pupil. The parents' consent comes first: until its day is typed, asking for it is due.",
            |app, _| pupils_begin(app, Kind::Involvement),
        )
    },
    begins(
        "pupil.advice",
        "Turn an agency's advice into a target or provision",
        "recommendation report strategy outcome use implement specialist",
        "Makes a target or a provision of what an agency advised; the advice is then used.",
        |app, _| advice(app),
    ),
];
