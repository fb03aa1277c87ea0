//! Worked examples of suspensions: every state of the line, and the edges of the counts.

use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::ids::Typed;
use crate::domain::record::Record;
use crate::duties::due_items;
use crate::duties::testing::{Lines, date, due_of, file_of, school_of};

fn suspension(from: &str, half_days: u16, change: impl FnOnce(&mut Suspension)) -> Record {
    let mut case = Suspension::since(date(from), Typed::default());
    case.half_days = Some(half_days);
    change(&mut case);
    Record::Suspension(case)
}

fn told(case: &mut Suspension) {
    case.parents_told = Some(case.from);
    case.authority_told = Some(case.from);
}

fn all_done(case: &mut Suspension) {
    told(case);
    case.governors_told = Some(case.from);
    case.education = Some(case.from);
    case.board_met = Some(case.from);
}

fn one(half_days: u16, change: impl FnOnce(&mut Suspension)) -> Lines {
    due_of(&file_of([suspension("2026-11-02", half_days, change)]))
}

#[test]
fn each_suspension_is_one_line_its_next_undone_step() {
    type Change = fn(&mut Suspension);
    let cases: [(u16, Change, &str); 12] = [
        (3, |_| {}, "2026-11-02 practice school suspension · tell parents and authority"),
        (3, |s| s.parents_told = Some(s.from), "2026-11-02 practice school suspension · tell the authority"),
        (3, |s| s.authority_told = Some(s.from), "2026-11-02 practice school suspension · tell the parents"),
        (3, told, ""),
        (10, told, ""),
        (11, told, "2026-11-02 practice school suspension · tell the governors"),
        (
            11,
            |s| {
                told(s);
                s.governors_told = Some(s.from);
            },
            "2026-11-09 practice school suspension · other education begins",
        ),
        (
            11,
            |s| {
                all_done(s);
                s.board_met = None;
            },
            "",
        ),
        (
            11,
            |s| {
                all_done(s);
                s.board_met = None;
                s.parents_wrote = Some(date("2026-11-05"));
            },
            "2027-01-25 practice school suspension · governors meet, as the parents asked",
        ),
        (
            31,
            |s| {
                all_done(s);
                s.board_met = None;
            },
            "2026-11-23 practice school suspension · governors meet",
        ),
        (31, all_done, ""),
        (31, |s| s.cancelled = Some(date("2026-11-03")), ""),
    ];
    for (half_days, change, expected) in cases {
        let expected: Vec<&str> = if expected.is_empty() { vec![] } else { vec![expected] };
        assert_eq!(one(half_days, change), expected, "{half_days}");
    }
}

#[test]
fn a_permanent_exclusion_has_every_step_whatever_its_length() {
    let permanent = |change: fn(&mut Suspension)| {
        let mut case = Suspension::since(date("2026-11-02"), Typed::default());
        case.permanent = true;
        change(&mut case);
        let file = file_of([Record::Suspension(case)]);
        let about = Key::new(file.id, Kind::Suspension, file.suspensions[0].id);
        (due_of(&file), crate::duties::chain(&file, about, &school_of([])))
    };
    let (lines, chain) = permanent(|_| {});
    assert_eq!(lines, ["2026-11-02 practice school permanent exclusion · tell parents and authority"]);
    let steps: Vec<_> = chain.iter().map(|dated| (dated.date, dated.duty)).collect();
    assert_eq!(
        steps,
        [
            (date("2026-11-02"), Duty::SuspensionTold),
            (date("2026-11-02"), Duty::SuspensionGovernors),
            (date("2026-11-09"), Duty::SixthDay),
            (date("2026-11-23"), Duty::BoardMeets),
        ]
    );
    let (lines, _) = permanent(|s| {
        all_done(s);
        s.governors_told = Some(date("2026-11-04"));
        s.board_met = None;
    });
    assert_eq!(lines, ["2026-11-25 practice school permanent exclusion · governors meet"]);
}

#[test]
fn the_sixth_school_day_passes_over_weekends_and_half_term() {
    // Fri 23 Oct is the last day before half-term.
    for (from, sixth) in
        [("2026-11-02", "2026-11-09"), ("2026-10-22", "2026-11-05"), ("2026-10-24", "2026-11-09")]
    {
        let lines = due_of(&file_of([suspension(from, 12, |s| {
            told(s);
            s.governors_told = Some(s.from);
        })]));
        assert_eq!(lines, [format!("{sixth} practice school suspension · other education begins")], "{from}");
    }
}

/// The lines of a last suspension after others that are done with.
fn after(others: &[(&str, u16)], from: &str, half_days: u16) -> Vec<DueItem> {
    let mut records: Vec<Record> =
        others.iter().map(|(from, half)| suspension(from, *half, all_done)).collect();
    records.push(suspension(from, half_days, told));
    due_items(&file_of(records), &school_of([]))
}

