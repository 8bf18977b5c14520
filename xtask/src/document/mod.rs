//! Loading an OpenAPI document so that nothing in it is lost on the way.

pub(crate) mod parts;
pub(crate) mod tree;
mod typed;
pub(crate) mod uses;
mod yaml;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

pub(crate) use self::typed::{nothing_dropped, typed};
#[cfg(test)]
pub(crate) use self::yaml::parse;
use crate::patience::within;
use crate::problem::{Problem, Problems, Result};

/// The most bytes of a document; the vendor's has an eighth of a MiB.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// How long the YAML library may take, which can need the square of a document's depth;
/// a document of the largest size takes a second.
const PATIENCE: Duration = Duration::from_secs(5);

/// A document as it was written.
pub(crate) struct Document {
    /// The whole of it, keys in the order of the file.
    pub(crate) tree: Value,
    /// Its text, with the line ends of Unix and without a byte order mark, so that it is
    /// the same in every checkout.
    pub(crate) text: String,
}

impl Document {
    /// Reads any OpenAPI 3.0 document, YAML or JSON, without judging it.
    pub(crate) fn read(path: &Path) -> std::result::Result<Self, Problems> {
        let text = text(path)?;
        let read = text.clone();
        let tree = within(PATIENCE, move || yaml::parse(&read))
            .map_err(|_| Problem::new("not read: the YAML library does not end"))??;
        match tree.get("openapi").and_then(Value::as_str) {
            Some(version) if version.starts_with("3.0.") => Ok(Self { tree, text }),
            Some(version) => Err(Problem::new(format!("OpenAPI {version} is not 3.0"))
                .at("/openapi")
                .fix("the generator reads 3.0.x only: write the document in 3.0.3")
                .into()),
            None => Err(
                Problem::new("not an OpenAPI document: 'openapi' is missing")
                    .at("")
                    .into(),
            ),
        }
    }
}

fn text(path: &Path) -> Result<String> {
    let mut text = String::new();
    let read =
        File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_string(&mut text));
    let bytes = read.map_err(|error| Problem::new(format!("can't be read: {error}")))?;
    if bytes as u64 > MOST_BYTES {
        return Err(Problem::new(format!(
            "has more than {MOST_BYTES} bytes, too many for a document"
        )));
    }
    Ok(unix(&text))
}

/// The text without what differs between checkouts: a byte order mark, and line ends.
pub(crate) fn unix(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.replace("\r\n", "\n")
}
