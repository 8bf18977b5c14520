//! The burst limit of the token endpoint.

use std::num::NonZeroU32;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

/// The vendor's gateway: bursts of 30, refilled 10 a second.
#[derive(Debug)]
pub(crate) struct Limiter(DefaultDirectRateLimiter);

impl Limiter {
    pub(crate) fn new() -> Self {
        let rate = NonZeroU32::MIN.saturating_add(9);
        let burst = NonZeroU32::MIN.saturating_add(29);
        Self(RateLimiter::direct(
            Quota::per_second(rate).allow_burst(burst),
        ))
    }

    pub(crate) fn allows(&self) -> bool {
        self.0.check().is_ok()
    }
}
