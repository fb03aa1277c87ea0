//! Forms of the calendar: a term, and days on which the school is shut or open against the rule.
//!
//! Rule: a day that moves asks for nothing twice: the last day of one day stays empty. Dates that nobody has given stand in the form
//! as they are assumed, and become the school's own when it is saved.

use chrono::NaiveDate;

use crate::actions::calendar as action;
use crate::domain::calendar::{
    Closure, ClosureKind, Span, Term, academic_year, academic_year_label, assumed_terms,
};
use crate::domain::date_input::Lean;
use crate::domain::day;
use crate::domain::ids::{Held, RecordId};
use crate::domain::record::Recorded;
use crate::store::Edit;
use crate::tui::app::{App, Ctx};
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Form, FormField, Values, Wrong};
use crate::tui::save::save_form;

/// The fields of a term in the order in which they are typed.
const TERM: &[&str] = &["name", "start", "end", "half_start", "half_end"];

fn gone(app: &mut App) -> Vec<Effect> {
    app.refuse("This is no longer in the calendar");
    Vec::new()
}

fn number(about: &str) -> Option<RecordId> {
    about.parse().ok().map(RecordId)
}

/// A field for the site, where there are several.
fn with_site<T: Recorded>(form: Form, record: &T, ctx: &Ctx) -> Form {
    if ctx.school.sites.len() < 2 { form } else { form.record(record, &["site"], ctx) }
}

/// What the form says of the term.
///
/// # Errors
/// Beside their fields: a half-term without a first or a last day, and what the table refuses.
fn term_of(values: &Values, base: &Term) -> Result<Term, Vec<Wrong>> {
    let mut term = base.clone();
    values.apply(&mut term)?;
    term.half_term = match (values.date("half_start"), values.date("half_end")) {
        (Some(start), Some(end)) => Some(Span { start, end }),
        (None, None) => None,
        (Some(_), None) => return Err(vec![Wrong::new("half_end", "is needed: the last day of half-term")]),
        (None, Some(_)) => {
            return Err(vec![Wrong::new("half_start", "is needed: the first day of half-term")]);
        }
    };
    match term.fault() {
        Some(fault) => Err(vec![Wrong::new("", fault)]),
        None => Ok(term),
    }
}

/// Opens the form for a new term of an academic year, filled with an assumed one where its place (from 0) is given.
pub fn open_add_term(app: &mut App, year: i32, place: Option<usize>) -> Vec<Effect> {
    let usual = place.and_then(|place| assumed_terms(year).into_iter().nth(place));
    let blank = usual.is_none();
    let own = app.ctx.own_day();
    let own_terms = |site| app.ctx.school.terms.iter().any(|term| term.site == site);
    // A site that keeps terms of its own goes on to; else a term is the whole school's.
    let site = app.ctx.site.filter(|site| own_terms(Some(*site)));
    let base =
        usual.unwrap_or(Term { name: String::new(), start: own, end: own, half_term: None, site: None });
    let base = Term { site, ..base };
    let about = place.map_or_else(|| year.to_string(), |place| format!("{year} {place}"));
    let mut form = Form::new("calendar.add_term", about, "Add a term").note(if blank {
        format!("in {}", academic_year_label(year))
    } else {
        "These dates are assumed. Saved, they are the school's own.".to_owned()
    });
    for key in TERM {
        let field = FormField::of(key, &base, &app.ctx).lean(Lean::Year(year));
        let date = matches!(*key, "start" | "end");
        form = form.field(if blank && date { field.text("") } else { field });
    }
    let form = with_site(form, &base, &app.ctx).on_save(move |values, ctx| {
        let term = term_of(values, &base)?;
        Ok(vec![save_form(
            values,
            ctx,
            "Add a term",
            move |edit: &mut Edit<'_>| action::add_term(edit, &term).map(|_| ()),
            |_, _| Vec::new(),
        )])
    });
    forms::open(app, form)
}

/// Brings a draft of a new term back.
pub fn resume_add_term(app: &mut App, about: &str) -> Vec<Effect> {
    let mut numbers = about.split_whitespace();
    match numbers.next().and_then(|year| year.parse().ok()) {
        Some(year) => open_add_term(app, year, numbers.next().and_then(|place| place.parse().ok())),
        None => gone(app),
    }
}

