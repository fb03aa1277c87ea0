//! Why, as a letter, for the worked examples of several families.

use super::*;
use crate::actions::review;
use crate::actions::testing::{Lab, date};
use crate::domain::case::{Answer, Assessment, Consultation};
use crate::domain::ids::{RecordId, Stamp, Typed};
use crate::domain::record::Recorded;
use crate::domain::review::{Review, ReviewKind};
use crate::domain::school::{RuleChoice, Settings};

fn day_of(_: Stamp) -> NaiveDate {
    date("2026-11-18")
}

fn asked(lab: &Lab, about: Key, duty: Option<Duty>) -> Option<Why> {
    lab.store
        .read(|snapshot| {
            let school = snapshot.school()?;
            why(snapshot, &school, about, duty, day_of)
        })
        .unwrap()
}

/// The letter as lines, headings flush and the rest indented.
fn letter(why: &Why) -> String {
    let today = date("2026-11-21");
    let mut said = format!("{} · {}\n{}: {}\n", why.name, why.what, why.title, why.when(today));
    for paragraph in why.letter(today) {
        said.push_str(&format!("{}\n", paragraph.heading));
        for line in paragraph.lines {
            said.push_str(&format!("  {line}\n"));
        }
    }
    said
}

fn assessment(lab: &mut Lab) -> Key {
    let id = lab.pupil("Ama", "Otter");
    let case = lab.make(|edit, by| {
        let mut case = Assessment::received(date("2026-09-07"), by.typed.clone());
        case.decided = Some(date("2026-10-15"));
        case.answer = Some(Answer::Assess);
        case.asked = Some(date("2026-10-20"));
        edit.add(id, case)
    });
    Assessment::key(id, case)
}

#[test]
fn law_comes_first_and_the_case_says_what_follows() {
    let mut lab = Lab::new();
    let about = assessment(&mut lab);
    let found = asked(&lab, about, Some(Duty::SchoolAdvice)).unwrap();
    insta::assert_snapshot!(letter(&found), @r#"
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
      Advice asked for (EHC needs assessment): Tue 20 Oct 2026, typed Wed 18 Nov by sue.
    What would change it
      Another date in “Advice asked for”.
      Filling in “Advice given” ends it.
      Switching off the rule needs-assessment.advice in Rules.
    "#);
    assert_eq!(asked(&lab, about, None), Some(found), "what is due first about the record");
}

#[test]
fn a_date_that_follows_or_is_done_is_explained_too() {
    let mut lab = Lab::new();
    let about = assessment(&mut lab);
    let last = asked(&lab, about, Some(Duty::FinalPlan)).unwrap();
    assert_eq!((last.date, last.done, last.then.len()), (date("2027-01-25"), None, 0));
    assert_eq!(last.facts.iter().map(|fact| fact.date).collect::<Vec<_>>(), [date("2026-09-07")]);
    let first = asked(&lab, about, Some(Duty::AssessDecide)).unwrap();
    assert_eq!(first.when(lab.by.today), "was due Mon 19 Oct 2026, done Thu 15 Oct");
    assert_eq!(asked(&lab, about, Some(Duty::ImpactCheck)), None);
    assert_eq!(asked(&lab, Key::profile(PupilId(99)), None), None);
}

#[test]
fn a_policy_says_its_numbers_and_where_they_are_changed() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let provision = lab.provision("Language group", "2026-09-07");
    let place = lab.allocation(id, provision, "2026-09-14", None);
    let about = Key::new(id, Kind::Allocation, place);
    let found = asked(&lab, about, Some(Duty::ImpactCheck)).unwrap();
    insta::assert_snapshot!(letter(&found), @r#"
    Ama Otter · 6-week check
    Look whether an intervention works: due Mon 26 Oct 2026, 3 weeks, 5 days late (26 days)

      Policy, for the school to choose: Six weeks after the pupil began, then every six weeks while it runs.
      Source: S3 §5.11, a school's policy: impact of interventions after 6 weeks.
      To act: lead adult, SENCO; it is the school's clock that runs.
    How the date came about
      The pupil began on Mon 14 Sep 2026.
      6 weeks (42 days) later is Mon 26 Oct 2026.
      No term dates are in this sum, so a change of terms does not move it.
    What it used
      From (allocation): Mon 14 Sep 2026, typed Wed 18 Nov by sue.
    What would change it
      Another date in “From”.
      Every 42 days; Teaching weeks 0: change or switch off the rule interventions.impact-check in Rules.
    Where the sources disagree
      Six weeks may be 42 days or six teaching weeks: 42 days from mid September end in half-term.
    "#);
    lab.make(|edit, _| {
        let values = vec![("teaching_weeks".to_owned(), 6)];
        let rules = vec![RuleChoice { duty: Duty::ImpactCheck as u16, on: None, values }];
        edit.put(Settings::school_key(RecordId(0)), Settings { rules, ..Settings::default() }.wrap())
    });
    let found = asked(&lab, about, Some(Duty::ImpactCheck)).unwrap();
    assert_eq!(found.terms, Terms::Provisional);
    assert_eq!(found.when(lab.by.today), "due ~Mon 2 Nov 2026, 2 weeks, 5 days late (19 days)");
    let said = letter(&found);
    assert!(said.contains("Teaching weeks 6, comes as 0"), "{said}");
    assert!(said.contains("provisional: it rests on term dates that nobody has confirmed"), "{said}");
}

#[test]
fn a_rhythm_uses_the_last_review_and_the_terms() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    lab.at_stage(id, "K", "2026-09-01");
    lab.make(|edit, by| {
        let mut held = Review::planned(ReviewKind::WithParents, date("2026-09-14"), None, by.typed.clone());
        held.held = Some(date("2026-09-14"));
        held.recorded = Some(Typed { at: by.typed.at, by: "dale".into() });
        edit.add(id, held)
    });
    // The register has no rule at hand, and asks for the next review.
    let found = asked(&lab, Key::profile(id), None).unwrap();
    insta::assert_snapshot!(letter(&found), @r#"
    Ama Otter · no review agreed yet
    Reviews with pupil and parents: due ~Thu 14 Jan 2027, in 7 weeks, 5 days

      The Code says: At least three in an academic year; paced one a term here.
      Source: Code of Practice, chapter 6: at least three times a year.
      To act: teacher, SENCO; it is the school's clock that runs.
    How the date came about
      The last review was on Mon 14 Sep 2026.
      3 reviews a year ask for the next by Thu 14 Jan 2027.
      No date is agreed: every plan has a clear one (Code 6.48).
      It is provisional: it rests on term dates that nobody has confirmed for then.
    What it used
      Held on (review): Mon 14 Sep 2026, typed Wed 18 Nov by dale, record last changed Wed 18 Nov by sue.
    What would change it
      Another date in “Held on”.
      Other term dates.
      A year 3; A week 10: change or switch off the rule sen-support.reviews-with-parents in Rules.
    Where the sources disagree
      The Code asks for at least three a year; one authority's schools hold two, or one a term.
    "#);
}

#[test]
fn a_moved_review_tells_who_moved_it() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let open = lab.make(|edit, by| review::agree(edit, by, id, ReviewKind::Plan, date("2026-11-24"), None));
    lab.by.typed.by = "dale".into();
    lab.make(|edit, by| review::reschedule(edit, by, id, open, date("2026-12-01"), "room taken"));
    let found = asked(&lab, Review::key(id, open), Some(Duty::AgreedReview)).unwrap();
    let facts: Vec<_> = found.facts.iter().map(|fact| (fact.label, fact.by.as_str())).collect();
    assert_eq!(facts, [("Agreed for", "dale")]);
    assert!(letter(&found).contains("room taken"));
}

