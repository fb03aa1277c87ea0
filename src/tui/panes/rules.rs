//! The Rules pane: every rule under its family, on or off, with what the school chose; its source and worked example beside.
//!
//! Rule: it stands in the tab line only while it is shown: it is gone to a few times a year. A change is one step that moves the
//! dates of all pupils, and undo brings them back.

#[cfg(test)]
mod tests;

use std::any::Any;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::Pane;
use super::due::REST;
use crate::actions::rule;
use crate::domain::ids::{Key, Kind, PupilId};
use crate::domain::rows::{Duty, Force};
use crate::domain::school::RuleChoice;
use crate::domain::words::plural;
use crate::text::{clean, fit, pad, pad_left, width};
use crate::tui::app::{App, Ctx};
use crate::tui::command::{Command, Scope, always};
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Ask};
use crate::tui::save::save;
use crate::tui::widgets::list::{List, ListControl, Look, Row};
use crate::tui::widgets::put;
use crate::views::rules::{self, RuleLine};

/// From this width on, the rule in full stands beside the list and not below.
const WIDE: u16 = 110;

impl Row for RuleLine {
    type Key = Duty;

    fn key(&self) -> Duty {
        self.rule.duty
    }

    fn words(&self) -> String {
        let on = if self.on { "on" } else { "off" };
        let rule = self.rule;
        [rule.title, rule.id, rule.who, rule.force.label(), rule.source, self.family, on].join(" ")
    }

    fn section(&self) -> u32 {
        self.section
    }
}

/// The state of the pane.
pub struct RulesPane {
    list: List<RuleLine>,
    /// The rule that stands beside the list, in full.
    detail: Option<(Duty, Vec<String>)>,
}

impl RulesPane {
    /// An empty one.
    pub fn make() -> Box<dyn Pane> {
        Box::new(RulesPane { list: List::headed(), detail: None })
    }

    fn tell(&mut self, ctx: &Ctx) {
        self.detail =
            self.list.selected().map(|line| (line.rule.duty, line.lines(&ctx.school.settings.value)));
    }

    fn draw_detail(&self, frame: &mut Frame<'_>, area: Rect, wide: bool, ctx: &Ctx) {
        let Some((duty, lines)) = &self.detail else { return };
        if area.is_empty() {
            return;
        }
        let mut text: Vec<Line<'_>> = Vec::new();
        let mut place = area;
        if wide {
            text.push(Line::styled(crate::duties::rule(*duty).title, ctx.theme.title()));
        } else {
            let [rule, below] = put::below(area, area.height.saturating_sub(1));
            let line = Line::styled("─".repeat(usize::from(area.width)), ctx.theme.quiet());
            put::put(&line, rule, frame.buffer_mut());
            place = put::beside(below, below.width.saturating_sub(1))[1];
        }
        for line in lines {
            if wide {
                text.push(Line::raw(""));
            }
            text.push(Line::raw(clean(line)));
        }
        frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: true }), place);
    }
}

/// On or off, how binding, what it asks for, and at the right what its numbers are.
fn row(line: &RuleLine, look: Look, ctx: &Ctx) -> Line<'static> {
    let theme = ctx.theme;
    let force = line.rule.force;
    let values = line.values();
    let values = fit(&values, 24).into_owned();
    let room = usize::from(look.width).saturating_sub(3 + 2 + 8 + 1 + width(&values) + 1);
    let on = if line.on { Span::raw("on ") } else { Span::styled("off", theme.quiet()) };
    let title = pad(&fit(line.rule.title, room), room);
    let bold = if line.changed() { theme.flag() } else { theme.text() };
    Line::from(vec![
        on,
        Span::raw("  "),
        Span::styled(pad(force.label(), 8), if force == Force::Law { theme.law() } else { theme.text() }),
        Span::raw(" "),
        if line.on { Span::raw(title) } else { Span::styled(title, theme.quiet()) },
        Span::styled(format!(" {}", pad_left(&values, width(&values))), bold),
    ])
}

