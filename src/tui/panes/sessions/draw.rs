//! How the day looks: its rows at any width, and the detail of the row that the cursor rests on.

use chrono::{Datelike, NaiveDate, Weekday};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::{Item, SessionsPane};
use crate::clock;
use crate::domain::day;
use crate::domain::delivery::{State, say_time};
use crate::domain::words::{initials, plural};
use crate::text::{clean, fit, pad, width};
use crate::tui::app::Ctx;
use crate::tui::widgets::list::{ListControl, Look, Row};
use crate::tui::widgets::put;
use crate::views::sessions::{DayView, Part, SessionLine};

/// Columns from which the detail stands beside the list.
const WIDE: u16 = 110;

/// What became of a session, in words.
pub(super) fn state_words(line: &SessionLine, today: NaiveDate) -> String {
    if let Some((on, at)) = line.moved_to {
        let at = at.map(|at| format!(" {}", say_time(at))).unwrap_or_default();
        return format!("moved to {}{at}", day::short(on));
    }
    let said = match line.state {
        State::Delivered => {
            let away = line.pupils.iter().filter(|part| part.away.is_some()).count();
            if away > 0 { format!("delivered, {away} away") } else { "delivered".to_owned() }
        }
        State::Missed(why) => format!("missed: {}", why.label()),
        State::Planned if line.on > today => "planned".to_owned(),
        State::Planned if line.on == today => "not recorded yet".to_owned(),
        State::Planned => "not recorded".to_owned(),
    };
    if line.extra { format!("extra, {said}") } else { said }
}

fn style(line: &SessionLine, today: NaiveDate, ctx: &Ctx) -> Style {
    let theme = &ctx.theme;
    match line.state {
        _ if line.moved_to.is_some() => theme.quiet(),
        State::Delivered => theme.good(),
        State::Missed(_) => theme.warning(),
        State::Planned if line.on < today => theme.late(),
        State::Planned => theme.text(),
    }
}

/// "9:30–9:50"; "no time" where none is settled.
fn hours(line: &SessionLine) -> String {
    match line.at {
        Some(at) => {
            let end = at.saturating_add(line.minutes).min(24 * 60 - 1);
            format!("{}–{}", say_time(at), say_time(end))
        }
        None => "no time".to_owned(),
    }
}

/// "4 AO BQ CM…": how many, and as many initials as fit; "no pupil".
fn pupils(parts: &[Part], cols: usize) -> String {
    if parts.is_empty() {
        return fit("no pupil", cols).into_owned();
    }
    let count = parts.len().to_string();
    let names: Vec<String> = parts.iter().map(|part| clean(&initials(&part.who.name)).into_owned()).collect();
    fit(&format!("{count} {}", names.join(" ")), cols).into_owned()
}

/// A row in the columns there are: when, what, who takes it, pupils, what became of it.
fn row(item: &Item, look: Look, today: NaiveDate, ctx: &Ctx) -> Line<'static> {
    let total = usize::from(look.width);
    let line = &item.line;
    let when = if item.late { day::column(line.on) } else { hours(line) };
    let when_cols = 11.min(total);
    let state = if total >= 60 { 23 } else { 17.min(total / 2) };
    let adult = if total >= 60 { 10 } else { 0 };
    let who = if total >= 76 { 11 } else { 0 };
    let gaps = 2 + usize::from(adult > 0) + usize::from(who > 0);
    let name = total.saturating_sub(when_cols + state + adult + who + gaps);
    let mut spans = vec![
        Span::raw(pad(&fit(&when, when_cols), when_cols)),
        Span::raw(" "),
        Span::raw(pad(&fit(&clean(&line.name), name), name)),
    ];
    if adult > 0 {
        spans.push(Span::raw(format!(" {}", pad(&fit(&clean(&line.adult_name), adult), adult))));
    }
    if who > 0 {
        spans.push(Span::raw(format!(" {}", pad(&pupils(&line.pupils, who), who))));
    }
    spans.push(Span::raw(" "));
    spans.push(Span::styled(fit(&state_words(line, today), state).into_owned(), style(line, today, ctx)));
    Line::from(spans)
}

