//! A clock for tests, in which time passes without waiting.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::Notify;

use crate::time::clock::{Clock, Sleep};

/// A clock for tests, in which no time passes by itself. Clones are the same clock.
///
/// A pause, such as between two attempts or two lookups, ends at once and moves the clock. A
/// deadline ends when the test [advances](Self::advance) the clock that far; until then a call
/// that gets no response waits.
///
/// Against the simulator, clients of [`simulator`](crate::simulator) have its clock instead, so
/// that both move together.
///
/// ```
/// use numbers_ext::clock::ManualClock;
/// use numbers_ext::{InDoubt, Numbers, Reconciled};
/// use std::sync::Arc;
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = numbers_sim::Simulator::start().await?;
/// let clock = ManualClock::default();
/// let numbers = Numbers::builder()
///     .clock(Arc::new(clock.clone()))
/// #   .project(simulator.project()).access_key(simulator.key_id(), simulator.key_secret())
/// #   .numbers_url(simulator.url()).auth_url(simulator.url())
///     // ...
///     .build()?;
///
/// // A rental request that got lost just now. After a minute of looking, it is proven that
/// // nothing was rented.
/// let in_doubt = InDoubt::rent(numbers.project().clone(), "+12025550134".parse()?)
///     .sent_at(clock.time());
/// assert_eq!(numbers.reconcile(&in_doubt).await, Reconciled::NotDone);
/// assert!(clock.elapsed() >= Duration::from_secs(60)); // and no real time has passed
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    monotonic: Instant,
    wall: SystemTime,
    elapsed: Mutex<Duration>,
    moved: Notify,
}

impl Default for ManualClock {
    /// Returns a clock that shows the present.
    fn default() -> Self {
        Self::starting_at(SystemTime::now())
    }
}

impl ManualClock {
    /// Returns a clock that shows `time`.
    ///
    /// ```
    /// use numbers_ext::clock::ManualClock;
    /// use std::time::{Duration, SystemTime};
    ///
    /// let clock = ManualClock::starting_at(SystemTime::UNIX_EPOCH);
    /// clock.advance(Duration::from_secs(5));
    /// assert_eq!(clock.time(), SystemTime::UNIX_EPOCH + Duration::from_secs(5));
    /// ```
    #[must_use]
    pub fn starting_at(time: SystemTime) -> Self {
        Self(Arc::new(Inner {
            monotonic: Instant::now(),
            wall: time,
            elapsed: Mutex::default(),
            moved: Notify::new(),
        }))
    }

    /// Moves the clock, and ends the deadlines that it has reached.
    ///
    /// ```
    /// # let clock = numbers_ext::clock::ManualClock::default();
    /// clock.advance(std::time::Duration::from_secs(30));
    /// ```
    pub fn advance(&self, duration: Duration) {
        self.move_to(self.elapsed().saturating_add(duration));
    }

    /// Returns how much time has passed, by [`advance`](Self::advance) and by pauses.
    ///
    /// ```
    /// # let clock = numbers_ext::clock::ManualClock::default();
    /// assert_eq!(clock.elapsed(), std::time::Duration::ZERO);
    /// ```
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        *self
            .0
            .elapsed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the time that the clock shows.
    ///
    /// ```
    /// # let clock = numbers_ext::clock::ManualClock::default();
    /// assert!(clock.time() <= std::time::SystemTime::now());
    /// ```
    #[must_use]
    pub fn time(&self) -> SystemTime {
        let time = self.0.wall.checked_add(self.elapsed());
        time.unwrap_or(self.0.wall)
    }

    /// Moves the clock on until so much time has passed.
    fn move_to(&self, elapsed: Duration) {
        {
            let mut now = self
                .0
                .elapsed
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            *now = elapsed.max(*now);
        }
        self.0.moved.notify_waiters();
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        let now = self.0.monotonic.checked_add(self.elapsed());
        now.unwrap_or(self.0.monotonic)
    }

    fn wall(&self) -> SystemTime {
        self.time()
    }

    fn pause(&self, duration: Duration) -> Sleep {
        let clock = self.clone();
        let end = self.elapsed().saturating_add(duration);
        Box::pin(async move {
            clock.move_to(end);
            // A loop of pauses lets others go on, too.
            tokio::task::yield_now().await;
        })
    }

    fn reach(&self, at: Instant) -> Sleep {
        let clock = self.clone();
        Box::pin(async move {
            loop {
                // Created before the check, so that a move in between is not missed.
                let moved = clock.0.moved.notified();
                if clock.now() >= at {
                    return;
                }
                moved.await;
            }
        })
    }

    /// Returns always the same, so that a test is repeatable.
    fn jitter(&self) -> f64 {
        0.5
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    #[tokio::test]
    async fn a_pause_moves_the_clock_and_ends_deadlines() {
        let clock = ManualClock::default();
        let minute = Duration::from_secs(60);
        let deadline = clock.reach(clock.now() + minute);
        let waiting = tokio::spawn(deadline);
        tokio::join!(clock.pause(minute), clock.pause(minute));
        waiting.await.unwrap();
        assert_eq!(clock.elapsed(), minute);
    }

    #[tokio::test]
    async fn a_deadline_ends_when_the_clock_is_moved_that_far() {
        let clock = ManualClock::default();
        let second = Duration::from_secs(1);
        let mut deadline = clock.reach(clock.now() + second * 2);
        clock.advance(second);
        assert!((&mut deadline).now_or_never().is_none());
        clock.advance(second);
        assert!((&mut deadline).now_or_never().is_some());
    }
}
