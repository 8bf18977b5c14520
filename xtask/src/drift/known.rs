//! The differences that are known, each one pointer with its reason.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use serde::Deserialize;

use super::difference::Difference;
use crate::problem::{Problem, Result};

/// The list.
#[derive(Debug, Default)]
pub(crate) struct Known(BTreeMap<String, String>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    pointer: String,
    reason: String,
}

impl Known {
    pub(crate) fn load(path: &Path) -> Result<Self> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => return Err(Problem::new(format!("can't be read: {error}"))),
        };
        let entries: Option<Vec<Entry>> = yaml_serde::from_str(&text)
            .map_err(|error| Problem::new(format!("can't be read: {error}")))?;
        let mut known = BTreeMap::new();
        for Entry { pointer, reason } in entries.into_iter().flatten() {
            if !pointer.starts_with('/') || pointer.contains('*') {
                return Err(
                    Problem::new("not a JSON pointer; wildcards are not accepted").at(pointer),
                );
            }
            if reason.trim().is_empty() {
                return Err(Problem::new("the reason is missing").at(pointer));
            }
            if known.insert(pointer.clone(), reason).is_some() {
                return Err(Problem::new("explained twice").at(pointer));
            }
        }
        Ok(Self(known))
    }

    pub(crate) fn explains(&self, difference: &Difference) -> bool {
        self.0.contains_key(&difference.pointer)
    }

    /// Entries for differences that did not occur.
    pub(crate) fn stale(&self, explained: &[Difference]) -> Vec<&str> {
        let occurred: HashSet<&str> = explained
            .iter()
            .map(|known| known.pointer.as_str())
            .collect();
        let pointers = self.0.keys().map(String::as_str);
        pointers
            .filter(|pointer| !occurred.contains(pointer))
            .collect()
    }
}
