//! The academic year 2026/27 worked out by hand on a wall calendar.

use super::*;
use crate::actions::calendar::{add_closure, add_term, take_over};
use crate::actions::testing::{Lab, date};
use crate::domain::day;
use crate::domain::ids::{SCHOOL, Typed};
use crate::domain::school::Site;

fn closed(kind: ClosureKind, from: &str, to: &str, site: Option<RecordId>) -> Closure {
    Closure { kind, name: String::new(), from: date(from), to: date(to), site, typed: Typed::default() }
}

fn of(lab: &Lab, site: Option<RecordId>, starts: i32) -> Year {
    year(&lab.store.read(|view| view.school()).unwrap(), site, starts)
}

fn read(year: &Year) -> Vec<String> {
    let line = |line: &DayLine| {
        let to = if line.to == line.from { String::new() } else { format!(" – {}", day::short(line.to)) };
        let flag = if line.flag.is_empty() { String::new() } else { format!(" · {}", line.flag) };
        format!("{} {}{to}: {}{flag}", line.section, day::short(line.from), line.words)
    };
    year.lines.iter().map(line).collect()
}

#[test]
fn school_days_of_a_year_counted_by_hand() {
    let mut lab = Lab::new();
    let assumed = of(&lab, None, 2026);
    // Autumn: Wed 2 to Fri 4 Sep are 3; 15 weeks from Mon 7 Sep to Fri 18 Dec are 75; half-term takes 5.
    // Spring: 12 weeks from Mon 4 Jan are 60, but it ends on a Thursday; half-term takes 5.
    // Summer: 14 weeks from Mon 12 Apr are 70, and Mon 19 to Wed 21 Jul; half-term takes 5, Mon 3 May is a bank holiday.
    let days: Vec<u32> = assumed.terms.iter().map(|term| term.school_days).collect();
    assert_eq!(days, [73, 54, 67]);
    assert_eq!(assumed.school_days, 194);
    lab.make(|edit, by| {
        take_over(edit, 2026, None)?;
        for on in ["2026-09-02", "2026-11-02", "2027-01-04", "2027-06-07", "2027-07-21"] {
            add_closure(edit, &closed(ClosureKind::Inset, on, on, None), by)?;
        }
        // Two school days and the weekend between them.
        add_closure(edit, &closed(ClosureKind::Closed, "2027-01-22", "2027-01-25", None), by)
    });
    let own = of(&lab, None, 2026);
    assert_eq!(own.terms.iter().map(|term| term.school_days).collect::<Vec<_>>(), [71, 51, 65]);
    assert_eq!(own.school_days, 187);
    assert_eq!(own.standing(), "the school's own dates");
}

#[test]
fn the_year_row_by_row() {
    let mut lab = Lab::new();
    lab.make(|edit, by| add_closure(edit, &closed(ClosureKind::Inset, "2026-09-01", "2026-09-01", None), by));
    lab.make(|edit, by| add_closure(edit, &closed(ClosureKind::Open, "2027-05-03", "2027-05-03", None), by));
    let assumed = of(&lab, None, 2026);
    assert_eq!(
        read(&assumed),
        [
            "0 Tue 1 Sep: INSET day",
            "0 Wed 2 Sep – Fri 18 Dec: Autumn term · assumed",
            "0 Mon 26 Oct – Fri 30 Oct: half-term · assumed",
            "0 Fri 25 Dec: Christmas Day · holidays",
            "0 Mon 28 Dec: Boxing Day (substitute day) · holidays",
            "0 Fri 1 Jan: New Year's Day · holidays",
            "1 Mon 4 Jan – Thu 25 Mar: Spring term · assumed",
            "1 Mon 15 Feb – Fri 19 Feb: half-term · assumed",
            "1 Fri 26 Mar: Good Friday · holidays",
            "1 Mon 29 Mar: Easter Monday · holidays",
            "2 Mon 12 Apr – Wed 21 Jul: Summer term · assumed",
            "2 Mon 3 May: open",
            "2 Mon 31 May – Fri 4 Jun: half-term · assumed",
            "2 Mon 31 May: Spring bank holiday · half-term",
            "2 Mon 30 Aug: Summer bank holiday · holidays",
        ]
    );
    assert!(assumed.is_provisional());
    assert_eq!(assumed.standing(), "assumed, not the school's own dates");
    assert_eq!(assumed.label(), "2026/27");
}

