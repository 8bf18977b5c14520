//! What a run leaves.

use std::time::Duration;

use numbers_ext::Price;

use crate::journal::entry::{EntryOutcome, Tally};
use crate::operation::Operation;
use crate::run::stop::Stopped;

/// What the journal says when a run has ended.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Summary {
    /// What was done to the numbers.
    pub operation: Operation,
    /// The entries of the journal by their outcome. Each is one number.
    pub tally: Tally,
    /// What the numbers that are rented cost; see
    /// [`JournalReader::spent`](crate::JournalReader::spent).
    pub spent: Vec<Price>,
    /// Why the run ended before everything was done.
    pub stopped: Option<Stopped>,
    /// How long it took.
    pub elapsed: Duration,
    /// The numbers whose end could not be written: the journal has them as unknown, and this
    /// is what became of them.
    pub lost: Vec<(String, EntryOutcome)>,
}
