//! A quick line and the pupils on file: whom it means, and in full what it will save.
//!
//! Rule: nobody is guessed. One pupil whom every word fits is meant; where several fit, a person chooses. Whole words of a name,
//! initials in capitals, a UPN or a number are surer than a few letters. Who has left is meant only where nobody on roll fits.

use chrono::NaiveDate;

use crate::domain::calendar::Calendar;
use crate::domain::day;
use crate::domain::ids::PupilId;
use crate::domain::quick::{Line, parse};
use crate::domain::rows::RegisterRow;
use crate::domain::words::{fold, initials};
use crate::fuzzy::plain;
use crate::store::{Snapshot, StoreError};

/// A pupil as a line can name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub pupil: PupilId,
    /// The name as spoken.
    pub name: String,
    /// "Y4 Lark"; empty if neither is recorded.
    pub place: String,
    /// Whether they have left.
    pub left: bool,
    upn: String,
    /// The words of the names, and of the forename where another name is used.
    words: Vec<String>,
    initials: Vec<String>,
    /// Year and class, in the words that say them.
    places: Vec<String>,
}

fn key(text: &str) -> String {
    fold(&plain(text))
}

fn parts(text: &str) -> Vec<String> {
    key(text).split(' ').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

impl Person {
    fn of(row: &RegisterRow, forename: &str) -> Person {
        let name = &row.who.name;
        let mut words = parts(name);
        words.extend(parts(forename));
        let hyphens = name.replace('-', " ");
        let first_and_last: String = {
            let all = initials(name);
            all.chars().next().into_iter().chain(all.chars().next_back()).collect()
        };
        let mut letters = vec![initials(name), initials(&hyphens), first_and_last];
        if !forename.is_empty() {
            let surname = name.split_whitespace().next_back().unwrap_or_default();
            letters.push(initials(&format!("{forename} {surname}")));
        }
        letters.retain(|one| one.chars().count() >= 2);
        let mut places = parts(&row.who.class);
        places.push(key(&row.who.class).replace(' ', ""));
        if let Some(year) = row.who.year {
            places.extend([key(&year.short()), key(&year.code())]);
        }
        places.retain(|one| !one.is_empty());
        Person {
            pupil: row.who.pupil,
            name: name.clone(),
            place: row.who.place(),
            left: row.left.is_some(),
            upn: row.upn.to_uppercase(),
            words,
            initials: letters.iter().map(|one| plain(one).to_uppercase()).collect(),
            places,
        }
    }

    /// "Ama Otter (Y4 Lark)".
    pub fn called(&self) -> String {
        let left = if self.left { "left" } else { "" };
        let about: Vec<&str> =
            [self.place.as_str(), left].into_iter().filter(|part| !part.is_empty()).collect();
        if about.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, about.join(", ")) }
    }

    /// How sure it is that these words mean this pupil: `Some(true)` by whole words, `Some(false)` by a few letters, `None` not
    /// at all.
    fn fits(&self, words: &[Said]) -> Option<bool> {
        let (mut named, mut whole) = (false, true);
        for word in words {
            if word.number == Some(self.pupil.0) || (!self.upn.is_empty() && self.upn == word.letters) {
                named = true;
            } else if self.initials.contains(&word.letters) {
                named = true;
                whole &= word.capitals;
            } else {
                if word.parts.is_empty() {
                    return None;
                }
                for part in &word.parts {
                    if self.words.contains(part) {
                        named = true;
                    } else if !self.places.contains(part) {
                        if !self.words.iter().any(|one| one.starts_with(part.as_str())) {
                            return None;
                        }
                        (named, whole) = (true, false);
                    }
                }
            }
        }
        named.then_some(whole)
    }
}

/// A word that may name a pupil, made ready once for all of them.
struct Said {
    number: Option<u32>,
    /// In capitals and without accents, as initials are compared.
    letters: String,
    /// Whether it was typed in capitals.
    capitals: bool,
    parts: Vec<String>,
}

fn said(words: &[&str]) -> Vec<Said> {
    words
        .iter()
        .map(|word| Said {
            number: word.strip_prefix('#').and_then(|number| number.parse().ok()),
            letters: plain(word).to_uppercase(),
            capitals: word.chars().all(char::is_uppercase),
            parts: parts(word),
        })
        .collect()
}

/// Everybody on file, in the order of the register.
///
/// # Errors
/// Damage, or a disk that fails.
pub fn people(view: &Snapshot<'_>) -> Result<Vec<Person>, StoreError> {
    let mut people = Vec::new();
    for row in view.register_all()? {
        let profile = view.pupil(row.who.pupil)?;
        let forename = profile.map(|held| held.value).filter(|pupil| !pupil.known_as.is_empty());
        people.push(Person::of(&row, forename.as_ref().map_or("", |pupil| &pupil.forename)));
    }
    Ok(people)
}

