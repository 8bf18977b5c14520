//! The lowering of types that are written where they are used.

use heck::ToPascalCase as _;
use serde_json::{Map, Value, json};

use crate::document::tree::{self, METHODS, items, schema_pointer, step};
use crate::problem::{Problem, Problems};

/// Moves every inline schema that becomes a type to the components, named for where it
/// stands.
///
/// Limit: the generator names such a type for where it stands as well, but takes two of the
/// same name for one type, whatever they are; and a member of such a type loses its
/// description.
pub(super) fn named(document: &mut Value, problems: &mut Problems) {
    let mut moved = Moved::default();
    if let Some(components) = document
        .get_mut("components")
        .and_then(Value::as_object_mut)
    {
        for (name, schema) in object_mut(components, "schemas") {
            moved.within(schema, name, &schema_pointer(name));
        }
        for (key, suffix) in [
            ("parameters", ""),
            ("requestBodies", "Body"),
            ("responses", "Response"),
        ] {
            for (name, holder) in object_mut(components, key) {
                let pointer = step(&step("/components", key), name);
                moved.held(
                    holder,
                    &format!("{}{suffix}", name.to_pascal_case()),
                    &pointer,
                );
            }
        }
    }
    let paths = document.as_object_mut().into_iter();
    for (path, item) in paths.flat_map(|document| object_mut(document, "paths")) {
        moved.item(item, &step("/paths", path));
    }
    let Some(schemas) = problems.keep(tree::schemas_mut(document)) else {
        return;
    };
    for (name, schema) in moved.0 {
        let pointer = stood_at(&schema).unwrap_or_default().to_owned();
        if schemas.insert(name.clone(), schema).is_some() {
            problems.push(
                Problem::new(format!("the type of this is {name}, as another one is"))
                    .at(pointer)
                    .fix("move it to the components, under another name"),
            );
        }
    }
}

/// The extension that says where a schema stood before it was moved.
const STOOD_AT: &str = "x-stood-at";

/// Where a component schema stood before it was moved to the components.
pub(crate) fn stood_at(schema: &Value) -> Option<&str> {
    tree::text(schema, STOOD_AT)
}

/// Types with their names.
#[derive(Default)]
struct Moved(Vec<(String, Value)>);

impl Moved {
    /// The operations of a path, and those of their callbacks.
    fn item(&mut self, item: &mut Value, pointer: &str) {
        self.parameters(item, "", pointer);
        for method in METHODS {
            let Some(operation) = item.get_mut(method) else {
                continue;
            };
            let pointer = step(pointer, method);
            let name = tree::text(operation, "operationId")
                .unwrap_or_default()
                .to_pascal_case();
            self.parameters(operation, &name, &pointer);
            if let Some(body) = operation.get_mut("requestBody") {
                self.held(body, &format!("{name}Body"), &step(&pointer, "requestBody"));
            }
            let Some(operation) = operation.as_object_mut() else {
                continue;
            };
            // One status is left, which all others have been put together to.
            for (status, response) in object_mut(operation, "responses") {
                let pointer = step(&step(&pointer, "responses"), status);
                self.held(response, &format!("{name}Response"), &pointer);
            }
            for (callback, paths) in object_mut(operation, "callbacks") {
                for (path, item) in paths.as_object_mut().into_iter().flatten() {
                    let pointer = step(&step(&step(&pointer, "callbacks"), callback), path);
                    self.item(item, &pointer);
                }
            }
        }
    }

    fn parameters(&mut self, holder: &mut Value, name: &str, pointer: &str) {
        let parameters = holder.get_mut("parameters").and_then(Value::as_array_mut);
        for (index, parameter) in parameters.into_iter().flatten().enumerate() {
            let own = tree::text(parameter, "name")
                .unwrap_or_default()
                .to_pascal_case();
            let pointer = step(&step(pointer, "parameters"), &index.to_string());
            self.held(parameter, &format!("{name}{own}"), &pointer);
        }
    }

