//! Project ids.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::quoted::Quoted;

/// The id of a project: opaque, but safe in a URL.
///
/// Taken are 1 to 128 letters, digits, `-`, `_`, `.` and `~`, but not `.` or `..` alone:
/// no such id can change the URL it is put into. Cheap to clone.
///
/// ```
/// use numbers_client::ProjectId;
///
/// let project: ProjectId = "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a".parse()?;
/// assert_eq!(project.as_str().len(), 36);
/// assert!("..".parse::<ProjectId>().is_err());
/// # Ok::<(), numbers_client::ParseProjectIdError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectId(Arc<str>);

const LONGEST: usize = 128;

impl ProjectId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ProjectId {
    type Err = ParseProjectIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = |fault| ParseProjectIdError {
            input: Quoted::new(text),
            fault,
        };
        if text.is_empty() {
            return Err(fault(Fault::Empty));
        }
        let is_safe = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
        if let Some(odd) = text.chars().find(|c| !is_safe(c)) {
            return Err(fault(Fault::Unsafe(odd)));
        }
        if text == "." || text == ".." {
            return Err(fault(Fault::Dots));
        }
        if text.len() > LONGEST {
            return Err(fault(Fault::TooLong(text.len())));
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Display for ProjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ProjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for ProjectId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ProjectId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for ProjectId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ProjectId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "The id of a project.",
            "minLength": 1,
        })
    }
}

/// Why a text is no [`ProjectId`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseProjectIdError {
    input: Quoted,
    fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    Empty,
    Unsafe(char),
    Dots,
    TooLong(usize),
}

impl fmt::Display for ParseProjectIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let input = &self.input;
        match self.fault {
            Fault::Empty => {
                f.write_str("is empty; the dashboard shows it under Settings, Projects")
            }
            Fault::Unsafe(odd) => write!(
                f,
                "{input} has {odd:?} in it; we take letters, digits, '-', '_', '.' and '~'"
            ),
            Fault::Dots => write!(f, "{input} would change the URL it is put into"),
            Fault::TooLong(length) => {
                write!(
                    f,
                    "{input} has {length} characters; we take up to {LONGEST}"
                )
            }
        }
    }
}

impl std::error::Error for ParseProjectIdError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_are_safe_in_a_url_are_taken() {
        for text in [
            "51bc3f40-f266-4ca8-8938-a1ed0ff32b9a",
            "project-id",
            "YOUR_projectId",
            "a.b~c",
        ] {
            assert_eq!(text.parse::<ProjectId>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn ids_that_could_change_a_url_are_refused() {
        for text in [
            "", ".", "..", "a/b", "a\\b", "%2e%2e", "a?b", "a#b", "a b", "a\r\nb", "ä",
        ] {
            assert!(text.parse::<ProjectId>().is_err(), "{text:?}");
        }
        assert!("x".repeat(129).parse::<ProjectId>().is_err());
    }
}
