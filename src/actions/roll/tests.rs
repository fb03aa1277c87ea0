//! Rolling forward: what goes on, what ends, and that the old term is left as it was.

use super::*;
use crate::actions::testing::{Lab, date};
use crate::domain::catalogue::Rate;
use crate::domain::cost::{Charges, Rates, Run, Stay, charges};
use crate::domain::delivery::{
    Missed, PlaceInDay, Session, SessionRow, State, Tally, occasions, of_group, parse_slots,
};
use crate::domain::ids::{PupilId, SCHOOL, Typed};
use crate::views::roll as view;
use proptest::prelude::*;

/// The assumed terms: Autumn 2026 to 18 December, Spring 2027 from 4 January to 25 March.
fn turn() -> Turn {
    Turn::at(&Calendar::default(), date("2026-11-21")).unwrap()
}

fn group() -> Provision {
    Provision {
        name: "Language group".into(),
        minutes: 20,
        times_a_week: 1,
        slots: parse_slots("mon").unwrap(),
        start: date("2026-09-07"),
        end: Some(turn().term.end),
        ..Provision::default()
    }
}

/// A lab with a provision of so many pupils, whose places end with it.
fn lab(provision: &Provision, pupils: usize) -> (Lab, RecordId, Vec<(PupilId, RecordId)>) {
    let mut lab = Lab::new();
    let id = lab.make(|edit, _| edit.add(SCHOOL, provision.clone()));
    let mut places = Vec::new();
    for name in ["Ama", "Ben", "Cy"].iter().take(pupils) {
        let who = lab.pupil(name, "Reed");
        let to = provision.end.map(|end| end.to_string());
        places.push((who, lab.allocation(who, id, "2026-09-07", to.as_deref())));
    }
    (lab, id, places)
}

fn decided(id: RecordId, seen: Option<NaiveDate>, goes: Goes) -> Vec<Decided> {
    vec![Decided { provision: id, seen, goes }]
}

fn stands(lab: &Lab, id: RecordId) -> Provision {
    lab.store.read(|view| view.provision(id)).unwrap().unwrap().value
}

fn last_days(lab: &Lab, places: &[(PupilId, RecordId)]) -> Vec<Option<NaiveDate>> {
    let to = |(who, place): &(PupilId, RecordId)| {
        lab.file(*who).allocations.iter().find(|held| held.id == *place).unwrap().to
    };
    places.iter().map(to).collect()
}

#[test]
fn what_goes_on_takes_its_places_along_and_one_undo_takes_all_back() {
    let turn = turn();
    let (mut lab, id, places) = lab(&Provision { cost_pence: Some(24_000), ..group() }, 3);
    // Ben left the group in November; Cy leaves the school in the holidays.
    lab.make(|edit, _| {
        let mut ben = place(edit, places[1].0, places[1].1)?.value;
        ben.to = Some(date("2026-11-06"));
        edit.put(crate::domain::provision::Allocation::key(places[1].0, places[1].1), ben.wrap())?;
        let mut cy = pupil(edit, places[2].0)?;
        cy.left = Some(date("2026-12-31"));
        edit.put(crate::domain::ids::Key::profile(places[2].0), cy.wrap())
    });
    let all = decided(id, Some(turn.term.end), Goes::On);
    let warnings = lab.make(|edit, by| roll(edit, by, by.today, &all));
    assert!(warnings.is_empty(), "{warnings:?}");
    let after = stands(&lab, id);
    assert_eq!((after.end, after.cost_until), (Some(turn.next.end), Some(turn.term.end)));
    assert_eq!(
        last_days(&lab, &places),
        [Some(turn.next.end), Some(date("2026-11-06")), Some(turn.term.end)]
    );
    lab.undo();
    let before = stands(&lab, id);
    assert_eq!((before.end, before.cost_until), (Some(turn.term.end), None));
    assert_eq!(last_days(&lab, &places)[0], Some(turn.term.end));
}

#[test]
fn a_changed_dosage_begins_with_the_next_term() {
    let turn = turn();
    let (mut lab, id, _) = lab(&group(), 1);
    let new = NewDosage { times_a_week: 2, minutes: 30, slots: parse_slots("tue thu").unwrap() };
    let all = decided(id, Some(turn.term.end), Goes::OnWith(new));
    lab.make(|edit, by| roll(edit, by, by.today, &all));
    let after = stands(&lab, id);
    assert_eq!((after.minutes, after.times_a_week, after.end), (30, 2, Some(turn.next.end)));
    assert_eq!(after.earlier.len(), 1);
    assert_eq!(after.earlier[0].until.succ_opt(), Some(turn.first));
    let span = turn.span();
    let calendar = Calendar::default();
    assert_eq!(planned(&after, &calendar, span), planned(&group(), &calendar, span));
    lab.undo();
    assert_eq!(stands(&lab, id), group());
}

#[test]
fn what_ends_ends_with_the_term() {
    let turn = turn();
    let (mut lab, id, places) = lab(&Provision { end: None, ..group() }, 2);
    lab.make(|edit, by| roll(edit, by, by.today, &decided(id, None, Goes::Ends)));
    assert_eq!(stands(&lab, id).end, Some(turn.term.end));
    assert_eq!(last_days(&lab, &places), [Some(turn.term.end); 2]);
}

