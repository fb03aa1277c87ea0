//! Which pupil on file a row speaks of: by UPN, then by a former UPN, then by name and date of birth.
//!
//! Rule: where two people could be meant, nobody is. A doubt refuses the row and says how to settle it; nothing is merged.

use std::collections::HashMap;

use crate::domain::day;
use crate::domain::ids::PupilId;
use crate::domain::pupil::Pupil;
use crate::exchange::nearest::plain;
use crate::exchange::register::IncomingRow;

/// Everyone on file, leavers too, by what tells them apart.
#[derive(Debug, Default)]
pub struct Roll {
    pupils: Vec<(PupilId, Pupil)>,
    by_upn: HashMap<String, Vec<usize>>,
    by_former: HashMap<String, Vec<usize>>,
    by_name: HashMap<(String, String), Vec<usize>>,
}

/// Whom a row speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nobody on file.
    New,
    /// This pupil.
    One(PupilId, How),
    /// It cannot be told, and what to do.
    Unclear(String),
}

/// How a pupil was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By the UPN that is on file.
    Upn,
    /// The row has a UPN that is on file as a former one: the file is the older.
    OlderUpn,
    /// The row says that the UPN on file is a former one: the file is the newer.
    NewerUpn,
    /// By name and date of birth.
    Name,
}

impl Roll {
    /// The roll of these pupils.
    pub fn new(pupils: Vec<(PupilId, Pupil)>) -> Roll {
        let mut roll = Roll { pupils, ..Roll::default() };
        for (at, (_, pupil)) in roll.pupils.iter().enumerate() {
            for (upn, map) in [(&pupil.upn, &mut roll.by_upn), (&pupil.former_upn, &mut roll.by_former)] {
                if !upn.is_empty() {
                    map.entry(upn.clone()).or_default().push(at);
                }
            }
            let surname = plain(&pupil.surname);
            let (forename, known_as) = (plain(&pupil.forename), plain(&pupil.known_as));
            if !known_as.is_empty() && known_as != forename {
                roll.by_name.entry((surname.clone(), known_as)).or_default().push(at);
            }
            roll.by_name.entry((surname, forename)).or_default().push(at);
        }
        roll
    }

    fn by_upn(&self, map: &HashMap<String, Vec<usize>>, upn: Option<&String>) -> Vec<&(PupilId, Pupil)> {
        let found = upn.and_then(|upn| map.get(upn)).map_or(&[][..], Vec::as_slice);
        found.iter().filter_map(|at| self.pupils.get(*at)).collect()
    }

    fn named(&self, row: &IncomingRow) -> Vec<&(PupilId, Pupil)> {
        let (Some(surname), Some(forename)) = (&row.surname, &row.forename) else { return Vec::new() };
        let surname = plain(surname);
        let by = |first: &str| self.by_name.get(&(surname.clone(), plain(first)));
        let found = by(forename).or_else(|| row.known_as.as_ref().and_then(|known| by(known)));
        found.into_iter().flatten().filter_map(|at| self.pupils.get(*at)).collect()
    }

    /// Whom this row speaks of.
    pub fn find(&self, row: &IncomingRow) -> Found {
        let upn = row.upn.as_ref();
        let former = row.former_upn.as_ref();
        for (map, upn, how) in [
            (&self.by_upn, upn, How::Upn),
            (&self.by_former, upn, How::OlderUpn),
            (&self.by_upn, former, How::NewerUpn),
            (&self.by_former, former, How::OlderUpn),
        ] {
            match self.by_upn(map, upn).as_slice() {
                [] => {}
                [(id, pupil)] => {
                    return match stranger(pupil, row) {
                        Some(why) => Found::Unclear(why),
                        None => Found::One(*id, how),
                    };
                }
                [(_, a), (_, b), ..] => {
                    return Found::Unclear(format!(
                        "two pupils on file have this UPN, {} and {}: settle that first",
                        a.name(),
                        b.name()
                    ));
                }
            }
        }
        self.find_by_name(row)
    }

    fn find_by_name(&self, row: &IncomingRow) -> Found {
        let mut same = Vec::new();
        let mut unclear = None;
        for (id, pupil) in self.named(row) {
            let other_upn = row.upn.as_ref().is_some_and(|upn| !pupil.upn.is_empty() && *upn != pupil.upn);
            match (row.dob, pupil.born) {
                (Some(a), Some(b)) if a != b => {}
                (Some(_), Some(_)) if other_upn => {
                    return Found::Unclear(format!(
                        "{} is on file with this date of birth under the UPN {}, not {}: nothing is merged. Put right the \
                         one that is wrong, or give the old one in a column \"Former UPN\"",
                        pupil.name(),
                        pupil.upn,
                        row.upn.as_deref().unwrap_or_default()
                    ));
                }
                (Some(_), Some(_)) => same.push(*id),
                // Two UPNs are two pupils where no date of birth says otherwise.
                _ if other_upn => {}
                (None, None) if row.upn.is_none() && pupil.upn.is_empty() => same.push(*id),
                _ => unclear = Some(pupil),
            }
        }
        match (same.as_slice(), unclear) {
            ([id], _) => Found::One(*id, How::Name),
            ([_, _, ..], _) => {
                Found::Unclear("two pupils on file have this name and date of birth".to_owned())
            }
            ([], Some(pupil)) => {
                let born = match pupil.born {
                    Some(born) => format!("born {}", day::full(born)),
                    None => "without a date of birth".to_owned(),
                };
                Found::Unclear(format!(
                    "{} is on file {born}, and UPN and date of birth do not show whether this is the same pupil: give both",
                    pupil.name()
                ))
            }
            ([], None) => Found::New,
        }
    }
}

