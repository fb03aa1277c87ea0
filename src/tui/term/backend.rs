//! `LineBackend`: what ratatui draws on, made for slow lines.
//!
//! The rules: it keeps its own copy of what the terminal shows; nothing is sent before `flush`, and
//! then in one write; nothing at all is sent when nothing changed; the terminal is never asked anything.
//! A frame is painted in more than one way where that may pay (as it stands, after a scroll, after clearing)
//! and the shortest is sent.
//!
//! The size is told, by `new` and `resize`, since asking costs a system call a frame.

use std::io::{self, Write};
use std::time::Duration;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::grid::Grid;
use super::moves::Cursor;
use super::paint::Painter;
use super::scroll;
use super::sgr::Pen;

/// A frame this long is not worth a second look.
const SHORT: usize = 80;

/// From this length on the cursor is hidden while painting (12 bytes), lest it be seen wandering.
const LONG: usize = 600;

/// Draws on a terminal behind `W`, sending as few bytes as it can.
///
/// Needs raw mode and a screen of its own: see [`Guard`](super::guard::Guard).
#[derive(Debug)]
pub struct LineBackend<W: Write> {
    out: W,
    size: Size,
    /// What the terminal shows.
    shown: Grid,
    /// What it shall show after the next flush.
    next: Grid,
    /// Rows of `next` written to since the last flush.
    touched: Vec<bool>,
    /// Nothing is known of the terminal: clear it first.
    stale: bool,
    pen: Pen,
    cursor: Cursor,
    /// Where the cursor shall stand, and whether it shall be seen.
    place: Position,
    visible: bool,
    /// Whether the terminal shows its cursor; `None` when not known.
    seen: Option<bool>,
}

impl<W: Write> LineBackend<W> {
    /// A backend for a terminal of `size`. The first flush clears it. `out` needs no buffer.
    pub fn new(out: W, size: Size) -> LineBackend<W> {
        LineBackend {
            out,
            size,
            shown: Grid::new(size),
            next: Grid::new(size),
            touched: vec![false; usize::from(size.height)],
            stale: true,
            pen: Pen::default(),
            cursor: Cursor::Unknown,
            place: Position::ORIGIN,
            visible: true,
            seen: None,
        }
    }

    /// The terminal has another size now, or may have: the next frame is painted whole.
    ///
    /// What shall be shown is kept until ratatui has seen the new size: a window that is back at its old size by the next
    /// frame is none to ratatui, which then tells only what changed.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.stale = true;
    }

    /// Makes room for the size that was told, empty; ratatui tells every cell of it.
    fn fit(&mut self) {
        if self.next.size() != self.size {
            self.shown = Grid::new(self.size);
            self.next = Grid::new(self.size);
            self.touched = vec![false; usize::from(self.size.height)];
        }
    }

    /// Something else may have written to the terminal (`Ctrl-L`): the next flush paints it whole,
    /// from the copy, whether or not anything is drawn before.
    pub fn repaint(&mut self) {
        self.stale = true;
    }

    /// What is written to.
    pub fn writer(&self) -> &W {
        &self.out
    }

    /// What is written to, to change it.
    pub fn writer_mut(&mut self) -> &mut W {
        &mut self.out
    }

    /// The bytes that bring the terminal up to date, and the state it is in then.
    fn frame(&mut self) -> Painter {
        let mut start = Painter { pen: self.pen, cursor: self.cursor, out: Vec::new() };
        if self.stale {
            start.pen = Pen::default();
            start.cursor = Cursor::At { x: 0, y: 0 };
            start.out.extend_from_slice(b"\x1b[m\x1b[H\x1b[J");
            self.shown.clear();
            self.touched.fill(true);
        }
        let new: Vec<&[Cell]> = self.next.rows().collect();
        let old: Vec<&[Cell]> = self
            .shown
            .rows()
            .zip(&new)
            .zip(&self.touched)
            .map(|((old, new), touched)| if *touched { old } else { new })
            .collect();

        let mut best = start.clone();
        best.frame(&old, &new, usize::MAX);
        if self.stale || best.out.len() <= SHORT {
            return best;
        }
        let bare = vec![Cell::EMPTY; self.next.cols()];
        for scroll in scroll::candidates(&old, &new) {
            let moved: Vec<&[Cell]> = (0..old.len())
                .map(|y| scroll.source(y).and_then(|y| old.get(y).copied()).unwrap_or(&bare))
                .collect();
            let mut way = start.clone();
            scroll.send(old.len(), &mut way);
            if way.frame(&moved, &new, best.out.len()) {
                best = way;
            }
        }
        let mut way = start;
        way.erase_all();
        // Only for a clear gain: a cleared screen flashes on a slow line.
        if way.frame(&vec![bare.as_slice(); new.len()], &new, best.out.len() / 8 * 7) {
            best = way;
        }
        best
    }

    /// Puts the cursor where it shall stand and shows or hides it, around a painted frame.
    fn finish(&mut self, mut frame: Painter) -> Painter {
        let x = usize::from(self.place.x.min(self.size.width.saturating_sub(1)));
        let y = usize::from(self.place.y.min(self.size.height.saturating_sub(1)));
        if self.visible {
            frame.go(x, y);
        }
        let mut seen = self.seen;
        if frame.out.len() > LONG && seen != Some(false) {
            frame.out.splice(..0, *b"\x1b[?25l");
            seen = Some(false);
        }
        if seen != Some(self.visible) {
            frame.out.extend_from_slice(if self.visible { b"\x1b[?25h" } else { b"\x1b[?25l" });
        }
        frame
    }

    fn mark_rows_equal(&mut self) {
        for (y, touched) in self.touched.iter_mut().enumerate() {
            if std::mem::take(touched) {
                self.shown.copy_row(y, &self.next);
            }
        }
    }
}

