//! Classifies one attempt of a mutation by its evidence. No I/O.
//!
//! Once a request may have left, the default is [`Attempted::Unknown`]. Evidence moves it;
//! nothing moves it back.

/// The evidence about one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// Nothing of the request was written.
    NotWritten,
    /// The request may have been written and no complete response head came.
    NoHead,
    /// A complete response head with this status came, and a body in this state.
    Head(u16, Body),
}

/// The state of the body of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// All of it was read, and it shows the requested effect.
    Ours,
    /// All of it was read, and it does not show that.
    Foreign,
    /// It was cut short, stalled, broken or over the cap.
    Incomplete,
}

/// The outcome of one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Attempted {
    /// Nothing of the request was written, so the service can't have acted on it.
    NotSent,
    /// The service refused it.
    Rejected,
    /// The service did what was asked for.
    Done,
    /// The service may have acted on it.
    Unknown,
}

/// The statuses with which the service itself refuses. It is an allow-list, since a gateway
/// may respond with others after it has forwarded the request.
const REJECTIONS: [u16; 17] = [
    400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 413, 414, 415, 422, 429, 431,
];

/// Returns the outcome of an attempt with this evidence.
pub(crate) fn classify(evidence: Evidence) -> Attempted {
    match evidence {
        Evidence::NotWritten => Attempted::NotSent,
        Evidence::NoHead => Attempted::Unknown,
        Evidence::Head(200..=299, Body::Ours) => Attempted::Done,
        // The head is enough: the body of a refusal is never decisive.
        Evidence::Head(status, _) if REJECTIONS.contains(&status) => Attempted::Rejected,
        Evidence::Head(..) => Attempted::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODIES: [Body; 3] = [Body::Ours, Body::Foreign, Body::Incomplete];

    #[test]
    fn what_was_not_written_was_not_sent_and_what_may_have_been_is_unknown() {
        assert_eq!(classify(Evidence::NotWritten), Attempted::NotSent);
        assert_eq!(classify(Evidence::NoHead), Attempted::Unknown);
    }

    /// Written out once more, so that a flipped row of the table fails here.
    #[test]
    fn every_status_from_100_to_599_has_its_row() {
        for status in 100..=599 {
            for body in BODIES {
                let expected = match (status, body) {
                    (200..=299, Body::Ours) => Attempted::Done,
                    (400..=407 | 409 | 410 | 411 | 413 | 414 | 415 | 422 | 429 | 431, _) => {
                        Attempted::Rejected
                    }
                    _ => Attempted::Unknown,
                };
                let outcome = classify(Evidence::Head(status, body));
                assert_eq!(outcome, expected, "{status} {body:?}");
            }
        }
    }

    #[test]
    fn statuses_that_a_gateway_may_add_are_unknown() {
        for status in [
            301, 307, 308, 408, 412, 416, 417, 418, 421, 425, 426, 451, 499, 500, 502, 503, 504,
        ] {
            for body in BODIES {
                assert_eq!(
                    classify(Evidence::Head(status, body)),
                    Attempted::Unknown,
                    "{status}"
                );
            }
        }
    }
}
