//! Deciding a referral: what it leads to, with what follows from each outcome beside it.
//!
//! Rule: the form is begun as any case; deciding has a form of its own, since it can move the pupil to a stage.

use crate::actions::referral;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, Kind, PupilId, RecordId};
use crate::domain::record::{Record, Recorded};
use crate::domain::support::{Referral, ReferralOutcome};
use crate::store::Edit;
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::about::{read_one, save_saying, whom, with_file, write_one};
use crate::tui::forms::case::{adults, put_adults};
use crate::tui::forms::said::{Next, names_of, said_minding};
use crate::tui::forms::{self, Form, FormField, Pick};

/// An outcome with what follows from it.
fn consequence(outcome: ReferralOutcome) -> &'static str {
    match outcome {
        ReferralOutcome::Support => "SEN support: the stage, a letter to the parents, the first cycle",
        ReferralOutcome::Watch => "watch list: the stage, looked at again",
        ReferralOutcome::Nothing => "no action: the teacher goes on as before",
        ReferralOutcome::Other => "other help, not SEN: no stage",
    }
}

/// What is said once it is decided.
fn did(outcome: ReferralOutcome) -> &'static str {
    match outcome {
        ReferralOutcome::Support => "SEN support begins",
        ReferralOutcome::Watch => "now on the watch list",
        ReferralOutcome::Nothing => "referral decided, no action",
        ReferralOutcome::Other => "referral decided, other help",
    }
}

/// Opens the form that decides a referral; of one that is decided, the form that corrects it.
pub fn open_decide(pupil: PupilId, id: RecordId) -> Vec<Effect> {
    with_file(pupil, move |app, file| match file.referrals.iter().find(|held| held.id == id) {
        Some(held) => decide(app, &file, held.clone()),
        None => {
            app.refuse("This referral is no longer there");
            Vec::new()
        }
    })
}

/// As [`open_decide`], for the referral of a pupil that has waited longest.
pub fn open_first(pupil: PupilId) -> Vec<Effect> {
    with_file(pupil, move |app, file| match file.referrals.iter().find(|held| held.reviewed.is_none()) {
        Some(held) => decide(app, &file, held.clone()),
        None => {
            app.refuse(format!("No referral of {} waits to be decided", file.pupil.name()));
            Vec::new()
        }
    })
}

/// As [`open_decide`], from a draft.
pub fn resume(_: &mut App, about: &str) -> Vec<Effect> {
    read_one(about).map(|(pupil, id)| open_decide(pupil, id)).unwrap_or_default()
}

/// What the referral says, for above the form.
fn says(held: &Referral) -> String {
    let by = if held.by.is_empty() { String::new() } else { format!(" by {}", held.by) };
    let reasons = held.reasons.lines().collect::<Vec<_>>().join(" ");
    let tests = [held.slower, held.below, held.not_closing, held.widening];
    let slow = match tests.iter().filter(|ticked| **ticked).count() {
        0 => String::new(),
        count => format!(" · {count} of 4 signs of slow progress"),
    };
    format!("{}, raised {}{by}: {reasons}{slow}", held.concern.label(), day::short(held.raised))
}

fn decide(app: &mut App, file: &PupilFile, held: Held<Referral>) -> Vec<Effect> {
    let key = Key::new(file.id, Kind::Referral, held.id);
    let (pupil, name) = (file.id, names_of(std::slice::from_ref(file)));
    let picks = ReferralOutcome::ALL
        .iter()
        .map(|one| Pick { code: one.code().to_owned(), label: consequence(*one).to_owned() });
    let outcome = FormField::pick("outcome", "Outcome", picks)
        .help("What it leads to: a figure picks. What follows is done in the same step.")
        .required()
        .text(held.outcome.map_or("", ReferralOutcome::code));
    let mut reviewed = FormField::of("reviewed", &held.value, &app.ctx).label("Decided on").required();
    if held.reviewed.is_none() {
        reviewed = reviewed.text("today");
    }
    let form = Form::new("referral.decide", write_one(pupil, held.id), "Decide the referral");
    let form = whom(form, std::slice::from_ref(file))
        .note(says(&held))
        .field(outcome)
        .field(reviewed)
        .record(&held.value, &["action", "lead"], &app.ctx);
    let form = form.on_save(move |values, ctx| {
        let by = ctx.by();
        let mut record = held.value.clone().wrap();
        values.apply_to(&mut record)?;
        let adults = adults(values, &record);
        let outcome = match &record {
            Record::Referral(referral) => referral.outcome,
            _ => None,
        };
        let next = match outcome {
            Some(ReferralOutcome::Support) => Some(Next::begun(pupil, Kind::Notice)),
            Some(ReferralOutcome::Watch) => Some(Next::of(Key::profile(pupil), None)),
            _ => None,
        };
        let base = values.base(&held).value;
        let act = move |edit: &mut Edit<'_>| {
            let mut record = record.clone();
            put_adults(edit, &mut record, &adults)?;
            match Referral::unwrap(record) {
                Some(mine) => referral::decide(edit, &by, key, &base, mine),
                None => Ok(Vec::new()),
            }
        };
        let did = outcome.map_or("referral changed", did).to_owned();
        Ok(vec![save_saying(values, ctx, "Decide a referral", act, said_minding(name.clone(), did, next))])
    });
    forms::open(app, form)
}