/// Whom these words fit, by place in the list: the surest only, and those on roll only, if there are any.
pub fn fitting(people: &[Person], words: &[&str]) -> Vec<usize> {
    if words.is_empty() {
        return Vec::new();
    }
    let said = said(words);
    let all = || people.iter().enumerate().filter_map(|(at, one)| Some((at, one.left, one.fits(&said)?)));
    for left in [false, true] {
        let sure: Vec<usize> = all().filter(|one| one.1 == left && one.2).map(|one| one.0).collect();
        if !sure.is_empty() {
            return sure;
        }
        let found: Vec<usize> = all().filter(|one| one.1 == left).map(|one| one.0).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Whom a line is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The line does not say, and nobody is selected.
    Missing,
    /// Nobody is called so.
    Nobody,
    /// These, by place in the list: the line says one, or those that are selected.
    These(Vec<usize>),
    /// One of these, and a person has to say which.
    OneOf(Vec<usize>),
}

/// A line with whom it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What it says.
    pub line: Line,
    /// About whom.
    pub whom: Whom,
}

/// Reads a line. One that says no pupil is about those who are selected.
pub fn read(
    text: &str,
    people: &[Person],
    selected: &[PupilId],
    today: NaiveDate,
    calendar: &Calendar,
) -> Reading {
    let fits = |words: &[&str], whole: bool| {
        let said = said(words);
        people.iter().any(|one| one.fits(&said).is_some_and(|sure| sure || !whole))
    };
    let line = parse(text, today, calendar, &fits);
    let whom = if line.whom.is_empty() {
        let here: Vec<usize> =
            selected.iter().filter_map(|id| people.iter().position(|one| one.pupil == *id)).collect();
        if here.is_empty() { Whom::Missing } else { Whom::These(here) }
    } else {
        let words: Vec<&str> =
            line.whom.split(' ').map(|word| word.trim_end_matches([',', ':', '.'])).collect();
        match fitting(people, &words) {
            none if none.is_empty() => Whom::Nobody,
            one if one.len() == 1 => Whom::These(one),
            several => Whom::OneOf(several),
        }
    };
    Reading { line, whom }
}

/// What keeps a line from being saved, apart from whom it is about; `None` if nothing does.
pub fn missing(line: &Line) -> Option<&'static str> {
    (line.has_entry() && line.text.is_empty()).then_some("what was said is missing")
}

