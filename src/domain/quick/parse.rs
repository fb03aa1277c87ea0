//! The reading of a line, part by part.

use chrono::NaiveDate;

use super::dates::{self, bare};
use super::words::{self, JOINS, PEOPLE, TITLES, TOWARDS, VERBS, WAYS, Way};
use super::{Follow, Line};
use crate::domain::calendar::Calendar;
use crate::domain::event::EventKind;

/// The most words that name a pupil: forename, surname, year and class.
const NAME: usize = 4;

/// Whether somebody on file fits these words. `whole` asks for whole words of the name, initials in capitals, or a number: in a
/// line that names no way of contact, half a word must not be taken for a name.
pub type Fits<'a> = &'a dyn Fn(&[&str], bool) -> bool;

/// A word with the place where it begins.
#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    at: usize,
}

fn split(text: &str) -> Vec<Word<'_>> {
    let start = text.as_ptr() as usize;
    text.split_whitespace()
        .map(|word| Word { text: word, at: (word.as_ptr() as usize).saturating_sub(start) })
        .collect()
}

fn lower(word: &str) -> String {
    bare(word).to_lowercase()
}

/// Whether the words begin with this phrase of small letters, and of how many words it is.
fn begins(words: &[&str], phrase: &str) -> Option<usize> {
    let mut count = 0;
    for part in phrase.split(' ') {
        let word = words.get(count)?;
        // Only the last word of a phrase may have a comma or colon behind it.
        let said = if phrase.ends_with(part) { lower(word) } else { word.to_lowercase() };
        if said != part {
            return None;
        }
        count += 1;
    }
    Some(count)
}

fn way_at(words: &[&str]) -> Option<(usize, &'static Way)> {
    WAYS.iter().filter_map(|way| Some((begins(words, way.0)?, way))).max_by_key(|(count, _)| *count)
}

fn title_at(words: &[&str]) -> Option<usize> {
    let first = words.first()?;
    if !TITLES.contains(&lower(first).as_str()) || words.len() < 2 {
        return None;
    }
    let rest = words.get(1..)?;
    // "Dr A Patel": a letter alone is no name yet.
    let initial = rest.first().is_some_and(|word| bare(word).chars().count() == 1) && rest.len() > 1;
    Some(if initial { 3 } else { 2 })
}

/// How many words from here on are a name: one or two with a capital; 0 if the first has none.
fn name_at(words: &[&str]) -> usize {
    let mut count = 0;
    for word in words.iter().take(2) {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if !capital {
            break;
        }
        count += 1;
        if word.ends_with([',', ':']) {
            break;
        }
    }
    count
}

fn known_at(words: &[&str]) -> Option<usize> {
    let listed = PEOPLE.iter().filter_map(|who| begins(words, who)).max();
    listed.or_else(|| title_at(words))
}

/// Somebody and those joined to them: "mum and class teacher".
fn people_at(words: &[&str]) -> Option<usize> {
    let mut count = known_at(words)?;
    loop {
        let ended = words.get(count.saturating_sub(1)).is_some_and(|word| word.ends_with([',', ':']));
        let joined = words.get(count).is_some_and(|word| JOINS.contains(&lower(word).as_str()));
        let next = words.get(count + 1..).filter(|_| joined && !ended).and_then(known_at);
        match next {
            Some(more) => count += 1 + more,
            None => return Some(count),
        }
    }
}

/// With whom: how many words lead to it, and how many it is.
fn person_at(words: &[&str]) -> Option<(usize, usize)> {
    let towards =
        usize::from(words.first().is_some_and(|word| TOWARDS.contains(&word.to_lowercase().as_str())));
    let rest = words.get(towards..)?;
    if let Some(count) = people_at(rest) {
        return Some((towards, count));
    }
    if towards > 0 && !rest.is_empty() {
        return Some((towards, name_at(rest))).filter(|(_, count)| *count > 0);
    }
    let capital = name_at(rest) > 0;
    let colon = rest.iter().take(4).position(|word| word.ends_with(':')).filter(|_| capital)?;
    Some((0, colon + 1))
}

fn joined(words: &[&str]) -> String {
    words.join(" ")
}

/// The words of a name without the comma or colon behind them.
fn named(words: &[&str]) -> String {
    joined(words).trim_end_matches([',', ':']).to_owned()
}

