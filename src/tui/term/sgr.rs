//! Colours and attributes as `ESC [ … m`, told as differences: only what changes is sent, or a
//! reset and the new look where that is shorter.

use std::fmt::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// How the next character printed will look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// Attributes that show where there is no ink.
pub(super) const SEEN_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK);

/// Each attribute with its code; the code that ends it ends its neighbour in the same row too.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Pen {
    /// The look of `cell`.
    pub(super) fn of(cell: &Cell) -> Pen {
        Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Whether a blank printed or a line erased with this pen is plain background.
    pub(super) fn erases_plainly(self) -> bool {
        self.bg == Color::Reset && !self.modifier.intersects(SEEN_ON_BLANK)
    }

    /// Whether a character of the look `want` can be printed without changing the pen: a blank has
    /// no ink, so that its colour and weight do not matter.
    pub(super) fn serves(self, want: Pen, blank: bool) -> bool {
        let seen = want.modifier & SEEN_ON_BLANK;
        let fills = self.bg == want.bg && self.modifier & SEEN_ON_BLANK == seen;
        self == want || (blank && fills && (seen.is_empty() || self.fg == want.fg))
    }

    /// Changes the pen to `want`, in the fewest bytes.
    pub(super) fn change(&mut self, want: Pen, out: &mut Vec<u8>) {
        if *self == want {
            return;
        }
        let (mut step, mut fresh) = (String::new(), String::from("0"));
        codes(*self, want, &mut step);
        codes(Pen::default(), want, &mut fresh);
        let codes = match fresh.as_str() {
            "0" => "",
            _ if fresh.len() < step.len() => &fresh,
            _ => &step,
        };
        out.extend_from_slice(b"\x1b[");
        out.extend_from_slice(codes.as_bytes());
        out.push(b'm');
        *self = want;
    }
}

fn codes(from: Pen, to: Pen, out: &mut String) {
    let mut have = from.modifier;
    let gone = from.modifier - to.modifier;
    for (attribute, _, off) in ATTRIBUTES {
        if gone.contains(attribute) && have.contains(attribute) {
            code(off, out);
            have -=
                ATTRIBUTES.iter().filter(|row| row.2 == off).fold(Modifier::empty(), |all, row| all | row.0);
        }
    }
    for (attribute, on, _) in ATTRIBUTES {
        if (to.modifier - have).contains(attribute) {
            code(on, out);
        }
    }
    if from.fg != to.fg {
        colour(to.fg, 30, out);
    }
    if from.bg != to.bg {
        colour(to.bg, 40, out);
    }
}

fn code(code: u8, out: &mut String) {
    if !out.is_empty() {
        out.push(';');
    }
    // Writing to a String cannot fail.
    let _ = write!(out, "{code}");
}

/// `base` is 30 for the ink, 40 for the ground.
fn colour(colour: Color, base: u8, out: &mut String) {
    let number = match colour {
        Color::Reset => return code(base + 9, out),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(number) => number,
        Color::Rgb(r, g, b) => {
            code(base + 8, out);
            let _ = write!(out, ";2;{r};{g};{b}");
            return;
        }
    };
    match number {
        0..=7 => code(base + number, out),
        8..=15 => code(base + 60 + number - 8, out),
        _ => {
            code(base + 8, out);
            let _ = write!(out, ";5;{number}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pen(fg: Color, bg: Color, modifier: Modifier) -> Pen {
        Pen { fg, bg, modifier }
    }

    #[test]
    fn only_the_difference_is_sent() {
        let plain = Pen::default();
        let bold = pen(Color::Reset, Color::Reset, Modifier::BOLD);
        let both = pen(Color::Reset, Color::Reset, Modifier::BOLD | Modifier::DIM);
        let red_bold = pen(Color::Red, Color::Reset, Modifier::BOLD);
        let marked = pen(Color::Red, Color::Indexed(236), Modifier::BOLD | Modifier::REVERSED);
        let rgb = pen(Color::Rgb(1, 2, 3), Color::LightBlue, Modifier::empty());
        let cases = [
            (plain, plain, ""),
            (plain, bold, "\x1b[1m"),
            (bold, plain, "\x1b[m"),
            (bold, both, "\x1b[2m"),
            (both, bold, "\x1b[0;1m"),
            (bold, red_bold, "\x1b[31m"),
            (red_bold, bold, "\x1b[39m"),
            (marked, red_bold, "\x1b[27;49m"),
            (red_bold, marked, "\x1b[7;48;5;236m"),
            (marked, plain, "\x1b[m"),
            (plain, rgb, "\x1b[38;2;1;2;3;104m"),
        ];
        for (from, to, bytes) in cases {
            let mut out = Vec::new();
            let mut now = from;
            now.change(to, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), bytes, "{from:?} to {to:?}");
            assert_eq!(now, to);
        }
    }

    #[test]
    fn a_coloured_ink_still_prints_a_plain_blank() {
        let ink = pen(Color::Red, Color::Reset, Modifier::BOLD);
        let ground = pen(Color::Reset, Color::Red, Modifier::empty());
        let line = pen(Color::Reset, Color::Reset, Modifier::UNDERLINED);
        assert!(ink.serves(Pen::default(), true));
        assert!(!ink.serves(Pen::default(), false));
        assert!(!ground.serves(Pen::default(), true));
        assert!(!line.serves(Pen::default(), true));
    }
}
