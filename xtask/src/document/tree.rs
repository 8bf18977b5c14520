//! The document as a JSON tree: pointers, references, operations.

use serde_json::{Map, Value};

use crate::problem::{Problem, Result};

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
        match reference(value) {
            Some(reference) => value = resolve(root, reference)?,
            None => return Ok(value),
        }
    }
    Err(Problem::new("a chain of references without an end"))
}

/// The `$ref` of a value.
pub(crate) fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// The name of the component schema that a `$ref` names.
pub(crate) fn schema_name(value: &Value) -> Option<&str> {
    reference(value)?.strip_prefix(SCHEMAS)
}

/// Where a component schema stands.
pub(crate) fn schema_pointer(name: &str) -> String {
    step("/components/schemas", name)
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

/// A member that is text.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

/// The component schemas.
pub(crate) fn schemas_mut(root: &mut Value) -> Result<&mut Map<String, Value>> {
    root.pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
        .ok_or_else(|| Problem::new("there are no schemas").at("/components/schemas"))
}

/// An operation of the document, and where it stands.
pub(crate) struct Operation<'a> {
    pub(crate) path: &'a str,
    pub(crate) method: &'static str,
    pub(crate) item: &'a Value,
    pub(crate) value: &'a Value,
}

impl<'a> Operation<'a> {
    pub(crate) fn pointer(&self) -> String {
        step(&step("/paths", self.path), self.method)
    }

    pub(crate) fn id(&self) -> Option<&'a str> {
        text(self.value, "operationId")
    }
}

/// Every operation of the document.
pub(crate) fn operations(root: &Value) -> impl Iterator<Item = Operation<'_>> {
    members(root, "paths").flat_map(|(path, item)| {
        METHODS.iter().filter_map(move |method| {
            Some(Operation {
                path,
                method,
                item,
                value: item.get(method)?,
            })
        })
    })
}

/// The reference that a schema only adds a description to, as a property does for which
/// `$ref` alone would have none.
pub(crate) fn wrapped(schema: &Value) -> Option<&str> {
    const ADDED: [&str; 9] = [
        "allOf",
        "default",
        "deprecated",
        "description",
        "example",
        "nullable",
        "readOnly",
        "title",
        "writeOnly",
    ];
    let only_adds = schema
        .as_object()?
        .keys()
        .all(|key| ADDED.contains(&key.as_str()) || key.starts_with("x-"));
    match schema.get("allOf")?.as_array()?.as_slice() {
        [part] if only_adds => reference(part),
        _ => None,
    }
}
