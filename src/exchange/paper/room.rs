//! How much room boxes take on a page that must be one page.
//!
//! Rule: reckoned in the letters of Arial, whose widths are those of Liberation Sans and Helvetica, and rather too much than
//! too little: what is said to fit must fit in Word, in LibreOffice and in a browser. `tests/papers.rs` measures it.

use super::Block;

/// Widths of the letters from blank to `~`, in thousandths of their size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Sizes of letters that are tried, in half points, the best to read first.
const SIZES: [u32; 7] = [26, 24, 22, 21, 20, 19, 18];

/// Twips that a line of a box is wide, on paper and in a browser.
const LINE: u32 = 4650;

/// Twips that a box has beside its lines: heading, margins, border.
const FRAME: u32 = 590;

/// Twips after each line that was typed.
const AFTER: u32 = 60;

/// Twips that all rows of boxes have together on an A4 sheet, below the title and above the small print.
const PAGE: u32 = 13_300;

/// How boxes are written on a page of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// The letters' size in half points.
    pub size: u32,
    /// Whether the boxes stay on one page at this size.
    pub fits: bool,
}

/// Thousandths of the size that a letter is wide.
fn width(letter: char) -> u32 {
    let ascii = u32::from(letter).checked_sub(32).and_then(|at| WIDTHS.get(at as usize));
    match ascii {
        Some(width) => u32::from(*width),
        None if unicode_width::UnicodeWidthChar::width(letter) == Some(0) => 0,
        None if letter < '\u{250}' => 800,
        None => 1050,
    }
}

/// Whether the letter comes out of another font, whose lines are higher.
fn is_foreign(letter: char) -> bool {
    letter >= '\u{250}' && !('\u{2010}'..='\u{203a}').contains(&letter) && letter != '€'
}

/// Lines that one typed line takes at this size in a box, its words kept whole.
fn lines(text: &str, size: u32) -> u32 {
    lines_of(text, size, LINE)
}

/// Lines that one typed line takes at this size in so many twips, its words kept whole.
fn lines_of(text: &str, size: u32, wide: u32) -> u32 {
    // Twips that a letter of a thousand takes: ten to the half point.
    let room = (wide * 100 / size).max(2_000);
    let (mut lines, mut used) = (1, 0);
    for word in text.split_whitespace() {
        let wide: u32 = word.chars().map(width).sum();
        if used > 0 && used + WIDTHS[0] as u32 + wide > room {
            lines += 1;
            used = 0;
        }
        used += wide + if used > 0 { u32::from(WIDTHS[0]) } else { 0 };
        // A word longer than a line is broken, and each break may waste a letter.
        while used > room {
            lines += 1;
            used -= room.saturating_sub(1050);
        }
    }
    lines
}

/// Twips that one box is high at this size.
fn height(text: &str, size: u32) -> u32 {
    let foreign = if text.chars().any(is_foreign) { 135 } else { 100 };
    let line = size * 10 * 121 * foreign / 10_000;
    let typed = text.lines().map(str::trim).filter(|line| !line.is_empty());
    typed.fold(FRAME, |sum, one| sum.saturating_add(lines(one, size).saturating_mul(line) + AFTER))
}

/// How these boxes, two beside each other, are written so that they stay on one page.
pub fn room<'a>(boxes: impl IntoIterator<Item = &'a str>) -> Room {
    let boxes: Vec<&str> = boxes.into_iter().collect();
    let fits = |size: u32| {
        let rows = boxes.chunks(2).map(|pair| pair.iter().map(|text| height(text, size)).max().unwrap_or(0));
        rows.fold(0_u32, u32::saturating_add) <= PAGE
    };
    match SIZES.into_iter().find(|size| fits(*size)) {
        Some(size) => Room { size, fits: true },
        None => Room { size: SIZES[SIZES.len() - 1], fits: false },
    }
}

/// Twips between the margins of a page that must be one page: across and down, on its side.
const LYING: (u32, u32) = (15_000, 10_200);

