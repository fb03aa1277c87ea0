//! The frame: header, tabs, the pane, and one line at the bottom with a notice or what can be pressed.
//!
//! Rule: whatever the size, something sensible is drawn and the cursor stands on what has the focus. Lines go in the
//! order of what can be missed most: header, tabs, bottom line; the pane stays. `? help` is never dropped.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::app::{App, Tone};
use super::command::Scope;
use super::keymap::Chord;
use super::widgets::put::{below, beside, put};
use crate::domain::day;
use crate::text;

/// Where the parts of the screen stand; parts without room are empty.
struct Parts {
    header: Rect,
    tabs: Rect,
    pane: Rect,
    bottom: Rect,
}

fn parts(area: Rect) -> Parts {
    let rows = |least: u16| u16::from(area.height >= least);
    let [rest, bottom] = below(area, rows(2));
    let [header, rest] = below(rest, rest.height.saturating_sub(rows(4)));
    let [tabs, pane] = below(rest, rest.height.saturating_sub(rows(3)));
    Parts { header, tabs, pane, bottom }
}

/// Draws everything.
pub fn draw(app: &mut App, frame: &mut Frame<'_>) {
    let area = frame.area();
    if area.is_empty() {
        return;
    }
    let parts = parts(area);
    put(&header(app, parts.header.width), parts.header, frame.buffer_mut());
    put(&tabs(app, parts.tabs.width), parts.tabs, frame.buffer_mut());
    // Whatever is drawn below may leave the cursor where it was: never hidden, at worst on the pane's first cell.
    frame.set_cursor_position(Position { x: parts.pane.x, y: parts.pane.y });
    let top = app.layers.last().map(|layer| layer.scope());
    let covered = app.layers.last().is_some_and(|layer| layer.covers());
    let App { panes, ctx, pane, .. } = &mut *app;
    if !covered && let Some(pane) = panes.get_mut(*pane) {
        pane.draw(frame, parts.pane, ctx);
    }
    let mut line_area = parts.bottom;
    if top == Some(Scope::Filter) {
        let keys = Line::from(hints(app, usize::from(parts.bottom.width)));
        let wide = u16::try_from(keys.width()).unwrap_or(u16::MAX);
        if parts.bottom.width >= wide.saturating_add(30) {
            [line_area, _] = beside(parts.bottom, wide + 1);
            put(&keys, Rect { x: line_area.right(), width: wide, ..parts.bottom }, frame.buffer_mut());
        }
    } else {
        let state = list_state(app);
        put(&bottom(app, state, parts.bottom.width), parts.bottom, frame.buffer_mut());
    }
    let App { layers: over, ctx, .. } = &mut *app;
    if let Some(layer) = over.last_mut() {
        let place = if top == Some(Scope::Filter) && !line_area.is_empty() { line_area } else { parts.pane };
        layer.draw(frame, place, ctx);
    }
}

/// Text at the left of a line, and at its right the first of these for which there is room.
fn sides(left: Vec<Span<'static>>, rights: Vec<Vec<Span<'static>>>, width: u16) -> Line<'static> {
    let width = usize::from(width);
    let columns = |spans: &[Span<'_>]| spans.iter().map(|span| text::width(&span.content)).sum::<usize>();
    let used = columns(&left);
    let mut spans = left;
    if let Some(right) = rights.into_iter().find(|right| used + columns(right) + 3 <= width) {
        spans.push(Span::raw(" ".repeat(width.saturating_sub(used + columns(&right) + 1))));
        spans.extend(right);
    }
    Line::from(spans)
}

