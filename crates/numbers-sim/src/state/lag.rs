//! Reads that do not see yet what was changed.

use std::collections::HashMap;

use bytes::Bytes;
use jiff::Timestamp;

use crate::operation::Operation;
use crate::refusal::Refusal;

/// What a read responds while it lags behind.
#[derive(Clone, Debug)]
pub(crate) struct Stale {
    until: Timestamp,
    pub(crate) response: Result<Bytes, Refusal>,
}

/// Reads that lag behind, by operation, project and resource.
#[derive(Debug, Default)]
pub(crate) struct Lags(HashMap<(Operation, String, String), Stale>);

impl Lags {
    pub(crate) fn add(
        &mut self,
        read: Operation,
        project: &str,
        resource: &str,
        until: Timestamp,
        response: Result<Bytes, Refusal>,
    ) {
        let key = (read, project.to_owned(), resource.to_owned());
        self.0.insert(key, Stale { until, response });
    }

    /// What a read of this resource responds, if it lags.
    pub(crate) fn get(
        &mut self,
        read: Operation,
        project: &str,
        resource: &str,
        now: Timestamp,
    ) -> Option<&Stale> {
        if self.0.is_empty() {
            return None;
        }
        self.0.retain(|_, stale| stale.until > now);
        self.0.get(&(read, project.to_owned(), resource.to_owned()))
    }

    pub(crate) fn forget(&mut self, resource: &str) {
        self.0.retain(|(_, _, key), _| key != resource);
    }
}
