//! The source of time and randomness, which tests can replace.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

pub use crate::time::manual_clock::ManualClock;

/// The future that a [`Clock`] returns to wait for a moment.
///
/// ```
/// use numbers_ext::clock::Sleep;
///
/// let no_wait: Sleep = Box::pin(std::future::ready(()));
/// ```
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The source of time and randomness of a client. The default is the clock of the machine; a
/// test can pass another one to [`NumbersBuilder::clock`](crate::NumbersBuilder::clock), such as
/// [`ManualClock`].
///
/// ```
/// use numbers_ext::clock::{Clock, Sleep};
/// use std::time::{Duration, Instant, SystemTime};
///
/// /// The clock of the machine, but without pauses between attempts.
/// #[derive(Debug)]
/// struct Impatient;
///
/// impl Clock for Impatient {
///     fn now(&self) -> Instant { Instant::now() }
///     fn wall(&self) -> SystemTime { SystemTime::now() }
///     fn pause(&self, _: Duration) -> Sleep { Box::pin(std::future::ready(())) }
///     fn reach(&self, at: Instant) -> Sleep { Box::pin(tokio::time::sleep_until(at.into())) }
///     fn jitter(&self) -> f64 { 0.5 }
/// }
///
/// let builder = numbers_ext::Numbers::builder().clock(std::sync::Arc::new(Impatient));
/// ```
pub trait Clock: fmt::Debug + Send + Sync {
    /// Returns the monotonic time, by which deadlines and waiting times are measured.
    fn now(&self) -> Instant;

    /// Returns the wall-clock time, which is stored for other processes. It may be set at any
    /// moment, so that within the process the monotonic time counts, too.
    fn wall(&self) -> SystemTime;

    /// Waits while nothing else happens, such as between two attempts. A clock for tests may
    /// end it at once.
    fn pause(&self, duration: Duration) -> Sleep;

    /// Waits until a moment while something else is under way, such as for the deadline of a
    /// request. A clock for tests ends it when its time is moved that far.
    fn reach(&self, at: Instant) -> Sleep;

    /// Returns a random number from 0 to 1, for the jitter of pauses.
    fn jitter(&self) -> f64;
}

/// The clock of the machine.
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
