//! The command line from outside: every subcommand on real stores, its words, its JSON and its exit code.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use senco::domain::code::{Area, Outcome, SenCode, SenType, Wave};
use senco::domain::event::{Event, EventKind, Method};
use senco::domain::ids::{SCHOOL, Stamp, Typed};
use senco::domain::provision::{Allocation, Provision};
use senco::domain::pupil::{Need, Pupil, StageSpan};
use senco::domain::review::{Review, ReviewKind};
use senco::store::{Operation, Store};
use senco::text::is_dangerous;
use serde_json::Value;

/// A home of one's own, with nothing in it.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Home {
        Home(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        // A directory that nobody else looks into, as a store asks for.
        self.0.path().join("data").join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_senco"));
        command.args(args).env_clear().env("HOME", self.0.path()).env("TZ", "Europe/London");
        command.env("PATH", "/usr/bin:/bin").env("XDG_DATA_HOME", self.0.path().join("share"));
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        let done = self.command(args).output().unwrap();
        Run {
            code: done.status.code().unwrap_or(-1),
            out: String::from_utf8(done.stdout).unwrap(),
            err: String::from_utf8(done.stderr).unwrap(),
        }
    }

    /// Runs it on the store of this home.
    fn on(&self, store: &Path, args: &[&str]) -> Run {
        let mut all = vec!["--store", store.to_str().unwrap(), "--today", "2026-11-23"];
        all.extend(args);
        self.run(&all)
    }

    /// A demo school laid around Monday 23 November 2026.
    fn demo(&self, name: &str, more: &[&str]) -> PathBuf {
        let path = self.path(name);
        let mut args = vec!["demo", "--no-screen"];
        args.extend(more);
        self.on(&path, &args).good();
        path
    }

    /// An empty store of a school with one pupil, whose every text is `text`.
    fn one_pupil(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        self.on(&path, &["init", "--school", &format!("School {text}"), "--site", &format!("Site {text}")])
            .good();
        fill(&path, text);
        path
    }
}

#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    #[track_caller]
    fn good(self) -> Run {
        self.gives(0)
    }

    #[track_caller]
    fn gives(self, code: i32) -> Run {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    #[track_caller]
    fn says(self, words: &str) -> Run {
        assert!(self.err.contains(words), "{words:?} is not in {self:?}");
        self
    }

    #[track_caller]
    fn items(&self) -> Vec<Value> {
        let whole: Value =
            serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        assert_eq!(whole["schema"], 1);
        assert_eq!(whole.as_object().unwrap().len(), 2);
        whole["items"].as_array().unwrap().clone()
    }
}

fn operation(id: u128, action: &str) -> Operation {
    Operation { id, action: action.to_owned(), user: "test".to_owned(), at: Stamp(1_700_000_000) }
}

fn fill(path: &Path, text: &str) {
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
const VIEWS: &[&[&str]] = &[
    &["due"],
    &["due", "--overdue"],
    &["due", "--weeks", "2"],
    &["register"],
    &["register", "--all"],
    &["register", "--leavers"],
    &["register", "--at", "20/1/2026"],
    &["provision"],
    &["provision", "--all", "--pupils"],
    &["journal"],
    &["journal", "--limit", "3"],
    &["keys"],
    &["check"],
    &["terms"],
    &["ics"],
];

#[test]
fn every_view_answers_in_words_and_in_json() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    for view in VIEWS {
        let words = home.on(&store, view).good();
        assert!(words.err.is_empty() && !words.out.is_empty(), "{view:?}: {words:?}");
        let mut json = view.to_vec();
        json.push("--json");
        let items = home.on(&store, &json).good().items();
        assert!(!items.is_empty() && items.iter().all(Value::is_object), "{view:?}");
    }
}

