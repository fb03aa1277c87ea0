//! The governors' figures as a paper with charts, and as one long table for a spreadsheet.
//!
//! Rule: both repeat what the view shows: what it keeps back is nowhere in them. A cell that a spreadsheet would take for a sum
//! begins with an apostrophe.

use crate::domain::day;
use crate::domain::words::capital;
use crate::exchange::cells::written;
use crate::exchange::paper::{Bar, Block, Paper, Size};
use crate::views::figures::{Cell, Figures, Table};

/// The figures as a paper.
pub fn paper(figures: &Figures) -> Paper {
    let of = if figures.site.is_empty() { String::new() } else { format!(", {}", figures.site) };
    let mut blocks = vec![
        Block::Para(format!("{}{of}: as at {}.", figures.school, day::plain(figures.on))),
        Block::Note(figures.small_print()),
    ];
    for table in figures.tables.iter().filter(|table| !table.rows.is_empty()) {
        blocks.push(Block::Heading(1, table.title.clone()));
        blocks.extend(chart(table));
        blocks.push(rows(table));
        if !table.note.is_empty() {
            blocks.push(Block::Note(table.note.clone()));
        }
    }
    Paper {
        title: "SEN figures".to_owned(),
        slug: "figures",
        initials: "school".to_owned(),
        dated: figures.on,
        letterhead: true,
        size: Size::A4,
        one_page: false,
        blocks,
    }
}

/// Bars of the first column; none where no number of it is shown.
fn chart(table: &Table) -> Option<Block> {
    let parts = table.rows.iter().filter(|row| !row.total);
    let bars: Vec<Bar> = parts
        .filter_map(|row| {
            let cell = *row.cells.first()?;
            Some(Bar { label: capital(&row.label), value: cell.bar(), text: cell.text() })
        })
        .collect();
    let title = table.columns.first().map(|(_, label)| capital(label)).unwrap_or_default();
    bars.iter().any(|bar| bar.value.is_some()).then_some(Block::Chart { title, bars })
}

fn rows(table: &Table) -> Block {
    let count = table.columns.len().max(1);
    let each = u8::try_from(66 / count).unwrap_or(1);
    let first = 100_u8.saturating_sub(each.saturating_mul(u8::try_from(count).unwrap_or(1)));
    Block::Table {
        widths: [first].into_iter().chain(std::iter::repeat_n(each, table.columns.len())).collect(),
        head: [table.rows_are.to_owned()]
            .into_iter()
            .chain(table.columns.iter().map(|(_, label)| capital(label)))
            .collect(),
        rows: table
            .rows
            .iter()
            .map(|row| {
                [capital(&row.label)].into_iter().chain(row.cells.iter().map(|cell| cell.text())).collect()
            })
            .collect(),
    }
}

/// One figure by itself.
#[derive(Debug, PartialEq)]
pub struct Figure<'a> {
    /// Its table.
    pub table: &'a Table,
    /// Its row, in words.
    pub row: &'a str,
    /// Whether the row is a total of others.
    pub total: bool,
    /// Its column's name in files.
    pub column: &'static str,
    /// What stands there.
    pub cell: Cell,
}

/// Every figure, table by table and row by row; places where nothing belongs are left out.
pub fn each(figures: &Figures) -> impl Iterator<Item = Figure<'_>> {
    figures.tables.iter().flat_map(|table| {
        table.rows.iter().flat_map(move |row| {
            let cells = table.columns.iter().zip(&row.cells).filter(|(_, cell)| **cell != Cell::Empty);
            cells.map(move |((column, _), cell)| Figure {
                table,
                row: &row.label,
                total: row.total,
                column,
                cell: *cell,
            })
        })
    })
}

/// The figures as one long table of comma-separated values: day, section, row, column, value.
pub fn csv(figures: &Figures) -> String {
    let mut out = String::from("as_at,section,row,column,value\r\n");
    for figure in each(figures) {
        let day = day::iso(figures.on);
        let plain = figure.cell.plain();
        let cells = [day.as_str(), figure.table.key, figure.row, figure.column, &plain];
        out.push_str(&cells.map(written).join(","));
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::figures::{Row, Shown};

    fn figures() -> Figures {
        let row = |label: &str, cells: [Cell; 2], total| Row {
            label: label.to_owned(),
            cells: cells.to_vec(),
            total,
        };
        Figures {
            on: "2026-11-21".parse().unwrap(),
            school: "Elm School".to_owned(),
            site: String::new(),
            tables: vec![Table {
                key: "impact",
                title: "Impact of provision, 2026/27".to_owned(),
                rows_are: "Intervention",
                columns: vec![("n", "places".to_owned()), ("change", "in a term".to_owned())],
                rows: vec![
                    row("=cmd(), \"x\"", [Cell::Count(Shown::Number(12)), Cell::Change(Some(-3))], false),
                    row("@Lexia", [Cell::Count(Shown::Fewer), Cell::Change(None)], false),
                    row("all", [Cell::Count(Shown::Back), Cell::Empty], true),
                ],
                note: String::new(),
            }],
        }
    }

    #[test]
    fn a_spreadsheet_gets_numbers_and_nothing_to_reckon() {
        assert_eq!(
            csv(&figures()).split("\r\n").collect::<Vec<_>>(),
            [
                "as_at,section,row,column,value",
                "2026-11-21,impact,\"'=cmd(), \"\"x\"\"\",n,12",
                "2026-11-21,impact,\"'=cmd(), \"\"x\"\"\",change,-3",
                "2026-11-21,impact,'@Lexia,n,fewer than 5",
                "2026-11-21,impact,'@Lexia,change,",
                "2026-11-21,impact,all,n,kept back",
                "",
            ]
        );
    }

    #[test]
    fn one_site_beside_the_whole_school_would_tell_and_says_so() {
        let said = |site: &str| Figures { site: site.to_owned(), ..figures() }.small_print();
        assert!(!said("").contains("never both"));
        assert!(said("Elm Road").contains("never both"));
        let page = paper(&Figures { site: "Elm Road".to_owned(), ..figures() });
        assert!(page.blocks.contains(&Block::Note(said("Elm Road"))));
    }

    #[test]
    fn a_chart_has_no_bar_for_what_is_kept_back() {
        let paper = paper(&figures());
        assert_eq!(paper.file_stem(), "school-2026-11-21-figures");
        let bars = paper.blocks.iter().find_map(|block| match block {
            Block::Chart { bars, .. } => Some(bars.clone()),
            _ => None,
        });
        let bars: Vec<(Option<u32>, String)> =
            bars.unwrap().into_iter().map(|bar| (bar.value, bar.text)).collect();
        assert_eq!(bars, [(Some(12), "12".to_owned()), (None, "fewer than 5".to_owned())]);
        let widths = paper.blocks.iter().find_map(|block| match block {
            Block::Table { widths, rows, .. } => Some((widths.clone(), rows[2].clone())),
            _ => None,
        });
        assert_eq!(
            widths.unwrap(),
            (vec![34, 33, 33], vec!["All".to_owned(), "kept back".to_owned(), String::new()])
        );
    }
}
