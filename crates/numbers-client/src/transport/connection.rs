//! One HTTP/1.1 connection, driven by the future of the request that uses it.
//!
//! There is no task that drives it in the background. A request is written while its future
//! is polled and at no other time: a future that is dropped writes nothing more, on any
//! thread, and closes the connection.

use std::future::{Future as _, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use reqwest::Body;
use tokio::task::unconstrained;

use super::error::{TransportError, TransportErrorKind};
use super::gated::{Gate, Gated, Stream};
use super::relay::Relay;
use crate::record::{BodyEnd, Record};

/// The most that is read at once, and so the longest head of a response.
const BUFFER: usize = 64 * 1024;

/// An established connection, for one request at a time.
pub(super) struct Connection {
    requests: http1::SendRequest<Body>,
    driver: Driver,
    /// Whether the last response was not a success.
    refused: bool,
}

/// The side of the connection that writes and reads.
struct Driver {
    /// `None` once the connection has ended.
    connection: Option<Pin<Box<http1::Connection<Gated, Body>>>>,
    gate: Arc<Gate>,
    relay: Arc<Relay>,
    /// The relay as a waker.
    waker: Waker,
}

/// How many pieces of a body are read before the task yields.
const PIECES: u32 = 128;

/// Less than a round trip to another machine.
const JUST_NOW: Duration = Duration::from_millis(1);

/// A request without a response.
pub(super) struct Unanswered {
    pub(super) error: TransportError,
    /// The request, if the connection had ended before it began to write.
    pub(super) unsent: Option<http::Request<Body>>,
}

/// A body as far as it was read.
pub(super) struct ReadBody {
    pub(super) bytes: Bytes,
    pub(super) end: BodyEnd,
    pub(super) failure: Option<TransportError>,
}

impl Connection {
    /// Speaks HTTP over a connected stream. Nothing is written yet.
    pub(super) async fn over(stream: Box<dyn Stream>) -> Result<Self, TransportError> {
        let gate = Arc::<Gate>::default();
        let gated = Gated::new(stream, Arc::clone(&gate));
        let (requests, connection) = http1::Builder::new()
            .max_buf_size(BUFFER)
            .handshake(gated)
            .await
            .map_err(|error| TransportError::exchanging(&error))?;
        let relay = Arc::<Relay>::default();
        let driver = Driver {
            connection: Some(Box::pin(connection)),
            gate,
            waker: Waker::from(Arc::clone(&relay)),
            relay,
        };
        Ok(Self {
            requests,
            driver,
            refused: false,
        })
    }

    /// Yields, so that the runtime notices what has arrived since the last response. A close,
    /// or a response that nobody asked for, then ends the connection before the next request
    /// is written; unnoticed, it would be taken for the response to that request.
    ///
    /// A connection that was used just now is not worth the turn of the runtime, unless its
    /// last request was refused: a server may refuse a request without reading it, take the
    /// body for another request, and respond to that as well.
    pub(super) async fn look(&mut self, idle: Duration) {
        if self.refused || idle > JUST_NOW {
            tokio::task::yield_now().await;
        }
    }

    /// Sends a request and returns the head of its response.
    pub(super) async fn send(
        &mut self,
        request: http::Request<Body>,
        record: &Arc<Record>,
    ) -> Result<http::Response<Incoming>, Unanswered> {
        self.driver.gate.open(Arc::clone(record));
        let mut response = pin!(self.requests.try_send_request(request));
        unconstrained(poll_fn(|context| {
            self.driver.poll(context, |driver| {
                driver.drive();
                response.as_mut().poll(&mut still())
            })
        }))
        .await
        .inspect(|response| self.refused = !response.status().is_success())
        .map_err(|mut error| Unanswered {
            unsent: error.take_message(),
            error: TransportError::exchanging(error.error()),
        })
    }

    /// Reads the body of a response, up to `limit` bytes. What was read before a failure is
    /// kept. The bytes are copied: a slice of the connection's buffer would keep all of it.
    pub(super) async fn read(&mut self, mut body: Incoming, limit: usize) -> ReadBody {
        let stated = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        if stated > limit {
            return ReadBody::too_large(Bytes::new());
        }
        let mut read = BytesMut::with_capacity(stated);
        let (end, failure) = unconstrained(poll_fn(|context| {
            self.driver.poll(context, |driver| {
                driver.poll_body(Pin::new(&mut body), &mut read, limit)
            })
        }))
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

    /// Returns whether the connection can be used for another request, after a response.
    pub(super) fn is_reusable(&mut self) -> bool {
        self.driver.rest();
        if !self.requests.is_ready() {
            self.driver.drive();
        }
        self.driver.connection.is_some() && self.requests.is_ready()
    }
}

impl Driver {
    /// Makes as much progress as is possible without waiting, for the task of this context.
    ///
    /// It has a budget of its own. tokio's would stop what is polled here and wake it at once,
    /// which goes nowhere while the task is being polled; so this is polled unconstrained.
    fn poll<T>(
        &mut self,
        context: &mut Context<'_>,
        mut progress: impl FnMut(&mut Self) -> Poll<T>,
    ) -> Poll<T> {
        self.gate.refill();
        let relay = Arc::clone(&self.relay);
        let made = relay.poll(context, || match self.gate.is_exhausted() {
            true => Poll::Pending,
            false => progress(self),
        });
        if made.is_pending() && self.gate.is_exhausted() {
            // The task continues after the runtime has checked its timers.
            let _ = pin!(tokio::task::yield_now()).poll(context);
        }
        made
    }

    /// Writes and reads what is possible. Nothing else makes progress, so that the response
    /// and its body can be polled without a waker.
    fn drive(&mut self) {
        self.relay.calm();
        let mut context = Context::from_waker(&self.waker);
        let ended = self
            .connection
            .as_mut()
            .is_some_and(|connection| connection.as_mut().poll(&mut context).is_ready());
        if ended {
            // Whatever still waits for it ends with an error.
            self.connection = None;
        }
    }

    /// Reads what has arrived of a body.
    fn poll_body(
        &mut self,
        mut body: Pin<&mut Incoming>,
        read: &mut BytesMut,
        limit: usize,
    ) -> Poll<(BodyEnd, Option<TransportError>)> {
        let mut driven = false;
        let mut pieces = 0;
        loop {
            if body.is_end_stream() {
                return Poll::Ready((BodyEnd::Complete, None));
            }
            match body.as_mut().poll_frame(&mut still()) {
                Poll::Ready(None) => return Poll::Ready((BodyEnd::Complete, None)),
                Poll::Ready(Some(Ok(frame))) => {
                    let Ok(data) = frame.into_data() else {
                        continue;
                    };
                    if data.len() > limit - read.len() {
                        return Poll::Ready((BodyEnd::TooLarge, None));
                    }
                    read.extend_from_slice(&data);
                    driven = false;
                    pieces += 1;
                    if pieces == PIECES {
                        self.gate.exhaust();
                        return Poll::Pending;
                    }
                }
                Poll::Ready(Some(Err(error))) => {
                    let failure = TransportError::exchanging(&error);
                    return Poll::Ready((BodyEnd::Broken, Some(failure)));
                }
                Poll::Pending if driven => return Poll::Pending,
                Poll::Pending => {
                    self.drive();
                    driven = true;
                }
            }
        }
    }

    /// Forgets the request and the task that used the connection.
    fn rest(&self) {
        self.gate.close();
        self.relay.forget();
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

/// Returns a context that wakes nothing.
fn still() -> Context<'static> {
    Context::from_waker(Waker::noop())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;
    use crate::transport::scripted::Scripted;

    /// Counts how often it wakes.
    #[derive(Default)]
    struct Counter(AtomicUsize);

    impl Wake for Counter {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Polls a future a turn at a time, and returns in how many it was ready. It must be woken
    /// after each of the others, and not at once.
    async fn turns<F: Future>(future: F, mut after: impl FnMut()) -> (usize, F::Output) {
        let counter = Arc::<Counter>::default();
        let waker = Waker::from(Arc::clone(&counter));
        let mut future = pin!(future);
        for turn in 0.. {
            let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
            after();
            if let Poll::Ready(output) = polled {
                return (turn + 1, output);
            }
            assert_eq!(counter.0.load(Ordering::SeqCst), turn, "not at once");
            tokio::task::yield_now().await;
            assert_eq!(counter.0.load(Ordering::SeqCst), turn + 1, "but later");
        }
        unreachable!("the turns do not end")
    }

    fn post() -> http::Request<Body> {
        let mut request = http::Request::new(Body::default());
        *request.method_mut() = http::Method::POST;
        request
    }

    #[tokio::test]
    async fn seam_16b_however_much_there_is_to_read_a_task_reads_a_little_and_yields() {
        let stream = Scripted::new(b"", b"HTTP/1.1 100 Continue\r\n\r\n");
        let read = stream.read();
        let mut connection = Connection::over(Box::new(stream)).await.unwrap();
        let record = Arc::<Record>::default();
        let mut sent = pin!(connection.send(post(), &record));
        let mut turn = 0;
        let twenty = poll_fn(|context| {
            turn += 1;
            assert!(sent.as_mut().poll(context).is_pending());
            match turn {
                20 => Poll::Ready(()),
                _ => Poll::Pending,
            }
        });
        let mut before = 0;
        turns(twenty, || {
            let now = read.load(Ordering::SeqCst);
            assert!((1..=2 * BUFFER).contains(&(now - before)), "{before} {now}");
            before = now;
        })
        .await;
    }

    #[tokio::test]
    async fn a_body_in_many_pieces_is_read_a_few_at_a_time() {
        let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        let stream = Scripted::new(head, b"1\r\nx\r\n");
        let mut connection = Connection::over(Box::new(stream)).await.unwrap();
        let record = Arc::<Record>::default();
        let response = connection.send(post(), &record).await;
        let body = response.map_err(|_| "no response").unwrap().into_body();
        let limit = 20 * PIECES as usize;
        let (turns, read) = turns(connection.read(body, limit), || {}).await;
        assert_eq!((read.bytes.len(), read.end), (limit, BodyEnd::TooLarge));
        assert!(turns >= 20, "{turns}");
    }

    /// Returns how many turns looking takes after this response.
    async fn looks(first: &'static [u8], idle: Duration) -> usize {
        let stream = Scripted::new(first, b"");
        let mut connection = Connection::over(Box::new(stream)).await.unwrap();
        let response = connection.send(post(), &Arc::default()).await;
        let body = response.map_err(|_| "no response").unwrap().into_body();
        connection.read(body, 0).await;
        assert!(connection.is_reusable());
        turns(connection.look(idle), || {}).await.0
    }

    #[tokio::test]
    async fn a_connection_that_rested_or_was_refused_is_looked_at() {
        let (ok, refused) = (
            b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
        );
        assert_eq!(looks(ok, Duration::ZERO).await, 1, "not at all");
        assert_eq!(looks(ok, JUST_NOW + Duration::from_nanos(1)).await, 2);
        assert_eq!(looks(refused, Duration::ZERO).await, 2);
    }
}
