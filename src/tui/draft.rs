//! What was typed into a form and not yet saved.

use serde::{Deserialize, Serialize};

/// An unfinished form: enough to open it again as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Which form: its name in `forms::FORMS`.
    pub form: String,
    /// What it is about, as the form itself wrote it (pupils' and records' numbers; no names).
    pub about: String,
    /// Key of a field → text as typed.
    pub fields: Vec<(String, String)>,
    /// Which field had the cursor.
    pub focus: usize,
}

impl Draft {
    /// The name under which a draft is kept: one for each form and what it is about.
    pub fn name(&self) -> String {
        Draft::name_of(&self.form, &self.about)
    }

    /// The name of the draft of this form about this.
    pub fn name_of(form: &str, about: &str) -> String {
        format!("{form} {about}")
    }
}
