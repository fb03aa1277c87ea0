//! The event loop: the only place that performs effects.
//!
//! Rule: the first screen is read and drawn before anything else is begun; after it nothing here waits for the disk but
//! drafts, and nothing but events wakes it. It draws once for all events that have come, and not at all for none.
//!
//! The main thread has the app and the terminal. The worker has the store; keys and signals have a thread each. All of
//! them speak on one channel.

mod ahead;
mod timers;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant, SystemTime};

use chrono::NaiveDate;
use ratatui::Terminal;

use super::app::{App, Ctx};
use super::draft::Draft;
use super::drafts::{self, DraftKeeper};
use super::effect::{Effect, Then};
use super::keymap::{Chord, Keymap};
use super::term::backend::LineBackend;
use super::term::guard::{self, Guard};
use super::term::input::{self, Input};
use super::term::signals::{self, Leave};
use super::theme::Theme;
use super::{draw, forms, look};
use crate::clock;
use crate::store::worker::News;
use crate::store::{Store, StoreError, Worker};
use ahead::Ahead;
use timers::Timers;

/// Events that wait before who sends them does.
const WAITING: usize = 1024;

/// How many events are taken before the next frame: a held key is drawn in between.
const AT_ONCE: usize = 64;

/// How often the day is looked at when nothing happens, besides at midnight: a clock may be set, a machine may have slept.
const DAY: Duration = Duration::from_secs(300);

/// How long a save that is on its way may take when the line has dropped; the process must be gone within a second.
const LAST_SAVE: Duration = Duration::from_millis(400);

/// What the screen is opened with.
#[derive(Clone, Debug)]
pub struct ScreenOptions {
    /// The store's file.
    pub store: PathBuf,
    /// Another day to look at; `None` for today.
    pub today: Option<NaiveDate>,
    /// The keys.
    pub keymap: Keymap,
    /// Colours or none.
    pub theme: Theme,
    /// The Unix user.
    pub user: String,
    /// Where drafts are kept; `None`: nowhere.
    pub drafts: Option<PathBuf>,
}

/// Why the screen could not go on.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// The store could not be opened or read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The terminal could not be used.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
}

/// Why the screen was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// The person quit.
    Quit,
    /// A signal, or the line was closed.
    Told(Leave),
}

/// What comes to the screen.
enum Event {
    /// From the terminal.
    Input(Input),
    /// A job is done.
    Done(Then),
    /// From the worker.
    News(News),
}

impl From<Input> for Event {
    fn from(input: Input) -> Event {
        Event::Input(input)
    }
}

/// Opens the screen and stays until it is left.
///
/// # Errors
/// The store cannot be read, or the terminal cannot be used. The terminal is given back first.
pub fn run(options: ScreenOptions) -> Result<Left, ScreenError> {
    guard::install_panic_hook();
    guard::set_drafts(options.drafts.clone());
    let (mut app, waiting) = first_screen(&options)?;
    let guard = Guard::enter()?;
    let (to, events) = sync_channel(WAITING);
    // Before the first frame: a line that drops while it is drawn must not leave the terminal as it is.
    signals::spawn(to.clone())?;
    let mut terminal = Terminal::new(LineBackend::new(guard.writer()?, guard::size()?))?;
    terminal.draw(|frame| draw::draw(&mut app, frame))?;
    input::spawn(to.clone())?;
    let mut screen = Screen {
        app,
        terminal,
        worker: spawn_worker(&options.store, &to)?,
        to,
        timers: Timers::default(),
        ahead: Ahead::default(),
        drafts: options.drafts.as_ref().map(|place| DraftKeeper::start(place.clone(), &options.store)),
        noted: None,
        busy: 0,
        leaving: None,
        fixed_day: options.today.is_some(),
        failure: String::new(),
        closed: false,
    };
    screen.perform(waiting);
    if !screen.fixed_day {
        screen.perform(vec![look::compare_clocks()]);
    }
    if let Some(place) = &options.drafts {
        let kept = drafts::list(place, &options.store);
        let at = kept.last().and_then(|draft| drafts::written(place, &options.store, draft));
        screen.offer(kept, at);
    }
    let left = screen.stay(&events);
    // Who sends must not wait for somebody who has gone: the worker finishes its jobs when it is dropped.
    drop(events);
    drop(guard);
    left
}

