//! Two people wrote into the same fields: what stood there, theirs and mine, side by side, for the person to choose.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::draw::Pen;
use super::field::text_of;
use super::form::Form;
use crate::domain::field::Value;
use crate::domain::merge::FieldConflict;
use crate::tui::app::Ctx;

/// The choice, field by field.
#[derive(Debug)]
pub(super) struct Conflict {
    fields: Vec<(FieldConflict, Option<bool>)>,
    at: usize,
}

impl Conflict {
    pub(super) fn new(fields: Vec<FieldConflict>) -> Conflict {
        Conflict { fields: fields.into_iter().map(|field| (field, None)).collect(), at: 0 }
    }

    pub(super) fn step(&mut self, on: bool) {
        let last = self.fields.len().saturating_sub(1);
        self.at = if on { (self.at + 1).min(last) } else { self.at.saturating_sub(1) };
    }

    /// To the first field that is still open.
    pub(super) fn seek_open(&mut self) {
        self.at = self.fields.iter().position(|(_, mine)| mine.is_none()).unwrap_or(self.at);
    }

    /// `m` keeps mine, `t` takes theirs, and the cursor goes on. False for any other key.
    pub(super) fn choose(&mut self, c: char) -> bool {
        let mine = match c {
            'm' | 'M' => true,
            't' | 'T' => false,
            _ => return false,
        };
        if let Some((_, chosen)) = self.fields.get_mut(self.at) {
            *chosen = Some(mine);
        }
        if !self.is_settled() {
            self.seek_open();
        }
        true
    }

    pub(super) fn is_settled(&self) -> bool {
        self.fields.iter().all(|(_, mine)| mine.is_some())
    }

    /// Each field and whether mine was chosen.
    pub(super) fn chosen(&self) -> impl Iterator<Item = (&FieldConflict, bool)> {
        self.fields.iter().map(|(field, mine)| (field, mine.unwrap_or(true)))
    }
}

/// How a value of a field reads: for a list its name, not its code.
fn words(form: &Form, key: &str, value: &Value) -> String {
    let Some(entry) = form.entries.iter().find(|entry| entry.field.key == key) else { return String::new() };
    let mut shown = entry.clone();
    shown.set_value(value);
    let text = shown.display(false).text;
    let text = if text.is_empty() { text_of(value, false) } else { text };
    if text.is_empty() { "(empty)".into() } else { text }
}

/// Draws the choice: four rows a field, as many as there is room for around the cursor.
pub(super) fn draw(form: &Form, conflict: &Conflict, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
    let theme = ctx.theme;
    let mut pen = Pen::new(frame, area);
    pen.line(0, 0, "Somebody else changed this while you did. Choose for each field:", theme.title());
    let body = area.height.saturating_sub(3);
    let per_page = usize::from(body / 4).max(1);
    let first = conflict.at / per_page * per_page;
    for (row, (index, (field, mine))) in
        conflict.fields.iter().enumerate().skip(first).take(per_page).enumerate()
    {
        let y = 2 + row as u16 * 4;
        let here = index == conflict.at;
        let style = if here { theme.focus() } else { theme.label() };
        pen.line(0, y, if here { "›" } else { " " }, theme.cursor());
        pen.line(2, y, field.label, style);
        let rows = [
            ("  was    ", &field.base, None),
            ("t theirs ", &field.theirs, Some(false)),
            ("m mine   ", &field.mine, Some(true)),
        ];
        for (line, (head, value, is_mine)) in rows.into_iter().enumerate() {
            let taken = is_mine.is_some() && *mine == is_mine;
            let y = y + 1 + line as u16;
            pen.line(4, y, if taken { "●" } else { " " }, theme.mark());
            pen.line(6, y, head, if is_mine.is_some() { theme.key() } else { theme.quiet() });
            let style = if taken { theme.choice() } else { theme.text() };
            let value = words(form, field.key, value).replace('\n', " ");
            pen.line(15, y, &value, style);
        }
        if here {
            pen.cursor(2, y);
        }
    }
    let hint = if conflict.is_settled() {
        "Enter saves what you chose · Esc goes back to the form"
    } else {
        "m keeps mine · t takes theirs · Esc goes back to the form, nothing is lost"
    };
    pen.line(0, area.height.saturating_sub(1), hint, theme.quiet());
}
