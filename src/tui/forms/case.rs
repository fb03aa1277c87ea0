//! Cases of every kind in one form: begin one, change one. Its fields come out of the record's own table.
//!
//! Rule: beginning asks the few things that are known on the day, and the day is today; all the rest is recorded step by
//! step from Due, or here.

mod begins;
mod step;
#[cfg(test)]
mod tests;

use begins::ROWS;
pub use begins::{COMMANDS, choose};
pub(super) use step::{moves, record};

use super::about::{read_pupils, whom, write_pupils};
use crate::actions::case;
use crate::actions::staff::{Adult, resolve_opt};
use crate::domain::field::{FieldKind, RefKind, Value};
use crate::domain::file::PupilFile;
use crate::domain::ids::{Key, Kind, PupilId, RecordId, SCHOOL, Typed};
use crate::domain::record::Record;
use crate::domain::review::Annual;
use crate::duties::{self, sen_support};
use crate::store::{Committed, Edit, Refused};
use crate::tui::app::App;
use crate::tui::effect::{Effect, read};
use crate::tui::forms::said::{Next, names, names_of, said};
use crate::tui::forms::{self, Form, Values};
use crate::tui::save::save_form;
use crate::views::pupil;

/// A record as a draft names it: pupil, kind, number.
pub(super) fn write_key(Key { pupil, kind, id }: Key) -> String {
    format!("{}/{}/{}", pupil.0, kind as u8, id.0)
}

pub(super) fn read_key(about: &str) -> Option<Key> {
    let mut parts = about.split('/').map(|part| part.parse::<u32>().ok());
    let (pupil, kind, id) = (parts.next()??, parts.next()??, parts.next()??);
    Some(Key::new(PupilId(pupil), Kind::from_number(u8::try_from(kind).ok()?)?, RecordId(id)))
}

/// Adults of a form, known or newly named: an action adds those that are new.
pub(in crate::tui::forms) type Adults = Vec<(&'static str, Option<Adult>)>;

/// The adults that a form of this record gives.
pub(in crate::tui::forms) fn adults(values: &Values, record: &Record) -> Adults {
    let shapes = record.shapes().into_iter();
    let staff = shapes.filter(|shape| matches!(shape.kind, FieldKind::Ref(RefKind::Staff)));
    staff.filter(|shape| values.has(shape.key)).map(|shape| (shape.key, values.adult(shape.key))).collect()
}

/// Puts them into the record, those newly named among the staff first.
pub(in crate::tui::forms) fn put_adults(
    edit: &mut Edit<'_>,
    record: &mut Record,
    adults: &Adults,
) -> Result<(), Refused> {
    for (key, adult) in adults {
        let id = resolve_opt(edit, adult.as_ref())?;
        // The key came out of the record's own table.
        let _ = record.set(key, id.into());
    }
    Ok(())
}

/// Opens the form that begins a case of this kind, for one pupil or for all marked; for no pupil, in the school's own file.
pub fn open_begin(kind: Kind, pupils: Vec<PupilId>) -> Vec<Effect> {
    let pupils: Vec<PupilId> = pupils.into_iter().filter(|pupil| *pupil != SCHOOL).collect();
    let asked = !pupils.is_empty();
    vec![read(
        move |snapshot| pupil::files(snapshot, &pupils),
        move |app, files| {
            if asked && files.is_empty() {
                app.refuse("This pupil is no longer on file");
                return Vec::new();
            }
            begin(app, kind, files)
        },
    )]
}

/// As [`open_begin`], from a draft: the kind's number, then the pupils'.
pub fn resume_begin(_: &mut App, about: &str) -> Vec<Effect> {
    let (kind, pupils) = about.split_once(' ').unwrap_or((about, ""));
    match kind.parse().ok().and_then(Kind::from_number) {
        Some(kind) => open_begin(kind, read_pupils(pupils)),
        None => Vec::new(),
    }
}

fn begin(app: &mut App, kind: Kind, files: Vec<PupilFile>) -> Vec<Effect> {
    let today = app.ctx.own_day();
    let school = files.is_empty();
    let row = ROWS.iter().find(|row| row.kind == kind && row.school == school);
    let (Some(row), Some(mut record)) = (row, case::blank(kind, today, Typed::default())) else {
        app.refuse(format!("A {} needs a pupil: select one first", kind.label()));
        return Vec::new();
    };
    let left = files.first().and_then(|file| file.pupil.left).filter(|_| kind == Kind::Transfer);
    if let Some(left) = left {
        let _ = record.set("left", left.into());
    }
    let pupils: Vec<PupilId> = if school { vec![SCHOOL] } else { files.iter().map(|file| file.id).collect() };
    let named: &[PupilId] = if school { &[] } else { &pupils };
    let about = format!("{} {}", kind as u8, write_pupils(named));
    let mut form = Form::new("case.begin", about.trim_end(), row.title);
    if !school {
        form = whom(form, &files);
    }
    let name = (!school).then(|| names_of(&files));
    form = form.any_record(&record, row.keys, &app.ctx).need("child");
    if let (Kind::Assessment, [file]) = (kind, files.as_slice()) {
        let advice = sen_support::two_cycles(file, &duties::ground(file, &app.ctx.school));
        form = advice.into_iter().fold(form, Form::note);
    }
    if kind == Kind::EhcPlan {
        // The date stands on the plan, and a year of reviews hangs on it: today is nearly always wrong.
        form = form.unfilled("dated");
    }
    let form = form.on_save(move |values, ctx| {
        let by = ctx.by();
        let Some(mut record) = case::blank(kind, ctx.own_day(), by.typed.clone()) else {
            return Ok(Vec::new());
        };
        values.apply_to(&mut record)?;
        if let Record::Involvement(case) = &mut record {
            // It began no later than the first that is recorded of it.
            let days = [case.consent, case.referred].into_iter().flatten();
            case.began = days.fold(case.began, std::cmp::min);
        }
        let (adults, pupils) = (adults(values, &record), pupils.clone());
        let done = begun(kind, row.title, &pupils, name.clone(), &record);
        let act = move |edit: &mut Edit<'_>| {
            let mut record = record.clone();
            put_adults(edit, &mut record, &adults)?;
            pupils.iter().try_for_each(|pupil| case::begin(edit, &by, *pupil, record.clone()).map(|_| ()))
        };
        Ok(vec![save_form(values, ctx, row.title, act, done)])
    });
    forms::open(app, form)
}

