//! Every rule, for the screen and the command line: what it asks for, its source, what the school chose, its worked example.
//!
//! Rule: nothing is said of a rule that is not in its row, and no date that its own sum did not give.

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::day;
use crate::domain::rows::Duty;
use crate::domain::school::Settings;
use crate::domain::words::{plural, pounds};
use crate::duties::rule::{Example, Given, Ground, Param, Rule, Sure, Unit};
use crate::duties::{FAMILIES, Sum};

/// A parameter and what it is set to.
#[derive(Clone, Debug)]
pub struct ParamLine {
    /// Its row.
    pub param: &'static Param,
    /// What it is here.
    pub value: i64,
}

impl ParamLine {
    /// Whether the school chose otherwise than it comes.
    pub fn chosen(&self) -> bool {
        self.value != self.param.default
    }
}

/// A rule with what the school chose.
#[derive(Clone)]
pub struct RuleLine {
    /// The heading it stands under.
    pub family: &'static str,
    /// Which family, from 0.
    pub section: u32,
    /// Its row.
    pub rule: &'static Rule,
    /// Whether it is on here.
    pub on: bool,
    /// Its parameters as they are here.
    pub params: Vec<ParamLine>,
}

impl RuleLine {
    /// Whether anything is otherwise than it comes.
    pub fn changed(&self) -> bool {
        self.on != self.rule.on || self.params.iter().any(ParamLine::chosen)
    }

    /// What the school chose, in a few words: "28 days", "off"; empty if all is as it comes.
    pub fn choices(&self) -> String {
        let turned = (self.on != self.rule.on).then(|| if self.on { "on" } else { "off" }.to_owned());
        let values = self.params.iter().filter(|line| line.chosen()).map(|line| said(line.param, line.value));
        turned.into_iter().chain(values).collect::<Vec<_>>().join(", ")
    }