#[test]
fn a_year_partly_given_says_what_is_assumed_and_sites_show_what_is_theirs() {
    let mut lab = Lab::new();
    let site = lab.make(|edit, _| edit.add(SCHOOL, Site { name: "Infants".into() }));
    let term = |start: &str, site| Term {
        name: "Autumn".into(),
        start: date(start),
        end: date("2026-12-11"),
        half_term: None,
        site,
    };
    lab.make(|edit, _| add_term(edit, &term("2026-09-03", None)));
    lab.make(|edit, _| add_term(edit, &term("2026-09-07", Some(site))));
    lab.make(|edit, by| {
        add_closure(edit, &closed(ClosureKind::Inset, "2026-11-02", "2026-11-02", Some(site)), by)
    });
    let all = of(&lab, None, 2026);
    assert_eq!(all.standing(), "Spring term and Summer term assumed");
    let theirs = |year: &Year| {
        let own = year.lines.iter().filter(|line| line.site == Some(site));
        own.map(|line| day::short(line.from)).collect::<Vec<_>>()
    };
    assert_eq!(theirs(&all), ["Mon 7 Sep", "Mon 2 Nov"], "beside the school's, with their site");
    let one = of(&lab, Some(site), 2026);
    assert_eq!(theirs(&one), ["Mon 7 Sep", "Mon 2 Nov"]);
    // Autumn: 14 weeks from Mon 7 Sep to Fri 11 Dec, without the INSET day; the school's has 2 days more and that one.
    assert_eq!((one.terms[0].school_days, all.terms[0].school_days), (69, 72));
    assert_eq!(one.lines.iter().filter(|line| line.words == "Autumn term").count(), 1);
}

#[test]
fn every_kind_of_day_has_its_letter() {
    let mut lab = Lab::new();
    lab.make(|edit, by| {
        add_closure(edit, &closed(ClosureKind::Inset, "2026-11-02", "2026-11-02", None), by)?;
        add_closure(edit, &closed(ClosureKind::Closed, "2026-11-05", "2026-11-06", None), by)?;
        add_closure(edit, &closed(ClosureKind::BankHoliday, "2026-11-10", "2026-11-10", None), by)
    });
    let school = lab.store.read(|view| view.school()).unwrap();
    let month = |text: &str| {
        let row = |week: [Option<NaiveDate>; 7]| {
            week.map(|date| date.map_or(' ', |date| mark(&school.calendar, date).letter())).iter().collect()
        };
        weeks(date(text)).into_iter().map(row).collect::<Vec<String>>()
    };
    assert_eq!(month("2026-11-01"), ["      ·", "IssCC··", "sBsss··", "sssss··", "sssss··", "s      "]);
    assert_eq!(month("2026-12-01"), [" ssss··", "sssss··", "sssss··", "hhhhB··", "Bhhh   "]);
    assert_eq!(month("2027-02-01"), ["sssss··", "sssss··", "hhhhh··", "sssss··"]);
    let firsts = months(2026);
    assert_eq!((firsts.len(), firsts[0], firsts[11]), (12, date("2026-09-01"), date("2027-08-01")));
    let mut letters: Vec<char> = Mark::ALL.map(Mark::letter).to_vec();
    letters.dedup();
    assert_eq!(letters.len(), 6);
}

#[test]
fn years_at_the_ends_of_time_are_empty_and_break_nothing() {
    let lab = Lab::new();
    for starts in [i32::MIN, 1, 1899, 2199, 2300, i32::MAX] {
        let year = of(&lab, None, starts);
        assert_eq!(year.school_days, 0, "{starts}");
        for first in months(starts) {
            weeks(first);
        }
    }
    assert!(of(&lab, None, 1900).school_days > 150);
}
