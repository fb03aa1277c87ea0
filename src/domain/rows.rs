//! Lines of the first screens, derived from the files and stored beside them so that a start costs the screen and not
//! the school.
//!
//! Rule: a row is a function of one pupil's file, the calendar and the settings. Names of sites, staff and provisions
//! are not in it: the views look them up, so that a new name needs no new rows.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::code::{Outcome, SenCode, SenType, Sex, YearGroup};
use super::day;
use super::ids::{Key, PupilId, RecordId};

/// How binding a duty is, the strongest first. Stored by position: added to at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Force {
    /// An act or regulation.
    Law,
    /// Statutory guidance: the SEND Code of Practice.
    Code,
    /// The school's or the authority's own policy.
    Local,
    /// What practitioners do.
    Practice,
}

impl Force {
    /// The word on screen.
    pub fn label(self) -> &'static str {
        match self {
            Force::Law => "LAW",
            Force::Code => "Code",
            Force::Local => "policy",
            Force::Practice => "practice",
        }
    }
}

/// Whose clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Whose {
    /// The school's: somebody there has to act.
    School,
    /// The local authority's: the school may have to chase.
    Authority,
    /// The family's: the school keeps it in sight.
    Family,
}

impl Whose {
    /// The word on screen.
    pub fn label(self) -> &'static str {
        match self {
            Whose::School => "school",
            Whose::Authority => "authority",
            Whose::Family => "family",
        }
    }
}

