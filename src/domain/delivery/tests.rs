//! What is planned, recorded and counted, in worked examples and by rule.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::domain::calendar::{self, Calendar, Closure, ClosureKind, Term};
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::provision::Provision;

fn d(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span { from: d(from), to: d(to) }
}

fn shut(kind: ClosureKind, from: NaiveDate, to: NaiveDate) -> Closure {
    Closure { kind, name: String::new(), from, to, site: None, typed: Default::default() }
}

/// Autumn 2026: 2 September to 18 December, half-term 26 to 30 October.
fn autumn(closures: Vec<Closure>) -> Calendar {
    let half = calendar::Span { start: d("2026-10-26"), end: d("2026-10-30") };
    let term = Term {
        name: "Autumn".into(),
        start: d("2026-09-02"),
        end: d("2026-12-18"),
        half_term: Some(half),
        site: None,
    };
    Calendar::new(vec![term], closures, true).unwrap()
}

fn group(days: &str) -> Provision {
    let slots = parse_slots(days).unwrap();
    Provision {
        name: "Language group".into(),
        minutes: 20,
        times_a_week: slots.len().try_into().unwrap(),
        slots,
        start: d("2026-09-07"),
        end: Some(d("2026-12-18")),
        ..Provision::default()
    }
}

fn row(id: u32, on: &str, nth: u8, state: State) -> SessionRow {
    SessionRow {
        id: RecordId(id),
        on: d(on),
        nth,
        at: None,
        state,
        stands_for: None,
        minutes: 20,
        adult: None,
        away: Vec::new(),
    }
}

fn moved(id: u32, from: &str, to: &str, at: u16) -> SessionRow {
    let stands_for = Some(PlaceInDay { on: d(from), nth: 0 });
    SessionRow { stands_for, at: Some(at), ..row(id, to, 100, State::Planned) }
}

fn days(occasions: &[Occasion]) -> Vec<String> {
    occasions.iter().map(|one| one.on.format("%d/%m").to_string()).collect()
}

#[test]
fn half_term_inset_and_bank_holidays_plan_nothing() {
    let inset = shut(ClosureKind::Inset, d("2026-11-02"), d("2026-11-02"));
    let calendar = autumn(vec![inset]);
    let all = occasions(&group("mon wed fri 9:30"), &calendar, &[], span("2026-10-19", "2026-11-08"));
    assert_eq!(days(&all), ["19/10", "21/10", "23/10", "04/11", "06/11"]);
    assert!(all.iter().all(|one| (one.at, one.minutes, one.state) == (Some(570), 20, State::Planned)));
}

#[test]
fn a_dosage_counts_to_its_last_day() {
    let mut provision = group("mon 9:00, mon 13:00, thu 9:00");
    provision.minutes = 30;
    provision.earlier = vec![
        Dosage { until: d("2026-09-13"), minutes: 15, times_a_week: 5, slots: Vec::new() },
        Dosage {
            until: d("2026-09-22"),
            minutes: 20,
            times_a_week: 1,
            slots: parse_slots("tue 10:00").unwrap(),
        },
    ];
    let all = planned(&provision, &autumn(vec![]), span("2026-09-01", "2026-09-30"));
    let said: Vec<(String, u8, u16)> = all
        .iter()
        .map(|(place, _, minutes)| (place.on.format("%d").to_string(), place.nth, *minutes))
        .collect();
    let expected = [
        ("07", 0, 15),
        ("08", 0, 15),
        ("09", 0, 15),
        ("10", 0, 15),
        ("11", 0, 15),
        ("15", 0, 20),
        ("22", 0, 20),
        ("24", 0, 30),
        ("28", 0, 30),
        ("28", 1, 30),
    ];
    assert_eq!(said, expected.map(|(on, nth, minutes)| (on.to_owned(), nth, minutes)));
}

