//! All that the papers about one child are made of, read at one moment.
//!
//! Rule: one child's records and nobody else's; of a group it knows how many share it, never who.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::case::Letter;
use crate::domain::code::Area;
use crate::domain::delivery::Tally;
use crate::domain::field::{Fields, Value};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Held, Key, PupilId, RecordId, Stamp};
use crate::domain::provision::{Allocation, Provision};
use crate::domain::review::Review;
use crate::domain::rows::PlaceRow;
use crate::domain::school::SchoolFile;
use crate::domain::stage;
use crate::domain::support::{Cycle, PlanKind, Target, plan_kind};
use crate::domain::words::initials;
use crate::exchange::paper::{Block, Head, Paper, Size};
use crate::store::{Snapshot, StoreError};
use crate::views::cost::{self, PlaceCost, PupilCost};
use crate::views::provision::lasts;
use crate::views::sessions;
use crate::views::strategies::{self, Sheet, Whom};
use crate::views::timeline::DayOf;

/// A run of an intervention that the child is or was in.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The run.
    pub provision: Provision,
    /// How many places it has or had. At least 1.
    pub places: i64,
    /// How many others are in it, or were on the child's last day in it.
    pub others: usize,
}

/// One child's file with what stands around it.
#[derive(Clone, Debug)]
pub struct Folder {
    /// The child's file.
    pub file: PupilFile,
    /// The school's.
    pub school: SchoolFile,
    /// The runs that the child is or was in.
    pub runs: BTreeMap<RecordId, Run>,
    /// What they cost: each of the child's places to date, and the academic year.
    pub costs: PupilCost,
    /// Of each of the child's places, the sessions so far.
    pub tallies: BTreeMap<RecordId, Tally>,
    /// Whether a paper that may leave costs out says them.
    pub with_costs: bool,
    /// What any member of staff may know of what helps.
    pub helps: Sheet,
    /// The day that the paper is dated.
    pub today: NaiveDate,
    /// Which day a moment was.
    pub day_of: DayOf,
    /// When the days of later steps of a case were typed, by the record and the day; empty but for a paper that tells it.
    pub typed: BTreeMap<(Key, NaiveDate), Stamp>,
}

impl Folder {
    /// Reads it; `None` if there is no such pupil.
    ///
    /// # Errors
    /// Damage, or a disk that fails.
    pub fn read(
        view: &Snapshot<'_>,
        pupil: PupilId,
        today: NaiveDate,
        day_of: DayOf,
    ) -> Result<Option<Folder>, StoreError> {
        let Some(file) = view.pupil_file(pupil)? else { return Ok(None) };
        let school = view.school()?;
        let (mut runs, mut tallies) = (BTreeMap::new(), BTreeMap::new());
        for allocation in &file.allocations {
            if let Some(found) = view.provision(allocation.provision)? {
                let rows = view.places_of(allocation.provision)?;
                let places = i64::try_from(rows.len()).unwrap_or(1).max(1);
                let last = [allocation.to, found.end].into_iter().flatten().min();
                let on = last.map_or(today, |last| last.min(today)).max(allocation.from);
                let here = |row: &&PlaceRow| row.from <= on && lasts(row, on) && row.who.pupil != pupil;
                let others = rows.iter().filter(here).count();
                runs.insert(allocation.provision, Run { provision: found.value, places, others });
                let all = sessions::tallies(view, &school, allocation.provision, today)?;
                tallies.insert(allocation.id, all.of(allocation.id));
            }
        }
        let helps = strategies::sheet(view, &Whom::Pupils(vec![pupil]))?;
        let costs = cost::of_pupil(view, &school, &file, today)?;
        Ok(Some(Folder {
            file,
            school,
            runs,
            costs,
            tallies,
            with_costs: false,
            helps,
            today,
            day_of,
            typed: BTreeMap::new(),
        }))
    }

    /// An empty paper about the child, dated today.
    pub fn paper(&self, title: impl Into<String>, slug: &'static str) -> Paper {
        Paper {
            title: title.into(),
            slug,
            initials: initials(&self.name()),
            dated: self.today,
            letterhead: false,
            size: Size::A4,
            one_page: false,
            blocks: Vec::new(),
        }
    }

    /// The child's name.
    pub fn name(&self) -> String {
        self.file.pupil.name()
    }

    /// What the child is called, in a sentence.
    pub fn first(&self) -> &str {
        let pupil = &self.file.pupil;
        [pupil.known_as.as_str(), pupil.forename.as_str(), pupil.surname.as_str()]
            .into_iter()
            .find(|name| !name.trim().is_empty())
            .unwrap_or("your child")
    }