/// How many words at the start name the pupil. With a way of contact behind them they are whatever stands before it and before
/// its day, fit anybody or not.
fn whom_at(words: &[&str], fits: Fits<'_>, today: NaiveDate, calendar: &Calendar) -> usize {
    let bare: Vec<&str> = words.iter().map(|word| bare(word)).collect();
    let part = |count: usize| bare.get(..count).unwrap_or_default();
    let is_day =
        |words: &[&str]| dates::past(words, today, calendar).is_some_and(|(count, _)| count == words.len());
    let way =
        (0..=NAME.min(words.len())).find(|at| words.get(*at..).is_some_and(|rest| way_at(rest).is_some()));
    match way {
        Some(0) => return 0,
        Some(at) => {
            if is_day(words.get(..at).unwrap_or_default()) {
                return 0;
            }
            let fitting = (1..=at).rev().find(|count| {
                let between = words.get(*count..at).unwrap_or_default();
                fits(part(*count), false) && (between.is_empty() || is_day(between))
            });
            if let Some(count) = fitting {
                return count;
            }
            let begins_so = (1..=NAME.min(words.len())).rev().find(|count| fits(part(*count), true));
            return begins_so.unwrap_or(at);
        }
        None => {}
    }
    let whole = (1..=NAME.min(words.len())).rev().find(|count| fits(part(*count), true));
    whole.unwrap_or_else(|| {
        let capital = words.first().is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase));
        usize::from(capital && fits(part(1), false))
    })
}

/// What stands before the first `;`, into the line.
fn head(text: &str, line: &mut Line, fits: Fits<'_>, today: NaiveDate, calendar: &Calendar) {
    let placed = split(text);
    let words: Vec<&str> = placed.iter().map(|word| word.text).collect();
    let rest = |at: usize| words.get(at..).unwrap_or_default();
    let taken = |from: usize, count: usize| words.get(from..from.saturating_add(count)).unwrap_or_default();
    let mut at = whom_at(&words, fits, today, calendar);
    line.whom = joined(taken(0, at));
    let day = |at: &mut usize, line: &mut Line| {
        if !line.when.is_empty() {
            return;
        }
        if let Some((count, date)) = dates::past(rest(*at), today, calendar) {
            line.happened = date;
            line.when = joined(taken(*at, count));
            *at += count;
        }
    };
    day(&mut at, line);
    if let Some((count, (_, kind, method))) = way_at(rest(at)) {
        (line.kind, line.method) = (*kind, *method);
        line.way = joined(taken(at, count));
        let ended = words.get((at + count).saturating_sub(1)).is_some_and(|word| word.ends_with(':'));
        at += count;
        day(&mut at, line);
        if *kind != EventKind::Note
            && !ended
            && let Some((towards, count)) = person_at(rest(at))
        {
            if towards > 0 {
                line.way = format!("{} {}", line.way, joined(taken(at, towards)));
            }
            line.with = named(taken(at + towards, count));
            at += towards + count;
            day(&mut at, line);
        }
    }
    let from = placed.get(at).map_or(text.len(), |word| word.at);
    line.text = text.get(from..).unwrap_or_default().trim().to_owned();
}

/// A part behind a `;`: what is to follow, or `None` if it says no day.
fn follow(text: &str, today: NaiveDate, calendar: &Calendar) -> Option<Follow> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (range, said) = dates::to_come(&words, today, calendar)?;
    let phrase = words.get(range.clone())?;
    let what: Vec<&str> = words.get(..range.start)?.iter().chain(words.get(range.end..)?).copied().collect();
    if what.is_empty() {
        return None;
    }
    let due = if dates::reckoned(phrase) { calendar.next_teaching_day(said) } else { said };
    let what = joined(&what);
    Some(Follow {
        review: words::review(bare(&what)),
        what,
        due,
        when: joined(phrase),
        moved: (due != said).then_some(said),
    })
}

/// What is to follow by one part: several where commas part what each has a day and begins as something to be done, so that
/// "review +6w, call fri" loses no day; none if it says no day.
fn follows(part: &str, today: NaiveDate, calendar: &Calendar) -> Vec<Follow> {
    let to_do = |piece: &str| {
        let first = piece.split_whitespace().next().map(lower).unwrap_or_default();
        VERBS.contains(&first.as_str()) || words::review(bare(piece)).is_some()
    };
    let one = |piece: &str| follow(piece, today, calendar).filter(|_| to_do(piece));
    let each: Option<Vec<Follow>> = part.split(", ").map(|piece| one(piece.trim())).collect();
    each.unwrap_or_else(|| follow(part, today, calendar).into_iter().collect())
}

/// Reads a line; see the module. Today and the calendar are those of the school.
pub fn parse(text: &str, today: NaiveDate, calendar: &Calendar, fits: Fits<'_>) -> Line {
    let mut line = Line {
        whom: String::new(),
        kind: EventKind::Note,
        method: None,
        way: String::new(),
        with: String::new(),
        happened: today,
        when: String::new(),
        text: String::new(),
        follow: Vec::new(),
        hint: None,
    };
    let mut parts = text.split(';');
    head(parts.next().unwrap_or_default(), &mut line, fits, today, calendar);
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        let found = follows(part, today, calendar);
        if !found.is_empty() {
            line.follow.extend(found);
            continue;
        }
        let first = part.split_whitespace().next().map(lower).unwrap_or_default();
        if VERBS.contains(&first.as_str()) {
            line.hint =
                Some(format!("“{part}” says no day, so it is part of what was said: add fri, +3d or 3/12"));
        }
        line.text = if line.text.is_empty() { part.to_owned() } else { format!("{}; {part}", line.text) };
    }
    line
}
