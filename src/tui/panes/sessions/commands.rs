//! What can be done in the list of a day's sessions, and everywhere about an adult who is away.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{SessionsPane, record};
use crate::domain::day;
use crate::domain::delivery::State;
use crate::domain::ids::RecordId;
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope, always, rows_of};
use crate::tui::effect::Effect;
use crate::tui::forms;
use crate::tui::panes::Pane;
use crate::tui::panes::provision::ProvisionPane;
use crate::views::sessions::SessionLine;

fn chosen(app: &App) -> Vec<&SessionLine> {
    app.pane_ref::<SessionsPane>().map(SessionsPane::chosen).unwrap_or_default()
}

fn cloned(app: &App) -> Vec<SessionLine> {
    chosen(app).into_iter().cloned().collect()
}

/// Some are chosen, and none of them was moved away from the row that is chosen.
fn some(app: &App) -> Result<(), String> {
    let lines = chosen(app);
    if lines.is_empty() {
        return Err("no session is selected".to_owned());
    }
    match lines.iter().find_map(|line| line.moved_to.map(|(on, _)| (line, on))) {
        Some((line, on)) => Err(format!("{} was moved: it stands on {}", line.name, day::full(on))),
        None => Ok(()),
    }
}

fn one(app: &App) -> Result<(), String> {
    some(app)?;
    if chosen(app).len() > 1 { Err("several sessions are marked; one at a time".to_owned()) } else { Ok(()) }
}

/// Some are chosen whose day has come.
fn come(app: &App) -> Result<(), String> {
    some(app)?;
    match chosen(app).iter().find(|line| line.on > app.ctx.own_day()) {
        Some(line) => Err(format!("{} is still to come, on {}", line.name, day::full(line.on))),
        None => Ok(()),
    }
}

fn not_delivered(app: &App) -> Result<(), String> {
    come(app)?;
    if chosen(app).iter().any(|line| line.state != State::Delivered) {
        return Ok(());
    }
    let key = |id| app.ctx.keymap.keys_of(id).into_iter().next().unwrap_or_default();
    let (change, back) = (key("sessions.pupils"), key("sessions.unrecord"));
    Err(format!("delivered already: {change} changes it, {back} takes it back"))
}

fn recorded(app: &App) -> Result<(), String> {
    some(app)?;
    if chosen(app).iter().any(|line| line.state != State::Planned) {
        Ok(())
    } else {
        Err("nobody has recorded it".to_owned())
    }
}

fn movable(app: &App) -> Result<(), String> {
    one(app)?;
    match chosen(app).first().map(|line| line.state) {
        Some(State::Planned) | None => Ok(()),
        Some(_) => Err("it is recorded; take that back first".to_owned()),
    }
}

fn per_pupil(app: &App) -> Result<(), String> {
    one(app)?;
    come(app)?;
    if chosen(app).first().is_some_and(|line| line.pupils.is_empty()) {
        return Err("no pupil is in it on this day".to_owned());
    }
    Ok(())
}

/// The adult of the row under the cursor, of Sessions or of Provision; else the user.
fn adult_here(app: &App) -> Option<RecordId> {
    let found = match app.scope() {
        Scope::Sessions => chosen(app).first().and_then(|line| line.adult),
        Scope::Provision => app
            .pane_ref::<ProvisionPane>()
            .and_then(|pane| pane.chosen().first().and_then(|line| line.provision.lead)),
        _ => None,
    };
    found.or_else(|| super::whose::me(&app.ctx))
}

/// Does something with the pane and what may be looked at.
fn with_pane(app: &mut App, act: impl FnOnce(&mut SessionsPane, &Ctx) -> Vec<Effect>) -> Vec<Effect> {
    let App { ctx, panes, .. } = app;
    let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<SessionsPane>());
    pane.map(|pane| act(pane, ctx)).unwrap_or_default()
}

/// The school week's day after another, or before it; `None` past the years that dates live in.
fn beside(from: NaiveDate, on: bool) -> Option<NaiveDate> {
    let mut to = from;
    loop {
        to = if on { to.succ_opt()? } else { to.pred_opt()? };
        if !matches!(to.weekday(), Weekday::Sat | Weekday::Sun) {
            return Some(to).filter(|day| day::in_range(*day));
        }
    }
}

/// So many days on or back, over weekends.
fn turn(app: &mut App, on: bool, count: usize) -> Vec<Effect> {
    with_pane(app, |pane, ctx| {
        let start = pane.day(ctx);
        let days = std::iter::successors(Some(start), |day| beside(*day, on));
        let to = days.take(count.saturating_add(1)).last().unwrap_or(start);
        pane.turn(to, ctx)
    })
}

