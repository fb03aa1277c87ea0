//! A rule as the school wants it: on or off, and its parameters.
//!
//! Rule: only what differs from how the rule comes is kept, so that a later default reaches a school that never chose. What two
//! people changed at once merges parameter by parameter; the same one changed in two ways is a conflict to choose.

use crate::domain::field::Value;
use crate::domain::merge::FieldConflict;
use crate::domain::record::Recorded;
use crate::domain::rows::Duty;
use crate::domain::school::{RuleChoice, SchoolFile};
use crate::duties::Rule;
use crate::duties::rule::Param;
use crate::store::{Edit, Refused};
use crate::views::rules::said;

/// A choice that leaves the rule of this duty as it comes.
pub fn untouched(duty: Duty) -> RuleChoice {
    RuleChoice { duty: duty as u16, on: None, values: Vec::new() }
}

/// The key under which on and off stand in a conflict and in the form.
pub const ON: &str = "on";

/// Sets a rule. `base` is the choice that `mine` was made on, `None` if there was none; what `mine` does not name is as the
/// rule comes.
///
/// # Errors
/// There is no such rule or parameter, a value lies outside its bounds, somebody else changed the same in the meantime, or the
/// store fails.
pub fn set(edit: &mut Edit<'_>, base: Option<&RuleChoice>, mine: &RuleChoice) -> Result<(), Refused> {
    let Some(rule) = rule_of(mine.duty) else {
        return Err(Refused::because("this program has no such rule"));
    };
    for (key, value) in &mine.values {
        check(rule, key, *value)?;
    }
    let mut settings = edit.school()?.settings.value;
    let theirs = settings.rules.iter().find(|choice| choice.duty == mine.duty).cloned();
    let merged = merge(rule, base, theirs.as_ref(), mine)?;
    settings.rules.retain(|choice| choice.duty != mine.duty);
    if merged.on.is_some() || !merged.values.is_empty() {
        settings.rules.push(merged);
    }
    settings.rules.sort_by_key(|choice| choice.duty);
    edit.put(SchoolFile::settings_key(), settings.wrap())
}

fn rule_of(number: u16) -> Option<&'static Rule> {
    let duty = Duty::from_number(number)?;
    crate::duties::rules().find(|rule| rule.duty == duty)
}

/// Whether a parameter of this name may have this value.
///
/// # Errors
/// In words, why not.
pub fn check(rule: &Rule, key: &str, value: i64) -> Result<&'static Param, Refused> {
    let Some(param) = rule.param(key) else {
        let names: Vec<&str> = rule.params.iter().map(|param| param.key).collect();
        let has = if names.is_empty() { "it has none".to_owned() } else { names.join(", ") };
        return Err(Refused::because(format!("“{}” has no parameter {key}: {has}", rule.title)));
    };
    if (param.min..=param.max).contains(&value) {
        return Ok(param);
    }
    let (least, most) = (said(param, param.min), said(param, param.max));
    Err(Refused::because(format!(
        "“{}”: {} is {least} to {most}, not {}",
        rule.title,
        param.label,
        said(param, value)
    )))
}

fn is_on(rule: &Rule, choice: Option<&RuleChoice>) -> bool {
    choice.and_then(|choice| choice.on).unwrap_or(rule.on)
}

fn value(param: &Param, choice: Option<&RuleChoice>) -> i64 {
    let chosen = choice.and_then(|choice| choice.values.iter().find(|(key, _)| key == param.key));
    chosen.map_or(param.default, |(_, value)| *value)
}

