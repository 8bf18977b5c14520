//! Which component schemas are sent, and which are received.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::parts::{Part, visit};
use super::tree::{self, items, members, operations};

/// Names of component schemas.
pub(crate) type Names = BTreeSet<String>;

/// Schemas that the client sends: parameters and bodies of requests.
pub(crate) fn requests(root: &Value) -> Names {
    let mut reach = Reach::new(root);
    for operation in operations(root) {
        let parameters =
            [operation.item, operation.value].map(|holder| items(holder, "parameters"));
        for parameter in parameters.into_iter().flatten() {
            reach.from(Part::Parameter, parameter);
        }
        if let Some(body) = operation.value.get("requestBody") {
            reach.from(Part::RequestBody, body);
        }
    }
    reach.names
}

/// Schemas that the client receives: responses of any status, and events.
pub(crate) fn responses(root: &Value) -> Names {
    let mut reach = Reach::new(root);
    for operation in operations(root) {
        for (_, callback) in members(operation.value, "callbacks") {
            reach.from(Part::Callback, callback);
        }
        for (_, response) in members(operation.value, "responses") {
            reach.from(Part::Response, response);
        }
    }
    // A response that no operation names any more still describes a body to decode.
    if let Some(components) = root.get("components") {
        for (_, response) in members(components, "responses") {
            reach.from(Part::Response, response);
        }
    }
    reach.names
}

/// Schemas to which a schema refers, and those to which they refer.
pub(crate) fn within(root: &Value, schema: &Value) -> Names {
    let mut reach = Reach::new(root);
    reach.from(Part::Schema, schema);
    reach.names
}

/// Follows references; each once, wherever they lead.
struct Reach<'a> {
    root: &'a Value,
    seen: HashSet<&'a str>,
    names: Names,
}

impl<'a> Reach<'a> {
    fn new(root: &'a Value) -> Self {
        Self {
            root,
            seen: HashSet::new(),
            names: Names::new(),
        }
    }

    fn from(&mut self, part: Part, value: &'a Value) {
        let mut pending = vec![(part, value)];
        while let Some((part, value)) = pending.pop() {
            visit(part, value, "", &mut |part, _, value| {
                let Some(reference) = tree::reference(value) else {
                    return;
                };
                if self.seen.insert(reference) {
                    self.names
                        .extend(tree::schema_name(value).map(str::to_owned));
                    // A reference that leads nowhere is reported by the lints.
                    pending
                        .extend(tree::resolve(self.root, reference).map(|target| (part, target)));
                }
            });
        }
    }
}