/// Which rule made something due. The number is the file format: added to, never changed or used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u16)]
pub enum Duty {
    /// A review on the date agreed in the plan.
    AgreedReview = 1,
    /// No review is agreed, and the rhythm of the stage asks for one.
    ReviewRhythm = 2,
    /// The 6-week look at an allocation.
    ImpactCheck = 3,
    /// Parents are told formally that SEN support begins.
    TellParents = 4,
    /// The slip of the letter comes back.
    ReplySlip = 5,
    /// Every plan has a review date.
    ReviewDate = 6,
    /// The teacher looks at the IEP each half-term.
    IepReview = 7,
    /// The SENCO monitors the IEPs each term.
    MonitorIeps = 8,
    /// The SENCO looks through the register each term.
    LookThroughRegister = 9,
    /// The SENCO brings the provision map up to date each term.
    UpdateMap = 10,
    /// Progress meetings each half-term.
    ProgressMeetings = 11,
    /// Targets are reviewed each term.
    TargetsReviewed = 12,
    /// The measure at entry of an allocation.
    EntryMeasure = 13,
    /// The measure at exit of an allocation.
    ExitMeasure = 14,
    /// A specialist is involved after repeated little progress.
    Specialist = 15,
    /// Parents agree before an agency is asked.
    Consent = 16,
    /// An agency's report is shared.
    ReportShared = 17,
    /// Two cycles before a request: advice.
    TwoCycles = 18,
    /// Cost against the threshold.
    CostThreshold = 19,
    /// A review with the next setting before a move.
    TransitionReview = 20,
    /// The Early Help panel, monthly.
    EarlyHelp = 21,
    /// The rhythm of the watch list.
    WatchRhythm = 22,
    /// An agency is asked, and chased.
    AgencyChase = 23,
    /// A referral is answered.
    Referral = 24,
    /// The plan of a cycle is agreed.
    PlanAgreed = 25,
    /// All who work with the child know the plan.
    StaffTold = 26,
    /// A passport is looked at again.
    PassportLook = 27,
    /// What was promised is done.
    FollowUp = 28,
    /// An agency's advice becomes targets or provision.
    AdviceUsed = 29,
    /// The authority decides whether to assess.
    AssessDecide = 30,
    /// The school gives its advice for an assessment.
    SchoolAdvice = 31,
    /// The authority says that no plan will be made.
    NoPlanNotice = 32,
    /// The family comments on the draft plan.
    DraftComments = 33,
    /// The school answers a consultation.
    ConsultationAnswer = 34,
    /// The authority makes the final plan.
    FinalPlan = 35,
    /// Exceptions to the limits of an assessment.
    Exceptions = 36,
    /// The annual review of an EHC plan.
    AnnualReview = 40,
    /// The last meeting from which the decision still falls inside the twelve months.
    LastSafeMeeting = 41,
    /// The review of a plan of a child under five.
    UnderFive = 42,
    /// Those to be invited to an annual review are.
    Invite = 43,
    /// Advice is asked for an annual review.
    AskAdvice = 44,
    /// Advice is circulated before an annual review.
    Circulate = 45,
    /// The school's report of an annual review.
    ReviewReport = 46,
    /// The authority decides after an annual review.
    ReviewDecision = 47,
    /// The family comments on the amendments.
    AmendComments = 48,
    /// The authority makes the final amended plan.
    AmendFinal = 49,
    /// Preparing for adulthood stands in the reviews from Year 9.
    Adulthood = 50,
    /// The date of an EHC plan is recorded: without it no annual review can be asked for.
    PlanDate = 51,
    /// The amended plan names the next school.
    PhaseSchool = 60,
    /// The amended plan names the post-16 setting.
    PhasePost16 = 61,
    /// A move between post-16 settings.
    PhaseBetween = 62,
    /// The family may appeal to the SEND Tribunal until here.
    Appeal = 70,
    /// Parents and authority are told of a suspension.
    SuspensionTold = 80,
    /// Governors are told when more than 5 days fall in a term.
    SuspensionGovernors = 81,
    /// No more than 45 days in a year.
    SuspensionCap = 82,
    /// Education from the sixth day.
    SixthDay = 83,
    /// The governors meet within 15 school days.
    BoardMeets = 84,
    /// The governors meet within 50 school days where the parents write.
    BoardMeetsAsked = 85,
    /// The educational record goes to a parent.
    EducationalRecord = 90,
    /// A subject access request is answered.
    SubjectAccess = 91,
    /// A leaver's file goes to the next school.
    TransferFile = 92,
    /// How long a SEN file is kept.
    Retention = 93,
    /// The school census in autumn.
    CensusAutumn = 100,
    /// The school census in spring.
    CensusSpring = 101,
    /// The school census in summer.
    CensusSummer = 102,
    /// The SEN information report and the policy.
    InformationReport = 103,
    /// The accessibility plan.
    Accessibility = 104,
    /// The equality objectives.
    Equality = 105,
    /// The inclusion strategy on the website.
    InclusionStrategy = 106,
    /// The SENCO's qualification.
    Qualification = 110,
    /// The course for the qualification begins.
    QualificationCourse = 111,
}

impl Duty {
    /// Every duty.
    pub const ALL: [Duty; 71] = [
        Duty::AgreedReview,
        Duty::ReviewRhythm,
        Duty::ImpactCheck,
        Duty::TellParents,
        Duty::ReplySlip,
        Duty::ReviewDate,
        Duty::IepReview,
        Duty::MonitorIeps,
        Duty::LookThroughRegister,
        Duty::UpdateMap,
        Duty::ProgressMeetings,
        Duty::TargetsReviewed,
        Duty::EntryMeasure,
        Duty::ExitMeasure,
        Duty::Specialist,
        Duty::Consent,
        Duty::ReportShared,
        Duty::TwoCycles,
        Duty::CostThreshold,
        Duty::TransitionReview,
        Duty::EarlyHelp,
        Duty::WatchRhythm,
        Duty::AgencyChase,
        Duty::Referral,
        Duty::PlanAgreed,
        Duty::StaffTold,
        Duty::PassportLook,
        Duty::FollowUp,
        Duty::AdviceUsed,
        Duty::AssessDecide,
        Duty::SchoolAdvice,
        Duty::NoPlanNotice,
        Duty::DraftComments,
        Duty::ConsultationAnswer,
        Duty::FinalPlan,
        Duty::Exceptions,
        Duty::AnnualReview,
        Duty::LastSafeMeeting,
        Duty::UnderFive,
        Duty::Invite,
        Duty::AskAdvice,
        Duty::Circulate,
        Duty::ReviewReport,
        Duty::ReviewDecision,
        Duty::AmendComments,
        Duty::AmendFinal,
        Duty::Adulthood,
        Duty::PlanDate,
        Duty::PhaseSchool,
        Duty::PhasePost16,
        Duty::PhaseBetween,
        Duty::Appeal,
        Duty::SuspensionTold,
        Duty::SuspensionGovernors,
        Duty::SuspensionCap,
        Duty::SixthDay,
        Duty::BoardMeets,
        Duty::BoardMeetsAsked,
        Duty::EducationalRecord,
        Duty::SubjectAccess,
        Duty::TransferFile,
        Duty::Retention,
        Duty::CensusAutumn,
        Duty::CensusSpring,
        Duty::CensusSummer,
        Duty::InformationReport,
        Duty::Accessibility,
        Duty::Equality,
        Duty::InclusionStrategy,
        Duty::Qualification,
        Duty::QualificationCourse,
    ];

