//! Makes one request, whatever the operation: races the deadline, keeps the evidence, and
//! redacts credentials that the response echoes.

use std::pin::pin;

use bytes::Bytes;
use http::HeaderMap;
use numbers_client::{BodyEnd, Exchange, TransportError};

use crate::engine::inner::Inner;
use crate::engine::operation::Operation;
use crate::http::redact;
use crate::time::deadline::Deadline;

/// The result of one request.
pub(crate) enum Exchanged<T> {
    /// A complete response head was received.
    Response(Response<T>),
    /// No complete response head was received.
    NoResponse {
        /// Whether anything of the request may have been written.
        may_be_written: bool,
        failure: Failure,
    },
}

/// Why no response was received.
pub(crate) enum Failure {
    /// The deadline ended.
    Deadline,
    /// The transport failed.
    Transport(TransportError),
    /// The generated code could not build the request.
    Unbuilt,
}

/// A response as far as it was read.
pub(crate) struct Response<T> {
    pub(crate) status: u16,
    /// The body as the generated code decoded it, if it could.
    pub(crate) typed: Option<Box<T>>,
    pub(crate) body: Bytes,
    /// Whether all of the body was read.
    pub(crate) is_complete: bool,
    /// Empty for a success.
    pub(crate) headers: HeaderMap,
}

impl<T> Response<T> {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Makes one request. The exchange belongs to the caller, so that the evidence survives when
/// this future is dropped.
pub(crate) async fn exchange<O: Operation>(
    inner: &Inner,
    operation: &O,
    exchange: &Exchange,
    deadline: &Deadline<'_>,
) -> Exchanged<O::Wire> {
    // Written here, where the span of the request is the current one.
    let client = match &inner.trace_context {
        None => exchange.client(),
        Some(context) => exchange.clone().headers(context.headers()).client(),
    };
    let call = pin!(async {
        // The error is not needed: the exchange keeps what was received, and the failure.
        let value = operation.call(&client, &inner.project).await.ok();
        value.map(|value| Box::new(value.into_inner()))
    });
    let ended = deadline.race(call).await;
    // Withdrawn before the evidence is read, so that nothing is written afterwards.
    let may_be_written = exchange.withdraw();
    let wire = exchange.take_wire();
    let is_late = ended.is_none();
    let typed = ended.flatten();
    let Some(status) = wire.status else {
        return Exchanged::NoResponse {
            may_be_written,
            failure: match (is_late, wire.failure) {
                (true, _) => Failure::Deadline,
                (false, Some(error)) => Failure::Transport(error),
                (false, None) => Failure::Unbuilt,
            },
        };
    };
    let mut response = Response {
        status,
        typed,
        body: wire.body,
        is_complete: wire.end == BodyEnd::Complete,
        headers: wire.headers,
    };
    if let Some(credential) = exchange.credential() {
        let [carried, behind] = inner.credentials.secrets(credential);
        let credentials = [&*carried, &*behind];
        // The secrets of the request are a part of its success.
        if response.is_success() {
            redact(&mut response, &credentials);
        } else {
            redact(
                &mut response,
                &[&credentials, &*operation.secrets()].concat(),
            );
        }
    }
    Exchanged::Response(response)
}

fn redact<T>(response: &mut Response<T>, secrets: &[&str]) {
    if let Some(body) = redact::body(&response.body, secrets) {
        response.body = body;
        response.typed = None;
    }
    redact::headers(&mut response.headers, secrets);
}
