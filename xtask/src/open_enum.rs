//! Enums that may grow, as the document marks them by `x-open-enum`.

use std::collections::BTreeMap;

use heck::ToPascalCase;
use proc_macro2::Ident;
use serde_json::Value;

use crate::document::parts::{Part, visit};
use crate::document::tree::{self, items, step};
use crate::problem::{Problem, Problems, Result};

/// The extension. Its value is the Rust name; the values of all schemas that give the
/// same name are put together in one type.
pub(crate) const KEY: &str = "x-open-enum";

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenEnum {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) values: Vec<String>,
}

/// All open enums of the document, sorted by name.
pub(crate) fn collect(root: &Value, problems: &mut Problems) -> Vec<OpenEnum> {
    let mut found = BTreeMap::new();
    visit(Part::Document, root, "", &mut |part, pointer, value| {
        if part == Part::Schema && value.get(KEY).is_some() {
            let added = add(&mut found, pointer, value);
            problems.keep(added.map_err(|problem| problem.at(step(pointer, KEY))));
        }
    });
    found.into_values().collect()
}

fn add(found: &mut BTreeMap<String, OpenEnum>, pointer: &str, schema: &Value) -> Result<()> {
    let name = tree::text(schema, KEY)
        .filter(|name| *name == name.to_pascal_case() && syn::parse_str::<Ident>(name).is_ok())
        .ok_or_else(|| {
            let name = schema.get(KEY).unwrap_or(&Value::Null);
            Problem::new(format!("{name} is not the name of a Rust type"))
        })?;
    if tree::text(schema, "type") != Some("string") {
        return Err(Problem::new("an open enum has to be of type string"));
    }
    let mut values = items(schema, "enum").filter_map(Value::as_str).peekable();
    if values.peek().is_none() {
        return Err(Problem::new("an open enum needs an 'enum' with values"));
    }
    let open = found.entry(name.to_owned()).or_insert_with(|| OpenEnum {
        name: name.to_owned(),
        description: String::new(),
        values: Vec::new(),
    });
    // A named schema describes the type best; an inline one describes one use of it.
    if pointer == tree::schema_pointer(name) {
        open.description = tree::text(schema, "description")
            .unwrap_or_default()
            .to_owned();
    }
    for value in values {
        if !open.values.iter().any(|known| known == value) {
            open.values.push(value.to_owned());
        }
    }
    open.variants_are_told_apart()
}

impl OpenEnum {
    fn variants_are_told_apart(&self) -> Result<()> {
        let mut variants = vec![("the variant for unknown values", "Unknown".to_owned())];
        for value in &self.values {
            let variant = variant(value);
            if syn::parse_str::<Ident>(&variant).is_err() {
                return Err(Problem::new(format!(
                    "'{value}' makes no name for a variant"
                )));
            }
            if let Some((other, _)) = variants.iter().find(|(_, known)| *known == variant) {
                return Err(Problem::new(format!(
                    "variants of {} collide: '{value}' and {other} would both be {variant}",
                    self.name
                ))
                .fix("without the mark it is plain text"));
            }
            variants.push((value, variant));
        }
        Ok(())
    }
}

/// The variant of a value.
pub(crate) fn variant(value: &str) -> String {
    value.to_pascal_case()
}
