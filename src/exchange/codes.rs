//! Codes in a cell: SEN status, need types, year group, sex, UPN. What the words mean is decided in `domain`; here a doubt
//! becomes a sentence.
use super::cells::{clean, quoted};
use crate::domain::code::{SenCode, SenType, Sex, YearGroup, parse_many};
use crate::domain::stage::{self, StageSet};
use crate::domain::upn as number;

/// A SEN status as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The stage, by its code in the stage set; None for "no SEN".
    pub stage: Option<&'static str>,
    /// The census code.
    pub census: SenCode,
    /// What the file said, where that was a legacy code or said more than N, K or E; else empty.
    pub original: String,
    /// What the file said, as it stands.
    pub said: String,
}

impl Status {
    /// The same in the set that a school works with: its stage by what the file said, else the one most like it. A file knows
    /// no set, and is read by the usual one first.
    ///
    /// # Errors
    /// In words, for a stage of another set that says nothing here.
    pub fn within(&self, set: &StageSet) -> Result<Status, String> {
        let Some(read) = self.stage.and_then(stage::find) else { return Ok(self.clone()) };
        let own = set.named(&self.said);
        let usual = stage::of("").stage(read.code).is_some();
        let Some(own) = own.or_else(|| set.like(read).filter(|_| usual)) else {
            return Err(format!(
                "{} is a stage of the set “{}”, which this school does not work with: the stage stays as it is",
                quoted(&self.said),
                stage::set_of(read.code).map_or("", |set| set.label)
            ));
        };
        // A layer has no code of its own: what the file says of K and E stands beside it.
        let census = if set.layers || own.code == read.code { self.census } else { own.census };
        Ok(Status { stage: Some(own.code), census, ..self.clone() })
    }
}

/// A need as the file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeedCell {
    /// The census type.
    pub sen_type: SenType,
    /// The rank given in a column of its own; None where the order of the file decides.
    pub rank: Option<u8>,
}

impl NeedCell {
    /// What needs sort by: their rank, those without one last.
    pub fn order(&self) -> u8 {
        self.rank.unwrap_or(u8::MAX)
    }
}

/// Reads a SEN status: a code, a legacy code, or words.
///
/// # Errors
/// In words, when nobody understands it.
pub fn status(cell: &str) -> Result<Option<Status>, String> {
    let text = clean(cell);
    if matches!(text.as_str(), "" | "-" | "–") {
        return Ok(None);
    }
    let stage = stage::parse(&text);
    match (SenCode::parse_legacy(&text), stage) {
        (Some((census, original)), stage) => Ok(Some(Status {
            stage: stage.map(|stage| stage.code),
            census: stage.map_or(census, |stage| stage.census),
            original: original.unwrap_or_default(),
            said: text,
        })),
        (None, Some(stage)) => Ok(Some(Status {
            stage: Some(stage.code),
            census: stage.census,
            original: String::new(),
            said: text,
        })),
        (None, None) => Err(format!(
            "{} is no SEN status senco knows (N, K or E); the stage stays as it is",
            quoted(cell)
        )),
    }
}

/// Reads a cell of one or several need types: the types in order, and the parts nobody understands.
pub fn needs(cell: &str) -> (Vec<SenType>, Vec<String>) {
    match clean(cell).to_lowercase().as_str() {
        "" | "-" | "–" | "none" | "n/a" => (Vec::new(), Vec::new()),
        _ => parse_many(&super::cells::clean_lines(cell)),
    }
}

/// Reads a rank from 1 to 9.
///
/// # Errors
/// In words, when it is none.
pub fn rank(cell: &str) -> Result<Option<u8>, String> {
    let text = clean(cell);
    match text.strip_suffix(".0").unwrap_or(&text).parse() {
        Ok(rank @ 1..=9) => Ok(Some(rank)),
        _ => Err(format!("{} is no rank of a need (1 is the main one)", quoted(cell))),
    }
}

/// Reads a year group.
///
/// # Errors
/// In words, when it is none.
pub fn year(cell: &str) -> Result<Option<YearGroup>, String> {
    let text = clean(cell);
    // Excel makes 4.0 of 4 in a column that holds an empty cell.
    let text = text.strip_suffix(".0").unwrap_or(&text);
    YearGroup::parse(text).map(Some).ok_or_else(|| format!("{} is no year group (N2, R, 4)", quoted(cell)))
}

