//! The form in which documents are compared: operations by id, schemas without
//! references and compositions, only what matters kept. Prose, examples, order and the
//! names of components are gone.

use std::cell::Cell;

use serde_json::{Map, Value, json};

use crate::document::tree::{self, Operation, step};
use crate::problem::{Problem, Result};

/// The key under which a part of the form tells where its document says it.
pub(super) const AT: &str = "@";

/// The other document's form of the operations we cover.
pub(crate) struct Seen {
    pub(crate) tree: Value,
    /// How many operations it has beside them.
    pub(crate) uncovered: usize,
}

/// Our document's form.
pub(crate) fn ours(document: &Value) -> Result<Value> {
    let mut view = Map::new();
    let work = Cell::new(0);
    for operation in tree::operations(document) {
        let Operation {
            path,
            method,
            value: operation,
            ..
        } = operation;
        let id = operation_id(operation).unwrap_or(path);
        view.insert(
            id.to_owned(),
            operation_view(document, path, method, operation, &work)?,
        );
    }
    finish(document, view)
}

/// The other's form: its operations of the same paths and methods, under our ids.
pub(crate) fn theirs(document: &Value, ours: &Value) -> Result<Seen> {
    let mut view = Map::new();
    let work = Cell::new(0);
    for operation in tree::operations(ours) {
        let Operation {
            path,
            method,
            value: operation,
            ..
        } = operation;
        let id = operation_id(operation).unwrap_or(path);
        let other = document
            .get("paths")
            .and_then(|paths| paths.get(path)?.get(method));
        if let Some(other) = other {
            view.insert(
                id.to_owned(),
                operation_view(document, path, method, other, &work)?,
            );
        }
    }
    let uncovered = tree::operations(document).count() - view.len();
    let tree = finish(document, view)?;
    Ok(Seen { tree, uncovered })
}

fn operation_id(operation: &Value) -> Option<&str> {
    operation.get("operationId").and_then(Value::as_str)
}

/// Adds the security schemes, each with what a client needs of it.
fn finish(document: &Value, mut view: Map<String, Value>) -> Result<Value> {
    let mut schemes = Map::new();
    let components = document.get("components").unwrap_or(&Value::Null);
    for (name, scheme) in tree::members(components, "securitySchemes") {
        let scheme = tree::deref(document, scheme)?;
        let mut kept = Map::new();
        for key in ["type", "scheme", "in", "name", "flows"] {
            if let Some(value) = scheme.get(key) {
                kept.insert(key.to_owned(), value.clone());
            }
        }
        schemes.insert(name.clone(), Value::Object(kept));
    }
    view.insert("securitySchemes".to_owned(), Value::Object(schemes));
    Ok(Value::Object(view))
}

