//! Drawing a form: title, a column of labelled fields, and below it what belongs to the focused one.
//!
//! Rule: the real cursor stands where the next character goes, in every frame that has a cell. What is taller than the
//! screen is turned by pages, since scrolling costs more on a slow line.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Clear;
use unicode_segmentation::UnicodeSegmentation;

use super::entry::{Display, Entry, State};
use super::form::Form;
use crate::text::{clean, width};
use crate::tui::app::Ctx;
use crate::tui::theme::Theme;
use crate::tui::widgets::text_input::TextInput;
use crate::tui::widgets::wrap::{row_of, wrap};

/// The most rows that a text takes before it is turned by pages inside: while it has the cursor, and while not.
const TEXT_ROWS: (usize, usize) = (8, 3);
/// The widest label.
const LABEL: usize = 22;

/// Writes clean text into an area, and keeps the cursor inside it.
pub(super) struct Pen<'a, 'b> {
    frame: &'a mut Frame<'b>,
    area: Rect,
}

impl<'a, 'b> Pen<'a, 'b> {
    /// For an area, which is emptied.
    pub(super) fn new(frame: &'a mut Frame<'b>, area: Rect) -> Pen<'a, 'b> {
        let area = area.intersection(frame.area());
        frame.render_widget(Clear, area);
        Pen { frame, area }
    }

    /// Text from a place on, as far as the area goes. Says in which column it ended.
    pub(super) fn line(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        if y >= self.area.height || x >= self.area.width {
            return x;
        }
        let room = usize::from(self.area.width - x);
        let text = clean(text);
        let shown = crate::text::fit(&text, room);
        let at = (self.area.x.saturating_add(x), self.area.y.saturating_add(y));
        self.frame.buffer_mut().set_stringn(at.0, at.1, shown.as_ref(), room, style);
        x.saturating_add(cells(&shown))
    }

    /// What is being typed, behind its label at the top, with the cursor in it. The end of what is written stays in sight.
    pub(super) fn typed(&mut self, label: &str, input: &TextInput, theme: &Theme) {
        let start = self.line(1, 0, label, theme.focus()).saturating_add(2);
        let before = input.text().get(..input.cursor()).unwrap_or_default();
        let room = usize::from(self.area.width.saturating_sub(start).max(1));
        let cut = (width(before) + 1).saturating_sub(room);
        let text: String = input.text().chars().skip(cut).collect();
        let shown: String = before.chars().skip(cut).collect();
        self.line(start, 0, &text, theme.input());
        self.cursor(start.saturating_add(cells(&shown)), 0);
    }

    /// The cursor, inside the area.
    pub(super) fn cursor(&mut self, x: u16, y: u16) {
        if !self.area.is_empty() {
            let x = self.area.x.saturating_add(x.min(self.area.width - 1));
            let y = self.area.y.saturating_add(y.min(self.area.height - 1));
            self.frame.set_cursor_position(Position { x, y });
        }
    }
}

fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// How the rows of the screen are shared out.
struct Plan {
    head: u16,
    body: Range<u16>,
    foot: Range<u16>,
}

/// What the form is about, in rows of a width: as many as leave room for the fields.
fn note_rows(form: &Form, area: Rect) -> Vec<String> {
    let cols = usize::from(area.width.saturating_sub(2)).max(1);
    let most = if area.height >= 20 { 5 } else { 3 };
    let mut rows: Vec<String> = Vec::new();
    for note in &form.notes {
        rows.extend(wrap(note, cols).into_iter().filter_map(|range| note.get(range)).map(str::to_owned));
    }
    if rows.len() > most {
        rows.truncate(most);
        if let Some(last) = rows.last_mut() {
            last.truncate(last.trim_end().len());
            last.push('…');
        }
    }
    rows
}

fn plan(notes: &[String], area: Rect) -> Plan {
    let height = area.height;
    let notes = u16::try_from(notes.len()).unwrap_or(u16::MAX);
    let head = match height {
        0..=2 => 0,
        3..=9 => 1,
        _ => 2 + notes,
    };
    let foot = match height {
        0..=4 => 0,
        5..=9 => 1,
        10..=15 => 3,
        _ => 6,
    };
    Plan { head, body: head..height.saturating_sub(foot), foot: height.saturating_sub(foot)..height }
}

/// One field laid out: its text in rows, and where its error goes.
struct Laid {
    display: Display,
    rows: Vec<Range<usize>>,
    /// Which of the rows are shown.
    shown: Range<usize>,
    wrong: Option<String>,
    /// Whether the error stands in a row of its own.
    below: bool,
}

