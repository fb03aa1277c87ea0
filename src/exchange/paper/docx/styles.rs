//! The styles of our blocks, under names of our own.
//!
//! Rule: a school's letterhead keeps every style that it has; ours are added beside them, stand on its usual paragraph and
//! set no font, so that a paper looks like the school's.

use std::fmt::Write;

pub const TITLE: &str = "SencoTitle";
pub const HEADINGS: [&str; 3] = ["SencoHeading1", "SencoHeading2", "SencoHeading3"];
pub const BODY: &str = "SencoBody";
pub const NOTE: &str = "SencoNote";
pub const LIST: &str = "SencoList";
pub const CELL: &str = "SencoCell";
pub const CELL_HEAD: &str = "SencoCellHead";
pub const FACT: &str = "SencoFact";
pub const VOICE_WHO: &str = "SencoVoiceWho";
pub const VOICE: &str = "SencoVoice";
pub const MISSING: &str = "SencoMissing";
pub const BOX_HEAD: &str = "SencoBoxHead";
pub const BOX_LINE: &str = "SencoBoxLine";
pub const TEAR: &str = "SencoTearOff";
pub const SIGN: &str = "SencoSign";
pub const GAP: &str = "SencoGap";
pub const SCHOOL: &str = "SencoSchool";
pub const FOOTER: &str = "SencoFooter";

/// One style: its id, its name as people see it, what its paragraphs are (in the order that the format asks for), what its
/// letters are.
struct Style {
    id: &'static str,
    name: &'static str,
    paragraph: &'static str,
    letters: &'static str,
}

macro_rules! style {
    ($id:expr, $name:literal, $paragraph:literal, $letters:literal) => {
        Style { id: $id, name: $name, paragraph: $paragraph, letters: $letters }
    };
}

