//! Lowering what is sent to callbacks by itself, for types without a client.

use serde_json::{Map, Value, json};

use super::sides::each_response;
use crate::document::tree::{self, METHODS, items, members, operations};
use crate::document::uses::{self, Names};
use crate::problem::Problems;

/// A document without operations, whose responses are the events: each kind of event, and
/// the union of all kinds.
pub(super) fn alone(document: &Value) -> Value {
    let mut responses = Map::new();
    for name in kinds(document) {
        let reference = format!("{}{name}", tree::SCHEMAS);
        let media = json!({ "schema": { "$ref": reference } });
        let response =
            json!({ "description": "An event.", "content": { "application/json": media } });
        responses.insert(name, response);
    }
    let schemas = document.pointer("/components/schemas");
    json!({
        "openapi": document.get("openapi"),
        "info": document.get("info"),
        "paths": {},
        "components": { "responses": responses, "schemas": schemas },
    })
}

/// The schemas that are sent to callbacks, and the variants of those that are unions.
fn kinds(document: &Value) -> Names {
    let mut names = Names::new();
    let callbacks =
        operations(document).flat_map(|operation| members(operation.value, "callbacks"));
    for (_, callback) in callbacks {
        let items = callback.as_object().into_iter().flat_map(Map::values);
        for event in items.flat_map(|item| METHODS.iter().filter_map(|method| item.get(*method))) {
            let body = event.get("requestBody").unwrap_or(&Value::Null);
            let body = tree::deref(document, body).unwrap_or(body);
            let schema = body.pointer("/content/application~1json/schema");
            names.extend(schema.and_then(tree::schema_name).map(str::to_owned));
        }
    }
    let unions = names.clone();
    for union in &unions {
        let schema = document.pointer(&tree::schema_pointer(union));
        let variants = schema.into_iter().flat_map(|schema| items(schema, "oneOf"));
        names.extend(variants.filter_map(tree::schema_name).map(str::to_owned));
    }
    names
}

/// Keeps members that nobody knows, and takes times for the texts that they are.
///
/// Limit: the generator keeps them where an empty schema is given for them, and not where it
/// is merely said that there may be any.
pub(super) fn kept_whole(document: &mut Value, _: &mut Problems) {
    each_response(document, &mut |_, schema| {
        let has_members = members(schema, "properties").next().is_some();
        if let Some(object) = schema.as_object_mut() {
            if has_members {
                object.insert("additionalProperties".to_owned(), json!({}));
            }
            if object.get("format") == Some(&json!("date-time")) {
                object.remove("format");
            }
        }
    });
}

/// Removes every schema that no event refers to.
pub(super) fn nothing_else(document: &mut Value, _: &mut Problems) {
    let used = uses::responses(document);
    if let Ok(schemas) = tree::schemas_mut(document) {
        schemas.retain(|name, _| used.contains(name));
    }
}
