//! `senco` alone: the screen.

use std::io::IsTerminal;

use chrono::NaiveDate;

use super::{Color, Failure, Global, Outcome, place};
use crate::store::{Store, StoreError};
use crate::tui::run::{Left, ScreenError, ScreenOptions};
use crate::tui::theme::{ColourChoice, Theme};
use crate::tui::{self, drafts};

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
    let keymap = super::keys::load(global.keymap.as_deref())?;
    let no_color = std::env::var("NO_COLOR").ok();
    let term = std::env::var("TERM").ok();
    let home = |name: &str| std::env::var(name).ok();
    let options = ScreenOptions {
        today: another_day(global, &path)?,
        store: path,
        keymap,
        theme: Theme::choose(colour(global.color), no_color.as_deref(), term.as_deref()),
        user: crate::user::name(),
        drafts: drafts::place(home("XDG_STATE_HOME").as_deref(), home("HOME").as_deref()),
    };
    match tui::run::run(options) {
        Ok(Left::Quit) => Ok(()),
        Ok(Left::Told(why)) => Err(Failure::Said(u8::try_from(why.exit_code()).unwrap_or(1), String::new())),
        Err(ScreenError::Store(error)) => Err(error.into()),
        Err(error) => Err(Failure::because(error.to_string())),
    }
}

/// The day told by `--today`. It may be said by the school's terms, so the store is looked into, but only then.
fn another_day(global: &Global, path: &std::path::Path) -> Result<Option<NaiveDate>, Failure> {
    if global.today.is_none() {
        return Ok(None);
    }
    let school = Store::open_reading(path)?.read(|view| view.school())?;
    place::today(global, &school.calendar).map(Some)
}

fn colour(color: Color) -> ColourChoice {
    match color {
        Color::Auto => ColourChoice::Auto,
        Color::Always => ColourChoice::Always,
        Color::Never => ColourChoice::Never,
    }
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
