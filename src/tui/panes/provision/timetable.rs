//! The adults' weeks on one screen: clashes first, in words with both sides, then each adult with minutes a week and the
//! sessions of each day.
//!
//! Rule: it shows what the map read and reads nothing. Enter on a clash, or on a session, changes days and times there.

use std::any::Any;
use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::ProvisionPane;
use crate::domain::day;
use crate::domain::delivery::say_time;
use crate::domain::ids::RecordId;
use crate::domain::words::{plural, plural_as};
use crate::text::{clean, fit, pad, width};
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::effect::Effect;
use crate::tui::forms;
use crate::tui::layer::{Layer, Taken};
use crate::tui::widgets::list::{List, ListControl, Part, Row};
use crate::tui::widgets::put::put;
use crate::views::provision::{AdultWeek, Clash, MapData, SlotLine, clashes, timetable};

const DAYS: [&str; 5] = ["Mon", "Tue", "Wed", "Thu", "Fri"];

/// Columns from which a week stands in five columns.
const WIDE: u16 = 110;

/// One line of the screen.
struct TimeRow {
    nth: usize,
    words: String,
    /// A heading: of the clashes, or of an adult.
    head: bool,
    /// Somebody would have to be in two places.
    clash: bool,
    /// The provision whose days Enter changes; `None` if the line is about none.
    of: Option<RecordId>,
}

impl Row for TimeRow {
    type Key = usize;
    const FOLDS: bool = true;

    fn key(&self) -> usize {
        self.nth
    }

    fn words(&self) -> String {
        String::new()
    }

    fn part(&self) -> Part {
        if self.head { Part::Heading { closed: false } } else { Part::Remark }
    }
}

/// The screen while it is open.
struct Timetables {
    weeks: Vec<AdultWeek>,
    clashes: Vec<(String, RecordId)>,
    title: String,
    list: List<TimeRow>,
    /// The width that the lines were made for, and whether five columns fit it.
    made_for: Option<u16>,
}

/// Opens it for the map that is shown.
pub(super) fn open(app: &mut App) -> Vec<Effect> {
    let Some(pane) = app.pane_ref::<ProvisionPane>() else { return Vec::new() };
    let Some(data) = pane.data.as_ref().map(Arc::clone) else { return Vec::new() };
    let title = pane.range(&app.ctx).title;
    let screen = Timetables::new(&data, title, &app.ctx);
    app.open(screen)
}

