//! What stands beside a pupil's lines and has no day of its own: the counts of suspensions, the cost of the year, how long a
//! leaver's file is kept.
//!
//! Rule: these inform. A count is no verdict, and a threshold is no entitlement.

use chrono::NaiveDate;

use super::{PupilLine, line};
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::Kind;
use crate::domain::rows::Duty;
use crate::domain::school::SchoolFile;
use crate::duties::{self, records, sen_support, suspension};
use crate::views::cost::YearCost;

/// Beside the cases: suspensions counted up to today.
pub(super) fn cases(file: &PupilFile, school: &SchoolFile, today: NaiveDate) -> Vec<PupilLine> {
    let ground = duties::ground(file, school);
    let mut lines = Vec::new();
    let mut says = suspension::counts(file, today, ground.calendar).says().into_iter();
    if let Some(first) = says.next() {
        let mut one = line("suspended", first, None);
        one.more.extend(says);
        lines.push(one);
    }
    lines
}

/// For a leaver: until when the file is kept. Empty for a pupil on roll, or where nothing says when they were born.
pub(super) fn kept(file: &PupilFile, school: &SchoolFile) -> Option<PupilLine> {
    let sum = records::keep_until(file, &duties::ground(file, school))?;
    let transfer =
        file.transfers.last().map(|case| crate::domain::ids::Key::new(file.id, Kind::Transfer, case.id));
    let mut one = line("file kept", format!("until {}", day::plain(sum.date)), transfer);
    one.more = sum.steps;
    Some(one)
}

/// The year's cost against the threshold; nothing where the year has no session or the school has switched it off.
pub(super) fn cost(file: &PupilFile, school: &SchoolFile, year: Option<&YearCost>) -> Option<PupilLine> {
    let ground = duties::ground(file, school);
    let year = year.filter(|_| ground.on(Duty::CostThreshold))?;
    let mut one = line("this year", sen_support::against_threshold(&year.said(), &ground), None);
    one.more.push(
        "The pupil's part of the sessions delivered; to the year's end with those still planned, at today's rates."
            .to_owned(),
    );
    one.more.extend(year.wanting());
    Some(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Suspension;
    use crate::domain::ids::{Key, PupilId, RecordId, Revision, Typed};
    use crate::domain::pupil::Pupil;
    use crate::domain::record::Record;

    const AMA: PupilId = PupilId(7);

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn file(pupil: Pupil, records: Vec<Record>) -> PupilFile {
        let all = std::iter::once(Record::Pupil(pupil)).chain(records).zip(0..);
        let keyed = all.map(|(record, id)| (Key::new(AMA, record.kind(), RecordId(id)), Revision(1), record));
        PupilFile::from_records(AMA, keyed.collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn suspensions_are_counted() {
        let mut case = Suspension::since(date("2026-10-05"), Typed::default());
        case.half_days = Some(7);
        let file = file(Pupil::default(), vec![Record::Suspension(case)]);
        let school = SchoolFile::from_records([]);
        let lines = cases(&file, &school, date("2026-11-21"));
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["3½ of 45 school days this year, 3½ of them this term."]);
    }

    #[test]
    fn a_leavers_file_says_how_long_it_is_kept() {
        let born = Some(date("2015-03-07"));
        let here = file(Pupil { born, ..Pupil::default() }, Vec::new());
        let school = SchoolFile::from_records([]);
        assert_eq!(kept(&here, &school), None);
        let gone = file(Pupil { born, left: Some(date("2026-07-17")), ..Pupil::default() }, Vec::new());
        assert_eq!(kept(&gone, &school).unwrap().text, "until 7 Mar 2046");
    }

    #[test]
    fn a_share_stands_against_the_threshold() {
        let here = file(Pupil::default(), Vec::new());
        let school = SchoolFile::from_records([]);
        assert_eq!(cost(&here, &school, None), None);
        let mut year = YearCost {
            to_date: 210_000,
            projected: 425_050,
            until: date("2027-08-31"),
            no_rate: 0,
            unpriced: Vec::new(),
        };
        let line = cost(&here, &school, Some(&year)).unwrap();
        let says = "£2,100 so far, £4,250.50 by 31 Aug 2027, of £6,000: a threshold, no entitlement";
        assert_eq!((line.text.as_str(), line.more.len()), (says, 1));
        (year.no_rate, year.unpriced) = (1, vec!["teaching assistant".into()]);
        let line = cost(&here, &school, Some(&year)).unwrap();
        assert_eq!(line.more[1], "Not in it: 1 session of which no rate is known (teaching assistant).");
    }
}
