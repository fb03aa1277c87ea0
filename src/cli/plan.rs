//! `senco plan`: the rest of the year's reviews spread over its weeks; with `--agree`, saved.

use serde::Serialize;

use super::out::{Out, say};
use super::table::Table;
use super::{Failure, Global, Outcome, place};
use crate::actions::year;
use crate::domain::day;
use crate::domain::words::plural;
use crate::exchange::diary::Wanted;
use crate::views::plan_year::{self, Planned, Week, YearPlan};

/// What is planned, and whether it is kept.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Agree what is proposed, as one change
    #[arg(long)]
    agree: bool,
    /// One site alone
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
}

/// One week, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    /// Its Monday.
    week: String,
    /// Why nobody is at school; null for a week with a school day.
    rest: Option<&'a str>,
    count: usize,
    limit: usize,
    over: bool,
    /// How many of them are at other sites.
    elsewhere: usize,
    reviews: Vec<Review<'a>>,
}

#[derive(Serialize)]
struct Review<'a> {
    date: String,
    pupil: u32,
    name: &'a str,
    year: Option<String>,
    class: &'a str,
    kind: &'static str,
    /// The number of the agreed review; null for what is proposed.
    id: Option<u32>,
    /// The last day that the rhythm allows.
    by: Option<String>,
    late: bool,
}

fn review<'a>(plan: &'a YearPlan, review: &Planned) -> Option<Review<'a>> {
    let who = &plan.pupils.get(review.pupil)?.who;
    Some(Review {
        date: day::iso(review.date),
        pupil: who.pupil.0,
        name: &who.name,
        year: who.year.map(|year| year.code()),
        class: &who.class,
        kind: review.kind.code(),
        id: review.agreed.map(|id| id.0),
        by: review.by.map(day::iso),
        late: review.is_late(),
    })
}

fn item<'a>(plan: &'a YearPlan, at: usize, week: &'a Week) -> Item<'a> {
    let reviews = plan.reviews_in(at).into_iter().filter_map(|at| review(plan, plan.reviews.get(at)?));
    Item {
        week: day::iso(week.monday),
        rest: Some(week.rest.as_str()).filter(|rest| !rest.is_empty()),
        count: week.count,
        limit: plan.limit,
        over: week.count > plan.limit,
        elsewhere: week.elsewhere,
        reviews: reviews.collect(),
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Prints the plan, and agrees it if told.
///
/// # Errors
/// There is no store, it cannot be read or written, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let mut store = if args.agree { place::open(global)? } else { place::open_reading(global)? };
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let site = match &args.site {
        None => None,
        Some(told) => Wanted::site_named(&school, told)
            .map(Some)
            .map_err(|words| Failure::usage(format!("--site: {words}")))?,
    };
    let plan = store.read(|view| plan_year::read(view, &school, site, today))?;
    let mut out = Out::new(global.color);
    if global.json {
        out.items(plan.weeks.iter().enumerate().map(|(at, week)| item(&plan, at, week)))?;
    } else {
        print(&mut out, &plan)?;
    }
    out.finish()?;
    for words in plan.warnings() {
        say(&words);
    }
    if args.agree {
        let reviews = plan.agreement();
        if reviews.is_empty() {
            say("Nothing is left to agree.");
            return Ok(());
        }
        let by = place::by(today);
        let done = store.commit(place::operation(year::ACTION, &by), |edit| {
            year::agree(edit, &by, &reviews, plan.seen)
        })?;
        say(&format!(
            "Agreed: {}. Entry {seq}; `senco undo --seq {seq}` takes it back.",
            plural(number(reviews.len()), "review"),
            seq = done.seq.0
        ));
    }
    Ok(())
}

fn print(out: &mut Out, plan: &YearPlan) -> std::io::Result<()> {
    out.head(&format!(
        "{}: {} to agree, at most {} a week",
        plan.label(),
        plural(number(plan.proposed().count()), "review"),
        plan.limit
    ))?;
    for (at, week) in plan.weeks.iter().enumerate() {
        out.line("")?;
        let over = if week.count > plan.limit {
            format!("  {} over", week.count - plan.limit)
        } else {
            String::new()
        };
        let elsewhere =
            if week.elsewhere > 0 { format!("  {} at other sites", week.elsewhere) } else { String::new() };
        let said = match week.rest.as_str() {
            "" => format!("{} of {}", week.count, plan.limit),
            rest if week.count == 0 => rest.to_owned(),
            rest => format!("{rest}, {}", plural(number(week.count), "review")),
        };
        out.head(&format!("Week of {}  {said}{over}{elsewhere}", day::column(week.monday)))?;
        let mut table = Table::new(&["", "", "", "", "", ""]);
        for review in plan.reviews_in(at).into_iter().filter_map(|at| plan.reviews.get(at)) {
            let Some(pupil) = plan.pupils.get(review.pupil) else { continue };
            table.row(vec![
                " ".to_owned(),
                day::column(review.date),
                pupil.who.name.clone(),
                pupil.who.place(),
                review.kind.label().to_owned(),
                state(review),
            ]);
        }
        table.print(out)?;
    }
    Ok(())
}

fn state(review: &Planned) -> String {
    match (review.agreed, review.by) {
        (Some(_), _) => "agreed".to_owned(),
        (None, Some(by)) if review.is_late() => format!("proposed, was due by {}", day::short(by)),
        (None, Some(by)) => format!("proposed, by {}", day::short(by)),
        (None, None) => "proposed".to_owned(),
    }
}