#[test]
fn what_the_school_owes_is_explained_with_the_childs_name() {
    let mut lab = Lab::new();
    let case = lab.make(|edit, by| {
        let mut case = Consultation::received(date("2026-11-10"), by.typed.clone());
        case.child = "Bo Heron".into();
        edit.add(SCHOOL, case)
    });
    let found = asked(&lab, Consultation::school_key(case), Some(Duty::ConsultationAnswer)).unwrap();
    assert_eq!((found.name.as_str(), found.date), ("Bo Heron", date("2026-11-25")));
    assert!(letter(&found).contains("The Code says: 15 days from the day it was received"));
    let all = lab.store.read(|snapshot| all(snapshot, &snapshot.school()?, SCHOOL, day_of)).unwrap().unwrap();
    assert!(all.contains(&found));
}

#[test]
fn only_what_was_seen_is_worded_as_law() {
    for (force, seen, begins) in [
        (Force::Law, true, "This is law"),
        (Force::Code, true, "The Code says"),
        (Force::Local, true, "Policy, for the school to choose"),
        (Force::Practice, true, "Practice, no rule"),
        (Force::Practice, false, "As generally understood, and not looked up"),
        (Force::Law, false, "As generally understood, and not looked up"),
    ] {
        assert_eq!(force_words(force, seen), begins);
    }
}

#[test]
fn everything_due_for_a_pupil_is_explained_as_the_rules_reckon_it() {
    let mut lab = Lab::new();
    let about = assessment(&mut lab);
    let school = lab.store.read(|snapshot| snapshot.school()).unwrap();
    let items = duties::due_items(&lab.file(about.pupil), &school);
    let whole = lab.store.read(|snapshot| all(snapshot, &school, about.pupil, day_of)).unwrap().unwrap();
    assert_eq!(whole.len(), items.len());
    for item in items {
        let found = asked(&lab, item.about, Some(item.duty)).unwrap();
        assert_eq!((found.date, &found.steps), (item.date, &item.steps));
        assert!(!found.facts.is_empty() && !found.source.is_empty(), "{found:?}");
    }
}
