//! "Write the calendar file": asks where, writes on the worker, says what was written.
//!
//! Rule: initials only; names are for the command line, where they must be asked for. The file is of the site that the lists
//! are narrowed to.

use super::app::App;
use super::effect::Effect;
use super::forms::Prompt;
use crate::domain::words::plural_as;
use crate::exchange::diary::{Diary, Wanted};
use crate::exchange::replace::{self, Written};

/// Asks for the file.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let site = app.ctx.school.site_name(app.ctx.site);
    let label = match site {
        "" => "Calendar file, initials only:".to_owned(),
        site => format!("Calendar file of {site}, initials only:"),
    };
    app.open(Prompt::new(label, "~/senco.ics", |app, path| write(app, &path)));
    Vec::new()
}

fn write(app: &mut App, path: &str) -> Vec<Effect> {
    if path.is_empty() {
        app.refuse("No calendar was written: no file was named");
        return Vec::new();
    }
    let path = replace::typed(path);
    let wanted = Wanted { site: app.ctx.site, ..Wanted::default() };
    vec![Effect::Work(Box::new(move |store| {
        let words = store.read(Diary::read).map_err(|error| error.to_string()).and_then(|diary| {
            let entries = diary.entries(&wanted);
            let count = plural_as(i64::try_from(entries.len()).unwrap_or(i64::MAX), "entry", "entries");
            let here = path.display();
            match replace::calendar(&path, &diary.file(&entries)).map_err(|error| error.to_string())? {
                Written::New => Ok(format!("Written: {count}, {here}")),
                Written::Replaced => Ok(format!("Brought up to date: {count}, {here}")),
                Written::Unchanged => Ok(format!("Nothing else is due: {here} stays as it is")),
            }
        });
        Box::new(move |app: &mut App| {
            match words {
                Ok(words) => app.tell(words),
                Err(words) => app.refuse(format!("No calendar was written: {words}")),
            }
            Vec::new()
        })
    }))]
}

#[cfg(test)]
mod tests {
    use crate::actions::testing::Lab;
    use crate::tui::testing::Screen;

    #[test]
    fn the_file_asked_for_is_written_and_said() {
        let mut lab = Lab::new();
        let ama = lab.pupil("Ama", "Otter");
        let group = lab.provision("Language group", "2026-10-05");
        lab.allocation(ama, group, "2026-10-05", None);
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("due.ics");
        let mut screen = Screen::new(lab);
        let mut ask = |path: &str| {
            screen.run("app.ics");
            let asked = screen.text(80, 24);
            assert!(asked.contains("Calendar file, initials only:  ~/senco.ics"), "{asked}");
            screen.press(&["C-x"]);
            screen.write(path);
            screen.press(&["Enter"]);
            screen.notice()
        };
        let here = path.to_str().unwrap();
        assert_eq!(ask(here), format!("Written: 1 entry, {here}"));
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("SUMMARY:AO: 6-week check") && !text.contains("Otter"), "{text}");
        assert_eq!(ask(here), format!("Nothing else is due: {here} stays as it is"));
        assert!(ask(dir.path().to_str().unwrap()).contains("is a folder"));
        assert_eq!(ask(""), "No calendar was written: no file was named");
        screen.run("app.ics");
        screen.press(&["Esc"]);
        assert_eq!(screen.app.layers.len(), 0);
    }
}
