//! How the map looks: its rows at any width, and the detail of the row that the cursor rests on.

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::{Item, ProvisionPane};
use crate::domain::day;
use crate::domain::record::Recorded;
use crate::domain::rows::{PlaceRow, Who};
use crate::domain::wording;
use crate::domain::words::{plural, pounds};
use crate::text::{clean, fit, pad, pad_left, width};
use crate::tui::app::Ctx;
use crate::tui::widgets::list::{ListControl, Look, Row};
use crate::views::provision::{PlaceLine, ProvisionLine, Which, area_title, said};

/// Columns from which the detail stands beside the list.
const WIDE: u16 = 110;

/// A pupil's name with year and class.
pub(super) fn who(who: &Who) -> String {
    clean(&said(who)).into_owned()
}

/// " 5 Oct" in six columns, "Oct 2024" where the year is not clear.
fn since(date: NaiveDate, today: NaiveDate) -> String {
    let near = day::between(date, today).abs() <= 300;
    date.format(if near { "%e %b" } else { "%b %Y" }).to_string()
}

/// The whole pane.
pub(super) fn pane(pane: &mut ProvisionPane, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    let today = pane.today.unwrap_or(ctx.today);
    let wide = area.width >= WIDE;
    let [list_area, detail_area] = if wide {
        let beside = area.width.saturating_sub(84).clamp(28, 56);
        let [list, _gap, detail] = area.layout(&Layout::horizontal([
            Constraint::Min(0),
            Constraint::Length(2),
            Constraint::Length(beside),
        ]));
        [list, detail]
    } else {
        let below = if area.height >= 14 { 5 } else { 0 };
        area.layout(&Layout::vertical([Constraint::Min(0), Constraint::Length(below)]))
    };
    if pane.loaded && pane.list.shown() == 0 {
        frame.render_widget(Paragraph::new(empty(pane, ctx)).wrap(Wrap { trim: false }), list_area);
        frame.set_cursor_position((list_area.x, list_area.y));
        return;
    }
    let theme = &ctx.theme;
    let rule = usize::from(list_area.width);
    let ProvisionPane { list, headings, by_pupil, .. } = &mut *pane;
    list.draw(
        frame,
        list_area,
        theme,
        |section, rows| {
            let at = usize::try_from(section).unwrap_or(0).saturating_sub(1);
            let title =
                if *by_pupil { headings.get(at).map_or("", String::as_str) } else { area_title(section) };
            let title = fit(title, rule.saturating_sub(8)).into_owned();
            let count = rows.to_string();
            let line = "─".repeat(rule.saturating_sub(width(&title) + count.len() + 4));
            Line::from(vec![
                Span::raw(" "),
                Span::styled(title, theme.heading()),
                Span::styled(format!(" {line} "), theme.quiet()),
                Span::raw(count),
            ])
        },
        |item, look| row(item, look, today, ctx),
    );
    if detail_area.is_empty() {
        return;
    }
    let shown = pane.shown;
    let item = pane.list.rows().iter().find(|item| Some(item.key()) == shown);
    let mut text: Vec<Line<'static>> = Vec::new();
    if !wide {
        text.push(Line::styled("─".repeat(usize::from(detail_area.width)), ctx.theme.quiet()));
    }
    match item {
        Some(Item::Group(line)) => text.extend(group_detail(line, today, wide, detail_area, ctx)),
        Some(Item::Place { line, .. }) => text.extend(place_detail(line, today, ctx)),
        None => {}
    }
    frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: false }), detail_area);
}

fn empty(pane: &ProvisionPane, ctx: &Ctx) -> String {
    let key = |id: &str| ctx.keymap.keys_of(id).into_iter().next().unwrap_or_else(|| format!("`{id}`"));
    if !pane.list.filter().is_empty() {
        return "\n   No provision fits the filter. Esc takes it away.".into();
    }
    match pane.which {
        Which::Ended => {
            format!("\n   No provision has ended yet. {} shows those that run.", key("provision.ended"))
        }
        _ => format!(
            "\n   No provision runs{}.\n   {} starts one for a group of pupils; {} shows those that have ended.",
            if ctx.site.is_some() { " at this site" } else { "" },
            key("provision.start"),
            key("provision.ended")
        ),
    }
}