/// The whole pane.
pub(super) fn pane(pane: &mut SessionsPane, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    let today = pane.today.unwrap_or(ctx.today);
    let on = pane.day(ctx);
    let wide = area.width >= WIDE;
    let [list_area, detail_area] = if wide {
        let [list, beside] = put::beside(area, area.width.saturating_sub(82).clamp(28, 56));
        [list, put::beside(beside, beside.width.saturating_sub(2))[1]]
    } else {
        put::below(area, if area.height >= 14 { 5 } else { 0 })
    };
    let Some(view) = &pane.view else { return };
    let whose = pane.whose.adult().map(|_| pane.whose.label(ctx));
    let title = day_title(view, on, today, whose);
    // A day without sessions has no heading of its own, so that of what is left says which day it is.
    let late = if view.rows.is_empty() {
        format!("Not recorded yet · {title}")
    } else {
        "Not recorded yet, of earlier days".to_owned()
    };
    if pane.list.shown() == 0 {
        let words = empty(pane, &title, ctx);
        frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: false }), list_area);
        frame.set_cursor_position((list_area.x, list_area.y));
        return;
    }
    let theme = &ctx.theme;
    let rule = usize::from(list_area.width);
    pane.list.draw(
        frame,
        list_area,
        theme,
        |section, rows| {
            let title = if section == 0 { &late } else { &title };
            let title = fit(title, rule.saturating_sub(8)).into_owned();
            let count = rows.to_string();
            let line = "─".repeat(rule.saturating_sub(width(&title) + count.len() + 4));
            Line::from(vec![
                Span::raw(" "),
                Span::styled(title, if section == 0 { theme.late() } else { theme.heading() }),
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
    let mut text: Vec<Line<'static>> = Vec::new();
    if !wide {
        text.push(Line::styled("─".repeat(usize::from(detail_area.width)), theme.quiet()));
    }
    if let Some(item) = pane.list.rows().iter().find(|item| Some(item.key()) == shown) {
        text.extend(detail(&item.line, today, wide, ctx));
    }
    frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: false }), detail_area);
}

/// "Today, Mon 23 Nov: 2 of 5 delivered (adult away 1)", "Sat 21 Nov: no school, weekend".
fn day_title(view: &DayView, on: NaiveDate, today: NaiveDate, whose: Option<String>) -> String {
    let name = if on == today { format!("Today, {}", day::short(on)) } else { day::near(on, today) };
    let name = whose.map_or(name.clone(), |whose| format!("{name} · {whose}"));
    match &view.closed {
        // Of a weekend the day's name says why.
        Some(_) if matches!(on.weekday(), Weekday::Sat | Weekday::Sun) => format!("{name}: no school"),
        Some(why) => format!("{name}: no school, {why}"),
        None if view.rows.is_empty() || on > today => name,
        None => format!("{name}: {}", counted(view)),
    }
}

