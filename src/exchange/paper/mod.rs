//! A paper: what is printed or sent, as plain blocks, before it is a file.
//!
//! Rule: a paper says what stands in it, not how it looks; the writers (DOCX, HTML) make one look of it each. Its file name has
//! initials and a date, never a name.

use chrono::NaiveDate;

/// A bar of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it counts.
    pub label: String,
    /// How long it is; `None` where the figure is kept back.
    pub value: Option<u32>,
    /// The figure as it is read: "12", "fewer than 5".
    pub text: String,
}

/// One part of a paper.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading; 1 is the largest below the title.
    Heading(u8, String),
    /// A paragraph; line breaks stay.
    Para(String),
    /// Small print.
    Note(String),
    /// Labels with what they say, a line each.
    Facts(Vec<(String, String)>),
    /// A list with dots.
    List(Vec<String>),
    /// A table.
    Table {
        /// Widths of the columns in percent of the page, as many as there are columns.
        widths: Vec<u8>,
        /// The headings; empty for a table without.
        head: Vec<String>,
        /// The rows, each as long as `widths`; line breaks stay.
        rows: Vec<Vec<String>>,
    },
    /// Somebody's own words.
    Voice {
        /// Who said them, and when.
        who: String,
        /// The words.
        words: String,
    },
    /// What should be there and is not.
    Missing(String),
    /// Bars side by side, of one kind of count.
    Chart {
        /// What is counted.
        title: String,
        /// The bars in order.
        bars: Vec<Bar>,
    },
    /// A line to cut along; what follows comes back.
    TearOff,
    /// Lines to write on: "Signed", "Date".
    Sign(Vec<String>),
    /// What follows begins on a new page.
    PageBreak,
}

/// A paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    /// What it is, as it stands at the top.
    pub title: String,
    /// The last part of its file's name: "iep", "letter".
    pub slug: &'static str,
    /// Whom it is about, for the file's name: "AO"; "school" where it is about no one child.
    pub initials: String,
    /// Its date.
    pub dated: NaiveDate,
    /// Whether it stands on the school's letterhead.
    pub letterhead: bool,
    /// Whether it lies on its side.
    pub landscape: bool,
    /// Whether it must not run over one page.
    pub one_page: bool,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

impl Paper {
    /// The file's name without its ending: "AO-2026-11-22-iep".
    pub fn file_stem(&self) -> String {
        let initials: String = self.initials.chars().filter(|one| one.is_ascii_alphanumeric()).collect();
        format!("{}-{}-{}", if initials.is_empty() { "X" } else { &initials }, self.dated, self.slug)
    }
}