    /// What holds a schema, or content that does.
    fn held(&mut self, holder: &mut Value, name: &str, pointer: &str) {
        let description = holder.get("description").cloned();
        if let Some(schema) = holder.get_mut("schema") {
            // The type of a parameter is described where the parameter is.
            if let (Some(description), Some(object)) = (description, schema.as_object_mut()) {
                object.entry("description").or_insert(description);
            }
            self.schema(schema, name, &step(pointer, "schema"));
        }
        let Some(holder) = holder.as_object_mut() else {
            return;
        };
        for (kind, media) in object_mut(holder, "content") {
            if let Some(schema) = media.get_mut("schema") {
                let pointer = step(&step(&step(pointer, "content"), kind), "schema");
                self.schema(schema, name, &pointer);
            }
        }
    }

    /// A schema that is written where it is used.
    fn schema(&mut self, schema: &mut Value, name: &str, pointer: &str) {
        self.within(schema, name, pointer);
        if !is_type(schema) {
            return;
        }
        let mut referring = json!({ "allOf": [{ "$ref": format!("{}{name}", tree::SCHEMAS) }] });
        for key in ["description", "nullable"] {
            if let (Some(value), Some(object)) = (schema.get(key), referring.as_object_mut()) {
                object.insert(key.to_owned(), value.clone());
            }
        }
        let mut schema = std::mem::replace(schema, referring);
        if let Some(object) = schema.as_object_mut() {
            object.remove("nullable");
            if let Some(values) = object.get_mut("enum").and_then(Value::as_array_mut) {
                values.retain(|value| !value.is_null());
            }
            object.insert(STOOD_AT.to_owned(), json!(pointer));
        }
        self.0.push((name.to_owned(), schema));
    }

    /// The schemas within a schema of this name.
    fn within(&mut self, schema: &mut Value, name: &str, pointer: &str) {
        let Some(object) = schema.as_object_mut() else {
            return;
        };
        for (property, schema) in object_mut(object, "properties") {
            let pointer = step(&step(pointer, "properties"), property);
            self.schema(
                schema,
                &format!("{name}{}", property.to_pascal_case()),
                &pointer,
            );
        }
        for (key, suffix) in [("items", "Item"), ("additionalProperties", "Value")] {
            if let Some(schema) = object.get_mut(key) {
                self.schema(schema, &format!("{name}{suffix}"), &step(pointer, key));
            }
        }
        // The variants of a union are written within its type.
        for key in ["oneOf", "anyOf"] {
            let variants = object.get_mut(key).and_then(Value::as_array_mut);
            for (index, variant) in variants.into_iter().flatten().enumerate() {
                let pointer = step(&step(pointer, key), &index.to_string());
                self.variant(variant, name, index, &pointer);
            }
        }
    }

    /// A variant of a union, whose tag stays where it is.
    fn variant(&mut self, variant: &mut Value, union: &str, index: usize, pointer: &str) {
        let tag = tag(variant);
        let name = tag
            .as_ref()
            .map_or_else(|| index.to_string(), |(_, value)| value.to_pascal_case());
        let properties = variant.get_mut("properties").and_then(Value::as_object_mut);
        let kept = tag.and_then(|(tag, _)| Some((tag.clone(), properties?.remove(&tag)?)));
        self.within(variant, &format!("{union}{name}"), pointer);
        let properties = variant.get_mut("properties").and_then(Value::as_object_mut);
        if let (Some((tag, schema)), Some(properties)) = (kept, properties) {
            properties.insert(tag, schema);
        }
    }
}

/// Whether the generator makes a type of its own of a schema.
fn is_type(schema: &Value) -> bool {
    let has_members = tree::members(schema, "properties").next().is_some();
    let is_union = ["oneOf", "anyOf"]
        .iter()
        .any(|key| schema.get(*key).is_some());
    has_members || is_union || schema.get("enum").is_some()
}

/// The required member of one value that tells a variant from others, and that value.
fn tag(variant: &Value) -> Option<(String, String)> {
    let mut required = items(variant, "required").filter_map(Value::as_str);
    required.find_map(|name| {
        let values = variant
            .get("properties")?
            .get(name)?
            .get("enum")?
            .as_array()?;
        match values.as_slice() {
            [value] => Some((name.to_owned(), value.as_str()?.to_owned())),
            _ => None,
        }
    })
}

fn object_mut<'a>(
    object: &'a mut Map<String, Value>,
    key: &str,
) -> impl Iterator<Item = (&'a String, &'a mut Value)> {
    object
        .get_mut(key)
        .and_then(Value::as_object_mut)
        .into_iter()
        .flatten()
}
