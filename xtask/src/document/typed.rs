//! The document as the generator's own types, and what they do not know.

use std::collections::BTreeSet;

use openapiv3::{OpenAPI, ReferenceOr};
use serde::Deserialize as _;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::parts::{Part, visit};
use super::tree::step;
use crate::problem::{Problem, Problems, Result};

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

/// Names every key that openapiv3 ignores, since it does not know it: each key of the file
/// has to come back.
pub(crate) fn nothing_dropped(tree: &Value, problems: &mut Problems) {
    match typed(tree) {
        Ok(typed) => match serde_json::to_value(&typed) {
            Ok(kept) => compare(tree, &kept, "", problems),
            Err(error) => problems.push(Problem::new(format!("can't be written back: {error}"))),
        },
        Err(problem) => {
            let mut misfits = misfits(tree);
            // The error itself names a place far above the one that is wrong.
            if misfits.is_empty() {
                misfits.push(problem);
            }
            problems.extend(misfits);
        }
    }
}

/// Every innermost part that is not what it should be.
fn misfits(tree: &Value) -> Vec<Problem> {
    let mut found: Vec<(String, Problem)> = Vec::new();
    visit(Part::Document, tree, "", &mut |part, pointer, value| {
        if let Err(error) = fits(part, value) {
            let at = value.as_object().and_then(|members| {
                members.keys().find(|key| {
                    let mut others = members.clone();
                    others.remove(*key);
                    fits(part, &Value::Object(others)).is_ok()
                })
            });
            let at = at.map_or_else(|| pointer.to_owned(), |key| step(pointer, key));
            found.push((pointer.to_owned(), Problem::new(error).at(at)));
        }
    });
    let holders: BTreeSet<&str> = found
        .iter()
        .flat_map(|(pointer, _)| pointer.match_indices('/').map(|(end, _)| &pointer[..end]))
        .collect();
    found
        .iter()
        .filter(|(pointer, _)| !holders.contains(pointer.as_str()))
        .map(|(_, problem)| problem.clone())
        .collect()
}

fn fits(part: Part, value: &Value) -> std::result::Result<(), String> {
    fn read<T: DeserializeOwned>(value: &Value) -> std::result::Result<(), String> {
        // Of something that is neither a reference nor the thing itself, only that is said.
        let read = match value.get("$ref") {
            Some(_) => ReferenceOr::<T>::deserialize(value).map(drop),
            None => T::deserialize(value).map(drop),
        };
        read.map_err(|error| error.to_string())
    }
    match part {
        Part::PathItem => read::<openapiv3::PathItem>(value),
        Part::Operation => read::<openapiv3::Operation>(value),
        Part::Parameter => read::<openapiv3::Parameter>(value),
        Part::Header => read::<openapiv3::Header>(value),
        Part::RequestBody => read::<openapiv3::RequestBody>(value),
        Part::Response => read::<openapiv3::Response>(value),
        Part::MediaType => read::<openapiv3::MediaType>(value),
        Part::Schema => read::<openapiv3::Schema>(value),
        Part::Example => read::<openapiv3::Example>(value),
        Part::SecurityScheme => read::<openapiv3::SecurityScheme>(value),
        Part::Document | Part::Components | Part::Callback => Ok(()),
    }
}

fn compare(written: &Value, kept: &Value, pointer: &str, problems: &mut Problems) {
    match (written, kept) {
        (Value::Object(written), kept) => {
            for (key, value) in written {
                let pointer = step(pointer, key);
                match kept.get(key) {
                    Some(kept) => compare(value, kept, &pointer, problems),
                    None if says_nothing(key, value) => {}
                    None => problems.push(
                        Problem::new(format!("'{key}' is not a key of OpenAPI here"))
                            .at(pointer)
                            .fix("is it misspelt? The generator would ignore it silently"),
                    ),
                }
            }
        }
        (Value::Array(written), Value::Array(kept)) => {
            for (index, (written, kept)) in written.iter().zip(kept).enumerate() {
                compare(written, kept, &step(pointer, &index.to_string()), problems);
            }
        }
        _ => {}
    }
}

/// Whether a member means the same as its absence, and is therefore not written back.
fn says_nothing(key: &str, value: &Value) -> bool {
    match value {
        Value::Bool(false) => IS_FALSE.contains(&key),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
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
