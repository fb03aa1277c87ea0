//! The day's list walked through: keys in, text out, and what the store then holds.

use super::*;
use crate::actions::session::{Recording, Which, record};
use crate::actions::testing::{Lab, date};
use crate::domain::code::Wave;
use crate::domain::delivery::{Missed, SessionRow, State, parse_slots};
use crate::domain::ids::SCHOOL;
use crate::domain::provision::Provision;
use crate::domain::school::Staff;
use crate::tui::testing::Screen;
use crate::views::sessions::Seen;

/// What the tests are about.
pub(crate) struct Made {
    pub(crate) lab: Lab,
    pub(crate) language: RecordId,
    pub(crate) lexia: RecordId,
    pub(crate) pupils: Vec<PupilId>,
    pub(crate) dale: RecordId,
    pub(crate) kaya: RecordId,
}

/// On Wednesday 25 November 2026: a language group of three on Mon Wed Fri 9:30 by R Dale, and Lexia 1:1 daily 11:00 by S
/// Kaya, both since the Monday; Monday's and Tuesday's recorded but for Lexia on Tuesday.
pub(crate) fn made() -> Made {
    let mut lab = Lab::new();
    lab.by.today = date("2026-11-25");
    let [dale, kaya] = ["Rosa Dale", "S Kaya"].map(|name| {
        lab.make(|edit, _| {
            let staff =
                Staff { name: name.into(), role: "teaching assistant".into(), site: None, here: true };
            edit.add(SCHOOL, staff)
        })
    });
    let pupils =
        [("Ama", "Otter"), ("Ben", "Quill"), ("Cy", "Marten")].map(|(first, last)| lab.pupil(first, last));
    let mut start = |name: &str, slots: &str, lead| {
        lab.make(|edit, by| {
            let slots = parse_slots(slots).unwrap();
            let provision = Provision {
                name: name.into(),
                wave: Wave::Targeted,
                minutes: 20,
                times_a_week: u8::try_from(slots.len()).unwrap(),
                slots,
                lead: Some(lead),
                start: date("2026-11-23"),
                typed: by.typed.clone(),
                ..Provision::default()
            };
            edit.add(SCHOOL, provision)
        })
    };
    let language = start("Language group", "mon wed fri 9:30", dale);
    let lexia = start("Lexia", "daily 11:00", kaya);
    for pupil in pupils {
        lab.allocation(pupil, language, "2026-11-23", None);
    }
    lab.allocation(pupils[0], lexia, "2026-11-23", None);
    for (provision, state) in [(language, State::Delivered), (lexia, State::Missed(Missed::Trip))] {
        let which = Which { provision, on: date("2026-11-23"), nth: 0, seen: Seen::Any };
        lab.make(|edit, by| record(edit, by, &Recording::new(which, state)));
    }
    Made { lab, language, lexia, pupils: pupils.to_vec(), dale, kaya }
}

fn screen() -> (Screen, RecordId, RecordId) {
    let Made { lab, language, lexia, .. } = made();
    (Screen::at(lab, Scope::Sessions), language, lexia)
}

pub(crate) fn rows(screen: &Screen, provision: RecordId) -> Vec<SessionRow> {
    screen.lab.store.read(|view| view.sessions_of(provision)).unwrap()
}

/// What became of a provision's session on a day; `None` if nobody recorded it.
pub(crate) fn state(screen: &Screen, provision: RecordId, on: &str) -> Option<State> {
    rows(screen, provision).iter().find(|row| row.on == date(on)).map(|row| row.state)
}

fn selected(screen: &Screen) -> String {
    let pane = screen.app.pane_ref::<SessionsPane>().unwrap();
    pane.list.selected().map(|item| format!("{} {}", item.line.name, item.line.on)).unwrap_or_default()
}

