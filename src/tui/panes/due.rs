//! The Due pane: everything overdue and coming, the most pressing first, a heading a week.
//!
//! The row says when, who, what, whose; what stands below (or beside, on a wide screen) is all that is needed to act.
//! It follows the cursor when the keys rest, so that a held arrow key sends only the cursor.

use std::any::Any;
use std::time::Duration;

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::{Pane, Pointed};
use crate::domain::day;
use crate::domain::ids::{Key, Kind, PupilId, RecordId, SCHOOL};
use crate::domain::rows::{DueKey, Duty, Force, Whose};
use crate::domain::school::SchoolFile;
use crate::text::{clean, fit, pad, pad_left, width};
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope};
use crate::tui::effect::{Effect, read};
use crate::tui::forms;
use crate::tui::widgets::list::{List, ListControl, Look, Row};
use crate::tui::widgets::narrow::Narrow;
use crate::tui::widgets::put;
use crate::tui::widgets::wrap::draw_cut;
use crate::views::due::{self, DueLine};
use crate::views::subject;

/// How many rows the first screen reads: more than any terminal shows, whatever the size of the school.
const FIRST: usize = 200;

/// How long the keys rest before what follows the cursor is read and drawn.
pub const REST: Duration = Duration::from_millis(200);

/// A line with the heading it stands under.
struct Item {
    line: DueLine,
    section: u32,
    site: String,
}

impl Item {
    fn of(line: DueLine, school: &SchoolFile, today: NaiveDate) -> Item {
        Item {
            section: due::week_of(line.row.key.date, today),
            site: school.site_name(line.row.who.site).to_owned(),
            line,
        }
    }
}

/// Rows as the list takes them; made on the worker's thread, so that 200,000 of them hold up no key.
struct Ready {
    items: Vec<Item>,
    narrow: Option<Narrow>,
    /// The day and the site that they were made for.
    today: NaiveDate,
    site: Option<RecordId>,
    /// Columns that the longest year and class takes.
    class: usize,
}

/// Columns that year and class may take.
const CLASS: std::ops::RangeInclusive<usize> = 6..=9;

impl Ready {
    fn of(
        lines: Vec<DueLine>,
        school: &SchoolFile,
        today: NaiveDate,
        site: Option<RecordId>,
        whole: bool,
    ) -> Ready {
        let items: Vec<Item> = lines
            .into_iter()
            .filter(|line| site.is_none() || line.row.who.site == site)
            .map(|line| Item::of(line, school, today))
            .collect();
        let narrow = whole.then(|| Narrow::new(items.iter().map(Row::words)));
        let class = items.iter().map(|item| width(&item.line.row.who.place())).max().unwrap_or(0);
        Ready { items, narrow, today, site, class: class.clamp(*CLASS.start(), *CLASS.end()) }
    }
}

impl Row for Item {
    type Key = DueKey;

    fn key(&self) -> DueKey {
        self.line.row.key
    }

    fn words(&self) -> String {
        let who = &self.line.row.who;
        let year = who.year.map(|year| year.short()).unwrap_or_default();
        let line = &self.line;
        let law = if line.row.key.force == Force::Law { Force::Law.label() } else { "" };
        [line.name(), &year, &who.class, &line.what, &line.lead, line.row.whose.label(), &self.site, law]
            .join(" ")
    }

    fn section(&self) -> u32 {
        self.section
    }
}

/// What is told of one row. It keeps the row's name, so that it is not taken for the row that the cursor has gone to.
struct Detail {
    key: DueKey,
    name: String,
    lines: Vec<String>,
}

/// The state of the pane.
#[derive(Default)]
pub struct DuePane {
    list: List<Item>,
    today: Option<NaiveDate>,
    /// Whether every row has come, or the first so many only.
    complete: bool,
    /// What is beside or below the list, and for which row.
    detail: Option<Detail>,
    /// Whether rows have come at all.
    loaded: bool,
    /// Whether some row is law.
    law: bool,
    /// How many rows of law are overdue.
    late_law: usize,
    /// Columns for year and class: what is saved goes to the adult's name.
    class: usize,
}

impl DuePane {
    /// An empty one.
    pub fn make() -> Box<dyn Pane> {
        Box::new(DuePane { list: List::headed(), ..DuePane::default() })
    }