#[test]
fn the_demo_school_is_as_promised() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let all = home.on(&store, &["register", "--all", "--json"]).items();
    let staged = all.iter().filter(|pupil| pupil["list"] == "register").count();
    assert!((50..=70).contains(&staged), "{staged} on the register or the watch list");
    let left = home.on(&store, &["register", "--leavers", "--json"]).items().len();
    assert_eq!(all.len() + left, 250);
    assert!((2..=12).contains(&left), "{left} leavers");
    let due = home.on(&store, &["due", "--json"]).items();
    // The made-up school has given the terms of this year and the next.
    let near = due.iter().filter(|item| item["days"].as_i64().unwrap().abs() < 100);
    assert!(near.clone().count() > 0 && near.clone().all(|item| item["provisional"] == false));
    let days: Vec<i64> = due.iter().map(|item| item["days"].as_i64().unwrap()).collect();
    for (what, range, least) in [("overdue", -60..0, 5), ("this week", 0..7, 5), ("weeks ahead", 7..60, 15)] {
        let count = days.iter().filter(|day| range.contains(*day)).count();
        assert!(count >= least, "{what}: {count}");
    }
    assert!(home.on(&store, &["provision", "--all", "--json"]).items().len() >= 20);
    let sites: std::collections::BTreeSet<String> =
        all.iter().map(|pupil| pupil["site"].as_str().unwrap().to_owned()).collect();
    assert_eq!(sites.len(), 3, "{sites:?}");
}

#[test]
fn the_same_seed_gives_the_same_school_and_another_another() {
    let home = Home::new();
    let view = |store: &Path| {
        let of = |args: &[&str]| home.on(store, args).good().out;
        [of(&["register", "--all", "--json"]), of(&["due", "--json"]), of(&["provision", "--all", "--json"])]
    };
    let one = view(&home.demo("one.redb", &["--pupils", "120", "--seed", "4"]));
    let two = view(&home.demo("two.redb", &["--pupils", "120", "--seed", "4"]));
    let other = view(&home.demo("other.redb", &["--pupils", "120", "--seed", "5"]));
    assert_eq!(one, two);
    assert_ne!(one, other);
}

#[test]
fn demo_schools_of_odd_sizes_and_days_are_sound() {
    let home = Home::new();
    let sizes = ["1", "2", "19", "700"];
    let days = ["2026-08-14", "2026-12-25", "2027-01-01", "2028-02-29"];
    for (size, day) in sizes.into_iter().zip(days) {
        let path = home.path(&format!("{size}.redb"));
        let store = path.to_str().unwrap();
        home.run(&["--store", store, "--today", day, "demo", "--no-screen", "--pupils", size]).good();
        home.run(&["--store", store, "--today", day, "check"]).good();
        let register =
            home.run(&["--store", store, "--today", day, "register", "--all", "--json"]).good().items().len();
        let leavers =
            home.run(&["--store", store, "--today", day, "register", "--leavers", "--json"]).items().len();
        assert_eq!((register + leavers).to_string(), size);
    }
    home.run(&["demo", "--no-screen", "--pupils", "0"]).gives(2);
}

#[test]
fn a_demo_school_is_made_anew_and_a_real_one_never() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    home.on(&store, &["demo", "--no-screen"]).good().says("stays as it is");
    home.on(&store, &["demo", "--no-screen", "--seed", "9"]).good().says("made anew");
    let real = home.one_pupil("real.redb", "");
    let before = std::fs::read(&real).unwrap();
    home.on(&real, &["demo", "--no-screen"]).gives(1).says("left as it is");
    assert_eq!(std::fs::read(&real).unwrap(), before);
    let left: Vec<_> =
        std::fs::read_dir(home.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "no half-made file is left: {left:?}");
}

#[test]
fn without_a_store_the_way_on_is_said() {
    let home = Home::new();
    home.run(&[]).gives(10).says("senco init").says("senco demo").says("senco --store FILE");
    for args in VIEWS.iter().filter(|args| args[0] != "keys") {
        let run = home.run(args).gives(10).says("senco init");
        assert!(run.out.is_empty());
    }
    for args in [
        &["timeline", "AO"][..],
        &["why", "AO"],
        &["why", "--school"],
        &["undo"],
        &["backup", "/tmp/never.redb"],
        &["import", "x.csv"],
    ] {
        home.run(args).gives(10);
    }
}

