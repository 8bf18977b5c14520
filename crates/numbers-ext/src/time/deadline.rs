//! The deadline of a call, which covers everything that the call does.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use crate::time::clock::Clock;

/// The moment by which a call has to end.
#[derive(Clone, Debug)]
pub(crate) struct Deadline<'a> {
    clock: &'a dyn Clock,
    at: Instant,
}

/// The longest deadline: a year, with which no clock overflows.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

impl<'a> Deadline<'a> {
    /// Returns the deadline that ends `duration` from now.
    pub(crate) fn after(clock: &'a Arc<dyn Clock>, duration: Duration) -> Self {
        Self::since(clock.now(), clock, duration)
    }

    /// Returns the deadline that ends `duration` after `begun`.
    pub(crate) fn since(begun: Instant, clock: &'a Arc<dyn Clock>, duration: Duration) -> Self {
        Self {
            at: begun + duration.min(LONGEST),
            clock: clock.as_ref(),
        }
    }

    /// Returns how much time is left.
    pub(crate) fn left(&self) -> Duration {
        self.left_at(self.clock.now())
    }

    /// Returns how much time is left at `now`.
    pub(crate) fn left_at(&self, now: Instant) -> Duration {
        self.at.saturating_duration_since(now)
    }

    /// Runs a future; `None` when the deadline comes first. The future is passed pinned, so
    /// that a large one is not moved.
    pub(crate) async fn race<F: Future + Unpin>(&self, mut future: F) -> Option<F::Output> {
        // The timer is created when the future is pending for the first time, since many
        // futures are ready at once.
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
