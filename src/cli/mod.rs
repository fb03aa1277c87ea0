//! The command line: the same views and actions as the screen, for scripts.
//!
//! Rule: results go to stdout, messages and progress to stderr. `--json` is one object, `{"schema": 1, "items": […]}`, with
//! ISO dates. A subcommand is one file: its arguments, a view or an action, a printer.
//!
//! - `place` says which store and which day; `fail` has the exit codes; `out` and `table` print; `find` knows pupils.
//! - `screen`, `demo`, `init`, … are the subcommands; `sessions` (a day's, and an adult's absence) shows, `session` records one.

mod about;
mod agencies;
mod case;
mod cycle;
mod demo;
mod due;
mod fail;
mod figures;
mod find;
mod ics;
mod import;
mod init;
mod interventions;
mod journal;
mod keep;
mod keys;
mod log;
mod map;
mod out;
mod paper;
mod place;
mod plan;
mod provision;
mod register;
mod roll;
mod rules;
mod school;
mod screen;
mod session;
mod sessions;
mod staff;
mod stages;
mod strategies;
mod table;
mod terms;
mod timeline;
mod voices;
mod why;
mod wording;
mod works;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use fail::{Failure, Outcome};
pub use out::Color;

/// Who is due what, and when: a SENCO's register, reviews, provision map and timelines in one file
///
/// Without a subcommand it opens the screen, on which `?` helps.
#[derive(Clone, Debug, Parser)]
#[command(name = "senco", version, disable_help_subcommand = false, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Where the help says what every subcommand takes: below what is its own.
const EVERYWHERE: &str = "With every command";

