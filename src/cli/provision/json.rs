//! The map as JSON: provisions, or with `--by` the groups with their sums and rows; findings; adults' weeks.
//!
//! Rule: keys are added, never changed: pence are whole numbers, days are ISO dates, what is not known is null.

use serde::Serialize;

use crate::domain::day;
use crate::domain::delivery::{Missed, say_slots, say_time};
use crate::domain::rows::PlaceRow;
use crate::views::provision::{
    AdultWeek, By, Clash, ClashOf, Finding, Map, MapData, MapGroup, MapRow, Part, Totals,
};

/// Sums, as JSON has them.
#[derive(Serialize)]
struct Sums {
    provisions: u32,
    pupils: u32,
    minutes_a_week: u32,
    cost_to_date_pence: i64,
    cost_projected_pence: i64,
    sessions_without_rate: u32,
    sessions_due: u32,
    delivered: u32,
    delivered_percent: Option<u32>,
    /// Missed sessions by reason.
    missed: std::collections::BTreeMap<&'static str, u32>,
    not_recorded: u32,
    outcome_sum: i32,
    outcome_n: u32,
}

fn sums(totals: &Totals) -> Sums {
    let tally = &totals.tally;
    let missed = Missed::ALL.iter().zip(tally.missed).filter(|(_, count)| *count > 0);
    Sums {
        provisions: totals.provisions,
        pupils: totals.pupils,
        minutes_a_week: totals.minutes,
        cost_to_date_pence: totals.cost,
        cost_projected_pence: totals.projected,
        sessions_without_rate: totals.unrated,
        sessions_due: tally.due(),
        delivered: tally.delivered,
        delivered_percent: tally.percent(),
        missed: missed.map(|(why, count)| (why.code(), count)).collect(),
        not_recorded: tally.open,
        outcome_sum: totals.outcomes.sum,
        outcome_n: totals.outcomes.n,
    }
}

/// One provision. The keys up to `places` are as they always were.
#[derive(Serialize)]
pub(super) struct Item<'a> {
    provision: u32,
    name: &'a str,
    area: Option<&'static str>,
    wave: u8,
    times_a_week: u8,
    minutes: u16,
    lead: &'a str,
    agency: &'a str,
    site: &'a str,
    start: String,
    end: Option<String>,
    cost_pence: Option<i64>,
    measure: &'a str,
    pupils: usize,
    checks_due: usize,
    checks_overdue: usize,
    next_check: Option<String>,
    places: Vec<Place<'a>>,
    days: String,
    usual_days: bool,
    group: &'a str,
    sums: Sums,
}

#[derive(Serialize)]
struct Place<'a> {
    allocation: u32,
    pupil: u32,
    name: &'a str,
    from: String,
    to: Option<String>,
    entry: &'a str,
    now: &'a str,
    checks: u16,
    outcome: Option<i8>,
    next_check: Option<String>,
    year: Option<String>,
    class: &'a str,
    cost_to_date_pence: i64,
    cost_projected_pence: i64,
    delivered: u32,
    sessions_due: u32,
    delivered_percent: Option<u32>,
}

fn place<'a>((place, part): (&'a PlaceRow, &Part)) -> Place<'a> {
    Place {
        allocation: place.allocation.0,
        pupil: place.who.pupil.0,
        name: &place.who.name,
        from: day::iso(place.from),
        to: place.to.map(day::iso),
        entry: &place.entry,
        now: &place.now,
        checks: place.checks,
        outcome: place.outcome.map(|outcome| outcome.value()),
        next_check: place.next_check.map(day::iso),
        year: place.who.year.map(|year| year.code()),
        class: &place.who.class,
        cost_to_date_pence: part.cost,
        cost_projected_pence: part.projected,
        delivered: part.tally.delivered,
        sessions_due: part.tally.due(),
        delivered_percent: part.tally.percent(),
    }
}

/// A row of the map: a provision with the places that the row counts.
pub(super) fn row<'a>(data: &'a MapData, group: &'a MapGroup, row: &'a MapRow) -> Option<Item<'a>> {
    let run = row.run(data)?;
    let line = &run.line;
    let provision = &line.provision;
    Some(Item {
        provision: line.id.0,
        name: &provision.name,
        area: provision.area.map(|area| area.code()),
        wave: provision.wave.number(),
        times_a_week: provision.times_a_week,
        minutes: provision.minutes,
        lead: &line.lead,
        agency: &provision.agency,
        site: &line.site,
        start: day::iso(provision.start),
        end: provision.end.map(day::iso),
        cost_pence: provision.cost_pence,
        measure: &provision.measure,
        pupils: line.pupils,
        checks_due: line.due,
        checks_overdue: line.overdue,
        next_check: line.next_check.map(day::iso),
        places: row.places(data).map(place).collect(),
        days: say_slots(&run.slots),
        usual_days: run.usual,
        group: &group.title,
        sums: sums(&row.totals),
    })
}

