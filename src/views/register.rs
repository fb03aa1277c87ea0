//! The register: pupils at a stage, the others on roll, and leavers, a line a pupil.
//!
//! Rule: the first lines come without reading the rest, so that a school of any size opens as fast as a small one. That
//! holds for the order of names, which is the store's own; another order needs every line.

use chrono::NaiveDate;

use crate::domain::code::SenCode;
use crate::domain::day;
use crate::domain::file::PupilFile;
use crate::domain::ids::PupilId;
use crate::domain::rows::{Group, RegisterRow};
use crate::domain::school::SchoolFile;
use crate::domain::stage::{self, Stage};
use crate::domain::words::plural;
use crate::duties;
use crate::store::{RegisterKey, Snapshot, StoreError};

/// Which pupils are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Shown {
    /// Those at a stage: the register and the watch list.
    #[default]
    Register,
    /// Everybody on roll.
    Roll,
    /// Those who have left.
    Leavers,
}

impl Shown {
    /// Every one, in the order in which one key goes through them.
    pub const ALL: [Shown; 3] = [Shown::Register, Shown::Roll, Shown::Leavers];

    /// As said on screen.
    pub fn label(self) -> &'static str {
        match self {
            Shown::Register => "register and watch list",
            Shown::Roll => "everybody on roll",
            Shown::Leavers => "leavers",
        }
    }

    /// In a word or two, for the head of the list.
    pub fn short(self) -> &'static str {
        match self {
            Shown::Register => "register",
            Shown::Roll => "on roll",
            Shown::Leavers => "leavers",
        }
    }

    /// The one that follows; after the last, the first.
    pub fn next(self) -> Shown {
        match self {
            Shown::Register => Shown::Roll,
            Shown::Roll => Shown::Leavers,
            Shown::Leavers => Shown::Register,
        }
    }

    pub(super) fn groups(self) -> &'static [Group] {
        match self {
            Shown::Register => &[Group::Register],
            Shown::Roll => &[Group::Register, Group::Roll],
            Shown::Leavers => &[Group::Leaver],
        }
    }
}

/// What the list is in the order of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Order {
    /// Surname, then first name.
    #[default]
    Name,
    /// Year, then class, the youngest first.
    Class,
    /// Stage, the most support first.
    Stage,
    /// The next review, the earliest first; those without one last.
    Review,
}

impl Order {
    /// As said on screen, after "by".
    pub fn label(self) -> &'static str {
        match self {
            Order::Name => "name",
            Order::Class => "year and class",
            Order::Stage => "stage",
            Order::Review => "next review",
        }
    }

    /// The one that follows; after the last, the first.
    pub fn next(self) -> Order {
        match self {
            Order::Name => Order::Class,
            Order::Class => Order::Stage,
            Order::Stage => Order::Review,
            Order::Review => Order::Name,
        }
    }
}

/// One pupil, with the names that belong to the row.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterLine {
    /// The row as derived.
    pub row: RegisterRow,
    /// The site's name; empty if none.
    pub site: String,
}

impl RegisterLine {
    pub(super) fn of(row: RegisterRow, school: &SchoolFile) -> RegisterLine {
        RegisterLine { site: school.site_name(row.who.site).to_owned(), row }
    }

