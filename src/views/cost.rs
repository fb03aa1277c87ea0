//! What a pupil's provision costs: each place to date, and the academic year against what is still to come.
//!
//! Rule: costs follow the sessions that took place. Where a rate is wanting, that is said beside the figure.

use chrono::NaiveDate;

use crate::domain::cost::{Charges, Rates, Run, Stay, charges, projected, year};
use crate::domain::day;
use crate::domain::delivery::Span;
use crate::domain::file::PupilFile;
use crate::domain::ids::RecordId;
use crate::domain::school::SchoolFile;
use crate::domain::words::{list, plural, pounds};
use crate::store::{Snapshot, StoreError};

/// What one place cost to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceCost {
    /// The place.
    pub allocation: RecordId,
    /// The pupil's part of the sessions delivered, in pence.
    pub pence: i64,
    /// Sessions that the pupil had.
    pub sessions: u32,
    /// Those of them of which no rate is known.
    pub no_rate: u32,
    /// Whose rate is wanting: roles, or names of adults without one.
    pub unpriced: Vec<String>,
}

impl PlaceCost {
    /// In a cell: "£12.40", "£12.40 and 3 sessions without a rate", "no rate known"; a dash where there was no session yet.
    pub fn said(&self) -> String {
        match (self.sessions, self.no_rate) {
            (0, _) => "–".to_owned(),
            (_, 0) => pounds(self.pence),
            (all, wanting) if all == wanting && self.pence == 0 => "no rate known".to_owned(),
            (_, wanting) => format!("{} and {} without a rate", pounds(self.pence), sessions(wanting)),
        }
    }
}

/// What the sessions of an academic year cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearCost {
    /// Of those delivered to date, in pence.
    pub to_date: i64,
    /// With those still planned, at today's rates, in pence.
    pub projected: i64,
    /// The last day of the year.
    pub until: NaiveDate,
    /// Sessions delivered or planned of which no rate is known.
    pub no_rate: u32,
    /// Whose rate is wanting: roles, or names of adults without one.
    pub unpriced: Vec<String>,
}

impl YearCost {
    /// "£412.30 so far, £1,240 by 31 Aug 2027".
    pub fn said(&self) -> String {
        format!("{} so far, {} by {}", pounds(self.to_date), pounds(self.projected), day::plain(self.until))
    }

    /// What is wanting from it, in a sentence; `None` if nothing is.
    pub fn wanting(&self) -> Option<String> {
        let who: Vec<&str> = self.unpriced.iter().map(String::as_str).collect();
        (self.no_rate > 0).then(|| {
            format!("Not in it: {} of which no rate is known ({}).", sessions(self.no_rate), list(&who))
        })
    }
}

/// A pupil's costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PupilCost {
    /// Each place to date, in the order of the file's.
    pub places: Vec<PlaceCost>,
    /// The academic year; `None` where it has no session that was delivered, and none planned that is known to cost something.
    pub year: Option<YearCost>,
}

impl PupilCost {
    /// What a place cost to date; `None` if there is no such place.
    pub fn of(&self, allocation: RecordId) -> Option<&PlaceCost> {
        self.places.iter().find(|place| place.allocation == allocation)
    }
}

fn sessions(count: u32) -> String {
    plural(i64::from(count), "session")
}

/// Whose rates are wanting, in words: the role of each adult, the name of one who has none, each once.
pub fn wanting(school: &SchoolFile, charges: &Charges) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for adult in &charges.unpriced {
        let staff = adult.and_then(|id| school.staff.iter().find(|staff| staff.id == id));
        let words = match staff {
            Some(staff) if !staff.role.trim().is_empty() => staff.role.trim().to_owned(),
            Some(staff) => format!("{}, whose role is not recorded", staff.name),
            None => "adult not named".to_owned(),
        };
        if !out.contains(&words) {
            out.push(words);
        }
    }
    out
}

