//! Reading values that have to be checked, so that an error names the line of the value
//! itself.

use std::fmt;
use std::marker::PhantomData;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};

/// A value that is read from a text or a number and checked.
pub(crate) trait Checked: Sized {
    /// What is expected, for messages.
    const EXPECTED: &'static str;

    /// Reads a text; a number comes as it is written.
    fn check(text: &str) -> Result<Self, String>;
}

/// Reads a checked value.
pub(crate) fn checked<'de, D: Deserializer<'de>, T: Checked>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(Scalar(PhantomData))
}

/// Reads a checked value that may be absent.
pub(crate) fn optional<'de, D: Deserializer<'de>, T: Checked>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let value = Option::<Wrapped<T>>::deserialize(deserializer)?;
    Ok(value.map(|Wrapped(value)| value))
}

struct Wrapped<T>(T);

impl<'de, T: Checked> Deserialize<'de> for Wrapped<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(deserializer).map(Self)
    }
}

struct Scalar<T>(PhantomData<T>);

impl<T: Checked> Visitor<'_> for Scalar<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        T::check(text).map_err(E::custom)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }
}
