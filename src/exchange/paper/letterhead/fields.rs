//! The fields of a part: `{{school}}` and its like, wherever Word has cut them into runs.
//!
//! Rule: letters are joined over the runs of one paragraph to find a field; what fills it takes the look of the run in which
//! it begins. A tab or a line break ends a field. Nothing else of the part is touched.

use std::ops::Range;

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use super::package::broken;
use super::relations::{attribute, events};
use super::{Edit, FIELDS};
use crate::exchange::paper::PaperError;
use crate::exchange::paper::docx::{A4, Page};
use crate::text::{clean, clean_multiline, fit};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Letters that no field has: where a paragraph's letters are cut.
const CUT: char = '\u{0}';

/// Letters of one `w:t`.
struct Piece {
    /// From its start tag to its end tag, both within.
    range: Range<usize>,
    said: String,
}

/// A paragraph; one within a text box stands apart from the one around it.
#[derive(Default)]
struct Paragraph {
    range: Range<usize>,
    pieces: Vec<Piece>,
    /// What Word reckons: page numbers, and what could fetch.
    instructions: String,
    /// Whether it holds more than letters: a picture, a note, half a bookmark.
    more: bool,
    /// Bookmarks begun and not ended.
    bookmarks: i32,
    /// Whether it ends a section of the document.
    section: bool,
    /// Whether it stands in a text box.
    boxed: bool,
    /// Twips of the table's cell that it stands in; `None` where it stands in none, or in one that says no width.
    cell: Option<u32>,
}

/// A field in a paragraph: which letters of the whole it takes.
struct Field {
    range: Range<usize>,
    name: String,
}

/// Where the body goes.
#[derive(Debug, PartialEq, Eq)]
pub enum Place {
    /// It takes a whole paragraph's place.
    Instead(Range<usize>),
    /// Before a paragraph that ends a section.
    Before(usize),
    /// After a paragraph that says more.
    After(usize),
}

/// A part with its paragraphs.
pub struct Part {
    text: String,
    paragraphs: Vec<Paragraph>,
    names: Vec<String>,
    page: Option<Page>,
    /// Where content ends: before the last section's measures.
    end: Option<usize>,
}

/// Field codes that fetch or run something when the letter is opened.
const FETCH: [&str; 8] =
    ["DDE", "DDEAUTO", "INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "LINK", "MACROBUTTON", "DATABASE"];

/// Letters that a field's name has at most; what is longer between braces is text.
const LONG: usize = 40;

/// Fields that a part has at most.
const MOST: usize = 500;

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.' | '\u{a0}')
}

impl Paragraph {
    /// All letters, those of different runs joined.
    fn said(&self) -> String {
        self.pieces.iter().map(|piece| piece.said.as_str()).collect()
    }

    fn fields(&self) -> Vec<Field> {
        let said = self.said();
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(start) = said.get(from..).and_then(|rest| rest.find("{{")).map(|at| from + at) {
            let rest = said.get(start + 2..).unwrap_or_default();
            let inside: String = rest.chars().take(LONG).take_while(|c| is_of_name(*c)).collect();
            let name = inside.trim().to_ascii_lowercase();
            if !name.is_empty() && rest.get(inside.len()..).is_some_and(|end| end.starts_with("}}")) {
                from = start + 4 + inside.len();
                found.push(Field { range: start..from, name });
            } else {
                from = start + 1;
            }
        }
        found
    }
}

/// What is read of a part, as it goes by.
#[derive(Default)]
struct Reading {
    open: Vec<Paragraph>,
    done: Vec<Paragraph>,
    /// The `w:t` that is open: where its tag begins, and its letters.
    letters: Option<(usize, String)>,
    instruction: bool,
    boxes: usize,
    /// Widths of the cells that are open, the innermost last.
    cells: Vec<Option<u32>>,
    depth: usize,
    end: Option<usize>,
    width: Option<(u32, u32)>,
    sides: Option<u32>,
    bound: bool,
}

fn measure(tag: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(tag, name)?.parse().ok().filter(|twips| (1..=32_000).contains(twips))
}