/// Size in half points.
const STYLES: &[Style] = &[
    style!(TITLE, "Senco Title", r#"<w:keepNext/><w:keepLines/><w:spacing w:before="120" w:after="160" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/>"#, r#"<w:b/><w:bCs/><w:sz w:val="32"/><w:szCs w:val="32"/>"#),
    style!(HEADINGS[0], "Senco Heading 1", r#"<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="80" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="1"/>"#, r#"<w:b/><w:bCs/><w:sz w:val="26"/><w:szCs w:val="26"/>"#),
    style!(HEADINGS[1], "Senco Heading 2", r#"<w:keepNext/><w:keepLines/><w:spacing w:before="180" w:after="60" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="2"/>"#, r#"<w:b/><w:bCs/><w:sz w:val="22"/><w:szCs w:val="22"/>"#),
    style!(HEADINGS[2], "Senco Heading 3", r#"<w:keepNext/><w:keepLines/><w:spacing w:before="120" w:after="40" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="3"/>"#, r#"<w:b/><w:bCs/><w:sz w:val="21"/><w:szCs w:val="21"/>"#),
    style!(BODY, "Senco Body", r#"<w:spacing w:before="0" w:after="140" w:line="271" w:lineRule="auto"/>"#, ""),
    style!(NOTE, "Senco Note", r#"<w:spacing w:before="0" w:after="100" w:line="252" w:lineRule="auto"/>"#, r#"<w:color w:val="404040"/><w:sz w:val="18"/><w:szCs w:val="18"/>"#),
    style!(LIST, "Senco List", r#"<w:tabs><w:tab w:val="left" w:pos="340"/></w:tabs><w:spacing w:before="0" w:after="60" w:line="259" w:lineRule="auto"/><w:ind w:left="340" w:hanging="227"/>"#, ""),
    style!(CELL, "Senco Cell", r#"<w:spacing w:before="0" w:after="0" w:line="252" w:lineRule="auto"/>"#, r#"<w:sz w:val="20"/><w:szCs w:val="20"/>"#),
    style!(CELL_HEAD, "Senco Cell Head", r#"<w:keepNext/><w:spacing w:before="0" w:after="0" w:line="252" w:lineRule="auto"/>"#, r#"<w:b/><w:bCs/><w:sz w:val="20"/><w:szCs w:val="20"/>"#),
    style!(FACT, "Senco Fact", r#"<w:spacing w:before="0" w:after="0" w:line="252" w:lineRule="auto"/>"#, ""),
    style!(VOICE_WHO, "Senco Voice Who", r#"<w:keepNext/><w:keepLines/><w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="595959"/></w:pBdr><w:spacing w:before="80" w:after="0" w:line="252" w:lineRule="auto"/><w:ind w:left="227"/>"#, r#"<w:b/><w:bCs/><w:sz w:val="19"/><w:szCs w:val="19"/>"#),
    style!(VOICE, "Senco Voice", r#"<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="595959"/></w:pBdr><w:spacing w:before="0" w:after="140" w:line="259" w:lineRule="auto"/><w:ind w:left="227"/>"#, ""),
    style!(MISSING, "Senco Missing", r#"<w:keepLines/><w:pBdr><w:top w:val="dashed" w:sz="8" w:space="4" w:color="000000"/><w:left w:val="dashed" w:sz="8" w:space="6" w:color="000000"/><w:bottom w:val="dashed" w:sz="8" w:space="4" w:color="000000"/><w:right w:val="dashed" w:sz="8" w:space="6" w:color="000000"/></w:pBdr><w:spacing w:before="120" w:after="180" w:line="252" w:lineRule="auto"/><w:ind w:left="142" w:right="142"/>"#, ""),
    style!(BOX_HEAD, "Senco Box Head", r#"<w:keepNext/><w:spacing w:before="40" w:after="80" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="1"/>"#, r#"<w:b/><w:bCs/><w:sz w:val="26"/><w:szCs w:val="26"/>"#),
    style!(BOX_LINE, "Senco Box Line", r#"<w:spacing w:before="0" w:after="60" w:line="252" w:lineRule="auto"/>"#, r#"<w:sz w:val="22"/><w:szCs w:val="22"/>"#),
    style!(TEAR, "Senco Tear Off", r#"<w:keepNext/><w:pBdr><w:top w:val="dashed" w:sz="12" w:space="3" w:color="000000"/></w:pBdr><w:spacing w:before="360" w:after="200" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>"#, r#"<w:color w:val="404040"/><w:sz w:val="17"/><w:szCs w:val="17"/>"#),
    style!(SIGN, "Senco Sign", r#"<w:keepLines/><w:spacing w:before="360" w:after="60" w:line="240" w:lineRule="auto"/>"#, ""),
    style!(GAP, "Senco Gap", r#"<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>"#, r#"<w:sz w:val="4"/><w:szCs w:val="4"/>"#),
    style!(SCHOOL, "Senco School", r#"<w:keepNext/><w:spacing w:before="0" w:after="20" w:line="240" w:lineRule="auto"/>"#, r#"<w:b/><w:bCs/><w:sz w:val="32"/><w:szCs w:val="32"/>"#),
    style!(FOOTER, "Senco Footer", r#"<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="808080"/></w:pBdr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>"#, r#"<w:color w:val="404040"/><w:sz w:val="16"/><w:szCs w:val="16"/>"#),
];

/// Our styles, those left out that are there already; each stands on the usual paragraph with this id.
pub fn ours(base: Option<&str>, there: impl Fn(&str) -> bool) -> String {
    let mut out = String::new();
    let on = base.map_or_else(String::new, |base| {
        format!(r#"<w:basedOn w:val="{}"/>"#, quick_xml::escape::escape(base))
    });
    for Style { id, name, paragraph, letters } in STYLES.iter().filter(|style| !there(style.id)) {
        let _ = write!(
            out,
            r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/>{on}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}<w:lang w:val="en-GB"/></w:rPr></w:style>"#
        );
    }
    out
}

/// The styles of a file of our own: Arial, 11 points.
pub fn part() -> String {
    let ours = ours(Some("Normal"), |_| false);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>{ours}</w:styles>"#
    )
}
