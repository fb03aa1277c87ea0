//! The worker's thread: jobs in order, other people's changes told, words when the store cannot be opened.
#![allow(clippy::unwrap_used)] // a test

mod store_support;

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use senco::store::worker::News;
use senco::store::{ErrorKind, Store, Verified, Worker};
use store_support::*;

/// The next piece of news that is wanted; a minute is for ever.
fn wait<T>(news: &Receiver<News>, mut wanted: impl FnMut(News) -> Option<T>) -> T {
    loop {
        if let Some(found) = wanted(news.recv_timeout(Duration::from_secs(60)).expect("news")) {
            return found;
        }
    }
}

#[test]
fn jobs_are_done_in_order_and_only_other_peoples_changes_are_news() {
    let (_dir, path, mut other) = store();
    let (ana, first) = add_pupil(&mut other, "Ana", "Cole", day(12, 3));
    let (tell, news) = channel();
    let worker = Worker::spawn(&path, move |what| drop(tell.send(what))).unwrap();
    assert!(matches!(wait(&news, Some), News::Opened));
    assert!(matches!(wait(&news, Some), News::Verified(Verified::Good)));
    for n in 0..10 {
        assert!(worker.run(move |store| set_note(store, ana, first, &n.to_string())));
    }
    assert_eq!(worker.ask(move |store| read_review(store, ana, first).note), Some("9".into()));
    set_note(&mut other, ana, first, "from elsewhere");
    let generation =
        wait(&news, |what| if let News::Changed(generation) = what { Some(generation) } else { None });
    assert_eq!(generation, other.generation().unwrap());
    drop(worker);
    // Its own ten changes were no news.
    assert!(news.try_iter().all(|what| !matches!(what, News::Changed(_))));
}

#[test]
fn dropping_the_worker_finishes_what_was_handed_in() {
    let (_dir, path, mut store) = store();
    let (ana, first) = add_pupil(&mut store, "Ana", "Cole", day(12, 3));
    let worker = Worker::spawn(&path, |_| {}).unwrap();
    for n in 0..5 {
        worker.run(move |store| set_note(store, ana, first, &n.to_string()));
    }
    drop(worker);
    assert_eq!(read_review(&store, ana, first).note, "4");
}

#[test]
fn a_store_that_cannot_be_opened_is_told_and_takes_no_job() {
    let dir = tempfile::tempdir().unwrap();
    let (tell, news) = channel();
    let worker = Worker::spawn(&dir.path().join("none.redb"), move |what| drop(tell.send(what))).unwrap();
    let error = wait(&news, |what| if let News::Failed(error) = what { Some(error) } else { None });
    assert_eq!(error.kind(), ErrorKind::NoStore);
    assert_eq!(worker.ask(|store| store.path().to_owned()), None);
    assert!(Store::open(&dir.path().join("none.redb")).is_err());
}
