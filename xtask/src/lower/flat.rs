//! One object with the members of all parts of a composition, whether they are
//! alternatives or add up.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::document::tree::{self, items, members};
use crate::document::uses::Names;
use crate::problem::{Problem, Result};

/// The most parts of a composition, parts of parts included: a few lines can name
/// billions.
const MOST_PARTS: usize = 1_000;

/// A composition as one object.
pub(super) struct Flat {
    pub(super) schema: Value,
    /// The component schemas it was made of.
    pub(super) parts: Names,
}

/// Flattens a composition, or anything else to itself.
pub(super) fn flat(root: &Value, schema: &Value) -> Result<Flat> {
    let mut gathered = Gathered {
        root,
        parts: Names::new(),
        visited: 0,
        are_objects: true,
        properties: Map::new(),
        descriptions: Map::new(),
        additional: None,
    };
    let required = gathered.gather(schema, None)?;
    let mut object = Map::new();
    for key in ["description", "nullable"] {
        let said = schema
            .get(key)
            .or_else(|| tree::deref(root, schema).ok()?.get(key));
        object.extend(said.map(|said| (key.to_owned(), said.clone())));
    }
    // A union of a text and an object, say, can only be any value.
    if gathered.are_objects {
        object.insert("type".to_owned(), json!("object"));
        if !required.is_empty() {
            object.insert("required".to_owned(), json!(required));
        }
        object.extend(
            gathered
                .additional
                .take()
                .map(|value| ("additionalProperties".to_owned(), value)),
        );
        object.insert("properties".to_owned(), gathered.described());
    }
    Ok(Flat {
        schema: Value::Object(object),
        parts: gathered.parts,
    })
}

struct Gathered<'a> {
    root: &'a Value,
    parts: Names,
    visited: usize,
    are_objects: bool,
    /// Each without its description.
    properties: Map<String, Value>,
    /// By property, and by the variant that says it (or `""`).
    descriptions: Map<String, Value>,
    additional: Option<Value>,
}

impl<'a> Gathered<'a> {
    /// Adds the members of a part; returns the names of those it requires.
    fn gather(&mut self, part: &'a Value, variant: Option<&str>) -> Result<BTreeSet<&'a str>> {
        self.visited += 1;
        if self.visited > MOST_PARTS {
            return Err(Problem::new(format!(
                "a composition of more than {MOST_PARTS} parts"
            )));
        }
        self.parts
            .extend(tree::schema_name(part).map(str::to_owned));
        let part = tree::deref(self.root, part)?;
        let is_object =
            part.get("enum").is_none() && matches!(tree::text(part, "type"), None | Some("object"));
        self.are_objects &= is_object;
        if let Some(additional) = part.get("additionalProperties") {
            self.additional = Some(additional.clone());
        }
        for (name, property) in members(part, "properties") {
            self.add(name, property, variant)?;
        }
        let mut required: BTreeSet<_> = items(part, "required").filter_map(Value::as_str).collect();
        for part in items(part, "allOf") {
            required.extend(self.gather(part, variant)?);
        }
        for key in ["oneOf", "anyOf"] {
            let mut common: Option<BTreeSet<_>> = None;
            for (index, alternative) in items(part, key).enumerate() {
                let name = variant_name(part, alternative, index);
                let names = self.gather(alternative, variant.or(Some(&name)))?;
                common = Some(match common {
                    Some(common) => common.intersection(&names).copied().collect(),
                    None => names,
                });
            }
            required.extend(common.into_iter().flatten());
        }
        Ok(required)
    }

    fn add(&mut self, name: &str, property: &Value, variant: Option<&str>) -> Result<()> {
        let mut plain = property.clone();
        let description = plain
            .as_object_mut()
            .and_then(|object| object.remove("description"));
        let known = self.properties.entry(name).or_insert_with(|| plain.clone());
        // The same member in two variants may differ in what is said of it, not in what it is.
        if *known != plain {
            return Err(Problem::new(format!(
                "'{name}' differs between the variants"
            )));
        }
        if let Some(description) = description {
            let descriptions = self.descriptions.entry(name).or_insert(json!({}));
            if let Some(descriptions) = descriptions.as_object_mut() {
                descriptions.insert(variant.unwrap_or_default().to_owned(), description);
            }
        }
        Ok(())
    }

    /// The properties, each with what all variants say of it.
    fn described(&mut self) -> Value {
        let mut properties = std::mem::take(&mut self.properties);
        for (name, descriptions) in &self.descriptions {
            let said: Vec<_> = descriptions
                .as_object()
                .into_iter()
                .flatten()
                .filter_map(|(variant, text)| Some((variant.as_str(), text.as_str()?)))
                .collect();
            if let Some(property) = properties.get_mut(name).and_then(Value::as_object_mut) {
                property.insert("description".to_owned(), json!(together(&said)));
            }
        }
        Value::Object(properties)
    }
}

/// By the value of the discriminator, or the schema, or at least a number.
fn variant_name(union: &Value, alternative: &Value, index: usize) -> String {
    let mapping = union.get("discriminator").unwrap_or(&Value::Null);
    let reference = alternative.get("$ref");
    let value = members(mapping, "mapping").find(|(_, target)| Some(*target) == reference);
    value
        .map(|(value, _)| value.as_str())
        .or_else(|| tree::schema_name(alternative))
        .map_or_else(|| format!("variant {}", index + 1), str::to_owned)
}

/// One description where all variants say the same, a list of them otherwise.
fn together(said: &[(&str, &str)]) -> String {
    let Some(((_, first), others)) = said.split_first() else {
        return String::new();
    };
    if others.iter().all(|(_, text)| text == first) {
        return (*first).to_owned();
    }
    let lines = said.iter().map(|(variant, text)| match *variant {
        "" => format!("- {text}\n"),
        variant => format!("- `{variant}`: {text}\n"),
    });
    format!(
        "Depends on the variant:\n\n{}",
        lines.collect::<String>().trim_end()
    )
}
