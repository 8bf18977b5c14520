//! Entries of a journal.

use std::fmt;

use numbers_ext::{Configuration, InDoubt, PhoneNumber, Price};

/// What became of an entry of the journal.
///
/// ```
/// assert_eq!(numbers_bulk::EntryOutcome::NotSent.as_str(), "not_sent");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryOutcome {
    /// It was not begun.
    Planned,
    /// The number is rented.
    Rented,
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
    /// Every outcome.
    pub const ALL: [Self; 6] = [
        Self::Planned,
        Self::Rented,
        Self::Rejected,
        Self::NotSent,
        Self::NotDone,
        Self::Unknown,
    ];

    /// Returns the outcome as the journal writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Rented => "rented",
            Self::Rejected => "rejected",
            Self::NotSent => "not_sent",
            Self::NotDone => "not_done",
            Self::Unknown => "unknown",
        }
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == text)
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
    pub(crate) configuration: Configuration,
    pub(crate) max_price: Option<Price>,
    pub(crate) outcome: EntryOutcome,
    /// The request of an earlier call of which nothing is known.
    pub(crate) in_doubt: Option<InDoubt>,
}

/// How many entries there are of each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Tally {
    /// Not begun.
    pub planned: u64,
    /// Rented.
    pub rented: u64,
    /// Refused by the service.
    pub rejected: u64,
    /// Nothing was sent.
    pub not_sent: u64,
    /// Proven not done.
    pub not_done: u64,
    /// It is not known whether they are rented.
    pub unknown: u64,
}

impl Tally {
    /// Returns how many entries there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        EntryOutcome::ALL
            .into_iter()
            .map(|outcome| self.of(outcome))
            .sum()
    }

    /// Returns how many entries there are of one outcome.
    #[must_use]
    pub fn of(&self, outcome: EntryOutcome) -> u64 {
        match outcome {
            EntryOutcome::Planned => self.planned,
            EntryOutcome::Rented => self.rented,
            EntryOutcome::Rejected => self.rejected,
            EntryOutcome::NotSent => self.not_sent,
            EntryOutcome::NotDone => self.not_done,
            EntryOutcome::Unknown => self.unknown,
        }
    }

    pub(crate) fn of_mut(&mut self, outcome: EntryOutcome) -> &mut u64 {
        match outcome {
            EntryOutcome::Planned => &mut self.planned,
            EntryOutcome::Rented => &mut self.rented,
            EntryOutcome::Rejected => &mut self.rejected,
            EntryOutcome::NotSent => &mut self.not_sent,
            EntryOutcome::NotDone => &mut self.not_done,
            EntryOutcome::Unknown => &mut self.unknown,
        }
    }
}
