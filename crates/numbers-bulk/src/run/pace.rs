//! How many requests are sent a second.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use numbers_ext::{Ended, InDoubt, Intent, Interceptor, Permission, Progress};

/// Spreads requests evenly over the time.
#[derive(Debug)]
pub(crate) struct Pace {
    limiter: Option<DefaultDirectRateLimiter>,
    clock: DefaultClock,
}

impl Pace {
    pub(crate) fn new(rate: Option<NonZeroU32>) -> Self {
        // A timer is exact to the millisecond; at high rates a few are due at once.
        let burst = |rate: NonZeroU32| NonZeroU32::new(rate.get() / 100).unwrap_or(NonZeroU32::MIN);
        let quota = |rate| Quota::per_second(rate).allow_burst(burst(rate));
        Self {
            limiter: rate.map(|rate| RateLimiter::direct(quota(rate))),
            clock: DefaultClock::default(),
        }
    }

    /// Waits until a request may be sent, and counts it. Nothing is counted if it is
    /// dropped before.
    pub(crate) async fn turn(&self) {
        let Some(limiter) = &self.limiter else { return };
        while let Err(not_until) = limiter.check() {
            let wait = not_until.wait_time_from(self.clock.now());
            tokio::time::sleep(wait.max(Duration::from_millis(1))).await;
        }
    }
}

/// Makes the retries of a call keep to the pace. Its first request has waited already.
#[derive(Debug)]
pub(crate) struct PacedRetries {
    pub(crate) pace: Arc<Pace>,
    pub(crate) next: Option<Arc<dyn Interceptor>>,
}

impl Interceptor for PacedRetries {
    fn before_request<'a>(&'a self, intent: &'a Intent) -> Permission<'a> {
        Box::pin(async move {
            if intent.attempt > 1 {
                self.pace.turn().await;
            }
            match &self.next {
                Some(next) => next.before_request(intent).await,
                None => Ok(()),
            }
        })
    }

    fn after_call(&self, intent: &Intent, ended: Ended<'_>) {
        if let Some(next) = &self.next {
            next.after_call(intent, ended);
        }
    }

    fn while_reconciling(&self, in_doubt: &InDoubt, progress: &Progress) {
        if let Some(next) = &self.next {
            next.while_reconciling(in_doubt, progress);
        }
    }
}