#[test]
fn the_store_is_the_one_told_then_the_environments_then_the_users() {
    let home = Home::new();
    let (told, set) = (home.path("told.redb"), home.path("set.redb"));
    home.run(&["init", "--school", "Own"]).good();
    home.run(&["--store", told.to_str().unwrap(), "init", "--school", "Told"]).good();
    home.run(&["--store", set.to_str().unwrap(), "init", "--school", "Set"]).good();
    fill(&told, "told");
    fill(&set, "set");
    let names = |args: &[&str], env: Option<&Path>| {
        let mut command = home.command(args);
        if let Some(path) = env {
            command.env("SENCO_STORE", path);
        }
        String::from_utf8(command.args(["register", "--json"]).output().unwrap().stdout).unwrap()
    };
    assert!(names(&["--store", told.to_str().unwrap()], Some(&set)).contains("Otter told"));
    assert!(names(&[], Some(&set)).contains("Otter set"));
    assert!(!names(&[], None).contains("Otter"));
    assert!(home.0.path().join("share/senco/school.redb").exists());
}

#[test]
fn today_is_said_as_in_any_date_field() {
    let home = Home::new();
    let store = home.one_pupil("s.redb", "x");
    let store = store.to_str().unwrap();
    let late = |day: &str| {
        let run = home.run(&["--store", store, "--today", day, "due", "--json"]).good();
        run.items()[0]["days"].as_i64().unwrap()
    };
    // The check of an allocation from 5 October falls on 16 November.
    assert_eq!(late("2026-11-16"), 0);
    assert_eq!(late("16 nov 2026"), 0);
    assert_eq!(late("17/11/2026"), -1);
    home.run(&["--store", store, "--today", "soonish", "due"]).gives(2).says("--today");
    assert!(home.run(&["--store", store, "--today", "-3d", "due"]).code == 0);
}

#[test]
fn init_asks_nobody_where_there_is_nobody() {
    let home = Home::new();
    home.run(&["init"]).gives(2).says("--school NAME");
    home.run(&["init", "--school", "  "]).gives(1).says("the name of the school");
    assert!(!home.0.path().join("share/senco/school.redb").exists(), "half a store is none");
    home.run(&["init", "--school", "A", "--site", "B", "--site", "b"]).gives(1).says("twice");
    home.run(&["init", "--school", "A", "--site", "B"]).good().says("assumed");
    home.run(&["init", "--school", "A"]).gives(1).says("exists already");
}

#[test]
fn init_reads_terms_and_refuses_wrong_ones() {
    let home = Home::new();
    let file = home.0.path().join("terms.csv");
    let told = |text: &str, store: &str| {
        std::fs::write(&file, text).unwrap();
        home.on(&home.path(store), &["init", "--school", "A", "--terms", file.to_str().unwrap()])
    };
    let good = "Autumn,2026-09-03,2026-12-18,2026-10-26,2026-10-30\n";
    let run = told(good, "good.redb").good();
    assert!(!run.err.contains("assumed"), "{run:?}");
    let terms = Store::open(&home.path("good.redb")).unwrap().read(|view| view.school()).unwrap();
    assert!(terms.settings.calendar_confirmed);
    assert_eq!(terms.terms.len(), 1);
    let bad = told("Autumn,2026-12-18,2026-09-03,,\n", "bad.redb").gives(1);
    assert!(bad.err.contains("terms.csv"), "{bad:?}");
    let missing = home.on(&home.path("no.redb"), &["init", "--school", "A", "--terms", "/nowhere.csv"]);
    missing.gives(1).says("/nowhere.csv");
}