    /// What the parameters are, in a few words: "42 days"; empty if it has none.
    pub fn values(&self) -> String {
        // Nothing, where nothing may be chosen, is not worth a word.
        let worth = |line: &&ParamLine| line.value != 0 || line.param.min != 0;
        self.params
            .iter()
            .filter(worth)
            .map(|line| said(line.param, line.value))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The rule in full, a line each, as the pane shows it beside the list.
    pub fn lines(&self, settings: &Settings) -> Vec<String> {
        let rule = self.rule;
        let mut lines = vec![rule.limit.to_owned(), source(rule)];
        let values = self.params.iter().map(|line| {
            let was = if line.chosen() {
                format!(" (as it comes: {})", said(line.param, line.param.default))
            } else {
                String::new()
            };
            format!("{}: {}{was}", line.param.label, said(line.param, line.value))
        });
        lines.extend(
            (!self.params.is_empty()).then(|| format!("{}.", values.collect::<Vec<_>>().join(" · "))),
        );
        lines.push(format!("Example: {}", example(rule)));
        lines.extend(here(rule, settings).map(|date| format!("As set here: by {}.", day::full(date))));
        if !rule.dispute.is_empty() {
            lines.push(format!("The sources disagree: {}", rule.dispute));
        }
        if !self.on {
            lines.push("It is off: nothing is asked for.".to_owned());
        }
        lines.push(format!("Who acts: {}. The clock is the {}'s.", rule.who, rule.whose.label()));
        lines.extend(valid(rule));
        lines
    }
}

/// Every rule, family by family, as this school has it.
pub fn all(settings: &Settings) -> Vec<RuleLine> {
    let calendar = Calendar::default();
    let ground = Ground { calendar: &calendar, settings, agencies: &[] };
    let families = FAMILIES.iter().zip(0_u32..);
    families
        .flat_map(|(family, section)| family.rules.iter().map(move |rule| (family.name, section, rule)))
        .map(|(family, section, rule)| RuleLine {
            family,
            section,
            rule,
            on: ground.on(rule.duty),
            params: rule
                .params
                .iter()
                .map(|param| ParamLine { param, value: ground.param(rule.duty, param.key) })
                .collect(),
        })
        .collect()
}

/// One rule by its name or the number of its duty; `None` if there is none.
pub fn find(settings: &Settings, told: &str) -> Option<RuleLine> {
    let number = told.parse().ok().and_then(Duty::from_number);
    all(settings).into_iter().find(|line| line.rule.id == told || Some(line.rule.duty) == number)
}

/// The source as it is worded: what was not seen says so.
pub fn source(rule: &Rule) -> String {
    match rule.sure {
        // "Code 6.48" says by itself that it is the Code.
        Sure::Seen if rule.source.starts_with(rule.force.label()) => rule.source.to_owned(),
        Sure::Seen => format!("{}: {}", rule.force.label(), rule.source),
        Sure::Known => format!("{}, source not seen: {}", rule.force.label(), rule.source),
    }
}

/// From when to when it holds, in words; `None` if always.
pub fn valid(rule: &Rule) -> Option<String> {
    let end = |text: &str| text.parse::<NaiveDate>().ok().map(day::plain);
    match (end(rule.valid.0), end(rule.valid.1)) {
        (None, None) => None,
        (Some(from), None) => Some(format!("In force from {from}.")),
        (None, Some(to)) => Some(format!("In force until {to}.")),
        (Some(from), Some(to)) => Some(format!("In force from {from} to {to}.")),
    }
}

/// A parameter's value in words: "42 days", "£6,000", "yes".
pub fn said(param: &Param, value: i64) -> String {
    match param.unit {
        Unit::YesNo => (if value == 0 { "no" } else { "yes" }).to_owned(),
        Unit::Times => value.to_string(),
        Unit::Pence => pounds(value),
        unit => plural(value, unit.label().trim_end_matches('s')),
    }
}

/// The sum of the worked example on a ground; `None` for an example in words.
fn work(rule: &Rule, settings: &Settings) -> Option<Sum> {
    let Example::Date { given, .. } = rule.example else { return None };
    let calendar = Calendar::default();
    let ground = Ground { calendar: &calendar, settings, agencies: &[] };
    let dates: Option<Vec<_>> =
        given.iter().map(|(fact, date)| date.parse().ok().map(|date| (*fact, date))).collect();
    (rule.work?)(&Given { dates: &dates?, ground: &ground })
}

/// The steps of the worked example, with every parameter as it comes; empty for an example in words.
pub fn steps(rule: &Rule) -> Vec<String> {
    work(rule, &Settings::default()).map(|sum| sum.steps).unwrap_or_default()
}

/// The worked example in words: "The authority received the request on Mon 7 Sep 2026: by Mon 25 Jan 2027."
pub fn example(rule: &Rule) -> String {
    let (given, gives) = match rule.example {
        Example::Words(words) => return words.to_owned(),
        Example::Date { given, gives } => (given, gives),
    };
    let facts = match (given, steps(rule).into_iter().next()) {
        ([_], Some(first)) => first.trim_end_matches('.').to_owned(),
        _ => {
            let facts = given.iter().map(|(fact, date)| format!("{} {}", fact.replace('_', " "), told(date)));
            facts.collect::<Vec<_>>().join(", ")
        }
    };
    format!("{facts}: by {}.", told(gives))
}

fn told(date: &str) -> String {
    date.parse().map_or_else(|_| date.to_owned(), day::full)
}

/// What the worked example gives with the school's own choices; `None` if that is no other day.
pub fn here(rule: &Rule, settings: &Settings) -> Option<NaiveDate> {
    let own = work(rule, settings)?.date;
    (work(rule, &Settings::default())?.date != own).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::school::RuleChoice;
    use crate::duties;

    fn chosen(duty: Duty, on: Option<bool>, values: &[(&str, i64)]) -> Settings {
        let values = values.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
        Settings { rules: vec![RuleChoice { duty: duty as u16, on, values }], ..Settings::default() }
    }

    #[test]
    fn every_rule_is_listed_once_under_its_family_and_as_it_comes() {
        let lines = all(&Settings::default());
        assert_eq!(lines.len(), duties::rules().count());
        assert!(lines.is_sorted_by_key(|line| line.section));
        for line in &lines {
            assert!(!line.changed() && line.choices().is_empty(), "{}", line.rule.id);
            assert!(!line.family.is_empty() && !example(line.rule).is_empty(), "{}", line.rule.id);
            assert_eq!(here(line.rule, &Settings::default()), None);
        }
    }

    #[test]
    fn the_worked_example_reads_as_a_sentence() {
        let final_plan = duties::rule(Duty::FinalPlan);
        assert_eq!(
            example(final_plan),
            "The authority received the request on Mon 7 Sep 2026: by Mon 25 Jan 2027."
        );
        assert_eq!(steps(final_plan).len(), 2);
    }

    #[test]
    fn what_the_school_chose_is_said_beside_what_it_comes_with() {
        let settings = chosen(Duty::ImpactCheck, None, &[("days", 28)]);
        let line = find(&settings, "interventions.impact-check")
            .unwrap_or_else(|| find(&settings, &(Duty::ImpactCheck as u16).to_string()).unwrap());
        assert!(line.changed());
        assert_eq!(line.choices(), "28 days");
        let text = line.lines(&settings).join("\n");
        assert!(text.contains("28 days (as it comes: 42 days)"), "{text}");
        assert!(text.contains("As set here: by"), "{text}");
        let off = find(&chosen(Duty::CensusAutumn, Some(false), &[]), "school.census-autumn").unwrap();
        assert_eq!((off.on, off.choices().as_str()), (false, "off"));
        assert!(off.lines(&Settings::default()).join("\n").contains("It is off"));
    }

    #[test]
    fn what_was_not_seen_says_so() {
        let census = source(duties::rule(Duty::CensusSpring));
        assert!(census.starts_with("practice, source not seen: as generally understood"), "{census}");
        assert!(source(duties::rule(Duty::FinalPlan)).starts_with("LAW: SEND Regulations 2014"));
    }

    #[test]
    fn values_in_words() {
        let param = |unit| Param { key: "", label: "", help: "", unit, min: 0, max: 9, default: 0 };
        for (unit, value, words) in [
            (Unit::Days, 42, "42 days"),
            (Unit::Days, 1, "1 day"),
            (Unit::SchoolDays, 5, "5 school days"),
            (Unit::Times, 3, "3"),
            (Unit::Pence, 600_000, "£6,000"),
            (Unit::Pence, 123_456_705, "£1,234,567.05"),
            (Unit::YesNo, 1, "yes"),
            (Unit::YesNo, 0, "no"),
        ] {
            assert_eq!(said(&param(unit), value), words);
        }
    }
}
