//! Sheet + mapping → incoming rows: every cell read, every doubt a warning, every refused row with its reason.
//!
//! A row never disappears and two rows never become one unseen: what is not read says why and names the other line. A field
//! that the file lacks, or whose cell is empty or unreadable, is None: the import leaves such a field as it was.
use super::cells::{self, clean, quoted};
use super::codes::{self, NeedCell, Status};
use super::dates::{self, Order};
use super::fields::Field;
use super::headings::Mapping;
use super::names;
use super::nearest::plain;
use super::sheet::{Sheet, SheetRow};
use crate::domain::code::{Sex, YearGroup};
use chrono::NaiveDate;
use std::collections::HashMap;

/// What becomes of a row before the store is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Fate {
    /// It stands for itself.
    #[default]
    Read,
    /// It says what the row on this line says.
    Repeats(usize),
    /// It gives another need of the pupil on this line, whose needs now hold it.
    Joins(usize),
    /// It cannot be taken, and why.
    Refused(String),
}

/// One row, read. None everywhere means: the file lacks the field, or the cell is empty or unreadable.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the fields are those of the table in `fields`")]
pub struct IncomingRow {
    /// The line of the file, from 1.
    pub line: usize,
    /// As written, without blanks and in capitals; a bad one stays, with a warning.
    pub upn: Option<String>,
    pub former_upn: Option<String>,
    pub student_id: Option<String>,
    pub surname: Option<String>,
    pub forename: Option<String>,
    pub known_as: Option<String>,
    pub dob: Option<NaiveDate>,
    pub sex: Option<Sex>,
    pub year: Option<YearGroup>,
    pub class: Option<String>,
    pub site: Option<String>,
    pub status: Option<Status>,
    /// Since when the status holds.
    pub status_from: Option<NaiveDate>,
    /// In order of rank, those without a rank of their own last. Never `Some` of nothing.
    pub needs: Option<Vec<NeedCell>>,
    /// Whether `needs` are all that the pupil has, as a column of lists says, and not those of single ranks.
    pub needs_whole: bool,
    pub sen_unit: Option<bool>,
    pub resourced: Option<bool>,
    pub next_review: Option<NaiveDate>,
    pub last_review: Option<NaiveDate>,
    pub key_worker: Option<String>,
    pub pupil_premium: Option<bool>,
    pub eal: Option<bool>,
    pub ethnicity: Option<String>,
    /// The day the pupil left, which ends the pupil.
    pub left: Option<NaiveDate>,
    pub notes: Option<String>,
    /// What a person should look at, in sentences.
    pub warnings: Vec<String>,
    /// Whether it is taken.
    pub fate: Fate,
}

impl IncomingRow {
    /// "Otter, Ama", or the UPN where the row has no name, for messages.
    pub fn name(&self) -> String {
        match (&self.surname, &self.forename) {
            (Some(surname), Some(forename)) => format!("{surname}, {forename}"),
            (Some(only), None) | (None, Some(only)) => only.clone(),
            (None, None) => self.upn.clone().unwrap_or_default(),
        }
    }
}

/// The longest text in a field of one line, in characters.
const ONE_LINE: usize = 200;
/// The longest note, in characters.
const NOTE: usize = 10_000;

/// The fields read as dates.
const DATES: [Field; 5] = [Field::Dob, Field::SenStart, Field::NextReview, Field::LastReview, Field::Left];

/// The columns of needs, with the rank that each stands for.
const NEEDS: [(Field, Option<u8>); 5] = [
    (Field::Need1, Some(1)),
    (Field::Need2, Some(2)),
    (Field::Need3, Some(3)),
    (Field::Need4, Some(4)),
    (Field::Needs, None),
];

