//! The catalogue of interventions as pane, command line and forms read it: who is trained, what runs, what a new run takes over;
//! and what an hour of an adult costs.
//!
//! Rule: an intervention is known by its name, capitals apart. What runs under a name that the catalogue lacks is listed too, so
//! that nothing is missing; and so is a role that leads something and has no rate.

use chrono::{Days, NaiveDate};

use crate::domain::calendar::Calendar;
use crate::domain::catalogue::{Intervention, Rate, named};
use crate::domain::ids::{Held, RecordId};
use crate::domain::provision::Provision;
use crate::domain::school::SchoolFile;
use crate::domain::words::fold;

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// An adult who works here and may deliver an intervention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trained {
    /// Who.
    pub staff: RecordId,
    /// Their name.
    pub name: String,
    /// The day of their latest training for it.
    pub on: NaiveDate,
    /// The last day on which it counts; `None` if it does not run out.
    pub until: Option<NaiveDate>,
}

/// Who works here and counts as trained for an intervention on a day, by name.
pub fn trained(school: &SchoolFile, name: &str, on: NaiveDate) -> Vec<Trained> {
    let mut all: Vec<Trained> = Vec::new();
    for staff in school.staff.iter().filter(|staff| staff.here) {
        let mut own = school.trainings.iter().filter(|one| {
            one.staff == staff.id && one.counts(on) && !one.delivers.is_empty() && same(&one.delivers, name)
        });
        // By day: the last is the latest.
        all.extend(own.next_back().map(|one| Trained {
            staff: staff.id,
            name: staff.name.clone(),
            on: one.on,
            until: one.until,
        }));
    }
    all
}

/// One intervention, with what hangs on its name.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueLine {
    /// Its number; `None` for a name that runs and that the catalogue lacks.
    pub id: Option<RecordId>,
    /// What the catalogue says; of a name that it lacks, nothing but the name and what its latest run says.
    pub entry: Intervention,
    /// Who can deliver it today.
    pub trained: Vec<Trained>,
    /// Its runs: number, first and last day; the newest first.
    pub runs: Vec<(RecordId, NaiveDate, Option<NaiveDate>)>,
    /// How many of them run today.
    pub running: usize,
}

/// Every intervention by name: those in use, then those out of use.
pub fn interventions(
    school: &SchoolFile,
    provisions: &[Held<Provision>],
    today: NaiveDate,
) -> Vec<CatalogueLine> {
    let mut lines: Vec<CatalogueLine> =
        school.catalogue.iter().map(|held| line(Some(held.id), held.value.clone(), school, today)).collect();
    // A school has hundreds of runs of dozens of names: they are found by name, once each.
    let mut at: std::collections::HashMap<String, usize> =
        lines.iter().enumerate().map(|(at, line)| (line.entry.name.trim().to_lowercase(), at)).collect();
    for held in provisions {
        let key = held.name.trim().to_lowercase();
        let known = *at.entry(key).or_insert_with(|| {
            let entry =
                Intervention { area: held.area, wave: held.wave, ..Intervention::named(held.name.trim()) };
            lines.push(line(None, entry, school, today));
            lines.len() - 1
        });
        if let Some(line) = lines.get_mut(known) {
            line.runs.push((held.id, held.start, held.end));
            line.running += usize::from(held.runs(today));
        }
    }
    for line in &mut lines {
        line.runs.sort_by_key(|(id, start, _)| std::cmp::Reverse((*start, *id)));
    }
    lines.sort_by_cached_key(|line| (!line.entry.active, line.entry.name.to_lowercase()));
    lines
}

fn line(id: Option<RecordId>, entry: Intervention, school: &SchoolFile, today: NaiveDate) -> CatalogueLine {
    let trained = trained(school, &entry.name, today);
    CatalogueLine { id, entry, trained, runs: Vec::new(), running: 0 }
}

