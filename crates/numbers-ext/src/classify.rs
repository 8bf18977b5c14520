//! What one send of a rent ended in: evidence in, outcome out, no I/O.
//!
//! Once a request may have left, the default is [`Outcome::Unknown`]. Evidence moves it;
//! nothing moves it back.

/// What is known about one send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// Nothing of the request was written.
    NotWritten,
    /// The request may have been written and no complete head of an answer came.
    NoHead,
    /// The head came, and this became of the body.
    Head(u16, Answer),
}

/// What became of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// All of it was read; a JSON object about the number and the project asked for.
    Ours,
    /// All of it was read; not that.
    Foreign,
    /// It was cut short, stalled, broken or over the cap.
    Incomplete,
}

/// What one send ended in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Outcome {
    /// It can't have been acted on, because it never arrived.
    NotSent,
    /// The service refused it.
    Rejected,
    /// The number was rented.
    Rented,
    /// It may have been acted on.
    Unknown,
}

/// Statuses that say that the service itself refused. An allow-list: a gateway may add
/// codes after it has forwarded the request.
const REJECTIONS: [u16; 17] = [
    400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 413, 414, 415, 422, 429, 431,
];

/// The table of "One send".
pub(crate) fn classify(evidence: Evidence) -> Outcome {
    match evidence {
        Evidence::NotWritten => Outcome::NotSent,
        Evidence::NoHead => Outcome::Unknown,
        Evidence::Head(200..=299, Answer::Ours) => Outcome::Rented,
        // The head is enough: the body of a refusal is never decisive.
        Evidence::Head(status, _) if REJECTIONS.contains(&status) => Outcome::Rejected,
        Evidence::Head(..) => Outcome::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWERS: [Answer; 3] = [Answer::Ours, Answer::Foreign, Answer::Incomplete];

    #[test]
    fn what_was_not_written_was_not_sent_and_what_was_is_unknown() {
        assert_eq!(classify(Evidence::NotWritten), Outcome::NotSent);
        assert_eq!(classify(Evidence::NoHead), Outcome::Unknown);
    }

    /// Written out once more, so that a flipped row of the table fails here.
    #[test]
    fn every_status_from_100_to_599_has_its_row() {
        for status in 100..=599 {
            for answer in ANSWERS {
                let expected = match (status, answer) {
                    (200..=299, Answer::Ours) => Outcome::Rented,
                    (400..=407 | 409 | 410 | 411 | 413 | 414 | 415 | 422 | 429 | 431, _) => {
                        Outcome::Rejected
                    }
                    _ => Outcome::Unknown,
                };
                let outcome = classify(Evidence::Head(status, answer));
                assert_eq!(outcome, expected, "{status} {answer:?}");
            }
        }
    }

    #[test]
    fn statuses_that_a_gateway_may_add_are_unknown() {
        for status in [
            301, 307, 308, 408, 412, 416, 417, 418, 421, 425, 426, 451, 499, 500, 502, 503, 504,
        ] {
            for answer in ANSWERS {
                assert_eq!(
                    classify(Evidence::Head(status, answer)),
                    Outcome::Unknown,
                    "{status}"
                );
            }
        }
    }
}
