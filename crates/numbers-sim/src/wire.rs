//! Responses that are not sent as responses are.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use http::{HeaderValue, Response, header};

/// In a response's extensions: the connection is reset instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reset;

/// A response in place of which the connection is reset.
pub(crate) fn reset() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Reset);
    response
}

/// The head says the whole length, half of it comes, and the connection ends.
pub(crate) fn truncated(response: Response<Bytes>) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    // An empty body is cut short as well: one byte is announced and none comes.
    let length = body.len().max(1);
    let half = body.slice(..body.len() / 2);
    let half = stream::iter([Ok(half)]);
    // Later, so that head and half are on their way when the connection ends.
    let end = stream::once(async {
        tokio::time::sleep(Duration::from_millis(10)).await;
        Err(std::io::Error::other("cut short by a fault"))
    });
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    Response::from_parts(parts, Body::from_stream(half.chain(end)))
}
