//! Makes reads: operations that change nothing.

use std::pin::pin;

use crate::engine::exchange::{Exchanged, Failure, Response, exchange};
use crate::engine::inner::Inner;
use crate::engine::operation::{Read, Success};
use crate::engine::telemetry;
use crate::http::received::Received;
use crate::outcome::cause::Cause;
use crate::outcome::read_error::ReadError;
use crate::time::deadline::Deadline;

/// Reads once. A 401 on a cached token is retried once with a new token.
pub(crate) async fn read<R: Read>(
    inner: &Inner,
    operation: &R,
    deadline: &Deadline<'_>,
) -> Result<R::Value, ReadError> {
    let span = telemetry::request_span(inner, R::ROUTE, 0);
    telemetry::traced(span, pin!(request(inner, operation, deadline))).await
}

async fn request<R: Read>(
    inner: &Inner,
    operation: &R,
    deadline: &Deadline<'_>,
) -> Result<R::Value, ReadError> {
    let mut renewed = false;
    loop {
        let none = |cause| ReadError::new(operation.what(), cause, Received::default());
        let lease = match deadline.race(pin!(inner.credentials.lease())).await {
            None => return Err(none(Cause::TokenTooLate(inner.credentials.delay()))),
            Some(Err(error)) => return Err(none(Cause::NoToken(error))),
            Some(Ok(lease)) => lease,
        };
        let origin = lease.origin;
        let record = inner.exchange(lease.header, R::BODY);
        let response = match exchange(inner, operation, &record, deadline).await {
            Exchanged::Response(response) => response,
            Exchanged::NoResponse {
                may_be_written,
                failure,
            } => {
                telemetry::ended(None);
                return Err(none(without_response(may_be_written, failure)));
            }
        };
        if response.status == 401 {
            inner.credentials.refused(origin);
            if origin.cached && !renewed {
                renewed = true;
                continue;
            }
        }
        telemetry::ended(Some(response.status));
        return judge(inner, operation, response);
    }
}

fn judge<R: Read>(
    inner: &Inner,
    operation: &R,
    response: Response<R::Wire>,
) -> Result<R::Value, ReadError> {
    let status = response.status;
    if !response.is_success() {
        let is_complete = response.is_complete;
        let now = inner.clock.wall();
        let received = Received::refusal(status, response.headers, response.body, now);
        let meaning = is_complete.then(|| operation.refused(&received)).flatten();
        return meaning
            .ok_or_else(|| ReadError::new(operation.what(), Cause::Status(status), received));
    }
    let received = Received::success(status);
    if !response.is_complete {
        return Err(ReadError::new(
            operation.what(),
            Cause::Incomplete(status),
            received,
        ));
    }
    let success = Success {
        typed: response.typed,
        body: response.body,
        project: &inner.project,
        attempts: 0,
    };
    operation.accept(success).map_err(|error| {
        let cause = Cause::Unreadable { status, error };
        ReadError::new(operation.what(), cause, received)
    })
}

/// Returns the cause of a request that got no response.
pub(crate) fn without_response(may_be_written: bool, failure: Failure) -> Cause {
    match (failure, may_be_written) {
        (Failure::Deadline, true) => Cause::NoResponse,
        (Failure::Deadline, false) => Cause::ConnectingTooLong,
        (Failure::Transport(error), true) => Cause::Lost(error),
        (Failure::Transport(error), false) => Cause::Unwritten(error),
        (Failure::Unbuilt, _) => Cause::Unbuilt,
    }
}
