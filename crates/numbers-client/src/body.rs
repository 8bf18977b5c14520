//! Bodies: one that tells when it is asked for, and reading one under a limit.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};
use reqwest::Body;

use crate::exchange::{BodyEnd, Record};

/// A request's body that records when the transport first asks for it.
///
/// It can't be cloned, so no layer below can send the request a second time.
pub(crate) struct Told {
    body: Body,
    record: Arc<Record>,
}

impl Told {
    pub(crate) fn wrap(body: Body, record: Arc<Record>) -> Body {
        Body::wrap(Self { body, record })
    }
}

impl http_body::Body for Told {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if !self.record.ask() {
            return Poll::Ready(Some(Err("the request was withdrawn".into())));
        }
        let frame = Pin::new(&mut self.body).poll_frame(context);
        frame.map(|frame| frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Reads the body of a response up to `limit` bytes, and tells how that ended. What was
/// read before a failure is kept.
///
/// What is read is copied, so that keeping it does not keep the connection's buffer, which
/// is some 8 KiB large.
pub async fn read_body(response: &mut reqwest::Response, limit: usize) -> (Bytes, BodyEnd) {
    let told = response.content_length().unwrap_or_default();
    let capacity = match usize::try_from(told) {
        Ok(told) if told <= limit => told,
        _ => return (Bytes::new(), BodyEnd::TooLarge),
    };
    let mut body = BytesMut::with_capacity(capacity);
    let end = loop {
        match response.chunk().await {
            Ok(None) => break BodyEnd::Complete,
            Ok(Some(chunk)) if chunk.len() > limit - body.len() => break BodyEnd::TooLarge,
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Err(_) => break BodyEnd::Broken,
        }
    };
    (body.freeze(), end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_of_the_limit_is_read_and_one_byte_more_is_not() {
        let text = "x".repeat(10);
        let response = |text| reqwest::Response::from(http::Response::new(text));
        let (body, end) = read_body(&mut response(text.clone()), 10).await;
        assert_eq!((body.len(), end), (10, BodyEnd::Complete));
        let (_, end) = read_body(&mut response(text), 9).await;
        assert_eq!(end, BodyEnd::TooLarge);
    }

    #[tokio::test]
    async fn what_was_read_does_not_keep_the_buffer_it_came_in() {
        let buffer = Bytes::from(vec![b'x'; 8192]);
        let part = Body::from(buffer.slice(..10));
        let mut response = reqwest::Response::from(http::Response::new(part));
        let (body, _) = read_body(&mut response, 10).await;
        drop(response);
        assert_eq!(body.len(), 10);
        assert!(buffer.is_unique());
    }
}