/// Opens the form of a term that the school keeps. `key` is where the cursor stands first.
pub fn open_term(app: &mut App, id: RecordId, key: &str) -> Vec<Effect> {
    let Some(held) = app.ctx.school.terms.iter().find(|term| term.id == id).cloned() else {
        return gone(app);
    };
    let lean = Lean::Year(academic_year(held.start));
    let fields = TERM.iter().map(|key| FormField::of(key, &held.value, &app.ctx).lean(lean));
    let form = fields.fold(Form::new("calendar.term", id.0.to_string(), "Change a term"), Form::field);
    let form = with_site(form, &held.value, &app.ctx).start_at(key).on_save(move |values, ctx| {
        let mine = term_of(values, &held.value)?;
        let base = values.base(&held);
        Ok(vec![save_form(
            values,
            ctx,
            "Change a term",
            move |edit: &mut Edit<'_>| action::change_term(edit, &base, &mine),
            |_, _| Vec::new(),
        )])
    });
    forms::open(app, form)
}

/// Brings a draft of a change of a term back.
pub fn resume_term(app: &mut App, about: &str) -> Vec<Effect> {
    number(about).map_or_else(Vec::new, |id| open_term(app, id, ""))
}

fn day_form(form: Form, closure: &Closure, days: (&str, &str), lean: Lean, ctx: &Ctx) -> Form {
    let field = |key| FormField::of(key, closure, ctx);
    let form = form
        .field(field("kind"))
        .field(field("from").text(days.0).lean(lean))
        .field(field("to").text(days.1).lean(lean))
        .field(field("name"));
    with_site(form, closure, ctx).start_at("from")
}

fn day_of(values: &Values, base: &Closure) -> Result<Closure, Vec<Wrong>> {
    let mut closure = base.clone();
    values.apply(&mut closure)?;
    match closure.fault() {
        Some(fault) => Err(vec![Wrong::new("", fault)]),
        None => Ok(closure),
    }
}

/// Opens the form that adds a day: an INSET day unless told otherwise. A date without a year falls in the academic year given, or
/// lies as near as can be.
pub fn open_add_day(app: &mut App, year: Option<i32>) -> Vec<Effect> {
    let lean = year.map_or(Lean::Near, Lean::Year);
    let own = app.ctx.own_day();
    let base = Closure {
        kind: ClosureKind::Inset,
        name: String::new(),
        from: own,
        to: own,
        site: app.ctx.site,
        typed: app.ctx.by().typed,
    };
    let form = Form::new("calendar.add_day", "", "Add days").note("INSET day, bank holiday, closed, or open");
    let form = day_form(form, &base, ("", ""), lean, &app.ctx).on_save(move |values, ctx| {
        let (closure, by) = (day_of(values, &base)?, ctx.by());
        let title = format!("Add {}", closure.kind.label());
        Ok(vec![save_form(
            values,
            ctx,
            &title,
            move |edit: &mut Edit<'_>| action::add_closure(edit, &closure, &by).map(|_| ()),
            |_, _| Vec::new(),
        )])
    });
    forms::open(app, form)
}

/// Brings a draft of a day back.
pub fn resume_add_day(app: &mut App, _: &str) -> Vec<Effect> {
    open_add_day(app, None)
}

/// Opens the form of INSET days and the like.
pub fn open_day(app: &mut App, id: RecordId) -> Vec<Effect> {
    let Some(held) = app.ctx.school.closures.iter().find(|one| one.id == id).cloned() else {
        return gone(app);
    };
    let Held { value, .. } = &held;
    let last = if value.to == value.from { String::new() } else { day::plain(value.to) };
    let form = Form::new("calendar.day", id.0.to_string(), "Change days").note(value.label());
    let (lean, from) = (Lean::Year(academic_year(value.from)), day::plain(value.from));
    let form = day_form(form, value, (&from, &last), lean, &app.ctx).on_save(move |values, ctx| {
        let mine = day_of(values, &held.value)?;
        let base = values.base(&held);
        let title = format!("Change {}", mine.kind.label());
        Ok(vec![save_form(
            values,
            ctx,
            &title,
            move |edit: &mut Edit<'_>| action::change_closure(edit, &base, &mine),
            |_, _| Vec::new(),
        )])
    });
    forms::open(app, form)
}

/// Brings a draft of a change of days back.
pub fn resume_day(app: &mut App, about: &str) -> Vec<Effect> {
    number(about).map_or_else(Vec::new, |id| open_day(app, id))
}

/// The academic year's first term that nobody has given, from the day on; for adding the next one. `None` if all are given.
pub fn next_assumed(app: &App, year: i32) -> Option<usize> {
    let assumed = app.ctx.school.calendar_of(app.ctx.site).assumed_of_year(year);
    let first: Option<NaiveDate> = assumed.first().map(|term| term.start);
    assumed_terms(year).iter().position(|term| Some(term.start) == first)
}