    /// The duty with this number; `None` for a number of a later program.
    pub fn from_number(number: u16) -> Option<Duty> {
        Duty::ALL.into_iter().find(|duty| *duty as u16 == number)
    }
}

/// Who a row is about, as every list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// The pupil's number.
    pub pupil: PupilId,
    /// Name as spoken.
    pub name: String,
    /// What lists sort by.
    pub sort_name: String,
    /// Year taught in; `None` if not recorded.
    pub year: Option<YearGroup>,
    /// Class; empty if none.
    pub class: String,
    /// Site; `None` if not recorded.
    pub site: Option<RecordId>,
}

impl Who {
    /// "Y4 Lark": see [`place`].
    pub fn place(&self) -> String {
        place(self.year, &self.class)
    }
}

/// Year and class as every list says them: "Y4 Lark", or "4 Lark" where the class names its year by itself. What is not
/// recorded is left out.
pub fn place(year: Option<YearGroup>, class: &str) -> String {
    let Some(year) = year.map(YearGroup::short) else { return class.to_owned() };
    if class.is_empty() {
        return year;
    }
    let said = class.to_lowercase();
    let said = said.strip_prefix("year").or(said.strip_prefix('y')).unwrap_or(&said).trim_start();
    let named = said.strip_prefix(year.trim_start_matches('Y').to_lowercase().as_str()).is_some_and(|rest| {
        let figure = year.ends_with(|last: char| last.is_ascii_digit());
        !rest.starts_with(|next: char| if figure { next.is_ascii_digit() } else { next.is_alphanumeric() })
    });
    if named { class.to_owned() } else { format!("{year} {class}") }
}

/// Where a due row stands: earliest day first, then the strongest force, then by pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DueKey {
    /// The day it is due.
    #[serde(with = "day")]
    pub date: NaiveDate,
    /// How binding.
    pub force: Force,
    /// Which rule.
    pub duty: Duty,
    /// What it is about: the review, the allocation, or the pupil's profile.
    pub about: Key,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueRow {
    /// Where it stands.
    pub key: DueKey,
    /// The pupil; for what the school itself owes, [`SCHOOL`](super::ids::SCHOOL) with the child's name or none.
    pub who: Who,
    /// Whose clock runs.
    pub whose: Whose,
    /// What to do, in a few words: "review with parents (2 of 3)".
    pub what: String,
    /// The adult it falls to; `None` means the provision's lead adult for a check, the SENCO for the rest.
    pub lead: Option<RecordId>,
    /// The provision, for a check; `None` for the rest.
    pub provision: Option<RecordId>,
}

