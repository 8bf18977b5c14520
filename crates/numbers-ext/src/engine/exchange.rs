//! The one way in which a request is made, whatever the operation: it races the deadline,
//! keeps the evidence, and takes echoed credentials out of the response.

use std::pin::pin;

use bytes::Bytes;
use http::HeaderMap;
use numbers_client::{BodyEnd, Error, Exchange};

use crate::engine::inner::Inner;
use crate::engine::operation::Operation;
use crate::http::redact;
use crate::http::transport_error::{TransportError, TransportErrorKind};
use crate::time::deadline::Deadline;

/// What became of one request.
pub(crate) enum Exchanged<T> {
    /// A complete response head came.
    Response(Response<T>),
    /// None came.
    NoResponse {
        /// Whether anything of the request may have been written.
        may_be_written: bool,
        /// How the transport failed; `None` when the deadline ended.
        failure: Option<TransportError>,
    },
}

/// A response as far as it was read.
pub(crate) struct Response<T> {
    pub(crate) status: u16,
    /// The decoded body, where the generated code could decode it.
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

/// Makes one request. The caller keeps the exchange, so that the evidence is there when
/// the future is dropped.
pub(crate) async fn exchange<O: Operation>(
    inner: &Inner,
    operation: &O,
    exchange: &Exchange,
    deadline: &Deadline<'_>,
) -> Exchanged<O::Wire> {
    let client = inner.generated(exchange);
    let call = pin!(async {
        match operation.call(&client, &inner.project).await {
            Ok(value) => (Some(Box::new(value.into_inner())), None),
            Err(Error::CommunicationError(error)) => {
                (None, Some(TransportError::from_reqwest(error)))
            }
            Err(Error::InvalidRequest(_)) => {
                (None, Some(TransportError::new(TransportErrorKind::Request)))
            }
            // Decoding failed, or the status is no success; the exchange keeps the response.
            Err(_) => (None, None),
        }
    });
    let (typed, failure) = deadline.race(call).await.unwrap_or((None, None));
    // Whoever gives up withdraws, so that nothing is written after this was judged.
    let may_be_written = exchange.withdraw();
    let wire = exchange.take_wire();
    let Some(status) = wire.status else {
        return Exchanged::NoResponse {
            may_be_written,
            failure,
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
        let secrets = inner.credentials.secrets(credential);
        if let Some(body) = redact::body(&response.body, &secrets) {
            response.body = body;
            response.typed = None;
        }
        redact::headers(&mut response.headers, &secrets);
    }
    Exchanged::Response(response)
}
