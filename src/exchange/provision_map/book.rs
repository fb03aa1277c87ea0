//! The workbook: the map as it is grouped, every place, costs, what works, and how it was reckoned.

use super::sums::{Cost, Worked, areas, cost, least, title, worked};
use super::{COSTS, DELIVERED, NO_RATE, Order, columns};
use crate::domain::code::{Outcome, Wave};
use crate::domain::delivery::say_slots;
use crate::domain::words::capital;
use crate::exchange::xlsx::{Book, Cell, Chart, Column, Fill, Look, Row, Sheet, Weight};
use crate::views::provision::{By, MapRow, Run, Totals, regroup};

/// The workbook.
pub(super) fn book(order: &Order<'_>) -> Book {
    Book {
        title: format!("{} · {}", order.school.info.name.trim(), order.title()),
        made: order.data.asked.today,
        sheets: vec![map(order), columns::sheet(order), costs(order), works(order), about(order)],
    }
}

fn some(count: u32) -> Cell {
    if count == 0 { Cell::Empty } else { Cell::Count(i64::from(count)) }
}

/// The figures at the end of a row of the map.
fn figures(totals: &Totals) -> Vec<Cell> {
    let tally = &totals.tally;
    vec![
        Cell::Count(i64::from(totals.pupils)),
        Cell::Count(i64::from(totals.minutes)),
        Cell::Count(i64::from(tally.delivered)),
        Cell::Count(i64::from(tally.due())),
        tally.percent().map_or(Cell::Empty, Cell::Percent),
        Cell::text(tally.reasons()),
        totals.outcomes.mean().map_or(Cell::Empty, Cell::Mean),
        some(totals.outcomes.n),
        Cell::Pence(totals.cost),
        Cell::Pence(totals.projected),
        some(totals.unrated),
    ]
}

/// What stands before the figures.
const BEFORE: usize = 10;

fn heading(weight: Weight, words: String, totals: &Totals) -> Row {
    let mut cells = vec![Cell::text(words)];
    cells.resize(BEFORE, Cell::Empty);
    cells.extend(figures(totals));
    Row { weight, cells }
}

fn line(order: &Order<'_>, row: &MapRow, run: &Run) -> Row {
    let provision = &run.line.provision;
    let who: Vec<String> = row.places(order.data).map(|(place, _)| order.who(&place.who)).collect();
    let place = row.place(order.data).map(|(place, _)| place);
    let mut cells = vec![
        Cell::text(provision.name.trim()),
        provision.area.map_or(Cell::Empty, |area| Cell::text(area.label())),
        Cell::Count(i64::from(provision.wave.number())),
        Cell::text(format!("{} × {} min", run.slots.len(), run.minutes)),
        if run.usual { Cell::Empty } else { Cell::text(say_slots(&run.slots)) },
        Cell::text(run.line.lead.as_str()),
        Cell::text(provision.agency.trim()),
        Cell::Day(place.map_or(provision.start, |place| place.from)),
        place.and_then(|place| place.to).or(provision.end).map_or(Cell::Empty, Cell::Day),
        Cell::text(who.join(", ")),
    ];
    cells.extend(figures(&row.totals));
    Row::plain(cells)
}

fn map(order: &Order<'_>) -> Sheet {
    let map = regroup(order.data, order.school, order.by, order.sort);
    let mut rows = Vec::new();
    for group in &map.groups {
        rows.push(heading(Weight::Group, order.heading(group), &group.totals));
        let lines = group.rows.iter().filter_map(|row| Some(line(order, row, row.run(order.data)?)));
        rows.extend(lines);
    }
    rows.push(heading(Weight::Total, "All".to_owned(), &map.totals));
    let first = if order.by == By::Intervention {
        "Intervention".to_owned()
    } else {
        format!("{}, provision", capital(order.by.label()))
    };
    let columns = [
        (first.as_str(), 34),
        ("Area", 22),
        ("Wave", 6),
        ("A week", 12),
        ("Days", 16),
        ("Lead adult", 16),
        ("Agency", 16),
        ("From", 12),
        ("To", 12),
        ("Who", 40),
        ("Pupils", 8),
        ("Minutes a week", 9),
        ("Sessions delivered", 10),
        ("Sessions due", 9),
        ("Delivered", 10),
        ("Missed", 26),
        ("Mean outcome", 9),
        ("of so many", 8),
        ("Cost to date", 12),
        ("Projected", 12),
        ("Without a rate", 9),
    ];
    Sheet {
        name: "Map",
        columns: columns.iter().map(|(head, width)| Column::new(*head, *width)).collect(),
        rows,
        filter: false,
        fold: true,
        chart: None,
    }
}

/// Colours that are told apart in grey too.
const WAVES: [Fill; 3] = [
    Fill { rgb: 0x009E_C9E2, hatched: false },
    Fill { rgb: 0x003C_7FB1, hatched: false },
    Fill { rgb: 0x000B_3C5D, hatched: false },
];

/// The outcomes from −2 to +2: what is less than hoped is hatched.
const OUTCOMES: [Fill; 5] = [
    Fill { rgb: 0x00A3_3B20, hatched: true },
    Fill { rgb: 0x00E0_8A5B, hatched: true },
    Fill { rgb: 0x00BF_BFBF, hatched: false },
    Fill { rgb: 0x006F_B7A0, hatched: false },
    Fill { rgb: 0x001B_6B57, hatched: false },
];

fn cost_row(words: &str, weight: Weight, cost: &Cost) -> Row {
    let mut cells = vec![Cell::text(words)];
    cells.extend(cost.waves.iter().map(|pence| Cell::Pence(*pence)));
    cells.extend([
        Cell::Pence(cost.all()),
        Cell::Pence(cost.projected),
        some(cost.provisions),
        some(cost.unrated),
    ]);
    Row { weight, cells }
}

