//! An entry of the log while its request is served.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use bytes::Bytes;

use crate::log::entry::Entry;
use crate::log::request::Ended;
use crate::log::ring::Kept;
use crate::operation::Operation;

/// An entry that is being made.
#[derive(Debug)]
pub(crate) struct Draft<'l> {
    log: &'l Mutex<Kept>,
    started: Instant,
    entry: Option<Entry>,
}

impl<'l> Draft<'l> {
    pub(super) fn new(log: &'l Mutex<Kept>, entry: Entry) -> Self {
        Self {
            log,
            started: Instant::now(),
            entry: Some(entry),
        }
    }

    pub(crate) fn operation(&mut self, operation: Operation) {
        if let Some(entry) = &mut self.entry {
            entry.operation = Some(operation);
        }
    }

    pub(crate) fn body(&mut self, body: &[u8]) {
        if let Some(entry) = &mut self.entry {
            entry.body(body);
        }
    }

    pub(crate) fn fault(&mut self, name: String) {
        if let Some(entry) = &mut self.entry {
            entry.fault = Some(name);
        }
    }

    /// Keeps the entry.
    pub(crate) fn finish(mut self, ended: Ended, response: Option<&http::Response<Bytes>>) {
        if let Some(entry) = &mut self.entry {
            entry.ended = ended;
            entry.response = response.map(|response| (response.status(), response.body().clone()));
        }
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if let Some(mut entry) = self.entry.take() {
            let taken = self.started.elapsed().as_millis();
            entry.milliseconds = u64::try_from(taken).unwrap_or(u64::MAX);
            let mut kept = self.log.lock().unwrap_or_else(PoisonError::into_inner);
            kept.add(entry);
        }
    }
}
