//! The list of documents that can be made about a child: what each is called, whether it can be made now, what is missing.
//!
//! Rule: one table for the screen and the command line. What cannot be made says why; what can be made says what it lacks and
//! is made all the same.

use chrono::Days;

use super::folder::Folder;
use super::{
    annual, consent, evidence, iep, invitation, letter, passport, provision, referral, strategies, summary,
    transition,
};
use crate::domain::case::Letter;
use crate::domain::ids::Held;
use crate::domain::support::plan_kind;
use crate::exchange::paper::Paper;

/// An annual review that is so many days off makes its set the first to be thought of.
const NEAR: u64 = 70;

/// A review that was held so few days ago makes its summary likely.
const JUST_HELD: u64 = 21;

/// One kind of document.
#[derive(Debug)]
pub struct Document {
    /// Its name on the command line.
    pub code: &'static str,
    /// The letter that picks it on the screen: always the same one.
    pub key: char,
    /// What it is called.
    pub title: &'static str,
    /// What is in it, in a sentence.
    pub help: &'static str,
    /// Which letter home it is, and whether it has a slip that comes back: then it is tracked. `None` for what is no letter.
    pub home: Option<(Letter, bool)>,
    /// Whether it may say costs, which it leaves out unless it is asked for them.
    pub costs: bool,
    /// Why it cannot be made now; `None` if it can.
    not_yet: fn(&Folder) -> Option<String>,
    /// What is missing in it.
    missing: fn(&Folder) -> Vec<String>,
    /// Makes it.
    build: fn(&Folder) -> Paper,
    /// How likely it is wanted now: 0 for what stands where the table has it, more for what comes before.
    likely: fn(&Folder) -> u8,
}

impl PartialEq for Document {
    fn eq(&self, other: &Document) -> bool {
        self.code == other.code
    }
}

impl Eq for Document {}

/// What of a document can be said about one child now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Which document.
    pub document: &'static Document,
    /// Why it cannot be made; `None` if it can.
    pub not_yet: Option<String>,
    /// What is missing in it, in words.
    pub missing: Vec<String>,
}

impl Offer {
    /// In one line: "not yet: no plan is agreed", "no target is set (and 2 more)"; empty if all is there.
    pub fn words(&self) -> String {
        match (&self.not_yet, self.missing.as_slice()) {
            (Some(why), _) => format!("not yet: {why}"),
            (None, []) => String::new(),
            (None, [one]) => one.clone(),
            (None, [first, rest @ ..]) => format!("{first} (and {} more)", rest.len()),
        }
    }
}

/// Letters that wait to be sent.
fn waiting(folder: &Folder) -> bool {
    folder.file.notices.iter().any(|notice: &Held<_>| {
        notice.letter == Letter::Begins && notice.sent.is_none() && notice.ended().is_none()
    })
}

fn annual_is_near(folder: &Folder) -> bool {
    let until = folder.today.checked_add_days(Days::new(NEAR)).unwrap_or(folder.today);
    annual::meeting(folder).is_some_and(|review| review.due <= until)
}

fn just_held(folder: &Folder) -> bool {
    let since = folder.today.checked_sub_days(Days::new(JUST_HELD)).unwrap_or(folder.today);
    folder.file.last_review().and_then(|review| review.held).is_some_and(|held| held >= since)
}

fn never(_: &Folder) -> Option<String> {
    None
}

const BASE: Document = Document {
    code: "",
    key: ' ',
    title: "",
    help: "",
    home: None,
    costs: false,
    not_yet: never,
    missing: |_| Vec::new(),
    build: letter::build,
    likely: |_| 0,
};

