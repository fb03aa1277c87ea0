//! `senco completions` and `senco man`: from the same definition as the command line itself.

use clap::CommandFactory;
use clap_complete::Shell;

use super::out::Out;
use super::{Cli, Global, Outcome};

/// Which shell.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Prints a completion script.
///
/// # Errors
/// Stdout cannot be written.
pub fn completions(global: &Global, args: &Args) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "senco", &mut script);
    let mut out = Out::new(global.color);
    out.raw(&script)?;
    Ok(out.finish()?)
}

/// Prints the man page: the program, then each subcommand.
///
/// # Errors
/// Stdout cannot be written.
pub fn man(global: &Global) -> Outcome {
    let mut command = Cli::command();
    command.build();
    let page = clap_mangen::Man::new(command.clone());
    let mut text = Vec::new();
    page.render_title(&mut text)?;
    page.render_name_section(&mut text)?;
    page.render_synopsis_section(&mut text)?;
    page.render_description_section(&mut text)?;
    page.render_options_section(&mut text)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        text.extend(format!(".SH SENCO {}\n", sub.get_name().to_uppercase()).into_bytes());
        let page = clap_mangen::Man::new(sub.clone().mut_args(|arg| {
            let global = arg.is_global_set();
            arg.hide(global)
        }));
        let mut part = Vec::new();
        page.render_synopsis_section(&mut part)?;
        page.render_description_section(&mut part)?;
        page.render_options_section(&mut part)?;
        text.extend(
            String::from_utf8_lossy(&part)
                .replace("\n.SH ", "\n.SS ")
                .replacen(".SH ", ".SS ", 1)
                .into_bytes(),
        );
    }
    text.extend_from_slice(REST.as_bytes());
    let mut out = Out::new(global.color);
    out.raw(&text)?;
    Ok(out.finish()?)
}

const REST: &str = ".SH \"EXIT STATUS\"
0 done, 1 failed, 2 called wrongly, 10 no store, 11 busy, 12 damaged, 13 not permitted.
.SH FILES
.TP
/var/lib/senco/school.redb
The store of a server that several people share.
.TP
$XDG_DATA_HOME/senco/school.redb
A user's own store; ~/.local/share where XDG_DATA_HOME is not set.
.SH ENVIRONMENT
.TP
SENCO_STORE
The store, where \\-\\-store does not name one.
.TP
NO_COLOR
If set, no colour.
";