/// "1 delivered, 1 missed, 2 not recorded".
fn counted(view: &DayView) -> String {
    let rows = || view.rows.iter().filter(|line| line.moved_to.is_none());
    let count = |wanted: fn(State) -> bool| rows().filter(|line| wanted(line.state)).count();
    let parts = [
        (count(|state| state == State::Delivered), "delivered"),
        (count(|state| matches!(state, State::Missed(_))), "missed"),
        (count(|state| state == State::Planned), "not recorded"),
    ];
    sentence(parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")))
}

fn empty(pane: &SessionsPane, title: &str, ctx: &Ctx) -> String {
    let key = |id: &str| ctx.keymap.keys_of(id).into_iter().next().unwrap_or_else(|| format!("`{id}`"));
    if !pane.list.filter().is_empty() {
        return "\n   No session fits the filter. Esc takes it away.".into();
    }
    let next = match &pane.next {
        Some(line) => {
            let pupils = pupils_words(line);
            let when = format!("{} {}", day::near(line.on, pane.today.unwrap_or(ctx.today)), line.time());
            format!("The next is {}, {}, {pupils}.\n   ", clean(&line.name), when.trim_end())
        }
        None => String::new(),
    };
    let go = match (pane.whose.adult(), &pane.next) {
        (Some(_), _) => format!("{} shows everybody's.", key("sessions.whose")),
        (None, Some(_)) => {
            format!(
                "{} shows the day after, {} the day before.",
                key("sessions.later"),
                key("sessions.earlier")
            )
        }
        (None, None) => format!(
            "In Provision ({}), {} starts one; its sessions follow from its days and times.",
            key("pane.provision"),
            key("provision.start")
        ),
    };
    format!("\n   {title}. No session, and none left to record.\n   {next}{go}")
}

fn sentence(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn detail(line: &SessionLine, today: NaiveDate, wide: bool, ctx: &Ctx) -> Vec<Line<'static>> {
    let indent = if wide { "" } else { " " };
    let mut text = Vec::new();
    let adult = match line.adult_name.as_str() {
        "" => "no adult settled".to_owned(),
        name if line.cover => {
            let lead = ctx.school.staff_name(line.lead);
            let for_lead = if lead.is_empty() { String::new() } else { format!(" for {}", clean(lead)) };
            format!("{}{for_lead}", clean(name))
        }
        name => clean(name).into_owned(),
    };
    let what = sentence([line.dosage.clone(), adult, clean(&line.site_name).into_owned()]);
    let from = match line.moved_from {
        Some(place) if place.on != line.on => format!("moved from {}", day::near(place.on, today)),
        Some(_) => "moved".to_owned(),
        None => String::new(),
    };
    let when = sentence([
        format!("{} {}", day::near(line.on, today), line.time()).trim_end().to_owned(),
        format!("{} min", line.minutes),
        if line.moved_to.is_some() { String::new() } else { line.week_words() },
        from,
        state_words(line, today),
    ]);
    let name = clean(&line.name).into_owned();
    if wide {
        text.push(Line::styled(name, ctx.theme.title()));
        text.push(Line::raw(what));
        text.push(Line::raw(when));
    } else {
        text.push(Line::raw(format!(" {name}: {what}")));
        text.push(Line::raw(format!(" {when}")));
    }
    let recorded = match &line.recorded {
        Some(typed) => match clock::local(typed.at) {
            Some(at) => format!(
                "recorded by {}, {} {}",
                clean(&typed.by),
                day::near(at.date(), today),
                at.format("%-H:%M")
            ),
            None => format!("recorded by {}", clean(&typed.by)),
        },
        None => String::new(),
    };
    let note = clean(&line.note).into_owned();
    if !wide {
        let parts = line.pupils.iter().map(|part| match part.away {
            Some(why) => format!("{} ({})", clean(&part.who.name), why.label()),
            None => clean(&part.who.name).into_owned(),
        });
        let names = sentence(parts);
        let names = if names.is_empty() { "no pupil is in it".to_owned() } else { names };
        text.push(Line::raw(format!("{indent}{}: {names}", pupils_words(line))));
        text.push(Line::raw(format!(
            "{indent}{}",
            [line.tally.words(), note, recorded]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · ")
        )));
        return text;
    }
    text.push(Line::raw(line.tally.words()));
    text.extend([note, recorded].into_iter().filter(|part| !part.is_empty()).map(Line::raw));
    text.push(Line::raw(""));
    if line.pupils.is_empty() {
        text.push(Line::raw("No pupil is in it on this day."));
    }
    for part in &line.pupils {
        let away = part.away.map(|why| format!(": {}", why.label())).unwrap_or_default();
        let place = part.who.place();
        let place = if place.is_empty() { String::new() } else { format!(" · {}", clean(&place)) };
        text.push(Line::raw(format!("{}{place}{away}", clean(&part.who.name))));
    }
    text
}

fn pupils_words(line: &SessionLine) -> String {
    plural(i64::try_from(line.pupils.len()).unwrap_or(i64::MAX), "pupil")
}
