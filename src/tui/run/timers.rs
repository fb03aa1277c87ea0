//! What is to happen when the keys have been at rest.

use std::time::Instant;

use crate::tui::effect::Then;

/// Timers by name: a new one takes the place of the old.
#[derive(Default)]
pub(super) struct Timers {
    waiting: Vec<(&'static str, Instant, Then)>,
}

impl Timers {
    /// Something is to happen then, and not what had this name.
    pub(super) fn set(&mut self, name: &'static str, at: Instant, then: Then) {
        self.waiting.retain(|(other, _, _)| *other != name);
        self.waiting.push((name, at, then));
    }

    /// When the next is due; `None` if none waits.
    pub(super) fn next(&self) -> Option<Instant> {
        self.waiting.iter().map(|(_, at, _)| *at).min()
    }

    /// Takes out those that are due.
    pub(super) fn due(&mut self, now: Instant) -> Vec<Then> {
        let (due, waiting) = std::mem::take(&mut self.waiting).into_iter().partition(|(_, at, _)| *at <= now);
        self.waiting = waiting;
        due.into_iter().map(|(_, _, then)| then).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn then() -> Then {
        Box::new(|_| Vec::new())
    }

    #[test]
    fn the_last_of_a_name_stands() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut timers = Timers::default();
        assert_eq!(timers.next(), None);
        timers.set("a", at(1), then());
        timers.set("b", at(5), then());
        timers.set("a", at(3), then());
        assert_eq!(timers.next(), Some(at(3)));
        assert!(timers.due(at(2)).is_empty());
        assert_eq!(timers.due(at(3)).len(), 1);
        assert_eq!(timers.next(), Some(at(5)));
        assert_eq!(timers.due(at(9)).len(), 1);
        assert_eq!(timers.next(), None);
    }
}