#[test]
fn a_pupil_is_found_by_upn_number_initials_and_words() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let all = home.on(&store, &["register", "--all", "--json"]).items();
    let one = all.iter().find(|pupil| pupil["list"] == "register" && pupil["upn"] != "").unwrap();
    let number = one["pupil"].to_string();
    let (upn, name) = (one["upn"].as_str().unwrap(), one["name"].as_str().unwrap());
    for text in [upn, &upn.to_lowercase(), &number, &format!("#{number}"), name, &name.to_uppercase()] {
        let found = home.on(&store, &["timeline", text, "--json"]).good().items();
        assert!(found.iter().all(|entry| entry["pupil"] == one["pupil"]), "{text}");
        assert!(!found.is_empty());
    }
    let mut asked = home.command(&["--store", store.to_str().unwrap(), "timeline", "-", "--json"]);
    let mut child = asked.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), format!("{name}\n").as_bytes()).unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
}

#[test]
fn a_pupil_who_is_not_clear_is_not_guessed() {
    let home = Home::new();
    let store = home.demo("demo.redb", &["--pupils", "400"]);
    let all = home.on(&store, &["register", "--all", "--json"]).items();
    let surname = |pupil: &Value| pupil["name"].as_str().unwrap().rsplit(' ').next().unwrap().to_owned();
    let twice =
        all.iter().map(surname).find(|one| all.iter().filter(|other| &surname(other) == one).count() > 1);
    let twice = twice.unwrap();
    let run = home.on(&store, &["timeline", &twice]).gives(1).says("may be any of");
    assert!(run.out.is_empty() && run.err.matches(&twice).count() > 2, "{run:?}");
    home.on(&store, &["timeline", "Nobody Atall"]).gives(1).says("no pupil is called");
    home.on(&store, &["timeline", " "]).gives(2);
    home.on(&store, &["timeline"]).gives(2);
}

#[test]
fn what_is_hostile_in_the_store_reaches_no_terminal() {
    let home = Home::new();
    let hostile = "\x1b]0;owned\x07\x1b[2J\u{9b}31m\u{202e}evil\u{2066}\u{200b}\r\nnew\tline\u{2028}";
    let store = home.one_pupil("hostile.redb", hostile);
    home.on(&store, &["check"]).good();
    let timeline: &[&str] = &["timeline", "B801200005001"];
    let why: &[&str] = &["why", "B801200005001"];
    for view in VIEWS.iter().chain([&timeline, &why]) {
        for json in [false, true] {
            for color in ["never", "auto"] {
                let mut args = view.to_vec();
                args.extend(["--color", color]);
                if json {
                    args.push("--json");
                }
                let run = home.on(&store, &args).good();
                // A calendar's lines end in CR LF, and nothing else may.
                let out = if view == &["ics"] { run.out.replace("\r\n", "\n") } else { run.out.clone() };
                for c in out.chars().chain(run.err.chars()) {
                    assert!(c == '\n' || !is_dangerous(c), "{args:?}: {c:?} in {run:?}");
                }
            }
        }
    }
    // In JSON the value is whole, escaped.
    let pupil = &home.on(&store, &["register", "--json"]).items()[0];
    assert_eq!(pupil["class"], format!("Lark {hostile}"));
    let refused = home.on(&store, &["timeline", &format!("Nobody {hostile}")]).gives(1);
    assert!(refused.err.chars().all(|c| c == '\n' || !is_dangerous(c)), "{refused:?}");
    // Undo names the action.
    let undone = home.on(&store, &["undo", "--seq", "2"]).good();
    assert!(undone.err.chars().all(|c| c == '\n' || !is_dangerous(c)), "{undone:?}");
}