rows_of!("Sessions", Scope::Sessions);

/// The commands of the pane.
pub const COMMANDS: &[Command] = &[
    row(
        "sessions.delivered",
        "Delivered to all",
        "whole group everybody record done took place given taught present tick session",
        "Records the session under the cursor, or all that are marked, as delivered with every pupil there.",
        "delivered",
        not_delivered,
        |app, _| {
            let lines = cloned(app);
            record::delivered(app, &lines)
        },
    ),
    row(
        "sessions.missed",
        "Missed",
        "not delivered cancelled did not happen absent ill trip closure reason why session",
        "Records the session, or all that are marked, as missed; one key says why: adult away, pupil away, trip, closure, other.",
        "missed",
        come,
        |app, _| {
            let lines = cloned(app);
            record::missed(app, lines)
        },
    ),
    row(
        "sessions.pupils",
        "Pupil by pupil",
        "who was there attendance absent present away register each child",
        "Records the session where it differs from pupil to pupil: one key says who was away and why.",
        "by pupil",
        per_pupil,
        |app, _| match chosen(app).first().map(|line| (*line).clone()) {
            Some(line) => forms::session_pupils::open(app, line),
            None => Vec::new(),
        },
    ),
    row(
        "sessions.unrecord",
        "Take the recording back",
        "not recorded clear remove wrong mistake delete session",
        "Takes back what was recorded of the session, or of all that are marked: it stands as planned again.",
        "",
        recorded,
        |app, _| {
            let lines = cloned(app);
            record::clear(app, &lines)
        },
    ),
    row(
        "sessions.move",
        "Move it to another day or time",
        "reschedule postpone later another date time change session",
        "Moves a session that nobody recorded to another day or time.",
        "move",
        movable,
        |app, _| match chosen(app).first().map(|line| (*line).clone()) {
            Some(line) => forms::session::open_move(app, &line),
            None => Vec::new(),
        },
    ),
    row(
        "sessions.adult",
        "Give it to another adult",
        "cover assign staff who takes took teacher assistant session",
        "Another adult takes the session, or took it; or all that are marked.",
        "adult",
        some,
        |app, _| {
            let lines = cloned(app);
            forms::session::open_adult(app, &lines)
        },
    ),
    row(
        "sessions.extra",
        "Record an extra session",
        "add unplanned additional more catch up session",
        "Records a session that was not planned, of any provision that ran that day.",
        "extra",
        always,
        |app, _| {
            let on =
                app.pane_ref::<SessionsPane>().map(|pane| pane.day(&app.ctx)).unwrap_or(app.ctx.own_day());
            let provision = chosen(app).first().map(|line| line.provision);
            forms::session::open_extra(app, provision, on)
        },
    ),
    row(
        "sessions.earlier",
        "Day before",
        "yesterday previous earlier back day",
        "The sessions of the day before; weekends are passed over. Esc comes back.",
        "",
        always,
        |app, count| turn(app, false, count),
    ),
    row(
        "sessions.later",
        "Day after",
        "tomorrow next later day",
        "The sessions of the day after; weekends are passed over. Esc comes back.",
        "",
        always,
        |app, count| turn(app, true, count),
    ),
    row(
        "sessions.whose",
        "Whose sessions",
        "mine my own adult everybody all staff only filter",
        "Everybody's, then your own where your user name fits one member of staff, then those of the adult under the cursor.",
        "whose",
        always,
        |app, _| {
            with_pane(app, |pane, ctx| {
                if pane.whose == super::Whose::All {
                    pane.other = pane.chosen().first().and_then(|line| line.adult);
                }
                pane.whose = pane.whose.next(ctx, pane.other);
                pane.load(ctx)
            })
        },
    ),
    Command {
        id: "sessions.away",
        title: "An adult is away",
        words: "ill sick absent cover teacher assistant 1:1 who misses what move sessions today off",
        help: "Who misses what while an adult is away, and what is done about each session: missed, moved or covered, saved as one.",
        group: "Sessions",
        scope: Scope::Global,
        hint: "away",
        when: |app| {
            if app.ctx.school.staff.iter().any(|staff| staff.here) {
                Ok(())
            } else {
                Err("no member of staff is on the list: add them in School".to_owned())
            }
        },
        run: |app, _| {
            let adult = adult_here(app);
            let on = match app.pane_ref::<SessionsPane>() {
                Some(pane) if app.scope() == Scope::Sessions => pane.day(&app.ctx),
                _ => app.ctx.own_day(),
            };
            forms::adult_away::ask(app, adult, on)
        },
    },
];
