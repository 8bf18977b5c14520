//! What one call sends besides its arguments, and what happened to it on the wire.

use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use reqwest::Url;

use crate::{Error, UrlCache};

/// The most bytes of a body that are read unless told: 256 KiB.
const BODY_LIMIT: usize = 256 * 1024;

/// The inner value of a [`Client`](crate::Client): the credential to send, the most bytes
/// to read, and a record of what happened.
///
/// One exchange serves one call at a time. Clones share the record, so keep one to read
/// it, also when the call was cancelled:
///
/// ```
/// use numbers_client::Exchange;
///
/// let exchange = Exchange::new().body_limit(64 * 1024);
/// let kept = exchange.clone();
/// // ... give `exchange` to a client, make the call ...
/// assert!(!kept.body_was_asked_for());
/// ```
///
/// `Debug` shows no credential.
#[derive(Clone)]
pub struct Exchange {
    authorization: Option<HeaderValue>,
    body_limit: usize,
    urls: UrlCache,
    record: Arc<Record>,
}

#[derive(Default)]
pub(crate) struct Record {
    writing: AtomicU8,
    wire: Mutex<Wire>,
}

/// What was received.
#[derive(Clone, Debug, Default)]
pub struct Wire {
    /// The status, once the head of the answer is complete.
    pub status: Option<u16>,
    /// The headers of an answer that is no success; empty otherwise.
    pub headers: HeaderMap,
    /// The body as far as it was read.
    pub body: Bytes,
    /// How reading the body ended.
    pub end: BodyEnd,
}

/// How reading a body ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BodyEnd {
    /// It has not ended: nothing or not all was read.
    #[default]
    Open,
    /// All of it was read.
    Complete,
    /// It is larger than the limit.
    TooLarge,
    /// The connection failed, or the framing was broken.
    Broken,
}

impl Exchange {
    /// An exchange without credential and with a body limit of 256 KiB.
    #[must_use]
    pub fn new() -> Self {
        Self::sharing(UrlCache::default())
    }

    /// The same, with a cache of URLs that other exchanges use as well.
    #[must_use]
    pub fn sharing(urls: UrlCache) -> Self {
        Self {
            authorization: None,
            body_limit: BODY_LIMIT,
            urls,
            record: Arc::default(),
        }
    }

    /// The value of the `Authorization` header; marked as sensitive here.
    #[must_use]
    pub fn authorization(mut self, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        self.authorization = Some(value);
        self
    }

    /// The value of the `Authorization` header.
    #[must_use]
    pub fn credential(&self) -> Option<&HeaderValue> {
        self.authorization.as_ref()
    }

    /// The most bytes of a body that are read.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Whether the transport asked for the request's body.
    ///
    /// While it has not, nothing of an HTTP/1.1 request has been written: the request
    /// can't have been acted on. Not told for a request without body.
    #[must_use]
    pub fn body_was_asked_for(&self) -> bool {
        self.record.writing.load(Ordering::Acquire) == ASKED
    }

    /// Gives up: after this call nothing more of the request is written. Returns whether it
    /// may have been written already.
    #[must_use]
    pub fn withdraw(&self) -> bool {
        self.record.close(WITHDRAWN) == ASKED
    }

    /// What has been received so far.
    #[must_use]
    pub fn wire(&self) -> Wire {
        self.lock().clone()
    }

    /// Takes what has been received, leaving an empty record.
    #[must_use]
    pub fn take_wire(&self) -> Wire {
        std::mem::take(&mut *self.lock())
    }

    /// What the generated code parses a URL with.
    #[allow(
        clippy::result_large_err,
        reason = "the error type of generated operations"
    )]
    pub(crate) fn url(&self, text: String) -> Result<Url, Error<()>> {
        self.urls
            .parse(&text)
            .ok_or_else(|| Error::InvalidRequest("the base URL is no URL".to_owned()))
    }

    pub(crate) fn begin(&self) {
        self.record.writing.store(OPEN, Ordering::Release);
        let mut wire = self.lock();
        if wire.status.is_some() {
            *wire = Wire::default();
        }
    }

    pub(crate) fn record(&self) -> Arc<Record> {
        Arc::clone(&self.record)
    }

    pub(crate) fn head(&self, status: u16, headers: &HeaderMap) {
        let mut wire = self.lock();
        wire.status = Some(status);
        if !(200..300).contains(&status) {
            wire.headers = headers.clone();
        }
    }

    pub(crate) fn body(&self, body: Bytes, end: BodyEnd) {
        let mut wire = self.lock();
        wire.body = body;
        wire.end = end;
    }

    pub(crate) fn limit(&self) -> usize {
        self.body_limit
    }

    fn lock(&self) -> MutexGuard<'_, Wire> {
        // Nothing that holds the lock can panic half-way through a change.
        self.record
            .wire
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// The states of a request: it may still be written or withdrawn, and then is either.
const OPEN: u8 = 0;
const ASKED: u8 = 1;
const WITHDRAWN: u8 = 2;

impl Record {
    /// The transport asks for the request. False when it has been withdrawn.
    pub(crate) fn ask(&self) -> bool {
        self.close(ASKED) == ASKED
    }

    /// Closes an open record, and returns what it is closed as.
    fn close(&self, as_what: u8) -> u8 {
        let (success, failure) = (Ordering::AcqRel, Ordering::Acquire);
        match self
            .writing
            .compare_exchange(OPEN, as_what, success, failure)
        {
            Ok(_) => as_what,
            Err(closed) => closed,
        }
    }
}

impl Default for Exchange {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field(
                "authorization",
                &self.authorization.as_ref().map(|_| "[redacted]"),
            )
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_one_call_is_left_in_the_next() {
        let exchange = Exchange::new();
        exchange.begin();
        assert!(exchange.record().ask());
        exchange.head(500, &HeaderMap::new());
        exchange.body(Bytes::from_static(b"x"), BodyEnd::Complete);
        exchange.begin();
        let wire = exchange.wire();
        assert!(!exchange.body_was_asked_for());
        assert_eq!((wire.status, wire.end), (None, BodyEnd::Open));
        assert!(wire.body.is_empty());
    }
}