/// Why a row cannot be the pupil who has its UPN: neither surname nor first name nor date of birth is theirs.
fn stranger(pupil: &Pupil, row: &IncomingRow) -> Option<String> {
    let (surname, forename) = (row.surname.as_ref()?, row.forename.as_ref()?);
    let firsts = [&pupil.forename, &pupil.known_as].map(|first| plain(first));
    let first_is_theirs =
        [Some(forename), row.known_as.as_ref()].into_iter().flatten().any(|f| firsts.contains(&plain(f)));
    let born_alike = row.dob.is_some() && row.dob == pupil.born;
    let theirs = plain(surname) == plain(&pupil.surname) || first_is_theirs || born_alike;
    (!theirs).then(|| format!("this UPN is {}'s on file, another name: nothing is merged", pupil.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pupil(upn: &str, former: &str, forename: &str, surname: &str, born: &str) -> Pupil {
        Pupil {
            upn: upn.to_owned(),
            former_upn: former.to_owned(),
            forename: forename.to_owned(),
            surname: surname.to_owned(),
            born: born.parse().ok(),
            ..Pupil::default()
        }
    }

    fn row(upn: &str, former: &str, forename: &str, surname: &str, born: &str) -> IncomingRow {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        IncomingRow {
            upn: some(upn),
            former_upn: some(former),
            forename: some(forename),
            surname: some(surname),
            dob: born.parse().ok(),
            ..IncomingRow::default()
        }
    }

    fn roll() -> Roll {
        let ben =
            Pupil { known_as: "Ben".to_owned(), ..pupil("U2", "T2", "Benjamin", "Quill", "2015-11-14") };
        Roll::new(vec![
            (PupilId(1), pupil("U1", "", "Ama", "Otter", "2018-02-01")),
            (PupilId(2), ben),
            (PupilId(3), pupil("", "", "Cy", "Marten", "2022-05-30")),
            (PupilId(4), pupil("", "", "Dee", "Plover", "")),
            (PupilId(5), pupil("X", "", "Eve", "Siskin", "")),
            (PupilId(6), pupil("X", "", "Finn", "Badger", "")),
        ])
    }

    #[test]
    fn pupils_are_found_by_upn_then_former_then_name() {
        let roll = roll();
        for (row, want) in [
            (row("U1", "", "Ama", "Otter", ""), Found::One(PupilId(1), How::Upn)),
            (row("U1", "", "", "", ""), Found::One(PupilId(1), How::Upn)),
            (row("U1", "", "Ama", "Stoat", "2018-02-03"), Found::One(PupilId(1), How::Upn)),
            (row("U1", "", "Amy", "Stoat", "2018-02-01"), Found::One(PupilId(1), How::Upn)),
            (row("T2", "", "Ben", "Quill", ""), Found::One(PupilId(2), How::OlderUpn)),
            (row("U9", "U2", "Ben", "Quill", ""), Found::One(PupilId(2), How::NewerUpn)),
            (row("", "T2", "Ben", "Quill", ""), Found::One(PupilId(2), How::OlderUpn)),
            (row("", "", "OTTER", "Ama", "2018-02-01"), Found::New),
            (row("", "", "ama", "OTTER", "2018-02-01"), Found::One(PupilId(1), How::Name)),
            (row("", "", "Ben", "Quill", "2015-11-14"), Found::One(PupilId(2), How::Name)),
            (row("U3", "", "Cy", "Marten", "2022-05-30"), Found::One(PupilId(3), How::Name)),
            (row("", "", "Dee", "Plover", ""), Found::One(PupilId(4), How::Name)),
            (row("", "", "Ama", "Otter", "2019-02-01"), Found::New),
            (row("U7", "", "Eve", "Siskin", ""), Found::New),
            (row("U7", "", "Gil", "Avocet", "2018-02-01"), Found::New),
        ] {
            assert_eq!(roll.find(&row), want, "{row:?}");
        }
    }

    #[test]
    fn doubts_refuse_with_what_to_do() {
        let roll = roll();
        for (row, words) in [
            (row("U1", "", "Gil", "Avocet", "2017-01-01"), "this UPN is Ama Otter's on file, another name"),
            (row("U7", "", "Ama", "Otter", "2018-02-01"), "under the UPN U1, not U7: nothing is merged"),
            (
                row("X", "", "Eve", "Siskin", ""),
                "two pupils on file have this UPN, Eve Siskin and Finn Badger",
            ),
            (row("", "", "Ama", "Otter", ""), "Ama Otter is on file born"),
            (row("", "", "Dee", "Plover", "2018-02-01"), "Dee Plover is on file without a date of birth"),
        ] {
            let Found::Unclear(why) = roll.find(&row) else { panic!("{row:?}") };
            assert!(why.contains(words), "{why}");
        }
    }
}
