//! Costs by worked examples and by rule: to the penny, whatever days and whatever grouping.

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

fn cost(provision: &Provision, rows: &[SessionRow], stays: &[Stay], span: Span) -> Charges {
    let calendar = Calendar::default();
    charges(&Run { provision, calendar: &calendar, rows, stays }, &rates(), span)
}

#[test]
fn missed_and_unrecorded_sessions_cost_nothing() {
    let rows = [
        row(1, "2026-09-14", State::Missed(Missed::AdultAway)),
        row(2, "2026-09-21", State::Planned),
        row(3, "2026-09-28", State::Missed(Missed::Closure)),
    ];
    let charges = cost(&provision(), &rows, &stays(3), all());
    assert_eq!((charges.pence, charges.sessions, charges.no_rate, charges.nobody), (0, 0, 0, 0));
}

#[test]
fn those_who_were_away_share_nothing_and_a_session_of_nobody_stands_apart() {
    let mut first = row(1, "2026-09-14", State::Delivered);
    first.away = vec![(PupilId(10), Missed::PupilAway)];
    let mut second = row(2, "2026-09-21", State::Delivered);
    second.away = vec![(PupilId(10), Missed::Trip), (PupilId(11), Missed::Trip)];
    let charges = cost(&provision(), &[first, second], &stays(2), all());
    assert_eq!((charges.pence, charges.sessions, charges.nobody), (1014, 2, 507));
    let shares: Vec<(i64, u32)> = charges.shares.iter().map(|share| (share.pence, share.sessions)).collect();
    assert_eq!(shares, [(0, 0), (507, 1)]);
}

#[test]
fn materials_count_once_and_fees_each_time() {
    let with = Provision { materials_pence: Some(2_000), fee_pence: Some(4_500), ..provision() };
    let rows = [
        row(1, "2026-09-14", State::Missed(Missed::Trip)),
        row(2, "2026-09-21", State::Delivered),
        row(3, "2026-09-28", State::Delivered),
    ];
    assert_eq!(cost(&with, &rows, &stays(2), all()).pence, 2_000 + 2 * (4_500 + 507));
    let later = Span { from: date("2026-09-22"), to: date("2026-12-18") };
    assert_eq!(cost(&with, &rows, &stays(2), later).pence, 4_500 + 507, "the materials came before");
}

#[test]
fn a_rate_that_is_not_known_is_counted_and_named() {
    let rows = [row(1, "2026-09-14", State::Delivered), row(2, "2026-09-21", State::Delivered)];
    let by = |lead, fee_pence| {
        let charges = cost(&Provision { lead, fee_pence, ..provision() }, &rows, &stays(1), all());
        (charges.pence, charges.no_rate, charges.unpriced, charges.shares[0].no_rate)
    };
    assert_eq!(by(Some(TEACHER), None), (0, 2, vec![Some(TEACHER)], 2));
    assert_eq!(by(None, None), (0, 2, vec![None], 2));
    assert_eq!(by(None, Some(100)), (200, 0, vec![], 0), "an agency's fee is the whole price");
    assert_eq!(by(Some(TEACHER), Some(100)), (200, 2, vec![Some(TEACHER)], 2));
}

#[test]
fn another_adult_is_paid_at_their_own_rate() {
    let mut taken = row(1, "2026-09-14", State::Delivered);
    taken.adult = Some(TEACHER);
    let charges = cost(&provision(), &[taken, row(2, "2026-09-21", State::Delivered)], &stays(1), all());
    assert_eq!((charges.pence, charges.no_rate, charges.unpriced), (507, 1, vec![Some(TEACHER)]));
}

