//! What a schema says, without references and compositions: prose, examples, order and the
//! names of components are gone. What stands within it is not shaped before it is asked for,
//! so that schemas may contain themselves.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::document::tree::{self, items, members, step};
use crate::problem::{Problem, Result};

/// The most parts of a composition, parts of parts included.
const MOST_PARTS: usize = 1_000;

/// Which way a schema travels: what only the other way carries is left out.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    Request,
    Response,
}

/// A schema, and where it stands.
#[derive(Clone)]
pub(super) struct Standing<'a> {
    pub(super) schema: &'a Value,
    pub(super) at: String,
}

/// What a schema says.
#[derive(Default)]
pub(super) struct Shape<'a> {
    /// Its type, format and constraints.
    pub(super) keys: Map<String, Value>,
    pub(super) values: Option<BTreeSet<String>>,
    pub(super) required: BTreeSet<String>,
    pub(super) properties: BTreeMap<String, Standing<'a>>,
    pub(super) items: Option<Standing<'a>>,
    pub(super) additional: Option<Standing<'a>>,
    /// By the value of the discriminator, or their order.
    pub(super) variants: BTreeMap<String, Standing<'a>>,
    /// The property whose value tells the variants.
    pub(super) tag: Option<&'a str>,
}

/// What a place says of the schema it uses: whether it may be null, and is deprecated.
pub(super) fn usage(root: &Value, schema: &Value) -> [(&'static str, bool); 2] {
    ["nullable", "deprecated"].map(|key| {
        let says = |schema: &Value| schema.get(key) == Some(&Value::Bool(true));
        let of_part = |schema: &Value| {
            let wrapped = items(schema, "allOf").next().filter(|_| is_wrapper(schema));
            let target = wrapped.unwrap_or(schema);
            says(target) || tree::deref(root, target).is_ok_and(says)
        };
        (key, says(schema) || of_part(schema))
    })
}

/// Where a schema stands: here, or where what it (or its one part) refers to does.
pub(super) fn place(schema: &Value, at: &str) -> String {
    let wrapped = items(schema, "allOf").next().filter(|_| is_wrapper(schema));
    let reference = tree::reference(schema).or_else(|| tree::reference(wrapped?));
    let target = reference.and_then(|reference| reference.strip_prefix('#'));
    target.unwrap_or(at).to_owned()
}

fn is_wrapper(schema: &Value) -> bool {
    items(schema, "allOf").count() == 1
}

impl<'a> Shape<'a> {
    /// The keys that are compared as they are.
    pub(super) const KEYS: [&'static str; 16] = [
        "type",
        "format",
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "additionalProperties",
    ];

    /// The shape of a schema. Everything may be said by a part of it.
    pub(super) fn of(
        root: &'a Value,
        standing: &Standing<'a>,
        direction: Direction,
    ) -> Result<Self> {
        let mut shape = Self::default();
        let mut visited = 0;
        let mut pending = vec![standing.clone()];
        while let Some(part) = pending.pop() {
            visited += 1;
            if visited > MOST_PARTS {
                return Err(Problem::new(format!(
                    "a composition that contains itself, or has more than {MOST_PARTS} parts"
                ))
                .at(&standing.at));
            }
            let at = place(part.schema, &part.at);
            let schema = tree::deref(root, part.schema).map_err(|problem| problem.at(&part.at))?;
            shape.add(root, schema, &at, direction);
            for (index, part) in items(schema, "allOf").enumerate() {
                let at = step(&step(&at, "allOf"), &index.to_string());
                pending.push(Standing { schema: part, at });
            }
        }
        shape.infer_type();
        Ok(shape)
    }

    fn add(&mut self, root: &'a Value, schema: &'a Value, at: &str, direction: Direction) {
        for key in Self::KEYS {
            let value = schema.get(key).filter(|value| says_something(key, value));
            self.keys
                .extend(value.map(|value| (key.to_owned(), value.clone())));
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            let texts = values.iter().map(|value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            self.values.get_or_insert_default().extend(texts);
        }
        let required = items(schema, "required").filter_map(Value::as_str);
        self.required.extend(required.map(str::to_owned));
        let standing = |key: &str| {
            let schema = schema.get(key)?;
            Some(Standing {
                schema,
                at: step(at, key),
            })
        };
        self.items = self.items.take().or_else(|| standing("items"));
        let additional = standing("additionalProperties");
        // An empty schema allows anything, as no schema does.
        let additional = additional.filter(|standing| {
            standing
                .schema
                .as_object()
                .is_some_and(|keys| !keys.is_empty())
        });
        self.additional = self.additional.take().or(additional);
        for (name, property) in members(schema, "properties") {
            if !is_elsewhere(root, property, direction) {
                let at = step(&step(at, "properties"), name);
                self.properties.insert(
                    name.clone(),
                    Standing {
                        schema: property,
                        at,
                    },
                );
            }
        }
        self.add_variants(schema, at);
    }

    fn add_variants(&mut self, schema: &'a Value, at: &str) {
        let discriminator = schema.get("discriminator").unwrap_or(&Value::Null);
        let names: BTreeMap<&str, &String> = members(discriminator, "mapping")
            .filter_map(|(value, target)| Some((target.as_str()?, value)))
            .collect();
        self.tag = self
            .tag
            .or_else(|| tree::text(discriminator, "propertyName"));
        for key in ["oneOf", "anyOf"] {
            for (index, variant) in items(schema, key).enumerate() {
                let index = index.to_string();
                let name = tree::reference(variant).and_then(|name| names.get(name));
                let name = name.map_or(&index, |name| *name).clone();
                let at = step(&step(at, key), &index);
                self.variants.insert(
                    name,
                    Standing {
                        schema: variant,
                        at,
                    },
                );
            }
        }
    }

    /// Writes out the type that other keys leave to be understood.
    fn infer_type(&mut self) {
        let of_objects =
            !self.properties.is_empty() || !self.variants.is_empty() || !self.required.is_empty();
        let inferred = if self.values.is_some() {
            "string"
        } else if of_objects {
            "object"
        } else if self.items.is_some() {
            "array"
        } else {
            return;
        };
        self.keys.entry("type").or_insert(json!(inferred));
    }
}

/// Whether a key is not merely what its absence means.
fn says_something(key: &str, value: &Value) -> bool {
    match value {
        Value::Bool(value) => *value != (key == "additionalProperties"),
        Value::Object(_) => false,
        _ => true,
    }
}

fn is_elsewhere(root: &Value, property: &Value, direction: Direction) -> bool {
    let elsewhere = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    let says = |schema: &Value| schema.get(elsewhere) == Some(&Value::Bool(true));
    says(property) || tree::deref(root, property).is_ok_and(says)
}