    /// The stage's row; `None` at no stage, or at one that the set does not have.
    pub fn stage(&self) -> Option<&'static Stage> {
        stage::find(&self.row.stage)
    }

    /// The stage in full; empty at none.
    pub fn stage_label(&self) -> &str {
        self.stage().map_or(&self.row.stage, |stage| stage.label)
    }

    /// The stage for a narrow column; empty at none.
    pub fn stage_short(&self) -> &str {
        self.stage().map_or(&self.row.stage, |stage| stage.short)
    }

    /// "Y4 Lark"; what is not recorded is left out.
    pub fn place(&self) -> String {
        self.row.who.place()
    }

    /// "SLCN, SEMH", the main need first; empty if there is none.
    pub fn needs(&self) -> String {
        self.row.needs.iter().map(|need| need.code()).collect::<Vec<_>>().join(", ")
    }

    /// "PP EAL": the flags that hold.
    pub fn flags(&self) -> String {
        joined([if self.row.pupil_premium { "PP" } else { "" }, if self.row.eal { "EAL" } else { "" }], " ")
    }

    /// The next review in a cell of 13 columns, late in words; empty if none is due.
    pub fn next_cell(&self, today: NaiveDate) -> String {
        self.row.next_review.map(|due| day::late_cell(due, today)).unwrap_or_default()
    }

    /// Whether the next review should have been.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.row.next_review.is_some_and(|due| due < today)
    }

    /// What a filter looks in: name, year, class, stage, census code, needs by code and name, UPN, site, flags.
    pub fn words(&self) -> String {
        let row = &self.row;
        let census = if row.stage.is_empty() { "" } else { row.census.code() };
        let mut words = joined(
            [
                row.who.name.as_str(),
                &self.place(),
                self.stage_label(),
                census,
                &row.upn,
                &self.site,
                &self.flags(),
                if row.next_review.is_none() && row.group == Group::Register { "no review" } else { "" },
            ],
            " ",
        );
        for need in &row.needs {
            words.push(' ');
            words.push_str(need.code());
            words.push(' ');
            words.push_str(need.label());
        }
        words
    }
}

fn joined<const N: usize>(parts: [&str; N], by: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(by)
}

/// Puts lines in order; lines that are alike in it stand by name.
pub fn sort(lines: &mut [RegisterLine], order: Order) {
    let name = |line: &RegisterLine| (line.row.who.sort_name.clone(), line.row.who.pupil);
    match order {
        Order::Name => lines.sort_by_cached_key(name),
        Order::Class => lines.sort_by_cached_key(|line| {
            let who = &line.row.who;
            (who.year.is_none(), who.year, who.class.to_lowercase(), name(line))
        }),
        Order::Stage => lines.sort_by_cached_key(|line| {
            let order = line.stage().map(Stage::rank);
            (std::cmp::Reverse(order), line.row.stage.clone(), name(line))
        }),
        Order::Review => lines.sort_by_cached_key(|line| {
            let next = line.row.next_review;
            (next.is_none(), next, name(line))
        }),
    }
}

/// The first lines by name, and whether they are all.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn first(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    shown: Shown,
    limit: usize,
) -> Result<(Vec<RegisterLine>, bool), StoreError> {
    let mut lines = Vec::new();
    let mut complete = true;
    for group in shown.groups() {
        let before = RegisterKey { group: *group, sort_name: String::new(), pupil: PupilId(0) };
        let found = snapshot.register_from(Some(before), limit)?;
        let read = found.len();
        let own = found.into_iter().map(|(_, row)| row).filter(|row| row.group == *group);
        let already = lines.len();
        lines.extend(own.map(|row| RegisterLine::of(row, school)));
        // Fewer than read means that the next group began, or the end was met.
        complete &= read < limit || lines.len() - already < read;
    }
    sort(&mut lines, Order::Name);
    complete &= lines.len() <= limit;
    lines.truncate(limit);
    Ok((lines, complete))
}

/// Every line, in order.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn all(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    shown: Shown,
    order: Order,
) -> Result<Vec<RegisterLine>, StoreError> {
    let mut lines = Vec::new();
    for group in shown.groups() {
        lines.extend(snapshot.register_group(*group)?.into_iter().map(|row| RegisterLine::of(row, school)));
    }
    // One group comes by name already.
    if order != Order::Name || shown.groups().len() > 1 {
        sort(&mut lines, order);
    }
    Ok(lines)
}

/// What stands beside the list about one pupil, a few lines: since when at the stage, what is due, what runs, what one
/// should know at once. Empty if there is no such pupil.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn glimpse(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    pupil: PupilId,
    today: NaiveDate,
) -> Result<Vec<String>, StoreError> {
    match snapshot.pupil_file(pupil)? {
        Some(file) => glimpse_of(snapshot, school, &file, today),
        None => Ok(Vec::new()),
    }
}

