//! Pauses between attempts: exponential, with full jitter.

use std::time::Duration;

/// The factor by which the longest pause grows with each attempt.
const GROWTH: u32 = 4;

/// Returns a pause of anything from nothing up to `base`, which grows with each attempt.
/// `jitter` is a random number from 0 up to 1.
pub(crate) fn backoff(base: Duration, attempts: u32, jitter: f64) -> Duration {
    let most = base.saturating_mul(GROWTH.saturating_pow(attempts.saturating_sub(1)));
    most.mul_f64(jitter.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_anything_up_to_a_bound_that_grows() {
        let base = Duration::from_secs(1);
        assert_eq!(backoff(base, 1, 0.0), Duration::ZERO);
        assert_eq!(backoff(base, 1, 1.0), base);
        assert_eq!(backoff(base, 2, 1.0), base * 4);
        assert_eq!(backoff(base, 3, 0.5), base * 8);
        assert_eq!(backoff(base, u32::MAX, 0.0), Duration::ZERO);
    }
}
