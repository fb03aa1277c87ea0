//! How what works looks: a row an intervention, its detail with bars that are read without colour.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::{Item, WorksPane};
use crate::domain::day;
use crate::domain::words::{capital, pounds};
use crate::text::{clean, fit, pad, pad_left, width};
use crate::tui::app::Ctx;
use crate::tui::widgets::list::{ListControl, Look};
use crate::views::works::{Figures, RunLine};

/// Columns from which the detail stands beside the list.
const WIDE: u16 = 110;

/// Rows of the detail below the list, with the rule above it.
const BELOW: u16 = 11;

/// Columns that the bars take where what is said stands beside them.
const BARS: usize = 26;

/// The columns of figures: heading and width.
const COLUMNS: [(&str, usize); 6] =
    [("runs", 5), ("pupils", 7), ("deliv", 7), ("outcome", 12), ("ratio", 7), ("a step", 9)];

/// Which columns there is room for: the name keeps so many.
fn shown(total: usize) -> &'static [(&'static str, usize)] {
    const LEAST: usize = 20;
    let mut count = COLUMNS.len();
    while count > 0 && COLUMNS.iter().take(count).map(|(_, cols)| cols).sum::<usize>() + LEAST > total {
        count -= 1;
    }
    COLUMNS.get(..count).unwrap_or_default()
}

fn cells(figures: &Figures) -> [String; 6] {
    [
        figures.runs.to_string(),
        figures.pupils().to_string(),
        figures.tally.percent_words(),
        figures.spread.mean_words(),
        figures.ratio().map(crate::domain::measure::say_tenths).unwrap_or_default(),
        figures.per_step().map(pounds).unwrap_or_default(),
    ]
}

/// "5 Oct 2026 – 18 Dec 2026, R Dale".
fn run_title(run: &RunLine) -> String {
    let days = match run.end {
        Some(end) => format!("{} – {}", day::plain(run.start), day::plain(end)),
        None => format!("since {}", day::plain(run.start)),
    };
    if run.lead.is_empty() { days } else { format!("{days}, {}", run.lead) }
}

fn row(item: &Item, open: bool, look: Look) -> Line<'static> {
    let total = usize::from(look.width);
    let columns = shown(total);
    let room = total.saturating_sub(columns.iter().map(|(_, cols)| cols).sum());
    let (name, figures) = match item {
        Item::Work(work) => {
            let sign = if open { "▾" } else { "▸" };
            (format!("{sign} {}", work.name), &work.figures)
        }
        Item::Run { run, .. } => (format!("  from {}", day::plain(run.start)), &run.figures),
    };
    let mut text = pad(&clean(&name), room);
    for ((_, cols), cell) in columns.iter().zip(cells(figures)) {
        text.push_str(&pad_left(&cell, *cols));
    }
    Line::raw(text)
}

fn head(total: usize, count: usize, by: &str) -> String {
    let columns = shown(total.saturating_sub(3));
    let room = total.saturating_sub(columns.iter().map(|(_, cols)| cols).sum());
    let title = format!(" {count}, by {by}");
    let mut text = pad(&title, room);
    for (name, cols) in columns {
        text.push_str(&pad_left(name, *cols));
    }
    text
}

