//! A stream that refuses to write a request that was withdrawn.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use hyper::rt::{Read, ReadBufCursor, Write};

use super::error::Withdrawn;
use crate::record::Record;

/// A connected stream: TCP, or TLS over it, or TLS through a proxy's tunnel.
pub(super) trait Stream: Read + Write + Send + Unpin {}

impl<T: Read + Write + Send + Unpin> Stream for T {}

/// What a connection shares with its stream. One task at a time uses both.
#[derive(Default)]
pub(super) struct Gate {
    /// The record of the request under way.
    record: Mutex<Option<Arc<Record>>>,
    /// How many more reads are allowed before the task has to yield.
    reads: AtomicU32,
    /// Whether the task has to yield.
    exhausted: AtomicBool,
}

/// How many reads are allowed each time that the task is polled. A server may send without end
/// what is no response, and the deadline has to be checked in between.
const READS: u32 = 2;

impl Gate {
    /// Allows writing for the request with this record.
    pub(super) fn open(&self, record: Arc<Record>) {
        *self.lock() = Some(record);
    }

    /// Allows no writing.
    pub(super) fn close(&self) {
        *self.lock() = None;
    }

    /// Allows reading again, when the task is polled again.
    pub(super) fn refill(&self) {
        self.reads.store(READS, Ordering::Relaxed);
        self.exhausted.store(false, Ordering::Relaxed);
    }

    /// Makes the task yield.
    pub(super) fn exhaust(&self) {
        self.exhausted.store(true, Ordering::Relaxed);
    }

    /// Returns whether the task has to yield, because more could be read.
    pub(super) fn is_exhausted(&self) -> bool {
        self.exhausted.load(Ordering::Relaxed)
    }

    /// Asks the record, right before a write.
    fn pass(&self) -> io::Result<()> {
        match &*self.lock() {
            Some(record) if record.ask() => Ok(()),
            _ => Err(io::Error::other(Withdrawn)),
        }
    }

    fn may_read(&self) -> bool {
        let may_read = self.reads.load(Ordering::Relaxed) > 0;
        if !may_read {
            self.exhaust();
        }
        may_read
    }

    fn has_read(&self) {
        let left = self.reads.load(Ordering::Relaxed);
        self.reads.store(left.saturating_sub(1), Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<Record>>> {
        // Nothing that holds the lock can panic half-way through a change.
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream behind its gate.
pub(super) struct Gated {
    stream: Box<dyn Stream>,
    gate: Arc<Gate>,
}

impl Gated {
    pub(super) fn new(stream: Box<dyn Stream>, gate: Arc<Gate>) -> Self {
        Self { stream, gate }
    }

    fn stream(&mut self) -> Pin<&mut dyn Stream> {
        Pin::new(&mut *self.stream)
    }
}

impl Read for Gated {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.gate.may_read() {
            return Poll::Pending;
        }
        let read = self.stream().poll_read(context, buffer);
        if read.is_ready() {
            self.gate.has_read();
        }
        read
    }
}

impl Write for Gated {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.gate.pass()?;
        self.stream().poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.gate.pass()?;
        self.stream().poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_shutdown(context)
    }
}
