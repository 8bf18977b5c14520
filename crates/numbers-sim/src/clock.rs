//! The simulator's time: real, faster, or only when told.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;

/// How provisioning goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Pace {
    /// As time does.
    #[default]
    Real,
    /// So many times faster.
    Faster(u32),
    /// Only when [`Simulator::advance`](crate::Simulator::advance) says so.
    Manual,
}

/// A time that begins now and passes at a pace; it can be moved besides.
#[derive(Debug)]
pub(crate) struct Clock {
    begun: Instant,
    from: Timestamp,
    pace: Pace,
    advanced: Mutex<Duration>,
}

impl Clock {
    pub(crate) fn new(pace: Pace) -> Self {
        Self {
            begun: Instant::now(),
            from: Timestamp::now(),
            pace,
            advanced: Mutex::default(),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        let factor = match self.pace {
            Pace::Real => 1,
            Pace::Faster(factor) => factor,
            Pace::Manual => 0,
        };
        let advanced = *self.advanced.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = self.begun.elapsed().saturating_mul(factor);
        let passed = passed.saturating_add(advanced);
        let passed = jiff::SignedDuration::try_from(passed).unwrap_or(jiff::SignedDuration::MAX);
        self.from.checked_add(passed).unwrap_or(Timestamp::MAX)
    }

    pub(crate) fn advance(&self, by: Duration) {
        let mut advanced = self.advanced.lock().unwrap_or_else(PoisonError::into_inner);
        *advanced = advanced.saturating_add(by);
    }

    /// Whether time passes by itself.
    pub(crate) fn runs(&self) -> bool {
        self.pace != Pace::Manual
    }
}