impl Laid {
    fn height(&self) -> usize {
        self.shown.len() + usize::from(self.below)
    }
}

fn lay_out(form: &Form, index: usize, entry: &Entry, cols: usize) -> Laid {
    let focused = index == form.focus;
    let display = entry.display(focused);
    // One cell stays free for the cursor.
    let inner = cols.saturating_sub(1).max(1);
    let rows = if display.wraps {
        wrap(&display.text, inner)
    } else {
        std::iter::once(0..display.text.len()).collect()
    };
    let most = if focused { TEXT_ROWS.0 } else { TEXT_ROWS.1 };
    let shown = if focused {
        let page = row_of(&rows, display.cursor) / most * most;
        page..rows.len().min(page + most)
    } else {
        0..rows.len().min(most)
    };
    let wrong = form
        .wrong
        .iter()
        .find(|one| one.key == entry.field.key)
        .map(|one| one.words.clone())
        .or(entry.note.clone());
    let used = width(&display.text) + width(&display.tail) + 4;
    let below = wrong.as_ref().is_some_and(|words| display.wraps || used + width(words) > cols);
    Laid { display, rows, shown, wrong, below }
}

/// Draws the form.
pub(super) fn draw(form: &mut Form, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    if area.is_empty() {
        return;
    }
    if let Some(conflict) = &form.conflict {
        super::conflict::draw(form, conflict, frame, area, ctx);
        return;
    }
    let theme = ctx.theme;
    let notes = note_rows(form, area);
    let plan = plan(&notes, area);
    let labels = form.entries.iter().map(|entry| width(entry.field.label)).max().unwrap_or(0).min(LABEL);
    let labels = labels.min(usize::from(area.width / 3));
    // The sign of the focus, the label, two blanks.
    let left = u16::try_from(2 + labels + 2).unwrap_or(u16::MAX).min(area.width / 2);
    let cols = usize::from(area.width.saturating_sub(left));
    form.cols = cols.saturating_sub(1).max(1);

    let laid: Vec<Laid> =
        form.entries.iter().enumerate().map(|(at, entry)| lay_out(form, at, entry, cols)).collect();
    let height = usize::from(plan.body.end - plan.body.start).max(1);
    turn_page(form, &laid, height);
    let all = laid.iter().map(Laid::height).sum::<usize>() + 2;
    let more = match (form.top > 0, form.top + height < all) {
        (true, true) => " more above and below ",
        (true, false) => " more above ",
        (false, true) => " more below ",
        (false, false) => "",
    };

    let mut pen = Pen::new(frame, area);
    if plan.head > 0 {
        let end = pen.line(1, 0, &form.title, theme.title());
        if form.saving {
            pen.line(end.saturating_add(2), 0, "saving…", theme.flag());
        }
    }
    for (row, note) in notes.iter().enumerate().take(usize::from(plan.head.saturating_sub(2))) {
        pen.line(1, 1 + row as u16, note, theme.quiet());
    }

    let mut row = 0; // of the whole form
    for (index, (entry, laid)) in form.entries.iter().zip(&laid).enumerate() {
        let place = Place { left, top: form.top, row, body: &plan.body, focused: index == form.focus };
        draw_entry(&mut pen, entry, laid, &place, cols, ctx);
        row += laid.height();
    }
    let place = Place {
        left,
        top: form.top,
        row: row + 1,
        body: &plan.body,
        focused: form.focus == form.entries.len(),
    };
    draw_save(&mut pen, form, &place, ctx);
    draw_foot(&mut pen, form, &plan.foot, area.width, more, ctx);
}

/// Moves to the page on which the focused field stands.
fn turn_page(form: &mut Form, laid: &[Laid], height: usize) {
    let start: usize = laid.iter().take(form.focus).map(Laid::height).sum();
    let (start, end) = match laid.get(form.focus) {
        Some(laid) => (start, start + laid.height()),
        None => (start + 1, start + 2),
    };
    let all = laid.iter().map(Laid::height).sum::<usize>() + 2;
    if all <= height {
        form.top = 0;
    } else if end > form.top + height {
        // Down: the field opens the next page, unless the form ends before the page does.
        form.top = start.min(all.saturating_sub(height)).max(end.saturating_sub(height));
    } else if start < form.top {
        form.top = end.saturating_sub(height);
    }
}

/// Where a field stands.
struct Place<'a> {
    left: u16,
    top: usize,
    row: usize,
    body: &'a Range<u16>,
    focused: bool,
}

