//! `senco staff`: adults, what they were trained in, what they lead; and who can deliver what.

use serde::Serialize;

use super::out::Out;
use super::table::Table;
use super::{Global, Outcome, place};
use crate::domain::day;
use crate::views::staff::{self, Lasts, PersonLine};

/// Which of them.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Those who have left too
    #[arg(long)]
    all: bool,
}

/// One adult, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    staff: u32,
    name: &'a str,
    role: &'a str,
    site: &'a str,
    here: bool,
    /// head teacher, SENCO, SEN governor.
    posts: &'a [&'static str],
    /// Provisions that they lead.
    leads: &'a [String],
    training: Vec<TrainingItem<'a>>,
}

#[derive(Serialize)]
struct TrainingItem<'a> {
    what: &'a str,
    on: String,
    delivers: &'a str,
    provider: &'a str,
    until: Option<String>,
    /// always, until, soon, out, past.
    lasts: &'static str,
}

fn lasts(lasts: Lasts) -> &'static str {
    match lasts {
        Lasts::Always => "always",
        Lasts::Until(_) => "until",
        Lasts::Soon(_) => "soon",
        Lasts::Out(_) => "out",
        Lasts::Past(_) => "past",
    }
}

fn item(line: &PersonLine) -> Item<'_> {
    let training = line.trainings.iter().map(|(training, lasting)| TrainingItem {
        what: &training.what,
        on: day::iso(training.on),
        delivers: &training.delivers,
        provider: &training.provider,
        until: training.until.map(day::iso),
        lasts: lasts(*lasting),
    });
    Item {
        staff: line.held.id.0,
        name: &line.held.name,
        role: &line.held.role,
        site: &line.site,
        here: line.held.here,
        posts: &line.posts,
        leads: &line.leads,
        training: training.collect(),
    }
}

/// Prints it.
///
/// # Errors
/// There is no store, it cannot be read, or stdout cannot be written.
pub fn run(global: &Global, args: &Args) -> Outcome {
    let store = place::open_reading(global)?;
    let school = store.read(|view| view.school())?;
    let today = place::today(global, &school.calendar)?;
    let provisions = store.read(|view| view.provisions())?;
    let mut people = staff::people(&school, &provisions, today);
    people.retain(|line| args.all || line.held.here);
    let mut out = Out::new(global.color);
    if global.json {
        out.items(people.iter().map(item))?;
        return Ok(out.finish()?);
    }
    if people.is_empty() {
        out.line("Nobody is on the list of staff.")?;
        return Ok(out.finish()?);
    }
    let mut table = Table::new(&["Name", "Role", "Site", "Leads", "Trained in"]);
    for line in &people {
        let mut role: Vec<&str> = vec![&line.held.role];
        role.extend(line.posts.iter().copied().filter(|post| !post.eq_ignore_ascii_case(&line.held.role)));
        role.extend((!line.held.here).then_some("has left"));
        role.retain(|part| !part.is_empty());
        let trained: Vec<String> = line
            .trainings
            .iter()
            .map(|(training, lasting)| match lasting {
                Lasts::Always | Lasts::Until(_) => training.what.clone(),
                pressing => format!("{} ({})", training.what, pressing.words(today)),
            })
            .collect();
        let cells = [
            line.held.name.clone(),
            role.join(", "),
            line.site.clone(),
            line.leads.join(", "),
            trained.join("; "),
        ];
        table.row(cells.to_vec());
    }
    table.print(&mut out)?;
    let delivers = staff::delivers(&school, &provisions, today);
    if !delivers.is_empty() {
        out.line("")?;
        let mut table =
            Table::new(&["Intervention", "Who can deliver it", ">Running", "Led without training by"]);
        for line in delivers {
            let trained = if line.trained.is_empty() { "nobody".to_owned() } else { line.trained.join(", ") };
            table.row(vec![line.name, trained, line.running.to_string(), line.without.join(", ")]);
        }
        table.print(&mut out)?;
    }
    Ok(out.finish()?)
}
