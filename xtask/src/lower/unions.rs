//! Lowerings of unions and compositions: the generator takes the first variant that fits,
//! whatever the discriminator says.

use serde_json::{Value, json};

use super::flat::{Flat, flat};
use super::sides::{Change, each_request, each_response, remove_unreferenced};
use crate::document::tree::{self, items, members};
use crate::document::uses::Names;
use crate::problem::{Problem, Problems, Result};

/// Makes each composition that is received one object with the members of all its parts.
///
/// Limit: a union with a discriminator becomes an untagged enum, and as all members are
/// optional the first variant always fits: an EST configuration decodes as RTC and loses
/// its trunk. A variant can't be recognised by the ids that are present either, so the
/// type stays a plain member for the reader to judge.
pub(super) fn flat_responses(document: &mut Value, problems: &mut Problems) {
    flatten(document, problems, each_response, |schema| {
        !is_composition(schema)
    });
}

/// Writes the variants of each union that is sent into the union, each with its type
/// required.
///
/// Limit: a union of references becomes an untagged enum that writes no type. A union
/// of inline objects which each require a `type` of one value becomes a proper tagged enum.
pub(super) fn tagged_requests(document: &mut Value, problems: &mut Problems) {
    let source = document.clone();
    let mut inlined = Names::new();
    each_request(document, &mut |pointer: &str, schema: &mut Value| {
        let discriminator = schema.get("discriminator");
        let Some(tag) = discriminator.and_then(|found| tree::text(found, "propertyName")) else {
            return;
        };
        let mapping = discriminator.unwrap_or(&Value::Null);
        let mut variants = Vec::new();
        for variant in items(schema, "oneOf") {
            let reference = variant.get("$ref");
            let mapped = members(mapping, "mapping").find(|(_, target)| Some(*target) == reference);
            let tagged = tagged(
                &source,
                variant,
                tag,
                mapped.map(|(value, _)| value.as_str()),
            )
            .map_err(|problem| problem.at(pointer));
            if let Some(Flat { schema, parts }) = problems.keep(tagged) {
                variants.push(schema);
                inlined.extend(parts);
            }
        }
        let description = schema.get("description").cloned().unwrap_or_default();
        *schema = json!({ "description": description, "oneOf": variants });
    });
    remove_unreferenced(document, &inlined);
}

/// Makes every other composition that is sent one object.
///
/// Limit: of an `allOf` with a union in it, the generator makes an enum of variants that
/// have no names; it drops a `required` beside an `allOf`. A member that only some variants
/// require is optional in the object: that exactly one of them is set is validated by
/// numbers-ext.
pub(super) fn flat_requests(document: &mut Value, problems: &mut Problems) {
    flatten(document, problems, each_request, |schema| {
        !is_composition(schema) || items(schema, "oneOf").next().is_some_and(is_tagged)
    });
}

/// The most members of all compositions: each may repeat a large part.
const MOST_MEMBERS: usize = 100_000;

/// Makes compositions one object each, from the outside in: what a part brings along may
/// be a composition again.
fn flatten(
    document: &mut Value,
    problems: &mut Problems,
    each: fn(&mut Value, &mut Change<'_>),
    stays: impl Fn(&Value) -> bool,
) {
    let mut parts = Names::new();
    let mut members = 0;
    let mut again = true;
    while again && problems.is_empty() {
        again = false;
        let source = document.clone();
        each(document, &mut |pointer: &str, schema: &mut Value| {
            if stays(schema) || members > MOST_MEMBERS {
                return;
            }
            let flat = flat(&source, schema).map_err(|problem| problem.at(pointer));
            if let Some(flat) = problems.keep(flat) {
                members += tree::members(&flat.schema, "properties").count();
                if members > MOST_MEMBERS {
                    problems.push(
                        Problem::new(format!("compositions of more than {MOST_MEMBERS} members"))
                            .at(pointer),
                    );
                }
                *schema = flat.schema;
                parts.extend(flat.parts);
                again = true;
            }
        });
    }
    remove_unreferenced(document, &parts);
}

/// Whether a schema is made of others, and not merely a reference with a description.
fn is_composition(schema: &Value) -> bool {
    let composed = ["allOf", "oneOf", "anyOf"]
        .iter()
        .any(|key| schema.get(*key).is_some());
    composed && tree::wrapped(schema).is_none()
}

/// Whether a variant is written out, with a required member of one value.
fn is_tagged(variant: &Value) -> bool {
    items(variant, "required").any(|name| {
        let property = name
            .as_str()
            .and_then(|name| variant.get("properties")?.get(name));
        property.is_some_and(|property| items(property, "enum").count() == 1)
    })
}

/// A variant as one object that requires the tag, with its one value.
fn tagged(source: &Value, variant: &Value, tag: &str, value: Option<&str>) -> Result<Flat> {
    let mut variant = flat(source, variant)?;
    let own = variant.schema.pointer(&tree::step("/properties", tag));
    let own = own
        .and_then(|property| property.get("enum"))
        .and_then(Value::as_array);
    let value = match (own.map(Vec::as_slice), value) {
        (Some([value]), _) => value.clone(),
        (_, Some(value)) => json!(value),
        _ => {
            return Err(Problem::new(format!(
                "a variant has no '{tag}' of one value"
            )));
        }
    };
    let property = json!({ "type": "string", "enum": [value] });
    if let Some(object) = variant.schema.as_object_mut() {
        if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert(tag.to_owned(), property);
        }
        let required = object.entry("required").or_insert(json!([]));
        if let Some(required) = required
            .as_array_mut()
            .filter(|names| !names.contains(&json!(tag)))
        {
            required.insert(0, json!(tag));
        }
    }
    Ok(variant)
}