#[test]
fn the_day_at_80_by_24() {
    let (mut screen, ..) = screen();
    insta::assert_snapshot!(screen.pane(80, 24));
    assert!(screen.text(80, 24).contains("0 Sessions 3"), "{}", screen.text(80, 24));
}

#[test]
fn the_day_at_120_by_40() {
    let (mut screen, ..) = screen();
    screen.press(&["Down", "Enter"]);
    insta::assert_snapshot!(screen.pane(120, 40));
}

#[test]
fn every_size_is_drawn() {
    let (mut screen, ..) = screen();
    for width in [1, 2, 5, 20, 40, 60, 80, 109, 110, 200] {
        for height in [1, 2, 3, 5, 12, 14, 24, 60] {
            screen.text(width, height);
        }
    }
}

#[test]
fn one_key_records_a_group_and_the_cursor_goes_on_to_what_is_left() {
    let (mut screen, language, lexia) = screen();
    assert_eq!(selected(&screen), "Lexia 2026-11-24", "what is left of earlier days comes first");
    screen.press(&["Enter"]);
    assert_eq!(state(&screen, lexia, "2026-11-24"), Some(State::Delivered));
    assert!(screen.notice().starts_with("Saved: Session delivered"), "{}", screen.notice());
    assert_eq!(selected(&screen), "Language group 2026-11-25");
    screen.press(&["Enter"]);
    assert_eq!(state(&screen, language, "2026-11-25"), Some(State::Delivered));
    assert_eq!(selected(&screen), "Lexia 2026-11-25");
    // Again on what is recorded: nothing is overwritten, and it is said what can be done.
    screen.press(&["Up", "Enter"]);
    assert!(
        screen.notice().contains("delivered already: e changes it, X takes it back"),
        "{}",
        screen.notice()
    );
    // Undo takes back the last alone.
    screen.press(&["u"]);
    assert_eq!(state(&screen, language, "2026-11-25"), None);
    assert_eq!(state(&screen, lexia, "2026-11-24"), Some(State::Delivered));
}

#[test]
fn all_that_are_marked_are_recorded_and_taken_back_as_one() {
    let (mut screen, language, lexia) = screen();
    screen.press(&["V", "Enter"]);
    assert!(screen.notice().starts_with("Saved: 3 sessions delivered"), "{}", screen.notice());
    let all = |screen: &Screen| {
        [(lexia, "2026-11-24"), (language, "2026-11-25"), (lexia, "2026-11-25")]
            .map(|(id, on)| state(screen, id, on))
    };
    assert_eq!(all(&screen), [Some(State::Delivered); 3]);
    assert_eq!(screen.app.pane_ref::<SessionsPane>().unwrap().list.marked(), 0);
    screen.press(&["u"]);
    assert_eq!(all(&screen), [None; 3]);
}

#[test]
fn missed_asks_why_by_one_key_and_another_reason_for_a_word() {
    let (mut screen, language, lexia) = screen();
    screen.press(&["x"]);
    let shown = screen.text(80, 24);
    assert!(shown.contains("Lexia was missed, why?"), "{shown}");
    assert!(shown.contains("a adult away  p pupil away  t trip  c closure  o other"), "{shown}");
    screen.press(&["z"]);
    assert_eq!(screen.app.layers.len(), 1, "a key that is none of them answers nothing");
    screen.press(&["Esc"]);
    assert_eq!((screen.app.layers.len(), state(&screen, lexia, "2026-11-24")), (0, None));
    screen.press(&["x", "a"]);
    assert_eq!(state(&screen, lexia, "2026-11-24"), Some(State::Missed(Missed::AdultAway)));
    assert_eq!(selected(&screen), "Language group 2026-11-25");
    screen.press(&["x", "o", "Enter"]);
    assert!(screen.notice().contains("needs a word"), "{}", screen.notice());
    screen.press(&["x", "o"]);
    screen.write("fire drill");
    screen.press(&["Enter", "Up"]);
    assert_eq!(state(&screen, language, "2026-11-25"), Some(State::Missed(Missed::Other)));
    let shown = screen.text(80, 24);
    assert!(shown.contains("missed: other reason") && shown.contains("fire drill"), "{shown}");
}

