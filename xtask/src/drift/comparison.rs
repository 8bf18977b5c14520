//! A comparison of two documents, and what its parts have in common.

use std::collections::BTreeMap;

use serde_json::Value;

use super::difference::Differences;
use super::schemas::Schemas;
use crate::document::tree;

/// Two documents, and what was found so far.
pub(super) struct Comparison<'a> {
    pub(super) ours: &'a Value,
    pub(super) theirs: &'a Value,
    pub(super) schemas: Schemas<'a>,
    pub(super) found: Differences,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(ours: &'a Value, theirs: &'a Value) -> Self {
        Self {
            ours,
            theirs,
            schemas: Schemas::new(ours, theirs),
            found: Differences::default(),
        }
    }
}

/// Where what is referred to stands.
pub(super) fn place(value: &Value) -> Option<String> {
    tree::reference(value)?.strip_prefix('#').map(str::to_owned)
}

pub(super) fn is(value: &Value, key: &str) -> bool {
    value.get(key) == Some(&Value::Bool(true))
}

pub(super) fn named<'a>(
    members: impl Iterator<Item = (&'a String, &'a Value)>,
) -> BTreeMap<String, &'a Value> {
    members.map(|(name, value)| (name.clone(), value)).collect()
}
