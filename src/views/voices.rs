//! What a child and the parents have said, in their words, wherever it was written down: the newest first.
//!
//! Rule: one list for the pupil's page, the papers and the command line. Every line says whose words they are, of which day,
//! and which record has them; nothing is said twice, and nothing is left out.

use chrono::{Days, NaiveDate};

use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind, RecordId};
use crate::domain::review::ReviewKind;
use crate::domain::support::Speaker;
use crate::domain::{day, words};

/// Words said within so many days count for a review.
const FRESH: u64 = 60;

/// Somebody's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Whose they are.
    pub speaker: Speaker,
    /// The day they were said.
    pub on: NaiveDate,
    /// Who it was: mum, grandad; may be empty.
    pub who: String,
    /// How they were given: a drawing, a letter; may be empty.
    pub how: String,
    /// Where they were said: "review with parents", "asked for the plan"; empty for words on a day of their own.
    pub at: &'static str,
    /// The words.
    pub words: String,
    /// The record that has them.
    pub about: Key,
}

impl Said {
    /// Whose words they are and where from: "the pupil", "mum · by letter", "a parent · review with parents".
    pub fn whose(&self) -> String {
        let who = match (self.who.as_str(), self.speaker) {
            ("", Speaker::Pupil) => "the pupil",
            ("", Speaker::Parent) => "a parent",
            (who, _) => who,
        };
        let parts = [who, self.how.as_str(), self.at];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// Everything that a child and the parents have said, the newest first. What was said at a review that was called off counts too.
pub fn voices(file: &PupilFile) -> Vec<Said> {
    let mut all = Vec::new();
    let mut add = |speaker, on, at, text: &str, kind, id: RecordId| {
        if !text.trim().is_empty() {
            all.push(Said {
                speaker,
                on,
                who: String::new(),
                how: String::new(),
                at,
                words: text.trim().to_owned(),
                about: Key::new(file.id, kind, id),
            });
        }
    };
    for held in &file.reviews {
        let on = held.held.or(held.cancelled).unwrap_or(held.due);
        let at = held.kind.label();
        add(Speaker::Pupil, on, at, &held.pupil_voice, Kind::Review, held.id);
        add(Speaker::Parent, on, at, &held.parent_voice, Kind::Review, held.id);
    }
    for held in &file.cycles {
        for (speaker, source) in [(Speaker::Pupil, &held.pupil), (Speaker::Parent, &held.parents)] {
            let on = source.on.unwrap_or(held.began);
            add(speaker, on, "asked for the plan", &source.note, Kind::Cycle, held.id);
        }
    }
    for held in &file.referrals {
        let talked = held.talked.unwrap_or(held.raised);
        add(Speaker::Pupil, held.raised, "at the referral", &held.pupil, Kind::Referral, held.id);
        add(Speaker::Parent, talked, "at the referral", &held.parents, Kind::Referral, held.id);
    }
    for held in &file.voices {
        let at = if held.cycle.is_some() { "for the plan" } else { "" };
        add(held.speaker, held.said, at, &held.words, Kind::Voice, held.id);
    }
    // Only what was written as a voice says who it was and how.
    for said in &mut all {
        let own = file.voices.iter().find(|held| said.about.kind == Kind::Voice && held.id == said.about.id);
        if let Some(own) = own {
            said.who.clone_from(&own.who);
            said.how.clone_from(&own.how);
        }
    }
    all.sort_by_key(|said| (std::cmp::Reverse(said.on), said.speaker == Speaker::Parent));
    all
}

/// Whose words are missing among these, from this day on; `None` for at any time.
pub fn missing(voices: &[Said], since: Option<NaiveDate>) -> Vec<Speaker> {
    let heard = |speaker| {
        voices.iter().any(|said| said.speaker == speaker && since.is_none_or(|since| said.on >= since))
    };
    [Speaker::Pupil, Speaker::Parent].into_iter().filter(|speaker| !heard(*speaker)).collect()
}

/// Whose words a review of this kind would miss if none were written with it: nobody's were recorded in the sixty days before.
/// Empty for kinds that do not ask for them.
pub fn missing_at(file: &PupilFile, kind: ReviewKind, on: NaiveDate) -> Vec<Speaker> {
    let asks = kind.is_annual() || matches!(kind, ReviewKind::WithParents | ReviewKind::Plan);
    if !asks {
        return Vec::new();
    }
    missing(&voices(file), Some(on.checked_sub_days(Days::new(FRESH)).unwrap_or(on)))
}

/// In words, whose words are missing; empty if nobody's are.
pub fn missing_words(missing: &[Speaker]) -> &'static str {
    match (missing.contains(&Speaker::Pupil), missing.contains(&Speaker::Parent)) {
        (true, true) => "the words of the child and of the parents are missing",
        (true, false) => "the child's own words are missing",
        (false, true) => "the parents' words are missing",
        (false, false) => "",
    }
}

/// What a review with no words in it says, with its source; empty if nobody's are missing.
pub fn missing_note(missing: &[Speaker]) -> String {
    match missing_words(missing) {
        "" => String::new(),
        words => format!("{words}: Code 6.54 asks for the views of pupil and parents"),
    }
}

/// What was heard of each in the sixty days before, in a line: "Heard: the pupil, Thu 12 Nov: I like the quiet table". `None` if
/// nothing was.
pub fn heard(file: &PupilFile, today: NaiveDate) -> Option<String> {
    let since = today.checked_sub_days(Days::new(FRESH)).unwrap_or(today);
    let all = voices(file);
    let newest = |speaker| all.iter().find(|said| said.speaker == speaker && said.on >= since);
    let said: Vec<String> = [Speaker::Pupil, Speaker::Parent]
        .into_iter()
        .filter_map(newest)
        .map(|said| {
            let first = said.words.lines().next().unwrap_or_default();
            format!("{} “{first}” ({})", who_short(said), day::near(said.on, today))
        })
        .collect();
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    (!said.is_empty()).then(|| format!("Heard: {}.", words::list(&said)))
}

fn who_short(said: &Said) -> &str {
    match (said.who.as_str(), said.speaker) {
        ("", Speaker::Pupil) => "the pupil",
        ("", Speaker::Parent) => "a parent",
        (who, _) => who,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::ids::PupilId;
    use crate::domain::review::Review;
    use crate::domain::support::{Cycle, Referral, Source, Voice};

    /// One child whose words stand in every place that has any.
    fn full() -> (Lab, PupilId) {
        let mut lab = Lab::new();
        let id = lab.pupil("Ama", "Otter");
        lab.make(|edit, by| {
            let typed = || by.typed.clone();
            let mut referral = Referral::raised(date("2026-06-01"), typed());
            referral.reasons = "slow".into();
            (referral.pupil, referral.parents) = ("reading hurts".into(), "she cries".into());
            referral.talked = Some(date("2026-06-08"));
            edit.add(id, referral)?;
            let mut cycle = Cycle::began(date("2026-09-14"), "iep", typed());
            cycle.pupil = Source { on: Some(date("2026-09-16")), note: "I like Lexia".into() };
            cycle.parents = Source { on: None, note: "more homework".into() };
            let cycle = edit.add(id, cycle)?;
            let mut review =
                Review::planned(ReviewKind::WithParents, date("2026-11-03"), None, by.typed.clone());
            review.held = Some(date("2026-11-03"));
            (review.pupil_voice, review.parent_voice) = ("It is better".into(), " ".into());
            edit.add(id, review)?;
            let voice = Voice {
                words: "sleeps well".into(),
                who: "gran".into(),
                how: "by phone".into(),
                cycle: Some(cycle),
                ..Voice::said(date("2026-10-05"), Speaker::Parent, typed())
            };
            edit.add(id, voice)
        });
        (lab, id)
    }

    #[test]
    fn all_places_are_in_one_list_the_newest_first() {
        let (lab, id) = full();
        let said: Vec<String> = voices(&lab.file(id))
            .iter()
            .map(|one| format!("{} {}: {}", one.on, one.whose(), one.words))
            .collect();
        assert_eq!(
            said,
            [
                "2026-11-03 the pupil · review with parents: It is better",
                "2026-10-05 gran · by phone · for the plan: sleeps well",
                "2026-09-16 the pupil · asked for the plan: I like Lexia",
                "2026-09-14 a parent · asked for the plan: more homework",
                "2026-06-08 a parent · at the referral: she cries",
                "2026-06-01 the pupil · at the referral: reading hurts",
            ]
        );
    }

    #[test]
    fn a_review_says_whose_words_it_would_miss() {
        let (lab, id) = full();
        let file = lab.file(id);
        for (kind, on, missed) in [
            (ReviewKind::WithParents, "2026-11-21", ""),
            (ReviewKind::WithParents, "2026-12-04", ""),
            (ReviewKind::WithParents, "2026-12-05", "the parents' words are missing"),
            (ReviewKind::Plan, "2027-01-02", "the parents' words are missing"),
            (ReviewKind::Annual, "2027-01-03", "the words of the child and of the parents are missing"),
            (ReviewKind::Iep, "2027-01-03", ""),
            (ReviewKind::Transition, "2027-01-03", ""),
        ] {
            assert_eq!(missing_words(&missing_at(&file, kind, date(on))), missed, "{kind:?} {on}");
        }
        assert!(missing(&voices(&file), None).is_empty());
        assert_eq!(missing_note(&[]), "");
    }

    #[test]
    fn what_was_heard_lately_stands_in_a_line() {
        let (lab, id) = full();
        let heard = |on| heard(&lab.file(id), date(on));
        assert_eq!(
            heard("2026-11-21").unwrap(),
            "Heard: the pupil “It is better” (Tue 3 Nov) and gran “sleeps well” (Mon 5 Oct)."
        );
        assert_eq!(heard("2027-03-01"), None);
    }
}
