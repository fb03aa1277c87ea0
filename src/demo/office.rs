//! What the school itself has on its desk: the SENCO's post, consultations about children who are not on roll, and what came round
//! by the calendar and was done.
//!
//! Rule: it goes by what the rules ask for, and knows none of them: what fell due before this week is ticked.

use super::dice::{shift, weekday};
use super::school::School;
use super::{Plan, typed, words};
use crate::domain::case::{Consultation, Reply, SencoPost, Tick};
use crate::domain::ids::SCHOOL;
use crate::duties::{self, Act};
use crate::store::{Edit, Refused};

/// More than ever comes round in the months that the demo looks back on.
const ROUNDS: usize = 60;

/// Writes it.
pub fn write(edit: &mut Edit<'_>, plan: &Plan, school: &School) -> Result<(), Refused> {
    let on = |days: i64| weekday(shift(plan.today, days), true);
    let appointed = on(-760);
    let post = SencoPost {
        staff: Some(school.senco),
        appointed,
        course: Some(on(-290)),
        qualified: None,
        ended: None,
        note: String::new(),
        typed: typed(appointed),
    };
    edit.add(SCHOOL, post)?;
    for (turn, (child, authority)) in
        words::NOT_ON_ROLL.iter().enumerate().take(1 + plan.pupils as usize / 200)
    {
        let ago = [4, 9, 2, 40][turn % 4];
        let mut case = Consultation::received(on(-ago), typed(on(-ago)));
        (case.child, case.authority) = ((*child).to_owned(), (*authority).to_owned());
        if ago > 14 {
            (case.answered, case.reply) = (Some(on(12 - ago)), Some(Reply::Conditions));
        }
        edit.add(SCHOOL, case)?;
    }
    tick(edit, plan)
}

/// Ticks what came round until last week.
fn tick(edit: &mut Edit<'_>, plan: &Plan) -> Result<(), Refused> {
    let mut ticked: Vec<(u16, chrono::NaiveDate)> = Vec::new();
    for _ in 0..ROUNDS {
        let school = edit.school()?;
        let fresh: Vec<(u16, chrono::NaiveDate)> = duties::school_items(&school)
            .into_iter()
            .filter(|item| item.act == Act::Tick && item.date < shift(plan.today, -6))
            .map(|item| (item.duty as u16, item.date))
            .filter(|one| !ticked.contains(one))
            .collect();
        if fresh.is_empty() {
            return Ok(());
        }
        for (duty, due) in fresh {
            let done = weekday(shift(due, -2), true);
            edit.add(SCHOOL, Tick { duty, due, done, note: String::new(), typed: typed(done) })?;
            ticked.push((duty, due));
        }
    }
    Ok(())
}
