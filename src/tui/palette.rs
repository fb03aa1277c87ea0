//! The palette: one line and what it finds, every command and every pupil on file.
//!
//! Rule: it closes before it dispatches, so that a command takes the same road as by its key. A command that cannot run
//! now is shown with the reason.

use std::any::Any;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::app::{App, Ctx};
use super::command::{self, Command, Scope};
use super::effect::{Effect, read};
use super::layer::{Layer, Taken};
use super::widgets::line;
use super::widgets::text_input::TextInput;
use crate::domain::ids::PupilId;
use crate::domain::rows::{Group, RegisterRow};
use crate::fuzzy::{self, Found, Names};
use crate::text;

/// The most results that are shown: a screen of them; who wants more types on.
const MOST: usize = 12;

/// A command as the palette shows it.
struct Offer {
    command: &'static Command,
    key: String,
    /// Why it cannot run now; `None` if it can.
    why: Option<String>,
}

/// A pupil to go to.
struct Person {
    pupil: PupilId,
    name: String,
    /// Year, class, and whether they have left.
    about: String,
}

/// One result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hit {
    /// A command, by its place among the offers.
    Command(usize),
    /// A pupil, by the place among the people.
    Pupil(usize),
    /// A command for a pupil.
    Both(usize, usize),
}

/// The palette.
pub struct Palette {
    input: TextInput,
    offers: Vec<Offer>,
    people: Vec<Person>,
    /// The commands' words, then the people's, in the order of both.
    names: Names,
    found: Found,
    hits: Vec<Hit>,
    selected: usize,
}

/// Opens the palette, and asks for the pupils.
pub fn open(app: &mut App) -> Vec<Effect> {
    let palette = Palette::new(offers(app));
    let words: Vec<String> = palette.offers.iter().map(words).collect();
    let mut effects = app.open(palette);
    effects.push(read(
        move |view| {
            let people: Vec<Person> = view.register_all()?.into_iter().map(person).collect();
            let all = words.into_iter().chain(people.iter().map(|one| format!("{} {}", one.name, one.about)));
            let names = Names::new(all.collect::<Vec<_>>());
            Ok((people, names))
        },
        |app, (people, names)| {
            if let Some(palette) =
                app.layers.iter_mut().find_map(|layer| layer.as_any().downcast_mut::<Palette>())
            {
                palette.know(people, names);
            }
            Vec::new()
        },
    ));
    effects
}

/// Every command that a pane could run, those that can run now first.
fn offers(app: &App) -> Vec<Offer> {
    let keymap = &app.ctx.keymap;
    let here = [app.scope(), Scope::List, Scope::Global];
    let mut offers: Vec<Offer> = command::all()
        .filter(|command| !command.scope.is_layer() && command.id != "app.palette")
        .map(|command| Offer {
            command,
            key: keymap
                .keys_in(&here, command.id)
                .into_iter()
                .next()
                .or_else(|| key_elsewhere(app, command.id))
                .unwrap_or_default(),
            why: command.may_run(app).err(),
        })
        .collect();
    // What the pane can do first, then what works everywhere; moving about has its keys and comes last.
    offers.sort_by_key(|offer| {
        let place = match offer.command.scope {
            scope if scope == app.scope() => 0,
            Scope::Global => 1,
            Scope::List => 2,
            _ => 3,
        };
        (offer.why.is_some(), place)
    });
    offers
}

/// The key that a command has in another pane, with its name: here the same key may do something else.
fn key_elsewhere(app: &App, id: &str) -> Option<String> {
    app.panes.iter().find_map(|pane| {
        let key = app.ctx.keymap.keys_in(&[pane.scope()], id).into_iter().next()?;
        Some(format!("{key} in {}", pane.title()))
    })
}

fn words(offer: &Offer) -> String {
    format!("{} {}", offer.command.title, offer.command.words)
}

/// Whether a word of the text starts with the first word of the query.
pub(super) fn says(text: &str, query: &str) -> bool {
    let Some(first) = query.split_whitespace().next().map(str::to_lowercase) else { return false };
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(&first))
}

fn person(row: RegisterRow) -> Person {
    let year = row.who.year.map(|year| year.to_string()).unwrap_or_default();
    let left = if row.group == Group::Leaver { "left" } else { "" };
    let about: Vec<&str> =
        [year.as_str(), &row.who.class, &row.upn, left].into_iter().filter(|part| !part.is_empty()).collect();
    Person {
        pupil: row.who.pupil,
        name: text::clean(&row.who.name).into_owned(),
        about: text::clean(&about.join(" ")).into_owned(),
    }
}

