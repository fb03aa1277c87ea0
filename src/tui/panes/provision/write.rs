//! The map written out: as a workbook, a page for A3 or comma-separated values, with names or initials.
//!
//! Rule: what is shown is written, as it is grouped and sorted. A letter writes at once; whether pupils stand in it by name
//! is seen before. The screen says where the file stands.

use std::any::Any;
use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::ProvisionPane;
use crate::exchange::paper::save::documents_dir;
use crate::exchange::provision_map::{Form, Order, into};
use crate::text::width;
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::documents::shown;
use crate::tui::effect::Effect;
use crate::tui::layer::{Layer, Taken};
use crate::tui::widgets::put::put;

/// The question while it is asked.
pub(super) struct Write {
    at: usize,
    initials: bool,
    /// Where files go.
    dir: PathBuf,
}

fn letter(form: Form) -> char {
    match form {
        Form::Xlsx => 'x',
        Form::Html => 'h',
        Form::Csv => 'c',
    }
}

/// Asks what the map is to be written as.
pub(super) fn ask(app: &mut App) -> Vec<Effect> {
    app.open(Write { at: 0, initials: false, dir: documents_dir() })
}

/// Writes what the pane shows.
fn write(app: &mut App, form: Form, initials: bool, dir: PathBuf) -> Vec<Effect> {
    let Some(pane) = app.pane_ref::<ProvisionPane>() else { return Vec::new() };
    let Some(data) = pane.data.as_ref().map(Arc::clone) else { return Vec::new() };
    let (by, sort, school) = (pane.by, pane.sort, app.ctx.school.clone());
    vec![Effect::Work(Box::new(move |_| {
        let order = Order { data: &data, school: &school, by, sort, initials };
        let written = into(&order, form, &dir);
        Box::new(move |app: &mut App| {
            match written {
                Ok(path) => app.tell(format!("Written: {}, for you alone to read", shown(&path))),
                Err(error) => app.tell_error(format!("Not written: {error}")),
            }
            Vec::new()
        })
    }))]
}

impl Write {
    fn take(&self, at: usize) -> Taken {
        let Some(form) = Form::ALL.get(at).copied() else { return Taken::No };
        let (initials, dir) = (self.initials, self.dir.clone());
        Taken::Close(Box::new(move |app| write(app, form, initials, dir)))
    }

    fn go(&mut self, by: isize) -> Taken {
        self.at = self.at.saturating_add_signed(by).min(Form::ALL.len() - 1);
        Taken::Yes(Vec::new())
    }
}

impl Layer for Write {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn key(&mut self, key: KeyEvent, _ctx: &Ctx) -> Taken {
        let KeyCode::Char(typed) = key.code else { return Taken::No };
        let typed = typed.to_ascii_lowercase();
        if typed == 'i' {
            self.initials = !self.initials;
            return Taken::Yes(Vec::new());
        }
        match Form::ALL.into_iter().position(|form| letter(form) == typed) {
            Some(at) => self.take(at),
            None => Taken::No,
        }
    }

    fn command(&mut self, command: &'static Command, _count: usize, _ctx: &Ctx) -> Taken {
        match command.id {
            "picker.up" => self.go(-1),
            "picker.down" => self.go(1),
            "picker.page_up" => self.go(-99),
            "picker.page_down" => self.go(99),
            "picker.choose" => self.take(self.at),
            "picker.close" => Taken::Close(Box::new(|_| Vec::new())),
            _ => Taken::No,
        }
    }

    fn paste(&mut self, _text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        Taken::No
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        let theme = ctx.theme;
        let title = "── Write the map as it is shown: a letter writes at once ";
        let rule = "─".repeat(usize::from(area.width).saturating_sub(width(title)));
        let mut lines = vec![Line::styled(format!("{title}{rule}"), theme.heading())];
        lines.extend(Form::ALL.into_iter().enumerate().map(|(at, form)| {
            Line::from(vec![
                Span::styled(if at == self.at { "›" } else { " " }, theme.cursor()),
                Span::raw("  "),
                Span::styled(letter(form).to_string(), theme.key()),
                Span::raw(format!("  {}", form.label())),
            ])
        }));
        let whose = if self.initials {
            "pupils stand by initials and year; press for names"
        } else {
            "pupils stand by name; press for initials and year"
        };
        lines.push(Line::from(vec![
            Span::raw("   "),
            Span::styled("i", theme.key()),
            Span::raw(format!("  {whose}")),
        ]));
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height);
        let place = Rect { y: area.bottom().saturating_sub(rows), height: rows, ..area };
        frame.render_widget(Clear, place);
        for (line, y) in lines.iter().zip(place.y..place.bottom()) {
            put(line, Rect { y, height: 1, ..place }, frame.buffer_mut());
        }
        let cursor = u16::try_from(self.at + 1).unwrap_or(1).min(rows.saturating_sub(1));
        frame.set_cursor_position(Position { x: place.x, y: place.y.saturating_add(cursor) });
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::actions::provision::tests::{language_group, school};
    use crate::tui::panes::provision::tests::Stage;

    #[test]
    fn two_keys_write_what_is_shown_for_its_owner_alone() {
        let mut school = school();
        school.start(&language_group(), 3);
        let mut stage = Stage::of(school);
        let dir = tempfile::tempdir().unwrap();
        let papers = dir.path().join("papers");
        for (keys, ending, initials) in [("c", ".csv", ""), ("i x", ".xlsx", "-initials"), ("h", ".html", "")]
        {
            stage.press("p");
            let layer = stage.app.layers.last_mut().expect("the question is asked");
            layer.as_any().downcast_mut::<Write>().expect("how it is written").dir.clone_from(&papers);
            let shown = stage.shown(80, 24).0.join("\n");
            assert!(shown.contains("x  Workbook (XLSX) with charts"), "{shown}");
            stage.press(keys);
            let said = stage.notice();
            assert!(said.starts_with("Written: ") && said.contains(&format!("{initials}{ending}")), "{said}");
        }
        let mut names = Vec::new();
        for file in std::fs::read_dir(&papers).unwrap() {
            let file = file.unwrap();
            assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
            names.push(file.file_name().into_string().unwrap());
        }
        assert_eq!(names.len(), 3);
        assert!(names.iter().all(|name| name.starts_with("provision-map-2026-autumn")), "{names:?}");
        stage.press("p Esc");
        assert!(stage.app.layers.is_empty());
        for (width, height) in [(30, 6), (8, 3), (1, 1)] {
            stage.press("p");
            stage.shown(width, height);
            stage.press("Esc");
        }
    }
}
