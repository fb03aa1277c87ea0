//! Short plain sentences for notes, by area of need. None is taken from a real file.

use crate::domain::code::{Area, Outcome};

/// What was found at a review, by how it went and by area.
pub fn review_note(outcome: Outcome, area: Option<Area>) -> &'static [&'static str] {
    match (outcome.value() >= 0, area) {
        (true, Some(Area::Communication)) => &[
            "Two of three targets met. Uses full sentences in small groups now. Keep the word mats.",
            "Follows two-step instructions with pictures. Next: three steps. Same group, new vocabulary.",
            "Joins in at story time without prompting. Visual timetable stays; fewer reminders.",
            "Targets met. Asks for help with the card. Next: asks in words.",
        ],
        (true, Some(Area::Cognition)) => &[
            "Reads 15 more high-frequency words than in the autumn. Keep daily reading, five minutes.",
            "Number bonds to 10 secure; starting on 20. Counters still on the table.",
            "Writes three sentences with a plan. Next: checks capital letters without being asked.",
            "Two of three targets met. Precision teaching goes on with the next list.",
        ],
        (true, Some(Area::Semh)) => &[
            "Comes in calmly on four days of five. Morning check-in goes on.",
            "Uses the quiet corner by choice. Lunchtimes are better since the club began.",
            "Targets met. Names feelings with the chart. Next: says what would help.",
            "Stays for whole lessons in the morning. Afternoons next.",
        ],
        (true, _) => &[
            "Equipment is in place and used. Seating plan works. Same again next term.",
            "Target met. Moves round school without help. Next: the stairs at busy times.",
            "Radio aid is worn all day. Class teachers remember the microphone.",
        ],
        (false, Some(Area::Communication)) => &[
            "Progress slow since the half-term. Smaller group from now on; advice asked for.",
            "One of three targets met. Many absences in the group. Timetable to be looked at.",
        ],
        (false, Some(Area::Cognition)) => &[
            "The gap has not closed. Change to one-to-one, ten minutes daily, and look again.",
            "One of three targets met. Words learnt are not yet used in writing.",
        ],
        (false, Some(Area::Semh)) => &[
            "Difficult few weeks after the move of class. Key adult to greet at the gate.",
            "Targets not met. Meeting with the family agreed to find what has changed.",
        ],
        (false, _) => &[
            "Equipment was away for repair. Targets carried over.",
            "Fatigue in the afternoons. Rest break to be timetabled.",
        ],
    }
}

/// What pupils said.
pub const PUPIL_SAYS: &[&str] = &[
    "I like the small group because it is quiet.",
    "I can do it when I have the word mat.",
    "Reading is easier now. Spelling is not.",
    "I want to stay in class for art.",
    "My friends help me at playtime.",
    "I like it when I know what comes next.",
    "Maths is the best. Writing makes my hand tired.",
    "I would like to show somebody my model.",
];

/// What parents said.
pub const PARENT_SAYS: &[&str] = &[
    "Happier to come to school this term.",
    "We practise the words at breakfast and it works.",
    "Worried about the move to the next class.",
    "Sleeps better; homework is still a struggle.",
    "Pleased with the group. Would like to know what to do at home.",
    "Talks about school again. Thank you.",
    "Would like shorter homework, more often.",
];

/// Why a review was moved.
pub const MOVED_BECAUSE: &[&str] =
    &["parent at work, asked for another day", "class trip", "school closed for snow", "SENCO on a course"];

/// Why a pupil came to a stage, by its code.
pub fn stage_reason(stage: &str) -> &'static [&'static str] {
    match stage {
        "W" => &[
            "Class teacher raised a concern at the progress meeting.",
            "Slower progress than others from the same start.",
            "Parents asked us to keep an eye on reading.",
        ],
        "KA" => &[
            "Two cycles with little progress; request agreed with the family.",
            "Family asked for an assessment; school supports it.",
        ],
        "E" => &["Final plan received.", "Came to us with a plan."],
        _ => &[
            "Gap not closing after two terms of extra help in class.",
            "Assessed, and agreed with the family that more is needed.",
            "Advice from speech and language therapy.",
            "Moved up from the watch list at the termly meeting.",
        ],
    }
}

/// What anyone who opens the file should know, by area.
pub fn at_once(area: Option<Area>) -> &'static [&'static str] {
    match area {
        Some(Area::Communication) => {
            &["Show, then say. Ten seconds to answer.", "Visual timetable on the table."]
        }
        Some(Area::Cognition) => &["Cream paper, one task at a time.", "Read the question aloud first."],
        Some(Area::Semh) => {
            &["Warn five minutes before a change.", "Green card means: quiet corner, no questions."]
        }
        _ => &["Sits on the left, near the board.", "Wears a radio aid; speak facing the class."],
    }
}

/// What happened: kind of talk, with whom, and the words.
pub const CONTACTS: &[(&str, &str)] = &[
    ("mum", "Sleep poor this week. Will call back on Friday."),
    ("dad", "Asked how the group is going. Sent the word list home."),
    ("mum", "Told her about the good day on Tuesday."),
    ("grandma", "Collects on Thursdays from now on."),
    ("mum", "Hearing test booked for next month."),
    ("dad", "Cannot come to the review; asked for a later time."),
    ("mum and dad", "Happy with the new seating plan."),
    ("foster carer", "Settling well. Likes the reading club."),
    ("mum", "Glasses broken; new pair in a week."),
];

/// What was said at a table.
pub const MEETINGS: &[(&str, &str)] = &[
    ("class teacher, mum", "Went through the plan. Agreed to read together three evenings a week."),
    ("Ed Psych", "Consultation. Suggested shorter tasks and a checklist. Report to follow."),
    ("speech therapist", "Looked at the targets together. Group twice a week is right."),
    ("class teacher, TA", "Progress meeting. On track in maths, behind in writing."),
    ("family, next setting", "Talked about the move. Two extra visits agreed."),
];

/// What is worth remembering.
pub const NOTES: &[&str] = &[
    "Led the line today without being asked.",
    "Tired after lunch; worked better in the morning.",
    "Finished the whole page with the number line.",
    "Supply teacher this week; passport was on the desk and was used.",
    "Lost the coat, found the coat. Good day all the same.",
    "Worked with a new partner and it went well.",
    "Spelling test: 7 of 10, up from 4.",
];

/// In a word, after a check.
pub fn check_word(outcome: Outcome) -> &'static [&'static str] {
    match outcome.value() {
        -2 => &["many absences", "not the right group"],
        -1 => &["slow start", "needs smaller steps", "missed four sessions"],
        0 => &["steady", "as planned", "keep going"],
        1 => &["good progress", "uses it in class"],
        _ => &["met target", "flying"],
    }
}

/// Authorities that do not exist.
pub const AUTHORITIES: [&str; 2] = ["Ambleford", "Great Puddock"];

/// Children about whom an authority asks, who are on no roll of ours, with the authority.
pub const NOT_ON_ROLL: &[(&str, &str)] = &[
    ("Juno Sparrowhawk", "Great Puddock"),
    ("Otis Bumblebee", "Ambleford"),
    ("Marnie Hawthorn", "Ambleford"),
    ("Rufus Dandelion", "Great Puddock"),
    ("Coco Woodpigeon", "Ambleford"),
    ("Barney Buttercup", "Great Puddock"),
];