/// Every document, the most frequent first.
pub static ALL: &[Document] = &[
    Document {
        code: "letter",
        key: 'l',
        title: "Letter: SEN support begins",
        help: "Tells the parents that SEN support begins, with the targets and a slip that comes back.",
        home: Some((Letter::Begins, true)),
        not_yet: letter::not_yet,
        missing: letter::missing,
        build: letter::build,
        likely: |folder| if waiting(folder) { 9 } else { 0 },
        ..BASE
    },
    Document {
        code: "plan",
        key: 'p',
        title: "Plan: IEP, My Plan or ISP",
        help: "The plan of the cycle that runs: strengths, concerns, targets, how parents help.",
        not_yet: iep::not_yet,
        missing: iep::missing,
        build: iep::build,
        ..BASE
    },
    Document {
        code: "passport",
        key: 'o',
        title: "Passport",
        help: "One page that the child takes along: four boxes, the first name alone.",
        not_yet: passport::not_yet,
        missing: passport::missing,
        build: passport::build,
        ..BASE
    },
    Document {
        code: "invitation",
        key: 'v',
        title: "Invitation to the next review",
        help: "Invites the parents to the review that is agreed next, with a slip.",
        home: Some((Letter::Invitation, true)),
        missing: invitation::missing,
        build: invitation::build,
        ..BASE
    },
    Document {
        code: "summary",
        key: 's',
        title: "Summary of the last review",
        help: "For parents: what was hoped, what came of it, what was said, what happens next.",
        home: Some((Letter::Summary, false)),
        not_yet: summary::not_yet,
        missing: summary::missing,
        build: summary::build,
        likely: |folder| if just_held(folder) { 5 } else { 0 },
        ..BASE
    },
    Document {
        code: "consent",
        key: 'c',
        title: "Letter: may we ask an agency?",
        help: "Asks the parents about each agency that waits for their consent, with a slip.",
        home: Some((Letter::Consent, true)),
        not_yet: consent::not_yet,
        missing: consent::missing,
        build: consent::build,
        likely: |folder| u8::from(consent::waiting(folder).next().is_some()) * 7,
        ..BASE
    },
    Document {
        code: "provision",
        key: 'm',
        title: "Provision map of the pupil",
        help: "One page for a meeting: what runs, how much, with whom, what took place, what it did.",
        not_yet: provision::not_yet,
        missing: provision::missing,
        build: provision::build,
        costs: true,
        ..BASE
    },
    Document {
        code: "transition",
        key: 't',
        title: "Transition pack",
        help: "For the next setting: who, needs, passport, plan, provision, agencies.",
        missing: transition::missing,
        build: transition::build,
        ..BASE
    },
    Document {
        code: "annual",
        key: 'a',
        title: "Annual-review set",
        help: "Invitations, request for advice, sheet for the meeting, pages for the child's and the parents' views.",
        not_yet: annual::not_yet,
        missing: annual::missing,
        build: annual::build,
        likely: |folder| if annual_is_near(folder) { 8 } else { 0 },
        ..BASE
    },
    Document {
        code: "evidence",
        key: 'e',
        title: "Evidence pack",
        help: "All that is recorded, with an index that says what is missing: for a request to the authority.",
        missing: evidence::missing::all,
        build: evidence::build,
        ..BASE
    },
    Document {
        code: "strategies",
        key: 'w',
        title: "What helps: for staff",
        help: "First name and initial, what helps, what to avoid: safe for any member of staff to see.",
        not_yet: |folder| folder.helps.pupils.is_empty().then(|| "nothing that helps is recorded".to_owned()),
        build: |folder| strategies::paper(&folder.helps, folder.today),
        ..BASE
    },
    Document {
        code: "referral",
        key: 'r',
        title: "Referral form",
        help: "The concern as it was raised, with what was tried and what became of it.",
        not_yet: referral::not_yet,
        missing: referral::missing,
        build: referral::build,
        ..BASE
    },
];

/// The document with this name, or the plan by the name of its kind: "iep"; `None` if there is none.
pub fn find(code: &str) -> Option<&'static Document> {
    let code = code.trim();
    let plan = plan_kind::of_cycles().any(|kind| kind.code.eq_ignore_ascii_case(code));
    let code = if plan { "plan" } else { code };
    ALL.iter().find(|document| document.code.eq_ignore_ascii_case(code))
}

