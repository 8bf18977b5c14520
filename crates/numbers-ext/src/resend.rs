//! Whether a rent may be sent again without asking: no I/O.

use std::time::Duration;

use crate::classify::Outcome;

/// The most attempts of one call that end without having been sent, or throttled.
pub(crate) const ATTEMPTS: u32 = 3;
/// No rent is started with less than this left.
pub(crate) const FLOOR: Duration = Duration::from_secs(2);
/// The longest first pause after a failed connection.
const CONNECT_BASE: Duration = Duration::from_millis(500);
/// The longest first pause after a 429 that does not say how long.
const THROTTLE_BASE: Duration = Duration::from_secs(1);
/// By how much the longest pause grows with each attempt.
const GROWTH: u32 = 4;

/// What is known when a send has ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Situation {
    /// What it ended in.
    pub(crate) outcome: Outcome,
    /// The status of its answer.
    pub(crate) status: Option<u16>,
    /// How many sends of this call have ended so, this one included.
    pub(crate) attempts: u32,
    /// Whether it was sent with a token that had been in the cache before this call.
    pub(crate) cached_token: bool,
    /// Whether a 401 has already been answered with a new token.
    pub(crate) renewed: bool,
    /// Whether the caller wants a 429 to be sent again.
    pub(crate) resend_throttled: bool,
    /// What the answer said about how long to wait.
    pub(crate) retry_after: Option<Duration>,
    /// How much is left until the deadline.
    pub(crate) left: Duration,
    /// A random number from 0 up to 1.
    pub(crate) jitter: f64,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Nothing more is sent.
    Stop,
    /// It could be sent again after this pause, but the deadline is sooner.
    TooLate(Duration),
    /// Send again after this pause.
    After(Duration),
    /// Drop that token, get another, send again.
    Renew,
}

/// The table of "What may be sent again without asking".
pub(crate) fn next(situation: Situation) -> Next {
    match (situation.outcome, situation.status) {
        (Outcome::NotSent, _) if situation.attempts < ATTEMPTS => fitting(
            backoff(CONNECT_BASE, situation.attempts, situation.jitter),
            situation.left,
        ),
        (Outcome::Rejected, Some(401)) if situation.cached_token && !situation.renewed => {
            Next::Renew
        }
        (Outcome::Rejected, Some(429))
            if situation.resend_throttled && situation.attempts < ATTEMPTS =>
        {
            let least = situation.retry_after.unwrap_or_default();
            let pause = backoff(THROTTLE_BASE, situation.attempts, situation.jitter);
            fitting(pause.max(least), situation.left)
        }
        _ => Next::Stop,
    }
}

fn fitting(pause: Duration, left: Duration) -> Next {
    if pause.saturating_add(FLOOR) <= left {
        Next::After(pause)
    } else {
        Next::TooLate(pause)
    }
}

/// Full jitter: anything from nothing up to `base`, grown with each attempt.
pub(crate) fn backoff(base: Duration, attempts: u32, jitter: f64) -> Duration {
    let most = base.saturating_mul(GROWTH.saturating_pow(attempts.saturating_sub(1)));
    most.mul_f64(jitter.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn situation(outcome: Outcome, status: Option<u16>) -> Situation {
        Situation {
            outcome,
            status,
            attempts: 1,
            cached_token: true,
            renewed: false,
            resend_throttled: true,
            retry_after: None,
            left: Duration::from_secs(30),
            jitter: 0.5,
        }
    }

    #[test]
    fn what_was_not_sent_is_sent_again_up_to_three_times_in_all() {
        let mut now = situation(Outcome::NotSent, None);
        assert_eq!(next(now), Next::After(Duration::from_millis(250)));
        now.attempts = 2;
        assert_eq!(next(now), Next::After(Duration::from_secs(1)));
        now.attempts = 3;
        assert_eq!(next(now), Next::Stop);
    }

    #[test]
    fn nothing_is_sent_again_that_leaves_less_than_the_floor() {
        let mut now = situation(Outcome::NotSent, None);
        now.left = FLOOR + Duration::from_millis(250);
        assert_eq!(next(now), Next::After(Duration::from_millis(250)));
        now.left -= Duration::from_millis(1);
        assert_eq!(next(now), Next::TooLate(Duration::from_millis(250)));
    }

    #[test]
    fn a_401_renews_once_and_only_a_token_from_the_cache() {
        let mut now = situation(Outcome::Rejected, Some(401));
        assert_eq!(next(now), Next::Renew);
        now.renewed = true;
        assert_eq!(next(now), Next::Stop);
        now.renewed = false;
        now.cached_token = false;
        assert_eq!(next(now), Next::Stop);
    }

    #[test]
    fn a_429_is_sent_again_only_when_asked_for_and_when_it_fits() {
        let mut now = situation(Outcome::Rejected, Some(429));
        assert_eq!(next(now), Next::After(Duration::from_millis(500)));
        now.retry_after = Some(Duration::from_secs(7));
        assert_eq!(next(now), Next::After(Duration::from_secs(7)));
        now.retry_after = Some(Duration::from_secs(29));
        assert_eq!(next(now), Next::TooLate(Duration::from_secs(29)));
        now.retry_after = Some(Duration::MAX);
        assert_eq!(next(now), Next::TooLate(Duration::MAX));
        now.retry_after = None;
        now.attempts = 3;
        assert_eq!(next(now), Next::Stop);
        now.attempts = 1;
        now.resend_throttled = false;
        assert_eq!(next(now), Next::Stop);
    }

    #[test]
    fn anything_else_is_never_sent_again() {
        for status in (100..=599).filter(|status| ![401, 429].contains(status)) {
            assert_eq!(next(situation(Outcome::Rejected, Some(status))), Next::Stop);
        }
        for status in (100..=599).map(Some).chain([None]) {
            for outcome in [Outcome::Unknown, Outcome::Rented] {
                assert_eq!(
                    next(situation(outcome, status)),
                    Next::Stop,
                    "{outcome:?} {status:?}"
                );
            }
        }
    }

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
