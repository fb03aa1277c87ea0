//! Adults and what they were trained in: who counts as trained until when, and who can deliver which intervention.
//!
//! Rule: a training counts for an adult until it runs out or the same is taken anew. An intervention is known by its name, capitals
//! apart: a training says which it allows an adult to deliver. Only adults who work here are counted.

use chrono::NaiveDate;

use crate::domain::day;
use crate::domain::ids::{Held, RecordId};
use crate::domain::people::Training;
use crate::domain::provision::Provision;
use crate::domain::school::{SchoolFile, Staff};

/// Days before a training runs out from which the pane says so.
pub const AHEAD: i64 = 60;

/// How long a training lasts yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    /// It does not run out.
    Always,
    /// It runs out on a day that is far.
    Until(NaiveDate),
    /// It runs out within [`AHEAD`] days.
    Soon(NaiveDate),
    /// It has run out, and nobody has taken it anew.
    Out(NaiveDate),
    /// It has run out; it was taken anew, or those who had it have left.
    Past(NaiveDate),
}

impl Lasts {
    /// Whether somebody should see to it.
    pub fn presses(self) -> bool {
        matches!(self, Lasts::Soon(_) | Lasts::Out(_))
    }

    /// "runs out Fri 1 Jan", "ran out Thu 1 Oct", "until Fri 1 Jan 2027"; empty if it does not run out.
    pub fn words(self, today: NaiveDate) -> String {
        match self {
            Lasts::Always => String::new(),
            Lasts::Until(until) => format!("until {}", day::near(until, today)),
            Lasts::Soon(until) => format!("runs out {}", day::near(until, today)),
            Lasts::Out(until) | Lasts::Past(until) => format!("ran out {}", day::near(until, today)),
        }
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn works_here(school: &SchoolFile, adult: RecordId) -> bool {
    school.staff.iter().any(|staff| staff.id == adult && staff.here)
}

/// How long this training lasts yet.
pub fn lasts(school: &SchoolFile, training: &Training, today: NaiveDate) -> Lasts {
    let Some(until) = training.until else { return Lasts::Always };
    let anew = school.trainings.iter().any(|other| {
        other.staff == training.staff && other.on > training.on && same(&other.what, &training.what)
    });
    let over = anew || !works_here(school, training.staff);
    match (until < today, over) {
        (true, true) => Lasts::Past(until),
        (true, false) => Lasts::Out(until),
        (false, false) if day::between(today, until) <= AHEAD => Lasts::Soon(until),
        (false, _) => Lasts::Until(until),
    }
}

/// What was typed together: one training of one day, of one adult or of many.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingLine {
    /// The records.
    pub ids: Vec<RecordId>,
    /// The first of them; they differ in whose they are alone.
    pub training: Training,
    /// Who, by name.
    pub who: Vec<String>,
    /// How long it lasts yet, for those of them whom it presses most.
    pub lasts: Lasts,
}

/// Every training: those that run out first, then the newest.
pub fn trainings(school: &SchoolFile, today: NaiveDate) -> Vec<TrainingLine> {
    let mut lines: Vec<TrainingLine> = Vec::new();
    for held in &school.trainings {
        let name = school.staff_name(Some(held.staff)).to_owned();
        let lasts = lasts(school, held, today);
        let alike = |line: &&mut TrainingLine| {
            let value = Training {
                staff: line.training.staff,
                typed: line.training.typed.clone(),
                ..held.value.clone()
            };
            value == line.training
        };
        match lines.iter_mut().find(alike) {
            Some(line) => {
                line.ids.push(held.id);
                line.who.push(name);
                if lasts.presses() {
                    line.lasts = lasts;
                }
            }
            None => lines.push(TrainingLine {
                ids: vec![held.id],
                training: held.value.clone(),
                who: vec![name],
                lasts,
            }),
        }
    }
    for line in &mut lines {
        line.who.sort();
    }
    lines.sort_by_cached_key(|line| {
        let pressing = line.lasts.presses().then_some(line.training.until).flatten();
        (pressing.is_none(), pressing, std::cmp::Reverse(line.training.on), line.training.what.to_lowercase())
    });
    lines
}

/// An adult, with what they were trained in and what they lead.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonLine {
    /// The record.
    pub held: Held<Staff>,
    /// Where they work; empty if on all sites.
    pub site: String,
    /// What else they are: "head teacher", "SEN governor", "SENCO".
    pub posts: Vec<&'static str>,
    /// What they were trained in and how long it lasts yet, the newest first.
    pub trainings: Vec<(Training, Lasts)>,
    /// Provisions that run and that they lead.
    pub leads: Vec<String>,
}

