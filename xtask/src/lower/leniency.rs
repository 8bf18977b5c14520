//! Lowerings of what the client receives: nothing odd in it may fail the decoding.

use serde_json::{Value, json};

use super::sides::each_response;
use crate::bindings;
use crate::document::tree::{self, items};
use crate::problem::Problems;

/// Makes the ids in responses plain strings.
///
/// Limit: the schemas of the path's ids are bound to validated types, which refuse what
/// the service may send (`""`, another form of number). In a response they are text.
pub(super) fn plain_ids(document: &mut Value, _: &mut Problems) {
    let plain = json!({ "type": "string" });
    each_response(document, &mut |_, schema| {
        let name = tree::schema_name(schema);
        if name.is_some_and(bindings::is_validated) {
            *schema = plain.clone();
        }
        // A property has the reference in an `allOf`, beside its description.
        if items(schema, "allOf").eq([&plain])
            && let Some(object) = schema.as_object_mut()
        {
            object.remove("allOf");
            object.insert("type".to_owned(), json!("string"));
        }
    });
}

/// Takes every constraint off responses and makes every member optional and nullable.
///
/// Limit: `required`, patterns, lengths, closed enums, formats and
/// `additionalProperties: false` become decode failures, a default hides that a member was
/// missing, an array refuses `null`, and an object that is free in form anything else. The
/// service sends `""`, `null` and objects without some of their members, and may add to what
/// it sends.
pub(super) fn lenient(document: &mut Value, _: &mut Problems) {
    each_response(document, &mut |_, schema| {
        let Some(object) = schema.as_object_mut() else {
            return;
        };
        object.retain(|key, value| match key.as_str() {
            "format" => KEPT_FORMATS.iter().any(|kept| value == kept),
            "additionalProperties" => value.is_object(),
            key => !CONSTRAINTS.contains(&key),
        });
        let is_free = ["properties", "additionalProperties"]
            .iter()
            .all(|key| !object.contains_key(*key));
        if is_free && object.get("type") == Some(&json!("object")) {
            object.remove("type");
        }
        let members = object.get_mut("properties").and_then(Value::as_object_mut);
        let members = members.into_iter().flat_map(|members| members.values_mut());
        let nullable = |member: &mut Value| {
            if let Some(member) = member.as_object_mut() {
                member.insert("nullable".to_owned(), Value::Bool(true));
            }
        };
        members.for_each(nullable);
        object
            .get_mut("additionalProperties")
            .into_iter()
            .for_each(nullable);
    });
}

const CONSTRAINTS: [&str; 16] = [
    "required",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "default",
    "enum",
];

/// Formats that refuse nothing: `date-time` is lowered to a type that keeps the text.
const KEPT_FORMATS: [&str; 5] = ["date-time", "int32", "int64", "float", "double"];
