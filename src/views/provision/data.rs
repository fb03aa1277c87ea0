//! Everything that the map of a span shows, in one read of the store.
//!
//! Rule: what is grouped, sorted, folded and found afterwards comes out of here; the store is asked once.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::line::{ProvisionLine, Which, lasts};
use super::money;
use super::totals::{Outcomes, Totals};
use crate::domain::calendar::monday;
use crate::domain::code::{Outcome, SenCode};
use crate::domain::cost::Rates;
use crate::domain::delivery::{
    Dosage, SessionRow, Slot, Span, State, Tally, occasions, of_group, of_pupil, usual_days,
};
use crate::domain::ids::{Held, RecordId};
use crate::domain::provision::Provision;
use crate::domain::rows::{Group, PlaceRow, RegisterRow, Who};
use crate::domain::school::SchoolFile;
use crate::store::{Snapshot, StoreError};

/// What the map is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Asked {
    /// The days: provisions and places that have one of them.
    pub span: Span,
    /// Of those, which, by last day as at today.
    pub which: Which,
    /// The site; `None` for all. Of a provision that runs on all sites, the site's pupils alone with their shares.
    pub site: Option<RecordId>,
    /// The day that it is looked at.
    pub today: NaiveDate,
}

impl Asked {
    /// The day whose dosage counts: today, or of a span that is past or to come, its day that is nearest.
    pub fn on(&self) -> NaiveDate {
        self.today.min(self.span.to).max(self.span.from)
    }
}

/// The map's provisions with their figures, and the pupils that need looking for.
#[derive(Clone, Debug, PartialEq)]
pub struct MapData {
    /// What was asked for.
    pub asked: Asked,
    /// Provisions by name, the newest run of one intervention first.
    pub runs: Vec<Run>,
    /// Pupils on roll at SEN support or with an EHC plan who have no place that lasts today or is to come, by name.
    pub without: Vec<(Who, SenCode)>,
    /// Whether the school has ever recorded a session: until then none is missed.
    pub recording: bool,
}

/// One provision in the span.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The provision and all its places, those outside the span too.
    pub line: ProvisionLine,
    /// Its places in the span, in the order of the line.
    pub parts: Vec<Part>,
    /// Its figures in the span.
    pub totals: Totals,
    /// Of the cost, what stands under no pupil, in pence: delivered sessions at which nobody was.
    pub nobody: i64,
    /// Of the projected cost, the same.
    pub nobody_projected: i64,
    /// The intervention's name as it is compared: lower case, without outer blanks.
    pub folded: String,
    /// The days and times that stand on the day that counts (see [`Asked::on`]).
    pub slots: Vec<Slot>,
    /// Minutes a session on that day.
    pub minutes: u16,
    /// Whether the days are the usual ones, because none were named.
    pub usual: bool,
    /// Sessions of the span that nobody recorded, of the weeks before today's.
    pub unrecorded: u32,
}

impl Run {
    /// Its number.
    pub fn id(&self) -> RecordId {
        self.line.id
    }

    /// The places in the span with their figures.
    pub fn places(&self) -> impl Iterator<Item = (&PlaceRow, &Part)> {
        self.parts.iter().filter_map(|part| Some((self.line.places.get(part.at)?, part)))
    }

    /// The place of a part.
    pub fn place(&self, part: &Part) -> Option<&PlaceRow> {
        self.line.places.get(part.at)
    }
}

/// One pupil's place in a provision, in the span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which of the line's places.
    pub at: usize,
    /// The pupil's sessions of the span up to today.
    pub tally: Tally,
    /// The pupil's share of what was delivered, in pence.
    pub cost: i64,
    /// The pupil's share of that and of what is still planned, in pence.
    pub projected: i64,
    /// Sessions that the pupil was at of which no rate is known.
    pub unrated: u32,
    /// The last check's outcome by the span's end, or by today; `None` if none was made.
    pub outcome: Option<Outcome>,
    /// Whether it lasts on the day that counts (see [`Asked::on`]).
    pub open: bool,
}

/// Reads the map.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn read(snapshot: &Snapshot<'_>, school: &SchoolFile, asked: Asked) -> Result<MapData, StoreError> {
    let (provisions, places) = (snapshot.provisions()?, snapshot.places_all()?);
    let register = snapshot.register_group(Group::Register)?;
    Ok(gather(school, asked, (provisions, places, snapshot.sessions_all()?), register))
}

/// What is read of a map: the runs, their places, their sessions.
pub(super) type Found = (Vec<Held<Provision>>, Vec<PlaceRow>, BTreeMap<RecordId, Vec<SessionRow>>);

