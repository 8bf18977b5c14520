//! Places in which the other document differs from ours.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use crate::document::tree::step;

/// One place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Difference {
    /// Into our document, or to where it would stand there.
    pub(crate) pointer: String,
    pub(crate) what: String,
}

/// All of them, each once, in the order in which they were found.
#[derive(Default)]
pub(super) struct Differences {
    all: Vec<Difference>,
    seen: HashSet<Difference>,
}

impl Differences {
    pub(super) fn into_vec(self) -> Vec<Difference> {
        self.all
    }

    pub(super) fn add(&mut self, pointer: String, what: impl Into<String>) {
        let what = what.into();
        let difference = Difference { pointer, what };
        if self.seen.insert(difference.clone()) {
            self.all.push(difference);
        }
    }

    pub(super) fn only_theirs(&mut self, pointer: String) {
        self.add(pointer, "theirs has it, ours does not");
    }

    pub(super) fn only_ours(&mut self, pointer: String) {
        self.add(pointer, "ours has it, theirs does not");
    }

    /// Compares one value, of which either document may have none.
    pub(super) fn value(&mut self, pointer: String, ours: Option<&Value>, theirs: Option<&Value>) {
        match (ours, theirs) {
            (Some(ours), Some(theirs)) if ours != theirs => {
                self.add(pointer, format!("ours is {ours}, theirs is {theirs}"));
            }
            (Some(_), None) => self.only_ours(pointer),
            (None, Some(_)) => self.only_theirs(pointer),
            _ => {}
        }
    }

    /// Compares two flags, of which each is false where it is not written.
    pub(super) fn flag(&mut self, pointer: String, ours: bool, theirs: bool) {
        match (ours, theirs) {
            (true, false) => self.only_ours(pointer),
            (false, true) => self.only_theirs(pointer),
            _ => {}
        }
    }

    /// Compares two sets of names.
    pub(super) fn names(
        &mut self,
        pointer: &str,
        ours: &BTreeSet<String>,
        theirs: &BTreeSet<String>,
    ) {
        for name in theirs.difference(ours) {
            self.only_theirs(step(pointer, name));
        }
        for name in ours.difference(theirs) {
            self.only_ours(step(pointer, name));
        }
    }

    /// Compares the names of two groups, and returns what both have.
    pub(super) fn shared<O, T>(
        &mut self,
        pointer: &str,
        ours: BTreeMap<String, O>,
        mut theirs: BTreeMap<String, T>,
    ) -> Vec<(String, O, T)> {
        for name in theirs.keys().filter(|name| !ours.contains_key(*name)) {
            self.only_theirs(step(pointer, name));
        }
        let mut shared = Vec::new();
        for (name, our) in ours {
            match theirs.remove(&name) {
                Some(their) => shared.push((name, our, their)),
                None => self.only_ours(step(pointer, &name)),
            }
        }
        shared
    }
}