/// As [`glimpse`], of this file, seen from this day.
pub(super) fn glimpse_of(
    snapshot: &Snapshot<'_>,
    school: &SchoolFile,
    file: &PupilFile,
    today: NaiveDate,
) -> Result<Vec<String>, StoreError> {
    let mut lines = Vec::new();
    if let Some(left) = file.pupil.left {
        let left = format!("Left {}", day::full(left));
        lines.push(joined([&left, &file.pupil.left_for], ": "));
    }
    if let Some(span) = file.stage() {
        let label = stage::find(&span.stage).map_or(span.stage.as_str(), |stage| stage.label);
        let needs: Vec<&str> = file.open_needs().map(|need| need.sen_type.code()).collect();
        let needs = match (needs.is_empty(), span.census) {
            (false, _) => needs.join(", then "),
            (true, SenCode::N) => String::new(),
            (true, _) => "no need recorded".to_owned(),
        };
        lines.push(format!(
            "{}.",
            joined([&format!("{label} since {}", day::plain(span.from)), &needs], " · ")
        ));
    } else {
        lines.push("At no stage.".to_owned());
    }
    if let Some(item) = duties::due_items(file, school).first() {
        lines.push(format!("{}: {}.", day::how_late(item.date, today), item.what));
    }
    let mut running = Vec::new();
    for allocation in file.allocations.iter().filter(|allocation| allocation.runs(today)) {
        running.extend(snapshot.provision(allocation.provision)?.map(|held| held.value.name));
    }
    if !running.is_empty() {
        let count = plural(i64::try_from(running.len()).unwrap_or(i64::MAX), "provision");
        lines.push(format!("{count}: {}.", running.join(", ")));
    }
    if let Some(last) = file.last_review()
        && let Some(held) = last.held
    {
        let note = last.note.lines().next().unwrap_or_default();
        lines.push(joined([&format!("Last review {}", day::near(held, today)), note], ": "));
    }
    lines.extend(file.pupil.note.lines().next().map(str::to_owned));
    lines.retain(|line| !line.trim().is_empty());
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::need::{self, New};
    use crate::actions::pupil;
    use crate::actions::testing::{Lab, date};
    use crate::domain::code::SenType;
    use crate::domain::code::YearGroup;
    use crate::domain::pupil::Pupil;
    use crate::domain::review::{Review, ReviewKind};

    fn names(lines: &[RegisterLine]) -> Vec<&str> {
        lines.iter().map(|line| line.row.who.name.as_str()).collect()
    }

    fn school(lab: &Lab) -> SchoolFile {
        lab.store.read(|snapshot| snapshot.school()).unwrap()
    }

    /// Two at a stage, two at none, one leaver.
    fn lab() -> Lab {
        let mut lab = Lab::new();
        for (forename, surname, year, stage) in [
            ("Ama", "Otter", "4", "K"),
            ("Ben", "Adder", "6", "E"),
            ("Cy", "Marten", "R", ""),
            ("Dee", "Badger", "2", ""),
            ("Eve", "Zander", "2", "W"),
        ] {
            let who = Pupil {
                forename: forename.into(),
                surname: surname.into(),
                year: YearGroup::parse(year),
                class: "Lark".into(),
                ..Pupil::default()
            };
            let (id, _) = lab.make(|edit, by| pupil::add(edit, by, who.clone(), false));
            if !stage.is_empty() {
                lab.at_stage(id, stage, "2025-09-08");
            }
            if forename == "Eve" {
                lab.make(|edit, by| pupil::end(edit, by, id, date("2026-10-01"), "Elm School"));
            }
        }
        lab
    }

    #[test]
    fn each_list_holds_its_pupils_in_order() {
        let lab = lab();
        let school = school(&lab);
        for (shown, order, expected) in [
            (Shown::Register, Order::Name, vec!["Ben Adder", "Ama Otter"]),
            (Shown::Roll, Order::Name, vec!["Ben Adder", "Dee Badger", "Cy Marten", "Ama Otter"]),
            (Shown::Leavers, Order::Name, vec!["Eve Zander"]),
            (Shown::Roll, Order::Class, vec!["Cy Marten", "Dee Badger", "Ama Otter", "Ben Adder"]),
            (Shown::Roll, Order::Stage, vec!["Ben Adder", "Ama Otter", "Dee Badger", "Cy Marten"]),
        ] {
            let lines = lab.store.read(|view| all(view, &school, shown, order)).unwrap();
            assert_eq!(names(&lines), expected, "{shown:?} {order:?}");
        }
    }

    #[test]
    fn the_first_lines_are_the_beginning_of_all() {
        let lab = lab();
        let school = school(&lab);
        for shown in Shown::ALL {
            let whole = lab.store.read(|view| all(view, &school, shown, Order::Name)).unwrap();
            for limit in 1..7 {
                let (lines, complete) = lab.store.read(|view| first(view, &school, shown, limit)).unwrap();
                assert_eq!(names(&lines), names(&whole[..limit.min(whole.len())]), "{shown:?} {limit}");
                assert!(!complete || lines.len() == whole.len(), "{shown:?} {limit}");
                assert!(complete || limit <= whole.len(), "{shown:?} {limit}");
            }
        }
    }

    #[test]
    fn reviews_stand_in_their_order_and_the_late_ones_say_so() {
        let mut lab = Lab::new();
        for (name, due) in [("Ama", "2027-01-11"), ("Ben", "2026-11-16"), ("Cy", "")] {
            let id = lab.pupil(name, "Otter");
            if !due.is_empty() {
                lab.make(|edit, by| {
                    edit.add(id, Review::planned(ReviewKind::Plan, date(due), None, by.typed.clone()))
                });
            }
        }
        let school = school(&lab);
        let lines = lab.store.read(|view| all(view, &school, Shown::Roll, Order::Review)).unwrap();
        assert_eq!(names(&lines), ["Ben Otter", "Ama Otter", "Cy Otter"]);
        let cells: Vec<String> = lines.iter().map(|line| line.next_cell(lab.by.today)).collect();
        assert_eq!(cells, ["5 days late", "Mon 11 Jan", ""]);
        assert!(lines[0].is_late(lab.by.today) && !lines[1].is_late(lab.by.today));
    }

    #[test]
    fn a_line_is_found_by_all_that_it_says() {
        let mut lab = Lab::new();
        let who = Pupil {
            forename: "Ama".into(),
            surname: "Otter".into(),
            upn: "B801200005001".into(),
            year: YearGroup::parse("4"),
            class: "Lark".into(),
            pupil_premium: true,
            ..Pupil::default()
        };
        let (id, _) = lab.make(|edit, by| pupil::add(edit, by, who.clone(), false));
        lab.at_stage(id, "K", "2025-09-08");
        lab.make(|edit, by| need::add(edit, by, id, &New::of(SenType::Slcn)));
        let school = school(&lab);
        let lines = lab.store.read(|view| all(view, &school, Shown::Register, Order::Name)).unwrap();
        let words = lines[0].words();
        for word in ["Ama Otter", "Y4 Lark", "SEN support", " K ", "B801200005001", "SLCN", "Speech", "PP"] {
            assert!(words.contains(word), "{word} in {words}");
        }
        assert_eq!(
            (lines[0].needs(), lines[0].flags(), lines[0].place()),
            ("SLCN".into(), "PP".into(), "Y4 Lark".into())
        );
    }

    #[test]
    fn a_glimpse_says_what_is_needed_to_act() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.at_stage(id, "K", "2026-09-08");
        let lexia = lab.provision("Lexia", "2026-09-14");
        lab.allocation(id, lexia, "2026-10-05", None);
        let school = school(&lab);
        let lines = lab.store.read(|view| glimpse(view, &school, id, lab.by.today)).unwrap();
        assert_eq!(
            lines,
            [
                "SEN support since 8 Sep 2026 · no need recorded.",
                "5 days late: 6-week check.",
                "1 provision: Lexia."
            ]
        );
        assert!(lab.store.read(|view| glimpse(view, &school, PupilId(99), lab.by.today)).unwrap().is_empty());
    }
}
