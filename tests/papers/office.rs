//! LibreOffice at work in a folder of its own, and the tools that read what it printed.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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
}

fn there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok() || Command::new(program).arg("-v").output().is_ok()
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
        let from = self.put(&format!("{name}.docx"), docx);
        // A profile of its own: a LibreOffice that runs already would take the file and answer nothing.
        let profile = format!("-env:UserInstallation=file://{}/profile-{name}", self.dir.path().display());
        let args: [&OsStr; 7] = [
            profile.as_ref(),
            "--headless".as_ref(),
            "--convert-to".as_ref(),
            "pdf".as_ref(),
            "--outdir".as_ref(),
            self.dir.path().as_os_str(),
            from.as_os_str(),
        ];
        run("soffice", &args);
        self.read(&from.with_extension("pdf"))
    }

    /// Prints a page as a browser does; `None`, said aloud, where there is none.
    pub fn browse(&self, name: &str, html: &[u8]) -> Option<Pdf> {
        let Some(browser) = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|one| there(one)) else {
            println!("skipped: no browser is installed, so no page can be printed");
            return None;
        };
        let from = self.put(&format!("{name}.html"), html);
        let pdf = from.with_extension("pdf");
        let profile = format!("--user-data-dir={}/browser-{name}", self.dir.path().display());
        let to = format!("--print-to-pdf={}", pdf.display());
        let page = format!("file://{}", from.display());
        let args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", &profile, &to, &page];
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
        let line = |label: &str| info.lines().find_map(|line| line.strip_prefix(label)).unwrap().trim().to_owned();
        let size: Vec<f64> = line("Page size:").split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let text = run("pdftotext", &["-layout".as_ref(), pdf.as_os_str(), "-".as_ref()]);
        if let Some(dir) = std::env::var_os("SENCO_LOOK") {
            let to = Path::new(&dir).join(pdf.file_stem().unwrap());
            run("pdftoppm", &["-r".as_ref(), "60".as_ref(), "-png".as_ref(), pdf.as_os_str(), to.as_os_str()]);
        }
        Pdf { pages: line("Pages:").parse().unwrap(), width: size[0], height: size[1], text }
    }
}

/// Asserts that these stand in the text, one after the other.
pub fn in_order(text: &str, wanted: &[&str]) {
    let mut from = 0;
    for want in wanted {
        let at = text[from..].find(want).unwrap_or_else(|| panic!("{want:?} is not there, or not there yet, in\n{text}"));
        from += at + want.len();
    }
}