/// The app with what its first pane shows, read on this thread, and the effects that can wait.
fn first_screen(options: &ScreenOptions) -> Result<(App, Vec<Effect>), ScreenError> {
    let mut store = Store::open_reading(&options.store)?;
    let school = store.read(|view| view.school())?;
    let ctx = Ctx {
        today: options.today.unwrap_or_else(clock::today),
        user: options.user.clone(),
        school: Arc::new(school),
        keymap: options.keymap.clone(),
        theme: options.theme,
        site: None,
        now: clock::now,
        another_day: options.today.is_some(),
        look_from: None,
    };
    let mut app = App::new(ctx);
    let mut waiting = Vec::new();
    for effect in app.changed() {
        match effect {
            Effect::Work(job) => waiting.extend(job(&mut store)(&mut app)),
            other => waiting.push(other),
        }
    }
    Ok((app, waiting))
}

fn spawn_worker(path: &Path, to: &SyncSender<Event>) -> Result<Worker, StoreError> {
    let to = to.clone();
    Worker::spawn(path, move |news| {
        // Nobody listens any more: the screen has been left.
        let _ = to.send(Event::News(news));
    })
}

/// All that the loop holds.
struct Screen {
    app: App,
    terminal: Terminal<LineBackend<File>>,
    worker: Worker,
    to: SyncSender<Event>,
    timers: Timers,
    /// Keys whose turn has not come.
    ahead: Ahead,
    drafts: Option<DraftKeeper>,
    /// The draft that the keeper knows of.
    noted: Option<Draft>,
    /// Jobs handed in and not done.
    busy: usize,
    /// Why, and until when jobs are waited for; `None` for as long as they take.
    leaving: Option<(Left, Option<Instant>)>,
    fixed_day: bool,
    /// What the worker said last of its failing.
    failure: String,
    /// It failed for good: said until the screen is left, since what is shown may be wrong and nothing can be saved.
    closed: bool,
}