    /// Rows in place of those shown. `complete` says that no more will come.
    fn set(&mut self, ready: Ready, complete: bool) {
        self.today = Some(ready.today);
        self.complete = complete;
        self.loaded = true;
        self.class = ready.class;
        let is_law = |item: &&Item| item.line.row.key.force == Force::Law;
        self.law = ready.items.iter().any(|item| is_law(&item));
        self.late_law = ready.items.iter().take_while(|item| item.section == 0).filter(is_law).count();
        self.list.set_prepared(ready.items, ready.narrow);
    }

    /// The marked lines, else the one under the cursor.
    pub fn chosen(&self) -> Vec<&DueLine> {
        self.list.chosen().into_iter().map(|item| &item.line).collect()
    }

    /// Whether the chosen lines are recorded alike: by the same rule, or all are reviews.
    fn alike(&self) -> bool {
        let chosen = self.chosen();
        let first = chosen.first().map(|line| line.row.key.duty);
        let review = |duty| matches!(duty, Duty::AgreedReview | Duty::ReviewRhythm | Duty::WatchRhythm);
        chosen.iter().all(|line| Some(line.row.key.duty) == first)
            || chosen.iter().all(|line| review(line.row.key.duty))
    }
}

/// Columns of a row for a width: when, who, class, then what and whose in the room that is left. What is law says so; the
/// column is there only where the list has such a row.
fn columns(
    line: &DueLine,
    look: Look,
    today: NaiveDate,
    (law, class): (bool, usize),
    ctx: &Ctx,
) -> Line<'static> {
    let total = usize::from(look.width);
    let who = &line.row.who;
    let (called, todo, adult) = (clean(line.name()), clean(&line.what), clean(line.by_whom()));
    let case = line.row.key.about.kind != Kind::Allocation;
    let overdue = line.row.key.date < today;
    let (when, name) = (13, if total >= 90 { 26 } else { 17 });
    let law_width = if law { 4 } else { 0 };
    let room = total.saturating_sub(when + 1 + name + 1 + class + 1 + law_width);
    let todo = if case { due::shorter(&todo, room) } else { todo };
    // What is to be done comes first; the adult's name fills what is left of the column, from the right.
    let lead = width(&adult).min(14);
    // That the clock is not the school's is said even if it cuts what is to be done, unless those words say it.
    let theirs = line.row.whose != Whose::School && !fit(&todo, room).contains(line.row.whose.label());
    let what = width(&todo).min(if theirs { room.saturating_sub(lead + 1) } else { room });
    let left = room.saturating_sub(what + 1);
    // Half a name still says whose it is; a letter or two do not.
    let lead = if lead <= left || left >= 5 { lead.min(left) } else { 0 };
    let what = room.saturating_sub(if lead > 0 { lead + 1 } else { 0 });
    let place = clean(&who.place()).into_owned();
    let late = if overdue { ctx.theme.late() } else { ctx.theme.text() };
    let mut spans = vec![
        Span::styled(pad(&day::late_cell(line.row.key.date, today), when), late),
        Span::raw(" "),
        Span::styled(pad(&fit(&called, name), name), ctx.theme.title()),
        Span::raw(" "),
        Span::raw(pad(&fit(&place, class), class)),
        Span::raw(" "),
        Span::raw(pad(&fit(&todo, what), what)),
    ];
    if lead > 0 {
        spans.push(Span::raw(format!(" {}", pad_left(&fit(&adult, lead), lead))));
    }
    if law {
        let word = if line.row.key.force == Force::Law { Force::Law.label() } else { "" };
        spans.push(Span::styled(format!("{word:>law_width$}"), ctx.theme.law()));
    }
    Line::from(spans)
}