#[test]
fn undo_takes_back_and_the_journal_says_so() {
    let home = Home::new();
    let store = home.one_pupil("s.redb", "x");
    home.on(&store, &["undo"]).gives(1).says("nothing of yours");
    home.on(&store, &["undo", "--seq", "99"]).gives(1).says("no such");
    home.on(&store, &["undo", "--seq", "1"]).gives(1).says("cannot be undone");
    home.on(&store, &["undo", "--seq", "2"]).good().says("Entry 3");
    assert!(home.on(&store, &["register", "--all", "--json"]).items().is_empty());
    let journal = home.on(&store, &["journal", "--json"]).items();
    let of = |key: &str| journal.iter().map(|entry| entry[key].to_string()).collect::<Vec<_>>().join(" ");
    assert_eq!(of("seq"), "3 2 1");
    assert_eq!(of("undoes"), "2 null null");
    assert_eq!(of("undone"), "false true false");
    assert_eq!(of("founding"), "false false true");
    // Undoing the undoing brings everything back; without its number, undo goes further back instead.
    home.on(&store, &["undo"]).gives(1).says("nothing of yours");
    home.on(&store, &["undo", "--seq", "3"]).good();
    assert_eq!(home.on(&store, &["register", "--json"]).items().len(), 1);
    let journal = home.on(&store, &["journal", "--json"]).items();
    assert_eq!(journal[2]["undone"], false, "{journal:?}");
}

#[test]
fn backup_and_restore() {
    let home = Home::new();
    let store = home.one_pupil("s.redb", "x");
    let dest = home.path("copy.redb");
    let run = home.on(&store, &["backup", dest.to_str().unwrap()]).good();
    assert_eq!(run.out.trim(), dest.to_str().unwrap());
    home.on(&store, &["backup", dest.to_str().unwrap()]).gives(1).says("exists already");
    let dated = home.on(&store, &["backup", home.path("").to_str().unwrap()]).good();
    assert!(Path::new(dated.out.trim()).exists(), "{dated:?}");
    home.on(&store, &["undo", "--seq", "2"]).good();
    home.on(&store, &["restore", dest.to_str().unwrap()]).gives(2).says("--yes");
    assert!(home.on(&store, &["register", "--json"]).items().is_empty());
    home.on(&store, &["restore", dest.to_str().unwrap(), "--yes"]).good().says("Restored");
    assert_eq!(home.on(&store, &["register", "--json"]).items().len(), 1);
    home.on(&store, &["restore", dest.to_str().unwrap(), "--yes"]).good().says("nothing was changed");
    home.on(&store, &["restore", "/nowhere.redb", "--yes"]).gives(10);
    let gone = home.path("new.redb");
    home.on(&gone, &["restore", dest.to_str().unwrap()]).good().says("made from the backup");
    assert_eq!(home.on(&gone, &["register", "--json"]).items().len(), 1);
    home.on(&gone, &["check"]).good();
}

#[test]
fn damage_and_rights_have_exit_codes_of_their_own() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let mut bytes = std::fs::read(&store).unwrap();
    let half = bytes.len() / 2;
    for byte in bytes.iter_mut().skip(8192).step_by(61) {
        *byte ^= 0x55;
    }
    std::fs::write(&store, &bytes).unwrap();
    let run = home.on(&store, &["check"]);
    assert_eq!(run.code, 12, "{run:?}");
    bytes.truncate(half);
    std::fs::write(&store, &bytes).unwrap();
    assert_eq!(home.on(&store, &["due"]).code, 12);

    let other = home.demo("other.redb", &[]);
    let loose: std::fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(&other, loose).unwrap();
    home.on(&other, &["due"]).gives(13).says("chmod 600");

    let foreign = home.path("foreign.redb");
    std::fs::write(&foreign, "UPN,Surname\n").unwrap();
    let tight: std::fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&foreign, tight).unwrap();
    let run = home.on(&foreign, &["due"]);
    assert!(run.code != 0 && run.out.is_empty(), "{run:?}");
}

#[test]
fn keys_check_says_every_fault_with_its_line() {
    let home = Home::new();
    let file = home.0.path().join("mine.toml");
    let check = |text: &str| {
        std::fs::write(&file, text).unwrap();
        home.run(&["keys", "--check", file.to_str().unwrap()])
    };
    check("").good();
    let wrong = check("[list]\n\"x\" = \"no.such.command\"\n").gives(1);
    assert!(wrong.err.contains("mine.toml") && wrong.err.contains('2'), "{wrong:?}");
    home.run(&["keys", "--check", "/nowhere.toml"]).gives(1);
    home.run(&["keys", "--keymap", "vim"]).good();
    home.run(&["keys", "--keymap", "no-such"]).gives(1);
    assert!(home.run(&["keys", "--markdown"]).good().out.contains("| --- |"));
}

