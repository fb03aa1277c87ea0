//! Each adult's week, and who would have to be in two places at once.
//!
//! Rule: only sessions that have a time can clash; a session without one is listed. Days that nobody named are the usual
//! ones, marked as such.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::data::{MapData, Run};
use super::line::lasts;
use crate::domain::delivery::Slot;
use crate::domain::delivery::{say_slots, say_time};
use crate::domain::ids::{PupilId, RecordId};
use crate::domain::school::SchoolFile;

/// One session of an adult's week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotLine {
    /// Which of the data's runs.
    pub run: usize,
    /// The provision.
    pub provision: RecordId,
    /// Its name.
    pub name: String,
    /// The day, and the time if one is settled.
    pub slot: Slot,
    /// Minutes.
    pub minutes: u16,
    /// How many pupils are in it now, or will be on its first day.
    pub pupils: usize,
    /// The site's name; empty if on all sites.
    pub site: String,
    /// Whether the day is a usual one, because none was named.
    pub usual: bool,
    /// The provision's first day, where it is still to come.
    pub starts: Option<NaiveDate>,
    /// Whether somebody would have to be elsewhere at that time.
    pub clash: bool,
}

impl SlotLine {
    /// "Mon 9:30", or "Mon" without a time.
    pub fn when(&self) -> String {
        say_slots(&[self.slot])
    }
}

/// Who would have to be in two places.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ClashOf {
    /// The lead adult of both.
    Adult(RecordId),
    /// A pupil who is in both.
    Pupil(PupilId),
}

/// Two sessions at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Who.
    pub of: ClashOf,
    /// The name.
    pub name: String,
    /// The day: 0 is Monday.
    pub weekday: u8,
    /// The provisions, by time: number, name, when it begins in minutes from midnight, minutes.
    pub two: [(RecordId, String, u16, u16); 2],
}

impl Clash {
    /// "Mon: Lexia 9:00 to 9:30 and Language group 9:20 to 9:40".
    pub fn words(&self) -> String {
        let day = say_slots(&[Slot { weekday: self.weekday, at: None }]);
        let said = |(_, name, at, minutes): &(RecordId, String, u16, u16)| {
            format!("{name} {} to {}", say_time(*at), say_time(at.saturating_add(*minutes)))
        };
        let [first, second] = &self.two;
        format!("{day}: {} and {}", said(first), said(second))
    }
}

/// An adult's week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdultWeek {
    /// Who leads; `None` for the provisions that nobody leads.
    pub adult: Option<RecordId>,
    /// The name; "No lead adult".
    pub name: String,
    /// The role; may be empty.
    pub role: String,
    /// The sessions by day and time, those without a time first.
    pub slots: Vec<SlotLine>,
    /// Minutes a week of the provisions that run now.
    pub minutes: u32,
    /// Where this adult, or a pupil of the sessions, would have to be in two places.
    pub clashes: Vec<Clash>,
}

/// A stretch of the week that somebody is bound to.
#[derive(Clone, Copy)]
struct Bound {
    weekday: u8,
    at: u16,
    until: u16,
    run: usize,
    from: NaiveDate,
    to: NaiveDate,
}

fn counts(data: &MapData, run: &Run) -> bool {
    // What has ended takes nobody's time; what begins within the span will.
    run.line.provision.end.is_none_or(|end| data.asked.on() <= end)
}

fn bounds<'d>(
    data: &'d MapData,
    at: usize,
    run: &'d Run,
    from: NaiveDate,
    to: NaiveDate,
) -> impl Iterator<Item = Bound> + 'd {
    let on = data.asked.on();
    let minutes = run.minutes;
    run.slots.iter().filter_map(move |slot| {
        let begins = slot.at?;
        let until = begins.saturating_add(minutes);
        Some(Bound { weekday: slot.weekday, at: begins, until, run: at, from: from.max(on), to })
    })
}

/// Pairs of different sessions that share a time on days that both run.
fn pairs(mut all: Vec<Bound>) -> Vec<(Bound, Bound)> {
    all.sort_by_key(|one| (one.weekday, one.at, one.run));
    let mut out = Vec::new();
    for (nth, first) in all.iter().enumerate() {
        let rest = all.iter().skip(nth + 1);
        let near = rest.take_while(|next| next.weekday == first.weekday && next.at < first.until);
        let both = near.filter(|next| next.from.max(first.from) <= next.to.min(first.to));
        out.extend(both.map(|next| (*first, *next)));
    }
    out
}

