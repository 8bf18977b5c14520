//! Which schemas are used in requests and which in answers.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::Result;
use crate::tree;

/// Names of component schemas.
pub(super) type Names = BTreeSet<String>;

/// Schemas that the client sends as a body.
pub(super) fn requests(root: &Value) -> Result<Names> {
    let mut names = Names::new();
    for (_, _, operation) in tree::operations(root) {
        if let Some(body) = operation.get("requestBody") {
            reach(root, body, &mut names)?;
        }
    }
    Ok(names)
}

/// Schemas that the client is given: bodies of responses of any status, and events.
pub(super) fn answers(root: &Value) -> Result<Names> {
    let mut names = Names::new();
    for (_, _, operation) in tree::operations(root) {
        for (_, callback) in tree::members(operation, "callbacks") {
            reach(root, callback, &mut names)?;
        }
        for (_, response) in tree::members(operation, "responses") {
            reach(root, response, &mut names)?;
        }
    }
    // Responses that no operation names any more still describe bodies to decode.
    if let Some(components) = root.get("components") {
        for (_, response) in tree::members(components, "responses") {
            reach(root, response, &mut names)?;
        }
    }
    Ok(names)
}

fn reach(root: &Value, value: &Value, names: &mut Names) -> Result<()> {
    let mut references = Vec::new();
    tree::walk(value, "", &mut |_, value| {
        references.extend(value.get("$ref").and_then(Value::as_str));
        Ok(())
    })?;
    for reference in references {
        if let Some(name) = reference.strip_prefix(tree::SCHEMAS) {
            if !names.insert(name.to_owned()) {
                continue;
            }
        } else if reference.starts_with("#/components/examples/") {
            continue;
        }
        reach(root, tree::resolve(root, reference)?, names)?;
    }
    Ok(())
}