/// Reads every row. `today` places two-digit years of birth and rejects births to come.
///
/// # Errors
/// In words, when the mapping lacks what tells pupils apart.
pub fn rows(sheet: &Sheet, mapping: &Mapping, today: NaiveDate) -> Result<Vec<IncomingRow>, String> {
    let named = (mapping.has(Field::Surname) && mapping.has(Field::Forename)) || mapping.has(Field::FullName);
    if !named && !mapping.has(Field::Upn) {
        let headings: Vec<String> =
            sheet.headings.iter().filter(|h| !h.is_empty()).map(|h| format!("\"{h}\"")).collect();
        return Err(format!(
            "line {}: no heading is a UPN or a name, so pupils cannot be told apart. The headings are {}; say which is \
             which, such as --map \"HEADING=upn\" --map \"HEADING=name\"",
            sheet.headings_line,
            headings.join(", ")
        ));
    }
    let orders: Vec<(Field, Order)> = DATES
        .iter()
        .filter_map(|field| {
            let at = mapping.column(*field)?;
            let cells = sheet.rows.iter().filter_map(|row| Some((row.line, row.cells.get(at)?.as_str())));
            Some((*field, Order::of(cells)))
        })
        .collect();
    let mut rows: Vec<IncomingRow> = sheet
        .rows
        .iter()
        .map(|row| {
            Reader { row, mapping, orders: &orders, today, warnings: Vec::new() }.read(sheet.headings.len())
        })
        .collect();
    settle_duplicates(&mut rows);
    Ok(rows)
}

/// One row being read.
struct Reader<'a> {
    row: &'a SheetRow,
    mapping: &'a Mapping,
    orders: &'a [(Field, Order)],
    today: NaiveDate,
    warnings: Vec<String>,
}

