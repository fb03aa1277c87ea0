//! Which column of a sheet is which field: by alias, by what the school has settled before, by `--map` for this run.
//!
//! No column disappears: each is either taken, or left out with the reason and the nearest field.
use super::fields::{FIELDS, Field, NO_PLACE};
use super::nearest::{closeness, plain};

/// A heading settled by a person: this field, or none ("leave it out").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The heading as typed; compared without case and punctuation.
    pub heading: String,
    /// The field, or None to leave the column out.
    pub field: Option<Field>,
}

/// What becomes of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The heading as it stands in the file; "" when the column has none.
    pub heading: String,
    /// Its field and None, or None and why it is left out, with what to do.
    pub taken: Result<Field, String>,
}

/// The columns of a sheet and what each is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// In the file's order.
    pub columns: Vec<Column>,
}

impl Mapping {
    /// The column that gives this field.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| column.taken == Ok(field))
    }

    /// Whether the file has this field.
    pub fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    /// The heading that this field goes by in this file, or the field's own label.
    pub fn heading(&self, field: Field) -> &str {
        self.column(field).and_then(|at| self.columns.get(at)).map_or(field.label(), |c| c.heading.as_str())
    }

    /// The columns left out, each with its reason.
    pub fn left_out(&self) -> impl Iterator<Item = (&str, &str)> {
        self.columns.iter().filter_map(|c| match &c.taken {
            Ok(_) => None,
            Err(why) => Some((c.heading.as_str(), why.as_str())),
        })
    }
}

/// The field that a heading means by the table alone, with its place among the field's aliases (0 is the best).
pub fn field_of(heading: &str) -> Option<(Field, usize)> {
    // "SEN status (K/E)": what stands in brackets explains and does not name.
    let outside: String = heading.split(['(', '[']).next().unwrap_or_default().to_owned();
    [plain(heading), plain(&outside)].iter().filter(|word| !word.is_empty()).find_map(|word| {
        FIELDS.iter().find_map(|row| {
            row.headings.iter().position(|alias| alias == word).map(|at| (row.field, at)).or_else(|| {
                // A sheet headed with our own keys or labels is ours, exported.
                (plain(row.key) == *word || plain(row.label) == *word).then_some((row.field, 0))
            })
        })
    })
}

/// What a heading means that is known but has no place in a pupil's file.
fn no_place(heading: &str) -> Option<&'static str> {
    let word = plain(heading);
    NO_PLACE.iter().find(|(_, headings)| headings.contains(&word.as_str())).map(|(label, _)| *label)
}

/// How many of these cells are headings that are known, by the table or by `known`.
pub fn recognised(cells: &[String], known: &[String]) -> usize {
    let is_known = |cell: &String| {
        let word = plain(cell);
        !word.is_empty() && cell.len() <= 80 && known.iter().any(|k| plain(k) == word)
    };
    cells.iter().filter(|cell| is_known(cell) || field_of(cell).is_some() || no_place(cell).is_some()).count()
}

/// Reads one `--map "HEADING=FIELD"`; `HEADING=-` leaves the column out.
///
/// # Errors
/// In words, when there is no `=` or no such field.
pub fn choice(text: &str) -> Result<Choice, String> {
    let Some((heading, key)) = text.rsplit_once('=') else {
        return Err(format!(
            "--map \"{text}\" has no \"=\": write --map \"HEADING=FIELD\", such as \"Tutor=class\""
        ));
    };
    let (heading, key) = (heading.trim(), key.trim());
    if plain(heading).is_empty() {
        return Err(format!("--map \"{text}\" names no heading: write --map \"HEADING=FIELD\""));
    }
    let field = if matches!(key, "-" | "") {
        None
    } else if let Some(field) = Field::of_key(key).or_else(|| field_of(key).map(|(field, _)| field)) {
        Some(field)
    } else {
        let keys: Vec<&str> = FIELDS.iter().map(|row| row.key).collect();
        let near = nearest(key).map_or(String::new(), |f| format!(" Did you mean {}?", f.key()));
        return Err(format!(
            "--map \"{text}\": there is no field \"{key}\".{near} The fields are {}; - leaves a column out",
            keys.join(", ")
        ));
    };
    Ok(Choice { heading: heading.to_owned(), field })
}

/// The field nearest to a heading that is not known, if any is near.
pub fn nearest(heading: &str) -> Option<Field> {
    let word = plain(heading);
    FIELDS
        .iter()
        .flat_map(|row| row.headings.iter().map(move |alias| (row.field, *alias)))
        .filter_map(|(field, alias)| closeness(&word, alias).map(|apart| (apart, field)))
        .min()
        .map(|(_, field)| field)
}

