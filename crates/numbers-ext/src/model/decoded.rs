//! A response in its generated type, with the text that it came as.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use serde::de::{DeserializeOwned, Error as _};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use thiserror::Error;

use crate::http::json_text::json_text;
use crate::http::lenient::{self, Untyped};

/// A response of the service: its members in the generated type, which it dereferences to,
/// and the text that it came as.
///
/// It serialises to the response as it was received.
///
/// ```
/// use numbers_ext::{Decoded, types};
///
/// let text = r#"{"regionCode":"US","types":["LOCAL"],"new":2.10}"#;
/// let region: Decoded<types::AvailableRegion> = serde_json::from_str(text)?;
/// assert_eq!(region.region_code.as_deref(), Some("US"));
/// assert_eq!(serde_json::to_string(&region)?, text);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Decoded<T> {
    /// Boxed, since it is large and moved often.
    wire: Box<T>,
    raw: Bytes,
    untyped: Vec<Untyped>,
}

/// Why the body of a 2xx does not show the requested effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum BodyError {
    #[error("it was empty")]
    Empty,
    #[error("it was not a JSON object")]
    NoObject,
    #[error("it named no phone number")]
    NoNumber,
    #[error("it was about another number")]
    AnotherNumber,
    #[error("it was about another project")]
    AnotherProject,
    #[error("it named no order")]
    NoOrder,
    #[error("it named no state")]
    NoState,
    #[error("it showed an order that is not submitted")]
    NotSubmitted,
    #[error("it was about another order")]
    AnotherOrder,
    #[error("its page token was of an unexpected form")]
    OddToken,
    #[error("it named no address")]
    NoAddress,
    #[error("it did not show what was set")]
    NotShown,
    #[error("it showed another value than was set")]
    AnotherValue,
    #[error("it contradicted itself")]
    Contradiction,
}

impl From<BodyError> for serde_json::Error {
    fn from(error: BodyError) -> Self {
        <Self as serde::de::Error>::custom(error)
    }
}

impl<T: DeserializeOwned> Decoded<T> {
    /// Reads a complete body. `typed` is the body as the generated code decoded it, if it
    /// could; what cannot be typed is left out and named.
    pub(crate) fn read(typed: Option<Box<T>>, raw: Bytes) -> Result<Self, BodyError> {
        // serde also reads a struct from a list, so the first byte is checked.
        let first = raw.iter().find(|byte| !byte.is_ascii_whitespace());
        if let (Some(wire), Some(b'{')) = (typed, first) {
            return Ok(Self {
                wire,
                raw,
                untyped: Vec::new(),
            });
        }
        let text = json_text(&raw);
        if text.is_empty() {
            return Err(BodyError::Empty);
        }
        let (wire, untyped) = lenient::decode(&text).ok_or(BodyError::NoObject)?;
        Ok(Self {
            wire: Box::new(wire),
            raw,
            untyped,
        })
    }

    /// Reads a response that was stored, or is a part of another one.
    pub(crate) fn from_json(response: &RawValue) -> Result<Self, BodyError> {
        let raw = Bytes::copy_from_slice(response.get().as_bytes());
        Self::read(serde_json::from_slice(&raw).ok(), raw)
    }
}

/// Reads a success that has no members. What is no JSON object comes from something between.
pub(crate) fn read_nothing(raw: Bytes) -> Result<(), BodyError> {
    #[derive(Deserialize)]
    struct Nothing {}
    Decoded::<Nothing>::read(None, raw).map(drop)
}

impl<T> Decoded<T> {
    /// Returns the response as it was received, members that this version does not know
    /// included.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Returns the members that could not be typed. They are in [`raw`](Self::raw).
    #[must_use]
    pub fn untyped(&self) -> &[Untyped] {
        &self.untyped
    }

    /// Returns whether a member could not be typed.
    pub(crate) fn is_untyped(&self, path: &str) -> bool {
        self.untyped.iter().any(|untyped| untyped.path == path)
    }

    /// Returns whether a member was given twice, with different values.
    pub(crate) fn is_given_twice(&self, path: &str) -> bool {
        let is_it = |untyped: &Untyped| untyped.path == path && untyped.reason == lenient::TWICE;
        self.untyped.iter().any(is_it)
    }

    /// Returns the response as JSON text: as it was received, with what is no text
    /// repaired.
    pub(crate) fn json(&self) -> Result<Box<RawValue>, serde_json::Error> {
        let plain = std::str::from_utf8(&self.raw).unwrap_or_default();
        serde_json::from_str::<&RawValue>(plain)
            .map(ToOwned::to_owned)
            .or_else(|_| serde_json::from_str(&json_text(&self.raw)))
    }
}

impl<T> Deref for Decoded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.wire
    }
}

/// Shows the typed members alone: the text may hold what a type keeps from being shown.
impl<T: fmt::Debug> fmt::Debug for Decoded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoded")
            .field("wire", &self.wire)
            .field("untyped", &self.untyped)
            .finish_non_exhaustive()
    }
}

impl<T> Serialize for Decoded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json().map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Decoded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let response = Box::<RawValue>::deserialize(deserializer)?;
        Self::from_json(&response).map_err(D::Error::custom)
    }
}

#[cfg(feature = "schemars")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Decoded<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}
