//! A paper as a DOCX file of our own making, with a plain head made of what is known of the school.
//!
//! Rule: the same paper gives the same bytes; no author, no time, no name of a child but in the text itself. What stands on
//! the page is made in `body`, which a school's own letterhead shares.

pub(super) mod body;
pub(super) mod pack;
mod parts;
pub(super) mod styles;

use super::{Head, Paper, PaperError, Size};
use body::Body;

/// The page's measures in twips (20 to a point).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Width of the sheet.
    pub width: u32,
    /// Height of the sheet.
    pub height: u32,
    /// Left and right margin together.
    pub sides: u32,
}

/// A4 upright, with the margins of a letter.
pub(super) const A4: Page = Page { width: 11906, height: 16838, sides: 2 * 1134 };

impl Page {
    /// Between the margins; never less than a hand's breadth, whatever a file says.
    pub(super) fn room(self) -> u32 {
        self.width.saturating_sub(self.sides).max(2880)
    }
}

/// Margins in twips: sides, and above and below.
fn margins(paper: &Paper) -> (u32, u32) {
    if paper.one_page {
        (850, 737)
    } else if paper.size.lies() {
        (1021, 907)
    } else {
        (A4.sides / 2, 1021)
    }
}

/// The file.
///
/// # Errors
/// Packing failed, which no paper is known to cause.
pub(super) fn file(paper: &Paper, head: &Head) -> Result<Vec<u8>, PaperError> {
    let (side, above) = margins(paper);
    let (width, height) = match paper.size {
        Size::A4 => (A4.width, A4.height),
        Size::A4Lying => (A4.height, A4.width),
        // Twice A4: its breadth is that of two beside each other.
        Size::A3Lying => (2 * A4.width, A4.height),
    };
    let page = Page { width, height, sides: 2 * side };
    let mut body = Body::new(page.room());
    body.head(paper, head);
    body.title(&paper.title);
    body.blocks(paper);
    let section = parts::section(page, side, above, paper.size.lies());
    let document = parts::document(&body.finish(), &section);
    let files: [(&str, String); 8] = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::RELATIONS.to_owned()),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", styles::part()),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/fontTable.xml", parts::FONTS.to_owned()),
        ("word/footer1.xml", parts::footer(page.room())),
    ];
    pack::pack(files.iter().map(|(name, text)| (*name, text.as_bytes())))
}

#[cfg(test)]
#[path = "docx/tests.rs"]
mod tests;