#[test]
fn the_real_terms_take_the_place_of_the_assumed_ones() {
    let home = Home::new();
    let store = home.0.path().join("own.redb");
    home.on(&store, &["init", "--school", "Own"]).good().says("senco terms FILE");
    let terms = |home: &Home| home.on(&store, &["terms", "--json"]).items();
    assert!(terms(&home).iter().all(|term| term["given"] == false));
    let shown = home.on(&store, &["terms"]).good().out;
    assert!(shown.contains("until then dates are provisional"), "{shown}");
    let file = home.0.path().join("terms.csv");
    let text =
        "name,start,end,half term start,half term end\nAutumn,03/09/2026,16/12/2026,26/10/2026,30/10/2026\n";
    std::fs::write(&file, text).unwrap();
    let set = ["terms", file.to_str().unwrap()];
    home.on(&store, &set).good().says("senco undo");
    let given = |all: Vec<Value>| {
        all.iter()
            .filter(|term| term["given"] == true)
            .map(|term| term["end"].to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(given(terms(&home)), ["\"2026-12-16\""]);
    home.on(&store, &set).good().says("nothing was changed");
    home.on(&store, &["check"]).good();
    home.on(&store, &["undo"]).good();
    assert_eq!(given(terms(&home)), Vec::<String>::new());
    std::fs::write(&file, "Autumn,16/12/2026,03/09/2026\n").unwrap();
    home.on(&store, &set).gives(1);
}

#[test]
fn closures_and_sites_come_from_a_sheet_or_a_calendar_file() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let shown = |home: &Home, kind: &str| {
        let items = home.on(&store, &["terms", "--today", "2026-11-22", "--json"]).items();
        let said = |item: &Value| {
            let site = item["site"].as_str().map(|site| format!(" {site}")).unwrap_or_default();
            format!("{} {}{site}", item["start"].as_str().unwrap(), item["name"].as_str().unwrap())
        };
        // The demo has training days in other years too.
        let this_year = |item: &&Value| {
            let start = item["start"].as_str().unwrap();
            ("2026-09-01"..="2027-08-31").contains(&start)
        };
        items.iter().filter(this_year).filter(|item| item["kind"] == kind).map(said).collect::<Vec<_>>()
    };
    assert_eq!(shown(&home, "bank-holiday")[0], "2026-12-25 Christmas Day");
    assert_eq!(shown(&home, "bank-holiday").len(), 8);
    let write = |name: &str, text: &str| {
        let file = home.0.path().join(name);
        std::fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let sheet = write(
        "dates.csv",
        "INSET,23/11/2026\nINSET: phonics,24/11/2026,27/11/2026,,,Mill Lane Infants\nopen,3/5/2027\n",
    );
    home.on(&store, &["terms", &sheet]).good().says("Set 2 INSET days and 1 other day.");
    home.on(&store, &["check"]).good();
    let days = ["2026-11-23 INSET day", "2026-11-24 INSET day (phonics) Mill Lane Infants"];
    assert_eq!(shown(&home, "inset"), days);
    assert_eq!(shown(&home, "bank-holiday").len(), 7, "one of them is taken away");
    let file = write(
        "dates.ics",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261130\nSUMMARY:Training day\nEND:VEVENT\n\
         BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261201\nSUMMARY:Choir\nEND:VEVENT\nEND:VCALENDAR\n",
    );
    home.on(&store, &["terms", &file, "--site", "station road juniors"])
        .good()
        .says("line 8: Choir: not understood");
    assert_eq!(shown(&home, "inset")[2], "2026-11-30 Training day Station Road Juniors");
    home.on(&store, &["check"]).good();
    home.on(&store, &["terms", &file, "--site", "Elsewhere"]).gives(2);
    let wrong = write("wrong.csv", "open,5/5/2027\n");
    home.on(&store, &["terms", &wrong]).gives(1).says("that is no bank holiday");
    home.on(&store, &["undo"]).good();
    assert_eq!(shown(&home, "inset"), days);
}

#[test]
fn completions_and_the_man_page_come_from_the_definition() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&["completions", shell]).good().out;
        assert!(script.contains("timeline") && script.contains("restore"), "{shell}");
    }
    home.run(&["completions", "tcsh"]).gives(2);
    let page = home.run(&["man"]).good().out;
    for word in ["SENCO TIMELINE", "EXIT STATUS", "SENCO_STORE", "\\-\\-no\\-screen", "\\-\\-dry\\-run"] {
        assert!(page.contains(word), "{word}");
    }
}

