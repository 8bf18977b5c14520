//! The rules of our document that no linter of OpenAPI knows.

use std::collections::HashSet;

use serde_json::Value;

use crate::problem::Problem;
use crate::tree::{self, step};
use crate::{Result, open_enum};

/// Checks all rules; the first broken one is the error.
pub(crate) fn check(root: &Value) -> Result<()> {
    version_can_be_a_header(root)?;
    references_lead_somewhere(root)?;
    operations_have_ids(root)?;
    everything_is_described(root)?;
    types_exist(root)?;
    open_enum::collect(root).map(drop)
}

/// Generated code sends `info.version` as a header and panics on an illegal one.
fn version_can_be_a_header(root: &Value) -> Result<()> {
    let version = root
        .pointer("/info/version")
        .and_then(Value::as_str)
        .ok_or_else(|| {
            Problem::new("the version is missing or not a string").at("/info/version")
        })?;
    if version.is_empty() || !version.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(
            Problem::new(format!("{version:?} can't be sent as a header value"))
                .at("/info/version")
                .fix("use visible ASCII characters only"),
        );
    }
    Ok(())
}

fn references_lead_somewhere(root: &Value) -> Result<()> {
    tree::walk(root, "", &mut |pointer, value| {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
            return Ok(());
        };
        // An example may show a member called $ref.
        if pointer.starts_with("/components/examples/") {
            return Ok(());
        }
        tree::resolve(root, reference)
            .and_then(|_| tree::deref(root, value))
            .map(drop)
            .map_err(|problem| problem.at(step(pointer, "$ref")))
    })
}

fn operations_have_ids(root: &Value) -> Result<()> {
    let mut seen = HashSet::new();
    for (path, method, operation) in tree::operations(root) {
        let pointer = step(&step("/paths", path), method);
        let id = operation
            .get("operationId")
            .and_then(Value::as_str)
            .ok_or_else(|| Problem::new("the operation has no operationId").at(&pointer))?;
        if !seen.insert(id) {
            return Err(Problem::new(format!("a second operation is called '{id}'"))
                .at(step(&pointer, "operationId")));
        }
    }
    if seen.is_empty() {
        return Err(Problem::new("there is no operation").at("/paths"));
    }
    Ok(())
}

/// A type that does not exist panics the generator.
fn types_exist(root: &Value) -> Result<()> {
    const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "object", "array"];
    let schemas = root.pointer("/components/schemas").unwrap_or(&Value::Null);
    tree::walk(schemas, "/components/schemas", &mut |pointer, value| {
        let kind = value.get("type").and_then(Value::as_str);
        match kind {
            Some(kind) if !TYPES.contains(&kind) && !pointer.ends_with("/properties") => {
                Err(Problem::new(format!("'{kind}' is no type")).at(step(pointer, "type")))
            }
            _ => Ok(()),
        }
    })
}

/// Descriptions become rustdoc, and `missing_docs` is denied.
fn everything_is_described(root: &Value) -> Result<()> {
    let described = |pointer: &str, value: &Value| {
        let text = value.get("description").and_then(Value::as_str);
        if value.get("$ref").is_some() || text.is_some_and(|text| !text.trim().is_empty()) {
            Ok(())
        } else {
            Err(Problem::new("the description is missing").at(pointer))
        }
    };
    for (path, method, operation) in tree::operations(root) {
        described(&step(&step("/paths", path), method), operation)?;
    }
    tree::walk(root, "", &mut |pointer, value| {
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        let is_property = parent.ends_with("/properties") && !pointer.contains("/examples/");
        let is_component = [
            "/components/schemas",
            "/components/parameters",
            "/components/responses",
            "/components/securitySchemes",
        ]
        .contains(&parent);
        if (is_property || is_component) && value.is_object() {
            described(pointer, value)
        } else {
            Ok(())
        }
    })
}
