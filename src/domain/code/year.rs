//! Year groups: E1, E2, N1, N2, R, 1 to 14, in the order that children pass through them.
//!
//! Rule kept here: the year is the age on the 31 August before the academic year, less four, R being 0. A pupil may be taught
//! out of year, so this is a default and what the school says goes before it.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::calendar::academic_year;
use crate::domain::words::fold;

/// A year group: R is 0, Year 1 is 1, N2 is −1, E1 is −4. Stored as that number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i8", into = "i8")]
pub struct YearGroup(i8);

impl TryFrom<i8> for YearGroup {
    type Error = String;
    fn try_from(number: i8) -> Result<Self, String> {
        Self::from_number(number).ok_or_else(|| format!("{number} is no year group"))
    }
}

impl From<YearGroup> for i8 {
    fn from(year: YearGroup) -> Self {
        year.0
    }
}

impl YearGroup {
    /// Reception.
    pub const RECEPTION: Self = Self(0);

    /// Every year group, youngest first.
    pub const ALL: [Self; 19] = {
        let mut all = [Self(0); 19];
        let mut at = 0;
        while at < all.len() {
            all[at] = Self(at as i8 - 4);
            at += 1;
        }
        all
    };

    /// From a number, R being 0 and E1 −4; None outside E1 to 14.
    pub fn from_number(number: i8) -> Option<Self> {
        (-4..=14).contains(&number).then_some(Self(number))
    }

    /// R is 0, E1 is −4, Year 14 is 14.
    pub fn number(self) -> i8 {
        self.0
    }

    /// The year group so many years on (or back); None beyond E1 or 14.
    pub fn plus(self, years: i8) -> Option<Self> {
        self.0.checked_add(years).and_then(Self::from_number)
    }

    /// The census's code: "E1", "N2", "R", "4".
    pub fn code(self) -> String {
        match self.0 {
            ..=-3 => format!("E{}", self.0 + 5),
            -2..=-1 => format!("N{}", self.0 + 3),
            0 => "R".into(),
            _ => self.0.to_string(),
        }
    }

    /// For narrow columns: "Y4", "R", "N2".
    pub fn short(self) -> String {
        if self.0 > 0 { format!("Y{}", self.0) } else { self.code() }
    }

    /// In words: "Year 4", "Reception", "Nursery 2", "Early years 1".
    pub fn label(self) -> String {
        match self.0 {
            ..=-3 => format!("Early years {}", self.0 + 5),
            -2..=-1 => format!("Nursery {}", self.0 + 3),
            0 => "Reception".into(),
            _ => format!("Year {}", self.0),
        }
    }

    /// "Year 4", "Y4", "Yr 4", "4", "04", "Reception", "Rec", "YR", "N2", "Nursery" (the year before Reception).
    pub fn parse(text: &str) -> Option<Self> {
        if text.trim().starts_with(['-', '−']) {
            return None;
        }
        let said = fold(text.trim().trim_end_matches(".0"));
        // "Y1/2" is a mixed class, and not Year 12.
        if said.split(' ').filter(|word| word.contains(|c: char| c.is_ascii_digit())).count() > 1 {
            return None;
        }
        let said: String = said.chars().filter(|c| *c != ' ').collect();
        match said.as_str() {
            "r" | "rec" | "reception" | "yr" | "yearr" | "yrr" | "fs2" | "yearreception" => {
                return Some(Self::RECEPTION);
            }
            "n" | "nur" | "nursery" | "fs1" | "preschool" => return Some(Self(-1)),
            _ => {}
        }
        let digits = said.find(|c: char| c.is_ascii_digit())?;
        let (word, digits) = said.split_at_checked(digits)?;
        let number = digits.parse::<i8>().ok()?;
        let (offset, allowed) = match word {
            "e" | "earlyyears" => (-5, 1..=2),
            "n" | "nursery" | "nur" => (-3, 1..=2),
            "" | "y" | "yr" | "year" | "yeargroup" => (0, 0..=14),
            _ => return None,
        };
        allowed.contains(&number).then(|| Self(number + offset))
    }

    /// The year group that a date of birth gives in the academic year of `on`: the age on the 31 August before that year, less
    /// four. None for a child not born by then, or past Year 14.
    pub fn for_birth_date(born: NaiveDate, on: NaiveDate) -> Option<Self> {
        let year = academic_year(on);
        let after_august = i32::from(born.month() >= 9);
        let age = year.checked_sub(born.year())?.checked_sub(after_august)?;
        i8::try_from(age).ok()?.checked_sub(4).and_then(Self::from_number)
    }
}

/// As [`YearGroup::short`], minding width and alignment.
impl fmt::Display for YearGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.short())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(y: i32, m: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, day).unwrap()
    }

    #[test]
    fn every_year_reads_back_in_order() {
        let codes: Vec<String> = YearGroup::ALL.iter().map(|year| year.code()).collect();
        assert_eq!(codes.join(" "), "E1 E2 N1 N2 R 1 2 3 4 5 6 7 8 9 10 11 12 13 14");
        assert!(YearGroup::ALL.is_sorted());
        for year in YearGroup::ALL {
            for text in [year.code(), year.short(), year.label()] {
                assert_eq!(YearGroup::parse(&text), Some(year), "{text}");
            }
            let stored = serde_json::to_string(&year).unwrap();
            assert_eq!(serde_json::from_str::<YearGroup>(&stored).unwrap(), year);
        }
        assert!(serde_json::from_str::<YearGroup>("15").is_err());
        assert!(serde_json::from_str::<YearGroup>("-5").is_err());
    }

    #[test]
    fn what_files_say() {
        for (text, short) in [
            ("Year 4", "Y4"),
            ("Y4", "Y4"),
            ("4", "Y4"),
            ("04", "Y4"),
            ("4.0", "Y4"),
            ("Yr. 11", "Y11"),
            ("year  R", "R"),
            ("Reception", "R"),
            ("Rec", "R"),
            ("0", "R"),
            ("Nursery", "N2"),
            ("N1", "N1"),
            ("e2", "E2"),
        ] {
            assert_eq!(YearGroup::parse(text).map(YearGroup::short).as_deref(), Some(short), "{text}");
        }
        for text in ["", "15", "N3", "E0", "Y1/2", "Year 3 & 4", "4B", "-1", "99999", "Lark", "Y", "é4"] {
            assert_eq!(YearGroup::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_year_of_a_date_of_birth() {
        let on = d(2026, 11, 21);
        for (born, want) in [
            (d(2022, 8, 31), Some("R")),
            (d(2022, 9, 1), Some("N2")),
            (d(2021, 9, 1), Some("R")),
            (d(2017, 9, 1), Some("Y4")),
            (d(2018, 8, 31), Some("Y4")),
            (d(2026, 8, 31), Some("E1")),
            (d(2026, 9, 1), None),
            (d(2008, 8, 31), Some("Y14")),
            (d(2007, 8, 31), None),
            (d(1900, 1, 1), None),
            (d(2190, 1, 1), None),
        ] {
            assert_eq!(YearGroup::for_birth_date(born, on).map(YearGroup::short).as_deref(), want, "{born}");
        }
        assert_eq!(
            YearGroup::for_birth_date(d(2022, 8, 31), d(2027, 8, 31)).map(YearGroup::short).as_deref(),
            Some("R")
        );
        assert_eq!(
            YearGroup::for_birth_date(d(2022, 8, 31), d(2027, 9, 1)).map(YearGroup::short).as_deref(),
            Some("Y1")
        );
    }
}
