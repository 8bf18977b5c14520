//! Input from files and from stdin.

use std::io::Read as _;

use numbers_ext::printable;
use serde_json::Value;

use crate::violations::Found;

/// The longest input that is read: more is none of what these commands take.
const LONGEST: u64 = 16 * 1024 * 1024;

/// Reads a file, or stdin where it is called `-`.
pub(crate) fn text(name: &str) -> Result<String, String> {
    let mut text = String::new();
    let read = if name == "-" {
        std::io::stdin().take(LONGEST + 1).read_to_string(&mut text)
    } else {
        let file = std::fs::File::open(name);
        file.and_then(|file| file.take(LONGEST + 1).read_to_string(&mut text))
    };
    let shown = printable(name);
    match read {
        Ok(length) if u64::try_from(length).is_ok_and(|length| length <= LONGEST) => Ok(text),
        Ok(_) => Err(format!("in '{shown}' is longer than 16 MiB")),
        Err(error) => Err(format!("can't be read from '{shown}': {error}")),
    }
}

/// Reads a secret: a text without the line break at its end, as editors add one.
pub(crate) fn secret(name: &str) -> Result<String, String> {
    text(name).map(|text| text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Reads a JSON object, or adds why there is none.
pub(crate) fn json_object(field: &str, name: &str, found: &mut Found) -> Option<Value> {
    let read = text(name).and_then(|text| match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => Ok(Value::Object(object)),
        Ok(_) => Err(format!("in '{}' is not a JSON object", printable(name))),
        // The error names the place, and none of the data.
        Err(error) => Err(format!("in '{}' is not JSON: {error}", printable(name))),
    });
    read.map_err(|message| found.push((field.to_owned(), message)))
        .ok()
}
