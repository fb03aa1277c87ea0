//! A change of the stage set, thought through: who would stand where.
//!
//! Rule: the same thinking feeds the rehearsal and the change itself ([`actions::stage_set`](crate::actions::stage_set)). It reads
//! the register alone and no file. Nobody's census code changes: it is held beside the stage, and a change of words is no
//! decision about a child. Leavers keep what they had.

use chrono::NaiveDate;

use crate::domain::code::SenCode;
use crate::domain::rows::{Group, RegisterRow, Who};
use crate::domain::school::SchoolFile;
use crate::domain::stage::{self, Stage, StageSet};
use crate::store::{Snapshot, StoreError};

/// What is to be changed.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The set to come.
    pub set: &'static StageSet,
    /// The first day of it.
    pub from: NaiveDate,
    /// Where the pupils of a stage come to, where it is not the usual: codes of the old stage and of the new.
    pub map: Vec<(String, &'static Stage)>,
}

impl Plan {
    /// A plan out of codes as they were told.
    ///
    /// # Errors
    /// In words: there is no such set, or a pair names a stage that is not there.
    pub fn told(set: &str, from: NaiveDate, pairs: &[(String, String)]) -> Result<Plan, String> {
        let Some(to) = stage::set(set) else {
            let sets: Vec<&str> = stage::SETS.iter().map(|set| set.code).collect();
            return Err(format!("there is no stage set “{set}”: {}", sets.join(", ")));
        };
        let mut map = Vec::new();
        for (old, new) in pairs {
            let Some(target) = to.stages.iter().find(|stage| stage.code.eq_ignore_ascii_case(new.trim()))
            else {
                let codes: Vec<&str> = to.stages.iter().map(|stage| stage.code).collect();
                return Err(format!("“{new}” is no stage of “{}”: {}", to.label, codes.join(", ")));
            };
            let old = old.trim();
            let known = stage::stages().find(|stage| stage.code.eq_ignore_ascii_case(old));
            let old = known.map_or(old, |stage| stage.code).to_owned();
            if map.iter().any(|(known, _)| *known == old) {
                return Err(format!("“{old}” is given two places"));
            }
            map.push((old, target));
        }
        Ok(Plan { set: to, from, map })
    }

    /// Where a pupil at this stage with this census code comes to; `None` where nobody knows the stage and nothing was said.
    pub fn place(&self, code: &str, census: SenCode) -> Option<&'static Stage> {
        if let Some((_, told)) = self.map.iter().find(|(old, _)| old == code) {
            return Some(told);
        }
        let usual = self.set.like(stage::find(code)?)?;
        let layers = stage::set_of(code).is_some_and(|set| set.layers) && !self.set.layers;
        if layers && usual.census != census {
            // A layer says nothing of the law: what the census code says does.
            return self.set.for_census(census).or(self.set.watch());
        }
        Some(usual)
    }
}

/// A pupil who would stand at another stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Who.
    pub who: Who,
    /// Since when they have stood where they stand; `None` if that is not recorded.
    pub since: Option<NaiveDate>,
    /// The census code, which stays.
    pub census: SenCode,
}

/// Pupils of one stage who would come to another together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Going {
    /// The code of the stage where they stand.
    pub from: String,
    /// Where they would stand.
    pub to: &'static Stage,
    /// Who, by name.
    pub pupils: Vec<Placed>,
}

impl Going {
    /// The stage where they stand, in words.
    pub fn from_label(&self) -> &str {
        stage::find(&self.from).map_or(&self.from, |stage| stage.label)
    }

    /// What is to be looked at: that they go off the register or come onto it, and whose census code is not the usual one there.
    pub fn minds(&self) -> Vec<String> {
        let mut words = Vec::new();
        let was = stage::find(&self.from).is_some_and(|stage| stage.on_register);
        match (was, self.to.on_register) {
            (true, false) => words.push("they go off the register".to_owned()),
            (false, true) => {
                words.push("they come onto the register; no letter to the parents begins by this".to_owned())
            }
            _ => {}
        }
        let apart = self.pupils.iter().filter(|pupil| pupil.census != self.to.census).count();
        if apart > 0 {
            words.push(format!("{apart} of them keep a census code other than {}", self.to.census.code()));
        }
        words
    }
}

