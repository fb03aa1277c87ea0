//! A paper as one HTML file: for a browser, to look at and to print.
//!
//! Rule: all is in the file (style, charts); nothing is fetched and nothing runs, and a policy in the file says so. Every
//! text passes `words` or `lines`, which clean and escape it. What HTML lets stand open is closed: the page is XML too.

use std::fmt::Write;

use quick_xml::escape::escape;

use super::head::long_date;
use super::room::room;
use super::{Bar, Block, Head, Paper, Size};
use crate::text::{clean, clean_multiline};

/// What stands on every paper.
const FOOT: &str = "Confidential";

const STYLE: &str = include_str!("html/style.css");

/// One line of text.
fn words(text: &str) -> String {
    escape(clean(text)).into_owned()
}

/// Text whose line ends stay.
fn lines(text: &str) -> String {
    // Nothing but line ends is room to write in.
    let text = if text.trim().is_empty() { text } else { text.trim_end() };
    escape(clean_multiline(text)).replace('\n', "<br/>\n")
}

/// The page.
pub fn page(paper: &Paper, head: &Head) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    out.push_str("<meta name=\"referrer\" content=\"no-referrer\"/>\n");
    // The file's name and not the title: a window's title is seen by those who walk past.
    let _ = writeln!(out, "<title>{}</title>", words(&paper.file_stem()));
    let (sheet, lie) = match paper.size {
        Size::A4 => ("A4", "portrait"),
        Size::A4Lying => ("A4", "landscape"),
        Size::A3Lying => ("A3", "landscape"),
    };
    let edge = if paper.one_page { "12mm" } else { "16mm 18mm" };
    let _ = writeln!(
        out,
        "<style>\n@page {{ size: {sheet} {lie}; margin: {edge}; @bottom-right {{ content: \"Page \" counter(page) \" of \" counter(pages); font: 8pt Arial, sans-serif; }} }}\n{STYLE}</style>\n</head>"
    );
    let mut kinds = vec![lie];
    if paper.one_page {
        kinds.push("one");
    }
    if paper.size == Size::A3Lying {
        kinds.push("wall");
    }
    let _ = writeln!(out, "<body class=\"{}\">\n<main>", kinds.join(" "));
    top(&mut out, paper, head);
    let mut level = 1;
    let mut slip = false;
    for block in &paper.blocks {
        if *block == Block::TearOff && !slip {
            slip = true;
            out.push_str("<section class=\"slip\">\n");
        }
        part(&mut out, block, &mut level, paper.one_page);
    }
    if slip {
        out.push_str("</section>\n");
    }
    if !paper.one_page {
        let _ = writeln!(out, "<footer>{FOOT}</footer>");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// School, date and title.
fn top(out: &mut String, paper: &Paper, head: &Head) {
    let date = words(&long_date(paper.dated));
    let school = words(head.school.trim());
    if paper.letterhead {
        if !school.is_empty() {
            let _ = write!(out, "<header class=\"school\">\n<p class=\"name\">{school}</p>\n");
            for line in head.lines() {
                let _ = writeln!(out, "<p>{}</p>", words(&line));
            }
            out.push_str("</header>\n");
        }
        let _ = writeln!(out, "<p class=\"date\">{date}</p>");
    } else {
        // One page has no room for a line at its foot.
        let foot = if paper.one_page { FOOT } else { "" };
        let parts: Vec<&str> =
            [school.as_str(), &date, foot].into_iter().filter(|part| !part.is_empty()).collect();
        let _ = writeln!(out, "<p class=\"line\">{}</p>", parts.join(" · "));
    }
    let _ = writeln!(out, "<h1>{}</h1>", words(&paper.title));
}

fn part(out: &mut String, block: &Block, level: &mut u8, one_page: bool) {
    // Writing into a string cannot fail.
    let _ = match block {
        Block::Heading(wanted, text) => {
            // A reader who goes by headings must not meet a third below a first.
            *level = wanted.saturating_add(1).clamp(2, 6).min(*level + 1);
            writeln!(out, "<h{level}>{}</h{level}>", words(text))
        }
        Block::Para(text) if super::is_whole(text) => {
            writeln!(out, "<p class=\"whole\">{}</p>", lines(text))
        }
        Block::Para(text) => writeln!(out, "<p>{}</p>", lines(text)),
        Block::Note(text) => writeln!(out, "<p class=\"note\">{}</p>", lines(text)),
        Block::Facts(facts) => {
            out.push_str("<table class=\"facts\">\n<tbody>\n");
            for (label, said) in facts {
                let _ =
                    writeln!(out, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>", words(label), lines(said));
            }
            writeln!(out, "</tbody>\n</table>")
        }
        Block::List(items) => {
            out.push_str("<ul>\n");
            for item in items {
                let _ = writeln!(out, "<li>{}</li>", lines(item));
            }
            writeln!(out, "</ul>")
        }
        Block::Table { widths, head, rows } => {
            table(out, widths, head, rows);
            Ok(())
        }
        Block::Voice { who, words: said } => writeln!(
            out,
            "<figure class=\"voice\">\n<figcaption>{}</figcaption>\n<blockquote>{}</blockquote>\n</figure>",
            words(who),
            lines(said)
        ),
        Block::Missing(text) => {
            writeln!(out, "<p class=\"missing\"><strong>Missing:</strong> {}</p>", lines(text))
        }
        Block::Boxes(boxes) => {
            let half_points =
                if one_page { room(boxes.iter().map(|(_, said)| said.as_str())).size } else { 22 };
            let size = f64::from(half_points) / 2.0;
            let _ = writeln!(out, "<div class=\"boxes\" style=\"font-size:{size}pt\">");
            *level = 2;
            for (name, said) in boxes {
                let _ = writeln!(out, "<section>\n<h2>{}</h2>", words(name));
                for line in clean_multiline(said).lines().filter(|line| !line.trim().is_empty()) {
                    let _ = writeln!(out, "<p>{}</p>", words(line.trim()));
                }
                out.push_str("</section>\n");
            }
            writeln!(out, "</div>")
        }
        Block::Chart { title, bars } => {
            chart(out, title, bars);
            Ok(())
        }
        Block::TearOff => {
            writeln!(out, "<p class=\"tear\">Cut here and send the part below back to school</p>")
        }
        Block::Sign(labels) => {
            out.push_str("<div class=\"sign\">\n");
            for label in labels {
                let _ = writeln!(out, "<p><span>{}:</span></p>", words(label.trim_end_matches([':', ' '])));
            }
            writeln!(out, "</div>")
        }
        Block::PageBreak => writeln!(out, "<div class=\"break\"></div>"),
    };
}

fn table(out: &mut String, widths: &[u8], head: &[String], rows: &[Vec<String>]) {
    out.push_str("<table>\n<colgroup>");
    for width in widths {
        let _ = write!(out, "<col style=\"width:{width}%\"/>");
    }
    out.push_str("</colgroup>\n");
    if !head.is_empty() {
        out.push_str("<thead>\n<tr>");
        for cell in head {
            let _ = write!(out, "<th scope=\"col\">{}</th>", lines(cell));
        }
        out.push_str("</tr>\n</thead>\n");
    }
    out.push_str("<tbody>\n");
    for row in rows {
        let free = row.iter().all(|cell| cell.trim().is_empty());
        out.push_str(if free { "<tr class=\"free\">" } else { "<tr>" });
        for cell in row {
            let _ = write!(out, "<td>{}</td>", lines(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn chart(out: &mut String, title: &str, bars: &[Bar]) {
    let most = bars.iter().filter_map(|bar| bar.value).max().unwrap_or(0).max(1);
    let _ = write!(
        out,
        "<table class=\"chart\">\n<caption>{}</caption>\n<colgroup><col class=\"what\"/><col/><col class=\"figure\"/></colgroup>\n<tbody>\n",
        words(title)
    );
    for bar in bars {
        // The figure beside it says the same: the picture is for eyes alone.
        let drawn = bar.value.map_or_else(String::new, |value| {
            let share = u64::from(value) * 1000 / u64::from(most);
            format!(
                "<svg width=\"100%\" height=\"14\" aria-hidden=\"true\"><rect width=\"{}.{}%\" height=\"14\"/></svg>",
                share / 10,
                share % 10
            )
        });
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{drawn}</td><td class=\"figure\">{}</td></tr>",
            words(&bar.label),
            words(&bar.text)
        );
    }
    out.push_str("</tbody>\n</table>\n");
}

#[cfg(test)]
#[path = "html/tests.rs"]
mod tests;
