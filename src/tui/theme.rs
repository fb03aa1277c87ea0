//! Meaning → style: the only file that names a colour.
//!
//! Rule: a colour never carries a meaning alone; the words say it too. Only the sixteen colours that every terminal has
//! and that can be read on a light and on a dark ground are used: no white, no black, no yellow, no bright ones. The
//! plain theme sets no colour at all, since with `NO_COLOR` bold and reverse would be lost with it.

use ratatui::style::{Color, Modifier, Style};

/// When to use colours, as `--color` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColourChoice {
    /// Unless `NO_COLOR` is set or the terminal is said to have none.
    #[default]
    Auto,
    /// In any case.
    Always,
    /// Never.
    Never,
}

/// How things look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    coloured: bool,
}

impl Theme {
    /// Colours or none, by what the person chose and what the environment says: the value of `NO_COLOR` and of `TERM`.
    pub fn choose(choice: ColourChoice, no_color: Option<&str>, term: Option<&str>) -> Theme {
        let coloured = match choice {
            ColourChoice::Always => true,
            ColourChoice::Never => false,
            ColourChoice::Auto => {
                no_color.is_none_or(str::is_empty)
                    && !term
                        .is_some_and(|term| term == "dumb" || term.starts_with("vt1") || term.ends_with("-m"))
            }
        };
        Theme { coloured }
    }

    /// Bold, reverse and underline alone.
    pub fn plain() -> Theme {
        Theme { coloured: false }
    }

    /// With colours.
    pub fn coloured() -> Theme {
        Theme { coloured: true }
    }

    fn paint(self, colour: Color, modifier: Modifier) -> Style {
        let style = Style::new().add_modifier(modifier);
        if self.coloured { style.fg(colour) } else { style }
    }

    /// Ordinary text.
    pub fn text(self) -> Style {
        Style::new()
    }

    /// A name that stands for all below it: the school, the pupil, a form's title.
    pub fn title(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// A heading of a section, and its rule.
    pub fn heading(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What matters less: rules, help, what is greyed out. Not dimmed without colours: some terminals then hide it.
    pub fn quiet(self) -> Style {
        if self.coloured { Style::new().add_modifier(Modifier::DIM) } else { Style::new() }
    }

    /// The sign before the selected row.
    pub fn cursor(self) -> Style {
        self.paint(Color::Cyan, Modifier::BOLD)
    }

    /// The sign of a marked row.
    pub fn mark(self) -> Style {
        self.paint(Color::Magenta, Modifier::BOLD)
    }

    /// The pane shown, in the tab line.
    pub fn tab(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Overdue.
    pub fn late(self) -> Style {
        self.paint(Color::Red, Modifier::BOLD)
    }

    /// Due today or within days.
    pub fn soon(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// A date that is law.
    pub fn law(self) -> Style {
        self.paint(Color::Magenta, Modifier::BOLD)
    }

    /// Done, saved, reached.
    pub fn good(self) -> Style {
        self.paint(Color::Green, Modifier::empty())
    }

    /// Worth a look: a bad UPN, an assumed date.
    pub fn warning(self) -> Style {
        self.paint(Color::Magenta, Modifier::empty())
    }

    /// An error beside a field, or of the store.
    pub fn error(self) -> Style {
        self.paint(Color::Red, Modifier::BOLD)
    }

    /// A key in a hint or in the help.
    pub fn key(self) -> Style {
        self.paint(Color::Cyan, Modifier::BOLD)
    }

    /// A field's label.
    pub fn label(self) -> Style {
        Style::new()
    }

    /// The label of the field that has the cursor.
    pub fn focus(self) -> Style {
        self.paint(Color::Cyan, Modifier::BOLD)
    }

    /// The text typed into the field that has the cursor.
    pub fn input(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// The choice under the cursor in a list to choose from.
    pub fn choice(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Letters that a filter found.
    pub fn found(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// Another day, the made-up school, a count: what a person must not overlook.
    pub fn flag(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Every style, for the tests.
    #[cfg(test)]
    fn all(self) -> [Style; 19] {
        [
            self.text(),
            self.title(),
            self.heading(),
            self.quiet(),
            self.cursor(),
            self.mark(),
            self.tab(),
            self.late(),
            self.soon(),
            self.law(),
            self.good(),
            self.warning(),
            self.error(),
            self.key(),
            self.label(),
            self.focus(),
            self.input(),
            self.choice(),
            self.flag(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_color_sets_none_and_keeps_bold() {
        for (choice, no_color, term, coloured) in [
            (ColourChoice::Auto, None, Some("xterm"), true),
            (ColourChoice::Auto, Some(""), Some("xterm"), true),
            (ColourChoice::Auto, Some("1"), Some("xterm"), false),
            (ColourChoice::Auto, None, Some("dumb"), false),
            (ColourChoice::Auto, None, Some("vt100"), false),
            (ColourChoice::Always, Some("1"), Some("dumb"), true),
            (ColourChoice::Never, None, Some("xterm"), false),
        ] {
            let theme = Theme::choose(choice, no_color, term);
            assert_eq!(theme.coloured, coloured, "{choice:?} {no_color:?} {term:?}");
        }
        let plain = Modifier::BOLD | Modifier::REVERSED | Modifier::UNDERLINED;
        for style in Theme::plain().all() {
            assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None));
            assert!(plain.contains(style.add_modifier));
        }
    }

    #[test]
    fn colours_can_be_read_on_light_and_dark() {
        let fine = [Color::Red, Color::Green, Color::Magenta, Color::Cyan];
        for style in Theme::coloured().all() {
            assert!(style.fg.is_none_or(|colour| fine.contains(&colour)), "{style:?}");
            assert_eq!(style.bg, None, "the ground is the terminal's own");
        }
    }
}