    /// "Year 4 · Lark"; empty if neither is recorded.
    pub fn place(&self) -> String {
        let pupil = &self.file.pupil;
        joined(&[&pupil.year.map(|year| year.label()).unwrap_or_default(), &pupil.class], " · ")
    }

    /// "Ama Otter (Year 4, Lark)", in a sentence.
    pub fn named(&self) -> String {
        match self.place().replace(" · ", ", ") {
            none if none.is_empty() => self.name(),
            place => format!("{} ({place})", self.name()),
        }
    }

    /// Who the child is, for the top of a paper that leaves the house or stays in it.
    pub fn who(&self) -> Vec<(String, String)> {
        let pupil = &self.file.pupil;
        let born = pupil.born.map(long).unwrap_or_default();
        facts(&[
            ("Name", &self.name()),
            ("Date of birth", &born),
            ("Year and class", &self.place()),
            ("School", &self.school.info.name),
        ])
    }

    /// The SENCO's name; empty if nobody is.
    pub fn senco(&self) -> String {
        Head::of(&self.school, self.today).senco
    }

    /// The main broad area of need: the running plan's, else that of the need ranked first.
    pub fn area(&self) -> Option<Area> {
        let planned = self.file.cycle().and_then(|cycle| cycle.area);
        planned.or_else(|| self.file.open_needs().find_map(|need| need.sen_type.area()))
    }

    /// Whether the child stands on the SEN register.
    pub fn on_register(&self) -> bool {
        let span = self.file.stage().filter(|_| self.file.pupil.left.is_none());
        span.and_then(|span| stage::find(&span.stage)).is_some_and(|stage| stage.on_register)
    }

    /// The day on which the support that lasts began: the letter's, else that of the first of the stages on the register that
    /// follow each other. `None` if the child is not on it.
    pub fn support_since(&self) -> Option<NaiveDate> {
        let begins = |notice: &&Held<crate::domain::case::Notice>| {
            notice.letter == Letter::Begins && notice.ended().is_none()
        };
        if let Some(notice) = self.file.notices.iter().rev().find(begins) {
            return Some(notice.decided);
        }
        let on = |code: &str| stage::find(code).is_some_and(|stage| stage.on_register);
        let spans = self.file.stages.iter().rev();
        spans.take_while(|span| on(&span.stage)).last().map(|span| span.from)
    }

