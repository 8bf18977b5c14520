//! The lowering of open enums.

use serde_json::{Value, json};

use crate::Result;
use crate::open_enum::{self, KEY};
use crate::problem::Problem;
use crate::tree;

/// Gives every open enum a component schema of its name and refers to it where it is used.
///
/// Limit: enums are closed, so one new value fails the decoding of the answer to a call
/// that was paid for, and `anyOf [enum, string]` generates a type that decodes nothing
/// (<https://github.com/oxidecomputer/typify/issues/895>). The component is then bound
/// to a type of ours that keeps unknown values.
pub(super) fn named(document: &mut Value) -> Result<()> {
    let enums = open_enum::collect(document)?;
    let schemas = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
        .ok_or_else(|| Problem::new("there are no schemas"))?;
    for (name, schema) in schemas.iter_mut() {
        let is_the_component = schema.get(KEY).and_then(Value::as_str) == Some(name);
        if !is_the_component {
            tree::each_schema_mut(schema, &mut refer)?;
        }
    }
    for open in enums {
        match schemas.get(&open.name) {
            Some(schema) if schema.get(KEY).is_none() => {
                return Err(Problem::new(format!(
                    "'{}' is both an open enum and another schema",
                    open.name
                )));
            }
            _ => schemas.insert(
                open.name,
                json!({ "type": "string", "description": "An open enum." }),
            ),
        };
    }
    Ok(())
}

fn refer(schema: &mut Value) -> Result<()> {
    let Some(name) = schema.get(KEY).and_then(Value::as_str) else {
        return Ok(());
    };
    let mut referring = json!({ "allOf": [{ "$ref": format!("{}{name}", tree::SCHEMAS) }] });
    for key in ["description", "nullable"] {
        if let (Some(value), Some(object)) = (schema.get(key), referring.as_object_mut()) {
            object.insert(key.to_owned(), value.clone());
        }
    }
    *schema = referring;
    Ok(())
}