impl Pane for RulesPane {
    fn title(&self) -> &'static str {
        "Rules"
    }

    fn scope(&self) -> Scope {
        Scope::Rules
    }

    fn in_tabs(&self) -> bool {
        false
    }

    fn load(&mut self, ctx: &Ctx) -> Vec<Effect> {
        // No question to the store: what the school chose is in its small file.
        self.list.set(rules::all(&ctx.school.settings.value));
        self.tell(ctx);
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        let wide = area.width >= WIDE;
        let [list_area, detail_area] = if wide {
            let [list, beside] = put::beside(area, area.width.saturating_sub(80).clamp(34, 60));
            // What is beside must not run on from the list's last column.
            [list, put::beside(beside, beside.width.saturating_sub(2))[1]]
        } else {
            put::below(area, if area.height >= 14 { area.height.min(30) / 3 + 1 } else { 0 })
        };
        if self.list.shown() == 0 {
            let words = "\n   No rule fits the filter. Esc takes it away.";
            frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: false }), list_area);
            frame.set_cursor_position((list_area.x, list_area.y));
            return;
        }
        let theme = ctx.theme;
        let rule = usize::from(list_area.width);
        self.list.draw(
            frame,
            list_area,
            &theme,
            |section, count| {
                let family = usize::try_from(section).ok().and_then(|at| crate::duties::FAMILIES.get(at));
                let title = family.map_or("", |family| family.name);
                let count = count.to_string();
                let line = "─".repeat(rule.saturating_sub(width(title) + count.len() + 4));
                Line::from(vec![
                    Span::raw(" "),
                    Span::styled(title, theme.heading()),
                    Span::styled(format!(" {line} "), theme.quiet()),
                    Span::styled(count, theme.heading()),
                ])
            },
            |line, look| row(line, look, ctx),
        );
        self.draw_detail(frame, detail_area, wide, ctx);
    }

    fn list(&mut self) -> Option<&mut dyn ListControl> {
        Some(&mut self.list)
    }

    fn pupils(&self) -> Vec<PupilId> {
        Vec::new()
    }

    fn moved(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        let Some(duty) = self.list.selected().map(Row::key) else {
            self.detail = None;
            return Vec::new();
        };
        if self.detail.as_ref().is_some_and(|(shown, _)| *shown == duty) {
            return Vec::new();
        }
        let then = |app: &mut App| {
            let App { ctx, panes, .. } = app;
            if let Some(pane) = panes.iter_mut().find_map(|pane| pane.as_any().downcast_mut::<RulesPane>()) {
                pane.tell(ctx);
            }
            Vec::new()
        };
        vec![Effect::Rest { name: "rules.detail", after: REST, then: Box::new(then) }]
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn as_any_ref(&self) -> &dyn Any {
        self
    }
}

fn one_is_there(app: &App) -> Result<(), String> {
    let there = app.pane_ref::<RulesPane>().is_some_and(|pane| pane.list.selected().is_some());
    if there { Ok(()) } else { Err("no rule is shown".into()) }
}

fn edit(app: &mut App) -> Vec<Effect> {
    let duty = app.pane_ref::<RulesPane>().and_then(|pane| pane.list.selected()).map(Row::key);
    duty.map_or_else(Vec::new, |duty| forms::rule::open(app, duty))
}

/// Asks, then turns the marked rules (else the one under the cursor) the other way from the first of them.
fn toggle(app: &mut App) -> Vec<Effect> {
    let Some(pane) = app.pane_ref::<RulesPane>() else { return Vec::new() };
    let lines = pane.list.chosen();
    let Some(first) = lines.first() else { return Vec::new() };
    let on = !first.on;
    let way = if on { "on" } else { "off" };
    let law = if first.rule.force == Force::Law { ", which is law" } else { "" };
    let question = match lines.len() {
        1 => format!("Turn {way} “{}”{law}?", first.rule.title),
        many => format!("Turn {} {way}?", plural(i64::try_from(many).unwrap_or(i64::MAX), "rule")),
    };
    let settings = &app.ctx.school.settings.value;
    let changes: Vec<(Option<RuleChoice>, RuleChoice)> = lines
        .iter()
        .map(|line| {
            let base = settings.choice(line.rule.duty).cloned();
            let mine = base.clone().unwrap_or_else(|| rule::untouched(line.rule.duty));
            (base, RuleChoice { on: Some(on), ..mine })
        })
        .collect();
    app.open(Ask::new(question, move |app| {
        let title = if on { "Turn a rule on" } else { "Turn a rule off" };
        let act = move |edit: &mut crate::store::Edit<'_>| {
            changes.iter().try_for_each(|(base, mine)| rule::set(edit, base.as_ref(), mine))
        };
        vec![save(&app.ctx, title, act, |_, _| Vec::new())]
    }))
}

/// The post that runs, to change it; a new one if none does.
fn senco(app: &mut App) -> Vec<Effect> {
    match app.ctx.school.posts.iter().rfind(|post| post.ended.is_none()) {
        Some(post) => forms::case::open_edit(Key::school(Kind::SencoPost, post.id)),
        None => forms::case::open_begin(Kind::SencoPost, Vec::new()),
    }
}

const fn command(
    id: &'static str,
    title: &'static str,
    words: &'static str,
    help: &'static str,
    hint: &'static str,
    run: fn(&mut App, usize) -> Vec<Effect>,
) -> Command {
    Command { id, title, words, help, group: "Rules", scope: Scope::Rules, hint, when: one_is_there, run }
}

/// The commands of the pane, and the SENCO's own appointment.
pub const COMMANDS: &[Command] = &[
    command(
        "rules.edit",
        "Set the rule",
        "change parameter days weeks setting option",
        "The rule's numbers, and whether it is on. All dates follow in one step, and undo brings them back.",
        "set",
        |app, _| edit(app),
    ),
    command(
        "rules.toggle",
        "Turn the rule on or off",
        "disable enable switch setting",
        "Asks first. With marks, all that are marked.",
        "on/off",
        |app, _| toggle(app),
    ),
    Command {
        id: "school.senco",
        title: "SENCO's appointment",
        words: "qualification course post award appointed rules",
        help: "Who is SENCO since when, with the course and the award. A successor is recorded when the post has ended.",
        group: "Rules",
        scope: Scope::Global,
        hint: "",
        when: always,
        run: |app, _| senco(app),
    },
];