    /// The kind of plan of a cycle, else the one that the school makes.
    pub fn plan_kind(&self, cycle: Option<&Cycle>) -> &'static PlanKind {
        plan_kind::of(cycle.map_or(&self.school.settings.plan_kind, |cycle| &cycle.kind))
    }

    /// How many targets a plan has at most.
    pub fn most_targets(&self, cycle: Option<&Cycle>) -> u8 {
        self.school.settings.targets.unwrap_or(self.plan_kind(cycle).most)
    }

    /// The cycle that was gone through to its review last; `None` if none was.
    pub fn reviewed_cycle(&self) -> Option<&Held<Cycle>> {
        self.file.cycles.iter().filter(|cycle| cycle.reviewed.is_some()).max_by_key(|cycle| cycle.reviewed)
    }

    /// The next review that is agreed; `None` if none is.
    pub fn next_review(&self) -> Option<&Held<Review>> {
        self.file.open_reviews().min_by_key(|review| (review.due, review.id))
    }

    /// What became of the child's sessions in a place: "14 of 18 delivered (adult away 3, trip 1)"; empty where none was due.
    pub fn delivered(&self, place: RecordId) -> String {
        let tally = self.tallies.get(&place).filter(|tally| tally.due() > 0);
        tally.map(Tally::words).unwrap_or_default()
    }

    /// What the child's part of a run cost to date, in a cell.
    pub fn cost_to_date(&self, place: RecordId) -> String {
        self.costs.of(place).map_or_else(|| "–".to_owned(), PlaceCost::said)
    }

    /// What each run cost to date, in a sentence; `None` where no session of any was delivered.
    pub fn costs_note(&self) -> Option<Block> {
        let said = |held: &Held<Allocation>| {
            let cost = self.costs.of(held.id).filter(|cost| cost.sessions > 0)?;
            let name = self.runs.get(&held.provision).map_or("a provision", |run| &run.provision.name);
            Some(format!("{name} from {}: {}", plain(held.from), cost.said()))
        };
        let all: Vec<String> = self.file.allocations.iter().filter_map(said).collect();
        let words = format!("Cost to date, this child's part of the sessions delivered: {}.", all.join("; "));
        (!all.is_empty()).then_some(Block::Note(words))
    }

    /// What is in a plan beside its targets: label and words of the fields that its kind shows and that are filled.
    pub fn plan_fields(&self, cycle: &Cycle) -> Vec<(String, String)> {
        let shown = |(key, label): &(&str, &str)| {
            let field = Cycle::FIELDS.iter().find(|field| field.key == *key)?;
            let said = match (field.get)(cycle) {
                Value::Text(code) if *key == "area" => {
                    cycle.area.map_or(code, |area| area.label().to_owned())
                }
                Value::Text(text) => text,
                _ => return None,
            };
            let label = if label.is_empty() { field.label } else { label };
            (!said.trim().is_empty()).then(|| (label.to_owned(), said))
        };
        self.plan_kind(Some(cycle)).fields.iter().filter_map(shown).collect()
    }

    /// The provision table of a child: what, when, how much, entry and exit, what the last check found.
    pub fn provision_table(&self, which: impl Fn(&Allocation) -> bool) -> Option<Block> {
        let row = |held: &Held<Allocation>| {
            let run = self.runs.get(&held.provision);
            let name = run.map_or("a provision", |run| run.provision.name.as_str());
            let lead = self.school.staff_name(run.and_then(|run| run.provision.lead));
            let check = self.file.checks_of(held.id).next_back();
            let found = check.map(|check| {
                let when = format!("{}: {}", plain(check.held), check.outcome.label());
                joined(&[&when, &check.measure, &check.word, check.decision.label()], ", ")
            });
            vec![
                joined(&[name, lead], "\n"),
                span(held.from, held.to),
                joined(
                    &[&run.map(|run| run.provision.dosage()).unwrap_or_default(), &self.delivered(held.id)],
                    "\n",
                ),
                or_dash(&held.entry),
                or_dash(&held.exit),
                found.unwrap_or_else(|| "not checked yet".to_owned()),
            ]
        };
        let rows: Vec<Vec<String>> =
            self.file.allocations.iter().filter(|held| which(held)).map(row).collect();
        (!rows.is_empty()).then(|| Block::Table {
            widths: vec![22, 17, 19, 10, 10, 22],
            head: heads(&["Provision", "When", "A week, delivered", "Entry", "Exit", "Last check"]),
            rows,
        })
    }

    /// A table of targets with what came of each; `None` without targets.
    pub fn targets_table(&self, cycle: RecordId) -> Option<Block> {
        let row = |target: &Held<Target>| {
            let outcome = match (target.outcome, target.judged) {
                (Some(outcome), Some(judged)) => format!("{} ({})", outcome.label(), plain(judged)),
                (Some(outcome), None) => outcome.label().to_owned(),
                (None, _) => "not judged yet".to_owned(),
            };
            vec![
                target.aim.clone(),
                or_dash(&target.criteria),
                or_dash(&joined(&[&target.resources, &target.strategies], "\n")),
                joined(&[&outcome, &target.result], "\n"),
            ]
        };
        let rows: Vec<Vec<String>> = self.file.targets_of(cycle).map(row).collect();
        (!rows.is_empty()).then(|| Block::Table {
            widths: vec![30, 20, 26, 24],
            head: heads(&["Target", "How we know", "With what", "Outcome"]),
            rows,
        })
    }
}

/// "22 November 2026".
pub fn long(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// "Thursday 3 December 2026".
pub fn weekday(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// "22 Nov 2026".
pub fn plain(date: NaiveDate) -> String {
    crate::domain::day::plain(date)
}

/// "5 Oct 2026 – 18 Dec 2026", "since 5 Oct 2026".
pub fn span(from: NaiveDate, to: Option<NaiveDate>) -> String {
    match to {
        Some(to) => format!("{} – {}", plain(from), plain(to)),
        None => format!("since {}", plain(from)),
    }
}

/// A line to write on by hand, inside a text.
pub const TO_WRITE: &str = "……………………………………";

/// The parts that say something, with this between.
pub fn joined(parts: &[&str], by: &str) -> String {
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(by)
}

/// The text, or a dash for none.
pub fn or_dash(text: &str) -> String {
    if text.trim().is_empty() { "–".to_owned() } else { text.trim().to_owned() }
}

/// The facts of which something is known.
pub fn facts(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter()
        .filter(|(_, said)| !said.trim().is_empty())
        .map(|(label, said)| ((*label).to_owned(), said.trim().to_owned()))
        .collect()
}

/// Headings of a table.
pub fn heads(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The lines of a text as items of a list.
pub fn lines(text: &str) -> Vec<String> {
    let clean = |line: &str| line.trim().trim_start_matches(['-', '•', '*']).trim().to_owned();
    text.lines().map(clean).filter(|line| !line.is_empty()).collect()
}

/// Lines to write on, so many, under a question.
pub fn empty_box(question: &str, high: usize) -> Block {
    let rows = vec![vec![String::new()]; high.max(1)];
    Block::Table { widths: vec![100], head: vec![question.to_owned()], rows }
}
