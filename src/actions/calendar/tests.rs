//! The calendar by hand, against a real store: what is refused, what merges, what one undo takes back, and the dates that follow.

use super::*;
use crate::actions::testing::{Lab, date};
use crate::domain::calendar::{ClosureKind, Span};
use crate::domain::ids::{PupilId, Typed};
use crate::domain::school::Site;

fn term(name: &str, start: &str, end: &str) -> Term {
    Term { name: name.into(), start: date(start), end: date(end), half_term: None, site: None }
}

fn day(kind: ClosureKind, from: &str, to: &str) -> Closure {
    Closure { kind, name: String::new(), from: date(from), to: date(to), site: None, typed: Typed::default() }
}

fn inset(on: &str) -> Closure {
    day(ClosureKind::Inset, on, on)
}

fn school(lab: &Lab) -> SchoolFile {
    lab.store.read(|view| view.school()).unwrap()
}

fn held(lab: &Lab, at: usize) -> Held<Term> {
    school(lab).terms[at].clone()
}

#[test]
fn the_first_term_typed_is_the_schools_own_and_the_rest_of_its_year_stays_assumed() {
    let mut lab = Lab::new();
    assert!(school(&lab).calendar.is_provisional(date("2026-11-04")));
    lab.make(|edit, _| add_term(edit, &term(" Autumn ", "2026-09-03", "2026-12-17")));
    let now = school(&lab);
    assert_eq!(now.terms[0].name, "Autumn");
    assert!(!now.calendar.is_provisional(date("2026-11-04")));
    assert!(now.calendar.is_provisional(date("2027-02-03")), "nobody has given that term");
    assert_eq!(now.calendar.terms_of_year(2026).len(), 3);
    lab.undo();
    let before = school(&lab);
    assert!(before.terms.is_empty() && !before.settings.calendar_confirmed, "one undo for all of it");
}

#[test]
fn what_contradicts_is_refused_in_words_and_nothing_is_saved() {
    let mut lab = Lab::new();
    lab.make(|edit, _| add_term(edit, &term("Autumn", "2026-09-03", "2026-12-17")));
    lab.make(|edit, by| add_closure(edit, &inset("2026-11-02"), by));
    let mut half = term("Spring", "2027-01-04", "2027-03-25");
    half.half_term = Some(Span { start: date("2026-12-01"), end: date("2026-12-04") });
    let elsewhere = Term { site: Some(RecordId(99)), ..term("Spring", "2027-01-04", "2027-03-25") };
    for (wrong, words) in [
        (term("", "2027-01-04", "2027-03-25"), "needs a name"),
        (term("Spring", "2027-03-25", "2027-01-04"), "must come after"),
        (term("Spring", "2026-12-01", "2027-03-25"), "overlap"),
        (half, "must lie inside the term"),
        (elsewhere, "no longer there"),
    ] {
        let refused = lab.try_make(|edit, _| add_term(edit, &wrong)).unwrap_err();
        assert!(refused.contains(words), "{refused}");
    }
    let base = held(&lab, 0);
    let refused = lab
        .try_make(|edit, _| change_term(edit, &base, &term("Autumn", "2026-12-17", "2026-09-03")))
        .unwrap_err();
    assert!(refused.contains("must come after"), "{refused}");
    for (wrong, words) in [
        (inset("2026-11-02"), "stands there already"),
        (day(ClosureKind::Closed, "2026-11-06", "2026-11-05"), "must not come before"),
        (day(ClosureKind::Inset, "2026-09-01", "2026-10-05"), "at most 14"),
        (day(ClosureKind::Open, "2026-11-02", "2026-11-02"), "cannot be both"),
        (Closure { site: Some(RecordId(99)), ..inset("2026-11-03") }, "no longer there"),
    ] {
        let refused = lab.try_make(|edit, by| add_closure(edit, &wrong, by)).unwrap_err();
        assert!(refused.contains(words), "{refused}");
    }
    let now = school(&lab);
    assert_eq!((now.terms.len(), now.closures.len()), (1, 1));
}

#[test]
fn two_people_change_one_term_field_by_field() {
    let mut lab = Lab::new();
    lab.make(|edit, _| add_term(edit, &term("Autumn", "2026-09-03", "2026-12-17")));
    let base = held(&lab, 0);
    lab.make(|edit, _| change_term(edit, &base, &term("Autumn", "2026-09-03", "2026-12-18")));
    lab.make(|edit, _| change_term(edit, &base, &term("Autumn", "2026-09-02", "2026-12-17")));
    let both = held(&lab, 0);
    assert_eq!((both.start, both.end), (date("2026-09-02"), date("2026-12-18")));
    let clash = lab.try_make(|edit, _| change_term(edit, &base, &term("Autumn", "2026-09-03", "2026-12-16")));
    assert!(clash.unwrap_err().to_lowercase().contains("ends"), "the field that both changed is named");
    let half = Span { start: date("2026-10-26"), end: date("2026-10-30") };
    let (base, mine) = (held(&lab, 0), Term { half_term: Some(half), ..held(&lab, 0).value });
    lab.make(|edit, _| change_term(edit, &base, &mine));
    assert_eq!(held(&lab, 0).half_term, Some(half));
    lab.make(|edit, _| remove_term(edit, base.id));
    let gone = lab.try_make(|edit, _| remove_term(edit, base.id)).unwrap_err();
    assert!(gone.contains("no longer there"), "{gone}");
    assert!(lab.try_make(|edit, _| change_term(edit, &base, &mine)).is_err());
    lab.undo();
    assert_eq!(held(&lab, 0).half_term, Some(half), "taking it away is one step");
}

