//! Whose sessions are shown: everybody's, the user's own, or one adult's.
//!
//! Rule: a Unix user is taken for a member of staff only where exactly one fits.

use crate::domain::ids::RecordId;
use crate::text::clean;
use crate::tui::app::Ctx;

/// Whose sessions; remembered while the program runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Whose {
    /// Everybody's.
    #[default]
    All,
    /// The user's own.
    Mine(RecordId),
    /// One adult's.
    One(RecordId),
}

impl Whose {
    /// The adult that the view is narrowed to; `None` for all.
    pub(super) fn adult(self) -> Option<RecordId> {
        match self {
            Whose::All => None,
            Whose::Mine(id) | Whose::One(id) => Some(id),
        }
    }

    /// In words, for the tab line: "all adults", "R Dale (you)".
    pub(super) fn label(self, ctx: &Ctx) -> String {
        let name = |id| clean(ctx.school.staff_name(Some(id))).into_owned();
        match self {
            Whose::All => "all adults".to_owned(),
            Whose::Mine(id) => format!("{} (you)", name(id)),
            Whose::One(id) => name(id),
        }
    }

    /// What the next press shows: all, then the user's own, then those of `other`, the adult who was under the cursor while
    /// all were shown, then all again.
    pub(super) fn next(self, ctx: &Ctx, other: Option<RecordId>) -> Whose {
        let me = me(ctx);
        let other = other.filter(|id| Some(*id) != me).map(Whose::One);
        match self {
            Whose::All => me.map(Whose::Mine).or(other).unwrap_or_default(),
            Whose::Mine(_) => other.unwrap_or_default(),
            Whose::One(_) => Whose::All,
        }
    }
}

fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The ways in which a name is made a user's name: "Rosa Dale" is rosadale, rdale, daler, dale or rosa.
fn logins(name: &str) -> Vec<String> {
    let words: Vec<String> = name.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Vec::new() };
    let letter = |word: &str| word.chars().take(1).collect::<String>();
    vec![
        words.concat(),
        format!("{}{last}", letter(first)),
        format!("{last}{}", letter(first)),
        last.clone(),
        first.clone(),
    ]
}

/// The member of staff whom the Unix user is; `None` if none fits or several do.
pub(super) fn me(ctx: &Ctx) -> Option<RecordId> {
    let user = plain(&ctx.user);
    if user.is_empty() {
        return None;
    }
    let here = || ctx.school.staff.iter().filter(|staff| staff.here);
    // The whole name first: where it fits somebody, a first name alone of another does not count.
    (0..5).find_map(|way| {
        let mut fit = here().filter(|staff| logins(&staff.name).get(way) == Some(&user));
        fit.next().filter(|_| fit.next().is_none()).map(|staff| staff.id)
    })
}
