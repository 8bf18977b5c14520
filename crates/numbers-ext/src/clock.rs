//! Time and chance, which tests replace.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

/// A future that ends when its time has come.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where the client gets time and chance from. The default is the machine's; a test can
/// give one that it moves by hand.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time that only goes forward, for deadlines.
    fn now(&self) -> Instant;

    /// The time of day, for what outlives the process.
    fn wall(&self) -> SystemTime;

    /// Waits while nothing else goes on: the pause between two attempts.
    fn pause(&self, duration: Duration) -> Sleep;

    /// Waits while something else goes on: the end of a deadline.
    fn reach(&self, at: Instant) -> Sleep;

    /// A random number from 0 up to 1.
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
