//! Combines the outcomes of a call's attempts into the outcome of the call. No I/O.

use crate::outcome::classify::Attempted;

/// Returns `Done` if any attempt was done, otherwise `Unknown` if any is unknown, and
/// otherwise the outcome of the last one.
///
/// After an unknown attempt a refusal proves nothing: a 404 or 409 may be the effect of our
/// own first request.
pub(crate) fn combine(attempts: &[Attempted]) -> Attempted {
    if attempts.contains(&Attempted::Done) {
        Attempted::Done
    } else if attempts.contains(&Attempted::Unknown) {
        Attempted::Unknown
    } else {
        attempts.last().copied().unwrap_or(Attempted::NotSent)
    }
}

#[cfg(test)]
mod tests {
    use super::Attempted::{Done, NotSent, Rejected, Unknown};
    use super::*;

    #[test]
    fn a_call_without_attempts_was_not_sent() {
        assert_eq!(combine(&[]), NotSent);
    }

    #[test]
    fn every_pair_and_triple_has_its_row() {
        let all = [NotSent, Rejected, Done, Unknown];
        let expected = |attempts: &[Attempted]| {
            let rank = |attempt: &Attempted| match attempt {
                Done => 2,
                Unknown => 1,
                NotSent | Rejected => 0,
            };
            // The last of the strongest.
            *attempts.iter().max_by_key(|attempt| rank(attempt)).unwrap()
        };
        for a in all {
            assert_eq!(combine(&[a]), a);
            for b in all {
                assert_eq!(combine(&[a, b]), expected(&[a, b]), "{a:?} {b:?}");
                for c in all {
                    assert_eq!(
                        combine(&[a, b, c]),
                        expected(&[a, b, c]),
                        "{a:?} {b:?} {c:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_refusal_after_an_ambiguous_attempt_is_unknown() {
        assert_eq!(combine(&[Unknown, Rejected]), Unknown);
        assert_eq!(combine(&[Rejected, NotSent]), NotSent);
    }
}
