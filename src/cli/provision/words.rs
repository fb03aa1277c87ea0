//! The map in lines: groups with their sums, findings by kind, adults' weeks.

use std::io;

use chrono::NaiveDate;

use crate::cli::out::Out;
use crate::cli::table::Table;
use crate::domain::day;
use crate::domain::words::{plural, pounds};
use crate::views::provision::{AdultWeek, Finding, Map, MapData, MapRow, Run, by_kind};

/// The map, each group under its heading and sums, the whole at the foot.
pub(super) fn map(out: &mut Out, data: &MapData, map: &Map, range: &str, pupils: bool) -> io::Result<()> {
    for group in &map.groups {
        out.head(&format!("{}  {}", group.title, group.totals.words()))?;
        let mut table = Table::new(&["", "", "", "", ">", "", ">", ">", "", ""]);
        for row in &group.rows {
            let Some(run) = row.run(data) else { continue };
            table.row(cells(data, row, run));
            if pupils && !row.is_place {
                places(&mut table, data, row);
            }
        }
        table.print(out)?;
        out.line("")?;
    }
    out.head(&format!("{range}: {}", map.totals.words()))
}

fn cells(data: &MapData, row: &MapRow, run: &Run) -> Vec<String> {
    let today = data.asked.today;
    let provision = &run.line.provision;
    let until = match provision.end {
        Some(end) => format!("{} to {}", day::near(provision.start, today), day::near(end, today)),
        None => format!("since {}", day::near(provision.start, today)),
    };
    let next = || row.places(data).filter_map(|(place, _)| place.next_check);
    let (due, late) = (next().filter(|on| *on == today).count(), next().filter(|on| *on < today).count());
    let check = match (late, due, row.next_check) {
        (0, 0, None) => String::new(),
        (0, 0, Some(next)) => format!("next check {}", day::late_cell(next, today)),
        (0, due, _) => format!("{due} to check today"),
        (late, _, _) => format!("{late} to check, late"),
    };
    let percent = row.totals.tally.percent_words();
    vec![
        format!("  {}", provision.name),
        format!("wave {}", provision.wave.number()),
        provision.dosage(),
        run.line.lead.clone(),
        if row.is_place { String::new() } else { row.totals.pupils.to_string() },
        until,
        percent,
        row.totals.cost_words(),
        row.totals.outcomes.words(),
        check,
    ]
}

fn places(table: &mut Table, data: &MapData, row: &MapRow) {
    let today = data.asked.today;
    for (place, part) in row.places(data).filter(|(_, part)| part.open) {
        let measures = match (place.entry.is_empty(), place.now.is_empty()) {
            (true, true) => String::new(),
            (_, true) => format!("entry {}", place.entry),
            _ => format!("{} now {}", place.entry, place.now),
        };
        let next = place.next_check.map(|next| format!("check {}", day::late_cell(next, today)));
        let none = String::new;
        table.row(vec![
            format!("    {}", place.who.name),
            none(),
            measures,
            none(),
            none(),
            none(),
            part.tally.percent_words(),
            if part.cost == 0 { none() } else { pounds(part.cost) },
            part.outcome.map(|outcome| outcome.sign()).unwrap_or_default().to_owned(),
            next.unwrap_or_default(),
        ]);
    }
}

/// What is to be seen to, by kind.
pub(super) fn findings(out: &mut Out, findings: &[Finding]) -> io::Result<()> {
    if findings.is_empty() {
        return out.line("Nothing is to be seen to.");
    }
    for (at, (kind, some)) in by_kind(findings).enumerate() {
        if at > 0 {
            out.line("")?;
        }
        out.head(&format!("{}  {}", super::sentence(kind.label()), some.len()))?;
        for finding in some {
            out.line(&format!("  {}", finding.words))?;
        }
    }
    Ok(())
}

/// The adults' weeks.
pub(super) fn weeks(out: &mut Out, weeks: &[AdultWeek], today: NaiveDate) -> io::Result<()> {
    if weeks.is_empty() {
        return out.line("No provision is running.");
    }
    for (at, week) in weeks.iter().enumerate() {
        if at > 0 {
            out.line("")?;
        }
        let role = if week.role.is_empty() { String::new() } else { format!(", {}", week.role) };
        out.head(&format!("{}{role}  {} min a week", week.name, week.minutes))?;
        let mut table = Table::new(&["", "", ">", "", "", ""]);
        for slot in &week.slots {
            let mut notes = Vec::new();
            notes.extend(slot.clash.then(|| "CLASH".to_owned()));
            notes.extend(slot.usual.then(|| "usual day: none is named".to_owned()));
            notes.extend(slot.starts.map(|on| format!("from {}", day::near(on, today))));
            let pupils = i64::try_from(slot.pupils).unwrap_or(i64::MAX);
            table.row(vec![
                format!("  {}", slot.when()),
                slot.name.clone(),
                format!("{} min", slot.minutes),
                plural(pupils, "pupil"),
                slot.site.clone(),
                notes.join(", "),
            ]);
        }
        table.print(out)?;
        for clash in &week.clashes {
            out.line(&format!("  clash: {}, {}", clash.name, clash.words()))?;
        }
    }
    Ok(())
}
