//! Short plain words for referrals, plans, targets and passports, by area of need. None is taken from a real file.

use crate::domain::code::Area;

/// A target: the aim, how it is known, with what, what happens in class.
pub type TargetWords = (&'static str, &'static str, &'static str, &'static str);

/// Targets of a plan, by area.
pub fn targets(area: Option<Area>) -> &'static [TargetWords] {
    match area {
        Some(Area::Communication) => &[
            (
                "Follows an instruction with three key words without a sign.",
                "8 of 10, three days running.",
                "Picture cards; Language group, 20 minutes three times a week.",
                "Adult says it once, waits ten seconds, then shows.",
            ),
            (
                "Asks for help with the card or in words.",
                "Three times a day without being asked.",
                "Help card on the table.",
                "Adult looks up within a minute of the card.",
            ),
            (
                "Names 20 words of the topic.",
                "20 of 20 in two weeks running.",
                "Word mat with pictures, five new words a week.",
                "Words said before the lesson, and again at its end.",
            ),
        ],
        Some(Area::Cognition) => &[
            (
                "Reads 20 words of the list at sight.",
                "20 of 20 on three days.",
                "Precision teaching, ten minutes a day, one to one.",
                "Five of the words on the table each day.",
            ),
            (
                "Writes three sentences with a plan.",
                "Four pieces of five.",
                "Sentence strips; Spelling boxes three times a week.",
                "Plan said aloud to an adult before writing.",
            ),
            (
                "Knows number bonds to 10.",
                "All within five seconds, three days running.",
                "Number stacks, 20 minutes three times a week.",
                "Counters stay on the table.",
            ),
        ],
        Some(Area::Semh) => &[
            (
                "Comes into class calmly.",
                "Four mornings of five, three weeks running.",
                "Check-in with the key adult at 8.45, five minutes.",
                "Place near the door; first task on the table.",
            ),
            (
                "Says how it feels with the chart.",
                "Once a day without being asked.",
                "Feelings chart; Emotional literacy once a week.",
                "Adult names own feelings twice a day.",
            ),
            (
                "Plays with another child for ten minutes.",
                "Four lunchtimes of five.",
                "Lunchtime club three times a week.",
                "Partner named before the bell.",
            ),
        ],
        _ => &[
            (
                "Moves round school without an adult.",
                "All lessons of a week.",
                "Practised with the teaching assistant, 20 minutes twice a week.",
                "Leaves two minutes before the bell.",
            ),
            (
                "Types ten words a minute.",
                "Three texts running.",
                "Touch typing, 20 minutes twice a week.",
                "Laptop open for all writing longer than a line.",
            ),
        ],
    }
}

/// Why a teacher worries, by area: the reasons, and what was tried.
pub fn concern(area: Option<Area>) -> (&'static str, &'static str) {
    match area {
        Some(Area::Communication) => (
            "Follows others, not the words. Answers are one word. Often left out at play.",
            "Picture timetable since half-term; talk partner each day.",
        ),
        Some(Area::Cognition) => (
            "Two book levels behind. Knows sounds one by one and does not join them.",
            "Phonics keep-up, ten minutes a day for six weeks; reading with an adult twice a week.",
        ),
        Some(Area::Semh) => (
            "Tears at the gate on most days. Leaves the carpet when others sit down.",
            "Greeted by the same adult for four weeks; quiet place offered.",
        ),
        _ => (
            "Tires quickly, holds the book close. Misses what is said from behind.",
            "Moved to the front; writing shortened for five weeks.",
        ),
    }
}

/// What became of a referral that led nowhere further.
pub const NO_MORE: &[&str] = &[
    "Hearing and sight tested: both well. The teacher goes on with small steps.",
    "New at school. Looked at again by the teacher at half-term.",
    "Settled since. Nothing more than good teaching is needed.",
];

/// What became of a referral whose need is another.
pub const OTHER_HELP: &[&str] = &[
    "Family is moving house: early help offered and taken up.",
    "Lost a grandparent: bereavement group, six weeks from Monday.",
    "Sleep: health visitor asked by the family.",
];

/// A passport: strengths, what matters, what helps, what to avoid.
pub fn passport(area: Option<Area>) -> (&'static str, &'static str, &'static str, &'static str) {
    match area {
        Some(Area::Communication) => (
            "Builds anything. Remembers every song.",
            "My friends. Knowing what comes next.",
            "Show me, then say it.\nWait ten seconds.\nPicture timetable on my table.",
            "Long instructions.\nChanging the plan without telling me.",
        ),
        Some(Area::Cognition) => (
            "Kind to younger children. Good at drawing and at maths with things.",
            "Being asked about my pictures. Finishing what I begin.",
            "One thing at a time.\nCream paper.\nRead the question to me first.",
            "Reading aloud without warning.\nCopying from the board.",
        ),
        Some(Area::Semh) => (
            "Funny, fast, loyal. Knows all about space.",
            "Being greeted by name. Time with my dog.",
            "Five minutes' warning before a change.\nA job when I come in.\nThe green card for the quiet corner.",
            "Shouting.\nTelling me off in front of others.",
        ),
        _ => (
            "Determined. Great at stories.",
            "Doing it myself. Playing out with the rest.",
            "Sit me on the left, near the board.\nSpeak facing me.\nLonger for writing.",
            "Standing between me and the light.\nStairs at the busy times.",
        ),
    }
}

/// What a child is good at, and what is hard, for a plan.
pub fn strengths(area: Option<Area>) -> (&'static str, &'static str) {
    (passport(area).0, concern(area).0)
}

/// What families do at home.
pub const AT_HOME: &[&str] = &[
    "Five minutes of the word list at breakfast.",
    "Read to each other three evenings a week.",
    "Same words for feelings as at school.",
    "The picture timetable on the fridge, too.",
];

/// What parents said when a plan was made.
pub const FOR_THE_PLAN: &[&str] = &[
    "We want her to come out smiling.",
    "Reading first, please. The rest can wait.",
    "He does it at home when nobody watches.",
    "Happy with the plan. Please tell us how it goes before the end of term.",
];

/// The agencies that the made-up school asks: name, whom, how, weeks until they come.
pub const AGENCIES: &[(&str, &str, &str, Option<u16>)] = &[
    ("Speech and language therapy", "T Harbour", "referral form by e-mail", Some(14)),
    ("Educational psychology", "N Lighthouse", "at the planning meeting each term", Some(10)),
    ("Occupational therapy", "B Pier", "referral form by e-mail", Some(18)),
    ("CAMHS", "duty desk", "by telephone, then the form", Some(26)),
    ("Health visitor", "J Jetty", "by telephone", Some(3)),
    ("Sensory team", "K Beacon", "referral form by e-mail", Some(6)),
    ("Autism advisory team", "W Anchor", "portal of the authority", Some(12)),
    ("Child development service", "office", "by letter through the doctor", Some(30)),
];

/// What adults were trained in: what, which intervention it lets them deliver, by whom, for how many years it counts.
pub const TRAININGS: &[(&str, &str, &str, Option<i32>)] = &[
    ("Makaton, level 1", "", "Ambleford training team", None),
    ("PECS", "PECS", "Ambleford training team", None),
    ("ELSA", "Emotional literacy (ELSA)", "Educational psychology", None),
    ("Paediatric first aid", "", "Puddock First Aid", Some(3)),
    ("Precision teaching", "Precision teaching", "Educational psychology", None),
    ("Reading recovery", "Reading recovery", "Great Puddock literacy hub", None),
    ("Lego talk", "Lego talk group", "Speech and language therapy", None),
    ("Attention bucket", "Attention bucket", "Speech and language therapy", None),
];