fn costs(order: &Order<'_>) -> Sheet {
    let mut rows: Vec<Row> = areas()
        .map(|area| (area, cost(order, |run| run.line.provision.area == area)))
        // "All areas" with nothing in it would be read as the sum.
        .filter(|(area, of_area)| area.is_some() || of_area.provisions > 0)
        .map(|(area, of_area)| cost_row(title(area), Weight::Plain, &of_area))
        .collect();
    let last = rows.len().saturating_sub(1);
    rows.push(cost_row("All", Weight::Total, &cost(order, |_| true)));
    rows.push(Row::plain(Vec::new()));
    rows.push(Row { weight: Weight::Group, cells: vec![Cell::text("By intervention")] });
    rows.extend(
        worked(order)
            .iter()
            .map(|one| cost_row(&one.name, Weight::Plain, &cost(order, |run| run.folded == one.folded))),
    );
    let mut columns = vec![Column::new("Area of need", 34)];
    columns
        .extend(Wave::ALL.map(|wave| Column::new(format!("Wave {} ({})", wave.number(), wave.label()), 18)));
    let more = [("All waves", 14), ("Projected", 14), ("Provisions", 11), ("Sessions without a rate", 14)];
    columns.extend(more.map(|(head, width)| Column::new(head, width)));
    Sheet {
        name: "Costs",
        columns,
        rows,
        filter: false,
        fold: false,
        chart: Some(Chart {
            title: format!("Cost to date by area and wave, {}", order.range()),
            counts: "Pounds to date",
            look: Look::StackedColumns,
            rows: (0, last),
            labels: 0,
            series: (1..).zip(WAVES).collect(),
            money: true,
        }),
    }
}

fn worked_row(one: &Worked) -> Row {
    let totals = &one.totals;
    let tally = &totals.tally;
    let mut cells = vec![
        Cell::text(one.name.as_str()),
        Cell::Count(i64::from(totals.provisions)),
        Cell::Count(i64::from(totals.pupils)),
        Cell::Count(i64::from(tally.delivered)),
        Cell::Count(i64::from(tally.due())),
        tally.percent().map_or(Cell::Empty, Cell::Percent),
    ];
    cells.extend(one.spread.iter().map(|count| Cell::Count(i64::from(*count))));
    let ratio = one.ratio.and_then(|tenths| i32::try_from(tenths).ok());
    cells.extend([
        Cell::Count(i64::from(totals.outcomes.n)),
        one.mean.map_or(Cell::Empty, Cell::Mean),
        ratio.map_or(Cell::Empty, |tenths| Cell::Ratio(f64::from(tenths) / 10.0)),
        Cell::Pence(totals.cost),
    ]);
    Row::plain(cells)
}

fn works(order: &Order<'_>) -> Sheet {
    let all = worked(order);
    let mut columns = vec![
        Column::new("Intervention", 34),
        Column::new("Provisions", 10),
        Column::new("Pupils", 8),
        Column::new("Sessions delivered", 10),
        Column::new("Sessions due", 9),
        Column::new("Delivered", 10),
    ];
    columns.extend(Outcome::ALL.map(|outcome| Column::new(outcome.sign(), 7)));
    columns.extend([
        Column::new("Outcomes", 9),
        Column::new("Mean outcome", 9),
        Column::new("Ratio gain (middle)", 10),
        Column::new("Cost to date", 12),
    ]);
    let chart = (!all.is_empty()).then(|| Chart {
        title: format!("Outcome of the last check, pupils' places, {}", order.range()),
        counts: "Pupils' places",
        look: Look::StackedBars,
        rows: (0, all.len().saturating_sub(1)),
        labels: 0,
        series: (6..).zip(OUTCOMES).collect(),
        money: false,
    });
    Sheet {
        name: "What works",
        columns,
        rows: all.iter().map(worked_row).collect(),
        filter: true,
        fold: false,
        chart,
    }
}

fn about(order: &Order<'_>) -> Sheet {
    let asked = order.data.asked;
    let site = asked.site.map(|site| order.school.site_name(Some(site)).to_owned());
    let averages = format!(
        "Outcome: −2 much less, 0 as hoped, +2 much more than hoped, at the last check of a pupil's place. On “What works” a mean of fewer than {} places is not given. Entry, now, progress and next check are as at the day it was made.",
        least(order)
    );
    let said = [
        ("What it is", order.title()),
        ("School", order.school.info.name.trim().to_owned()),
        ("Site", site.unwrap_or_else(|| "all".to_owned())),
        ("Days", order.days()),
        ("Provisions", asked.which.label().to_owned()),
        ("Grouped by", format!("{}, sorted by {}", order.by.label(), order.sort.label())),
        ("Pupils", order.whose().to_owned()),
        ("Delivered", DELIVERED.to_owned()),
        ("Costs", format!("{COSTS} {NO_RATE}")),
        ("Averages", averages),
        ("Totals", "Each provision and each pupil counts once in a sum, so that the sums of groups may come to more than the sum of all; money comes to the same penny however it is grouped.".to_owned()),
    ];
    let mut rows: Vec<Row> =
        said.into_iter().map(|(label, said)| Row::plain(vec![Cell::text(label), Cell::text(said)])).collect();
    rows.insert(4, Row::plain(vec![Cell::text("Made on"), Cell::Day(asked.today)]));
    Sheet {
        name: "About",
        columns: vec![Column::new("About this map", 18), Column::new("", 110)],
        rows,
        filter: false,
        fold: false,
        chart: None,
    }
}
