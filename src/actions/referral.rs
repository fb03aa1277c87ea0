//! Referrals: what a concern leads to.
//!
//! Rule: what was decided happens in the same step. SEN support and the watch list change the stage, which begins the parents'
//! letter and the first cycle; that cycle has the referral's words in it. Other outcomes change no stage (S1 ¶6: needs
//! other than SEN). A stage that was reached is not taken back by correcting the referral: that is said.

use chrono::NaiveDate;

use super::{By, Warnings, case, stage};
use crate::domain::day;
use crate::domain::ids::{Held, Key, PupilId};
use crate::domain::record::Recorded;
use crate::domain::stage::{self as stages, Stage, StageSet, find};
use crate::domain::support::{Cycle, Referral, ReferralOutcome, Source};
use crate::store::{Edit, Refused};

/// Changes a referral: what `mine` has otherwise than `base`. An outcome that is new brings the pupil to its stage.
///
/// # Errors
/// It is no longer there, fields that both changed, a day ahead, an outcome without its day, a change of stage that cannot
/// be, or the store fails.
pub fn decide(
    edit: &mut Edit<'_>,
    by: &By,
    key: Key,
    base: &Referral,
    mine: Referral,
) -> Result<Warnings, Refused> {
    case::change_saying(edit, by, key, &base.clone().wrap(), mine.wrap())
}

/// The stage of the school's set to which an outcome brings a pupil; `None` for an outcome that brings them to none.
fn stage_of(set: &StageSet, outcome: ReferralOutcome) -> Option<&'static Stage> {
    match outcome {
        ReferralOutcome::Support => set.support(),
        ReferralOutcome::Watch => set.watch(),
        ReferralOutcome::Nothing | ReferralOutcome::Other => None,
    }
}

/// What follows from a referral as it is to be put.
///
/// # Errors
/// The change of stage cannot be, or the store fails.
pub(super) fn follow(
    edit: &mut Edit<'_>,
    by: &By,
    of: PupilId,
    before: Option<&Referral>,
    now: &Referral,
) -> Result<Warnings, Refused> {
    let was = before.and_then(|before| before.outcome);
    let (Some(on), Some(outcome)) = (now.reviewed, now.outcome.filter(|outcome| was != Some(*outcome)))
    else {
        return Ok(Warnings::new());
    };
    let file = super::pupil::file(edit, of)?;
    let stands = file.stage().and_then(|span| find(&span.stage));
    let set = stages::of(&edit.school()?.settings.stage_set);
    let left = was.and_then(|was| stage_of(set, was)).filter(|stage| stands == Some(*stage));
    let Some(to) = stage_of(set, outcome) else {
        let stays = left.map(|stage| {
            format!("{} stays at {}: change the stage by itself", file.pupil.name(), stage.label)
        });
        return Ok(stays.into_iter().collect());
    };
    if let Some(stands) = stands.filter(|stands| stands.on_register) {
        let words = format!("{} is at {} already: the stage stays", file.pupil.name(), stands.label);
        return Ok(vec![words]);
    }
    let change = stage::Change {
        to: Some(to.code.to_owned()),
        census: None,
        from: on,
        reason: format!("Referral of {}", day::plain(now.raised)),
    };
    let warnings = stage::change(edit, by, of, &change)?;
    if let Some(cycle) = edit.list::<Cycle>(of)?.into_iter().find(|cycle| fresh(cycle, on)) {
        let told = telling(&cycle.value, now);
        edit.put(Cycle::key(of, cycle.id), told.wrap())?;
    }
    Ok(warnings)
}

/// Whether a cycle was begun by this decision and nothing stands in it.
fn fresh(cycle: &Held<Cycle>, on: NaiveDate) -> bool {
    let said = [&cycle.concerns, &cycle.note, &cycle.strengths].iter().any(|text| !text.is_empty());
    cycle.ended().is_none() && cycle.began == on && cycle.agreed.is_none() && !said
}

