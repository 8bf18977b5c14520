//! What the project holds now.

use std::pin::pin;
use std::time::Duration;

use numbers_client::{BodyEnd, Error, PhoneNumber};
use serde::Serialize;
use thiserror::Error;

use crate::answer;
use crate::client::Shared;
use crate::deadline::Deadline;
use crate::error::Received;
use crate::send;
use crate::wire_error;
use crate::{ApiError, Proof, Rental, TokenError};

/// What a lookup proved.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lookup {
    /// The project holds the number.
    Held(Box<Rental>),
    /// The project does not hold it, as far as the service knew when it was asked.
    Absent,
}

/// Why a lookup proved nothing.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("inconclusive whether the project holds {phone}: {reason}")]
pub struct LookupError {
    phone: PhoneNumber,
    reason: Why,
    received: Received,
}

#[derive(Clone, Debug, PartialEq, Error)]
enum Why {
    #[error("no access token: {0}")]
    NoToken(TokenError),
    #[error("no answer came before the deadline")]
    NoAnswer,
    #[error("{0}")]
    Connection(String),
    #[error("the service answered {0}")]
    Status(u16),
    #[error("the service answered {0}, but the answer was cut short or too large")]
    Incomplete(u16),
    #[error("the service answered {status}, but {fault}")]
    Unreadable {
        status: u16,
        fault: answer::AnswerFault,
    },
}

impl LookupError {
    /// The status of the answer, if one came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.received.status
    }

    /// What the API said, if that is what the body was.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        self.received.api.as_ref()
    }

    /// How long the service asked to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.received.retry_after
    }

    fn new(phone: PhoneNumber, reason: Why) -> Self {
        Self {
            phone,
            reason,
            received: Received::default(),
        }
    }
}

impl Serialize for LookupError {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("phoneNumber", &self.phone)?;
        map.serialize_entry("message", &self.to_string())?;
        if let Some(status) = self.status() {
            map.serialize_entry("status", &status)?;
        }
        if let Some(api) = self.api() {
            map.serialize_entry("error", api)?;
        }
        map.end()
    }
}

/// Looks once. A 401 on a token from the cache is tried again with a new one.
pub(crate) async fn look(
    numbers: &Shared,
    phone: PhoneNumber,
    deadline: &Deadline<'_>,
) -> Result<Lookup, LookupError> {
    let mut renewed = false;
    loop {
        let lease = match deadline
            .race(pin!(numbers.credentials.lease(numbers.clock.now())))
            .await
        {
            None => return Err(LookupError::new(phone, Why::NoAnswer)),
            Some(Err(error)) => return Err(LookupError::new(phone, Why::NoToken(error))),
            Some(Ok(lease)) => lease,
        };
        let origin = lease.origin;
        let exchange = numbers.exchange(lease.header);
        let client = numbers.generated(&exchange);
        let call = pin!(client.number_service_get_active_number(&numbers.project, &phone));
        let (typed, error) = match deadline.race(call).await {
            None => (None, Some(Why::NoAnswer)),
            Some(Ok(value)) => (Some(Box::new(value.into_inner())), None),
            Some(Err(Error::CommunicationError(error))) => {
                (None, Some(Why::Connection(wire_error::describe(error))))
            }
            Some(Err(_)) => (None, None),
        };
        let wire = exchange.take_wire();
        let Some(status) = wire.status else {
            let reason = error.unwrap_or(Why::NoAnswer);
            return Err(LookupError::new(phone, reason));
        };
        if status == 401 {
            numbers.credentials.refused(origin);
            if origin.cached && !renewed {
                renewed = true;
                continue;
            }
        }
        let complete = wire.end == BodyEnd::Complete;
        let body = wire.body.clone();
        let received = send::received(numbers, status, wire, &exchange);
        let reason = match status {
            200..=299 if complete => match answer::read(typed, body, phone, &numbers.project) {
                Ok(answered) => {
                    let proof = Proof::Lookup(Vec::new());
                    let rental = Rental::new(phone, answered, proof, 0);
                    return Ok(Lookup::Held(Box::new(rental)));
                }
                Err(fault) => Why::Unreadable { status, fault },
            },
            200..=299 => Why::Incomplete(status),
            404 if complete && received.api.as_ref().is_some_and(ApiError::says_not_held) => {
                return Ok(Lookup::Absent);
            }
            _ => Why::Status(status),
        };
        return Err(LookupError {
            phone,
            reason,
            received,
        });
    }
}
