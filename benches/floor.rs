//! The floor: a program that only draws one full screen with ratatui. `senco` is measured against it.
//!
//! 1,000 made-up rows, one highlighted, none drawn that is not seen; j, k and the arrows move, q quits.

use ratatui::crossterm::event::{self, KeyCode};
use ratatui::layout::Rect;
use ratatui::style::Stylize;
use ratatui::text::Line;

fn main() -> std::io::Result<()> {
    let row = |n: usize| {
        format!(
            "P{n:06}  Pupil Made-up {n:<6} Y{}  6-week check · Language group · {} days late",
            n % 7,
            n % 90
        )
    };
    let rows: Vec<String> = (1..=1000).map(row).collect();
    let (mut at, mut top) = (0usize, 0usize);
    let mut terminal = ratatui::init();
    loop {
        terminal.draw(|frame| {
            let area = frame.area();
            top = top.clamp((at + 1).saturating_sub(usize::from(area.height)), at);
            for (y, (n, row)) in (0..area.height).zip(rows.iter().enumerate().skip(top)) {
                let line =
                    if n == at { Line::from(row.as_str()).reversed() } else { Line::from(row.as_str()) };
                frame.render_widget(line, Rect { y, height: 1, ..area });
            }
        })?;
        match event::read()?.as_key_press_event().map(|key| key.code) {
            Some(KeyCode::Char('j') | KeyCode::Down) => at = (at + 1).min(rows.len() - 1),
            Some(KeyCode::Char('k') | KeyCode::Up) => at = at.saturating_sub(1),
            Some(KeyCode::Char('q')) => break,
            _ => {}
        }
    }
    ratatui::restore();
    Ok(())
}
