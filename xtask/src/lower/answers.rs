//! Lowerings of what the client is given: nothing odd in it may fail the decoding.

use serde_json::{Value, json};

use super::uses;
use crate::Result;
use crate::generate::{IDS, TIMESTAMP};
use crate::tree;

/// Makes the ids in answers plain strings.
///
/// Limit: the schemas of the path's ids are bound to validated types, which refuse what
/// the service may answer (`""`, another form of number). In an answer they are text.
pub(super) fn plain_ids(document: &mut Value) -> Result<()> {
    each_answer(document, &mut |schema| {
        let names_id = schema
            .get("allOf")
            .and_then(Value::as_array)
            .is_some_and(|all| {
                all.iter()
                    .any(|member| tree::schema_name(member).is_some_and(|name| IDS.contains(&name)))
            });
        if names_id {
            let description = schema.get("description").cloned().unwrap_or_default();
            *schema = json!({ "type": "string", "description": description });
        }
        Ok(())
    })
}

/// Takes every constraint off the answers and makes every member optional and nullable.
///
/// Limit: `required`, patterns, lengths, closed enums and `additionalProperties: false`
/// become decode failures, and an array refuses `null`. The service answers `""`, `null`
/// and members that are missing, and may add to what it answers.
pub(super) fn lenient(document: &mut Value) -> Result<()> {
    each_answer(document, &mut |schema| {
        let Some(object) = schema.as_object_mut() else {
            return Ok(());
        };
        for key in CONSTRAINTS {
            object.remove(key);
        }
        if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
            for property in properties.values_mut().filter_map(Value::as_object_mut) {
                property.insert("nullable".to_owned(), Value::Bool(true));
            }
        }
        Ok(())
    })
}

/// Refers to one schema for every time, which is bound to a type that keeps the text.
///
/// Limit: `date-time` becomes a chrono type, which refuses `""` and a time without zone.
pub(super) fn timestamps(document: &mut Value) -> Result<()> {
    each_answer(document, &mut |schema| {
        if schema.get("format").and_then(Value::as_str) == Some("date-time") {
            let description = schema.get("description").cloned().unwrap_or_default();
            *schema = json!({
                "allOf": [{ "$ref": format!("{}{TIMESTAMP}", tree::SCHEMAS) }],
                "description": description,
                "nullable": true,
            });
        }
        Ok(())
    })?;
    let components = tree::object_mut(document, "components")?;
    if let Some(schemas) = components.get_mut("schemas").and_then(Value::as_object_mut) {
        schemas.insert(
            TIMESTAMP.to_owned(),
            json!({ "type": "string", "description": "A time as text." }),
        );
    }
    Ok(())
}

const CONSTRAINTS: [&str; 14] = [
    "required",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "minProperties",
    "default",
    "additionalProperties",
    "enum",
];

fn each_answer(
    document: &mut Value,
    change: &mut impl FnMut(&mut Value) -> Result<()>,
) -> Result<()> {
    for name in uses::answers(document)? {
        // Ids belong to the path as well, and there they keep their constraints.
        if IDS.contains(&name.as_str()) {
            continue;
        }
        if let Some(schema) = document.pointer_mut(&format!("/components/schemas/{name}")) {
            tree::each_schema_mut(schema, change)?;
        }
    }
    Ok(())
}
