//! Bodies: one that tells when it is asked for, and reading one under a limit.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body::{Body as _, Frame, SizeHint};
use reqwest::Body;

use crate::exchange::{BodyEnd, Exchange};

/// A request's body that records when the transport first asks for it.
///
/// It can't be cloned, so no layer below can send the request a second time.
pub(crate) struct Told {
    body: Body,
    exchange: Exchange,
}

impl Told {
    pub(crate) fn wrap(body: Body, exchange: Exchange) -> Body {
        Body::wrap(Self { body, exchange })
    }
}

impl http_body::Body for Told {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        self.exchange.ask();
        Pin::new(&mut self.body).poll_frame(context)
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
pub async fn read_body(response: reqwest::Response, limit: usize) -> (Bytes, BodyEnd) {
    read(http::Response::<Body>::from(response).into_body(), limit).await
}

pub(crate) async fn read(mut body: Body, limit: usize) -> (Bytes, BodyEnd) {
    let fits = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
    if body.size_hint().lower() > fits(limit) {
        return (Bytes::new(), BodyEnd::TooLarge);
    }
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    let whole = |first: Bytes, rest: BytesMut| {
        // Most answers come in one piece, which is not copied.
        if rest.is_empty() {
            first
        } else {
            rest.freeze()
        }
    };
    loop {
        let frame = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
        let chunk = match frame {
            None => return (whole(first, rest), BodyEnd::Complete),
            Some(Err(_)) => return (whole(first, rest), BodyEnd::Broken),
            Some(Ok(frame)) => match frame.into_data() {
                Ok(chunk) => chunk,
                Err(_trailers) => continue,
            },
        };
        if first.len().max(rest.len()) + chunk.len() > limit {
            return (whole(first, rest), BodyEnd::TooLarge);
        }
        if first.is_empty() {
            first = chunk;
        } else {
            if rest.is_empty() {
                rest.extend_from_slice(&first);
            }
            rest.extend_from_slice(&chunk);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_of_the_limit_is_read_and_one_byte_more_is_not() {
        let text = "x".repeat(10);
        let (body, end) = read(Body::from(text.clone()), 10).await;
        assert_eq!((body.len(), end), (10, BodyEnd::Complete));
        let (_, end) = read(Body::from(text), 9).await;
        assert_eq!(end, BodyEnd::TooLarge);
    }
}
