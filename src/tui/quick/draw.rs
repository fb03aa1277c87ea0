//! Drawing the quick line: the line, what it will save, those to choose from.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::QuickLine;
use crate::domain::words::list;
use crate::text::clean;
use crate::tui::app::Ctx;
use crate::tui::widgets::line;
use crate::tui::widgets::wrap::wrap;
use crate::views::quick::{self as view, Person, Whom};

/// The most rows that what will be saved takes.
const TOLD: usize = 5;
/// The most of those to choose from that are shown.
const OFFERS: usize = 8;

/// What an empty line says: the order of its parts, and two lines as they may be.
const HOW: [&str; 3] = [
    "Who, how, with whom, when, what was said; then what is to follow, and when:",
    "AB phone mum sleep poor; review +6w",
    "Ama Lark met EP yesterday seen in class; chase report +2w; call mum fri",
];

/// Draws it over the top of the pane.
pub(super) fn draw(line: &QuickLine, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    if area.is_empty() {
        return;
    }
    let inner = usize::from(area.width.saturating_sub(2)).max(1);
    let mut rows: Vec<Line<'static>> = Vec::new();
    let mut say = |text: &str, most: usize, style: Style| {
        let text = clean(text).into_owned();
        let all = wrap(&text, inner);
        let more = all.len() > most;
        for (at, range) in all.into_iter().take(most).enumerate() {
            let row = text.get(range).unwrap_or_default().trim_end();
            let cut = if more && at + 1 == most { "…" } else { "" };
            rows.push(Line::from(vec![Span::raw(" "), Span::styled(format!("{row}{cut}"), style)]));
        }
    };
    let theme = ctx.theme;
    if line.input.is_empty() {
        for (at, how) in HOW.iter().enumerate() {
            say(how, 2, if at == 0 { theme.text() } else { theme.quiet() });
        }
        if let Some(here) = here(line) {
            say(&format!("A line without a name is about {here}."), 2, theme.text());
        }
    } else if let Some(reading) = &line.reading {
        let who = who(line, ctx);
        say(&format!("Log: {}", view::told(&reading.line, &who, ctx.own_day())), TOLD, theme.title());
        // The last thing that was refused says the same, and says it louder.
        if let Some(fault) = line.fault().filter(|_| line.message.is_none()) {
            say(&fault, 2, theme.warning());
        }
        if let Some(hint) = &reading.line.hint {
            say(hint, 2, theme.quiet());
        }
    }
    if let Some(message) = &line.message {
        say(message, 2, theme.warning());
    }
    if line.saving {
        say("saving…", 1, theme.flag());
    }
    rows.extend(offers(line, ctx));

    let most = usize::from(area.height).saturating_sub(1);
    rows.truncate(most);
    let used = u16::try_from(rows.len()).unwrap_or(0).saturating_add(1);
    let rule = used < area.height;
    let height = used.saturating_add(u16::from(rule)).min(area.height);
    frame.render_widget(Clear, Rect { height, ..area });
    let row = |at: u16| Rect { y: area.y.saturating_add(at), height: 1, ..area };
    for (at, text) in (1..).zip(rows) {
        frame.render_widget(text, row(at));
    }
    if rule {
        let rule = Line::styled("─".repeat(usize::from(area.width)), theme.quiet());
        frame.render_widget(rule, row(used));
    }
    frame.set_cursor_position(Position { x: area.x, y: area.y });
    line::draw(&line.input, frame, row(0), " Log: ");
}

fn called(people: &[&Person]) -> String {
    match people {
        [one] => one.called(),
        many => {
            let names: Vec<&str> = many.iter().take(3).map(|one| one.name.as_str()).collect();
            let more = many.len().saturating_sub(names.len());
            let names =
                if more == 0 { list(&names) } else { format!("{} and {more} more", names.join(", ")) };
            format!("{} marked: {names}", many.len())
        }
    }
}

/// Those that a line without a name is about; `None` if nobody was selected.
fn here(line: &QuickLine) -> Option<String> {
    let people = line.people.as_ref()?;
    let all: Vec<&Person> =
        line.selected.iter().filter_map(|id| people.iter().find(|one| one.pupil == *id)).collect();
    let row = if all.len() == 1 { ", the row you are on" } else { "" };
    (!all.is_empty()).then(|| format!("{}{row}", called(&all)))
}

/// Whom it will be saved for, and whether the line says so itself; "?" while that is not clear.
fn who(line: &QuickLine, _ctx: &Ctx) -> String {
    let meant = line.meant();
    if meant.is_empty() {
        return "?".to_owned();
    }
    let says = line.reading.as_ref().is_some_and(|reading| !reading.line.whom.is_empty());
    if says { called(&meant) } else { here(line).unwrap_or_else(|| called(&meant)) }
}

fn offers(line: &QuickLine, ctx: &Ctx) -> Vec<Line<'static>> {
    let theme = ctx.theme;
    let is_open = matches!(line.reading.as_ref().map(|reading| &reading.whom), Some(Whom::OneOf(_)));
    if !is_open {
        return Vec::new();
    }
    let all = line.offers();
    let at = all.iter().position(|one| Some(one.pupil) == line.chosen);
    let top = at.map_or(0, |at| at / OFFERS * OFFERS);
    let mut rows: Vec<Line<'static>> = all
        .iter()
        .enumerate()
        .skip(top)
        .take(OFFERS)
        .map(|(index, one)| {
            let chosen = at == Some(index);
            let name = format!("{}  #{}", clean(&one.called()), one.pupil.0);
            Line::from(vec![
                Span::styled(if chosen { " › " } else { "   " }, theme.cursor()),
                Span::styled(name, if chosen { theme.choice() } else { theme.text() }),
            ])
        })
        .collect();
    let more = all.len().saturating_sub(top + OFFERS);
    if more > 0 {
        rows.push(Line::styled(format!("   {more} more"), theme.quiet()));
    }
    rows
}