impl Palette {
    fn new(offers: Vec<Offer>) -> Palette {
        let names = Names::new(offers.iter().map(words).collect::<Vec<_>>());
        let mut palette = Palette {
            input: TextInput::new("", false),
            offers,
            people: Vec::new(),
            names,
            found: Found::default(),
            hits: Vec::new(),
            selected: 0,
        };
        palette.search(None);
        palette
    }

    /// The pupils have arrived.
    fn know(&mut self, people: Vec<Person>, names: Names) {
        let before = self.hits.get(self.selected).filter(|_| self.selected > 0).copied();
        self.people = people;
        self.names = names;
        self.search(None);
        // Whoever has moved to a result already stays on it.
        self.selected = before.and_then(|hit| self.hits.iter().position(|one| *one == hit)).unwrap_or(0);
    }

    fn search(&mut self, last: Option<&Found>) {
        let query = self.input.text();
        self.found = self.names.find(query, last);
        let commands = self.offers.len();
        let hit = |at: usize| if at < commands { Hit::Command(at) } else { Hit::Pupil(at - commands) };
        let both = self.both(query);
        // What says the word in its title or name stands above what only means it.
        let said = |at: usize| match (self.offers.get(at), at.checked_sub(commands)) {
            (Some(offer), _) => says(offer.command.title, query),
            (None, Some(at)) => self.people.get(at).is_some_and(|person| says(&person.name, query)),
            (None, None) => false,
        };
        let mut found: Vec<usize> = self.found.hits.iter().take(MOST * 8).copied().collect();
        found.sort_by_key(|at| !said(*at));
        let plain = found.into_iter().map(hit);
        self.hits = if self.names_a_command(query) {
            plain.chain(both).collect()
        } else {
            both.into_iter().chain(plain).collect()
        };
        self.selected = 0;
    }

    /// Whether all that was typed begins words of the title of the command found first: then that is meant.
    fn names_a_command(&self, query: &str) -> bool {
        let first = self.found.hits.first().and_then(|at| self.offers.get(*at));
        first.is_some_and(|offer| {
            let title = offer.command.title.to_lowercase();
            let query = query.to_lowercase();
            query.split_whitespace().all(|typed| title.split_whitespace().any(|word| word.starts_with(typed)))
        })
    }

    /// "log am": the commands about a pupil that the first words find, for the pupils that the last word finds.
    fn both(&self, query: &str) -> Vec<Hit> {
        let Some((first, last)) = query.trim().rsplit_once(' ') else { return Vec::new() };
        let commands = self.offers.len();
        // Letters apart are no command here: "finn b" is a pupil, not "change the profile" of everybody with a b.
        let about_pupil = |at: &usize| {
            self.offers.get(*at).is_some_and(|offer| {
                offer.command.id.starts_with("pupil.") && fuzzy::begins_words(&words(offer), first)
            })
        };
        let what: Vec<usize> =
            self.names.find(first, None).hits.into_iter().filter(about_pupil).take(2).collect();
        if what.is_empty() || self.people.is_empty() {
            return Vec::new();
        }
        let whom = self.names.find(last, None).hits;
        let whom = whom.into_iter().filter_map(|at| at.checked_sub(commands)).take(3);
        whom.flat_map(|person| what.iter().map(move |command| Hit::Both(*command, person))).collect()
    }

    fn typed(&mut self) -> Taken {
        let last = std::mem::take(&mut self.found);
        self.search(Some(&last));
        Taken::Yes(Vec::new())
    }

    fn go(&self) -> Taken {
        let command = |at: usize| self.offers.get(at).map(|offer| offer.command);
        let pupil = |at: usize| self.people.get(at).map(|person| person.pupil);
        let (command, pupil) = match self.hits.get(self.selected) {
            Some(Hit::Command(at)) => (command(*at), None),
            Some(Hit::Pupil(at)) => (None, pupil(*at)),
            Some(Hit::Both(what, whom)) => (command(*what), pupil(*whom)),
            None => return Taken::No,
        };
        Taken::Close(Box::new(move |app| {
            let mut effects = pupil.map_or_else(Vec::new, |pupil| app.go_to_pupil(Scope::Pupil, pupil));
            effects.extend(command.map_or_else(Vec::new, |command| app.dispatch(command, 1)));
            effects
        }))
    }

