//! Forms about what is due: record it, agree another date, give it to somebody. For one row or for all that are marked.
//!
//! Rule: the usual answer stands in the form when it opens: today, as hoped, and the next date by the rhythm. Opening and
//! saving is all that a routine review needs.
//!
//! - `assign` gives rows to somebody.

mod assign;

pub use assign::{open_assign, resume_assign};

use super::case;
use crate::actions::check::{self, Checked};
use crate::actions::review::{self, Recording};
use crate::actions::{self, Warnings};
use crate::domain::code::{Decision, Outcome};
use crate::domain::day;
use crate::domain::ids::{Key, Kind, PupilId, RecordId};
use crate::domain::measure::fault;
use crate::domain::provision::ImpactCheck;
use crate::domain::rows::Duty;
use crate::domain::support::Speaker;
use crate::duties::Act;
use crate::store::{Committed, Edit};
use crate::tui::app::App;
use crate::tui::effect::{Effect, read};
use crate::tui::forms::about::save_saying;
use crate::tui::forms::said::{Next, names, said, said_minding};
use crate::tui::forms::{self, Form, FormField, Pick, Values, Wrong};
use crate::tui::save::save_form;
use crate::views::cycle::Step;
use crate::views::due::DueLine;
use crate::views::subject::{self, Subject, Target};
use crate::views::voices;