#[test]
fn what_was_moved_is_planned_once() {
    let provision = group("mon 9:30");
    let rows = [moved(1, "2026-11-09", "2026-11-12", 600)];
    let november = span("2026-11-01", "2026-11-30");
    let all = occasions(&provision, &autumn(vec![]), &rows, november);
    assert_eq!(days(&all), ["02/11", "12/11", "16/11", "23/11", "30/11"]);
    assert_eq!(all[1].at, Some(600));
    // Seen from a week that it left, and from one that it came to.
    assert!(occasions(&provision, &autumn(vec![]), &rows, span("2026-11-09", "2026-11-11")).is_empty());
    assert_eq!(
        days(&occasions(&provision, &autumn(vec![]), &rows, span("2026-11-12", "2026-11-12"))),
        ["12/11"]
    );
    // The day that it was moved to is closed: it is planned where it was.
    let snow = autumn(vec![shut(ClosureKind::Closed, d("2026-11-12"), d("2026-11-12"))]);
    let all = occasions(&provision, &snow, &rows, november);
    assert_eq!(days(&all), ["02/11", "09/11", "16/11", "23/11", "30/11"]);
    // Delivered there, it stays whatever the calendar says.
    let held = [SessionRow { state: State::Delivered, ..rows[0].clone() }];
    assert_eq!(
        days(&occasions(&provision, &snow, &held, november)),
        days(&occasions(&provision, &autumn(vec![]), &rows, november))
    );
}

#[test]
fn what_was_recorded_stands_on_a_day_that_is_closed_afterwards() {
    let provision = group("mon 9:30");
    let rows = [
        row(1, "2026-11-09", 0, State::Delivered),
        row(2, "2026-11-16", 0, State::Missed(Missed::Trip)),
        SessionRow { adult: Some(RecordId(7)), ..row(3, "2026-11-23", 0, State::Planned) },
    ];
    let closed = shut(ClosureKind::Closed, d("2026-11-09"), d("2026-11-27"));
    let all = occasions(&provision, &autumn(vec![closed]), &rows, span("2026-11-01", "2026-11-30"));
    assert_eq!(days(&all), ["02/11", "09/11", "16/11", "30/11"]);
    let tally = of_group(&all, d("2026-12-01"));
    assert_eq!(tally.words(), "1 of 4 delivered (trip 1, not recorded 2)");
    assert_eq!(tally.percent(), Some(25));
}

#[test]
fn an_extra_session_is_one_more() {
    let provision = group("mon 9:30");
    let rows = [row(1, "2026-11-09", 1, State::Delivered), row(2, "2026-11-11", 0, State::Delivered)];
    let all = occasions(&provision, &autumn(vec![]), &rows, span("2026-11-09", "2026-11-15"));
    let said: Vec<(String, u8, Option<RecordId>)> =
        all.iter().map(|one| (one.on.format("%d").to_string(), one.nth, one.id)).collect();
    assert_eq!(
        said,
        [("09".into(), 1, Some(RecordId(1))), ("09".into(), 0, None), ("11".into(), 0, Some(RecordId(2)))]
    );
}

#[test]
fn a_pupil_counts_on_the_days_of_the_place_alone() {
    let provision = group("mon 9:30");
    let (ama, ben) = (PupilId(1), PupilId(2));
    let rows = [
        row(1, "2026-11-02", 0, State::Delivered),
        SessionRow { away: vec![(ama, Missed::PupilAway)], ..row(2, "2026-11-09", 0, State::Delivered) },
        row(3, "2026-11-16", 0, State::Missed(Missed::AdultAway)),
    ];
    let today = d("2026-11-24");
    let all = occasions(&provision, &autumn(vec![]), &rows, span("2026-11-01", "2026-11-24"));
    assert_eq!(of_group(&all, today).words(), "2 of 4 delivered (adult away 1, not recorded 1)");
    let whole = span("2026-11-01", "2026-11-24");
    assert_eq!(
        of_pupil(&all, ama, whole, today).words(),
        "1 of 4 delivered (adult away 1, pupil away 1, not recorded 1)"
    );
    assert_eq!(of_pupil(&all, ben, whole, today), of_group(&all, today));
    let late = span("2026-11-09", "2026-11-16");
    assert_eq!(of_pupil(&all, ben, late, today).words(), "1 of 2 delivered (adult away 1)");
    // A day that is not over is not yet unrecorded.
    assert_eq!(of_group(&all, d("2026-11-23")).open, 0);
    assert_eq!(Tally::default().words(), "no session yet");
    assert_eq!(of_group(&all[3..], today).words(), "its 1 session is not recorded");
}

