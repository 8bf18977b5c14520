//! The deadline of a call, over everything that it does.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use crate::time::clock::Clock;

/// The moment at which a call has to be over.
#[derive(Clone, Debug)]
pub(crate) struct Deadline<'a> {
    clock: &'a dyn Clock,
    at: Instant,
}

/// A year: longer than any call, and no clock overflows with it.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

impl<'a> Deadline<'a> {
    /// Returns the deadline that ends `duration` from now.
    pub(crate) fn after(clock: &'a Arc<dyn Clock>, duration: Duration) -> Self {
        Self::since(clock.now(), clock, duration)
    }

    /// Returns the deadline that ends `duration` after a moment that has been read already.
    pub(crate) fn since(begun: Instant, clock: &'a Arc<dyn Clock>, duration: Duration) -> Self {
        Self {
            at: begun + duration.min(LONGEST),
            clock: clock.as_ref(),
        }
    }

    /// Returns how much is left.
    pub(crate) fn left(&self) -> Duration {
        self.left_at(self.clock.now())
    }

    /// Returns how much is left at `now`.
    pub(crate) fn left_at(&self, now: Instant) -> Duration {
        self.at.saturating_duration_since(now)
    }

    /// Runs a future; `None` when the deadline comes first. The future is taken pinned,
    /// since it may be large and would be moved.
    pub(crate) async fn race<F: Future + Unpin>(&self, mut future: F) -> Option<F::Output> {
        // The timer is made when it is needed: a cached token is there at once.
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

    /// Waits for `duration`; `None` when the deadline comes first.
    pub(crate) async fn pause(&self, duration: Duration) -> Option<()> {
        self.race(pin!(self.clock.pause(duration))).await
    }
}
