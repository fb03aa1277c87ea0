//! How much room boxes take on a page that must be one page.
//!
//! Rule: reckoned in the letters of Arial, whose widths are those of Liberation Sans and Helvetica, and rather too much than
//! too little: what is said to fit must fit in Word, in LibreOffice and in a browser. `tests/papers.rs` measures it.

/// Widths of the letters from blank to `~`, in thousandths of their size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// Sizes of letters that are tried, in half points, the best to read first.
const SIZES: [u32; 5] = [22, 21, 20, 19, 18];

/// Twips that a line of a box is wide, on paper and in a browser.
const LINE: u32 = 4650;

/// Twips that a box has beside its lines: heading, margins, border.
const FRAME: u32 = 560;

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

/// Lines that one typed line takes at this size, its words kept whole.
fn lines(text: &str, size: u32) -> u32 {
    // Twips that a letter of a thousand takes: ten to the half point.
    let room = LINE * 1000 / (size * 10);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_little_is_large_and_what_is_much_is_small() {
        assert_eq!(room(["one", "two", "three", "four"]), Room { size: 22, fits: true });
        let much = "Give me a minute before I have to answer you.\n".repeat(19);
        let small = room([much.as_str(), "", "", &much]);
        assert!(small.fits && small.size < 22, "{small:?}");
        let more = much.repeat(2);
        assert_eq!(room([more.as_str(), "", "", &more]), Room { size: 18, fits: false });
        assert_eq!(room([]), Room { size: 22, fits: true });
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