#[test]
fn a_recording_is_taken_back_and_one_that_nobody_made_is_not() {
    let (mut screen, language, _) = screen();
    screen.press(&["Down", "X"]);
    assert!(screen.notice().contains("nobody has recorded it"), "{}", screen.notice());
    screen.press(&["Enter", "Up", "X"]);
    assert_eq!(state(&screen, language, "2026-11-25"), None);
    screen.press(&["u"]);
    assert_eq!(state(&screen, language, "2026-11-25"), Some(State::Delivered));
}

#[test]
fn days_are_turned_over_weekends_and_esc_comes_back() {
    let (mut screen, ..) = screen();
    screen.press(&[">"]);
    assert!(screen.pane(80, 24).contains("Thu 26 Nov"), "{}", screen.pane(80, 24));
    screen.press(&[">", ">"]);
    assert!(screen.pane(80, 24).contains("Mon 30 Nov"), "{}", screen.pane(80, 24));
    screen.press(&["Down", "Down", "Enter"]);
    assert!(screen.notice().contains("is still to come, on Mon 30 Nov 2026"), "{}", screen.notice());
    screen.press(&["Esc"]);
    assert!(screen.pane(80, 24).contains("Today, Wed 25 Nov"), "{}", screen.pane(80, 24));
    screen.press(&["<", "<"]);
    let shown = screen.pane(80, 24);
    assert!(shown.contains("Mon 23 Nov: 1 delivered, 1 missed"), "{shown}");
    assert!(shown.contains("missed: trip"), "{shown}");
}

#[test]
fn where_much_is_left_of_earlier_days_the_cursor_begins_on_the_days_own() {
    let Made { mut lab, .. } = made();
    lab.by.today = date("2026-12-02");
    let mut screen = Screen::at(lab, Scope::Sessions);
    assert_eq!(selected(&screen), "Language group 2026-12-02");
    let shown = screen.pane(80, 24);
    assert!(shown.contains("Not recorded yet, of earlier days") && shown.contains("Tue 24 Nov"), "{shown}");
    // A refresh leaves the cursor where it was put.
    screen.press(&["Up", "R"]);
    assert_eq!(selected(&screen), "Lexia 2026-12-01");
}

#[test]
fn an_empty_day_says_which_key_comes_next() {
    let mut screen = Screen::at(Lab::new(), Scope::Sessions);
    let shown = screen.pane(80, 24);
    assert!(shown.contains("In Provision (3), a starts one"), "{shown}");
    let Made { mut lab, .. } = made();
    lab.by.today = date("2026-11-21");
    let mut screen = Screen::at(lab, Scope::Sessions);
    let shown = screen.pane(80, 24);
    assert!(shown.contains("Today, Sat 21 Nov: no school"), "{shown}");
    assert!(shown.contains("The next is Lexia, Tue 24 Nov 11:00, 1 pupil"), "{shown}");
}

