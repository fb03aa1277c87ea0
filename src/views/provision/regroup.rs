//! The map by area, wave, intervention, pupil, year, class, adult, site or agency, sorted, with its sums.
//!
//! Rule: grouping reads nothing and copies no record; rows point into the data. However it is grouped, the money comes
//! to the same penny, and the sums at the foot are the same.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use super::data::{MapData, Part, Run};
use super::key::{By, GroupKey};
use super::line::said;
use super::sort::Sort;
use super::totals::{Outcomes, Totals};
use crate::domain::ids::RecordId;
use crate::domain::rows::{PlaceRow, Who, place as year_and_class};
use crate::domain::school::SchoolFile;

/// A row: a provision with its pupils of the group, or one pupil's place.
#[derive(Clone, Debug, PartialEq)]
pub struct MapRow {
    /// Which of the data's runs.
    pub run: usize,
    /// Which of the run's parts: all, or those of the group; one for a place.
    pub parts: Vec<usize>,
    /// Whether it is a pupil's place and no whole provision: its sessions are then the pupil's own.
    pub is_place: bool,
    /// Its figures.
    pub totals: Totals,
    /// The earliest check of its places that is due; `None` if none is.
    pub next_check: Option<NaiveDate>,
}

impl MapRow {
    /// The run, with its provision.
    pub fn run<'d>(&self, data: &'d MapData) -> Option<&'d Run> {
        data.runs.get(self.run)
    }

    /// The place with its figures, where the row is one.
    pub fn place<'d>(&self, data: &'d MapData) -> Option<(&'d PlaceRow, &'d Part)> {
        if self.is_place { self.places(data).next() } else { None }
    }

    /// The places that the row counts, with their figures.
    pub fn places<'d>(&self, data: &'d MapData) -> impl Iterator<Item = (&'d PlaceRow, &'d Part)> {
        let run = data.runs.get(self.run);
        self.parts.iter().filter_map(move |at| {
            let part = run?.parts.get(*at)?;
            Some((run?.place(part)?, part))
        })
    }
}

/// A group with its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct MapGroup {
    /// What it stands for: the same after every read.
    pub key: GroupKey,
    /// Its heading.
    pub title: String,
    /// Its sums, over distinct provisions and pupils.
    pub totals: Totals,
    /// Its rows, sorted.
    pub rows: Vec<MapRow>,
}

/// The map, grouped and sorted.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// What it is grouped by.
    pub by: By,
    /// What it is sorted by.
    pub sort: Sort,
    /// The groups.
    pub groups: Vec<MapGroup>,
    /// The sums over all of it: the same however it is grouped.
    pub totals: Totals,
}

/// What tells groups apart while they are filled: nothing is copied for it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Slot<'a> {
    Number(Option<i64>),
    Name(&'a str),
    Class(Option<RecordId>, &'a str),
    Nobody,
}

/// A group while it is filled.
struct Filling<'a> {
    key: GroupKey,
    title: String,
    /// What it is sorted by among its like.
    order: String,
    rows: Vec<MapRow>,
    whos: Vec<&'a Who>,
}

fn slot<'a>(by: By, run: &'a Run, who: Option<&'a Who>) -> Slot<'a> {
    let provision = &run.line.provision;
    let number = |id: Option<RecordId>| Slot::Number(id.map(|id| i64::from(id.0)));
    match (by, who) {
        (By::Area, _) => Slot::Number(provision.area.map(|area| area as i64)),
        (By::Wave, _) => Slot::Number(Some(provision.wave as i64)),
        (By::Intervention, _) => Slot::Name(&run.folded),
        (By::Agency, _) => Slot::Name(provision.agency.trim()),
        (By::Adult, _) => number(provision.lead),
        (By::Site, who) => number(provision.site.or_else(|| who.and_then(|who| who.site))),
        (_, None) => Slot::Nobody,
        (By::Pupil, Some(who)) => Slot::Number(Some(i64::from(who.pupil.0))),
        (By::Year, Some(who)) => Slot::Number(who.year.map(|year| i64::from(year.number()))),
        (By::Class, Some(who)) => Slot::Class(who.site, who.class.trim()),
    }
}

fn key(by: By, run: &Run, who: Option<&Who>) -> GroupKey {
    let provision = &run.line.provision;
    match (by, who) {
        (By::Area, _) => GroupKey::Area(provision.area),
        (By::Wave, _) => GroupKey::Wave(provision.wave),
        (By::Intervention, _) => GroupKey::Intervention(run.folded.clone()),
        (By::Agency, _) => GroupKey::Agency(provision.agency.trim().to_lowercase()),
        (By::Adult, _) => GroupKey::Adult(provision.lead),
        (By::Site, who) => GroupKey::Site(provision.site.or_else(|| who.and_then(|who| who.site))),
        (_, None) => GroupKey::Nobody,
        (By::Pupil, Some(who)) => GroupKey::Pupil(who.pupil),
        (By::Year, Some(who)) => GroupKey::Year(who.year),
        (By::Class, Some(who)) => GroupKey::Class(who.site, who.class.trim().to_owned()),
    }
}

