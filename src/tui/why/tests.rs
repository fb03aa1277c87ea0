//! The letter on the screen: from every pane, scrolled, closed.

use crate::actions::testing::{Lab, date};
use crate::domain::case::{Answer, Assessment};
use crate::domain::ids::PupilId;
use crate::tui::command::Scope;
use crate::tui::testing::Screen;

fn lab() -> (Lab, PupilId) {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    lab.at_stage(id, "K", "2026-09-01");
    let provision = lab.provision("Language group", "2026-09-07");
    lab.allocation(id, provision, "2026-09-14", None);
    lab.make(|edit, by| {
        let mut case = Assessment::received(date("2026-09-07"), by.typed.clone());
        case.decided = Some(date("2026-10-15"));
        case.answer = Some(Answer::Assess);
        case.asked = Some(date("2026-10-20"));
        edit.add(id, case)
    });
    (lab, id)
}

/// Puts the cursor of a pane on the row that the filter finds.
fn on(screen: &mut Screen, words: &str) {
    screen.press(&["/"]);
    screen.write(words);
    screen.press(&["Enter"]);
}

#[test]
fn a_letter_at_80_by_24_has_the_law_first() {
    let (lab, _) = lab();
    let mut screen = Screen::new(lab);
    on(&mut screen, "advice");
    screen.press(&["w"]);
    insta::assert_snapshot!(screen.text(80, 24), @r#"
    senco                                        Sat 21 Nov 2026 · ~Autumn week 11
    1 Due 1   2 Register   3 Provision   4 Timeline   5 Pupil
    Ama Otter · EHC assessment · school gives its advice
    The school gives its advice: due Tue 1 Dec 2026, in 10 days

    This is law: 6 weeks from the day it was asked.
    Source: SEND Regulations 2014, reg 8.
    To act: head, SENCO; it is the school's clock that runs.

    How the date came about
      The school was asked for its advice on Tue 20 Oct 2026.
      6 weeks (42 days) later is Tue 1 Dec 2026.
      No term dates are in this sum, so a change of terms does not move it.

    What follows
      Mon 28 Dec  authority: a draft plan, or no plan (LAW, authority)
      Mon 25 Jan  authority makes the final plan (LAW, authority)

    What it used
      Advice asked for (EHC needs assessment): Tue 20 Oct 2026, typed Wed 18 Nov
        by sue.

    4 more below
    PageDown more  W what if  w close
    "#);
    screen.press(&["w"]);
    assert!(screen.app.layers.is_empty());
}

#[test]
fn a_small_screen_scrolls_to_the_end() {
    let (lab, _) = lab();
    let mut screen = Screen::new(lab);
    on(&mut screen, "advice");
    screen.press(&["w"]);
    let first = screen.text(40, 10);
    assert!(first.contains("Ama Otter · EHC assessment") && first.contains("more below"), "{first}");
    for _ in 0..40 {
        screen.press(&["Down"]);
        screen.text(40, 10);
    }
    let last = screen.text(40, 10);
    assert!(last.contains("the end") && last.contains("in Rules."), "{last}");
    screen.press(&["k"]);
    assert!(screen.text(40, 10).contains("1 more below"), "{}", screen.text(40, 10));
    for (width, height) in [(1, 1), (3, 4), (20, 5), (80, 2), (200, 60)] {
        screen.text(width, height);
    }
    screen.press(&["Esc"]);
    assert!(screen.app.layers.is_empty());
}

#[test]
fn every_pane_explains_the_date_under_its_cursor() {
    for (scope, filter, title) in [
        (Scope::Due, "6-week", "Look whether an intervention works"),
        (Scope::Register, "Otter", "Reviews with pupil and parents"),
        (Scope::Provision, "Language", "Look whether an intervention works"),
        (Scope::Timeline, "school gives its advice", "The school gives its advice"),
        (Scope::Pupil, "school gives its advice", "The school gives its advice"),
    ] {
        let (lab, id) = lab();
        let mut screen = Screen::new(lab);
        let effects = match scope {
            Scope::Timeline | Scope::Pupil => screen.app.go_to_pupil(scope, id),
            _ => screen.app.go(scope),
        };
        screen.perform(effects);
        on(&mut screen, filter);
        screen.run("app.why");
        let text = screen.text(80, 24);
        assert!(text.contains(title), "{scope:?}: {text}");
    }
}

#[test]
fn what_has_no_date_says_so() {
    let mut lab = Lab::new();
    lab.pupil("Ama", "Otter");
    let mut screen = Screen::at(lab, Scope::Register);
    screen.press(&["w"]);
    assert!(screen.notice().contains("something that is due"), "{}", screen.notice());
    screen.press(&["W"]);
    assert!(screen.app.layers.is_empty());
}

#[test]
fn from_the_letter_one_goes_on_to_another_day() {
    let (lab, _) = lab();
    let mut screen = Screen::new(lab);
    on(&mut screen, "advice");
    screen.press(&["w", "W"]);
    assert!(screen.text(80, 24).contains("What if · Ama Otter · EHC needs assessment"));
    assert_eq!(screen.app.layers.len(), 1);
}
