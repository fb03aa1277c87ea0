//! A thread that owns the store, so that the screen never waits for the disk.
//!
//! Rule: jobs run one after another in the order they came. Between jobs the worker looks twice a second whether somebody
//! else changed something, which costs one small read of the file.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::error::StoreError;
use super::{Store, Verified};

/// How often the worker looks for other people's changes.
const LOOK: Duration = Duration::from_millis(500);

/// Something to do with the store.
pub type Job = Box<dyn FnOnce(&mut Store) + Send>;

/// What the worker tells, on its own thread.
#[derive(Debug)]
pub enum News {
    /// The store is open for writing; saves work from now on.
    Opened,
    /// The store could not be opened, or is damaged: the words are for the screen.
    Failed(StoreError),
    /// Somebody else changed something: the new generation.
    Changed(u64),
    /// The whole file was verified, or was too large for that.
    Verified(Verified),
}

enum Message {
    Job(Job),
    Stop,
}

/// The handle on the worker's thread. Dropping it finishes the jobs that were handed in, then closes the store.
pub struct Worker {
    jobs: Sender<Message>,
    thread: Option<JoinHandle<()>>,
    path: PathBuf,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Worker({})", self.path.display())
    }
}

impl Worker {
    /// Opens the store on a thread of its own. `notify` is called there with what happens.
    ///
    /// # Errors
    /// The machine has no thread to give.
    pub fn spawn(path: &Path, notify: impl Fn(News) + Send + 'static) -> Result<Worker, StoreError> {
        let (jobs, todo) = channel();
        let owned = path.to_owned();
        let thread = std::thread::Builder::new()
            .name("store".into())
            .spawn(move || run(&owned, &todo, &notify))
            .map_err(|error| StoreError::io("starting the thread of the store", error))?;
        Ok(Worker { jobs, thread: Some(thread), path: path.to_owned() })
    }

    /// Hands in a job. `false` if the worker could not open the store or has ended: the job is not done.
    pub fn run(&self, job: impl FnOnce(&mut Store) + Send + 'static) -> bool {
        self.jobs.send(Message::Job(Box::new(job))).is_ok()
    }

    /// Waits until every job handed in before is done; `None` if the worker has ended.
    pub fn ask<R: Send + 'static>(&self, job: impl FnOnce(&mut Store) -> R + Send + 'static) -> Option<R> {
        let (answer, wait) = channel();
        let asked = self.run(move |store| {
            // Nobody waits any more: the answer is not missed.
            let _ = answer.send(job(store));
        });
        if asked { wait.recv().ok() } else { None }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.jobs.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(path: &Path, todo: &Receiver<Message>, notify: &dyn Fn(News)) {
    let mut store = match Store::open(path) {
        Ok(store) => store,
        Err(error) => return notify(News::Failed(error)),
    };
    if let Err(error) = store.changed() {
        return notify(News::Failed(error));
    }
    notify(News::Opened);
    // Before the first save: a save must not build on damage.
    match store.verify_if_small() {
        Ok(verified) => notify(News::Verified(verified)),
        Err(error) => return notify(News::Failed(error)),
    }
    loop {
        match todo.recv_timeout(LOOK) {
            Ok(Message::Job(job)) => job(&mut store),
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => match store.changed() {
                Ok(None) => {}
                Ok(Some(generation)) => notify(News::Changed(generation)),
                Err(error) => notify(News::Failed(error)),
            },
        }
    }
}
