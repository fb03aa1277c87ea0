//! The Figures pane on a screen of memory.

use crate::actions::testing::Lab;
use crate::tui::command::Scope;
use crate::tui::testing::Screen;

fn screen() -> Screen {
    let mut lab = Lab::new();
    for number in 0..12 {
        let id = lab.pupil(&format!("A{number}"), "Otter");
        if number < 6 {
            lab.at_stage(id, "K", "2026-09-07");
        }
    }
    Screen::at(lab, Scope::Figures)
}

#[test]
fn tables_with_bars_and_what_is_kept_back() {
    let mut screen = screen();
    let text = screen.text(80, 24);
    for words in
        ["By stage", "year ago", "SEN support", "on the register", "<5", "Numbers under 5 are not shown"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    screen.press(&["/"]);
    screen.write("not recorded");
    let text = screen.text(120, 24);
    assert!(text.contains('█'), "{text}");
}

#[test]
fn as_at_another_day_and_back() {
    let mut screen = screen();
    screen.run("figures.at");
    screen.write("1/9/2026");
    screen.press(&["Enter"]);
    assert!(screen.text(100, 24).contains("as at 1 Sep 2026"), "{}", screen.text(100, 24));
    screen.press(&["Esc"]);
    assert!(screen.text(100, 24).contains("as at 21 Nov 2026"));
}

#[test]
fn no_size_is_too_small() {
    let mut screen = screen();
    for (width, height) in [(1, 1), (2, 2), (3, 1), (1, 30), (200, 1), (10, 4), (40, 12), (79, 5), (200, 60)]
    {
        screen.text(width, height);
    }
}