fn header(app: &App, width: u16) -> Line<'static> {
    let ctx = &app.ctx;
    let theme = ctx.theme;
    let hidden = app.layers.iter().any(|layer| layer.hides_names());
    let name = match app.current().header(ctx).filter(|_| !hidden) {
        Some(name) => name,
        None if ctx.school.info.name.trim().is_empty() => "senco".into(),
        None => format!("senco · {}", ctx.school.info.name),
    };
    // The short date and "demo" have room beside it, unless the screen is very narrow.
    let looking = ctx.look_from.map(|_| format!(" · {} Enter back", ctx.look_key()));
    // Looking at another day must not be overlooked: it goes before the end of a long name.
    let date = looking.as_ref().map_or(11, |back| 26 + text::width(back));
    let room = usize::from(width).saturating_sub(date + if ctx.school.info.demo { 10 } else { 4 });
    let name = text::fit(&text::clean(&name), room.max(20)).into_owned();
    let mut left = vec![Span::raw(" "), Span::styled(name, theme.title())];
    if ctx.school.info.demo {
        left.extend([Span::raw("  "), Span::styled("demo", theme.flag())]);
    }
    let mut date = Vec::new();
    if looking.is_some() {
        date.extend([Span::styled("looking at", theme.flag()), Span::raw(" ")]);
    } else if ctx.another_day {
        date.extend([Span::styled("another day:", theme.flag()), Span::raw(" ")]);
    }
    date.push(Span::raw(day::full(ctx.today)));
    let mut full = date.clone();
    let mut with_key = date.clone();
    with_key.extend(looking.clone().map(Span::raw));
    if let Some((term, week)) = ctx.school.calendar.teaching_week(ctx.today) {
        // Weeks of a term that nobody has given are so counted, and said to be.
        let sure = if ctx.school.calendar.is_provisional(ctx.today) { "~" } else { "" };
        full.push(Span::raw(format!(" · {sure}{} week {week}", text::clean(&term))));
    }
    full.extend(looking.clone().map(Span::raw));
    // Where there is no room for the words, the date itself says that it is another day.
    let short = vec![if ctx.another_day || looking.is_some() {
        Span::styled(day::short(ctx.today), theme.flag())
    } else {
        Span::raw(day::short(ctx.today))
    }];
    sides(left, vec![full, with_key, date, short], width)
}

fn tabs(app: &App, width: u16) -> Line<'static> {
    let theme = app.ctx.theme;
    let short = usize::from(width) < 60;
    let mut left = vec![Span::raw(" ")];
    for (index, pane) in app.panes.iter().enumerate() {
        let shown = index == app.pane;
        // Where there is room, the adult who records each day sees where: at 80 columns the line is full without it.
        let daily = width >= 110 && pane.scope() == Scope::Sessions;
        if !shown && (short || !(pane.in_tabs() || daily)) {
            continue;
        }
        let go = format!("pane.{}", pane.scope().name());
        let key = app.ctx.keymap.keys_in(&[Scope::Global], &go).into_iter().next().unwrap_or_default();
        let badge =
            pane.badge().filter(|count| *count > 0).map(|count| format!(" {count}")).unwrap_or_default();
        let label = if key.is_empty() { pane.title().to_owned() } else { format!("{key} {}", pane.title()) };
        left.push(Span::styled(format!("{label}{badge}"), if shown { theme.tab() } else { Style::new() }));
        left.push(Span::raw("   "));
    }
    left.pop();
    let mut rights = Vec::new();
    let hidden = app.layers.iter().any(|layer| layer.hides_names());
    let aside = app.current().aside(&app.ctx).filter(|_| !hidden);
    let aside = aside.map(|aside| Span::raw(text::clean(&aside).into_owned()));
    let site = (app.ctx.school.sites.len() > 1).then(|| match app.ctx.site {
        Some(_) => {
            Span::styled(text::clean(app.ctx.school.site_name(app.ctx.site)).into_owned(), theme.flag())
        }
        None => Span::raw("all sites"),
    });
    // A site that lists are narrowed to must not be overlooked: it goes last.
    if let (Some(aside), Some(site)) = (&aside, &site) {
        rights.push(vec![aside.clone(), Span::raw(" · "), site.clone()]);
    }
    let (first, second) = if app.ctx.site.is_some() { (site, aside) } else { (aside, site) };
    rights.extend([first, second].into_iter().flatten().map(|span| vec![span]));
    sides(left, rights, width)
}

/// What a person might forget about the list: how many are marked, and what it is narrowed to.
fn list_state(app: &mut App) -> String {
    if !app.layers.is_empty() {
        return String::new();
    }
    let Some(list) = app.panes.get_mut(app.pane).and_then(|pane| pane.list()) else { return String::new() };
    let mut parts = Vec::new();
    if list.marked() > 0 {
        parts.push(format!("{} marked", list.marked()));
    }
    if !list.filter().is_empty() {
        parts.push(format!("filter: {} ({} of {})", text::clean(list.filter()), list.shown(), list.total()));
    }
    parts.join("  ")
}

