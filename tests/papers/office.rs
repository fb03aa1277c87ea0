//! LibreOffice at work in a folder of its own, and the tools that read what it printed.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use senco::exchange::paper::{Block, Paper};
use tempfile::TempDir;

/// A folder to print in.
pub struct Office {
    dir: TempDir,
}

/// What was printed.
pub struct Pdf {
    pub pages: usize,
    /// Points.
    pub width: f64,
    /// Points.
    pub height: f64,
    /// The words as they stand on the page, from the top.
    pub text: String,
    /// The words as they were written, cell by cell, without blanks and footers.
    pub written: String,
}

fn there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
        || Command::new(program).arg("-v").output().is_ok()
}

fn run(program: &str, args: &[&OsStr]) -> String {
    let output = Command::new(program).args(args).output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

impl Office {
    /// `None`, said aloud, where a tool is missing.
    pub fn here() -> Option<Office> {
        for program in ["soffice", "pdfinfo", "pdftotext"] {
            if !there(program) {
                println!("skipped: {program} is not installed, so no paper can be printed");
                return None;
            }
        }
        Some(Office { dir: tempfile::tempdir().unwrap() })
    }

    /// Prints a DOCX file.
    pub fn print(&self, name: &str, docx: &[u8]) -> Pdf {
        self.print_all(&[(name, docx)]).remove(0)
    }

    /// Prints DOCX files, in one go since each start of LibreOffice takes seconds.
    pub fn print_all(&self, files: &[(&str, &[u8])]) -> Vec<Pdf> {
        let from = files.iter().map(|(name, docx)| self.put(&format!("{name}.docx"), docx)).collect();
        self.convert(from)
    }

    /// Prints a workbook; `None`, said aloud, where LibreOffice lacks the part that opens one.
    pub fn calculate(&self, name: &str, xlsx: &[u8]) -> Option<Pdf> {
        let there = Command::new("soffice").args(["--headless", "--version"]).output().is_ok()
            && ["/usr/lib", "/usr/lib64", "/opt"]
                .iter()
                .any(|root| Path::new(root).join("libreoffice/program/libsclo.so").exists());
        if !there {
            println!("skipped: LibreOffice Calc is not installed, so no workbook can be printed");
            return None;
        }
        Some(self.convert(vec![self.put(&format!("{name}.xlsx"), xlsx)]).remove(0))
    }

    fn convert(&self, from: Vec<PathBuf>) -> Vec<Pdf> {
        // A profile of its own: a LibreOffice that runs already would take the files and answer nothing.
        let profile = format!("-env:UserInstallation=file://{}/profile", self.dir.path().display());
        let mut args: Vec<&OsStr> =
            [&profile, "--headless", "--convert-to", "pdf", "--outdir"].map(OsStr::new).to_vec();
        args.push(self.dir.path().as_os_str());
        args.extend(from.iter().map(|path| path.as_os_str()));
        run("soffice", &args);
        from.iter().map(|path| self.read(&path.with_extension("pdf"))).collect()
    }

    /// Prints a page as a browser does; `None`, said aloud, where there is none.
    pub fn browse(&self, name: &str, html: &[u8]) -> Option<Pdf> {
        let Some(browser) =
            ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|one| there(one))
        else {
            println!("skipped: no browser is installed, so no page can be printed");
            return None;
        };
        let from = self.put(&format!("{name}.html"), html);
        let pdf = from.with_extension("pdf");
        let profile = format!("--user-data-dir={}/browser-{name}", self.dir.path().display());
        let to = format!("--print-to-pdf={}", pdf.display());
        let page = format!("file://{}", from.display());
        let args =
            ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", &profile, &to, &page];
        run(browser, &args.map(OsStr::new));
        Some(self.read(&pdf))
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        self.keep(name, bytes);
        path
    }

    /// Keeps a file to be looked at, if somebody wants to.
    pub fn keep(&self, name: &str, bytes: &[u8]) {
        if let Some(dir) = std::env::var_os("SENCO_LOOK") {
            fs::create_dir_all(&dir).unwrap();
            fs::write(Path::new(&dir).join(name), bytes).unwrap();
        }
    }

    fn read(&self, pdf: &Path) -> Pdf {
        let info = run("pdfinfo", &[pdf.as_os_str()]);
        let line =
            |label: &str| info.lines().find_map(|line| line.strip_prefix(label)).unwrap().trim().to_owned();
        let size: Vec<f64> =
            line("Page size:").split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let text = run("pdftotext", &["-layout".as_ref(), pdf.as_os_str(), "-".as_ref()]);
        let raw = run("pdftotext", &["-raw".as_ref(), pdf.as_os_str(), "-".as_ref()]);
        let pages = line("Pages:").parse().unwrap();
        let mut written = solid(&raw);
        for page in 1..=pages {
            written = written.replace(&format!("ConfidentialPage{page}of{pages}"), "");
        }
        if let Some(dir) = std::env::var_os("SENCO_LOOK") {
            let to = Path::new(&dir).join(pdf.file_stem().unwrap());
            run(
                "pdftoppm",
                &["-r".as_ref(), "60".as_ref(), "-png".as_ref(), pdf.as_os_str(), to.as_os_str()],
            );
        }
        Pdf { pages, width: size[0], height: size[1], text, written }
    }
}

/// Text without blanks, since where lines break is LibreOffice's choice, and without signs out of another font, which stand
/// elsewhere in the file than on the page.
pub fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"☐☒☑–".contains(*c)).collect()
}

/// All texts of a paper's blocks, in order.
pub fn texts(paper: &Paper) -> Vec<String> {
    let mut all = vec![paper.title.clone()];
    for block in &paper.blocks {
        match block {
            Block::Heading(_, said) | Block::Para(said) | Block::Note(said) | Block::Missing(said) => {
                all.push(said.clone());
            }
            Block::Facts(facts) => {
                all.extend(facts.iter().flat_map(|(label, said)| [label.clone(), said.clone()]))
            }
            Block::List(items) | Block::Sign(items) => all.extend(items.clone()),
            Block::Table { head, rows, .. } => {
                all.extend(head.clone());
                all.extend(rows.iter().flatten().cloned());
            }
            Block::Voice { who, words } => all.extend([who.clone(), words.clone()]),
            Block::Boxes(boxes) => {
                all.extend(boxes.iter().flat_map(|(label, said)| [label.clone(), said.clone()]))
            }
            Block::Chart { title, bars } => {
                all.push(title.clone());
                all.extend(bars.iter().flat_map(|bar| [bar.label.clone(), bar.text.clone()]));
            }
            Block::TearOff | Block::PageBreak => {}
        }
    }
    all
}

/// Asserts that these stand in the text, one after the other.
pub fn in_order(text: &str, wanted: &[&str]) {
    let mut from = 0;
    for want in wanted {
        let at = text[from..]
            .find(want)
            .unwrap_or_else(|| panic!("{want:?} is not there, or not there yet, in\n{text}"));
        from += at + want.len();
    }
}