fn merge(
    rule: &Rule,
    base: Option<&RuleChoice>,
    theirs: Option<&RuleChoice>,
    mine: &RuleChoice,
) -> Result<RuleChoice, Refused> {
    let mut conflicts = Vec::new();
    let mut one = |key, label, was: Value, now: Value, wanted: Value| {
        if wanted == was || wanted == now {
            return now;
        }
        if now != was {
            conflicts.push(FieldConflict { key, label, base: was, theirs: now, mine: wanted.clone() });
        }
        wanted
    };
    let on = |choice| Value::Flag(is_on(rule, choice));
    let wanted_on = one(ON, "On", on(base), on(theirs), on(Some(mine)));
    let mut values = Vec::new();
    for param in rule.params {
        let at = |choice| Value::Number(value(param, choice));
        let wanted = one(param.key, param.label, at(base), at(theirs), at(Some(mine)));
        if let Value::Number(number) = wanted
            && number != param.default
        {
            values.push((param.key.to_owned(), number));
        }
    }
    if !conflicts.is_empty() {
        return Err(Refused::Conflict(conflicts));
    }
    let on = (wanted_on != Value::Flag(rule.on)).then_some(!rule.on);
    Ok(RuleChoice { duty: mine.duty, on, values })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::Lab;
    use crate::domain::day;
    use crate::domain::ids::PupilId;

    fn choice(duty: Duty, on: Option<bool>, values: &[(&str, i64)]) -> RuleChoice {
        let values = values.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
        RuleChoice { duty: duty as u16, on, values }
    }

    fn kept(lab: &Lab) -> Vec<RuleChoice> {
        lab.store.read(|view| view.school()).unwrap().settings.value.rules
    }

    fn checks(lab: &Lab) -> Vec<(PupilId, String)> {
        let all = lab.store.read(|view| view.due_all()).unwrap();
        all.iter()
            .filter(|row| row.key.duty == Duty::ImpactCheck)
            .map(|row| (row.who.pupil, day::iso(row.key.date)))
            .collect()
    }

    #[test]
    fn a_parameter_moves_the_dates_of_all_pupils_in_one_step_and_undo_brings_them_back() {
        let mut lab = Lab::new();
        let group = lab.provision("Language group", "2026-09-14");
        let pupils: Vec<PupilId> = ["Ama", "Ben", "Cy"].map(|name| lab.pupil(name, "Otter")).to_vec();
        for pupil in &pupils {
            lab.allocation(*pupil, group, "2026-09-14", None);
        }
        let on = |date: &str| pupils.iter().map(|pupil| (*pupil, date.to_owned())).collect::<Vec<_>>();
        assert_eq!(checks(&lab), on("2026-10-26"));
        lab.make(|edit, _| set(edit, None, &choice(Duty::ImpactCheck, None, &[("days", 28)])));
        assert_eq!(checks(&lab), on("2026-10-12"));
        lab.undo();
        assert_eq!(checks(&lab), on("2026-10-26"));
        assert!(kept(&lab).is_empty());
        lab.make(|edit, _| set(edit, None, &choice(Duty::ImpactCheck, Some(false), &[])));
        assert!(checks(&lab).is_empty(), "off: nothing is asked for");
    }

    #[test]
    fn only_what_differs_is_kept_in_order() {
        let mut lab = Lab::new();
        for mine in [
            choice(Duty::Accessibility, Some(true), &[("years", 2)]),
            choice(Duty::EarlyHelp, Some(true), &[]),
            choice(Duty::ImpactCheck, Some(true), &[("days", 42)]),
        ] {
            lab.make(|edit, _| set(edit, None, &mine));
        }
        assert_eq!(
            kept(&lab),
            [choice(Duty::EarlyHelp, Some(true), &[]), choice(Duty::Accessibility, None, &[("years", 2)])]
        );
        let base = kept(&lab)[1].clone();
        lab.make(|edit, _| set(edit, Some(&base), &untouched(Duty::Accessibility)));
        assert_eq!(kept(&lab).len(), 1);
    }

    #[test]
    fn what_cannot_be_is_refused_in_words() {
        let mut lab = Lab::new();
        for (mine, words) in [
            (choice(Duty::ReviewRhythm, None, &[("a_year", 14)]), "A year is 1 to 12, not 14"),
            (choice(Duty::ReviewRhythm, None, &[("weeks", 2)]), "has no parameter weeks: a_year"),
            (choice(Duty::CensusAutumn, None, &[("weeks", 2)]), "it has none"),
            (RuleChoice { duty: 999, on: None, values: vec![] }, "no such rule"),
        ] {
            let refused = lab.try_make(|edit, _| set(edit, None, &mine)).unwrap_err();
            assert!(refused.contains(words), "{refused}");
        }
        assert!(kept(&lab).is_empty());
    }

    #[test]
    fn two_people_at_one_rule_merge_or_choose() {
        let mut lab = Lab::new();
        lab.make(|edit, _| set(edit, None, &choice(Duty::ReviewRhythm, None, &[("a_year", 2)])));
        // Another, who had read it as it came, turns it off: both stand.
        lab.make(|edit, _| set(edit, None, &choice(Duty::ReviewRhythm, Some(false), &[])));
        assert_eq!(kept(&lab), [choice(Duty::ReviewRhythm, Some(false), &[("a_year", 2)])]);
        // A third wants another number on the same footing.
        let six = choice(Duty::ReviewRhythm, None, &[("a_year", 6)]);
        let refused = lab.try_make(|edit, _| set(edit, None, &six)).unwrap_err();
        assert!(refused.contains("somebody else changed this too: A year"), "{refused}");
    }
}
