//! The last requests, behind a lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::log::draft::Draft;
use crate::log::entry::Entry;
use crate::log::request::Request;
use crate::log::ring::Kept;

/// The last requests, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<Kept>);

impl Log {
    /// Begins an entry. It is kept when it is finished, or when it is dropped because the
    /// client went away.
    pub(crate) fn draft(&self, parts: &http::request::Parts, time: Timestamp) -> Draft<'_> {
        Draft::new(&self.0, Entry::new(parts, time))
    }

    /// The newest requests before a number, newest first.
    pub(crate) fn newest(&self, before: Option<u64>, limit: usize) -> Vec<Request> {
        let kept = self.lock();
        let entries = kept.entries.iter().rev().map(|(_, entry)| entry);
        let older = entries.filter(|entry| before.is_none_or(|before| entry.id < before));
        older.take(limit).map(Entry::shown).collect()
    }

    /// How many there were.
    pub(crate) fn count(&self) -> u64 {
        self.lock().last
    }

    pub(crate) fn clear(&self) {
        let mut kept = self.lock();
        kept.entries.clear();
        kept.bytes = 0;
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