#[test]
fn wrong_calls_are_usage_errors() {
    let home = Home::new();
    for args in [
        &["dance"][..],
        &["due", "--weeks", "0"],
        &["due", "--overdue", "--weeks", "2"],
        &["register", "--all", "--leavers"],
        &["backup"],
        &["--color", "pink"],
        &["journal", "--limit", "many"],
    ] {
        let run = home.run(args).gives(2);
        assert!(run.out.is_empty() && !run.err.is_empty(), "{args:?}");
    }
    assert!(home.run(&["--help"]).good().out.contains("timeline"));
    assert!(home.run(&["--version"]).good().out.starts_with("senco "));
}

#[test]
fn the_screen_explains_itself_to_a_pipe() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let run = home.on(&store, &[]).gives(2).says("needs a terminal").says("senco due");
    assert!(run.out.is_empty());
}

#[test]
fn a_reader_who_leaves_is_no_failure() {
    let home = Home::new();
    let store = home.demo("demo.redb", &["--pupils", "3000"]);
    let args = ["--store", store.to_str().unwrap(), "register", "--all", "--json"];
    let mut child = home.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // More than a pipe holds is still to come when the reader goes.
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    assert!(done.stderr.is_empty(), "{done:?}");
}

#[test]
fn import_rehearses_writes_and_is_taken_back() {
    let home = Home::new();
    let store = home.path("s.redb");
    home.on(&store, &["init", "--school", "A"]).good();
    let sheet = home.0.path().join("register.csv");
    std::fs::write(&sheet, "UPN,Surname,Forename,Year,SEN Status\n,Otter,Ama,4,K\n,Quill,Ben,6,\n").unwrap();
    let sheet = sheet.to_str().unwrap();
    home.on(&store, &["import", sheet, "--dry-run"]).good().says("Nothing is written");
    assert!(home.on(&store, &["register", "--all", "--json"]).items().is_empty());
    assert_eq!(home.on(&store, &["import", sheet, "--json"]).good().items().len(), 2);
    assert_eq!(home.on(&store, &["register", "--all", "--json"]).items().len(), 2);
    home.on(&store, &["import", sheet]).good().says("nothing was written");
    home.on(&store, &["undo"]).good();
    assert!(home.on(&store, &["register", "--all", "--json"]).items().is_empty());
    home.on(&store, &["import", "/nowhere.csv"]).gives(1).says("/nowhere.csv");
    home.on(&store, &["import", sheet, "--map", "nonsense"]).gives(2);
}