/// What is said of a case just begun: its child and what comes next.
fn begun(
    kind: Kind,
    title: &str,
    pupils: &[PupilId],
    name: Option<String>,
    record: &Record,
) -> impl FnOnce(&mut App, Committed) -> Vec<Effect> + Send + use<> {
    let child = match record {
        Record::Consultation(case) if !case.child.is_empty() => names([case.child.as_str()]),
        _ => "School".to_owned(),
    };
    let what = record.case().map_or(title, |case| case.title());
    // Which agency, which letter: the kind alone does not say.
    let about =
        record.case().filter(|_| matches!(kind, Kind::Involvement | Kind::Notice)).map(|case| case.about());
    let about = about.filter(|about| !about.is_empty()).map(|about| format!(": {about}")).unwrap_or_default();
    let next = match pupils {
        [one] => Some(Next::begun(*one, kind)),
        _ => None,
    };
    said(name.unwrap_or(child), format!("{what} begun{about}"), next)
}

/// Opens the form that changes a case, or the steps of an annual review.
pub fn open_edit(key: Key) -> Vec<Effect> {
    match key.kind {
        Kind::Cycle => return forms::cycle::open_edit(key),
        Kind::Target => return forms::cycle::open_target(key),
        _ => {}
    }
    vec![read(
        move |snapshot| {
            let files = pupil::files(snapshot, &[key.pupil])?;
            Ok((snapshot.get(key)?, files))
        },
        move |app, (found, files)| match found {
            Some(found) => edit(app, key, found.value, &files),
            None => {
                app.refuse(format!("This {} is no longer there", key.kind.label()));
                Vec::new()
            }
        },
    )]
}

/// As [`open_edit`], from a draft.
pub fn resume_edit(_: &mut App, about: &str) -> Vec<Effect> {
    read_key(about).map(open_edit).unwrap_or_default()
}

/// Which fields the form has: of a review the steps around its meeting alone, of a pupil's consultation no child's name, of a
/// referral that is open not what is decided in a form of its own.
fn keys_of(record: &Record, key: Key) -> Vec<&'static str> {
    let steps = |name: &str| Annual::KEYS.contains(&name) || name == "decision";
    let wanted = |name: &str| match key.kind {
        Kind::Review => steps(name),
        Kind::Consultation => name != "child" || key.pupil == SCHOOL,
        Kind::Referral => !matches!(name, "reviewed" | "outcome") || !record.value("reviewed").is_empty(),
        _ => true,
    };
    record.shapes().into_iter().map(|shape| shape.key).filter(|name| wanted(name)).collect()
}

fn edit(app: &mut App, key: Key, base: Record, files: &[PupilFile]) -> Vec<Effect> {
    let title = match (&base, base.case()) {
        (_, Some(case)) => case.title(),
        (Record::Review(review), _) if review.kind.is_annual() => review.kind.label(),
        (Record::SencoPost(_), _) => "SENCO's post",
        _ => {
            app.refuse(format!("A {} is not changed here", key.kind.label()));
            return Vec::new();
        }
    };
    let (changed, name) = (format!("{title} changed"), names_of(files));
    let title = format!("Change: {title}");
    let mut form = Form::new("case.edit", write_key(key), title.clone());
    if let [_] = files {
        form = whom(form, files);
    }
    let form = form.any_record(&base, &keys_of(&base, key), &app.ctx).on_save(move |values, ctx| {
        let by = ctx.by();
        let mut mine = base.clone();
        values.apply_to(&mut mine)?;
        let (adults, base) = (adults(values, &mine), values.base_of(&base));
        let act = move |edit: &mut Edit<'_>| {
            let mut mine = mine.clone();
            put_adults(edit, &mut mine, &adults)?;
            case::change(edit, &by, key, &base, mine)
        };
        let done = said(name.clone(), changed.clone(), Some(Next::of(key, None)));
        Ok(vec![save_form(values, ctx, &title, act, done)])
    });
    forms::open(app, form)
}

/// Whether a record has a form here: then [`open_edit`] opens it.
pub fn is_case(key: Key) -> bool {
    crate::domain::case::KINDS.contains(&key.kind)
        || matches!(key.kind, Kind::SencoPost | Kind::Referral | Kind::Cycle | Kind::Target | Kind::FollowUp)
}

fn first_choice(kind: FieldKind) -> Option<Value> {
    match kind {
        FieldKind::Choice(all) => all().into_iter().next().map(|choice| Value::Text(choice.code)),
        _ => None,
    }
}
