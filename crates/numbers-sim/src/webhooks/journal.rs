//! The last events, and what became of them.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

/// An event, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Event {
    /// Its number, counted from 1.
    pub id: u64,
    /// Where it was to be delivered.
    pub url: String,
    /// The body as it is, or would have been, sent.
    pub body: Value,
    /// How often it was sent and responded to with a 2xx.
    pub delivered: u32,
    /// How often it was sent.
    pub attempts: u32,
    /// Why it was not sent at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<&'static str>,
    #[serde(skip)]
    pub(crate) secret: String,
}

/// The last events, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    events: VecDeque<Event>,
    last: u64,
}

const KEPT: usize = 1_000;

impl Journal {
    pub(crate) fn add(&mut self, mut event: Event) -> u64 {
        self.last += 1;
        event.id = self.last;
        if self.events.len() == KEPT {
            self.events.pop_front();
        }
        self.events.push_back(event);
        self.last
    }

    pub(crate) fn attempted(&mut self, id: u64, delivered: bool) {
        if let Some(event) = self.events.iter_mut().rev().find(|event| event.id == id) {
            event.attempts += 1;
            event.delivered += u32::from(delivered);
        }
    }

    pub(crate) fn find(&self, id: u64) -> Option<Event> {
        self.events
            .iter()
            .rev()
            .find(|event| event.id == id)
            .cloned()
    }

    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.events.iter()
    }

    pub(crate) fn count(&self) -> u64 {
        self.last
    }

    pub(crate) fn clear(&mut self) {
        self.events.clear();
    }
}