/// The first cycle with the words of the referral that led to it.
fn telling(cycle: &Cycle, referral: &Referral) -> Cycle {
    let source = |on: NaiveDate, note: &str| match note.trim() {
        "" => Source::default(),
        note => Source { on: Some(on), note: note.to_owned() },
    };
    let tests = |rows: &[(bool, &str, &str)]| {
        let row = |(_, label, note): &(bool, &str, &str)| match note.trim() {
            "" => (*label).to_owned(),
            note => format!("{label}: {note}"),
        };
        rows.iter().filter(|(ticked, ..)| *ticked).map(row).collect::<Vec<_>>().join("\n")
    };
    let raised = referral.raised;
    let tried = referral.tried.trim();
    Cycle {
        area: referral.area,
        concerns: referral.reasons.trim().to_owned(),
        note: if tried.is_empty() { String::new() } else { format!("Tried before: {tried}") },
        parents: source(referral.talked.unwrap_or(raised), &referral.parents),
        pupil: source(raised, &referral.pupil),
        progress: source(
            raised,
            &tests(&[(referral.below, "Below the child's own rate", &referral.below_note)]),
        ),
        peers: source(
            raised,
            &tests(&[
                (referral.slower, "Slower than peers from the same baseline", &referral.slower_note),
                (referral.not_closing, "The gap does not close", &referral.not_closing_note),
                (referral.widening, "The gap widens", &referral.widening_note),
            ]),
        ),
        ..cycle.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::ids::Kind;

    fn raised(lab: &mut Lab, id: PupilId) -> (Key, Referral) {
        let referral = Referral {
            reasons: "Does not join letters to sounds.".into(),
            tried: "Phonics twice a week since June.".into(),
            slower: true,
            slower_note: "two book bands behind".into(),
            talked: Some(date("2026-11-05")),
            parents: "He hides his book.".into(),
            pupil: "Reading is long.".into(),
            ..Referral::raised(date("2026-11-02"), lab.by.typed.clone())
        };
        let record = referral.clone().wrap();
        let new = lab.make(|edit, by| case::begin(edit, by, id, record.clone()));
        (Key::new(id, Kind::Referral, new), referral)
    }

    fn decided(
        lab: &mut Lab,
        (key, base): &(Key, Referral),
        outcome: ReferralOutcome,
    ) -> Result<Warnings, String> {
        let mine = Referral { reviewed: Some(date("2026-11-16")), outcome: Some(outcome), ..base.clone() };
        lab.try_make(|edit, by| decide(edit, by, *key, base, mine.clone()))
    }

    #[test]
    fn an_outcome_brings_the_pupil_to_its_stage_in_one_step() {
        for (outcome, stage, letters, cycles) in [
            (ReferralOutcome::Support, Some("K"), 1, 1),
            (ReferralOutcome::Watch, Some("W"), 0, 0),
            (ReferralOutcome::Nothing, None, 0, 0),
            (ReferralOutcome::Other, None, 0, 0),
        ] {
            let mut lab = Lab::new();
            let id = lab.pupil("Ama", "Otter");
            let referral = raised(&mut lab, id);
            decided(&mut lab, &referral, outcome).unwrap();
            let file = lab.file(id);
            assert_eq!(file.stage().map(|span| span.stage.as_str()), stage, "{outcome:?}");
            assert_eq!((file.notices.len(), file.cycles.len()), (letters, cycles), "{outcome:?}");
            assert_eq!(file.referrals[0].outcome, Some(outcome));
            lab.undo();
            let file = lab.file(id);
            assert_eq!((file.stages.len(), file.notices.len(), file.cycles.len()), (0, 0, 0));
            assert_eq!(file.referrals[0].outcome, None);
        }
    }

    #[test]
    fn the_first_cycle_has_the_words_of_the_referral() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        let referral = raised(&mut lab, id);
        let said = decided(&mut lab, &referral, ReferralOutcome::Support).unwrap();
        assert!(said.iter().any(|words| words.contains("the census asks for a main need")), "{said:?}");
        let file = lab.file(id);
        let cycle = file.cycle().unwrap();
        assert_eq!(cycle.began, date("2026-11-16"));
        assert_eq!(cycle.concerns, "Does not join letters to sounds.");
        assert_eq!(cycle.note, "Tried before: Phonics twice a week since June.");
        assert_eq!(cycle.parents, Source { on: Some(date("2026-11-05")), note: "He hides his book.".into() });
        assert_eq!(cycle.pupil, Source { on: Some(date("2026-11-02")), note: "Reading is long.".into() });
        assert_eq!(cycle.peers.note, "Slower than peers from the same baseline: two book bands behind");
        assert_eq!(cycle.progress, Source::default());
    }

    #[test]
    fn day_and_outcome_stand_together_and_a_pupil_on_the_register_stays() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        let (key, base) = raised(&mut lab, id);
        for mine in [
            Referral { reviewed: Some(date("2026-11-16")), ..base.clone() },
            Referral { outcome: Some(ReferralOutcome::Watch), ..base.clone() },
        ] {
            let words = lab.try_make(|edit, by| decide(edit, by, key, &base, mine.clone())).unwrap_err();
            assert!(words.contains("beside it"), "{words}");
        }
        let early = Referral {
            reviewed: Some(date("2026-11-01")),
            outcome: Some(ReferralOutcome::Nothing),
            ..base.clone()
        };
        let words = lab.try_make(|edit, by| decide(edit, by, key, &base, early.clone())).unwrap_err();
        assert!(words.contains("comes before"), "{words}");

        lab.at_stage(id, "K", "2026-09-14");
        for outcome in [ReferralOutcome::Support, ReferralOutcome::Watch] {
            let said = decided(&mut lab, &(key, base.clone()), outcome).unwrap();
            assert_eq!(said, ["Ama Otter is at SEN support already: the stage stays"]);
            assert_eq!(lab.file(id).stages.len(), 1);
            lab.undo();
        }
    }

    #[test]
    fn a_correction_takes_no_stage_back_and_says_so() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        let referral = raised(&mut lab, id);
        decided(&mut lab, &referral, ReferralOutcome::Watch).unwrap();
        let base = lab.file(id).referrals[0].value.clone();
        let said = decided(&mut lab, &(referral.0, base), ReferralOutcome::Nothing).unwrap();
        assert_eq!(said, ["Ama Otter stays at Watch list: change the stage by itself"]);
    }

    #[test]
    fn a_step_in_due_decides_too() {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        let (key, _) = raised(&mut lab, id);
        let values = [("reviewed", date("2026-11-16").into()), ("outcome", "support".into())];
        lab.make(|edit, by| case::step(edit, by, key, &values));
        assert_eq!(lab.file(id).stage().map(|span| span.stage.clone()).as_deref(), Some("K"));
    }
}
