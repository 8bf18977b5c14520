//! What becomes of one request.

use std::io;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::{Method, Request, StatusCode};
use numbers_ext::webhooks::{Duplicates, EventError, SIGNATURE_HEADER, Verifier};

use crate::commands::listen::forward::Forward;
use crate::report::event::{Received, Refusal};
use crate::report::write_all;

/// The most bytes of an event that are read. Events have a few hundred.
const LIMIT: usize = 64 * 1024;
/// The longest that a body may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many events are remembered, so that one that comes again is recognised.
const REMEMBERED: usize = 10_000;

/// Verifies requests, forwards the events in them, and prints them.
#[derive(Debug)]
pub(super) struct Receiver {
    verifier: Verifier,
    forward: Option<Forward>,
    is_json: bool,
    /// Held while an event is printed as well, so that lines are not mixed.
    duplicates: Mutex<Duplicates>,
}

/// What a request is responded with: a status and one line.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: StatusCode,
    pub(super) line: String,
}

impl Response {
    fn new(status: StatusCode, line: impl Into<String>) -> Self {
        Self {
            status,
            line: line.into(),
        }
    }
}

impl Receiver {
    pub(super) fn new(verifier: Verifier, forward: Option<Forward>, is_json: bool) -> Self {
        Self {
            verifier,
            forward,
            is_json,
            duplicates: Mutex::new(Duplicates::remembering(REMEMBERED)),
        }
    }

    /// Handles a request. The error is that of printing: nobody reads events any more.
    pub(super) async fn receive(
        &self,
        request: Request<Incoming>,
        from: SocketAddr,
    ) -> io::Result<Response> {
        let (head, body) = request.into_parts();
        if head.method != Method::POST {
            let line = "events are sent by POST";
            return Ok(Response::new(StatusCode::METHOD_NOT_ALLOWED, line));
        }
        let read = match read(body).await {
            Ok(body) => body,
            Err(response) => return self.refuse(response, from),
        };
        let signature = head.headers.get(SIGNATURE_HEADER);
        let signature = signature.and_then(|value| value.to_str().ok());
        let event = match self.verifier.event(signature, &read) {
            Ok(event) => event,
            Err(error) => {
                let status = match error {
                    EventError::Signature(_) => StatusCode::UNAUTHORIZED,
                    _ => StatusCode::BAD_REQUEST,
                };
                return self.refuse(Response::new(status, error.to_string()), from);
            }
        };
        let forwarded = match &self.forward {
            Some(forward) => Some(forward.send(&head.headers, read.clone()).await),
            None => None,
        };
        let response = match &forwarded {
            Some(Ok(200..=299)) | None => Response::new(StatusCode::OK, ""),
            Some(_) => Response::new(StatusCode::BAD_GATEWAY, "the event was not forwarded"),
        };
        let mut duplicates = self
            .duplicates
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let id = event.event_id.as_deref().unwrap_or_default();
        let received = Received {
            is_duplicate: !duplicates.is_new(id),
            event: &event,
            body: &read,
            forwarded: forwarded.as_ref(),
        };
        let printed = if self.is_json {
            write_all(&mut anstream::stdout(), &received.json())
        } else {
            let _ = write_all(&mut anstream::stderr(), &received.note());
            write_all(&mut anstream::stdout(), &received.text())
        };
        drop(duplicates);
        printed.map(|()| response)
    }

    /// Says that a request was refused, and nothing of what is in it.
    fn refuse(&self, response: Response, from: SocketAddr) -> io::Result<Response> {
        let refusal = Refusal {
            status: response.status.as_u16(),
            message: &response.line,
            from,
        };
        if self.is_json {
            write_all(&mut anstream::stdout(), &refusal.json())?;
        } else {
            let _ = write_all(&mut anstream::stderr(), &refusal.note());
        }
        Ok(response)
    }
}

/// Reads a body under its limits.
async fn read(body: Incoming) -> Result<Bytes, Response> {
    let read = tokio::time::timeout(PATIENCE, Limited::new(body, LIMIT).collect()).await;
    match read {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Response::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "the body is too large",
        )),
        Ok(Err(_)) => Err(Response::new(
            StatusCode::BAD_REQUEST,
            "the body could not be read",
        )),
        Err(_) => Err(Response::new(
            StatusCode::REQUEST_TIMEOUT,
            "the body took too long",
        )),
    }
}
