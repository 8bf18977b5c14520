//! The items of a list, each with the text that it came as.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::http::json_text::json_text;
use crate::http::lenient;
use crate::model::decoded::BodyError;

/// Items as they stand in a response; what is no list counts as none.
#[derive(Default)]
pub(crate) struct Items(pub(crate) Vec<Box<RawValue>>);

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Option::deserialize(deserializer)?.unwrap_or_default()))
    }
}

/// Reads a response that holds a list.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<T, BodyError> {
    let text = json_text(body);
    if text.is_empty() {
        return Err(BodyError::Empty);
    }
    // serde also reads a struct from a list.
    let strict = Some(&text)
        .filter(|text| text.starts_with('{'))
        .and_then(|text| serde_json::from_str(text).ok());
    if let Some(value) = strict {
        return Ok(value);
    }
    let (value, untyped) = lenient::decode(&text).ok_or(BodyError::NoObject)?;
    // Without it, the list would seem to end with this page.
    if untyped
        .iter()
        .any(|untyped| untyped.path == "nextPageToken")
    {
        return Err(BodyError::OddToken);
    }
    Ok(value)
}
