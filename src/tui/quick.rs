//! The quick line: one line from anywhere, and below it in full what Enter will save.
//!
//! Rule: what is shown is what is saved. Where two pupils fit, nothing is saved until one is chosen. What was typed stays until
//! the disk said yes: Esc and a dropped line leave it as a draft.

mod draw;
#[cfg(test)]
mod tests;

use std::any::Any;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::app::{App, Ctx};
use super::command::{Command, Scope, always};
use super::draft::Draft;
use super::effect::{Effect, read};
use super::forms::{forget, put_aside};
use super::layer::{Layer, Taken};
use super::save::{saved, school_after};
use super::widgets::text_input::TextInput;
use crate::actions::quick;
use crate::domain::ids::PupilId;
use crate::domain::quick::Line;
use crate::domain::words::plural;
use crate::store::{Committed, Edit};
use crate::text::fit;
use crate::views::quick::{self as view, Person, Reading, Whom};

/// Its name among the forms that keep drafts.
const FORM: &str = "quick.log";

/// The quick line; see the module.
pub struct QuickLine {
    input: TextInput,
    /// Who is on file; `None` until the store has answered.
    people: Option<Vec<Person>>,
    /// Those who were selected when it was opened: a line without a name is about them.
    selected: Vec<PupilId>,
    /// What the line says; `None` while nothing is typed or nobody is known yet.
    reading: Option<Reading>,
    /// Who was chosen where several fit.
    chosen: Option<PupilId>,
    /// Why it was not saved, or what is to be known.
    message: Option<String>,
    saving: bool,
    /// The number of the save: the same one while the line is the same, so that nothing is saved twice. 0 for none yet.
    ticket: u128,
}

/// Opens the line, with what was left unfinished in it.
pub fn open(app: &mut App) -> Vec<Effect> {
    let name = Draft::name_of(FORM, "");
    let draft = app.resuming.take().or_else(|| app.drafts.iter().find(|draft| draft.name() == name).cloned());
    let mut line = QuickLine::about(app.pupils());
    if let Some(draft) = draft.filter(|draft| draft.form == FORM) {
        line.lay(&draft);
    }
    let mut effects = app.open(line);
    effects.push(read(view::people, |app, people| {
        let App { ctx, layers, .. } = app;
        if let Some(line) = layers.iter_mut().find_map(|layer| layer.as_any().downcast_mut::<QuickLine>()) {
            line.people = Some(people);
            line.look(ctx);
        }
        Vec::new()
    }));
    effects
}

/// As [`open`], from a draft.
pub fn resume(app: &mut App, _about: &str) -> Vec<Effect> {
    open(app)
}

/// The command that opens it.
pub const COMMANDS: &[Command] = &[Command {
    id: "app.log",
    title: "Log in one line",
    words: "quick add write down phone call talk email met note meeting contact follow up promise task todo remind",
    help: "One line from anywhere: AB phone mum sleep poor; review +6w. Below it stands in full what Enter saves; without a \
    name it is about the row you are on.",
    group: "Timeline",
    scope: Scope::Global,
    hint: "",
    when: always,
    run: |app, _| open(app),
}];

impl QuickLine {
    fn about(selected: Vec<PupilId>) -> QuickLine {
        QuickLine {
            input: TextInput::new("", false),
            people: None,
            selected,
            reading: None,
            chosen: None,
            message: None,
            saving: false,
            ticket: 0,
        }
    }

    fn lay(&mut self, draft: &Draft) {
        let find = |key: &str| draft.fields.iter().find(|(one, _)| one == key).map(|(_, text)| text.as_str());
        self.input.set(find("line").unwrap_or_default());
        let numbers = find("pupils").unwrap_or_default().split(' ');
        self.selected = numbers.filter_map(|one| one.parse().ok().map(PupilId)).collect();
        self.message = Some("Your unfinished line is back · Ctrl-U empties it".to_owned());
    }

