//! What is due when, in order.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

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

/// What is due, the earliest first; of one moment in the order in which it was added.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    /// Ends of jobs. They are added as they are due, since all jobs take equally long.
    jobs: VecDeque<(Timestamp, u64, PhoneNumber)>,
    others: BinaryHeap<Reverse<(Timestamp, u64, Due)>>,
    added: u64,
}

impl Schedule {
    pub(crate) fn add(&mut self, at: Timestamp, due: Due) {
        self.added += 1;
        let in_order = self.jobs.back().is_none_or(|(last, ..)| *last <= at);
        match due {
            Due::Jobs(phone) if in_order => self.jobs.push_back((at, self.added, phone)),
            due => self.others.push(Reverse((at, self.added, due))),
        }
    }

    /// The next thing that is due by now, and when it was.
    pub(crate) fn take(&mut self, now: Timestamp) -> Option<(Timestamp, Due)> {
        let job = self.jobs.front().map(|(at, added, _)| (*at, *added));
        let other = self.others.peek();
        let other = other.map(|Reverse((at, added, _))| (*at, *added));
        let job_first = match (job, other) {
            (Some(job), Some(other)) => job < other,
            (job, _) => job.is_some(),
        };
        let (at, _) = if job_first { job? } else { other? };
        if at > now {
            return None;
        }
        let due = if job_first {
            Due::Jobs(self.jobs.pop_front()?.2)
        } else {
            let Reverse((_, _, due)) = self.others.pop()?;
            due
        };
        Some((at, due))
    }

    pub(crate) fn next(&self) -> Option<Timestamp> {
        let job = self.jobs.front().map(|(at, ..)| *at);
        let other = self.others.peek().map(|Reverse((at, ..))| *at);
        job.into_iter().chain(other).min()
    }

    pub(crate) fn len(&self) -> usize {
        self.jobs.len() + self.others.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_comes_in_order_however_it_was_added() {
        let at = |seconds: i64| Timestamp::from_second(seconds).unwrap();
        let phone = |text: &str| text.parse::<PhoneNumber>().unwrap();
        let (first, second) = (phone("+12025550101"), phone("+12025550102"));
        let mut schedule = Schedule::default();
        schedule.add(at(5), Due::Jobs(first));
        schedule.add(at(4), Due::Jobs(second));
        schedule.add(at(5), Due::Release(first));
        schedule.add(at(6), Due::Jobs(second));
        assert_eq!((schedule.len(), schedule.next()), (4, Some(at(4))));
        let mut seen = Vec::new();
        while let Some((at, due)) = schedule.take(at(5)) {
            seen.push((at, due));
        }
        assert_eq!(
            seen,
            [
                (at(4), Due::Jobs(second)),
                (at(5), Due::Jobs(first)),
                (at(5), Due::Release(first)),
            ]
        );
        assert_eq!(schedule.next(), Some(at(6)));
    }
}