/// Who would stand where.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    /// The set that is in force.
    pub now: &'static StageSet,
    /// The set to come.
    pub set: &'static StageSet,
    /// Groups by the stage where they stand.
    pub going: Vec<Going>,
    /// Pupils at a stage that no set knows and that was given no place: they stay as they are.
    pub no_place: Vec<(String, Placed)>,
    /// How many stand at a stage of the set to come already.
    pub staying: usize,
}

impl Rehearsal {
    /// How many would stand at another stage.
    pub fn count(&self) -> usize {
        self.going.iter().map(|going| going.pupils.len()).sum()
    }
}

/// Who would stand where by this plan.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn rehearse(snapshot: &Snapshot<'_>, school: &SchoolFile, plan: &Plan) -> Result<Rehearsal, StoreError> {
    Ok(think(snapshot.register_group(Group::Register)?, school, plan))
}

fn think(rows: Vec<RegisterRow>, school: &SchoolFile, plan: &Plan) -> Rehearsal {
    let now = stage::of(&school.settings.stage_set);
    let mut out = Rehearsal { now, set: plan.set, going: Vec::new(), no_place: Vec::new(), staying: 0 };
    for row in rows {
        let placed = Placed { who: row.who, since: row.since, census: row.census };
        match plan.place(&row.stage, row.census) {
            None => out.no_place.push((row.stage, placed)),
            Some(to) if to.code == row.stage => out.staying += 1,
            Some(to) => match out.going.iter_mut().find(|one| one.from == row.stage && one.to == to) {
                Some(one) => one.pupils.push(placed),
                None => out.going.push(Going { from: row.stage, to, pupils: vec![placed] }),
            },
        }
    }
    out.going.sort_by_key(|one| (stage::find(&one.from).map(Stage::rank), one.from.clone(), one.to.rank()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(set: &str, pairs: &[(&str, &str)]) -> Result<Plan, String> {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect();
        Plan::told(set, "2026-11-23".parse().unwrap(), &pairs)
    }

    #[test]
    fn places_are_the_usual_ones_the_told_ones_or_those_of_the_census_code() {
        for (set, pairs, stage, census, place) in [
            ("2026-draft", &[][..], "K", SenCode::K, Some("T")),
            ("2026-draft", &[("k", "tp")], "K", SenCode::K, Some("TP")),
            ("2026-draft", &[("k", "tp")], "E", SenCode::E, Some("SP")),
            ("2015", &[], "T", SenCode::K, Some("K")),
            ("2015", &[], "T", SenCode::E, Some("E")),
            ("2015", &[], "SP", SenCode::K, Some("K")),
            ("2015", &[], "TP", SenCode::N, Some("W")),
            ("2015", &[("T", "KA")], "T", SenCode::E, Some("KA")),
            ("2015", &[], "XX", SenCode::K, None),
            ("2015", &[("XX", "K")], "XX", SenCode::K, Some("K")),
        ] {
            let plan = plan(set, pairs).unwrap();
            assert_eq!(
                plan.place(stage, census).map(|s| s.code),
                place,
                "{stage} {census:?} to {set} {pairs:?}"
            );
        }
    }

    #[test]
    fn what_cannot_be_planned_is_said() {
        for (set, pairs, words) in [
            ("2027", &[][..], "there is no stage set “2027”: 2015, 2001, 2026-draft"),
            ("2001", &[("K", "T")], "“T” is no stage of “Code of 2001”: B, A, P, Q, NL, S"),
            ("2001", &[("K", "A"), ("k", "P")], "“K” is given two places"),
        ] {
            assert_eq!(plan(set, pairs).unwrap_err(), words);
        }
    }
}
