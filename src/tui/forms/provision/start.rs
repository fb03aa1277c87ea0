//! The form that starts a provision: a name of the catalogue fills what is usual, so that the pupils are all that is left to type.
//!
//! Rule: what somebody typed is never overwritten by the catalogue. Where each thing came from, who is trained and how many
//! sessions it comes to is said below while it is typed.

use chrono::{Days, NaiveDate};

use super::{START, codes, entries_field, joining};
use crate::actions::By;
use crate::actions::provision as act;
use crate::domain::catalogue::named;
use crate::domain::code::Wave;
use crate::domain::day;
use crate::domain::delivery::{Span, parse_slots, planned, say_slots, usual_days};
use crate::domain::field::{Value, field};
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::provision::Provision;
use crate::domain::words::{plural, uncapital};
use crate::store::{Edit, Refused};
use crate::tui::app::{App, Ctx};
use crate::tui::effect::{Effect, read};
use crate::tui::forms::form::Holds;
use crate::tui::forms::{self, Form, FormField};
use crate::tui::panes::Pane as _;
use crate::tui::panes::register::RegisterPane;
use crate::tui::save::save_form;
use crate::views::catalogue as view;
use crate::views::provision::roll;

/// The fields that the catalogue fills.
const FILLED: &[&str] = &[
    "area",
    "wave",
    "times_a_week",
    "minutes",
    "lead",
    "end",
    "measure",
    "scale",
    "levels",
    "agency",
    "fee_pence",
    "materials_pence",
];

/// The most days of which sessions are counted while it is typed: a year and a half.
const COUNTED: u64 = 550;

/// A new provision as it usually is.
fn usual(ctx: &Ctx) -> Provision {
    Provision {
        wave: Wave::Targeted,
        minutes: 20,
        times_a_week: 3,
        start: ctx.own_day(),
        site: ctx.site,
        ..Provision::default()
    }
}

/// The pupils marked in Register; none if nobody is.
fn marked_in_register(app: &mut App) -> Vec<PupilId> {
    let Some(pane) = app.pane_mut::<RegisterPane>() else { return Vec::new() };
    if pane.list().is_some_and(|list| list.marked() > 0) { pane.pupils() } else { Vec::new() }
}

/// Starts a provision; the pupils marked in Register stand in it already.
pub fn open_start(app: &mut App) -> Vec<Effect> {
    let (chosen, provision) = (marked_in_register(app), usual(&app.ctx));
    start(String::new(), provision, chosen, |_, _| Ok(()))
}

/// Starts a provision of an intervention of the catalogue, with all that is usual; the pupils marked in Register stand in it.
pub fn open_start_of(app: &mut App, name: &str) -> Vec<Effect> {
    let chosen = marked_in_register(app);
    let provision = Provision { name: name.to_owned(), ..usual(&app.ctx) };
    start(String::new(), provision, chosen, |_, _| Ok(()))
}

