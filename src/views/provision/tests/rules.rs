//! The map by rule: sums agree however it is grouped, shares come to the whole, a span is the sum of its parts.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::domain::code::Wave;
use crate::domain::delivery::{PlaceInDay, Slot, Tally};

prop_compose! {
    fn a_provision(at: u32)(
        name in 0..3_usize,
        area in proptest::option::of(0..4_usize),
        wave in 0..3_usize,
        times in 0..6_u8,
        slots in proptest::bool::ANY,
        lead in proptest::option::of(11..13_u32),
        site in proptest::option::of(1..3_u32),
        agency in 0..3_usize,
        start in 0..60_u64,
        length in proptest::option::of(10..200_u64),
        agreed in proptest::option::of(1..99_999_i64),
        fee in proptest::option::of(1..4_000_i64),
        materials in proptest::option::of(1..9_999_i64),
    ) -> Held<Provision> {
        let start = date("2026-09-07") + Days::new(start);
        held(100 + at, Provision {
            name: ["PECS", "pecs ", "Lexia"][name].into(),
            area: area.map(|at| Area::ALL[at]),
            wave: Wave::ALL[wave],
            minutes: 20,
            times_a_week: times,
            slots: if slots { vec![Slot { weekday: 1, at: Some(560) }, Slot { weekday: 3, at: None }] } else { Vec::new() },
            lead: lead.map(RecordId),
            site: site.map(RecordId),
            agency: ["", "CAMHS", "SaLT"][agency].into(),
            start,
            end: length.map(|days| start + Days::new(days)),
            cost_pence: agreed,
            fee_pence: fee,
            materials_pence: materials,
            ..Provision::default()
        })
    }
}

prop_compose! {
    fn a_place()(
        provision in 0..4_u32,
        pupil in 0..6_u32,
        from in 0..80_u64,
        length in proptest::option::of(5..120_u64),
        looks in proptest::collection::vec((0..150_u64, 0..5_usize), 0..3),
    ) -> PlaceRow {
        let first = date("2026-09-07") + Days::new(from);
        let mut held: Vec<Look> = looks
            .into_iter()
            .map(|(day, outcome)| Look {
                held: first + Days::new(day),
                outcome: Outcome::ALL[outcome],
                measure: String::new(),
            })
            .collect();
        held.sort_by_key(|look| look.held);
        let mut row = place(0, 100 + provision, pupil, "2026-09-07");
        row.from = first;
        row.to = length.map(|days| first + Days::new(days));
        row.outcome = held.last().map(|look| look.outcome);
        row.looks = held;
        row
    }
}

prop_compose! {
    fn a_session()(
        provision in 0..4_u32,
        on in 0..130_u64,
        nth in 0..2_u8,
        state in 0..7_usize,
        away in proptest::collection::vec(1..7_u32, 0..3),
        moved in proptest::option::of(0..130_u64),
        adult in proptest::option::of(11..13_u32),
    ) -> (u32, SessionRow) {
        let states = [State::Delivered, State::Delivered, State::Delivered, State::Planned,
            State::Missed(Missed::AdultAway), State::Missed(Missed::Trip), State::Missed(Missed::Other)];
        let mut row = session(0, date("2026-09-01") + Days::new(on), states[state]);
        row.nth = nth;
        row.minutes = 25;
        row.stands_for = moved.map(|day| PlaceInDay { on: date("2026-09-01") + Days::new(day), nth: 0 });
        row.adult = adult.map(RecordId);
        row.away = away.into_iter().map(|pupil| (PupilId(pupil), Missed::PupilAway)).collect();
        (100 + provision, row)
    }
}

fn a_school_year() -> impl Strategy<Value = Held3> {
    let provisions = (a_provision(0), a_provision(1), a_provision(2), a_provision(3));
    let places = proptest::collection::vec(a_place(), 0..12);
    let sessions = proptest::collection::vec(a_session(), 0..60);
    (provisions, places, sessions).prop_map(|((a, b, c, d), mut places, sessions)| {
        for (at, place) in (1000..).zip(&mut places) {
            place.allocation = RecordId(at);
        }
        let mut by_run: BTreeMap<RecordId, Vec<SessionRow>> = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for (at, (provision, mut row)) in (2000..).zip(sessions) {
            if taken.insert((provision, row.on, row.nth)) {
                row.id = RecordId(at);
                by_run.entry(RecordId(provision)).or_default().push(row);
            }
        }
        by_run.values_mut().for_each(|rows| rows.sort_by_key(|row| (row.on, row.nth, row.id)));
        (vec![a, b, c, d], places, by_run)
    })
}

