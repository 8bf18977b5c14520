//! Pauses between attempts: exponential backoff with full jitter.

use std::time::Duration;

/// The factor by which the upper bound of a pause grows with each attempt.
const GROWTH: u32 = 4;

/// Returns the pause after so many attempts: a random share, `jitter` from 0 to 1, of an upper
/// bound that is `base` at first and grows with each attempt.
pub(crate) fn backoff(base: Duration, attempts: u32, jitter: f64) -> Duration {
    let most = base.saturating_mul(GROWTH.saturating_pow(attempts.saturating_sub(1)));
    most.mul_f64(jitter.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_a_share_of_a_bound_that_grows() {
        let base = Duration::from_secs(1);
        assert_eq!(backoff(base, 1, 0.0), Duration::ZERO);
        assert_eq!(backoff(base, 1, 1.0), base);
        assert_eq!(backoff(base, 2, 1.0), base * 4);
        assert_eq!(backoff(base, 3, 0.5), base * 8);
        assert_eq!(backoff(base, u32::MAX, 0.0), Duration::ZERO);
    }
}
