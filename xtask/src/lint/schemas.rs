//! Schemas: shapes that the generator reads otherwise than they are meant.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::bindings;
use crate::document::parts::{Part, visit};
use crate::document::tree::{self, items, members, schema_pointer, step};
use crate::document::uses;
use crate::open_enum;
use crate::problem::{Problem, Problems};

const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "object", "array"];

pub(super) fn check(root: &Value, problems: &mut Problems) {
    visit(Part::Document, root, "", &mut |part, pointer, value| {
        if part == Part::Schema && tree::reference(value).is_none() {
            has_a_type(value, pointer, problems);
            required_members_exist(root, value, pointer, problems);
            discriminator_fits(value, pointer, problems);
        }
    });
    for (name, schema) in members(root.get("components").unwrap_or(&Value::Null), "schemas") {
        is_no_wrapper(name, schema, problems);
        is_a_type(name, schema, problems);
    }
    directions_are_apart(root, problems);
}

/// An unknown type panics the generator; one that is left to be guessed may be guessed
/// otherwise.
fn has_a_type(schema: &Value, pointer: &str, problems: &mut Problems) {
    match schema.get("type") {
        Some(Value::String(kind)) if TYPES.contains(&kind.as_str()) => {}
        Some(kind) => {
            problems.push(Problem::new(format!("{kind} is no type")).at(step(pointer, "type")))
        }
        None => {
            let needs = [
                "properties",
                "items",
                "enum",
                "format",
                "pattern",
                "additionalProperties",
            ];
            if let Some(key) = needs.iter().find(|key| schema.get(**key).is_some()) {
                let composed = ["allOf", "oneOf", "anyOf"]
                    .iter()
                    .any(|key| schema.get(*key).is_some());
                if !composed {
                    problems.push(Problem::new(format!("'{key}' without a 'type'")).at(pointer));
                }
            }
        }
    }
}

/// A misspelt name in `required` would ask for nothing.
fn required_members_exist(root: &Value, schema: &Value, pointer: &str, problems: &mut Problems) {
    // A part of an `allOf` may require what another part has.
    if pointer.rsplit('/').nth(1) == Some("allOf") {
        return;
    }
    for (index, name) in items(schema, "required").enumerate() {
        if name
            .as_str()
            .is_none_or(|name| !has_property(root, schema, name))
        {
            problems.push(
                Problem::new(format!("{name} is required, and is no property"))
                    .at(step(&step(pointer, "required"), &index.to_string())),
            );
        }
    }
}

/// Whether a schema, or a part that it is composed of, has a property.
fn has_property(root: &Value, schema: &Value, name: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut pending = vec![schema];
    while let Some(schema) = pending.pop() {
        if tree::reference(schema).is_some_and(|reference| !seen.insert(reference)) {
            continue;
        }
        let schema = tree::deref(root, schema).unwrap_or(&Value::Null);
        if schema
            .get("properties")
            .is_some_and(|properties| properties.get(name).is_some())
        {
            return true;
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            pending.extend(items(schema, key));
        }
    }
    false
}

/// Every variant has a value of the discriminator, and every value a variant.
fn discriminator_fits(schema: &Value, pointer: &str, problems: &mut Problems) {
    let Some(discriminator) = schema.get("discriminator") else {
        return;
    };
    let at = step(&step(pointer, "discriminator"), "mapping");
    let variants: BTreeSet<_> = ["oneOf", "anyOf"]
        .iter()
        .flat_map(|key| items(schema, key))
        .filter_map(tree::reference)
        .collect();
    let mapped: BTreeSet<_> = members(discriminator, "mapping")
        .filter_map(|(_, target)| target.as_str())
        .collect();
    for variant in variants.difference(&mapped) {
        problems.push(Problem::new(format!("no value stands for {variant}")).at(&at));
    }
    for target in mapped.difference(&variants) {
        problems.push(Problem::new(format!("{target} is no variant of the union")).at(&at));
    }
}

/// A component of one reference becomes a type around a type.
fn is_no_wrapper(name: &str, schema: &Value, problems: &mut Problems) {
    if let Some(wrapped) = tree::wrapped(schema) {
        problems.push(
            Problem::new("a component that only wraps another becomes a type around a type")
                .at(schema_pointer(name))
                .fix(format!("refer to {wrapped} where it is used")),
        );
    }
}

/// A component of plain text or a number becomes a type around it.
fn is_a_type(name: &str, schema: &Value, problems: &mut Problems) {
    let is_plain = !matches!(tree::text(schema, "type"), Some("object" | "array") | None);
    if is_plain && schema.get("enum").is_none() && bindings::replacement(name).is_none() {
        problems.push(
            Problem::new("a component without members or values becomes a type around a type")
                .at(schema_pointer(name))
                .fix("write it where it is used, or bind it in xtask/src/bindings.rs"),
        );
    }
}

/// What is received is made lenient, which would make what is sent say less than it has to.
fn directions_are_apart(root: &Value, problems: &mut Problems) {
    let requests = uses::requests(root);
    for name in uses::responses(root) {
        let schema = root.pointer(&schema_pointer(&name)).unwrap_or(&Value::Null);
        let is_text = tree::text(schema, "type") == Some("string");
        let problem =
            if is_text && schema.get("enum").is_some() && schema.get(open_enum::KEY).is_none() {
                Problem::new("an enum that is received has to be open")
                    .fix(format!("mark it with {}", open_enum::KEY))
            } else if !is_text && requests.contains(&name) && bindings::replacement(&name).is_none()
            {
                Problem::new("sent and received, which promise different things")
                    .fix("give requests and responses a schema each")
            } else {
                continue;
            };
        problems.push(problem.at(schema_pointer(&name)));
    }
}
