//! `senco demo`: makes the made-up school and opens it.

use std::path::Path;

use chrono::NaiveDate;

use super::out::{Progress, say};
use super::{Failure, Global, Outcome, place, screen};
use crate::clock;
use crate::demo::{self, Plan};
use crate::domain::calendar::Calendar;
use crate::domain::words::plural;
use crate::store::{Operation, Store, StoreError};

/// What to make.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// How many pupils
    #[arg(long, value_name = "N", default_value_t = demo::PUPILS, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pupils: u32,
    /// Which of the many possible schools
    #[arg(long, value_name = "S", default_value_t = demo::SEED)]
    seed: u64,
    /// Make it, say where it is, and open no screen
    #[arg(long)]
    no_screen: bool,
}

/// Makes and opens it.
///
/// # Errors
/// A store that is no demo school stands there, or the store fails.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let path = place::demo(global);
    let today = place::today(global, &Calendar::default())?;
    let plan = Plan { pupils: args.pupils, seed: args.seed, today };
    let action = action(&plan);
    match standing(&path)? {
        Some(made) if made == action => {
            say(&format!("The made-up school at {} is there already and stays as it is.", path.display()));
        }
        Some(_) => {
            say(&format!(
                "The made-up school at {} was another one, or of another day: it is made anew.",
                path.display()
            ));
            make(&path, &plan, &action)?;
        }
        None => make(&path, &plan, &action)?,
    }
    if args.no_screen {
        say(&format!("{}: {}, nobody real.", demo::NAME, plural(plan.pupils.into(), "pupil")));
        say(&format!("Look at it with: senco --store {}", path.display()));
        return Ok(());
    }
    let global = Global { store: Some(path), ..global.clone() };
    screen::run(&global)
}

/// The founding entry's words: they say which school it is.
fn action(plan: &Plan) -> String {
    format!(
        "make a demo school of {}, seed {}, {}",
        plural(plan.pupils.into(), "pupil"),
        plan.seed,
        plan.today
    )
}

/// The founding words of the demo school that stands there; `None` if nothing does.
fn standing(path: &Path) -> Result<Option<String>, Failure> {
    let store = match Store::open_reading(path) {
        Ok(store) => store,
        Err(StoreError::NoStore(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let (is_demo, founding) =
        store.read(|view| Ok((view.school()?.info.demo, view.journal(Default::default(), 1)?)))?;
    if !is_demo {
        return Err(Failure::because(format!(
            "{} is a real school's store and is left as it is: name another file with --store",
            path.display()
        )));
    }
    Ok(Some(founding.into_iter().next().map(|entry| entry.action).unwrap_or_default()))
}

/// Makes it beside its name and then gives it the name, so that half a school never stands there.
fn make(path: &Path, plan: &Plan, action: &str) -> Outcome {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    let part = Part(path.with_file_name(name));
    let by = place::by(plan.today);
    // The moment is the made-up day's, so that two schools of one seed are the same to the byte.
    let op =
        Operation { id: u128::from(plan.seed), at: demo_moment(plan.today), ..place::operation(action, &by) };
    let progress = Progress::of("pupils");
    let store = Store::create(&part.0, op, |edit| {
        demo::write(edit, plan, &|done, total| progress.tell(done, total))
    })?;
    drop(store);
    std::fs::rename(&part.0, path)
        .map_err(|error| Failure::because(format!("cannot give {} its name: {error}", path.display())))?;
    Ok(())
}

fn demo_moment(today: NaiveDate) -> crate::domain::ids::Stamp {
    today
        .and_hms_opt(8, 0, 0)
        .map_or_else(clock::now, |moment| crate::domain::ids::Stamp(moment.and_utc().timestamp()))
}

/// Removes a half-made file whatever happens.
struct Part(std::path::PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
