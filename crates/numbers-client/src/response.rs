//! Responses as the generated code wants them.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::Frame;
use reqwest::{Body, Response, ResponseBuilderExt as _, Url};

use crate::transport::Received;
use crate::transport::error::TransportError;

/// Returns a response with what was read of its body. Reading a body that was cut short ends
/// in the reason.
pub(crate) fn rebuilt(received: Received, url: Url) -> Response {
    let Received {
        head,
        body,
        failure,
    } = received;
    let mut rebuilt = http::Response::builder()
        .status(head.status)
        .version(head.version);
    if let Some(headers) = rebuilt.headers_mut() {
        *headers = head.headers;
    }
    let body = match failure {
        None => Body::from(body),
        Some(failure) => Body::wrap(Cut {
            read: Some(body),
            failure,
        }),
    };
    // Without a URL of its own, the response would make one up.
    let rebuilt = rebuilt.url(url).body(body);
    rebuilt.unwrap_or_default().into()
}

/// Returns the error that a hook has to return, with the transport error as its source. Only
/// reqwest can make one; it does so for a body that can't be read.
pub(crate) async fn failed(failure: TransportError) -> reqwest::Error {
    let body = Body::wrap(Cut {
        read: None,
        failure,
    });
    let mut response = Response::from(http::Response::new(body));
    loop {
        // A cut body always fails.
        if let Err(error) = response.chunk().await {
            return error;
        }
    }
}

/// A body that ends early.
struct Cut {
    read: Option<Bytes>,
    failure: TransportError,
}

impl http_body::Body for Cut {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Poll::Ready(Some(match self.read.take() {
            Some(read) if !read.is_empty() => Ok(Frame::data(read)),
            _ => Err(self.failure.clone()),
        }))
    }
}