impl<W: Write> Backend for LineBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.fit();
        for (x, y, cell) in content {
            let y = usize::from(y);
            self.next.set(usize::from(x), y, cell);
            if let Some(touched) = self.touched.get_mut(y) {
                *touched = true;
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.visible = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.visible = true;
        Ok(())
    }

    /// Where the cursor was told to stand: the terminal is not asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.place)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.place = position.into();
        Ok(())
    }

    /// Everything blank, and everything painted again: the remedy for a garbled screen.
    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.fit();
        let cols = self.next.cols();
        let row = usize::from(self.place.y).saturating_mul(cols);
        let here = row.saturating_add(usize::from(self.place.x));
        match clear_type {
            ClearType::All => {
                self.next.clear();
                self.stale = true;
            }
            ClearType::AfterCursor => self.next.blank(here, usize::MAX),
            ClearType::BeforeCursor => self.next.blank(0, here.saturating_add(1)),
            ClearType::CurrentLine => self.next.blank(row, row.saturating_add(cols)),
            ClearType::UntilNewLine => self.next.blank(here, row.saturating_add(cols)),
        }
        self.touched.fill(true);
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    /// Sends the frame, in one write.
    ///
    /// # Errors
    /// What the writer reports. The terminal is in an unknown state then, so the next frame is whole.
    fn flush(&mut self) -> io::Result<()> {
        self.fit();
        let painted = self.frame();
        let frame = self.finish(painted);
        if !frame.out.is_empty()
            && let Err(error) = send(&mut self.out, &frame.out)
        {
            self.stale = true;
            self.seen = None;
            return Err(error);
        }
        self.mark_rows_equal();
        self.stale = false;
        self.seen = Some(self.visible);
        self.pen = frame.pen;
        self.cursor = frame.cursor;
        Ok(())
    }
}

/// One write if the terminal takes it. A terminal shared with a program that set it to
/// non-blocking says "would block" in the middle of a frame: wait and go on.
fn send(out: &mut impl Write, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match out.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(n) => bytes = bytes.get(n..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => back_off(),
            Err(error) => return Err(error),
        }
    }
    out.flush()
}

#[expect(clippy::disallowed_methods, reason = "a `Write` has no way to say when there is room again")]
fn back_off() {
    std::thread::sleep(Duration::from_millis(2));
}

#[cfg(test)]
#[path = "backend_tests.rs"]
mod tests;