fn operation_view(
    document: &Value,
    path: &str,
    method: &str,
    operation: &Value,
    work: &Cell<usize>,
) -> Result<Value> {
    let item = document
        .get("paths")
        .and_then(|paths| paths.get(path))
        .unwrap_or(&Value::Null);
    let inherited = |key: &str| {
        operation
            .get(key)
            .or_else(|| item.get(key))
            .or_else(|| document.get(key))
    };
    let mut parameters = Map::new();
    for parameter in tree::items(item, "parameters").chain(tree::items(operation, "parameters")) {
        let parameter = tree::deref(document, parameter)?;
        let at = step(&step("/paths", path), "parameters");
        let field = |key: &str| {
            parameter
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let name = format!("{}:{}", field("in"), field("name"));
        let required = parameter.get("required") == Some(&Value::Bool(true));
        let schema = match parameter.get("schema") {
            Some(schema) => Form::of(document, Direction::Request, work).schema(schema, &at)?,
            None => Value::Null,
        };
        parameters.insert(name, json!({ "required": required, "schema": schema }));
    }
    let at = step(&step("/paths", path), method);
    let mut view = json!({
        AT: at,
        "operation": format!("{method} {path}"),
        "operationId": operation_id(operation),
        "deprecated": operation.get("deprecated") == Some(&Value::Bool(true)),
        "parameters": parameters,
        "security": named(tree::items(&json!({ "all": inherited("security") }), "all")
            .filter_map(Value::as_object)
            .map(|one| one.keys().cloned().collect::<Vec<_>>().join("+"))),
        "servers": named(tree::items(&json!({ "all": inherited("servers") }), "all")
            .filter_map(|server| server.get("url")?.as_str().map(str::to_owned))),
        "responses": {},
    });
    if let Some(body) = operation.get("requestBody") {
        let body = tree::deref(document, body)?;
        let content = content(
            document,
            body,
            Direction::Request,
            &step(&at, "requestBody"),
            work,
        )?;
        let required = body.get("required") == Some(&Value::Bool(true));
        if let Some(view) = view.as_object_mut() {
            view.insert(
                "request".to_owned(),
                json!({ "required": required, "content": content }),
            );
        }
    }
    let mut responses = Map::new();
    for (status, response) in tree::members(operation, "responses") {
        let response = tree::deref(document, response)?;
        let content = content(
            document,
            response,
            Direction::Response,
            &step(&step(&at, "responses"), status),
            work,
        )?;
        responses.insert(status.clone(), json!({ "content": content }));
    }
    if let Some(view) = view.as_object_mut() {
        view.insert("responses".to_owned(), Value::Object(responses));
    }
    Ok(view)
}

/// A list whose order does not count, as an object, so that each item has a pointer.
fn named(items: impl Iterator<Item = String>) -> Value {
    Value::Object(items.map(|item| (item, Value::Bool(true))).collect())
}

fn content(
    document: &Value,
    holder: &Value,
    direction: Direction,
    at: &str,
    work: &Cell<usize>,
) -> Result<Value> {
    let mut content = Map::new();
    for (kind, media) in tree::members(holder, "content") {
        let schema = match media.get("schema") {
            Some(schema) => Form::of(document, direction, work).schema(schema, &step(at, kind))?,
            None => Value::Null,
        };
        content.insert(kind.clone(), schema);
    }
    Ok(Value::Object(content))
}

/// Which way a schema travels: what the other way alone carries is left out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Request,
    Response,
}

/// The most schemas of a document that are brought into form, references followed.
const MOST_SCHEMAS: usize = 200_000;

/// Brings schemas into form.
struct Form<'a> {
    document: &'a Value,
    direction: Direction,
    depth: usize,
    /// How many schemas have been brought into form so far.
    work: &'a Cell<usize>,
}

impl<'a> Form<'a> {
    fn of(document: &'a Value, direction: Direction, work: &'a Cell<usize>) -> Self {
        Self {
            document,
            direction,
            depth: 0,
            work,
        }
    }

    /// The form of a schema that stands at `at`.
    fn schema(&mut self, schema: &Value, at: &str) -> Result<Value> {
        if self.depth > 24 {
            return Err(Problem::new("a schema that contains itself is not compared").at(at));
        }
        self.depth += 1;
        let mut form = Map::new();
        form.insert(AT.to_owned(), json!(place(schema, at)));
        self.merge(schema, at, &mut form, 0)?;
        self.depth -= 1;
        infer_type(&mut form);
        Ok(Value::Object(form))
    }

