//! Fields as data: one table a record feeds its form, its detail, import, export and the merging of edits.
//!
//! Rule: a field is added to its record's table and nowhere else.

use chrono::NaiveDate;

use super::ids::RecordId;

/// What a field holds, apart from how it is shown.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    /// Nothing is recorded.
    #[default]
    Empty,
    /// Words, or the code of a choice.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A whole number; pence where the field is money.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// Another record: a site, an adult, a provision.
    Id(RecordId),
}

/// Why a value cannot stand in a field, in words that follow the field's label.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(pub String);

/// One of the values that a choice offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub code: String,
    /// What is read.
    pub label: String,
}

/// What a reference points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefKind {
    /// A site.
    Site,
    /// A member of staff.
    Staff,
    /// A provision.
    Provision,
    /// An agency of the school's catalogue.
    Agency,
    /// An intervention of the school's catalogue.
    Intervention,
}

/// What may stand in a field: decides the widget and the words of an error.
#[derive(Clone, Copy)]
pub enum FieldKind {
    /// One line of words.
    Text,
    /// Words over several lines.
    LongText,
    /// A day that has been: a year left out means the past.
    PastDate,
    /// A day to come: a year left out means the future.
    FutureDate,
    /// A day that may have been or be to come: a year left out means the nearest.
    NearDate,
    /// A whole number within bounds.
    Number {
        /// The least that makes sense.
        min: i64,
        /// The most that makes sense.
        max: i64,
    },
    /// Pounds and pence, held as pence.
    Money,
    /// Yes or no.
    Flag,
    /// One of a list.
    Choice(fn() -> Vec<Choice>),
    /// Another record.
    Ref(RefKind),
    /// Words that mostly are the name of a record of this kind: its names are offered, and any others are taken.
    Named(RefKind),
}

impl std::fmt::Debug for FieldKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            FieldKind::Text => "Text",
            FieldKind::LongText => "LongText",
            FieldKind::PastDate => "PastDate",
            FieldKind::FutureDate => "FutureDate",
            FieldKind::NearDate => "NearDate",
            FieldKind::Number { .. } => "Number",
            FieldKind::Money => "Money",
            FieldKind::Flag => "Flag",
            FieldKind::Choice(_) => "Choice",
            FieldKind::Ref(_) => "Ref",
            FieldKind::Named(_) => "Named",
        })
    }
}

/// One field of a record `T`.
pub struct Field<T: 'static> {
    /// Its name in files, maps and drafts; never changed once written.
    pub key: &'static str,
    /// Its name on screen.
    pub label: &'static str,
    /// One line that says what belongs there.
    pub help: &'static str,
    /// What may stand in it.
    pub kind: FieldKind,
    /// Whether it may be left empty.
    pub required: bool,
    /// The value as it stands.
    pub get: fn(&T) -> Value,
    /// Puts a value, or says why it cannot stand there.
    pub set: fn(&mut T, Value) -> Result<(), Invalid>,
}

impl<T> std::fmt::Debug for Field<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Field({})", self.key)
    }
}

/// A record that has a table of fields.
pub trait Fields: Sized + 'static {
    /// The table, in the order of the form.
    const FIELDS: &'static [Field<Self>];
}

/// The field of `T` with this key; `None` if it has none.
pub fn field<T: Fields>(key: &str) -> Option<&'static Field<T>> {
    T::FIELDS.iter().find(|field| field.key == key)
}

/// What a field is, apart from the record that it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Its name in files, maps and drafts.
    pub key: &'static str,
    /// Its name on screen.
    pub label: &'static str,
    /// One line that says what belongs there.
    pub help: &'static str,
    /// What may stand in it.
    pub kind: FieldKind,
    /// Whether it may be left empty.
    pub required: bool,
}

/// What the fields of `T` are, in the order of its form.
pub fn shapes_of<T: Fields>() -> Vec<Shape> {
    let shape =
        |f: &Field<T>| Shape { key: f.key, label: f.label, help: f.help, kind: f.kind, required: f.required };
    T::FIELDS.iter().map(shape).collect()
}

