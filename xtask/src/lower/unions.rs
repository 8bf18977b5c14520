//! Lowerings of unions: the generator takes the first variant that fits, whatever the
//! discriminator says.

use serde_json::{Map, Value, json};

use super::uses;
use crate::Result;
use crate::problem::Problem;
use crate::tree;

/// Makes each union that is answered, and each `allOf`, one flat object with the members
/// of all variants.
///
/// Limit: a union with a discriminator becomes an untagged enum, and as all members are
/// optional the first variant always fits: an EST answer decodes as RTC and loses its
/// trunk. A variant can't be told by which id is present either, so the type stays a
/// plain member for the reader to judge.
pub(super) fn flat_answers(document: &mut Value) -> Result<()> {
    let source = document.clone();
    let mut merged = uses::Names::new();
    for name in uses::answers(&source)? {
        let Some(schema) = component(&source, &name) else {
            continue;
        };
        for key in ["oneOf", "allOf"] {
            let parts = tree::items(schema, key).filter_map(tree::schema_name);
            merged.extend(parts.map(str::to_owned));
        }
        // A wrapper of one reference, which exists for its description, is no composition.
        let composed = schema.get("oneOf").is_some()
            || tree::items(schema, "allOf").any(|member| member.get("properties").is_some());
        if composed {
            let flat = flat(&source, schema).map_err(|problem| problem.at(place(&name)))?;
            replace(document, &name, flat)?;
        }
    }
    let schemas = tree::object_mut(document, "components")?
        .get_mut("schemas")
        .and_then(Value::as_object_mut)
        .ok_or_else(|| Problem::new("there are no schemas"))?;
    schemas.retain(|name, _| !merged.contains(name));
    Ok(())
}

/// Writes the variants of each union that is sent into the union, each with its type required.
///
/// Limit: a union of references becomes an untagged enum that writes no type. A union
/// of inline objects which each require a `type` of one value becomes a proper tagged enum.
pub(super) fn tagged_requests(document: &mut Value) -> Result<()> {
    let source = document.clone();
    let mut inlined = uses::Names::new();
    for name in uses::requests(&source)? {
        let Some(schema) = component(&source, &name).filter(|schema| schema.get("oneOf").is_some())
        else {
            continue;
        };
        let mut variants = Vec::new();
        for variant in tree::items(schema, "oneOf") {
            inlined.extend(tree::schema_name(variant).map(str::to_owned));
            let target = tree::deref(&source, variant)?;
            let mut object = flat(&source, target).map_err(|problem| problem.at(place(&name)))?;
            let values = object
                .pointer("/properties/type/enum")
                .and_then(Value::as_array);
            if values.is_none_or(|values| values.len() != 1) {
                return Err(Problem::new("a variant has no type of one value").at(place(&name)));
            }
            let required = object
                .as_object_mut()
                .and_then(|object| object.entry("required").or_insert(json!([])).as_array_mut())
                .ok_or_else(|| Problem::new("'required' is not a list"))?;
            if !required.contains(&json!("type")) {
                required.insert(0, json!("type"));
            }
            variants.push(object);
        }
        let description = schema.get("description").cloned().unwrap_or_default();
        let union = json!({ "description": description, "oneOf": variants });
        replace(document, &name, union)?;
    }
    if let Some(schemas) = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
    {
        schemas.retain(|name, _| !inlined.contains(name));
    }
    Ok(())
}

/// One object with the members of all parts, whether they are alternatives or add up.
fn flat(root: &Value, schema: &Value) -> Result<Value> {
    let mut properties = Map::new();
    let mut merged = Map::new();
    merged.insert("type".to_owned(), json!("object"));
    if let Some(description) = schema.get("description") {
        merged.insert("description".to_owned(), description.clone());
    }
    gather(root, schema, &mut properties, &mut merged, 0)?;
    merged.insert("properties".to_owned(), Value::Object(properties));
    Ok(Value::Object(merged))
}

fn gather(
    root: &Value,
    schema: &Value,
    properties: &mut Map<String, Value>,
    merged: &mut Map<String, Value>,
    depth: usize,
) -> Result<()> {
    if depth > 16 {
        return Err(Problem::new("a composition that contains itself"));
    }
    let schema = tree::deref(root, schema)?;
    for key in schema.as_object().into_iter().flat_map(Map::keys) {
        match key.as_str() {
            "allOf" | "oneOf" | "discriminator" | "type" | "description" | "properties" => {}
            "required" | "additionalProperties" => {
                merged.insert(key.clone(), schema.get(key).cloned().unwrap_or_default());
            }
            other => return Err(Problem::new(format!("'{other}' in a composition"))),
        }
    }
    for (name, property) in tree::members(schema, "properties") {
        let known = properties.entry(name).or_insert_with(|| property.clone());
        // The same member in two variants may differ in what is said of it, not in what it is.
        if undescribed(known) != undescribed(property) {
            return Err(Problem::new(format!(
                "'{name}' differs between the variants"
            )));
        }
    }
    for key in ["allOf", "oneOf"] {
        for part in tree::items(schema, key) {
            gather(root, part, properties, merged, depth + 1)?;
        }
    }
    Ok(())
}

fn undescribed(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(object) = schema.as_object_mut() {
        object.remove("description");
    }
    schema
}

fn place(name: &str) -> String {
    format!("/components/schemas/{name}")
}

fn component<'a>(root: &'a Value, name: &str) -> Option<&'a Value> {
    root.pointer(&place(name))
}

fn replace(document: &mut Value, name: &str, schema: Value) -> Result<()> {
    let place = document
        .pointer_mut(&place(name))
        .ok_or_else(|| Problem::new(format!("the schema {name} is gone")))?;
    *place = schema;
    Ok(())
}