#[test]
fn an_agreed_cost_is_shared_over_the_planned_sessions() {
    // Four Mondays: 7, 14, 21 and 28 September.
    let end = Some(date("2026-09-30"));
    let agreed = Provision { cost_pence: Some(1_002), fee_pence: Some(9_999), end, ..provision() };
    let each: Vec<i64> = ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28"]
        .iter()
        .map(|on| cost(&agreed, &[row(1, on, State::Delivered)], &[], all()).pence)
        .collect();
    assert_eq!(each, [251, 251, 250, 250]);

    let mut moved = row(2, "2026-09-16", State::Delivered);
    moved.stands_for = Some(PlaceInDay { on: date("2026-09-14"), nth: 0 });
    assert_eq!(cost(&agreed, &[moved.clone()], &[], all()).pence, 251, "moved, it is still that session");
    let extra = row(3, "2026-09-17", State::Delivered);
    assert_eq!(cost(&agreed, &[extra], &[], all()).pence, 0, "one more adds nothing");
    let again = SessionRow { id: RecordId(9), ..moved.clone() };
    assert_eq!(cost(&agreed, &[moved, again], &[], all()).pence, 251, "one planned session is paid once");
}

#[test]
fn after_the_agreed_days_the_hours_count() {
    let agreed = Provision { cost_pence: Some(800), cost_until: Some(date("2026-09-30")), ..provision() };
    let rows = [row(1, "2026-09-28", State::Delivered), row(2, "2026-10-05", State::Delivered)];
    assert_eq!(cost(&agreed, &rows, &[], all()).pence, 200 + 507);
    // An open run: what was agreed is for the year in which it starts.
    let open = Provision { cost_until: None, end: None, ..agreed };
    let next = [row(1, "2027-09-06", State::Delivered)];
    assert_eq!(cost(&open, &next, &[], all()).pence, 507);
    // Two days without a Monday plan nothing: the first session carries the whole.
    let short = Provision { start: date("2026-09-08"), end: Some(date("2026-09-09")), ..provision() };
    let short = Provision { cost_pence: Some(800), ..short };
    let rows = [row(1, "2026-09-08", State::Delivered), row(2, "2026-09-09", State::Delivered)];
    assert_eq!(cost(&short, &rows, &[], all()).pence, 800);
}

#[test]
fn a_run_that_ends_early_leaves_what_its_sessions_cost() {
    let runs = Provision { cost_pence: Some(24_000), ..provision() };
    let rows = [row(1, "2026-09-14", State::Delivered), row(2, "2026-09-21", State::Delivered)];
    let before = cost(&runs, &rows, &[], all());
    let ended = Provision { end: Some(date("2026-09-30")), cost_until: runs.end, ..runs };
    assert_eq!(cost(&ended, &rows, &[], all()), before);
    // Without a last day of its own the agreed cost is the run's, however short: four Mondays.
    let short = Provision { cost_until: None, ..ended };
    assert_eq!(cost(&short, &rows, &[], all()).pence, 12_000);
}

#[test]
fn materials_to_come_count_in_one_term() {
    let runs = Provision { materials_pence: Some(2_000), ..provision() };
    let calendar = Calendar::default();
    let run = Run { provision: &runs, calendar: &calendar, rows: &[], stays: &[] };
    let today = date("2026-11-02");
    let of = |from: &str, to: &str| {
        projected(&run, &rates(), Span { from: date(from), to: date(to) }, today).pence
    };
    let parts = [of("2026-09-01", "2026-11-15"), of("2026-11-16", "2026-12-18")];
    assert_eq!(parts, [2_000 + 2 * 507, 5 * 507]);
    assert_eq!(of("2026-09-01", "2026-12-18"), parts[0] + parts[1]);
}

#[test]
fn what_is_planned_counts_at_todays_rate_to_the_end() {
    let end = Some(date("2026-10-09"));
    let runs = Provision { end, materials_pence: Some(100), ..provision() };
    let calendar = Calendar::default();
    let rows = [row(1, "2026-09-14", State::Delivered), row(2, "2026-10-05", State::Missed(Missed::Trip))];
    let stays = stays(2);
    let run = Run { provision: &runs, calendar: &calendar, rows: &rows, stays: &stays };
    let today = date("2026-09-21");
    let ahead = projected(&run, &rates(), run_to(&runs, today), today);
    // Delivered on the 14th; the 7th was not recorded; the 21st and 28th are planned, 5 October is missed already.
    assert_eq!((ahead.pence, ahead.sessions), (100 + 3 * 507, 3));
    assert_eq!(ahead.shares.iter().map(|share| share.pence).sum::<i64>(), ahead.pence);
    let none: [SessionRow; 0] = [];
    let fresh = Run { rows: &none, ..run };
    assert_eq!(projected(&fresh, &rates(), run_to(&runs, today), today).pence, 100 + 3 * 507);
    assert_eq!(projected(&fresh, &rates(), run_to(&runs, date("2027-02-01")), date("2027-02-01")).pence, 0);
}