    /// Adds what a schema says, and what the parts of its `allOf` say.
    fn merge(
        &mut self,
        schema: &Value,
        at: &str,
        form: &mut Map<String, Value>,
        depth: usize,
    ) -> Result<()> {
        self.work.set(self.work.get() + 1);
        if self.work.get() > MOST_SCHEMAS {
            return Err(
                Problem::new("schemas refer to each other too often to be compared").at(at),
            );
        }
        if depth > 24 {
            return Err(Problem::new("a composition that contains itself").at(at));
        }
        let at = place(schema, at);
        let schema = tree::deref(self.document, schema)?;
        for key in ["type", "format"] {
            if let Some(value) = schema.get(key) {
                form.insert(key.to_owned(), value.clone());
            }
        }
        if schema.get("nullable") == Some(&Value::Bool(true)) {
            form.insert("nullable".to_owned(), Value::Bool(true));
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            let texts = values.iter().map(|value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            form.insert("enum".to_owned(), named(texts));
        }
        if let Some(items) = schema.get("items") {
            let items = self.schema(items, &step(&at, "items"))?;
            form.insert("items".to_owned(), items);
        }
        for (name, property) in tree::members(schema, "properties") {
            let resolved = tree::deref(self.document, property)?;
            let elsewhere = match self.direction {
                Direction::Request => "readOnly",
                Direction::Response => "writeOnly",
            };
            let is_elsewhere = |schema: &Value| schema.get(elsewhere) == Some(&Value::Bool(true));
            if is_elsewhere(property) || is_elsewhere(resolved) {
                continue;
            }
            let property = self.schema(property, &step(&step(&at, "properties"), name))?;
            insert(form, "properties", name, property);
        }
        for (index, part) in tree::items(schema, "allOf").enumerate() {
            let at = step(&step(&at, "allOf"), &index.to_string());
            self.merge(part, &at, form, depth + 1)?;
        }
        for name in tree::items(schema, "required").filter_map(Value::as_str) {
            insert(form, "required", name, Value::Bool(true));
        }
        self.variants(schema, &at, form)
    }

    /// The variants of a union, by the value of the discriminator where there is one.
    fn variants(&mut self, schema: &Value, at: &str, form: &mut Map<String, Value>) -> Result<()> {
        let discriminator = schema.get("discriminator").unwrap_or(&Value::Null);
        let property = discriminator.get("propertyName").and_then(Value::as_str);
        for key in ["oneOf", "anyOf"] {
            for (index, variant) in tree::items(schema, key).enumerate() {
                let index = index.to_string();
                let reference = variant.get("$ref");
                let name = tree::members(discriminator, "mapping")
                    .find(|(_, target)| Some(*target) == reference)
                    .map_or(&index, |(value, _)| value);
                let mut variant = self.schema(variant, &step(&step(at, key), &index))?;
                if let Some(property) = property {
                    // The mapping says which value the discriminator has here, so neither
                    // document need repeat it in the property.
                    let pointer = step("/properties", property);
                    if let Some(kind) = variant.pointer_mut(&pointer).and_then(Value::as_object_mut)
                    {
                        kind.remove("enum");
                    }
                    form.insert("discriminator".to_owned(), json!(property));
                }
                insert(form, "variants", name, variant);
            }
        }
        Ok(())
    }
}

/// Where a schema stands: where it stands, or what it (or its one part) refers to.
fn place(schema: &Value, at: &str) -> String {
    let parts = schema.get("allOf").and_then(Value::as_array);
    let wrapped = parts
        .filter(|parts| parts.len() == 1)
        .and_then(|parts| parts.first());
    let reference = schema.get("$ref").or_else(|| wrapped?.get("$ref"));
    let target = reference
        .and_then(Value::as_str)
        .and_then(|text| text.strip_prefix('#'));
    target.unwrap_or(at).to_owned()
}

/// A schema that leaves its type to its other keys has it written out.
fn infer_type(form: &mut Map<String, Value>) {
    if form.contains_key("type") {
        return;
    }
    let of_objects = ["properties", "variants", "required"];
    let inferred = if form.contains_key("enum") {
        "string"
    } else if of_objects.iter().any(|key| form.contains_key(*key)) {
        "object"
    } else if form.contains_key("items") {
        "array"
    } else {
        return;
    };
    form.insert("type".to_owned(), json!(inferred));
}

fn insert(form: &mut Map<String, Value>, group: &str, name: &str, value: Value) {
    let group = form
        .entry(group)
        .or_insert_with(|| Value::Object(Map::new()));
    if let Some(group) = group.as_object_mut() {
        group.insert(name.to_owned(), value);
    }
}
