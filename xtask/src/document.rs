//! Loading an OpenAPI document so that nothing in it is lost on the way.

use std::path::Path;

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::problem::Problem;
use crate::tree::step;
use crate::{Result, lint};

/// A document as it was written.
pub(crate) struct Document {
    /// The whole of it, keys in the order of the file.
    pub(crate) tree: Value,
    /// Its bytes.
    pub(crate) text: String,
}

impl Document {
    /// Reads our own document: it has to parse, lose nothing and keep the rules of
    /// `openapi/README.md`.
    pub(crate) fn load(root: &Path, file: &str) -> Result<Self> {
        let document = Self::read(&root.join(file)).map_err(|problem| problem.in_file(file))?;
        document.check().map_err(|problem| problem.in_file(file))?;
        Ok(document)
    }

    /// Reads any OpenAPI 3.0 document, YAML or JSON, without judging it.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Problem::new(format!("can't be read: {error}")))?;
        let tree = parse(&text)?;
        match tree.get("openapi").and_then(Value::as_str) {
            Some(version) if version.starts_with("3.0.") => Ok(Self { tree, text }),
            Some(version) => Err(Problem::new(format!("OpenAPI {version} is not 3.0"))
                .at("/openapi")
                .fix("the generator reads 3.0.x only: write the document in 3.0.3")),
            None => Err(Problem::new("not an OpenAPI document: 'openapi' is missing").at("")),
        }
    }

    fn check(&self) -> Result<()> {
        lint::check(&self.tree)?;
        let typed = typed(&self.tree)?;
        let kept = serde_json::to_value(&typed)
            .map_err(|error| Problem::new(format!("can't be written back: {error}")))?;
        nothing_dropped(&self.tree, &kept, "")
    }
}

/// The tree as the generator wants it.
pub(crate) fn typed(tree: &Value) -> Result<OpenAPI> {
    serde_path_to_error::deserialize(tree).map_err(|error| {
        let pointer = error
            .path()
            .iter()
            .fold(String::new(), |pointer, segment| match segment {
                serde_path_to_error::Segment::Map { key } => step(&pointer, key),
                other => step(&pointer, other.to_string().trim_matches(['[', ']'])),
            });
        Problem::new(error.inner().to_string()).at(pointer)
    })
}

fn parse(text: &str) -> Result<Value> {
    // Through the YAML library's own value, which refuses a key that stands twice.
    let yaml: serde_norway::Value = serde_norway::from_str(text)
        .map_err(|error| Problem::new(format!("not YAML or JSON: {error}")))?;
    if yaml.is_null() {
        return Err(Problem::new("the file is empty"));
    }
    serde_json::to_value(yaml).map_err(|error| Problem::new(format!("not a JSON tree: {error}")))
}

/// openapiv3 ignores keys that it doesn't know: each key of the file must come back.
fn nothing_dropped(written: &Value, kept: &Value, pointer: &str) -> Result<()> {
    match (written, kept) {
        (Value::Object(written), kept) => {
            written
                .iter()
                .try_for_each(|(key, value)| match kept.get(key) {
                    Some(kept) => nothing_dropped(value, kept, &step(pointer, key)),
                    // What says no more than its absence does is not written back.
                    None if *value == Value::Bool(false) && IS_FALSE.contains(&key.as_str()) => {
                        Ok(())
                    }
                    None if value.as_array().is_some_and(Vec::is_empty)
                        || value.as_object().is_some_and(serde_json::Map::is_empty) =>
                    {
                        Ok(())
                    }
                    None => Err(
                        Problem::new(format!("'{key}' is not a key of OpenAPI here"))
                            .at(step(pointer, key))
                            .fix("is it misspelt? the generator would ignore it without a word"),
                    ),
                })
        }
        (Value::Array(written), Value::Array(kept)) => written
            .iter()
            .zip(kept)
            .enumerate()
            .try_for_each(|(index, (written, kept))| {
                nothing_dropped(written, kept, &step(pointer, &index.to_string()))
            }),
        _ => Ok(()),
    }
}

/// Keys whose `false` is the same as leaving them out.
const IS_FALSE: [&str; 8] = [
    "required",
    "deprecated",
    "nullable",
    "readOnly",
    "writeOnly",
    "uniqueItems",
    "exclusiveMinimum",
    "exclusiveMaximum",
];
