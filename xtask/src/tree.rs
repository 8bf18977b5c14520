//! Walking a document as a JSON tree: pointers, references, schemas.

use serde_json::{Map, Value};

use crate::Result;
use crate::problem::Problem;

/// The keys of a path item that are operations.
pub(crate) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// What a reference to a schema of the components begins with.
pub(crate) const SCHEMAS: &str = "#/components/schemas/";

/// One more step down a JSON pointer.
pub(crate) fn step(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Follows a local `$ref` to what it names.
pub(crate) fn resolve<'a>(root: &'a Value, reference: &str) -> Result<&'a Value> {
    reference
        .strip_prefix('#')
        .and_then(|pointer| root.pointer(pointer))
        .ok_or_else(|| Problem::new(format!("'{reference}' names nothing in this document")))
}

/// The value itself, or what its `$ref` (or chain of them) names.
pub(crate) fn deref<'a>(root: &'a Value, value: &'a Value) -> Result<&'a Value> {
    let mut value = value;
    for _ in 0..32 {
        match value.get("$ref").and_then(Value::as_str) {
            Some(reference) => value = resolve(root, reference)?,
            None => return Ok(value),
        }
    }
    Err(Problem::new("a chain of references that doesn't end"))
}

/// The name of the component schema that a `$ref` names.
pub(crate) fn schema_name(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()?.strip_prefix(SCHEMAS)
}

/// The members of an object; none for anything else.
pub(crate) fn members<'a>(
    value: &'a Value,
    key: &str,
) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value
        .get(key)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

/// The items of an array; none for anything else.
pub(crate) fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// The member as an object, made if missing.
pub(crate) fn object_mut<'a>(
    value: &'a mut Value,
    key: &str,
) -> Result<&'a mut Map<String, Value>> {
    value
        .as_object_mut()
        .and_then(|object| {
            object
                .entry(key)
                .or_insert_with(|| Value::Object(Map::new()))
                .as_object_mut()
        })
        .ok_or_else(|| Problem::new(format!("'{key}' is not an object")))
}

/// Calls `visit` with every value of the tree and its pointer, parents first.
pub(crate) fn walk<'a>(
    value: &'a Value,
    pointer: &str,
    visit: &mut impl FnMut(&str, &'a Value) -> Result<()>,
) -> Result<()> {
    visit(pointer, value)?;
    match value {
        Value::Object(object) => object
            .iter()
            .try_for_each(|(key, value)| walk(value, &step(pointer, key), visit)),
        Value::Array(array) => array
            .iter()
            .enumerate()
            .try_for_each(|(index, value)| walk(value, &step(pointer, &index.to_string()), visit)),
        _ => Ok(()),
    }
}

/// Calls `change` with every schema within a schema, itself last, so that what it
/// changes is not visited again.
pub(crate) fn each_schema_mut(
    schema: &mut Value,
    change: &mut impl FnMut(&mut Value) -> Result<()>,
) -> Result<()> {
    for key in ["properties"] {
        if let Some(properties) = schema.get_mut(key).and_then(Value::as_object_mut) {
            for property in properties.values_mut() {
                each_schema_mut(property, change)?;
            }
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        if let Some(list) = schema.get_mut(key).and_then(Value::as_array_mut) {
            for member in list {
                each_schema_mut(member, change)?;
            }
        }
    }
    for key in ["items", "additionalProperties", "not"] {
        if let Some(inner) = schema.get_mut(key).filter(|inner| inner.is_object()) {
            each_schema_mut(inner, change)?;
        }
    }
    change(schema)
}

/// Every operation of the document: path, method, the operation.
pub(crate) fn operations(root: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    members(root, "paths").flat_map(|(path, item)| {
        METHODS
            .iter()
            .filter_map(move |method| Some((path.as_str(), *method, item.get(method)?)))
    })
}