impl Document {
    /// What can be said of it about this child now.
    pub fn offer(&'static self, folder: &Folder) -> Offer {
        let left = folder.file.pupil.left.is_some();
        let not_yet = match self.home {
            Some(_) if left => Some(format!("{} has left", folder.first())),
            _ => (self.not_yet)(folder),
        };
        let missing = if not_yet.is_some() { Vec::new() } else { (self.missing)(folder) };
        Offer { document: self, not_yet, missing }
    }

    /// Makes it.
    ///
    /// # Errors
    /// Why it cannot be made now, in words that follow "not yet:".
    pub fn make(&'static self, folder: &Folder) -> Result<Paper, String> {
        match self.offer(folder).not_yet {
            Some(why) => Err(why),
            None => Ok((self.build)(folder)),
        }
    }
}

/// What can be made about this child, the likely first, what cannot be made last.
pub fn offers(folder: &Folder) -> Vec<Offer> {
    let mut offers: Vec<Offer> = ALL.iter().map(|document| document.offer(folder)).collect();
    offers.sort_by_key(|offer| {
        let likely = if offer.not_yet.is_some() { 0 } else { (offer.document.likely)(folder) };
        (offer.not_yet.is_some(), std::cmp::Reverse(likely))
    });
    offers
}

#[cfg(test)]
mod tests {
    use super::super::testing::{date, folder, text};
    use super::*;
    use crate::domain::case::{EhcPlan, Notice};
    use crate::domain::ids::Typed;
    use crate::domain::record::Record;
    use crate::domain::review::{Review, ReviewKind};

    fn codes(records: Vec<Record>) -> Vec<&'static str> {
        offers(&folder(records)).iter().map(|offer| offer.document.code).collect()
    }

    #[test]
    fn names_and_letters_are_one_each() {
        let all = || ALL.iter();
        for document in all() {
            assert_eq!(find(document.code), Some(document));
            assert_eq!(all().filter(|one| one.key == document.key).count(), 1, "{}", document.key);
            // These move in the list and choose the format.
            assert!(!"hbjk".contains(document.key), "{}", document.key);
            assert!(!document.title.is_empty() && document.help.ends_with('.'), "{}", document.code);
        }
    }

    #[test]
    fn the_likely_stands_first_and_what_cannot_be_last() {
        let notice = Record::Notice(Notice::decided(date("2026-11-20"), Typed::default()));
        assert_eq!(codes(vec![notice])[0], "letter");
        let plan = Record::EhcPlan(EhcPlan::dated(date("2026-01-15"), Typed::default()));
        let near = Review::planned(ReviewKind::Annual, date("2026-12-10"), None, Typed::default());
        assert_eq!(codes(vec![plan.clone(), Record::Review(near.clone())])[0], "annual");
        let mut far = near;
        far.due = date("2027-06-10");
        assert_eq!(codes(vec![plan, Record::Review(far)])[0], "letter");
        assert_eq!(codes(Vec::new())[ALL.len() - 1], "referral");
    }

    #[test]
    fn what_cannot_be_made_says_why_and_what_can_is_made() {
        let folder = folder(Vec::new());
        for document in ALL {
            match document.make(&folder) {
                Ok(paper) => {
                    let said = text(&paper);
                    assert!(said.contains("Ama"), "{}: {said}", document.code);
                    assert!(paper.file_stem().starts_with("AO-2026-11-22-"), "{}", paper.file_stem());
                }
                Err(why) => assert_eq!(document.offer(&folder).words(), format!("not yet: {why}")),
            }
        }
    }

    #[test]
    fn no_letter_goes_home_about_a_child_who_has_left() {
        let mut folder = folder(Vec::new());
        folder.file.pupil.value.left = Some(date("2026-10-30"));
        for document in ALL.iter().filter(|document| document.home.is_some()) {
            assert_eq!(document.make(&folder).unwrap_err(), "Ama has left");
        }
        assert!(find("transition").unwrap().make(&folder).is_ok());
    }
}
