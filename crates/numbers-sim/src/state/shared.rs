//! The state of one simulator, behind one lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::clock::Clock;
use crate::state::inner::Inner;
use crate::state::transaction::Transaction;
use crate::store::{NotWritten, Row, Store};

/// The state, its clock, and where it is kept.
#[derive(Debug)]
pub(crate) struct State {
    inner: Mutex<Inner>,
    pub(crate) clock: Clock,
    store: Option<Store>,
}

impl State {
    pub(crate) fn new(inner: Inner, clock: Clock, store: Option<Store>) -> Self {
        Self {
            inner: Mutex::new(inner),
            clock,
            store,
        }
    }

    /// Does something under the lock; what it changed is given to the store in the same
    /// order. `end` gets the events before the lock is released, so that their order is
    /// that of the changes.
    pub(crate) fn transact<R>(
        &self,
        act: impl FnOnce(&mut Transaction<'_>) -> R,
        end: impl FnOnce(&mut Transaction<'_>),
    ) -> R {
        let mut inner = self.lock();
        // Under the lock, so that no transaction sees an earlier time than the one before.
        let now = self.clock.now();
        let mut transaction = Transaction::new(now, &mut inner);
        let result = act(&mut transaction);
        end(&mut transaction);
        if let Some(store) = &self.store {
            store.write(transaction.rows());
        }
        result
    }

    /// Waits until everything that was changed so far is on disk.
    pub(crate) async fn durable(&self) -> Result<(), NotWritten> {
        match &self.store {
            Some(store) => store.flushed().await,
            None => Ok(()),
        }
    }

    /// Replaces everything, in memory and on disk.
    pub(crate) fn replace(&self, with: Inner) {
        let mut inner = self.lock();
        *inner = with;
        if let Some(store) = &self.store {
            store.write(vec![Row::Clear]);
        }
    }

    /// When something is due next.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.lock().schedule.next()
    }

    /// Closes the state file.
    pub(crate) fn close(&self) {
        if let Some(store) = &self.store {
            store.close();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing that holds the lock can panic half-way through a change.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