#[test]
fn an_academic_year_is_september_to_august() {
    for on in ["2026-09-01", "2027-08-31", "2026-11-21"] {
        assert_eq!(year(date(on)), Span { from: date("2026-09-01"), to: date("2027-08-31") }, "{on}");
    }
}

mod rules {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;

    fn on(day: u64) -> NaiveDate {
        date("2026-09-01").checked_add_days(Days::new(day)).unwrap()
    }

    prop_compose! {
        fn session()(
            day in 0_u64..160, nth in 0_u8..2, what in 0_u8..6, minutes in 1_u16..90, adult in 0_u32..5,
            moved in prop::option::of((0_u64..160, 0_u8..2)), away in prop::collection::vec(10_u32..17, 0..4),
        ) -> SessionRow {
            let state = match what { 0 => State::Planned, 1 => State::Missed(Missed::Trip), _ => State::Delivered };
            let adult = (adult > 0).then_some(RecordId(adult));
            let stands_for = moved.map(|(day, nth)| PlaceInDay { on: on(day), nth });
            let away = away.into_iter().map(|who| (PupilId(who), Missed::PupilAway)).collect();
            SessionRow { id: RecordId(0), on: on(day), nth, at: None, state, stands_for, minutes, adult, away }
        }
    }

    prop_compose! {
        fn place()(pupil in 10_u32..16, from in 0_u64..120, length in prop::option::of(0_u64..120)) -> Stay {
            let to = length.map(|length| on(from + length));
            Stay { allocation: RecordId(0), pupil: PupilId(pupil), from: on(from), to }
        }
    }

    prop_compose! {
        fn any_run()(
            cost_pence in prop::option::of(0_i64..200_000), until in prop::option::of(0_u64..160),
            materials_pence in prop::option::of(0_i64..9_999), fee_pence in prop::option::of(0_i64..9_999),
            end in prop::option::of(0_u64..160), times_a_week in 1_u8..12, lead in prop::option::of(1_u32..4),
            mut rows in prop::collection::vec(session(), 0..60), mut stays in prop::collection::vec(place(), 0..9),
        ) -> (Provision, Vec<SessionRow>, Vec<Stay>) {
            for (id, row) in (1..).zip(&mut rows) {
                row.id = RecordId(id);
            }
            for (id, stay) in (500..).zip(&mut stays) {
                stay.allocation = RecordId(id);
            }
            let provision = Provision {
                cost_pence, cost_until: until.map(on), materials_pence, fee_pence, end: end.map(on), times_a_week,
                lead: lead.map(RecordId), slots: Vec::new(), start: on(0), ..provision()
            };
            (provision, rows, stays)
        }
    }