#[test]
fn what_ends_with_the_term_costs_what_it_had_cost() {
    let turn = turn();
    let on = ["2026-09-07", "2026-09-14", "2026-11-30"];
    let row = |(id, on): (u32, &str)| SessionRow {
        id: RecordId(id),
        on: date(on),
        nth: 0,
        at: None,
        state: State::Delivered,
        stands_for: None,
        minutes: 20,
        adult: None,
        away: Vec::new(),
    };
    let rows: Vec<SessionRow> = (1..).zip(on).map(row).collect();
    // Open, its agreed cost is that of the academic year; the other was to run on to Easter.
    for planned_end in [None, Some(turn.next.end)] {
        let before = Provision { end: planned_end, cost_pence: Some(24_000), ..group() };
        let (mut lab, id, _) = lab(&before, 1);
        lab.make(|edit, by| roll(edit, by, by.today, &decided(id, planned_end, Goes::Ends)));
        let after = stands(&lab, id);
        assert_eq!(after.end, Some(turn.term.end));
        assert_eq!(seen(&after, &rows, &[]), seen(&before, &rows, &[]), "{planned_end:?}");
    }
}

#[test]
fn refusals_name_their_provision_and_nothing_is_done() {
    let turn = turn();
    let (mut lab, id, _) = lab(&group(), 1);
    let end = Some(turn.term.end);
    let same = NewDosage::of(&group());
    for (all, says) in [
        (vec![], "nothing is decided yet"),
        (decided(id, None, Goes::On), "Language group: its last day was moved meanwhile, look at it again"),
        (decided(RecordId(999), None, Goes::On), "a provision is no longer there"),
        (decided(id, end, Goes::OnWith(same)), "Language group is 1 × 20 min already"),
        (decided(id, end, Goes::Ends), "nothing would change"),
    ] {
        assert_eq!(lab.try_make(|edit, by| roll(edit, by, by.today, &all)), Err(says.to_owned()));
    }
    assert_eq!(stands(&lab, id), group());
    let open = lab.make(|edit, _| edit.add(SCHOOL, Provision { end: None, ..group() }));
    let both = [decided(id, end, Goes::On), decided(open, None, Goes::On)].concat();
    let said = lab.make(|edit, by| roll(edit, by, by.today, &both));
    assert_eq!(said, ["Language group has no end and goes on as before"]);
}

#[test]
fn a_run_that_ended_before_the_term_pauses_until_the_next() {
    let before = Provision { end: Some(date("2026-12-11")), cost_pence: Some(24_000), ..group() };
    let (turn, calendar) = (turn(), Calendar::default());
    let after = carried(&before, &turn, &calendar).unwrap();
    assert_eq!((after.end, after.cost_until), (Some(turn.next.end), before.end));
    let week = Span { from: date("2026-12-12"), to: turn.term.end };
    assert!(planned(&after, &calendar, week).is_empty(), "no Monday 14 December");
    let next = Span { from: turn.next.start, to: turn.next.end };
    assert!(planned(&after, &calendar, next).len() > 8);
    assert_eq!(carried(&after, &turn, &calendar), None, "it goes on already");
    assert_eq!(carried(&Provision { end: None, ..before }, &turn, &calendar), None, "open");
}

#[test]
fn what_runs_out_is_asked_for_and_nothing_else() {
    let turn = turn();
    let (mut lab, id, places) = lab(&group(), 2);
    let days = [
        ("Early", "2026-09-07", Some("2026-11-13")),
        ("Last week", "2026-09-07", Some("2026-12-11")),
        ("Open", "2026-09-07", None),
        ("Into spring", "2026-09-07", Some("2027-02-05")),
        ("To Easter", "2026-09-07", Some("2027-03-25")),
        ("In spring", "2027-01-11", Some("2027-02-05")),
    ];
    lab.make(|edit, _| {
        for (name, start, end) in days {
            let end = end.map(date);
            edit.add(SCHOOL, Provision { name: name.into(), start: date(start), end, ..group() })?;
        }
        let session = Session {
            provision: id,
            on: date("2026-09-14"),
            nth: 0,
            at: None,
            state: State::Delivered,
            stands_for: None,
            minutes: 20,
            adult: None,
            away: Vec::new(),
            note: String::new(),
            typed: Typed::default(),
        };
        let ahead =
            Session { on: date("2026-12-14"), state: State::Missed(Missed::AdultAway), ..session.clone() };
        edit.add(SCHOOL, ahead)?;
        edit.add(SCHOOL, session).map(|_| ())
    });
    assert_eq!(turn.next.end, date("2027-03-25"));
    let read = |today: &str| {
        lab.store
            .read(|snapshot| view::read(snapshot, &snapshot.school()?, date(today), None, date(today)))
            .unwrap()
            .unwrap()
    };
    let names = |view: &view::RollView| -> Vec<String> {
        view.lines.iter().map(|line| line.line.provision.name.clone()).collect()
    };
    let missed = |today: &str| {
        let all = read(today).lines;
        let line = all.iter().find(|line| line.line.id == id).unwrap();
        line.tally.missed.iter().sum::<u32>()
    };
    assert_eq!((missed("2026-12-11"), missed("2026-12-14")), (0, 1), "known ahead, it is not missed yet");
    let found = read("2026-12-16");
    assert_eq!(names(&found), ["Into spring", "Language group", "Last week", "Open"]);
    let line = &found.lines[1];
    assert_eq!((line.line.pupils, line.tally.delivered, line.checked, line.mean), (2, 1, 0, None));
    assert_eq!((line.proposal, line.why.as_str()), (view::Onward::Continue, "not checked yet"));
    assert_eq!(found.lines[0].proposal, view::Onward::End, "nobody is in it");
    // In the holidays it is the term that ended; while it runs, what still runs is asked for.
    assert_eq!(names(&read("2026-12-28")), names(&found));
    assert_eq!(names(&read("2026-11-10"))[0], "Early");
    assert!(found.turn.said().ends_with("dates not confirmed"), "{}", found.turn.said());
    assert_eq!(places.len(), 2);
}