#[test]
fn days_without_bounds_end() {
    let provision = Provision { start: NaiveDate::MIN, end: None, ..group("fri 14:00") };
    let all = planned(&provision, &autumn(vec![]), Span { from: NaiveDate::MIN, to: NaiveDate::MAX });
    assert!(all.iter().all(|(place, _, _)| (1900..=2199).contains(&place.on.year())));
    assert!(all.len() > 10_000);
    let wrong = Span { from: NaiveDate::MAX, to: NaiveDate::MIN };
    assert!(planned(&provision, &autumn(vec![]), wrong).is_empty());
    let backwards = Provision { end: Some(d("2020-01-01")), ..group("fri 14:00") };
    assert!(planned(&backwards, &autumn(vec![]), span("1900-01-01", "2199-12-31")).is_empty());
}

fn a_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..110).prop_map(|after| d("2026-09-01") + chrono::Days::new(after))
}

fn a_state() -> impl Strategy<Value = State> {
    prop_oneof![
        Just(State::Planned),
        Just(State::Delivered),
        Just(State::Delivered),
        (0..Missed::ALL.len()).prop_map(|at| State::Missed(Missed::ALL[at])),
    ]
}

fn a_calendar() -> impl Strategy<Value = Calendar> {
    prop::collection::vec((a_day(), 0_u64..9), 0..5).prop_map(|all| {
        let closure = |(from, days)| shut(ClosureKind::Closed, from, from + chrono::Days::new(days));
        autumn(all.into_iter().map(closure).collect())
    })
}

fn some_slots() -> impl Strategy<Value = Vec<Slot>> {
    let slot = (0_u8..5, prop::option::of(540_u16..900)).prop_map(|(weekday, at)| Slot { weekday, at });
    prop::collection::vec(slot, 0..6).prop_map(|mut slots| {
        slots.sort_unstable();
        slots
    })
}

fn a_provision() -> impl Strategy<Value = Provision> {
    let earlier = prop::collection::vec((a_day(), some_slots()), 0..3);
    (some_slots(), earlier, a_day(), prop::option::of(a_day())).prop_map(
        |(slots, mut earlier, start, end)| {
            earlier.sort_by_key(|(until, _)| *until);
            let earlier = earlier
                .into_iter()
                .map(|(until, slots)| Dosage { until, minutes: 15, times_a_week: 2, slots })
                .collect();
            Provision { slots, earlier, start, end, times_a_week: 3, ..group("") }
        },
    )
}

/// Records as the actions make them: a planned place has one at most, one that was moved has a number of its own.
fn some_rows() -> impl Strategy<Value = Vec<SessionRow>> {
    let one = (a_day(), 0_u8..3, a_state(), prop::option::of((a_day(), 0_u8..3)), 0_u32..6);
    prop::collection::vec(one, 0..25).prop_map(|all| {
        let mut names = std::collections::HashSet::new();
        let mut rows = Vec::new();
        for (at, (on, nth, state, origin, away)) in (0_u32..).zip(all) {
            let stands_for = origin.map(|(on, nth)| PlaceInDay { on, nth });
            let stands = stands_for.unwrap_or(PlaceInDay { on, nth });
            let nth = if origin.is_some() { 100 + u8::try_from(at).unwrap() } else { nth };
            if names.insert(stands) {
                let away = if state == State::Delivered { away } else { 0 };
                let away = (0..away).map(|who| (PupilId(who), Missed::PupilAway)).collect();
                rows.push(SessionRow { nth, stands_for, away, on, ..row(at + 1, "2026-09-01", 0, state) });
            }
        }
        rows.sort_by_key(|row| (row.on, row.nth));
        rows
    })
}

