//! The lowering of times.

use serde_json::{Value, json};

use crate::bindings::TIMESTAMP;
use crate::document::parts::{Part, schemas_mut};
use crate::document::tree;
use crate::problem::Problems;

/// Refers to one schema for every time, which is bound to a type that keeps the text.
///
/// Limit: `date-time` becomes a chrono type, which refuses `""` and a time without zone.
pub(super) fn one_type(document: &mut Value, problems: &mut Problems) {
    let mut found = false;
    schemas_mut(Part::Document, document, "", &mut |_, schema| {
        if tree::text(schema, "format") == Some("date-time") {
            let mut time = json!({
                "allOf": [{ "$ref": format!("{}{TIMESTAMP}", tree::SCHEMAS) }],
            });
            for key in ["description", "nullable"] {
                if let (Some(value), Some(object)) = (schema.get(key), time.as_object_mut()) {
                    object.insert(key.to_owned(), value.clone());
                }
            }
            *schema = time;
            found = true;
        }
    });
    if !found {
        return;
    }
    if let Some(schemas) = problems.keep(tree::schemas_mut(document)) {
        schemas.insert(
            TIMESTAMP.to_owned(),
            json!({ "type": "string", "description": "A time as text." }),
        );
    }
}
