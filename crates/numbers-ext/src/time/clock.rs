//! Time and randomness, which tests replace.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

/// A future that ends when its time has come.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The source of time and randomness of a client. The default is the machine's clock; a
/// test passes one that it moves by hand to
/// [`NumbersBuilder::clock`](crate::NumbersBuilder::clock).
pub trait Clock: fmt::Debug + Send + Sync {
    /// Returns the monotonic time, for deadlines and for how long ago a request left.
    fn now(&self) -> Instant;

    /// Returns the time of day, for what outlives the process. It may be set at any moment.
    fn wall(&self) -> SystemTime;

    /// Waits while nothing else goes on, as between two attempts.
    fn pause(&self, duration: Duration) -> Sleep;

    /// Waits until a moment while something else goes on, as for the end of a deadline.
    fn reach(&self, at: Instant) -> Sleep;

    /// Returns a random number from 0 up to 1, for the jitter of pauses.
    fn jitter(&self) -> f64;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn pause(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }

    fn reach(&self, at: Instant) -> Sleep {
        Box::pin(tokio::time::sleep_until(at.into()))
    }

    fn jitter(&self) -> f64 {
        fastrand::f64()
    }
}
