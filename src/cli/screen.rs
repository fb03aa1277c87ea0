//! `senco` alone: the screen.

use std::io::IsTerminal;

use super::{Failure, Global, Outcome, place};
use crate::store::StoreError;

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
    Err(Failure::because("the screen is not built in yet"))
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
