//! Decides whether a mutation is retried. No I/O.

use std::time::Duration;

use crate::outcome::classify::Attempted;
use crate::time::backoff::backoff;

/// The most attempts of a call that are not sent, and the most that get a 429.
pub(crate) const ATTEMPTS: u32 = 3;
/// The least that has to be left of the deadline to start an attempt.
pub(crate) const FLOOR: Duration = Duration::from_secs(2);
/// The upper bound of the first pause after a failed connection.
const CONNECT_BASE: Duration = Duration::from_millis(500);
/// The upper bound of the first pause after a 429 without `Retry-After`.
const THROTTLE_BASE: Duration = Duration::from_secs(1);

/// What is known when an attempt has failed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RetryState {
    /// The outcome of the attempt.
    pub(crate) outcome: Attempted,
    /// The status of its response.
    pub(crate) status: Option<u16>,
    /// Whether the failure that kept it from being sent may be temporary.
    pub(crate) is_passing: bool,
    /// How many attempts of this call have ended in the same way, this one included.
    pub(crate) attempts: u32,
    /// Whether its access token had been in the cache before this call.
    pub(crate) cached_token: bool,
    /// Whether this call has renewed the token already.
    pub(crate) renewed: bool,
    /// Whether the caller wants to retry after a 429.
    pub(crate) retry_throttled: bool,
    /// How long the response asked to wait.
    pub(crate) retry_after: Option<Duration>,
    /// How much of the deadline is left.
    pub(crate) left: Duration,
    /// A random number from 0 up to 1.
    pub(crate) jitter: f64,
}

/// What to do after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryAction {
    /// Send nothing more.
    Stop,
    /// Send nothing more: a pause of this length does not fit the deadline.
    TooLate(Duration),
    /// Send again after this pause.
    After(Duration),
    /// Invalidate the token, get another, send again.
    Renew,
}

/// Returns what to do after an attempt that did not succeed.
pub(crate) fn next(state: RetryState) -> RetryAction {
    match (state.outcome, state.status) {
        (Attempted::NotSent, _) if state.is_passing && state.attempts < ATTEMPTS => fitting(
            backoff(CONNECT_BASE, state.attempts, state.jitter),
            state.left,
        ),
        (Attempted::Rejected, Some(401)) if state.cached_token && !state.renewed => {
            RetryAction::Renew
        }
        (Attempted::Rejected, Some(429)) if state.retry_throttled && state.attempts < ATTEMPTS => {
            let least = state.retry_after.unwrap_or_default();
            let pause = backoff(THROTTLE_BASE, state.attempts, state.jitter);
            fitting(pause.max(least), state.left)
        }
        _ => RetryAction::Stop,
    }
}

fn fitting(pause: Duration, left: Duration) -> RetryAction {
    if pause.saturating_add(FLOOR) <= left {
        RetryAction::After(pause)
    } else {
        RetryAction::TooLate(pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(outcome: Attempted, status: Option<u16>) -> RetryState {
        RetryState {
            outcome,
            status,
            is_passing: true,
            attempts: 1,
            cached_token: true,
            renewed: false,
            retry_throttled: true,
            retry_after: None,
            left: Duration::from_secs(30),
            jitter: 0.5,
        }
    }

    #[test]
    fn what_was_not_sent_is_sent_again_up_to_three_times_in_all() {
        let mut now = state(Attempted::NotSent, None);
        assert_eq!(next(now), RetryAction::After(Duration::from_millis(250)));
        now.attempts = 2;
        assert_eq!(next(now), RetryAction::After(Duration::from_secs(1)));
        now.attempts = 3;
        assert_eq!(next(now), RetryAction::Stop);
    }

    #[test]
    fn no_attempt_is_started_with_less_than_the_floor_left() {
        let mut now = state(Attempted::NotSent, None);
        now.left = FLOOR + Duration::from_millis(250);
        assert_eq!(next(now), RetryAction::After(Duration::from_millis(250)));
        now.left -= Duration::from_millis(1);
        assert_eq!(next(now), RetryAction::TooLate(Duration::from_millis(250)));
    }

    #[test]
    fn what_will_not_pass_is_not_tried_again() {
        let mut now = state(Attempted::NotSent, None);
        now.is_passing = false;
        assert_eq!(next(now), RetryAction::Stop);
    }

    #[test]
    fn a_401_renews_once_and_only_a_token_from_the_cache() {
        let mut now = state(Attempted::Rejected, Some(401));
        assert_eq!(next(now), RetryAction::Renew);
        now.renewed = true;
        assert_eq!(next(now), RetryAction::Stop);
        now.renewed = false;
        now.cached_token = false;
        assert_eq!(next(now), RetryAction::Stop);
    }

    #[test]
    fn a_429_is_sent_again_only_when_asked_for_and_when_it_fits() {
        let mut now = state(Attempted::Rejected, Some(429));
        assert_eq!(next(now), RetryAction::After(Duration::from_millis(500)));
        now.retry_after = Some(Duration::from_secs(7));
        assert_eq!(next(now), RetryAction::After(Duration::from_secs(7)));
        now.retry_after = Some(Duration::from_secs(29));
        assert_eq!(next(now), RetryAction::TooLate(Duration::from_secs(29)));
        now.retry_after = Some(Duration::MAX);
        assert_eq!(next(now), RetryAction::TooLate(Duration::MAX));
        now.retry_after = None;
        now.attempts = 3;
        assert_eq!(next(now), RetryAction::Stop);
        now.attempts = 1;
        now.retry_throttled = false;
        assert_eq!(next(now), RetryAction::Stop);
    }

    #[test]
    fn anything_else_is_never_sent_again() {
        for status in (100..=599).filter(|status| ![401, 429].contains(status)) {
            assert_eq!(
                next(state(Attempted::Rejected, Some(status))),
                RetryAction::Stop
            );
        }
        for status in (100..=599).map(Some).chain([None]) {
            for outcome in [Attempted::Unknown, Attempted::Done] {
                assert_eq!(
                    next(state(outcome, status)),
                    RetryAction::Stop,
                    "{outcome:?} {status:?}"
                );
            }
        }
    }
}
