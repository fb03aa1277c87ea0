//! How a session pupil by pupil looks: a numbered row a pupil, the keys below.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Wrap};

use super::{PupilRow, SessionPupils};
use crate::text::{clean, fit, pad, width};
use crate::tui::app::Ctx;
use crate::tui::panes::sessions::REASONS;

fn title(screen: &SessionPupils, cols: usize, ctx: &Ctx) -> Line<'static> {
    let there = screen.rows.len().saturating_sub(screen.away());
    let right = match screen.saving {
        true => "saving".to_owned(),
        false => format!("{there} of {} there", screen.rows.len()),
    };
    let room = cols.saturating_sub(width(&right) + 3);
    let left = format!("Who was there · {}", clean(&screen.title));
    Line::from(vec![
        Span::raw(" "),
        Span::styled(pad(&fit(&left, room), room), ctx.theme.title()),
        Span::raw(" "),
        Span::styled(right, ctx.theme.soon()),
    ])
}

fn pupil(row: &PupilRow, number: usize, here: bool, cols: usize, ctx: &Ctx) -> Line<'static> {
    let theme = &ctx.theme;
    let name = cols.saturating_sub(6 + 14).clamp(1, 40);
    let place = clean(&row.part.who.place()).into_owned();
    let who = if place.is_empty() {
        clean(&row.part.who.name).into_owned()
    } else {
        format!("{} · {place}", clean(&row.part.who.name))
    };
    let figure = if number <= 9 { number.to_string() } else { " ".to_owned() };
    let (words, style) = match row.away {
        None => ("there", theme.good()),
        Some(why) => (why.label(), theme.warning()),
    };
    Line::from(vec![
        Span::styled(if here { "›" } else { " " }, theme.cursor()),
        Span::styled(format!(" {figure}"), theme.key()),
        Span::raw(format!(" {} ", pad(&fit(&who, name), name))),
        Span::styled(words, style),
    ])
}

/// The keys of the reasons, and that of being there.
fn keys() -> String {
    let reasons: Vec<String> = REASONS.iter().map(|(letter, words, _)| format!("{letter} {words}")).collect();
    format!(" 1-9 turn  Space there  {}", reasons.join("  "))
}

/// The whole screen.
pub(super) fn screen(screen: &mut SessionPupils, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    if area.is_empty() {
        return;
    }
    frame.render_widget(Clear, area);
    let cols = usize::from(area.width);
    let top: u16 = match area.height {
        8.. => 2,
        3.. => 1,
        _ => 0,
    };
    let foot: u16 = if area.height >= 9 { 4 } else { 0 };
    let list = area.height.saturating_sub(top + foot).max(1);
    let line = |y: u16| Rect { y: area.y.saturating_add(y), height: 1, ..area };
    if top > 0 {
        frame.render_widget(title(screen, cols, ctx), line(0));
    }
    screen.page = usize::from(list);
    let first = screen.at / screen.page.max(1) * screen.page.max(1);
    for (at, row) in screen.rows.iter().enumerate().skip(first).take(screen.page) {
        let y = top.saturating_add(u16::try_from(at.saturating_sub(first)).unwrap_or(u16::MAX));
        let here = at == screen.at;
        frame.render_widget(pupil(row, at.saturating_add(1), here, cols, ctx), line(y));
        if here {
            frame.set_cursor_position(Position { x: area.x, y: area.y.saturating_add(y) });
        }
    }
    if foot > 0 {
        let y = area.height.saturating_sub(foot);
        let more = screen.rows.len().saturating_sub(first + screen.page);
        let said = if more > 0 { format!(" {more} more below ") } else { String::new() };
        let rule = format!("{said}{}", "─".repeat(cols.saturating_sub(width(&said))));
        frame.render_widget(Line::styled(rule, ctx.theme.quiet()), line(y));
        let below = Rect { y: area.y.saturating_add(y + 1), height: foot.saturating_sub(2), ..area };
        let words = match &screen.message {
            Some(message) => Span::styled(format!(" {}", clean(message)), ctx.theme.warning()),
            None => {
                Span::styled(" Saved as delivered; where everybody was away, as missed.", ctx.theme.quiet())
            }
        };
        frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: false }), below);
        frame.render_widget(
            Line::styled(fit(&keys(), cols).into_owned(), ctx.theme.key()),
            line(area.height.saturating_sub(1)),
        );
    } else if let Some(message) = &screen.message
        && area.height > 1
    {
        // No room below: what is wrong takes the line at the top until the next key.
        frame.render_widget(Clear, line(0));
        frame.render_widget(
            Line::styled(fit(&clean(message), cols).into_owned(), ctx.theme.warning()),
            line(0),
        );
    }
}
