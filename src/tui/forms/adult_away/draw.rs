//! How the screen of an adult's absence looks: a row a session, below it who misses what and what could be done.
//!
//! Rule: sessions come in pages, so that going down sends a cursor and not a screen.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Wrap};

use super::choice::Choice;
use super::{AdultAway, AwayRow, days_words};
use crate::domain::day;
use crate::text::{clean, fit, pad, width};
use crate::tui::app::Ctx;

fn title(screen: &AdultAway, cols: usize, ctx: &Ctx) -> Line<'static> {
    let right = match screen.saving {
        true => "saving".to_owned(),
        false => format!("{} of {} decided", screen.decided(), screen.rows.len()),
    };
    let room = cols.saturating_sub(width(&right) + 3);
    let left = format!("{} is away {}", clean(&screen.view.name), days_words(screen.view.span, screen.today));
    Line::from(vec![
        Span::raw(" "),
        Span::styled(pad(&fit(&left, room), room), ctx.theme.title()),
        Span::raw(" "),
        Span::styled(right, ctx.theme.soon()),
    ])
}

/// "2 pupils miss: Ama Otter 60 min, Ben Quill 20 min": what is neither moved nor covered as it stands now, those who miss
/// most first.
fn misses(screen: &AdultAway) -> String {
    let mut each: Vec<(&str, u32)> = Vec::new();
    for one in &screen.view.pupils {
        let lost = screen.rows.iter().filter(|row| matches!(row.choice, Choice::Leave | Choice::Missed));
        let mine =
            lost.filter(|row| row.line.session.pupils.iter().any(|part| part.who.pupil == one.who.pupil));
        let minutes: u32 = mine.map(|row| u32::from(row.line.session.minutes)).sum();
        if minutes > 0 {
            each.push((&one.who.name, minutes));
        }
    }
    each.sort_by_key(|(_, minutes)| std::cmp::Reverse(*minutes));
    let said: Vec<String> =
        each.iter().map(|(name, minutes)| format!("{} {minutes} min", clean(name))).collect();
    match said.len() {
        0 => "No pupil misses anything".to_owned(),
        1 => format!("1 pupil misses {}", said.join("")),
        many => format!("{many} pupils miss: {}", said.join(", ")),
    }
}

fn row(row: &AwayRow, here: bool, several_days: bool, cols: usize, ctx: &Ctx) -> Line<'static> {
    let theme = &ctx.theme;
    let session = &row.line.session;
    let when =
        if several_days { format!("{} {}", day::column(session.on), session.time()) } else { session.time() };
    let when_cols = if several_days { 16 } else { 5 };
    let total = cols.saturating_sub(3);
    let choice = (total * 2 / 5).clamp(8, 44).min(total);
    let pupils = if total >= 60 { 17 } else { 0 };
    let gap = usize::from(pupils > 0);
    let name = total.saturating_sub(when_cols + 1 + pupils + gap + choice + 1);
    let noun = if session.pupils.len() == 1 { "pupil" } else { "pupils" };
    let missed = format!("{} {noun} {} min", session.pupils.len(), session.minutes);
    let style = match row.choice {
        Choice::Leave => theme.quiet(),
        Choice::Missed => theme.warning(),
        Choice::Move(_) | Choice::Cover(_) => theme.good(),
    };
    let words = match row.choice {
        Choice::Leave => "as planned".to_owned(),
        choice => choice.words(&row.line),
    };
    let mut spans = vec![
        Span::styled(if here { "›" } else { " " }, theme.cursor()),
        if row.refused { Span::styled("! ", theme.error()) } else { Span::raw("  ") },
        Span::raw(pad(&fit(&when, when_cols), when_cols)),
        Span::raw(" "),
        Span::raw(pad(&fit(&clean(&session.name), name), name)),
    ];
    if pupils > 0 {
        spans.push(Span::raw(format!(" {}", pad(&fit(&missed, pupils), pupils))));
    }
    spans.push(Span::raw(" "));
    spans.push(Span::styled(fit(&clean(&words), choice).into_owned(), style));
    Line::from(spans)
}