/// Decides what each column is. `told` are the choices of this run, `remembered` those of earlier runs.
///
/// # Errors
/// In words, when `told` names a heading that the file lacks, or settles one field twice.
pub fn recognise(headings: &[String], told: &[Choice], remembered: &[Choice]) -> Result<Mapping, String> {
    for (at, choice) in told.iter().enumerate() {
        if !headings.iter().any(|h| plain(h) == plain(&choice.heading)) {
            let known: Vec<String> =
                headings.iter().filter(|h| !h.is_empty()).map(|h| format!("\"{h}\"")).collect();
            return Err(format!(
                "--map \"{}=…\": the file has no such heading. Its headings are {}",
                choice.heading,
                known.join(", ")
            ));
        }
        let twice = told.iter().take(at).find(|other| other.field == choice.field && choice.field.is_some());
        if let (Some(other), Some(field)) = (twice, choice.field)
            && plain(&other.heading) != plain(&choice.heading)
        {
            return Err(format!(
                "--map gives {} both to \"{}\" and to \"{}\": choose one",
                field.key(),
                other.heading,
                choice.heading
            ));
        }
    }
    let claims: Vec<Claim> = headings.iter().map(|heading| claim(heading, told, remembered)).collect();
    let columns = headings.iter().enumerate().map(|(at, heading)| Column {
        heading: heading.clone(),
        taken: settle(at, heading, &claims, headings),
    });
    Ok(Mapping { columns: columns.collect() })
}

/// What a heading asks for, and how strongly: the lower the stronger.
#[derive(Debug, Clone, Copy)]
enum Claim {
    Field(Field, usize),
    LeaveOut,
    Unknown,
}

fn claim(heading: &str, told: &[Choice], remembered: &[Choice]) -> Claim {
    let word = plain(heading);
    for (strength, choices) in [told, remembered].into_iter().enumerate() {
        // The last word counts, as with any switch given twice.
        if let Some(choice) = choices.iter().rev().find(|c| !word.is_empty() && plain(&c.heading) == word) {
            return choice.field.map_or(Claim::LeaveOut, |field| Claim::Field(field, strength));
        }
    }
    field_of(heading).map_or(Claim::Unknown, |(field, at)| Claim::Field(field, at + 2))
}

