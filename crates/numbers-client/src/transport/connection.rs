//! One HTTP/1.1 connection, driven by whoever uses it.
//!
//! No task of its own drives it. What a request writes, it writes while its future is
//! polled: a future that is dropped writes nothing more, on whatever thread, and takes the
//! connection with it.

use std::future::{Future as _, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use reqwest::Body;

use super::error::{TransportError, TransportErrorKind};
use super::gated::{Gate, Gated, Stream};
use crate::record::{BodyEnd, Record};

/// The most that is read at once, and so the longest head of a response.
const BUFFER: usize = 64 * 1024;

/// A connection that is made and may be used for one request at a time.
pub(super) struct Connection {
    requests: http1::SendRequest<Body>,
    /// `None` once the connection has ended.
    driver: Option<Pin<Box<http1::Connection<Gated, Body>>>>,
    gate: Arc<Gate>,
}

/// A request that got no response.
pub(super) struct Unanswered {
    pub(super) error: TransportError,
    /// The request, where nothing of it was given to the connection.
    pub(super) unsent: Option<http::Request<Body>>,
}

/// A body as far as it was read.
pub(super) struct ReadBody {
    pub(super) bytes: Bytes,
    pub(super) end: BodyEnd,
    pub(super) failure: Option<TransportError>,
}

impl Connection {
    /// HTTP over a connected stream. Nothing is written yet.
    pub(super) async fn over(stream: Box<dyn Stream>) -> Result<Self, TransportError> {
        let gate = Arc::<Gate>::default();
        let gated = Gated::new(stream, Arc::clone(&gate));
        let (requests, driver) = http1::Builder::new()
            .max_buf_size(BUFFER)
            .handshake(gated)
            .await
            .map_err(|error| TransportError::exchanging(&error))?;
        Ok(Self {
            requests,
            driver: Some(Box::pin(driver)),
            gate,
        })
    }

    /// Sends a request, and gives the head of its response.
    pub(super) async fn send(
        &mut self,
        request: http::Request<Body>,
        record: &Arc<Record>,
    ) -> Result<http::Response<Incoming>, Unanswered> {
        self.gate.open(Arc::clone(record));
        let mut response = pin!(self.requests.try_send_request(request));
        poll_fn(|context| {
            self.gate.refill();
            self.drive(context);
            response.as_mut().poll(&mut still())
        })
        .await
        .map_err(|mut error| Unanswered {
            unsent: error.take_message(),
            error: TransportError::exchanging(error.error()),
        })
    }

    /// Reads the body of a response, up to `limit` bytes. What was read before a failure is
    /// kept. It is copied, since keeping a part of the connection's buffer would keep all.
    pub(super) async fn read(&mut self, mut body: Incoming, limit: usize) -> ReadBody {
        let stated = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        if stated > limit {
            return ReadBody::too_large(Bytes::new());
        }
        let mut read = BytesMut::with_capacity(stated);
        let (end, failure) = poll_fn(|context| {
            self.gate.refill();
            let mut driven = false;
            loop {
                if body.is_end_stream() {
                    break Poll::Ready((BodyEnd::Complete, None));
                }
                match Pin::new(&mut body).poll_frame(&mut still()) {
                    Poll::Ready(None) => break Poll::Ready((BodyEnd::Complete, None)),
                    Poll::Ready(Some(Ok(frame))) => {
                        let Ok(data) = frame.into_data() else {
                            continue;
                        };
                        if data.len() > limit - read.len() {
                            break Poll::Ready((BodyEnd::TooLarge, None));
                        }
                        read.extend_from_slice(&data);
                        driven = false;
                    }
                    Poll::Ready(Some(Err(error))) => {
                        let failure = TransportError::exchanging(&error);
                        break Poll::Ready((BodyEnd::Broken, Some(failure)));
                    }
                    Poll::Pending if driven => break Poll::Pending,
                    Poll::Pending => {
                        self.drive(context);
                        driven = true;
                    }
                }
            }
        })
        .await;
        let bytes = read.freeze();
        match end {
            BodyEnd::TooLarge => ReadBody::too_large(bytes),
            _ => ReadBody {
                bytes,
                end,
                failure,
            },
        }
    }

    /// Whether another request may go over it, now that a response was read.
    pub(super) async fn is_reusable(&mut self) -> bool {
        self.gate.close();
        if !self.requests.is_ready() {
            poll_fn(|context| {
                self.gate.refill();
                self.drive(context);
                Poll::Ready(())
            })
            .await;
        }
        self.driver.is_some() && self.requests.is_ready()
    }

    /// Writes and reads what can be without waiting. Only this makes progress, so that who
    /// waits for what it gives needs no waker.
    fn drive(&mut self, context: &mut Context<'_>) {
        let ended = self
            .driver
            .as_mut()
            .is_some_and(|driver| driver.as_mut().poll(context).is_ready());
        if ended {
            // Who waits for something is told so.
            self.driver = None;
        }
    }
}

impl ReadBody {
    fn too_large(bytes: Bytes) -> Self {
        Self {
            bytes,
            end: BodyEnd::TooLarge,
            failure: Some(TransportError::new(TransportErrorKind::TooLarge)),
        }
    }
}

/// A context that wakes nobody.
fn still() -> Context<'static> {
    Context::from_waker(Waker::noop())
}
