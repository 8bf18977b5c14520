//! What happened to one request on the wire.

use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::HeaderMap;

use crate::transport::error::TransportError;

/// What was received of a response, and why there is no more.
///
/// `Debug` shows neither headers nor the body: they may hold secrets and personal data.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Wire {
    /// The status, once the head of the response is complete.
    pub status: Option<u16>,
    /// The headers of a response that is not a success; empty otherwise.
    pub headers: HeaderMap,
    /// The body as far as it was read.
    pub body: Bytes,
    /// How reading the body ended.
    pub end: BodyEnd,
    /// Why no response came, or not all of it.
    pub failure: Option<TransportError>,
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire")
            .field("status", &self.status)
            .field("end", &self.end)
            .field("failure", &self.failure)
            .finish_non_exhaustive()
    }
}

/// How reading a body ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BodyEnd {
    /// It has not ended.
    #[default]
    Open,
    /// All of it was read.
    Complete,
    /// It is larger than the limit.
    TooLarge,
    /// The connection failed, or the framing was broken.
    Broken,
}

/// The record of one request, shared by the exchange and the connection it goes over.
#[derive(Default)]
pub(crate) struct Record {
    state: AtomicU8,
    wire: Mutex<Wire>,
}

/// Nothing was written yet, and something may be.
const OPEN: u8 = 0;
/// Something may have been written, and more may be.
const ASKED: u8 = 1;
/// Nothing was written, and nothing will be.
const WITHDRAWN: u8 = 2;
/// Something may have been written, and nothing more will be.
const ABANDONED: u8 = 3;

impl Record {
    /// Asks whether something may be written. Called right before each write, so that either
    /// the transport learns of the withdrawal, or whoever withdraws learns of the write.
    pub(crate) fn ask(&self) -> bool {
        self.go(OPEN, ASKED) == ASKED
    }

    /// Ends all writing. Returns whether something may have been written.
    pub(crate) fn withdraw(&self) -> bool {
        match self.go(OPEN, WITHDRAWN) {
            WITHDRAWN => false,
            _ => {
                self.go(ASKED, ABANDONED);
                true
            }
        }
    }

    /// Begins another request. Returns false after a withdrawal, which is final.
    pub(crate) fn begin(&self) -> bool {
        let begun = self.go(ASKED, OPEN) == OPEN;
        if begun {
            *self.lock() = Wire::default();
        }
        begun
    }

    /// Returns whether nothing was written and the request was not withdrawn.
    pub(crate) fn is_open(&self) -> bool {
        self.state.load(Ordering::Acquire) == OPEN
    }

    /// Records the head of the response.
    pub(crate) fn head(&self, status: u16, headers: &HeaderMap) {
        let mut wire = self.lock();
        wire.status = Some(status);
        if !(200..300).contains(&status) {
            wire.headers = headers.clone();
        }
    }

    /// Records the body and how reading it ended.
    pub(crate) fn body(&self, body: Bytes, end: BodyEnd, failure: Option<TransportError>) {
        let mut wire = self.lock();
        wire.body = body;
        wire.end = end;
        wire.failure = failure;
    }

    /// Returns the body if all of it was read.
    pub(crate) fn whole_body(&self) -> Option<Bytes> {
        let wire = self.lock();
        (wire.end == BodyEnd::Complete).then(|| wire.body.clone())
    }

    /// Records why there is no response.
    pub(crate) fn failed(&self, failure: TransportError) {
        self.lock().failure = Some(failure);
    }

    pub(crate) fn wire(&self) -> Wire {
        self.lock().clone()
    }

    pub(crate) fn take_wire(&self) -> Wire {
        std::mem::take(&mut *self.lock())
    }

    /// Goes from one state to another if it is in the first. Returns the state afterwards.
    fn go(&self, from: u8, to: u8) -> u8 {
        let moved = self
            .state
            .compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire);
        moved.map_or_else(|state| state, |_| to)
    }

    fn lock(&self) -> MutexGuard<'_, Wire> {
        // Nothing that holds the lock can panic half-way through a change.
        self.wire.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_comes_first_decides_and_the_other_learns_of_it() {
        let asked = Record::default();
        assert!(asked.ask() && asked.ask());
        assert!(asked.withdraw(), "something may have been written");
        assert!(!asked.ask(), "and nothing more will be");
        assert!(asked.withdraw(), "which stays so");

        let withdrawn = Record::default();
        assert!(!withdrawn.withdraw());
        assert!(!withdrawn.ask());
        assert!(!withdrawn.withdraw());
    }

    #[test]
    fn nothing_of_one_request_is_left_in_the_next() {
        let record = Record::default();
        assert!(record.begin() && record.ask());
        record.head(500, &HeaderMap::new());
        record.body(Bytes::from_static(b"x"), BodyEnd::Complete, None);
        assert!(record.begin() && record.is_open());
        let wire = record.wire();
        assert_eq!((wire.status, wire.end), (None, BodyEnd::Open));
        assert!(wire.body.is_empty());
    }

    #[test]
    fn what_was_withdrawn_begins_no_other_request() {
        let record = Record::default();
        record.withdraw();
        assert!(!record.begin());
        let record = Record::default();
        record.ask();
        record.withdraw();
        assert!(!record.begin());
    }

    #[test]
    fn a_body_and_the_headers_of_a_refusal_are_not_shown() {
        let record = Record::default();
        let mut headers = HeaderMap::new();
        headers.insert("x-echo", http::HeaderValue::from_static("marker"));
        record.head(400, &headers);
        let body = Bytes::from_static(br#"{"hmacSecret":"marker"}"#);
        record.body(body, BodyEnd::Complete, None);
        let wire = record.wire();
        assert_eq!(wire.headers, headers);
        for shown in [format!("{wire:?}"), format!("{wire:#?}")] {
            assert!(
                shown.contains("400") && shown.contains("Complete"),
                "{shown}"
            );
            assert!(
                !shown.contains("marker") && !shown.contains("hmac"),
                "{shown}"
            );
        }
    }

    #[test]
    fn two_threads_never_disagree() {
        for _ in 0..20_000 {
            let record = Record::default();
            let (written, reported) = std::thread::scope(|threads| {
                let transport = threads.spawn(|| record.ask());
                let reported = record.withdraw();
                (transport.join().unwrap(), reported)
            });
            assert_eq!(written, reported);
        }
    }
}