/// What a draft is about: pupil, kind, number and rule of each row, with spaces between.
fn write_about(targets: &[Target]) -> String {
    let one = |target: &Target| {
        let Key { pupil, kind, id } = target.about;
        format!("{}/{}/{}/{}", pupil.0, kind as u8, id.0, target.duty as u16)
    };
    targets.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn read_about(about: &str) -> Vec<Target> {
    about
        .split_whitespace()
        .filter_map(|one| {
            let mut parts = one.split('/');
            let pupil = PupilId(parts.next()?.parse().ok()?);
            let kind = Kind::from_number(parts.next()?.parse().ok()?)?;
            let id = RecordId(parts.next()?.parse().ok()?);
            let duty = Duty::from_number(parts.next()?.parse().ok()?)?;
            Some(Target { about: Key::new(pupil, kind, id), duty })
        })
        .collect()
}

fn targets(lines: &[DueLine]) -> Vec<Target> {
    lines.iter().map(|line| Target { about: line.row.key.about, duty: line.row.key.duty }).collect()
}

/// Asks the store what the rows are about, then opens a form on them.
fn with_subjects(
    app: &App,
    targets: Vec<Target>,
    then: impl FnOnce(&mut App, Vec<Subject>) -> Vec<Effect> + Send + 'static,
) -> Vec<Effect> {
    let (school, today) = (app.ctx.school.clone(), app.ctx.own_day());
    vec![read(
        move |snapshot| subject::subjects(snapshot, &school, &targets, today),
        move |app, subjects| {
            if subjects.is_empty() {
                app.refuse("This is no longer due: somebody else has seen to it");
                return Vec::new();
            }
            then(app, subjects)
        },
    )]
}

fn whom(subjects: &[Subject]) -> String {
    names(subjects.iter().map(|subject| subject.name.as_str()))
}

/// Who a form is about, in as many lines as help.
fn about_lines(subjects: &[Subject]) -> Vec<String> {
    match subjects {
        [one] => {
            let mut lines = vec![format!("{} · {}", one.name, one.what)];
            lines.extend(one.detail.clone());
            lines
        }
        many => {
            let names: Vec<&str> = many.iter().map(|one| one.name.as_str()).collect();
            vec![format!("{} marked: {}", many.len(), names.join(", "))]
        }
    }
}

fn note_lines(mut form: Form, lines: Vec<String>) -> Form {
    for line in lines {
        form = form.note(line);
    }
    form
}

/// A form about what is due: the title, and what there is to know of the rows.
pub(super) fn due_form(name: &'static str, subjects: &[Subject], title: impl Into<String>) -> Form {
    let targets: Vec<Target> = subjects.iter().map(|subject| subject.target).collect();
    note_lines(Form::new(name, write_about(&targets), title), about_lines(subjects))
}

/// How the pupil did, from −2 to +2; as hoped stands there.
pub(super) fn outcome_field() -> FormField {
    let picks = Outcome::ALL.iter().map(|outcome| Pick {
        code: outcome.code().to_owned(),
        label: format!("{} {}", outcome.sign(), outcome.label()),
    });
    FormField::pick("outcome", "Outcome", picks)
        .help("How the pupil did against what was hoped: -2 to +2.")
        .required()
        .text(Outcome::AsHoped.code())
}

fn held_field(label: &'static str) -> FormField {
    FormField::date("held", label, true).help("The day it took place.").required().text("today")
}

fn outcome_of(values: &Values) -> Result<Outcome, Vec<Wrong>> {
    Outcome::parse(&values.text("outcome"))
        .ok_or_else(|| vec![Wrong::new("outcome", "needs one of -2 to +2")])
}

fn day_of(values: &Values, key: &'static str) -> Result<chrono::NaiveDate, Vec<Wrong>> {
    values.date(key).ok_or_else(|| vec![Wrong::new(key, "needs a date")])
}

/// Opens the form that records the rows: all reviews, or all checks.
pub fn open_record(app: &mut App, lines: Vec<DueLine>) -> Vec<Effect> {
    open_targets(app, targets(&lines))
}

/// As [`open_record`], from a draft.
pub fn resume_record(app: &mut App, about: &str) -> Vec<Effect> {
    open_targets(app, read_about(about))
}

/// Opens the form that records these by what their recording asks for: it must be the same for all.
pub fn open_targets(app: &mut App, targets: Vec<Target>) -> Vec<Effect> {
    with_subjects(app, targets, |app, subjects| {
        let Some((act, about)) = subjects.first().map(|subject| (subject.act, subject.target.about)) else {
            return Vec::new();
        };
        if subjects.iter().any(|subject| subject.act != act) {
            app.refuse("What is marked is recorded in different ways: mark one kind only");
            return Vec::new();
        }
        if subjects.iter().any(|subject| subject.target.about.kind == Kind::Referral) {
            return decide(app, &subjects);
        }
        match act {
            Act::Check => record_checks(app, subjects),
            Act::Review => record_reviews(app, subjects),
            Act::Fields(["agreed", ..]) if subjects.len() == 1 && about.kind == Kind::Cycle => {
                forms::cycle::open_step(about, Step::Plan, Some("agreed"))
            }
            _ => match &subjects[..] {
                // To look at a passport again is to read it, and to write it anew or leave it.
                [one] if one.target.about.kind == Kind::Passport => {
                    super::passport::open_held(one.target.about.pupil, one.target.about.id)
                }
                _ => case::record(app, act, subjects),
            },
        }
    })
}

/// A referral is decided, not ticked off: what it leads to follows at once.
fn decide(app: &mut App, subjects: &[Subject]) -> Vec<Effect> {
    match subjects {
        [one] => forms::referral::open_decide(one.target.about.pupil, one.target.about.id),
        _ => {
            app.refuse("Referrals are decided one at a time: take the marks away");
            Vec::new()
        }
    }
}

/// Opens the form that records a review of one pupil that was not planned, or the one that is open.
pub fn open_for_pupil(app: &mut App, pupil: PupilId) -> Vec<Effect> {
    let (school, today) = (app.ctx.school.clone(), app.ctx.own_day());
    vec![read(
        move |snapshot| subject::review_subject(snapshot, &school, pupil, today),
        |app, subject| match subject {
            Some(subject) => record_reviews(app, vec![subject]),
            None => {
                app.refuse("This pupil is no longer on file");
                Vec::new()
            }
        },
    )]
}

fn record_reviews(app: &mut App, subjects: Vec<Subject>) -> Vec<Effect> {
    if let [one] = &subjects[..]
        && let Some(cycle) = one.closes
    {
        return forms::cycle::open_close(Key::new(one.target.about.pupil, Kind::Cycle, cycle));
    }
    let subjects: Vec<Subject> =
        subjects.into_iter().filter(|subject| subject.target.about.kind != Kind::Allocation).collect();
    let targets: Vec<Target> = subjects.iter().map(|subject| subject.target).collect();
    let title = if subjects.len() == 1 {
        "Record the review".to_owned()
    } else {
        format!("Record {} reviews", subjects.len())
    };
    let single = subjects.len() == 1;
    let mut form = Form::new("due.record", write_about(&targets), title);
    form = note_lines(form, about_lines(&subjects));
    form = form.field(held_field("Held on")).field(outcome_field());
    form = form.field(FormField::long("note", "Note").help("What was found and agreed."));
    if single {
        let next = subjects.first().and_then(|subject| subject.next).map(day::plain).unwrap_or_default();
        form = form
            .field(FormField::long("pupil_voice", "Pupil's view").help("In the pupil's words; may be empty."))
            .field(
                FormField::long("parent_voice", "Parents' view").help("In the parents' words; may be empty."),
            )
            .field(
                FormField::date("next", "Next review", false)
                    .help("By the rhythm of the stage; another date, or empty for none agreed.")
                    .text(next),
            );
    } else {
        form = form.field(
            FormField::flag("agree", "Agree the next")
                .help("Each pupil's next review by the rhythm of their stage.")
                .text("yes"),
        );
    }
    form = unheard(form, &subjects);
    let form = form.on_save(move |values, ctx| {
        let by = ctx.by();
        let held = day_of(values, "held")?;
        let outcome = outcome_of(values)?;
        let agree = single || values.flag("agree");
        let school = ctx.school.clone();
        let next = match &subjects[..] {
            [one] => Some(Next::of(one.target.about, values.date("next"))),
            _ => None,
        };
        let done =
            said_minding(whom(&subjects), if single { "review held" } else { "reviews held" }.into(), next);
        let mut recordings: Vec<Recording> = subjects
            .iter()
            .map(|subject| Recording {
                pupil: subject.target.about.pupil,
                review: (subject.target.about.kind == Kind::Review).then_some(subject.target.about.id),
                kind: subject.kind,
                held,
                outcome,
                note: values.text("note"),
                pupil_voice: values.text("pupil_voice"),
                parent_voice: values.text("parent_voice"),
                next: values.date("next").filter(|_| single),
            })
            .collect();
        Ok(vec![save_saying(
            values,
            ctx,
            "Record reviews",
            move |edit: &mut Edit<'_>| {
                let mut mind = Warnings::new();
                for one in &mut recordings {
                    // The rhythm counts from the day of the review, which need not be today.
                    if !single && agree {
                        let file = edit.pupil_file(one.pupil)?;
                        one.next =
                            file.and_then(|file| subject::next_review(&file, one.kind, one.held, &school));
                    }
                    mind.extend(review::record(edit, &by, one)?);
                }
                Ok(mind)
            },
            done,
        )])
    });
    forms::open(app, form)
}

