//! The Timeline pane: one pupil's story, what is to come above what happened, newest first.
//!
//! An entry stands on the day it happened; the day it was typed stands at its right where it is another.

use std::any::Any;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::due::REST;
use super::{Pane, Pointed};
use crate::clock::day_of;
use crate::domain::day;
use crate::domain::event::EventKind;
use crate::domain::ids::{Key, Kind, PupilId};
use crate::text::{clean, fit, pad, width};
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::effect::{Effect, read};
use crate::tui::forms;
use crate::tui::widgets::list::{List, ListControl, Look, Row};
use crate::views::timeline::{self, Entry, EntryKind, Story};

/// An entry with its place in the story: one record can have several entries.
struct Item {
    entry: Entry,
    place: usize,
}

impl Row for Item {
    type Key = (Key, chrono::NaiveDate, usize);

    fn key(&self) -> Self::Key {
        // The place tells apart two entries of one record on one day; it is the last part of what stays the same.
        (self.entry.record, self.entry.on, self.place)
    }

    fn words(&self) -> String {
        let mut words = vec![self.entry.what.clone(), self.entry.on.format("%d/%m/%Y %b").to_string()];
        words.extend(self.entry.detail.iter().cloned());
        words.join(" ")
    }

    fn section(&self) -> u32 {
        u32::from(!self.entry.ahead)
    }
}

/// The state of the pane.
#[derive(Default)]
pub struct TimelinePane {
    pupil: Option<PupilId>,
    story: Option<Story>,
    list: List<Item>,
    kind: Option<EntryKind>,
    /// The entry that stands in full below or beside: it follows the cursor when the keys rest.
    rested: Option<<Item as Row>::Key>,
}

impl TimelinePane {
    /// An empty one.
    pub fn make() -> Box<dyn Pane> {
        Box::new(TimelinePane { list: List::headed(), ..TimelinePane::default() })
    }

    fn set(&mut self, story: Option<Story>) {
        self.story = story;
        self.refill();
    }

    fn refill(&mut self) {
        let entries = self.story.as_ref().map(|story| story.entries.clone()).unwrap_or_default();
        let mut same: std::collections::HashMap<(Key, chrono::NaiveDate), usize> =
            std::collections::HashMap::new();
        let items = entries
            .into_iter()
            .filter(|entry| self.kind.is_none_or(|kind| kind == entry.kind))
            .map(|entry| {
                let seen = same.entry((entry.record, entry.on)).or_default();
                *seen += 1;
                Item { place: *seen, entry }
            })
            .collect();
        self.list.set(items);
        self.rested = self.list.selected().map(Row::key);
    }

    /// The entry under the cursor.
    fn entry(&self) -> Option<&Entry> {
        self.list.selected().map(|item| &item.entry)
    }

    fn next_kind(&mut self) {
        let at = self.kind.and_then(|kind| EntryKind::ALL.iter().position(|one| *one == kind));
        self.kind = match at {
            None => EntryKind::ALL.first().copied(),
            Some(at) => EntryKind::ALL.get(at + 1).copied(),
        };
        self.refill();
    }
}

fn columns(entry: &Entry, look: Look, ctx: &Ctx) -> Line<'static> {
    let total = usize::from(look.width);
    let near = day::between(entry.on, ctx.today).abs() <= 182;
    let when = if near { day::column(entry.on) } else { format!("{:>11}", day::plain(entry.on)) };
    let late = entry.ahead && entry.on < ctx.today;
    let right = match entry.typed_on {
        _ if late => day::late_cell(entry.on, ctx.today),
        Some(typed) => {
            format!("typed {}", day::near(typed, ctx.today).split_once(' ').map_or("", |(_, rest)| rest))
        }
        None => String::new(),
    };
    let room = total.saturating_sub(12 + if right.is_empty() { 0 } else { width(&right) + 1 });
    let what = pad(&fit(&clean(&entry.what), room), room);
    let mut spans = vec![
        Span::styled(pad(&when, 12), if late { ctx.theme.late() } else { ctx.theme.text() }),
        Span::raw(what),
    ];
    if !right.is_empty() {
        spans
            .push(Span::styled(format!(" {right}"), if late { ctx.theme.late() } else { ctx.theme.quiet() }));
    }
    Line::from(spans)
}

