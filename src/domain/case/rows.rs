//! Rows of a table of fields, in short: a case is mostly days, and each day is one row.
//!
//! Rule: the member's own name is the field's key, so the two cannot part.

/// A day that may be missing.
macro_rules! day {
    ($member:ident, $label:literal, $help:literal) => {
        Field {
            key: stringify!($member),
            label: $label,
            help: $help,
            kind: FieldKind::PastDate,
            required: false,
            get: |case| case.$member.into(),
            set: |case, value| value.opt_date().map(|date| case.$member = date),
        }
    };
}

/// A day that must be there: the one from which a clock runs.
macro_rules! start {
    ($member:ident, $label:literal, $help:literal) => {
        Field {
            key: stringify!($member),
            label: $label,
            help: $help,
            kind: FieldKind::PastDate,
            required: true,
            get: |case| case.$member.into(),
            set: |case, value| value.date().map(|date| case.$member = date),
        }
    };
}

/// Words, of this kind of field.
macro_rules! words {
    ($member:ident, $kind:ident $(($of:expr))?, $required:literal, $label:literal, $help:literal) => {
        Field {
            key: stringify!($member),
            label: $label,
            help: $help,
            kind: FieldKind::$kind $(($of))?,
            required: $required,
            get: |case| (&case.$member).into(),
            set: |case, value| value.text().map(|text| case.$member = text),
        }
    };
}

/// Yes or no.
macro_rules! flag {
    ($member:ident, $label:literal, $help:literal) => {
        Field {
            key: stringify!($member),
            label: $label,
            help: $help,
            kind: FieldKind::Flag,
            required: false,
            get: |case| case.$member.into(),
            set: |case, value| value.flag().map(|flag| case.$member = flag),
        }
    };
}

/// One of an enum's members that must be chosen.
macro_rules! choice {
    ($member:ident, $of:ty, $label:literal, $help:literal) => {
        Field {
            key: stringify!($member),
            label: $label,
            help: $help,
            kind: FieldKind::Choice(|| choices(&<$of>::ALL, <$of>::code, <$of>::label)),
            required: true,
            get: |case| case.$member.code().into(),
            set: |case, value| value.choice(<$of>::parse).map(|one| case.$member = one),
        }
    };
}

/// One of an enum's members, or none.
macro_rules! maybe {
    ($member:ident, $of:ty, $label:literal, $help:literal) => {
        Field {
            key: stringify!($member),
            label: $label,
            help: $help,
            kind: FieldKind::Choice(|| choices(&<$of>::ALL, <$of>::code, <$of>::label)),
            required: false,
            get: |case| case.$member.map(<$of>::code).map(Value::from).unwrap_or_default(),
            set: |case, value| value.opt_choice(<$of>::parse).map(|one| case.$member = one),
        }
    };
}

/// A whole number within bounds.
macro_rules! number {
    ($member:ident, $min:literal, $max:literal, $label:literal, $help:literal) => {
        Field {
            key: stringify!($member),
            label: $label,
            help: $help,
            kind: FieldKind::Number { min: $min, max: $max },
            required: false,
            get: |case| case.$member.map(|number| Value::Number(i64::from(number))).unwrap_or_default(),
            set: |case, value| value.opt_number().map(|number| case.$member = number),
        }
    };
}

/// Pounds and pence, held as pence, that may be missing.
macro_rules! money {
    ($member:ident, $label:literal, $help:literal) => {
        Field {
            key: stringify!($member),
            label: $label,
            help: $help,
            kind: FieldKind::Money,
            required: false,
            get: |case| case.$member.map(Value::Number).unwrap_or_default(),
            set: |case, value| value.opt_number().map(|pence| case.$member = pence),
        }
    };
}

/// The member of staff who sees to it.
macro_rules! lead {
    () => {
        Field {
            key: "lead",
            label: "Lead",
            help: "Who sees to it; empty means the SENCO.",
            kind: FieldKind::Ref(RefKind::Staff),
            required: false,
            get: |case| case.lead.into(),
            set: |case, value| value.opt_id().map(|id| case.lead = id),
        }
    };
}

/// An enum that is stored by its place: codes for files, labels for the screen.
macro_rules! choice_of {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $member:ident = $code:literal, $label:literal;)* }) => {
        $(#[$about])*
        /// Stored by position: added to at the end, never reordered.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* $member,)* }

        impl $name {
            /// Every one, the usual first.
            pub const ALL: &'static [$name] = &[$($name::$member,)*];

            /// The name in files.
            pub fn code(self) -> &'static str {
                match self { $($name::$member => $code,)* }
            }

            /// The name on screen.
            pub fn label(self) -> &'static str {
                match self { $($name::$member => $label,)* }
            }

            /// The one with this code; `None` if there is none.
            pub fn parse(text: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.code().eq_ignore_ascii_case(text.trim()))
            }
        }
    };
}

pub(in crate::domain) use choice_of;
pub(in crate::domain) use {choice, day, flag, lead, maybe, money, number, start, words};
