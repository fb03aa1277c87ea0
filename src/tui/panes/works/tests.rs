//! What works on a screen of memory.

use crate::tui::command::Scope;
use crate::tui::panes::provision::tests::{Stage, inner};
use crate::views::works::tests::two_and_one;

fn stage() -> Stage {
    let mut stage = Stage::of(two_and_one());
    stage.run("pane.works");
    assert_eq!(stage.app.scope(), Scope::Works);
    stage
}

fn text(stage: &mut Stage, width: u16, height: u16) -> String {
    stage.shown(width, height).0.join("\n")
}

#[test]
fn what_works_at_80_by_24() {
    let mut stage = stage();
    insta::assert_snapshot!("works_at_80_by_24", inner(&stage.shown(80, 24).0));
}

#[test]
fn its_runs_side_by_side_at_120_by_40() {
    let mut stage = stage();
    stage.press("Enter Down");
    insta::assert_snapshot!("works_at_120_by_40", inner(&stage.shown(120, 40).0));
    stage.press("Left");
    assert!(!text(&mut stage, 120, 40).contains("  from 5 Oct 2026"));
    stage.press("Right");
    assert!(text(&mut stage, 120, 40).contains("  from 5 Oct 2026"));
    stage.press("Esc");
    assert!(!text(&mut stage, 120, 40).contains("  from 5 Oct 2026"));
}

#[test]
fn it_is_sorted_and_looked_at_over_other_days() {
    let mut stage = stage();
    let said = text(&mut stage, 120, 24);
    assert!(said.contains("three years") && said.contains(" 2, by name"), "{said}");
    stage.press("s");
    assert!(text(&mut stage, 80, 24).contains("by outcome"));
    stage.press("r 2025/26 Enter");
    let said = text(&mut stage, 80, 24);
    assert!(said.contains(" 1, by outcome") && said.contains("1 run, 2 pupils"), "{said}");
    stage.press("r nonsense Enter");
    assert!(text(&mut stage, 80, 24).contains("nonsense"), "it stays to be mended");
    stage.press("Esc Esc");
    assert!(text(&mut stage, 80, 24).contains(" 2, by outcome"), "Esc brings the years back");
}

#[test]
fn from_the_map_it_is_one_key_and_nothing_found_says_so() {
    let mut stage = Stage::of(two_and_one());
    stage.press("i");
    assert_eq!(stage.app.scope(), Scope::Works);
    stage.press("r 2019/20 Enter");
    assert!(text(&mut stage, 80, 24).contains("No provision ran on these days"));
}

#[test]
fn no_size_is_too_small() {
    let mut stage = stage();
    stage.press("Enter");
    for (width, height) in
        [(1, 1), (2, 2), (3, 1), (1, 30), (200, 1), (10, 4), (40, 12), (79, 5), (110, 9), (200, 60)]
    {
        stage.shown(width, height);
    }
}