impl Place<'_> {
    /// The screen row of the field's `line`; `None` if it is not on this page.
    fn y(&self, line: usize) -> Option<u16> {
        let y = (self.row + line).checked_sub(self.top)?;
        let y = u16::try_from(y).ok()?.checked_add(self.body.start)?;
        self.body.contains(&y).then_some(y)
    }
}

fn draw_entry(pen: &mut Pen<'_, '_>, entry: &Entry, laid: &Laid, place: &Place<'_>, cols: usize, ctx: &Ctx) {
    let theme = ctx.theme;
    if let Some(y) = place.y(0) {
        if place.focused {
            pen.line(0, y, "›", theme.cursor());
        }
        let room = usize::from(place.left.saturating_sub(4));
        let label = crate::text::fit(entry.field.label, room);
        pen.line(2, y, &label, if place.focused { theme.focus() } else { theme.label() });
        if entry.field.required && entry.display(false).text.is_empty() {
            pen.line(2 + cells(&label), y, "*", theme.quiet());
        }
    }
    let style = if place.focused { theme.input() } else { theme.text() };
    let cursor_row = row_of(&laid.rows, laid.display.cursor);
    let mut end = place.left;
    for (line, row) in laid.shown.clone().enumerate() {
        let Some(range) = laid.rows.get(row) else { continue };
        let text = laid.display.text.get(range.clone()).unwrap_or_default();
        let cursor = laid.display.cursor.clamp(range.start, range.end) - range.start;
        let from = if laid.display.wraps { 0 } else { from_left(text, cursor, cols, place.focused) };
        let Some(y) = place.y(line) else { continue };
        let cut = !place.focused && line + 1 == laid.shown.len() && row + 1 < laid.rows.len();
        let more = if cut { " …" } else { "" };
        let shown = text.get(from..).unwrap_or_default().trim_end_matches('\n');
        end = pen.line(place.left, y, &format!("{shown}{more}"), style);
        if place.focused && row == cursor_row {
            let before = text.get(from..cursor).unwrap_or_default();
            pen.cursor(place.left.saturating_add(cells(before)), y);
        }
    }
    let tail = place.y(0).filter(|_| !laid.display.tail.is_empty());
    if let Some(y) = place.y(laid.shown.len().saturating_sub(1)).filter(|_| tail.is_some()) {
        end = pen.line(end.saturating_add(2), y, &laid.display.tail, theme.quiet());
    }
    if let Some(words) = &laid.wrong {
        let line = if laid.below { laid.shown.len() } else { 0 };
        let x = if laid.below { place.left } else { end.saturating_add(2) };
        if let Some(y) = place.y(line) {
            pen.line(x, y, &format!("! {words}"), theme.error());
        }
    }
}

/// From where on a line is shown so that the cursor is inside.
pub(super) fn from_left(text: &str, cursor: usize, cols: usize, focused: bool) -> usize {
    if !focused || width(text) < cols {
        return 0;
    }
    let before = text.get(..cursor).unwrap_or_default();
    let mut over = (width(before) + 1).saturating_sub(cols);
    let mut from = 0;
    for grapheme in before.graphemes(true) {
        if over == 0 {
            break;
        }
        over = over.saturating_sub(width(grapheme).max(1));
        from += grapheme.len();
    }
    from
}

fn draw_save(pen: &mut Pen<'_, '_>, form: &Form, place: &Place<'_>, ctx: &Ctx) {
    let theme = ctx.theme;
    let Some(y) = place.y(0) else { return };
    if place.focused {
        pen.line(0, y, "›", theme.cursor());
        pen.cursor(2, y);
    }
    let words = if form.saving { "[saving…]" } else { "[Save]" };
    let end = pen.line(2, y, words, if place.focused { theme.focus() } else { theme.label() });
    if let Some(key) = ctx.keymap.keys_of("form.save").first() {
        pen.line(end + 2, y, key, theme.key());
    }
}

