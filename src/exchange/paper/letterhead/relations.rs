//! What a DOCX file's parts are and what they are tied to.
//!
//! Rule: the ties say which part is the document, its headers, footers and styles; none of them may lead out of the file but
//! a link to click on, and none to a program or to another file inside.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::{Package, broken};
use crate::exchange::paper::PaperError;

/// The parts that a paper is written into.
#[derive(Debug)]
pub struct Layout {
    /// The document itself.
    pub document: String,
    /// Its headers and footers.
    pub edges: Vec<String>,
    /// Its styles.
    pub styles: String,
}

/// One tie of a part.
struct Tie {
    /// The last word of its kind: "header", "image".
    kind: String,
    target: String,
    external: bool,
}

/// What reads on when the part is done with.
pub fn events(
    part: &str,
    text: &str,
    mut each: impl FnMut(&Event<'_>, std::ops::Range<usize>) -> Result<(), PaperError>,
) -> Result<(), PaperError> {
    // Positions must hold for the text as it stands, so the mark at its beginning is passed over here.
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut reader = Reader::from_str(text.get(skipped..).unwrap_or_default());
    let mut from = skipped;
    loop {
        let event = reader.read_event().map_err(|error| broken(part, error))?;
        let to = skipped.saturating_add(usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX));
        match &event {
            Event::Eof => return Ok(()),
            Event::DocType(_) => {
                return Err(broken(part, "it declares a document type, which Word never does"));
            }
            _ => each(&event, from..to)?,
        }
        from = to;
    }
}

/// An attribute's value; `None` where there is none, or where it cannot be read.
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    quick_xml::escape::unescape(&found.value).ok().map(std::borrow::Cow::into_owned)
}

/// The part beside which a part's ties stand: "word/document.xml" has them in "word/_rels/document.xml.rels".
fn ties_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") }
}

/// What a target means, as seen from a part's folder.
fn resolve(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = part.rsplit_once('/').map_or("", |(folder, _)| folder).split('/').collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.into_iter().filter(|step| !step.is_empty()).collect::<Vec<_>>().join("/")
}

fn ties(name: &str, text: &str) -> Result<Vec<Tie>, PaperError> {
    let mut found = Vec::new();
    events(name, text, |event, _| {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && tag.local_name().as_ref() == "Relationship"
        {
            let kind = attribute(tag, "Type").ok_or_else(|| broken(name, "a tie has no kind"))?;
            let target = attribute(tag, "Target").ok_or_else(|| broken(name, "a tie leads nowhere"))?;
            found.push(Tie {
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target,
                external: attribute(tag, "TargetMode")
                    .is_some_and(|mode| mode.eq_ignore_ascii_case("external")),
            });
        }
        Ok(())
    })?;
    Ok(found)
}

/// Ties inside the file that lead to a program or to another document.
const FOREIGN: [&str; 6] = ["vbaProject", "control", "oleObject", "package", "aFChunk", "subDocument"];

/// Refuses a tie that runs, fetches or opens something else.
fn judge(part: &str, tie: &Tie) -> Result<(), PaperError> {
    let target = crate::text::clean(&tie.target);
    let target = crate::text::fit(&target, 120);
    let kind = tie.kind.as_str();
    if FOREIGN.contains(&kind) {
        return Err(PaperError::new(format!(
            "the letterhead holds a program or another file ({kind} {target}, in {part}): delete that object in Word and save it again as .docx"
        )));
    }
    if !tie.external {
        return Ok(());
    }
    let click = ["http://", "https://", "mailto:", "tel:"]
        .iter()
        .any(|start| tie.target.trim().to_ascii_lowercase().starts_with(start));
    match kind {
        "hyperlink" if click => Ok(()),
        "attachedTemplate" => Err(PaperError::new(format!(
            "the letterhead hangs on a template outside it ({target}): in Word, open Options, Add-ins, Templates, put \"Normal\" in the place of its name, and save it again"
        ))),
        _ => Err(PaperError::new(format!(
            "the letterhead is tied to something outside it ({kind} {target}, in {part}), which Word would fetch: put the picture itself in, or remove the link, and save it again"
        ))),
    }
}

/// The parts that matter.
///
/// # Errors
/// It is no document, holds macros, or is tied to something that is refused.
pub fn layout(package: &Package) -> Result<Layout, PaperError> {
    let types = package.text("[Content_Types].xml")?;
    let macros = package.names().any(|name| name.to_ascii_lowercase().contains("vbaproject"));
    if macros || types.contains("macroEnabled") || types.contains("vbaProject") {
        return Err(PaperError::new(
            "the letterhead holds macros (.docm): save it in Word as a plain Word document (.docx), which leaves them out",
        ));
    }
    if types.contains("wordprocessingml.template.main+xml") {
        return Err(PaperError::new(
            "the letterhead is a template (.dotx): open it in Word and save it as a Word document (.docx)",
        ));
    }
    if !types.contains("wordprocessingml.document.main+xml") {
        return Err(PaperError::new(
            "the letterhead is not a Word document: make one in Word or LibreOffice and save it as .docx",
        ));
    }
    for name in package.names().filter(|name| name.to_ascii_lowercase().ends_with(".rels")) {
        for tie in ties(name, package.text(name)?)? {
            judge(name, &tie)?;
        }
    }
    let root = ties("_rels/.rels", package.text("_rels/.rels")?)?;
    let document = root.iter().find(|tie| tie.kind == "officeDocument");
    let document = document.ok_or_else(|| broken("_rels/.rels", "it names no document"))?;
    let document = resolve("", &document.target);
    let beside = ties_of(&document);
    let (mut edges, mut styles) = (Vec::new(), None);
    for tie in ties(&beside, package.text(&beside)?)? {
        let target = resolve(&document, &tie.target);
        match tie.kind.as_str() {
            "header" | "footer" if !edges.contains(&target) => edges.push(target),
            "styles" => styles = Some(target),
            _ => {}
        }
    }
    let styles = styles.ok_or_else(|| broken(&beside, "it names no styles"))?;
    Ok(Layout { document, edges, styles })
}

/// What is known of the school's styles.
#[derive(Debug, PartialEq, Eq)]
pub struct Styles {
    /// The ids that are taken.
    pub ids: Vec<String>,
    /// The id of the usual paragraph; `None` if none is marked so.
    pub usual: Option<String>,
    /// Where a style can be added.
    pub end: usize,
}

/// The school's styles.
///
/// # Errors
/// The part is not one of styles.
pub fn styles(name: &str, text: &str) -> Result<Styles, PaperError> {
    let mut found = Styles { ids: Vec::new(), usual: None, end: 0 };
    events(name, text, |event, range| {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "w:style" => {
                let id = attribute(tag, "w:styleId");
                let usual = attribute(tag, "w:default").is_some_and(|said| said == "1" || said == "true");
                if usual && attribute(tag, "w:type").as_deref() == Some("paragraph") {
                    found.usual.clone_from(&id);
                }
                found.ids.extend(id);
            }
            Event::End(tag) if tag.name().as_ref() == "w:styles" => found.end = range.start,
            _ => {}
        }
        Ok(())
    })?;
    if found.end == 0 { Err(broken(name, "it has no place for styles")) } else { Ok(found) }
}