/// What every subcommand takes.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Global {
    /// The store; else $SENCO_STORE, else /var/lib/senco/school.redb if it is there, else $XDG_DATA_HOME/senco/school.redb
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "FILE")]
    pub store: Option<PathBuf>,
    /// Look at another day: 2026-12-03, 3/12, fri, +6w, end of term
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "DATE", allow_hyphen_values = true)]
    pub today: Option<String>,
    /// The screen's keys: simple, vim, emacs, or a file of one's own
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "NAME|FILE")]
    pub keymap: Option<String>,
    /// Whether to use colour
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "WHEN", value_enum, default_value_t)]
    pub color: Color,
    /// One JSON object instead of text, for programs
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub json: bool,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Make a made-up school and open it
    ///
    /// The store is $XDG_DATA_HOME/senco/demo.redb, or the one named with --store. A demo school with the same pupils,
    /// seed and day is opened as it stands; another demo school is made anew; a real school's store is refused.
    Demo(demo::Args),
    /// Make a new store: school, sites, terms
    ///
    /// On a terminal it asks for what is not told. Terms that are not given are assumed, and marked so.
    Init(init::Args),
    /// Show the term dates, or take the real ones from a file
    Terms(terms::Args),
    /// Bring a register sheet in
    ///
    /// Reads what school systems and Excel write: UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab. A changed file
    /// updates by UPN, then by name and date of birth, and never wipes a field that it lacks. What cannot be taken is
    /// said with its line. It is one journal entry: `senco undo` takes all of it back.
    Import(import::Args),
    /// What is overdue and coming, by week
    Due(due::Args),
    /// The register and the watch list
    Register(register::Args),
    /// The provision map
    Provision(provision::Args),
    /// The provision map as a workbook with charts, a page for A3, or comma-separated values
    ///
    /// Without --xlsx, --html or --csv the workbook goes into $SENCO_DOCUMENTS, else ~/senco-documents. Its name has the term and
    /// no pupil's name, and nobody but you can read it.
    Map(map::Args),
    /// A day's sessions: who takes what with whom, what became of it, what is not recorded yet
    Sessions(sessions::Args),
    /// Record a session: delivered, or missed and why
    ///
    /// `senco session "Language group" delivered --on mon --away AB`: the whole group at once, and the pupils who differ. What
    /// somebody recorded otherwise is not overwritten unless told with --change. It is one journal entry: `senco undo` takes
    /// it back.
    Session(session::Args),
    /// An adult is away: which pupils miss what, when it could be, and who could take it
    Away(sessions::AwayArgs),
    /// What runs out with a term, and whether it goes on
    ///
    /// It shows what runs out and saves nothing. Told with --continue or --end, it decides all that is named as one change,
    /// which `senco undo` takes back. The term that ends stays as it was. Another dosage is given on the screen.
    Roll(roll::Args),
    /// One pupil's story: what is to come, then what happened
    Timeline(timeline::Args),
    /// Why something is due: the rule, its source, how the date came about, what would change it
    Why(why::Args),
    /// Every rule: what it asks for, its source, its worked example
    ///
    /// Without a store it shows the rules as they come; with one, as the school has set them. --set changes one:
    /// `senco rules --set sen-support.reviews-with-parents a_year=2`. It is one journal entry: `senco undo` takes it back.
    Rules(rules::Args),
    /// The governors' figures: by stage, need, year, sex, premium and EAL; reviews on time, impact, cycles, costs
    ///
    /// Numbers under five are not shown, and others are kept back where one could be worked out from them.
    Figures(figures::Args),
    /// What works: outcomes, delivery, progress and cost of each intervention over the years
    ///
    /// The number of cases stands beside every average, and under the school's least number nothing is said of whether it
    /// works. With a NAME, its runs side by side.
    Works(works::Args),
    /// The sets of stages with their duties, and going over to another
    ///
    /// --rehearse shows who would stand where and writes nothing; --change makes it so for all pupils as one journal entry,
    /// which `senco undo` takes back. History keeps its stages, and nobody's census code changes.
    Stages(stages::Args),
    /// Plan the year: the reviews still to come, spread so that no week has too many
    ///
    /// It proposes and saves nothing, unless told with --agree: then all that is proposed is agreed as one change, which
    /// `senco undo` takes back. How many a week there may be is a setting of the rule "Reviews with pupil and parents".
    Plan(plan::Args),
    /// The school's details: name, address, authority, head, SENCO, SEN governor
    ///
    /// --set changes them: `senco school --set phone="01234 567890"`. It is one journal entry: `senco undo` takes it back.
    School(school::Args),
    /// Adults, what they were trained in, and who can deliver what
    Staff(staff::Args),
    /// The catalogue of interventions: what is usual, who is trained, what runs
    Interventions(interventions::Args),
    /// What an hour of an adult costs, by role and day
    Rates,
    /// Agencies, what each has in hand, and whom to chase
    Agencies(agencies::Args),
    /// One pupil's cases: whose clock is running, and every date of each
    Case(case::Args),
    /// One pupil's plan: evidence, targets, what is missing; then the cycles before it
    Cycle(cycle::Args),
    /// What helps a pupil, a class or a year, safe for any member of staff to see
    ///
    /// First name, initial and class, what helps and what to avoid, class strategies and adjustments; nothing of needs, stages
    /// or plans. What is for the SENCO alone goes to stderr.
    Strategies(strategies::Args),
    /// What a pupil and the parents have said, in their words, the newest first
    Voices(voices::Args),
    /// Write down a talk, a note or a promise in one line: senco log "AB phone mum sleep poor; review +6w"
    ///
    /// Who (initials, a name, #number), how (phone, email, met, text, letter, meeting; else a note), with whom, when (yesterday,
    /// fri, 3/11; else today), what was said. Behind each ; what is to follow, with its day: review +6w agrees a review with
    /// parents, call fri promises a call. Fit two pupils, nothing is saved: they are listed with their numbers, exit code 2.
    ///
    /// Others on the machine can see the arguments of a process: where that matters, `senco log -` reads the line from stdin.
    Log(log::Args),
    /// Letters, plans and packs as DOCX or HTML: `senco paper` lists them
    ///
    /// The file's name has initials and the date, and nobody but you can read it. To fetch it to your own machine:
    /// `scp you@server:senco-documents/NAME .` With --sent, a letter is noted as sent home today; without it the store is
    /// only read.
    Paper(paper::Args),
    /// The words and phrases that are pointed out as vague while a target, a plan or a provision is written
    ///
    /// A school's own list, wording.txt beside the store, takes the place of the built-in one.
    Wording(wording::Args),
    /// A calendar file of what is due, to subscribe to
    ///
    /// Pupils and staff stand in it by initials. With --out, the file is replaced whole, and only if something else is due:
    /// run the same command again, by hand or by cron, to keep it up to date. It is readable by you alone; rights that you
    /// give it stay.
    Ics(ics::Args),
    /// Verify everything in the store
    Check,
    /// Write a verified copy of the store, while others work
    Backup(keep::BackupArgs),
    /// Make the store what a backup says; can be undone
    Restore(keep::RestoreArgs),
    /// Take a change back; a bulk change as one
    Undo(journal::UndoArgs),
    /// What was done, when and by whom, the newest first
    Journal(journal::Args),
    /// Which key does what
    Keys(keys::Args),
    /// A completion script for a shell
    Completions(about::Args),
    /// The man page
    Man,
}