/// Every clash of the provisions that run on the day that counts or begin later in the span: adults first, by name.
pub fn clashes(data: &MapData, school: &SchoolFile) -> Vec<Clash> {
    let mut adults: HashMap<RecordId, Vec<Bound>> = HashMap::new();
    let mut pupils: HashMap<PupilId, (&str, Vec<Bound>)> = HashMap::new();
    for (at, run) in data.runs.iter().enumerate().filter(|(_, run)| counts(data, run)) {
        let provision = &run.line.provision;
        let end = provision.end.unwrap_or(NaiveDate::MAX);
        if run.usual || run.slots.iter().all(|slot| slot.at.is_none()) {
            continue;
        }
        if let Some(lead) = provision.lead {
            adults.entry(lead).or_default().extend(bounds(data, at, run, provision.start, end));
        }
        for (place, _) in run.places().filter(|(place, _)| lasts(place, data.asked.on())) {
            let (from, to) = (place.from.max(provision.start), place.to.unwrap_or(end).min(end));
            let (_, held) = pupils.entry(place.who.pupil).or_insert_with(|| (&place.who.name, Vec::new()));
            held.extend(bounds(data, at, run, from, to));
        }
    }
    let name = |at: usize| {
        data.runs
            .get(at)
            .map_or((RecordId(0), String::new()), |run| (run.id(), run.line.provision.name.clone()))
    };
    let clash = |of: ClashOf, who: &str, (first, second): (Bound, Bound)| {
        let side = |one: Bound| {
            let (id, name) = name(one.run);
            (id, name, one.at, one.until.saturating_sub(one.at))
        };
        Clash { of, name: who.to_owned(), weekday: first.weekday, two: [side(first), side(second)] }
    };
    let mut out = Vec::new();
    for (id, held) in adults {
        let who = school.staff_name(Some(id));
        out.extend(pairs(held).into_iter().map(|pair| clash(ClashOf::Adult(id), who, pair)));
    }
    for (id, (who, held)) in pupils.into_iter().filter(|(_, (_, held))| held.len() > 1) {
        out.extend(pairs(held).into_iter().map(|pair| clash(ClashOf::Pupil(id), who, pair)));
    }
    out.sort_by(|a, b| {
        let key = |one: &Clash| {
            let kind = matches!(one.of, ClashOf::Pupil(_));
            (kind, one.name.to_lowercase(), one.weekday, one.two.clone().map(|(id, _, at, _)| (at, id)))
        };
        key(a).cmp(&key(b))
    });
    out
}

/// The week of each adult who leads something, by name; those that nobody leads last. With an adult, that one's alone.
pub fn timetable(data: &MapData, school: &SchoolFile, adult: Option<RecordId>) -> Vec<AdultWeek> {
    let on = data.asked.on();
    let clashes = clashes(data, school);
    let hits: HashSet<(RecordId, u8, Option<u16>)> = clashes
        .iter()
        .flat_map(|clash| clash.two.iter().map(|two| (two.0, clash.weekday, Some(two.2))))
        .collect();
    let mut weeks: BTreeMap<Option<RecordId>, AdultWeek> = BTreeMap::new();
    for (at, run) in data.runs.iter().enumerate().filter(|(_, run)| counts(data, run)) {
        let provision = &run.line.provision;
        if adult.is_some() && provision.lead != adult {
            continue;
        }
        let week = weeks.entry(provision.lead).or_insert_with(|| {
            let staff = school.staff.iter().find(|staff| Some(staff.id) == provision.lead);
            AdultWeek {
                adult: provision.lead,
                name: staff.map_or_else(|| "No lead adult".to_owned(), |staff| staff.name.clone()),
                role: staff.map(|staff| staff.role.clone()).unwrap_or_default(),
                slots: Vec::new(),
                minutes: 0,
                clashes: Vec::new(),
            }
        });
        let starts = Some(provision.start).filter(|start| *start > on);
        if starts.is_none() {
            week.minutes = week.minutes.saturating_add(run.totals.minutes);
        }
        let first = on.max(provision.start);
        let pupils = run.places().filter(|(place, _)| place.from <= first && lasts(place, first)).count();
        let hit = |slot: &Slot| hits.contains(&(run.id(), slot.weekday, slot.at));
        week.slots.extend(run.slots.iter().map(|slot| SlotLine {
            run: at,
            provision: run.id(),
            name: provision.name.clone(),
            slot: *slot,
            minutes: run.minutes,
            pupils,
            site: run.line.site.clone(),
            usual: run.usual,
            starts,
            clash: hit(slot),
        }));
    }
    let mut out: Vec<AdultWeek> = weeks.into_values().collect();
    for week in &mut out {
        week.slots.sort_by(|a, b| (a.slot, &a.name, a.provision).cmp(&(b.slot, &b.name, b.provision)));
        let held: HashSet<RecordId> = week.slots.iter().map(|slot| slot.provision).collect();
        let mine = |clash: &&Clash| clash.two.iter().any(|two| held.contains(&two.0));
        week.clashes = clashes.iter().filter(mine).cloned().collect();
    }
    out.sort_by_cached_key(|week| (week.adult.is_none(), week.name.to_lowercase(), week.adult));
    out
}
