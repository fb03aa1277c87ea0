//! The page: the map as a paper for A3, with its headings on every sheet of it.

use super::sums::{areas, cost, title};
use super::{COSTS, DELIVERED, NO_RATE, Order};
use crate::domain::day;
use crate::domain::delivery::say_slots;
use crate::domain::words::{capital, plural, pounds};
use crate::exchange::paper::{Bar, Block, Paper, Size};
use crate::views::provision::{By, MapRow, Run, Totals, regroup};

/// Sums in a line: "4 provisions · 23 pupils · 540 minutes a week · …".
fn words(totals: &Totals) -> String {
    let mut parts = vec![
        plural(i64::from(totals.provisions), "provision"),
        plural(i64::from(totals.pupils), "pupil"),
        format!("{} minutes a week", totals.minutes),
        totals.tally.words(),
    ];
    if let Some(percent) = totals.tally.percent() {
        parts.push(format!("{percent} %"));
    }
    let outcomes = totals.outcomes.words();
    if !outcomes.is_empty() {
        parts.push(format!("mean outcome {outcomes}"));
    }
    parts.push(format!("{} to date, {} projected", pounds(totals.cost), pounds(totals.projected)));
    if totals.unrated > 0 {
        parts.push(format!("{} without a rate", plural(i64::from(totals.unrated), "session")));
    }
    parts.join(" · ")
}

fn line(order: &Order<'_>, row: &MapRow, run: &Run, first: Option<String>) -> Vec<String> {
    let provision = &run.line.provision;
    let who: Vec<String> = row.places(order.data).map(|(place, _)| order.who_and_year(&place.who)).collect();
    let who = if who.is_empty() { "no pupil".to_owned() } else { who.join(", ") };
    let days = if run.usual { String::new() } else { say_slots(&run.slots) };
    let lead: Vec<&str> = [run.line.lead.as_str(), provision.agency.trim()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let dosage = format!("{} × {} min", run.slots.len(), run.minutes);
    let place = row.place(order.data).map(|(place, _)| place);
    let from = place.map_or(provision.start, |place| place.from);
    let when = match place.and_then(|place| place.to).or(provision.end) {
        Some(end) => format!("{} – {}", day::plain(from), day::plain(end)),
        None => format!("since {}", day::plain(from)),
    };
    let totals = &row.totals;
    let percent = totals.tally.percent().map(|percent| format!("{percent} % · ")).unwrap_or_default();
    let outcome = match place {
        Some(place) => {
            let measured = match (place.entry.trim(), place.now.trim()) {
                ("", "") => String::new(),
                (entry, "") => format!("entry {entry}"),
                ("", now) => format!("now {now}"),
                (entry, now) => format!("{entry} → {now}"),
            };
            let sign = row.parts.first().and_then(|at| run.parts.get(*at)).and_then(|part| part.outcome);
            [sign.map(|sign| sign.sign()).unwrap_or_default(), &measured]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("\n")
        }
        None => totals.outcomes.words(),
    };
    let money = match totals.unrated {
        some if some > 0 && totals.cost == 0 => "no rate known".to_owned(),
        0 => pounds(totals.cost),
        some => format!("{}\n{some} without a rate", pounds(totals.cost)),
    };
    let mut cells = vec![
        format!("{}\nwave {}", provision.name.trim(), provision.wave.number()),
        [dosage, days].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n"),
        lead.join("\n"),
        when,
    ];
    match first {
        Some(first) => cells.insert(0, first),
        None => cells.push(who),
    }
    cells.extend([
        totals.minutes.to_string(),
        format!("{percent}{}", totals.tally.words()),
        outcome,
        row.next_check.map(day::plain).unwrap_or_default(),
        money,
        pounds(totals.projected),
    ]);
    cells
}

fn heads(by_pupil: bool) -> (Vec<u8>, Vec<String>) {
    let mut columns = vec![(12, "Provision"), (9, "A week"), (9, "Who leads"), (9, "When")];
    if by_pupil {
        columns.insert(0, (11, "Pupil"));
    } else {
        columns.push((18, "Pupils"));
    }
    let outcome = if by_pupil { (10, "Outcome") } else { (7, "Outcome (of)") };
    let rest = 11;
    columns.extend([(5, "Minutes"), (rest, "Delivered"), outcome]);
    columns.extend([(6, "Check"), (7, "Cost"), (7, "Projected")]);
    let spare = 100_u8.saturating_sub(columns.iter().map(|(width, _)| width).sum());
    if let Some(last) = columns.last_mut() {
        last.0 += spare;
    }
    columns.into_iter().map(|(width, head)| (width, head.to_owned())).unzip()
}

fn table(by_pupil: bool, rows: Vec<Vec<String>>) -> Block {
    let (widths, head) = heads(by_pupil);
    Block::Table { widths, head, rows }
}

fn bar(label: String, value: i64, text: String) -> Bar {
    Bar { label, value: u32::try_from(value.max(0)).ok(), text }
}

/// The cost to date, area by area.
fn spent(order: &Order<'_>) -> Option<Block> {
    let bars: Vec<Bar> = areas()
        .map(|area| (title(area), cost(order, |run| run.line.provision.area == area).all()))
        .filter(|(_, pence)| *pence > 0)
        .map(|(area, pence)| bar(area.to_owned(), pence, pounds(pence)))
        .collect();
    (!bars.is_empty()).then(|| Block::Chart { title: "Cost to date, by area of need".to_owned(), bars })
}

/// The map as a paper.
pub(super) fn paper(order: &Order<'_>) -> Paper {
    let asked = order.data.asked;
    let map = regroup(order.data, order.school, order.by, order.sort);
    let site = asked.site.map(|site| format!(", {}", order.school.site_name(Some(site))));
    let mut blocks = vec![
        Block::Para(format!(
            "{}{}: {}. {} provisions, by {}.",
            order.school.info.name.trim(),
            site.unwrap_or_default(),
            order.days(),
            capital(asked.which.label()),
            order.by.label()
        )),
        Block::Para(words(&map.totals)),
    ];
    blocks.extend(spent(order));
    if map.groups.is_empty() {
        blocks.push(Block::Para("No provision has a day in it.".to_owned()));
    }
    let by_pupil = order.by == By::Pupil;
    let mut all = Vec::new();
    for group in &map.groups {
        let heading = order.heading(group);
        let line =
            |row: &MapRow| Some(line(order, row, row.run(order.data)?, by_pupil.then(|| heading.clone())));
        let rows: Vec<Vec<String>> = group.rows.iter().filter_map(line).collect();
        if by_pupil {
            all.extend(rows);
            continue;
        }
        blocks.push(Block::Heading(1, heading.clone()));
        blocks.push(Block::Para(words(&group.totals)));
        blocks.push(table(false, rows));
    }
    if !all.is_empty() {
        blocks.push(table(true, all));
    }
    blocks.push(Block::Heading(1, "How it is reckoned".to_owned()));
    blocks.push(Block::Note(format!("{} {DELIVERED} {COSTS} {NO_RATE}", order.whose())));
    Paper {
        title: order.title(),
        slug: "provision-map",
        initials: "school".to_owned(),
        dated: asked.today,
        letterhead: false,
        size: Size::A3Lying,
        one_page: false,
        blocks,
    }
}
