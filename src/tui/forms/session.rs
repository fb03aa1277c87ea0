//! Forms about sessions: moved to another day or time, given to another adult, one that was not planned.
//!
//! Rule: what is usual stands there when a form opens; a form that fits several sessions saves them as one change.

use chrono::NaiveDate;

use crate::actions::session::{self as act, Recording, Which};
use crate::domain::day;
use crate::domain::delivery::{State, parse_slots};
use crate::domain::ids::RecordId;
use crate::tui::app::{App, Ctx};
use crate::tui::effect::{Effect, read};
use crate::tui::forms::{self, Form, FormField, Values, Wrong};
use crate::tui::save::save_form;
use crate::views::provision::{ProvisionLine, lines};
use crate::views::sessions::{self, Seen, SessionLine};

const MOVE: &str = "session.move";
const ADULT: &str = "session.adult";
const EXTRA: &str = "session.extra";

/// A session's name in a draft: its provision's number, day and place in the day.
pub(super) fn about(line: &SessionLine) -> String {
    format!("{}/{}/{}", line.provision.0, day::iso(line.on), line.nth)
}

/// What [`about`] wrote.
pub(super) fn of_about(text: &str) -> Option<(RecordId, NaiveDate, u8)> {
    let mut parts = text.split('/');
    let provision = RecordId(parts.next()?.parse().ok()?);
    let on = parts.next()?.parse().ok()?;
    let nth = parts.next()?.parse().ok()?;
    Some((provision, on, nth))
}

/// The lines of sessions by their names in a draft, then a form; those that are gone are passed over.
pub(super) fn with_lines(
    app: &mut App,
    about: &str,
    then: impl FnOnce(&mut App, Vec<SessionLine>) -> Vec<Effect> + Send + 'static,
) -> Vec<Effect> {
    let wanted: Vec<_> = about.split_whitespace().filter_map(of_about).collect();
    let (school, today) = (app.ctx.school.clone(), app.ctx.own_day());
    vec![read(
        move |snapshot| {
            let mut found = Vec::new();
            for (provision, on, nth) in wanted {
                let view = sessions::day(snapshot, &school, (on, today), None, None)?;
                found.extend(view.rows.into_iter().find(|line| {
                    (line.provision, line.on, line.nth) == (provision, on, nth) && line.moved_to.is_none()
                }));
            }
            Ok(found)
        },
        move |app, lines| {
            if lines.is_empty() {
                app.refuse("This session is no longer there");
                return Vec::new();
            }
            then(app, lines)
        },
    )]
}

