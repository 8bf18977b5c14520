//! One request and its evidence.

use std::pin::pin;

use http::header::RETRY_AFTER;
use numbers_client::{BodyEnd, Error, Exchange, PhoneNumber, Wire};

use crate::answer::{self, Answered};
use crate::api_error::{self, ApiError};
use crate::classify::{Answer, Evidence, Outcome, classify};
use crate::client::Shared;
use crate::deadline::Deadline;
use crate::error::{Reason, Received};
use crate::types::{ActiveNumber, RentNumberRequest};
use crate::{retry_after, wire_error};

/// What one send ended in that gave no rental.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) outcome: Outcome,
    pub(crate) reason: Reason,
    pub(crate) received: Received,
}

impl Sent {
    /// An attempt that ended before anything was sent.
    pub(crate) fn not(reason: Reason) -> Self {
        Self {
            outcome: Outcome::NotSent,
            reason,
            received: Received::default(),
        }
    }
}

/// How the call of the generated code ended.
enum Ended {
    Deadline,
    Failed(Option<reqwest::Error>),
    Answered(Option<Box<ActiveNumber>>),
}

/// Sends one rent and reads all evidence there is. A rental comes with its status.
pub(crate) async fn rent(
    numbers: &Shared,
    phone: PhoneNumber,
    body: &RentNumberRequest,
    exchange: &Exchange,
    deadline: &Deadline<'_>,
) -> Result<(u16, Answered), Box<Sent>> {
    let client = numbers.generated(exchange);
    let call = pin!(async {
        let call = client.number_service_rent_number(&numbers.project, &phone, body);
        match call.await {
            Ok(value) => Ended::Answered(Some(Box::new(value.into_inner()))),
            Err(Error::CommunicationError(error)) => Ended::Failed(Some(error)),
            // Decoding failed, or the status is no success; the exchange has kept the answer.
            Err(_) => Ended::Answered(None),
        }
    });
    let ended = deadline.race(call).await.unwrap_or(Ended::Deadline);
    judge(numbers, phone, exchange, ended)
}

/// What is known of a send whose future was dropped, or is about to be.
pub(crate) fn abandoned(exchange: &Exchange) -> Outcome {
    let wire = exchange.wire();
    classify(match wire.status {
        Some(status) => Evidence::Head(status, Answer::Incomplete),
        None if exchange.body_was_asked_for() => Evidence::NoHead,
        None => Evidence::NotWritten,
    })
}

fn judge(
    numbers: &Shared,
    phone: PhoneNumber,
    exchange: &Exchange,
    ended: Ended,
) -> Result<(u16, Answered), Box<Sent>> {
    let asked = exchange.body_was_asked_for();
    let wire = exchange.take_wire();
    let Some(status) = wire.status else {
        return Err(Box::new(without_head(ended, asked)));
    };
    let is_success = (200..300).contains(&status);
    let typed = match ended {
        Ended::Answered(typed) => typed,
        Ended::Deadline | Ended::Failed(_) => None,
    };
    let complete = wire.end == BodyEnd::Complete;
    let read = (is_success && complete)
        .then(|| answer::read(typed, wire.body.clone(), phone, &numbers.project));
    let answer = match &read {
        None => Answer::Incomplete,
        Some(Ok(_)) => Answer::Ours,
        Some(Err(_)) => Answer::Foreign,
    };
    let outcome = classify(Evidence::Head(status, answer));
    let reason = match (read, outcome) {
        (Some(Ok(answered)), Outcome::Rented) => return Ok((status, answered)),
        (Some(Err(fault)), _) => Reason::Unreadable { status, fault },
        (None, _) if is_success => Reason::Incomplete(status),
        (_, Outcome::Rejected) => Reason::Status(status),
        _ => Reason::Undecided(status),
    };
    Err(Box::new(Sent {
        outcome,
        reason,
        received: received(numbers, status, wire, exchange),
    }))
}

fn without_head(ended: Ended, asked: bool) -> Sent {
    // Once the transport has asked for the body, nothing proves any more that the
    // request was not written.
    let outcome = classify(if asked {
        Evidence::NoHead
    } else {
        Evidence::NotWritten
    });
    let what = match ended {
        Ended::Deadline if asked => None,
        Ended::Deadline => Some("connecting took too long".to_owned()),
        Ended::Failed(Some(error)) => Some(wire_error::describe(error)),
        Ended::Failed(None) | Ended::Answered(_) => {
            Some("the request could not be built".to_owned())
        }
    };
    let reason = match what {
        None => Reason::NoAnswer,
        Some(what) if asked => Reason::Lost(what),
        Some(what) => Reason::NotWritten(what),
    };
    Sent {
        outcome,
        reason,
        received: Received::default(),
    }
}

pub(crate) fn received(numbers: &Shared, status: u16, wire: Wire, exchange: &Exchange) -> Received {
    if (200..300).contains(&status) {
        return Received {
            status: Some(status),
            ..Received::default()
        };
    }
    let body = match exchange.credential() {
        Some(credential) => api_error::redacted(wire.body, credential),
        None => wire.body,
    };
    let hint = wire
        .headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok());
    Received {
        status: Some(status),
        api: ApiError::read(&body),
        retry_after: hint.and_then(|hint| retry_after::read(hint, numbers.clock.wall())),
        headers: wire.headers,
        body,
    }
}