/// A group of the map, or with no title the whole.
#[derive(Serialize)]
pub(super) struct GroupItem<'a> {
    by: &'static str,
    /// The range, for the whole.
    range: Option<&'a str>,
    group: Option<&'a str>,
    sums: Sums,
    rows: Vec<Item<'a>>,
}

/// One group with its rows.
pub(super) fn group<'a>(data: &'a MapData, by: By, group: &'a MapGroup) -> GroupItem<'a> {
    let rows = group.rows.iter().filter_map(|one| row(data, group, one)).collect();
    GroupItem { by: by.code(), range: None, group: Some(&group.title), sums: sums(&group.totals), rows }
}

/// The sums over all of it.
pub(super) fn whole<'a>(map: &Map, by: By, range: &'a str) -> GroupItem<'a> {
    GroupItem { by: by.code(), range: Some(range), group: None, sums: sums(&map.totals), rows: Vec::new() }
}

/// A finding, as JSON has it.
#[derive(Serialize)]
pub(super) struct FindingItem<'a> {
    kind: &'static str,
    words: &'a str,
    count: u32,
    provision: Option<u32>,
    other_provision: Option<u32>,
    pupil: Option<u32>,
    allocation: Option<u32>,
    staff: Option<u32>,
    role: Option<&'a str>,
}

/// One finding.
pub(super) fn finding(finding: &Finding) -> FindingItem<'_> {
    let about = &finding.about;
    FindingItem {
        kind: finding.kind.code(),
        words: &finding.words,
        count: finding.count,
        provision: about.provision.map(|id| id.0),
        other_provision: about.other.map(|id| id.0),
        pupil: about.pupil.map(|id| id.0),
        allocation: about.allocation.map(|id| id.0),
        staff: about.adult.map(|id| id.0),
        role: about.role.as_deref(),
    }
}

/// An adult's week, as JSON has it.
#[derive(Serialize)]
pub(super) struct Week<'a> {
    staff: Option<u32>,
    name: &'a str,
    role: &'a str,
    minutes_a_week: u32,
    sessions: Vec<Slot<'a>>,
    clashes: Vec<ClashItem>,
}

#[derive(Serialize)]
struct Slot<'a> {
    /// 1 is Monday.
    weekday: u8,
    time: Option<String>,
    minutes: u16,
    provision: u32,
    name: &'a str,
    pupils: usize,
    site: &'a str,
    usual_day: bool,
    starts: Option<String>,
    clash: bool,
}

#[derive(Serialize)]
struct ClashItem {
    staff: Option<u32>,
    pupil: Option<u32>,
    weekday: u8,
    provisions: [u32; 2],
    words: String,
}

fn clash(clash: &Clash) -> ClashItem {
    let (staff, pupil) = match clash.of {
        ClashOf::Adult(id) => (Some(id.0), None),
        ClashOf::Pupil(id) => (None, Some(id.0)),
    };
    let provisions = [clash.two[0].0.0, clash.two[1].0.0];
    ClashItem {
        staff,
        pupil,
        weekday: clash.weekday + 1,
        provisions,
        words: format!("{}, {}", clash.name, clash.words()),
    }
}

/// One adult's week.
pub(super) fn week(week: &AdultWeek) -> Week<'_> {
    let slots = week.slots.iter().map(|slot| Slot {
        weekday: slot.slot.weekday + 1,
        time: slot.slot.at.map(say_time),
        minutes: slot.minutes,
        provision: slot.provision.0,
        name: &slot.name,
        pupils: slot.pupils,
        site: &slot.site,
        usual_day: slot.usual,
        starts: slot.starts.map(day::iso),
        clash: slot.clash,
    });
    Week {
        staff: week.adult.map(|id| id.0),
        name: &week.name,
        role: &week.role,
        minutes_a_week: week.minutes,
        sessions: slots.collect(),
        clashes: week.clashes.iter().map(clash).collect(),
    }
}
