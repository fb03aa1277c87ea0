//! The graduated approach on the timeline: referrals, cycles with their targets, passports, what child and parents said, and
//! what was promised.
//!
//! Rule: each thing once. A cycle's review tells itself, before it is held and after; the cycle says that it closed, and how
//! many of its targets were met.

use super::{EntryKind, Teller, first_line, joined};
use crate::domain::day;
use crate::domain::ids::{Held, Kind};
use crate::domain::support::{Cycle, TargetOutcome, plan_kind};

/// "Parents, 5 Nov 2026: He hides his book."
fn evidence(cycle: &Cycle) -> Vec<String> {
    let named = |key: &str| match key {
        "teacher" => "Teacher",
        "progress" => "Progress",
        "others" => "Other teachers",
        "peers" => "Beside peers",
        "parents" => "Parents",
        "pupil" => "Child",
        _ => "From outside",
    };
    let sources = cycle.sources();
    let drawn = sources.iter().filter(|(_, source)| source.on.is_some() || !source.note.is_empty());
    drawn
        .map(|(key, source)| {
            let on = source.on.map(|on| format!(", {}", day::plain(on))).unwrap_or_default();
            let words = if source.note.is_empty() { "drawn on" } else { source.note.as_str() };
            format!("{}{on}: {words}", named(key))
        })
        .collect()
}

/// A paragraph with its heading; empty if nothing stands in it.
fn under(heading: &str, text: &str) -> String {
    if text.trim().is_empty() { String::new() } else { format!("{heading}: {}", text.trim()) }
}