impl Reader<'_> {
    fn read(mut self, width: usize) -> IncomingRow {
        let upn = self.upn(Field::Upn);
        let former_upn = self.upn(Field::FormerUpn);
        let (surname, forename, known_as) = self.name();
        let mut row = IncomingRow {
            line: self.row.line,
            upn,
            former_upn,
            student_id: self.text(Field::StudentId),
            surname,
            forename,
            known_as,
            dob: self.birth(),
            sex: self.value(Field::Sex, codes::sex),
            year: self.value(Field::Year, codes::year),
            class: self.text(Field::Class),
            site: self.text(Field::Site),
            status: self.value(Field::SenStatus, codes::status),
            status_from: self.date(Field::SenStart),
            needs: None,
            needs_whole: false,
            sen_unit: self.flag(Field::SenUnit, &["unit"]),
            resourced: self.flag(Field::Resourced, &["resourced", "rp", "arp"]),
            next_review: self.date(Field::NextReview),
            last_review: self.date(Field::LastReview),
            key_worker: self.text(Field::KeyWorker),
            pupil_premium: self.flag(
                Field::PupilPremium,
                &["pp", "ppg", "pupil premium", "disadvantaged", "fsm", "eypp", "lac", "service"],
            ),
            eal: self.flag(Field::Eal, &["eal"]),
            ethnicity: self.text(Field::Ethnicity),
            left: self.date(Field::Left),
            notes: self.notes(),
            warnings: Vec::new(),
            fate: Fate::Read,
        };
        (row.needs, row.needs_whole) = self.needs();
        if let Some(why) = self.refusal(&row, width) {
            row.fate = Fate::Refused(why);
        }
        row.warnings = self.warnings;
        row
    }

    /// Why the row cannot be taken at all.
    fn refusal(&mut self, row: &IncomingRow, width: usize) -> Option<String> {
        let found = self.row.cells.len();
        let counts = |how: &str| {
            format!(
                "the row has {found} cells where the headings have {width}, so its cells {how} stand under the wrong heading"
            )
        };
        if self.row.open_quote {
            self.warnings.clear();
            return Some(
                "a quotation mark (\") is opened on this line and never closed: mend the line".to_owned(),
            );
        }
        if found > width {
            // What its cells seem to say is beside the point.
            self.warnings.clear();
            return Some(format!(
                "{}: put quotation marks around text with the separator in it",
                counts("would")
            ));
        }
        if found < width {
            // Some systems drop empty cells at the end. Where every cell still reads well, nothing has slipped.
            let doubts = std::mem::take(&mut self.warnings);
            if !doubts.is_empty() {
                return Some(format!("{}: {}", counts("may"), doubts.join("; ")));
            }
            self.warnings.push(format!(
                "the row has {found} cells where the headings have {width}: the missing ones are taken as empty"
            ));
        }
        if row.upn.is_some() || (row.surname.is_some() && row.forename.is_some()) {
            return None;
        }
        Some(match (&row.surname, &row.forename) {
            (Some(surname), None) => format!("\"{surname}\" has no forename and no UPN"),
            (None, Some(forename)) => format!("\"{forename}\" has no surname and no UPN"),
            _ => "the row has neither a name nor a UPN".to_owned(),
        })
    }

    /// The cell of a field, None where the file lacks it or it is blank.
    fn cell(&self, field: Field) -> Option<&str> {
        let cell = self.row.cells.get(self.mapping.column(field)?)?;
        (!cell.trim().is_empty()).then_some(cell.as_str())
    }

    /// Reads a field; what cannot be read is a warning and None.
    fn value<T>(&mut self, field: Field, read: impl FnOnce(&str) -> Result<Option<T>, String>) -> Option<T> {
        match read(self.cell(field)?) {
            Ok(value) => value,
            Err(why) => {
                let heading = self.mapping.heading(field);
                self.warnings.push(format!("{heading}: {why}"));
                None
            }
        }
    }

    fn text(&mut self, field: Field) -> Option<String> {
        self.value(field, |cell| {
            let text = clean(cell);
            if text.chars().count() > ONE_LINE {
                return Err(format!("{} is longer than {ONE_LINE} characters and is left out", quoted(cell)));
            }
            Ok((!text.is_empty()).then_some(text))
        })
    }

    fn notes(&mut self) -> Option<String> {
        self.value(Field::Notes, |cell| {
            let text = cells::clean_lines(cell);
            if text.chars().count() > NOTE {
                return Err(format!("the text is longer than {NOTE} characters and is left out"));
            }
            Ok((!text.is_empty()).then_some(text))
        })
    }

    fn flag(&mut self, field: Field, own: &[&str]) -> Option<bool> {
        self.value(field, |cell| cells::flag(cell, own))
    }

    fn date(&mut self, field: Field) -> Option<NaiveDate> {
        let order = self.order(field);
        self.value(field, |cell| dates::date(cell, order, None))
    }

    fn order(&self, field: Field) -> Order {
        self.orders.iter().find(|(f, _)| *f == field).map_or(Order::DayFirst, |(_, order)| *order)
    }

    fn birth(&mut self) -> Option<NaiveDate> {
        let (order, today) = (self.order(Field::Dob), self.today);
        self.value(Field::Dob, |cell| match dates::date(cell, order, Some(today))? {
            Some(day) if !dates::is_birth_date(day, today) => {
                let why = if day > today { "lies ahead" } else { "makes the pupil older than 26" };
                Err(format!("{} {why} and is left out", quoted(cell)))
            }
            day => Ok(day),
        })
    }

    fn upn(&mut self, field: Field) -> Option<String> {
        let heading = self.mapping.heading(field).to_owned();
        let (upn, doubt) = codes::upn(self.cell(field)?)?;
        if let Some(doubt) = doubt {
            self.warnings.push(format!("{heading}: {doubt}"));
        }
        Some(upn)
    }

    fn name(&mut self) -> (Option<String>, Option<String>, Option<String>) {
        let (surname, forename) = (self.text(Field::Surname), self.text(Field::Forename));
        let known_as = self.text(Field::KnownAs);
        if surname.is_some() && forename.is_some() {
            return (surname, forename, known_as);
        }
        let heading = plain(self.mapping.heading(Field::FullName));
        let surname_first = heading.starts_with("surname") || heading.starts_with("lastname");
        let Some(name) = self.value(Field::FullName, |cell| names::split(cell, surname_first)) else {
            return (surname, forename, known_as);
        };
        self.warnings.extend(name.guessed);
        (surname.or(Some(name.surname)), forename.or(Some(name.forename)), known_as.or(name.known_as))
    }

    /// The needs of all need columns, each type once, and whether they are all.
    fn needs(&mut self) -> (Option<Vec<NeedCell>>, bool) {
        let mut needs: Vec<NeedCell> = Vec::new();
        let mut whole = false;
        for (field, rank) in NEEDS {
            let Some(cell) = self.cell(field).map(str::to_owned) else { continue };
            let heading = self.mapping.heading(field).to_owned();
            let (found, unread) = codes::needs(&cell);
            whole |= rank.is_none() && !found.is_empty();
            for (at, sen_type) in found.into_iter().enumerate() {
                if !needs.iter().any(|n| n.sen_type == sen_type) {
                    let flag = sen_type.flag().map(|flag| format!("{heading}: {flag} (kept as it is)"));
                    self.warnings.extend(flag);
                    needs.push(NeedCell { sen_type, rank: rank.filter(|_| at == 0) });
                }
            }
            for part in unread {
                self.warnings.push(format!(
                    "{heading}: {} is no need type senco knows and is left out (--map \"{heading}=notes\" keeps the text)",
                    quoted(&part)
                ));
            }
        }
        if let Some(rank) = self.value(Field::NeedRank, codes::rank)
            && let [only] = needs.as_mut_slice()
        {
            only.rank = Some(rank);
        }
        needs.sort_by_key(NeedCell::order);
        ((!needs.is_empty()).then_some(needs), whole)
    }
}

