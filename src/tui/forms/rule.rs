//! The form that sets a rule: on or off, and its numbers.

use crate::actions::rule::{self, ON};
use crate::domain::field::Value;
use crate::domain::rows::Duty;
use crate::domain::school::RuleChoice;
use crate::duties::rule::{Param, Unit};
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::forms::{self, Form, FormField, Values};
use crate::tui::save::save_form;
use crate::views::rules::{find, said, source};

/// A parameter's value as it would be typed.
fn typed(param: &Param, value: i64) -> String {
    match param.unit {
        Unit::YesNo => said(param, value),
        Unit::Pence => forms::field::money(value),
        _ => value.to_string(),
    }
}

fn field(param: &'static Param, value: i64) -> FormField {
    let (key, label) = (param.key, param.label);
    let field = match param.unit {
        Unit::YesNo => FormField::flag(key, label),
        Unit::Pence => FormField::money(key, label),
        _ => FormField::number(key, label, param.min, param.max),
    };
    let unit = match param.unit.label() {
        "" => String::new(),
        unit => format!(" In {unit}."),
    };
    field
        .help(format!("{}{unit} As it comes: {}.", param.help, said(param, param.default)))
        .text(typed(param, value))
}

fn number(values: &Values, param: &Param) -> i64 {
    match param.unit {
        Unit::YesNo => i64::from(values.flag(param.key)),
        // Emptied, it is as it comes.
        _ => values.number(param.key).unwrap_or(param.default),
    }
}

/// The choice that the form was opened on, with what a conflict has settled since.
fn footing(base: Option<&RuleChoice>, duty: Duty, values: &Values) -> RuleChoice {
    let mut base = base.cloned().unwrap_or_else(|| rule::untouched(duty));
    for (key, theirs) in &values.settled {
        match theirs {
            Value::Flag(on) if *key == ON => base.on = Some(*on),
            Value::Number(number) => {
                base.values.retain(|(known, _)| known != key);
                base.values.push(((*key).to_owned(), *number));
            }
            _ => {}
        }
    }
    base
}

/// Opens the form on the rule of this duty.
pub fn open(app: &mut App, duty: Duty) -> Vec<Effect> {
    let settings = &app.ctx.school.settings.value;
    let Some(line) = find(settings, &(duty as u16).to_string()) else {
        app.refuse("This program has no such rule");
        return Vec::new();
    };
    let base = settings.choice(duty).cloned();
    let mut form = Form::new("rule.edit", (duty as u16).to_string(), "Set the rule")
        .note(line.rule.title)
        .note(line.rule.limit)
        .note(source(line.rule));
    if !line.rule.dispute.is_empty() {
        form = form.note(line.rule.dispute);
    }
    form = form.field(FormField::flag(ON, "On").help("Off: nothing is asked for by it.").text(if line.on {
        "yes"
    } else {
        "no"
    }));
    for one in &line.params {
        form = form.field(field(one.param, one.value));
    }
    let params = line.rule.params;
    let form = form.on_save(move |values, ctx| {
        let mine = RuleChoice {
            duty: duty as u16,
            on: Some(values.flag(ON)),
            values: params.iter().map(|param| (param.key.to_owned(), number(values, param))).collect(),
        };
        let base = footing(base.as_ref(), duty, values);
        let act =
            move |edit: &mut crate::store::Edit<'_>| crate::actions::rule::set(edit, Some(&base), &mine);
        Ok(vec![save_form(values, ctx, "Set a rule", act, |_, _| Vec::new())])
    });
    forms::open(app, form)
}

/// As [`open`], from a draft.
pub fn resume(app: &mut App, about: &str) -> Vec<Effect> {
    match about.parse().ok().and_then(Duty::from_number) {
        Some(duty) => open(app, duty),
        None => Vec::new(),
    }
}