#[test]
fn why_explains_every_date_of_a_pupil_or_one_rule() {
    let home = Home::new();
    let store = home.demo("demo.redb", &[]);
    let due = home.on(&store, &["due", "--json"]).items();
    let pupil = due[0]["pupil"].to_string();
    let whole = home.on(&store, &["why", &pupil, "--json"]).good().items();
    let dates = due.iter().filter(|item| item["pupil"] == due[0]["pupil"]).count();
    assert_eq!(whole.len(), dates);
    for item in &whole {
        for key in ["source", "limit", "steps", "facts", "choices", "terms", "then"] {
            assert!(!item[key].is_null(), "{key}: {item}");
        }
        assert!(!item["steps"].as_array().unwrap().is_empty(), "{item}");
    }
    let rule = whole[0]["rule"].as_str().unwrap();
    let one = home.on(&store, &["why", &pupil, "--rule", rule, "--json"]).good().items();
    assert!(!one.is_empty() && one.iter().all(|item| item["rule"] == rule));
    let words = home.on(&store, &["why", &pupil]).good();
    assert!(words.out.contains("How the date came about") && words.out.contains("Source: "), "{words:?}");
    home.on(&store, &["why", "--school"]).good();
    home.on(&store, &["why", &pupil, "--rule", "no-such-rule"])
        .gives(2)
        .says("there is no rule no-such-rule");
    home.on(&store, &["why"]).gives(2);
    home.on(&store, &["why", &pupil, "--school"]).gives(2);
}

#[test]
fn every_duty_is_listed_with_its_rule_whether_there_is_a_store_or_not() {
    use senco::domain::rows::Duty;
    let home = Home::new();
    let items = home.run(&["rules", "--json"]).good().items();
    for duty in Duty::ALL {
        let found: Vec<&Value> =
            items.iter().filter(|item| item["number"] == u64::from(duty as u16)).collect();
        let [item] = found[..] else { panic!("{duty:?}: {} rules", found.len()) };
        for key in ["id", "title", "force", "source", "limit", "who", "whose", "family"] {
            assert!(item[key].as_str().is_some_and(|words| !words.is_empty()), "{duty:?} {key}");
        }
        assert!(item["seen"] == true || item["force"] != "LAW", "{duty:?}: law that was not seen");
        assert!(!item["worked_example"]["words"].as_str().unwrap().is_empty(), "{duty:?}");
        for param in item["parameters"].as_array().unwrap() {
            assert_eq!(param["value"], param["default"], "{duty:?}");
        }
    }
    assert_eq!(items.len(), Duty::ALL.len());
    let missing = home.path("nowhere.redb");
    home.on(&missing, &["rules"]).gives(10);
}

#[test]
fn a_rule_is_shown_set_and_taken_back() {
    let home = Home::new();
    let store = home.demo("a.redb", &["--pupils", "60"]);
    let due = || {
        let items = home.on(&store, &["due", "--json"]).good().items();
        items.into_iter().filter(|item| item["rule"] == "interventions.impact-check").collect::<Vec<_>>()
    };
    let before = due();
    assert!(before.len() > 3);
    let text = home.on(&store, &["rules", "school.census-spring"]).good().out;
    assert!(text.contains("Thu 21 Jan 2027") && text.contains("source not seen"), "{text}");
    let set = |changes: &[&str]| {
        let mut args = vec!["rules", "--set", "interventions.impact-check"];
        args.extend(changes);
        home.on(&store, &args)
    };
    set(&["days=28"]).good().says("`senco undo` takes it back");
    assert_ne!(due(), before);
    let all = home.on(&store, &["rules"]).good().out;
    let line = all.lines().find(|line| line.starts_with("interventions.impact-check")).unwrap();
    assert!(line.contains("28 days"), "{line}");
    set(&["days=28"]).good().says("It stands so already");
    home.on(&store, &["undo"]).good();
    assert_eq!(due(), before);
    set(&["off"]).good();
    assert!(due().is_empty());
    set(&["default"]).good();
    assert_eq!(due(), before);
    for (changes, words) in [
        (&["days=9999"][..], "not 9999 days"),
        (&["days=many"], "is no change"),
        (&["months=2"], "has no parameter months"),
        (&["maybe"], "is no change"),
    ] {
        set(changes).gives(2).says(words);
    }
    home.on(&store, &["rules", "no.such"]).gives(2).says("there is no rule");
    home.on(&store, &["rules", "--set", "no.such", "on"]).gives(2).says("there is no rule");
    assert_eq!(due(), before);
}
