//! Phone numbers in E.164 form.

use std::fmt;
use std::str::FromStr;

#[cfg(feature = "schema")]
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// A phone number in E.164 form: a plus sign and 7 to 15 digits.
///
/// Eight bytes long, ordered as its text is.
///
/// ```
/// use numbers_sim::PhoneNumber;
///
/// let phone: PhoneNumber = "+12025550134".parse()?;
/// assert_eq!(phone.to_string(), "+12025550134");
/// assert!("2025550134".parse::<PhoneNumber>().is_err());
/// # Ok::<(), numbers_sim::PhoneNumberError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber(u64);

/// A text that is no phone number in E.164 form.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "'{0}' is not a phone number in E.164 form: a plus sign and 7 to 15 digits, such as +12025550134"
)]
pub struct PhoneNumberError(String);

const MAX_DIGITS: usize = 15;

impl PhoneNumber {
    /// The number with these digits, without the plus sign.
    pub(crate) fn from_digits(digits: &str) -> Option<Self> {
        let long_enough = (7..=MAX_DIGITS).contains(&digits.len());
        let well_formed =
            digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
        if !long_enough || !well_formed {
            return None;
        }
        let value: u64 = digits.parse().ok()?;
        let shift = u32::try_from(MAX_DIGITS - digits.len()).ok()?;
        // Digits to the left and the length below them: ordered as the text is.
        let packed = value.checked_mul(10_u64.pow(shift))?.checked_mul(16)?;
        Some(Self(packed + digits.len() as u64))
    }

    /// The smallest number of all.
    pub(crate) const MIN: Self = Self(0);
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = (self.0 % 16) as usize;
        let digits = format!("{:015}", self.0 / 16);
        write!(f, "+{}", digits.get(..length).unwrap_or_default())
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for PhoneNumber {
    type Err = PhoneNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix('+').and_then(Self::from_digits);
        digits.ok_or_else(|| PhoneNumberError(text.chars().take(40).collect()))
    }
}

impl Serialize for PhoneNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PhoneNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text)
    }
}

struct Text;

impl Visitor<'_> for Text {
    type Value = PhoneNumber;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a phone number in E.164 form, such as '+12025550134'")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<PhoneNumber, E> {
        text.parse().map_err(E::custom)
    }

    // A number without quotes has lost its plus sign in YAML.
    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<PhoneNumber, E> {
        Err(E::invalid_type(Unexpected::Unsigned(number), &self))
    }
}

#[cfg(feature = "schema")]
impl JsonSchema for PhoneNumber {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PhoneNumber".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^\\+[1-9][0-9]{6,14}$",
            "description": "A phone number in E.164 form.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_back_as_it_was_written_and_sorts_as_its_text() {
        let mut texts = vec![
            "+1234567",
            "+12025550134",
            "+123456789012345",
            "+881234567",
            "+46113232516",
        ];
        let mut numbers: Vec<PhoneNumber> =
            texts.iter().map(|text| text.parse().unwrap()).collect();
        texts.sort_unstable();
        numbers.sort_unstable();
        let written: Vec<_> = numbers.iter().map(ToString::to_string).collect();
        assert_eq!(written, texts);
    }

    #[test]
    fn what_is_no_e164_is_refused() {
        for text in [
            "",
            "+",
            "12025550134",
            "+0202555013",
            "+123456",
            "+1234567890123456",
            "+1 202 555",
            "+12025550134 ",
            "+1202555\u{661}134",
        ] {
            assert!(text.parse::<PhoneNumber>().is_err(), "{text}");
        }
    }
}