/// What a pupil's places cost, as at a day. Reads each provision's sessions once.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn of_pupil(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    file: &PupilFile,
    today: NaiveDate,
) -> Result<PupilCost, StoreError> {
    let mut out = PupilCost::default();
    for held in &file.allocations {
        out.places.push(PlaceCost {
            allocation: held.id,
            pence: 0,
            sessions: 0,
            no_rate: 0,
            unpriced: Vec::new(),
        });
    }
    let mut runs: Vec<RecordId> = file.allocations.iter().map(|held| held.provision).collect();
    runs.sort_unstable();
    runs.dedup();
    let rates = if runs.is_empty() { Rates::default() } else { Rates::of(school) };
    let this = year(today);
    let mut delivered = 0_u32;
    let mut sum = YearCost { to_date: 0, projected: 0, until: this.to, no_rate: 0, unpriced: Vec::new() };
    for id in runs {
        let Some(held) = snapshot.provision(id)? else { continue };
        let rows = snapshot.sessions_of(id)?;
        let stays: Vec<Stay> = snapshot.places_of(id)?.iter().map(Stay::from).collect();
        let run = Run {
            provision: &held.value,
            calendar: school.calendar_of(held.site),
            rows: &rows,
            stays: &stays,
        };
        let all = charges(&run, &rates, Span { from: NaiveDate::MIN, to: today });
        for share in all.shares.iter().filter(|share| share.pupil == file.id) {
            let place = out.places.iter_mut().find(|place| place.allocation == share.allocation);
            let Some(place) = place else { continue };
            (place.pence, place.sessions, place.no_rate) = (share.pence, share.sessions, share.no_rate);
            if share.no_rate > 0 {
                place.unpriced = wanting(school, &all);
            }
        }
        let (to_date, sessions, _) = charges(&run, &rates, Span { to: today, ..this }).of_pupil(file.id);
        let ahead = projected(&run, &rates, this, today);
        let (with_planned, _, no_rate) = ahead.of_pupil(file.id);
        delivered = delivered.saturating_add(sessions);
        sum.to_date = sum.to_date.saturating_add(to_date);
        sum.projected = sum.projected.saturating_add(with_planned);
        sum.no_rate = sum.no_rate.saturating_add(no_rate);
        if no_rate > 0 {
            for words in wanting(school, &ahead) {
                if !sum.unpriced.contains(&words) {
                    sum.unpriced.push(words);
                }
            }
        }
    }
    out.year = (delivered > 0 || sum.projected != 0).then_some(sum);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::catalogue::Rate;
    use crate::domain::delivery::{Session, State};
    use crate::domain::ids::{PupilId, SCHOOL, Typed};
    use crate::domain::school::Staff;

    /// Two pupils of a group that the teaching assistant leads, at £15.20 an hour; sessions of 20 minutes on these days.
    fn lab(role: &str, days: &[&str]) -> (Lab, PupilId) {
        let mut lab = Lab::new();
        let run = lab.provision("Lexia", "2026-09-07");
        let (ama, ben) = (lab.pupil("Ama", "Reed"), lab.pupil("Ben", "Stone"));
        lab.allocation(ama, run, "2026-09-07", Some("2026-12-18"));
        lab.allocation(ben, run, "2026-09-07", None);
        lab.make(|edit, _| {
            let staff =
                Staff { name: "R Dale".into(), role: "Teaching assistant".into(), site: None, here: true };
            let lead = edit.add(SCHOOL, staff)?;
            let rate = Rate { role: role.into(), from: date("2026-09-01"), pence: 1520, note: String::new() };
            edit.add(SCHOOL, rate)?;
            for on in days {
                edit.add(
                    SCHOOL,
                    Session {
                        provision: run,
                        on: date(on),
                        nth: 0,
                        at: None,
                        state: State::Delivered,
                        stands_for: None,
                        minutes: 20,
                        adult: Some(lead),
                        away: Vec::new(),
                        note: String::new(),
                        typed: Typed::default(),
                    },
                )?;
            }
            Ok(())
        });
        (lab, ama)
    }

    fn cost(lab: &Lab, who: PupilId) -> PupilCost {
        let file = lab.file(who);
        lab.store.read(|view| of_pupil(view, &view.school()?, &file, date("2026-11-21"))).unwrap()
    }

    #[test]
    fn a_pupil_has_a_share_of_what_took_place() {
        let (lab, ama) = lab("teaching assistant", &["2026-09-07", "2026-09-09", "2026-09-11"]);
        let found = cost(&lab, ama);
        // £5.07 among two: 254 and 253 pence, the first of them Ama's.
        assert_eq!((found.places[0].pence, found.places[0].said().as_str()), (3 * 254, "£7.62"));
        let year = found.year.unwrap();
        assert_eq!(
            (year.to_date, year.wanting()),
            (762, Some("Not in it: 12 sessions of which no rate is known (adult not named).".into()))
        );
    }

    #[test]
    fn where_no_rate_is_known_that_is_said() {
        let (lab, ama) = lab("SENCO", &["2026-09-07"]);
        let found = cost(&lab, ama);
        assert_eq!(found.places[0].said(), "no rate known");
        assert_eq!(found.places[0].unpriced, ["Teaching assistant"]);
        let year = found.year.unwrap();
        assert_eq!(year.said(), "£0 so far, £0 by 31 Aug 2027");
        assert!(year.wanting().unwrap().contains("(Teaching assistant and adult not named)"));
    }

    #[test]
    fn without_sessions_nothing_is_said() {
        let (lab, ama) = lab("teaching assistant", &[]);
        let found = cost(&lab, ama);
        assert_eq!((found.places[0].said().as_str(), found.year), ("–", None));
    }
}
