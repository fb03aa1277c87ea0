use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::catalogue::Rate;
use crate::domain::delivery::{Missed, PlaceInDay, SessionRow, Span, State};
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::provision::Provision;
use chrono::NaiveDate;

const TA: RecordId = RecordId(1);
const TEACHER: RecordId = RecordId(2);

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rate(role: &str, from: &str, pence: i64) -> Rate {
    Rate { role: role.into(), from: date(from), pence, note: String::new() }
}

fn rates() -> Rates {
    let staff = [(TA, "Teaching  assistant"), (TEACHER, "Class teacher"), (RecordId(3), "")];
    let rates =
        [rate("teaching assistant", "2026-04-01", 1520), rate("teaching-assistant", "2025-09-01", 1480)];
    Rates::new(staff, &rates)
}

/// Mondays 20 minutes, 7 September to 18 December 2026, led by the teaching assistant.
fn provision() -> Provision {
    Provision {
        name: "Language group".into(),
        minutes: 20,
        times_a_week: 1,
        slots: crate::domain::delivery::parse_slots("mon").unwrap(),
        lead: Some(TA),
        start: date("2026-09-07"),
        end: Some(date("2026-12-18")),
        ..Provision::default()
    }
}

fn row(id: u32, on: &str, state: State) -> SessionRow {
    SessionRow {
        id: RecordId(id),
        on: date(on),
        nth: 0,
        at: None,
        state,
        stands_for: None,
        minutes: 20,
        adult: None,
        away: Vec::new(),
    }
}

fn stays(count: u32) -> Vec<Stay> {
    (0..count)
        .map(|at| Stay {
            allocation: RecordId(100 + at),
            pupil: PupilId(10 + at),
            from: date("2026-09-07"),
            to: Some(date("2026-12-18")),
        })
        .collect()
}

fn all() -> Span {
    Span { from: date("2020-01-01"), to: date("2030-01-01") }
}

#[test]
fn an_hour_costs_what_the_role_cost_on_the_day() {
    let rates = rates();
    for (adult, on, pence) in [
        (TA, "2026-09-07", Some(1520)),
        (TA, "2026-04-01", Some(1520)),
        (TA, "2026-03-31", Some(1480)),
        (TA, "2025-08-31", None),
        (TEACHER, "2026-09-07", None),
        (RecordId(3), "2026-09-07", None),
        (RecordId(9), "2026-09-07", None),
    ] {
        assert_eq!(rates.on(adult, date(on)), pence, "{adult:?} {on}");
    }
}

#[test]
fn twenty_minutes_of_fifteen_twenty_among_six() {
    assert_eq!(by_the_hour(1520, 20), 507);
    for (an_hour, minutes, pence) in
        [(1520, 60, 1520), (1, 30, 1), (1, 29, 0), (0, 400, 0), (i64::MAX, 60, i64::MAX / 60)]
    {
        assert_eq!(by_the_hour(an_hour, minutes), pence);
    }
    assert_eq!((0..6).map(|at| split(507, 6, at)).collect::<Vec<_>>(), [85, 85, 85, 84, 84, 84]);
    assert_eq!((0..3).map(|at| split(-1, 3, at)).sum::<i64>(), -1);
    assert_eq!(split(507, 0, 0), 0);

    let (provision, calendar, stays) = (provision(), Calendar::default(), stays(6));
    let rows = [row(1, "2026-09-14", State::Delivered)];
    let run = Run { provision: &provision, calendar: &calendar, rows: &rows, stays: &stays };
    let charges = charges(&run, &rates(), all());
    assert_eq!((charges.pence, charges.sessions, charges.no_rate, charges.nobody), (507, 1, 0, 0));
    let shares: Vec<i64> = charges.shares.iter().map(|share| share.pence).collect();
    assert_eq!(shares, [85, 85, 85, 84, 84, 84]);
}