fn join(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// "9:30 Language group, 20 min, 4 pupils, from Mon 5 Jan".
fn said(slot: &SlotLine, ctx: &Ctx) -> String {
    let at = slot.slot.at.map(|at| format!("{} ", say_time(at))).unwrap_or_default();
    let pupils = plural(i64::try_from(slot.pupils).unwrap_or(i64::MAX), "pupil");
    let mut words = format!("{at}{}, {} min, {pupils}", clean(&slot.name), slot.minutes);
    if let Some(starts) = slot.starts {
        words += &format!(", from {}", day::near(starts, ctx.today));
    }
    if slot.usual {
        words += ", no day named";
    }
    if slot.clash {
        words += ", CLASH";
    }
    words
}

/// "Tue F Brook: Lexia 9:00–9:30, Language group 9:20–9:40": both sides in a line of 80 columns.
fn clash_words(clash: &Clash) -> String {
    let side = |(_, name, at, minutes): &(RecordId, String, u16, u16)| {
        format!("{name} {}–{}", say_time(*at), say_time(at.saturating_add(*minutes)))
    };
    let day = DAYS.get(usize::from(clash.weekday)).copied().unwrap_or("?");
    let [first, second] = &clash.two;
    format!("{day} {}: {}, {}", clash.name, side(first), side(second))
}

impl Timetables {
    fn new(data: &MapData, title: String, ctx: &Ctx) -> Timetables {
        let school = &ctx.school;
        let clashes =
            clashes(data, school).into_iter().map(|clash| (clash_words(&clash), clash.two[0].0)).collect();
        Timetables {
            weeks: timetable(data, school, None),
            clashes,
            title,
            list: List::default(),
            made_for: None,
        }
    }

    /// The lines for a width.
    fn make(&mut self, columns: u16, ctx: &Ctx) {
        self.made_for = Some(columns);
        let mut rows: Vec<TimeRow> = Vec::new();
        let mut push = |words: String, head: bool, clash: bool, of: Option<RecordId>| {
            rows.push(TimeRow { nth: rows.len(), words, head, clash, of });
        };
        let count = i64::try_from(self.clashes.len()).unwrap_or(i64::MAX);
        match count {
            0 => push("No clash of times".to_owned(), true, false, None),
            _ => push(plural_as(count, "clash of times", "clashes of times"), true, true, None),
        }
        for (words, of) in &self.clashes {
            push(words.clone(), false, true, Some(*of));
        }
        for week in &self.weeks {
            let sessions = plural(i64::try_from(week.slots.len()).unwrap_or(i64::MAX), "session");
            push(
                join([
                    week.name.clone(),
                    week.role.clone(),
                    format!("{} minutes a week", week.minutes),
                    sessions,
                    match week.clashes.len() {
                        0 => String::new(),
                        some => {
                            let some = i64::try_from(some).unwrap_or(i64::MAX);
                            plural_as(some, "clash", "clashes")
                        }
                    },
                ]),
                true,
                !week.clashes.is_empty(),
                None,
            );
            if columns >= WIDE {
                for (words, clash) in grid(week, usize::from(columns).saturating_sub(3)) {
                    push(words, false, clash, None);
                }
                continue;
            }
            let mut last = None;
            for slot in &week.slots {
                let day = DAYS.get(usize::from(slot.slot.weekday)).copied().unwrap_or("?");
                let head = if last.replace(day) == Some(day) { "" } else { day };
                push(
                    format!("{} {}", pad(head, 3), said(slot, ctx)),
                    false,
                    slot.clash,
                    Some(slot.provision),
                );
            }
        }
        self.list.set(rows);
    }

    fn mend(&self) -> Taken {
        match self.list.selected().and_then(|row| row.of) {
            Some(id) => Taken::Then(Box::new(move |app| forms::dosage::open(app, id))),
            None => Taken::Then(Box::new(|app| {
                app.refuse("Put the cursor on a clash or a session: Enter changes its days and times");
                Vec::new()
            })),
        }
    }
}

/// A week in five columns, a line for each time that a day holds.
fn grid(week: &AdultWeek, columns: usize) -> Vec<(String, bool)> {
    let room = columns / 5;
    let days: Vec<Vec<&SlotLine>> = (0..5)
        .map(|weekday| week.slots.iter().filter(|slot| slot.slot.weekday == weekday).collect())
        .collect();
    let mut out = vec![(DAYS.iter().map(|day| pad(day, room)).collect::<String>(), false)];
    for nth in 0..days.iter().map(Vec::len).max().unwrap_or(0) {
        let cell = |slot: &&SlotLine| {
            let at = slot.slot.at.map_or_else(String::new, |at| format!("{} ", say_time(at)));
            let clash = if slot.clash { " CLASH" } else { "" };
            let tail = format!(" {} min{clash}", slot.minutes);
            let name =
                fit(&clean(&slot.name), room.saturating_sub(width(&at) + width(&tail) + 1)).into_owned();
            format!("{at}{name}{tail}")
        };
        let line = days.iter().map(|day| pad(&day.get(nth).map(cell).unwrap_or_default(), room)).collect();
        out.push((line, days.iter().any(|day| day.get(nth).is_some_and(|slot| slot.clash))));
    }
    out
}

impl Layer for Timetables {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn key(&mut self, _key: KeyEvent, _ctx: &Ctx) -> Taken {
        Taken::No
    }

    fn command(&mut self, command: &'static Command, count: usize, _ctx: &Ctx) -> Taken {
        let by = isize::try_from(count).unwrap_or(1);
        match command.id {
            "picker.up" => self.list.move_by(-by),
            "picker.down" => self.list.move_by(by),
            "picker.page_up" => self.list.page(-by),
            "picker.page_down" => self.list.page(by),
            "picker.choose" if self.list.heading().is_some() => {
                self.list.turn_fold();
            }
            "picker.choose" => return self.mend(),
            "picker.close" => return Taken::Close(Box::new(|_| Vec::new())),
            _ => return Taken::No,
        }
        Taken::Yes(Vec::new())
    }

    fn paste(&mut self, _text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        Taken::No
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        if area.is_empty() {
            return;
        }
        frame.render_widget(Clear, area);
        if self.made_for != Some(area.width) {
            self.make(area.width, ctx);
        }
        let minutes: u32 = self.weeks.iter().map(|week| week.minutes).sum();
        let adults =
            i64::try_from(self.weeks.iter().filter(|week| week.adult.is_some()).count()).unwrap_or(0);
        let title = join([
            "Timetables".to_owned(),
            clean(&self.title).into_owned(),
            plural(adults, "adult"),
            format!("{minutes} minutes a week"),
        ]);
        let line = Line::from(vec![Span::raw(" "), Span::styled(title, ctx.theme.title())]);
        put(&line, Rect { height: 1, ..area }, frame.buffer_mut());
        let body = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
        if self.weeks.is_empty() {
            let words = " No provision runs on these days: Esc goes back to the map, a there starts one.";
            put(&Line::raw(words), Rect { height: body.height.min(1), ..body }, frame.buffer_mut());
            frame.set_cursor_position((area.x, area.y));
            return;
        }
        let heading = |_: u32, _: usize| Line::default();
        self.list.draw(frame, body, &ctx.theme, heading, |row, look| {
            let words = fit(&clean(&row.words), usize::from(look.width)).into_owned();
            let style = match (row.head, row.clash) {
                (_, true) => ctx.theme.late(),
                (true, false) => ctx.theme.heading(),
                (false, false) => ctx.theme.text(),
            };
            Line::styled(words, style)
        });
    }

    fn takes_text(&self) -> bool {
        false
    }

    fn covers(&self) -> bool {
        true
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