impl Reading {
    fn start(&mut self, tag: &BytesStart<'_>, range: &Range<usize>, empty: bool) {
        if self.depth == 0 {
            self.bound = attribute(tag, "xmlns:w").is_some_and(|space| space == W);
        }
        let depth = self.depth;
        if !empty {
            self.depth += 1;
        }
        let name = tag.name();
        let name = name.as_ref();
        if let Some(here) = self.open.last_mut() {
            match name {
                "w:t" if !empty => self.letters = Some((range.start, String::new())),
                "w:tab" | "w:br" | "w:cr" | "w:ptab" => {
                    here.pieces.push(Piece { range: range.end..range.end, said: CUT.to_string() });
                    // A new page or column.
                    here.more |= attribute(tag, "w:type").is_some();
                }
                "w:instrText" if !empty => self.instruction = true,
                "w:fldSimple" => {
                    here.instructions.push_str(&attribute(tag, "w:instr").unwrap_or_default());
                    here.more = true;
                }
                "w:sectPr" => here.section = true,
                "w:bookmarkStart" => here.bookmarks += 1,
                "w:bookmarkEnd" => here.bookmarks -= 1,
                "w:drawing" | "w:pict" | "w:object" | "mc:AlternateContent" | "w:fldChar" | "w:sym"
                | "w:footnoteReference" | "w:endnoteReference" | "w:commentReference" | "w:commentRangeStart"
                | "w:commentRangeEnd" | "w:permStart" | "w:permEnd" | "w:moveFromRangeStart"
                | "w:moveFromRangeEnd" | "w:moveToRangeStart" | "w:moveToRangeEnd" => here.more = true,
                _ => {}
            }
        }
        match name {
            "w:p" if !empty => self.open.push(Paragraph {
                range: range.clone(),
                boxed: self.boxes > 0,
                cell: self.cells.last().copied().flatten(),
                ..Paragraph::default()
            }),
            "w:txbxContent" if !empty => self.boxes += 1,
            "w:tc" if !empty => self.cells.push(None),
            "w:tcW" if attribute(tag, "w:type").as_deref() == Some("dxa") => {
                if let Some(cell) = self.cells.last_mut() {
                    *cell = measure(tag, "w:w");
                }
            }
            // In the document's body itself, where its last child is the measures of the last section.
            "w:sectPr" if depth == 2 => self.end = Some(range.start),
            "w:pgSz" => self.width = measure(tag, "w:w").zip(measure(tag, "w:h")).or(self.width),
            "w:pgMar" => {
                let both = measure(tag, "w:left").zip(measure(tag, "w:right"));
                self.sides = both.map(|(left, right)| left + right).or(self.sides);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, range: &Range<usize>) {
        self.depth = self.depth.saturating_sub(1);
        match name {
            "w:t" => {
                if let (Some((start, said)), Some(here)) = (self.letters.take(), self.open.last_mut()) {
                    here.pieces.push(Piece { range: start..range.end, said });
                }
            }
            "w:instrText" => self.instruction = false,
            "w:txbxContent" => self.boxes = self.boxes.saturating_sub(1),
            "w:tc" => {
                self.cells.pop();
            }
            "w:p" => {
                if let Some(mut paragraph) = self.open.pop() {
                    paragraph.range.end = range.end;
                    self.done.push(paragraph);
                }
            }
            "w:body" if self.depth == 1 => self.end = self.end.or(Some(range.start)),
            _ => {}
        }
    }

    fn letters(&mut self, said: &str) {
        if let Some((_, letters)) = &mut self.letters {
            letters.push_str(said);
        } else if self.instruction
            && let Some(here) = self.open.last_mut()
        {
            here.instructions.push_str(said);
        }
    }
}

impl Part {
    /// Reads a part.
    ///
    /// # Errors
    /// It is not well formed, or would fetch or run something.
    pub fn read(name: &str, text: &str) -> Result<Part, PaperError> {
        let mut reading = Reading::default();
        events(name, text, |event, range| {
            match event {
                Event::Start(tag) => reading.start(tag, &range, false),
                Event::Empty(tag) => reading.start(tag, &range, true),
                Event::End(tag) => reading.end(tag.name().as_ref(), &range),
                Event::Text(said) => reading.letters(&said.xml10_content()),
                Event::CData(said) => reading.letters(&said.xml10_content()),
                Event::GeneralRef(_) => {
                    let raw = text.get(range).unwrap_or_default();
                    let said = quick_xml::escape::unescape(raw).map_err(|error| broken(name, error))?;
                    reading.letters(&said);
                }
                _ => {}
            }
            Ok(())
        })?;
        if !reading.bound {
            return Err(broken(
                name,
                "it is not written as Word writes a .docx file (it may be a \"strict\" one)",
            ));
        }
        for paragraph in &reading.done {
            let codes = paragraph.instructions.to_ascii_uppercase();
            if let Some(code) = codes.split_whitespace().find(|word| FETCH.contains(word)) {
                return Err(PaperError::new(format!(
                    "the letterhead has a field that fetches or runs something when it is opened ({code}, in {name}): delete it in Word and save it again"
                )));
            }
        }
        let names: Vec<String> =
            reading.done.iter().flat_map(Paragraph::fields).map(|field| field.name).collect();
        if names.len() > MOST {
            return Err(broken(name, format!("it has more than {MOST} fields")));
        }
        let page = reading.width.map(|(width, height)| Page {
            width,
            height,
            sides: reading.sides.unwrap_or(A4.sides),
        });
        Ok(Part { text: text.to_owned(), paragraphs: reading.done, names, page, end: reading.end })
    }

    /// The part as it stands.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Names of the fields, known or not, as they come.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Twips that the body has from side to side: those of its cell, else those between the last section's margins.
    pub fn room(&self) -> u32 {
        let cell = self.paragraphs.iter().find(|one| one.is_body()).and_then(|one| one.cell);
        // Word leaves so much at both sides of a cell's letters.
        cell.map_or_else(|| self.page.unwrap_or(A4).room(), |width| width.saturating_sub(216).max(1440))
    }

    /// Where more content can be put; `None` if there is no body.
    pub fn end(&self) -> Option<usize> {
        self.end
    }

    /// Where the body goes; `None` if no paragraph names it.
    ///
    /// # Errors
    /// It is named twice, or in a text box.
    pub fn body(&self, name: &str) -> Result<Option<Place>, PaperError> {
        let mut all = self.paragraphs.iter().filter(|one| one.is_body());
        let Some(here) = all.next() else { return Ok(None) };
        if here.boxed {
            return Err(PaperError::new(format!(
                "the letterhead has {{{{body}}}} in a text box ({name}), which does not go on to the next page: put it in a line of its own on the page"
            )));
        }
        if all.next().is_some() || here.fields().iter().filter(|field| field.name == "body").count() > 1 {
            return Err(PaperError::new(format!(
                "the letterhead has {{{{body}}}} more than once ({name}): leave it where the letter belongs and delete the others"
            )));
        }
        let said = here.said();
        let rest = here.fields().iter().rev().fold(said, |mut said, field| {
            if field.name == "body" {
                said.replace_range(field.range.clone(), "");
            }
            said
        });
        let bare = rest.chars().all(|c| c.is_whitespace() || c == CUT);
        Ok(Some(if here.section {
            Place::Before(here.range.start)
        } else if bare && !here.more && here.bookmarks == 0 {
            Place::Instead(here.range.clone())
        } else {
            Place::After(here.range.end)
        }))
    }

    /// The changes that fill the fields. Those of a paragraph whose place the body takes are left out.
    ///
    /// # Errors
    /// A field has a name that is none.
    pub fn fill(
        &self,
        name: &str,
        value: impl Fn(&str) -> Option<String>,
    ) -> Result<Vec<Edit>, PaperError> {
        let instead = match self.body(name)? {
            Some(Place::Instead(range)) => Some(range),
            _ => None,
        };
        let mut edits = Vec::new();
        for paragraph in &self.paragraphs {
            let gone = instead.as_ref() == Some(&paragraph.range);
            let mut filled = Vec::new();
            for field in paragraph.fields() {
                let Some(said) = value(&field.name) else {
                    let known: Vec<String> = FIELDS.iter().map(|name| format!("{{{{{name}}}}}")).collect();
                    return Err(PaperError::new(format!(
                        "the letterhead names a field {{{{{}}}}} that is not known ({name}): the fields are {}",
                        fit(&clean(&field.name), 40),
                        known.join(" ")
                    )));
                };
                filled.push((field.range, said));
            }
            if !gone && !filled.is_empty() {
                edits.extend(paragraph.filled(&filled));
            }
        }
        Ok(edits)
    }
}

impl Paragraph {
    /// Whether it names the body.
    fn is_body(&self) -> bool {
        self.fields().iter().any(|field| field.name == "body")
    }

    /// The pieces that change, each written anew.
    fn filled(&self, fields: &[(Range<usize>, String)]) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut start = 0;
        for piece in &self.pieces {
            let end = start + piece.said.len();
            if fields.iter().any(|(range, _)| range.start < end && start < range.end) {
                let mut inner = String::new();
                let mut at = start;
                for (range, value) in fields {
                    if range.end <= start || range.start >= end {
                        continue;
                    }
                    let before = piece.said.get(at - start..range.start.max(at) - start).unwrap_or_default();
                    inner.push_str(&escape(before));
                    // A field stands where it begins; the runs that it went on into only lose it.
                    if range.start >= start {
                        let lines = clean_multiline(value.trim());
                        inner.push_str(
                            &escape(lines).replace('\n', "</w:t><w:br/><w:t xml:space=\"preserve\">"),
                        );
                    }
                    at = range.end.min(end);
                }
                inner.push_str(&escape(piece.said.get(at - start..).unwrap_or_default()));
                edits.push((piece.range.clone(), format!("<w:t xml:space=\"preserve\">{inner}</w:t>")));
            }
            start = end;
        }
        edits
    }
}