/// Every adult: those who work here by name, then those who have left.
pub fn people(school: &SchoolFile, provisions: &[Held<Provision>], today: NaiveDate) -> Vec<PersonLine> {
    let mut lines: Vec<PersonLine> = school
        .staff
        .iter()
        .map(|held| {
            let own = school.trainings.iter().rev().filter(|training| training.staff == held.id);
            let leads = provisions.iter().filter(|one| one.lead == Some(held.id) && is_on(one, today));
            let post = school.posts.iter().any(|post| post.staff == Some(held.id) && post.ended.is_none());
            let posts = [
                (school.info.head == Some(held.id)).then_some("head teacher"),
                post.then_some("SENCO"),
                (school.info.governor == Some(held.id)).then_some("SEN governor"),
            ];
            PersonLine {
                held: held.clone(),
                site: school.site_name(held.site).to_owned(),
                posts: posts.into_iter().flatten().collect(),
                trainings: own.map(|one| (one.value.clone(), lasts(school, one, today))).collect(),
                leads: leads.map(|one| one.name.clone()).collect(),
            }
        })
        .collect();
    lines.sort_by_cached_key(|line| (!line.held.here, line.held.name.to_lowercase()));
    lines
}

/// A provision that has not ended: what is planned needs somebody trained too.
fn is_on(provision: &Provision, today: NaiveDate) -> bool {
    provision.end.is_none_or(|end| today <= end)
}

/// An intervention that needs training, and who has it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliverLine {
    /// The intervention.
    pub name: String,
    /// Who works here and can deliver it today, by name.
    pub trained: Vec<String>,
    /// Provisions of this name that run, or will.
    pub running: usize,
    /// Who leads one of them without being trained; "no lead yet" where none is settled.
    pub without: Vec<String>,
    /// The adults of `without`; those who lead nothing settled are not among them.
    pub untrained: Vec<RecordId>,
}