/// The whole program: arguments in, exit code out.
pub fn main() -> ExitCode {
    // The screen is opened twenty times a day: without arguments there is nothing to parse.
    let outcome = if std::env::args_os().len() <= 1 {
        screen::run(&Global::default())
    } else {
        let cli = Cli::parse();
        run(&cli)
    };
    match outcome {
        Ok(()) | Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::Said(code, words)) => {
            out::say(&words);
            ExitCode::from(code)
        }
    }
}

fn run(cli: &Cli) -> Outcome {
    let global = &cli.global;
    match &cli.command {
        None => screen::run(global),
        Some(Command::Demo(args)) => demo::run(global, args),
        Some(Command::Init(args)) => init::run(global, args),
        Some(Command::Terms(args)) => terms::run(global, args),
        Some(Command::Import(args)) => import::run(global, args),
        Some(Command::Due(args)) => due::run(global, args),
        Some(Command::Register(args)) => register::run(global, args),
        Some(Command::Provision(args)) => provision::run(global, args),
        Some(Command::Roll(args)) => roll::run(global, args),
        Some(Command::Map(args)) => map::run(global, args),
        Some(Command::Timeline(args)) => timeline::run(global, args),
        Some(Command::Why(args)) => why::run(global, args),
        Some(Command::Rules(args)) => rules::run(global, args),
        Some(Command::Figures(args)) => figures::run(global, args),
        Some(Command::Works(args)) => works::run(global, args),
        Some(Command::Stages(args)) => stages::run(global, args),
        Some(Command::Sessions(args)) => sessions::run(global, args),
        Some(Command::Session(args)) => session::run(global, args),
        Some(Command::Away(args)) => sessions::away(global, args),
        Some(Command::Plan(args)) => plan::run(global, args),
        Some(Command::School(args)) => school::run(global, args),
        Some(Command::Staff(args)) => staff::run(global, args),
        Some(Command::Interventions(args)) => interventions::run(global, args),
        Some(Command::Rates) => interventions::rates(global),
        Some(Command::Agencies(args)) => agencies::run(global, args),
        Some(Command::Case(args)) => case::run(global, args),
        Some(Command::Cycle(args)) => cycle::run(global, args),
        Some(Command::Strategies(args)) => strategies::run(global, args),
        Some(Command::Voices(args)) => voices::run(global, args),
        Some(Command::Log(args)) => log::run(global, args),
        Some(Command::Paper(args)) => paper::run(global, args),
        Some(Command::Wording(args)) => wording::run(global, args),
        Some(Command::Ics(args)) => ics::run(global, args),
        Some(Command::Keys(args)) => keys::run(global, args),
        Some(Command::Check) => keep::check(global),
        Some(Command::Backup(args)) => keep::backup(global, args),
        Some(Command::Restore(args)) => keep::restore(global, args),
        Some(Command::Undo(args)) => journal::undo(global, args),
        Some(Command::Journal(args)) => journal::run(global, args),
        Some(Command::Completions(args)) => about::completions(global, args),
        Some(Command::Man) => about::man(global),
    }
}