impl Pane for TimelinePane {
    fn title(&self) -> &'static str {
        "Timeline"
    }

    fn scope(&self) -> Scope {
        Scope::Timeline
    }

    fn load(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(pupil) = self.pupil else { return Vec::new() };
        let (school, today) = (ctx.school.clone(), ctx.today);
        vec![read(
            move |snapshot| timeline::story(snapshot, &school, pupil, today, day_of),
            |app, story| {
                if let Some(pane) = app.pane_mut::<TimelinePane>() {
                    pane.set(story);
                }
                Vec::new()
            },
        )]
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        let theme = ctx.theme;
        let Some(story) = &self.story else {
            let words = "\n   No pupil is chosen. Press : and type a name,\n   or go to another pane, put the cursor on a pupil and press l.";
            frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: false }), area);
            frame.set_cursor_position((area.x, area.y));
            return;
        };
        let wide = area.width >= 110;
        let [head, body] = area.layout(&Layout::vertical([Constraint::Length(1), Constraint::Min(0)]));
        let [list_area, detail_area] = if wide {
            body.layout(
                &Layout::horizontal([Constraint::Min(70), Constraint::Length(area.width / 3)]).spacing(2),
            )
        } else {
            let below = if body.height >= 12 { 5 } else { 0 };
            body.layout(&Layout::vertical([Constraint::Min(0), Constraint::Length(below)]))
        };
        let kind = self.kind.map_or("all kinds", EntryKind::label);
        let right = format!("{kind}, {}", self.list.shown());
        let room = usize::from(head.width).saturating_sub(width(&right) + 2);
        let name = clean(&story.name).into_owned();
        let rest = fit(&format!("{name} · {}", clean(&story.heading)), room).into_owned();
        frame.render_widget(
            Line::from(vec![
                Span::styled(format!(" {}", pad(&rest, room)), theme.title()),
                Span::styled(right, theme.quiet()),
            ]),
            head,
        );
        if self.list.shown() == 0 {
            let words = if self.list.total() == 0 {
                "\n   Nothing of this kind yet. n writes a note, c logs a contact, m a meeting."
            } else {
                "\n   Nothing fits the filter. Esc takes it away."
            };
            frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: false }), list_area);
            frame.set_cursor_position((list_area.x, list_area.y));
            return;
        }
        let rule = usize::from(list_area.width);
        self.list.draw(
            frame,
            list_area,
            &theme,
            |section, rows| {
                let title = if section == 0 { "To come" } else { "Happened" };
                let line = "─".repeat(rule.saturating_sub(title.len() + rows.to_string().len() + 4));
                Line::from(vec![
                    Span::styled(format!(" {title}"), theme.heading()),
                    Span::styled(format!(" {line} "), theme.quiet()),
                    Span::raw(rows.to_string()),
                ])
            },
            |item, look| columns(&item.entry, look, ctx),
        );
        let Some(entry) =
            self.list.selected().filter(|item| self.rested == Some(item.key())).map(|item| &item.entry)
        else {
            return;
        };
        let mut text: Vec<Line<'_>> = Vec::new();
        if wide {
            text.push(Line::styled(day::full(entry.on), theme.title()));
        } else {
            text.push(Line::styled("─".repeat(usize::from(detail_area.width)), theme.quiet()));
        }
        if entry.detail.is_empty() || wide {
            text.push(Line::raw(format!(" {}", clean(&entry.what))));
        }
        text.extend(entry.detail.iter().map(|line| Line::raw(format!(" {}", clean(line)))));
        if wide && !entry.by.is_empty() {
            let typed = entry.typed_on.map(|on| format!(" on {}", day::full(on))).unwrap_or_default();
            text.push(Line::styled(format!(" typed{typed} by {}", clean(&entry.by)), theme.quiet()));
        }
        frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: true }), detail_area);
    }

    fn list(&mut self) -> Option<&mut dyn ListControl> {
        Some(&mut self.list)
    }

    fn moved(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Effect::Rest {
            name: "timeline.detail",
            after: REST,
            then: Box::new(|app| {
                if let Some(pane) = app.pane_mut::<TimelinePane>() {
                    pane.rested = pane.list.selected().map(Row::key);
                }
                Vec::new()
            }),
        }]
    }

    fn pointed(&self) -> Option<Pointed> {
        let entry = self.entry().filter(|entry| entry.ahead)?;
        Some(Pointed { about: entry.record, duty: entry.duty })
    }

    fn pupils(&self) -> Vec<PupilId> {
        self.pupil.into_iter().collect()
    }

    fn show_pupil(&mut self, pupil: PupilId) {
        if self.pupil != Some(pupil) {
            self.pupil = Some(pupil);
            self.story = None;
            self.list.set(Vec::new());
        }
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn as_any_ref(&self) -> &dyn Any {
        self
    }
}

