//! A pupil's file in full, and an empty one.

use super::*;
use crate::actions::need::{self, New};
use crate::actions::testing::{Lab, date};
use crate::domain::code::SenType;
use crate::domain::code::YearGroup;
use crate::domain::event::{Event, EventKind, Method};
use crate::domain::record::Recorded;
use crate::domain::review::ReviewKind;

fn text(lab: &Lab, id: PupilId) -> String {
    let found = lab.store.read(|snapshot| {
        let school = snapshot.school()?;
        view(snapshot, &school, id, lab.by.today)
    });
    let found = found.unwrap().unwrap();
    let mut out = format!("{} [{}]\n", found.headline, found.census);
    // The checklist has tests of its own.
    for section in found.sections.iter().filter(|section| section.part != Part::Checklist) {
        out.push_str(&format!("{}\n", section.part.title()));
        for line in &section.lines {
            let signs = format!("{}{}", if line.past { "-" } else { "" }, if line.late { "!" } else { "" });
            out.push_str(&format!(" {signs} {} | {} {:?}\n", line.label, line.text, line.more));
        }
    }
    out
}

#[test]
fn an_empty_file_says_what_is_not_there() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    insta::assert_snapshot!(text(&lab, id), @r#"
    Ama Otter [N]
    Due
       | nothing is due []
    Plan
       | no plan runs: Enter begins one []
    Needs
       | no need is recorded []
    Stages
       | never at a stage []
    Provision
       | no provision yet []
    Reviews
       | no review yet []
    Contacts and notes
       | no contact or note yet []
    Profile
      Forename | Ama []
      Surname | Otter []
    "#);
}

#[test]
fn a_file_in_full() {
    let mut lab = Lab::new();
    let id = lab.pupil("Ama", "Otter");
    let base = lab.file(id).pupil.value;
    lab.make(|edit, _| {
        let who = Pupil {
            upn: "A801200005001".into(),
            class: "Lark".into(),
            year: YearGroup::parse("4"),
            eal: true,
            note: "Allergic to nuts.\nMum is deaf: write, do not call.".into(),
            ..base.clone()
        };
        edit.put(Key::profile(id), who.wrap())
    });
    lab.at_stage(id, "W", "2025-01-06");
    lab.at_stage(id, "K", "2025-09-08");
    let (slcn, _) = lab.make(|edit, by| need::add(edit, by, id, &New::of(SenType::Slcn)));
    lab.make(|edit, by| {
        need::add(edit, by, id, &New { from: Some(date("2026-01-12")), ..New::of(SenType::Semh) })
    });
    lab.make(|edit, by| need::end(edit, by, id, slcn, date("2026-07-17")));
    let lexia = lab.provision("Lexia", "2026-09-14");
    lab.allocation(id, lexia, "2026-10-05", None);
    lab.allocation(id, lexia, "2026-01-05", Some("2026-03-27"));
    lab.make(|edit, by| {
        edit.add(id, Review::planned(ReviewKind::WithParents, date("2027-01-11"), None, by.typed.clone()))?;
        let held = Review {
            held: Some(date("2026-06-11")),
            outcome: Some(crate::domain::code::Outcome::AsHoped),
            note: "Targets 2 of 3 met.".into(),
            pupil_voice: "I like reading now.".into(),
            ..Review::planned(ReviewKind::Plan, date("2026-06-10"), None, by.typed.clone())
        };
        edit.add(id, held)?;
        let call = Event {
            kind: EventKind::Contact,
            happened: date("2026-11-12"),
            method: Some(Method::Phone),
            with: "mum".into(),
            text: "Sleep poor.\nWill call back.".into(),
            typed: by.typed.clone(),
        };
        edit.add(id, call)
    });
    insta::assert_snapshot!(text(&lab, id), @r#"
    Ama Otter · Y4 Lark · SEN support since 8 Sep 2025 · SEMH [K]
    To know at once
       | Allergic to nuts. ["Allergic to nuts.\nMum is deaf: write, do not call."]
      UPN | A801200005001: the check letter should be B, not A []
    Due
     ! Mon 16 Feb | 6-week check · Lexia · 39 weeks, 5 days late (278 days) ["The pupil began on Mon 5 Jan 2026.", "6 weeks (42 days) later is Mon 16 Feb 2026."]
     ! Mon 16 Nov | 6-week check · Lexia · 5 days late ["The pupil began on Mon 5 Oct 2026.", "6 weeks (42 days) later is Mon 16 Nov 2026."]
      Mon 11 Jan | review with parents (1 of 3) · in 7 weeks, 2 days ["Agreed for Mon 11 Jan 2027.", "The last review was on Thu 11 Jun 2026."]
    Plan
       | no plan runs: Enter begins one []
       | 1 of 2 cycles reviewed at SEN support ["Advice, never a gate: the legal test asks for no cycles (Children and Families Act 2014, s.36(8))."]
    Needs
      1 | SEMH Social, emotional and mental health · since 12 Jan 2026 []
     - ended | SLCN Speech, language and communication needs · until 17 Jul 2026 []
    Stages
      since 8 Sep 2025 | SEN support []
     - 6 Jan 2025 – 7 Sep 2025 | Watch list []
    Provision
      since 5 Oct 2026 | Lexia · 3 × 20 min · entry 34/100 []
     - 5 Jan 2026 – 27 Mar 2026 | Lexia · 3 × 20 min · entry 34/100 []
    Reviews
      11 Jan 2027 | review with parents · to come · in 7 weeks, 2 days []
     - 11 Jun 2026 | plan review · as hoped · Targets 2 of 3 met. ["The pupil: I like reading now."]
    Contacts and notes
      Thu 12 Nov | phone · mum · Sleep poor. ["Sleep poor.\nWill call back."]
    Passport
       | no passport yet []
    Voices
       | the parents' words are missing []
      11 Jun 2026 | the pupil · plan review: “I like reading now.” []
    Profile
      Forename | Ama []
      Surname | Otter []
      UPN | A801200005001 []
      Year | Year 4 []
      Class | Lark []
      EAL | yes []
    "#);
}

#[test]
fn nobody_has_no_file() {
    let lab = Lab::new();
    let found = lab.store.read(|snapshot| {
        let school = snapshot.school()?;
        view(snapshot, &school, PupilId(9), lab.by.today)
    });
    assert_eq!(found.unwrap(), None);
}
