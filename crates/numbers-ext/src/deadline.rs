//! One deadline over everything that a call does.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use crate::clock::Clock;

/// When a call has to be over.
#[derive(Clone, Debug)]
pub(crate) struct Deadline<'a> {
    clock: &'a dyn Clock,
    at: Instant,
}

/// A year: longer than any call, and no clock overflows with it.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

impl<'a> Deadline<'a> {
    pub(crate) fn after(clock: &'a Arc<dyn Clock>, duration: Duration) -> Self {
        Self::since(clock.now(), clock, duration)
    }

    /// The same from a moment that has been read already.
    pub(crate) fn since(begun: Instant, clock: &'a Arc<dyn Clock>, duration: Duration) -> Self {
        Self {
            at: begun + duration.min(LONGEST),
            clock: clock.as_ref(),
        }
    }

    /// How much is left.
    pub(crate) fn left(&self) -> Duration {
        self.left_at(self.clock.now())
    }

    pub(crate) fn left_at(&self, now: Instant) -> Duration {
        self.at.saturating_duration_since(now)
    }

    /// What the future gives, or `None` when the deadline came first. It is taken pinned,
    /// as it may be large and would be moved.
    pub(crate) async fn race<F: Future + Unpin>(&self, mut future: F) -> Option<F::Output> {
        // Made when it is needed: a token from the cache is there at once.
        let mut timer = None;
        poll_fn(|context| match Pin::new(&mut future).poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => timer
                .get_or_insert_with(|| self.clock.reach(self.at))
                .as_mut()
                .poll(context)
                .map(|()| None),
        })
        .await
    }

    /// Waits between two attempts; `None` when the deadline comes first.
    pub(crate) async fn pause(&self, duration: Duration) -> Option<()> {
        self.race(pin!(self.clock.pause(duration))).await
    }
}
