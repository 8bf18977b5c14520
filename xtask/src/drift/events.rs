//! Comparing what is sent to callbacks.

use std::collections::BTreeMap;

use serde_json::Value;

use super::comparison::Comparison;
use super::shape::Direction;
use crate::document::tree::{METHODS, members, operations, step, text};
use crate::problem::Result;

impl<'a> Comparison<'a> {
    /// What is sent to callbacks. Other documents have it under `x-webhooks`.
    pub(super) fn events(&mut self) -> Result<()> {
        let mut theirs: BTreeMap<&str, &'a Value> = BTreeMap::new();
        for key in ["x-webhooks", "webhooks"] {
            for (_, item) in members(self.theirs, key) {
                theirs.extend(
                    requests(item)
                        .filter_map(|(_, event)| Some((text(event, "operationId")?, event))),
                );
            }
        }
        theirs.extend(
            callbacks(self.theirs)
                .filter_map(|(_, event)| Some((text(event, "operationId")?, event))),
        );
        for (at, our) in callbacks(self.ours) {
            let their = text(our, "operationId").and_then(|id| theirs.get(id));
            match their {
                Some(their) => {
                    let bodies = (our.get("requestBody"), their.get("requestBody"));
                    self.body(&step(&at, "requestBody"), bodies, Direction::Response)?;
                }
                None => self.found.only_ours(at),
            }
        }
        Ok(())
    }
}

/// The methods of a path item with their operations.
fn requests(item: &Value) -> impl Iterator<Item = (&'static str, &Value)> {
    METHODS
        .iter()
        .filter_map(|method| Some((*method, item.get(*method)?)))
}

/// The operations of all callbacks, each with its pointer.
fn callbacks(root: &Value) -> impl Iterator<Item = (String, &Value)> {
    operations(root).flat_map(|operation| {
        let at = step(&operation.pointer(), "callbacks");
        members(operation.value, "callbacks").flat_map(move |(name, callback)| {
            let at = step(&at, name);
            callback
                .as_object()
                .into_iter()
                .flatten()
                .flat_map(move |(path, item)| {
                    let at = step(&at, path);
                    requests(item).map(move |(method, event)| (step(&at, method), event))
                })
        })
    })
}
