//! The lowering of open enums.

use serde_json::{Value, json};

use crate::document::parts::{Part, schemas_mut};
use crate::document::tree;
use crate::open_enum::{self, KEY};
use crate::problem::{Problem, Problems};

/// Gives every open enum a component schema of its name and refers to it where it is used.
///
/// Limit: enums are closed, so one new value fails the decoding of the response to a call
/// that cost money, and `anyOf [enum, string]` generates a type that decodes nothing
/// (<https://github.com/oxidecomputer/typify/issues/895>). The component is then bound
/// to a type of ours that keeps unknown values.
pub(super) fn named(document: &mut Value, problems: &mut Problems) {
    let enums = open_enum::collect(document, problems);
    if enums.is_empty() {
        return;
    }
    schemas_mut(Part::Document, document, "", &mut |_, schema| refer(schema));
    let Some(schemas) = problems.keep(tree::schemas_mut(document)) else {
        return;
    };
    for open in enums {
        let component = json!({ "type": "string", "description": "An open enum." });
        let replaced = schemas.insert(open.name.clone(), component);
        // A component of the same name has just become a reference to itself.
        let is_itself = |schema: &Value| {
            tree::wrapped(schema).and_then(|name| name.strip_prefix(tree::SCHEMAS))
                == Some(&open.name)
        };
        if replaced.is_some_and(|schema| !is_itself(&schema)) {
            problems.push(
                Problem::new("the name of this schema is also that of an open enum")
                    .at(tree::schema_pointer(&open.name)),
            );
        }
    }
}

fn refer(schema: &mut Value) {
    let Some(name) = schema.get(KEY).and_then(Value::as_str) else {
        return;
    };
    let mut referring = json!({ "allOf": [{ "$ref": format!("{}{name}", tree::SCHEMAS) }] });
    for key in ["description", "nullable"] {
        if let (Some(value), Some(object)) = (schema.get(key), referring.as_object_mut()) {
            object.insert(key.to_owned(), value.clone());
        }
    }
    *schema = referring;
}