    /// Reads the line anew.
    fn look(&mut self, ctx: &Ctx) {
        let Some(people) = self.people.as_ref().filter(|_| !self.input.is_empty()) else {
            self.reading = None;
            return;
        };
        let calendar = &ctx.school.calendar;
        let reading = view::read(self.input.text(), people, &self.selected, ctx.own_day(), calendar);
        let among = |id: &PupilId| match &reading.whom {
            Whom::OneOf(all) => all.iter().any(|at| people.get(*at).is_some_and(|one| one.pupil == *id)),
            _ => false,
        };
        self.chosen = self.chosen.filter(among);
        self.reading = Some(reading);
    }

    fn typed(&mut self, ctx: &Ctx) -> Taken {
        self.ticket = 0;
        self.message = None;
        self.look(ctx);
        Taken::Yes(Vec::new())
    }

    fn person(&self, at: usize) -> Option<&Person> {
        self.people.as_ref()?.get(at)
    }

    /// Those to choose from; empty where it is clear who is meant.
    fn offers(&self) -> Vec<&Person> {
        match self.reading.as_ref().map(|reading| &reading.whom) {
            Some(Whom::OneOf(all)) => all.iter().filter_map(|at| self.person(*at)).collect(),
            _ => Vec::new(),
        }
    }

    /// Whom the line is about as it stands; empty while that is not clear.
    fn meant(&self) -> Vec<&Person> {
        match self.reading.as_ref().map(|reading| &reading.whom) {
            Some(Whom::These(all)) => all.iter().filter_map(|at| self.person(*at)).collect(),
            Some(Whom::OneOf(_)) => {
                self.offers().into_iter().filter(|one| Some(one.pupil) == self.chosen).collect()
            }
            _ => Vec::new(),
        }
    }

    fn step(&mut self, by: isize) -> Taken {
        let offers: Vec<PupilId> = self.offers().into_iter().map(|one| one.pupil).collect();
        let last = offers.len().saturating_sub(1);
        let now = self.chosen.and_then(|id| offers.iter().position(|one| *one == id));
        let to = match now {
            Some(at) => at.saturating_add_signed(by).min(last),
            None if by < 0 => last,
            None => 0,
        };
        self.chosen = offers.get(to).copied();
        if self.chosen.is_some() {
            self.message = None;
        }
        Taken::Yes(Vec::new())
    }

    /// Why the line cannot be saved as it stands; `None` if it can.
    fn fault(&self) -> Option<String> {
        if self.people.is_none() {
            return Some("The names are being read: press Enter once more".to_owned());
        }
        let Some(reading) = &self.reading else { return Some("Nothing is typed yet".to_owned()) };
        match &reading.whom {
            Whom::Missing => {
                Some("Say who first: initials, a name, #number; or open this from a pupil's row".to_owned())
            }
            Whom::Nobody => Some(self.nobody(&reading.line)),
            Whom::OneOf(all) if self.chosen.is_none() => Some(format!(
                "{} fit “{}”: choose with the arrows, or type more of the name or the class",
                all.len(),
                reading.line.whom
            )),
            _ => view::missing(&reading.line).map(|words| {
                let mut words = words.to_owned();
                if let Some(first) = words.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                words
            }),
        }
    }

    fn nobody(&self, line: &Line) -> String {
        let here = self.selected.first().and_then(|id| {
            let people = self.people.as_ref()?;
            people.iter().find(|one| one.pupil == *id)
        });
        let here =
            here.map(|one| format!("; begin with phone, met or note for {}, the row you are on", one.name));
        format!("Nobody is called “{}”{}", line.whom, here.unwrap_or_default())
    }

