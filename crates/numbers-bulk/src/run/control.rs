//! Watching a run, and asking it to stop.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use numbers_ext::Price;
use tokio::sync::watch;

use crate::journal::entry::{EntryOutcome, Tally};
use crate::operation::Operation;

/// How far a run is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// What is done to the numbers.
    pub operation: Operation,
    /// The entries of the journal by their outcome, without those that are under way.
    pub tally: Tally,
    /// How many calls are under way.
    pub in_flight: u64,
    /// How many calls are being reconciled. They count as unknown.
    pub looking: u64,
    /// How many calls this run has ended.
    pub ended: u64,
    /// What the numbers that are rented cost, by currency.
    pub spent: Vec<Price>,
}

impl Progress {
    /// Takes an entry that is about to be sent out of the tally.
    pub(crate) fn begin(&mut self, from: EntryOutcome) {
        self.take(from);
        self.in_flight += 1;
    }

    /// Puts an entry whose call has ended back into the tally.
    pub(crate) fn end(&mut self, to: EntryOutcome) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.ended += 1;
        *self.tally.of_mut(to) += 1;
    }

    /// Moves an entry from one outcome to another.
    pub(crate) fn shift(&mut self, from: EntryOutcome, to: EntryOutcome) {
        self.take(from);
        *self.tally.of_mut(to) += 1;
    }

    fn take(&mut self, from: EntryOutcome) {
        let count = self.tally.of_mut(from);
        // Another program may have changed the journal.
        *count = count.saturating_sub(1);
    }
}

/// What is wanted of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wish {
    GoOn,
    Finish,
    Abort,
}

/// Watches a run and asks it to stop, from any thread.
#[derive(Clone, Debug)]
pub struct Control {
    wish: Arc<watch::Sender<Wish>>,
    progress: Arc<Mutex<Progress>>,
}

impl Default for Control {
    fn default() -> Self {
        Self {
            wish: Arc::new(watch::Sender::new(Wish::GoOn)),
            progress: Arc::default(),
        }
    }
}

impl Control {
    /// Asks the run to finish what is under way and to begin nothing more.
    pub fn finish(&self) {
        self.wish(Wish::Finish);
    }

    /// Asks the run to stop at once. Calls under way are dropped: by the journal they are
    /// unknown if their request may have left, and not sent otherwise.
    pub fn abort(&self) {
        self.wish(Wish::Abort);
    }

    /// Returns how far the run is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.lock().clone()
    }

    fn wish(&self, new: Wish) {
        self.wish.send_if_modified(|wish| {
            let is_more = new > *wish;
            *wish = new.max(*wish);
            is_more
        });
    }

    pub(crate) fn wishes(&self) -> watch::Receiver<Wish> {
        self.wish.subscribe()
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
