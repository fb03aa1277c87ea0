//! How the pane looks: its title line, the words above the columns, the list, and the detail below it or at its right.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::cells::{header, row};
use super::{ProvisionPane, detail};
use crate::domain::words::{plural, pounds};
use crate::text::{clean, fit, width};
use crate::tui::app::Ctx;
use crate::tui::widgets::list::{ListControl, Row};
use crate::tui::widgets::put::put;
use crate::views::provision::{By, Sort, Which};

/// Columns from which the detail stands beside the list.
const WIDE: u16 = 110;

/// The whole pane.
pub(super) fn pane(pane: &mut ProvisionPane, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    if area.is_empty() {
        return;
    }
    let today = if pane.loaded() { pane.today() } else { ctx.today };
    let title_rows = if area.height >= 8 { 1 } else { 0 };
    let [title_area, rest] =
        area.layout(&Layout::vertical([Constraint::Length(title_rows), Constraint::Min(0)]));
    put(&title(pane, usize::from(area.width), ctx), title_area, frame.buffer_mut());
    let wide = area.width >= WIDE;
    let [list_area, detail_area] = if wide {
        let beside = area.width.saturating_sub(84).clamp(28, 64);
        let [list, _gap, detail] = rest.layout(&Layout::horizontal([
            Constraint::Min(0),
            Constraint::Length(2),
            Constraint::Length(beside),
        ]));
        [list, detail]
    } else {
        let below = match rest.height {
            19.. => 7,
            13.. => 5,
            _ => 0,
        };
        rest.layout(&Layout::vertical([Constraint::Min(0), Constraint::Length(below)]))
    };
    if pane.loaded() && (pane.list.rows().is_empty() || pane.list.shown() == 0 && filtered(pane)) {
        frame.render_widget(Paragraph::new(empty(pane, ctx)).wrap(Wrap { trim: false }), list_area);
        frame.set_cursor_position((list_area.x, list_area.y));
        return;
    }
    let head_rows = u16::from(list_area.height >= 6);
    let [head_area, list_area] =
        list_area.layout(&Layout::vertical([Constraint::Length(head_rows), Constraint::Min(0)]));
    put(&header(usize::from(head_area.width), ctx), head_area, frame.buffer_mut());
    let heading = |_: u32, _: usize| Line::default();
    pane.list.draw(frame, list_area, &ctx.theme, heading, |item, look| row(item, look, today, ctx));
    if detail_area.is_empty() {
        return;
    }
    let item = pane.list.rows().iter().find(|item| Some(item.key()) == pane.shown);
    let mut text: Vec<Line<'static>> = Vec::new();
    if !wide {
        text.push(Line::styled("─".repeat(usize::from(detail_area.width)), ctx.theme.quiet()));
    }
    if let Some(item) = item {
        let room = Rect { height: detail_area.height.saturating_sub(u16::from(!wide)), ..detail_area };
        text.extend(detail::of(item, today, wide, room, ctx));
    }
    if wide {
        frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: false }), detail_area);
    } else {
        for (y, line) in (detail_area.y..detail_area.bottom()).zip(&text) {
            put(line, Rect { y, height: 1, ..detail_area }, frame.buffer_mut());
        }
    }
}

fn filtered(pane: &ProvisionPane) -> bool {
    !pane.list.filter().is_empty()
}

/// What it is grouped by, in the title: "by area".
fn by_words(by: By) -> &'static str {
    match by {
        By::Area => "by area",
        By::Wave => "by wave",
        By::Intervention => "by intervention",
        By::Pupil => "by pupil",
        By::Year => "by year",
        By::Class => "by class",
        By::Adult => "by adult",
        By::Site => "by site",
        By::Agency => "by agency",
    }
}

/// What it is sorted by, in the title; empty for names.
fn sort_words(sort: Sort) -> &'static str {
    match sort {
        Sort::Name => "",
        Sort::Minutes => ", most minutes first",
        Sort::Cost => ", dearest first",
        Sort::Delivered => ", least delivered first",
        Sort::Outcome => ", poorest first",
        Sort::NextCheck => ", next check first",
        Sort::Pupils => ", most pupils first",
        Sort::Start => ", newest first",
    }
}

/// "Autumn term 2026 · by area · 24 provisions · 141 pupils · £4,210 so far · 87 % delivered", as far as there is room.
fn title(pane: &ProvisionPane, columns: usize, ctx: &Ctx) -> Line<'static> {
    let range = clean(&pane.range(ctx).title).into_owned();
    if !pane.loaded() {
        return Line::from(vec![Span::raw(" "), Span::styled(range, ctx.theme.title())]);
    }
    let totals = &pane.totals;
    let by = format!("{}{}", by_words(pane.by), sort_words(pane.sort));
    let provisions = plural(i64::from(totals.provisions), "provision");
    let pupils = plural(i64::from(totals.pupils), "pupil");
    let cost = match (totals.cost, totals.unrated) {
        (0, 0) => String::new(),
        (0, _) => "no rates known".to_owned(),
        (pence, _) => pounds(pence / 100 * 100),
    };
    let so_far = if totals.cost > 0 { format!("{cost} so far") } else { cost.clone() };
    let percent = totals.tally.percent();
    let delivered = match percent {
        Some(percent) => format!("{percent} % delivered"),
        None => String::new(),
    };
    let mut rest = String::new();
    for parts in [
        vec![&by, &provisions, &pupils, &so_far, &delivered],
        vec![&by, &provisions, &pupils, &cost, &delivered],
        vec![&by, &pupils, &so_far, &delivered],
        vec![&by, &pupils, &cost, &delivered],
        vec![&by, &pupils, &delivered],
        vec![&by],
    ] {
        rest = parts.into_iter().filter(|part| !part.is_empty()).map(|part| format!(" · {part}")).collect();
        if width(&range) + width(&rest) < columns {
            break;
        }
    }
    let range = fit(&range, columns.saturating_sub(1)).into_owned();
    let rest = fit(&rest, columns.saturating_sub(width(&range) + 1)).into_owned();
    Line::from(vec![Span::raw(" "), Span::styled(range, ctx.theme.title()), Span::raw(rest)])
}

fn empty(pane: &ProvisionPane, ctx: &Ctx) -> String {
    let key = |id: &str| ctx.keymap.keys_of(id).into_iter().next().unwrap_or_else(|| format!("`{id}`"));
    if filtered(pane) {
        return "\n   No provision fits the filter. Esc takes it away.".into();
    }
    let site = if ctx.site.is_some() { " at this site" } else { "" };
    let range = clean(&pane.range(ctx).title).into_owned();
    match pane.which(ctx) {
        Which::Ended => format!(
            "\n   No provision of these days has ended yet{site}. {} shows all.\n   {range}: {} and {} go to other terms.",
            key("provision.ended"),
            key("provision.earlier"),
            key("provision.later"),
        ),
        _ => format!(
            "\n   No provision runs{site}.\n   {} starts one for a group of pupils; {} shows those that have ended.\n   {range}: {} and {} go to other terms.",
            key("provision.start"),
            key("provision.ended"),
            key("provision.earlier"),
            key("provision.later"),
        ),
    }
}