/// Reads the sex as the census has it.
///
/// # Errors
/// In words, when it is neither.
pub fn sex(cell: &str) -> Result<Option<Sex>, String> {
    Sex::parse(&clean(cell)).map(Some).ok_or_else(|| format!("{} is neither F nor M", quoted(cell)))
}

/// A UPN as it is kept, and what is wrong with it. None where the cell holds none.
pub fn upn(cell: &str) -> Option<(String, Option<String>)> {
    let upn = number::normalise(&clean(cell));
    if !upn.chars().any(char::is_alphanumeric) || matches!(upn.as_str(), "N/A" | "NONE" | "NULL" | "TBC") {
        return None;
    }
    // What is far too long is no mistyped UPN; it is cut so that no screen drowns in it.
    let upn: String = upn.chars().take(40).collect();
    let doubt = number::check(&upn).err().map(|fault| format!("{upn} is kept, but {fault}"));
    Some((upn, doubt))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_have_stage_census_code_and_original() {
        for (cell, stage, census, original) in [
            ("K", Some("K"), SenCode::K, ""),
            ("SEN Support", Some("K"), SenCode::K, ""),
            ("EHC Plan", Some("E"), SenCode::E, ""),
            ("N", None, SenCode::N, ""),
            ("No SEN", None, SenCode::N, ""),
            ("A", Some("K"), SenCode::K, "A"),
            ("School Action Plus", Some("K"), SenCode::K, "School Action Plus"),
            ("S", Some("E"), SenCode::E, "S"),
            ("O", None, SenCode::N, "O"),
            ("Watch list", Some("W"), SenCode::N, "Watch list"),
            ("EHCP requested", Some("KA"), SenCode::K, "EHCP requested"),
        ] {
            let want = Status { stage, census, original: original.to_owned(), said: cell.to_owned() };
            assert_eq!(status(cell), Ok(Some(want)), "{cell}");
        }
        assert_eq!(status(" - "), Ok(None));
        assert!(status("Yes").unwrap_err().contains("\"Yes\" is no SEN status senco knows"));
    }

    #[test]
    fn a_status_is_read_in_the_set_of_the_school() {
        for (cell, set, stage, census) in [
            ("School Action Plus", "2001", Some("P"), SenCode::K),
            ("K", "2001", Some("A"), SenCode::K),
            ("EHCP", "2001", Some("S"), SenCode::E),
            ("Watch list", "2001", Some("B"), SenCode::N),
            ("EHCP requested", "2001", Some("Q"), SenCode::K),
            ("Targeted plus", "2026-draft", Some("TP"), SenCode::K),
            ("E", "2026-draft", Some("SP"), SenCode::E),
            ("No SEN", "2026-draft", None, SenCode::N),
            ("Note in lieu", "2001", Some("NL"), SenCode::K),
        ] {
            let read = status(cell).unwrap().unwrap().within(stage::of(set)).unwrap();
            assert_eq!((read.stage, read.census), (stage, census), "{cell} in {set}");
        }
        let strange = status("Targeted plus").unwrap().unwrap().within(stage::of("")).unwrap_err();
        assert!(strange.contains("“Draft of 2026”"), "{strange}");
    }

    #[test]
    fn other_codes() {
        assert_eq!(year("Year 4"), Ok(YearGroup::from_number(4)));
        assert_eq!(year("4.0"), Ok(YearGroup::from_number(4)));
        assert!(year("Lark").is_err());
        assert_eq!(sex("Female"), Ok(Some(Sex::F)));
        assert!(sex("?").is_err());
        assert_eq!((rank("1"), rank("2.0")), (Ok(Some(1)), Ok(Some(2))));
        assert!(rank("0").is_err() && rank("first").is_err());
        assert_eq!(needs("SLCN; clumsy"), (vec![SenType::Slcn], vec!["clumsy".to_owned()]));
        assert_eq!(needs("None"), (vec![], vec![]));
    }

    #[test]
    fn a_bad_upn_is_kept_with_its_fault() {
        assert_eq!(upn(" b801200005001 "), Some(("B801200005001".to_owned(), None)));
        let (kept, doubt) = upn("A801200005001").unwrap();
        assert_eq!(kept, "A801200005001");
        assert_eq!(doubt.unwrap(), "A801200005001 is kept, but the check letter should be B, not A");
        assert_eq!(upn("n/a"), None);
        assert_eq!(upn(" - "), None);
    }
}