/// What to know of the session under the cursor: its pupils, where it could go, who could take it and who not.
fn below(screen: &AdultAway) -> Vec<String> {
    let Some(row) = screen.rows.get(screen.at) else { return Vec::new() };
    let session = &row.line.session;
    let names: Vec<String> = session.pupils.iter().map(|part| clean(&part.who.name).into_owned()).collect();
    let names = if names.is_empty() { "no pupil".to_owned() } else { names.join(", ") };
    let moves: Vec<&str> = row.line.moves.iter().map(|one| one.words.as_str()).collect();
    let moves = if moves.is_empty() {
        "no day of this week or the next is free".to_owned()
    } else {
        moves.join("; ")
    };
    // Those of whom the same is said stand together: "F Brook, P Lea (trained, free at 9:30)".
    let mut covers: Vec<(&str, Vec<String>)> = Vec::new();
    for one in &row.line.covers {
        let name = clean(&one.name).into_owned();
        match covers.last_mut() {
            Some((words, names)) if *words == one.words => names.push(name),
            _ => covers.push((&one.words, vec![name])),
        }
    }
    let covers: Vec<String> =
        covers.into_iter().map(|(words, names)| format!("{} ({words})", names.join(", "))).collect();
    let not: Vec<String> =
        row.line.not.iter().map(|(name, why)| format!("{} {}", clean(name), clean(why))).collect();
    let covers = match (covers.is_empty(), not.is_empty()) {
        (false, _) => covers.join("; "),
        (true, false) => format!("nobody: {}", not.join("; ")),
        (true, true) => "nobody".to_owned(),
    };
    vec![
        format!(" {}, {} min: {names}", clean(&session.name), session.minutes),
        format!(" v move: {moves}"),
        format!(" c cover: {covers}"),
    ]
}

const KEYS: &str = " m missed  v move  c cover (again: the next)  . as above  Space as planned";

/// The whole screen.
pub(super) fn screen(screen: &mut AdultAway, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    if area.is_empty() {
        return;
    }
    frame.render_widget(Clear, area);
    let cols = usize::from(area.width);
    let top: u16 = match area.height {
        8.. => 3,
        3.. => 1,
        _ => 0,
    };
    let foot: u16 = match area.height {
        30.. => 9,
        12.. => 6,
        _ => 0,
    };
    let list = area.height.saturating_sub(top + foot).max(1);
    let line = |y: u16| Rect { y: area.y.saturating_add(y), height: 1, ..area };
    if top > 0 {
        frame.render_widget(title(screen, cols, ctx), line(0));
    }
    if top >= 3 {
        let words = fit(&format!("   {}", misses(screen)), cols).into_owned();
        frame.render_widget(Line::styled(words, ctx.theme.quiet()), line(1));
    }
    screen.page = usize::from(list);
    let first = screen.at / screen.page.max(1) * screen.page.max(1);
    let several = screen.view.span.from != screen.view.span.to;
    for (y, one) in screen.rows.iter().skip(first).take(screen.page).enumerate() {
        let y = top.saturating_add(u16::try_from(y).unwrap_or(u16::MAX));
        let here = usize::from(y.saturating_sub(top)) + first == screen.at;
        frame.render_widget(row(one, here, several, cols, ctx), line(y));
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
        let below_area = Rect { y: area.y.saturating_add(y + 1), height: foot.saturating_sub(2), ..area };
        match &screen.message {
            Some(message) => {
                let refused = screen.rows.iter().any(|row| row.refused);
                let style = if refused { ctx.theme.error() } else { ctx.theme.warning() };
                let words = Paragraph::new(Span::styled(format!(" {}", clean(message)), style));
                frame.render_widget(words.wrap(Wrap { trim: false }), below_area);
            }
            None => {
                // Where there is room they are read whole; else what is needed first is.
                let whole = foot > 6;
                let lines = below(screen).into_iter().map(|words| match whole {
                    true => Line::raw(words),
                    false => Line::raw(fit(&words, cols).into_owned()),
                });
                let words = Paragraph::new(lines.collect::<Vec<_>>());
                let words = if whole { words.wrap(Wrap { trim: false }) } else { words };
                frame.render_widget(words, below_area);
            }
        }
        let keys = fit(KEYS, cols).into_owned();
        frame.render_widget(Line::styled(keys, ctx.theme.key()), line(area.height.saturating_sub(1)));
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