    proptest! {
        #[test]
        fn sums_are_the_same_however_grouped((provision, rows, stays) in any_run()) {
            let calendar = Calendar::default();
            let run = Run { provision: &provision, calendar: &calendar, rows: &rows, stays: &stays };
            let whole = charges(&run, &rates(), all());
            let by_place: i64 = whole.shares.iter().map(|share| share.pence).sum();
            prop_assert_eq!(by_place + whole.nobody, whole.pence);
            let pupils: std::collections::BTreeSet<PupilId> = stays.iter().map(|stay| stay.pupil).collect();
            let by_pupil: i64 = pupils.iter().map(|pupil| whole.of_pupil(*pupil).0).sum();
            prop_assert_eq!(by_pupil + whole.nobody, whole.pence);
            let mut by_adult = std::collections::BTreeMap::new();
            each(&run, &rates(), all(), |one| *by_adult.entry(one.adult).or_insert(0) += one.pence);
            prop_assert_eq!(by_adult.values().sum::<i64>(), whole.pence);
            let delivered = rows.iter().filter(|row| row.state == State::Delivered).count();
            prop_assert_eq!(usize::try_from(whole.sessions).unwrap(), delivered);
        }

        #[test]
        fn two_spells_add_up_to_both((provision, rows, stays) in any_run(), cut in 0_u64..170, day in 0_u64..170) {
            let (first, second) = (Span { to: on(cut), ..all() }, Span { from: on(cut + 1), ..all() });
            let calendar = Calendar::default();
            let run = Run { provision: &provision, calendar: &calendar, rows: &rows, stays: &stays };
            let ahead = |span| projected(&run, &rates(), span, on(day)).pence;
            let whole = Span { from: on(0), to: on(400) };
            let parts = ahead(Span { to: on(cut), ..whole }) + ahead(Span { from: on(cut + 1), ..whole });
            prop_assert_eq!(parts, ahead(whole));
            let whole = cost(&provision, &rows, &stays, all());
            let (first, second) = (cost(&provision, &rows, &stays, first), cost(&provision, &rows, &stays, second));
            prop_assert_eq!(first.pence + second.pence, whole.pence);
            prop_assert_eq!(first.no_rate + second.no_rate, whole.no_rate);
            prop_assert_eq!(first.nobody + second.nobody, whole.nobody);
            for ((a, b), both) in first.shares.iter().zip(&second.shares).zip(&whole.shares) {
                prop_assert_eq!(a.pence + b.pence, both.pence);
            }
        }

        #[test]
        fn never_more_than_the_sessions_say((provision, rows, stays) in any_run()) {
            let hours = |row: &SessionRow| {
                let adult = row.adult.or(provision.lead);
                let hour = adult.and_then(|adult| rates().on(adult, row.on)).unwrap_or(0);
                by_the_hour(hour, row.minutes) + provision.fee_pence.unwrap_or(0)
            };
            let delivered: Vec<&SessionRow> = rows.iter().filter(|row| row.state == State::Delivered).collect();
            let by_hours: i64 = delivered.iter().map(|row| hours(row)).sum();
            let materials = if delivered.is_empty() { 0 } else { provision.materials_pence.unwrap_or(0) };
            let pence = cost(&provision, &rows, &stays, all()).pence;
            match provision.cost_pence {
                None => prop_assert_eq!(pence, by_hours + materials),
                Some(agreed) if provision.cost_until.is_none() => prop_assert!(pence <= agreed + materials),
                Some(agreed) => prop_assert!(pence <= agreed + by_hours + materials),
            }
        }

        #[test]
        fn projected_is_never_less_than_to_date((provision, rows, stays) in any_run(), day in 0_u64..170) {
            let calendar = Calendar::default();
            let run = Run { provision: &provision, calendar: &calendar, rows: &rows, stays: &stays };
            let today = on(day);
            let to_date = charges(&run, &rates(), Span { to: today, ..year(today) });
            let ahead = projected(&run, &rates(), year(today), today);
            prop_assert!(ahead.pence >= to_date.pence);
            let by_place: i64 = ahead.shares.iter().map(|share| share.pence).sum();
            prop_assert_eq!(by_place + ahead.nobody, ahead.pence);
        }

        #[test]
        fn a_split_is_whole_and_even(pence in -1_000_000_i64..1_000_000, count in 1_usize..40) {
            let parts: Vec<i64> = (0..count).map(|at| split(pence, count, at)).collect();
            prop_assert_eq!(parts.iter().sum::<i64>(), pence);
            prop_assert!(parts.iter().max().unwrap() - parts.iter().min().unwrap() <= 1);
            prop_assert!(parts.is_sorted_by(|a, b| a >= b));
        }
    }
}