/// The whole pane.
pub(super) fn pane(pane: &mut WorksPane, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    let wide = area.width >= WIDE;
    let [list_area, detail_area] = if wide {
        let [list, _, detail] = area.layout(&Layout::horizontal([
            Constraint::Min(0),
            Constraint::Length(2),
            Constraint::Length(area.width.saturating_sub(72).clamp(38, 56)),
        ]));
        [list, detail]
    } else {
        let below = if area.height >= BELOW + 6 { BELOW } else { 0 };
        area.layout(&Layout::vertical([Constraint::Min(0), Constraint::Length(below)]))
    };
    if pane.list.shown() == 0 {
        let words = if !pane.loaded {
            "\n   Counting…".to_owned()
        } else if !pane.list.filter().is_empty() {
            "\n   No intervention fits the filter. Esc takes it away.".to_owned()
        } else {
            let key = ctx.keymap.keys_of("works.range").into_iter().next().unwrap_or_default();
            format!("\n   No provision ran on these days. {key} asks for other days.")
        };
        frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: false }), list_area);
        frame.set_cursor_position((list_area.x, list_area.y));
        return;
    }
    let total = usize::from(list_area.width);
    let WorksPane { list, open, works, sort, .. } = &mut *pane;
    let (count, by) = (works.len(), sort.label());
    list.draw(
        frame,
        list_area,
        &ctx.theme,
        |_, _| Line::styled(head(total, count, by), ctx.theme.heading()),
        |item, look| {
            let open = matches!(item, Item::Work(work) if open.contains(&work.name.to_lowercase()));
            row(item, open, look)
        },
    );
    if detail_area.is_empty() {
        return;
    }
    let cols = usize::from(detail_area.width);
    let mut text: Vec<Line<'static>> = Vec::new();
    if !wide {
        text.push(Line::styled("─".repeat(cols), ctx.theme.quiet()));
    }
    if let Some(item) = pane.list.selected() {
        text.extend(detail(item, pane.least, wide, cols, ctx));
    }
    frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: false }), detail_area);
}

/// What is said beside the bars, a line each.
fn facts(figures: &Figures) -> Vec<String> {
    let mean = figures.spread.mean_words();
    let mean = if mean.is_empty() { mean } else { format!("mean outcome {mean}") };
    let all = [
        figures.tally.words(),
        mean,
        figures.progress_words(),
        figures.ratio_words(),
        figures.cost_words(),
        figures.per_step_words(),
    ];
    all.into_iter().filter(|words| !words.is_empty()).collect()
}

/// Title, verdict, bars with what is said beside them, what is known and who is trained.
fn detail(item: &Item, least: u32, wide: bool, cols: usize, ctx: &Ctx) -> Vec<Line<'static>> {
    let (title, figures, verdict) = match item {
        Item::Work(work) => {
            let area = work.area.map(|area| area.label().to_owned());
            let parts = [Some(work.name.clone()), area, Some(work.wave.label().to_owned())];
            let title: Vec<String> = parts.into_iter().flatten().collect();
            let title = format!("{} · {}", title.join(" · "), work.figures.extent());
            (title, &work.figures, work.verdict.clone())
        }
        Item::Run { name, run } => {
            (format!("{name} · {}", run_title(run)), &run.figures, run.figures.verdict(least))
        }
    };
    let mut lines = vec![Line::styled(format!(" {}", clean(&title)), ctx.theme.title())];
    lines.push(Line::raw(format!(" {}", capital(&verdict))));
    let facts = facts(figures);
    if wide {
        lines.push(Line::raw(""));
        let room = cols.saturating_sub(10).clamp(4, 40);
        lines.extend(figures.spread.bars(room).into_iter().map(|bar| Line::raw(format!(" {bar}"))));
        lines.push(Line::raw(""));
        lines.extend(facts.iter().map(|fact| Line::raw(format!(" {}", capital(fact)))));
    } else {
        let bars = figures.spread.bars(BARS.saturating_sub(9));
        let rows = bars.len().max(facts.len());
        for at in 0..rows {
            let bar = bars.get(at).map_or("", String::as_str);
            let fact = facts.get(at).map(|fact| capital(fact)).unwrap_or_default();
            let room = cols.saturating_sub(BARS + 3);
            lines.push(Line::from(vec![
                Span::raw(format!(" {} ", pad(bar, BARS))),
                Span::raw(fit(&fact, room).into_owned()),
            ]));
        }
    }
    if let Item::Work(work) = item {
        if wide {
            lines.push(Line::raw(""));
        }
        let evidence = if work.evidence.trim().is_empty() {
            "nothing recorded in the catalogue".to_owned()
        } else {
            clean(&work.evidence).into_owned()
        };
        let trained = if work.trained.is_empty() {
            "nobody".to_owned()
        } else {
            clean(&work.trained.join(", ")).into_owned()
        };
        for words in [format!(" Evidence: {evidence}"), format!(" Trained: {trained}")] {
            let words = if wide || width(&words) <= cols { words } else { fit(&words, cols).into_owned() };
            lines.push(Line::raw(words));
        }
    }
    lines
}
