//! The lowering of what the client sends.

use serde_json::Value;

use super::sides::each_request;
use crate::problem::Problems;

/// Takes constraints and defaults off requests.
///
/// Limit: a constrained string becomes a type of its own, with errors that are strings,
/// and a pattern brings a regular expression engine into every build; a minimum of 1
/// becomes a `NonZero`, a list of one item an array; formats become types of crates that
/// nobody has; a member with a default is sent whether it was set or not. Requests are
/// validated by numbers-ext, all violations at once.
pub(super) fn unconstrained(document: &mut Value, _: &mut Problems) {
    each_request(document, &mut |pointer, schema| {
        let is_text = schema.get("type").and_then(Value::as_str) == Some("string");
        let is_body = pointer.ends_with("/application~1octet-stream/schema");
        if let Some(object) = schema.as_object_mut() {
            object.retain(|key, value| match key.as_str() {
                "format" if value == "binary" => is_body,
                "format" => KEPT_FORMATS.iter().any(|kept| value == kept),
                "enum" => is_text,
                key => !CONSTRAINTS.contains(&key),
            });
        }
    });
}

const CONSTRAINTS: [&str; 14] = [
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
];

const KEPT_FORMATS: [&str; 4] = ["int32", "int64", "float", "double"];