fn title(school: &SchoolFile, key: &GroupKey, run: &Run, who: Option<&Who>) -> String {
    if let Some(title) = key.title() {
        return title;
    }
    match (key, who) {
        (GroupKey::Intervention(_), _) => run.line.provision.name.trim().to_owned(),
        (GroupKey::Agency(_), _) => run.line.provision.agency.trim().to_owned(),
        (GroupKey::Adult(_), _) if !run.line.lead.is_empty() => run.line.lead.clone(),
        (GroupKey::Site(site), _) if !school.site_name(*site).is_empty() => {
            school.site_name(*site).to_owned()
        }
        (GroupKey::Pupil(_), Some(who)) => said(who),
        (GroupKey::Class(_, class), _) => class.clone(),
        _ => "?".to_owned(),
    }
}

/// The figures of some of a run's places: money theirs, sessions and minutes the provision's.
fn of_some(run: &Run, parts: &[usize]) -> Totals {
    let mut totals = Totals { pupils: 0, cost: 0, projected: 0, outcomes: Outcomes::default(), ..run.totals };
    let mut pupils = Vec::with_capacity(parts.len());
    for (place, part) in
        parts.iter().filter_map(|at| run.parts.get(*at)).filter_map(|part| Some((run.place(part)?, part)))
    {
        totals.cost += part.cost;
        totals.projected += part.projected;
        totals.outcomes.add(part.outcome);
        pupils.push(place.who.pupil.0);
    }
    totals.pupils = distinct(&mut pupils);
    totals
}

/// The figures of one place: all of them the pupil's own.
fn of_place(run: &Run, part: &Part) -> Totals {
    let mut outcomes = Outcomes::default();
    outcomes.add(part.outcome);
    Totals {
        provisions: 1,
        pupils: 1,
        minutes: run.totals.minutes,
        cost: part.cost,
        projected: part.projected,
        unrated: part.unrated,
        tally: part.tally,
        outcomes,
    }
}

/// The figures of what of a run stands under no pupil. A provision that has pupils counts its sessions with them.
fn of_nobody(run: &Run) -> Totals {
    if run.parts.is_empty() {
        return run.totals;
    }
    Totals { provisions: 1, cost: run.nobody, projected: run.nobody_projected, ..Totals::default() }
}

fn distinct(pupils: &mut Vec<u32>) -> u32 {
    pupils.sort_unstable();
    pupils.dedup();
    u32::try_from(pupils.len()).unwrap_or(u32::MAX)
}

fn row(run: usize, of: &Run, parts: Vec<usize>, is_place: bool, totals: Totals) -> MapRow {
    let next_check =
        parts.iter().filter_map(|at| of.place(of.parts.get(*at)?)).filter_map(|place| place.next_check).min();
    MapRow { run, parts, is_place, totals, next_check }
}