proptest! {
    #[test]
    fn a_calendar_change_moves_what_is_planned_and_nothing_that_was_recorded(
        provision in a_provision(),
        rows in some_rows(),
        before in a_calendar(),
        after in a_calendar(),
    ) {
        let whole = span("2026-08-01", "2027-01-31");
        let of = |calendar: &Calendar| {
            let all = occasions(&provision, calendar, &rows, whole);
            let (plan, mut recorded): (Vec<Occasion>, Vec<Occasion>) =
                all.into_iter().partition(|one| one.state == State::Planned);
            for one in &mut recorded {
                // Its time is the plan's where nobody gave another.
                one.at = None;
            }
            recorded.sort_by_key(|one| one.id);
            (plan, recorded)
        };
        let ((early, kept), (late, still)) = (of(&before), of(&after));
        prop_assert_eq!(kept, still);
        prop_assert!(early.iter().all(|one| before.is_teaching_day(one.on)));
        prop_assert!(late.iter().all(|one| after.is_teaching_day(one.on)));
    }

    #[test]
    fn nothing_is_planned_twice_and_no_record_is_lost(
        provision in a_provision(),
        rows in some_rows(),
        calendar in a_calendar(),
    ) {
        let whole = span("2026-08-01", "2027-01-31");
        let all = occasions(&provision, &calendar, &rows, whole);
        let mut names: Vec<PlaceInDay> =
            all.iter().map(|one| PlaceInDay { on: one.on, nth: one.nth }).collect();
        let mut stands: Vec<PlaceInDay> = all
            .iter()
            .map(|one| one.stands_for.unwrap_or(PlaceInDay { on: one.on, nth: one.nth }))
            .collect();
        for list in [&mut names, &mut stands] {
            list.sort_unstable();
            let count = list.len();
            list.dedup();
            prop_assert_eq!(list.len(), count);
        }
        let recorded = rows.iter().filter(|row| row.state != State::Planned).count();
        prop_assert_eq!(all.iter().filter(|one| one.state != State::Planned).count(), recorded);
        // What the dosage plans has an occasion that stands for it.
        for (place, _, _) in planned(&provision, &calendar, whole) {
            let there = stands.contains(&place);
            prop_assert!(there, "{:?} is lost", place);
        }
        // Days put together are the whole.
        let (first, second) = (span("2026-08-01", "2026-10-20"), span("2026-10-21", "2027-01-31"));
        let parts = [first, second].map(|part| occasions(&provision, &calendar, &rows, part)).concat();
        prop_assert_eq!(parts, all);
    }

    #[test]
    fn pupils_and_group_are_counted_alike(
        provision in a_provision(),
        rows in some_rows(),
        calendar in a_calendar(),
        today in a_day(),
    ) {
        let all = occasions(&provision, &calendar, &rows, Span { from: d("2026-08-01"), to: today });
        let group = of_group(&all, today);
        prop_assert_eq!(
            group.due(),
            u32::try_from(all.iter().filter(|one| one.state != State::Planned || one.on < today).count()).unwrap()
        );
        for who in (0..7).map(PupilId) {
            let whole = Span { from: d("2026-08-01"), to: today };
            let mine = of_pupil(&all, who, whole, today);
            let away = all.iter().filter(|one| one.away.iter().any(|(pupil, _)| *pupil == who)).count();
            prop_assert_eq!(mine.delivered + u32::try_from(away).unwrap(), group.delivered);
            prop_assert_eq!((mine.due(), mine.open), (group.due(), group.open));
            // A place cut in two counts as the whole.
            let cut = d("2026-10-20");
            let early = of_pupil(&all, who, Span { to: cut.min(today), ..whole }, today);
            let late = of_pupil(&all, who, Span { from: cut.succ_opt().unwrap(), to: today }, today);
            prop_assert_eq!(early.plus(&late), mine);
        }
        prop_assert!(group.percent().is_none_or(|percent| percent <= 100));
    }

    #[test]
    fn whatever_is_typed_as_days_is_read_or_refused(text in ".{0,40}") {
        if let Ok(slots) = parse_slots(&text) {
            prop_assert_eq!(parse_slots(&say_slots(&slots)), Ok(slots));
        }
    }
}
