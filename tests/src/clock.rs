//! A clock without waiting: a pause ends at once and moves the clock, and a deadline is reached
//! when a test moves the clock that far.

use std::future::poll_fn;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use numbers_ext::clock::{Clock, Sleep};

type Hook = Box<dyn Fn(u64) + Send>;

/// Clones are the same clock.
#[derive(Clone)]
pub struct ManualClock(Arc<Inner>);

struct Inner {
    base: Instant,
    wall: SystemTime,
    passed: AtomicU64,
    pauses: AtomicU64,
    wakers: Mutex<Vec<Waker>>,
    on_pause: Mutex<Option<Hook>>,
}

impl std::fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ManualClock({:?})", self.passed())
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self(Arc::new(Inner {
            base: Instant::now(),
            wall: SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_000_000),
            passed: AtomicU64::new(0),
            pauses: AtomicU64::new(0),
            wakers: Mutex::default(),
            on_pause: Mutex::default(),
        }))
    }
}

impl ManualClock {
    /// Returns how much time has passed.
    pub fn passed(&self) -> Duration {
        Duration::from_millis(self.0.passed.load(Ordering::SeqCst))
    }

    /// Moves the clock forward.
    pub fn advance(&self, duration: Duration) {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX / 4);
        self.0.passed.fetch_add(millis, Ordering::SeqCst);
        for waker in self.0.wakers.lock().unwrap().drain(..) {
            waker.wake();
        }
    }

    /// Returns how many pauses there were.
    pub fn pauses(&self) -> u64 {
        self.0.pauses.load(Ordering::SeqCst)
    }

    /// Calls `hook` in every pause, with the number of the pause, counted from 1.
    pub fn on_pause(&self, hook: impl Fn(u64) + Send + 'static) {
        *self.0.on_pause.lock().unwrap() = Some(Box::new(hook));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        self.0.base + self.passed()
    }

    fn wall(&self) -> SystemTime {
        self.0.wall + self.passed()
    }

    fn pause(&self, duration: Duration) -> Sleep {
        let clock = self.clone();
        Box::pin(async move {
            let number = clock.0.pauses.fetch_add(1, Ordering::SeqCst) + 1;
            if let Some(hook) = clock.0.on_pause.lock().unwrap().as_ref() {
                hook(number);
            }
            clock.advance(duration);
            tokio::task::yield_now().await;
        })
    }

    fn reach(&self, at: Instant) -> Sleep {
        let clock = self.clone();
        Box::pin(poll_fn(move |context| {
            // Registered before the check, so that a move in between is not missed.
            clock.0.wakers.lock().unwrap().push(context.waker().clone());
            if clock.now() >= at {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        }))
    }

    fn jitter(&self) -> f64 {
        0.5
    }
}