/// What stands in the field with this key; empty if there is no such field.
pub fn value_of<T: Fields>(record: &T, key: &str) -> Value {
    field::<T>(key).map(|field| (field.get)(record)).unwrap_or_default()
}

/// Puts a value into the field with this key.
///
/// # Errors
/// There is no such field, or the value cannot stand there.
pub fn set_field<T: Fields>(record: &mut T, key: &str, value: Value) -> Result<(), Invalid> {
    match field::<T>(key) {
        Some(field) => (field.set)(record, value),
        None => Err(Invalid(format!("has no field {key}"))),
    }
}

fn wrong(expected: &str) -> Invalid {
    Invalid(format!("needs {expected}"))
}

impl Value {
    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        matches!(self, Value::Empty) || matches!(self, Value::Text(text) if text.trim().is_empty())
    }

    /// Words; nothing recorded is no words.
    pub fn text(self) -> Result<String, Invalid> {
        match self {
            Value::Empty => Ok(String::new()),
            Value::Text(text) => Ok(text.trim().to_owned()),
            _ => Err(wrong("words")),
        }
    }

    /// A day that must be there.
    pub fn date(self) -> Result<NaiveDate, Invalid> {
        self.opt_date()?.ok_or_else(|| wrong("a date"))
    }

    /// A day, or none.
    pub fn opt_date(self) -> Result<Option<NaiveDate>, Invalid> {
        match self {
            Value::Empty => Ok(None),
            Value::Date(date) => Ok(Some(date)),
            _ => Err(wrong("a date")),
        }
    }

    /// A number that must be there and fits.
    pub fn number<N: TryFrom<i64>>(self) -> Result<N, Invalid> {
        self.opt_number()?.ok_or_else(|| wrong("a number"))
    }

    /// A number that fits, or none.
    pub fn opt_number<N: TryFrom<i64>>(self) -> Result<Option<N>, Invalid> {
        match self {
            Value::Empty => Ok(None),
            Value::Number(number) => N::try_from(number).map(Some).map_err(|_| wrong("a smaller number")),
            _ => Err(wrong("a number")),
        }
    }

    /// Yes or no; nothing recorded is no.
    pub fn flag(self) -> Result<bool, Invalid> {
        match self {
            Value::Empty => Ok(false),
            Value::Flag(flag) => Ok(flag),
            _ => Err(wrong("yes or no")),
        }
    }

    /// Another record, or none.
    pub fn opt_id(self) -> Result<Option<RecordId>, Invalid> {
        match self {
            Value::Empty => Ok(None),
            Value::Id(id) => Ok(Some(id)),
            _ => Err(wrong("one of the list")),
        }
    }

    /// A choice by its code, or none.
    pub fn opt_choice<C>(self, parse: impl Fn(&str) -> Option<C>) -> Result<Option<C>, Invalid> {
        match self {
            Value::Empty => Ok(None),
            Value::Text(code) if code.trim().is_empty() => Ok(None),
            Value::Text(code) => parse(code.trim()).map(Some).ok_or_else(|| wrong("one of the list")),
            _ => Err(wrong("one of the list")),
        }
    }

    /// A choice by its code that must be there.
    pub fn choice<C>(self, parse: impl Fn(&str) -> Option<C>) -> Result<C, Invalid> {
        self.opt_choice(parse)?.ok_or_else(|| wrong("one of the list"))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Value {
        if text.is_empty() { Value::Empty } else { Value::Text(text.clone()) }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        if text.is_empty() { Value::Empty } else { Value::Text(text.to_owned()) }
    }
}

impl From<NaiveDate> for Value {
    fn from(date: NaiveDate) -> Value {
        Value::Date(date)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Flag(flag)
    }
}

impl From<RecordId> for Value {
    fn from(id: RecordId) -> Value {
        Value::Id(id)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Empty, Into::into)
    }
}

/// A list of choices from the members of an enum.
pub fn choices<C: Copy + 'static>(
    all: &'static [C],
    code: fn(C) -> &'static str,
    label: fn(C) -> &'static str,
) -> Vec<Choice> {
    all.iter().map(|one| Choice { code: code(*one).to_owned(), label: label(*one).to_owned() }).collect()
}
