//! What child and parents said (`views::voices`), as the papers print it.
//!
//! Rule: words stay whole and in their own block, with who said them and when.

use chrono::NaiveDate;

use super::folder::{Folder, joined, plain};
use crate::domain::support::Speaker;
use crate::domain::words::capital;
use crate::exchange::paper::Block;
use crate::views::voices;

/// Words of one person on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The day.
    pub on: NaiveDate,
    /// The child's or a parent's.
    pub speaker: Speaker,
    /// "Ama", "Mum", "Parents".
    pub who: String,
    /// Where: "review with parents", "plan"; may be empty.
    pub at: String,
    /// The words.
    pub words: String,
}

impl Said {
    /// As a block of its own.
    pub fn block(&self) -> Block {
        Block::Voice {
            who: joined(&[&capital(&self.who), &plain(self.on), &self.at], " · "),
            words: self.words.clone(),
        }
    }
}

/// All of it, oldest first.
pub fn all(folder: &Folder) -> Vec<Said> {
    let said = |one: voices::Said| {
        let usual = if one.speaker == Speaker::Pupil { folder.first() } else { "Parents" };
        let who = if one.who.trim().is_empty() { usual } else { one.who.trim() };
        Said {
            on: one.on,
            speaker: one.speaker,
            who: who.to_owned(),
            at: joined(&[&one.how, one.at], ", "),
            words: one.words,
        }
    };
    voices::voices(&folder.file).into_iter().rev().map(said).collect()
}

/// What one of them said last; `None` if nothing is recorded.
pub fn last(folder: &Folder, speaker: Speaker) -> Option<Said> {
    all(folder).into_iter().rev().find(|said| said.speaker == speaker)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{date, folder};
    use super::*;
    use crate::domain::ids::Typed;
    use crate::domain::record::Record;
    use crate::domain::review::{Review, ReviewKind};
    use crate::domain::support::{Cycle, Voice};

    #[test]
    fn words_come_from_every_record_in_order_of_their_days() {
        let mut review = Review::planned(ReviewKind::WithParents, date("2026-11-02"), None, Typed::default());
        review.held = Some(date("2026-11-03"));
        review.parent_voice = "Better at bedtime.".into();
        let mut cycle = Cycle::began(date("2026-09-07"), "iep", Typed::default());
        cycle.pupil.note = "I like the blue table.".into();
        let mut voice = Voice::said(date("2026-10-01"), Speaker::Parent, Typed::default());
        (voice.who, voice.words) = ("Mum".into(), "Sleep is poor.".into());
        let folder = folder(vec![Record::Review(review), Record::Cycle(cycle), Record::Voice(voice)]);
        let said: Vec<_> =
            all(&folder).iter().map(|one| joined(&[&one.who, &one.at, &one.words], "/")).collect();
        assert_eq!(
            said,
            [
                "Ama/asked for the plan/I like the blue table.",
                "Mum/Sleep is poor.",
                "Parents/review with parents/Better at bedtime.",
            ]
        );
        assert_eq!(last(&folder, Speaker::Parent).unwrap().on, date("2026-11-03"));
    }
}
