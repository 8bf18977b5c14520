//! A clock that stands still: no pause ever ends.

use std::time::{Duration, Instant, SystemTime};

use numbers_ext::clock::{Clock, Sleep};

/// With it, nothing is looked up again.
#[derive(Debug)]
pub struct StillClock(pub Instant);

impl Clock for StillClock {
    fn now(&self) -> Instant {
        self.0
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn pause(&self, _: Duration) -> Sleep {
        Box::pin(std::future::pending())
    }

    fn reach(&self, _: Instant) -> Sleep {
        Box::pin(std::future::pending())
    }

    fn jitter(&self) -> f64 {
        0.5
    }
}
