//! A workbook out of plain tables: sheets, typed cells and charts that Excel and LibreOffice draw themselves.
//!
//! Rule: a cell is data and never a sum. Text is text whatever it begins with, nothing becomes a link, and no cell holds a
//! formula; what would be one if somebody typed it again is marked as text for good. No name of a user stands in the file,
//! and the same book gives the same bytes. `rust_xlsxwriter` is named here and nowhere else.

#[cfg(test)]
#[path = "xlsx/tests.rs"]
mod tests;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Chart as Drawn, ChartFormat, ChartLegendPosition, ChartPatternFill, ChartPatternFillType, ChartRange,
    ChartSolidFill, ChartType, Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

use super::paper::PaperError;
use crate::text::clean_multiline;

/// Characters that a cell takes: Excel's own limit is 32,767, and it counts some as two.
const CELL: usize = 16_000;

/// Characters that a line at the top of a printed page takes; Excel's own limit is 255 with its marks.
const TOP: usize = 120;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing: not known, or nothing to say.
    Empty,
    /// Text, whatever it begins with.
    Text(String),
    /// A count.
    Count(i64),
    /// A count with its sign: +1, −2.
    Signed(i64),
    /// Money in pence, shown in pounds.
    Pence(i64),
    /// Per cent, from 0: 78 is shown as 78%, as a sheet has it.
    Percent(u32),
    /// A mean of outcomes, with its sign and one decimal.
    Mean(f64),
    /// A ratio, with one decimal.
    Ratio(f64),
    /// A day.
    Day(NaiveDate),
}

impl Cell {
    /// Text; [`Cell::Empty`] for none.
    pub fn text(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    /// A count of things.
    pub fn count(count: usize) -> Cell {
        Cell::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// One column of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading.
    pub head: String,
    /// Its width in letters.
    pub width: u16,
}

impl Column {
    /// One with this heading, so many letters wide.
    pub fn new(head: impl Into<String>, width: u16) -> Column {
        Column { head: head.into(), width }
    }
}

/// How much a row weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// A row among others.
    Plain,
    /// The heading of a group, with its totals.
    Group,
    /// The sum of all.
    Total,
}

/// One row of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// How much it weighs.
    pub weight: Weight,
    /// Its cells, at most as many as there are columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A row among others.
    pub fn plain(cells: Vec<Cell>) -> Row {
        Row { weight: Weight::Plain, cells }
    }
}

/// Columns beside each other, or bars of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Upright, the series on top of each other.
    StackedColumns,
    /// Lying, the series behind each other.
    StackedBars,
}

/// How a series is filled: a colour, and hatching where it must be told apart without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// Red, green and blue.
    pub rgb: u32,
    /// Whether it is hatched.
    pub hatched: bool,
}

/// A chart. Its numbers are the sheet's own cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What its numbers are: the name of their axis.
    pub counts: &'static str,
    /// How it looks.
    pub look: Look,
    /// The first and the last of the sheet's rows that it shows, from 0.
    pub rows: (usize, usize),
    /// The column with what each row is.
    pub labels: u16,
    /// The columns that are series, with how each is filled; the column's heading is the series' name.
    pub series: Vec<(u16, Fill)>,
    /// Whether the numbers are money.
    pub money: bool,
}

/// One sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What its tab says: at most 31 letters, none of `[]:*?/\`.
    pub name: &'static str,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows below the headings.
    pub rows: Vec<Row>,
    /// Whether readers may narrow it by its columns: for a flat table.
    pub filter: bool,
    /// Whether the rows below each heading of a group can be folded away.
    pub fold: bool,
    /// Its chart, beside the rows; more than one would lie on top of each other.
    pub chart: Option<Chart>,
}

/// A workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    /// What stands at the top of each printed page; names no pupil.
    pub title: String,
    /// The day that it was made.
    pub made: NaiveDate,
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// The workbook as a file's bytes.
///
/// # Errors
/// A sheet is larger than the format takes: more than a million rows.
pub fn file(book: &Book) -> Result<Vec<u8>, PaperError> {
    written(book).map_err(|error| PaperError::new(format!("the workbook cannot be written: {error}")))
}

fn written(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut out = Workbook::new();
    let made = ExcelDateTime::from_ymd(
        u16::try_from(book.made.year()).unwrap_or(1900),
        u8::try_from(book.made.month()).unwrap_or(1),
        u8::try_from(book.made.day()).unwrap_or(1),
    )?;
    out.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for one in &book.sheets {
        sheet(out.add_worksheet(), one, &book.title)?;
    }
    out.save_to_buffer()
}

