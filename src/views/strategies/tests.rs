//! One pupil, a class, a year; and nothing in any of it that staff should not see.

use proptest::prelude::*;

use super::*;
use crate::actions::testing::{Lab, date};
use crate::domain::record::Recorded;
use crate::domain::support::{Cycle, Passport, Target};

/// A pupil of a class with a passport and a plan that say this.
fn pupil(lab: &mut Lab, who: Pupil, says: &str) -> PupilId {
    let id = lab.pupil(&who.forename, &who.surname);
    let says = says.to_owned();
    lab.make(|edit, by| {
        edit.put(crate::domain::ids::Key::profile(id), who.clone().wrap())?;
        if says.is_empty() {
            return Ok(());
        }
        let mut passport = Passport::written(date("2026-09-14"), by.typed.clone());
        passport.helps = format!("- time to answer\n\n• {says}");
        passport.avoid = says.clone();
        passport.strengths = "not for this view".into();
        edit.add(id, passport)?;
        let mut cycle = Cycle::began(date("2026-09-14"), "iep", by.typed.clone());
        cycle.adjustments = format!("sits near the door\n{says}");
        let cycle = edit.add(id, cycle)?;
        for (strategies, outcome) in
            [("word mat", None), ("word mat", None), ("no longer", Some(TargetOutcome::Dropped))]
        {
            let mut target = Target::of(cycle, date("2026-09-14"), by.typed.clone());
            target.aim = "not for this view".into();
            (target.strategies, target.outcome) = (format!("{strategies}\n{says}"), outcome);
            edit.add(id, target)?;
        }
        Ok(())
    });
    id
}

fn who(forename: &str, surname: &str, class: &str, year: &str) -> Pupil {
    Pupil {
        forename: forename.into(),
        surname: surname.into(),
        class: class.into(),
        year: YearGroup::parse(year),
        upn: "A801200005001".into(),
        born: "2018-02-01".parse().ok(),
        ..Pupil::default()
    }
}

fn text(lab: &Lab, whom: &Whom) -> String {
    let sheet = lab.store.read(|view| sheet(view, whom)).unwrap();
    let mut out = format!("{}\n", sheet.title);
    for one in &sheet.pupils {
        out.push_str(&format!("{}\n", one.heading()));
        for (title, lines) in one.parts() {
            out.push_str(&format!("  {title}: {}\n", lines.join(" | ")));
        }
    }
    out.push_str(&sheet.nothing_line().unwrap_or_default());
    out
}

fn school() -> (Lab, PupilId) {
    let mut lab = Lab::new();
    let ama = pupil(&mut lab, who("Ama", "Otter", "Lark", "4"), "Ama Otter may leave early");
    pupil(&mut lab, who("Ama", "Otley", "Lark", "4"), "a visual timetable");
    let ben = pupil(&mut lab, who("Ben", "Quill", "Lark", "4"), "");
    lab.at_stage(ben, "K", "2026-09-14");
    pupil(&mut lab, who("Cy", "Marten", "Lark", "4"), "");
    pupil(&mut lab, who("Dee", "Plover", "Wren", "4"), "fewer words");
    let gone =
        pupil(&mut lab, Pupil { left: Some(date("2026-07-17")), ..who("Eve", "Siskin", "Lark", "4") }, "x");
    assert_ne!(gone, ama);
    (lab, ama)
}

#[test]
fn for_one_pupil() {
    let (lab, ama) = school();
    insta::assert_snapshot!(text(&lab, &Whom::Pupils(vec![ama])), @r"
    Ama O · Lark
    Ama O · Lark
      What helps: time to answer | Ama O. may leave early
      What to avoid: Ama O. may leave early
      In class: word mat | Ama O. may leave early
      Adjustments: sits near the door | Ama O. may leave early
    ");
}

#[test]
fn for_a_class_with_those_for_whom_nothing_is_recorded() {
    let (lab, _) = school();
    insta::assert_snapshot!(text(&lab, &Whom::Class("lark".into(), None)), @r"
    Lark · 3 pupils
    Ama Otl · Lark
      What helps: time to answer | a visual timetable
      What to avoid: a visual timetable
      In class: word mat | a visual timetable
      Adjustments: sits near the door | a visual timetable
    Ama Ott · Lark
      What helps: time to answer | Ama O. may leave early
      What to avoid: Ama O. may leave early
      In class: word mat | Ama O. may leave early
      Adjustments: sits near the door | Ama O. may leave early
    nothing recorded yet: Ben Q
    ");
}

#[test]
fn for_a_year_and_for_all() {
    let (lab, _) = school();
    let year = text(&lab, &Whom::Year(YearGroup::parse("4").unwrap(), None));
    assert!(year.starts_with("Year 4 · 4 pupils\nAma Otl · Lark"), "{year}");
    assert!(year.contains("\nDee P · Wren\n") && !year.contains("Eve"), "{year}");
    assert!(text(&lab, &Whom::School(None)).starts_with("everybody · 4 pupils"));
    assert_eq!(text(&lab, &Whom::Year(YearGroup::parse("1").unwrap(), None)), "Year 1 · 0 pupils\n");
}

#[test]
fn a_class_is_called_as_people_type_it() {
    let (lab, _) = school();
    let called = |name: &str| lab.store.read(|view| class_called(view, name)).unwrap();
    assert_eq!(called("lark").as_deref(), Some("Lark"));
    for none in ["", " ", "Teal"] {
        assert_eq!(called(none), None, "{none}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_staff_see_no_surname_number_or_day_of_birth(
        surname in "[A-Z][a-z]{3,8}(-[A-Z][a-z]{3,6})?",
        before in "[a-z .,]{0,20}",
        after in "[a-z .,]{0,20}",
    ) {
        prop_assume!(!before.contains(&surname.to_lowercase()) && !after.contains(&surname.to_lowercase()));
        let mut lab = Lab::new();
        let one = who("Zed", &surname, "4L", "4");
        let says = format!("{before} {surname} {after} a801200005001 1/2/18 {}", surname.to_uppercase());
        let id = pupil(&mut lab, one, &says);
        for whom in [Whom::Pupils(vec![id]), Whom::Class("4L".into(), None), Whom::School(None)] {
            let sheet = lab.store.read(|view| sheet(view, &whom)).unwrap();
            let all = format!("{sheet:?}{}", serde_json::to_string(&sheet.pupils).unwrap()).to_lowercase();
            prop_assert!(sheet.pupils.len() == 1);
            for secret in [surname.to_lowercase(), "a801200005001".into(), "1/2/18".into(), "not for this".into()] {
                prop_assert!(!all.contains(&secret), "{secret} in {all}");
            }
        }
    }
}