/// When the next check is due, or when it ended.
fn check_cell(next: Option<NaiveDate>, due: usize, end: Option<NaiveDate>, today: NaiveDate) -> String {
    match (next, end) {
        (Some(next), _) if due > 1 => format!("{} ·{due}", day::late_cell(next, today)),
        (Some(next), _) => day::late_cell(next, today),
        (None, Some(end)) if end < today => format!("ended {}", since(end, today).trim_start()),
        (None, Some(end)) => format!("ends {}", since(end, today).trim_start()),
        (None, None) => String::new(),
    }
}

/// A row in the columns there are: name, wave, dosage, lead adult, pupils, since, check.
fn row(item: &Item, look: Look, today: NaiveDate, ctx: &Ctx) -> Line<'static> {
    let total = usize::from(look.width);
    let theme = &ctx.theme;
    let (check, dosage, since_cell) = (17, 13, 8);
    let lead = if total >= 70 { 11 } else { 0 };
    let long = total >= 50;
    let mut spans = Vec::new();
    let (provision, adult, next, due) = match item {
        Item::Group(line) => (&line.provision, &line.lead, line.next_check, line.due),
        Item::Place { line, .. } => (&line.provision, &line.lead, line.place.next_check, 0),
    };
    let end = match item {
        Item::Group(line) => line.provision.end,
        Item::Place { line, .. } => line.place.to,
    };
    let from = match item {
        Item::Group(line) => line.provision.start,
        Item::Place { line, .. } => line.place.from,
    };
    let middle = match item {
        Item::Group(line) => pad_left(&line.pupils.to_string(), 4),
        Item::Place { line, .. } => pad_left(line.place.outcome.map_or("", |outcome| outcome.sign()), 4),
    };
    let fixed = check
        + 1
        + 5
        + if long { dosage + 1 + since_cell + 1 } else { 0 }
        + if lead > 0 { lead + 1 } else { 0 };
    let name = total.saturating_sub(fixed + 3);
    spans.push(Span::raw(pad(&clean(&provision.name), name)));
    spans.push(Span::raw(format!(" W{}", provision.wave.number())));
    if long {
        spans.push(Span::raw(format!(" {}", pad(&provision.dosage(), dosage))));
    }
    if lead > 0 {
        spans.push(Span::raw(format!(" {}", pad(&clean(adult), lead))));
    }
    spans.push(Span::raw(format!("{middle} ")));
    if long {
        let since = since(from, today);
        // One with its year fills the cell, and takes the blank before it for the one behind.
        let cell = if width(&since) < since_cell {
            format!(" {}", pad(&since, since_cell))
        } else {
            format!("{since} ")
        };
        spans.push(Span::raw(cell));
    }
    let style = match next {
        Some(next) if next < today => theme.late(),
        Some(next) if day::between(today, next) <= 7 => theme.soon(),
        _ => theme.text(),
    };
    spans.push(Span::styled(fit(&check_cell(next, due, end, today), check).into_owned(), style));
    Line::from(spans)
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
fn unsaid(provision: &crate::domain::provision::Provision, today: NaiveDate) -> String {
    let runs = provision.end.is_none_or(|end| end >= today);
    let unsaid = if runs { wording::gaps(&provision.clone().wrap()) } else { None };
    unsaid.map_or(String::new(), |words| format!(" · {words}"))
}

fn head(
    provision: &crate::domain::provision::Provision,
    lead: &str,
    site: &str,
    today: NaiveDate,
) -> [String; 2] {
    let agency = if provision.agency.is_empty() {
        String::new()
    } else {
        format!("with {}", clean(&provision.agency))
    };
    [
        sentence([provision.dosage(), clean(lead).into_owned(), agency, clean(site).into_owned()]),
        sentence([
            days(provision.start, provision.end, today),
            provision.cost_pence.map(pounds).unwrap_or_default(),
            if provision.measure.is_empty() {
                String::new()
            } else {
                format!("measure: {}", clean(&provision.measure))
            },
        ]) + &unsaid(provision, today),
    ]
}