fn row_number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn sheet(to: &mut Worksheet, sheet: &Sheet, title: &str) -> Result<(), XlsxError> {
    to.set_name(sheet.name)?;
    let last_column = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let head = look(Weight::Group)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border_bottom(FormatBorder::Medium);
    for (at, column) in (0..).zip(&sheet.columns) {
        to.set_column_width(at, f64::from(column.width))?;
        // A heading stands over its figures.
        let format = if is_of_figures(sheet, at) {
            head.clone().set_align(FormatAlign::Right)
        } else {
            head.clone().set_indent(1)
        };
        to.write_string_with_format(0, at, said(&column.head), &quoted(format, &column.head))?;
    }
    let heads = sheet.columns.iter().map(|column| (column.head.as_str(), column.width));
    to.set_row_height(0, lines(heads) * LINE)?;
    for (at, row) in (1..).zip(&sheet.rows) {
        let texts =
            (0..).zip(row.cells.iter().zip(&sheet.columns)).filter_map(|(at, (cell, column))| match cell {
                Cell::Text(text) if wraps(row.weight, at) => Some((text.as_str(), column.width)),
                _ => None,
            });
        let high = lines(texts);
        if high > 1 {
            to.set_row_height(at, high * LINE)?;
        }
        for (column, cell) in (0..).zip(row.cells.iter().take(sheet.columns.len())) {
            put(to, at, column, cell, row.weight)?;
        }
    }
    if sheet.fold {
        to.group_symbols_above(true);
        let mut at: u32 = 1;
        for part in sheet.rows.chunk_by(|a, b| a.weight == b.weight) {
            let after = at.saturating_add(row_number(part.len()));
            if part.first().is_some_and(|row| row.weight == Weight::Plain) {
                to.group_rows(at, after - 1)?;
            }
            at = after;
        }
    }
    to.set_freeze_panes(1, 0)?;
    if sheet.filter && !sheet.rows.is_empty() {
        to.autofilter(0, 0, row_number(sheet.rows.len()), last_column)?;
    }
    // 8 is A3; as many pages long as it needs.
    to.set_paper_size(8).set_landscape().set_print_fit_to_pages(1, 0);
    to.set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3);
    to.set_repeat_rows(0, 0)?;
    // "&" begins a command there.
    let top: String = said(title).replace('\n', " ").chars().take(TOP).collect();
    to.set_header(format!("&L{}  {}", top.replace('&', "&&"), sheet.name));
    to.set_footer("&LConfidential&RPage &P of &N");
    // Below the rows a high one would be cut in two by the end of a printed page.
    if let Some(chart) = &sheet.chart {
        to.insert_chart(1, last_column.saturating_add(2), &draw(sheet, chart)?)?;
    }
    Ok(())
}

/// Whether a text goes on in a second line of its cell: a heading runs on over the empty cells beside it.
fn wraps(weight: Weight, column: u16) -> bool {
    weight == Weight::Plain || column > 0
}

/// Whether a column has figures, which stand at the right of their cells.
fn is_of_figures(sheet: &Sheet, column: u16) -> bool {
    let cells = sheet.rows.iter().filter_map(|row| row.cells.get(usize::from(column)));
    cells
        .filter(|cell| **cell != Cell::Empty)
        .take(1)
        .any(|cell| !matches!(cell, Cell::Text(_) | Cell::Day(_)))
}

/// Text as a cell takes it.
fn said(text: &str) -> String {
    clean_multiline(text).chars().take(CELL).collect()
}

/// Whether it would be a sum if somebody typed it.
fn is_sum(text: &str) -> bool {
    text.trim_start().starts_with(['=', '+', '-', '@'])
}

fn quoted(format: Format, text: &str) -> Format {
    if is_sum(text) { format.set_quote_prefix() } else { format }
}

fn look(weight: Weight) -> Format {
    let format = Format::new().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Hair);
    match weight {
        Weight::Plain => format,
        Weight::Group => format.set_bold().set_background_color(Color::RGB(0x00E3_E3E3)),
        Weight::Total => format.set_bold().set_border_top(FormatBorder::Medium),
    }
}

fn put(to: &mut Worksheet, row: u32, column: u16, cell: &Cell, weight: Weight) -> Result<(), XlsxError> {
    let format = look(weight);
    match cell {
        Cell::Empty => to.write_blank(row, column, &format)?,
        Cell::Text(text) => {
            let text = said(text);
            let format = if wraps(weight, column) { format.set_text_wrap() } else { format };
            // Off the figure that stands at the right of the cell before.
            let format = quoted(format.set_align(FormatAlign::Left).set_indent(1), &text);
            to.write_string_with_format(row, column, text, &format)?
        }
        // What an i64 of a school counts is far below what a number of a sheet holds exactly.
        Cell::Count(count) => {
            to.write_number_with_format(row, column, *count as f64, &format.set_num_format("#,##0"))?
        }
        Cell::Signed(count) => {
            to.write_number_with_format(row, column, *count as f64, &format.set_num_format("+0;-0;0"))?
        }
        Cell::Pence(pence) => to.write_number_with_format(
            row,
            column,
            *pence as f64 / 100.0,
            &format.set_num_format("£#,##0.00"),
        )?,
        Cell::Percent(percent) => to.write_number_with_format(
            row,
            column,
            f64::from(*percent) / 100.0,
            &format.set_num_format("0%"),
        )?,
        Cell::Mean(mean) if mean.is_finite() => {
            to.write_number_with_format(row, column, *mean, &format.set_num_format("+0.0;-0.0;0.0"))?
        }
        Cell::Ratio(ratio) if ratio.is_finite() => {
            to.write_number_with_format(row, column, *ratio, &format.set_num_format("0.0"))?
        }
        Cell::Mean(_) | Cell::Ratio(_) => to.write_blank(row, column, &format)?,
        Cell::Day(day) => {
            let date = ExcelDateTime::from_ymd(
                u16::try_from(day.year()).unwrap_or(1900),
                u8::try_from(day.month()).unwrap_or(1),
                u8::try_from(day.day()).unwrap_or(1),
            )?;
            let format = format.set_num_format("dd mmm yyyy").set_align(FormatAlign::Left).set_indent(1);
            to.write_datetime_with_format(row, column, &date, &format)?
        }
    };
    Ok(())
}