fn bottom(app: &App, state: String, width: u16) -> Line<'static> {
    let theme = app.ctx.theme;
    let begun = begun(app);
    if !begun.is_empty() {
        return Line::from(vec![Span::raw(" "), Span::styled(begun, theme.flag())]);
    }
    if let Some(notice) = &app.notice {
        let style = match notice.tone {
            Tone::Done => theme.good(),
            Tone::Refused => theme.warning(),
            Tone::Error => theme.error(),
        };
        let said = shortened(&text::clean(&notice.text), usize::from(width).saturating_sub(1));
        return Line::from(vec![Span::raw(" "), Span::styled(said, style)]);
    }
    let mut line = Line::from(vec![Span::raw(" ")]);
    let mut room = usize::from(width).saturating_sub(1);
    // `? help` stays, whatever is narrowed or marked.
    let state = text::fit(&state, room.saturating_sub(10)).into_owned();
    if !state.is_empty() {
        room = room.saturating_sub(text::width(&state) + 2);
        line.spans.extend([Span::styled(state, theme.flag()), Span::raw("  ")]);
    }
    line.spans.extend(hints(app, room));
    line
}

/// Words cut to a width so that what they end with stays: the key that takes it back, or brings it back.
fn shortened(words: &str, width: usize) -> String {
    match words.rsplit_once(" · ") {
        Some((first, last)) if text::width(words) > width && text::width(last) + 20 < width => {
            let room = width.saturating_sub(text::width(last) + 3);
            format!("{} · {last}", text::fit(first, room))
        }
        _ => text::fit(words, width).into_owned(),
    }
}

/// The count and the keys typed so far.
fn begun(app: &App) -> String {
    let mut parts: Vec<String> = Vec::new();
    if app.count > 0 {
        parts.push(app.count.to_string());
    }
    parts.extend(app.pending.iter().map(|key| Chord::from_event(key).to_string()));
    parts.join(" ")
}

/// What can be pressed here: key and word, as many as there is room for, and always `? help` where it works.
fn hints(app: &App, width: usize) -> Vec<Span<'static>> {
    let items = match app.layers.last() {
        Some(layer) if layer.says_keys() => Vec::new(),
        Some(layer) => hint_items(app, &[layer.scope()]),
        None => hint_items(app, &[app.scope(), Scope::List, Scope::Global]),
    };
    let theme = app.ctx.theme;
    let columns = |(key, word): &(String, &'static str)| text::width(key) + 1 + text::width(word);
    let (last, rest) = match items.split_last() {
        Some((last, rest)) => (Some(last), rest),
        None => (None, &items[..]),
    };
    let mut room = width.saturating_sub(last.map_or(0, columns));
    let mut spans = Vec::new();
    let mut write = |(key, word): &(String, &'static str), gap: &'static str| {
        spans.push(Span::styled(key.clone(), theme.key()));
        spans.push(Span::raw(format!(" {word}{gap}")));
    };
    for item in rest {
        let wanted = columns(item) + 2;
        if wanted > room {
            break;
        }
        room -= wanted;
        write(item, "  ");
    }
    if let Some(item) = last {
        write(item, "");
    }
    spans
}

/// How many hints of a pane's own stand before those of every day.
const BEFORE_EVERY_DAY: usize = 3;

/// What is asked for in every list, every day: it stands before what a pane offers last and a narrow screen cuts off.
const EVERY_DAY: [&str; 3] = ["app.why", "pupil.contact", "pupil.open"];

/// Key and word of the commands that have a word for the hint line and can run now: those bound in the narrow scope
/// first, help last.
fn hint_items(app: &App, scopes: &[Scope]) -> Vec<(String, &'static str)> {
    let mut own: Vec<(&'static str, String, &'static str)> = Vec::new();
    let mut help = None;
    for scope in scopes {
        for (command, key) in app.ctx.keymap.hints(*scope) {
            if app.layers.is_empty() && command.may_run(app).is_err() {
                continue;
            }
            if command.id == "app.help" {
                help = Some(("?".to_owned(), command.hint));
            } else if !own.iter().any(|(_, _, word)| *word == command.hint) {
                own.push((command.id, key, command.hint));
            }
        }
    }
    if app.layers.is_empty() {
        // What Enter does is pressed most, wherever its command stands in the table.
        own.sort_by_key(|(_, key, _)| key != "Enter");
        let (every_day, mut rest): (Vec<_>, Vec<_>) =
            own.into_iter().partition(|(id, key, _)| EVERY_DAY.contains(id) && key != "Enter");
        let at = rest.len().min(BEFORE_EVERY_DAY);
        rest.splice(at..at, every_day);
        own = rest;
    }
    let mut items: Vec<(String, &'static str)> = own.into_iter().map(|(_, key, word)| (key, word)).collect();
    items.extend(help);
    items
}

#[cfg(test)]
mod tests;
