//! Blocks as WordprocessingML: paragraphs and tables between the margins.
//!
//! Rule: every text passes [`text`], which cleans and escapes it; every look is a style of `styles`. A table is followed by a
//! gap, since two that touch become one.

use std::fmt::Write;

use quick_xml::escape::escape;

use super::styles as style;
use crate::exchange::paper::head::long_date;
use crate::exchange::paper::room::room;
use crate::exchange::paper::{Bar, Block, Head, Paper, is_whole};
use crate::text::{clean, clean_multiline};

/// A row with more letters in one cell may break across pages: kept whole it could outgrow one.
const WHOLE: usize = 1200;

/// Text as letters of a run: cleaned, escaped, its line ends as breaks.
pub fn text(said: &str) -> String {
    let said = clean_multiline(said);
    let mut out = String::new();
    for (number, line) in said.split('\n').enumerate() {
        if number > 0 {
            out.push_str("<w:br/>");
        }
        if !line.is_empty() {
            let _ = write!(out, r#"<w:t xml:space="preserve">{}</w:t>"#, escape(line));
        }
    }
    out
}

fn run(said: &str) -> String {
    // Nothing but line ends is room to write in.
    let letters = text(if said.trim().is_empty() { said } else { said.trim_end() });
    if letters.is_empty() { letters } else { format!("<w:r>{letters}</w:r>") }
}

fn bold(said: &str) -> String {
    format!("<w:r><w:rPr><w:b/><w:bCs/></w:rPr>{}</w:r>", text(said))
}

const BORDERS: &str = r#"<w:tblBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="595959"/><w:left w:val="single" w:sz="6" w:space="0" w:color="595959"/><w:bottom w:val="single" w:sz="6" w:space="0" w:color="595959"/><w:right w:val="single" w:sz="6" w:space="0" w:color="595959"/><w:insideH w:val="single" w:sz="6" w:space="0" w:color="595959"/><w:insideV w:val="single" w:sz="6" w:space="0" w:color="595959"/></w:tblBorders>"#;
const BOXED: &str = r#"<w:tblBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="000000"/><w:left w:val="single" w:sz="12" w:space="0" w:color="000000"/><w:bottom w:val="single" w:sz="12" w:space="0" w:color="000000"/><w:right w:val="single" w:sz="12" w:space="0" w:color="000000"/><w:insideH w:val="single" w:sz="12" w:space="0" w:color="000000"/><w:insideV w:val="single" w:sz="12" w:space="0" w:color="000000"/></w:tblBorders>"#;

/// The beginning of a row that is written in by hand: 7 millimetres high at least.
const FREE_ROW: &str = r#"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="400" w:hRule="atLeast"/></w:trPr>"#;

/// Height in twips that a row of boxes has at least, where boxes fill the page.
pub const BOX_HEIGHT: u32 = 6350;

/// What stands on the page, as it grows.
pub struct Body {
    out: String,
    /// Twips between the margins.
    room: u32,
    /// The level of the last heading; 0 is the title.
    level: u8,
    /// Whether the next paragraph begins a page.
    turn: bool,
    /// Whether the next paragraph stays with the one after: what is cut off must not lie on two pages.
    keep: bool,
    /// Whether the next paragraph's lines stay together.
    whole: bool,
    /// Whether what comes next wants a gap before it: a heading brings its own room.
    gaps: bool,
    /// Whether boxes fill the page.
    fill: bool,
}

impl Body {
    /// An empty page with this many twips between its margins.
    pub fn new(room: u32) -> Body {
        Body {
            out: String::new(),
            room,
            level: 0,
            turn: false,
            keep: false,
            whole: false,
            gaps: true,
            fill: false,
        }
    }

    /// All that was written.
    pub fn finish(self) -> String {
        self.out
    }

    /// A paragraph in a style, out of runs.
    fn paragraph(&mut self, style: &str, runs: &str) {
        self.formed(style, "", runs);
    }

    /// A paragraph with more properties of its own, which stand after the border in the format's order.
    fn formed(&mut self, style: &str, more: &str, runs: &str) {
        let keep = if self.keep { "<w:keepNext/>" } else { "" };
        let whole = if std::mem::take(&mut self.whole) { "<w:keepLines/>" } else { "" };
        let turn = if std::mem::take(&mut self.turn) { "<w:pageBreakBefore/>" } else { "" };
        let _ = write!(
            self.out,
            r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{whole}{turn}{more}</w:pPr>{runs}</w:p>"#
        );
    }

    /// School, date and, on a letter, how to reach the school.
    pub fn head(&mut self, paper: &Paper, head: &Head) {
        let date = long_date(paper.dated);
        let school = head.school.trim();
        if !paper.letterhead {
            let parts: Vec<&str> = [school, &date].into_iter().filter(|part| !part.is_empty()).collect();
            self.paragraph(style::NOTE, &run(&parts.join(" · ")));
            return;
        }
        if !school.is_empty() {
            self.paragraph(style::SCHOOL, &run(&clean(school)));
            let lines = head.lines().join("\n");
            let line = r#"<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="5" w:color="000000"/></w:pBdr><w:spacing w:before="0" w:after="240"/>"#;
            self.formed(style::NOTE, line, &run(&lines));
        }
        self.date(paper);
    }

    /// The date as a letter has it.
    pub fn date(&mut self, paper: &Paper) {
        self.paragraph(style::BODY, &run(&long_date(paper.dated)));
    }

    /// The title.
    pub fn title(&mut self, title: &str) {
        self.paragraph(style::TITLE, &run(&clean(title)));
    }

    /// The blocks in order.
    pub fn blocks(&mut self, paper: &Paper) {
        let blocks = &paper.blocks;
        self.fill = paper.one_page;
        for (number, block) in blocks.iter().enumerate() {
            if number + 1 == blocks.len() {
                self.keep = false;
            }
            // Before a page that begins anew a gap could fall on a page of its own.
            self.gaps = match blocks.get(number + 1) {
                Some(Block::Heading(..)) => false,
                Some(Block::PageBreak) => number + 2 == blocks.len(),
                _ => true,
            };
            self.block(block);
            if matches!(block, Block::Sign(_)) && matches!(blocks.get(number + 1), Some(Block::Facts(_))) {
                self.gap();
            }
        }
        self.gaps = true;
        self.keep = false;
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(wanted, said) => {
                // A reader who goes by headings must not meet a third below a first.
                self.level = (*wanted).clamp(1, 3).min(self.level + 1);
                let style = style::HEADINGS.get(usize::from(self.level) - 1).unwrap_or(&style::BODY);
                self.paragraph(style, &run(&clean(said)));
            }
            Block::Para(said) => {
                self.whole = is_whole(said);
                self.paragraph(style::BODY, &run(said));
            }
            Block::Note(said) => self.paragraph(style::NOTE, &run(said)),
            Block::Facts(facts) => self.facts(facts),
            Block::List(items) => {
                for item in items {
                    let runs = format!("<w:r><w:t>•</w:t><w:tab/>{}</w:r>", text(item.trim_end()));
                    self.paragraph(style::LIST, &runs);
                }
                self.after();
            }
            Block::Table { widths, head, rows } => self.table(widths, head, rows),
            Block::Voice { who, words } => {
                self.paragraph(style::VOICE_WHO, &run(&clean(who)));
                self.paragraph(style::VOICE, &run(words));
            }
            Block::Missing(said) => {
                self.paragraph(style::MISSING, &format!("{}{}", bold("Missing: "), run(said)));
            }
            Block::Boxes(boxes) => self.boxes(boxes),
            Block::Chart { title, bars } => self.chart(title, bars),
            Block::TearOff => {
                self.keep = true;
                self.paragraph(style::TEAR, &run("Cut here and send the part below back to school"));
            }
            Block::Sign(labels) => self.sign(labels),
            Block::PageBreak => self.turn = true,
        }
    }

    /// A little room.
    fn gap(&mut self) {
        self.paragraph(style::GAP, "");
    }

    /// A little room after a table or a list, where what follows has none of its own.
    fn after(&mut self) {
        if self.gaps {
            self.gap();
        }
    }

    /// A table's beginning: borders, the columns in twips, and the twips at both sides of a cell's letters.
    fn begin_table(&mut self, borders: &str, columns: &[u32], side: u32) {
        if self.turn {
            self.gap();
        }
        // What has no border stands flush with the text around it.
        let left = if borders.is_empty() { 0 } else { side };
        let _ = write!(
            self.out,
            r#"<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>{borders}<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="{left}" w:type="dxa"/><w:bottom w:w="45" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>"#
        );
        for width in columns {
            let _ = write!(self.out, r#"<w:gridCol w:w="{width}"/>"#);
        }
        self.out.push_str("</w:tblGrid>");
    }

    fn end_table(&mut self) {
        self.out.push_str("</w:tbl>");
        self.after();
    }

    fn begin_cell(&mut self, width: u32, shade: bool) {
        let shade = if shade { r#"<w:shd w:val="clear" w:color="auto" w:fill="E3E3E3"/>"# } else { "" };
        let _ = write!(self.out, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>"#);
    }

    fn cell(&mut self, width: u32, style: &str, runs: &str) {
        self.begin_cell(width, style == style::CELL_HEAD);
        self.paragraph(style, runs);
        self.out.push_str("</w:tc>");
    }

    /// Twips of columns given in hundredths, which need not add up to a hundred.
    fn columns(&self, shares: &[u8]) -> Vec<u32> {
        let whole: u32 = shares.iter().map(|share| u32::from(*share)).sum::<u32>().max(1);
        shares.iter().map(|share| self.room * u32::from(*share) / whole).collect()
    }

    fn table(&mut self, widths: &[u8], head: &[String], rows: &[Vec<String>]) {
        let columns = self.columns(widths);
        if columns.is_empty() {
            return;
        }
        self.begin_table(BORDERS, &columns, 90);
        if !head.is_empty() {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
            for (number, width) in columns.iter().enumerate() {
                self.cell(*width, style::CELL_HEAD, &run(head.get(number).map_or("", String::as_str)));
            }
            self.out.push_str("</w:tr>");
        }
        for row in rows {
            let long = row.iter().any(|cell| cell.len() > WHOLE || cell.lines().count() > 30);
            let free = row.iter().all(|cell| cell.trim().is_empty());
            self.out.push_str(match (long, free) {
                (true, _) => "<w:tr>",
                (false, true) => FREE_ROW,
                (false, false) => "<w:tr><w:trPr><w:cantSplit/></w:trPr>",
            });
            for (number, width) in columns.iter().enumerate() {
                self.cell(*width, style::CELL, &run(row.get(number).map_or("", String::as_str)));
            }
            self.out.push_str("</w:tr>");
        }
        self.end_table();
    }

    fn facts(&mut self, facts: &[(String, String)]) {
        if facts.is_empty() {
            return;
        }
        let columns = self.columns(&[28, 72]);
        let [label, said] = columns[..] else { return };
        self.begin_table("", &columns, 90);
        for (name, value) in facts {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            self.cell(label, style::FACT, &bold(&clean(name)));
            self.cell(said, style::FACT, &run(value));
            self.out.push_str("</w:tr>");
        }
        self.end_table();
    }

    fn boxes(&mut self, boxes: &[(String, String)]) {
        let columns = self.columns(&[50, 50]);
        let [left, right] = columns[..] else { return };
        self.begin_table(BOXED, &columns, 150);
        let size = if self.fill { room(boxes.iter().map(|(_, said)| said.as_str())).size } else { 22 };
        for pair in boxes.chunks(2) {
            let height = if self.fill { BOX_HEIGHT } else { 1400 };
            let _ = write!(
                self.out,
                r#"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>"#
            );
            for (width, one) in [left, right].into_iter().zip([pair.first(), pair.get(1)]) {
                self.begin_cell(width, false);
                let (name, said) = one.map_or(("", ""), |(name, said)| (name, said));
                self.paragraph(style::BOX_HEAD, &run(&clean(name)));
                for line in clean_multiline(said).lines().filter(|line| !line.trim().is_empty()) {
                    let runs = format!(
                        r#"<w:r><w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>{}</w:r>"#,
                        text(line.trim())
                    );
                    self.paragraph(style::BOX_LINE, &runs);
                }
                self.out.push_str("</w:tc>");
            }
            self.out.push_str("</w:tr>");
        }
        self.end_table();
        self.level = 1;
    }

    fn chart(&mut self, title: &str, bars: &[Bar]) {
        let columns = self.columns(&[32, 54, 14]);
        let [label, bar, figure] = columns[..] else { return };
        let most = bars.iter().filter_map(|bar| bar.value).max().unwrap_or(0).max(1);
        // The paragraph of the title stays with its bars.
        self.formed(style::FACT, "", &bold(&clean(title)));
        self.begin_table("", &columns, 90);
        for one in bars {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            self.cell(label, style::CELL, &run(&clean(&one.label)));
            self.begin_cell(bar, false);
            // A bar is an empty line, shaded up to where the figure reaches.
            let inside = bar.saturating_sub(90);
            let long = u64::from(one.value.unwrap_or(0)) * u64::from(inside) / u64::from(most);
            if long > 0 {
                let rest = u64::from(inside) - long;
                let more = format!(
                    r#"<w:shd w:val="clear" w:color="auto" w:fill="595959"/><w:ind w:left="0" w:right="{rest}"/>"#
                );
                self.formed(style::CELL, &more, "");
            } else {
                self.paragraph(style::CELL, "");
            }
            self.out.push_str("</w:tc>");
            self.cell(figure, style::CELL, &bold(&clean(&one.text)));
            self.out.push_str("</w:tr>");
        }
        self.end_table();
    }

    fn sign(&mut self, labels: &[String]) {
        let keep = self.keep;
        for (number, pair) in labels.chunks(2).enumerate() {
            // Its lines belong together.
            self.keep = keep || number + 1 < labels.len().div_ceil(2);
            let stops: &[u32] = if pair.len() == 2 { &[58, 61, 100] } else { &[70] };
            let mut tabs = String::from("<w:tabs>");
            for stop in stops {
                let leader = if *stop == 61 { "" } else { r#" w:leader="underscore""# };
                let kind = if *stop == 100 { "right" } else { "left" };
                let _ = write!(tabs, r#"<w:tab w:val="{kind}"{leader} w:pos="{}"/>"#, self.room * stop / 100);
            }
            tabs.push_str("</w:tabs>");
            let mut runs = String::new();
            for (number, label) in pair.iter().enumerate() {
                let between = if number > 0 { "<w:r><w:tab/></w:r>" } else { "" };
                let label = text(&format!("{}: ", clean(label).trim_end_matches([':', ' '])));
                let _ = write!(runs, "{between}<w:r>{label}</w:r><w:r><w:tab/></w:r>");
            }
            self.formed(style::SIGN, &tabs, &runs);
        }
        self.keep = keep;
    }
}
