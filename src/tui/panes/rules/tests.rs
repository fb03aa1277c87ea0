//! The Rules pane on a screen of memory: what is drawn at which size, what its keys do to the dates of pupils.

use super::*;
use crate::actions::testing::Lab;
use crate::domain::day;

fn screen() -> crate::tui::testing::Screen {
    let mut lab = Lab::new();
    let group = lab.provision("Language group", "2026-09-14");
    for name in ["Ama", "Ben"] {
        let id = lab.pupil(name, "Otter");
        lab.allocation(id, group, "2026-09-14", None);
    }
    crate::tui::testing::Screen::at(lab, Scope::Rules)
}

/// Narrows to one rule.
fn find(screen: &mut crate::tui::testing::Screen, words: &str) {
    screen.press(&["/"]);
    screen.write(words);
    screen.press(&["Enter"]);
}

fn checks(screen: &crate::tui::testing::Screen) -> Vec<String> {
    let all = screen.lab.store.read(|view| view.due_all()).unwrap();
    let checks = all.iter().filter(|row| row.key.duty == Duty::ImpactCheck);
    checks.map(|row| day::iso(row.key.date)).collect()
}

#[test]
fn a_rule_on_a_plain_terminal() {
    let mut screen = screen();
    find(&mut screen, "school.targets");
    insta::assert_snapshot!(screen.pane(80, 24), @r#"
     School-wide dates ────────────────────────────────────────────────────────── 1
    ›  off  policy   Targets are reviewed                                          4











    ────────────────────────────────────────────────────────────────────────────────
     By the last school day of the term.
     policy: S3, a federation's policy: targets reviewed each term
     Targets a plan: 4.
     Example: It is asked for from Sun 22 Nov 2026: by Fri 18 Dec 2026.
     The sources disagree: Schools' forms disagree about the targets of a plan: 3,
     or up to 4. One reviews them each half-term, another each term.
     It is off: nothing is asked for.
    "#);
}

#[test]
fn a_rule_on_a_wide_terminal() {
    let mut screen = screen();
    find(&mut screen, "census");
    insta::assert_snapshot!(screen.pane(130, 24), @r#"
     School-wide dates ────────────────────────────────────────────────────────── 3   School census, autumn
    ›  on   practice School census, autumn
       on   practice School census, spring, with SEN need types                       The first Thursday of October.
       on   practice School census, summer
                                                                                      practice, source not seen: as generally
                                                                                      understood; look it up in the school census
                                                                                      guide of the year

                                                                                      Example: It is asked for from Sun 22 Nov 2026:
                                                                                      by Thu 7 Oct 2027.

                                                                                      Who acts: office, SENCO. The clock is the
                                                                                      school's.
    "#);
}

#[test]
fn the_form_says_where_the_rule_comes_from() {
    let mut screen = screen();
    find(&mut screen, "school.targets");
    screen.press(&["Enter"]);
    insta::assert_snapshot!(screen.pane(80, 24), @r#"
     Set the rule
     Targets are reviewed
     By the last school day of the term.
     policy: S3, a federation's policy: targets reviewed each term
     Schools' forms disagree about the targets of a plan: 3, or up to 4. One
     reviews them each half-term, another each term.

    › On              no
      Targets a plan  4

      [Save]  C-s




     ──────────────────────────────────────────────────────────────────────────────
     Off: nothing is asked for by it.
      y yes  ›n no
    "#);
}

#[test]
fn no_size_is_too_small() {
    for (width, height) in [(1, 1), (2, 2), (3, 1), (1, 30), (200, 1), (10, 4), (40, 12), (79, 5), (200, 60)]
    {
        let mut screen = screen();
        screen.text(width, height);
        screen.press(&["Down", "Down", "x"]);
        screen.text(width, height);
    }
}

#[test]
fn a_number_moves_all_dates_at_once_and_undo_brings_them_back() {
    let mut screen = screen();
    find(&mut screen, "impact");
    assert_eq!(checks(&screen), ["2026-10-26", "2026-10-26"]);
    screen.press(&["Enter", "Tab", "C-x"]);
    screen.write("28");
    screen.press(&["C-s"]);
    assert_eq!(screen.notice(), "Saved: Set a rule · u takes it back");
    assert_eq!(checks(&screen), ["2026-10-12", "2026-10-12"]);
    let text = screen.text(80, 24);
    assert!(text.contains("28 days (as it comes: 42 days)"), "{text}");
    screen.press(&["u"]);
    assert_eq!(checks(&screen), ["2026-10-26", "2026-10-26"]);
    assert!(!screen.text(80, 24).contains("28 days"));
}

#[test]
fn a_number_out_of_bounds_is_refused_and_the_form_stays() {
    let mut screen = screen();
    find(&mut screen, "impact");
    screen.press(&["Enter", "Tab", "C-x"]);
    screen.write("9999");
    screen.press(&["C-s"]);
    assert_eq!(screen.app.layers.len(), 1);
    assert_eq!(checks(&screen), ["2026-10-26", "2026-10-26"]);
}

#[test]
fn one_key_turns_a_rule_off_after_a_question_and_on_again() {
    let mut screen = screen();
    find(&mut screen, "impact");
    screen.press(&["x"]);
    let asked = screen.text(80, 24);
    assert!(asked.contains("Turn off “") && asked.contains("y yes  n no"), "{asked}");
    screen.press(&["n"]);
    assert_eq!(checks(&screen).len(), 2);
    screen.press(&["x", "y"]);
    assert_eq!(screen.notice(), "Saved: Turn a rule off · u takes it back");
    assert!(checks(&screen).is_empty());
    screen.press(&["x", "y"]);
    assert_eq!(checks(&screen).len(), 2);
    assert!(screen.app.ctx.school.settings.rules.is_empty(), "as it comes: nothing is kept");
}

#[test]
fn what_is_marked_is_turned_in_one_step() {
    let mut screen = screen();
    find(&mut screen, "school census");
    screen.press(&["V", "x"]);
    assert!(screen.text(80, 24).contains("Turn 3 rules off?"));
    screen.press(&["y"]);
    assert_eq!(screen.app.ctx.school.settings.rules.len(), 3);
    screen.press(&["u"]);
    assert!(screen.app.ctx.school.settings.rules.is_empty());
}

#[test]
fn two_people_at_one_number_choose() {
    let mut screen = screen();
    find(&mut screen, "impact");
    screen.press(&["Enter", "Tab", "C-x"]);
    screen.write("28");
    let theirs = RuleChoice { duty: Duty::ImpactCheck as u16, on: None, values: vec![("days".into(), 35)] };
    screen.lab.make(|edit, _| rule::set(edit, None, &theirs));
    screen.press(&["C-s"]);
    let text = screen.text(80, 24);
    assert!(text.contains("35") && text.contains("28"), "{text}");
    screen.press(&["m", "C-s"]);
    assert_eq!(checks(&screen), ["2026-10-12", "2026-10-12"]);
}

#[test]
fn the_post_of_the_senco_asks_for_the_course() {
    let mut screen = screen();
    screen.run("school.senco");
    screen.write("R Dale");
    screen.press(&["C-s"]);
    assert!(screen.notice().starts_with("Saved: "), "{}", screen.notice());
    assert_eq!(screen.app.ctx.school.posts.len(), 1);
    let all = screen.lab.store.read(|view| view.due_all()).unwrap();
    let row = all.iter().find(|row| row.key.duty == Duty::QualificationCourse).unwrap();
    assert_eq!(row.lead, screen.app.ctx.school.posts[0].staff);
    assert!(!row.what.contains("Dale"));
    // Once more is the same post, not another.
    screen.run("school.senco");
    assert!(screen.text(80, 24).contains("R Dale"));
    screen.press(&["Esc"]);
}

#[test]
fn the_tab_line_names_it_while_it_is_shown() {
    let mut screen = screen();
    assert!(screen.text(80, 24).contains("6 Rules"));
    screen.press(&["1"]);
    assert!(!screen.text(80, 24).contains("Rules"));
    screen.press(&["6"]);
    assert_eq!(screen.app.scope(), Scope::Rules);
    screen.press(&["Esc"]);
    assert_eq!(screen.app.scope(), Scope::Due);
}
