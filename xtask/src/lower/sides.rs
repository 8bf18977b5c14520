//! The schemas of either side, wherever they stand: components, and those written where
//! they are used.

use serde_json::Value;

use crate::bindings;
use crate::document::parts::{Part, schemas_mut, visit};
use crate::document::tree::{self, METHODS, schema_pointer, step};
use crate::document::uses;

/// Changes a schema, whose pointer it is given.
pub(super) type Change<'a> = dyn FnMut(&str, &mut Value) + 'a;

/// Calls `change` with every schema that the client sends, innermost first.
pub(super) fn each_request(document: &mut Value, change: &mut Change<'_>) {
    let names = uses::requests(document);
    each(
        document,
        names,
        &[
            ("parameters", Part::Parameter),
            ("requestBodies", Part::RequestBody),
            ("requestBody", Part::RequestBody),
        ],
        change,
    );
}

/// Calls `change` with every schema that the client receives, innermost first.
pub(super) fn each_response(document: &mut Value, change: &mut Change<'_>) {
    let names = uses::responses(document);
    each(
        document,
        names,
        &[("responses", Part::Response), ("callbacks", Part::Callback)],
        change,
    );
}

/// Removes those of the named schemas to which nothing refers any more.
pub(super) fn remove_unreferenced(document: &mut Value, names: &uses::Names) {
    loop {
        let mut referenced = uses::Names::new();
        visit(Part::Document, document, "", &mut |_, _, value| {
            referenced.extend(tree::schema_name(value).map(str::to_owned));
        });
        let Ok(schemas) = tree::schemas_mut(document) else {
            return;
        };
        let before = schemas.len();
        schemas.retain(|name, _| !names.contains(name) || referenced.contains(name));
        if schemas.len() == before {
            return;
        }
    }
}

fn each(
    document: &mut Value,
    names: uses::Names,
    places: &[(&str, Part)],
    change: &mut Change<'_>,
) {
    // Ids belong to the path as well, and there they keep their constraints.
    for name in names.iter().filter(|name| !bindings::is_validated(name)) {
        let pointer = schema_pointer(name);
        if let Some(schema) = document.pointer_mut(&pointer) {
            schemas_mut(Part::Schema, schema, &pointer, change);
        }
    }
    let mut within = |holder: &mut Value, pointer: &str| {
        for (key, part) in places {
            let pointer = step(pointer, key);
            match holder.get_mut(*key) {
                Some(value) if *key == "requestBody" => schemas_mut(*part, value, &pointer, change),
                Some(Value::Object(members)) => {
                    for (name, value) in members {
                        schemas_mut(*part, value, &step(&pointer, name), change);
                    }
                }
                Some(Value::Array(items)) => {
                    for (index, value) in items.iter_mut().enumerate() {
                        schemas_mut(*part, value, &step(&pointer, &index.to_string()), change);
                    }
                }
                _ => {}
            }
        }
    };
    if let Some(components) = document.get_mut("components") {
        within(components, "/components");
    }
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        let pointer = step("/paths", path);
        within(item, &pointer);
        for method in METHODS {
            if let Some(operation) = item.get_mut(method) {
                within(operation, &step(&pointer, method));
            }
        }
    }
}