/// "3 × 20 min, 12 weeks, groups of 6": the usual dosage; empty if there is none.
pub fn dosage(entry: &Intervention) -> String {
    let often = match (entry.times_a_week, entry.minutes) {
        (Some(times), Some(minutes)) => format!("{times} × {minutes} min"),
        (Some(times), None) => format!("{times} a week"),
        (None, Some(minutes)) => format!("{minutes} min"),
        (None, None) => String::new(),
    };
    let weeks = entry.weeks.map(|weeks| crate::domain::words::plural(i64::from(weeks), "week"));
    let group = entry.group.map(|group| match group {
        1 => "one to one".to_owned(),
        many => format!("groups of {many}"),
    });
    let parts = [often, weeks.unwrap_or_default(), group.unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Days of a term that must be left for a run to end with it; one that begins later ends with the next.
const LEFT: u64 = 14;

/// When a run ends that begins on a day: after its usual weeks, on the last day of teaching before them; else with the term.
/// `None` only outside 1900–2199.
pub fn usual_end(calendar: &Calendar, start: NaiveDate, weeks: Option<u16>) -> Option<NaiveDate> {
    if let Some(weeks) = weeks {
        let last = start.checked_add_days(Days::new(u64::from(weeks).saturating_mul(7).saturating_sub(1)))?;
        return calendar.previous_teaching_day(last).filter(|day| *day >= start).or(Some(last));
    }
    let term = calendar.term_of(start);
    let term = term.filter(|term| start.checked_add_days(Days::new(LEFT)).is_some_and(|day| day <= term.end));
    let end = term.or_else(|| calendar.next_term(start))?.end;
    calendar.previous_teaching_day(end).filter(|day| *day >= start).or(Some(end))
}

/// A run as nobody has settled it: `base` with all that the catalogue says of `name` put in its place, from a day on. A name that
/// the catalogue lacks leaves `base` as it is. `ran` says who led which name, the oldest first.
pub fn usual(
    school: &SchoolFile,
    ran: &[(String, Option<RecordId>)],
    base: &Provision,
    name: &str,
    start: NaiveDate,
) -> Provision {
    let mut run = Provision { name: name.trim().to_owned(), start, ..base.clone() };
    let Some(entry) = named(&school.catalogue, name).filter(|_| !name.trim().is_empty()) else { return run };
    run.name.clone_from(&entry.name);
    (run.area, run.wave) = (entry.area, entry.wave);
    run.times_a_week = entry.times_a_week.unwrap_or(base.times_a_week);
    run.minutes = entry.minutes.unwrap_or(base.minutes);
    if !entry.agency.is_empty() {
        run.agency.clone_from(&entry.agency);
    }
    run.measure.clone_from(&entry.measure);
    (run.scale, run.levels) = (entry.scale, entry.levels.clone());
    (run.materials_pence, run.fee_pence) = (entry.materials_pence, entry.fee_pence);
    run.lead = lead(school, ran, name, start).or(base.lead);
    run.end = usual_end(school.calendar_of(base.site), start, entry.weeks);
    run
}

/// The one adult who is trained for it; of several the one who led it last; else nobody.
fn lead(
    school: &SchoolFile,
    ran: &[(String, Option<RecordId>)],
    name: &str,
    on: NaiveDate,
) -> Option<RecordId> {
    let can = trained(school, name, on);
    match &can[..] {
        [only] => Some(only.staff),
        many => {
            let led = ran.iter().rev().filter(|(ran, _)| same(ran, name)).filter_map(|(_, lead)| *lead);
            led.into_iter().find(|lead| many.iter().any(|one| one.staff == *lead))
        }
    }
}

/// Who led which name, the oldest run first: for [`usual`].
pub fn ran(mut provisions: Vec<Held<Provision>>) -> Vec<(String, Option<RecordId>)> {
    provisions.sort_by_key(|held| (held.start, held.id));
    provisions.into_iter().map(|held| (held.value.name, held.value.lead)).collect()
}

/// What an hour of a role costs, or that nobody has said.
#[derive(Clone, Debug, PartialEq)]
pub struct RateLine {
    /// The rate; `None` for a role that leads something and has none.
    pub held: Option<Held<Rate>>,
    /// The role, as it stands with the staff.
    pub role: String,
    /// Whether it counts today: the latest of its role that has begun.
    pub counts: bool,
    /// Adults of the role who work here.
    pub adults: usize,
}

/// As costs compare roles.
fn alike(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// Every rate by role, the newest first; and before them the roles that lead something that runs and have none.
pub fn rates(school: &SchoolFile, provisions: &[Held<Provision>], today: NaiveDate) -> Vec<RateLine> {
    let adults = |role: &str| school.staff.iter().filter(|one| one.here && alike(&one.role, role)).count();
    let mut without: Vec<String> = Vec::new();
    for staff in school.staff.iter().filter(|staff| staff.here && !staff.role.trim().is_empty()) {
        let leads = provisions.iter().any(|one| one.lead == Some(staff.id) && one.runs(today));
        let known = school.rates.iter().any(|rate| alike(&rate.role, &staff.role));
        if leads && !known && !without.iter().any(|role| alike(role, &staff.role)) {
            without.push(staff.role.trim().to_owned());
        }
    }
    without.sort_by_key(|role| role.to_lowercase());
    let mut lines: Vec<RateLine> = without
        .into_iter()
        .map(|role| RateLine { held: None, adults: adults(&role), role, counts: false })
        .collect();
    for held in school.rates.iter().rev() {
        let newer = |other: &&Held<Rate>| alike(&other.role, &held.role) && other.from <= today;
        let latest = school.rates.iter().filter(newer).max_by_key(|other| (other.from, other.id));
        lines.push(RateLine {
            counts: latest.is_some_and(|latest| latest.id == held.id),
            adults: adults(&held.role),
            role: held.role.clone(),
            held: Some(held.clone()),
        });
    }
    lines.sort_by_cached_key(|line| {
        let from = line.held.as_ref().map(|held| std::cmp::Reverse(held.from));
        (line.held.is_some(), line.role.to_lowercase(), from)
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::staff::Adult;
    use crate::actions::testing::{Lab, date};
    use crate::actions::{intervention, rate, training};
    use crate::domain::code::Wave;
    use crate::domain::ids::{SCHOOL, Typed};
    use crate::domain::people::Training;
    use crate::domain::school::Staff;

    fn train(lab: &mut Lab, who: &str, delivers: &str, on: &str, until: Option<&str>) {
        let mut given = Training::of(RecordId(0), date(on), Typed::default());
        (given.what, given.delivers, given.until) = (delivers.into(), delivers.into(), until.map(date));
        lab.make(|edit, by| training::add(edit, by, &[Adult::Named(who.into())], &given));
    }

    fn school(lab: &Lab) -> SchoolFile {
        lab.store.read(|view| view.school()).unwrap()
    }

    fn runs(lab: &Lab) -> Vec<Held<Provision>> {
        lab.store.read(|view| view.provisions()).unwrap()
    }

    #[test]
    fn the_catalogue_and_what_runs_beside_it() {
        let mut lab = Lab::new();
        let entry = Intervention { weeks: Some(12), group: Some(6), ..Intervention::named("Language group") };
        lab.make(|edit, _| intervention::add(edit, &entry));
        lab.make(|edit, _| {
            let old = Intervention { active: false, ..Intervention::named("Brain gym") };
            intervention::add(edit, &old)
        });
        lab.provision("language GROUP", "2026-09-14");
        lab.provision("Language group", "2027-01-11");
        lab.provision("Chess", "2026-09-14");
        train(&mut lab, "R Dale", "Language Group", "2025-10-01", None);
        train(&mut lab, "J Moor", "Language group", "2020-10-01", Some("2023-10-01"));
        let lines = interventions(&school(&lab), &runs(&lab), lab.by.today);
        let said: Vec<String> = lines
            .iter()
            .map(|line| {
                let who: Vec<&str> = line.trained.iter().map(|one| one.name.as_str()).collect();
                let known = if line.id.is_some() { "known" } else { "new" };
                format!(
                    "{} {known} {} of {} {}",
                    line.entry.name,
                    line.running,
                    line.runs.len(),
                    who.join(",")
                )
            })
            .collect();
        assert_eq!(
            said,
            ["Chess new 1 of 1 ", "Language group known 1 of 2 R Dale", "Brain gym known 0 of 0 "]
        );
        assert_eq!(dosage(&lines[1].entry), "12 weeks, groups of 6");
    }

    #[test]
    fn a_run_ends_after_its_weeks_or_with_the_term() {
        // Autumn ends on Fri 18 Dec 2026, Spring on Thu 25 Mar 2027 as terms are assumed.
        let calendar = Calendar::assumed(2025, 2028);
        let autumn = calendar.term_of(date("2026-11-23")).unwrap().end;
        for (start, weeks, end) in [
            ("2026-11-02", Some(6), "2026-12-11".to_owned()),
            // Twelve weeks on is a Sunday in term: the Friday before.
            ("2026-11-02", Some(12), "2027-01-22".to_owned()),
            // Eight weeks on lies in the holiday.
            ("2026-11-02", Some(8), autumn.to_string()),
            ("2026-11-23", None, autumn.to_string()),
        ] {
            assert_eq!(
                usual_end(&calendar, date(start), weeks).unwrap().to_string(),
                end,
                "{start} {weeks:?}"
            );
        }
        // What begins in the last days of a term ends with the next.
        let late = usual_end(&calendar, date("2026-12-14"), None).unwrap();
        assert!(late > date("2027-03-01") && calendar.is_teaching_day(late), "{late}");
    }

    #[test]
    fn the_one_who_is_trained_leads_or_of_several_the_one_who_did_last() {
        let mut lab = Lab::new();
        lab.make(|edit, _| {
            let entry = Intervention {
                wave: Wave::Specialist,
                minutes: Some(15),
                times_a_week: Some(5),
                measure: "exchanges".into(),
                fee_pence: Some(4_000),
                ..Intervention::named("PECS")
            };
            intervention::add(edit, &entry)
        });
        let base = Provision { minutes: 20, times_a_week: 3, ..Provision::default() };
        let start = date("2026-11-23");
        let settle = |lab: &Lab, name: &str| usual(&school(lab), &ran(runs(lab)), &base, name, start);
        let none = settle(&lab, " pecs ");
        assert_eq!((none.name.as_str(), none.minutes, none.times_a_week), ("PECS", 15, 5));
        assert_eq!((none.lead, none.fee_pence, none.wave), (None, Some(4_000), Wave::Specialist));
        assert!(none.end.is_some());
        train(&mut lab, "R Dale", "PECS", "2025-10-01", None);
        let dale = school(&lab).staff[0].id;
        assert_eq!(settle(&lab, "PECS").lead, Some(dale));
        train(&mut lab, "A Wren", "PECS", "2025-11-01", None);
        assert_eq!(settle(&lab, "PECS").lead, None, "nobody says which of them");
        let id = lab.provision("pecs", "2026-01-12");
        lab.make(|edit, _| {
            let held = edit.provision(id)?.unwrap();
            let led = Provision { lead: Some(dale), ..held.value };
            edit.put(<Provision as crate::domain::record::Recorded>::school_key(id), {
                use crate::domain::record::Recorded as _;
                led.wrap()
            })
        });
        assert_eq!(settle(&lab, "PECS").lead, Some(dale));
        let other = settle(&lab, "Chess");
        assert_eq!((other.minutes, other.end, other.fee_pence), (20, None, None), "as it was");
    }

    #[test]
    fn the_latest_rate_counts_and_a_role_without_one_stands_first() {
        let mut lab = Lab::new();
        for (name, role) in [("R Dale", "Teaching assistant"), ("J Moor", "Mentor")] {
            lab.make(|edit, _| {
                edit.add(SCHOOL, Staff { name: name.into(), role: role.into(), site: None, here: true })
            });
        }
        let moor = school(&lab).staff.iter().find(|one| one.name == "J Moor").unwrap().id;
        lab.make(|edit, by| {
            let led = Provision {
                name: "Chess".into(),
                minutes: 20,
                times_a_week: 1,
                start: date("2026-09-14"),
                ..Provision::default()
            };
            crate::actions::provision::start(edit, by, &led, Some(&Adult::Known(moor)), &[])
        });
        for (from, pence) in [("2025-09-01", 1_450), ("2026-09-01", 1_520), ("2027-09-01", 1_600)] {
            let new =
                Rate { role: "Teaching assistant".into(), from: date(from), pence, note: String::new() };
            lab.make(|edit, _| rate::add(edit, &new));
        }
        let said: Vec<String> = rates(&school(&lab), &runs(&lab), lab.by.today)
            .iter()
            .map(|line| {
                let pence = line.held.as_ref().map(|held| held.pence);
                format!("{} {pence:?} {} {}", line.role, line.counts, line.adults)
            })
            .collect();
        assert_eq!(
            said,
            [
                "Mentor None false 1",
                "Teaching assistant Some(1600) false 1",
                "Teaching assistant Some(1520) true 1",
                "Teaching assistant Some(1450) false 1",
            ]
        );
    }
}
