//! `senco keys`: the keys of a keymap, and whether a file of one's own is right.

use std::path::PathBuf;

use super::{Failure, Outcome};
use crate::tui::keymap::{Keymap, KeymapError, table};

/// Which keymap the screen uses: as told, else `$SENCO_KEYMAP`, else `senco/keys.toml` in the user's configuration, else
/// simple.
///
/// # Errors
/// Everything that is wrong with it, a line each.
pub fn load(told: Option<&str>) -> Result<Keymap, Failure> {
    let set = || std::env::var("SENCO_KEYMAP").ok().filter(|value| !value.is_empty());
    let name = told.map(str::to_owned).or_else(set).or_else(own_file).unwrap_or_else(|| "simple".to_owned());
    Keymap::load(&name).map_err(wrong)
}

/// The user's own file, if there is one.
fn own_file() -> Option<String> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let config = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(".config")))?;
    let path = config.join("senco/keys.toml");
    if path.exists() { path.to_str().map(str::to_owned) } else { None }
}

fn wrong(errors: Vec<KeymapError>) -> Failure {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    Failure::usage(lines.join("\n"))
}

/// Prints the keys of a keymap as text, or the table of README.
///
/// # Errors
/// The keymap is wrong, or nobody reads.
pub fn print(keymap: Option<&str>, markdown: bool, out: &mut impl std::io::Write) -> Outcome {
    let text = if markdown { table::markdown() } else { table::plain(&load(keymap)?) };
    out.write_all(crate::text::clean_multiline(&text).as_bytes())?;
    Ok(())
}

/// Checks a file: all that is wrong with it is the failure; what is right is said in a line.
///
/// # Errors
/// Everything that is wrong with it, a line each.
pub fn check(file: &str, out: &mut impl std::io::Write) -> Outcome {
    let map = Keymap::load(file).map_err(wrong)?;
    writeln!(out, "{}: {} keys, nothing wrong", crate::text::clean(file), map.len())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(outcome: impl FnOnce(&mut Vec<u8>) -> Outcome) -> Result<String, (u8, String)> {
        let mut out = Vec::new();
        match outcome(&mut out) {
            Ok(()) => Ok(String::from_utf8(out).unwrap()),
            Err(Failure::Said(code, words)) => Err((code, words)),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn keys_are_printed_and_files_checked() {
        assert!(said(|out| print(Some("vim"), false, out)).unwrap().contains("g g"));
        assert!(said(|out| print(None, true, out)).unwrap().contains("| Undo | `u` |"));
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("my.toml");
        std::fs::write(&file, "base = \"vim\"\n[list]\n\"x\" = \"list.mark\"\n").unwrap();
        assert!(said(|out| check(file.to_str().unwrap(), out)).unwrap().contains("nothing wrong"));
        std::fs::write(&file, "[list]\n\"x\" = \"list.mrk\"\n\"y\" = \"a\"\n").unwrap();
        let (code, words) = said(|out| check(file.to_str().unwrap(), out)).unwrap_err();
        assert_eq!((code, words.lines().count()), (2, 2));
        assert!(words.contains("line 2: there is no command list.mrk; did you mean list.mark?"), "{words}");
    }
}
