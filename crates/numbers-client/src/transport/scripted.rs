//! Streams for tests, on which happens what a test says.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use hyper::rt::{Read, ReadBufCursor, Write};
use tokio::sync::Notify;

/// A stream that can be read once something was written: `first` once, then `more` without
/// end.
#[derive(Default)]
pub(super) struct Scripted {
    first: &'static [u8],
    more: &'static [u8],
    read: Arc<AtomicUsize>,
    written: bool,
    reader: Option<Waker>,
    _closed: Closed,
}

impl Scripted {
    pub(super) fn new(first: &'static [u8], more: &'static [u8]) -> Self {
        Self {
            first,
            more,
            ..Self::default()
        }
    }

    /// A stream on which nothing happens, and which notifies when it is closed.
    pub(super) fn quiet(closed: &Arc<Notify>) -> Self {
        Self {
            _closed: Closed(Arc::clone(closed)),
            ..Self::default()
        }
    }

    /// How many bytes of `more` were read.
    pub(super) fn read(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.read)
    }
}

/// Notifies when it is dropped.
#[derive(Default)]
struct Closed(Arc<Notify>);

impl Drop for Closed {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

impl Read for Scripted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.written || (self.first.is_empty() && self.more.is_empty()) {
            self.reader = Some(context.waker().clone());
            return Poll::Pending;
        }
        buffer.put_slice(std::mem::take(&mut self.first));
        while !self.more.is_empty() && buffer.remaining() >= self.more.len() {
            buffer.put_slice(self.more);
            self.read.fetch_add(self.more.len(), Ordering::SeqCst);
        }
        Poll::Ready(Ok(()))
    }
}

impl Write for Scripted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.written = true;
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