/// What was read, as a map's data.
pub(super) fn gather(
    school: &SchoolFile,
    asked: Asked,
    (provisions, places, mut sessions): Found,
    register: Vec<RegisterRow>,
) -> MapData {
    let mut places_of: HashMap<RecordId, Vec<PlaceRow>> = HashMap::new();
    for place in places {
        places_of.entry(place.provision).or_default().push(place);
    }
    let recording = !sessions.is_empty();
    let rates = Rates::of(school);
    let mut runs = Vec::new();
    for held in provisions {
        let rows = sessions.remove(&held.id).unwrap_or_default();
        let runs_in = held.start <= asked.span.to && held.end.is_none_or(|end| asked.span.from <= end);
        // What took place before the first day or after the last has its cost all the same.
        let in_span = runs_in || rows.iter().any(|row| asked.span.has(row.on));
        if !in_span || !asked.which.takes(&held, asked.today) {
            continue;
        }
        let places = places_of.remove(&held.id).unwrap_or_default();
        let line = ProvisionLine::new(school, (held.id, held.revision, held.value), places, asked.today);
        if asked.site.is_none_or(|site| line.is_at(site)) {
            runs.push(run(school, &rates, asked, line, &rows));
        }
    }
    runs.sort_by(|a: &Run, b: &Run| {
        let key = |run: &Run| (std::cmp::Reverse(run.line.provision.start), run.line.id);
        a.folded.cmp(&b.folded).then_with(|| key(a).cmp(&key(b)))
    });
    MapData { asked, runs, without: without(register, asked), recording }
}

fn without(rows: Vec<RegisterRow>, asked: Asked) -> Vec<(Who, SenCode)> {
    let mut out: Vec<(Who, SenCode)> = rows
        .into_iter()
        .filter(|row| row.left.is_none() && row.census != SenCode::N)
        .filter(|row| row.places.iter().all(|stay| stay.to.is_some_and(|to| to < asked.today)))
        .filter(|row| asked.site.is_none_or(|site| row.who.site == Some(site)))
        .map(|row| (row.who, row.census))
        .collect();
    out.sort_by(|a, b| (&a.0.sort_name, a.0.pupil).cmp(&(&b.0.sort_name, b.0.pupil)));
    out
}

/// The dosage that stood on a day: days, minutes, and whether the days are the usual ones. In a pause between two terms it is
/// the one before: a term that is looked back at shows what it had, whatever was rolled forward since.
fn dosage(provision: &Provision, on: NaiveDate) -> (Vec<Slot>, u16, bool) {
    let earlier = &provision.earlier;
    let at = earlier.iter().position(|old| on <= old.until);
    let runs = |old: &&Dosage| old.times_a_week > 0 || !old.slots.is_empty();
    let old = at.and_then(|at| {
        let stood = earlier.get(..=at).unwrap_or_default();
        stood.iter().rfind(runs).or(earlier.get(at))
    });
    let (slots, times, minutes) = match old {
        Some(old) => (&old.slots, old.times_a_week, old.minutes),
        None => (&provision.slots, provision.times_a_week, provision.minutes),
    };
    if slots.is_empty() { (usual_days(times), minutes, true) } else { (slots.clone(), minutes, false) }
}

fn run(
    school: &SchoolFile,
    rates: &Rates,
    asked: Asked,
    line: ProvisionLine,
    sessions: &[SessionRow],
) -> Run {
    let provision = &line.provision;
    let calendar = school.calendar_of(provision.site);
    let until = asked.span.to.min(asked.today);
    let all = occasions(provision, calendar, sessions, Span { from: asked.span.from, to: until });
    let on = asked.on();
    let counts = on.max(provision.start).min(provision.end.unwrap_or(on).max(provision.start));
    let (slots, minutes, usual) = dosage(provision, counts);
    // Of a provision of no one site, a site's map shows that site's pupils.
    let whole = asked.site.is_none() || provision.site == asked.site;
    let mut parts: Vec<Part> = Vec::new();
    for (at, place) in line.places.iter().enumerate() {
        let in_span = place.from <= asked.span.to && lasts(place, asked.span.from);
        if !in_span || !(whole || place.who.site == asked.site) {
            continue;
        }
        let days = Span { from: place.from, to: place.to.unwrap_or(until) };
        parts.push(Part {
            at,
            tally: of_pupil(&all, place.who.pupil, days, asked.today),
            cost: 0,
            projected: 0,
            unrated: 0,
            outcome: place.looks.iter().rfind(|look| look.held <= until).map(|look| look.outcome),
            open: place.from <= on && lasts(place, on),
        });
    }
    let mut money = money::of(&line, calendar, rates, sessions, (asked.span, asked.today), &mut parts);
    if !whole {
        money.cost = parts.iter().map(|part| part.cost).sum();
        money.projected = parts.iter().map(|part| part.projected).sum();
        (money.nobody, money.nobody_projected) = (0, 0);
    }
    let week = monday(asked.today).unwrap_or(asked.today);
    let unrecorded = all.iter().filter(|one| one.state == State::Planned && one.on < week).count();
    let mut outcomes = Outcomes::default();
    parts.iter().for_each(|part| outcomes.add(part.outcome));
    let mut pupils: Vec<u32> =
        parts.iter().filter_map(|part| line.places.get(part.at)).map(|place| place.who.pupil.0).collect();
    pupils.sort_unstable();
    pupils.dedup();
    let totals = Totals {
        provisions: 1,
        pupils: u32::try_from(pupils.len()).unwrap_or(u32::MAX),
        minutes: u32::from(minutes).saturating_mul(u32::try_from(slots.len()).unwrap_or(u32::MAX)),
        cost: money.cost,
        projected: money.projected,
        unrated: money.unrated,
        tally: of_group(&all, asked.today),
        outcomes,
    };
    Run {
        folded: provision.name.trim().to_lowercase(),
        totals,
        nobody: money.nobody,
        nobody_projected: money.nobody_projected,
        slots,
        minutes,
        usual,
        unrecorded: u32::try_from(unrecorded).unwrap_or(u32::MAX),
        parts,
        line,
    }
}
