//! From the schemas of OpenAPI 3.0 to JSON Schema.

use serde_json::{Map, Value, json};

/// Rewrites `nullable`, and picks unions by their discriminator before they are validated,
/// so that violations are named where they are.
pub(crate) fn lower(schema: &mut Value) {
    match schema {
        Value::Array(list) => list.iter_mut().for_each(lower),
        Value::Object(object) => {
            object.values_mut().for_each(lower);
            let nullable = object.remove("nullable") == Some(Value::Bool(true));
            if nullable {
                make_nullable(object);
            }
            if object.get("format").is_some_and(|format| format == "int32") {
                bound(object);
            }
            if let Some(discriminator) = object.remove("discriminator") {
                pick(object, &discriminator);
            }
        }
        _ => {}
    }
}

/// Says what `format: int32` means, of which JSON Schema knows nothing.
fn bound(object: &mut Map<String, Value>) {
    for (name, limit) in [("minimum", i32::MIN), ("maximum", i32::MAX)] {
        object.entry(name).or_insert_with(|| limit.into());
    }
}

fn make_nullable(object: &mut Map<String, Value>) {
    if let Some(kind) = object.get_mut("type") {
        *kind = json!([kind.take(), "null"]);
        return;
    }
    let schema = Value::Object(std::mem::take(object));
    object.insert("anyOf".to_owned(), json!([schema, { "type": "null" }]));
}

/// A chain of `if`s over the discriminator's values. A missing one takes the variant
/// that does not require it, which is the first of the mapping.
fn pick(object: &mut Map<String, Value>, discriminator: &Value) {
    let name = discriminator.get("propertyName").and_then(Value::as_str);
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let (Some(name), Some(mapping)) = (name, mapping) else {
        return;
    };
    object.remove("oneOf");
    let values: Vec<_> = mapping.keys().collect();
    let mut chain: Vec<Value> = Vec::new();
    for (index, (value, reference)) in mapping.iter().enumerate() {
        let is_default = index == 0;
        let condition = if is_default {
            json!({ "properties": { name: { "const": value } } })
        } else {
            json!({ "required": [name], "properties": { name: { "const": value } } })
        };
        chain.push(json!({ "if": condition, "then": { "$ref": reference } }));
    }
    chain.push(json!({ "properties": { name: { "enum": values } } }));
    object.insert("type".to_owned(), json!("object"));
    object.insert("allOf".to_owned(), Value::Array(chain));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_of_32_bits_has_bounds() {
        let mut schema = json!({ "type": "integer", "format": "int32", "maximum": 9 });
        lower(&mut schema);
        let limits = ["minimum", "maximum"].map(|name| schema[name].as_i64());
        assert_eq!(limits, [Some(i64::from(i32::MIN)), Some(9)]);
    }
}
