//! Mediation and appeal: the family's clock. The school keeps it in sight and acts on none of it.
//!
//! Rule: two months from the letter or one from the mediation certificate, whichever ends later; August and the days around
//! Christmas move it. As generally understood, so it is worded as practice: the tribunal's own guidance decides.

use chrono::{Datelike, NaiveDate};

use super::rule::{Example, Given, Ground};
use super::shapes::{later, roll};
use super::sum::Sum;
use super::{Act, Dated, DueItem, Family, NONE, Rule, next_of};
use crate::domain::case::Dispute;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind};
use crate::domain::rows::{Duty, Whose};

/// The family.
pub const FAMILY: Family = Family { name: "Disputes", rules: RULES, due, chain, ..NONE };

const RULES: &[Rule] = &[Rule {
    duty: Duty::Appeal,
    id: "disputes.appeal",
    title: "The family may appeal to the SEND Tribunal",
    who: "parents, young person",
    whose: Whose::Family,
    source: "as generally understood: look it up in the SEND Tribunal's current guidance",
    limit: "2 months from the decision letter or 1 month from the mediation certificate, whichever ends later. A last day in August moves to the first working day of September, one from 25 December to 1 January to the next working day in January.",
    example: Example::Date {
        given: &[("letter", "2026-10-01"), ("certificate", "2026-11-29")],
        gives: "2027-01-04",
    },
    work: Some(work),
    ..Rule::BASE
}];

fn work(given: &Given<'_>) -> Option<Sum> {
    let (letter, certificate) = (given.date("letter")?, given.date("certificate"));
    let appeal = later::tribunal(letter, certificate, given.ground.calendar)?;
    let mut sum = Sum::from("The decision letter is of", letter).months(2)?;
    if let Some(certificate) = certificate {
        let ends = roll::months(certificate, 1)?;
        let words = format!("The mediation certificate is of {}; 1 month later is", day::full(certificate));
        let by_letter = sum.date;
        sum = sum.to(Some(ends), &words)?.to(Some(by_letter.max(ends)), "The later of the two is")?;
    } else {
        sum = sum.note("No mediation certificate is recorded: one may move the day on.");
    }
    if appeal.last == appeal.counted {
        return Some(sum);
    }
    let why = match appeal.counted.month() {
        8 => "A last day in August moves to the first working day of September:",
        _ => "A last day from 25 December to 1 January moves to the next working day in January:",
    };
    sum.to(Some(appeal.last), why)
}

/// The dates of a disagreement: one.
fn dates(case: &Dispute, ground: &Ground<'_>) -> Vec<(Dated, Act)> {
    let mut given: Vec<(&'static str, NaiveDate)> = vec![("letter", case.letter)];
    given.extend(case.certificate.map(|certificate| ("certificate", certificate)));
    let Some(sum) = ground.work(Duty::Appeal, &given) else { return Vec::new() };
    let dated = Dated {
        duty: Duty::Appeal,
        what: "family may appeal until then".to_owned(),
        date: sum.date,
        done: case.appealed.or(case.ended),
        steps: sum.steps,
    };
    vec![(dated, Act::Fields(&["appealed", "certificate", "ended"]))]
}

fn due(file: &PupilFile, ground: &Ground<'_>) -> Vec<DueItem> {
    let item = |case: &crate::domain::ids::Held<Dispute>| {
        let about = Key::new(file.id, Kind::Dispute, case.id);
        next_of(about, case.lead, case.about.label(), dates(case, ground))
    };
    file.disputes.iter().filter_map(item).collect()
}

fn chain(file: &PupilFile, about: Key, ground: &Ground<'_>) -> Vec<Dated> {
    if about.kind != Kind::Dispute {
        return Vec::new();
    }
    let case = file.disputes.iter().find(|case| case.id == about.id);
    case.map(|case| dates(case, ground).into_iter().map(|(dated, _)| dated).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Lines, date, due_of, file_of, school_of};
    use super::*;
    use crate::domain::case::About;
    use crate::domain::ids::Typed;
    use crate::domain::record::Record;
    use crate::duties::due_items;

    fn case(letter: &str, change: impl FnOnce(&mut Dispute)) -> Lines {
        let mut case = Dispute::since(date(letter), Typed::default());
        change(&mut case);
        due_of(&file_of([Record::Dispute(case)]))
    }

    #[test]
    fn the_family_has_until_the_later_of_two_clocks() {
        let says = |day: &str| {
            vec![format!("{day} practice family refusal to assess · family may appeal until then")]
        };
        for (letter, certificate, last) in [
            ("2026-10-01", None, "2026-12-01"),
            ("2026-10-01", Some("2026-10-20"), "2026-12-01"),
            ("2026-10-01", Some("2026-11-29"), "2027-01-04"),
            ("2026-12-31", None, "2027-02-28"),
            ("2027-12-31", None, "2028-02-29"),
            ("2026-06-15", None, "2026-09-01"),
            ("2026-10-25", None, "2027-01-04"),
        ] {
            let lines = case(letter, |case| case.certificate = certificate.map(date));
            assert_eq!(lines, says(last), "{letter} {certificate:?}");
        }
    }

    #[test]
    fn an_appeal_and_an_end_stop_it() {
        assert_eq!(case("2026-10-01", |case| case.appealed = Some(date("2026-11-20"))), Lines::new());
        assert_eq!(case("2026-10-01", |case| case.ended = Some(date("2026-11-20"))), Lines::new());
        let lines = case("2026-10-01", |case| case.about = About::Content);
        assert_eq!(lines, ["2026-12-01 practice family what the plan says · family may appeal until then"]);
    }

    #[test]
    fn why_names_both_clocks_and_the_move() {
        let mut case = Dispute::since(date("2026-10-01"), Typed::default());
        case.certificate = Some(date("2026-11-29"));
        let file = file_of([Record::Dispute(case)]);
        let steps = due_items(&file, &school_of([])).remove(0).steps;
        assert_eq!(
            steps,
            [
                "The decision letter is of Thu 1 Oct 2026.",
                "2 months later is Tue 1 Dec 2026.",
                "The mediation certificate is of Sun 29 Nov 2026; 1 month later is Tue 29 Dec 2026.",
                "The later of the two is Tue 29 Dec 2026.",
                "A last day from 25 December to 1 January moves to the next working day in January: Mon 4 Jan 2027.",
            ]
        );
        let about = Key::new(file.id, Kind::Dispute, file.disputes[0].id);
        assert_eq!(crate::duties::chain(&file, about, &school_of([])).len(), 1);
    }
}