/// Says whose words are missing, as long as none are typed; it hinders nothing.
fn unheard(form: Form, subjects: &[Subject]) -> Form {
    let waiting = subjects.iter().filter(|subject| !subject.unheard.is_empty()).count();
    match subjects {
        [one] => {
            let unheard = one.unheard.clone();
            form.remark(move |text| {
                let silent = |speaker: &&Speaker| match speaker {
                    Speaker::Pupil => text("pupil_voice").trim().is_empty(),
                    Speaker::Parent => text("parent_voice").trim().is_empty(),
                };
                let missing: Vec<Speaker> = unheard.iter().filter(silent).copied().collect();
                Some(voices::missing_note(&missing)).filter(|note| !note.is_empty())
            })
        }
        _ if waiting > 0 => form.note(format!(
            "The words of pupil or parents are missing for {waiting} of them: a review of one at a time asks for them."
        )),
        _ => form,
    }
}

fn record_checks(app: &mut App, subjects: Vec<Subject>) -> Vec<Effect> {
    let targets: Vec<Target> = subjects.iter().map(|subject| subject.target).collect();
    let single = subjects.len() == 1;
    let title = if single {
        "Record the 6-week check".to_owned()
    } else {
        format!("Record {} 6-week checks", subjects.len())
    };
    let picks =
        Decision::ALL.iter().map(|one| Pick { code: one.code().to_owned(), label: one.label().to_owned() });
    let mut form = Form::new("due.record", write_about(&targets), title);
    form = note_lines(form, about_lines(&subjects));
    form = form.field(outcome_field());
    if single {
        form = form
            .field(FormField::line("measure", "Now").help("The measure today, as at entry; may be empty."));
    }
    if let [one] = &subjects[..]
        && let Some(place) = one.place.clone()
    {
        form = form.remark(move |text| fault(place.scale, &place.entry, &text("measure"), &place.levels));
    }
    let decision = FormField::pick("decision", "Decision", picks)
        .help("Continue, change or stop. Stop ends the pupil's place today.")
        .required()
        .text(Decision::Continue.code());
    let word = crate::domain::field::field::<ImpactCheck>("word").map_or("", |field| field.help);
    form = form
        .field(decision)
        .field(FormField::line("word", "In a word").help(word))
        .field(held_field("Checked on"));
    let form = form.on_save(move |values, ctx| {
        let by = ctx.by();
        let held = day_of(values, "held")?;
        let outcome = outcome_of(values)?;
        let Some(decision) = Decision::parse(&values.text("decision")) else {
            return Err(vec![Wrong::new("decision", "needs continue, change or stop")]);
        };
        let next = match &subjects[..] {
            [one] => Some(Next::of(one.target.about, None)),
            _ => None,
        };
        let noted = if single { "check noted" } else { "checks noted" };
        let done = said(whom(&subjects), format!("{noted}, {}", decision.label()), next);
        // One that is to change is changed next, as from the group's screen.
        let change = match &subjects[..] {
            [one] if decision == Decision::Change => one.place.as_ref().map(|place| place.provision),
            _ => None,
        };
        let done = move |app: &mut App, committed: Committed| {
            let mut effects = done(app, committed);
            effects.extend(change.into_iter().flat_map(|id| forms::dosage::open(app, id)));
            effects
        };
        let checks: Vec<Checked> = subjects
            .iter()
            .map(|subject| Checked {
                pupil: subject.target.about.pupil,
                allocation: subject.target.about.id,
                held,
                outcome,
                measure: values.text("measure"),
                word: values.text("word"),
                decision,
            })
            .collect();
        Ok(vec![save_form(
            values,
            ctx,
            "Record 6-week checks",
            move |edit: &mut Edit<'_>| checks.iter().try_for_each(|one| check::record(edit, &by, one)),
            done,
        )])
    });
    forms::open(app, form)
}