fn rates() -> Rates {
    let rate = Rate { role: "TA".into(), from: date("2020-01-01"), pence: 1520, note: String::new() };
    Rates::new([(RecordId(1), "TA")], [&rate])
}

fn seen(provision: &Provision, rows: &[SessionRow], stays: &[Stay]) -> (Tally, Charges, usize) {
    let calendar = Calendar::default();
    let span = Span { from: provision.start, to: turn().next.start.pred_opt().unwrap() };
    let all = occasions(provision, &calendar, rows, span);
    let run = Run { provision, calendar: &calendar, rows, stays };
    (of_group(&all, turn().next.start), charges(&run, &rates(), span), all.len())
}

proptest! {
    #[test]
    fn the_old_term_stays_as_it_was(
        end in 60_u64..190, times_a_week in 1_u8..8, lead in prop::option::of(1_u32..3),
        cost_pence in prop::option::of(0_i64..90_000), until in prop::option::of(0_u64..120),
        materials_pence in prop::option::of(0_i64..5_000),
        sessions in prop::collection::vec((0_u64..60, 0_u8..3, 0_u8..2, prop::option::of(0_u64..60)), 0..40),
    ) {
        let start = date("2026-09-07");
        let on = |days: u64| start.checked_add_days(chrono::Days::new(days)).unwrap();
        let before = Provision {
            start, end: Some(on(end)), times_a_week, slots: Vec::new(), lead: lead.map(RecordId),
            cost_pence, cost_until: until.map(on), materials_pence, ..group()
        };
        let rows: Vec<SessionRow> = sessions
            .into_iter()
            .zip(1..)
            .map(|((day, what, nth, moved), id)| SessionRow {
                id: RecordId(id), on: on(day), nth, at: None, minutes: 20, adult: None, away: Vec::new(),
                state: if what == 0 { State::Missed(Missed::Trip) } else { State::Delivered },
                stands_for: moved.map(|day| PlaceInDay { on: on(day), nth: 0 }),
            })
            .collect();
        let stay = |to| Stay { allocation: RecordId(7), pupil: PupilId(7), from: start, to };
        let after = carried(&before, &turn(), &Calendar::default()).unwrap();
        let (stood, stands) =
            (seen(&before, &rows, &[stay(before.end)]), seen(&after, &rows, &[stay(after.end)]));
        prop_assert_eq!(stood, stands);
    }
}

#[test]
fn it_is_not_taken_back_from_under_what_the_new_term_recorded() {
    let turn = turn();
    for checked in [false, true] {
        let (mut lab, id, places) = lab(&group(), 1);
        lab.make(|edit, by| roll(edit, by, by.today, &decided(id, Some(turn.term.end), Goes::On)));
        let rolled = lab.store.read(|view| view.generation()).unwrap().0;
        let first = turn.first;
        let (pupil, place) = places[0];
        lab.make(|edit, by| {
            let by = By { today: date("2027-01-15"), ..by.clone() };
            if checked {
                let check = crate::actions::check::Checked {
                    pupil,
                    allocation: place,
                    held: date("2027-01-15"),
                    outcome: crate::domain::code::Outcome::AsHoped,
                    measure: String::new(),
                    word: String::new(),
                    decision: crate::domain::code::Decision::Continue,
                };
                return crate::actions::check::record(edit, &by, &check);
            }
            let which = crate::actions::session::Which {
                provision: id,
                on: first,
                nth: 0,
                seen: crate::views::sessions::Seen::Nothing,
            };
            let one = crate::actions::session::Recording::new(which, State::Delivered);
            crate::actions::session::record(edit, &by, &one)
        });
        let refused = lab.try_undo(rolled).unwrap_err();
        assert!(refused.contains(if checked { "was checked on" } else { "outside its days" }), "{refused}");
        assert_eq!(stands(&lab, id).end, Some(turn.next.end));
    }
}