/// Every intervention that a training names, by name.
pub fn delivers(school: &SchoolFile, provisions: &[Held<Provision>], today: NaiveDate) -> Vec<DeliverLine> {
    let mut names: Vec<&str> = Vec::new();
    for training in &school.trainings {
        let name = training.delivers.trim();
        if !name.is_empty() && !names.iter().any(|known| same(known, name)) {
            names.push(name);
        }
    }
    names.sort_by_key(|name| name.to_lowercase());
    let one = |name: &str| {
        let can = |adult: RecordId| {
            let counts = |training: &&Held<Training>| {
                training.staff == adult && training.counts(today) && same(&training.delivers, name)
            };
            school.trainings.iter().any(|training| counts(&training))
        };
        let running: Vec<&Held<Provision>> =
            provisions.iter().filter(|one| same(&one.name, name) && is_on(one, today)).collect();
        let mut line = DeliverLine {
            name: running.first().map_or(name, |first| first.name.as_str()).to_owned(),
            trained: school
                .staff
                .iter()
                .filter(|staff| staff.here && can(staff.id))
                .map(|staff| staff.name.clone())
                .collect(),
            running: running.len(),
            without: Vec::new(),
            untrained: Vec::new(),
        };
        for lead in running.iter().map(|one| one.lead).filter(|lead| !lead.is_some_and(can)) {
            let who = lead.map_or("no lead yet", |lead| school.staff_name(Some(lead))).to_owned();
            if !line.without.contains(&who) {
                line.without.push(who);
                line.untrained.extend(lead);
            }
        }
        line
    };
    names.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::staff::Adult;
    use crate::actions::testing::{Lab, date};
    use crate::actions::training;
    use crate::domain::ids::Typed;
    use crate::domain::record::Recorded;

    fn train(lab: &mut Lab, who: &[&str], what: &str, delivers: &str, on: &str, until: Option<&str>) {
        let staff: Vec<Adult> = who.iter().map(|name| Adult::Named((*name).into())).collect();
        let mut given = Training::of(RecordId(0), date(on), Typed::default());
        (given.what, given.delivers, given.until) = (what.into(), delivers.into(), until.map(date));
        lab.make(|edit, by| training::add(edit, by, &staff, &given));
    }

    fn school(lab: &Lab) -> SchoolFile {
        lab.store.read(|view| view.school()).unwrap()
    }

    #[test]
    fn what_runs_out_stands_first_then_the_newest() {
        let mut lab = Lab::new();
        train(&mut lab, &["R Dale", "J Moor"], "Makaton", "", "2026-11-02", None);
        train(&mut lab, &["R Dale"], "First aid", "", "2023-12-10", Some("2026-12-10"));
        train(&mut lab, &["J Moor"], "First aid", "", "2023-09-10", Some("2026-09-10"));
        train(&mut lab, &["J Moor"], "First aid", "", "2026-09-14", Some("2029-09-14"));
        train(&mut lab, &["A Wren"], "First aid", "", "2023-10-01", Some("2026-10-01"));
        let today = lab.by.today;
        let said: Vec<String> = trainings(&school(&lab), today)
            .iter()
            .map(|line| {
                format!("{}: {} {}", line.training.what, line.who.join(", "), line.lasts.words(today))
            })
            .collect();
        assert_eq!(
            said,
            [
                "First aid: A Wren ran out Thu 1 Oct",
                "First aid: R Dale runs out Thu 10 Dec",
                "Makaton: J Moor, R Dale ",
                "First aid: J Moor until Fri 14 Sep 2029",
                "First aid: J Moor ran out Thu 10 Sep",
            ]
        );
        let presses: Vec<bool> =
            trainings(&school(&lab), today).iter().map(|line| line.lasts.presses()).collect();
        assert_eq!(presses, [true, true, false, false, false], "what was taken anew presses nobody");
    }

    #[test]
    fn who_can_deliver_what_and_who_leads_it_untrained() {
        let mut lab = Lab::new();
        train(&mut lab, &["R Dale"], "Attention Autism", "attention autism", "2025-10-01", None);
        train(&mut lab, &["J Moor"], "PECS", "PECS", "2020-10-01", Some("2023-10-01"));
        for (name, lead) in
            [("Attention Autism", Some("R Dale")), ("PECS", Some("J Moor")), ("PECS", None), ("Lexia", None)]
        {
            let id = lab.provision(name, "2026-09-14");
            lab.make(|edit, _| {
                let held = edit.provision(id)?.unwrap();
                let lead = lead.map(|lead| Adult::Named(lead.to_owned()));
                let lead = crate::actions::staff::resolve_opt(edit, lead.as_ref())?;
                edit.put(Provision::school_key(id), Provision { lead, ..held.value }.wrap())
            });
        }
        let provisions = lab.store.read(|view| view.provisions()).unwrap();
        let lines = delivers(&school(&lab), &provisions, lab.by.today);
        let [autism, pecs] = &lines[..] else { panic!("{lines:?}") };
        assert_eq!(
            (autism.name.as_str(), autism.trained.join(", ").as_str()),
            ("Attention Autism", "R Dale")
        );
        assert_eq!((autism.running, autism.without.len()), (1, 0));
        assert_eq!((pecs.trained.len(), pecs.running), (0, 2), "what has run out counts no more");
        assert_eq!(pecs.without, ["J Moor", "no lead yet"]);
        let people = people(&school(&lab), &provisions, lab.by.today);
        assert_eq!(people[1].leads, ["Attention Autism"]);
    }
}