impl Pane for DuePane {
    fn title(&self) -> &'static str {
        "Due"
    }

    fn scope(&self) -> Scope {
        Scope::Due
    }

    fn badge(&self) -> Option<usize> {
        // They come first.
        let overdue = self.list.rows().partition_point(|item| item.section == 0);
        let exact = self.complete || overdue < self.list.rows().len();
        (self.loaded && exact).then_some(overdue)
    }

    fn load(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let (school, today, site) = (ctx.school.clone(), ctx.today, ctx.site);
        let refresh = self.loaded;
        let whole = read(
            move |snapshot| Ok(Ready::of(due::all(snapshot, &school)?, &school, today, site, true)),
            move |app, ready| {
                arrived(app, ready, true);
                if refresh { settled(app) } else { Vec::new() }
            },
        );
        if refresh {
            self.detail = None;
            return vec![whole];
        }
        let school = ctx.school.clone();
        vec![read(
            move |snapshot| {
                let (lines, all) = due::first(snapshot, &school, FIRST)?;
                Ok((Ready::of(lines, &school, today, site, false), all))
            },
            move |app, (ready, all)| {
                arrived(app, ready, all);
                let mut effects = settled(app);
                if !all {
                    effects.push(whole);
                }
                effects
            },
        )]
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        let today = self.today.unwrap_or(ctx.today);
        let wide = area.width >= 110;
        let [list_area, detail_area] = if wide {
            let [list, beside] = put::beside(area, area.width.saturating_sub(80).clamp(30, 48));
            // What is beside must not run on from the list's last column.
            [list, put::beside(beside, beside.width.saturating_sub(2))[1]]
        } else {
            let below = if area.height >= 12 { 4 } else { 0 };
            put::below(area, below)
        };
        if self.loaded && self.list.shown() == 0 {
            let words = if self.list.filter().is_empty() {
                let add = ctx.keymap.keys_of("pupil.add").into_iter().next().unwrap_or_else(|| "a".into());
                format!(
                    "\n   Nothing is due. Reviews and 6-week checks will stand here, by week.\n   In Register, {add} adds a pupil; `senco import FILE` brings a whole register in."
                )
            } else {
                "\n   Nothing due fits the filter. Esc takes it away.".to_owned()
            };
            frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: false }), list_area);
            frame.set_cursor_position((list_area.x, list_area.y));
        } else {
            let theme = &ctx.theme;
            let cells = (self.law, self.class);
            // What is law must not drown among what is not: the heading says that it is there, and `/ law` shows it.
            let law = Some(self.late_law).filter(|count| *count > 0 && self.list.filter().is_empty());
            let law = law.map(|count| format!(" · {count} {}", Force::Law.label())).unwrap_or_default();
            let rule = usize::from(list_area.width);
            self.list.draw(
                frame,
                list_area,
                theme,
                |section, rows| {
                    let title = due::week_title(section, today);
                    let law = if section == 0 { law.as_str() } else { "" };
                    let count = rows.to_string();
                    let taken = width(&title) + width(law) + count.len() + 4;
                    let line = "─".repeat(rule.saturating_sub(taken));
                    Line::from(vec![
                        Span::raw(" "),
                        Span::styled(title, if section == 0 { theme.late() } else { theme.heading() }),
                        Span::styled(law.to_owned(), theme.law()),
                        Span::styled(format!(" {line} "), theme.quiet()),
                        Span::styled(count, theme.heading()),
                    ])
                },
                |item, look| columns(&item.line, look, today, cells, ctx),
            );
        }
        if let Some(Detail { key, name, lines }) = &self.detail
            && self.list.shown() > 0
            && detail_area.area() > 0
        {
            let mut text: Vec<Line<'_>> = Vec::new();
            if wide {
                text.push(Line::styled(clean(name), ctx.theme.title()));
                text.push(Line::raw(day::how_late(key.date, today)));
                text.push(Line::raw(""));
            } else {
                text.push(Line::styled("─".repeat(usize::from(detail_area.width)), ctx.theme.quiet()));
            }
            text.extend(lines.iter().map(|line| Line::raw(clean(line))));
            draw_cut(text, frame, detail_area, true);
        }
    }

    fn list(&mut self) -> Option<&mut dyn ListControl> {
        Some(&mut self.list)
    }

    fn pointed(&self) -> Option<Pointed> {
        let key = self.list.selected()?.line.row.key;
        Some(Pointed { about: key.about, duty: Some(key.duty) })
    }

    fn pupils(&self) -> Vec<PupilId> {
        let mut pupils: Vec<PupilId> = self.chosen().iter().map(|line| line.row.who.pupil).collect();
        pupils.retain(|pupil| *pupil != SCHOOL);
        pupils.sort();
        pupils.dedup();
        pupils
    }

    fn moved(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(key) = self.list.selected().map(Row::key) else { return Vec::new() };
        if self.detail.as_ref().is_some_and(|detail| detail.key == key) {
            return Vec::new();
        }
        let school = ctx.school.clone();
        vec![Effect::Rest {
            name: "due.detail",
            after: REST,
            then: Box::new(move |_| {
                vec![read(
                    move |snapshot| subject::detail(snapshot, &school, key),
                    move |app, lines| {
                        if let Some(pane) = app.pane_mut::<DuePane>()
                            && let Some(item) = pane.list.selected().filter(|item| item.key() == key)
                        {
                            let name = item.line.name().to_owned();
                            pane.detail = Some(Detail { key, name, lines });
                        }
                        Vec::new()
                    },
                )]
            }),
        }]
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn as_any_ref(&self) -> &dyn Any {
        self
    }
}