/// A stack up to which each one has a line of the chart.
const FEW: i64 = 12;

/// The highest stack of a chart of counts.
fn most(sheet: &Sheet, chart: &Chart) -> i64 {
    let count = |row: &Row, column: u16| match row.cells.get(usize::from(column)) {
        Some(Cell::Count(count)) => *count,
        _ => 0,
    };
    let rows = sheet.rows.iter().skip(chart.rows.0).take(chart.rows.1.saturating_sub(chart.rows.0) + 1);
    rows.map(|row| chart.series.iter().map(|(column, _)| count(row, *column)).sum()).max().unwrap_or(0)
}

/// Points that a line of text is high.
const LINE: u16 = 15;

/// Lines that a row needs so that its wrapped texts are seen whole: LibreOffice does not reckon them by itself.
fn lines<'a>(texts: impl Iterator<Item = (&'a str, u16)>) -> u16 {
    let of = |(text, wide): (&str, u16)| {
        let wide = usize::from(wide.saturating_sub(2).max(1));
        // Words are not broken: some of each line stays empty.
        let lines: usize =
            text.lines().map(|line| (line.chars().count() * 9 / 8).div_ceil(wide).max(1)).sum();
        u16::try_from(lines).unwrap_or(u16::MAX)
    };
    texts.map(of).max().unwrap_or(1).clamp(1, 26)
}

/// The chart.
fn draw(sheet: &Sheet, chart: &Chart) -> Result<Drawn, XlsxError> {
    let (first, last) = (row_number(chart.rows.0 + 1), row_number(chart.rows.1 + 1));
    let bars = last.saturating_sub(first) + 1;
    let (kind, high) = match chart.look {
        Look::StackedColumns => (ChartType::ColumnStacked, 380),
        Look::StackedBars => (ChartType::BarStacked, 140 + 32 * bars.min(40)),
    };
    let mut out = Drawn::new(kind);
    for (column, fill) in &chart.series {
        let mut look = ChartFormat::new();
        if fill.hatched {
            look.set_pattern_fill(
                ChartPatternFill::new()
                    .set_pattern(ChartPatternFillType::DiagonalStripesDarkUpwards)
                    .set_foreground_color(Color::RGB(fill.rgb))
                    .set_background_color(Color::White),
            );
        } else {
            look.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(fill.rgb)));
        }
        out.add_series()
            // A reference: a name of letters could begin as a sum does.
            .set_name(&ChartRange::new_from_range(sheet.name, 0, *column, 0, *column))
            .set_categories(&ChartRange::new_from_range(sheet.name, first, chart.labels, last, chart.labels))
            .set_values(&ChartRange::new_from_range(sheet.name, first, *column, last, *column))
            .set_format(&mut look)
            .set_gap(60);
    }
    out.title().set_name(&said(&chart.title));
    let numbers = if chart.money { "£#,##0" } else { "0" };
    // The axis of numbers lies where the bars lie.
    let axis = match chart.look {
        Look::StackedColumns => out.y_axis(),
        Look::StackedBars => out.x_axis(),
    };
    axis.set_num_format(numbers).set_min(0).set_name(chart.counts);
    if !chart.money && most(sheet, chart) <= FEW {
        // There is no half of a pupil.
        axis.set_major_unit(1);
    }
    if chart.look == Look::StackedBars {
        // Excel draws the first bar at the bottom.
        out.y_axis().set_reverse();
    }
    let named =
        sheet.columns.get(usize::from(chart.labels)).map(|column| said(&column.head)).unwrap_or_default();
    match chart.look {
        Look::StackedColumns => out.x_axis().set_name(&named),
        Look::StackedBars => out.y_axis().set_name(&named),
    };
    out.legend().set_position(ChartLegendPosition::Bottom);
    out.set_width(1000).set_height(high).set_alt_text(said(&chart.title));
    Ok(out)
}