#[test]
fn whose_sessions_are_shown_goes_round_and_stays() {
    let Made { mut lab, dale, .. } = made();
    lab.by.typed.by = "rdale".into();
    let mut screen = Screen::at(lab, Scope::Sessions);
    let shown = |screen: &Screen| {
        let pane = screen.app.pane_ref::<SessionsPane>().unwrap();
        pane.list.rows().iter().map(|item| item.line.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(shown(&screen), ["Lexia", "Language group", "Lexia"]);
    screen.press(&["t"]);
    assert_eq!(screen.app.pane_ref::<SessionsPane>().unwrap().whose, Whose::Mine(dale));
    assert_eq!(shown(&screen), ["Language group"]);
    assert!(screen.text(80, 24).contains("Rosa Dale (you)"), "{}", screen.text(80, 24));
    screen.press(&["1", "0"]);
    assert_eq!(shown(&screen), ["Language group"], "it is remembered");
    screen.press(&["t"]);
    assert_eq!(shown(&screen), ["Lexia", "Lexia"], "the adult who was under the cursor");
    screen.press(&["t"]);
    assert_eq!(shown(&screen).len(), 3);
}

#[test]
fn a_unix_user_is_a_member_of_staff_only_where_one_alone_fits() {
    let Made { mut lab, dale, .. } = made();
    lab.make(|edit, _| {
        let staff = Staff { name: "Rosa Finch".into(), role: String::new(), site: None, here: true };
        edit.add(SCHOOL, staff)
    });
    let mut screen = Screen::at(lab, Scope::Sessions);
    for (user, expected) in [
        ("rdale", Some(dale)),
        ("rosa.dale", Some(dale)),
        ("dale", Some(dale)),
        ("rosa", None),
        ("sue", None),
        ("", None),
    ] {
        screen.app.ctx.user = user.into();
        assert_eq!(whose::me(&screen.app.ctx), expected, "{user}");
    }
}

#[test]
fn a_session_is_moved_and_given_to_another_adult() {
    let (mut screen, language, lexia) = screen();
    screen.press(&["Down", "s", "C-x"]);
    screen.write("fri");
    screen.press(&["Tab", "C-x"]);
    screen.write("13.15");
    screen.press(&["C-s"]);
    assert!(screen.notice().starts_with("Saved: Move a session"), "{}", screen.text(80, 24));
    assert!(screen.pane(80, 24).contains("moved to Fri 27 Nov 13:15"), "{}", screen.pane(80, 24));
    let moved = rows(&screen, language).into_iter().find(|row| row.on == date("2026-11-27")).unwrap();
    assert_eq!((moved.at, moved.state), (Some(13 * 60 + 15), State::Planned));
    // What was moved away is not recorded where it was.
    screen.press(&["Enter"]);
    assert!(screen.notice().contains("it stands on Fri 27 Nov 2026"), "{}", screen.notice());
    screen.press(&["Down", "a"]);
    screen.write("rosa");
    screen.press(&["C-s"]);
    assert!(screen.notice().starts_with("Saved: Give a session"), "{}", screen.text(80, 24));
    assert!(screen.pane(80, 24).contains("Rosa Dale for S Kaya"), "{}", screen.pane(80, 24));
    assert!(rows(&screen, lexia).iter().any(|row| row.on == date("2026-11-25") && row.adult.is_some()));
}

#[test]
fn an_extra_session_is_recorded_in_the_form() {
    let (mut screen, language, _) = screen();
    screen.press(&["Down", "+", "Tab", "C-x"]);
    screen.write("24/11");
    screen.press(&["C-s"]);
    assert!(screen.notice().starts_with("Saved: Extra session delivered"), "{}", screen.text(80, 24));
    assert_eq!(state(&screen, language, "2026-11-24"), Some(State::Delivered));
    screen.press(&["<"]);
    assert!(screen.pane(80, 24).contains("extra, delivered"), "{}", screen.pane(80, 24));
}

#[test]
fn two_who_record_one_session_at_once_notice_each_other() {
    let (mut screen, language, _) = screen();
    screen.press(&["Down"]);
    // Somebody else records it while it stands on this screen as it was.
    let which = Which { provision: language, on: date("2026-11-25"), nth: 0, seen: Seen::Any };
    screen.lab.make(|edit, by| record(edit, by, &Recording::new(which, State::Delivered)));
    screen.press(&["x", "t"]);
    assert!(screen.notice().contains("was recorded meanwhile by sue: delivered"), "{}", screen.notice());
    assert_eq!(state(&screen, language, "2026-11-25"), Some(State::Delivered));
    // The same said twice harms nobody.
    screen.press(&["Enter"]);
    assert!(!screen.notice().contains("meanwhile"), "{}", screen.notice());
}
