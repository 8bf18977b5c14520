//! What a call ended in, from what its sends ended in: no I/O.

use crate::classify::Outcome;

/// Rented if any send was; else unknown if any may have been acted on; else what the
/// last one was.
///
/// After an ambiguous send a refusal proves nothing: a 404 or 409 may be our own rental
/// speaking.
pub(crate) fn fold(sends: &[Outcome]) -> Outcome {
    if sends.contains(&Outcome::Rented) {
        Outcome::Rented
    } else if sends.contains(&Outcome::Unknown) {
        Outcome::Unknown
    } else {
        sends.last().copied().unwrap_or(Outcome::NotSent)
    }
}

#[cfg(test)]
mod tests {
    use super::Outcome::{NotSent, Rejected, Rented, Unknown};
    use super::*;

    #[test]
    fn a_call_without_sends_was_not_sent() {
        assert_eq!(fold(&[]), NotSent);
    }

    #[test]
    fn every_pair_and_triple_has_its_row() {
        let all = [NotSent, Rejected, Rented, Unknown];
        let expected = |sends: &[Outcome]| {
            let rank = |outcome: &Outcome| match outcome {
                Rented => 2,
                Unknown => 1,
                NotSent | Rejected => 0,
            };
            // The last of the strongest.
            *sends.iter().max_by_key(|outcome| rank(outcome)).unwrap()
        };
        for a in all {
            assert_eq!(fold(&[a]), a);
            for b in all {
                assert_eq!(fold(&[a, b]), expected(&[a, b]), "{a:?} {b:?}");
                for c in all {
                    assert_eq!(fold(&[a, b, c]), expected(&[a, b, c]), "{a:?} {b:?} {c:?}");
                }
            }
        }
    }

    #[test]
    fn a_refusal_after_an_ambiguous_send_is_unknown() {
        assert_eq!(fold(&[Unknown, Rejected]), Unknown);
        assert_eq!(fold(&[Rejected, NotSent]), NotSent);
    }
}
