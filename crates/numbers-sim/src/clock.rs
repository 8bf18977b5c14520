//! The simulator's time.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, Serializer};
use tokio::sync::Notify;

/// How fast the simulator's time passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pace {
    /// As real time does.
    #[default]
    Real,
    /// This many times faster than real time.
    Faster(u32),
    /// Only through [`Simulator::advance`](crate::Simulator::advance).
    Manual,
}

/// A clock that starts at a moment and passes at a pace; it can be advanced besides.
#[derive(Debug)]
pub(crate) struct Clock {
    started: Instant,
    from: Timestamp,
    pace: Pace,
    advanced: Mutex<Duration>,
    /// Wakes those who wait for a moment, when the time was advanced.
    moved: Notify,
}

impl Clock {
    /// A clock that shows the present, or `not_before` where that is later.
    pub(crate) fn new(pace: Pace, not_before: Option<Timestamp>) -> Self {
        let now = Timestamp::now();
        Self {
            started: Instant::now(),
            from: not_before.map_or(now, |earliest| earliest.max(now)),
            pace,
            advanced: Mutex::default(),
            moved: Notify::new(),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        after(self.from, self.elapsed())
    }

    /// How much time has passed since it was started.
    pub(crate) fn elapsed(&self) -> Duration {
        let advanced = *self.advanced.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = self.started.elapsed().saturating_mul(self.factor());
        passed.saturating_add(advanced)
    }

    pub(crate) fn advance(&self, by: Duration) {
        {
            let mut advanced = self.advanced.lock().unwrap_or_else(PoisonError::into_inner);
            *advanced = advanced.saturating_add(by);
        }
        self.moved.notify_waiters();
    }

    /// Advances it until so much time has passed since it was started, if it has not yet.
    pub(crate) fn advance_to(&self, elapsed: Duration) {
        {
            let mut advanced = self.advanced.lock().unwrap_or_else(PoisonError::into_inner);
            let passed = self.started.elapsed().saturating_mul(self.factor());
            *advanced = elapsed.saturating_sub(passed).max(*advanced);
        }
        self.moved.notify_waiters();
    }

    /// Waits until so much time has passed since it was started, by itself or advanced.
    pub(crate) async fn reached(&self, elapsed: Duration) {
        loop {
            // Created before the check, so that an advance in between is not missed.
            let moved = self.moved.notified();
            let left = elapsed.saturating_sub(self.elapsed());
            if left.is_zero() {
                return;
            }
            match self.factor() {
                0 => moved.await,
                factor => tokio::select! {
                    () = moved => {}
                    () = tokio::time::sleep(left / factor) => {}
                },
            }
        }
    }

    /// How long to wait in real time until `due`; `None` where time does not pass by itself.
    pub(crate) fn until(&self, due: Timestamp) -> Option<Duration> {
        let left = Duration::try_from(due.duration_since(self.now())).unwrap_or_default();
        match self.factor() {
            0 => None,
            factor => Some(left / factor),
        }
    }

    pub(crate) fn pace(&self) -> Pace {
        self.pace
    }

    fn factor(&self) -> u32 {
        match self.pace {
            Pace::Real => 1,
            Pace::Faster(factor) => factor,
            Pace::Manual => 0,
        }
    }
}

/// The moment this long after another, or the last there is.
pub(crate) fn after(start: Timestamp, wait: Duration) -> Timestamp {
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
    start.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// A time as the API writes it.
pub(crate) fn written(at: Timestamp) -> String {
    Written(at).to_string()
}

/// A time that is serialised as the API writes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written(pub(crate) Timestamp);

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.0)
    }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