/// The rows of one run, each with the pupil that tells its group; `None` for those of no pupil.
fn rows_of(by: By, at: usize, run: &Run) -> Vec<(Option<&Who>, MapRow)> {
    let all = || (0..run.parts.len()).collect::<Vec<usize>>();
    let whole = |who| vec![(who, row(at, run, all(), false, run.totals))];
    if !by.splits() || (by == By::Site && run.line.provision.site.is_some()) {
        return whole(None);
    }
    let mut out: Vec<(Option<&Who>, MapRow)> = Vec::new();
    if by == By::Pupil {
        let places = run.parts.iter().enumerate().filter_map(|(of, part)| {
            Some((Some(&run.place(part)?.who), row(at, run, vec![of], true, of_place(run, part))))
        });
        out.extend(places);
    } else {
        let mut found: Vec<(Slot<'_>, &Who, Vec<usize>)> = Vec::new();
        for (of, part) in run.parts.iter().enumerate() {
            let Some(place) = run.place(part) else { continue };
            let slot = slot(by, run, Some(&place.who));
            match found.iter_mut().find(|(other, ..)| *other == slot) {
                Some((.., parts)) => parts.push(of),
                None => found.push((slot, &place.who, vec![of])),
            }
        }
        out.extend(found.into_iter().map(|(_, who, parts)| {
            let totals = of_some(run, &parts);
            (Some(who), row(at, run, parts, false, totals))
        }));
    }
    if run.parts.is_empty() || run.nobody != 0 || run.nobody_projected != 0 {
        out.push((None, row(at, run, Vec::new(), false, of_nobody(run))));
    }
    out
}

/// A class by its name, with the year that all of its pupils are taught in.
fn class_title(whos: &[&Who], class: &str) -> String {
    let mut years = whos.iter().map(|who| who.year);
    let first = years.next().flatten();
    year_and_class(first.filter(|first| years.all(|year| year == Some(*first))), class)
}

fn close(data: &MapData, sort: Sort, filling: Filling<'_>) -> (MapGroup, String, Option<i64>) {
    let Filling { key, mut title, mut order, mut rows, mut whos } = filling;
    if let GroupKey::Class(_, class) = &key
        && !class.is_empty()
    {
        title = class_title(&whos, class);
        // Younger years first, as a school says its classes.
        let youngest = whos.iter().filter_map(|who| who.year).min();
        let year = youngest.map_or(255, |year| i32::from(year.number()) + 128);
        order = format!("{year:03} {order}");
    }
    whos.clear();
    let mut totals = Totals::default();
    let mut pupils = Vec::new();
    let mut last = None;
    let (mut newest, mut next): (Option<NaiveDate>, Option<NaiveDate>) = (None, None);
    for row in &rows {
        let Some(run) = row.run(data) else { continue };
        let mut one = row.totals;
        // A second place in one provision: its minutes and the provision itself are counted.
        if last.replace(row.run) == Some(row.run) {
            (one.provisions, one.minutes) = (0, 0);
        }
        totals.add(&one);
        pupils.extend(row.places(data).map(|(place, _)| place.who.pupil.0));
        newest = newest.max(Some(run.line.provision.start));
        next = [next, row.next_check].into_iter().flatten().min();
    }
    totals.pupils = distinct(&mut pupils);
    let value = newest.and_then(|newest| sort.value(&totals, newest, next));
    // Runs stand by name, so that a stable sort leaves those that are alike by name.
    if sort != Sort::Name {
        rows.sort_by_cached_key(|row| {
            let start = row.run(data).map_or(NaiveDate::MIN, |run| run.line.provision.start);
            let value = sort.value(&row.totals, start, row.next_check);
            (value.is_none(), value)
        });
    }
    (MapGroup { key, title, totals, rows }, order, value)
}

/// Groups and sorts what was read. Rows within a group stand by `sort` and then by name.
pub fn regroup(data: &MapData, school: &SchoolFile, by: By, sort: Sort) -> Map {
    let mut at: HashMap<Slot<'_>, usize> = HashMap::new();
    let mut filling: Vec<Filling<'_>> = Vec::new();
    for (index, run) in data.runs.iter().enumerate() {
        for (who, row) in rows_of(by, index, run) {
            let place = match at.entry(slot(by, run, who)) {
                Entry::Occupied(found) => *found.get(),
                Entry::Vacant(free) => {
                    let key = key(by, run, who);
                    let title = title(school, &key, run, who);
                    let order = match (&key, who) {
                        (GroupKey::Pupil(_), Some(who)) => who.sort_name.clone(),
                        _ => title.to_lowercase(),
                    };
                    filling.push(Filling { key, title, order, rows: Vec::new(), whos: Vec::new() });
                    *free.insert(filling.len() - 1)
                }
            };
            if let Some(group) = filling.get_mut(place) {
                if by == By::Class {
                    let places = row.parts.iter().filter_map(|at| run.place(run.parts.get(*at)?));
                    group.whos.extend(places.map(|place| &place.who));
                }
                group.rows.push(row);
            }
        }
    }
    let mut groups: Vec<(MapGroup, String, Option<i64>)> =
        filling.into_iter().map(|one| close(data, sort, one)).collect();
    groups.sort_by(|(a, order_a, value_a), (b, order_b, value_b)| {
        let value =
            |value: &Option<i64>| if by.ordered() { (false, None) } else { (value.is_none(), *value) };
        let rank = a.key.rank().cmp(&b.key.rank());
        rank.then_with(|| value(value_a).cmp(&value(value_b)))
            .then_with(|| order_a.cmp(order_b))
            .then_with(|| a.key.cmp(&b.key))
    });
    Map { by, sort, groups: groups.into_iter().map(|(group, ..)| group).collect(), totals: overall(data) }
}

/// The sums over everything that was read.
fn overall(data: &MapData) -> Totals {
    let mut totals = Totals::default();
    let mut pupils: Vec<u32> = Vec::new();
    for run in &data.runs {
        totals.add(&run.totals);
        pupils.extend(run.places().map(|(place, _)| place.who.pupil.0));
    }
    totals.pupils = distinct(&mut pupils);
    totals
}
