//! The form that changes a provision's dosage from a day on.
//!
//! Rule: the past stays as it was planned; what stood before keeps its days.

use super::{Form, FormField, Wrong, open as open_form};
use crate::actions::provision as act;
use crate::domain::day;
use crate::domain::delivery::{parse_slots, say_slots};
use crate::domain::ids::RecordId;
use crate::store::Edit;
use crate::tui::app::App;
use crate::tui::effect::{Effect, read};
use crate::tui::forms::about::save_saying;
use crate::tui::forms::said::said_minding;

/// As [`open`], from a draft.
pub fn resume(app: &mut App, about: &str) -> Vec<Effect> {
    match about.parse() {
        Ok(id) => open(app, RecordId(id)),
        Err(_) => {
            app.refuse("This draft cannot be read");
            Vec::new()
        }
    }
}

/// Opens it for a provision.
pub fn open(_: &mut App, id: RecordId) -> Vec<Effect> {
    vec![read(
        move |snapshot| snapshot.provision(id),
        move |app, held| {
            let Some(held) = held else {
                app.refuse("This provision is no longer there");
                return Vec::new();
            };
            let from = held.start.max(app.ctx.own_day());
            let days = say_slots(&held.slots);
            let form = Form::new("provision.dosage", id.0.to_string(), "Change the dosage")
                .note(format!("{}, {} {days}", held.name, held.dosage()).trim_end().to_owned())
                .field(
                    FormField::date("from", "From", true)
                        .help("The first day of the new dosage. Sessions and costs of the days before stay as they are.")
                        .required()
                        .text(day::plain(from)),
                )
                .record(&held.value, &["slots", "times_a_week", "minutes"], &app.ctx)
                .start_at("slots")
                .on_save(move |values, ctx| {
                    let from = values.date("from").ok_or_else(|| vec![Wrong::new("from", "needs a date")])?;
                    let mut mine = held.value.clone();
                    values.apply(&mut mine)?;
                    // The days as they are typed say how often: the figure beside them need not be kept in step.
                    let slots = parse_slots(&values.text("slots")).map_err(|why| vec![Wrong::new("slots", why)])?;
                    // A figure changed beside days left as they were would be passed over without a word.
                    let (often, named) = (usize::from(mine.times_a_week), slots.len());
                    if mine.times_a_week != held.value.times_a_week && slots == held.value.slots && often != named && named > 0 {
                        let why = format!("is for {named} a week: name the days, or empty them");
                        return Err(vec![Wrong::new("slots", why)]);
                    }
                    let new = act::NewDosage {
                        times_a_week: mine.times_a_week,
                        minutes: mine.minutes,
                        slots,
                    };
                    let by = ctx.by();
                    let did = format!("new dosage from {}", day::near(from, ctx.own_day()));
                    let done = said_minding(mine.name.clone(), did, None);
                    let act = move |edit: &mut Edit<'_>| act::change_dosage(edit, &by, id, from, &new);
                    Ok(vec![save_saying(values, ctx, "Change the dosage", act, done)])
                });
            open_form(app, form)
        },
    )]
}
