//! Kinds of numbers, and what they can be used for.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum NumberType {
    /// Of a mobile range.
    Mobile,
    /// Of a place.
    Local,
    /// Free of charge for the caller.
    TollFree,
}

/// What a number can be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Capability {
    /// SMS.
    Sms,
    /// Voice.
    Voice,
}

impl NumberType {
    /// The type that the API calls so.
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_value(text.into()).ok()
    }
}

impl Capability {
    /// The capability that the API calls so.
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_value(text.into()).ok()
    }
}