/// Finds pupils who stand in the file twice. The first row is kept; a later one repeats it, adds a need to it, or is refused.
fn settle_duplicates(rows: &mut [IncomingRow]) {
    let mut by_upn: HashMap<String, usize> = HashMap::new();
    let mut by_name: HashMap<(String, String, Option<NaiveDate>), usize> = HashMap::new();
    for at in 0..rows.len() {
        let (before, rest) = rows.split_at_mut(at);
        let Some(row) = rest.first_mut() else { return };
        if row.fate != Fate::Read {
            continue;
        }
        let same_upn = row.upn.as_ref().and_then(|upn| by_upn.get(upn)).copied();
        let name = name_key(row);
        let same_name = name.as_ref().and_then(|name| by_name.get(name)).copied();
        // Namesakes without a date of birth are told apart by their UPNs.
        let same_name = same_name.filter(|first| {
            row.dob.is_some() || row.upn.is_none() || before.get(*first).is_some_and(|f| f.upn.is_none())
        });
        if let Some(first) = same_upn.or(same_name)
            && let Some(first) = before.get_mut(first)
        {
            row.fate = beside(first, row);
            continue;
        }
        if let Some(upn) = row.upn.clone() {
            by_upn.insert(upn, at);
        }
        if let Some(name) = name {
            by_name.entry(name).or_insert(at);
        }
    }
}

fn name_key(row: &IncomingRow) -> Option<(String, String, Option<NaiveDate>)> {
    Some((plain(row.surname.as_ref()?), plain(row.forename.as_ref()?), row.dob))
}

/// What a second row of a pupil is beside the first.
fn beside(first: &mut IncomingRow, second: &IncomingRow) -> Fate {
    let bare = |row: &IncomingRow| IncomingRow {
        line: 0,
        warnings: Vec::new(),
        needs: None,
        fate: Fate::Read,
        ..row.clone()
    };
    if bare(first) == bare(second) {
        if first.needs == second.needs || second.needs.is_none() {
            return Fate::Repeats(first.line);
        }
        let known = first.needs.get_or_insert_default();
        for need in second.needs.iter().flatten() {
            if !known.iter().any(|n| n.sen_type == need.sen_type) {
                known.push(*need);
            }
        }
        // Stable: without ranks the order of the file is the order of rank.
        known.sort_by_key(NeedCell::order);
        first.needs_whole = true;
        return Fate::Joins(first.line);
    }
    let line = first.line;
    Fate::Refused(match (&first.upn, &second.upn) {
        (Some(a), Some(b)) if a == b => {
            format!(
                "the UPN {a} stands on line {line} too ({}): line {line} is kept, mend one of them",
                first.name()
            )
        }
        (Some(a), Some(b)) => format!(
            "the same name and date of birth as line {line} under another UPN ({a} there, {b} here): nothing is merged, \
             line {line} is kept"
        ),
        _ => {
            format!("the same name and date of birth as line {line}: nothing is merged, line {line} is kept")
        }
    })
}
