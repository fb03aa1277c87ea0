//! The made-up catalogue of interventions with their measures, and what an hour of the made-up staff costs.
//!
//! Rule: what is said to be known of an intervention is the made-up school's own experience, and nobody's study. Values of a
//! measure fit its scale, and rise and fall as the outcomes of the checks do.

use chrono::NaiveDate;

use super::Plan;
use crate::domain::calendar::academic_year;
use crate::domain::catalogue::{Intervention, Rate};
use crate::domain::code::{Area, Wave};
use crate::domain::ids::SCHOOL;
use crate::domain::measure::Scale;
use crate::store::{Edit, Refused};

/// The bands of books, from the lowest.
const BANDS: &[&str] =
    &["pink", "red", "yellow", "blue", "green", "orange", "turquoise", "purple", "gold", "white"];
/// The steps of a programme on the computer.
const STEPS: &[&str] = &["step 1", "step 2", "step 3", "step 4", "step 5", "step 6", "step 7", "step 8"];

/// What is measured, and how its values run.
#[derive(Clone, Copy)]
pub enum Measure {
    /// Nothing.
    Nothing,
    /// A score up to this.
    Of(&'static str, i64),
    /// A count of which fewer is better, from this many down.
    Fewer(&'static str, i64),
    /// An age, from so many months on.
    Age(&'static str, i64),
    /// One of these levels.
    Levels(&'static str, &'static [&'static str]),
    /// Can the pupil do it?
    Can(&'static str),
}

/// The value of which a measure begins, about.
const LOW: i64 = 8;
/// From here on a pupil can do what is asked.
const CAN: i64 = 24;
/// The value beyond which nothing grows.
const HIGH: i64 = 50;

impl Measure {
    /// What is measured; empty if nothing.
    pub fn words(self) -> &'static str {
        match self {
            Measure::Nothing => "",
            Measure::Of(words, _)
            | Measure::Fewer(words, _)
            | Measure::Age(words, _)
            | Measure::Levels(words, _)
            | Measure::Can(words) => words,
        }
    }

    /// Its scale.
    pub fn scale(self) -> Scale {
        match self {
            Measure::Nothing => Scale::Words,
            Measure::Of(..) => Scale::Score,
            Measure::Fewer(..) => Scale::Fewer,
            Measure::Age(..) => Scale::Months,
            Measure::Levels(..) => Scale::Level,
            Measure::Can(_) => Scale::YesNo,
        }
    }

    /// The levels with commas between; empty if it has none.
    pub fn levels(self) -> String {
        match self {
            Measure::Levels(_, levels) => levels.join(", "),
            _ => String::new(),
        }
    }

    /// How far somebody has come, 8 at the beginning and more as it goes on, said in its scale.
    pub fn value(self, raw: i64) -> String {
        let share = |most: i64| raw.clamp(0, HIGH) * most / HIGH;
        match self {
            Measure::Nothing => String::new(),
            Measure::Of(_, most) => share(most).max(1).to_string(),
            Measure::Fewer(_, most) => (most - share(most)).max(0).to_string(),
            Measure::Age(_, from) => {
                let months = from + (raw - LOW).max(0);
                format!("{}y{}m", months / 12, months % 12)
            }
            Measure::Levels(_, levels) => {
                let most = i64::try_from(levels.len()).unwrap_or(1) - 1;
                let at = usize::try_from(share(most)).unwrap_or(0);
                levels.get(at).copied().unwrap_or_default().to_owned()
            }
            Measure::Can(_) => if raw < CAN { "no" } else { "yes" }.to_owned(),
        }
    }
}

/// One entry of the made-up catalogue.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// The area that it serves.
    pub area: Area,
    /// How far it goes beyond the class.
    pub wave: Wave,
    /// Minutes a session, sessions a week.
    pub dose: (u16, u8),
    /// Weeks of a run; 0 if it is open.
    weeks: u16,
    /// Who advises or delivers; empty if nobody.
    pub agency: &'static str,
    /// What is measured.
    pub measure: Measure,
    /// Youngest and oldest year.
    pub years: (i8, i8),
    /// Pupils at most.
    pub most: u16,
    /// Materials of a run and the agency's fee for a session, in pence; 0 for none.
    pence: (i64, i64),
    /// What is known of whether it works.
    evidence: &'static str,
}

use Area::{Cognition, Communication, Semh, Sensory};
use Measure::{Age, Can, Fewer, Levels, Nothing, Of};
use Wave::{Specialist, Targeted, Universal};

const SALT: &str = "Speech and language therapy";
const OT: &str = "Occupational therapy";

const OWN: &str = "The school's own results since 2023: most pupils gained what was hoped for.";
const FAST: &str =
    "The school's own results since 2023: about two months of age gained for each month of it.";
const ADVISED: &str = "Advised by the agency for the pupil; the school keeps its own results.";
const MIXED: &str = "The school's own results since 2024 are mixed: it helps those who come every time.";
const NEW: &str = "New here this year: there are no results of our own yet.";
const CALM: &str = "The class teachers' counts since 2023: calmer starts while it runs.";

/// Every intervention of the made-up school.
#[rustfmt::skip]
pub const CATALOGUE: &[Entry] = &[
    row("Language group", Communication, Targeted, (20, 3), 12, "", Of("words named of 100", 100), (0, 2), 6, (2_000, 0), OWN),
    row("Reading recovery", Cognition, Targeted, (30, 4), 12, "", Age("reading age", 62), (1, 2), 4, (6_500, 0), FAST),
    row("Nurture breakfast", Semh, Targeted, (30, 5), 0, "", Of("Boxall score", 120), (0, 6), 8, (9_000, 0), CALM),
    row("Precision teaching", Cognition, Targeted, (10, 5), 6, "", Of("words a minute", 80), (1, 6), 6, (0, 0), OWN),
    row("Lexia", Cognition, Targeted, (20, 3), 0, "", Levels("step reached", STEPS), (2, 6), 10, (12_000, 0), MIXED),
    row("PECS", Communication, Specialist, (15, 5), 0, SALT, Of("exchanges a session", 40), (-2, 2), 2, (3_500, 0), ADVISED),
    row("Social stories", Communication, Targeted, (20, 1), 6, "", Of("scale of 10", 10), (0, 6), 4, (0, 0), MIXED),
    row("Handwriting", Sensory, Targeted, (15, 4), 10, "", Of("letters formed of 26", 26), (1, 4), 6, (1_500, 0), OWN),
    row("Motor skills", Sensory, Specialist, (20, 2), 12, OT, Of("tasks of 12", 12), (0, 6), 3, (2_500, 4_800), ADVISED),
    row("Number stacks", Cognition, Targeted, (20, 3), 12, "", Of("score of 40", 40), (1, 6), 6, (4_000, 0), OWN),
    row("Emotional literacy (ELSA)", Semh, Specialist, (40, 1), 8, "", Of("scale of 10", 10), (1, 6), 2, (0, 0), OWN),
    row("Attention bucket", Communication, Targeted, (15, 4), 0, "", Of("minutes joined in", 15), (-2, 1), 8, (3_000, 0), OWN),
    row("Speech sounds", Communication, Specialist, (20, 2), 10, SALT, Of("sounds of 24", 24), (-1, 3), 2, (0, 4_200), ADVISED),
    row("Lunchtime club", Semh, Targeted, (30, 3), 0, "", Fewer("incidents a fortnight", 12), (1, 6), 8, (0, 0), CALM),
    row("Touch typing", Sensory, Targeted, (20, 2), 12, "", Of("words a minute", 40), (3, 6), 5, (0, 0), MIXED),
    row("Phonics keep-up", Cognition, Targeted, (10, 5), 6, "", Of("sounds of 44", 44), (0, 2), 6, (0, 0), OWN),
    row("Lego talk group", Communication, Targeted, (45, 1), 10, "", Of("turns taken", 30), (2, 6), 5, (5_000, 0), OWN),
    row("Spelling boxes", Cognition, Targeted, (15, 3), 12, "", Age("spelling age", 84), (3, 6), 6, (1_000, 0), FAST),
    row("Play with a friend", Semh, Targeted, (20, 2), 6, "", Can("plays a turn-taking game with a friend"), (-2, 2), 4, (0, 0), OWN),
    row("Radio aid check-in", Sensory, Specialist, (10, 5), 0, "Sensory team", Nothing, (-2, 6), 2, (0, 0), ADVISED),
    row("Colourful semantics", Communication, Targeted, (20, 2), 10, "", Of("sentences of 20", 20), (0, 4), 5, (1_500, 0), OWN),
    row("Maths together", Cognition, Targeted, (30, 2), 12, "", Of("score of 40", 40), (3, 6), 6, (2_000, 0), NEW),
    row("Mentor", Semh, Specialist, (30, 1), 0, "", Of("scale of 10", 10), (3, 6), 2, (0, 3_500), MIXED),
    row("Sensory circuits", Sensory, Targeted, (15, 5), 0, "", Of("calm starts of 5", 5), (-1, 6), 8, (4_500, 0), CALM),
    row("Reading partners", Cognition, Universal, (10, 3), 0, "", Levels("book band", BANDS), (0, 6), 12, (0, 0), NEW),
];

#[expect(clippy::too_many_arguments, reason = "a row of the table above")]
const fn row(
    name: &'static str,
    area: Area,
    wave: Wave,
    dose: (u16, u8),
    weeks: u16,
    agency: &'static str,
    measure: Measure,
    years: (i8, i8),
    most: u16,
    pence: (i64, i64),
    evidence: &'static str,
) -> Entry {
    Entry { name, area, wave, dose, weeks, agency, measure, years, most, pence, evidence }
}

impl Entry {
    /// Materials of a run, in pence; `None` if none.
    pub fn materials(&self) -> Option<i64> {
        (self.pence.0 > 0).then_some(self.pence.0)
    }

    /// The agency's fee for a session, in pence; `None` if nothing.
    pub fn fee(&self) -> Option<i64> {
        (self.pence.1 > 0).then_some(self.pence.1)
    }

    fn record(&self) -> Intervention {
        Intervention {
            area: Some(self.area),
            wave: self.wave,
            minutes: Some(self.dose.0),
            times_a_week: Some(self.dose.1),
            weeks: (self.weeks > 0).then_some(self.weeks),
            group: Some(self.most),
            evidence: self.evidence.to_owned(),
            agency: self.agency.to_owned(),
            measure: self.measure.words().to_owned(),
            scale: self.measure.scale(),
            levels: self.measure.levels(),
            materials_pence: self.materials(),
            fee_pence: self.fee(),
            ..Intervention::named(self.name)
        }
    }
}

/// What an hour costs this year, in pence, by role.
const RATES: &[(&str, i64)] = &[
    ("Teaching assistant", 1_640),
    ("Class teacher", 3_420),
    ("Specialist teacher", 3_780),
    ("Inclusion lead", 3_310),
    ("SENCO", 4_050),
];

/// Writes the catalogue and the rates: those of this school year, and those of the two before.
///
/// # Errors
/// The store fails.
pub fn write(edit: &mut Edit<'_>, plan: &Plan) -> Result<(), Refused> {
    for entry in CATALOGUE {
        edit.add(SCHOOL, entry.record())?;
    }
    let year = academic_year(plan.today);
    for (role, pence) in RATES {
        for (back, share) in [(0, 100), (1, 96), (2, 92)] {
            let from = NaiveDate::from_ymd_opt(year.saturating_sub(back), 9, 1).unwrap_or(plan.today);
            let pence = pence * share / 100 / 5 * 5;
            let note = "made up, with what the school pays on top".to_owned();
            edit.add(SCHOOL, Rate { role: (*role).to_owned(), from, pence, note })?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_their_scale_and_grow_as_it_goes_on() {
        for (measure, raw, said) in [
            (Of("words of 100", 100), 8, "16"),
            (Of("of 5", 5), 60, "5"),
            (Fewer("incidents", 12), 8, "11"),
            (Fewer("incidents", 12), 90, "0"),
            (Age("reading age", 62), 8, "5y2m"),
            (Age("reading age", 62), 18, "6y0m"),
            (Levels("book band", BANDS), 0, "pink"),
            (Levels("book band", BANDS), 90, "white"),
            (Can("plays"), 10, "no"),
            (Can("plays"), 30, "yes"),
            (Nothing, 10, ""),
        ] {
            assert_eq!(measure.value(raw), said, "{} {raw}", measure.words());
        }
    }

    #[test]
    fn no_two_interventions_have_one_name_and_each_says_where_what_is_known_is_from() {
        let names: std::collections::HashSet<&str> = CATALOGUE.iter().map(|entry| entry.name).collect();
        assert_eq!(names.len(), CATALOGUE.len());
        assert!(CATALOGUE.iter().all(|entry| !entry.evidence.is_empty()));
        assert!(CATALOGUE.iter().all(|entry| entry.fee().is_none() || entry.wave == Specialist));
    }

    #[test]
    fn what_the_demo_measures_is_read_on_its_scale_and_its_weeks_have_days_with_few_clashes() {
        use crate::domain::ids::Stamp;
        use crate::domain::measure::read;
        use crate::store::{Operation, Snapshot, Store};

        let place = tempfile::tempdir().unwrap();
        let plan = Plan { pupils: 250, seed: 1, today: "2026-11-22".parse().unwrap() };
        let op = Operation { id: 1, action: "demo".into(), user: "demo".into(), at: Stamp(0) };
        let write = |edit: &mut Edit<'_>| super::super::write(edit, &plan, &|_, _| {});
        let store = Store::create(&place.path().join("data").join("demo.redb"), op, write).unwrap();
        let look = |view: &Snapshot<'_>| {
            let (mut read_of, mut slots, mut agreed) = (0, 0, 0);
            let provisions = view.provisions()?;
            let mut busy = std::collections::HashMap::new();
            for held in &provisions {
                slots += usize::from(!held.slots.is_empty());
                agreed += usize::from(held.cost_pence.is_some());
                assert!(held.slots.is_empty() || held.slots.len() == usize::from(held.times_a_week));
                for slot in &held.slots {
                    *busy.entry((held.lead, slot.weekday, slot.at)).or_insert(0) += 1;
                }
            }
            for id in view.pupils()? {
                let Some(file) = view.pupil_file(id)? else { continue };
                for place in &file.allocations {
                    let run = provisions.iter().find(|held| held.id == place.provision).unwrap();
                    let checks = file.checks_of(place.id).map(|check| check.measure.as_str());
                    for text in checks.chain([place.entry.as_str(), place.exit.as_str()]) {
                        let figure = read(run.scale, text, &run.levels);
                        assert!(figure.is_ok(), "{} “{text}”: {figure:?}", run.name);
                        read_of += usize::from(figure.is_ok_and(|figure| figure.is_some()));
                    }
                }
            }
            let clashes = busy.values().filter(|many| **many > 1).count();
            Ok((provisions.len(), read_of, slots, agreed, clashes))
        };
        let (runs, figures, slots, agreed, clashes) = store.read(look).unwrap();
        assert!(figures > 60, "{figures}");
        assert!(slots * 100 > runs * 60 && slots * 100 < runs * 90, "{slots} of {runs}");
        assert!((1..runs / 3).contains(&agreed), "{agreed}");
        assert!((1..=20).contains(&clashes), "{clashes} clashes");
    }
}
