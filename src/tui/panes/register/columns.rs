//! The columns of the register for any width.
//!
//! Rule: the name comes first and is as wide as the longest one, within reason, so that it is not cut for the sake of
//! another column; the class likewise. The others come in the order of their worth as there is room; what is left over widens the needs.

use chrono::NaiveDate;
use ratatui::text::{Line, Span};

use crate::domain::day;
use crate::text::{clean, fit, pad, pad_left, width};
use crate::tui::theme::Theme;
use crate::views::register::{RegisterLine, Shown};

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The name.
    Name,
    /// Year and class.
    Place,
    /// The stage.
    Stage,
    /// Needs, the main one first.
    Needs,
    /// The next review.
    Next,
    /// For leavers, the last day.
    Left,
    /// The last review.
    Last,
    /// Since when at the stage.
    Since,
    /// The site.
    Site,
    /// How many provisions run.
    Provisions,
    /// Pupil premium and EAL.
    Flags,
    /// UPN.
    Upn,
}

use Column::{Flags, Last, Left, Name, Needs, Next, Place, Provisions, Since, Site, Stage, Upn};

impl Column {
    /// Its heading.
    fn title(self) -> &'static str {
        match self {
            Name => "name",
            Place => "class",
            Stage => "stage",
            Needs => "needs",
            Next => "next review",
            Left => "left",
            Last => "last review",
            Since => "since",
            Site => "site",
            Provisions => "prov",
            Flags => "flags",
            Upn => "UPN",
        }
    }

    /// How many columns of the screen it takes at least.
    fn least(self) -> usize {
        match self {
            Name => 14,
            Place => 9,
            Stage => 7,
            Needs => 11,
            Next | Upn => 13,
            Left | Last | Since => 11,
            Site => 10,
            Provisions => 4,
            Flags => 6,
        }
    }

    fn text(self, line: &RegisterLine, today: NaiveDate) -> String {
        let row = &line.row;
        let plain = |date: Option<NaiveDate>| date.map(day::plain).unwrap_or_default();
        match self {
            Name => row.who.name.clone(),
            Place => place(line),
            Stage => line.stage_short().to_owned(),
            Needs => line.needs(),
            Next => line.next_cell(today),
            Left => plain(row.left),
            Last => plain(row.last_review),
            Since => plain(row.since),
            Site => line.site.clone(),
            Provisions => match row.provisions(today) {
                0 => String::new(),
                some => some.to_string(),
            },
            Flags => line.flags(),
            Upn => row.upn.clone(),
        }
    }
}

/// Year and class. Classes stand below each other whatever the year: "R  Teal", "Y4 Lark".
fn place(line: &RegisterLine) -> String {
    let who = &line.row.who;
    match who.year {
        Some(year) if who.place() != who.class => format!("{:<2} {}", year.short(), who.class),
        _ => who.class.clone(),
    }
}

/// How wide the longest of some cells are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Longest {
    /// The longest name.
    pub name: usize,
    /// The longest year and class.
    pub place: usize,
}

impl Longest {
    /// Of these lines too.
    pub fn with(self, line: &RegisterLine) -> Longest {
        Longest {
            name: self.name.max(width(&clean(&line.row.who.name))),
            place: self.place.max(width(&clean(&place(line)))),
        }
    }
}

/// Columns in their order on the screen, with how wide each is.
pub type Columns = Vec<(Column, usize)>;

/// In the order of their worth.
fn wanted(shown: Shown, sites: bool) -> Vec<Column> {
    let mut wanted = vec![Place, Stage, Needs];
    wanted.push(if shown == Shown::Leavers { Left } else { Next });
    wanted.extend([Flags, Last]);
    wanted.extend(sites.then_some(Site));
    wanted.extend([Since, Provisions, Upn]);
    wanted
}

/// On the screen from the left.
const ORDER: [Column; 12] =
    [Name, Place, Stage, Needs, Next, Left, Last, Since, Site, Provisions, Flags, Upn];