/// Rows have come. Those made for another day or another site are passed over: theirs are on the way.
fn arrived(app: &mut App, ready: Ready, complete: bool) {
    let App { ctx, panes, .. } = app;
    let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<DuePane>());
    if let Some(pane) = pane
        && (ready.today, ready.site) == (ctx.today, ctx.site)
    {
        pane.set(ready, complete);
    }
}

fn settled(app: &mut App) -> Vec<Effect> {
    let App { ctx, panes, .. } = app;
    let pane = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<DuePane>());
    pane.map(|pane| pane.moved(ctx)).unwrap_or_default()
}

fn some_row(app: &App) -> Result<(), String> {
    match app.pane_ref::<DuePane>() {
        Some(pane) if app.scope() == Scope::Due && !pane.chosen().is_empty() => Ok(()),
        _ if app.scope() != Scope::Due => Err("go to Due and put the cursor on a row first".to_owned()),
        _ => Err("nothing due is selected".to_owned()),
    }
}

fn one_kind(app: &App) -> Result<(), String> {
    some_row(app)?;
    match app.pane_ref::<DuePane>() {
        Some(pane) if pane.alike() => Ok(()),
        _ => Err("what is marked is recorded in different ways; mark one kind only".to_owned()),
    }
}

/// The case that the row under the cursor is about.
fn a_case(app: &App) -> Result<Key, String> {
    some_row(app)?;
    let row = app.pane_ref::<DuePane>().and_then(|pane| pane.list.selected());
    match row.map(|item| item.line.row.key.about) {
        Some(key) if forms::case::is_case(key) || key.kind == Kind::Review => Ok(key),
        _ => Err("this row comes from no case; Enter records it".to_owned()),
    }
}

fn chosen(app: &App) -> Vec<DueLine> {
    app.pane_ref::<DuePane>().map(|pane| pane.chosen().into_iter().cloned().collect()).unwrap_or_default()
}

/// The commands of the pane.
pub const COMMANDS: &[Command] = &[
    Command {
        id: "due.record",
        title: "Record it",
        words: "done held review check finish tick off complete outcome",
        help: "Record what is due under the cursor, or all that is marked: a review, a check, the step of a case, a tick. Today and the usual answer are filled in.",
        group: "Due",
        scope: Scope::Due,
        hint: "record",
        when: one_kind,
        run: |app, _| {
            let lines = chosen(app);
            forms::review::open_record(app, lines)
        },
    },
    Command {
        id: "due.reschedule",
        title: "Reschedule it",
        words: "move postpone later another date change delay",
        help: "Agree another date, with the reason, for the row under the cursor or all that are marked.",
        group: "Due",
        scope: Scope::Due,
        hint: "reschedule",
        when: some_row,
        run: |app, _| {
            let lines = chosen(app);
            forms::review::open_reschedule(app, lines)
        },
    },
    Command {
        id: "due.case",
        title: "Change the case",
        words: "edit correct steps dates authority family annual review",
        help: "Opens all the days of the case under the cursor, or the steps around an annual review's meeting.",
        group: "Due",
        scope: Scope::Due,
        hint: "change",
        when: |app| a_case(app).map(|_| ()),
        run: |app, _| a_case(app).map(forms::case::open_edit).unwrap_or_default(),
    },
    Command {
        id: "due.assign",
        title: "Give it to somebody",
        words: "assign delegate lead adult teacher hand over",
        help: "Give the row under the cursor, or all that are marked, to another adult.",
        group: "Due",
        scope: Scope::Due,
        hint: "assign",
        when: some_row,
        run: |app, _| {
            let lines = chosen(app);
            forms::review::open_assign(app, lines)
        },
    },
];
