//! Telling events apart that are delivered more than once.

use std::collections::{HashSet, VecDeque};

/// Remembers the ids of the last events, so that a doubled delivery is recognised.
///
/// The API repeats deliveries that failed, may deliver one twice, and keeps no order. A
/// process that must not act twice across restarts keeps the ids in its database instead.
///
/// ```
/// use numbers_webhooks::Duplicates;
///
/// let mut duplicates = Duplicates::remembering(10_000);
/// assert!(duplicates.is_new("01hpa0mww4m79q8j2dwn3ggbgz"));
/// assert!(!duplicates.is_new("01hpa0mww4m79q8j2dwn3ggbgz"));
/// ```
#[derive(Clone, Debug)]
pub struct Duplicates {
    most: usize,
    order: VecDeque<Box<str>>,
    known: HashSet<Box<str>>,
}

impl Duplicates {
    /// Remembers this many ids, the last ones.
    #[must_use]
    pub fn remembering(most: usize) -> Self {
        Self {
            most: most.max(1),
            order: VecDeque::new(),
            known: HashSet::new(),
        }
    }

    /// Returns whether an event is new, and remembers its id. An event without an id is
    /// always new.
    pub fn is_new(&mut self, event_id: &str) -> bool {
        if event_id.is_empty() {
            return true;
        }
        if !self.known.insert(event_id.into()) {
            return false;
        }
        self.order.push_back(event_id.into());
        if self.order.len() > self.most
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ids_are_remembered_and_no_more() {
        let mut duplicates = Duplicates::remembering(2);
        assert!(duplicates.is_new("a") && duplicates.is_new("b") && duplicates.is_new("c"));
        assert!(!duplicates.is_new("b") && !duplicates.is_new("c"));
        assert!(duplicates.is_new("a"));
        assert!(duplicates.is_new("") && duplicates.is_new(""));
    }
}