impl Teller<'_> {
    /// All of it.
    pub(super) fn support(&mut self) {
        self.referrals();
        self.cycles();
        self.targets();
        self.passports();
        self.voices();
        self.follow_ups();
    }

    fn referrals(&mut self) {
        for case in &self.file.referrals {
            let at = (Kind::Referral, case.id);
            let title = format!("{} referral", case.concern.label());
            let by = if case.by.is_empty() { String::new() } else { format!("by {}", case.by) };
            let detail = vec![
                under("Reasons", &case.reasons),
                under("Tried so far", &case.tried),
                under("Parents", &case.parents),
                under("Child", &case.pupil),
            ];
            let what = joined(&[&title, &by, &first_line(&case.reasons)]);
            self.tell(EntryKind::Referral, case.raised, what, detail, Some(&case.typed), at);
            if let Some(on) = case.reviewed {
                let outcome = case.outcome.map(|outcome| outcome.label()).unwrap_or_default();
                let what = joined(&[&title, "answered", outcome, &first_line(&case.action)]);
                let detail = case.action.lines().map(str::to_owned).collect();
                self.tell(EntryKind::Referral, on, what, detail, None, at);
            }
        }
    }

    fn cycles(&mut self) {
        for cycle in &self.file.cycles {
            let at = (Kind::Cycle, cycle.id);
            let title = plan_kind::of(&cycle.kind).label;
            let area = cycle.area.map(|area| area.label()).unwrap_or_default();
            let again = if cycle.after.is_some() { "next cycle begun" } else { "cycle begun" };
            let mut detail = evidence(cycle);
            detail.push(under("Strengths", &cycle.strengths));
            detail.push(under("Concerns", &cycle.concerns));
            self.tell(
                EntryKind::Plan,
                cycle.began,
                joined(&[title, again, area]),
                detail,
                Some(&cycle.typed),
                at,
            );
            let met = self.met(cycle);
            let mut step = |on: Option<_>, parts: &[&str], detail: Vec<String>| {
                if let Some(on) = on {
                    let what = joined(&[&[title], parts].concat());
                    self.tell(EntryKind::Plan, on, what, detail, None, at);
                }
            };
            let review =
                cycle.review_on.map(|on| format!("review on {}", day::short(on))).unwrap_or_default();
            let plan = vec![
                under("Outcomes sought", &cycle.outcomes),
                under("Adjustments", &cycle.adjustments),
                under("Expected impact", &cycle.impact),
                under("At home", &cycle.home),
            ];
            step(cycle.agreed, &["agreed", &review], plan);
            step(cycle.staff_told, &["staff told", &cycle.told], Vec::new());
            let outcome = cycle.outcome.map(|outcome| outcome.label()).unwrap_or_default();
            step(cycle.reviewed, &["cycle closed", outcome, &met], Vec::new());
            step(cycle.dropped, &["given up"], Vec::new());
        }
    }

    /// "2 of 3 targets met"; empty for a plan without targets.
    fn met(&self, cycle: &Held<Cycle>) -> String {
        let all = self.file.targets_of(cycle.id).count();
        let met = self.file.targets_of(cycle.id).filter(|target| target.outcome == Some(TargetOutcome::Met));
        if all == 0 {
            return String::new();
        }
        format!("{} of {all} {} met", met.count(), plan_kind::of(&cycle.kind).targets)
    }

    fn targets(&mut self) {
        for target in &self.file.targets {
            let at = (Kind::Target, target.id);
            let set = if target.carried.is_some() { "target carried over" } else { "target" };
            let detail = vec![
                under("Criteria", &target.criteria),
                under("Resources", &target.resources),
                under("In class", &target.strategies),
            ];
            let what = joined(&[set, &first_line(&target.aim)]);
            self.tell(EntryKind::Plan, target.set, what, detail, Some(&target.typed), at);
            if let Some(on) = target.judged {
                let outcome = target.outcome.map(|outcome| outcome.label()).unwrap_or_default();
                let what = joined(&[
                    &format!("target {outcome}"),
                    &first_line(&target.aim),
                    &first_line(&target.result),
                ]);
                let detail = target.result.lines().map(str::to_owned).collect();
                self.tell(EntryKind::Plan, on, what, detail, None, at);
            }
        }
    }

    fn passports(&mut self) {
        for passport in &self.file.passports {
            let at = (Kind::Passport, passport.id);
            let with = match passport.agreed_with.as_str() {
                "" => String::new(),
                with => format!("agreed with {with}"),
            };
            let detail = vec![
                under("Strengths", &passport.strengths),
                under("What matters to me", &passport.matters),
                under("What helps", &passport.helps),
                under("What to avoid", &passport.avoid),
            ];
            let what = joined(&["passport written", &with]);
            self.tell(EntryKind::Passport, passport.written, what, detail, Some(&passport.typed), at);
            // One that was replaced by another is told by that other.
            let replaced = passport.replaced.filter(|on| {
                self.file.passports.iter().all(|other| other.id == passport.id || other.written != *on)
            });
            if let Some(on) = replaced {
                let what = "passport no longer in force".to_owned();
                self.tell(EntryKind::Passport, on, what, Vec::new(), None, at);
            }
        }
    }

    /// What was promised, on the day it was done or dropped. What is still to be done comes with what is due.
    fn follow_ups(&mut self) {
        for one in &self.file.follow_ups {
            let at = (Kind::FollowUp, one.id);
            for (day, word) in [(one.done, "followed up"), (one.dropped, "dropped")] {
                if let Some(on) = day {
                    let detail = one.note.lines().map(str::to_owned).collect();
                    self.tell(EntryKind::Contact, on, joined(&[word, &one.what]), detail, None, at);
                }
            }
        }
    }

    fn voices(&mut self) {
        for voice in &self.file.voices {
            let who = if voice.who.is_empty() { voice.speaker.label() } else { voice.who.as_str() };
            let what = joined(&[&format!("{who}: “{}”", first_line(&voice.words)), &voice.how]);
            let detail = voice.words.lines().chain(voice.note.lines()).map(str::to_owned).collect();
            self.tell(
                EntryKind::Voice,
                voice.said,
                what,
                detail,
                Some(&voice.typed),
                (Kind::Voice, voice.id),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{Entry, tell};
    use super::*;
    use crate::domain::code::Outcome;
    use crate::domain::ids::{Key, PupilId, RecordId, Revision, Stamp, Typed};
    use crate::domain::pupil::Pupil;
    use crate::domain::record::{Record, Recorded};
    use crate::domain::review::{Review, ReviewKind};
    use crate::domain::school::SchoolFile;
    use crate::domain::support::{Passport, Referral, ReferralOutcome, Source, Speaker, Target, Voice};

    fn date(text: &str) -> chrono::NaiveDate {
        text.parse().unwrap()
    }

    fn typed() -> Typed {
        Typed { at: Stamp(0), by: "sue".into() }
    }

    fn told(records: Vec<Record>) -> Vec<Entry> {
        let all = std::iter::once(Pupil::default().wrap()).chain(records).zip(0..);
        let keyed =
            all.map(|(record, id)| (Key::new(PupilId(7), record.kind(), RecordId(id)), Revision(1), record));
        let file =
            crate::domain::file::PupilFile::from_records(PupilId(7), keyed.collect::<Vec<_>>()).unwrap();
        let school = SchoolFile::from_records([]);
        tell(&file, &BTreeMap::new(), &school, date("2026-11-22"), |_| date("2026-11-22")).entries
    }

    fn lines(records: Vec<Record>) -> Vec<String> {
        let line = |entry: &Entry| {
            let ahead = if entry.ahead { "+" } else { "" };
            format!("{ahead}{} {} | {}", day::iso(entry.on), entry.kind.label(), entry.what)
        };
        told(records).iter().map(line).collect()
    }

    #[test]
    fn a_cycle_tells_its_steps_and_its_review_tells_itself_once() {
        let cycle = Cycle {
            agreed: Some(date("2026-09-21")),
            staff_told: Some(date("2026-09-22")),
            told: "class team".into(),
            review_on: Some(date("2026-11-30")),
            review: Some(RecordId(2)),
            parents: Source { on: Some(date("2026-09-15")), note: "He hides his book.".into() },
            ..Cycle::began(date("2026-09-14"), "iep", typed())
        };
        let target = |aim: &str, judged: Option<(&str, TargetOutcome)>| {
            Target {
                aim: aim.into(),
                judged: judged.map(|(on, _)| date(on)),
                outcome: judged.map(|(_, outcome)| outcome),
                ..Target::of(RecordId(1), date("2026-09-21"), typed())
            }
            .wrap()
        };
        let open = vec![
            cycle.clone().wrap(),
            Review::planned(ReviewKind::Plan, date("2026-11-30"), None, typed()).wrap(),
            target("Reads 20 words.", Some(("2026-11-16", TargetOutcome::Met))),
            target("Asks for help.", None),
        ];
        assert_eq!(
            lines(open.clone()),
            [
                "+2026-11-30 reviews | plan review",
                "2026-11-16 plans and targets | target met · Reads 20 words.",
                "2026-09-22 plans and targets | IEP · staff told · class team",
                "2026-09-21 plans and targets | target · Asks for help.",
                "2026-09-21 plans and targets | target · Reads 20 words.",
                "2026-09-21 plans and targets | IEP · agreed · review on Mon 30 Nov",
                "2026-09-14 plans and targets | IEP · cycle begun",
            ]
        );
        let begun = told(open).pop().unwrap();
        assert_eq!(begun.detail, ["Parents, 15 Sep 2026: He hides his book."]);
        let closed = Cycle {
            reviewed: Some(date("2026-11-20")),
            outcome: Some(Outcome::AsHoped),
            review: None,
            ..cycle
        };
        let all = lines(vec![
            closed.wrap(),
            target("Reads 20 words.", Some(("2026-11-20", TargetOutcome::Met))),
            target("Asks for help.", Some(("2026-11-20", TargetOutcome::Partly))),
        ]);
        assert!(
            all.contains(
                &"2026-11-20 plans and targets | IEP · cycle closed · as hoped · 1 of 2 targets met"
                    .to_owned()
            ),
            "{all:#?}"
        );
    }

    #[test]
    fn referrals_passports_and_voices_stand_on_their_days() {
        let referral = Referral {
            by: "class teacher".into(),
            reasons: "Slow to read.".into(),
            reviewed: Some(date("2026-09-18")),
            outcome: Some(ReferralOutcome::Watch),
            action: "Look again in spring.".into(),
            ..Referral::raised(date("2026-09-10"), typed())
        };
        let first =
            Passport { replaced: Some(date("2026-10-01")), ..Passport::written(date("2026-03-02"), typed()) };
        let now = Passport {
            agreed_with: "mum".into(),
            look_again: Some(date("2027-03-01")),
            ..Passport::written(date("2026-10-01"), typed())
        };
        let voice = Voice {
            words: "I like the cards.".into(),
            how: "asked by the teacher".into(),
            ..Voice::said(date("2026-10-02"), Speaker::Pupil, typed())
        };
        assert_eq!(
            lines(vec![referral.wrap(), first.wrap(), now.wrap(), voice.wrap()]),
            [
                "+2027-03-01 passports | passport · look at it again",
                "2026-10-02 voices | pupil: “I like the cards.” · asked by the teacher",
                "2026-10-01 passports | passport written · agreed with mum",
                "2026-09-18 referrals | SEND referral · answered · watch list · Look again in spring.",
                "2026-09-10 referrals | SEND referral · by class teacher · Slow to read.",
                "2026-03-02 passports | passport written",
            ]
        );
    }
}
