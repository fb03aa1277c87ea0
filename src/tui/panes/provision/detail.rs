//! The detail of the row that the cursor rests on: a provision with every pupil, one pupil's place, a group's sums in
//! words, what Enter does about what was found.

use chrono::NaiveDate;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::mend;
use super::rows::Item;
use crate::domain::day;
use crate::domain::delivery::say_slots;
use crate::domain::measure::Course;
use crate::domain::provision::Provision;
use crate::domain::record::Recorded;
use crate::domain::rows::{PlaceRow, Who};
use crate::domain::wording;
use crate::domain::words::{plural, pounds};
use crate::text::{clean, fit, pad, width};
use crate::tui::app::Ctx;
use crate::tui::widgets::wrap::wrap;
use crate::views::provision::{MapData, MapRow, Part, Run, Totals, said};

/// Columns from which a pupil's line has the chart of the measure beside a name that is read whole.
const CHARTED: usize = 60;

/// The lines for a row. `wide` is for a column at the right, which wraps; below the list a line is cut.
pub(super) fn of(item: &Item, today: NaiveDate, wide: bool, area: Rect, ctx: &Ctx) -> Vec<Line<'static>> {
    let lines = match item {
        Item::Kind { words, .. } => {
            let key = first_key(ctx, "provision.enter");
            vec![format!("{words}: {key} or Right opens the list, {key} on a line goes where it is mended.")]
        }
        Item::Found { finding, .. } => {
            let words = clean(&finding.words).into_owned();
            let enter = format!("{} {}", first_key(ctx, "provision.enter"), mend::words(finding.kind));
            vec![words, enter]
        }
        Item::Group { title, totals, .. } => group(title, totals),
        Item::Nothing => Vec::new(),
        Item::Run { data, row, .. } => match (row.run(data), row.place(data)) {
            (Some(run), Some((place, part))) => place_lines(run, place, part, row, today),
            (Some(run), None) => {
                let mut lines = run_lines(run, row, today);
                // Below the list a line is cut: what it costs has one of its own rather than none.
                if !wide && lines.last().is_some_and(|line| width(line) + 2 > usize::from(area.width)) {
                    lines.pop();
                    lines.extend([row.totals.tally.words(), cost(&row.totals)]);
                }
                pupils(&mut lines, run, data, row, wide, area);
                if row.parts.is_empty() && run.line.provision.end.is_none_or(|end| end >= today) {
                    let key = first_key(ctx, "provision.add_pupil");
                    lines.push(format!("No pupil is in it. {key} takes pupils in."));
                }
                if wide && !run.line.provision.note.is_empty() {
                    lines.push(String::new());
                    lines.extend(run.line.provision.note.lines().map(|note| clean(note).into_owned()));
                }
                lines
            }
            _ => Vec::new(),
        },
    };
    let mut out: Vec<Line<'static>> = if wide {
        lines.into_iter().map(Line::raw).collect()
    } else {
        cut(lines, usize::from(area.width), usize::from(area.height)).into_iter().map(Line::raw).collect()
    };
    if wide && let Some(first) = out.first_mut() {
        first.style = ctx.theme.title();
    }
    out
}

/// Lines for below the list: those of a heading or a finding wrap, since there is room; each begins with a blank.
fn cut(lines: Vec<String>, columns: usize, rows: usize) -> Vec<String> {
    let room = columns.saturating_sub(2).max(1);
    let few = lines.len() <= 3;
    let mut out: Vec<String> = Vec::new();
    for line in lines {
        if few && width(&line) > room {
            out.extend(
                wrap(&line, room).into_iter().map(|row| line.get(row).unwrap_or_default().trim().to_owned()),
            );
        } else {
            out.push(fit(&line, room).into_owned());
        }
    }
    out.truncate(rows);
    out.into_iter().map(|line| format!(" {line}")).collect()
}

fn first_key(ctx: &Ctx, id: &str) -> String {
    ctx.keymap.keys_of(id).into_iter().next().unwrap_or_else(|| format!("`{id}`"))
}

