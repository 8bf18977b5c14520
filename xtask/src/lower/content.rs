//! The lowering of bodies.

use std::collections::BTreeSet;

use heck::ToSnakeCase as _;
use serde_json::{Map, Value, json};

use super::sides::remove_unreferenced;
use crate::document::parts::{Part, visit};
use crate::document::tree::{self, METHODS, operations};
use crate::document::uses::Names;
use crate::problem::Problems;

const MULTIPART: &str = "multipart/form-data";
const BYTES: &str = "application/octet-stream";

/// The functions whose body is a form of several parts, which post-processing gives one.
pub(crate) fn multipart_operations(document: &Value) -> BTreeSet<String> {
    operations(document)
        .filter(|operation| {
            let body = operation.value.get("requestBody").unwrap_or(&Value::Null);
            let body = tree::deref(document, body).unwrap_or(body);
            tree::members(body, "content").any(|(kind, _)| kind == MULTIPART)
        })
        .filter_map(|operation| operation.id().map(|id| id.to_snake_case()))
        .collect()
}

/// Makes a form of several parts a body of bytes.
///
/// Limit: the generator knows no `multipart/form-data`.
pub(super) fn multipart_as_bytes(document: &mut Value, _: &mut Problems) {
    let mut parts = Names::new();
    let mut lower = |body: &mut Value| {
        let content = body.get_mut("content").and_then(Value::as_object_mut);
        let Some(content) = content.filter(|content| content.contains_key(MULTIPART)) else {
            return;
        };
        for media in content.values() {
            visit(Part::MediaType, media, "", &mut |_, _, value| {
                parts.extend(tree::schema_name(value).map(str::to_owned));
            });
        }
        *content = Map::new();
        let bytes = json!({ "schema": { "type": "string", "format": "binary" } });
        content.insert(BYTES.to_owned(), bytes);
    };
    let bodies = document.pointer_mut("/components/requestBodies");
    let bodies = bodies.and_then(Value::as_object_mut);
    bodies
        .into_iter()
        .flat_map(Map::values_mut)
        .for_each(&mut lower);
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for item in paths.into_iter().flat_map(Map::values_mut) {
        for method in METHODS {
            let body = item
                .get_mut(method)
                .and_then(|operation| operation.get_mut("requestBody"));
            body.into_iter().for_each(&mut lower);
        }
    }
    remove_unreferenced(document, &parts);
}
