//! `senco` alone: the screen.

use std::io::IsTerminal;

use super::{Color, Failure, Global, Outcome, place};
use crate::store::{Store, StoreError};
use crate::tui::drafts;
use crate::tui::keymap::Keymap;
use crate::tui::run::{self, Left, ScreenError, ScreenOptions};
use crate::tui::theme::{ColourChoice, Theme};

/// Opens the screen.
///
/// # Errors
/// There is no terminal to draw on, or no store.
pub fn run(global: &Global) -> Outcome {
    let path = place::store(global);
    if !path.exists() {
        return Err(no_store(&path));
    }
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        return Err(Failure::usage(
            "senco draws a screen and needs a terminal for it.\n\
             For a script or a pipe: senco due, senco register, senco provision, senco timeline PUPIL; --json for programs.\n\
             senco help has the rest.",
        ));
    }
    let keymap = Keymap::load(global.keymap.as_deref().unwrap_or("simple")).map_err(|faults| {
        Failure::because(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })?;
    let today = match &global.today {
        // Only a day that was told may need the school's terms to be understood.
        Some(_) => {
            let calendar = Store::open_reading(&path)?.read(|view| view.school())?.calendar;
            Some(place::today(global, &calendar)?)
        }
        None => None,
    };
    let options = ScreenOptions {
        store: path,
        today,
        keymap,
        theme: theme(global.color),
        user: crate::user::name(),
        drafts: drafts::place(var("XDG_STATE_HOME").as_deref(), var("HOME").as_deref()),
    };
    match run::run(options) {
        Ok(Left::Quit) => Ok(()),
        Ok(Left::Told(leave)) => {
            Err(Failure::Said(u8::try_from(leave.exit_code()).unwrap_or(1), String::new()))
        }
        Err(ScreenError::Store(error)) => Err(error.into()),
        Err(error) => Err(Failure::because(error.to_string())),
    }
}

fn var(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn theme(color: Color) -> Theme {
    let choice = match color {
        Color::Auto => ColourChoice::Auto,
        Color::Always => ColourChoice::Always,
        Color::Never => ColourChoice::Never,
    };
    Theme::choose(choice, var("NO_COLOR").as_deref(), var("TERM").as_deref())
}

/// What to do where there is no store yet.
fn no_store(path: &std::path::Path) -> Failure {
    let Failure::Said(code, _) = StoreError::NoStore(path.to_owned()).into() else { return Failure::Closed };
    Failure::Said(
        code,
        format!(
            "There is no store at {} yet. What next?\n\
             \x20 senco demo    a made-up school to look round in\n\
             \x20 senco init    a new store for your school; then: senco import register.csv\n\
             \x20 senco --store FILE, or SENCO_STORE=FILE    if it is somewhere else",
            path.display()
        ),
    )
}
