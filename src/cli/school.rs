//! `senco school`: the school's details, as they stand on letters; and setting them.
//!
//! Rule: a change is one journal entry: `senco undo` takes it back.

use serde::Serialize;

use super::out::{Out, say};
use super::table::Table;
use super::{Failure, Global, Outcome, place};
use crate::actions::school as action;
use crate::actions::staff::Adult;
use crate::domain::field::{FieldKind, Fields, RefKind, Value, field};
use crate::domain::school::{SchoolFile, SchoolInfo};
use crate::domain::support::plan_kind;
use crate::views::pupil::said;

/// What to change.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Set a detail: name, address, phone, email, authority, head, governor; lines of the address with `;` between
    #[arg(long, num_args = 1.., value_name = "KEY=VALUE")]
    set: Vec<String>,
}

/// The school, as JSON has it.
#[derive(Serialize)]
struct Item<'a> {
    name: &'a str,
    address: Vec<&'a str>,
    phone: &'a str,
    email: &'a str,
    authority: &'a str,
    head: &'a str,
    governor: &'a str,
    senco: &'a str,
    sites: Vec<&'a str>,
    /// The code of the kind of plan that a new cycle makes.
    plan_kind: &'static str,
    /// How many targets a plan has at most.
    targets: u8,
}

fn senco(school: &SchoolFile) -> &str {
    let post = school.posts.iter().rfind(|post| post.ended.is_none());
    post.map_or("", |post| school.staff_name(post.staff))
}

fn item(school: &SchoolFile) -> Item<'_> {
    let (info, settings) = (&school.info.value, &school.settings.value);
    let kind = plan_kind::of(&settings.plan_kind);
    Item {
        name: &info.name,
        address: info.address.lines().collect(),
        phone: &info.phone,
        email: &info.email,
        authority: &info.authority,
        head: school.staff_name(info.head),
        governor: school.staff_name(info.governor),
        senco: senco(school),
        sites: school.sites.iter().map(|site| site.name.as_str()).collect(),
        plan_kind: kind.code,
        targets: settings.targets.unwrap_or(kind.most),
    }
}

/// Prints it, or sets details.
///
/// # Errors
/// There is no such detail, there is no store, or it fails.
pub fn run(global: &Global, args: &Args) -> Outcome {
    if !args.set.is_empty() {
        return set(global, &args.set);
    }
    let school = place::open_reading(global)?.read(|view| view.school())?;
    let mut out = Out::new(global.color);
    if global.json {
        out.items([item(&school)])?;
        return Ok(out.finish()?);
    }
    let mut table = Table::new(&["", ""]);
    for field in SchoolInfo::FIELDS {
        let value = said(&(field.get)(&school.info.value), field.kind, &school);
        table.row(vec![field.label.to_owned(), value.lines().collect::<Vec<_>>().join(", ")]);
    }
    table.row(vec!["SENCO".to_owned(), senco(&school).to_owned()]);
    let sites: Vec<&str> = school.sites.iter().map(|site| site.name.as_str()).collect();
    table.row(vec!["Sites".to_owned(), sites.join(", ")]);
    table.print(&mut out)?;
    Ok(out.finish()?)
}

/// An adult as told; none for an empty value.
fn adult(value: &str) -> Option<Adult> {
    (!value.is_empty()).then(|| Adult::Named(value.to_owned()))
}

fn set(global: &Global, changes: &[String]) -> Outcome {
    let store = place::open(global)?;
    let school = store.read(|view| view.school())?;
    let base = school.info.value.clone();
    let mut mine = base.clone();
    let known = |id: Option<crate::domain::ids::RecordId>| id.map(Adult::Known);
    let (mut head, mut governor) = (known(base.head), known(base.governor));
    for change in changes {
        let parts = change.split_once('=').map(|(key, value)| (key.trim(), value.trim()));
        let Some((key, value, row)) =
            parts.and_then(|(key, value)| Some((key, value, field::<SchoolInfo>(key)?)))
        else {
            let keys: Vec<&str> = SchoolInfo::FIELDS.iter().map(|field| field.key).collect();
            return Err(Failure::usage(format!(
                "“{change}” is no change: say KEY=VALUE with one of {}",
                keys.join(", ")
            )));
        };
        match (row.kind, key) {
            (FieldKind::Ref(RefKind::Staff), "head") => head = adult(value),
            (FieldKind::Ref(RefKind::Staff), _) => governor = adult(value),
            _ => {
                let lines: Vec<&str> = value.split(';').map(str::trim).collect();
                let value = if key == "address" { lines.join("\n") } else { value.to_owned() };
                (row.set)(&mut mine, Value::Text(value))
                    .map_err(|wrong| Failure::usage(format!("{} {wrong}", row.label)))?;
            }
        }
    }
    let by = place::by(place::today(global, &school.calendar)?);
    let op = place::operation("change the school's details", &by);
    let done = place::commit_telling(store, op, |edit| {
        action::set_info(edit, &base, &mine, head.as_ref(), governor.as_ref())
    })?;
    match done.touched {
        0 => say("It stands so already: nothing was changed."),
        _ => say(&format!("Set. Journal entry {}; `senco undo` takes it back.", done.seq.0)),
    }
    Ok(())
}