fn some_pupil(app: &App) -> Result<(), String> {
    if app.pupils().is_empty() {
        Err(super::nobody(app, "no pupil is selected; put the cursor on one, or press : and type a name"))
    } else {
        Ok(())
    }
}

fn an_entry(app: &App) -> Result<(), String> {
    let entry = app.pane_ref::<TimelinePane>().and_then(TimelinePane::entry);
    match entry {
        _ if app.scope() != Scope::Timeline => {
            Err("go to a timeline and put the cursor on an entry first".to_owned())
        }
        Some(entry) if matches!(entry.record.kind, Kind::Event | Kind::FollowUp) || has_form(entry) => Ok(()),
        Some(_) => Err("it comes from another record: open the pupil's file".to_owned()),
        None => Err("no entry is selected".to_owned()),
    }
}

/// Whether the form of cases corrects what the entry tells of.
fn has_form(entry: &Entry) -> bool {
    use EntryKind::{Case, Passport, Plan, Referral, Voice};
    matches!(entry.kind, Case | Plan | Referral | Passport | Voice)
}

/// The commands of the pane, and those that write on a timeline from any list.
pub const COMMANDS: &[Command] = &[
    Command {
        id: "pupil.contact",
        title: "Log a contact",
        words: "phone call mum dad parent carer talk spoke email letter log",
        help: "A call, talk or message, for the pupil under the cursor or all that are marked.",
        group: "Timeline",
        scope: Scope::List,
        hint: "contact",
        when: some_pupil,
        run: |app, _| forms::event::open(EventKind::Contact, app.pupils()),
    },
    Command {
        id: "pupil.note",
        title: "Write a note",
        words: "remember observation log add entry",
        help: "A note on the timeline, for the pupil under the cursor or all that are marked.",
        group: "Timeline",
        scope: Scope::List,
        hint: "",
        when: some_pupil,
        run: |app, _| forms::event::open(EventKind::Note, app.pupils()),
    },
    Command {
        id: "pupil.meeting",
        title: "Log a meeting",
        words: "met table round TAC minutes",
        help: "A meeting, for the pupil under the cursor or all that are marked.",
        group: "Timeline",
        scope: Scope::List,
        hint: "",
        when: some_pupil,
        run: |app, _| forms::event::open(EventKind::Meeting, app.pupils()),
    },
    Command {
        id: "timeline.correct",
        title: "Correct the entry",
        words: "edit change mistake wrong date",
        help: "Correct a note, contact, meeting, plan, voice or case. The journal keeps what it said before.",
        group: "Timeline",
        scope: Scope::Timeline,
        hint: "correct",
        when: an_entry,
        run: |app, _| match app
            .pane_ref::<TimelinePane>()
            .and_then(TimelinePane::entry)
            .map(|entry| entry.record)
        {
            Some(key) if key.kind == Kind::Event => forms::event::open_correct(key.pupil, key.id),
            Some(key) => forms::case::open_edit(key),
            None => Vec::new(),
        },
    },
    Command {
        id: "timeline.kind",
        title: "Show another kind of entry",
        words: "filter contacts meetings notes voices reviews plans targets checks provision stages needs referrals passports only",
        help: "Narrows the timeline to contacts, then meetings, notes, voices, reviews, plans and the rest; then shows all again.",
        group: "Timeline",
        scope: Scope::Timeline,
        hint: "kind",
        when: |app| {
            if app.scope() == Scope::Timeline { Ok(()) } else { Err("go to a timeline first".to_owned()) }
        },
        run: |app, _| {
            if let Some(pane) = app.pane_mut::<TimelinePane>() {
                pane.next_kind();
            }
            Vec::new()
        },
    },
];
