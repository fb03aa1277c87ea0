//! Drawing a frame through `LineBackend`: a first one, one with the cursor moved, one scrolled, one that is as it was.
//!
//! The bytes of each are printed: on a slow line they matter more than the time.
#![allow(clippy::unwrap_used)] // a bench

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Stylize;
use ratatui::text::{Line, Span};
use ratatui::{Frame, Terminal};
use senco::tui::term::backend::LineBackend;

const SIZE: Size = Size { width: 120, height: 40 };

fn rows() -> Vec<String> {
    let row = |n: usize| {
        format!(
            "{:>3} days late   Pupil Made-up {n:<6} Y{} Lark   6-week check · Language group",
            n % 90,
            n % 7
        )
    };
    (0..1_000).map(row).collect()
}

fn draw(frame: &mut Frame<'_>, rows: &[String], top: usize, at: usize) {
    let area = frame.area();
    for (y, (n, row)) in (0..area.height).zip(rows.iter().enumerate().skip(top)) {
        let cursor = if n == at { Span::raw("›").reversed() } else { Span::raw(" ") };
        frame.render_widget(
            Line::from(vec![cursor, Span::raw("  "), Span::raw(row.as_str())]),
            Rect { y, height: 1, ..area },
        );
    }
    let y = u16::try_from(at.saturating_sub(top)).unwrap_or(0);
    frame.set_cursor_position(Position { x: 0, y });
}

fn terminal() -> Terminal<LineBackend<Vec<u8>>> {
    Terminal::new(LineBackend::new(Vec::new(), SIZE)).unwrap()
}

/// Draws and says how many bytes it took.
fn sent(terminal: &mut Terminal<LineBackend<Vec<u8>>>, rows: &[String], top: usize, at: usize) -> usize {
    terminal.draw(|frame| draw(frame, rows, top, at)).unwrap();
    std::mem::take(terminal.backend_mut().writer_mut()).len()
}

fn frames(c: &mut Criterion) {
    let rows = rows();
    let mut group = c.benchmark_group("frame, 120 × 40");
    group.bench_function("the first", |b| {
        b.iter_batched(
            terminal,
            |mut terminal| black_box(sent(&mut terminal, &rows, 0, 0)),
            BatchSize::SmallInput,
        );
    });
    let mut at_rest = terminal();
    let first = sent(&mut at_rest, &rows, 0, 0);
    let moved = sent(&mut at_rest, &rows, 0, 1);
    let scrolled = sent(&mut at_rest, &rows, 1, 2);
    let same = sent(&mut at_rest, &rows, 1, 2);
    println!("bytes: first {first}, cursor down {moved}, scrolled by one {scrolled}, nothing new {same}");
    for (name, step) in [("cursor down", 0), ("scrolled by one", 1), ("a page on", 39)] {
        let mut n = 0_usize;
        group.bench_function(name, |b| {
            b.iter(|| {
                n = (n + 1) % 20;
                black_box(sent(&mut at_rest, &rows, n * step, n * step + n))
            });
        });
    }
    group.bench_function("nothing new", |b| b.iter(|| black_box(sent(&mut at_rest, &rows, 1, 2))));
    group.finish();
}

criterion_group!(benches, frames);
criterion_main!(benches);