/// "34 → 41": what was measured.
fn measured(place: &PlaceRow) -> String {
    let measured = match (place.entry.as_str(), place.now.as_str()) {
        ("", "") => String::new(),
        (entry, "") => format!("entry {entry}"),
        ("", now) => format!("now {now}"),
        (entry, now) => format!("{entry} → {now}"),
    };
    clean(&measured).into_owned()
}

/// "34 → 41, +1": what was measured and found.
fn measures(place: &PlaceRow) -> String {
    sentence([measured(place), place.outcome.map(|outcome| outcome.sign().to_owned()).unwrap_or_default()])
}

fn group_detail(
    line: &ProvisionLine,
    today: NaiveDate,
    wide: bool,
    area: Rect,
    ctx: &Ctx,
) -> Vec<Line<'static>> {
    let [what, when] = head(&line.provision, &line.lead, &line.site, today);
    let mut text = Vec::new();
    if wide {
        text.push(Line::styled(clean(&line.provision.name).into_owned(), ctx.theme.title()));
    }
    text.push(Line::raw(if wide { what } else { format!(" {}: {what}", clean(&line.provision.name)) }));
    text.push(Line::raw(if wide { when } else { format!(" {when}") }));
    let mean = line
        .mean_outcome()
        .map(|mean| format!("on average {mean:+.1}").replace('-', "−"))
        .unwrap_or_default();
    let overdue = if line.overdue > 0 {
        format!("{} overdue", plural(count(line.overdue), "check"))
    } else {
        String::new()
    };
    if line.pupils == 0 && line.provision.end.is_none_or(|end| end >= today) {
        let key = ctx.keymap.keys_of("provision.add_pupil").into_iter().next().unwrap_or_default();
        text.push(Line::raw(format!(
            "{}No pupil is in it. {key} takes pupils in.",
            if wide { "" } else { " " }
        )));
        return text;
    }
    let summary = sentence([plural(count(line.pupils), "pupil"), overdue, mean]);
    if !wide {
        let names: Vec<String> = line.open(today).map(|place| clean(&place.who.name).into_owned()).collect();
        text.push(Line::raw(format!(" {summary}: {}", names.join(", "))));
        return text;
    }
    text.push(Line::raw(summary));
    text.push(Line::raw(""));
    let columns = usize::from(area.width);
    for place in line.open(today) {
        let right = measures(place);
        let name = columns.saturating_sub(width(&right) + 2).max(8);
        text.push(Line::raw(format!("{} {right}", pad(&who(&place.who), name))));
    }
    if !line.provision.note.is_empty() {
        text.push(Line::raw(""));
        text.extend(line.provision.note.lines().map(|note| Line::raw(clean(note).into_owned())));
    }
    text
}

fn place_detail(line: &PlaceLine, today: NaiveDate, ctx: &Ctx) -> Vec<Line<'static>> {
    let [what, _] = head(&line.provision, &line.lead, "", today);
    let place = &line.place;
    let next = match place.next_check {
        Some(next) => format!("next check {}, {}", day::near(next, today), day::how_late(next, today)),
        None => "no check to come".to_owned(),
    };
    let outcome =
        place.outcome.map(|outcome| format!("last outcome {}", outcome.label())).unwrap_or_default();
    let checks = match place.checks {
        0 => "no check yet".to_owned(),
        checks => plural(i64::from(checks), "check"),
    };
    vec![
        Line::styled(format!(" {}", who(&place.who)), ctx.theme.title()),
        Line::raw(format!(" {}: {what}", clean(&line.provision.name))),
        Line::raw(format!(" {}", sentence([days(place.from, place.to, today), measured(place), outcome]))),
        Line::raw(format!(" {}", sentence([checks, next]))),
    ]
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
