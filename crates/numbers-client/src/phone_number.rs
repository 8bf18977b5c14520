//! Phone numbers in E.164 form.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::quoted::Quoted;

/// A phone number in E.164 form: a plus sign and 7 to 15 digits, the first not 0.
///
/// ```
/// use numbers_client::PhoneNumber;
///
/// let phone: PhoneNumber = "+12025550134".parse()?;
/// assert_eq!(phone.to_string(), "+12025550134");
/// assert!("12025550134".parse::<PhoneNumber>().is_err());
/// # Ok::<(), numbers_client::ParsePhoneNumberError>(())
/// ```
///
/// Whether such a number exists, is for sale or may be rented is for the service to say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(u64);

/// The fewest and the most digits after the plus sign; E.164 has no lower bound, but no
/// number in use is shorter.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

impl FromStr for PhoneNumber {
    type Err = ParsePhoneNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = |fault| ParsePhoneNumberError {
            input: Quoted::new(text),
            fault,
        };
        let digits = text.strip_prefix('+').ok_or_else(|| fault(Fault::NoPlus))?;
        if let Some(odd) = digits.chars().find(|c| !c.is_ascii_digit()) {
            return Err(fault(Fault::NotADigit(odd)));
        }
        if !DIGITS.contains(&digits.len()) {
            return Err(fault(Fault::Length(digits.len())));
        }
        if digits.starts_with('0') {
            return Err(fault(Fault::LeadingZero));
        }
        digits
            .parse()
            .map(Self)
            .map_err(|_| fault(Fault::Length(digits.len())))
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("+")?;
        f.write_str(itoa::Buffer::new().format(self.0))
    }
}

/// Whether a text is the number as it is written.
impl PartialEq<str> for PhoneNumber {
    fn eq(&self, text: &str) -> bool {
        text.strip_prefix('+') == Some(itoa::Buffer::new().format(self.0))
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for PhoneNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PhoneNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for PhoneNumber {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PhoneNumber".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A phone number in E.164 form.",
            "pattern": r"^\+[1-9][0-9]{6,14}$",
        })
    }
}

/// Why a text is no [`PhoneNumber`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsePhoneNumberError {
    input: Quoted,
    fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    NoPlus,
    NotADigit(char),
    Length(usize),
    LeadingZero,
}

impl fmt::Display for ParsePhoneNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let input = &self.input;
        match self.fault {
            Fault::NoPlus => write!(
                f,
                "{input} does not begin with '+' and the country code, as +12025550134 does"
            ),
            Fault::NotADigit(odd) => write!(
                f,
                "{input} has {odd:?} in it; only digits may follow the '+'"
            ),
            Fault::Length(digits) => write!(
                f,
                "{input} has {digits} digit{} after the '+'; we take 7 to 15 (E.164 allows up to 15)",
                if digits == 1 { "" } else { "s" }
            ),
            Fault::LeadingZero => write!(
                f,
                "{input} has a 0 after the '+'; no country code begins with 0"
            ),
        }
    }
}

impl std::error::Error for ParsePhoneNumberError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_7_to_15_digits_are_read_and_written_back() {
        for text in ["+1234567", "+12025550134", "+999999999999999"] {
            let number: PhoneNumber = text.parse().unwrap();
            assert_eq!(number.to_string(), text);
            assert!(number == *text);
            assert!(number != *"+12025550135" && number != text[1..]);
        }
    }

    #[test]
    fn anything_else_is_refused_with_its_fault() {
        for (text, fault) in [
            ("", "'' does not begin with '+'"),
            ("12025550134", "'12025550134' does not begin"),
            (
                "+1202",
                "'+1202' has 4 digits after the '+'; we take 7 to 15",
            ),
            ("+1", "'+1' has 1 digit after"),
            ("+1234567890123456", "has 16 digits"),
            ("+02025550134", "has a 0 after the '+'"),
            ("+1202 5550134", "has ' ' in it"),
            ("+1202555013\u{664}", "only digits may follow"),
            ("+1202555\r\n", "has '\\r' in it"),
            ("+..", "has '.' in it"),
        ] {
            let error = text.parse::<PhoneNumber>().unwrap_err().to_string();
            assert!(error.contains(fault), "{error}");
        }
    }
}
