//! Lowerings of what the client sends.

use serde_json::Value;

use super::uses;
use crate::Result;
use crate::tree;

/// Takes lengths and patterns off the strings of requests.
///
/// Limit: a constrained string becomes a type of its own, with errors that are strings,
/// and a pattern brings a regular expression engine into every build. Requests are
/// validated by numbers-ext, all faults at once.
pub(super) fn unconstrained(document: &mut Value) -> Result<()> {
    for name in uses::requests(document)? {
        if let Some(schema) = document.pointer_mut(&format!("/components/schemas/{name}")) {
            tree::each_schema_mut(schema, &mut |schema| {
                if let Some(object) = schema.as_object_mut() {
                    for key in ["pattern", "minLength", "maxLength"] {
                        object.remove(key);
                    }
                }
                Ok(())
            })?;
        }
    }
    Ok(())
}
