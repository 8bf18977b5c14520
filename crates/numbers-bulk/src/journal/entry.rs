//! Entries of a journal.

use std::fmt;

use numbers_ext::{InDoubt, PhoneNumber, Price};

use crate::operation::Operation;
use crate::plan::request::Request;

/// What became of an entry of the journal.
///
/// ```
/// use numbers_bulk::{EntryOutcome, Operation};
///
/// assert_eq!(EntryOutcome::NotSent.as_str(), "not_sent");
/// assert_eq!(EntryOutcome::Done(Operation::Rent).as_str(), "rented");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryOutcome {
    /// It was not begun.
    Planned,
    /// It is done: the number is rented, released or updated.
    Done(Operation),
    /// The service refused.
    Rejected,
    /// Nothing was sent.
    NotSent,
    /// Reconciling proved that the request had no effect.
    NotDone,
    /// A request may have left, and it is not known what became of it.
    Unknown,
}

impl EntryOutcome {
    /// Returns the outcome as the journal writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Done(operation) => operation.participle(),
            Self::Rejected => "rejected",
            Self::NotSent => "not_sent",
            Self::NotDone => "not_done",
            Self::Unknown => "unknown",
        }
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        let done = Operation::ALL.into_iter().map(Self::Done);
        let others = [
            Self::Planned,
            Self::Rejected,
            Self::NotSent,
            Self::NotDone,
            Self::Unknown,
        ];
        done.chain(others).find(|outcome| outcome.as_str() == text)
    }

    /// Returns whether a request may be sent for an entry that has it: no earlier one had an
    /// effect.
    pub(crate) fn is_sendable(self) -> bool {
        match self {
            Self::Planned | Self::Rejected | Self::NotSent | Self::NotDone => true,
            Self::Done(_) | Self::Unknown => false,
        }
    }
}

impl fmt::Display for EntryOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The id of an entry, which is the reference of its calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct EntryId(pub(crate) i64);

impl EntryId {
    pub(crate) fn reference(self) -> String {
        self.0.to_string()
    }

    pub(crate) fn of_reference(reference: &str) -> Option<Self> {
        reference.parse().ok().map(Self)
    }
}

/// An entry that is to be worked on.
#[derive(Clone, Debug)]
pub(crate) struct OpenEntry {
    pub(crate) id: EntryId,
    pub(crate) phone: PhoneNumber,
    pub(crate) request: Request,
    pub(crate) max_price: Option<Price>,
    /// What renting it costs, where an earlier run has found that out.
    pub(crate) cost: Option<Price>,
    pub(crate) outcome: EntryOutcome,
    /// The request of an earlier call of which nothing is known.
    pub(crate) in_doubt: Option<InDoubt>,
}

/// How many entries there are of each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Not begun.
    pub planned: u64,
    /// Done: rented, released or updated.
    pub done: u64,
    /// Refused by the service.
    pub rejected: u64,
    /// Nothing was sent.
    pub not_sent: u64,
    /// Proven not done.
    pub not_done: u64,
    /// It is not known whether they are done.
    pub unknown: u64,
}

impl Tally {
    /// Returns how many entries there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        let Self {
            planned,
            done,
            rejected,
            not_sent,
            not_done,
            unknown,
        } = self;
        planned + done + rejected + not_sent + not_done + unknown
    }

    pub(crate) fn of_mut(&mut self, outcome: EntryOutcome) -> &mut u64 {
        match outcome {
            EntryOutcome::Planned => &mut self.planned,
            EntryOutcome::Done(_) => &mut self.done,
            EntryOutcome::Rejected => &mut self.rejected,
            EntryOutcome::NotSent => &mut self.not_sent,
            EntryOutcome::NotDone => &mut self.not_done,
            EntryOutcome::Unknown => &mut self.unknown,
        }
    }
}
