//! Makes one attempt of a mutation and classifies its evidence.

use numbers_client::Exchange;

use crate::engine::exchange::{Exchanged, Response, exchange};
use crate::engine::inner::Inner;
use crate::engine::operation::{Mutation, Success};
use crate::engine::read::without_response;
use crate::http::received::Received;
use crate::outcome::cause::Cause;
use crate::outcome::classify::{Attempted, Body, Evidence, classify};
use crate::time::deadline::Deadline;

/// An attempt that did not succeed.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) outcome: Attempted,
    pub(crate) cause: Cause,
    pub(crate) received: Received,
}

impl Failed {
    /// Returns a failed attempt of which nothing was sent.
    pub(crate) fn unsent(cause: Cause) -> Self {
        Self {
            outcome: Attempted::NotSent,
            cause,
            received: Received::default(),
        }
    }
}

/// Sends one request and classifies its evidence. A success comes with its HTTP status.
pub(crate) async fn attempt<M: Mutation>(
    inner: &Inner,
    mutation: &M,
    record: &Exchange,
    attempts: u32,
    deadline: &Deadline<'_>,
) -> Result<(u16, M::Value), Box<Failed>> {
    match exchange(inner, mutation, record, deadline).await {
        Exchanged::Response(response) => judge(inner, mutation, response, attempts),
        Exchanged::NoResponse {
            may_be_written,
            failure,
        } => Err(Box::new(Failed {
            // Once the transport has asked for the request, nothing can prove that it was
            // not written.
            outcome: classify(if may_be_written {
                Evidence::NoHead
            } else {
                Evidence::NotWritten
            }),
            cause: without_response(may_be_written, failure),
            received: Received::default(),
        })),
    }
}

/// Ends an attempt whose future is dropped, and returns its outcome. Nothing of its request
/// is written from now on.
pub(crate) fn abandon(record: &Exchange) -> Attempted {
    let may_be_written = record.withdraw();
    classify(match record.wire().status {
        Some(status) => Evidence::Head(status, Body::Incomplete),
        None if may_be_written => Evidence::NoHead,
        None => Evidence::NotWritten,
    })
}

fn judge<M: Mutation>(
    inner: &Inner,
    mutation: &M,
    response: Response<M::Wire>,
    attempts: u32,
) -> Result<(u16, M::Value), Box<Failed>> {
    let status = response.status;
    let is_success = response.is_success();
    let accepted = (is_success && response.is_complete).then(|| {
        mutation.accept(Success {
            typed: response.typed,
            body: response.body.clone(),
            project: &inner.project,
            attempts,
        })
    });
    let body = match &accepted {
        None => Body::Incomplete,
        Some(Ok(_)) => Body::Ours,
        Some(Err(_)) => Body::Foreign,
    };
    let outcome = classify(Evidence::Head(status, body));
    let cause = match (accepted, outcome) {
        (Some(Ok(value)), Attempted::Done) => return Ok((status, value)),
        (Some(Err(error)), _) => Cause::Unreadable { status, error },
        (None, _) if is_success => Cause::Incomplete(status),
        (_, Attempted::Rejected) => Cause::Status(status),
        _ => Cause::Undecided(status),
    };
    let received = if is_success {
        Received::success(status)
    } else {
        let now = inner.clock.wall();
        Received::refusal(status, response.headers, response.body, now)
    };
    Err(Box::new(Failed {
        outcome,
        cause,
        received,
    }))
}
