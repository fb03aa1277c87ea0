//! How the School pane looks: sections with their lines, or an agency's pupils; what a line says beyond its row below or beside.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line as Drawn, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::{Item, SchoolPane, Shown};
use crate::domain::day;
use crate::domain::rows::place;
use crate::text::{clean, clean_multiline, fit, pad, pad_left, width};
use crate::tui::app::Ctx;
use crate::tui::widgets::list::{ListControl, Look, Row};
use crate::tui::widgets::put;
use crate::tui::widgets::wrap::draw_cut;
use crate::views::agencies::Work;
use crate::views::school::{Line, Section, What};

/// From this width on, the rest of a line stands beside the list and not below.
const WIDE: u16 = 110;
/// Columns of a pupil's name.
const NAME: usize = 18;

/// The whole pane.
pub(super) fn pane(pane: &mut SchoolPane, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    let wide = area.width >= WIDE;
    let [list_area, rest_area] = if wide {
        let [list, beside] = put::beside(area, area.width.saturating_sub(78).clamp(30, 60));
        [list, put::beside(beside, beside.width.saturating_sub(2))[1]]
    } else {
        put::below(area, if area.height >= 14 { 5 } else { 0 })
    };
    frame.set_cursor_position((list_area.x, list_area.y));
    if pane.view.is_none() {
        return;
    }
    if pane.list.shown() == 0 {
        let words = match (pane.list.filter().is_empty(), &pane.shown) {
            (false, _) => "\n   Nothing fits the filter. Esc takes it away.",
            (true, Shown::Page) => "",
            (true, _) => "\n   No pupil's work with an agency is open. Esc goes back.",
        };
        frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: false }), list_area);
        return;
    }
    let rule = usize::from(list_area.width);
    let headings = &pane.headings;
    let on_page = pane.shown == Shown::Page;
    let nothing: Vec<u32> = pane
        .list
        .rows()
        .iter()
        .filter(|item| matches!(item, Item::Line { line, .. } if matches!(line.what, What::Nothing(_))))
        .map(Row::section)
        .collect();
    pane.list.draw(
        frame,
        list_area,
        &ctx.theme,
        |section, count| {
            let at = usize::try_from(section).unwrap_or(usize::MAX);
            let count = if nothing.contains(&section) { 0 } else { count };
            if on_page {
                heading(
                    Section::ALL.get(at).map_or("", |section| section.title()),
                    &count.to_string(),
                    rule,
                    ctx,
                )
            } else {
                let (name, contact) = headings.get(at).cloned().unwrap_or_default();
                let contact =
                    if contact.is_empty() { count.to_string() } else { format!("{contact}  {count}") };
                heading(&name, &contact, rule, ctx)
            }
        },
        |item, look| match item {
            Item::Line { line, label } => line_row(line, *label, look, ctx),
            Item::Work { work, .. } => work_row(work, look, ctx),
        },
    );
    rest(pane, frame, rest_area, wide, ctx);
}

fn heading(title: &str, right: &str, columns: usize, ctx: &Ctx) -> Drawn<'static> {
    let title = fit(&clean(title), columns / 2).into_owned();
    let right = fit(&clean(right), columns / 2).into_owned();
    let line = "─".repeat(columns.saturating_sub(width(&title) + width(&right) + 4));
    Drawn::from(vec![
        Span::raw(" "),
        Span::styled(title, ctx.theme.heading()),
        Span::styled(format!(" {line} "), ctx.theme.quiet()),
        Span::styled(right, ctx.theme.heading()),
    ])
}

/// "R Dale        Teaching assistant · Infants            3 trainings".
fn line_row(line: &Line, label: usize, look: Look, ctx: &Ctx) -> Drawn<'static> {
    let theme = ctx.theme;
    let columns = usize::from(look.width);
    // A line that only says that nothing stands there has its whole row to say it.
    let label = if line.text.is_empty() { columns } else { label.min(columns / 2) };
    let right = fit(&clean(&line.right), columns / 3).into_owned();
    let room = columns.saturating_sub(label + 1 + width(&right) + usize::from(!right.is_empty()));
    let style = match (line.presses, line.quiet) {
        (true, _) => theme.soon(),
        (_, true) => theme.quiet(),
        _ => theme.text(),
    };
    let mut spans = vec![Span::styled(pad(&fit(&clean(&line.label), label), label), style)];
    if !line.text.is_empty() {
        let text = fit(&clean(&line.text), room).into_owned();
        spans.push(Span::raw(" "));
        spans.push(Span::styled(pad(&text, room), style));
    }
    if !right.is_empty() {
        spans.push(Span::styled(format!(" {right}"), theme.text()));
    }
    Drawn::from(spans)
}

/// "Ama Otter            Y4 Lark   waits to be seen 1 Sep, chased 9 Nov   11 weeks".
fn work_row(work: &Work, look: Look, ctx: &Ctx) -> Drawn<'static> {
    let columns = usize::from(look.width);
    let right = pad_left(&work.waited(), 8);
    let place = place(work.who.year, &work.who.class);
    let before = NAME + 1 + 10 + 1;
    let room = columns.saturating_sub(before + width(&right) + 1);
    let late = work.due.is_some_and(|(_, due)| due < ctx.today);
    let style = if late { ctx.theme.late() } else { ctx.theme.text() };
    let state = fit(&clean(&work.brief()), room).into_owned();
    Drawn::from(vec![
        Span::styled(pad(&fit(&clean(&work.who.name), NAME), NAME), ctx.theme.text()),
        Span::raw(" "),
        Span::styled(pad(&fit(&clean(&place), 10), 10), ctx.theme.quiet()),
        Span::raw(" "),
        Span::styled(pad(&state, room), style),
        Span::styled(format!(" {right}"), ctx.theme.text()),
    ])
}

/// What the row under the cursor says beyond itself.
fn more(item: &Item, ctx: &Ctx) -> Vec<String> {
    match item {
        Item::Line { line, .. } => {
            let whole =
                if line.text.is_empty() { String::new() } else { format!("{}: {}", line.label, line.text) };
            [whole].into_iter().filter(|whole| !whole.is_empty()).chain(line.more.iter().cloned()).collect()
        }
        Item::Work { work, .. } => {
            let due = work.due.map(|(duty, date)| {
                format!("{}: {}.", crate::duties::rule(duty).title, day::late_cell(date, ctx.today))
            });
            let ask = (!work.contact.is_empty()).then(|| format!("Ask: {}.", work.contact));
            let reason = (!work.reason.is_empty()).then(|| format!("What for: {}", work.reason));
            let lead = (!work.lead.is_empty()).then(|| format!("Seen to by {}.", work.lead));
            [Some(work.state(ctx.today)), due, ask, lead, reason].into_iter().flatten().collect()
        }
    }
}

fn rest(pane: &SchoolPane, frame: &mut Frame<'_>, area: Rect, wide: bool, ctx: &Ctx) {
    let Some(item) = pane.list.selected().filter(|item| Some(item.key()) == pane.rest) else { return };
    if area.is_empty() {
        return;
    }
    let mut text: Vec<Drawn<'_>> = Vec::new();
    if !wide {
        text.push(Drawn::styled("─".repeat(usize::from(area.width)), ctx.theme.quiet()));
    }
    for said in more(item, ctx) {
        text.extend(clean_multiline(&said).lines().map(|line| Drawn::raw(format!(" {line}"))));
    }
    draw_cut(text, frame, area, false);
}