impl Screen {
    /// Handles events until it is time to leave.
    fn stay(&mut self, events: &Receiver<Event>) -> Result<Left, ScreenError> {
        loop {
            if let Some((left, until)) = self.leaving
                && (self.busy == 0 || until.is_some_and(|until| until <= Instant::now()))
            {
                self.flush();
                return Ok(left);
            }
            if let Err(error) = self.terminal.draw(|frame| draw::draw(&mut self.app, frame)) {
                if !input::is_closed(&error) {
                    self.flush();
                    return Err(error.into());
                }
                self.leave(Left::Told(Leave::Hangup));
                continue;
            }
            match events.recv_timeout(self.patience()) {
                Ok(event) => {
                    self.take(event);
                    for event in events.try_iter().take(AT_ONCE) {
                        self.take(event);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => self.leave(Left::Told(Leave::Hangup)),
            }
            self.look_at_the_day();
            for then in self.timers.due(Instant::now()) {
                let effects = then(&mut self.app);
                self.perform(effects);
            }
            self.type_on();
            self.note();
            if self.closed {
                self.app.tell_error(format!("The store is closed: {}", self.failure));
            }
        }
    }

    /// How long nothing needs to be done unless something happens.
    fn patience(&self) -> Duration {
        let next = [self.timers.next(), self.ahead.wakes(), self.leaving.and_then(|(_, until)| until)];
        let next = next.into_iter().flatten().min();
        let most = if self.fixed_day { DAY } else { clock::until_tomorrow().min(DAY) };
        next.map_or(most, |at| at.saturating_duration_since(Instant::now()).min(most))
    }

    fn take(&mut self, event: Event) {
        let effects = match event {
            Event::Done(then) => {
                self.busy = self.busy.saturating_sub(1);
                let effects = then(&mut self.app);
                self.perform(effects);
                return self.type_on();
            }
            Event::News(news) => self.news(news),
            Event::Input(Input::Signal(why)) => return self.leave(Left::Told(why)),
            Event::Input(Input::Closed) => return self.leave(Left::Told(Leave::Hangup)),
            // Who has said goodbye types no more, but for Ctrl-C: then nothing is waited for.
            Event::Input(input) if self.leaving.is_some() => {
                if matches!(input, Input::Key(key) if Chord::from_event(&key).to_string() == "C-c") {
                    signals::end_within_a_second(Leave::Interrupt);
                }
                return;
            }
            Event::Input(input @ (Input::Key(_) | Input::Paste(_))) => {
                self.ahead.push(input);
                return self.type_on();
            }
            Event::Input(Input::Resize(columns, rows)) => {
                self.terminal.backend_mut().resize((columns, rows).into());
                Vec::new()
            }
        };
        self.perform(effects);
    }

    /// Takes the keys and pastes whose turn has come.
    fn type_on(&mut self) {
        while self.leaving.is_none()
            && let Some(input) = self.ahead.next(self.busy > 0, Instant::now())
        {
            let effects = match input {
                Input::Key(key) => self.app.key(key),
                Input::Paste(paste) => self.app.paste(&paste.text, paste.cut),
                _ => Vec::new(),
            };
            let before = self.busy;
            self.perform(effects);
            if self.busy > before {
                self.ahead.asked(Instant::now());
            }
        }
    }

    fn news(&mut self, news: News) -> Vec<Effect> {
        match news {
            News::Opened | News::Verified(_) => Vec::new(),
            News::Failed(error) => {
                self.failure = error.to_string();
                self.app.tell_error(self.failure.clone());
                Vec::new()
            }
            News::Changed(_) => vec![super::effect::read(
                |view| view.school(),
                |app, school| {
                    app.ctx.school = Arc::new(school);
                    app.changed()
                },
            )],
        }
    }

    /// Does what was asked for, and what follows from it.
    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Quit => self.leave(Left::Quit),
                Effect::Work(job) => {
                    let to = self.to.clone();
                    let handed = self.worker.run(move |store| {
                        let then = job(store);
                        // Nobody listens any more: what was saved is saved.
                        let _ = to.send(Event::Done(then));
                    });
                    if handed {
                        self.busy += 1;
                    } else {
                        self.closed = true;
                    }
                }
                Effect::Rest { name, after, then } => self.timers.set(name, Instant::now() + after, then),
                Effect::Repaint => self.terminal.backend_mut().repaint(),
                Effect::SaveDraft(draft) => {
                    if let Some(keeper) = &self.drafts {
                        keeper.note(&draft);
                    }
                    self.noted = None;
                }
                Effect::DropDraft { name } => {
                    if let Some(keeper) = &self.drafts {
                        keeper.drop(&name);
                    }
                    self.noted = None;
                }
            }
        }
    }

    /// The first reason to leave stands. A save on its way is waited for: for as long as it takes if the person quit,
    /// shortly if the line has dropped.
    fn leave(&mut self, why: Left) {
        self.flush();
        match (self.leaving, why) {
            (None | Some((Left::Quit, _)), Left::Told(_)) => {
                self.leaving = Some((why, Some(Instant::now() + LAST_SAVE)));
            }
            (None, Left::Quit) => self.leaving = Some((why, None)),
            (Some(_), _) => {}
        }
    }

    /// The day has turned: every pane compares with another today.
    fn look_at_the_day(&mut self) {
        if self.fixed_day {
            return;
        }
        let effects = self.app.day_is(clock::today());
        self.perform(effects);
    }

    /// Tells the keeper what the form that is open holds, if that is new.
    fn note(&mut self) {
        let Some(keeper) = &self.drafts else { return };
        let Some(draft) = self.app.layers.iter().rev().find_map(|layer| layer.draft()) else { return };
        if self.noted.as_ref() != Some(&draft) {
            keeper.note(&draft);
            self.noted = Some(draft);
        }
    }

    /// Waits until what is typed is on the disk.
    fn flush(&mut self) {
        self.note();
        if let Some(keeper) = &self.drafts
            && let Err(why) = keeper.flush()
        {
            self.app.tell_error(why);
        }
    }

    /// Says which draft is kept and how to bring it back.
    fn offer(&mut self, kept: Vec<Draft>, at: Option<SystemTime>) {
        if let Some(last) = kept.last() {
            let title = forms::FORMS.iter().find(|row| row.id == last.form).map_or("form", |row| row.title);
            let more = match kept.len() {
                1 => String::new(),
                count => format!(" (and {} more)", count - 1),
            };
            let from =
                at.map(|at| format!(" from {}", clock::said(at, self.app.ctx.own_day()))).unwrap_or_default();
            // The key comes first: a narrow screen cuts the end.
            let key = self.app.ctx.keymap.keys_of("draft.resume").into_iter().next();
            let key = key.map_or_else(|| "Kept:".to_owned(), |key| format!("{key} brings back"));
            self.app.tell(format!("{key} an unfinished “{title}”{from}{more}"));
        }
        self.app.drafts = kept;
    }
}