/// The widest that the column of names gets.
pub const LONGEST_NAME: usize = 32;

/// The columns that fit into a width. `sites` says whether the school has more than one.
pub fn columns(width: usize, longest: Longest, shown: Shown, sites: bool) -> Columns {
    let name = longest.name.clamp(Name.least(), LONGEST_NAME).min(width);
    let mut room = width - name;
    let mut chosen = vec![(Name, name)];
    for column in wanted(shown, sites) {
        let Some(left) = room.checked_sub(column.least() + 1) else { break };
        room = left;
        chosen.push((column, column.least()));
    }
    for (column, most) in [(Place, longest.place.min(14)), (Needs, 20), (Site, 18), (Needs, 30)] {
        if let Some((_, wide)) = chosen.iter_mut().find(|(one, _)| *one == column) {
            let more = most.min(*wide + room).saturating_sub(*wide);
            *wide += more;
            room -= more;
        }
    }
    chosen.sort_by_key(|(column, _)| ORDER.iter().position(|one| one == column));
    chosen
}

/// The line of headings. Over the names stands which list it is.
pub fn heading(columns: &Columns, list: &str, theme: Theme) -> Line<'static> {
    let title = |column: Column| if column == Name { list } else { column.title() };
    let cells: Vec<String> = columns.iter().map(|(column, wide)| pad(title(*column), *wide)).collect();
    Line::styled(format!("   {}", cells.join(" ").trim_end()), theme.quiet())
}

/// One pupil's line.
pub fn row(line: &RegisterLine, columns: &Columns, today: NaiveDate, theme: Theme) -> Line<'static> {
    let mut spans = Vec::with_capacity(columns.len() * 2);
    for (at, (column, wide)) in columns.iter().enumerate() {
        if at > 0 {
            spans.push(Span::raw(" "));
        }
        let text = column.text(line, today);
        let text = clean(&text);
        let cell = match column {
            Provisions => pad_left(&text, *wide),
            _ => pad(&fit(&text, *wide), *wide),
        };
        let style = match column {
            Name => theme.title(),
            Next if line.is_late(today) => theme.late(),
            _ => theme.text(),
        };
        spans.push(Span::styled(cell, style));
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(width: usize, name: usize, shown: Shown, sites: bool) -> String {
        let columns = columns(width, Longest { name, place: 9 }, shown, sites);
        columns
            .iter()
            .map(|(column, wide)| format!("{}:{wide}", column.title()))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn columns_come_as_there_is_room() {
        for (width, name, shown, sites, expected) in [
            (0, 20, Shown::Register, true, "name:0"),
            (10, 20, Shown::Register, true, "name:10"),
            (37, 24, Shown::Register, true, "name:24 class:9"),
            (77, 20, Shown::Register, true, "name:20 class:9 stage:7 needs:17 next review:13 flags:6"),
            (77, 30, Shown::Register, true, "name:30 class:9 stage:7 needs:14 next review:13"),
            (77, 99, Shown::Register, true, "name:32 class:9 stage:7 needs:12 next review:13"),
            (77, 3, Shown::Leavers, false, "name:14 class:9 stage:7 needs:13 left:11 last review:11 flags:6"),
            (
                117,
                24,
                Shown::Register,
                true,
                "name:24 class:9 stage:7 needs:13 next review:13 last review:11 since:11 site:10 prov:4 flags:6",
            ),
        ] {
            assert_eq!(said(width, name, shown, sites), expected, "{width} {name}");
        }
    }

    #[test]
    fn columns_fill_no_more_than_the_width() {
        for width in 0..260 {
            for shown in Shown::ALL {
                let columns = columns(width, Longest { name: width / 3, place: width / 9 }, shown, true);
                let used: usize = columns.iter().map(|(_, wide)| wide + 1).sum();
                assert!(used <= width + 1, "{width}: {columns:?}");
            }
        }
    }
}