#[test]
fn governors_are_told_when_more_than_five_days_fall_in_one_term() {
    for (others, from, half_days, asked) in [
        // 5 days in all, and 5½.
        (vec![("2026-09-14", 4)], "2026-11-02", 6, false),
        (vec![("2026-09-14", 5)], "2026-11-02", 6, true),
        // The other ones lie in another term.
        (vec![("2026-09-14", 10)], "2027-01-11", 10, false),
        (vec![("2026-06-15", 10)], "2026-09-14", 10, false),
        // It runs over the end of term: 4 half days in autumn, the rest in spring.
        (vec![("2026-09-14", 6)], "2026-12-17", 8, false),
        (vec![("2026-09-14", 7)], "2026-12-17", 8, true),
        (vec![], "2026-12-17", 10, false),
    ] {
        let items = after(&others, from, half_days);
        let governors = items.iter().any(|item| item.duty == Duty::SuspensionGovernors);
        assert_eq!(governors, asked, "{others:?} {from} {half_days}: {items:?}");
    }
    let items = after(&[("2026-09-14", 5)], "2026-11-02", 6);
    assert!(items[0].steps.iter().any(|step| step == "With this one, 5½ school days are lost in the term."));
}

#[test]
fn a_later_and_a_cancelled_suspension_do_not_count() {
    let later = file_of([suspension("2026-09-14", 4, told), suspension("2026-11-02", 8, all_done)]);
    assert_eq!(due_of(&later), Lines::new(), "the first was no more than 2 days when it was given");
    let cancelled = file_of([
        suspension("2026-09-14", 10, |s| s.cancelled = Some(date("2026-09-15"))),
        suspension("2026-11-02", 8, told),
    ]);
    assert_eq!(due_of(&cancelled), Lines::new());
}

#[test]
fn over_forty_five_in_a_year_is_said_on_the_line() {
    let others = [("2026-09-07", 30), ("2026-11-02", 30), ("2027-01-11", 28)];
    let at = after(&others, "2027-03-01", 2);
    assert_eq!(at[0].what, "suspension · tell the governors", "45 are not more than 45");
    let mut records: Vec<Record> =
        others.iter().map(|(from, half)| suspension(from, *half, all_done)).collect();
    records.push(suspension("2027-03-01", 5, |_| {}));
    let items = due_items(&file_of(records), &school_of([]));
    assert_eq!(items[0].what, "suspension (46½ of 45 days this year) · tell parents and authority");
    assert!(items[0].steps.last().unwrap().contains("46½ school days are lost in the academic year"));
}

#[test]
fn the_counts_of_a_day_keep_to_its_term_and_year() {
    let calendar = Calendar::default();
    let file = file_of([
        suspension("2026-07-13", 4, all_done),
        suspension("2026-09-14", 3, all_done),
        suspension("2026-11-02", 4, all_done),
        suspension("2026-11-09", 9, |s| s.cancelled = Some(s.from)),
        suspension("2027-01-11", 1, all_done),
    ]);
    for (on, term, year) in [
        ("2026-07-20", 4, 4),
        ("2026-08-31", 4, 4),
        ("2026-09-01", 0, 8),
        ("2026-09-14", 7, 8),
        ("2026-12-25", 7, 8),
        ("2027-01-12", 1, 8),
        ("2027-06-01", 0, 8),
        ("2027-09-20", 0, 0),
    ] {
        let counted = counts(&file, date(on), &calendar);
        assert_eq!((counted.term_half_days, counted.year_half_days), (term, year), "{on}");
    }
    assert_eq!(counts(&file, NaiveDate::MAX, &calendar), Counts::default());
}

#[test]
fn the_counts_say_what_they_reach() {
    let says = |term_half_days, year_half_days| Counts { term_half_days, year_half_days }.says();
    assert_eq!(says(0, 0), Lines::new());
    assert_eq!(says(7, 7), ["3½ of 45 school days this year, 3½ of them this term."]);
    assert!(says(10, 12)[1].starts_with("5 this term"));
    assert!(says(11, 12)[1].starts_with("More than 5"));
    assert!(says(30, 30)[2].contains("50 school days"));
    assert_eq!(says(31, 31)[2], "More than 15 this term: the governors meet within 15 school days.");
    assert_eq!(says(0, 90)[1], "45 this year: the most, as generally understood.");
    assert_eq!(
        says(1, 91),
        [
            "45½ of 45 school days this year, ½ of them this term.",
            "More than 45 this year: over the limit, as generally understood."
        ]
    );
}

#[test]
fn without_a_length_only_the_telling_is_asked_for() {
    let case = Suspension::since(date("2026-11-02"), Typed::default());
    let items = due_items(&file_of([Record::Suspension(case)]), &school_of([]));
    assert_eq!((items.len(), items[0].duty, items[0].then.len()), (1, Duty::SuspensionTold, 0));
    assert!(items[0].steps.join(" ").contains("How long it lasts is not recorded"));
}