fn settle(at: usize, heading: &str, claims: &[Claim], headings: &[String]) -> Result<Field, String> {
    match claims.get(at).copied().unwrap_or(Claim::Unknown) {
        Claim::LeaveOut => Err("left out as you chose".to_owned()),
        Claim::Unknown if heading.is_empty() => Err("this column has no heading".to_owned()),
        Claim::Unknown if let Some(label) = no_place(heading) => {
            Err(format!("senco keeps no {label}; --map \"{heading}=notes\" keeps the text as a note"))
        }
        Claim::Unknown => Err(match nearest(heading) {
            Some(field) => format!(
                "not a heading senco knows; nearest is {}: --map \"{heading}={}\" takes it",
                field.label(),
                field.key()
            ),
            None => format!("not a heading senco knows: --map \"{heading}=FIELD\" takes it"),
        }),
        Claim::Field(field, strength) => {
            let rival = claims.iter().enumerate().find(|(other, claim)| match claim {
                Claim::Field(f, s) => *f == field && *other != at && (*s, *other) < (strength, at),
                _ => false,
            });
            match rival.and_then(|(other, _)| headings.get(other)) {
                None => Ok(field),
                Some(other) => Err(format!(
                    "{} is taken from \"{other}\"; --map \"{heading}={}\" takes it from here instead",
                    field.label(),
                    field.key()
                )),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(headings: &[&str]) -> Vec<String> {
        headings.iter().map(|h| (*h).to_owned()).collect()
    }

    #[test]
    fn headings_of_schools_are_known() {
        let cases = [
            ("UPN", Field::Upn),
            ("Legal Surname", Field::Surname),
            ("Last Name", Field::Surname),
            ("first_name", Field::Forename),
            ("Chosen Forename", Field::KnownAs),
            ("Preferred Name", Field::KnownAs),
            ("Full Name (Surname, Forename)", Field::FullName),
            ("Date of birth", Field::Dob),
            ("D.O.B.", Field::Dob),
            ("Gender", Field::Sex),
            ("NC Year", Field::Year),
            ("Year taught in", Field::Year),
            ("Year Group", Field::Year),
            ("Reg Group", Field::Class),
            ("Registration Group", Field::Class),
            ("Form Tutor", Field::Class),
            ("Reg", Field::Class),
            ("SEN provision", Field::SenStatus),
            ("SEN Status", Field::SenStatus),
            ("SEND Status", Field::SenStatus),
            ("SEN Need Type", Field::Needs),
            ("SEN Description", Field::Needs),
            ("SEN detail", Field::Needs),
            ("Primary need", Field::Need1),
            ("SEN Type 1", Field::Need1),
            ("Secondary need", Field::Need2),
            ("SEN Type 3", Field::Need3),
            ("SEN Rank", Field::NeedRank),
            ("Start Date of SEN", Field::SenStart),
            ("Next review", Field::NextReview),
            ("Last review", Field::LastReview),
            ("Key worker", Field::KeyWorker),
            ("School", Field::Site),
            ("Pupil Premium?", Field::PupilPremium),
            ("Disadvantaged", Field::PupilPremium),
            ("EAL", Field::Eal),
            ("Ethnicity", Field::Ethnicity),
            ("Leaving date", Field::Left),
            ("Student ID", Field::StudentId),
            ("Admission number", Field::StudentId),
            ("UPI", Field::StudentId),
            ("Notes", Field::Notes),
            ("sen-start", Field::SenStart),
        ];
        for (heading, want) in cases {
            assert_eq!(field_of(heading).map(|(field, _)| field), Some(want), "{heading}");
        }
        assert_eq!(field_of("Shoe size"), None);
        assert_eq!(field_of("()"), None);
    }

    #[test]
    fn an_unknown_heading_is_left_out_with_the_nearest_field() {
        let mapping = recognise(&owned(&["Surnme", "Shoe size", "", "FSM Ever 6"]), &[], &[]).unwrap();
        let left: Vec<_> = mapping.left_out().collect();
        assert_eq!(
            left,
            [
                (
                    "Surnme",
                    "not a heading senco knows; nearest is surname: --map \"Surnme=surname\" takes it"
                ),
                ("Shoe size", "not a heading senco knows: --map \"Shoe size=FIELD\" takes it"),
                ("", "this column has no heading"),
                (
                    "FSM Ever 6",
                    "senco keeps no free school meals; --map \"FSM Ever 6=notes\" keeps the text as a note"
                ),
            ]
        );
    }

    #[test]
    fn two_headings_for_one_field_are_reported_and_the_better_wins() {
        let mapping =
            recognise(&owned(&["Tutor", "Reg Group", "Legal Surname", "Surname"]), &[], &[]).unwrap();
        assert_eq!(mapping.column(Field::Class), Some(1));
        assert_eq!(mapping.column(Field::Surname), Some(3));
        let left: Vec<_> = mapping.left_out().collect();
        assert_eq!(left.len(), 2);
        assert_eq!(
            left[0].1,
            "class is taken from \"Reg Group\"; --map \"Tutor=class\" takes it from here instead"
        );
    }

    #[test]
    fn what_is_told_beats_what_is_remembered_beats_the_table() {
        let headings = owned(&["Tutor", "Reg Group", "Zog"]);
        let remembered = [choice("tutor=class").unwrap(), choice("Zog=notes").unwrap()];
        let by_memory = recognise(&headings, &[], &remembered).unwrap();
        assert_eq!((by_memory.column(Field::Class), by_memory.column(Field::Notes)), (Some(0), Some(2)));
        let told = [choice("ZOG=class").unwrap(), choice("Tutor=-").unwrap()];
        let by_word = recognise(&headings, &told, &remembered).unwrap();
        assert_eq!((by_word.column(Field::Class), by_word.column(Field::Notes)), (Some(2), None));
        assert_eq!(by_word.columns[0].taken, Err("left out as you chose".to_owned()));
    }

    #[test]
    fn choices_say_what_is_wrong_with_them() {
        let cases = [
            ("Tutor", "has no \"=\""),
            ("=class", "names no heading"),
            ("Tutor=clas", "Did you mean class?"),
            ("Tutor=xyzzyx", "there is no field \"xyzzyx\". The fields are upn, former-upn"),
        ];
        for (text, words) in cases {
            let why = choice(text).unwrap_err();
            assert!(why.contains(words), "{why}");
        }
        assert_eq!(choice("a=b = Date of birth ").unwrap().field, Some(Field::Dob));
        assert_eq!(choice("a=b=dob").unwrap().heading, "a=b");
    }

    #[test]
    fn a_choice_must_fit_the_file() {
        let headings = owned(&["Tutor", "Reg"]);
        let why = recognise(&headings, &[choice("Form=class").unwrap()], &[]).unwrap_err();
        assert_eq!(
            why,
            "--map \"Form=…\": the file has no such heading. Its headings are \"Tutor\", \"Reg\""
        );
        let both = [choice("Tutor=class").unwrap(), choice("Reg=class").unwrap()];
        assert!(recognise(&headings, &both, &[]).unwrap_err().contains("both to \"Tutor\" and to \"Reg\""));
        assert!(recognise(&headings, &[], &[choice("Form=class").unwrap()]).is_ok());
    }
}