/// "Language group, Mon 23 Nov 9:30, R Dale".
pub(super) fn said(line: &SessionLine, ctx: &Ctx) -> String {
    let when = format!("{} {}", day::near(line.on, ctx.own_day()), line.time());
    let parts = [line.name.clone(), when.trim_end().to_owned(), line.adult_name.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The time of a field, in minutes from midnight; `None` if it is empty.
fn time(values: &Values, key: &'static str) -> Result<Option<u16>, Vec<Wrong>> {
    let text = values.text(key);
    if text.trim().is_empty() {
        return Ok(None);
    }
    let words = "needs a time: 9:30, 13.15";
    let slots = parse_slots(&format!("mon {}", text.trim())).map_err(|_| vec![Wrong::new(key, words)])?;
    match slots.as_slice() {
        [only] if only.at.is_some() => Ok(only.at),
        _ => Err(vec![Wrong::new(key, words)]),
    }
}

/// Moves a session to another day or time.
pub fn open_move(app: &mut App, line: &SessionLine) -> Vec<Effect> {
    let which = Which::of(line);
    let form = Form::new(MOVE, about(line), "Move a session")
        .note(said(line, &app.ctx))
        .field(
            FormField::date("on", "New day", false).required().text(day::plain(line.on)).help(
                "The day on which it takes place: fri, +1d, 27/11. The same day for another time alone.",
            ),
        )
        .field(
            FormField::line("at", "Time")
                .text(line.time())
                .help("When it begins: 9:30; empty leaves the time that it was to have."),
        )
        .field(FormField::line("reason", "Reason").help("Why, in a word; may be empty."))
        .on_save(move |values, ctx| {
            let Some(on) = values.date("on") else { return Err(vec![Wrong::new("on", "needs a day")]) };
            let at = time(values, "at")?;
            let (by, reason) = (ctx.by(), values.text("reason"));
            let act =
                move |edit: &mut crate::store::Edit<'_>| act::move_to(edit, &by, &which, (on, at), &reason);
            Ok(vec![save_form(values, ctx, "Move a session", act, |_, _| Vec::new())])
        });
    forms::open(app, form)
}

/// As [`open_move`], from a draft.
pub fn resume_move(app: &mut App, about: &str) -> Vec<Effect> {
    with_lines(app, about, |app, lines| {
        lines.into_iter().next().map(|line| open_move(app, &line)).unwrap_or_default()
    })
}

/// Gives sessions to another adult.
pub fn open_adult(app: &mut App, lines: &[SessionLine]) -> Vec<Effect> {
    let all: Vec<Which> = lines.iter().map(Which::of).collect();
    let name = lines.iter().map(about).collect::<Vec<_>>().join(" ");
    let note = match lines {
        [line] => said(line, &app.ctx),
        lines => {
            let each: Vec<String> = lines.iter().map(|line| said(line, &app.ctx)).collect();
            format!("{} marked: {}", lines.len(), each.join("; "))
        }
    };
    let form = Form::new(ADULT, name, "Who takes it")
        .note(note)
        .field(
            FormField::staff("adult", "Adult", &app.ctx)
                .help("Who takes it, or took it; empty gives it back to the provision's lead adult."),
        )
        .on_save(move |values, ctx| {
            let (by, adult, all) = (ctx.by(), values.adult("adult"), all.clone());
            let act = move |edit: &mut crate::store::Edit<'_>| {
                all.iter().try_for_each(|which| act::cover(edit, &by, which, adult.as_ref()))
            };
            Ok(vec![save_form(values, ctx, "Give a session to another adult", act, |_, _| Vec::new())])
        });
    forms::open(app, form)
}

/// As [`open_adult`], from a draft.
pub fn resume_adult(app: &mut App, about: &str) -> Vec<Effect> {
    with_lines(app, about, |app, lines| open_adult(app, &lines))
}

/// Records a session that was not planned; `provision` stands in the form already.
pub fn open_extra(app: &mut App, provision: Option<RecordId>, on: NaiveDate) -> Vec<Effect> {
    let (school, site, today) = (app.ctx.school.clone(), app.ctx.site, app.ctx.own_day());
    vec![read(
        move |snapshot| {
            let provisions = lines(snapshot, &school, site, today)?;
            let name = |line: ProvisionLine| {
                let lead = if line.lead.is_empty() { String::new() } else { format!(" · {}", line.lead) };
                (line.id, format!("{}{lead}", line.provision.name))
            };
            Ok(provisions.into_iter().map(name).collect::<Vec<_>>())
        },
        move |app, provisions| {
            if provisions.is_empty() {
                app.refuse("There is no provision yet: start one in Provision");
                return Vec::new();
            }
            let mut which = FormField::record("provision", "Provision", provisions)
                .required()
                .help("Which group or 1:1 had it.");
            if let Some(id) = provision {
                which = which.text(id.0.to_string());
            }
            let on = on.min(app.ctx.own_day());
            let form = Form::new(EXTRA, "", "Record an extra session")
                .field(which)
                .field(
                    FormField::date("on", "Day", true)
                        .required()
                        .text(day::plain(on))
                        .help("When it took place."),
                )
                .field(
                    FormField::number("minutes", "Minutes", 1, 400)
                        .help("How long it took; empty as the provision's dosage says."),
                )
                .field(
                    FormField::staff("adult", "Adult", &app.ctx)
                        .help("Who took it; empty for the provision's lead adult."),
                )
                .field(FormField::line("note", "Note").help("Anything else; may be empty."))
                .on_save(|values, ctx| {
                    let (Some(provision), Some(on)) = (values.id("provision"), values.date("on")) else {
                        return Err(vec![Wrong::new("provision", "choose a provision")]);
                    };
                    let which = Which { provision, on, nth: 0, seen: Seen::Any };
                    let recording = Recording {
                        extra: true,
                        minutes: values.number("minutes").and_then(|minutes| u16::try_from(minutes).ok()),
                        adult: values.adult("adult"),
                        note: values.text("note"),
                        ..Recording::new(which, State::Delivered)
                    };
                    let by = ctx.by();
                    let act = move |edit: &mut crate::store::Edit<'_>| act::record(edit, &by, &recording);
                    Ok(vec![save_form(values, ctx, "Extra session delivered", act, |_, _| Vec::new())])
                });
            forms::open(app, form)
        },
    )]
}

/// As [`open_extra`], from a draft.
pub fn resume_extra(app: &mut App, _about: &str) -> Vec<Effect> {
    let on = app.ctx.own_day();
    open_extra(app, None, on)
}
