//! A paper on the school's own letterhead: a DOCX file with named fields in its text.
//!
//! Rule: the school's file is the school's. The paragraph with `{{body}}` becomes the paper; the other fields are filled where
//! they stand, headers and footers too; every part that holds no field goes over byte for byte, and our styles are added
//! only where they are absent. A file that would run, fetch or open something else is refused: what, where, what to do.
//!
//! `package` reads the archive within bounds, `relations` follows and judges its ties, `fields` finds the fields.

mod fields;
#[cfg(test)]
mod made;
mod package;
mod relations;

use std::ops::Range;

use super::docx::body::Body;
use super::docx::{A4, pack, styles};
use super::head::long_date;
use super::{Head, Paper, PaperError};
use fields::{Part, Place};
use package::Package;

/// The fields that a letterhead may name; `{{body}}` is the paper itself.
pub const FIELDS: [&str; 9] =
    ["school", "address", "phone", "email", "date", "title", "body", "senco", "head"];

/// What a field is filled with; `None` for a name that is none. Known only to whoever writes.
fn value(name: &str, paper: &Paper, head: &Head) -> Option<String> {
    Some(match name {
        "school" => head.school.clone(),
        "address" => head.address.clone(),
        "phone" => head.phone.clone(),
        "email" => head.email.clone(),
        "date" => long_date(paper.dated),
        "title" => paper.title.clone(),
        "senco" => head.senco.clone(),
        "head" => head.head.clone(),
        "body" => String::new(),
        _ => return None,
    })
}

/// A change of a part: these bytes become this text.
type Edit = (Range<usize>, String);

/// The part with its changes, none of which overlap.
fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, new) in edits {
        out.push_str(text.get(from..range.start).unwrap_or_default());
        out.push_str(&new);
        from = range.end.max(from);
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The paper on the letterhead.
///
/// # Errors
/// The file is no DOCX file, is too large, holds macros, ties to something outside or to an unknown field; in words.
pub(super) fn fill(file: &[u8], paper: &Paper, head: &Head) -> Result<Vec<u8>, PaperError> {
    let mut package = Package::open(file)?;
    let layout = relations::layout(&package)?;
    let mut parts = Vec::new();
    for name in std::iter::once(&layout.document).chain(&layout.edges) {
        parts.push((name.clone(), Part::read(name, package.text(name)?)?));
    }
    let names: Vec<&str> = parts.iter().flat_map(|(_, part)| part.names()).collect();
    let body = body(paper, &parts, &names);
    for (number, (name, part)) in parts.iter().enumerate() {
        let main = number == 0;
        let mut edits = part.fill(name, |field| value(field, paper, head))?;
        match part.body(name)? {
            Some(Place::Instead(range)) if main => edits.push((range, body.clone())),
            Some(Place::Before(at) | Place::After(at)) if main => edits.push((at..at, body.clone())),
            Some(_) => {
                return Err(PaperError::new(format!(
                    "the letterhead has {{{{body}}}} in its header or footer ({name}): put it in a line of its own on the page"
                )));
            }
            None if main => {
                let at = part.end().ok_or_else(|| package::broken(name, "it has no body"))?;
                edits.push((at..at, body.clone()));
            }
            None => {}
        }
        if !edits.is_empty() {
            let text = edited(part.text(), edits);
            package.replace(name, text);
        }
    }
    add_styles(&mut package, &layout.styles)?;
    pack::pack(package.files())
}

/// The paper's blocks, with date and title before them unless the letterhead has a place for each.
fn body(paper: &Paper, parts: &[(String, Part)], names: &[&str]) -> String {
    let room = parts.first().map_or_else(|| A4.room(), |(_, part)| part.room());
    let mut body = Body::new(room);
    if !names.contains(&"date") {
        body.date(paper);
    }
    if !names.contains(&"title") {
        body.title(&paper.title);
    }
    body.blocks(paper);
    let body = body.finish();
    if body.is_empty() { "<w:p/>".to_owned() } else { body }
}

/// Adds our styles to the school's.
fn add_styles(package: &mut Package, name: &str) -> Result<(), PaperError> {
    let text = package.text(name)?;
    let there = relations::styles(name, text)?;
    let ours = styles::ours(there.usual.as_deref(), |id| there.ids.iter().any(|one| one == id));
    if !ours.is_empty() {
        let text = edited(text, vec![(there.end..there.end, ours)]);
        package.replace(name, text);
    }
    Ok(())
}

#[cfg(test)]
#[path = "letterhead/tests.rs"]
mod tests;
