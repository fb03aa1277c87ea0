//! A home of one's own to run the program in, and a school with something of everything.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use senco::domain::code::{Area, Outcome, SenCode, SenType, Wave};
use senco::domain::event::{Event, EventKind, Method};
use senco::domain::ids::{SCHOOL, Stamp, Typed};
use senco::domain::provision::{Allocation, Provision};
use senco::domain::pupil::{Need, Pupil, StageSpan};
use senco::domain::review::{Review, ReviewKind};
use senco::store::{Operation, Store};
use serde_json::Value;

/// A home of one's own, with nothing in it.
pub struct Home(pub tempfile::TempDir);

impl Home {
    pub fn new() -> Home {
        Home(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        // A directory that nobody else looks into, as a store asks for.
        self.0.path().join("data").join(name)
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_senco"));
        command.args(args).env_clear().env("HOME", self.0.path()).env("TZ", "Europe/London");
        command.env("PATH", "/usr/bin:/bin").env("XDG_DATA_HOME", self.0.path().join("share"));
        command.stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        let done = self.command(args).output().unwrap();
        Run {
            code: done.status.code().unwrap_or(-1),
            out: String::from_utf8(done.stdout).unwrap(),
            err: String::from_utf8(done.stderr).unwrap(),
        }
    }

    /// Runs it on the store of this home.
    pub fn on(&self, store: &Path, args: &[&str]) -> Run {
        let mut all = vec!["--store", store.to_str().unwrap(), "--today", "2026-11-23"];
        all.extend(args);
        self.run(&all)
    }

    /// A demo school laid around Monday 23 November 2026.
    pub fn demo(&self, name: &str, more: &[&str]) -> PathBuf {
        let path = self.path(name);
        let mut args = vec!["demo", "--no-screen"];
        args.extend(more);
        self.on(&path, &args).good();
        path
    }

    /// An empty store of a school with one pupil, whose every text is `text`.
    pub fn one_pupil(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        self.on(&path, &["init", "--school", &format!("School {text}"), "--site", &format!("Site {text}")])
            .good();
        fill(&path, text);
        path
    }
}

#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    #[track_caller]
    pub fn good(self) -> Run {
        self.gives(0)
    }

    #[track_caller]
    pub fn gives(self, code: i32) -> Run {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    #[track_caller]
    pub fn says(self, words: &str) -> Run {
        assert!(self.err.contains(words), "{words:?} is not in {self:?}");
        self
    }

    #[track_caller]
    pub fn items(&self) -> Vec<Value> {
        let whole: Value =
            serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        assert_eq!(whole["schema"], 1);
        assert_eq!(whole.as_object().unwrap().len(), 2);
        whole["items"].as_array().unwrap().clone()
    }
}

pub fn operation(id: u128, action: &str) -> Operation {
    Operation { id, action: action.to_owned(), user: "test".to_owned(), at: Stamp(1_700_000_000) }
}

pub fn fill(path: &Path, text: &str) {
    let date = |text: &str| text.parse().unwrap();
    let typed = Typed { at: Stamp(1_700_000_000), by: format!("by {text}") };
    let mut store = Store::open(path).unwrap();
    let said = |what: &str| format!("{what} {text}");
    store
        .commit(operation(7, &said("action")), |edit| {
            let pupil = edit.new_pupil();
            edit.add(
                pupil,
                Pupil {
                    forename: said("Ama"),
                    surname: said("Otter"),
                    class: said("Lark"),
                    note: said("note"),
                    upn: "B801200005001".to_owned(),
                    ..Pupil::default()
                },
            )?;
            let from = date("2026-01-12");
            let reason = said("reason");
            let (stage, original) = ("K".to_owned(), String::new());
            let span = StageSpan {
                stage,
                census: SenCode::K,
                from,
                to: None,
                reason,
                original,
                typed: typed.clone(),
            };
            edit.add(pupil, span)?;
            let note = said("need");
            let need = Need {
                sen_type: SenType::Slcn,
                rank: 1,
                from: Some(from),
                to: None,
                note,
                typed: typed.clone(),
            };
            edit.add(pupil, need)?;
            let mut review =
                Review::planned(ReviewKind::WithParents, date("2026-11-20"), None, typed.clone());
            edit.add(pupil, review.clone())?;
            review.held = Some(date("2026-07-01"));
            review.outcome = Some(Outcome::AsHoped);
            review.note = said("found");
            review.pupil_voice = said("voice");
            review.parent_voice = said("voice");
            edit.add(pupil, review)?;
            let provision = edit.add(
                SCHOOL,
                Provision {
                    name: said("Language group"),
                    area: Some(Area::Communication),
                    wave: Wave::Targeted,
                    minutes: 20,
                    times_a_week: 3,
                    lead: None,
                    agency: said("agency"),
                    start: date("2026-10-05"),
                    end: None,
                    cost_pence: None,
                    measure: said("measure"),
                    site: None,
                    note: said("note"),
                    typed: typed.clone(),
                    ..Provision::default()
                },
            )?;
            edit.add(
                pupil,
                Allocation {
                    provision,
                    from: date("2026-10-05"),
                    to: None,
                    entry: said("34"),
                    exit: String::new(),
                    aim: said("aim"),
                    check_on: None,
                    check_by: None,
                    moves: Vec::new(),
                    typed: typed.clone(),
                },
            )?;
            edit.add(
                pupil,
                Event {
                    kind: EventKind::Contact,
                    happened: date("2026-11-12"),
                    method: Some(Method::Phone),
                    with: said("mum"),
                    text: said("sleep poor"),
                    typed: typed.clone(),
                },
            )?;
            Ok(())
        })
        .unwrap();
}

/// Every view, as a script would call it.
pub const VIEWS: &[&[&str]] = &[
    &["due"],
    &["due", "--overdue"],
    &["due", "--weeks", "2"],
    &["register"],
    &["register", "--all"],
    &["register", "--leavers"],
    &["register", "--at", "20/1/2026"],
    &["provision"],
    &["provision", "--all", "--pupils"],
    &["provision", "--by", "pupil", "--sort", "cost", "--term", "this"],
    &["provision", "--by", "class", "--term", "2026/27"],
    &["provision", "--findings"],
    &["provision", "--timetable"],
    &["works"],
    &["works", "--from", "1/9/2025", "--sort", "cost"],
    &["journal"],
    &["journal", "--limit", "3"],
    &["keys"],
    &["check"],
    &["terms"],
    &["ics"],
];