/// In full what the line saves for whom: "Ama Otter (Y4 Lark) · phone with mum · today, Sun 22 Nov · ‘sleep poor’ · then review
/// with parents Mon 4 Jan".
pub fn told(line: &Line, who: &str, today: NaiveDate) -> String {
    let mut said = vec![who.to_owned()];
    if line.has_entry() {
        said.push(line.how());
        said.push(if line.happened == today {
            format!("today, {}", day::short(today))
        } else {
            format!("happened {}, typed today", day::near(line.happened, today))
        });
        if !line.text.is_empty() {
            said.push(format!("‘{}’", line.text));
        }
    }
    let follow: Vec<String> = line
        .follow
        .iter()
        .map(|one| {
            let what = one.review.map_or_else(|| one.promise(&line.with), |kind| kind.label().to_owned());
            let moved = one.moved.map(|from| format!(" ({} is no school day)", day::short(from)));
            format!("{what} {}{}", day::near(one.due, today), moved.unwrap_or_default())
        })
        .collect();
    if !follow.is_empty() {
        said.push(format!("then {}", follow.join(", ")));
    }
    said.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::testing::{Lab, date};
    use crate::domain::code::YearGroup;
    use crate::domain::ids::Key;
    use crate::domain::pupil::Pupil;
    use crate::domain::record::Recorded;

    fn people_of(lab: &mut Lab) -> Vec<Person> {
        for (forename, surname, known_as, year, class, left) in [
            ("Ama", "Otter", "", 4, "Lark", ""),
            ("Amara", "Otter", "", 2, "Wren", ""),
            ("Zoë", "Finch-Reed", "", 4, "Lark", ""),
            ("Wilhelmina", "Heron", "Billie", 6, "Teal", ""),
            ("Ama", "Tern", "", 6, "Teal", "2026-07-17"),
            ("Cy", "O’Neill", "", 5, "5N", ""),
        ] {
            let pupil = Pupil {
                forename: forename.into(),
                surname: surname.into(),
                known_as: known_as.into(),
                year: YearGroup::parse(&year.to_string()),
                class: class.into(),
                left: left.parse().ok(),
                ..Pupil::default()
            };
            lab.make(|edit, _| {
                let id = edit.new_pupil();
                edit.put(Key::profile(id), pupil.clone().wrap())
            });
        }
        lab.store.read(people).unwrap()
    }

    #[test]
    fn few_letters_are_enough_and_nobody_is_guessed() {
        let mut lab = Lab::new();
        let people = people_of(&mut lab);
        for (typed, expected) in [
            ("AO", "Ama Otter (Y4 Lark), Amara Otter (Y2 Wren)"),
            ("ao y2", "Amara Otter (Y2 Wren)"),
            ("AO Lark", "Ama Otter (Y4 Lark)"),
            ("Ama", "Ama Otter (Y4 Lark)"),
            ("ama otter", "Ama Otter (Y4 Lark)"),
            ("am", "Ama Otter (Y4 Lark), Amara Otter (Y2 Wren)"),
            ("amar", "Amara Otter (Y2 Wren)"),
            ("otter", "Ama Otter (Y4 Lark), Amara Otter (Y2 Wren)"),
            ("tern", "Ama Tern (Y6 Teal, left)"),
            ("ama tern", "Ama Tern (Y6 Teal, left)"),
            ("zoe", "Zoë Finch-Reed (Y4 Lark)"),
            ("ZF", "Zoë Finch-Reed (Y4 Lark)"),
            ("ZFR", "Zoë Finch-Reed (Y4 Lark)"),
            ("reed", "Zoë Finch-Reed (Y4 Lark)"),
            ("Finch-Reed", "Zoë Finch-Reed (Y4 Lark)"),
            ("billie", "Billie Heron (Y6 Teal)"),
            ("wilh", "Billie Heron (Y6 Teal)"),
            ("WH", "Billie Heron (Y6 Teal)"),
            ("BH", "Billie Heron (Y6 Teal)"),
            ("oneill", "Cy O’Neill (5N)"),
            ("o'n", "Cy O’Neill (5N)"),
            ("cy 5n", "Cy O’Neill (5N)"),
            ("lark", ""),
            ("y4 lark", ""),
            ("xyz", ""),
            ("", ""),
        ] {
            let words: Vec<&str> = typed.split_whitespace().collect();
            let found: Vec<String> = fitting(&people, &words).iter().map(|at| people[*at].called()).collect();
            assert_eq!(found.join(", "), expected, "{typed}");
        }
        let number = format!("#{}", people[0].pupil.0);
        assert_eq!(fitting(&people, &[&number]), [0]);
    }

    #[test]
    fn a_line_says_in_full_what_it_saves() {
        let mut lab = Lab::new();
        let people = people_of(&mut lab);
        let calendar = Calendar::assumed(2020, 2030);
        let today = date("2026-11-22");
        let billie = people.iter().find(|one| one.name == "Billie Heron").unwrap().pupil;
        let says = |text: &str, selected: &[PupilId]| {
            let Reading { line, whom } = read(text, &people, selected, today, &calendar);
            match whom {
                Whom::These(at) => told(&line, &people[at[0]].called(), today),
                other => format!("{other:?}"),
            }
        };
        assert_eq!(
            says("ama lark phone mum sleep poor; review +6w", &[]),
            "Ama Otter (Y4 Lark) · phone with mum · today, Sun 22 Nov · ‘sleep poor’ · then review with parents Mon 4 Jan (Sun 3 Jan is no school day)"
        );
        assert_eq!(
            says("met EP fri seen; chase tue; send plan 3/12", &[billie]),
            "Billie Heron (Y6 Teal) · in person with EP · happened Fri 20 Nov, typed today · ‘seen’ · then chase EP Tue 24 Nov, send plan Thu 3 Dec"
        );
        assert_eq!(
            says("zoe; call mum wed", &[billie]),
            "Zoë Finch-Reed (Y4 Lark) · then call mum Wed 25 Nov"
        );
        assert_eq!(
            says("tired today", &[billie]),
            "Billie Heron (Y6 Teal) · note · today, Sun 22 Nov · ‘tired today’"
        );
        assert_eq!(says("phone mum x", &[]), "Missing");
        assert_eq!(says("Amaa phone mum x", &[billie]), "Nobody");
        assert!(says("AO phone mum x", &[billie]).starts_with("OneOf"));
        assert_eq!(
            missing(&read("zoe phone mum", &people, &[], today, &calendar).line),
            Some("what was said is missing")
        );
    }
}