/// Opens the form that agrees another date.
pub fn open_reschedule(app: &mut App, lines: Vec<DueLine>) -> Vec<Effect> {
    reschedule_targets(app, targets(&lines), None)
}

/// As [`open_reschedule`] for one review, with the new date filled in.
pub fn open_reschedule_to(app: &mut App, target: Target, to: chrono::NaiveDate) -> Vec<Effect> {
    reschedule_targets(app, vec![target], Some(to))
}

/// As [`open_reschedule`], from a draft.
pub fn resume_reschedule(app: &mut App, about: &str) -> Vec<Effect> {
    reschedule_targets(app, read_about(about), None)
}

fn reschedule_targets(app: &mut App, targets: Vec<Target>, to: Option<chrono::NaiveDate>) -> Vec<Effect> {
    with_subjects(app, targets, move |app, subjects| {
        if let Some(words) = subjects.iter().find_map(|subject| case::moves(subject).err()) {
            app.refuse(format!("Not moved: {words}"));
            return Vec::new();
        }
        let form = due_form("due.reschedule", &subjects, "Agree another date")
            .field(
                FormField::date("to", "New date", false)
                    .help("As you say it: fri, +1w, 3/12, end of term.")
                    .required()
                    .text(to.map(day::plain).unwrap_or_default()),
            )
            .field(
                FormField::line("reason", "Reason")
                    .help("It stands on the timeline beside the new date.")
                    .required(),
            )
            .start_at(if to.is_some() { "reason" } else { "to" })
            .on_save(move |values, ctx| {
                let by = ctx.by();
                let to = day_of(values, "to")?;
                let reason = values.text("reason");
                let moved = format!("now on {}", day::near(to, ctx.own_day()));
                let done = said(whom(&subjects), moved, None);
                let subjects = subjects.clone();
                Ok(vec![save_form(
                    values,
                    ctx,
                    "Agree another date",
                    move |edit: &mut Edit<'_>| {
                        for subject in &subjects {
                            let Key { pupil, kind, id } = subject.target.about;
                            match kind {
                                Kind::Review => review::reschedule(edit, &by, pupil, id, to, &reason)?,
                                Kind::Allocation => {
                                    review::reschedule_check(edit, &by, pupil, id, to, &reason)?
                                }
                                Kind::FollowUp => {
                                    actions::quick::put_off(edit, &by, subject.target.about, to, &reason)?
                                }
                                _ => {
                                    let days = (subject.due, to);
                                    review::agree_instead(edit, &by, pupil, subject.kind, days, &reason)?;
                                }
                            }
                        }
                        Ok(())
                    },
                    done,
                )])
            });
        forms::open(app, form)
    })
}