#[test]
fn two_people_change_one_day_field_by_field() {
    let mut lab = Lab::new();
    let id = lab.make(|edit, by| add_closure(edit, &inset("2026-11-02"), by));
    let base = school(&lab).closures[0].clone();
    assert_eq!((base.id, base.typed.by.as_str()), (id, "sue"));
    let named = Closure { name: " First aid ".into(), ..base.value.clone() };
    let moved = Closure { from: date("2026-11-03"), to: date("2026-11-03"), ..base.value.clone() };
    lab.make(|edit, _| change_closure(edit, &base, &named));
    lab.make(|edit, _| change_closure(edit, &base, &moved));
    let now = school(&lab).closures[0].value.clone();
    assert_eq!((now.label().as_str(), now.from), ("INSET day (First aid)", date("2026-11-03")));
    lab.make(|edit, _| remove_closure(edit, id));
    assert!(school(&lab).calendar.is_teaching_day(date("2026-11-03")));
    assert!(lab.try_make(|edit, _| remove_closure(edit, id)).unwrap_err().contains("no longer there"));
    lab.undo();
    assert!(!school(&lab).calendar.is_teaching_day(date("2026-11-03")));
}

#[test]
fn the_usual_dates_of_a_year_are_taken_over_where_none_are_given() {
    let mut lab = Lab::new();
    lab.make(|edit, _| take_over(edit, 2026, None));
    let now = school(&lab);
    let names: Vec<&str> = now.terms.iter().map(|term| term.name.as_str()).collect();
    assert_eq!(names, ["Autumn", "Spring", "Summer"]);
    assert!(!now.calendar.is_provisional(date("2027-02-03")));
    assert!(now.calendar.is_provisional(date("2027-10-06")), "the next year is nobody's yet");
    let again = lab.try_make(|edit, _| take_over(edit, 2026, None)).unwrap_err();
    assert!(again.contains("2026/27 are the school's own already"), "{again}");
    lab.undo();
    assert!(school(&lab).calendar.is_provisional(date("2027-02-03")));
    lab.make(|edit, _| add_term(edit, &term("Autumn", "2026-09-07", "2026-12-11")));
    lab.make(|edit, _| take_over(edit, 2026, None));
    let starts: Vec<_> = school(&lab).terms.iter().map(|term| term.start).collect();
    assert_eq!(starts, ["2026-09-07", "2027-01-04", "2027-04-12"].map(date), "its own Autumn stays");
}

#[test]
fn a_site_with_terms_of_its_own_takes_over_for_itself() {
    let mut lab = Lab::new();
    let site = lab.make(|edit, _| edit.add(SCHOOL, Site { name: "Infants".into() }));
    lab.make(|edit, _| take_over(edit, 2026, Some(site)));
    assert!(school(&lab).terms.iter().all(|term| term.site.is_none()), "it keeps none of its own");
    lab.undo();
    let own = Term { site: Some(site), ..term("Autumn", "2026-09-07", "2026-12-11") };
    lab.make(|edit, _| add_term(edit, &own));
    lab.make(|edit, _| take_over(edit, 2026, Some(site)));
    let now = school(&lab);
    assert_eq!(now.terms.iter().filter(|term| term.site == Some(site)).count(), 3);
    assert!(!now.calendar_of(Some(site)).is_provisional(date("2027-02-03")));
    assert!(now.calendar.is_provisional(date("2027-02-03")), "the school has given none");
}

#[test]
fn a_change_of_an_inset_day_moves_the_dates_of_all_pupils_in_one_step() {
    let mut lab = Lab::new();
    lab.make(|edit, _| take_over(edit, 2026, None));
    let pupils = [lab.pupil("Ama", "Otter"), lab.pupil("Ben", "Quill"), lab.pupil("Cy", "Roe")];
    for pupil in pupils {
        lab.at_stage(pupil, "K", "2026-09-14");
    }
    let due = |lab: &Lab| {
        let rows = lab.store.read(|view| view.due_all()).unwrap();
        let of = |pupil: PupilId| rows.iter().find(|row| row.who.pupil == pupil).map(|row| row.key.date);
        pupils.map(|pupil| of(pupil).unwrap())
    };
    let was = due(&lab);
    let on = was[0];
    assert_eq!(was, [on; 3], "three that came to their stage on one day");
    let next = school(&lab).calendar.school_days_after(on, 1).unwrap();
    let id = lab.make(|edit, by| add_closure(edit, &Closure { from: on, to: on, ..inset("2026-11-02") }, by));
    assert_eq!(due(&lab), [next; 3], "a day without pupils is no day for a review");
    let base = school(&lab).closures[0].clone();
    assert_eq!(base.id, id);
    let moved = Closure { from: next, to: next, ..base.value.clone() };
    lab.make(|edit, _| change_closure(edit, &base, &moved));
    assert_eq!(due(&lab), was);
    lab.undo();
    assert_eq!(due(&lab), [next; 3]);
    lab.undo();
    assert_eq!(due(&lab), was);
}