/// Help of the focused field; the date in full or the choices; what is said about the whole form.
fn draw_foot(pen: &mut Pen<'_, '_>, form: &Form, rows: &Range<u16>, cols: u16, more: &str, ctx: &Ctx) {
    let theme = ctx.theme;
    let mut y = rows.start;
    let inner = usize::from(cols.saturating_sub(2)).max(1);
    // At most so many rows of a text from `y` on; says where it ended.
    let written = |pen: &mut Pen<'_, '_>, text: &str, mut y: u16, most: u16, style: Style| {
        for range in wrap(text, inner).into_iter().take(usize::from(rows.end.saturating_sub(y).min(most))) {
            pen.line(1, y, text.get(range).unwrap_or_default(), style);
            y += 1;
        }
        y
    };
    if rows.len() > 1 {
        let end = pen.line(1, y, &"─".repeat(inner.saturating_sub(width(more) + 1)), theme.quiet());
        let end = pen.line(end, y, more, theme.flag());
        pen.line(end, y, "─", theme.quiet());
        y += 1;
    }
    if let Some(message) = &form.message {
        y = written(pen, message, y, 2, theme.warning());
    }
    for remark in form.remarked() {
        y = written(pen, &remark, y, 2, theme.warning());
    }
    let Some(entry) = form.entries.get(form.focus) else { return };
    if y < rows.end && !(rows.len() == 1 && form.message.is_some()) {
        match entry.reading(ctx) {
            Some((words, odd)) if rows.len() == 1 => {
                pen.line(1, y, &words, if odd { theme.warning() } else { theme.text() });
                return;
            }
            Some((words, odd)) => {
                y = written(pen, &words, y, 2, if odd { theme.warning() } else { theme.title() });
            }
            None => {}
        }
    }
    // Advice, never an error: it keeps nobody from saving.
    if let Some(vague) = form.vague().filter(|_| y < rows.end) {
        y = written(pen, &vague, y, 2, theme.warning());
    }
    // While a list is searched, what it offers has the room.
    for told in form.told(ctx).iter().filter(|_| rows.len() > 3 && !entry.is_picking()) {
        y = written(pen, told, y, 2, theme.title());
    }
    if let Some(gaps) = form.gaps().filter(|_| y < rows.end && rows.len() > 1) {
        y = written(pen, &gaps, y, 1, theme.quiet());
    }
    if y < rows.end && !entry.field.help.is_empty() {
        let tick = if entry.ticks() { " Space puts today." } else { "" };
        y = written(pen, &format!("{}{tick}", entry.field.help), y, 2, theme.quiet());
    }
    draw_choices(pen, entry, y..rows.end, cols, ctx);
}

/// The choices of the focused field, one after the other in rows; the page with the one that would be taken.
fn draw_choices(pen: &mut Pen<'_, '_>, entry: &Entry, rows: Range<u16>, cols: u16, ctx: &Ctx) {
    let theme = ctx.theme;
    let (labels, at): (Vec<String>, Option<usize>) = match &entry.state {
        State::Flag(flag) => (vec!["y yes".into(), "n no".into()], flag.map(|yes| usize::from(!yes))),
        State::Pick(picker) if picker.query.is_empty() => {
            let codes = picker
                .picks
                .all
                .iter()
                .any(|pick| pick.code.trim_start_matches(['-', '+']).parse::<i32>().is_ok());
            let numbered = picker.is_short() && !(codes && picker.types_codes());
            let label = |(at, pick): (usize, &super::field::Pick)| match (numbered, picker.types_codes()) {
                (true, _) => format!("{} {}", at + 1, pick.label),
                // "+1 more than hoped" says its code already.
                (false, true) if codes && !pick.label.starts_with(|c: char| "−+0".contains(c)) => {
                    format!("{} {}", pick.code, pick.label)
                }
                _ => pick.label.clone(),
            };
            (
                picker.picks.all.iter().enumerate().take(200).map(label).collect(),
                picker.chosen.last().copied(),
            )
        }
        State::Pick(picker) => {
            (picker.offers.iter().take(60).map(|offer| picker.offer_label(*offer)).collect(), Some(picker.at))
        }
        _ => return,
    };
    // Rows of cells: which label stands where.
    let room = usize::from(cols.saturating_sub(2));
    let mut placed = Vec::new();
    let (mut x, mut line) = (0, 0);
    for (index, label) in labels.iter().enumerate() {
        let wide = width(&clean(label)) + 1;
        if x > 0 && x + wide > room {
            x = 0;
            line += 1;
        }
        placed.push((index, x, line));
        x += wide + 2;
    }
    let height = rows.len().max(1);
    let here = at.and_then(|at| placed.get(at)).map_or(0, |(_, _, line)| *line);
    let first = here / height * height;
    for (index, x, line) in placed {
        let Some(offset) = line.checked_sub(first).filter(|offset| *offset < rows.len()) else { continue };
        let y = rows.start + offset as u16;
        let x = 1 + u16::try_from(x).unwrap_or(u16::MAX);
        let chosen = at == Some(index);
        if chosen {
            pen.line(x, y, "›", theme.cursor());
        }
        if let Some(label) = labels.get(index) {
            pen.line(x.saturating_add(1), y, label, if chosen { theme.choice() } else { theme.quiet() });
        }
    }
}