/// The same, upright.
const UPRIGHT: (u32, u32) = (10_100, 15_100);

/// Twips that school, date and title take at the top, and what stands at the foot.
const TOP: u32 = 1_150;

/// Twips that a text is high at this size in so many twips, its typed lines each anew.
fn text_height(text: &str, size: u32, wide: u32) -> u32 {
    let foreign = if text.chars().any(is_foreign) { 135 } else { 100 };
    let line = size * 10 * 123 * foreign / 10_000;
    let typed = text.lines().map(|one| lines_of(one, size, wide)).fold(0_u32, u32::saturating_add);
    typed.max(1).saturating_mul(line)
}

/// Twips that one block is high on a page so wide.
fn block_height(block: &Block, wide: u32) -> u32 {
    let cell = |text: &str, part: u32| text_height(text, 20, (wide * part / 100).saturating_sub(190)) + 105;
    match block {
        Block::Heading(_, text) => text_height(text, 26, wide) + 320,
        Block::Para(text) | Block::Missing(text) => text_height(text, 22, wide) + 300,
        Block::Note(text) => text_height(text, 18, wide) + 100,
        Block::Facts(facts) => {
            let high = |(_, said): &(String, String)| text_height(said, 22, wide * 72 / 100) + 105;
            facts.iter().map(high).fold(120, u32::saturating_add)
        }
        Block::List(items) => {
            items.iter().map(|item| text_height(item, 22, wide - 340) + 90).fold(0, u32::saturating_add)
        }
        Block::Table { widths, head, rows } => {
            let high = |row: &Vec<String>| {
                let cells = row.iter().zip(widths).map(|(text, part)| cell(text, u32::from(*part)));
                cells.max().unwrap_or(0)
            };
            rows.iter().chain([head]).map(high).fold(160, u32::saturating_add)
        }
        Block::Voice { words, .. } => text_height(words, 22, wide - 230) + 500,
        Block::Boxes(_) | Block::TearOff | Block::PageBreak => 0,
        Block::Chart { bars, .. } => {
            u32::try_from(bars.len()).unwrap_or(u32::MAX / 400).saturating_mul(330) + 400
        }
        Block::Sign(_) => 700,
    }
}

/// Whether blocks stay on one page below its title. Boxes have a reckoning of their own: [`room`].
pub fn holds(blocks: &[Block], lies: bool) -> bool {
    let (wide, high) = if lies { LYING } else { UPRIGHT };
    blocks.iter().map(|block| block_height(block, wide)).fold(TOP, u32::saturating_add) <= high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_some_rows_and_not_many() {
        let table = |rows: usize| Block::Table {
            widths: vec![50, 50],
            head: vec!["What".into(), "How".into()],
            rows: vec![vec!["Language group".into(), "14 of 18 sessions".into()]; rows],
        };
        assert!(holds(&[table(20)], true));
        assert!(!holds(&[table(30)], true));
        assert!(holds(&[table(30)], false));
        let long = Block::Para("Give me a minute before I have to answer you. ".repeat(200));
        assert!(!holds(&[long], true));
    }

    #[test]
    fn what_is_little_is_large_and_what_is_much_is_small() {
        assert_eq!(room(["one", "two", "three", "four"]), Room { size: 26, fits: true });
        let much = "Give me a minute before I have to answer you.\n".repeat(19);
        let small = room([much.as_str(), "", "", &much]);
        assert!(small.fits && small.size < 22, "{small:?}");
        let more = much.repeat(2);
        assert_eq!(room([more.as_str(), "", "", &more]), Room { size: 18, fits: false });
        assert_eq!(room([]), Room { size: 26, fits: true });
    }

    #[test]
    fn wide_letters_take_more_room() {
        assert_eq!(lines("iiii iiii", 22), 1);
        assert!(lines(&"W".repeat(60), 22) > lines(&"i".repeat(60), 22));
        assert!(height("漢字", 22) > height("ab", 22));
        // 46 letters of plain English are one line.
        assert_eq!(lines("Give me a minute before I have to answer you", 22), 1);
    }
}