fn sentence(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// "Began Mon 5 Oct, ends Fri 18 Dec".
fn days(start: NaiveDate, end: Option<NaiveDate>, today: NaiveDate) -> String {
    let began = if start <= today { "began" } else { "begins" };
    let end = end.map_or_else(String::new, |end| {
        format!("{} {}", if end < today { "ended" } else { "ends" }, day::near(end, today))
    });
    sentence([format!("{began} {}", day::near(start, today)), end])
}

/// " · does not say who, until when", of a provision that runs; empty if it says all.
fn unsaid(provision: &Provision, today: NaiveDate) -> String {
    let runs = provision.end.is_none_or(|end| end >= today);
    let unsaid = if runs { wording::gaps(&provision.clone().wrap()) } else { None };
    unsaid.map_or(String::new(), |words| format!(" · {words}"))
}

/// "3 × 20 min, Mon Wed Fri 9:30, R Dale, with SALT": what it is a week, and whose.
fn dosage(run: &Run, today: NaiveDate) -> String {
    let line = &run.line;
    let provision = &line.provision;
    let said_days = say_slots(&run.slots);
    let when = if run.usual { format!("no days named, taken as {said_days}") } else { said_days };
    let agency = if provision.agency.is_empty() {
        String::new()
    } else {
        format!("with {}", clean(&provision.agency))
    };
    let earlier = provision.earlier.last().map_or_else(String::new, |old| {
        format!("until {} {} × {} min", day::near(old.until, today), old.times_a_week, old.minutes)
    });
    sentence([
        format!("{} × {} min", run.slots.len(), run.minutes),
        when,
        clean(&line.lead).into_owned(),
        agency,
        clean(&line.site).into_owned(),
        earlier,
    ])
}

/// "£120.50 so far, £240 if all that is planned takes place, 3 sessions of no known rate".
fn cost(totals: &Totals) -> String {
    let so_far = if totals.cost > 0 { format!("{} so far", pounds(totals.cost)) } else { String::new() };
    let projected = if totals.projected > totals.cost {
        format!("{} as planned in these days", pounds(totals.projected))
    } else {
        String::new()
    };
    let unrated = if totals.unrated > 0 {
        format!("no rate known for {}", plural(i64::from(totals.unrated), "session"))
    } else {
        String::new()
    };
    sentence([so_far, projected, unrated])
}

/// Delivery and cost, with the words between them.
fn sums(totals: &Totals) -> String {
    [totals.tally.words(), cost(totals)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn group(title: &str, totals: &Totals) -> Vec<String> {
    let outcomes = match totals.outcomes.words() {
        words if words.is_empty() => "no check yet".to_owned(),
        words => format!("on average {words}, of the last checks of so many places"),
    };
    vec![
        format!(
            "{}: {}, {}, {} minutes a week",
            clean(title),
            plural(i64::from(totals.provisions), "provision"),
            plural(i64::from(totals.pupils), "pupil"),
            totals.minutes
        ),
        sums(totals),
        outcomes,
    ]
}

fn run_lines(run: &Run, row: &MapRow, today: NaiveDate) -> Vec<String> {
    let provision = &run.line.provision;
    let measure = if provision.measure.is_empty() {
        String::new()
    } else {
        format!("measure: {}", clean(&provision.measure))
    };
    let overdue = match run.line.overdue {
        0 => String::new(),
        many => format!("{} overdue", plural(i64::try_from(many).unwrap_or(i64::MAX), "check")),
    };
    vec![
        format!("{}: {}", clean(&provision.name), dosage(run, today)),
        sentence([days(provision.start, provision.end, today), measure, overdue]) + &unsaid(provision, today),
        sums(&row.totals),
    ]
}

/// "34 → 41, +1, 12/14 done": what was measured and found, and how much was delivered; with its chart and progress if `whole`.
fn figures(provision: &Provision, place: &PlaceRow, part: &Part, whole: bool) -> String {
    let outcome = part.outcome.map(|outcome| outcome.sign().to_owned()).unwrap_or_default();
    let delivered =
        part.tally.percent().map(|_| format!("{}/{} done", part.tally.delivered, part.tally.due()));
    let course = Course::of(place, provision);
    let measured = if whole { course.line(place) } else { course.figures(place) };
    sentence([clean(&measured).into_owned(), outcome, delivered.unwrap_or_default()])
}

fn who(who: &Who) -> String {
    clean(&said(who)).into_owned()
}

/// Every pupil: at the right one a line, below in two columns as far as there is room.
fn pupils(lines: &mut Vec<String>, run: &Run, data: &MapData, row: &MapRow, wide: bool, area: Rect) {
    let columns = usize::from(area.width);
    let cell = |(place, part): (&PlaceRow, &Part), room: usize| {
        let left = match part.open {
            true => String::new(),
            false if place.from > data.asked.on() => format!(", from {}", day::short(place.from)),
            false => ", has left".to_owned(),
        };
        let right = figures(&run.line.provision, place, part, room >= CHARTED) + &left;
        let name = if wide { who(&place.who) } else { clean(&place.who.name).into_owned() };
        let space = room.saturating_sub(width(&right) + 1).max(8);
        fit(&format!("{} {right}", pad(&name, space)), room).into_owned()
    };
    if wide {
        lines.push(String::new());
        lines.extend(row.places(data).map(|one| cell(one, columns)));
        return;
    }
    let rows = usize::from(area.height).saturating_sub(lines.len());
    let all = row.places(data).count();
    let half = columns.saturating_sub(5) / 2;
    let fits = rows * 2;
    let shown = if all > fits { fits.saturating_sub(1) } else { all };
    let mut cells: Vec<String> =
        row.places(data).take(shown).map(|one| pad(&cell(one, half), half)).collect();
    if all > shown && fits > 0 {
        cells.push(format!("and {} more", all - shown));
    }
    lines.extend(cells.chunks(2).map(|two| two.join("   ").trim_end().to_owned()));
}

fn place_lines(run: &Run, place: &PlaceRow, part: &Part, row: &MapRow, today: NaiveDate) -> Vec<String> {
    let next = match place.next_check {
        Some(next) => format!("next check {}, {}", day::near(next, today), day::how_late(next, today)),
        None => "no check to come".to_owned(),
    };
    let outcome = part.outcome.map(|outcome| format!("last outcome {}", outcome.label())).unwrap_or_default();
    let measured = Course::of(place, &run.line.provision).line(place);
    let checks = match place.checks {
        0 => "no check yet".to_owned(),
        checks => plural(i64::from(checks), "check"),
    };
    vec![
        who(&place.who),
        format!("{}: {}", clean(&run.line.provision.name), dosage(run, today)),
        sentence([days(place.from, place.to, today), clean(&measured).into_owned(), outcome]),
        sums(&row.totals),
        sentence([checks, next]),
    ]
}
