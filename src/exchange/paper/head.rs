//! What stands at the head of a paper and in the fields of a letterhead.
//!
//! Rule: out of what is recorded of the school; what is not recorded is left out, never made up.

use chrono::{Datelike, NaiveDate};

use crate::domain::school::SchoolFile;

/// Who writes. Every member may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The school's name.
    pub school: String,
    /// Its address, a line each.
    pub address: String,
    /// Its telephone.
    pub phone: String,
    /// Its e-mail.
    pub email: String,
    /// The SENCO's name.
    pub senco: String,
    /// The head teacher's name.
    pub head: String,
}

impl Head {
    /// The school's own, as at a day: the SENCO is the one in post, else whose role says so.
    pub fn of(school: &SchoolFile, today: NaiveDate) -> Head {
        let in_post = school
            .posts
            .iter()
            .rev()
            .find(|post| post.appointed <= today && post.ended.is_none_or(|ended| today <= ended))
            .and_then(|post| post.staff);
        let by_role = || school.staff.iter().find(|one| one.here && one.role.eq_ignore_ascii_case("senco"));
        let senco = in_post.or_else(|| by_role().map(|one| one.id));
        Head {
            school: school.info.name.clone(),
            address: school.info.address.clone(),
            phone: school.info.phone.clone(),
            email: school.info.email.clone(),
            senco: school.staff_name(senco).to_owned(),
            head: school.staff_name(school.info.head).to_owned(),
        }
    }

    /// Address, telephone and e-mail, a line each kind: "1 High Street, Anytown", "01234 567890 · office@…".
    pub(super) fn lines(&self) -> Vec<String> {
        let address: Vec<&str> = self
            .address
            .lines()
            .map(|line| line.trim().trim_end_matches(','))
            .filter(|line| !line.is_empty())
            .collect();
        let reach: Vec<&str> =
            [self.phone.trim(), self.email.trim()].into_iter().filter(|part| !part.is_empty()).collect();
        [address.join(", "), reach.join(" · ")].into_iter().filter(|line| !line.is_empty()).collect()
    }
}

/// "22 November 2026", as a letter has it.
pub fn long_date(date: NaiveDate) -> String {
    format!("{} {}", date.format("%-d %B"), date.year())
}