    fn step(&mut self, by: isize) -> Taken {
        self.selected = self.selected.saturating_add_signed(by).min(self.hits.len().saturating_sub(1));
        Taken::Yes(Vec::new())
    }

    fn line(&self, hit: Hit, selected: bool, width: u16, ctx: &Ctx) -> Line<'static> {
        let theme = ctx.theme;
        let offer = |at: usize| self.offers.get(at);
        let person = |at: usize| self.people.get(at);
        let (title, why, right) = match hit {
            Hit::Command(at) => match offer(at) {
                Some(Offer { command, key, why }) => (command.title.to_owned(), why.as_deref(), key.as_str()),
                None => return Line::default(),
            },
            Hit::Pupil(at) => match person(at) {
                Some(person) => (person.name.clone(), None, person.about.as_str()),
                None => return Line::default(),
            },
            Hit::Both(what, whom) => match (offer(what), person(whom)) {
                (Some(offer), Some(person)) => {
                    // Two of one name must not be taken for each other.
                    let alone = self.people.iter().filter(|one| one.name == person.name).count() < 2;
                    let about = if alone { String::new() } else { format!(" · {}", person.about) };
                    let title = format!("{} · {}{about}", offer.command.title, person.name);
                    (title, None, offer.key.as_str())
                }
                _ => return Line::default(),
            },
        };
        let why = why.map(|why| format!("   not now: {}", text::clean(why))).unwrap_or_default();
        let room = usize::from(width).saturating_sub(3);
        let right = text::fit(right, room / 2).into_owned();
        let left =
            text::fit(&format!("{title}{why}"), room.saturating_sub(text::width(&right) + 2)).into_owned();
        let gap = room.saturating_sub(text::width(&left) + text::width(&right) + 1);
        let (title, why) =
            if left.starts_with(&title) { left.split_at(title.len()) } else { (left.as_str(), "") };
        let style = if selected { theme.choice() } else { theme.text() };
        Line::from(vec![
            Span::styled(if selected { "›" } else { " " }, theme.cursor()),
            Span::raw("  "),
            Span::styled(title.to_owned(), style),
            Span::styled(why.to_owned(), theme.quiet()),
            Span::raw(" ".repeat(gap)),
            Span::styled(right, theme.key()),
        ])
    }
}

impl Layer for Palette {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn key(&mut self, key: KeyEvent, _ctx: &Ctx) -> Taken {
        let before = self.input.text().to_owned();
        if !self.input.key(&key) {
            return Taken::No;
        }
        if self.input.text() == before { Taken::Yes(Vec::new()) } else { self.typed() }
    }

    fn command(&mut self, command: &'static Command, _count: usize, _ctx: &Ctx) -> Taken {
        let page = isize::try_from(MOST).unwrap_or(1);
        match command.id {
            "picker.up" => self.step(-1),
            "picker.down" => self.step(1),
            "picker.page_up" => self.step(-page),
            "picker.page_down" => self.step(page),
            "picker.choose" => self.go(),
            "picker.close" => Taken::Close(Box::new(|_| Vec::new())),
            _ => Taken::No,
        }
    }

    fn paste(&mut self, text: &str, _cut: bool, _ctx: &Ctx) -> Taken {
        self.input.insert(text);
        self.typed()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx) {
        if area.is_empty() {
            return;
        }
        let room = usize::from(area.height).saturating_sub(2).clamp(0, MOST);
        let top = self.selected.checked_div(room).map_or(0, |page| page * room);
        let shown = self.hits.len().saturating_sub(top).min(room);
        let lines = u16::try_from(shown.max(1)).unwrap_or(1);
        let used = Rect { height: lines.saturating_add(2).min(area.height), ..area };
        frame.render_widget(Clear, used);
        let row = |at: u16| Rect { y: area.y.saturating_add(at), height: 1, ..area };
        for (at, hit) in self.hits.iter().enumerate().skip(top).take(room) {
            let y = u16::try_from(at - top).unwrap_or(0).saturating_add(1);
            frame.render_widget(self.line(*hit, at == self.selected, area.width, ctx), row(y));
        }
        if shown == 0 && room > 0 {
            frame.render_widget(Line::from("   Nothing is called that"), row(1));
        }
        if used.height > lines + 1 {
            let rule = Line::styled("─".repeat(usize::from(area.width)), ctx.theme.quiet());
            frame.render_widget(rule, row(used.height - 1));
        }
        frame.set_cursor_position(Position { x: area.x, y: area.y });
        line::draw(&self.input, frame, row(0), " : ");
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
