//! When a run stops by itself. No I/O.

use std::fmt;
use std::num::NonZeroU32;

use numbers_ext::Price;

use crate::journal::error::JournalError;

/// Why a run ended before everything was done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stopped {
    /// It was asked to finish: what was under way was done.
    Asked,
    /// It was asked to stop at once: calls under way were dropped.
    Aborted,
    /// So many calls in a row failed for a reason that is not the number's. The last one's
    /// reason.
    Failures(u32, String),
    /// So many numbers are unknown.
    Unknowns(u32),
    /// The next number could exceed this spending cap.
    Cap(Price),
    /// There is no spending cap for this currency, and there is for others.
    NoCap(String),
    /// The journal failed. Nothing was sent without its intent on disk.
    Journal(JournalError),
    /// A part of this program panicked.
    Panicked,
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked => f.write_str("it was asked to stop"),
            Self::Aborted => f.write_str("it was asked to stop at once"),
            Self::Failures(count, last) => {
                write!(
                    f,
                    "{count} calls in a row failed, the last one because {last}"
                )
            }
            Self::Unknowns(count) => {
                write!(
                    f,
                    "of {count} numbers it is unknown whether they are rented"
                )
            }
            Self::Cap(cap) => write!(f, "the next number could exceed the spending cap of {cap}"),
            Self::NoCap(currency) => write!(
                f,
                "there is no spending cap in {}",
                numbers_ext::printable(currency)
            ),
            Self::Journal(error) => error.fmt(f),
            Self::Panicked => f.write_str("a part of this program panicked"),
        }
    }
}

/// Counts what stops a run.
#[derive(Debug)]
pub(crate) struct StopConditions {
    failures: Option<NonZeroU32>,
    unknowns: Option<NonZeroU32>,
    failed: u32,
    unknown: u32,
}

impl StopConditions {
    pub(crate) fn new(failures: Option<NonZeroU32>, unknowns: Option<NonZeroU32>) -> Self {
        Self {
            failures,
            unknowns,
            failed: 0,
            unknown: 0,
        }
    }

    /// Counts a call that failed for a reason which is not the number's.
    pub(crate) fn failed(&mut self, reason: &str) -> Option<Stopped> {
        self.failed = self.failed.saturating_add(1);
        let is_enough = self.failures.is_some_and(|most| self.failed >= most.get());
        is_enough.then(|| Stopped::Failures(self.failed, reason.to_owned()))
    }

    /// Counts a call that ended for the number's own sake.
    pub(crate) fn worked(&mut self) {
        self.failed = 0;
    }

    /// Counts a number that is unknown since this run.
    pub(crate) fn unknown(&mut self) -> Option<Stopped> {
        self.unknown = self.unknown.saturating_add(1);
        let is_enough = self.unknowns.is_some_and(|most| self.unknown >= most.get());
        is_enough.then_some(Stopped::Unknowns(self.unknown))
    }

    /// Counts a number that is unknown since this run, and has been cleared up.
    pub(crate) fn cleared(&mut self) {
        self.unknown = self.unknown.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_count_in_a_row() {
        let mut stops = StopConditions::new(NonZeroU32::new(2), None);
        assert_eq!(stops.failed("a"), None);
        stops.worked();
        assert_eq!(stops.failed("a"), None);
        let stopped = stops.failed("b");
        assert_eq!(stopped, Some(Stopped::Failures(2, "b".to_owned())));
        assert_eq!(stops.unknown(), None);
    }

    #[test]
    fn unknowns_that_are_cleared_up_do_not_count() {
        let mut stops = StopConditions::new(None, NonZeroU32::new(2));
        assert_eq!(stops.unknown(), None);
        stops.cleared();
        assert_eq!(stops.unknown(), None);
        stops.worked();
        assert_eq!(stops.unknown(), Some(Stopped::Unknowns(2)));
    }
}