    fn save(&mut self, ctx: &Ctx) -> Taken {
        if self.saving {
            return Taken::Yes(Vec::new());
        }
        if let Some(fault) = self.fault() {
            self.message = Some(fault);
            return Taken::Yes(Vec::new());
        }
        let Some(line) = self.reading.as_ref().map(|reading| reading.line.clone()) else { return Taken::No };
        let meant = self.meant();
        let pupils: Vec<PupilId> = meant.iter().map(|one| one.pupil).collect();
        let words = done_words(&meant, &line);
        if self.ticket == 0 {
            self.ticket = fastrand::u128(1..);
        }
        let mut op = ctx.operation(quick::ACTION);
        op.id = self.ticket;
        let by = ctx.by();
        self.saving = true;
        self.message = None;
        Taken::Yes(vec![Effect::Work(Box::new(move |store| {
            let outcome = store.commit(op, move |edit: &mut Edit<'_>| quick::log(edit, &by, &pupils, &line));
            let school = school_after(store);
            Box::new(move |app: &mut App| {
                app.know_school(school);
                match outcome {
                    Ok(committed) => is_saved(app, committed, &words),
                    Err(error) => {
                        let words = format!("Not saved: {error}");
                        match layer(app) {
                            Some(line) => {
                                line.saving = false;
                                line.message = Some(words);
                            }
                            None => app.tell_error(words),
                        }
                        Vec::new()
                    }
                }
            })
        }))])
    }

    fn kept(&self) -> Option<Draft> {
        if self.input.is_empty() {
            return None;
        }
        let pupils: Vec<String> = self.selected.iter().map(|id| id.0.to_string()).collect();
        let fields =
            vec![("line".to_owned(), self.input.text().to_owned()), ("pupils".to_owned(), pupils.join(" "))];
        Some(Draft { form: FORM.to_owned(), about: String::new(), fields, focus: 0 })
    }

    fn close(&mut self) -> Taken {
        if self.saving {
            self.message = Some("Being saved: one moment".to_owned());
            return Taken::Yes(Vec::new());
        }
        let kept = self.kept();
        Taken::Close(Box::new(move |app| {
            let name = Draft::name_of(FORM, "");
            let Some(draft) = kept else { return forget(app, name) };
            put_aside(app, draft)
        }))
    }
}

fn layer(app: &mut App) -> Option<&mut QuickLine> {
    app.layers.iter_mut().find_map(|layer| layer.as_any().downcast_mut::<QuickLine>())
}

/// "Ama Otter, phone with mum · 2 to follow".
fn done_words(meant: &[&Person], line: &Line) -> String {
    let who = match meant {
        [one] => fit(&one.name, 24).into_owned(),
        many => format!("all {}", many.len()),
    };
    let did = if line.has_entry() { line.how() } else { "promised".to_owned() };
    let count = i64::try_from(line.follow.len()).unwrap_or(i64::MAX);
    let follow = if count == 0 { String::new() } else { format!(" · {}", plural(count, "follow-up")) };
    format!("{who}, {}{follow}", fit(&did, 30))
}

fn is_saved(app: &mut App, committed: Committed, words: &str) -> Vec<Effect> {
    let at = app.layers.iter_mut().position(|layer| layer.as_any().is::<QuickLine>());
    if let Some(at) = at {
        app.layers.remove(at);
    }
    let mut effects = forget(app, Draft::name_of(FORM, ""));
    effects.extend(saved(app, None, quick::ACTION, committed, |app, _| {
        let undo = app.ctx.keymap.keys_of("app.undo").into_iter().next();
        let undo = undo.map_or(String::new(), |key| format!(" · {key} takes it back"));
        app.tell(format!("Saved: {words}{undo}"));
        Vec::new()
    }));
    effects
}

impl Layer for QuickLine {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn key(&mut self, key: KeyEvent, ctx: &Ctx) -> Taken {
        if self.saving {
            return Taken::Yes(Vec::new());
        }
        let before = self.input.text().to_owned();
        if !self.input.key(&key) {
            return Taken::No;
        }
        if self.input.text() == before { Taken::Yes(Vec::new()) } else { self.typed(ctx) }
    }

    fn command(&mut self, command: &'static Command, _count: usize, ctx: &Ctx) -> Taken {
        match command.id {
            "picker.close" => self.close(),
            _ if self.saving => Taken::Yes(Vec::new()),
            "picker.up" | "picker.page_up" => self.step(-1),
            "picker.down" | "picker.page_down" => self.step(1),
            "picker.choose" => self.save(ctx),
            _ => Taken::No,
        }
    }

    fn paste(&mut self, text: &str, cut: bool, ctx: &Ctx) -> Taken {
        if self.saving {
            return Taken::Yes(Vec::new());
        }
        let whole = self.input.insert(text.trim());
        let taken = self.typed(ctx);
        if cut || !whole {
            self.message = Some("That was too long: its end is missing".to_owned());
        }
        taken
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        draw::draw(self, frame, area, ctx);
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn draft(&self) -> Option<Draft> {
        self.kept()
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
