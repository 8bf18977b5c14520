//! What is due when, in order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use jiff::Timestamp;

use crate::phone::PhoneNumber;

/// Something that happens at a time. It is looked at again then: what has changed meanwhile
/// is left alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    /// Jobs of a number end.
    Jobs(PhoneNumber),
    /// A released number leaves its project.
    Release(PhoneNumber),
    /// An order expires, its review ends, or its uploads are done.
    Order { project: usize, order: Box<str> },
}

/// What is due, the earliest first, in the order in which it was added.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    due: BinaryHeap<Reverse<(Timestamp, u64, Due)>>,
    added: u64,
}

impl Schedule {
    pub(crate) fn add(&mut self, at: Timestamp, due: Due) {
        self.added += 1;
        self.due.push(Reverse((at, self.added, due)));
    }

    /// The next thing that is due by now, and when it was.
    pub(crate) fn take(&mut self, now: Timestamp) -> Option<(Timestamp, Due)> {
        if self.next()? > now {
            return None;
        }
        self.due.pop().map(|Reverse((at, _, due))| (at, due))
    }

    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.due.peek().map(|Reverse((at, ..))| *at)
    }

    pub(crate) fn len(&self) -> usize {
        self.due.len()
    }
}
