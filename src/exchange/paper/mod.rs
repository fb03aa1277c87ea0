//! A paper: what is printed or sent, as plain blocks, before it is a file; and its writers.
//!
//! Rule: a paper says what stands in it, not how it looks; the writers ([`html`], [`docx`]) make one look of it each. Its file
//! name has initials and a date, never a name. The same paper, head and letterhead give the same bytes.
//!
//! The head of a paper is made by the writers: school, date and title. A builder gives `title` and `dated` and does not
//! repeat them in the blocks; a salutation and a signature are blocks of its own.
//!
//! [`letterhead`] reads the school's own DOCX file and fills its fields; [`save`] puts a paper into a folder.

pub mod docx;
mod error;
mod head;
pub mod html;
pub mod letterhead;
mod room;
pub mod save;
#[cfg(test)]
mod testing;

use chrono::NaiveDate;

pub use error::PaperError;
pub use head::Head;

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
    /// Boxes, two beside each other, each with what it is called and what stands in it, a line each. On a paper of one page they
    /// fill it.
    Boxes(Vec<(String, String)>),
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

/// Whether a paragraph stays on one page: a few lines that somebody broke, as those of a signature.
fn is_whole(text: &str) -> bool {
    (2..=8).contains(&text.lines().count())
}

/// The sheet of a paper, and which way it lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// A4, upright.
    #[default]
    A4,
    /// A4 on its side.
    A4Lying,
    /// A3 on its side: for a map that hangs on a wall.
    A3Lying,
}

impl Size {
    /// Whether it lies on its side.
    pub fn lies(self) -> bool {
        self != Size::A4
    }
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
    /// The sheet that it is printed on.
    pub size: Size,
    /// Whether it must not run over one page.
    pub one_page: bool,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// Initials that a file's name has at most.
const INITIALS: usize = 6;

impl Paper {
    /// The file's name without its ending: "AO-2026-11-22-iep".
    pub fn file_stem(&self) -> String {
        // A name written letter by letter would stand there whole, and no file's name may be as long as a name.
        let initials: String =
            self.initials.chars().filter(|one| one.is_ascii_alphanumeric()).take(INITIALS).collect();
        format!("{}-{}-{}", if initials.is_empty() { "X" } else { &initials }, self.dated, self.slug)
    }

    /// Whether it must be one page and has more than one takes: of boxes, at the smallest letters that are still read.
    pub fn overflows(&self) -> bool {
        let boxes = self.blocks.iter().find_map(|block| match block {
            Block::Boxes(boxes) => Some(room::room(boxes.iter().map(|(_, said)| said.as_str())).fits),
            _ => None,
        });
        self.one_page && !boxes.unwrap_or_else(|| room::holds(&self.blocks, self.size.lies()))
    }
}

/// What a paper is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For Word and LibreOffice: to be changed and sent.
    Docx,
    /// One file for a browser: to be looked at and printed.
    Html,
}

impl Format {
    /// Every format, the usual first.
    pub const ALL: [Format; 2] = [Format::Docx, Format::Html];

    /// The ending of its files' names, and how it is called on the command line.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Html => "html",
        }
    }

    /// The format with this ending; `None` for a word that is none.
    pub fn parse(text: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.ending().eq_ignore_ascii_case(text.trim()))
    }
}

/// The paper as a file's bytes. `letterhead` is the school's own DOCX file, used for a DOCX paper that stands on it and for
/// nothing else; `None` makes a plain head of what is known of the school. A letterhead's sheet stays as the school made it,
/// whichever way the paper would lie.
///
/// # Errors
/// The letterhead cannot be used, in words.
pub fn write(
    paper: &Paper,
    format: Format,
    head: &Head,
    letterhead: Option<&[u8]>,
) -> Result<Vec<u8>, PaperError> {
    match (format, letterhead) {
        (Format::Html, _) => Ok(html::page(paper, head).into_bytes()),
        (Format::Docx, Some(file)) if paper.letterhead => letterhead::fill(file, paper, head),
        (Format::Docx, _) => docx::file(paper, head),
    }
}
