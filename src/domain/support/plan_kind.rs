//! Kinds of plan, as data: what a plan is called, which fields it has and under which words, and how often it is reviewed.
//!
//! Rule: no code asks "is this an IEP?" by a name; it asks the row. The fields are those of [`Cycle`],
//! or of [`Passport`]; a row says which of them a plan of its kind shows, and what it calls them.

use super::{Cycle, Passport};
use crate::domain::field::field;
use crate::domain::ids::Kind;

/// One kind of plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanKind {
    /// What is stored; never changed once used.
    pub code: &'static str,
    /// As said on screen and on paper.
    pub label: &'static str,
    /// The document's title.
    pub title: &'static str,
    /// Which record holds it: a cycle with its targets, or a passport.
    pub held_in: Kind,
    /// Keys of that record's fields that its plan shows, in order, each with the label it has there; empty keeps the field's own.
    pub fields: &'static [(&'static str, &'static str)],
    /// What its targets are called.
    pub targets: &'static str,
    /// How many targets it has at most, unless the school says otherwise. 0 for a kind without targets.
    pub most: u8,
    /// Weeks from agreeing it to its review, unless another day is agreed.
    pub weeks: u8,
    /// Where it comes from.
    pub source: &'static str,
}

const IEP: PlanKind = PlanKind {
    code: "iep",
    label: "IEP",
    title: "Individual Education Plan",
    held_in: Kind::Cycle,
    fields: &[
        ("area", ""),
        ("strengths", "Areas of strength"),
        ("concerns", "Areas of concern"),
        ("adjustments", ""),
        ("impact", ""),
        ("home", "Parents can support by"),
    ],
    targets: "targets",
    most: 4,
    weeks: 6,
    source: "S2 Appendix B and C, a school's forms: three to four targets (its letter says up to three), looked at each half-term",
};

/// Every kind, the usual first.
pub static KINDS: &[PlanKind] = &[
    IEP,
    PlanKind {
        code: "my-plan",
        label: "My Plan",
        title: "My Plan",
        held_in: Kind::Cycle,
        fields: &[
            ("strengths", "What is going well"),
            ("concerns", "What is hard"),
            ("outcomes", "Outcomes we agreed"),
            ("adjustments", "Support"),
            ("impact", "What we expect"),
            ("home", "How my family helps"),
        ],
        targets: "outcomes",
        most: 4,
        weeks: 12,
        source: "S1 ¶9, one authority's tool: agree outcomes, plan support, monitor progress",
    },
    PlanKind {
        code: "isp",
        label: "ISP (draft)",
        title: "Individual Support Plan",
        held_in: Kind::Cycle,
        fields: &[
            ("strengths", ""),
            ("concerns", "Barriers to learning"),
            ("outcomes", "Intended outcomes"),
            ("adjustments", "Day-to-day provision"),
            ("impact", ""),
            ("home", ""),
        ],
        targets: "targets",
        most: 4,
        weeks: 12,
        source: "the 2026 draft reform as generally understood: not law, and its form may change",
    },
    PlanKind {
        code: "passport",
        label: "Passport",
        title: "Passport",
        held_in: Kind::Passport,
        fields: &[("strengths", ""), ("matters", ""), ("helps", ""), ("avoid", "")],
        targets: "targets",
        most: 0,
        weeks: 52,
        source: "S3 §5.10, a federation's Inclusion Passport",
    },
];

/// The kinds whose plan is the document of a cycle.
pub fn of_cycles() -> impl Iterator<Item = &'static PlanKind> {
    KINDS.iter().filter(|kind| kind.held_in == Kind::Cycle)
}

/// The kind with this code; `None` for a code that is none.
pub fn find(code: &str) -> Option<&'static PlanKind> {
    KINDS.iter().find(|kind| kind.code.eq_ignore_ascii_case(code.trim()))
}

impl PlanKind {
    /// The keys of its fields with the words that a plan of this kind has for them, in order: its own, else the field's.
    pub fn labels(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let passport = self.held_in == Kind::Passport;
        self.fields.iter().map(move |(key, own)| match (own.is_empty(), passport) {
            (false, _) => (*key, *own),
            (true, true) => (*key, field::<Passport>(key).map_or(*key, |field| field.label)),
            (true, false) => (*key, field::<Cycle>(key).map_or(*key, |field| field.label)),
        })
    }
}

/// The kind with this code, else the usual one.
pub fn of(code: &str) -> &'static PlanKind {
    find(code).unwrap_or(&IEP)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::Fields;

    fn has(kind: &PlanKind, key: &str) -> bool {
        match kind.held_in {
            Kind::Passport => field::<Passport>(key).is_some(),
            _ => field::<Cycle>(key).is_some(),
        }
    }

    #[test]
    fn every_kind_names_fields_that_its_record_has() {
        assert!(!Cycle::FIELDS.is_empty());
        for kind in KINDS {
            assert_eq!(find(kind.code), Some(kind));
            assert!(!kind.source.is_empty() && kind.weeks > 0, "{}", kind.code);
            for (key, _) in kind.fields {
                assert!(has(kind, key), "{} names {key}", kind.code);
            }
        }
        assert_eq!(of("no such kind").code, "iep");
        let labels: Vec<_> = of("iep").labels().map(|(_, label)| label).take(2).collect();
        assert_eq!(labels, ["Area of need", "Areas of strength"]);
        assert_eq!(of("passport").labels().last(), Some(("avoid", "What to avoid")));
    }
}
