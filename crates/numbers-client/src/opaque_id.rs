//! Opaque ids that go into URLs.

use std::fmt;
use std::sync::Arc;

use crate::quoted::Quoted;

const LONGEST: usize = 128;

/// The text of an id, which no id can change a URL with.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Text(Arc<str>);

impl Text {
    fn parse(text: &str, where_it_is: &'static str) -> Result<Self, ParseIdError> {
        let violation = if text.is_empty() {
            Violation::Empty(where_it_is)
        } else if let Some(odd) = text.chars().find(|c| !is_safe(*c)) {
            Violation::Unsafe(odd)
        } else if text == "." || text == ".." {
            Violation::Dots
        } else if text.len() > LONGEST {
            Violation::TooLong(text.len())
        } else {
            return Ok(Self(text.into()));
        };
        Err(ParseIdError {
            input: Quoted::new(text),
            violation,
        })
    }
}

/// Whether a character stands for itself in a segment of a path.
fn is_safe(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~')
}

/// Why a text is not an id: a [`ProjectId`], [`NumberOrderId`] or [`AttachmentId`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseIdError {
    input: Quoted,
    violation: Violation,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Violation {
    /// And where to find an id.
    Empty(&'static str),
    Unsafe(char),
    Dots,
    TooLong(usize),
}

impl fmt::Display for ParseIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let input = &self.input;
        match self.violation {
            Violation::Empty(where_it_is) => write!(f, "is empty; {where_it_is}"),
            Violation::Unsafe(odd) => write!(
                f,
                "{input} has {odd:?} in it; letters, digits, '-', '_', '.' and '~' are accepted"
            ),
            Violation::Dots => write!(f, "{input} would change the URL it is put into"),
            Violation::TooLong(length) => write!(
                f,
                "{input} has {length} characters; up to {LONGEST} are accepted"
            ),
        }
    }
}

impl std::error::Error for ParseIdError {}

/// Defines an id: its name, what it is, and where to find one.
macro_rules! opaque_id {
    ($name:ident, $what:literal, $where_it_is:literal) => {
        #[doc = $what]
        ///
        /// Accepts 1 to 128 letters, digits, `-`, `_`, `.` and `~`, but not `.` or `..`
        /// alone: no such id can change the URL it is put into. Cheap to clone.
        ///
        /// ```
        #[doc = concat!("use numbers_client::", stringify!($name), ";")]
        ///
        #[doc = concat!("let id: ", stringify!($name), " = \"51bc3f40-f266-4ca8\".parse()?;")]
        /// assert_eq!(id.as_str(), "51bc3f40-f266-4ca8");
        #[doc = concat!("assert!(\"..\".parse::<", stringify!($name), ">().is_err());")]
        /// # Ok::<(), numbers_client::ParseIdError>(())
        /// ```
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Text);

        impl $name {
            /// Returns the id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Text::parse(text, $where_it_is).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "description": $what,
                    "minLength": 1,
                })
            }
        }
    };
}

opaque_id!(
    ProjectId,
    "The id of a project.",
    "the dashboard shows it under Settings, Projects"
);
opaque_id!(
    NumberOrderId,
    "The id of a number order.",
    "it is the `idNumberOrder` of the order that was created"
);
opaque_id!(
    AttachmentId,
    "The id of an attachment that a number order needs.",
    "it is the `id` of an attachment in the requirements of the number"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_are_safe_in_a_url_are_accepted() {
        for text in [
            "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a",
            "01jgkbb8xywmz3hhahd76menqf",
            "YOUR_projectId",
            "a.b~c",
        ] {
            assert_eq!(text.parse::<ProjectId>().unwrap().as_str(), text);
            assert_eq!(text.parse::<NumberOrderId>().unwrap().to_string(), text);
            assert_eq!(text.parse::<AttachmentId>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn ids_that_could_change_a_url_are_refused() {
        for text in [
            "", ".", "..", "a/b", "a\\b", "%2e%2e", "a?b", "a#b", "a b", "a\r\nb", "ä",
        ] {
            assert!(text.parse::<ProjectId>().is_err(), "{text:?}");
            assert!(text.parse::<NumberOrderId>().is_err(), "{text:?}");
            assert!(text.parse::<AttachmentId>().is_err(), "{text:?}");
        }
        assert!("x".repeat(129).parse::<AttachmentId>().is_err());
    }

    #[test]
    fn an_id_that_is_missing_says_where_to_find_one() {
        let said = |error: ParseIdError| error.to_string();
        assert!(said("".parse::<ProjectId>().unwrap_err()).contains("dashboard"));
        assert!(said("".parse::<NumberOrderId>().unwrap_err()).contains("idNumberOrder"));
        assert!(said("".parse::<AttachmentId>().unwrap_err()).contains("requirements"));
    }

    #[test]
    fn a_stored_id_is_validated_when_it_is_read() {
        let id: NumberOrderId = serde_json::from_str("\"a.b\"").unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"a.b\"");
        assert!(serde_json::from_str::<NumberOrderId>("\"..\"").is_err());
    }
}