/// Starts a provision that an agency advised: its name, the agency and the pupil stand in it already. `about` names what it follows in
/// a draft; `and` is done in the same change.
pub fn open_start_from(
    app: &mut App,
    about: String,
    agency: &str,
    name: &str,
    pupil: PupilId,
    and: impl Fn(&mut Edit<'_>, &By) -> Result<(), Refused> + Send + Clone + 'static,
) -> Vec<Effect> {
    let provision = Provision { name: name.to_owned(), agency: agency.to_owned(), ..usual(&app.ctx) };
    start(about, provision, vec![pupil], and)
}

fn start(
    about: String,
    provision: Provision,
    chosen: Vec<PupilId>,
    and: impl Fn(&mut Edit<'_>, &By) -> Result<(), Refused> + Send + Clone + 'static,
) -> Vec<Effect> {
    vec![read(
        |snapshot| Ok((roll(snapshot)?, view::ran(snapshot.provisions()?))),
        move |app, (roll, ran)| {
            let ctx = &app.ctx;
            let pupils = FormField::pupils("pupils", "Pupils", roll)
                .help("Type part of a name, Enter takes it. Who is marked in Register stands here already.")
                .text(codes(&chosen));
            let rest: &[&str] = if ctx.school.sites.len() > 1 { &["site", "note"] } else { &["note"] };
            let base = provision.clone();
            let known = !provision.name.is_empty();
            let form = Form::new(START, about, "Start a provision")
                .record(&provision, &["name"], ctx)
                .field(pupils)
                .field(entries_field())
                .record(&provision, &["area", "wave", "times_a_week", "minutes", "slots"], ctx)
                .record(&provision, &["lead", "start", "end", "measure", "scale", "levels"], ctx)
                .record(&provision, &["agency", "fee_pence", "materials_pence", "cost"], ctx)
                .record(&provision, rest, ctx)
                .filling(move |holds, ctx| fill(&base, &ran, holds, ctx))
                .telling(tell)
                .start_at(if known && chosen.is_empty() { "pupils" } else { "name" })
                .on_save(move |values, ctx| {
                    let mut mine = provision.clone();
                    values.apply(&mut mine)?;
                    let (joining, lead, by) = (joining(values)?, values.adult("lead"), ctx.by());
                    let and = and.clone();
                    Ok(vec![save_form(
                        values,
                        ctx,
                        "Start a provision",
                        move |edit: &mut Edit<'_>| {
                            act::start(edit, &by, &mine, lead.as_ref(), &joining)?;
                            and(edit, &by)
                        },
                        |app, _| {
                            // They have done their duty: the next provision is for others.
                            if let Some(list) = app.pane_mut::<RegisterPane>().and_then(|pane| pane.list()) {
                                list.clear_marks();
                            }
                            Vec::new()
                        },
                    )])
                });
            forms::open(app, form)
        },
    )]
}

fn said(holds: Holds<'_>, key: &str) -> String {
    holds(key).text().unwrap_or_default()
}

fn date(holds: Holds<'_>, key: &str) -> Option<NaiveDate> {
    holds(key).opt_date().ok().flatten()
}

fn number(holds: Holds<'_>, key: &str) -> Option<i64> {
    holds(key).opt_number().ok().flatten()
}

fn site(holds: Holds<'_>, base: Option<RecordId>) -> Option<RecordId> {
    holds("site").opt_id().ok().flatten().or(base)
}

/// What the catalogue says of the name that stands there; and as many times a week as days are named.
fn fill(
    base: &Provision,
    ran: &[(String, Option<RecordId>)],
    holds: Holds<'_>,
    ctx: &Ctx,
) -> Vec<(&'static str, Value)> {
    let start = date(holds, "start").unwrap_or(base.start);
    let base = Provision { site: site(holds, base.site), ..base.clone() };
    let mut run = view::usual(&ctx.school, ran, &base, &said(holds, "name"), start);
    if let Some(times) = times_named(holds) {
        run.times_a_week = times;
    }
    let value = |key: &&'static str| Some((*key, (field::<Provision>(key)?.get)(&run)));
    FILLED.iter().filter_map(value).collect()
}

/// How many days are named; `None` if none are, or they cannot be read.
pub(super) fn times_named(holds: Holds<'_>) -> Option<u8> {
    let slots = parse_slots(&said(holds, "slots")).ok()?;
    u8::try_from(slots.len()).ok().filter(|times| *times > 0)
}

/// "Mon Wed Fri 9:30: 12 sessions planned to Fri 18 Dec", then what came from the catalogue and who is trained.
fn tell(holds: Holds<'_>, ctx: &Ctx) -> Vec<String> {
    [sessions(holds, ctx), catalogue(holds, ctx)].into_iter().flatten().collect()
}

fn sessions(holds: Holds<'_>, ctx: &Ctx) -> Option<String> {
    let start = date(holds, "start")?;
    let times = number(holds, "times_a_week").and_then(|times| u8::try_from(times).ok()).unwrap_or(0);
    let slots = parse_slots(&said(holds, "slots")).ok()?;
    let days = if slots.is_empty() { say_slots(&usual_days(times)) } else { say_slots(&slots) };
    let Some(end) = date(holds, "end") else {
        return (times > 0).then(|| format!("{days}, with no last day."));
    };
    let far = start.checked_add_days(Days::new(COUNTED)).is_none_or(|far| far < end);
    if end < start || far || days.is_empty() {
        return None;
    }
    let run = Provision { start, end: Some(end), times_a_week: times, slots, ..Provision::default() };
    let calendar = ctx.school.calendar_of(site(holds, ctx.site));
    let many = planned(&run, calendar, Span { from: start, to: end }).len();
    let many = plural(i64::try_from(many).unwrap_or(i64::MAX), "session");
    Some(format!("{days}: {many} planned to {}.", day::near(end, ctx.own_day())))
}

fn catalogue(holds: Holds<'_>, ctx: &Ctx) -> Option<String> {
    let name = said(holds, "name");
    if name.trim().is_empty() {
        return None;
    }
    let Some(entry) = named(&ctx.school.catalogue, &name) else {
        return Some("New in the catalogue: what stands here will be its usual.".to_owned());
    };
    let trained = view::trained(&ctx.school, &name, date(holds, "start").unwrap_or(ctx.own_day()));
    let who = match &trained[..] {
        [] => "nobody is recorded as trained".to_owned(),
        some => {
            let names: Vec<&str> = some.iter().map(|one| one.name.as_str()).collect();
            format!("trained: {}", names.join(", "))
        }
    };
    let parts = [
        entry.area.map(|area| uncapital(area.label())).unwrap_or_default(),
        format!("wave {}", entry.wave.number()),
        view::dosage(entry),
        entry.measure.clone(),
    ];
    let usual = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    Some(format!("From the catalogue: {usual}; {who}."))
}

#[cfg(test)]
mod tests;