/// One pupil in the register pane. Pupils at no stage and leavers have one too; `group` tells them apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRow {
    /// Who.
    pub who: Who,
    /// Which list the pupil is in.
    pub group: Group,
    /// UPN as recorded; empty if none.
    pub upn: String,
    /// Date of birth; `None` if not known.
    #[serde(with = "day::opt")]
    pub born: Option<NaiveDate>,
    /// Sex; `None` if not recorded.
    pub sex: Option<Sex>,
    /// The open stage's code; empty if none.
    pub stage: String,
    /// Since when; `None` if at no stage.
    #[serde(with = "day::opt")]
    pub since: Option<NaiveDate>,
    /// The census code of the open stage; N if none.
    pub census: SenCode,
    /// Needs that last, main need first.
    pub needs: Vec<SenType>,
    /// The day of the last review held; `None` if none was.
    #[serde(with = "day::opt")]
    pub last_review: Option<NaiveDate>,
    /// The day of the next review agreed, or asked for by the rhythm; `None` if none is.
    #[serde(with = "day::opt")]
    pub next_review: Option<NaiveDate>,
    /// From when to when the pupil is, was or will be in a provision.
    pub places: Vec<Stay>,
    /// Pupil premium.
    pub pupil_premium: bool,
    /// English as an additional language.
    pub eal: bool,
    /// The last day on roll; `None` while on roll.
    #[serde(with = "day::opt")]
    pub left: Option<NaiveDate>,
}

/// From the first day to the last of a pupil's place in a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// The first day.
    #[serde(with = "day")]
    pub from: NaiveDate,
    /// The last day, planned or past; `None` if open.
    #[serde(with = "day::opt")]
    pub to: Option<NaiveDate>,
}

impl RegisterRow {
    /// How many provisions the pupil is in on this day.
    pub fn provisions(&self, on: NaiveDate) -> usize {
        self.places.iter().filter(|stay| stay.from <= on && stay.to.is_none_or(|to| on <= to)).count()
    }
}

/// The lists of the register pane, in the order of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Group {
    /// At a stage: on the register or the watch list.
    Register = 0,
    /// On roll, at no stage.
    Roll = 1,
    /// Left; the file is kept.
    Leaver = 2,
}

/// One pupil's place in one provision, as the provision pane shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRow {
    /// The provision.
    pub provision: RecordId,
    /// The allocation.
    pub allocation: RecordId,
    /// Who.
    pub who: Who,
    /// The pupil's first day.
    #[serde(with = "day")]
    pub from: NaiveDate,
    /// The pupil's last day; `None` while open.
    #[serde(with = "day::opt")]
    pub to: Option<NaiveDate>,
    /// The measure at entry; empty if none.
    pub entry: String,
    /// The measure at the last check, or at exit; empty if none.
    pub now: String,
    /// How many checks were made.
    pub checks: u16,
    /// Outcome of the last check; `None` if there was none.
    pub outcome: Option<Outcome>,
    /// When the next check is due; `None` if the allocation has ended.
    #[serde(with = "day::opt")]
    pub next_check: Option<NaiveDate>,
    /// The measure at exit; empty until it was taken.
    pub exit: String,
    /// The checks made, oldest first.
    pub looks: Vec<Look>,
}

/// One check of a place, as charts and averages read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// The day of the look.
    #[serde(with = "day")]
    pub held: NaiveDate,
    /// −2…+2 against what was hoped.
    pub outcome: Outcome,
    /// The measure on that day; empty if none was taken.
    pub measure: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_that_names_its_year_is_not_given_it_twice() {
        for (year, class, said) in [
            (Some(4), "Lark", "Y4 Lark"),
            (Some(4), "4 Lark", "4 Lark"),
            (Some(4), "4L", "4L"),
            (Some(4), "Year 4 Lark", "Year 4 Lark"),
            (Some(4), "y4l", "y4l"),
            (Some(1), "10X", "Y1 10X"),
            (Some(4), "", "Y4"),
            (Some(0), "R Teal", "R Teal"),
            (Some(0), "Robin", "R Robin"),
            (None, "Lark", "Lark"),
        ] {
            let year = year.and_then(YearGroup::from_number);
            assert_eq!(place(year, class), said, "{year:?} {class}");
        }
    }
}