/// Every figure that adds up over provisions.
fn sums(totals: &Totals) -> (i64, u32, Tally) {
    (totals.cost, totals.unrated, totals.tally)
}

proptest! {
    #[test]
    fn sums_agree_however_it_is_grouped_and_sorted(
        read in a_school_year(),
        today in 0..300_u64,
        site in proptest::option::of(1..3_u32),
        sort in 0..Sort::ALL.len(),
    ) {
        let school = school();
        let today = date("2026-09-01") + Days::new(today);
        let data = gather(&school, Asked { today, site: site.map(RecordId), ..asked() }, read, Vec::new());
        for run in &data.runs {
            let parts: i64 = run.parts.iter().map(|part| part.cost).sum();
            prop_assert_eq!(parts + run.nobody, run.totals.cost);
            let ahead: i64 = run.parts.iter().map(|part| part.projected).sum();
            prop_assert_eq!(ahead + run.nobody_projected, run.totals.projected);
            prop_assert!(run.totals.cost <= run.totals.projected);
        }
        let whole = regroup(&data, &school, By::Area, Sort::Name).totals;
        let everybody: BTreeSet<PupilId> =
            data.runs.iter().flat_map(|run| run.places().map(|(place, _)| place.who.pupil)).collect();
        prop_assert_eq!(whole.pupils as usize, everybody.len());
        prop_assert_eq!(whole.provisions as usize, data.runs.len());
        for by in By::ALL {
            let map = regroup(&data, &school, by, Sort::ALL[sort]);
            prop_assert_eq!(map.totals, whole, "{:?}", by);
            let keys: BTreeSet<&GroupKey> = map.groups.iter().map(|group| &group.key).collect();
            prop_assert_eq!(keys.len(), map.groups.len(), "{:?}", by);
            let mut all = Totals::default();
            let (mut pupils, mut runs) = (BTreeSet::new(), BTreeSet::new());
            for group in &map.groups {
                let of_rows: i64 = group.rows.iter().map(|row| row.totals.cost).sum();
                prop_assert_eq!(of_rows, group.totals.cost);
                prop_assert!(!group.title.is_empty() && group.title != "?" && !group.rows.is_empty());
                let here: BTreeSet<PupilId> = group
                    .rows
                    .iter()
                    .flat_map(|row| row.places(&data).map(|(place, _)| place.who.pupil))
                    .collect();
                prop_assert_eq!(here.len(), group.totals.pupils as usize);
                let held: BTreeSet<usize> = group.rows.iter().map(|row| row.run).collect();
                prop_assert_eq!(held.len(), group.totals.provisions as usize);
                pupils.extend(here);
                runs.extend(held);
                all.add(&group.totals);
            }
            prop_assert_eq!((all.cost, all.projected), (whole.cost, whole.projected), "{:?}", by);
            prop_assert_eq!(all.outcomes, whole.outcomes, "{:?}", by);
            prop_assert_eq!((pupils.len(), runs.len()), (everybody.len(), data.runs.len()), "{:?}", by);
            if matches!(by, By::Area | By::Wave | By::Intervention | By::Adult | By::Agency) {
                let expected = (whole.minutes, sums(&whole), whole.provisions);
                prop_assert_eq!((all.minutes, sums(&all), all.provisions), expected, "{:?}", by);
            }
            if by == By::Pupil {
                let mut rows = map.groups.iter().flat_map(|group| &group.rows);
                let fits = rows.all(|row| row.place(&data).is_some() == (row.parts.len() == 1));
                prop_assert!(fits);
            }
        }
    }

    #[test]
    fn a_span_is_the_sum_of_its_parts(read in a_school_year(), today in 0..200_u64, cut in 1..150_u64) {
        let school = school();
        let today = date("2026-09-01") + Days::new(today);
        let whole = Asked { today, ..asked() };
        let cut = date("2026-09-01") + Days::new(cut);
        let first = Asked { span: Span { to: cut.pred_opt().unwrap(), ..whole.span }, ..whole };
        let second = Asked { span: Span { from: cut, ..whole.span }, ..whole };
        let totals = |asked| {
            let data = gather(&school, asked, read.clone(), Vec::new());
            regroup(&data, &school, By::Area, Sort::Name).totals
        };
        let mut both = totals(first);
        both.add(&totals(second));
        prop_assert_eq!(sums(&both), sums(&totals(whole)));
        prop_assert_eq!(both.projected, totals(whole).projected);
    }
}
